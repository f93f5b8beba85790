"""What holds whatever happens (rules, section 20): random people, random words, sweeps early, twice and late, bounces.

A history is a list of steps, so that a failing one can be read, and shrinks to the few that matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailservice.cases.history.commands import CallTime, Command, NoteDirectory
from mailservice.cases.history.events import (
    CaseClosed,
    DeadlineMoved,
    DeadlineSet,
    Event,
    LetterOrdered,
    MailHeard,
    Objected,
    StageEntered,
)
from mailservice.cases.history.folding import replay
from mailservice.cases.history.words import Verb, contradict
from mailservice.cases.people import deciders
from tests.cases.few import twice
from tests.cases.world import OFFICE, RAISER, RESPONDER, World, days, policy, said, sender

PEOPLE = (
    *(RAISER, RESPONDER, "m-dasgupta", "j-okafor", "c-ferris", "r-lindqvist", "n-sandhu", "p-adeyemi"),
    *("e-vaughan", "h-castell", "k-obrien", OFFICE, "l-park", "parent@mailhost.example"),
)
MINUTES = (0, 1, 45, 180, 24 * 60, 3 * 24 * 60, 9 * 24 * 60)
# Without one of these from a person no case ends so (section 12).
WORDS_OF = {
    "agreed": {Verb.AGREE},
    "decided": {Verb.DECISION},
    "withdrawn": {Verb.WITHDRAW},
    "overtaken": {Verb.OVERTAKEN},
    "not-agreed": {Verb.NOT_AGREED},
    "passed-on": {Verb.PASSED_ON},
    "moved": {Verb.MOVED},
}

likely = st.sampled_from(
    [
        *(Verb.RESOLVED, Verb.AGREE, Verb.ESCALATE, Verb.OBJECT, Verb.DISAGREE, Verb.MET, Verb.PLAN, Verb.REPORT),
        *(Verb.NOT_AGREED, Verb.MEDIATION, Verb.REOPEN, Verb.CONTACT, Verb.URGENT, Verb.DECISION),
    ]
)
# Two words that contradict each other never come here: the reading of a mail asks which is meant (rule 9.2).
words = st.one_of(
    st.lists(st.one_of(likely, likely, likely, st.sampled_from(list(Verb))), min_size=1, max_size=2).filter(
        lambda verbs: not contradict(verbs[0], verbs[-1])
    ),
    likely.map(lambda verb: [verb, verb]),
)
# Whoever decides now for the first or the second agency is found when it is their turn.
whoever = st.sampled_from(["first", "second", "first", "second", "raiser", "office", *PEOPLE])
replies = st.sampled_from(["", "newest", "newest", "oldest"])
speaks = st.tuples(st.just("say"), whoever, words, replies)
away = st.tuples(st.just("away"), st.sampled_from(["first", "second", "raiser"]))
settles = st.tuples(st.sampled_from(["settle", "settle", "give up"]), st.sampled_from(["first", "second"]))
happens = st.tuples(st.sampled_from(["sweep", "sweep twice", "sweep early", "send", "bounce"]), whoever)
step = st.tuples(st.sampled_from(MINUTES), st.one_of(speaks, speaks, speaks, settles, happens, happens, away))
leaves = st.tuples(st.just("leaves"), whoever)
departing = st.tuples(st.sampled_from(MINUTES), st.one_of(speaks, speaks, settles, happens, leaves, leaves))
departures = st.tuples(st.integers(0, 5), st.lists(departing, min_size=8, max_size=30))
histories = st.tuples(st.integers(0, 5), st.lists(step, min_size=8, max_size=40))
History = tuple[int, list[tuple[int, tuple[object, ...]]]]


@dataclass
class Watched(World):
    """A world in which every decision is held to what must be true of it."""

    words: list[Verb] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def decide(self, command: Command) -> tuple[Event, ...]:
        events = super().decide(command)
        to_office = [
            one for one in events if isinstance(one, LetterOrdered) and one.to.address == OFFICE and not one.replied
        ]
        assert len(to_office) <= 1, "the office has two letters about one event"
        assert twice(events, OFFICE) == [], "somebody has two letters for one moment"
        return events

    def check(self, events: Sequence[Event]) -> None:
        climbs = [
            event for event in events if isinstance(event, StageEntered) and event.why not in ("opened", "reopened")
        ]
        assert len(climbs) <= 1, "a command both climbed and was climbed"
        assert replay(self.events) == self.case, "replaying gives another case"
        assert self.case.status == "closed" or self.case.standing, "an open case waits for nothing"
        for event in events:
            self._check_event(event)

    def _check_event(self, event: Event) -> None:
        match event:
            case CaseClosed():
                assert WORDS_OF[event.ending] & set(self.words), f"it ended as {event.ending}, and nobody said so"
                if event.ending == "agreed":
                    agreed = self.case.proposals[event.proposal]
                    spoken = {one.agency for one in (agreed.by, *agreed.assents)}
                    assert spoken >= set(self.case.agencies), "an agency had not agreed"
                    asked = [
                        one for one in self.case.letters.values() if one.about == event.proposal and not one.undone
                    ]
                    mine = [one for one in asked if one.template == "agreed" and deciders.is_raiser(self.case, one.to)]
                    read = any(one.state == "sent" and not one.away for one in mine)
                    said_so = any(deciders.is_raiser(self.case, one) for one in (agreed.by, *agreed.assents))
                    dissent = any(isinstance(one, Objected) and one.dissent for one in self.events[-60:])
                    assert read or said_so or event.by or dissent, "the raiser had no day to object"
                if event.ending == "not-agreed":
                    assert self.case.reported, "the last stage's work was not recorded"
            case DeadlineMoved():
                assert event.due > event.was, "a date was brought forward"
            case DeadlineSet(purpose="clock" | "objection" | "objection-answer" | "check-in"):
                assert event.due > event.at, f"a date was set in the past: {event}"
            case LetterOrdered(template="reminder"):
                self._check_rest(event)
            case LetterOrdered():
                assert event.to.address
                assert not (event.stage and event.to.address in self.gone), "a letter went to who has left"
            case _:
                pass

    def _check_rest(self, reminder: LetterOrdered) -> None:
        others = [one for one in self.events if isinstance(one, LetterOrdered) and one.to == reminder.to]
        gaps = [days().working_hours_between(one.at, reminder.at) for one in others if one is not reminder]
        assert all(gap >= timedelta(hours=4) for gap in gaps), "a reminder came on the heels of another letter"

    def live(self, history: History) -> "Watched":
        """Open the case, take it up so many stages, and let everything happen."""
        self.open()
        for _ in range(history[0]):
            self.say(RAISER, Verb.ESCALATE)
        for minutes, what in history[1]:
            self.now += timedelta(minutes=minutes)
            self.go(what)
        return self

    def go(self, what: Sequence[object]) -> None:
        match what:
            case ("say", str(who), list(verbs), str(answers)):
                self._say(self._who(who), verbs, answers)
            case ("away", str(who)):
                self._say(self._who(who), [], "newest", "out-of-office")
            case ("settle", str(who)):
                self._say(self._who(who), [Verb.RESOLVED], "newest")
                self.send()
                self._say(self._who("second" if who == "first" else "first"), [Verb.AGREE], "newest")
            case ("give up", _):
                self._say(OFFICE, [Verb.REPORT, Verb.NOT_AGREED], "")
            case ("sweep", _):
                self._swept()
            case ("sweep twice", _):
                self._swept()
                self._again()
            case ("sweep early", _):
                self._early()
            case ("send", _):
                self.send()
            case ("bounce" | "leaves" as what_comes, str(who)):
                (self._bounce if what_comes == "bounce" else self._leaves)(self._who(who))

    def _who(self, who: str) -> str:
        if who in ("first", "second"):
            agency = self.case.agencies[who == "second"]
            found = deciders.present(self.case, policy(), self.who_is_who.on(days().local(self.now).date()), agency)
            return found[0].person or found[0].address if found else RAISER
        return {"raiser": RAISER, "office": OFFICE}.get(who, who)

    def _say(self, who: str, verbs: list[Verb], answers: str, kind: str = "message") -> None:
        address = sender(who).address
        mine = [one.letter for one in self.case.letters.values() if one.to.address == address]
        letter = (mine[-1] if answers == "newest" else mine[0]) if mine and answers else ""
        self.words += verbs
        spoken = (said(verb, self.now) for verb in verbs)
        events = self.hear(who, *spoken, answers=letter, kind=kind, own_words="words")
        mails = [event.mail for event in events if isinstance(event, MailHeard)]  # with it, the office's call about it
        assert mails, "a mail was not decided"
        assert len(mails) == len({*mails}), "a mail was not decided once"
        self.check(events)

    def _leaves(self, who: str) -> None:
        """Let somebody leave their agency today, as the directory says; nothing goes to them for it from here."""
        today = days().local(self.now).date()
        known = self.who_is_who.people
        self.who_is_who = replace(
            self.who_is_who, people=tuple(replace(one, left=today) if one.id == who else one for one in known)
        )
        self.check(self.decide(NoteDirectory(self.now)))
        assert self.decide(NoteDirectory(self.now)) == (), "a departure was told twice"
        self.gone |= {one.who.address for one in self.case.left}

    def _swept(self) -> None:
        happened = self.sweep()
        self.check(happened)

    def _again(self) -> None:
        """Call everything that was called a second time: what it did is done."""
        for one in [one for one in self.case.deadlines.values() if one.state != "standing"]:
            assert self.decide(CallTime(self.now, one.id)) == (), "a date acted twice"

    def _early(self) -> None:
        for one in [one for one in self.case.standing if one.due > self.now]:
            assert self.decide(CallTime(self.now, one.id)) == (), "a date acted before it came"

    def _bounce(self, who: str) -> None:
        address = sender(who).address
        mine = [one.letter for one in self.case.letters.values() if one.to.address == address and one.state == "sent"]
        if mine:
            self.check(self.bounce(mine[-1]))


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(histories)
def test_whatever_happens_a_case_keeps_to_the_rules(history: History) -> None:
    Watched().live(history)


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(histories)
def test_silence_never_ends_a_case(history: History) -> None:
    """After any history, silence alone goes on: only the raiser's day may pass, which everybody had agreed to."""
    world = Watched().live(history)
    was_open = world.case.status == "open"
    for _ in range(40):
        world.send()
        world.now = max([world.now, *(one.due for one in world.case.standing[:1])])
        world.check(world.sweep())
    assert not was_open or world.case.status == "open"


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(departures)
def test_whoever_leaves_every_open_case_goes_on_and_nothing_goes_to_them(history: History) -> None:
    Watched().live(history)


def test_silence_alone_comes_to_the_last_stage_and_stays_there() -> None:
    world = World().open()
    world.wait("Mon 01 Mar 2027 12:00")
    assert (world.case.status, world.case.stage) == ("open", policy().last_stage.id)
    assert world.case.standing
