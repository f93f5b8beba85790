"""Any policy that a partnership might agree, and any slip it might make in writing it down."""

import random
import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from mailservice.errors import UserError
from mailservice.policy.check import faults_of
from mailservice.policy.dates import dates_of
from mailservice.policy.diagram import diagram
from mailservice.policy.load import load_bytes
from mailservice.policy.model import Policy
from mailservice.policy.workdays import WorkingDays
from tests.policy.strategies import policies

FILES = sorted((Path(__file__).parents[2] / "policies").rglob("*.toml"))
RPD = next(file for file in FILES if file.stem.endswith("agreements-rpd")).read_bytes()
JUNK = (
    '""',
    '"x"',
    "0",
    "-1",
    "true",
    "[]",
    "{}",
    "[1]",
    "{a = 1}",
    "2026-01-01",
    "nan",
    "[{}]",
    '"4"',
    '"at-once"',
    '"judgement"',
)
VALUE = re.compile(r'= ?("[^"]*"|\d+|true|false|\[[^\]]*\]|\{[^}]*\})')

openings = st.builds(
    lambda on, clock: datetime.combine(on, clock, UTC), st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.just(time(11))
)


@given(policy=policies(), opened=openings)
def test_a_sound_policy_has_a_date_for_every_clock_none_before_the_opening(policy: Policy, opened: datetime) -> None:
    assert faults_of(policy) == []
    days = WorkingDays(policy.calendar)
    rows = dates_of(policy, days, opened)
    assert len(rows) == sum(len(stage.clock) for stage in policy.stages) + len(policy.limits)
    at_once = {(stage.id, one.id) for stage in policy.stages for one in stage.clock if one.unit == "at-once"}
    dated = [row for row in rows if (row.stage, row.clock) not in at_once]
    assert all(row.due and row.due > opened and days.is_working(row.due.date()) for row in dated)


@given(policy=policies())
def test_any_policy_can_be_drawn(policy: Policy) -> None:
    drawn = ET.fromstring(diagram(policy))  # noqa: S314 - our own drawing
    words = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert [stage.title for stage in policy.ladder] == [word for word in words if word and word.startswith("Stage ")]


@settings(max_examples=150)
@given(file=st.sampled_from(FILES), seed=st.integers(0, 2**32))
def test_a_slip_of_the_pen_loads_or_is_told_in_sentences(file: Path, seed: int) -> None:
    data = slipped(file.read_text(encoding="utf-8").split("\n"), random.Random(seed))  # noqa: S311 - no secret
    overlay = (data, "overlay.toml") if file.parent.name == "overlays" else None
    try:
        policy = load_bytes(RPD if overlay else data, "ours.toml", overlay)
    except UserError as told:
        remedies = [one.remedy for one in told.problems]
    else:
        remedies = ["none needed"]
        dates_of(policy, WorkingDays(policy.calendar), datetime(2026, 12, 23, 16, 30, tzinfo=UTC))
        diagram(policy)
    assert remedies
    assert all(remedies)


def slipped(lines: list[str], dice: random.Random) -> bytes:
    """Delete, double or change up to three lines."""
    for _ in range(dice.randint(1, 3)):
        number = dice.randrange(len(lines))
        values = list(VALUE.finditer(lines[number]))
        if values:
            value = dice.choice(values)
            lines[number] = lines[number][: value.start(1)] + dice.choice(JUNK) + lines[number][value.end(1) :]
        elif dice.random() < 0.5:
            del lines[number]
        else:
            lines.insert(dice.randrange(len(lines)), lines[number])
    return "\n".join(lines).encode()
