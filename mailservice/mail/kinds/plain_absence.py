"""An out-of-office that no header and no subject marks: a mail rule's, or a telephone's. Start at `says_only_absence`.

It is told by its words alone, so every word must be one of a notice's (`absence_words`): a name, a date or an address may
stand where one stands in a notice. With any other word, a question or a word of ours it is a person's mail, and is heard.
"""

import re
from collections.abc import Iterable, Iterator

from mailservice.cases.history.words import WORDS
from mailservice.mail import danger
from mailservice.mail.kinds.absence import ELSEWHERE
from mailservice.mail.kinds.absence_words import CARE, VOCABULARIES
from mailservice.mail.kinds.quoted import above
from mailservice.mail.mime.addresses import Address

_AWAY = re.compile(
    r"(?i)\bon (?:\w+ ){0,3}(?:leave|holiday|vacation|secondment|training|a/l)\b|\bjury service\b|\bout of (?:the )?office\b"
    r"|\baway (?:from|until|on|for|today|this)\b|\bnot (?:back )?in (?:the )?(?:office|work|school)\b|\boff sick\b|\bsick leave\b"
    r"|\bno longer (?:work|employed)"
    r"|\bhave (?:now )?left (?:the |my |this |our )?(?:trust|council|school|post|role|organi[sz]ation|authority|service)\b"
    r"|\bpart[- ]time\b|\b(?:not|n['\u2019]t) work (?:on )?\w+day"
    r"|\bworking days are\b|\b(?:school|office|centre|nursery|we|clinic)\b.{0,30} (?:is|are) (?:now )?closed\b"
    r"|\battending\b|\bunavailable\b"
    rf"|{ELSEWHERE}"
)
# Here somebody is named who stands in, or where the writer works: a sentence with one of these may hold names.
_NAMES = re.compile(
    r"(?i)\b(?:contact\w{0,4}|call|ring|phone|e-?mail|speak|dial|direct|refer|deputy|cover\w{0,3}|colleague|manager|work|team"
    r"|kontakt\w{0,6}|wenden|vertret\w{0,6}|rufen|reach|adresser|appeler|joindre|llam\w{1,3}|contatt\w{1,5}|rivolg\w{1,6}|bel\w{0,4}"
    r"|collega|cysyllt\w{1,3}|ffoni\w{0,4}|e?-?bostiwch|zastęp\w{1,5}|ringa?|colegul|collègue|contacter)\b"
)
# What a notice tells besides: when mail is read and answered, and that a machine says so.
_TELLS = re.compile(
    r"(?i)\b(?:return\w{0,3}|back|repl(?:y|ies|ying)|respond\w{0,3}|response|answer\w{0,2}|reopens?|re-opens?|automat\w{1,8})\b"
    r"|\b(?:e-?mails?|messages?|mailbox|inbox|voicemail)\b"
    r"|\b(?:neges\w{0,5}|e-?bost|ebyst|dd?ychwel\w{1,3}|ymateb|ateb\w{0,3}|yn ôl)\b"
    r"|\b(?:nachricht\w{0,2}|rückkehr|zurück|wieder|beantwort\w{1,3}|antworte\w?|weitergeleitet)\b"
    r"|\b(?:courriel|retour|répond\w{1,4}|reviend\w{1,3}|correo\w?|mensaje\w?|regres\w{1,4}|respond\w{1,4}|volver\w|vuelta)\b"
    r"|\b(?:messagg\w{1,2}|rientr\w{1,3}|rispond\w{1,3}|torn\w{1,4}|bericht\w{0,2}|terug\w{0,5}|reage\w{1,4}|weer)\b"
    r"|\b(?:wiadomoś\w{1,3}|maile?|odpowi\w{1,4}|wróc\w|powro\w{1,3}|odczyt\w{1,4}|mensage\w{1,2}|volt\w{1,4}|retorn\w{1,4})\b"
    r"|\b(?:mejl\w{0,3}|meddeland\w|svar\w{0,2}|åter\w{0,7}|till?bak[ae]|igen|mesaj\w{0,4}|reven\w{1,2}|revin|răspun\w{1,2})\b"
)
# Stock phrases of a notice, in which a word may stand that elsewhere begins a statement of the writer's own.
_STOCK = re.compile(
    r"(?i)\bhave (?:very )?(?:limited|intermittent|restricted|no)? ?access\b|\bhave (?:now )?left\b"
    r"|\bif (?:it|this) is\b|\bif (?:it|this) can(?:not|['\u2019]t) wait\b|\bas soon as (?:possible|i can)\b"
    r"|\bhas(?: not|n['\u2019]t)? been forwarded\b"
    r"|\bthis (?:week|morning|afternoon|month|time|period|mailbox|inbox|address|account|e-?mail|message|post|role)\b"
    r"|\bthis is an auto\w{1,8}\b|\b(?:until|before|during) then\b|\b(?:i|you) have an? urgent\b"
    r"|\bIT (?=help|service|team|support)"
)
_BESIDES = re.compile(
    r"(?i)\b(?:have|has|had|it|this|that|sure|can(?:not|['\u2019]t)|possible|these|those|was|not (?:reply|respond|answer))\b"
)
_GREETS = re.compile(
    r"(?i)^(?:dear|hi|hello|good|kind|best|many|warm|thanks?|regards|yours|annwyl|helo|bore|prynhawn|diolch|cofion|yn gywir"
    r"|guten|hallo|liebe\w?|sehr|mit|vielen?|beste|freundliche|bonjour|bonsoir|merci|bien|cordial\w{1,5}|hola|buen[oa]s|gracias"
    r"|un|saludos?|atentamente|gentile|salve|buon\w{1,6}|grazie|saluti|distinti|geachte|goeden?\w{0,6}|met|groet\w{0,3}|bedankt"
    r"|szanown\w|dzień|dziękuję|pozdrawiam|z|olá|bo[am]|obrigad[oa]|atenciosamente|cumprimentos|hej|hei|tack|tak|takk|med|vänlig\w"
    r"|hälsning\w{0,3}|v?ennlig|venlig|bună|stimat\w|mulțumesc|cu)\b"
)
# A wish of the writer's own: a notice asks its reader to turn to somebody else.
_ASKS = re.compile(
    r"(?i)\b(?:contact|call|ring|phone|telephone|e-?mail|text|help|tell|let|support|ask) (?:me|us)\b"
    r"(?! (?:when i|(?:on|upon|after) my)\b)|\?"
)
# A leave that is still to come is told by a person.
_AHEAD = re.compile(r"(?i)\b(?:from|as of|starting) (?:tomorrow|next|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b")
_IF = re.compile(
    r"(?i)\b(?:if|for|in|should|where|when|any|anything|os|ar|mewn|unrhyw|falls|bei|für|wenn|pour|si|cas|toute|para|caso"
    r"|cualquier|per|se|voor|bij|als|w|dla|jeśli|jeżeli|em|vid|ved|för|i|om|hvis|în|pentru|dacă)\b"
)
_PRESSING = re.compile(
    r"(?i)\b(?:urgen\w{1,6}|dringend\w{0,2}|[bf]rys|piln\w{1,3}|spoed\w{0,9}|haste\w{0,3}|brådsk\w{1,5}|akut\w{0,2}|notf\w{2,5}"
    r"|hilfe|helfen|help|emerg\w{2,6}|argyfwng)\b"
)
_PRESSING_MATTER = re.compile(
    r"(?i)^(?:\w+ )?urgent (?:\w+ )?(?:matters?|quer\w{1,3}|enquir\w{1,3}|issues?|requests?|e?-?mails?)"
)
_SMALL_PRINT = re.compile(
    r"(?i)\b(?:confidential|intended|recipient|addressee|unauthori[sz]ed|virus\w{0,2}|disclos\w{1,4}|privileged|gyfrinachol)\b"
)
_SKIPPED = re.compile(
    r"(?i)(?:mailto:)?[a-z0-9._%+'-]{1,64}@[a-z0-9.-]{1,250}|<?https?://\S{1,500}|\bwww\.\S{1,250}|\bx?\+?\d[\d./:-]{0,30}\w{0,4}"
    r"|\bno (?=longer|access|e-?mail|internet|signal)"
)
_NOT = re.compile(r"(?i)\b(?:do|does|are|is|will) ?(?:not|n['\u2019]t)\b|\bdon['\u2019]t\b|\bwon['\u2019]t\b|\ba/l\b")
# An ordinal, as in "den 4. december", ends no sentence.
_ENDS = re.compile(r"(?<=[.!;])(?<!\b\d\.)(?<!\b\d\d\.)\s|\n")
_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_CASES = frozenset(("if", "for", "in", "should", "where", "when", "urgent"))
_TURN_TO = frozenset(
    (
        "contact",
        "call",
        "ring",
        "phone",
        "telephone",
        "dial",
        "email",
        "e-mail",
        "speak",
        "direct",
        "refer",
        "ask",
        "reach",
    )
)
_VERBS = frozenset(name.casefold() for word in WORDS.values() for name in word.names)
_FIRST = frozenset(name.split()[0].upper() for name in _VERBS)
_LONGEST, _MOST_NAMES, _SIGNED_LINES, _SIGNED_LONG, _PRINT, _ACRONYM, _FEW = 3_000, 12, 10, 70, 3, 5, 2


def says_only_absence(text: str, sender: Address) -> bool:
    """Tell whether the words above the quote are an absence notice, and not one word besides."""
    lines = above(text)
    own = "\n".join(lines)
    if len(own) > _LONGEST or not _AWAY.search(" ".join(own.split())):
        return False
    if _ASKS.search(own) or _AHEAD.search(own) or any(not _AWAY.search(one) for one in danger.phrases(own)):
        return False
    theirs = frozenset(_TOKEN.findall(f"{sender.name} {sender.address.partition('@')[0].replace('.', ' ')}".casefold()))
    said = {one: _languages(one, theirs) for one in _sentences(lines, theirs)}
    away = {language for one, languages in said.items() if _AWAY.search(one) for language in languages}
    return all(away & languages or _stands_alone(one) for one, languages in said.items())


def _sentences(lines: Iterable[str], theirs: frozenset[str]) -> Iterator[str]:
    """Yield the sentences above the signature; what follows a sign-off, if it is one, is a name and an office."""
    signed = 0
    text = ""
    for line in lines:
        if signed and signed <= _SIGNED_LINES and _is_signature(line):
            signed += 1
            continue
        alone = _is_sign_off(line, theirs)
        signed = 1 if alone else 0
        # A wrapped sentence goes on in the next line; a greeting or a name stands for itself.
        text += line + ("\n" if alone or (line.endswith((",", ":")) and _GREETS.match(line)) else " ")
    yield from (one.strip() for one in _ENDS.split(text) if one.strip())


def _is_sign_off(line: str, theirs: frozenset[str]) -> bool:
    words = _TOKEN.findall(line.casefold())
    named = bool(words) and all(one in theirs or len(one) == 1 for one in words)
    return named or (len(line) <= _SIGNED_LONG and bool(_GREETS.match(line)) and line[-1] not in ".;")


def _is_signature(line: str) -> bool:
    """Tell whether a line may stand in a signature: short, no sentence, its words names or those of an office."""
    if len(line) > _SIGNED_LONG or line.endswith((".", "!", ";")):
        return False
    words = _TOKEN.findall(_SKIPPED.sub(" ", line))
    return all(
        (one[:1].isupper() and not _is_ours(one)) or one in ("of", "and", "the", "for", "a", "y") for one in words
    )


def _stands_alone(sentence: str) -> bool:
    """Tell whether a sentence is small print, which may stand below a notice in any language."""
    return len(_SMALL_PRINT.findall(sentence)) >= _PRINT


def _languages(written: str, theirs: frozenset[str]) -> set[int]:
    """Return the vocabularies that a sentence is made of; a greeting or thanks is of all of them where it is of one."""
    sentence = _SKIPPED.sub(" ", written.replace("\u2019", "'"))
    words = _TOKEN.findall(_NOT.sub(" ", sentence))
    greets = bool(_GREETS.match(sentence))
    signs = greets or theirs.issuperset(map(str.casefold, words))
    names = greets or "@" in written or bool(_NAMES.search(sentence))
    tells = names or signs or bool(_TELLS.search(sentence))
    away = bool(_AWAY.search(sentence))
    if not (away or (tells and (signs or len(words) >= _FEW))) or _is_more(sentence, words):
        return set()
    found = {at for at, one in enumerate(VOCABULARIES) if _all_known(words, one, theirs, names=names)}
    return set(range(len(VOCABULARIES))) if found and greets else found


def _is_more(sentence: str, words: list[str]) -> bool:
    """Tell whether a sentence is one of our words, presses by itself, or begins a statement that no notice makes."""
    if " ".join(words).casefold() in _VERBS or not _speaks_of_others(sentence):
        return True
    return bool(_BESIDES.search(_STOCK.sub(" ", sentence)))


def _speaks_of_others(sentence: str) -> bool:
    """Tell whether what presses is only said for the case that it does: "if it is urgent", never "it is urgent"."""
    pressing = _PRESSING.search(sentence)
    if pressing is None or _PRESSING_MATTER.match(sentence):
        return True
    return bool(_IF.search(sentence, 0, pressing.start()))


def _all_known(words: list[str], vocabulary: frozenset[str], theirs: frozenset[str], *, names: bool) -> bool:
    known = vocabulary | CARE if vocabulary is VOCABULARIES[0] and _conditional(words) else vocabulary
    left = [one for one in words if one.casefold() not in known and one.casefold() not in theirs]
    shouted = any(one.isupper() and len(one) > 1 and _is_ours(one) for one in words)
    # A capital at the start of a sentence makes no name: there two stand together.
    begins = bool(left) and words[0] == left[0] and words[1:2] != left[1:2]
    return not (shouted or begins) and len(left) <= (_MOST_NAMES if names else 0) and all(map(_is_name, left))


def _conditional(words: list[str]) -> bool:
    """Tell whether an English sentence says whom to turn to in a case: only then may it speak of children and of harm."""
    plain = {one.casefold() for one in words}
    return bool(plain & _CASES) and bool(plain & _TURN_TO)


def _is_name(word: str) -> bool:
    """Tell whether a word may be a name: of somebody, not what is somebody's."""
    if word.endswith(("'s", "\u2019s")):
        return False
    return word[:1].isupper() and (not word.isupper() or len(word) <= _ACRONYM) and not _is_ours(word)


def _is_ours(word: str) -> bool:
    """Tell whether a word is one that acts here, where it is written in capitals."""
    return word.isupper() and word in _FIRST
