"""Whether the record still is what was written: chains, contents, and every table. Start at `verify`.

What an event of a case tells is compared with the case's history; what the register tells (`account`) with that.

`rebuild` makes those tables anew from the ledger. A case of which an entry was disposed of, lost or changed keeps its own:
what they should say can no longer be told.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import BindParameter, Table, bindparam, func, select
from sqlalchemy.exc import NoResultFound

from mailservice.cases.history.events import CaseDisposed
from mailservice.clock import aware
from mailservice.errors import RecordBroken
from mailservice.record import account, contents, hashing, linked, sealing
from mailservice.record.account import Account
from mailservice.record.account import Difference as Unaccounted
from mailservice.record.beside import Beside, begun
from mailservice.record.chain import FIRST
from mailservice.record.database import Transaction
from mailservice.record.disposal import disposal_of
from mailservice.record.examining import correct, every_case, examine
from mailservice.record.fault import Fault
from mailservice.record.given_up import given_up, lost_bytes
from mailservice.record.hashing import AS_THEY_LIE, ENTRIES, intact
from mailservice.record.ledger import unpack
from mailservice.record.linked import BEGUN, ROW, LedgerEntry
from mailservice.record.register import KIND, REGISTER, SEAL
from mailservice.record.tables import OF_ENTRY, chains, found, ledger, letters, mails
from mailservice.record.tables import contents as kept

_before = ledger.alias("before")
_lately = (
    select(*ROW, _before.c.hash.label("linked"))
    .join_from(ledger, kept, OF_ENTRY, isouter=True)
    .join(
        _before,
        (_before.c.partnership_id == ledger.c.partnership_id)
        & (_before.c.case_id == ledger.c.case_id)
        & (_before.c.number == ledger.c.number - 1),
        isouter=True,
    )
    .where(ledger.c.partnership_id == bindparam("partnership"), ledger.c.recorded_at >= bindparam("since"))
    .order_by(ledger.c.case_id, ledger.c.number)
)
_heads = select(chains.c.case_id, chains.c.length, chains.c.head).where(
    chains.c.partnership_id == bindparam("partnership")
)
_lasts = (
    select(ledger.c.case_id, func.max(ledger.c.number).label("number"))
    .where(ledger.c.partnership_id == bindparam("partnership"))
    .group_by(ledger.c.case_id)
)
_at_head = (
    select(ledger.c.case_id, ledger.c.hash)
    .join(
        chains,
        (chains.c.partnership_id == ledger.c.partnership_id)
        & (chains.c.case_id == ledger.c.case_id)
        & (chains.c.length == ledger.c.number),
    )
    .where(ledger.c.partnership_id == bindparam("partnership"))
)
_every_content = select(kept.c.digest, kept.c.kind).where(AS_THEY_LIE)
_wrong_sizes = select(kept.c.digest).where(
    AS_THEY_LIE, kept.c.data.is_not(None), func.length(kept.c.data) != kept.c.size
)
_disposed = (
    select(ledger.c.kind, kept.c.data)
    .join_from(ledger, kept, OF_ENTRY)
    .where(
        ledger.c.partnership_id == bindparam("partnership"),
        ledger.c.kind == bindparam("kind"),
        kept.c.data.is_not(None),
    )
)
_payloads = select(ledger.c.payload).where(ledger.c.partnership_id == bindparam("partnership"))
_found_digests = select(found.c.digest).where(found.c.partnership_id == bindparam("partnership"), found.c.digest != "")

# The Message-IDs that each case's history names, by their hashes; None where some of it was let go, and nobody can tell.
Named = Mapping[int, set[str] | None]
# Hears what is looked at, how many of it were, and of how many.
Tell = Callable[[str, int, int], None]

# How many entries of one chain are looked at in a step.
AT_ONCE = 2_000


@dataclass(frozen=True)
class Step:
    """A little of a look: what is looked at, how many of it were by then and of how many, and what was found."""

    what: str
    done: int
    of: int
    faults: list[Fault] = field(default_factory=list)


def verify(tx: Transaction, tell: Tell = lambda _what, _done, _of: None, *, beside: bool = False) -> list[Fault]:
    """Return everything in the partnership's record that is not as it was written; empty if all is well.

    `beside`: a process of its own looks at it too meanwhile.
    """
    faults = list[Fault]()
    with _uncollected(), begun(tx) if beside else nullcontext() as other:
        for step in looking(tx, other):
            tell(step.what, step.done, step.of)
            faults += step.faults
    return faults


def looking(tx: Transaction, other: Beside | None = None) -> Iterator[Step]:
    """Look at everything, a little in each step, all of it as it stands at the one moment that the transaction sees.

    What the `other` process was faster with is not looked at again.
    """
    told, whole_register = Account(), True
    for faults in _register_chain(tx, told):
        whole_register = whole_register and not faults
        yield Step("the register", 0, 1, faults)
    there = dict(tx.run(_every_content).all())
    yield Step("the register", 0, 1, list(_missing_contents(tx)))
    cases, named, whole = every_case(tx), dict[int, set[str] | None](), True
    for done, case in enumerate(cases, 1):
        looked = (other and other.look_at(tx, case)) or examine(tx, case)
        faults = looked.told(case)
        named[case], whole = looked.named, whole and not faults
        yield Step("the cases", done, len(cases), faults)
    for faults in _register_faults(tx, told, there, named if whole else None) if whole_register else ():
        yield Step("the tables", 0, 1, faults)
    yield from _of_bytes(tx, sum(kind not in ENTRIES for kind in there.values()), other)


def _of_bytes(tx: Transaction, of: int, other: Beside | None) -> Iterator[Step]:
    what = "the emails and letters"
    yield Step(what, 0, of)
    for done in other.waiting() if other else ():
        yield Step(what, done, of)
    if other and other.altered is not None:
        yield Step(what, of, of, [_altered(tx, *one) for one in other.altered])
        return
    for done, some in hashing.altered(tx):
        yield Step(what, done, of, [_altered(tx, *one) for one in some])


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let nobody look for circles meanwhile: a case makes none, and what looks for them took a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _register_chain(tx: Transaction, told: Account) -> Iterator[list[Fault]]:
    """Yield what is not as it was written in the register's own entries, some thousand at a time; what is adds to `told`."""
    end = BEGUN
    try:
        for rows in linked.entries(tx, REGISTER).partitions(AT_ONCE):
            faults, end = linked.links(tx, REGISTER, rows, end)
            faults += linked.payloads(rows)
            for row in rows if not faults else ():
                account.add(told, row.kind, row.data, row.recorded_at)
            yield faults
        yield list(linked.ends(tx, REGISTER, end))
    except (ValueError, TypeError, KeyError):  # SQLite keeps anything in a column of dates
        yield [Fault("an entry cannot be read: it is not in a form the service writes", REGISTER)]


def _register_faults(
    tx: Transaction, told: Account, there: Mapping[str, str], named: Named | None
) -> Iterator[list[Fault]]:
    """Yield what of the tables is not as the register has it, which is as it was written.

    Without `named` some entries of a case are lost or changed, so that what should go with them is not looked for.
    """
    try:
        yield _unaccounted_for(account.differences(tx, told))
        yield [
            *_unaccounted_for(_lost(told, there)),
            *(Fault(*one) for one in sealing.differences(tx)),
            *_gone_alone(tx, told),
        ]
        if named is not None:
            yield _unaccounted_for(account.joined(tx, told, named))
            yield _unaccounted_for(_unaccounted(tx, told, there))
    except NoResultFound:
        yield [Fault("whose record it is, is lost")]
    except (ValueError, TypeError, KeyError):  # SQLite keeps anything in a column of dates
        yield [Fault("a row cannot be read: it is not in a form the service writes")]


def _unaccounted_for(those: Iterable[Unaccounted]) -> list[Fault]:
    return [Fault(one.sentence, one.case, at=one.at) for one in those]


def lately(tx: Transaction, since: datetime) -> list[Fault]:
    """Return what is amiss as far as is cheap to see: the end of every chain, and each entry that was recorded since then."""
    heads = {row.case_id: (row.length, row.head) for row in tx.run(_heads, {})}
    lasts = {row.case_id: row.number for row in tx.run(_lasts, {})}
    hashes = {row.case_id: row.hash for row in tx.run(_at_head, {})}
    ends = [
        Fault("the end of the chain is not the one the service wrote", case)
        for case in sorted(heads.keys() | lasts.keys())
        if heads.get(case) != (lasts.get(case), hashes.get(case))
    ]
    try:
        rows = tx.run(_lately, {"since": aware(since)}).all()
        lost = given_up(tx) if any(_begins_late(row) or row.digest is None for row in rows) else {}
        first = {case: (loss.of.before + 1, loss.of.head) for case, loss in lost.items()}
        changed = [
            Fault("the entry was changed", row.case_id, row.number) for row in rows if not _is_linked(tx, row, first)
        ]
        emptied = {(case, number) for case, loss in lost.items() for number in loss.of.emptied}
        there = [row for row in rows if row.digest is not None or (row.case_id, row.number) not in emptied]
        return [*ends, *changed, *linked.payloads(there)]
    except (ValueError, TypeError):  # SQLite keeps anything in a column of dates
        return [*ends, Fault("an entry cannot be read: it is not in a form the service writes")]


def _begins_late(row: LedgerEntry) -> bool:
    return row.linked is None and row.number > 1


def _is_linked(tx: Transaction, row: LedgerEntry, first: Mapping[int, tuple[int, str]]) -> bool:
    """Tell whether an entry goes on from the one before it; `first` are those of which all before is given up as lost."""
    number, head = first.get(row.case_id, (1, FIRST))
    before = head if row.number == number else row.linked or FIRST
    return bool(row.previous == before and row.hash == linked.hashed(tx, row))


def require(tx: Transaction) -> None:
    """Raise RecordBroken, naming every fault, unless the record is as it was written."""
    faults = verify(tx)
    if faults:
        raise RecordBroken("\n".join(str(fault) for fault in faults))


def rebuild(tx: Transaction) -> int:
    """Make the tables that show the cases anew from the ledger, and return how many rows were not right."""
    wrong = [(case, one) for case in every_case(tx) for one in examine(tx, case).differences]
    for case, difference in wrong:
        correct(tx, case, difference)
    return len(wrong)


def _missing_contents(tx: Transaction) -> Iterator[Fault]:
    said = lost_bytes(tx)
    for row in (one for one in _without_contents(tx, mails, "digest") if one.digest not in said):
        yield Fault(f"the bytes of mail {row.id} are lost", row.case_id, at=row.internal_date, message=f"m{row.id}")
    for row in (one for one in _without_contents(tx, letters, "rendered") if one.rendered not in said):
        yield Fault(f"the bytes of letter {row.letter} are lost", row.case_id, at=row.ordered_at, message=row.letter)


def _without_contents(tx: Transaction, table: Table, column: str) -> list[LedgerEntry]:
    there = (kept.c.partnership_id == table.c.partnership_id) & (kept.c.digest == table.c[column])
    statement = (
        select(table)
        .join(kept, there, isouter=True)
        .where(table.c.partnership_id == bindparam("partnership"), table.c[column] != "", kept.c.digest.is_(None))
        .order_by(*table.primary_key)
    )
    return list(tx.run(statement))


def _gone_alone(tx: Transaction, told: Account) -> Iterator[Fault]:
    """Yield the emails and letters whose bytes went with no case: nothing else is ever let go."""
    disposed = (unpack(row.kind, row.data) for row in tx.run(_disposed, {"kind": CaseDisposed.__name__}))
    by = {disposal_of(one.reference) for one in disposed if isinstance(one, CaseDisposed)}
    for digest, stone in told.gone.items():
        if stone.kind not in ENTRIES and stone.by not in by:
            found = _altered(tx, digest, stone.kind)
            yield replace(found, sentence=found.sentence.replace("were changed", "are gone, and went with no case"))


def _altered(tx: Transaction, digest: str, kind: str) -> Fault:
    mine: BindParameter[int] = bindparam("partnership")
    mail = tx.run(select(mails).where(mails.c.partnership_id == mine, mails.c.digest == digest)).first()
    if mail:
        said = f"the bytes of mail {mail.id} were changed"
        return Fault(said, mail.case_id, at=mail.internal_date, message=f"m{mail.id}")
    letter = tx.run(select(letters).where(letters.c.partnership_id == mine, letters.c.rendered == digest)).first()
    if letter:
        said = f"the bytes of letter {letter.letter} were changed"
        return Fault(said, letter.case_id, at=letter.ordered_at, message=letter.letter)
    return Fault(f"the bytes of a {kind} were changed: {digest}")


def _lost(told: Account, there: Mapping[str, str]) -> Iterator[Unaccounted]:
    """Yield the bytes that only the register names, and that are not there."""
    kept = {digest: kind for digest, (kind, _) in told.contents.items()} | {one.digest: SEAL for one in told.seals}
    for digest, kind in kept.items():
        if digest not in there:
            yield Unaccounted(f"the bytes of a {kind} are lost: {digest}")
    for digest, stone in told.gone.items():
        if digest not in there:
            yield Unaccounted(f"that the bytes of a {stone.kind} were disposed of is lost: {digest}")


def _unaccounted(tx: Transaction, told: Account, there: Mapping[str, str]) -> Iterator[Unaccounted]:
    """Yield bytes of which nothing knows, and such as are called what they are not."""
    named: dict[str, set[str]] = {}
    for digest, kind in _named(tx, told):
        named.setdefault(digest, set()).add(kind)
    events = {*tx.run(_payloads.where(ledger.c.case_id != REGISTER)).scalars().all()}
    entries = {*tx.run(_payloads.where(ledger.c.case_id == REGISTER)).scalars().all()}
    for digest, kind in there.items():
        if digest in (events if kind == "event" else entries if kind == KIND else ()) or kind in named.get(digest, ()):
            continue
        if digest in named or digest in events or digest in entries:
            yield Unaccounted(f"what some bytes are called, a {kind}, was changed: {digest}")
        else:
            yield Unaccounted(f"bytes that nobody knows of were put in, called a {kind}: {digest}")
    for digest in tx.run(_wrong_sizes).scalars():
        if intact(contents.get(tx, digest), digest):
            yield Unaccounted(f"how long some bytes are said to be was changed: {digest}")


def _named(tx: Transaction, told: Account) -> Iterator[tuple[str, str]]:
    """Yield the digest of all bytes that should be there, or were, and what they are; but for those that an entry is."""
    yield from ((str(one.came[account.CAME.index("digest")]), "mail") for one in told.mails.values())
    yield from ((digest, "letter") for _, digest in told.letters.values())
    yield from ((digest, "letter") for digest in tx.run(_found_digests).scalars())
    yield from ((digest, kind) for digest, (kind, _) in told.contents.items())
    yield from ((one.digest, SEAL) for one in told.seals)
    yield from ((digest, stone.kind) for digest, stone in told.gone.items())
