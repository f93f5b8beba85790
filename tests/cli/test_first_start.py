"""The first start for real cases: refused with all that is wrong at once; a later one goes on with what was accepted."""

from contextlib import closing
from pathlib import Path

import pytest

from mailservice.cases.history.events import StartAccepted
from mailservice.cli import starting
from mailservice.clock import WallClock
from mailservice.errors import UserError
from mailservice.record import ledger
from mailservice.record.ledger import BOOK
from mailservice.service import accepted
from mailservice.service.assembly import begin, desk_of
from mailservice.service.deciding import Decisions
from mailservice.service.kept import laid
from mailservice.service.who_is_who import WhoIsWho
from mailservice.settings.loading import Settings
from tests.cli.desk import ROOT, typed

SECRETS = {"MAILSERVICE_SIGNING_KEY": "k" * 40, "MAILSERVICE_IMAP_PASSWORD": "kingfisher"}
SETTINGS = """
[service]
name = "NSCP Escalations"
address = "escalate@nscp.example"
policy = "policy.toml"
directory = "directory.toml"

[danger]
referral = "01632 960 100"
out_of_hours = "01632 960 101"

[imap]
host = "127.0.0.1"
port = 9
user = "desk"
tls = false

[smtp]
host = "127.0.0.1"
port = 9
tls = "none"

[trust]
profile = "google"
"""
DIRECTORY = (ROOT / "tests" / "scenarios" / "directory.toml").read_text(encoding="utf-8")
STAND_INS = """
deputies = [{ name = "Sam Reed", address = "sam.reed@nscp.example", phone = "01632 960 112" }]
duty = { name = "Kit Lowe", address = "kit.lowe@nscp.example", phone = "01632 960 113" }
"""
WHOLE = DIRECTORY.replace("[office]\n", f"[office]\n{STAND_INS}", 1)


class Place:
    """A folder with settings, a policy and a directory, and the service that starts there."""

    def __init__(self, folder: Path) -> None:
        self.settings, self.policy = folder / "mine.toml", folder / "policy.toml"
        self.directory = folder / "directory.toml"
        self.settings.write_text(SETTINGS)
        self.policy.write_bytes((ROOT / "policies" / "northamptonshire-nscp.toml").read_bytes())
        self.directory.write_text(WHOLE, encoding="utf-8")

    def starts(self) -> Settings:
        """Start, as `run` does, as far as the first round."""
        settings = starting.ready(self.settings, SECRETS)
        begin(settings, WallClock())
        with closing(laid(settings)) as record:
            desk = desk_of(settings, record)
            if not settings.service.trial:
                accepted.accept(record, desk, WallClock())
            WhoIsWho(record, WallClock(), desk, Decisions(desk, WallClock()), lambda: None).work()
        return settings

    def refusals(self) -> list[str]:
        """Return what the start is refused for, a line each."""
        with pytest.raises(UserError) as refused:
            self.starts()
        return str(refused.value).splitlines()

    def accepted(self) -> list[StartAccepted]:
        settings = starting.look(self.settings, SECRETS)
        assert settings.settings is not None
        assert settings.policy is not None
        with closing(laid(settings.settings)) as record, record.read(settings.policy.id) as tx:
            return [one for one in ledger.of_kinds(tx, BOOK, "StartAccepted") if isinstance(one, StartAccepted)]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    assert WHOLE != DIRECTORY
    return Place(tmp_path)


def test_five_faults_in_five_places_are_five_lines(place: Place) -> None:
    place.settings.write_text(SETTINGS.replace('referral = "01632 960 100"\n', "").replace('"google"', '""'))
    place.policy.write_text(place.policy.read_text().replace('"17:00"', '"25:00"', 1))
    faulty = WHOLE.replace(STAND_INS.splitlines()[2], "").replace('name = "NSCP Business Office"\n', "", 1)
    place.directory.write_text(faulty, encoding="utf-8")
    lines = place.refusals()
    assert [line.partition(": ")[0].rpartition("/")[2] for line in lines].count("mine.toml") == 2
    told = ["[danger] lines", "[trust] profile", "day_ends", "[office] duty", "[office] name"]
    assert [sum(one in line for line in lines) for one in told] == [1, 1, 1, 1, 1], lines
    assert len(lines) == 5


def test_a_refused_start_says_that_nothing_went_out_and_what_to_do_next(
    place: Place, capfd: pytest.CaptureFixture[str]
) -> None:
    place.settings.write_text(SETTINGS.replace('"google"', '""'))
    told = typed("run", "--config", str(place.settings), **SECRETS)
    said = capfd.readouterr().err  # by the process that was started for it
    assert told.exit_code == 1
    assert "has not started, and no mail was read or sent" in said
    assert f"mailservice settings check {place.settings}" in said
    assert "[trust] profile" in said.splitlines()[2]
    assert not (place.settings.parent / "data").exists(), "a start that is refused leaves nothing behind"


def test_what_was_accepted_stands_on_the_record_once(place: Place) -> None:
    place.starts()
    place.starts()
    [accepted_once] = place.accepted()
    assert accepted_once.profile == "google"


@pytest.mark.parametrize("what", ["[office", None, DIRECTORY, WHOLE.replace("[[agency]]", "[[agancy]]")])
def test_a_later_start_goes_on_with_the_directory_that_was_accepted(
    place: Place, what: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    place.starts()
    if what is None:
        place.directory.unlink()
    else:
        place.directory.write_text(what, encoding="utf-8")
    settings = place.starts()
    assert "The service goes on, with what was taken before" in capsys.readouterr().out
    with closing(laid(settings)) as record:
        assert "Joy Okafor" in {one.name for one in desk_of(settings, record).directory.people}


def test_a_later_start_is_still_refused_without_a_profile(place: Place) -> None:
    place.starts()
    place.settings.write_text(SETTINGS.replace('"google"', '"trust-network"'))
    place.directory.write_text("[office", encoding="utf-8")
    lines = place.refusals()
    assert "[trust] profile" in lines[0]
    assert "directory.toml" in lines[1]


def test_a_trial_that_went_well_is_no_first_start_for_real_cases(place: Place) -> None:
    trial = SETTINGS.replace("[danger]", "trial = true\n[danger]", 1)
    place.settings.write_text(trial)
    place.starts()
    place.directory.write_text("[office", encoding="utf-8")
    place.starts()
    place.settings.write_text(SETTINGS)
    assert "directory.toml" in place.refusals()[0]
    place.directory.write_text(DIRECTORY, encoding="utf-8")
    assert ["[office] deputies" in place.refusals()[0], "[office] duty" in place.refusals()[1]] == [True, True]
    assert place.accepted() == []


def test_a_note_refuses_nothing(place: Place) -> None:
    one = WHOLE.replace("domains =", 'closed = { "2026-12-24" = "x" }\ndomains =', 1).replace("phone =", "phone =", 1)
    place.directory.write_text(one.replace('type = "school"', 'type = "madeup"'), encoding="utf-8")
    place.starts()


def test_a_data_folder_that_cannot_be_made_is_told_with_what_to_type(tmp_path: Path) -> None:
    place = Place(tmp_path)
    (tmp_path / "a file").touch()
    place.settings.write_text(SETTINGS.replace("[danger]", 'data = "a file/data"\n[danger]'))
    told = typed("record", "init", "--config", str(place.settings), **SECRETS)
    assert told.exit_code == 1
    assert "cannot be made, or written" in told.stderr
    assert "sudo install -d -m 700 -o" in told.stderr
