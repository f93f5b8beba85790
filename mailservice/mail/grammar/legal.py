"""A court order, proceedings, a coroner, or a request under access laws, as a party tells of it (rule 12). Start at `told`.

Whether a case should go to court is none; that it is there, or that somebody asks for records, goes to the office.
"""

import re
from datetime import date

from mailservice.cases.history.commands import Legal
from mailservice.cases.history.legal import LegalKind
from mailservice.cases.letters import court
from mailservice.mail.grammar import dates
from mailservice.mail.grammar.patterns import at_a_word
from mailservice.mail.grammar.telling import sentences

_ORDER = (
    r"(?:care|supervision|placement|emergency protection|child arrangements|special guardianship|non-molestation"
    r"|recovery"
    r"|wardship|secure accommodation|deprivation of liberty|police protection|specific issue|prohibited steps)"
)
_COURT = (
    r"(?:care|supervision|placement|emergency protection|child arrangements?|special guardianship|non-mol\w{0,9}"
    r"|recovery"
    r"|secure accommodation|deprivation of liberty|police protection|specific issue|prohibited steps"
    r"|inherent jurisdiction"
    r"|forced marriage protection|fgm protection|(?:domestic (?:abuse|violence) )?protection|occupation|residence"
    r"|parental"
    r" responsibility|adoption|contact|consent|interim|final|passport|location|section \d{1,3}[a-z]?"
    r"|s\.? ?\d{1,3}[a-z]?|dols?"
    r"|sgo|cao|epo|ico|iso)"
)
_SHORT = r"(?-i:EPO|ICO|ISO|FCO|SGO|CAO|DoL|DOL|NMO|PPO|SHPO|PSO|SIO order|FMPO|DVPO|DAPO|CBO|RO|SAO)s?"
# What has happened to an order, or when.
_DONE = (
    r"(?:granted|made|obtained|issued|extended|in place|in force|discharged|varied|signed|sealed|served|sought"
    r"|renewed|lapses"
    r"|expires|came through|come through|by consent|for \d{1,2} (?:days|weeks|months|years)|today|yesterday|last night)"
)
_WIDER = (
    rf"\b{_COURT} order\b.{{0,30}}\b{_DONE}\b|\b{_SHORT}\b.{{0,30}}\b{_DONE}\b|\border(?:['\u2019]s| is| was"
    rf"| has)? (?:now )?"
    rf"(?:been )?(?:sealed|made|granted|served|extended|varied|discharged|in force)\b|\border under (?:section"
    rf"|s\.?) ?\d"
    rf"|\b(?:given|got|granted|awarded|obtained|has|have) (?:an? |the )?(?:interim |full |new )?(?:{_SHORT}"
    rf"|{_COURT} order)\b"
    r"|\b(?:taken|took|placed|went|under|in|into|using|used|exercised) (?:\w{1,9} ){0,3}?(?:police protection"
    r"|police powers of"
    r" protection)\b|\b(?:section|s\.?) ?46\b"
    r"|\b(?:section|s\.?) ?21a\b|\bdols? (?:\w{1,13} ){0,3}?(?:challenge\w{0,2}|appeal\w{0,2})\b"
    r"|\binherent jurisdiction\b"
    r"|\b(?:has|have|had|is|are|dad|mum|they|we|he|she|la|authority|council|grandparents|father|mother) (?:now |also "
    r"|just )?"
    r"(?:been )?(?:applied|applying|lodged|put in|filed|issued|started|seeking|made an application"
    r"|asking) (?:\w{1,12} ){0,5}?"
    r"(?:orders?\b|(?-i:EPO|ICO|CAO|SGO|PR|C\d{1,3}[A-Z]?|DoL)\b|court\b|parental responsibility\b|proceedings\b"
    r"|injunction\b"
    r"|removal\b|custody\b|non-mol)"
    r"|\b(?:seeking|asking for) (?:his |her |their |immediate |interim )?removal\b|\b(?:case|matter|application"
    r"|it) (?:was |has been "
    r"|is being |is )?issued (?:yesterday|today|on|last|this|in|by)\b"
    r"|\bhearing (?:is |was |has been |now )?(?:tomorrow|today|on|this|next|at \d|vacated|adjourned|relisted|listed"
    r"|in front|before"
    r"|starts|went|\w{3,6}day)\b|\b(?:pre-?trial|mention|preliminary|permission|removal|dispute resolution"
    r"|ground rules|without notice"
    r"|ex parte|fact[- ]find|committal|sentence) hearing\b|\b(?:irh|fhdra|dra|ptr|pto)\b (?:is|on|listed|tomorrow"
    r"|next|was)"
    r"|\b(?:re)?listed (?:for|before|at|in) (?:\w{1,9} ){0,4}?(?:court|hearing|judge|hhj|dj|days?|half|hour|irh|trial"
    r"|final)\b"
    r"|\b(?:day of the|at the|crown court|criminal|murder) trial\b|\btrial (?:starts?|date|is|was|begins|listed"
    r"|window|judge)\b"
    r"|\bsub judice\b|\bjury\b(?! service)|\b(?:the )?cafcass\b|\bguardian ad litem\b|\bchildren['\u2019]?s guardian\b"
    r"|\b(?-i:Guardian)(?:['\u2019]s (?:solicitor|position|report|visit)| (?:has|is|was|wants|asked|asks|says|will"
    r"|rang|needs)\b)"
    r"|\bguardian (?:has been |is |was )?appointed\b|\bjoined as (?:a )?part(?:y|ies)\b|\bintervenors?\b"
    r"|\bposition statements?\b"
    r"|\b(?:statement|evidence|response)s? (?:is |are |has to be |have to be |must be |to be )?(?:due|filed|in) (?:by"
    r"|on|at court)\b"
    r"|\bgive (?:\w{1,12} ){0,2}statements?\b|\bwarned (?:for|to attend|as a witness)\b|\b(?:me|you|us|go|going"
    r"|back) in the box\b|\bin the witness box\b|\b(?:at|in) the"
    r" (?-i:Crown|RCJ|High Court)\b|\b(?-i:RCJ|HHJ|FPR|PII|MG11|SENDIST)\b|\bpublic interest immunity\b|\btipstaff\b"
    r"|\b(?:served|serve) (?:\w{1,9} ){0,3}?(?:papers|on (?:me|us|the|him|her)|with)\b|\bpapers (?:were |have been "
    r"|being )?served\b"
    r"|(?<!care )(?<!sepsis )\bbundle (?:has|is|was|needs|must|by|for|index|goes|page|due|tomorrow)\b|\b(?:in|into"
    r"|for) the bundle\b"
    r"|\bdisclosure (?:request|application|exercise|to the (?:parties|court|defence|police))\b|\bunused material\b"
    r"|\b(?:get|be|being|been)"
    r" disclosed (?:to|in|at|by|\W)|\bpre-proceedings (?:letter|process|protocol)\b|\bpre-?action\b"
    r"|\bthreaten\w{0,3} (?:\w{1,9}"
    r" ){0,2}(?:judicial review|jr|legal action|injunction|proceedings)\b"
    r"|\b(?-i:JR) (?:of|against|claim|application|permission)\b|\bjudicial review\b|\bclaim form\b"
    r"|\bparticulars of claim\b"
    r"|\b(?:section|s\.?) ?(?:7|37|49|98|91\(14\)|16a) (?:\w{3,12} )?(?:report|addendum|direction|statement|order"
    r"|protects?|evidence)\b"
    r"|\b(?:section|s\.?) ?(?:8|31|34|38|44|50) (?:application|order|proceedings|hearing)\b"
    r"|\b(?:single )?joint expert\b|\bletter of"
    r" instruction\b|\bexpert (?:has been |was |is )?(?:instructed|appointed)\b|\btribunal (?:has|have|hearing|date"
    r"|judge|is on|order)"
    r"|\bappeal\w{0,3} (?:to|at|in|with) (?:the )?(?:\w{3,12} )?(?:tribunal|court|judge)\b|\bcourt of appeal\b"
    r"|\bpermission to appeal\b"
    r"|\b(?:in|at|to|from|before) (?:the )?(?:\w{4,12} )?court (?:today|tomorrow|on|this|next|yesterday|again"
    r"|\w{3,6}day|at \d|over|about"
    r"|with|for|and|in)\b|\bcourt (?:tomorrow|today|this (?:week|morning|afternoon)|next week|yesterday|\w{3,6}day)\b"
    r"|\b(?:before|in front of) (?:the |a )?(?:judge|magistrates|bench|district judge|dj|hhj|recorder)\b|\baffidavit\b"
    r"|\bdefence (?:barrister|solicitors?|team|counsel|case|want|have)\b|\bhague (?:convention|proceedings"
    r"|application|case)\b"
    r"|\b(?:witness|court) (?:care|usher|clerk|listings?)\b|\bin (?:the )?family proceedings\b"
    r"|\bcare proceedings (?:were|are|have|started"
    r"|issued|last|this|on)\b|\bllys\b|\bgwrandawiad\b|\bgorchymyn\b"
)
# A court's own words: named at all, it is there, but for what `_NOT_SO` takes away.
_NAMED = (
    r"|\b(?:cited|called|told|asked) to appear\b|\b(?:got|has|have|had|took out|granted|given) an? non-mol\w{0,9}\b"
    r"|\bemergency application\b"
    r"|\bguardian (?:visited|rang|came|wants|asked|emailed)\b|\bcross[- ]examin\w{1,4}\b"
    rf"|\b{_ORDER} orders?\b|\b(?:care|court|family|legal|criminal|civil|private law|public law|contempt|concurrent"
    rf"|in) proceedings\b"
    r"|\b(?:back |is |goes |going |gone |go |up |went )?(?:before|in|to|at) (?:the )?(?:family |high |county |crown "
    r"|youth )?court\b(?! (?:of law|side))"
    r"|\b(?:notice of|the|a|our|her|his|final|remote|court|next|oral|telephone|urgent) hearing\b(?! (?:of|that|from"
    r"|aid|test|and))|\bhearing by (?:phone|video|teams)\b"
    r"|\bmade (?:him|her|them) a ward\b|\bward of court\b|\b(?:the |a |his |her |our )?(?:lawyers?|legal team) (?:are"
    r"|have|has|is|wants?|says?|said|instruct\w{0,3}|wrote)\b"
    r"|\binstruct\w{2,3} an expert\b|\bletter before (?:action|claim)\b|\bgone to (?:a )?solicitors?\b|\bappeal(?:ing"
    r"|ed|s)? (?:the|against|this) (?:\w{3,12} ){0,2}?(?:order"
    r"|judg\w{2,6}|decision|ruling)\b|\b(?:legal|court) (?:papers|paperwork|documents)\b|\b(?:the|district|circuit"
    r"|family|crown|duty) judge(?:['\u2019]s)?\b(?! at the)"
    r"|\b(?:the|by|before|at|to) magistrates\b|\b(?-i:Recorder|HHJ|DJ|Judge|Mr Justice|Mrs Justice) (?-i:[A-Z][a-z])"
    r"|\b(?:copy of|breach of|breached|under|in|on|served"
    r" with) the order\b(?! (?:of|the|in|they|that|you))|\bthe order (?:names?|says|states|prohibits|prevents|allows"
    r"|requires|is|was|has|means|ends|runs|lasts)\b|\b(?:assessments?|reports?"
    r"|tests?|testing|bloods) (?:was|were|has been|have been|is|are) (?:now )?(?:court[- ])?ordered (?:on|by|at|in"
    r"|today|yesterday|last)\b|\bsolicitor['\u2019]s letter\b|\binterim orders?\b"
)
_BODIES = (
    r"(?:lgsco|phso|psow|ombudsman|information commissioner|hcpc|social work england|office of the public guardian"
    r"|opg|gmc|nmc)"
)
_WIDER_ACCESS = (
    rf"\b{_BODIES}(?:['\u2019]s)? (?:office )?(?:has|have|had|is|are|wants?|asked|asks|requires?|will|opened|complaint"
    rf"|investigat\w{{2,4}}"
    rf"|enquir\w{{1,4}})\b|\b(?:from|by|to) (?:the |a )?(?:{_BODIES}|law firm|solicitors)\b|\b(?-i:ICO) (?:complaint"
    rf"|investigat|enquir|are"
    rf"|is looking|has (?:written|asked|opened)"
    r"|have|letter|case (?:officer|ref))"
    r"|\bd?sar (?:covers|due|in from|is due|request|logged|deadline|response|redact\w{0,4}|from)\b|\b(?:his|her|their"
    r"|mum['\u2019]?s|dad['\u2019]?s"
    r"|mother['\u2019]?s|father['\u2019]?s) d?sar\b|\b(?:want|ask|request|demand|writ"
    r"|appl)\w{0,4} (?:\w{1,9} ){0,4}?(?:his|her|their|the)"
    r" (?:whole|entire|full|complete|own)? ?(?:records|file|notes|case file|data)\b|\bevery(?:thing| email| e-mail"
    r"| document| note)"
    r" (?:\w{1,9} ){0,4}?(?:hold|held|wrote|written|sent|said|got|have) (?:\w{1,9} ){0,2}?(?:on|about) (?:me|him|her"
    r"|them|us)\b"
    r"|\bour solicitors? (?:says?|said|wants?|asks?|needs?|told)\b|\bsolicitors? (?:acting|representing|instructed)\b"
    r"|\bmessrs\b"
    r"|\b(?:right|access) (?:to|of) (?:see |have )?(?:his|her|their|my) (?:own )?(?:records|file|data)\b"
    r"|\bdata breach\b"
    r"|\b(?:request|ask|want|wish|demand)\w{0,3} (?:\w{1,9} ){0,4}?to see (?:all |any )?(?:the |their |her |his |my "
    r"|what(?:['\u2019]s| is| was| has)? )(?:\w{1,9} )?(?:been )?(?:notes"
    r"|records|files?|data|emails|written|said|recorded|held|hold)\b|\b(?:under|cit(?:ed|ing)|quot(?:ed"
    r"|ing)) (?:the )?data protection\b|\bcaldicott guardian (?:has|had)\b"
    r"|\bredact\w{2,4}\b|\baccess request\b|\brequest from (?:\w{2,12} ){1,4}?(?:for|to see|asking for) (?:everything"
    r"|all|every|any emails?|(?:his|her|their) (?:\w{3,9} )?(?:records|file|notes|data))\b"
)
_WIDER_CORONER = (
    r"\bschedule 5 notice\b|\brule 9 (?:request|letter|notice)\b|\b(?:public|statutory|independent) inquiry\b"
    r"|\bprevention of future"
    r" deaths\b|\breg(?:ulation)? 28\b|\bcwest\b|\bcrwner\b"
)
_KINDS: tuple[tuple[LegalKind, re.Pattern[str]], ...] = (
    (
        "access",
        re.compile(
            r"\bsubject access\b|\bd?sar request|\bdsars?\b|\b(?:made|sent|submitted|received|had|have"
            r"|put in) an? (?:d?sar)\b"
            r"|\b(?:under|article|art\.?) (?:(?:15|17|the) )?(?:of )?(?:the )?(?:uk )?gdpr\b|\bgdpr (?:request"
            r"|letter)|\bdata (?:subject|protection) request\b"
            r"|\b(?:right to erasure|right to be forgotten|rectification)\b|\b(?:delete|erase|destroy|rectify"
            r"|amend) (?:everything|all|any|the (?:records?|data|file))"
            r" (?:\w{1,12} ){0,4}?(?:hold|held|have|gdpr)\b|\b(?:article|art\.?) 1[5-8]\b|\bwe act for\b"
            r"|\bour client(?:['\u2019]s)?\b|\bsolicitors?(?:['\u2019]s)? (?:letter|have|has|is|are|wrote"
            r"|acting)\b"
            r"|\bform of authority\b|\baccess to health records\b|\bpre-?action\b|\bletter (?:of|before) claim\b"
            r"|\bright of access\b|\b(?:asked|asks|asking|request\w{0,3}|applied|wants?) (?:for )?(?:access to"
            r"|copies of|a copy of|to see) "
            r"(?:all )?(?:the |her |his |their |my |our )?(?:\w{3,12}['\u2019]?s? )?(?:records?|files?|data|notes"
            rf"|case file|information)\b|{_WIDER_ACCESS}",
            re.IGNORECASE,
        ),
    ),
    (
        "information",
        re.compile(
            r"\bfreedom of information\b|\bfoia?s?\b(?! team)|\benvironmental information (?:request|reg)|\beir request"
            r"|\b(?:information request|request for information) from (?:an? |the )?(?:\w{3,12} )?(?:newspaper"
            r"|journalist|reporter|press|paper|bbc|councillor|mp|resident"
            r"|charity|campaign\w{0,3}|member of the public|parent)\b|\bwhat ?do ?they ?know\b",
            re.IGNORECASE,
        ),
    ),
    (
        "coroner",
        re.compile(
            r"\bcoroner['\u2019]?s?\b|\binquest\b|\bhmc\b|\b(?-i:PIR)\b|\bpre-inquest\b|\binterested person\b"
            rf"|{_WIDER_CORONER}",
            re.IGNORECASE,
        ),
    ),
    (
        "court",
        at_a_word(
            r"\b(?:in|issued|started|begun|subject to|within|ongoing|current|concurrent"
            r"|during) (?:\w{2,9} ){0,2}proceedings\b"
            r"|\bproceedings (?:have|were|are|was|has) (?:been )?(?:issued|started|under ?way|ongoing|before)\b"
            rf"|\b{_ORDER} order (?:was|has been|is in|made|granted|in place|dated)\b|\b(?:have|got|made|granted"
            rf"|obtained|under) "
            rf"(?:an? )?(?:interim |full )?{_ORDER} order\b|\bcourt orders? (?:us|the|them|for|to|was|is|says|of"
            rf"|dated)\b"
            r"|\b(?:witness )?summons\b|\bcourt (?:hearing|date) (?:is|on|next|this|tomorrow|listed)\b"
            r"|\bhearing (?:is |was )?listed\b"
            r"|\b(?:production|disclosure) order\b|\binjunction\b"
            r"|\b(?:(?-i:EPO|ICO|ISO|FCO|SGO|CAO|DOLS?|DoLS?|NMO|PPO|SHPO|CBO|PSO|RO))s?(?: (?:was|has been|were"
            r"|is|now))? (?:granted|made|obtained|issued|extended|in place|discharged|sought|by consent)\b"
            r"|\b(?:la|local authority|they|social care|cafcass|dad|mum|guardian) (?:has |have "
            r"|had )?issued(?! (?:with|a (?:statement|letter|notice|warning|new|badge)|us|him|her|them|the|new)\b)"
            r"|\b(?:first|final|interim|fact[- ]finding|issues resolution|directions|case management|contested"
            r"|urgent|next|full|plea|bail|remand|sentencing) hearing\b|\b(?:cmh|irh|ffh|ptph)\b"
            r"|\bcourt(?:['\u2019]s| has| have| is| was)? (?:direct\w{0,3}|order\w{0,3}|want\w{0,2}|ask\w{0,3}"
            r"|requir\w{1,3})\b|\bdirections? (?:for|order|hearing|from)\b"
            r"|\b(?:judge|recorder|magistrates?|bench|tribunal)(?:['\u2019]s)? (?:has |have |had |is "
            r"|was )?(?:direct|order|remind|ask|want|ruled|made|granted|listed|adjourn|refus|said|told)\w{0,3}\b"
            r"|\b(?:section|s\.?) ?(?:7|37|49|20a?) (?:report|direction|statement)\b|\bcourt of protection\b"
            r"|\bcop (?:application|visitor|proceedings|dol)\b|\bsu[bp]p?o?en\w{1,5}\b"
            r"|\b(?:cps|crown prosecution|disclosure (?:officer|lawyer|test|schedule))\b"
            r"|\bthird[- ]party (?:material|disclosure)\b|\b(?:crown|family|county|high|magistrates['\u2019]?"
            r"|youth) court\b"
            r"|\b(?:legal|litigation) hold\b|\bput a hold on (?:the|all|any|our)\b|\bpreserve (?:all|any|the"
            r"|every) (?:records?|files?|emails?|documents?|notes)\b|\bdisclosable\b|\bundertaking\b"
            r"|\bnothing (?:\w{1,12} ){0,6}?(?:is )?to be (?:altered|deleted|destroyed|archived|binned|shredded)\b"
            r"|\b(?:in|into|pre-?) ?plo\b|\bplo (?:meeting|letter|process)\b|\bletter before proceedings\b"
            r"|\b(?-i:C100|C110A?|C1A|C2|c100|c110a?|c2|N161)\b (?:has |have |is |was )?(?:been )?(?:filed|issued"
            r"|in|application|from|by|served|received)|\b(?:filed|filing|file|serve[ds]?) (?:by|with|at|it|them"
            r"|our|the|a|my|your)"
            r" (?:\w{1,12} ){0,3}?(?:court|statement|evidence|\d{1,2} ?[ap]m|application|guardian)\b|\b(?:be"
            r"|to be) (?:filed|exhibited|served)\b|\bexhibited\b|\bbarristers?\b"
            r"|(?<!i )(?<!to )(?<!we )(?<!would )\bcounsel\b(?! for)"
            r"|\b(?:court|trial|hearing|advocates['\u2019]?) bundle\b|\b(?:in the (?:bundle|witness box)"
            r"|back in the box)\b"
            r"|\b(?:give|giving|gave|called to give) evidence\b|\bcontempt\b|\bjudicial review\b"
            r"|\bwitness statement\b"
            r"|\bordered (?:that|to|by)\b|\bsealed (?:copy|order)\b"
            rf"|{_WIDER}{_NAMED}",
        ),
    ),
)
_NOT_SO = re.compile(
    r"\b(?:no|not|never|without|if|unless|should|ought|could|might|consider\w{0,3}|(?:would|could|to|should"
    r"|may) apply for|threshold for"
    r"|rather than"
    r"|instead of|before(?! (?:the|a|hhj|dj|judge)\b)) (?:\w{1,12} ){0,5}(?:proceedings|court|order|hearing|foi"
    r"|subject access"
    r"|freedom of information|inquest)\b"
    r"|\b(?:training|policy|template|learning|leaflet|for years|long before|years ago|since (?:he|she|they) (?:was"
    r"|were)|what would you|half[- ](?:brother|sister)"
    r"|eviction|noted and|no notice|(?:may|could) be (?:monitored|disclosed under)|for another (?:child|case|family)"
    r"|(?:new date|no good|not going to work|n['\u2019]t going to work)"
    r"|years back|ran out|last year|used to (?:have|be)|legal highs?|(?:basket|net|foot)ball|tennis|squash|badminton"
    r"|food court"
    r"|(?:could|might|would) (?:\w{1,9} ){0,3}what an? judge|i['\u2019]?m in (?:\w{3,9} )?court (?:until|till|til|all"
    r"|at|from|then|that)|(?:a|any|the) (?:day|time|week) i['\u2019]?m in court"
    r"|court ?(?:house|yard|room drama|shoes?)|legal planning|hearing (?:aids?|tests?|loss|impair\w{2,4}|from you"
    r"|back from)|threat\w{0,6} (?:\w{1,9}"
    r" ){0,3}to (?:take|go)|take (?:us|me|them|you|him|her|everyone) to court|jury service|(?:serious"
    r"|safeguarding) adults? review"
    r"|(?:would|will|might|may) need an? (?:\w{3,10} )?order|old(?:er)? (?:ones|siblings?|brother|sister|court)"
    r"|ball['\u2019]?s? (?:is |are )?in|skills|(?:in|since|from|back in) (?:early |late )?(?:19|20)\d\d"
    r"|chair (?:has )?(?:stopped|paused|adjourned))\b",
    re.IGNORECASE,
)

# An order that somebody only thinks of.
_SAID_IN_ANGER = re.compile(
    r"\b(?:see|have|drag) (?:us|me|you|them|everyone)(?: all)? in court\b|\bif (?:it|this|we|he|she"
    r"|they)\b.{0,40}\b(?:court|proceedings)\b"
    r"|\bspent conviction\b|\bcourt rules here\b|\bstandard authorisation\b|\bat 1\d for\b|\bwin in court\b",
    re.IGNORECASE,
)
_FANCIED = re.compile(r"\b(?:would|might|will|may) (?:\w{1,9} ){0,2}need an? (?:\w{3,10} )?order\b", re.IGNORECASE)


def told(text: str, files: tuple[str, ...], today: date, brought: str = "") -> tuple[Legal, ...]:
    """Return what a text, and the names of its files, tell of courts and of requests, each kind once; `when` as it is named.

    `brought` is what stands in documents: there only a court's own words count, for a form asks of much.
    """
    found: dict[LegalKind, Legal] = {}
    for sentence in sentences(text):
        for kind in _kinds(sentence):
            if kind not in found or found[kind].when is None:
                found[kind] = Legal(kind, sentence, dates.find(sentence, today))
    for name in files:
        if court.tells(name):
            found.setdefault("court", Legal("court", name, None))
    for sentence in sentences(brought):
        if court.tells(sentence):
            found.setdefault("court", Legal("court", sentence, dates.find(sentence, today)))
    return tuple(found.values())


def _kinds(sentence: str) -> list[LegalKind]:
    if court.tells(sentence) and not _FANCIED.search(sentence):
        return ["court"]
    if _NOT_SO.search(sentence) or _SAID_IN_ANGER.search(sentence):
        return []
    return [kind for kind, pattern in _KINDS if pattern.search(sentence)]
