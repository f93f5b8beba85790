"""What became of a mail, from the record: when it came, what was decided, which letters answered it. Start at `trace`.

Of what is held in confidence only that it is there is told: neither an address nor a subject, and no letter about it (rule 16).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import (
    Event,
    LetterBounced,
    LetterOrdered,
    LetterStalled,
    LetterWithheld,
    MailHeard,
    ReaderAway,
)
from mailservice.cases.history.folding import after
from mailservice.cases.letters import kinds, phrases
from mailservice.cases.told import sentences
from mailservice.mail import glimpse, refusals
from mailservice.mail.mime.addresses import Address
from mailservice.policy.model import Policy
from mailservice.record import ledger, lookup, mails, outbox, partnerships, tracing, troubles
from mailservice.record.database import Transaction
from mailservice.record.ledger import BOOK, Forgotten
from mailservice.record.tracing import Came, Heard, Went
from mailservice.service import folders
from mailservice.service.kept import kept_policy

MONTH = timedelta(days=31)
"""How far back a mail is looked for of which no time is given, from when the mailbox was last read."""
MOST = 50
_NEAR, _FEW, _LONGEST = timedelta(days=1), 10, 100
_TOLD = frozenset({"word", "stage", "ending"})


@dataclass(frozen=True)
class Asked:
    """What somebody knows of a mail; what is left empty asks for nothing.

    Of people an address, a domain like "@nhs.example", or a name; of the subject some words of it.
    """

    message_id: str = ""
    sender: str = ""
    to: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None
    case: int | None = None


@dataclass(frozen=True)
class Letter:
    """A letter of ours: what kind, to whom, on which case, and what became of it."""

    kind: str
    to: str
    case: str
    ordered: datetime
    left: datetime | None
    waits_until: datetime | None
    fate: str


@dataclass(frozen=True)
class Mail:
    """The way of one mail. Of one in confidence only its times are told; of one not yet decided no subject."""

    number: int
    came: datetime
    collected: datetime | None
    decided: datetime | None
    filed: datetime | None
    in_confidence: bool
    message_id: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()
    subject: str = ""
    outcome: str = ""
    cases: tuple[str, ...] = ()
    folder: str = ""
    read: tuple[str, ...] = ()
    letters: tuple[Letter, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What is known of what was asked for: the mails, our letters, and where there is none of either, what came near.

    `read_through`: what came to the mailbox up to then is in the record. `more` mails fit, and are not shown.
    """

    mails: tuple[Mail, ...]
    letters: tuple[Letter, ...]
    near: tuple[Mail, ...]
    more: int
    since: datetime | None
    until: datetime | None
    read_through: datetime | None
    held: int
    in_confidence: int
    in_confidence_then: int
    stands: tuple[str, ...]


@dataclass(frozen=True)
class _Desk:
    """With what a mail's way is told: the record at one moment, today's policy, and the agencies' names."""

    tx: Transaction
    policy: Policy
    agencies: Mapping[str, str]
    _read: dict[int, tuple[Policy, list[tuple[int, Event]]]] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.policy.calendar.timezone)

    def policy_of(self, case: int) -> Policy:
        """Return the policy that a case goes by."""
        return self._case(case)[0]

    def history(self, case: int) -> list[tuple[int, Event]]:
        """Return what happened in a case, each with its number, as far as it is still known."""
        return self._case(case)[1]

    def _case(self, case: int) -> tuple[Policy, list[tuple[int, Event]]]:
        if case not in self._read:
            numbered = enumerate(ledger.history(self.tx, case), start=1)
            known = [(number, one) for number, one in numbered if not isinstance(one, Forgotten)]
            self._read[case] = kept_policy(self.tx, ledger.replayed(self.tx, case)), known
        return self._read[case]


def trace(tx: Transaction, policy: Policy, agencies: Mapping[str, str], asked: Asked) -> Answer:
    """Return what became of the mails, and of our letters, of which somebody knows this much."""
    desk, asked = _Desk(tx, policy, agencies), _bounded(tx, asked)
    found = [one for one in _candidates(tx, asked) if _fits(tx, one, asked)]
    letters = _letters_asked(desk, asked)
    near = () if found or letters else _near(tx, asked)
    apart = tracing.apart(tx, asked.since, asked.until, folders.CONFIDENTIAL) if asked.since and asked.until else ()
    then = [one for one in apart if private(tx, one)]
    return Answer(
        mails=tuple(_mail(desk, one, known=bool(asked.sender or asked.message_id)) for one in found[:MOST]),
        letters=tuple(letters),
        near=tuple(_mail(desk, one) for one in near),
        more=max(len(found) - MOST, 0),
        since=_here(desk, asked.since),
        until=_here(desk, asked.until),
        read_through=_here(desk, partnerships.get(tx).read_through),
        held=len(mails.held(tx, folders.CONFIDENTIAL)),
        in_confidence=mails.held_in(tx, folders.CONFIDENTIAL),
        in_confidence_then=len(then),
        stands=tuple(_stands(desk)),
    )


def private(tx: Transaction, one: Came) -> bool:
    """Tell whether a mail is held in confidence, or is a second delivery of one that is."""
    twins = tracing.named(tx, one.message_id) if one.outcome == "duplicate" else []
    return folders.CONFIDENTIAL in {one.folder, *(twin.folder for twin in twins)}


# Which mails.


def _bounded(tx: Transaction, asked: Asked) -> Asked:
    """Return what is asked with a time: a month, where only who wrote is known."""
    if asked.since or asked.message_id or asked.case is not None:
        return asked
    last = max((one for one in (partnerships.get(tx).read_through, tracing.newest(tx)) if one), default=None)
    return replace(asked, since=last - MONTH, until=last) if last else asked


def _candidates(tx: Transaction, asked: Asked) -> list[Came]:
    if asked.message_id:
        return tracing.named(tx, asked.message_id)
    if asked.case is not None:
        return tracing.on_case(tx, asked.case)
    return _of_the_time(tx, asked)


def _of_the_time(tx: Transaction, asked: Asked) -> list[Came]:
    if not (asked.since and asked.until):
        return []
    if asked.sender or asked.to or asked.subject:
        return tracing.came_with(tx, asked.since, asked.until, partial(_may_fit, asked=asked))
    return tracing.came(tx, asked.since, asked.until)


def _may_fit(head: bytes, asked: Asked) -> bool:
    """Tell whether a mail with these headers may be one that is asked for: a month of them is too long to be read one by one.

    An address is never encoded (RFC 2047 section 5); a name or a subject may be.
    """
    head = head.lower()
    sought = [(word, "@" not in one) for one in (asked.sender, asked.to, asked.subject) for word in _words(one)]
    return all(word.encode() in head or not word.isascii() or (coded and b"=?" in head) for word, coded in sought)


def _words(asked: str) -> list[str]:
    """Cut what is asked into what must stand in the headers: the parts of an address, the words of a name or a subject."""
    return asked.casefold().replace("@", " @").split()


def _fits(tx: Transaction, one: Came, asked: Asked) -> bool:
    """Tell whether a mail is one that is asked for; whose mail is held in confidence nobody learns by asking for them."""
    in_time = not asked.since or not asked.until or asked.since <= one.internal_date <= asked.until
    on_case = asked.case is None or one.case == asked.case
    if not (in_time and on_case) or not (asked.sender or asked.to or asked.subject):
        return in_time and on_case
    if private(tx, one):
        return False
    seen = glimpse.heading(tracing.head(tx, one.digest), "to", "cc")
    return (
        _is(seen.sender, asked.sender)
        and (not asked.to or any(_is(other, asked.to) for other in (*seen.to, *seen.cc)))
        and all(word in seen.subject.casefold() for word in asked.subject.casefold().split())
    )


def _is(person: Address, asked: str) -> bool:
    """Tell whether somebody is who is asked for: by domain, by address, whatever its +tag unless one is asked for, or by name."""
    name, address, asked = person.name.casefold(), person.address.casefold(), asked.casefold()
    if asked.startswith("@"):
        return address.endswith(asked)
    if "@" in asked:
        local, _, domain = address.rpartition("@")
        return asked in {address, f"{local.partition('+')[0]}@{domain}"}
    return all(word in f"{name} {address}" for word in asked.split())


def _near(tx: Transaction, asked: Asked) -> list[Came]:
    """Return what came from the same address or domain within a day of the time that is asked for, a few at most."""
    if not (asked.since and asked.until and "@" in asked.sender):
        return []
    domain = f"@{asked.sender.rpartition('@')[2]}"
    wide = Asked(sender=domain, since=asked.since - _NEAR, until=asked.until + _NEAR)
    return [one for one in _of_the_time(tx, wide) if _fits(tx, one, wide)][-_FEW:]


# The way of one.


def _mail(desk: _Desk, one: Came, *, known: bool = False) -> Mail:
    """Tell the way of a mail; whose it is, before it is decided, only where whoever asks knows it (`known`)."""
    mail = Mail(
        number=one.id,
        came=one.internal_date.astimezone(desk.zone),
        collected=_here(desk, one.collected_at),
        decided=_here(desk, one.settled_at),
        filed=_here(desk, one.filed_at),
        in_confidence=private(desk.tx, one),
    )
    if mail.in_confidence:
        return mail
    tx, seen = desk.tx, glimpse.heading(tracing.head(desk.tx, one.digest), "to", "cc")
    found = tracing.heard(tx, one, _cases(tx, one))
    return replace(
        mail,
        message_id=one.message_id,
        sender=seen.sender.address if one.outcome or known else "",
        to=tuple(other.address for other in (*seen.to, *seen.cc)) if one.outcome else (),
        subject=seen.subject[:_LONGEST] if one.outcome else "",  # it may yet be one in confidence
        outcome=one.outcome or "",
        cases=tuple(lookup.case(tx, case).reference for case in dict.fromkeys(_on(one, found))),
        folder=one.folder,
        read=tuple(dict.fromkeys([*_kept_by(tx, one), *(line for decided in found for line in _read(desk, decided))])),
        letters=tuple(_answers(desk, one, found)),
    )


def _cases(tx: Transaction, one: Came) -> list[int]:
    """Return every case on which a mail may have been decided: one that names two boards opens two."""
    named = {case for some in lookup.cases_of_messages(tx, [one.message_id]).values() for case in some}
    return sorted({*named, *([one.case] if one.case else [])})


def _on(one: Came, found: Iterable[Heard]) -> Iterator[int]:
    yield from (decided.case for decided in found if decided.case != BOOK)
    if one.case:
        yield one.case


def _kept_by(tx: Transaction, one: Came) -> Iterator[str]:
    """Say what keeps a mail from being decided, or that it came before."""
    if one.outcome == "duplicate":
        first = next((twin.id for twin in tracing.named(tx, one.message_id) if twin.outcome != "duplicate"), None)
        yield f"It is a second delivery of {f'mail {first}' if first else 'a mail'}, which had come before."
    elif one.outcome is None and one.attempts:
        yield phrases.sentence(f"it was tried {phrases.counted_things(one.attempts, 'time')}: {one.why or 'under way'}")


def _read(desk: _Desk, decided: Heard) -> Iterator[str]:
    """Say what was read in a mail, and what it moved, as the record tells it; never its words."""
    mail = decided.mail
    proof = f", {mail.proof}" if mail.proof else ""
    kind = "an email" if mail.kind == "message" else f"an email of the kind {mail.kind}"
    by = f"{mail.sender.name or mail.sender.address}{proof}"
    yield phrases.sentence(f"read as {kind} by {by}" + (f": {mail.why}" if mail.why else ""))
    if decided.case != BOOK:
        yield from _moved(desk, decided)


def _moved(desk: _Desk, decided: Heard) -> Iterator[str]:
    case, policy = Case(), desk.policy_of(decided.case)
    for number, event in desk.history(decided.case):
        if number >= decided.numbers.stop:
            return
        before, case = case, after(case, event)
        if number in decided.numbers and not isinstance(event, MailHeard | LetterOrdered):
            book = sentences.Book(before, case, policy, desk.agencies, desk.zone)
            told = sentences.tell(event, book)
            if told is not None and told.kind in _TOLD:
                yield told.said


def _answers(desk: _Desk, one: Came, found: Iterable[Heard]) -> Iterator[Letter]:
    """Give the letters that were ordered with the deciding of a mail, and those that answer it later."""
    named: dict[str, None] = {}
    for decided in found:
        until = max(one.settled_at or one.internal_date, decided.mail.at) + MONTH
        for number, order in tracing.orders(desk.tx, decided.case, one.internal_date, until):
            if number in decided.numbers or _answers_it(order, one):
                named[order.letter] = None
    yield from _told(desk, tracing.letters_of(desk.tx, named))


def _answers_it(order: LetterOrdered, one: Came) -> bool:
    return bool(one.message_id) and order.answers.strip("<>") == one.message_id


# The way of a letter.


def _letters_asked(desk: _Desk, asked: Asked) -> list[Letter]:
    """Return the letters of ours of which somebody asks by Message-ID, or by their reader."""
    if asked.message_id:
        return list(_told(desk, tracing.letters_named(desk.tx, asked.message_id)))
    if (
        "@" not in asked.to
        or asked.to.startswith("@")
        or asked.sender
        or asked.subject
        or not (asked.since and asked.until)
    ):
        return []
    found = tracing.letters_to(desk.tx, asked.to, asked.since, asked.until)
    return list(_told(desk, [one for one in found if asked.case in {None, one.case}]))


def _told(desk: _Desk, found: Iterable[Went]) -> Iterator[Letter]:
    for one in found:
        if not _about_a_private_mail(desk.tx, one):
            yield _letter(desk, one)


def _about_a_private_mail(tx: Transaction, one: Went) -> bool:
    try:
        return one.case == BOOK and folders.letter_folder(tx, outbox.get(tx, one.letter)) == folders.CONFIDENTIAL
    except KeyError:  # what it said was disposed of
        return one.case == BOOK


def _letter(desk: _Desk, one: Went) -> Letter:
    person = desk.policy.wording.person
    waits = one.not_before if one.status == "ordered" else None
    return Letter(
        kind=kinds.of(one.template).told.format(theirs=person.theirs),
        to=one.address,
        case=lookup.case(desk.tx, one.case).reference if one.case != BOOK else "",
        ordered=one.ordered_at.astimezone(desk.zone),
        left=_here(desk, one.sent_at),
        waits_until=_here(desk, waits),
        fate=_fate(desk, one),
    )


def _fate(desk: _Desk, one: Went) -> str:
    """Say what became of a letter beside its leaving; empty where nothing did."""
    found = [_heard_of(desk, fate) for fate in tracing.fates(desk.tx, one)]
    if one.status == "ordered" and one.why:
        tried = f" (tried {one.tries} times)" if one.tries > 1 else ""
        found.append(f"It waits{tried}: {phrases.sentence(refusals.plainly(one.why))}")
    return " ".join(found)


def _heard_of(desk: _Desk, fate: tracing.Fate) -> str:
    when = phrases.moment(fate.at.astimezone(desk.zone))
    match fate:
        case LetterBounced(status=status, why=why):
            return f"It came back at {when}. {phrases.sentence(f'{status} {why}'.strip())}".strip()
        case LetterStalled(how=how, why=why):
            return f"At {when} something was heard of it: {how}. {phrases.sentence(why)}".strip()
        case LetterWithheld(why=why):
            return f"It was not sent: {phrases.sentence(why)}"
        case ReaderAway():
            return f"An absence answered it at {when}."


# How the service stands.


def _stands(desk: _Desk) -> Iterator[str]:
    """Say what keeps mail from being read, or decided, now."""
    if why := tracing.waits_for(desk.tx):
        yield f"The service collects only, and decides and sends nothing: {phrases.sentence(why)}"
    for one in troubles.standing(desk.tx, "mailbox", "record", "chain"):
        since = phrases.moment(one.since.astimezone(desk.zone))
        yield f"Since {since} the service cannot go on with its {one.kind}: {phrases.sentence(one.said)}"


def _here(desk: _Desk, at: datetime | None) -> datetime | None:
    return at.astimezone(desk.zone) if at else None
