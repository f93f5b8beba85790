"""The morning letter to each office, once each day that it works, from 9am on: the heartbeat (rules, section 17).

With it goes to an agency its list of open cases, where the directory names somebody for it (`agency_mornings`).

What it says is for `cases.digest`; here it is handed every case that it may speak of, and what `auditing` found. It is written
after the sweep of that morning: where dates have come and not acted yet, it waits for them a quarter of an hour.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile

import structlog

from mailservice.cases import machine
from mailservice.cases.digest import TEMPLATE
from mailservice.cases.history.case import Case, book
from mailservice.cases.history.commands import CaseSoFar, NoteMorning
from mailservice.cases.history.events import (
    Checked,
    DirectoryChosen,
    LetterOrdered,
    MailHeard,
    OutsiderKept,
    SecondAsked,
    SecondGiven,
)
from mailservice.cases.history.folding import replay
from mailservice.clock import Clock
from mailservice.directory import Office
from mailservice.errors import RecordBroken, as_weather
from mailservice.policy.model import Policy
from mailservice.policy.workdays import MORNING
from mailservice.record import deadlines, ledger, lookup, mails, outbox, partnerships, sealing
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.record.lookup import CaseLine
from mailservice.service import due
from mailservice.service.agency_mornings import AgencyMornings
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.service.folders import CONFIDENTIAL
from mailservice.service.watch.auditing import Auditing
from mailservice.service.watch.clocks import Clocks

# How long the letter waits for what is under way.
PATIENCE = timedelta(minutes=15)
# How far the first letter of all looks back.
A_DAY = timedelta(days=1)
# Two working days for a second's yes, whatever holidays lie between.
LONGEST_WAIT = timedelta(days=14)

log = structlog.get_logger()


@dataclass
class Morning:
    """Writes the morning letter."""

    record: Database
    clock: Clock
    desk: Desk
    decisions: Decisions
    clocks: Clocks
    strict: bool = True
    _due_since: datetime | None = None

    def __post_init__(self) -> None:
        self.auditing = Auditing(self.desk, self.decisions, self.strict)
        self.agencies = AgencyMornings(self.desk, self.decisions, self.strict)

    def waits(self) -> bool:
        """Tell whether today's letter is due, and not written yet, and no sweep is to come before it."""
        now = self._now()
        with self.record.read(self.desk.partnership) as tx:
            if not self._is_due(tx, now):
                self._due_since = None
                return False
            self._due_since = min(self._due_since or now, now)
            return self.clocks.may_act(tx) and not self._is_under_way(tx, now)

    def _is_under_way(self, tx: Transaction, now: datetime) -> bool:
        """Tell whether an email or a date that can act soon has not yet; never for longer than our patience."""
        through = partnerships.get(tx).read_through
        if through is None or through < now - PATIENCE or now - (self._due_since or now) >= PATIENCE:
            return False
        return bool(mails.unsettled(tx, 1) or self.auditing.uncalled(tx, now))

    def work(self) -> bool:
        """Write today's letter; False if it is not due, or another process was first."""
        if not self.waits():
            return False
        now = self._now()
        with self.record.begin(self.desk.partnership) as tx:
            if not self._is_due(tx, now):
                return False
            ours, seal = partnerships.get(tx), sealing.last(tx)
            sealed = (seal.number, seal.print) if seal else (0, "")
            for board, office in self._offices():
                if now.date() not in office.closed:
                    unread = tuple(_never_left(tx, office))
                    last = ours.heartbeat_at if ours.heartbeat_at and ours.heartbeat_at <= now else now - A_DAY
                    since = min([self._since(office, last), *(_began(one) for one in unread)])
                    cases, unreadable = self._cases(tx, now, since, office)
                    audit = self.auditing.look(tx, now, since, office, first=not board)
                    # What is on no case is the first office's.
                    held = 0 if board else mails.held_in(tx, CONFIDENTIAL)
                    strangers = () if board else tuple(self._strangers(tx, since))
                    waiting, more = self._undecided(tx, office, strangers, first=not board)
                    note = NoteMorning(
                        now,
                        since,
                        cases,
                        ours.read_through,
                        held,
                        board,
                        strangers,
                        tuple(waiting),
                        more,
                        () if board else self._lapsed(tx, since, now),
                        replace(audit, unreadable=unreadable, missed=tuple(one.at.date() for one in unread)),
                        *sealed,
                        self._past_time(tx, since, now, office),
                    )
                    self.decisions.append(tx, BOOK, note)
            self.agencies.note(tx, now)
            partnerships.note_heartbeat(tx, now)
        return True

    def _strangers(self, tx: Transaction, since: datetime) -> Iterator[OutsiderKept]:
        """Give the strangers who wrote since the letter before, and of whose mail nothing was decided meanwhile."""
        for one in ledger.in_book(tx, (OutsiderKept,), since):
            if isinstance(one, OutsiderKept) and mails.get(tx, int(one.mail.removeprefix("m"))).outcome == "held":
                yield one

    def _past_time(self, tx: Transaction, since: datetime, now: datetime, office: Office) -> str:
        """Return in a line which ended cases of an office are due for review, in its first letter of a month."""
        if (self.desk.rules.days.local(since).year, self.desk.rules.days.local(since).month) == (now.year, now.month):
            return ""
        schedule = due.Schedule(self._policy_of(tx), self.desk.rules.retention, self.desk.rules.days)
        every = {one.reference: one.id for one in lookup.cases_of(tx)}
        found = due.overdue(tx, schedule, now.date())
        return due.heading([one for one in found if self.auditing.is_of(tx, every[one.reference], office)])

    def _policy_of(self, tx: Transaction) -> Callable[[Case], Policy]:
        return lambda case: self.decisions.rules(tx, case).policy

    def _undecided(
        self, tx: Transaction, office: Office, told: tuple[OutsiderKept, ...], *, first: bool
    ) -> tuple[list[MailHeard], int]:
        """Return the held mails that wait for an office's word, and how many of strangers whom no letter names any more."""
        waiting = [mails.get(tx, one) for one in mails.held(tx, CONFIDENTIAL)]
        mine = {f"m{one.id}": one.case for one in waiting if self._is_of(tx, one.case, office, first=first)}
        if not mine:
            return [], 0
        since = min(one.internal_date for one in waiting if f"m{one.id}" in mine)
        book = ledger.in_book(tx, (MailHeard, OutsiderKept), since)
        readable = (case for case in {*mine.values()} if case and self.auditing.can_read(tx, case))
        cases = [event for case in readable for event in ledger.events(tx, case)]
        outside = {one.mail for one in book if isinstance(one, OutsiderKept)}
        heard = {one.mail: one for one in (*book, *cases) if isinstance(one, MailHeard) and one.mail in mine}
        more = (outside & mine.keys()) - {one.mail for one in told}
        return [heard[one] for one in mine if one in heard and one not in outside], len(more)

    def _lapsed(self, tx: Transaction, since: datetime, now: datetime) -> tuple[SecondAsked, ...]:
        """Return the words on no case whose time for a second person ended since the letter before: no date is called there."""
        book = ledger.in_book(tx, (SecondAsked, SecondGiven, Checked, DirectoryChosen), since - LONGEST_WAIT)
        asked = [one for one in book if isinstance(one, SecondAsked) and since < one.until <= now]
        spent = {one.request for one in book if isinstance(one, SecondGiven | Checked | DirectoryChosen)}
        return tuple(one for one in asked if one.request not in spent)

    def _is_of(self, tx: Transaction, case: int | None, office: Office, *, first: bool) -> bool:
        """Tell whether a mail of a case is for an office to decide on; what is on no case is the first one's."""
        if not case:
            return first
        return self.auditing.is_of(tx, case, office)

    def _offices(self) -> Iterator[tuple[str, Office]]:
        """Give every office once: the first, then each other with a board that it keeps."""
        first, boards = self.desk.directory.office, self.desk.directory.boards
        yield "", first
        seen = {first.address.lower()}
        for board, office in boards.items():
            if office.address.lower() not in seen:
                seen.add(office.address.lower())
                yield board, office

    def _since(self, office: Office, last: datetime) -> datetime:
        """Return when an office had its last letter: none came to it on a day that it was closed."""
        local = self.desk.rules.days.local(last)
        day = local.date()
        while day in office.closed:
            day -= A_DAY
        return last if day == local.date() else datetime.combine(day, MORNING, local.tzinfo)

    def _is_due(self, tx: Transaction, now: datetime) -> bool:
        days, last = self.desk.rules.days, partnerships.get(tx).heartbeat_at
        works = any(now.date() not in office.closed for _, office in self._offices())
        if now.time() < MORNING or not days.is_working(now.date()) or not works:
            return False
        # One of a day to come was written by a clock that was ahead.
        return last is None or days.local(last).date() != now.date()

    def _cases(
        self, tx: Transaction, now: datetime, since: datetime, office: Office
    ) -> tuple[tuple[CaseSoFar, ...], tuple[str, ...]]:
        """Return every case that an office is told of, and the references of those at which the service fails.

        No one case keeps the letter about all others back.
        """
        told, unreadable = list[CaseSoFar](), list[str]()
        for line in lookup.cases_of(tx):
            try:
                found = self._so_far(tx, line, since, office)
                if found and not self.strict:
                    self._on_paper(tx, NoteMorning(now, since, (found,)))
            except Exception as fault:
                if self.strict or isinstance(fault, RecordBroken) or as_weather(fault) is not None:
                    raise
                log.exception("a case cannot be told of", case=line.id)
                unreadable.append(line.reference)
            else:
                told += [found] if found else []
        return tuple(told), tuple(unreadable)

    def _so_far(self, tx: Transaction, line: CaseLine, since: datetime, office: Office) -> CaseSoFar | None:
        """Return a case of an office that is open or has something left to do, or in which something was recorded since."""
        whole, seen = ledger.recorded(tx, line.id, since)
        goes_on = line.status in ("open", "agreed", "halted") or line.ending == "given-up"
        if not (goes_on or seen < whole or deadlines.standing(tx, line.id)):
            return None
        history = tuple(ledger.events(tx, line.id))
        case = replay(history)
        if self.desk.directory.of_board(case.board).office.address.lower() != office.address.lower():
            return None
        # What is known no more stands at its beginning.
        return CaseSoFar(self.decisions.rules(tx, case).policy, history, max(0, seen - (whole - len(history))))

    def _on_paper(self, tx: Transaction, note: NoteMorning) -> None:
        rules = replace(self.desk.rules, new_id=lambda: "on paper")
        machine.decide(book(), note, rules, self.decisions.directory(tx))

    def _now(self) -> datetime:
        return self.desk.rules.days.local(self.clock.now())


def _never_left(tx: Transaction, office: Office) -> list[LetterOrdered]:
    """Return the newest morning letters to an office as far as they never left, the oldest first: they told it nothing."""
    mine = (one for one in outbox.newest_in_the_book(tx, TEMPLATE) if office.has_address(one.order.to.address))
    unread = takewhile(lambda one: one.status in ("ordered", "withheld"), mine)
    return [one.order for one in unread][::-1]


def _began(order: LetterOrdered) -> datetime:
    return datetime.fromisoformat(str(order.facts["since"]))
