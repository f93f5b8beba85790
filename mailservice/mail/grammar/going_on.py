"""What goes on, told in plain words: further up, urgent, refused, reopened, kept. One row for each way of saying it."""

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

# The record of the case, and none of a family's own: nobody but its writer can say what "the records" are.
_OF_THE_CASE = (
    r"(?:this|the case|the (?:disagreement|escalation|matter)|our (?:case|disagreement|escalation|matter)|case \d)"
)
_RECORD = (
    r"(?:the|your|this|a (?:full )?copy of(?: the| your)?) (?:case |written |full |whole |complete |entire |e-?mail ){0,3}"
    r"(?:record|file|pack|paperwork|papers|correspondence|trail|thread|history)\b"
    rf"(?! (?:(?:of|on|about) (?!{_OF_THE_CASE}\b)|for (?!this|the case|our|my)|keep|number|card|that|shows|says|below|above"
    r"|attached|shared|i |we ))"
)
_ALL_OF_IT = (
    r"(?:(?:a )?(?:full )?(?:cop(?:y|ies) of )?(?:everything|all (?:that|of it))|the lot"
    r"|(?:a )?(?:cop(?:y|ies) of )?all (?:of )?(?:the )?(?:e-?mails|letters|correspondence|documents|papers))\b"
    r"(?=[^.?!]{0,40}\b(?:on this|on file|about this|this (?:case|matter|escalation|one)|so far|to date|you(?:['\u2019]ve| have)"
    r"|you hold|both sides|and (?:replies|attachments|letters)|since|was (?:written|said))\b|[^.?!]{0,8}[.?!]?$)"
)
_THE_RECORD = rf"(?:{_RECORD}|{_ALL_OF_IT})"
# "I will send the record", "she asked if you could": of what somebody else does, or says.
_OF_MINE = (
    r"(?<!\bi )(?<!\bwe )(?<!\bi will )(?<!\bwe will )(?<!\bi can )(?<!\bwe can )(?<!['\u2019]ll )(?<!\byou would )(?<!\bto )"
    r"(?<!\bthey )(?<!\bhe )(?<!\bshe )"
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
        Verb.RECORD,
        "that they be sent the record of the case",
        (
            (
                rf"{_OF_MINE}\b(?:(?:re)?send|e-?mail|forward|share|provide|supply|furnish|attach|give|get|let)\b(?! you\b)"
                rf"(?:[^.?!]{{0,20}}\b(?:me|us)\b[^.?!]{{0,20}}| (?:over|on|through|out)?) ?{_THE_RECORD}"
            ),
            (
                r"\b(?:i|we)(?:['\u2019](?:d|m|re)| am| are)?\b(?!['\u2019]ve| have)[^.?!,;]{0,30}\b(?:see|get(?: hold of)?|like"
                r"|need|want|request|appreciate|sight of|ask(?:ing)? for|be sent|receive)\b (?:to (?:see|have|get) )?"
                r"(?:sight of )?"
                rf"{_THE_RECORD}"
            ),
            (
                r"\b(?:can|could|may|might|please|like to|wish to|able to|possible to|possible for (?:me|us) to)\b"
                rf"[^.?!,;]{{0,20}}\bhave (?:sight of )?{_THE_RECORD}"
            ),
            rf"\b(?:request(?:ing)?|wish(?:ing)? (?:for|to have|to see)|(?:any )?chance of|grateful for) {_THE_RECORD}",
            rf"{_THE_RECORD}[^.?!]{{0,20}}\bbe (?:sent|e-?mailed|forwarded|shared) (?:on |over )?(?:to|with) (?:me|us)\b",
            rf"\b(?:me|us) to have {_THE_RECORD}|^{_THE_RECORD} would\b|^{_THE_RECORD},? please\b",
            r"\banfon y cofnod\b|\b[cg]opi o['\u2019]r cofnod\b",
        ),
        (
            "Send me the record please",
            "Could I have a copy of the case record?",
            "Please can you email us the full record of this case",
            "Could you share everything you have on this case?",
            "We need the paperwork",
            "Any chance of a copy of the file?",
            "Could the record be sent to me?",
            "A copy of the record would help",
            "A gaf i gopi o'r cofnod",
        ),
        unless=("a denial", "no need"),
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
        Verb.ESCALATE,
        "that talking led to nothing",
        (
            (
                r"\b(?:but|and) (?:it|that) (?:did(?:n['\u2019]?t| not) help|made no difference|changed nothing"
                r"|got us nowhere|led nowhere)\b|\b(?:call|meeting|talk|talking|conversation|chat) (?:changed"
                r"|achieved|solved|resolved|settled) nothing\b|\bnone the wiser\b|\b(?:just|only|simply) "
                r"(?:repeat(?:s|ed)?|quotes?|quoted|recited) (?:the |his |her |their )?(?:policy|threshold"
                r"|procedure|line|same)|\bput the phone down on (?:me|us)\b|\bno joy (?:from|with)\b|\bhead "
                r"against a (?:brick )?wall\b|\bsame (?:answer|story|response|line) (?:as|again)\b"
            ),
            (
                r"\b(?:he|she|they|northfield|riverside|sam|the (?:council|school|trust|team))(?:['\u2019]s"
                r"|['\u2019]re| is| are)? (?:just |simply )?(?:not|won['\u2019]?t even|isn['\u2019]?t"
                r"|aren['\u2019]?t) (?:interested|listening|engaging|discuss|hearing|having (?:it|any of it)"
                r"|talk)\b|\bwe(?:['\u2019]re| are) not backing down\b|\bremain of the view\b|\b(?:my|our) "
                r"(?:view|position|opinion|concern) (?:has not|hasn['\u2019]?t|is un) ?changed\b"
            ),
            (
                r"\b(?:want|wish|like|need)(?: to)? (?:this|it) to (?:carry on|continue|go on|keep going)\b"
                r"|\b(?:want|going|need) to take this on\b|\bneeds to go to (?:them|him|her|somebody|someone)\b"
                r"|\bcannot (?:just )?be left (?:here|like this|there|as it is)\b|\bmust not be left\b"
            ),
        ),
        (
            "We talked but it didn't help.",
            "The call changed nothing.",
            "They just repeated the policy at me.",
            "I've had no joy from Sam.",
            "Northfield are not listening.",
            "Our view has not changed.",
            "I want this to carry on.",
        ),
        unless=(),
    ),
    Wish(
        Verb.OBJECT,
        "that the words or the end are not right",
        (
            (
                r"\b(?:wording|words|text|record|summary)(?: here| there)? (?:is|are)(?:n['\u2019]?t| not) "
                r"(?:quite |at all )?(?:right|correct|accurate|what|ours|true)\b|\bnot (?:an? )?(?:accurate|true"
                r"|fair|correct) (?:record|account|reflection|summary)\b|\b(?:missed|left) out (?:the|our|my"
                r"|weekly)\b|\b(?:see|have|like|want|need) (?:the|those|these) words (?:changed|corrected"
                r"|amended)\b|\bagreed to this\? not (?:us|me)\b"
            ),
            (
                r"\b(?:is|['\u2019]s) (?:much |far |simply )?too (?:long(?: to wait)?|far off|late)(?=\W{0,3}$"
                r"|[,.;!]| for (?:a|this|the|her|him|them))|\byet (?:you|it was|it is|they) ?(?:have |has |been "
                r")?closed\b|\bcan(?:['\u2019]?t|not) be (?:over|finished|closed)\b|\b(?:it|this)(?:['\u2019]s| "
                r"is) not (?:over|finished|closed)\b|\b(?:is|are) no safer\b|\blooked at again\b|\bhow can "
                r"(?:this|it) be (?:closed|over|agreed|right|safe)\b"
            ),
        ),
        (
            "The wording isn't right.",
            "That's not an accurate record of what we agreed.",
            "You've missed out the weekly weights.",
            "That's too long to wait for a baby.",
            "It's not finished.",
            "He is no safer today than he was.",
            "How can this be closed when nobody's seen her?",
        ),
        unless=(),
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
                r"\bre[ -]?open(?:ing)?\b|\b(?:be|being|this|it|case|get|matter) re-?opened\b|^re-?opened\b"
                r"|\bailagor\w{0,4}|\bopen(?:ed)? (?:this |it |the case )?(?:back )?up again\b|\bopen (?:this|it"
                r"|the case) (?:again|back up)\b|\bbe opened again\b|\bout of the closed\b|\b(?:can['\u2019]?t|cannot"
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
)
