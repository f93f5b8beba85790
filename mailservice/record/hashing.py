"""Whether the bytes of emails, letters and policies are those of their digests. Start at `altered`.

What is once kept is changed by nobody but a disposal, which leaves no bytes: so they may be looked at beside the rest (`beside`).
"""

from collections.abc import Iterator

from sqlalchemy import bindparam, select

from mailservice.record import contents
from mailservice.record.database import Transaction
from mailservice.record.register import KIND
from mailservice.record.tables import contents as kept

# What the bytes that an entry is are called: those are looked at with their chain.
ENTRIES = ("event", KIND)
# How many are looked at in a step, and read at once: an email may have 25 MB.
_AT_ONCE = 16

# No index is of a sum: SQLite reads the rows as they lie then, three times as fast as in the order of their digests.
AS_THEY_LIE = kept.c.partnership_id + 0 == bindparam("partnership")
_other_contents = (
    select(kept.c.digest, kept.c.kind, kept.c.data)
    .where(AS_THEY_LIE, kept.c.kind.not_in(ENTRIES), kept.c.data.is_not(None))
    .execution_options(yield_per=_AT_ONCE)
)

# The digest and the kind of bytes that were changed.
Altered = list[tuple[str, str]]


def altered(tx: Transaction) -> Iterator[tuple[int, Altered]]:
    """Yield, some at a time, how many were looked at by then, and what of them is not as its digest says."""
    done = 0
    for rows in tx.run(_other_contents).partitions(_AT_ONCE):
        done += len(rows)
        yield done, [(row.digest, row.kind) for row in rows if not intact(row.data, row.digest)]


def intact(data: object, digest: str) -> bool:
    """Tell whether bytes are those of a digest."""
    return isinstance(data, bytes) and contents.digest_of(data) == digest  # SQLite would keep text here too
