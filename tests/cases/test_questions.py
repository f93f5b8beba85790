"""Did you mean this word? A wish is asked about, and a plain yes to that letter carries it out, once (rule 9.5)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from mailservice.cases.history.commands import Unclear
from mailservice.cases.history.events import Assented, Event, LetterOrdered, Proposed, StageEntered, WordAsked
from mailservice.cases.history.words import Verb
from tests.cases.world import RAISER, RESPONDER, World, addressee, letters, said, sender
from tests.replies.live import play

MANAGER, OTHER_MANAGER = "j-okafor", "m-dasgupta"
WISH = "I'd like this to go to heads of service, please."
Events = tuple[Event, ...]


def at_stage_2() -> World:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    return world


def wish(world: World, verb: Verb, line: str = WISH, reason: str = "") -> tuple[Unclear, ...]:
    return (Unclear(line, verb, "wish", replace(said(verb, world.now, reason), line=line)),)


def wishes(world: World, who: str, verb: Verb, line: str = WISH, reason: str = "", answers: str = "") -> LetterOrdered:
    """Let somebody wish a word in their own words, and return the letter that asks if they meant it."""
    events = world.hear(who, unclear=wish(world, verb, line, reason), own_words=line, answers=answers)
    world.send()
    [letter] = [one for one in letters(events) if one.template == "question"]
    return letter


def replies(world: World, who: str, letter: str, words: str = "Yes", **more: object) -> Events:
    """Let somebody answer a letter directly."""
    answer = {"yes": "yes", "no": "no"}.get(words.lower(), "yes and more")
    facts = {"answers": letter, "replies_to": letter, "own_words": words, "answer": answer}
    events = world.hear(who, **{**facts, **more})
    world.send()
    return events


def climbed(events: Events) -> bool:
    return any(isinstance(one, StageEntered) for one in events)


def newest(world: World, template: str, who: str) -> str:
    """Return the newest letter of a kind that somebody had."""
    mine = [one for one in letters(world.events) if one.template == template and one.to.person == who]
    return mine[-1].letter


def proposed(world: World) -> str:
    """Let one manager propose words, and return the letter that asks the other to agree."""
    world.say(MANAGER, Verb.RESOLVED, "Daniel visits on Friday with Sarah.")
    return newest(world, "proposal", OTHER_MANAGER)


def test_a_wish_does_nothing_and_is_put_to_its_author_as_one_question_with_their_own_words() -> None:
    world = at_stage_2()
    letter = wishes(world, RAISER, Verb.ESCALATE)
    assert (letter.to.person, letter.facts["line"], letter.facts["verb"]) == (RAISER, WISH, "ESCALATE")
    assert [one["verb"] for one in letter.facts["words"]] == ["ESCALATE"]
    assert world.case.stage == "2"


def test_yes_to_that_letter_carries_it_out() -> None:
    world = at_stage_2()
    assert climbed(replies(world, RAISER, wishes(world, RAISER, Verb.ESCALATE).letter))
    assert world.case.stage == "3"
    assert not world.case.questions


def test_so_does_the_word_of_its_button() -> None:
    world = at_stage_2()
    letter = wishes(world, RAISER, Verb.ESCALATE).letter
    world.hear(RAISER, said(Verb.ESCALATE, world.now, ""), answers=letter, replies_to=letter)
    assert (world.case.stage, world.case.questions) == ("3", {})


def test_a_wish_in_answer_to_an_older_letter_is_for_the_stage_after_this_one() -> None:
    world = at_stage_2()
    world.now += timedelta(hours=2)
    letter = wishes(world, RAISER, Verb.ESCALATE, answers=newest(world, "receipt", RAISER)).letter
    world.now += timedelta(hours=1)
    assert climbed(replies(world, RAISER, letter))
    assert world.case.stage == "3"


def test_it_counts_once_and_a_second_yes_is_to_nothing() -> None:
    world = at_stage_2()
    letter = wishes(world, RAISER, Verb.ESCALATE).letter
    replies(world, RAISER, letter)
    again = replies(world, RAISER, letter)
    assert not climbed(again)
    assert world.case.stage == "3"
    [answer] = letters(again)
    assert "nothing has moved" in answer.facts["lines"][0]["result"]


def test_no_is_an_answer_and_moves_nothing() -> None:
    world = at_stage_2()
    events = replies(world, RAISER, wishes(world, RAISER, Verb.ESCALATE).letter, "No")
    assert "Nothing has moved" in letters(events)[0].facts["lines"][0]["result"]
    assert (world.case.stage, world.case.questions) == ("2", {})


@pytest.mark.parametrize(
    "words", ["Please do not escalate it. I was thinking aloud.", "Please don't escalate this", "No need to escalate"]
)
def test_who_declines_the_word_that_was_asked_about_has_said_no(words: str) -> None:
    world = at_stage_2()
    letter = wishes(world, RAISER, Verb.ESCALATE).letter
    replies(world, RAISER, letter, words, answer="", unclear=wish(world, Verb.ESCALATE, words))
    assert (world.case.stage, world.case.questions) == ("2", {})


def test_a_word_that_is_declined_until_a_day_is_asked_about_again() -> None:
    world = at_stage_2()
    words = "Please don't escalate it until Friday, then do"
    letter = wishes(world, RAISER, Verb.ESCALATE).letter
    events = replies(world, RAISER, letter, words, answer="", unclear=wish(world, Verb.ESCALATE, words))
    assert [one.facts["verb"] for one in letters(events)] == ["ESCALATE"]


def test_a_no_with_a_reason_to_did_you_mean_escalate_is_no_refusal_of_anything_else() -> None:
    world = at_stage_2()
    letter = wishes(world, RAISER, Verb.ESCALATE).letter
    nope = "nope. typo in my brain. sorry"
    replies(world, RAISER, letter, nope, answer="no", unclear=wish(world, Verb.DISAGREE, "nope."))
    assert world.case.questions == {}


@pytest.mark.parametrize("line", ["ok \U0001f44c", "Lovely ta.", "\U0001f44d"])
def test_a_nod_where_nothing_waits_for_a_yes_is_no_settlement(line: str) -> None:
    world = World().open()
    assert wishes(world, RAISER, Verb.AGREE, line).facts["verb"] == "RECEIVED"


@pytest.mark.parametrize(
    ("letter", "words", "asked"),
    [
        ("action_due", "That's sorted now ta", "asked DONE"),
        ("action_due", "Not yet, looking at Friday probably", "asked NOT DONE"),
        ("closed", "Sam hasn't been. It's the 7th.", "asked REOPEN"),
        ("closed", "Bit premature? Nothing has actually happened yet.", "asked REOPEN"),
        ("check_in", "No", "asked ESCALATE"),
        ("stage", "There is no meeting of minds.", "asked ESCALATE"),
    ],
)
def test_what_is_asked_about_is_the_word_that_would_do_something_there(letter: str, words: str, asked: str) -> None:
    assert asked in play(letter, words).outcomes


def test_a_refusal_where_no_words_wait_is_a_wish_to_go_on() -> None:
    assert wishes(at_stage_2(), RAISER, Verb.DISAGREE, "We are not happy with this").facts["verb"] == "ESCALATE"


def test_no_with_a_reason_to_did_you_mean_agree_asks_if_they_disagree() -> None:
    world = at_stage_2()
    letter = wishes(world, OTHER_MANAGER, Verb.AGREE, "Happy with that", answers=proposed(world)).letter
    answer = {"answer": "no"}
    events = replies(world, OTHER_MANAGER, letter, "No, Sarah must be there throughout", **answer)
    [asked] = [one for one in letters(events) if one.replied]
    assert (asked.template, asked.facts["verb"]) == ("question", "DISAGREE")
    replies(world, OTHER_MANAGER, asked.letter)
    assert [one.state for one in world.case.proposals.values()] == ["denied"]


def _from_a_colleague(world: World, letter: str) -> Events:
    return replies(world, MANAGER, letter)


def _from_a_delegate(world: World, letter: str) -> Events:
    return replies(world, RAISER, letter, sender=replace(sender(RAISER), delegate="Pat Long"))


def _with_more_words(world: World, letter: str) -> Events:
    return replies(world, RAISER, letter, "Yes, but let me speak to Daniel first")


def _too_late(world: World, letter: str) -> Events:
    world.now += timedelta(days=9)
    return replies(world, RAISER, letter)


def _after_the_case_moved_on(world: World, letter: str) -> Events:
    world.say(MANAGER, Verb.ESCALATE)
    return replies(world, RAISER, letter)


@pytest.mark.parametrize(
    "how", [_from_a_colleague, _from_a_delegate, _with_more_words, _too_late, _after_the_case_moved_on]
)
def test_any_other_yes_is_asked_about_again(how: Callable[[World, str], Events]) -> None:
    world = at_stage_2()
    events = how(world, wishes(world, RAISER, Verb.ESCALATE).letter)
    assert not climbed(events)
    assert [one.template for one in letters(events) if one.replied] == ["question"]


def test_a_yes_in_the_thread_that_does_not_answer_our_letter_itself_is_to_nothing() -> None:
    world = at_stage_2()
    letter = wishes(world, RAISER, Verb.ESCALATE).letter
    events = world.hear(RAISER, answers=letter, own_words="Yes", answer="yes", to=(addressee(RESPONDER),))
    assert not climbed(events)


def test_yes_to_do_you_agree_agrees_to_exactly_those_words() -> None:
    world = at_stage_2()
    events = replies(world, OTHER_MANAGER, proposed(world))
    assert [one.by.person for one in events if isinstance(one, Assented)] == [OTHER_MANAGER]
    assert world.case.status == "agreed"


def test_no_to_do_you_agree_returns_it_to_everybody() -> None:
    world = at_stage_2()
    replies(world, OTHER_MANAGER, proposed(world), "No")
    assert [one.state for one in world.case.proposals.values()] == ["denied"]


def test_yes_but_agrees_to_nothing_and_is_asked() -> None:
    world = at_stage_2()
    events = replies(world, OTHER_MANAGER, proposed(world), "Yes, but only the first part")
    assert world.case.status == "open"
    [asked] = [one for one in letters(events) if one.template == "question"]
    assert asked.facts["exactly"] == "Daniel visits on Friday with Sarah."


def test_yes_after_newer_words_agrees_to_nothing() -> None:
    world = at_stage_2()
    older = proposed(world)
    world.now += timedelta(hours=1)
    world.say(MANAGER, Verb.RESOLVED, "No action, because it is settled.")
    replies(world, OTHER_MANAGER, older)
    assert not any(isinstance(one, Assented) for one in world.events)
    assert world.case.status == "open"


def test_the_word_itself_in_answer_to_our_question_agrees_only_to_the_words_that_were_meant() -> None:
    """A consent in plain words was asked back, then newer words came; AGREE to our question is not to those (rule 3.2)."""
    world = at_stage_2()
    older = proposed(world)
    letter = wishes(world, OTHER_MANAGER, Verb.AGREE, "Happy with that", answers=older).letter
    world.now += timedelta(hours=1)
    world.say(MANAGER, Verb.RESOLVED, "No action, because it is settled.")
    world.hear(OTHER_MANAGER, said(Verb.AGREE, world.now, ""), answers=letter, replies_to=letter)
    assert not any(isinstance(one, Assented) for one in world.events)


def test_yes_is_held_to_proof_as_if_the_word_had_been_written() -> None:
    world = at_stage_2()
    letter = proposed(world)
    doubtful = replace(sender(OTHER_MANAGER), proof="plausible")
    replies(world, OTHER_MANAGER, letter, sender=doubtful)
    assert not any(isinstance(one, Assented) for one in world.events)
    assert [one.verb for one in world.case.to_confirm] == ["AGREE"]


def test_two_practitioners_who_settle_it_on_the_first_day_are_asked_that_day() -> None:
    """No manager is written to for nothing: each yes is one word, and the case ends."""
    world = World().open()
    line = "Agreed, sorry, we will send someone on Friday."
    letter = wishes(world, RESPONDER, Verb.AGREE, line, answers=newest(world, "stage", RESPONDER))
    assert letter.facts["verb"] == "RESOLVED", "nothing waits for AGREE: it is their word that it is settled"
    events = replies(world, RESPONDER, letter.letter)
    assert [one.text for one in events if isinstance(one, Proposed)] == [line]
    replies(world, RAISER, newest(world, "proposal", RAISER))
    assert world.case.status == "closed"
    everyone = {one.to.person for one in letters(world.events)}
    assert everyone <= {RAISER, RESPONDER, ""}


def test_of_two_wishes_in_one_mail_what_calls_for_attention_is_the_one_question() -> None:
    world = at_stage_2()
    met = wish(world, Verb.MET, "We spoke this morning.", "we spoke")
    read = wish(world, Verb.RECEIVED, "Got it, thanks")
    [letter] = letters(world.hear(RAISER, unclear=(*read, *met, *wish(world, Verb.ESCALATE)), own_words=WISH))
    assert (letter.template, letter.facts["verb"]) == ("question", "ESCALATE")
    assert [one["result"].split("?")[0] for one in letter.facts["lines"]] == ["Did you mean MET"]
    assert climbed(replies(world, RAISER, letter.letter))


def test_a_wish_is_asked_every_time_and_the_office_hears_of_the_second() -> None:
    world = at_stage_2()
    for _ in range(2):
        wishes(world, RAISER, Verb.ESCALATE)
    asked = [one for one in world.events if isinstance(one, WordAsked)]
    assert [one.times for one in asked] == [1, 2]
    assert len(world.case.questions) == 1, "the newer question takes the place of the older"


def test_what_a_yes_would_not_do_is_said_and_not_asked() -> None:
    world = at_stage_2()
    events = world.hear(MANAGER, unclear=wish(world, Verb.KEEP, "Please keep this open"), own_words="…")
    [letter] = letters(events)
    assert letter.template == "answer"
    assert letter.facts["lines"][0]["result"].startswith("Nothing has moved.")


def test_a_first_mail_is_prose_but_a_wish_for_urgent_is_asked() -> None:
    world = World()
    facts = {"child_references": ("NCT-483920",), "to": (addressee(RESPONDER),), "own_words": "Please treat as urgent."}
    unclear = (*wish(world, Verb.URGENT, "Please treat as urgent."), *wish(world, Verb.DISAGREE, "I disagree."))
    events = world.hear(RAISER, unclear=unclear, **facts)
    assert [one.facts["verb"] for one in letters(events) if one.template == "question"] == ["URGENT"]


# A question is over once anything has changed; what it put is what its yes says.


def _the_raiser_wrote_otherwise(world: World) -> None:
    world.hear(RAISER, own_words="Please do not close this, I wrote in haste.")


def _the_other_side_proposed(world: World) -> None:
    world.say(MANAGER, Verb.RESOLVED, "Visit today, with police.")


def _it_became_urgent(world: World) -> None:
    world.say(OTHER_MANAGER, Verb.URGENT, "he is back")


@pytest.mark.parametrize("what", [_the_raiser_wrote_otherwise, _the_other_side_proposed, _it_became_urgent])
def test_after_any_change_a_yes_withdraws_nothing_and_is_asked_about_again(what: Callable[[World], None]) -> None:
    world = at_stage_2()
    letter = wishes(world, RAISER, Verb.WITHDRAW, "I would like to withdraw this").letter
    world.now += timedelta(minutes=20)
    what(world)
    world.now += timedelta(minutes=20)
    events = replies(world, RAISER, letter)
    assert world.case.withdrawn is None
    assert [one.facts["verb"] for one in letters(events) if one.template == "question"] == ["WITHDRAW"]


def test_yes_to_words_that_were_taken_back_agrees_to_no_others() -> None:
    world = at_stage_2()
    older = proposed(world)
    world.say(MANAGER, Verb.UNDO, "")
    world.say(MANAGER, Verb.RESOLVED, "No action, because the school will watch.")
    replies(world, OTHER_MANAGER, older)
    world.hear(OTHER_MANAGER, said(Verb.AGREE, world.now, ""), answers=older, replies_to=older)
    assert not any(isinstance(one, Assented) for one in world.events)


def test_a_yes_that_does_not_answer_directly_is_asked_about() -> None:
    world = at_stage_2()
    events = replies(world, OTHER_MANAGER, proposed(world), replies_to="")
    assert world.case.status == "open"
    assert [one.facts["verb"] for one in letters(events) if one.template == "question"] == ["AGREE"]


def test_a_reservation_beside_a_consent_makes_its_yes_not_plain() -> None:
    world = at_stage_2()
    consent = wish(world, Verb.AGREE, "happy with that")
    both = (*consent, *wish(world, Verb.NEW_DATE, "but can we have till 4 December", "4 December"))
    events = world.hear(OTHER_MANAGER, unclear=both, own_words="…", answers=proposed(world))
    world.send()
    [letter] = [one for one in letters(events) if one.template == "question"]
    again = replies(world, OTHER_MANAGER, letter.letter)
    assert world.case.status == "open"
    assert [one.facts["verb"] for one in letters(again) if one.template == "question"] == ["AGREE"]


def test_a_word_written_in_answer_to_a_question_says_what_was_written() -> None:
    world = at_stage_2()
    letter = wishes(world, MANAGER, Verb.RESOLVED, "We visit on Friday, all sorted", "We visit on Friday").letter
    world.hear(MANAGER, said(Verb.RESOLVED, world.now, "We visit today."), answers=letter, replies_to=letter)
    assert [one.text for one in world.case.asked] == ["We visit today."]


def agreed() -> World:
    world = at_stage_2()
    replies(world, OTHER_MANAGER, proposed(world))
    assert world.case.status == "agreed"
    return world


@pytest.mark.parametrize("words", ["No", "I am not comfortable with this at all"])
def test_a_raiser_who_is_not_content_is_asked_to_object_and_the_office_is_told_at_once(words: str) -> None:
    world = agreed()
    letter = newest(world, "agreed", RAISER)
    more = {} if words == "No" else {"answer": "", "unclear": wish(world, Verb.DISAGREE, words)}
    events = replies(world, RAISER, letter, words, **more)
    assert [one.facts["verb"] for one in letters(events) if one.template == "question"] == ["OBJECT"]
    assert "The raiser may object" in [one.facts.get("headline") for one in letters(events)]
    replies(world, RAISER, newest(world, "question", RAISER))
    assert world.case.status == "open"


def test_prose_of_the_raiser_on_an_agreement_is_answered_with_the_word_that_stops_it() -> None:
    world = agreed()
    letter = newest(world, "agreed", RAISER)
    [told] = letters(replies(world, RAISER, letter, "Twelve days unseen.", answer=""))
    assert told.template == "prose"
    assert told.facts["still_asked"]
    assert [one["verb"] for one in told.facts["words"]] == ["OBJECT", "HELP"]


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("where", [at_stage_2, agreed])
def test_whatever_word_is_wished_its_author_is_answered(verb: Verb, where: Callable[[], World]) -> None:
    world = where()
    events = world.hear(RAISER, unclear=wish(world, verb, "I would like that"), own_words="I would like that")
    assert [one for one in letters(events) if one.replied]
    world.send()
    replies(world, RAISER, letters(events)[0].letter)


def test_what_does_nothing_spends_no_question() -> None:
    world = at_stage_2()
    letter = wishes(world, RAISER, Verb.ESCALATE).letter
    world.hear(RAISER, replace(said(Verb.ESCALATE, world.now), dry_run=True), replies_to="", answers="")
    assert letter in world.case.questions


def test_a_colleague_is_told_that_the_question_was_not_put_to_them() -> None:
    world = at_stage_2()
    letter = wishes(world, RAISER, Verb.WITHDRAW, "I would like to withdraw this").letter
    [told] = letters(replies(world, MANAGER, letter, "No"))
    assert "put to Sarah Whitlock" in told.facts["lines"][0]["result"]
    assert letter in world.case.questions


def test_who_disagrees_once_the_case_is_closed_is_asked_if_it_is_to_be_reopened() -> None:
    world = at_stage_2()
    proposal = proposed(world)
    world.hear(OTHER_MANAGER, replace(said(Verb.AGREE, world.now, "")), answers=proposal)
    world.send()
    world.say(RAISER, Verb.AGREE, "")
    assert world.case.status == "closed"
    events = world.say(RESPONDER, Verb.DISAGREE, "I was on leave when this was settled.")
    [asked] = [one for one in letters(events) if one.template == "question"]
    assert (asked.facts["verb"], world.case.status) == ("REOPEN", "closed")
