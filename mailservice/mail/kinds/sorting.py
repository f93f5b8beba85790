"""What a mail is: a person's message, or one of the kinds that machines send, and the evidence. Start at `classify`.

A mark that a person's mail may carry too (a list's header, a bulk mark, "auto-generated") never decides alone: with words in
the mail it is `unclear`, which is held and shown. Whether it may be answered is another question: `must_not_be_answered`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mailservice.cases.history.commands import Kind
from mailservice.mail.kinds.absence import Absence, is_absence, read_absence
from mailservice.mail.kinds.bounce import Bounce, read_deleted, read_free_form, read_report
from mailservice.mail.kinds.plain_absence import says_only_absence
from mailservice.mail.kinds.quoted import above
from mailservice.mail.kinds.reaction import PART, why_reaction
from mailservice.mail.mime.addresses import Address, read_addresses
from mailservice.mail.mime.body import Body
from mailservice.mail.mime.encrypted import is_code, why_encrypted
from mailservice.mail.mime.header import Headers, first

_REPLY_HEADERS = (
    "x-autoreply", "x-auto-reply", "x-autoreply-from", "x-mail-autoreply", "x-autorespond", "x-autoresponder",
    "x-vacation", "x-fc-machinegenerated", "x-auto-response-from", "x-zimbra-vacation",
)  # fmt: skip
_ELSEWHERE = (
    r"réponse automatique|automatische antwort|abwesenheit\w{0,6}|respuesta automática|risposta automatica"
    r"|automatisch antwoord|odpowiedź automatyczna|resposta automática|autosvar|automati(?:skt|sk) svar|răspuns automat"
)
_REPLY_SUBJECT = re.compile(
    r"(?i)^\W{0,20}(?:auto: |automatic reply|automated reply|auto[- ]?reply|auto[- ]?response"
    r"|autom(?:atic|ated) (?:e-?mail )?response|out[- ]of[- ](?:the )?office|vacation(?: reply)?:"
    r"|away from (?:the )?office:|(?:ymateb|ateb|neges) awtomatig|allan o['\u2019]?r swyddfa"
    rf"|{_ELSEWHERE})"
)
# Of a mail that nothing else marks: only as programs write it, with what it answers after a colon.
_BARE_REPLY_SUBJECT = re.compile(
    r"(?i)^\W{0,20}(?:automatic reply|auto[- ]?reply|out of (?:the )?office(?: auto[- ]?reply)?|ymateb awtomatig"
    rf"|{_ELSEWHERE})\s{{0,9}}[:/]"
)
_REPLIES = re.compile(r"(?i)^\s{0,9}(?:re|aw|sv|vs|antw|atb|odp|r|res|ynt)\s?:")
_RECEIPT_SUBJECT = re.compile(r"(?i)^(?:read|not read|read receipt|return receipt(?: \(displayed\))?|darllenwyd): ")
_NOT_READ = re.compile(r"(?i)^(?:not read|deleted|heb ei (?:ei )?darllen): ")
_ROBOT = re.compile(
    r"(?i)^(?:(?:no|do)[._-]?(?:not?)?[._-]?reply[^@]{0,30}"
    r"|(?:notifications?|alerts?|automailer|system|mailer|robot|auto)(?:[._+-][^@]{0,20})?)@"
)
_DESK = re.compile(
    r"(?i)^(?:(?:it[._-]?|ict)?(?:service|help|support)[._-]?(?:desk\S*|now|centre|team)?|it|ict|ithelp|tickets?|jira"
    r"|casework\.?system)@"
)
_DESK_HEADERS = (
    "x-servicenow", "x-zendesk", "x-fd-", "x-freshdesk", "x-freshservice", "x-otrs", "rt-ticket", "x-rt-", "x-jira", "x-zammad",
    "x-osticket", "x-topdesk", "x-manageengine", "x-halo", "x-helpscout", "x-hornbill",
)  # fmt: skip
_DESK_NUMBER = re.compile(
    r"(?i)\b(?:INC|REQ|RITM|SR|CHG|TASK|CS|IR|HD|F)-?\d{5,}\b|\[[^\]]{0,30}#\s?\d{3,}\]|##\w{0,4}-?\d{3,}##"
    r"|\bticket ?(?:id|no\.?|number|ref\w*)?[ :#-]{1,3}\d{3,}"
)
_DESK_WORDS = re.compile(
    r"(?i)\b(?:request|ticket|call|incident|enquiry|query|e-?mail|case|job)\b[^.\n]{0,60}"
    r"\b(?:has been|was|have been|is now) (?:\w+ )?"
    r"(?:logged|received|created|raised|assigned|registered|closed|updated|resolved|allocated|opened)\b"
    r"|\byour (?:ticket|reference|incident) (?:number|id|ref\w*) is\b"
)
_CAMPAIGN = (
    "list-unsubscribe-post",
    "feedback-id",
    "x-campaign",
    "x-mc-user",
    "x-csa-complaints",
    "x-govdelivery",
    "x-mailer-recptid",
    "x-report-abuse",
)
_TOKEN = re.compile(r"[a-z-]+")
_TOP = 400
_PERSON_ANSWERS = {"REQUEST", "REPLY", "CANCEL", "COUNTER", "DECLINECOUNTER", "REFRESH", "ADD"}
_METHOD = re.compile(rb"(?im)^METHOD:([A-Z]{3,20})\s*$")


@dataclass(frozen=True)
class Seen:
    """What the rules look at: the mail's own headers and parts, its text, and who sent it when."""

    headers: Headers
    body: Body
    subject: str
    sender: Address
    sent: datetime | None

    def has(self, prefixes: Sequence[str]) -> str:
        """Give the first header whose name begins like one of these, '' where there is none."""
        return next((name for name in self.headers if name.startswith(tuple(prefixes))), "")


@dataclass(frozen=True)
class Verdict:
    """The kind of a mail, why, and what the kind itself tells."""

    kind: Kind
    evidence: tuple[str, ...]
    bounce: Bounce | None = None
    absence: Absence | None = None


def classify(seen: Seen) -> Verdict:
    """Tell the kind by the first rule that holds; what none of them holds for is a person's message."""
    for rule in (
        _delivery,
        _reaction,
        _receipt,
        _calendar,
        _encrypted,
        _away,
        _desk,
        _answer,
        _newsletter,
        _plainly_away,
        _marked,
    ):
        verdict = rule(seen)
        if verdict is not None:
            return verdict
    return Verdict("message", ("nothing says that a machine wrote it",))


def must_not_be_answered(seen: Seen, kind: Kind) -> bool:
    """Tell whether RFC 3834 (section 2) or the sender forbids an automatic answer."""
    suppressed = first(seen.headers, "x-auto-response-suppress").lower()
    return (
        kind in {"auto-reply", "out-of-office", "bounce", "delayed", "read-receipt", "ticket-robot", "list"}
        or bool(_auto_submitted(seen.headers))
        or "<>" in {value.strip() for value in seen.headers.get("return-path", ())}
        or _precedence(seen.headers) in {"bulk", "junk", "auto_reply"}
        or bool({"all", "autoreply"} & set(re.split(r"[,\s]+", suppressed)))
        or bool(_ROBOT.match(seen.sender.address))
        or not seen.sender.address
    )


def _auto_submitted(headers: Headers) -> str:
    match = _TOKEN.match(first(headers, "auto-submitted").lower())
    return "" if match is None or match[0] == "no" else match[0]


def _precedence(headers: Headers) -> str:
    return (first(headers, "precedence") or first(headers, "preference")).strip().lower()


def _delivery(seen: Seen) -> Verdict | None:
    found = read_report(seen.headers, seen.body.parts) or read_free_form(
        seen.headers, seen.subject, seen.body.text, seen.body.parts
    )
    return Verdict(found[0], (found[2],), bounce=found[1] if found[0] != "read-receipt" else None) if found else None


def _receipt(seen: Seen) -> Verdict | None:
    types = {part.type for part in seen.body.parts}
    if types & {"message/disposition-notification", "message/global-disposition-notification"}:
        return Verdict("read-receipt", ("a disposition notification (RFC 8098)",), bounce=read_deleted(seen.body.parts))
    if "message/feedback-report" in types:
        return Verdict("auto-reply", ("a feedback report (RFC 5965)",))
    if _RECEIPT_SUBJECT.match(seen.subject) and (_auto_submitted(seen.headers) or "application/ms-tnef" in types):
        unread = Bounce(why="deleted unread") if _NOT_READ.match(seen.subject) else None
        return Verdict("read-receipt", ("the subject of a read receipt, and no person wrote it",), bounce=unread)
    return None


def _reaction(seen: Seen) -> Verdict | None:
    """Tell a person's click from their words; where a machine marks it as its own, nobody is to be answered."""
    if any(not one.content_type.startswith("image/") and one.content_type != PART for one in seen.body.attachments):
        return None
    why = why_reaction(seen.body.text, seen.sender, {part.type for part in seen.body.parts})
    if not why:
        return None
    return Verdict("auto-reply" if must_not_be_answered(seen, "reaction") else "reaction", (why,))


def _calendar(seen: Seen) -> Verdict | None:
    for part in seen.body.parts:
        if part.type != "text/calendar":
            continue
        match = _METHOD.search(part.content()[0][:4096].replace(b"\r\n", b"\n"))
        method = (part.parameters.get("method") or (match[1].decode() if match else "")).upper()
        if method in _PERSON_ANSWERS and (part.disposition != "attachment" or not seen.body.text):
            return Verdict("calendar", (f"a calendar part with the method {method} (RFC 5546)",))
    if first(seen.headers, "content-class").lower() == "urn:content-classes:calendarmessage":
        return Verdict("calendar", ("its content class is that of a calendar message",))
    return None


def _encrypted(seen: Seen) -> Verdict | None:
    why = "" if _answers_itself(seen) else why_encrypted(seen.headers, seen.body)
    return Verdict("encrypted", (why,)) if why else None


def _answers_itself(seen: Seen) -> str:
    """Say what marks the mail as an automatic answer, '' where nothing does."""
    value = _auto_submitted(seen.headers)
    if value.startswith("auto-replied"):
        return "Auto-Submitted: auto-replied (RFC 3834)"
    if name := seen.has(_REPLY_HEADERS):
        return f"the header {name}"
    if _precedence(seen.headers) == "auto_reply":
        return "Precedence: auto_reply"
    marked = bool(value) or _suppressed(seen)
    bare = not marked and _BARE_REPLY_SUBJECT.match(seen.subject) and is_absence(seen.body.text)
    if (marked and _REPLY_SUBJECT.match(seen.subject)) or bare:
        return "the subject of an automatic reply"
    return ""


def _suppressed(seen: Seen) -> bool:
    return "x-auto-response-suppress" in seen.headers or first(seen.headers, "return-path").strip() == "<>"


def _away(seen: Seen) -> Verdict | None:
    why = _answers_itself(seen)
    words = f"{seen.subject}\n{seen.body.text}"
    if not why or not is_absence(words) or _DESK_NUMBER.search(seen.subject):
        return None
    return Verdict("out-of-office", (why, "words of absence"), absence=_absence(seen))


def _absence(seen: Seen) -> Absence:
    """Read who stands in, and until when, above the quote: our own letter below it names us, and days of its own."""
    own = "\n".join(above(seen.body.text)) or seen.body.text
    return read_absence(own, seen.sent, seen.sender)


def _plainly_away(seen: Seen) -> Verdict | None:
    """Tell a notice that nothing marks: an answer to one reader, which says nothing but that its writer is away."""
    if not _answers_one(seen) or seen.body.attachments or not says_only_absence(seen.body.text, seen.sender):
        return None
    return Verdict("out-of-office", ("its words say nothing but that its writer is away",), absence=_absence(seen))


def _answers_one(seen: Seen) -> bool:
    """Tell whether it answers a mail, and goes to its sender alone: who writes to others as well is a person."""
    thread = "in-reply-to" in seen.headers or "references" in seen.headers
    answers = _REPLIES.match(seen.subject) or (thread and is_absence(seen.subject))
    readers = [one for name in ("to", "cc") for value in seen.headers.get(name, ()) for one in read_addresses(value)]
    return bool(answers) and len(readers) <= 1


def _desk(seen: Seen) -> Verdict | None:
    header = seen.has(_DESK_HEADERS)
    machine = bool(
        _auto_submitted(seen.headers) or _DESK.match(seen.sender.address) or _ROBOT.match(seen.sender.address)
    )
    if not header and not machine:
        return None
    words = f"{seen.subject}\n{seen.body.text[:3000]}"
    numbered, template = bool(_DESK_NUMBER.search(words)), bool(_DESK_WORDS.search(words))
    if template and (header or (numbered and machine)):
        return Verdict(
            "ticket-robot", (f"the header {header}" if header else "a ticket number", "the words of a service desk")
        )
    if "reply above this line" in words[:_TOP]:
        return Verdict("unclear", ("sent through a service desk", "and the words may be a person's"))
    if header and machine and numbered and _DESK.match(seen.sender.address):
        return Verdict("ticket-robot", (f"the header {header}", "a service desk's address"))
    return None


def _answer(seen: Seen) -> Verdict | None:
    why = _answers_itself(seen)
    if not why and _ROBOT.match(seen.sender.address) and _auto_submitted(seen.headers):
        why = "generated by a machine, and sent from an address that reads no answers"
    return Verdict("auto-reply", (why,)) if why else None


def _newsletter(seen: Seen) -> Verdict | None:
    if first(seen.headers, "x-list-administrivia").lower() == "yes":
        return Verdict("list", ("mail about a list itself",))
    if "list-unsubscribe" not in seen.headers:
        return None
    robot, discussed = _ROBOT.match(seen.sender.address), "list-post" in seen.headers
    campaign, bulk = seen.has(_CAMPAIGN), _precedence(seen.headers) in {"bulk", "junk"}
    if robot or (not discussed and (campaign or bulk)):
        why = f"the header {campaign}" if campaign else "nobody reads answers to it" if robot else "it was sent in bulk"
        return Verdict("list", ("it offers to unsubscribe", why))
    return None


def _marked(seen: Seen) -> Verdict | None:
    """Hold what carries one machine's mark and a person's words, or none at all."""
    value, precedence = _auto_submitted(seen.headers), _precedence(seen.headers)
    if value:
        why = f"Auto-Submitted: {value[:40]}"
    elif precedence in {"bulk", "junk"} and "list-post" not in seen.headers:
        why = f"Precedence: {precedence}"
    elif seen.subject.startswith("Recall: ") and "would like to recall the message" in seen.body.text[:500]:
        why = "Outlook asks to take a mail back"
    elif _ROBOT.match(seen.sender.address):
        why = "sent from an address that reads no answers"
    elif first(seen.headers, "return-path").strip() == "<>":
        why = "an empty return path"
    elif is_code(seen.body.text):
        why = "a code by which somebody opens a secure message"
    else:
        return None
    return Verdict("unclear", (why, "and nothing else says that a machine wrote it"))
