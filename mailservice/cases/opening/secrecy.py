"""Plain words that hold a mail (rule 16): its writer wants it kept from somebody at work, or tells of harm by who works there.

One row of `SECRECY` each way of asking; `alleges` reads harm by somebody who works with children. A family's own secrets, and
the marks and footers that offices put on everything, ask for nothing. Every repeat is bounded: a mail of any shape is read fast.
"""

import re
from functools import lru_cache

_FAMILY = (
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
    rf"(?:with|to) (?!(?:[\w']{{1,20}} ){{0,2}}{_FAMILY}\b)(?!anyone outside|anybody outside|third)",
    "for you only": r"(?<!is )(?<!be )\bfor (?:you|your eyes|your ears) (?:only|alone)\b(?! to\b)",
    "just for you": r"(?:^|[.:;!?(] ?)(?:this is |it is |it's )?(?:just|only|strictly) for (?:you|your eyes)\b(?! to\b| and\b)",
    "not for the other side": r"(?:^|[.:;!?(] ?)(?:this is |it is )?not for the other (?:side|agency|team)\b(?! to\b)",
    "this goes no further": rf"{_ASKED}(?:share|forward|pass on|pass|repeat) (?:this|it|any of this)(?: on"
    r"| any further)?(?=[.!;]|$)",
    "this is for you only": r"\b(?:this|it|that) (?:is|must be) (?:strictly |just )?for (?:you|your eyes) (?:only"
    r"|alone)\b(?! to\b)",
    "not for sharing": r"\bnot (?:for|to be) (?:sharing|shared|passing on|passed on|passed|repeated|forwarded"
    r"|circulated) (?:on )?"
    rf"(?:with|to) (?!(?:[\w']{{1,20}} ){{0,2}}{_FAMILY}\b)(?!anyone outside|anybody outside|third)",
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

_WORKER = (
    r"(?:teachers?|teaching assistants?|learning support assistants?|head ?teacher|tutor|coach|instructor|mentor"
    r"|childminder|nanny"
    r"|foster (?:carer|mother|father|mum|dad|parent)s?|respite carers?|(?:nursery|support|social|key|youth|care"
    r"|residential|play|outreach"
    r"|family) ?workers?|(?:nursery|school|care home|residential|agency|ward) (?:staff|nurse|assistant)|staff"
    r"|members? of staff|nurse"
    r"|doctor|gp|midwife|health visitor|police ?man|police ?woman|(?:police |prison )?officer|escort|driver"
    r"|chaperone|caretaker|priest"
    r"|vicar|imam|pastor|scout leader|volunteer|dinner lady|lunchtime supervisor|therapist|lecturer|colleague)"
)
# Words in between that make somebody else the one who did it, or the worker the one who tells of it.
_NOT_BETWEEN = (
    rf"(?!(?:{_FAMILY}|he|she|they|it|i|we|you|who|whom|whose|that|if|when|whether|and|but|or|was|were|is|are|be"
    rf"|being|not|never|said"
    r"|says?|saw|sees?|seen|told|tells?|asked|reports?|reported|noticed|recorded|thinks?|thought|believes?|heard"
    r"|hears|witnessed|found"
    r"|by|to|as|because|after|before|until|while)\b)"
)
_HARM = (
    r"(?:hit|hits|hitting|slapp?(?:ed|s|ing)|smack(?:ed|s|ing)|punch(?:ed|es|ing)|kick(?:ed|s|ing)|shook|shakes"
    r"|shaken|bit|pinch(?:ed|es)"
    r"|push(?:ed|es)|shov(?:ed|es)|dragg(?:ed|ing)|drags|grabb(?:ed|ing)|grabs|grop(?:ed|ing)|kiss(?:ed|es|ing)|hurt"
    r"|hurts|assault(?:ed|s"
    r"|ing)|abus(?:ed|es|ing)|beat|beats|beaten|strangled|choked|threw|struck|caned|raped|fondled|groom(?:ed|ing)"
    r"|messag(?:ed|ing)"
    r"|text(?:ed|ing)|touch(?:ed|es|ing)|spat at)"
)
_A_CHILD = (
    r"(?:her|him|them|(?:the|a|this|that|another|one of the|some|two|our|other) (?:\w{1,15} ){0,2}(?:child|children"
    r"|girls?|boys?|baby"
    r"|babies|pupils?|toddlers?|infants?|students?|young person|young people|kids?))\b"
    r"(?! (?:own|mother|mum|dad|father|parents|manager|tummy|stomach|belly|life|head on|phone|to (?:ask|say|confirm"
    r"|arrange|offer)|about))"
)
_TITLE = r"(?:,? (?:mr|mrs|ms|miss|dr) [a-z'-]{1,20},?)?"
_GRIPPED = (
    r"(?:has |had )?(?:restrained|held|picked|lifted|pulled|dragged|grabbed) (?:her|him|them|the child) (?:up |down )?by the"
    r" (?:neck|throat|hair|arm|ear|wrist)"
)
ALLEGES = (
    rf"\b{_WORKER}{_TITLE}(?: {_NOT_BETWEEN}[\w']{{1,20}}){{0,6}} {_HARM} {_A_CHILD}",
    rf"\b{_WORKER}{_TITLE} {_GRIPPED}",
    rf"\b{_HARM} by (?:(?!{_FAMILY}\b)[\w']{{1,20}} ){{0,4}}{_WORKER}\b",
)
# Before a worker: to whom a child told it, or who was hurt.
_TOLD_TO = re.compile(
    r"\b(?:told|tells?|telling|to|asked|with|from|hit|hits|kicked|bit|punched|beside|for|at) (?:[\w']{1,15} ){0,2}$"
)

_SECRECY = tuple(re.compile(one) for one in SECRECY.values())
_ALLEGES = tuple(re.compile(one) for one in ALLEGES)
_JOINTS = str.maketrans("-_/’", "   '")  # noqa: RUF001 - a typed apostrophe and a proper one are one
_BEFORE = 40
# Of a longer text its beginning and its end are read, so that any is read in its time.
_READ = 50_000


@lru_cache(maxsize=1)  # one mail is asked about more than once
def asks(text: str) -> bool:
    """Tell whether a text asks that somebody at work does not learn of it."""
    plain = _plainly(text)
    return any(one.search(plain) for one in _SECRECY)


@lru_cache(maxsize=1)
def alleges(text: str) -> bool:
    """Tell whether a text says that somebody who works with children harmed one; of a family it is what cases are about."""
    plain = _plainly(text)
    return any(
        not _TOLD_TO.search(plain[max(0, found.start() - _BEFORE) : found.start()])
        for one in _ALLEGES
        for found in one.finditer(plain)
    )


def _plainly(text: str) -> str:
    read = text if len(text) <= 2 * _READ else f"{text[:_READ]} {text[-_READ:]}"
    return " ".join(read.casefold().translate(_JOINTS).split())
