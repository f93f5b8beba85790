"""What takes a word towards quiet back: a refusal, a condition, a reserve, a question, irony (rule 9.3).

Start at `by`. It looks at all that the sender wrote beside the word; what is found is asked about, never judged.
"""

import re

from mailservice.cases.history.words import Verb

# Each kind, and what it says it with.
TAKES_BACK = {
    "a refusal": (
        "not|no one|nobody|none|nothing|never|neither|nor|cannot|cant|dont|doesnt|didnt|isnt|wasnt|wont|wouldnt"
        "|shouldnt|couldnt|havent|hasnt"
        "|arent|werent|\\w{2,7}n['\u2019]t|refus(?:e|ed|es|al)|reject(?:ed|s)?|un(?:resolved|settled|agreed)"
        "|unhappy|unable|disagree\\w{0,4}|object(?:ion|ions|s)?|outstanding"
        "|no change in (?:our|my|the|their)|no need has"
        "|dissent\\w{0,3}|duress|grudging\\w{0,2}|worse|new (?:bruis|injur|mark)\\w{0,4}|without telling|too (?:late|long)"
        "|unsafe|unacceptable|fail(?:ed|s|ing)?|wrong|ddim|nid|heb"
    ),
    "a condition": (
        "if|unless|until|till|provided|providing|assuming|as long as|so long as|subject to|conditional(?:ly)?"
        "|on condition|on the (?:condition|basis"
        "|understanding|proviso)|depend(?:s|ing|ent)(?: on)?|once|when|whenever|in case|only|or (?:later|else|not"
        "|some\\w{2,6}|another|possibly|maybe|(?-i:[A-Z])\\w{0,20})|pending|await\\w{0,3}|permitting|(?:god|dv) willing"
        "|all being well|otherwise|to approve|os|ar yr amod"
    ),
    "a reserve": (
        "but|however|hardly|scarcely|barely|doubt\\w{0,5}|to be confirmed"
        "|tbc|tba|waiting (?:for|on)|as far as|agree to differ"
        "|as usual|ignoring|ignored|by silence"
        "|(?:the|this|that|my|our|your|one|his|her) (?:\\w{2,15} )?part|one of the (?:two|three)"
        "|however|although|though|except(?:ing)?|apart from|other than|aside from|save for|in principle"
        "|in part|in theory|partly|partially|partial|mostly"
        "|largely|nearly|almost|mainly|broadly|generally|for now|for the moment|for the time being|at present"
        "|at this stage|so far|yet"
        "|reserv(?:e|ation|ations)|caveat(?:s)?|concern(?:ed|s)?|reluctan(?:t|tly|ce)|sort of|kind of"
        "|more or less|up to a point|to an extent|some of"
        "|part of|parts of|half|the rest|(?:first|second|last|other|some|most) (?:of the )?(?:two |three "
        "|few )?(?:parts?|points?|items?|half|lines?)|with (?:one|two|some|a few|conditions?|changes?"
        "|amendments?)|should|would|could|might|may|perhaps"
        "|maybe|probabl[ey]|possibl[ey]|presumably|hopefully|hop(?:e|es|ing)|i (?:think|guess|suppose|believe"
        "|assume)|not sure|unsure|wonder(?:ing)?"
        "|trying|try|intend|minded|provisional(?:ly)?|tentative(?:ly)?|temporar(?:y|ily)|draft|verbally"
        "|informally|off the record|unofficially"
        "|wait|hold (?:on|off|fire)|scrap that|ignore|disregard|second thoughts|take (?:that|it) back|cancel that"
        "|mistake|in error|ond|rather|i wish|far from it|ongoing|in progress|on hold|parked|getting there|revisit\\w{0,3}"
        "|will follow(?! up)|rather it stayed open|leave it open|(?-i:OPEN)(?=:)"
    ),
    "irony": (
        "as if|yeah right|haha|lol|joking|kidding|sarcas\\w{1,4}|ha|marvellous|wonderful|fancy|apparently|allegedly"
        "|supposedly|so[- ]called|dream on"
    ),
    "another's word": (
        "(?:they|he|she|mum|dad|others?) (?:say|says|said|think|thinks|reckons?|claims?|promised?)"
        "|so they (?:say|tell us)|according to|by others"
        "|we are told|i am told"
    ),
}
_CROSSES = "\u274c\u274e\u2717\u2718"
_SMIRK = "[\U0001f644\U0001f602\U0001f612\U0001f923\U0001f643\U0001f937\U0001f928\U0001f621\U0001f620\U0001f44e]"
_ANY = re.compile(
    rf"\b(?:{'|'.join(TAKES_BACK.values())})\b|\?|{_SMIRK}|[{_CROSSES}]|(?:^|[.!,\u2013-]\s{{0,3}})no\b(?=[,.!: ])",
    re.IGNORECASE,
)
# The same words where they take nothing back.
_HARMLESS = re.compile(
    r"\b(?:once (?:a|an|every|per)\b|(?:no|not any|nothing) (?:further|more|other|new|longer|additional)\b"
    r"|nothing (?:else )?(?:(?:stays?|remains?|is(?: left)?) )?(?:open|outstanding|unresolved)\b(?! (?:if|for|to)\b)"
    r"|no (?:other )?(?:open|outstanding|unresolved) (?:issues?|points?|questions?|matters?)\b"
    r"|nothing to add|no (?:action|role|delay|problem|problems"
    r"|change(?! in\b)|concerns?|issues?|worries|objections?|need(?! has))\b|if (?:needed|required|necessary|anything changes"
    r"|you need (?:me|anything|more))|not only\b"
    r"|(?:until|till) (?=then|\d|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|the (?:end|\d))"
    r"|(?<!share )(?<!with )(?:any|of|the|our|their|your|her|his|raised|these|those) (?:\w{2,12} )?concerns?\b"
    r"(?! (?:still |all )?(?:stands?|remain\w{0,3}|persist\w{0,3}|continues?|are (?:the same|ours|serious|not|still|un\w{2,12})"
    r"|is (?:not|still|un\w{2,12})|ha(?:s|ve) not|that remain|we (?:have|raised) (?:remain|stand)))|without delay|(?:his"
    r"|her|their|the) mistake|cause for concern"
    r"|let me know if|any (?:questions|queries)|(?:may|might) \d{1,2}\b|\d{1,2}(?:st|nd|rd|th)? may\b|may (?:half"
    r"|\d{4})|first thing"
    r"|(?:stays?|remains?|kept) open until|only child|half (?:term|past|an hour|a (?:day|mile))|wrong (?:child"
    r"|person|form|family|address)"
    r"|(?:a |the )?draft (?:plan|letter)s? (?:is|was) attached|failed visits?)",
    re.IGNORECASE,
)
# How long something is done is no condition of it.
_FOR_A_TIME = re.compile(
    r"(?<=\w )(?:until|till) (?!i\b|we\b|my\b|our\b|some|they\b|you\b|it is (?:agreed|confirmed|signed))", re.IGNORECASE
)
# What is said with a word and takes nothing of it back.
_OF_ITS_OWN = {
    Verb.RESOLVED: _FOR_A_TIME,
    Verb.PLAN: _FOR_A_TIME,
    # Two sides may meet and differ still.
    Verb.MET: re.compile(
        r"\b(?:(?:do|did|could|can|does|would|will|is|are|was|were) not|(?:do|did|could|ca|does|would|wo|is|are"
        r"|was)n['\u2019]?t|cannot|not yet|not)"
        r" (?:\w{2,8} )?(?:agreed?|resolved?|change|move|budge|accept|settled?|reopen|persuaded|convinced"
        r"|on the)\b|\bno agreement\b|\bnothing (?:was )?agreed\b"
        r"|\bdisagree\w{0,4}|\b(?:and|but) (?=(?:could|did|do|still|are|remain) (?:not )?(?:agree|differ|disagree"
        r"|apart))",
        re.IGNORECASE,
    ),
    Verb.WITHDRAW: re.compile(
        r"\bno longer (?!so\b|true\b)|\b(?:raised|sent|made|opened|written|escalated) (?:this |it )?(?:in error|by mistake)\b"
        r"|\b(?:it was |this was |was |by |my )(?:a |an )?(?:mistake|error)\b|\bin error\b|\bno need(?! has)\b|\bnot needed\b"
        r"|\bnothing (?:more|further|left|to)\b|\bshould never have been\b|\bi was wrong\b|\bwe were wrong\b",
        re.IGNORECASE,
    ),
    Verb.OVERTAKEN: re.compile(
        r"\bno longer (?!so\b|true\b)|\b(?:is|are|was|were|does|has|have|do) not (?=needed|applicable|relevant|liv|at"
        r"|in|apply|with)"
        r"|\bnot (?:needed|applicable|relevant)\b",
        re.IGNORECASE,
    ),
}
# What is still to come is not done, and nobody has met.
_AHEAD = re.compile(
    r"^\W{0,3}(?:tomorrow|next|later|soon|tonight)\b"
    r"|\b(?:will|shall|to|about to|due to) (?:meet|talk|speak|be (?:done|completed)|do|finish)\b",
    re.IGNORECASE,
)
# A plan or a view that is the other side's, told.
_ANOTHERS = (
    r"^\W{0,3}(?:(?:the |our )?[\w.&-]{1,30}(?: [\w.&-]{1,30}){0,3}['\u2019]s?|their|his|her|your) (?:current |own |latest )?"
    r"(?:plan|view|position|proposal|intention|decision|stance|line) (?:is|was|remains|stands|has)\b"
)
# What says of one word that it did not come about, or is about something else.
_FAMILY = r"(?:mum|mam|mother|dad|father|parents?|family|child|children|carers?)\b(?! (?:and|with))"
_DEPARTS = {
    Verb.MET: re.compile(
        r"\b(?:voicemail|left (?:a )?message|cancelled|postponed|dna|no[- ]show|arranged for|planned for|hung up|waiting"
        r"|(?:could|did|do) not agree (?:on )?a (?:date|time))\b"
        rf"|^\W{{0,3}}(?:(?:the|his|her|their) )?{_FAMILY}|\bwith (?:(?:the|his|her|their) )?{_FAMILY}",
        re.IGNORECASE,
    ),
    Verb.WITHDRAW: re.compile(
        r"\b(?:consent|funding|pressure|ha(?:s|ve) withdrawn|what (?:dad|mum|they|she|he) (?:wants?|told)|from the cp"
        r"|the family from)\b",
        re.IGNORECASE,
    ),
    Verb.OVERTAKEN: re.compile(r"\bno longer (?:so|true)\b|^\W{0,3}by what\W{0,3}$", re.IGNORECASE),
    Verb.NEW_DATE: re.compile(
        r"\b(?:court|hearing|icpc|conference|edd|suggested by|put back|between|or)\b"
        r"|\d(?:st|nd|rd|th)? ?(?:[\u2013-]|to) ?\d{1,2}(?:st|nd|rd|th)? [a-z]{3}",
        re.IGNORECASE,
    ),
    Verb.COVER: re.compile(r"^\W{0,3}(?:was|were|needed|wanted|required)\b", re.IGNORECASE),
    Verb.CONTACT: re.compile(
        r"\b(?:(?:has|have|had|is|was) (?:left|leaving|gone|away)|left us|with any|with quer|wants? updates?)\b|^\W{0,3}me\b"
        r"|@\S{1,80} or \S{1,80}@|\b(?:oops|whoops|scratch that|ignore that|s?he['\u2019]?s off)\b",
        re.IGNORECASE,
    ),
    Verb.RESOLVED: re.compile(
        rf"\b(?:promised again|same promise|per the la|to fight|view it)\b|{_ANOTHERS}", re.IGNORECASE
    ),
    Verb.PLAN: re.compile(
        rf"{_ANOTHERS}|"
        r"^\W{0,3}(?:see attached|as discussed|nothing further|will (?:send|think)|to be sent)\b|\bwill think about\b"
        r"|\bwe say no\b",
        re.IGNORECASE,
    ),
    Verb.DONE: re.compile(
        r"\bwhat(?:['\u2019]s| is| was| are)? (?:still |all )?(?:missing|left|lacking|open|undone|remains|to do)\b"
        r"|\b(?:all|what) that (?:remains|is left)\b",
        re.IGNORECASE,
    ),
}
# A question in place of a text, with or without its mark: "RESOLVED: to what end".
_ASKS = re.compile(
    r"\W{0,4}(?:(?:to|for|by|with|in|at) )?(?:what(?! (?:was|we|is|has been|had been) )|whose|whom|which|why|how|who)\b",
    re.IGNORECASE,
)
# What stands where a text should, and is none.
_NO_TEXT = re.compile(
    r"\W{0,4}(?:no|n|nope|0|none|nil|n/?a|tbc|tbd|tba|nfa|x|\d{1,2} of \d{1,2})\W{0,4}(?:$|(?=\n\n))", re.IGNORECASE
)
_DECIDES = frozenset((Verb.DECISION, Verb.NOT_AGREED, Verb.REPORT, Verb.MEDIATION, Verb.PANEL, Verb.PASSED_ON))
# A decision reasons and refuses; only these leave open whether it is one.
_LEFT_OPEN = re.compile(
    r"\?|\b(?:will follow(?! up)|by the (?:parents|family)"
    r"|deferred|postponed|pending|awaited|awaiting|to follow|not (?:yet )?(?:made|taken|decided|final"
    r"|mine)|no decision|draft|provisional(?:ly)?|tentative(?:ly)?|maybe|perhaps"
    r"|probably|hold (?:on|off)|scrap that|in principle|i think|hopefully)\b|^\W{0,3}(?:but|if|unless|only|when"
    r"|once|not|or|subject to|except)\b",
    re.IGNORECASE,
)
_LONGEST = 20_000  # of what somebody writes beside a word that quietens a case; longer words are asked about unread


def by(verb: Verb, reason: str, beside: str) -> bool:
    """Tell whether what follows a word, or all that stands beside it, takes it back or leaves open that it was meant."""
    if len(beside) > _LONGEST:
        return True
    if verb in _DECIDES:
        return bool(_LEFT_OPEN.search(reason))
    if _NO_TEXT.match(reason) or _ASKS.match(reason):
        return True
    if verb in (Verb.MET, Verb.DONE) and _AHEAD.search(reason):
        return True
    departs = _DEPARTS.get(verb)
    if departs and departs.search(reason):
        return True
    own = _OF_ITS_OWN.get(verb)
    rest = _HARMLESS.sub(" ", own.sub(" ", beside) if own else beside)
    return bool(_ANY.search(rest))
