"""From when a policy's time counts: the opening, the decision as claimed, the first discussion, a meeting; the earlier of two."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

import pytest

from mailservice.cases.history.case import Deadline
from mailservice.cases.history.commands import NoteClosedDays, Said
from mailservice.cases.history.events import DeadlineMoved, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import phrases
from mailservice.mail.compose import wording
from mailservice.policy.model import Clock, Limit, Measure, Policy, Unit
from mailservice.policy.workdays import WorkingDays
from mailservice.simulator.story import moment
from tests.cases.world import CHILD, RAISER, RESPONDER, World, addressee, answered, letters, policy

PLAN = Clock("plan", "plan", "working-days", "case-opened", "policy", 5)
OPENED = "Mon 23 Nov 2026 10:00"


def under(*clocks: Clock, limit: Limit | None = None, last: Clock | None = None) -> Policy:
    """Return Northamptonshire's ladder with these clocks at its first stage, another at its last, and a limit."""
    own = policy()
    ladder = [replace(own.stages[0], clock=clocks), *own.stages[1:]]
    if last is not None:
        ladder[-1] = replace(ladder[-1], clock=(*ladder[-1].clock, last))
    return replace(own, stages=tuple(ladder), limits=(limit,) if limit else ())


def opened(own: Policy, at: str = OPENED, **more: object) -> World:
    world = World(now=moment(at))
    world.rules = replace(world.rules, policy=own, days=WorkingDays(own.calendar))
    to = (addressee(RESPONDER),)
    world.hear(RAISER, child_references=(CHILD,), to=to, own_words="I do not agree.", **more)
    world.send()
    return world


def standing(world: World, purpose: str = "clock") -> dict[str, Deadline]:
    return {one.clock: one for one in world.case.standing if one.purpose == purpose}


def due(world: World, clock: str = "plan") -> str:
    return shown(standing(world)[clock].due)


def shown(at: datetime) -> str:
    return f"{at:%a} {at.day} {at:%b} {at:%H:%M}"


def receipt(world: World) -> LetterOrdered:
    return next(one for one in letters(world.events) if one.template == "receipt")


def whose(events: Iterable[object], template: str = "stage") -> str:
    """Return what a letter says of its first date."""
    one = next(one for one in letters([*events]) if one.template == template)  # type: ignore[list-item] # events alone
    return wording.whose(one.facts["due"])


@pytest.mark.parametrize(
    ("clock", "at", "by"),
    [
        # The fifth day after Monday is Saturday, which ends on Monday; of a Tuesday it is a Sunday.
        (replace(PLAN, unit="calendar-days"), OPENED, "Mon 30 Nov 17:00"),
        (replace(PLAN, unit="calendar-days", amount=4), OPENED, "Fri 27 Nov 17:00"),
        # Christmas Day, a weekend, and the Monday that stands in for Boxing Day.
        (replace(PLAN, unit="calendar-days", amount=2), "Wed 23 Dec 2026 09:00", "Tue 29 Dec 17:00"),
        (replace(PLAN, unit="hours", amount=24), OPENED, "Tue 24 Nov 12:00"),
        (replace(PLAN, unit="hours", amount=4), OPENED, "Mon 23 Nov 14:00"),
        (replace(PLAN, unit="hours", amount=4), "Fri 27 Nov 2026 15:30", "Mon 30 Nov 11:30"),
        (replace(PLAN, unit="hours", amount=30), "Fri 27 Nov 2026 19:00", "Thu 3 Dec 15:00"),
    ],
)
def test_a_time_is_counted_in_its_own_unit(clock: Clock, at: str, by: str) -> None:
    assert due(opened(under(clock), at)) == by


def test_the_days_at_which_a_calendar_time_cannot_end_are_named() -> None:
    world = opened(under(replace(PLAN, unit="calendar-days", amount=2)), "Wed 23 Dec 2026 09:00")
    names = [one.name for one in standing(world)["plan"].skipped]
    assert names == ["Christmas Day", "Saturday", "Sunday", "Boxing Day bank holiday"]


def test_a_day_that_is_closed_later_moves_a_calendar_time_to_the_next_working_day_and_no_further() -> None:
    world = opened(under(replace(PLAN, unit="calendar-days", amount=10)))
    assert due(world) == "Thu 3 Dec 17:00"
    closed = {date(2026, 12, 3): "Office closed", date(2026, 12, 1): "Office closed"}
    world.rules = replace(world.rules, days=WorkingDays(world.rules.days.calendar, closed))
    world.decide(NoteClosedDays(world.now))
    assert due(world) == "Fri 4 Dec 17:00"


@pytest.mark.parametrize(
    ("limit", "by", "says"),
    [
        (Measure(3, "calendar-days", "case-opened"), "Thu 26 Nov 17:00", "The guide gives 3 calendar days."),
        (Measure(9, "calendar-days", "case-opened"), "Mon 30 Nov 17:00", "The guide gives 5 working days."),
    ],
)
def test_the_earlier_of_two_times_holds_and_letters_say_which(limit: Measure, by: str, says: str) -> None:
    world = opened(under(replace(PLAN, no_later_than=limit)))
    assert due(world) == by
    assert whose(world.events).startswith(says)
    assert "would end later" in whose(world.events)


def test_nobody_knows_when_the_decision_was_made_so_it_counts_from_the_opening_and_the_raiser_is_asked() -> None:
    world = opened(under(replace(PLAN, starts="decision")))
    assert due(world) == "Mon 30 Nov 17:00"
    assert "so we count from the opening" in whose(world.events)
    asked = [line for line in receipt(world).facts["read"] if "When was the decision made?" in line]
    assert asked == [
        "When was the decision made? Please reply with its day, such as: The decision was made on Thursday 19 November"
    ]


def test_once_told_the_date_counts_from_the_decision_and_both_sides_read_by_whose_word() -> None:
    world = opened(under(replace(PLAN, starts="decision")))
    events = world.hear(RAISER, decided_on=date(2026, 11, 20), own_words="The decision was made on Friday 20 November.")
    assert due(world) == "Fri 27 Nov 17:00"
    assert answered(events)[-1].endswith(": by 5pm on Friday 27 November 2026, not 5pm on Monday 30 November 2026.")
    told = [one for one in letters(events) if one.template == "news"]
    assert [one.to.person for one in told] == [RESPONDER]
    assert "says that the decision was made on Friday 20 November 2026" in told[0].facts["headline"]
    assert "as Sarah Whitlock says" in standing(world)["plan"].says


def test_a_decision_so_long_ago_that_its_time_has_passed_gives_until_tomorrow_and_blames_nobody() -> None:
    world = opened(under(replace(PLAN, starts="decision")))
    events = world.hear(RAISER, decided_on=date(2026, 11, 2), own_words="The decision was made on 2 November.")
    assert due(world) == "Tue 24 Nov 17:00"
    assert standing(world)["plan"].basis == "house"
    assert "would have ended on Monday 9 November 2026" in standing(world)["plan"].says
    assert sum(isinstance(one, DeadlineMoved) for one in events) == 1


def test_a_decision_told_in_the_first_mail_counts_from_the_start() -> None:
    world = opened(under(replace(PLAN, starts="decision")), decided_on=date(2026, 11, 19))
    assert due(world) == "Thu 26 Nov 17:00"
    assert any(
        "says that the decision was made on Thursday 19 November 2026" in one for one in receipt(world).facts["read"]
    )


@pytest.mark.parametrize("who", [RESPONDER, RAISER])
def test_only_the_raiser_says_when_it_was_and_a_bare_day_only_in_answer_to_the_question(who: str) -> None:
    world = opened(under(replace(PLAN, starts="decision")))
    bare = who == RAISER
    world.hear(who, decided_on=date(2026, 11, 20), bare_day=bare, own_words="20 November")
    assert due(world) == "Mon 30 Nov 17:00"
    if bare:
        world.hear(
            who, decided_on=date(2026, 11, 20), bare_day=True, own_words="20 November", answers=receipt(world).letter
        )
        assert due(world) == "Fri 27 Nov 17:00"


def test_who_lacked_something_at_first_is_asked_for_the_day_once_it_is_there() -> None:
    world = World(now=moment(OPENED))
    world.rules = replace(world.rules, policy=under(replace(PLAN, starts="decision")))
    world.hear(RAISER, to=(addressee(RESPONDER),), own_words="I do not agree.")
    events = world.hear(RAISER, child_references=(CHILD,), own_words=f"It is {CHILD}.")
    assert any(one.startswith("When was the decision made?") for one in answered(events))


def test_a_time_to_raise_it_lies_before_the_opening_is_shown_and_moves_nothing() -> None:
    raised = Clock("raised", "raise", "working-days", "decision", "policy", 2)
    world = opened(under(raised, PLAN), decided_on=date(2026, 11, 16))
    assert [*standing(world)] == ["plan"]
    stage = next(one for one in letters(world.events) if one.template == "stage")
    says = (
        "The policy gives 2 working days from then to raise it, until Wednesday 18 November 2026; that moves nothing."
    )
    assert says in stage.facts["policy_asks"]
    assert says in receipt(world).facts["read"]


@pytest.mark.parametrize("verb", [Verb.MET, Verb.PLAN, Verb.RESOLVED])
def test_a_time_from_the_first_discussion_begins_when_somebody_tells_us_of_one(verb: Verb) -> None:
    world = opened(under(replace(PLAN, goal="resolve-or-escalate", starts="discussion", amount=2)))
    assert not standing(world)
    assert shown(standing(world, "check-in")["plan"].due) == "Wed 25 Nov 17:00"
    assert "begin when you tell us, with MET, that you spoke" in whose(world.events)
    world.now = moment("Tue 24 Nov 2026 11:00")
    world.say(RESPONDER, verb)
    assert due(world) == "Thu 26 Nov 17:00"
    assert not standing(world, "check-in")
    world.now = moment("Wed 25 Nov 2026 11:00")
    world.say(RAISER, Verb.MET)
    assert due(world) == "Thu 26 Nov 17:00"


def test_a_discussion_that_nobody_tells_of_is_asked_about_and_the_next_tier_has_it_as_cover() -> None:
    world = opened(under(replace(PLAN, starts="discussion", amount=2)))
    world.wait("Tue 1 Dec 2026 17:30")
    assert world.case.stage == "1"
    assert [one.template for one in letters(world.events) if one.facts.get("cover")]
    assert world.case.standing


def test_a_second_time_holds_until_there_is_a_discussion() -> None:
    second = Measure(10, "working-days", "case-opened")
    world = opened(under(replace(PLAN, starts="discussion", amount=2, no_later_than=second)))
    assert due(world) == "Mon 7 Dec 17:00"
    assert "have not begun" in standing(world)["plan"].says
    world.say(RESPONDER, Verb.MET)
    assert due(world) == "Wed 25 Nov 17:00"


def test_a_time_from_the_meeting_begins_with_the_day_that_is_given_and_moves_with_it() -> None:
    after = Clock("after", "report", "working-days", "meeting", "policy", 2)
    world = opened(under(PLAN, last=after))
    while world.case.stage != world.rules.policy.last_stage.id:
        world.say(RAISER, Verb.ESCALATE)
    assert "after" not in standing(world)
    for day, by in ((date(2026, 12, 1), "Thu 3 Dec 17:00"), (date(2026, 12, 3), "Mon 7 Dec 17:00")):
        world.hear(world.office, Said(Verb.MEDIATION, "in room 2", when=day))
        assert due(world, "after") == by
    assert sum(one.clock == "after" for one in world.case.standing) == 1


@pytest.mark.parametrize(
    ("limit", "by"),
    [
        (Limit("overall", "referral", "4", 10, "calendar-days", "case-opened", "policy"), "Thu 3 Dec 17:00"),
        (Limit("overall", "referral", "4", 12, "hours", "case-opened", "policy"), "Tue 24 Nov 14:00"),
        (Limit("overall", "referral", "4", 10, "working-days", "decision", "policy"), "Thu 3 Dec 17:00"),
    ],
)
def test_an_overall_limit_counts_in_any_unit_and_from_the_decision(limit: Limit, by: str) -> None:
    world = opened(under(PLAN, limit=limit), decided_on=date(2026, 11, 19))
    assert shown(standing(world, "limit")["overall"].due) == by


def test_an_overall_limit_from_the_first_discussion_stands_only_from_then() -> None:
    limit = Limit("overall", "referral", "4", 10, "working-days", "discussion", "policy")
    world = opened(under(PLAN, limit=limit))
    assert not standing(world, "limit")
    world.say(RESPONDER, Verb.MET)
    assert shown(standing(world, "limit")["overall"].due) == "Mon 7 Dec 17:00"


def test_a_letter_that_left_hours_late_gives_its_tier_its_full_hours_on_the_same_day_too() -> None:
    own = under(replace(PLAN, unit="hours", amount=4))
    world = World(now=moment(OPENED))
    world.rules = replace(world.rules, policy=own)
    world.hear(RAISER, child_references=(CHILD,), to=(addressee(RESPONDER),), own_words="I do not agree.")
    world.now = moment("Mon 23 Nov 2026 12:00")
    world.send()
    assert due(world) == "Mon 23 Nov 16:00"


def test_a_time_reads_in_the_unit_of_its_policy() -> None:
    said = [phrases.allowed(replace(PLAN, unit=unit, amount=amount)) for unit, amount in _READ]
    assert said == ["1 working day", "3 calendar days", "24 hours", "4 working hours", ""]


_READ: tuple[tuple[Unit, int], ...] = (
    ("working-days", 1),
    ("calendar-days", 3),
    ("hours", 24),
    ("hours", 4),
    ("judgement", 0),
)


HOUSE = Measure(3, "working-days", "case-opened", "house")


def test_a_second_time_of_the_offices_own_is_never_called_the_policys() -> None:
    world = opened(under(replace(PLAN, starts="discussion", amount=2, no_later_than=HOUSE)))
    assert due(world) == "Thu 26 Nov 17:00"
    assert standing(world)["plan"].basis == "house"
    world.wait("Mon 23 Nov 2026 15:00")
    world.say(RESPONDER, Verb.MET)
    assert (due(world), standing(world)["plan"].basis) == ("Wed 25 Nov 17:00", "policy")


def test_a_second_time_of_the_offices_own_asks_and_climbs_only_where_the_file_says_so() -> None:
    quiet = replace(PLAN, starts="discussion", amount=2, no_later_than=HOUSE)
    for clock, stage in ((quiet, "1"), (replace(quiet, on_missed="climb"), "2")):
        world = opened(under(clock))
        world.wait("Fri 27 Nov 2026 09:00")
        assert world.case.stage == stage
