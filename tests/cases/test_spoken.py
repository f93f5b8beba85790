"""A spoken word (rule 11.1): entered by the office, confirmed by its speaker; towards attention it acts at once."""

from datetime import date

import pytest

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import Acknowledged, Assented, Proposed, SpokenEntered
from mailservice.cases.history.words import Verb
from mailservice.mail.grammar import reading
from tests.cases.test_climbing import at_stage
from tests.cases.world import OFFICE, World, answered, letters

TODAY = date(2026, 11, 23)


def heard(text: str) -> Said:
    """Return what the office enters, as the grammar reads it."""
    (said,) = reading.read(text, today=TODAY, office=True).said
    return said


@pytest.mark.parametrize(
    ("text", "name", "verb", "reason", "confirms"),
    [
        ("SPOKEN Joy Okafor: AGREE", "Joy Okafor", Verb.AGREE, "", ""),
        ("SPOKEN Joy Okafor, by telephone: ESCALATE no plan came", "Joy Okafor", Verb.ESCALATE, "no plan came", ""),
        ("SPOKEN Joy Okafor, confirmed by Tom Byrne: RECEIVED", "Joy Okafor", Verb.RECEIVED, "", "Tom Byrne"),
        ("SPOKEN: Joy Okafor: NOT DONE nobody came", "Joy Okafor", Verb.NOT_DONE, "nobody came", ""),
    ],
)
def test_the_office_writes_the_name_a_colon_and_the_word(
    text: str, name: str, verb: Verb, reason: str, confirms: str
) -> None:
    said = heard(text)
    assert said.spoken is not None
    assert (said.verb, said.name, said.spoken.verb, said.spoken.reason, said.confirms) == (
        Verb.SPOKEN,
        name,
        verb,
        reason,
        confirms,
    )


def waiting() -> World:
    """Return a case at stage 2 where Mina's words wait for Joy's AGREE."""
    world = at_stage("nscp", "2")
    world.say("m-dasgupta", Verb.RESOLVED, "a joint visit on Monday 7 December")
    return world


def test_a_word_towards_quiet_does_nothing_until_its_speaker_confirms_it_by_a_reply() -> None:
    world = waiting()
    events = world.hear(OFFICE, heard("SPOKEN Joy Okafor: AGREE"))
    assert "not confirmed" in " ".join(answered(events))
    assert not [event for event in world.events if isinstance(event, Assented)]
    (question,) = [one for one in letters(events) if one.template == "question"]
    assert question.to.person == "j-okafor"
    assert "joint visit" in question.facts["exactly"]
    world.send()
    world.hear("j-okafor", own_words="Yes", answer="yes", answers=question.letter, replies_to=question.letter)
    (assented,) = [event for event in world.events if isinstance(event, Assented)]
    assert assented.by.person == "j-okafor"


def test_silence_confirms_nothing_and_the_office_reads_of_it() -> None:
    world = waiting()
    world.hear(OFFICE, heard("SPOKEN Joy Okafor: AGREE"))
    world.send()
    world.wait("Mon 14 Dec 2026 12:00")
    assert not [event for event in world.events if isinstance(event, Assented)]
    assert [event.verb for event in world.events if isinstance(event, SpokenEntered)] == ["AGREE"]


def test_another_named_person_of_their_agency_confirms_it_where_the_office_says_so_and_it_is_the_speakers_word() -> (
    None
):
    world = waiting()
    events = world.hear(OFFICE, heard("SPOKEN Joy Okafor, confirmed by Tom Byrne: AGREE"))
    (question,) = [one for one in letters(events) if one.template == "question"]
    assert question.to.person == "t-byrne"
    world.send()
    world.hear("t-byrne", own_words="Yes", answer="yes", answers=question.letter, replies_to=question.letter)
    (assented,) = [event for event in world.events if isinstance(event, Assented)]
    assert assented.by.person == "j-okafor"


def test_nobody_of_another_agency_confirms_for_them() -> None:
    world = waiting()
    events = world.hear(OFFICE, heard("SPOKEN Joy Okafor, confirmed by Mina Dasgupta: AGREE"))
    assert "Only another named person of Nene Valley" in " ".join(answered(events))
    assert not [one for one in letters(events) if one.template == "question"]


def test_a_call_for_attention_acts_at_once_as_its_speakers() -> None:
    world = at_stage("nscp", "2")
    events = world.hear(OFFICE, heard("SPOKEN Joy Okafor: ESCALATE no plan came"))
    assert world.case.here == ("3", 1)
    assert "Entered for Joy Okafor" in " ".join(answered(events))


def test_urgent_spoken_alarms_at_once() -> None:
    world = at_stage("nscp", "2")
    world.hear(OFFICE, heard("SPOKEN Joy Okafor: URGENT the door is open and she is alone"))
    assert world.case.urgent is not None
    assert world.case.urgent.by.person == "j-okafor"


def test_a_received_that_is_not_confirmed_stops_no_chase() -> None:
    world = at_stage("nscp", "2")
    world.hear(OFFICE, heard("SPOKEN Joy Okafor: RECEIVED"))
    assert not [event for event in world.events if isinstance(event, Acknowledged)]


def test_a_name_that_nobody_has_here_enters_nothing() -> None:
    world = at_stage("nscp", "2")
    assert "Nobody of this case" in " ".join(answered(world.hear(OFFICE, heard("SPOKEN Sam Smith: ESCALATE"))))
    assert world.case.here == ("2", 1)


def test_it_is_the_offices_word_alone() -> None:
    assert not [one for one in reading.read("SPOKEN Joy Okafor: AGREE", today=TODAY).said if one.verb is Verb.SPOKEN]


def test_a_plan_that_is_spoken_is_proposed_when_it_is_confirmed() -> None:
    world = at_stage("nscp", "2")
    events = world.hear(OFFICE, heard("SPOKEN Joy Okafor: PLAN we visit together on Monday 7 December"))
    (question,) = [one for one in letters(events) if one.template == "question"]
    assert "we visit together" in question.facts["exactly"]
    world.send()
    world.hear("j-okafor", own_words="Yes", answer="yes", answers=question.letter, replies_to=question.letter)
    assert [event.text for event in world.events if isinstance(event, Proposed)] == [
        "we visit together on Monday 7 December"
    ]
