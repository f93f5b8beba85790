"""That a family has moved to another area, as somebody tells of it (rule 12.6). Start at `moved`.

Only an area counts: a new street, school or relative's house is none. The office is asked; nothing moves by it.
"""

import re

from mailservice.mail.grammar.areas import NAMED
from mailservice.mail.grammar.patterns import at_a_word
from mailservice.mail.grammar.telling import sentences

_WHO = (
    r"(?:(?:the |whole )?famil(?:y|ies)|mum|mam|mother|dad|father|parents|child(?:ren)?|baby|boy|girl|young person"
    r"|he|she|they"
    r"|[A-Z]{1,3}(?:-\d{2,8})?|[A-Z][a-z]{1,14}(?: and [A-Z][a-z]{1,14})?)"
)
# A name of a place beside those that are listed. What else has a capital is none.
_NO_PLACE = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September"
    r"|October|November"
    r"|December|Christmas|Easter|Year|Stage|Step|Level|Tier|Class|Ward|Reception|Nursery|Foster|Team|Mum|Dad|Nan"
    r"|Nana|Gran|Grandma|Auntie|Aunt|Uncle|Number|Flat|Early|Help|Child|Adult|Panel|Court|Key|Room|Bed|Section|Maths"
    r"|English"
    r"|CAMHS|Minecraft|Roblox|Jesus|God|Zoom|Teams|The|This|That|Can|We|She|He|They|It|Mr|Mrs|Ms|Miss|Dr|My|Your|Our"
    r"|His|Her|Their"
)
_NO_AREA = (
    r"(?:Road|Rd|Street|St|Lane|Close|Avenue|Ave|Drive|Way|Court|House|School|Academy|College|Primary|Nursery"
    r"|Hospital|Ward|Unit|Centre"
    r"|Refuge|Hostel|Hotel|Team|Lodge|Gardens|Crescent|Terrace|Place|Estate)"
)
_PLACE = (
    rf"(?:{NAMED}|(?-i:(?!(?:{_NO_PLACE}|I)\b)[A-Z][a-z]{{2,19}}(?: (?:on|upon|under"
    rf"|by)? ?[A-Z][a-z]{{2,19}})?))\b"
    rf"(?!(?-i: {_NO_AREA}\b)| team\b)(?!['\u2019]s? (?:house|flat|mum|nan|room|class|group|caseload))"
)
_AUTHORITY = (
    rf"(?:{NAMED}\b|(?-i:[A-Z][a-z]{{2,19}}) (?:council|csc|mash|social care|social services"
    rf"|children['\u2019]s services|la"
    r"|county|borough)\b)"
)
_AREA = (
    r"(?:out of (?:the |our |this )?(?:area|county|borough|city|region|country)|(?:to )?(?:another|a different"
    r"|a new|the next"
    r"|the neighbouring)"
    r" (?:local )?(?:area|authority|county|council|borough|region|country)"
    rf"|(?:to|2|into|down to|up to|over to|back to|in) {_PLACE})"
)
_SAYS = re.compile(
    rf"\b{_WHO} (?:(?:has|have|had|is|are|was|were|now|since|all|just|both) ){{0,3}}(?:moved|moving|relocated"
    rf"|transferred"
    rf"|gone to live|living now)"
    rf" (?:\w{{1,10}} ){{0,2}}{_AREA}",
    re.IGNORECASE,
)
_OUT = (
    r"(?:out of (?:the |our |this )?(?:area|county|borough|city|region|country)|out[- ]of[- ](?:area|county|borough)"
    r"|over the (?:\w{3,10} )?(?:border|bridge)"
    r"|across the (?:\w{3,10} )?(?:border|bridge)|\d{2,3} ?miles (?:away|from|off)|(?:the|their"
    r"|a) receiving (?:area|authority|council|local authority)|(?:left|leaving|leave) (?:the|our|your) (?:area|county"
    r"|country|uk|borough|patch)|left (?:wales|england|scotland)|(?:right|wrong|new"
    r"|different) (?:local )?authority(?: any ?more| now)?|comes? under (?:another|a different)|moved (?:down"
    r"|up) (?:south|north|to the coast)"
    r"|not (?:our|your|the|my) (?:patch|area) (?:any|now)|(?:off|outside|no longer (?:on|in)) (?:our|the) (?:patch"
    r"|area))"
)
# Where they live, are housed, placed, registered, on a roll, booked by now.
_LIVES = (
    rf"\b(?:plac(?:ed|ement)|housed|rehoused|re-?homed|settled|found a (?:bed|place|flat|house|home|refuge)"
    rf"|bed|dispersed|accommodat(?:ed|ion)|posted|discharged) (?:[\w'\u2019-]{{1,14}},? ){{0,7}}?(?:in|to|near|outside"
    rf"|with carers in) {_PLACE}"
    rf"|\b(?:liv(?:e|es|ing)|stay(?:s|ing)?|resident|resid(?:es|ing)|based|parked up|settled|registered|enrolled"
    rf"|school(?:ed)?|booked|born) (?:\w{{1,12}} ){{0,5}}?"
    rf"(?:in|near|at|with \w{{2,12}} (?:in|at)) {_PLACE}(?:,)? ?(?:now|permanently|from|as of|since|instead)"
    rf"|\b(?:now|currently|since \w{{3,9}}) (?:\w{{1,12}} ){{0,4}}?(?:in|near|outside|with \w{{2,12}} in"
    rf"|under \w{{1,4}}"
    rf" \w{{3,12}} in) {_PLACE}"
    rf"|\b(?:resident|under a (?:new )?\w{{3,12}}|enrolled (?:\w{{1,12}} )?|registered"
    rf"|address) (?:\w{{1,12}} ){{0,4}}?(?:in|at|with)"
    rf" (?:an address in |the )?{_PLACE}"
    rf"|\bin (?:one|a flat|a house|a home|lodgings|temp\w{{0,6}}|a b&b|a caravan) (?:\w{{1,9}} ){{0,2}}?(?:in|near"
    rf"|outside)"
    rf" {_PLACE}"
    rf"|\b(?:they|family|child(?:ren)?|mum|he|she|kids|girls|boys|twins)(?:['\u2019]re|['\u2019]s| are| is) (?:all "
    rf"|both |now )?(?:in|near"
    rf"|outside) {_PLACE}(?= (?:now|from|as of|since|permanently|for good)\b|\W{{0,4}}$|[,;.])"
    rf"|\b(?:has|have|got|keeping|kept) (?:the |all |her |his |\w{{2,12}} )?(?:boys|girls|kids|children|baby|twins|him"
    rf"|her|them) in"
    rf" {_PLACE}"
    rf"|\b(?:enrolled|started|put) (?:\w{{1,12}} ){{0,3}}?(?:in|at) (?:a )?(?:new )?schools? (?:over |up "
    rf"|down )?(?:there|in {_PLACE})"
    r"|\b(?:living|settled|staying|at school|registered) (?:up |down |over |out )?there\b"
    rf"|\b(?:flat|house|property|tenancy|home|keys?|new school|practice|surgery|gp|nursery|college|uni\w{{0,8}}|address"
    rf"|refuge|site|carers?|placement) (?:\w{{1,12}} ){{0,4}}?(?:in|outside|near) {_PLACE}"
    r"|\b(?:ordinarily |habitually )resident\b|\bthat['\u2019]?s where (?:they|he|she)(?:['\u2019]re| are|['\u2019]s"
    r"| is"
    r")? (?:now )?liv\w{2,3}\b"
)
# How they went.
_WENT = (
    rf"\b(?:gone|went|goes|going|off|headed|heading|left|flown|flew|crossed(?: over)?|driven|travelled|sticks|moved"
    rf"|moving"
    rf"|relocat\w{{2,3}}|relocation|sent|uprooted|exchange|transferring|fled|swap\w{{0,4}})"
    rf" (?:(?:off|up|down|over|back|across|out|him|her|them|all|away|round|on|going|through|live|to live|to stay|to be"
    rf"|her|his"
    rf"|their|mum|the|boys|girls|kids|family|children) ){{0,5}}?(?:to|2|for|near|outside)(?: live| stay"
    rf"| be)?(?:(?: [\w'\u2019]{{1,12}}){{0,6}}? (?:in|near"
    rf"|outside|at))? {_PLACE}"
    rf"|\btaken (?:\w{{1,12}} ){{0,4}}?to (?:\w{{1,12}}['\u2019]?s? ){{0,4}}?(?:in )?{_PLACE}"
    rf"|\bmoved in with (?:\w{{1,12}} ){{0,4}}?(?:there|in {_PLACE}|out)"
    rf"|\b(?:leaving|left|fled|flitted|gone from) {_PLACE} (?:\w{{1,12}} ){{0,5}}?(?:and|for|to)\b"
    rf"|\b(?:relocat\w{{2,3}}|relocation) (?:\w{{1,12}} ){{0,8}}?(?:near|outside|in|to) {_PLACE}"
    r"|\bupped? sticks\b|\bpacked up\b|\bmoonlight flit\b|\bdone a (?:flit|runner)\b|\bcleared out\b"
    r"|\b(?:handed|given|giving|put) (?:in )?(?:their|her|his|the)? ?(?:keys|notice)(?: in)?(?= (?:and"
    r"|to the landlord|on the"
    r" (?:house|flat|tenancy))|[,.;]|$)"
    r"|\bno forwarding\b|\bforwarding address\b|\bone[- ]way (?:tickets?|flights?)\b|\b(?:council|mutual"
    r"|house) exchange\b"
    r"|\bdispersed\b|\bemigrat\w{2,4}\b|\bdeported\b|\brepatriat\w{2,4}\b|\bborder force\b|\brelocat(?:ed|ing)\b"
    r"|\b(?:in|into|to) (?:a )?refuge\b|\bfled\b|\bwedi symud\b|\bwithdr(?:ew|awn) (?:\w{1,12} ){1,5}"
    r"from (?:the |our )?(?:school )?roll\b|\bremoved from (?:the |our )?(?:school )?roll\b|\bcme (?:form|referral"
    r"|notif\w{2,8})\b"
    r"|\bcaretak(?:e|ing) the\b|\b(?:regiment|battalion|squadron|army|raf|navy) (?:\w{1,12} ){0,3}?to\b"
)
# Who takes it on.
_TAKES_ON = (
    rf"\b(?:{NAMED})(?: (?:csc|council|mash|social care|social services|children['\u2019]?s services|hv|la"
    rf"|local authority|adults?"
    rf"|police|duty|front door|team|school)){{0,2}} (?:are|is|have|has|had|will be|to be|now|say|says|accept\w{{0,3}}"
    rf"|don['\u2019]t|do(?:es)? not|doesn['\u2019]t) (?:\w{{1,9}} ){{0,3}}?(?:tak(?:e|ing|en)|picked|picking"
    rf"|accept\w{{0,3}}|allocat\w{{1,3}}"
    rf"|hold\w{{0,3}}|responsib\w{{2,6}}|given|opened|open|know|got (?:it|them|him|her)|yet to|going to (?:take"
    rf"|hold))\b"
    rf"|\b(?:now )?open to {_AUTHORITY}|\b(?:responsibility|it|case|plan|file|records?|notes|care|him|her|them"
    rf"|supervision|47"
    rf"|section \d{{1,2}}) (?:\w{{1,12}} ){{0,5}}?(?:passed|handed|transferr\w{{2,3}}|picked up|going|gone|moved"
    rf"|handover|over"
    rf"|requested|sent|forwarded|pulled|taken on) (?:\w{{1,12}} ){{0,5}}?(?:(?:to|by|with|from) {_AUTHORITY}"
    rf"|in {_PLACE})"
    rf"|\b(?:passed|handed|transferr?\w{{0,3}}|handover|hand over) (?:\w{{1,12}} ){{0,4}}?to {NAMED}\b"
    rf"|\b(?:responsible|home|new|host|receiving) (?:local )?(?:authority|council) (?:is|will be|has|now)\b"
    r"|\btransfer(?:red|ring)?[- ](?:in|out)\b (?:conference|to|from|of|meeting|cp)|\bcase transfer to\b"
    r"|\bwhich (?:authority|area|council|county|borough) (?:is|has|holds|will)\b"
    r"|\bwho (?:has|holds) (?:case )?responsib\w{3,6}\b|\bour involvement (?:ends|will end|ceases)\b"
    rf"|\b(?:not|no longer) {NAMED}['\u2019]?s\b"
    r"|\b(?:came|come|taken|coming|gone) off (?:our|the|my|this) (?:school )?"
    r"(?:roll|books|caseload|list)\b|\b(?:de-?registered|off[- ]?rolled)\b|\bno longer registered\b"
    r"|\bnew (?:gp|school|health visitor|hv|social worker|midwife) (?:\w{1,12} ){0,4}?(?:in|at|is|there|won['\u2019]t"
    r"|will)\b"
)
# An area that is named, and beside it in the same part what makes it new: neither is enough alone.
_THERE = at_a_word(
    rf"\b(?:(?:in|near|round|around|outside|beyond) (?:the )?(?:{_PLACE}|(?:another|a different) (?:county|area"
    rf"|authority|borough|country))"
    rf"|(?:to|from|by|under|with|at|of|over|into|for) (?:{_AUTHORITY})|{NAMED}\b)|\b(?:abroad|overseas|heathrow"
    rf"|gatwick|airport)\b",
)
_NEW = re.compile(
    r"\b(?:moved|moves|moving|rehoused|resettled|relocat\w{2,3}|uprooted|swapp?ed|resettl\w{2,3}|transferred"
    r"|transferring|settled|left"
    r"|(?:is|are|was|were|been|be|carers?|unit|school) (?:\w{1,10} ){0,3}?(?:boarding|placed|housed|sent|accommodated"
    r"|discharged|taken)"
    r"|now (?:liv|in|at|with|under|com|hold|belong|rent|resid|being|on|attend|stay)\w{0,5}|(?:he|she|they|family|mum"
    r"|who) now"
    r"|from (?:\w{3,6}day|today|tomorrow|next|the \d)|as of|since (?:\w{3,6}day|the|last)|tenancy|rent(?:s|ed|ing)"
    r"|regist(?:ered|ration)"
    r"|enrolled|enrolment|now(?=[,.;]| and\b|$)|tak(?:e|en|ing) over|living|liv(?:e|es) (?:with|there"
    r"|in \w{4,14} now)|returned to (?:her|his|their|live)|put (?:them|him|her|mum) (?:up )?in|released|bailed"
    r"|remanded"
    r"|started at|presented as homeless|sold up|upped and left|file request|arrived|case responsibility"
    r"|permanent(?:ly)?|for good|comes? under|responsib\w{3,6}|taken (?:on|one|a)|took (?:on|one|a)|picked up"
    r"|taking over"
    r"|handover|handed over|(?:rang|emailed|wrote|asked|asking|been in touch|requested|requesting"
    r"|request) (?:\w{1,9} ){0,3}?(?:for|the) (?:\w{1,9}"
    r" ){0,2}(?:notes|records|file|summary|chronology|history|handover)|new (?:address|home|house|flat|school|gp"
    r"|nursery|placement|practice|carers?"
    r"|surgery|life|job|start|unit|worker)|one[- ]way|taxi|removals?|van|passports?|flight|ferry|boat"
    r"|isn['\u2019]t coming back|not coming back|won['\u2019]t be"
    r" (?:back|returning)|staying (?:there|put there|on)|(?:off|gone|went|sent|headed) (?:\w{1,9} ){0,3}?to (?:live"
    r"|stay|be|settle))\b",
    re.IGNORECASE,
)
_ELSEWHERE = at_a_word(_LIVES, _WENT, _TAKES_ON, _OUT)
# Who is not the one: a friend, a relative who lives apart, a worker, a team, a thing.
_OTHERS = re.compile(
    r"\b(?:friends?|mates?|boyfriend(?! ?['\u2019]s)|ex(?:-partner)?|half[- ](?:brother|sister|sibling)s?|uncles?"
    r"|aunt(?!['\u2019]?s|ie['\u2019]?s|y['\u2019]?s)\w{0,3}|cousins?|teacher|social worker (?:is|has)|sw (?:is|has)"
    r"|grandparents (?:are|have|moved|live)"
    r"|our (?:team|office|service|clinic|hub|base)|the (?:team|office|service|clinic|case|para\w{0,6}|meeting"
    r"|conference|deadline|desk|date|consultant)|(?:team|desk|email|clinic|service) (?:is|has)|staff|allocated worker"
    r"|escort|i(?:['\u2019]m| am| have|['\u2019]ve|['\u2019]ll|['\u2019]d)? (?:just |now |also |all |since )?(?:moved"
    r"|moving|left|leaving"
    r"|gone|going|went|relocat\w{2,3}|transferr\w{2,3}|off|been|based|living|in|at|starting|retir\w{2,3}|handed in)"
    r"|(?:we|i) (?:\w{4,9} )?(?:went|drove|travelled|are going|moved|go)|moving forward"
    r"|holidays?|half term|trip|weekend away|visiting|court in|hospital in|next door|same (?:street|road|school|home"
    r"|building|estate|hospital)|round the corner|training|appointment|(?:a|the|this|for|til|until|by|over) (?:the "
    r"|a )?(?:(?:family|long|school|church) )?(?:week"
    r"|weekend|night|day|wedding|funeral|contact|visit|interview|match|show|concert|clinic)\b(?! (?:of|ago))"
    r"|back (?:on|for|by|at) "
    r"|family are all|(?:mum|dad|his|her|their|older|elder|big)(?:['\u2019]s)? (?:sister|brother|nan|dad|mum|mother"
    r"|father|family) (?:is|are|at|lives?|has|have)"
    r"|(?:sister|brother|sibling)s? (?:at|is|are|has|have|lives?)\b(?! (?:all|both|now))|works? (?:away )?in"
    r"|works away|train to|scan|parcels|when (?:he|she|they) (?:was|were)|from \w{4,14} has stopped|too expensive"
    r"|looked at|viewed|no beds?|went on|football|band|stage \d|top set|year \d)\b",
    re.IGNORECASE,
)
# Whom they live with now are not the ones who moved.
_WITH = re.compile(
    r"\b(?:with|to|at|near|by|from|in) (?:her|his|their|an?|the|mum['\u2019]?s|dad['\u2019]?s"
    r"|\w{3,10}['\u2019]s) (?:\w{3,10} )?(?:friends?|mates?|boyfriend|girlfriend"
    r"|ex|uncles?|aunt(?:ie|y)?|cousins?|grandparents?)(?:['\u2019]?s)?\b|\b(?:friend|mate|boyfriend|girlfriend|uncle"
    r"|aunt(?:ie|y)?|cousin)['\u2019]?s (?:sofa|house"
    r"|flat|place|floor|spare room)\b",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"\b(?:if|unless|might|may|could|would|thinking|wants?|wish\w{0,2}|hopes?|one day|threat\w{0,6}|not(?! (?:our"
    r"|your|my"
    r"|the) (?:patch|area))(?! [a-z]{4,16}['\u2019]s)|(?<=n)['\u2019]t|never|no plans?|turned down|refused"
    r"|fell through|talk(?:s|ed|ing) (?:about|of)|dreams?"
    r"|(?:when|before|since|after) (?:he|she|they|the family|mum) moved|in (?:19|20)\d\d|years? ago|last year"
    r"|for years|since (?:he|she|they) (?:was|were)|moved (?:\w{1,9} )?here from|from \w{3,14} originally"
    r"|originally from|contact (?:once|every)"
    r"|previously|used to|training|back from|returned(?! to (?:her|his|their|live))|always (?:has|have|lived)"
    r"|still (?:liv|in)\w{0,3}|coming home|home for|mum is from|suggest\w{0,2}|consider\w{0,3}|decided against"
    r"|declined|every time"
    r"|always says)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(r"\?|\b(?:will|plans?|planning)\b", re.IGNORECASE)
_ASKS = re.compile(r"(?:has|have|did|is|are|do|does|can|could|should|when)\b[^?]{0,390}\?$", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;]| - | \u2013 | (?:but|because|so|while|whilst|and (?:says?|said|then)) ")
# What no "not" or "if" beside it makes less: an authority says no to it, or nobody has told the other.
_ALL_THE_SAME = re.compile(
    r"\bnot (?:the right|your|our) authority\b|\bnot coming back from\b|\btransfer[- ]in (?:conference|meeting)\b"
    r"|\b(?:don['\u2019]t"
    r"|do not) think \w{4,16} know\b",
    re.IGNORECASE,
)


def moved(text: str) -> str:
    """Return the sentence that tells of a move to another area, '' where none does."""
    return next((one for one in sentences(text) if _tells(one)), "")


def _tells(sentence: str) -> bool:
    if _OTHERS.search(_WITH.sub("with them", sentence)) or _ASKS.match(sentence):
        return False
    plainly = _SAYS.search(sentence)
    if plainly and not _PLANNED.search(sentence) and not _NOT_SO.search(sentence):
        return True
    return any(
        (_ELSEWHERE.search(part) or (_THERE.search(part) and _NEW.search(part)))
        and (not _NOT_SO.search(part) or _ALL_THE_SAME.search(part))
        for part in {*_CLAUSE.split(sentence), sentence}
    )
