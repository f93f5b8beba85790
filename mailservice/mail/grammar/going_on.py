"""What goes on, told in plain words: further up, refused, not done, another day or person. One row for each way of saying it."""

from mailservice.cases.history.words import Verb
from mailservice.mail.grammar.wish import Wish

_IT = (
    r"(?:it|this|that|these|them|everything|things|the (?:plan|proposal|words|wording|text|matter|issue|case|date"
    r"|change|extension))"
)
_HIGHER = (
    r"(?:up (?:to|a level|the line|the ladder)|higher|further|(?:to|with|before|in front of) (?:the |our |your "
    r"|their |his |her )?(?:next (?:stage|level|tier)|heads? of (?:service|safeguarding)|directors?|senior "
    r"(?:managers?|leaders?)|service managers?|managers?|executives?|panel|chair|mediation|board|stage \w{1,5}))"
)
_UP = rf"(?:up(?! with\b)|{_HIGHER})"


# What is called so, and is none.
_KIND_OF_EMERGENCY = (
    r"(?! (?:duty|departments?|placements?|contacts?|services?|protection|care|teams?|numbers?|dent\w{2,5}"
    r"|appointments?|accommodation|housing|foster\w{0,6}|rooms?|admission|caesarean|surgery|orders?|contraception"
    r"|food|funds?|loan|suppl\w{1,5}|plans?|strategy|meetings?|review|c-section|social|number)\b)"
)

GOING_ON: tuple[Wish, ...] = (
    Wish(
        Verb.ESCALATE,
        "that it go further up",
        (
            (
                r"\b(?:tak(?:e|en|ing)|go(?:es)?|goes|went|put|send|sent|pass(?:ed)?|mov(?:e|ed)|push(?:ed)?|raised?"
                rf"|kick(?:ed)?|bump(?:ed)?|refer(?:red)?|proceed|progress) (?:{_IT} |straight |all the way |this "
                rf"case |on ){{0,2}}(?:be (?:taken|sent|passed) )?{_UP}\b"
            ),
            rf"\b(?:want|wish(?:es)?|like|need|needs|ask|asking|request|please|must)\b[^.?!]{{0,50}}\b{_HIGHER}",
            (
                r"\b(?:escalat(?:e|es|ed|ing)|esculat\w{1,3}|esclat\w{1,3}|escelat\w{1,3}|excalat\w{1,3}"
                r"|escalat)\b|^escalation\W{0,3}(?:please|requested|$)"
            ),
            (
                r"\brequest(?:ing|s|ed)? (?:formal |immediate |an )?escalation\b|\bescalation (?:is |has been "
                r")?requested\b"
            ),
            r"\bmov(?:e|ing) (?:this |it )?(?:on )?to the next (?:step|stage|level)(?=\W{0,3}$| please\b| now\b)",
            (
                r"\b(?:next (?:stage|level|tier)|stage (?:two|three|2|3|4)) (?:please|now|then)\b|\bup the "
                r"ladder\b|\bover (?:his|her|their) heads?\b|\btake it higher\b|\bgo higher\b"
            ),
            (
                r"\b(?:some(?:one|body)|anyone) more senior\b|\bsomebody senior\b|\b(?:not|no longer) willing to "
                r"carry this\b|\bewch \u00e2 fe ymlaen\b|\buwchgyfeirio\b"
            ),
        ),
        (
            "I'd like this to go to heads of service",
            "No movement on this so ESCALATE",
            "can this be escalated?",
            "Do not escalate",
            "Take it up a level.",
        ),
        unless=(),
    ),
    Wish(
        Verb.ESCALATE,
        "that the two sides are stuck, told as a story",
        (
            (
                r"\bno meeting of minds\b|\b(?:getting|got|going|gone|get|went) (?:absolutely |precisely "
                r"|completely )?nowhere\b|\bno further (?:forward|on)\b|\bstale ?mate\b|\bdead ?lock(?:ed)?\b"
                r"|\bimpasse\b|\bbrick wall\b|\bpoles apart\b|\bmiles apart\b|\b(?:round|around) in circles\b"
                r"|\bagree(?:d|ing)? to (?:differ|disagree)\b|\bdug (?:his|her|their) heels\b|\b(?:no|not any"
                r"|little) (?:\w{4,10} )?(?:movement|progress) (?:on|at all|from|either|since|here|whatsoever"
                r"|despite)\b|\bat (?:loggerheads|an end|odds)\b|\bcannot see either of us (?:shifting|moving)"
            ),
            (
                r"(?<!\bdad )(?<!\bmum )\b(?:won['\u2019]?t|will not|would not|wouldn['\u2019]?t|refus(?:es?|ed"
                r"|ing) to|not going to|isn['\u2019]?t going to|not prepared to|not willing to|ddim yn fodlon) "
                r"(?:budge|shift|move(?! (?:to|in|out|on|house|back|schools?)\b)|revisit|reconsider|back down"
                r"|look (?:at (?:it|this) )?again|change (?:his|her|their|its) (?:mind|position|view|decision)"
                r"|listen|engage|discuss|symud)\b|\b(?:not|n['\u2019]t|isnt|arent) (?:budging|shifting|moving an "
                r"inch|shifted|budged)\b|\b(?:threshold|line|position|view|decision|answer|stance) "
                r"(?:hasn['\u2019]?t|has not|haven['\u2019]?t) (?:changed|moved|shifted)\b"
            ),
            (
                r"\b(?:go|goes|going|went|taken?|put|someone|somebody|anyone) (?:this |it )?(?:above|over) (?:me"
                r"|us|my|our|the two|both|him|her|them|his|their)\b|\babove (?:my|our) (?:heads?|pay ?grade"
                r"|level)\b|\b(?:cam|lefel) nesaf\b|\bneeds? (?:a |the |our |your |both |some(?:one|body) |to be "
                r")?(?:heads? of (?:service|safeguarding)|director|senior (?:manage\w{1,5}|lead\w{0,5}|people)"
                r"|service managers?)\b"
            ),
            (
                r"\b(?:not|n['\u2019]t|never) (?:be )?(?:let(?:ting)? (?:this|it|that) (?:drop|go|rest|lie)"
                r"|drop(?:ping)? (?:this|it|that)(?! off)|giv(?:e|ing) up on (?:this|her|him|them|it)"
                r"|walk(?:ing)? away from (?:this|it))\b"
            ),
        ),
        (
            "there is no meeting of minds",
            "I'm getting absolutely nowhere with him",
            "no movement on threshold either side",
            "We will have to agree to differ",
            "He will not revisit the decision",
            "he won't budge",
            "Northfield's line hasn't changed",
            "This needs to go above me and Daniel",
            "needs heads of service to look at it",
            "I would not be letting it drop",
        ),
        unless=(),
    ),
    Wish(
        Verb.OBJECT,
        "that it may not rest so, told as a story",
        (
            (
                r"\b(?:not|never) (?:closed|settled|over|finished|resolved|agreed) (?:as far as|in my|for me|for "
                r"us|from where)\b|\b(?:bit|rather|very|far too|too|still|somewhat|this is|that is"
                r"|that['\u2019]?s|seems?|feels?) (?:premature|(?:early|soon|hasty) to clos\w{1,3})\b"
                r"|^premature\b|\bclosed (?:too|far too|so) (?:soon|early|quickly|hastily)\b|^closed ?\?"
            ),
            (
                r"\b(?:never|didn['\u2019]?t|did not|haven['\u2019]?t|have not) agree(?:d)? (?:to |with "
                r")?(?:these|those|the|any|anything|such) ?(?:words|wording|thing|closure|closing|of (?:this|it"
                r"|the)|plan|like|here|at all)?|\b(?:nobody|no one|no-one|you never|they never|never) asked (?:me"
                r"|us)\b"
            ),
            (
                r"\b(?:does(?: not|n['\u2019]?t)|will(?: not)|won['\u2019]?t|do(?: not|n['\u2019]?t)|not going to"
                r"|isn['\u2019]?t) (?:keep(?:ing)?|make|making|leave) (?:him|her|them|the (?:child|children|baby"
                r"|boys?|girls?)|this (?:child|baby)|baby|anyone) (?:any )?safer?\b|^(?:(?:she|he|they|baby|it"
                r"|this|the (?:child|baby))(?:['\u2019]s| is| are)? )?(?:still )?(?:not|un) ?safe(?: to wait| yet"
                r"| enough| at all| there| like this)?\W{0,3}$|\bnot safe to wait\b|\b(?:want|need) (?:it|this) "
                r"stopped\b"
            ),
            (
                r"\b(?:not|far from|hardly|anything but|n['\u2019]t) (?:at all |very |in the least "
                r")?(?:re-?assured|reassuring)\b|\bnothing(?:['\u2019]s| has|s) (?:really |actually )?(?:changed"
                r"|happened|moved|improved)\b(?! (?:at home|with (?:mum|dad)))"
            ),
            (
                r"\b(?:need|have|want|got|ought) to start (?:all |this |it )?(?:up )?(?:again|over|afresh|from "
                r"scratch)\b|\b(?:whole thing|this|it all|plan|it) (?:is|was|has become) (?:now )?pointless\b"
                r"|\bplan (?:has |is |was )?(?:been |now )?(?:collapsed|fallen (?:apart|through)|dropped"
                r"|abandoned|dead)\b|\b(?:not|n['\u2019]t) think (?:that )?(?:the|this) plan(?:['\u2019]s| is)? "
                r"(?:\w{3,8} )?(?:work|right|enough|safe)|\b(?:the|this) plan (?:isn['\u2019]?t|is not"
                r"|hasn['\u2019]?t|has not) (?:work(?:ing|ed)|enough|safe|right)\b|\bwhether (?:the|this) plan is "
                r"(?:still )?(?:right|safe|enough|working|the right)"
            ),
        ),
        (
            "Not closed as far as I'm concerned.",
            "Bit premature?",
            "Sorry but I never agreed these words.",
            "Nobody asked me.",
            "This does not keep her safe and I want it stopped.",
            "Not safe.",
            "I'm not reassured.",
            "Nothing's changed.",
            "this whole thing is pointless, we need to start again",
            "I do not think the plan is working",
        ),
        unless=(),
    ),
    Wish(
        Verb.OBJECT,
        "that it is not settled, in the words of those who say so",
        (
            (
                r"\b(?:no|could not|couldn['\u2019]?t|cannot|can['\u2019]?t|failed to|unable to|not able to"
                r"|haven['\u2019]?t been able to|not been able to|did not|didn['\u2019]?t) (?:reach |come to |get "
                r"|find |resolve |solve |settle )?(?:an |any |a )?(?:agree(?:ment)?(?= (?:was|has|on|about"
                r"|between|could|reached)\b|\W{0,3}$|[,.;!])|resolution|resolve this|settle this|solve this"
                r"|resolve it|settle it|compromise)|\b(?:is|remains|still|stays|it['\u2019]s|left) (?:very much "
                r"|still )?(?:unresolved|unsettled|in dispute|live|contested)\b|\bstill (?:not|un|isn['\u2019]?t) "
                r"?(?:resolved|settled|sorted|agreed|fixed|right)\b|\b(?:won['\u2019]?t|can['\u2019]?t|cannot|not "
                r"going to) be (?:solved|settled|resolved|sorted) (?:at|between|by|here|like)\b"
            ),
            (
                r"\b(?:i|we)(?:['\u2019]m|['\u2019]re| am| are)? (?:still|remain|very|really|deeply|seriously"
                r"|extremely) (?:very |deeply |really |seriously )?(?:worried|concerned|anxious|uneasy|unhappy"
                r"|alarmed)(?: (?:about|for|by) (?:her|him|them|this|it|that|the (?:plan|closure|decision|child"
                r"|children|baby)|(?:her|his|their) safety))?(?=\W{0,3}$|[,.;!]| and\b| but\b| that (?:this|it"
                r"|the))|\b(?:i|we) (?:still )?have (?:serious |real |grave |major |still |some )?(?:concerns"
                r"|reservations|misgivings)(?= about (?:this|it|that|the (?:plan|closure|words|proposal"
                r"|decision))|\W{0,3}$)|\b(?:my|our) (?:\w{4,9} )?(?:concerns?|worr(?:y|ies)|objections?) "
                r"(?:still )?(?:remains?|stands?|(?:has|have) not|(?:has|have)n['\u2019]?t|(?:is|are) not|(?:is"
                r"|are)n['\u2019]?t|persists?|unaddressed)\b|\bstill have concerns\b"
            ),
            (
                r"\bstill at risk\b(?! of\b)|\b(?:plan|this|that|it|closing (?:it|this)|decision) (?:still "
                r")?(?:leaves|puts|left|puts) (?:him|her|them|the (?:child|children|baby)|baby) (?:still )?(?:at "
                r"risk|unsafe|in danger|unprotected|exposed|with)\b|\b(?:won['\u2019]?t|does(?:n['\u2019]?t| not)"
                r"|will not|do(?:n['\u2019]?t| not)|isn['\u2019]?t|is not) (?:going to )?(?:protect|safeguard"
                r"|help) (?:him|her|them|the (?:child|children|baby)|baby|anyone)\b|\b(?:is|was)(?:n['\u2019]?t| "
                r"not) (?:good )?enough(?: for (?:him|her|them|us|me))?\W{0,3}$|\b(?:that|this) "
                r"(?:doesn['\u2019]?t|does not|won['\u2019]?t|will not) (?:work|do|wash|suit) (?:for|us|me|it)\b"
                r"|\bddim yn ddigon da\b"
            ),
            (
                r"\b(?:closure|closing (?:this|it|the case)) (?:is|was|would be) (?:a |the |quite |very |simply "
                r")?(?:wrong|mistake|unsafe|premature|too (?:soon|early)|dangerous|not right)\b"
                r"|\b(?:don['\u2019]?t|do not|didn['\u2019]?t|did not|never) want (?:this|it|the case|the file) "
                r"(?:to be )?(?:closed|shut)\b|\b(?:i|we) (?:was|were)(?:n['\u2019]?t| not| never) (?:asked"
                r"|consulted|told|involved)\b|\b(?:those|these|they)(?: are|['\u2019]re)?(?:n['\u2019]?t| not) "
                r"(?:the|our|my) words\b|\b(?:i|we) (?:did(?:n['\u2019]?t| not)|never) (?:sign(?:ed)? up"
                r"|consent(?:ed)?) (?:to|for) (?:this|that|it)\b"
            ),
            (
                r"\b(?:gone|went|going|goes|go) back on (?:his|her|their|its|what|the|this|that|it)\b|\b(?:all"
                r"|has|have|is|plan|agreement|it|everything)(?:['\u2019]s)? (?:all )?(?:fallen|falling|fell"
                r"|broken|broke) (?:apart|down|through)\b(?! (?:in tears|crying))|\bback (?:to )?where we "
                r"(?:started|were)\b|\b(?:things|it|matters)(?:['\u2019]s|['\u2019]ve| has| have)? (?:got|gotten"
                r"|getting|become|are) (?:much |a lot )?worse\b|\b(?:it|this)(?:['\u2019]s| has| is) (?:all "
                r")?(?:started|starting|happening|happened) again\b|\bnothing has been done\b|\bneeds? opening "
                r"(?:up )?again\b|\bplease look at (?:this|it) again\b"
            ),
        ),
        (
            "We could not reach agreement.",
            "No agreement was reached.",
            "This remains unresolved.",
            "I am still worried about her.",
            "I have reservations about this.",
            "My concerns have not been addressed.",
            "The plan leaves him at risk.",
            "This plan won't protect her.",
            "That doesn't work for us.",
            "Closing this is a mistake.",
            "I don't want this closed.",
            "I was never asked.",
            "They have gone back on what we agreed.",
            "It's all fallen apart.",
            "Things have got worse.",
        ),
        unless=(),
    ),
    Wish(
        Verb.ESCALATE,
        "that the other side stands where it stood",
        (
            (
                r"\b(?:his|her|their|its|northfield['\u2019]?s|riverside['\u2019]?s|sam['\u2019]?s) (?:position"
                r"|view|line|answer|decision|stance) (?:is|remains|stays|hasn['\u2019]?t) (?:still )?(?:the same"
                r"|unchanged|no|final|moved|changed)\b|\bsticking to (?:his|her|their|its) guns\b|\b(?:standing"
                r"|stands|stood) by (?:his|her|their|its) (?:decision|view|position)\b|\bwouldn['\u2019]?t hear "
                r"of it\b|\bmiles (?:away|apart)\b|\b(?:refus(?:es|ed|ing)|declin(?:es|ed|ing)) to (?:change"
                r"|alter|accept|re-?open|assess|meet|talk)\b"
            ),
            (
                r"\b(?:my|our|his|her|their) manager['\u2019]?s manager\b|^over to (?:the )?(?:heads?|director"
                r"|next|senior)|\b(?:looked at|decided|dealt with|seen|taken up|considered|reviewed|settled) "
                r"(?:by|at) (?:the |a |our |your )?(?:heads? of|director|senior (?:manag|lead)|next (?:level"
                r"|stage)|service manager)"
            ),
        ),
        (
            "Their position remains the same.",
            "He's sticking to his guns.",
            "Northfield refuses to reopen",
            "I want my manager's manager involved.",
            "I'd like it looked at by the heads of service.",
        ),
        unless=(),
    ),
    Wish(
        Verb.DISAGREE,
        "that they cannot go along with it",
        (
            (
                r"(?:\bnot|n['\u2019]t|\bcannot) (?:be |really |prepared to |able to |going to |willing to "
                r")?(?:agreeing|agree|go along with|sign up to|accepting)\b(?! (?:more|a time|dates?)\b)"
                r"|\b(?:that|it|this)(?:['\u2019]s| is) a no\b|\bhave to disagree\b|\bbeg to differ\b"
            ),
        ),
        ("We're not prepared to agree.", "That's a no from Health.", "Afraid we cannot go along with that."),
        unless=("a question",),
    ),
    Wish(
        Verb.URGENT,
        "that it cannot wait",
        (
            (
                r"\b(?:treat|marked?|flag(?:ged)?|deal(?:t)? with|handle[d]?|regard(?:ed)?) (?:\w{2,8} )?(?:as "
                r")?(?:very )?urgent(?:ly)?\b|\b(?:is|it['\u2019]s|this is|now|very|really|most|more) (?:\w{2,8} "
                r")?urgent\b"
            ),
            (
                r"\b(?-i:URGENT(?:LY)?)\b|\bcan(?:['\u2019]?t|not) wait\b|\bneeds? (?:dealing with|someone|an "
                r"answer|action|attention) (?:urgently|now|today|tonight|straight away)\b|\byn frys\b|\bmater "
                r"brys\b"
            ),
            (
                rf"^(?:an )?emergency\b{_KIND_OF_EMERGENCY}|\b(?:it['\u2019]?s|it is|this is|have|now) an "
                rf"emergency\b{_KIND_OF_EMERGENCY}"
            ),
            (
                r"\b(?:extremely|incredibly|super|so) urgent\b|\b(?:flagg|mark|rais)ing (?:this |it )?as (?:very "
                r")?urgent\b|\burgent(?:ly)? (?:help|attention|action|need) (?:is )?(?:needed|required|please"
                r"|tonight|today|now|of help)\b|\bneeds? urgent help\b"
            ),
        ),
        ("Please treat as urgent", "this can't wait until the 4th"),
        unless=(),
    ),
    Wish(
        Verb.OBJECT,
        "an objection",
        (
            (
                r"(?<!\bno )(?<!\bany )(?<!n['\u2019]t )(?<!\bnot )\b(?:object(?:ed|ing|ion|ions)?)\b(?! "
                r"(?:permanence|lesson|relations))"
            ),
            (
                r"\b(?:never|didn['\u2019]?t|did not) agree(?:d)? to (?:this|that|it)\b|\bnot what (?:we|i|was) "
                r"(?:\w{2,5} )?agreed\b|\bno longer agree\b|\b(?:shouldn['\u2019]?t|should not|can['\u2019]?t"
                r"|cannot|mustn['\u2019]?t|must not) (?:be|stay|remain) closed\b"
            ),
            (
                r"\bobjects to (?:closing|closure|this|that|it|the (?:closure|closing))\b|\boppos(?:e|es|ing) "
                r"(?:the )?clos(?:ure|ing)\b(?! of the (?!case))"
            ),
            r"\bgwrthwynebu\b",
        ),
        ("I never agreed to this!", "we might object to that bit"),
        unless=(),
    ),
    Wish(
        Verb.DISAGREE,
        "that it is not agreed",
        (
            r"\b(?:not|un|less|far from|less than) ?(?:happy|content|satisfied|comfortable|acceptable|convinced)\b",
            (
                r"\b(?:(?:do|does|did|can|could|will|would) not|(?:do|does|did|ca|could|wo|would)n['\u2019]?t"
                r"|cannot) (?:\w{2,8} )?(?:agree|accept|support|sign up|sign|approve|consent)\b"
            ),
            (
                r"(?<!n['\u2019]t )(?<!\bdont )(?<!\bnot )(?<!\blonger )\bdisagree(?:s|d|ment)?\b|\breject(?:ed"
                r"|s)?\b|\brefuse(?:d|s)?(?: to)? (?:agree|accept|this|it|that)\b|\bnot (?:agreed|in agreement)\b"
                r"|\bunacceptable\b|\bno from (?:me|us)\b|\bdisagre\b"
            ),
            (
                r"\b(?:ddim yn cytuno|anghytuno)\b|\bstruggle to (?:support|accept|agree)\b|\bnot (?:quite "
                r")?there\b|\bisn['\u2019]t what\b|\bnot going to happen\b|\bwe said no\b|\bnot for us\b|\bnot "
                r"good enough\b|\bdoesn['\u2019]?t change a thing\b"
            ),
            (
                r"^(?:no|nope|absolutely not|definitely not|no way|not at all|nac (?:ydw|ydy|ydi|oes)"
                r"|na)\b(?=\W{0,3}$|\s{0,2}[,.!\u2013-])(?!,? (?:problem|worries|need|change|concern|issue"
                r"|objection|further|news|comment|reply|answer|visit))"
            ),
        ),
        ("No, we are not happy with this", "we cannot accept this as it stands", "No from me"),
        unless=("a question",),
    ),
    Wish(
        Verb.REOPEN,
        "that a closed case go on",
        (
            (
                r"\bre-?open(?:ing)?\b|\b(?:be|being|this|it|case|get|matter) re-?opened\b|^re-?opened\b"
                r"|\bailagor\w{0,4}|\bopen(?:ed)? (?:this |it |the case )?(?:back )?up again\b|\bopen (?:this|it"
                r"|the case) again\b|\bbe opened again\b|\bout of the closed\b|\b(?:can['\u2019]?t|cannot"
                r"|shouldn['\u2019]?t|should not) (?:stay|remain|be) closed\b|\b(?:changed my mind|go back to it"
                r"|plan has collapsed|back to square one)\b"
            ),
        ),
        ("I would like this reopened", "This can't stay closed.", "Can this be opened up again please"),
        unless=("a doubt", "no need"),
    ),
    Wish(
        Verb.KEEP,
        "that it not be withdrawn",
        (
            (
                r"\b(?:keep|leave) (?:this|it|the case) (?:open|going|on)\b|\b(?:do not|don['\u2019]?t|please "
                r"not) (?:close|withdraw|drop) (?:this|it|the case)\b"
            ),
        ),
        ("please do not close this",),
        unless=("a question",),
    ),
    Wish(
        Verb.NOT_DONE,
        "that an action is not done",
        (
            (
                r"\b(?:visit|action|it|this|that|assessment|review|meeting|referral|call"
                r"|appointment)\b[^.?!]{0,40}\b(?:did(?: not|n['\u2019]?t)|has(?: not|n['\u2019]?t)|have(?: not"
                r"|n['\u2019]?t)|was(?: not|n['\u2019]?t)|is(?: not|n['\u2019]?t)) (?:yet |been )?(?:done"
                r"|happen(?:ed)?|take(?:n)? place|go ahead|been|complete[d]?|made|started)\b"
            ),
            (
                r"\b(?:not|never|isn['\u2019]?t|hasn['\u2019]?t been|wasn['\u2019]?t) (?:yet |been )?(?:done"
                r"|completed|happened)\b|\bnot done\b|\bstill outstanding\b|\bwe did(?:n['\u2019]?t| not) go\b"
                r"|\b(?:was|been|has|mum|they|family) cancel+ed\b|\bno visit\b|\bnobody['\u2019]s been\b|\bheb "
                r"(?:ei|gael ei) wneud\b"
            ),
            r"\bdone\?|\bwill be done\b|\bbe done by\b",
            (
                r"\b(?:he|she|they|sam|nobody|no[ -]one|we|i|(?!Mum|Mam|Dad|Gran|Nan|Baby)(?-i:[A-Z][a-z]{2,12})) "
                r"(?:never|didn['\u2019]?t|did not|hasn['\u2019]?t|has not|haven['\u2019]?t|have not) (?:yet "
                r"|even |actually )?(?:came|come|turn(?:ed)? up|show(?:ed|n)?(?: up)?|visit(?:ed)?"
                r"|been(?=\W{0,3}$|[,.;]| (?:yet|out|to see|since))|arrived?|managed? (?:it|to))\b|\b(?:nobody"
                r"|no[ -]one) (?:came|turned up|visited|has been|went|showed)\b"
            ),
            (
                r"\b(?:visit|it|this|that|meeting|review|action|call)\b (?:never|still hasn['\u2019]?t"
                r"|hasn['\u2019]?t|has not) (?:yet )?(?:took|taken|happened|been) ?(?:place)?(?=\W{0,3}$|[,.;!]| "
                r"yet)|\bnot (?:taken|take) place\b|\bstill waiting (?:for|on) (?:the|that|this) (?:visit|call"
                r"|meeting|review|assessment)\b|\b(?:sam|he|she|they|we|(?!Mum|Mam|Dad|Gran|Nan"
                r"|Baby)(?-i:[A-Z][a-z]{2,12})) (?:has |have |had to )?cancel+(?:ed)?(?= on| the| again|\W{0,3}$)"
                r"|\b(?:visit|appointment|meeting) was (?:missed|cancelled|not kept)\b|\bno[ -]show\b"
            ),
            (
                r"\b(?:i|we)(?:['\u2019]ve| have|n['\u2019]t)? ?(?:not|haven['\u2019]?t|never|didn['\u2019]?t|did "
                r"not|couldn['\u2019]?t|could not) (?:yet |had (?:the |a )?(?:chance|time)|had chance"
                r"|manage(?:d)?(?: to)?|got round|get round|g[eo]t to (?:it|this|that|do)|done)\b|^(?:sorry,? "
                r")?(?:have ?n['\u2019]?t|didn['\u2019]?t|couldn['\u2019]?t) (?:get|got|manage|had)\b|\b(?:it"
                r"|this|that)(?:['\u2019]s| has)? slipped\b|\brunning late with (?:this|it)\b|^(?:no,? )?not as "
                r"yet\b|^has not taken place\b"
            ),
            (
                r"^(?:sorry,? |no,? )?not yet ?[,;\u2013-]|\b(?:two|three|four|several|\d) attempts\b|\bno "
                r"(?:reply|answer) at the door\b|\bdon['\u2019]?t (?:believe|think) (?:there['\u2019]?s|there has"
                r"|there have|anyone has|anybody has) been any\b"
            ),
        ),
        (
            "It hasn't happened yet.",
            "The visit never took place.",
            "Sam cancelled on the day.",
            "I've not managed to do it.",
            "Didn't get round to it.",
            "It has slipped to next week.",
            "He never came.",
            "Sam hasn't been.",
            "Nobody came on the 4th",
            "Not yet, looking at Friday probably",
            "Three attempts, no reply at the door",
            "the visit on the 4th did not go ahead",
            "we didnt go",
        ),
        unless=(),
    ),
    Wish(
        Verb.NEW_DATE,
        "another date",
        (
            (
                r"\b(?:extend|extension|more time|a few more days|longer to (?:reply|answer|respond|decide)"
                r"|another (?:date|week|day or two)|deadline (?:be )?(?:moved|extended|put back|pushed back)|new "
                r"(?:date|deadline))\b"
            ),
            (
                r"\b(?:move|push|put|change|shift) (?:it|this|that|the (?:date|deadline|visit|meeting)) (?:back "
                r"|to |until |by )+|\b(?:rebooked|re-booked|rearranged|rescheduled|postponed)\b|\bgive (?:me|us"
                r"|them|him|her) (?:until|till)\b|\bhave until\b|\binstead,? (?:(?-i:[A-Z][a-z]{1,12})['\u2019]s"
                r"|she|he|we|all)|\bwe(?:['\u2019]ve| have) said the \d{1,2}(?:st|nd|rd|th)\b|\bdyddiad newydd\b"
            ),
            (
                r"\b(?:hold|leave|park|pause|keep|give) (?:this|it|that|us|me)(?: one)? (?:until|till|til) (?:the "
                r"|next |after |end |mon|tue|wed|thu|fri|\d)|\b(?:can|could|would|is|make it|do|say|shall|how "
                r"about|what about)\b[^.?!]{0,30}\b(?:mon|tue|wed|thu|fri)\w{0,6}\b[^.?!]{0,25}\binstead\b"
                r"|\b(?:can|could) (?:we|i|you) do (?:the |next )?(?:mon|tue|wed|thu|fri|\d)|\b(?:a |any )?(?:bit"
                r"|little|while|few days|day or two) (?:more|longer|extra|grace)\b(?= to|\W{0,3}$|[,.;!?]| please"
                r"| for us)|\b(?:extra|more|another) (?:few |couple of )?days\b|\bdays['\u2019]? grace\b"
            ),
            (
                r"\b(?:like|have|need|want|wait|be given|allow(?:ed)? (?:me|us)|take) (?:it |this |is )?(?:until"
                r"|till|til) (?:the |next |after |end |mon|tue|wed|thu|fri|\d)|\b(?:can|could|may|shall|should) "
                r"(?:we|i|you|it|this) (?:please )?(?:say|do|make it|make this|come back to (?:this|it|you)(?: "
                r"on)?|have|be) (?:(?:on|the|this|next) )?(?:mon|tue|wed|thu|fri|sat|sun)\w{0,6}\b|\b(?:a "
                r"|an(?:other)? |some |few )(?:few |couple of |extra |two |three )?(?:more |extra |further "
                r")?days?(?: or (?:so|two))? (?:more|longer|please|to (?:reply|answer|sort|agree|think))\b"
                r"|\banother few days\b|\ba (?:bit|little) longer (?:to|please|for (?:this|us))\b"
            ),
        ),
        (
            "Please extend to 4 December",
            "Could I have an extension until the 4th please",
            "Sam and I would both like until the 8th of January",
            "could we have til Friday pls",
            "Can we say Wednesday the 6th instead?",
            "Could we come back to this on Friday?",
            "We need a bit longer.",
            "Would next Wednesday be possible instead?",
            "Can the deadline be Friday instead?",
            "Could you hold this until the 8th?",
        ),
        unless=("a denial",),
    ),
    Wish(
        Verb.NEW_DATE,
        "a date that cannot be kept",
        (
            (
                r"\b(?:not going to|won['\u2019]?t|will not|going to struggle to|not able to|unlikely to) (?:make"
                r"|meet|hit|manage) (?:the |that |this |your )?(?:deadline|date|mon|tue|wed|thu|fri)"
            ),
            r"\b(?:can|could) (?:we|i|you) (?:do|make it|say) (?:the |next )?(?:mon|tue|wed|thu|fri|\d)",
            (
                r"\b(?:can['\u2019]?t|cannot|can not|unable to|not able to|won['\u2019]?t be able to) (?:make|do"
                r"|manage|meet|keep(?: to)?) (?:that|the|this|your) (?:date|deadline|day)(?=\W{0,3}$|[,.;!]| "
                r"(?:as|because|so|but|sorry|due|please|and)\b)"
            ),
        ),
        ("We can't make that date", "Not going to make the deadline.", "We won't make Tuesday, can we do Thursday?"),
        unless=(),
    ),
    Wish(
        Verb.CONTACT,
        "that somebody else be written to",
        (
            r"\b(?:has|have) left\b[^.?!]{0,20}\b(?:contact|write to|e-?mail|speak to|ask|try) (?-i:[A-Z][a-z])",
            (
                r"\b(?:contact|write to|email|e-mail|ask|speak to|try|send (?:it|this|everything|future \w{2,12}) "
                r"to|forward(?:ed)? to|pass(?:ed)? (?:this|it) to|address (?:it|this) to|direct (?:it|this) "
                r"to)\b[^.?!\n]{0,60}@"
            ),
            (
                r"\b(?:contact|write to|ask|try|send (?:it|this|everything) to|speak "
                r"to)\b[^.?!\n]{0,40}\b(?:instead|from now on|not me|rather than me)\b|\binstead of me\b|\brather "
                r"than me\b|\bnot (?:mine|me|my case|my team['\u2019]?s case) any ?(?:more|longer)\b"
            ),
            (
                r"\b(?:i|he|she|(?-i:[A-Z][a-z]{2,12}))(?:['\u2019]ve| have| has)? moved (?:on|to)\b|\b(?:has"
                r"|have|had)? ?(?:left|retired|stepped down|transferred|finished) (?:the|us|here|our|as|with|last"
                r"|(?-i:[A-Z]\w{2,15}))\b|\bno longer (?:work(?:s|ing)?|manage[s]?|cover[s]?|with us|in this "
                r"(?:role|post|team)|my (?:case|team))\b|\b(?:has|have) (?:now )?taken over\b|\bhanded (?:this|it"
                r"|over|the|to)\b[^.]{0,30}\bto\b|\bhas my (?:cases|caseload)\b|\bwho has the caseload\b"
            ),
            (
                r"\b(?:wrong|different) (?:person|address|(?-i:[A-Z][a-z]{2,12}))\b|\b\bmeant for (?:a different"
                r"|somebody|someone)\b|\bnot the right person\b|\bi look after \w{2,15}['\u2019]s inbox\b"
                r"|\b(?:you want|this is) \w{2,12} \w{2,12} (?:in|from|at)\b|\bis the (?:person|one|manager) "
                r"(?:you (?:want|need)|to (?:ask|contact|speak to|write to))\b|\b(?:it|this) should go to "
                r"(?-i:[A-Z])|\bsend (?:it|this|them) to my (?:colleague|manager|deputy|team)\b|\btaken (?:this"
                r"|it|my \w{4,9}) over\b|^try (?-i:[A-Z][a-z]{2,12}) (?-i:[A-Z])|\b(?:some(?:one|body)) else "
                r"(?:will|needs?|has|should|must)\b[^.?!]{0,20}\b(?:do|deal|take|answer|pick|reply)\b|\b(?:case"
                r"|file|family) (?:has been |was |is )?(?:now )?(?:transferred|passed|handed|reallocated) (?:over "
                r")?to\b"
            ),
            (
                r"\b(?:the next |next |my |our |her |his |the )(?:line |team |service )?(?:manager|named nurse"
                r"|named doctor|head of service|safeguarding lead|team lead|contact|supervisor)(?: now| "
                r"there)?(?: is| would be| will be| are)\b(?![^.?!]{0,12}\b(?:that|not|off|on leave|very|away"
                r"|happy|aware|sick|content|reading|in a)\b)"
            ),
            r"[\w.+-]{1,64}@[\w-]{1,60}\.[a-z]{2,20}",
            (
                r"\bthink this needs to come from you\b|\bdecides this sort of thing\b|\bcc['\u2019]?d (?:him|her"
                r"|them) in\b|\byw (?:fy )?rheolwr\b"
            ),
        ),
        ("Please contact Tom Ellis tom.ellis@nenevalley.example instead of me", "I moved to Fostering in November"),
        unless=(),
    ),
    Wish(
        Verb.COVER,
        "that somebody stands in",
        (
            r"(?-i:\bCOVER\b)[^\n]{0,80}@",
            (
                r"\b(?:my |the |our )?cover(?:ing|ed)? (?:is|for me|will be|by|while|whilst|this|my caseload|next "
                r"week|from)\b|\bstand(?:s|ing)? in for (?:me|her|him)\b|\b(?:is|are|will be) (?:covering"
                r"|deputising|my deputy|on duty for me)\b|\bin my absence\b|\bpick this (?:one )?up please\b"
                r"|\bcould you (?:answer|deal with|pick up)\b[^?]{0,20}\b(?:these|this)\b"
            ),
        ),
        ("My cover is Tom Ellis tom.ellis@nenevalley.example until 7/12",),
        unless=(),
    ),
)
