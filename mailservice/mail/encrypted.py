"""Mail that cannot be read here: PGP, encrypted S/MIME, protected messages, links to secure portals, locked archives.

Start at `why_encrypted`. A person must hear of each, so it is recognised and never filed as an empty mail.
"""

import re
from collections.abc import Sequence

from mailservice.mail.body import Attachment
from mailservice.mail.header import Headers, first
from mailservice.mail.part import Part
from mailservice.mail.smime import envelope

_PGP = re.compile(r"(?m)^-----BEGIN PGP MESSAGE-----$")
_PGP_MARK = "-----BEGIN PGP MESSAGE-----"
_HINTS = ("secure", "encrypt", "protected", "registered", "confidential", "diogel", "hamgryptio")
_WRAPPED = re.compile(
    r"(?i)^(?:message\.rpmsg|message(?:_v\d|_zdm)?\.html?|securedoc\w*\.html?|securemessage\w*\.html?|.*\.switch)$"
)
_SAYS_SECURE = re.compile(
    r"(?i)\b(?:secure|secured|encrypted|protected|registered|confidential) (?:e-?mail|message|envelope|package"
    r"|document|file)s?\b"
    r"|\bmessage encryption\b|\b(?:e-?bost|neges) (?:ddiogel|diogel|wedi['\u2019]?i hamgryptio)\b"
)
_TELLS_HOW = re.compile(
    r"(?i)\b(?:read|open|view|access|retrieve|unlock|collect|sign in|log ?in|log ?on"
    r"|register)\b[^.\n]{0,80}\b(?:message|e-?mail|attachment|envelope"
    r"|link|button|below|account|portal|html|it)\b|\bdarllen(?:wch)?\b[^.\n]{0,60}\b(?:neges|e-?bost)\b"
)
_PORTAL = re.compile(
    r"(?i)https?://[^\s/>\"]*(?:egress|cjsm|switch|securemail|secure-?mail|secure-?message|encrypt|zixmail"
    r"|zixmessage|cisco|res\.|mimecast|galaxkey|"
    r"protonmail|proton\.me|tutanota|frama|virtru|office365\.com|outlook\.|voltage|proofpoint|safemail|portal)[^\s]*"
)
_QUOTE = re.compile(r"(?im)^(?:>|from:|oddi wrth:|-{2,} ?original message|_{10,})|\bwrote:\s*$|\bysgrifennodd\b")
_ZIP, _LOCKED_BIT, _PDF, _OLE = b"PK\x03\x04", 1, b"%PDF", b"\xd0\xcf\x11\xe0"
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_SHORT, _HEAD = 400, 2_500


def why_encrypted(headers: Headers, parts: Sequence[Part], text: str, attachments: Sequence[Attachment]) -> str:
    """Say in words why the mail cannot be read, '' where it can."""
    types = {part.type for part in parts}
    if "application/pgp-encrypted" in types or first(headers, "content-type").lower().startswith("multipart/encrypted"):
        return "encrypted with PGP (RFC 3156)"
    match = _PGP.search(text[:_HEAD]) if _PGP_MARK in text else None
    if match and len(text[: match.start()].strip()) < _SHORT:
        return "the text is a PGP message"
    if any(part.type.endswith("pkcs7-mime") and envelope(part.content()[0]) == "encrypted" for part in parts):
        return "encrypted with S/MIME (RFC 8551)"
    return _protected(headers, types, attachments) or _portal(headers, text, attachments) or _archive(text, attachments)


def _protected(headers: Headers, types: set[str], attachments: Sequence[Attachment]) -> str:
    rights = (
        "application/x-microsoft-rpmsg-message" in types or first(headers, "content-class").lower() == "rpmsg.message"
    )
    return (
        "a message protected by Microsoft"
        if rights or any(one.filename == "message.rpmsg" for one in attachments)
        else ""
    )


def _portal(headers: Headers, text: str, attachments: Sequence[Attachment]) -> str:
    """Tell a portal's stub from a person who only mentions one: it says secure, tells how to open, and brings the way in."""
    head = text[:_HEAD]
    lower = head.lower()
    if not any(hint in lower for hint in _HINTS):
        return ""
    quote = _QUOTE.search(head)
    head = head[: quote.start()] if quote else head
    secure = _SAYS_SECURE.search(head)
    if secure is None or secure.start() > _SHORT or not _TELLS_HOW.search(head):
        return ""
    wrapped = any(_WRAPPED.match(one.filename) for one in attachments)
    marked = any(
        name.startswith(("x-egress", "x-switch", "x-zix", "x-ms-exchange-organization-e4e")) for name in headers
    )
    return "a link to a secure-mail portal stands in for the text" if wrapped or marked or _PORTAL.search(head) else ""


def _archive(text: str, attachments: Sequence[Attachment]) -> str:
    locked = [one for one in attachments if one.content.startswith(_ZIP) and is_locked(one)]
    return "what it says is in an archive locked with a password" if locked and len(text.strip()) < _SHORT else ""


def is_locked(attachment: Attachment) -> bool:
    """Tell whether a file needs a password: a zip by its first entry's flag, a PDF and an Office file by their marks."""
    data = attachment.content
    if data.startswith(_ZIP):
        return bool(data[6:7] and data[6] & _LOCKED_BIT)
    if data.startswith(_PDF):
        return b"/Encrypt" in data
    return data.startswith(_OLE) and _PACKAGE in data
