"""Proof has a direction (rules, sections 10 and 20): who calls for attention is heard, who would quieten must be proven."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailservice.cases.history.case import Ordered
from mailservice.cases.history.commands import Hear, Proof, Said, Sender, Unclear
from mailservice.cases.history.events import (
    Acknowledged,
    ActionDone,
    AddressAllowed,
    AddressNamed,
    Agreed,
    Assented,
    CaseClosed,
    ConfirmationAsked,
    Confirmed,
    ContactNamed,
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
from tests.cases.world import CHILD, RAISER, RESPONDER, World, addressee, answered, letters, said, sender, yes
from tests.gallery import part
from tests.mail.composed import written

# Each of these brings a case nearer to its end, or lets a date pass by that would have acted.
QUIET = (
    *(Acknowledged, AddressNamed, ContactNamed),
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


@dataclass
class Confirming(Watched):
    """A case to which nobody's mail is surely theirs, and whose people answer some of what they are asked to confirm."""

    def doubt(self, kind: Proof, who: str, verbs: list[Verb], answers: str) -> None:
        writer = self._who(who)
        asks = [one for one in self.case.letters.values() if one.about == proof.CONFIRM]
        by = replace(sender(writer), proof=kind)
        if not asks or not answers:
            words = (said(verb, self.now, "over" if verb is Verb.URGENT else "a visit") for verb in verbs)
            self._check(self.hear(writer, *words, sender=by, own_words="words"), by, None)
            return
        letter = asks[-1] if answers == "newest" else asks[0]
        if answers == "newest":  # who was asked; else anybody
            by = replace(sender(letter.to.person or letter.to.address), proof=kind)
            writer = letter.to.person or letter.to.address
        asked = [Verb(one.verb) for one in self.case.to_confirm if one.letter == letter.letter]
        more = yes((asked or verbs)[0], letter.letter, "over" if asked == [Verb.URGENT] else "")
        self._check(self.hear(writer, sender=by, **more), by, letter)

    def _check(self, events: Sequence[Event], by: Sender, letter: Ordered | None) -> None:
        confirmed = any(isinstance(one, Confirmed) for one in events)
        if confirmed:
            assert letter is not None
            assert by.proof != "failed"
            assert by.address == letter.to.address
            assert self.now <= self.rules.days.due_after(letter.at, proof.CONFIRM_DAYS).at
        went_on = any(isinstance(one, GOES_ON) for one in events)
        moved = [one for one in events if isinstance(one, QUIET) and not (went_on and isinstance(one, DeadlineMet))]
        assert confirmed or not moved, f"moved without a yes: {moved}"
        assert by.proof != "failed" or {type(one) for one in events} <= {MailHeard, LetterOrdered, ConfirmationAsked}


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(histories, doubts)
def test_nothing_that_may_be_anothers_moves_towards_quiet_without_its_yes(
    history: tuple[int, list],  # type: ignore[type-arg]  # a step of a history is of many kinds
    mails: list[Doubt],
) -> None:
    world = Confirming()
    world.live(history)
    for one in mails:
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


def _unsure(world: World, verb: Verb, words: str = "a joint visit on Monday", who: str = "j-okafor") -> LetterOrdered:
    """Hear a word that may be another's, and return the letter that asks for it once more."""
    [letter] = [one for one in letters(heard(world, who, "plausible", said(verb, world.now, words))) if one.about]
    world.send()
    return letter


def test_the_letter_shows_the_words_the_person_and_what_happens_otherwise() -> None:
    letter = _unsure(at_stage_2(), Verb.RESOLVED, "weekly visits by Daniel")
    assert (letter.template, letter.to.person) == ("confirm", "j-okafor")
    assert "weekly visits by Daniel" in letter.facts["asked"][0]["line"]
    text = " ".join(part(written(letter), "plain").split())
    assert "NSCP 2026-0001-E" in text
    assert "Dear Joy Okafor" in text
    assert "Without your yes by then nothing moves, and every date stands." in text
    assert "If you did not write it, answer no." in text


def test_the_letter_goes_to_the_directorys_address_not_to_the_one_that_was_written_from() -> None:
    world = at_stage_2()
    joy = world.who_is_who.person("j-okafor")
    assert joy is not None
    second = replace(joy, aliases=("joy@home-office.example",))
    people = tuple(second if one.id == joy.id else one for one in world.who_is_who.people)
    world.who_is_who = replace(world.who_is_who, people=people)
    by = replace(sender("j-okafor"), address=second.aliases[0], proof="plausible")
    [letter] = [one for one in letters(world.hear("j-okafor", said(Verb.RESOLVED, world.now), sender=by)) if one.about]
    assert letter.to.address == joy.address
    assert letter.facts["from_address"] == second.aliases[0]


def test_whom_only_their_agencys_domain_tells_is_asked_at_that_very_address() -> None:
    world = at_stage_2()
    letter = _unsure(world, Verb.RESOLVED, who="new.colleague@nenevalley.example")
    assert letter.to.address == "new.colleague@nenevalley.example"


@pytest.mark.parametrize("kind", ["plausible", "unknown"])
def test_yes_with_the_word_in_it_confirms_the_words_that_came_first_and_no_others(kind: Proof) -> None:
    world = at_stage_2()
    letter = _unsure(world, Verb.RESOLVED, "weekly visits by Daniel")
    heard(world, "j-okafor", kind, **yes(Verb.RESOLVED, letter.letter))
    [proposal] = world.case.proposals.values()
    assert proposal.text == "weekly visits by Daniel"
    assert any(isinstance(one, Confirmed) for one in world.events)


@pytest.mark.parametrize("rest", ["weekly visits by Daniel", "weekly visits"])
def test_to_write_the_same_words_again_beside_the_yes_is_no_reserve(rest: str) -> None:
    world = at_stage_2()
    letter = _unsure(world, Verb.RESOLVED, "weekly visits by Daniel")
    heard(world, "j-okafor", "plausible", **yes(Verb.RESOLVED, letter.letter, rest))
    assert [one.text for one in world.case.proposals.values()] == ["weekly visits by Daniel"]


@pytest.mark.parametrize(
    "rest", ["but only if she comes", "daily visits by nobody", "weekly visits by Daniel and Sarah"]
)
def test_a_yes_with_other_words_beside_it_asks_again_and_moves_nothing(rest: str) -> None:
    world = at_stage_2()
    letter = _unsure(world, Verb.RESOLVED, "weekly visits by Daniel")
    again = letters(heard(world, "j-okafor", "plausible", **yes(Verb.RESOLVED, letter.letter, rest)))
    assert [one.template for one in again] == ["confirm"]
    assert not world.case.proposals


def test_the_word_alone_asks_again_and_what_is_asked_are_the_first_words_until_their_first_day() -> None:
    world = at_stage_2()
    first = _unsure(world, Verb.RESOLVED, "weekly visits by Daniel")
    answer = {"answers": first.letter, "replies_to": first.letter, "own_words": "RESOLVED"}
    [again] = letters(heard(world, "j-okafor", "plausible", said(Verb.RESOLVED, world.now, ""), **answer))
    assert again.about == proof.CONFIRM
    assert "yes with the word in it" in again.facts["lines"][0]["result"]
    assert "weekly visits by Daniel" in again.facts["asked"][0]["line"]
    assert again.facts["until"] == first.facts["until"]
    heard(world, "j-okafor", "plausible", **yes(Verb.RESOLVED, first.letter))
    assert len(world.case.proposals) == 1, "either letter is of the same words"
    heard(world, "j-okafor", "plausible", **yes(Verb.RESOLVED, again.letter))
    assert len(world.case.proposals) == 1, "once"


def test_other_words_in_doubt_make_the_first_letter_void() -> None:
    world = at_stage_2()
    first = _unsure(world, Verb.RESOLVED, "weekly visits by Daniel")
    second = _unsure(world, Verb.RESOLVED, "no visits at all")
    told = heard(world, "j-okafor", "plausible", **yes(Verb.RESOLVED, first.letter))
    assert not world.case.proposals
    assert answered(told) == [
        "This letter was answered already, or a newer one took its place. Nothing more has moved."
    ]
    heard(world, "j-okafor", "plausible", **yes(Verb.RESOLVED, second.letter))
    assert [one.text for one in world.case.proposals.values()] == ["no visits at all"]


@pytest.mark.parametrize(
    ("who", "shown", "more"),
    [
        ("j-okafor", "failed", {}),
        ("t-byrne", "proven", {}),
        ("m-dasgupta", "plausible", {}),
        ("j-okafor", "plausible", {"replies_to": ""}),
        ("j-okafor", "plausible", {"kind": "auto-reply"}),
        ("j-okafor", "plausible", {"yes_to": None, "own_words": "Lovely."}),
    ],
)
def test_nobody_else_no_machine_no_forger_and_no_other_mail_confirms(
    who: str, shown: Proof, more: dict[str, Any]
) -> None:
    world = at_stage_2()
    letter = _unsure(world, Verb.RESOLVED)
    world.hear(who, sender=replace(sender(who), proof=shown), **{**yes(Verb.RESOLVED, letter.letter), **more})
    assert not world.case.proposals
    heard(world, "j-okafor", "unknown", **yes(Verb.RESOLVED, letter.letter))
    assert world.case.proposals, "and whom it was put to still can"


def test_no_to_the_letter_makes_the_words_nobodys_and_the_office_rings() -> None:
    world = at_stage_2()
    letter = _unsure(world, Verb.RESOLVED)
    direct = {"answers": letter.letter, "replies_to": letter.letter}
    events = heard(world, "j-okafor", "plausible", answer="no", own_words="No", **direct)
    assert [one.facts["headline"] for one in world.to_office(events)] == ["A mail that may be forged"]
    heard(world, "j-okafor", "plausible", **yes(Verb.RESOLVED, letter.letter))
    assert not world.case.proposals


def test_not_me_to_that_letter_takes_nobody_off_the_case() -> None:
    world = at_stage_2()
    letter = _unsure(world, Verb.RESOLVED)
    direct = {"answers": letter.letter, "replies_to": letter.letter}
    heard(world, "j-okafor", "plausible", to_us="not me", own_words="Not me", **direct)
    assert not world.case.barred
    assert not world.case.to_confirm


def test_agree_that_is_confirmed_is_to_the_words_it_was_written_to_and_to_none_since() -> None:
    world = at_stage_2()
    world.say("m-dasgupta", Verb.RESOLVED, "weekly visits by Daniel")
    letter = _unsure(world, Verb.AGREE, "")
    assert letter.facts["asked"][0]["exactly"] == "weekly visits by Daniel"
    world.say("m-dasgupta", Verb.RESOLVED, "no visits at all")
    heard(world, "j-okafor", "plausible", **yes(Verb.AGREE, letter.letter))
    assert world.case.status == "open"


def test_a_plain_yes_to_our_question_does_not_do_and_yes_with_the_word_in_it_does() -> None:
    world = at_stage_2()
    wish = Unclear("We sorted it out.", Verb.RESOLVED, "wish", Said(Verb.RESOLVED, "We sorted it out."))
    [asked] = letters(heard(world, "j-okafor", "plausible", unclear=(wish,), own_words=wish.line))
    world.send()
    other = world.copy()
    other.rules = world.rules
    direct = {"answers": asked.letter, "replies_to": asked.letter}
    heard(other, "j-okafor", "plausible", answer="yes", own_words="Yes", **direct)
    assert not other.case.proposals
    heard(world, "j-okafor", "plausible", **yes(Verb.RESOLVED, asked.letter))
    assert [one.text for one in world.case.proposals.values()] == ["We sorted it out."]


def test_received_in_doubt_is_filed_and_stops_no_chase() -> None:
    world = at_stage_2()
    assert not letters(heard(world, "j-okafor", "plausible", said(Verb.RECEIVED, world.now)))
    assert "nenevalley" not in str(world.case.acknowledged)


@pytest.mark.parametrize("verb", [Verb.CONTACT, Verb.COVER, Verb.MET, Verb.PLAN, Verb.OVERTAKEN])
def test_what_brings_somebody_in_or_quietens_is_asked_for_of_whoever_is_in_doubt(verb: Verb) -> None:
    world = at_stage_2()
    named = said(verb, world.now)
    events = heard(world, "j-okafor", "unknown", replace(named, name="Tom Byrne", address="tom@nenevalley.example"))
    assert [one.template for one in letters(events)] == ["confirm"]
    assert not any(isinstance(one, QUIET) for one in events)


@pytest.mark.parametrize("verb", [Verb.ALLOW, Verb.DECISION, Verb.NOT_AGREED, Verb.PASSED_ON, Verb.MOVED])
def test_the_offices_own_words_in_doubt_are_asked_for_too(verb: Verb) -> None:
    world = at_stage_2()
    events = heard(world, world.office, "plausible", said(verb, world.now))
    assert [one.template for one in letters(events)] == ["confirm"]
    assert (world.case.status, world.case.harm) == ("open", None)


def test_what_the_office_enters_as_spoken_is_asked_of_nobody_while_the_office_itself_is_in_doubt() -> None:
    world = at_stage_2()
    spoken = Said(
        Verb.SPOKEN, line="SPOKEN Joy Okafor: RESOLVED weekly", name="Joy Okafor", spoken=Said(Verb.RESOLVED, "weekly")
    )
    [letter] = letters(heard(world, world.office, "plausible", spoken))
    assert (letter.template, letter.to.address) == ("confirm", world.office)
    world.send()
    events = heard(world, world.office, "plausible", **yes(Verb.SPOKEN, letter.letter))
    [question] = [one for one in letters(events) if one.template == "question"]
    assert (question.to.person, question.facts["exactly"]) == ("j-okafor", "weekly")


@pytest.mark.parametrize(("until", "counts"), [("Wed 25 Nov 2026 16:59", True), ("Wed 25 Nov 2026 17:01", False)])
def test_a_word_can_be_confirmed_for_two_working_days(until: str, counts: bool) -> None:  # noqa: FBT001 - a table's column
    world = at_stage_2()
    letter = _unsure(world, Verb.RESOLVED)
    world.now = moment(until)
    heard(world, "j-okafor", "plausible", **yes(Verb.RESOLVED, letter.letter))
    assert bool(world.case.proposals) is counts


def test_a_plain_yes_confirms_nothing_and_is_asked_for_with_the_word_in_it() -> None:
    world = at_stage_2()
    letter = _unsure(world, Verb.RESOLVED)
    answer = {"answers": letter.letter, "replies_to": letter.letter, "answer": "yes", "own_words": "Yes"}
    [told] = letters(heard(world, "j-okafor", "plausible", **answer))
    assert "your yes with the word in it" in told.facts["lines"][0]["result"]
    assert not world.case.proposals
