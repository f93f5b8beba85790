"""A record made again from what was left of it elsewhere: its chains as they were, and by them every table.

Start at `lay_chains`, then `lay_rows` once the bytes are there. Nothing is decided and nothing worked out anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from pydantic_core import from_json
from sqlalchemy import bindparam, delete, insert, select, text, update

from mailservice.cases.history.events import CaseOpened, HistoryLost, LetterOrdered, kind_of
from mailservice.mail.parse import message_ids
from mailservice.mail.seals import Row, Seal
from mailservice.record import account, chain, contents, ledger, register, sealing, verify
from mailservice.record.account import Account, MailAccount
from mailservice.record.database import Transaction
from mailservice.record.keys import message_key
from mailservice.record.projections import SHOWN
from mailservice.record.register import (
    REGISTER,
    SEAL,
    BytesExchanged,
    BytesLost,
    CaseGivenUp,
    FoundLetGo,
    LetterRendered,
    MessagesParted,
)
from mailservice.record.tables import chains, counters, letters, mails, partnerships, threads
from mailservice.record.tables import contents as kept
from mailservice.record.tables import ledger as every_entry

_letters = select(letters.c.letter, letters.c.case_id, letters.c.sent_at).where(
    letters.c.partnership_id == bindparam("partnership")
)
_rendered = (
    update(letters)
    .where(letters.c.partnership_id == bindparam("partnership"), letters.c.letter == bindparam("which"))
    .values(message_id=bindparam("named"), rendered=bindparam("digest"), filed_at=bindparam("filed"))
)
_joined = select(threads.c.case_id, threads.c.message_id).where(threads.c.partnership_id == bindparam("partnership"))
_whose = update(partnerships).where(partnerships.c.id == bindparam("partnership"))
_bytes = select(kept.c.digest, kept.c.kind, kept.c.data).where(
    kept.c.partnership_id == bindparam("partnership"), kept.c.kind.in_(("mail", "letter")), kept.c.data.is_not(None)
)
_named_mails = select(mails.c.message_id).where(mails.c.partnership_id == bindparam("partnership"))
_named_threads = select(threads.c.message_id).where(threads.c.partnership_id == bindparam("partnership"))
_filed_mails = select(mails.c.digest).where(
    mails.c.partnership_id == bindparam("partnership"), mails.c.filed_at.is_not(None)
)
_filed_letters = select(letters.c.rendered).where(
    letters.c.partnership_id == bindparam("partnership"), letters.c.filed_at.is_not(None)
)
# What was tried, as it stood and as it is put back.
_TRIED = (
    (
        select(mails.c.id.label("which"), mails.c.attempts.label("tried"), mails.c.why.label("said")).where(
            mails.c.partnership_id == bindparam("partnership")
        ),
        update(mails)
        .where(mails.c.partnership_id == bindparam("partnership"), mails.c.id == bindparam("which"))
        .values(attempts=bindparam("tried"), why=bindparam("said")),
    ),
    (
        select(
            letters.c.letter.label("which"),
            letters.c.tries.label("tried"),
            letters.c.why.label("said"),
            letters.c.not_before.label("until"),
        ).where(letters.c.partnership_id == bindparam("partnership"), letters.c.tries > 0),
        update(letters)
        .where(letters.c.partnership_id == bindparam("partnership"), letters.c.letter == bindparam("which"))
        .values(tries=bindparam("tried"), why=bindparam("said"), not_before=bindparam("until")),
    ),
)
# PostgreSQL counts on from where it stood, unless it is told.
_COUNT_ON = text("SELECT setval(pg_get_serial_sequence('mails', 'id'), (SELECT max(id) FROM mails))")
_CHUNK = 1000

Each = TypeVar("Each")


@dataclass
class Bytes:
    """What was found of the mails and letters that the record names.

    `there` are the digests found; `exchanged` those for which other bytes of the same Message-ID stand, which a mail server may
    have built anew. `filed` lie in a folder of the service's, `in_inbox` in the INBOX; `names` are the Message-IDs that were
    seen, by their hashes.
    """

    there: set[str] = field(default_factory=set)
    exchanged: dict[str, str] = field(default_factory=dict)
    filed: set[str] = field(default_factory=set)
    in_inbox: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)

    def see(self, raw: bytes) -> None:
        """Keep the Message-IDs that a message names."""
        self.names |= {register.message(one): message_key(one) for one in message_ids(raw)}


@dataclass(frozen=True)
class Wanted:
    """What is to be looked for in the mailbox: digests by the hash of the Message-ID, and what each is, a mail or a letter."""

    by_name: Mapping[str, Sequence[str]]
    kinds: Mapping[str, str]


@dataclass(frozen=True)
class Lacking:
    """What could not be made again: mails and letters, by their ids, whose bytes are lost, and what joined cases, by hashes."""

    mails: tuple[int, ...] = ()
    letters: tuple[str, ...] = ()
    unjoined: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @property
    def messages(self) -> int:
        """How many Message-IDs are known by their hashes alone."""
        return sum(len(some) for _, some in self.unjoined)


def lay_chains(
    tx: Transaction,
    entries: Mapping[int, Sequence[Row]],
    seals: Sequence[Seal],
    data: Mapping[str, bytes],
    references: Mapping[int, str],
) -> Account:
    """Lay every entry as it was, with the seals that tell of them; return what the register adds up to.

    `data` are the payloads, and whatever else was handed over, by their digests: what was let go or given up stays so, whoever
    kept a copy. A case of which something is lost is given up, under the reference that it has in `references`.
    """
    ends = {case: (last, head) for one in seals for case, (_, last, head) in one.chains.items()}
    _lay_chain(tx, REGISTER, ends[REGISTER], entries.get(REGISTER, ()), data)
    for one in seals[:-1]:
        contents.keep(tx, one.dump(), SEAL)
    sealing.note(tx, seals[-1])
    told = account.account(tx)
    entries = {case: _not_given_up(told, case, rows) for case, rows in entries.items() if case != REGISTER}
    emptied = {row.payload for case, rows in entries.items() for row in rows if row.number in _emptied(told, case)}
    data = {digest: each for digest, each in data.items() if digest not in told.gone and digest not in emptied}
    for case, rows in entries.items():
        _lay_chain(tx, case, ends[case], rows, data)
    for digest, (kind, _) in told.contents.items():
        if digest in data:
            contents.keep(tx, data[digest], kind)
    stones = [
        {
            "partnership_id": tx.partnership,
            "digest": digest,
            "kind": stone.kind,
            "size": stone.size,
            "disposed_at": datetime.fromisoformat(stone.at),
            "disposed_by": stone.by,
            "disposed_why": stone.why,
        }
        for digest, stone in told.gone.items()
    ]
    for several in _chunks(stones):
        tx.run(insert(kept), several)
    lost = [*_losses(told, entries, ends, data)]
    for loss in lost:
        _give_up(tx, loss, told, references, _opened_under(loss.case, told, entries, data))
    return account.account(tx) if lost else told


def _not_given_up(told: Account, case: int, rows: Sequence[Row]) -> Sequence[Row]:
    loss = told.given_up.get(case)
    return [row for row in rows if row.number > loss.before] if loss else rows


def _emptied(told: Account, case: int) -> Sequence[int]:
    return told.given_up[case].emptied if case in told.given_up else ()


def _losses(
    told: Account,
    entries: Mapping[int, Sequence[Row]],
    ends: Mapping[int, tuple[int, str]],
    data: Mapping[str, bytes],
) -> Iterator[CaseGivenUp]:
    """Yield what is lost of each case, but for what was given up before."""
    for case, rows in entries.items():
        before, head = (rows[0].number - 1, rows[0].previous) if rows else ends[case]
        emptied = [row.number for row in rows if row.payload not in data and row.payload not in told.gone]
        known = told.given_up.get(case)
        if before > (known.before if known else 0) or {*emptied} - {*_emptied(told, case)}:
            letters_of = [*(known.letters if known else ()), *_letters_of(told, case, entries, data)]
            yield CaseGivenUp(case, before, head, tuple(emptied), tuple(letters_of))


def _letters_of(told: Account, case: int, entries: Mapping[int, Sequence[Row]], data: Mapping[str, bytes]) -> list[str]:
    """Return the letters of a case of which the register tells: what is left of its own entries adds up to none."""
    ordered = {
        from_json(data[row.payload])["event"]["letter"]
        for other, rows in entries.items()
        for row in rows
        if other != case and row.kind == LetterOrdered.__name__ and row.payload in data
    }
    mine = told.messages.get(case, set())
    return [
        letter
        for letter, (message_id, digest) in sorted(told.letters.items())
        if letter not in ordered and digest not in told.gone and register.message(message_id) in mine
    ]


def _give_up(
    tx: Transaction, lost: CaseGivenUp, told: Account, references: Mapping[int, str], policy: tuple[str, str]
) -> None:
    """Say once and for ever what of a case is lost, in the register, and in the case itself that it is over with it."""
    came = [
        _moment(one.came[account.CAME.index("internal_date")]) for one in told.mails.values() if _on(one) == lost.case
    ]
    opened_at = min((one for one in came if one), default=tx.at)
    reference = references[lost.case]
    event = HistoryLost(
        tx.at, reference, opened_at, tx.name, *policy, lost.before + len(lost.emptied), len(lost.letters)
    )
    register.note(tx, lost)
    payload = contents.keep(tx, ledger.pack(event), "event")
    chain.extend(tx, lost.case, [chain.Entry(event.at, kind_of(event), payload)], tx.at)


def _opened_under(
    case: int, told: Account, entries: Mapping[int, Sequence[Row]], data: Mapping[str, bytes]
) -> tuple[str, str]:
    """Return the digests of a case's policy and its overlay: by its opening, by the newest of another, by what was kept last."""
    every = sorted((row for rows in entries.values() for row in rows), key=lambda row: row.at)
    for rows in (entries[case], every):
        for row in reversed(rows):
            if row.kind == CaseOpened.__name__ and row.payload in data:
                opened = from_json(data[row.payload])["event"]
                return opened["policy_digest"], opened.get("overlay_digest", "")
    policies, overlays = (
        ["", *(digest for digest, (kind, _) in told.contents.items() if kind == wanted)]
        for wanted in ("policy", "overlay")
    )
    return policies[-1], overlays[-1]


def _on(one: MailAccount) -> object:
    return one.became[account.BECAME.index("case_id")]


def _lay_chain(
    tx: Transaction, case: int, end: tuple[int, str], rows: Sequence[Row], data: Mapping[str, bytes]
) -> None:
    kind = register.KIND if case == REGISTER else "event"
    for some in _chunks(rows):
        tx.run(insert(every_entry), [_entry(tx, case, row) for row in some])
        contents.keep_all(tx, [data[row.payload] for row in some if row.payload in data], kind)
    length, head = end
    tx.run(insert(chains), [{"partnership_id": tx.partnership, "case_id": case, "length": length, "head": head}])


def wanted(told: Account) -> Wanted:
    """Return which bytes of mails and letters are to be looked for."""
    by_name: dict[str, list[str]] = {}
    kinds: dict[str, str] = {}
    for name, digest, kind in _named(told):
        if digest and digest not in told.gone:
            by_name.setdefault(name, []).append(digest)
            kinds[digest] = kind
    return Wanted({name: [*dict.fromkeys(some)] for name, some in by_name.items()}, kinds)


def lay_rows(tx: Transaction, told: Account, found: Bytes) -> Lacking:
    """Make every table again, by the chains and what was found of the bytes; return what could not be."""
    lacking = _lay(tx, told, found)
    register.note(tx, *(BytesExchanged(tuple(some)) for some in _chunks(sorted(found.exchanged.items()))))
    nameless = tuple(one for one in lacking.mails if _named_by(told.mails[one]) not in found.names)
    if wordless := sorted(_wordless(told, lacking)):
        register.note(tx, BytesLost(tuple(wordless), nameless))
    register.note(tx, *(MessagesParted(case, some) for case, some in lacking.unjoined))
    if told.found:  # adopting looks for it anew
        register.note(tx, FoundLetGo(tuple(sorted(told.found))))
    return lacking


def _wordless(told: Account, lacking: Lacking) -> set[str]:
    """Return the digests of what lies nowhere, but for what was said to be lost before."""
    of_mails = {_digest(told.mails[one]) for one in lacking.mails}
    return (of_mails | {told.letters[one][1] for one in lacking.letters}) - told.lost_bytes


def lay_anew(tx: Transaction) -> None:
    """Make every table again by the record's own chains and bytes, as they stand: those have to be as they were written.

    How often something was tried, and what is said of that, stays: nothing is sent a second time by it.
    """
    told, found = account.account(tx), _here(tx)
    tried = [(again, [row._asdict() for row in tx.run(before, {})]) for before, again in _TRIED]
    for table in (mails, counters, *SHOWN):
        tx.run(delete(table).where(table.c.partnership_id == bindparam("partnership")))
    # A row that was given to another partnership is ours all the same: an id is nobody else's.
    for ids in _chunks(sorted(told.mails)):
        tx.run(delete(mails).where(mails.c.id.in_(ids)))
    _lay(tx, told, found)
    for again, rows in tried:
        for some in _chunks([{"partnership": tx.partnership, **row} for row in rows]):
            tx.run(again, some)


def _here(tx: Transaction) -> Bytes:
    """Return the bytes that the record itself holds."""
    found = Bytes()
    for row in tx.run(_bytes, {}):
        found.there.add(row.digest)
        if row.kind == "mail":
            found.see(row.data)
    # A name counts by its hash alone, wherever it stands: one that was changed is none of those looked for.
    named = (*tx.run(_named_mails, {}).scalars(), *tx.run(_named_threads, {}).scalars())
    found.names |= {register.message(one): one for one in named if one}
    found.filed = {*tx.run(_filed_mails, {}).scalars(), *tx.run(_filed_letters, {}).scalars()}
    found.in_inbox = found.there - found.filed
    return found


def _lay(tx: Transaction, told: Account, found: Bytes) -> Lacking:
    _lay_partnership(tx, told)
    counted = [{"partnership_id": tx.partnership, "name": name, "last": last} for name, last in told.counters.items()]
    for some in _chunks(counted):
        tx.run(insert(counters), some)
    for some in _chunks([_mail(tx, number, one, told, found) for number, one in sorted(told.mails.items())]):
        tx.run(insert(mails), some)
    if told.mails and tx.connection.dialect.name == "postgresql":
        tx.connection.execute(_COUNT_ON)
    verify.rebuild(tx)
    lost_letters = list(_lay_letters(tx, told, found))
    unjoined = _join(tx, told, found)
    lost_mails = (number for number, one in sorted(told.mails.items()) if _is_lost(_digest(one), told, found))
    return Lacking(tuple(lost_mails), tuple(lost_letters), unjoined)


def _named(told: Account) -> Iterator[tuple[str, str, str]]:
    """Yield of each mail and letter the hash of its Message-ID, its digest, and which of the two it is."""
    yield from ((register.message(name), digest, "letter") for name, digest in told.letters.values())
    yield from ((_named_by(one), _digest(one), "mail") for one in told.mails.values())


def _named_by(one: MailAccount) -> str:
    return str(one.came[account.CAME.index("message_id")])


def _digest(one: MailAccount) -> str:
    return str(one.came[account.CAME.index("digest")])


def _is_lost(digest: str, told: Account, found: Bytes) -> bool:
    return digest not in found.there and digest not in found.exchanged and digest not in told.gone


def _entry(tx: Transaction, case: int, row: Row) -> dict[str, Any]:
    times = {"at": datetime.fromisoformat(row.at), "recorded_at": datetime.fromisoformat(row.recorded_at)}
    link = {"kind": row.kind, "payload": row.payload, "previous": row.previous, "hash": row.hash}
    return {"partnership_id": tx.partnership, "case_id": case, "number": row.number, **times, **link}


def _lay_partnership(tx: Transaction, told: Account) -> None:
    ours = told.partnership
    if ours is not None:
        started = datetime.fromisoformat(ours.started) if ours.started else None
        whose = {"identity": ours.identity, "mailbox": ours.mailbox, "signing_key": ours.signing_key}
        tx.run(_whose.values(**whose, started_at=started))


def _mail(tx: Transaction, number: int, one: MailAccount, told: Account, found: Bytes) -> dict[str, Any]:
    came = dict(zip(account.CAME, one.came, strict=True))
    became = dict(zip(account.BECAME, one.became, strict=True))
    digest, settled = _digest(one), _moment(became["settled_at"])
    gone = digest in told.gone
    return {
        **came,
        **became,
        "id": number,
        "partnership_id": tx.partnership,
        "internal_date": _moment(came["internal_date"]),
        "collected_at": _moment(came["collected_at"]),
        "message_id": "" if gone else found.names.get(str(came["message_id"]), ""),
        "digest": found.exchanged.get(digest, digest),
        "outcome": became["outcome"] or None,
        "case_id": became["case_id"] or None,
        "settled_at": settled,
        # What lies in the INBOX is moved out of it; what is lost is nowhere.
        "filed_at": None if digest in found.in_inbox - found.filed else settled,
        "attempts": 0,
        "why": "",
    }


def _moment(said: object) -> datetime | None:
    return datetime.fromisoformat(str(said)) if said else None


def _lay_letters(tx: Transaction, told: Account, found: Bytes) -> Iterator[str]:
    """Say of each letter which bytes it is; yield those that left, and whose are lost. One that did not is written anew."""
    anew, rows = list[LetterRendered](), []
    for row in tx.run(_letters, {}).all():
        message_id, digest = told.letters.get(row.letter, ("", ""))
        if not digest:
            continue
        if _is_lost(digest, told, found):
            if row.sent_at is None:
                anew.append(LetterRendered(row.letter, "", ""))
                continue
            yield row.letter
        filed = row.sent_at if digest in found.filed or _is_lost(digest, told, found) else None
        kept_as = {"named": message_id, "digest": found.exchanged.get(digest, digest), "filed": filed}
        rows.append({"partnership": tx.partnership, "which": row.letter, **kept_as})
    for some in _chunks(rows):
        tx.run(_rendered, some)
    register.note(tx, *anew)


def _join(tx: Transaction, told: Account, found: Bytes) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Put the Message-IDs to the cases that they belong to; return those of each that are known by their hashes alone."""
    of_letters = (*told.letters.values(), *told.lost_letters.values())
    names = {register.message(message_id): message_key(message_id) for message_id, _ in of_letters}
    names |= found.names
    there = {(row.case_id, register.message(row.message_id)) for row in tx.run(_joined, {})}
    wanted = {(case, one) for case, some in told.messages.items() for one in some} - there
    rows = [
        {"partnership_id": tx.partnership, "case_id": case, "message_id": names[one]}
        for case, one in sorted(wanted)
        if one in names
    ]
    for some in _chunks(rows):
        tx.run(insert(threads), some)
    unknown = sorted((case, one) for case, one in wanted if one not in names)
    return tuple((case, tuple(one for _, one in some)) for case, some in groupby(unknown, itemgetter(0)))


def _chunks(rows: Sequence[Each]) -> Iterator[Sequence[Each]]:
    for first in range(0, len(rows), _CHUNK):
        yield rows[first : first + _CHUNK]
