"""The doctor, on real servers: each fault is told apart, with what to do, and nothing is left behind."""

import json
import os
import shutil
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from sqlalchemy import create_engine, text

from mailservice.clock import VirtualClock, WallClock
from mailservice.errors import RecordAway
from mailservice.mail.trust import signing
from mailservice.policy.load import load as load_policy
from mailservice.record import ledger, lookup, mails
from mailservice.record.database import Database, newest_revision
from mailservice.record.ledger import BOOK
from mailservice.service.assembly import account_of, desk_of, post_of
from mailservice.service.doctor import calendar, machine, mailbox, round_trip
from mailservice.service.doctor.findings import Check, Finding, Patient, made, worst
from mailservice.service.kept import laid
from mailservice.service.rounds import Service
from mailservice.settings.loading import Settings, load
from mailservice.simulator.playing import one_round
from mailservice.transport.examining import time_told
from mailservice.transport.imap import INBOX, Mailbox
from mailservice.transport.smtp import Post
from tests import servers
from tests.cli.desk import ROOT, typed
from tests.servers import PASSWORD, Submission, Taken
from tests.transport.certificates import certificate
from tests.transport.test_diagnosis import saying

SECRETS = {
    "MAILSERVICE_SIGNING_KEY": "k" * 40,
    "MAILSERVICE_IMAP_PASSWORD": PASSWORD,
    "MAILSERVICE_SMTP_PASSWORD": PASSWORD,
}
SETTINGS = """
[service]
name = "NSCP Escalations"
address = "escalate@nscp.example"
policy = "{root}/policies/northamptonshire-nscp.toml"
directory = "{root}/tests/scenarios/directory.toml"
data = "{data}"
trial = {trial}
plus_addresses = true

[danger]
referral = "01632 960 100"
out_of_hours = "01632 960 101"

[trust]
profile = "rfc8601"
authserv_ids = ["mx.nscp.example"]
strips = true

[imap]
host = "localhost"
port = {imap}
user = "{user}"
timeout_seconds = {timeout}
{imap_more}

[smtp]
host = "localhost"
port = {smtp}
user = "desk"
tls = "starttls"
timeout_seconds = {timeout}
{smtp_more}

[broker]
url = "{broker}"
"""
QUOTA = """
mail_plugins = $mail_plugins quota
protocol imap {
  mail_plugins = $mail_plugins imap_quota
}
plugin {
  quota = count:Mailbox
  quota_rule = *:storage=1M
  quota_vsizes = yes
}
"""
ACL = """
mail_plugins = $mail_plugins acl
plugin {
  acl = vfile
}
"""


class Told(NamedTuple):
    """What the doctor said, and how it left."""

    left: int
    findings: list[dict[str, str]]

    def of(self, name: str) -> dict[str, str]:
        """Return the worst finding of a look."""
        mine = [one for one in self.findings if one["name"] == name]
        return max(mine, key=lambda one: ("well", "look", "wrong").index(one["state"]))


@dataclass
class House:
    """An installation of its own: its servers, its folder, and the doctor."""

    folder: Path
    dovecot: servers.Dovecot
    post: Submission
    authority: Path

    def doctor(self, *words: str, **other: Any) -> Told:
        """Have it looked at, with some of its settings another."""
        done = typed(
            "doctor", *words, "--json", "--config", str(self.written(**other)), **{**SECRETS, **other.get("env", {})}
        )
        assert done.exit_code in (0, 1, 2), done.output
        return Told(done.exit_code, json.loads(done.stdout)["checks"])

    def written(self, **other: Any) -> Path:
        """Write its settings, and return the file."""
        authority = f'ca_file = "{self.authority}"'
        usual = {
            "root": ROOT,
            "data": self.folder / "data",
            "trial": "true",
            "user": "desk",
            "broker": "",
            "timeout": 1,
        }
        usual |= {"imap": self.dovecot.tls_port, "smtp": self.post.port, "imap_more": authority, "smtp_more": authority}
        file = self.folder / "mailservice.toml"
        file.write_text(SETTINGS.format(**{**usual, **other}))
        return file

    @property
    def settings(self) -> Settings:
        """Its settings, as the service reads them."""
        return load(self.written(), SECRETS)

    @contextmanager
    def hands(self, user: str = "desk") -> Iterator[Mailbox]:
        """Hold the mailbox open, as somebody at their desk does."""
        with closing(Mailbox(self.dovecot.account(user))) as mailbox:
            yield mailbox


@contextmanager
def built(folder: Path, authority: Path, more: str = "", **post: Any) -> Iterator[House]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority, authority.with_name("key.pem"))
    with servers.dovecot(certificate=authority, more=more) as dovecot, Submission(starttls=context, **post) as server:
        yield House(folder, dovecot, server, authority)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("tls"), days=100)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, authority: Path) -> Iterator[House]:
    """Give an installation with nothing wrong; nobody breaks it."""
    with built(tmp_path_factory.mktemp("house"), authority) as made_:
        yield made_


def test_a_sound_installation_has_nothing_wrong_and_nothing_is_left_behind(house: House) -> None:
    told = house.doctor()
    assert [one for one in told.findings if one["state"] == "wrong"] == []
    looks = {one["name"] for one in told.findings if one["state"] == "look"}
    assert (told.left, looks) == (1, {"Directory", "Database", "Backup"}), "there is no record yet"
    assert "mailservice record init" in told.of("Database")["do"], "no start makes one"
    assert "good until" in told.of("IMAP certificate")["found"]
    assert "(MOVE)" in told.of("IMAP moving")["found"]
    assert "0 s apart" in told.of("IMAP clock")["found"]
    assert house.post.taken == []
    with house.hands() as hands:
        assert (hands.folders(), hands.uids()) == (("INBOX",), ())
    assert not (house.folder / "data").exists(), "no record is made by looking"


def test_it_is_shown_as_lines_with_the_state_first_and_what_to_do_under_it(house: House) -> None:
    done = typed("doctor", "--config", str(house.written(user="x", smtp=servers.free_port())), **SECRETS)
    assert done.exit_code == 2
    shown = done.stdout.splitlines()
    (at,) = [number for number, line in enumerate(shown) if line.startswith("wrong  SMTP certificate")]
    assert "refuses the connection" in shown[at]
    assert shown[at + 1].strip().startswith("→ Nothing listens there")
    assert shown[-1].startswith("1 wrong")
    assert shown[-1].endswith("Wrong: SMTP certificate.")


@pytest.mark.parametrize(
    ("other", "look", "found", "do"),
    [
        (
            {"env": {"MAILSERVICE_IMAP_PASSWORD": "x"}},
            "IMAP login",
            "refuses the user name or the password",
            "user under [imap], and its password",
        ),
        ({"env": {"MAILSERVICE_SMTP_PASSWORD": "x"}}, "SMTP login", "535", "user under [smtp], and its password"),
        ({"imap_more": ""}, "IMAP certificate", "nobody whom this machine trusts", "ca_file under [imap]"),
        ({"smtp_more": ""}, "SMTP certificate", "nobody whom this machine trusts", "ca_file under [smtp]"),
        ({"imap": 1}, "IMAP certificate", "refuses the connection (port 1)", "port under [imap]"),
        ({"broker": "redis://127.0.0.1:1/0"}, "Broker", "Redis does not answer", "[broker]"),
        ({"trial": "false", "root": ROOT}, "Directory", "deputies", "who hears of an alarm"),
    ],
)
def test_a_fault_is_told_by_itself(house: House, other: dict[str, Any], look: str, found: str, do: str) -> None:
    told = house.doctor(**other)
    assert told.left == 2
    assert found in told.of(look)["found"]
    assert do in told.of(look)["do"]
    assert {one["name"] for one in told.findings if one["state"] == "wrong"} == {look}, (
        "it is told once, and nothing else is wrong"
    )


def test_a_server_that_never_answers_ends_in_time_and_the_rest_is_looked_at(house: House) -> None:
    began = time.monotonic()
    with saying(b"", then="silence") as port:
        told = house.doctor(smtp=port)
    assert "said nothing for 1 s" in told.of("SMTP certificate")["found"]
    assert told.of("SMTP sending")["found"] == "not looked at: first SMTP certificate"
    assert told.of("IMAP moving")["state"] == "well"
    assert time.monotonic() - began < 30


def test_settings_that_cannot_be_read_are_told_alone(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text("[service]\nname = 3\n")
    done = typed("doctor", "--json", "--config", str(tmp_path / "m.toml"), **SECRETS)
    assert done.exit_code == 2
    assert {one["name"] for one in json.loads(done.stdout)["checks"]} == {"Settings"}


class TestTheMailbox:
    def test_one_that_may_only_be_read(self, tmp_path: Path, authority: Path) -> None:
        with built(tmp_path, authority, ACL) as house:
            with house.hands() as hands:
                hands.append(INBOX, b"Subject: x\r\n\r\n", datetime.now(UTC))
            (house.dovecot.folder / "mail" / "desk" / "dovecot-acl").write_text("owner lr\n")
            told = house.doctor()
        assert told.of("IMAP inbox")["found"] == "1 email in the INBOX, which may only be read: no email can be filed"

    def test_one_in_which_no_folder_may_be_made(self, tmp_path: Path, authority: Path) -> None:
        with built(tmp_path, authority, ACL) as house:
            with house.hands() as hands:
                hands.append("Escalations", b"Subject: x\r\n\r\n", datetime.now(UTC))
            (house.dovecot.folder / "mail" / "desk" / ".Escalations" / "dovecot-acl").write_text("owner lrwstie\n")
            told = house.doctor()
            assert "makes no folder for us" in told.of("IMAP folders")["found"]
            with house.hands() as hands:
                assert {*hands.folders()} == {"INBOX", "Escalations"}

    def test_one_that_is_nearly_full(self, tmp_path: Path, authority: Path) -> None:
        with built(tmp_path, authority, QUOTA) as house:
            with house.hands() as hands:
                hands.append("Archive", b"Subject: x\r\n\r\n" + b"x" * 970_000, datetime.now(UTC))
            told = house.doctor()
        assert told.of("IMAP room")["state"] == "look"
        assert "0.9 of 1.0 MB is used (92 %)" in told.of("IMAP room")["found"]

    def test_a_server_that_cannot_move(self, house: House) -> None:
        def edit(said: bytes) -> bytes:
            return said.replace(b" MOVE", b"").replace(b" UIDPLUS", b"")

        with servers.Wire(house.dovecot.port, edit) as wire:
            told = house.doctor(imap=wire.port, imap_more="tls = false", user="other")
        assert told.of("IMAP moving")["found"] == "the server offers neither MOVE nor UIDPLUS"

    def test_a_clock_that_is_wrong(self, house: House) -> None:
        for ahead, state in (
            (timedelta(seconds=5), "well"),
            (timedelta(minutes=-3), "look"),
            (timedelta(days=2), "wrong"),
        ):
            patient = Patient(house.settings, VirtualClock(datetime.now(UTC) + ahead))
            (clock,) = [one for one in mailbox.folders(patient) if one.name == mailbox.CLOCK]
            assert clock.state == state, clock


class TestTheSubmissionServer:
    def test_it_does_not_take_our_sender(self, tmp_path: Path, authority: Path) -> None:
        with built(tmp_path, authority, answers={"MAIL": "550 5.7.60 SendAsDenied"}) as house:
            told = house.doctor()
        assert told.of("SMTP sending")["found"] == "at MAIL the server said: 550 5.7.60 SendAsDenied"
        assert "Allow our mailbox to send from its own address" in told.of("SMTP sending")["do"]

    def test_the_time_in_its_greeting_is_compared(self) -> None:
        said = "mail.nscp.example Microsoft ESMTP MAIL Service ready at Thu, 26 Nov 2026 10:00:00 +0000"
        assert time_told(said) == datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
        assert time_told("mail.nscp.example ESMTP") is None


@contextmanager
def at_work(house: House) -> Iterator[Service]:
    """Give the service of an installation; its rounds are gone by whoever asked for it."""
    settings = house.settings
    with closing(laid(settings)) as record, closing(Mailbox(account_of(settings))) as inbox:
        yield Service(record, Post(post_of(settings)), inbox, WallClock(), desk_of(settings, record))


class TestTheRoundTrip:
    @staticmethod
    def delivering(house: House, then: Callable[[], object] = lambda: None) -> Callable[[Taken], None]:
        def deliver(taken: Taken) -> None:
            wrote = b"Authentication-Results: mx.nscp.example; dmarc=pass header.from=nscp.example\r\n"
            with house.hands() as hands:
                hands.append(INBOX, wrote + taken.raw, datetime.now(UTC), seen=False)
            then()

        return deliver

    def test_a_letter_comes_is_proven_and_goes(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(house.post, "deliver", self.delivering(house))
        told = house.doctor("--round-trip")
        house.post.taken.clear()
        assert "came after" in told.of("Round trip")["found"]
        assert told.of("Proof of it")["found"].startswith("proven: ")
        with house.hands() as hands:
            assert (hands.folders(), hands.uids()) == (("INBOX",), ())

    def test_the_running_service_opens_answers_and_holds_nothing(self, tmp_path: Path, authority: Path) -> None:
        with built(tmp_path, authority) as house, ExitStack() as ends:
            service = ends.enter_context(at_work(house))
            house.post.deliver = self.delivering(house, lambda: one_round(service))
            told = house.doctor("--round-trip", timeout=10)
            assert "came after" in told.of("Round trip")["found"]
            assert len(house.post.taken) == 1, "nothing was answered"
            one_round(service)
            assert _became(service) == {"automatic": 1}
            with house.hands() as hands:
                assert [*hands.scan("Automatic"), *hands.scan("INBOX")] == []

    def test_one_that_never_comes(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(round_trip, "MOST_S", 0.5)
        heard: list[float] = []
        (only,) = round_trip.round_trip(Patient(house.settings, WallClock()), heard.append)
        house.post.taken.clear()
        assert (only.state, "has not come" in only.found, bool(heard)) == ("wrong", True, True)

    def test_what_lies_in_a_folder_for_a_moment_is_not_taken_for_a_lost_mail(
        self, tmp_path: Path, authority: Path
    ) -> None:
        with built(tmp_path, authority) as house, ExitStack() as ends:
            service = ends.enter_context(at_work(house))
            own = signing.message_id("x" * 10, house.settings.signing_keys, "nscp.example", signing.PROBE)
            with house.hands() as hands:
                hands.append(INBOX, b"From: a@b.example\r\nMessage-ID: <1@b.example>\r\n\r\nx\r\n", datetime.now(UTC))
                one_round(service)
                hands.append("Escalations/doctor-1", f"Message-ID: {own}\r\n\r\n".encode(), datetime.now(UTC))
                with closing(Mailbox(account_of(house.settings))) as own_mailbox:
                    looking = replace(service.reconciling, mailbox=own_mailbox, _looked=None)
                    assert looking.work() == 0


def _became(service: Service) -> dict[str, int]:
    with service.record.read(service.desk.partnership) as tx:
        assert lookup.cases_of(tx) == []
        assert [one for one in ledger.events(tx, BOOK) if type(one).__name__ in ("MailHeard", "LetterOrdered")] == []
        return mails.counts(tx)


class TestTheMachine:
    def test_the_record_its_migration_and_who_else_may_read_it(self, house: House, tmp_path: Path) -> None:
        data = tmp_path / "data"
        data.mkdir()
        file = data / "mailservice.db"
        with closing(Database(f"sqlite:///{file}")) as record:
            record.upgrade()
        file.chmod(0o644)
        told = house.doctor(data=data)
        assert told.of("Database")["found"] == "others on this machine may read mailservice.db (644)"
        assert f"chmod 600 {file}" in told.of("Database")["do"]
        assert told.of("Migrations")["state"] == "well"
        engine = create_engine(f"sqlite:///{file}")
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        engine.dispose()
        assert "the tables are at 0001" in house.doctor(data=data).of("Migrations")["found"]

    def test_a_record_that_is_no_database(self, house: House, tmp_path: Path) -> None:
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "mailservice.db").write_bytes(b"not a database at all" * 1000)
        assert "damaged" in house.doctor(data=tmp_path / "data").of("Database")["found"]

    def test_postgresql_that_can_only_be_read(self, postgresql_url: str) -> None:
        with closing(Database(postgresql_url)) as record:
            record.upgrade()
            record.try_writing()
            assert record.revision() == newest_revision()
        engine = create_engine(postgresql_url)
        with engine.begin() as connection:
            name = engine.url.database
            connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
        engine.dispose()
        with closing(Database(postgresql_url)) as record, pytest.raises(RecordAway, match="can only be read"):
            record.try_writing()

    def test_a_disk_that_is_nearly_full(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        for total, free, state in ((100, 100, "well"), (100, 9, "look"), (100, 1, "wrong"), (0, 0, "wrong")):
            usage = SimpleNamespace(total=total * 2**30, free=free * 2**30)
            monkeypatch.setattr(shutil, "disk_usage", lambda _place, usage=usage: usage)
            assert worst(machine.disk(Patient(house.settings, WallClock()))) == state

    def test_a_record_of_another_user_is_told_as_one(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        stat = Path.stat

        def of_root(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
            if path.name == "mailservice.db":
                raise PermissionError(13, "Permission denied", str(path))
            return stat(path, follow_symlinks=follow_symlinks)

        monkeypatch.setattr(Path, "stat", of_root)
        patient = Patient(house.settings, WallClock())
        (told,) = machine.database(patient)
        assert "may not be looked at by the user" in told.found
        assert "as the service's own user" in told.found
        assert worst(machine.disk(patient)) == "well", "how much room there is can be told nevertheless"

    def test_a_network_file_system_is_known(self, tmp_path: Path) -> None:
        mounts = tmp_path / "mounts"
        mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nfiler:/x {tmp_path} nfs4 rw 0 0\n")
        assert machine.file_system(tmp_path / "record.db", mounts) == "nfs4"
        assert machine.file_system(Path("/record.db"), mounts) == "ext4"

    def test_next_years_holidays_that_nobody_knows_yet(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        policy = load_policy(ROOT / "policies" / "northamptonshire-nscp.toml")
        monkeypatch.setattr(
            calendar, "bank_holidays", lambda _where, year: {date(2026, 12, 25): "x"} if year < 2027 else {}
        )
        for month, state in ((5, "look"), (11, "wrong")):
            patient = Patient(house.settings, VirtualClock(datetime(2026, month, 2, tzinfo=UTC)), policy)
            (only,) = calendar.holidays(patient)
            assert (only.state, "none of 2027 is known (England and Wales)" in only.found) == (state, True)


def test_a_look_that_hangs_or_fails_is_a_finding_and_stops_no_other(house: House) -> None:
    patient = Patient(house.settings, WallClock())

    def hangs(_patient: Patient) -> Iterator[Finding]:
        yield Finding("A", "well", "begun")
        time.sleep(3)

    def fails(_patient: Patient) -> Iterator[Finding]:
        raise RuntimeError("the cable")
        yield

    before = made(Check("A", hangs, seconds=0.2), patient, [])
    assert [(one.state, one.found) for one in before] == [("well", "begun"), ("wrong", "no answer within 0.2 s")]
    (failed,) = made(Check("B", fails), patient, before)
    assert failed.found == "the look itself failed: RuntimeError: the cable"
    (left_out,) = made(Check("C", fails, "A"), patient, before)
    assert left_out.found == "not looked at: first A"
