"""What ends, freezes or changes the service itself: it starts again, what freezes it is held, a changed record is told."""

import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import astuple
from pathlib import Path

import pytest

from mailservice.cases.asking.emptied import HEADLINE
from mailservice.cases.asking.limping import TROUBLES
from mailservice.service.folders import case_folder
from tests.faults.lab import TERM_S, Lab, lives
from tests.faults.playing import ALL, AREAS, FIRST, Line, is_well, within
from tests.faults.rows import AT_ONCE, LATER, MAILBOX, NEVER, OURS
from tests.faults.table import differences

PROCESS, RECORD = "The process", "The record"
NOTHING = "nothing"
# The watched process hears within this time that nobody watches it: a beat, and its grace.
ALONE_S = 15.0


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """Give an installation at work, with one case."""
    with Lab(tmp_path, "sqlite", broker=False) as one:
        one.start()
        one.open_a_case()
        yield one


@pytest.fixture
def measured(record_property: "Callable[[str, object], None]") -> "Iterator[list[Line]]":
    """Take lines of the table, and compare them with the page."""
    lines: list[Line] = []
    yield lines
    record_property("lines", [list(astuple(one)) for one in lines])
    assert [said for one in lines for said in differences(one)] == []


@pytest.mark.long
def test_killed_it_is_started_again_by_the_process_that_watches_it(lab: Lab, measured: "list[Line]") -> None:
    before, lab.killed = lab.pid(), True
    mail = lab.write()
    os.kill(before, signal.SIGKILL)
    lab.until(lambda: lab.pid() not in (0, before))
    cured = lab.until(lambda: is_well(lab, mail))
    lab.assert_done_once()
    measured.append(Line(PROCESS, "killed with SIGKILL", ALL, NOTHING, "—", NEVER, within(cured)))


@pytest.mark.long
def test_where_the_watching_process_is_killed_the_other_ends_and_a_second_start_goes_on(
    lab: Lab, measured: "list[Line]"
) -> None:
    child, lab.killed = lab.pid(), True
    assert lab.process is not None
    lab.process.kill()
    lab.process.wait(5)
    lab.until(lambda: not lives(child), ALONE_S)
    assert lab.status().code == 2
    assert lab.status().tells("The service does not run")
    mail = lab.write()
    lab.start()
    cured = lab.until(lambda: is_well(lab, mail))
    lab.assert_done_once()
    told = "status, 2: “The service does not run”, within 10 s"
    measured.append(
        Line(PROCESS, "the one that watches it killed with SIGKILL", ALL, NOTHING, told, NEVER, within(cured))
    )


@pytest.mark.long
@pytest.mark.parametrize(("plant", "limit"), [("reading", 25.0), ("deciding", 75.0)])
def test_a_pattern_that_never_ends_holds_its_mail_and_no_other(
    plant: str, limit: float, lab: Lab, measured: "list[Line]"
) -> None:
    with lab.planting(plant):
        lab.killed, told_before = True, lab.to_office()
        lab.write(subject=f"planted-{plant}, NCT-500001")
        time.sleep(3)
        began = time.monotonic()
        after = lab.write()
        lab.until(lambda: lab.answered(after), 2 * limit + 30)
        next_answered = time.monotonic() - began
        held = lab.until(lambda: lab.lie_in("Held"), 240)
        lab.until(lambda: lab.to_office() > told_before, 60)
    lab.until(lambda: not lab.unfiled())
    said = lab.status()
    assert (said.code, said.tells(TROUBLES["mail"].headline)) == (2, True)
    number = next(one["number"] for one in (said.json or {})["findings"] if one["number"])
    assert lab.command("status", "--acknowledge", str(number), "--by", "Kim")[0] == 1
    lab.assert_done_once()
    assert next_answered <= limit, f"the next mail was answered after {next_answered:.0f} s"
    told = f"status, 2: “{TROUBLES['mail'].headline}”"
    fault = f"a pattern that never ends, in the {plant} of a mail"
    del held
    went = f"every other mail: the next is answered within {limit:.0f} s"
    measured.append(Line(OURS, fault, "that mail: it is held after three attempts", went, told, AT_ONCE, "—"))


@pytest.mark.long
def test_a_changed_record_decides_nothing_and_loses_no_mail(lab: Lab, measured: "list[Line]") -> None:
    lab.stop()
    shutil.copy(lab.data / "mailservice.db", lab.folder / "whole.db")
    with closing(sqlite3.connect(lab.data / "mailservice.db")) as record:
        for (name,) in record.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            record.execute(f"DROP TRIGGER {name}")
        record.execute("UPDATE ledger SET kind = 'CaseClosed' WHERE case_id = 1 AND number = 1")
        record.commit()
    lab.start()
    began = time.monotonic()
    lab.until(lambda: lab.status().tells(TROUBLES["chain"].headline))
    told = within(time.monotonic() - began)
    lab.until(lambda: lab.told_office(TROUBLES["chain"].headline), 60)
    mail = lab.write()
    lab.until(lambda: (lab.status().json or {})["mails"] == 1)
    time.sleep(5)
    assert not lab.answered(mail)
    assert lab.status().code == 2
    stopped = ", ".join(words for name, words in AREAS.items() if name != "collect")
    told = f"status, 2: “{TROUBLES['chain'].headline}”, {told}"
    line = Line(RECORD, "a row of it was changed", stopped, "mail is read and kept", told, AT_ONCE, "a person decides")
    measured.append(line)


@pytest.mark.long
def test_a_damaged_file_is_told_as_such_and_once_restored_all_goes_on(lab: Lab, measured: "list[Line]") -> None:
    lab.stop()
    file = lab.data / "mailservice.db"
    shutil.copy(file, lab.folder / "whole.db")
    with file.open("r+b") as record:
        record.seek(4096)
        record.write(os.urandom(file.stat().st_size - 8192))
    lab.start()
    mail = lab.write()
    took = lab.until(lambda: lab.status().tells("damaged"))
    time.sleep(10)
    assert lab.process is not None
    assert lab.process.poll() is None, lab.log()
    assert lab.status().code == 2
    lab.stop()
    for left in lab.data.glob("mailservice.db*"):
        left.unlink()
    shutil.copy(lab.folder / "whole.db", file)
    lab.start()
    cured = lab.until(lambda: is_well(lab, mail))
    lab.assert_done_once()
    told = f"status, 2: “damaged”, {within(took)}"
    measured.append(
        Line(RECORD, "its file is damaged, until a copy is put back", ALL, NOTHING, told, NEVER, within(cured))
    )


@pytest.mark.long
def test_a_folder_that_was_removed_takes_nothing_and_a_copy_of_it_is_gone_on_with_after_a_start(
    lab: Lab, measured: "list[Line]"
) -> None:
    shutil.copytree(lab.data, lab.folder / "copy")
    shutil.rmtree(lab.data)
    mail, removed = lab.write(), time.monotonic()
    lab.until(lambda: lab.status().tells("The data folder is not there"))
    time.sleep(10)
    assert not lab.answered(mail), "what is decided on it would be kept nowhere"
    assert not lab.data.exists(), "the copy could not take its place"
    (lab.folder / "copy").rename(lab.data)
    lab.until(lambda: lab.status().tells("another file lies in its place .* start the service again"))
    told = within(time.monotonic() - removed)
    assert not lab.answered(mail)
    lab.stop()
    lab.start()
    cured = lab.until(lambda: is_well(lab, mail))
    lab.assert_done_once()
    told = f"status, 2: “The data folder is not there”, then “start the service again”, {told}"
    fault = "its folder is removed, until a copy is put back and the service started"
    measured.append(Line(RECORD, fault, ALL, NOTHING, told, LATER, within(cured)))


@pytest.mark.long
def test_the_folder_of_a_case_that_was_deleted_is_made_anew_and_filled_again(lab: Lab, measured: "list[Line]") -> None:
    folder = case_folder(f"{FIRST}-X")  # it is named without the check letter
    lay = lab.lie_in(folder)
    lab.delete(folder)
    code, said = lab.command("case", "do", FIRST, "STATUS", "--as", "office", "--who", "Kim", "--why", "a test")
    assert code == 0, said
    made = lab.until(lambda: lab.lie_in(folder))
    lab.stop()  # what lay there is counted once a day, and at each start
    lab.start()
    lab.until(lambda: lab.lie_in(folder) > lay)
    lab.until(lambda: lab.told_office(HEADLINE))
    lab.assert_done_once()
    went = ", ".join(AREAS.values())
    line = Line(
        MAILBOX, "the folder of a case is deleted", NOTHING, went, "—", "once a day, when it is counted", within(made)
    )
    measured.append(line)


@pytest.mark.long
def test_ended_in_the_midst_of_its_work_it_is_gone_at_once(lab: Lab) -> None:
    with lab.planting("deciding"):
        lab.killed = True
        lab.write(subject="planted-deciding, NCT-500001")
        time.sleep(5)
        seconds = lab.stop()
    assert seconds <= TERM_S + 1
    lab.start()
    lab.until(lambda: not lab.unfiled())
    lab.assert_done_once()
