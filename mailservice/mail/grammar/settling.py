"""What settles, told in plain words: agreed, met, planned, done, taken back, received. One row for each way of saying it."""

from mailservice.cases.history.words import Verb
from mailservice.mail.grammar.wish import Wish

_IT = (
    r"(?:it|this|that|these|them|everything|things|the (?:plan|proposal|words|wording|text|matter|issue|case|date"
    r"|change|extension))"
)

SETTLING: tuple[Wish, ...] = (
    Wish(
        Verb.RESOLVED,
        "that it is settled",
        (
            (
                r"\b(?:sorted|settled|resolved|dealt with|cleared up|straightened out|ironed out|all done and dusted"
                r"|wrapped up)\b(?! to\b|\.\w)"
            ),
            (
                r"\b(?:agreement|resolution|solution|compromise) (?:has been |was |is |been )?(?:reached|found"
                r"|agreed)\b|\breached (?:an? )?(?:agreement|resolution|compromise)\b"
            ),
            r"\bproblem solved\b|\bgood (?:result|outcome)\b|\bcame good\b|\bsuccess!|\bbest (?:news|outcome)\b",
            (
                r"\b(?:nothing|no(?:t anything)?) (?:is |more |left |now |further )*(?:in dispute|outstanding"
                r"|to raise|to argue about|between us|to disagree about)\b"
            ),
            (
                r"\bno need (?:for (?:this|it) )?to (?:carry on|continue|go any further|go further|take (?:this"
                r"|it) (?:any )?further|pursue|go on)\b"
            ),
            (
                r"\b(?:off|on) my worry list\b|\bhappy all round\b|\beverybod?y(?:['\u2019]s| is)? happy\b"
                r"|\ball (?:good|fine|happy|agreed|ok) (?:now|here|round|between|with|thanks)\b|\ball (?:good|agreed"
                r"|happy)\b"
            ),
            (
                r"\bwe(?:['\u2019]ve| have)? (?:both )?(?:moved on|agreed (?:a|the|that|to|on|it|this|between|how"
                r"|what|who|with|together)|come to an agreement|found a way|worked (?:it|something|this) out"
                r"|have a way forward)\b"
            ),
            (
                r"\b(?:i(?:['\u2019]ve| have)?|we(?:['\u2019]ve| have)?) (?:now )?(?:accepted|agreed to"
                r"|taken up) (?:\w{1,12}['\u2019]s |the |their |his |her )?(?:offer|suggestion|joint visit|proposal"
                r"|visit|date)"
            ),
            (
                r"\b(?:staying|kept|keeping|keep) (?:the (?:case|referral) |it )?open\b.{0,40}\b(?:relieved|good"
                r"|great|done)|\brelieved\b.{0,60}\b(?:open|agreed|listened|sorted)"
            ),
            (
                r"\bwe(?:['\u2019]re| are) (?:all )?(?:in agreement|agreed|done|good now|on the same page"
                r"|satisfied)\b|\bwe(?:['\u2019]ve| have) got there\b"
            ),
            (
                r"\b(?:agreed|sorted|fixed) (?:it )?(?:with|between) (?:us|them|her|him|the|our|you"
                r"|(?-i:[A-Z][a-z]{1,12})|[a-z]{2,12} and)\b"
            ),
            (
                r"\b(?:is|are|be) (?:satisfied|content|happy) that (?:this|it|that|the)\b.{0,40}\b(?:deals?|dealt"
                r"|resolved?|over|met|addressed)\b|\bsatisfied (?:that )?(?:this|it|that) (?:deals with|has|is"
                r"|answers)"
            ),
            r"\bwe(?:['\u2019]ve| have)? (?:all |both |now ){0,2}agreed ?(?:[:;,.\u2013-]|$)",
            r"\b(?:what we|so we)(?:['\u2019]ve| have)? (?:came up with|come up with|settled on|landed on|decided)\b",
            (
                r"\b(?:close|shut|end) (?:this|it) (?:off|now|down)\b|\bhappy (?:for (?:this|it|the case) to be"
                r"|to) clos(?:ed?|ing)\b|\bcontent for (?:this|it|the case) to be closed\b"
            ),
            r"\b(?:datrys|setlo|cytuno i|wedi cytuno|pawb yn hapus)\b|\bwedi(?:['\u2019]i| ei) (?:setlo|ddatrys)\b",
            (
                r"\b(?:this|it|the (?:case|matter|escalation)) can (?:now |just )?be closed\b"
                r"|\byou (?:can|may|could) (?:now |just )?close (?:this|it|the (?:case|matter))\b"
                r"|\bwe(?:['\u2019]re| are) (?:both|all) (?:now )?happy\b(?! to)"
                r"|\bwe (?:both |all )?(?:have )?(?:met|spoke|talked)\b[^.?!]{0,40}\band (?:we )?(?:have |both )?agreed\b"
            ),
            (
                r"\b(?:agreed|agree),? (?:sorry|fine|yes)?,? ?(?:we|i|she|he|they)(?:['\u2019]ll| will) (?:send|visit"
                r"|go|see|do|ring|call|arrange)\b"
            ),
        ),
        (
            "sorted thanks",
            "we have sorted it, she will visit Friday",
            "I consider this matter resolved",
            "Agreement reached with Northfield at 16:20",
        ),
    ),
    Wish(
        Verb.AGREE,
        "consent to what was put",
        (
            (
                r"\b(?:happy|content|fine|ok|okay|okey|comfortable|good|satisfied|pleased) (?:with|for|about"
                rf"|by) (?:{_IT}|me|us|what|all|both|his|their|(?-i:[A-Z][a-z]{1, 12}['\u2019]s))\b"
            ),
            (
                r"\b(?:works|suits|okay|ok|fine|good|great|perfect|acceptable|reasonable) (?:for|by|from|with) (?:me"
                r"|us|both|everyone|my|our)\b"
            ),
            (
                r"\b(?:that|it|this)(?:['\u2019]ll| will)? (?:all )?(?:works?|suits?|do us|do me|does it|is fine"
                r"|is acceptable|is agreeable|seems fair|sounds (?:good|great|fine|sensible|right|ok))\b"
            ),
            (
                r"\bsounds (?:good|great|fine|sensible|right|ok|reasonable|fair|like a plan)\b|\bmakes sense\b"
                r"|\blooks (?:good|fine|right|sensible) (?:to me|to us)\b"
            ),
            (
                r"\b(?:no|without) (?:objections?|issues?|problems?|problem) (?:with (?:this|that|it)|here|from (?:me"
                r"|us|our|my)|at (?:our|my) end|our end)\b|^(?:yep |yes )?no (?:objections?|problem)\b"
            ),
            (
                r"\b(?:can|could) live with (?:it|that|this)\b|\bgo for it\b|^(?:please )?go ahead\b|^carry on\b"
                r"|\bput it in the diary\b|^if we must\b|^i suppose so\b"
            ),
            (
                r"\b(?:i|we) (?:am |are )?(?:happy|content|pleased|glad|willing) (?:to (?:agree|accept|support|go"
                r"|sign)|for (?:the|this|it|that))"
            ),
            (
                r"\b(?:i|we)(?:['\u2019]m| am|['\u2019]re| are)? (?:accept|agree|support|approve|endorse|consent"
                r"|supporting|agreeable)\b"
            ),
            (
                r"\b(?:that|this|it|all|everything)(?:['\u2019]s| is| are)? (?:all )?(?:agreed|approved|accepted"
                r"|confirmed)\b"
            ),
            (
                r"\b(?:our (?:agency|service|trust|school|team)|(?-i:[A-Z]\w{2,14})) (?:is|are) (?:content|agreed"
                r"|in agreement|satisfied|happy (?:with|for|to))\b"
            ),
            (
                r"\bcontent with (?:the )?\w{2,12}\b|\bon board\b|\bsigned? (?:it )?off\b|\bcount (?:me|us) in\b"
                r"|\bgreen light\b|\bdeal!?$"
            ),
            r"\b(?:i|we) (?:fully |entirely )?concur\b",
            r"\b(?:cytuno|iawn gen i|iawn gyda ni|hapus|edrych yn dda|gwych)\b",
            r"\bsuits (?:me|us|everyone)\b|\bi(?:['\u2019]m| am) good with (?:that|this|it)\b|\bfair enough\b",
        ),
        (
            "Happy with that",
            "Fine by me",
            "We accept.",
            "No objections here",
            "I agree with the plan as set out",
            "Thanks Daniel, that is agreed.",
        ),
    ),
    Wish(
        Verb.AGREE,
        "consent in a word or two",
        (
            (
                r"^(?:that['\u2019]?s |that is |all |its |it['\u2019]s |yes |yep |ok |okay |very |oh |absolutely "
                r"|totally )?(?:fine|ok|okay|k|perfect|great|good|lovely|brilliant|excellent|super|approved|accepted"
                r"|alright|all right"
                r"|sure|of course|absolutely|certainly|definitely|correct|fab|grand|gwych|iawn|right)(?: (?:thanks?"
                r"|thx|ta|cheers|thank you|then|by me|with me|x|so much|great|good|both|all|now"
                r"|for now)){0,3}[\W\dxX]{0,4}$"
            ),
            "^[\U0001f44d\U0001f44c\u2705]",
            (
                r"^(?:all |ok |okay |yes |thanks |thanks \w{2,15} |thank you )?[,.]? ?(?:agreed|approved|accepted"
                r"|confirmed|agree|accept|granted)\b"
            ),
            r"\bthen (?:yes|ok|okay|fine)\b|\byes (?:from|to)\b|\bprovisional yes\b",
        ),
        ("Fine", "ok thx", "\U0001f44d", "Perfect thank you", "agreed, thank you both", "If home then yes"),
        unless=(),
    ),
    Wish(
        Verb.WITHDRAW,
        "that it be taken back",
        (
            (
                r"\bwithdraw(?:n|ing|s|al)?\b(?! (?:consent|from|treatment|support|symptoms))|\b(?:please|can you"
                r"|could you|happy to|want to|like to|like you to|should) (?:just )?(?:close|drop|cancel|stop|end"
                r"|forget|scrap) (?:this|it|the (?:case|matter|escalation|referral))\b"
            ),
            (
                r"\b(?:don['\u2019]?t|do not|no longer) need (?:this|it|to escalate) (?:after all|any ?more|now)\b"
                r"|\bsent (?:it |this )?(?:in error|by mistake)\b|\b(?:can we|why not"
                r"|let['\u2019]?s) (?:not )?(?:just )?(?:leave it|drop it)\b|\bhappy to drop\b"
                r"|\btynnu\b.{0,12}\byn \u00f4l\b|\bnever wanted it to go\b"
            ),
        ),
        ("I withdraw the escalation", "Please close this", "Turns out I don't need this after all"),
        unless=("a doubt",),
    ),
    Wish(
        Verb.OVERTAKEN,
        "that events have overtaken it",
        (
            (
                r"\bovertaken\b|\bevents have moved on\b|\bno longer (?:relevant|applies|needed|necessary|an issue)\b"
                r"|\bsuperseded\b|\bnot relevant (?:now|any ?more)\b"
            ),
        ),
        ("this is no longer relevant",),
    ),
    Wish(
        Verb.MET,
        "that the two sides have spoken",
        (
            (
                r"\b(?:we(?: both| all)?|\w{2,12} and i|i and \w{2,12})(?:['\u2019]ve| have)? (?:met|spoke|spoken"
                r"|talked(?! about)|had a (?:meeting|call|chat|conversation|discussion)|caught up|been in touch)\b(?! about)"
            ),
            (
                r"\b(?:i|we)(?:['\u2019]ve| have)? (?:now )?(?:spoke|spoken|met|talked) (?:to"
                r"|with) (?:(?-i:[A-Z][a-z]{2,12})|him|her|them)\b"
                r"|^(?:just )?(?:met|spoke|spoken|talked) (?:to|with)\b"
                r"(?! (?:the |his |her )?(?:family|mum|mother|dad|father|parents?|child|children|gran))"
            ),
            (
                r"\b(?:call|teams|meeting|chat) with (?-i:[A-Z][a-z]{2,12}) (?:done|had|today|this)\b"
                r"|\bi did speak to\b|\bteams with \w{2,12} done\b|\bwedi (?:cwrdd|cyfarfod|siarad)\b"
            ),
        ),
        ("We met this morning.", "I spoke to Daniel today"),
    ),
    Wish(
        Verb.PLAN,
        "a plan",
        (
            (
                r"^(?:the |our |my |proposed |agreed |draft )?plan(?: ?[:\u2013-])"
                r"|\bwhat i['\u2019]?d propose\b|\b(?:i|we) (?:would )?propose (?:that|the following|to|a)\b"
                r"|\bmy (?:proposal|suggestion) is\b|\bhere(?:['\u2019]s| is) (?:a |the |our |my )(?:draft )?plan\b"
                r"|\bgo along with \w{2,12}['\u2019]s plan\b"
            ),
        ),
        ("Plan: joint visit Thursday, review 10 Dec.", "What I'd propose is that Sam comes out with me"),
        unless=("a question",),
    ),
    Wish(
        Verb.DONE,
        "that an action is done",
        (
            (
                r"\b(?:done|completed|finished)\b(?! (?:my|the (?:rounds|maths)|everything i))|\btick (?:that|this"
                r"|it)(?: one)? off\b|\b(?:visit|action|review|assessment|meeting|call)\b[^.?!]{0,30}\b(?:took place"
                r"|happened|went ahead|has been made|was made|went (?:really |very )?well|has taken place)\b"
            ),
            (
                r"^(?:that |it |all )?went (?:really |very )?well\b|\bwe (?:visited|stayed|went) (?:on|an|as|together"
                r"|yesterday|today|this|out|at|for)\b|\bwedi['\u2019]i wneud\b"
            ),
        ),
        ("done thanks", "the joint visit took place yesterday as arranged"),
        unless=("a question", "a denial"),
    ),
    Wish(
        Verb.RECEIVED,
        "that it was read",
        (
            (
                r"^(?:thanks,? |thank you,? |yes,? |all |ok,? |yep,? )?(?:got (?:it|this|that)|noted|seen"
                r"|read(?=\W{0,3}(?:$|and|this|it|thanks))"
                r"|will do|received|on it|understood|acknowledged|in hand|leave it with me|will (?:pick|look|read"
                r"|deal|see|call|ring|check|file)\b)"
            ),
            (
                r"\b(?:receipt (?:is )?(?:acknowledged|confirmed)|confirm (?:safe )?receipt|(?:have|has"
                r"|['\u2019]ve) (?:now )?(?:received|read|seen|got) (?:this|it|your|that)|wedi derbyn|came through"
                r"|got through|on my list)\b"
            ),
        ),
        ("Got it, will call Daniel this afternoon", "Receipt acknowledged"),
        unless=("a question",),
    ),
)
