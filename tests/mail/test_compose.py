"""Every letter, written whole: what a manager on a phone, a secretary and a screen reader each get."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pyphen  # type: ignore[import-untyped] # carries no types
import pytest
from icalendar import Calendar
from inscriptis import get_text

from mailservice.cases.history.events import LetterOrdered, Party
from mailservice.cases.history.words import Verb
from mailservice.cases.letters.kinds import KINDS
from mailservice.errors import UserError
from mailservice.mail.compose.templates import Templates, load_templates, read_folder
from mailservice.mail.compose.writing import Letter, compose, fitted
from mailservice.mail.grammar import reading
from mailservice.mail.parse import parse
from mailservice.mail.reply.pieces import split
from mailservice.mail.reply.quotes import REPLY_ABOVE
from mailservice.policy.load import load
from tests.mail import sample_letters
from tests.mail.sample_letters import ALARM, AWKWARD, order

TEMPLATES = Path(__file__).parents[2] / "templates" / "email"
TEXTS = read_folder(TEMPLATES)
READY = load_templates(TEXTS)
SYLLABLES = pyphen.Pyphen(lang="en_GB")
POLICIES = sorted((TEMPLATES.parents[1] / "policies").glob("*.toml"))
SKIP = "You can skip the rest"
ROOT = "<first@riverside-health.example>"
NEVER = r"complaint|breach|fail(?:ed|ure)|non-compliant|compliance|ticket|sla|overdue|blame|fault|late|midnight|https?|click"
# "Nobody is blamed" and "our letter was late" say whose doing it was not, and whose it was.
ALLOWED = ("nobody is blamed", "one of our letters was late", "our letter to you was late")
WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
EVERY = [pytest.param(order(name), id=name) for name in KINDS]
EVERY += [pytest.param(order("stage", **odd), id=f"stage: {name}") for name, odd in AWKWARD.items()]
EVERY += [pytest.param(order("office", **ALARM), id="office: alarm")]
every_letter = pytest.mark.parametrize("ordered", EVERY)


def written(ordered: LetterOrdered, templates: Templates = READY, **changed: Any) -> Letter:
    envelope: dict[str, Any] = {
        "message_id": "<letter.abc@nscp.example>",
        "date": datetime(2026, 12, 23, 16, 31, tzinfo=UTC),
        "root": ROOT,
        "sender_name": "NSCP Escalations",
        "sender_address": "escalate@nscp.example",
        "reply_to": "",
    }
    return compose(ordered, templates, **{**envelope, **changed})


def mail(letter: Letter) -> EmailMessage:
    parsed = message_from_bytes(letter.raw, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def words_of(letter: Letter) -> EmailMessage:
    found = [one for one in mail(letter).walk() if one.get_content_type() == "multipart/alternative"]
    assert len(found) == 1
    assert isinstance(found[0], EmailMessage)
    return found[0]


def diary_of(letter: Letter) -> list[str]:
    found = [one for one in mail(letter).walk() if one.get_content_type() == "text/calendar"]
    return [bytes(one.get_payload(decode=True)).decode() for one in found]


def text(letter: Letter) -> str:
    return part(letter, "plain")


def html(letter: Letter) -> str:
    return part(letter, "html")


def part(letter: Letter, kind: str) -> str:
    body = mail(letter).get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def links(letter: Letter) -> list[str]:
    found: list[str] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(value or "" for name, value in attrs if tag == "a" and name == "href")

    Links().feed(html(letter))
    return found


@every_letter
def test_every_letter_with_the_numbers_says_that_nobody_watches_at_night(ordered: LetterOrdered) -> None:
    told = " ".join(words_of(written(ordered)).get_body(("plain",)).get_content().split())  # type: ignore[union-attr] # every letter has a plain text
    shown = bool(ordered.facts["danger"]) and ordered.template != "digest"
    assert ("This mailbox is not watched at night. It replaces no emergency call and no referral." in told) == shown


@every_letter
def test_every_letter_has_a_complete_text_and_a_page(ordered: LetterOrdered) -> None:
    letter = written(ordered)
    assert [one.get_content_type() for one in words_of(letter).iter_parts()] == ["text/plain", "text/html"]
    first = text(letter).partition("\n")[0]
    assert re.fullmatch(rf"[A-Z0-9].{{3,}}[.?!…] {REPLY_ABOVE}", first), first
    assert len(first) <= 72
    page = html(letter)
    assert page.count("<h1") == 1
    assert '<html lang="en-GB">' in page
    assert all('role="presentation"' in table for table in re.findall(r"<table[^>]*>", page))
    assert not re.search(r"<img|<script|<link|(?:src|href)=.(?!mailto:)", page)


@every_letter
def test_every_subject_fits_a_telephone_and_begins_with_our_reference(ordered: LetterOrdered) -> None:
    letter = written(ordered)
    reference = ordered.facts["reference"]
    assert len(letter.subject) <= 60
    assert letter.subject.startswith(
        f"[{reference}] " if reference else ("About", "Kept", "The words", "Morning", "For you alone", "Was the")
    )
    assert not re.search(r"[…>\ue000-\uf8ff]", letter.subject)
    assert mail(letter)["Subject"] == letter.subject
    assert not re.search(r"NCT|Anna|Sam", letter.subject)


@every_letter
def test_no_letter_reads_as_a_command_when_its_quote_marks_are_lost(ordered: LetterOrdered) -> None:
    letter = written(ordered)
    for words in (text(letter), get_text(html(letter))):
        found = reading.read(words, today=date(2026, 12, 23), office=True)
        assert found.said == ()


@every_letter
def test_a_reply_on_top_of_a_letter_without_quote_marks_says_only_what_it_says(ordered: LetterOrdered) -> None:
    letter = written(ordered)
    answer = "RECEIVED\n\nWe meet on Monday."
    words = split(f"{answer}\n\n{text(letter)}")
    assert " ".join(words.own.split()) == " ".join(answer.split())
    in_html = f"<div>{answer.replace(chr(10), '<br>')}</div>{html(letter)}"
    assert " ".join(split("", in_html).own.split()) == " ".join(answer.split())


@every_letter
def test_a_reply_that_carries_a_letter_of_ours_is_a_persons_mail(ordered: LetterOrdered) -> None:
    reply = EmailMessage(policy=policy.SMTP)
    reply["From"], reply["To"] = "Anna Lee <anna.lee@riverside-health.example>", "escalate@nscp.example"
    reply["Subject"], reply["Message-ID"] = f"RE: {written(ordered).subject}", "<reply@riverside-health.example>"
    reply.set_content(f"RECEIVED\n\n{text(written(ordered))}")
    reply.add_alternative(f"<p>RECEIVED</p>{html(written(ordered))}", subtype="html")
    for entry in diary_of(written(ordered)):
        reply.add_attachment(entry.encode(), "text", "calendar", filename="date.ics", params={"method": "PUBLISH"})
    assert parse(reply.as_bytes()).kind == "message"


@every_letter
def test_no_line_begins_with_a_reply_word(ordered: LetterOrdered) -> None:
    verbs = "|".join(re.escape(verb) for verb in Verb)
    for line in text(written(ordered)).splitlines():
        assert not re.match(rf"[\s*_•–-]*(?:{verbs})\b", line, re.IGNORECASE), line  # noqa: RUF001 - a bullet


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


@every_letter
def test_each_letter_goes_to_one_reader_in_good_manners(ordered: LetterOrdered) -> None:
    sent = mail(written(ordered))
    assert [one.addr_spec for one in sent["To"].addresses] == ["anna.lee@riverside-health.example"]
    assert (sent["Cc"], sent["Bcc"], sent["List-Unsubscribe"]) == (None, None, None)
    assert sent["Auto-Submitted"] == ("auto-replied" if ordered.replied else "auto-generated")
    assert "All" not in sent["X-Auto-Response-Suppress"]
    assert sent["x-ms-reactions"] == "disallow"
    assert sent["Message-ID"] == "<letter.abc@nscp.example>"


@every_letter
def test_the_same_order_gives_the_same_bytes(ordered: LetterOrdered) -> None:
    assert written(ordered).raw == written(ordered).raw
    assert all(len(line) <= 998 for line in written(ordered).raw.split(b"\r\n"))
    assert written(ordered).raw.count(b"\n") == written(ordered).raw.count(b"\r\n")


@every_letter
def test_every_link_only_opens_a_mail_that_a_person_then_sends(ordered: LetterOrdered) -> None:
    letter = written(ordered)
    for link in links(letter):
        parts = urlsplit(link)
        assert parts.scheme == "mailto"
        asked = parse_qs(parts.query, strict_parsing=True)
        assert asked["subject"] == [f"[{ordered.facts['reference']}]" if ordered.facts["reference"] else "Reply"]
        copied = asked.get("cc", [])
        assert unquote(parts.path) == "escalate@nscp.example" or copied == ["escalate@nscp.example"]


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_every_letter_of_every_policy_keeps_to_its_wording(path: Path) -> None:
    rules = load(path)
    for name in KINDS:
        letter = written(order(name, **sample_letters.under(rules)))
        assert len(letter.subject) <= 60
        opening = first_paragraphs(letter)
        assert reading_age(" ".join(opening)) < 12, (name, opening)
        for avoided in rules.wording.avoid:
            assert avoided.word.lower() not in f"{letter.subject} {text(letter)}".lower()


def test_a_reply_button_writes_the_word_our_reader_reads() -> None:
    bodies = [parse_qs(urlsplit(link).query).get("body", [""])[0] for link in links(written(order("stage")))]
    spoken = [
        reading.read(body + "we meet weekly", today=date(2026, 12, 23)).said for body in bodies if body[-1:] == " "
    ]
    spoken += [reading.read(body, today=date(2026, 12, 23)).said for body in bodies if body[-1:].isalpha()]
    assert [said.verb for one in spoken for said in one] == [Verb.RESOLVED, Verb.ESCALATE, Verb.RECEIVED]


def test_the_first_button_of_a_stage_writes_to_the_opposite_number_with_us_in_copy() -> None:
    first = urlsplit(links(written(order("stage")))[0])
    assert unquote(first.path) == "sam.okoro@northfield.example"
    assert parse_qs(first.query)["cc"] == ["escalate@nscp.example"]


def test_a_reply_goes_to_the_address_that_carries_the_token() -> None:
    letter = written(order("stage"), reply_to="escalate+k7.abc@nscp.example")
    assert mail(letter)["Reply-To"] == "escalate+k7.abc@nscp.example"
    assert unquote(urlsplit(links(letter)[1]).path) == "escalate+k7.abc@nscp.example"


def test_every_letter_hangs_on_the_raisers_own_mail() -> None:
    sent = mail(written(order("answer"), root="<root@riverside-health.example>"))
    assert sent["References"] == f"<root@riverside-health.example> {ROOT}"
    assert sent["In-Reply-To"] == ROOT


def test_a_letter_on_no_case_hangs_on_nothing_else() -> None:
    sent = mail(written(order("stranger"), root=""))
    assert (sent["References"], sent["In-Reply-To"]) == (ROOT, ROOT)
    assert "reference" not in text(written(order("stranger"), root="")).lower()


def test_a_name_cannot_add_a_header() -> None:
    ordered = order("news", headline="Hello\r\nBcc: x@evil.example")
    ordered = LetterOrdered(
        **{**vars(ordered), "to": Party("anna.lee@riverside-health.example", "Anna\r\nBcc: x@evil.example")}
    )
    sent = mail(written(ordered, reply_to="a@nscp.example\r\nBcc: x@evil.example"))
    assert sent["Bcc"] is None
    assert len(sent["To"].addresses) == 1


@pytest.mark.parametrize("name", ["", "Siân Ŵyn-Jones", 'O\'Brien, "Jo" <x@evil.example>', "Anna " * 60])
def test_any_name_can_be_written_to(name: str) -> None:
    ordered = LetterOrdered(**{**vars(order("stage")), "to": Party("anna.lee@riverside-health.example", name)})
    reader = mail(written(ordered))["To"].addresses
    assert [(one.display_name, one.addr_spec) for one in reader] == [
        (name.strip(), "anna.lee@riverside-health.example")
    ]


def test_an_address_that_plain_smtp_cannot_carry_is_left_for_the_sending_to_refuse() -> None:
    ordered = LetterOrdered(**{**vars(order("stage")), "to": Party("siân@riverside-health.example", "Siân")})
    assert written(ordered).raw.isascii()


def test_a_date_says_in_one_sentence_whose_it_is_and_what_happens_when_it_passes() -> None:
    flowing = " ".join(text(written(order("stage"))).split())
    assert "By 5pm on Tuesday 29 December 2026 A plan agreed by both sides." in flowing
    assert "The guide gives 2 working days, as we read it. If nothing is agreed by then, we write to Ruth" in flowing
    assert "Christmas Day" not in flowing
    house = " ".join(text(written(order("stage", due=sample_letters.HOUSE_DUE))).split())
    assert "By noon on Thursday 24 December 2026" in house
    assert "The date is ours; the policy gives none." in house


def test_the_days_that_a_date_left_out_stand_in_status() -> None:
    flowing = " ".join(text(written(order("status"))).split())
    assert "Days left out: Friday 25 December (Christmas Day), Saturday 26 December, Sunday 27 December and" in flowing


@every_letter
def test_no_letter_shows_a_code_of_ours(ordered: LetterOrdered) -> None:
    assert not re.search(r"\breading [A-Z]\d|\(house\)|\(our reading", text(written(ordered)))


def above(letter: Letter) -> list[str]:
    """Return the words of ours that stand before the line from which a letter may be skipped."""
    whole = text(letter)
    assert SKIP in whole
    ours = [line for line in whole.partition(SKIP)[0].splitlines() if line[:1] != ">"]
    return [word for line in ours for word in line.split() if word != "-"]


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", ["stage", "check_in", "reminder", "convened", "receipt", "proposal", "cover"])
def test_what_a_busy_person_must_read_takes_150_words(name: str, path: Path) -> None:
    words = above(written(order(name, **sample_letters.under(load(path)))))
    assert len(words) <= 150, (len(words), " ".join(words))


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


def test_a_date_comes_for_the_diary_too() -> None:
    entry = diary_of(written(order("stage")))[0].replace("\r\n ", "")
    lines = entry.splitlines()
    assert "DTEND:20261229T170000Z" in lines
    assert "SUMMARY:NSCP 2026-0042-K: A plan agreed by both sides" in lines
    assert {"METHOD:PUBLISH", "CLASS:PRIVATE", "TRANSP:TRANSPARENT"} <= set(lines)
    assert not {"ORGANIZER", "ATTENDEE"} & {line.partition(":")[0].partition(";")[0] for line in lines}
    assert "NCT-483920" not in entry
    assert "\r\n" in diary_of(written(order("stage")))[0]


def test_a_later_letter_about_the_same_date_replaces_the_entry() -> None:
    entries = [diary_of(written(order(name)))[0] for name in ("stage", "reminder")]
    identities = {re.search("UID:(.*)", entry.replace("\r\n ", "")) for entry in entries}
    assert len({found[1] for found in identities if found}) == 1


def test_a_letter_that_asks_for_nothing_leaves_the_diary_alone() -> None:
    assert diary_of(written(order("climbed"))) == []
    assert diary_of(written(order("stage", due=None))) == []


def entries(letter: Letter) -> list[dict[str, Any]]:
    """Return the diary entries of a letter, as a strict reader takes them."""
    found = [Calendar.from_ical(one) for one in diary_of(letter)]
    for calendar in found:
        assert isinstance(calendar, Calendar)
        assert [*calendar.errors, *(fault for one in calendar.walk() for fault in one.errors)] == []
        assert (calendar["METHOD"], calendar["VERSION"]) == ("PUBLISH", "2.0")
    events: list[Any] = [one for calendar in found for one in calendar.walk("VEVENT")]
    return [{name: getattr(value, "dt", value) for name, value in one.items()} for one in events]


def test_a_date_that_moved_replaces_its_entry_whatever_arrived_first() -> None:
    later = sample_letters.PLAN_DUE | {"due": "2027-01-05T17:00:00+00:00", "basis": "agreed", "skipped": []}
    (first,) = entries(written(order("stage")))
    moved = order("news", due=later, dated=True)
    (second,) = entries(written(moved, date=datetime(2026, 12, 24, 9, tzinfo=UTC)))
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second["DTEND"] == datetime(2027, 1, 5, 17, tzinfo=UTC)


def test_a_date_that_is_let_go_is_cancelled_in_the_diary() -> None:
    (first,) = entries(written(order("stage")))
    gone = sample_letters.PLAN_DUE | {"stage": sample_letters.STAGE}
    for name in ("climbed", "agreed", "closed"):
        letter = written(order(name, gone=[gone]), date=datetime(2026, 12, 24, 9, tzinfo=UTC))
        (cancelled,) = entries(letter)
        assert (cancelled["UID"], cancelled["STATUS"]) == (first["UID"], "CANCELLED")
        assert cancelled["SEQUENCE"] > first["SEQUENCE"]


@every_letter
def test_every_entry_is_one_that_a_strict_reader_takes(ordered: LetterOrdered) -> None:
    for one in entries(written(ordered)):
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE"} <= set(one)
        assert one["DTSTART"] < one["DTEND"]


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


def test_words_cannot_pass_for_a_headline_a_button_or_a_date() -> None:
    letter = written(order("stage", **AWKWARD["hostile words"]))
    assert "# Not a headline Bcc: x@evil.example." in text(letter)
    assert not [link for link in links(letter) if "evil" in link]


def test_a_long_subject_is_cut_after_a_whole_word() -> None:
    cut = fitted("[NSCP 2026-0042-K] A headline that somebody made much too long to show")
    assert cut == "[NSCP 2026-0042-K] A headline that somebody made much too…"


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


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_colour_of_a_letter_stands_out_from_what_is_behind_it(*, dark: bool) -> None:
    light, _, night = TEXTS["_base/style.css"].partition("@media (prefers-color-scheme: dark)")
    ink, ground, behind = dict[str, str](), dict[str, str](), {".button a": ".button", ".quiet a": ".quiet"}
    for selectors, rules in re.findall(r"([^{}]+)\{([^{}]*)\}", night if dark else light):
        for selector in (one.strip().removeprefix(".inside ") for one in selectors.split(",")):
            ink.update((selector, colour) for colour in re.findall(r"(?<!-)color: (#\w+)", rules))
            ground.update((selector, colour) for colour in re.findall(r"background-color: (#\w+)", rules))
    assert len(ink) >= 10
    for selector, colour in ink.items():
        back = ground.get(behind.get(selector, selector), ground[".letter"])
        bright, dim = sorted((luminance(colour), luminance(back)), reverse=True)
        assert (bright + 0.05) / (dim + 0.05) >= 4.5, selector


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


@pytest.mark.parametrize("name", KINDS)
def test_a_letter_that_was_ordered_before_a_fact_was_added_still_leaves(name: str) -> None:
    whole = order(name)
    older = replace(whole, facts={key: value for key, value in whole.facts.items() if key != "news"})
    assert written(older).raw


def test_a_mail_that_a_letter_brings_is_the_very_bytes_that_came() -> None:
    came = b"From: sarah@x.example\r\nSubject: \xff\xfe\r\n\r\nFor you only.\x00\r\n"
    parts = mail(written(order("in_confidence"), attached=came)).walk()
    [part] = [one for one in parts if one.get_filename() == "held-in-confidence.eml"]
    assert part.get_payload(decode=True) == came
