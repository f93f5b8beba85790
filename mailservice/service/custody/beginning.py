"""Whose record it is: begun once, and looked at against the mailbox at each start. Start at `begin` and `look`.

While something stands against a record nothing is decided: mail is kept, and only the office hears, until `adopting` or the
right record ends that. Mail from before the record was begun is counted to the office, once (rule 1.8).
"""

import hmac
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import structlog

from mailservice.cases.history.commands import NoteOlderMail
from mailservice.cases.letters import phrases
from mailservice.clock import Clock
from mailservice.errors import TryLater
from mailservice.record import mails, partnerships
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.record.partnerships import Partnership
from mailservice.service.collecting import Collecting
from mailservice.service.custody.beyond import ANOTHER, Beyond, beyond, known_until
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.service.watch.troubles import Troubles
from mailservice.transport.imap import Mailbox

# A record that was set back waits for a person, whatever the mailbox shows: what is lost may have left no trace there.
SET_BACK = "This record was set back"
NOT_LOOKED = "The mailbox could not be looked into since the start, so nothing is decided yet."
_MAILBOX = (
    "the settings name the mailbox {here}, and the record is of {before}. If it was moved on purpose: mailservice record "
    "move-mailbox. Else put the settings right"
)
_KEY = (
    "none of the signing keys in the settings is the one that the record goes by. Put that key back, below the new one. If it is "
    "lost: mailservice record adopt"
)
_MAIL = (
    "{letters} of ours and {mails} in the mailbox are not in this record, the newest of {newest}. If a backup was restored, or "
    "no better record is left: mailservice record adopt. Else put the right record back"
)

_ADOPT = "If no better record is left, and once the office knows of it: mailservice record adopt. Else put the right record back"

log = structlog.get_logger()


@dataclass(frozen=True)
class Against:
    """What stands against a record, in a sentence that says what to do; nothing where the reason is empty.

    `letters` of ours and `mails` lie in the mailbox that the record does not know, the newest since `newest`.
    """

    kind: Literal["", "mailbox", "key", "mail", "set back"] = ""
    reason: str = ""
    letters: int = 0
    mails: int = 0
    newest: datetime | None = None


def begin(record: Database, partnership: str, mailbox: str, key: bytes, at: datetime) -> bool:
    """Give the record of a partnership its identity; False if it was begun before."""
    with record.begin(partnership) as tx:
        return partnerships.begin(tx, mailbox, digest(key), at)


def digest(key: bytes) -> str:
    """Return that by which a signing key is known, and from which it cannot be told."""
    return hmac.new(key, b"the record's key", "sha256").hexdigest()


def look(record: Database, mailbox: Mailbox, clock: Clock, desk: Desk) -> Against:
    """Return what stands against this record; TryLater if the mailbox cannot be looked into. Nothing is changed."""
    now = clock.now()
    with record.read(desk.partnership) as tx:
        ours, since = partnerships.get(tx), known_until(tx, now)
    if not ours.identity:
        return Against()
    against = _against(record, mailbox, desk, ours, since)
    if not ours.waits_for.startswith(SET_BACK):
        return against
    before = ours.waits_for.partition(". ")[0].removesuffix(".")
    return replace(
        against, kind=against.kind or "set back", reason=f"{before}. {phrases.capital(against.reason or _ADOPT)}"
    )


def _against(record: Database, mailbox: Mailbox, desk: Desk, ours: Partnership, since: datetime | None) -> Against:
    here = mailbox.account.name
    if ours.mailbox and ours.mailbox != here:
        return Against("mailbox", _MAILBOX.format(here=here, before=ours.mailbox))
    if ours.signing_key and ours.signing_key not in [digest(key) for key in desk.signing_keys]:
        return Against("key", _KEY)
    found = beyond(record, mailbox, desk, since)
    if since and not found.letters_seen:  # a whole day without a letter: perhaps the record is of another time
        found = beyond(record, mailbox, desk, None)
    return _judged(desk, found, empty=since is None)


def _judged(desk: Desk, found: Beyond, *, empty: bool) -> Against:
    """Say what is found; mails alone prove nothing but to an empty record: people move them, and they are brought back."""
    newest = found.newest
    if newest is None or not (found.letters or (empty and found.on_cases)):
        return Against()
    letters, came = (phrases.counted_things(len(one), what) for one, what in _counted(found))
    when = phrases.moment(desk.rules.days.local(newest))
    said = _MAIL.format(letters=letters, mails=came, newest=when)
    return Against("mail", said, len(found.letters), len(found.mails), newest)


def _counted(found: Beyond) -> tuple[tuple[tuple[object, ...], str], ...]:
    return (found.letters, "letter"), (found.mails, "email")


@dataclass
class Beginning:
    """Looks before anything is decided, as soon as it can; a duty like others, once `start` has asked for it."""

    record: Database
    mailbox: Mailbox
    clock: Clock
    desk: Desk
    decisions: Decisions
    troubles: Troubles
    collecting: Collecting
    _looked: bool = True

    def start(self) -> str:
        """Look, or where the mailbox is out of reach wait until it can be; return why nothing is decided, '' where it may."""
        self._looked = False
        try:
            self.work()
        except TryLater:
            with self.record.begin(self.desk.partnership) as tx:
                if partnerships.get(tx).identity and not partnerships.get(tx).waits_for:
                    partnerships.wait_for(tx, NOT_LOOKED)
        return self.holds()

    def again(self) -> None:
        """Look again, as soon as it can be: something in the mailbox, or in the record, is not as it was left."""
        self._looked = False

    def set_back(self, said: str) -> None:
        """Keep that the record was set back, and look how far."""
        with self.record.begin(self.desk.partnership) as tx:
            if not partnerships.get(tx).waits_for.startswith(SET_BACK):
                partnerships.wait_for(tx, f"{SET_BACK}{said}.")
        self.again()

    def holds(self) -> str:
        """Return why nothing is decided; empty where it may be."""
        with self.record.read(self.desk.partnership) as tx:
            return partnerships.get(tx).waits_for

    def waits(self) -> bool:
        """Tell whether nobody has looked since the start."""
        return not self._looked

    def work(self) -> int:
        """Look, if nobody has; TryLater if the mailbox cannot be looked into."""
        if self._looked:
            return 0
        against = look(self.record, self.mailbox, self.clock, self.desk)
        self.note(against)
        self._looked = True
        return 1

    def note(self, against: Against) -> None:
        """Keep what stands against the record, and have the office told; or that nothing does."""
        with self.record.begin(self.desk.partnership) as tx:
            ours = partnerships.get(tx)
            if not ours.identity:
                return
            if ours.waits_for != against.reason:
                partnerships.wait_for(tx, against.reason)
            if not against.reason:
                self._go_by(tx, ours)
        if against.reason:
            log.error("nothing is decided: something stands against the record", against=against.kind)
            self.troubles.note(ANOTHER, against.reason)
        else:
            self.troubles.over(ANOTHER)

    def _go_by(self, tx: Transaction, ours: Partnership) -> None:
        """Keep the newest key; and of a record from before records had an identity, its mailbox, and when it really began."""
        key = digest(self.desk.signing_keys[0])
        if ours.signing_key != key:
            partnerships.note_signing_key(tx, key)
        if ours.mailbox:
            return
        partnerships.note_mailbox(tx, self.mailbox.account.name)
        first = mails.first_received(tx)
        if first and (ours.started_at is None or first < ours.started_at):
            partnerships.note_started(tx, first)
        self.decisions.append(tx, BOOK, NoteOlderMail(self._now(), 0, ours.started_at or self._now()))

    def _now(self) -> datetime:
        return self.desk.rules.days.local(self.clock.now())
