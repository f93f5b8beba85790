"""A reaction: a thumb or a heart clicked on a mail, which programs send as a mail of its own. Start at `why_reaction`.

It is one only where the mail says nothing else, and its sender is who reacted: somebody who writes about a reaction writes.
"""

import re
from collections.abc import Collection

from mailservice.mail.kinds.quoted import above
from mailservice.mail.mime.addresses import Address

PART = "text/vnd.google.email-reaction+json"
# The name of who reacted, and then, as Outlook and Gmail put it: in English, Welsh, German, French, Spanish, Italian,
# Dutch, Polish, Portuguese, Swedish, Danish and Norwegian.
_REACTED = re.compile(
    r"(?i)^(?:\[[^\]]{0,40}\] ?)?(?P<who>.{1,100}?) (?:reacted (?:to your (?:message|e-?mail)|via gmail)"
    r"|wedi ymateb (?:i['\u2019]ch neges|drwy gmail)"
    r"|hat (?:auf (?:ihre|deine) (?:nachricht|e-?mail) reagiert|(?:über|via|mit) gmail reagiert)"
    r"|a réagi (?:à (?:votre|ton) (?:message|e-?mail)|via gmail)"
    r"|(?:ha reaccionado|reaccionó) (?:a (?:tu|su) (?:mensaje|correo)|(?:a través de|mediante|desde|con) gmail)"
    r"|ha reagito (?:al tuo messaggio|(?:tramite|con|via) gmail)"
    r"|heeft (?:gereageerd op (?:uw|je) (?:bericht|e-?mail)|op (?:uw|je) bericht gereageerd|(?:via|met) gmail gereageerd)"
    r"|(?:zareagował|zareagowała|zareagował\(a\)) (?:na (?:twoją|twój|państwa) \w{1,12}|(?:przez|w) gmail\w{0,3})"
    r"|reagiu (?:à sua mensagem|(?:através do|pelo|via) gmail)"
    r"|reager(?:ade|ede|te) (?:på (?:ditt|din|dit) \w{1,12}|via gmail))\s?:?$"
)
# What a telephone makes of one in words: "Liked “We propose a joint visit”".
_IN_WORDS = re.compile(
    r"(?i)^(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted \S{1,12} to|removed an? [\w ]{1,30} from) "
    r"(?:\u201c[^\u201c\u201d]{1,2000}\u201d|\"[^\"]{1,2000}\")$"
)
_LINK = re.compile(r"\s?[<\[(]https?://[^\s>\])]{1,500}[>\])]$|^https?://\S{1,500}$")
_MOST_LINES, _WORD = 60, 3


def why_reaction(text: str, sender: Address, types: Collection[str]) -> str:
    """Say what marks a mail as a reaction and nothing else; '' where it is none, or a person wrote beside it."""
    lines = [_LINK.sub("", line) for line in above(text)[:_MOST_LINES]]
    lines = [line for line in lines if any(letter.isalnum() for letter in line)]
    if PART in types and (not lines or (len(lines) == 1 and _is_notice(lines[0], sender))):
        return "a part says that it is a reaction, and no words stand beside it"
    if len(lines) == 1 and (found := _REACTED.match(lines[0])) and _is_theirs(found["who"], sender):
        return "a mail program's notice of a reaction, and nothing else"
    if lines and _IN_WORDS.match(" ".join(lines)[:2100]):
        return "a reaction told in words, and nothing else"
    return ""


def _is_notice(line: str, sender: Address) -> bool:
    """Tell whether a line is the program's own, in a language that is not listed too: it names Gmail and the sender."""
    return bool(_REACTED.match(line)) or ("gmail" in line.casefold() and _is_theirs(line, sender))


def _is_theirs(who: str, sender: Address) -> bool:
    """Tell whether somebody named is the sender: another's reaction, sent on, is a person's mail about it."""
    known = f"{sender.name} {sender.address.partition('@')[0]}".casefold()
    return any(len(one) >= _WORD and one in known for one in re.findall(r"[^\W\d_]+", who.casefold()))
