"""What has changed since a case ended: asked once, of whoever raised it; every answer is kept, and nothing is read into it."""

from dataclasses import replace

import pytest

from mailservice.cases.history.case import book
from mailservice.cases.history.commands import CaseSoFar, NoteMorning, Said
from mailservice.cases.history.events import ChangeTold, DeadlineDropped, DisposalOrdered, Event, LetterOrdered, Party
from mailservice.cases.history.folding import after
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import ordering
from mailservice.cases.settling.retention import against, kept
from mailservice.cases.settling.what_changed import how
from mailservice.cases.told import figures as f
from mailservice.cases.told.figures import facts
from mailservice.mail.grammar.reading import read
from mailservice.simulator.story import moment
from tests.cases.world import World, days, policy

ASKED_ON = "Tue 05 Jan 2027 09:00"  # six weeks after Tuesday 24 November


def ended() -> World:
    """Return a case that both sides settled on Tuesday 24 November."""
    world = World().open()
    world.now = moment("Tue 24 Nov 2026 10:00")
    world.say(world.responder, Verb.RESOLVED, "We visit together. Nothing else is open.")
    world.say(world.raiser, Verb.AGREE)
    assert world.case.status == "closed"
    return world


def asked(world: World) -> list[LetterOrdered]:
    return [one for one in world.events if isinstance(one, LetterOrdered) and one.template == "what_changed"]


def question(world: World) -> LetterOrdered:
    """Return the letter that asks, on its day."""
    world.wait(ASKED_ON)
    [letter] = asked(world)
    return letter


def answer(world: World, words: str, who: str = "", *said: Said, **more: object) -> tuple[Event, ...]:
    letter = asked(world)[-1].letter
    return world.hear(who or world.raiser, *said, own_words=words, answers=letter, replies_to=letter, **more)


def told(world: World) -> list[ChangeTold]:
    return [one for one in world.events if isinstance(one, ChangeTold)]


def counted(world: World, until: str = "Sun 31 Jan 2027 09:00") -> str:
    """Return what a report counts of the case as it stood then."""
    found = facts(world.events, policy(), days(), lambda _agency: "Health", moment(until))
    assert found is not None
    return found.changed


def test_it_is_asked_of_the_raiser_once_six_weeks_after_the_end_and_nobody_is_chased() -> None:
    world = ended()
    letter = question(world)
    assert (letter.to.person, letter.at) == (world.raiser, moment(ASKED_ON))
    assert [one["verb"] for one in letter.facts["choices"]] == ["BETTER", "THE SAME", "WORSE", "NOT KNOWN"]
    world.wait("Fri 30 Jul 2027 12:00")
    assert asked(world) == [letter]
    assert world.case.standing == ()
    assert counted(world) == f.NOT_ANSWERED


def test_a_day_that_is_closed_puts_it_off_to_the_next_working_day() -> None:
    world = World(now=moment("Fri 20 Nov 2026 10:00")).open()
    world.say(world.responder, Verb.RESOLVED, "We visit together. Nothing else is open.")
    world.say(world.raiser, Verb.AGREE)
    [date] = [one for one in world.case.standing if one.purpose == "what-changed"]
    assert date.due == moment("Mon 04 Jan 2027 09:00")  # Friday 1 January is New Year's Day
    assert "New Year's Day" in [one.name for one in date.skipped]
    assert date.basis == "house"


def test_a_case_is_finished_without_the_answer_that_nobody_owes() -> None:
    world = ended()
    assert world.case.finished
    assert [one.purpose for one in world.case.standing] == ["what-changed"]


def test_until_it_is_asked_a_report_says_that_it_was_not_asked() -> None:
    world = ended()
    assert counted(world, "Thu 31 Dec 2026 09:00") == f.NOT_ASKED


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("BETTER: she is back at school", "better"),
        ("Better. Her weight is up.", "better"),
        ("> *better*\n\nThe family has a worker.", "better"),
        ("The same", "same"),
        ("No change.", "same"),
        ("WORSE - two more bruises", "worse"),
        ("Not known, she moved to another caseload", "not-known"),
        ("I don't know", "not-known"),
        ("Gwell", "better"),
        # What is no plain word, or takes itself back, is counted as nobody's.
        ("Better than nothing, I suppose", ""),
        ("Better? Hardly.", ""),
        ("Better at school, worse at home", ""),
        ("Better, but worse at weekends", ""),
        ("No better", ""),
        ("It is better", ""),
        ("Thank you for asking. She is thriving.", ""),
        ("Worse. Then better.", ""),
        ("Better: no", ""),
        ("Better, they say. He isn't.", ""),
        ("Better, I wish", ""),
        ("Better. Hardly.", ""),
        ("Better. He is in hospital with a broken arm.", ""),
        ("Better!\nOnly joking, it is dreadful.", ""),
        ("The same, except that he was hurt again on Sunday", ""),
        ("No change. He has gone downhill since.", ""),
        ("Better. He has not been hurt since.", "better"),
        ("Better. She has no new bruises.", "better"),
    ],
)
def test_only_the_plain_word_that_begins_an_answer_is_counted(words: str, meant: str) -> None:
    assert how(words) == meant


@pytest.mark.parametrize(
    "words",
    [
        "It is not better, it is worse.",
        "It was better for a week and then went downhill.",
        "Deteriorated since the case was closed.",
        "Better on paper, worse in reality.",
        "Better. He is in hospital with a broken arm.",
    ],
)
def test_worse_in_other_words_is_not_counted_but_told_to_the_office_and_asked_about(words: str) -> None:
    world = ended()
    question(world)
    events = answer(world, words)
    assert [one.how for one in told(world)] == [""]
    assert world.to_office(events)[0].facts["headline"] == "It may be worse since it ended"
    asks = next(one for one in events if isinstance(one, LetterOrdered) and one.template == "question")
    assert asks.facts["verb"] == "REOPEN"


@pytest.mark.parametrize(
    "words",
    ["No better and no worse.", "We don't know whether it is better or worse.", "Things are no longer getting worse."],
)
def test_what_only_names_the_word_worse_alarms_nobody(words: str) -> None:
    world = ended()
    question(world)
    assert world.to_office(answer(world, words)) == []


def morning_after(world: World) -> LetterOrdered:
    """Return the office's morning letter of the day after, that was told of all before the answer."""
    seen = next(number for number, one in enumerate(world.events) if isinstance(one, ChangeTold))
    so_far = CaseSoFar(policy(), tuple(world.events), seen)
    office = World(world.now)
    office.case = book()
    note = NoteMorning(world.now, world.now, (so_far,))
    return next(one for one in office.decide(note) if isinstance(one, LetterOrdered))


def test_an_answer_is_kept_told_to_the_office_and_thanked_for() -> None:
    world = ended()
    question(world)
    events = answer(world, "Better. Her weight is up.")
    [kept] = told(world)
    assert (kept.by.person, kept.how, kept.text) == (world.raiser, "better", "Better. Her weight is up.")
    letters = [one for one in events if isinstance(one, LetterOrdered)]
    [mine] = letters
    assert mine.to == kept.by
    happened = morning_after(world).facts["happened"]
    assert (
        "Sarah Whitlock (Rockingham Community Health Trust) answered what has changed since it ended: “Better."
        in happened[0]
    )
    assert mine.template == "answer"
    assert "your answer is on the record" in mine.facts["lines"][0]["result"]
    assert counted(world) == f.BETTER


def test_worse_is_told_to_the_office_and_asked_about_and_a_plain_yes_opens_it_again() -> None:
    world = ended()
    question(world)
    events = answer(world, "WORSE: she was not seen for a month")
    office = world.to_office(events)[0]
    assert office.facts["headline"] == "Worse since it ended"
    asks = next(one for one in events if isinstance(one, LetterOrdered) and one.template == "question")
    assert (asks.to.person, asks.facts["verb"]) == (world.raiser, "REOPEN")
    assert world.case.status == "closed"  # a count opens nothing by itself
    world.send()
    world.hear(world.raiser, own_words="Yes", answer="yes", answers=asks.letter, replies_to=asks.letter)
    assert world.case.ending is None
    # They were told that no other agency is shown their answer.
    theirs = [one for one in world.events if isinstance(one, LetterOrdered) and one.to.person == world.responder]
    assert theirs[-1].template == "stage"
    assert all("seen for a month" not in str(one.facts) for one in theirs)


def test_that_she_is_not_safe_is_asked_about_once_as_in_any_mail() -> None:
    world = ended()
    question(world)
    words = "Worse. She is not safe."
    events = answer(world, words, unclear=read(words, today=world.now.date()).unclear)
    asks = [one.facts["verb"] for one in events if isinstance(one, LetterOrdered) and one.template == "question"]
    assert asks == ["REOPEN"]


def test_how_it_went_is_no_word_that_it_is_done() -> None:
    world = ended()
    question(world)
    words = "Better. Her weight is up and the plan is done."
    found = read(words, today=world.now.date()).unclear
    assert [one.understood for one in found] == [Verb.DONE]
    events = answer(world, words, unclear=found)
    assert [one.template for one in events if isinstance(one, LetterOrdered) and one.to.address != world.office] == [
        "answer"
    ]


def test_reopen_in_the_answer_acts_as_in_any_mail() -> None:
    world = ended()
    question(world)
    answer(world, "REOPEN: he hit her again", "", Said(Verb.REOPEN, "he hit her again", "REOPEN: he hit her again"))
    assert world.case.status == "open"
    assert len(told(world)) == 1


def test_words_of_danger_in_the_answer_alarm_as_in_any_mail() -> None:
    world = ended()
    question(world)
    events = answer(world, "Worse. He has just hit her.", danger=("He has just hit her",))
    assert any(one.facts["headline"] == ordering.DANGER for one in world.to_office(events))


def test_a_second_answer_takes_the_place_of_none() -> None:
    world = ended()
    question(world)
    answer(world, "Better.")
    answer(world, "Still better, she says.")
    assert counted(world) == f.BETTER
    answer(world, "Worse.")
    assert [one.how for one in told(world)] == ["better", "", "worse"]
    assert counted(world) == f.SEVERAL_ANSWERS


def test_an_answer_after_a_year_is_kept_too() -> None:
    world = ended()
    question(world)
    world.wait("Mon 31 Jan 2028 10:00")
    answer(world, "The same.")
    assert counted(world, "Tue 01 Feb 2028 09:00") == f.SAME
    assert counted(world, "Sun 31 Jan 2027 09:00") == f.NOT_ANSWERED


@pytest.mark.parametrize("kind", ["out-of-office", "reaction", "auto-reply"])
def test_what_a_machine_answers_is_no_answer(kind: str) -> None:
    world = ended()
    question(world)
    events = answer(world, "Better", kind=kind)
    assert told(world) == []
    assert world.to_office(events) == []  # nobody waits for it, so nobody is to stand in


@pytest.mark.parametrize("words", ["Yes", "No.", "ok"])
def test_a_bare_yes_or_no_answers_nothing(words: str) -> None:
    world = ended()
    question(world)
    answer(world, words, answer="yes" if words == "Yes" else "no" if words == "No." else "")
    assert told(world) == []


def test_no_change_at_all_is_no_refusal() -> None:
    world = ended()
    question(world)
    events = answer(world, "No change, I am afraid.", answer="no")
    [mine] = [one for one in events if isinstance(one, LetterOrdered) and one.template == "answer"]
    assert [one["result"] for one in mine.facts["lines"]] == [
        "Thank you: your answer is on the record. If it has to be taken up again, reply with REOPEN and why."
    ]
    assert counted(world) == f.SAME


def test_a_colleague_of_the_raiser_may_answer_and_nobody_of_the_other_side() -> None:
    world = ended()
    question(world)
    answer(world, "Better.", world.responder)
    assert told(world) == []
    answer(world, "Better.", "m-dasgupta")
    assert [one.by.person for one in told(world)] == ["m-dasgupta"]


def test_what_is_answered_to_us_alone_is_shown_to_no_other_side() -> None:
    world = ended()
    question(world)
    answer(world, "Worse. Their manager told me to leave it.")
    assert all("leave it" not in words for words in world.case.issues.values())
    world.say(world.raiser, Verb.REOPEN, "she was not seen")
    theirs = [one for one in world.events if isinstance(one, LetterOrdered) and one.to.person == world.responder]
    assert all("leave it" not in str(one.facts) for one in theirs)


def test_a_case_that_is_open_again_is_not_asked_about_until_its_new_end() -> None:
    world = ended()
    world.now = moment("Mon 07 Dec 2026 10:00")
    world.say(world.raiser, Verb.REOPEN, "nobody came")
    assert any(isinstance(one, DeadlineDropped) for one in world.events)
    world.say(world.responder, Verb.RESOLVED, "We visit on Friday. Nothing else is open.")
    world.say(world.raiser, Verb.AGREE)
    [date] = [one for one in world.case.standing if one.purpose == "what-changed"]
    assert date.due == moment("Mon 18 Jan 2027 09:00")
    world.wait("Mon 18 Jan 2027 09:00")
    assert len(asked(world)) == 1


def test_what_was_answered_of_an_earlier_end_is_not_counted_of_the_next() -> None:
    world = ended()
    question(world)
    answer(world, "Worse.")
    world.say(world.raiser, Verb.REOPEN, "she was not seen")
    world.say(world.responder, Verb.RESOLVED, "We visit on Friday. Nothing else is open.")
    world.say(world.raiser, Verb.AGREE)
    assert counted(world) == f.NOT_ASKED


def test_where_the_raiser_has_left_the_office_is_asked_and_its_answer_is_kept() -> None:
    world = ended()
    world.who_is_who = replace(
        world.who_is_who, people=tuple(one for one in world.who_is_who.people if one.id != world.raiser)
    )
    world.wait(ASKED_ON)
    assert asked(world) == []
    [letter] = [one for one in world.to_office(world.events) if one.facts["headline"] == "What has changed since?"]
    world.hear(
        world.office,
        own_words="BETTER: the new health visitor says so",
        answers=letter.letter,
        replies_to=letter.letter,
    )
    assert [one.how for one in told(world)] == ["better"]
    assert counted(world) == f.BETTER


def test_nobody_is_asked_about_a_child_who_has_died() -> None:
    world = ended()
    world.hear(world.office, Said(Verb.PASSED_ON, "rapid review"))
    world.hear(world.office, Said(Verb.PASSED_ON, "rapid review"))
    world.wait("Fri 30 Apr 2027 12:00")
    assert asked(world) == []


def test_a_case_that_is_to_go_is_not_asked_about() -> None:
    world = ended()
    until = kept(world.case, policy(), {}, days())
    assert "still to come" not in " ".join(against(world.case, until, days(), moment("Mon 30 Nov 2026 10:00").date()))
    office = Party(world.office, "NSCP Business Office")
    ordered = DisposalOrdered(world.now, office, office, "its time is over", "every case, 1 year after its end")
    world.case = after(world.case, ordered)
    world.events.append(ordered)
    world.wait("Fri 30 Apr 2027 12:00")
    assert asked(world) == []
