"""A small world for the rules: a policy, its invented people, and a case that lives without any mail.

`World` plays the service's part: it hands commands to `decide` and adds up what comes out. Its place is Northamptonshire
unless another is named; PLACES lists each with the two people who disagree there.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from mailservice.cases import machine
from mailservice.cases.history.case import Case, Deadline
from mailservice.cases.history.commands import (
    Addressee,
    CallTime,
    Command,
    Hear,
    NoteBounce,
    NoteSent,
    Said,
    Sender,
    YesTo,
)
from mailservice.cases.history.events import (
    AddressBarred,
    AddressLet,
    Event,
    LetterOrdered,
    MailHeard,
    SecondAsked,
    StageEntered,
)
from mailservice.cases.history.folding import replay
from mailservice.cases.history.words import Verb
from mailservice.cases.people.turn import Rules
from mailservice.cases.words import second
from mailservice.directory import Directory
from mailservice.policy.load import load
from mailservice.policy.model import Policy
from mailservice.policy.workdays import WorkingDays
from mailservice.settings.directory_file import load_directory
from mailservice.simulator.story import moment

ROOT = Path(__file__).parents[2]
CHILD = "NCT-483920"
OPENED = moment("Mon 23 Nov 2026 10:00")
OFFICE = "office@nscp.example"
RAISER, RESPONDER = "s-whitlock", "d-mensah"


# Where a case is: its policy's file, its people's, who disagrees with whom, and whom CONTACT names.
PLACES = {
    "nscp": ("northamptonshire-nscp", "directory", RAISER, RESPONDER, "t-byrne"),
    "bscp": ("buckinghamshire-bscp", "bscp", "b-osei", "i-marsh", "y-dunn"),
    "sgcp": ("south-gloucestershire-sgcp", "sgcp", "m-reid", "k-doyle", "t-moss"),
    "crp": ("conflict-resolution-crp", "crp", "d-abara", "h-watt", "z-noor"),
    "rpd": ("resolution-of-disagreements-rpd", "rpd", "a1", "b1", "b2"),
}


@cache
def policy(place: str = "nscp") -> Policy:
    file = ROOT / "policies" / f"{PLACES[place][0]}.toml"
    return load(file, ROOT / "policies" / "overlays" / "rpd-example.toml" if place == "rpd" else None)


@cache
def directory(place: str = "nscp") -> Directory:
    return load_directory(ROOT / "tests" / "scenarios" / f"{PLACES[place][1]}.toml", policy(place).places)


@cache
def days(place: str = "nscp") -> WorkingDays:
    return WorkingDays(policy(place).calendar)


def sender(who: str, place: str = "nscp") -> Sender:
    """Return a person of the directory by id, or anybody by address."""
    person = directory(place).person(who)
    if person is None:
        known = directory(place)
        owner = known.agency_of(who)
        return Sender(who, agency=owner.id if owner else "", office=known.office.has_address(who), proof="proven")
    return Sender(person.address, person.name, person.id, person.agency, proof="proven")


def addressee(who: str, place: str = "nscp") -> Addressee:
    one = sender(who, place)
    return Addressee(one.address, one.name, one.person, one.agency)


CALL = Said(Verb.CHECKED, "rang Dr Lowe on 01632 960111 at 14:10", "CHECKED: rang Dr Lowe on 01632 960111 at 14:10")


@dataclass
class World:
    """One case, from its first mail on; `now` goes forward only by hand."""

    now: datetime = OPENED
    events: list[Event] = field(default_factory=list)
    case: Case = field(default_factory=Case)
    who_is_who: Directory = field(default_factory=directory)
    place: str = "nscp"
    reference: str = ""
    confirms: bool = True  # the office rings at once about what a second person has to confirm

    def __post_init__(self) -> None:
        given = (int(one.removeprefix("letter")) for one in self.case.letters)
        numbers = itertools.count(max(given, default=0) + 1)
        self.reference = self.reference or f"{policy(self.place).reference.prefix} 2026-0001-E"
        held_to = (policy(self.place), days(self.place))
        self.rules = Rules(*held_to, lambda: f"letter{next(numbers)}", "NSCP", "escalate@nscp.example")
        if self.place != "nscp":
            self.who_is_who = directory(self.place)
        self.mails = itertools.count(sum(isinstance(event, MailHeard) for event in self.events) + 1)

    @property
    def raiser(self) -> str:
        """Who raises the case here."""
        return PLACES[self.place][2]

    @property
    def responder(self) -> str:
        """With whom they disagree."""
        return PLACES[self.place][3]

    @property
    def office(self) -> str:
        """The Business Office's address."""
        return self.who_is_who.office.address

    def to_office(self, events: tuple[Event, ...] | list[Event]) -> list[LetterOrdered]:
        """Return the letters among the events that go to the Business Office."""
        return [one for one in events if isinstance(one, LetterOrdered) and one.to.address == self.office]

    def copy(self) -> "World":
        """Return a world that stands where this one does, and goes its own way from here."""
        return World(self.now, [*self.events], self.case, self.who_is_who, self.place, self.reference, self.confirms)

    def decide(self, command: Command) -> tuple[Event, ...]:
        """Decide one command and add up what comes of it."""
        events = machine.decide(self.case, command, self.rules, self.who_is_who, reference=self.reference)
        for event in events:
            if isinstance(event, AddressBarred):
                self.who_is_who = self.who_is_who.without([event.address])
            elif isinstance(event, AddressLet):
                self.who_is_who = self.who_is_who.with_again(event.address)
        self.case = replay(events, self.case)
        self.events += events
        return events

    def open(self) -> "World":
        """Open the case: the raiser writes to the worker they disagree with; every letter leaves."""
        return self.open_to(self.responder)

    def open_to(self, responder: str) -> "World":
        """Open the case with somebody else on the other side."""
        to = (addressee(responder, self.place),)
        self.hear(self.raiser, child_references=(CHILD,), to=to, own_words="I do not agree.")
        self.send()
        return self

    def hear(self, who: str, *said: Said, **more: object) -> tuple[Event, ...]:
        """Hear a mail with these words; `answers` names the letter it replies to."""
        number = next(self.mails)
        facts = {"at": self.now, "mail": f"m{number}", "message_id": f"<m{number}@people.example>"}
        events = self.decide(Hear(**{**facts, "sender": sender(who, self.place), "said": said, **more}))  # type: ignore[arg-type] # the tests' own facts
        asked = [one for one in events if isinstance(one, SecondAsked) and one.verb in second.ALWAYS]
        return (*events, *self.confirm()) if asked and self.confirms else events

    def confirm(self) -> tuple[Event, ...]:
        """Let the office, which one person holds here, ring about what waits for a second person, and put that on record."""
        number = next(self.mails)
        facts = {"at": self.now, "mail": f"m{number}", "message_id": f"<m{number}@people.example>"}
        office = self.who_is_who.of_board(self.case.board).office
        own = next(iter(second.members(office)), office.address)
        rings = Sender(own, office=True, proof="proven")
        return self.decide(Hear(**facts, sender=rings, said=(CALL,)))  # type: ignore[arg-type] # the same

    def say(self, who: str, verb: Verb, reason: str = "a joint visit on Monday") -> tuple[Event, ...]:
        """Hear one word, in a mail that answers no letter; every letter that follows leaves."""
        events = self.hear(who, said(verb, self.now, reason, self.place))
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

    def wait_for(self, purpose: str) -> None:
        """Let time pass until a date of this kind has come, and whatever it brings is sent."""
        while True:
            ahead = self.case.standing[0]
            self.now = max(self.now, ahead.due)
            come = {one.purpose for one in self.due()}
            self.sweep()
            self.send()
            if purpose in come:
                return

    def wait(self, until: str) -> None:
        """Let time pass as the service does, every date called and every letter sent as it comes."""
        end = moment(until)
        while self.case.standing and self.case.standing[0].due <= end:
            self.now = max(self.now, self.case.standing[0].due)
            self.sweep()
            self.send()
        self.now = end


def at(place: str, own: Policy | None = None) -> World:
    """Return an open case at one of the partnerships, under its own policy or another."""
    world = World(place=place)
    if own is not None:
        world.rules = replace(world.rules, policy=own, days=WorkingDays(own.calendar))
    return world.open()


def said(verb: Verb, at: datetime, reason: str = "a joint visit on Monday", place: str = "nscp") -> Said:
    """Return a word as the grammar would read it, with what it needs."""
    named = sender(PLACES[place][-1], place)
    name, address = (named.name, named.address) if verb is Verb.CONTACT else ("", "")
    ahead = {Verb.MEDIATION: 3, Verb.PANEL: 3, Verb.NEW_DATE: 6, Verb.HOLD_UNTIL: 3}.get(verb, 0)
    when = days().add(at.date(), ahead) if ahead else None
    stage = policy(place).ladder[-1].id if verb is Verb.MOVE_TO else ""
    return Said(verb, reason, f"{verb.value}: {reason}", when, name, address, stage)


def yes(verb: Verb, letter: str, rest: str = "") -> dict[str, Any]:
    """Return what a mail says that answers a letter with a yes and the word in it: "yes, RESOLVED"."""
    words = f"yes, {verb}{rest and ': '}{rest}"
    return {"answers": letter, "replies_to": letter, "yes_to": YesTo((verb,), rest), "own_words": words}


def answered(events: Iterable[Event]) -> list[str]:
    """Return what an email was answered with: in a letter of its own, or in one that the same decision brought."""
    written = [one for one in events if isinstance(one, LetterOrdered)]
    told = [one.facts if one.template == "answer" else one.facts.get("did") or {} for one in written]
    return [line["result"] for facts in told for line in facts.get("lines", ())]


def letters(events: tuple[Event, ...] | list[Event]) -> list[LetterOrdered]:
    """Return the letters among the events."""
    return [event for event in events if isinstance(event, LetterOrdered)]
