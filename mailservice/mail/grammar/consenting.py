"""Consent and receipt, told in plain words: one row for each way of saying it."""

from mailservice.cases.history.words import Verb
from mailservice.mail.grammar.wish import Wish

_IT = (
    r"(?:it|this|that|these|them|everything|things|the (?:plan|proposal|words|wording|text|matter|issue|case|date"
    r"|change|extension))"
)

CONSENTING: tuple[Wish, ...] = (
    Wish(
        Verb.AGREE,
        "consent to what was put",
        (
            (
                r"\b(?:happy|content|fine|ok|okay|okey|comfortable|good|satisfied|pleased) (?:with|for|about"
                rf"|by) (?:{_IT}|me|us|what|all|both|his|their|(?-i:[A-Z][a-z]{{1,12}}['\u2019]s))\b"
            ),
            (
                r"\b(?:works|suits|okay|ok|fine|(?<!\bno )good|great|perfect|acceptable|reasonable) (?:for|by"
                r"|from|with) (?:me|us|both|everyone|my|our)\b"
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
                r"\b(?:no|without) (?:objections?|issues?|problems?|problem) (?:with (?:this|that|it)|here|from "
                r"(?:me|us|our|my)|at (?:our|my) end|our end)\b|^(?:yep |yes )?no (?:objections?|problem)\b"
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
        "consent, told as a story",
        (
            (
                r"\b(?:that|it|this|which)(?:['\u2019]d| would|['\u2019]ll| will) (?:\w{4,10} )?(?:suit|work|do"
                r"|be (?:fine|great|good|perfect|ideal|lovely))\b(?! (?:nothing|it|the|a|no|not)\b)|\b(?:fine|ok"
                r"|okay|good|great|alright|all right) (?:w|w/|wi|wiv) (?:me|us)\b"
            ),
            (
                r"\bspot[ -]on\b|\b(?:could not|couldn['\u2019]?t) have put it better\b|\bhit the nail\b|\bword "
                r"for word\b|\bwouldn['\u2019]?t change a (?:word|thing)\b|\bno complaints\b(?! (?:about|from "
                r"(?:mum|dad)))"
            ),
            (
                r"\b(?:i|we)(?:['\u2019]m|['\u2019]re| am| are| would be|['\u2019]d be)? (?:\w{4,8} )?(?:happy"
                r"|content|fine|ok|okay|willing|glad|prepared|comfortable) to (?:agree|accept|support|go (?:along"
                r"|with)|sign|run with|proceed|extend|wait|allow|give)\b|^(?:happy|content|fine|ok|okay|willing"
                r"|glad) to (?:agree|accept|support|go along|extend|wait|allow|give)\b"
            ),
            (
                r"\b(?:can|could|will|['\u2019]ll|would|['\u2019]d) (?:happily |gladly )?(?:go along with|sign up "
                r"to|sign off|agree to) (?:that|this|it|these|those|the (?:plan|words|wording|date))\b|\b(?:i"
                r"|we)(?:['\u2019]m|['\u2019]re| am| are) (?:both )?in agreement\b|\b(?:you have|you['\u2019]ve) "
                r"(?:got )?(?:my|our) (?:agreement|consent|approval|support)\b|\bour (?:side|agency|service|team"
                r"|end) (?:agrees|accepts|is happy|is content)\b|\bno (?:issues?|problems?|concerns?) (?:with"
                r"|about) (?:that|this|it|these|the (?:date|plan|words|wording|extension|proposal))\b"
            ),
            (
                r"\b(?:those|these|the|his|her|their|sam['\u2019]?s) words (?:are|look|read|seem) (?:right|good"
                r"|fine|fair|well|accurate|ok)\b|\b(?:that|this|it) (?:reads|captures|says|sums|reflects) (?:well"
                r"|it|exactly|what|fairly)\b|\bi(?:['\u2019]m| am) content\b|\ball good (?:with|from|by|for) "
                r"(?:me|us)\b"
            ),
            (
                r"\b(?:no|not any|without) objections? (?:to|if)\b|\bwon['\u2019]?t (?:object|stand in the way)\b"
                r"|\braise no objection\b"
            ),
        ),
        (
            "I said that'd suit me perfectly",
            "Sams plan is ok w me",
            "Those words are spot on",
            "Wouldn't change a word",
            "I'm happy to go along with that, as I said",
            "Happy to extend.",
            "I've no objection to another few days",
            "I can sign up to that.",
            "You have my agreement.",
            "I have no issue with the date.",
            "Those words are right.",
            "That reads well and I'm content.",
        ),
        unless=("a question",),
    ),
    Wish(
        Verb.AGREE,
        "consent in a word or two",
        (
            (
                r"^(?:that['\u2019]?s |that is |all |its |it['\u2019]s |yes |yep |ok |okay |very |oh |absolutely "
                r"|totally )?(?:fine|ok|okay|k|perfect|great|good|lovely|brilliant|excellent|super|approved"
                r"|accepted|alright|all right|sure|of course|absolutely|certainly|definitely|correct|fab|grand"
                r"|gwych|iawn|right)(?: (?:thanks?|thx|ta|cheers|thank you|then|by me|with me|x|so much|great"
                r"|good|both|all|now|for now)){0,3}[\W\dxX]{0,4}$"
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
        Verb.RECEIVED,
        "that it was read",
        (
            (
                r"^(?:thanks,? |thank you,? |yes,? |all |ok,? |yep,? )?(?:got (?:it|this|that)|noted|seen"
                r"|read(?=\W{0,3}(?:$|and|this|it|thanks))|will do|received|on it|understood|acknowledged|in hand"
                r"|leave it with me|will (?:pick|look|read|deal|see|call|ring|check|file)\b)"
            ),
            (
                r"\b(?:receipt (?:is )?(?:acknowledged|confirmed)|confirm (?:safe )?receipt|(?:have|has"
                r"|['\u2019]ve) (?:now )?(?:received|read|seen|got) (?:this|it|your|that)|wedi derbyn|came "
                r"through|got through|on my list)\b"
            ),
        ),
        ("Got it, will call Daniel this afternoon", "Receipt acknowledged"),
        unless=("a question",),
    ),
)
