"""The disk with the record is lost: as an administrator makes it again from the mailbox, and goes on."""

import multiprocessing
import os
import signal
from contextlib import closing
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from mailservice.cli import record_rebuild
from mailservice.mail import seals
from mailservice.mail.trust import signing
from mailservice.record import sealing
from mailservice.record.database import Database
from mailservice.service.custody.handed_over import Line
from mailservice.service.custody.rebuilding import Rebuilding
from mailservice.transport.imap import Mailbox
from tests.cli.desk import typed
from tests.cli.test_record_adopt import SECRETS, settings, world  # noqa: F401 - a fixture
from tests.record.test_verify import unguarded
from tests.service.beginning import OFFICE, World
from tests.service.crashing import DESK

A_FEW_HOURS, A_DAY, A_FORTNIGHT = timedelta(hours=3), timedelta(days=1), timedelta(days=14)
FORKED = multiprocessing.get_context("fork")


def sealed(world: World) -> seals.Seal:  # noqa: F811 - as the fixture
    """Let the next working morning come, and return the seal that was made then.

    The commands go by the wall clock, and so does this world; whatever the hour is, one of these steps is in a morning.
    """
    world.start()
    last = before = _newest_seal(world)
    for _ in range(A_FORTNIGHT // A_FEW_HOURS):
        world.live(A_FEW_HOURS)
        world.service.tell()
        if (last := _newest_seal(world)) != before:
            break
    assert last is not None
    assert last != before
    world.live(timedelta(minutes=20))
    world.stop()
    return last


def _newest_seal(world: World) -> seals.Seal | None:  # noqa: F811 - as the fixture
    with world.service.record.read(DESK.partnership) as tx:
        return sealing.last(tx)


def lose(world: World) -> None:  # noqa: F811 - as the fixture
    for one in world.folder.glob("record.db*"):
        one.unlink()


def take_out(world: World, folder: str) -> None:  # noqa: F811 - as the fixture
    """Delete what a seal laid into a folder."""
    with closing(Mailbox(world.account)) as box:
        ours = [one for one in box.scan(folder) if signing.letter_in([one.message_id], DESK.signing_keys, signing.KEPT)]
        assert ours
        box.discard(folder, [one.uid for one in ours])


def test_it_is_made_again_and_goes_on(world: World) -> None:  # noqa: F811 - the fixture
    seal = sealed(world)
    (morning,) = [one for one in world.letters(OFFICE) if seal.print in one.text]
    file = str(settings(world, "record.db"))
    refused = typed("record", "rebuild", "--from-mailbox", "--yes", "--config", file, **SECRETS)
    assert refused.exit_code == 1
    assert "there is a record already, and it stays as it is" in refused.stderr
    lose(world)
    asked = typed("record", "rebuild", "--from-mailbox", "--config", file, **SECRETS)
    assert asked.exit_code == 1, "nobody said yes"
    assert not (world.folder / "record.db").exists()
    done = typed("record", "rebuild", "--from-mailbox", "--yes", "--config", file, **SECRETS)
    assert done.exit_code == 0, done.output
    first, second, *_ = done.stdout.splitlines()
    assert first.startswith(f"The newest seal to go by is number {seal.number}, of ")
    assert first.endswith(f": 1 case, 1 email and {seal.counts['letters']} letters.")
    assert second.startswith(f"Its print is {seal.print}. The morning letter of ")
    letters = f"{seal.counts['letters']} letters"
    assert f"The record is made again: 1 case, 1 email and {letters}, all as they were." in done.stdout
    assert "mailservice record adopt" in done.stdout
    looked = typed("record", "verify", "--config", file, **SECRETS)
    assert looked.stdout.startswith("The record is as it was written."), looked.output
    assert "The service waits, and decides nothing: This record was set back: it was made again" in looked.stderr
    adopted = typed("record", "adopt", "--reason", "the disk was lost", "--config", file, **SECRETS)
    assert adopted.exit_code == 0, adopted.output
    assert world.start() == ""
    assert len(world.references()) == 1
    assert morning.subject


def test_of_what_else_is_said_in_a_sentence(world: World) -> None:  # noqa: F811 - the fixture
    file = str(settings(world, "record.db"))
    lose(world)
    bare = typed("record", "rebuild", "--up-to", "3", "--config", file, **SECRETS)
    assert bare.exit_code == 1
    assert "these are for --from-mailbox" in bare.stderr
    bare = typed("record", "rebuild", "--config", file, **SECRETS)
    assert "there is no record yet" in bare.stderr
    none = typed("record", "rebuild", "--from-mailbox", "--yes", "--config", file, **SECRETS)
    assert none.exit_code == 1
    assert "no seal of this record lies in the mailbox" in none.stderr
    assert not (world.folder / "record.db").exists()


def test_where_entries_of_a_case_are_lost_it_is_given_up_and_all_else_goes_on(world: World) -> None:  # noqa: F811 - the fixture
    sealed(world)
    file = str(settings(world, "record.db"))
    lose(world)
    with closing(Mailbox(world.account)) as box:
        (folder,) = [one for one in box.folders() if one.startswith("Escalations/20") and one.count("/") == 2]
    take_out(world, folder)
    told = typed("record", "rebuild", "--from-mailbox", "--yes", "--config", file, **SECRETS)
    assert told.exit_code == 1
    assert "Something of NSCP 2026-0001-E is not in the mailbox as it was written" in told.stderr
    assert "add --with-gaps" in told.stderr
    done = typed("record", "rebuild", "--from-mailbox", "--with-gaps", "--yes", "--config", file, **SECRETS)
    assert done.exit_code == 0, done.output
    assert "Given up, since entries of them are lost: 1 case." in done.stdout
    assert "Given up, since its history is lost: NSCP 2026-0001-E." in done.stdout
    assert "Tell the office today" in done.stdout
    adopted = typed("record", "adopt", "--reason", "the disk was lost", "--config", file, **SECRETS)
    assert adopted.exit_code == 0, adopted.output
    looked = typed("record", "verify", "--config", file, **SECRETS)
    assert looked.exit_code == 0, looked.output
    assert looked.stdout.startswith("The record is as it was written.")
    assert "Of case NSCP 2026-0001-E the first " in " ".join(looked.stdout.split())
    assert "it was given up then" in " ".join(looked.stdout.split())
    anew = typed("record", "rebuild", "--config", file)
    assert anew.stdout == "Everything in the record is as it was written. There is nothing to do.\n", anew.output
    listed = typed("case", "list", "--config", file)
    assert "given up" in listed.stdout, listed.output
    assert "finished" not in listed.stdout
    shown = typed("case", "show", "NSCP 2026-0001-E", "--config", file)
    assert shown.exit_code == 0, shown.output
    assert "Given up on" in shown.stdout
    assert "The history of this case was lost when the record was made again" in " ".join(shown.stdout.split())
    page = world.folder / "case.html"
    paged = typed("case", "show", "NSCP 2026-0001-E", "--page", str(page), "--config", file)
    assert paged.exit_code == 0, paged.output
    made = typed("backup", str(world.folder.with_name(f"{world.folder.name}-backups")), "--config", file)
    assert made.exit_code == 0, made.output
    (backup,) = [one for one in (world.folder.with_name(f"{world.folder.name}-backups")).iterdir() if one.is_dir()]
    lose(world)
    back = typed("restore", str(backup), "--config", file, **SECRETS)
    assert back.exit_code == 0, back.output
    only = typed("record", "verify", "--record-only", "--config", file, **SECRETS)
    assert only.exit_code == 0, only.output
    assert "it was given up then" in " ".join(only.stdout.split())


def test_where_entries_of_the_offices_own_book_are_lost_it_says_why_that_is_refused_and_what_to_do(
    world: World,  # noqa: F811 - the fixture
) -> None:
    sealed(world)
    second = sealed(world)
    file = str(settings(world, "record.db"))
    lose(world)
    with closing(Mailbox(world.account)) as box:
        (folder,) = [one for one in box.folders() if one.startswith("Escalations/20") and one.count("/") == 2]
        ours = [one for one in box.scan(seals.BOOK_FOLDER) if f"kept{second.number:06}" in one.message_id]
        box.discard(seals.BOOK_FOLDER, [one.uid for one in ours])
    told = typed("record", "rebuild", "--from-mailbox", "--with-gaps", "--yes", "--config", file, **SECRETS)
    said = " ".join(told.stderr.split())
    assert told.exit_code == 1
    assert "Something of the office's own book is not in the mailbox as it was written" in said
    assert "Nothing of it can be left out: in it stands which mailbox may be taken, and what is paused" in said
    assert "add --up-to 1;" in said
    take_out(world, folder)
    told = typed("record", "rebuild", "--from-mailbox", "--with-gaps", "--yes", "--config", file, **SECRETS)
    assert "add --up-to 1 --with-gaps;" in " ".join(told.stderr.split()), told.stderr
    done = typed(
        "record", "rebuild", "--from-mailbox", "--with-gaps", "--up-to", "1", "--yes", "--config", file, **SECRETS
    )
    assert done.exit_code == 0, done.output


def test_with_another_key_the_print_in_the_morning_letter_counts(world: World) -> None:  # noqa: F811 - the fixture
    seal = sealed(world)
    file = str(settings(world, "record.db"))
    lose(world)
    other = {**SECRETS, "MAILSERVICE_SIGNING_KEY": "another key, of as many letters as one needs to have"}
    told = typed("record", "rebuild", "--from-mailbox", "--yes", "--config", file, **other)
    assert told.exit_code == 1
    assert "If it is lost, write --print" in told.stderr
    wrong = typed("record", "rebuild", "--from-mailbox", "--print", "0000 0000", "--yes", "--config", file, **other)
    assert "no seal with that number, or that print" in wrong.stderr
    done = typed("record", "rebuild", "--from-mailbox", "--print", seal.print, "--yes", "--config", file, **other)
    assert done.exit_code == 0, done.output


def killed(file: str) -> None:
    """Type the command, and have the process die when all but the last is done."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rebuilding, "conclude", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        typed("record", "rebuild", "--from-mailbox", "--yes", "--config", file, **SECRETS)


def test_broken_off_nothing_is_laid_and_it_is_typed_again(world: World) -> None:  # noqa: F811 - the fixture
    sealed(world)
    file, left = str(settings(world, "record.db")), len(world.server.outbox)
    lose(world)
    process = FORKED.Process(target=killed, args=(file,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    done = typed("record", "rebuild", "--from-mailbox", "--yes", "--config", file, **SECRETS)
    assert done.exit_code == 0, done.output
    assert "all as they were" in done.stdout
    looked = typed("record", "verify", "--config", file, **SECRETS)
    assert looked.exit_code == 0, looked.output
    adopted = typed("record", "adopt", "--reason", "the disk was lost", "--config", file, **SECRETS)
    assert adopted.exit_code == 0, adopted.output
    refiled = typed("record", "refile", "--yes", "--config", file, **SECRETS)
    assert refiled.exit_code == 0, refiled.output
    assert len(world.server.outbox) == left, "nothing is sent by any of these"


def a_seal(number: int, at: str) -> seals.Seal:
    return seals.Seal(
        "nscp", "", number, at, "", f"{number:04}" * 16, dict.fromkeys(("cases", "emails", "letters"), 1), {}
    )


def test_a_seal_that_no_morning_letter_has_is_told_by_the_one_before() -> None:
    morning = a_seal(1, "2026-11-27T08:00:00+00:00")
    for later in ("2026-11-27T15:00:00+00:00", "2026-11-28T15:00:00+00:00"):
        line = Line((morning, a_seal(2, later)))
        said = " ".join(record_rebuild.introduced(line, {}, ZoneInfo("Europe/London")))
        assert "Its print is 0002 0002 0002 0002. It was made once a case was disposed of" in said
        assert "that of Friday 27 November 2026 has the print of seal 1, 0001 0001 0001 0001" in said


def test_a_table_that_was_changed_is_made_again_from_the_records_own_entries(world: World) -> None:  # noqa: F811 - the fixture
    file = str(settings(world, "record.db"))
    well = typed("record", "rebuild", "--config", file)
    assert well.stdout == "Everything in the record is as it was written. There is nothing to do.\n", well.output
    with closing(Database(f"sqlite:///{world.folder / 'record.db'}")) as record, unguarded(record) as tx:
        tx.connection.exec_driver_sql("UPDATE deadlines SET due = '2031-01-01 00:00:00.000000'")
        tx.connection.exec_driver_sql("UPDATE mails SET outcome = NULL, folder = ''")
    told = typed("record", "verify", "--record-only", "--config", file)
    assert told.exit_code == 1
    assert "mailservice record rebuild makes its tables again" in told.stdout
    done = typed("record", "rebuild", "--config", file)
    assert done.exit_code == 0, done.output
    assert done.stdout.endswith("; now: 0.\n")
    assert typed("record", "verify", "--record-only", "--config", file).exit_code == 0


def test_what_is_in_no_table_is_not_put_right_by_that(world: World) -> None:  # noqa: F811 - the fixture
    file = str(settings(world, "record.db"))
    with closing(Database(f"sqlite:///{world.folder / 'record.db'}")) as record, unguarded(record) as tx:
        tx.connection.exec_driver_sql("UPDATE ledger SET kind = 'CaseClosed' WHERE case_id = 1 AND number = 2")
    told = typed("record", "rebuild", "--config", file)
    assert told.exit_code == 1
    assert "case 1, entry 2" in told.stderr
    assert "make it again with mailservice record rebuild --from-mailbox" in told.stderr
