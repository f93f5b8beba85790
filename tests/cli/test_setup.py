"""`mailservice setup` asks for what an installation needs; what it writes is sound, commented, and keeps its secrets apart."""

import errno
import os
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from mailservice.cli import setup as command
from mailservice.cli.main import app
from mailservice.service.doctor.findings import Finding
from mailservice.settings.commented import filled
from mailservice.settings.directory_file import load_directory
from mailservice.settings.loading import load
from tests.cli.desk import NOBODYS, ROOT

EXAMPLE = (ROOT / "deploy" / "mailservice.example.toml").read_text()
FIRST = ("nobody", "nscp", "", "not an address", "escalate@nscp.example", "")
AGENCIES = (
    "Northfield Trust",
    "northfield",
    "northfield.example",
    "Marl Health",
    "northfield.example",
    "sue@marl.example",
)
OFFICE = ("NSCP Business Office", "office@nscp.example", "01632 960 110", *AGENCIES)
NUMBERS = ("01632 960 100", "01632 960 101", "To complain, ring the council on 01632 960 120.")
MICROSOFT = ("somewhere", "microsoft", "2f1c0d9e", "8a7b6c5d", "", "kingfisher", "soon", "2027-05-01")
OTHER = ("other", "mail.nscp.example", "", "", "", "heron", "", "mx.nscp.example")
NOT_NOW = ("n", "n")


def asked(folder: Path, *answers: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["setup", str(folder)], input="\n".join([*answers, ""]), env=NOBODYS)
    assert done.exit_code == code, done.output
    return " ".join(done.output.split())


def test_on_microsoft_365_it_asks_for_both_ids_and_the_secret_and_writes_sound_settings(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    said = asked(folder, *FIRST, *OFFICE, *MICROSOFT, *NUMBERS, *NOT_NOW)
    settings = load(folder / "mailservice.toml", {})
    assert settings.service.name == "NSCP Escalations"
    assert settings.service.policy.parent == folder, "an upgrade of the program changes nothing that was agreed"
    assert settings.service.data == folder / "data"
    assert (settings.imap.host, settings.imap.user) == ("outlook.office365.com", "escalate@nscp.example")
    assert settings.oauth is not None
    assert settings.oauth.client_secret.get_secret_value() == "kingfisher"
    assert settings.oauth.secret_ends == date(2027, 5, 1)
    assert (settings.trust.profile, settings.service.trial) == ("exchange-online", True)
    assert len(settings.signing_keys[0]) == 64
    text = (folder / "mailservice.toml").read_text()
    assert "kingfisher" not in text
    assert "# the secret's last day: the office is told" in text, "the comments stay"
    assert {one.name: one.stat().st_mode & 0o077 for one in (folder / "secrets").iterdir()} == {
        "signing-key": 0,
        "oauth": 0,
    }
    assert "kingfisher" not in said
    assert "mailservice run" in said
    assert "no such policy" in said
    directory = load_directory(folder / "directory.toml", ())
    assert (directory.office.name, directory.office.phone) == ("NSCP Business Office", "01632 960 110")
    assert {one.name: one.domains for one in directory.agencies} == {
        "Northfield Trust": ("northfield.example",),
        "Marl Health": ("marl.example",),
    }


def test_a_certificate_stands_in_for_the_secret(tmp_path: Path) -> None:
    (tmp_path / "app.pem").write_text("a key and its certificate")
    ids = ("microsoft", "2f1c0d9e", "8a7b6c5d", "certificate", str(tmp_path / "nowhere.pem"), str(tmp_path / "app.pem"))
    said = asked(tmp_path / "mine", *FIRST, *OFFICE, *ids, *NUMBERS, *NOT_NOW)
    settings = load(tmp_path / "mine" / "mailservice.toml", {})
    assert settings.oauth is not None
    assert settings.oauth.certificate_file == tmp_path / "app.pem"
    assert "there is no file" in said


def test_at_another_provider_the_password_lies_in_its_own_file(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    asked(folder, *FIRST, *OFFICE, *OTHER, *NUMBERS, *NOT_NOW)
    settings = load(folder / "mailservice.toml", {})
    assert (settings.imap_password, settings.smtp_password) == ("heron", "heron")
    assert (settings.smtp.host, settings.smtp.port, settings.smtp.tls) == ("mail.nscp.example", 587, "starttls")
    assert settings.oauth is None
    assert settings.trust.authserv_ids == ("mx.nscp.example",)
    assert "heron" not in (folder / "mailservice.toml").read_text()


def test_a_server_that_writes_no_results_has_its_mail_proven_here_and_submission_may_be_at_465(tmp_path: Path) -> None:
    other = ("other", "imap.nscp.example", "smtp.nscp.example", "465", "desk", "heron", "", "")
    asked(tmp_path, *FIRST, *OFFICE, *other, *NUMBERS, *NOT_NOW)
    settings = load(tmp_path / "mailservice.toml", {})
    assert (settings.smtp.host, settings.smtp.port, settings.smtp.tls) == ("smtp.nscp.example", 465, "implicit")
    assert (settings.imap.user, settings.smtp.user, settings.trust.profile) == ("desk", "desk", "verify")


def test_a_second_round_takes_what_the_first_was_told_and_changes_only_what_is_new(tmp_path: Path) -> None:
    asked(tmp_path, *FIRST, *OFFICE, *OTHER, *NUMBERS, *NOT_NOW)
    settings, directory = tmp_path / "mailservice.toml", tmp_path / "directory.toml"
    own = settings.read_text().replace("poll_seconds = 30", "poll_seconds = 60   # as the server's owner asked")
    settings.write_text(own)
    directory.write_text(directory.read_text() + "# a note of the office's own\n")
    key = (tmp_path / "secrets" / "signing-key").read_text()
    said = asked(tmp_path, *("", "", ""), *("", "imap.nscp.example", "", "", "", "", "", ""), *NUMBERS, *NOT_NOW)
    assert settings.read_text() == own.replace('host = "mail.nscp.example"', 'host = "imap.nscp.example"', 1)
    assert "a note of the office's own" in directory.read_text()
    assert (tmp_path / "secrets" / "signing-key").read_text() == key
    assert load(settings, {}).imap_password == "heron"
    assert "heron" not in said


def test_settings_that_were_written_otherwise_are_never_spoilt(tmp_path: Path) -> None:
    asked(tmp_path, *FIRST, *OFFICE, *OTHER, *NUMBERS, *NOT_NOW)
    settings = tmp_path / "mailservice.toml"
    own = settings.read_text().replace('\nhost = "mail.nscp.example"', '\n"host" = "mail.nscp.example" # in quotes', 1)
    settings.write_text(own)
    own = settings.read_text()
    again = (*("", "", ""), *("", "imap.nscp.example", "", "", "", "", "", ""), *NUMBERS)
    said = asked(tmp_path, *again, code=1)
    assert "change it by hand" in said
    assert settings.read_text() == own


def read_again(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "mailservice.toml").read_text())


AGAIN = ("", "", "")


def test_who_moves_to_another_provider_and_back_has_nothing_left_of_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("an authority of one's own")
    own = ("other", "mail.nscp.example", "", "465", "desk", "heron", str(tmp_path / "ca.pem"), "mx.nscp.example")
    asked(tmp_path, *FIRST, *OFFICE, *own, *NUMBERS, code=1)  # such an authority is none
    said = asked(tmp_path, *AGAIN, *MICROSOFT[1:], *NUMBERS, *NOT_NOW)
    assert "Still to do" not in said
    settings = load(tmp_path / "mailservice.toml", {})
    assert (settings.imap.user, settings.smtp.user) == 2 * ("escalate@nscp.example",)
    assert (settings.smtp.port, settings.smtp.tls) == (587, "starttls")
    assert (settings.imap.ca_file, settings.smtp.ca_file, settings.trust.authserv_ids) == (None, None, ())
    said = asked(tmp_path, *AGAIN, *("other", "mail.nscp.example", "", "", "desk", "", "", ""), *NUMBERS, *NOT_NOW)
    assert "Still to do" not in said
    settings = load(tmp_path / "mailservice.toml", {})
    assert (settings.oauth, settings.imap_password, settings.trust.profile) == (None, "heron", "verify")
    assert "# provider =" in (tmp_path / "mailservice.toml").read_text(), (
        "what was taken away can be seen, as a comment"
    )


def test_one_way_alone_to_prove_itself_is_left(tmp_path: Path) -> None:
    (tmp_path / "app.pem").write_text("a key and its certificate")
    asked(tmp_path, *FIRST, *OFFICE, *MICROSOFT, *NUMBERS, *NOT_NOW)
    asked(tmp_path, *AGAIN, "", "", "", "certificate", str(tmp_path / "app.pem"), *NUMBERS, *NOT_NOW)
    assert {*read_again(tmp_path)["oauth"]} == {"provider", "tenant", "client_id", "certificate_file"}
    asked(tmp_path, *AGAIN, "", "", "", "secret", "plover", "2027-06-01", *NUMBERS, *NOT_NOW)
    assert {*read_again(tmp_path)["oauth"]} == {"provider", "tenant", "client_id", "client_secret_file", "secret_ends"}


def test_what_was_named_by_hand_stays_whatever_it_is(tmp_path: Path) -> None:
    """A new signing key, or another directory, would take a service at work its answers and its people."""
    asked(tmp_path, *FIRST, *OFFICE, *OTHER, *NUMBERS, *NOT_NOW)
    settings = tmp_path / "mailservice.toml"
    own = settings.read_text()
    for ours, theirs in (
        ('"secrets/signing-key"', '"own-key"'),
        ('"secrets/mailbox"', "'own-password'"),
        ('directory = "directory.toml"', 'directory = "who.toml"'),
        ('policy = "policy.toml"', 'policy = "agreed.toml"'),
        ('["mx.nscp.example"]', '[\n  "mx.nscp.example",\n  "mx2.nscp.example",\n]'),
        ("lines = [", 'lines = ["Or ring 01632 960 130.", '),
        ('profile = "rfc8601"', '# profile = "google"\nprofile = "rfc8601"'),
    ):
        assert ours in own
        own = own.replace(ours, theirs)
    settings.write_text(own)
    for ours, theirs in {"directory": "who", "policy": "agreed"}.items():
        (tmp_path / f"{ours}.toml").rename(tmp_path / f"{theirs}.toml")
    (tmp_path / "secrets" / "signing-key").rename(tmp_path / "own-key")
    (tmp_path / "secrets" / "mailbox").rename(tmp_path / "own-password")
    said = asked(tmp_path, *AGAIN, *7 * ("",), *3 * ("",), *NOT_NOW)
    assert settings.read_text() == own
    assert "from own-password, as the settings say" in said
    assert not (tmp_path / "directory.toml").exists()
    assert not (tmp_path / "secrets" / "signing-key").exists()


def test_an_answer_that_nobody_could_use_is_asked_for_again(tmp_path: Path) -> None:
    office = (
        "NSCP\x1b[D Business Office", "NSCP\xa0Business  Office",  # an arrow key, and what comes with a paste from Word
        "escalate@nscp.example", "Office <office@nscp.example>", "office@nscp.example;",
        "01632 960 110", "Northfield Trust", "https://northfield.example/", "*.northfield.example", "northfield.example.",
        *AGENCIES[3:],
    )  # fmt: skip
    said = asked(tmp_path, *FIRST, *office, *OTHER[:5], "her\x1b[Don", *OTHER[5:], *NUMBERS, *NOT_NOW)
    assert "without arrow keys" in said
    assert "what comes to escalate@nscp.example is read by the service" in said
    assert "Still to do" not in said
    directory = load_directory(tmp_path / "directory.toml", ())
    assert (directory.office.name, directory.office.address) == ("NSCP Business Office", "office@nscp.example")
    assert [one.domains for one in directory.agencies] == [("northfield.example",), ("marl.example",)]
    assert load(tmp_path / "mailservice.toml", {}).imap_password == "heron"


def test_a_disk_that_is_full_in_the_middle_leaves_every_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(tmp_path, *FIRST, *OFFICE, *OTHER, *NUMBERS, *NOT_NOW)
    before = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        again = (*AGAIN, *("", "imap.nscp.example", "", "", "", "", "", ""), *NUMBERS)
        assert "No space left on device" in asked(tmp_path, *again, code=1)
    assert {one: one.read_bytes() for one in before} == before
    asked(tmp_path, *again, *NOT_NOW)
    assert load(tmp_path / "mailservice.toml", {}).imap.host == "imap.nscp.example"


@pytest.mark.parametrize("closed", [".", "secrets"])
def test_a_folder_that_is_somebody_elses_is_told_before_the_first_question(tmp_path: Path, closed: str) -> None:
    mine = tmp_path / "mine"
    (mine / closed).mkdir(parents=True)
    (mine / closed).chmod(0o000)
    if os.geteuid() == 0:
        for folder in (*tmp_path.parents[:2], tmp_path):
            folder.chmod(folder.stat().st_mode | 0o011)
        os.seteuid(65534)
    try:
        said = asked(mine / "deep" if closed == "." else mine, code=1)
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
    assert "you cannot write there: name a folder of your own" in said
    assert "Whose policy" not in said


@pytest.mark.parametrize(
    "odd", ["service = 3\nimap = 'x'\n", "[service]\nname = 3\naddress = ['a']\n[family]\nlines = 'one'\n"]
)
def test_settings_of_another_shape_are_told_of_and_left(tmp_path: Path, odd: str) -> None:
    (tmp_path / "mailservice.toml").write_text(odd)
    assert "change it by hand" in asked(tmp_path, *FIRST[1:], *OFFICE, *OTHER, *NUMBERS, code=1)
    assert (tmp_path / "mailservice.toml").read_text() == odd


def test_what_it_writes_is_nobody_elses_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        asked(tmp_path / "mine", *FIRST, *OFFICE, *OTHER, *NUMBERS, *NOT_NOW)
    finally:
        os.umask(before)
    assert [one for one in (tmp_path / "mine").rglob("*") if one.stat().st_mode & 0o007] == []


def test_a_file_that_is_no_settings_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mailservice.toml").write_text("mine")
    said = asked(tmp_path, code=1)
    assert "this is not TOML" in said
    assert (tmp_path / "mailservice.toml").read_text() == "mine"


@pytest.mark.parametrize(("state", "next_one"), [("wrong", "mailservice setup"), ("well", "mailservice run")])
def test_it_looks_at_the_servers_and_begins_the_record_where_all_is_well(
    state: str, next_one: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def examined(_: Path) -> Iterator[Finding]:
        yield Finding("IMAP login", state, "as it is", "Do this.")  # type: ignore[arg-type]  # one of the states, as the test names them

    monkeypatch.setattr(command, "examined", examined)
    answers = (*FIRST, *OFFICE, *OTHER, *NUMBERS, "", *([""] if state == "well" else []))
    said = asked(tmp_path, *answers, code=0 if state == "well" else 1)
    assert "IMAP login as it is" in said
    assert next_one in said.partition("Next:")[2]
    assert (tmp_path / "data" / "mailservice.db").exists() is (state == "well")


@pytest.mark.parametrize(("unit", "start"), [(True, "systemctl enable --now mailservice"), (False, "mailservice run")])
def test_without_a_folder_it_is_that_of_the_settings_that_every_command_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, unit: bool, start: str
) -> None:
    (tmp_path / "systemd").mkdir()
    monkeypatch.setattr(command, "_UNIT", tmp_path / "systemd" if unit else tmp_path / "nowhere")
    answers = "\n".join([*FIRST, *OFFICE, *OTHER, *NUMBERS, *NOT_NOW, ""])
    named = {**NOBODYS, "MAILSERVICE_CONFIG": str(tmp_path / "mailservice.toml")}
    done = CliRunner().invoke(app, ["setup"], input=answers, env=named)
    assert done.exit_code == 0
    assert (tmp_path / "mailservice.toml").exists()
    assert f"Next:  {start}\n" in done.output
    nowhere = CliRunner().invoke(app, ["setup"], env=NOBODYS)
    assert nowhere.exit_code == 1
    assert "name a folder" in nowhere.output


def test_a_value_takes_its_place_in_the_example_and_every_comment_stays() -> None:
    text = filled(
        EXAMPLE, {("imap", "host"): "mail.example", ("oauth", "provider"): "google", ("service", "trial"): False}
    )
    read = tomllib.loads(text)
    assert (read["imap"]["host"], read["oauth"], read["service"]["trial"]) == (
        "mail.example",
        {"provider": "google"},
        False,
    )
    assert read["smtp"] == tomllib.loads(EXAMPLE)["smtp"]
    assert [line.partition("#")[2] for line in text.splitlines() if "#" in line and "oauth" not in line]
    assert text.count("#") >= EXAMPLE.count("#") - 3
    with pytest.raises(KeyError):
        filled(EXAMPLE, {("imap", "hots"): "mail.example"})
