"""A record with as many cases as asked, made of real events: opened by `decide`, their letters sent, half of them closed."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from mailservice.cases import machine
from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import Hear, Sender
from mailservice.cases.history.events import CaseClosed, DeadlineDropped, DeadlineSet, Event, LetterOrdered, LetterSent
from mailservice.clock import VirtualClock
from mailservice.mail.grammar import references
from mailservice.mail.mime.addresses import Address
from mailservice.mail.parse import message_id
from mailservice.mail.trust import senders, signing
from mailservice.record import contents, ledger, lookup, mails, outbox, partnerships, register
from mailservice.record.database import Database, Transaction
from mailservice.service.collecting import BATCH
from mailservice.service.desk import Desk, new_id
from mailservice.service.rounds import Service
from mailservice.simulator.playing import desk_of
from mailservice.simulator.story import Story, moment
from mailservice.transport.imap import INBOX, ImapAccount, Mailbox
from mailservice.transport.smtp import Post, SmtpAccount
from tests.bench.mails import Reply

START = moment("Mon 2 Nov 2026 10:00")
NOW = START + timedelta(days=1)
# Far enough that no sweep measured here finds more due than it is meant to.
FAR = START + timedelta(days=365)
AT_ONCE = 250
_uids = itertools.count(1_000_001)
SCENARIOS = Path(__file__).parents[1] / "scenarios"
RAISERS = ("sarah.whitlock@rockinghamhealth.example", "louise.park@shirepolice.example")
ANSWERING = "daniel.mensah@nenevalley.example"

Track = Callable[[Sequence[int]], Iterable[int]]


@dataclass
class Store:
    """A service over a record, and for each open case what a reply to it answers."""

    service: Service
    replies: list[Reply]


def desk() -> Desk:
    """Return a desk of invented people, with random ids for its letters, as in earnest."""
    stories = desk_of(Story("a benchmark", "Mon 2 Nov 2026 10:00", (), folder=SCENARIOS))
    return replace(stories, rules=replace(stories.rules, new_id=new_id))


def build(file: Path, desk: Desk, open_cases: int, closed_cases: int, *, due: int, track: Track) -> Store:
    """Make a record in a file; of the open cases `due` fall due from NOW on, ten at a time, a minute apart."""
    record = Database(f"sqlite:///{file}")
    record.upgrade()
    replies: list[Reply] = []
    numbers = range(open_cases + closed_cases)
    for at in track(range(0, len(numbers), AT_ONCE)):
        with record.begin(desk.partnership) as tx:
            register.keep(tx, desk.policy_file, "policy")
            for number in numbers[at : at + AT_ONCE]:
                falls = NOW + timedelta(minutes=number // 10) if number < due else FAR
                made = _case(tx, desk, number, falls, closed=number >= open_cases)
                replies.extend([made] if number < open_cases else [])
    with record.begin(desk.partnership) as tx:
        partnerships.note_read_through(tx, FAR)
    record.close()
    return opened(file, desk, replies)


def opened(file: Path, desk: Desk, replies: list[Reply], post: Post | None = None) -> Store:
    """Open a record that was built, as a service does when it starts; nothing of it is in memory yet."""
    # Where no post is given neither is ever connected to: what is measured stands between them.
    post = post or Post(SmtpAccount("127.0.0.1", 9, desk.address, tls="none"))
    mailbox = Mailbox(ImapAccount("127.0.0.1", 9, "desk", "none", tls=False))
    return Store(Service(Database(f"sqlite:///{file}"), post, mailbox, VirtualClock(NOW), desk), replies)


def arrive(store: Store, raws: Sequence[bytes], at: datetime) -> list[int]:
    """Put mails into the record as collecting does, at most so many a transaction, and return their ids."""
    ids = []
    for begun in range(0, len(raws), BATCH):
        with store.service.record.begin(store.service.desk.partnership) as tx:
            ids += [_arrives(tx, raw, at) for raw in raws[begun : begun + BATCH]]
    return ids


def _arrives(tx: Transaction, raw: bytes, at: datetime) -> int:
    mail = mails.arrive(tx, INBOX, 1, next(_uids), internal_date=at, raw=raw, message_id=message_id(raw))
    if mail is None:
        raise ValueError("a mail of the benchmark came twice")
    return mail


def _case(tx: Transaction, desk: Desk, number: int, due: datetime, *, closed: bool) -> Reply:
    case = lookup.new_case(tx)
    raiser = RAISERS[number % len(RAISERS)]
    hear = _opening(desk, number, raiser)
    reference = references.make_case_reference(desk.rules.policy.reference.prefix, START.year, number + 1)
    events = [
        replace(event, due=due) if isinstance(event, DeadlineSet) else event
        for event in machine.decide(Case(), hear, desk.rules, desk.directory, reference=reference)
    ]
    letters = [event for event in events if isinstance(event, LetterOrdered)]
    happened: list[Event] = [*events, *(LetterSent(START, one.letter) for one in letters)]
    ledger.append(tx, case, [*happened, *(_closing(events) if closed else ())], START)
    _keep_mail(tx, case, number, hear)
    for one in letters:
        kept = contents.keep(tx, f"{one.letter}\r\n{'A line of a letter that was sent.' * 60}".encode(), "letter")
        outbox.rendered(tx, one.letter, signing.message_id(one.letter, desk.signing_keys, desk.domain), kept)
    return _reply(desk, letters[-1], hear, reference)


def _opening(desk: Desk, number: int, raiser: str) -> Hear:
    person = desk.directory.person_at(raiser)
    return Hear(
        at=START,
        mail=f"m{number}",
        message_id=f"<opening-{number}@bench.example>",
        sender=Sender(raiser, person.name, person.id, person.agency) if person else Sender(raiser),
        to=(senders.addressee(Address("", ANSWERING), desk.directory),),
        child_references=(f"NCT-{100_000 + number}",),
        own_words="The referral was closed, and we see the risk differently. Please look at it again with us.",
    )


def _closing(events: list[Event]) -> list[Event]:
    dates = [event for event in events if isinstance(event, DeadlineSet)]
    dropped = [DeadlineDropped(NOW, one.deadline, "the case was closed") for one in dates]
    return [*dropped, CaseClosed(NOW, "agreed", "Both visit together on Tuesday.")]


def _keep_mail(tx: Transaction, case: int, number: int, hear: Hear) -> None:
    raw = f"Message-ID: {hear.message_id}\r\n\r\n{number} {hear.own_words * 20}".encode()
    mail = mails.arrive(tx, INBOX, 1, number + 1, internal_date=START, raw=raw, message_id=hear.message_id)
    if mail is not None:
        mails.settle(tx, mail, "acted", case=case, folder="Escalations", at=START)
        mails.filed(tx, mail, "Escalations", START)


def _reply(desk: Desk, letter: LetterOrdered, hear: Hear, reference: str) -> Reply:
    named = signing.message_id(letter.letter, desk.signing_keys, desk.domain)
    return Reply(letter.to.address, letter.to.name, desk.address, named, hear.message_id, reference)
