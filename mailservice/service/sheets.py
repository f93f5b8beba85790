"""The directory's sheet: opened where a mail of the office is read, in time or not at all (`sheet_of`); sent (`sheet_in`)."""

from collections.abc import Collection
from dataclasses import dataclass

from mailservice.errors import UserError
from mailservice.mail.parse import Mail
from mailservice.record import contents
from mailservice.record.database import Transaction
from mailservice.settings.directory_file import DirectoryFile, kept_content
from mailservice.settings.sheet.reading import read_with_version
from mailservice.settings.sheet.writing import workbook

# What a letter of the directory is about; one that brings its sheet goes on with the digest of the bytes it says.
ABOUT = "directory "
SHEET = f"{ABOUT}sheet "
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".numbers")


@dataclass(frozen=True)
class Sheet:
    """What an attached sheet says, and the version of the directory it was made from; or every fault, and then no content."""

    content: DirectoryFile | None
    version: str = ""
    faults: tuple[str, ...] = ()


def sheet_of(mail: Mail, stages: Collection[str]) -> Sheet | None:
    """Return the one sheet that hangs on a mail, as Outlook, a phone or a webmail may attach it; None where none does."""
    found = {one.content: one for one in mail.attachments if _is_sheet(one.filename, one.content_type)}
    if len(found) > 1:
        names = ", ".join(one.filename for one in found.values())
        return Sheet(None, faults=(f"Several sheets are attached ({names}); send the one that is meant.",))
    for one in found.values():
        try:
            return Sheet(*read_with_version(one.content, one.filename, stages))
        except UserError as refused:
            faults = (f"{fault.key}: {fault.remedy}" if fault.key else fault.remedy for fault in refused.problems)
            return Sheet(None, faults=tuple(faults))
    return None


def sheet_in(tx: Transaction, about: str) -> bytes:
    """Return the sheet that a letter brings, by what it is about; nothing where it brings none."""
    if not about.startswith(SHEET):
        return b""
    return workbook(kept_content(contents.get(tx, about.removeprefix(SHEET)) or b""))


def _is_sheet(name: str, kind: str) -> bool:
    return kind.lower() == _TYPE or name.lower().strip().endswith(_SUFFIXES)
