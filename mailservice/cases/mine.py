"""CASES and FIGURES: what is of no one case, to whoever asks for it, in the office's own book. Start at `take`. Nothing moves.

Of a case that they take no part in nobody learns anything: not that there is one.
"""

from dataclasses import replace

from mailservice.cases import digest, heard
from mailservice.cases.history.commands import CaseSoFar, Hear, ListCases, SendFigures
from mailservice.cases.history.events import FiguresGiven, MailHeard, Party
from mailservice.cases.history.folding import replay
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.opening import belonging
from mailservice.cases.people import deciders, merged
from mailservice.cases.people.turn import Turn

# What a letter is about that brings the figures of a time: its first day and its last stand behind it.
FIGURES = "figures "
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
    days = digest.by_day(turn, here, every=every)
    facts = {"why": "", "days": days, "count": len(here), "every": every, **_ALONE}
    ordering.order(turn, "cases", by, facts, answers=command.hear.message_id)


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
