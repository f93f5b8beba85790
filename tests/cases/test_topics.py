"""What a disagreement is about: named by whoever takes part, asked once of the raiser, and guessed by nobody."""

from dataclasses import replace

from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.history.words import Verb
from tests.cases.world import CHILD, RAISER, World, addressee, said


def receipts(world: World) -> list[LetterOrdered]:
    return [one for one in world.events if isinstance(one, LetterOrdered) and one.template == "receipt"]


def test_the_receipt_asks_the_raiser_what_it_is_about_with_a_number_for_each() -> None:
    world = World().open()
    (receipt,) = receipts(world)
    topics = receipt.facts["topics"]
    assert [one.split(" ", 1)[0] for one in topics] == [str(number) for number in range(1, len(topics) + 1)]
    label = topics[0].split(" ", 1)[1]
    world.hear(RAISER, replace(said(Verb.TOPIC, world.now), reason="1"))
    assert [one.label for one in world.rules.policy.reasons if one.id in world.case.topics] == [label]


def test_who_has_said_so_is_not_asked() -> None:
    world = World()
    to = (addressee(world.responder),)
    topic = replace(said(Verb.TOPIC, world.now), reason="1")
    world.hear(RAISER, topic, child_references=(CHILD,), to=to, own_words="I do not agree.")
    assert [one.facts["topics"] for one in receipts(world)] == [[]]


def test_nobody_who_is_silent_has_a_topic() -> None:
    assert World().open().case.topics == ()
