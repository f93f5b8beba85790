"""A colleague's address with a slip in it: "dan.mensah@" where only daniel.mensah@ is known. It is asked about, never written to.

Nobody may be there, or somebody whom it does not concern. Whoever wrote it says which by CONTACT.
"""

from collections.abc import Iterable
from difflib import SequenceMatcher

from mailservice.cases.history.commands import Addressee
from mailservice.cases.people.turn import Turn
from mailservice.directory import Person

_ALIKE = 0.8  # of one, for what stands before the @: "dan.mensah" and "daniel.mensah" are 0.87


def meant(turn: Turn, one: Addressee) -> Person | None:
    """Return whom an address nearly names that the directory does not know: somebody of the same agency, at the same domain."""
    if one.person or not one.agency:
        return None
    local, _, domain = one.address.lower().partition("@")
    colleagues = (who for who in turn.directory.people if who.agency == one.agency)
    near = [(_alike(local, who, domain), who) for who in colleagues]
    likeness, who = max(near, key=lambda found: found[0], default=(0.0, None))
    return who if likeness >= _ALIKE else None


def asked(turn: Turn, to: Iterable[Addressee]) -> list[str]:
    """Say of each such address that we have not written there, and how to say whom it was meant for."""
    pairs = ((one, meant(turn, one)) for one in to)
    return [
        f"We have not written to {one.address}, which we do not know: it is nearly {who.name}'s ({who.address}). Please reply"
        " with CONTACT, a name and the address that is right."
        for one, who in pairs
        if who is not None
    ]


def _alike(local: str, who: Person, domain: str) -> float:
    known = (one.lower().partition("@") for one in (who.address, *who.aliases))
    return max((SequenceMatcher(None, local, name).ratio() for name, _, at in known if at == domain), default=0.0)
