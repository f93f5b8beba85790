"""What settles, told in plain words: settled, met, planned, done, taken back. One row for each way of saying it."""

from mailservice.cases.history.words import Verb
from mailservice.mail.grammar.wish import Wish

SETTLING: tuple[Wish, ...] = (
    Wish(
        Verb.RESOLVED,
        "that it is settled",
        (
            (
                r"(?<!\bbaby )(?<!\bhe is )(?<!\bshe is )(?<!['\u2019]s )\bsettled\b(?! (?:to|well|in|into|down"
                r"|after|back|at)\b)|\b(?:sorted|resolved|dealt with|cleared up|straightened out|ironed out|all "
                r"done and dusted|wrapped up)\b(?! to\b|\.\w)"
            ),
            (
                r"\b(?:agreement|resolution|solution|compromise) (?:has been |was |is |been )?(?:reached|found"
                r"|agreed)\b|\breached (?:an? )?(?:agreement|resolution|compromise)\b"
            ),
            r"\bproblem solved\b|\bgood (?:result|outcome)\b|\bcame good\b|\bsuccess!|\bbest (?:news|outcome)\b",
            (
                r"\b(?:nothing|no(?:t anything)?) (?:is |more |left |now |further )*(?:in dispute|outstanding|to "
                r"raise|to argue about|between us|to disagree about)\b"
            ),
            (
                r"\bno need (?:for (?:this|it) )?to (?:carry on|continue|go any further|go further|take (?:this"
                r"|it) (?:any )?further|pursue|go on)\b"
            ),
            (
                r"\b(?:off|on) my worry list\b|\bhappy all round\b|\beverybod?y(?:['\u2019]s| is)? happy\b|\ball "
                r"(?:good|fine|happy|agreed|ok) (?:now|here|round|between|with|thanks)\b|\ball (?:good|agreed"
                r"|happy)\b"
            ),
            (
                r"\bwe(?:['\u2019]ve| have)? (?:both )?(?:moved on|agreed (?:a|the|that|to|on|it|this|between|how"
                r"|what|who|with|together)|come to an agreement|found a way|worked (?:it|something|this) out|have "
                r"a way forward)\b"
            ),
            (
                r"\b(?:i(?:['\u2019]ve| have)?|we(?:['\u2019]ve| have)?) (?:now )?(?:accepted|agreed to|taken up) "
                r"(?:\w{1,12}['\u2019]s |the |their |his |her )?(?:offer|suggestion|joint visit|proposal|visit"
                r"|date)"
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
                r"\b(?:this|it|the (?:case|matter|escalation)) can (?:now |just )?be closed\b|\byou (?:can|may"
                r"|could) (?:now |just )?close (?:this|it|the (?:case|matter))\b|\bwe(?:['\u2019]re| are) (?:both"
                r"|all) (?:now )?happy\b(?! to)|\bwe (?:both |all )?(?:have )?(?:met|spoke"
                r"|talked)\b[^.?!]{0,40}\band (?:we )?(?:have |both )?agreed\b"
            ),
            (
                r"\b(?:agreed|agree),? (?:sorry|fine|yes)?,? ?(?:we|i|she|he|they)(?:['\u2019]ll| will) (?:send"
                r"|visit|go|see|do|ring|call|arrange)\b"
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
        Verb.RESOLVED,
        "that the two sides came together, told as a story",
        (
            (
                r"\b(?:on|reading from|singing from) the same (?:page|wavelength|hymn ?sheet|song ?sheet|side)\b"
                r"|\bs(?:ee|eeing|aw) eye to eye\b|\bs(?:ee|aw) (?:it|this|things|them) (?:\w{2,10} )?the same(?: "
                r"way)?\b|\bof (?:one|the same|like) mind\b|(?<!\bno )\bmeeting of minds\b|\b(?:found|reached) "
                r"(?:\w{2,8} )?common ground\b|\b(?:met|meet) (?:each other )?(?:in the middle|half ?-?way)\b"
                r"|\bnothing between us\b|\bno daylight between\b|\bin (?:full|complete|total|broad) (?:agreement"
                r"|accord)\b"
            ),
            (
                r"\b(?:shook|shaken|shaking|shake) (?:hands )?on (?:it|this|that)\b|\bstruck a deal\b|\bcleared "
                r"the air\b|\b(?:made|making) (?:our )?peace\b|\bgot there (?:in the end|eventually|at last"
                r"|together)\b|\b(?:in the end|finally|at last) we got there\b|\bcame to (?:a|an|the) \w{0,10} "
                r"?(?:arrangement|understanding|agreement)\b|\bpatched (?:it|things) up\b|\bcame away with\b"
                r"|\b(?:this|it|that) (?:is|was|has been|got) (?:actually |now )?put right\b"
            ),
            (
                r"\b(?:ended up|finished by|finish(?:ed)? up|now) agreeing\b|(?:\bwe|\band i|& i|\band me|& me"
                r"|\bi and \w{2,12})(?:['\u2019]ve| have| both| all| now){0,3} (?:agreed|settled) (?:on |last "
                r"|this )?(?:that|to|how|what|who|\w{3,6}day|tues|weds?|thurs|yesterday|today|week|everything"
                r"|most|pretty|a|the)\b"
            ),
            (
                r"\b(?:every(?:one|body)|all (?:sides|parties|of us|agencies)|both (?:sides|of us|agencies|teams)"
                r"|the two of us|we both|we all)(?:['\u2019]s|['\u2019]re| is| are| were| was| seems?| feels?| "
                r"left){0,1} (?:now |quite |very |all |really ){0,2}(?:happy|content|comfortable|agreed?|in "
                r"agreement|satisfied|on board|fine with|ok with|okay with|signed up|pleased|like it"
                r"|accept(?:ed)? (?:it|this|that))\b|\bway forward (?:that )?(?:we|everyone|both)\b|\b(?:have|got"
                r"|found|agreed) a way forward\b"
            ),
            (
                r"\b(?:he|she|they|northfield|riverside|the (?:council|school|trust|team)|(?!Mum|Mam|Dad|Gran|Nan"
                r"|Baby)(?-i:[A-Z][a-z]{2,12}))(?:['\u2019]s|['\u2019]ve| has| have)? (?:now |since |just "
                r"|completely )?(?:changed (?:his|her|their|its) minds?(?! about)|come round(?: to (?:it|my|our"
                r"|this|that))?(?=\W{0,3}$|[,.;!]| to\b| and\b)|had a change of heart|backed down|relented|given "
                r"way|climbed down|conceded)\b|\band (?:has |have )?changed (?:his|her|their) minds?(?! about)\b"
                r"|\bcame round to (?:my|our|his|her|their) (?:view|way|side|point)"
            ),
        ),
        (
            "Daniel and I are on the same page now",
            "We see it the same way now",
            "we found common ground",
            "We met in the middle on the visits",
            "We shook on it.",
            "We got there in the end.",
            "That's what we came away with",
            "it was put right before Christmas",
            "we ended up agreeing on everything",
            "Joy & I agreed on Tues that the case steps up",
            "Everyone's comfortable.",
            "Both sides are content with that",
            "he's seen it now and changed his mind",
            "Northfield have backed down",
        ),
    ),
    Wish(
        Verb.RESOLVED,
        "that it is at an end, told as a story",
        (
            (
                r"\b(?:put|lay|laid) (?:this|it|that|the matter|things)(?: one)? to (?:bed|rest)\b|\bdone and "
                r"dusted\b|\bd(?:raw|rew|rawn) a line under\b|\b(?:that|this|which) (?:should|ought to|will|would"
                r"|does|did) (?:do it|do the trick|cover it|settle it|sort it|be enough)\b|\bcase closed\b"
                r"|\bconsider (?:it|this|that) (?:done|closed|settled|sorted)\b|\bwater under the bridge\b"
                r"|\bsorted itself out\b|\bthat(?:['\u2019]s| is) (?:us|me|that) (?:done|sorted|settled)\b"
            ),
            (
                r"\b(?:my|our|the|her|his|their) (?:\w{4,10} )?(?:concerns?|worr(?:y|ies)|anxiet(?:y|ies)"
                r"|reasons?(?: (?:why )?(?:i|we) (?:had )?(?:raised|wrote|escalated)(?: (?:it|this))?)?|points?"
                r"|questions?|disagreements?|differences?|objections?)(?: (?:about|over|on|with) [^.?!,]{1,30}?)? "
                r"?(?:['\u2019]s|has|have|is|are|was|were) (?:\w{3,8} ){0,2}(?:met|addressed|gone(?: away)?"
                r"|answered|eased|allayed|lifted|put right|satisfied|heard|taken on board|behind us|no more"
                r"|covered|over|dealt with)\b"
            ),
            (
                r"\b(?:he|she|they|we|council|northfield|riverside|colleague|team|(?!Mum|Mam|Dad|Gran|Nan|School"
                r"|Nursery)(?-i:[A-Z][a-z]{2,12}))(?:['\u2019]s|['\u2019]ve| has| have)? (?:now |since |just "
                r")?(?:re-?opened|accepted|picked up|re-?allocated) (?:it\b|(?:the|her|his|their|our|my|this) "
                r"(?:referral|contact|assessment|file|case)\b)|\b(?:referral|assessment|file|case) (?:(?:is|has "
                r"been) (?:now )?(?:open(?:ed)? again|re-?opened)|(?:stays|will stay|will be kept|to stay"
                r"|remains) open)\b|\b(?:keeps|keeping|will keep|to keep) (?:the|her|his|their) (?:file|referral"
                r"|case|assessment) open\b"
            ),
            (
                r"\b(?:(?:just|exactly) )?what (?:i|we)(?:['\u2019]d| had)? (?:both |all )?(?:hoped for|wanted"
                r"|asked for|been asking for)\b"
            ),
        ),
        (
            "I think we can put this one to bed",
            "That should do it.",
            "Consider it done.",
            "Done and dusted.",
            "my concern has been met in full",
            "the reason I raised it has gone",
            "Our worries are now behind us",
            "Sam has reopened the referral",
            "the referral is open again",
            "Sam keeps the file open till he hears",
            "that's what we'd hoped for too",
        ),
    ),
    Wish(
        Verb.RESOLVED,
        "that nothing is left, told by a no",
        (
            (
                r"\bno (?:dispute|disagreement)s? (?:remains?|any ?more|now|left|between)\b|(?:\bno longer|\bnot"
                r"|n['\u2019]t|\bdont) (?:disagree|worried|concerned|in dispute|at odds)(?: about (?:this|it|that"
                r"|her|him|them))?(?: any ?more| now| any longer)(?=\W|$)|\bno longer (?:disagree|worried"
                r"|concerned|in dispute|at odds|have (?:any )?(?:concerns?|worries))\b|\b(?:do not|don['\u2019]?t"
                r"|haven['\u2019]?t) (?:have|got)? ?(?:any|a) (?:\w{4,9} )?(?:worry|worries|concerns?) (?:left"
                r"|any ?more|now)\b|\bno (?:more|remaining|outstanding|further) (?:worries|concerns|issues)\b"
            ),
            (
                r"\b(?:no (?:more |further )?need (?:for|of)|(?:do not|don['\u2019]?t|won['\u2019]?t) need|not "
                r"needed:?) (?:any |a |the |more |your ){0,2}(?:managers?|escalation|mediation|next stage"
                r"|higher)\b"
            ),
        ),
        (
            "We don't disagree any more!",
            "I'm no longer worried",
            "I don't have any worry left about this one",
            "No need for managers any more",
            "we have sorted it between us, so you don't need a manager",
            "There's no dispute any more.",
        ),
        unless=("a question",),
    ),
    Wish(
        Verb.RESOLVED,
        "that they are good again, in everyday words",
        (
            (
                r"\bwe(?:['\u2019]re| are) (?:all |both )?(?:good|fine|square|ok|okay|sorted|happy)(?=\W{0,3}$"
                r"|[,.;!]| now\b| again\b| with (?:it|this|that)\b)|\b(?:and i|& i|and me) are (?:good|fine|ok"
                r"|okay|agreed|happy)\b|\bwe(?:['\u2019]ve| have)? made up(?=\W{0,3}$|[,.;!])|\b(?:this|it|that"
                r"|all) (?:is|are)? ?(?:now |all )?behind us\b|\bcame out in the wash\b|\bagreement all round\b"
                r"|\b(?:is|are|been) (?:now )?solved\b|\b(?:hit on|found|have) a solution\b|\bbe put to (?:rest"
                r"|bed)\b"
            ),
            (
                r"\bwe(?:['\u2019]ve| have)? (?:both |all )?(?:wanted|want) the same\b|\b(?:reached|made|came to) "
                r"a decision together\b|\ba plan (?:that )?(?:we (?:can |are )?(?:both|all)|works for (?:everyone"
                r"|all|both|us))\b|\bis in place that (?:works|we)\b|\bso (?:that['\u2019]s|i['\u2019]m"
                r"|we['\u2019]re) (?:me |us |all )?(?:happy|content|satisfied|fine)\b"
            ),
            (
                r"\b(?:given|gave|got|had|have) (?:me |us )?(?:everything|all|what) (?:that )?(?:i|we) (?:asked "
                r"for|needed|wanted)\b|\btaken (?:him|her|them|sam|up) up on\b|\b(?:convinced|persuaded|satisfied"
                r"|reassured) (?:me|us)\b|\bi was wrong about\b|\b(?:accept|understand|see|follow) (?:his|her"
                r"|their|sam['\u2019]?s) (?:reasoning|point|reasons|thinking)\b|\b(?:he|she|they|northfield"
                r"|(?!Mum|Mam|Dad|Gran|Nan|Baby|School|Nursery)(?-i:[A-Z][a-z]{2,12}))(?:['\u2019]s|['\u2019]re| "
                r"is| are| will|['\u2019]ll) (?:now )?(?:going to )?(?:do (?:the|an) assessment|assess|taking "
                r"(?:it|this|her|him|the case) back(?: on)?|taking (?:it|this|the case) on)\b"
            ),
        ),
        (
            "Sam rang at lunch and we are fine now.",
            "Relieved to say this is behind us.",
            "Agreement all round.",
            "Turned out we both wanted the same thing.",
            "We have a plan we can both live with.",
            "Northfield will assess, so that's me happy.",
            "Daniel has given me everything I asked for.",
            "She's convinced me.",
            "I was wrong about the threshold, Sam explained it.",
        ),
    ),
    Wish(
        Verb.RESOLVED,
        "that it is settled, in the words of those who settled it",
        (
            (
                r"\b(?:come|came) to (?:an? )?(?:understanding|arrangement|agreement)\b|\bcame out agreeing\b"
                r"|\bburied the hatchet\b|\b(?:our|the|all|any) differences behind us\b|\bsaw sense\b|\bhunky[ "
                r"-]?dory\b|\b(?:thrashed|hammered|hashed|talked|sorted|worked|figured|ironed) (?:it |this |that "
                r"|things |everything |a plan )?(?:all )?out\b(?= (?:between|with|over|together|today|yesterday"
                r"|on|this|a|in|now|and|by)\b|\W{0,3}$|[,.;!])|\b(?:squared|settled|cleared|agreed) (?:it|this"
                r"|that|things|everything) (?:with|between)\b|\b(?:landed|ended up|got to|came to|arrived at) "
                r"(?:in |at )?the same (?:place|view|conclusion)\b"
            ),
            (
                r"\b(?:that|this|it|which|he|she|sam)(?:['\u2019]s| has| have)? (?:now )?(?:answers?|answered"
                r"|settles?|settled|deals? with|addresse[sd]|meets?|met|covers?|satisfie[sd]) (?:it for me|it for "
                r"us|(?:my|our)(?! \w{0,10} ?questions?\b)|all my|all our|the|her|his)(?: \w{4,10})? "
                r"?(?:concerns?|worr(?:y|ies)|points?|issues?)?(?=\W{0,3}$|[,.;!]| and| so| now| thank)"
                r"|\b(?:concern|worry|issue|problem|disagreement|dispute|reason|difficulty)s? (?:that |which "
                r")?(?:i |we |it )?(?:\w{3,8} )?(?:has|have|had) (?:now )?(?:gone(?: away)?|melted away"
                r"|disappeared|passed|been met|been answered)\b|\b(?:concern|worry|issue|reason|point"
                r"|dispute)s?\b[^.?!,]{0,25} no longer (?:stands?|exists?|applies|holds?|there)\b"
            ),
            (
                r"\bconsider (?:it|this|that|the (?:case|matter))(?: one)? (?:as )?(?:done|closed|settled|sorted"
                r"|resolved)\b|\b(?:can|could|may|might as well|should|happy to|let['\u2019]?s|need to) (?:all "
                r"|both |now )?stand (?:this |it )?down\b|\b(?:you|we) (?:can|may|could) (?:now |just )?close "
                r"(?:the )?(?:file|case|this|it)\b|\bjob done\b|\bnothing (?:more|further|else) (?:is )?(?:needed"
                r"|required|wanted|to do)(?: now)? (?:from|by|for|on)\b"
            ),
            (
                r"\b(?:he|she|they|the (?:council|school|trust|team)|northfield|riverside|(?!Mum|Mam|Dad|Gran|Nan"
                r"|Baby|Social|Health)(?-i:[A-Z][a-z]{2,12}))(?:['\u2019]s|['\u2019]ve| has| have)? (?:now |since "
                r"|just |finally |kindly )?(?:agreed to (?:re-?open|keep (?:it|her|him|them|the (?:case|file"
                r"|referral))(?: open)?|allocate|assess|accept|pick (?:it|this|her|him) up|take (?:it|this|her"
                r"|him) (?:on|back)|visit weekly|do (?:the|a) (?:joint )?(?:visit|assessment))|accept(?:s|ed) "
                r"(?:the (?:referral|threshold|concern)|that (?:the )?threshold|my|our)|(?:allocated|found) (?:a"
                r"|an|the) (?:social|worker)|had a rethink|gave in|thought again|seen (?:sense|the light))\b"
            ),
        ),
        (
            "We've come to an understanding.",
            "Sam and me worked it out over the phone.",
            "We have squared it with Sam.",
            "That answers my concern.",
            "That settles it for me.",
            "The concern I raised no longer stands.",
            "The issue has gone away.",
            "We can stand down on this one.",
            "Great news, Sam has agreed to reopen the referral.",
            "The council have accepted the referral.",
        ),
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
                r"\b(?:don['\u2019]?t|do not|no longer) need (?:this|it|to escalate) (?:after all|any ?more"
                r"|now)\b|\bsent (?:it |this )?(?:in error|by mistake)\b|\b(?:can we|why not|let['\u2019]?s) "
                r"(?:not )?(?:just )?(?:leave it|drop it)\b|\bhappy to drop\b|\btynnu\b.{0,12}\byn \u00f4l\b"
                r"|\bnever wanted it to go\b"
            ),
            (
                r"\b(?:can|could|may|should|we(?:['\u2019]ll| will)|i(?:['\u2019]ll| will)|let['\u2019]?s|like to"
                r"|want to|going to|happy to|as well|please|you|have to|need to) (?:i |we |you |please |just |now "
                r"){0,2}(?:take (?:this|it|that|my \w{3,12}) back(?! to\b)|call (?:this|it) off|stand (?:this|it) "
                r"down|retract (?:this|it|my)|pull (?:this|it)(?= |\W|$)(?! (?:up|off|together|out of))|cancel "
                r"(?:this|it|my (?:escalation|request|email))|drop (?:this|it|the (?:case|matter|escalation))(?! "
                r"(?:off|in|round|to|into)\b))"
            ),
        ),
        (
            "I withdraw the escalation",
            "Please close this",
            "Turns out I don't need this after all",
            "Could I take this back please?",
            "i think we should drop this one",
        ),
        unless=("a doubt",),
    ),
    Wish(
        Verb.WITHDRAW,
        "that they do not go on with it",
        (
            (
                r"\bwant out of (?:this|it)\b|\bforget (?:about )?(?:this|it)(?: one)?(?=\W{0,3}$|[,.;!])"
                r"|^(?:sorry,? )?i take (?:it|this|that|my \w{3,12}) back\b|\b(?:rather|would prefer) not (?:to "
                r")?(?:go through with|go on with|carry on with|continue|pursue)\b"
            ),
            (
                r"(?:^|\b(?:i|we)(?:['\u2019](?:m|re|ve|d|ll))? (?:\w{2,8} ){0,2})(?:won['\u2019]?t|will not|not "
                r"going to|no longer|don['\u2019]?t (?:want|wish|need|intend) to|do not (?:want|wish|need|intend) "
                r"to|decided (?:not to|against)|not) (?:wish(?:ing)? to |want(?:ing)? to |be )?(?:pursu(?:e|ing)"
                r"|go(?:ing)? ahead with|tak(?:e|ing) (?:this|it) (?:any )?further|press(?:ing)? (?:this|it|on)"
                r"|proceed(?:ing)? with (?:this|it|the escalation)|carry(?:ing)? on with (?:this|it))\b"
            ),
            (
                r"\b(?:disregard|ignore|discount|forget|delete|cancel) my (?:earlier |last |previous "
                r")?(?:escalation|e-?mail|request|message|referral|letter)\b|\braised (?:this |it )?(?:in error"
                r"|by mistake|wrongly)\b|\b(?:happy|content|willing|prepared|going) to let (?:this|it) (?:go|drop"
                r"|lie|rest)\b|\bcall it a day\b|\b(?:i(?:['\u2019]m| am)|we(?:['\u2019]re| are)) dropping "
                r"(?:this|it)\b(?! off)|\bleave it (?:there|at that)\b"
            ),
        ),
        (
            "No longer wish to pursue.",
            "I've decided not to take this further.",
            "Please disregard my escalation.",
            "I raised this in error.",
            "We're dropping it.",
            "Can we call it a day on this one?",
        ),
        unless=("a doubt",),
    ),
    Wish(
        Verb.OVERTAKEN,
        "that events have overtaken it",
        (
            (
                r"\bovertaken\b|\bevents have moved on\b|\bno longer (?:relevant|applies|needed|necessary|an "
                r"issue)\b|\bsuperseded\b|\bnot relevant (?:now|any ?more)\b|\b(?:is|are|may be|now|rather|all"
                r"|bit|probably) (?:\w{3,8} )?(?:academic|moot)\b|\b(?:not|n['\u2019]t) (?:a lot|much|anything) "
                r"(?:left )?to (?:argue|disagree|escalate|fall out)\b|\b(?:falls|fallen|fell) away\b|\bno need "
                r"for (?:this|it|any of (?:this|it)) (?:now|any ?more)\b|\b(?:nothing|little) (?:left )?for us to "
                r"(?:settle|argue|decide|disagree|agree)\b|\b(?:left|more) to (?:argue|disagree|escalate|fall "
                r"out) about\b|\b(?:isn['\u2019]?t|is not) an issue (?:now|any ?more)\b|\b(?:different|another"
                r"|new) (?:local )?authority(?: now)?\W{0,2}$"
            ),
        ),
        ("this is no longer relevant", "This may be academic now", "I'm not sure there's a lot left to argue about"),
        unless=("a question",),
    ),
    Wish(
        Verb.MET,
        "that the two sides have spoken",
        (
            (
                r"\b(?:we(?: both| all)?|\w{2,12} and i|i and \w{2,12})(?:['\u2019]ve| have)? (?:met|spoke|spoken"
                r"|talked(?! about)|had a (?:meeting|call|chat|conversation|discussion)|caught up|been in "
                r"touch)\b(?! about)"
            ),
            (
                r"\b(?:i|we)(?:['\u2019]ve| have)? (?:now )?(?:spoke|spoken|met|talked) (?:to|with) "
                r"(?:(?-i:[A-Z][a-z]{2,12})|him|her|them)\b|^(?:just )?(?:met|spoke|spoken|talked) (?:to"
                r"|with)\b(?! (?:the |his |her )?(?:family|mum|mother|dad|father|parents?|child|children|gran))"
            ),
            (
                r"\b(?:call|teams|meeting|chat) with (?-i:[A-Z][a-z]{2,12}) (?:done|had|today|this)\b|\bi did "
                r"speak to\b|\bteams with \w{2,12} done\b|\bwedi (?:cwrdd|cyfarfod|siarad)\b"
            ),
        ),
        ("We met this morning.", "I spoke to Daniel today"),
    ),
    Wish(
        Verb.MET,
        "that the two sides have spoken, told as a story",
        (
            (
                r"^(?:just |i |we )?(?:had|finished) (?:a |another )(?:\w{4,10} ){0,2}(?:call|chat|talk"
                r"|conversation|discussion|catch[ -]?up|teams|three[ -]way)\b|\bwe (?:\w{4,8} )?(?:went|talked"
                r"|ran|walked) (?:it |this |things |everything )?(?:through|over)\b|^spoke (?:at length|for "
                r"(?:an? |half|ages|\d))|^spoke\W{0,2}$"
            ),
            (
                r"\boff the phone (?:to|with) (?!(?:the )?(?:mum|mam|mother|dad|father|parents?|family|gran|ward"
                r"|gp|hospital|surgery)\b)|^(?:i |we |just )?(?:have |['\u2019]ve )?(?:met|spoken|spoke) (?:with"
                r"|to) (?-i:[A-Z][a-z]{2,12})\b"
            ),
        ),
        (
            "Had a really good call",
            "we went through the whole chart over a sandwich",
            "Just off the phone with Daniel Marsh",
            "met with Joy yesterday, does that count?",
        ),
        unless=("a denial", "a doubt"),
    ),
    Wish(
        Verb.PLAN,
        "a plan",
        (
            (
                r"^(?:the |our |my |proposed |agreed |draft )?plan(?: ?[:\u2013-])|\bwhat i['\u2019]?d propose\b"
                r"|\b(?:i|we) (?:would )?propose (?:that|the following|to|a)\b|\bmy (?:proposal|suggestion) is\b"
                r"|\bhere(?:['\u2019]s| is) (?:a |the |our |my )(?:draft )?plan\b|\bgo along with "
                r"\w{2,12}['\u2019]s plan\b"
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
                r"\b(?:done|completed|finished)\b(?! (?:my|the (?:rounds|maths)|everything i))|\btick (?:that"
                r"|this|it)(?: one)? off\b|\b(?:visit|action|review|assessment|meeting"
                r"|call)\b[^.?!]{0,30}\b(?:took place|happened|went ahead|has been made|was made|went (?:really "
                r"|very )?well|has taken place)\b"
            ),
            (
                r"^(?:that |it |all )?went (?:really |very )?well\b|\bwe (?:visited|stayed|went) (?:on|an|as"
                r"|together|yesterday|today|this|out|at|for)\b|\bwedi['\u2019]i wneud\b|\b(?:off|crossed off"
                r"|ticked off) (?:the|my|our) (?:to[ -]?do )?list\b|\b(?:ticked|crossed) off\b|\b(?:it|that|this) "
                r"(?:took place|was carried out|has been carried out|went ahead)\b|\ball as (?:agreed|planned)\b"
                r"|(?:\bwe|\band i|& i) (?:went|visited|saw|called) (?:round|out|there|him|her|them|together)\b"
            ),
        ),
        (
            "done thanks",
            "Sam came out with me so that is off the list",
            "Sam and I went round together.",
            "It took place yesterday.",
            "the joint visit took place yesterday as arranged",
        ),
        unless=("a question", "a denial"),
    ),
)
