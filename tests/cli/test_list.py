"""Which cases a coordinator is shown who asks for some of them, and what she is told who asks amiss."""

import json

import pytest

from tests.cli.desk import Desk

OPEN, SETTLED, SCHOOL = "NSCP 2026-0001-E", "NSCP 2026-0002-S", "NSCP 2026-0003-D"


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ((), [OPEN, SETTLED, SCHOOL]),
        (("--open",), [OPEN, SCHOOL]),
        (("--child", "nct-111222"), [SETTLED]),
        (("--child", "nct 111222"), [SETTLED]),
        (("--child", "nct111222"), [SETTLED]),
        (("--child", "NCT–111222"), [SETTLED]),  # noqa: RUF001 - the dash that Word makes of a hyphen
        (("--child", "NCT-999999"), []),
        (("--agency", "foxglove"), [SCHOOL]),
        (("--agency", "Nene Valley Children's Trust"), [OPEN, SETTLED]),
        (("--agency", "police"), [SETTLED]),
        (("--stage", "2"), [OPEN]),
        (("--stage", "1"), [SETTLED, SCHOOL]),
        (("--from", "2026-11-24"), [SCHOOL]),
        (("--to", "2026-11-23"), [OPEN, SETTLED]),
        (("--from", "2026-11-23", "--to", "2026-11-23", "--open"), [OPEN]),
        (("--agency", "rockingham", "--stage", "1", "--open"), [SCHOOL]),
    ],
)
def test_only_the_cases_asked_for_are_listed(life: Desk, options: tuple[str, ...], shown: list[str]) -> None:
    listed = json.loads(life("case", "list", *options, "--json").stdout)
    assert [one["reference"] for one in listed] == shown
    told = life.says("case", "list", *options)
    assert [one for one in (OPEN, SETTLED, SCHOOL) if one in told] == shown
    assert shown or told == "No case is like that."


def test_a_program_is_told_everything_that_a_list_is_asked_for(life: Desk) -> None:
    assert json.loads(life("case", "list", "--child", "NCT-111222", "--json").stdout) == [
        {
            "reference": SETTLED,
            "status": "closed",
            "finished": False,
            "stage": "1",
            "tier": 1,
            "opened": "2026-11-23T11:00:00+00:00",
            "closed": "2026-11-24T09:00:00+00:00",
            "ending": "agreed",
            "goes_on_in": "",
            "agencies": ["Shire Police", "Nene Valley Children's Trust"],
            "child_references": ["NCT-111222"],
        }
    ]


def test_a_program_is_told_the_whole_of_one_case(life: Desk) -> None:
    told = json.loads(life("case", "show", SETTLED, "--json").stdout)
    assert told["reference"] == SETTLED
    assert told["raised_by"] == "Louise Park (Shire Police)"
    assert any("The school place is lost." in entry["words"] for entry in told["entries"])


@pytest.mark.parametrize(
    ("options", "remedy"),
    [
        (("--stage", "9"), "--stage: '9' is no stage: write one of 1, 2, 3, 4, 5"),
        (("--from", "Christmas"), "--from: 'Christmas' is no date: write it as 2026-12-24"),
        (("--to", "24/12/2026"), "--to: '24/12/2026' is no date: write it as 2026-12-24"),
        (("--from", "2026-11-24", "--to", "2026-11-23"), "write the earlier day after --from"),
        (("--agency", "Acme"), "'Acme' is no agency: write one of rockingham (Rockingham Community Health Trust), "),
        (("--agency", "trust"), "'trust' may be more than one: write one of rockingham (Rockingham Community"),
    ],
)
def test_what_is_asked_amiss_is_told_with_what_to_write(life: Desk, options: tuple[str, ...], remedy: str) -> None:
    told = life("case", "list", *options)
    assert told.exit_code == 1
    assert remedy in told.stderr
    assert len(told.stderr.splitlines()) == 1
