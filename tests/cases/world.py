"""A small world for the rules: Northamptonshire's policy, its invented people, and a case that lives without any mail.

`World` plays the service's part: it hands commands to `decide` and adds up what comes out.
"""

import itertools
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from mailservice.cases import machine
from mailservice.cases.case import Case, Deadline, replay
from mailservice.cases.commands import Addressee, CallTime, Command, Hear, NoteBounce, NoteSent, Said, Sender, Verb
from mailservice.cases.events import Event, LetterOrdered, MailHeard, StageEntered
from mailservice.cases.turn import Rules
from mailservice.directory import Directory
from mailservice.directory_file import load_directory
from mailservice.policy.load import load
from mailservice.policy.model import Policy
from mailservice.policy.workdays import WorkingDays
from mailservice.story import moment

ROOT = Path(__file__).parents[2]
CHILD = "NCT-483920"
OPENED = moment("Mon 23 Nov 2026 10:00")
OFFICE = "office@nscp.example"
RAISER, RESPONDER = "s-whitlock", "d-mensah"


@cache
def policy() -> Policy:
    return load(ROOT / "policies" / "northamptonshire-nscp.toml")


@cache
def directory() -> Directory:
    return load_directory(ROOT / "tests" / "scenarios" / "directory.toml", [one.id for one in policy().stages])


@cache
def days() -> WorkingDays:
    return WorkingDays(policy().calendar)


@dataclass(frozen=True)
class Partnership:
    """A policy, its people, and a pair of them who disagree: by default Northamptonshire's."""

    policy: Policy
    directory: Directory
    raiser: str
    responder: str


@cache
def partnership(name: str) -> Partnership:
    """Return one of the four partnerships of the stories, by the name of its directory."""
    file, raiser, responder = {
        "nscp": ("northamptonshire-nscp", RAISER, RESPONDER),
        "bscp": ("buckinghamshire-bscp", "b-osei", "i-marsh"),
        "sgcp": ("south-gloucestershire-sgcp", "m-reid", "k-doyle"),
        "crp": ("conflict-resolution-crp", "d-abara", "h-watt"),
    }[name]
    found = load(ROOT / "policies" / f"{file}.toml")
    people = ROOT / "tests" / "scenarios" / ("directory.toml" if name == "nscp" else f"{name}.toml")
    return Partnership(found, load_directory(people, found.places), raiser, responder)


def sender(who: str, among: Directory | None = None) -> Sender:
    """Return a person of the directory by id, or anybody by address."""
    among = among or directory()
    person = among.person(who)
    if person is None:
        owner = among.agency_of(who)
        return Sender(who, agency=owner.id if owner else "", office=among.office.has_address(who), proof="proven")
    return Sender(person.address, person.name, person.id, person.agency, proof="proven")


def addressee(who: str, among: Directory | None = None) -> Addressee:
    one = sender(who, among)
    return Addressee(one.address, one.name, one.person, one.agency)


@dataclass
class World:
    """One case, from its first mail on; `now` goes forward only by hand."""

    now: datetime = OPENED
    events: list[Event] = field(default_factory=list)
    case: Case = field(default_factory=Case)
    who_is_who: Directory = field(default_factory=directory)
    under: str = "nscp"

    def __post_init__(self) -> None:
        numbers = itertools.count(len(self.case.letters) + 1)
        self.place = partnership(self.under)
        if self.under != "nscp":
            self.who_is_who = self.place.directory
        rules = self.place.policy
        self.rules = Rules(
            rules, WorkingDays(rules.calendar), lambda: f"letter{next(numbers)}", "NSCP", "escalate@nscp.example"
        )
        self.mails = itertools.count(sum(isinstance(event, MailHeard) for event in self.events) + 1)

    def copy(self) -> "World":
        """Return a world that stands where this one does, and goes its own way from here."""
        return World(self.now, [*self.events], self.case, self.who_is_who, self.under)

    def decide(self, command: Command) -> tuple[Event, ...]:
        """Decide one command and add up what comes of it."""
        events = machine.decide(self.case, command, self.rules, self.who_is_who, reference="NSCP 2026-0001-E")
        self.case = replay(events, self.case)
        self.events += events
        return events

    def open(self) -> "World":
        """Open the case: the health visitor writes to the social worker; every letter leaves."""
        return self.open_to(self.place.responder)

    def open_to(self, responder: str) -> "World":
        """Open the case with somebody else on the other side."""
        to = (addressee(responder, self.who_is_who),)
        self.hear(self.place.raiser, child_references=(CHILD,), to=to, own_words="I do not agree.")
        self.send()
        return self

    def hear(self, who: str, *said: Said, **more: object) -> tuple[Event, ...]:
        """Hear a mail with these words; `answers` names the letter it replies to."""
        number = next(self.mails)
        facts = {"at": self.now, "mail": f"m{number}", "message_id": f"<m{number}@people.example>"}
        return self.decide(Hear(**{**facts, "sender": sender(who, self.who_is_who), "said": said, **more}))  # type: ignore[arg-type] # the tests' own facts

    def say(self, who: str, verb: Verb, reason: str = "a joint visit on Monday") -> tuple[Event, ...]:
        """Hear one word, in a mail that answers no letter; every letter that follows leaves."""
        events = self.hear(who, said(verb, self.now, reason))
        self.send()
        return events

    def send(self) -> None:
        """Let every letter that was ordered leave now."""
        for letter in [one.letter for one in self.case.letters.values() if one.state == "ordered"]:
            self.decide(NoteSent(self.now, letter))

    def bounce(self, letter: str) -> tuple[Event, ...]:
        """Let a letter come back."""
        return self.decide(NoteBounce(self.now, letter, "5.1.1", "no such mailbox"))

    def due(self) -> list[Deadline]:
        """Return the dates that have come, the oldest first."""
        return [one for one in self.case.standing if one.due <= self.now]

    def sweep(self) -> list[Event]:
        """Call every date that has come, as the service does: one sweep climbs at most one stage."""
        happened: list[Event] = []
        for deadline in self.due():
            events = self.decide(CallTime(self.now, deadline.id))
            happened += events
            if any(isinstance(event, StageEntered) for event in events):
                break
        return happened

    def wait(self, until: str) -> None:
        """Let time pass as the service does, every date called and every letter sent as it comes."""
        end = moment(until)
        while self.case.standing and self.case.standing[0].due <= end:
            self.now = max(self.now, self.case.standing[0].due)
            self.sweep()
            self.send()
        self.now = end


def said(verb: Verb, at: datetime, reason: str = "a joint visit on Monday") -> Said:
    """Return a word as the grammar would read it, with what it needs."""
    name, address = ("Tom Byrne", "tom.byrne@nenevalley.example") if verb is Verb.CONTACT else ("", "")
    ahead = {Verb.MEDIATION: 3, Verb.PANEL: 3, Verb.NEW_DATE: 6}.get(verb, 0)
    when = days().add(at.date(), ahead) if ahead else None
    return Said(verb, reason, f"{verb.value}: {reason}", when, name, address)


def letters(events: tuple[Event, ...] | list[Event]) -> list[LetterOrdered]:
    """Return the letters among the events."""
    return [event for event in events if isinstance(event, LetterOrdered)]
