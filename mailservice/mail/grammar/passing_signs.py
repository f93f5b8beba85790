"""What is written where somebody has died and nobody says "died": "we lost her", "pronounced at 04:10", a funeral.

Start at `hints`. By none of it a case stands still: it is told to the office as unsure, and a person rings (rule 12.6).
"""

import re

_NOW = (
    r"(?:peacefully|suddenly|unexpectedly|sadly|tragically|yesterday|overnight|today|earlier|just"
    r"|(?:this|last|in the|on the) (?:morning|night|evening|afternoon|week\w{0,3}|early|small|ward|early hours)"
    r"|on \w{3,6}day)"
)
_ONE = (
    r"(?:baby|bub|child|boy|girl|lad|lass|little (?:one|man|lad|girl|boy|mite|\w{2,14})|young (?:man|woman|person"
    r"|lad)|toddler|infant"
    r"|pupil|student|(?-i:(?!(?:He|She|They|It|Dad|Mum|Mam|That|This|All|Who|What|You|Everyone|Everything|Nobody"
    r"|Has|Is|Was|Now|The)\\b)[A-Z][a-z]{2,14}))"
)
_END = r"(?=\W{0,4}$|[.,;!:\u2013]| (?:and|i|we|at|this|last|im|police)\b| - )"
_LOSS = (
    r"\b(?:we|we['\u2019]ve|they|parents|mum|dad|the ward|family) (?:(?:have|has|had|sadly|just"
    r"|all) ){0,3}lost (?:him|her|them both|baby"
    r"|the (?:baby|child|boy|girl|twins?)|our \w{3,12}|(?-i:[A-Z][a-z]{0,14}))\b"
    rf"(?! (?:for|(?:in|at) (?:the |a )?(?:\w{3, 9} )?(?:park|shop\w{0, 4}|centre|station|town|supermarket|crowd|play"
    rf"|building|market|woods)|to (?:the|another|care)|down|round"
    rf"|from|again|as|track|'s))"
    rf"|\b{_ONE}(?: is|['\u2019]s|s| has| have)? (?:now )?gone{_END}"
    rf"|\b(?:went|gone|slipped away|fell asleep|drifted off) (?:peacefully |quietly )?in (?:his|her|their) sleep\b"
    rf"|\bslipped away {_NOW}|\bslipped away{_END}"
    r"|\b(?:got|has|have|gained|earned|grown) (?:his|her|their|its) (?:angel )?wings\b|\bwith the angels\b"
    r"|\bgone to (?:heaven|jesus|god|be with)\b"
    r"|\b(?:lost|losing) (?:his|her|their) (?:life|lives|fight|battle)\b|\blost the (?:fight|battle)\b"
    r"|\bbreathed (?:his|her|their) last\b"
    rf"|\bpassed (?:over|{_NOW}|at (?:home|\d)|in (?:hospital|the night|the ambulance|resus|his|her))\b"
    rf"|\b(?:he|she|they|{_ONE})(?:['\u2019]s| has| have| is)? (?:sadly |just |now )?(?:not with us"
    rf"|been taken from us)\b"
    r"|\b(?:never|did not|didn['\u2019]?t|has not|hasn['\u2019]?t|not) (?:wake|woken?|woke) up\b"
    r"|\bdid(?:n['\u2019]?t| not) make it(?! (?:to|in|on|home|here|back|for|that)\b)"
    r"|\b(?:has|have|had) (?:not|n['\u2019]?t) made it\b|\bfound (?:cold|blue|lifeless|unresponsive"
    r"|not breathing)\b|\blifeless\b"
    r"|\bborn (?:still|sleeping)\b|\bno (?:heartbeat|signs? of life)\b|\bstill(?:birth| born)\b|\bcot death\b"
    r"|\bneonatal death\b"
)
_SCENE = (
    r"\bpronounced (?:at|by|in|on|dead)\b|\b(?:life|was) (?:pronounced )?extinct\b|\bp\.?l\.?e\.? (?:at|given)\b"
    r"|\btime of death\b"
    r"|\bfatalit(?:y|ies)\b|\bfatal(?:ly)?\b|\bdeceased\b|\bdeath (?:has been|was) (?:confirmed|verified|certified)\b"
    r"|\b(?:a|the|his|her) body (?:has been |was |is )?(?:found|recovered|located|discovered|identified)\b"
    r"|\bhuman remains\b|\bmortuary\b|\bmorgue\b"
    r"|\b(?:not|n['\u2019]?t|un|isn['\u2019]?t) ?survivable\b|\bincompatible with life\b"
    r"|\bcpr\b.{0,40}\b(?:stopped|ceased|unsuccessful|called)\b"
    r"|\b(?:stopped|ceased|called) (?:cpr|resus\w{0,10})\b|\bworking on (?:him|her) for\b"
    r"|\bhm(?:c| coroner)(?:['\u2019]s officer)? (?:is |has been |was |been )?(?:informed|notified|aware|involved"
    r"|told)\b"
    r"|\bcoroner (?:is |has been |was )?(?:informed|notified|aware|releases?|involved)\b|\breferred to (?:the "
    r"|hm )?coroner\b"
)
_AFTER = (
    r"\b(?:home office|forensic|hospital|coroner['\u2019]?s|the|his|her|a) (?:pm|post[- ]?mortem)\b(?! (?:session"
    r"|visit|slot|clinic|meeting|class|shift))"
    r"|\bpost[- ]?mortem\b|\bpathologist\b"
    r"|\bfunerals?\b|\bcondolences?\b|\bcremat(?:ion|orium|ed)\b|\bburial\b|\bburied\b|\bwreath\b|\bmemorial\b"
    r"|\bwake\b on |\bchapel of rest\b"
    r"|\bassembly for (?-i:[A-Z])|\bbook of condolence|\bin (?:loving |his |her )?memory\b"
    r"|\bremember(?:ing)? (?:him|her) by\b"
    r"|\bchild death (?:review|overview|nurse|process|notification|team|doctor)\b|\bcdop (?:form|referral"
    r"|notif\w{0,8}|informed|process|has|been)\b"
    r"|\b(?:sudi|sudic|sudc|sudep|cdr)\b|\b(?:jar|joint agency response)\b|\brapid review\b"
    r"|\bserious incident notif\w{0,8}\b|\bnational panel\b"
    r"|\bsafeguarding adults? reviews?\b|\b(?:adult|child) practice review\b|\bdomestic homicide review\b"
    r"|\bdarr?dr\b|\bmurder (?:enquiry|inquiry|investigation)\b"
    r"|\bbereave(?:d|ment) (?:family|parents|midwife|nurse|team|suite)\b|\bhis peg\b|\bher peg\b|\b(?:memory"
    r"|hand ?print) box\b"
)
_EDGE = (
    r"\b(?:turn\w{0,3}|switch\w{0,3}) (?:the |his |her |their )?(?:life[- ]support|machines?|ventilator"
    r"|it)? ?off\b|\b(?:turn\w{0,3}|switch\w{0,3}) off"
    r" (?:the |his |her )?(?:life[- ]support|machines?|ventilator)\b|\b(?:withdraw\w{0,3}"
    r"|withdrew) (?:of )?(?:the )?(?:care|treatment|life support|support|ventilation)\b"
    r"|\bbrain[- ]?stem\b|\bexpect the worst\b|\bnot (?:at all )?hopeful\b|\b(?:may|might|won['\u2019]?t|will not"
    r"|probably won['\u2019]?t|unlikely to|not going to|not"
    r" (?:expected|likely) to|doubtful (?:he|she) will|could well not) (?:not )?(?:survive|make it through"
    r"|pull through|last the|live)\b"
    r"|\b(?:if|whether) (?:he|she|they)(?:['\u2019]ll| will) (?:wake|survive|live|make it|pull through)\b"
    r"|\btouch and go\b"
    r"|\b(?:cardiac|respiratory|peri-?) ?arrest\w{0,3}\b|\b(?:he|she|they|baby"
    r"|(?-i:[A-Z][a-z]{2,14})) arrested (?:on|at|in|twice|again|before|during|this|last)\b"
    r"|\brosc\b|\badrenaline\b|\bresus(?:citat\w{2,4}|'d|ed)?\b|\bintubated\b|\binduced coma\b|\bcoma\b"
    r"|\bburns unit\b|\bligature\b|\b(?:found|was|been) hang(?:ing|ed)\b|\bhung (?:him|her|them)sel(?:f|ves)\b"
    r"|\bgcs (?:of )?(?:3|4|5|6)\b|\bventilated\b|\bend[- ]of[- ]life\b|\bpalliative\b|\bnext (?:24|48"
    r"|72) ?(?:hrs?|hours)\b|\bair ambulance\b|\bmajor trauma\b"
    r"|\b(?:neuro|brain) ?surgery\b|\bon bypass\b|\becmo\b|\bstabbed\b(?! in the back)|\bshot\b (?:in|at|dead)"
    r"|\bunder a train\b|\bjumped (?:from|off)\b"
)
_HINTS = re.compile(f"(?:{_LOSS})|(?:{_SCENE})|(?:{_AFTER})|(?:{_EDGE})", re.IGNORECASE)

# Whose it is, where it is not the one: the writer's own, an older relative's, a pet's, a stranger's.
_OTHERS = re.compile(
    r"\bmy (?:\w{2,10} )?(?:mother|mum|mam|father|dad|parents?|brother|sister|husband|wife|partner|gran\w{0,7}"
    r"|nan\w{0,2}|in-laws?|uncle|aunt\w{0,3}|friend|son|daughter"
    r"|dog|cat|colleague)\b"
    r"|\b(?:great[- ]?)?(?:grand(?:ad|dad|ma|mother|father|parents?|pa)|gran|granny|nan|nana|nanny|nain|taid|mamgu"
    r"|uncle|aunt|auntie|cousin|neighbour|friend|mate|dog|cat|pet"
    r"|hamster|rabbit|pony|horse|step-?dad|step-?father|teacher|manager|colleague|councillor|queen"
    r"|king)(?:['\u2019]?s)?\b",
    re.IGNORECASE,
)
# What is only spoken of, was long ago, or is another's case.
_IDLE = re.compile(
    r"\b(?:training|template|course|webinar|learn\w{0,3}|closed|notes|(?:i|i['\u2019]ve|i have|got|at|to|have"
    r"|for) (?:got )?a funeral|fatal accident on the|document|criteria|briefing|learning from|lessons|published"
    r"|thematic|annual|module|workshop|policy|policies|guidance|leaflet"
    r"|agenda|newsletter|conference on|anniversary|every year|each year|years? (?:ago|since|old)|(?:in|since"
    r"|back in|of) (?:19|20)\d\d|last year"
    r"|as a (?:baby|newborn|child)|at birth|historic\w{0,4}|history|previous(?:ly)?|older sibling|threshold for"
    r"|false alarm|fatal (?:flaw|mistake|error|blow|attraction)"
    r"|near[- ](?:fatal|miss)|non[- ]fatal|potentially fatal|could (?:be|have been|prove) fatal|if|unless|until"
    r"|what would|would (?:be|have)|worr(?:y|ied|ies) (?:that|about)"
    r"|risks?|afraid|scared|fears?|dreams?|threat\w{0,6}|wants? to|certificate|insurance|plan(?:ned)? for"
    r"|jumped (?:off|from) (?:the )?(?:sofa|wall|trampoline|bed|swings?|bunk)"
    r"|(?:long|short|straw) shot|memorial (?:hall|park|hospital|ground|school|garden|road)|adrenaline (?:rush"
    r"|junkie)|epi-?pen|no ligature|ligature (?:cutter|risk|point|item|removed)"
    r"|took (?:a|the) \w{3,8} off|arrested (?:for|on suspicion|at the (?:scene|address)|in (?:connection|relation)"
    r"|and)|laptop|printer|boiler|hanging (?:in|off|from) (?:the|his|her)"
    r" (?:wardrobe|door|peg|hook|neck|washing)|home (?:now|again|today|safe)|discharged"
    r"|(?<!body )(?<!been )(?<!were )recovered|thankfully"
    r"|luckily|stable|not needed|dnacpr|respect form"
    r"|buried (?:in|under|treasure|at the|the hatchet)|buried (?:his|her) (?:head|face)|next (?:24|48|72) ?(?:hrs?"
    r"|hours) (?:please|or|if|we|i|is))\b",
    re.IGNORECASE,
)
_ALL_THE_SAME = re.compile(
    r"\b(?:if|whether) (?:he|she|they)(?:['\u2019]ll| will) (?:wake|survive|live|make it|pull through)\b"
    r"|\bexpect the worst\b|\b(?:may|might) not survive\b",
    re.IGNORECASE,
)


_CLAUSE = re.compile(r"[,;:\u2013]| - | (?:but|and|that|because|so|while|whilst|who|which|when|after|before) ")


def clause(sentence: str, found: re.Match[str]) -> str:
    """Return the part of a sentence that something found in it stands in."""
    start = max((one.end() for one in _CLAUSE.finditer(sentence) if one.end() <= found.start()), default=0)
    return sentence[start : next((one.start() for one in _CLAUSE.finditer(sentence, found.end())), len(sentence))]


def hints(sentence: str) -> bool:
    """Tell whether a sentence speaks as one does where the one has died, or may be dying."""
    return any(_is_of_the_one(clause(sentence, found)) for found in _HINTS.finditer(sentence))


def _is_of_the_one(part: str) -> bool:
    return not _OTHERS.search(part) and (bool(_ALL_THE_SAME.search(part)) or not _IDLE.search(part))
