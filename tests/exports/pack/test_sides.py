"""What each side's pack holds, and what it must not: held against what was really written, and to whom."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from mailservice.cases.history.events import (
    OTHER,
    AddressBarred,
    AgencyTold,
    LetterBounced,
    LetterSent,
    MailFiled,
    MailHeard,
    Party,
)
from mailservice.exports.pack import sharing
from mailservice.exports.pack.kept import Kept, Message
from mailservice.exports.pack.packing import MBOX, PAGE, PAPER, pack
from mailservice.simulator.story import WHEN, Mail, Story, moment, read_story
from tests.exports.pack.played import STORIES as STORIES_FOLDER
from tests.exports.pack.played import Played, every_word, plain, played, sentences, told
from tests.exports.pack.test_page import kept
from tests.exports.test_record import ANNA, PRIYA, SAM, on

SARAH, DANIEL, MINA = (
    "sarah.whitlock@rockinghamhealth.example",
    "daniel.mensah@nenevalley.example",
    "mina.dasgupta@rockinghamhealth.example",
)
OURS = "escalate@nscp.example"
# Stories of every policy, of every ending, and those of what somebody wrote to us alone.
STORIES = (
    "adults-the-other-director-disagrees",
    "an-agency-leaves-with-every-agree",
    "bscp-chair-decides-by-reference",
    "for-you-only",
    "fourteen-kinds-of-private-words",
    "nobody-else-has-been-sent-it",
    "note-is-shown",
    "nscp-mediation-fails",
    "sgcp-form-filled-in-and-signed",
    "the-wrong-person-had-it",
    "three-agencies-one-disagrees",
    "two-boards-asked-which",
    "wrong-agency-corrected",
)
# One story of each policy, and one within one agency.
OF_EACH_POLICY = (
    "adults-two-directors-decide",
    "bscp-disagreement-with-the-manager",
    "bscp-chair-decides-by-reference",
    "crp-settled-by-line-managers",
    "nscp-mediation-fails",
    "sgcp-agreed-day-5-objected-day-6",
)


def people_of(play: Played, side: str, took_part: frozenset[str]) -> set[str]:
    """Return the addresses of a side by the directory; within one agency, by who took part for it."""
    directory = play.simulator.desk.directory
    if side.endswith(OTHER) or any(OTHER in it for it in sharing.sides(play.cases[0])):
        return {it for it in took_part if "@" in it}
    known = {it for it in took_part if "@" in it}
    return known | {it.lower() for one in directory.people if one.agency == side for it in (one.address, *one.aliases)}


def had(one: Played, people: set[str]) -> Iterator[str]:
    """Give what really came to people, or was written by them: the story's own emails, and the letters as they arrived."""
    for mail in one.simulator.story.mail:
        if people & {it.lower() for it in (mail.sender, *mail.to, *mail.copy)}:
            yield f"{mail.subject}\n{mail.text}"
    for letter in one.simulator.arrivals:
        if letter.recipient.lower() in people:
            yield f"{letter.mail.subject}\n{letter.mail.text}\n{letter.mail.html}"


def written(mail: Mail) -> Iterator[str]:
    yield from sentences(mail.text)
    yield mail.subject


@pytest.mark.parametrize("name", STORIES)
def test_no_sentence_is_in_a_sides_pack_that_it_did_not_have(name: str, tmp_path: Path) -> None:
    one = played(name, tmp_path)
    checked = 0
    for case in one.cases:
        for side, theirs in sharing.people(case).items():
            known = plain("\n".join(had(one, people_of(one, side, theirs))))
            files = every_word(pack(case, side).files)
            for mail in one.simulator.story.mail:
                for words in map(plain, written(mail)):
                    if len(words.split()) >= 3 and words not in known:
                        checked += 1
                        assert [file for file, text in files.items() if words in text] == [], (side, words)
    assert checked


def whispered(name: str) -> Story:
    """Return a story in which everybody who answers a letter writes to us alone just after: a NOTE, and plain words."""
    story = read_story(STORIES_FOLDER / name / "story.toml")
    added = list[Mail]()
    for number, mail in enumerate(one for one in story.mail if one.answers and not one.automatic):
        beside = f"{mail.when + timedelta(minutes=1):{WHEN}}"
        again = f"{mail.when + timedelta(minutes=2):{WHEN}}"
        added += [
            Mail(
                beside, mail.sender, f"NOTE Whispered {number} alpha: they are short of people.", answers=mail.answers
            ),
            Mail(again, mail.sender, f"Whispered {number} beta: our own team is off sick.", answers=mail.answers),
        ]
    return replace(story, mail=(*story.mail, *added))


@pytest.mark.parametrize("name", OF_EACH_POLICY)
def test_what_each_side_whispers_to_us_is_in_no_other_sides_pack(name: str, tmp_path: Path) -> None:
    one = Played.of(whispered(name), tmp_path)
    case = one.cases[0]
    people, office = sharing.people(case), every_word(pack(case).files)
    heard = Counter[str]()
    for side, theirs in people.items():
        files = every_word(pack(case, side).files)
        for mail in (it for it in one.simulator.story.mail if it.text.partition("Whispered")[1]):
            words = plain(mail.text.removeprefix("NOTE "))
            assert words in office[PAGE], words
            assert words in office[PAPER], words
            found = [file for file, text in files.items() if words in text]
            if mail.sender in theirs:
                heard[side] += 1
                assert {PAGE, PAPER, MBOX} <= set(found), (side, words)
            else:
                assert found == [], (side, words)
    assert sum(heard.values()) >= 2


@pytest.mark.parametrize("name", ["nscp-mediation-fails", "note-is-shown", "three-agencies-one-disagrees"])
def test_a_side_finds_in_its_pack_all_that_it_wrote_and_every_letter_to_it(name: str, tmp_path: Path) -> None:
    one = played(name, tmp_path)
    case = one.cases[0]
    for side, theirs in sharing.people(case).items():
        files = every_word(pack(case, side).files)
        mine = [mail for mail in one.simulator.story.mail if mail.sender in theirs]
        for mail in mine:
            for words in map(plain, sentences(mail.text)):
                assert words in files[PAGE], words
                assert words in files[MBOX], words
        for letter in (it for it in one.simulator.arrivals if it.recipient in theirs):
            assert plain(letter.mail.text) in files[PAGE], letter.template


def test_the_whole_pack_has_every_email_and_every_letter(tmp_path: Path) -> None:
    one = played("nscp-mediation-fails", tmp_path)
    files = every_word(pack(one.cases[0]).files)
    for mail in one.simulator.story.mail:
        for words in map(plain, sentences(mail.text)):
            assert words in files[PAGE]
            assert words in files[PAPER]
            assert words in files[MBOX]


HELD = """
title = "On an open case somebody writes in confidence, answers our signpost in the same, and never lets it go on"
until = "Thu 26 Nov 2026 12:00"
directory = "directory.toml"

[[mail]]
at = "Mon 23 Nov 2026 10:00"
sender = "sarah.whitlock@rockinghamhealth.example"
to = ["daniel.mensah@nenevalley.example"]
subject = "NCT-483920"
text = "I do not agree that NCT-483920 was closed."

[[mail]]
at = "Mon 23 Nov 2026 14:00"
sender = "sarah.whitlock@rockinghamhealth.example"
answers = "receipt"
text = "ESCALATE: there is an allegation against a worker at the nursery, and nobody acts."

[[mail]]
at = "Mon 23 Nov 2026 14:10"
sender = "sarah.whitlock@rockinghamhealth.example"
answers = "signpost"
text = "My own manager knows of it and tells us to wait."
"""


def test_what_is_held_in_confidence_is_in_no_pack_at_all(tmp_path: Path) -> None:
    one = told(HELD, tmp_path)
    letters = [it for it in one.simulator.arrivals if it.template in ("signpost", "answer")]
    assert {it.template for it in letters} == {"signpost", "answer"}
    hidden = ["an allegation against a worker at the nursery", "My own manager knows of it and tells us to wait"]
    hidden += [it.mail.subject.rpartition("]")[2] for it in letters]
    for side in ("", *sharing.sides(one.cases[0])):
        files = every_word(pack(one.cases[0], side).files)
        for words in map(plain, hidden):
            assert [file for file, text in files.items() if words in text] == [], (side, words)


STORY = """
title = "What is in the heading, in files, and in what somebody passes on"
until = "Tue 24 Nov 2026 12:00"
directory = "directory.toml"

[[mail]]
at = "Mon 23 Nov 2026 09:00"
sender = "sarah.whitlock@rockinghamhealth.example"
text = ""
file = "first.eml"

[[mail]]
at = "Mon 23 Nov 2026 11:00"
sender = "daniel.mensah@nenevalley.example"
text = ""
file = "private.eml"

[[mail]]
at = "Mon 23 Nov 2026 13:00"
sender = "daniel.mensah@nenevalley.example"
answers = "stage"
text = "NOTE The foster place is confirmed in secret."
"""


def first() -> bytes:
    """Return Sarah's first email: to Daniel, copied to us, and to somebody whom nobody else is to see."""
    made = EmailMessage()
    made["Received"] = (
        "from inside.rockinghamhealth.example by mx for <union.rep@rockinghamhealth.example>; Mon, 23 Nov 2026 09:00:00 +0000"
    )
    made["From"], made["To"], made["Cc"] = f"Sarah Whitlock <{SARAH}>", DANIEL, OURS
    made["Bcc"] = "Secret Solicitor <solicitor@law.example>"
    made["Keywords"] = "watch this manager"
    made["Subject"] = "Referral closed, NCT-483920"
    made["Date"], made["Message-ID"] = (
        format_datetime(moment("Mon 23 Nov 2026 09:00")),
        "<first@rockinghamhealth.example>",
    )
    made.set_content("Dear Daniel,\n\nI do not agree that NCT-483920 was closed.\n\nSarah\n")
    made.add_attachment(b"weights", maintype="application", subtype="pdf", filename="weights since July.pdf")
    return made.as_bytes()


def private() -> bytes:
    """Return what Daniel passes on to us alone: an email from inside his agency, and files with telling names."""
    inner = EmailMessage()
    inner["From"], inner["To"], inner["Subject"] = "boss@nenevalley.example", DANIEL, "Keep this from health"
    inner.set_content("We never meant to visit them at all.\n")
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = f"Daniel Mensah <{DANIEL}>", OURS, "NSCP 2026-0001"
    made["Date"], made["Message-ID"] = format_datetime(moment("Mon 23 Nov 2026 11:00")), "<second@nenevalley.example>"
    made["In-Reply-To"] = made["References"] = "<first@rockinghamhealth.example>"
    made.set_content("For the office: the team has no staff this week.\n")
    made.add_attachment(inner)
    made.add_attachment(b"%PDF-x", maintype="application", subtype="pdf", filename="why we closed it early.pdf")
    return made.as_bytes()


def test_headings_files_and_what_is_passed_on_reach_nobody_else(tmp_path: Path) -> None:
    one = told(STORY, tmp_path, first_eml=first(), private_eml=private())
    case = one.cases[0]
    assert len(case.mails) == 3
    theirs = every_word(pack(case, "nene-valley").files)
    assert all(plain("I do not agree that NCT-483920 was closed.") in theirs[file] for file in (PAGE, PAPER, MBOX))
    assert "weights since july pdf" in theirs[PAGE]
    for hidden in ("Secret Solicitor", "solicitor@law", "union.rep", "watch this manager", "inside.rockinghamhealth"):
        assert [file for file, text in theirs.items() if plain(hidden) in text] == [], hidden
    health = every_word(pack(case, "rockingham").files)
    assert plain("solicitor@law.example") in health[MBOX], "their own email is as it came"
    for hidden in (
        "no staff this week",
        "never meant to visit",
        "Keep this from health",
        "why we closed it",
        "boss@nene",
        "foster place",
    ):
        assert [file for file, text in health.items() if plain(hidden) in text] == [], hidden
    office = every_word(pack(case).files)
    for shown in ("no staff this week", "why we closed it early", "foster place is confirmed"):
        assert plain(shown) in office[PAGE], shown
    assert plain("never meant to visit") in office[MBOX]


def test_within_one_agency_the_two_sides_are_told_apart(tmp_path: Path) -> None:
    case = played("own-line-manager", tmp_path).cases[0]
    daniel, joy = sharing.sides(case)
    page = pack(case, joy).files[PAGE].decode()
    assert "What the side of Joy Okafor (Nene Valley Children&#x27;s Trust) had of it" in page
    assert "Letter to Joy Okafor" in page
    assert "Letter to Daniel Mensah" not in page
    assert "Letter to Daniel Mensah" in pack(case, daniel).files[PAGE].decode()


def written_by(name: str, to: str = OURS) -> bytes:
    return (
        f"From: {name}\r\nTo: {to}\r\nSubject: x\r\nMessage-ID: <9@x>\r\n\r\nThese words are told apart.\r\n".encode()
    )


def with_mail(sender: Party, to: str, **heard: Any) -> Kept:
    """Return the case before Christmas with one more email in it."""
    given = {"kind": "message", "outcome": "filed", **heard}
    event = MailHeard(
        on(24, 10),
        "m9",
        "<9@x>",
        sender,
        given.pop("kind"),
        "These words are told apart.",
        given.pop("outcome"),
        **given,
    )
    base, raw = kept(), written_by(sender.address, to)
    return replace(base, history=[*base.history, event], mails={**base.mails, "m9": Message(on(24, 10), raw, "d" * 64)})


@pytest.mark.parametrize(
    ("heard", "reason"),
    [
        ({"proof": "failed"}, "it may be forged"),
        ({"outcome": "held"}, "a person is to look at it first"),
        ({"papers": True}, "it brings a court's papers"),
        ({"kind": "bounce"}, "it returns a letter, whoever's that was"),
    ],
)
def test_some_emails_are_in_no_sides_pack_whoever_they_name(heard: dict[str, Any], reason: str) -> None:
    case = with_mail(ANNA, SAM.address, **heard)
    for side in sharing.sides(case):
        assert "m9" not in sharing.had(case, side).mails, reason
    assert "m9" in sharing.whole(case).mails
    assert "m9" in sharing.had(with_mail(ANNA, SAM.address), "riverside").mails
    assert "m9" in sharing.had(with_mail(ANNA, SAM.address), "northfield").mails
    assert "m9" not in sharing.had(with_mail(ANNA, OURS), "northfield").mails
    assert "m9" not in sharing.had(with_mail(ANNA, "somebody.else@northfield.example"), "northfield").mails


def test_what_goes_to_a_colleague_who_works_for_the_other_side_too_is_not_that_sides() -> None:
    first = with_mail(ANNA, SAM.address)
    told = AgencyTold(on(24, 9), replace(SAM, agency="riverside"), SAM)
    later = replace(first, history=[*first.history[:-1], told, first.history[-1]])
    assert "m9" in sharing.had(first, "northfield").mails, "he was of the other side alone"
    assert "m9" not in sharing.had(later, "northfield").mails, "he is her colleague by then"
    assert "m9" in sharing.had(later, "riverside").mails


def test_what_the_office_put_on_a_case_is_shown_to_no_side() -> None:
    case = with_mail(ANNA, SAM.address)
    filed = MailFiled(on(24, 11), "m9", "<9@x>", ANNA, "These words are told apart.", PRIYA, "from another thread")
    case = replace(case, history=[*case.history, filed])
    assert ["m9" in sharing.had(case, side).mails for side in sharing.sides(case)] == [False, False]


def test_a_letter_that_came_back_or_met_the_wrong_person_was_had_by_nobody() -> None:
    base = kept()
    letters = {**base.letters, "l2": Message(on(23, 16, 32), b"Subject: x\r\n\r\nDear Sam\r\n", "e" * 64)}
    sent = [*base.history, LetterSent(on(23, 16, 31), "l2")]
    assert "l2" not in sharing.had(replace(base, history=sent, letters=letters), "northfield").letters, "it came back"
    arrived = [one for one in sent if not isinstance(one, LetterBounced)]
    assert "l2" in sharing.had(replace(base, history=arrived, letters=letters), "northfield").letters
    barred = [*arrived, AddressBarred(on(24, 9), SAM.address, SAM, "WRONG PERSON")]
    assert "l2" not in sharing.had(replace(base, history=barred, letters=letters), "northfield").letters


def test_what_who_works_for_two_had_for_one_is_not_the_others() -> None:
    base = kept()
    letters = {**base.letters, "l2": Message(on(23, 16, 32), b"Subject: x\r\n\r\nDear Sam\r\n", "e" * 64)}
    sent = [one for one in [*base.history, LetterSent(on(23, 16, 31), "l2")] if not isinstance(one, LetterBounced)]
    told = AgencyTold(on(24, 9), replace(SAM, agency="riverside"), SAM)
    case = replace(base, history=[*sent, told], letters=letters)
    assert "l2" in sharing.had(case, "northfield").letters
    assert "l2" not in sharing.had(case, "riverside").letters
    corrected = replace(case, history=[*sent, replace(told, was="northfield")])
    assert "l2" in sharing.had(corrected, "riverside").letters, "who had told a wrong agency takes along what they had"


@pytest.mark.parametrize(("name", "goes_on"), [("stopped-within-five-minutes", False), ("stopped-and-let-go-on", True)])
def test_what_somebody_stopped_goes_to_no_colleague_until_they_let_it_go_on(
    name: str, tmp_path: Path, *, goes_on: bool
) -> None:
    case = played(name, tmp_path).cases[0]
    for side in sharing.sides(case):
        files = every_word(pack(case, side).files)
        found = [file for file, text in files.items() if plain("I do not agree that NCT-483920 was closed.") in text]
        assert (PAGE in found and MBOX in found) if goes_on else found == [], side
    assert plain("I do not agree that NCT-483920 was closed.") in every_word(pack(case).files)[PAGE]
