"""`mailservice simulate …` as a newcomer types it: the same seed gives the same year, and a slip gives a sentence."""

import re
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli import desk
from tests.cli.desk import STORIES

MAIL = """
[[mail]]
at = "Mon 23 Nov 2026 10:00"
sender = "sarah.whitlock@rockinghamhealth.example"
to = ["daniel.mensah@nenevalley.example"]
subject = "NCT-483920"
text = "I do not agree."
"""


def typed(*words: str) -> Result:
    return desk.typed("simulate", *words, NO_COLOR="1", COLUMNS="60")


@pytest.mark.parametrize("policy", ["nscp", "bscp", "sgcp", "crp", "rpd"])
def test_a_year_reads_as_a_timeline_and_the_same_seed_tells_the_same(policy: str) -> None:
    told = typed(policy, "--cases", "2", "--seed", "7")
    assert told.exit_code == 0
    assert told.stdout == typed(policy, "--cases", "2", "--seed", "7").stdout
    assert told.stdout != typed(policy, "--cases", "2", "--seed", "8").stdout
    times = re.findall(r"^\w{3} \d\d \w{3} \d{4} \d\d:\d\d  \w+ \d{4}  ", told.stdout, re.MULTILINE)
    assert len(times) > 2
    assert re.search(r"open without a next date +none", told.stdout)
    assert ("Does not run live" in told.stdout) == (policy == "rpd")


def test_a_story_is_told_mail_by_mail_and_ends_with_where_each_case_stands() -> None:
    told = typed("nscp", "--story", str(STORIES / "settled-at-stage-1" / "story.toml"))
    assert told.exit_code == 0, told.exception
    lines = told.stdout.splitlines()
    assert lines[0] == (
        "Mon 23 Nov 2026 10:00  mail from  sarah.whitlock@rockinghamhealth.example: Referral closed, NCT-483920"
    )
    assert "Tue 24 Nov 2026 11:00  NSCP 2026-0001-E  ended: agreed" in lines
    assert lines[-1] == "NSCP 2026-0001-E is closed, agreed."


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        ("", "field required"),
        ('title = "t"\nuntil = "Mon 23 Nov 2026 11:00"\nmail = []', r"write a table \[\[mail\]\]"),
        ('title = "t"\nuntil = "Tue 23 Nov 2026 11:00"' + MAIL, "that day is a Monday"),
        ('title = "t"\nuntil = "Mon 23 Nov 2026 11:00"\ncolour = 1' + MAIL, "colour"),
        ('title = "t"\nuntil = "Mon 23 Nov 2026 11:00"\ndirectory = "no.toml"' + MAIL, "there is no file 'no.toml'"),
        ('title = "t"\nuntil = "Mon 23 Nov 2026 11:00"\npolicy = "nowhere-nscp"' + MAIL, "cannot be read"),
        ('title = "t"\nuntil = "Mon 23 Nov 2026 11:00"\nclosed_days = [["soon", "shut"]]' + MAIL, "write times like"),
        ('title = "t"\nuntil = "Mon 23 Nov 2026 11:00"' + MAIL + 'answers = "closed"', "write one of none yet"),
        ('title = "t"\nuntil = "Mon 23 Nov 2026 11:00"' + MAIL + 'file = "mail.eml"', "there is no file 'mail.eml'"),
        ("Dear Daniel,", "is not TOML"),
    ],
)
def test_a_story_that_cannot_be_told_says_what_to_write(wrong: str, remedy: str, tmp_path: Path) -> None:
    (tmp_path / "directory.toml").write_bytes((STORIES / "directory.toml").read_bytes())
    story = tmp_path / "story.toml"
    story.write_text(wrong, encoding="utf-8")
    told = typed("nscp", "--story", str(story))
    assert told.exit_code == 1
    assert re.search(remedy, told.stderr, re.IGNORECASE), told.output


def test_a_story_is_told_under_its_own_policy_only() -> None:
    told = typed("bscp", "--story", str(STORIES / "settled-at-stage-1" / "story.toml"))
    assert "is told under northamptonshire-nscp" in told.stderr


def test_an_unknown_policy_lists_those_there_are() -> None:
    told = typed("nowhere")
    assert told.exit_code == 1
    assert "write one of bscp, crp, nscp, rpd, sgcp" in told.stderr


def test_a_story_that_is_not_there_is_told_so() -> None:
    told = typed("nscp", "--story", "nowhere.toml")
    assert "give the path of a story file" in told.stderr
