"""What the tables show of a case: rows made from the Case alone, so that nothing is worked out from its events twice.

`write` puts into the tables what differs between a case and what became of it: append's part. `rows` gives every row:
verify's and rebuild's.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Delete, Table, Update, and_, bindparam, delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.dialects.postgresql.dml import Insert

from mailservice.cases.history.case import Case, Deadline, Ordered
from mailservice.cases.history.events import AddressBarred, AddressLet, Cleared, Event, LetterOrdered, Suspected
from mailservice.record.database import Transaction
from mailservice.record.keys import address_key, child_key, message_key
from mailservice.record.tables import barred, cases, children, deadlines, letters, parties, suspects, threads

Values = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """How one table shows a case: what of the case stands in it, by `key` (none: the case itself), and each one's row."""

    key: str
    entries: Callable[[Case], Mapping[str, Any]]
    row: Callable[[Any], Values]


def _case(case: Case) -> Values:
    return {
        "reference": case.reference,
        "status": "disposing" if case.disposal is not None and case.status == "closed" else case.status,
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
        "ending": case.ending or "",
        "stage": case.stage,
        "tier": case.tier,
        "policy": case.policy,
        "policy_digest": case.opened_under,
    }


def _deadline(one: Deadline) -> Values:
    return {"due": one.due, "standing": one.state == "standing"}


def _letter(one: Ordered) -> Values:
    return {
        "ordered_at": one.at,
        "template": one.template,
        "address": address_key(one.to.address),
        "replied": one.replied,
        "status": one.state,
        "sent_at": one.sent_at,
    }


def _barred(one: AddressBarred | AddressLet) -> Values:
    return {"since": one.at, "stands": isinstance(one, AddressBarred)}


def _suspect(one: Suspected | Cleared) -> Values:
    return {"since": one.since if isinstance(one, Suspected) else one.at, "stands": isinstance(one, Suspected)}


def _nothing_more(_entry: object) -> Values:
    return {}


SHOWN: Mapping[Table, Shown] = {
    cases: Shown("", lambda case: {"": case} if case.opened_at else {}, _case),
    deadlines: Shown("deadline", lambda case: case.deadlines, _deadline),
    letters: Shown("letter", lambda case: case.letters, _letter),
    children: Shown("reference", lambda case: {child_key(one): one for one in case.child_references}, _nothing_more),
    parties: Shown("address", lambda case: {address_key(one.address): one for one in case.taking_part}, _nothing_more),
    barred: Shown("address", lambda case: {address_key(key): one for key, one in case.barred.items()}, _barred),
    suspects: Shown("address", lambda case: {address_key(key): one for key, one in case.suspects.items()}, _suspect),
    threads: Shown(
        "message_id", lambda case: {message_key(one): one for one in (case.root, *case.heard) if one}, _nothing_more
    ),
}
WORKING = {"message_id", "rendered", "tries", "not_before", "why", "filed_at"}  # the dispatch's own, in letters


def orders(entries: Iterable[tuple[int, str, Event]]) -> dict[str, Values]:
    """Return what a letter's row has from the ledger and not from the case: the number and payload of its order."""
    return {
        event.letter: {"number": number, "payload": payload, "not_before": event.leaves}
        for number, payload, event in entries
        if isinstance(event, LetterOrdered)
    }


def rows(case: Case, ordered: Mapping[str, Values]) -> dict[Table, dict[str, Values]]:
    """Return every row that shows a case, by table and key; `ordered` as `orders` gives it."""
    return {
        table: {key: _row(table, key, entry, ordered) for key, entry in shown.entries(case).items()}
        for table, shown in SHOWN.items()
    }


def write(tx: Transaction, number: int, before: Case, after: Case, ordered: Mapping[str, Values]) -> None:
    """Put into the tables what differs between a case before an append and after it: one statement for each kind."""
    for table, shown in SHOWN.items():
        old, new = shown.entries(before), shown.entries(after)
        put(tx, table, number, {key: _row(table, key, new[key], ordered) for key in new if key not in old})
        _change(tx, table, number, _changed(shown, old, new))
        remove(tx, table, number, [key for key in old if key not in new])


def put(tx: Transaction, table: Table, number: int, new: Mapping[str, Values]) -> None:
    """Write whole rows of a case, by their keys."""
    if new:
        tx.run(_put(table), [{**identity(tx, table, number, key), **values} for key, values in new.items()])


def remove(tx: Transaction, table: Table, number: int, keys: Iterable[str]) -> None:
    """Take rows of a case away, by their keys."""
    gone = [_where(identity(tx, table, number, key)) for key in keys]
    if gone:
        tx.run(_remove(table), gone)


def identity(tx: Transaction, table: Table, number: int, key: str) -> Values:
    """Return what tells a row apart from every other of its table."""
    column = SHOWN[table].key
    return {"partnership_id": tx.partnership, "case_id": number, **({column: key} if column else {})}


def projected(table: Table) -> tuple[str, ...]:
    """Return the columns that the case alone decides."""
    outside = {"partnership_id", "case_id", SHOWN[table].key, *(WORKING if table is letters else ())}
    return tuple(column.name for column in table.columns if column.name not in outside)


def _row(table: Table, key: str, entry: object, ordered: Mapping[str, Values]) -> Values:
    return {**SHOWN[table].row(entry), **(ordered[key] if table is letters else {})}


def _changed(shown: Shown, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Values]]:
    """Give the columns that differ, by key. What an append did not touch is the very same value and is not looked at."""
    for key, entry in new.items():
        if key in old and old[key] is not entry:
            was = shown.row(old[key])
            differing = {name: value for name, value in shown.row(entry).items() if value != was[name]}
            if differing:
                yield key, differing


def _change(tx: Transaction, table: Table, number: int, changed: Iterable[tuple[str, Values]]) -> None:
    alike: dict[tuple[str, ...], list[Values]] = defaultdict(list)
    for key, values in changed:
        alike[tuple(sorted(values))].append({**_where(identity(tx, table, number, key)), **values})
    for columns, batch in alike.items():
        tx.run(_update(table, columns), batch)


def _where(identity: Values) -> Values:
    return {f"_{name}": value for name, value in identity.items()}


@cache
def _put(table: Table) -> Insert:
    statement = insert(table)
    primary = [column.name for column in table.primary_key]
    columns = projected(table)
    if not columns:
        return statement.on_conflict_do_nothing(index_elements=primary)
    return statement.on_conflict_do_update(
        index_elements=primary, set_={name: statement.excluded[name] for name in columns}
    )


@cache
def _update(table: Table, columns: tuple[str, ...]) -> Update:
    return update(table).where(_this(table)).values({name: bindparam(name) for name in columns})


@cache
def _remove(table: Table) -> Delete:
    return delete(table).where(_this(table))


def _this(table: Table) -> ColumnElement[bool]:
    names = ("partnership_id", "case_id", *([SHOWN[table].key] if SHOWN[table].key else []))
    return and_(*(table.c[name] == bindparam(f"_{name}") for name in names))
