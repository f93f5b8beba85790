"""Words towards attention: they act where they can mean nothing else and speak for the sender now (rule 9.4).

Start at `written` for a word at the beginning of a line, and at `plain` for a sentence. What is past, another's, conditional
or a question is asked about.
"""

import re
from dataclasses import dataclass

from mailservice.cases.history.words import Verb
from mailservice.mail.grammar.lines import Spoken, spoken_at

_THIS = r"(?:this|it|that|these|this (?:case|matter|one|now)|the (?:case|matter|issue|disagreement))"
_UP = (
    r"(?:to|up to) (?:the )?(?:next|stage|level|tier|heads?|senior|director|directors|panel|mediation|managers?"
    r"|chair|executive)"
    r"|up (?:to|a) |to stage|a level|immediately|today|now|asap|urgently|straight away|further|formally"
)
_ME = r"(?:i|we)"
_WANT = (
    r"(?:(?:would|['\u2019]?d|shall|must|have to|need to|do)? ?(?:really |still |formally |now )?(?:like|want"
    r"|wish|need|ask|request|require|demand)"
    r"(?: to| for)?|am asking for|are asking for|am requesting|must)"
)
_PLEASE = r"(?:please|pls|plz|plese|kindly|plis|os gwelwch yn dda)"
_END = (
    r"(?=\s*(?:$|[.!,;:\u2013-]|\bplease\b|\bpls\b|\bthanks\b|\bthank you\b|\bsorry\b|\b(?:i['\u2019]?m|i am) "
    r"(?:afraid|sorry)\b"
    r"|\bunfortunately\b|\bregrettably\b))"
)

# "Emergency: 01632 960144" and "Emergency: dial 999" stand in a signature.
_NO_NUMBER = r"(?!\W{0,4}(?:[\d+(]|(?:dial|call|ring|contact|tel|telephone|phone|out of hours)\b))"

# Per word: what somebody may write for it in plain words, as a sentence begins. Each can mean nothing else.
PLAIN: dict[Verb, tuple[str, ...]] = {
    Verb.URGENT: (
        rf"{_PLEASE} (?:treat|mark|handle|deal with) (?:{_THIS} )?as (?:very )?urgent{_END}",
        rf"(?:very )?urgent{_END}",
        rf"(?-i:(?:AN )?EMERGENCY|MATER BRYS|(?:EXTREMELY|MOST) URGENT){_END}{_NO_NUMBER}",
        (
            r"(?:(?:(?:it['\u2019]?s|it is|this is) )?(?:an )?emergency|mater brys|(?:this is )?(?:extremely"
            r"|most) urgent"
            rf"|urgent help (?:is )?(?:needed|required))\s{{0,2}}(?:[!:]|[\u2013-](?=\s)|\.(?=\s|$)){_NO_NUMBER}"
        ),
    ),
    Verb.OBJECT: (
        rf"{_ME} (?:strongly |formally |must |do |wish to |want to |would like to |have to |still |really )?object\b",
        rf"(?:{_ME} am|i['\u2019]m|we are|we['\u2019]re) (?:formally |strongly )?objecting\b",
        (
            rf"{_ME} (?:do not|don['\u2019]?t|cannot|can['\u2019]?t) agree (?:with|to) {_THIS} (?:being "
            r"|to be )?clos(?:ed|ing)\b"
        ),
        (
            rf"{_ME} (?:do not|don['\u2019]?t|cannot|can['\u2019]?t) agree (?:with|to) (?:the closure|closing|it "
            rf"closing|closure)\b"
        ),
        rf"object {_PLEASE}{_END}",
        (
            rf"{_ME} (?:strongly |formally |must |do )?oppose (?:(?:the )?closure|closing|{_THIS} (?:being "
            rf")?clos(?:ed|ing))"
            rf"(?: (?:of )?{_THIS})?{_END}"
        ),
        rf"{_ME} disagree with {_THIS} (?:being |to be )?clos(?:ed|ing)\b",
    ),
    Verb.DISAGREE: (
        (
            r"(?:i am|i['\u2019]?m|we are|we['\u2019]?re) not in agreement"
            rf"(?: (?:with|to|on) (?:{_THIS}|the (?:plan|proposal|words)))?{_END}"
        ),
        (
            rf"{_ME} (?:do not|don['\u2019]?t|cannot|can['\u2019]?t|can not|no longer|still do not"
            r"|still don['\u2019]?t|really do not|really don['\u2019]?t)"
            rf" agree(?: (?:with|to|on) (?:{_THIS}|the (?:plan|proposal|words|wording|date|extension|request)"
            r"|any of (?:it|this)|what|how)\b"
            rf"| that {_THIS}\b| at all)?(?: at all)?{_END}"
        ),
        (
            rf"{_ME} (?:do not|don['\u2019]?t|cannot|can['\u2019]?t|no longer) agree (?:with|to|that) (?:{_THIS}"
            r"|the (?:plan|proposal|words|extension))\b"
        ),
        rf"{_ME} (?:strongly |totally |completely |still |must |respectfully |really )?disagree{_END}",
        (
            rf"{_ME} (?:strongly |totally |completely |still |must |respectfully )?disagree with (?:{_THIS}"
            r"|the (?:plan|proposal|words))\b"
        ),
        rf"(?:strongly|totally|completely|still|definitely|very much|absolutely) disagree(?:d)?{_END}",
        rf"not agreed(?: at all)?{_END}",
        rf"dis[ -]agree{_END}",
        rf"(?:do not|don['\u2019]?t) agree(?: (?:with|to) {_THIS})?(?: at all)?{_END}",
        r"(?:dydw|dw) i ddim yn cytuno",
        rf"{_ME} (?:do not|don['\u2019]?t|cannot|can['\u2019]?t) accept (?:{_THIS}|the (?:plan|proposal|words))\b",
    ),
    Verb.ESCALATE: (
        (
            rf"{_PLEASE} (?:now |can you |could you )?(?:escalate|esclate|esculate|escelate|excalate)(?: (?:{_THIS}"
            rf"|{_UP}))?"
        ),
        rf"escalate(?: {_PLEASE}\b|{_END})",
        rf"escalate (?:{_THIS}|{_UP})(?!\w)",
        rf"{_ME} ?{_WANT} escalate\b",
        (
            rf"(?:{_ME} )?(?:formally )?request(?:ing)? (?:formal |immediate )?escalation(?=\s{{1,3}}to (?:the )?\w"
            rf"|\W{{0,3}}$)"
        ),
        rf"{_ME} ?{_WANT} (?:to have )?{_THIS} (?:to be )?escalated\b",
        rf"{_THIS} (?:must|needs to|should now|has to) be escalated(?: now)?{_END}",
        r"(?:dw i eisiau |rwy['\u2019]n dymuno )uwchgyfeirio\b",
    ),
    Verb.REOPEN: (
        rf"{_PLEASE} re-?open\b",
        rf"re-?open (?:{_THIS}|{_PLEASE})\b",
        rf"{_PLEASE} open {_THIS} (?:back )?(?:up )?again\b",
        rf"{_ME} ?{_WANT} (?:to )?re-?open\b",
        rf"{_ME} ?{_WANT} (?:to have )?{_THIS} (?:to be )?re-?opened\b",
    ),
    Verb.KEEP: (
        rf"{_PLEASE} keep {_THIS} (?:open|going)\b",
        rf"keep {_THIS} (?:open|going)(?: {_PLEASE})?{_END}",
        rf"{_ME} ?{_WANT} (?:to )?keep {_THIS} (?:open|going)\b",
    ),
    Verb.NOT_DONE: (
        rf"(?:sorry |no )?(?:this|it|that) (?:is|was|has)(?: not|n['\u2019]t) (?:been )?(?:done|completed){_END}",
        rf"(?:sorry )?not (?:yet )?done{_END}",
        rf"{_ME} have(?: not|n['\u2019]t) done (?:it|this|that){_END}",
    ),
}
# What may stand before it in the sentence and says nothing.
_LEAD = re.compile(
    r"(?:(?:(?:hi|hello|dear|hiya|good (?:morning|afternoon)|bore da|prynhawn da|helo|annwyl|shwmae)(?: "
    r"[\w'\u2019]{1,20}){0,3}|no|sorry|well|so|ok|okay"
    r"|right|honestly|unfortunately|thanks"
    r"|thank you|yes|again|and|therefore|then|as i said|as before|i['\u2019]m sorry|i am sorry|with respect"
    r"|afraid|team|all)[\s,.!:\u2013-]{1,3}){1,3}",
    re.IGNORECASE,
)
_PLAIN = tuple((verb, re.compile("|".join(ways), re.IGNORECASE)) for verb, ways in PLAIN.items())
# What leaves a plain sentence open: it is asked about.
_OPEN = re.compile(
    r"\?|\b(?:if|unless|until|once|when|in case|should (?:we|they|he|she|you)|maybe|perhaps|might|may want"
    r"|thinking|yet|but|however|although|though"
    r"|internally|in[- ]house|our own|my own|within (?:our|my|the) (?:team|trust|service|agency)|to my|to our"
    r"|later|soon|tomorrow|next week|for now|or not"
    r"|rather|would have|had(?! (?:enough|nothing|no |it with|two|three|four)))\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"\b(?:hold (?:on|off|that)|scrap that|ignore (?:that|this|my)|on second thoughts?|actually[, ]{1,2}no\b"
    r"|cancel that|disregard (?:that|this)|i take (?:that|it) back"
    r"|no need (?:to|now)|changed my mind about (?:escalating|objecting)|only joking|just kidding)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\W{0,4}(?:if|unless|when|once(?! (?:a|an|every|per)\b)|or|and/or|not|only (?:if|when|once)|until|provided"
    r"|in case|but (?:only|not))\b"
    r"|\W{0,2}/",
    re.IGNORECASE,
)
_RETRACTED = re.compile(
    r"\W{0,4}(?:no[, ]|wait\b|sorry,? no|actually no|hang on|hold on|hmm)(?=.{0,40}\b(?:hold on|wait"
    r"|has (?:just )?(?:rung|called)|not now|scrap|leave it|hang on|not needed))",
    re.IGNORECASE,
)
_WIDE = 100
_ASKS_WHOM = re.compile(
    r"\W{0,3}(?:(?:to|with|from|by|for) )?(?:who|whom|what|which|where|how)\b[^.!?\n]{0,60}\?", re.IGNORECASE
)
_SPEAKS_OF_IT = ("or", "and", "is", "was", "means", "button", "letter", "policy", "|")
_KEEPS = re.compile(r"\s{0,3}(?:[A-Z0-9]|this|it|because|the (?:case|matter)|as\b|open|going)")
# Alone on a line it is the command; with more after it, it tells what is past.
_PAST = re.compile(r"(?:escalat|re-?open)ed", re.IGNORECASE)


@dataclass(frozen=True)
class Plain:
    """A word towards attention in plain words: which, what follows it in the sentence, and whether it is left open."""

    verb: Verb
    after: str
    open: bool


def written(spoken: Spoken) -> bool:
    """Tell whether a word at the beginning of a line is written as a command, and not as part of something else."""
    rest, word = spoken.rest.strip(), spoken.word
    if word.name is Verb.URGENT:
        return _is_urgent(spoken)
    if not re.search(r"[\w/?]", rest) or spoken.dry_run:
        return True
    elsewhere = spoken.quoted or spoken.next_word in word.another or spoken.mark == "?" or rest[:1] in "|/"
    if elsewhere or _PAST.fullmatch(spoken.written):
        return False
    if spoken.mark in (".", ":", "-", "!", ","):
        return True
    return spoken.shouted and (word.name is not Verb.KEEP or bool(_KEEPS.match(spoken.rest)))


def is_a_thing(spoken: Spoken) -> bool:
    """Tell whether a word is the first of a thing's name, OBJECT permanence: URGENT CARE is asked about all the same."""
    named = spoken.next_word in spoken.word.another and spoken.next_word not in _SPEAKS_OF_IT
    return named and spoken.word.name is not Verb.URGENT


def _is_urgent(spoken: Spoken) -> bool:
    """Tell whether URGENT is a call: in capitals before anything but a thing that is called so, else as other words are."""
    if spoken.next_word in spoken.word.another:
        return False
    rest = spoken.rest.strip()
    if spoken.shouted or not re.search(r"[\w?]", rest):
        return True
    return spoken.mark in (".", ":", "-", "!", ",") or bool(
        re.match(rf"\s{{0,3}}{_PLEASE}\b", spoken.rest, re.IGNORECASE)
    )


def left_open(spoken: Spoken, reason: str, *, taken_back: bool) -> bool:
    """Tell whether what follows a word, or the rest of the mail, leaves it open; URGENT is never refused."""
    if spoken.word.name is Verb.URGENT or spoken.dry_run:
        return False
    first = re.split(r"[.!\n]", reason[:300], maxsplit=1)[0]
    return bool(
        _AFTER.match(reason)
        or _RETRACTED.match(reason[:200])
        or (spoken.mark != ":" and _ASKS_WHOM.match(reason[:_WIDE]))
        or taken_back
        or (spoken.mark != ":" and first.rstrip().endswith("?"))
    )


def plain(sentence: str) -> Plain | None:
    """Return the word that a sentence says in plain words; None where it says none."""
    word = spoken_at(sentence)
    if word and word.word.direction == "attention" and word.shouted and (written(word) and word.mark != " "):
        return Plain(
            word.word.name, word.rest, left_open(word, word.rest, taken_back=False) or bool(_OPEN.search(word.rest))
        )
    lead = _LEAD.match(sentence)
    starts = (0, lead.end()) if lead else (0,)
    for start in starts:
        for verb, ways in _PLAIN:
            found = ways.match(sentence, start)
            if found:
                after = sentence[found.end() :]
                is_open = bool(_OPEN.search(sentence[start:]))
                return Plain(verb, after, is_open)
    return None


def taken_back(whole: str) -> bool:
    """Tell whether somebody takes back in the same mail what they asked for."""
    return bool(_TAKEN_BACK.search(whole))
