"""What goes on, told in plain words: further up, refused, not done, another day or person. One row for each way of saying it."""

from mailservice.cases.history.words import Verb
from mailservice.mail.grammar.wish import Wish

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

GOING_ON: tuple[Wish, ...] = (
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
)
