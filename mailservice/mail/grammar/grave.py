"""Death or grave harm in what a person newly wrote: that it has happened, to the one whom the case is about (rule 12.6).

Start at `grave`. What might happen is danger (`mail.danger`), what happened to somebody else or long ago is history. Where it
is not plain of whom, or whether it is so, it is told as unsure: then a person is asked, and nothing stands still.
"""

import re
from typing import Literal

from mailservice.cases.history.commands import Grave
from mailservice.mail.grammar.passing_signs import clause, hints, is_anothers

_MOST, _LONG = 400, 400
"""Sentences that are read of one mail, and characters of each."""

_DEATH = (
    r"\b(?:died|passed away|has passed(?=\W{0,3}$)|deceased|stillborn|drowned|hanged (?:himself|herself|themselves)"
    r"|(?:found|pronounced|declared|certified|brain|is|was|are|were) dead(?!-)\b(?! (?!at\b|in\b|when\b|by\b"
    r"|this\b|last\b|on (?!his|her|my|our|their|time)|from\b"
    r"|after\b|and\b|today\b|yesterday\b|with\b|inside the\b|before\b)\w)|dead on arrival"
    r"|took (?:his|her|their) own life|taken (?:his|her|their) own life"
    r"|(?:did not|didn['\u2019]?t|not|never) (?:survive|recover|pull through)\b"
    r"|(?:could(?: not|n['\u2019]?t)|(?:was|were) unable to) (?:be resuscitated|revive (?:him|her|them))|(?:was"
    r"|were|been|being) (?:killed|murdered)"
    r"|(?:fatally|mortally) \w{3,12}|(?:stabbed|beaten|shaken|strangled|kicked|starved) to death|no longer with us"
    r"|found (?:his|her|their|the) body|(?:his|her|their|the) body (?:was|has been) found|r\.?i\.?p\b"
    r"|sudi\b|sudden unexpected death)"
)
_NOUN = (
    r"\b(?:death of|(?:'s|\u2019s|his|her|their|the child['\u2019]?s?|a|the) (?:sad |sudden |tragic "
    r"|unexpected )?death\b(?! (?:of|certificates?|row|metal|threats?|in service|trap|stare)\b)"
    r"|child death notification|death notification)"
)
_HARM = (
    r"\b(?:intensive care|picu|nicu|itu|icu|life support|ventilator|ventilated|in a coma|comatose|critically (?:ill"
    r"|injured)"
    r"|(?:critical|grave) condition|condition (?:is )?critical|life[- ](?:threatening|changing|limiting) injur\w{1,4}"
    r"|(?:bleed|bleeding|haemorrhage) (?:on|in|to) (?:the|his|her) brain|brain (?:bleed|injury|damage)"
    r"|cardiac arrest|not expected to (?:survive|live))"
)
_HAPPENED = re.compile(f"(?:{_DEATH})|(?:{_NOUN})|(?:{_HARM})", re.IGNORECASE)

# What has not happened, or is only spoken of.
_NOT_SO = re.compile(
    r"\b(?:nobody|no one|no-one|none of them|thankfully|luckily|fortunately)\b"
    r"|\b(?:not|n['\u2019]t|never) (?:dead|died|die|deceased|passed away|killed|in (?:a coma|intensive care)"
    r"|life[- ]threatening"
    r"|on (?:a ventilator|life support)|critical\w{0,2})\b"
    r"|\b(?:(?<!as )if|unless|until|could|might|would|will|won['\u2019]t|going to|before (?:he|she|they|somebody"
    r"|someone|another)|in case"
    r"|so that|risks?|at risk|fears?|afraid|worr(?:y|ied|ies)|scared|(?<!life-)(?<!life )threat\w{0,6}|want(?:s"
    r"|ed)? to|wish\w{0,3}"
    r"|dream\w{0,3}"
    r"|one day|nearly|almost|as good as|talk(?:s|ed|ing)? (?:of|about)|thresholds?|training|template|form)\b"
    r"|\b(?:reported|reports?|review|reviews|learning|lessons?) (?:after|from|into|on) (?:the )?(?:death|another"
    r"|other)"
    r"|\b(?:another|other|earlier|previous|older) (?:child|baby|case|sibling|pupil)\b"
    r"|\bchild [a-z]\b(?! )(?!\W{0,3}$)|\bas in\b"
    r"|\bdead (?:end|line|tired|against|set|in the water|to (?:him|her|me|us|them)|inside|wood|easy|sure|good"
    r"|on time)\b"
    r"|\bdied (?:down|out|off|a death)\b|\bdeadline\b|\bwitness\w{0,3}\b|\breview (?:after|into|of) child\b",
    re.IGNORECASE,
)
# "He didn't survive" has happened; so has what will follow it.
_SO_ALL_THE_SAME = re.compile(
    r"\b(?:did not|didn['\u2019]?t|could not|couldn['\u2019]?t) (?:survive|recover|pull through|be resuscitated"
    r"|revive)"
    r"|\b(?:brain dead|turn off the machine|not expected to (?:survive|live)|on (?:a|the) ventilator)\b",
    re.IGNORECASE,
)
# A sentence about another case, a report, or a thing.
_ELSEWHERE = re.compile(
    r"\b(?:briefings?|minute brief|min brief|l?cspr|learning|lessons|findings?|in (?:that|the|one"
    r"|another) case\b(?! died)|reviewing"
    r"|child [a-z],|abuser|perpetrator|convicted|(?:washing|coffee|drinks|vending|fax) machine|photocopier|printer"
    r"|minibus|boiler|laptop|van|bus|engine|fridge|kettle"
    r"|plants?|tree|since died|doing (?:ok|okay|well|fine)|stable now|ingesting)\b",
    re.IGNORECASE,
)
# Long ago, or over.
_PAST = re.compile(
    r"\banniversary\b|\b(?:every|each) year\b|\byears? since\b|\bthis time last\b|\bdied (?:19|20)\d\d\b"
    r"|, ?(?:19\d\d|20[01]\d|202[0-4])\b|\buntil (?:19|20)\d\d\b|\b(?:in|since|during|back in|of) (?:early |late "
    r"|mid )?(?:19"
    r"|20)\d\d\b|\b(?:years?|months) ago\b"
    r"|\blast (?:year|month|summer|spring|autumn|winter)\b"
    r"|\bin (?:the )?(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|spring|summer"
    r"|autumn|winter)\b|\b(?:when|since|as) (?:he|she|they|it|i|a) ?(?:was|were|newborn|baby|child|toddler)\b"
    r"|\bhistory\b"
    r"|\b(?:recovered|discharged|(?:is|back|now|again) (?:at )?home(?: now| again)?|home (?:now|again)"
    r"|out of (?:intensive care|hospital)"
    r"|(?:has|have) been told of)\b|\bsince the death\b|\b(?:as|when) a newborn\b",
    re.IGNORECASE,
)
_RECOVERED_NOT = re.compile(r"\bnot recover", re.IGNORECASE)
# Said with a doubt, or as a question.
_DOUBT = re.compile(
    r"\?|\bi(?:['\u2019]ve| have) a (?:child|baby)\b|\b(?:may|seems?|looks? (?:as|like)|apparently|rumou?rs?"
    r"|i (?:believe|think|heard|gather|am told)"
    r"|i['\u2019]?ve heard"
    r"|i have heard|we (?:think|believe|heard|gather)|(?:am|are|was) told|is it true|not sure|unconfirmed|possibly"
    r"|perhaps|probably"
    r"|waiting to hear|can (?:somebody|someone|anybody|anyone) confirm|do not know|don['\u2019]t know)\b",
    re.IGNORECASE,
)

# Another child's, another's, a tale's: with any of it a person is asked first, for a case that stops by mistake hurts a child.
_BRAKE = re.compile(
    r"\b(?:first|second|third|last(?! (?:night|week|evening|\w{3,6}day|hour|few))|next|same|previous|earlier|elder"
    r"|eldest|older|oldest|younger|other|others|another|half|step|twin\w?|triplets?"
    r"|ex|boyfriend|girlfriend|mates?|friends?|cousins?|partner|husband|wife|mum['\u2019]?s|dad['\u2019]?s"
    r"|mother['\u2019]?s|father['\u2019]?s|used to|child [a-z](?=[ ,]\w)(?! has)"
    r"|films?|story|stories|game|games|book|play(?:s|ed|ing)?|song|tv|episode|dream\w{0,3}|nightmare|minecraft"
    r"|fortnite|roblox|drama|novel"
    r"|accord\w{3,6}|alleg\w{2,6}|claim\w{0,3}|says|saying|tells?|told (?:her|him|them|us|me) (?:that )?(?:he"
    r"|she)|thought|thinks?|reckons?|pretend\w{0,3}|jok\w{2,3}"
    r"|challeng\w{2,4}|figurativ\w{2,4}|literally|inside|kindness|drunk|laugh\w{0,4}|embarrass\w{2,6}|boredom"
    r"|never been the same"
    r"|opposite|upstairs|downstairs|next door|neighbour\w{0,4}|flat|street|road|year group|class|in the news|press"
    r"|reading|read about"
    r"|(?:a|an|one|some|any|each|every|two|three|several|many) (?:\w{3,12} )?(?:child|baby|infant|toddler|boy|girl"
    r"|pupil|student|patient|client|adult|young person)"
    r"|(?:children|babies|pupils|students|residents|patients|adults|people) (?:who|have|had|at|in|on|of)|(?:had"
    r"|lost|having) an?|grie\w{2,5}|bereave\w{1,4}"
    r"|(?:child|baby|boy|girl|sibling|pupil|lad|teenager|patient)s? (?:at|from|of|on|who|that|she|he|they|in) )\b",
    re.IGNORECASE,
)

_CHILD = (
    r"child|baby|infant|toddler|boy|girl|(?:young |little )person|youngster|teenager|pupil|student|newborn|unborn"
    r"|lad|son|daughter"
    r"|patient|resident|adult|client|service user|sib(?:ling)?s|children|twins|young (?:man|woman)|little one"
    r"|brother and sister"
)
_FAR = (
    r"(?:great-?)?grand\w{2,8}|gran|granny|nan|nana|nanny|grandad|uncles?|aunts?|auntie|aunty|cousins?|friends?"
    r"|neighbours?"
    r"|hamster|dogs?|cats?|pets?|rabbit|fish|horse|kitten|puppy|phone|system|computer|laptop|battery|car|plan"
    r"|argument|row"
    r"|stepfather|step-?dad|partner['\u2019]s|worker|teacher|head|colleague|deputy|manager|nurse|doctor|gp|ex|case"
)
_NEAR = (
    r"mother|mum|mam|mummy|father|dad|daddy|parents?|brother|sister|twin|sibling|carer|foster \w{4,8}|partner|mr"
    r"|mrs|ms|miss|dr"
)
_WHO = re.compile(
    rf"\b(?P<own>my(?: own)?(?: (?:{_NEAR}|{_FAR}))?|our)\b|\b(?P<far>{_FAR})\b|\b(?P<near>{_NEAR})\b"
    rf"|\b(?P<child>{_CHILD})\b|\b(?P<it>he|she|they"
    rf"|him|her|them)\b"
    r"|\b(?P<we>we|i|us|you)\b",
    re.IGNORECASE,
)
# Whoever else a "he" may be, who stands in the same sentence or the two above.
_ANYBODY_ELSE = re.compile(
    rf"\b(?:{_FAR}|{_NEAR}|m[ae]n|wom[ae]n|lady|gentleman|chap|bloke|guy|landlord|landlady|lodger|tenant|officer|coach"
    rf"|driver"
    r"|tutor|boss|owner|abuser|perpetrator|suspect|nominal|advocate|visitor|mentor|assistant|resident|somebody"
    r"|someone)\b",
    re.IGNORECASE,
)
# A death that is named with its one: "the death of N", "her death", "a rapid review", "SUDI".
_NAMES_ITS_ONE = re.compile(
    r".{0,40}\bdeath\b|found (?:his|her|their|the) body|(?:his|her|their|the) body|sudi|r\.?i\.?p",
    re.IGNORECASE,
)
# What may stand between whom it is said of and what is said: no other noun, for that would be of whom it is.
_BETWEEN = (
    r"(?:[ ,]{1,2}(?:is|was|were|are|has|have|had|been|be|being|now|just|also|sadly|tragically|suddenly|unexpectedly"
    r"|suffered|sustained|admitted|taken|rushed|transferred|flown|found|unresponsive|remains|currently|lying|to|in|into"
    r"|an?|the|his|her|their|on|at|with|from|of|this|that|last|night|morning|afternoon|evening|today|yesterday"
    r"|overnight"
    r"|\w{3,6}day|\d{1,2}(?:am|pm)?|and|could|did|not|didn['\u2019]t|hospital|resus|cot|stabbed|shaken|overdose|hit|by"
    r"|train|car|died|after|multiple|fractures?|head|injur(?:y|ies)|home|cardiac|arrest|critically|life[- ]threatening"
    r"|children['\u2019]?s|took|hung|hanged|himself|herself|very|both)){0,24}"
)
_SUBJECT = re.compile(
    rf"(?<!\bfor )(?<!\bof )(?<!\bto )(?<!\bwith )(?<!\babout )(?<!\bfrom )(?<!\bby )"
    rf"(?<!\band )(?<!\bat )(?<!\bbetween )(?<!\bagainst )(?<!\bnear )"
    r"(?<!\bher )(?<!\bhis )(?<!\btheir )(?<!\bmy )(?<!\bour )(?<!['\u2019]s )(?<!s['\u2019] )"
    rf"\b(?:(?P<it>he|she|they)(?:['\u2019]s)?|(?i:{_CHILD}|patient|pupil)(?: (?:you|we|she"
    rf"|he) (?:\w{{2,12}} ){{0,2}}about)?"
    rf"|(?:Mrs?|Ms|Miss) [A-Z][a-z]{{0,14}}|(?-i:[A-Z]{{1,3}}(?:-?\d{{2,8}})?|[A-Z][a-z]{{1,14}}))(?!['\u2019]s? \w)"
    rf"{_BETWEEN}[ ,]{{0,2}}$",
    re.IGNORECASE,
)
_NOT_NAMES = frozenset(
    [
        "the",
        "this",
        "that",
        "these",
        "those",
        "it",
        "he",
        "she",
        "they",
        "we",
        "i",
        "a",
        "an",
        "and",
        "but",
        "very",
        "sad",
        "sadly",
        "unfortunately",
        "following",
        "since",
        "as",
        "on",
        "in",
        "at",
        "of",
        "to",
        "is",
        "was",
        "rip",
        "jar",
        "sudi",
        "nhs",
        "mash",
        "gp",
        "ae",
        "please",
        "police",
        "mum",
        "dad",
        "there",
        "her",
        "his",
        "their",
        "our",
        "my",
        "has",
        "have",
        "had",
        "sorry",
        "hello",
        "hi",
        "dear",
        "just",
        "nobody",
        "today",
        "yesterday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "with",
        "from",
        "for",
        "when",
        "if",
        "without",
        "thankfully",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "neighbours",
        "learning",
        "domestic",
        "condition",
        "fatal",
    ]
)
_NAME = re.compile(
    r"\b([A-Z]{1,3}(?:-?\d{2,8})?|[A-Z][a-z]{1,14})\b(?!['\u2019]s (?:mother|father|mum|dad|nan|gran|uncle|aunt"
    r"|friend))"
)

Whose = Literal["the one", "near", "other", "nobody"]


def grave(text: str) -> Grave | None:
    """Return what a text says of a death or of grave harm, the surest; None where it says nothing of the kind."""
    all_of_it = ["", "", *_sentences(text)]
    found = [
        one
        for at, sentence in enumerate(all_of_it)
        if (one := _in(sentence, " ".join(all_of_it[max(0, at - 2) : at])) or _hinted(sentence))
    ]
    return next((one for one in found if one.sure), found[0] if found else None)


def _hinted(sentence: str) -> Grave | None:
    return Grave(sentence, sure=False) if hints(sentence) else None


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text, a line that was only broken put together again."""
    whole = re.sub(r"(?<![\n.!?:])\n(?=[a-z(])", " ", text[: _MOST * _LONG])
    return [one.strip()[:_LONG] for one in re.split(r"(?<=[.!?])\s{1,9}|\n{1,9}", whole)[:_MOST] if one.strip()]


def _in(sentence: str, above: str) -> Grave | None:
    found = [one for one in _HAPPENED.finditer(sentence) if not _is_idle(sentence, one)]
    judged = [(one, _of_whom(sentence, one)) for one in found]
    told = [who for _, who in judged if who in ("the one", "near", "nobody")]
    if not told:
        return None
    plain = any(who == "the one" and _is_said_of_the_one(sentence, one, above) for one, who in judged)
    return Grave(sentence, plain and not _DOUBT.search(sentence) and not _BRAKE.search(sentence))


def _is_said_of_the_one(sentence: str, found: re.Match[str], above: str) -> bool:
    """Tell whether the child's word, a name or a pronoun stands just before it, and a pronoun after nobody else.

    "Her landlord died", "the worker for Ellie died" and "Dad was hit by a car. He died" are asked about.
    """
    if _NAMES_ITS_ONE.match(found[0]):
        return not _ANYBODY_ELSE.search(above) or not re.match("his|her|their", found[0], re.IGNORECASE)
    subject = _SUBJECT.search(sentence[: found.start()])
    if not subject:
        return bool(_people(sentence[found.end() : found.end() + 40])) and not sentence[: found.start()].strip()
    pronoun = subject["it"] is not None
    return not (pronoun and _ANYBODY_ELSE.search(f"{above} {sentence[: subject.start()]}"))


def _is_idle(sentence: str, found: re.Match[str]) -> bool:
    """Tell whether it has not happened, is over, or happened long ago: by the part of the sentence that it stands in."""
    if _ELSEWHERE.search(sentence) or is_anothers(sentence, found):
        return True
    part = clause(sentence, found)
    past = _PAST.search(part) or (_PAST.search(sentence) and not _RECOVERED_NOT.search(sentence))
    if past:
        return True
    return bool(_NOT_SO.search(part)) and not _SO_ALL_THE_SAME.search(part)


def _of_whom(sentence: str, found: re.Match[str]) -> Whose:
    """Return of whom it is told: behind "the death of", else the nearest before it."""
    behind = sentence[found.end() : found.end() + 40] if found[0].lower().endswith(" of") else ""
    before = sentence[
        max(0, found.start() - 120) : found.start() + (found[0].lower().startswith(("his", "her", "their")) and 5)
    ]
    ahead = _people(behind)
    if ahead:
        return ahead[0]
    back = _people(before)
    if back:
        return _last(back, sentence)
    after = _people(sentence[found.end() : found.end() + 40])
    return after[0] if after else "nobody"


def _last(back: list[Whose], sentence: str) -> Whose:
    """Return the nearest; a "she" that follows a worker or a friend is theirs."""
    if back[-1] == "the one" and "other" in back and re.search(r"\b(?:he|she|they)\b", sentence, re.IGNORECASE):
        return "nobody"
    return back[-1]


def _people(text: str) -> list[Whose]:
    found: list[tuple[int, Whose]] = []
    for one in _WHO.finditer(text):
        kind = one.lastgroup or ""
        if kind in {"own", "far"}:
            found.append((one.start(), "other"))
        elif kind == "near":
            found.append((one.start(), "near"))
        elif kind in ("child", "it"):
            found.append((one.start(), "the one"))
    taken = {at for at, _ in found}
    found += [
        (one.start(), "the one")
        for one in _NAME.finditer(text)
        if one[1].lower() not in _NOT_NAMES and one.start() not in taken and not _is_titled(text, one)
    ]
    return [who for _, who in sorted(found)]


def _is_titled(text: str, name: re.Match[str]) -> bool:
    return bool(re.search(r"\b(?:mr|mrs|ms|miss|dr|child)\.? $", text[: name.start()][-8:], re.IGNORECASE))
