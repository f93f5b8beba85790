"""How long something takes, by the processor's clock: `timed`. What takes too long is given up.

Its seconds are those of the machine on which the limits were written: a slower one, or one that is busy with other work,
is measured beside it on work of which the time is known, so that a limit is the same thing everywhere.
"""

import gc
import re
import signal
import time
from collections.abc import Callable

_KNOWN, _USUAL = "the words of a letter, " * 2_000, 0.005  # work for a pattern and for Python, and seconds it took
_WORD = re.compile(r"\b(?:[a-z]+er|wor[dk]s?)\b")
_FRESH = 0.5  # seconds for which a pace is believed


class TooLongError(Exception):
    """The time is over."""


def timed(work: Callable[[], object], longest: float) -> float:
    """Return the seconds that a piece of work takes; `longest` if it takes that long, and then it is not done."""
    pace = _pace()
    signal.signal(signal.SIGPROF, _stop)
    # What thousands of tests before this one left to be tidied up is not its work, and a callback of the collector's
    # would swallow the end of the time.
    gc.disable()
    begun = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_PROF, longest * pace)
        work()
        return min(longest, (time.process_time() - begun) / pace)
    except TooLongError:
        return longest
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        gc.enable()


def within(seconds: float, work: Callable[[], object]) -> bool:
    """Return whether a piece of work takes less than so many seconds in one of three tries, since other work runs beside."""
    return any(timed(work, seconds) < seconds for _ in range(3))


def _pace() -> float:
    """Return how many times slower than usual the machine is now; at least 1."""
    if time.monotonic() - _last[0] > _FRESH:
        begun = time.process_time()
        sum(len(found[0]) for found in _WORD.finditer(_KNOWN))
        _last[:] = time.monotonic(), max(1.0, (time.process_time() - begun) / _USUAL)
    return _last[1]


def _stop(*_: object) -> None:
    raise TooLongError


_last = [float("-inf"), 1.0]
