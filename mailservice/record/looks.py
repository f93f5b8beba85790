"""When everything was looked through, and what was found, as the office's book has it. Start at `given`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from mailservice.cases.history.events import ProofGiven
from mailservice.record import ledger, partnerships
from mailservice.record.database import Transaction

# A look is made each week; where none came to its end for so long, somebody is told.
TOO_LONG = timedelta(days=31)


def given(tx: Transaction, now: datetime) -> list[ProofGiven]:
    """Return what each look found, in the order they ended; one of a day to come was made under a clock that was ahead.

    Nothing where one cannot be read any more: that is for `verify` to tell, which nothing here may hinder.
    """
    try:
        return [one for one in ledger.in_book(tx, (ProofGiven,)) if isinstance(one, ProofGiven) and one.at <= now]
    except (ValueError, TypeError, KeyError):
        return []


def last_whole(those: Sequence[ProofGiven]) -> datetime | None:
    """Return when everything was last seen whole; None where it never was."""
    return max((one.on for one in those if not one.changed), default=None)


def known(those: Sequence[ProofGiven]) -> tuple[str, ...]:
    """Return the prints of what the office was told of and still was so at the last weekly look; two may have the same."""
    return next((one.found for one in reversed(those) if one.by is None), ())


def new(found: Iterable[str], before: Iterable[str]) -> Counter[str]:
    """Return of which prints there are more than before, and by how many."""
    return Counter(found) - Counter(before)


def told(those: Sequence[ProofGiven]) -> datetime | None:
    """Return when the office had the letter that names, or names the last of, what the newest look found; None if none does."""
    if not those or not those[-1].found or new(those[-1].found, known(those)):
        return None
    return max(_letters(those), default=None)


def _letters(those: Sequence[ProofGiven]) -> Iterator[datetime]:
    before: tuple[str, ...] = ()
    for one in (one for one in those if one.by is None):
        if new(one.found, before):
            yield one.at
        before = one.found


def missed(tx: Transaction, those: Sequence[ProofGiven], now: datetime) -> datetime | None:
    """Return since when no look came to its end, where that is too long ago; None where all is well."""
    last = max((one.at for one in those), default=partnerships.get(tx).started_at)
    return last if last is not None and now - last > TOO_LONG else None
