"""Where somebody else's words begin: "On … wrote:", a block of headers, a dividing line, our own letter's mark.

In the common European languages and Welsh. Start at `heading`. Pure.
"""

import re
from typing import Literal, NamedTuple

from mailservice.mail.mime.lines import Lines
from mailservice.mail.reply import headers
from mailservice.mail.reply.attributions import Level, attribution

# Every letter of ours carries this line near its top: whatever a mail program does to the rest, below it nothing is new.
REPLY_ABOVE = "Write your reply above this line"
_OURS = re.compile(r"write your reply above this line|ysgrifennwch eich ateb uwchben y llinell hon", re.IGNORECASE)

_ORIGINAL = (
    "original message|original appointment|original email|ursprüngliche nachricht|originalnachricht"
    "|message d'origine|message original|mensaje original"
    "|mensagem original|messaggio originale|oorspronkelijk bericht|originele bericht|ursprungligt meddelande"
    "|originalmeddelande|oprindelig (?:meddelelse|besked)"
    "|opprinnelig melding|wiadomość oryginalna|oryginalna wiadomość|alkuperäinen viesti|neges wreiddiol"
    "|původní zpráva|původní e-mail|pôvodná správa|antwort nachricht|izvorno sporočilo|izvorna poruka"
    "|missatge original|neges gwreiddiol|eredeti üzenet"
    r"|исходное сообщение|reply message|message du [\d/.-]{6,10} [\d:]{4,8}|reply to message|quoted message"
    r"|original text|mesaj original"
)
_FORWARD = (
    "begin forwarded message|forwarded message|forwarded by|weitergeleitete nachricht|message transféré"
    "|message transmis|début du message (?:réexpédié|transféré)"
    "|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht|vidarebefordrat meddelande"
    "|videresendt (?:meddelelse|melding)"
    "|wiadomość przekazana|przekazana wiadomość|välitetty viesti|neges a anfonwyd ymlaen"
    "|neges wedi'i (?:hanfon ymlaen|blaenyrru)|přeposlaná zpráva"
    "|továbbított üzenet|пересылаемое сообщение|inizio messaggio inoltrato|anfang der weitergeleiteten nachricht"
    "|forwarded mail|forwarded email|začátek přeposílané zprávy|start på videresendt besked|begin doorgestuurd bericht"
    "|inicio del mensaje reenviado|início da mensagem (?:re)?encaminhada|początek przekazywanej wiadomości"
    "|a továbbított levél kezdete|începutul mesajului redirecționat|начало переадресованного сообщения"
    "|anfang der weitergeleiteten e-mail"
)
_RULED = r"[-_=*>+~\s]{0,60}"
_DIVIDER = re.compile(rf"{_RULED}(?:{_ORIGINAL})\b{_RULED}:?$", re.IGNORECASE)
_FORWARDED = re.compile(rf"{_RULED}(?:{_FORWARD})\b[^.!?]{{0,80}}$", re.IGNORECASE)


_IN_ONE_LINE = re.compile(rf"{_RULED}(?:{_ORIGINAL})\b.{{0,20}}\bfrom: .{{3,150}}\b(?:date|sent): ", re.IGNORECASE)
_GROUPWISE = re.compile(r">>>.{1,200}>>>$")
_ROW = re.compile(r"(?:[-_=*~#\u2014\u2013\u2500\u2501\u2022]\s?){5,}$")
_VAGUE = re.compile(r"(?=.{0,300}(?:@|\b\d{1,2}[:.]\d\d\b))(?=.{0,300}\d).{5,300}:$")
_RULES = "-_=*~#+>\u2014\u2013\u2500\u2501\u2022"
_LONG = 500

Kind = Literal["ours", "divider", "headers", "attribution", "forward"]


class Heading(NamedTuple):
    """What stands above quoted words: its kind, the line after it, and how sure it is that it is one.

    Below a sure one nothing is its sender's; below a likely one the record ends and an ear stays open; one that may be is
    kept as the sender's, and nothing below it quietens a case.
    """

    kind: Kind
    end: int
    level: Level = "sure"


def heading(lines: Lines, at: int) -> Heading | None:
    """Return the heading of a quote that begins at this line, if one does."""
    line = lines[at]
    bare = line.bare
    found = attribution(lines, at)
    if line.mark == "attribution":
        return Heading("attribution", found.end if found else at + 1)
    if line.mark == "rule" and (ruled := headers.block(lines, at, ruled=True) or headers.name_and_date(lines, at)):
        return Heading("headers", ruled.end, ruled.level)
    if ("above" in bare.lower() or "uwchben" in bare.lower()) and _OURS.search(bare):
        return Heading("ours", at + 1)
    # Most lines are words, and it costs little to see it.
    divided = _divided(lines, at) if (bare[0] in _RULES or ":" in bare) and len(bare) < _LONG else None
    return divided or _headed(lines, at) or (Heading("attribution", *found) if found else None)


def _headed(lines: Lines, at: int) -> Heading | None:
    bare = lines[at].bare
    block = headers.block(lines, at) if ":" in bare else None
    if block is None and (bare[0].isdigit() or "@" in bare or "/" in bare or "---" in bare):
        block = headers.memo(lines, at)
    return Heading("headers", *block) if block else None


def _divided(lines: Lines, at: int) -> Heading | None:
    bare = lines[at].bare
    if is_row(bare):
        return _below_row(lines, lines.next(at + 1))
    if _GROUPWISE.match(bare) or _IN_ONE_LINE.match(bare):
        return Heading("divider", at + 1)
    plainly = bare[0] in "-_=*>+~" or bare.endswith(":")
    if _DIVIDER.match(bare) and (plainly or headers.block(lines, lines.next(at + 1))):
        return Heading("divider", _past_headers(lines, at + 1))
    if _FORWARDED.match(bare) and (plainly or headers.block(lines, lines.next(at + 1))):
        return Heading("forward", at + 1)
    return None


def _below_row(lines: Lines, following: int) -> Heading | None:
    """Return the headers, or the name and date, below the row that Outlook and others draw."""
    if following >= len(lines) or lines[following].depth:
        return None
    block = headers.block(lines, following, ruled=True) or headers.name_and_date(lines, following)
    return Heading("headers", *block) if block else None


def _past_headers(lines: Lines, at: int) -> int:
    following = lines.next(at)
    block = headers.block(lines, following) if following < len(lines) and lines[following].depth == 0 else None
    return block.end if block else at


def is_row(bare: str) -> bool:
    """Tell whether a line is nothing but dashes, underscores or the like."""
    return bare[:1] in _RULES and bool(_ROW.match(bare))


def may_be_heading(bare: str) -> bool:
    """Tell whether a line could head a quote in a form nobody told us of: after it no command is read."""
    return (bare[-1:] == ":" and bool(_VAGUE.match(bare))) or ("@" in bare and headers.is_from(bare))
