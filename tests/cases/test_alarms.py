"""An alarm that the office leaves goes to its deputies and then to the duty contact; on its closed days at once (rule 17)."""

from dataclasses import replace
from datetime import date

from mailservice.cases.history.commands import Sender
from mailservice.cases.history.events import Event
from mailservice.cases.history.words import Verb
from mailservice.directory import StandIn
from mailservice.mail.compose.templates import load_templates, read_folder
from mailservice.simulator.story import moment
from tests.cases.mornings import morning
from tests.cases.world import OFFICE, RAISER, RESPONDER, ROOT, World, directory, letters, said
from tests.gallery import part, written

DEPUTY = StandIn("Sam Reed", "sam.reed@nscp.example", "01632 960 112")
DUTY = StandIn("Ines Vale", "ines.vale@nscp.example", "01632 960 113")
READY = load_templates(read_folder(ROOT / "templates" / "email"))


def staffed(**more: object) -> World:
    """Return an open case whose office has a deputy and a duty contact."""
    known = directory()
    office = replace(known.office, deputies=(DEPUTY,), duty=DUTY, **more)  # type: ignore[arg-type] # the tests' own facts
    return World(who_is_who=replace(known, office=office)).open()


def alarmed() -> World:
    """Return one on which URGENT came on Monday at ten."""
    world = staffed()
    world.say(RAISER, Verb.URGENT, "bruises")
    return world


def to(events: tuple[Event, ...] | list[Event], who: StandIn) -> list[str]:
    return [one.facts["headline"] for one in letters(events) if one.to.address == who.address]


def test_after_two_working_hours_the_deputies_hear_of_it_and_two_later_the_duty_contact() -> None:
    world = alarmed()
    assert not to(world.events, DEPUTY)
    world.wait("Mon 23 Nov 2026 12:00")
    assert to(world.events, DEPUTY) == ["An alarm that nobody has answered"]
    assert not to(world.events, DUTY)
    world.wait("Mon 23 Nov 2026 14:00")
    assert to(world.events, DUTY) == ["An alarm that nobody has answered"]


def test_the_letter_says_what_it_is_and_whom_to_ring() -> None:
    world = alarmed()
    world.wait("Mon 23 Nov 2026 12:00")
    (letter,) = (one for one in letters(world.events) if one.to.address == DEPUTY.address)
    text = " ".join(part(written(letter, READY), "plain").split())
    assert "Dear Sam Reed" in text
    assert "URGENT. Nobody there has answered since" in text
    assert "Joy Okafor, Nene Valley Children's Trust" in text
    assert "This is with Sam Reed" in text


def test_in_the_night_working_hours_count() -> None:
    world = staffed()
    world.now = moment("Mon 23 Nov 2026 20:00")
    world.say(RAISER, Verb.URGENT, "bruises")
    world.wait("Tue 24 Nov 2026 10:59")
    assert not to(world.events, DEPUTY)
    world.wait("Tue 24 Nov 2026 11:00")
    assert to(world.events, DEPUTY)


def test_any_mail_of_the_office_on_the_case_answers_it() -> None:
    world = alarmed()
    world.hear(RESPONDER, said(Verb.RECEIVED, world.now, ""))  # else the office is alarmed once more
    world.hear(OFFICE, own_words="I have rung them all.")
    world.wait("Mon 23 Nov 2026 13:30")
    assert not to(world.events, DEPUTY)
    world.wait("Mon 23 Nov 2026 14:00")
    assert to(world.events, DEPUTY), "at noon nobody of the next tier had written, and the office was alarmed once more"


def test_an_automatic_answer_is_none_and_a_deputys_own_mail_is() -> None:
    world = alarmed()
    world.hear(RESPONDER, said(Verb.RECEIVED, world.now, ""))
    world.hear(OFFICE, kind="out-of-office")
    world.wait("Mon 23 Nov 2026 12:00")
    assert to(world.events, DEPUTY)
    sam = Sender(DEPUTY.address, DEPUTY.name, office=True, proof="proven")
    world.hear(OFFICE, sender=sam, own_words="I have it.")
    world.wait("Tue 24 Nov 2026 09:30")
    assert not to(world.events, DUTY)


def test_after_the_duty_contact_everybody_hears_of_it_each_working_morning() -> None:
    world = alarmed()
    world.wait("Mon 23 Nov 2026 14:00")
    before = len(world.events)
    world.wait("Wed 25 Nov 2026 09:00")
    again = world.events[before:]
    assert len(to(again, DEPUTY)) == len(to(again, DUTY)) == 2, "on Tuesday and on Wednesday"


def test_a_climb_does_not_silence_it() -> None:
    world = alarmed()
    world.say(RAISER, Verb.ESCALATE)
    world.wait("Mon 23 Nov 2026 12:00")
    assert to(world.events, DEPUTY)


def test_on_a_closed_day_of_the_office_they_hear_at_once_no_date_moves_and_the_letters_say_who_is_there() -> None:
    world = staffed(closed={date(2026, 11, 23): "Christmas shutdown"})
    plain = World().open()
    assert [one.due for one in world.case.standing] == [one.due for one in plain.case.standing]
    events = world.say(RAISER, Verb.URGENT, "bruises")
    assert to(events, DEPUTY) == to(events, DUTY) == ["URGENT"]
    (stage,) = [one for one in letters(events) if one.template == "stage" and one.to.person == RESPONDER]
    text = " ".join(part(written(stage, READY), "plain").split())
    assert "is closed today (Christmas shutdown). For what cannot wait, ring Sam Reed on 01632 960 112" in text


def test_without_anybody_beside_the_office_nothing_is_waited_for() -> None:
    world = World().open()
    world.say(RAISER, Verb.URGENT, "bruises")
    assert world.case.status == "open"
    assert not any(one.purpose == "alarm" for one in world.case.standing)


def test_the_morning_letter_can_be_written_while_an_alarm_waits() -> None:
    assert morning(alarmed())
