"""How long something takes, by the processor's clock: `timed`. What takes too long is given up."""

import signal
import time
from collections.abc import Callable


class TooLongError(Exception):
    """The time is over."""


def timed(work: Callable[[], object], longest: float) -> float:
    """Return the seconds that a piece of work takes; `longest` if it takes that long, and then it is not done."""
    signal.signal(signal.SIGPROF, _stop)
    begun = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_PROF, longest)
        work()
        return min(longest, time.process_time() - begun)
    except TooLongError:
        return longest
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _stop(*_: object) -> None:
    raise TooLongError
