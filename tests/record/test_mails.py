"""Every mail is here once, is settled once, and is filed once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from mailservice.record import contents, mails
from mailservice.record.database import Database, Transaction
from tests.record.story import MONDAY, NSCP


def arrive(tx: Transaction, uid: int, *, uidvalidity: int = 1, raw: bytes = b"Hello", minutes: int = 0) -> int | None:
    """Let a mail arrive, of which Message-ID and bytes are one."""
    message_id = f"<{raw.decode()}@health.example>"
    received = MONDAY + timedelta(minutes=minutes)
    return mails.arrive(tx, "INBOX", uidvalidity, uid, internal_date=received, raw=raw, message_id=message_id)


def arrived(tx: Transaction, uid: int, *, raw: bytes = b"Hello", minutes: int = 0) -> int:
    """Let a mail arrive for the first time."""
    mail = arrive(tx, uid, raw=raw, minutes=minutes)
    assert mail is not None
    return mail


def test_a_mail_seen_twice_is_kept_once(database: Database) -> None:
    with database.begin(NSCP) as tx:
        first = arrive(tx, 7)
        assert first is not None
        assert arrive(tx, 7) is None
        assert mails.unsettled(tx) == [first]
        assert contents.get(tx, mails.get(tx, first).digest) == b"Hello"


def test_mails_are_decided_in_the_order_the_mailbox_received_them(database: Database) -> None:
    with database.begin(NSCP) as tx:
        late = arrived(tx, 1, raw=b"late", minutes=9)
        second = arrived(tx, 3, raw=b"second", minutes=2)
        first = arrived(tx, 2, raw=b"first", minutes=2)
        assert mails.unsettled(tx) == [first, second, late]
        assert mails.unsettled(tx, limit=1) == [first]


def test_a_settled_mail_is_filed_once_and_never_settled_again(database: Database) -> None:
    with database.begin(NSCP) as tx:
        mail = arrived(tx, 1)
        assert mails.to_file(tx) == []
        assert mails.settle(tx, mail, "acted", case=3, folder="Escalations/2026/NSCP 2026-0003", at=MONDAY)
        assert not mails.settle(tx, mail, "held", at=MONDAY)
        assert (mails.unsettled(tx), mails.to_file(tx)) == ([], [mail])
        mails.filed(tx, mail, "Escalations/2026/NSCP 2026-0003", MONDAY)
        assert mails.to_file(tx) == []
        stored = mails.get(tx, mail)
        assert (stored.outcome, stored.case, stored.filed) == ("acted", 3, True)
        assert mails.counts(tx) == {"acted": 1}


def test_each_attempt_at_a_mail_is_counted_and_why_the_last_one_failed_is_kept(database: Database) -> None:
    with database.begin(NSCP) as tx:
        mail = arrived(tx, 1)
        for _ in range(3):
            mails.attempt(tx, mail)
        mails.note_fault(tx, mail, "slow")
        mails.note_fault(tx, mail, "broken \0 base64")
        assert (mails.get(tx, mail).attempts, mails.get(tx, mail).why) == (3, "broken  base64")


def test_after_the_mailbox_was_rebuilt_each_mail_is_recognised_and_has_its_new_number(database: Database) -> None:
    with database.begin(NSCP) as tx:
        one, two = arrived(tx, 11, raw=b"one"), arrived(tx, 12, raw=b"two")
        assert arrive(tx, 1, uidvalidity=2, raw=b"one") is None
        assert arrive(tx, 2, uidvalidity=2, raw=b"two") is None
        assert [(mails.get(tx, mail).uidvalidity, mails.get(tx, mail).uid) for mail in (one, two)] == [(2, 1), (2, 2)]
        assert mails.known_uids(tx, "INBOX", 2, [1, 2, 3]) == {1, 2}
        assert mails.known_uids(tx, "INBOX", 1, [11, 12]) == set()


def test_two_copies_of_one_mail_keep_two_numbers_when_the_mailbox_is_rebuilt(database: Database) -> None:
    with database.begin(NSCP) as tx:
        pair = [arrived(tx, 11), arrived(tx, 12)]
        assert arrive(tx, 1, uidvalidity=2) is None
        assert arrive(tx, 2, uidvalidity=2) is None
        assert [mails.get(tx, mail).uid for mail in pair] == [1, 2]


def test_a_filed_mail_that_stands_in_the_rebuilt_inbox_is_moved_again(database: Database) -> None:
    with database.begin(NSCP) as tx:
        mail = arrived(tx, 1)
        mails.settle(tx, mail, "filed", folder="Other", at=MONDAY)
        mails.filed(tx, mail, "Other", MONDAY)
        assert arrive(tx, 1, uidvalidity=2) is None
        assert mails.to_file(tx) == [mail]


def test_a_mail_delivered_twice_is_known_by_its_message_id_and_bytes(database: Database) -> None:
    digest = sha256(b"Hello").hexdigest()
    with database.begin(NSCP) as tx:
        mail = arrived(tx, 1)
        assert mails.same_message(tx, "<Hello@health.example>", digest) is None
        mails.settle(tx, mail, "acted", at=MONDAY)
        assert mails.same_message(tx, "Hello@health.example", digest) == mail
        assert mails.same_message(tx, "Hello@health.example", "other") is None
        assert mails.same_message(tx, "Hello@health.example") == mail
        assert mails.same_message(tx, "") is None


def test_thousands_of_uids_are_asked_for_at_once(database: Database) -> None:
    with database.begin(NSCP) as tx:
        arrived(tx, 4_294_967_295)
        assert mails.known_uids(tx, "INBOX", 1, range(4_294_960_000, 4_294_967_296)) == {4_294_967_295}


def test_a_mail_is_settled_by_one_of_four_who_decide_at_once(database: Database) -> None:
    with database.begin(NSCP) as tx:
        waiting = [arrived(tx, uid, raw=f"{uid}".encode()) for uid in range(20)]
    settled: list[int] = []

    def decide() -> None:
        for mail in waiting:
            with database.begin(NSCP) as tx:
                if mails.settle(tx, mail, "acted", at=MONDAY):
                    settled.append(mail)

    together(decide)
    assert sorted(settled) == sorted(waiting)


def together(work: Callable[[], None]) -> None:
    """Let four threads do the same work at once."""
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
