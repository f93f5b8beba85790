"""The directory by mail: asked for with one word, sent back as a sheet, confirmed, taken, and taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mailservice.cases.history.events import DirectoryAsked, DirectoryChosen
from mailservice.clock import VirtualClock
from mailservice.mail.grammar.near import nearly
from mailservice.mail.parse import Mail, parse
from mailservice.mail.trust.setup import Setup
from mailservice.record import ledger, verify
from mailservice.service.kept import kept
from mailservice.settings.directory_file import kept_content, load_directory_bytes
from mailservice.settings.sheet.reading import read_sheet
from mailservice.simulator.playing import desk_of
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from tests.directory.test_while_running import FILE, MORNING, Office
from tests.service.test_versions import NSCP

SHARED, AMIRA, LEE = "office@nscp.example", "amira.hill@nscp.example", "lee.marsh@nscp.example"
TWO = FILE.replace(f'staff = ["{AMIRA}"]', f'staff = ["{AMIRA}", "{LEE}"]')
NONE = FILE.replace(f'staff = ["{AMIRA}"]\n', "")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RFC8601 = Setup(profile="rfc8601", authserv_ids=("mx.nscp.example",), own_domains=("nscp.example",))
RECEIVED = "from [192.0.2.9] by mx.nscp.example (Postfix) with ESMTPS id 4F; Mon, 23 Nov 2026 10:00:00 +0000"
RESULT = "mx.nscp.example; dmarc={} header.from=nscp.example"


class ByMail(Office):
    """An office that has its mail client and nothing else."""

    def writes(  # what a mail is made of, each named at the call
        self,
        sender: str,
        text: str,
        sheet: bytes = b"",
        *,
        to: Mail | None = None,
        kind: str = XLSX,
        name: str = "directory.xlsx",
        result: str = "",
    ) -> list[Mail]:
        """Write to the service, in answer to a letter of it or not, and return the letters that follow."""
        self.written += 1
        mail = EmailMessage()
        mail["Message-ID"] = f"<office-{self.written}@people.example>"
        if result:
            mail["Authentication-Results"], mail["Received"] = RESULT.format(result), RECEIVED
        mail["From"], mail["To"], mail["Subject"] = sender, self.desk.address, f"RE: {to.subject}" if to else "Hello"
        if to:
            mail["In-Reply-To"] = f"<{to.message_id.strip('<>')}>"
        mail.set_content(text)
        if sheet:
            main, _, sub = kind.partition("/")
            mail.add_attachment(sheet, maintype=main, subtype=sub, filename=name)
        before = len(self.server.outbox)
        self.server.deliver(mail.as_bytes())
        for _ in range(3):
            self.clock.set(self.clock.now() + timedelta(seconds=20))
            self.service.go_round(self.service.settle_here)
        self.reached = [one.recipient for one in self.server.outbox[before:]]
        return [parse(one.raw) for one in self.server.outbox[before:]]

    def sheet(self, sender: str, result: str = "") -> tuple[Mail, bytes]:
        """Ask for the sheet, and return the letter that brings it, and the sheet."""
        [letter] = self.writes(sender, "DIRECTORY", result=result)
        [sheet] = [one.content for one in letter.attachments if one.filename == "directory.xlsx"]
        return letter, sheet

    def kept_of(self, *kinds: type) -> list[str]:
        with self.record.read(self.desk.partnership) as tx:
            assert verify.verify(tx) == []
            return [type(one).__name__ for one in ledger.in_book(tx, kinds)]


def edited(sheet: bytes, old: str, new: str | None) -> bytes:
    """Return the sheet with one text in it changed."""
    book, out, found = load_workbook(BytesIO(sheet)), BytesIO(), 0
    for each in book.worksheets[1:]:
        for row in each.iter_rows():
            for cell in row:
                if cell.value == old:
                    cell.value, found = new, found + 1
    assert found
    book.save(out)
    return out.getvalue()


def said(letter: Mail) -> str:
    return " ".join(letter.text.split()).casefold()


def opened(folder: Path, text: str, trust: Setup | None = None) -> Iterator[ByMail]:
    (folder / "directory.toml").write_text(text, encoding="utf-8")
    desk = desk_of(NSCP)
    clock = VirtualClock(moment(MORNING))
    found = load_directory_bytes(text.encode(), folder / "directory.toml", desk.rules.policy.places)
    desk = replace(desk, directory_path=folder / "directory.toml", directory=found, trust=trust or desk.trust)
    with EmbeddedServer(clock, desk.address, folder) as server:
        here = ByMail(folder, desk, server, clock)
        here.at(MORNING)
        here.saves(text)  # by then the morning letter has gone
        yield here
        here.stop()


@pytest.fixture
def two(tmp_path: Path) -> Iterator[ByMail]:
    yield from opened(tmp_path, TWO)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[ByMail]:
    yield from opened(tmp_path, NONE)


@pytest.fixture
def proving(tmp_path: Path) -> Iterator[ByMail]:
    """Give an office of two whose mail is proven by its own server."""
    yield from opened(tmp_path, TWO, RFC8601)


def test_the_word_brings_the_sheet_and_a_second_of_the_office_has_it_taken(two: ByMail) -> None:
    letter, sheet = two.sheet(AMIRA)
    assert two.reached == [AMIRA]
    told = two.writes(AMIRA, "Joy has married.", edited(sheet, "Joy Okafor", "Joy Lane"), to=letter)
    assert two.reached == [AMIRA, LEE]
    assert "changed: joy lane" in said(told[0])
    assert "changed: joy lane" in said(told[1])
    assert f"asked for by {AMIRA}" in said(told[1])
    assert "Joy Okafor" in two.names()
    done = two.writes(LEE, "YES", to=told[1])
    assert two.reached == [LEE, AMIRA, SHARED]
    assert "Joy Lane" in two.names()
    assert "changed: joy lane" in said(done[2])
    assert two.file.with_name("directory.toml.before").read_text(encoding="utf-8") == TWO
    with two.record.read(two.desk.partnership) as tx:
        assert kept(tx) == two.file.read_bytes()
    two.writes(LEE, "YES", to=told[1])
    assert two.kept_of(DirectoryAsked, DirectoryChosen) == ["DirectoryAsked", "DirectoryChosen"]


def test_nobody_confirms_for_themselves_and_a_no_drops_it(two: ByMail) -> None:
    letter, sheet = two.sheet(AMIRA)
    told = two.writes(AMIRA, "DIRECTORY", edited(sheet, "Joy Okafor", "Joy Lane"), to=letter)
    two.writes(AMIRA, "yes, DIRECTORY", to=told[1])
    two.writes(SHARED, "yes, DIRECTORY", to=told[1])
    two.writes(LEE, "NO", to=told[1])
    assert two.reached == [LEE, AMIRA]
    two.writes(LEE, "YES", to=told[1])
    assert "Joy Okafor" in two.names()
    assert two.kept_of(DirectoryChosen) == []


def test_from_the_shared_mailbox_of_two_nobody_is_known_for_who_they_are(two: ByMail) -> None:
    letter, sheet = two.sheet(SHARED)
    [told] = two.writes(SHARED, "DIRECTORY", edited(sheet, "Joy Okafor", "Joy Lane"), to=letter)
    assert "from your own address" in said(told)
    assert two.kept_of(DirectoryAsked) == []


def test_an_office_of_one_says_it_once_more_with_the_word(one: ByMail) -> None:
    letter, sheet = one.sheet(SHARED)
    [asked] = one.writes(SHARED, "Here it is.", edited(sheet, "Joy Okafor", "Joy Lane"), to=letter)
    assert "yes, directory" in said(asked)
    one.writes(SHARED, "Yes", to=asked)
    assert "Joy Okafor" in one.names()
    [done] = one.writes(SHARED, "yes, DIRECTORY", to=asked)
    assert "Joy Lane" in one.names()
    [back] = one.writes(SHARED, "UNDO", to=done)
    assert "changed: joy okafor" in said(back)
    assert "Joy Lane" in one.names()
    one.writes(SHARED, "yes, DIRECTORY", to=back)
    assert "Joy Okafor" in one.names()
    assert one.file.read_text(encoding="utf-8") == NONE, "the very file, with its comments"


def test_every_fault_is_answered_with_its_cell_and_the_mended_sheet_goes_on_from_there(one: ByMail) -> None:
    letter, sheet = one.sheet(SHARED)
    broken = edited(edited(sheet, "Joy Okafor", None), "tom.byrne@nenevalley.example", "tom at nenevalley")
    [told] = one.writes(SHARED, "DIRECTORY", broken, to=letter)
    assert 'sheet "people", row 3, column "name"' in said(told)
    assert 'sheet "people", row 4, column "address"' in said(told)
    assert one.kept_of(DirectoryAsked) == []
    [asked] = one.writes(SHARED, "Mended.", edited(sheet, "Joy Okafor", "Joy Lane"), to=told)
    assert "changed: joy lane" in said(asked)


def test_a_sheet_that_was_made_before_another_change_takes_nothing_and_tells_that_change(one: ByMail) -> None:
    letter, sheet = one.sheet(SHARED)
    one.saves(NONE.replace("Tom Byrne", "Tom Burns"))
    [told] = one.writes(SHARED, "DIRECTORY", edited(sheet, "Joy Okafor", "Joy Lane"), to=letter)
    assert "has changed since this sheet was made" in said(told)
    assert "changed: tom burns" in said(told)
    [newer] = [each.content for each in told.attachments if each.filename == "directory.xlsx"]
    assert "Tom Burns" in {
        person.name
        for agency in read_sheet(newer, "x", one.desk.rules.policy.places).agency
        for person in agency.person
    }
    assert {"Joy Okafor", "Tom Burns"} <= one.names()


def test_a_yes_that_comes_after_another_change_takes_nothing(one: ByMail) -> None:
    letter, sheet = one.sheet(SHARED)
    [asked] = one.writes(SHARED, "DIRECTORY", edited(sheet, "Joy Okafor", "Joy Lane"), to=letter)
    one.saves(NONE.replace("Tom Byrne", "Tom Burns"))
    [told] = one.writes(SHARED, "yes, DIRECTORY", to=asked)
    assert "changed meanwhile" in said(told)
    assert {"Joy Okafor", "Tom Burns"} <= one.names()


@pytest.mark.parametrize(("kind", "name"), [("application/octet-stream", "People (2).XLSX"), (XLSX, "unnamed")])
def test_the_sheet_is_found_however_it_is_attached(one: ByMail, kind: str, name: str) -> None:
    _, sheet = one.sheet(SHARED)
    [asked] = one.writes(SHARED, "DIRECTORY", edited(sheet, "Joy Okafor", "Joy Lane"), kind=kind, name=name)
    assert "changed: joy lane" in said(asked)


@pytest.mark.parametrize("result", ["fail", "none"])
def test_a_mail_in_the_office_s_name_takes_nothing_and_leaks_nothing(proving: ByMail, result: str) -> None:
    _, sheet = proving.sheet(AMIRA, "pass")
    for text in ("DIRECTORY", "yes, DIRECTORY"):
        for attached in (b"", edited(sheet, "Joy Okafor", "Eve Forger")):
            letters = proving.writes(f"Amira <{AMIRA}>", text, attached, result=result)
            assert {*proving.reached} <= {AMIRA, SHARED, LEE}
            assert not [each for letter in letters for each in letter.attachments if each.filename == "directory.xlsx"]
            assert not [letter for letter in letters if "changed:" in said(letter) or "tom byrne" in said(letter)]
    assert proving.kept_of(DirectoryAsked, DirectoryChosen) == []


def test_a_stranger_s_sheet_is_not_even_opened(two: ByMail) -> None:
    _, sheet = two.sheet(AMIRA)
    for sender in ("sarah.whitlock@rockinghamhealth.example", "eve@elsewhere.example"):
        letters = two.writes(sender, "DIRECTORY", edited(sheet, "Joy Okafor", "Eve Forger"))
        reached = dict(zip(two.reached, letters, strict=True))
        assert sender not in reached or not reached[sender].attachments
    assert two.kept_of(DirectoryAsked) == []


def test_a_file_that_cannot_be_written_alarms_the_office_and_is_tried_again(
    one: ByMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, sheet = one.sheet(SHARED)
    [asked] = one.writes(SHARED, "DIRECTORY", edited(sheet, "Joy Okafor", "Joy Lane"), to=letter)
    with monkeypatch.context() as broken:
        broken.setattr("mailservice.service.who_is_who.replace_file", _refuses)
        told = one.writes(SHARED, "yes, DIRECTORY", to=asked)
    assert "cannot be written (read-only file system)" in said(told[-1])
    assert "Joy Okafor" in one.names()
    one.at("Mon 23 Nov 2026 12:00")
    assert "Joy Lane" in one.names()


def _refuses(*_: object) -> None:
    raise OSError(30, "Read-only file system")


def test_beside_another_word_nothing_of_the_directory_is_done(two: ByMail) -> None:
    two.writes(AMIRA, "DIRECTORY\n\nRESUME ALL")
    assert two.kept_of(DirectoryAsked) == []


def test_what_was_taken_says_what_the_sheet_says(one: ByMail) -> None:
    letter, sheet = one.sheet(SHARED)
    changed = edited(sheet, "Joy Okafor", "Joy Lane")
    [asked] = one.writes(SHARED, "DIRECTORY", changed, to=letter)
    one.writes(SHARED, "yes, DIRECTORY", to=asked)
    assert kept_content(one.file.read_bytes()) == read_sheet(changed, "x", one.desk.rules.policy.places)


@pytest.mark.parametrize("line", ["Director", "Director.", "DIRECTOR", "Directors"])
def test_a_director_is_no_directory(line: str) -> None:
    assert nearly(line) is None
    assert nearly("Directry") is not None
