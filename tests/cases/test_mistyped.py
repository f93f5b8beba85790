"""An address with a slip in it: nobody is written to there, and whoever wrote it is asked (rule 1.7)."""

from dataclasses import replace

from mailservice.cases.history.commands import Addressee
from mailservice.cases.history.words import Verb
from tests.cases.world import CHILD, RAISER, RESPONDER, World, addressee, letters, said

NEARLY = Addressee("dan.mensah@nenevalley.example", "Dan Mensah", agency="nene-valley")
NEW = Addressee("priya.holt@nenevalley.example", "Priya Holt", agency="nene-valley")


def opened(*to: Addressee) -> World:
    world = World()
    world.hear(RAISER, child_references=(CHILD,), to=to)
    return world


def written_to(world: World) -> set[str]:
    return {one.to.address for one in letters(world.events)}


def test_a_slip_is_asked_about_and_no_letter_leaves_for_it() -> None:
    world = opened(NEARLY)
    assert written_to(world) == {"sarah.whitlock@rockinghamhealth.example"}
    [asked] = letters(world.events)
    assert asked.template == "missing"
    assert "nearly Daniel Mensah's (daniel.mensah@nenevalley.example)" in asked.facts["nearly"][0]
    assert world.case.standing, "the clock runs all the same"


def test_whom_it_was_meant_for_is_told_by_contact_and_written_to() -> None:
    world = opened(NEARLY)
    world.send()
    contact = said(Verb.CONTACT, world.now)
    world.hear(RAISER, replace(contact, name="Daniel Mensah", address="daniel.mensah@nenevalley.example"))
    assert "daniel.mensah@nenevalley.example" in written_to(world)


def test_beside_an_address_that_is_right_the_receipt_says_so() -> None:
    world = opened(addressee(RESPONDER), Addressee("joi.okafor@nenevalley.example", agency="nene-valley"))
    assert "joi.okafor@nenevalley.example" not in written_to(world)
    [receipt] = [one for one in letters(world.events) if one.template == "receipt"]
    assert "joy.okafor@nenevalley.example" in receipt.facts["linked_note"]


def test_a_new_colleague_of_another_name_is_written_to_at_once() -> None:
    assert NEW.address in written_to(opened(NEW))
