"""What adds nothing to a word: thanks, a name, a greeting, "with the plan": one list for AGREE and for yes (rules 9.3, 9.5).

Start at `adds_nothing`. What is not on the list adds something.
"""

import re

_THANKS = (
    r"(?:many |big |huge )?thanks(?: (?:very|so) much| again| a lot| all| both)?|thank you(?: (?:very|so) much"
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
    r"(?:to|with) (?:this|that|it|these|the above|(?:all|everything)(?: of (?:this|that|it|the above))?|(?:the"
    r"|this|your|that) (?:whole )?"
    r"(?:plan|proposal|words|wording|text|letter|request|date|extension|new date))(?: (?:below|above|in full"
    r"|as (?:it stands|written|set out"
    r"|proposed|worded|drafted|described|put)))?|as (?:set out|proposed|written|worded|above|drafted|described"
    r"|it stands|put)|in full|fully|completely"
    r"|entirely|absolutely|wholeheartedly|from (?:me|us)"
)
_GAP = r"[\s,.!;:\u2013\u2014-]{0,6}"
_EXTRA = re.compile(rf"(?:{_ADDS_NOTHING})(?![\w'\u2019])|(?:{_SMILES})", re.IGNORECASE)
_EXTRA_OF_AGREE = re.compile(rf"(?:{_ADDS_NOTHING}|{_TO_IT})(?![\w'\u2019])|(?:{_SMILES})", re.IGNORECASE)
_BETWEEN = re.compile(_GAP)
_NAME = re.compile(
    r"(?:[A-Z][a-z\u00e0-\u00ff]{1,20}(?:['\u2019-][A-Z]?[a-z]{1,20})?|[A-Z][\u2019'][A-Z][a-z]{1,20}"
    r"|[A-Z])\.?(?![\w'\u2019])"
)
_MOST_NAMES = 3
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
    """.split()  # noqa: SIM905 - so many words are read more easily without their quotes
)


def adds_nothing(text: str, *, of_agree: bool = False) -> bool:
    """Tell whether a text holds nothing but thanks, names and greetings; `of_agree` also takes "to this" and the like."""
    return len(text) <= _LONGEST and not _left_over(text, _EXTRA_OF_AGREE if of_agree else _EXTRA)


def _left_over(text: str, extra: re.Pattern[str]) -> str:
    """Return what is left of a text once every extra is taken from its beginning, one after the other."""
    at, names = _skip(text, 0), 0
    while at < len(text):
        found = extra.match(text, at)
        if found and found.end() > at:
            names = 0
        else:
            found = _NAME.match(text, at)
            if not found or found[0].strip(".").lower() in _NO_NAMES or names == _MOST_NAMES:
                return text[at:]
            names += 1
        at = _skip(text, found.end())
    return ""


def _skip(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at
