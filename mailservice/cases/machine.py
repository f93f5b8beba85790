"""The one way in: `decide` takes a case and a command, and gives the events that follow. Pure.

A transition is a small function; TABLE is the diagram, without a hole: (status, verb) to function; `diagram` draws it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from mailservice.cases import brake, closures, digest, posted, timing
from mailservice.cases.asking import reaching
from mailservice.cases.dates import deadlines
from mailservice.cases.history.case import Case, Status, book
from mailservice.cases.history.commands import (
    CallTime,
    Command,
    Hear,
    Join,
    NoteBounce,
    NoteClosedDays,
    NoteMorning,
    NoteSent,
    NoteUnread,
    Reconsider,
    Said,
    Unclear,
    Verb,
)
from mailservice.cases.history.events import Event, MailHeard, Outcome, Party, ReaderAway
from mailservice.cases.ladder import conflict, within
from mailservice.cases.letters import ordering
from mailservice.cases.opening import confidential, danger, first_mail, joining, unwilling
from mailservice.cases.people import deciders, officers
from mailservice.cases.people.turn import Rules, Speaker, Turn
from mailservice.cases.settling import actions, new_date, overtaken
from mailservice.cases.words import (
    allow,
    arranging,
    both_sides,
    contacts,
    cover,
    decision,
    proof,
    successor,
    topics,
    undo,
    urgent,
    withdrawal,
)
from mailservice.directory import Directory

Action = Callable[[Turn, Said, Speaker], str]

_QUIET = (Verb.PLAN, Verb.RESOLVED, Verb.MET)
_BY_A_PERSON = (
    Verb.COVER,
    Verb.GO_ON,
    Verb.STOP,
)
# A withdrawal ends with any of these: towards attention nobody is refused.
_KEEPS = frozenset({Verb.ESCALATE, Verb.URGENT, Verb.OBJECT, Verb.REOPEN})


def _contact(turn: Turn, said: Said, by: Speaker) -> str:
    """Take CONTACT: who acts for an agency, or AS RAISER who follows the person who raised it."""
    if successor.is_meant(said):
        return successor.succeed(turn, said, by)
    if deciders.is_within(turn.case):
        return within.contact(turn, said, by)
    return contacts.contact(turn, said, by)


# What else is written is kept on the record, and its author is answered.
_ELSE: Mapping[Status, Action] = {
    "open": both_sides.note,
    "agreed": both_sides.note,
    "closed": both_sides.ended,
    "joined": joining.elsewhere,
}

TABLE: Mapping[tuple[str, Verb], Action] = {
    **{(status, verb): _ELSE[status] for status in _ELSE for verb in Verb if verb not in first_mail.QUESTIONS},
    ("open", Verb.RECEIVED): both_sides.received,
    ("open", Verb.MET): both_sides.met,
    ("open", Verb.PLAN): both_sides.plan,
    ("open", Verb.RESOLVED): both_sides.resolved,
    ("open", Verb.AGREE): both_sides.agree,
    ("open", Verb.DISAGREE): both_sides.disagree,
    ("open", Verb.OBJECT): both_sides.object_early,
    ("open", Verb.ESCALATE): both_sides.escalate,
    ("open", Verb.URGENT): urgent.urgent,
    ("open", Verb.CONTACT): _contact,
    ("open", Verb.NOTE): both_sides.note,
    ("open", Verb.TOPIC): topics.topic,
    ("open", Verb.MEDIATION): arranging.mediation,
    ("open", Verb.PANEL): arranging.mediation,
    ("open", Verb.REPORT): arranging.report,
    ("open", Verb.NOT_AGREED): arranging.not_agreed,
    ("open", Verb.DECISION): decision.decision,
    ("open", Verb.REOPEN): both_sides.reopen_early,
    ("agreed", Verb.RECEIVED): both_sides.received,
    ("agreed", Verb.OBJECT): both_sides.object_,
    ("agreed", Verb.DISAGREE): both_sides.object_,
    ("agreed", Verb.ESCALATE): both_sides.escalate_agreed,
    ("agreed", Verb.URGENT): urgent.urgent,
    ("agreed", Verb.AGREE): both_sides.agree_settled,
    ("agreed", Verb.REOPEN): both_sides.object_,
    ("agreed", Verb.CONTACT): _contact,
    ("agreed", Verb.NOTE): both_sides.note,
    ("closed", Verb.RECEIVED): both_sides.received,
    ("closed", Verb.REOPEN): both_sides.reopen,
    ("closed", Verb.OBJECT): both_sides.reopen,
    ("closed", Verb.ESCALATE): both_sides.reopen,
    ("closed", Verb.URGENT): urgent.urgent_closed,
    ("closed", Verb.NOTE): both_sides.note,
    **{("agreed", verb): both_sides.settled for verb in _QUIET},
    **{(status, verb): arranging.not_carried for status in ("open", "agreed", "closed") for verb in _BY_A_PERSON},
    ("open", Verb.NEW_DATE): decision.new_date,
    ("closed", Verb.NEW_DATE): new_date.for_action,
    ("agreed", Verb.NEW_DATE): new_date.beside,
    ("open", Verb.OVERTAKEN): overtaken.overtaken,
    ("agreed", Verb.OVERTAKEN): both_sides.settled,
    ("open", Verb.WITHDRAW): withdrawal.withdraw,
    ("agreed", Verb.WITHDRAW): withdrawal.withdraw_agreed,
    ("open", Verb.KEEP): withdrawal.keep,
    ("closed", Verb.KEEP): both_sides.reopen,
    ("closed", Verb.AGREE): both_sides.agree_ended,
    ("closed", Verb.DISAGREE): both_sides.disagree_ended,
    **{(status, Verb.DONE): actions.done for status in _ELSE},
    **{(status, Verb.NOT_DONE): actions.not_done for status in _ELSE},
    ("closed", Verb.CONTACT): successor.after_the_end,
    **{(status, Verb.UNDO): undo.undo for status in ("open", "agreed", "closed")},
    ("open", Verb.ALLOW): allow.allow,
    ("agreed", Verb.ALLOW): allow.allow,
    **{(status, Verb.NEW): joining.new for status in ("open", "agreed", "closed")},
    ("open", Verb.JOIN): joining.join,
    **{(status, Verb.JOIN): joining.too_late for status in ("agreed", "closed")},
    ("open", Verb.COVER): cover.cover,
    ("agreed", Verb.COVER): cover.cover,
    **{(status, Verb.GO_ON): confidential.went_on for status in ("open", "agreed", "closed")},
    **{(status, Verb.STOP): confidential.stop for status in ("open", "agreed", "closed")},
}


# Where a verb may bring the case; every other verb leaves its status as it is.
LEADS_TO: Mapping[Action, tuple[Status, ...]] = {
    both_sides.agree: ("agreed", "closed"),
    both_sides.agree_settled: ("closed",),
    both_sides.object_: ("open", "closed"),
    both_sides.escalate_agreed: ("open",),
    urgent.urgent: ("open",),
    both_sides.reopen: ("open",),
    urgent.urgent_closed: ("open",),
    decision.decision: ("closed",),
    arranging.not_agreed: ("closed",),
    undo.undo: ("open", "agreed", "closed"),
    joining.join: ("open", "joined"),
}


def diagram() -> str:
    """Return the table as a Mermaid state diagram: which word brings a case from where to where."""
    lines = ["stateDiagram-v2", "    [*] --> open: a mail with a child's reference or another agency"]
    for status in _ELSE:
        verbs: dict[str, list[str]] = {}
        for verb in (verb for at, verb in TABLE if at == status):
            for target in LEADS_TO.get(TABLE[status, verb], (status,)):
                verbs.setdefault(target, []).append(verb.value)
        lines += [f"    {status} --> {target}: {', '.join(named)}" for target, named in verbs.items()]
    lines += ["    open --> open: a date comes", "    open --> closed: nobody keeps what is withdrawn, for a day"]
    lines += ["    agreed --> closed: the raiser's day passes", "    closed --> open: an agreed action is not done"]
    lines += ["    closed --> [*]"]
    return "\n".join(lines) + "\n"


def decide(
    case: Case, command: Command, rules: Rules, directory: Directory, *, reference: str = ""
) -> tuple[Event, ...]:
    """Return what follows from one command, in order; `reference` names the case that an opening mail opens."""
    turn = Turn(case, rules, directory, command.at)
    match command:
        case Hear() if turn.case.status == "unopened":
            first_mail.open_case(turn, command, reference)
            # A first mail is prose: "I disagree" in it is no slip for DISAGREE.
            plain = replace(command, unclear=tuple(one for one in command.unclear if one.why != "near-miss"))
            _act(turn, plain, Speaker(plain, deciders.party_of(command.sender, directory)))
        case Hear() if turn.case.status == "book":
            _on_no_case(turn, command)
        case Hear():
            _hear(turn, command)
        case Join():
            joining.bring_together(turn, command.other, command.by, command.text)
        case CallTime():
            timing.call_time(turn, command)
        case NoteMorning():
            digest.note_morning(turn, command)
        case NoteUnread():
            timing.note_unread(turn, command)
        case NoteClosedDays():
            closures.look_again(turn)
        case _:
            _on_a_letter(turn, command)
    conflict.flag(turn)
    if isinstance(command, Hear):
        brake.brake(turn, command)
    deadlines.ensure_next_date(turn)
    ordering.gather(turn)
    return tuple(turn.events)


def _on_a_letter(turn: Turn, command: NoteSent | NoteBounce | Reconsider) -> None:
    match command:
        case NoteSent():
            posted.note_sent(turn, command)
        case NoteBounce():
            posted.note_bounce(turn, command)
        case Reconsider():
            posted.reconsider(turn, command)


def _on_no_case(turn: Turn, hear: Hear) -> None:
    if hear.holds:
        confidential.keep(turn, hear, hear.holds)
    elif confidential.held(hear, turn.policy):
        confidential.hold(turn, hear)
    else:
        first_mail.hold(turn, hear)


def _hear(turn: Turn, hear: Hear) -> None:
    party = deciders.on_side(turn.case, deciders.on_case(turn.case, deciders.party_of(hear.sender, turn.directory)))
    if hear.kind != "message":
        _set_aside(turn, hear, party)
        return
    officer = any(one.id == party.person for one in turn.directory.officers) or officers.is_allowed(turn.case, party)
    if party.agency not in turn.case.agencies and not hear.sender.office and not officer:
        _from_outside(turn, hear, party)
        return
    if proof.doubted(turn.case, hear):
        _doubted(turn, hear, Speaker(hear, party))
        return
    outcome: Outcome = "acted" if hear.said else "filed"
    turn.put(_heard(turn, hear, party, outcome))
    _act(turn, hear, Speaker(hear, party))


def _doubted(turn: Turn, hear: Hear, by: Speaker) -> None:
    """Keep a mail that may be forged: it counts as nobody's word, and only the person themself can say it again."""
    turn.put(_heard(turn, hear, by.party, "held", "the proof of its sender failed"))
    lines = [{"line": "", "result": sentence} for sentence in proof.doubt(turn, hear, by)]
    if danger.speaks(hear) and by.party.agency:
        lines.append({"line": "", "result": danger.alarm(turn, hear)})
    _answer(turn, hear, by.party, lines)


def _from_outside(turn: Turn, hear: Hear, party: Party) -> None:
    """Keep a mail from somebody of no side here; they are answered as if there were no case (rule 1.2)."""
    turn.put(_heard(turn, hear, party, "held", "not from a side of this case"))
    urgent = danger.calls(hear)
    lines = ["It is kept; nothing has moved.", *(["It says URGENT, or speaks of danger."] if urgent else [])]
    ordering.tell_office(turn, "A mail from outside the case", lines, "Read it now." if urgent else "Read it.")
    template = "nothing_opened" if party.agency else "stranger"
    if any(one.template == template and deciders.same_person(one.to, party) for one in turn.case.letters.values()):
        return
    outside = Turn(book(), turn.rules, turn.directory, turn.at)
    first_mail.answer_outside(outside, hear, party)
    for event in outside.events:
        turn.put(event)


def _act(turn: Turn, hear: Hear, by: Speaker) -> None:
    lines = [{"line": "", "result": sentence} for sentence in first_mail.complete(turn, hear, by.party)]
    begins = hear.message_id == turn.case.root
    passed_over = first_mail.QUESTIONS | first_mail.ISSUE if begins else first_mail.QUESTIONS
    asked = (said for said in hear.said if said.verb not in passed_over)
    lines.extend({"line": said.line, "result": _perform(turn, said, by)} for said in asked)
    undo.note(turn, hear, by.party)
    lines.extend({"line": one.line, "result": ask_back(one)} for one in hear.unclear)
    if danger.speaks(hear) and by.party.agency:
        lines.append({"line": "", "result": danger.alarm(turn, hear)})
    if unwilling.speaks(turn, hear) and by.party.agency and not begins:
        told = unwilling.tell(turn, hear)
        lines.extend([{"line": "", "result": told}] if told else [])
    first_mail.answer_questions(turn, hear, by.party)
    if lines:
        _answer(turn, hear, by.party, lines)
    elif not hear.said and turn.case.path and hear.message_id != turn.case.root:
        _prose(turn, hear, by.party)


def _perform(turn: Turn, said: Said, by: Speaker) -> str:
    if not said.dry_run:
        return _carry_out(turn, said, by)
    trial = Turn(turn.case, turn.rules, turn.directory, turn.at)
    would = _carry_out(trial, replace(said, dry_run=False), by)
    return f"You asked what would happen, and nothing has. We would answer: {would}"


def _carry_out(turn: Turn, said: Said, by: Speaker) -> str:
    sure = proof.sure(turn, said, by)
    if sure is None:
        return proof.ask(turn, said, by)
    said, by = sure
    stays = "It is not withdrawn. " if said.verb in _KEEPS and withdrawal.stop(turn, by.party, said.reason) else ""
    return stays + TABLE[turn.case.status, said.verb](turn, said, by)


def _answer(turn: Turn, hear: Hear, to: Party, lines: list[dict[str, str]]) -> None:
    ahead = next((one["what"] for one in ordering.shown_dates(turn)), "")
    again = proof.asked(turn, to)
    offered = joining.ANOTHER if hear.by_child else ""
    shown = ordering.words(*(verb for verb in again if verb in ordering.WORDS), "STATUS", "HELP")
    facts = {"why": "You wrote to us.", "lines": lines, "next": ahead, "words": shown}
    ordering.order(turn, "answer", to, facts, answers=hear.message_id, about=proof.CONFIRM if again else offered)


def _prose(turn: Turn, hear: Hear, to: Party) -> None:
    """Answer prose once a stage, unless the other side received it too, or no word of its author is awaited (rule 9.5)."""
    if hear.sender.office or turn.case.status in ("closed", "joined"):
        return
    if any(one.agency in turn.case.agencies and one.agency != to.agency for one in (*hear.to, *hear.copied)):
        return
    asked = (*turn.everyone_present(), *deciders.practitioners(turn.case))
    if not any(deciders.same_person(one, to) for one in asked) or _answered_at_this_stage(turn, to):
        return
    to_tell = [
        {"name": one["name"], "address": one["address"]} for one in ordering.names(turn, turn.others_of(to.agency))
    ]
    facts = {"why": "You wrote to us.", "to_tell": to_tell, "words": ordering.words("RESOLVED", "ESCALATE", "HELP")}
    ordering.order(turn, "prose", to, {**facts, "others_see": ordering.YOU_SEE}, answers=hear.message_id)


def _answered_at_this_stage(turn: Turn, to: Party) -> bool:
    here = (turn.case.stage, turn.case.tier)
    return any(
        one.template == "prose" and (one.stage, one.tier) == here and deciders.same_person(one.to, to)
        for one in turn.case.letters.values()
    )


def _set_aside(turn: Turn, hear: Hear, party: Party) -> None:
    if hear.kind not in ("encrypted", "unclear"):
        turn.put(_heard(turn, hear, party, "automatic"))
        if hear.kind == "out-of-office" and hear.answers in turn.case.letters:
            _away(turn, hear)
        return
    turn.put(_heard(turn, hear, party, "held", f"{hear.kind}: a person must read it"))
    lines = [f"A mail on this case is {hear.kind}: we could not read what it asks. It is in the folder Held."]
    ordering.tell_office(turn, "A mail we could not read", lines, "Read it, and record by hand what it asks.")


def _away(turn: Turn, hear: Hear) -> None:
    who = turn.case.letters[hear.answers].to
    told = reaching.is_away(turn, who)
    letter = turn.case.letters[hear.answers]
    turn.put(ReaderAway(turn.at, hear.answers, hear.away_until, hear.stand_in))
    if not told:
        reaching.away(turn, who, hear.away_until, hear.stand_in)
    posted.not_read(turn, letter)


def _heard(turn: Turn, hear: Hear, party: Party, outcome: Outcome, why: str = "") -> MailHeard:
    words_kept = hear.own_words if hear.kind == "message" else ""
    return MailHeard(turn.at, hear.mail, hear.message_id, party, hear.kind, words_kept, outcome, why)


def ask_back(unclear: Unclear) -> str:
    """Say what was understood of words that are not clear enough to act on."""
    verb = unclear.understood.value if unclear.understood else "a word we know"
    if unclear.why == "conditional":
        return f"We read {verb}, with a condition. Nothing has moved. If you mean it as it stands, write {verb} alone on a line."
    if unclear.why == "contradiction":
        return "Two of your words contradict each other, so neither was carried out. Please write the one you mean."
    return f"Did you mean {verb}? Nothing has moved. If so, please write it in capitals at the start of a line."
