"""The files that a letter brings: start at `fitting`. What is too large for an email is left out, and the letter says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.encoders import encode_base64
from email.mime.base import MIMEBase

# Bytes of a letter as it travels: 25 MB is the least that the large providers take, and some gateways before them take 20.
MOST = 20_000_000
# The letter's own words, and what base64 makes of a file (RFC 2045 section 6.8).
_OWN, _TRAVELS = 200_000, 4 / 3 * 78 / 76
_TYPES: Mapping[str, str] = {
    "html": "text/html",
    "pdf": "application/pdf",
    "mbox": "application/mbox",
    "txt": "text/plain",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TEXTS = frozenset(("html", "txt"))
# Which files some gateways take from nobody: a page may hold a script, and an mbox is of no type that they know.
_MINDED = (".html", ".mbox", ".txt")


@dataclass(frozen=True)
class Enclosed:
    """The files of a letter by their names, the names and sizes in bytes of what was too large, and what was not taken."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    too_large: Mapping[str, int] = field(default_factory=dict)
    not_taken: tuple[str, ...] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """What was left out, in sentences' pieces: "messages.mbox (31 MB)"."""
        return tuple(f"{name} ({size / 1_000_000:,.0f} MB)" for name, size in self.too_large.items())

    def without_minded(self) -> "Enclosed":
        """Return it without the files that a gateway may not take."""
        left = {name: data for name, data in self.files.items() if not name.endswith(_MINDED)}
        return Enclosed(left, self.too_large, tuple(one for one in self.files if one not in left))


NOTHING = Enclosed()


def fitting(files: Mapping[str, bytes], most: int = MOST) -> Enclosed:
    """Return as many of the files as one email takes, the first first."""
    room, taken, left = most - _OWN, dict[str, bytes](), dict[str, int]()
    for name, data in files.items():
        size = int(len(data) * _TRAVELS) + 1
        if size <= room:
            room -= size
            taken[name] = data
        else:
            left[name] = len(data)
    return Enclosed(taken, left)


def part(name: str, data: bytes) -> MIMEBase:
    """Return a file as a part of a letter."""
    suffix = name.rpartition(".")[2]
    main, _, sub = _TYPES.get(suffix, "application/octet-stream").partition("/")
    made = MIMEBase(main, sub)
    if suffix in _TEXTS:
        made.set_param("charset", "utf-8")
    made.set_payload(data)
    encode_base64(made)
    made.add_header("Content-Disposition", "attachment", filename=name)
    return made
