"""No dead keys: each key of the format is acted on, kept for people to read, or refused; nobody who writes one is misled."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from mypy import build
from mypy.find_sources import create_source_list
from mypy.nodes import MemberExpr
from mypy.options import Options
from mypy.plugin import AttributeContext, Plugin
from mypy.types import Type

import mailservice
from mailservice.errors import UserError
from mailservice.policy import model, overlay
from mailservice.policy.keys import for_people, marks, written
from mailservice.policy.load import OURS, load, load_bytes
from mailservice.policy.model import ForPeople, Policy, Refused
from mailservice.policy.skeleton import skeleton

PACKAGE = Path(mailservice.__file__).parent
POLICIES = PACKAGE.parent / "policies"
MODEL = f"{model.__name__}."
SOUND = skeleton("example", "Example Partnership", "scotland")
# Who reads a key without acting on it: what loads, checks and shows a file, and every command.
SHOWS = re.compile(r"cli/|policy/(?:load|check|faults|keys|skeleton|diagram)\.py")
# An overlay is laid over the plain tables, before they are values: there it asks if a form's fields are known.
BY_OVERLAY = "Form.fields_known"
UNREAD = """{key} is read nowhere but where a policy is checked and shown. Let the service act on it (mailservice/cases, or
mailservice/policy/sayings.py for what letters say). Or mark it where it is declared, in mailservice/policy/model.py:
Annotated[…, ForPeople("what the service does instead")], or Annotated[…, Refused("why it cannot")] where anything but its
default is a fault; and write the same words into the table "Which keys the service acts on" of policies/README.md."""
READ = "{key} is marked in mailservice/policy/model.py, and yet {reader} acts on it: take the mark off, and its row in the manual"


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


def kept_whole() -> set[type]:
    """Return the tables that stand below marked keys alone: the mark holds for all within them."""
    found = [(inner, key in marks(noun)) for noun, key in keys() for inner in within(get_type_hints(noun)[key])]
    return {inner for inner, _ in found} - {inner for inner, kept in found if not kept}


def within(hint: object) -> set[type]:
    """Return the tables that a type is made of: those of a list, of a table of tables, or of what may be left out."""
    return {one for one in nouns() if one is hint}.union(*(within(part) for part in get_args(hint)))


def marked(noun: type = Policy, place: str = "") -> Iterator[tuple[str, str, str]]:
    """Give each marked key as the manual names it, which of the two marks it bears, and its words."""
    for key, hint in get_type_hints(noun).items():
        mark = marks(noun).get(key)
        name = f"{place}{written(noun, key)}"
        if mark is not None:
            yield name, "for people" if isinstance(mark, ForPeople) else "refused", mark.why
        else:
            for inner in within(hint):
                yield from marked(inner, f"{name}.")


def faults(read: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield a sentence for each key that no list is true of, by the files that read it."""
    for noun, key in keys():
        name = f"{noun.__name__}.{key}"
        acting = {one for one in read.get(name, set()) if not SHOWS.match(one)}
        if key in marks(noun):
            # The rest of `policy` only says: that is for people too.
            yield from (READ.format(key=name, reader=one) for one in sorted(acting) if not one.startswith("policy/"))
        elif not acting and noun not in kept_whole() and name != BY_OVERLAY:
            yield UNREAD.format(key=name)


@pytest.mark.timeout(600)  # the whole of the code is read by types, in ten seconds where the machine is free
def test_every_key_is_acted_on_or_says_that_it_is_not() -> None:
    found = list(faults(readers()))
    assert not found, "\n".join(found)
    assert BY_OVERLAY.partition(".")[2] in Path(overlay.__file__).read_text(encoding="utf-8")


def test_a_key_that_is_on_no_list_is_told_with_where_to_write_what() -> None:
    told = list(faults({"Wording.tone": {"cases/letters/ordering.py"}, "Clock.unit": {"cases/dates/deadlines.py"}}))
    assert READ.format(key="Wording.tone", reader="cases/letters/ordering.py") in told
    assert UNREAD.format(key="Clock.amount") in told
    assert not [one for one in told if one.startswith(("Clock.unit ", "Closing.needs ", "FormField.label "))]


def test_what_is_refused_can_be_left_out() -> None:
    """Only what differs from its default is refused: a key without one could be written in no way at all."""
    stated = {(noun, one.name): one.default for noun in nouns() for one in fields(noun)}
    refused = [(noun, key) for noun, key in keys() if isinstance(marks(noun).get(key), Refused)]
    assert refused
    assert all(stated[one] is not MISSING for one in refused)


def test_what_the_service_cannot_carry_out_is_no_sound_policy() -> None:
    wrong = SOUND.replace("[closing]", "[closing]\ntell_raiser = false")
    with pytest.raises(UserError) as told:
        load_bytes(wrong.encode(), "ours.toml")
    remedy = "the service cannot carry this out: whoever raised it always hears how it ends; take it out"
    assert [(one.key, one.remedy) for one in told.value.problems] == [("closing, tell_raiser", remedy)]


def test_what_the_service_does_in_any_case_may_be_written_down() -> None:
    said = SOUND.replace("[closing]", "[closing]\ntell_raiser = true")
    assert load_bytes(said.encode(), "ours.toml").closing.tell_raiser


def test_an_office_is_told_which_keys_of_its_own_file_are_for_people() -> None:
    sgcp = load(POLICIES / "south-gloucestershire-sgcp.toml")
    assert {"wording.tone", "stage.optional_tier.roles", "policy.version", "form.field"} <= for_people(sgcp).keys()
    assert "form.field.label" not in for_people(sgcp)
    assert "wording.tone" not in for_people(replace(sgcp, wording=replace(sgcp.wording, tone=())))
