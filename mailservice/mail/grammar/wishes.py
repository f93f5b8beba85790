"""Wishes in plain words: what somebody seems to want, asked about by one question and never acted on (rule 9.5).

Start at `found`. One row for each way of saying it: the word it may mean, what is said, and how people write it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mailservice.cases.history.words import Verb

Unless = Literal["a denial", "a doubt", "a question"]


@dataclass(frozen=True)
class Wish:
    """A way of saying a word without it: `how` are expressions looked for in a sentence, `such_as` what they find.

    `unless` names what in the sentence makes it no wish; `begins`: only where the sentence begins so.
    """

    verb: Verb
    said: str
    how: tuple[str, ...]
    such_as: tuple[str, ...]
    unless: tuple[Unless, ...] = ("a denial", "a doubt", "a question")
    begins: bool = False


_IT = (
    r"(?:it|this|that|these|them|everything|things|the (?:plan|proposal|words|wording|text|matter|issue|case|date"
    r"|change|extension))"
)
_UP = (
    r"(?:up(?: to| a level| the line| the ladder)?|higher|further|(?:to|with|before|in front of) (?:the "
    r"|our |your |their )?(?:next (?:stage|level|tier)"
    r"|heads? of (?:service|safeguarding)|directors?|senior (?:managers?|leaders?)|service managers?|managers?"
    r"|executives?|panel|chair|mediation|board|stage \w{1,5}))"
)

# What is called so, and is none.
_KIND_OF_EMERGENCY = (
    r"(?! (?:duty|departments?|placements?|contacts?|services?|protection|care|teams?|numbers?|dent\w{2,5}|appointments?"
    r"|accommodation|housing|foster\w{0,6}|rooms?|admission|caesarean|surgery|orders?|contraception|food|funds?|loan"
    r"|suppl\w{1,5}|plans?|strategy|meetings?|review|c-section|social|number)\b)"
)

WISHES: tuple[Wish, ...] = (
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
        Verb.ESCALATE,
        "that it go further up",
        (
            (
                r"\b(?:tak(?:e|en|ing)|go(?:es)?|goes|put|send|sent|pass(?:ed)?|mov(?:e|ed)|push(?:ed)?|raised?"
                rf"|kick(?:ed)?|bump(?:ed)?|refer(?:red)?|proceed|progress) (?:{_IT} |straight |all the way "
                rf"|this case |on ){{0,2}}(?:be (?:taken|sent|passed) )?{_UP}\b"
            ),
            rf"\b(?:want|wish(?:es)?|like|need|needs|ask|asking|request|please|must)\b[^.?!]{{0,50}}\b(?:{_UP})",
            (
                r"\b(?:escalat(?:e|es|ed|ing)|esculat\w{1,3}|esclat\w{1,3}|escelat\w{1,3}|excalat\w{1,3}|escalat)\b"
                r"|^escalation\W{0,3}(?:please|requested|$)"
            ),
            r"\brequest(?:ing|s|ed)? (?:formal |immediate |an )?escalation\b|\bescalation (?:is |has been )?requested\b",
            r"\bmov(?:e|ing) (?:this |it )?(?:on )?to the next (?:step|stage|level)(?=\W{0,3}$| please\b| now\b)",
            (
                r"\b(?:next (?:stage|level|tier)|stage (?:two|three|2|3|4)) (?:please|now|then)\b|\bup the ladder\b"
                r"|\bover (?:his|her|their) heads?\b|\btake it higher\b|\bgo higher\b"
            ),
            (
                r"\b(?:some(?:one|body)|anyone) more senior\b|\bsomebody senior\b|\b(?:not"
                r"|no longer) willing to carry this\b|\bewch \u00e2 fe ymlaen\b|\buwchgyfeirio\b"
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
        Verb.URGENT,
        "that it cannot wait",
        (
            (
                r"\b(?:treat|marked?|flag(?:ged)?|deal(?:t)? with|handle[d]?"
                r"|regard(?:ed)?) (?:\w{2,8} )?(?:as )?(?:very )?urgent(?:ly)?\b|\b(?:is|it['\u2019]s|this is|now"
                r"|very|really|most|more) (?:\w{2,8} )?urgent\b"
            ),
            (
                r"\b(?-i:URGENT(?:LY)?)\b|\bcan(?:['\u2019]?t|not) wait\b|\bneeds? (?:dealing with|someone|an answer"
                r"|action|attention) (?:urgently|now|today|tonight|straight away)\b|\byn frys\b|\bmater brys\b"
            ),
            (
                rf"^(?:an )?emergency\b{_KIND_OF_EMERGENCY}|\b(?:it['\u2019]?s|it is|this is|have|now) an emergency\b"
                rf"{_KIND_OF_EMERGENCY}"
            ),
            (
                r"\b(?:extremely|incredibly|super|so) urgent\b|\b(?:flagg|mark|rais)ing (?:this |it )?as (?:very )?urgent\b"
                r"|\burgent(?:ly)? (?:help|attention|action|need) (?:is )?(?:needed|required|please|tonight|today|now|of help)\b"
                r"|\bneeds? urgent help\b"
            ),
        ),
        ("Please treat as urgent", "this can't wait until the 4th"),
        unless=(),
    ),
    Wish(
        Verb.OBJECT,
        "an objection",
        (
            r"\b(?:object(?:ed|ing|ion|ions)?)\b(?! (?:permanence|lesson|relations))",
            (
                r"\b(?:never|didn['\u2019]?t|did not) agree(?:d)? to (?:this|that|it)\b|\bnot what (?:we|i"
                r"|was) (?:\w{2,5} )?agreed\b|\bno longer agree\b|\b(?:shouldn['\u2019]?t|should not|can['\u2019]?t"
                r"|cannot|mustn['\u2019]?t|must not) (?:be|stay|remain) closed\b"
            ),
            (
                r"\bobjects to (?:closing|closure|this|that|it|the (?:closure|closing))\b"
                r"|\boppos(?:e|es|ing) (?:the )?clos(?:ure|ing)\b(?! of the (?!case))"
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
                r"\bdisagree(?:s|d|ment)?\b|\breject(?:ed|s)?\b|\brefuse(?:d|s)?(?: to)? (?:agree|accept|this|it"
                r"|that)\b|\bnot (?:agreed|in agreement)\b|\bunacceptable\b|\bno from (?:me|us)\b|\bdisagre\b"
            ),
            (
                r"\b(?:ddim yn cytuno|anghytuno)\b|\bstruggle to (?:support|accept|agree)\b|\bnot (?:quite )?there\b"
                r"|\bisn['\u2019]t what\b|\bnot going to happen\b|\bwe said no\b|\bnot for us\b|\bnot good enough\b"
                r"|\bdoesn['\u2019]?t change a thing\b"
            ),
            (
                r"^(?:no|nope|absolutely not|definitely not|no way|not at all|nac (?:ydw|ydy|ydi|oes)"
                r"|na)\b(?=\W{0,3}$|\s{0,2}[,.!\u2013-])(?!,? (?:problem|worries|need|change|concern|issue|objection|further"
                r"|news|comment|reply"
                r"|answer|visit))"
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
                r"\bre-?open(?:ed|ing)?\b|\bailagor\w{0,4}|\bopen (?:this|it|the case) (?:up )?again\b"
                r"|\b(?:can['\u2019]?t|cannot|shouldn['\u2019]?t|should not) (?:stay|remain|be) closed\b"
                r"|\b(?:changed my mind|go back to it|plan has collapsed|back to square one)\b"
            ),
        ),
        ("I would like this reopened", "This can't stay closed."),
        unless=("a doubt",),
    ),
    Wish(
        Verb.KEEP,
        "that it not be withdrawn",
        (
            (
                r"\b(?:keep|leave) (?:this|it|the case) (?:open|going|on)\b|\b(?:do not|don['\u2019]?t"
                r"|please not) (?:close|withdraw|drop) (?:this|it|the case)\b"
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
                r"|\b(?:was|been|has|mum|they|family) cancel+ed\b|\bno visit\b|\bnobody['\u2019]s been\b|\bheb (?:ei"
                r"|gael ei) wneud\b"
            ),
            r"\bdone\?|\bwill be done\b|\bbe done by\b",
        ),
        ("the visit on the 4th did not go ahead", "we didnt go"),
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
        Verb.NEW_DATE,
        "another date",
        (
            (
                r"\b(?:extend|extension|more time|a few more days|longer to (?:reply|answer|respond|decide)"
                r"|another (?:date|week|day or two)|deadline (?:be )?(?:moved|extended|put back|pushed back)"
                r"|new (?:date|deadline))\b"
            ),
            (
                r"\b(?:move|push|put|change|shift) (?:it|this|that|the (?:date|deadline|visit|meeting)) (?:back |to "
                r"|until |by )+|\b(?:rebooked|re-booked|rearranged|rescheduled|postponed)\b|\bgive (?:me|us|them|him"
                r"|her) (?:until|till)\b|\bhave until\b|\binstead,? (?:(?-i:[A-Z][a-z]{1,12})['\u2019]s|she|he|we"
                r"|all)|\bwe(?:['\u2019]ve| have) said the \d{1,2}(?:st|nd|rd|th)\b|\bdyddiad newydd\b"
            ),
        ),
        ("Please extend to 4 December", "Could I have an extension until the 4th please"),
        unless=("a denial",),
    ),
    Wish(
        Verb.NEW_DATE,
        "a date that cannot be kept",
        (
            (
                r"\b(?:can['\u2019]?t|cannot|can not|unable to|not able to|won['\u2019]?t be able to)"
                r" (?:make|do|manage|meet|keep(?: to)?)"
                r" (?:that|the|this|your) (?:date|deadline|day)(?=\W{0,3}$|[,.;!]| (?:as|because|so|but|sorry|due|please|and)\b)"
            ),
        ),
        ("We can't make that date",),
        unless=("a question",),
    ),
    Wish(
        Verb.CONTACT,
        "that somebody else be written to",
        (
            r"\b(?:has|have) left\b[^.?!]{0,20}\b(?:contact|write to|e-?mail|speak to|ask|try) (?-i:[A-Z][a-z])",
            (
                r"\b(?:contact|write to|email|e-mail|ask|speak to|try|send (?:it|this|everything|future \w{2,12}) to"
                r"|forward(?:ed)? to|pass(?:ed)? (?:this|it) to|address (?:it|this) to|direct (?:it"
                r"|this) to)\b[^.?!\n]{0,60}@"
            ),
            (
                r"\b(?:contact|write to|ask|try|send (?:it|this|everything) to|speak to)\b[^.?!\n]{0,40}\b(?:instead"
                r"|from now on|not me|rather than me)\b|\binstead of me\b|\brather than me\b|\bnot (?:mine|me|my case"
                r"|my team['\u2019]?s case) any ?(?:more|longer)\b"
            ),
            (
                r"\b(?:i|he|she|(?-i:[A-Z][a-z]{2,12}))(?:['\u2019]ve| have| has)? moved (?:on|to)\b"
                r"|\b(?:has|have|had)? ?(?:left|retired|stepped down|transferred|finished) (?:the"
                r"|us|here|our|as|with|last|(?-i:[A-Z]\w{2,15}))\b|\bno longer (?:work(?:s|ing)?|manage[s]?|cover[s]?"
                r"|with us|in this (?:role|post|team)|my (?:case|team))\b|\b(?:has|have) (?:now )?taken over\b"
                r"|\bhanded (?:this|it|over|the|to)\b[^.]{0,30}\bto\b|\bhas my (?:cases|caseload)\b"
                r"|\bwho has the caseload\b"
            ),
            (
                r"\b(?:wrong|different) (?:person|address|(?-i:[A-Z][a-z]{2,12}))\b|\b\bmeant for (?:a different"
                r"|somebody|someone)\b|\bnot the right person\b|\bi look after \w{2,15}['\u2019]s inbox\b"
                r"|\b(?:you want|this is) \w{2,12} \w{2,12} (?:in|from|at)\b"
            ),
            (
                r"\b(?:the next |next |my |our |her |his |the )(?:line |team |service )?(?:manager|named nurse"
                r"|named doctor|head of service|safeguarding lead|team lead|contact|supervisor)(?: now"
                r"| there)?(?: is| would be| will be| are)\b(?![^.?!]{0,12}\b(?:that|not|off|on leave|very"
                r"|away|happy|aware|sick|content|reading|in a)\b)"
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
                r"\b(?:my |the |our )?cover(?:ing|ed)? (?:is|for me|will be|by|while|whilst|this|my caseload"
                r"|next week|from)\b|\bstand(?:s|ing)? in for (?:me|her|him)\b|\b(?:is|are|will be) (?:covering"
                r"|deputising|my deputy|on duty for me)\b|\bin my absence\b|\bpick this (?:one )?up please\b"
                r"|\bcould you (?:answer|deal with|pick up)\b[^?]{0,20}\b(?:these|this)\b"
            ),
        ),
        ("My cover is Tom Ellis tom.ellis@nenevalley.example until 7/12",),
        unless=(),
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
UNLESS = {
    "a denial": re.compile(
        r"\b(?:not|never|no one|nobody|isn['\u2019]?t|hasn['\u2019]?t|haven['\u2019]?t|aren['\u2019]?t"
        r"|wasn['\u2019]?t|won['\u2019]?t|can['\u2019]?t|cannot|don['\u2019]?t|didn['\u2019]?t|doesn['\u2019]?t"
        r"|nothing (?:has|is|was) (?:been )?(?:agreed|sorted|settled|resolved))\b(?! only| a problem| to (?:worry"
        r"|add))",
        re.IGNORECASE,
    ),
    "a doubt": re.compile(
        r"\b(?:needs? to be|was it|never mind)\b|\b(?:can|could|might|will|would|should|to) be"
        r" (?:\w{2,8} )?(?:agreed|resolved|sorted|settled)\b"
        r"|\bhope (?:that|to|we|it|this)\b",
        re.IGNORECASE,
    ),
    "a question": re.compile(r"\?\W{0,3}$"),
}
# Several of these in one mail are one wish: the first in this order is asked about.
SETTLING = (
    Verb.RESOLVED, Verb.AGREE, Verb.WITHDRAW, Verb.OVERTAKEN, Verb.MET, Verb.PLAN, Verb.DONE, Verb.RECEIVED,
)  # fmt: skip
# The words offered, as our letters do it, and the head of another mail: nobody wishes for anything in them.
_OFFERS = re.compile(
    r"\b(?:RESOLVED|AGREE|DISAGREE|ESCALATE|OBJECT|WITHDRAW)\b[ ,/]{1,3}"
    r"(?:or |and )?(?:RESOLVED|AGREE|DISAGREE|ESCALATE|OBJECT|WITHDRAW)\b"
    r"|^(?:from|to|cc|subject|sent|date): "
)
_HOW = tuple((wish, re.compile("|".join(f"(?:{one})" for one in wish.how), re.IGNORECASE)) for wish in WISHES)


def found(sentence: str) -> Iterator[tuple[Verb, str]]:
    """Yield each word that a sentence wishes for in plain words, and what follows it there."""
    if _OFFERS.search(sentence):
        return
    for wish, how in _HOW:
        heard = how.search(sentence)
        if heard and not any(UNLESS[one].search(sentence) for one in wish.unless):
            yield wish.verb, sentence[heard.end() :]
