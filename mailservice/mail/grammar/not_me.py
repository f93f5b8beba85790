"""What somebody writes whom a letter reached by mistake: the wrong person, or one who has left. Start at `not_me`.

Of themselves alone: that a colleague has left, or that the child is unknown, is a complaint to us (`to_us`).
"""

import re

_WHO = r"person|one|contact|manager|lead|worker|social worker|health visitor|nurse|head|officer|teacher"
_WHERE = r"trust|council|team|service|agency|partnership|authority|department|nhs|police"
_ENDS = r"(?=\W{0,3}$|[,.;:!\u2013-]| (?:in|on|last|now|and|at|since)\b)"
# Of a school, as of any house, one may only have gone out.
_FOR_GOOD = (
    r"(?= (?:and (?:now )?(?:work|have moved|am now)|in (?:january|february|march|april|may|june|july|august|september|october"
    r"|november|december|the (?:spring|summer|autumn)|20\d\d)|last (?:year|term|summer|month)|for (?:good|another|a new))\b)"
)
# Who is not at work on some days works there all the same.
_NOT_NOW = (
    r"(?!,? (?:on|during|over|until|till|before|after|every|most|full|part|this|next|today|tomorrow|weekends|evenings"
    r"|in (?:the|school|term|half)|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b)"
)
_OF_YOURS = r"(?:this|that|the|your)(?: [\w\u2019']{2,20}){0,4}"
_SAYS = re.compile(
    rf"\bi(?: am|['\u2019]m)(?: \w{{3,9}}){{0,2}} (?:the wrong|not the (?:right|correct)) (?:{_WHO})\b"
    r"|\byou(?:['\u2019]ve| have)(?: \w{3,9})?(?: to)? the wrong (?:person|one|e-?mail address|e-?mail|address)\b"
    r"|^\W{0,3}(?:sorry,? )?(?:(?:you have )?(?:the )?wrong person|not me)\W{0,3}$"
    r"|\b(?:this|that|it)(?:['\u2019]s not| is not| isn['\u2019]?t)(?: really)? my case\b"
    r"|^\W{0,3}(?:sorry,? )?not my case\W{0,3}$"
    rf"|\bi(?:['\u2019]ve| have)?(?: now| since)? (?:left|moved on from|moved from) (?:this|that|the|my) "
    rf"(?:post|role|job|(?:{_WHERE}){_ENDS}|school{_FOR_GOOD})"
    r"|\bi(?: am|['\u2019]m) (?:no longer|not) (?:in (?:this|that|the) (?:post|role|job)|in post)\b"
    rf"|\bi (?:no longer work|(?:don['\u2019]?t|do not) work) (?:here|there|(?:for|in|at) {_OF_YOURS} (?:{_WHERE}|school))"
    rf"\b{_NOT_NOW}"
    r"|\bi(?:['\u2019]ve| have)(?: now| since)?"
    r" (?:retired(?! (?:her|him|it|them|this|that|these|those|the|his|my|our|their|your|an?)\b)|resigned(?! (?:myself|to)\b))\b",
    re.IGNORECASE,
)
# "Is it my case?" asks, "it isn't my case to make" and "if I have left" say nothing of the kind.
_NOT_SAID = re.compile(
    r"\?\W{0,3}$|\bif i\b|\bmy case (?:to|for|that|rests)\b"
    r"|\bleft\b.{0,60}\b(?:driving|on my way|(?:heading|walking) to|(?:heading|walking|going|coming) (?:back|home|over))\b"
    r"|\bleft (?:the )?\w{3,12} at \d|^\W{0,3}(?:on |at )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days|weekends)\b",
    re.IGNORECASE,
)


def not_me(text: str) -> bool:
    """Tell whether a sentence says that its writer is not who should have the letter."""
    return bool(_SAYS.search(text)) and not _NOT_SAID.search(text)
