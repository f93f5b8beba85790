"""Whether a stranger writes as a parent, a carer or a young person, by what they say of themselves (rule 1.2).

Start at `speaks`. What is not plain is no family's: somebody who also speaks of their work has the stranger's letter.
"""

import re

# In characters: who somebody is stands near the top of their mail.
_READ = 1500

_OLDER = (
    r"mums?|mummy|mams?|moms?|mothers?|dads?|daddy|fathers?|parents?|nan|nana|nanna|grand ?(?:ma|dad|pa|mother|father|parents?)"
    r"|gran|granny|grandparents?|aunts?|aunt(?:ie|y)|uncle|step[- ]?(?:mum|dad|mother|father|parent)s?"
)
_KIN = (
    rf"{_OLDER}|(?:kinship |family |foster )?carers?|foster (?:mum|dad|mother|father|parent)s?|special guardians?|brother"
    r"|sister"
)
_YOUNGER = (
    r"sons?|daughters?|child|children|kids?|boys?|girls?|lads?|lass|baby|babies|bairns?|little (?:one|boy|girl)s?"
    r"|grand ?(?:son|daughter|child)s?|grandchildren|step[- ]?(?:son|daughter)s?|nephews?|nieces?|twins"
)
# What stands between "I am" and who one is: "Ellie's", "the", "a single".
_WHOSE = (
    r"(?:(?:the|a|an|his|her|hers|their|your|both|both of their|single|birth|adoptive|real|legal|worried|young"
    r"|\w{1,30}['\u2019]?s) ){0,3}"
)
_I_AM = r"\b(?:i am|i['\u2019]?m|im|we are|we['\u2019]?re|i are|it['\u2019]?s|this is|as|speaking as)"
_WHICH = r"(?:own |little |big |older |younger |youngest |eldest |oldest |two |three |\d{1,2} ?(?:year|yr)s? old )"
_NOT_OF = r"(?!['\u2019]s\b|['\u2019]? (?:and baby|support|liaison|groups?|worker|advocate|unit)\b)"
_NO_GROUP = r"(?!['\u2019]? groups?\b)"
# What a child goes on with who has told their age, or their year at school, without a stop.
_GOES_ON = (
    rf"(?:my|mum|{_KIN}|he|she|they|nobody|no ?one|please|pls|plz|help|scared|frightened|cos|coz|cuz|because|but|so"
    r"|can (?:you|u|i|someone)"
    r"|i|and (?:i|im|i['\u2019]m|my|scared|frightened|sad|alone|he|she|they|nobody|dont|don['\u2019]t))"
)

_FAMILY = re.compile(
    "|".join(
        (
            rf"{_I_AM} {_WHOSE}(?:{_KIN})\b{_NOT_OF}",
            rf"\bmy {_WHICH}{{0,2}}(?:{_YOUNGER}|{_OLDER}|(?:half |step ?)?(?:sister|brother)s?|foster \w{{2,12}})\b{_NO_GROUP}",
            r"\bmy (?:ex|own family|family|social worker)\b",
            rf"\bour {_WHICH}{{0,2}}(?:sons?|daughters?|kids|grand ?(?:son|daughter)s?|grandchild(?:ren)?|dad|mum)\b",
            r"\b(?:i|we)(?:['\u2019]ve| have)? (?:adopted|foster(?:ed)?) (?:our|my|him|her|them|a|two)\b",
            rf"\b(?:i am|i['\u2019]?m|im) (?:only |just )?(?:[7-9]|1[0-7])(?= and\b| years?\b| yrs?\b|[,.!]|$| {_GOES_ON}\b)",
            rf"\b(?:i am|i['\u2019]?m|im) in (?:year|yr|y) ?(?:[3-9]|1[0-3])(?=[,.!]|$| at\b| {_GOES_ON}\b)",
        )
    ),
    re.IGNORECASE,
)
_AT_WORK = re.compile(
    r"\b(?:i am|i['\u2019]?m|as) (?:now |also )?(?:a|an|the|his|her|their|\w{1,30}['\u2019]?s) (?:[\w'\u2019-]{1,30} ){0,4}"
    r"(?:lead|nurse|gp|doctor|paediatrician|psychologist|therapist|teacher|head|headteacher|senco|worker|midwife|visitor|solicitor"
    r"|barrister|lawyer|officer|student|journalist|reporter|manager|advocate|guardian|consultant|researcher|practitioner"
    r"|assistant|coordinator|governor|childminder|counsellor|chair|inspector|constable|sergeant|mediator|clerk)\b"
    r"|\bmy (?:client|patient|pupil|caseload|team|colleague|manager|class)s?\b"
    r"|\bour (?:client|tenant|patient|pupil|charity|service|organisation|company|nursery|school|team|practice|agency|firm)s?\b"
    r"|\b(?:i|we) (?:represent|act for|teach|supervise|work (?:for|with|at|as))\b|\b(?:acting for|on behalf of|instructed by)\b"
    r"|\binvoice\b|\bplease find attached\b",
    re.IGNORECASE,
)
# What somebody at work quotes of a child is not of themselves; what a family quotes takes nothing of theirs away.
_QUOTED = re.compile(
    r"[\"\u201c][^\"\u201c\u201d]{0,400}[\"\u201d]"
    r"|\b(?:pupil|student|patient|child|girl|boy|young person)(?: in \w{1,12}(?: \d{1,2})?)?"
    r" (?:said|says|told \w{1,12}|wrote|writes|disclosed)\b[^.!?]{0,200}",
    re.IGNORECASE,
)


def speaks(own_words: str) -> bool:
    """Tell whether what somebody says of themselves is a family's, and nothing in it is of somebody at work."""
    text = " ".join(own_words[:_READ].split())
    return bool(_FAMILY.search(_QUOTED.sub(" ", text))) and not _AT_WORK.search(text)
