"""Another area's service on a mail: our office is told, once, and nothing is ever written to it (rule 1.4)."""

from dataclasses import replace

from mailservice.cases.history.commands import Addressee, Sender
from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.directory import Neighbour
from tests.cases.world import CHILD, RAISER, RESPONDER, World, addressee, directory, letters, said

THEIRS = "escalate@marlshirescp.example"
WHO = replace(directory(), neighbours=(Neighbour("Marlshire Children Partnership", THEIRS, "the Marlshire office"),))
COPIED = (Addressee(THEIRS),)


def opened(**more: object) -> World:
    world = World(who_is_who=WHO)
    world.hear(RAISER, own_words="I disagree.", child_references=(CHILD,), to=(addressee(RESPONDER),), **more)
    world.send()
    return world


def told(events: tuple[Event, ...] | list[Event]) -> list[str]:
    office = (one for one in events if isinstance(one, LetterOrdered) and one.template == "office")
    return [one.facts["items"][0] for one in office if one.facts["headline"] == "Another area's service has this too"]


def test_the_office_hears_at_the_opening_that_another_service_is_copied() -> None:
    world = opened(copied=COPIED)
    assert told(world.events) == [
        f"The service of Marlshire Children Partnership ({THEIRS}) has this too, and keeps a case of its own."
    ]
    assert THEIRS not in {one.to.address for one in world.case.letters.values()}


def test_it_hears_once_of_each_mail_and_once_of_the_reference_there() -> None:
    world = opened(copied=COPIED)
    assert told(world.hear(RAISER, own_words="Any news?", copied=COPIED)) == []
    heard = world.hear(RAISER, own_words="Theirs is MSCP 2026-0017-H.", copied=COPIED)
    assert told(heard)[0].endswith("Its reference there is MSCP 2026-0017-H.")
    assert told(world.hear(RAISER, own_words="It is MSCP 2026-0017-H.", copied=COPIED)) == []


def test_its_own_letter_is_told_of_and_never_answered() -> None:
    world = opened()
    robot = Sender(THEIRS, "Marlshire Escalations", proof="proven")
    events = world.hear(THEIRS, sender=robot, kind="auto-reply", own_words="Our reference: MSCP 2026-0017-H.")
    assert told(events)[0].endswith("Its reference there is MSCP 2026-0017-H.")
    assert THEIRS not in {one.to.address for one in events if isinstance(one, LetterOrdered)}


def test_where_no_other_service_is_on_the_mail_nothing_is_told() -> None:
    assert told(opened().events) == []


def test_the_office_cannot_let_it_be_written_to_either() -> None:
    world = opened(copied=COPIED)
    allow = replace(said(Verb.ALLOW, world.now), address=THEIRS)
    answer = next(one for one in letters(world.hear("office@nscp.example", allow)) if one.template == "answer")
    assert "nothing is ever written to it" in answer.facts["lines"][0]["result"]
