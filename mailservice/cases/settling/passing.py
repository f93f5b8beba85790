"""A death or grave harm (rule 12.6): the office is alarmed, the parties have one letter, and nothing more is asked of anyone.

Start at `take`. Where it is not plain, only the office is asked, and every date runs. The office alone ends such a case,
naming the review (`passed_on`), or says that it is not so (`not_so`): then the case goes on from where it stood.
"""

from typing import Any, Literal

from mailservice.cases.asking import reaching
from mailservice.cases.dates import deadlines, haste
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.commands import Hear, Said
from mailservice.cases.history.events import (
    CaseClosed,
    DeadlineDropped,
    DeadlineMet,
    HarmDenied,
    HarmTold,
    Party,
)
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import kinds as letter_kinds
from mailservice.cases.letters import news, ordering, phrases, standing
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn, once
from mailservice.cases.settling import for_file

ANSWER = "Reply PASSED ON to stop everything, or GO ON if it is not so."
_ASKS = "Ring them, and find out. Until you have ended this case, every 5 working days we ask you where it stands."
_ENDS = "To end it, reply PASSED ON and the review, such as a rapid review. If it is not so, reply GO ON."
KEPT = "Kept on the record. Nothing more is asked on this case; the office reads it."


Stands = Literal["", "open", "agreed", "closed"]
_MAY_STOP: tuple[Stands, ...] = ("open", "agreed", "closed")


def take(turn: Turn, hear: Hear, by: Party) -> bool:
    """Take what a mail tells; return whether the case stands still from here."""
    told = hear.grave
    if told is None or hear.sender.office or hear.kind != "message":
        return False
    case = turn.case
    # To stand still is to go towards quiet: words of whom nobody is sure alarm the office, and stop nothing (rule 10).
    sure = told.sure and hear.sender.proof == "proven"
    stops = sure and len(case.child_references) <= 1 and bool(_stands(turn))
    if case.status == "halted" or (case.harm is not None and not (stops and not case.harm.sure)):
        _again(turn, told.phrase, by)
        return False
    _tell(turn, by, told.phrase, sure=sure, stops=stops)
    return stops


def _again(turn: Turn, phrase: str, by: Party) -> None:
    """Tell the office what somebody else, or the same one again, wrote of it; the parties have had their letter."""
    lines = [f"{turn.name(by)} wrote of it too: “{phrase.rstrip('.')}”"]
    ordering.tell_office(turn, "More is told of a death or grave harm", lines, _ENDS, haste.until(turn))


def _tell(turn: Turn, by: Party, phrase: str, *, sure: bool, stops: bool) -> None:
    dates, stands = tuple(one.id for one in _of_the_case(turn)), _stands(turn) if stops else ""
    turn.put(HarmTold(turn.at, by, phrase, sure, stands, dates if stops else ()))
    if stops:
        _hold_still(turn)
    if turn.date("passed-on") is None:
        deadlines.set_house(turn, "passed-on")
    _alarm(turn, by, phrase, sure=sure, stops=stops)
    if sure:
        _write(turn, by, stops=stops)


def _stands(turn: Turn) -> Stands:
    return next((one for one in _MAY_STOP if one == turn.case.status), "")


def _of_the_case(turn: Turn) -> list[Deadline]:
    """Return the dates that stand, but those of the law: a court's, or a request's, run on."""
    return [one for one in turn.case.standing if one.purpose != "legal"]


def _hold_still(turn: Turn) -> None:
    """Let every date go, and hold back what has not left: nobody is reminded, asked or chased any more."""
    for one in _of_the_case(turn):
        turn.put(DeadlineDropped(turn.at, one.id, "a death or grave harm was told; nothing more is asked of anyone"))
    office = turn.directory.office
    for letter in [*turn.case.letters.values()]:
        goes = letter_kinds.of(letter.template).has("anyway") or office.has_address(letter.to.address)
        if letter.state == "ordered" and not goes:
            turn.withhold(letter.letter, "a death or grave harm was told; nothing more is asked of anyone")


def _alarm(turn: Turn, by: Party, phrase: str, *, sure: bool, stops: bool) -> None:
    others = turn.case.child_references
    lines = [f"{turn.name(by)} wrote: “{phrase.rstrip('.')}”"]
    if stops:
        lines.append(
            "Every date of this case stands still, and nobody but you is asked anything. Nothing is disposed of."
        )
    elif sure:
        lines.append(f"The case is about {' and '.join(others)}, so its dates run on for the others.")
    else:
        lines.append("We are not sure what it says, or of whom. Every date runs on, and nobody else was told.")
    people = ordering.names(turn, once([by, *turn.everyone_present()]))
    action = f"{_ASKS} {_ENDS}" if stops else f"Ring {turn.name(by)} now. {ANSWER}"
    headline = ordering.HARM if sure else ordering.MAYBE_HARM
    ordering.tell_office(turn, headline, [*lines, *map(ordering.number, people)], action, haste.until(turn))


def _write(turn: Turn, by: Party, *, stops: bool) -> None:
    """Write the one plain letter to everybody who takes part: that it was told, that nothing is asked, whom to ring."""
    facts: dict[str, Any] = {
        "why": "",
        "by": ordering.person(turn, by),
        "on": phrases.day(turn.today, year=False),
        "runs_on": not stops,
        "others_see": ordering.you_see(turn.terms),
        "words": [],
        **({"due": None, "dates": []} if stops else {}),
    }
    officers = {one.id for one in turn.directory.officers}
    for one in once([*turn.case.parties, *turn.everyone_present()]):
        if one.agency in turn.case.agencies or one.person in officers:
            ordering.order(turn, "passed_on", one, facts)


def ask_office(turn: Turn, deadline: Deadline) -> None:
    """Ask the office again where it stands: nobody else is asked, and the case never drops out of sight."""
    turn.put(DeadlineMet(turn.at, deadline.id))
    if turn.case.harm is None:
        return
    again = deadlines.set_house(turn, "passed-on")
    harm = turn.case.harm
    lines = [f"{turn.name(harm.by)} told of a death or grave harm. The case waits for your word alone."]
    ordering.tell_office(turn, "Where does this stand?", lines, _ENDS if harm.stands else ANSWER, again)


def passed_on(turn: Turn, said: Said, by: Speaker) -> str:
    """Take PASSED ON, the office's: hold everything still; on a case that stands still, with the review named, end it."""
    harm = turn.case.harm
    if turn.case.status != "halted":
        dates = tuple(one.id for one in _of_the_case(turn))
        told = harm or HarmTold(turn.at, by.party, said.reason, sure=True)
        turn.put(HarmTold(turn.at, told.by, told.text, sure=True, stands=_stands(turn), dates=dates))
        _hold_still(turn)
        deadlines.set_house(turn, "passed-on")
        _write(turn, told.by, stops=True)
        return f"Recorded: every date stands still, and the parties have one letter. {_ENDS}"
    if not said.reason.strip():
        return kept(
            turn, said, by, "Please name the review: PASSED ON and, for instance, rapid review. Nothing has moved."
        )
    deadlines.drop(turn, "the office has passed it on", purposes=("passed-on",))
    turn.put(CaseClosed(turn.at, turn.case.ending or "passed-on", said.reason, by.party))
    facts: dict[str, Any] = {
        "why": "",
        "ending": "passed-on",
        "text": "",  # which review it is, is the office's own: no side is told of it
        "by": ordering.person(turn, ordering.office_party(turn)),
        "with_them": "",
        "dissent": [],
        "actions": [],
        "in_short": True,
        "due": None,
        "dates": [],
        "words": ordering.words("REOPEN"),
    }
    for one in _readers(turn):
        ordering.order(turn, "closed", one, {**facts, "for_file": for_file.is_reader(turn, one)})
    return "Recorded: it has ended as passed on. Nothing of it is disposed of, and nobody is asked for anything more."


def _readers(turn: Turn) -> tuple[Party, ...]:
    had = (one.to for one in turn.case.letters.values() if one.template == "passed_on" and one.state != "withheld")
    return once(had)


def not_so(turn: Turn, said: Said, by: Speaker) -> str:
    """GO ON, by the office: nobody of this case has died or come to grave harm; it goes on from where it stood."""
    if not by.office:
        return kept(turn, said, by, KEPT)
    harm = turn.case.harm
    if harm is None:
        return kept(turn, said, by, "Nothing stands still here.")
    deadlines.drop(turn, "the office said that it is not so", purposes=("passed-on",))
    readers = _readers(turn)
    turn.put(HarmDenied(turn.at, by.party, said.reason))
    if not harm.stands:
        return "Recorded: it is not so. Every date ran on."
    for identity in harm.dates:
        _stand_again(turn, turn.case.deadlines[identity])
    deadlines.remind(turn)
    reaching.watch(turn)
    _write_to_who_had_none(turn)
    for one in readers:
        if not ordering.already_written(turn, one, "stage"):
            lines = [
                f"The {turn.terms.office} has found that what we were told is not so. The case goes on where it stood."
            ]
            news.tell(turn, one, "This goes on", lines, (one, ""), dated=turn.case.status == "open")
    return "Recorded: the case goes on from where it stood. Dates that passed meanwhile have their full time anew."


def _stand_again(turn: Turn, one: Deadline) -> None:
    """Set a date again as it stood; one that has passed meanwhile has its full time anew from now."""
    if one.purpose in _FOLLOW:
        return
    if one.due > turn.at:
        deadlines.as_it_was(turn, one)
        return
    clock = (
        next((each for each in turn.policy.stage(one.stage).clock if each.id == one.clock), None) if one.stage else None
    )
    if clock is not None and one.purpose == "clock":
        deadlines.set_clock(turn, clock, turn.at)
    else:
        deadlines.anew(turn, one)


# What is reckoned from other dates, and is set with them.
_FOLLOW = ("reminder", "nudge", "hand-on", "chase", "again", "passed-on")


def _write_to_who_had_none(turn: Turn) -> None:
    """Write the stage letter to whoever acts now and never had it: the case stood still before it could leave."""
    if turn.case.status != "open":
        return
    had = [one for one in turn.case.letters.values() if letter_kinds.of(one.template).has("brings")]
    here = [one for one in had if standing.at_present(turn.case, one) and one.state in ("ordered", "sent")]
    raiser = turn.case.raiser
    for one in turn.everyone_present():
        mine = raiser is not None and deciders.same_person(one, raiser)
        if not mine and not any(deciders.same_person(one, letter.to) for letter in here):
            climbing.stage_letter(turn, one, "climbed", {})


def held_still(turn: Turn, said: Said, by: Speaker) -> str:
    """Keep any other word while the case stands still; a call for attention is told to the office at once."""
    return kept(turn, said, by, KEPT)


def urgent(turn: Turn, said: Said, by: Speaker) -> str:
    """URGENT on a case that stands still is another child's: the office is alarmed, and its author has the numbers."""
    people = ordering.names(turn, once([by.party, *turn.everyone_present()]))
    lines = [f"{turn.name(by.party)} wrote URGENT on a case that stands still.", said.reason]
    action = f"Telephone {turn.name(by.party)} now."
    ordering.tell_office(turn, ordering.URGENT, [*lines, *map(ordering.number, people)], action, haste.until(turn))
    other = f"For another {turn.person.one}, write to the other agency with that reference, and put us in copy."
    return kept(turn, said, by, f"{ordering.numbers(turn)} The {turn.terms.office} is alarmed. {other}")
