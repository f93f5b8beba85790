"""What follows of a letter that came back, or perhaps did: who is told, whom to ring, and that nobody is passed over unheard."""

from dataclasses import replace

import pytest

from mailservice.cases.asking import came_back, reaching
from mailservice.cases.history.commands import NoteBounce, NoteSent, NoteStalled, Proof
from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.history.letters import Fault, Stalled
from mailservice.cases.history.words import Verb
from mailservice.cases.letters.ordering import URGENT
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn
from mailservice.directory import Directory
from tests.cases.mornings import morning
from tests.cases.test_alarms import DEPUTY, DUTY, staffed
from tests.cases.test_reaching import asked_for_a_name, at_stage_2, letter_to
from tests.cases.test_what_changed import ended
from tests.cases.world import OFFICE, RAISER, World, letters, said, sender

JOY, MINA = "j-okafor", "m-dasgupta"
OTHER = "joy.okafor@highfields.example"


def came(world: World, fault: Fault, why: str = "550 5.7.1 blocked") -> tuple[Event, ...]:
    letter = letter_to(world, JOY, "stage")
    order = next(one for one in world.events if isinstance(one, LetterOrdered) and one.letter == letter)
    return world.decide(NoteBounce(world.now, letter, "", why, "stage", fault, order))


def told(world: World, events: tuple[Event, ...]) -> LetterOrdered:
    (letter,) = world.to_office(events)
    return letter


@pytest.mark.parametrize(
    ("fault", "headline"),
    [("us", came_back.REFUSED), ("letter", came_back.CANNOT_GO), ("reader", came_back.ARRIVED_NOT)],
)
def test_the_office_reads_the_number_to_ring_first(fault: Fault, headline: str) -> None:
    world = at_stage_2()
    letter = told(world, came(world, fault))
    phone = world.who_is_who.person(JOY).phone  # type: ignore[union-attr]  # she is in the directory
    assert letter.facts["headline"] == headline
    assert letter.facts["items"][0].startswith(f"Ring {phone}")
    assert phone in letter.facts["action"]


@pytest.mark.parametrize("fault", ["us", "letter"])
def test_whose_server_refuses_us_is_not_passed_over_and_nobody_is_asked_in_their_place(fault: Fault) -> None:
    world = at_stage_2()
    events = came(world, fault)
    joy = world.case.letters[letter_to(world, JOY, "stage")].to
    assert not deciders.bounced(world.case, joy)
    assert not asked_for_a_name(events)
    assert not world.case.covers


def test_the_readers_other_address_is_written_to_before_anybody_is_asked_in_their_place() -> None:
    world = at_stage_2()
    people = tuple(replace(one, aliases=(OTHER,)) if one.id == JOY else one for one in world.who_is_who.people)
    world.who_is_who = replace(world.who_is_who, people=people)
    events = came(world, "reader", "550 5.1.1 no such user")
    again = [one for one in letters(events) if one.to.address == OTHER]
    assert [one.template for one in again] == ["stage"]
    assert not asked_for_a_name(events)
    assert OTHER in " ".join(told(world, events).facts["items"])
    world.send()
    assert not deciders.bounced(world.case, again[0].to), "they have it"
    events = world.bounce(again[0].letter)
    assert asked_for_a_name(events), "no address is left"


@pytest.mark.parametrize("how", ["delayed", "deleted", "perhaps", "unclear"])
def test_what_else_is_heard_of_a_letter_is_told_once_and_moves_nothing(how: Stalled) -> None:
    world = at_stage_2()
    letter = letter_to(world, JOY, "stage")
    before = world.case.here, len(world.case.standing)
    command = NoteStalled(world.now, letter, how, "4.4.1", "connection timed out", "stage")
    shown = told(world, world.decide(command))
    assert shown.facts["items"][0].startswith("Ring ")
    assert world.to_office(world.decide(command)) == []
    assert (world.case.here, len(world.case.standing)) == before
    assert not deciders.bounced(world.case, world.case.letters[letter].to)


def test_a_delay_of_what_somebody_has_answered_meanwhile_is_nobodys_news() -> None:
    world = at_stage_2()
    letter = letter_to(world, JOY, "stage")
    world.say(JOY, Verb.RECEIVED)
    assert world.to_office(world.decide(NoteStalled(world.now, letter, "delayed"))) == []


def test_a_letter_to_the_office_that_comes_back_goes_down_the_line_and_never_round() -> None:
    world = at_stage_2()
    events = came(world, "us")
    seen, ahead = set[str](), [told(world, events)]
    while ahead:
        one = ahead.pop()
        assert one.to.address not in seen, "no letter about a letter goes round in a ring"
        seen.add(one.to.address)
        ahead += [two for two in letters(world.bounce(one.letter)) if two.template == "office"]
    office = world.who_is_who.office
    assert seen == {office.address, *office.staff, *(one.address for one in office.stand_ins)}


def with_addresses(world: World, who: str, first: str, *others: str) -> Directory:
    """Return the directory with these addresses of somebody's."""
    people = world.who_is_who.people
    return replace(
        world.who_is_who,
        people=tuple(replace(one, address=first, aliases=others) if one.id == who else one for one in people),
    )


def with_two_addresses() -> World:
    """Return a case at stage 2 where Joy's first address takes nothing, and the directory has another for her."""
    world = at_stage_2()
    world.who_is_who = with_addresses(world, JOY, "joy.okafor@nenevalley.example", OTHER)
    came(world, "reader", "550 5.1.1 no such user")
    world.send()
    return world


def to_joy(world: World) -> str:
    """Order one more letter to Joy, and return where it goes."""
    (letter,) = [one for one in letters(world.say(MINA, Verb.RESOLVED)) if one.to.person == JOY]
    return letter.to.address


def test_where_one_address_takes_nothing_every_later_letter_goes_to_the_other() -> None:
    world = with_two_addresses()
    assert to_joy(world) == OTHER


def test_the_directory_mended_or_a_proven_mail_from_the_dead_address_brings_it_back() -> None:
    world = with_two_addresses()
    mended = world.copy()
    mended.who_is_who = with_addresses(world, JOY, "joy@nenevalley.example")
    assert to_joy(mended) == "joy@nenevalley.example"
    tries: tuple[tuple[Proof, bool], ...] = (("failed", False), ("plausible", False), ("proven", True))
    for proof, alive in tries:
        lives = world.copy()
        lives.hear(JOY, said(Verb.RECEIVED, world.now), sender=replace(sender(JOY), proof=proof))
        assert (to_joy(lives) != OTHER) == alive, proof


def test_a_mail_from_somebodys_second_address_says_nothing_of_the_first() -> None:
    world = with_two_addresses()
    world.hear(JOY, said(Verb.RECEIVED, world.now), sender=replace(sender(JOY), address=OTHER))
    assert to_joy(world) == OTHER
    again = next(one for one in reversed([*world.case.letters.values()]) if one.to.address == OTHER)
    world.bounce(again.letter)
    world.hear(JOY, said(Verb.RECEIVED, world.now), sender=replace(sender(JOY), address=OTHER))
    assert to_joy(world) == OTHER, "the second one lives again"


def test_an_address_that_takes_nothing_is_told_once_and_then_each_morning_until_the_directory_is_mended() -> None:
    world = at_stage_2()
    world.who_is_who = with_addresses(world, RAISER, "sarah.whitlock@rockinghamhealth.example")
    alarms = []
    for verb in (Verb.RESOLVED, Verb.NOTE, Verb.ESCALATE):
        world.say(JOY, verb)
        for one in [one for one in world.case.letters.values() if one.to.person == RAISER and one.state == "sent"]:
            alarms += world.to_office(world.bounce(one.letter))
    assert [one.facts["headline"] for one in alarms] == [came_back.ARRIVED_NOT]
    (line,) = [one for one in morning(world)["needs"] if "sarah.whitlock@" in one]
    assert "takes no letters since Monday 23 November" in line
    assert "ring them" in line
    assert "directory" in line
    world.who_is_who = with_addresses(world, RAISER, "s.whitlock@rockinghamhealth.example")
    assert not [one for one in morning(world)["needs"] if "sarah.whitlock@" in one]


def test_who_writes_after_a_bounce_is_there_and_nobody_is_named_in_their_place() -> None:
    world = at_stage_2()
    came(world, "reader", "550 5.1.1 no such user")
    joy = world.case.letters[letter_to(world, JOY, "stage")].to
    assert deciders.bounced(world.case, joy)
    world.say(JOY, Verb.RECEIVED)
    assert not deciders.bounced(world.case, joy)
    assert "nene-valley" not in reaching.unheard(Turn(world.case, world.rules, world.who_is_who, world.now))


def test_of_an_urgent_case_each_letter_that_comes_back_is_an_alarm() -> None:
    world = with_two_addresses()
    world.say(MINA, Verb.URGENT)
    urgent = next(one for one in reversed([*world.case.letters.values()]) if one.to.person == JOY)
    assert world.to_office(world.bounce(urgent.letter))


def given(world: World, letter: str) -> LetterOrdered:
    return next(one for one in world.events if isinstance(one, LetterOrdered) and one.letter == letter)


def test_who_is_written_to_in_the_offices_place_reads_what_the_office_should_have_read() -> None:
    world = staffed()
    world.say(RAISER, Verb.URGENT, "bruises on both arms")
    (alarm,) = [
        one for one in letters(world.events) if one.to.address == OFFICE and one.facts.get("headline") == URGENT
    ]
    ahead, seen = [alarm], set[str]()
    while ahead:
        one = ahead.pop()
        seen.add(one.to.address)
        assert one.facts["headline"] == URGENT
        assert one.facts["action"] == alarm.facts["action"]
        assert one.facts["items"][: len(alarm.facts["items"])] == alarm.facts["items"]
        assert one.facts["you"]["name"] == one.to.name
        world.decide(NoteSent(world.now, one.letter))
        command = NoteBounce(
            world.now, one.letter, "5.1.1", "no such mailbox", "office", "reader", given(world, one.letter)
        )
        ahead += letters(world.decide(command))
    assert seen == {OFFICE, *world.who_is_who.office.staff, DEPUTY.address, DUTY.address}


def test_so_it_is_where_the_letter_to_the_office_is_only_late() -> None:
    world = staffed()
    world.say(RAISER, Verb.URGENT, "bruises on both arms")
    (alarm,) = [
        one for one in letters(world.events) if one.to.address == OFFICE and one.facts.get("headline") == URGENT
    ]
    late = NoteStalled(world.now, alarm.letter, "delayed", "4.4.1", "connection timed out", "office", alarm)
    assert {one.facts["headline"] for one in letters(world.decide(late))} == {URGENT}


def test_the_page_for_the_file_goes_once_more_where_a_gateway_minds_what_hangs_on_it() -> None:
    world = ended()
    (letter,) = [one for one in letters(world.events) if one.facts.get("for_file") and one.to.person == RAISER]

    def minded(order: LetterOrdered) -> tuple[Event, ...]:
        said = "552 5.7.0 illegal attachment"
        back = NoteBounce(world.now, order.letter, "5.7.0", said, "closed", "letter", order, of_files=True)
        return world.decide(back)

    (again,) = letters(minded(letter))
    assert (again.to, again.template, again.facts["for_file"], again.facts["fewer"]) == (
        letter.to,
        "closed",
        True,
        True,
    )
    office = told(world, minded(again))
    assert office.facts["headline"] == came_back.CANNOT_GO
