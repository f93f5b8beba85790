"""One case under a policy, played by people who do as they are told: what `policy check` promises rests on it.

As in `year`, but nobody acts by chance. `Trial.play` with a way to answer
gives the same case each time: everybody who is offered the next word of the way writes it, the rest stay silent.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from mailservice.cases.history.case import Case, Deadline
from mailservice.cases.history.commands import Addressee, Command, Hear, NoteSent, Said, Sender
from mailservice.cases.history.events import Event, LetterOrdered, Party, StageEntered, StepEntered
from mailservice.cases.history.words import Verb
from mailservice.cases.people.turn import Rules
from mailservice.directory import Directory, Person
from mailservice.policy.model import Policy
from mailservice.policy.workdays import WorkingDays
from mailservice.simulator.agenda import Agenda
from mailservice.simulator.year import invented

# A Monday morning, with no bank holiday for months: the times that are told are the policy's own.
OPENED = "2026-09-07T10:00"
LONGEST = timedelta(days=200)
REFERENCE = "TRIAL 0001"
ANSWERS_AFTER = timedelta(minutes=10)

Answer = Callable[[Case, LetterOrdered], tuple[str, ...]]
"""What whoever has a letter writes back, one word after the other; what the letter does not offer is not written."""


@dataclass
class Trial:
    """One case. Its raiser writes ESCALATE until it stands at `goes_to`; then whoever has a letter writes as `answer` says.

    `urgent`: its raiser writes URGENT as it opens; `within`: the two are of one agency. `board`: the one that its mail names.
    """

    policy: Policy
    answer: Answer = lambda _case, _letter: ()
    goes_to: str = ""
    urgent: bool = False
    within: bool = False
    board: str = ""
    directory: Directory = field(init=False)
    case: Case = field(default_factory=Case)
    events: list[Event] = field(default_factory=list)
    letters: list[LetterOrdered] = field(default_factory=list)
    # Open, and no date stands: when, and at which stage.
    undated: list[tuple[datetime, str]] = field(default_factory=list)

    def play(self, until: Callable[[Case], bool] = lambda _case: False) -> "Trial":
        """Play the case until it has ended, `until` holds, or nothing more can happen."""
        self.directory = everybody(self.policy)
        self.days = WorkingDays(self.policy.calendar)
        self.opened = datetime.fromisoformat(OPENED).replace(tzinfo=self.days.zone)
        ids = itertools.count(1)
        self.rules = Rules(
            policy=self.policy,
            days=self.days,
            new_id=lambda: f"letter{next(ids):05d}",
            service_name=f"{self.policy.reference.prefix} Escalations",
            service_address="escalate@partnership.example",
            danger=(f"If somebody is in danger now, ring {self.policy.nation.emergency}.",),
        )
        self.agenda = Agenda(self.rules, self.directory, self._deliver, self._hear)
        self.raiser, *_ = (one for one in self.directory.people if not one.stages)
        self._put(self.opened, self._opening())
        if self.within:
            self._put(self.opened + ANSWERS_AFTER, self._names_other())
        self.agenda.run(self.opened + LONGEST, lambda: until(self.case))
        return self

    @property
    def responder(self) -> Person:
        """Whom the raiser disagrees with: of the same agency, or of another."""
        own = self.raiser.agency
        return next(one for one in self.directory.people if (one.agency == own) is self.within and one != self.raiser)

    def reached(self, stage: str) -> datetime | None:
        """Return when the case first stood at a stage, or None."""
        entered = (one for one in self.events if isinstance(one, StageEntered) and one.stage == stage)
        return next((one.at for one in entered), None)

    def told(self, date: Deadline) -> bool:
        """Tell whether anybody had a letter with a date before it came."""
        shown = (one for letter in self.letters for one in letter.facts["dates"])
        return any(datetime.fromisoformat(one["due"]) == date.due for one in shown)

    def offered(self, stage: str) -> set[str]:
        """Return every word that a letter of a stage offered to anybody."""
        return {word for one in self.letters if one.stage == stage for word in offered(one)}

    def _hear(self, _reference: str, case: Case, happened: tuple[Event, ...], at: datetime) -> None:
        self.case = case
        self.events += happened
        self.letters += [one for one in happened if isinstance(one, LetterOrdered)]
        if self._goes_on and any(isinstance(one, StageEntered | StepEntered) for one in happened):
            when = at + ANSWERS_AFTER
            self._put(when, self._word(self._sender(self.raiser), "ESCALATE", when))
        if case.status not in ("closed", "joined") and not case.standing:
            self.undated.append((at, case.stage))

    def _deliver(self, _reference: str, letter: LetterOrdered, at: datetime) -> None:
        self._put(at, NoteSent(at, letter.letter))
        if self._goes_on:
            return
        when = at
        for verb in self.answer(self.case, letter):
            if verb in offered(letter):
                when += ANSWERS_AFTER
                self._put(when, self._word(self._reader(letter.to), verb, when, letter.letter))

    @property
    def _goes_on(self) -> bool:
        return bool(self.goes_to) and self.case.stage != self.goes_to and self.case.status == "open"

    def _word(self, sender: Sender, verb: str, at: datetime, answers: str = "") -> Hear:
        identity = f"m{next(self.agenda.numbers)}"
        day = self.days.add(self.days.local(at).date(), 2)
        reason = f"what was agreed, by {day:%A} {day.day} {day:%B}"
        said = Said(Verb(verb), reason=reason, line=f"{verb} {reason}", when=day)
        return Hear(at, identity, f"<{identity}@trial.example>", sender, said=(said,), answers=answers, seconded=True)

    def _reader(self, to: Party) -> Sender:
        person = self.directory.person(to.person)
        if person is not None:
            return self._sender(person)
        return Sender(to.address, to.name, office=self.directory.is_office(to.address), proof="proven")

    def _sender(self, one: Person) -> Sender:
        return Sender(one.address, one.name, one.id, one.agency, proof="proven")

    def _opening(self) -> Hear:
        second, board = self.responder, self.policy.board(self.board)
        words = "I disagree with what was decided, and ask you to look at it again."
        said = (Said(Verb.URGENT, reason="she is not safe tonight", line="URGENT she is not safe tonight"),)
        return Hear(
            self.opened,
            "opening",
            "<opening@trial.example>",
            self._sender(self.raiser),
            to=(Addressee(second.address, second.name, second.id, second.agency),),
            own_words=f"{words} It is for {board.title}." if board else words,
            child_references=(self.policy.reference.example,),
            said=said if self.urgent else (),
        )

    def _names_other(self) -> Hear:
        """Within one agency the raiser says who the other is, once we have asked (rule 13)."""
        one, at = self.responder, self.opened + ANSWERS_AFTER
        said = Said(Verb.CONTACT, f"{one.name} {one.address}", "CONTACT", None, one.name, one.address)
        return Hear(at, "names", "<names@trial.example>", self._sender(self.raiser), said=(said,))

    def _put(self, at: datetime, what: Command) -> None:
        self.agenda.put(at, REFERENCE, what)


def everybody(policy: Policy) -> Directory:
    """Return invented people for every stage of a policy, and an officer for every role that it names beside them."""
    directory = invented(policy)
    boards = tuple(one.id for one in policy.boards) or ("",)
    held = enumerate(((role, board) for role in policy.named_beside for board in boards), start=1)
    officers = (
        Person(f"officer-{n}", f"Officer {n}", f"officer{n}@partnership.example", "", role, board=board)
        for n, (role, board) in held
    )
    return replace(directory, officers=tuple(officers))


def offered(letter: LetterOrdered) -> set[str]:
    """Return the words that a letter offers its reader."""
    return {one["verb"] for one in letter.facts.get("words", ())}
