"""Nobody is counted for an agency by guessing, or binds for two (rules 1.7 and 11.2)."""

from dataclasses import replace

import pytest

from mailservice.cases.history.commands import Addressee, Sender
from mailservice.cases.history.events import (
    UNTOLD,
    AgencyConfirmed,
    AgencyTold,
    Agreed,
    CaseOpened,
    Escalated,
    Event,
    MailHeard,
    UrgentRaised,
    Withdrawn,
)
from mailservice.cases.history.words import Verb
from mailservice.cases.opening import belonging
from mailservice.cases.people import deciders
from mailservice.directory import Agency, Directory
from mailservice.settings.directory_file import load_directory
from tests.cases.world import CHILD, ROOT, World, answered, letters, policy, said

FILE = ROOT / "tests" / "scenarios" / "shared-domain-is-asked" / "directory.toml"
WHO: Directory = load_directory(FILE, policy().places)
KIM, LENA = "kim.lee@marlshire.example", "lena.frost@marlshire.example"
DANIEL, HANNAH, JOY = (f"{one}@marlshire.example" for one in ("daniel.mensah", "hannah.birch", "joy.okafor"))
SARAH, MINA = (f"{one}@rockinghamhealth.example" for one in ("sarah.whitlock", "mina.dasgupta"))
OFFICE = "office@nscp.example"


def sender(address: str) -> Sender:
    person, found = WHO.person_at(address), [one.id for one in WHO.agencies_of(address)]
    return Sender(
        address,
        person.name if person else "",
        person.id if person else "",
        found[0] if len(found) == 1 else "",
        office=WHO.office.has_address(address),
        proof="proven",
        either=tuple(found) if len(found) > 1 else (),
    )


def to(address: str) -> Addressee:
    one = sender(address)
    return Addressee(address, one.name, "" if one.either else one.person, one.agency, one.either)


def hear(world: World, who: str, *verbs: Verb, text: str = "", answers: str = "", **more: object) -> tuple[Event, ...]:
    words = (said(verb, world.now) for verb in verbs)
    events = world.hear(who, *words, sender=sender(who), own_words=text, answers=answers, **more)
    world.send()
    return events


def opened(raiser: str, *addressed: str) -> World:
    """Return a case that somebody opened; every letter has left."""
    world = World(who_is_who=WHO)
    hear(world, raiser, text="I do not agree.", child_references=(CHILD,), to=tuple(map(to, addressed)))
    return world


def kinds(events: tuple[Event, ...]) -> list[tuple[str, str]]:
    return [(one.template, one.to.address) for one in letters(events)]


def test_a_sender_of_a_shared_domain_is_asked_while_the_clock_runs_and_the_other_side_has_its_letter() -> None:
    world = opened(KIM, SARAH)
    start = next(event for event in world.events if isinstance(event, CaseOpened))
    assert (start.raiser.agency, start.missing) == (UNTOLD, ("sender",))
    asked = next(one for one in letters(world.events) if one.template == "missing")
    assert asked.facts["write_for"] == ["Marlshire Social Care", "Marlshire Schools"]
    assert ("stage", SARAH) in kinds(tuple(world.events))
    assert {one.purpose for one in world.case.standing} >= {"clock", "provisional"}


def test_somebody_at_one_of_the_two_agencies_is_shown_nothing_until_it_is_told() -> None:
    world = opened(KIM, DANIEL)
    assert DANIEL not in {one.to.address for one in letters(world.events)}
    assert world.case.missing == ("sender", "agency")
    events = hear(world, KIM, text="Marlshire Schools")
    assert ("stage", DANIEL) in kinds(events)
    assert world.case.agencies == ("schools", "social-care")
    assert not world.case.missing


def test_a_colleague_of_the_agency_that_is_told_is_on_no_other_side() -> None:
    world = opened(KIM, DANIEL)
    events = hear(world, KIM, text="social care")
    assert ("stage", DANIEL) not in kinds(events)
    assert world.case.agencies == ("social-care",)
    assert world.case.missing == ("agency",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Marlshire Schools", "schools"),
        ("Hello,\n\nI write for Marlshire Schools.\n\nKim", "schools"),
        ("schools", "schools"),
        ("Hi all\nSchools\nKim", "schools"),
        ("He was seen by the police and by the\nschool.\nHe is not safe.", ""),
        ("The referral came from\nsocial care\nand nobody rang.", ""),
        ("School\nhas told me nothing.", ""),
        ("I'm from the school", "schools"),
        ("Social care", "social-care"),
        ("Children's services", "social-care"),
        ("SOCIAL-CARE", "social-care"),
        ("Marlshire", ""),
        ("not social care", ""),
        ("Social care?", ""),
        ("is it the school", ""),
        ("Is it schools.", ""),
        ("am i from social care", ""),
        ("are we the school", ""),
        ("the school is it", ""),
        ("Is the school", ""),
        ("It is the school", "schools"),
        ("we are the school", "schools"),
        ("Social care\nor schools", ""),
        ("I asked the school nurse about it", ""),
        ("The police", ""),
        ("", ""),
    ],
)
def test_an_agency_is_told_by_its_name_alone_on_a_line(text: str, told: str) -> None:
    found = belonging.named_in(text, WHO.agencies[:2])
    assert (found.id if found else "") == told


def test_an_agency_with_a_name_within_anothers_can_still_be_told() -> None:
    two = (Agency("mt", "Marl Trust"), Agency("mct", "Marl Community Trust"))
    told = [belonging.named_in(text, two) for text in ("Marl Trust", "Marl Community Trust", "Marl")]
    assert told == [two[0], two[1], None]


def test_an_answer_that_names_neither_is_told_what_to_write() -> None:
    world = opened(KIM, SARAH)
    (told,) = answered(hear(world, KIM, text="The one in town."))
    assert told.endswith("answer with one line, and no other word on it: Marlshire Social Care or Marlshire Schools.")
    assert world.case.missing == ("sender",)


def test_what_calls_for_attention_counts_at_once_and_what_quietens_once_a_listed_colleague_confirms() -> None:
    world = opened(KIM, SARAH)
    hear(world, KIM, text="Marlshire Schools")
    (refused,) = answered(hear(world, KIM, Verb.WITHDRAW))
    assert "only your own word" in refused
    assert world.case.withdrawn is None
    assert any(isinstance(one, Escalated) for one in hear(world, KIM, Verb.ESCALATE))
    contact = said(Verb.CONTACT, world.now, "")
    kim = type(contact)(Verb.CONTACT, "", "CONTACT", name="Kim Lee", address=KIM)
    for stranger_to_it in (KIM, SARAH):
        world.hear(stranger_to_it, kim, sender=sender(stranger_to_it))
    assert not world.case.confirmed, "neither oneself nor the other side can say it"
    confirmed = world.hear(HANNAH, kim, sender=sender(HANNAH))
    assert any(isinstance(one, AgencyConfirmed) for one in confirmed)
    assert any(isinstance(one, Withdrawn) for one in hear(world, KIM, Verb.WITHDRAW))


def test_the_office_confirms_too() -> None:
    world = opened(KIM, SARAH)
    events = hear(world, KIM, text="Marlshire Schools")
    assert ("office", OFFICE) in kinds(events)
    kim = type(said(Verb.CONTACT, world.now))(Verb.CONTACT, "", "CONTACT", name="Kim Lee", address=KIM)
    world.hear(OFFICE, kim, sender=sender(OFFICE))
    assert world.case.confirmed == (KIM,)


def test_urgent_does_not_wait_and_the_side_that_is_told_later_has_its_letter_then() -> None:
    world = opened(KIM, SARAH)
    events = hear(world, KIM, Verb.URGENT)
    assert any(isinstance(one, UrgentRaised) for one in events)
    assert {one.to.address for one in letters(events)} >= {SARAH, MINA, OFFICE}
    assert any("yours has one when you have told us" in line for line in answered(events))
    assert ("stage", HANNAH) in kinds(hear(world, KIM, text="Marlshire Schools"))


def test_somebody_else_of_a_shared_domain_is_asked_before_anything_of_theirs_counts_and_sees_no_case() -> None:
    world = opened(SARAH, DANIEL)
    events = hear(world, KIM, Verb.ESCALATE, text="ESCALATE")
    assert kinds(events)[-1] == ("which_agency", KIM)
    assert not any(isinstance(one, Escalated) for one in events)
    shown = next(one for one in letters(events) if one.template == "which_agency")
    assert (shown.facts["reference"], shown.facts["child_references"]) == ("", [])
    hear(world, KIM, text="social care")
    assert any(isinstance(one, Escalated) for one in hear(world, KIM, Verb.ESCALATE))
    assert "only your own word" in answered(hear(world, KIM, Verb.RESOLVED))[0]


def test_who_tells_an_agency_that_is_not_in_the_case_stays_outside_it() -> None:
    world = opened(SARAH, DANIEL)
    hear(world, KIM, Verb.STATUS)
    events = hear(world, KIM, Verb.ESCALATE, text="Marlshire Schools")
    assert kinds(events)[-1] == ("nothing_opened", KIM)
    assert [one.outcome for one in events if isinstance(one, MailHeard)] == ["held"]


def test_an_addressee_of_a_shared_domain_is_asked_about_and_not_written_to() -> None:
    world = opened(SARAH, KIM)
    asked = next(one for one in letters(world.events) if one.template == "missing")
    assert asked.facts["nearly"][0].startswith(f"We have not written to {KIM} yet. We do not know which agency")
    assert KIM not in {one.to.address for one in letters(world.events)}
    assert ("stage", KIM) in kinds(hear(world, SARAH, text="Marlshire Schools"))
    assert world.case.agencies == ("rockingham", "schools")


def test_who_was_addressed_waits_too_while_the_raiser_may_be_their_colleague() -> None:
    world = opened(KIM, LENA)
    events = hear(world, LENA, text="Social care")
    assert {*world.case.agencies} == {UNTOLD}
    assert "stage" not in {template for template, _ in kinds(events)}
    hear(world, KIM, text="Marlshire Schools")
    assert world.case.agencies == ("schools", "social-care")


def test_on_a_case_of_neither_agency_they_are_an_outsider_and_are_asked_nothing() -> None:
    world = opened(SARAH, DANIEL)
    police = replace(sender(KIM), either=("fire", "water"))
    events = world.hear(KIM, said(Verb.ESCALATE, world.now), sender=police)
    assert kinds(events)[-1] == ("nothing_opened", KIM)


def test_undo_of_a_later_word_leaves_what_was_told_and_confirmed() -> None:
    world = opened(KIM, SARAH)
    hear(world, KIM, text="Marlshire Schools")
    hear(world, KIM, Verb.ESCALATE)
    contact = replace(said(Verb.CONTACT, world.now, ""), name="Kim Lee", address=KIM)
    world.hear(HANNAH, contact, sender=sender(HANNAH))
    assert world.case.stage == "2"
    hear(world, KIM, Verb.UNDO)
    assert world.case.stage == "1"
    assert world.case.confirmed == (KIM,)
    assert world.case.agencies == ("schools", "rockingham")


def test_a_person_whom_two_agencies_list_is_asked_and_stands_as_the_one_they_tell_has_them() -> None:
    world = opened(LENA, SARAH)
    assert world.case.missing == ("sender",)
    hear(world, LENA, text="Schools")
    assert world.case.raiser is not None
    assert (world.case.raiser.person, world.case.raiser.agency) == ("l-frost-schools", "schools")


def test_our_own_letter_tells_for_whom_its_reader_answers() -> None:
    world = opened(SARAH, DANIEL)
    lena = WHO.person("l-frost-care")
    assert lena is not None
    contact = said(Verb.CONTACT, world.now)
    named = type(contact)(Verb.CONTACT, "", "CONTACT", name=lena.name, address=LENA)
    world.hear(DANIEL, named, sender=sender(DANIEL))
    hear(world, SARAH, Verb.ESCALATE)
    letter = next(one for one in world.case.letters.values() if one.to.address == LENA)
    assert letter.to.agency == "social-care"
    events = hear(world, LENA, Verb.ESCALATE, answers=letter.letter)
    assert any(isinstance(one, Escalated) for one in events)


def test_one_person_is_never_the_word_of_both_sides() -> None:
    world = opened(KIM, DANIEL)
    hear(world, KIM, text="Marlshire Schools")
    for agency, listed, by in (("schools", "l-frost-schools", HANNAH), ("social-care", "l-frost-care", DANIEL)):
        person = WHO.person(listed)
        assert person is not None
        named = type(said(Verb.CONTACT, world.now))(Verb.CONTACT, "", "CONTACT", name=person.name, address=LENA)
        world.hear(by, named, sender=sender(by))
        assert any(one.agency == agency and one.address == LENA for one in world.case.contacts)
    hear(world, KIM, Verb.ESCALATE)
    had = {one.to.agency: one for one in world.case.letters.values() if one.to.address == LENA}
    world.wait("Tue 24 Nov 2026 17:00")  # whom the directory has is silent for a working day, and she decides
    hear(world, LENA, Verb.RESOLVED, answers=had["social-care"].letter)
    assert world.case.pending is not None
    assert world.case.pending.by.agency == "social-care"
    events = hear(world, LENA, Verb.AGREE, answers=had["schools"].letter)
    assert not any(isinstance(one, Agreed) for one in events)
    assert any("Nobody binds for two agencies" in line for line in answered(events))
    assert ("office", OFFICE) in kinds(events)


def test_two_entries_of_one_person_are_one_human() -> None:
    one, other = (deciders.as_party(person) for person in WHO.people_at(LENA))
    assert (deciders.same_person(one, other), deciders.same_human(one, other)) == (False, True)
    assert not any(isinstance(event, AgencyTold) for event in opened(DANIEL, SARAH).events)


def test_what_was_answered_before_it_was_told_stands_in_the_next_letters_as_its_sides() -> None:
    world = opened(KIM, SARAH)
    world.hear(KIM, replace(said(Verb.ESCALATE, world.now), reason="No visit came."), sender=sender(KIM))
    events = hear(world, KIM, text="Marlshire Schools")
    stage = next(one for one in letters(events) if one.template == "stage")
    assert stage.to.agency == "schools"
    assert [(one["agency"], one["text"]) for one in stage.facts["answers"]] == [("Marlshire Schools", "No visit came.")]


def answered_for(agency: str) -> World:
    """Return a case whose raiser has said for which of the two agencies she writes."""
    world = opened(KIM, SARAH)
    letter = next(one.letter for one in letters(world.events) if one.template == "missing")
    hear(world, KIM, text=agency, answers=letter)
    assert world.case.raiser is not None
    return world


def test_a_wrong_answer_is_corrected_by_who_gave_it_and_what_it_changes_is_told() -> None:
    world = answered_for("Marlshire Social Care")
    before = [one.due for one in world.case.standing if one.purpose == "clock"]
    wrong = world.case.raiser.agency if world.case.raiser else ""
    events = hear(world, KIM, text="No, I write for Marlshire Schools.")
    assert world.case.raiser is not None
    right = world.case.raiser.agency
    assert right != wrong
    assert wrong not in world.case.agencies
    assert set(world.case.agencies) == {right, "rockingham"} or right in world.case.agencies
    assert answered(events)[0].startswith("Corrected: ")
    assert ("news", SARAH) in kinds(events)
    assert [one.due for one in world.case.standing if one.purpose == "clock"] == before


def test_a_signature_that_names_the_other_agency_corrects_nothing() -> None:
    world = answered_for("Marlshire Social Care")
    was = world.case.raiser
    hear(world, KIM, text="I shall visit on Monday.\n\nMarlshire Schools")
    assert world.case.raiser == was


def test_the_office_corrects_it_too_by_contact_and_the_agencys_name() -> None:
    world = answered_for("Marlshire Social Care")
    was = world.case.raiser
    word = replace(
        said(Verb.CONTACT, world.now), name="Kim Lee", address=KIM, reason="she writes for Marlshire Schools"
    )
    world.hear(OFFICE, word, sender=sender(OFFICE))
    assert was is not None
    assert world.case.raiser is not None
    assert world.case.raiser.agency != was.agency


def test_a_word_of_theirs_that_waits_is_taken_back_with_the_wrong_agency() -> None:
    world = answered_for("Marlshire Social Care")
    world.hear(OFFICE, replace(said(Verb.CONTACT, world.now), name="Kim Lee", address=KIM), sender=sender(OFFICE))
    hear(world, SARAH, Verb.RESOLVED)
    proposal = world.case.pending
    assert proposal is not None
    hear(world, KIM, text="Sorry, I work for Marlshire Schools.")
    assert world.case.pending == proposal
    assert world.case.pending.assents == ()
    assert KIM not in world.case.confirmed
