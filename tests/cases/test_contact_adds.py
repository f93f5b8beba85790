"""CONTACT fills a gap or adds: it displaces nobody whom the directory knows, and the office hears at once (rule 15)."""

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import AddressNamed, Event
from mailservice.cases.history.words import Verb
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn
from mailservice.cases.words import allow
from tests.cases.world import RAISER, RESPONDER, World, answered, letters, sender

JOY = "j-okafor"
NEW = "robin.lane@nenevalley.example"


def at_stage_2() -> World:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE, "no plan")
    return world


def contact(world: World, by: str, address: str = NEW, name: str = "Robin Lane") -> tuple[Event, ...]:
    letter = next((one.letter for one in reversed([*world.case.letters.values()]) if one.to.person == by), "")
    said = Said(Verb.CONTACT, "", f"CONTACT {name} {address}", None, name, address)
    events = world.hear(by, said, answers=letter, replies_to=letter)
    world.send()
    return events


def silent_at_2() -> World:
    """Return a case at stage 2 where a contact was named beside Joy Okafor, by a colleague of hers."""
    world = at_stage_2()
    _name_beside(world)
    return world


def _name_beside(world: World) -> tuple[Event, ...]:
    # A plain CONTACT speaks of the next stage where nobody is unreached here; a name given before counts here as well.
    turn = Turn(world.case, world.rules, world.who_is_who, world.now)
    by = deciders.party_of(sender(RESPONDER), world.who_is_who)
    allow.let_act(
        turn, AddressNamed(world.now, "contact", "nene-valley", NEW, "Robin Lane", None, None, *turn.here, by), by
    )
    world.events += turn.events
    world.case = turn.case
    return tuple(turn.events)


def test_whom_the_directory_has_still_decides_and_the_office_is_told_at_once() -> None:
    world = at_stage_2()
    events = contact(world, RESPONDER)
    assert "A contact was named" in {one.facts["headline"] for one in world.to_office(events)}
    world.say(RAISER, Verb.ESCALATE, "still nothing")
    stage_3 = {
        one.to.person for one in letters(world.events) if one.template == "stage" and one.stage == world.case.stage
    }
    assert stage_3 - {""}, "whoever the directory has at the stage has its letter all the same"


def test_who_was_added_has_the_letter_and_their_word_is_advice() -> None:
    world = silent_at_2()
    assert any(one.to.address == NEW and one.template == "stage" for one in world.case.letters.values())
    events = world.say(NEW, Verb.RESOLVED, "a visit; nothing stays open")
    assert world.case.pending is None
    assert "Joy Okafor decides for your agency" in answered(events)[0]
    world.say(JOY, Verb.RESOLVED, "a visit; nothing stays open")
    assert world.case.pending


def test_after_a_working_day_of_silence_the_added_one_decides_until_the_office_answers() -> None:
    world = silent_at_2()
    world.wait("Tue 24 Nov 2026 17:00")
    told = [one.facts["headline"] for one in world.to_office(world.events)]
    assert "Who was added decides" in told
    world.say(NEW, Verb.RESOLVED, "a visit; nothing stays open")
    assert world.case.pending


def test_where_the_directorys_person_bounced_the_added_one_decides() -> None:
    world = silent_at_2()
    letter = next(one.letter for one in world.case.letters.values() if one.to.person == JOY and one.template == "stage")
    world.bounce(letter)
    world.send()
    world.say(NEW, Verb.RESOLVED, "a visit; nothing stays open")
    assert world.case.pending


def test_one_of_the_two_who_disagree_cannot_be_named_for_a_later_stage() -> None:
    world = at_stage_2()
    person = world.who_is_who.person(RESPONDER)
    assert person is not None
    events = contact(world, RESPONDER, person.address, person.name)
    assert "one of those who disagree" in answered(events)[0]
    assert not world.case.contacts


def test_somebody_of_a_lower_tier_cannot_be_named() -> None:
    world = at_stage_2()
    world.say(RAISER, Verb.ESCALATE, "still nothing")
    person = world.who_is_who.person(JOY)
    assert person is not None
    events = contact(world, RESPONDER, person.address, person.name)
    assert "acts at an earlier stage" in answered(events)[0]
    assert not world.case.contacts


def test_who_decides_there_names_somebody_in_their_own_place() -> None:
    world = at_stage_2()
    contact(world, JOY)
    world.say(NEW, Verb.RESOLVED, "a visit; nothing stays open")
    assert world.case.pending
