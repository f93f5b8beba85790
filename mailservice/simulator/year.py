"""A year of a partnership, rehearsed: many cases at once, people who answer, stay silent or are away, bank holidays.

Only the decisions are real here (`cases.machine`); time and post are a queue in memory, so a year takes seconds. People
reply with the words that their letter offers them, each after a time of their own: `Year.play` with a seed repeats.
"""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import (
    Addressee,
    Command,
    Hear,
    NoteBounce,
    NoteSent,
    Said,
    Sender,
)
from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.cases.people.turn import Rules
from mailservice.directory import Agency, Directory, Office, Person
from mailservice.policy.model import Policy
from mailservice.policy.workdays import WorkingDays
from mailservice.simulator.agenda import Agenda
from mailservice.simulator.life import Absences, Life, practitioners, somebody_at

AGENCIES = {
    "local-authority": "Nene Valley Children's Trust",
    "health-secondary": "Rockingham Hospitals",
    "health-primary": "Castle Street Surgery",
    "school": "Foxglove Academy",
    "police": "Shire Police",
}
FIRST_NAMES = ("Amina", "Ben", "Carys", "Dev", "Ewa", "Femi", "Grace", "Huw", "Iris", "Jakub", "Kemi", "Leila", "Mo")
LAST_NAMES = ("Abbot", "Bryn", "Chowdhury", "Dale", "Eze", "Frost", "Gwynne", "Hale", "Imran", "Jarvis", "Kaur", "Lowe")

# How likely each word is, among those that a letter offers; how often one is answered at all stands in `life`.
LIKELY = {
    "RECEIVED": 5,
    "PLAN": 3,
    "RESOLVED": 6,
    "AGREE": 12,
    "DISAGREE": 2,
    "ESCALATE": 2,
    "OBJECT": 5,
    "CONTACT": 8,
    "MEDIATION": 8,
    "PANEL": 4,
    "DECISION": 6,
    "REPORT": 4,
    "NOT AGREED": 2,
    "REOPEN": 5,
    "DONE": 5,
    "NOT DONE": 1,
}
# How many answer what has changed, weeks after the end.
_ANSWER_CHANGE = 2 / 3
# Of the words that a letter offers alone, how often they are written at all.
SELDOM = {"REOPEN": 0.02, "OBJECT": 0.15}


@dataclass
class Year:
    """One partnership's year. `on_event` hears everything as it happens: in which case, and what.

    Cases are opened within so many days of the start, and the rehearsal ends so many days after it. `given` is a real
    directory; without one, agencies are invented. `life` is how often what happens.
    """

    policy: Policy
    seed: int = 1
    cases: int = 60
    start: date = date(2026, 9, 1)
    opened_within: int = 364
    ends_after: int = 550
    on_event: Callable[[str, Event], None] = lambda _reference, _event: None
    histories: dict[str, list[Event]] = field(default_factory=dict)
    letters: Counter[tuple[str, date]] = field(default_factory=Counter)
    given: Directory | None = None
    life: Life = field(default_factory=Life)

    def play(self) -> "Year":
        """Play the year and another half, so that every case has had its time."""
        self._chance = random.Random(self.seed)  # noqa: S311 - chance for a rehearsal, no secret
        self.days = WorkingDays(self.policy.calendar)
        self.directory = self.given or invented(self.policy)
        self.absences = Absences(self.directory, self.days, self.start, self.seed, leave=self.life.leave)
        self._sides = self._who_disagree()
        self._colleagues: dict[str, Person] = {}
        ids = itertools.count(1)
        self.rules = Rules(
            policy=self.policy,
            days=self.days,
            new_id=lambda: f"letter{next(ids):07d}",
            service_name=f"{self.policy.reference.prefix} Escalations",
            service_address="escalate@partnership.example",
            danger=(f"If {self.policy.wording.person.a} is in danger now, ring {self.policy.nation.emergency}.",),
        )
        self.agenda = Agenda(self.rules, self.directory, self._post, self._hear)
        for number in range(1, self.cases + 1):
            reference = f"{self.policy.reference.prefix} {number:04d}"
            self._open(number, reference)
        self.agenda.run(self._local(self.start) + timedelta(days=self.ends_after))
        return self

    def case(self, reference: str) -> Case:
        """Return where a case stands."""
        return self.agenda.case(reference)

    def busiest(self) -> tuple[int, str]:
        """Return the most letters that one person had in one day, and who it was; the office is not counted."""
        own = {key: n for key, n in self.letters.items() if not self.directory.is_office(key[0])}
        (address, _), most = max(own.items(), key=lambda item: item[1], default=(("", self.start), 0))
        return most, address

    def _hear(self, reference: str, _case: Case, events: tuple[Event, ...], _at: datetime) -> None:
        self.histories.setdefault(reference, []).extend(events)
        for event in events:
            self.on_event(reference, event)

    def _post(self, reference: str, letter: LetterOrdered, at: datetime) -> None:
        self.letters[(letter.to.address, self.days.local(at).date())] += 1
        if choices := letter.facts.get("choices"):
            self._tell_change(reference, letter, at, choices)
            return
        if self._chance.random() < self.life.undelivered:
            self.agenda.put(at, reference, NoteBounce(at, letter.letter, "5.1.1", "no such mailbox"))
            return
        self.agenda.put(at, reference, NoteSent(at, letter.letter))
        back = self.absences.back(letter.to.person, self.days.local(at).date())
        if back is not None:
            self.agenda.put(at, reference, self._reply(letter, at, away_until=back))
        colleague = self._colleagues.pop(reference, None) if letter.template == "missing" else None
        office = self.directory.is_office(letter.to.address)
        if letter.facts.get("boards") and self._chance.random() < self.life.answers:
            when = self.days.working_hour_after(at, self._chance.uniform(0.2, 20))
            told = self._chance.choice(letter.facts["boards"])
            self.agenda.put(when, reference, replace(self._reply(letter, when), kind="message", own_words=told))
        if colleague is not None:
            said: Said | None = Said(Verb.CONTACT, name=colleague.name, address=colleague.address, line="CONTACT")
        elif self._chance.random() < (self.life.office_answers if office else self.life.answers):
            letter = self._put_to(reference, letter)
            said = self._word(letter, at)
        else:
            return
        if said is not None:
            read = self.days.morning_of(back) if back else at
            when = self.days.working_hour_after(read, self._chance.uniform(0.2, 20))
            self.agenda.put(when, reference, self._reply(letter, when, said))

    def _tell_change(
        self, reference: str, letter: LetterOrdered, at: datetime, choices: Sequence[Mapping[str, str]]
    ) -> None:
        """Let two in three answer what has changed, by a chance of their own: the question changes no other word."""
        self.agenda.put(at, reference, NoteSent(at, letter.letter))
        chance = random.Random(f"{self.seed} {reference}")  # noqa: S311 - chance for a rehearsal, no secret
        if chance.random() < _ANSWER_CHANGE:
            when = self.days.working_hour_after(at, chance.uniform(0.2, 40))
            told = f"{chance.choice(choices)['verb']}: as far as I can tell."
            self.agenda.put(when, reference, replace(self._reply(letter, when), kind="message", own_words=told))

    def _put_to(self, reference: str, letter: LetterOrdered) -> LetterOrdered:
        """Return the letter that is answered: where one only reminds who convenes a stage, the one that asked them."""
        if self.given is not None and letter.template == "news":
            case = self.case(reference)
            mine = [one for one in case.letters.values() if one.to == letter.to and (one.stage, one.tier) == case.here]
            asked = [one for one in mine if one.template == "convened"]
            if asked and case.status == "open":
                offered = [{"verb": one} for one in asked[-1].words]
                return replace(letter, letter=asked[-1].letter, facts={**letter.facts, "words": offered})
        return letter

    def _word(self, letter: LetterOrdered, at: datetime) -> Said | None:
        offered: list[dict[str, Any]] = letter.facts.get("words", [])
        verbs = [one["verb"] for one in offered if one["verb"] in LIKELY]
        if not verbs:
            return None
        verb = self._chance.choices(verbs, [LIKELY[one] for one in verbs])[0]
        if self._chance.random() > SELDOM.get(verb, 1):
            return None
        when = self.days.add(self.days.local(at).date(), self._chance.randint(1, 6))
        name, address = self._somebody(letter.to.agency)
        reason = f"What was written after {verb}, in a few words, by {when:%A} {when.day} {when:%B}."
        return Said(Verb(verb), reason=reason, line=verb, when=when, name=name, address=address)

    def _reply(
        self, letter: LetterOrdered, at: datetime, said: Said | None = None, away_until: date | None = None
    ) -> Hear:
        to = letter.to
        office = self.directory.is_office(to.address)
        identity = f"m{next(self.agenda.numbers)}"
        sender = Sender(to.address, to.name, to.person, to.agency, office=office, proof="proven")
        return Hear(
            at,
            identity,
            f"<{identity}@partnership.example>",
            sender,
            kind="message" if said else "out-of-office",
            said=(said,) if said else (),
            answers=letter.letter,
            away_until=away_until,
            seconded=True,
        )

    def _who_disagree(self) -> list[list[Person]]:
        """Return those who raise cases, agency by agency."""
        if self.given is None:
            return [[one] for one in self.directory.people if one.id.endswith("-0")]
        found = practitioners(self.directory, self.policy)
        return [people for people in found if not self.life.between or people[0].agency in self.life.between]

    def _open(self, number: int, reference: str) -> None:
        at = self._moment(self.start, self.opened_within)
        self.agenda.put(at, reference, self._opening(number, reference, at))

    def _opening(self, number: int, reference: str, at: datetime) -> Command:
        first, second = (self._one_of(people) for people in self._chance.sample(self._sides, 2))
        urgent = self._happens(self.life.urgent)
        colleague = self._colleague(first) if self._happens(self.life.within) else None
        if colleague is not None:
            self._colleagues[reference] = colleague

        # Where the policy holds for two boards, some name theirs at once and others are asked.
        boards = ("", *(f" It is for {one.title}." for one in self.policy.boards))
        named = boards[number % len(boards)]
        return Hear(
            at,
            f"opening{number}",
            f"<opening{number}@partnership.example>",
            _sender(first),
            to=() if colleague else (Addressee(second.address, second.name, second.id, second.agency),),
            said=(Said(Verb.URGENT, line="URGENT"),) if urgent else (),
            own_words=f"I disagree with what was decided, and ask you to look at it again.{named}",
            child_references=(f"CH-{400000 + number}",),
        )

    def _happens(self, share: float) -> bool:
        """Tell whether something of this share happens; what never does draws no chance."""
        return share > 0 and self._chance.random() < share

    def _one_of(self, people: list[Person]) -> Person:
        return people[0] if len(people) == 1 else self._chance.choice(people)

    def _colleague(self, first: Person) -> Person | None:
        """Return with whom somebody of the same agency disagrees: their manager, else anybody there; None where nobody is."""
        others = [one for one in self.directory.people if one.agency == first.agency and one.id != first.id]
        return self.directory.person(first.manager) or next(iter(others), None)

    def _moment(self, start: date, within: int) -> datetime:
        day = start + timedelta(days=self._chance.randint(0, within))
        while not self.days.is_working(day):
            day += timedelta(days=1)
        return self._local(day) + timedelta(minutes=self._chance.randint(8 * 60, 20 * 60))

    def _local(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=self.days.zone)

    def _somebody(self, agency: str) -> tuple[str, str]:
        if self.given is not None:
            return somebody_at(self.directory, agency, self._chance)
        one = self._chance.choice(self.directory.people)
        return one.name, one.address


def invented(policy: Policy) -> Directory:
    """Return a directory of invented agencies for a policy: a person at each stage, but for a school of one head."""
    names = itertools.cycle(f"{first} {last}" for last in LAST_NAMES for first in FIRST_NAMES)
    known = {one.id for one in policy.agency_types} or set(AGENCIES)
    agencies: list[Agency] = []
    people: list[Person] = []
    for kind, name in AGENCIES.items():
        domain = f"{kind}.example"
        agencies.append(Agency(kind, name, kind if kind in known else "default", (domain,)))
        people.extend(_staff(policy, kind, domain, names))
    office = Office("Business Office", "office@partnership.example", "01632 960 110")
    boards = {
        one.id: Office(f"Office of {one.title}", f"{one.id}@partnership.example", "01632 960 120")
        for one in policy.boards[1:]
    }
    return Directory(office, tuple(agencies), tuple(people), tuple(_officers(policy, names)), boards=boards)


def _officers(policy: Policy, names: Iterator[str]) -> Iterator[Person]:
    """Give an officer for each role that decides, alone or with others, or brings both sides together."""
    final = policy.final
    alone = [final.authority] if "decided" in final.ends_with and not final.joint else []
    roles = [*final.authorities, *alone, *(one.facilitator for one in policy.stages if one.facilitator)]
    boards = [one.id for one in policy.boards] or [""]
    for number, (role, board) in enumerate(itertools.product(dict.fromkeys(roles), boards)):
        name = next(names)
        address = f"{name.lower().replace(' ', '.')}@partnership.example"
        yield Person(f"officer-{number}", name, address, "", role, board=board)


def _staff(policy: Policy, agency: str, domain: str, names: Iterator[str]) -> Iterator[Person]:
    """Give an agency's people, each the manager of the one before; a school's head teacher is all of them."""
    stages = [one for one in policy.stages if one.sides == "both"]
    if agency == "school":
        yield _person(agency, domain, 0, next(names), tuple(one.id for one in stages), "", 1)
        return
    places = [(one.id, tier) for one in stages[1:] for tier in ((1, 2) if one.repeats else (1,))]
    for number in range(len(places) + 1):
        above = f"{agency}-{number + 1}" if number < len(places) else ""
        stage, tier = places[number - 1] if number else ("", 1)
        yield _person(agency, domain, number, next(names), (stage,) if stage else (), above, tier)


def _person(
    agency: str, domain: str, number: int, name: str, stages: tuple[str, ...], manager: str, tier: int
) -> Person:
    address = f"{name.lower().replace(' ', '.')}@{domain}"
    role = "Practitioner" if not number else f"Manager, level {number}"
    return Person(f"{agency}-{number}", name, address, agency, role, stages, tier, manager)


def _sender(person: Person) -> Sender:
    return Sender(person.address, person.name, person.id, person.agency, proof="proven")
