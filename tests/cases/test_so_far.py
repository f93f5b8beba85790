"""What each side has answered stands in the letter of the next tier, by day, both sides in equal room."""

from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.mail.compose.templates import load_templates, read_folder
from tests.cases.world import ROOT, World, letters
from tests.gallery import part, written

READY = load_templates(read_folder(ROOT / "templates" / "email"))
LONG = "We cannot visit weekly, for nobody is there. " * 12


def newest(world: World, template: str, who: str) -> LetterOrdered:
    mine = [one for one in letters(world.events) if (one.template, one.to.person) == (template, who)]
    return mine[-1]


def argued() -> World:
    """Return a case at the second stage whose sides have both answered."""
    world = World().open()
    world.say("d-mensah", Verb.RESOLVED, "A visit on Friday.")
    world.say("s-whitlock", Verb.DISAGREE, LONG)
    world.say("s-whitlock", Verb.ESCALATE, "No visit came.")
    return world


def test_the_next_tier_reads_by_day_what_each_side_answered_below_the_line() -> None:
    first, _, below = part(written(newest(argued(), "stage", "m-dasgupta"), READY), "plain").partition("You can skip")
    said = " ".join(below.split())
    assert "proposed how to settle it" not in first
    assert "Mon 23 Nov: Nene Valley Children's Trust proposed how to settle it" in said
    assert "Mon 23 Nov: Rockingham Community Health Trust disagreed: > We cannot visit weekly" in said
    assert "Rockingham Community Health Trust asked for the next stage: > No visit came." in said


def test_an_answer_is_cut_at_a_sentence_and_what_stands_above_is_not_said_twice() -> None:
    letter = newest(argued(), "stage", "m-dasgupta")
    below = part(written(letter, READY), "plain").partition("You can skip")[2]
    assert "is there. […]" in " ".join(below.split())
    (proposed,) = [one for one in letter.facts["answers"] if one["did"].startswith("proposed")]
    assert proposed["text"] == ""


def test_each_side_has_its_two_newest_answers() -> None:
    world = argued()
    for number in range(4):
        world.say("j-okafor", Verb.RESOLVED, f"Proposal {number}.")
        world.say("m-dasgupta", Verb.DISAGREE, f"Refusal {number}.")
    world.say("m-dasgupta", Verb.ESCALATE, "Nothing holds.")
    told = [(one["agency"], one["text"]) for one in newest(world, "stage", "r-lindqvist").facts["answers"]]
    ours = [text for agency, text in told if agency.startswith("Rockingham")]
    assert ours == ["Refusal 3.", "Nothing holds."]
    assert len(told) == 4


def test_what_was_taken_back_is_not_told() -> None:
    world = World().open()
    world.say("d-mensah", Verb.RESOLVED, "A visit on Friday.")
    world.say("d-mensah", Verb.UNDO, "")
    world.say("s-whitlock", Verb.ESCALATE, "No visit came.")
    told = [one["did"] for one in newest(world, "stage", "m-dasgupta").facts["answers"]]
    assert told == ["asked for the next stage"]
