"""The mailbox, told twice: against the server we carry for stories (pymap) and the one people run (Dovecot)."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Protocol

import pytest
from imapclient import IMAPClient

from mailservice.clock import VirtualClock
from mailservice.errors import TryLater
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import ImapAccount, Mailbox
from tests import servers
from tests.servers import Wire

TUESDAY = datetime(2026, 3, 3, 9, 30, 15, tzinfo=UTC)
CASE = "Escalations/2026/NSCP 2026-0042"


def mail(number: int = 1, body: str = "The referral was closed, and I disagree.\r\n", head: str = "") -> bytes:
    text = (
        "From: Ife Example <ife@health.example>\r\nTo: sam@council.example\r\nSubject: NSCP referral\r\n"
        f"Message-ID: <{number}@health.example>\r\n{head}\r\n{body}"
    )
    return text.encode()


class Server(Protocol):
    """What a story asks of a mail server."""

    def account(self) -> ImapAccount: ...
    def renumber(self) -> None: ...


class Pymap:
    def __init__(self, server: EmbeddedServer) -> None:
        self.server = server

    def account(self) -> ImapAccount:
        return self.server.imap

    def renumber(self) -> None:
        time.sleep(1.1 - time.time() % 1)  # pymap numbers by the second
        self.server.stop()
        self.server.start()


class Dovecot:
    def __init__(self, server: servers.Dovecot) -> None:
        self.server = server
        self._account = server.account()

    def account(self) -> ImapAccount:
        return self._account

    def renumber(self) -> None:
        self.server.renumber(self._account.user)


@pytest.fixture(params=["pymap", "dovecot"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    if request.param == "dovecot":
        yield Dovecot(request.getfixturevalue("dovecot"))
    else:
        with EmbeddedServer(VirtualClock(TUESDAY), "escalate@partnership.example") as embedded:
            yield Pymap(embedded)


@contextmanager
def opened(account: ImapAccount) -> Iterator[Mailbox]:
    mailbox = Mailbox(account)
    try:
        yield mailbox
    finally:
        mailbox.close()


@pytest.fixture
def mailbox(server: Server) -> Iterator[Mailbox]:
    with opened(server.account()) as mailbox:
        yield mailbox


def arrive(mailbox: Mailbox, *raws: bytes, at: datetime = TUESDAY) -> None:
    for raw in raws:
        mailbox.append("INBOX", raw, at, seen=False)


class TestReading:
    def test_a_mail_is_read_with_its_bytes_and_its_date_exactly(self, mailbox: Mailbox) -> None:
        raw = mail(body="caf\u00e9 \u0175\r\n.\r\n..dots\r\n\r\nend", head="X-Odd: a\r\n\tb\r\n")
        arrive(mailbox, raw, at=TUESDAY.astimezone(timezone(timedelta(hours=1))))
        (fetched,) = mailbox.fetch(mailbox.uids())
        assert fetched.raw == raw
        assert fetched.internal_date == TUESDAY
        assert fetched.internal_date.tzinfo is UTC

    def test_the_hour_that_comes_twice_in_october_is_not_confused(
        self, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TZ", "Europe/London")
        time.tzset()
        try:
            summer, winter = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
            for at in (summer, winter):
                arrive(mailbox, mail(), at=at)
            assert [fetched.internal_date for fetched in mailbox.fetch(mailbox.uids())] == [summer, winter]
        finally:
            monkeypatch.undo()
            time.tzset()

    def test_an_empty_inbox_has_no_mails(self, mailbox: Mailbox) -> None:
        assert mailbox.uids() == ()
        assert list(mailbox.fetch([])) == []

    def test_mail_that_comes_later_has_a_higher_uid(self, mailbox: Mailbox, server: Server) -> None:
        arrive(mailbox, mail(1))
        first = mailbox.uids()
        with opened(server.account()) as other:
            arrive(other, mail(2))
        assert mailbox.uids()[:1] == first
        assert mailbox.uids()[1] > first[0]

    def test_reading_never_marks_a_mail_as_read(self, mailbox: Mailbox, server: Server) -> None:
        arrive(mailbox, mail())
        list(mailbox.fetch(mailbox.uids()))
        list(mailbox.scan("INBOX"))
        mailbox.find("INBOX", "<1@health.example>")
        assert mailbox.move(mailbox.uids()[0], CASE)
        assert b"\\Seen" not in flags(server.account(), CASE)

    def test_a_mail_that_is_gone_is_simply_absent(self, mailbox: Mailbox) -> None:
        arrive(mailbox, mail(1), mail(2))
        one, two = mailbox.uids()
        mailbox.move(one, "Other")
        assert [fetched.uid for fetched in mailbox.fetch([one, two, 4000])] == [two]

    def test_three_hundred_mails_are_all_read_in_order(self, mailbox: Mailbox) -> None:
        arrive(mailbox, *(mail(number) for number in range(300)))
        uids = mailbox.uids()
        assert len(uids) == 300
        assert [fetched.uid for fetched in mailbox.fetch(uids)] == list(uids)
        assert [entry.message_id for entry in mailbox.scan("INBOX")] == [f"<{n}@health.example>" for n in range(300)]

    def test_a_mail_of_15_megabytes_comes_whole_between_two_small_ones(self, mailbox: Mailbox) -> None:
        big = mail(2, body="x" * 70 + "\r\n") + b"0123456789abcdef" * 64 * 15 * 1024
        arrive(mailbox, mail(1), big, mail(3))
        assert [fetched.raw for fetched in mailbox.fetch(mailbox.uids())] == [mail(1), big, mail(3)]

    @pytest.mark.parametrize(
        "odd",
        [
            b"Subject: \xff\xfe\x00 \x80\r\nMessage-ID: \xc3\x28\r\nFrom: =?x?B?!!?= <\r\n\r\n\xff\r\n",
            b"Message-ID\r\nno colon at all (\r\n",
            b"\r\n\r\nno head\r\n",
            b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
        ],
    )
    def test_a_mail_nobody_can_decode_does_not_hold_up_the_others(self, mailbox: Mailbox, odd: bytes) -> None:
        odd = odd.replace(b"\x00", b"?")  # no server takes a NUL
        arrive(mailbox, mail(1), odd, mail(2))
        first, middle, last = (fetched.raw for fetched in mailbox.fetch(mailbox.uids()))
        assert (first, last) == (mail(1), mail(2))
        assert middle.rstrip() == odd.rstrip()  # pymap loses the last line end of a mail without a head
        assert [entry.uid for entry in mailbox.scan("INBOX")] == list(mailbox.uids())


class TestFiling:
    def test_a_mail_is_moved_into_a_folder_made_on_the_way(self, mailbox: Mailbox, server: Server) -> None:
        arrive(mailbox, mail())
        (uid,) = mailbox.uids()
        assert mailbox.move(uid, CASE)
        assert mailbox.uids() == ()
        (entry,) = mailbox.scan(CASE)
        assert entry[1:] == (TUESDAY, "<1@health.example>", len(mail()))
        assert {"Escalations", "Escalations/2026", CASE} & set(mailbox.folders()) >= {CASE}
        assert CASE in subscribed(server.account())

    def test_a_mail_that_somebody_archived_is_seen_on_its_shelf_and_goes_back_with_the_time_it_came(
        self, mailbox: Mailbox
    ) -> None:
        mailbox.append("Archive", mail(3), TUESDAY)
        mailbox.append("Archive", mail(4), TUESDAY - timedelta(days=20))
        mailbox.append("Sent Items", mail(5), TUESDAY)
        assert "Archive" in mailbox.shelves()
        assert not {"INBOX", "Sent Items"} & set(mailbox.shelves())
        (entry,) = mailbox.scan("Archive", (TUESDAY - timedelta(days=1)).date())
        assert mailbox.move_between("Archive", entry.message_id, "INBOX")
        assert [(one.internal_date, one.message_id) for one in mailbox.scan("INBOX")] == [
            (TUESDAY, "<3@health.example>")
        ]

    def test_moving_a_mail_that_is_gone_says_so_and_does_nothing(self, mailbox: Mailbox) -> None:
        arrive(mailbox, mail())
        (uid,) = mailbox.uids()
        assert mailbox.move(uid, CASE)
        assert not mailbox.move(uid, CASE)
        assert len(list(mailbox.scan(CASE))) == 1

    def test_a_letter_is_put_into_the_folder_with_its_own_date(self, mailbox: Mailbox, server: Server) -> None:
        mailbox.append(CASE, mail(7), TUESDAY)
        (entry,) = mailbox.scan(CASE)
        assert (entry.internal_date, entry.message_id) == (TUESDAY, "<7@health.example>")
        assert b"\\Seen" in flags(server.account(), CASE)

    def test_a_letter_is_found_by_exactly_its_message_id(self, mailbox: Mailbox) -> None:
        mailbox.append(CASE, mail(12), TUESDAY)
        (uid,) = mailbox.find(CASE, "<12@health.example>")
        assert uid == next(mailbox.scan(CASE)).uid
        assert mailbox.find(CASE, "2@health.example") == ()  # part of one is not it
        assert mailbox.find(CASE, "<13@health.example>") == ()
        assert mailbox.find("No such folder", "<12@health.example>") == ()

    def test_a_letter_is_found_as_soon_as_anybody_has_put_it_there(self, mailbox: Mailbox, server: Server) -> None:
        mailbox.append(CASE, mail(1), TUESDAY)
        assert mailbox.find(CASE, "<2@health.example>") == ()
        mailbox.append(CASE, mail(2), TUESDAY)
        assert len(mailbox.find(CASE, "<2@health.example>")) == 1
        with opened(server.account()) as other:
            other.append(CASE, mail(3), TUESDAY)
        assert len(mailbox.find(CASE, "<3@health.example>")) == 1
        assert len(list(mailbox.scan(CASE))) == 3

    @pytest.mark.parametrize("odd", ['<a"b\\c@x>', "<\u0175@x>", "<a b@x>", "<x@y>\r\nA1 LOGOUT", "", "{5}"])
    def test_an_odd_message_id_is_looked_for_without_harm(self, mailbox: Mailbox, odd: str) -> None:
        mailbox.append("Other", mail(1), TUESDAY)
        assert mailbox.find("Other", odd) == ()
        assert len(mailbox.find("Other", "<1@health.example>")) == 1

    def test_a_folded_message_id_is_found_unfolded(self, mailbox: Mailbox) -> None:
        mailbox.append("Other", b"Message-ID:\r\n <long@health.example>\r\n\r\nx\r\n", TUESDAY)
        assert next(mailbox.scan("Other")).message_id == "<long@health.example>"

    def test_folder_names_outside_ascii_come_back_as_given(self, mailbox: Mailbox) -> None:
        mailbox.append("D\u0175r & t\u00e2n/2026", mail(), TUESDAY)
        assert "D\u0175r & t\u00e2n/2026" in mailbox.folders()
        assert len(list(mailbox.scan("D\u0175r & t\u00e2n/2026"))) == 1

    def test_reading_goes_on_in_the_inbox_while_mails_are_filed_elsewhere(self, mailbox: Mailbox) -> None:
        arrive(mailbox, *(mail(number) for number in range(120)))
        filed = 0
        for fetched in mailbox.fetch(mailbox.uids()):
            assert mailbox.find(CASE, f"<{filed}@health.example>") == ()
            assert mailbox.move(fetched.uid, CASE)
            filed += 1
        assert (filed, mailbox.uids()) == (120, ())

    def test_a_missing_folder_has_no_entries(self, mailbox: Mailbox) -> None:
        assert list(mailbox.scan("No such folder")) == []


class TestWithoutMove:
    """A server that offers no MOVE: copied once, then removed, whatever happens in between."""

    @pytest.fixture
    def plain(self, server: Server) -> Iterator[Mailbox]:
        with (
            Wire(server.account().port, lambda said: said.replace(b" MOVE", b"")) as wire,
            opened(replace(server.account(), port=wire.port)) as mailbox,
        ):
            yield mailbox

    def test_a_mail_is_in_the_folder_and_no_longer_in_the_inbox(self, plain: Mailbox) -> None:
        arrive(plain, mail(1), mail(2))
        first, second = plain.uids()
        assert plain.move(first, CASE)
        assert plain.uids() == (second,)
        assert [entry.message_id for entry in plain.scan(CASE)] == ["<1@health.example>"]

    def test_a_mail_copied_by_an_attempt_that_died_is_not_copied_again(self, plain: Mailbox) -> None:
        arrive(plain, mail())
        plain.append(CASE, mail(), TUESDAY)  # as the copy would have it
        assert plain.move(plain.uids()[0], CASE)
        assert plain.uids() == ()
        assert len(list(plain.scan(CASE))) == 1

    def test_another_mail_with_the_same_message_id_is_kept_beside_it(self, plain: Mailbox) -> None:
        arrive(plain, mail(body="not the same words at all\r\n"))
        plain.append(CASE, mail(), TUESDAY)
        assert plain.move(plain.uids()[0], CASE)
        assert len(list(plain.scan(CASE))) == 2


class TestNumbering:
    def test_an_inbox_numbered_anew_tells_another_uidvalidity(self, mailbox: Mailbox, server: Server) -> None:
        arrive(mailbox, mail())
        before = mailbox.uidvalidity()
        assert mailbox.uidvalidity() == before
        mailbox.close()
        server.renumber()
        assert mailbox.uidvalidity() != before

    def test_no_mail_is_read_or_moved_by_a_number_of_the_old_count(self, mailbox: Mailbox, server: Server) -> None:
        arrive(mailbox, mail())
        mailbox.uidvalidity()
        (uid,) = mailbox.uids()
        mailbox.close()
        server.renumber()
        for old in (
            lambda: list(mailbox.fetch([uid])),
            lambda: mailbox.move(uid, CASE),
            mailbox.uids,
            lambda: list(mailbox.scan("INBOX")),
            lambda: mailbox.move(uid, CASE),
        ):
            with pytest.raises(TryLater, match="numbered anew"):
                old()
        mailbox.uidvalidity()
        assert mailbox.uids() is not None

    def test_after_a_new_count_whatever_lies_in_the_inbox_is_news(self, mailbox: Mailbox, server: Server) -> None:
        arrive(mailbox, mail(1), mail(2))
        mailbox.uidvalidity()
        mailbox.move(mailbox.uids()[0], CASE)
        mailbox.uids()
        mailbox.close()
        server.renumber()
        with opened(server.account()) as other:
            if not other.uids():  # pymap also forgets its mails
                arrive(other, mail(2))
        mailbox.uidvalidity()
        assert mailbox.wait(0)


class TestWaiting:
    def test_mail_that_came_since_the_last_look_ends_the_wait_at_once(self, mailbox: Mailbox) -> None:
        mailbox.uids()
        arrive(mailbox, mail())
        news, took = timed(lambda: mailbox.wait(20))
        assert news
        assert took < 2

    def test_without_mail_the_wait_ends_in_time(self, mailbox: Mailbox) -> None:
        arrive(mailbox, mail())
        mailbox.uids()
        news, took = timed(lambda: mailbox.wait(0.5))
        assert not news
        assert 0.5 <= took < 3

    def test_mail_that_comes_while_waiting_wakes_it(self, mailbox: Mailbox, server: Server) -> None:
        mailbox.uids()
        with opened(server.account()) as other, later(0.5, lambda: arrive(other, mail())):
            news, took = timed(lambda: mailbox.wait(20))
        assert news
        assert took < 5

    def test_a_long_wait_is_begun_anew_before_a_server_would_hang_up(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("mailservice.transport.imap._RENEW_S", 0.2)
        begun: list[bytes] = []

        def count(said: bytes) -> bytes:
            begun.extend(re.findall(rb"(?mi)^\+ idling", said))
            return said

        with (
            Wire(server.account().port, count) as wire,
            opened(replace(server.account(), port=wire.port)) as mailbox,
        ):
            mailbox.uids()
            assert not mailbox.wait(1)
        assert 3 <= len(begun) <= 6

    def test_a_server_without_idle_is_waited_on_by_the_clock(self, server: Server) -> None:
        with (
            Wire(server.account().port, lambda said: said.replace(b" IDLE", b"")) as wire,
            opened(replace(server.account(), port=wire.port)) as mailbox,
        ):
            mailbox.uids()
            news, took = timed(lambda: mailbox.wait(0.3))
            assert not news
            assert 0.3 <= took < 2
            arrive(mailbox, mail())
            assert mailbox.wait(0.3)


class TestFaults:
    @pytest.fixture
    def wire(self, server: Server) -> Iterator[Wire]:
        with Wire(server.account().port) as wire:
            yield wire

    @pytest.fixture
    def far(self, server: Server, wire: Wire) -> Iterator[Mailbox]:
        with opened(replace(server.account(), port=wire.port, timeout_s=0.5)) as mailbox:
            yield mailbox

    def test_a_connection_cut_during_the_wait_is_noticed_and_built_anew(self, far: Mailbox, wire: Wire) -> None:
        arrive(far, mail())
        far.uids()
        with later(0.3, wire.cut), pytest.raises(TryLater):
            far.wait(20)
        assert len(far.uids()) == 1

    def test_a_connection_that_fell_silent_is_noticed_in_time(self, far: Mailbox, wire: Wire) -> None:
        far.uids()
        wire.silent.set()
        started = time.monotonic()
        with pytest.raises(TryLater):
            far.wait(0.5)
        with pytest.raises(TryLater):
            far.uids()
        assert time.monotonic() - started < 6
        wire.silent.clear()
        assert far.uids() == ()

    def test_a_connection_cut_between_two_calls_costs_nothing(self, far: Mailbox, wire: Wire) -> None:
        arrive(far, mail())
        uids = far.uids()
        wire.cut()
        time.sleep(0.05)
        assert [fetched.raw for fetched in far.fetch(uids)] == [mail()]

    def test_nobody_listening_is_try_later(self) -> None:
        account = ImapAccount("127.0.0.1", servers.free_port(), "desk", "secret", tls=False, timeout_s=1)
        with pytest.raises(TryLater, match="refuses the connection"):
            Mailbox(account).uids()

    def test_a_refused_password_is_tried_seldom_so_that_no_account_is_locked_for_it(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tried: list[float] = []
        now, right = [time.monotonic()], IMAPClient.login

        def counted(client: IMAPClient, user: str, password: str) -> object:
            tried.append(now[0])
            return right(client, user, password)

        monkeypatch.setattr(IMAPClient, "login", counted)
        monkeypatch.setattr(time, "monotonic", lambda: now[0])
        start = now[0]
        with opened(replace(server.account(), password="not-it")) as mailbox:
            for _ in range(180):  # an hour and a half, looked at twice a minute
                with pytest.raises(TryLater) as caught:
                    mailbox.uidvalidity()
                assert caught.value.kind == "login"
                assert caught.value.remedy
                now[0] += 30
        assert [round(one - start) for one in tried] == [0, 30, 90, 210, 450, 930, 1830, 2730, 3630, 4530]

    def test_a_wrong_password_is_try_later_and_is_not_repeated_in_the_message(self, server: Server) -> None:
        with opened(replace(server.account(), password="hunter2-not-it")) as mailbox:
            with pytest.raises(TryLater) as caught:
                mailbox.uids()
            assert "hunter2" not in str(caught.value)
        assert "hunter2" not in repr(mailbox.account)

    def test_one_mail_the_server_cannot_give_does_not_hold_up_the_others(self, server: Server) -> None:
        """As a server does whose disk, or converter, has a fault with one mail: it answers NO."""
        with opened(server.account()) as mailbox:
            arrive(mailbox, mail(1), mail(2), mail(3))
            uids = mailbox.uids()
        with (
            Wire(server.account().port, refusing(b"<2@health.example>")) as wire,
            opened(replace(server.account(), port=wire.port)) as mailbox,
        ):
            assert [fetched.raw for fetched in mailbox.fetch(uids)] == [mail(1), mail(3)]

    def test_a_mail_the_server_cannot_measure_is_read_all_the_same(self, server: Server) -> None:
        with opened(server.account()) as mailbox:
            arrive(mailbox, mail(1), mail(2))
            uids = mailbox.uids()
        with (
            Wire(server.account().port, refusing(b"RFC822.SIZE")) as wire,
            opened(replace(server.account(), port=wire.port)) as mailbox,
        ):
            assert [fetched.raw for fetched in mailbox.fetch(uids)] == [mail(1), mail(2)]

    @pytest.mark.parametrize(
        "garbled",
        [
            (b"UIDVALIDITY", b"UIDVALIDITX"),
            (b"* SEARCH", b"* SEARCH x("),
            (b"OK", b"\xff"),
        ],
    )
    def test_an_answer_that_makes_no_sense_is_try_later(self, server: Server, garbled: tuple[bytes, bytes]) -> None:
        with opened(server.account()) as mailbox:
            arrive(mailbox, mail(1))
        with (
            Wire(server.account().port, lambda said: said.replace(*garbled)) as wire,
            opened(replace(server.account(), port=wire.port, timeout_s=1)) as mailbox,
            pytest.raises(TryLater),
        ):
            mailbox.uids()


def test_the_server_is_asked_what_time_it_is_and_nothing_of_that_stays(mailbox: Mailbox) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    assert before <= mailbox.clock("Other") <= datetime.now(UTC)
    assert list(mailbox.scan("Other")) == []
    assert mailbox.clock("Other") >= before
    assert mailbox.uids() == ()


def test_a_server_that_stops_during_the_wait_is_noticed_at_once() -> None:
    with servers.dovecot() as dovecot, opened(dovecot.account()) as mailbox:
        mailbox.uids()
        with later(0.3, lambda: servers.end(dovecot.process)), pytest.raises(TryLater):
            mailbox.wait(60)
        with pytest.raises(TryLater):
            mailbox.uids()


def test_a_server_with_dots_and_a_prefix_shows_the_same_folder_names() -> None:
    with servers.dovecot(separator=".", prefix="INBOX.") as dovecot, opened(dovecot.account()) as mailbox:
        arrive(mailbox, mail())
        assert mailbox.move(mailbox.uids()[0], CASE)
        assert CASE in mailbox.folders()
        assert "INBOX" in mailbox.folders()
        assert len(list(mailbox.scan(CASE))) == 1


class TestEncryption:
    @pytest.fixture(scope="class")
    @staticmethod
    def dovecot(certificate: Path) -> Iterator[servers.Dovecot]:
        with servers.dovecot(certificate=certificate) as server:
            yield server

    def test_a_server_vouched_for_is_read_over_tls(
        self, dovecot: servers.Dovecot, certificate: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with opened(dovecot.account(tls=True)) as mailbox:
            arrive(mailbox, mail())
            assert [fetched.raw for fetched in mailbox.fetch(mailbox.uids())] == [mail()]
            assert not mailbox.wait(0.2)

    def test_a_server_nobody_vouches_for_gets_no_password(self, dovecot: servers.Dovecot) -> None:
        with (
            opened(dovecot.account(tls=True)) as mailbox,
            pytest.raises(TryLater, match="nobody whom this machine trusts"),
        ):
            mailbox.uids()


def test_a_password_is_never_sent_in_the_clear_to_another_machine() -> None:
    with pytest.raises(ValueError, match="this machine only"):
        ImapAccount("mail.partnership.example", 143, "desk", "secret", tls=False)
    ImapAccount("::1", 143, "desk", "secret", tls=False)


def refusing(mark: bytes) -> Callable[[bytes], bytes]:
    """Let the server answer NO wherever its answer held the mark."""
    seen = False

    def edit(said: bytes) -> bytes:
        nonlocal seen
        seen = seen or mark in said
        if seen and (answer := re.search(rb"(?m)^[A-Z]{4}\d+ OK", said)):
            seen = False
            return said[: answer.end() - 2] + b"NO" + said[answer.end() :]
        return said

    return edit


def flags(account: ImapAccount, folder: str) -> set[bytes]:
    with IMAPClient(account.host, port=account.port, ssl=False, timeout=5) as client:
        client.login(account.user, account.password)
        client.select_folder(folder, readonly=True)
        told = client.get_flags(client.search("ALL"))
        return {flag for flags in told.values() for flag in flags}


def subscribed(account: ImapAccount) -> set[str]:
    with IMAPClient(account.host, port=account.port, ssl=False, timeout=5) as client:
        client.login(account.user, account.password)
        return {name for _, _, name in client.list_sub_folders()}


@contextmanager
def later(seconds: float, do: Callable[[], None]) -> Iterator[None]:
    timer = threading.Timer(seconds, do)
    timer.start()
    try:
        yield
    finally:
        timer.join(5)


def timed(do: Callable[[], bool]) -> tuple[bool, float]:
    started = time.monotonic()
    result = do()
    return result, time.monotonic() - started
