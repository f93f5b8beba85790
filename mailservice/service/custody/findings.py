"""What was found in the mailbox, in words for whoever keeps the office: start at `told`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from mailservice.cases.letters import phrases
from mailservice.service.folders import CONFIDENTIAL, is_ours

Kind = Literal[
    "missing", "altered", "dated", "elsewhere", "altered copy", "doubled", "unknown", "unsure", "beyond", "given up"
]

CURE = "mailservice record refile puts each back as it was kept"
_WHICH = (
    "the record and a seal in the mailbox differ: the print in that morning's letter says which is right. If it is the record's, "
    "the mailbox was changed; if it is the seal's, the record was, and mailservice record rebuild makes it again"
)
_THE_RECORD = "put the record right first: what was changed there is named above"
_NOT_LOST = (
    "ask whoever made the record again why that was given up: mailservice record rebuild --from-mailbox, into an empty database, "
    "has it again"
)
INTO_INBOX = (
    "move what is not on record to the INBOX if it belongs to the case, and it is read like any email; else move it out"
)


@dataclass(frozen=True)
class Item:
    """Something that should lie in a folder: a mail, a letter, what a seal laid down; `at` is when it came."""

    name: str
    letter: bool
    reference: str
    folder: str
    message_id: str
    at: datetime
    digest: str
    # The seal with which it was laid into the mailbox; 0 for a mail or a letter.
    seal: int = 0
    # The mailbox, in one of its lives, into which it came.
    stay: str = ""

    @classmethod
    def strange(cls, folder: str, at: datetime, seal: int = 0) -> "Item":
        """Return what lies in the folder of a case, or among the seals, and is not on record."""
        return cls("", letter=False, reference="", folder=folder, message_id="", at=at, digest="", seal=seal)


@dataclass(frozen=True)
class Finding:
    """Something in the mailbox is not as the record has it; `folder` and `uid` say where it lies, `detail` how it was changed.

    `says` is when it came by the mailbox, where that is amiss.
    """

    kind: Kind
    item: Item
    folder: str
    uid: int = 0
    detail: str = ""
    says: datetime | None = None

    @property
    def in_confidence(self) -> bool:
        """Whether it is told by number alone."""
        return CONFIDENTIAL in (self.item.folder, self.folder)


def told(findings: Sequence[Finding], zone: tzinfo | None, *, names_folders: bool) -> list[str]:
    """Return one sentence for each; what is held in confidence by number alone. A folder of somebody's may bear a name."""
    shown = [_sentence(one, zone, names_folders=names_folders) for one in findings if not one.in_confidence]
    return [*shown, *_in_confidence(one.kind for one in findings if one.in_confidence)]


def cures(findings: Sequence[Finding]) -> list[str]:
    """Return what to do about all of these, each thing once."""
    kinds = {one.kind for one in findings}
    found = []
    if any(one.item.seal and one.kind in ("altered", "beyond") for one in findings):
        found.append(_WHICH)
    if kinds - {"unknown", "unsure", "beyond", "given up"}:
        found.append(CURE)
    if "unsure" in kinds:
        found.append(_THE_RECORD)
    if "given up" in kinds:
        found.append(_NOT_LOST)
    if "unknown" in kinds:
        found.append(INTO_INBOX)
    return found


def summary(findings: Iterable[Finding]) -> str:
    """Return "2 emails or letters are missing and 1 was changed"."""
    counted = Counter(_COUNTED[one.kind] for one in findings)
    said = [
        f"{phrases.counted_things(number, 'message')} {(is_, are)[number != 1]}"
        for (is_, are), number in counted.items()
    ]
    return phrases.listed(said)


def _sentence(one: Finding, zone: tzinfo | None, *, names_folders: bool) -> str:
    said = f"{_what(one.item, zone)} {_HOW[one.kind].format(folder=one.item.folder, detail=one.detail)}"
    if one.kind == "elsewhere":
        named = names_folders or is_ours(one.folder)
        said += f", and lies in {one.folder}" if named else ", and lies in a folder of somebody's own"
    elif one.says is not None:
        said += f"the mailbox says {_moment(one.says, zone)}"
    elif one.kind in ("altered copy", "doubled") and one.folder != one.item.folder:
        said += f", in {one.folder}"
    return f"{said}."


def _what(item: Item, zone: tzinfo | None) -> str:
    if not item.name:
        return f"{'Something sealed' if item.seal else 'A message'} of {_moment(item.at, zone)}"
    if item.seal:
        of = item.reference or "the office's own book"
        what = "Seal" if item.name.startswith("seal") else f"What is kept of {of} with seal"
        return f"{what} {item.seal} of {_moment(item.at, zone)}"
    of = f"on {item.reference}" if item.reference else "to the office" if item.letter else "on no case"
    if item.letter:
        return f"Our letter {of} of {_moment(item.at, zone)}"
    return f"The email {of} that came at {_moment(item.at, zone)}"


def _moment(at: datetime, zone: tzinfo | None) -> str:
    return phrases.moment(at.astimezone(zone))


def _in_confidence(kinds: Iterable[Kind]) -> Iterator[str]:
    counted = Counter(_COUNTED[one] for one in kinds)
    for (is_, are), number in counted.items():
        yield f"In confidence: {phrases.counted_things(number, 'message')} {is_ if number == 1 else are}."


_HOW: dict[Kind, str] = {
    "missing": "is not in the mailbox; its folder is {folder}",
    "altered": "was changed in {folder}: {detail}",
    "dated": "bears another date in {folder}: ",
    "elsewhere": "is not in its folder, {folder}",
    "altered copy": "lies there whole, and a changed copy beside it: {detail}",
    "doubled": "lies there more than once",
    "unknown": "lies in {folder} and is not on record",
    "unsure": "cannot be compared: its copy in the record is not whole",
    "beyond": "lies in {folder}, and this record did not make it",
    "given up": "lies in {folder}, and was given up as lost",
}
# How each is counted: of one, and of several.
_COUNTED: dict[Kind, tuple[str, str]] = {
    "missing": ("is missing", "are missing"),
    "altered": ("was changed", "were changed"),
    "dated": ("bears another date", "bear other dates"),
    "elsewhere": ("lies in another folder", "lie in other folders"),
    "altered copy": ("lies twice, once changed", "lie twice, once changed"),
    "doubled": ("lies more than once", "lie more than once"),
    "unknown": ("is not on record", "are not on record"),
    "unsure": ("cannot be compared", "cannot be compared"),
    "beyond": ("is of another record", "are of another record"),
    "given up": ("was given up as lost and lies there", "were given up as lost and lie there"),
}
