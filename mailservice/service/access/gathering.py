"""Everything that the record holds on one person, or on a child's reference: start at `gather`. It looks, and changes nothing.

All is read: each entry of each chain, each mail, each letter, and the directories over time. What is held in confidence, or not
decided yet, is told by number and time alone, as everywhere; what is of a court lies apart.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from mailservice.cases.asking.legal import NAMES
from mailservice.cases.history import events as e
from mailservice.cases.history.case import Case, book
from mailservice.cases.history.folding import after
from mailservice.cases.history.mails import unspaced
from mailservice.cases.letters import court, kinds, phrases
from mailservice.cases.opening import confidential
from mailservice.cases.told import sentences, telling
from mailservice.directory import Directory
from mailservice.exports.access import Access, Author, Item, Original, Part, Passage
from mailservice.exports.marking import People, Somebody
from mailservice.exports.naming import Named, mailbox
from mailservice.mail import glimpse
from mailservice.mail.grammar.references import plain_child
from mailservice.mail.mime.addresses import Address
from mailservice.mail.parse import Mail, parse
from mailservice.mail.reply.pieces import own_words
from mailservice.policy.model import Policy
from mailservice.record import contents, found, ledger, lookup, outbox, tracing
from mailservice.record.database import Transaction
from mailservice.record.ledger import BOOK, Forgotten
from mailservice.record.lookup import Wanted
from mailservice.record.tracing import Came, Went
from mailservice.service import folders
from mailservice.service.access.one_person import Card, OnePerson, Version, cards_of, over_time, versions
from mailservice.service.kept import kept_policy
from mailservice.service.watch.tracing import private

_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
# These are told with the mail or the letter that they are about.
_WITH_ANOTHER = (e.MailHeard, e.LetterSent, e.LetterBounced, e.LetterStalled, e.LetterWithheld, e.Moved)
# Events that a reader of a case is spared, as they are told to whoever asks for all.
_SPARED: Final[Mapping[type[e.Event], str]] = {
    e.OutsiderKept: "An email of somebody whom nobody knew was held; the morning letter told the office of it.",
    e.HeldMailDecided: "The office decided on an email that was held.",
    e.HeldMailReturned: "The office took back what it had decided on an email that was held.",
    e.ReaderAway: "An out-of-office answered a letter.",
    e.WordAnswered: "A question about a word was answered.",
}
_GRAVE: Final = ("court", "coroner")
_OF_A_COURT = (
    "It tells of a court. Look whether a court's order, or legal privilege, keeps it back, before anything else."
)
_IN_EMAIL = "The words stand in the email."
_ON_HOLD = "On hold: a death or grave harm was told of. Nothing of it may be disposed of; take legal advice first."

_BY_INITIALS = "it may name them, by an initial: look whether it is they"
_NOBODY_CAN_TELL = (
    "its history was lost, and what is left of it does not say which child it is about: look whether it is theirs."
)
_KEPT_WHOLE = (
    "On hold: the office, a court or a request keeps it. Nothing of it may be disposed of; take legal advice first."
)


@dataclass(frozen=True)
class Asked:
    """Who is asked for: by addresses, by a child's references, or by names in what others wrote."""

    addresses: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """By what they are looked for; never the value."""
        told = {"address": self.addresses, "child": self.children, "name": self.names}
        return tuple(key for key, values in told.items() if values)


@dataclass
class _Found:
    """What was found so far; each item with the digest of its original."""

    items: list[tuple[Item, str]] = field(default_factory=list)
    apart: list[tuple[Item, str]] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    people: dict[str, Somebody] = field(default_factory=dict)
    roles: dict[int, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    cases: dict[int, None] = field(default_factory=dict)
    works: dict[str, bool] = field(default_factory=dict)

    def add(self, item: Item, digest: str = "", *, apart: bool = False) -> None:
        """Keep an item, and the digest of its original."""
        (self.apart if apart else self.items).append((item, digest))


@dataclass(frozen=True)
class _Chain:
    """One chain, read: its reference ("" for the office's book), its policy, and its entries by number."""

    number: int
    reference: str
    policy: Policy
    entries: tuple[tuple[int, e.Event], ...]
    forgotten: int
    at_court: frozenset[datetime]

    @property
    def name(self) -> str:
        """What it is called in a source."""
        return self.reference or "the office's book"

    @property
    def where(self) -> str:
        """Where something of it stands, in a sentence."""
        return f"on {self.reference}" if self.reference else "in the office's book"


@dataclass(frozen=True)
class _Gathering:
    """One search: the record, who is looked for, and how people and agencies are called."""

    tx: Transaction
    policy: Policy
    agencies: Mapping[str, str]
    history: tuple[Version, ...]
    service: Somebody
    who: Named
    one: OnePerson
    whole: frozenset[int]
    into: _Found
    # The cases in which they were found by more than an initial: there one alone may be theirs.
    theirs: frozenset[int] = frozenset()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.policy.calendar.timezone)

    def here(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    @property
    def ours(self) -> str:
        return self.service.addresses[0]

    # Who.

    def is_party(self, one: e.Party) -> bool:
        return self.who.is_at(one.address) or (
            bool(one.person) and one.person in self.one.ids and self._named(one.name)
        )

    def _named(self, name: str) -> bool:
        return Named(names=self.one.names).is_called(name)

    def touches(self, value: Any) -> bool:
        """Tell whether an event, or a part of one, is about who is looked for."""
        return any(self.is_party(one) if isinstance(one, e.Party) else self.who.in_text(one) for one in _leaves(value))

    def perhaps(self, value: Any, on: Iterable[int]) -> bool:
        """Tell whether a text, or an event of some cases, may be about who is looked for, by an initial."""
        theirs = not self.theirs.isdisjoint(on)
        return any(isinstance(one, str) and self.who.perhaps_in(one, theirs=theirs) for one in _leaves(value))

    def works(self, address: str) -> bool:
        """Tell whether an address was ever somebody's at work: of the directory, of an agency's domain, or ours."""
        key = mailbox(address)
        if key not in self.into.works:
            ever = (one.directory for one in self.history)
            known = any(who.people_at(key) or who.agencies_of(key) or who.is_office(key) for who in ever)
            self.into.works[key] = known or key == mailbox(self.ours)
        return self.into.works[key]

    def meet(self, address: str, name: str, what: str, *, work: bool = False) -> None:
        """Keep somebody else who was met, unless the directory knows them."""
        key = mailbox(address) if address else f"name {name.casefold()}"
        if key in self.into.people or mailbox(address) == mailbox(self.ours) or self.who.is_at(address):
            return
        self.into.people[key] = Somebody(
            name, (address,) if address else (), work=work or (bool(address) and self.works(address)), what=what
        )

    def meet_parties(self, event: e.Event) -> None:
        for one in _leaves(event):
            if isinstance(one, e.Party) and not self.is_party(one):
                agency = self.agencies.get(one.agency, one.agency)
                self.meet(
                    one.address,
                    one.name,
                    phrases.listed([part for part in (one.role, agency) if part]),
                    work=bool(one.agency),
                )

    def author(self, address: str) -> Author:
        if self.who.is_at(address):
            return "self"
        return "service" if mailbox(address) == mailbox(self.ours) else "work" if self.works(address) else "other"


def gather(
    tx: Transaction, policy: Policy, today: Directory, service: Somebody, asked: Asked, *, by: str, at: datetime
) -> Access:
    """Return everything that the record holds on who is asked for, as it is at this moment."""
    history = versions(tx, today, at)
    one = over_time(asked.addresses, asked.names, history)
    carried = {line.id: ledger.replayed(tx, line.id).child_references for line in lookup.cases_of(tx)}
    wanted = {plain_child(child) for child in asked.children}
    whole = frozenset(number for number, children in carried.items() if wanted & set(map(plain_child, children)))
    who = Named(one.addresses, asked.names, asked.children)
    agencies = {agency.id: agency.name for version in history for agency in version.directory.agencies}
    into = _Found()
    search = _Gathering(tx, policy, agencies, history, service, who, one, whole, into)
    chains = [_chain(search, number) for number in (BOOK, *(line.id for line in lookup.cases_of(tx)))]
    _search(search, chains)
    lost = (
        {chain.number: chain.reference for chain in chains if ledger.replayed(tx, chain.number).lost} if wanted else {}
    )
    # The history that said which child it is about is lost: what is left names the reference, or nobody can tell.
    more = whole | (into.cases.keys() & lost.keys())
    if (asked.names and into.cases) or more != whole:
        theirs = frozenset(into.cases) if asked.names else frozenset()
        search = replace(search, into=_Found(works=into.works), theirs=theirs, whole=more)
        _search(search, chains)
    search.into.gone.extend(f"{lost[number]}: {_NOBODY_CAN_TELL}" for number in lost if number not in search.into.cases)
    return _access(search, asked, chains, by, at)


def _search(search: _Gathering, chains: Sequence[_Chain]) -> None:
    _entries(search, chains)
    _mails(search, chains)
    _letters(search, chains)
    _beyond(search)
    _directory(search)


def _access(search: _Gathering, asked: Asked, chains: Sequence[_Chain], by: str, at: datetime) -> Access:
    into, one, zone = search.into, search.one, search.zone
    originals, items, apart = _originals(into)
    items = tuple(_once(items))
    children = _other_children(search, asked)
    people_met = _others(search)
    people = People(
        Named(one.addresses, (*one.names, *asked.names), asked.children),
        people_met,
        children,
        one.phones,
        (*search.agencies.values(), search.policy.partnership),
    )
    also = [
        value
        for value in (*sorted(one.addresses), *one.names)
        if value not in {*map(mailbox, asked.addresses), *asked.names}
    ]
    return Access(
        partnership=search.policy.partnership,
        asked=(*asked.addresses, *asked.names, *asked.children),
        also=tuple(also),
        perhaps=tuple(_perhaps(since.astimezone(zone), card) for since, card in one.perhaps),
        by=by,
        at=at.astimezone(zone),
        record=_record(search, chains),
        people=people,
        parts=tuple(_part(search, chain, asked) for chain in chains if chain.number in into.cases),
        items=items,
        apart=apart,
        unseen=tuple(into.unseen),
        gone=tuple(into.gone),
        originals=originals,
        by_name=bool(asked.names),
    )


def _record(search: _Gathering, chains: Sequence[_Chain]) -> str:
    cases = phrases.counted_things(len(chains) - 1, "case")
    length = f"{ledger.length(search.tx):,} entries"
    through = tracing.newest(search.tx)
    until = f", the newest email of {phrases.moment(search.here(through))}" if through else ""
    return f"the record of {search.policy.partnership}: {cases}, {length}{until}"


def _originals(into: _Found) -> tuple[tuple[Original, ...], tuple[Item, ...], tuple[Item, ...]]:
    """Return the originals, each under a number, and the items with the name of theirs: no file says whose it is."""
    made: list[Original] = []
    told: list[tuple[Item, ...]] = []
    for folder, found_there in (("originals", into.items), ("apart", into.apart)):
        names: dict[str, str] = {}
        placed = []
        for item, digest in sorted(found_there, key=lambda pair: (pair[0].at, pair[0].sort, pair[0].source)):
            if digest and digest not in names:
                names[digest] = f"{folder}/{len(names) + 1:04}.eml"
                made.append(Original(names[digest], digest, item.source))
            placed.append(replace(item, original=names.get(digest, "")))
        told.append(tuple(placed))
    return tuple(made), told[0], told[1]


def _once(items: Sequence[Item]) -> Iterator[Item]:
    """Give the items, an entry without words that stand in an email among them: nobody decides on one passage twice."""
    emails = " ".join(unspaced(" ".join(part.text for part in one.passages)) for one in items if one.sort == "email")
    for one in items:
        told = one.sort == "entry" and one.passages and all(unspaced(part.text) in emails for part in one.passages)
        yield replace(one, passages=(), notes=(*one.notes, _IN_EMAIL)) if told else one


# The entries of the chains.


def _chain(search: _Gathering, number: int) -> _Chain:
    history = ledger.entries(search.tx, number)
    entries = tuple((place, one) for place, one in history if not isinstance(one, Forgotten))
    at_court = frozenset(one.at for _, one in entries if isinstance(one, e.LegalTold) and one.kind in _GRAVE)
    reference = lookup.case(search.tx, number).reference if number != BOOK else ""
    policy = search.policy if number == BOOK else _policy_of(search, number)
    return _Chain(number, reference, policy, entries, len(history) - len(entries), at_court)


def _policy_of(search: _Gathering, number: int) -> Policy:
    case = ledger.replayed(search.tx, number)
    return kept_policy(search.tx, case) if case.policy_digest else search.policy


def _entries(search: _Gathering, chains: Iterable[_Chain]) -> None:
    """Keep what of each chain is about who is looked for, or is of a case of the child."""
    for chain in chains:
        mine = chain.number in search.whole
        if mine and chain.forgotten:
            search.into.gone.append(
                f"{chain.name}: {phrases.counted_things(chain.forgotten, 'entry')} disposed of.".replace(
                    "entrys", "entries"
                )
            )
        if mine:
            search.into.cases[chain.number] = None
        case = book() if chain.number == BOOK else Case()
        # What is left from before the history was lost adds up to nothing, and is told as it stands.
        whole_from = max((place for place, one in chain.entries if isinstance(one, e.HistoryLost)), default=0)
        for place, event in chain.entries:
            before, case = case, case if chain.number == BOOK or place < whole_from else after(case, event)
            if not (mine or search.touches(event) or search.perhaps(event, [chain.number])):
                continue
            _roles(search, chain.number, event)
            if isinstance(event, e.MailHeard) and event.why == confidential.HELD:
                continue
            search.meet_parties(event)
            if chain.number != BOOK:
                search.into.cases[chain.number] = None
            if not isinstance(event, (*_WITH_ANOTHER, e.LetterOrdered)) or place < whole_from:
                shown = sentences.Book(before, case, chain.policy, search.agencies, search.zone)
                told = sentences.tell(event, shown) if place >= whole_from else None
                if told is not None or not mine or place < whole_from:
                    _entry(search, chain, place, event, told)


def _entry(search: _Gathering, chain: _Chain, place: int, event: e.Event, told: sentences.Told | None) -> None:
    told = told or _plainly(event)
    author = search.author(told.by.address) if told.by else "service"
    words = told.words.strip("\n")
    apart = event.at in chain.at_court
    mine = "it is of the child's case" if chain.number in search.whole else _BY_INITIALS
    why = "it tells of them" if search.touches(event) else mine
    search.into.add(
        Item(
            at=search.here(event.at),
            sort="entry",
            said=told.said,
            source=f"entry {place} of {chain.name}",
            why=why,
            passages=(Passage(words, author),) if words else (),
            notes=told.notes,
            warning="" if apart or not court.tells(words) else _OF_A_COURT,
        ),
        apart=apart,
    )


def _plainly(event: e.Event) -> sentences.Told:
    """Tell an event that a reader of a case is spared: what it is, and its words as they are kept."""
    name = "".join(f" {one.lower()}" if one.isupper() else one for one in e.kind_of(event)).strip()
    said = _SPARED.get(type(event), f"The record keeps: {name}.")
    by = getattr(event, "by", None)
    parties = (one for one in _leaves(event) if isinstance(one, e.Party))
    words = (one for one in _leaves(event) if isinstance(one, str) and " " in one.strip())
    notes = (*(", ".join(filter(None, (one.name, one.address, one.role))) for one in parties), *words)
    return sentences.Told("word", said, by if isinstance(by, e.Party) else None, notes=tuple(dict.fromkeys(notes)))


def _roles(search: _Gathering, number: int, event: e.Event) -> None:
    """Keep what part somebody has in a case, as its events have them."""
    if number == BOOK:
        return
    roles = search.into.roles[number]
    if isinstance(event, e.CaseOpened) and search.is_party(event.raiser):
        roles["raised it"] = None
    for one in _leaves(event):
        if isinstance(one, e.Party) and search.is_party(one):
            agency = search.agencies.get(one.agency, one.agency)
            roles[phrases.listed([part for part in (one.role, agency) if part]) or "was named"] = None


def _leaves(value: Any) -> Iterator[str | e.Party]:
    """Give every person and every text within a value."""
    if isinstance(value, str | e.Party):
        yield value
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from (*_leaves(name), *_leaves(one))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _leaves(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _leaves(getattr(value, one.name))


# The mails.


@dataclass(frozen=True)
class _Heard:
    """What a chain kept of a mail."""

    chain: _Chain
    event: e.MailHeard


def _mails(search: _Gathering, chains: Iterable[_Chain]) -> None:
    heard: dict[str, list[_Heard]] = defaultdict(list)
    filed: dict[str, list[int]] = defaultdict(list)
    for chain in chains:
        for _, event in chain.entries:
            if isinstance(event, e.MailHeard):
                heard[event.mail].append(_Heard(chain, event))
            elif isinstance(event, e.MailFiled):
                filed[event.mail].append(chain.number)
    for came in tracing.came(search.tx, _FIRST, _LAST):
        key = f"m{came.id}"
        on = {came.case, *(one.chain.number for one in heard[key]), *filed[key]}
        _mail(search, came, heard[key], {one for one in on if one})


def _mail(search: _Gathering, came: Came, heard: Sequence[_Heard], on: set[int]) -> None:
    mine = bool(on & search.whole)
    raw = contents.get(search.tx, came.digest)
    mail = parse(raw) if raw else None
    about = (mail is not None and _about(search, mail, raw or b"")) or any(search.touches(one.event) for one in heard)
    perhaps = not about and mail is not None and search.perhaps((mail.subject, mail.text), on)
    if not (mine or about or perhaps):
        return
    when = phrases.moment(search.here(came.internal_date))
    if private(search.tx, came) or came.outcome is None:
        where = f"in the folder {folders.CONFIDENTIAL}" if came.outcome else "not decided yet, in the INBOX"
        search.into.unseen.append(f"Email {came.id}, which came at {when}: {where}.")
        return
    search.into.cases.update(dict.fromkeys(sorted(on - {BOOK})))
    sender = mail.sender if mail else Address("", next((one.event.sender.address for one in heard), ""))
    for person in (*mail.senders, *mail.to, *mail.cc, *mail.reply_to) if mail else ():
        search.meet(person.address, person.name, "named in the heading of an email")
    apart = any(one.event.papers or one.event.at in one.chain.at_court for one in heard)
    passages = (
        tuple(_passages(search, mail))
        if mail
        else tuple(
            Passage(one.event.own_words, search.author(sender.address)) for one in heard[:1] if one.event.own_words
        )
    )
    search.into.add(
        Item(
            at=search.here(came.internal_date),
            sort="email",
            said=_heading(mail) if mail else f"from {sender.address}; its bytes were disposed of",
            source=_source(came, heard),
            why=_BY_INITIALS if perhaps and not mine else _why(search, mail, sender, about=about),
            passages=passages,
            notes=tuple(dict.fromkeys(note for one in heard for note in _notes(one))),
            attached=tuple(one.filename or one.content_type for one in mail.attachments) if mail else (),
            warning="" if apart or not any(court.tells(one.text) for one in passages) else _OF_A_COURT,
        ),
        came.digest if raw else "",
        apart=apart,
    )
    if raw is None:
        search.into.gone.append(f"The bytes of email {came.id} were disposed of.")


def _about(search: _Gathering, mail: Mail, raw: bytes) -> bool:
    """Tell whether a mail is from, to or about who is looked for: its people, its subject, its text, and files of plain text."""
    people = (*mail.senders, *mail.to, *mail.cc, *mail.reply_to, *([mail.on_behalf] if mail.on_behalf else []))
    texts = (mail.subject, mail.text, *(one.name for one in people), *(one.filename for one in mail.attachments))
    if any(search.who.is_at(one.address) for one in people) or any(map(search.who.in_text, texts)):
        return True
    return bool(mail.attachments or mail.html) and (
        search.who.in_text(mail.html) or search.who.in_text(glimpse.letters(raw))
    )


def _heading(mail: Mail) -> str:
    to = phrases.listed([_called(one) for one in (*mail.to, *mail.cc)])
    return (
        f"from {_called(mail.sender)}" + (f" to {to}" if to else "") + (f", “{mail.subject}”" if mail.subject else "")
    )


def _called(one: Address) -> str:
    return f"{one.name} <{one.address}>" if one.name and one.address else one.address or one.name


def _source(came: Came, heard: Iterable[_Heard]) -> str:
    on = dict.fromkeys(one.chain.reference for one in heard if one.chain.reference)
    where = f", on {phrases.listed(list(on))}" if on else ", on no case"
    return f"email {came.id}{where}, in the folder {came.folder or 'INBOX'}"


def _why(search: _Gathering, mail: Mail | None, sender: Address, *, about: bool) -> str:
    if search.who.is_at(sender.address):
        return "they wrote it"
    if mail and any(search.who.is_at(one.address) for one in (*mail.to, *mail.cc)):
        return "they were written to"
    return "it names them" if about else "it is of the child's case"


def _notes(one: _Heard) -> Iterator[str]:
    mail = one.event
    kept = f"Kept of it {one.chain.where}: {mail.outcome}" + (f", {mail.why}" if mail.why else "")
    yield phrases.sentence(kept)
    if mail.proof:
        yield phrases.sentence(f"How sure it was who wrote it: {mail.proof}. {' '.join(mail.evidence)}".strip())
    if mail.delegate:
        yield phrases.sentence(f"Sent in their name by {mail.delegate}")


def _passages(search: _Gathering, mail: Mail) -> Iterator[Passage]:
    """Give a mail's text in passages, by who wrote it: its sender, or somebody whom they quote or pass on."""
    author = search.author(mail.sender.address)
    text, last = "", author
    for piece in own_words(mail).pieces:
        whose: Author = "quoted" if piece.kind in ("quoted", "forwarded") else author
        if whose != last:
            if text.strip():
                yield Passage(text.strip("\n"), last)
            text, last = "", whose
        text += piece.text
    if text.strip():
        yield Passage(text.strip("\n"), last)


# The letters.

# A copy of the record has in it what stands here by itself, and what lies apart.
_COPIED = (
    "It brought a copy of the record of the case, which is left out here: all of it that is of this stands by itself."
)


def _letters(search: _Gathering, chains: Iterable[_Chain]) -> None:
    for chain in chains:
        ordered = [(place, one) for place, one in chain.entries if isinstance(one, e.LetterOrdered)]
        known = outbox.known(search.tx, [one.letter for _, one in ordered])
        orders = [(place, one) for place, one in ordered if one.letter in known]
        went = {one.letter: one for one in tracing.letters_of(search.tx, [one.letter for _, one in orders])}
        for place, order in orders:
            _letter(search, chain, place, order, went.get(order.letter))


def _letter(search: _Gathering, chain: _Chain, place: int, order: e.LetterOrdered, went: Went | None) -> None:
    kept = outbox.get(search.tx, order.letter)
    raw = contents.get(search.tx, kept.rendered) if kept.rendered else None
    text = parse(raw).text if raw else ""
    mine, theirs = chain.number in search.whole, search.is_party(order.to)
    names = search.touches(order) or search.who.in_text(text)
    if not (mine or theirs or names or search.perhaps(text, [chain.number])):
        return
    at = (went.sent_at if went else None) or order.at
    if chain.number == BOOK and folders.letter_folder(search.tx, kept) == folders.CONFIDENTIAL:
        search.into.unseen.append(
            f"A letter of ours of {phrases.moment(search.here(at))}: in the folder {folders.CONFIDENTIAL}."
        )
        return
    if chain.number != BOOK:
        search.into.cases[chain.number] = None
    search.meet_parties(order)
    apart = order.at in chain.at_court or any(NAMES[kind] in text for kind in _GRAVE)
    search.into.add(
        Item(
            at=search.here(at),
            sort="letter",
            said=f"from the service to {telling.who(order.to, search.agencies)}, {order.to.address}: {_kind(search, order)}",
            source=f"letter {order.letter}, entry {place} of {chain.name}",
            why="they were written to"
            if theirs
            else "it is of the child's case"
            if mine
            else "it names them"
            if names
            else _BY_INITIALS,
            passages=(Passage(_shown(text), "service"),) if text else (),
            notes=(*_fate(search, went, written=bool(text)), *([_COPIED] if order.template == "record" else [])),
            warning="" if apart or not court.tells(text) else _OF_A_COURT,
        ),
        kept.rendered if raw and order.template != "record" else "",
        apart=apart,
    )


def _shown(text: str) -> str:
    """Return a letter's text with no more than one line empty at a time."""
    return re.sub(r"\n{3,}", "\n\n", text.strip("\n"))


def _kind(search: _Gathering, order: e.LetterOrdered) -> str:
    return kinds.of(order.template).told.format(theirs=search.policy.wording.person.theirs)


def _fate(search: _Gathering, went: Went | None, *, written: bool) -> Iterator[str]:
    if went and went.sent_at:
        yield f"It left at {phrases.moment(search.here(went.sent_at))}."
    if went and went.status not in ("sent", "ordered"):
        yield phrases.sentence(f"What became of it: {went.status}. {went.why}".strip())
    if not written:
        yield "It was never written out: there is no text of it."


def _beyond(search: _Gathering) -> None:
    """Keep letters of ours that an adopted record found in the mailbox, and that are none of its own."""
    for one in found.untaken(search.tx, _FIRST):
        raw = contents.get(search.tx, one.digest) if one.digest else None
        text = parse(raw).text if raw else ""
        if not (search.who.is_at(one.address) or search.who.in_text(text) or search.who.in_text(one.subject)):
            continue
        search.meet(one.address, "", "had a letter of ours")
        search.into.add(
            Item(
                at=search.here(one.internal_date),
                sort="letter",
                said=f"from the service to {one.address}, “{one.subject}”",
                source=f"a letter found in the folder {one.folder} after the record was set back",
                why="they were written to" if search.who.is_at(one.address) else "it names them",
                passages=(Passage(_shown(text), "service"),) if text else (),
            ),
            one.digest if raw else "",
        )


# The directory, and the cases.


def _directory(search: _Gathering) -> None:
    for since, card in search.one.rows:
        told = {"Role": card.role, "Address": phrases.listed(card.addresses), "Telephone": card.phone}
        search.into.add(
            Item(
                at=search.here(since),
                sort="directory",
                said=f"from here on it had {card.name or 'them'} as of {card.agency}",
                source="the directory taken then",
                why="it is their row",
                notes=(*(f"{name}: {value}" for name, value in told.items() if value), *card.more),
            )
        )


def _others(search: _Gathering) -> tuple[Somebody, ...]:
    """Return everybody else who is known: of the directories, each once, and whom the mails and entries name."""
    known: dict[str, Somebody] = {}
    for card in (card for version in search.history for card in cards_of(version.directory)):
        if any(map(search.who.is_at, card.addresses)):
            continue
        key = f"{card.name or card.addresses[0]} {card.agency}".casefold()
        before = known.get(key, Somebody("", work=True))
        addresses = tuple(dict.fromkeys([*before.addresses, *card.addresses]))
        phones = tuple(dict.fromkeys([*before.phones, *([card.phone] if card.phone else [])]))
        what = ", ".join(part for part in (card.role, card.agency) if part)
        known[key] = Somebody(card.name, addresses, phones, work=True, what=what)
    at = {mailbox(address) for one in known.values() for address in one.addresses}
    return (*known.values(), *(one for key, one in search.into.people.items() if key not in at), search.service)


def _perhaps(since: datetime, card: Card) -> str:
    at = phrases.listed(card.addresses)
    return (
        f"From {phrases.moment(since)} the directory had {card.name} of {card.agency} at {at}. If they are the same person, "
        "write it out again with that address beside."
    )


def _part(search: _Gathering, chain: _Chain, asked: Asked) -> Part:
    case, line = ledger.replayed(search.tx, chain.number), lookup.case(search.tx, chain.number)
    roles = list(search.into.roles[chain.number])
    if chain.number in search.whole:
        roles.insert(0, "carries the child's reference")
    grave = any(isinstance(one, e.HarmTold) for _, one in chain.entries) or case.status == "halted"
    return Part(
        reference=chain.reference,
        status=telling.status(case, chain.policy),
        opened=search.here(line.opened_at),
        part="; ".join(roles) or "named in it",
        linked=tuple(_linked(search, chain, case, asked)),
        warning=_ON_HOLD if grave else _KEPT_WHOLE if case.keeping else "",
    )


def _linked(search: _Gathering, chain: _Chain, case: Case, asked: Asked) -> Iterator[str]:
    """Name the cases that this one is linked with: joined, beside, or of another child that it carries."""
    if case.joined_to:
        yield f"{case.joined_to}, in which it goes on"
    for _, one in chain.entries:
        if isinstance(one, e.CaseTakenIn):
            yield f"{one.reference}, which was joined to it"
        elif isinstance(one, e.CaseOpened) and one.beside:
            yield f"{one.beside}, on whose thread it was written"
    own = set(map(plain_child, asked.children))
    for child in (one for one in case.child_references if asked.children and plain_child(one) not in own):
        others = [line.reference for line in lookup.cases_of(search.tx, Wanted(child=child)) if line.id != chain.number]
        yield f"the reference {child}, another child's" + (f" (also on {phrases.listed(others)})" if others else "")


def _other_children(search: _Gathering, asked: Asked) -> tuple[str, ...]:
    own = set(map(plain_child, asked.children))
    carried = [child for number in search.into.cases for child in ledger.replayed(search.tx, number).child_references]
    return tuple(dict.fromkeys(child for child in carried if plain_child(child) not in own))
