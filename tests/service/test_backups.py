"""A nightly backup that has stopped is told to the office after three days, once; a new backup ends it by itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from mailservice.cases.history.events import LetterOrdered
from mailservice.errors import UserError
from mailservice.record import ledger
from mailservice.record.ledger import BOOK
from mailservice.service.watch import last_backup
from mailservice.service.watch.backups import KIND
from mailservice.service.watch.clocks import Beside
from mailservice.service.watch.last_backup import FILE, LastBackup
from mailservice.simulator.story import moment
from tests.service.crashing import DESK
from tests.service.test_filing import Desk, desk_on

FIRST = moment("Mon 23 Nov 2026 03:24")
KEPT = Path("/var/backups/mailservice")


@contextmanager
def installed(folder: Path) -> Iterator[Desk]:
    """Give a service at work, whose data lie in the folder."""
    with desk_on(folder, "") as (desk, _):
        desk.service.backups.last = partial(last_backup.last, folder)
        yield desk


def made(folder: Path, at: datetime) -> None:
    """Be `mailservice backup`, which has made one."""
    last_backup.note(folder, LastBackup(at, KEPT / f"nscp-{at:%Y-%m-%dT%H%M%SZ}"))


def letters(desk: Desk) -> Sequence[LetterOrdered]:
    with desk.record.read(DESK.partnership) as tx:
        return [one for one in ledger.events(tx, BOOK) if isinstance(one, LetterOrdered)]


def told(desk: Desk) -> Sequence[LetterOrdered]:
    return [one for one in letters(desk) if one.about == f"trouble {KIND}"]


def this_morning(desk: Desk) -> str:
    """Return what the newest morning letter says of the service itself."""
    digests = [one for one in letters(desk) if one.template == "digest"]
    return " ".join(map(str, digests[-1].facts["limps"]))


def at(desk: Desk, when: datetime) -> int:
    """Go round at a time, as often as it takes to see that nothing is said twice; return how many letters there are."""
    desk.clock.set(when)
    for _ in range(3):
        desk.service.tell()
    return len(told(desk))


def days(number: float) -> datetime:
    return FIRST + timedelta(days=number)


def test_after_three_days_without_a_backup_the_office_is_told_once_with_the_words_for_its_it(tmp_path: Path) -> None:
    with installed(tmp_path) as desk:
        made(tmp_path, FIRST)
        assert [at(desk, days(one)) for one in (1, 2, 3, 3.3, 4, 20)] == [0, 0, 0, 1, 1, 1]
        (letter,) = told(desk)
        assert letter.facts["headline"] == "Backups are no longer made"
        assert letter.facts["items"][0] == (
            "The last backup was made at 3.24am on Monday 23 November 2026, in "
            "/var/backups/mailservice/nscp-2026-11-23T032400Z."
        )
        assert "“mailservice doctor”" in letter.facts["action"]
        assert "“journalctl -u mailservice-backup”" in letter.facts["action"]


def test_a_new_backup_ends_it_without_a_letter_and_where_they_stop_again_it_is_told_again(tmp_path: Path) -> None:
    with installed(tmp_path) as desk:
        made(tmp_path, FIRST)
        assert at(desk, days(4)) == 1
        made(tmp_path, days(4))
        assert at(desk, days(4.1)) == 1
        assert desk.service.troubles.standing(KIND) is None
        assert [at(desk, days(one)) for one in (6, 7, 7.5)] == [1, 1, 2]


def test_each_morning_letter_says_it_until_there_is_one_and_that_it_was_so_once_more(tmp_path: Path) -> None:
    with installed(tmp_path) as desk:
        made(tmp_path, FIRST)
        for day in (3.3, 4.3):
            at(desk, days(day))
            assert "Backups are no longer made. The last backup was made at 3.24am on Monday 23 November" in (
                this_morning(desk)
            )
            assert "“mailservice doctor”" in this_morning(desk)
        made(tmp_path, days(7))
        at(desk, days(7.3))
        assert "until 10.36am on Monday 30 November 2026 no backup was made." in this_morning(desk)
        assert "no longer" not in this_morning(desk)


def test_one_that_was_made_and_grew_old_while_the_service_was_down_is_told_with_its_own_day(tmp_path: Path) -> None:
    with installed(tmp_path) as desk:
        made(tmp_path, FIRST)
        assert at(desk, days(4)) == 1
        made(tmp_path, days(5))
        assert at(desk, days(9)) == 2
        assert "Saturday 28 November 2026" in str(told(desk)[-1].facts["items"][0])


def test_an_installation_that_never_made_one_is_not_nagged(tmp_path: Path) -> None:
    with installed(tmp_path) as desk:
        assert [at(desk, days(one)) for one in (1, 4, 400)] == [0, 0, 0]


def test_other_means_that_took_over_end_it_once_the_note_is_removed(tmp_path: Path) -> None:
    with installed(tmp_path) as desk:
        made(tmp_path, FIRST)
        assert at(desk, days(4)) == 1
        (tmp_path / FILE).unlink()
        assert at(desk, days(5)) == 1
        assert desk.service.troubles.standing(KIND) is None


def test_two_nights_without_one_as_in_an_update_and_a_slow_third_alarm_nobody(tmp_path: Path) -> None:
    with installed(tmp_path) as desk:
        made(tmp_path, FIRST)
        assert at(desk, days(3) + timedelta(hours=2)) == 0, "the third night's own is under way"
        made(tmp_path, days(3))
        assert at(desk, days(3.3)) == 0


def test_a_clock_in_doubt_tells_nobody_that_backups_have_stopped(tmp_path: Path) -> None:
    with installed(tmp_path) as desk:
        made(tmp_path, FIRST)
        desk.service.clocks.beside = Beside(lambda: 0.0, desk.clock.now)
        desk.service.clocks._sure = False  # noqa: SLF001 - as after a look at which the clocks differed
        assert at(desk, days(40)) == 0
        desk.service.clocks._sure = True  # noqa: SLF001 - as above
        assert at(desk, days(40)) == 1


def test_the_note_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path, FIRST)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("mailservice.service.watch.last_backup.os.fsync", full)
        with pytest.raises(OSError, match="No space left"):
            made(tmp_path, days(1))
    assert last_backup.last(tmp_path) == LastBackup(FIRST, KEPT / "nscp-2026-11-23T032400Z")
    made(tmp_path, days(2))
    assert [one.name for one in tmp_path.iterdir()] == [FILE], "what was begun stands in nobody's way"


@pytest.mark.parametrize(
    "damage", ["", "{", '{"made_at": "2026-11-23T03:24:00", "folder": "x"}', "[]", '{"folder": "x"}']
)
def test_a_note_that_cannot_be_read_is_told_and_not_taken_for_none(tmp_path: Path, damage: str) -> None:
    (tmp_path / FILE).write_text(damage, encoding="utf-8")
    with pytest.raises(UserError, match="make one, which writes it anew: mailservice backup DIR"):
        last_backup.last(tmp_path)


def test_where_the_data_folder_is_away_none_is_made_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        made(tmp_path / "data", FIRST)
    assert not (tmp_path / "data").exists()
