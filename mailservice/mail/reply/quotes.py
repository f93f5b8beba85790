"""Where somebody else's words begin: "On … wrote:", a block of headers, a dividing line, our own letter's mark.

In the common European languages and Welsh. Start at `heading`. Pure.
"""

import re
from typing import Literal, NamedTuple

from mailservice.mail.mime.lines import Lines

# Every letter of ours carries this line near its top: whatever a mail program does to the rest, below it nothing is new.
REPLY_ABOVE = "Write your reply above this line"
_OURS = re.compile(r"write your reply above this line|ysgrifennwch eich ateb uwchben y llinell hon", re.IGNORECASE)

_FROM = (
    "from|von|de|da|van|från|fra|od|oddi wrth|o|feladó|kimden|от|από|expéditeur|absender|mittente|remitente"
    "|remetente|lähettäjä|gan|frá|de la|nadawca"
)
_SENT = (
    "sent|date|gesendet|datum|envoyé|envoyé le|enviado|enviado el|enviada|fecha|data|inviato|verzonden|skickat"
    "|sendt|wysłano|wysłane|lähetetty|päiväys"
    "|anfonwyd|dyddiad|odesláno|elküldve|dátum|отправлено|дата|sent at|date sent|dato|trimis|ημερομηνία|στάλθηκε"
    "|gönderilen"
)
_TO = (
    "to|an|à|a|para|aan|till|til|do|vastaanottaja|at|i|komu|címzett|кому|tot|destinataire|empfänger"
    "|destinatario|către|pro|προς|kime"
)
_COPY = (
    "cc|kopie|copie|copi|kopia|kopi|kopio|bcc|reply-to|reply to|antwort an|copia|dw|másolat|копия|κοιν"
    "|importance|attachments|when|where|required|organization"
)
_SUBJECT = (
    "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|aihe|pwnc|předmět|tárgy|тема"
    "|subiect|θέμα|konu|subj"
)


def _label(names: str) -> re.Pattern[str]:
    """Match a label of a header, in one language or in two with a slash between them."""
    other = r"[^\W\d_][\w ]{0,20}"
    return re.compile(rf"[*_ ]{{0,3}}(?:{other}/ ?)?(?:{names})(?: ?/ ?{other})?[*_ \u00a0]{{0,3}}:", re.IGNORECASE)


_IS_FROM, _IS_SENT, _IS_TO, _IS_COPY, _IS_SUBJECT = map(_label, (_FROM, _SENT, _TO, _COPY, _SUBJECT))
_MAYBE_LABEL = re.compile(r"[*_ ]{0,3}[^\W\d_][\w /-]{0,45}[*_ \u00a0]{0,3}:")

_ORIGINAL = (
    "original message|original appointment|original email|ursprüngliche nachricht|originalnachricht"
    "|message d'origine|message original|mensaje original"
    "|mensagem original|messaggio originale|oorspronkelijk bericht|originele bericht|ursprungligt meddelande"
    "|originalmeddelande|oprindelig meddelelse"
    "|opprinnelig melding|wiadomość oryginalna|oryginalna wiadomość|alkuperäinen viesti|neges wreiddiol"
    "|původní zpráva|eredeti üzenet"
    "|исходное сообщение|reply message|reply to message|quoted message|original text|mesaj original"
)
_FORWARD = (
    "begin forwarded message|forwarded message|forwarded by|weitergeleitete nachricht|message transféré"
    "|message transmis|début du message (?:réexpédié|transféré)"
    "|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht|vidarebefordrat meddelande"
    "|videresendt (?:meddelelse|melding)"
    "|wiadomość przekazana|przekazana wiadomość|välitetty viesti|neges a anfonwyd ymlaen"
    "|neges wedi'i (?:hanfon ymlaen|blaenyrru)|přeposlaná zpráva"
    "|továbbított üzenet|пересылаемое сообщение|inizio messaggio inoltrato|anfang der weitergeleiteten nachricht"
    "|forwarded mail|forwarded email"
)
_RULED = r"[-_=*>+~\s]{0,60}"
_DIVIDER = re.compile(rf"{_RULED}(?:{_ORIGINAL})\b{_RULED}:?$", re.IGNORECASE)
_FORWARDED = re.compile(rf"{_RULED}(?:{_FORWARD})\b[^.!?]{{0,80}}$", re.IGNORECASE)

_WROTE = (
    r"wrote|writes|has written|schrieb|a écrit|écrit|escribió|escreveu|ha scritto|scrisse|schreef|skrev"
    r"|napisał\(?a?\)?|napisała|kirjoitti|ysgrifennodd"
    r"|napsal\(?a?\)?|írta|написал\(?\u0430?\)?|пише|έγραψε|a scris"
    r"|kirjutas|skrifaði|rašė|yazd\u0131|şunu yazd\u0131|said|geschrieben"
)
_HAS_WROTE = re.compile(rf"(?:^|[\s,>)])(?:{_WROTE})(?=[\s:,(]|$)", re.IGNORECASE)
_ATTRIBUTED = re.compile(
    rf"(?:^|.*[\s,>)\"'])(?:{_WROTE})(?:(?:[\s,][^:]{{0,120}}|\s?\([^()]{{0,60}}\))?\s?:)?$", re.IGNORECASE
)
_ENDS_BARE = re.compile(rf"[>)]\s+(?:{_WROTE})$", re.IGNORECASE)  # the colon was lost
_SURE = re.compile(r"[\w.+-]@[\w-]|\b\d{1,2}[:.h]\d\d\b|\bmailto:")
_DATED = re.compile(r"\d")
_GROUPWISE = re.compile(r">>>.{1,200}>>>$")
_ROW = re.compile(r"(?:[-_=*~#\u2014\u2013\u2500\u2501\u2022]\s?){5,}$")
_VAGUE = re.compile(r"(?=.{0,300}(?:@|\b\d{1,2}[:.]\d\d\b))(?=.{0,300}\d).{5,300}:$")

_RULES = "-_=*~#+>\u2014\u2013\u2500\u2501\u2022"
_LOOK_AHEAD = 4  # lines that an attribution may be wrapped over
_LONG = 500

Kind = Literal["ours", "divider", "headers", "attribution", "forward"]


class Heading(NamedTuple):
    """What stands above quoted words: its kind, the line after it, and whether it could be anything else."""

    kind: Kind
    end: int
    sure: bool = True


def heading(lines: Lines, at: int) -> Heading | None:
    """Return the heading of a quote that begins at this line, if one does."""
    bare = lines[at].bare
    if lines[at].mark == "attribution":
        return Heading("attribution", _attribution_end(lines, at) or at + 1)
    if not (":" in bare or "@" in bare or bare[0] in _RULES or _DATED.search(bare) or "above" in bare.lower()):
        return None  # most lines are words, and it costs little to see it
    if _OURS.search(bare):
        return Heading("ours", at + 1)
    found = _divided(lines, at) if len(bare) < _LONG else None
    if found is None and _MAYBE_LABEL.match(bare):
        found = _headers(lines, at)
    return found or _attributed(lines, at)


def _attributed(lines: Lines, at: int) -> Heading | None:
    end = _attribution_end(lines, at)
    if end:
        whole = " ".join(lines[place].bare for place in range(at, end))
        return Heading("attribution", end, sure=bool(_SURE.search(whole)))
    return None


def _divided(lines: Lines, at: int) -> Heading | None:
    bare = lines[at].bare
    if _GROUPWISE.match(bare):
        return Heading("divider", at + 1)
    if _DIVIDER.match(bare) and (bare[0] in "-_=*>+~" or bare.endswith(":") or _headers(lines, lines.next(at + 1))):
        return Heading("divider", _past_headers(lines, at + 1))
    following = lines.next(at + 1) if is_row(bare) else at
    if (
        following > at
        and following < len(lines)
        and not lines[following].depth
        and (block := _headers(lines, following))
    ):
        return block  # the row that Outlook draws above its headers
    forwarded = _FORWARDED.match(bare)
    if forwarded and (bare[0] in "-_=*>+~" or bare.endswith(":") or _headers(lines, lines.next(at + 1))):
        return Heading("forward", at + 1)
    return None


def _past_headers(lines: Lines, at: int) -> int:
    following = lines.next(at)
    block = _headers(lines, following) if following < len(lines) and lines[following].depth == 0 else None
    return block.end if block else at


def _headers(lines: Lines, at: int) -> Heading | None:
    """Tell whether a block of headers begins here: From and two more, or From and Sent, in any order, near together."""
    if at >= len(lines):
        return None
    kinds: set[str] = set()
    end = at
    gap = 0
    for place in range(at, min(at + 16, len(lines))):
        bare = lines[place].bare
        kind = _header_kind(bare)
        if kind:
            kinds.add(kind)
            end, gap = place + 1, 0
        elif place == at:
            return None
        elif kinds >= {"from", "sent"} and not bare:
            break
        else:
            gap += 1
            if gap > 2:  # noqa: PLR2004 - a wrapped address list, or Outlook's doubled lines
                break
    others = kinds - {"from", "copy"}
    found = ("from" in kinds and ("sent" in kinds or len(others) > 1)) or others == {"sent", "to", "subject"}
    return Heading("headers", end, sure="from" in kinds) if found else None


def _header_kind(bare: str) -> str:
    for kind, label in (
        ("from", _IS_FROM),
        ("sent", _IS_SENT),
        ("to", _IS_TO),
        ("subject", _IS_SUBJECT),
        ("copy", _IS_COPY),
    ):
        if label.match(bare):
            return kind
    return ""


def _attribution_end(lines: Lines, at: int) -> int:
    """Return the line after "On … wrote:" if it begins here, over one line or wrapped over several; else nothing."""
    whole = ""
    for place in range(at, min(at + _LOOK_AHEAD, len(lines))):
        bare = lines[place].bare
        if not bare or len(bare) > _LONG:
            return 0
        whole += (" " if whole else "") + bare
        if (
            (bare[-1] == ":" or _ENDS_BARE.search(bare))
            and _HAS_WROTE.search(whole)
            and _DATED.search(whole)
            and _ATTRIBUTED.match(whole)
        ):
            return place + 1
        if place == at and not _may_begin(bare):
            return 0
    return 0


_BEGINS = re.compile(
    r"(?:on|am|le|el|em|il|op|den|ar|na|dne|în|el|a|at|in|på|il giorno|w dniu|dnia|mon|tue|wed|thu|fri|sat|sun"
    r"|lun|mar|mer|gio|ven|sab|dom|pt|śr|pon|wt|czw"
    r"|sob|niedz|ma|ti|ke|to|pe|la|su|man|tir|ons|tor|fre|lør|søn|po|út|st|čt|pá|so|ne|van|\d{1,4}"
    r"|\d{1,2}[./-]\d{1,2})\b|.{0,100}@|\"",
    re.IGNORECASE,
)


def _may_begin(bare: str) -> bool:
    """Tell whether a wrapped attribution could begin with this line."""
    return bool(_BEGINS.match(bare)) and bool(_DATED.search(bare) or "@" in bare or len(bare) < 30)  # noqa: PLR2004 - "On Friday,"


def is_row(bare: str) -> bool:
    """Tell whether a line is nothing but dashes, underscores or the like."""
    return bare[:1] in _RULES and bool(_ROW.match(bare))


def may_be_heading(bare: str) -> bool:
    """Tell whether a line could head a quote in a form nobody told us of: after it no command is read."""
    return (bare[-1:] == ":" and bool(_VAGUE.match(bare))) or ("@" in bare and bool(_IS_FROM.match(bare)))
