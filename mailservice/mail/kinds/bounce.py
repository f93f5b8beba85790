"""Mail that could not be delivered, or not yet: whom it was for, why, and which mail of ours it was.

Start at `read_report` (RFC 3464) and `read_free_form` (what servers write in words). Both say "bounce", "delayed" or,
of a report that all went well, "read-receipt".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mailservice.cases.history.commands import Kind
from mailservice.mail.kinds import undelivered
from mailservice.mail.mime.header import Headers, first, read_block
from mailservice.mail.mime.part import Part

_REPORTS = {"message/delivery-status", "message/global-delivery-status"}
_ORIGINALS = {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}
_RECEIPTS = {"message/disposition-notification", "message/global-disposition-notification"}
_DELETED = re.compile(r"(?i);\s{0,9}deleted")
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)")
_BASIC = re.compile(r"(?<![\d.])[45]\d\d(?= |-)")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_MESSAGE_ID = re.compile(r"(?im)^[ \t>]{0,20}Message-ID:\s{0,20}(<[^<>\s]{1,990}>)")
_ANY_ID = re.compile(r"<[^<>\s]{1,990}>")
_MACHINE = re.compile(
    r"(?i)mailer[-_]daemon|mail[ -]delivery|microsoftexchange[0-9a-f]{20,}|mail router|^<?\s{0,80}>?$"
    r"|delivery[ -]?(?:status|sub-?system)|mdaemon@"
)
# Somebody may sit behind this name, and write.
_POSTMASTER = re.compile(r"(?i)postmaster@|mail-?daemon@|bounces?@")
_ANSWERED = re.compile(r"(?i)^\s{0,9}(?:re|fwd?|aw|wg|tr|sv|vs|antw|atb|odp|rif|ynt)\s?:")
_FAILED_SUBJECT = re.compile(
    r"(?i)^\W{0,20}(?:postmaster\] )?(?:undeliver(?:able|ed)|returned mail|failure notice|failed delivery|non[- ]?delivery"
    r"|e?mail delivery failure|mail delivery fail|mail could not be|mail system error|notice: mail delivery status"
    r"|delivery fail|delivery has failed|delivery status notification \(fail|delivery notification: .{0,40}fail"
    r"|message (?:not delivered|undeliverable|blocked)|address not found"
    rf"|.{{0,60}}?(?:{undelivered.FAILED}))"
)
_LATE_SUBJECT = re.compile(
    r"(?i)^\W{0,20}(?:delayed mail|delayed[: ]|message delayed|delivery (?:is )?delayed|delivery incomplete"
    r"|delivery status notification \(delay|warning: (?:message|could not send)|message delivery has been delayed"
    rf"|.{{0,60}}?(?:{undelivered.LATE}))"
)
_FAILED = re.compile(
    r"(?i)could(?: not|n't) be (?:delivered|reached)|cannot be delivered|unable to deliver|undeliverable|did not reach"
    r"|(?:was|were|has|have)(?: not|n't) (?:been )?(?:delivered|reached?) (?:to|because|some)|was rejected by"
    r"|delivery has failed|delivery to the following recipients? failed|the following address(?:\(es\)|es)? failed"
    rf"|permanent(?:ly)? (?:error|fail|fatal)|giving it up|address not found|not listed in|{undelivered.FAILED}"
)
_LATE = re.compile(
    r"(?i)has not (?:yet )?been delivered|delivery is delayed|being delayed|problem delivering your message"
    r"|still being retried|will retry|will (?:keep|continue) (?:trying|to (?:be retried|try))"
    rf"|delivery attempts will continue|do not need to (?:resend|re-send)|{undelivered.LATE}"
)
# What stands before the address that failed.
_CUE = re.compile(
    r"(?i)delivered to:?|is delayed to|reached:|because the address|to some or all|following address\S*"
    r"|recipients?(?: or groups?)?:|recipients? failed|address(?:\(es\)|es)? failed:?"
    rf"|addresses had (?:permanent|transient)|deliver (?:the following )?message to|{undelivered.CUE}"
)
_REPLY_TO = re.compile(r"(?im)^[ \t>]{0,20}(?:Reply-To|Return-Path):.{0,200}")
_ENVELOPE_ID = re.compile(r"(?im)^original-envelope-id:[ \t]{0,20}(\S{1,200})")
_NAMES_ITSELF = (
    "x-original-message-id",
    "x-google-original-message-id",
    "x-microsoft-original-message-id",
    "x-failed-message-id",
    "reply-to",
    "return-path",
    "x-original-return-path",
    "x-envelope-from",
)
_AROUND, _LONGEST, _MOST_SIGNS = 4_000, 200_000, 20


@dataclass(frozen=True)
class Bounce:
    """What a bounce or a notice of delay tells: whom it could not reach, why (RFC 3463), and which mail it was.

    `signs` are the other fields of the returned mail that may name it, where its Message-ID was lost or written anew.
    """

    address: str = ""
    status: str = ""
    message_id: str = ""
    why: str = ""
    envelope_id: str = ""
    signs: tuple[str, ...] = ()


def read_report(headers: Headers, parts: Iterable[Part]) -> tuple[Kind, Bounce, str] | None:
    """Read a delivery report (RFC 3464): its kind, its facts, and the evidence; None where there is none."""
    parts = list(parts)
    report = next((part for part in parts if part.type in _REPORTS), None)
    if report is None:
        return None
    groups = _groups(report.content()[0])
    worst = max(groups, key=_weight, default={})
    action = first(worst, "action").lower().split(" ")[0]
    status = _status(first(worst, "status"), first(worst, "diagnostic-code"))
    failed = action == "failed" or (not action and status.startswith("5"))
    late = action == "delayed" or (not action and status.startswith("4"))
    kind: Kind = "bounce" if failed else "delayed" if late else "read-receipt" if action else "bounce"
    bounce = Bounce(
        address=_report_address(worst),
        status=status,
        message_id=_original(parts) or _answered(headers),
        why=" ".join(first(worst, "diagnostic-code").partition(";")[2].split())[:500],
        envelope_id=_envelope_id(report.content()[0]),
        signs=_signs(parts),
    )
    return kind, bounce, f"a delivery report (RFC 3464) says {action or 'no action'} {status}".rstrip()


def read_deleted(parts: Iterable[Part]) -> Bounce | None:
    """Read of a receipt (RFC 8098) that a mail was deleted unread; None where it was displayed, or nothing says so."""
    part = next((one for one in parts if one.type in _RECEIPTS), None)
    if part is None:
        return None
    block = read_block(data := part.content()[0][: _AROUND * 5], 0, len(data)).headers
    if not _DELETED.search(first(block, "disposition")):
        return None
    original = _ANY_ID.search(first(block, "original-message-id"))
    return Bounce(message_id=original[0] if original else "", why="deleted unread")


def _groups(data: bytes) -> list[Headers]:
    """Give the groups of fields that name a recipient; a report has one for each, after one for the mail itself."""
    data = data.replace(b"\r\n", b"\n")[: _AROUND * 50]
    blocks = [read_block(piece + b"\n", 0, len(piece) + 1).headers for piece in re.split(rb"\n[ \t]*\n", data)[:1000]]
    return [
        block for block in blocks if "final-recipient" in block or "original-recipient" in block or "action" in block
    ]


def _weight(group: Headers) -> int:
    return {"failed": 2, "delayed": 1}.get(first(group, "action").lower(), 0)


def _report_address(group: Headers) -> str:
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        match = _ADDRESS.search(first(group, name).partition(";")[2] or first(group, name))
        if match:
            return match[0]
    return ""


def _status(written: str, diagnosis: str) -> str:
    """Give the status of the report, unless it is a mere 5.0.0 and the other server said more."""
    status, said = _STATUS.search(written), _STATUS.search(diagnosis)
    if status and not (status[0].endswith(".0.0") and said and said[0][0] == status[0][0]):
        return status[0]
    return said[0] if said else ""


def _envelope_id(data: bytes) -> str:
    """Give what was asked for as envelope id, from the fields of the mail itself (RFC 3464 section 2.2.1)."""
    found = _ENVELOPE_ID.search(data[: _AROUND * 5].decode("ascii", "replace"))
    return found[1] if found else ""


def _signs(parts: Iterable[Part]) -> tuple[str, ...]:
    """Give the fields of a returned mail that name it alone, and not its thread: where answers and bounces of it go."""
    blocks = (
        read_block(data, 0, len(data)).headers
        for part in parts
        if part.type in _ORIGINALS or part.type == "text/plain"
        for data in (part.content()[0][: _AROUND * 10],)
    )
    return tuple(value for block in blocks for name in _NAMES_ITSELF for value in block.get(name, ()))[:_MOST_SIGNS]


def _original(parts: Iterable[Part]) -> str:
    for part in parts:
        if part.type in _ORIGINALS:
            data = part.content()[0]
            match = _ANY_ID.search(first(read_block(data, 0, len(data)).headers, "message-id"))
            if match:
                return match[0]
    return ""


def read_free_form(headers: Headers, subject: str, text: str, parts: Iterable[Part]) -> tuple[Kind, Bounce, str] | None:
    """Read a bounce in a server's own words; None where no machine sent it, or what it says is something else."""
    failed_to = first(headers, "x-failed-recipients")
    shaped = not _ANSWERED.match(subject) and bool(_FAILED_SUBJECT.match(subject) or _LATE_SUBJECT.match(subject))
    if not failed_to and not _from_machine(headers) and not (shaped and (_null_path(headers) or _postmaster(headers))):
        return None
    head = text[:_AROUND]
    late = bool(_LATE_SUBJECT.match(subject)) or (not _FAILED_SUBJECT.match(subject) and bool(_LATE.search(head)))
    failed = bool(failed_to or _FAILED_SUBJECT.match(subject) or _FAILED.search(head))
    if not late and not failed:
        return None
    report, _, returned = _cut(text)
    address = _ADDRESS.search(failed_to) or _named(report[:_AROUND], _not_meant(headers))
    match = _MESSAGE_ID.search(returned) or _MESSAGE_ID.search(text)
    bounce = Bounce(
        address=address[0] if address else "",
        status=_status(report[:_AROUND], ""),
        message_id=_original(parts) or (match[1] if match else _answered(headers)),
        why=_reason(report[:_AROUND]),
        signs=(*_signs(parts), *(match[0] for match in _REPLY_TO.finditer(returned[: _AROUND * 5])))[:_MOST_SIGNS],
    )
    return ("delayed" if late else "bounce"), bounce, "a mail server says so in words"


def _from_machine(headers: Headers) -> bool:
    marked = _null_path(headers) or first(headers, "auto-submitted").lower().startswith("auto-")
    return (
        bool(_MACHINE.search(first(headers, "from")))
        or "x-ms-exchange-message-is-ndr" in headers
        or (marked and _postmaster(headers))
    )


def _postmaster(headers: Headers) -> bool:
    """Tell whether the name is a server's, behind which a person may write too: its subject must be a server's as well."""
    return bool(_POSTMASTER.search(first(headers, "from")))


def _null_path(headers: Headers) -> bool:
    """Tell whether answers go nowhere (RFC 5321 section 4.5.5); alone no proof, since relays do so to people's mail too."""
    return any(value.strip() == "<>" for value in headers.get("return-path", ()))


def _cut(text: str) -> tuple[str, str, str]:
    """Part the server's words from the copy of our mail under them."""
    match = re.search(
        r"(?im)^[ \t>]{0,20}--.{0,60}?(?:this is a copy|original message|below this line|message headers"
        rf"|returned message|{undelivered.BELOW})"
        rf"|^(?:original message (?:headers|details)|received: |return-path: |(?:{undelivered.BELOW}).{{0,40}}:$)",
        text[:_LONGEST],
    )
    return (text[: match.start()], match[0], text[match.start() :]) if match else (text, "", "")


def _named(report: str, others: str) -> re.Match[str] | None:
    """Find the address after a cue, else the first; the server's own and ours are not the one that failed."""
    cue = _CUE.search(report)
    for start in (cue.end(), 0) if cue else (0,):
        found = next((one for one in _ADDRESS.finditer(report, start) if one[0].lower() not in others), None)
        if found:
            return found
    return None


def _not_meant(headers: Headers) -> str:
    return " ".join(first(headers, name) for name in ("from", "to", "reply-to", "sender")).lower()


def _answered(headers: Headers) -> str:
    found = _ANY_ID.findall(first(headers, "in-reply-to")) or _ANY_ID.findall(first(headers, "references"))[-1:]
    return found[0] if found else ""


def _reason(report: str) -> str:
    """Give the line that carries a reply code of the other server, else nothing."""
    for line in report.split("\n"):
        if _STATUS.search(line) or _BASIC.search(line):
            return " ".join(line.split())[:500]
    return ""
