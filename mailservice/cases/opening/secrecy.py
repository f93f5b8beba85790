"""Plain words that ask for secrecy, and hold a mail (rule 16): its writer wants it kept from somebody at work.

One row of `SECRECY` each way of asking. A family's own secrets, and the marks and footers that offices put on everything, ask
for nothing. Every repeat is bounded: a mail of any shape is read fast.
"""

import re
from functools import lru_cache

from mailservice.cases.history.words import Verb

FAMILY = (
    r"(?:step|grand)?(?:mum|mummy|mam|mom|mother|dad|daddy|father|parents?|family|brothers?|sisters?|siblings?|uncle"
    r"|aunt\w{0,3}"
    r"|cousins?|nan|gran|child|children|kids?|boyfriend|girlfriend|husband|wife|partner)"
)
# Whom somebody at work keeps things from.
_AT_WORK = (
    r"(?:(?:line |team )?managers?|management|head(?: ?teacher)?|principal|boss|bosses|supervisors?|seniors?|team"
    r"|(?:team )?lead(?:er)?"
    r"|directors?|colleagues?|employers?|trust|agency|agencies|council|school|nursery|practice|governors?|consultant"
    r"|other side)"
)
_NOT = r"(?:do not|don'?t|never|must not|mustn'?t|should not|shouldn'?t)"
_ASKED = (
    r"(?:^|[.,;:!?(] ?|\bplease |\bpls |\band |\bbut |\bso )(?:please )?(?:can you |could you |you )?"
    r"(?:do not|don'?t|never|must not|mustn'?t) "
)
_ANY = r"(?:[\w']{1,20} ){0,4}"
_WROTE = (
    r"(?:have |had |'ve )?(?:written|wrote|contacted|e ?mailed|been in touch|told|said|asked|spoken|spoke|raised|rang)"
)

# How people ask for it, a row each: what it is called here, and what stands in the text, in small letters and single spaces.
SECRECY = {
    "do not tell my manager": rf"{_ASKED}(?:tell|inform|say (?:anything|this|it) to|mention (?:this|it) to|alert"
    r"|forward (?:this |it )?to"
    rf"|show (?:this|it) to) (?:(?!that |us |me )[\w']{{1,20}} ){{0,4}}{_AT_WORK}\b(?! (?:it|that (?!i\b)|the|where"
    rf"|when|how)\b)",
    "do not disclose to the other side": rf"{_ASKED}(?:disclose|reveal|pass on) (?:(?:this|that|it|any of this|any of it) )?to "
    rf"(?:(?!that |us |me )[\w']{{1,20}} ){{0,2}}{_AT_WORK}\b(?! (?:that (?!i\b)|where|how|when|what)\b)",
    "do not let my manager see": rf"{_NOT} let {_ANY}{_AT_WORK}\b(?: (?:read|see|know|hear|find out|learn)\b)",
    "do not mention that I wrote": rf"{_NOT} mention (?:that )?(?:i {_WROTE}|my e ?mail)",
    "nobody else should see": r"\bno(?:body|one| one) (?:else )?(?:should|must|may|is to|ought to) (?:see|read"
    r"|know of|know about|hear of|have)"
    r" (?:this|my|what i|that i)\b",
    "it must not get back": rf"\b(?:get|gets|getting|got) back to {_ANY}{_AT_WORK}\b",
    "if she found out": rf"\bif {_ANY}{_AT_WORK} (?:found out|finds out|knew|learn\w{{0,3}}|hears"
    rf"|heard) ?(?:of (?:this|it)|about (?:this|it)|that i"
    r"|i|[.,;!]|$)",
    "eyes only": r"\bfor [\w' ]{1,30}'s? eyes only\b",
    "confidentially": r"\bi(?:'m| am|'d like to|'ll)? ?(?:writ\w{1,3}|wrote|tell\w{0,3}|shar\w{1,3}|say\w{0,3}"
    r"|speak\w{0,3}) "
    r"(?:[\w']{1,20} ){0,4}confidentially\b",
    "do not tell her I have written": rf"{_NOT} (?:tell|let) {_ANY}i {_WROTE}",
    "do not share this": rf"{_NOT} (?:share|discuss|forward|show|repeat|pass on|copy) (?:this|any of this|it"
    rf"|my e ?mail) "
    rf"(?:with|to) (?!(?:[\w']{{1,20}} ){{0,2}}{FAMILY}\b)(?!anyone outside|anybody outside|third)",
    "for you only": r"(?<!is )(?<!be )\bfor (?:you|your eyes|your ears) (?:only|alone)\b(?! to\b)",
    "just for you": r"(?:^|[.:;!?(] ?)(?:this is |it is |it's )?(?:just|only|strictly) for (?:you|your eyes)\b(?! to\b| and\b)",
    "not for the other side": r"(?:^|[.:;!?(] ?)(?:this is |it is )?not for the other (?:side|agency|team)\b(?! to\b)",
    "this goes no further": rf"{_ASKED}(?:share|forward|pass on|pass|repeat) (?:this|it|any of this)(?: on"
    r"| any further)?(?=[.!;]|$)",
    "this is for you only": r"\b(?:this|it|that) (?:is|must be) (?:strictly |just )?for (?:you|your eyes) (?:only"
    r"|alone)\b(?! to\b)",
    "not for sharing": r"\bnot (?:for|to be) (?:sharing|shared|passing on|passed on|passed|repeated|forwarded"
    r"|circulated) (?:on )?"
    rf"(?:with|to) (?!(?:[\w']{{1,20}} ){{0,2}}{FAMILY}\b)(?!anyone outside|anybody outside|third)",
    "in confidence": r"\bi(?:'m| am|'d| would| will|'ll| want| have| must| can only"
    r"| need)?(?: like)?(?: to)? (?:tell|telling|told|write"
    r"|writing|wrote|share|sharing|say|saying|speak|speaking|raise|raising|ask|asking|send|sending|let|letting)"
    r" (?!me )(?:[\w']{1,20} ){0,4}in (?:the )?(?:strict\w{0,5} |complete )?confidence\b|(?:[.:!?] |^)(?:strictly "
    r"|told )?in (?:the )?"
    r"(?:strict\w{0,5} )?confidence\b",
    "between you and me": r"(?:[.:;,!?(] ?|^|\bkeep \w{2,4} |\bkept |\bprivate |\bstays? |\bstrictly |\bjust "
    r"|\bgo no further than )"
    r"between (?:you and me|you and i|ourselves)\b(?! and\b)",
    "just between us": r"\b(?:just|strictly|only|stays?|keep (?:this|it)) between us\b(?! and\b)",
    "between us:": r"(?:^|[.;!?(] ?)(?:this is |it is |it's )?between us ?(?::|\u2013)",
    "keep it to yourself": r"\bke(?:ep|pt) (?:this|it|all this|that|my e ?mail)(?: next (?:bit|part))? (?:strictly )?(?:to"
    r" yoursel\w{1,3}"
    r"|private|secret|quiet)\b",
    "no further": r"\b(?:this|it|what i \w{2,9})(?: to)? (?:goes|went|go|must go|should go|can go"
    r"|is to go) no further\b",
    "off the record": r"(?<!taken )(?<!took )(?<!it )(?<!struck )(?<!removed )(?<!them )\boff the record\b",
    "my name": r"\bmy name (?:(?:was|is|be|to be|being|were) )?(?:kept |left )?(?:out|off)\b|\b(?:do not|don'?t"
    r"|without) (?:us(?:e|ing)|"
    r"giv(?:e|ing)|mention(?:ing)?|say(?:ing)?) my name\b",
    "it did not come from me": rf"{_NOT} (?:say|tell|let) (?:[\w']{{1,20}} ){{0,4}}(?:it|this) (?:came|comes|was"
    rf"|is) from me\b",
    "anonymous": r"\bi (?:[\w']{1,12} ){0,4}(?:remain|stay|be|be kept) anonymous\b|\bkeep me (?:anonymous"
    r"|out of (?:this|it))\b",
    "treat it as confidential": r"\btreat (?:this|it|my|what) (?:[\w']{1,20} ){0,4}(?:as |in )(?:\w{1,10} ){0,2}"
    r"(?:confidential|confidence|private)\b[^.]{0,80}\b(?:i|my|me)\b",
    "she must not know": rf"\b{_AT_WORK} (?:must not|mustn'?t|should not|shouldn'?t|cannot|can'?t|is not to|does not"
    rf"|doesn'?t)"
    rf" (?:know|find out|hear|be told|see|learn)\b[^.]{{0,40}}\b(?:i|this|me)\b",
    "I do not want them to know": rf"\bi (?:do not|don'?t|would not|wouldn'?t|would rather not) (?:want|like|have"
    rf"|wish) {_ANY}{_AT_WORK}"
    r" (?:to know|knowing|to find out|to see this|to hear of|told|knew|know)\b",
    "without her knowing": rf"\bwithout {_ANY}{_AT_WORK}(?:'s)? (?:knowing|knowledge|finding out)\b",
}

_SECRECY = tuple(re.compile(one) for one in SECRECY.values())
# A word of ours ends what stands before it, as a full stop does: what is asked behind it begins anew.
_OUR_WORDS = re.compile(rf"\b(?:{'|'.join(sorted(Verb, key=len, reverse=True))})\b(?=\s)")
# "Confidential:", never where a subject begins, with what its writer tells of work on its line. Alone it is a marking; so it
# is before a reference, a greeting or a footer.
_MARKED = re.compile(
    r"(?:\n|[.!?;(]) {0,3}(?:strictly |highly |private and |in )?(?:confidential|confidence) ?(?::| [-\u2013]) "
    r"(?!(?:this|the) (?:e-?mail|message|information|communication|document)|dear\b|hi\b|hello\b|(?:my|our|the) e-?mails?\b"
    rf"|(?:(?:the|her|his|their) )?{FAMILY}\b)"
    rf"(?:[\w'\u2019]{{1,20}},? ){{0,6}}?(?:(?:i|i['\u2019]\w{{1,2}}|we|we['\u2019]\w{{1,2}}|my|our|me|us)\b|the {_AT_WORK}\b"
    r"(?= (?!(?:and|or|of|in|at|for|about|plan|meeting|case)\b)[a-z]))",
    re.IGNORECASE,
)
_JOINTS = str.maketrans("-_/’", "   '")  # noqa: RUF001 - a typed apostrophe and a proper one are one
# Of a longer text its beginning and its end are read, so that any is read in its time.
_READ = 50_000


@lru_cache(maxsize=1)  # one mail is asked about more than once
def asks(text: str) -> bool:
    """Tell whether a text asks that somebody at work does not learn of it."""
    apart = _OUR_WORDS.sub(r"\g<0>.", _ends(text))
    readings = {plainly(one).casefold() for one in (text, apart)}
    return bool(_MARKED.search(apart)) or any(one.search(plain) for plain in readings for one in _SECRECY)


def plainly(text: str) -> str:
    """Return the beginning and the end of a text in single spaces, with plain apostrophes and no other joints."""
    return " ".join(_ends(text).translate(_JOINTS).split())


def _ends(text: str) -> str:
    return text if len(text) <= 2 * _READ else f"{text[:_READ]} {text[-_READ:]}"
