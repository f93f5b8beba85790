"""What the service cannot do, kept and told: to the office by mail, once it has lasted, and to IT by `status`.

Start at `Troubles.work`. What each kind means is for `cases.asking.limping`. Where the record itself is away, what happened is
kept here until it is back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mailservice.cases.asking.limping import TROUBLES
from mailservice.cases.history.commands import NoteTrouble
from mailservice.clock import Clock
from mailservice.errors import RecordAway
from mailservice.record import lookup, outbox, partnerships, troubles
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.record.troubles import Trouble
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk

# What was over longer ago is history: nobody is told of it any more.
LOOK_BACK = timedelta(days=14)


@dataclass
class Troubles:
    """Keeps what cannot be done, and tells the office."""

    record: Database
    clock: Clock
    desk: Desk
    decisions: Decisions
    _unkept: dict[tuple[str, str], tuple[datetime, str]] = field(default_factory=dict)
    _standing: dict[tuple[str, str], Trouble] | None = None

    def note(self, kind: str, said: str, about: str = "", since: datetime | None = None) -> None:
        """Keep that something could not be done now; where the record is away, as soon as it is back."""
        now = self.clock.now()
        try:
            with self.record.begin(self.desk.partnership) as tx:
                if kind in ("mailbox", "unread"):  # what counts is up to when it was read (rule 3.1)
                    since = partnerships.get(tx).read_through or since
                troubles.note(tx, kind, about, now, said, since)
        except RecordAway as fault:
            self._unkept.setdefault((kind, about), (since or now, said))
            self._unkept.setdefault(("record", ""), (now, str(fault)))
        else:
            self._look()

    def over(self, kind: str, about: str = "") -> None:
        """Keep that it can be done again; nothing is asked of the record where it never could not."""
        if self.standing(kind, about) is None and (kind, about) not in self._unkept:
            return
        with self.record.begin(self.desk.partnership) as tx:
            self._keep(tx)
            troubles.over(tx, kind, about, self.clock.now())
        self._unkept.clear()
        self._look()

    def standing(self, kind: str, about: str = "") -> Trouble | None:
        """Return what stands of a kind, as it was known at the last look; None where nothing does."""
        if self._standing is None:
            self._look()
        return (self._standing or {}).get((kind, about))

    def waits(self) -> bool:
        """Tell whether the office is to hear of something, or that it is over."""
        with self.record.read(self.desk.partnership) as tx:
            return bool(self._unkept) or any(True for _ in self._news(tx))

    def work(self) -> int:
        """Keep what could not be kept, and tell the office; return how many things it was told."""
        told: list[Trouble] = []
        if self.waits():
            now = self.clock.now()
            with self.record.begin(self.desk.partnership) as tx:
                self._keep(tx)
                told = list(self._news(tx))
                for one in told:
                    self.decisions.append(tx, BOOK, self._command(tx, one))
                    troubles.note_told(tx, one.id, now)
            self._unkept.clear()
        self._look()
        return len(told)

    def _keep(self, tx: Transaction) -> None:
        """Keep what could not be kept while the record was away."""
        for (kind, about), (since, said) in self._unkept.items():
            troubles.note(tx, kind, about, self.clock.now(), said, since)

    def _look(self) -> None:
        with self.record.read(self.desk.partnership) as tx:
            self._standing = {(one.kind, one.about): one for one in troubles.standing(tx)}

    def _news(self, tx: Transaction) -> Iterator[Trouble]:
        """Give what the office is to hear of: what has lasted, and what it was told of and is over."""
        now = self.clock.now()
        for one in troubles.since(tx, now - LOOK_BACK):
            if one.over_at is not None:
                if one.told_at is not None and one.told_at < one.over_at and not TROUBLES[one.kind].ahead:
                    yield one
            elif one.told_at is None and self._lasts(one, now):
                yield one

    def _lasts(self, one: Trouble, now: datetime) -> bool:
        kind = TROUBLES[one.kind]
        if kind.lies is None or one.attempts < kind.tries:
            return False
        lasted = self.desk.rules.days.working_hours_between(one.since, now) if kind.by_day else now - one.since
        return lasted >= kind.lies

    def _command(self, tx: Transaction, one: Trouble) -> NoteTrouble:
        at = self.desk.rules.days.local(one.over_at or self.clock.now())
        about = named(tx, one)
        return NoteTrouble(at, one.kind, one.since, about, one.said, over=one.over_at is not None)


def named(tx: Transaction, one: Trouble) -> str:
    """Return what a trouble is about as the office knows it: a case by its reference, a letter by its reader."""
    if one.kind == "case":
        return lookup.case(tx, int(one.about)).reference
    if one.kind == "letter":
        return outbox.get(tx, one.about).order.to.name
    return one.about
