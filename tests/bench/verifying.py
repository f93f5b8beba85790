"""`python -m tests.bench.verifying [postgresql]`: how long `record verify` takes on a big record, beside plain hashing.

100,000 events of cases that were really decided (a simulated partnership's, years of it) and 20,000 mails. What is hashed plainly
is every byte of `contents.data`, read from the same database in turn with verifying.

Sizes: half of the mails are below 10 KB (a log-normal, as sizes of mail are found to be), some carry a photograph of 1 to 3 MB.
One in twenty, a mean of some 120 KB, is the lower end of what is reported of inboxes today (120 to 240 KB); one in fifty, some
60 KB, is for the ratio a worse case. A letter of ours is 21 KB, the median of those of a story.
"""

import itertools
import math
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sqlalchemy import func, select

from mailservice.cases.history.events import CaseOpened, Event, LetterOrdered, MailHeard
from mailservice.files import ROOT
from mailservice.mail.grammar import references
from mailservice.mail.trust import signing
from mailservice.policy.load import load
from mailservice.record import contents, ledger, lookup, mails, outbox, partnerships, register, tables, verify
from mailservice.record.database import Database, Transaction
from mailservice.simulator.year import Year
from tests import servers
from tests.bench.race import Race

EVENTS, MAILS, TURNS, LETTER = 100_000, 20_000, 3, 21_000
MEDIAN, SPREAD, PHOTOGRAPHS = 10_000, 1.1, (0.02, 0.05)
POLICY = ROOT / "policies" / "northamptonshire-nscp.toml"
NSCP, INBOX, KEYS = "NSCP", "INBOX", (b"a key for a benchmark alone, which nobody keeps secret",)
# What a partnership's year of this length leaves of events, roughly: the play is cut where there are enough.
CASES = 360

_bytes = select(tables.contents.c.data).where(tables.contents.c.data.is_not(None)).execution_options(yield_per=16)


@dataclass
class Sizes:
    """How long mails are, the same ones every time; `photographs` is the share that carries one."""

    photographs: float
    random: Random = field(default_factory=lambda: Random(1))  # noqa: S311 - as above

    def of_a_mail(self) -> bytes:
        """Return the bytes of the next mail."""
        plain = min(int(self.random.lognormvariate(math.log(MEDIAN), SPREAD)), 1_000_000)
        photograph = self.random.randint(1_000_000, 3_000_000) if self.random.random() < self.photographs else 0
        return self.random.randbytes(plain + photograph)


def make(record: Database, photographs: float, progress: Progress) -> None:
    """Lay the record, as the service would have: cases by their events, each mail as it came and was settled, each letter."""
    record.upgrade()
    year = Year(load(POLICY), cases=CASES).play()
    opened = sorted(year.histories.values(), key=lambda events: events[0].at)
    so_far = itertools.accumulate((len(events) for events in opened), initial=0)
    wanted = [events for events, before in zip(opened, so_far, strict=False) if before < EVENTS]
    sizes, numbers = Sizes(photographs), itertools.count(1)
    with record.begin(NSCP) as tx:
        partnerships.begin(tx, "escalate@bench.example", "key", wanted[0][0].at)
        register.keep(tx, POLICY.read_bytes(), "policy")
    for events in progress.track(wanted, description=f"{len(wanted)} cases"):
        with record.begin(NSCP) as tx:
            _case(tx, events, numbers, sizes)
    others = range(next(numbers), MAILS + 1)
    for at in progress.track(range(0, len(others), 100), description="mails on no case"):
        with record.begin(NSCP) as tx:
            for number in others[at : at + 100]:
                _keep_mail(tx, number, f"<{number}@elsewhere.example>", wanted[-1][-1].at, None, sizes)


def _case(tx: Transaction, events: Sequence[Event], numbers: Iterator[int], sizes: Sizes) -> None:
    case = lookup.new_case(tx)
    heard = [one for one in events if isinstance(one, MailHeard)]
    known = {one.mail: next(numbers) for one in heard}
    for one in heard:
        _keep_mail(tx, known[one.mail], one.message_id, one.at, case, sizes)
    reference = references.make_case_reference(NSCP, events[0].at.year, lookup.next_number(tx, events[0].at.year))
    told = [
        replace(one, mail=f"m{known[one.mail]}")
        if isinstance(one, MailHeard)
        else replace(one, reference=reference)
        if isinstance(one, CaseOpened)
        else one
        for one in events
    ]
    for at, group in itertools.groupby(told, key=lambda event: event.at):
        ledger.append(tx, case, list(group), at)
    for order in (one for one in events if isinstance(one, LetterOrdered)):
        kept = contents.keep(tx, f"{order.letter}\r\n".encode() + sizes.random.randbytes(LETTER), "letter")
        outbox.rendered(tx, order.letter, signing.message_id(order.letter, KEYS, "bench.example"), kept)


def _keep_mail(tx: Transaction, number: int, message_id: str, at: datetime, case: int | None, sizes: Sizes) -> None:
    raw = f"Message-ID: {message_id}\r\n\r\n".encode() + sizes.of_a_mail()
    mail = mails.arrive(tx, INBOX, 1, number, internal_date=at, raw=raw, message_id=message_id, collected_at=at)
    if mail is None:
        raise ValueError("a mail of the benchmark is there twice")
    outcome: mails.Outcome = "acted" if case else "automatic"
    folder = "Escalations" if case else "Automatic"
    mails.settle(tx, mail, outcome, case=case, folder=folder, at=at)
    mails.filed(tx, mail, folder, at)


def hashed(tx: Transaction) -> int:
    """Hash every byte that is kept, and return how many there are: what verifying is compared with."""
    size = 0
    for data in tx.run(_bytes, {}).scalars():
        sha256(data).digest()
        size += len(data)
    return size


def race(record: Database, progress: Progress) -> Race:
    """Hash and verify in turns."""
    whole = Race()
    for _ in progress.track(range(TURNS), description="in turns"):
        with record.read(NSCP) as tx:
            whole.run("hashing", partial(hashed, tx))
        with record.read(NSCP) as tx:
            whole.run("verify", partial(_verify, tx))
        with record.read(NSCP) as tx:
            day = tx.run(select(func.max(tables.ledger.c.recorded_at))).scalar_one()
            whole.run("lately", partial(verify.lately, tx, day))
    return whole


def _verify(tx: Transaction) -> None:
    if verify.verify(tx, beside=True):
        raise ValueError("the benchmark's record is not as it was written")


def show(record: Database, whole: Race, name: str) -> None:
    """Print what is in the record, and the figures."""
    with record.read(NSCP) as tx:
        size = hashed(tx)
        counts = {
            one: tx.run(select(func.count()).select_from(table)).scalar_one()
            for one, table in (("entries", tables.ledger), ("mails", tables.mails), ("letters", tables.letters))
        }
        events = tx.run(select(func.count()).where(tables.ledger.c.case_id > 0)).scalar_one()
    table = Table("what", "seconds", "ratio to hashing", title=f"Verifying a record on {name}, medians of turns")
    for sentence, one in (
        ("SHA-256 of every byte that is kept", "hashing"),
        ("record verify, the database", "verify"),
        ("what the morning letter looks at", "lately"),
    ):
        table.add_row(sentence, f"{1 / whole.rate(one, 1):.2f}", f"{1 / whole.ratio(one, 'hashing'):.2f}")
    console = Console()
    console.print(table)
    held = ", ".join(f"{number:,} {one}" for one, number in counts.items())
    console.print(f"{events:,} events of cases, {held}, {size / 1e6:,.0f} MB")


def main() -> None:
    """Make a record with fewer photographs and one with more, let verifying race on each, and print what came of it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(servers.postgresql()) if sys.argv[1:] == ["postgresql"] else None
        progress = stack.enter_context(Progress(console=Console(stderr=True), transient=True))
        for photographs in PHOTOGRAPHS:
            url = stack.enter_context(server.database()) if server else f"sqlite:///{folder / f'{photographs}.db'}"
            with closing(Database(url)) as record:
                make(record, photographs, progress)
                show(record, race(record, progress), f"{record.url.get_backend_name()}, {photographs:.0%} photographs")


if __name__ == "__main__":
    main()
