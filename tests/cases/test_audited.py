"""What is amiss with the service heads the morning letter, whatever it is: nobody is told then that nothing needs them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailservice.cases import machine
from mailservice.cases.asking.limping import TROUBLES
from mailservice.cases.history.audit import WELL, Audit, Limp, Lot
from mailservice.cases.history.case import book
from mailservice.cases.history.commands import CaseSoFar, NoteMorning
from mailservice.cases.history.events import LetterOrdered
from mailservice.simulator.story import moment
from tests.cases.world import ROOT, World

NOW = moment("Mon 30 Nov 2026 09:00")
FRIDAY = moment("Fri 27 Nov 2026 16:58")
BACK = moment("Mon 30 Nov 2026 08:12")
SOME = Lot(3, FRIDAY)
CALM = "You need do nothing about it."

AMISS: dict[str, tuple[Audit, str]] = {
    "the mailbox is not read": (
        replace(WELL, unread=True),
        "The mailbox cannot be read. It was last read 8.58am on Monday",
    ),
    "emails lie": (replace(WELL, unsettled=SOME), "3 emails not decided on yet, the oldest of 4.58pm on Friday"),
    "dates lie": (replace(WELL, uncalled=SOME), "3 dates came and did not act"),
    "letters lie": (replace(WELL, unsent=SOME), "3 letters should have left and did not"),
    "one letter lies": (replace(WELL, unsent=Lot(1, FRIDAY)), "1 letter should have left and did not"),
    "nothing is filed": (replace(WELL, unfiled=SOME), "3 emails and letters are not put into the folders"),
    "letters were late": (replace(WELL, late=SOME), "3 letters left late"),
    "a case has no date": (replace(WELL, dateless=("NSCP 2026-0009-X",)), "NSCP 2026-0009-X has no next date"),
    "the record was changed": (replace(WELL, changed=1), "The record was changed."),
    **{
        f"{kind} stands": (replace(WELL, limps=(Limp(kind, "the filing", FRIDAY),)), row.headline)
        for kind, row in TROUBLES.items()
        if row.hinders and not row.ahead
    },
    **{
        f"{kind} is over": (replace(WELL, limps=(Limp(kind, "the filing", FRIDAY, BACK),)), "rom 4.58pm on Friday")
        for kind, row in TROUBLES.items()
        if row.hinders and not row.ahead
    },
}


def morning(audit: Audit, *worlds: World) -> dict[str, Any]:
    told = tuple(CaseSoFar(one.rules.policy, tuple(one.events), len(one.events)) for one in worlds)
    command = NoteMorning(NOW, FRIDAY, told, NOW - timedelta(minutes=2), audit=audit)
    world = World()
    (letter,) = machine.decide(book(), command, world.rules, world.who_is_who)
    assert isinstance(letter, LetterOrdered)
    return dict(letter.facts)


@pytest.mark.parametrize(("audit", "begins"), AMISS.values(), ids=AMISS)
def test_what_is_amiss_is_the_first_line_and_the_headline(audit: Audit, begins: str) -> None:
    facts = morning(audit)
    assert begins in facts["limps"][0]
    assert facts["headline"].startswith("Our service limp")
    assert facts["short"].startswith("Our service limp")
    assert "Nothing needs you" not in facts["headline"] + facts["short"]
    assert facts["looked"] == ["What the service cannot do, or could not, stands at the top of this letter."]


LOTS = st.builds(Lot, st.integers(0, 3), st.just(FRIDAY)).map(lambda one: one if one.count else Lot())
LIMPS = st.builds(
    Limp,
    st.sampled_from(sorted(one for one, row in TROUBLES.items() if not row.ahead)),
    st.just("a part"),
    st.just(FRIDAY),
    st.sampled_from((None, BACK)),
)
AUDITS = st.builds(
    Audit,
    open=st.integers(0, 20),
    unread=st.booleans(),
    unsettled=LOTS,
    uncalled=LOTS,
    unsent=LOTS,
    unfiled=LOTS,
    late=LOTS,
    dateless=st.lists(st.sampled_from(("NSCP 2026-0001-E", "NSCP 2026-0002-S")), unique=True).map(tuple),
    changed=st.integers(0, 2),
    limps=st.lists(LIMPS, max_size=12).map(tuple),
)


@given(AUDITS)
def test_no_morning_letter_says_that_nothing_needs_anybody_while_anything_is_amiss(audit: Audit) -> None:
    facts = morning(audit)
    hinders = tuple(one for one in audit.limps if TROUBLES[one.kind].hinders)
    well = replace(audit, limps=hinders, open=0) == WELL
    assert (facts["headline"] == facts["short"] == "Nothing needs you today") == well
    assert bool(facts["limps"]) == (not well)
    assert sum(len(one.split()) for one in facts["limps"]) <= 200, "the office's own work comes soon after"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("secret", "the application's secret holds until Friday 8 January 2027"),
        ("backup", "the last backup was made at 3.20am on Monday 23 November 2026, in /var/backups/mailservice/nscp-1"),
    ],
)
def test_of_what_is_still_to_come_it_says_the_day_that_counts_and_not_since_when_we_know(kind: str, said: str) -> None:
    facts = morning(replace(WELL, limps=(Limp(kind, "", FRIDAY, said=said),)))
    row = TROUBLES[kind]
    assert facts["limps"] == [f"{row.headline}. T{said[1:]}. {row.stands} {row.action}"]


def test_where_all_is_well_one_quiet_line_says_that_it_was_looked_at() -> None:
    facts = morning(replace(WELL, open=14))
    assert facts["limps"] == []
    (line,) = facts["looked"]
    assert line.startswith("We looked when this was written. All 14 open cases have a next date and an owner.")


def test_what_hindered_nothing_stands_at_the_end_alone() -> None:
    facts = morning(replace(WELL, limps=(Limp("broker", "", FRIDAY, BACK),)))
    assert facts["headline"] == "Nothing needs you today"
    assert facts["looked"][1].startswith("From 4.58pm on Friday 27 November 2026 until 8.12am on Monday 30")


def test_the_same_again_and_again_is_one_line() -> None:
    often = tuple(
        Limp("mailbox", "", FRIDAY + timedelta(hours=one), FRIDAY + timedelta(hours=one, minutes=9)) for one in range(5)
    )
    first, calm = morning(replace(WELL, limps=often))["limps"]
    assert first.startswith("5 times from 4.58pm until 9.07pm on Friday 27 November 2026 the mailbox could not be read")
    assert calm == CALM


def test_a_night_in_which_nobody_ran_asks_why_and_a_blip_asks_nothing() -> None:
    night = morning(replace(WELL, limps=(Limp("down", "", FRIDAY, BACK),)))
    assert night["headline"] == "Our service limped: the service was down until 8.12am Mon 30 Nov"
    assert "Ask your IT why it stopped" in night["limps"][0]
    assert CALM not in night["limps"]
    blip = morning(replace(WELL, limps=(Limp("record", "", FRIDAY, FRIDAY + timedelta(seconds=12)),)))
    assert blip["limps"][0].startswith(
        "For less than a minute, at 4.58pm on Friday 27 November 2026, the record could not"
    )
    assert blip["limps"][1] == CALM


def test_what_she_has_to_do_in_her_cases_stands_beside_it() -> None:
    world = World().open()
    world.wait("Wed 25 Nov 2026 16:00")
    facts = morning(replace(WELL, unread=True), world)
    assert facts["headline"] == "Our service limps: the mailbox cannot be read. 1 needs you today"
    assert facts["short"] == "Our service limps; 1 needs you today"


def test_the_page_for_operations_says_what_each_alarm_wants() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    rows = {line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")}
    assert [kind.headline for kind in TROUBLES.values() if kind.headline not in rows] == []
