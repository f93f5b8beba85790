"""The way of a mail to a domain: its mail servers (MX), whether they encrypt, and whether it insists (MTA-STS, DANE).

Start at `route`. It asks, and decides nothing; whatever does not answer is not known, and nothing is sent.
"""

import re
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import requests

from mailservice.transport import diagnosis, dns
from mailservice.transport.authorities import context
from mailservice.transport.web import Web

SMTP_PORT, HTTPS_PORT = 25, 443
SECONDS = 6.0  # for one answer of a server
_TRIED = 2  # mail servers of a domain that are asked, the first that answers counts
_WELCOME = 250
_POLICY_BYTES = 64_000  # RFC 8461 section 3.3
_STS = re.compile(rb"v=STSv1\s*;")

# What the DNS says of a domain's mail: servers, that it takes none (RFC 7505), that there are none, or nothing at all.
Mail = Literal["taken", "refused", "nowhere", "not known"]
# How a mail server met us: encrypted and vouched for, as a diagnosis names what is wrong, or not at all.
Met = Literal["encrypted", "bare", "expired", "not yet", "untrusted", "other name", "tls", "unanswered"]
Policy = Literal["enforce", "testing", "none", "broken", ""]
_FAULTS: dict[str, Met] = {
    "expired": "expired",
    "not yet": "not yet",
    "untrusted": "untrusted",
    "other name": "other name",
    "tls": "tls",
}


@dataclass(frozen=True)
class Route:
    """What is known of the way to a domain: its servers, the first that was met and how; `left_out`: policy names it not."""

    domain: str
    mail: Mail = "not known"
    hosts: tuple[str, ...] = ()
    host: str = ""
    met: Met = "unanswered"
    policy: Policy = ""
    left_out: str = ""
    pinned: bool = False


@dataclass(frozen=True)
class Ways:
    """How it is asked: the ports, whom certificates are held to beside the machine's authorities, and who we say we are."""

    smtp_port: int = SMTP_PORT
    https_port: int = HTTPS_PORT
    ca_file: str = ""
    ourselves: str = "localhost"


def route(domain: str, ways: Ways) -> Route:
    """Return the way to a domain, in bounded time; raises nothing that a network does."""
    mail, hosts = _servers(domain)
    policy, names = _policy(domain, ways)
    if mail != "taken":
        return Route(domain, mail, policy=policy)
    host, met = hosts[0], _met(hosts[0], ways)
    for other in hosts[1:_TRIED]:
        if met == "unanswered":
            host, met = other, _met(other, ways)
    host = host if met != "unanswered" else hosts[0]
    left_out = next((one for one in hosts if names and not any(named(one, name) for name in names)), "")
    return Route(domain, mail, hosts, host, met, policy, left_out, pinned=bool(dns.records(f"_25._tcp.{host}", "TLSA")))


def named(host: str, pattern: str) -> bool:
    """Tell whether a policy's mx is for a host: the same name, or one label in place of a star (RFC 8461 section 4.1)."""
    host, pattern = host.lower().rstrip("."), pattern.lower().rstrip(".")
    return host == pattern or (pattern.startswith("*.") and host.partition(".")[2] == pattern[2:])


def read_policy(text: str) -> tuple[Policy, tuple[str, ...]]:
    """Return the mode of an MTA-STS policy and the mail servers it names (RFC 8461 section 3.2); broken where it is none."""
    pairs = [
        (key.strip().lower(), value.strip()) for key, _, value in (line.partition(":") for line in text.splitlines())
    ]
    told = dict(reversed(pairs))
    servers = tuple(value for key, value in pairs if key == "mx" and value)
    mode = told.get("mode", "").lower()
    if told.get("version") != "STSv1" or not told.get("max_age", "").isdigit():
        return "broken", ()
    if mode == "none":
        return "none", ()
    if mode == "enforce" and servers:
        return "enforce", servers
    return ("testing", servers) if mode == "testing" and servers else ("broken", ())


def _servers(domain: str) -> tuple[Mail, tuple[str, ...]]:
    """Return what the DNS says of a domain's mail, and its servers, the preferred first (RFC 5321 section 5.1)."""
    found = dns.records(domain, "MX")
    if found is None:
        return "not known", ()
    if not found:
        return ("taken", (domain,)) if dns.records(domain, "A") or dns.records(domain, "AAAA") else ("nowhere", ())
    every = sorted((int(preference), host) for preference, _, host in (one.partition(" ") for one in found))
    hosts = tuple(name for _, host in every if (name := host.rstrip(".").lower()))
    return ("taken", hosts) if hosts else ("refused", ())


def _policy(domain: str, ways: Ways) -> tuple[Policy, tuple[str, ...]]:
    if not _STS.match(dns.text(f"_mta-sts.{domain}") or b""):
        return "", ()
    port = "" if ways.https_port == HTTPS_PORT else f":{ways.https_port}"
    try:
        with Web(ways.ca_file, SECONDS) as web:
            told = web.get(f"https://mta-sts.{domain}{port}/.well-known/mta-sts.txt")
    except (requests.RequestException, OSError, ValueError):
        return "broken", ()
    if told.status_code != requests.codes.ok or len(told.content) > _POLICY_BYTES:
        return "broken", ()
    return read_policy(told.text)


def _met(host: str, ways: Ways) -> Met:
    """Ask a mail server to encrypt; nothing more is said to it."""
    try:
        with smtplib.SMTP(host, ways.smtp_port, ways.ourselves, SECONDS) as server:
            if server.ehlo()[0] != _WELCOME:
                return "unanswered"  # a server that will not talk with this machine tells nothing of how it talks with others
            if not server.has_extn("starttls"):
                return "bare"
            return _encrypting(server, ways)
    except (OSError, smtplib.SMTPException, ValueError):
        return "unanswered"


def _encrypting(server: smtplib.SMTP, ways: Ways) -> Met:
    try:
        server.starttls(context=context(ways.ca_file))
    except smtplib.SMTPResponseException:
        return "bare"
    except (OSError, smtplib.SMTPException, ValueError) as fault:
        with suppress(OSError):
            server.close()  # half agreed on: it takes no further word
        kind = diagnosis.diagnose(fault, diagnosis.Server("smtp", "", ways.smtp_port, SECONDS)).kind
        return _FAULTS.get(kind, "tls" if kind == "hung up" else "unanswered")
    return "encrypted"
