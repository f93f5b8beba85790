"""What goes wrong around the service in a story: what is down and when, and what the service notes of it.

Start at `Hardship.befall`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mailservice.cases.asking.limping import TROUBLES
from mailservice.clock import VirtualClock
from mailservice.policy.workdays import WorkingDays
from mailservice.record import lookup
from mailservice.service.rounds import Service
from mailservice.service.watch.clocks import Beside
from mailservice.simulator.story import Limping, Span, Story, moment
from mailservice.transport.embedded import EmbeddedServer

_TURNED_AWAY = "451 4.3.2 out of order"


@dataclass
class Machine:
    """The machine that the service runs on: its clock may be off, the time since it started never is."""

    true: VirtualClock
    off: timedelta = timedelta()

    def now(self) -> datetime:
        """Return the time by the machine's own clock."""
        return self.true.now() + self.off

    def beside(self) -> Beside:
        """Return the clocks that its own is held against."""
        return Beside(lambda: self.true.now().timestamp(), self.true.now)


@dataclass
class Hardship:
    """The hardships of one story."""

    story: Story
    _told: set[Span | Limping] = field(default_factory=set)

    def edges(self, days: WorkingDays) -> Iterator[datetime]:
        """Give when something begins to go wrong, ends, or has gone wrong for so long that the office hears of it."""
        story = self.story
        yield from (moment(one.end) for one in (*story.asleep, *story.mailbox_down, *story.post_down))
        for span in (*story.mailbox_down, *story.post_down, *story.other_spans):
            start, end = moment(span.start), moment(span.end)
            # The minute before, all is read and sent.
            lasts = (
                start - timedelta(minutes=1),
                start,
                start + timedelta(minutes=16),
                days.working_hour_after(start, 1) + timedelta(minutes=1),
            )
            yield from (one for one in (*lasts, end) if one <= end)

    def off(self, at: datetime) -> timedelta:
        """Return by how much the machine's clock is off."""
        return sum((timedelta(hours=one.hours) for one in self.story.clock_off if one.span.holds(at)), timedelta())

    def serve(self, server: EmbeddedServer, at: datetime) -> None:
        """Let the mail server be as it is then."""
        server.locked = any(span.holds(at) for span in self.story.mailbox_down)
        server.turn_away = _TURNED_AWAY if any(span.holds(at) for span in self.story.post_down) else ""

    def runs(self, at: datetime) -> bool:
        """Tell whether the service can do anything."""
        away = (one.span for one in self.story.trouble if one.kind == "record")
        return not any(span.holds(at) for span in (*self.story.asleep, *away))

    def befall(self, service: Service, at: datetime) -> None:
        """Let the service, which runs, note what it cannot do, and what it could not while it could keep nothing."""
        for span in self.story.asleep:
            if span not in self._told and moment(span.end) <= at:
                self._told.add(span)
                service.downtime.keep(moment(span.start), moment(span.end))
        service.supervisor.beset = {one.kind for one in self.story.trouble if one.span.holds(at)}
        for one in self.story.trouble:
            if one not in self._told and moment(one.start) <= at:
                self._told.add(one)
                self._note(service, one)
            if moment(one.end) <= at:
                service.troubles.over(one.kind, _about(service, one))

    def _note(self, service: Service, one: Limping) -> None:
        for _ in range(TROUBLES[one.kind].tries):
            service.troubles.note(one.kind, one.said, _about(service, one), moment(one.start))


def _about(service: Service, one: Limping) -> str:
    """Return what a trouble is about as the record knows it: a case by its number."""
    if one.kind != "case":
        return one.about
    with service.record.read(service.desk.partnership) as tx:
        return str(lookup.case_by_reference(tx, one.about))
