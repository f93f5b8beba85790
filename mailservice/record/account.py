"""What the register adds up to: how every row must stand that no event of a case tells of. Start at `account`.

`differences` holds the tables to it, column by column; where a row is not as it was written the register's entry says since when
it should be so.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from pydantic_core import from_json
from sqlalchemy import Row, bindparam, or_, select

from mailservice.record import partnerships, register
from mailservice.record.database import Transaction
from mailservice.record.register import (
    REGISTER,
    BytesExchanged,
    BytesLost,
    CaseGivenUp,
    ContentsKept,
    ContentsLetGo,
    Counted,
    FoundLetGo,
    LetterFound,
    LetterRendered,
    MailboxRenamed,
    MailKept,
    MailRenumbered,
    MailSettled,
    MessagesJoined,
    MessagesParted,
    Noted,
    PartnershipNoted,
    RegisterBegun,
    Sealed,
)
from mailservice.record.stamped import read, stamped
from mailservice.record.tables import OF_ENTRY, contents, counters, found, ledger, letters, mails, threads

_entries = (
    select(stamped(ledger.c.recorded_at).label("recorded_at"), ledger.c.kind, contents.c.data)
    .join_from(ledger, contents, OF_ENTRY)
    .where(ledger.c.partnership_id == bindparam("partnership"), ledger.c.case_id == REGISTER)
    .order_by(ledger.c.number)
)
_mails = select(
    mails.c.id,
    mails.c.mailbox,
    mails.c.uidvalidity,
    mails.c.uid,
    stamped(mails.c.internal_date).label("internal_date"),
    stamped(mails.c.collected_at).label("collected_at"),
    mails.c.digest,
    mails.c.message_id,
    mails.c.outcome,
    mails.c.case_id,
    mails.c.folder,
    stamped(mails.c.settled_at).label("settled_at"),
).where(mails.c.partnership_id == bindparam("partnership"))
_letters = select(letters.c.letter, letters.c.case_id, letters.c.message_id, letters.c.rendered).where(
    letters.c.partnership_id == bindparam("partnership"), letters.c.rendered != ""
)
_counters = select(counters.c.name, counters.c.last).where(counters.c.partnership_id == bindparam("partnership"))
_found = select(found).where(found.c.partnership_id == bindparam("partnership"))
_tombstones = select(
    contents.c.digest,
    contents.c.kind,
    contents.c.size,
    contents.c.data.is_(None).label("is_gone"),
    contents.c.disposed_at,
    contents.c.disposed_by,
    contents.c.disposed_why,
).where(
    contents.c.partnership_id == bindparam("partnership"),
    or_(
        contents.c.data.is_(None),
        contents.c.disposed_at.is_not(None),
        contents.c.disposed_by != "",
        contents.c.disposed_why != "",
    ),
)
_threads = select(threads.c.case_id, threads.c.message_id).where(threads.c.partnership_id == bindparam("partnership"))

# The columns of a mail that an entry of its coming holds, and those that one of its settling does.
CAME = ("mailbox", "uidvalidity", "uid", "internal_date", "collected_at", "digest", "message_id")
BECAME = ("outcome", "case_id", "folder", "settled_at")
_WORDS = {
    "mailbox": "its place in the mailbox",
    "uidvalidity": "its place in the mailbox",
    "uid": "its place in the mailbox",
    "internal_date": "when it came",
    "collected_at": "when it was collected",
    "digest": "which bytes it is",
    "message_id": "its Message-ID",
    "outcome": "what became of it",
    "case_id": "which case it is on",
    "folder": "where it is filed",
    "settled_at": "when it was decided",
}


@dataclass
class MailAccount:
    """How the row of a mail must stand, in the order of `CAME` and `BECAME`, and since when, as it is stamped."""

    came: tuple[object, ...]
    became: tuple[object, ...]
    since: str


class Gone(NamedTuple):
    """A tombstone as it must stand."""

    kind: str
    size: int
    at: str
    by: str
    why: str


@dataclass
class Account:
    """What the register adds up to."""

    mails: dict[int, MailAccount] = field(default_factory=dict)
    letters: dict[str, tuple[str, str]] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    contents: dict[str, tuple[str, int]] = field(default_factory=dict)
    gone: dict[str, Gone] = field(default_factory=dict)
    messages: dict[int, set[str]] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    partnership: PartnershipNoted | None = None
    seals: list[Sealed] = field(default_factory=list)
    # What was lost when the record was made again: of cases, and of those letters that nothing else tells of.
    given_up: dict[int, CaseGivenUp] = field(default_factory=dict)
    lost_letters: dict[str, tuple[str, str]] = field(default_factory=dict)
    lost_bytes: set[str] = field(default_factory=set)
    nameless: set[int] = field(default_factory=set)


class Difference(NamedTuple):
    """Something that a table says and the register does not, or the other way round: of which case, and since when it was so."""

    sentence: str
    case: int | None = None
    at: datetime | None = None


def account(tx: Transaction) -> Account:
    """Add the register up; its chain is to be verified beside this. KeyError, ValueError, TypeError for what nobody wrote."""
    whole = Account()
    for row in tx.run(_entries, {}):
        add(whole, row.kind, row.data, row.recorded_at)
    return whole


def add(whole: Account, kind: str, payload: bytes, recorded_at: str) -> None:
    """Add one entry; errors as `account`."""
    noted = register.unpack(kind, from_json(payload)["event"])
    _ADDED[type(noted)](whole, noted, recorded_at)


def differences(tx: Transaction, whole: Account) -> Iterator[Difference]:
    """Yield whatever of the tables is not as the register has it."""
    yield from _of_mails(tx, whole)
    yield from _of_letters(tx, whole)
    yield from _of_counters(tx, whole)
    yield from _of_tombstones(tx, whole)
    yield from _of_found(tx, whole)
    yield from _of_the_partnership(tx, whole)


def _of_mails(tx: Transaction, whole: Account) -> Iterator[Difference]:
    seen = set()
    for row in tx.run(_mails, {}):
        seen.add(row.id)
        should = whole.mails.get(row.id)
        if should is None:
            yield Difference(
                f"the register does not know mail {row.id}: it was put in", row.case_id, read(row.internal_date)
            )
            continue
        lost = row.id in whole.nameless or should.came[CAME.index("digest")] in whole.gone
        gone = lost and not row.message_id  # its Message-ID went with it
        changed = [name for name, same in _compared(row, should) if not same and not (gone and name == "message_id")]
        for what in dict.fromkeys(_WORDS[name] for name in changed):
            yield Difference(f"mail {row.id}: {what} was changed", _on(should), read(should.since))
    for mail in whole.mails.keys() - seen:
        should = whole.mails[mail]
        sentence = f"when mail {mail} arrived, and what became of it, is lost"
        yield Difference(sentence, _on(should), read(should.since))


def _compared(row: Row[*tuple[Any, ...]], should: MailAccount) -> Iterator[tuple[str, bool]]:
    times = (row.internal_date or "", row.collected_at or "")
    came = (row.mailbox, row.uidvalidity, row.uid, *times, row.digest, register.message(row.message_id))
    became = (row.outcome or "", row.case_id or 0, row.folder, row.settled_at or "")
    yield from ((name, was == is_) for name, was, is_ in zip(CAME, should.came, came, strict=True))
    yield from ((name, was == is_) for name, was, is_ in zip(BECAME, should.became, became, strict=True))


def _on(one: MailAccount) -> int | None:
    case = one.became[BECAME.index("case_id")]
    return case if isinstance(case, int) and case else None


def _of_letters(tx: Transaction, whole: Account) -> Iterator[Difference]:
    """Compare which bytes each letter is: what a case shows of it beside that is compared with its history."""
    there = {row.letter: row for row in tx.run(_letters, {})}
    for letter, row in there.items():
        if whole.letters.get(letter) != (row.message_id, row.rendered):
            yield Difference(f"which bytes letter {letter} is, or its Message-ID, was changed", row.case_id)
    for letter, (_, digest) in whole.letters.items():
        if letter not in there and digest not in whole.gone:
            yield Difference(f"that letter {letter} was written, and which bytes it is, is lost")


def _of_counters(tx: Transaction, whole: Account) -> Iterator[Difference]:
    there = {row.name: row.last for row in tx.run(_counters, {})}
    for name in sorted(there.keys() | whole.counters.keys()):
        if there.get(name) != whole.counters.get(name):
            of = "of cases" if name == "case" else f"of references in {name}"
            yield Difference(f"the last number given out {of} is {whole.counters.get(name)}: it was changed")


def _of_tombstones(tx: Transaction, whole: Account) -> Iterator[Difference]:
    for row in tx.run(_tombstones, {}):
        stone = Gone(row.kind, row.size, register.moment(row.disposed_at), row.disposed_by, row.disposed_why)
        if not row.is_gone:
            yield Difference(f"the bytes of a {row.kind} are there, and are said to be gone: {row.digest}")
        elif row.disposed_at is not None and whole.gone.get(row.digest) != stone:
            known = row.digest in whole.gone
            what = "what is said of their disposal was changed" if known else "they went without a disposal"
            yield Difference(f"the bytes of a {row.kind} are gone, and {what}: {row.digest}")


def _of_found(tx: Transaction, whole: Account) -> Iterator[Difference]:
    there = {register.message(row.message_id): register.row(row[1:]) for row in tx.run(_found, {})}
    changed = sum(there.get(one) != whole.found.get(one) for one in there.keys() | whole.found.keys())
    if changed:
        yield Difference(f"{changed} of what was taken over from the mailbox, when the record was adopted, was changed")


def _of_the_partnership(tx: Transaction, whole: Account) -> Iterator[Difference]:
    now, should = partnerships.whose(tx), whole.partnership
    if partnerships.get(tx).name != tx.name:
        yield Difference("whose record it is was changed: its name")
    if should is not None and now != should:
        names = {
            "identity": "its identity",
            "mailbox": "of which mailbox it is",
            "signing_key": "which key signs for it",
            "started": "when it was begun",
            "waits_for": "whether it waits for a person",
        }
        changed = [said for name, said in names.items() if getattr(now, name) != getattr(should, name)]
        yield Difference(f"whose record it is was changed: {', '.join(changed)}")


def joined(tx: Transaction, whole: Account, known: Mapping[int, set[str] | None]) -> Iterator[Difference]:
    """Yield what is wrong with the Message-IDs that belong to cases; `known` are those that the cases' histories name.

    None: some of the history was let go, and nobody knows any more what it named.
    """
    there: dict[int, set[str]] = {}
    for row in tx.run(_threads, {}):
        there.setdefault(row.case_id, set()).add(register.message(row.message_id))
    for case in sorted(there.keys() | whole.messages.keys()):
        noted, named = whole.messages.get(case, set()), known.get(case, set())
        if named is not None and there.get(case, set()) - noted - named:
            yield Difference("a Message-ID was put to the case, by which a mail would come onto it", case)
        if noted - there.get(case, set()):
            yield Difference("a Message-ID of the case is lost, by which a mail would come onto it", case)


# One for each kind of entry: how it adds to the account.


def _begun(_whole: Account, _: RegisterBegun, _at: str) -> None:
    """Add nothing: what stands below it counts like what came later."""


def _mail_kept(whole: Account, one: MailKept, at: str) -> None:
    came = (one.mailbox, one.uidvalidity, one.uid, one.came, one.collected, one.digest, one.message)
    whole.mails[one.mail] = MailAccount(came, ("", 0, "", ""), at)


def _mail_renumbered(whole: Account, one: MailRenumbered, _: str) -> None:
    mail = whole.mails[one.mail]
    mail.came = (one.mailbox, one.uidvalidity, one.uid, *mail.came[3:])


def _mailbox_renamed(whole: Account, one: MailboxRenamed, _: str) -> None:
    for mail in whole.mails.values():
        if mail.came[0] == one.before:
            mail.came = (one.after, *mail.came[1:])


def _mail_settled(whole: Account, one: MailSettled, at: str) -> None:
    mail = whole.mails[one.mail]
    mail.became, mail.since = (one.outcome, one.case, one.folder, one.settled), at


def _messages_joined(whole: Account, one: MessagesJoined, _: str) -> None:
    whole.messages.setdefault(one.case, set()).update(one.messages)


def _letter_rendered(whole: Account, one: LetterRendered, _: str) -> None:
    whole.letters[one.letter] = (one.message_id, one.digest)
    if not one.digest:
        del whole.letters[one.letter]


def _counted(whole: Account, one: Counted, _: str) -> None:
    whole.counters[one.name] = one.last


def _contents_kept(whole: Account, one: ContentsKept, _: str) -> None:
    whole.contents[one.digest] = (one.kind, one.size)


def _contents_let_go(whole: Account, one: ContentsLetGo, _: str) -> None:
    whole.gone.update({digest: Gone(kind, size, one.at, one.by, one.why) for digest, kind, size in one.gone})


def _partnership_noted(whole: Account, one: PartnershipNoted, _: str) -> None:
    whole.partnership = one


def _letter_found(whole: Account, one: LetterFound, _: str) -> None:
    whole.found[one.message] = one.row


def _found_let_go(whole: Account, one: FoundLetGo, _: str) -> None:
    for message in one.messages:
        whole.found.pop(message, None)


def _messages_parted(whole: Account, one: MessagesParted, _: str) -> None:
    whole.messages.get(one.case, set()).difference_update(one.messages)


def _bytes_exchanged(whole: Account, one: BytesExchanged, _: str) -> None:
    after, digest = dict(one.pairs), CAME.index("digest")
    for mail in whole.mails.values():
        now = after.get(str(mail.came[digest]), mail.came[digest])
        mail.came = (*mail.came[:digest], now, *mail.came[digest + 1 :])
    for letter, (message_id, before) in whole.letters.items():
        whole.letters[letter] = (message_id, after.get(before, before))


def _given_up(whole: Account, one: CaseGivenUp, _: str) -> None:
    whole.given_up[one.case] = one
    whole.lost_letters |= {letter: whole.letters.pop(letter) for letter in one.letters if letter in whole.letters}


def _bytes_lost(whole: Account, one: BytesLost, _: str) -> None:
    whole.lost_bytes.update(one.digests)
    whole.nameless.update(one.nameless)


def _sealed(whole: Account, one: Sealed, _: str) -> None:
    whole.seals.append(one)


_ADDED: Mapping[type[Noted], Callable[[Account, Any, str], None]] = {
    RegisterBegun: _begun,
    MailKept: _mail_kept,
    MailRenumbered: _mail_renumbered,
    MailboxRenamed: _mailbox_renamed,
    MailSettled: _mail_settled,
    MessagesJoined: _messages_joined,
    LetterRendered: _letter_rendered,
    Counted: _counted,
    ContentsKept: _contents_kept,
    ContentsLetGo: _contents_let_go,
    PartnershipNoted: _partnership_noted,
    LetterFound: _letter_found,
    FoundLetGo: _found_let_go,
    MessagesParted: _messages_parted,
    BytesExchanged: _bytes_exchanged,
    CaseGivenUp: _given_up,
    BytesLost: _bytes_lost,
    Sealed: _sealed,
}
