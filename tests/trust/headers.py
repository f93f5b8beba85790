"""Mails in the manner of receiving services, each with its profile and what it deserves.

Written for this test after what providers document and what public archives show. People and signatures are invented.
"""

from dataclasses import dataclass

from mailservice.cases.history.commands import Proof
from mailservice.mail.trust.setup import Setup

OWN = ("nscp.example",)
WHEN = "Tue, 17 Nov 2026 10:00:0{} +0000"
ADA = "Ada Finch <ada.finch@health.example>"
POSTFIX = Setup("rfc8601", ("mx.nscp.example",), "above", own_domains=OWN)
GOOGLE = Setup("google", own_domains=OWN)
EXCHANGE = Setup("exchange-online", own_domains=OWN)
SIGNATURE = (
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=health.example; s=s1;\n"
    " h=From:To:Subject:Date:Message-ID; bh=aGVsbG8=; b=aGVsbG8="
)


@dataclass(frozen=True)
class Sample:
    """A mail, who receives it, and its verdict; `stamps` are its server's own headers, the rest its sender's."""

    name: str
    setup: Setup
    proof: Proof
    stamps: tuple[str, ...]
    sent: tuple[str, ...] = ()
    author: str = ADA

    def bytes(self, *, before: tuple[str, ...] = (), above: tuple[str, ...] = (), below: tuple[str, ...] = ()) -> bytes:
        """Return the mail, with more headers of its sender's: before all of theirs, or after."""
        rest = (f"From: {self.author}", "To: escalate@nscp.example", "Subject: Hello", "Message-ID: <1@health.example>")
        lines = (*above, *self.stamps, *before, *self.sent, *rest, f"Date: {WHEN.format(1)}", *below)
        end = self.end if self.setup.position == "end" else ()
        return "\n".join((*lines, *end, "", "Hello.", "")).encode()

    @property
    def end(self) -> tuple[str, ...]:
        """What Exim writes below everything that came."""
        return (EXIM_STAMP.format(self.proof if self.proof == "failed" else "pass").replace("=failed", "=fail"),)


def postfix(results: str, name: str = "out.health.example", address: str = "192.0.2.44") -> tuple[str, ...]:
    """Return what Postfix and its milters write: results on top of the line by which it came in."""
    return (
        *(f"Authentication-Results: mx.nscp.example;\n\t{one}" for one in results.split("|")),
        f"Received: from {name} ({name} [{address}])\n\tby mx.nscp.example (Postfix) with ESMTPS id 1A; {WHEN.format(2)}",
    )


def google(results: str) -> tuple[str, ...]:
    """Return what Google writes: its results below its line."""
    return (
        f"Received: by 2002:a05:6402:1234:b0:08e:e4df:7c7d with SMTP id 1a2b3c;\n        {WHEN.format(3)}",
        f"Received: from out.health.example (out.health.example. [192.0.2.44])\n        by mx.google.com; {WHEN.format(2)}",
        f"Authentication-Results: mx.google.com;\n       {results}",
    )


def exchange(results: str, sender: str = "out.health.example", organization: str = "Anonymous") -> tuple[str, ...]:
    """Return what Exchange Online writes: results without an id, above the line of its edge."""
    return (
        f"Received: from A.GBRP1.PROD.OUTLOOK.COM (2603:10a6::14) by B.GBRP1.PROD.OUTLOOK.COM with HTTPS; {WHEN.format(4)}",
        f"Authentication-Results: {results}",
        f"Received: from {sender} (192.0.2.44) by\n C.mail.protection.outlook.com (10.167.242.1); {WHEN.format(2)}",
        f"X-MS-Exchange-Organization-AuthAs: {organization}",
    )


def inside(said: tuple[str, ...] = ("Internal",)) -> tuple[str, ...]:
    """Return what a tenant writes on mail between its own mailboxes."""
    return (
        f"Received: from A.GBRP1.PROD.OUTLOOK.COM (fe80::1) by B.GBRP1.PROD.OUTLOOK.COM with HTTPS; {WHEN.format(4)}",
        f"Received: from B.GBRP1.PROD.OUTLOOK.COM (fe80::2) by B.GBRP1.PROD.OUTLOOK.COM with mapi id 15.20; {WHEN.format(3)}",
        "Authentication-Results: dkim=none (message not signed)\n header.d=none;dmarc=none action=none header.from=nscp.example;",
        *(f"X-MS-Exchange-Organization-AuthAs: {one}" for one in said),
    )


PASS = "dmarc=pass (p=reject) header.from=health.example"
SPF = "spf=pass smtp.mailfrom=ada.finch@health.example"
DKIM = "dkim=pass header.d=health.example header.s=s1"
OTHER_SPF = "spf=pass smtp.mailfrom=list-bounces@lists.example"
FAIL = "dmarc=fail (p=none) header.from=health.example"
EXIM_STAMP = (
    "Authentication-Results: host.nscp.example;\n"
    "\tspf={0} smtp.mailfrom=health.example;\n\tdmarc={0} header.from=health.example"
)
EXIM = Setup("rfc8601", ("host.nscp.example",), "end", own_domains=OWN)
EXIM_LINE = (
    f"Received: from out.health.example ([192.0.2.44])\n\tby host.nscp.example with esmtps (Exim 4.98); {WHEN.format(2)}",
)
APPLE = Setup("rfc8601", ("dmarc.icloud.com", "spf.icloud.com", "dkim-verifier.icloud.com"), own_domains=OWN)
FAST = Setup("rfc8601", ("mx4.messagingengine.com",), own_domains=OWN)
YAHOO = Setup("rfc8601", ("atlas-1.mail.yahoo.example",), own_domains=OWN)
COLLEAGUE = "Sam Reed <sam.reed@nscp.example>"
EXO_PASS = (
    "spf=pass (sender IP is 192.0.2.44)\n smtp.mailfrom=health.example; dkim=pass (signature was verified)\n "
    "header.d=health.example;dmarc=pass action=none\n header.from=health.example;compauth=pass reason=100"
)
EXO_FAIL = EXO_PASS.replace("=pass", "=fail").replace("reason=100", "reason=000")
EXO_NONE = "spf=none smtp.mailfrom=health.example; dkim=none;dmarc=none action=none header.from=health.example"

EXO_GUESS = EXO_NONE.replace("dmarc=none", "dmarc=bestguesspass")


def _many(setup: Setup, of: str, *rows: tuple[str, Proof, tuple[str, ...]]) -> tuple[Sample, ...]:
    return tuple(Sample(f"{of}: {name}", setup, proof, stamps) for name, proof, stamps in rows)


SAMPLES = (
    *_many(
        POSTFIX,
        "Postfix, OpenDKIM and OpenDMARC",
        ("one header", "proven", postfix(f"{SPF}; {DKIM}; {PASS}")),
        ("one header for each milter", "proven", postfix(f"{PASS}|{DKIM}|{SPF}")),
        ("its DMARC fails", "failed", postfix(f"{FAIL}|{DKIM}|{SPF}")),
        ("one milter fails, another passes", "failed", postfix(f"{FAIL}|{PASS}")),
        ("a server that knows no DMARC", "plausible", postfix(f"{DKIM}; {SPF}")),
        ("only SPF", "plausible", postfix(SPF)),
        ("SPF of a forwarder", "unknown", postfix(OTHER_SPF)),
        ("no policy of its sender's", "plausible", postfix(f"{DKIM}; dmarc=none header.from=health.example")),
        ("the DNS did not answer", "unknown", postfix("spf=temperror; dmarc=temperror header.from=health.example")),
        ("a broken policy", "unknown", postfix("dmarc=permerror header.from=health.example")),
        ("SPF fails beside DMARC", "proven", (*postfix(f"spf=fail smtp.mailfrom=x@list.example; {PASS}"), SIGNATURE)),
        ("pass for another", "failed", postfix("dmarc=pass header.from=lists.example")),
        ("pass for nobody", "unknown", postfix("dmarc=pass (p=none)")),
        ("pass for the domain above", "unknown", postfix("dmarc=pass header.from=example.health.example")),
        ("only a comment passes", "unknown", postfix("spf=none (dmarc=pass header.from=health.example)")),
        ("none at all", "unknown", postfix("none")),
        (
            "a gateway's results under its own name",
            "unknown",
            ("Authentication-Results: gw.example; " + PASS, *postfix("")[1:]),
        ),
        (
            "another's name that begins like ours",
            "unknown",
            ("Authentication-Results: mx.nscp.example.evil.example; " + PASS, *postfix("")[1:]),
        ),
    ),
    Sample(
        "Postfix: a list that signs anew",
        POSTFIX,
        "plausible",
        postfix(f"{OTHER_SPF}; {DKIM}; {PASS}"),
        (SIGNATURE.replace("Subject:", ""),),
    ),
    Sample(
        "Postfix: sent on, its signature whole",
        POSTFIX,
        "proven",
        postfix(f"{OTHER_SPF}; {DKIM}; {PASS}"),
        (SIGNATURE,),
    ),
    Sample(
        "Postfix: a colleague with a password",
        POSTFIX,
        "proven",
        postfix("auth=pass smtp.auth=sam.reed@nscp.example"),
        author=COLLEAGUE,
    ),
    Sample(
        "Postfix: a colleague as another",
        POSTFIX,
        "plausible",
        postfix("auth=pass smtp.auth=pat@nscp.example"),
        author=COLLEAGUE,
    ),
    Sample(
        "Postfix: a login is no proof of others",
        POSTFIX,
        "unknown",
        postfix("auth=pass smtp.auth=ada.finch@health.example"),
    ),
    Sample("Exim: its results come last", EXIM, "proven", EXIM_LINE),
    Sample("Exim: its results fail", EXIM, "failed", EXIM_LINE),
    Sample(
        "iCloud: a name for each method",
        APPLE,
        "proven",
        (
            f"Received: from p00-smtpin by p100-mailgateway with SMTP id 1; {WHEN.format(3)}",
            f"Authentication-Results: dmarc.icloud.com; {PASS}",
            f"Authentication-Results: dkim-verifier.icloud.com; {DKIM}",
            f"Authentication-Results: spf.icloud.com; {SPF}",
            f"Received: from out.health.example (out.health.example [192.0.2.44])\n by p00-smtpin; {WHEN.format(2)}",
        ),
    ),
    Sample(
        "Fastmail: three lines of its own first",
        FAST,
        "proven",
        (
            f"Received: from compute5 (compute5 [10.202.2.45])\n\t by sloti22 (Cyrus 3.11) with LMTPA; {WHEN.format(4)}",
            f"Received: from mx4 ([10.202.2.203])\n  by compute5.internal (LMTPProxy); {WHEN.format(4)}",
            f"Received: from mx4 (localhost [127.0.0.1])\n\tby mx4.messagingengine.com (Authentication Milter); {WHEN.format(3)}",
            f"Authentication-Results: mx4.messagingengine.com;\n    {DKIM};\n    {PASS};\n    {SPF}",
            f"Received: from out (out.health.example [192.0.2.44])\n\tby mx4.messagingengine.com (Postfix); {WHEN.format(2)}",
        ),
    ),
    Sample(
        "Yahoo: a comment close to its result",
        YAHOO,
        "proven",
        (
            f"Authentication-Results: atlas-1.mail.yahoo.example;\n {DKIM};\n {SPF};\n {PASS.replace(' (', '(')};",
            f"Received: from 192.0.2.44 (EHLO out.health.example)\n by 10.253.59.87 with SMTPs; {WHEN.format(2)}",
        ),
    ),
    *_many(
        GOOGLE,
        "Google",
        (
            "an honest mail",
            "proven",
            google(f"dkim=pass header.i=@health.example header.s=s1;\n       {SPF};\n       {PASS}"),
        ),
        ("no policy", "plausible", google(f"dkim=pass header.i=@health.example header.s=s1; {SPF}")),
        (
            "a spoof through a forwarder",
            "failed",
            google(f"arc=pass (i=1 dmarc=pass fromdomain=health.example); {OTHER_SPF}; {FAIL}"),
        ),
        ("another's id", "unknown", (*google(PASS)[:2], f"Authentication-Results: mx.google.com.evil.example; {PASS}")),
    ),
    *_many(
        EXCHANGE,
        "Exchange Online",
        ("an honest mail", "proven", exchange(EXO_PASS)),
        ("everything fails", "failed", exchange(EXO_FAIL)),
        (
            "a best guess",
            "plausible",
            exchange(EXO_GUESS + ";compauth=pass reason=109"),
        ),
        (
            "a sealer that the tenant trusts",
            "plausible",
            exchange(EXO_NONE.replace("dmarc=none", "dmarc=fail") + ";compauth=pass reason=130"),
        ),
        ("a soft pass", "plausible", exchange(EXO_NONE + ";compauth=softpass reason=202")),
        ("a verdict that says nothing", "unknown", exchange(EXO_NONE + ";compauth=none reason=451")),
        ("spoof intelligence says no", "failed", exchange(EXO_NONE + ";compauth=fail reason=601")),
        ("internal, says somebody outside", "failed", exchange(EXO_FAIL, organization="Internal")),
        ("a gateway before it", "failed", exchange(EXO_FAIL, "eu-smtp-1.mimecast.com")),
    ),
    Sample("Exchange Online: a colleague in the tenant", EXCHANGE, "proven", inside(), author=COLLEAGUE),
    Sample("Exchange Online: internal with a foreign From", EXCHANGE, "unknown", inside()),
    Sample(
        "Exchange Online: internal, said twice", EXCHANGE, "unknown", inside(("Internal", "Internal")), author=COLLEAGUE
    ),
    Sample("Exchange Online: inside, but anonymous", EXCHANGE, "unknown", inside(("Anonymous",)), author=COLLEAGUE),
)
