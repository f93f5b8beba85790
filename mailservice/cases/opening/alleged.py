"""Plain words that tell of harm to a child by somebody who works with children, and hold a mail (rule 16); of a family never.

A row of `_WORKER` for each place of work, one of `_DONE` for each thing done. Every repeat is bounded: any mail is read fast.
"""

import re
from functools import lru_cache

from mailservice.cases.opening.secrecy import FAMILY, plainly


def _any_of(lines: str) -> str:
    """Return a pattern of what stands line by line, each line a few of them."""
    return f"(?:{'|'.join(one.strip() for one in lines.strip().splitlines())})"


# Who works with children, in a line or two for each place of work.
_WORKER = _any_of(
    r"""(?:head|form|class|supply|cover|dance|music|pe|science) ?teachers?|teachers?|tas?
    (?:teaching|support|learning support) assistants?|(?:deputy |assistant )?head(?: of year)?|principal|senco|tutor|lecturer
    (?:lunchtime |cover )supervisor|dinner lady|caretaker|houseparent|childminder|nanny|au pair|nursery nurse
    (?:nursery|social|support|key|youth|care|residential|play|outreach|family|agency) ?workers?
    foster (?:carer|mother|father|mum|dad|parent)s?|respite carers?|(?<!young )(?<!kinship )(?<!family )(?<!main )carers?
    (?:nursery|school|care home|residential|agency|ward|night|bank) (?:staff|nurse|assistant)|staff|members? of staff|colleague
    nurse|hcas?|(?:healthcare|health care) assistant|doctor|gp|dentist|consultant|midwife|health visitor|paramedic
    therapist|physio|counsellor|pcs?|pcso|constable|sergeant|police ?man|police ?woman
    (?:police |prison |custody )?officer|security guard|(?:passenger |transport )?(?:assistant|escort)|driver|chaperone
    coach|instructor|mentor|trainer|referee|volunteer|priest|vicar|imam|pastor|rabbi|(?:scout|youth|brownie|cadet) leader"""
)
# Words in between that make somebody else the one who did it, or the worker the one who tells of it.
_NOT_BETWEEN = (
    rf"(?!(?:{FAMILY}|he|she|they|it|i|we|you|whom|whose|that|if|when|whether|and|but|or|be|being|not|never|nobody"
    r"|(?:was|were|is|are)(?! \w{2,15}ing\b)|said|says?|saying|saw|sees?|seen|told|tells?|telling|asked|asks|reports?|reported"
    r"|noticed|recorded|thinks?|thought|believes?|heard|hears|witnessed|found|watched|worried|comforted|helped"
    r"|by|to|as|because|after|before|until|while)\b)"
)
_NAME = rf"(?!(?:{FAMILY}|mr|mrs|ms|miss|dr|i|it|the|we|us|me|a|an)\b)(?-i:[A-Z][a-z]{{1,15}}(?:'s\b)?)"
_GROWN = (
    r"(?! (?:own|mother|mum|dad|father|parents?|step\w{1,8}|brothers?|sisters?|boyfriend|partner|manager|tummy|stomach|belly"
    r"|life|head on|hand\b|phone|to (?:ask|say|confirm|arrange|offer|agree)|about|a party))"
)
_A_CHILD = (
    r"(?:(?:her|him|them|(?:the|a|this|that|another|one of the|one of our|some|two|our|other|my) (?:\w{1,15} ){0,2}"
    r"(?:child|children|girls?|boys?|baby|babies|twins|pupils?|toddlers?|infants?|students?|sixth formers?|young person"
    rf"|young people|residents?|patients?|kids?|daughter|son))\b|{_NAME}){_GROWN}"
)
_HIT = (
    r"(?:hit|hits|hitting|slapp?(?:ed|s|ing)|smack(?:ed|s|ing)|punch(?:ed|es|ing)|kick(?:ed|s|ing)|shook|shakes|shaken"
    r"|bit|pinch(?:ed|es|ing)|push(?:ed|es|ing)|shov(?:ed|es|ing)|dragg(?:ed|ing)|drags|grabb(?:ed|ing)|grabs|grop(?:ed|ing)"
    r"|kiss(?:ed|es|ing)|hurt|hurts|assault(?:ed|s|ing)|abus(?:ed|es|ing)|beats?|beaten|strangled|choked|threw|struck|caned"
    r"|raped|fondled|groom(?:ed|ing)|touch(?:ed|es|ing)|spat at|spits? on|bullie[sd]|tied|ties|strapped|scared|headbutted"
    r"|force ?fe(?:d|eds?|eding)|manhandled)"
)
# What is done to a child in more words than one; CHILD is the child.
_DONE = _any_of(
    r"""(?:lock(?:s|ed|ing)?|shuts?) CHILD (?:in|out|up|outside)\b
    (?:restrain(?:ed|s)|held|holds|pinn?(?:ed|s)) CHILD (?:down|face down|against)\b
    (?:restrained|held|picked|lifted|pulled|yanked) CHILD (?:up |down )?by the (?:neck|throat|hair|arm|ear|wrist|collar)\b
    (?:messag|text)(?:ed|ing) CHILD|(?:messag|text|snapchat|dm|ring|call|phon)e?s CHILD (?:[\w']{1,15} ){0,4}?(?:at night|late)\b
    (?:messag|text|snapchat|dm)e?s CHILD (?:[\w']{1,15} ){0,4}?(?:after (?:school|work|hours)|privately)\b
    (?:messag|text|dm)e?s CHILD (?:[\w']{1,15} ){0,4}?from (?:his|her|a) (?:own|private|personal)\b
    (?:messag|text|dm)e?s CHILD (?:[\w']{1,15} ){0,4}?(?:on (?:instagram|snapchat|whats ?app|tiktok)|and asks)\b
    (?:sends?|sent|sending|show(?:ed|s|ing)) CHILD (?:[\w']{1,15} ){0,3}?(?:of (?:himself|herself|themselves)|nudes?|porn)\b
    (?:left|leaves|leaving) (?:CHILD|the (?:babies|children)) (?:alone|unattended|outside|in the (?:car|bath|dark))\b
    call(?:ed|s|ing) CHILD (?:fat|stupid|ugly|thick|useless|names|an? (?:[\w']{1,12} ){0,2}(?:idiot|bitch|slag|brat|liar))\b
    told CHILD (?:that )?(?:he|she|they) (?:was|is|were|are) (?:worthless|stupid|fat|ugly|useless|thick|disgusting)\b
    (?:mak(?:es|ing)|made|forc(?:ed|es|ing)) CHILD (?:to )?(?:shower|undress|strip|kneel|stand|sleep)\b
    (?:buys|bought|gave|gives|giving|supplied|offered) CHILD (?:[\w']{1,12} ){0,3}?(?:vodka|alcohol|beers?|weed)\b
    (?:buys|bought|gave|gives|giving|supplied|offered) CHILD (?:[\w']{1,12} ){0,3}?(?:cannabis|cigarettes|vapes?)\b
    threatened CHILD|threatened to (?:hit|slap|hurt|break|kill|beat|punch|lock)\b
    (?:meeting|meets|met|seeing) CHILD (?:outside (?:of )?(?:work|school)|in secret|alone at)\b
    (?:asked|asks|invited|invites) CHILD (?:to (?:come |go )?)?(?:to |round to )?(?:his|her) (?:flat|house|home|bed)\b
    (?:got|gets|climbed|climbs) into bed with CHILD|(?:in a )?(?:sexual )?relationship with CHILD|slept with CHILD
    (?:had|having) sex with CHILD|walk(?:s|ed|ing) in on CHILD
    watch(?:es|ed|ing) CHILD (?:undress|shower|in the (?:bath|shower)|get changed)\b
    (?:put|puts|putting|slid) (?:his|her|their) hands? (?:up|on|down|in|inside|under|round|over) (?:her|his|their|CHILD)\b
    threw (?:his|her|their) (?:\w{1,12} ){0,2}?(?:at|across)\b"""
).replace("CHILD", _A_CHILD)
_TITLE = r"(?:,? (?:mr|mrs|ms|miss|dr) [a-z'-]{1,20},?)?"
# "shouted at Kayden and": what somebody did first.
_FIRST = r"(?: (?:shouted|yelled|screamed|swore|laughed|lost (?:it|(?:his|her) temper))(?: at [\w']{1,15})?,? and)?"
_DID = rf"(?:{_HIT} {_A_CHILD}|{_DONE})"
_IS_A_WORKER = rf"\bis (?:his|her|their|the|a|an|our) (?:[\w']{{1,15}} ){{0,2}}{_WORKER}\b"
ALLEGES = (
    rf"\b{_WORKER}\b{_TITLE}(?: {_NOT_BETWEEN}[\w']{{1,20}}){{0,6}}{_FIRST} {_DID}",
    rf"\b{_HIT} by (?:(?!{FAMILY}\b)[\w']{{1,20}} ){{0,4}}{_WORKER}\b",
    # "Mr Harker dragged him, and Mr Harker is his form tutor."
    rf"\b(?:mr|mrs|ms|miss) [a-z'-]{{1,20}} (?:has |had )?{_DID}[^.!?]{{0,80}}{_IS_A_WORKER}",
)
# Before a worker: to whom a child told it, or who was hurt.
_TOLD_TO = re.compile(
    r"\b(?:told|tells?|telling|to|asked|with|from|hits?|kicked|bit|punched|pushed|shoved|slapped|attacked|beside|for|at)"
    r" (?:[\w']{1,15} ){0,2}$",
    re.IGNORECASE,
)

_ALLEGES = tuple(re.compile(one, re.IGNORECASE) for one in ALLEGES)
_BEFORE = 40


@lru_cache(maxsize=1)  # one mail is asked about more than once
def alleges(text: str) -> bool:
    """Tell whether a text says that somebody who works with children harmed one; of a family it is what cases are about."""
    plain = plainly(text)
    return any(
        not _TOLD_TO.search(plain[max(0, found.start() - _BEFORE) : found.start()])
        for one in _ALLEGES
        for found in one.finditer(plain)
    )
