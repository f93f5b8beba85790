"""A partnership whose letters go in two languages: each part whole, every fact in both, and what is missing told."""

import re
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from mailservice.cases.history.words import WORDS
from mailservice.cases.letters.kinds import KINDS
from mailservice.errors import UserError
from mailservice.mail.compose.templates import load_templates
from mailservice.mail.compose.tongue import read_tongue
from mailservice.mail.grammar.reading import read
from mailservice.mail.reply.pieces import split
from tests.mail import abroad
from tests.mail.composed import TEXTS, html, mail, text, written
from tests.mail.quoting import CLIENTS
from tests.mail.sample_letters import order

BOTH = load_templates({**TEXTS, **abroad.folder()}, ("en", abroad.CODE))
FIRST = load_templates({**TEXTS, **abroad.folder()}, (abroad.CODE, "en"))
NUMBERS = re.compile(r"\d+")


def faults(**files: str) -> list[str]:
    """Return what is wrong with a folder in which some files are written otherwise."""
    changed = {f"{abroad.CODE}/{name.replace('__', '/')}.txt": content for name, content in files.items()}
    with pytest.raises(UserError) as told:
        load_templates({**TEXTS, **abroad.folder(), **changed}, ("en", abroad.CODE))
    return [str(one) for one in told.value.problems]


@pytest.mark.parametrize("name", KINDS)
def test_each_letter_goes_in_both_languages_each_whole(name: str) -> None:
    letter = written(order(name), BOTH)
    first, _, second = text(letter).partition("\nMarked\n")
    assert first.startswith(text(written(order(name))).partition("\n")[0])
    # Without the line that says so, the first part is the letter as it was.
    assert first.replace("Marked below\n", "").split() == text(written(order(name))).split()
    shown = Counter(NUMBERS.findall(first))
    assert not shown - Counter(NUMBERS.findall(second)) - Counter(NUMBERS.findall(first.partition("\n")[0]))
    assert len(letter.subject) <= 60


@pytest.mark.parametrize(("templates", "languages"), [(BOTH, ["en-GB", "qx"]), (FIRST, ["qx", "en-GB"])])
def test_a_page_marks_the_language_of_each_part_the_main_one_first(templates: object, languages: list[str]) -> None:
    letter = written(order("stage"), templates)  # type: ignore[arg-type] # either of the two
    page = html(letter)
    assert re.findall(r'<div lang="(.*?)">', page) == languages
    assert page.count("</div>") == 2
    assert f'<html lang="{languages[0]}">' in page
    assert mail(letter)["Content-Language"] == ", ".join(languages)
    assert page.count("Write your reply above this line") == 1


def test_what_is_made_in_code_is_said_in_the_language_and_the_rest_stays_english() -> None:
    told = " ".join(text(written(order("stage"), FIRST)).partition("\nEnglish\n")[0].split())
    assert "Byq 2026 Tenth 29, Twosday, 5qm One plan of two sides." in told
    assert "So 2 working days is the guide. Left out: Fry 25 Ten plus Mon 28 Ten." in told
    assert "Else Ruth Lindqvist and Colin Ferris hear of it." in told
    assert "Of yours, for Northfield Council." in told
    assert "Both sides will see your reply." in told


def test_a_person_s_words_stand_as_they_wrote_them_in_both() -> None:
    told = text(written(order("stage"), BOTH))
    assert told.count("I do not agree that the referral for NCT-483920") == 2
    assert "> Sam visits on Monday 4 January with Anna." in told.partition("\nMarked\n")[2]


def test_a_letter_may_offer_the_word_that_is_read_as_ours() -> None:
    told = " ".join(text(written(order("proposal"), FIRST)).partition("\nEnglish\n")[0].split())
    assert "Give CYTUNO. Yes to just this." in told
    assert [one.verb for one in read("CYTUNO", today=date(2026, 12, 23)).said] == ["AGREE"]


@pytest.mark.parametrize("client", sorted(CLIENTS))
def test_a_reply_that_quotes_both_parts_is_read_by_its_own_words_alone(client: str) -> None:
    own, letter = "CYTUNO\n\nDiolch, Sam", text(written(order("proposal"), FIRST))
    plain, page = CLIENTS[client](own, letter)
    for words in (split(plain), *([split("", page)] if page else [])):
        assert [one.verb for one in read(words.for_quiet, today=date(2026, 12, 23)).said] == ["AGREE"]
        assert "q " not in words.own


def test_a_letter_that_is_not_translated_goes_in_english_and_no_other_letter_changes() -> None:
    welsh = load_templates({**TEXTS, **abroad.WELSH}, ("cy", "en"))
    assert text(written(order("stage"), welsh)) == text(written(order("stage")))
    stranger = written(order("stranger"), welsh)
    first, _, second = text(stranger).partition("\nEnglish\n")
    assert "Diolch am eich e-bost" in first
    assert "We could not act on your email" in second
    assert stranger.subject == "Eich e-bost | About your email"
    assert "English below" in first


def test_welsh_days_are_told_in_welsh() -> None:
    tongue, found = read_tongue("cy", abroad.WELSH["cy/words.toml"])
    assert not found
    assert tongue.day(datetime(2026, 12, 29, tzinfo=UTC)) == "Dydd Mawrth 29 Rhagfyr 2026"
    assert tongue.said("5pm on Tuesday 29 December 2026") == "5pm on Dydd Mawrth 29 Rhagfyr 2026"


def test_a_translation_that_leaves_out_a_date_a_number_or_a_reply_word_is_refused() -> None:
    body = abroad.folder()[f"{abroad.CODE}/withdrawn/body.txt"]
    assert faults(withdrawn__body=body.replace("{{ until | moment }}", "")) == [
        "qx/withdrawn/body.txt: until: stands in the English and not here: a translation shows every fact, date and name"
    ]
    assert any(
        "KEEP: people reply with this word" in one for one in faults(withdrawn__body=body.replace("KEEP", "KEPTQ"))
    )
    assert any(
        "STOP: is a word that people" in one for one in faults(withdrawn__body=body.replace("KEEP", "KEEP STOP"))
    )
    assert any("numbers: are not those" in one for one in faults(withdrawn__body=body.replace("Theyq", "7 ofq")))


def test_an_unknown_fact_a_letter_that_is_none_and_a_lost_first_line_are_refused() -> None:
    told = faults(help__body="{{ opposit }}", hello__body="x", _base__body="{% block headline %}{% endblock %}")
    assert any(one.startswith("qx/help/body.txt: opposit: no such fact") for one in told)
    assert any(one.startswith("qx/hello: no such letter") for one in told)
    assert any("Write your reply above this line: must stand" in one for one in told)


@pytest.mark.parametrize(
    ("table", "key", "remedy"),
    [
        ('[sentences]\n"by {date}" = "erbyn"', "sentences, by {date}", "has the gaps none, and the English has {date}"),
        ('[sentences]\n"in 2 days" = "mewn 3"', "sentences, in 2 days", "has other numbers than the English"),
        ('[sentences]\n"a {b}{c}" = "{b} {c}"', "sentences, a {b}{c}", "has two gaps side by side"),
        ('[replies]\nAGREE = "IE"', "replies, AGREE", "'IE' is not read as AGREE"),
        ('[weekdays]\nMunday = "Llun"', "weekdays, Munday", "there is no such word"),
        ('[dates]\nmoment = "{hour}"', "dates, moment", "has the gaps {hour}, and the English has {hour}, {day}"),
        ("[word]", "word", "there is no such key"),
        ("name = 7", "name", "write text in quotes"),
        ("name", "", "is not TOML"),
    ],
)
def test_a_fault_of_the_table_is_told_with_what_to_write(table: str, key: str, remedy: str) -> None:
    _, found = read_tongue("cy", table)
    assert [one.key for one in found] == [key]
    assert found[0].remedy.startswith(remedy)


def test_every_welsh_word_for_ours_may_be_offered() -> None:
    rows = "\n".join(f'"{word.name}" = "{name}"' for word in WORDS.values() for name in word.names[-1:])
    assert read_tongue("cy", f"[replies]\n{rows}")[1] == []


def test_letters_in_another_language_that_nobody_asked_for_are_told() -> None:
    with pytest.raises(UserError, match=re.escape('write languages = ["en", "cy"] in [service]')):
        load_templates({**TEXTS, **abroad.WELSH})


def test_a_language_without_a_folder_is_refused() -> None:
    with pytest.raises(UserError, match="there are no letters in this language"):
        load_templates(TEXTS, ("en", "cy"))
