"""How a case begins, and what becomes of a mail that begins none (rules, section 1)."""

from collections.abc import Collection, Mapping
from typing import Any

from mailservice.cases.asking import held, legal, reaching, reaction, unread
from mailservice.cases.dates import deadlines, limits
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.commands import Addressee, Hear
from mailservice.cases.history.events import (
    UNTOLD,
    CaseDisposed,
    CaseOpened,
    DetailGiven,
    HistoryLost,
    MailHeard,
    Outcome,
    Party,
)
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import aside, cuts, news, ordering, phrases, waiting
from mailservice.cases.opening import (
    belonging,
    boards,
    confidential,
    danger,
    decided,
    enquiries,
    floods,
    forged,
    joining,
    mistyped,
    ways,
)
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn, once
from mailservice.policy import sayings

CLOSED_AHEAD = 10
_HELD_UNTIL = {
    False: "the mail was held until its sender let it go on",
    True: "the mail was held until the office let it go",
}


def opens(hear: Hear) -> bool:
    """Tell whether a mail that is on no case opens one: a person's, with a child reference or another agency in To."""
    if hear.kind != "message" or not hear.sender.own or hear.sender.office or hear.cases:
        return False
    # What is on a case whose history is lost may be of any side: whether it begins a case, only a person can tell.
    if hear.sender.proof == "failed" or (hear.lost is not None and not hear.opens):
        return False
    if hear.opens:
        return True  # the office says that it is a case
    elsewhere = ("no",) if hear.beside else ("no", "beside")
    urgent = any(said.verb is Verb.URGENT for said in hear.said)
    if not urgent and any(WORDS[said.verb].in_first_mail in elsewhere for said in hear.said):
        return False
    if _only_asks(hear):
        return False
    of_a_child = bool(hear.child_references) and not enquiries.asks_alone(hear, Verb.RECORD, Verb.CASES)
    return of_a_child or bool(_other_side(hear.to, hear.sender.own) or _unsided(hear))


def _unsided(hear: Hear) -> bool:
    """Tell whether it addresses somebody who may be on another side: of which agency, nobody can say yet (rule 1.7)."""
    own = hear.sender.own
    return any(one.either or (len(own) > 1 and one.agency in own) for one in hear.to)


def _only_asks(hear: Hear) -> bool:
    """Tell whether all that a mail says is answered to its sender alone, or only filed."""
    return bool(hear.said) and all(WORDS[said.verb].answered != "a sentence" for said in hear.said)


def open_case(turn: Turn, hear: Hear, reference: str) -> None:
    """Open a case, provisional where the reference or the other agency is missing; its clocks start all the same."""
    raiser = deciders.party_of(hear.sender, turn.directory)
    responders = responders_in(turn, hear.to, hear.sender.own)
    untold = ("sender",) if raiser.agency == UNTOLD else ()
    missing = (*untold, *(() if hear.child_references else ("reference",)), *(() if responders else ("agency",)))
    missing = (*missing, *((joining.JOIN,) if hear.beside and not _says_new(hear) else ()))
    board = boards.named(hear, turn.policy)
    missing = (*missing, *((boards.BOARD,) if turn.policy.boards and not board else ()))
    turn.put(
        CaseOpened(
            at=hear.at,
            reference=reference,
            policy=turn.policy.id,
            policy_digest=turn.policy.digest,
            mail=hear.mail,
            root=hear.message_id,
            raiser=raiser,
            responders=responders,
            agencies=tuple(dict.fromkeys([raiser.agency, *(one.agency for one in responders)])),
            child_references=hear.child_references,
            issue=aside.without_notes(hear),
            missing=missing,
            claimed_start=hear.claimed_start,
            overlay_digest=turn.policy.overlay_digest,
            beside=hear.beside,
            addressed=belonging.addressed(turn, hear.to, hear.sender.own),
            board=board,
        )
    )
    turn.directory = turn.directory.of_board(board)
    came = (hear.at, hear.mail, hear.message_id, raiser, hear.kind, hear.own_words)
    extras = (hear.sender.delegate, hear.attachments, hear.to_us, bool(responders), aside.shown(hear))
    papers = any(one.kind == "court" for one in hear.legal)
    turn.put(MailHeard(*came, "acted", "opened a case", *extras, papers, hear.sender.proof, hear.sender.evidence))
    ways.note(turn, raiser, f"{hear.subject}. {aside.without_notes(hear)}")
    decided.at_opening(turn, hear, raiser)
    climbing.enter(turn, (turn.policy.first_stage.id, 1), "opened", hear.at, by=raiser)
    if hear.released_at is not None:
        deadlines.count_from_sending(turn, hear.released_at, _HELD_UNTIL[hear.first_at is not None])
        reaching.watch(turn)
    until = deadlines.set_house(turn, "provisional") if missing else None
    _receipt(turn, hear, raiser, responders, until)
    for one in responders:
        climbing.stage_letter(turn, one, "opened", {"by": turn.name(raiser)})
    reaching.ask_for_closed_days(turn, ahead=CLOSED_AHEAD)
    joining.tell_linked(turn, hear.linked)
    _signpost(turn, hear, raiser)


def _signpost(turn: Turn, hear: Hear, raiser: Party) -> None:
    """Say where a matter goes that the policy does not cover, or has another way for; the receipt says it to the raiser."""
    outside = confidential.not_covered(hear, turn.policy)
    said = [*outside, *confidential.other_ways(hear, turn.policy)]
    if not said:
        return
    headline = "The policy may not cover this" if outside else "Another way may fit this"
    ordering.tell_office(turn, headline, said, "Look at it with whoever raised it.")
    if turn.case.missing:  # they had no receipt, but a letter that asks for what is missing
        news.tell(turn, raiser, headline, said, (raiser, ""))


def _says_new(hear: Hear) -> bool:
    return any(said.verb is Verb.NEW and not said.dry_run for said in hear.said)


def complete(turn: Turn, hear: Hear, by: Party) -> list[str]:
    """Take what a provisional case lacked from a party's later mail; return what was understood, in sentences."""
    understood = []
    lacked = bool(turn.case.missing)
    if hear.by_child:
        understood.append(f"Your email names no case, so it is on {turn.case.reference}. {joining.only_one(turn)}")
    if "reference" in turn.case.missing and hear.child_references:
        for reference in hear.child_references:
            turn.put(DetailGiven(turn.at, "reference", reference, by))
        joining.tell_linked(turn, hear.linked)
        understood.append(
            f"We have the {turn.person.theirs} {turn.person.reference} now: {', '.join(hear.child_references)}."
        )
    own = hear.sender.own or (by.agency,)
    # Of whom the first mail addressed, some may be of the raiser's own agency until that is told.
    waited = () if UNTOLD in turn.case.agencies else tuple(one for one in turn.case.addressed if one.agency)
    named = responders_in(turn, hear.to, own) if "agency" in turn.case.missing else ()
    new = tuple(one for one in once((*waited, *named)) if one.agency not in turn.case.agencies)
    if new:
        understood.append(give_agency(turn, by, new))
    if not turn.case.missing:
        deadlines.drop(turn, "what was missing was given", purposes=("provisional",))
    if hear.message_id != turn.case.root:
        understood += decided.take(turn, hear, by)
        # Whoever lacked something had no receipt, which asks for it.
        understood += decided.asked(turn) if lacked and not turn.case.missing and turn.case.decided is None else []
    understood += mistyped.asked(turn, _other_side(hear.to, own)) if hear.message_id != turn.case.root else []
    left_out = joining.not_in(hear, turn.case) if hear.message_id != turn.case.root else ()
    if left_out and by.agency in turn.case.agencies:
        names = ", ".join(one.name or one.address for one in left_out)
        understood.append(f"{names} takes no part in this case, and has had no letter. {joining.HOW_TO_ADD}")
    return understood


def give_agency(turn: Turn, by: Party, new: tuple[Party, ...]) -> str:
    """Bring in the other side of a case that lacked it, and write to its people; it has its full time from now."""
    rested = turn.case.rested is not None
    for agency in dict.fromkeys(one.agency for one in new):
        there = tuple(one for one in new if one.agency == agency)
        turn.put(DetailGiven(turn.at, "agency", agency, by, there))
    if rested:
        deadlines.drop(turn, "it goes on")
        climbing.enter(turn, turn.here, "opened", turn.at, by=by)
    deadlines.count_from_sending(turn, turn.at, "the other agency was named on this day")
    if not turn.case.missing:
        deadlines.drop(turn, "what was missing was given", purposes=("provisional",))
    first = turn.case.stage == turn.policy.first_stage.id
    for one in new if first else turn.everyone_present():
        climbing.stage_letter(turn, one, "opened", {"by": turn.name(by)})
    return f"We have written to {', '.join(turn.name(one) for one in new)}."


def hold(turn: Turn, hear: Hear) -> None:
    """Keep a mail that is on no case and opens none; answer a person once, a machine never."""
    sender = deciders.party_of(hear.sender, turn.directory)
    if hear.kind != "message":
        outcome: Outcome = "held" if hear.kind in unread.HELD else "automatic"
        turn.put(MailHeard(turn.at, hear.mail, hear.message_id, sender, hear.kind, "", outcome, **forged.kept(hear)))
        if outcome == "held":
            lines = [*unread.for_the_office(turn, hear), "It is on no case."]
            held.tell(turn, hear, "A mail we could not read", lines)
        reaction.tell_outside(turn, hear, sender)
        unread.tell(turn, hear, sender)
        return
    came = (turn.at, hear.mail, hear.message_id, sender, hear.kind, hear.own_words)
    asks = _only_asks(hear) and hear.lost is None and hear.sender.known and hear.sender.proof != "failed"
    office = hear.sender.office and hear.sender.proof != "failed"
    outcome = "filed" if asks or office else "held"
    extras = (hear.sender.delegate, hear.attachments, hear.to_us)
    turn.put(MailHeard(*came, outcome, "on no case", *extras, **forged.kept(hear)))
    if hear.sender.proof == "failed":
        forged.tell_on_no_case(turn, hear, sender)
    if not hear.sender.known:
        _answer_stranger(turn, hear, sender)
    elif _only_asks(hear) and hear.gone is None and hear.lost is None:
        enquiries.answer(turn, hear, sender)
    elif hear.gone or hear.lost or "nothing_opened" not in hear.heard_before or danger.calls(hear):
        _nothing_opened(turn, hear, sender)
    if not hear.sender.known or office:
        return
    if danger.calls(hear):
        danger.outside(turn, hear, *([f"It is on {_lost(turn, hear.lost)}"] if hear.lost else []))
    elif (hear.lost or not _only_asks(hear)) and hear.sender.proof != "failed":
        _tell_office(turn, hear, sender)


def _tell_office(turn: Turn, hear: Hear, sender: Party) -> None:
    if hear.gone is not None:
        lines = [f"{turn.name(sender)} wrote on {_gone(turn, hear.gone)} They are answered. If it begins anew: NEW."]
        held.tell(turn, hear, "An email on a case that was disposed of", lines, first=("NEW", "REJECT", "JOIN"))
        return
    if hear.lost is not None:
        wrote = f"{turn.name(sender)} wrote on {_lost(turn, hear.lost)} They are answered, and nothing moves by it."
        lines = [
            wrote,
            "Ring them. To go on: NEW, and this email opens a new case; or JOIN, where there is one by now.",
        ]
        held.tell(turn, hear, "An email on a case that was given up", lines, first=("NEW", "JOIN", "FILE"))
        return
    lines = [f"{turn.name(sender)} wrote to us, and we know no case that it belongs to. They are answered."]
    held.tell(turn, hear, "A mail on no case", lines, first=held.ON_NO_CASE)


def responders_in(turn: Turn, to: tuple[Addressee, ...], own: Collection[str]) -> tuple[Party, ...]:
    """Return the people in To of every agency but the sender's, or what it may be; nobody in Cc is a party (rule 1.3)."""
    return tuple(_party(turn, one) for one in _other_side(to, own) if mistyped.meant(turn, one) is None)


def _other_side(to: tuple[Addressee, ...], own: Collection[str]) -> tuple[Addressee, ...]:
    return tuple(one for one in to if one.agency and one.agency not in own)


def _party(turn: Turn, one: Addressee) -> Party:
    person = turn.directory.person(one.person)
    return deciders.as_party(person) if person else Party(one.address, one.name, "", one.agency)


def which_agency(turn: Turn, hear: Hear, to: Party) -> None:
    """Ask for which agency somebody writes before anything of their mail counts here; nothing of a case is shown (rule 1.7)."""
    facts = {
        "why": "You wrote to this address.",
        "write_for": [one.name for one in turn.directory.agencies_of(to.address)],
        "others_see": ordering.you_see(turn.terms),
    }
    ordering.order(turn, "which_agency", to, facts, answers=hear.message_id, outside=True)


def _topics_asked(turn: Turn, hear: Hear) -> list[str]:
    """Return what the raiser is asked once to choose from, for the board's figures: nobody guesses a topic."""
    named = turn.case.topics or any(one.verb is Verb.TOPIC for one in hear.said)
    return [] if named else [f"{number} {one.label}" for number, one in enumerate(turn.policy.reasons, 1)]


def _receipt(turn: Turn, hear: Hear, raiser: Party, responders: tuple[Party, ...], until: Deadline | None) -> None:
    wrote_to = ordering.names(turn, responders)
    if until is not None:
        facts = {
            "due": ordering.date(turn, until),
            "missing": list(turn.case.missing),
            "wrote_to": wrote_to,
            "example": turn.policy.reference.example,
            "nearly": [*belonging.asked(turn), *mistyped.asked(turn, _other_side(hear.to, hear.sender.own))],
            "write_for": [turn.agency(one).name for one in hear.sender.either] if "sender" in turn.case.missing else [],
            "boards": boards.choices(turn.policy) if boards.BOARD in turn.case.missing else [],
            "copied": ordering.names(turn, responders_in(turn, hear.copied, hear.sender.own)),
            "why": "You copied us into your mail, and one thing is missing.",
        }
        asked_for = ordering.words(*(("NEW", "JOIN") if joining.JOIN in turn.case.missing else ()), "STATUS", "HELP")
        _when_they_leave(turn, "missing", raiser, {**facts, "words": asked_for})
        return
    agencies = " and ".join(turn.agency(one).name for one in turn.case.agencies if one != raiser.agency)
    read = [
        f"You write for {turn.agency(raiser.agency).name}, and disagree with {agencies}.",
        f"{phrases.capital(turn.person.theirs)} {turn.person.reference}: {', '.join(turn.case.child_references)}.",
        *boards.kept_under(turn),
        *_claimed(turn, hear),
        *decided.asked(turn),
    ]
    facts = {
        "wrote_to": wrote_to,
        "read": read,
        "support": turn.rules.support,
        "topics": _topics_asked(turn, hear),
        "designated": confidential.for_who_works_with_children(turn.policy),
        "linked_note": " ".join(
            [
                *confidential.not_covered(hear, turn.policy),
                *confidential.other_ways(hear, turn.policy),
                *_left_out(turn, hear),
                *legal.at_opening(hear),
                *belonging.asked(turn),
                *mistyped.asked(turn, _other_side(hear.to, hear.sender.own)),
            ]
        ),
        "why": "You copied us into your mail.",
        "words": ordering.words(*_next_words(turn)),
        "policy_asks": sayings.at_opening(turn.policy),
    }
    _when_they_leave(turn, "receipt", raiser, facts)


def _next_words(turn: Turn) -> tuple[str, ...]:
    """Return the words that come next, the likeliest first: of a stage that asks for a plan, PLAN."""
    plan = any(clock.goal == "plan" for clock in turn.policy.first_stage.clock)
    return ("PLAN", "ESCALATE", "RESOLVED") if plan else ("RESOLVED", "ESCALATE", "PLAN")


def _when_they_leave(turn: Turn, kind: str, raiser: Party, facts: Mapping[str, Any]) -> None:
    """Order the letter that tells who opened the case when the others' leave: known only when the decision is finished."""

    def dated(now: Turn) -> Mapping[str, Any]:
        leaves = waiting.until(now)
        return {**facts, "leaves": leaves.isoformat() if leaves else ""}

    ordering.order(turn, kind, raiser, dated, answers=turn.case.root)


def _left_out(turn: Turn, hear: Hear) -> list[str]:
    """Say once what letters leave out of somebody's words, where theirs hold any of it; an urgent case leaves nothing out."""
    found = cuts.left_out(hear.own_words, ordering.own_numbers(turn))
    if not found or any(said.verb is Verb.URGENT for said in hear.said):
        return []
    return [f"We leave out of our letters: {phrases.listed(found)}. The record has your whole email."]


def _claimed(turn: Turn, hear: Hear) -> list[str]:
    """Say that an earlier start is kept, and when the policy's overall time would end if it were counted (reading E4)."""
    if hear.claimed_start is None:
        return []
    kept = f"You first disagreed on {phrases.day(hear.claimed_start)}. That is kept; our dates count from your email."
    ends = [
        f"From that day, the policy's {phrases.allowed(one)} {'end' if at > turn.at else 'ended'} on {phrases.day(at)}."
        for one, at in limits.if_counted_from(turn, hear.claimed_start)
    ]
    return [kept, *ends]


def answer_outside(turn: Turn, hear: Hear, sender: Party) -> None:
    """Answer somebody of no side of a case without a word of any case: a stranger, or a colleague of another agency."""
    if hear.sender.known:
        _nothing_opened(turn, hear, sender)
    else:
        _neutral(turn, hear, sender)


def _answer_stranger(turn: Turn, hear: Hear, sender: Party) -> None:
    urgent = danger.calls(hear)
    if hear.sender.look_alike:
        forged.tell_look_alike(turn, hear)
    family = hear.family or "family" in hear.heard_before
    if not any(one in hear.heard_before for one in NEUTRAL) and not floods.unanswered(hear):
        _neutral(turn, hear, sender)
    if not (urgent or family or _names_somebody(hear)):
        held.keep_for_the_morning(turn, hear, sender)
        return
    lines = ["Somebody outside the directory wrote to us. Their mail is kept; it opened no case."]
    lines += (
        ["They write as a family. Our one answer says nothing of any case, and no letter goes to them."]
        if family
        else []
    )
    lines += ["They wrote URGENT, or words of danger."] if urgent else []
    headline = "URGENT, from outside" if urgent else "A mail from outside"
    held.tell(turn, hear, headline, lines, "Read it now, and answer this letter." if urgent else held.ACTION)


def _names_somebody(hear: Hear) -> bool:
    """Tell whether a stranger's mail names a child by its reference, or addresses somebody whom we know (rule 17)."""
    known = any(one.agency or one.person or one.either for one in (*hear.to, *hear.copied))
    return bool(hear.child_references) or known


# What somebody of no agency is answered with, once in a day.
NEUTRAL = ("stranger", "family")


def _neutral(turn: Turn, hear: Hear, sender: Party) -> None:
    if hear.family:
        told = {"why": "", "lines": list(turn.rules.family), "others_see": ""}
        ordering.order(turn, "family", sender, told, answers=hear.message_id, outside=True)
        return
    facts = {
        "why": "You wrote to this address.",
        "own_route": turn.rules.own_route,
        "others_see": ordering.you_see(turn.terms),
    }
    ordering.order(turn, "stranger", sender, facts, answers=hear.message_id, outside=True)


def _gone(turn: Turn, left: CaseDisposed) -> str:
    """Return what is to be told of a case that was disposed of."""
    day = phrases.day(turn.rules.days.local(left.at).date())
    return f"{left.reference}, which has ended. Its record was disposed of on {day}, so nothing of it is kept here."


def _lost(turn: Turn, left: HistoryLost) -> str:
    """Return what is to be told of a case that was given up."""
    day = phrases.day(turn.rules.days.local(left.at).date())
    return f"{left.reference}. Our record of that case was lost, and it was given up on {day}."


def _nothing_opened(turn: Turn, hear: Hear, sender: Party) -> None:
    known = f"{turn.person.theirs} {turn.person.reference}"
    lines = [f"We could not tell which case your mail belongs to, and it names no {known} and no other agency."]
    if hear.sender.office:
        own = f"The {turn.terms.office} is of no side, so an email of its own opens no case: somebody of an agency has to write."
        lines = [f"{own} To say a word on a case, put that case's reference in the subject."]
    if any(WORDS[said.verb].in_first_mail != "may stand" for said in hear.said):
        lines = ["Your mail has a reply word, but we could not tell which case it belongs to. Nothing has moved."]
    if any(said.verb is Verb.RECORD for said in hear.said):
        lines = [
            "We could send no record: your email names no case that you take part in.",
            "Please write RECORD and our reference, as in the subject of our letters, from the address that they came to.",
            f"For anything else, ring the {turn.terms.office}.",
        ]
    if hear.sender.proof == "failed":
        lines = [
            f"We could not be sure that this came from you. If you wrote it, please ring the {turn.terms.office} now."
        ]
    if hear.gone is not None and hear.sender.proof != "failed":
        lines = [f"Your email is on {_gone(turn, hear.gone)} It cannot be opened again."]
    if hear.lost is not None and hear.sender.proof != "failed":
        lines = [
            f"Your email is on {_lost(turn, hear.lost)} So no date of it is kept here, and no word of yours moves it.",
            f"The {turn.terms.office} has your email and will tell you how it goes on. If it cannot wait, ring them now.",
        ]
    if hear.cases:
        lines = [
            f"Your mail may belong to {hear.cases} cases. Please send it again with the case reference in the subject."
        ]
    facts = {"why": "You wrote to this address.", "lines": lines, "others_see": ordering.you_see(turn.terms)}
    ordering.order(turn, "nothing_opened", sender, facts, answers=hear.message_id, outside=True)
