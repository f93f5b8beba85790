"""URGENT, as nobody may lose it: real hours, never put off, never refused, and taken back only by who may (section 8)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailservice.cases.history.case import book
from mailservice.cases.history.commands import Hear, Said, Sender
from mailservice.cases.history.events import (
    CaseReopened,
    ConfirmationAsked,
    LetterOrdered,
    Objected,
    StageEntered,
    UrgentEnded,
)
from mailservice.cases.history.words import Verb
from mailservice.cases.opening import danger, first_mail
from mailservice.mail.danger import phrases
from mailservice.simulator.story import moment
from tests.cases.world import (
    CHILD,
    OFFICE,
    OPENED,
    RAISER,
    RESPONDER,
    World,
    addressee,
    letters,
    said,
    sender,
    yes,
)

HOUR = timedelta(hours=1)
DANGER_NOW = "She is in danger tonight."


def opened(at: str) -> World:
    return World(now=moment(at)).open()


def urgent_by(world: World, who: str, reason: str = "she is not safe") -> tuple[object, ...]:
    return world.say(who, Verb.URGENT, reason)


def at_stage_2() -> World:
    world = opened("Mon 23 Nov 2026 10:00")
    world.say(RAISER, Verb.ESCALATE)
    return world


def standing(world: World, purpose: str) -> list[datetime]:
    return [one.due for one in world.case.standing if one.purpose == purpose]


def to_office(world: World) -> list[LetterOrdered]:
    return [one for one in letters(world.events) if one.template == "office" and one.to.address == OFFICE]


def headlines(world: World) -> list[str]:
    return [str(one.facts["headline"]) for one in to_office(world)]


def items(letter: LetterOrdered) -> str:
    return " ".join(str(one) for one in letter.facts["items"])


def readers(events: object, template: str = "stage") -> list[str]:
    return [one.to.person for one in letters(tuple(events)) if one.template == template]  # type: ignore[arg-type] # events of a decision


def failed(who: str) -> Sender:
    return replace(sender(who), proof="failed")


def plausible(who: str) -> Sender:
    return replace(sender(who), proof="plausible")


# Real hours, over the nights on which clocks change, and over a weekend.


@pytest.mark.parametrize(
    ("written", "chased", "climbs"),
    [
        # Sun 25 Oct 2026: the clocks go back at 2am, so a day is an hour longer by the wall.
        ("Sat 24 Oct 2026 15:30", "Sat 24 Oct 2026 17:30", "Sun 25 Oct 2026 14:30"),
        ("Sat 24 Oct 2026 23:30", "Sun 25 Oct 2026 01:30", "Sun 25 Oct 2026 22:30"),
        # Sun 28 Mar 2027: they go forward at 1am; it is the Sunday of Easter.
        ("Sat 27 Mar 2027 15:30", "Sat 27 Mar 2027 17:30", "Sun 28 Mar 2027 16:30"),
        ("Sun 28 Mar 2027 00:30", "Sun 28 Mar 2027 03:30", "Mon 29 Mar 2027 01:30"),
        ("Fri 20 Nov 2026 18:40", "Fri 20 Nov 2026 20:40", "Sat 21 Nov 2026 18:40"),
    ],
)
def test_two_hours_and_twenty_four_are_real_ones(written: str, chased: str, climbs: str) -> None:
    world = opened("Wed 21 Oct 2026 10:00" if "Oct" in written else "Thu 19 Nov 2026 16:00")
    world.now = moment(written)
    urgent_by(world, RAISER)
    assert standing(world, "urgent") == [moment(climbs)]
    assert standing(world, "chase") == [moment(chased)]
    gap = standing(world, "urgent")[0].astimezone(UTC) - world.now.astimezone(UTC)
    assert gap == 24 * HOUR
    assert standing(world, "chase")[0].astimezone(UTC) - world.now.astimezone(UTC) == 2 * HOUR


@pytest.mark.parametrize(
    ("written", "again"),
    [
        ("Fri 20 Nov 2026 18:40", ["Mon 23 Nov 2026 09:00"]),
        ("Thu 24 Dec 2026 17:00", ["Tue 29 Dec 2026 09:00"]),  # Fri Christmas Day, Mon 28 Dec for Boxing Day
        ("Fri 26 Mar 2027 12:00", ["Tue 30 Mar 2027 09:00"]),  # Good Friday, Mon 29 Mar Easter Monday
        ("Mon 23 Nov 2026 08:30", ["Mon 23 Nov 2026 09:00"]),
        ("Mon 23 Nov 2026 09:00", []),
        ("Mon 23 Nov 2026 16:59", []),
    ],
)
def test_out_of_hours_it_goes_again_once_on_the_next_working_morning(written: str, again: list[str]) -> None:
    world = opened("Thu 19 Nov 2026 16:00")
    world.now = moment(written)
    events = urgent_by(world, RAISER)
    assert "d-mensah" in readers(events), "at once, whatever the hour"
    assert standing(world, "again") == [moment(one) for one in again]


def test_in_the_morning_the_next_tier_has_the_letter_again_too_and_only_once() -> None:
    world = at_stage_2()
    world.now = moment("Mon 23 Nov 2026 22:00")
    urgent_by(world, RAISER)
    world.now = moment("Tue 24 Nov 2026 09:00")
    assert {"m-dasgupta", "j-okafor", "c-ferris", "r-lindqvist"} <= set(readers(world.sweep()))
    assert not standing(world, "again")


# The earlier of its own date and 24 hours, and it climbs.


def test_a_stage_whose_own_date_comes_first_climbs_on_it() -> None:
    world = opened("Mon 23 Nov 2026 10:00")  # plan due Wed 25 Nov 17:00
    world.now = moment("Wed 25 Nov 2026 09:00")
    urgent_by(world, RAISER)
    world.wait("Wed 25 Nov 2026 17:01")
    assert world.case.stage == "2"
    assert standing(world, "urgent") == [moment("Thu 26 Nov 2026 17:00")]


def test_silence_under_urgent_comes_to_the_last_stage_a_day_a_tier_and_never_ends() -> None:
    world = opened("Fri 20 Nov 2026 15:30")
    urgent_by(world, RAISER)
    world.wait("Fri 27 Nov 2026 15:30")
    places = [(f"{one.at:%a %H:%M}", one.stage, one.tier) for one in world.events if isinstance(one, StageEntered)][1:]
    ladder = [("2", 1), ("3", 1), ("3", 2), ("4", 1), ("5", 1)]
    assert [place[1:] for place in places] == ladder
    assert {place[0][4:] for place in places} == {"15:30"}
    assert world.case.status == "open"
    assert world.case.standing


def test_a_second_urgent_puts_nothing_off() -> None:
    world = at_stage_2()
    urgent_by(world, RAISER)
    first = standing(world, "urgent")
    world.now += 23 * HOUR
    events = urgent_by(world, RESPONDER, "nobody has rung")
    assert standing(world, "urgent") == first
    assert {"m-dasgupta", "j-okafor"} <= set(readers(events)), "nobody is refused: they have the letter again"
    assert standing(world, "chase") == [world.now + 2 * HOUR]


def test_two_that_write_it_by_turns_in_their_own_same_words_ring_the_office_once_each() -> None:
    world = at_stage_2()
    before = len(to_office(world))
    for _ in range(4):
        urgent_by(world, RAISER, "she is not safe")
        urgent_by(world, RESPONDER, "nor is he")
        world.now += timedelta(minutes=1)
    assert len(to_office(world)) == before + 2
    urgent_by(world, RAISER, "she is not safe, and has left the house")
    assert len(to_office(world)) == before + 3, "other words ring at once"


def test_a_new_tier_has_its_own_twenty_four_hours() -> None:
    world = at_stage_2()
    urgent_by(world, RAISER)
    world.now += 5 * HOUR
    world.say(RAISER, Verb.ESCALATE)
    assert standing(world, "urgent") == [world.now + 24 * HOUR]


# Chased after two hours, in every kind of stage.


def test_after_two_hours_deputies_have_the_letter_and_the_office_hears_again() -> None:
    world = at_stage_2()
    urgent_by(world, RAISER)
    world.say("m-dasgupta", Verb.RECEIVED)
    world.now += 2 * HOUR
    events = world.sweep()
    assert readers(events) == ["t-byrne"], "the raiser's side has answered; the other side's deputy is written to"
    assert "no RECEIVED came from Joy Okafor" in items(to_office(world)[-1])


def test_the_office_is_to_ring_whom_nobody_has_heard_and_not_whoever_raised_it() -> None:
    world = opened("Mon 23 Nov 2026 10:00")
    urgent_by(world, RAISER)
    world.now += 2 * HOUR
    world.sweep()
    chased = items(to_office(world)[-1])
    assert "no RECEIVED came from" in chased
    assert "Daniel Mensah, " in chased
    assert "Sarah Whitlock" not in chased


def test_at_a_convened_stage_without_an_officer_the_office_is_asked_again_itself() -> None:
    world = opened("Mon 23 Nov 2026 10:00")
    for _ in range(5):
        world.say(RAISER, Verb.ESCALATE)
    urgent_by(world, RAISER)
    world.now += 2 * HOUR
    world.sweep()
    assert "no RECEIVED came from NSCP Business Office" in items(to_office(world)[-1])


def test_an_office_that_has_written_from_any_of_its_addresses_is_not_chased() -> None:
    world = opened("Mon 23 Nov 2026 10:00")
    for _ in range(5):
        world.say(RAISER, Verb.ESCALATE)
    urgent_by(world, RAISER)
    world.say("amira.hill@nscp.example", Verb.RECEIVED)
    before = len(to_office(world))
    world.now += 2 * HOUR
    world.sweep()
    assert len(to_office(world)) == before


# By anybody, in any state.


def test_the_other_sides_urgent_is_told_to_the_raiser_who_alone_can_end_it() -> None:
    world = at_stage_2()
    events = urgent_by(world, "j-okafor")
    told = [one for one in letters(events) if one.to.person == RAISER]  # type: ignore[arg-type] # events of a decision
    assert [one.facts["headline"] for one in told] == ["Joy Okafor wrote URGENT"]
    world.say("j-okafor", Verb.URGENT, "over")
    assert world.case.urgent is not None
    world.say(RAISER, Verb.URGENT, "over")
    assert world.case.urgent is None


def test_a_mail_in_somebodys_name_that_failed_its_proof_is_asked_back_and_the_office_rings() -> None:
    world = at_stage_2()
    events = world.hear(RAISER, said(Verb.URGENT, world.now), sender=failed(RAISER))
    assert world.case.urgent is None
    assert any(isinstance(one, ConfirmationAsked) for one in events)
    assert "says URGENT" in items(to_office(world)[-1])


def test_a_plausible_sender_may_call_for_help_and_must_prove_that_it_is_over() -> None:
    world = at_stage_2()
    world.hear(RAISER, said(Verb.URGENT, world.now), sender=plausible(RAISER))
    assert world.case.urgent is not None
    world.send()
    events = world.hear(RAISER, said(Verb.URGENT, world.now, "over"), sender=plausible(RAISER))
    assert world.case.urgent is not None
    assert any(isinstance(one, ConfirmationAsked) for one in events)
    world.send()
    asked = next(one.letter for one in letters(events) if one.template == "confirm")
    world.hear(RAISER, sender=plausible(RAISER), **yes(Verb.URGENT, asked, "over"))
    assert world.case.urgent is None


def test_urgent_over_where_nothing_is_urgent_raises_no_alarm_and_opens_nothing_again() -> None:
    world = at_stage_2()
    world.say(RAISER, Verb.URGENT, "over.")
    assert world.case.urgent is None
    world.say("m-dasgupta", Verb.RESOLVED)
    world.say("j-okafor", Verb.AGREE)
    world.say(RAISER, Verb.AGREE)
    events = world.say(RAISER, Verb.URGENT, "over")
    assert world.case.status == "closed"
    assert not any(isinstance(one, CaseReopened) for one in events)


def test_when_it_is_over_every_case_still_has_its_dates_and_no_date_twice() -> None:
    world = at_stage_2()
    urgent_by(world, RAISER)
    world.say(RAISER, Verb.URGENT, "over")
    purposes = [one.purpose for one in world.case.standing]
    assert not {"urgent", "chase", "again"} & set(purposes)
    assert purposes.count("clock") == 2
    assert purposes.count("nudge") == 1


def test_in_the_raisers_day_it_stops_the_agreement_and_the_stages_own_dates_stand_again() -> None:
    world = at_stage_2()
    world.say("m-dasgupta", Verb.RESOLVED)
    world.say("j-okafor", Verb.AGREE)
    events = urgent_by(world, "k-obrien")
    assert any(isinstance(one, Objected) for one in events), "it had been agreed"
    assert world.case.status == "open"
    assert standing(world, "urgent") == [world.now + 24 * HOUR]
    world.say(RAISER, Verb.URGENT, "over")
    assert standing(world, "clock") == [moment("Mon 30 Nov 2026 17:00")]


def test_on_a_closed_case_it_opens_again_and_is_urgent_at_once() -> None:
    world = at_stage_2()
    world.say("m-dasgupta", Verb.RESOLVED)
    world.say("j-okafor", Verb.AGREE)
    world.say(RAISER, Verb.AGREE)
    assert world.case.status == "closed"
    world.now += 24 * HOUR
    urgent_by(world, RESPONDER)
    assert (world.case.status, world.case.stage) == ("open", "2")
    assert standing(world, "urgent") == [world.now + 24 * HOUR]


def test_it_is_taken_back_by_its_author_and_whoever_had_the_letter_hears_of_it() -> None:
    world = at_stage_2()
    before = [(one.purpose, one.due) for one in world.case.standing if one.purpose == "clock"]
    urgent_by(world, "m-dasgupta")
    world.hear("m-dasgupta", said(Verb.UNDO, world.now), sender=plausible("m-dasgupta"))
    assert world.case.urgent is not None, "to take back a call for attention leads towards quiet"
    events = world.say("m-dasgupta", Verb.UNDO)
    assert world.case.urgent is None
    assert [(one.purpose, one.due) for one in world.case.standing if one.purpose == "clock"] == before
    assert {"j-okafor", "c-ferris", "r-lindqvist"} <= set(readers(events, "correction"))
    assert headlines(world)[-1] == "Something was taken back"


def test_a_stage_that_does_not_exist_is_said_so_and_delays_nothing() -> None:
    world = at_stage_2()
    events = world.hear(RAISER, Said(Verb.URGENT, "to stage 9: she bleeds", "URGENT", stage="9"))
    answer = next(one for one in letters(events) if one.template == "answer")
    assert "We could not tell which stage you named. It is at stage 2." in answer.facts["lines"][0]["result"]
    assert {"m-dasgupta", "j-okafor"} <= set(readers(events))
    assert world.case.urgent is not None


def test_asked_what_it_would_do_nothing_happens() -> None:
    world = at_stage_2()
    world.hear(RAISER, replace(said(Verb.URGENT, world.now), dry_run=True))
    assert world.case.urgent is None
    assert not any(isinstance(one, UrgentEnded) for one in world.events)


# In a first mail, and in one that finds no case.


def first(*words: Said, who: str = RAISER, text: str = "", **more: object) -> Hear:
    facts = {
        "child_references": (CHILD,),
        "to": (addressee(RESPONDER),),
        "own_words": text,
        "danger": phrases(text),
        **more,
    }
    return Hear(OPENED, "m1", "<m1@x.example>", sender(who), said=words, **facts)  # type: ignore[arg-type] # the tests' own facts


def test_a_first_mail_with_urgent_opens_whatever_other_word_stands_in_it() -> None:
    plan = said(Verb.PLAN, OPENED)
    assert not first_mail.opens(first(plan))
    assert first_mail.opens(first(plan, said(Verb.URGENT, OPENED)))


def in_the_book(hear: Hear) -> World:
    world = World()
    world.case = book()
    world.decide(hear)
    return world


@pytest.mark.parametrize("words", [(said(Verb.URGENT, OPENED),), ()])
def test_a_call_for_help_that_finds_no_case_alarms_the_office_with_a_number(words: tuple[Said, ...]) -> None:
    text = "" if words else DANGER_NOW
    hear = first(*words, who="m-dasgupta", text=text, child_references=(), to=(), heard_before=("nothing_opened",))
    world = in_the_book(hear)
    assert headlines(world) == ["URGENT, on no case"]
    assert "01632 960 131" in items(to_office(world)[0])
    assert [one.template for one in letters(world.events) if one.replied] == ["nothing_opened"]


@pytest.mark.parametrize("text", [DANGER_NOW, ""])
def test_a_strangers_second_mail_of_the_day_is_heard_if_it_speaks_of_danger(text: str) -> None:
    hear = first(who="parent@mailhost.example", text=text, child_references=(), to=(), heard_before=("stranger",))
    assert headlines(in_the_book(hear)) == (["URGENT, from outside"] if text else [])


def test_somebody_outside_the_case_who_calls_for_help_moves_nothing_and_the_office_reads_it_now() -> None:
    world = at_stage_2()
    world.hear("parent@mailhost.example", said(Verb.URGENT, world.now), own_words="URGENT he is back")
    assert world.case.urgent is None
    assert to_office(world)[-1].facts["action"] == "Read it now, and ring them."


# Words of danger without the word.


def test_words_of_danger_beside_a_question_about_urgent_are_heard() -> None:
    asks = replace(said(Verb.URGENT, OPENED), dry_run=True)
    assert danger.speaks(first(asks, text=DANGER_NOW))
    assert not danger.speaks(first(said(Verb.URGENT, OPENED), text=DANGER_NOW))
