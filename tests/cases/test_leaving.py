"""An agency leaves a case only with every other's AGREE, and of two neither leaves (rule 11.2)."""

from mailservice.cases.history.events import AgencyLeft, Event
from mailservice.cases.history.words import Verb
from mailservice.mail.compose.templates import load_templates, read_folder
from tests.cases.world import CHILD, ROOT, World, addressee, answered, letters, said
from tests.gallery import part, written

SARAH, DANIEL, LOUISE = "s-whitlock", "d-mensah", "l-park"
READY = load_templates(read_folder(ROOT / "templates" / "email"))
WHY = "the allegation was not ours to look into"


def three() -> World:
    """Return a case of health, social care and police."""
    world = World()
    to = (addressee(DANIEL), addressee(LOUISE))
    world.hear(SARAH, child_references=(CHILD,), to=to, own_words="I disagree with both of you.")
    world.send()
    return world


def readers(events: tuple[Event, ...], kind: str) -> set[str]:
    return {one.to.person for one in letters(events) if one.template == kind}


def test_every_other_agency_is_asked_and_nothing_moves_before_each_has_agreed() -> None:
    world = three()
    dates = world.case.standing
    events = world.say(LOUISE, Verb.WITHDRAW, WHY)
    assert readers(events, "proposal") == {SARAH, DANIEL}
    assert world.case.withdrawn is None
    assert not any(isinstance(one, AgencyLeft) for one in world.say(DANIEL, Verb.AGREE, ""))
    assert "shire-police" in world.case.agencies
    left = world.say(SARAH, Verb.AGREE, "")
    assert any(isinstance(one, AgencyLeft) for one in left)
    assert world.case.agencies == ("rockingham", "nene-valley")
    assert world.case.standing == dates
    assert world.case.status == "open"
    assert LOUISE in readers(left, "news"), "she is told once, and has no further letter"
    assert LOUISE not in {one.to.person for one in letters(world.say(SARAH, Verb.ESCALATE))}


def test_one_disagree_keeps_it_in() -> None:
    world = three()
    world.say(LOUISE, Verb.WITHDRAW, WHY)
    world.say(DANIEL, Verb.DISAGREE, "you hold the interview")
    assert not any(isinstance(one, AgencyLeft) for one in world.say(SARAH, Verb.AGREE, ""))
    assert len(world.case.agencies) == 3


def test_words_that_were_put_before_are_put_again_between_those_who_stay() -> None:
    world = three()
    world.say(DANIEL, Verb.RESOLVED, "a joint visit on Monday")
    world.say(SARAH, Verb.AGREE, "")
    assert world.case.pending is not None
    world.say(LOUISE, Verb.WITHDRAW, WHY)
    leave = next(one for one in world.case.asked if one.kind == "leave")
    for who in (DANIEL, SARAH):
        letter = next(one for one in world.case.letters.values() if one.about == leave.id and one.to.person == who)
        world.hear(who, said(Verb.AGREE, world.now, ""), answers=letter.letter)
    assert world.case.agencies == ("rockingham", "nene-valley")
    assert world.case.status == "open"
    assert world.case.pending is None


def test_without_a_reason_nobody_is_asked() -> None:
    world = three()
    (told,) = answered(world.say(LOUISE, Verb.WITHDRAW, ""))
    assert "why your agency need not take part" in told
    assert not world.case.asked


def test_of_two_agencies_neither_leaves_and_the_words_that_serve_are_named() -> None:
    world = World().open()
    (told,) = answered(world.say(DANIEL, Verb.WITHDRAW, WHY))
    assert "Only Sarah Whitlock can withdraw this" in told
    assert "RESOLVED" in told
    assert "OVERTAKEN" in told
    assert (world.case.withdrawn, world.case.asked) == (None, ())


def test_a_colleague_of_the_raiser_neither_withdraws_nor_takes_the_agency_out() -> None:
    world = three()
    (told,) = answered(world.say("m-dasgupta", Verb.WITHDRAW, WHY))
    assert told.startswith("Only Sarah Whitlock can withdraw this")
    assert not world.case.asked


def test_whoever_an_earlier_stage_had_asked_is_told_too_and_is_offered_no_word_that_nobody_would_take() -> None:
    world = three()
    world.say(SARAH, Verb.ESCALATE)
    world.say("g-stone", Verb.WITHDRAW, WHY)
    for who in ("m-dasgupta", "j-okafor"):
        left = world.say(who, Verb.AGREE, "")
    theirs = [one for one in letters(left) if one.to.agency == "shire-police"]
    assert {one.to.person for one in theirs} == {LOUISE, "g-stone"}
    assert [one.facts["words"] for one in theirs] == [[], []]
    text = part(written(theirs[0], READY), "plain")
    assert "STATUS" not in text
    assert "By 5pm" not in text, "no date is theirs any more"
