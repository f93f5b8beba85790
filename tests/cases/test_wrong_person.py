"""WRONG PERSON (rule 15): nothing more goes there, the office has the list with the hours, the side names the right one."""

from mailservice.cases.history.commands import Said, Sender, Went
from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.mail.compose.templates import load_templates, read_folder
from mailservice.simulator.story import moment
from tests.cases.test_climbing import at_stage
from tests.cases.world import OFFICE, ROOT, World, answered, letters, said
from tests.gallery import part, written

READY = load_templates(read_folder(ROOT / "templates" / "email"))
WRONG = Said(Verb.WRONG_PERSON, "", "WRONG PERSON")
JOY = "joy.okafor@nenevalley.example"


def barred(**more: object) -> tuple[World, tuple[Event, ...]]:
    """Let Joy, who has the letter of stage 2, say that she is the wrong person."""
    world = at_stage("nscp", "2")
    return world, world.hear("j-okafor", WRONG, own_words="WRONG PERSON", **more)


def office_letter(world: World) -> LetterOrdered:
    return next(one for one in world.to_office(world.events) if "wrong person" in one.facts["headline"])


def test_nothing_more_goes_there_but_one_last_letter_that_says_so() -> None:
    world, events = barred()
    mine = [one for one in letters(events) if one.to.address == JOY]
    assert [one.template for one in mine] == ["wrong_person"]
    text = " ".join(part(written(mine[0], READY), "plain").split())
    assert "write to this address no more" in text
    world.send()
    since = len(world.events)
    world.wait("Mon 4 Jan 2027 12:00")
    assert JOY not in {one.to.address for one in letters(world.events[since:])}


def test_the_office_has_the_hour_and_the_letter_of_all_that_went_there_on_every_case() -> None:
    went = (Went("NSCP 2026-0009-A", "reminder", moment("Thu 19 Nov 2026 09:30"), JOY),)
    world, _ = barred(went=went)
    items = " ".join(office_letter(world).facts["items"])
    assert "9.30am on Thursday 19 November 2026: NSCP 2026-0009-A, a reminder" in items
    assert "NSCP 2026-0001-E, what is asked at this stage" in items
    assert "breach" in office_letter(world).facts["action"]


def test_the_side_is_asked_for_the_right_person_and_somebody_stands_in() -> None:
    world, events = barred()
    asked = {(one.template, one.to.person) for one in letters(events)}
    assert ("next_manager", "d-mensah") in asked
    assert world.case.here == ("2", 1)
    assert ("cover", "t-byrne") in asked


def test_plain_words_do_the_same() -> None:
    world = at_stage("nscp", "2")
    events = world.hear("j-okafor", own_words="You have the wrong email address.", to_us="not me")
    assert "wrong_person" in {one.template for one in letters(events) if one.to.address == JOY}
    assert JOY in world.who_is_who.barred


def test_the_office_lets_letters_go_there_again() -> None:
    world, _ = barred()
    world.send()
    allow = Said(Verb.ALLOW, JOY, f"ALLOW {JOY}", address=JOY)
    assert "again" in " ".join(answered(world.hear(OFFICE, allow)))
    assert JOY not in world.who_is_who.barred
    since = len(world.events)
    world.wait("Tue 1 Dec 2026 12:00")
    assert JOY in {one.to.address for one in letters(world.events[since:])}


def test_who_is_named_instead_has_the_letter_now() -> None:
    world, _ = barred()
    world.send()
    events = world.hear("d-mensah", said(Verb.CONTACT, world.now))
    assert [one.to.person for one in letters(events) if one.template == "stage"] == ["t-byrne"] or "t-byrne" in {
        one.person for one in world.case.parties
    }


def test_a_stranger_to_whom_a_letter_was_forwarded_stops_the_letters_to_its_address() -> None:
    world = at_stage("nscp", "2")
    letter = next(one.letter for one in letters(world.events) if (one.template, one.to.address) == ("stage", JOY))
    stranger = Sender("kim@elsewhere.example", "Kim")
    events = world.hear("d-mensah", WRONG, sender=stranger, answers=letter, own_words="WRONG PERSON")
    assert JOY in world.who_is_who.barred
    assert "kim@elsewhere.example" in " ".join(office_letter(world).facts["items"])
    last = next(one for one in letters(events) if one.template == "wrong_person")
    assert not last.facts["reference"], "it is told nothing of a case"


def test_the_other_side_cannot_stop_anybodys_letters() -> None:
    world = at_stage("nscp", "2")
    letter = next(one.letter for one in letters(world.events) if (one.template, one.to.address) == ("stage", JOY))
    world.hear("s-whitlock", WRONG, answers=letter, own_words="WRONG PERSON")
    assert JOY not in world.who_is_who.barred


def test_who_raised_it_and_writes_that_they_left_keeps_their_letters_until_they_say_wrong_person() -> None:
    world = at_stage("nscp", "2")
    world.hear("s-whitlock", own_words="I have left this post.", to_us="not me")
    assert not world.who_is_who.barred
