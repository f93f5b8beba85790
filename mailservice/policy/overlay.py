"""Fills the gaps of a partial policy from the office's own small file, and marks whatever came from there.

Start at `lay_over`. Works on the files' plain tables: the policy's has been found sound, the overlay's is anybody's
guess, and what it makes of the policy is checked again as a whole. Touches no disk.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from mailservice.errors import Problem, UserError

Table = dict[str, Any]
# Tables that carry their own `basis`, so that a letter can say whose value it shows.
WITH_BASIS: Final = ("stage", "limit", "form", "final", "tell", "closing", "urgent")
EMPTY: Final[tuple[Any, ...]] = ("", [], {}, None)


def lay_over(policy: Table, overlay: Table, file: str) -> tuple[Table, list[str]]:
    """Return the filled policy and the keys that were filled; UserError where the overlay would overrule the policy."""
    if not policy.get("gap"):
        remedy = f"the policy {policy['policy']['id']} is not partial: it has no gaps to fill; take the overlay away"
        raise UserError([Problem(file, "", remedy)])
    problems = [Problem(file, key, remedy) for key, remedy in _refused(policy, overlay)]
    filled: list[str] = []
    result = dict(policy)
    for key, value in overlay.items():
        if key in ("schema", "policy", "fills"):
            continue
        result[key], refused = _fill(result.get(key), value, key, filled)
        problems += [Problem(file, *one) for one in refused]
    if problems:
        raise UserError(problems)
    return _settle_gaps(result, _fills(overlay)), filled


def _refused(policy: Table, overlay: Table) -> Iterator[tuple[str, str]]:
    identity, gaps = policy["policy"]["id"], [gap["id"] for gap in policy.get("gap", [])]
    if overlay.get("policy") != identity:
        yield "policy", f'write policy = "{identity}", the id of the policy that it fills'
    for name in _fills(overlay):
        if name not in gaps:
            yield "fills", f"{name!r} is no gap of the policy: write some of {', '.join(gaps)}"


def _fills(overlay: Table) -> list[Any]:
    fills = overlay.get("fills", [])
    return fills if isinstance(fills, list) else [fills]


def _fill(old: Any, new: Any, key: str, filled: list[str]) -> tuple[Any, list[tuple[str, str]]]:
    if isinstance(old, list | None) and isinstance(new, list) and all(isinstance(one, dict) for one in new):
        return _fill_list(old or [], new, key, filled)
    if isinstance(old, dict) and isinstance(new, dict):
        return _fill_table(old, new, key, filled)
    if old in EMPTY:
        filled.append(key)
        return _marked(new, key), []
    return old, [(key, "the policy states this itself: an overlay only fills gaps; take it out")]


def _fill_list(old: list[Table], new: list[Table], key: str, filled: list[str]) -> tuple[Any, list[tuple[str, str]]]:
    result, refused = {str(one.get("id")): one for one in old}, []
    for one in new:
        name = str(one.get("id"))
        if name not in result:
            result[name] = _marked(one, key)
            filled.append(f"{key} {name}")
            continue
        result[name], faults = _fill_table(result[name], one, f"{key} {name}", filled)
        refused += faults
    return list(result.values()), refused


def _fill_table(old: Table, new: Table, key: str, filled: list[str]) -> tuple[Table, list[tuple[str, str]]]:
    unknown = old.get("known") is False or old.get("fields_known") is False
    result, refused = dict(old), []
    for name, value in new.items():
        if name == "id":
            continue
        if unknown or old.get(name) in EMPTY or value == old.get(name) or _not_stated(old, name):
            result[name] = _marked(value, name)
            filled.append(f"{key}, {name}")
        else:
            refused.append((f"{key}, {name}", "the policy states this itself: an overlay only fills gaps; take it out"))
    # Where the policy states part of a table, `filled` alone tells which values are the office's.
    return _marked({**result, **_now_known(old)}, key) if unknown or key == "final" else result, refused


def _not_stated(old: Table, name: str) -> bool:
    return old.get(name) in ("not-stated", ["not-stated"])


def _now_known(old: Table) -> Table:
    return {name: True for name in ("known", "fields_known") if old.get(name) is False}


def _marked(value: Any, key: str) -> Any:
    """Mark a table, and the clocks inside it, as the office's."""
    if isinstance(value, list) and key == "clock":
        return [
            {**one, "basis": "office", "check_in_basis": "office"} if isinstance(one, dict) else one for one in value
        ]
    if not isinstance(value, Mapping) or key.partition(" ")[0] not in WITH_BASIS:
        return value
    inside = {name: _marked(one, name) for name, one in value.items()}
    return {**inside, "basis": "office"}


def _settle_gaps(policy: Table, fills: list[str]) -> Table:
    gaps = [gap for gap in policy.get("gap", []) if gap["id"] not in fills]
    status = "partial" if gaps else "ready"
    return {**policy, "gap": gaps, "policy": {**policy["policy"], "status": status}}
