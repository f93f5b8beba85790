"""A partnership's policy as values, named as in its file (`policies/*.toml`, manual in `policies/README.md`).

Every key of the file is a field here and an unknown key is refused by `load`. People are never in a policy: they are
in the directory. "House" marks our own choice, "policy" the partnership's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Basis = Literal["policy", "house", "office"]
Strength = Literal["guide", "limit", "judgement", "mixed"]
Goal = Literal[
    "discussion",
    "manager-contact",
    "plan",
    "resolve-or-escalate",
    "offer-mediation",
    "choose-mediation-or-panel",
    "decision",
    "report",
    "referral",
    "feedback",
]
Unit = Literal["working-days", "hours", "at-once", "judgement"]
Anchor = Literal[
    "case-opened",
    "stage-entered",
    "tier-entered",
    "previous-stage-ended",
    "reported",
    "office-notified",
    "agreed",
    "mediation-ended",
]
OnMissed = Literal["climb", "ask", "remind"]


@dataclass(frozen=True)
class Clock:
    """One time limit of a stage: what must be done, in how long, counted from what, and whose limit it is."""

    id: str
    goal: Goal
    unit: Unit
    starts: Anchor
    basis: Basis
    amount: int = 0
    check_in: int = 0
    check_in_basis: Basis = "house"
    step: str = ""
    reading: str = ""
    same_as: str = ""
    on_missed: OnMissed | None = None

    @property
    def when_missed(self) -> OnMissed:
        """What a miss does; where the file is silent a policy's number climbs and anything else asks."""
        if self.on_missed is not None:
            return self.on_missed
        return "climb" if self.basis == "policy" and self.unit in ("working-days", "hours") else "ask"


@dataclass(frozen=True)
class Roles:
    """Who acts for one side: any one of `decides` decides; `hands_over` gets the letter first."""

    decides: tuple[str, ...] = ()
    hands_over: tuple[str, ...] = ()


@dataclass(frozen=True)
class OptionalTier:
    """A tier inside a stage, entered only when asked for (South Gloucestershire, 3B)."""

    id: str
    title: str
    roles: Mapping[str, Roles] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    """One stage of the ladder: who meets whom, by when, and where it goes next."""

    id: str
    title: str
    formal: bool = False
    sides: Literal["both", "convened"] = "both"
    convenor: str = ""
    next: str = ""
    optional: bool = False
    repeats: bool = False
    steps: tuple[str, ...] = ()
    roles: Mapping[str, Roles] = field(default_factory=dict)
    optional_tier: OptionalTier | None = None
    if_conflicted: str = ""
    may_include: tuple[str, ...] = ()
    always_includes: tuple[str, ...] = ()
    also_enter_for: tuple[str, ...] = ()
    clock: tuple[Clock, ...] = ()
    record: tuple[str, ...] = ()
    form: str = ""
    form_by: str = ""
    support: tuple[str, ...] = ()
    known: bool = True

    def roles_for(self, agency_type: str) -> Roles:
        """Return the roles of an agency type, or the default ones, or none."""
        return self.roles.get(agency_type) or self.roles.get("default") or Roles()


@dataclass(frozen=True)
class Reading:
    """Our answer to an ambiguity of the policy's text, kept with its reason."""

    id: str
    about: str
    choice: str
    why: str


@dataclass(frozen=True)
class Topic:
    """A kind of disagreement that the policy names; a category of the report."""

    id: str
    label: str


@dataclass(frozen=True)
class Calendar:
    """Whose bank holidays count, in which time zone, and when a working day ends (HH:MM)."""

    jurisdiction: Literal["england-and-wales", "scotland", "northern-ireland"]
    timezone: str = "Europe/London"
    day_ends: str = "17:00"
