"""What hangs on a mail is named once beside its words, on the record and to whoever is shown them, and nowhere else."""

from collections.abc import Sequence

from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import phrases
from mailservice.cases.told.transcript import transcript
from mailservice.mail.parse import parse
from tests.cases.test_proof import at_stage_2
from tests.cases.world import CHILD, RAISER, RESPONDER, World, addressee, letters, policy, said
from tests.mail.composed import written

SAID = "Sarah Whitlock attached chronology.docx; it is in the case's folder."


def opened() -> tuple[World, tuple[Event, ...]]:
    world = World()
    told = {
        "child_references": (CHILD,),
        "to": (addressee(RESPONDER),),
        "own_words": "I do not agree with the closure.",
    }
    return world, world.hear(RAISER, attachments=("chronology.docx",), **told)


def text_of(letter: LetterOrdered) -> str:
    lines = parse(written(letter).raw).text.splitlines()
    return " ".join(" ".join(line.lstrip("> ") for line in lines).split())


def to(events: Sequence[Event], person: str) -> LetterOrdered:
    return next(one for one in letters([*events]) if one.to.person == person)


def test_a_stage_letter_names_what_came_with_the_issue_once_below_its_words() -> None:
    _, events = opened()
    text = text_of(to(events, RESPONDER))
    assert text.count(SAID) == 1
    assert text.index("I do not agree with the closure.") < text.index(SAID)
    assert "chronology" not in text_of(to(events, RAISER)), "she knows what she sent"


def test_a_later_stage_letter_still_names_it() -> None:
    world, _ = opened()
    world.send()
    events = world.say(RAISER, Verb.ESCALATE)
    assert any(side["attached"] == SAID for side in to(events, "j-okafor").facts["sides"])


def test_a_proposal_and_news_of_a_word_name_what_came_with_it() -> None:
    world = at_stage_2()
    events = world.hear("m-dasgupta", said(Verb.RESOLVED, world.now), attachments=("plan.pdf", "notes.docx"))
    [asked] = [one for one in letters(events) if one.template == "proposal"]
    text = text_of(asked)
    assert text.count("Mina Dasgupta attached plan.pdf and notes.docx; they are in the case's folder.") == 1
    [answer] = [one for one in letters(events) if one.template == "answer"]
    assert answer.facts["attached"] == []


def test_what_came_with_an_escalation_is_named_to_the_next_stage() -> None:
    world = at_stage_2()
    events = world.hear(RAISER, said(Verb.ESCALATE, world.now, "nobody came"), attachments=("weights.xlsx",))
    told = [one for one in letters(events) if one.template == "stage"]
    assert told
    assert all(text_of(one).count("weights.xlsx") == 1 for one in told)
    assert not any("weights" in written(one).subject for one in told)


def test_what_hangs_on_a_note_is_shown_to_no_other_side() -> None:
    world = at_stage_2()
    events = world.hear("m-dasgupta", said(Verb.NOTE, world.now), attachments=("for the office.docx",))
    assert {one.to.person for one in letters(events)} <= {"m-dasgupta"}


def test_the_record_names_it() -> None:
    world, _ = opened()
    names = {one.id: one.name for one in world.who_is_who.agencies}
    notes = [note for one in transcript(world.events, policy(), names).entries for note in one.notes]
    assert notes.count(SAID) == 1


def test_long_names_are_cut_and_many_are_counted() -> None:
    assert phrases.attached("Sam", ["a" * 90]) == f"Sam attached {'a' * 80}…; it is in the case's folder."
    seven = phrases.attached("Sam", [f"{number}.docx" for number in range(7)])
    assert (
        seven == "Sam attached 0.docx, 1.docx, 2.docx, 3.docx, 4.docx and 2 more files; they are in the case's folder."
    )
    assert phrases.attached("Sam", []) == ""
