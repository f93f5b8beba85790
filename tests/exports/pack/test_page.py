"""The pack as a page and as a PDF, read by somebody who was not there."""

import io
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from pypdf import PdfReader

from mailservice.cases.history import events as e
from mailservice.exports.pack.kept import Kept, Message, Sealed
from mailservice.exports.pack.mbox import messages_in
from mailservice.exports.pack.packing import DIGESTS, MBOX, PAGE, PAPER, pack, zipped
from tests.exports.pack.played import html_text, pdf_text, plain, played, shown_text, told
from tests.exports.test_record import AGENCIES, ANNA, ISSUE, PLAN, POLICY, PRIYA, SAM, christmas, on

HOSTILE = (
    '#read("/etc/passwd") and #import "@preview/x:0.1.0": * and #panic("run")',
    "$x^2$ and @ref and <label> and `code` and *bold* and _under_ and = heading",
    "\\u{202e} // comment /* block */ #{ } [ ] \\",
    "ŵ ŷ Siân Łukasz Ngũgĩ “quoted” – dash … €",  # noqa: RUF001 - a dash as Word writes it
    "\u202eright to left\u202c and שלום and مرحبا",
    "a thumb 👍 and a heart ❤️ and 漢字 and हिन्दी",
    "x" * 10_000,
    "a bell \x07, a nothing \x00 and an escape \x1b[31m",
    "</script><script>alert(1)</script> <img src=x onerror=alert(1)> & &amp;",
)


def mail(words: str, *files: tuple[str, bytes]) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Cc"] = (
        "Anna Lee <anna.lee@riverside-health.example>",
        SAM.address,
        "us@nscp.example",
    )
    made["Subject"], made["Message-ID"] = "The referral, NCT-483920", "<1@x>"
    made.set_content(words.replace("\x00", ""))
    for name, data in files:
        made.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return made.as_bytes()


def kept(words: str = ISSUE, upto: int = 99, **more: Any) -> Kept:
    """Return the case before Christmas, in other words, as a pack sees it."""
    raw = more.pop("raw", None) or mail(words, ("weights.pdf", b"weights"))
    history = [
        replace(one, own_words=words)
        if isinstance(one, e.MailHeard) and one.mail == "m1"
        else replace(one, issue=words)
        if isinstance(one, e.CaseOpened)
        else one
        for one in christmas()[:upto]
    ]
    letter = (
        b"From: us@nscp.example\r\nTo: anna.lee@riverside-health.example\r\nSubject: Received\r\n\r\nDear Anna Lee,\r\n"
    )
    mails = {"m1": Message(on(23, 16, 30), raw, sha256(raw).hexdigest())}
    letters = {"l1": Message(on(23, 16, 31), letter, sha256(letter).hexdigest())}
    seal = Sealed(3, "1234 5678 9abc def0", 17, "2026-12-31T09:00:00+00:00")
    return Kept(history, POLICY, AGENCIES, mails, letters, 19, "f" * 64, seal, **more)


def page(one: Kept) -> str:
    return pack(one).files[PAGE].decode()


class Outline(HTMLParser):
    """The headings, and what is wrong with the nesting."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.headings += [tag] if re.fullmatch("h[1-6]", tag) else []
        self.open += [tag] if tag not in {"meta", "br", "img"} else []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_first_screen_says_what_stands() -> None:
    text = " ".join(shown_text(page(kept())).split())
    first = text[: text.index("The way it went")]
    for said in (
        "NSCP 2026-0042-K",
        "Ended: every agency agreed; finished.",
        "The issue “I do not agree that the referral should be closed.",
        "Agreed “Sam visits on Monday 4 January. Anna weighs the baby weekly.”, Priya Nair (Northfield Council); agreed to",
        "agreed to by Anna Lee (Riverside Health), Wed 30 Dec.",
        "Outstanding Nothing is due.",
        "Dissent None is recorded.",
        "Riverside Health and Northfield Council",
    ):
        assert said in first, said


def test_the_drawing_and_the_list_below_it_say_the_same() -> None:
    shown = page(kept())
    drawing = shown[shown.index("<svg") : shown.rindex("</svg>")]
    listed = html_text(shown[shown.index("<ol class='ladder'>") :])
    for said in ("Stage 1: Professional to professional", "Stage 2: Manager to manager"):
        assert said in drawing
        assert said in listed
    assert "due 5pm Tue 29 Dec (the policy’s)" in drawing  # noqa: RUF001 - proper type
    assert "role='img' aria-label='Drawing of the stages against time" in drawing


def test_a_date_is_one_line_and_its_counting_opens() -> None:
    shown = page(kept())
    found = re.search(r"<li><p><time[^>]*>5pm Tue 29 Dec</time>.*?</li>", shown, re.DOTALL)
    assert found
    line, _, counting = found[0].partition("<details class='counting'>")
    assert "a plan that both sides agree to, with dates" in line
    assert "The policy’s." in line  # noqa: RUF001 - proper type
    assert "It ran out." in line
    assert "Days left out" not in line
    assert "Days left out: Friday 25 December (Christmas Day)" in counting


def test_who_had_it_and_what_passed_without_a_word_is_told() -> None:
    silent = [
        replace(one, not_reached=("northfield",)) if isinstance(one, e.DeadlineMissed) else one for one in christmas()
    ]
    text = " ".join(shown_text(page(replace(kept(), history=silent))).split())
    assert "Anna Lee (Riverside Health) raised it, 4.30pm Wed 23 Dec" in text
    assert (
        "5pm Tue 29 Dec passed without a word from those asked at Northfield Council: nobody asked there was known to have read "
        "our letter, so it is not called late."
    ) in text


def test_an_email_has_its_verdict_its_words_and_its_files() -> None:
    text = " ".join(shown_text(page(kept())).split())
    assert "Anna Lee (Riverside Health) wrote. no. 1" in text
    assert "To sam.okoro@northfield.example; copied to us@nscp.example. Subject: The referral, NCT-483920" in text
    assert "What was understood, and what it did Anna Lee (Riverside Health) raised" in text
    assert f"weights.pdf (7 bytes, application/pdf) {sha256(b'weights').hexdigest()}" in text


def test_a_letter_of_ours_is_one_line_that_opens() -> None:
    shown = page(kept())
    assert re.search(
        r"<details class='text'><summary>Letter to Anna Lee \(Riverside Health\): what we understood\.", shown
    )
    assert "<pre>Dear Anna Lee,</pre>" in shown


@pytest.mark.parametrize("upto", [19, 13, 5])
def test_the_page_stands_alone_and_can_be_walked_by_its_headings(upto: int) -> None:
    shown = page(kept(upto=upto))
    for outside in ("<script", "http:", "https:", "src=", "@import", "url(", "<link"):
        assert outside not in shown
    assert '<html lang="en-GB">' in shown
    outline = Outline()
    outline.feed(shown)
    assert outline.open == []
    assert outline.headings[:2] == ["h1", "h2"]
    assert all(
        int(after[1]) <= int(before[1]) + 1
        for before, after in zip(outline.headings, outline.headings[1:], strict=False)
    )
    assert re.search(r"time, \.number \{ white-space: nowrap;", shown)


def test_the_sides_are_told_apart_without_colour() -> None:
    shown = page(kept())
    assert "<span class='letter'>A</span> Riverside Health" in shown
    assert "<span class='letter'>B</span> Northfield Council" in shown


@pytest.mark.parametrize("words", HOSTILE)
def test_no_word_of_an_email_runs_or_is_lost(words: str) -> None:
    made = pack(kept(f"Dear Sam,\n\n{words}\n\nAnna"), "").files
    shown = made[PAGE].decode()
    assert "<script" not in shown
    assert "<img" not in shown
    words = words.translate(dict.fromkeys(map(ord, "\u202c\u202e\x00\x07\x1b")))
    assert " ".join(words.split()) in " ".join(html_text(shown).split()).replace("\x00", "")
    paper = pdf_text(made[PAPER])
    assert "root:" not in paper
    assert not re.search("[\u202e\x00\x07\x1b]", shown + paper), "what turns the letters round turns nothing round"
    told = [one for one in re.findall(r"[A-Za-z]{3,}", words) if len(one) < 40]
    assert [one for one in told if one.casefold() not in plain(paper)] == []
    if words.startswith("xxx"):
        assert paper.count("x") > 10_000


def test_what_no_font_has_is_told_by_its_name() -> None:
    thumb, ideographs = "\N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-3}", "\N{CJK UNIFIED IDEOGRAPH-6F22}" * 2
    paper = " ".join(pdf_text(pack(kept(f"A thumb {thumb} and {ideographs} for Siân, ŵ")).files[PAPER]).split())
    assert "A thumb [thumbs up sign]" in paper
    assert "and [?][?] for Siân, ŵ" in paper


def test_many_odd_characters_take_no_long_time() -> None:
    odd = "".join(chr(0x1F300 + number) for number in range(150)) + "".join(
        chr(0x4E00 + number) for number in range(150)
    )
    began = perf_counter()
    assert pack(kept(odd)).files[PAPER].startswith(b"%PDF")
    assert perf_counter() - began < 60


def test_the_pdf_is_tagged_dated_by_the_record_and_named() -> None:
    pdf = pack(kept()).files[PAPER]
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert isinstance(root, Mapping)
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in pdf
    about = PdfReader(io.BytesIO(pdf)).metadata
    assert about is not None
    assert about.title == "NSCP 2026-0042-K: record of a professional disagreement"
    assert about.creation_date is None or about.creation_date.date() == on(30, 11).date()


def test_two_runs_give_the_same_bytes() -> None:
    one = kept()
    first, second = pack(one), pack(one)
    assert first.files == second.files
    assert zipped(first.files) == zipped(second.files)
    assert first.files[PAGE].count(b"\n") > 50


def test_the_mbox_gives_every_message_back_as_it_came() -> None:
    odd = b"From: anna@x.example\r\nSubject: odd\r\n\r\nFrom here on\r\n>From there\r\n>>From both\r\nlast line without an end"
    raws = [
        odd,
        mail("A line.\nFrom the first of it, and more.\n"),
        b"Subject: lf\n\nline\n",
        "Subject: ŵ\r\n\r\nŵ\r\n".encode(),
    ]
    for raw in raws:
        made = pack(kept(raw=raw)).files
        found = messages_in(made[MBOX])
        assert found[0].removesuffix(b"\n") == raw or found[0] == raw
        assert sha256(raw).hexdigest() in made[DIGESTS].decode()
    assert len(messages_in(pack(kept(raw=odd)).files[MBOX])) == 2


def test_the_list_of_digests_says_how_each_is_checked() -> None:
    listed = pack(kept()).files[DIGESTS].decode()
    assert f"The last has the SHA-256 {'f' * 64}." in listed
    assert "Seal 3, as of entry 17, has the print 1234 5678 9abc def0." in listed
    assert f"{sha256(b'weights').hexdigest()}  weights.pdf, 7 bytes" in listed
    assert "mailservice record verify" in listed


def test_an_email_that_was_taken_off_the_case_again_is_not_in_its_pack() -> None:
    filed = e.MailFiled(on(24, 11), "m7", "<7@x>", SAM, "Words that belong to another case.", PRIYA)
    one = kept()
    assert "belong to another case" in page(replace(one, history=[*one.history, filed]))
    off = e.MailTakenOff(on(24, 12), "m7", PRIYA)
    assert "belong to another case" not in page(replace(one, history=[*one.history, filed, off]))


def test_a_case_that_has_just_begun_has_a_pack() -> None:
    files = pack(kept(upto=3)).files
    assert "Open, at stage 1: Professional to professional." in html_text(files[PAGE].decode())
    assert files[PAPER].startswith(b"%PDF")


def test_an_ending_with_dissent_says_who_and_why() -> None:
    at = datetime(2027, 1, 4, 10, tzinfo=UTC)
    history = [
        *christmas()[:13],
        e.Objected(at, ANNA, "The visit has not taken place.", dissent=True),
        e.CaseClosed(at, "not-agreed", "Health sees her weekly.", PRIYA),
    ]
    text = " ".join(shown_text(page(replace(kept(), history=history))).split())
    first = text[: text.index("The way it went")]
    assert re.search(
        r"Dissent Anna Lee \(Riverside Health\), \w{3} \d+ \w{3}: “The visit has not taken place.”", first
    ), first
    assert "Not agreed; what is recorded instead “Health sees her weekly.”, Priya Nair (Northfield Council)" in first
    assert "Agreed “" not in first
    assert PLAN.splitlines()[0] not in first


WORDS_OF_WHO_MAY_NOT = """
title = "A decision by who decides nothing, and a withdrawal that may be forged"
until = "Tue 24 Nov 2026 12:00"
proof = "proven"

[[mail]]
at = "Mon 23 Nov 2026 10:00"
sender = "sarah.whitlock@rockinghamhealth.example"
to = ["daniel.mensah@nenevalley.example"]
subject = "Referral closed, NCT-483920"
text = "I do not agree that the referral for NCT-483920 was closed. I have seen bruises on two visits."

[[mail]]
at = "Mon 23 Nov 2026 11:00"
sender = "daniel.mensah@nenevalley.example"
answers = "stage"
text = "DECISION: it stays closed."

[[mail]]
at = "Mon 23 Nov 2026 12:00"
sender = "sarah.whitlock@rockinghamhealth.example"
answers = "receipt"
proof = "failed"
text = "WITHDRAW: it is all well now."
"""


def test_a_word_that_was_refused_stands_on_the_first_screen_and_leads_to_its_email(tmp_path: Path) -> None:
    case = told(WORDS_OF_WHO_MAY_NOT, tmp_path).cases[0]
    shown = page(case)
    first = " ".join(shown_text(shown).split()).partition("The way it went")[0]
    assert (
        "Refused 2 words that settle or end a case moved nothing. The newest: WITHDRAW, in the name of Sarah" in first
    )
    assert "noon Mon 23 Nov. It may be forged, and nobody has confirmed it." in first
    (link,) = re.findall(r"<a href='#(no-\d+)'>", shown)
    entry = shown[shown.index(f" id='{link}'") :]
    assert "WITHDRAW: it is all well now." in entry[: entry.index("</li>")]
    side = pack(case, "nene-valley").files[PAGE].decode()
    assert "Refused" not in shown_text(side), "what another wrote to us alone is nobody else's"


def test_the_pack_can_be_checked_where_the_service_is_not(tmp_path: Path) -> None:
    files = pack(kept()).files
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    told_so = "sha256sum -c --ignore-missing digests.txt"
    assert told_so in files[PAGE].decode()
    check = [*told_so.split()]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, [f"{PAGE}:", "OK", f"{PAPER}:", "OK", f"{MBOX}:", "OK"])
    (tmp_path / MBOX).write_bytes(files[MBOX].replace(b"the", b"The", 1))
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_a_form_that_every_side_signed_is_whole_in_the_pdf(tmp_path: Path) -> None:
    case = played("sgcp-form-filled-in-and-signed", tmp_path).cases[0]
    [letter, *_] = [one for one in case.history if isinstance(one, e.LetterOrdered) and one.template == "form_copy"]
    paper = plain(pdf_text(pack(case).files[PAPER]))
    for field in letter.facts["fields"]:
        assert plain(field["label"]) in paper
        assert plain(field["text"] or field["note"]) in paper, field["label"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "adults-the-other-director-disagrees",
            (
                "Quin Vale (Bay Health); agreed to by Di Poe (Bay Council)",
                "Dissent Quin Vale (Bay Health), Tue 24 Nov: “he has capacity and asks for an enquiry",
                "As of 5pm on Wednesday 9 December 2026",
            ),
        ),
        (
            "three-agencies-one-disagrees",
            (
                "agreed to by Louise Park (Shire Police) and Daniel Mensah",
                "“The police should be there at the visit.” Their agency has agreed to other words since.",
            ),
        ),
        (
            "nscp-mediation-fails",
            (
                "No side wrote why it did not agree.",
                "Overdue since Monday 4 January 2027: The partner that mediated reports this to The Partnership.",
                "To act: NSCP Business Office (Business Office).",
                "our question what has changed since (ours). To act: Sarah Whitlock, Health visitor (Rockingham Community",
                "Refused 2 words that settle or end a case moved nothing. The newest: NOT AGREED, office@nscp.example (NSCP",
                "file was sent to Sarah Whitlock, Health visitor (Rockingham Community Health Trust) and Daniel Mensah, Social",
            ),
        ),
        (
            "sgcp-form-filled-in-and-signed",
            (
                "Monitoring form, of stage 3: Wanda Grant (Elm Grove School) has signed it and Jon Holt (Severnside Council) has",
                "Forms quote the words of Elm Grove School so.",
            ),
        ),
        (
            "nscp-uneven-ladder",
            ("5pm Tue 29 Dec passed without an offer of mediation, which the Business Office arranges at this stage",),
        ),
        (
            "bscp-words-of-danger",
            (
                "Urgent, or in danger Beatrice Osei wrote words of danger, without URGENT, 11am Mon 23 Nov: ",
                "“The father has threatened to kill her” “She is in immediate danger”.",
                "Beatrice Osei (Wye Valley Community Health) wrote URGENT, 11.20am Mon 23 Nov: “she is alone with him.”",
                "The Business Office was alarmed at once, and asked to telephone: no word of theirs on it is on record.",
                "said that it is no longer urgent, 3pm Mon 23 Nov: “over: the police are with her and he has left.”",
                "Who wrote it: not checked. From names one person, beatrice.osei@wyevalley.example.",
            ),
        ),
        (
            "mediator-reports",
            (
                "Elin Vaughan (Rockingham Community Health Trust) asked for it: “we need somebody from outside.” Who had it",
                "Reported “I heard both sides for two hours. They do not agree on the threshold.”, William Quayle",
            ),
        ),
        (
            "deputy-also-away",
            ("Tom Byrne (Nene Valley Children's Trust), standing in for Joy Okafor, 11.01am Mon 23 Nov",),
        ),
    ],
)
def test_whoever_reads_of_a_story_is_told_what_an_inspector_asks_first(
    name: str, said: tuple[str, ...], tmp_path: Path
) -> None:
    case = played(name, tmp_path).cases[0]
    text = " ".join(shown_text(page(case)).split())
    assert [one for one in said if one not in text] == []
