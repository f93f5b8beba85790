"""Who takes part, and who was named to: people, addresses that wait, and whoever is no outsider to a stage."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

# Marks the second side of a disagreement within one agency: the side of the colleague disagreed with (rule 13).
OTHER = "#other"
# The side of who raised a case and has not told yet for which of two agencies they write (rule 1.7).
UNTOLD = "#untold"


@dataclass(frozen=True)
class Party:
    """Somebody in a case. `person` and `agency` are directory ids; `agency` is the side they are on."""

    address: str
    name: str = ""
    person: str = ""
    agency: str = ""
    role: str = ""


@dataclass(frozen=True)
class AgencyTold:
    """For which agency somebody acts (`who`, on that side now), whose address is that of two; as `by` told us (rule 1.7).

    `was`: the agency that was told before, and is taken back by this.
    """

    at: datetime
    who: Party
    by: Party
    was: str = ""


@dataclass(frozen=True)
class AgencyConfirmed:
    """A listed colleague, or the office, confirmed what was told: from here their words towards quiet count too."""

    at: datetime
    who: Party
    by: Party


@dataclass(frozen=True)
class RaiserSucceeded:
    """The raiser's agency named who holds all the raiser's rights from here (rule 11.4)."""

    at: datetime
    by: Party
    to: Party


@dataclass(frozen=True)
class ColleagueLeft:
    """Somebody left their agency in mid-case, as the directory says (rule 11.1): `who`, as they were in the case.

    `instead` follows them as the one who disagrees, where somebody does; `now` is who they are at another agency.
    """

    at: datetime
    who: Party
    instead: Party | None = None
    now: Party | None = None


@dataclass(frozen=True)
class SaidToHaveLeft:
    """A colleague (`by`, proven) wrote that `who` has left; until the office answers, whom CONTACT added decides (rule 15)."""

    at: datetime
    who: Party
    by: Party
    text: str


@dataclass(frozen=True)
class AgencyChanged:
    """An agency of the case is called `name` by now; `one_with` are the other sides that it is one agency with."""

    at: datetime
    agency: str
    name: str
    one_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContactNamed:
    """Somebody named who acts for an agency at a stage and tier; for none (""): who convenes the stage, or mediates.

    `step`: only at this step of the stage, beside whoever acts there. `decides`: in the place of whom the directory has there;
    else beside them, as one who is written to and whose word is advice (rule 15).
    """

    at: datetime
    by: Party
    agency: str
    stage: str
    tier: int
    name: str
    address: str
    step: str = ""
    decides: bool = True


@dataclass(frozen=True)
class CoverAsked:
    """Somebody is asked to stand in for a side at a stage; named by a person (COVER), until a day, or by the directory."""

    at: datetime
    agency: str
    to: Party
    for_whom: Party | None
    stage: str
    tier: int
    until: date | None = None
    by: Party | None = None


# Who named an address that waits: an out-of-office, COVER, CONTACT, CONTACT for whoever convenes a stage, or MEDIATION.
Named = Literal["out-of-office", "cover", "contact", "convenor", "mediator"]


@dataclass(frozen=True)
class AddressNamed:
    """Somebody was named to whom nothing is sent before the office says ALLOW (rule 15)."""

    at: datetime
    how: Named
    agency: str
    address: str
    name: str = ""
    for_whom: Party | None = None
    until: date | None = None
    stage: str = ""
    tier: int = 0
    by: Party | None = None


@dataclass(frozen=True)
class AddressBarred:
    """Somebody had a letter that was not for them: nothing more goes to this address, on any case (WRONG PERSON)."""

    at: datetime
    address: str
    by: Party
    text: str


@dataclass(frozen=True)
class AddressLet:
    """The office lets letters go again to an address that had been the wrong person's."""

    at: datetime
    address: str
    by: Party


@dataclass(frozen=True)
class AddressAllowed:
    """The office allowed an address that waited; it never binds for a DECISION. `until`: the day the office gave."""

    at: datetime
    by: Party
    address: str
    until: date | None = None


# "party" took part for a side, and is to convene, join or decide; "both-sides" acts for more than one.
Conflict = Literal["party", "both-sides"]


@dataclass(frozen=True)
class ConflictFound:
    """Somebody at a stage is no outsider to it; `instead` is whom the policy offers in their place."""

    at: datetime
    who: Party
    kind: Conflict
    stage: str
    tier: int
    instead: str = ""
