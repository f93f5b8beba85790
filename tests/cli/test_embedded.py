"""`make run`, stopped and started again: its mailboxes and its record are where they were, and can be looked into."""

import os
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tests import servers
from tests.cli.desk import ROOT, SECRETS

SARAH, DANIEL = "sarah.whitlock@rockinghamhealth.example", "daniel.mensah@nenevalley.example"
US, CHILD = "escalate@nscp.example", "NCT-483920"


class MakeRun:
    """`mailservice run --embedded` in a folder, at ports of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.imap, self.smtp = servers.free_port(), servers.free_port()

    @contextmanager
    def running(self) -> Iterator[Path]:
        """Run it until the block ends, and then press Ctrl-C; give the file of what it shows."""
        shown = self.folder / "shown"
        program = (
            f"from mailservice.cli import embedded, main; embedded.IMAP_PORT, embedded.SMTP_PORT = {self.imap}, {self.smtp}; "
            "import sys; sys.argv = ['mailservice', 'run', '--embedded']; main.main()"
        )
        environment = {key: value for key, value in os.environ.items() if key not in SECRETS}
        environment |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        with shown.open("w") as out:
            process = subprocess.Popen(
                [sys.executable, "-c", program], cwd=self.folder, stdout=out, stderr=out, env=environment
            )
        try:
            until(lambda: "This is a trial" in shown.read_text() or process.poll() is not None, shown)
            yield shown
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0, shown.read_text()

    def send(self, sender: str, recipient: str, subject: str, text: str, answers: str = "") -> None:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Cc"], mail["Subject"] = sender, recipient, US, subject
        mail["Message-ID"] = f"<{time.monotonic_ns()}@rockinghamhealth.example>"
        if answers:
            mail["In-Reply-To"] = mail["References"] = answers
        mail.set_content(text)
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=10) as client:
            client.send_message(mail, sender, [recipient, US] if recipient != US else [US])

    def letters(self, to: str) -> list[EmailMessage]:
        """Return the letters to somebody, as their mail client finds them."""
        return [one for one in self.lying("people", "INBOX") if to in str(one["To"])]

    def lying(self, user: str, folder: str) -> list[EmailMessage]:
        with IMAPClient("127.0.0.1", self.imap, ssl=False, timeout=10) as client:
            client.login(user, "secret")
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search(), ["BODY.PEEK[]"]) if client.search() else {}
        return [message_from_bytes(one[b"BODY[]"], policy=policy.default) for _, one in sorted(found.items())]

    def case_folders(self) -> list[str]:
        with IMAPClient("127.0.0.1", self.imap, ssl=False, timeout=10) as client:
            client.login("desk", "secret")
            return [name for _, _, name in client.list_folders() if "/NSCP " in name]

    def looks(self, *words: str) -> str:
        """Look into its record as the start says, from the folder it was started in; no secret is at hand."""
        environment = {key: value for key, value in os.environ.items() if key not in SECRETS}
        command = [sys.executable, "-m", "mailservice", *words, "--config", "run-data/mailservice-embedded.toml"]
        environment |= {"PYTHONPATH": str(ROOT), "COLUMNS": "200"}
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        return done.stdout + done.stderr


def until(what: Callable[[], object], shown: Path, seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends, shown.read_text()
        time.sleep(0.2)


def test_a_case_goes_on_after_a_restart(tmp_path: Path) -> None:
    run = MakeRun(tmp_path)
    with run.running() as shown:
        assert f"127.0.0.1:{run.imap}" in shown.read_text()
        assert "case list --config run-data/mailservice-embedded.toml" in shown.read_text()
        run.send(
            SARAH, DANIEL, CHILD, "Dear Daniel,\n\nI do not agree that this was closed without a visit.\n\nSarah\n"
        )
        until(lambda: run.letters(SARAH), shown)
        until(run.case_folders, shown)
        (folder,) = run.case_folders()
        until(lambda: len(run.lying("desk", folder)) >= 2, shown)  # her mail, and our letter to her
        before = [str(one["Message-ID"]) for one in run.lying("desk", folder)]
        (first,) = run.letters(SARAH)
        beside = run.looks("case", "list")
        assert "open" in beside, "its record can be looked into while it runs"
    assert run.looks("case", "list") == beside, "and while it is stopped"
    with run.running() as shown:
        assert [str(one["Message-ID"]) for one in run.lying("desk", folder)][: len(before)] == before
        assert [str(one["Message-ID"]) for one in run.letters(SARAH)] == [str(first["Message-ID"])]
        run.send(SARAH, US, f"Re: {first['Subject']}", "STATUS\n", str(first["Message-ID"]))
        until(lambda: len(run.letters(SARAH)) >= 2, shown)
        assert run.case_folders() == [folder], "the reply is on its case"
        assert run.looks("case", "list") == beside
        assert "collect" not in shown.read_text(), "it is its own mailbox, and no other"
    assert "The record is as it was written." in run.looks("record", "verify", "--record-only")
    kept = [one.name.split("-", 1) for one in sorted((tmp_path / "run-data" / "letters").iterdir())]
    assert len({number for number, _ in kept}) == len(kept), "no letter lies over another"


def test_a_second_one_beside_it_is_told_so_in_a_sentence(tmp_path: Path) -> None:
    run = MakeRun(tmp_path)
    with run.running():
        other = MakeRun(tmp_path / "other")
        other.folder.mkdir()
        other.imap, other.smtp = run.imap, run.smtp
        with pytest.raises(AssertionError, match="does another one run"), other.running():
            pass


def test_a_record_without_its_mailboxes_is_not_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / "run-data").mkdir()
    (tmp_path / "run-data" / "mailservice.db").touch()
    with pytest.raises(AssertionError, match="rm -r run-data"), MakeRun(tmp_path).running():
        pass
