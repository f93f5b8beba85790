"""One decision in the making: the case so far, the events it has put out, and the rules it is held to.

A turn is local to one call of `decide`; `put` is the only way an event gets out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date as day
from datetime import datetime

from mailservice.cases.history.case import Case, Deadline
from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import OTHER, Event, Party, Purpose
from mailservice.cases.people import deciders
from mailservice.directory import Agency, Directory
from mailservice.policy.model import Policy, Stage
from mailservice.policy.workdays import WorkingDays


@dataclass(frozen=True)
class Rules:
    """What a decision is held to. `new_id` gives a random, unguessable id, once for each letter.

    `forms` are the words people can use, as the grammar lists them: verb, what follows it, what it does.

    `newest` is today's policy where the case opened under an older one: a case that is opened again goes on under it.
    """

    policy: Policy
    days: WorkingDays
    new_id: Callable[[], str]
    service_name: str
    service_address: str
    danger: tuple[str, ...] = ()
    support: str = ""
    own_route: str = ""
    forms: tuple[tuple[str, str, str], ...] = ()
    newest: Policy | None = None


@dataclass
class Turn:
    """The working paper of one decision; thrown away after it."""

    case: Case
    rules: Rules
    directory: Directory
    at: datetime
    events: list[Event] = field(default_factory=list)

    def put(self, event: Event) -> None:
        """Let an event out, and go on with the case as it now stands."""
        self.events.append(event)
        self.case = self.case.after(event)

    @property
    def policy(self) -> Policy:
        """The policy this case opened under."""
        return self.rules.policy

    @property
    def stage(self) -> Stage:
        """The present stage, as the policy has it."""
        return self.policy.stage(self.case.stage)

    def date(self, purpose: Purpose, about: str | None = None) -> Deadline | None:
        """Return the standing date of this kind, about one thing where it is named; the earliest, where there are more."""
        found = (one for one in self.case.standing if one.purpose == purpose and about in (None, one.about))
        return next(found, None)

    def agency(self, identity: str) -> Agency:
        """Return an agency by id; one that has left the directory keeps its id as its name."""
        bare = identity.removesuffix(OTHER)
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
