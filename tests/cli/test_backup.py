"""A backup made while the service runs, and laid back: rehearsed with a real mailbox, as an administrator would."""

import json
import lzma
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from typer.testing import Result

from mailservice.cases.letters import waiting
from mailservice.clock import VirtualClock
from mailservice.errors import RecordBroken
from mailservice.record import mails, partnerships
from mailservice.record.database import Database
from mailservice.record.verify import verify
from mailservice.service.custody import alone, manifest
from mailservice.service.custody.backup import looked_at
from mailservice.service.doctor import backups as examining
from mailservice.service.doctor.findings import Patient
from mailservice.service.rounds import Service
from mailservice.service.watch import last_backup
from mailservice.settings.loading import TO_READ, load
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import INBOX, Mailbox
from mailservice.transport.smtp import Post
from tests import servers
from tests.cli.desk import ROOT, typed
from tests.service.crashing import DESK
from tests.service.mixed import openings

MONDAY = moment("Mon 23 Nov 2026 10:00")
KEY = DESK.signing_keys[0].decode()
SETTINGS = """
[service]
name = "NSCP Escalations"
address = "escalate@nscp.example"
policy = "{root}/policies/northamptonshire-nscp.toml"
directory = "directory.toml"
data = "data"
trial = true

[danger]
referral = "01632 960 100"
out_of_hours = "01632 960 101"

[imap]
host = "127.0.0.1"
port = {port}
user = "{user}"
tls = false

[smtp]
host = "127.0.0.1"
tls = "none"

[database]
url = "{url}"
"""


@dataclass
class Office:
    """An installation at work: its mailbox, its record, its settings, and a folder for backups on another disk."""

    folder: Path
    server: EmbeddedServer
    url: str
    clock: VirtualClock

    def __post_init__(self) -> None:
        self.settings, self.kept, self.data = (self.folder / name for name in ("mine.toml", "kept", "data"))
        self.data.mkdir(exist_ok=True)
        imap = self.server.imap
        written = SETTINGS.format(root=ROOT, port=imap.port, user=imap.user, url=self.url)
        self.settings.write_text(written, encoding="utf-8")
        (self.folder / "directory.toml").write_bytes((ROOT / "tests/scenarios/directory.toml").read_bytes())

    def __call__(self, *words: str, key: str = KEY) -> Result:
        secrets = {"MAILSERVICE_SIGNING_KEY": key, "MAILSERVICE_IMAP_PASSWORD": self.server.imap.password}
        return typed(*words, "--config", str(self.settings), **secrets)

    def says(self, *words: str) -> str:
        """Return what a command prints, on one line; it must go well."""
        done = self(*words)
        assert done.exit_code == 0, done.output
        return " ".join(done.output.split())

    def write(self, first: int, last: int) -> None:
        """Have people write these mails, each of which opens a case."""
        for one in openings(last)[first - 1 :]:
            self.server.deliver(one.raw, self.clock.now() - waiting.WAIT)

    def work(self) -> None:
        """Do what the running service does, until nothing is left to do."""
        with closing(Database(self.url)) as record, closing(Mailbox(self.server.imap)) as mailbox:
            record.upgrade()
            with record.begin(DESK.partnership) as tx:
                partnerships.begin(tx, "", "", self.clock.now() - timedelta(days=1))
            one_round(Service(record, Post(self.server.smtp), mailbox, self.clock, DESK))

    def held(self) -> dict[str, int]:
        """Return how many mails the record has by what became of them."""
        with closing(Database(self.url)) as record, record.read("nscp") as tx:
            assert verify(tx) == []
            return mails.counts(tx)

    def waits_for(self) -> str:
        with closing(Database(self.url)) as record, record.read("nscp") as tx:
            return tx.connection.execute(text("SELECT waits_for FROM partnerships")).scalar_one() or ""

    def backups(self) -> list[Path]:
        return sorted(one for one in self.kept.glob("nscp-*"))

    def back_up(self, *words: str) -> Path:
        """Make a backup, and return its folder."""
        told = self.says("backup", str(self.kept), *words)
        return Path(told.partition("Made: ")[2].split()[0])


def office_on(url: str, folder: Path) -> Iterator[Office]:
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, folder / "letters") as server:
        made = Office(folder, server, url, clock)
        made.write(1, 2)
        made.work()
        yield made


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give an office with two cases, on SQLite."""
    yield from office_on(f"sqlite:///{tmp_path}/data/mailservice.db", tmp_path)


def test_a_backup_is_whole_verified_and_of_this_user_alone(office: Office) -> None:
    told = office.says("backup", str(office.kept))
    assert "nscp: 2 cases, 2 mails, 4 letters and" in told
    assert "verified." in told
    assert "The signing key and every password are NOT in this backup" in told
    (made,) = office.backups()
    manifest = json.loads((made / "manifest.json").read_text())
    files = {"record.db", *(f"settings/{name}.toml" for name in ("mailservice", "policy", "directory"))}
    assert set(manifest["files"]) == files
    assert KEY not in (made / "manifest.json").read_text()
    everything = [made, *made.rglob("*")]
    assert {one.stat().st_mode & 0o777 for one in everything} == {0o600, 0o700}
    assert KEY.encode() not in b"".join(one.read_bytes() for one in everything if one.is_file())


def test_only_as_many_as_wanted_are_kept_and_never_none(office: Office) -> None:
    made = [office.back_up("--keep", "2") for _ in range(3)]
    assert set(office.backups()) == set(made[1:])
    (made[1] / "record.db").write_bytes(b"cut short")
    last = office.back_up("--keep", "1")
    assert set(office.backups()) == {made[1], last}, "what is not whole is not counted, and told by nobody to be one"


@pytest.mark.parametrize(
    ("place", "told"),
    [("data/backups", "would be lost with it"), ("mine.toml", "no backup could be made (File exists)")],
)
def test_where_none_can_be_made_a_sentence_says_why(office: Office, place: str, told: str) -> None:
    done = office("backup", str(office.folder / place))
    assert done.exit_code == 1
    assert told in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_where_the_records_disk_is_not_there_none_is_begun(office: Office) -> None:
    away = office.data.rename(office.folder / "elsewhere")
    office.data.mkdir()
    done = office("backup", str(office.kept))
    assert (done.exit_code, "look whether its disk is there" in done.output) == (1, True)
    assert (list(office.data.iterdir()), away.exists()) == ([], True)


def test_a_record_that_does_not_verify_is_no_backup_and_no_older_one_goes(office: Office) -> None:
    first = office.back_up()
    with closing(Database(office.url)) as record, record.begin("nscp") as tx:
        tx.connection.execute(text("DELETE FROM parties"))
    done = office("backup", str(office.kept), "--keep", "1")
    assert (done.exit_code, "a row of the table parties is missing" in done.output) == (1, True), done.output
    assert [one for one in office.kept.iterdir() if one.is_dir()] == [first]


def test_a_policy_in_which_somebody_made_a_fault_keeps_nobody_from_a_backup(office: Office) -> None:
    broken = office.folder / "policy.toml"
    broken.write_text("this is no policy", encoding="utf-8")
    policy = str(ROOT / "policies/northamptonshire-nscp.toml")
    office.settings.write_text(office.settings.read_text().replace(policy, str(broken)))
    assert office.back_up().name.startswith("nscp-")


def test_a_full_disk_leaves_nothing_half_done(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first = office.back_up()
    monkeypatch.setattr("mailservice.service.custody.backup.shutil.disk_usage", lambda _folder: SimpleNamespace(free=0))
    done = office("backup", str(office.kept), "--keep", "1")
    assert (done.exit_code, "the disk is full" in done.output) == (1, True), done.output
    assert [one for one in office.kept.iterdir() if one.is_dir()] == [first]


def noted(office: Office) -> last_backup.LastBackup:
    """Return what the service knows of the newest backup; there must have been one."""
    found = last_backup.last(office.data)
    assert found is not None
    return found


def test_each_backup_leaves_word_of_itself_for_the_service_and_status_shows_it(office: Office) -> None:
    assert "Last backup         none was ever made here" in office("status").stdout
    first = office.back_up()
    assert noted(office) == last_backup.LastBackup(manifest.read(first).made_at, first)
    second = office.back_up("--keep", "1")
    assert noted(office).folder == second, "and not the one that went for it"
    at = noted(office).made_at.astimezone(ZoneInfo("Europe/London"))
    assert f"Last backup         {at:%a %d %b %Y %H:%M}, in {second}" in office("status").stdout
    said = json.loads(office("status", "--json").stdout)["last_backup"]
    assert said == {"made_at": str(noted(office).made_at), "folder": str(second)}


def test_a_folder_that_was_named_from_where_somebody_stood_is_noted_whole(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office.folder)
    office.says("backup", "kept")
    assert [noted(office).folder] == office.backups()


@pytest.mark.parametrize("trouble", ["a full disk", "a changed record", "no rights"])
def test_a_failed_backup_leaves_the_word_of_the_one_before(
    office: Office, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    office.back_up()
    before = (office.data / last_backup.FILE).read_bytes()
    where = office.kept
    if trouble == "a full disk":
        full = SimpleNamespace(free=0)
        monkeypatch.setattr("mailservice.service.custody.backup.shutil.disk_usage", lambda _folder: full)
    elif trouble == "a changed record":
        with closing(Database(office.url)) as record, record.begin("nscp") as tx:
            tx.connection.execute(text("DELETE FROM parties"))
    else:
        where = office.settings
    done = office("backup", str(where), "--keep", "1")
    assert done.exit_code == 1
    assert {
        "a full disk": "the disk is full",
        "a changed record": "is missing",
        "no rights": "no backup could be made",
    }[trouble] in done.output
    assert (office.data / last_backup.FILE).read_bytes() == before
    assert noted(office).folder.is_dir()


def test_a_backup_of_which_no_word_can_be_left_is_one_and_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_data: Path, _made: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mailservice.service.custody.backup.note", full)
    done = office("backup", str(office.kept))
    assert done.exit_code == 0
    assert (
        f"It could not be noted in {office.data} (No space left on device), so the service will miss it" in done.stderr
    )
    assert "Made: " in done.stdout


def test_status_says_that_the_word_of_the_last_backup_cannot_be_read(office: Office) -> None:
    office.back_up()
    (office.data / last_backup.FILE).write_text("{", encoding="utf-8")
    assert "WARNING: When the last backup was made is not known: " in office("status").stdout
    office.back_up()
    assert "not known" not in office("status").stdout


def doctor_on(office: Office, age: timedelta = timedelta()) -> tuple[str, str, str]:
    """Return the doctor's look at the backups so long after the newest: its state, what was found, what to do."""
    settings = load(office.settings, {}, TO_READ)
    clock = VirtualClock(noted(office).made_at + age if (office.data / last_backup.FILE).exists() else MONDAY)
    (found,) = examining.backup(Patient(settings, clock))
    assert found.name == "Backup"
    return found.state, found.found, found.do


def test_the_doctor_says_how_old_the_newest_is_and_what_to_type(office: Office) -> None:
    state, found, do = doctor_on(office)
    assert (state, found) == ("look", "none was ever made here by mailservice backup")
    assert "systemctl enable --now mailservice-backup.timer" in do
    assert "by means of your own" in do
    made = office.back_up()
    assert [doctor_on(office, timedelta(days=one))[0] for one in (0, 1.9, 2.1, 2.9, 3.1, 400)] == [
        *("well", "well"),
        *("look", "look"),
        *("wrong", "wrong"),
    ]
    state, found, do = doctor_on(office, timedelta(days=400))
    assert found.endswith(f"{noted(office).made_at.astimezone(ZoneInfo('Europe/London')):%Y}, in {made}")
    assert f"mailservice backup {office.kept}" in do
    assert "systemctl enable --now mailservice-backup.timer" in do
    assert f"rm {office.data / last_backup.FILE}" in do


def test_the_doctor_finds_one_that_lies_there_no_more_or_not_whole(office: Office) -> None:
    made = office.back_up()
    (made / "record.db").write_bytes(b"cut short")
    state, found, do = doctor_on(office)
    assert (state, "where not all of it lies any more" in found) == ("wrong", True)
    assert "See whether its disk is mounted" in do
    assert f"mailservice backup {office.kept}" in do
    made = office.back_up()
    assert doctor_on(office)[0] == "well"
    made.rename(office.folder / "elsewhere")
    assert doctor_on(office)[0] == "wrong"


def test_two_at_once_are_one(office: Office) -> None:
    office.back_up()
    hold = (
        "import fcntl, os, sys; fcntl.flock(os.open(sys.argv[1], os.O_RDWR), fcntl.LOCK_EX); print(flush=True); input()"
    )
    lock = str(office.kept / ".mailservice-backup.lock")
    with subprocess.Popen([sys.executable, "-c", hold, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert "another backup is being written there" in office("backup", str(office.kept)).output
        other.communicate(b"\n", timeout=20)
    assert len(office.backups()) == 1


def rehearse(office: Office) -> Result:
    """Make a backup, live on, and lay it back: two mails came since, one is not collected yet; six letters left."""
    made = office.back_up()
    office.clock.set(MONDAY + timedelta(hours=1))
    office.write(3, 4)
    office.work()
    office.write(5, 5)
    return office(
        "restore", str(made), *(() if office.url.startswith("sqlite") else ("--replace", name_of(office.url)))
    )


def name_of(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


def test_rehearsed_the_numbers_are_right_and_it_starts_quiet(office: Office) -> None:
    done = rehearse(office)
    told = " ".join(done.output.split())
    assert done.exit_code == 0, done.output
    assert "It holds 2 cases, 2 mails, 4 letters" in told
    assert "The mailbox has, beyond this record, 2 mails that were filed and 4 letters of ours that left." in told, told
    assert "mailservice record adopt" in told
    assert office.held() == {"acted": 2}
    assert office.waits_for().startswith("This record was set back: it is a backup of ")
    with closing(Mailbox(office.server.imap)) as mailbox:
        assert len(list(mailbox.scan(INBOX))) == 1, "what came and was not collected lies where it lay"
    (aside,) = office.data.glob("mailservice.db.before-*")
    with closing(Database(f"sqlite:///{aside}")) as before, before.read("nscp") as tx:
        assert mails.counts(tx) == {"acted": 4}
        assert verify(tx) == []


def test_it_is_only_looked_at_where_that_is_asked(office: Office) -> None:
    made = office.back_up()
    office.write(3, 3)
    office.work()
    told = office.says("restore", str(made), "--look")
    assert "The record in it verifies" in told
    assert "Nothing is written." in told
    assert (office.held(), office.waits_for()) == ({"acted": 3}, "")
    assert not list(office.data.glob("*restoring*"))


def test_a_byte_that_was_changed_keeps_it_from_being_laid_back(office: Office) -> None:
    made = office.back_up()
    data = bytearray((made / "record.db").read_bytes())
    data[-1] ^= 1
    (made / "record.db").write_bytes(bytes(data))
    done = office("restore", str(made))
    assert (done.exit_code, "not as it was written, or lost: record.db" in done.output) == (1, True)
    assert office.waits_for() == ""


def test_while_the_service_runs_nothing_is_laid_back(office: Office) -> None:
    made = office.back_up()
    run = "import pathlib, sys; from mailservice.service.custody import alone; alone.at_work(pathlib.Path(sys.argv[1]))"
    run += "; print(flush=True); input()"
    command = [sys.executable, "-c", run, str(office.data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as service:
        assert service.stdout is not None
        service.stdout.readline()
        done = office("restore", str(made))
        service.communicate(b"\n", timeout=20)
    assert (done.exit_code, "stop mailservice run" in done.output) == (1, True), done.output
    with closing(Database(office.url)) as record, record.read("nscp"):
        done = office("restore", str(made))
        assert "another process works with this record" in done.output
    assert office("restore", str(made)).exit_code == 0


def test_while_it_is_laid_back_no_service_starts(office: Office) -> None:
    environment = {**os.environ, "MAILSERVICE_SIGNING_KEY": KEY, "MAILSERVICE_IMAP_PASSWORD": "secret"}
    command = [sys.executable, "-m", "mailservice", "run", "--config", str(office.settings)]
    with alone.alone(office.data):
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    assert (done.returncode, "a backup is being laid back here" in done.stderr) == (1, True), done.stderr


def test_another_key_and_a_mailbox_out_of_reach_are_told_and_it_goes_on(office: Office) -> None:
    made = office.back_up()
    office.settings.write_text(office.settings.read_text().replace(f"port = {office.server.imap.port}", "port = 9"))
    done = office("restore", str(made), key="another key altogether, for no letter that left")
    assert done.exit_code == 0, done.output
    assert "ANOTHER KEY" in done.output
    assert "What the mailbox has beyond it is not known: 127.0.0.1 refuses the connection" in done.output
    assert "Not as it is today: settings/mailservice.toml" in done.output


def test_into_an_empty_place_it_is_laid_back_whole(office: Office) -> None:
    made = office.back_up()
    for one in office.data.iterdir():
        one.unlink()
    office.data.rmdir()
    assert "What was there before" not in office.says("restore", str(made))
    assert office.held() == {"acted": 2}
    word = last_backup.LastBackup(manifest.read(made).made_at, made)
    assert noted(office) == word, "on the new machine too somebody hears of it where none is made any more"


def test_the_keys_of_others_signatures_come_back_and_none_is_lost(office: Office) -> None:
    keyring = office.data / "signing-keys.jsonl"
    keyring.write_text('{"name": "a"}\n{"name": "b"}\n', encoding="utf-8")
    made = office.back_up()
    keyring.write_text('{"name": "b"}\n{"name": "c"}\n{"name": "cut o', encoding="utf-8")
    office.says("restore", str(made))
    assert keyring.read_text().splitlines() == ['{"name": "b"}', '{"name": "c"}', '{"name": "cut o', '{"name": "a"}']


def test_what_a_restore_that_was_cut_off_left_behind_is_taken_away(office: Office) -> None:
    made = office.back_up()
    (office.data / ".restoring-1.db").write_bytes(b"half a record")
    office.says("restore", str(made))
    assert not list(office.data.glob(".restoring*"))


def test_where_no_lock_can_be_had_the_service_starts_all_the_same(tmp_path: Path) -> None:
    alone.at_work(tmp_path / "not" / "mounted")
    assert not (tmp_path / "not").exists(), "nothing is made where a disk should be"


def test_a_backup_by_an_older_version_is_brought_to_the_newest_tables(office: Office) -> None:
    made = office.back_up()
    old = lzma.decompress((ROOT / "tests/record/record-0001.db.xz").read_bytes())
    newer = office.folder / "newer.db"
    newer.write_bytes(old)
    with closing(Database(f"sqlite:///{newer}")) as record:
        record.upgrade()
        holds = looked_at(record)
    (made / "record.db").write_bytes(old)
    told = manifest.read(made)
    files = {**told.files, "record.db": manifest.kept(made / "record.db")}
    manifest.write(made, replace(told, revision="0001", holds=holds, files=files))
    assert "1 case, " in office.says("restore", str(made))
    assert office.held() == {"acted": 1, "filed": 1, "held": 1}
    assert office.waits_for()


def test_on_postgresql_it_is_dumped_verified_and_laid_back(
    tmp_path: Path, postgresql: servers.Postgresql, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{servers.postgresql_programs()}:/usr/bin:/bin")
    with postgresql.database() as url:
        for office in office_on(url, tmp_path):
            done = rehearse(office)
            told = " ".join(done.output.split())
            assert done.exit_code == 0, done.output
            assert (
                "The mailbox has, beyond this record, 2 mails that were filed and 4 letters of ours that left." in told
            ), told
            assert "schema before_20" in told
            assert office.held() == {"acted": 2}
            assert office.waits_for().startswith("This record was set back: it is a backup of ")
            again = office.back_up("--keep", "1")
            assert office.backups() == [again]
            assert "verifies" in office.says("restore", str(again), "--look")
            listed = subprocess.run(
                ["pg_restore", "-l", again / "record.dump"], capture_output=True, text=True, check=True
            )
            assert "ledger" in listed.stdout
            assert "before_" not in listed.stdout, "what was moved aside is not backed up for ever"


def test_where_postgresql_takes_it_only_in_part_everything_is_as_before(
    tmp_path: Path, postgresql: servers.Postgresql, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{servers.postgresql_programs()}:/usr/bin:/bin")
    with postgresql.database() as url:
        for office in office_on(url, tmp_path):
            made = office.back_up()
            refused = office("restore", str(made))
            assert f"write --replace {name_of(url)}" in refused.output
            with monkeypatch.context() as patch:
                patch.setattr("mailservice.service.custody.restoring._compare", _refuses_the_second_time())
                done = office("restore", str(made), "--replace", name_of(url))
            assert (done.exit_code, "not the one" in done.output) == (1, True)
            assert (office.held(), office.waits_for()) == ({"acted": 2}, "")
            assert office.back_up(), "no schema is left over that would stand in the way"


def _refuses_the_second_time() -> Callable[..., None]:
    looked = list[int]()

    def compare(*_: object) -> None:
        looked.append(1)
        if len(looked) == 2:
            raise RecordBroken("the record is not the one that was dumped")

    return compare
