"""What the passing of time does: every date that has come is called on its case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mailservice.cases.history.commands import CallTime
from mailservice.cases.history.events import Event, StageEntered
from mailservice.cases.history.folding import replay
from mailservice.clock import Clock
from mailservice.record import deadlines, ledger, mails, outbox, partnerships
from mailservice.record.database import Database
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.service.watch import outages
from mailservice.service.watch.clocks import Clocks
from mailservice.service.watch.one_by_one import A_DATE, OneByOne


@dataclass
class Sweeping:
    """Calls the dates that have come; one sweep climbs a case at most one stage (rule 3.3)."""

    record: Database
    clock: Clock
    desk: Desk
    decisions: Decisions
    one_by_one: OneByOne
    clocks: Clocks

    def waits(self) -> dict[int, list[str]]:
        """Return the dates that have come, by their case; none while a mail from before may still be unread (rule 3.1).

        None either while nobody knows what time it is.
        """
        with self.record.read(self.desk.partnership) as tx:
            ours = partnerships.get(tx)
            through = ours.read_through
            if ours.waits_for or through is None or mails.unsettled(tx, 1) or not self.clocks.may_act(tx):
                return {}
            come = deadlines.due(tx, min(through, self.clock.now()), limit=100_000)
        by_case: dict[int, list[str]] = {}
        for one in come:
            by_case.setdefault(one.case, []).append(one.deadline)
        return by_case

    def work(self) -> int:
        """Call every date that has come, each case in a transaction of its own; return how many cases moved."""
        now = self.desk.rules.days.local(self.clock.now())
        return sum(bool(self._by_itself(case, come, now)) for case, come in self.waits().items())

    def _by_itself(self, number: int, come: Sequence[str], now: datetime) -> bool | None:
        return self.one_by_one.do("case", str(number), lambda: self._call(number, come, now), A_DATE)

    def _call(self, number: int, come: Sequence[str], now: datetime) -> bool:
        with self.record.begin(self.desk.partnership) as tx:
            case = ledger.replayed(tx, number)
            happened: list[Event] = []
            for deadline in come:
                down = outages.at(tx, case, deadline, now)
                unsent = tuple(outbox.unsent_of(tx, number)) if down else ()
                events = self.decisions.decide(tx, case, CallTime(now, deadline, down, unsent))
                case = replay(events, case)
                happened.extend(events)
                if any(isinstance(event, StageEntered) for event in events):
                    break
            ledger.append(tx, number, happened, self.clock.now())
        return bool(happened)
