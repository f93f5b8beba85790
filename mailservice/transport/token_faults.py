"""Why a token server gave us no token, in plain words, and what its administrator does. Start at `refusal`. Pure.

Microsoft's numbers are those of its list of sign-in errors (AADSTS); Google's words those of RFC 6749 section 5.2 and of its
service accounts. What no row knows is told in the server's own words.
"""

import re
from dataclasses import dataclass

from mailservice.transport.diagnosis import Diagnosis

_LONGEST = 160  # of a server's words, in characters


@dataclass(frozen=True)
class Row:
    """One reason: Microsoft's numbers for it, or words that Google says, in lower case."""

    kind: str
    sentence: str
    remedy: str
    numbers: frozenset[int] = frozenset()
    words: tuple[str, ...] = ()


_PORTAL = "In Entra (App registrations, this application)"
ROWS = (
    Row(
        "secret wrong",
        "the token server does not know the application's secret",
        f"{_PORTAL}, Certificates & secrets: copy the secret's Value, not its Secret ID, into the file that client_secret_file "
        "names; where it is no longer shown, make a new one.",
        frozenset({7000215}),
        ("invalid client secret", "the provided client secret is invalid"),
    ),
    Row(
        "secret ended",
        "the application's secret has expired",
        f"{_PORTAL}, Certificates & secrets: make a new secret, put its Value where client_secret_file says, and its last day "
        "into secret_ends.",
        frozenset({7000222}),
    ),
    Row(
        "certificate",
        "the token server does not know the application's certificate",
        f"{_PORTAL}, Certificates & secrets: upload the certificate of the file that certificate_file names, and compare its "
        "thumbprint; where it has expired, make a new pair.",
        frozenset({700027, 700023, 50013}),
    ),
    Row(
        "certificate",
        "the token server does not know the key of the service account",
        "In Google Cloud's console (Service Accounts, this account, Keys), add a new key, and put it where service_account_file "
        "says.",
        words=("invalid jwt signature", "invalid_grant: java.security.signatureexception"),
    ),
    Row(
        "account gone",
        "the service account, or its project, is gone or switched off",
        "In Google Cloud's console (IAM & Admin, Service Accounts), enable it; if it is gone, make another, and delegate to it.",
        words=("robot is disabled", "the oauth client was deleted", "account not found"),
    ),
    Row(
        "application",
        "the token server knows no such application in this tenant",
        f"{_PORTAL}, Overview: compare client_id with Application (client) ID, and tenant with Directory (tenant) ID.",
        frozenset({700016, 70001, 700038}),
        ("invalid_client: the oauth client was not found", "invalid_client: unauthorized"),
    ),
    Row(
        "application",
        "the application is registered, and not yet in the tenant's Enterprise applications",
        f"{_PORTAL}, API permissions: press Grant admin consent, which puts it there; see that tenant is the mailbox's own.",
        frozenset({7000229}),
    ),
    Row(
        "application off",
        "the application is switched off",
        "In Entra (Enterprise applications, this application, Properties), enable sign-in.",
        frozenset({7000112}),
        ("the oauth client was disabled",),
    ),
    Row(
        "tenant",
        "the token server knows no such tenant",
        "In Entra (Overview), copy Tenant ID into tenant.",
        frozenset({90002, 900023, 900021, 50059}),
    ),
    Row(
        "consent",
        "nobody with the right to has granted the application its permissions",
        f"{_PORTAL}, API permissions: add IMAP.AccessAsApp and SMTP.SendAsApp of Office 365 Exchange Online, as Application "
        "permissions, and press Grant admin consent.",
        frozenset({65001, 65004, 650056, 650057, 90094}),
    ),
    Row(
        "not public",
        "the application must prove itself by a secret or a certificate",
        f"{_PORTAL}, Authentication: allow public client flows; or give it a secret, and name that in client_secret_file.",
        frozenset({7000218, 7000216}),
        ("must include a 'client_secret' input parameter",),
    ),
    Row(
        "public",
        "the application is a public one, of which the token server takes neither secret nor certificate",
        f"{_PORTAL}, Authentication: switch Allow public client flows off; or leave the secret out, and have somebody sign in.",
        frozenset({700025}),
    ),
    Row(
        "no mail",
        "this tenant has no Exchange Online, or the scope is wrong",
        "See that the mailbox's tenant is the one that tenant names; leave scope out.",
        frozenset({500011, 70011, 1002012, 650052}),
        ("invalid_scope",),
    ),
    Row(
        "no mail",
        "Exchange Online is switched off for this tenant, or its subscription has ended",
        "In the Microsoft 365 admin centre (Billing, Your products), see that the subscription runs; in Entra (Enterprise "
        "applications, Office 365 Exchange Online, Properties), that sign-in is enabled.",
        frozenset({500014}),
    ),
    Row(
        "delegation",
        "the service account may not act for this mailbox",
        "In Google's Admin console (Security, API controls, Domain-wide delegation), add the service account's client ID with "
        "the scope https://mail.google.com/; it can take a day.",
        words=("unauthorized_client: client", "unauthorized_client: unauthorized", "requested client not authorized"),
    ),
    Row(
        "mailbox unknown",
        "Google knows no such mailbox",
        "Let user under [imap] and [smtp] be the mailbox's own address, not an alias or a group.",
        words=(
            "invalid email or user id",
            "not a valid email",
            "invalid impersonation",
            "account has been deleted",
            "account has been disabled",
        ),
    ),
    Row(
        "clock",
        "the token server says that our time is wrong",
        "Set this machine's clock by a time server (NTP).",
        frozenset({700024}),
        words=(
            "invalid jwt: token must be a short-lived token",
            "check your iat and exp values",
            "assertion is not within its valid time range",
        ),
    ),
    Row(
        "signed out",
        "the sign-in that the refresh token stands for has ended",
        "Sign in again: mailservice settings sign-in",
        frozenset({70000, 70008, 700082, 700084, 50173, 50078, 54005, 70043, 9002313}),
        ("invalid_grant: token has been expired or revoked", "invalid_grant: bad request"),
    ),
    Row(
        "conditions",
        "a rule of the tenant (Conditional Access) does not let this sign-in through",
        "In Entra (Conditional Access), leave this application, or this machine's address, out of the rule; an application with "
        "a certificate needs none for people.",
        frozenset({50076, 50079, 50158, 53000, 53001, 53002, 53003, 53004, 530003, 530031, 530032, 50005, 50105}),
    ),
    Row(
        "account",
        "the account that signed in is gone, disabled or locked, or has to set a new password",
        "Have whoever administers the tenant look at that account; then sign in again: mailservice settings sign-in",
        frozenset({50034, 50053, 50055, 50057, 50126, 50144}),
    ),
)
BUSY = Row(
    "token server busy",
    "the token server takes no question now",
    "Wait, and look again; if it lasts, look at the provider's page of its own state.",
    frozenset({50196, 90006, 90012, 90033, 90055}),
    ("temporarily_unavailable", "server_error", "internal_failure", "rate_limit", "slow_down", "too many requests"),
)
BETWEEN = Row(
    "proxy",
    "something between this machine and the token server answered instead of it",
    "Look at the proxy or the firewall of your network (HTTPS_PROXY): it has to let this machine through to https://{host}, and "
    "ask nobody to sign in.",
)
REFUSED = Row(
    "token",
    "the token server gave us no token",
    "See in the provider's sign-in log why; the number in its words is the reason.",
)


def refusal(host: str, words: str, status: int = 0) -> Diagnosis:
    """Return why a token server refused us, from what it said (error: error_description) and its HTTP status."""
    said = " ".join(words.split())
    numbers = {int(one) for one in re.findall(r"AADSTS(\d{5,8})", said[:2_000])}
    low = said[:2_000].lower()
    found = next((one for one in (*ROWS, BUSY) if numbers & one.numbers), None)
    if found is None and (status == 429 or status >= 500):  # noqa: PLR2004 - RFC 6585 section 4, RFC 9110 section 15.6
        found = BUSY
    if found is None:
        found = next((one for one in (*ROWS, BUSY) if any(word in low for word in one.words)), None)
    row = found or REFUSED
    heard = _short(said) or (f"HTTP {status}" if status else "")
    return Diagnosis(row.kind, f"{row.sentence} ({host}{f': {heard}' if heard else ''})", row.remedy)


def between(host: str, words: str) -> Diagnosis:
    """Return that a proxy or a firewall stands between us and a token server, from what it answered."""
    return Diagnosis(BETWEEN.kind, f"{BETWEEN.sentence} ({host}: {words[:_LONGEST]})", BETWEEN.remedy.format(host=host))


def _short(said: str) -> str:
    """Return the first sentence of what was said: Microsoft adds the trace's and the correlation's ids."""
    return re.split(r" ?Trace ID:|\. (?=[A-Z])", said, maxsplit=1)[0][:_LONGEST].rstrip(" .")
