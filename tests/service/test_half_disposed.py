"""A disposal that is broken off anywhere: the record verifies, nobody hears that something is missing, nothing is laid back."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailservice.clock import VirtualClock
from mailservice.record.database import Database, Transaction
from mailservice.record.verify import verify
from mailservice.service.counting import Counting
from mailservice.service.custody.findings import told
from mailservice.service.custody.stocktaking import Stocktaking
from mailservice.service.rounds import Service
from mailservice.transport.imap import ImapAccount, Mailbox
from mailservice.transport.smtp import Post
from tests import servers
from tests.service.crashing import DESK
from tests.service.test_disposal import YEAR, Office, an_office

Look = Callable[[str], None]


@pytest.fixture
def office(tmp_path: Path, dovecot: servers.Dovecot, database_url: str) -> Iterator[Office]:
    with an_office(tmp_path, dovecot, database_url) as made:
        yield made


class WatchedRecord(Database):
    """A record that is looked at after each commit."""

    def __init__(self, url: str, clock: VirtualClock, look: Look) -> None:
        super().__init__(url, clock)
        self.look = look

    @contextmanager
    def begin(self, partnership: str) -> Iterator[Transaction]:
        with super().begin(partnership) as tx:
            yield tx
        self.look("after a commit")

    def erase(self) -> bool:
        done = super().erase()
        self.look("after the files were written anew")
        return done


class WatchedMailbox(Mailbox):
    """A mailbox that is looked through after each thing that is done to it."""

    def __init__(self, account: ImapAccount, look: Look) -> None:
        super().__init__(account)
        self.look = look

    def discard(self, folder: str, uids: Sequence[int]) -> None:
        super().discard(folder, uids)
        self.look(f"after emails were taken out of {folder}")

    def take_down(self, folder: str) -> None:
        super().take_down(folder)
        self.look("after a folder was taken down")

    def remove(self, folder: str, message_id: str) -> bool:
        done = super().remove(folder, message_id)
        self.look(f"after something was taken out of {folder}")
        return done

    def append(self, folder: str, raw: bytes, at: datetime, *, seen: bool = True) -> None:
        super().append(folder, raw, at, seen=seen)
        self.look(f"after something was laid into {folder}")


class Watch:
    """Looks at everything, as whoever types `record verify` at that moment does, and as the service does at its next start."""

    def __init__(self, office: Office) -> None:
        self.office, self.eyes = office, Mailbox(office.account)
        self.said: list[str] = []
        self.moments: list[str] = []
        self.looks = False

    def __call__(self, moment: str) -> None:
        if self.looks:
            return
        self.looks = True
        self.moments.append(moment)
        record = Database(self.office.url, self.office.clock)
        try:
            self.said += [f"{moment}: {one}" for one in self._amiss(record)]
        finally:
            record.close()
            self.looks = False

    def _amiss(self, record: Database) -> Iterator[str]:
        with record.read(DESK.partnership) as tx:
            yield from (str(one) for one in verify(tx))
        look = Stocktaking(record, self.eyes, self.office.desk)
        while look.step():
            pass
        yield from told(look.findings, None, names_folders=True)
        one = self.office.service.disposing
        count = Counting(
            record, self.eyes, self.office.clock, self.office.desk, one.decisions, self.office.service.troubles
        )
        while count.waits():
            if back := count.work():
                yield f"{back} were put back"

    def close(self) -> None:
        self.eyes.close()


def test_half_a_disposal_frightens_nobody_and_nothing_of_it_is_laid_back(office: Office) -> None:
    reference = office.an_ended_case()
    office.live(YEAR)
    office.service.sealing.work()
    office.service.disposing.work = lambda: 0  # type: ignore[method-assign] # it is ordered, and nobody begins
    office.confirmed(reference)
    assert office.status(reference) == "disposing"
    watch = Watch(office)
    office.stop()
    record, mailbox = WatchedRecord(office.url, office.clock, watch), WatchedMailbox(office.account, watch)
    office.opened.append(record)
    office.mailbox = mailbox
    office.service = Service(record, Post(office.server.smtp), mailbox, office.clock, office.desk)
    watch("before it was begun")
    for _ in range(3):
        office.live(timedelta(minutes=1))
    assert office.status(reference) == "disposed"
    watch("after all of it")
    watch.close()
    assert not watch.said, "\n".join(dict.fromkeys(watch.said))
    assert len(watch.moments) > 10, watch.moments
