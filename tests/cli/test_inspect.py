"""`mailservice inspect`: what the service makes of a mail, for people and for programs."""

import json
from pathlib import Path

from tests.cli.desk import ROOT, typed

CORPUS = ROOT / "tests" / "mail" / "corpus"
KEYS = [
    *(
        "path",
        "message_id",
        "in_reply_to",
        "references",
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "auto_submitted",
        "kind",
    ),
    *("body_text", "reply_text", "attachments", "command", "commands", "asked", "danger", "opens"),
    *("child_reference", "case_tag", "defects"),
]


def run(*words: str) -> tuple[int, str]:
    done = typed("inspect", *words)
    return done.exit_code, done.output


def test_a_program_gets_one_object_a_mail_with_exactly_these_keys() -> None:
    code, out = run(str(CORPUS), "--json-lines")
    objects = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert len(objects) == len(list(CORPUS.glob("*.eml")))
    assert all(list(one) == KEYS for one in objects)


def test_a_person_sees_who_when_whose_words_and_what_they_would_do() -> None:
    code, out = run(str(CORPUS / "verb-cover-until.eml"))
    assert code == 0
    for words in (
        "Priya Nair",
        "Friday 20 November 2026",
        "COVER Ann Jones",
        "signature",
        "quoted",
        "Monday 4 January 2027",
    ):
        assert words in out


def test_a_contradiction_gives_no_command_and_says_so() -> None:
    _, out = run(str(CORPUS / "contradiction-agree-and-disagree.eml"))
    assert out.count("contradicts another") == 2
    _, line = run(str(CORPUS / "contradiction-agree-and-disagree.eml"), "--json-lines")
    assert json.loads(line)["command"] is None


def test_what_a_machine_sent_is_no_command() -> None:
    _, out = run(str(CORPUS), "--json-lines")
    sent = [one for one in map(json.loads, out.splitlines()) if one["kind"] != "message"]
    assert sent
    assert [one["path"] for one in sent if one["commands"]] == []


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_shown(tmp_path: Path) -> None:
    code, out = run(str(tmp_path / "none.eml"), str(CORPUS / "verb-done.eml"))
    assert code == 1
    assert "none.eml: cannot be read" in out
    assert "DONE" in out


OPENING = """From: Anna Lee <anna.lee@riverside-health.example>
To: Sam Okoro <sam.okoro@northfield.example>
Cc: escalate@nscp.example
Subject: Referral NCT-483920
Date: Mon, 23 Nov 2026 10:00:00 +0000
Message-ID: <opening@riverside-health.example>

I disagree that the referral was closed. He has bruises on both arms.
"""


def test_an_opening_mail_says_that_it_would_open_a_case_and_a_reply_does_not(tmp_path: Path) -> None:
    opening, reply = tmp_path / "opening.eml", CORPUS / "verb-agree-full-stop.eml"
    opening.write_text(OPENING, "utf-8")
    assert "it would open a case" in run(str(opening))[1]
    told = json.loads(run(str(opening), "--json-lines")[1])
    assert (told["opens"], told["asked"]) == (True, []), "how a disagreement is told in its first mail is prose"
    assert json.loads(run(str(opening), "--json-lines", "--as", "stranger")[1])["opens"] is False
    assert json.loads(run(str(reply), "--json-lines")[1])["opens"] is False


def test_a_word_acts_for_whom_it_is_and_is_asked_about_of_others() -> None:
    withdraw, panel = CORPUS / "verb-withdraw.eml", CORPUS / "verb-panel.eml"

    def read(file: Path, reader: str) -> tuple[str | None, list[str]]:
        one = json.loads(run(str(file), "--json-lines", "--as", reader)[1])
        return one["command"] and one["command"]["name"], [asked["name"] for asked in one["asked"]]

    assert read(withdraw, "raiser") == ("WITHDRAW", [])
    assert read(withdraw, "party") == (None, ["WITHDRAW"])
    assert read(panel, "office") == ("PANEL", [])
    assert read(panel, "party") == (None, ["PANEL"])
    assert read(panel, "stranger") == (None, [])
