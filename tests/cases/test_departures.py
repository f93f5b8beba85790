"""Colleagues who leave and agencies that change: nothing goes out in the name of an agency that somebody left (rule 11.1)."""

from dataclasses import replace
from datetime import date

from mailservice.cases.history.commands import NoteDirectory, Sender
from mailservice.cases.history.events import AgencyChanged, Assented, ColleagueLeft, Event, Party
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import finishing, news
from mailservice.cases.people.turn import Turn
from mailservice.directory import Directory, Person
from tests.cases.world import RAISER, RESPONDER, World, answered, directory, letters, said

SARAH, DANIEL, JOY, MINA = RAISER, RESPONDER, "j-okafor", "m-dasgupta"
OLD = "daniel.mensah@nenevalley.example"
NEW = "daniel.mensah@rockinghamhealth.example"


def without(who: str, *new: Person, known: Directory | None = None) -> Directory:
    """Return the directory in which somebody has left by the day of the case, with these new entries."""
    known = known or directory()
    people = [replace(one, left=date(2026, 11, 24)) if one.id == who else one for one in known.people]
    return replace(known, people=(*people, *new))


def moved() -> Person:
    return Person("d-mensah-2", "Daniel Mensah", NEW, "rockingham", "Practice lead", stages=("2",))


def look(world: World, known: Directory, at: str = "Tue 24 Nov 2026 09:00") -> tuple[Event, ...]:
    world.wait(at)
    world.who_is_who = known
    events = world.decide(NoteDirectory(world.now))
    world.send()
    return events


def readers(events: tuple[Event, ...] | list[Event], kind: str) -> set[str]:
    return {one.to.person or one.to.address for one in letters(events) if one.template == kind}


def told(world: World, events: tuple[Event, ...]) -> list[str]:
    return [line for one in world.to_office(events) for line in one.facts["items"]]


def test_before_their_day_nothing_changes_and_each_departure_is_told_once() -> None:
    world = World().open()
    later = without(DANIEL)
    world.who_is_who = later
    assert world.decide(NoteDirectory(world.now)) == ()
    assert any(isinstance(one, ColleagueLeft) for one in look(world, later))
    assert look(world, later, "Wed 25 Nov 2026 09:00") == ()


def test_who_is_next_in_the_old_agency_has_the_letter_and_the_place() -> None:
    world = World().open()
    events = look(world, without(DANIEL))
    assert readers(events, "stage") == {JOY}, "his manager, for nobody is named as his deputy"
    assert world.case.responders[0].person == JOY
    assert any("Daniel Mensah has left" in line and "before holds" in line for line in told(world, events))
    dates = [one.due for one in world.case.standing if one.purpose == "clock"]
    assert dates == [one.due for one in World().open().case.standing if one.purpose == "clock"], "no date moved"


def test_nothing_more_goes_to_who_has_left_and_their_words_from_before_stay() -> None:
    world = World().open()
    world.say(DANIEL, Verb.RESOLVED, "a joint visit on Monday; nothing stays open")
    assert world.case.pending
    look(world, without(DANIEL))
    assert world.case.pending
    before = len(world.events)
    world.say(SARAH, Verb.ESCALATE, "no visit came")
    world.wait("Fri 11 Dec 2026 12:00")
    assert OLD not in {one.to.address for one in letters(world.events[before:])}


def test_a_word_from_their_old_address_moves_nothing_and_the_office_reads_it() -> None:
    world = World().open()
    look(world, without(DANIEL))
    events = world.say(OLD, Verb.RESOLVED, "all is settled; nothing stays open")
    assert world.case.pending is None
    assert "A mail from outside the case" in {one.facts["headline"] for one in world.to_office(events)}


def test_who_went_over_to_the_other_side_does_not_bind_it_and_the_office_is_told_whom_to_offer() -> None:
    world = World().open()
    events = look(world, without(DANIEL, moved()))
    assert any("They are at Rockingham" in line and "does not bind it" in line for line in told(world, events))
    world.say(JOY, Verb.RESOLVED, "we open the referral again; nothing stays open")
    world.say(SARAH, Verb.ESCALATE, "too little")
    assert NEW not in {one.to.address for one in world.case.letters.values()}
    world.say(JOY, Verb.RESOLVED, "we open the referral again today; nothing stays open")
    events = world.hear(NEW, said(Verb.AGREE, world.now, ""))
    assert not any(isinstance(one, Assented) for one in events)
    assert "does not bind the other side too" in answered(events)[0]
    offered = told(world, events)
    assert any("Mina Dasgupta" in line for line in offered), offered


def test_a_raiser_who_leaves_has_no_more_rights_here_and_their_agency_is_asked_who_follows() -> None:
    world = World().open()
    events = look(world, without(SARAH))
    (mine,) = (one for one in letters(events) if one.to.person == MINA)
    assert mine.template == "stage"
    assert "AS RAISER" in str(mine.facts["news"])
    assert any("their rights are the office's" in line for line in told(world, events))
    world.say(MINA, Verb.CONTACT, "Kate O'Brien AS RAISER")
    assert world.case.standing, "the case goes on"


def renamed(*merged: str) -> Directory:
    """Return the directory in which these agencies are one, called Northfield Partnership."""
    known = directory()
    first = known.agency(merged[0])
    assert first is not None
    domains = tuple(one for old in known.agencies if old.id in merged for one in old.domains)
    new = replace(first, id="northfield", name="Northfield Partnership", was=merged, domains=domains)
    agencies = (new, *(one for one in known.agencies if one.id not in merged))
    people = [replace(one, agency="northfield") if one.agency in merged else one for one in known.people]
    return replace(known, agencies=agencies, people=tuple(people))


def test_an_open_case_follows_an_agency_that_has_another_name() -> None:
    world = World().open()
    events = look(world, renamed("nene-valley"))
    assert [one.name for one in events if isinstance(one, AgencyChanged)] == ["Northfield Partnership"]
    assert look(world, renamed("nene-valley"), "Wed 25 Nov 2026 09:00") == (), "told once"
    climbed = world.say(SARAH, Verb.ESCALATE, "no plan")
    assert JOY in readers(climbed, "stage")
    (letter,) = (one for one in letters(climbed) if one.template == "stage" and one.to.person == JOY)
    assert letter.facts["you"]["agency"] == "Northfield Partnership"


def test_its_people_act_for_it_under_its_new_name() -> None:
    world = World().open()
    look(world, renamed("nene-valley"))
    mine = Sender(OLD, "Daniel Mensah", DANIEL, "northfield", proof="proven")
    world.hear(SARAH, said(Verb.RESOLVED, world.now, "a visit; nothing stays open"), sender=mine)
    assert world.case.pending is not None
    assert world.case.pending.by.agency == "nene-valley"


def test_two_sides_that_become_one_agency_end_nothing_and_nobody_binds_for_both() -> None:
    world = World().open()
    events = look(world, renamed("nene-valley", "rockingham"))
    assert any("Both sides of this case are Northfield Partnership now" in line for line in told(world, events))
    assert world.case.status == "open"
    assert world.case.agencies == ("rockingham", "nene-valley")
    world.say(DANIEL, Verb.RESOLVED, "a visit; nothing stays open")
    assert world.case.status == "open"
    world.say(SARAH, Verb.AGREE, "")
    assert world.case.status in ("agreed", "closed"), "two people of the two sides have agreed"


def test_after_a_merger_each_line_of_managers_stays_with_its_own_side() -> None:
    world = World().open()
    look(world, renamed("nene-valley", "rockingham"))
    events = world.say(SARAH, Verb.ESCALATE, "no plan")
    assert [one.to.person for one in letters(events) if one.template == "stage"] == [MINA, JOY]


def test_where_both_lines_meet_in_one_manager_by_now_the_office_is_told() -> None:
    known = renamed("nene-valley", "rockingham")
    people = tuple(replace(one, manager=JOY) if one.id == SARAH else one for one in known.people if one.id != MINA)
    world = World().open()
    look(world, replace(known, people=people))
    events = world.say(SARAH, Verb.ESCALATE, "no plan")
    assert "One person on both ladders" in str([one.facts for one in world.to_office(events)])


def test_news_offers_no_word_to_somebody_who_no_longer_takes_part() -> None:
    world = World().open()
    look(world, without(DANIEL))
    gone = Party(OLD, "Daniel Mensah", DANIEL, "nenevalley")
    turn = Turn(world.case, world.rules, world.who_is_who, world.now)
    news.tell(turn, gone, "This has ended", ["You need do nothing."], (gone, ""))
    finishing.finish(turn, lambda *_: "")
    (told,) = letters(turn.events)
    assert told.facts["words"] == []
