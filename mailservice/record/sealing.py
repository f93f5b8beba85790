"""What a seal says of the record, and the entries that go with it. Start at `seal`; `kept` gives every seal that was made.

A seal's JSON lies in `contents` under its digest, which the register names.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from pydantic_core import from_json
from sqlalchemy import bindparam, func, select

from mailservice.errors import RecordBroken
from mailservice.mail import seals
from mailservice.mail.seals import Row, Seal
from mailservice.record import chain, contents, partnerships, register
from mailservice.record.chain import Entry, stamp
from mailservice.record.database import Transaction
from mailservice.record.given_up import given_up
from mailservice.record.register import REGISTER, SEAL, ContentsLetGo, MailSettled, Sealed
from mailservice.record.tables import OF_ENTRY, cases, ledger, letters, mails
from mailservice.record.tables import chains as every_chain
from mailservice.record.tables import contents as payloads

LACKING = "a seal is lost from the record, or was changed in it"

_ends = select(every_chain.c.case_id, every_chain.c.length, every_chain.c.head).where(
    every_chain.c.partnership_id == bindparam("partnership")
)
_noted = (
    select(payloads.c.data)
    .join_from(
        ledger,
        payloads,
        OF_ENTRY,
    )
    .where(
        ledger.c.partnership_id == bindparam("partnership"),
        ledger.c.case_id == REGISTER,
    )
    .order_by(ledger.c.number)
)
_sealed = _noted.where(ledger.c.kind == Sealed.__name__)
_last = _sealed.order_by(None).order_by(ledger.c.number.desc()).limit(1)
_made = select(func.count()).where(
    ledger.c.partnership_id == bindparam("partnership"),
    ledger.c.case_id == REGISTER,
    ledger.c.kind == Sealed.__name__,
)
_turns = (
    select(ledger.c.kind)
    .where(
        ledger.c.partnership_id == bindparam("partnership"),
        ledger.c.case_id == REGISTER,
        ledger.c.kind.in_((Sealed.__name__, ContentsLetGo.__name__)),
    )
    .order_by(ledger.c.number.desc())
    .limit(1)
)
_settled = _noted.where(ledger.c.kind == MailSettled.__name__)
_at = select(ledger.c.number, ledger.c.hash).where(
    ledger.c.partnership_id == bindparam("partnership"),
    ledger.c.case_id == bindparam("case"),
    ledger.c.number.in_(bindparam("numbers", expanding=True)),
)
_rows = (
    select(ledger, payloads.c.data)
    .join_from(
        ledger,
        payloads,
        OF_ENTRY,
        isouter=True,
    )
    .where(
        ledger.c.partnership_id == bindparam("partnership"),
        ledger.c.case_id == bindparam("case"),
        ledger.c.number.between(bindparam("first"), bindparam("last")),
    )
    .order_by(ledger.c.number)
)


def kept(tx: Transaction) -> list[Seal]:
    """Return every seal that was made and is as it was, the oldest first: what became of the others is for `verify` to tell."""
    return [one for data in tx.run(_sealed, {}).scalars() if (one := _whole(tx, _named(data))) is not None]


def lacks(tx: Transaction) -> bool:
    """Tell whether a seal that was made is lost from the record, or was changed in it."""
    return len(kept(tx)) != int(tx.run(_made, {}).scalar_one())


def last(tx: Transaction) -> Seal | None:
    """Return the newest seal that is as it was; None before the first."""
    newest = _whole(tx, _named(tx.run(_last, {}).scalar_one_or_none()))
    return newest or next(reversed(kept(tx)), None)


def _named(data: bytes | None) -> str:
    """Return the digest of the seal that an entry of the register tells of; empty where that cannot be read any more."""
    try:
        return str(from_json(data or b"")["event"]["digest"])
    except (ValueError, TypeError, KeyError):
        return ""


def _whole(tx: Transaction, digest: str) -> Seal | None:
    data = contents.whole(tx, digest)
    try:
        return seals.load(data) if data is not None else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def let_go_since(tx: Transaction) -> bool:
    """Tell whether something was disposed of since the newest seal, or where there is none, ever."""
    return tx.run(_turns, {}).scalar_one_or_none() == ContentsLetGo.__name__


def before(tx: Transaction, seal: Seal) -> Seal | None:
    """Return the seal that one goes on from; None for the first, and where that one is lost or was changed."""
    return _whole(tx, seal.previous) if seal.previous else None


def seal(tx: Transaction, at: datetime) -> Seal:
    """Seal the record as it stands: what grew since the seal before, and one digest over all.

    RecordBroken where an earlier seal is not as it was: none goes on from that.
    """
    before = kept(tx)
    if lacks(tx):
        raise RecordBroken(f"{LACKING}: no other is made until that is put right")
    known = {case: end for one in before for case, (_, end, _) in one.chains.items()}
    ends = {row.case_id: (row.length, row.head) for row in tx.run(_ends, {})}
    grown = {
        case: (known.get(case, 0) + 1, length, head)
        for case, (length, head) in ends.items()
        if length > known.get(case, 0)
    }
    previous = before[-1].digest if before else ""
    whose = (tx.name, partnerships.get(tx).identity, len(before) + 1, stamp(at), previous)
    made = Seal(*whose, seals.over_all(ends), _counts(tx), grown)
    note(tx, made)
    return made


def note(tx: Transaction, made: Seal) -> None:
    """Keep a seal, and that it was made: at its own time, so that whoever has the seal can write the same entry again."""
    contents.keep(tx, made.dump(), SEAL)
    at = datetime.fromisoformat(made.at)
    sealed = register.pack(Sealed(made.number, made.digest, made.over_all))
    chain.extend(tx, REGISTER, [Entry(at, Sealed.__name__, contents.keep(tx, sealed, register.KIND))], at)


def differences(tx: Transaction) -> Iterator[tuple[str, int, int, datetime]]:
    """Yield how the chains are not as the seals say: a sentence, the chain, its entry, and when the seal was made.

    One that does not go on from the one before it is told too.
    """
    made, before = kept(tx), None
    ends: dict[int, dict[int, tuple[str, Seal]]] = {}
    for one in made:
        follows = one.number == (before.number if before else 0) + 1
        if follows and one.previous != (before.digest if before else ""):
            sentence = f"seal {one.number} does not go on from the one before it"
            yield sentence, REGISTER, one.number, datetime.fromisoformat(one.at)
        before = one
        for case, (_, number, head) in one.chains.items():
            ends.setdefault(case, {})[number] = (head, one)
    lost = given_up(tx)
    for case, given in lost.items():
        # A record is made again up to a seal, and what no seal told of it cannot miss: whoever gives that up hides it.
        if given.last > _told_before(made, case, given.entry):
            yield "it was given up as lost, and no seal before that tells of it", case, given.last, given.at
    for case, every in ends.items():
        loss = lost[case].of if case in lost else None
        wanted = {number: one for number, one in every.items() if loss is None or number >= loss.before}
        there = {row.number: row.hash for row in tx.run(_at, {"case": case, "numbers": [*wanted]})}
        there |= {loss.before: loss.head} if loss else {}
        # The first that differs tells when all before was whole.
        for number, (head, one) in sorted(wanted.items()):
            if there.get(number) != head:
                what = "is not the one" if number in there else "is lost: it was the last"
                yield f"the entry {what} that seal {one.number} tells of", case, number, datetime.fromisoformat(one.at)
                break


def _told_before(made: Iterable[Seal], case: int, entry: int) -> int:
    """Return the last entry of a case of which the seals tell that were made before an entry of the register."""
    before = (one for one in made if one.chains.get(REGISTER, (0, 0, ""))[1] < entry)
    return max((one.chains[case][1] for one in before if case in one.chains), default=0)


def rows(tx: Transaction, case: int, first: int, last: int) -> Iterator[Row]:
    """Yield the entries of a chain from one number to another, each with its payload where that is there."""
    for row in tx.run(_rows, {"case": case, "first": first, "last": last}):
        times = (stamp(row.at), stamp(row.recorded_at))
        content = None if row.data is None else row.data.decode("ascii")
        yield Row(row.number, *times, row.kind, row.payload, row.previous, row.hash, content)


def ever_in(tx: Transaction, folder: str) -> set[int]:
    """Return the mails that were ever filed in a folder, wherever they lie by now."""
    settled = (from_json(data)["event"] for data in tx.run(_settled, {}).scalars())
    return {one["mail"] for one in settled if one["folder"] == folder}


def _counts(tx: Transaction) -> dict[str, int]:
    tables = {"cases": cases, "emails": mails, "letters": letters, "entries": ledger}
    counted = {}
    for name, table in tables.items():
        wanted = select(func.count()).select_from(table).where(table.c.partnership_id == bindparam("partnership"))
        counted[name] = int(tx.run(wanted, {}).scalar_one())
    return counted
