"""Agencies that were renamed or merged since a case began: it goes on under the ids that it knows them by.

Nothing of a case is written anew for it. Where two of its sides are one agency by now, each stays a side, and who took part
for one stays with it; somebody else there is asked for which they write, as whoever works for two is (rule 1.7).
"""

from dataclasses import replace
from typing import TypeVar

from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import Addressee, Hear, Sender
from mailservice.cases.history.events import OTHER, UNTOLD
from mailservice.directory import Directory

_Who = TypeVar("_Who", Sender, Addressee)


def seen_from(case: Case, directory: Directory) -> Directory:
    """Return who is who, with the agencies under the ids that this case knows them by, and its board's office and officers."""
    return directory.seen_from(_sides(case), _known(case)).of_board(case.board)


def as_here(hear: Hear, case: Case, directory: Directory) -> Hear:
    """Return a mail with everybody in it under the ids that this case knows their agencies by."""
    sides, known = _sides(case), _known(case)
    hear = _office_here(hear, case, directory)

    def here(who: _Who) -> _Who:
        owner = directory.agency(who.agency) if who.agency else None
        found = [one for one in sides if owner is not None and one in owner.ids]
        if not found or (who.agency in found and len(found) == 1):
            return who
        mine = known.get(who.address.lower(), "")
        if mine in found or len(found) == 1:
            return replace(who, agency=mine if mine in found else found[0])
        return replace(who, agency="", either=tuple(found))

    sender, to = here(hear.sender), tuple(here(one) for one in hear.to)
    copied = tuple(here(one) for one in hear.copied)
    same = (sender, to, copied) == (hear.sender, hear.to, hear.copied)
    return hear if same else replace(hear, sender=sender, to=to, copied=copied)


def _office_here(hear: Hear, case: Case, directory: Directory) -> Hear:
    """Return a mail whose sender speaks for the office only if they hold that of this case's board."""
    own = case.status in ("unopened", "book") or directory.of_board(case.board).office.has_address(hear.sender.address)
    if own or not hear.sender.office:
        return hear
    return replace(hear, sender=replace(hear.sender, office=False, other_office=True))


def _sides(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.removesuffix(OTHER) for one in case.agencies if one != UNTOLD))


def _known(case: Case) -> dict[str, str]:
    """Return for which side each took part, by address; of who took part for two, nothing."""
    found: dict[str, set[str]] = {}
    for one in case.parties:
        found.setdefault(one.address.lower(), set()).add(one.agency.removesuffix(OTHER))
    return {address: next(iter(sides)) for address, sides in found.items() if len(sides) == 1}
