"""CASES and FIGURES: what is of no one case, to whoever asks for it, in the office's own book. Start at `take`. Nothing moves.

Of a case that they take no part in nobody learns anything: not that there is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mailservice.cases import heard, listing
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.commands import CaseSoFar, Hear, ListCases, NoteAgencyMorning, SendFigures
from mailservice.cases.history.events import OTHER, FiguresGiven, MailHeard, Party
from mailservice.cases.history.folding import replay
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import kinds, ordering, phrases
from mailservice.cases.opening import belonging
from mailservice.cases.people import deciders, merged
from mailservice.cases.people.turn import Turn
from mailservice.directory import Agency

# What a letter is about that brings the figures of a time: its first day and its last stand behind it.
FIGURES = "figures "
_DATES = {"policy": "The policy's date", "house": "A date of ours", "agreed": "An agreed date"}
_OFFICES = "The office's date"
_ALONE = {"others_see": "Only you get this letter."}
_SURE = (
    "We could not be sure that CASES came from you, so you have no list yet. If it did, answer this letter with CASES."
)


def take(turn: Turn, command: ListCases | SendFigures) -> None:
    """Answer who asks, at the address that is known of them; so many letters a day and no more (RFC 3834 section 2)."""
    hear = command.hear
    by = deciders.party_of(hear.sender, turn.directory)
    turn.put(MailHeard(turn.at, hear.mail, hear.message_id, by, hear.kind, hear.own_words, "filed"))
    if isinstance(command, SendFigures):
        _figures(turn, command, by)
    elif command.sure:
        _cases(turn, command, by)
    else:
        _ask_once_more(turn, hear, by)
    heard.brake(turn, hear)


def _figures(turn: Turn, command: SendFigures, by: Party) -> None:
    shown = {"first": phrases.day(command.first), "last": phrases.day(command.last)}
    facts = {"why": "", **shown, "enclosed": [], "left_out": [], **_ALONE}
    about = f"{FIGURES}{command.first.isoformat()} {command.last.isoformat()}"
    letter = ordering.order(turn, "figures", by, facts, answers=command.hear.message_id, about=about)
    turn.put(FiguresGiven(turn.at, by, command.first, command.last, letter))


def _cases(turn: Turn, command: ListCases, by: Party) -> None:
    every = command.hear.sender.office
    here = [one for one in (_seen(turn, so_far) for so_far in command.cases) if every or _is_theirs(one, command.hear)]
    facts = {"why": "", "count": len(here), "every": every, "agency": "", **_listed(turn, here, every=every), **_ALONE}
    ordering.order(turn, "cases", by, facts, answers=command.hear.message_id)


def note_agency(turn: Turn, command: NoteAgencyMorning) -> None:
    """Write to whom the directory names for an agency; to nobody where no case can be told of yet."""
    agency = turn.directory.agency(command.agency)
    here = [one for one in (_seen(turn, so_far) for so_far in command.cases) if agency and _knows(one, agency)]
    if agency is None or not here:
        return
    facts = {
        "why": "",
        "count": len(here),
        "every": False,
        "agency": agency.name,
        **_listed(turn, here, every=False),
        **_ALONE,
    }
    for address in agency.mornings:
        to = deciders.party_at(address, "", turn.directory, agency.id)
        ordering.order(turn, "cases", to, facts)


def _knows(here: Turn, agency: Agency) -> bool:
    """Tell whether an agency as such knows of a case: our letter of a stage has reached others of it than the two who disagree.

    What two people disagree about is theirs for that long; and within one agency it stays with whoever was written to.
    """
    case = here.case
    if any(one.endswith(OTHER) for one in case.agencies) or len(case.agencies) < 2:  # noqa: PLR2004 - two sides
        return False
    first = [*([case.raiser] if case.raiser else []), *case.responders]
    return any(
        one.state == "sent"
        and one.to.agency in agency.ids
        and kinds.of(one.template).has("begins")
        and not any(deciders.same_person(one.to, it) for it in first)
        for one in case.letters.values()
    )


def _listed(turn: Turn, cases: Sequence[Turn], *, every: bool) -> Mapping[str, object]:
    """Return open cases as the morning letter lists them, and whose each date is; to a side, by the dates that letters show."""
    ahead = listing.next_date if every else ordering.next_shown
    return listing.listed(
        turn, [listing.Open(_named(one), _next(one, ahead(one)), listing.since(one)) for one in cases]
    )


def _named(turn: Turn) -> str:
    known = listing.known_by(turn)
    return f"{turn.case.reference} ({known})" if known else turn.case.reference


def _next(turn: Turn, ahead: Deadline | None) -> listing.Need:
    """Say beside whose move it is whose date that is."""
    need = listing.next_of(turn, ahead)
    return replace(need, owner=f"{need.owner}. {_DATES.get(ahead.basis, _OFFICES)}") if ahead else need


def _ask_once_more(turn: Turn, hear: Hear, by: Party) -> None:
    line = next((one.line for one in hear.said if one.verb is Verb.CASES), "")
    facts = {"why": "You wrote to us.", "lines": [{"line": line, "result": _SURE}], "next": "", "words": []}
    ordering.order(turn, "answer", by, {**facts, **_ALONE}, answers=hear.message_id, about=ordering.CONFIRM)


def _seen(turn: Turn, so_far: CaseSoFar) -> Turn:
    """Return one of the cases as a decision sees it."""
    case = replay(so_far.history)
    return Turn(case, replace(turn.rules, policy=so_far.policy), merged.seen_from(case, turn.directory), turn.at)


def _is_theirs(here: Turn, hear: Hear) -> bool:
    """Tell whether somebody takes part in a case, for a side of it, as the case knows them now."""
    mine = belonging.known(merged.as_here(hear, here.case, here.directory), here.case, here.directory)
    if here.directory.shared_by(mine.sender.address) is not None or mine.sender.other_office:
        return False
    party = deciders.party_of(mine.sender, here.directory)
    return deciders.took_part(here.case, deciders.on_side(here.case, deciders.on_case(here.case, party)))
