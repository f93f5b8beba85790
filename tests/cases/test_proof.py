"""Proof has a direction (rules, sections 10 and 20): who calls for attention is heard, who would quieten must be proven."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailservice.cases.history.commands import Hear, Proof, Said
from mailservice.cases.history.events import (
    ActionDone,
    AddressAllowed,
    Agreed,
    Assented,
    CaseClosed,
    ConfirmationAsked,
    CourseSet,
    CoverAsked,
    DeadlineDropped,
    DeadlineMet,
    Event,
    LetterOrdered,
    MailHeard,
    MediationOffered,
    Met,
    NewDateAgreed,
    Proposed,
    RaiserSucceeded,
    ReportMade,
    StageEntered,
    StepEntered,
    Undone,
    UrgentEnded,
    Withdrawn,
)
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.opening import first_mail
from mailservice.cases.words import proof
from mailservice.simulator.story import moment
from tests.cases.test_properties import Watched, histories, replies, whoever, words
from tests.cases.world import CHILD, RAISER, RESPONDER, World, addressee, letters, said, sender

# Each of these brings a case nearer to its end, or lets a date pass by that would have acted.
QUIET = (
    *(ActionDone, AddressAllowed, Agreed, Assented, CaseClosed, CourseSet, CoverAsked, DeadlineMet, MediationOffered),
    *(Met, NewDateAgreed, Proposed, RaiserSucceeded, ReportMade, UrgentEnded, Withdrawn),
)
GOES_ON = (StageEntered, StepEntered, Undone)
Doubt = tuple[Literal["plausible", "failed"], str, list[Verb], str]
doubts = st.lists(
    st.tuples(st.sampled_from(["plausible", "plausible", "failed"]), whoever, words, replies), min_size=4, max_size=12
)


@dataclass
class Doubted(Watched):
    """A case to which mails come whose sender is not proven, and who cannot read what we ask them at home."""

    def doubt(self, kind: Proof, who: str, verbs: list[Verb], answers: str) -> None:
        writer = self._who(who)
        mine = [one.letter for one in self.case.letters.values() if one.about != proof.CONFIRM]
        letter = (mine[-1] if answers == "newest" else mine[0]) if mine and answers else ""
        before, taken_back = self.case, self.case.last.verbs if self.case.last else ()
        spoken = (said(verb, self.now, "over" if verb is Verb.URGENT else "a visit") for verb in verbs)
        events = self.hear(
            writer, *spoken, answers=letter, sender=replace(sender(writer), proof=kind), own_words="words"
        )
        if kind == "failed":
            assert {type(one) for one in events} <= {MailHeard, LetterOrdered, ConfirmationAsked}
            assert (
                replace(self.case, letters=before.letters, to_confirm=before.to_confirm, heard=before.heard) == before
            )
            return
        for one in events:
            met_at_a_stage_left = isinstance(one, DeadlineMet) and any(isinstance(other, GOES_ON) for other in events)
            assert met_at_a_stage_left or not isinstance(one, QUIET), f"{who} moved it, unproven: {one}"
            calls = [verb for verb in taken_back if WORDS[verb].direction == "attention"]
            assert not (isinstance(one, Undone) and calls), f"{who} took back {calls}"
            self._check_dropped(one, events)

    def _check_dropped(self, one: Event, events: Sequence[Event]) -> None:
        if isinstance(one, DeadlineDropped) and self.case.deadlines[one.deadline].purpose == "clock":
            assert any(isinstance(other, GOES_ON) for other in events), "a clock went, and the case did not go on"


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(histories, st.lists(doubts, min_size=1, max_size=1))
def test_nothing_unproven_ever_moves_a_case_towards_quiet(history: tuple[int, list], mails: list[list[Doubt]]) -> None:  # type: ignore[type-arg]  # a step of a history is of many kinds
    world = Doubted()
    world.live(history)
    for one in mails[0]:
        world.doubt(*one)
        world.send()


def at_stage_2() -> World:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    return world


def heard(world: World, who: str, kind: Proof, *words: Said, **more: object) -> tuple[Event, ...]:
    return world.hear(who, *words, sender=replace(sender(who), proof=kind), **more)


def test_urgent_over_from_nobody_proven_leaves_it_urgent() -> None:
    world = at_stage_2()
    world.say(RAISER, Verb.URGENT)
    heard(world, RAISER, "plausible", said(Verb.URGENT, world.now, "over: the child is safe"))
    assert world.case.urgent is not None


def test_an_unproven_objection_that_would_end_the_case_is_asked_for_again() -> None:
    world = World().open()
    for _ in range(5):
        world.say(RAISER, Verb.ESCALATE)
    for _ in range(2):
        world.say("e-vaughan", Verb.RESOLVED)
        world.say("h-castell", Verb.AGREE)
        heard(world, RAISER, "plausible", said(Verb.OBJECT, world.now))
    assert world.case.status == "agreed"


@pytest.mark.parametrize("words", [(), (Verb.RECEIVED,), (Verb.ESCALATE, Verb.NOTE)])
def test_a_forged_mail_is_nobodys_word_and_the_office_hears_of_it_at_once(words: tuple[Verb, ...]) -> None:
    world = at_stage_2()
    events = heard(world, "j-okafor", "failed", *(said(verb, world.now) for verb in words), own_words="I am on it.")
    told = [one.facts["headline"] for one in letters(events) if one.template == "office"]
    assert told == ["A mail that may be forged"]
    assert [one.outcome for one in events if isinstance(one, MailHeard)] == ["held"]
    world.wait("Tue 24 Nov 2026 18:00")
    assert "t-byrne" in {one.to.person for one in world.events if isinstance(one, CoverAsked)}, "she counts as heard"


def test_a_forged_mail_opens_no_case() -> None:
    mail = Hear(
        World().now, "m1", "<m1@people.example>", sender(RAISER), (addressee(RESPONDER),), child_references=(CHILD,)
    )
    assert first_mail.opens(mail)
    assert not first_mail.opens(replace(mail, sender=replace(mail.sender, proof="failed")))


def _asked_to_confirm() -> tuple[World, str]:
    """Let a manager propose words that are not proven, and return the letter that asks for them once more."""
    world = at_stage_2()
    events = heard(world, "j-okafor", "plausible", said(Verb.RESOLVED, world.now))
    world.send()
    return world, next(one.letter for one in letters(events) if one.about == proof.CONFIRM)


def test_a_plain_yes_confirms_nothing_and_is_asked_for_with_the_word_in_it() -> None:
    world, letter = _asked_to_confirm()
    answer = {"answers": letter, "replies_to": letter, "answer": "yes", "own_words": "Yes"}
    [told] = letters(heard(world, "j-okafor", "plausible", **answer))
    assert "your yes with the word in it" in told.facts["lines"][0]["result"]
    assert not world.case.proposals


@pytest.mark.parametrize(("until", "counts"), [("Wed 25 Nov 2026 16:59", True), ("Wed 25 Nov 2026 17:01", False)])
def test_a_word_can_be_confirmed_for_two_working_days(until: str, counts: bool) -> None:  # noqa: FBT001 - a table's column
    world, letter = _asked_to_confirm()
    world.now = moment(until)
    heard(world, "j-okafor", "plausible", said(Verb.RESOLVED, world.now), answers=letter, replies_to=letter)
    assert bool(world.case.proposals) is counts
