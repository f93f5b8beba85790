"""A block of headers above a mail that is quoted: Outlook's From, Sent, To, Subject, in any order; the head of a Notes memo.

In the common European languages and Welsh. A visit's plan has such labels too ("From: mum's house / To: school"): what makes
the block a mail's is an address, a whole date, or the line that a program draws above it. Pure.
"""

import re
from typing import NamedTuple

from mailservice.mail.mime.lines import Lines
from mailservice.mail.reply.attributions import Level

_FROM = (
    "from|von|de|da|van|från|fra|od|oddi wrth|o|feladó|kimden|от|από|expéditeur|absender|mittente|remitente"
    "|remetente|lähettäjä|gan|frá|de la|nadawca|ab|avsändare|mittent"
)
_SENT = (
    "sent|date|gesendet|datum|envoyé|envoyé le|enviado|enviado el|enviada|fecha|data|inviato|verzonden|skickat"
    "|sendt|wysłano|wysłane|lähetetty|päiväys"
    "|anfonwyd|dyddiad|odesláno|elküldve|dátum|отправлено|дата|sent at|date sent|dato|trimis|ημερομηνία|στάλθηκε"
    "|gönderilen|received|enviados|vytvořeno"
)
_TO = (
    "to|an|à|a|para|aan|till|til|do|vastaanottaja|at|i|komu|címzett|кому|tot|destinataire|empfänger"
    "|destinatario|către|pro|προς|kime|pour"
)
_COPY = (
    "cc|kopie|copie|copi|kopia|kopi|kopio|bcc|reply-to|reply to|antwort an|copia|dw|másolat|копия|κοιν"
    "|importance|attachments|when|where|required|organization|sent by|date/time"
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

_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]|\bmailto:", re.IGNORECASE)
_WHOLE_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d)")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]\d\d(?!\d)")
_WORD = r"[^\W\d_a-z][\w.'\u2019/-]{0,60}"
_NAME = re.compile(rf"{_WORD}(?:[ ,]{{1,2}}{_WORD}){{0,5}}[ ,]{{0,2}}(?:<[^<>]{{3,200}}>)?$")
_ONLY_DATE = re.compile(
    r"(?:[^\W\d_]{2,12}[.,]{0,2} {0,2})?[\d\w ./,-]{4,40}[ ,]\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[APap][Mm])?$"
)
# Notes: "Sarah ---24/11/2026 15:05:36---the subject", and a head whose labels have no colon.
_THREE_DASHES = re.compile(r"[^-]{2,80}---\d{1,4}[./-]\d{1,2}[./-]\d{2,4} \d{1,2}[:.]\d\d[^-]{0,12}---")
_NOTES_LABEL = re.compile(
    r"(?P<label>To|cc|bcc|Subject|An|Kopie|Thema|Pour|Objet|Aan|Onderwerp|At|Pwnc)(?:\s{1,40}\S.{0,200})?$"
)
_IN_ROW = re.compile(r"\s{2,60}(?:To|An|Pour|Aan|At)\s{1,20}\S")
_MOST = 16


class Block(NamedTuple):
    """A block of headers: the line after it, and how sure it is that it heads a mail."""

    end: int
    level: Level


def block(lines: Lines, at: int, *, ruled: bool = False) -> Block | None:
    """Return the block of headers that begins at this line; `ruled` if a line was drawn above it."""
    if at >= len(lines) or not _MAYBE_LABEL.match(lines[at].bare):
        return None
    kinds: set[str] = set()
    texts: list[str] = []
    end, gap = at, 0
    for place in range(at, min(at + _MOST, len(lines))):
        bare = lines[place].bare
        kind = _kind(bare)
        if kind:
            kinds.add(kind)
            end, gap = place + 1, 0
        elif place == at or (kinds >= {"from", "sent"} and not bare):
            break
        else:
            gap += 1
            if gap > 2:  # noqa: PLR2004 - a wrapped address list, or Outlook's doubled lines
                break
        texts.append(bare[:300])
    level = _level(kinds, " ".join(texts), ruled=ruled)
    return Block(end, level) if level else None


def _level(kinds: set[str], text: str, *, ruled: bool) -> Level | None:
    """Tell from the labels and what stands beside them how sure it is: From and two more, or From and Sent."""
    others = kinds - {"from", "copy"}
    whole = "from" in kinds and ("sent" in kinds or len(others) > 1)
    mails = bool(_ADDRESS.search(text)) or bool(_WHOLE_DATE.search(text) and _CLOCK.search(text))
    if whole:
        return "sure" if mails or (ruled and "subject" in kinds) else "likely" if "subject" in kinds else "maybe"
    if "from" in kinds and others:
        if ruled and (mails or "subject" in kinds):
            return "sure"
        return "likely" if mails else "maybe"
    return "maybe" if others == {"sent", "to", "subject"} else None


def _kind(bare: str) -> str:
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


def is_from(bare: str) -> bool:
    """Tell whether a line begins as the label of a sender."""
    return bool(_IS_FROM.match(bare))


def name_and_date(lines: Lines, at: int) -> Block | None:
    """Return the two lines, a name and a whole date, that some programs write below the line they draw."""
    following = lines.next(at + 1)
    if following >= len(lines) or following > at + 2 or not _NAME.match(lines[at].bare[:300]):
        return None
    date = lines[following].bare
    whole = len(date) < 60 and _ONLY_DATE.match(date) and _WHOLE_DATE.search(date)  # noqa: PLR2004 - a date is short
    return Block(following + 1, "likely") if whole else None


def memo(lines: Lines, at: int) -> Block | None:
    """Return the head of a Notes memo that begins at this line: a name, a date, and labels without a colon."""
    bare = lines[at].bare
    if len(bare) < 300 and "---" in bare and _THREE_DASHES.match(bare):  # noqa: PLR2004 - a name, a date, a subject
        return Block(at + 1, "likely")
    dated = at + 1 if "@" in bare or ("/" in bare and _NAME.match(bare[:300])) else at
    if dated >= len(lines) or not (
        _WHOLE_DATE.search(lines[dated].bare[:60]) and _CLOCK.search(lines[dated].bare[:60])
    ):
        return None
    labels: set[str] = {"To"} if _IN_ROW.search(lines[dated].bare[:200]) else set()
    end = dated + 1
    for place in range(dated + 1, min(dated + 12, len(lines))):
        label = _NOTES_LABEL.match(lines[place].bare[:260])
        if label:
            labels.add(label["label"])
            end = place + 1
    found = (
        len(labels) > 1 and not labels <= {"cc", "bcc"} and labels & {"Subject", "Thema", "Objet", "Onderwerp", "Pwnc"}
    )
    if not found:
        return None
    if lines[end - 1].bare in labels:
        end = min(lines.next(end) + 1, len(lines))  # the subject stands on the line below its label
    return Block(end, "sure" if "@" in bare else "likely")
