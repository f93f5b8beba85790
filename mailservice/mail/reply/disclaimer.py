"""The small print that organisations put below a mail, in English and Welsh. Pure."""

import re

_MAIL = r"(?:e-?mail|message|communication|transmission|correspondence|mail|electronic message)"
_DISCLAIMER = re.compile(
    r"[\W_]{0,80}(?:"
    rf"(?:privileged,? ?(?:and|/)? ?)?(?:confidentiality|confidential|disclaimer|privacy|legal|important"
    rf"|privileged)(?:(?: and|/|,) \w{{4,14}})? ?(?:notice|note|statement|warning|information|{_MAIL})?\b ?(?::"
    rf"|-|\u2013|$|[\W_]{{1,60}}$|(?=this {_MAIL}))"
    rf"|(?:the )?(?:information|contents?|views?|opinions?|material)\b.{{0,60}}\b(?:in|of|with|within"
    rf"|by) (?:this|the) {_MAIL}\b"
    rf"|this {_MAIL}(?: transmission)?(?: and| \(|,? (?:together with|including)|,? its| with| or)? ?(?:any|all"
    rf"|the|its)?\)? ?(?:files?|attachments?|attached|documents?|enclosures?|information|contents?)?.{{0,40}}"
    r"\b(?:is|are|may|contains?|has been|have been|was|were|might|does|should|and)\b.{0,90}\b(?:confidential"
    r"|privileged|intended|solely|addressee|scanned|swept|checked|virus\w*|recipient|monitor\w*|"
    r"secure|private|disclos\w+|recorded|legally|protected)\b"
    rf"|(?:if )?you (?:are not|have received) (?:the intended|this {_MAIL}) ?(?:recipient|addressee|in error)"
    rf"|if you (?:are not|have received|receive|think you have received|were not)\b.{{0,60}}\b(?:intended"
    rf"|in error|by mistake|addressee)\b"
    rf"|(?:all|any|please note(?: that)?|incoming and outgoing"
    rf"|e-?mails?)\b.{{0,60}}\b{_MAIL}s?\b.{{0,60}}\b(?:monitor\w*|recorded|freedom of information|disclos\w+"
    rf"|intercept\w*)\b"
    rf"|(?:the |any )?(?:views|opinions)(?: or (?:views|opinions))? (?:expressed|presented|stated|contained)\b"
    rf"|(?:please |think )?(?:consider the environment|(?:think )?before (?:you )?print\w*"
    rf"|do you (?:really )?need to print|save (?:paper|a tree))"
    rf"|(?:scanned|virus checked|checked|certified|delivered) by\b.{{0,60}}|click here to report this {_MAIL} as spam"
    rf"|this {_MAIL} carries a disclaimer|communications? (?:via|sent|made|through|to|from|by)\b"
    r".{0,120}\b(?:logged|monitored|recorded)\b"
    r"|nhsmail is the secure|for more information and to find out how you can switch|this email has been scanned"
    r"|(?:we|the \w+) welcomes? (?:correspondence|receiving|calls|contact|you to)\b.{0,60}\b(?:welsh|cymraeg)\b"
    r"|rydym yn croesawu\b|croesewir gohebiaeth|croesawn ohebiaeth|mae croeso i chi (?:gysylltu|ohebu)"
    r"|mae(?:['\u2019]r| yr?| unrhyw)? ?(?:e-?bost|neges|wybodaeth|cyfathrebiad|ohebiaeth)\b.{0,60}\b(?:hwn|hon"
    r"|yma|gyfrinachol|cyfrinachol|bersonol|atodiad\w*)\b"
    r"|gall(?:ai)? (?:yr |y |'r )?(?:e-?bost|neges|wybodaeth)\b.{0,60}\b(?:cyfrinachol|gyfrinachol)"
    r"|os nad (?:chi|ydych|ydyw)\b.{0,80}\b(?:derbyn\w*|dderbyn\w*|arfaethedig|bwriadwyd)|cyfrinachedd\b"
    r"|ymwadiad\b|os ydych wedi derbyn"
    r"|(?:bydd|caiff) (?:unrhyw )?(?:gohebiaeth|e-?byst|negeseuon)\b.{0,80}\b(?:monitro|oedi|cofnodi)"
    r"|this (?:e-?mail|message) (?:was|has been) (?:sent|delivered) securely\b|virus-free\b|\[?(?:avast|avg) logo"
    r"|microsoft teams (?:need help|meeting)\b|join the meeting now\b|meeting id ?:"
    r"|registered (?:office|charity|in england)\b|(?:a )?company (?:registered|limited)\b"
    r"|(?:nothing in )?this (?:email|e-mail|message)[^.]{0,40}\b(?:does not|shall not) (?:form|create|constitute)\b"
    r"|how we use your (?:personal )?(?:data|information)|(?:for (?:details|information) (?:of|on"
    r"|about) )?(?:how )?(?:the council|we|our trust|the trust) (?:will )?(?:use"
    r"|process)(?:es)? (?:your )?personal (?:data|information)"
    r")",
    re.IGNORECASE,
)
_LOOK = 400  # characters of a line looked at: a disclaimer says what it is at once


def is_disclaimer(bare: str) -> bool:
    """Tell whether small print begins with this line."""
    return bool(_DISCLAIMER.match(bare[:_LOOK]))
