"""Who is told of letters that should have left and have not, and that all have left again (rule 17). Start at `HeldUp.work`.

Whatever the mail server refuses us for is told at once; a letter that it only puts off, before its date or an hour has come.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import NoteHeldUp, Waiting
from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.letters import kinds, ordering
from mailservice.clock import Clock
from mailservice.mail import refusals
from mailservice.mail.refusals import STEPS
from mailservice.record import ledger, outbox
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.record.outbox import Outgoing
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk

KIND, HELD, OVER = "post", "held", "over"
# An alarm, and any other letter: how long it lies before the office hears of it; before its case's next date, half the way.
ALARM_LIES, LIES = timedelta(minutes=15), timedelta(hours=1)
BEFORE_ANY_READER = ("greeting", "login", "MAIL")

log = structlog.get_logger()


@dataclass
class HeldUp:
    """Tells the office of letters that wait."""

    record: Database
    clock: Clock
    desk: Desk
    decisions: Decisions

    def waits(self) -> bool:
        """Tell whether the office is to hear of something that it has not heard of."""
        with self.record.read(self.desk.partnership) as tx:
            return self._news(tx) is not None

    def work(self) -> int:
        """Tell the office; return how many things it was told."""
        if not self.waits():
            return 0
        with self.record.begin(self.desk.partnership) as tx:
            told = self._news(tx)
            if told is not None:
                self.decisions.append(tx, BOOK, told)
        if told is not None and told.waiting:
            log.error("letters do not leave", letters=told.letters, whole=told.whole, since=told.since.isoformat())
        return int(told is not None)

    def _news(self, tx: Transaction) -> NoteHeldUp | None:
        held = [one for one in outbox.held_up(tx) if one.template != KIND]
        told = _standing(outbox.newest_in_the_book(tx, KIND))
        known = {letter for one in told for letter in one.order.about.split()[1:]}
        if told and not known & {one.letter for one in held}:
            return self._over(told, known)
        if any(one.status == "ordered" for one in told):
            return None  # what is to tell of it waits too: nothing is gained by a second one
        return self._held(tx, [one for one in held if one.letter not in known], held)

    def _held(
        self, tx: Transaction, unknown: Sequence[outbox.HeldUp], held: Sequence[outbox.HeldUp]
    ) -> NoteHeldUp | None:
        now = self._now()
        late = [one for one in self._waiting(tx, unknown) if _is_late(one, now)]
        if not late:
            return None
        ours = next((one.why for one in held if _about_us(one.why)), "")
        _, step, said = (*ours.split(" ", 2), "", "")[:3]
        at = next((one for one in STEPS if one == step), None)
        return NoteHeldUp(
            now,
            since=min(one.since for one in late),
            letters=len(held),
            waiting=tuple(late),
            whole=step in BEFORE_ANY_READER,
            why=said or next((one.why for one in late), ""),
            remedy=refusals.whose(at, said).remedy if at else "",
        )

    def _over(self, told: Sequence[Outgoing], known: set[str]) -> NoteHeldUp:
        since = min(one.order.at for one in told)
        wide = len({one.order.to.address.lower() for one in told if one.status == "sent"}) > 1
        return NoteHeldUp(self._now(), since, len(known), whole=wide)

    def _waiting(self, tx: Transaction, held: Sequence[outbox.HeldUp]) -> Iterator[Waiting]:
        cases: dict[int, Case] = {}
        for one in held:
            if one.case not in cases:
                cases[one.case] = Case() if one.case == BOOK else ledger.replayed(tx, one.case)
            case, order = cases[one.case], outbox.get(tx, one.letter).order
            dates = [each.due for each in case.standing if each.purpose in ("clock", "check-in", "objection")]
            yield Waiting(
                one.letter,
                case.reference,
                order.to,
                kinds.of(one.template).told.replace("{theirs}", self.desk.rules.policy.wording.person.theirs),
                one.since,
                one.why,
                alarm=_is_alarm(order) or case.urgent is not None,
                due=min(dates, default=None),
            )

    def _now(self) -> datetime:
        return self.desk.rules.days.local(self.clock.now())


def is_over(tx: Transaction, order: LetterOrdered) -> bool:
    """Tell whether a letter tells of letters that wait, and none of them waits any more: it would mislead."""
    if order.template != KIND or order.about.split()[:1] != [HELD]:
        return False
    return not {one.letter for one in outbox.held_up(tx)} & {*order.about.split()[1:]}


def _standing(told: Sequence[Outgoing]) -> list[Outgoing]:
    """Return the letters that told of what still waits, from the newest first: those since the last that said it was over."""
    found: list[Outgoing] = []
    for one in told:
        what = one.order.about.split()[:1]
        if what == [OVER]:
            break
        if what == [HELD]:
            found.append(one)
    return found


def _is_late(one: Waiting, now: datetime) -> bool:
    if _about_us(one.why):
        return True
    lies = ALARM_LIES if one.alarm else LIES
    if one.due is not None:
        lies = min(lies, (one.due - one.since) / 2)
    return now - one.since >= lies


def _about_us(why: str) -> bool:
    return why.startswith(f"{outbox.ABOUT_US} ")


def _is_alarm(order: LetterOrdered) -> bool:
    return order.facts.get("headline") in ordering.ALARMS
