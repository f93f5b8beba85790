"""A record made by playing a story, and the command line on it."""

from pathlib import Path

from typer.testing import CliRunner, Result

from mailservice.cli.main import app
from mailservice.simulator.playing import Simulator
from mailservice.simulator.story import read_story

ROOT = Path(__file__).parents[2]
STORIES = ROOT / "tests" / "scenarios"
SETTINGS = """
[service]
name = "NSCP Escalations"
address = "escalate@nscp.example"
policy = "{root}/policies/northamptonshire-nscp.toml"
directory = "{root}/tests/scenarios/directory.toml"
data = "."
trial = true

[danger]
referral = "01632 960 100"
out_of_hours = "01632 960 101"

[imap]
host = "127.0.0.1"
user = "desk"
tls = false

[smtp]
host = "127.0.0.1"
tls = "none"

[database]
url = "sqlite:///{database}"
"""
SECRETS = ("MAILSERVICE_SIGNING_KEY", "MAILSERVICE_IMAP_PASSWORD")
NOBODYS = {"MAILSERVICE_CONFIG": None, **dict.fromkeys(SECRETS)}


class Desk:
    """A record with the cases of a story. It is looked into without a secret; only what acts by hand is given some."""

    def __init__(self, folder: Path, story: str) -> None:
        self.database = folder / "record.db"
        (folder / "directory.toml").write_bytes((STORIES / "directory.toml").read_bytes())
        (folder / "story.toml").write_text(story, encoding="utf-8")
        Simulator(read_story(folder / "story.toml"), folder).play().record.close()
        self.settings = folder / "mailservice.toml"
        self.settings.write_text(SETTINGS.format(root=ROOT, database=self.database), encoding="utf-8")

    def __call__(self, *words: str, **environment: str) -> Result:
        given = {**NOBODYS, "COLUMNS": "200", **environment}
        return CliRunner().invoke(app, [*words, "--config", str(self.settings)], env=given)

    def says(self, *words: str) -> str:
        """Return what a command prints, on one line; it must go well."""
        done = self(*words)
        assert done.exit_code == 0, done.output
        return " ".join(done.stdout.split())

    def act(self, words: str, who: str = "Amira Hill", why: str = "telephone call", *, of: str = "2025-0001") -> Result:
        """Carry out the office's words by hand."""
        by = ("--as", "office", "--who", who, "--why", why)
        return self("case", "do", f"NSCP {of}", words, *by, **dict.fromkeys(SECRETS, "k" * 40))


def typed(*words: str, **environment: str) -> Result:
    """Type a command that needs no record."""
    return CliRunner().invoke(app, list(words), env={**NOBODYS, "COLUMNS": "100", **environment})
