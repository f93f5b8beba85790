"""A file that a coordinator wrote: what loads, and what she is told when it does not."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import pytest

from mailservice.errors import Problem, UserError
from mailservice.policy.faults import NOUNS
from mailservice.policy.load import load, load_bytes
from mailservice.policy.model import Policy, Roles
from mailservice.policy.skeleton import ISLANDS, nations, skeleton

FOLDER = Path(__file__).parents[2] / "policies"
FILES = sorted(FOLDER.glob("*.toml"))
ROUTE = '[[route]]\nid = "r"\nwhen = "w"\ngo_to = "g"\n'
SOUND = skeleton("example", "Example Partnership", "scotland")


def faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(UserError) as told:
        load_bytes(text.encode(), "ours.toml")
    assert {one.file for one in told.value.problems} == {"ours.toml"}
    return [(one.key, one.remedy) for one in told.value.problems]


def test_all_five_policies_load() -> None:
    assert {load(file).id for file in FILES} == {"nscp", "bscp", "sgcp", "crp", "rpd"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_named_after_its_policy_and_remembers_its_bytes(file: Path) -> None:
    policy = load(file)
    assert file.stem.endswith(f"-{policy.id}")
    assert policy.digest == hashlib.sha256(file.read_bytes()).hexdigest()
    assert load_bytes(file.read_bytes(), "the same") == policy


@pytest.mark.parametrize("nation", nations())
def test_a_new_file_is_sound_and_does_not_run_live(nation: str) -> None:
    policy = load_bytes(skeleton("ours", 'Our "own" Partnership', nation).encode(), "ours.toml")
    assert not policy.runs_live
    assert policy.reference.prefix == "OURS"
    assert ZoneInfo(policy.calendar.timezone)
    assert (policy.calendar.timezone == "Europe/London") == (nation not in ISLANDS)


@pytest.mark.parametrize(
    ("old", "new", "key", "remedy"),
    [
        ("schema = 1", "schema = 2", "schema", "write `schema = 1`"),
        ('status = "partial"', 'status = "ready"', "policy, status", 'write status = "partial"'),
        ('title = "Resolving professional disagreements"', "title = 7", "policy, title", "in quotes"),
        ('scope = ["between-agencies"]', 'scope = "between-agencies"', "policy, scope", "write a list"),
        ('jurisdiction = "scotland"', 'jurisdiction = "Scotland"', "calendar, jurisdiction", "write one of"),
        ('timezone = "Europe/London"', 'timezone = "London"', "calendar, timezone", '"Europe/London"'),
        ('day_ends = "17:00"', 'day_ends = "5pm"', "calendar, day_ends", '"17:00"'),
        ('day_ends = "17:00"', 'day_ends = "11:00"', "calendar, day_ends", "after noon"),
        ('prefix = "EXAMPLE"', 'prefix = "Ours"', "reference, prefix", "capital letters"),
        ('example = "NCT-483920"', 'example = "483920"', "reference, example", "reads nothing"),
        ("amount = 2\n", "", "stage 1, clock stage, amount", "such as amount = 5"),
        ("amount = 2\n", 'amount = "2"\n', "stage 1, clock stage, amount", "whole number"),
        ("amount = 2\n", "ammount = 2\n", "stage 1, clock stage, ammount", "did you mean amount"),
        ('unit = "working-days"', 'unit = "at-once"', "stage 1, clock stage, amount", "take the amount out"),
        ("check_in = 1 ", "# ", "stage 3, clock settle, check_in", "such as check_in = 1"),
        ('basis = "policy"\n\n[[stage]]\nid = "2"', 'basis = "policy"\nreading = "A1"\n[[stage]]\nid = "2"',
         "stage 1, clock stage, reading", "write a [[reading]]"),
        ('basis = "policy"\n\n[[stage]]\nid = "2"', 'basis = "policy"\nstep = "x"\n[[stage]]\nid = "2"',
         "stage 1, clock stage, step", "no step"),
        ('starts = "case-opened"', 'starts = "previous-stage-ended"', "stage 1, clock stage, starts", '"case-opened"'),
        ('starts = "case-opened"', 'starts = "reported"', "stage 1, clock stage, starts", "write steps"),
        ('starts = "case-opened"', 'starts = "office-notified"', "stage 1, clock stage, starts", '"stage-entered"'),
        ('next = "3"', 'next = "9"', "stage 2, next", "write one of 1, 2, 3, 4"),
        ('next = "3"', 'next = "4"', "stage 3", "cannot be reached"),
        ('next = "4"', 'next = "2"', "stage 3, next", "goes back to stage 2"),
        ('id = "3"', 'id = "2"', "stage 2", "stands 2 times"),
        ('convenor = "Independent scrutineer"\n', "", "stage 4, convenor", "who convenes"),
        ('roles.default = ["Line manager"]\n', "", "stage 2, roles", "roles.default"),
        ('title = "Partnership"', 'title = "Partnership"\nform = "blue"', "stage 4, form", "[[form]]"),
        ('mode = ["speedy"]', 'mode = ["start-at"]', "urgent, may_start_at", "write both or neither"),
        ('mode = ["speedy"]', 'mode = ["start-at"]\nmay_start_at = ["7"]', "urgent, may_start_at", "no stage '7'"),
        ('mode = ["speedy"]', 'skip_steps = ["1:practitioners"]', "urgent, skip_steps", "is no step"),
        ('stage = "4"', 'stage = "3"', "final, stage", "write 4"),
        ('binding = "not-stated"', 'binding = "perhaps"', "final, binding", "'yes', 'no' or 'not-stated'"),
        ("[record]", '[record]\nform = "blue"', "record, form", "[[form]]"),
        ("[record]", f'{ROUTE}at_stage = "8"\n[record]', "route r, at_stage", "no stage '8'"),
        ("[record]", f'{ROUTE}topics = ["t"]\n[record]', "route r, topics", "no topic 't'"),
        ("[[gap]]", "[[gaps]]", "gaps", "there is no such key"),
        ("[[stage]]", "[[stages]]", "stages", "write [[stage]]"),
        ("schema = 1", 'schema = 1\nstatus = "ready"', "status", "below [policy]"),
        ('id = "example"', 'id = "example"\ncolour = "red"', "policy, colour", "remove it"),
        ('id = "example"', 'id = "example"\nclosing = "soon"', "policy, closing", "remove it"),
        ('id = "example"', 'id = "example"\nreview_du = ""', "policy, review_du", "did you mean review_due"),
        ("schema = 1", 'schema = 1\ndigest = "0"', "digest", "remove it"),
        ("[calendar]", "[calender]", "calender", "did you mean calendar"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place_and_what_to_write(old: str, new: str, key: str, remedy: str) -> None:
    assert old in SOUND
    told = dict(faults(SOUND.replace(old, new)))
    assert key in told
    assert remedy in told[key]


def test_a_unit_that_is_none_is_one_fault_in_plain_words() -> None:
    units = "'working-days', 'calendar-days', 'hours', 'at-once' or 'judgement'"
    told = faults(SOUND.replace('unit = "working-days"', 'unit = "days"', 1))
    assert told == [("stage 1, clock stage, unit", f"is 'days': write one of {units}")]


def test_no_key_has_its_words_in_two_lists_of_which_each_would_be_told() -> None:
    hints = [hint for noun in NOUNS for hint in get_type_hints(noun).values()]
    assert [one for one in hints if sum(get_origin(part) is Literal for part in get_args(one)) > 1] == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("amount = three", "amount has three without quotes: write a whole number, or put text in straight quotes"),
        ("amount = True", "for amount write true, in small letters"),
        ("clock = [{ id = Talk to them, amount = 2 }]", "id has Talk to them without quotes"),
    ],
)
def test_a_word_where_a_number_or_a_quote_belongs_is_named(line: str, says: str) -> None:
    ((_, remedy),) = faults(SOUND.replace("amount = 2", line, 1))
    assert says in remedy


def test_all_faults_come_at_once_those_of_shape_and_those_of_sense() -> None:
    wrong = SOUND.replace('binding = "not-stated"', 'binding = "perhaps"').replace('next = "3"', 'next = "9"')
    assert [key for key, _ in faults(wrong)] == ["final, binding", "stage 2, next", "stage 3", "stage 4"]


def test_a_missing_section_does_not_hide_the_rest() -> None:
    wrong = SOUND.replace("[final]", "[finally]").replace('next = "3"', 'next = "9"')
    keys = [key for key, _ in faults(wrong)]
    assert {"final", "finally", "stage 2, next"} <= set(keys)


@pytest.mark.parametrize(
    ("data", "place", "remedy"),
    [
        (b"schema = 1\ntitle = \xff", "line 2", "UTF-8"),
        (b"schema = = 1", "", "line 1"),
        (b"", "policy", "[policy]"),
    ],
)
def test_a_file_that_is_no_policy_is_told_so(data: bytes, place: str, remedy: str) -> None:
    with pytest.raises(UserError) as told:
        load_bytes(data, "ours.toml")
    assert any(one.key == place and remedy in one.remedy for one in told.value.problems)


def test_a_file_saved_by_notepad_loads() -> None:
    data = b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode()
    assert load_bytes(data, "ours.toml").id == "example"


def test_a_file_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read") as told:
        load(tmp_path / "none.toml")
    assert told.value.problems == (
        Problem(
            str(tmp_path / "none.toml"),
            "",
            "cannot be read (No such file or directory): give the path of a policy file",
        ),
    )


def test_a_list_of_roles_decides_and_an_agency_type_may_have_its_own() -> None:
    sgcp = policy("sgcp")
    assert sgcp.stage("2").roles_for("school") == Roles(decides=("Head teacher",), hands_over=("Line manager",))
    assert sgcp.stage("4").roles_for("library") == Roles()
    assert policy("nscp").stage("2").roles_for("school").decides == ("Line manager", "Safeguarding children lead")


def test_a_ladder_is_walked_by_its_own_words() -> None:
    nscp = policy("nscp")
    assert nscp.first_stage.id == "1"
    assert nscp.last_stage.id == "5"
    assert [stage.id for stage in policy("bscp").ladder] == ["0", "1", "2", "3", "4"]
    assert (after := nscp.next_stage("1"))
    assert after.id == "2"
    assert nscp.next_stage("5") is None


def test_only_a_policy_s_own_number_climbs() -> None:
    missed = {
        (one.id, stage.id, clock.id): clock.when_missed
        for one in map(load, FILES)
        for stage in one.stages
        for clock in stage.clock
    }
    assert missed["nscp", "1", "plan"] == "climb"
    assert missed["nscp", "5", "report"] == "ask"
    assert missed["bscp", "1", "settle"] == "ask"
    assert missed["sgcp", "1", "talk"] == "remind"
    assert missed["sgcp", "4", "route"] == "ask"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_child_references_are_found_and_nothing_else_is(file: Path) -> None:
    reference = load(file).reference
    text = "RE: [EXTERNAL] nct-483920 again, and NCT-483920, LAC-00417; see NSCP 2026-0042-K and ISO-27001."
    assert reference.children(text) == ("NCT-483920", "LAC-00417")
    ours = f"{reference.prefix} 2026-0042-K, {reference.prefix}-20260042, "
    never = "NHS 943 476 5919, NHS-9434765919, DOB-03112012, 23-11-2026, 2026-11-23, 01604-496123, x-NCT-483920-1"
    assert reference.children(ours + never) == ()


def test_what_people_are_told_knows_its_stage() -> None:
    tells = [(tell.event, tell.stages) for tell in policy("sgcp").tells]
    assert ("agreed", ("2",)) in tells
    assert ("closed", ("3", "4")) in tells


def test_a_policy_that_names_no_kinds_of_disagreement_uses_the_house_list() -> None:
    assert [topic.id for topic in policy("sgcp").reasons] == ["threshold", "action", "roles", "information", "plan"]
    assert policy("rpd").reasons == policy("rpd").topics


@pytest.mark.parametrize(
    ("due", "today", "passed"),
    [
        ("2024-12", "2024-12-31", False),
        ("2024-12", "2025-01-01", True),
        ("2024-12-15", "2024-12-15", False),
        ("2024-12-15", "2024-12-16", True),
        ("", "2030-01-01", False),
    ],
)
def test_a_review_date_passes_with_its_month_or_day(due: str, today: str, passed: bool) -> None:  # noqa: FBT001 - a column
    assert replace(policy("sgcp"), review_due=due).review_passed(date.fromisoformat(today)) is passed


def policy(identity: str) -> Policy:
    return next(one for one in map(load, FILES) if one.id == identity)


@pytest.mark.parametrize(
    ("duty", "key", "says"),
    [
        ('stages = ["9"]', "duty advice, stages", "there is no stage '9': write some of 1, 2, 3, 4"),
        ('at = ["opened"]\nstages = ["2"]', "duty advice, stages", "a case opens at stage '1'"),
        ("at = []", "duty advice, at", "no letter says it"),
    ],
)
def test_a_duty_that_no_letter_would_name_is_refused(duty: str, key: str, says: str) -> None:
    told = dict(faults(f'{SOUND}\n[[duty]]\nid = "advice"\nsays = "Take advice"\n{duty}\n'))
    assert says in told[key]
