"""A mail that came: whose it is, whether its sender is sure enough, and what becomes of each of its words.

Start at `hear`.
"""

from dataclasses import replace

from mailservice.cases import posted
from mailservice.cases.asking import reaching
from mailservice.cases.history.commands import Hear, Said, Unclear
from mailservice.cases.history.events import MailHeard, Outcome, Party, ReaderAway
from mailservice.cases.history.words import WORDS
from mailservice.cases.letters import ordering
from mailservice.cases.opening import confidential, danger, first_mail, joining, unwilling
from mailservice.cases.people import deciders, officers
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.words import proof, undo, withdrawal
from mailservice.cases.words.table import TABLE

# The last brake against a mail loop: one case gives one address only so many direct answers a day.
MOST_ANSWERS = 20


def hear(turn: Turn, mail: Hear, reference: str = "") -> None:
    """Take one mail: on its case, on a new one that `reference` names, or in the office's book."""
    match turn.case.status:
        case "unopened":
            _first(turn, mail, reference)
        case "book":
            _on_no_case(turn, mail)
        case _:
            _on_case(turn, mail)
    _brake(turn, mail)


def _first(turn: Turn, hear: Hear, reference: str) -> None:
    first_mail.open_case(turn, hear, reference)
    # A first mail is prose: "I disagree" in it is no slip for DISAGREE, and what it tells of the plan is no wish to agree to it.
    plain = replace(hear, unclear=tuple(one for one in hear.unclear if one.why not in ("near-miss", "wish")))
    _act(turn, plain, Speaker(plain, deciders.party_of(hear.sender, turn.directory)))


def _on_no_case(turn: Turn, hear: Hear) -> None:
    if hear.holds:
        confidential.keep(turn, hear, hear.holds)
    elif confidential.held(hear, turn.policy):
        confidential.hold(turn, hear)
    else:
        first_mail.hold(turn, hear)


def _on_case(turn: Turn, hear: Hear) -> None:
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
    first_mail.answer_outside(turn, hear, party)


def _act(turn: Turn, hear: Hear, by: Speaker) -> None:
    lines = [{"line": "", "result": sentence} for sentence in first_mail.complete(turn, hear, by.party)]
    begins = hear.message_id == turn.case.root
    asked = (said for said in hear.said if WORDS[said.verb].answered == "a sentence")
    asked = (said for said in asked if not (begins and WORDS[said.verb].in_first_mail == "the issue"))
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
    keeps = WORDS[said.verb].ends_withdrawal and withdrawal.stop(turn, by.party, said.reason)
    return ("It is not withdrawn. " if keeps else "") + TABLE[turn.case.status, said.verb](turn, said, by)


def _answer(turn: Turn, hear: Hear, to: Party, lines: list[dict[str, str]]) -> None:
    ahead = next((one["what"] for one in ordering.shown_dates(turn)), "")
    again = proof.asked(turn, to)
    offered = joining.ANOTHER if hear.by_child else ""
    shown = ordering.words(*(verb for verb in again if WORDS[verb].means), "STATUS", "HELP")
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
    return any(
        one.template == "prose" and (one.stage, one.tier) == turn.here and deciders.same_person(one.to, to)
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


def _brake(turn: Turn, hear: Hear) -> None:
    """Take back the direct answers beyond the day's number (RFC 3834 section 2): what is braked is our answering, never a word.

    The first time the sender and the office are told so.
    """
    left = MOST_ANSWERS - hear.answered_today
    beyond = [one for one in turn.drafts if one.order.replied and one.order.answers == hear.message_id][max(left, 0) :]
    if not beyond:
        return
    for one in beyond:
        turn.withhold(one.order.letter, "too many answers in a day")
    if left >= 0:  # the notice is one answer more, so it is given once
        _tell_of_brake(turn, hear)


def _tell_of_brake(turn: Turn, hear: Hear) -> None:
    kept = f"We have answered {MOST_ANSWERS} mails of yours in a day. What you write still counts and is kept on the record."
    line = {"line": "", "result": f"{kept} We stop answering until tomorrow; the Business Office has been told."}
    facts = {"why": "You wrote to us.", "lines": [line], "next": "", "words": [], "others_see": ordering.YOU_SEE}
    ordering.order(turn, "answer", deciders.party_of(hear.sender, turn.directory), facts, answers=hear.message_id)
    lines = [
        f"We have answered {MOST_ANSWERS} mails from one address in a day, and answer no more of them until tomorrow."
    ]
    ordering.tell_office(
        turn, "Many mails from one sender", lines, "Read them, and ring the sender if a person wrote them."
    )
