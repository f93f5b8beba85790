"""The table in README.md names stories and tests that exist, and every story that was asked for keeps its named dates."""

import re
from pathlib import Path

import pytest

from mailservice.policy.load import load
from mailservice.simulator.story import WHEN, moment

HERE = Path(__file__).parent
TABLE = (HERE / "README.md").read_text(encoding="utf-8").partition("## Which story shows what")[2]
POLICIES = sorted((HERE.parents[1] / "policies").glob("*.toml"))

# Each story by its name, and the lines that hold what it is told for: a date with its weekday, and what stands on it.
STORIES = {
    "nscp-christmas-silence": (
        "Wed 23 Dec 2026 16:30  MAIL from",
        "Thu 24 Dec 2026 16:45  reminder to",
        "Tue 29 Dec 2026 17:00  stage 1.1: a plan",
        "Wed 06 Jan 2027 17:00  stage 2.1: a plan",
        "Wed 13 Jan 2027 17:00  stage 3.1: a discussion",
        "Fri 15 Jan 2027 17:00  stage 4.1: a plan",
        "Fri 15 Jan 2027 17:00  convened to office@",
        "Fri 22 Jan 2027 17:00  stage 5.1: an offer of mediation",
        "is open, at stage 5",
    ),
    "nscp-uneven-ladder": ("is open, at stage 5",),
    "nscp-mediation-fails": ("nobody decides for the sides", "is closed, not-agreed, at stage 5"),
    "sgcp-school-settles-at-3": (
        "Mon 23 Nov 2026 10:00  MAIL from",
        "Tue 24 Nov 2026 17:00  stage 1.1: agreement, or the next stage",
        "Wed 25 Nov 2026 17:00  stage 2.1: agreement, or the next stage",
        "Thu 26 Nov 2026 17:00  stage 3.1: agreement, or the next stage",
        "Mon 30 Nov 2026 17:00  stage 4.1: agreement, or referral",
        "is closed, agreed, at stage 3",
    ),
    "sgcp-late-afternoon-steps": (
        "Wed 23 Dec 2026 16:30  MAIL from",
        "Thu 24 Dec 2026 12:00  stage to",
        "Thu 24 Dec 2026 16:30  stage 1.1: a discussion",
        "Tue 29 Dec 2026 16:30  stage 1.1: contact between both line managers",
        "Thu 24 Dec 2026 17:00  stage 1.1: agreement, or the next stage",
        "Tue 29 Dec 2026 17:00  stage 2.1: agreement, or the next stage",
        "Wed 30 Dec 2026 17:00  stage 3.1: agreement, or the next stage",
        "Mon 04 Jan 2027 17:00  stage 4.1: agreement, or referral",
    ),
    "sgcp-agreed-day-5-objected-day-6": ("is open, at stage 4",),
    "bscp-urgent-friday-night": (
        "Fri 20 Nov 2026 15:30  MAIL from",
        "Fri 20 Nov 2026 17:30  stage to",
        "Sat 21 Nov 2026 15:30  stage to",
        "Sun 22 Nov 2026 15:30  stage to",
        "Mon 23 Nov 2026 15:30  convened to",
        "is closed, decided, at stage 4",
    ),
    "bscp-endless-notes": ("stage to sara.amin@wyevalley.example, umar.bell@chilterncare.example",),
    "bscp-child-returns-home": ("is closed, agreed",),
    "crp-threshold-two-steps": (
        "Wed 23 Dec 2026 16:30  MAIL from",
        "Thu 24 Dec 2026 17:00  stage 1.1: a discussion",
        "Tue 29 Dec 2026 17:00  stage 1.1: contact between both line managers",
        "news to jo.lister@fenland.example",
        "is open, at stage 2",
    ),
    "one-child-two-disagreements": ("NSCP 2026-0001-E is open", "NSCP 2026-0002-S is open"),
    "objection-in-the-last-hour": ("16:58  MAIL from", "is open, at stage 2"),
    "action-not-done": ("is open, at stage 3",),
    "escalate-meets-the-clock": ("16:59  MAIL from", "is open, at stage 2, tier 1"),
    "deputy-also-away": ("is open, at stage 3",),
    "bounce-at-stage-4": ("A letter did not arrive", "is open, at stage 5"),
    "who-knew-when": (
        "A letter did not arrive",
        "A letter is delayed",
        "A letter was deleted unread",
        "Tue 24 Nov 2026 17:00  cover to tom.byrne@nenevalley.example",
        "is open, at stage 3",
    ),
    "stranger-in-out-of-office": ("is closed, agreed, at stage 1",),
    "own-line-manager": ("is closed, agreed, at stage 2",),
    "three-agencies-one-disagrees": ("is closed, agreed, at stage 1",),
    "whistleblowing-by-mistake": ("22:00  MAIL from", "22:00  signpost to"),
    "reopened-by-school-after-three-months": ("is open, at stage 1",),
    "parent-writes-in": ("family to",),
    "raiser-leaves": ("is open, at stage 3",),
    "closed-school-in-august": (
        "Wed 12 Aug 2026 10:00  MAIL from",
        "Fri 14 Aug 2026 17:00  stage 1.1: a plan",
        "Fri 21 Aug 2026 17:00  stage 2.1: a plan",
        "Fri 28 Aug 2026 17:00  stage 3.1: a discussion",
        "Wed 02 Sep 2026 17:00  stage 4.1: a plan",
        "Mon 31 Aug",
        "Wed 09 Sep 2026 17:00  stage 5.1: an offer of mediation",
    ),
    "pressed-to-withdraw": ("is open, at stage 3",),
    "mailbox-down-a-week": ("is open, at stage 3, tier 1",),
    "colleague-escalates-by-reference": ("Tue 24 Nov 2026 10:00  stage to mina", "is open, at stage 2, tier 1"),
    "line-manager-quotes-the-reference": (
        "Mon 23 Nov 2026 14:00  nothing_opened to kate",
        "Mon 23 Nov 2026 14:30  nothing_opened to louise",
        "Tue 24 Nov 2026 11:00  stage to mina",
        "is open, at stage 2, tier 1",
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_a_story_that_was_asked_for_stands_under_its_name_and_on_its_dates(story: str) -> None:
    told = _dated(story)
    missing = [line for line in STORIES[story] if line not in told]
    assert not missing
    for line in STORIES[story]:
        if line[:3] in {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"} and len(line) > len("Mon 31 Aug"):
            assert f"{moment(line[:21]):{WHEN}}" == line[:21], "a weekday was miscounted"


def test_whistleblowing_by_mistake_is_sent_to_nobody_else() -> None:
    told = _dated("whistleblowing-by-mistake")
    letters = re.findall(r"^\w{3} \d\d \w{3} \d{4} \d\d:\d\d  (?!MAIL)(\w+) to ([^:]+):", told, re.MULTILINE)
    writers = set(re.findall(r"MAIL from (\S+):", told))
    assert letters
    assert {to for kind, readers in letters if kind != "office" for to in readers.split(", ")} <= writers


def _dated(story: str) -> str:
    """Return what a story is expected to tell, each letter and mail with the moment it stands under."""
    lines, at = list[str](), ""
    for line in (HERE / story / "expected.txt").read_text(encoding="utf-8").splitlines():
        at = line if re.fullmatch(r"\w{3} \d\d \w{3} \d{4} \d\d:\d\d", line) else at
        lines.append(at + line if re.match(r"  \w", line) else line)
    return "\n".join(lines)


def test_the_table_names_what_exists() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in HERE.parent.rglob("test_*.py"))
    for name in re.findall(r"`([a-z0-9_-]+)`", TABLE):
        if name.startswith("test_"):
            assert f"def {name}(" in tests, name
        else:
            assert (HERE / name / "expected.txt").exists(), name


def test_the_table_has_every_reading_of_every_policy() -> None:
    told = {one.id for path in POLICIES for one in load(path).readings}
    rows = set(re.findall(r"\b[A-E]\d+\b", TABLE))
    assert told <= rows, f"not in the table: {sorted(told - rows)}"


def test_every_cell_of_the_table_is_filled() -> None:
    rows = [line for line in TABLE.splitlines() if line.startswith("| ") and "`" in line]
    assert all(cell.strip() for row in rows for cell in row.strip("|").split("|"))
