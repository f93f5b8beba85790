"""What the record left with its mailbox, read back: its seals, and every entry that went with them. Start at `HandedOver.add`.

Nothing is believed because it lies there. Each entry is known by its own hash, and a chain is followed from the end that a seal
says back to its first entry; each seal is named by the one after it, and the newest is signed, or its print is in a letter.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from pydantic_core import from_json

from mailservice.mail import seals
from mailservice.mail.seals import Entries, Row, Seal
from mailservice.mail.trust import signing
from mailservice.record.chain import FIRST, Link
from mailservice.record.ledger import BOOK
from mailservice.record.register import REGISTER, CaseGivenUp, ContentsLetGo, MailSettled, Noted
from mailservice.service.custody.sealing import seal_name
from mailservice.service.folders import reference_of

# What whatever is no file of ours raises, where somebody wrote into it.
_FAULTS = (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError)


@dataclass(frozen=True)
class Line:
    """Seals that follow from one another, from the first to the one to go by; `lost` are the numbers that are not there."""

    seals: tuple[Seal, ...]
    lost: tuple[int, ...] = ()

    @property
    def last(self) -> Seal:
        """The seal to go by."""
        return self.seals[-1]

    @property
    def ends(self) -> dict[int, tuple[int, str]]:
        """How long each chain was then, and the hash of its last entry."""
        return {case: (last, head) for one in self.seals for case, (_, last, head) in one.chains.items()}

    def until(self, number: int) -> "Line":
        """Return the line that ends with an earlier seal of it."""
        return Line(tuple(one for one in self.seals if one.number <= number), ())


@dataclass
class HandedOver:
    """What was read so far, of one partnership; `keys` are those that signed it, if they are at hand."""

    partnership: str
    keys: signing.Keys
    data: dict[str, bytes] = field(default_factory=dict, repr=False)
    references: dict[int, str] = field(default_factory=dict)
    _seals: dict[str, Seal] = field(default_factory=dict)
    _signed: set[str] = field(default_factory=set)
    _rows: dict[tuple[int, str], Row] = field(default_factory=dict, repr=False)

    def add(self, message_id: str, raw: bytes) -> None:
        """Take in one message; what in it is not as it was written is left out."""
        for name, data in seals.files_of(raw).items():
            if name in (seals.SEAL, seals.BEFORE):
                self._add_seal(message_id, data)
            elif name in (seals.ENTRIES, seals.ENTRIES_BEFORE):
                self._add_entries(data)
            else:
                self.data[sha256(data).hexdigest()] = data

    def _add_seal(self, message_id: str, data: bytes) -> None:
        try:
            one = seals.load(data)
            digest, name = one.digest, seal_name(one)
            datetime.fromisoformat(one.at)
        except _FAULTS:
            return
        if one.partnership == self.partnership:
            self._seals[digest] = one
            if signing.letter_in([message_id], self.keys, signing.KEPT) == name:
                self._signed.add(digest)

    def _add_entries(self, data: bytes) -> None:
        try:
            entries = seals.load_entries(data)
            good = [row for row in entries.rows if row.hash == _link(self.partnership, entries, row).hash()]
        except _FAULTS:
            return
        for row in good:
            known = self._rows.get((entries.case, row.hash))
            self._rows[entries.case, row.hash] = known or row
            if row.content is not None:
                payload = row.content.encode("utf-8", "replace")
                self.data[sha256(payload).hexdigest()] = payload
        if good and entries.reference:
            self.references[entries.case] = entries.reference

    @property
    def unsigned(self) -> bool:
        """Whether there are seals, and none of them bears the signature of a key at hand."""
        return bool(self._seals) and not self._signed

    def line(self, up_to: int | None = None, said: str = "") -> Line | None:
        """Return the seals to go by; None where there are none.

        They end with the newest that is signed, or that says the print `said`; with `up_to`, with the one of that number.
        """
        trusted = [
            one
            for digest, one in self._seals.items()
            if (digest in self._signed or (said and one.print.split() == said.split())) and up_to in (None, one.number)
        ]
        newest = max(trusted, key=lambda one: (datetime.fromisoformat(one.at), one.number), default=None)
        if newest is None:
            return None
        back, lost = [newest], list[int]()
        for number in range(newest.number - 1, 0, -1):
            behind_a_gap = bool(lost) and lost[-1] == number + 1
            before = self._of(number, newest) if behind_a_gap else self._seals.get(back[-1].previous)
            if before is not None and before.number == number:
                back.append(before)
            else:
                lost.append(number)
        return Line(tuple(reversed(back)), tuple(reversed(lost)))

    def _of(self, number: int, newest: Seal) -> Seal | None:
        """Return a seal of the same record behind one that is lost: it may be any that says so."""
        of = [one for one in self._seals.values() if one.number == number and one.identity == newest.identity]
        return of[0] if len(of) == 1 else None

    def chain(self, case: int, end: tuple[int, str]) -> list[Row]:
        """Return the entries of a chain up to its end, the first one first; fewer, its last ones, where some are not there."""
        length, head = end
        back: list[Row] = []
        while head != FIRST and (row := self._rows.get((case, head))) is not None and row.number == length - len(back):
            back.append(row)
            head = row.previous
        return back[::-1]

    def lacking(self, line: Line) -> Iterator[tuple[int, int]]:
        """Yield each chain of which entries are not there, or not what they say, and how many.

        What was let go by then is not missed, and neither is what had been given up as lost.
        """
        gone = {digest for one in self._noted(line, ContentsLetGo) for digest, *_ in one["gone"]}
        lost = {one["case"]: {*range(one["before"] + 1), *one["emptied"]} for one in self._noted(line, CaseGivenUp)}
        for case, end in sorted(line.ends.items()):
            given_up = lost.get(case, {0})
            whole = (row for row in self.chain(case, end) if row.payload in self.data or row.payload in gone)
            there = sum(row.number not in given_up for row in whole)
            missing = end[0] - (len(given_up) - 1) - there
            if missing:
                yield case, missing

    def names(self, line: Line) -> Mapping[int, str]:
        """Return the references of cases, as the folders of their emails have them, or else what came with their entries."""
        filed = ((one["case"], reference_of(one["folder"])) for one in self._noted(line, MailSettled))
        return {**self.references, **{case: reference for case, reference in filed if case and reference}}

    def _noted(self, line: Line, kind: type[Noted]) -> Iterator[dict[str, Any]]:
        """Yield what the register has of a kind, as far as it is there."""
        for row in self.chain(REGISTER, line.ends.get(REGISTER, (0, FIRST))):
            if row.kind == kind.__name__ and row.payload in self.data:
                yield from_json(self.data[row.payload])["event"]

    def whole_up_to(self, line: Line, *, but_for_cases: bool = False) -> Seal | None:
        """Return the newest seal of a line up to which nothing is missing; None where something is from the first on.

        `but_for_cases`: up to which only such is missing as can be given up, entries of cases.
        """
        below = min(line.lost, default=line.last.number + 1)
        candidates = [one for one in line.seals if one.number < below]
        # What was let go after one seal is missing up to that, and not up to the next.
        whole = (
            one
            for one in reversed(candidates)
            if all(but_for_cases and case > BOOK for case, _ in self.lacking(line.until(one.number)))
        )
        return next(whole, None)


def _link(partnership: str, entries: Entries, row: Row) -> Link:
    times = (datetime.fromisoformat(row.at), datetime.fromisoformat(row.recorded_at))
    return Link(partnership, entries.case, row.number, *times, row.kind, row.payload, row.previous)


def by_chain(handed: HandedOver, line: Line) -> Mapping[int, list[Row]]:
    """Return the entries of every chain that a line of seals knows of."""
    return {case: handed.chain(case, end) for case, end in line.ends.items()}
