"""What a coordinator sees on the command line of a case, and what an inspector is shown."""

import sqlite3
from pathlib import Path

import pytest

from tests.cli.desk import STORIES, Desk, typed

STORY = """
title = "A case that is open at stage 1"
until = "Tue 23 Dec 2025 17:00"
directory = "directory.toml"

[[mail]]
at = "Tue 23 Dec 2025 16:30"
sender = "sarah.whitlock@rockinghamhealth.example"
to = ["daniel.mensah@nenevalley.example"]
subject = "Referral closed, NCT-483920"
text = "I do not agree that the referral for NCT-483920 was closed."
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, STORY)


def test_the_list_and_the_record_say_where_a_joined_case_goes_on(tmp_path: Path) -> None:
    joined = (STORIES / "joined-to-the-first-case" / "story.toml").read_text(encoding="utf-8")
    desk = Desk(tmp_path, joined)
    assert "goes on in NSCP 2026-0001-E" in desk("case", "list").stdout
    shown = " ".join(desk("case", "show", "NSCP 2026-0002").stdout.split())
    assert "Sarah Whitlock (Rockingham Community Health Trust) joined this to NSCP 2026-0001-E" in shown
    assert "Nothing is due here: it goes on in NSCP 2026-0001-E." in shown
    first = " ".join(desk("case", "show", "NSCP 2026-0001").stdout.split())
    assert "joined NSCP 2026-0002-S to this case" in first


def test_the_list_names_each_case_and_where_it_stands(desk: Desk) -> None:
    shown = desk("case", "list").stdout
    assert "NSCP 2025-0001" in shown
    assert "open" in shown
    assert "Tue 23 Dec 2025" in shown


def test_each_date_is_explained_with_the_days_it_skipped(desk: Desk) -> None:
    shown = desk("case", "explain", "NSCP 2025-0001").stdout
    assert "By 5pm on Monday 29 December 2025" in shown
    assert "Christmas Day" in shown
    assert "2 working days" in shown


def test_the_record_of_a_case_is_a_page_to_open(desk: Desk, tmp_path: Path) -> None:
    page = tmp_path / "case.html"
    assert desk("case", "show", "nscp 2025-0001", "--page", str(page)).exit_code == 0
    html = page.read_text(encoding="utf-8")
    assert "I do not agree that the referral" in html
    assert "http" not in html.replace("http-equiv", ""), "the page needs nothing from outside"


def test_a_letter_that_is_kept_back_for_a_stop_is_said_to_leave_later(desk: Desk) -> None:
    shown = " ".join(desk("case", "show", "NSCP 2025-0001").stdout.split())
    assert (
        "We wrote to Daniel Mensah (Nene Valley Children's Trust), to leave at 4.35pm on Tuesday 23 December 2025: "
        in shown
    )
    assert "We wrote to Sarah Whitlock (Rockingham Community Health Trust): " in shown, "that one left at once"


def test_what_the_office_does_by_hand_is_kept_with_who_and_why(desk: Desk) -> None:
    done = desk.act("ESCALATE both are on leave", "Amira Hill", "telephone call from the ward")
    assert "now at stage 2" in done.stdout
    shown = desk("case", "show", "NSCP 2025-0001").stdout
    assert "Stage 2" in shown or "stage 2" in shown
    with sqlite3.connect(desk.database) as database:
        kept = b"".join(row[0] or b"" for row in database.execute("SELECT data FROM contents"))
    assert b"Amira Hill" in kept
    assert b"telephone call from the ward" in kept


def test_the_office_takes_a_case_by_hand_to_its_end_with_every_word_of_its_own(desk: Desk) -> None:
    for stage in ("2", "3", "3", "4", "5"):
        assert f"now at stage {stage}" in desk.act("ESCALATE nobody answers").stdout
    too_early = desk.act("NOT AGREED: each agency goes its own way").stdout
    assert "record the last stage's work first" in " ".join(too_early.split())
    assert "nobody decides for the sides" in desk.act("DECISION it stays closed").stdout
    assert "no panel" in desk.act("PANEL 28 January 2027").stdout
    assert "told of the date" in desk.act("MEDIATION 28 January 2027: a lead from outside").stdout
    assert "Recorded" in desk.act("REPORT both were heard").stdout
    alone = desk.act("NOT AGREED: health sees her weekly, the trust keeps it closed, the chair is told")
    assert "needs a second person" in alone.stdout
    ended = desk.act("CHECKED: rang Helen Castell on 01632 960180 at 09:40")
    assert "ended without agreement" in ended.stdout
    assert "closed" in desk("case", "list").stdout


def test_other_words_of_the_office_by_hand_are_each_answered(desk: Desk) -> None:
    said = {
        "NOTE the school rang": "Kept on the record",
        "CONTACT Tom Byrne tom.byrne@nenevalley.example": "Tom Byrne",
        "URGENT he is back in the house": "999",
        "?ESCALATE": "You asked what would happen, and nothing has",
        "STATUS": "The answer goes to office@nscp.example as a letter",
        "HELP": "The answer goes to office@nscp.example as a letter",
        "RESOLVED they have agreed": "",
    }
    for words, answer in said.items():
        done = desk.act(words)
        assert done.exit_code == 0, words
        assert done.stdout.strip(), words
        assert answer in done.stdout, words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "no word of ours"),
        ("Dear all,", "no word of ours"),
        ("ESCALATE unless they answer", "with a condition"),
        ("Can this be escalated?", "Did you mean ESCALATE"),
    ],
)
def test_what_is_not_clear_moves_nothing_and_says_why(desk: Desk, words: str, told: str) -> None:
    done = desk.act(words)
    assert done.exit_code == 1
    assert told in done.stderr
    assert "stage 2" not in desk("case", "show", "NSCP 2025-0001").stdout


def test_by_hand_needs_a_case_the_office_and_both_who_and_why(desk: Desk) -> None:
    assert "mailservice case list" in desk.act("NOTE x", of="2025-0099").stderr
    other = desk("case", "do", "NSCP 2025-0001", "NOTE x", "--as", "chair", "--who", "A", "--why", "B")
    assert "--as office" in other.stderr
    for who, why in (("", "B"), ("A", " ")):
        nobody = desk.act("NOTE x", who, why)
        assert nobody.exit_code == 1
        assert "stay on record" in nobody.stderr


def test_words_that_are_no_command_are_told_so(desk: Desk) -> None:
    done = desk.act("please hurry")
    assert done.exit_code == 1
    assert "write one, like NOTE or ESCALATE" in done.stderr


def test_an_unknown_reference_says_where_to_look(desk: Desk) -> None:
    done = desk("case", "show", "NSCP 2025-0099")
    assert done.exit_code == 1
    assert "mailservice case list" in done.stderr


def test_an_inspector_sees_that_nothing_was_changed_and_what_was(desk: Desk) -> None:
    assert desk("record", "verify", "--record-only").exit_code == 0
    with sqlite3.connect(desk.database) as database:
        database.execute("DROP TRIGGER IF EXISTS contents_guard")
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in names:
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE contents SET data = replace(data, 'closed', 'opened') WHERE kind = 'mail'")
    found = desk("record", "verify", "--record-only")
    assert found.exit_code == 1
    assert "the bytes of mail 1 were changed" in found.stdout


def test_the_table_of_words_prints_as_a_diagram() -> None:
    shown = typed("case", "diagram").stdout
    assert shown.startswith("stateDiagram-v2")
    assert "closed --> open" in shown
    assert "AGREE" in shown
