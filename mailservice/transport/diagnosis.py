"""What is the matter with a mail server, in plain words, and what its administrator does. Start at `diagnose`. Pure.

The true reason of every fault of `imap` and `smtp`: what they raise carries it, so an alarm of the service and `doctor` say the
same. A server's words are repeated where it refused something; never what was garbled, for that may be a line of a mail.
"""

import base64
import re
import smtplib
import socket
import ssl
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from errno import EHOSTDOWN, EHOSTUNREACH, ENETDOWN, ENETUNREACH
from imaplib import IMAP4
from typing import Literal

from mailservice.errors import TryLater, Undeliverable
from mailservice.transport.authorities import NoAuthorityError

Kind = Literal[
    "name", "refused", "unreachable", "silent", "hung up", "expired", "not yet", "untrusted", "other name", "tls", "authority",
    "busy", "password expired", "locked", "protocol off", "login off", "login", "token login", "quota", "read-only",
    "in use", "no move", "folder", "no", "garbled",
]  # fmt: skip
# The server answered, and will answer the same until somebody acts at the mailbox: nothing is wrong with the connection.
FILING: frozenset[str] = frozenset({"quota", "read-only", "in use", "no move", "folder", "no"})
_LONGEST = 120  # of a server's words, in characters
# How long a server may have us rest, and how it says so: "Suggested Backoff Time: 299910 milliseconds", "try again in 5 minutes".
_LONGEST_WAIT_S = 3600.0
_WAIT = re.compile(
    r"\b(?:back-?off|try (?:it )?again|retry|come back|wait)\b[^\d.;]{0,25}?(\d{1,9})\s?"
    r"(milliseconds?|msecs?|ms|seconds?|secs?|s|minutes?|mins?|hours?|hrs?)\b",
    re.IGNORECASE,
)
_UNITS = (("mil", 0.001), ("ms", 0.001), ("min", 60.0), ("s", 1.0), ("h", 3600.0))

# OpenSSL's numbers of what is wrong with a certificate (openssl-verify).
_CERTIFICATES: Mapping[int, Kind] = {9: "not yet", 10: "expired", 62: "other name", 64: "other name"}
_SENTENCES: Mapping[Kind, str] = {
    "name": "the name {host} is not known: {words}",
    "refused": "{host} refuses the connection (port {port})",
    "unreachable": "{host} cannot be reached from this machine: {words}",
    "silent": "{host} (port {port}) said nothing for {seconds:g} s{step}",
    "hung up": "{host} (port {port}) hung up{step}: {words}",
    "expired": "the certificate of {host} has expired",
    "not yet": "the certificate of {host} is not valid yet",
    "untrusted": "nobody whom this machine trusts vouches for the certificate of {host}: {words}",
    "other name": "the certificate of {host} is for another name",
    "tls": "no encrypted connection to {host} (port {port}) could be agreed on: {words}",
    "authority": "the file that ca_file names cannot be read, or holds no certificate",
    "busy": "{host} puts us off{step}: {words}",
    "password expired": "{host} says that the password of the account has expired: {words}",
    "locked": "{host} has locked the account: {words}",
    "protocol off": "{host} does not let this mailbox be used by {protocol}: {words}",
    "login off": "{host} takes no password from us: {words}",
    "login": "{host} refuses the user name or the password: {words}",
    "token login": "{host} does not let our token into this mailbox: {words}",
    "quota": "the mailbox is full: {words}",
    "read-only": "the mailbox may only be read: {words}",
    "in use": "another program holds the folder{step}: {words}",
    "no move": "{host} offers neither MOVE nor UIDPLUS, so no email can be filed",
    "folder": "{host} makes no folder for us: {words}",
    "no": "{host} refused{step}: {words}",
    "garbled": "{host} answered what cannot be understood{step} ({words})",
}
_REMEDIES: Mapping[Kind, str] = {
    "name": "Compare host under [{section}] with what the provider names; if it is right, this machine's DNS must answer for it.",
    "refused": "Nothing listens there: see whether the server runs, and compare host and port under [{section}].",
    "unreachable": "Look at this machine's network, and at the firewall between it and the server.",
    "silent": "See whether the server is overloaded, and whether a firewall swallows the connection; compare port and tls "
    "under [{section}].",
    "hung up": "Compare port and tls under [{section}]; then see in the server's own log why it hung up.",
    "expired": "Renew the server's certificate; and see that the date of this machine is right.",
    "not yet": "See that the date of this machine is right; else the server's certificate was made for later.",
    "untrusted": "If your own authority made it, name its certificate: ca_file under [{section}]. If not, do not go on: "
    "somebody may stand between.",
    "other name": "Write under host of [{section}] the name that the certificate is for, or have one made for {host}.",
    "tls": "Compare port and tls under [{section}] with what the provider asks for.",
    "authority": "Let ca_file name a file with your authority's certificate, in PEM form, that the service's user may read.",
    "busy": "Wait, and look again; if it lasts, see how many connections, and how much in what time, the server allows to this "
    "account.",
    "password expired": "Set a new password for the account, one that does not expire, and put it into the settings.",
    "locked": "Have whoever administers the account unlock it, and ask why it was locked; the password may well be right.",
    "protocol off": "Have whoever administers the mailbox allow {protocol} for it, and see that this user may open it.",
    "login off": "Have a password login allowed for this account by {protocol} (an application password, where there are some); "
    "where the server wants encryption first, set tls under [{section}].",
    "login": "Put the right user under [{section}], and its password where the settings have it.",
    "token login": "See that user under [{section}] is the mailbox's own address, that the application may use this mailbox "
    "by {protocol}, and that the mailbox is a real one with a licence; then run: mailservice doctor",
    "quota": "Give the mailbox more room. Do not empty a folder of a case.",
    "read-only": "Give the account the right to write in the mailbox: to move, to delete, and to make folders.",
    "in use": "Wait, and look again; if it lasts, see in the server's own log which program holds it.",
    "no move": "Have the server offer MOVE (RFC 6851) or UIDPLUS (RFC 4315), or take another.",
    "folder": "Give the account the right to make folders, and look whether their number is limited.",
    "no": "See in the server's own log why it refused.",
    "garbled": "See whether something stands between this machine and the server that is no mail server.",
}
# Which function of a library was at work, from the innermost on: what we were doing.
_STEPS = {
    "create_connection": "as we connected",
    "do_handshake": "as encryption was set up",
    "login": "as we logged in",
    "oauth2_login": "as we logged in",
    "oauthbearer_login": "as we logged in",
    "starttls": "as we asked for encryption",
    "ehlo_or_helo_if_needed": "as we said who we are",
    "mail": "at MAIL FROM",
    "rcpt": "at RCPT TO",
    "data": "as it took the letter",
    "select_folder": "as a folder was opened",
    "create_folder": "to make a folder",
    "subscribe_folder": "to make a folder",
    "delete_folder": "to remove a folder",
    "append": "to put an email into a folder",
    "move": "to move an email",
    "copy": "to move an email",
    "uid_expunge": "to move an email",
    "delete_messages": "to remove an email",
    "search": "as we looked for emails",
    "fetch": "as emails were read",
    "list_folders": "as we asked for its folders",
    "namespace": "as we asked for its folders",
    "get_quota_root": "as we asked for the room of the mailbox",
    "noop": "as we asked whether it is there",
    "idle": "as we waited for news",
    "idle_done": "as we waited for news",
    "_get_capabilities": "as we asked what it can do",
    "connect": "before it greeted us",
    "_connect": "before it greeted us",
}
_PRINTED = re.compile(r"^\[?b(['\"])(.*)\1\]?$")  # as imaplib prints bytes
# Codes first (RFC 5530, RFC 4954, and Microsoft's 5.7.139, which it gives for a wrong password too), then what servers say.
_NO_PROTOCOL = (
    r"\[AUTHORIZATIONFAILED\]"
    r"|not enabled for imap|imap (?:access )?(?:is )?(?:disabled|not enabled|not allowed|turned off)"
    r"|authenticated but not connected|smtpclientauthentication is disabled|smtp auth\w{0,20} is disabled"
    r"|protocol.{0,20}(?:disabled|not allowed)"
)
_NO_LOGIN = (
    r"\[PRIVACYREQUIRED\]|^53[48]\b|\b5\.7\.139\b(?!.{0,80}credential)"
    r"|basic ?auth\w{0,20} is (?:disabled|blocked)|application-specific password|app(?:lication)? password"
    r"|web ?login required|log ?in (?:via|with) your (?:web )?browser|(?:clear|plain) ?text|disallowed on non-secure"
    r"|login (?:is )?disabled|logindisabled|auth extension not supported|no suitable authentication"
)
_LOCKED = (
    r"\[CONTACTADMIN\]"
    r"|(?:account|user|mailbox) (?:\w{1,15} ){0,3}(?:locked|blocked|suspended|disabled|deactivated|restricted|inactive)"
)
_NOT_NOW = (
    r"\[UNAVAILABLE\]|throttl|bandwidth|(?:server|service) (?:is )?(?:busy|unavailable)"
    r"|too many (?:simultaneous|concurrent|connections|requests|operations|commands|sessions|logins)"
)
_FULL = (
    r"\[OVERQUOTA\]|over ?quota|quota (?:is |has been )?exceeded|(?:mailbox|store) (?:is )?full"
    r"|not enough (?:disk )?(?:quota|space)|storage (?:has been )?exceeded"
)
_AT_LOGIN: tuple[tuple[Kind, str], ...] = (
    ("password expired", r"\[EXPIRED\]|password (?:has |is )?expired"),
    ("protocol off", _NO_PROTOCOL),
    ("login off", _NO_LOGIN),
    ("locked", _LOCKED),
    ("busy", rf"^4\d\d\b|\[(?:INUSE|LIMIT|SERVERBUG)\]|{_NOT_NOW}|too many|number of connections|try again|temporar"),
)
# A word like "temporarily" may be said of one email for ever: it does not keep the others from being filed.
_REFUSED: tuple[tuple[Kind, str], ...] = (
    ("busy", _NOT_NOW),
    ("in use", r"\[INUSE\]|waiting for (?:a )?lock|mailbox is locked"),
    ("quota", _FULL),
    ("read-only", r"\[READ-ONLY\]|read[- ]?only|not writable"),
    ("protocol off", _NO_PROTOCOL),
)


@dataclass(frozen=True)
class Diagnosis:
    """What is the matter: of which kind (here, or in `token_faults`), as a sentence, and what its administrator does.

    `wait` is for how many seconds the server asked to be left alone.
    """

    kind: str
    sentence: str
    remedy: str
    wait: float = 0.0

    def later(self, rests: float = 0.0) -> TryLater:
        """Return it as a fault that passes; the server is left alone for so many seconds, or for as long as it asked."""
        fault = TryLater(self.sentence)
        fault.kind, fault.remedy, fault.rests = self.kind, self.remedy, rests or self.wait
        return fault

    def for_good(self) -> Undeliverable:
        """Return it as what keeps every letter back until somebody has acted."""
        fault = Undeliverable(self.sentence, step="login")
        fault.kind, fault.remedy = self.kind, self.remedy
        return fault


@dataclass(frozen=True)
class Server:
    """A mail server as a diagnosis speaks of it: one section of the settings; `by_token` where no password logs us in.

    `hides` are the secrets it was shown: one that it repeats is not repeated by us.
    """

    section: Literal["imap", "smtp"]
    host: str
    port: int
    seconds: float
    by_token: bool = False
    hides: tuple[str, ...] = field(default=(), repr=False)

    def found(self, kind: Kind, words: str = "", step: str = "") -> Diagnosis:
        """Return a diagnosis of this server."""
        words = without(words, self.hides)
        facts = {
            "host": self.host,
            "port": self.port,
            "section": self.section,
            "seconds": self.seconds,
            "protocol": "IMAP" if self.section == "imap" else "SMTP",
            "words": " ".join(words.split())[:_LONGEST].rstrip(" ."),
            "step": f" {step}" if step else "",
        }
        sentence = _SENTENCES[kind].format(**facts).removesuffix(": ")
        return Diagnosis(kind, sentence, _REMEDIES[kind].format(**facts), named_wait(words))


def without(words: str, secrets: Iterable[str]) -> str:
    """Return a server's words without the secrets that it repeats, as they are or in base64, as they were sent (RFC 4422)."""
    found = [one for one in secrets if one]

    def covered(part: re.Match[str]) -> str:
        with suppress(ValueError):
            plain = base64.b64decode(part[0] + "=" * (-len(part[0]) % 4))
            return "…" if any(one.encode() in plain for one in found) else part[0]
        return part[0]

    for one in found:
        words = words.replace(one, "…")
    return re.sub(r"[A-Za-z0-9+/]{6,}={0,2}", covered, words) if found else words


def named_wait(words: str) -> float:
    """Return for how many seconds a server asks to be left alone, an hour at most; 0 where it names no time with its unit."""
    found = _WAIT.search(words[:1_000])
    if found is None:
        return 0.0
    unit = next(seconds for name, seconds in _UNITS if found[2].lower().startswith(name))
    return min(max(float(found[1]) * unit, 1.0), _LONGEST_WAIT_S)


def diagnose(fault: BaseException, server: Server) -> Diagnosis:
    """Return what is the matter with a server, from what its library raised."""
    step, causes = _step(fault), tuple(_causes(fault))
    for one in causes:
        if kind := _of_the_wire(one):
            return server.found(kind, _words(one), step)
    if isinstance(fault, IMAP4.readonly):
        return server.found("read-only", "it says so")
    goodbye = next((str(one) for one in causes if "_check_bye" in _frames(one)), "")
    if goodbye:
        return _gone(goodbye, step, server)
    for one in causes:  # a login that was cut short is raised as one that was refused
        if isinstance(one, IMAP4.abort) and "unexpected" in str(one):
            return server.found("garbled", _words(one), step)
        if _is_cut(one):
            return server.found("hung up", step=step)
    return _answered(fault, step, server)


def _gone(said: str, step: str, server: Server) -> Diagnosis:
    """Return why the server said goodbye (BYE), by its words."""
    return server.found(_kind(said, _AT_LOGIN if step == _STEPS["login"] else _REFUSED) or "hung up", said, step)


def _answered(fault: BaseException, step: str, server: Server) -> Diagnosis:
    """Return what the server refused, by its words; where it did not even refuse, that it cannot be understood."""
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return refused_login(f"{fault.smtp_code} {_text(fault.smtp_error)}", server)
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        return server.found("login off" if "AUTH" in str(fault) else "tls", str(fault))
    if isinstance(fault, IMAP4.error):
        return _refused(str(fault), step, server)
    return server.found("garbled", _words(fault), step)


def refused_login(words: str, server: Server) -> Diagnosis:
    """Return why a server let us not in, by its words."""
    return server.found(_kind(words, _AT_LOGIN) or ("token login" if server.by_token else "login"), words)


def _refused(said: str, step: str, server: Server) -> Diagnosis:
    words = _PRINTED.sub(r"\2", re.split(r" failed: | command error: BAD ", said, maxsplit=1)[-1])
    if words.startswith("* BYE "):
        return _gone(words.removeprefix("* BYE "), step, server)
    if step == _STEPS["login"]:
        return refused_login(words, server)
    made: Kind = "folder" if step == _STEPS["create_folder"] else "no"
    return server.found(_kind(words, _REFUSED) or made, words, step)


def _kind(words: str, rows: tuple[tuple[Kind, str], ...]) -> Kind | None:
    return next((kind for kind, says in rows if re.search(says, words[:1_000], re.IGNORECASE)), None)


def _of_the_wire(fault: BaseException) -> Kind | None:  # noqa: PLR0911 - one line for each kind
    """Return what is the matter before a server says anything; None where it spoke."""
    if isinstance(fault, NoAuthorityError):
        return "authority"
    if isinstance(fault, socket.gaierror):
        return "name"
    if isinstance(fault, TimeoutError):
        return "silent"
    if isinstance(fault, ConnectionRefusedError):
        return "refused"
    if isinstance(fault, ssl.SSLCertVerificationError):
        return _CERTIFICATES.get(fault.verify_code, "untrusted")
    if isinstance(fault, ssl.SSLError) and not _is_cut(fault):
        return "tls"
    if isinstance(fault, OSError) and fault.errno in (EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN):
        return "unreachable"
    return None


def _is_cut(fault: BaseException) -> bool:
    cut = ssl.SSLEOFError | ssl.SSLZeroReturnError | smtplib.SMTPServerDisconnected | IMAP4.abort | ConnectionError
    return isinstance(fault, cut) and not isinstance(fault, IMAP4.readonly)


def _causes(fault: BaseException) -> Iterator[BaseException]:
    """Give a fault, and what was at work when it was raised, the newest first."""
    seen: set[int] = set()
    found: BaseException | None = fault
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or found.__context__


def _step(fault: BaseException) -> str:
    names = [name for one in _causes(fault) for name in _frames(one)]
    return next((step for name, step in _STEPS.items() if name in names), "")


def _frames(fault: BaseException) -> list[str]:
    """Give the names of the functions that were at work when it was raised."""
    return [frame.name for frame in traceback.extract_tb(fault.__traceback__)]


def _words(fault: BaseException) -> str:
    if isinstance(fault, ssl.SSLCertVerificationError):
        return fault.verify_message
    if isinstance(fault, ssl.SSLError):
        return (fault.reason or type(fault).__name__).replace("_", " ").lower()
    if isinstance(fault, OSError):
        return fault.strerror or type(fault).__name__
    return type(fault).__name__


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
