"""`mailservice policy …` as a coordinator types it."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner, Result

from mailservice.cli.main import app
from tests.cli import desk

FOLDER = desk.ROOT / "policies"
OVERLAY = str(FOLDER / "overlays" / "rpd-example.toml")
IDS = ("nscp", "bscp", "sgcp", "crp", "rpd")


def typed(*words: str) -> Result:
    return desk.typed("policy", *words, COLUMNS="160", NO_COLOR="1")


def test_check_passes_the_five_files_and_says_which_is_partial() -> None:
    result = typed("check")
    assert result.exit_code == 0
    lines = result.stdout.strip().splitlines()
    assert len([one for one in lines if ": sound" in one]) == 5
    assert "  If nobody answers, it is at stage 5, 25 days after its opening." in lines
    assert "rpd.toml: sound, but partial" in result.stdout
    assert "its own review date, 2024-12, has passed" in result.stdout


def test_show_tells_what_the_policy_wants_said_and_on_which_form() -> None:
    shown = " ".join(typed("show", "nscp").stdout.split())
    assert "Please say “disagreement”, not “complaint”" in shown
    shown = " ".join(typed("show", "sgcp").stdout.split())
    assert "Its version: 2022-12" in shown
    assert "It is recorded on: Monitoring form" in shown


def test_check_tells_the_faults_of_every_file_without_a_traceback(tmp_path: Path) -> None:
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    one.write_text("schema = 1")
    two.write_text("schema = ")
    result = typed("check", str(one), str(two), str(FOLDER / "northamptonshire-nscp.toml"))
    assert result.exit_code == 1
    assert f"{one}: policy" in result.stderr
    assert f"{two}: is not TOML" in result.stderr
    assert "nscp.toml: sound" in result.stdout
    assert "Traceback" not in result.output


def test_dates_are_a_list_that_other_programs_read() -> None:
    rows = json.loads(typed("dates", "nscp", "--opened", "2026-12-23T16:30", "--json").stdout)
    assert set(rows[0]) == {"stage", "clock", "goal", "due", "basis", "skipped", "taken"}
    assert rows[0]["due"] is None
    assert rows[1]["due"] == "2026-12-29T17:00:00+00:00"
    assert rows[1]["basis"] == "policy"
    assert rows[1]["skipped"][0] == {"date": "2026-12-25", "name": "Christmas Day"}


def test_dates_in_summer_carry_summer_s_offset_and_a_given_offset_is_kept() -> None:
    local = typed("dates", "sgcp", "--opened", "2026-07-06T16:30", "--json").stdout
    assert json.loads(local)[0]["due"] == "2026-07-07T16:30:00+01:00"
    assert typed("dates", "sgcp", "--opened", "2026-07-06T15:30Z", "--json").stdout == local


def test_dates_on_the_terminal_have_weekdays_and_name_the_holidays() -> None:
    said = " ".join(typed("dates", "nscp", "--opened", "2026-12-23T16:30").stdout.split())
    assert (
        "plan: agree a plan │ Tue 29 Dec 2026 17:00 │ policy │ Christmas Day (Fri 25 Dec), Boxing Day bank holiday (Mon 28 Dec)"
        in said
    )


def test_dates_say_what_they_take_to_have_happened() -> None:
    said = typed(
        "dates", str(FOLDER.parent / "tests" / "policy" / "published" / "lincs.toml"), "--opened", "2026-09-07T10:00"
    )
    assert "Taken: they speak at stage 1 as it begins, for 1 plan." in said.stdout, said.output


def test_the_overall_limit_is_a_row_of_its_own() -> None:
    rows = json.loads(typed("dates", "sgcp", "--opened", "2026-12-23T16:30", "--json").stdout)
    assert [(row["stage"], row["clock"], row["due"]) for row in rows][-1] == (
        "4",
        "overall",
        "2027-01-04T17:00:00+00:00",
    )


def test_a_closed_day_moves_the_dates() -> None:
    result = typed("dates", "nscp", "--opened", "2026-12-23T16:30", "--closed", "2026-12-24", "--json")
    assert json.loads(result.stdout)[1]["due"] == "2026-12-30T17:00:00+00:00"


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("dates", "nscp", "--opened", "Christmas"), "2026-12-23T16:30"),
        (("dates", "nscp", "--opened", "2026-12-23T16:30", "--closed", "Xmas"), "2026-12-24"),
        (("show", "nowhere"), "no such policy"),
        (("show", "nscp", "--svg", "/nowhere/at/all.svg"), "cannot be written"),
        (("show", "nscp", "--overlay", OVERLAY), "no gaps to fill; take the overlay away\n"),
        (("check", OVERLAY), "is an overlay, and no policy by itself"),
        (("new", "Bad_ID"), "write a short name in small letters"),
        (
            ("new", "ours", "--nation", "france"),
            "write one of 'england-and-wales', 'scotland', 'northern-ireland', 'guernsey'",
        ),
        (("explain", "nowhere"), "write one of bscp, crp, nscp, rpd, sgcp"),
        (("explain", "nowhere.toml"), "give the path of a policy file"),
        (("check", "nowhere.toml"), "give the path of a policy file"),
    ],
)
def test_a_slip_is_answered_with_what_to_write(words: tuple[str, ...], remedy: str) -> None:
    result = typed(*words)
    assert result.exit_code == 1
    assert remedy in result.stderr
    assert "Traceback" not in result.output


def test_diff_tells_what_a_new_version_changes_and_which_dates(tmp_path: Path) -> None:
    old = FOLDER / "northamptonshire-nscp.toml"
    new = tmp_path / "new.toml"
    new.write_text(
        old.read_text()
        .replace('goal = "plan", amount = 2', 'goal = "plan", amount = 3', 1)
        .replace('same_as = "48 hours", ', "", 1)
    )
    said = typed("diff", "nscp", str(new)).stdout
    assert "stage 1, clock plan: was: agree a plan: 2 working days" in said
    assert "if each stage runs its full time:\n  stage 1, plan: was " in said
    assert said.endswith("one that is opened again takes the newer.\n")
    assert typed("diff", "nscp", str(old)).stdout == "Nothing has changed.\n"


def test_new_asks_step_by_step_asks_again_and_says_what_the_file_comes_to(tmp_path: Path) -> None:
    file = tmp_path / "bay.toml"
    answers = ("Bay Partnership", "bay", "", "", "", "", "", "2", "Talk", "", "Practitioner", "soon", "2 days", "", "")
    more = ("Chair", "", "Independent chair", "none", "", "", "", "Independent chair", "", "")
    said = "\n".join((*answers, *more, ""))
    result = CliRunner().invoke(app, ["policy", "new", "--ask", "--output", str(file)], input=said)
    assert result.exit_code == 0, result.output
    assert 'such as "5 working days"; "none", or "?"' in result.output
    assert "If nobody answers, it is at stage 2, 2 days after its opening." in result.output
    assert "bay.toml: sound, but partial" in typed("check", str(file)).stdout


@pytest.mark.parametrize("identity", IDS)
def test_show_tells_each_stage_and_whose_each_time_is(identity: str) -> None:
    said = typed("show", identity).stdout
    assert "Stage" in said
    assert "asked by the office" in said
    assert "Last word" in said


def test_show_names_the_roles_where_they_differ() -> None:
    assert "Line manager, then head teacher" in typed("show", "SGCP").stdout


@pytest.mark.parametrize("identity", IDS)
def test_the_drawing_is_an_svg_that_names_every_stage(identity: str, tmp_path: Path) -> None:
    file = tmp_path / "ladder.svg"
    assert typed("show", identity, "--svg", str(file)).exit_code == 0
    drawn = ET.fromstring(file.read_text(encoding="utf-8"))  # noqa: S314 - our own drawing
    words = " ".join(text for text in drawn.itertext())
    assert drawn.get("role") == "img"
    assert ("Worker to worker" in words) == (identity == "sgcp")
    assert ("may start here" in words) == (identity != "nscp")
    assert ("Not complete" in words) == (identity == "rpd")


def test_explain_gives_the_reading_and_the_reason() -> None:
    said = typed("explain", "nscp").stdout
    assert "48 hours, glossed as 2 working days" in said
    assert "Because: " in said


def test_explain_names_what_an_overlay_filled() -> None:
    assert "Filled in by the office: stage 1, title" in typed("explain", "rpd", "--overlay", OVERLAY).stdout


def test_what_the_office_filled_is_shown_as_the_office_s(tmp_path: Path) -> None:
    file = tmp_path / "ladder.svg"
    assert typed("show", "rpd", "--overlay", OVERLAY, "--svg", str(file)).exit_code == 0
    for said in (typed("show", "rpd", "--overlay", OVERLAY).stdout, file.read_text(encoding="utf-8")):
        assert "not stated; filled in by the office" in " ".join(said.split())
        assert "the policy's time" not in said
        assert "the policy's  " not in said


def test_a_new_file_is_written_once_and_passes_the_check(tmp_path: Path) -> None:
    file = tmp_path / "somewhere-ours.toml"
    assert typed("new", "ours", "--partnership", "Ours", "--nation", "scotland", "--output", str(file)).exit_code == 0
    assert typed("check", str(file)).exit_code == 0
    assert typed("show", "ours", "--folder", str(tmp_path)).exit_code == 0
    before = file.read_bytes()
    again = typed("new", "ours", "--output", str(file))
    assert again.exit_code == 1
    assert "exists already" in again.stderr
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        ("nscp", "names no means"),
        ("bscp", "may start at stage 1, as the policy has it"),
        ("sgcp", "may start at stage 1 or 2 or 3 or 4, as the policy has it"),
        ("crp", "wants all stages in a short time, and gives no number"),
    ],
)
def test_explain_says_what_urgent_does_and_whose_hours_they_are(policy: str, says: str) -> None:
    said = " ".join(typed("explain", policy).stdout.split())
    assert "these hours are ours, not the policy's" in said
    assert says in said
