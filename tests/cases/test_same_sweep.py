"""What the office hears at once (rules, section 17): one row for each happening, and what its one letter says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from mailservice.cases import machine
from mailservice.cases.history.case import book
from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import Action, Event, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.cases.letters.ordering import NOTHING
from tests.cases.world import CHILD, OFFICE, OPENED, RAISER, RESPONDER, World, addressee, at, directory, said, sender

Events = tuple[Event, ...] | list[Event]


def opened() -> World:
    return World().open()


def agreed() -> World:
    world = opened()
    world.say(RESPONDER, Verb.ESCALATE)
    world.say("j-okafor", Verb.RESOLVED)
    world.say("m-dasgupta", Verb.AGREE)
    assert world.case.status == "agreed"
    return world


def with_an_action() -> World:
    world = opened()
    visit = Action("a joint visit on Friday 27 November", date(2026, 11, 27))
    world.hear(RESPONDER, replace(said(Verb.RESOLVED, world.now), actions=(visit,)))
    world.say(RAISER, Verb.AGREE)
    world.wait("Fri 27 Nov 2026 09:01")
    return world


def at_the_chair() -> World:
    world = at("bscp")
    while world.case.stage != "4":
        world.say(world.raiser, Verb.ESCALATE)
    return world


def on_no_case(**more: Any) -> Events:
    facts = {"at": OPENED, "mail": "m1", "message_id": "<m1@people.example>", "sender": sender(RAISER), **more}
    return machine.decide(book(), Hear(**facts), World().rules, directory())


def urgent() -> Events:
    return opened().hear(RAISER, said(Verb.URGENT, OPENED, "He goes home tonight."))


def words_of_danger() -> Events:
    return opened().hear(RESPONDER, own_words="The father threatened to kill her.", danger=("threatened to kill",))


def forged() -> Events:
    return opened().hear(RESPONDER, said(Verb.RESOLVED, OPENED), sender=replace(sender(RESPONDER), proof="failed"))


def bounced() -> Events:
    world = opened()
    return world.bounce(next(one.letter for one in world.case.letters.values() if one.to.person == RESPONDER))


def empty_tier() -> Events:
    world = at("bscp")
    people = tuple(one for one in world.who_is_who.people if one.id != "g-tanner")
    world.who_is_who = replace(world.who_is_who, people=people)
    return world.say(world.raiser, Verb.ESCALATE)


def held() -> Events:
    return on_no_case(sender=sender("somebody@elsewhere.example"), own_words="Hello.", to=(addressee(RESPONDER),))


def unreadable() -> Events:
    return opened().hear(RESPONDER, kind="encrypted")


def in_confidence() -> Events:
    return on_no_case(to=(addressee(RESPONDER),), own_words="This is whistleblowing about my manager.")


def withdrawn() -> Events:
    return opened().hear(RAISER, said(Verb.WITHDRAW, OPENED, "I was asked to leave it."))


def objected() -> Events:
    world = agreed()
    return world.hear(RAISER, said(Verb.OBJECT, world.now, "The weekly weighing is missing."))


def not_done() -> Events:
    world = with_an_action()
    return world.hear(RAISER, said(Verb.NOT_DONE, world.now, "Nobody came."))


def decided() -> Events:
    world = at_the_chair()
    return world.hear("chair", said(Verb.DECISION, world.now, "He stays until the home has heating."))


def on_both_ladders() -> Events:
    world = World()
    world.hear(RESPONDER, child_references=(CHILD,), own_words="I disagree, Joy.")
    world.hear(RESPONDER, replace(said(Verb.CONTACT, world.now), address="joy.okafor@nenevalley.example"))
    world.send()
    return world.hear(RESPONDER, said(Verb.ESCALATE, world.now))


def convened() -> Events:
    world = opened()
    while world.case.stage != "4":
        world.say(RAISER, Verb.ESCALATE)
    return world.hear(RAISER, said(Verb.ESCALATE, world.now))


def unwilling() -> Events:
    return opened().hear(RAISER, own_words="Nene Valley refuse to attend, and will not assess.", said=())


# The happening, what its letter begins with, and whether somebody has to act.
ROWS: tuple[tuple[Callable[[], Events], str, bool], ...] = (
    (urgent, "URGENT", True),
    (words_of_danger, "Words of danger", True),
    (forged, "A mail that may be forged", True),
    (bounced, "A letter did not arrive", True),
    (empty_tier, "Nobody known for Chiltern Children's Services at stage 1", True),
    (held, "A mail from outside", True),
    (unreadable, "A mail we could not read", True),
    (in_confidence, "One email is held in confidence", False),
    (withdrawn, "A case is being withdrawn", True),
    (objected, "The raiser objects", True),
    (not_done, "An action is not done", True),
    (decided, "A case has ended", True),
    (on_both_ladders, "One person on both ladders", True),
    (convened, "", True),
    (unwilling, "An agency that will not act", True),
)


def to_office(events: Events) -> list[LetterOrdered]:
    return [one for one in events if isinstance(one, LetterOrdered) and one.to.address.startswith("office@")]


@pytest.mark.parametrize(("happening", "headline", "asks"), ROWS, ids=[row[0].__name__ for row in ROWS])
def test_the_office_has_one_letter_at_once_with_an_action_an_owner_and_a_date(
    happening: Callable[[], Events], headline: str, *, asks: bool
) -> None:
    events = happening()
    (letter,) = to_office(events)
    facts = letter.facts
    if letter.template == "convened":
        assert headline == ""
        assert facts["action"]
        assert datetime.fromisoformat(facts["due"]["due"]) > letter.at
        return
    assert facts["headline"] == headline
    if asks:
        assert facts["action"] != NOTHING
        assert facts["owner"].endswith("Business Office")
        assert datetime.fromisoformat(facts["by"]) > letter.at
    else:
        assert (facts["action"], facts["owner"], facts["by"]) == (NOTHING, "", "")


def test_of_what_is_held_in_confidence_the_office_sees_no_word() -> None:
    (letter,) = to_office(in_confidence())
    shown = str(letter.facts)
    assert "whistle" not in shown.lower()
    assert "Whitlock" not in shown


def test_an_alarm_leads_and_the_convened_stage_stands_in_the_same_letter() -> None:
    world = opened()
    while world.case.stage != "4":
        world.say(RAISER, Verb.ESCALATE)
    world.say(RAISER, Verb.URGENT)
    world.now = world.case.standing[0].due
    while world.case.stage == "4":
        world.now = next(one.due for one in world.case.standing if one.due >= world.now)
        events = world.sweep()
        world.send()
    (letter,) = to_office(events)
    assert letter.facts["headline"] == "URGENT"
    assert [one["headline"] for one in letter.facts["also"]] == ["Stage 5 is to be arranged"]
    assert {"MEDIATION", "REPORT", "NOT AGREED"} <= {word["verb"] for word in letter.facts["words"]}


def test_a_convened_stage_counts_from_the_sending_of_the_letter_that_tells_of_it_among_others() -> None:
    world = opened()
    while world.case.stage != "4":
        world.say(RAISER, Verb.ESCALATE)
    world.say(RAISER, Verb.URGENT)
    while world.case.stage == "4":
        world.now = next(one.due for one in world.case.standing if one.due >= world.now)
        world.sweep()
    letter = next(one for one in reversed([*world.case.letters.values()]) if one.to.address == OFFICE)
    before = next(one.due for one in world.case.standing if one.purpose == "clock")
    world.now = datetime.fromisoformat("2026-11-27T12:00:00+00:00")
    world.send()
    after = next(one.due for one in world.case.standing if one.purpose == "clock")
    assert letter.about == "convened"
    assert after > before


def test_an_agency_that_will_not_act_is_told_of_once_a_stage_with_what_the_policy_asks() -> None:
    world = at("bscp")
    first = world.hear(world.raiser, own_words="Children's services won't take part.")
    (letter,) = to_office(first)
    assert any("an agency will not take part" in one for one in letter.facts["items"])
    assert any("Ivan Marsh, Chiltern Children's Services:" in one for one in letter.facts["items"])
    world.send()
    assert to_office(world.hear(world.raiser, own_words="Children's services still refuse to meet.")) == []
    world.say(world.raiser, Verb.ESCALATE)
    assert len(to_office(world.hear("p-kerr", own_words="Social care decline to meet."))) == 1


def test_what_a_first_mail_says_of_the_other_side_is_the_issue_and_no_alarm() -> None:
    world = World()
    events = world.hear(
        RAISER, child_references=(CHILD,), to=(addressee(RESPONDER),), own_words="You refuse to assess NCT-483920."
    )
    assert to_office(events) == []


def test_near_the_end_of_a_day_the_office_has_until_the_next() -> None:
    world = opened()
    world.now = datetime.fromisoformat("2026-11-23T16:30:00+00:00")
    (letter,) = to_office(world.hear(RESPONDER, kind="encrypted"))
    assert letter.facts["by"] == "2026-11-24T17:00:00+00:00"
    world.now = datetime.fromisoformat("2026-11-28T10:00:00+00:00")  # a Saturday
    (letter,) = to_office(world.hear(RESPONDER, kind="encrypted"))
    assert letter.facts["by"] == "2026-11-30T17:00:00+00:00"
