"""Before the secret of the service's identity ends, the office is told in time, and nothing is said once it was renewed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from mailservice.cases.history.events import LetterOrdered
from mailservice.record import ledger, troubles
from mailservice.record.ledger import BOOK
from mailservice.service.watch.secrets import KIND, last_days
from mailservice.settings.loading import load
from tests.cli.test_doctor import SECRETS
from tests.service.crashing import DESK
from tests.service.test_filing import Desk, desk_on
from tests.transport.certificates import certificate

LAST = date(2027, 1, 8)
WHAT = "the application's secret"


def told(desk: Desk) -> Sequence[LetterOrdered]:
    with desk.record.read(DESK.partnership) as tx:
        ordered = [one for one in ledger.events(tx, BOOK) if isinstance(one, LetterOrdered)]
    return [one for one in ordered if one.about == f"trouble {KIND}"]


def at(desk: Desk, day: date) -> int:
    """Go round on a day, twice; return how many letters the office has had by then."""
    desk.clock.set(datetime(day.year, day.month, day.day, 10, tzinfo=UTC))
    for _ in range(2):
        desk.service.tell()
        desk.service.tell()
    return len(told(desk))


def test_the_office_is_told_30_14_and_3_days_before_and_no_more_once_it_was_renewed(tmp_path: Path) -> None:
    with desk_on(tmp_path, "") as (desk, _):
        ends = [LAST]
        desk.service.secrets.last_days = lambda: [(WHAT, ends[0])]
        had = [at(desk, LAST - timedelta(days=days)) for days in (31, 30, 20, 14, 5, 3, 2)]
        assert had == [0, 1, 1, 2, 2, 3, 3]
        letter = told(desk)[0]
        assert letter.facts["headline"] == "The service's way into its mailbox ends soon"
        assert letter.facts["items"][0] == "The application's secret holds until Friday 8 January 2027."
        assert not any(str(one).startswith("Since ") for one in letter.facts["items"])
        assert "mailservice doctor" in letter.facts["action"]
        ends[0] = LAST + timedelta(days=365)
        assert at(desk, LAST - timedelta(days=1)) == 3
        with desk.record.read(DESK.partnership) as tx:
            assert troubles.standing(tx, KIND) == []


def test_one_that_was_first_looked_at_late_is_told_once(tmp_path: Path) -> None:
    with desk_on(tmp_path, "") as (desk, _):
        desk.service.secrets.last_days = lambda: [(WHAT, LAST)]
        assert [at(desk, LAST - timedelta(days=days)) for days in (2, 1)] == [1, 1]


def test_the_last_day_is_the_certificates_own_or_the_one_that_was_written_down(tmp_path: Path) -> None:
    made = certificate(tmp_path / "app", "mailservice", days=40)
    file = tmp_path / "mailservice.toml"
    sections = (
        '[oauth]\nprovider = "microsoft"\ntenant = "t"\nclient_id = "c"\ncertificate_file = "app/cert.pem"\n',
        '[smtp_oauth]\nprovider = "microsoft"\ntenant = "t"\nclient_id = "d"\nsecret_ends = 2027-05-01\n',
    )
    house = Path(__file__).parents[2]
    file.write_text(
        f'[service]\nname = "N"\naddress = "escalate@nscp.example"\npolicy = "{house}/policies/northamptonshire-nscp.toml"\n'
        f'directory = "{house}/tests/scenarios/directory.toml"\n[danger]\nreferral = "1"\nout_of_hours = "2"\n'
        f'[imap]\nhost = "localhost"\nuser = "u"\n[smtp]\nhost = "localhost"\nuser = "u"\n{"".join(sections)}'
    )
    key = {"MAILSERVICE_SIGNING_KEY": SECRETS["MAILSERVICE_SIGNING_KEY"]}
    settings = load(file, {**key, "MAILSERVICE_SMTP_OAUTH_CLIENT_SECRET": "kingfisher"})
    (first, until), (second, last) = last_days(settings)
    assert (first, second) == ("the application's certificate", WHAT)
    assert until is not None
    assert (until - datetime.now(UTC).date()).days in (39, 40)
    assert last == date(2027, 5, 1)
    assert made.exists()
