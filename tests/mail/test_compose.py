"""Every letter, written whole: what a manager on a phone, a secretary and a screen reader each get."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from email import policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from icalendar import Calendar
from inscriptis import get_text

from mailservice.cases.history.events import LetterOrdered, Party
from mailservice.cases.history.words import Verb
from mailservice.cases.letters.kinds import KINDS
from mailservice.mail.compose.writing import Letter, fitted
from mailservice.mail.grammar import reading
from mailservice.mail.parse import parse
from mailservice.mail.reply.pieces import split
from mailservice.mail.reply.quotes import REPLY_ABOVE
from tests.mail import sample_letters
from tests.mail.composed import (
    ROOT,
    TEXTS,
    every_letter,
    html,
    links,
    mail,
    text,
    words_of,
    written,
)
from tests.mail.sample_letters import AWKWARD, order


def diary_of(letter: Letter) -> list[str]:
    found = [one for one in mail(letter).walk() if one.get_content_type() == "text/calendar"]
    return [bytes(one.get_payload(decode=True)).decode() for one in found]


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


# How a subject begins that no reference may stand in.
ON_NO_CASE = ("About", "Kept", "The words", "Morning", "For you alone", "Was the", "Nothing more comes", "Drill: ")


@every_letter
def test_every_subject_fits_a_telephone_and_begins_with_our_reference(ordered: LetterOrdered) -> None:
    letter = written(ordered)
    reference = ordered.facts["reference"]
    assert len(letter.subject) <= 60
    assert letter.subject.startswith(f"[{reference}] " if reference else ON_NO_CASE)
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


def test_words_cannot_pass_for_a_headline_a_button_or_a_date() -> None:
    letter = written(order("stage", **AWKWARD["hostile words"]))
    assert "# Not a headline Bcc: x@evil.example." in text(letter)
    assert not [link for link in links(letter) if "evil" in link]


def test_a_long_subject_is_cut_after_a_whole_word() -> None:
    cut = fitted("[NSCP 2026-0042-K] A headline that somebody made much too long to show")
    assert cut == "[NSCP 2026-0042-K] A headline that somebody made much too…"


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
