"""Once a day: what lies in the folder of each case, against what the record says was filed there. Start at `Counting.work`.

What somebody deleted is put back from the record, at its own date; what they moved to another folder is left there. The office is
told of both in one letter. Only headers are read, some folders in each round, and of a folder that is as it was none.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

import structlog

from mailservice.cases.history.commands import NoteFolders
from mailservice.clock import Clock
from mailservice.errors import TryLater
from mailservice.record import contents, filed, lookup, outbox, troubles
from mailservice.record.database import Database, Transaction
from mailservice.record.filed import Filed
from mailservice.record.keys import message_key
from mailservice.record.ledger import BOOK
from mailservice.service import going
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.service.filing import ABOUT, LONGEST, TROUBLE
from mailservice.service.folders import CONFIDENTIAL, DUPLICATES, RECORD, case_folder, letter_folder
from mailservice.service.watch.troubles import Troubles
from mailservice.transport.diagnosis import FILING
from mailservice.transport.imap import INBOX, Mailbox

MOVED = "moved"
AT_ONCE = 20  # folders in one round
MOST = 400  # folders in one day: those of open cases, and of the others in turn
MOST_LETTERS = 20_000
MOST_IN_BOOK = 500

log = structlog.get_logger()


class Place(NamedTuple):
    """A folder that is counted: whose it is, as the office knows it, and the case's number."""

    folder: str
    name: str
    case: int


@dataclass
class Counting:
    """Counts the folders; TryLater if the mailbox cannot be reached."""

    record: Database
    mailbox: Mailbox
    clock: Clock
    desk: Desk
    decisions: Decisions
    troubles: Troubles
    _day: date | None = None
    _left: list[Place] = field(default_factory=list)
    _elsewhere: dict[str, str] | None = None
    _rebuilt: dict[str, int] = field(default_factory=dict)
    _moved: dict[str, int] = field(default_factory=dict)
    _in_vain: set[str] = field(default_factory=set)
    _whole: dict[str, tuple[tuple[int, ...], int]] = field(default_factory=dict)

    def waits(self) -> bool:
        """Tell whether folders of today are still to be counted."""
        return bool(self._left) or self._day != self._today()

    def work(self) -> int:
        """Count some folders, and tell the office once all of today's are; return how many emails and letters were put back."""
        if self._day != self._today():
            self._begin()
        back = 0
        while some := self._left[:AT_ONCE]:
            back += sum(self._count(place, of) for place, of in self._filed(some))
            del self._left[:AT_ONCE]
            if self._left:
                return back
        self._tell()
        return back

    def _begin(self) -> None:
        self._day, self._elsewhere, self._rebuilt, self._moved = self._today(), None, {}, {}
        with self.record.read(self.desk.partnership) as tx:
            # What is about to go, or has gone, is put back by nobody.
            goes = going.now(tx).cases
            every = [one for one in reversed(lookup.cases_of(tx)) if one.id not in goes and one.status != "disposed"]
        going_on = [one for one in every if one.status in lookup.GOING_ON]
        others = [one for one in every if one.status not in lookup.GOING_ON]
        room = max(MOST - len(going_on), AT_ONCE)
        start = self._day.toordinal() * room % len(others) if self._day and len(others) > room else 0
        chosen = [*going_on, *(others[start:] + others[:start])[:room]]
        cases = [Place(case_folder(one.reference), one.reference, one.id) for one in chosen]
        self._left = [Place(CONFIDENTIAL, CONFIDENTIAL, BOOK), *cases] if every or self._holds() else []

    def _holds(self) -> bool:
        with self.record.read(self.desk.partnership) as tx:
            return bool(filed.mails_in(tx, [CONFIDENTIAL])[CONFIDENTIAL])

    def _filed(self, places: list[Place]) -> list[tuple[Place, list[Filed]]]:
        """Return what lies in each of some folders by the record."""
        with self.record.read(self.desk.partnership) as tx:
            of_mails = filed.mails_in(tx, [one.folder for one in places])
            of_letters = filed.letters_of(tx, [one.case for one in places if one.case != BOOK], MOST_LETTERS)
            in_confidence = list(_in_confidence(tx)) if any(one.case == BOOK for one in places) else []
            gone = going.now(tx)
        filed_in = [(one, [*of_mails[one.folder], *of_letters.get(one.case, in_confidence)]) for one in places]
        return [(place, [one for one in of if not gone.has(place.case, one.message_id)]) for place, of in filed_in]

    def _count(self, place: Place, of: list[Filed]) -> int:
        """Count one folder, and put back what is gone; return how many."""
        try:
            state = (self.mailbox.state(place.folder), len(of))
            if state[0] and self._whole.get(place.folder) == state:
                return 0
            missing = self._missing(place, of)
            if not missing:
                self._whole[place.folder] = state
            moved = [one for one in missing if one.message_id and self._lie_elsewhere().get(one.message_id)]
            gone = [one for one in missing if one not in moved and one.digest not in self._in_vain]
            back = sum(self._put_back(place, one) for one in gone)
            if gone:
                # Whatever the server does not keep as it was given is not given again each day.
                self._in_vain |= {one.digest for one in self._missing(place, gone)}
        except TryLater as fault:
            if fault.kind not in FILING:
                raise
            self.troubles.note(TROUBLE, str(fault)[:LONGEST], ABOUT[fault.kind])
            return 0
        self._keep_moved(place, len(moved))
        if back:
            self._rebuilt[place.name] = back
            log.warning("what was gone from a folder was put back", case=place.case, emails=back)
        return back

    def _missing(self, place: Place, of: list[Filed]) -> list[Filed]:
        there = list(self.mailbox.scan(place.folder)) if of else []
        names = {message_key(one.message_id) for one in there if one.message_id}
        alike = {(one.internal_date, one.size) for one in there}
        return [
            one for one in of if one.message_id not in names and (one.at.replace(microsecond=0), one.size) not in alike
        ]

    def _lie_elsewhere(self) -> dict[str, str]:
        """Return the folder of every mail of the mailbox, by Message-ID: looked for once a day, if anything is missing."""
        if self._elsewhere is None:
            shelves = [
                one
                for one in self.mailbox.shelves(thrown_away=False)
                if one not in (DUPLICATES, INBOX) and not one.startswith(RECORD)
            ]
            found: dict[str, str] = {}
            for folder in shelves:
                found |= {message_key(one.message_id): folder for one in self.mailbox.scan(folder) if one.message_id}
            self._elsewhere = found
        return self._elsewhere

    def _put_back(self, place: Place, one: Filed) -> bool:
        with self.record.read(self.desk.partnership) as tx:
            raw = contents.whole(tx, one.digest)
        if raw is None:
            return False
        self.mailbox.append(place.folder, raw, one.at)
        return True

    def _keep_moved(self, place: Place, number: int) -> None:
        """Keep what lies in another folder: the office hears of it once, as long as it stays as it is."""
        if not number:
            self.troubles.over(MOVED, place.name)
            return
        said = f"{number} of its emails and letters lie in another folder"
        with self.record.read(self.desk.partnership) as tx:
            known = any((one.about, one.said) == (place.name, said) for one in troubles.standing(tx, MOVED))
        if not known:
            self._moved[place.name] = number
        self.troubles.note(MOVED, said, place.name)

    def _tell(self) -> None:
        if not self._rebuilt and not self._moved:
            return
        at = self.desk.rules.days.local(self.clock.now())
        told = NoteFolders(at, tuple(self._rebuilt.items()), tuple(self._moved.items()))
        with self.record.begin(self.desk.partnership) as tx:
            self.decisions.append(tx, BOOK, told)
        self._rebuilt, self._moved = {}, {}

    def _today(self) -> date:
        return self.desk.rules.days.local(self.clock.now()).date()


def _in_confidence(tx: Transaction) -> Iterator[Filed]:
    """Give the letters that lie beside what is held in confidence."""
    for letter, one in filed.newest_in_the_book(tx, MOST_IN_BOOK):
        if letter_folder(tx, outbox.get(tx, letter)) == CONFIDENTIAL:
            yield replace(one)
