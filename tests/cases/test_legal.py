"""A court, a coroner, a request under access laws (rule 12): to the office at once with its date; court papers to nobody."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mailservice.cases.history.commands import Legal
from mailservice.cases.history.events import LegalKind
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import court, cuts
from mailservice.mail.grammar import legal
from mailservice.policy.model import Jurisdiction
from tests.cases.test_climbing import at_stage
from tests.cases.world import CHILD, OFFICE, RAISER, RESPONDER, World, addressee, answered, letters

MINE = "sarah.whitlock@rockinghamhealth.example"
TODAY = date(2026, 11, 23)
ORDERED = "The judge has ordered that the father is told nothing."


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Mum has made a subject access request.", ["access"]),
        ("Dad is asking for copies of his records.", ["access"]),
        ("We had a SAR on Friday.", ["access"]),
        ("The school has received a freedom of information request about exclusions.", ["information"]),
        ("We are in care proceedings.", ["court"]),
        ("An interim care order was made on Friday.", ["court"]),
        ("I have had a witness summons.", ["court"]),
        ("The coroner has asked for our file by 4 December.", ["coroner"]),
        (ORDERED, ["court"]),
        ("EPO granted at nine by phone, for eight days.", ["court"]),
        ("The LA issued on Monday.", ["court"]),
        ("The judge has directed that our emails are filed by Friday.", ["court"]),
        ("The court wants a section 7 report from us.", ["court"]),
        ("CPS are asking for third party material.", ["court"]),
        ("I have been subpoenaed for the 9th.", ["court"]),
        ("Legal have put a hold on the file.", ["court"]),
        ("A barrister rang about my emails.", ["court"]),
        ("He wants us to delete everything we hold on him under GDPR.", ["access"]),
        ("We act for the maternal grandmother.", ["access"]),
        ("I am an interested person, and the PIR is in March.", ["coroner"]),
        ("Order's been sealed, supervised contact only.", ["court"]),
        ("The DoLS is being challenged under s.21A.", ["court"]),
        ("The Ombudsman wants all records by the 3rd.", ["access"]),
        ("Dad says he'll see us all in court.", []),
        ("He was sent off on court in the netball final.", []),
        ("There has been a residence order with nan since he was two.", []),
        ("The ball is in your court.", []),
        ("Court skills training is on Monday.", []),
        ("What would you say to the coroner?", []),
        ("I think we should issue care proceedings.", []),
        ("There are no proceedings.", []),
        ("If it goes to court we lose her trust.", []),
        ("We would apply for a care order if she refuses.", []),
        ("Courtney plays on the tennis court.", []),
        ("It does not meet the threshold for proceedings.", []),
        ("Our FOI team has moved.", []),
        ("A serious adult review (SAR) looked at this.", []),
    ],
)
def test_what_a_party_tells_is_heard_and_what_they_argue_for_is_not(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in legal.told(text, (), TODAY)] == kinds


@pytest.mark.parametrize(
    "words",
    [
        "IN THE FAMILY COURT SITTING AT LEEDS",
        "Case No: LS24C50011.",
        "Before HHJ Carr sitting in private.",
        "UPON hearing counsel for the local authority.",
        "IT IS ORDERED THAT the child shall live with the maternal grandmother.",
        "It is recorded that the father opposes this, and it is hereby directed that no contact takes place.",
        "Extract from an expert report filed in the proceedings.",
    ],
)
def test_an_orders_own_words_are_left_out_of_letters_wherever_somebody_pastes_them(words: str) -> None:
    assert cuts.cut(f"We disagree. {words}") == f"We disagree. {cuts.MARK.format(kind=cuts.COURT)}"


@pytest.mark.parametrize(
    "words",
    [
        "It is recorded that we visited on Monday.",
        "Upon reading your email I disagree.",
        "Case no 7 on our list.",
        "It is ordered in size.",
        "We met in the family centre at Leeds.",
    ],
)
def test_what_only_sounds_like_an_order_is_shown(words: str) -> None:
    assert cuts.cut(words) == words


def test_a_court_paper_is_known_by_the_name_of_its_file() -> None:
    assert [one.kind for one in legal.told("Please see attached.", ("Sealed order 12 Nov.pdf",), TODAY)] == ["court"]
    assert legal.told("Please see attached.", ("chronology.docx",), TODAY) == ()


def tell(world: World, who: str, *found: Legal, **more: Any) -> list[str]:
    events = world.hear(who, own_words=" ".join(one.phrase for one in found), legal=found, **more)
    items = [item for one in world.to_office(events) for item in one.facts["items"]]
    world.send()
    return items


def test_a_request_for_records_goes_to_the_office_with_a_month_that_we_say_we_reckoned() -> None:
    world = at_stage("nscp", "2")
    items = " ".join(tell(world, "j-okafor", Legal("access", "Mum has made a subject access request.")))
    assert "5pm on Wednesday 23 December 2026, reckoned by us" in items


def test_freedom_of_information_has_twenty_working_days() -> None:
    items = " ".join(tell(at_stage("nscp", "2"), "j-okafor", Legal("information", "We had an FOI request.")))
    assert "5pm on Monday 21 December 2026, reckoned by us" in items


def under(jurisdiction: Jurisdiction) -> World:
    world = at_stage("nscp", "2")
    own = world.rules.policy
    world.rules = replace(world.rules, policy=replace(own, calendar=replace(own.calendar, jurisdiction=jurisdiction)))
    return world


@pytest.mark.parametrize(
    ("jurisdiction", "kind", "says"),
    [
        ("jersey", "access", "5pm on Monday 21 December 2026, reckoned by us"),  # four weeks, by its own law
        ("isle-of-man", "access", "5pm on Wednesday 23 December 2026, reckoned by us"),
        ("scotland", "information", "5pm on Monday 21 December 2026, reckoned by us"),
        ("guernsey", "access", "No date is named: find out by when it must be answered"),
        ("guernsey", "information", "No date is named: find out by when it must be answered"),
    ],
)
def test_a_nations_own_law_gives_the_date_and_where_we_do_not_know_it_none_is_made_up(
    jurisdiction: Jurisdiction, kind: LegalKind, says: str
) -> None:
    world = under(jurisdiction)
    assert says in " ".join(tell(world, "j-okafor", Legal(kind, "We had a request.")))
    assert any(one.purpose == "legal" for one in world.case.standing) is ("reckoned" in says)


def test_a_date_that_is_named_is_told_as_it_is_named_and_a_courts_is_never_reckoned() -> None:
    world = at_stage("nscp", "2")
    named = Legal("coroner", "The coroner wants our file by 4 December.", date(2026, 12, 4))
    assert "Friday 4 December 2026, as the mail names it" in " ".join(tell(world, "j-okafor", named))
    assert "No date is named" in " ".join(tell(world, "j-okafor", Legal("court", ORDERED)))


def test_the_ladder_goes_on_and_the_office_hears_when_the_date_has_come() -> None:
    world = at_stage("nscp", "2")
    before = [one.due for one in world.case.standing if one.purpose == "clock"]
    tell(world, "j-okafor", Legal("court", "Hearing is on 9 December.", date(2026, 12, 9)))
    assert [one.due for one in world.case.standing if one.purpose == "clock"] == before
    world.wait("Thu 10 Dec 2026 12:00")
    assert "A legal date has come" in [one.facts["headline"] for one in world.to_office(world.events)]


def test_it_is_told_once() -> None:
    world = at_stage("nscp", "2")
    tell(world, "j-okafor", Legal("court", "We are in care proceedings."))
    assert tell(world, "m-dasgupta", Legal("court", "We are in care proceedings.")) == []


def test_its_writer_is_told_that_nothing_of_court_papers_is_passed_on() -> None:
    world = at_stage("nscp", "2")
    events = world.hear("j-okafor", own_words=ORDERED, legal=(Legal("court", ORDERED),))
    assert "we pass on to nobody" in " ".join(answered(events))


def shown_to_others(world: World, urgent: tuple[Verb, ...] = ()) -> str:
    """Open a case whose first mail tells of a court and brings its papers; return all that others are shown."""
    words = f"I do not agree with closing this. {ORDERED} I have seen bruises."
    facts = {"child_references": (CHILD,), "to": (addressee(RESPONDER),), "attachments": ("court bundle.pdf",)}
    world.hear(RAISER, own_words=words, legal=(Legal("court", ORDERED),), **facts)
    world.send()
    for verb in urgent:
        world.say(RAISER, verb, f"she is in the house. {ORDERED}")
    world.wait("Fri 18 Dec 2026 12:00")
    return json.dumps([one.facts for one in letters(world.events) if one.to.address not in (OFFICE, MINE)], default=str)


@pytest.mark.parametrize("urgent", [(), (Verb.URGENT,)])
def test_court_papers_and_words_of_them_stand_in_no_letter_to_anybody_but_the_office(urgent: tuple[Verb, ...]) -> None:
    shown = shown_to_others(World(), urgent)
    assert "bruises" in shown
    assert "what is said of a court: on the record" in shown
    assert "father is told nothing" not in shown
    assert "court bundle" not in shown


def test_whether_to_go_to_court_is_what_people_disagree_about_and_is_shown() -> None:
    assert not court.tells("I think this should go to legal planning, and to court if she refuses.")
