"""One decision in the making: the case so far, what has happened in it, the letters it will bring, and its rules.

A turn is local to one call of `decide`; `put` is the only way an event gets out. A letter is drafted with `write`, and put
when the decision is finished (`letters.finishing`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date as day
from datetime import datetime
from typing import Any

from mailservice.cases.history.case import Case, Deadline
from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import OTHER, UNTOLD, Event, LetterOrdered, LetterWithheld, Party, Purpose
from mailservice.cases.history.folding import after
from mailservice.cases.people import deciders
from mailservice.directory import Agency, Directory
from mailservice.policy.model import Person, Policy, Stage, Terms
from mailservice.policy.workdays import WorkingDays

Facts = Mapping[str, Any] | Callable[["Turn"], Mapping[str, Any]]


@dataclass(frozen=True)
class ConfidentialReader:
    """Who reads what is held in confidence, where its sender has not answered within a working day (rule 16)."""

    name: str
    address: str
    phone: str


@dataclass(frozen=True)
class Rules:
    """What a decision is held to. `new_id` gives a random, unguessable id, once for each letter.

    `newest` is today's policy where the case opened under an older one: a case that is opened again goes on under it.
    `unproven`: everybody is taken at their word, and the office's morning letter says so.
    `retention` is, by class, for how many years after its end a case is kept where the settings say so.
    """

    policy: Policy
    days: WorkingDays
    new_id: Callable[[], str]
    service_name: str
    service_address: str
    danger: tuple[str, ...] = ()
    support: str = ""
    own_route: str = ""
    family: tuple[str, ...] = ()
    newest: Policy | None = None
    reader: ConfidentialReader | None = None
    unproven: bool = False
    retention: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """A letter of this decision: who has it and why. Its facts are filled in when the case stands still.

    `facts` are its own, or give them then; `outside`: it is written as if there were no case;
    `alone`: it is told in no other letter. `waits`: it needs nobody today, and may wait until then for their next letter.
    """

    order: LetterOrdered
    facts: Facts
    outside: bool = False
    alone: bool = False
    waits: datetime | None = None

    @property
    def to(self) -> Party:
        """Its reader."""
        return self.order.to

    @property
    def kind(self) -> str:
        """The name of its row in `letters.kinds`."""
        return self.order.template


@dataclass
class Turn:
    """The working paper of one decision; thrown away after it. `down`: when the service could not act on what comes now.

    `unsent`: what was ordered since, and has not left. `read_at`: when a mail is read that is read late.
    """

    case: Case
    rules: Rules
    directory: Directory
    at: datetime
    events: list[Event] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    down: tuple[datetime, datetime] | None = None
    unsent: tuple[LetterOrdered, ...] = ()
    read_at: datetime | None = None

    @property
    def now(self) -> datetime:
        """When this is decided: nobody can do before then what our own dates ask of them."""
        return self.read_at or self.at

    def put(self, event: Event) -> None:
        """Let an event out, and go on with the case as it now stands."""
        self.events.append(event)
        self.case = after(self.case, event)

    def write(self, draft: Draft) -> None:
        """Draft a letter; from here the decision knows that its reader is written to."""
        self.drafts.append(draft)
        self.case = after(self.case, draft.order)

    def withhold(self, letter: str, why: str) -> None:
        """Keep a letter back that has not left: one of this decision is not written at all."""
        withheld = LetterWithheld(self.at, letter, why)
        left = [one for one in self.drafts if one.order.letter != letter]
        if len(left) == len(self.drafts):
            self.put(withheld)
            return
        self.drafts = left
        self.case = after(self.case, withheld)

    @property
    def policy(self) -> Policy:
        """The policy this case goes by: the one it opened under, or today's once it was opened again."""
        newest = self.rules.newest
        mine = (self.case.policy_digest, self.case.overlay_digest)
        return newest if newest and (newest.digest, newest.overlay_digest) == mine else self.rules.policy

    @property
    def person(self) -> Person:
        """What the policy, or the board whose case it is, calls whoever a case is about."""
        return self.policy.person_of(self.case.board)

    @property
    def terms(self) -> Terms:
        """The fixed words of letters, as the policy has them."""
        return self.policy.wording.terms

    @property
    def stage(self) -> Stage:
        """The present stage, as the policy has it."""
        return self.policy.stage(self.case.stage) if self.case.lost is None else self.policy.first_stage

    @property
    def convenor(self) -> str:
        """The role that convenes the present stage, which may be another if it is urgent; empty where the sides meet alone."""
        return self.stage.convened_by(urgent=self.case.urgent is not None)

    @property
    def here(self) -> deciders.Place:
        """The present place of the case: the stage, and the tier inside it."""
        return self.case.here

    def name(self, who: Party) -> str:
        """Return what somebody is called in a letter: their name, or their address where we know no name."""
        return who.name or who.address

    def date(self, purpose: Purpose, about: str | None = None) -> Deadline | None:
        """Return the standing date of this kind, about one thing where it is named; the earliest, where there are more."""
        found = (one for one in self.case.standing if one.purpose == purpose and about in (None, one.about))
        return next(found, None)

    def agency(self, identity: str) -> Agency:
        """Return an agency by id; one that has left the directory keeps its id as its name."""
        bare = "" if identity == UNTOLD else identity.removesuffix(OTHER)
        return self.directory.agency(bare) or Agency(bare, bare or "Agency not named yet")

    def present(self, agency: str) -> tuple[Party, ...]:
        """Return who decides for an agency now."""
        return deciders.present(self.case, self.policy, self.directory, agency)

    @property
    def today(self) -> day:
        """The day of this decision, in the partnership's zone."""
        return self.rules.days.local(self.at).date()

    def acting(self, agency: str) -> tuple[Party, ...]:
        """Return who is written to for an agency now: who decides, and who stands in for them."""
        return deciders.acting(self.case, self.policy, self.directory, agency, self.today)

    def everyone_present(self) -> tuple[Party, ...]:
        """Return who acts now, for every agency, and who acts beside the two within one; each person once."""
        asked = (one for agency in self.case.agencies for one in self.acting(agency))
        return once([*asked, *deciders.beside_the_two(self.case, self.directory)])

    def others_of(self, agency: str) -> tuple[Party, ...]:
        """Return who acts now for every agency but this one."""
        return once(one for other in self.case.agencies if other != agency for one in self.acting(other))


@dataclass(frozen=True)
class Speaker:
    """Who says the word, in which mail: what every verb needs besides the case."""

    hear: Hear
    party: Party

    @property
    def office(self) -> bool:
        """Whether this is the Business Office."""
        return self.hear.sender.office


def once(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Return the parties in order, each human once."""
    found: list[Party] = []
    for one in parties:
        if not any(deciders.same_person(one, other) for other in found):
            found.append(one)
    return tuple(found)
