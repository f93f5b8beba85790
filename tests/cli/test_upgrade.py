"""A new version, put in where an older one left its record: rehearsed for every version that had other tables.

The records were written by those versions' own code (`tests/record/earlier`): at 3pm on Wednesday, 25 November, one case is
closed, one agreed and open to an objection, one at stage 2, one waits for its first date with an answer not decided yet, and
the letters of one could not leave; one email is held, and one in confidence.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from typer.testing import Result

from mailservice.clock import VirtualClock
from mailservice.mail.parse import Mail, parse
from mailservice.record.database import Database, newest_revision
from mailservice.service.assembly import assemble
from mailservice.service.rounds import Service
from mailservice.service.watch.pulse import Pulse
from mailservice.settings.loading import load
from mailservice.simulator.playing import desk_of, one_round
from mailservice.simulator.story import Story, moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from tests import servers
from tests.cli.desk import ROOT, typed
from tests.record import earlier

OLDER = [one for one in earlier.REVISIONS if one < newest_revision()]
KEY = desk_of(Story("", "", (), folder=ROOT / "tests/scenarios")).signing_keys[0].decode()
PARTNERSHIP = "nscp"
DANIEL, JOY = "daniel.mensah@nenevalley.example", "joy.okafor@nenevalley.example"
LOUISE, GRAHAM = "louise.park@shirepolice.example", "graham.stone@shirepolice.example"
SETTINGS = """
[service]
name = "NSCP Escalations"
address = "escalate@nscp.example"
policy = "{root}/policies/northamptonshire-nscp.toml"
directory = "{root}/tests/scenarios/directory.toml"
data = "data"
trial = true

[danger]
referral = "01632 960 100"
out_of_hours = "01632 960 101"

[imap]
host = "127.0.0.1"
port = {imap}
user = "{user}"
tls = false

[smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"

[database]
url = "{url}"
{programs}
"""


@dataclass
class Installation:
    """This version, set up where an older one left its record and its mailbox."""

    folder: Path
    url: str
    server: EmbeddedServer
    clock: VirtualClock
    before: tuple[Mail, ...]
    written: int = 0

    def __post_init__(self) -> None:
        (self.folder / "data").mkdir(exist_ok=True)
        self.settings = self.folder / "mine.toml"
        programs = "" if "sqlite" in self.url else f'programs = "{servers.postgresql_programs()}"'
        ports = {
            "programs": programs,
            "imap": self.server.imap.port,
            "smtp": self.server.smtp.port,
            "user": self.server.imap.user,
        }
        self.settings.write_text(SETTINGS.format(root=ROOT, url=self.url, **ports), encoding="utf-8")
        self.secrets = {
            "MAILSERVICE_SIGNING_KEY": KEY,
            "MAILSERVICE_IMAP_PASSWORD": self.server.imap.password,
        }

    def __call__(self, *words: str) -> Result:
        """Type a command."""
        return typed(*words, "--config", str(self.settings), **self.secrets)

    def says(self, *words: str) -> str:
        """Return what a command prints; it must go well."""
        done = self(*words)
        assert done.exit_code == 0, done.output
        return done.output

    def start(self) -> Service:
        """Start the service as `run` does, but in this process and by this test's clock; nothing stands against its record."""
        made = assemble(load(self.settings, self.secrets), self.clock, Pulse())
        self.service = replace(made, reader=None, beside=None, strict=True)
        assert self.service.beginning.start() == ""
        return self.service

    def stop(self) -> None:
        self.service.mailbox.close()
        self.service.record.close()

    def at(self, when: str) -> None:
        """Let the service go round at a time, and then until nothing is left to do."""
        self.clock.set(moment(when))
        one_round(self.service)

    def answers(self, when: str, sender: str, letter: Mail, words: str) -> None:
        """Have somebody answer a letter of ours, of this version or of the one before."""
        self.clock.set(moment(when))
        self.written += 1
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, "escalate@nscp.example", f"RE: {letter.subject}"
        mail["Message-ID"] = f"<answer-{self.written}@people.example>"
        mail["In-Reply-To"] = mail["References"] = letter.message_id
        mail.set_content(words)
        self.server.deliver(mail.as_bytes())
        one_round(self.service)

    def left(self) -> list[Mail]:
        """Return every letter that left under this version, in order."""
        return [parse(one.raw) for one in self.server.outbox]

    def letter(self, to: str, subject: str) -> Mail:
        """Return the newest letter to somebody with these words in its subject, of whichever version."""
        return [
            one for one in (*self.before, *self.left()) if one.to and one.to[0].address == to and subject in one.subject
        ][-1]

    def cases(self) -> dict[str, tuple[str, str]]:
        """Return where each case stands, as `case list` tells."""
        return {
            one["reference"]: (one["status"], one["stage"]) for one in json.loads(self.says("case", "list", "--json"))
        }


def in_the_tables(url: str) -> dict[str, tuple[str, str]]:
    """Return where each case stands, as the version that wrote the record had it in its tables."""
    engine = create_engine(Database(url).url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT reference, status, stage FROM cases")).all()
    engine.dispose()
    return {reference: (status, stage) for reference, status, stage in found}


def everything(url: str) -> dict[str, list[tuple[object, ...]]]:
    engine = create_engine(Database(url).url)
    with engine.connect() as connection:
        found = earlier.rows(connection)
    engine.dispose()
    return found


def installed(folder: Path, url: str, revision: str) -> Iterator[Installation]:
    clock = VirtualClock(moment("Wed 25 Nov 2026 15:30"))
    (folder / "data").mkdir(mode=0o700)
    earlier.lay(revision, url)
    for one in (folder / "data").iterdir():
        one.chmod(0o600)
    with EmbeddedServer(clock, "escalate@nscp.example") as server, closing(Mailbox(server.imap)) as hands:
        mails = list(earlier.mails(revision))
        for where, at, raw in mails:
            hands.append(where, raw, at, seen=False)
        before = tuple(one for one in (parse(raw) for _, _, raw in mails) if one.sender)
        yield Installation(folder, url, server, clock, before)


@pytest.fixture(params=OLDER)
def installation(request: pytest.FixtureRequest, tmp_path: Path, any_url: str) -> Iterator[Installation]:
    yield from installed(tmp_path, any_url, request.param)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of a record in the data folder, or in PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/data/mailservice.db"
    return str(request.getfixturevalue("postgresql_url"))


def test_every_migration_has_its_record_kept() -> None:
    """A new migration: commit it, and then `tests/record/earlier/writing.py` writes the record that it left."""
    folder = ROOT / "mailservice/record/migrations/versions"
    assert sorted(one.name[:4] for one in folder.glob("0*.py")) == [*earlier.REVISIONS], "see tests/record/README.md"


def test_its_cases_are_the_same_and_go_on_to_their_end(installation: Installation) -> None:
    before = in_the_tables(installation.url)
    assert sorted(before.values()) == [("agreed", "2"), ("closed", "1"), ("open", "1"), ("open", "1"), ("open", "2")]
    installation.start()
    assert installation.cases() == before
    assert "Looked at: 5 cases" in installation.says("record", "verify", "--record-only")
    assert "somebody@elsewhere.example" in installation.says("held", "list")

    installation.at("Wed 25 Nov 2026 15:30")
    first = [(one.to[0].address, one.subject) for one in installation.left()]
    for to, said in ((LOUISE, "2026-0005-C] Case opened"), (DANIEL, "2026-0005-C] Stage 1")):
        assert any(one == to and said in subject for one, subject in first), "what could not leave has left"
    assert "RECEIVED" in installation.says("case", "show", "NSCP 2026-0004-R"), "what was collected is decided"

    installation.at("Thu 26 Nov 2026 17:01")
    assert installation.cases()["NSCP 2026-0002-S"][0] == "closed", "nobody objected"
    assert installation.cases()["NSCP 2026-0004-R"] == ("open", "2"), "its date passed in silence"

    installation.answers(
        "Fri 27 Nov 2026 10:00", JOY, installation.letter(JOY, "2026-0003-D] Stage 2"), "RESOLVED: we meet on Monday."
    )
    installation.answers(
        "Fri 27 Nov 2026 11:00", GRAHAM, installation.letter(GRAHAM, "2026-0003-D] Is this agreed?"), "AGREE"
    )
    assert installation.cases()["NSCP 2026-0003-D"][0] == "agreed"
    installation.service.do_by_hand.on_held(9, "REJECT it is not of an agency", "Amira Hill", "as by telephone")
    installation.at("Mon 30 Nov 2026 17:01")
    assert installation.cases()["NSCP 2026-0003-D"][0] == "closed"
    assert installation.cases()["NSCP 2026-0005-C"] == ("open", "2")

    ids = [one.message_id for one in installation.left()]
    assert len(ids) == len({*ids} - {one.message_id for one in installation.before}), "no letter left twice"
    assert "Looked at: 5 cases" in installation.says("record", "verify", "--record-only")
    assert "Open cases          2" in installation("status").output
    installation.stop()
