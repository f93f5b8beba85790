"""`mailservice letters check FOLDER`: letters of a partnership's own, and what is not translated in those of another language."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.letters.kinds import KINDS
from mailservice.cases.letters.phrases import counted_things, listed
from mailservice.cli.policies import FOLDER, files_in
from mailservice.files import ROOT
from mailservice.mail.compose.templates import ENGLISH, Spoken, Templates, language_of, load_templates, read_folder
from mailservice.mail.compose.tongue import ANY_DATE, MONTHS, WEEKDAYS
from mailservice.mail.compose.writing import compose
from mailservice.policy.load import load
from mailservice.policy.model import Policy
from mailservice.simulator.year import Year

Letters = Annotated[
    Path, typer.Argument(metavar="FOLDER", exists=True, file_okay=False, help="Your folder of letters.")
]
PolicyFile = Annotated[Path | None, typer.Option(help="Your policy, under which sentences are looked for.")]
CASES = 8
# Facts that are names: of people, agencies, the policy, the service. They are not translated.
_NAMES = {
    "name",
    "role",
    "agency",
    "address",
    "phone",
    "reference",
    "title",
    "id",
    "policy_title",
    "partnership",
    "call_it",
}
_GAP = re.compile(r"\{\w+\}")
_WORD = re.compile(r"[A-Za-z]{2}")


def letters_check(folder: Letters, policy: PolicyFile = None) -> None:
    """Check a folder of letters: every fault at once, and what of another language still goes out in English."""
    texts = {**read_folder(ROOT / "templates" / "email"), **read_folder(folder)}
    codes = sorted({language_of(name) for name in texts} - {""})
    missed: Counter[str] = Counter()
    templates = load_templates(texts, (ENGLISH, *codes), missed)
    for line in standing(templates):
        typer.echo(line)
    orders = _orders(load(policy or files_in(FOLDER)[0])) if codes else []
    for one in templates.spoken:
        if one.tongue:
            missed.clear()
            _write(orders, replace(templates, spoken=(one,)), one)
            for line in _unsaid(one, missed, orders):
                typer.echo(line)
    typer.echo(f"{folder}: sound")


def standing(templates: Templates) -> Iterator[str]:
    """Say of each language beside English how much of it there is: letters, weekdays and months."""
    for one in templates.spoken:
        if one.tongue is None:
            continue
        left = [name for name in KINDS if name not in one.letters]
        done = f"{len(one.letters)} of {counted_things(len(KINDS), 'letter')}"
        yield f"{one.code} ({one.name}): {done} translated" + (f"; in English alone: {', '.join(left)}" if left else "")
        days = [name for name in WEEKDAYS if name not in one.tongue.weekdays]
        months = [name for name in MONTHS if name not in one.tongue.months]
        if days or months:
            yield f"{one.code}: no word for {listed([*days, *months])}"


def _orders(policy: Policy) -> list[LetterOrdered]:
    year = Year(policy, 1, cases=CASES).play()
    return [event for history in year.histories.values() for event in history if isinstance(event, LetterOrdered)]


def _write(orders: Iterable[LetterOrdered], templates: Templates, spoken: Spoken) -> None:
    """Write every letter that the language has, so that what it lacks is counted."""
    for order in orders:
        if order.template in spoken.letters:
            service = order.facts["service"]
            compose(
                order,
                templates,
                message_id="<check@localhost>",
                date=order.at,
                root="",
                sender_name=service["name"],
                sender_address=service["address"],
                reply_to="",
            )


def _unsaid(spoken: Spoken, missed: Mapping[str, int], orders: Iterable[LetterOrdered]) -> Iterator[str]:
    """Say which sentences went out in English, the most used first, with gaps for names and dates, as the table has them."""
    known = {name for order in orders for name in _names(order.facts)}
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in sorted(known, key=len, reverse=True)))
    found: Counter[str] = Counter()
    for text, count in missed.items():
        sentence = _with_gaps(text, pattern)
        if _WORD.search(_GAP.sub("", sentence)):
            found[sentence] += count
    yield f"{spoken.code}: {counted_things(len(found), 'sentence')} without a translation, in letters of {CASES} cases played"
    yield from (f"{count:6}  {text}" for text, count in found.most_common())


def _names(value: Any, key: str = "") -> Iterator[str]:
    """Give every name in a letter's facts."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _names(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from _names(one, key)
    elif isinstance(value, str) and key in _NAMES and len(value) > 2:  # noqa: PLR2004 - a stage is called "2"
        yield value


def _with_gaps(text: str, names: re.Pattern[str]) -> str:
    """Return a sentence with {name} and {date} for what differs from letter to letter, numbered where there are more."""
    for gap, pattern in (("date", ANY_DATE), ("name", names)):
        number = itertools.count(1)
        text = pattern.sub(lambda _, gap=gap, number=number: f"{{{gap}{next(number)}}}", text)  # type: ignore[misc] # a lambda's defaults
    return text
