"""How a case begins: the first mail, what it lacked, and two cases that become one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from mailservice.cases.history.parties import ContactNamed, Party


@dataclass(frozen=True)
class CaseOpened:
    """A mail opened a case; `missing` ("reference", "agency", "join") makes it provisional.

    The policy is kept by digest, and so is the overlay that filled its gaps. `beside` is the case on whose thread the mail
    was written: "join" asks whether it belongs in that one. `claimed_start`: the earlier day from which the raiser says
    they disagreed; counted in reports, and moves nothing. `missing` has "sender" where two agencies share the raiser's
    address, and `addressed` are those in To of whom nobody can say yet whether they are on the other side; "board" where the
    policy holds for two, and the mail does not name `board`.
    """

    at: datetime
    reference: str
    policy: str
    policy_digest: str
    mail: str
    root: str
    raiser: Party
    responders: tuple[Party, ...]
    agencies: tuple[str, ...]
    child_references: tuple[str, ...]
    issue: str
    missing: tuple[str, ...] = ()
    claimed_start: date | None = None
    overlay_digest: str = ""
    beside: str = ""
    addressed: tuple[Party, ...] = ()
    board: str = ""


@dataclass(frozen=True)
class BoardTold:
    """Whose case it is, of a policy that holds for two boards; `was`: the one that was told before, and is taken back.

    What the office `before` had to do is for `office` from here.
    """

    at: datetime
    board: str
    title: str
    by: Party
    office: Party
    before: Party
    was: str = ""


@dataclass(frozen=True)
class DecisionDated:
    """The raiser said on which day the decision that they disagree with was made: shown as claimed (rule 1.5)."""

    at: datetime
    by: Party
    on: date


@dataclass(frozen=True)
class DetailGiven:
    """What a provisional case lacked was given: `what` is "reference", "agency", or "join": NEW or JOIN."""

    at: datetime
    what: Literal["reference", "agency", "join"]
    value: str
    by: Party
    responders: tuple[Party, ...] = ()


@dataclass(frozen=True)
class CaseJoined:
    """This case goes on in an older one, which has its agencies and people now: no ending, and no date of its own."""

    at: datetime
    into: str
    by: Party
    text: str


@dataclass(frozen=True)
class CaseTakenIn:
    """A newer case goes on in this one: its other agencies take part here, with their people and what they had written.

    `responders` are those of the new agencies who first disagreed, `parties` everybody of the newer case, `contacts` whom
    it had named for the new agencies. `shared`: `issues` are only words that the other sides had (rule 16); an older record
    does not tell them from others. `among` are, for each side of the newer case, the agencies that were shown its words there.
    """

    at: datetime
    reference: str
    by: Party
    text: str
    agencies: tuple[str, ...]
    responders: tuple[Party, ...]
    parties: tuple[Party, ...]
    child_references: tuple[str, ...]
    issues: Mapping[str, str]
    contacts: tuple[ContactNamed, ...] = ()
    authors: Mapping[str, tuple[Party, datetime]] = field(default_factory=dict)
    shared: bool = False
    among: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
