"""Look-up keys: what people and mail clients write, made short and plain enough for any index."""

from hashlib import sha256

LONGEST = 250


def plain(text: str) -> str:
    """Return the text without NUL or lone surrogates, which PostgreSQL refuses."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "").strip()


def key(text: str) -> str:
    """Return the text as any index takes it; a very long one becomes its digest."""
    short = plain(text)
    return short if len(short) <= LONGEST else f"sha256:{sha256(short.encode()).hexdigest()}"


def message_key(message_id: str) -> str:
    """Return a Message-ID's key: without its angle brackets (RFC 5322 section 3.6.4)."""
    return key(message_id.strip().strip("<>"))


def address_key(address: str) -> str:
    """Return an address's key: case does not matter."""
    return key(address.casefold())


def child_key(reference: str) -> str:
    """Return a child reference's key: neither case nor spaces matter."""
    return key("".join(reference.split()).casefold())
