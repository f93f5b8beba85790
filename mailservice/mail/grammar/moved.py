"""That a family has moved to another area, as somebody tells of it (rule 12.6). Start at `moved`.

Only an area counts: a new street, school or relative's house is none. The office is asked; nothing moves by it.
"""

import re

_MOST, _LONG = 400, 400
_WHO = (
    r"(?:(?:the |whole )?famil(?:y|ies)|mum|mam|mother|dad|father|parents|child(?:ren)?|baby|boy|girl|young person"
    r"|he|she|they"
    r"|[A-Z]{1,3}(?:-\d{2,8})?|[A-Z][a-z]{1,14}(?: and [A-Z][a-z]{1,14})?)"
)
# A name of a place: which places there are, nobody need list here. What else has a capital is none.
_NO_PLACE = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September"
    r"|October|November"
    r"|December|Christmas|Easter|Year|Stage|Step|Level|Tier|Class|Ward|Reception|Nursery|Foster|Team|Mum|Dad|Nan"
    r"|Nana|Gran|Grandma"
    r"|Auntie|Aunt|Uncle|Number|Flat|CAMHS"
)
_NO_AREA = (
    r"(?:Road|Rd|Street|St|Lane|Close|Avenue|Ave|Drive|Way|Court|House|School|Academy|College|Primary|Nursery"
    r"|Hospital|Ward|Unit|Centre"
    r"|Refuge|Hostel|Hotel|Team|Lodge|Gardens|Crescent|Terrace|Place|Estate)"
)
_AREA = (
    r"(?:out of (?:the |our |this )?(?:area|county|borough|city|region|country)|(?:to )?(?:another|a different"
    r"|a new|the next"
    r"|the neighbouring)"
    r" (?:local )?(?:area|authority|county|council|borough|region|country)"
    rf"|(?:to|into|down to|up to|over to|back to"
    rf"|in) (?-i:(?!(?:{_NO_PLACE})\b)[A-Z][a-z]{{2,19}}(?: [A-Z][a-z]{{2,19}})?"
    rf"\b(?! {_NO_AREA}\b)(?!['\u2019]s\b)))"
)
_SAYS = re.compile(
    rf"\b{_WHO} (?:(?:has|have|had|is|are|was|were|now|since|all|just|both) ){{0,3}}(?:moved|relocated|transferred"
    rf"|gone to live|living now)"
    rf" (?:\w{{1,10}} ){{0,2}}{_AREA}\b",
    re.IGNORECASE,
)
_PLACE = (
    rf"(?-i:(?!(?:{_NO_PLACE}|I|Can|The|We|She|He|They|It)\b)[A-Z][a-z]{{2,19}}(?: (?:on|upon|under"
    rf"|by)? ?[A-Z][a-z]{{2,19}})?\b"
    rf"(?! {_NO_AREA}\b)(?!['\u2019]s (?:house|flat|mum|nan|room)))"
)
_OUT = (
    r"(?:out of (?:the |our |this )?(?:area|county|borough|city|region|country)|out[- ]of[- ](?:area|county)"
    r"|over the (?:\w{3,10} )?(?:border|bridge)"
    r"|across the (?:\w{3,10} )?(?:border|bridge)|\d{2,3} ?miles (?:away|from|off)|(?:the|their"
    r"|a) receiving (?:area|authority|council))"
)
# How somebody tells of it who does not write "moved": where they are housed, placed, registered, rolled, booked by now.
_TELLS = (
    rf"\b(?:plac(?:ed|ement)|housed|rehoused|re-?homed|settled|found a (?:bed|place|flat|house|home|refuge)"
    rf"|bed) (?:\w{{1,12}} ){{0,7}}?in {_PLACE}"
    rf"|\b(?:liv(?:e|es|ing)|stay(?:s|ing)?|resident|resid(?:es|ing)|based|parked up|settled|registered|enrolled"
    rf"|school(?:ed)?|booked|born) (?:\w{{1,12}} ){{0,5}}?"
    rf"(?:in|near|at|with \w{{2,12}} (?:in|at)) {_PLACE}(?:,)? ?(?:now|permanently|from|as of|since|instead)"
    rf"|\b(?:gone|went|go|goes|going) (?:off )?to (?:live|stay|be) (?:\w{{1,12}}['\u2019]?s? ){{0,6}}?(?:in|near|at"
    rf"|to) {_PLACE}"
    rf"|\btaken (?:\w{{1,12}} ){{0,4}}?to (?:\w{{1,12}}['\u2019]?s? ){{0,4}}?in {_PLACE}"
    rf"|\bmoved in with (?:\w{{1,12}} ){{0,4}}?(?:there|in {_PLACE}|out)"
    rf"|\b(?:leaving|left|fled|flitted|gone from) {_PLACE} (?:\w{{1,12}} ){{0,5}}?(?:and|for|to)\b|\b(?:flat|house"
    rf"|place|tenancy|home|keys?) (?:\w{{1,12}} ){{0,4}}?in {_PLACE}"
    r"|\b(?:ordinarily |habitually )resident\b|\btransfer(?:red|ring)?[- ](?:in|out)\b (?:conference|to|from|of)"
    r"|\b(?:came|come|taken|coming|gone) off (?:our|the|my|this) (?:school )?"
    r"(?:roll|books|caseload|list)\b|\b(?:de-?registered|off[- ]?rolled)\b|\bnew (?:gp|school|health visitor|hv"
    r"|social worker|midwife) (?:\w{1,12} ){0,4}?(?:in|at|is|there)\b"
    rf"|\b(?:records?|files?|notes|case|ctf|plan) (?:\w{{1,12}} ){{0,4}}?(?:transferred|sent|requested|handed"
    rf"|forwarded) (?:\w{{1,12}} ){{0,5}}?(?:in|to|by|from) {_PLACE}"
    r"|\bcaretak(?:e|ing) the\b|\b(?:regiment|battalion|squadron|army|raf|navy) (?:\w{1,12} ){0,3}?to\b"
    r"|\bwhich (?:authority|area|council|county|borough) (?:is|has|holds|will)\b"
    r"|\b(?:in|into|to) (?:a )?refuge\b|\bfled\b|\bemigrat\w{2,4}\b|\bwho (?:has"
    r"|holds) (?:case )?responsib\w{3,6}\b|\bmoonlight flit\b|\brelocat(?:ed|ing)\b"
)
_ELSEWHERE = re.compile(f"(?:{_TELLS})|(?:{_OUT})", re.IGNORECASE)
# Who is not the one: a friend, a relative who lives apart, a worker, a team, a thing.
_OTHERS = re.compile(
    r"\b(?:friends?|mates?|boyfriend(?! ?['\u2019]s)|ex(?:-partner)?|half[- ](?:brother|sister|sibling)s?|uncles?"
    r"|aunt\w{0,3}|cousins?|teacher|social worker is|sw is"
    r"|our (?:team|office|service|clinic|hub|base)|the (?:team|office|service|clinic|case|para\w{0,6}|meeting"
    r"|conference|deadline|desk)|staff|i(?:['\u2019]m| am| have|['\u2019]ve)"
    r"|holidays?|trip|weekend away|visiting|court in|hospital in|next door|same (?:street|road|school|home"
    r"|building))\b",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"\b(?:if|unless|might|may|could|would|thinking|wants?|wish\w{0,2}|hopes?|one day|threat\w{0,6}|not"
    r"|(?<=n)['\u2019]t|never|turned down|refused|fell through"
    r"|(?:when|before|since|after) (?:he|she|they|the family|mum) moved|in (?:19|20)\d\d|years? ago|last year"
    r"|for years|since (?:he|she|they) (?:was|were)"
    r"|previously|used to|training|back from|returned)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(r"\?|\b(?:will|plans?|planning)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;]| - | \u2013 | (?:but|because|so|while|whilst|and (?:says?|said|then)) ")


def moved(text: str) -> str:
    """Return the sentence that tells of a move to another area, '' where none does."""
    whole = re.sub(r"(?<![\n.!?:])\n(?=[a-z(])", " ", text[: _MOST * _LONG])
    for one in re.split(r"(?<=[.!?;])\s{1,9}|\n{1,9}", whole)[:_MOST]:
        sentence = one.strip()[:_LONG]
        if _tells(sentence):
            return sentence
    return ""


def _tells(sentence: str) -> bool:
    if _OTHERS.search(sentence):
        return False
    plainly = _SAYS.search(sentence)
    if plainly and not _PLANNED.search(sentence) and not _NOT_SO.search(sentence):
        return True
    return any(_ELSEWHERE.search(part) and not _NOT_SO.search(part) for part in _CLAUSE.split(sentence))
