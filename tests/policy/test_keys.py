"""No dead key: each key of the format is acted on, shown to people by name, or refused; nobody who writes one is misled."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from mypy import build
from mypy.find_sources import create_source_list
from mypy.nodes import MemberExpr
from mypy.options import Options
from mypy.plugin import AttributeContext, Plugin
from mypy.types import Type

import mailservice
from mailservice.errors import UserError
from mailservice.policy import model, sayings
from mailservice.policy.faults import HEAD
from mailservice.policy.keys import marks, written
from mailservice.policy.load import OURS, load_bytes
from mailservice.policy.model import Policy, Refused
from mailservice.policy.skeleton import skeleton

PACKAGE = Path(mailservice.__file__).parent
MANUAL = (PACKAGE.parent / "policies" / "README.md").read_text(encoding="utf-8")
MODEL = f"{model.__name__}."
SOUND = skeleton("example", "Example Partnership", "scotland")
# Who reads a key without anything coming of it: what loads and checks a file.
LOADS = re.compile(r"policy/(?:load|check|careless|never|roles|promises|looks|faults|keys|skeleton|overlay)\.py")
# What letters say of a policy beside its dates, and the answer to POLICY; and what a coordinator types.
SAYS = re.compile(r"policy/(?:sayings|words)\.py")
TYPES = re.compile(r"cli/|policy/diagram\.py")
How = Literal["acted on", "shown in letters or POLICY", "shown by a command", "refused"]
HOWS = get_args(How)
DEAD = """{key} is read nowhere but where a policy is loaded and checked. Let the service act on it (mailservice/cases) or show it
to people (mailservice/policy/sayings.py for letters and POLICY). Or mark it where it is declared, in mailservice/policy/model.py:
Annotated[…, Refused("why it cannot")] where anything but its default is a fault. Else take it out of the format."""
STALE = """The table "What becomes of each key" of policies/README.md is not what the code does. Write there:

"""


class Readers(Plugin):
    """Notes, while mypy goes through the code, which file reads which field of `model`: its types tell `text` from `text`."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.found: dict[str, set[str]] = {}

    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        """Note who reads a field, and leave its type as it is."""
        if not fullname.startswith(MODEL):
            return None

        def note(read: AttributeContext) -> Type:
            # `one.amount` reads it; the name alone is where it is declared.
            if isinstance(read.context, MemberExpr):
                file = Path(read.api.path).relative_to(PACKAGE).as_posix()
                self.found.setdefault(fullname.removeprefix(MODEL), set()).add(file)
            return read.default_attr_type

        return note


@cache
def readers() -> dict[str, set[str]]:
    """Return the files that read each field, as "Clock.amount"."""
    options = Options()
    options.incremental, options.cache_dir = False, "/dev/null"
    options.follow_imports, options.ignore_missing_imports = "skip", True
    plugin = Readers(options)
    build.build(create_source_list([str(PACKAGE)], options), options, extra_plugins=[plugin])
    return plugin.found


def nouns() -> list[type]:
    return [noun for noun in vars(model).values() if is_dataclass(noun) and isinstance(noun, type)]


def keys() -> Iterator[tuple[type, str]]:
    """Give every key of the format. An `id` is a name: what other keys, an overlay and a fault call its table by."""
    for noun in nouns():
        yield from ((noun, one.name) for one in fields(noun) if one.name not in {"id", *OURS})


def within(hint: object) -> set[type]:
    """Return the tables that a type is made of: those of a list, of a table of tables, or of what may be left out."""
    return {one for one in nouns() if one is hint}.union(*(within(part) for part in get_args(hint)))


def is_table(noun: type, key: str) -> bool:
    """Tell whether a key holds tables: what becomes of them is what becomes of their own keys."""
    return bool(within(get_type_hints(noun)[key]))


def how(noun: type, key: str, read: Mapping[str, set[str]]) -> How | None:
    """Tell what becomes of a key, by the files that read it; None for a dead one."""
    files = {one for one in read.get(f"{noun.__name__}.{key}", set()) if not LOADS.match(one)}
    if key in marks(noun):
        return "refused"
    if any(not (SAYS.match(one) or TYPES.match(one)) for one in files):
        return "acted on"
    if any(SAYS.match(one) for one in files):
        return "shown in letters or POLICY"
    return "shown by a command" if files else None


def dead(read: Mapping[str, set[str]]) -> list[str]:
    """Return a sentence for each key from which nothing comes."""
    return [DEAD.format(key=f"{noun.__name__}.{key}") for noun, key in keys() if how(noun, key, read) is None]


def places(noun: type = Policy, place: str = "") -> Iterator[tuple[type, str]]:
    """Give each table of the format with the place where a file first has it: `stage.clock`."""
    yield noun, place
    for key, hint in get_type_hints(noun).items():
        for inner in sorted(within(hint), key=lambda one: one.__name__):
            yield from places(inner, f"{place}.{written(noun, key)}".strip("."))


def as_table(read: Mapping[str, set[str]]) -> str:
    """Return the manual's table: a row a table of the format, and what becomes of each of its keys."""
    first: dict[type, str] = {}
    for noun, place in places():
        first.setdefault(noun, place or "policy")
    lines = [f"| table | {' | '.join(HOWS)} |", f"|---|{'---|' * len(HOWS)}"]
    for noun, place in first.items():
        mine = [key for one, key in keys() if one is noun and (noun is not Policy or key in HEAD)]
        cells = [", ".join(f"`{key}`" for key in mine if how(noun, key, read) == each) for each in HOWS]
        lines.append(f"| `{place}` | {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |"))
    return "\n".join(lines)


@pytest.mark.timeout(600)  # the whole of the code is read by types, in ten seconds where the machine is free
def test_no_key_is_dead() -> None:
    found = dead(readers())
    assert not found, "\n".join(found)


def test_a_dead_key_is_told_with_what_to_do() -> None:
    told = dead({"Clock.unit": {"cases/dates/deadlines.py"}, "Clock.amount": {"policy/check.py"}})
    assert DEAD.format(key="Clock.amount") in told
    assert not [one for one in told if one.startswith(("Clock.unit ", "Closing.tell_raiser "))]


@pytest.mark.timeout(600)
def test_the_manual_tells_what_becomes_of_each_key() -> None:
    table = as_table(readers())
    assert table in MANUAL, STALE + table


def rich() -> Policy:
    """Return the policy of the manual's examples, which states every key, with a form that only its stage names."""
    whole = "\n".join(re.findall(r"^```toml\n(.*?)^```", MANUAL, re.DOTALL | re.MULTILINE))
    policy = load_bytes(whole.encode(), "example.toml")
    talk = model.Form("talk", "Note of the talk", prescribed=False, fields_known=True)
    first, *others = policy.stages
    named = replace(policy.contacts, form="talk")
    return replace(policy, forms=(*policy.forms, talk), stages=(replace(first, form="talk"), *others), contacts=named)


def said(policy: Policy) -> list[str]:
    """Return all that letters say of a policy beside its dates, and the answer to POLICY."""
    ways = [one.id for one in policy.routes]
    told = [
        *sayings.of_stages(policy),
        *sayings.besides(policy),
        *sayings.elsewhere(policy),
        sayings.when_urgent(policy),
    ]
    for stage in policy.ladder:
        told += [*sayings.at_stage(policy, stage, ways, again=True), *sayings.at_closing(policy, stage)]
    contacts = sayings.for_contacts(policy, policy.first_stage)
    return [*told, *sayings.at_opening(policy), *contacts, *sayings.at_panel(policy)]


def otherwise(value: Any, hint: Any) -> list[Any]:
    """Return other values of the same type: every other word that a key may have, where it may have only some."""
    choices = [one for part in (hint, *get_args(hint)) if get_origin(part) is Literal for one in get_args(part)]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, tuple):
        return [value[1:], ()] if within(hint) or choices else [("Zebra",)]
    if isinstance(value, Mapping) or is_dataclass(value):
        return [{} if isinstance(value, Mapping) else None]
    if choices:
        return [one for one in choices if one != value]
    return [value + 1] if isinstance(value, int) else ["Zebra"]


def changed(one: Any, noun: type, key: str) -> Iterator[Any]:
    """Give a value with one key of one of its tables changed, in every place where that table stands."""
    if isinstance(one, tuple):
        for number, item in enumerate(one):
            yield from ((*one[:number], other, *one[number + 1 :]) for other in changed(item, noun, key))
    elif isinstance(one, Mapping):
        for name, item in one.items():
            yield from ({**one, name: other} for other in changed(item, noun, key))
    elif is_dataclass(one) and not isinstance(one, type):
        if isinstance(one, noun):
            yield from (
                replace(one, **{key: other}) for other in otherwise(getattr(one, key), get_type_hints(noun)[key])
            )
        for each in fields(one):
            yield from (replace(one, **{each.name: other}) for other in changed(getattr(one, each.name), noun, key))


@pytest.mark.timeout(600)
def test_what_is_said_to_be_shown_is_shown() -> None:
    """Change a shown key, and what people read changes with it; a key that only seems to be read would change nothing."""
    policy, read = rich(), readers()
    before = said(policy)
    shown = [one for one in keys() if how(*one, read) == "shown in letters or POLICY" and not is_table(*one)]
    assert len(shown) > 20
    for noun, key in shown:
        others = [*changed(policy, noun, key)]  # none where a key may have one word alone
        assert not others or any(said(other) != before for other in others), f"{noun.__name__}.{key}"


def test_an_identity_that_no_email_may_hold_is_named_in_no_letter() -> None:
    assert "Full name of the child" not in " ".join(said(rich()))


def default(noun: type, key: str) -> object:
    found: Field[Any] = next(one for one in fields(noun) if one.name == key)
    return found.default


def test_what_is_refused_can_be_left_out() -> None:
    """Only what differs from its default is refused: a key without one could be written in no way at all."""
    refused = [(noun, key) for noun, key in keys() if isinstance(marks(noun).get(key), Refused)]
    assert refused
    assert all(default(*one) is not MISSING for one in refused)


@pytest.mark.parametrize(
    ("table", "line", "key", "remedy"),
    [
        (
            "[closing]",
            "tell_raiser = false",
            "closing, tell_raiser",
            "the service cannot carry this out: whoever raised it always hears how it ends; take it out",
        ),
        ("[urgent]", 'who_may = "managers"', "urgent, who_may", "is 'managers': write one of 'any-party'"),
        (
            "[closing]",
            "[closing]",
            "closing, needs",
            'an agreement always needs every side: write needs = ["both-sides"], with what else it needs',
        ),
    ],
)
def test_what_the_service_cannot_carry_out_is_no_sound_policy(table: str, line: str, key: str, remedy: str) -> None:
    wrong = SOUND.replace(table, f"{table}\n{line}")
    if line == table:
        wrong = SOUND.replace('needs = ["both-sides"]', 'needs = ["written-confirmation"]')
    with pytest.raises(UserError) as told:
        load_bytes(wrong.encode(), "ours.toml")
    assert [(one.key, one.remedy) for one in told.value.problems] == [(key, remedy)]


def test_what_the_service_does_in_any_case_may_be_written_down() -> None:
    said_so = SOUND.replace("[closing]", "[closing]\ntell_raiser = true")
    assert load_bytes(said_so.encode(), "ours.toml").closing.tell_raiser


def test_a_process_is_not_called_by_a_word_that_its_policy_avoids() -> None:
    avoid = 'avoid = [{ word = "disagreement", use = "difference" }] '
    with pytest.raises(UserError) as told:
        load_bytes(SOUND.replace("avoid = []", avoid).encode(), "ours.toml")
    assert [one.key for one in told.value.problems] == ["wording, call_it", "wording, terms, disagreement"]
