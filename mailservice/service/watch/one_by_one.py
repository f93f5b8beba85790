"""Cases and letters each by themselves: one at which the service fails stops no other. Start at `OneByOne.do`.

After three times it is set aside: tried once an hour, told to the office and to IT, and in `status` until somebody has seen it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

import structlog

from mailservice.clock import Clock
from mailservice.errors import as_weather
from mailservice.service.watch.pulse import Pulse
from mailservice.service.watch.troubles import Troubles

SET_ASIDE_AFTER = 3
AGAIN_AFTER = timedelta(hours=1)
# How long one of them may take, in seconds, before the process is ended (`cli.watchman`).
A_DATE, A_LETTER, A_MAIL = 60.0, 300.0, 300.0

log = structlog.get_logger()


@dataclass
class OneByOne:
    """Does one thing, and keeps what it failed at; weather is raised, and `strict` raises defects too."""

    troubles: Troubles
    clock: Clock
    pulse: Pulse = field(default_factory=Pulse)
    strict: bool = True

    def do(self, kind: Literal["case", "letter"], about: str, work: Callable[[], bool], seconds: float) -> bool | None:
        """Return what the work on one thing says; None where it failed, or is set aside for now."""
        if self._rests(kind, about):
            return None
        try:
            with self.pulse.busy(f"{kind} {about}", seconds):
                done = work()
        except Exception as fault:
            if self.strict or as_weather(fault) is not None:
                raise
            log.exception("it failed at one thing, and goes on with the next", **{kind: about})
            self.troubles.note(kind, type(fault).__name__, about)
            return None
        self.troubles.over(kind, about)
        return done

    def set_aside(self, kind: str, about: str) -> bool:
        """Tell whether the service has failed at it so often that it is tried once an hour only."""
        known = self.troubles.standing(kind, about)
        return known is not None and known.attempts >= SET_ASIDE_AFTER

    def _rests(self, kind: str, about: str) -> bool:
        known = self.troubles.standing(kind, about)
        return self.set_aside(kind, about) and known is not None and self.clock.now() - known.last_at < AGAIN_AFTER
