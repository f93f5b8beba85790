"""How this installation runs: one TOML file, and secrets from the environment or files of their own. Start at `load`.

Secrets never stand in the TOML file, in a log or in a repr. A field's description is what a person is told to write.
"""

import re
import ssl
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo, field_validator

from mailservice.errors import UserError
from mailservice.files import policy_file, policy_ids
from mailservice.mail.trust.setup import Setup
from mailservice.mail.trust.signing import Keys
from mailservice.policy.model import Policy
from mailservice.settings.guarding import guarded
from mailservice.settings.secrets_apart import MAKE_A_KEY, SECRETS, bring_in
from mailservice.settings.toml_file import Section, checked, read
from mailservice.transport.heartbeat import may_be
from mailservice.transport.loopback import is_loopback

# Enough to look into the record: that needs no way into the mailbox, and nothing to sign with.
TO_READ = frozenset({("database", "url")})


def _beside(path: Path, info: ValidationInfo) -> Path:
    """Take a relative path from the folder of the settings file."""
    folder: Path | None = (info.context or {}).get("beside")
    return path if folder is None else folder / path


def _present(path: Path) -> Path:
    if not path.exists():
        raise ValueError(f"there is no {path}; give a path that exists, as seen from the settings file")
    return path


def as_policy(written: Path, beside: Path) -> Path:
    """Return the policy's file: one beside the settings, or the one that comes with the service, by its id."""
    file, known = beside / written, None if written.suffix or len(written.parts) > 1 else policy_file(written.name)
    return known if known is not None and not file.exists() else file


def _policy(written: Path, info: ValidationInfo) -> Path:
    file = as_policy(written, (info.context or {}).get("beside", Path()))
    if not file.is_file():
        raise ValueError(
            f"there is no {written} there; write the id of a policy that comes with the service ({policy_ids()}), "
            "or the path of a file of your own, as seen from the settings file"
        )
    return file


def _readable(url: SecretStr) -> SecretStr:
    try:
        urlsplit(url.get_secret_value())
    except ValueError:
        raise ValueError("this is no URL; write one like postgresql+psycopg://host/name or redis://host") from None
    return url


def _vouching(path: Path) -> Path:
    try:
        ssl.create_default_context(cafile=path)
    except OSError:
        raise ValueError(
            "no certificate could be read there; name a file that holds your authority's, in PEM form"
        ) from None
    return path


Beside = Annotated[Path, AfterValidator(_beside)]
Present = Annotated[Beside, AfterValidator(_present)]
PolicyFile = Annotated[Path, AfterValidator(_policy)]
Authority = Annotated[Present, AfterValidator(_vouching)]
Url = Annotated[SecretStr, AfterValidator(_readable), AfterValidator(guarded)]
Address = Annotated[str, Field(pattern=r"^[^@\s<>]+@[^@\s<>]+$")]
Domain = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,253}$")]
Text = Annotated[str, Field(min_length=1)]
Port = Annotated[int, Field(ge=1, le=65535)]
Seconds = Annotated[float, Field(gt=0, le=3600)]


class Service(Section):
    """What the service is called, where its files lie, and how often it looks."""

    name: Text = Field(description='the name that letters come from, like name = "NSCP Escalations"')
    address: Address = Field(description='the mailbox people copy, like address = "escalate@nscp.example"')
    policy: PolicyFile = Field(description='the policy: its id, like policy = "nscp", or a file, like "policy.toml"')
    overlay: Present | None = Field(
        default=None, description='a file of the partnership\'s own choices, like "own.toml"'
    )
    directory: Beside = Field(description='the file of who is who, like directory = "directory.toml"')
    data: Beside = Field(default=Path("data"), validate_default=True, description='a folder, like data = "data"')
    templates: Present | None = Field(default=None, description='a folder of your own letters, like "letters"')
    languages: tuple[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], ...] = Field(
        default=("en",),
        min_length=1,
        validate_default=True,
        description='what letters are written in, the main one first, like ["en", "cy"]; others need templates',
    )
    trial: bool = Field(default=False, description="trial = true while nobody is harmed by a mistake, else false")
    plus_addresses: bool = Field(default=False, description="true if mail to escalate+anything@ arrives, else false")
    poll_seconds: Seconds = Field(default=30, description="how often to look for mail, in seconds, like 30")
    closed_days: Mapping[date, str] = Field(default={}, description='{ "2026-12-30" = "Office closed" }')
    bank_holidays: Mapping[date, str] = Field(
        default={}, description='new one-off ones, like { "2027-05-10" = "Coronation bank holiday" }'
    )
    signing_key: SecretStr = SecretStr("")

    @field_validator("languages")
    @classmethod
    def _english_too(cls, languages: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if "en" not in languages or len({*languages}) != len(languages):
            raise ValueError('letters go in English beside each other language, each named once; write ["cy", "en"]')
        if len(languages) > 1 and info.data.get("templates", "?") is None:
            raise ValueError('another language needs a folder of your own letters; write templates = "letters"')
        return languages

    @field_validator("signing_key")
    @classmethod
    def _long_enough(cls, key: SecretStr) -> SecretStr:
        if any(len(one) < 32 for one in _each(key) or [""]):  # noqa: PLR2004 - 32 characters of hex are 128 bits, as RFC 2104 advises at least
            raise ValueError(f"the signing key is shorter than 32 characters; {MAKE_A_KEY}")
        return key


def _each(key: SecretStr) -> list[str]:
    """Return the keys that a secret holds, one a line: the newest first, and under it those that letters were signed with."""
    return [one.strip() for one in key.get_secret_value().splitlines() if one.strip()]


class Danger(Section):
    """What everybody is told who may be writing about somebody in danger now; no run without it."""

    emergency: str = Field(default="", description="a number, where it is not the one of the policy's nation")
    referral: str = Field(default="", description='whom to ring to refer somebody, like referral = "01632 960 100"')
    out_of_hours: str = Field(default="", description='their number at night, like "01632 960 101"')
    lines: tuple[Text, ...] = Field(
        default=(),
        validate_default=True,
        description="the numbers as referral and out_of_hours, or the whole text as lines",
    )

    @field_validator("lines")
    @classmethod
    def _numbers_known(cls, lines: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if lines or (info.data.get("referral", "?") and info.data.get("out_of_hours", "?")):
            return lines
        raise ValueError("nobody may run without these; write referral and out_of_hours, or the whole text as lines")

    def texts(self, policy: Policy) -> tuple[str, ...]:
        """Return the lines as letters show them, in the policy's words for a person and for whom they are referred to."""
        somebody, to = policy.wording.person.a, policy.wording.terms.social_care
        emergency = self.emergency or policy.nation.emergency
        return self.lines or (
            f"If {somebody} is in danger now, call {emergency}.",
            f"To refer {somebody} to {to}, call {self.referral}; at night and at weekends {self.out_of_hours}.",
        )


class Stranger(Section):
    """What somebody is told whose agency we do not know."""

    own_route: str = Field(
        default="Please use your own agency's way for this, or ask its safeguarding lead.",
        description='a sentence, like own_route = "Please ask your safeguarding lead."',
    )


class Family(Section):
    """What a parent, a carer or a young person is told besides, who is written to once and never about a case."""

    lines: tuple[Text, ...] = Field(
        default=(),
        description='whom they can ring, and where they complain, like lines = ["To complain: 01632 960 120."]',
    )


class Support(Section):
    """Who stands by the person who raised a disagreement."""

    text: str = Field(default="", description='a sentence, like text = "Your safeguarding lead will support you."')


class Confidential(Section):
    """Who reads an email that is held in confidence, if its sender has not answered within a working day; nobody, if empty."""

    name: str = Field(default="", description='their name, like name = "Nadia Rahman"')
    address: Address | Literal[""] = Field(
        default="", validate_default=True, description='a mailbox that they alone read, like "n.rahman@nscp.example"'
    )
    phone: str = Field(default="", validate_default=True, description='their number, like phone = "01632 960 105"')

    @field_validator("address", "phone")
    @classmethod
    def _whole(cls, value: str, info: ValidationInfo) -> str:
        if bool(value) is not bool(info.data.get("name", value)):
            raise ValueError("a confidential reader needs a name, an address and a phone: write all three, or none")
        return value


class Retention(Section):
    """For how many years after its end a case is kept, by class; what stands nowhere is never due. Nothing goes by itself."""

    years: Mapping[str, Annotated[int, Field(ge=1, le=150)]] = Field(
        default={}, description='the class and its years, like years = { "every case" = 35 }'
    )


class Figures(Section):
    """The reports for a board: below which count nothing is told, and in which month a year of reports begins."""

    threshold: int = Field(
        default=5, ge=3, le=20, description="counts below it are held back, but for 0: a number, like threshold = 5"
    )
    year_begins: int = Field(
        default=4, ge=1, le=12, description="the month in which years begin, as a number, like year_begins = 4"
    )


class MailServer(Section):
    """An account on a mail server. Unencrypted only to the machine itself."""

    host: Text = Field(description='the server\'s name, like host = "mail.nscp.example"')
    user: str = Field(default="", description='the account, like user = "escalate@nscp.example"')
    timeout_seconds: Seconds = Field(default=30, description="how long to wait for the server, in seconds, like 30")
    ca_file: Authority | None = Field(
        default=None, description='the certificate of your own authority, in PEM form, like ca_file = "nscp-ca.pem"'
    )


class Imap(MailServer):
    """The mailbox that people write to; `tls` is from the first byte (RFC 8314)."""

    port: Port = Field(default=993, description="a number, like port = 993")
    user: Text = Field(description='the account, like user = "escalate@nscp.example"')
    tls: bool = Field(default=True, description="tls = true, or false for a server on this machine")
    password: SecretStr = SecretStr("")

    @field_validator("tls")
    @classmethod
    def _encrypted(cls, tls: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - pydantic calls it, by position
        if not tls and not is_loopback(info.data.get("host", "localhost")):
            raise ValueError("mail about people may not cross a network in the clear; write tls = true")
        return tls


class Smtp(MailServer):
    """The server that takes our letters; `starttls` on port 587 or `implicit` from the first byte on 465 (RFC 8314)."""

    port: Port = Field(default=587, description="a number, like port = 587")
    tls: Literal["starttls", "implicit", "none"] = Field(
        default="starttls", description='tls = "starttls", or "implicit" on port 465'
    )
    password: SecretStr = SecretStr("")

    @field_validator("tls")
    @classmethod
    def _encrypted(cls, tls: str, info: ValidationInfo) -> str:
        if tls == "none" and not is_loopback(info.data.get("host", "localhost")):
            raise ValueError('mail about people may not cross a network in the clear; write tls = "starttls"')
        return tls


class OAuth(Section):
    """Tokens instead of a password, as Microsoft 365 and Google Workspace want them, for `user` under [imap] and [smtp].

    At Microsoft an application proves itself by a secret or a certificate, or works as somebody who signed in once; at Google a
    service account acts for the mailbox.
    """

    provider: Literal["microsoft", "google"] = Field(description='"microsoft" or "google"')
    tenant: str = Field(default="", description='Microsoft\'s Directory (tenant) ID, like "2f1c0d9e-…"')
    client_id: str = Field(default="", description='Microsoft\'s Application (client) ID, like "8a7b6c5d-…"')
    client_secret: SecretStr = SecretStr("")
    client_secret_file: Beside | None = Field(
        default=None, description='the file that holds the secret, read anew each time, like "/run/secrets/oauth"'
    )
    certificate_file: Present | None = Field(
        default=None,
        description='instead of a secret: a PEM file with the private key and the certificate, like "app.pem"',
    )
    refresh_token_file: Beside | None = Field(
        default=None,
        description='instead of both, where somebody signed in: a file that may be written, like "refresh-token"',
    )
    service_account_file: Present | None = Field(
        default=None, validate_default=True, description='Google\'s key file of the service account, like "google.json"'
    )
    secret_ends: date | None = Field(
        default=None, description="the last day of the secret, which nobody else tells the office, like 2027-05-01"
    )
    authority: str = Field(
        default="https://login.microsoftonline.com",
        description='the token server, in a national cloud of its own, like "https://login.microsoftonline.us"',
    )
    ca_file: Authority | None = Field(
        default=None, description="the certificate of your own authority, where a proxy of yours looks into TLS"
    )

    @field_validator("tenant")
    @classmethod
    def _an_id(cls, tenant: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9.-]*", tenant):
            raise ValueError(
                'this is no Directory (tenant) ID; write it as Entra shows it under Overview, like "2f1c0d9e-…"'
            )
        return tenant

    @field_validator("authority")
    @classmethod
    def _encrypted(cls, authority: str) -> str:
        if not re.fullmatch(r"https://[^\s/@]+/?", authority):
            raise ValueError(
                'a secret may not cross a network in the clear; write authority = "https://…", with no path'
            )
        return authority.rstrip("/")

    @field_validator("service_account_file")
    @classmethod
    def _whole(cls, key: Path | None, info: ValidationInfo) -> Path | None:
        """Tell what a provider needs and lacks."""
        told = info.data
        if told.get("provider") == "google":
            if key is None:
                raise ValueError(
                    'Google needs the key of a service account; write service_account_file = "google.json"'
                )
        elif told.get("provider") == "microsoft" and not (told.get("tenant", "?") and told.get("client_id", "?")):
            raise ValueError("Microsoft needs both IDs; write tenant and client_id")
        return key


class Database(Section):
    """Where the record is kept; without a URL, in a SQLite file in the data folder."""

    url: Url = Field(default=SecretStr(""), description='a URL, like url = "postgresql+psycopg://host/mailservice"')
    programs: Present | None = Field(
        default=None, description='the folder of pg_dump and pg_restore, like "/usr/lib/postgresql/16/bin"'
    )


class Broker(Section):
    """The doorbell between processes; without a URL, inside this one."""

    url: Url = Field(default=SecretStr(""), description='a URL, like url = "redis://127.0.0.1:6379/0"')


class Watch(Section):
    """Who else is told how the service stands; without these nobody but the office and `mailservice status`."""

    metrics_port: int = Field(
        default=0, ge=0, le=65535, description="a port of this machine for Prometheus, like 9464, or 0"
    )
    heartbeat_url: str = Field(
        default="", description='a URL to ask for once a minute, like "https://watch.example/7f3"'
    )

    @field_validator("heartbeat_url")
    @classmethod
    def _guarded(cls, url: str) -> str:
        if url and not may_be(url):
            raise ValueError("a heartbeat goes out encrypted, or stays on this machine; write https://…")
        return url


class Trust(Section):
    """How it is told who wrote a mail; no real case runs without a profile, which says who receives the mailbox's mail."""

    profile: Literal["", "rfc8601", "exchange-online", "google", "verify", "trust-network"] = Field(
        default="", description='who receives the mail: "exchange-online", "google", "rfc8601" or "verify"'
    )
    authserv_ids: tuple[Text, ...] = Field(
        default=(), validate_default=True, description='what your server calls itself, like ["mx.nscp.example"]'
    )
    position: Literal["", "above", "below", "end"] = Field(
        default="", description='where it writes results: "above" or "below" its Received line, or at the "end"'
    )
    strips: bool = Field(default=False, description="true if it takes away foreign results that bear its own id")
    own_domains: tuple[Domain, ...] = Field(
        default=(), description='the domains of the mailbox, if not that of its address alone, like ["nscp.example"]'
    )
    sealers: tuple[Domain, ...] = Field(
        default=(), description='whose ARC seal is believed, like ["lists.nscp.example"]; of nobody, if empty'
    )
    witness: bool = Field(default=False, description="true if signatures are checked here as well, else false")

    @field_validator("authserv_ids")
    @classmethod
    def _named(cls, ids: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("profile") == "rfc8601" and not ids:
            raise ValueError('this profile needs the id of your server; write authserv_ids = ["mx.nscp.example"]')
        return ids


class Settings(Section):
    """Everything about this installation, as read from its file; frozen."""

    service: Service
    danger: Danger
    stranger: Stranger = Stranger()
    family: Family = Family()
    support: Support = Support()
    confidential: Confidential = Confidential()
    retention: Retention = Retention()
    figures: Figures = Figures()
    imap: Imap
    smtp: Smtp
    oauth: OAuth | None = None
    smtp_oauth: OAuth | None = None
    trust: Trust = Trust()
    database: Database = Database()
    broker: Broker = Broker()
    watch: Watch = Watch()

    @property
    def database_url(self) -> str:
        """The record's URL for SQLAlchemy; it may hold a password."""
        return self.database.url.get_secret_value() or f"sqlite:///{self.service.data / 'mailservice.db'}"

    @property
    def shown_database(self) -> str:
        """Where the record is, without a user or a password."""
        return _shown(self.database_url)

    @property
    def broker_url(self) -> str:
        """The broker's URL, empty for the one in process; it may hold a password."""
        return self.broker.url.get_secret_value()

    @property
    def proof(self) -> Setup:
        """How the proof of senders is read; everybody is taken at their word where no profile is named, as a trial may."""
        own = self.trust.own_domains or (self.service.address.rpartition("@")[2],)
        return Setup(
            profile=self.trust.profile or "trust-network",
            authserv_ids=self.trust.authserv_ids,
            position=self.trust.position,
            strips=self.trust.strips,
            own_domains=tuple(one.lower() for one in own),
            sealers=tuple(one.lower() for one in self.trust.sealers),
            witness=self.trust.witness,
        )

    @property
    def signing_keys(self) -> Keys:
        """The keys of our tokens and Message-IDs, the one that signs first; ValueError in settings loaded without them."""
        keys = _each(self.service.signing_key)
        if not keys:
            raise ValueError("these settings were loaded without the signing key")
        return tuple(key.encode() for key in keys)

    @property
    def imap_password(self) -> str:
        """The mailbox's password."""
        return self.imap.password.get_secret_value()

    @property
    def smtp_password(self) -> str:
        """The submission server's password, empty where it asks for none."""
        return self.smtp.password.get_secret_value()

    def describe(self) -> dict[str, str]:
        """Return what a start-up log may say: places and switches, no secret."""
        return {
            "service": f"{self.service.name} <{self.service.address}>",
            "policy": str(self.service.policy),
            "directory": str(self.service.directory),
            "trial": "yes" if self.service.trial else "no",
            "proof": self.proof.profile,
            "imap": f"{self.imap.host}:{self.imap.port}{' with TLS' if self.imap.tls else ''}",
            "smtp": f"{self.smtp.host}:{self.smtp.port} {self.smtp.tls}",
            "database": self.shown_database,
            "broker": _shown(self.broker_url) or "in process",
        }


def load(path: Path, environ: Mapping[str, str], secrets: Collection[tuple[str, str]] = SECRETS.keys()) -> Settings:
    """Return the settings in a file, with these secrets, and only these asked for; UserError tells all faults.

    A secret comes from the environment, or from the file that the settings name.
    """
    raw = read(path)
    problems = bring_in(raw, path, environ, secrets)
    settings, faults = checked(Settings, raw, path)
    if settings is None or problems:
        raise UserError([*problems, *faults])
    return settings


def _shown(url: str) -> str:
    """Return a URL without its user and password."""
    parts = urlsplit(url)
    return url.replace(f"{parts.netloc}", parts.netloc.rpartition("@")[2], 1) if "@" in parts.netloc else url
