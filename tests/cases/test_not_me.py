"""Who is the wrong person says so by a reply: in plain words, or with CONTACT and the right name."""

from mailservice.cases.asking.not_me import HOW
from mailservice.cases.history.commands import Unclear
from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.cases.words.wrong_person import HEADLINE
from mailservice.mail.compose.templates import load_templates, read_folder
from tests.cases.test_climbing import at_stage
from tests.cases.world import ROOT, World, answered, letters, said, sender
from tests.gallery import part, written

READY = load_templates(read_folder(ROOT / "templates" / "email"))


def text(ordered: LetterOrdered) -> str:
    return " ".join(part(written(ordered, READY), "plain").split())


def stage_letter(world: World, who: str) -> LetterOrdered:
    mine = (one for one in letters(world.events) if (one.template, one.to.person) == ("stage", who))
    return [*mine][-1]


def test_a_letter_that_asks_for_a_word_says_what_the_wrong_person_writes_below_the_line() -> None:
    letter = text(stage_letter(World().open(), "d-mensah"))
    assert HOW in letter.partition("You can skip the rest")[2]
    assert HOW not in letter.partition("You can skip the rest")[0]


def test_plain_words_bring_one_last_letter_that_says_it_and_the_office_is_told() -> None:
    world = at_stage("nscp", "2")
    words = "I have left this post."
    wish = (Unclear(words, Verb.CONTACT, "wish"),)
    events = world.hear("j-okafor", own_words=words, to_us="not me", unclear=wish)
    last = next(one for one in letters(events) if one.template == "wrong_person")
    assert last.facts["how"] == HOW
    told = next(one for one in world.to_office(events) if one.facts["headline"] == HEADLINE)
    assert "joy.okafor@nenevalley.example" in " ".join(told.facts["items"])
    assert world.case.here == ("2", 1)


def test_contact_in_answer_to_the_letter_of_this_stage_names_who_has_it_instead() -> None:
    world = at_stage("nscp", "2")
    letter = stage_letter(world, "j-okafor").letter
    events = world.hear("j-okafor", said(Verb.CONTACT, world.now), answers=letter, replies_to=letter)
    assert "we have written to Tom Byrne" in " ".join(answered(events))
    assert [one.to.person for one in letters(events) if one.template == "stage"] == ["t-byrne"]


def test_contact_from_who_acts_here_in_a_mail_of_its_own_names_who_comes_next_as_before() -> None:
    world = at_stage("nscp", "2")
    events = world.say("j-okafor", Verb.CONTACT)
    assert "is noted for Nene Valley" in " ".join(answered(events))
    assert sender("t-byrne").address not in {one.to.address for one in letters(events)}
