"""What can be told of a mail that could not be read: who it says it is from, its subject, and the letters in its bytes.

Start at `heading` and `letters`. Bounded, and by no pattern that a long text could keep busy; raises nothing. Pure.
"""

import binascii

from mailservice.mail.mime.header import read_block
from mailservice.mail.mime.part import mended
from mailservice.mail.parse import Mail, parse

_HEAD, _VALUE, _BODY = 65_536, 1_000, 1_000_000  # bytes looked at: of the headers, of one of them, of the whole
_LINE = 60  # no line of base64 is shorter, but the last
_FIELDS = ("from", "subject", "message-id", "date")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


def heading(raw: bytes, *more: str) -> Mail:
    """Return a mail of these headers alone, and of more that are named, each cut short, without any text."""
    head = mended(raw[:_HEAD])
    found = read_block(head, 0, len(head)).headers
    kept = [f"{name}: {value[:_VALUE]}\n" for name in (*_FIELDS, *more) for value in found.get(name, ())[:1]]
    return parse("".join([*kept, "\n"]).encode("utf-8", "replace"))


def letters(raw: bytes) -> str:
    """Return what the bytes spell, as they are and under each transfer encoding, one after the other: to look words up in."""
    raw = raw[:_BODY].replace(b"\r\n", b"\n")
    blocks = (block.translate(None, _NOT_BASE64) for block in raw.split(b"\n\n") if b" " not in block[:_LINE])
    decoded = (binascii.a2b_base64(block[: len(block) // 4 * 4]) for block in blocks)
    spelt = b"\n".join([raw, binascii.a2b_qp(raw) if b"=" in raw else b"", *decoded])
    return " ".join(spelt.replace(b"\0", b"").decode("utf-8", "replace").split())
