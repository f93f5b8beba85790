"""After an outage nothing comes as a storm: each reader has one letter of a case, with where it stands now."""

from collections import Counter
from pathlib import Path

import pytest

from mailservice.cases.history.events import StageEntered
from mailservice.simulator.playing import Arrival, Simulator
from mailservice.simulator.story import ZONE, Mail, Span, Story, moment
from tests.scenarios.told import HERE

SARAH, LOUISE, DANIEL = (
    "sarah.whitlock@rockinghamhealth.example",
    "louise.park@shirepolice.example",
    "daniel.mensah@nenevalley.example",
)
OPENED = (
    Mail("Mon 23 Nov 2026 10:00", SARAH, "I do not agree that NCT-483920 was closed.", (DANIEL,), subject="NCT-483920"),
    Mail(
        "Mon 23 Nov 2026 11:00", LOUISE, "I do not agree with the plan for NCT-111222.", (DANIEL,), subject="NCT-111222"
    ),
    Mail(
        "Tue 24 Nov 2026 11:00", SARAH, "I do not agree with the plan for NCT-777888.", (DANIEL,), subject="NCT-777888"
    ),
)
WAITING = (
    Mail("Wed 25 Nov 2026 15:00", DANIEL, "PLAN We visit together on Tuesday.", answers="stage", which="first"),
    Mail("Thu 26 Nov 2026 09:00", SARAH, "Has anything happened?", answers="receipt", which="first"),
    Mail("Thu 26 Nov 2026 10:00", LOUISE, "STATUS", answers="receipt"),
    Mail("Fri 27 Nov 2026 10:00", LOUISE, "NOTE The school wrote again.", answers="receipt"),
)
OUTAGES = {
    "an hour": ("Wed 25 Nov 2026 16:30", "Wed 25 Nov 2026 17:30"),
    "a night": ("Wed 25 Nov 2026 16:30", "Thu 26 Nov 2026 08:12"),
    "a weekend": ("Wed 25 Nov 2026 12:00", "Mon 30 Nov 2026 08:12"),
    "a week": ("Tue 24 Nov 2026 11:30", "Thu 03 Dec 2026 08:12"),
}


def played(folder: Path, start: str, end: str, *, asleep: bool) -> Simulator:
    spans = (Span(start, end),)
    known = tuple(one for one in WAITING if one.when < moment(end))
    story = Story(
        "an outage",
        end,
        (*OPENED, *known),
        folder=HERE / "settled-at-stage-1",
        asleep=spans if asleep else (),
        mailbox_down=() if asleep else spans,
    )
    return Simulator(story, folder).play()


def at_once(simulator: Simulator, end: str) -> list[Arrival]:
    """Return the letters of cases that left in the moment in which the outage was over."""
    return [one for one in simulator.arrivals if one.at.astimezone(ZONE) == moment(end) and one.order.stage]


@pytest.mark.parametrize(
    ("start", "end", "asleep"),
    [*((*span, True) for span in OUTAGES.values()), (*OUTAGES["a weekend"], False)],
    ids=[*OUTAGES, "a weekend without a mailbox"],
)
def test_each_reader_has_one_letter_of_a_case_with_where_it_stands_now(
    tmp_path: Path, start: str, end: str, *, asleep: bool
) -> None:
    simulator = played(tmp_path, start, end, asleep=asleep)
    letters = at_once(simulator, end)
    often = Counter((one.recipient, one.order.facts["reference"]) for one in letters)
    assert letters
    assert {who: count for who, count in often.items() if count > 1} == {}
    for one in letters:
        due = one.order.facts["due"]
        assert due is None or moment(end).isoformat() < due["due"], f"{one.mail.subject} shows a date that has passed"
        assert one.template != "reminder"
    _climbed_once_with_full_time(simulator, letters, end)


def _climbed_once_with_full_time(simulator: Simulator, letters: list[Arrival], end: str) -> None:
    for history in simulator.histories().values():
        entered = [one.stage for one in history if isinstance(one, StageEntered)]
        assert entered in (["1"], ["1", "2"])
    full = simulator.desk.rules.days.add(moment(end).date(), 5).isoformat()
    assert {one.order.facts["due"]["due"][:10] for one in letters if one.template == "stage"} <= {full}


def test_an_urgent_mail_of_christmas_is_written_of_once_and_nobody_is_said_to_be_silent(tmp_path: Path) -> None:
    end = "Mon 04 Jan 2027 08:12"
    known = (
        Mail(
            "Tue 22 Dec 2026 11:00",
            LOUISE,
            "I do not agree with the plan for NCT-111222.",
            (DANIEL,),
            subject="NCT-111222",
        ),
        Mail("Mon 28 Dec 2026 10:00", LOUISE, "URGENT The child was hurt again.", answers="receipt"),
    )
    down = (Span("Wed 23 Dec 2026 12:00", end),)
    folder = HERE / "settled-at-stage-1"
    simulator = Simulator(
        Story("Christmas", "Mon 04 Jan 2027 11:00", known, folder=folder, asleep=down), tmp_path
    ).play()
    since = [one for one in simulator.arrivals if one.at.astimezone(ZONE) >= moment(end) and one.order.stage]
    first = [one for one in since if one.at.astimezone(ZONE) < moment("Mon 04 Jan 2027 10:00")]
    assert max(Counter(one.recipient for one in first).values()) == 1, [
        (one.recipient, one.mail.subject) for one in first
    ]
    assert {one.recipient for one in first} >= {DANIEL, LOUISE}
    for one in first:
        due = one.order.facts["due"]
        assert due is None or moment(end).isoformat() < due["due"], f"{one.mail.subject} shows a date that has passed"
    urgent = [one for one in simulator.arrivals if one.at.astimezone(ZONE) >= moment(end) and "URGENT" in one.mail.text]
    assert [one.mail.subject for one in urgent if "Dec" in one.mail.subject] == []
    assert "28 December" not in " ".join(line for one in urgent for line in one.mail.text.splitlines() if "By " in line)
    chased = [one for one in since if "has not answered an urgent letter" in one.mail.text]
    assert {one.at.astimezone(ZONE) for one in chased} == {moment("Mon 04 Jan 2027 10:12")}, "two hours after it left"
