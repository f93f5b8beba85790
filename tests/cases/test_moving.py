"""A child who moves to another area (rule 12.6): the case ends here only on the receiving area's RECEIVED."""

import pytest

from mailservice.cases.history.commands import Said, Sender
from mailservice.cases.history.events import CaseClosed, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.mail.compose.templates import load_templates, read_folder
from mailservice.mail.grammar.moved import moved
from tests.cases.test_climbing import at_stage
from tests.cases.world import OFFICE, ROOT, World, answered, letters
from tests.gallery import part, written

READY = load_templates(read_folder(ROOT / "templates" / "email"))
THERE = "duty@leicestershire.example"
NAMES = Said(Verb.MOVED, f"Ann Lowe {THERE}", "MOVED", name="Ann Lowe", address=THERE)
ENDS = Said(Verb.MOVED, "", "MOVED")
WORDS = "The family has moved to Leicestershire."


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (WORDS, True),
        ("Mum and the children have moved out of area.", True),
        ("They have now moved to another local authority.", True),
        ("She has moved to Scotland with the baby.", True),
        ("The family are planning to move to Leicestershire.", False),
        ("If they moved out of area we would lose sight of them.", False),
        ("They moved to Leicestershire in 2019 and came back.", False),
        ("The family has moved to 12 Elm Road.", False),
        ("She has moved to her nan's.", False),
        ("He has moved to Year 2.", False),
        ("Has the family moved to Leicestershire?", False),
        ("They went into refuge last night, out of county.", True),
        ("Duty found a bed in Stafford, so he is 60 miles away.", True),
        ("He came off our roll on Monday.", True),
        ("She is ordinarily resident in Powys from 1 June.", True),
        ("Mum has taken the boys to her sister's in Hull.", True),
        ("They are parked up near Evesham, over the border.", True),
        ("They have the keys to a flat in Bristol.", True),
        ("Which authority is holding the plan now?", True),
        ("His best friend moved to Spain and he is flat.", False),
        ("Their transfer to Hereford housing was turned down.", False),
        ("Our team has moved to Plough Lane.", False),
        ("Her half brother lives in Lincolnshire.", False),
        ("Mum wants to move to Cornwall one day.", False),
        ("I gather the responsible authority is now Wiltshire.", True),
        ("Powys are taking over, I have handed my notes to their health visitor.", True),
        ("gone to her mums in wrexham w all the kids", True),
        ("They have packed up and gone to her sister's in Plymouth.", True),
        ("They were in Norfolk when he was small.", False),
        ("We went to Birmingham for the training.", False),
    ],
)
def test_another_area_is_heard_and_another_street_is_not(text: str, heard: bool) -> None:  # noqa: FBT001 - a column of the table
    assert bool(moved(text)) == heard


def told(world: World) -> tuple[LetterOrdered, ...]:
    events = world.hear("j-okafor", own_words=WORDS, moved=WORDS)
    world.send()
    return tuple(letters(events))


def test_the_office_is_asked_and_every_date_runs_on() -> None:
    world = at_stage("nscp", "2")
    before = [one.due for one in world.case.standing]
    brought = told(world)
    (office,) = [one for one in brought if one.to.address == OFFICE]
    assert "MOVED" in office.facts["action"]
    assert [one.due for one in world.case.standing] == before
    world.wait("Fri 4 Dec 2026 12:00")
    assert world.case.here == ("3", 1)


def named(world: World) -> LetterOrdered:
    """Let the office name who takes it on there; return the letter to the area."""
    told(world)
    events = world.hear(OFFICE, NAMES)
    (letter,) = [one for one in letters(events) if one.to.address == THERE]
    world.send()
    return letter


def test_a_letter_goes_there_at_the_offices_word_alone_and_holds_nothing_of_the_case() -> None:
    world = at_stage("nscp", "2")
    told(world)
    assert THERE not in {one.to.address for one in letters(world.events)}
    text = " ".join(part(written(named(at_stage("nscp", "2")), READY), "plain").split())
    assert "RECEIVED" in text
    assert "I do not agree" not in text


def test_the_office_cannot_end_it_before_the_area_has_it() -> None:
    world = at_stage("nscp", "2")
    named(world)
    assert "has not written RECEIVED" in " ".join(answered(world.hear(OFFICE, ENDS)))
    assert world.case.status == "open"


def reply(world: World, letter: LetterOrdered, *said: Said, **more: object) -> list[str]:
    """Let the area answer; return what the office is told."""
    facts = {"answers": letter.letter, "replies_to": letter.letter, "own_words": "RECEIVED", **more}
    events = world.hear("j-okafor", *said, sender=Sender(THERE, "Ann Lowe"), **facts)
    world.send()
    return [one.facts["headline"] for one in world.to_office(events)]


def test_the_areas_received_lets_the_office_end_it_and_everybody_is_told() -> None:
    world = at_stage("nscp", "2")
    letter = named(world)
    assert reply(world, letter, Said(Verb.RECEIVED, "", "RECEIVED")) == ["The receiving area has it"]
    assert world.case.status == "open", "the office alone ends it"
    world.hear(OFFICE, ENDS)
    (end,) = [event for event in world.events if isinstance(event, CaseClosed)]
    assert end.ending == "moved"
    closing = next(one for one in letters(world.events) if one.template == "closed")
    assert "moved" in " ".join(part(written(closing, READY), "plain").split())


def test_what_else_the_area_writes_ends_nothing_and_a_forged_received_is_none() -> None:
    world = at_stage("nscp", "2")
    letter = named(world)
    assert reply(world, letter, own_words="Who is this?") == ["The receiving area wrote"]
    forged = Sender(THERE, "Ann Lowe", proof="failed")
    world.hear("j-okafor", Said(Verb.RECEIVED), sender=forged, answers=letter.letter, replies_to=letter.letter)
    world.hear("j-okafor", Said(Verb.RECEIVED), sender=Sender(THERE, "Ann Lowe"))
    world.hear(OFFICE, ENDS)
    assert world.case.status == "open"


def test_a_private_address_is_no_area() -> None:
    world = at_stage("nscp", "2")
    mail = "kelly@gmail.com"
    answer = " ".join(answered(world.hear(OFFICE, Said(Verb.MOVED, mail, "MOVED", address=mail))))
    assert "private address" in answer
    assert mail not in {one.to.address for one in letters(world.events)}
