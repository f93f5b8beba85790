"""Which words a mail says: read out of its own lines by what `cases.history.words` tells of each word.

Start at `read`, which takes what `mail.reply` found safe to read. Pure; what a command does is for `cases.machine`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mailservice.cases.history.commands import Answer, Said, ToUs, Unclear
from mailservice.cases.history.words import PLAIN_MARK, WORDS, Verb, Word, contradict
from mailservice.mail.grammar import arguments

_VERB = {name: word.name for word in WORDS.values() for name in word.names}
_NEARLY = {name: word.name for word in WORDS.values() for name in word.nearly}


def _one_of(names: Iterator[str]) -> str:
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", r"[ ]{1,3}").replace("'", "['\u2019]") for name in ordered)


_NAMES = _one_of(iter(_VERB))
_BULLET = (
    r"[ \t]*(?:(?:[-*+\u2022\u00b7\u25aa\u25cfo\u2013\u2014]{1,2}|[-=]>|[\u2192\u27a4\u2713\u2714\u2611\u2705]|\[[xX]\])[ \t]+"
    r"|\(?\d{1,2}[.)][ \t]+)?"
)
_MARKS = "*_~`\u201c\u201d\"'\u2018\u2019"
_LINE = re.compile(
    rf"{_BULLET}(?P<open>[{_MARKS}]{{0,3}})(?P<dry>\?[ ]?)?[{_MARKS}]{{0,3}}(?P<verb>{_NAMES})(?![\w'\u2019/@]"
    rf"|-\w|\.\w)"
    rf"(?P<close>[{_MARKS}]{{0,3}})(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_GREETING = re.compile(
    r"(?:hi|hello|hiya|hey|dear|good (?:morning|afternoon|evening|day)|morning|afternoon|evening|all|both|thanks"
    r"|thank you|many thanks"
    r"|bore da|prynhawn da|noswaith dda|annwyl|helo|shwmae|diolch)\b[^.?!:]{0,60}$",
    re.IGNORECASE,
)
_NAME_AND_COMMA = re.compile(r"[A-Z][\w'\u2019-]*(?: [A-Z][\w'\u2019-]*| and| &){0,4} ?,$")
_SENTENCE_END = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]*_]{0,3}$")
_CONDITION = re.compile(
    r"(?:but|if|except|unless|only|once(?! (?:a|an|every|per)\b)|when|not|or|and/or)\b|/", re.IGNORECASE
)
# After a word that quietens a case, a reserve is as good as a condition.
_RESERVE = re.compile(
    r"(?:yes|ok|okay)?[ ,:.\u2013-]{0,3}(?:but|if|however|although|though|until|provided|providing|subject to|assuming"
    r"|as long as|so long as|on condition|on the (?:condition|basis|understanding)|conditional|in principle|in part"
    r"|partly|partially|mostly|largely|nearly|almost|pending|apart from|other than|after|not yet"
    r"|with (?:conditions?|reservations?|the (?:exception|proviso|caveat)))\b",
    re.IGNORECASE,
)
_LEAD = " \t\r\n\u00a0:.,;!?-\u2013\u2014\u2026*_"
_ASKED = re.compile(
    rf"{_BULLET}[{_MARKS}]{{0,3}}(?P<lead>(?:(?:please|pls|kindly|i|we|can you|could you|can we|i(?:'d"
    rf"| would) like to|we(?:'d| would) like to"
    r"|(?:i|we) (?:want|wish|need) to|to|(?:can|to|i|we) confirm|confirmed|now|it is|this is|that is|matter|case"
    r"|not|yes|ok|okay|no"
    r"|hi|hello|thanks|thank you|many thanks|command|reply|response|answer|(?:my|our) (?:answer|reply"
    r"|response) is)[ ,:.\u2013-]{1,3}|[(\[]){1,3})"
    rf"(?P<verb>{_NAMES})(?![\w/@]|-\w)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_WORD = re.compile(rf"{_BULLET}[{_MARKS}]{{0,3}}(?P<word>[A-Za-z]{{5,12}})(?![\w'\u2019])(?P<rest>.*)", re.DOTALL)
_TELLS = re.compile(r"(?:i|we|do|don['\u2019]t)\b", re.IGNORECASE)  # "We disagree with the plan" is how a letter begins
_LATER = re.compile(
    r"(?:[.!]\s+|^(?i:hi|hello|hiya|dear|good (?:morning|afternoon)|thanks|thank you|many thanks)\b"
    r"[^.!?]{0,40}[,\u2013-]\s+)"
    r"(?P<verb>RECEIVED|RESOLVED|AGREED?|DISAGREE|OBJECT|ESCALATE|URGENT|WITHDRAW|NOT DONE|DONE|REOPEN)"
    r"(?=[.,:!\u2013-]|\s*$|\s+[-\u2013])"
)
# A button of our own letters, quoted where its marks were lost.
_BUTTON = re.compile(rf"Reply (?:{_NAMES})")
_ALONE = re.compile(r"\W*[A-Z]+(?: CASE)?\W*", re.IGNORECASE)
_SHORT = 60
_ENOUGH = 50  # commands and questions of one mail; nobody writes more


@dataclass(frozen=True)
class Reading:
    """What somebody said in a mail, in order, and what only looks like it."""

    said: tuple[Said, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    answer: Answer = ""
    to_us: ToUs = ""


@dataclass(frozen=True)
class _Spoken:
    """A command at its place: the word, where its line begins, and where what follows it begins."""

    word: Word
    start: int
    after: int
    line: str
    dry_run: bool


def read(own: str, *, today: date, office: bool = False) -> Reading:
    """Read the commands in somebody's own new words; `office` also hears the office's. Never guesses: asks."""
    spoken, unclear = _listen(own, office=office)
    said: list[Said] = []
    for place, command in enumerate(spoken, 1):
        reason = own[command.after : spoken[place].start if place < len(spoken) else len(own)].strip()
        answer = _understood(command, reason.lstrip(_LEAD), today)
        (said if isinstance(answer, Said) else unclear).append(answer)  # type: ignore[arg-type]  # each to its own list
    return _settled(tuple(dict.fromkeys(said)), tuple(unclear))


def _listen(own: str, *, office: bool) -> tuple[list[_Spoken], list[Unclear]]:
    """Walk the lines: which begin with a command, which only nearly."""
    spoken: list[_Spoken] = []
    unclear: list[Unclear] = []
    at, above, top = 0, "", True
    for line in own.splitlines(keepends=True):
        bare = line.strip(" \t\r\n\u00a0")
        if bare and len(spoken) + len(unclear) < _ENOUGH:
            heard = _heard(bare, line, at, begins=_begins(above, top=top), office=office)
            if isinstance(heard, _Spoken):
                spoken.append(heard)
            elif heard is not None and not (spoken and heard.understood in {one.word.name for one in spoken}):
                unclear.append(heard)
            above = "" if isinstance(heard, _Spoken) else bare
            top = False
        elif not bare:
            above = ""
        at += len(line)
    return spoken, unclear


def _begins(above: str, *, top: bool) -> bool:
    """Tell whether a line begins a sentence, from the line above (empty after a gap or a command)."""
    return top or not above or bool(_SENTENCE_END.search(above) or _is_greeting(above))


def _is_greeting(line: str) -> bool:
    return bool(_GREETING.match(line) or _NAME_AND_COMMA.match(line))


def _heard(bare: str, line: str, at: int, *, begins: bool, office: bool) -> _Spoken | Unclear | None:
    match = _LINE.match(bare)
    if not match:
        return _nearly(bare) if begins and not _BUTTON.fullmatch(bare) else None
    name = " ".join(match["verb"].upper().replace("\u2019", "'").split())
    word = WORDS[_VERB[name]]
    if word.who == "the office" and not office:
        return _for_the_office(word, match, bare)
    if not _counts(word, match):
        return _almost(word, match, bare) if begins else None
    if not begins:
        return Unclear(bare, word.name, "near-miss") if match["verb"].isupper() else None
    after = at + line.index(bare) + match.end("close")
    return _Spoken(word, at, after, bare, dry_run=bool(match["dry"]))


def _counts(word: Word, match: re.Match[str]) -> bool:
    """Tell whether the verb is written as a command: in capitals, alone on its line, or before its mark."""
    rest = match["rest"].strip()
    mark = _mark(rest)
    if mark == "?" and "?" not in word.marks and not match["dry"]:
        return False
    if "?" not in rest and not re.search(r"[\w/]", rest):
        return True
    if match["open"] and match["open"][-1] in "\u201c\"'\u2018" and rest:
        return False  # "RESOLVED" in quotation marks, and more after it: somebody talks about the word
    before_mark = mark in word.marks and (mark != "-" or match["rest"][:1] in " \u2013\u2014-")
    return (
        before_mark
        or bool(match["dry"])
        or (match["verb"].isupper() and word.unmarked != "never" and not _is_shouting(word, rest))
    )


def _mark(rest: str) -> str:
    """Return the mark that follows a verb, every dash as "-"; no mark is a space."""
    return "-" if rest[:1] in ("\u2013", "\u2014", "-") else rest[:1] if rest[:1] in ".:,!?/" else " "


_GOES_ON = re.compile(r"(?:to|in|on|that|is|are|was|were|of|or|and|has|have|me)\b", re.IGNORECASE)


def _is_shouting(word: Word, rest: str) -> bool:
    """Tell whether the verb is only the first word of a sentence: AGREE that …, or a line all in capitals."""
    if word.name is Verb.RESOLVED:
        return bool(re.match(r"to\b", rest, re.IGNORECASE))
    return word.unmarked != "always" and rest.isupper() and bool(_GOES_ON.match(rest))


def _almost(word: Word, match: re.Match[str], bare: str) -> Unclear | None:
    """Ask about a verb at the start of a sentence that was not written as a command, if it was plainly meant as one."""
    rest = match["rest"].strip()
    meant = (_mark(rest) in ",!" and word.marks == PLAIN_MARK) or (
        _mark(rest) == " " and word.unmarked in ("always", "asked") and not _TELLS.match(bare)
    )
    meant = meant or (word.reads == "a person" and "@" in rest)
    plainly = match["verb"].isupper() or (meant and len(bare) < _SHORT)
    return Unclear(bare, word.name, "near-miss") if plainly else None


def _for_the_office(word: Word, match: re.Match[str], bare: str) -> Unclear | None:
    """Ask about a word of the office's that somebody else wrote as a command."""
    meant = Verb.DISAGREE if word.name is Verb.NOT_AGREED else word.name
    plainly = match["verb"].isupper() or not match["rest"].strip(" .!")
    return Unclear(bare, meant, "near-miss") if plainly else None


def _nearly(bare: str) -> Unclear | None:
    """Ask about a line that is nearly a command: a slip of the pen, or a polite sentence round it."""
    match = _ASKED.match(bare)
    if match:
        rest = match["rest"].strip(" .!,")
        if not (match["verb"].isupper() or rest.lower() in ("", "please", "thanks", "thank you", "now")):
            return None
        name = " ".join(match["verb"].upper().replace("\u2019", "'").split())
        negated = re.search(r"\b(?:not|no)\b", match["lead"], re.IGNORECASE)
        return Unclear(bare, None if negated else _VERB[name], "near-miss")
    later = _LATER.search(bare[:400])
    if later:
        return Unclear(bare, _VERB[later["verb"]], "near-miss")
    match = _WORD.match(bare)
    if not match:
        return None
    word, alone = match["word"], not match["rest"].strip(" .!:-,*_")
    if not (word.isupper() or alone):
        return None
    verb = _NEARLY.get(word.upper()) or _slip(word.upper())
    return Unclear(bare, verb, "near-miss") if verb else None


def _slip(word: str) -> Verb | None:
    """Return the one verb a word is a slip of the pen for: one letter wrong, lost, added or two swapped."""
    for name, verb in _VERB.items():
        if len(name) > 4 and abs(len(name) - len(word)) <= 1 and _one_slip(word, name):  # noqa: PLR2004 - short words are other words
            return verb
    return None


def _one_slip(left: str, right: str) -> bool:
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    left, right = left[start:], right[start:]
    if len(left) == len(right):
        return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])
    return left[1:] == right if len(left) > len(right) else left == right[1:]


def _understood(command: _Spoken, reason: str, today: date) -> Said | Unclear:
    """Read the arguments out of the reason; a condition is asked about, and so is an argument that is missing."""
    verb, doubted_by = command.word.name, command.word.doubted_by
    reserve = doubted_by == "a reserve" and _RESERVE.match(reason)
    if not command.dry_run and doubted_by != "nothing" and (reserve or _CONDITION.match(reason)):
        return Unclear(command.line, verb, "conditional")
    said = arguments.read(Said(verb, reason, command.line, dry_run=command.dry_run), today)
    # JOIN alone on its line means the case that our letter asked about.
    unnamed = verb is Verb.JOIN and not said.reference and not _ALONE.fullmatch(command.line)
    missing = unnamed or (verb is Verb.NEW_DATE and said.when is None)
    missing = missing or (verb is Verb.CONTACT and not (said.address or said.name))
    return Unclear(command.line, verb, "near-miss") if missing and not command.dry_run else said


def _settled(said: tuple[Said, ...], unclear: tuple[Unclear, ...]) -> Reading:
    """Take out commands that contradict each other; URGENT is never refused, and stands against what would quieten."""
    verbs = {one.verb for one in said if not one.dry_run}
    against = {verb for verb in verbs if any(contradict(verb, other) for other in verbs)} - {Verb.URGENT}
    each_says_which = all(one.reason for one in said if one.verb in (Verb.DONE, Verb.NOT_DONE))
    against -= {Verb.DONE, Verb.NOT_DONE} if each_says_which else set()
    clash = tuple(
        Unclear(one.line, one.verb, "contradiction") for one in said if one.verb in against and not one.dry_run
    )
    kept = tuple(one for one in said if one.verb not in against or one.dry_run)
    return Reading(kept, (*unclear, *clash))


def says_command(line: str) -> bool:
    """Tell whether a line begins with one of the words, however it is written: then it is nobody's name or address."""
    return _LINE.match(line.strip()) is not None


def wants_a_person(line: str) -> bool:
    """Tell whether a line asks for a name and address, and the next lines give them."""
    match = _LINE.match(line.strip())
    verb = _VERB.get(match["verb"].upper()) if match else None
    return verb is not None and "@" not in line and WORDS[verb].reads == "a person"
