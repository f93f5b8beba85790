"""What the service owes at this moment: a look at the record, which changes nothing. Start at `Auditing.look`.

How it is said is for `cases.asking.audited`. A date that stood still when it was called owes nothing: the office may have let its
case rest, or its letter has not left; so each is called here once more, on paper.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from mailservice.cases import machine
from mailservice.cases.asking.limping import TROUBLES
from mailservice.cases.history.audit import Audit, Limp, Look, Lot
from mailservice.cases.history.commands import CallTime
from mailservice.cases.history.events import Paused, ProofGiven
from mailservice.directory import Office
from mailservice.errors import RecordBroken, as_weather
from mailservice.record import deadlines, ledger, looks, lookup, mails, outbox, partnerships, troubles, verify
from mailservice.record.database import Transaction
from mailservice.record.deadlines import Due
from mailservice.record.troubles import Trouble
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.service.watch.troubles import named

# How long an email, a date or the mailbox may lie, and a letter, before it is amiss; and how long the office may pause letters.
LIES, LETTER_LIES, LONGEST_PAUSE = timedelta(minutes=15), timedelta(hours=1), timedelta(days=14)


@dataclass
class Auditing:
    """Looks at the record for one office."""

    desk: Desk
    decisions: Decisions
    strict: bool = True

    def look(self, tx: Transaction, now: datetime, since: datetime, office: Office, *, first: bool) -> Audit:
        """Return what is amiss now, and what was since the last letter; of a case or letter, to the office that it is of."""
        through = partnerships.get(tx).read_through
        going_on = [one for one in lookup.cases_of(tx, lookup.Wanted(open=True)) if self.is_of(tx, one.id, office)]
        late = [one.due for one in self.uncalled(tx, now) if one.due <= now - LIES]
        # The record and the mailbox are one, and the first office's.
        given = looks.given(tx, now) if first else []
        return Audit(
            open=len(going_on),
            unread=through is None or through < now - LIES,
            unsettled=_lot(one for one in mails.came_unsettled(tx) if one <= now - LIES),
            uncalled=_lot(late),
            unsent=_lot(one for one in outbox.to_leave(tx, now) if one <= now - LETTER_LIES),
            unfiled=_lot(self._unfiled(tx, now)),
            late=_lot(_left_late(tx, since)),
            dateless=tuple(one.reference for one in going_on if not deadlines.standing(tx, one.id)),
            changed=len(verify.lately(tx, since)),
            limps=tuple(
                _limp(tx, one) for one in troubles.since(tx, since) if self._hears(tx, one, office, first=first)
            ),
            look=_newest(given, since),
            unlooked=looks.missed(tx, given, now) if first else None,
        )

    def uncalled(self, tx: Transaction, now: datetime) -> list[Due]:
        """Return the dates that have come, of cases whose dates can act, and that would do something if they were called."""
        aside = {one.about for one in troubles.standing(tx, "case") if _counts(one)}
        come = (one for one in deadlines.due(tx, now, limit=100_000) if str(one.case) not in aside)
        return [one for one in come if self._would_act(tx, one, now)]

    def _would_act(self, tx: Transaction, one: Due, now: datetime) -> bool:
        if not self.can_read(tx, one.case):
            return True
        case, names = ledger.replayed(tx, one.case), count(1)
        on_paper = replace(self.decisions.rules(tx, case), new_id=lambda: f"on paper {next(names)}")
        command = CallTime(self.desk.rules.days.local(now), one.deadline)
        try:
            return bool(machine.decide(case, command, on_paper, self.decisions.directory(tx)))
        except Exception:  # noqa: BLE001 - whatever fails here fails in the sweep too: the date has not acted
            return True

    def _unfiled(self, tx: Transaction, now: datetime) -> Iterator[datetime]:
        today = self.desk.rules.days.local(now).date()
        done = (*mails.settled_unfiled(tx), *outbox.sent_unfiled(tx))
        yield from (one for one in done if self.desk.rules.days.local(one).date() < today)

    def _hears(self, tx: Transaction, one: Trouble, office: Office, *, first: bool) -> bool:
        if one.kind == "case":
            return self.is_of(tx, int(one.about), office)
        case = (outbox.case_of(tx, one.about) or ledger.BOOK) if one.kind == "letter" else None
        return case is None or (self.is_of(tx, case, office) if case else first)

    def is_of(self, tx: Transaction, case: int, office: Office) -> bool:
        """Tell whether a case is an office's; one that cannot be read is each one's."""
        if not self.can_read(tx, case):
            return True
        mine = self.desk.directory.of_board(ledger.replayed(tx, case).board).office
        return mine.address.lower() == office.address.lower()

    def can_read(self, tx: Transaction, case: int) -> bool:
        """Tell whether a case's history adds up to a case."""
        try:
            ledger.replayed(tx, case)
        except Exception as fault:
            if self.strict or isinstance(fault, RecordBroken) or as_weather(fault) is not None:
                raise
            return False
        return True


def _newest(given: Sequence[ProofGiven], since: datetime) -> Look | None:
    """Return the newest look, where it has ended since then."""
    newest = given[-1] if given and given[-1].at > since else None
    return Look(newest.on, newest.changed, looks.told(given)) if newest else None


def _left_late(tx: Transaction, since: datetime) -> Iterator[datetime]:
    """Give when each letter should have left that left late since then; the office's own pause is no lateness."""
    if ledger.in_book(tx, (Paused,), since - LONGEST_PAUSE):
        return
    for case, should, left in outbox.left_since(tx, since):
        if left - should > LETTER_LIES and not (case and ledger.of_kinds(tx, case, "Paused")):
            yield should


def _lot(since: Iterable[datetime]) -> Lot:
    found = list(since)
    return Lot(len(found), min(found, default=None))


def _lasted(tx: Transaction, since: datetime) -> Iterator[Trouble]:
    yield from (one for one in troubles.since(tx, since) if _counts(one))


def _counts(one: Trouble) -> bool:
    """Tell whether a trouble was met as often as one of its kind needs: before that it is only tried again, or still to come."""
    kind = TROUBLES[one.kind]
    return one.attempts >= kind.tries and not kind.ahead


def _limp(tx: Transaction, one: Trouble) -> Limp:
    return Limp(one.kind, named(tx, one), one.since, one.over_at, one.said)
