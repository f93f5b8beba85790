"""What a mail asks or complains of the service itself: somebody in the office must look at it (rule 9.5).

Start at `to_us`. A question put to a colleague by name is none.
"""

import re

from mailservice.cases.history.commands import ToUs
from mailservice.mail.grammar import extras
from mailservice.mail.grammar.lines import Sentence

# What only we send, have or do: a question that names it is ours, whoever is greeted.
_OURS = (
    r"these (?:emails?|letters?|mails?|messages?|reminders?)|(?:this|your|the same|same) (?:emails?|letters?"
    r"|reminders?|service|system|dates?|buttons?|records?|policy|office|robot)"
    r"|(?:keep|still) (?:getting|sending|emailing|writing)|next manager|business office|the office|the button"
    r"|a button|next stage|this stage|escalated?|reply (?:to this|by)|deadline"
    r"|be asked to do|agree|object|disagree|not done|our reading|the whole (?:thing|email)|file do you mean"
    r"|this (?:lapse|close|count)|get(?:s)? told"
)
_COMPLAINT = re.compile(
    r"\b(?:third|fourth|fifth|second|umpteenth) time\b|\bhow many (?:more )?times\b|\b(?:please |kindly )?(?:stop"
    r"|quit) (?:emailing|sending|writing|copying|contacting|chasing|bothering|mailing)\b"
    r"|\bplease stop\b|\bunsubscribe\b|\b(?:take|remove|delete) me\b|\bnot (?:good enough|reasonable"
    r"|acceptable)\b|\bonce again you\b|\bagain and again\b|\b(?:i|we)(?:['\u2019]ve| have)? (?:already )?"
    r"(?:answered|replied to|told you|said this|asked (?:for this|you|before|him three|twice))\b"
    r"|\bas i said (?:on the phone )?to your\b|\b(?:i|we) (?:have|['\u2019]ve)(?: not|n['\u2019]t) (?:had"
    r"|received|got) (?:an|any) (?:answer|reply|response)\b|\bno (?:answer|reply|response) from (?:you|the office"
    r"|your)\b"
    r"|\b(?:nobody|no one) (?:picks? up|answers|replies|reads|rings? back|has rung me back|from the office)\b"
    r"|\bsame (?:email|letter|mail|one)\b[^.]{0,20}\b(?:times|again|twice)\b|\b(?:\w{3,6}) (?:emails"
    r"|letters) about\b|\bcomplain(?:t|ing)?\b|\bfeedback\b|\blogged\b"
    r"|\byour (?:letter|email|dates?|button|records?|link|system|list|service|reference)s?\b[^.]{0,60}\b(?:wrong"
    r"|still|no sense|doesn['\u2019]?t|don['\u2019]?t|does not|isn['\u2019]?t|blank|out of date|broken"
    r"|incorrect)\b"
    r"|\b(?:the|your) button (?:just )?(?:opens|does|is|won|can|will)\b|\b(?:correct|update|amend|change) (?:your"
    r"|the|my|our) (?:records?|details|words|address|spelling)\b|\bplease (?:correct|update|amend) (?:it|this"
    r"|that)\b|\bcan the words be corrected\b"
    r"|\bwrong (?:child|reference|person|name|address|agency|(?-i:[A-Z][a-z]{2,12}))\b|\byou (?:have"
    r"|['\u2019]ve) (?:me|the wrong|got the wrong|left)\b|\b(?:didn['\u2019]?t|did not"
    r"|don['\u2019]?t think i) (?:raise|write|say|send) (?:this|it|that)\b|\baddressed as though\b"
    r"|\bi['\u2019]?m confused\b|\bi(?: am|['\u2019]m) confused\b"
    r"|\b(?:don['\u2019]?t|do not) understand (?:what|why|this|how|the)\b|\bmeant for a different\b"
    r"|\ba different [\w ]{3,25}\b|\bnot (?:mine|me|my (?:case|team['\u2019]s case)|in this role) any ?(?:more"
    r"|longer)\b|\b(?:has|have) left (?:us|the|(?-i:[A-Z]))|\bleft us\b|\bfinished with us\b|\bstepped down\b"
    r"|\bi(?:['\u2019]ve| have)? moved to\b|\byou want (?:(?-i:[A-Z])|a different)|\bnot the right person\b"
    r"|\bmeant for (?:a different|some)|\bmakes? no sense\b|\bridiculous\b|\bthis is a joke\b|\bwaste of time\b"
    r"|\btoo many emails\b",
    re.IGNORECASE,
)
# A wrong person or child, somebody who left, a letter or link that does not work, what was told us already, a person asked for.
_FOR_SOMEBODY = re.compile(
    r"\b(?:isn['\u2019]?t|is not|not|n['\u2019]t) (?:one of )?(?:our|my|the right|the same) (?:child|case|baby"
    r"|patient|family|pupil|children)\b"
    r"|\b(?:didn['\u2019]?t|did not|never|haven['\u2019]?t|have not) (?:raised?|writ(?:e|ten)|wrote|sen[dt]"
    r"|ask(?:ed)? for) (?:anything|any of)\b"
    r"|\bnever heard of\b|\bno record of (?:this|the|her|him|them|any|a) ?(?:family|child|case|baby|pupil|patient"
    r"|children)?\b"
    r"|\b(?:do not|don['\u2019]?t) (?:know|recogni[sz]e) (?:this|the) (?:case|child|family|name|reference)\b"
    r"|\bthe other (?!(?:Health|Social)\b)(?-i:[A-Z][a-z]{2,12})\b|\bwho(?:m)? (?:this|it) (?:is|was) meant for\b"
    r"|\bi(?: am|['\u2019]m) not (?:the|a|her|his|their) (?:decider|manager|social worker|health visitor|right"
    r"|person|lead|one|head)\b"
    r"|\b(?:e-?mail|address|name)(?: address)? (?:down |on (?:it|this) )?(?:by mistake|in error)\b"
    r"|\bshould(?:n['\u2019]?t| not)? be (?:getting|receiving) (?:this|these)\b"
    r"|\bshould(?:n['\u2019]?t| not)? be (?:down to|up to|for) me\b|\b(?:n['\u2019]t|not) think it(?:['\u2019]s| "
    r"is| should be) (?:down |up )?(?:to|for) me\b"
    r"|\bnot for me to (?:tell|say|name|decide|answer|choose)\b|\bput in the middle\b"
    r"|(?<!\bmum )(?<!\bdad )(?<!\bmam )\b(?:no longer works?|(?:does not|doesn['\u2019]?t|don['\u2019]?t|do not) "
    r"work) (?:here|there|(?:for|with|at|in) (?:the |this |us"
    r"\b|our |(?-i:[A-Z])))|\b(?:her|his|their) inbox\b|\b(?:have|['\u2019]ve|got) no (?:longer "
    r")?access to (?:the|this|that|her|his)"
    r" (?:record|case|file|system)|\bi(?:['\u2019]ve| have)? left (?:the )?(?:safeguarding|nursing|fostering"
    r"|social work|(?-i:[A-Z]))",
    re.IGNORECASE,
)
_NOT_THEIRS = re.compile(
    r"\bisn['\u2019]?t about (?:our|my|any)\b|\bmixed up (?:two|the|our|my)\b|\b(?:that|this)(?:['\u2019]s| is) "
    r"not my (?:name|address|email|case|child|agency)\b"
    r"|\bnever (?:met|seen|worked with|known) (?:this|the) (?:family|child|baby|case)\b|\bno (?:child|family"
    r"|pupil|patient|one) (?:of|by|with) (?:that|this) name\b"
    r"|\bi (?:do not|don['\u2019]?t) know why (?:i|we)(?:['\u2019]m|['\u2019]re| am| are)\b|\b(?:process|letter"
    r"|e-?mail|system|this) (?:is )?(?:very |really |so |quite )?confusing\b"
    r"|\bcame to (?:me|us) (?:by mistake|in error)\b|\bi(?:['\u2019]ve| "
    r"have)? (?:retired|resigned)\b"
    r"|\bdischarged from (?:our|my)\b|\bnot (?:our|my|one of our) (?:patient|pupil|client|child)\b|\bon long[ "
    r"-]term sick\b"
    r"|\b(?:he|she|(?!Mum|Mam|Dad)(?-i:[A-Z][a-z]{2,12}))(?:['\u2019]s| has) (?:now )?left (?:the (?:trust"
    r"|council|team|service|agency|school)|our (?:team|service))\b",
    re.IGNORECASE,
)
_OUR_WORK = re.compile(
    r"\b(?:link|button|page|website|form)\b[^.?!]{0,30}\b(?:expired|broken|dead|not work\w{0,3}|doesn['\u2019]?t"
    r"|won['\u2019]?t|error|says?|blank)\b"
    r"|\b(?:told|rang|phoned|called|emailed|e-mailed|wrote to|asked|spoke to|said to) (?:the (?:lady|man|woman"
    r"|person|girl|chap|gentleman"
    r"|colleague|officer) (?:in|at|from) )?(?:your (?:office|team|colleague|helpline|number)|the (?:business "
    r")?office|the helpline)\b"
    r"|\b(?:rang|phoned|called|emailed|asked|left (?:a |two |three )?(?:message|voicemail)s?) about (?:this|it)\b"
    r"|\b(?:nobody|no[ -]one|no-one) (?:has )?(?:rang|rung|phoned|called|got|came|come|wrote|gets?|gotten) (?:me "
    r"|us )?back\b"
    r"|\bsent (?:you|this|it|that)\b[^.?!]{0,40}\b(?:times|twice|already|again)\b|\b(?:two|three|four|five|six|\d"
    r"|several|many) times (?:now|already)\b"
    r"|\b(?:i|we)(?:['\u2019]ve| have)? (?:rung|rang|phoned|called|emailed|written) (?:\w{3,6} times|twice|again "
    r"and again)\b"
    r"|\bleft (?:a |two |three |several )?(?:messages?|voicemails?) (?:with|on|at) (?:your|the office)\b"
    r"|\byour (?:letter|e-?mail)s? (?:went|goes|landed|was|were) (?:in|to|into) (?:my |our |the )?(?:junk|spam)\b"
    r"|\bi(?:['\u2019]d| would) (?:like|prefer|rather) (?:to )?(?:speak|talk) (?:to|with) (?:some(?:one|body)|a "
    r"person|you)(?=\W{0,3}$| (?:please|at|in|from|about this))"
    r"|\bfor (?:goodness|god|heaven|pity)(?:['\u2019]?s)?['\u2019]? ?sake\b|\bover and over\b|\b(?:asked|asking"
    r"|told) (?:me )?the same (?:thing|question)\b|\bby (?:a|some|your) "
    r"(?:machine|robot|computer|bot)\b"
    r"|\b(?:automated|automatic|robotic|computer[ -]generated) (?:e-?mails?|letters?|messages?|repl\w{1,3})\b"
    r"|\bto (?:tell|talk to|answer|ask) a (?:mailbox"
    r"|machine|robot|computer|bot)\b|\b(?:human being|real (?:person|human)|actual (?:person|human))\b|\bwhoever "
    r"(?:runs|manages|is in charge"
    r"|is responsible for|looks after|sends|wrote) (?:this|these|the (?:service|system|office|letters?))"
    r"|\b(?:speak|talk|speaking|talking|discuss (?:this|it|that)) (?:to|with) (?:a (?:human|person|manager at)"
    r"|(?:some(?:one|body)) (?:who has|with) a (?:name"
    r"|face|phone)|somebody real|someone real|one of you)\b"
    r"|\b(?:rude|shabby|disgrace\w{0,4}|shameful|appalling|insult\w{0,3}|offensive|patroni[sz]ing|insensitive"
    r"|outrag\w{1,5}|farc\w{1,4})\b[^.?!]{0,30}"
    r"\b(?:to be|that (?:a|this|the|you|we|i)|email|letter|service|process)\b"
    r"|\bmy (?:disagreement|objection|dissent|concerns?|view)s? (?:put|noted|recorded|logged|minuted|kept|on "
    r"(?:the )?record)\b"
    r"|\bspam (?:filter|folder)\b|\bjunk (?:folder|mail|e-?mail)\b|\b(?:is|IS) (?:her|his|their|my|the) (?:right"
    r"|correct) (?:e-?mail|address)\b"
    r"|\b(?:ref|reference|nct number|case number|number|spelling|date of birth|dob)\b[^.?!]{0,20}\b(?:is|was|are) "
    r"(?:wrong|incorrect|misspel\w{1,3}|out of date"
    r"|not (?:right|ours|correct|his|hers))\b|\bshould be (?:[A-Z]{2,6}-?)?\d{3,10},? not\b|\bplease (?:double[ "
    r"-])?check(?:\W{0,3}$| (?:urgently|your|with"
    r" your|who|why|whether (?:you|your|this (?:letter|email))|that you)\b)|\b(?:said|asked me|told me) to (?:say"
    r"|tell you|reply|answer)\b"
    r"|^(?:and )?i(?:['\u2019]ve| have)? no idea (?:what|who|why|how)\b|\bhow (?:many|often) do i\b|\bam off sick\b",
    re.IGNORECASE,
)
_ASKS_US = re.compile(
    r"\b(?:ring|call|phone|telephone|contact) me\b|\bring (?:us|back)\b|\bwhere do i\b|\bwho do (?:i|we)\b"
    r"|\bhow do (?:i|we)\b|\bwhat (?:do|should|must|happens|will|would|actually|does) (?:i|we|if)?\b|\b(?:could"
    r"|can|would) (?:u|you|somebody|someone|a human|one of you|the office|your office"
    r"|anyone)\b[^.?!]{0,30}\b(?:send|resend|explain|tell|advise|ring|call|clarify|confirm|update|correct"
    r"|let me know|check|help)\b"
    r"|\b(?:can|could|may) (?:i|we) (?:please )?have (?:until|till|til|longer|more time)\b"
    r"|\bplease could you explain\b|\bcould the office\b|\bis there (?:a|any) way\b|\bany way to\b"
    r"|\bdo you want me\b|\bcan i get\b|\b(?:i['\u2019]?d|i would) like to know\b|\bneed(?: to)? know (?:who|what"
    r"|how|when|why|where)\b|\bplease (?:tell|advise|explain|clarify|let me know (?:who|what|how|when|why|whether"
    r"|if))\b|\bis email ok\b",
    re.IGNORECASE,
)
# Whoever is greeted, only the office can mend it: a letter that cannot be read, one that reaches nobody who can answer.
_FOR_THE_OFFICE = re.compile(
    r"\b(?:can(?:['\u2019]?t|not| not)|unable to|could(?:n['\u2019]?t| not)) (?:open|read|see|access|download|view)"
    r" (?:the|your|this|that) (?:attach\w{0,6}|files?|letters?|links?|documents?|pdf)\b"
    r"|^(?:sorry,? )?i(?:['\u2019]ve| have)? (?:now )?(?:left|moved (?:on|teams?|service|jobs?|post|roles?)"
    r"|changed (?:jobs?|teams?|roles?))(?=\W{0,3}$|[,.;!])",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"(?:sorry,? )?(?:i am|i['\u2019]?m|i['\u2019]ll be|i will be) (?:currently |now |away )?(?:on (?:\w{3,10} )?leave"
    r"|away|off(?: sick)?|out of (?:the )?office) (?:until|till|til|from|for)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:why|who|whom|what|when|where|which|how|is|are|am|was|were|do|does|did|can|could|would|will"
    r"|should|shall|has|have|must|if i|whose|and who|pam|pwy|beth|sut)\b.{0,200}",
    re.IGNORECASE,
)
_UNMARKED = re.compile(
    r"(?:who (?:do|is|are|should|shall)|how (?:do|can|long|does)|what(?:['\u2019]s| is| do| happens| does)"
    r"|where (?:do|is|are)|why (?:do|does|am|are|is|have|has)|(?:can|could) (?:i|u|you|someone|somebody)|is there"
    r"|is it|is this|do i|if i\b|who (?:would|will|else|gets|sees|decides|has)|what (?:would|will|if)|when (?:do"
    r"|does|will)"
    r"|has (?:my manager|anyone|anybody|someone|somebody)|have you|am i|should i|must i|will (?:you|this|my"
    r"|someone))\b",
    re.IGNORECASE,
)
_OURS_NAMED = re.compile(rf"\b(?:{_OURS})\b", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:(?:hi|hello|dear|hey|hiya|thanks|thank you|morning|annwyl|helo)[ ,]{1,2})?(?!(?:all|both|team|everyone"
    r"|everybody|colleagues?|sir|madam|sirs|office|business|there|to|whom|the|yes|no|ok|okay|well|so|sorry|but"
    r"|and|also|please|hello|hi|just|honestly|quick|question|why|who|what|when|where|how|which|is|are|do|does|did"
    r"|can|could|would|will|should|if|please|i|we|you|this|that|it)\b)"
    r"(?-i:[A-Z][a-z\u00e0-\u00ff'\u2019-]{1,15})(?:(?: and|,| &)? (?-i:[A-Z][a-z'\u2019-]{1,15}))?\s{0,2}(?:,|-"
    r"|\u2013|:|$|\bcan you\b|\bcould you\b|\bdid you\b|\bdo you\b|\bwould you\b|\bare you\b|\bhave you\b"
    r"|\bcan u\b)",
    re.IGNORECASE,
)
_NAMED_LAST = re.compile(r"(?-i:[A-Z][a-z]{1,15})\?|,? (?-i:[A-Z][a-z]{2,12})\W{0,2}$")
_QUESTION = re.compile(r"\?(?:[\s)\"'\u201d\u2019!?]|$)")
_NO_VOCATIVE = re.compile(
    r"\b(?:mr|mrs|ms|dr|by|for|with|to|from|and|on|in|at|agree|object|escalate|the|of|about|is|does|did|has|than|as"
    r"|not) (?:[A-Z][\w'\u2019]{1,15} )?[A-Z][\w'\u2019]{1,15}\?",
    re.IGNORECASE,
)


def to_us(sentences: tuple[Sentence, ...]) -> ToUs:
    """Return whether these sentences complain of the service or ask it something; a complaint comes first."""
    texts = [one.text for one in sentences]
    if any(one.search(text) for one in (_COMPLAINT, _FOR_SOMEBODY, _NOT_THEIRS, _OUR_WORK) for text in texts):
        return "complaint"
    if any(_FOR_THE_OFFICE.search(text) for text in texts) or _only_away(texts):
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
