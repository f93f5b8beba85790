"""The small print that organisations put below a mail, in English and Welsh. Pure."""

import re
from collections.abc import Iterator

_MAIL = r"(?:e-?mail|message|communication|transmission|correspondence|mail|electronic message)"
# What a label announces must follow it: "Confidential:" above somebody's own words is a word of theirs.
_LABEL = re.compile(
    rf"(?:(?:privileged,? ?(?:and|/)? ?)?(?:confidentiality|confidential|disclaimer|privacy|private"
    rf"|legal|important"
    rf"|privileged|please note)(?:(?: and|/|,|&) \w{{4,14}})? ?(?:notice|note|statement|warning|information|{_MAIL})?"
    r"|cyfrinachedd|ymwadiad|nodyn cyfrinachedd)\b[\W_]{0,60}",
    re.IGNORECASE,
)
_PRINT = r"confidential|privileged|intended|solely|addressee|recipient|virus\w*|legally|liabilit\w+|unauthori[sz]ed"
_SMALL_PRINT = re.compile(
    r"(?:"
    rf"(?:the )?(?:information|contents?|views?|opinions?|material)\b.{{0,60}}\b(?:in|of|with|within"
    rf"|by) (?:this|the) {_MAIL}\b.{{0,160}}\b(?:{_PRINT}|those of|represent\w*|private|protected|binding|attach\w+"
    rf"|disclosed?)\b"
    r"|(?:the )?information (?:transmitted|contained|herein)\b.{0,80}\b(?:intended|confidential|privileged)\b"
    r"|[\w'\u2019& ]{3,40} (?:may|will|reserves the right to) (?:monitor|record|intercept"
    r"|scan)\b.{0,60}\b(?:e-?mails?|messages)\b"
    r"|.{0,60}\bis a (?:company limited|registered (?:company|charity|society|provider))\b"
    rf"|this {_MAIL}(?: transmission)?(?: and| \(|,? (?:together with|including)|,? its| with| or)? ?(?:any|all"
    rf"|the|its)?\)? ?(?:files?|attachments?|attached|documents?|enclosures?|information|contents?)?.{{0,40}}"
    r"\b(?:is|are|may|contains?|has been|have been|was|were|might|does|should|and)\b.{0,90}\b"
    rf"(?:{_PRINT}|scanned|swept|checked for|monitor\w*|secure|private|(?:be|without) disclos\w+|be recorded"
    rf"|protected)\b"
    rf"|(?:if )?you (?:are not|have received) (?:the intended|this {_MAIL}) ?(?:recipient|addressee|in error)"
    rf"|if you (?:are not|have received|receive|think you have received|were not)\b.{{0,60}}\b(?:intended"
    rf"|in error|by mistake|addressee)\b"
    rf"|(?:all|any|please note(?: that)?|incoming and outgoing"
    rf"|e-?mails?)\b.{{0,60}}\b{_MAIL}s?\b.{{0,60}}\b(?:monitor\w*|recorded|freedom of information|disclos\w+"
    rf"|intercept\w*)\b"
    rf"|(?:the |any )?(?:views|opinions)(?: or (?:views|opinions))? (?:expressed|presented|stated"
    rf"|contained)\b.{{0,120}}"
    rf"\b(?:{_MAIL}|those|solely|author|sender|necessarily)\b"
    rf"|(?:please |think )?(?:consider the environment|(?:think )?before (?:you )?print\w*"
    rf"|do you (?:really )?need to print|save (?:paper|a tree)\b.{{0,60}}\bprint\w*)"
    r"|(?:scanned|virus checked|checked|certified|delivered) (?:for|by)\b.{0,60}\b(?:virus\w*|malware|spam|security"
    r"|mailscanner"
    r"|mimecast|messagelabs|symantec|sophos|barracuda|norton|avast|avg|mcafee|forcepoint|egress)"
    rf"|click here to report this {_MAIL} as spam"
    rf"|this {_MAIL} carries a disclaimer|communications? (?:via|sent|made|through|to|from|by)\b"
    r".{0,120}\b(?:logged|monitored|recorded)\b"
    r"|nhsmail is the secure|for more information and to find out how you can switch|this email has been scanned"
    r"|(?:we|the \w+) welcomes? (?:correspondence|receiving|calls|contact|you to)\b.{0,60}\b(?:welsh|cymraeg)\b"
    r"|rydym yn croesawu\b|croesewir gohebiaeth|croesawn ohebiaeth|mae croeso i chi (?:gysylltu|ohebu)"
    r"|mae(?:['\u2019]r| yr?| unrhyw)? ?(?:e-?bost|neges|wybodaeth|cyfathrebiad|ohebiaeth)\b.{0,80}\b"
    r"(?:gyfrinachol|cyfrinachol|bersonol|atodiad\w*|f?wriad\w*|unig)\b"
    r"|gall(?:ai)? (?:yr |y |'r )?(?:e-?bost|neges|wybodaeth)\b.{0,60}\b(?:cyfrinachol|gyfrinachol)"
    r"|os nad (?:chi|ydych|ydyw)\b.{0,80}\b(?:derbyn\w*|dderbyn\w*|arfaethedig|bwriadwyd)"
    r"|os ydych wedi derbyn"
    r"|dieses? (?:e-?mail|nachricht)\b.{0,80}\bvertraulich|ce (?:message|courriel|mail)\b.{0,80}\bconfidentiel"
    r"|(?:este|el presente) (?:mensaje|correo)\b.{0,80}\bconfidencial"
    r"|(?:questo messaggio|(?:questa|la presente) e-?mail)\b.{0,80}\b(?:riservat|confidenzial)"
    r"|(?:dit bericht|deze e-?mail)\b.{0,80}\bvertrouwelijk|(?:ta|niniejsza) wiadomość\b.{0,80}\bpoufn"
    r"|(?:bydd|caiff) (?:unrhyw )?(?:gohebiaeth|e-?byst|negeseuon)\b.{0,80}\b(?:monitro|oedi|cofnodi)"
    r"|this (?:e-?mail|message) (?:was|has been) (?:sent|delivered) securely\b|virus-free\b|\[?(?:avast|avg) logo"
    r"|microsoft teams (?:need help|meeting)\b|join the meeting now[\W_]{0,5}$|meeting id ?:"
    r"|registered (?:office|charity|in england)\b|(?:a )?company (?:registered|limited)\b"
    r"|(?:nothing in )?this (?:email|e-mail|message)[^.]{0,40}\b(?:does not|shall not) (?:form|create|constitute)\b"
    r"|how we use your (?:personal )?(?:data|information)|(?:for (?:details|information) (?:of|on"
    r"|about) )?(?:how )?(?:the council|we|our trust|the trust) (?:will )?(?:use"
    r"|process)(?:es)? (?:your )?personal (?:data|information)"
    r")",
    re.IGNORECASE,
)
# Words of which small print is made; a sentence without one, below it, may be anybody's.
_ABOUT_MAIL = re.compile(
    rf"\b(?:{_MAIL}s?|attachments?|{_PRINT}|sender|copy(?:ing)?|copied|disclos\w+|delet\w+|destroy\w*|liable|monitor\w*"
    r"|privacy|data|gdpr|copyright|encrypt\w*|malware|security|website|www|https?|registered|charity|offices?"
    r"|council|trust"
    r"|facebook|twitter|linkedin|follow us|environment|print\w*|internet|freedom of information|neges|e-?bost"
    r"|cyfrinach\w*"
    r"|cymraeg|welsh|gohebiaeth|opinions?|views)\b",
    re.IGNORECASE,
)
# Who speaks so is a person with something to say: small print knows no mum, and says neither "I" nor "he".
_PERSONAL = re.compile(
    r"\b(?:I|I['\u2019](?:m|ve|d|ll)|URGENT|ESCALATE|OBJECT|DISAGREE|BRYS)\b|(?i:(?<!or )(?<!/)\b(?:he|she|him|mum"
    r"|mummy|mam|mother"
    r"|dad|daddy|father|my|me|tonight|this (?:morning|afternoon|evening)|he['\u2019]s|she['\u2019]s"
    r"|999)\b(?! or she| or her|/))"
)
_SENTENCE = re.compile(r"(?<=[.!?])[\"'\u201d\u2019)*_]{0,3}\s{1,4}")
_MARKS = " \t*_-=~#+|.,:;\"'[](){}<>\u2013\u2014\u2022\u00a0"
_LOOK = 400  # characters of a line looked at: small print says what it is at once


def is_disclaimer(bare: str, following: str = "") -> bool:
    """Tell whether small print begins with this line; a label alone is some only if what follows it is."""
    text = _worded(bare)
    if (label := _LABEL.match(text)) and _begins(_worded(text[label.end() :] or following)):
        return True
    return _begins(text)


def _worded(text: str) -> str:
    """Return the beginning of a text without the stars and dashes before its first word."""
    return text[:_LOOK].lstrip(_MARKS)


def _begins(text: str) -> bool:
    return bool(_SMALL_PRINT.match(text)) and not is_personal(_SENTENCE.split(text, maxsplit=1)[0])


def is_personal(text: str) -> bool:
    """Tell whether a text speaks as a person does of a person: then it is no small print, wherever it stands."""
    return bool(_PERSONAL.search(text))


def others(paragraph: str) -> Iterator[str]:
    """Yield the sentences of a paragraph of small print that are none."""
    for sentence in _SENTENCE.split(paragraph):
        text = _worded(sentence)
        printed = _SMALL_PRINT.match(text) or _LABEL.fullmatch(text) or _ABOUT_MAIL.search(sentence)
        if sentence.strip() and (is_personal(sentence) or not printed):
            yield sentence.strip()


def breaks(text: str) -> int:
    """Return where, in a line that begins as small print, a person begins to speak; nothing if none does."""
    if not is_personal(text):
        return 0
    return next((gap.end() for gap in _SENTENCE.finditer(text) if is_personal(text[gap.end() : gap.end() + 200])), 0)
