"""Bounces, delays and receipts as mail servers send them, rewritten about a letter of ours to Joy Okafor.

The shapes are those of real servers; the first half was written before the reading was looked at again, the second half came
afterwards and was measured as it came (`test_reports`).
"""

from dataclasses import dataclass

DESK, KEY, LETTER = "escalate@nscp.example", b"k" * 32, "letterabcdef"
JOY = "joy.okafor@nenevalley.example"


@dataclass(frozen=True)
class Report:
    """What a server sent: its heads, its words, the fields of a report, and how it returned our letter ("" if not at all).

    `tells` and `fault` are what a person reads from it.
    """

    name: str
    heads: str
    words: str
    fields: str = ""
    returned: str = "message/rfc822"
    tells: str = "bounce"
    fault: str = "reader"

    def raw(self, to: str, message_id: str) -> bytes:
        """Return the mail as it comes to an address of ours, about our letter of that Message-ID."""
        ours = f"Return-Path: <{DESK}>\nFrom: NSCP Escalations <{DESK}>\nTo: {JOY}\n"
        ours += f"Subject: Please answer\nMessage-ID: {message_id}\n"
        heads = f"{self.heads}\nTo: <{to}>\nDate: Wed, 25 Nov 2026 11:42:10 +0000\n"
        heads += "Message-ID: <r1@mx.example>\nMIME-Version: 1.0\n"
        words = self.words.replace("%O", ours)
        if not self.fields:
            return f"{heads}Content-Type: text/plain; charset=utf-8\n\n{words}\n".encode()
        kind = "disposition-notification" if "Disposition:" in self.fields else "delivery-status"
        parts = [("text/plain; charset=utf-8", words), (f"message/{kind}", self.fields)]
        parts += [(self.returned, f"{ours}\nDear Joy,\n")] if self.returned else []
        body = "".join(f"--b1\nContent-Type: {one}\n\n{text}\n" for one, text in parts)
        return f'{heads}Content-Type: multipart/report; report-type={kind}; boundary="b1"\n\n{body}--b1--\n'.encode()


def _fields(status: str, diagnosis: str, action: str = "failed", mta: str = "mx.nenevalley.example") -> str:
    lines = [f"Reporting-MTA: dns; {mta}", "", f"Final-Recipient: rfc822; {JOY}", f"Action: {action}"]
    return "\n".join([*lines, f"Status: {status}", *([f"Diagnostic-Code: {diagnosis}"] if diagnosis else [])])


def _from(who: str, subject: str, *more: str) -> str:
    return "\n".join(["Return-Path: <>", f"From: {who}", f"Subject: {subject}", *more])


_DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.nscp.example>"
_EXCHANGE = "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@nscp.example>"
_GOOGLE = "Mail Delivery Subsystem <mailer-daemon@googlemail.com>".replace("googlemail.com", "google.example")
FIRST = (
    Report(
        "Exchange Online, no such user",
        _from(_EXCHANGE, "Undeliverable: Please answer", "Auto-Submitted: auto-replied"),
        "Your message couldn't be delivered.",
        _fields("5.1.10", "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),
    ),
    Report(
        "Exchange Online, outsiders refused",
        _from(_EXCHANGE, "Undeliverable: Please answer"),
        "The group only accepts messages from people in its organization.",
        _fields("5.7.133", "smtp;550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required"),
    ),
    Report(
        "Exchange Online, our tenant blocked",
        _from(_EXCHANGE, "Undeliverable: Please answer"),
        "Your message wasn't delivered.",
        _fields("5.1.8", "smtp;550 5.1.8 Access denied, bad outbound sender AS(42004)"),
        fault="us",
    ),
    Report(
        "Exchange Online, our sending address banned",
        _from(_EXCHANGE, "Undeliverable: Please answer"),
        "Your message wasn't delivered.",
        _fields("5.7.606", "smtp;550 5.7.606 Access denied, banned sending IP [192.0.2.7]"),
        fault="us",
    ),
    Report(
        "Postfix, unknown user",
        _from(_DAEMON, "Undelivered Mail Returned to Sender", "Auto-Submitted: auto-replied"),
        f"<{JOY}>: host mx said: 550 5.1.1 User unknown",
        _fields("5.1.1", "smtp; 550 5.1.1 <joy>: Recipient address rejected: User unknown"),
        "text/rfc822-headers",
    ),
    Report(
        "Postfix, delayed",
        _from(_DAEMON, "Delayed Mail (still being retried)", "Auto-Submitted: auto-replied"),
        "Your message could not be delivered for more than 4 hour(s).",
        _fields("4.4.1", "X-Postfix; connect to mx: Connection timed out", "delayed"),
        tells="delayed",
    ),
    Report(
        "Postfix, expired",
        _from(_DAEMON, "Undelivered Mail Returned to Sender"),
        "Connection timed out",
        _fields("4.4.1", "X-Postfix; connect to mx: Connection timed out"),
    ),
    Report(
        "Exim in words",
        _from(
            "Mail Delivery System <Mailer-Daemon@mx.nscp.example>",
            "Mail delivery failed: returning message to sender",
            f"X-Failed-Recipients: {JOY}",
            "Auto-Submitted: auto-replied",
        ),
        f"A message that you sent could not be delivered. The following address(es) failed:\n\n  {JOY}\n    550 No Such User Here\n\n------ This is a copy of the message, including all the headers. ------\n\n%O",
    ),
    Report(
        "Sendmail, delayed",
        _from(
            "Mail Delivery Subsystem <MAILER-DAEMON@mx.nscp.example>",
            "Warning: could not send message for past 4 hours",
            "Auto-Submitted: auto-generated (warning-timeout)",
        ),
        "** THIS IS A WARNING MESSAGE ONLY **\n** YOU DO NOT NEED TO RESEND YOUR MESSAGE **",
        _fields("4.4.2", "", "delayed"),
        "text/rfc822-headers",
        tells="delayed",
    ),
    Report(
        "Google, unauthenticated",
        _from(_GOOGLE, "Delivery Status Notification (Failure)", "Auto-Submitted: auto-replied"),
        "Message blocked.",
        _fields("5.7.26", "smtp; 550-5.7.26 This mail has been blocked because the sender is unauthenticated."),
        fault="us",
    ),
    Report(
        "qmail",
        _from("MAILER-DAEMON@mx.nscp.example", "failure notice"),
        f"Hi. This is the qmail-send program.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<{JOY}>:\n192.0.2.9 does not like recipient.\nRemote host said: 550 5.1.1 unknown user\nGiving up on 192.0.2.9.\n\n--- Below this line is a copy of the message.\n\n%O",
    ),
    Report(
        "Mimecast, refused for its standing",
        _from("postmaster@mimecast.example", "[Postmaster] Email Delivery Failure"),
        "This is a delivery failure notification message.",
        _fields(
            "5.0.0", "smtp; 550 Administrative prohibition - envelope blocked - https://community.mimecast.example"
        ),
        fault="us",
    ),
    Report(
        "Zimbra, over quota",
        _from("MAILER-DAEMON@zimbra.nscp.example (Mail Delivery System)", "Undelivered Mail Returned to Sender"),
        f"<{JOY}>: Mailbox full",
        _fields("5.2.2", "smtp; 552 5.2.2 Over quota"),
        "message/rfc822",
    ),
    Report(
        "iCloud, over quota",
        _from(_DAEMON, "Undelivered Mail Returned to Sender"),
        "552 5.2.2 user is over quota",
        _fields("5.2.2", "smtp; 552 5.2.2 <joy>: user is over quota"),
    ),
    Report(
        "message too large",
        _from(_DAEMON, "Undelivered Mail Returned to Sender"),
        "too big",
        _fields("5.3.4", "smtp; 552 5.3.4 Message size exceeds fixed limit"),
        fault="letter",
    ),
    Report(
        "Outlook, deleted unread",
        "From: Joy Okafor <joy.okafor@nenevalley.example>\nSubject: Not read: Please answer",
        "Your message was deleted without being read.",
        f"Final-recipient: RFC822; {JOY}\nDisposition: automatic-action/MDN-sent-automatically; deleted\nOriginal-Message-ID: %M",
        "",
        tells="deleted",
    ),
)
# Measured as they came, before anything was changed for them: 10 of 10 found their letter by its return address, 8 of 10 by
# the returned Message-ID or thread, and 8 of 10 were read right. The two: outsiders refused as 5.7.1, and a person's answer by
# its looks, which at a return address is now told as unclear.
SECOND = (
    Report(
        "Barracuda, spam",
        _from("MAILER-DAEMON <>", "**Message you sent blocked by our bulk email filter**"),
        f"Your message to: {JOY}\nwas blocked by our Spam Firewall.",
        _fields("5.7.1", "smtp; 550 5.7.1 Message content rejected, UBE, id=00000-22-225"),
        "text/rfc822-headers",
        fault="us",
    ),
    Report(
        "Exchange 2010, outsiders refused",
        _from("<postmaster@nenevalley.example>", "Undeliverable: Please answer"),
        "Delivery has failed to these recipients or groups:\nYour message can't be delivered because delivery to this address is restricted.",
        _fields("5.7.1", "smtp;550 5.7.1 RESOLVER.RST.AuthRequired; authentication required"),
    ),
    Report(
        "GMX in words",
        "Return-Path:\nFrom: MAILER-DAEMON@mail.gmx.example\nSubject: Mail delivery failed: returning message to sender",
        f'A message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error. The following address\nfailed:\n\n"{JOY}":\nSMTP error from remote server after RCPT command:\nhost: mx.nenevalley.example\n5.1.1 <{JOY}>... User Unknown\n\n\n--- The header of the original message is following. ---\n\n%O',
    ),
    Report(
        "Domino, nothing returned",
        "From: Postmaster@nenevalley.example\nSubject: DELIVERY FAILURE: User Joy Okafor (joy.okafor@nenevalley.example) not listed in\n Domino Directory",
        f"Your message\n\n  Subject: Please answer\n\nwas not delivered to:\n\n  {JOY}\n\nbecause:\n\n  User Joy Okafor ({JOY}) not listed in Domino Directory\n",
        returned="",
    ),
    Report(
        "WorkMail, the report as text",
        _from("MAILER-DAEMON@mail.aws.example", "Delivery Status Notification (Failure)"),
        f"An error occurred while trying to deliver the mail to the following recipients:\n{JOY}\n\nTechnical report:\n\nAction: failed\nFinal-Recipient: rfc822; {JOY}\nDiagnostic-Code: smtp; 550 5.1.1 <{JOY}>... User Unknown\nStatus: 5.1.1\n\n%O",
    ),
    Report(
        "James, like a person's answer",
        "From: post_master@nenevalley.example\nSubject: Re:Please answer\nIn-Reply-To: %M",
        f"Error: Invalid user address\n\nError message below:\n550 - Requested action not taken: no such user here\n\nMessage details:\n  Subject: Please answer\n  MAIL FROM: {DESK}\n  RCPT TO: {JOY}\n",
        returned="",
        tells="unclear",
    ),
    Report(
        "IMail, nothing but a line",
        'From: "Postmaster" <postmaster@mx.nscp.example>\nSender: <postmaster@mx.nscp.example>\nSubject: Undeliverable Mail\nX-Mailer: <SMTP32 v20020515>',
        f"Delivery failed 20 attempts: {JOY}\n\n\nOriginal message follows.\n",
        returned="",
    ),
    Report(
        "Google group, taken for spam",
        _from(
            _GOOGLE,
            "Delivery Status Notification (Failure)",
            "Auto-Submitted: auto-replied",
            f"X-Failed-Recipients: {JOY}",
        ),
        "** Message not delivered **",
        _fields(
            "5.0.0",
            f"smtp; Your email to group {JOY} was rejected due to spam classification. Set up SPF records for your sending domain.",
        ),
        fault="us",
    ),
    Report(
        "1&1, too large",
        'From: "Mail Delivery System" <mailer-daemon@kundenserver.example>\nSubject: Mail delivery failed: returning message to sender',
        f"A message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error.\n\nThe following address failed:\n\n{JOY}\n\nFor the following reason:\n\nMail size limit exceeded. For explanation visit\nhttp://postmaster.example\n\n--- The header of the original message is following. ---\n\n%O",
        fault="letter",
    ),
    Report(
        "Exim, mailbox file full",
        _from(
            "Mail Delivery System <Mailer-Daemon@q002.example>",
            "Mail delivery failed: returning message to sender",
            "X-Failed-Recipients: joy%nenevalley.example@q002.example",
            "Auto-Submitted: auto-replied",
        ),
        "mailbox is full: retry timeout exceeded",
        "Reporting-MTA: dns; q002.example\n\nAction: failed\nFinal-Recipient: rfc822;/mail/spool/nenevalley/joy\nStatus: 5.0.0",
    ),
)
