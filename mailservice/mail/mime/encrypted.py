"""Mail that cannot be read here: PGP, encrypted S/MIME, protected messages, links to secure portals, locked archives.

Start at `why_encrypted`. A person must hear of each, so it is recognised and never filed as an empty mail.
"""

import re
from collections.abc import Sequence

from mailservice.cases.history.words import Verb
from mailservice.mail.mime.body import Attachment, Body, is_envelope
from mailservice.mail.mime.header import Headers, first
from mailservice.mail.mime.part import Part
from mailservice.mail.mime.smime import envelope

_PGP = re.compile(r"(?m)^-----BEGIN PGP MESSAGE-----$")
_PGP_MARK = "-----BEGIN PGP MESSAGE-----"
_HINTS = ("secure", "encrypt", "protected", "registered", "confidential", "diogel", "hamgryptio")
_WRAPPED = re.compile(
    r"(?i)^(?:message(?:_v\d|_zdm)?\.html?|.*\.switch"
    r"|[\w .-]{0,40}(?:secure|encrypt|protect)[\w .-]{0,40}\.html?)$"
)
# What a portal announces; not "I have sent you a secure email", nor a signature's "to send me a secure email, register".
_SAYS_SECURE = re.compile(
    r"(?i)(?:(?<!\bI )(?<!\bwe )(?<!\bI've )(?<!\bI\u2019ve )(?<!\bI have )(?<!\bwe have )(?<!\bhave just )\bsent you"
    r"|\byou(?:['\u2019]ve| have) (?:received|been sent|got)|\byou have an?|\bnew|\bthis (?:is an?|message is|e-?mail is)"
    r"|\bread this|^received)\b[^.\n]{0,60}?\b(?:secured?|securely|encrypted|protected|registered|confidential)\b"
    r"|\bwedi anfon\b[^.\n]{0,40}\b(?:ddiogel|diogel|hamgryptio)\b"
    r"|(?P<whole>^\s{0,20}this (?:e-?mail|message)\b[^.\n]{0,80}\b(?:has been|was) (?:sent to you securely|secured|encrypted)\b"
    r"|\ban? (?:secured?|encrypted|protected|confidential) (?:e-?mail|message) (?:has been|was|is) (?:sent to|waiting for) you\b"
    r"|^\s{0,20}(?:secured?|encrypted) (?:e-?mail|message) from\b)"
)
_SECURE_MAIL = re.compile(r"(?i)[,]? (?:e-?mail|message)\b")
_ANY_LINK = re.compile(r"(?i)https?://")
_TELLS_HOW = re.compile(
    r"(?i)\b(?:read|open|view|access|retrieve|unlock|collect|pick up|sign in|log ?in|log ?on|register)\b[^.\n]{0,80}"
    r"\b(?:message|e-?mail|attachment|envelope|link|button|below|account|portal|html|it)\b"
    r"|\b(?:d?darllen(?:wch)?|agor(?:wch)?)\b[^.\n]{0,60}\b(?:neges|e-?bost)\b"
)
_PORTAL = re.compile(
    r"(?i)https?://[^\s/>\"]*(?:egress|cjsm|switch|secure-?mail|secure-?messag|encrypt|zixmail|zixmessage|cisco|res\."
    r"|mimecast|galaxkey|protonmail|proton\.me|tutanota|frama|virtru|office365\.com|outlook\.|voltage|proofpoint"
    r"|safemail|confidential-?mail|portal)[^\s]*"
)
_SAYS_INSIDE = re.compile(
    r"(?i)\b(?:content|text|body) of (?:the|this) (?:e-?mail|message)\b[^.\n]{0,40}\b(?:in|inside)\b"
    r"|\b(?:protected|secured|encrypted) this (?:e-?mail|message)\b|\bencrypted (?:pdf|document|file)\b"
)
_QUOTE = re.compile(r"(?im)^(?:>|from:|oddi wrth:|-{2,} ?original message|_{10,})|\bwrote:\s*$|\bysgrifennodd\b")
_NAMES_WRITER = re.compile(r"(?i)[^\n]{0,120}\n{1,3}from:[^\n]{0,200}\n(?!sent:|date:|to:|anfonwyd)")
_VERBS = "|".join(Verb)
_COMMAND = re.compile(rf"(?m)^[^\w\n]{{0,40}}(?:(?:{_VERBS})\b|(?i:{_VERBS})[^\w\n]{{0,40}}$)")
# How long what says that a message is secure may be, from its first word to its last.
_SENTENCE = 200
_SHORT, _HEAD, _HTML_HEAD = 400, 2_500, 40_000


_CODE = re.compile(
    r"(?i)\b(?:passcode|one-time (?:code|password)|(?:access|verification|authentication|security) code|temporary password)\b"
)
_SOON_OVER = re.compile(r"(?i)\b(?:expires?|valid)\b[^.\n]{0,60}\b(?:minutes?|hours?)\b")


def is_code(text: str) -> bool:
    """Tell whether a mail is a code, good for minutes, by which somebody opens a secure message: a machine wrote it."""
    head = text[:_HEAD]
    return bool(_CODE.search(head[:_SHORT]) and _SOON_OVER.search(head))


def why_encrypted(headers: Headers, body: Body) -> str:
    """Say in words why the mail cannot be read, '' where it can."""
    parts, text, attachments = body.parts, body.text, body.attachments
    types = {part.type for part in parts}
    if "application/pgp-encrypted" in types or first(headers, "content-type").lower().startswith("multipart/encrypted"):
        return "encrypted with PGP (RFC 3156)"
    match = _PGP.search(text[:_HEAD]) if _PGP_MARK in text else None
    if match and len(text[: match.start()].strip()) < _SHORT:
        return "the text is a PGP message"
    if any(is_envelope(part) and _is_closed(part) for part in parts):
        return "encrypted with S/MIME (RFC 8551)"
    return _protected(headers, types, attachments) or _portal(headers, body) or _archive(text, attachments)


def _is_closed(part: Part) -> bool:
    """Tell an encrypted envelope by what it holds, and a damaged one by what it is announced as."""
    found = envelope(part.content()[0])
    return found == "encrypted" or (found == "unknown" and "enveloped" in part.parameters.get("smime-type", "").lower())


def _protected(headers: Headers, types: set[str], attachments: Sequence[Attachment]) -> str:
    rights = (
        "application/x-microsoft-rpmsg-message" in types or first(headers, "content-class").lower() == "rpmsg.message"
    )
    return (
        "a message protected by Microsoft"
        if rights or any(one.filename.lower().endswith(".rpmsg") for one in attachments)
        else ""
    )


def _portal(headers: Headers, body: Body) -> str:
    """Tell a portal's stub from a person who only mentions one: it says secure, tells how to open, and brings the way in."""
    head = body.text[:_HEAD]
    lower = head.lower()
    if not any(hint in lower for hint in _HINTS):
        return ""
    secure = _SAYS_SECURE.search(head, 0, _SHORT + _SENTENCE)
    if secure is None or secure.start() > _SHORT:
        return ""
    if _QUOTE.search(head, 0, secure.start()) or _COMMAND.search(head, 0, secure.start()):
        return ""
    sure = secure["whole"] or _SECURE_MAIL.match(head, secure.end())
    # A notice may name at once, as a quote does, from whom the message in the portal is.
    named = _NAMES_WRITER.match(head, secure.end()) if sure else None
    quote = _QUOTE.search(head, named.end() if named else secure.end())
    head = head[: quote.start()] if quote else head
    if not _TELLS_HOW.search(head):
        return ""
    wrapped = any(_WRAPPED.match(one.filename) for one in body.attachments)
    marked = any(
        name.startswith(("x-egress", "x-switch", "x-zix", "x-ms-exchange-organization-e4e")) for name in headers
    )
    link = _ANY_LINK if sure else _PORTAL
    linked = link.search(head) or link.search(body.html[:_HTML_HEAD])
    return "a link to a secure-mail portal stands in for the text" if wrapped or marked or linked else ""


def _archive(text: str, attachments: Sequence[Attachment]) -> str:
    """Tell a locked archive, or document, with a covering line from one beside a letter, or beside a word that we act on."""
    if len(text.strip()) >= _SHORT or _COMMAND.search(text):
        return ""
    locked = [one for one in attachments if one.locked]
    if any(one.content.startswith(b"PK") for one in locked):
        return "what it says is in an archive locked with a password"
    return "what it says is in a document locked with a password" if locked and _SAYS_INSIDE.search(text) else ""
