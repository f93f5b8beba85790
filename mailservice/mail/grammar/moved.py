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
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Christmas|Easter|Year|Stage|Step|Level|Tier|Class|Ward|Reception|Nursery|Foster|Team|Mum|Dad|Nan|Nana|Gran|Grandma"
    r"|Auntie|Aunt|Uncle|Number|Flat|CAMHS"
)
_NO_AREA = (
    r"(?:Road|Rd|Street|St|Lane|Close|Avenue|Ave|Drive|Way|Court|House|School|Academy|College|Primary|Nursery|Hospital|Ward|Unit|Centre"
    r"|Refuge|Hostel|Hotel|Team|Lodge|Gardens|Crescent|Terrace|Place|Estate)"
)
_AREA = (
    r"(?:out of (?:the |our |this )?(?:area|county|borough|city|region|country)|(?:to )?(?:another|a different|a new|the next"
    r"|the neighbouring)"
    r" (?:local )?(?:area|authority|county|council|borough|region|country)"
    rf"|(?:to|into|down to|up to|over to|back to|in) (?-i:(?!(?:{_NO_PLACE})\b)[A-Z][a-z]{{2,19}}(?: [A-Z][a-z]{{2,19}})?"
    rf"\b(?! {_NO_AREA}\b)(?!['\u2019]s\b)))"
)
_SAYS = re.compile(
    rf"\b{_WHO} (?:(?:has|have|had|is|are|was|were|now|since|all|just|both) ){{0,3}}(?:moved|relocated|transferred"
    rf"|gone to live|living now)"
    rf" (?:\w{{1,10}} ){{0,2}}{_AREA}\b",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"\?|\b(?:if|unless|might|may|could|would|will|plans?|planning|thinking|wants?|hopes?|threat\w{0,6}|not"
    r"|n['\u2019]t|never"
    r"|(?:when|before|since|after) (?:he|she|they|the family|mum) moved|in (?:19|20)\d\d|years? ago|last year"
    r"|previously|used to)\b",
    re.IGNORECASE,
)


def moved(text: str) -> str:
    """Return the sentence that tells of a move to another area, '' where none does."""
    whole = re.sub(r"(?<![\n.!?:])\n(?=[a-z(])", " ", text[: _MOST * _LONG])
    for one in re.split(r"(?<=[.!?;])\s{1,9}|\n{1,9}", whole)[:_MOST]:
        sentence = one.strip()[:_LONG]
        if _SAYS.search(sentence) and not _NOT_SO.search(sentence):
            return sentence
    return ""
