"""What every letter says: plain, short, with its dates, and blaming nobody."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyphen  # type: ignore[import-untyped] # carries no types
import pytest

from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.letters.kinds import KINDS
from mailservice.errors import UserError
from mailservice.mail.compose.avoiding import avoided
from mailservice.mail.compose.templates import load_templates
from mailservice.mail.compose.writing import Letter
from mailservice.policy.load import load
from mailservice.policy.model import Avoided
from tests import adults
from tests.mail import sample_letters
from tests.mail.composed import (
    READY,
    SKIP,
    TEMPLATES,
    TEXTS,
    every_letter,
    html,
    text,
    words_of,
    written,
)
from tests.mail.sample_letters import AWKWARD, order

SYLLABLES = pyphen.Pyphen(lang="en_GB")
POLICIES = sorted((TEMPLATES.parents[1] / "policies").glob("*.toml"))
NEVER = r"complaint|breach|fail(?:ed|ure)|non-compliant|compliance|ticket|sla|overdue|blame|fault|late|midnight|https?|click"
# "Nobody is blamed" and "our letter was late" say whose doing it was not, and whose it was.
ALLOWED = ("nobody is blamed", "one of our letters was late", "our letter to you was late")
WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


@every_letter
def test_every_letter_with_the_numbers_says_that_nobody_watches_at_night(ordered: LetterOrdered) -> None:
    told = " ".join(words_of(written(ordered)).get_body(("plain",)).get_content().split())  # type: ignore[union-attr] # every letter has a plain text
    shown = bool(ordered.facts["danger"]) and ordered.template != "digest"
    assert ("This mailbox is not watched at night. It replaces no emergency call and no referral." in told) == shown


@every_letter
def test_no_letter_blames_or_uses_a_word_of_the_trade(ordered: LetterOrdered) -> None:
    ours = "\n".join(line for line in text(written(ordered)).lower().splitlines() if not line.startswith(">"))
    ours = " ".join(ours.split())
    for allowed in ALLOWED:
        ours = ours.replace(allowed, "")
    assert not re.search(rf"\b(?:{NEVER})\b", ours)


@every_letter
def test_every_date_of_ours_names_its_weekday(ordered: LetterOrdered) -> None:
    flowing = " ".join(text(written(ordered)).split())
    dates = re.findall(rf"(\w+) (\d+ (?:{MONTHS})(?: \d{{4}})?)", re.sub(r"> .*?14 December", "", flowing))
    assert all(re.fullmatch(WEEKDAYS, weekday) for weekday, _ in dates), dates
    for weekday, dated in dates:
        if dated[-4:].isdigit():
            assert f"{datetime.strptime(dated, '%d %B %Y').replace(tzinfo=UTC):%A}" == weekday


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_every_letter_of_every_policy_keeps_to_its_wording(path: Path) -> None:
    rules = load(path)
    for name in KINDS:
        letter = written(order(name, **sample_letters.under(rules)))
        assert len(letter.subject) <= 60
        opening = first_paragraphs(letter)
        assert reading_age(" ".join(opening)) < 12, (name, opening)
        for one in rules.wording.avoid:
            assert one.word.lower() not in f"{letter.subject} {text(letter)}".lower()


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", KINDS)
def test_every_letter_of_an_adults_board_speaks_of_adults(name: str, path: Path) -> None:
    under = sample_letters.under(adults.adults(path))
    letter = written(order(name, **adults.said_otherwise(sample_letters.facts(name)) | under))
    ours = "\n".join(line for line in text(letter).splitlines() if not line.startswith(">"))
    assert not adults.NEVER.search(f"{letter.subject}\n{ours}")


def test_a_letter_that_was_ordered_before_letters_knew_the_word_is_about_a_child() -> None:
    facts = {name: fact for name, fact in sample_letters.facts("check_in").items() if name not in ("person", "terms")}
    letter = written(replace(order("check_in"), facts=facts))
    assert "Is the child safe to wait?" in text(letter)


def test_a_date_says_in_one_sentence_whose_it_is_and_what_happens_when_it_passes() -> None:
    flowing = " ".join(text(written(order("stage"))).split())
    assert "By 5pm on Tuesday 29 December 2026 A plan agreed by both sides." in flowing
    assert "The guide gives 2 working days, as we read it. Fri 25 Dec and Mon 28 Dec are not counted." in flowing
    assert "If nothing is agreed by then, we write to Ruth" in flowing
    house = " ".join(text(written(order("stage", due=sample_letters.HOUSE_DUE))).split())
    assert "By noon on Thursday 24 December 2026" in house
    assert "The date is ours; the policy gives none." in house


@pytest.mark.parametrize(
    ("skipped", "said"),
    [
        ([("2026-08-29", "Saturday"), ("2026-08-30", "Sunday")], ""),
        ([("2026-08-31", "Summer bank holiday")], "Mon 31 Aug (Summer bank holiday) is not counted."),
        (
            [
                ("2026-12-25", "Christmas Day"),
                ("2026-12-26", "Saturday"),
                ("2026-12-28", "Boxing Day (substitute day)"),
            ],
            "Fri 25 Dec and Mon 28 Dec are not counted.",
        ),
        ([(f"2026-12-{day}", "Winter closure") for day in (21, 22, 23, 24)], "4 closed days are not counted."),
    ],
)
def test_a_letter_names_the_closed_day_that_makes_a_date_late(skipped: list[tuple[str, str]], said: str) -> None:
    due = sample_letters.PLAN_DUE | {"skipped": [{"day": day, "name": name} for day, name in skipped]}
    first = " ".join(text(written(order("stage", due=due))).partition(SKIP)[0].split())
    assert said in first
    assert ("not counted" in first) == bool(said)


def test_a_date_that_was_agreed_tells_of_no_closed_day() -> None:
    due = sample_letters.PLAN_DUE | {"basis": "agreed"}
    assert "not counted" not in text(written(order("stage", due=due))).partition(SKIP)[0]


@pytest.mark.parametrize("name", ["stage", "reminder", "check_in", "cover"])
def test_the_first_screen_gives_a_telephone_where_the_directory_has_one(name: str) -> None:
    def first(**changed: Any) -> str:
        letter = written(order(name, **({"raiser_question": False} if name == "check_in" else {}), **changed))
        return " ".join(text(letter).partition(SKIP)[0].split())

    assert "speak to Priya Nair (team manager) on 01632 960144" in first(opposite=[sample_letters.MANAGER])
    assert re.search(r"speak to Sam Okoro \(social worker\)[,.]", first())


@every_letter
def test_who_will_see_the_reply_is_said_once_and_above_the_words_that_are_asked_for(ordered: LetterOrdered) -> None:
    flowing = " ".join(text(written(ordered)).split())
    said = ordered.facts["others_see"].rstrip(".")
    asked = "Start your reply with one word " in flowing.partition("Write your reply above this line")[2]
    assert not asked or not said or f"Start your reply with one word {said}." in flowing
    assert not said or flowing.count(said) == 1


def test_the_days_that_a_date_left_out_stand_in_status() -> None:
    flowing = " ".join(text(written(order("status"))).split())
    assert "Days left out: Friday 25 December (Christmas Day), Saturday 26 December, Sunday 27 December and" in flowing


@every_letter
def test_no_letter_shows_a_code_of_ours(ordered: LetterOrdered) -> None:
    assert not re.search(r"\breading [A-Z]\d|\(house\)|\(our reading", text(written(ordered)))


def above(letter: Letter) -> list[str]:
    """Return the words of ours that stand before the line from which a letter may be skipped."""
    ours = [line for line in text(letter).partition(SKIP)[0].splitlines() if line[:1] != ">"]
    return [word for line in ours for word in line.split() if word != "-"]


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", [name for name in KINDS if name not in ("digest", "family")])
def test_what_a_busy_person_must_read_takes_150_words(name: str, path: Path) -> None:
    ordered = order(name, **sample_letters.under(load(path)))
    words = above(written(ordered))
    ways = " ".join(" ".join(one.values()) for one in ordered.facts.get("routes", ()))  # the policy's own words
    assert len(words) - len(ways.split()) <= 150, (len(words), " ".join(words))


@pytest.mark.parametrize("name", ["stage", "check_in", "reminder", "convened", "cover"])
def test_the_first_screen_says_the_disagreement_the_date_and_what_follows(name: str) -> None:
    sides = [{**side} for side in sample_letters.COMMON["sides"]]
    sides[0]["by"] = {"name": "Sarah Whitlock", "role": "Health visitor"}
    first = " ".join(text(written(order(name, sides=sides))).partition(SKIP)[0].split())
    assert "You wrote on Mon 21 Dec: > Dear Sam," in " ".join(text(written(order(name))).split())
    assert "Sarah Whitlock, health visitor, wrote on Mon 21 Dec: > Dear Sam," in first
    assert "Northfield Council wrote: > We assessed on 14 December" in first
    assert "By 5pm on Tuesday 29 December 2026" in first
    assert "If nothing is agreed by then, we write to Ruth Lindqvist and Colin Ferris." in first


@every_letter
def test_the_danger_line_is_in_every_letter_on_a_case(ordered: LetterOrdered) -> None:
    said = ordered.template == "digest" or not ordered.facts["danger"]
    assert said or "If a child is in danger now, ring 999." in " ".join(text(written(ordered)).split())


def test_a_long_issue_is_cut_after_a_sentence_with_a_mark_in_equal_room_and_stands_whole_below() -> None:
    long = "She was not weighed. " * 60
    sides = [{**side, "words": long} for side in sample_letters.COMMON["sides"]]
    first, _, below = text(written(order("stage", sides=sides))).partition(SKIP)
    assert first.count("[…]") == 2
    said = [" ".join(part.replace(">", "").split()).count("She was not weighed.") for part in (first, below)]
    assert said == [2 * (500 // len("She was not weighed. ")), 120]


def test_a_date_in_summer_is_told_in_summer_time() -> None:
    due = sample_letters.PLAN_DUE | {"due": "2026-08-14T16:00:00+00:00", "skipped": []}
    letter = written(order("stage", due=due))
    assert "5pm on Friday 14 August 2026" in text(letter)
    assert letter.subject.endswith("5pm Fri 14 Aug")


def test_nobody_is_ever_told_midnight() -> None:
    due = sample_letters.PLAN_DUE | {"due": "2026-12-30T00:00:00+00:00"}
    assert "11.59pm on Tuesday 29 December 2026" in text(written(order("stage", due=due)))


def test_each_sides_words_stand_as_they_were_written() -> None:
    page = html(written(order("stage")))
    assert "Dear Sam,<br>" in "".join(page.split("\n"))
    assert "&lt;script&gt;" in html(written(order("stage", **AWKWARD["hostile words"])))
    assert "<script" not in html(written(order("stage", **AWKWARD["hostile words"])))


@every_letter
def test_the_first_paragraphs_can_be_read_by_a_child_of_twelve(ordered: LetterOrdered) -> None:
    opening = first_paragraphs(written(ordered))
    assert reading_age(" ".join(opening)) < 12, opening


def first_paragraphs(letter: Letter) -> list[str]:
    """Return the first two paragraphs of our own words."""
    top = text(letter).split("\n\n\n")[1]
    return [one for one in top.split("\n\n")[1:] if not one.lstrip().startswith((">", "-", "By ", "Dear"))][:2]


def reading_age(words: str) -> float:
    """Return the age at which a text reads easily: the Flesch-Kincaid grade, and the five years before school."""
    found = re.findall(r"[A-Za-z’']+", words)  # noqa: RUF001 - the apostrophe of our letters
    sentences = max(1, len(re.findall(r"[.!?:](?:\s|$)", words)))
    syllables = sum(1 + len(SYLLABLES.positions(one)) for one in found)
    return 0.39 * len(found) / sentences + 11.8 * syllables / len(found) - 15.59 + 5


def test_a_reworded_letter_is_one_file() -> None:
    theirs = TEXTS | {"stranger/body.txt": '{% extends "_base/body.txt" %}{% block headline %}Sorry{% endblock %}'}
    letter = written(order("stranger"), load_templates(theirs))
    assert "\nSorry\n" in text(letter)
    assert ">Sorry</h1>" in html(letter)


def test_faults_in_the_wording_are_told_all_at_once_at_start() -> None:
    broken = {name: words for name, words in TEXTS.items() if name != "prose/subject.txt"}
    broken |= {
        "stage/body.txt": "{{ opposit }}",
        "help/body.txt": "{% if %}",
        "hello/body.txt": "",
        "hello/subject.txt": "",
    }
    with pytest.raises(UserError) as told:
        load_templates(broken)
    said = {(one.file, one.key) for one in told.value.problems}
    assert said == {
        ("stage/body.txt", "opposit"),
        ("help/body.txt", "line 1"),
        ("hello", ""),
        ("prose/subject.txt", ""),
    }


def test_a_letter_without_a_headline_is_refused_at_start() -> None:
    bare = {
        **TEXTS,
        "news/body.txt": '{% extends "_base/body.txt" %}\n{% block opening %}Something moved.{% endblock %}\n',
    }
    with pytest.raises(UserError) as refused:
        load_templates(bare)
    assert [str(one) for one in refused.value.problems] == [
        "news/body.txt: has no headline: write {% block headline %}…{% endblock %}"
    ]


def test_no_policy_avoids_what_its_letters_say() -> None:
    assert [avoided(READY, load(path).wording) for path in POLICIES] == [[] for _ in POLICIES]


@pytest.mark.parametrize(
    "word", ["agency", "reply", "Escalation", "stage", "objection", "case", "next stage", "complaint"]
)
def test_a_word_that_no_letter_can_do_without_is_not_avoided(word: str) -> None:
    wording = replace(load(POLICIES[0]).wording, avoid=(Avoided(word, "another"),))
    found = [str(one) for one in avoided(READY, wording)]
    shown = " ".join(
        line for name in KINDS for line in f"{written(order(name)).subject}\n{text(written(order(name)))}".splitlines()
    )
    assert not found or "our letters cannot do without it" in found[0]
    # What is not refused stands in no letter of ours: as what people wrote, or as the word that they reply with, alone.
    ours = re.search(rf"\b{word}s?\b", re.sub(r"> [^>]*", "", shown).replace("ESCALATE", ""), re.IGNORECASE)
    assert bool(found) or not ours


def test_a_letter_of_one_s_own_frees_the_word() -> None:
    wording = replace(load(POLICIES[0]).wording, avoid=(Avoided("not watched at night", "unread"),))
    assert [one.key for one in avoided(READY, wording)] == ["wording, avoid 'not watched at night'"]
    theirs = load_templates({**TEXTS, "_base/watched.txt": "Nobody reads this by night.\n"})
    assert avoided(theirs, wording) == []
