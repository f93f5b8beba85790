"""A document's packed parts (a zip), opened in bounds: how many, how large, and what they are called. Start at `Parts`.

What is too large is told before anything is unpacked; no part unpacks to more than it says.
"""

from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as BrokenStream  # noqa: N812 - its own name says nothing

MOST_BYTES, MOST_UNPACKED, MOST_OF_ONE, MOST_PARTS = 5_000_000, 40_000_000, 10_000_000, 500
_ENTRY = b"PK\x01\x02"
_LOCKED = 1
_BROKEN = (BadZipFile, BrokenStream, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError)


class RefusedError(Exception):
    """Why a document is not read, in a sentence; `hostile`: it holds what could do harm."""

    def __init__(self, why: str, *, hostile: bool = False) -> None:
        super().__init__(why)
        self.why, self.hostile = why, hostile


class Parts:
    """The parts of a document, by their names; RefusedError where one of them should not be there."""

    def __init__(self, data: bytes) -> None:
        if len(data) > MOST_BYTES:
            raise RefusedError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
        if data.count(_ENTRY) > MOST_PARTS:
            raise RefusedError("it is packed of more pieces than any form has", hostile=True)
        try:
            self._packed = ZipFile(BytesIO(data))
        except _BROKEN as fault:
            raise RefusedError("it is damaged") from fault
        found = self._packed.infolist()
        self.names = frozenset(one.filename for one in found)
        for refused in _amiss(found):
            raise refused
        if len(self.names) < len(found):
            raise RefusedError("it holds two pieces of one name", hostile=True)

    def read(self, name: str) -> bytes:
        """Return a part, unpacked; nothing where there is none."""
        if name not in self.names:
            return b""
        try:
            return self._packed.read(name)
        except _BROKEN as fault:
            raise RefusedError("it is damaged") from fault


def _amiss(found: list[ZipInfo]) -> Iterator[RefusedError]:
    whole = sum(one.file_size for one in found)
    if whole > MOST_UNPACKED or any(one.file_size > MOST_OF_ONE for one in found):
        yield RefusedError("it would unpack to far more than any form", hostile=True)
    if any(one.flag_bits & _LOCKED for one in found):
        yield RefusedError("it has a password; please send it without one")
    if any(_leads_out(one) for one in found):
        yield RefusedError("a piece of it has a name that leads out of the document", hostile=True)


def _leads_out(one: ZipInfo) -> bool:
    name = one.orig_filename
    return name.startswith(("/", "\\")) or ":" in name or "\\" in name or "\x00" in name or ".." in name.split("/")
