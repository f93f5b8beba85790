"""What a look through the record says, in words for whoever keeps the office: a summary first, then each custodian's findings.

Start at `lines`. A custodian is whoever keeps a copy that the others are held against: the database, the mailbox.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from hashlib import sha256

from mailservice.cases.history.events import ProofGiven
from mailservice.cases.letters import phrases
from mailservice.record import looks, lookup
from mailservice.record.database import Transaction
from mailservice.record.exchanged import exchanged
from mailservice.record.fault import Fault
from mailservice.record.given_up import given_up, wordless
from mailservice.record.inventory import Inventory
from mailservice.record.ledger import BOOK
from mailservice.record.register import REGISTER
from mailservice.service.custody import findings
from mailservice.service.custody.findings import Finding
from mailservice.service.custody.stocktaking import Stocktaking

DATABASE, SEALS, MAILBOX = "The database", "The seals", "The mailbox"
WHOLE = "The record is as it was written."
_ITS_OWN = "stop the service, copy the database aside, and mailservice record rebuild makes its tables again from its own entries"
_BEYOND = "if that is not all, restore a backup beside it, or mailservice record rebuild --from-mailbox"
_LIES = {"message": " in the mailbox"}
MOST_NAMED = 5
_BOOKS = {BOOK: "the office's own book", REGISTER: "the register"}


@dataclass(frozen=True)
class Custodian:
    """What one copy says: `found`, a sentence each, and `counted`; `cures`, what to do; `unread`, why it could not be read."""

    name: str
    found: tuple[str, ...] = ()
    counted: str = ""
    cures: tuple[str, ...] = ()
    unread: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """A whole look: how much the record holds, how many messages of the mailbox were looked at, and what each custodian says.

    `whole_on`: when everything was last seen whole, where it ever was.
    """

    holds: Inventory
    custodians: tuple[Custodian, ...]
    messages: int | None = None
    whole_on: date | None = None

    @property
    def changed(self) -> int:
        """How many things are not as they were written."""
        return sum(len(one.found) for one in self.custodians)

    @property
    def unread(self) -> bool:
        """Whether a custodian could not be looked at."""
        return any(one.unread for one in self.custodians)

    @property
    def found(self) -> tuple[str, ...]:
        """All findings, a sentence each."""
        return tuple(said for one in self.custodians for said in one.found)

    @property
    def looked_at(self) -> tuple[tuple[str, int], ...]:
        """How many things of each sort were looked at."""
        holds = self.holds
        counted = (("case", holds.cases), ("email", holds.mails), ("letter", holds.letters), ("entry", holds.events))
        return (*counted, *([("message", self.messages)] if self.messages is not None else []))


def of_database(tx: Transaction, faults: Sequence[Fault], zone: tzinfo | None) -> Custodian:
    """Return what the database says of itself, each case by its reference."""
    references = {one.id: one.reference for one in lookup.cases_of(tx)} if faults else {}
    told = tuple(_told(one, references, zone) for one in faults)
    counted = f"{_counted(len(told), 'thing')} {'is' if len(told) == 1 else 'are'} not as written"
    notes = () if faults else (*_given_up(tx, zone), *_wordless(tx, zone), *_unproven(tx))
    return Custodian(DATABASE, told, counted, (_ITS_OWN, _BEYOND) if faults else (), notes=notes)


def before(tx: Transaction, faults: Sequence[Fault], now: datetime) -> list[ProofGiven]:
    """Return what earlier looks found: nothing where the book was changed in which that stands."""
    return [] if any(one.case == BOOK for one in faults) else looks.given(tx, now)


def of_mailbox(look: Stocktaking, zone: tzinfo | None, *, names_folders: bool) -> tuple[Custodian, Custodian]:
    """Return what a look through the mailbox found: what the seals there say, and where the emails and letters are."""
    sealed = [one for one in look.findings if one.item.seal]
    others = [one for one in look.findings if not one.item.seal]
    return (
        _found(SEALS, sealed, zone, tuple(_of_seals(look, zone)), names_folders=names_folders),
        _found(MAILBOX, others, zone, tuple(_notes(look)), names_folders=names_folders),
    )


def _found(
    name: str, found: Sequence[Finding], zone: tzinfo | None, notes: tuple[str, ...], *, names_folders: bool
) -> Custodian:
    told = tuple(findings.told(found, zone, names_folders=names_folders))
    return Custodian(name, told, findings.summary(found), tuple(findings.cures(found)), notes=notes)


def summary(report: Report) -> list[str]:
    """Return what is to be known first, in two or three sentences."""
    said = f"Something was changed: {_changed(report)}.{_since(report.whole_on)}" if report.changed else WHOLE
    looked = [f"{_counted(number, thing)}{_LIES.get(thing, '')}" for thing, number in report.looked_at]
    unread = [f"{one.name} could not be looked at: {one.unread}" for one in report.custodians if one.unread]
    return [said, f"Looked at: {phrases.listed(looked)}.", *unread]


def lines(report: Report) -> Iterator[str]:
    """Yield the whole report: the summary, and under each custodian what is amiss and what to do."""
    yield from summary(report)
    for one in report.custodians:
        yield from one.notes
        if one.found:
            yield f"{one.name}:"
            yield from (f"- {said}" for said in one.found)
            yield from (f"What to do: {cure}." for cure in one.cures)


def items(report: Report, most: int, known: Iterable[str] = ()) -> Iterator[str]:
    """Yield the report as the items of a letter: so many findings at most, and how many more there are.

    `known` are the prints of what its reader was told of before: that is counted.
    """
    yield from summary(report)[0 if report.changed else 1 :]
    found = [*_new(report, known)]
    if told := len(report.found) - len(found):
        yield f"An earlier letter has told of {_number(told)} of these. What is new since then follows."
    yield from found[:most]
    if len(found) > most:
        yield f"And {_number(len(found) - most)} more."
    yield from (note for one in report.custodians for note in one.notes)


def prints(report: Report) -> tuple[str, ...]:
    """Return the prints of all findings, in their order; two that read the same have the same."""
    return tuple(sha256(said.encode()).hexdigest()[:12] for said in report.found)


def _new(report: Report, known: Iterable[str]) -> Iterator[str]:
    left = looks.new(prints(report), known)
    for said, one in zip(report.found, prints(report), strict=True):
        if left[one]:
            left[one] -= 1
            yield said


def action(report: Report) -> str:
    """Return what the office does about it; empty where nothing is to be done."""
    cures = [*dict.fromkeys(cure for one in report.custodians for cure in one.cures)]
    of_it = [cure for cure in cures if cure != findings.INTO_INBOX]
    said = [f"Hand this letter to IT: {'; then '.join(of_it)}."] if of_it else []
    if len(of_it) < len(cures):
        said.append(phrases.sentence(findings.INTO_INBOX))
    return " ".join(said)


def _since(whole_on: date | None) -> str:
    return f" When everything was last looked through, on {phrases.day(whole_on)}, it was whole." if whole_on else ""


def _changed(report: Report) -> str:
    said = [f"in {one.name[:1].lower()}{one.name[1:]} {one.counted}" for one in report.custodians if one.found]
    return phrases.listed(said)


def _told(one: Fault, references: Mapping[int, str], zone: tzinfo | None) -> str:
    where = [] if one.case is None else [references.get(one.case) or _BOOKS.get(one.case, f"case {one.case}")]
    where += [f"entry {one.number}"] if one.number is not None else []
    where += [f"of {_moment(one.at, zone)}"] if one.at else []
    return f"{', '.join(where)}: {one.sentence}." if where else f"{phrases.capital(one.sentence)}."


def _given_up(tx: Transaction, zone: tzinfo | None) -> Iterator[str]:
    """Say what is lost of each case that was given up: once and for ever, so that it is no fault."""
    for case, loss in sorted(given_up(tx).items()):
        one, day = loss.of, phrases.day(loss.at.astimezone(zone).date())
        lost = [
            *([f"the first {_counted(one.before, 'entry')}"] if one.before else []),
            *([f"the contents of {_counted(len(one.emptied), 'entry')}"] if one.emptied else []),
            *([f"what became of {_counted(len(one.letters), 'letter')}"] if one.letters else []),
        ]
        were = "were" if len(lost) > 1 or one.before > 1 or not one.before else "was"
        yield f"Of case {lookup.case(tx, case).reference} {phrases.listed(lost)} {were} lost before {day}; it was given up then."


def _wordless(tx: Transaction, zone: tzinfo | None) -> Iterator[str]:
    """Say of which messages the words are lost for ever."""
    lost = wordless(tx)
    if lost.number and lost.at:
        day = phrases.day(lost.at.astimezone(zone).date())
        yield (
            f"The words of {_counted(lost.number, 'message')}{_on(tx, lost.cases)} were lost before {day}: they lay nowhere "
            "in the mailbox when the record was made again."
        )


def _on(tx: Transaction, cases: Sequence[int]) -> str:
    named = [lookup.case(tx, one).reference for one in cases]
    more = [f"{len(named) - MOST_NAMED} more"] if len(named) > MOST_NAMED else []
    return f", on {phrases.listed([*named[:MOST_NAMED], *more])}," if named else ""


def _unproven(tx: Transaction) -> Iterator[str]:
    """Say of which messages other bytes stand, since the record was made again from a mailbox that had not theirs."""
    stands = exchanged(tx)
    if stands.number:
        of = _on(tx, stands.cases)
        is_, had, their = ("is", "it", "its") if stands.number == 1 else ("are", "them", "their")
        yield (
            f"{_counted(stands.number, 'message')}{of} {is_} as the mailbox had {had} when the record "
            f"was made again: {their} own bytes were lost, and nothing proves that no word was changed before."
        )


def _notes(look: Stocktaking) -> Iterator[str]:
    if look.rebuilt:
        yield f"{_counted(look.rebuilt, 'message')} in the mailbox: a mail server built it anew, and its words are the same."
    if look.undated:
        bears, their = ("bears", "its") if look.undated == 1 else ("bear", "their")
        yield (
            f"{_counted(look.undated, 'message')} in the mailbox {bears} another date than in the record: "
            f"the mail server does not keep {their} own, or the mailbox was moved. When each came, the record has."
        )
    if look.let_go:
        yield f"{_counted(look.let_go, 'message')} disposed of: not looked for."


def _of_seals(look: Stocktaking, zone: tzinfo | None) -> Iterator[str]:
    if look.pending:
        at = _moment(datetime.fromisoformat(look.pending.at), zone)
        yield f"Seal {look.pending.number} of {at} is not in the mailbox yet: the service lays it there with its next rounds."


def _moment(at: datetime, zone: tzinfo | None) -> str:
    return phrases.moment(at.astimezone(zone))


def _counted(number: int, one: str, several: str = "") -> str:
    return f"{_number(number)} {one if number == 1 else several or {'entry': 'entries'}.get(one, one + 's')}"


_number: Callable[[int], str] = "{:,}".format
