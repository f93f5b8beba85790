"""What the tables say of a case, worked out from its events: one fold, used by append, verify and rebuild alike.

`project` folds events into rows in memory; `write` puts the rows of one append into the tables.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Table, Update, and_, bindparam, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.dialects.postgresql.dml import Insert

from mailservice.cases.history import events as happened
from mailservice.cases.history.events import Event
from mailservice.record.database import Transaction
from mailservice.record.keys import address_key, child_key, message_key
from mailservice.record.tables import cases, children, deadlines, letters, parties, threads

# Each projection and what tells its rows apart within a case.
KEYS: dict[Table, tuple[str, ...]] = {
    cases: (),
    deadlines: ("deadline",),
    letters: ("letter",),
    children: ("reference",),
    parties: ("address",),
    threads: ("message_id",),
}


@dataclass
class Projected:
    """One row as the events make it; `new` once the event that begins it has been folded."""

    values: dict[str, Any]
    new: bool


@dataclass
class Projection:
    """The rows of one case, by table and key."""

    rows: dict[Table, dict[tuple[str, ...], Projected]] = field(default_factory=lambda: defaultdict(dict))

    def put(self, table: Table, *key: str, **values: Any) -> None:
        """Begin a row, or begin it anew."""
        self.rows[table][key] = Projected(values, new=True)

    def change(self, table: Table, *key: str, **values: Any) -> None:
        """Change some values of a row that this or an earlier append began."""
        row = self.rows[table].setdefault(key, Projected({}, new=False))
        row.values.update(values)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An event with its number in the case and the digest of its payload."""

    number: int
    payload: str
    event: Event


def project(numbered: Iterable[Numbered]) -> Projection:
    """Fold the events of one case, or the newest of them, into rows."""
    projection = Projection()
    for one in numbered:
        _standing(projection, one.event)
        _dates(projection, one.event)
        _letters(projection, one)
        _people(projection, one.event)
    return projection


def _standing(to: Projection, event: Event) -> None:
    match event:
        case happened.CaseOpened():
            to.put(
                cases,
                reference=event.reference,
                status="open",
                opened_at=event.at,
                closed_at=None,
                ending="",
                stage="",
                tier=0,
                policy=event.policy,
                policy_digest=event.policy_digest,
            )
        case happened.StageEntered():
            to.change(cases, stage=event.stage, tier=event.tier)
        case happened.Agreed(objection=True):
            to.change(cases, status="agreed")
        case happened.Objected(dissent=False):
            to.change(cases, status="open")
        case happened.CaseJoined():
            to.change(cases, status="joined")
        case happened.CaseClosed():
            to.change(cases, status="closed", closed_at=event.at, ending=event.ending)
        case happened.CaseReopened():
            to.change(cases, status="open", closed_at=None, ending="", stage=event.stage, tier=event.tier)
        case happened.Undone():
            closed_at = event.at if event.status == "closed" else None
            standing = {"status": event.status, "stage": event.stage, "tier": event.tier, "ending": event.ending}
            to.change(cases, **standing, closed_at=closed_at)
        case _:
            pass


def _dates(to: Projection, event: Event) -> None:
    match event:
        case happened.DeadlineSet():
            to.put(deadlines, event.deadline, due=event.due, standing=True)
        case happened.DeadlineMoved():
            to.change(deadlines, event.deadline, due=event.due)
        case happened.DeadlineMet() | happened.DeadlineMissed() | happened.DeadlineDropped():
            to.change(deadlines, event.deadline, standing=False)
        case _:
            pass


def _letters(to: Projection, one: Numbered) -> None:
    match one.event:
        case happened.LetterOrdered() as event:
            to.put(
                letters,
                event.letter,
                number=one.number,
                payload=one.payload,
                ordered_at=event.at,
                template=event.template,
                address=address_key(event.to.address),
                replied=event.replied,
                status="ordered",
                sent_at=None,
            )
        case happened.LetterSent() as event:
            to.change(letters, event.letter, status="sent", sent_at=event.at)
        case happened.LetterBounced() as event:
            to.change(letters, event.letter, status="bounced")
        case happened.LetterWithheld() as event:
            to.change(letters, event.letter, status="withheld")
        case _:
            pass


def _people(to: Projection, event: Event) -> None:
    match event:
        case happened.CaseOpened():
            _parties(to, event.raiser, *event.responders)
            _thread(to, event.root)
            _children(to, *event.child_references)
        case happened.DetailGiven():
            _parties(to, *event.responders)
            if event.what == "reference":
                _children(to, event.value)
        case happened.CaseTakenIn():
            _parties(to, *event.parties, *(happened.Party(one.address) for one in event.contacts))
            _children(to, *event.child_references)
        case happened.ContactNamed():
            to.put(parties, address_key(event.address))
        case happened.RaiserSucceeded():
            _parties(to, event.to)
        case happened.LetterOrdered() if event.to.agency and not event.replied:
            # Somebody a stage letter goes to takes part; somebody who is merely answered does not.
            _parties(to, event.to)
        case happened.MailHeard():
            _thread(to, event.message_id)
        case _:
            pass


def _parties(to: Projection, *people: happened.Party) -> None:
    for person in people:
        if person.address:
            to.put(parties, address_key(person.address))


def _children(to: Projection, *references: str) -> None:
    for reference in references:
        to.put(children, child_key(reference))


def _thread(to: Projection, message_id: str) -> None:
    if message_id:
        to.put(threads, message_key(message_id))


def add_threads(to: Projection, message_ids: Iterable[str]) -> None:
    """Add the Message-IDs of letters, which the dispatch chose after the event that ordered them."""
    for message_id in message_ids:
        _thread(to, message_id)


def write(tx: Transaction, case: int, projection: Projection) -> None:
    """Put the rows of one append into the tables: one statement for each kind of change."""
    for table, rows in projection.rows.items():
        new = [{**identity(tx, case, table, key), **row.values} for key, row in rows.items() if row.new]
        if new:
            tx.run(_put(table), new)
        changed: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for key, row in rows.items():
            if not row.new:
                where = {f"_{name}": value for name, value in identity(tx, case, table, key).items()}
                changed[tuple(sorted(row.values))].append({**where, **row.values})
        for columns, values in changed.items():
            tx.run(_change(table, columns), values)


def identity(tx: Transaction, case: int, table: Table, key: tuple[str, ...]) -> dict[str, Any]:
    """Return what tells a row apart from every other of its table."""
    return {"partnership_id": tx.partnership, "case_id": case, **dict(zip(KEYS[table], key, strict=True))}


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
def _change(table: Table, columns: tuple[str, ...]) -> Update:
    where = and_(*(table.c[name] == bindparam(f"_{name}") for name in ("partnership_id", "case_id", *KEYS[table])))
    return update(table).where(where).values({name: bindparam(name) for name in columns})


WORKING = {"message_id", "rendered", "tries", "not_before", "why", "filed_at"}  # the dispatch's own, in letters


def projected(table: Table) -> tuple[str, ...]:
    """Return the columns that the events alone decide."""
    outside = {"partnership_id", "case_id", *KEYS[table], *(WORKING if table is letters else ())}
    return tuple(column.name for column in table.columns if column.name not in outside)
