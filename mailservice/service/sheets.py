"""The sheet that hangs on a mail of the office, opened where the mail is read: in time, or not at all. Start at `sheet_of`."""

from collections.abc import Collection
from dataclasses import dataclass

from mailservice.errors import UserError
from mailservice.mail.parse import Mail
from mailservice.settings.directory_file import DirectoryFile
from mailservice.settings.sheet.reading import read_with_version

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


def _is_sheet(name: str, kind: str) -> bool:
    return kind.lower() == _TYPE or name.lower().strip().endswith(_SUFFIXES)
