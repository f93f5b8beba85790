"""The mailbox held against the record: does everything lie in its folder, as it was kept? Start at `Stocktaking.step`.

Every email that was filed, and every letter, is looked for by its Message-ID, and each copy compared by its bytes; where those
are others, by what a reader is shown (`mail.alike`): a provider may build a message anew. Nothing is changed, and nothing sent.

It is done in small steps, and a step that the mail server could not do is done again.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import NamedTuple

from mailservice.mail import alike, seals
from mailservice.mail.seals import Seal
from mailservice.mail.trust import signing
from mailservice.record import contents, filed, lookup, outbox
from mailservice.record.database import Database, Transaction
from mailservice.record.filed import Known
from mailservice.record.given_up import lost_bytes
from mailservice.record.keys import message_key
from mailservice.record.ledger import BOOK
from mailservice.service import going
from mailservice.service.custody import dates, sealed
from mailservice.service.custody.dates import Dated
from mailservice.service.custody.findings import Finding, Item
from mailservice.service.custody.not_lost import NotLost
from mailservice.service.custody.sealed import Sealed
from mailservice.service.custody.sealing import names
from mailservice.service.custody.steps import Step, Steps
from mailservice.service.desk import Desk
from mailservice.service.folders import CASES, RECORD, case_folder, is_ours, letter_folder
from mailservice.transport.imap import Entry, Mailbox, together

# A seal that was made longer ago should lie in the mailbox; where that was away, it is told as missing.
_HANDED_OVER_WITHIN = timedelta(hours=1)


class Lying(NamedTuple):
    """A message as it lies in a folder."""

    folder: str
    entry: Entry


class Judged(NamedTuple):
    """What a copy is of an item: whole, or altered, and how; `unsure` where the record has no whole copy to hold it to."""

    difference: str = ""
    unsure: bool = False
    rebuilt: bool = False

    @property
    def whole(self) -> bool:
        """Whether it says what was kept."""
        return not self.difference and not self.unsure


@dataclass
class Stocktaking:
    """One look through the mailbox; TryLater where it cannot be reached, and then the same step again goes on.

    `done` messages were compared, of so many that should be there.
    """

    record: Database
    mailbox: Mailbox
    desk: Desk
    done: int = 0
    of: int = 0
    looked_at: int = 0
    rebuilt: int = 0
    let_go: int = 0
    # So many bear another date where the server does not keep dates.
    undated: int = 0
    # The newest seal, where it does not lie in the mailbox yet.
    pending: Seal | None = None
    findings: list[Finding] = field(default_factory=list)
    _items: list[Item] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _sealed: Sealed = field(init=False)
    _not_lost: NotLost = field(init=False)
    # The digests of emails and letters that were said to be lost: none is looked for, and none should lie there.
    _lost: frozenset[str] = frozenset()
    # The cases that had gone before, and wholly.
    _gone: frozenset[int] = frozenset()
    _laid: dict[int, list[Item]] = field(default_factory=dict)
    _folders: tuple[str, ...] = ()
    # Where somebody may have put something aside; what is thrown away is missing.
    _shelves: tuple[str, ...] = ()
    _lying: dict[str, list[Entry]] = field(default_factory=dict)
    _judged: dict[tuple[str, int], dict[str, Judged]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._steps = Steps(self._work())
        self._sealed = Sealed(self.desk, {}, frozenset())

    def step(self) -> bool:
        """Go on a little; False once all is looked at, and `findings` are whole."""
        return self._steps.step()

    def _work(self) -> Iterator[Step]:
        """Yield each step; a step may be done twice."""
        yield self._open
        for number in self._sealed.seals:
            yield partial(self._expect, number)
        ours = [one for one in self._folders if is_ours(one) or one in sealed.FOLDERS]
        for folder in ours:
            yield partial(self._scan, folder)
        self._leave_the_pending()
        yield from self._compare(self._pairs())
        yield from self._given_up()
        lost = [one for one in self._items if one.digest not in self._lost and self._is_missing(one)]
        others = [one for one in self._shelves if not (is_ours(one) or one.startswith(RECORD))]
        for folder in others if lost else ():
            yield partial(self._scan, folder)
        if lost:
            yield from self._compare(self._pairs(lost))
        yield self._conclude

    # What there is.

    def _open(self) -> None:
        with self.record.read(self.desk.partnership) as tx:
            self._items, self._known, self.let_go = self._on_record(tx)
            self._lost = frozenset(one for one in lost_bytes(tx) if contents.whole(tx, one) is None)
            self._sealed = sealed.sealed(tx, self.desk)
            self._not_lost = NotLost.of(tx, self.desk)
            self._gone = frozenset(lookup.of_status(tx, "disposed")) - {*going.uncertified(tx)}
        self.of = len(self._items)
        self._folders, self._shelves = self.mailbox.folders(), self.mailbox.shelves(thrown_away=False)

    def _expect(self, number: int) -> None:
        with self.record.read(self.desk.partnership) as tx:
            self._laid[number] = list(self._sealed.laid(tx, number))

    def _leave_the_pending(self) -> None:
        """Expect what the seals laid down; of one that was just made nothing before it lies there itself: it is laid last."""
        newest, made = max(self._sealed.seals, default=0), self._sealed.seals
        there = {self._named(one) for one in self._lying.get(seals.FOLDER, ())}
        if newest and self._laid[newest][-1].name not in there and self._is_new(made[newest]):
            self.pending = made[newest]
            self._known |= {one.name for one in self._laid.pop(newest)}
        self._items += [one for some in self._laid.values() for one in some]
        self.of = len(self._items)

    def _is_new(self, seal: Seal) -> bool:
        return self.record.clock.now() - datetime.fromisoformat(seal.at) < _HANDED_OVER_WITHIN

    def _on_record(self, tx: Transaction) -> tuple[list[Item], set[str], int]:
        """Return what should lie in the mailbox, the names of all that the record knows, and how much was let go."""
        references = {one.id: one.reference for one in lookup.cases_of(tx)}
        items, names, let_go, goes = list[Item](), set[str](), 0, going.now(tx)
        for one in filed.everything(tx):
            names.add(_name_of(one))
            if one.let_go or goes.has(one.case, one.message_id):
                let_go += 1
            elif one.filed:
                items.append(_item(tx, one, references))
        return items, names, let_go

    def _scan(self, folder: str) -> None:
        self._lying[folder] = list(self.mailbox.scan(folder))

    # Comparing.

    def _pairs(self, only: list[Item] | None = None) -> dict[Lying, list[Item]]:
        """Return which message may be a copy of what: by its Message-ID, or where that tells nothing by when it came."""
        by_name, by_time = _indexed(only if only is not None else self._items)
        pairs = dict[Lying, list[Item]]()
        for folder, entry in self._each_lying():
            if (folder, entry.uid) in self._judged and only is None:
                continue
            found = by_name.get(self._named(entry)) or [
                one for one in by_time.get(_moment(entry.internal_date), ()) if one.folder == folder
            ]
            if found:
                pairs[Lying(folder, entry)] = found
        return pairs

    def _each_lying(self) -> Iterator[Lying]:
        return chain.from_iterable((Lying(folder, one) for one in entries) for folder, entries in self._lying.items())

    def _compare(self, pairs: dict[Lying, list[Item]]) -> Iterator[Step]:
        by_folder = defaultdict[str, list[Entry]](list)
        for one in pairs:
            if (one.folder, one.entry.uid) not in self._judged:
                by_folder[one.folder].append(one.entry)
        batches = [(folder, batch) for folder, entries in by_folder.items() for batch in together(entries)]
        for folder, batch in batches:
            yield partial(self._read, folder, batch, pairs)

    def _read(self, folder: str, batch: list[Entry], pairs: dict[Lying, list[Item]]) -> None:
        got = {one.uid: one.raw for one in self.mailbox.read(folder, batch)}
        with self.record.read(self.desk.partnership) as tx:
            for entry in batch:
                raw = got.get(entry.uid)
                judged = [(one, self._judge(tx, one, raw)) for one in pairs[Lying(folder, entry)]]
                self._judged[folder, entry.uid] = {
                    one.name: said for one, said in judged if self._is_a_copy(entry, one, said)
                }
        self.done = min(len(self._judged), self.of)

    def _given_up(self) -> Iterator[Step]:
        """Yield the steps that read what the seals laid down of cases that were given up."""
        for folder, entries in self._lying.items():
            about = [one for one in entries if self._not_lost.is_about(self._laid_as(one))]
            for batch in together(about):
                yield partial(self._take_in, folder, batch)

    def _take_in(self, folder: str, batch: list[Entry]) -> None:
        named = {one.uid: one.message_id for one in batch}
        for one in self.mailbox.read(folder, batch):
            self._not_lost.handed.add(named[one.uid], one.raw)

    # What is found.

    def _is_missing(self, item: Item) -> bool:
        return not any(
            item.name in self._judged.get((item.folder, entry.uid), {}) for entry in self._lying.get(item.folder, ())
        )

    def _conclude(self) -> None:
        """Look at the record anew: what was decided, filed or let go meanwhile is no finding."""
        with self.record.read(self.desk.partnership) as tx:
            items, known, _ = self._on_record(tx)
            goes = going.now(tx, self._gone)
            cases = {lookup.case(tx, one).reference for one in goes.cases}
            given_up = [self._lies_there(tx, one) for one in self._not_lost.cases() if one not in goes.cases]
        made = self._sealed.seals
        anew = {name for seal, chain in goes.seals if seal in made for name in names(made[seal], chain)}
        still = {(one.name, one.folder) for one in items}
        # Of what goes, what the seals laid down is looked at by nobody, and known all the same.
        passed = {one.name for one in self._items if one.seal and (one.reference in cases or one.name in anew)}
        self._known |= passed | anew
        self._items = [
            one for one in self._items if one.name not in passed and (one.seal or (one.name, one.folder) in still)
        ]
        self._known |= known
        taken = dict[tuple[str, int], Item]()
        self.findings = [*self._of_items(taken), *self._of_dates(taken), *self._of_the_rest(taken), *given_up]
        self.looked_at = len(self._judged)
        judged = (one for each in self._judged.values() for one in each.values())
        self.rebuilt = sum(one.whole and one.rebuilt for one in judged)

    def _of_items(self, taken: dict[tuple[str, int], Item]) -> Iterator[Finding]:
        """Give each item its copy, whole ones first, and yield what is amiss; `taken` is filled with the copies."""
        copies = self._copies()
        left = list[Item]()
        for item in self._items:
            there = [one for one in copies[item.name] if _at(one) not in taken and one.folder == item.folder]
            wholes = [one for one in there if self._of(one, item).whole]
            whole = next(
                (one for one in wholes if dates.agree(item, one.entry.internal_date)), next(iter(wholes), None)
            )
            if item.digest in self._lost:
                taken |= {_at(one): item for one in there}
                if whole is not None:
                    yield Finding("given up", item, whole.folder, whole.entry.uid)
            elif whole is not None:
                taken[_at(whole)] = item
            else:
                left.append(item)
        for item in left:
            yield self._amiss(item, [one for one in copies[item.name] if _at(one) not in taken], taken)

    def _copies(self) -> dict[str, list[Lying]]:
        copies = defaultdict[str, list[Lying]](list)
        for one in self._each_lying():
            for name in self._judged.get(_at(one), ()):
                copies[name].append(one)
        return copies

    def _amiss(self, item: Item, there: list[Lying], taken: dict[tuple[str, int], Item]) -> Finding:
        mine = next((one for one in there if one.folder == item.folder), None)
        elsewhere = next((one for one in there if self._of(one, item).whole), None)
        if elsewhere is not None and mine is None:
            taken[_at(elsewhere)] = item
            return Finding("elsewhere", item, elsewhere.folder, elsewhere.entry.uid)
        if mine is None:
            return Finding("missing", item, item.folder)
        taken[_at(mine)] = item
        judged = self._of(mine, item)
        return Finding("unsure" if judged.unsure else "altered", item, mine.folder, mine.entry.uid, judged.difference)

    def _of_dates(self, taken: dict[tuple[str, int], Item]) -> Iterator[Finding]:
        """Yield what lies whole in its folder, and bears another date; a letter or a seal says itself of when it is."""
        copies = [
            Dated(item, one.folder, one.entry.uid, one.entry.internal_date)
            for one in self._each_lying()
            if (item := taken.get(_at(one)))
            and not (item.seal or item.letter)
            and one.folder == item.folder
            and self._of(one, item).whole
        ]
        differing, self.undated = dates.judged(copies)
        for each in differing:
            yield Finding("dated", each.item, each.folder, each.uid, says=each.says)

    def _of_the_rest(self, taken: dict[tuple[str, int], Item]) -> Iterator[Finding]:
        """Yield the copies too many, and what lies in a case's folder that the record does not know."""
        by_name = {one.name: one for one in self._items}
        for folder, entry in self._each_lying():
            if not (is_ours(folder) or folder in sealed.FOLDERS) or (folder, entry.uid) in taken:
                continue
            judged = self._judged.get((folder, entry.uid), {})
            named = [by_name[name] for name in judged if name in by_name]
            of = next((one for one in named if self._named(entry) == _name_of(one)), None)
            strange = Item.strange(folder, entry.internal_date, bool(self._laid_as(entry)))
            if of is not None:
                said = min((one.difference for one in judged.values()), default="")
                yield Finding("altered copy" if said else "doubled", of, folder, entry.uid, said)
            elif strange.seal and self._named(entry) not in self._known:
                yield Finding("beyond", strange, folder, entry.uid)
            elif (folder.startswith(CASES) or folder in sealed.FOLDERS) and not self._is_known(entry):
                yield Finding("unknown", strange, folder, entry.uid)

    def _lies_there(self, tx: Transaction, case: int) -> Finding:
        """Return that what was given up of a case lies in its folder."""
        reference, last = lookup.case(tx, case).reference, self._not_lost.losses[case].last
        tells = (one for one in self._sealed.seals.values() if one.chains.get(case, (0, 0, ""))[1] >= last)
        seal = min(tells, key=lambda one: one.number)
        at = datetime.fromisoformat(seal.at)
        name = next(names(seal, case))
        item = Item(name, False, reference, case_folder(reference), name, at, "", seal.number)  # noqa: FBT003 - no letter
        return Finding("given up", item, item.folder)

    def _is_known(self, entry: Entry) -> bool:
        return self._named(entry) in self._known or signing.is_ours(entry.message_id, self.desk.signing_keys)

    def _laid_as(self, entry: Entry) -> str:
        """Return by which name something was laid into the mailbox with a seal; empty for any other message."""
        return signing.letter_in([entry.message_id], self.desk.signing_keys, signing.KEPT)

    def _named(self, entry: Entry) -> str:
        return self._laid_as(entry) or message_key(entry.message_id) or _moment(entry.internal_date)

    def _is_a_copy(self, entry: Entry, item: Item, judged: Judged) -> bool:
        """Tell whether a message is a copy of an item at all: one that only came at the same moment may be anything else."""
        return self._named(entry) == _name_of(item) or judged.whole or judged.difference == alike.ANOTHER_NAME

    def _judge(self, tx: Transaction, item: Item, raw: bytes | None) -> Judged:
        if raw is None:
            return Judged("the mail server does not give it out")
        if item.seal and not self._sealed.is_whole(item.name):
            return Judged(unsure=True)
        if item.seal:
            return Judged(sealed.difference(self._sealed.made(tx, item.name), raw))
        return _judge(tx, item, raw)

    def _of(self, one: Lying, item: Item) -> Judged:
        return self._judged[one.folder, one.entry.uid][item.name]


def _at(one: Lying) -> tuple[str, int]:
    return one.folder, one.entry.uid


def _name_of(one: Item | Known) -> str:
    """Return by what it is known in the mailbox: its Message-ID, or without one when it came."""
    return one.message_id or _moment(one.at)


def _moment(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()


def _indexed(items: list[Item]) -> tuple[dict[str, list[Item]], dict[str, list[Item]]]:
    by_name, by_time = defaultdict[str, list[Item]](list), defaultdict[str, list[Item]](list)
    for one in items:
        by_name[_name_of(one)].append(one)
        by_time[_moment(one.at)].append(one)
    return by_name, by_time


def _item(tx: Transaction, one: Known, references: dict[int, str]) -> Item:
    reference = references.get(one.case or BOOK, "")
    folder = one.folder
    if one.letter:
        folder = case_folder(reference) if reference else letter_folder(tx, outbox.get(tx, one.name))
    return Item(one.name, one.letter, reference, folder, one.message_id, one.at, one.digest, stay=one.stay)


def _judge(tx: Transaction, item: Item, raw: bytes) -> Judged:
    if contents.digest_of(raw) == item.digest:
        return Judged()
    kept = contents.whole(tx, item.digest)
    if kept is None:
        return Judged(unsure=True)
    return Judged(alike.difference(kept, raw), rebuilt=True)
