"""The manual of the format: what a coordinator copies from it works."""

import re
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from mailservice.errors import UserError
from mailservice.policy import model
from mailservice.policy.faults import WRITTEN
from mailservice.policy.load import load_bytes

POLICIES = Path(__file__).parents[2] / "policies"
MANUAL = (POLICIES / "README.md").read_text(encoding="utf-8")
# What `load` knows and no file says.
NOT_WRITTEN = {"digest", "overlay_digest", "filled"}


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{re.escape(kind)}\n(.*?)^```", MANUAL, re.DOTALL | re.MULTILINE)


def whole() -> str:
    return "\n".join(blocks("toml"))


def test_the_examples_one_after_another_are_a_policy_that_loads() -> None:
    policy = load_bytes(whole().encode(), "example.toml")
    assert [stage.id for stage in policy.ladder] == ["1", "2", "3", "4"]
    assert policy.runs_live


def test_the_faults_are_told_in_the_words_of_the_manual() -> None:
    wrong = whole()
    for old, new in re.findall(r"^-(.*)\n\+(.*)$", blocks("diff")[0], re.MULTILINE):
        assert old in wrong
        wrong = wrong.replace(old, new, 1)
    with pytest.raises(UserError) as told:
        load_bytes(wrong.encode(), "example.toml")
    assert str(told.value) == blocks("text")[0].strip()


def test_the_gap_and_its_overlay_work() -> None:
    rpd = (POLICIES / "resolution-of-disagreements-rpd.toml").read_bytes()
    assert blocks("toml partial")[0].strip() in rpd.decode()
    policy = load_bytes(rpd, "rpd.toml", (blocks("toml overlay")[0].encode(), "ours.toml"))
    assert policy.final.authority == "Independent scrutineer"
    assert policy.final.basis == "office"
    assert len(policy.gaps) == 2


def test_every_key_of_the_format_is_in_the_manual() -> None:
    nouns = [noun for noun in vars(model).values() if is_dataclass(noun)]
    keys = {WRITTEN.get(one.name, one.name) for noun in nouns for one in fields(noun)} - NOT_WRITTEN
    assert sorted(key for key in keys if not re.search(rf"\b{key}\b", MANUAL)) == []


def test_every_word_that_a_key_may_have_is_in_the_manual() -> None:
    nouns = [noun for noun in vars(model).values() if is_dataclass(noun)]
    hints = [str(hint) for noun in nouns for hint in get_type_hints(noun).values()]
    words = {
        word
        for hint in hints
        for listed in re.findall(r"Literal\[(.*?)\]", hint)
        for word in re.findall(r"'(.+?)'", listed)
    }
    assert set(get_args(model.Goal)) < words
    assert sorted(word for word in words if word not in MANUAL) == []


def test_the_table_lists_the_files() -> None:
    listed = set(re.findall(r"^\| `(\S+\.toml)`", MANUAL, re.MULTILINE))
    assert listed == {file.name for file in POLICIES.glob("*.toml")}


TABLES = {
    "calendar": model.Calendar,
    "wording": model.Wording,
    "reference": model.Reference,
    "stage": model.Stage,
    "stage.clock": model.Clock,
    "limit": model.Limit,
    "urgent": model.Urgent,
    "final": model.Final,
    "record": model.RecordRule,
    "contacts": model.Contacts,
    "closing": model.Closing,
    "topic": model.Topic,
    "agency_type": model.AgencyType,
    "route": model.Route,
    "exclusion": model.Exclusion,
    "form": model.Form,
    "form.field": model.FormField,
    "tell": model.Tell,
    "tell.within": model.Within,
    "duty": model.Duty,
    "reading": model.Reading,
    "board": model.Board,
    "gap": model.Gap,
}


def compulsory(noun: type) -> set[str]:
    needed = (one for one in fields(noun) if one.default is MISSING and one.default_factory is MISSING)
    return {WRITTEN.get(one.name, one.name) for one in needed}


def test_the_manual_names_every_compulsory_key() -> None:
    part = MANUAL.partition("### Which keys are compulsory")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| (.*?) \| (.*?) \|$", part, re.MULTILINE))
    told = {table.strip("`"): set(re.findall(r"`(\w+)`", keys)) for table, keys in rows.items()}
    assert told["policy"] | told["whole tables"] == compulsory(model.Policy)
    assert {table: told[table] for table in TABLES} == {table: compulsory(noun) for table, noun in TABLES.items()}


def test_every_goal_stands_in_the_table_of_where_it_belongs() -> None:
    part = MANUAL.partition("Which goal belongs where")[2].partition("Where several decide")[0]
    assert {one for one in get_args(model.Goal) if f"`{one}`" in part} == {*get_args(model.Goal)}
