"""What an earlier commit recorded still reads, and adds up to the same cases.

`histories-9acdf43.jsonl.xz` is what the commit 9acdf43 made of every story in `tests/scenarios`, of a year of twelve cases
(`Year(policy, seed=8, cases=12)`) under each policy, of every state in `tests/cases/states.py`, and of four more: a word
asked for once more, and sent again; a WITHDRAW in its day; an AGREE taken back after the day of an action. It has 183
histories, one JSON object a line. `events` are pairs of `kind_of` and `dump`; `steps` is `_step` of the case after each of
them; `case` is the case in the end, its dataclasses as objects, times in ISO 8601, keys of several parts joined by "/",
without `before`, and with `last` cut to `_last`.

The file is never written again. What is newer than it is not looked at: a field of an event, a field of the case. What
was changed on purpose stands in `CHANGED`.
"""

import json
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mailservice.cases.history import events as e
from mailservice.cases.history.case import Case
from mailservice.cases.history.folding import after
from tests.record.story import FRIDAY, MONDAY, VISITOR, WORKER

HISTORIES = Path(__file__).parent / "histories-9acdf43.jsonl.xz"
# What is meant to differ from what that commit made of it: the history and the field, and why.
CHANGED = {
    "state taken back after the day of an action, NSCP 2026-0001-E: case.letters.letter9.undone": "every letter that came "
    "after the words is marked; that no UNDO takes back an `action_due` stands in the row of its kind, no more in the fold"
}


def test_every_history_still_adds_up_to_the_same_case() -> None:
    with lzma.open(HISTORIES, "rt", encoding="utf-8") as lines:
        faults = [fault for line in lines for fault in _faults(json.loads(line))]
    meant = [fault for fault in faults if fault.partition(" was ")[0] in CHANGED]
    assert faults == meant, "\n".join([fault for fault in faults if fault not in meant][:20])
    assert len(meant) == len(CHANGED)


def _faults(row: Mapping[str, Any]) -> Iterator[str]:
    name, case = f"{row['source']}, {row['reference']}", Case()
    for (kind, payload), step in zip(row["events"], row["steps"], strict=True):
        event = e.load(kind, payload)
        dumped = e.dump(event)
        if dumped | payload != dumped:
            yield f"{name}: {kind} was {payload}, and is {dumped}"
        case = after(case, event)
        if _step(case) != step:
            yield f"{name}: after {kind} at {event.at} the case was {step}, and is {_step(case)}"
            return
    last = row["case"].pop("last")
    # Since rule 16 a side's words are what the other sides had; what a case shows by now is held below.
    for field in ("issues", "attached"):
        row["case"].pop(field, None)
    yield from (
        f"{name}: {side} is shown {text!r}" for side, text in case.issues.items() if text not in _put(row["events"])
    )
    yield from (f"{name}: {fault}" for fault in differences("case", case, row["case"]))
    yield from (f"{name}: {fault}" for fault in differences("case.last", _last(case), last))


def _put(history: list[list[Any]]) -> set[str]:
    """Return what may be shown of a history that does not say whom a mail went to: the first mail, and words after ours."""
    shown = {"Met", "Proposed", "Dissented", "Objected", "Escalated", "UrgentRaised"}
    return {
        payload["issue" if kind == "CaseOpened" else "text"]
        for kind, payload in history
        if kind in {*shown, "CaseOpened"}
    }


def _step(case: Case) -> list[object]:
    counted = (len(case.standing), len(case.asked), len(case.parties))
    return [case.status, case.stage, case.tier, *counted, case.ending or ""]


def _last(case: Case) -> Mapping[str, object] | None:
    if case.last is None:
        return None
    before = case.last.before
    place = (before.status, before.stage, before.tier, before.ending)
    return {"by": case.last.by, "verbs": case.last.verbs, "before": place}


def differences(place: str, now: object, kept: Any) -> Iterator[str]:
    """Yield where a value differs from the plain one that was kept of it; fields that are newer are left out."""
    parts = _parts(now, kept) if isinstance(kept, dict | list) else None
    if parts is None:
        plain = now.isoformat() if isinstance(now, date) else now
        yield from [] if plain == kept else [f"{place} was {kept!r}, and is {plain!r}"]
    elif parts.keys() != (inside := kept if isinstance(kept, dict) else dict(enumerate(kept))).keys():
        yield f"{place} was of {', '.join(map(str, inside))}, and is of {', '.join(map(str, parts))}"
    else:
        for name, value in inside.items():
            yield from differences(f"{place}.{name}", parts[name], value)


def _parts(now: object, kept: Mapping[str, Any] | list[Any]) -> dict[Any, Any] | None:
    if isinstance(now, tuple):
        return dict(enumerate(now))
    if isinstance(now, Mapping):
        return {key if isinstance(key, str) else "/".join(map(str, key)): value for key, value in now.items()}
    if is_dataclass(now):
        return {name: getattr(now, name) for name in kept if hasattr(now, name)}
    return None


CASE = Case(reference="NSCP 2026-0001", parties=(WORKER,), objections={("1", 2): 1}, opened_at=MONDAY)
KEPT = {
    "reference": "NSCP 2026-0001",
    "parties": [{"address": "sam.worker@council.example", "name": "Sam Worker"}],
    "objections": {"1/2": 1},
    "opened_at": "2026-11-23T10:00:00+00:00",
    "ending": None,
}


def test_what_is_as_it_was_kept_does_not_differ() -> None:
    assert [*differences("case", CASE, KEPT)] == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (replace(CASE, reference=""), "case.reference was 'NSCP 2026-0001', and is ''"),
        (replace(CASE, parties=()), "case.parties was of 0, and is of "),
        (replace(CASE, parties=(VISITOR,)), "case.parties.0.address was 'sam.worker@council.example', and is 'Hana"),
        (replace(CASE, objections={("1", 2): 2}), "case.objections.1/2 was 1, and is 2"),
        (replace(CASE, objections={("2", 1): 1}), "case.objections was of 1/2, and is of 2/1"),
        (replace(CASE, opened_at=FRIDAY), "case.opened_at was '2026-11-23T10:00:00+00:00', and is '2026-11-27T17"),
        (replace(CASE, ending="agreed"), "case.ending was None, and is 'agreed'"),
        (WORKER, "case was of reference, parties, objections, opened_at, ending, and is of "),
        (None, "case was {"),
    ],
)
def test_what_differs_is_named_by_its_field(changed: object, sentence: str) -> None:
    assert next(differences("case", changed, KEPT)).startswith(sentence)
