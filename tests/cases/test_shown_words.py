"""Whose words the other sides are shown (rule 16): the raiser's first mail, and what a side sent them or put after a word."""

from dataclasses import replace

import pytest

from mailservice.cases.history.events import MailHeard, dump, load
from mailservice.cases.history.folding import replay
from mailservice.cases.history.words import Verb
from mailservice.cases.told.transcript import transcript
from mailservice.mail.parse import parse
from tests.cases.test_proof import at_stage_2
from tests.cases.world import RAISER, RESPONDER, World, addressee, letters, policy, said
from tests.mail.composed import written

PRIVATE = "The mother's ex is in witness protection."
OPEN = "We closed it because the plan had ended."


def shown_later(world: World) -> str:
    """Return all that the sides read from here on: the next stage by a word of Sarah's, and every letter it brings."""
    world.send()
    events = [*world.say(RAISER, Verb.ESCALATE, "no plan came"), *world.say("j-okafor", Verb.STATUS, "")]
    return " ".join(parse(written(one).raw).text for one in letters(events) if one.template != "office")


@pytest.mark.parametrize("words", [f"NOTE {PRIVATE}", PRIVATE])
def test_what_is_sent_to_us_alone_is_shown_to_no_other_side_and_stays_on_the_record(words: str) -> None:
    world = World().open()
    note = (said(Verb.NOTE, world.now, PRIVATE),) if words.startswith("NOTE") else ()
    world.hear(RESPONDER, *note, own_words=words)
    later = shown_later(world)
    assert "witness" not in later
    assert "We hold no written account from Nene Valley Children's Trust yet." in " ".join(later.split())
    told = transcript(world.events, policy(), {})
    assert any("witness" in entry.words for entry in told.entries), "the record keeps the whole"


@pytest.mark.parametrize("where", ["to", "copied"])
def test_what_a_side_sent_to_the_other_is_its_words(where: str) -> None:
    world = World().open()
    world.hear(RESPONDER, own_words=OPEN, **{where: (addressee(RAISER),)})
    assert OPEN in shown_later(world)


def test_a_colleague_of_their_own_in_copy_is_not_the_other_side() -> None:
    world = World().open()
    world.hear(RESPONDER, own_words=PRIVATE, copied=(addressee("j-okafor"),))
    assert "witness" not in shown_later(world)


def test_of_three_agencies_each_must_have_had_it() -> None:
    world = World()
    world.open()
    world.case = replace(world.case, agencies=(*world.case.agencies, "shire-police"))
    world.hear(RESPONDER, own_words=PRIVATE, to=(addressee(RAISER),))
    assert "nene-valley" not in world.case.issues
    world.hear(RESPONDER, own_words=OPEN, to=(addressee(RAISER), addressee("l-park")))
    assert world.case.issues["nene-valley"] == OPEN


def test_words_after_one_of_ours_are_shown_and_what_stood_above_them_is_not() -> None:
    world = at_stage_2()
    reason = said(Verb.ESCALATE, world.now, "we have no worker for this")
    world.hear("j-okafor", reason, own_words=f"{PRIVATE}\n\nESCALATE we have no worker for this")
    assert world.case.issues["nene-valley"] == "we have no worker for this"
    assert "witness" not in shown_later(world)


def test_another_sides_plan_put_again_is_not_their_words() -> None:
    world = World().open()
    world.say(RESPONDER, Verb.PLAN, "Daniel visits on Monday with the nurse")
    world.say(RAISER, Verb.AGREE, "")
    world.case = replace(world.case, issues={})
    world.say(RAISER, Verb.RESOLVED, "")
    assert "rockingham" not in world.case.issues


def test_a_mail_of_an_older_record_is_shown_to_nobody() -> None:
    world = World().open()
    world.hear(RESPONDER, own_words=OPEN, to=(addressee(RAISER),))
    old = []
    for event in world.events:
        row = dump(event)
        if isinstance(event, MailHeard):
            row.pop("shared")
        old.append(load(type(event).__name__, row))
    case = replay(old)
    assert list(case.issues) == ["rockingham"], "the raiser's first mail alone"


HOME = "Mum has moved to the refuge at 12 Elm Road, and Ellie (dob 03/05/2021, NHS 943 476 5919) is with her."


@pytest.mark.parametrize("urgent", [False, True])
def test_where_a_family_is_stands_in_no_letter_but_an_urgent_ones_and_whole_on_the_record(*, urgent: bool) -> None:
    world = World()
    words = (said(Verb.URGENT, world.now, "she is not safe tonight"),) if urgent else ()
    events = world.hear(
        RAISER,
        *words,
        child_references=("NCT-483920",),
        to=(addressee(RESPONDER),),
        own_words=f"I do not agree. {HOME}",
    )
    [stage, *_] = [one for one in letters(events) if one.template == "stage"]
    text = " ".join(parse(written(stage).raw).text.split())
    assert ("12 Elm Road" in text, "943 476 5919" in text, "03/05/2021" in text) == (urgent,) * 3
    [receipt] = [one for one in letters(events) if one.template == "receipt"]
    told = "We leave out of our letters: whereabouts, date of birth and NHS number. The record has your whole email."
    assert (told in " ".join(parse(written(receipt).raw).text.split())) is not urgent
    assert world.case.issues["rockingham"].endswith(HOME), "the record keeps the whole"
