"""S/MIME envelopes: what kind one is, and the mail inside one that is only signed (RFC 8551, RFC 5652).

Signatures are never verified here: who a sender is, `trust` decides from elsewhere.
"""

from collections.abc import Iterator
from typing import Literal

Envelope = Literal["signed", "encrypted", "compressed", "unknown"]

_OIDS: dict[bytes, Envelope] = {
    bytes.fromhex("2a864886f70d010702"): "signed",
    bytes.fromhex("2a864886f70d010703"): "encrypted",
    bytes.fromhex("2a864886f70d0109100117"): "encrypted",
    bytes.fromhex("2a864886f70d0109100109"): "compressed",
}
_SEQUENCE, _OID, _EXPLICIT, _OCTETS, _OCTETS_IN_PIECES = 0x30, 0x06, 0xA0, 0x04, 0x24
_CONSTRUCTED, _INDEFINITE, _LONGEST_LENGTH = 0x20, 0x80, 4


def envelope(data: bytes) -> Envelope:
    """Tell what an application/pkcs7-mime body holds, by its own object identifier and not by what its label says."""
    try:
        at = _inside(data, 0, _SEQUENCE)
        tag, start, size = _head(data, at)
    except ValueError:
        return "unknown"
    return _OIDS.get(data[start : start + (size or 0)], "unknown") if tag == _OID else "unknown"


def signed_content(data: bytes) -> bytes:
    """Give the bytes that were signed; ValueError where the envelope is damaged or holds none."""
    at = _inside(data, 0, _SEQUENCE)
    at = _inside(data, _skip(data, at), _EXPLICIT)
    at = _inside(data, at, _SEQUENCE)
    at = _skip(data, _skip(data, at))  # the version and the digest algorithms
    at = _inside(data, at, _SEQUENCE)
    at = _inside(data, _skip(data, at), _EXPLICIT)
    return b"".join(_pieces(data, at))


def _head(data: bytes, at: int) -> tuple[int, int, int | None]:
    """Read a tag and a length (X.690 section 8.1); None is the indefinite length."""
    if at + 2 > len(data):
        raise ValueError("cut short")
    tag, first = data[at], data[at + 1]
    if first == _INDEFINITE:
        return tag, at + 2, None
    if first < _INDEFINITE:
        return tag, at + 2, first
    count = first & 0x7F
    if count > _LONGEST_LENGTH:
        raise ValueError("a length past all reason")
    return tag, at + 2 + count, int.from_bytes(data[at + 2 : at + 2 + count], "big")


def _inside(data: bytes, at: int, tag: int) -> int:
    found, start, _ = _head(data, at)
    if found != tag:
        raise ValueError("not the structure of an envelope")
    return start


def _skip(data: bytes, at: int) -> int:
    """Give the offset after one value; one of indefinite length is walked through to its end."""
    depth = 0
    while True:
        tag, start, size = _head(data, at)
        if size is None:
            depth += 1
            at = start
        else:
            depth -= tag == 0
            at = start + size
        if depth <= 0:
            return at


def _pieces(data: bytes, at: int) -> Iterator[bytes]:
    """Give the octet string at an offset, whole or in the pieces that streaming writers make."""
    tag, start, size = _head(data, at)
    if tag == _OCTETS and size is not None:
        if start + size > len(data):
            raise ValueError("cut short")
        yield data[start : start + size]
        return
    if tag != _OCTETS_IN_PIECES:
        raise ValueError("holds no content")
    at, end = start, len(data) if size is None else min(start + size, len(data))
    while at < end:
        tag, start, size = _head(data, at)
        if tag == 0:
            return
        if tag == _OCTETS and size is not None:
            yield data[start : start + size]
        elif tag != _OCTETS_IN_PIECES:
            raise ValueError("a piece that is no octet string")
        at = start if tag == _OCTETS_IN_PIECES else start + (size or 0)
