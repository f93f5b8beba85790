"""Who has the page for the child's file with the letter of an ending (rule 14): one practitioner of each agency."""

from collections.abc import Iterator

from mailservice.cases.history.events import Party
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn


def readers(turn: Turn) -> tuple[Party, ...]:
    """Return who puts it on file: whoever raised it, and of each other side who was there first and still can be reached.

    Nobody does where nobody else ever had a letter: nothing of it is another side's.
    """
    if turn.case.rested is not None:
        return ()
    found = (next(_there(turn, agency), None) for agency in turn.case.agencies)
    return tuple(one for one in found if one is not None)


def is_reader(turn: Turn, who: Party) -> bool:
    """Tell whether somebody has the page."""
    return any(deciders.same_person(who, one) and who.agency == one.agency for one in readers(turn))


def _there(turn: Turn, agency: str) -> Iterator[Party]:
    """Give who took part for a side and is there still, the practitioners first, and then as they came to it, tier by tier."""
    for one in (*deciders.practitioners(turn.case), *turn.case.parties):
        gone = deciders.has_left(turn.case, one) or turn.directory.is_barred(one.address)
        if one.agency == agency and not gone and not deciders.bounced(turn.case, one):
            yield one
