"""What a mail asks or complains of the service itself: somebody in the office must look at it (rule 9.5).

Start at `to_us`. A question put to a colleague by name is none.
"""

import re

from mailservice.cases.history.commands import ToUs
from mailservice.mail.grammar import extras, not_me
from mailservice.mail.grammar.lines import Sentence

# What only we send, have or do: a question that names it is ours, whoever is greeted.
_OURS = (
    r"these (?:emails?|letters?|mails?|messages?|reminders?)|(?:this|your|the same|same) (?:emails?|letters?"
    r"|reminders?|service|system|dates?|buttons?|records?|policy|office|robot)|(?:keep|still) (?:getting|sending"
    r"|emailing|writing)|next manager|business office|the office|the button|a button|next stage|this stage"
    r"|escalated?|reply (?:to this|by)|deadline|be asked to do|agree|object|disagree|not done|our reading|the "
    r"whole (?:thing|email)|file do you mean|this (?:lapse|close|count)|get(?:s)? told"
)
_COMPLAINT = re.compile(
    r"\b(?:third|fourth|fifth|second|umpteenth) time\b|\bhow many (?:more )?times\b|\b(?:please |kindly )?(?:stop"
    r"|quit) (?:emailing|sending|writing|copying|contacting|chasing|bothering|mailing)\b|\bplease stop\b"
    r"|\bunsubscribe\b|\b(?:take|remove|delete) me\b|\bnot (?:good enough|reasonable|acceptable)\b|\bonce again "
    r"you\b|\bagain and again\b|\b(?:i|we)(?:['\u2019]ve| have)? (?:already )?(?:answered|replied to|told you"
    r"|said this|asked (?:for this|you|before|him three|twice))\b|\bas i said (?:on the phone )?to your\b|\b(?:i"
    r"|we) (?:have|['\u2019]ve)(?: not|n['\u2019]t) (?:had|received|got) (?:an|any) (?:answer|reply|response)\b"
    r"|\bno (?:answer|reply|response) from (?:you|the office|your)\b|\b(?:nobody|no one) (?:picks? up|answers"
    r"|replies|reads|rings? back|has rung me back|from the office)\b|\bsame (?:email|letter|mail"
    r"|one)\b[^.]{0,20}\b(?:times|again|twice)\b|\b(?:\w{3,6}) (?:emails|letters) about\b|\bcomplain(?:t|ing)?\b"
    r"|\bfeedback\b|\blogged\b|\byour (?:letter|email|dates?|button|records?|link|system|list|service"
    r"|reference)s?\b[^.]{0,60}\b(?:wrong|still|no sense|doesn['\u2019]?t|don['\u2019]?t|does not|isn['\u2019]?t"
    r"|blank|out of date|broken|incorrect)\b|\b(?:the|your) button (?:just )?(?:opens|does|is|won|can|will)\b"
    r"|\b(?:correct|update|amend|change) (?:your|the|my|our) (?:records?|details|words|address|spelling)\b"
    r"|\bplease (?:correct|update|amend) (?:it|this|that)\b|\bcan the words be corrected\b|\bwrong (?:child"
    r"|reference|person|name|address|agency|(?-i:[A-Z][a-z]{2,12}))\b|\byou (?:have|['\u2019]ve) (?:me|the wrong"
    r"|got the wrong|left)\b|\b(?:didn['\u2019]?t|did not|don['\u2019]?t think i) (?:raise|write|say|send) "
    r"(?:this|it|that)\b|\baddressed as though\b|\bi['\u2019]?m confused\b|\bi(?: am|['\u2019]m) confused\b"
    r"|\b(?:don['\u2019]?t|do not) understand (?:what|why|this|how|the)\b|\bmeant for a different\b|\ba different "
    r"[\w ]{3,25}\b|\bnot (?:mine|me|my (?:case|team['\u2019]s case)|in this role) any ?(?:more|longer)\b"
    r"|\b(?:has|have) left (?:us|the|(?-i:[A-Z]))|\bleft us\b|\bfinished with us\b|\bstepped down\b"
    r"|\bi(?:['\u2019]ve| have)? moved to\b|\byou want (?:(?-i:[A-Z])|a different)|\bnot the right person\b"
    r"|\bmeant for (?:a different|some)|\bmakes? no sense\b|\bridiculous\b|\bthis is a joke\b|\bwaste of time\b"
    r"|\btoo many emails\b",
    re.IGNORECASE,
)
# A wrong person or child, somebody who left, a letter or link that does not work, what was told us already, a person asked for.
_FOR_SOMEBODY = re.compile(
    r"\b(?:isn['\u2019]?t|is not|not|n['\u2019]t) (?:one of )?(?:our|my|the right) (?:child|case|baby|patient"
    r"|family|pupil|children)\b(?!['\u2019]s)|\b(?:didn['\u2019]?t|did not|never|haven['\u2019]?t|have not) "
    r"(?:raised?|writ(?:e|ten)|wrote|sen[dt]|ask(?:ed)? for) (?:anything|any of)\b|\bnever heard of\b|\bno record "
    r"of (?:this|the|her|him|them|any|a) ?(?:family|child|case|baby|pupil|patient|children)?\b|\b(?:do not"
    r"|don['\u2019]?t) (?:know|recogni[sz]e) (?:this|the) (?:case|child|family|name|reference)\b|\b(?:want|mean"
    r"|meant|for|need|is|be) (?:the|a|an)? ?other (?!(?:Health|Social)\b)(?-i:[A-Z][a-z]{2,12})\b|\bwho(?:m)? "
    r"(?:this|it) (?:is|was) meant for\b|\bi(?: am|['\u2019]m) not (?:the|a|her|his|their) (?:decider|manager"
    r"|social worker|health visitor|right|person|lead|one|head)\b|\b(?:e-?mail|address|name)(?: address)? (?:down "
    r"|on (?:it|this) )?(?:by mistake|in error)\b|\bshould(?:n['\u2019]?t| not)? be (?:getting|receiving) (?:this"
    r"|these)\b|\bshould(?:n['\u2019]?t| not)? be (?:down to|up to|for) me\b|\b(?:n['\u2019]t|not) think "
    r"it(?:['\u2019]s| is| should be) (?:down |up )?(?:to|for) me\b|\bnot for me to (?:tell|say|name|decide"
    r"|answer|choose)\b|\bput in the middle\b|(?<!\bmum )(?<!\bdad )(?<!\bmam )\b(?:no longer works?|(?:does not"
    r"|doesn['\u2019]?t|don['\u2019]?t|do not) work) (?:here|there|(?:for|with|at|in) (?:the |this |us\b|our "
    r"|(?-i:[A-Z])))|\b(?:her|his|their) inbox\b|\b(?:have|['\u2019]ve|got) no (?:longer )?access to (?:the|this"
    r"|that|her|his) (?:record|case|file|system)|\bi(?:['\u2019]ve| have)? left (?:the )?(?:safeguarding|nursing"
    r"|fostering|social work|(?-i:[A-Z]))",
    re.IGNORECASE,
)
_NOT_THEIRS = re.compile(
    r"\b(?:i(?:['\u2019]m| am)|we(?:['\u2019]re| are)) not (?:involved|working) with (?:this|the)\b|\b(?:closed"
    r"|discharged) to (?:this|the) (?:child|family|case)\b|\b(?:isn['\u2019]?t|is not|not) known to (?:us|me|our"
    r"|this)\b|\bnot (?:on|in) (?:my|our) (?:caseload|books|list|area|patch)\b|\b(?:i(?:['\u2019]m| am)) not on "
    r"this\b|\bhaven['\u2019]?t (?:a clue|any idea|the foggiest) (?:what|who|why)\b|\b(?:spoke|talked) to "
    r"(?:some(?:one|body)|\w{2,12}) (?:called \w{2,12} )?at your\b|\byou (?:have |['\u2019]ve )?(?:already "
    r")?(?:have|had|got) my (?:answer|reply|response)\b|^(?:please )?see my (?:e-?mail|reply|message|letter) "
    r"(?:of|from|dated|on)\b"
    r"|\bover the (?:phone|telephone)(?=\W{0,3}$| please| than)|\bshould(?:n['\u2019]?t| not) be on (?:this|the"
    r"|your)\b|\b(?:copy|include|add) (?:my manager|(?-i:[A-Z][a-z]{2,12})) ?(?:in)?(?=\W{0,3}$| please| to| on)"
    r"|\bisn['\u2019]?t secure\b|\byou(?:['\u2019]ve| have)? (?:put|spel[tl]\w{0,2}|written|got) (?:the|my|our"
    r"|her|his) (?:wrong|name|date|details)\b|\bit['\u2019]?s (?:Dr|Mr|Mrs|Ms|Miss) [A-Z]\w{1,15},? not\b"
    r"|\b(?:told|assured|promised)(?: on the phone| by you)? (?:that )?(?:this|these|they) would stop\b"
    r"|\bisn['\u2019]?t about (?:our|my|any)\b|\bmixed up (?:two|the|our|my)\b|\b(?:that|this)(?:['\u2019]s| is) "
    r"not my (?:name|address|email|case|child|agency)\b|\bnever (?:met|seen|worked with|known) (?:this|the) "
    r"(?:family|child|baby|case)\b|\bno (?:child|family|pupil|patient|one) (?:of|by|with) (?:that|this) name\b"
    r"|\bi (?:do not|don['\u2019]?t) know why (?:i|we)(?:['\u2019]m|['\u2019]re| am| are)\b|\b(?:process|letter"
    r"|e-?mail|system|this) (?:is )?(?:very |really |so |quite )?confusing\b|\bcame to (?:me|us) (?:by mistake|in "
    r"error)\b|\bi(?:['\u2019]ve| have)? (?:retired|resigned)\b|\bdischarged from (?:our|my)\b|\bnot (?:our|my"
    r"|one of our) (?:patient|pupil|client|child)\b(?!['\u2019]s)|\bon long[ -]term sick\b|\b(?:he|she|(?!Mum|Mam"
    r"|Dad)(?-i:[A-Z][a-z]{2,12}))(?:['\u2019]s| has) (?:now )?left (?:the (?:trust|council|team|service|agency"
    r"|school)|our (?:team|service))\b",
    re.IGNORECASE,
)
_OUR_WORK = re.compile(
    r"\b(?:link|button|website)\b[^.?!]{0,30}\b(?:expired|broken|dead|not work\w{0,3}|doesn['\u2019]?t"
    r"|won['\u2019]?t|error|says?|blank)\b|\b(?:told|rang|phoned|called|emailed|e-mailed|wrote to|asked|spoke to"
    r"|said to) (?:the (?:lady|man|woman|person|girl|chap|gentleman|colleague|officer) (?:in|at|from) )?(?:your "
    r"(?:office|team|colleague|helpline|number)|the (?:business )?office(?! (?:at|of|in)\b)|the helpline)\b"
    r"|\b(?:rang|phoned|called|emailed|asked|left (?:a |two |three )?(?:message|voicemail)s?) about (?:this|it)\b"
    r"|\b(?:nobody|no[ -]one|no-one) (?:has )?(?:rang|rung|phoned|called|got|came|come|wrote|gets?|gotten) (?:me "
    r"|us )?back\b(?! to (?:mum|mam|dad|her|him|them|the)\b)|\bsent (?:you|this|it|that)\b[^.?!]{0,40}\b(?:times"
    r"|twice|already|again)\b|\b(?:two|three|four|five|six|\d|several|many) times (?:now|already)\b|\b(?:i"
    r"|we)(?:['\u2019]ve| have)? (?:rung|rang|phoned|called|emailed|written) (?:\w{3,6} times|twice|again and "
    r"again)\b|\bleft (?:a |two |three |several )?(?:messages?|voicemails?) (?:with|on|at) (?:your|the office)\b"
    r"|\byour (?:letter|e-?mail)s? (?:went|goes|landed|was|were) (?:in|to|into) (?:my |our |the )?(?:junk|spam)\b"
    r"|\bi(?:['\u2019]d| would) (?:like|prefer|rather) (?:to )?(?:speak|talk) (?:to|with) (?:some(?:one|body)|a "
    r"person|you)(?=\W{0,3}$| (?:please|at|in|from|about this))|\bfor (?:goodness|god|heaven"
    r"|pity)(?:['\u2019]?s)?['\u2019]? ?sake\b|\bover and over\b|\b(?:asked|asking|told) (?:me )?the same "
    r"(?:thing|question)\b|\bby (?:a|some|your) (?:machine|robot|computer|bot)\b|\b(?:automated|automatic|robotic"
    r"|computer[ -]generated) (?:e-?mails?|letters?|messages?|repl\w{1,3})\b|\bto (?:tell|talk to|answer|ask) a "
    r"(?:mailbox|machine|robot|computer|bot)\b|\b(?:human being|real (?:person|human)|actual (?:person|human))\b"
    r"|\bwhoever (?:runs|manages|is in charge|is responsible for|looks after|sends|wrote) (?:this|these|the "
    r"(?:service|system|office|letters?))|\b(?:speak|talk|speaking|talking|discuss (?:this|it|that)) (?:to|with) "
    r"(?:a (?:human|person|manager at)|(?:some(?:one|body)) (?:who has|with) a (?:name|face|phone)|somebody real"
    r"|someone real|one of you)\b|\b(?:rude|shabby|disgrace\w{0,4}|shameful|appalling|insult\w{0,3}|offensive"
    r"|patroni[sz]ing|insensitive|outrag\w{1,5}|farc\w{1,4})\b[^.?!]{0,30}\b(?:to be|that (?:a|this|the|you|we|i)"
    r"|email|letter|service|process)\b|\bmy (?:disagreement|objection|dissent|concerns?|view)s? (?:put|noted"
    r"|recorded|logged|minuted|kept|on (?:the )?record)\b|\bspam (?:filter|folder)\b|\bjunk (?:folder|mail"
    r"|e-?mail)\b|\b(?:is|IS) (?:her|his|their|my|the) (?:right|correct) (?:e-?mail|address)\b|\b(?:ref|reference"
    r"|nct number|case number|number|spelling|date of birth|dob)\b[^.?!]{0,20}\b(?:is|was|are) (?:wrong|incorrect"
    r"|misspel\w{1,3}|out of date|not (?:right|ours|correct|his|hers))\b|\bshould be (?:[A-Z]{2,6}-?)?\d{3,10},? "
    r"not\b|\bplease (?:double[ -])?check(?:\W{0,3}$| (?:urgently|your|with your|who|why|whether (?:you|your|this "
    r"(?:letter|email))|that you)\b)|\b(?:said|asked me|told me) to (?:say|tell you|reply|answer)\b|^(?:and "
    r")?i(?:['\u2019]ve| have)? no idea (?:what|who|why|how)\b|\bhow (?:many|often) do i\b|\bam off sick\b",
    re.IGNORECASE,
)
_ASKS_US = re.compile(
    r"\b(?:ring|call|phone|telephone|contact) me\b|\bring (?:us|back)\b|\bwhere do i\b|\bwho do (?:i|we)\b|\bhow "
    r"do (?:i|we)\b|\bwhat (?:do|should|must|happens|will|would|actually|does) (?:i|we|if)?\b|\b(?:could|can"
    r"|would) (?:u|you|somebody|someone|a human|one of you|the office|your office|anyone)\b[^.?!]{0,30}\b(?:send"
    r"|resend|explain|tell|advise|ring|call|clarify|confirm|update|correct|let me know|check|help)\b|\b(?:can"
    r"|could|may) (?:i|we) (?:please )?have (?:until|till|til|longer|more time)\b|\bplease could you explain\b"
    r"|\bcould the office\b|\bis there (?:a|any) way\b|\bany way to\b|\bdo you want me\b|\bcan i get\b"
    r"|\b(?:i['\u2019]?d|i would) like to know\b|\bneed(?: to)? know (?:who|what|how|when|why|where)\b|\bplease "
    r"(?:tell|advise|explain|clarify|let me know (?:who|what|how|when|why|whether|if))\b|\bis email ok\b",
    re.IGNORECASE,
)
# Whoever is greeted, only the office can mend it: a letter that cannot be read, one that reaches nobody who can answer.
_FOR_THE_OFFICE = re.compile(
    r"\b(?:can(?:['\u2019]?t|not| not)|unable to|could(?:n['\u2019]?t| not)) (?:open|read|see|access|download"
    r"|view) (?:the|your|this|that) (?:attach\w{0,6}|files?|letters?|links?|documents?|pdf)\b|^(?:sorry,? "
    r")?i(?:['\u2019]ve| have)? (?:now )?(?:left|moved (?:on|teams?|service|jobs?|post|roles?)|changed (?:jobs?"
    r"|teams?|roles?))(?=\W{0,3}$|[,.;!])",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"(?:sorry,? )?(?:i am|i['\u2019]?m|i['\u2019]ll be|i will be) (?:currently |now |away )?(?:on (?:\w{3,10} "
    r")?leave|away|off(?: sick)?|out of (?:the )?office) (?:until|till|til|from|for)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:why|who|whom|what|when|where|which|how|is|are|am|was|were|do|does|did|can|could|would|will|should|shall"
    r"|has|have|must|if i|whose|and who|pam|pwy|beth|sut)\b.{0,200}",
    re.IGNORECASE,
)
_UNMARKED = re.compile(
    r"(?:who (?:do|is|are|should|shall)|how (?:do|can|long|does)|what(?:['\u2019]s| is| do| happens| does)|where "
    r"(?:do|is|are)|why (?:do|does|am|are|is|have|has)|(?:can|could) (?:i|u|you|someone|somebody)|is there|is it"
    r"|is this|do i|if i\b|who (?:would|will|else|gets|sees|decides|has)|what (?:would|will|if)|when (?:do|does"
    r"|will)|has (?:my manager|anyone|anybody|someone|somebody)|have you|am i|should i|must i|will (?:you|this|my"
    r"|someone))\b",
    re.IGNORECASE,
)
_OURS_NAMED = re.compile(rf"\b(?:{_OURS})\b", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:(?:hi|hello|dear|hey|hiya|thanks|thank you|morning|annwyl|helo)[ ,]{1,2})?(?!(?:all|both|team|everyone"
    r"|everybody|colleagues?|sir|madam|sirs|office|business|there|to|whom|the|yes|no|ok|okay|well|so|sorry|but"
    r"|and|also|please|hello|hi|just|honestly|quick|question|why|who|what|when|where|how|which|is|are|do|does|did"
    r"|can|could|would|will|should|if|please|i|we|you|this|that"
    r"|it)\b)(?-i:[A-Z][a-z\u00e0-\u00ff'\u2019-]{1,15})(?:(?: and|,| &)? "
    r"(?-i:[A-Z][a-z'\u2019-]{1,15}))?\s{0,2}(?:,|-|\u2013|:|$|\bcan you\b|\bcould you\b|\bdid you\b|\bdo you\b"
    r"|\bwould you\b|\bare you\b|\bhave you\b|\bcan u\b)",
    re.IGNORECASE,
)
_NAMED_LAST = re.compile(r"(?-i:[A-Z][a-z]{1,15})\?|,? (?-i:[A-Z][a-z]{2,12})\W{0,2}$")
_QUESTION = re.compile(r"\?(?:[\s)\"'\u201d\u2019!?]|$)")
_NO_VOCATIVE = re.compile(
    r"\b(?:mr|mrs|ms|dr|by|for|with|to|from|and|on|in|at|agree|object|escalate|the|of|about|is|does|did|has|than"
    r"|as|not) (?:[A-Z][\w'\u2019]{1,15} )?[A-Z][\w'\u2019]{1,15}\?",
    re.IGNORECASE,
)


# Somebody who is not called back asks whoever reads it: the office hears of it, for we ring nobody.
_RING_ME = re.compile(
    r"\b(?:can|could|would|will) (?:some|any)(?:one|body) (?:(?:from|at|in) (?:\w{2,20} ){1,4})?(?:please )?"
    r"(?:ring|call|phone|telephone|contact|get back to) (?:me|us)\b",
    re.IGNORECASE,
)


def to_us(sentences: tuple[Sentence, ...]) -> ToUs:
    """Return whether these sentences say that we wrote to the wrong person, complain of the service or ask it something."""
    texts = [one.text for one in sentences]
    if any(not_me.not_me(text) for text in texts):
        return "not me"
    if any(one.search(text) for one in (_COMPLAINT, _FOR_SOMEBODY, _NOT_THEIRS, _OUR_WORK) for text in texts):
        return "complaint"
    if any(_FOR_THE_OFFICE.search(text) or _RING_ME.search(text) for text in texts) or _only_away(texts):
        return "question"
    greeted = bool(texts and _NAMED.match(texts[0]))
    return "question" if any(_is_question(text, greeted=greeted) for text in texts) else ""


def _only_away(texts: list[str]) -> bool:
    """Tell whether nothing is said but that the sender is away: no program wrote it, so somebody must see it."""
    away = [text for text in texts if _AWAY.match(text)]
    return bool(away) and all(text in away or extras.adds_nothing(text) for text in texts)


def _is_question(text: str, *, greeted: bool) -> bool:
    """Tell whether a sentence asks us; where a colleague is named or greeted, only what is surely ours to answer."""
    marked = bool(_QUESTION.search(text) or text.endswith("?"))
    if not (marked or _ASKS_US.search(text) or _UNMARKED.match(text)):
        return False
    if greeted or _NAMED.match(text) or (_NAMED_LAST.search(text) and not _NO_VOCATIVE.search(text)):
        return bool(_OURS_NAMED.search(text))
    return bool(_ASKS.search(text) or _ASKS_US.search(text))
