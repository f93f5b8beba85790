"""What a mail server's answer to a letter of ours means: whose fault it is, and what happens. Pure.

Start at `whose`. The rows of `TABLE` are tried in order, and the first that holds decides; docs/replies.md shows them. A basic
code is RFC 5321's (section 4.2), an enhanced one RFC 3463's, both as registered under RFC 5248.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Step = Literal["greeting", "login", "MAIL", "RCPT", "DATA", "report"]
"""Where the answer was given: at each step of our own server's session, or in a report that came back (RFC 3464)."""
Fault = Literal["later", "us", "reader", "letter"]
STEPS: tuple[Step, ...] = ("greeting", "login", "MAIL", "RCPT", "DATA", "report")
FOLLOWS: Mapping[Fault, str] = {
    "later": "the letter rests and is tried again, with growing rests; whoever must know is told before its date",
    "us": "nothing is wrong with reader or letter: at our server it waits, and the office is alarmed once; "
    "in a report, the office telephones, and the reader's address stays good",
    "reader": "the office is alarmed in the same sweep, and the reader's next address, or who stands in, is written to",
    "letter": "this letter can never go: the office telephones its reader; their address stays good. Where a file of it "
    "is minded, a record, the figures and the page for the child's file go once more with their PDF or sheet alone",
}

_RENEW = "Renew the mailbox's password or sign-in for sending, and put it into the settings."
_ALLOW = "Allow our mailbox to send from its own address (send as), and lift any block on it."
_LIFT = (
    "Ask who keeps the block to lift it: your provider's list of restricted senders, or the list that the answer names."
)
_LIMIT = "Raise our mailbox's sending limit, or ask the provider when it ends."
_SETTINGS = "Compare the server, port and encryption in the settings with what the provider asks for."
_CERTIFICATE = (
    "Renew the mail server's certificate, or name in the settings the authority that made it (mailservice doctor)."
)

_SENDER = (
    r"sender (?:address |e-?mail |domain )?(?:was |is )?(?:rejected|denied|blocked|refused|not allowed|verify failed)"
    r"|sendasdenied|not allowed to send as|permissions? to send as|not (?:permitted|authori[sz]ed|allowed) to (?:send|relay)"
    r"|relay(?:ing)? (?:access )?(?:denied|not permitted|not allowed|prohibited)|unable to relay|bad outbound sender"
)
_LIMITED = (
    r"(?:sending|daily|hourly|outbound|submission|recipient rate) ?(?:user |message |mail )?(?:sending )?(?:limit|quota)"
    r"|rate limit|too many (?:messages|mails|e-?mails|connections)|exceeded.{0,40}\b(?:sending|per (?:day|hour))"
)
_NOBODY = (
    r"(?:user|recipient|mailbox|account|address|addressee|domain)(?: \S{1,80}){0,4}? (?:is |was )?(?:unknown|not found|not known"
    r"|does not exist|doesn't exist|unavailable|disabled|inactive|suspended|expired|invalid|not listed|could not be found)"
    r"|(?:unknown|invalid|no such|not a valid|no valid) (?:user|recipient|mailbox|account|address|person|domain|local)"
    r"|not our customer|no mailbox here|recipnotfound|recipientnotfound|does not have an? .{0,40}account"
    r"|mailbox (?:is |size )?(?:full|limit)|over ?quota|quota exceeded|exceeded (?:storage|its quota|mailbox)"
    r"|insufficient (?:disk|storage)|out of storage"
)
_BLOCKED = (
    r"\bblocked\b|\b(?:black|block|deny)[ -]?list|spamhaus|\bdnsbl\b|\brbl\b|reputation|\bspam\b|\bspf\b|\bdkim\b|\bdmarc\b"
    r"|reverse dns|\bptr\b|listed (?:by|in|on|at)|\bbanned\b|authenticat"
    r"|policy (?:reasons|violation|rejection)|unsolicited|bulk mail"
)
_INSIDE = (
    r"restrictedtorecipients|resolver\.rst\.|only (?:accepts|internal|members|authenticated)"
    r"|(?:sender|senders) (?:is |are )?not (?:in|on) .{0,30}allowed"
    r"|senderauthenticationrequired|not allowed to send (?:to|messages to) (?:this|the) (?:group|recipient|mailbox|list)"
)
# A letter of so many octets every server has to take (RFC 5321 section 4.5.3.1.7): a limit below that is a wrong setting.
TAKEN_BY_ALL = 65_536
# What is attached is of a type that a gateway takes from nobody.
_FILES = (
    r"(?:attach(?:ment|ed)|file ?(?:type|name|extension)|extension)\w{0,2}\b.{0,60}?\b(?:not (?:allowed|permitted|accepted)|"
    r"unaccept\w{1,6}|block(?:ed|s)?|prohibited|forbidden|banned|illegal|restricted|dangerous|do not accept|rejected|denied)"
    r"|(?:illegal|forbidden|prohibited|blocked|banned|dangerous|unacceptable|disallowed) (?:\w{1,15} ){0,2}"
    r"(?:attachment|file|extension)|potential\b.{0,15}? security issue|\bbanned:|banned (?:content|name)"
)
_SIZE = r"too (?:large|big|long)|message (?:size|length)|size (?:limit|exceed)|exceeds .{0,30}(?:size|limit)"


@dataclass(frozen=True)
class Row:
    """One kind of answer. `code` and `status` are whole patterns, `says` is sought in its words; an empty one asks nothing.

    `remedy` is what an administrator does where the fault is ours, `example` an answer as a server gives it; `of_size`: it says
    that the letter is too large, `of_files`: that it brings a file of a type that is not taken.
    """

    steps: str
    fault: Fault
    code: str = ""
    status: str = ""
    says: str = ""
    remedy: str = ""
    source: str = "RFC 5321 4.2"
    example: str = ""
    of_size: bool = False
    of_files: bool = False

    @cached_property
    def _words(self) -> "re.Pattern[str]":
        return re.compile(self.says, re.IGNORECASE)

    def holds(self, step: Step, code: str, status: str, said: str) -> bool:
        """Tell whether an answer is of this kind."""
        return (
            step in self.steps.split()
            and bool(not self.code or re.fullmatch(self.code, code))
            and bool(not self.status or re.fullmatch(self.status, status))
            and bool(not self.says or self._words.search(said))
        )


_VAGUE = r"|5\.\d{1,3}\.0"
TABLE = (
    Row("greeting login MAIL RCPT DATA", "later", code="4..", example="451 4.7.1 Greylisted, try again in 5 minutes"),
    Row("greeting", "us", remedy=_LIFT, source="RFC 7504", example="554 5.7.1 No SMTP service for your address here"),
    Row(
        "login",
        "us",
        says=r"\bcertificate of\b",
        remedy=_CERTIFICATE,
        source="ours: RFC 5280 6",
        example="the certificate of mail.nscp.example has expired",
    ),
    Row(
        "login",
        "us",
        says=r"takes no password from us|no encrypted connection",
        remedy=_SETTINGS,
        source="ours: RFC 3207 4",
        example="mail.nscp.example takes no password from us",
    ),
    Row("login", "us", remedy=_RENEW, source="RFC 4954 6", example="535 5.7.139 Authentication unsuccessful"),
    Row(
        "MAIL",
        "letter",
        code="552|523|",
        status=r"5\.3\.4|5\.2\.3|5\.7\.10|5\.6\.\d|",
        says=_SIZE,
        source="RFC 1870 6.1",
        example="552 5.3.4 Message size exceeds fixed limit",
        of_size=True,
    ),
    Row(
        "MAIL RCPT DATA",
        "us",
        code="530|534|535|538|525|524",
        remedy=_RENEW,
        source="RFC 4954 6",
        example="530 5.7.57 Client not authenticated to send mail",
    ),
    Row(
        "MAIL RCPT DATA report",
        "us",
        says=_LIMITED,
        remedy=_LIMIT,
        source="as providers say it",
        example="550 5.4.5 Daily user sending limit exceeded",
    ),
    Row("MAIL RCPT DATA", "us", code="50[0-4]|555", remedy=_SETTINGS, example="503 5.5.1 Bad sequence of commands"),
    Row(
        "MAIL",
        "us",
        remedy=_ALLOW,
        source="RFC 5321 4.2, 3.3",
        example="550 5.7.60 SendAsDenied; not allowed to send as this sender",
    ),
    Row(
        "DATA report",
        "letter",
        says=r"messagesubmissionexceeded|maxsubmissionexceeded",
        source="Exchange, where a letter is handed in",
        example="554 5.2.0 STOREDRV.Submission.Exception:MessageSubmissionExceededException",
    ),
    Row(
        "DATA report",
        "us",
        says=r"storedrv\.(?:client)?submi",
        remedy=_ALLOW,
        source="Exchange, where a letter is handed in",
        example="554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException",
    ),
    Row(
        "RCPT DATA report",
        "reader",
        status=r"5\.7\.(?:12|124|129|13[3-6]|193)",
        source="Exchange Online",
        example="550 5.7.133 Sender not authenticated for group",
    ),
    Row(
        "RCPT DATA report",
        "reader",
        says=_INSIDE,
        source="Exchange",
        example="550 5.7.1 RESOLVER.RST.RestrictedToRecipients",
    ),
    Row(
        "RCPT DATA report",
        "reader",
        status=r"5\.7\.1[78]",
        source="RFC 7293",
        example="550 5.7.17 Mailbox owner has changed",
    ),
    Row(
        "RCPT DATA report",
        "us",
        status=r"5\.1\.[78]",
        remedy=_ALLOW,
        source="RFC 3463 3.2",
        example="550 5.1.8 Access denied, bad outbound sender",
    ),
    Row(
        "RCPT DATA report",
        "us",
        says=_SENDER,
        remedy=_ALLOW,
        source="as servers say it",
        example="554 5.7.1 Relay access denied",
    ),
    Row("RCPT DATA report", "reader", says=_NOBODY, source="as servers say it", example="550 5.7.1 User unknown"),
    Row(
        "RCPT DATA report",
        "letter",
        status=r"5\.3\.4|5\.2\.3",
        source="RFC 3463 3.3, 3.4",
        example="552 5.3.4 Message too big",
        of_size=True,
    ),
    Row(
        "RCPT DATA report",
        "letter",
        code="552|",
        status=f"{_VAGUE}|5\\.[57]\\.\\d{{1,3}}",
        says=_SIZE,
        source="RFC 1870 6.2",
        example="552 Message size exceeds maximum",
        of_size=True,
    ),
    Row(
        "DATA report",
        "letter",
        says=_FILES,
        source="as gateways say it",
        example="552 5.7.0 Our system detected an illegal attachment on your message",
        of_files=True,
    ),
    Row(
        "RCPT DATA report",
        "letter",
        status=r"5\.6\.\d{1,3}",
        source="RFC 3463 3.7",
        example="554 5.6.0 Invalid message content",
    ),
    Row(
        "RCPT DATA report",
        "us",
        status=r"5\.7\.\d{1,3}",
        remedy=_LIFT,
        source="RFC 3463 3.8",
        example="550 5.7.1 Service unavailable; client host blocked",
    ),
    Row(
        "RCPT DATA report",
        "us",
        status=_VAGUE,
        says=_BLOCKED,
        remedy=_LIFT,
        source="as servers say it",
        example="554 Your address is listed by a block list",
    ),
    Row(
        "RCPT DATA report",
        "reader",
        status=r"5\.[124]\.\d{1,3}",
        source="RFC 3463 3.2, 3.3, 3.5",
        example="550 5.1.1 No such user here",
    ),
    Row("DATA", "letter", code="552", example="552 Requested mail action aborted", of_size=True),
    Row(
        "RCPT DATA",
        "us",
        status=r"5\.[35]\.\d{1,3}",
        remedy=_SETTINGS,
        source="RFC 3463 3.4, 3.6",
        example="554 5.3.5 System incorrectly configured",
    ),
    Row("RCPT", "reader", code="5..", example="550 Requested action not taken"),
    Row("DATA", "us", remedy=_LIFT, example="554 Transaction failed"),
    Row("report", "reader", source="RFC 3464 2.3", example="5.0.0 and no words; 4.4.7 after days of trying"),
)
_ENHANCED = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)")
_BASIC = re.compile(r"(?<![\d.])[45]\d\d(?= |-|$)")
_LONGEST = 2_000


@dataclass(frozen=True)
class Answer:
    """What an answer means; `remedy` is for an administrator, "" where none is needed; `of_files`: it minds what is attached."""

    fault: Fault
    remedy: str = ""
    of_files: bool = False


def kept(step: Step, said: str) -> str:
    """Write down why a letter waits where our server refuses us, so that it can be read back."""
    return f"us {step} {said}"


def read_back(why: str) -> tuple[Step | None, str]:
    """Return the step at which our server refused us, and its words; no step where a letter waits for anything else."""
    us, step, said = (*why.split(" ", 2), "", "")[:3]
    at = next((one for one in STEPS if one == step), None) if us == "us" else None
    return at, said if at else why


def plainly(why: str) -> str:
    """Say why a letter waits, to whoever runs the service: what our server answered, and what to do about it."""
    step, said = read_back(why)
    return f"the mail server refuses us: {said.rstrip('.')}. {whose(step, said).remedy}".strip() if step else why


def whose(step: Step, said: str, status: str = "", octets: int = TAKEN_BY_ALL + 1) -> Answer:
    """Tell whose fault an answer is, from where it was given, its words with any codes, and a status beside it (RFC 3463).

    `octets` is how large the letter was: one that every server has to take is not at fault for its size.
    """
    said = " ".join(said[:_LONGEST].split())
    found, basic = _ENHANCED.search(said), _BASIC.search(said)
    inside = found[0] if found else ""
    status = inside if not status or (status.endswith(".0.0") and inside) else status
    status = re.sub(r"^4", "5", status) if step == "report" else status
    code = basic[0] if basic else ""
    row = next(one for one in TABLE if one.holds(step, code, status, said))
    return Answer("later") if row.of_size and octets <= TAKEN_BY_ALL else Answer(row.fault, row.remedy, row.of_files)


def as_markdown() -> str:
    """Return the table as docs/replies.md shows it."""
    lines = ["| Where | Code | Status | Words | Whose | Example | Source |", "|---|---|---|---|---|---|---|"]
    for one in TABLE:
        where = one.steps.replace("report", "a report")
        code, status = (pattern.replace("|", " or ").replace("\\", "") for pattern in (one.code, one.status))
        lines.append(
            f"| {where} | {code} | {status} | {'yes' if one.says else ''} | {one.fault} | {one.example} | {one.source} |"
        )
    return "\n".join([*lines, "", *(f"- **{fault}**: {what}." for fault, what in FOLLOWS.items())])
