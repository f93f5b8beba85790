"""What is put off, told in plain words: not done, another day, another person. One row for each way of saying it."""

from mailservice.cases.history.words import Verb
from mailservice.mail.grammar.wish import Wish

DELAYING: tuple[Wish, ...] = (
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
        Verb.NOT_DONE,
        "that an action waits or fell through",
        (
            (
                r"^(?:sorry,? |no,? |nope,? )?(?:it['\u2019]s |this is |that['\u2019]s )?(?:still "
                r")?(?:outstanding|to do|to be done|pending|partly|half[ -]done|not started)\b|^(?:sorry,? )?it "
                r"(?:fell through|got missed|was missed|was called off|got called off|had to be)\b|^(?:called off"
                r"|postponed|put off|cancelled) (?:by|until|till|because|due|this|at)|\bvisit (?:had to be|was"
                r"|has been|got|is) (?:put off|put back|postponed|called off|rearranged|abandoned)\b|\b(?:refused"
                r"|denied|no) entry\b|\b(?:wouldn['\u2019]?t|would not|didn['\u2019]?t) let (?:us|me|him|sam) "
                r"in\b|\bwaiting for a slot\b"
            ),
        ),
        (
            "It's outstanding.",
            "Still to do.",
            "It got missed, sorry.",
            "Called off by Sam this morning.",
            "The visit had to be put off.",
            "We tried but she wouldn't let us in.",
        ),
        unless=(),
    ),
    Wish(
        Verb.NEW_DATE,
        "that another day would do",
        (
            (
                r"\bwould (?:the )?(?:\d{1,2}(?:st|nd|rd|th)?|mon\w{0,3}|tue\w{0,4}|wed\w{0,6}|thu\w{0,5}"
                r"|fri\w{0,3})(?: \w{3,9})? (?:be|do|work|suit)\b|\b(?:been|was|is) put back (?:to|until)\b"
                r"|\b(?:can['\u2019]?t|cannot|couldn['\u2019]?t) (?:do|make|manage) (?:it|this|that) (?:before"
                r"|until|till)\b|\b(?:is|are) no good (?:for|to) (?:us|me)\b|\b(?:(?:could|can) (?:this|it)"
                r"|(?:this|it) (?:could|can)) wait (?:a|until|till|another)\b|\bcouple (?:of )?more days\b"
            ),
        ),
        (
            "Would the 9th be OK?",
            "The 4th is no good for us.",
            "Any chance this could wait a week?",
            "I can't do it before the 8th.",
        ),
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
