"""The service as an administrator runs it: a process, a real Dovecot, real SMTP, mails written by a real client."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailservice.cases.letters import waiting
from mailservice.clock import VirtualClock
from mailservice.mail.parse import Mail, parse
from mailservice.service.assembly import begin
from mailservice.settings.loading import load
from mailservice.transport.imap import ImapAccount, Mailbox
from tests import servers

ROOT = Path(__file__).parents[2]
PATIENCE_S = 90
DESK = "escalate@nscp.example"
HEALTH_VISITOR = "sarah.whitlock@rockinghamhealth.example"
SOCIAL_WORKER = "daniel.mensah@nenevalley.example"

SETTINGS = """
[service]
name = "NSCP Escalations"
address = "{desk}"
policy = "{root}/policies/northamptonshire-nscp.toml"
directory = "{root}/deploy/directory.example.toml"
data = "data"
trial = true
poll_seconds = 5

[danger]
referral = "01632 960 100"
out_of_hours = "01632 960 101"

[imap]
host = "{imap.host}"
port = {imap.port}
user = "{imap.user}"
tls = false

[smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"

[broker]
url = "{broker}"
"""


def _is_morning(mail: Mail) -> bool:
    return mail.subject.startswith("Morning letter")


def secrets(account: ImapAccount) -> dict[str, str]:
    """Return what the settings leave to the environment."""
    return {
        "MAILSERVICE_SIGNING_KEY": "a key that signs for this test and for nothing else",
        "MAILSERVICE_IMAP_PASSWORD": account.password,
    }


class Place:
    """One installation: a mailbox in Dovecot, a submission server that delivers into it, and the settings file."""

    def __init__(self, folder: Path, account: ImapAccount, broker: str) -> None:
        self.folder, self.account = folder, account
        self.submission = servers.Submission(deliver=self._deliver)
        self._inbox = Mailbox(account)
        self.settings = folder / "mailservice.toml"
        text = SETTINGS.format(desk=DESK, root=ROOT, imap=account, smtp=self.submission.port, broker=broker)
        self.settings.write_text(text, encoding="utf-8")
        # Begun a day ago: its mails are delivered as if they had come before.
        settings = load(self.settings, {**os.environ, **secrets(account)})
        begin(settings, VirtualClock(datetime.now(UTC) - timedelta(days=1)))

    def _deliver(self, taken: servers.Taken) -> None:
        if any(one.lower() == DESK for one in taken.recipients):
            # It came before, so that no letter of it waits any more (rule 16).
            self._inbox.append("INBOX", taken.raw, datetime.now(UTC) - waiting.WAIT, seen=False)

    def letters(self) -> list[Mail]:
        """Return every letter the service handed in, in order, but for the morning letter, which comes by the real clock."""
        handed_in = [parse(one.raw) for one in self.submission.taken if one.sender == DESK]
        return [one for one in handed_in if not _is_morning(one)]

    def letter(self, to: str, subject: str) -> Mail | None:
        """Return the newest letter to somebody whose subject holds these words."""
        found = [one for one in self.letters() if one.to[0].address == to and subject in one.subject]
        return found[-1] if found else None

    def taken(self) -> Counter[str]:
        """Count every mail and letter that passed the submission server, by its Message-ID."""
        passed = [parse(one.raw) for one in self.submission.taken]
        return Counter(one.message_id for one in passed if not _is_morning(one))

    def write(self, sender: str, to: str, subject: str, body: str, *headers: str) -> None:
        """Write a mail with swaks, the service in copy."""
        command = ["swaks", "--server", "127.0.0.1", "--port", str(self.submission.port), "--silent", "2"]
        command += ["--from", sender, "--to", f"{to},{DESK}" if to != DESK else DESK, "--body", body]
        command += ["--h-To", to, "--h-Cc", DESK, "--h-Subject", subject]
        for header in headers:
            command += ["--add-header", header]
        subprocess.run(command, check=True, timeout=30)

    def folder_of(self, name: str) -> Counter[str]:
        """Count the messages of a folder of the mailbox by their Message-ID."""
        box = Mailbox(self.account)
        try:
            return Counter(entry.message_id for entry in box.scan(name))
        finally:
            box.close()


@contextmanager
def running(place: Place, word: str = "run") -> Iterator["subprocess.Popen[bytes]"]:
    """Run `mailservice run` (or worker) as a process of its own, and end it by its process id."""
    environment = {**os.environ, **secrets(place.account)}
    log = (place.folder / f"{word}.log").open("ab")
    command = [sys.executable, "-m", "mailservice", word, "--config", str(place.settings)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)
        log.close()


def until(what: Callable[[], object], place: Place) -> None:
    """Wait, within bounds, until something is so; tell the log where it never was."""
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends:
        if what():
            return
        time.sleep(0.1)
    logs = "\n".join(one.read_text()[-3000:] for one in place.folder.glob("*.log"))
    pytest.fail(f"it never came to that within {PATIENCE_S} s\n{logs}")


@pytest.fixture(params=["in process", "redis"])
def place(request: pytest.FixtureRequest, tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[Place]:
    servers.program("swaks")
    broker = request.getfixturevalue("redis_url") if request.param == "redis" else ""
    one = Place(tmp_path, dovecot.account(), broker)
    with ExitStack() as open_:
        open_.enter_context(one.submission)
        open_.enter_context(running(one))
        if broker:
            open_.enter_context(running(one, "worker"))
        yield one


def test_a_case_opens_is_agreed_and_lies_whole_in_its_folder(place: Place) -> None:
    body = "Dear Daniel, I do not agree that the referral for NCT-483920 was closed. Please look again. Sarah"
    place.write(HEALTH_VISITOR, SOCIAL_WORKER, "Referral closed, NCT-483920", body)
    # The letters of one decision leave beside each other, in any order.
    until(lambda: place.letter(SOCIAL_WORKER, "Stage 1") and place.letter(HEALTH_VISITOR, "stage 1"), place)
    stage = place.letter(SOCIAL_WORKER, "Stage 1")
    assert stage is not None

    answer = f"In-Reply-To: {stage.message_id}"
    place.write(SOCIAL_WORKER, DESK, f"RE: {stage.subject}", "RESOLVED - we visit and tell Sarah.", answer)
    until(lambda: place.letter(HEALTH_VISITOR, "Is this agreed?"), place)
    asked = place.letter(HEALTH_VISITOR, "Is this agreed?")
    assert asked is not None
    place.write(HEALTH_VISITOR, DESK, f"RE: {asked.subject}", "AGREE", f"In-Reply-To: {asked.message_id}")
    until(lambda: place.letter(SOCIAL_WORKER, "Disagreement closed"), place)

    year = datetime.now(UTC).year
    case = f"Escalations/{year}/NSCP {year}-0001"
    until(lambda: place.folder_of(case) == place.taken() and not place.folder_of("INBOX"), place)
    assert set(place.taken().values()) == {1}, "a letter left twice, though nothing was killed"


def test_killed_and_started_again_it_takes_up_where_it_was(tmp_path: Path, dovecot: servers.Dovecot) -> None:
    servers.program("swaks")
    place = Place(tmp_path, dovecot.account(), "")
    with place.submission:
        with running(place) as process:
            for number in range(5):
                body = f"I disagree that NCT-48392{number} was closed."
                place.write(HEALTH_VISITOR, SOCIAL_WORKER, f"Closed, NCT-48392{number}", body)
            until(place.letters, place)
            process.kill()
            process.wait(5)
        with running(place):
            until(
                lambda: len({one.message_id for one in place.letters()}) == 10 and not place.folder_of("INBOX"), place
            )
            year = datetime.now(UTC).year
            folders = [f"Escalations/{year}/NSCP {year}-000{number}" for number in range(1, 6)]
            until(lambda: all(sum(place.folder_of(one).values()) == 3 for one in folders), place)
    by_id: dict[str, set[bytes]] = {}
    for taken in place.submission.taken:
        by_id.setdefault(parse(taken.raw).message_id, set()).add(taken.raw)
    assert all(len(forms) == 1 for forms in by_id.values()), "a letter sent again is the same bytes"


def test_it_refuses_a_real_mail_server_unless_it_is_a_trial(tmp_path: Path, dovecot: servers.Dovecot) -> None:
    place = Place(tmp_path, dovecot.account(), "")
    place.settings.write_text(place.settings.read_text().replace("trial = true", "trial = false"))
    with running(place) as process:
        assert process.wait(30) == 1
    assert "trial = true" in (place.folder / "run.log").read_text()
