"""The page for the child's file, as it comes with the letter of an ending: what it says, and what it must not."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from mailservice.cases.history.events import LetterOrdered
from mailservice.exports.filed import laying
from mailservice.exports.filed.paper import paper
from mailservice.exports.filed.summary import Section, Summary
from mailservice.exports.filed.text import text
from mailservice.exports.pack import sharing
from mailservice.exports.pack.packing import PAGE, pack
from mailservice.simulator.playing import Arrival
from mailservice.simulator.story import WHEN, Mail, Story, read_story
from tests.exports.pack.played import STORIES, Played, every_word, pdf_text, plain, sentences, told
from tests.exports.pack.test_sides import had, people_of

# A story of each way in which a case can end, of three agencies, and within one.
ENDINGS = {
    "three-agencies-one-disagrees": "Every agency agreed.",
    "bscp-urgent-friday-night": "A decision was made.",
    "withdrawn-and-nobody-keeps-it": "Whoever raised it withdrew it.",
    "overtaken-and-every-agency-agrees": "Every agency agreed that events had overtaken it.",
    "nscp-mediation-fails": "The agencies did not agree.",
    "a-child-has-died": "The Business Office has passed it on; nothing more is asked of anyone.",
    "moved-to-another-area": "The child has moved, and the receiving area has this.",
    "own-line-manager": "Both sides agreed.",
}


def whispered(story: Story) -> Story:
    """Return a story in which everybody who writes in it writes to us alone just before: a NOTE, and plain words."""
    added = list[Mail]()
    for number, mail in enumerate(one for one in story.mail if one.answers and not one.automatic):
        beside, again = (f"{mail.when - timedelta(minutes=it):{WHEN}}" for it in (1, 2))
        note = f"NOTE Whispered {number} alpha: they are short of people."
        added += [
            Mail(again, mail.sender, note, answers=mail.answers),
            Mail(beside, mail.sender, f"Whispered {number} beta: our own team is off sick.", answers=mail.answers),
        ]
    return replace(story, mail=tuple(sorted((*story.mail, *added), key=lambda one: one.when)))


def pages(play: Played) -> Iterator[tuple[Arrival, str]]:
    """Give each letter that brought the page, with all that the page says, as text and as PDF."""
    for one in (it for it in play.simulator.arrivals if it.template == "closed"):
        files = {file.filename: file.content for file in one.mail.attachments if not file.filename.endswith(".ics")}
        if files:
            assert [Path(name).suffix for name in files] == [".pdf", ".txt"]
            paged, written = files.values()
            yield one, f"{written.decode()}\n{pdf_text(paged)}"


def page_of(play: Played, recipient: str, which: int = -1) -> str:
    """Return the page that somebody had, the last where they had more, as its lines flow."""
    return [" ".join(words.split()) for one, words in pages(play) if one.recipient == recipient][which]


@pytest.mark.parametrize("name", ENDINGS)
def test_each_agency_has_one_page_of_how_it_ended_and_nothing_that_was_whispered(name: str, tmp_path: Path) -> None:
    play = Played.of(whispered(read_story(STORIES / name / "story.toml")), tmp_path)
    case = play.cases[0]
    found = [*pages(play)]
    assert [one.order.to.agency for one, _ in found] == [*sharing.sides(case)]
    whole = every_word(pack(case).files)[PAGE]
    whispers = [plain(one.text.removeprefix("NOTE ")) for one in play.simulator.story.mail if "Whispered" in one.text]
    assert sum(one in whole for one in whispers) >= len(whispers) / 2  # what was said after a death is not all kept
    for one, words in found:
        assert ENDINGS[name] in " ".join(words.split())
        assert not [it for it in whispers if it in plain(words)], one.recipient
        assert "whispered" not in words.casefold()
        assert not {"{", "}"} & set(words.partition("{'/")[0])  # no gap of a sentence is left open
        known = plain(
            "\n".join(had(play, people_of(play, one.order.to.agency, sharing.people(case)[one.order.to.agency])))
        )
        for mail in play.simulator.story.mail:
            for said in map(plain, sentences(mail.text)):
                assert said in known or said not in plain(words), (one.recipient, said)
        _names_nobody(play, words)
        _is_one_page(one)
        assert {file.filename for file in one.mail.attachments} <= {
            "date.ics",
            f"{case_reference(one)}.pdf",
            f"{case_reference(one)}.txt",
        }


def case_reference(one: Arrival) -> str:
    return str(one.order.facts["reference"]).replace(" ", "-")


def _names_nobody(play: Played, words: str) -> None:
    """People are told by role and agency: their names stand in people's own words alone."""
    ours = re.sub(r"“[^”]*”", "", " ".join(words.split()))
    names = {one.name for one in play.simulator.desk.directory.people}
    assert [one for one in names if one in ours] == []


def _is_one_page(one: Arrival) -> None:
    paged = next(file.content for file in one.mail.attachments if file.filename.endswith(".pdf"))
    reader = PdfReader(io.BytesIO(paged))
    assert len(reader.pages) == 1
    assert reader.root_object.get("/MarkInfo")  # it is tagged, for whoever has it read out


def test_what_is_not_agreed_is_never_called_resolved_or_agreed(tmp_path: Path) -> None:
    play = Played.of(read_story(STORIES / "nscp-mediation-fails" / "story.toml"), tmp_path)
    words = page_of(play, "sarah.whitlock@rockinghamhealth.example").casefold()
    assert "resolved" not in words
    assert "every agency agreed" not in words
    assert "what is on record instead of an agreement" in words
    assert "the disagreement itself: it was not settled" in words


def test_the_page_is_the_same_whenever_it_is_made_from_the_record(tmp_path: Path) -> None:
    play = Played.of(read_story(STORIES / "action-not-done" / "story.toml"), tmp_path)
    case = play.cases[0]  # it has gone on since
    for one, _ in pages(play):
        order = next(it for it in case.history if isinstance(it, LetterOrdered) and it.letter == one.order.letter)
        again = laying.files(case, order, one.raw)
        sent = {file.filename: file.content for file in one.mail.attachments}
        for name, data in again.items():
            assert sent[name] == data


AGAIN = """
title = "A case that ends, is opened again and ends again: the second page takes the place of the first"
until = "Fri 22 Jan 2027 12:00"

[[mail]]
at = "Mon 23 Nov 2026 10:00"
sender = "sarah.whitlock@rockinghamhealth.example"
to = ["daniel.mensah@nenevalley.example"]
subject = "Referral closed, NCT-483920"
text = "I do not agree that the referral for NCT-483920 was closed. She lives at 12 Elm Road, and was born on 03/05/2021."

[[mail]]
at = "Mon 23 Nov 2026 15:00"
sender = "daniel.mensah@nenevalley.example"
answers = "stage"
text = '''
RESOLVED: I visit 12 Elm Road on Thursday 26 November and ring her aunt on 07700 900123. Housing stays open, and Joy pursues it.
'''

[[mail]]
at = "Mon 23 Nov 2026 16:00"
sender = "sarah.whitlock@rockinghamhealth.example"
answers = "proposal"
text = "AGREE"

[[mail]]
at = "Thu 26 Nov 2026 15:00"
sender = "daniel.mensah@nenevalley.example"
answers = "action_due"
text = "DONE"

[[mail]]
at = "Mon 30 Nov 2026 10:00"
sender = "sarah.whitlock@rockinghamhealth.example"
answers = "closed"
text = "REOPEN: nobody was at home, and she was not seen."

[[mail]]
at = "Mon 30 Nov 2026 15:00"
sender = "daniel.mensah@nenevalley.example"
answers = "stage"
text = "RESOLVED: Sarah and I visit together on Wednesday 2 December. Nothing else is open."

[[mail]]
at = "Mon 30 Nov 2026 16:00"
sender = "sarah.whitlock@rockinghamhealth.example"
answers = "proposal"
text = "AGREE"
"""


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return told(AGAIN, tmp_path_factory.mktemp("again"))


@pytest.mark.parametrize("who", ["sarah.whitlock@rockinghamhealth.example", "daniel.mensah@nenevalley.example"])
def test_a_second_end_says_which_page_it_takes_the_place_of(again: Played, who: str) -> None:
    first, second = page_of(again, who, 0), page_of(again, who)
    assert "takes the place" not in first
    assert "This takes the place of the page of Monday 23 November 2026" in second
    assert "Opened again: Monday 30 November 2026" in second
    assert "“Sarah and I visit together on Wednesday 2 December. Nothing else is open.”" in second
    assert "Stage 1: Professional to professional: Monday 23 November 2026 - Stage 1" in second
    assert "by Thursday 26 November 2026: “I visit" in second
    assert "Done. - Health visitor" in second


@pytest.mark.parametrize("who", ["sarah.whitlock@rockinghamhealth.example", "daniel.mensah@nenevalley.example"])
def test_what_letters_cut_is_cut_on_the_page_too(again: Played, who: str) -> None:
    words = page_of(again, who, 0)
    assert [one for one in ("Elm Road", "900123", "03/05/2021") if one in words] == []
    assert "[address: on the record; ask the office]" in words
    assert "In the words above: “Housing stays open, and Joy pursues it.”" in words


def test_the_letter_asks_for_the_page_to_be_put_on_file(again: Played) -> None:
    closing = [one for one in again.simulator.arrivals if one.template == "closed"]
    assert len(closing) == 4
    asks = "Please put the page that is attached on the child\u2019s file now."
    assert all(asks in " ".join(one.mail.text.split()) for one in closing)


SCRIPTS = {
    "in English": "We have written to them again and again about the visits, the weight and the school. ",
    "in Welsh": "Rydym wedi ysgrifennu atynt dro ar \u00f4l tro am yr ymweliadau, y pwysau a\u2019r ysgol \u0175 \u0177. ",
    "in Arabic": "\u0643\u062a\u0628\u0646\u0627 \u0625\u0644\u064a\u0647\u0645 \u0645\u0631\u0627\u0631\u0627. ",
    "in pictures": "\U0001f600\U0001f64f\U0001f3fd\U0001f468\u200d\U0001f469\u200d\U0001f467 ",
    "without a space": "x" * 90,
}


@pytest.mark.parametrize("how", SCRIPTS)
def test_however_much_was_written_it_is_one_page_and_the_text_says_the_same(how: str, tmp_path: Path) -> None:
    long = SCRIPTS[how] * (3000 // len(SCRIPTS[how]))
    days = [f"{day} December 2026" for day in (1, 2, 3, 4, 7, 8, 9, 10, 11, 14)]
    todo = " ".join(f"Daniel visits her at school by {day} and writes to us: {long[:250]}." for day in days)
    agrees = AGAIN[: AGAIN.index("[[mail]]", AGAIN.index('text = "AGREE"'))]
    first, _, rest = agrees.partition("I do not agree that the referral for NCT-483920 was closed.")
    settled = rest.partition("RESOLVED: ")
    story = f"{first}I do not agree that the referral for NCT-483920 was closed. {long}{settled[0]}RESOLVED: {todo}\n{settled[2]}"
    found = [*pages(told(story, tmp_path))]
    assert len(found) == 2
    for one, _ in found:
        _is_one_page(one)
        paged, written = (file.content for file in one.mail.attachments if file.filename.endswith((".pdf", ".txt")))
        there = plain(pdf_text(paged))
        said = [line for line in written.decode().splitlines() if line.isascii() and how != "without a space"]
        assert [line for line in said if plain(line) not in there] == []


def test_however_full_every_room_is_it_is_two_pages_at_most_before_the_rooms_are_made_smaller() -> None:
    """Every room full: three agencies, nine stages, seven actions, four dissents."""
    long = "We have written to them again and again about the visits, the weight and the school. "

    def filled(room: int, lines: int) -> tuple[str, ...]:
        return tuple(
            (f"Senior safeguarding manager (A Very Long Named Agency): “{long * 20}")[: room + 60] for _ in range(lines)
        )

    rooms: Mapping[str, tuple[int, int]] = {
        "The issue": (400, 3),
        "Who took part": (330, 3),
        "The way it went": (110, 10),
        "What was agreed": (850, 1),
        "What is to be done": (150, 7),
        "What stays open": (600, 1),
        "Dissent": (200, 4),
    }
    sections = tuple(Section(name, filled(*room)) for name, room in rooms.items())
    facts = tuple((f"Fact {number}", long[:80]) for number in range(5))
    full = Summary(
        "A partnership", "For the child's file", "NSCP 2026-0001-E", long, long, facts, sections, (long * 2,) * 3, DAY
    )
    assert len(PdfReader(io.BytesIO(paper(full))).pages) == 2
    assert all(len(line) <= 78 for line in text(full).splitlines())


DAY = read_story(STORIES / "settled-at-stage-1" / "story.toml").mail[0].when.date()
