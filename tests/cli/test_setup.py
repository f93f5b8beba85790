"""`mailservice setup` asks for what an installation needs; what it writes is sound, commented, and keeps its secrets apart."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mailservice.cli.main import app
from mailservice.settings.commented import filled
from mailservice.settings.loading import load
from tests.cli.desk import ROOT

EXAMPLE = (ROOT / "deploy" / "mailservice.example.toml").read_text()
FIRST = ("nobody", "nscp", "", "not an address", "escalate@nscp.example", "NSCP Business Office")
OFFICE = ("office@nscp.example", "01632 960 110", "")
NUMBERS = ("01632 960 100", "01632 960 101", "To complain, ring the council on 01632 960 120.")
MICROSOFT = ("somewhere", "microsoft", "2f1c0d9e", "8a7b6c5d", "kingfisher", "soon", "2027-05-01")
OTHER = ("other", "mail.nscp.example", "mail.nscp.example", "heron", "mx.nscp.example")


def asked(folder: Path, *answers: str) -> str:
    done = CliRunner().invoke(app, ["setup", str(folder)], input="\n".join([*answers, ""]))
    assert done.exit_code == 0, done.output
    return done.output


def test_on_microsoft_365_it_asks_for_both_ids_and_the_secret_and_writes_sound_settings(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    said = asked(folder, *FIRST, *OFFICE, *MICROSOFT, *NUMBERS)
    settings = load(folder / "mailservice.toml", {})
    assert settings.service.name == "NSCP Escalations"
    assert settings.service.policy.parent == folder, "an upgrade of the program changes nothing that was agreed"
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
    assert "mailservice record init" in said
    assert "no such policy" in said
    assert "01632 960 110" in (folder / "directory.toml").read_text()


def test_at_another_provider_the_password_lies_in_its_own_file(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    asked(folder, *FIRST, *OFFICE, *OTHER, *NUMBERS)
    settings = load(folder / "mailservice.toml", {})
    assert (settings.imap_password, settings.smtp_password) == ("heron", "heron")
    assert settings.oauth is None
    assert settings.trust.authserv_ids == ("mx.nscp.example",)
    assert "heron" not in (folder / "mailservice.toml").read_text()


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mailservice.toml").write_text("mine")
    done = CliRunner().invoke(app, ["setup", str(tmp_path)])
    assert done.exit_code == 1
    assert "nothing is written over" in done.output
    assert (tmp_path / "mailservice.toml").read_text() == "mine"


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
