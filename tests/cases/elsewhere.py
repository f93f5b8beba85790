"""The five partnerships, each with its own policy and invented people, and a case that lives there without any mail.

Start at `at("bscp")`; `World` beside this is Northamptonshire's.
"""

import itertools
from dataclasses import dataclass, field
from functools import cache

from mailservice.cases import machine
from mailservice.cases.case import Case, replay
from mailservice.cases.commands import Addressee, Command, Hear, Said, Sender
from mailservice.cases.events import Event, LetterOrdered
from mailservice.cases.turn import Rules
from mailservice.directory import Directory
from mailservice.directory_file import load_directory
from mailservice.policy.load import load
from mailservice.policy.model import Policy
from mailservice.policy.workdays import WorkingDays
from tests.cases.world import CHILD, ROOT, World

STORIES = ROOT / "tests" / "scenarios"


@dataclass(frozen=True)
class Partnership:
    """One partnership: its files, who raises a case there, and with whom."""

    policy: str
    people: str
    raiser: str
    responder: str
    overlay: str = ""


PARTNERSHIPS = {
    "nscp": Partnership("northamptonshire-nscp", "directory", "s-whitlock", "d-mensah"),
    "bscp": Partnership("buckinghamshire-bscp", "bscp", "b-osei", "i-marsh"),
    "sgcp": Partnership("south-gloucestershire-sgcp", "sgcp", "m-reid", "k-doyle"),
    "crp": Partnership("conflict-resolution-crp", "crp", "d-abara", "h-watt"),
    "rpd": Partnership(
        "resolution-of-disagreements-rpd", "rpd", "b1", "a1", "rpd-silence-to-the-scrutineer/overlay.toml"
    ),
}


@cache
def policy_of(name: str) -> Policy:
    where = PARTNERSHIPS[name]
    return load(ROOT / "policies" / f"{where.policy}.toml", STORIES / where.overlay if where.overlay else None)


@cache
def directory_of(name: str) -> Directory:
    file = STORIES / f"{PARTNERSHIPS[name].people}.toml"
    return load_directory(file, policy_of(name).places)


@dataclass
class Elsewhere(World):
    """A case of another partnership; `raiser` and `responder` are its two practitioners."""

    name: str = "nscp"
    policy: Policy = field(default_factory=lambda: policy_of("nscp"))

    def __post_init__(self) -> None:
        numbers = itertools.count(1)
        self.raiser, self.responder = PARTNERSHIPS[self.name].raiser, PARTNERSHIPS[self.name].responder
        self.directory = directory_of(self.name)
        days = WorkingDays(self.policy.calendar)
        self.rules = Rules(self.policy, days, lambda: f"letter{next(numbers)}", "Service", "escalate@service.example")
        self.mails = itertools.count(1)

    def decide(self, command: Command) -> tuple[Event, ...]:
        """Decide one command and add up what comes of it."""
        reference = f"{self.policy.reference.prefix} 2026-0001-E"
        events = machine.decide(self.case, command, self.rules, self.directory, reference=reference)
        self.case = replay(events, self.case)
        self.events += events
        return events

    def sender(self, who: str) -> Sender:
        """Return a person of this directory by id, or anybody by address."""
        office, person = self.directory.office, self.directory.person(who)
        if person is None:
            return Sender(who, office=office.has_address(who), proof="proven")
        return Sender(person.address, person.name, person.id, person.agency, proof="proven")

    def hear(self, who: str, *said: Said, **more: object) -> tuple[Event, ...]:
        """Hear a mail with these words, from a person by id or the office by its address."""
        number = next(self.mails)
        facts = {"at": self.now, "mail": f"m{number}", "message_id": f"<m{number}@people.example>"}
        sender = self.sender(who)
        return self.decide(Hear(**{**facts, "sender": sender, "said": said, **more}))  # type: ignore[arg-type] # the tests' own facts

    def open(self) -> "Elsewhere":
        """Open the case between the two practitioners; every letter leaves."""
        person = self.sender(self.responder)
        to = (Addressee(person.address, person.name, person.person, person.agency),)
        self.hear(self.raiser, child_references=(CHILD,), to=to, own_words="I do not agree.")
        self.send()
        return self

    def wait_for(self, purpose: str) -> None:
        """Let time pass until a date of this kind has come, and whatever it brings is sent."""
        while True:
            ahead = self.case.standing[0]
            self.now = max(self.now, ahead.due)
            self.sweep()
            self.send()
            if ahead.purpose == purpose:
                return

    @property
    def office(self) -> str:
        """The Business Office's address."""
        return self.directory.office.address

    def to_office(self, events: tuple[Event, ...] | list[Event]) -> list[LetterOrdered]:
        """Return the letters among the events that go to the Business Office."""
        return [one for one in events if isinstance(one, LetterOrdered) and one.to.address == self.office]


def at(name: str, policy: Policy | None = None) -> Elsewhere:
    """Return an open case at one of the partnerships, under its own policy or another."""
    return Elsewhere(name=name, policy=policy or policy_of(name), case=Case()).open()
