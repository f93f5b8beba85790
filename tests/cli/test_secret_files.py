"""Files that hold secrets: who else may read them is told with the command that mends it, and so is one that we may not read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mailservice.errors import UserError
from mailservice.settings.loading import load
from mailservice.settings.secret_files import open_to_others, why_unread
from tests.cli.desk import ROOT, typed

NOBODY = 65534
KEY = {"MAILSERVICE_IMAP_PASSWORD": "kingfisher"}
SETTINGS = """
[service]
name = "NSCP Escalations"
address = "escalate@nscp.example"
policy = "{root}/policies/northamptonshire-nscp.toml"
directory = "{root}/tests/scenarios/directory.toml"
data = "data"
trial = true
signing_key_file = "secrets/signing-key"
[danger]
referral = "01632 960 100"
out_of_hours = "01632 960 101"
[imap]
host = "127.0.0.1"
port = 1
user = "desk"
tls = false
timeout_seconds = 1
[smtp]
host = "127.0.0.1"
port = 1
tls = "none"
timeout_seconds = 1
"""


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Lay settings, and their signing key, as they should be."""
    (tmp_path / "mine.toml").write_text(SETTINGS.format(root=ROOT))
    (tmp_path / "secrets").mkdir(mode=0o700)
    (tmp_path / "data").mkdir(mode=0o700)
    key = tmp_path / "secrets" / "signing-key"
    key.write_text("k" * 40)
    key.chmod(0o600)
    return key


def says(words: str, key: Path) -> str:
    settings = str(key.parent.parent / "mine.toml")
    given = [settings] if words == "settings check" else ["--config", settings]
    return " ".join(typed(*words.split(), *given, COLUMNS="300", **KEY).output.split())


@contextmanager
def somebody_else(file: Path) -> Iterator[str]:
    """Be somebody who may not read a file; give what they have to type. Nobody becomes another who is not root."""
    if os.geteuid() != 0:
        file.chmod(0o000)
        yield f"sudo chmod 600 {file}"
        return
    for folder in file.parents:
        if folder.stat().st_uid == 0 and folder != Path("/") and folder.stat().st_mode & 0o011 != 0o011:
            folder.chmod(folder.stat().st_mode | 0o011)
    os.seteuid(NOBODY)
    try:
        yield f"sudo chown nobody {file} && sudo chmod 600 {file}"
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("words", ["doctor", "settings check"])
def test_a_secret_that_others_may_read_is_told_with_the_command_that_mends_it(key: Path, words: str) -> None:
    assert "others on this machine" not in says(words, key)
    key.chmod(0o644)
    assert "others on this machine" not in says(words, key), "its folder is closed to them"
    key.parent.chmod(0o755)
    told = says(words, key)
    assert f"others on this machine may read {key} (644)" in told
    assert f"chmod 600 {key}" in told
    key.chmod(0o600)
    key.parent.chmod(0o777)
    told = says(words, key)
    assert f"others on this machine may put another signing-key into {key.parent} (777)" in told
    assert f"chmod go-w {key.parent}" in told


def test_a_data_folder_that_others_may_look_into(key: Path) -> None:
    data = key.parent.parent / "data"
    data.chmod(0o755)
    told = says("doctor", key)
    assert f"others on this machine may look into {data} (755)" in told
    assert f"chmod 700 {data}" in told


def test_what_systemd_lays_for_the_service_is_its_own_business(key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key.chmod(0o440)
    key.parent.chmod(0o755)
    assert open_to_others(key)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(key.parent))
    assert open_to_others(key) is None
    gone = Path("/run/credentials/mailservice.service/imap")
    assert "systemd lays it there for the service alone, and only while it runs" in why_unread(gone)


def test_a_secret_that_we_may_not_read_says_whose_it_is_and_what_to_type(key: Path) -> None:
    with somebody_else(key) as remedy:
        told = why_unread(key)
    assert "may not read it" in told
    assert "'s (" in told
    assert told.endswith(remedy)


def test_a_secret_in_a_folder_that_we_may_not_enter(key: Path) -> None:
    with somebody_else(key):
        pass
    key.parent.chmod(0o000)
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    try:
        told = why_unread(key)
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
    assert f"may not enter {key.parent}" in told
    assert f"chmod g+x {key.parent}" in told


def test_a_secret_that_is_not_there_or_is_empty(key: Path) -> None:
    key.write_text("")
    assert "signing_key_file" in (told := says("settings check", key))
    assert "it is empty" in told
    key.unlink()
    assert "there is no such file; put the secret there, alone in it; or set MAILSERVICE_SIGNING_KEY" in says(
        "settings check", key
    )


@pytest.mark.parametrize("editor", ["utf-8-sig", "utf-16", "utf-8"])
def test_a_secret_that_was_saved_on_windows_is_read_as_it_was_meant(key: Path, editor: str) -> None:
    key.write_bytes(f"{'k' * 40}\r\n\r\n".encode(editor))
    assert load(key.parent.parent / "mine.toml", KEY).signing_keys == (b"k" * 40,)


def test_settings_that_were_saved_on_windows_are_read(key: Path) -> None:
    settings = key.parent.parent / "mine.toml"
    settings.write_bytes(settings.read_text().replace("\n", "\r\n").encode("utf-8-sig"))
    assert load(settings, KEY).imap.user == "desk"


def test_a_password_of_several_lines_is_none(key: Path) -> None:
    settings, password = key.parent.parent / "mine.toml", key.parent / "mailbox"
    password.write_text("heron\nplover\n")
    settings.write_text(
        settings.read_text().replace('user = "desk"', 'user = "desk"\npassword_file = "secrets/mailbox"')
    )
    told = " ".join(
        typed("settings", "check", str(settings), COLUMNS="300", MAILSERVICE_IMAP_PASSWORD="").output.split()
    )
    assert "[imap] password_file: it is empty, no text, or more than one line" in told
    assert "heron" not in told


def test_two_secrets_whose_files_have_one_name_are_never_handed_over_for_one_another(key: Path) -> None:
    """Whoever hands them over goes by their names alone: the mailbox's password would be told to the submission server."""
    settings, handed = key.parent.parent / "mine.toml", key.parent.parent / "handed"
    handed.mkdir()
    for place in ("imap", "smtp"):
        (key.parent / place).mkdir()
        (key.parent / place / "password").write_text(f"for {place}")
    text = settings.read_text().replace('user = "desk"', 'user = "desk"\npassword_file = "secrets/imap/password"')
    settings.write_text(text.replace("[smtp]", '[smtp]\nuser = "desk"\npassword_file = "secrets/smtp/password"'))
    with_systemd = {"CREDENTIALS_DIRECTORY": str(handed)}
    read = load(settings, with_systemd)
    assert (read.imap_password, read.smtp_password) == ("for imap", "for smtp"), "nothing was handed over"
    (handed / "password").write_text("for imap")
    with pytest.raises(UserError, match=r"\[smtp\] password_file: another secret's file is called password too"):
        load(settings, with_systemd)
    settings.write_text(settings.read_text().replace("secrets/smtp/", "secrets/imap/"))
    assert load(settings, with_systemd).smtp_password == "for imap", "one account, as its owner says"
