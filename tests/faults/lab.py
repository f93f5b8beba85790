"""One installation of the service, each part of its world behind a wire, and what can be asked of it. Start at `Lab`.

Nothing here looks into the process: it is asked as an administrator asks it, and what it did is seen at the mailbox, the
submission server and the record.
"""

import json
import logging
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from imaplib import IMAP4
from pathlib import Path
from typing import Any, Literal, Self

from typer.testing import CliRunner

from mailservice.cases.letters import waiting
from mailservice.cli.main import app
from mailservice.clock import VirtualClock
from mailservice.errors import TryLater
from mailservice.mail.parse import parse
from mailservice.service.assembly import begin
from mailservice.settings.loading import load
from mailservice.transport.imap import Mailbox
from tests import postfix, servers
from tests.faults.parts import OF_POSTGRESQL, Disk, Postgres, Redis, Relay
from tests.faults.proxy import Proxy

ROOT = Path(__file__).parents[2]
PLANTED = Path(__file__).parent / "planted"
DESK = "escalate@nscp.example"
OFFICE = "office@nscp.example"
SOCIAL_WORKER = "daniel.mensah@nenevalley.example"
# By turns, so that nobody who opens a case is braked as a machine.
WRITERS = (
    "sarah.whitlock@rockinghamhealth.example",
    "mina.dasgupta@rockinghamhealth.example",
    "kate.obrien@rockinghamhealth.example",
    "louise.park@shirepolice.example",
    "graham.stone@shirepolice.example",
    "farah.ibrahim@shirepolice.example",
)
# A bound for what is not measured: a machine that has other work besides may need long.
PATIENCE_S = 180.0
# How long the servers are waited for, in this laboratory.
TIMEOUT_S = 4
TERM_S = 5.0
# Root may open what nobody may: the service is held to the rights of a folder like any other user.
_MIGHT = "-dac_override,-dac_read_search"
_AS_ANYBODY = ["setpriv", f"--bounding-set={_MIGHT}", f"--inh-caps={_MIGHT}"] if os.geteuid() == 0 else []
# What the mailbox may hold, the INBOX aside, which others fill; and whoever may do what in it stands in a file of each folder.
FILLER, ROOM = "Minutes", 16_000_000
LIMITS = f"""
mail_plugins = $mail_plugins quota acl
plugin {{
  quota = count:Mailbox
  quota_rule = *:bytes={ROOM}
  quota_rule2 = INBOX:ignore
  quota_vsizes = yes
  acl = vfile:cache_secs=1
}}
"""

SETTINGS = """
[service]
name = "NSCP Escalations"
address = "{desk}"
policy = "{root}/policies/northamptonshire-nscp.toml"
directory = "{root}/deploy/directory.example.toml"
data = "data"
trial = true
poll_seconds = 2

[danger]
referral = "01632 960 100"
out_of_hours = "01632 960 101"

[imap]
host = "127.0.0.1"
port = {imap}
user = "{user}"
tls = false
timeout_seconds = {timeout}

[smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"
user = "{sender}"
timeout_seconds = {timeout}

[database]
url = "{database}"

[broker]
url = "{broker}"
"""


@dataclass(frozen=True)
class Said:
    """What `mailservice status` said: its code, its first sentence, all it found, and what each duty was at."""

    code: int
    sentences: tuple[str, ...]
    duties: dict[str, dict[str, Any]]
    pid: int = 0
    json: dict[str, Any] | None = None

    def tells(self, reason: str) -> bool:
        """Tell whether the true reason is among what it says."""
        return any(re.search(reason, one) for one in self.sentences)


class Limit:
    """A limit of a process, while a block lasts."""

    def __init__(self, pid: int, kind: int, soft: int) -> None:
        self.pid, self.kind, self.soft = pid, kind, soft

    def __enter__(self) -> None:
        self._before = resource.prlimit(self.pid, self.kind)
        resource.prlimit(self.pid, self.kind, (self.soft, self._before[1]))

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            resource.prlimit(self.pid, self.kind, self._before)


class Lab:
    """A mailbox, a submission server, a database, a broker, and the service among them."""

    def __init__(
        self,
        folder: Path,
        engine: Literal["sqlite", "postgresql"],
        *,
        broker: bool,
        small: bool = False,
        relayed: bool = False,
    ) -> None:
        self.folder, self.engine, self.small, self.relayed = folder, engine, small, relayed
        self.settings = folder / "mailservice.toml"
        self.plants = folder / "planted"
        self._broker = broker
        self._open = ExitStack()
        self.process: subprocess.Popen[bytes] | None = None
        self.disk: Disk | None = None
        self.written = 0
        self.lives = 0
        # What may have been handed in twice: a process was killed while at it.
        self.killed = False

    def __enter__(self) -> Self:
        with ExitStack() as open_:
            self._begin(open_)
            self._open = open_.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.stop()
        finally:
            self._open.close()

    def _begin(self, open_: ExitStack) -> None:
        self.data = self.folder / "data"
        self.data.mkdir()
        if self.small and self.engine == "sqlite":
            self.disk = open_.enter_context(Disk(self.data))
        self.dovecot = open_.enter_context(servers.dovecot(more=LIMITS))
        self.account = self.dovecot.account()
        self.box = Mailbox(self.account)
        open_.callback(self.box.close)
        self.box.uidvalidity()  # who first opens an INBOX makes it
        self.submission = servers.Submission(plain_login=True)
        logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd's own deprecations
        open_.enter_context(self.submission)
        self.imap = open_.enter_context(_to(self.dovecot.port))
        port = self.submission.port
        if self.relayed:
            laid = open_.enter_context(postfix.laid(onward=port))
            port, self.queue = laid.port, open_.enter_context(Disk(laid.queue))
            self.relay = Relay(laid)
            self.relay.start()
            open_.callback(self.relay.stop)
        self.smtp = open_.enter_context(_to(port))
        self.url, broker = f"sqlite:///{self.data}/mailservice.db", ""
        if self.engine == "postgresql":
            home = open_.enter_context(servers.folder("nobody" if os.geteuid() == 0 else None))
            if self.small:
                (home / "disk").mkdir()
                self.disk = open_.enter_context(Disk(home / "disk", OF_POSTGRESQL, "0700", "nobody"))
            self.postgres = Postgres(home, self.disk)
            self.postgres.start()
            open_.callback(self.postgres.stop)
            self.database = open_.enter_context(Proxy(self.postgres.connect))
            self.url = f"postgresql+psycopg://postgres@127.0.0.1:{self.database.port}/postgres"
        if self._broker:
            self.redis = Redis(open_.enter_context(servers.folder()))
            self.redis.start()
            open_.callback(self.redis.stop)
            self.bell = open_.enter_context(_to(self.redis.port))
            broker = f"redis://127.0.0.1:{self.bell.port}/0"
        ports = {"imap": self.imap.port, "smtp": self.smtp.port, "timeout": TIMEOUT_S}
        sender = "" if self.relayed else "desk"  # that Postfix knows us by where we are
        names = {"desk": DESK, "root": ROOT, "user": self.account.user, "database": self.url, "broker": broker}
        self.settings.write_text(SETTINGS.format(**ports, **names, sender=sender), encoding="utf-8")
        prepare(self)

    @property
    def inbox(self) -> Path:
        """The folder of the INBOX, on the mail server's disk."""
        return self.dovecot.folder / "mail" / self.account.user

    # The service, as a process.

    @property
    def environment(self) -> dict[str, str]:
        """What the process is given."""
        return {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(PLANTED), str(ROOT)]),
            "FAULTS_PLANTED": str(self.plants),
            "MAILSERVICE_SIGNING_KEY": "a key that signs for this test and for nothing else",
            "MAILSERVICE_IMAP_PASSWORD": self.account.password,
            "MAILSERVICE_SMTP_PASSWORD": servers.PASSWORD,
        }

    def start(self) -> None:
        """Start `mailservice run`."""
        command = [*_AS_ANYBODY, sys.executable, "-m", "mailservice", "run", "--config", str(self.settings)]
        with (self.folder / "run.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        self.lives += 1

    def open_a_case(self) -> None:
        """Have a first case opened, and wait until all of that is done."""
        mail = self.write()
        self.until(lambda: self.answered(mail) and not self.unfiled() and self.status().code == 0)

    def stop(self) -> float:
        """End it as systemd does; return the seconds until it was gone."""
        if self.process is None:
            return 0.0
        began, child = time.monotonic(), self.pid()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
        self.process = None
        while child and lives(child) and time.monotonic() - began < PATIENCE_S:
            time.sleep(0.05)
        return time.monotonic() - began

    def pid(self) -> int:
        """Return the process that does the work, as it says itself; 0 while none does."""
        for file in (self.data / "status").glob("run-*.json"):
            with suppress(OSError, ValueError):
                found = int(json.loads(file.read_text("utf-8"))["pid"])
                if lives(found):
                    return found
        return 0

    def limit(self, kind: int, soft: int) -> Limit:
        """Return a limit of the working process, while a block lasts."""
        return Limit(self.pid(), kind, soft)

    @contextmanager
    def planting(self, *names: str) -> Iterator[None]:
        """Have planted faults break out until the block ends."""
        self.plants.write_text(" ".join(names), "utf-8")
        try:
            yield
        finally:
            self.plants.unlink()

    # What it is asked.

    def command(self, *words: str) -> "tuple[int, str]":
        """Run a command of the service's, past the wires; return its code and what it said."""
        done = CliRunner().invoke(app, [*words, "--config", str(self.settings)], env=self.environment)
        return done.exit_code, done.output

    def status(self) -> Said:
        """Ask it how it stands."""
        code, output = self.command("status", "--json")
        said: dict[str, Any] = json.loads(output) if output.startswith("{") else {}
        running: dict[str, Any] = next(
            (one for one in said.get("processes", ()) if one["role"] == "run" and lives(one["pid"])), {}
        )
        sentences = (*(one["sentence"] for one in said.get("findings", ())), said.get("why_letters", output))
        duties = {one["name"]: one for one in running.get("duties", ())}
        return Said(code, sentences, duties, running.get("pid", 0), said)

    # What people do, and what came of it.

    def write(self, body: str = "", subject: str = "", sender: str = "", *, size: int = 0, answers: str = "") -> str:
        """Put a mail into the mailbox, past the wires; return its Message-ID."""
        self.written += 1
        mail = EmailMessage()
        mail["From"] = sender or WRITERS[self.written % len(WRITERS)]
        mail["To"], mail["Cc"] = SOCIAL_WORKER, DESK
        mail["Subject"] = subject or f"Closed, NCT-{483_000 + self.written}"
        mail["Message-ID"] = f"<written-{self.written}@people.example>"
        if answers:
            mail["In-Reply-To"] = answers
        mail.set_content(body or "We disagree that the referral was closed. Please look again.")
        if size:
            mail.add_attachment(os.urandom(size), maintype="application", subtype="octet-stream", filename="plan.bin")
        # It came before, so that no letter of it waits any more (rule 16).
        at = datetime.now(UTC) - waiting.WAIT
        self._deliver(mail.as_bytes().replace(b"\r\n", b"\n"), at)
        return str(mail["Message-ID"])

    def _deliver(self, raw: bytes, at: datetime) -> None:
        """Lay a mail into the INBOX as who delivers it does: whatever IMAP allows us there."""
        laid = self.inbox / "tmp" / f"written-{self.written}"
        laid.write_bytes(raw)
        if os.geteuid() == 0:
            shutil.chown(laid, "mail")
        os.utime(laid, (at.timestamp(), at.timestamp()))
        laid.rename(self.inbox / "new" / laid.name)

    def fill(self) -> None:
        """Leave the mailbox no room, but for the INBOX."""
        for size in (1_000_000, 30_000, 300):
            with suppress(TryLater):
                while True:
                    self.box.append(FILLER, b"Subject: minutes\r\n\r\n" + b"x" * size, datetime.now(UTC))

    def delete(self, folder: str) -> None:
        """Delete a folder of the mailbox with all that lies in it, as somebody does with a mail client."""
        with IMAP4(self.account.host, self.account.port) as hands:
            hands.login(self.account.user, self.account.password)
            assert hands.delete(f'"{folder}"')[0] == "OK"

    def letters(self) -> "Counter[str]":
        """Count every letter that the submission server took, but for what the office hears of the service itself."""
        return Counter(one.message_id for one in (parse(each.raw) for each in self.submission.taken))

    def answered(self, message_id: str) -> bool:
        """Tell whether a letter about a mail has left."""
        return any(message_id.strip("<>").encode() in one.raw for one in list(self.submission.taken))

    def to_office(self) -> int:
        """Return how many letters the office was sent."""
        return sum(OFFICE in one.recipients for one in list(self.submission.taken))

    def told_office(self, words: str) -> bool:
        """Tell whether the office was sent a letter with these words in its subject."""
        sent = [one for one in list(self.submission.taken) if OFFICE in one.recipients]
        return any(words in parse(one.raw).subject for one in sent)

    def unfiled(self) -> int:
        """Return how many mails lie in the INBOX."""
        return self.lie_in("INBOX")

    def lie_in(self, name: str) -> int:
        """Return how many mails lie in a folder of the mailbox."""
        found: list[int] = []
        patiently(lambda: found.append(len(list(self.box.scan(name)))))
        return found[-1]

    def until(self, what: Callable[[], object], seconds: float = PATIENCE_S) -> float:
        """Wait until something is so; return the seconds it took, and AssertionError with the log where it never was."""
        began = time.monotonic()
        while not what():
            if time.monotonic() - began > seconds:
                raise AssertionError(f"it never came to that within {seconds:.0f} s\n{self.log()}")
            time.sleep(0.2)
        return time.monotonic() - began

    def log(self) -> str:
        """Return the end of what the service logged, and of what its status says."""
        log = self.folder / "run.log"
        return (log.read_text(errors="replace")[-4000:] if log.exists() else "") + "\n".join(self.status().sentences)

    def assert_done_once(self) -> None:
        """Every mail is decided and filed once, every letter left once or as the same bytes again, and the record holds."""
        code, said = self.command("record", "verify", "--record-only")
        assert code == 0, said
        forms: dict[str, set[bytes]] = {}
        for one in list(self.submission.taken):
            forms.setdefault(parse(one.raw).message_id, set()).add(one.raw)
        assert all(len(one) == 1 for one in forms.values()), "a letter sent again is the same letter"
        twice = [one for one, times in self.letters().items() if times > 1]
        assert self.killed or not twice, f"letters left twice, though nothing was killed: {twice}"
        lie = Counter(entry.message_id for name in self.box.folders() for entry in self.box.scan(name))
        ours = {f"<written-{number}@people.example>" for number in range(1, self.written + 1)}
        assert {one for one in lie if one.startswith("<written-")} == ours, "a mail was lost"
        assert not [one for one in ours if lie[one] != 1], "a mail lies in two places"


def prepare(lab: Lab) -> None:
    """Prepare an installation for its first start: its record is begun, a day ago, for some mails come as if from before."""
    settings = load(lab.settings, lab.environment)
    begin(settings, VirtualClock(datetime.now(UTC) - timedelta(days=1)))


def patiently(does: Callable[[], object]) -> None:
    """Do something at a server that may just be starting again."""
    for left in (4, 3, 2, 1, 0):
        try:
            does()
        except TryLater:
            if not left:
                raise
            time.sleep(0.5)
        else:
            return


def open_handles(pid: int) -> int:
    """Return the highest file handle that a process holds."""
    return max(int(one.name) for one in Path(f"/proc/{pid}/fd").iterdir())


def memory(pid: int) -> int:
    """Return the bytes of address space that a process has taken."""
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _to(port: int) -> Proxy:
    return Proxy(lambda: socket.create_connection(("127.0.0.1", port), timeout=None))


def lives(pid: int) -> bool:
    """Tell whether there is such a process, and it has not ended."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    return False
