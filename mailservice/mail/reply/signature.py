"""Where a person's signature begins: a delimiter, a closing, "Sent from my iPhone", a name with telephone numbers. Pure."""

import re
from collections.abc import Sequence

from mailservice.mail.grammar.reading import says_command, wants_a_person
from mailservice.mail.reply.disclaimer import is_personal

_DELIMITER = re.compile(r"(?:--|__|\u2014|\u2013\u2013|-- ?|_{2,4}|[*_]{1,2}-- ?[*_]{1,2})$")
# What a telephone adds after its own name; anything else is what somebody has to say about where they are.
_TAIL = (
    r"(?: ?(?:<[^<>]{0,200}>|\([^()]{0,60}\)))?(?:,? (?:for|on|using|via|by|with|in) (?:\w{1,12} )?(?:i-?os"
    r"|i-?pad(?:os)?|i-?phone|android"
    r"|windows(?: \d{1,2})?|mac(?:os)?|outlook|mail|o2|ee|vodafone|three|giffgaff|bt|sky|tesco|the move|the go"
    r"|my mobile|a mobile"
    r"|(?:orange|t-mobile|verizon|samsung)(?: network)?|proton\w{0,8}|gmail|yahoo|blackberry|intune|exchange|workspace"
    r"|(?:the )?(?:o2|ee|vodafone|three|4g|5g) network)\b| (?:device|handset|smartphone|phone|mobile|tablet|plus"
    r"|pro|max|mini|ultra|edge|note"
    r"|fold|flip|fe|x{1,2}|se|[as]\d{1,3}\w?|\d{1,2}(?:th)?|[345]g|email|app|touch|wireless)\b){0,5}"
    r"(?:[ ,.;:|\u2013-]{0,4}(?:(?:please |so |and )?(?:excuse|forgive|apologies|apologi[sz]e"
    r"|sorry)\b[^.!?]{0,30}\b(?:brevity|typos?|spelling|errors?"
    r"|mistakes|auto-?correct\w{0,4}|short)\b[^.!?]{0,20}|get outlook\b.{0,60}))?(?: ?<[^<>]{0,200}>)?(?: gesendet"
    r"| envoyé| lähetetty| poslano)?[ .!]{0,3}$"
)
_PHONE = re.compile(
    r"[\W_]{0,4}(?:(?:sent|envoyé|gesendet|von meinem|enviado|inviato|verzonden|verstuurd|skickat|sendt|wysłane"
    r"|wysłano|lähetetty|anfonwyd|odesláno|trimis|отправлено)\b"
    r" ?(?:from|depuis|de|à partir de|von|desde|do|dal|da|vanaf|vanuit|van|från|fra|z|o['\u2019]?m|o|od"
    r"|\u0441)? ?(?:my|mon|ma|mein\w*|mi|meu|mio|mijn|min|mit|moje\w*|mojego|fy)?"
    r" ?(?:\w+ )?(?:i-?phone|i-?pad|ios|android|galaxy|samsung\w*|mobile|smartphone|phone|blackberry|outlook"
    r"|yahoo|gmail|mail|proton\w*|windows|huawei|xiaomi|nokia|tablet|ffôn|handy"
    r"|téléphone|móvil|workspace|telefon\w*|nine|boxer|aquamail|k-9|thunderbird|work phone|touch)\b"
    + _TAIL
    + r"|(?:get|scarica|obtener|télécharger|holen sie sich|download|hämta|hent) (?:outlook|bluemail|spark)\b.{0,60}$"
    r"|outlook (?:for|für|pour|para|per|voor) (?:ios|android|mac)\b.{0,80}$"
    r"|sent (?:using|with|via)\b.{0,60}(?:mail|outlook|app|secure|hey|spark|superhuman|boxer|proton\w*"
    r"|for (?:mac|ios))\b.{0,40}$"
    r"|sent securely (?:using|with|via|through)\b.{0,40}$"
    r"|yahoo mail: .{0,60}$|sent with care\b.{0,20}$"
    r"|(?:please )?(?:excuse|forgive|apologies for|sorry for)\b.{0,40}\b(?:brevity|typos|spelling|errors"
    r"|auto-?correct)\b.{0,60}$)",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\b(?:he|she|him|they|mum|mother|dad|father|child|baby|police|urgent|escalate|object|disagree|brys|outside"
    r"|help)\b",
    re.IGNORECASE,
)
_FAREWELL = (
    r"(?:(?:with )?(?:very |my |our |all |many |kind(?:est)? |warm(?:est)? |best )*(?:regards|wishes|thanks)"
    r"|kindest|best|warmly|kr|br|bw|rgds|vbw|cheers|ta|speak soon|take care|all the best|respectfully|in haste|hwyl"
    r"|(?:thanks|thank you)(?: again| so much| very much| a lot| all| both| in advance| for your help"
    r"| and (?:kind |best )?(?:regards|wishes))?"
    r"|(?:yours )?(?:sincerely|faithfully|truly)|yours(?: ever)?"
    r"|(?:gyda )?(?:dymuniadau gorau|diolch(?: yn fawr)?(?: iawn)?|cofion(?: gorau| cynnes| caredig)?)"
    r"|yn gywir|yr eiddoch yn (?:gywir|ddiffuant)"
    r"|mit freundlichen grüßen|(?:viele |liebe |schöne )?gr(?:u|ü)(?:ß|ss)e?|groet(?:en|jes)?"
    r"|(?:cordiali |tanti )?saluti|cordialement|bien à vous|saludos(?: cordiales)?|atentamente"
    r"|cordiali saluti|met vriendelijke groet(?:en)?|pozdrawiam|z poważaniem|med vänlig hälsning)"
)
_CLOSING = re.compile(
    rf"{_FAREWELL}(?:[ /|&,\u2013-]{{1,3}}{_FAREWELL})?"
    r"[ ,.!\u2013-]{0,4}(?P<name>(?:[A-Z][\w.'\u2019-]{0,20}[ ,.]{0,2}){0,4}x{0,3})$",
    re.IGNORECASE,
)
_THANKS = re.compile(r"(?:many |my |very |all |our )*(?:thanks|thank you|diolch|cheers|ta)\b", re.IGNORECASE)
_NAME_CASE = re.compile(r"(?:(?:[A-Z][\w.'\u2019-]*+|and|&|x+)[ ,.]{0,2}){0,5}$")
_REACH = re.compile(
    r"(?:\b(?:tel|telephone|mob|mobile|phone|direct(?: line| dial)?|ddi|fax|ext|switchboard|ffôn|symudol|t|m|e|w"
    r"|email|e-mail|web|e-bost|bleep|pager)\b\.? ?[:.]?\s{0,3}[+(]?[\d(]|\b0\d{2,4}[ )-]?\d{3}"
    r"|\+44|\bwww\.|https?://|^[\w.+-]+@[\w-]+\.[\w.-]+$|\b(?:e|email|e-mail|e-bost)\b ?[:.] ?\S+@"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|@\w{3,}$|\bpronouns\b|\b(?:she/her|he/him|they/them)\b)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:manager|head ?teacher|head of|teacher|lead|nurse|visitor|social worker|officer|director|coordinator"
    r"|co-ordinator|adviser|advisor|assistant|secretary|gp|doctor|practitioner|inspector"
    r"|sergeant|constable|superintendent|dsl|safeguarding|midwife|consultant|paediatrician|clerk|pennaeth"
    r"|rheolwr|gweithiwr|swyddog|nyrs|ymwelydd|chair|team|service|department|council|cyngor|school|ysgol|academy"
    r"|trust|hospital|surgery|nhs|constabulary|police|partnership|directorate)\b",
    re.IGNORECASE,
)
_MANNERS = re.compile(
    r"\b(?:working (?:hours|days|pattern|week)|work(?:ing)? (?:flexibly|part[- ]time|from home|remotely)|(?:not"
    r"|n['\u2019]t) (?:expect|feel)"
    r"|flexible working|non-working|annual leave|office hours|out of hours|follow us|visit (?:us|our)|find us"
    r"|oriau gwaith|gweithio)\b",
    re.IGNORECASE,
)
_LITTER = re.compile(r"(?:\[(?:cid|image)\b[^\]]{0,200}\]|<https?://[^>\s]{0,500}>|\s)+$", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?]\s*$|[,;]\s+\w+\s+\w+\s+\w+\s+\w+\s+\w+")
_TELLS = re.compile(
    r"\b(?:he|she|him|they|mum|mummy|dad|daddy|baby is|child is|tonight)\b(?!/)"
)  # no capitals: no name, no post
_WORD = re.compile(r"[^\W\d_]{4,40}")
_MOST_LINES, _WIDEST = 14, 90


def is_delimiter(bare: str) -> bool:
    """Tell whether a line is a delimiter alone (RFC 3676 section 4.3, and what people make of it)."""
    return bool(_DELIMITER.match(bare))


def is_phone(bare: str) -> bool:
    """Tell whether a line is what a telephone or an app writes by itself."""
    return len(bare) < 160 and bool(_PHONE.match(bare)) and not _SPEAKS.search(bare)  # noqa: PLR2004 - such a line is short


def is_closing(bare: str) -> bool:
    """Tell whether a line closes a letter: "Kind regards", "Diolch yn fawr", with or without a name."""
    match = _CLOSING.match(bare) if len(bare) < 70 else None  # noqa: PLR2004 - such a line is short
    return bool(match and _NAME_CASE.match(match["name"]) and not says_command(match["name"]))


def is_thanks(bare: str) -> bool:
    """Tell whether a line only thanks: at the top of a mail, or before more words, it closes nothing."""
    return bool(_THANKS.match(bare))


def is_contact(bare: str) -> bool:
    """Tell whether a line only tells where or as what somebody is reached: a number, an address, a post, a picture's place."""
    if len(bare) <= _WIDEST and not _SENTENCE.search(bare) and not is_personal(bare):
        if _REACH.search(bare):
            return True
        titled = all(word[0].isupper() for word in _WORD.findall(bare))
        if (titled and _ROLE.search(bare)) or _MANNERS.search(bare):
            return True
    return is_delimiter(bare) or is_closing(bare) or is_phone(bare) or is_litter(bare)


def is_litter(bare: str) -> bool:
    """Tell whether a line is only the place of a picture or a link that a gateway left."""
    return bool(_LITTER.match(bare))


def begins(bares: Sequence[str], sender: str = "") -> int:
    """Return the line at which the signature begins in the last words of somebody, or their number if there is none.

    `sender` is the name in the From header. Only what reaches to the end is a signature.
    """
    last = len(bares)
    first = _last_lines(bares)
    marked = next((at for at in range(first, last) if bares[at] and _is_marked(bares, at)), last)
    named = (at for at in range(first, marked) if is_name_of(bares[at], sender) and _is_block(bares[at:marked], sender))
    unnamed = (at for at in range(max(first, 1), marked) if bares[at] and not bares[at - 1] and any(bares[:at]))
    unnamed = (at for at in unnamed if not wants_a_person(next(bare for bare in reversed(bares[:at]) if bare)))
    blocks = (at for at in unnamed if marked == last and _is_block(bares[at:], sender))
    return next(named, next(blocks, marked))


def _last_lines(bares: Sequence[str]) -> int:
    """Return where the last lines begin: no signature is longer."""
    left = _MOST_LINES * 2
    for at in range(len(bares) - 1, -1, -1):
        left -= bool(bares[at])
        if left < 0:
            return at
    return 0


def _is_marked(bares: Sequence[str], at: int) -> bool:
    """Tell whether a delimiter, a closing or a telephone's line begins the end of a mail here."""
    if is_delimiter(bares[at]):
        return _rest(bares, at) <= _MOST_LINES * 2
    if is_phone(bares[at]):
        return not _rest(bares, at)
    if not is_closing(bares[at]) or (is_thanks(bares[at]) and not any(bares[:at])):
        return False  # thanks at the top are what somebody has to say
    after = next((bare for bare in bares[at + 1 :] if bare), "")
    return _is_tail(bares, at + 1) and not says_command(after)


def _rest(bares: Sequence[str], at: int) -> int:
    return sum(1 for bare in bares[at + 1 :] if bare)


def _is_tail(bares: Sequence[str], at: int) -> bool:
    """Tell whether all that follows could stand below a closing: few short lines, no sentences."""
    rest = [bare for bare in bares[at:] if bare]
    return len(rest) <= _MOST_LINES and all(_fits(bare) for bare in rest)


def _fits(bare: str) -> bool:
    return bool(
        is_phone(bare)
        or is_delimiter(bare)
        or _REACH.search(bare)
        or _MANNERS.search(bare)
        or _LITTER.match(bare)
        or (len(bare) <= _WIDEST and not _SENTENCE.search(bare) and not _TELLS.search(bare))
    )


def _is_block(bares: Sequence[str], sender: str) -> bool:
    """Tell whether a signature without closing begins here: the sender's name, or a name above telephone numbers."""
    rest = [bare for bare in bares if bare]
    if len(rest) > _MOST_LINES or not all(_fits(bare) and not says_command(bare) for bare in rest):
        return False
    if is_name_of(rest[0], sender):
        return True
    names = (
        len(rest[0]) < _WIDEST / 2
        and bool(re.match(r"[A-Z][\w.'\u2019-]*(?:[ ,]{1,2}[A-Z][\w.'\u2019-]*){0,4}[ ,]{0,2}$", rest[0]))
        and not rest[0].isupper()
    )
    return names and len(rest) > 1 and any(_REACH.search(bare) or _ROLE.search(bare) for bare in rest[1:])


def is_name_of(bare: str, sender: str) -> bool:
    """Tell whether a line is the sender's name, first name, or initials."""
    words = re.findall(r"[^\W\d_][\w'\u2019-]*", sender)
    if not words or not bare:
        return False
    line = re.sub(r"\s{0,9}(?:[(,|\u2013-].*|x{1,9})$", "", bare).strip(" .,").lower()
    whole = [word.lower() for word in words]
    return line in {" ".join(whole), whole[0], f"{whole[-1]} {' '.join(whole[:-1])}"} or (
        line == "".join(w[0] for w in whole) and len(line) > 1
    )
