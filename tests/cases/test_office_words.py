"""The office's own words on a case: a rest, a pause, another stage, a name; and a second of the office who confirms."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailservice.cases.history.commands import Hear, OfficeWord, Said, Sender
from mailservice.cases.history.events import CaseClosed, LetterOrdered, Paused, SecondAsked, StageEntered
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.letters import pausing
from mailservice.directory import StandIn
from mailservice.policy.workdays import MORNING
from mailservice.simulator.story import moment
from tests.cases.world import OFFICE, RAISER, World, answered, days, letters, sender

AMIRA, BEN = "amira.hill@nscp.example", "ben.lowe@nscp.example"
DEPUTY = StandIn("Sam Reed", "sam.reed@nscp.example", "01632 960 112")
DUTY = StandIn("Ines Vale", "ines.vale@nscp.example", "01632 960 113")
MONDAY = moment("Mon 30 Nov 2026 00:00").date()


def opened(*staff: str) -> World:
    world = World()
    world.who_is_who = replace(world.who_is_who, office=replace(world.who_is_who.office, staff=staff))
    return world.open()


def by_office(world: World, verb: Verb, reason: str = "why", who: str = OFFICE, **more: object) -> list[str]:
    said = Said(verb, reason, f"{verb}: {reason}", **more)  # type: ignore[arg-type] # the tests' own facts
    return answered(world.hear(OFFICE, said, sender=_office(who)))


def _office(who: str) -> Sender:
    return replace(sender(OFFICE), address=who, office=True, proof="proven")


def test_a_case_that_rests_asks_nobody_and_does_not_climb_and_its_missed_date_is_ours() -> None:
    world = opened(AMIRA)
    [told] = by_office(world, Verb.HOLD_UNTIL, "a funeral", when=MONDAY)
    assert told.startswith("Recorded: until 5pm on Monday 30 November 2026 nothing is asked")
    world.send()
    stood = {one.id: one.due for one in world.case.standing}
    before = len(world.events)
    world.now = moment("Fri 27 Nov 2026 09:00")
    world.sweep()
    assert letters(world.events[before:]) == []
    assert {one.id: one.due for one in world.case.standing} == stood
    world.now = moment("Mon 30 Nov 2026 17:00")
    climbs = [one for one in world.sweep() if isinstance(one, StageEntered)]
    assert [(one.stage, one.ours) for one in climbs] == [("2", True)]


def test_every_side_hears_that_a_case_rests_and_why() -> None:
    world = opened(AMIRA)
    world.hear(OFFICE, Said(Verb.HOLD_UNTIL, "a funeral", "HOLD UNTIL", MONDAY))
    readers = {one.to.address for one in letters(world.events) if one.template == "news"}
    assert readers == {"sarah.whitlock@rockinghamhealth.example", "daniel.mensah@nenevalley.example"}


def test_a_rest_is_for_five_working_days_and_once_a_stage() -> None:
    world = opened(AMIRA)
    late = moment("Tue 01 Dec 2026 00:00").date()
    assert "five" not in by_office(world, Verb.HOLD_UNTIL, when=late)[0]
    assert world.case.rests is None
    by_office(world, Verb.HOLD_UNTIL, when=MONDAY)
    assert "does so once" in by_office(world, Verb.HOLD_UNTIL, when=MONDAY)[0]


def test_urgent_and_escalate_act_though_the_case_rests() -> None:
    world = opened(AMIRA)
    by_office(world, Verb.HOLD_UNTIL, when=MONDAY)
    world.say(RAISER, Verb.ESCALATE)
    assert world.case.stage == "2"
    world = opened(AMIRA)
    by_office(world, Verb.HOLD_UNTIL, when=MONDAY)
    world.say(RAISER, Verb.URGENT)
    world.wait("Wed 25 Nov 2026 12:00")
    assert world.case.stage != "1", "an urgent case climbs"


def test_resume_ends_a_rest() -> None:
    world = opened(AMIRA)
    by_office(world, Verb.HOLD_UNTIL, when=MONDAY)
    by_office(world, Verb.RESUME, "")
    world.wait("Wed 25 Nov 2026 18:00")
    assert world.case.stage == "2"


def test_one_of_the_office_alone_moves_a_case_to_a_later_stage() -> None:
    world = opened(AMIRA)
    assert by_office(world, Verb.MOVE_TO, "3 both managers are gone", stage="3")[0].startswith(
        "Done: the case is now at"
    )
    assert world.case.stage == "3"
    assert "one of the stages ahead" in by_office(world, Verb.MOVE_TO, "1 why", stage="1")[0]


def test_where_two_hold_the_office_a_second_says_yes_and_who_asked_cannot() -> None:
    world = opened(AMIRA, BEN)
    assert "your own address" in by_office(world, Verb.PAUSE, "wrong number")[0]
    assert "Asked of ben.lowe@nscp.example" in by_office(world, Verb.PAUSE, "wrong number", AMIRA)[0]
    assert world.case.paused is None
    [letter] = [one for one in world.events if isinstance(one, LetterOrdered) and one.about.startswith("second ")]
    assert letter.to.address == BEN
    own = {"replies_to": letter.letter, "answers": letter.letter, "answer": "yes"}
    refused = answered(world.hear(OFFICE, sender=_office(AMIRA), **own))
    assert "somebody else of the office has to say yes" in refused[0]
    assert world.case.paused is None
    world.hear(OFFICE, sender=_office(BEN), **own)
    assert world.case.paused is not None
    assert world.case.paused.by.address == AMIRA
    again = answered(world.hear(OFFICE, sender=_office(BEN), **own))
    assert "answered already" in again[0]


def test_a_second_s_no_and_a_yes_after_two_working_days_move_nothing() -> None:
    world = opened(AMIRA, BEN)
    by_office(world, Verb.MOVE_TO, "3 why so", AMIRA, stage="3")
    [asked] = [one for one in world.events if isinstance(one, SecondAsked)]
    [letter] = [one for one in world.events if isinstance(one, LetterOrdered) and one.about.startswith("second ")]
    own = {"replies_to": letter.letter, "answers": letter.letter}
    late = world.copy()
    late.now = asked.until + timedelta(minutes=1)
    assert (
        "two working days for this are over" in answered(late.hear(OFFICE, sender=_office(BEN), answer="yes", **own))[0]
    )
    told = world.hear(OFFICE, sender=_office(BEN), answer="no", **own)
    assert (world.case.stage, late.case.stage) == ("1", "1")
    assert any(one.to.address == AMIRA and one.facts["headline"] == "MOVE TO is not confirmed" for one in letters(told))


def urgent_and_asked(*, first: str) -> World:
    """Return a case whose MOVE TO waits for a second of the office and that is urgent; `first`: which came first."""
    world = opened(AMIRA, BEN)
    office = replace(world.who_is_who.office, deputies=(DEPUTY,), duty=DUTY)
    world.who_is_who = replace(world.who_is_who, office=office)
    if first == "urgent":
        world.say(RAISER, Verb.URGENT, "bruises")
        world.now += timedelta(minutes=10)
        world.hear(OFFICE, sender=_office(BEN), own_words="I ring them.")
    by_office(world, Verb.MOVE_TO, "3 why so", AMIRA, stage="3")
    if first == "asked":
        world.say(RAISER, Verb.URGENT, "bruises")
    world.send()
    return world


def heard_of_it(world: World, who: StandIn) -> list[str]:
    told = [one for one in world.events if isinstance(one, LetterOrdered) and one.to.address == who.address]
    return [line for one in told for line in one.facts["items"] if "Please confirm MOVE TO" in line]


@pytest.mark.parametrize("first", ["urgent", "asked"])
def test_on_an_urgent_case_what_waits_for_a_second_is_an_alarm_to_whoever_can_act(first: str) -> None:
    world = urgent_and_asked(first=first)
    world.wait("Mon 23 Nov 2026 12:20")
    assert heard_of_it(world, DEPUTY)
    assert not heard_of_it(world, DUTY)
    world.wait("Mon 23 Nov 2026 14:40")
    assert heard_of_it(world, DUTY)


def test_who_asked_for_it_does_not_still_that_alarm_and_whoever_else_holds_the_office_does() -> None:
    world = urgent_and_asked(first="urgent")
    theirs, another = world.copy(), world.copy()
    theirs.hear(OFFICE, sender=_office(AMIRA), own_words="Anybody?")
    another.hear(OFFICE, sender=_office(BEN), own_words="I look at it.")
    for one in (theirs, another):
        one.wait("Mon 23 Nov 2026 12:20")
    assert heard_of_it(theirs, DEPUTY)
    assert not heard_of_it(another, DEPUTY)


def test_the_letter_that_asks_for_a_second_on_an_urgent_case_says_two_working_hours() -> None:
    world = urgent_and_asked(first="urgent")
    asked = [one for one in world.events if isinstance(one, LetterOrdered) and one.about.startswith("second ")]
    assert {one.facts["by"] for one in asked} == {(world.now + timedelta(hours=2)).isoformat()}


def test_assign_names_somebody_of_the_office_and_nobody_else() -> None:
    world = opened(AMIRA, BEN)
    by_office(world, Verb.ASSIGN, "Ben", name="Ben Lowe", address=BEN)
    assert world.case.assigned is not None
    assert "is nobody of the" in by_office(world, Verb.ASSIGN, "x", name="X", address="x@x.example")[0]
    world.say(RAISER, Verb.URGENT)
    alarms = [one for one in letters(world.events) if one.template == "office" and one.to.address == OFFICE]
    assert alarms[-1].facts["owner"] == "Ben Lowe"


def test_nobody_but_the_office_says_its_words_not_even_who_convenes_a_stage() -> None:
    world = opened(AMIRA)
    for verb in (Verb.PAUSE, Verb.HOLD_UNTIL, Verb.MOVE_TO, Verb.ASSIGN, Verb.RESUME, Verb.RELEASE):
        for who in (RAISER, "j-okafor"):
            told = answered(world.hear(who, Said(verb, "3 why", verb, MONDAY, address=AMIRA, stage="3")))
            assert told == [f"{verb} is the Business Office's word alone; yours is kept, and nothing has moved."]
    assert (world.case.stage, world.case.paused, world.case.rests, world.case.assigned) == ("1", None, None, None)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60 * 24 * 12), st.sampled_from([Verb.PAUSE, Verb.RESUME, None])), max_size=8))
def test_a_pause_is_over_at_nine_on_the_working_day_after_the_word(steps: list[tuple[int, Verb | None]]) -> None:
    world = opened(AMIRA)
    order = next(one for one in letters(world.events) if one.template == "stage")
    for minutes, verb in sorted(steps, key=lambda one: one[0]):
        world.now = max(world.now, moment("Mon 23 Nov 2026 10:00") + timedelta(minutes=minutes))
        if verb is not None:
            by_office(world, verb)
    pauses = [one for one in world.events if isinstance(one, Paused)]
    for one in pauses:
        ends = days().local(one.until)
        assert ends.time() == MORNING
        assert days().next_working_morning(one.at) == one.until
        assert pausing.waits_until(world.case, order, world.who_is_who, None, one.until) in (
            None,
            *(later.until for later in pauses if later.at > one.at),
        )


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([one for one in Verb if WORDS[one].who == "the office"]), max_size=8), st.integers(0, 4)
)
def test_nothing_that_the_office_writes_ends_a_case_but_by_an_ending_of_section_12(
    verbs: list[Verb], days_on: int
) -> None:
    world = opened(AMIRA)
    for verb in verbs:
        by_office(world, verb, "3 why, nothing more", stage="3", when=MONDAY, address=AMIRA)
        world.now += timedelta(days=days_on)
        world.sweep()
        world.send()
    endings = {one.ending for one in world.events if isinstance(one, CaseClosed)}
    assert endings <= {"not-agreed", "passed-on"}
    assert world.case.status == "closed" or world.case.standing


def test_help_names_the_office_s_own_words_to_the_office_alone() -> None:
    world = opened(AMIRA)
    for who, told in ((OFFICE, True), (RAISER, False)):
        [letter] = [one for one in letters(world.hear(who, Said(Verb.HELP))) if one.template == "help"]
        assert any(form["verb"] == "HOLD UNTIL" for form in letter.facts["now"]) is told


def test_an_answer_about_a_held_mail_of_a_case_is_an_answer_to_its_alarm() -> None:
    world = World()
    deputy = StandIn("Kit Moss", "kit.moss@nscp.example", "01632 960 111")
    world.who_is_who = replace(world.who_is_who, office=replace(world.who_is_who.office, deputies=(deputy,)))
    world.open()
    world.say(RAISER, Verb.URGENT)
    assert any(one.purpose == "alarm" for one in world.case.standing)
    hear = Hear(world.now, "m9", "<m9@people.example>", _office(OFFICE))
    assert letters(world.decide(OfficeWord(world.now, hear, ()))) == []
    assert not any(one.purpose == "alarm" for one in world.case.standing)
