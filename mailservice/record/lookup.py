"""Finding things again: the case of a mail, who takes part in it, the next number. All by an index."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from mailservice.clock import aware
from mailservice.mail.grammar.references import plain_child
from mailservice.record import register
from mailservice.record.database import Transaction
from mailservice.record.keys import address_key, child_key, message_key
from mailservice.record.register import Counted, MessagesJoined, Noted
from mailservice.record.tables import cases, children, counters, parties, threads

_MOST_REFERENCES = 200  # a header may hold thousands; the last are the nearest (RFC 5322 section 3.6.4)

GOING_ON = ("open", "agreed", "halted")

_mine = cases.c.partnership_id == bindparam("partnership")
_connect = insert(threads).on_conflict_do_nothing()
_connected = select(threads.c.message_id).where(
    threads.c.partnership_id == bindparam("partnership"),
    threads.c.case_id == bindparam("case"),
    threads.c.message_id.in_(bindparam("keys", expanding=True)),
)
_by_message_ids = select(threads.c.message_id, threads.c.case_id).where(
    threads.c.partnership_id == bindparam("partnership"),
    threads.c.message_id.in_(bindparam("keys", expanding=True)),
)
_DISPOSED = "disposed"
_by_reference = select(cases.c.case_id).where(_mine, cases.c.reference == bindparam("wanted")).limit(1)
_of_status = select(cases.c.case_id).where(_mine, cases.c.status == bindparam("stands")).order_by(cases.c.case_id)
_open_by_child = (
    select(children.c.case_id)
    .join(cases, (cases.c.partnership_id == children.c.partnership_id) & (cases.c.case_id == children.c.case_id))
    .where(
        children.c.partnership_id == bindparam("partnership"),
        children.c.reference == bindparam("wanted"),
        cases.c.status.in_(GOING_ON),
    )
)
_is_party = select(parties.c.address).where(
    parties.c.partnership_id == bindparam("partnership"),
    parties.c.case_id == bindparam("case"),
    parties.c.address == bindparam("who"),
)
_one_case = select(cases).where(_mine, cases.c.case_id == bindparam("case"))
_all_cases = select(cases).where(_mine).order_by(cases.c.case_id)
_children = select(children.c.case_id, children.c.reference).where(
    children.c.partnership_id == bindparam("partnership")
)
_counts = select(cases.c.status, func.count()).where(_mine).group_by(cases.c.status)
_first = insert(counters).values(last=1)
_count = _first.on_conflict_do_update(
    index_elements=["partnership_id", "name"], set_={"last": counters.c.last + 1}
).returning(counters.c.last)

_row = insert(counters)
_reserve = _row.on_conflict_do_update(
    index_elements=["partnership_id", "name"],
    set_={"last": _row.excluded.last},
    where=counters.c.last < _row.excluded.last,
).returning(counters.c.last)


@dataclass(frozen=True)
class CaseLine:
    """A case as a list shows it; `status` is a Status, or "disposing": closed, and about to go."""

    id: int
    reference: str
    status: str
    opened_at: datetime
    closed_at: datetime | None
    ending: str
    stage: str
    tier: int
    policy: str
    policy_digest: str


@dataclass(frozen=True)
class Wanted:
    """Which cases a list shows: opened from `since` up to `before`, at this stage; what is left empty asks for nothing."""

    open: bool = False
    child: str = ""
    stage: str = ""
    since: datetime | None = None
    before: datetime | None = None


EVERY = Wanted()


def new_case(tx: Transaction) -> int:
    """Return the id of the next case: 1, 2, … in each partnership, without a gap."""
    return _next(tx, "case")


def reserve(tx: Transaction, year: int, number: int) -> None:
    """Keep that the numbers of a year up to this one are given out."""
    row = {"name": str(year), "last": number}
    if tx.add(_reserve, row).one_or_none() is not None:
        register.note(tx, Counted(str(year), number))


def next_number(tx: Transaction, year: int) -> int:
    """Return the next number for a reference of this year: 1, 2, … without a gap."""
    return _next(tx, str(year))


def connect(tx: Transaction, case: int, message_ids: Iterable[str], *besides: Noted) -> None:
    """Keep that these Message-IDs belong to the case: what its mails name in References and In-Reply-To.

    `besides` goes into the register before it, by the same statements.
    """
    keys = _keys(message_ids)
    known = set(tx.run(_connected, {"case": case, "keys": keys}).scalars()) if keys else set()
    new = [key for key in keys if key not in known]
    if new:
        tx.run(_connect, [{"partnership_id": tx.partnership, "message_id": key, "case_id": case} for key in new])
        besides = (*besides, MessagesJoined(case, tuple(register.message(key) for key in new)))
    register.note(tx, *besides)


def cases_of_messages(tx: Transaction, message_ids: Iterable[str]) -> dict[str, set[int]]:
    """Return for each of these Message-IDs that is known the cases it belongs to; the office's own book is none."""
    keys = _keys(message_ids := tuple(message_ids))
    found: dict[str, set[int]] = {}
    for row in tx.run(_by_message_ids, {"keys": keys}) if keys else ():
        found.setdefault(row.message_id, set()).update({row.case_id} - {0})
    return {one: found[message_key(one)] for one in message_ids if found.get(message_key(one))}


def case_by_reference(tx: Transaction, reference: str) -> int | None:
    """Return the case of a reference, written as in CaseOpened; one that was disposed of is none."""
    found = _number(tx, reference)
    return None if found is None or case(tx, found).status == _DISPOSED else found


def disposed(tx: Transaction, reference: str) -> int | None:
    """Return the case of a reference that was disposed of; None where there is none, or it was not."""
    found = _number(tx, reference)
    return found if found is not None and case(tx, found).status == _DISPOSED else None


def of_status(tx: Transaction, status: str) -> list[int]:
    """Return the cases that the tables show with a status: "disposing" is one that waits for being disposed of."""
    return list(tx.run(_of_status, {"stands": status}).scalars())


def open_cases_by_child(tx: Transaction, reference: str) -> set[int]:
    """Return the cases that go on and carry this child reference; case and spaces do not matter."""
    return set(tx.run(_open_by_child, {"wanted": child_key(reference)}).scalars())


def is_party(tx: Transaction, case: int, address: str) -> bool:
    """Tell whether somebody takes part in the case (`Case.taking_part`): who wrote on it, was written to, or was named."""
    return tx.run(_is_party, {"case": case, "who": address_key(address)}).one_or_none() is not None


def case(tx: Transaction, case: int) -> CaseLine:
    """Return where a case stands; KeyError if there is none."""
    line = tx.once(_line_of, case)
    if line is None:
        raise KeyError(case)
    return line


def cases_of(tx: Transaction, wanted: Wanted = EVERY) -> list[CaseLine]:
    """Return the cases of the partnership that are wanted, in the order of their opening."""
    asked = _all_cases
    if wanted.open:
        asked = asked.where(cases.c.status.in_(GOING_ON))
    if wanted.child:
        asked = asked.where(cases.c.case_id.in_(_of_child(tx, wanted.child)))
    if wanted.stage:
        asked = asked.where(cases.c.stage == wanted.stage)
    if wanted.since:
        asked = asked.where(cases.c.opened_at >= aware(wanted.since))
    if wanted.before:
        asked = asked.where(cases.c.opened_at < aware(wanted.before))
    return [_line(row) for row in tx.run(asked)]


def _of_child(tx: Transaction, reference: str) -> list[int]:
    plain = plain_child(reference)
    return [row.case_id for row in tx.run(_children) if plain and plain_child(row.reference) == plain]


def counts(tx: Transaction) -> dict[str, int]:
    """Return how many cases there are of each status."""
    return {row[0]: row[1] for row in tx.run(_counts)}


def _number(tx: Transaction, reference: str) -> int | None:
    found: int | None = tx.run(_by_reference, {"wanted": reference}).scalar_one_or_none()
    return found


def _line(row: Row[*tuple[Any, ...]]) -> CaseLine:
    return CaseLine(
        id=row.case_id,
        reference=row.reference,
        status=row.status,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        ending=row.ending,
        stage=row.stage,
        tier=row.tier,
        policy=row.policy,
        policy_digest=row.policy_digest,
    )


def _line_of(tx: Transaction, case: int) -> CaseLine | None:
    row = tx.run(_one_case, {"case": case}).one_or_none()
    return _line(row) if row else None


def _keys(message_ids: Iterable[str]) -> list[str]:
    named = [message_key(message_id) for message_id in message_ids]
    return list(dict.fromkeys(key for key in named if key))[-_MOST_REFERENCES:]


def _next(tx: Transaction, name: str) -> int:
    number: int = tx.add(_count, {"name": name}).scalar_one()
    register.note(tx, Counted(name, number))
    return number
