"""What the other partnerships' policies ask, one decision at a time: their last words, their reminders, their silences."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.cases.told.transcript import transcript
from mailservice.mail.compose import wording
from mailservice.simulator.story import moment
from tests.cases import states
from tests.cases.mornings import morning
from tests.cases.world import World, days, letters, policy, said


def results(events: tuple[Event, ...]) -> str:
    """Return what the answer among the events says."""
    [answer] = [one for one in letters(events) if one.template == "answer"]
    return " ".join(line["result"] for line in answer.facts["lines"])


@pytest.mark.parametrize(
    ("state", "who"), [("bscp with the Chair", "chair"), ("crp at the last stage", "head-safeguarding")]
)
def test_mediation_is_refused_where_the_policy_knows_none(state: str, who: str) -> None:
    world = states.STATES[state][0]()
    assert "no mediation" in results(world.say(who, Verb.MEDIATION))
    assert world.case.mediation_on is None


def test_a_report_names_only_the_endings_that_the_policy_has() -> None:
    chair, safeguarding = states.bscp_chair(), states.crp_last_stage()
    assert "NOT AGREED" not in results(chair.say("office@bscp.example", Verb.REPORT))
    assert "NOT AGREED" in results(safeguarding.say("office@fenland.example", Verb.REPORT))


def test_whoever_convenes_is_reminded_and_the_office_reads_of_it_in_the_morning() -> None:
    world = states.sgcp_executive()
    before = len(world.events)
    world.wait("Wed 25 Nov 2026 16:00")
    near = [one for one in letters(world.events[before:]) if one.facts.get("headline") == "A date is near"]
    assert {one.to.address for one in near} == {"executive@sgcp.example"}
    [need] = [one for one in morning(world)["needs"] if "is convened; see that it is arranged" in one]
    assert "SGCP Business Office, by " in need
    for one in near:
        others = [other for other in letters(world.events) if other.to == one.to and other is not one]
        assert all(
            days().working_hours_between(other.at, one.at) >= timedelta(hours=4)
            for other in others
            if other.at <= one.at
        )


def test_whoever_convenes_is_asked_what_came_of_the_day_they_named() -> None:
    world = states.sgcp_panel_named()
    before = len(world.events)
    world.wait("Fri 27 Nov 2026 09:00")
    assert "executive@sgcp.example" in {one.to.address for one in letters(world.events[before:])}


def test_a_day_that_is_named_for_today_lasts_until_its_end() -> None:
    world = states.sgcp_executive()
    world.now = moment("Tue 24 Nov 2026 14:00")
    world.hear("executive", replace(said(Verb.PANEL, world.now), when=world.now.date()))
    [asked] = [one for one in world.case.standing if one.purpose == "check-in"]
    assert asked.due == moment("Tue 24 Nov 2026 17:00")


@pytest.mark.parametrize(
    ("when", "told", "short"),
    [
        (moment("Thu 10 Dec 2026 14:00"), "2pm on Thursday 10 December 2026", "2pm Thu 10 Dec"),
        (moment("Thu 10 Dec 2026 14:00").date(), "Thursday 10 December 2026", "Thu 10 Dec"),
    ],
)
def test_nobody_is_told_an_hour_that_whoever_set_the_day_did_not_write(when: date, told: str, short: str) -> None:
    world = states.sgcp_executive()
    events = world.hear("executive", replace(said(Verb.PANEL, world.now), when=when))
    [on] = {one.facts["on"] for one in letters(events) if one.template == "mediation"}
    zone = ZoneInfo("Europe/London")
    assert (wording.moment(on, zone), wording.short(on, zone)) == (told, short)
    assert f"A panel is set for {told}." in {one.said for one in transcript(world.events, policy("sgcp"), {}).entries}


def test_the_office_hears_how_often_nobody_answered() -> None:
    world = World(place="bscp").open()
    for day, times in (("Fri 27 Nov 2026 17:01", 4), ("Mon 30 Nov 2026 17:01", 5)):
        world.wait(day)
        assert any(f"though we asked {times} times" in one for one in morning(world)["needs"]), day


@pytest.mark.parametrize("verb", [Verb.OVERTAKEN, Verb.NEW_DATE])
def test_a_question_to_every_agency_that_comes_back_is_put_to_colleagues(verb: Verb) -> None:
    world = World().open()
    world.wait("Thu 26 Nov 2026 09:00")
    world.say("m-dasgupta", verb)
    [asked] = [one for one in letters(world.events) if one.template in ("overtaken", "new_date")][-1:]
    came = world.bounce(asked.letter)
    assert "next_manager" in {one.template for one in came if isinstance(one, LetterOrdered)}


def test_a_course_may_be_set_more_than_once_and_each_has_its_date() -> None:
    world = states.bscp_course_set()
    later = replace(said(Verb.NEW_DATE, world.now), when=days().add(world.now.date(), 9))
    world.hear("chair", later)
    assert world.case.mediation_on is not None
    assert world.case.mediation_on.date() == later.when
    assert [one.due.date() for one in world.case.standing if one.purpose == "check-in"] == [later.when]
