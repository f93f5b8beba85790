"""Puts a service together from what its settings name: record, post, mailbox, desk. Start at `assemble`."""

from contextlib import closing, suppress
from functools import cache, partial
from pathlib import Path

from mailservice.cases.people.turn import ConfidentialReader, Rules
from mailservice.clock import Clock
from mailservice.errors import RecordAway, RecordBroken, UserError
from mailservice.files import ROOT
from mailservice.mail.compose.avoiding import avoided
from mailservice.mail.compose.templates import Templates, load_templates, read_folder
from mailservice.policy.load import load as load_policy
from mailservice.policy.model import Policy
from mailservice.policy.workdays import WorkingDays
from mailservice.record.database import Database
from mailservice.service.custody import beginning
from mailservice.service.desk import Desk, new_id
from mailservice.service.folders import OTHER
from mailservice.service.kept import begun, directory_of, laid, opened
from mailservice.service.keyring import FILE, Keyring
from mailservice.service.reader import ReaderApart
from mailservice.service.rounds import Service
from mailservice.service.watch import last_backup
from mailservice.service.watch.clocks import Beside, since_start
from mailservice.service.watch.pulse import Pulse
from mailservice.service.watch.secrets import last_days
from mailservice.settings.loading import OAuth, Settings
from mailservice.transport.imap import ImapAccount, Mailbox
from mailservice.transport.smtp import Post, SmtpAccount
from mailservice.transport.tokens import Google, Grant, Microsoft, Tokens


def assemble(settings: Settings, clock: Clock, pulse: Pulse | None = None) -> Service:
    """Return the service that these settings describe; UserError if a file they name has faults.

    One with a pulse goes on to serve, and brings the record's tables along; who only acts by hand does not. Where the record
    is away, it is opened (`kept.opened`) before anything is done.
    """
    service, record = settings.service, Database(settings.database_url)
    with suppress(RecordAway, RecordBroken):
        (opened if pulse else begun)(record, settings, load_policy(service.policy, service.overlay).id)
    desk = desk_of(settings, record)
    keyring, reader = Keyring(service.data / FILE, desk.trust), ReaderApart(desk)
    post, mailbox = Post(post_of(settings)), Mailbox(account_of(settings))
    beside = Beside(since_start, lambda: mailbox.clock(OTHER))
    until, kept = partial(last_days, settings), partial(last_backup.last, service.data)
    with_these = (record, post, mailbox, clock, desk, reader, keyring, beside, pulse or Pulse())
    return Service(*with_these, strict=False, last_days=until, last_backup=kept)


def begin(settings: Settings, clock: Clock) -> bool:
    """Lay the record where there is none, and give it its identity; False if it was begun before."""
    policy = load_policy(settings.service.policy, settings.service.overlay)
    with closing(laid(settings)) as record:
        key = settings.signing_keys[0]
        return beginning.begin(record, policy.id, account_of(settings).name, key, clock.now())


def account_of(settings: Settings) -> ImapAccount:
    """Return the account of the mailbox that people write to."""
    imap, password, authority = settings.imap, settings.imap_password, str(settings.imap.ca_file or "")
    timeout = float(imap.timeout_seconds)
    tokens = None if settings.oauth is None or password else tokens_of(settings.oauth, imap.user, timeout)
    return ImapAccount(
        imap.host, imap.port, imap.user, password, tls=imap.tls, timeout_s=timeout, ca_file=authority, tokens=tokens
    )


def post_of(settings: Settings) -> SmtpAccount:
    """Return the account that letters are handed in with; where it has no identity of its own, it is the mailbox's."""
    smtp, own, authority = settings.smtp, settings.service.address, str(settings.smtp.ca_file or "")
    timeout, password = float(smtp.timeout_seconds), settings.smtp_password
    identity = settings.smtp_oauth or (None if password else settings.oauth)
    tokens = tokens_of(identity, smtp.user, timeout) if identity is not None and smtp.user else None
    return SmtpAccount(
        smtp.host,
        smtp.port,
        own,
        smtp.user,
        password,
        tls=smtp.tls,
        timeout_s=timeout,
        ca_file=authority,
        tokens=tokens,
    )


def tokens_of(oauth: OAuth, user: str, seconds: float) -> Tokens:
    """Return the tokens of an identity; only Google's are for one mailbox each."""
    return _shared(oauth, user if oauth.provider == "google" else "", seconds)


@cache
def _shared(oauth: OAuth, mailbox: str, seconds: float) -> Tokens:
    """Return one and the same for the mailbox and the submission server: a token is got once for both."""
    grant: Grant
    if oauth.service_account_file is not None:
        grant = Google(oauth.service_account_file, mailbox)
    else:
        secret = oauth.client_secret.get_secret_value()
        certificate, refresh = oauth.certificate_file, oauth.refresh_token_file
        file = oauth.client_secret_file
        grant = Microsoft(oauth.tenant, oauth.client_id, secret, certificate, refresh, oauth.authority, file)
    return Tokens(grant, str(oauth.ca_file or ""), seconds)


def desk_of(settings: Settings, record: Database) -> Desk:
    """Return the partnership's desk: its policy, directory, letters and keys."""
    service = settings.service
    told = settings.confidential
    policy = load_policy(service.policy, service.overlay)
    rules = Rules(
        policy=policy,
        days=WorkingDays(policy.calendar, dict(service.closed_days), dict(service.bank_holidays)),
        new_id=new_id,
        service_name=service.name,
        service_address=service.address,
        danger=settings.danger.texts(policy),
        support=settings.support.text,
        own_route=settings.stranger.own_route,
        family=settings.family.lines,
        reader=ConfidentialReader(told.name, told.address, told.phone) if told.name else None,
        unproven=settings.proof.profile == "trust-network",
        retention=dict(settings.retention.years),
    )
    return Desk(
        name=service.name,
        address=service.address,
        rules=rules,
        directory=directory_of(service.directory, policy, record),
        templates=letters_of(settings, policy),
        signing_keys=settings.signing_keys,
        policy_file=service.policy.read_bytes(),
        overlay_file=service.overlay.read_bytes() if service.overlay else b"",
        plus_addresses=service.plus_addresses,
        directory_path=service.directory,
        trust=settings.proof,
        threshold=settings.figures.threshold,
        year_begins=settings.figures.year_begins,
    )


def letters_of(settings: Settings, policy: Policy) -> Templates:
    """Return the letters of an installation; UserError too where they use a word that its policy avoids."""
    service = settings.service
    ready = letters(service.templates, service.languages)
    problems = avoided(ready, policy.wording)
    if problems:
        raise UserError(problems)
    return ready


@cache
def letters(own: Path | None = None, languages: tuple[str, ...] = ("en",)) -> Templates:
    """Return the letters, the partnership's own wording laid over ours; UserError tells every fault of every file."""
    ours = read_folder(ROOT / "templates" / "email")
    return load_templates({**ours, **(read_folder(own) if own else {})}, languages)
