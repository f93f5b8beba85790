"""What adds nothing to a word: thanks, a name, a greeting, "with the plan": one list for AGREE and for yes (rules 9.3, 9.5).

Start at `adds_nothing`. What is not on the list adds something.
"""

import re

_THANKS = (
    r"(?:and )?(?:many |big |huge )?thanks(?: (?:very|so) much| again| a lot| all| both)?|(?:and )?thank you(?: (?:very|so) much"
    r"| again| all| both)?"
    r"|thankyou|with (?:many |kind )?thanks|thx|tnx|thks|ta|cheers|much appreciated|diolch(?: yn fawr| i chi"
    r"| byth)?|please|pls|plz|os gwelwch yn dda"
)
_FOR = (
    r"for (?:this|that|it|everything|all(?: of)? (?:this|that|your (?:help|work))|(?:your|the) (?:patience|help"
    r"|time|email|mail"
    r"|message|letter|note|reminder|update|work|support))|for (?:sending|letting) (?:me |us )?(?:this|that|it|know)"
)
_GREETING = (
    r"(?:hi|hello|hiya|hey|dear|good (?:morning|afternoon|evening|day)|morning|afternoon|bore da|prynhawn da"
    r"|annwyl|helo)"
    r"(?: (?:all|both|there|team|everyone|everybody|colleagues?|sir or madam))?|all|both|team|everyone|colleagues"
)
_CLOSING = (
    r"(?:kind|best|warm|many) (?:regards|wishes)|regards|best|all the best|with (?:kind|best) (?:regards|wishes)"
    r"|yours(?: sincerely| faithfully)?"
    r"|cofion(?: gorau| cynnes)?|x{1,3}|merry christmas|happy new year|have a (?:good|nice|lovely) (?:day|weekend"
    r"|evening)"
)
_SENT = (
    r"sent from (?:my )?(?:phone|mobile|iphone|ipad|android|samsung(?: galaxy)?|outlook(?: for (?:ios|android))?|mail)"
)
# Emoji that only smile: a thumb says yes in a chat, and no more here than "thanks".
_SMILES = (
    "[\U0001f44d\U0001f642\U0001f60a\U0001f600\U0001f64f\U0001f384\u263a\u2705\ufe0f\U0001f3fb-\U0001f3ff]{1,4}"
    "|[:;]-?\\)"
)
_ADDS_NOTHING = rf"{_THANKS}|{_FOR}|{_GREETING}|{_CLOSING}|{_SENT}|{_SMILES}"
# What AGREE may be said to: all of what was put, and never a part of it.
_TO_IT = (
    r"(?:to|with) (?:(?:all|everything)(?: of (?:this|that|it|the above))?|(?:the|this|your|that) (?:whole )?"
    r"(?:plan|proposal|words|wording|text|letter|request|date|extension|new date)|this|that|it|these|the above)"
    r"(?: (?:below|above|in full|as (?:it stands|written|set out"
    r"|proposed|worded|drafted|described|put)))?|as (?:set out|proposed|written|worded|above|drafted|described"
    r"|it stands|put)|in full|fully|completely"
    r"|entirely|absolutely|wholeheartedly|from (?:me|us|our side)|happy with (?:this|that|it)"
)
_GAP = r"[\s,.!;:()\u2013\u2014-]{0,6}"
_EXTRA = re.compile(rf"(?:{_ADDS_NOTHING})(?![\w'\u2019])|(?:{_SMILES})", re.IGNORECASE)
_EXTRA_OF_AGREE = re.compile(rf"(?:{_ADDS_NOTHING}|{_TO_IT})(?![\w'\u2019])|(?:{_SMILES})", re.IGNORECASE)
_BETWEEN = re.compile(_GAP)
# Behind these somebody else may be named: whom they greet or thank; their own name stands behind a closing.
_MANNERS = re.compile(rf"(?:{_THANKS}|{_FOR}|{_GREETING})$", re.IGNORECASE)
_CLOSES = re.compile(rf"(?:{_CLOSING})$", re.IGNORECASE)
# What somebody is, behind their own name.
_ROLE = re.compile(
    r"(?:[A-Z][\w'\u2019&-]{1,20} ){0,3}(?:Visitor|Worker|Manager|(?:Head ?)?[Tt]eacher|Lead|Nurse|Officer|Director"
    r"|Coordinator|Midwife|Practitioner|Doctor|GP|DSL|SENCO|HV|SW)(?![\w'\u2019])"
)
_NAME = re.compile(
    r"(?:[A-Z][a-z\u00e0-\u00ff]{1,20}(?:['\u2019-][A-Z]?[a-z]{1,20})?|[A-Z][\u2019'][A-Z][a-z]{1,20}"
    r"|[A-Z])\.?(?![\w'\u2019])"
)
_WORD = re.compile(r"[^\W\d_]{2,40}")
_REFUSES = frozenset(("no", "not", "nope", "nah", "na", "nid", "never", "none"))
_MOST_NAMES = 2
_LONGEST = 300
# Capitalised words that are nobody's name: before any of them somebody goes on talking.
_NO_NAMES = frozenset(
    """
    a about absolutely actually admittedly after again all almost also although always an and another any anyway
    apart are as ask asked at back because before being but by call can certainly clearly closed could currently
    date deferred depends did disagree do does done during each early either else english even eventually every
    except fancy father fine first fingers for frankly friday from generally given good great had half has have
    having he her here hers him his hm hmm honestly hopefully how however i if in indeed initially instead is it
    its joke joking just kidding last later less let like maybe me mind monday more mostly mother mum must my
    near nearly never next no nobody none not nothing now obviously of off officially ok okay on once one only
    or other otherwise our out over part partially partly pending perhaps plan please possibly pretty probably
    provided question rather reluctantly review saturday school see seen sadly she should since so some soon
    sort still subject sunday technically that the their them then there these they this those though thursday
    to today tomorrow tonight too tuesday unfortunately unless until up verbally wait was we wednesday well were
    what when where which while who why will with without would wrong yeah yes yesterday yet you your january
    february march april may june july august september october november december health council police social
    children family visits visit ha haha lol sarcasm draft provisionally temporarily conditionally sorry
    apparently allegedly supposedly escalate object urgent withdraw resolved received keep reopen
    grudgingly unwillingly under nope nah na denied void revoked retracted negative nonsense rubbish bollocks noted
    understood conditions errors disputed dispute postponed cancelled ish minus dim refused rejected declined objected
    test testing fyi options template whatever typically health open closed attached amended agreed disagreed
    reserved withdrawn wrongly error mistake oops sigh hmmm hardly barely against bar efallai gobeithio mewn gyda nid
    """.split()  # noqa: SIM905 - so many words are read more easily without their quotes
)


def names_of(*texts: str) -> frozenset[str]:
    """Return the words of a sender's name and address, in small letters; those that refuse are nobody's name."""
    return frozenset(word.lower() for text in texts for word in _WORD.findall(text[:_LONGEST])) - _REFUSES


def adds_nothing(text: str, *, of_agree: bool = False, names: frozenset[str] = frozenset()) -> bool:
    """Tell whether a text holds nothing but thanks, names and greetings; `of_agree` also takes "to this" and the like.

    `names` are the sender's own, of `names_of`. Where none are known, a name passes on a line of its own, and behind manners;
    a text that does not begin with a name goes on where a word ended.
    """
    if len(text) > _LONGEST:
        return False
    extra = _EXTRA_OF_AGREE if of_agree else _EXTRA
    lines = text.split("\n")
    return all(_is_spent(line, extra, names, alone=at > 0 or line[:1].isupper()) for at, line in enumerate(lines))


def _is_spent(line: str, extra: re.Pattern[str], names: frozenset[str], *, alone: bool) -> bool:
    """Tell whether nothing is left of a line once every extra is taken from its beginning, one after the other."""
    at, others = _skip(line, 0), _MOST_NAMES if alone and not names else 0
    signed = False
    while at < len(line):
        found = extra.match(line, at)
        if found and found.end() > at:
            others = _may_name(found[0], names)
        elif found := _NAME.match(line, at):
            signed = _is_own(found[0], names)
            others -= not signed
            if not signed and (others < 0 or found[0].strip(".").lower() in _NO_NAMES):
                return False
        else:
            return False
        end = found.end()
        at = _skip(line, end)
        others = 0 if names and "." in line[end:at] else others
        role = _ROLE.match(line, at) if signed else None
        at = _skip(line, role.end()) if role and not _REFUSES & {*role[0].lower().split()} else at
    return True


def _may_name(manners: str, names: frozenset[str]) -> int:
    """Return how many words of another's name may follow an extra."""
    named = _MANNERS.match(manners) or (not names and _CLOSES.match(manners))
    return _MOST_NAMES if named else 0


def _is_own(written: str, names: frozenset[str]) -> bool:
    """Tell whether a word is the sender's name, the beginning of it, or its first letter."""
    word = written.strip(".").lower()
    return word in names or any(len(word) != 2 and name.startswith(word) for name in names)  # noqa: PLR2004 - "No" of Nora


def _skip(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at
