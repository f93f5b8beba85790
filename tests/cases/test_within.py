"""Within one agency only the two settle it, whoever manages them, and nobody is written to before it is known (section 13)."""

from dataclasses import replace

import pytest

from mailservice.cases.history.commands import Said, Sender
from mailservice.cases.history.events import (
    Agreed,
    Assented,
    CaseClosed,
    Event,
    LetterOrdered,
    Proposed,
    RaiserSucceeded,
    Withdrawn,
)
from mailservice.cases.history.words import Verb
from mailservice.cases.people import deciders
from mailservice.simulator.story import moment
from tests.cases.world import CHILD, OFFICE, OPENED, World, addressee, directory, letters, said, sender

RAISER, MANAGER, NEXT_UP, FURTHER_UP = "d-mensah", "j-okafor", "r-lindqvist", "p-adeyemi"
COLLEAGUE = "t-byrne"
REFER = "You may refer to social care yourself at any time, and you need nobody's agreement for it."


def name(who: str, *, at: str = "CONTACT") -> Said:
    """Return CONTACT (or COVER) and somebody of the directory."""
    person = directory().person(who)
    assert person is not None
    return Said(Verb(at), f"{person.name} {person.address}", at, None, person.name, person.address)


def asked() -> World:
    """Return a case that a social worker raised with his own manager in To; nobody is on the other side yet."""
    world = World(now=OPENED)
    world.hear(RAISER, child_references=(CHILD,), to=(addressee(MANAGER),), own_words="I do not agree.")
    world.send()
    return world


def within() -> World:
    world = asked()
    world.hear(RAISER, name(MANAGER))
    world.send()
    return world


def at_stage_2() -> World:
    world = within()
    world.say(RAISER, Verb.ESCALATE)
    return world


def to(events: tuple[Event, ...] | list[Event], who: str) -> list[LetterOrdered]:
    person = directory().person(who)
    address = person.address if person else who
    return [one for one in letters(events) if one.to.address == address]


def answer(events: tuple[Event, ...]) -> str:
    one = next(letter for letter in letters(events) if letter.template == "answer")
    return " ".join(line["result"] for line in one.facts["lines"])


def to_office(events: tuple[Event, ...] | list[Event]) -> list[str]:
    return [str(one.facts["headline"]) for one in to(events, OFFICE)]


SETTLES = (Proposed, Assented, Agreed, CaseClosed, Withdrawn, RaiserSucceeded)


def test_the_first_letter_and_the_one_that_follows_say_that_a_referral_needs_nobody() -> None:
    world = within()
    begun = next(one for one in to(world.events, RAISER) if one.template == "news")
    assert REFER in begun.facts["paragraphs"]


# Nobody settles it for the one who raised it.


@pytest.mark.parametrize("who", [MANAGER, NEXT_UP, COLLEAGUE, "h-castell"])
@pytest.mark.parametrize("verb", [Verb.WITHDRAW, Verb.COVER, Verb.AGREE, Verb.CONTACT])
def test_no_manager_and_no_colleague_speaks_for_the_raiser(who: str, verb: Verb) -> None:
    world = at_stage_2()
    world.say(MANAGER, Verb.RESOLVED)
    word = {
        Verb.COVER: name(COLLEAGUE, at="COVER"),
        Verb.CONTACT: replace(name("h-castell"), reason="Helen Castell AS RAISER"),
    }.get(verb, said(verb, world.now))
    events = world.hear(who, word)
    assert not [one for one in events if isinstance(one, SETTLES)]
    assert deciders.practitioners(world.case)[0].person == RAISER
    assert world.case.status == "open"


@pytest.mark.parametrize("who", [NEXT_UP, COLLEAGUE, "h-castell"])
@pytest.mark.parametrize("verb", [Verb.RESOLVED, Verb.PLAN, Verb.NEW_DATE, Verb.MET])
def test_only_the_two_propose(who: str, verb: Verb) -> None:
    world = at_stage_2()
    assert not [one for one in world.say(who, verb) if isinstance(one, SETTLES)]
    assert world.case.pending is None


def test_the_managers_own_proposal_waits_for_the_raiser_alone() -> None:
    world = within()
    world.say(MANAGER, Verb.RESOLVED)
    world.say(MANAGER, Verb.AGREE)
    world.say(NEXT_UP, Verb.AGREE)
    assert world.case.status == "open"
    world.say(RAISER, Verb.AGREE)
    assert (world.case.status, world.case.ending) == ("closed", "agreed")


def test_the_office_hears_at_once_of_a_word_for_one_of_the_two() -> None:
    world = at_stage_2()
    for verb in (Verb.WITHDRAW, Verb.RESOLVED, Verb.COVER):
        word = name("h-castell", at="COVER") if verb is Verb.COVER else said(verb, world.now)
        assert "A word for one of the two" in to_office(world.hear(COLLEAGUE, word)), verb


def test_whoever_brings_them_together_advises_both_and_moves_nothing() -> None:
    events = at_stage_2().say(NEXT_UP, Verb.RESOLVED)
    assert [one.facts["headline"] for one in to(events, RAISER)] == ["Ruth Lindqvist advises RESOLVED"]
    assert [one.facts["headline"] for one in to(events, MANAGER)] == ["Ruth Lindqvist advises RESOLVED"]


def test_a_colleagues_words_are_nobodys_side_of_the_matter() -> None:
    world = within()
    world.hear(COLLEAGUE, own_words="I was there; Daniel is difficult.", to=(addressee(RAISER), addressee(MANAGER)))
    assert list(world.case.issues) == ["nene-valley"]
    world.hear(MANAGER, own_words="We have no room for it.", to=(addressee(RAISER),))
    assert world.case.issues["nene-valley#other"] == "We have no room for it."


def test_towards_attention_a_colleague_is_heard() -> None:
    world = within()
    world.say(COLLEAGUE, Verb.ESCALATE)
    assert world.case.stage == "2"
    world.say(COLLEAGUE, Verb.URGENT)
    assert world.case.urgent is not None


def test_either_of_the_two_who_will_be_away_is_told_that_nobody_stands_in_and_the_office_hears() -> None:
    for who in (RAISER, MANAGER):
        events = within().hear(who, name(COLLEAGUE, at="COVER"))
        assert "nobody stands in for either of you" in answer(events)
        assert to_office(events) == ["One of the two will be away"]
        assert not to(events, COLLEAGUE)


# Up the line of the one disagreed with.


def test_silence_climbs_past_each_manager_to_the_next_and_settles_nothing() -> None:
    world = within()
    world.wait("Mon 04 Jan 2027 12:00")
    convened = [one.to.person for one in letters(world.events) if one.template == "convened"]
    assert [one for one in dict.fromkeys(convened) if one] == [NEXT_UP, FURTHER_UP, "h-castell"]
    assert (world.case.status, world.case.stage) == ("open", "5")
    assert {one.person for one in deciders.practitioners(world.case)} == {RAISER, MANAGER}


def test_a_raiser_who_manages_the_other_is_not_asked_to_bring_themself_together() -> None:
    world = World(now=OPENED)
    world.hear(MANAGER, child_references=(CHILD,), to=(addressee(RAISER),), own_words="I do not agree.")
    world.hear(MANAGER, name(RAISER))
    world.send()
    world.say(MANAGER, Verb.ESCALATE)
    assert [one.person for one in deciders.convenors(world.case, directory())] == [NEXT_UP]


def test_a_manager_who_cannot_be_reached_hands_it_on_or_the_office_names_somebody() -> None:
    world = at_stage_2()
    events = world.hear(NEXT_UP, name(FURTHER_UP, at="COVER"))
    assert [one.template for one in to(events, FURTHER_UP)] == ["convened"]
    assert [one.person for one in deciders.convenors(world.case, directory())] == [FURTHER_UP]


def test_the_one_disagreed_with_cannot_choose_who_brings_them_together_while_somebody_does() -> None:
    world = at_stage_2()
    events = world.hear(MANAGER, name(COLLEAGUE))
    assert "Ruth Lindqvist brings the two together" in answer(events)
    assert [one.person for one in deciders.convenors(world.case, directory())] == [NEXT_UP]


def test_neither_of_the_two_can_be_named_to_act_beside_them() -> None:
    assert "one of the two who disagree" in answer(at_stage_2().hear(RAISER, name(MANAGER)))


def test_urgent_goes_to_the_two_and_to_the_managers_above_and_asks_no_deputy_of_the_two() -> None:
    world = at_stage_2()
    events = world.say(RAISER, Verb.URGENT)
    assert to(events, MANAGER)
    assert to(events, NEXT_UP)
    assert to(events, FURTHER_UP)
    world.now = moment("Mon 23 Nov 2026 12:00")
    chased = world.sweep()
    assert not to(chased, COLLEAGUE), "Tom Byrne is Joy Okafor's deputy"
    assert "URGENT" in to_office(chased)


# The raiser's own safeguarding professional.


def with_professional() -> World:
    """Return a case of a health visitor against her team leader, in whose agency there is a named nurse."""
    world = World(now=OPENED)
    world.hear("s-whitlock", child_references=(CHILD,), to=(addressee("m-dasgupta"),), own_words="I do not agree.")
    world.hear("s-whitlock", name("m-dasgupta"))
    world.send()
    return world


def test_the_letter_offers_the_professional_whom_the_directory_knows() -> None:
    begun = next(one for one in to(with_professional().events, "s-whitlock") if one.template == "news")
    assert "CONTACT Kate O'Brien kate.obrien@rockinghamhealth.example" in " ".join(begun.facts["paragraphs"])


def test_where_none_is_known_the_letter_says_how_to_ask_for_one() -> None:
    begun = next(one for one in to(within().events, RAISER) if one.template == "news")
    assert begun.facts["paragraphs"][-1].endswith("reply with CONTACT, their name and address.")


def test_who_stands_with_the_raiser_is_on_their_side_and_settles_nothing() -> None:
    world = with_professional()
    world.hear("s-whitlock", name("k-obrien"))
    world.send()
    world.say("m-dasgupta", Verb.RESOLVED)
    events = world.say("k-obrien", Verb.AGREE)
    assert world.case.status == "open"
    assert not [one for one in events if isinstance(one, SETTLES)]
    assert [one.facts["headline"] for one in to(events, "s-whitlock")] == ["Kate O'Brien advises AGREE"]
    assert not to(events, "m-dasgupta"), "what she advises the raiser is the raiser's"


def test_the_manager_who_brings_them_together_hears_who_stands_with_the_raiser() -> None:
    world = with_professional()
    world.hear("s-whitlock", name("k-obrien"))
    world.send()
    events = world.say("s-whitlock", Verb.ESCALATE)
    assert "Kate O'Brien stands with the person who raised it" in to(events, "c-ferris")[0].facts["action"]
    assert "Please speak to Colin Ferris" in to(events, "k-obrien")[0].facts["action"]
    assert "One person on both ladders" not in to_office(events)


def test_where_both_ladders_meet_in_one_person_that_person_convenes() -> None:
    world = with_professional()
    world.say("s-whitlock", Verb.ESCALATE)
    events = world.hear("s-whitlock", name("c-ferris"))
    assert "Colin Ferris brings you both together at this stage already" in answer(events)


def test_an_address_outside_the_agency_waits_for_the_office() -> None:
    world = with_professional()
    events = world.hear("s-whitlock", name("l-park"))
    assert to_office(events) == ["A contact to check"]
    assert not to(events, "l-park")


# Before it is known with whom.


def test_while_no_other_side_is_known_silence_writes_to_no_manager() -> None:
    world = asked()
    world.wait("Mon 07 Dec 2026 12:00")
    assert {one.to.address for one in letters(world.events)} == {sender(RAISER).address, OFFICE}
    assert "The other side is still missing" in to_office(world.events)
    assert world.case.standing


def test_urgent_goes_before_that_caution() -> None:
    world = World(now=OPENED)
    words = said(Verb.URGENT, world.now)
    events = world.hear("s-whitlock", words, child_references=(CHILD,), own_words="URGENT")
    assert to(events, "m-dasgupta")


def test_an_other_agency_named_late_finds_both_tiers_written_to() -> None:
    world = World(now=OPENED)
    world.hear("s-whitlock", child_references=(CHILD,), own_words="I do not agree.")
    world.send()
    world.wait("Thu 26 Nov 2026 09:00")
    assert world.case.stage == "2"
    events = world.hear("s-whitlock", name(RAISER))
    assert to(events, "m-dasgupta")
    assert to(events, MANAGER)


def test_only_the_raiser_or_the_office_says_that_it_is_within_the_agency() -> None:
    world = asked()
    assert "Only the person who raised this" in answer(world.hear(NEXT_UP, name(MANAGER)))
    assert not deciders.is_within(world.case)
    events = world.hear(OFFICE, name(MANAGER))
    assert deciders.is_within(world.case)
    assert to(events, RAISER), "the raiser is told, whoever wrote it"
    assert [one.person for one in deciders.practitioners(world.case)] == [RAISER, MANAGER]


def test_an_unproven_word_towards_quiet_is_asked_back_here_too() -> None:
    world = within()
    world.say(MANAGER, Verb.RESOLVED)
    unproven: Sender = replace(sender(RAISER), proof="plausible")
    world.hear(RAISER, said(Verb.AGREE, world.now), sender=unproven)
    assert world.case.status == "open"
