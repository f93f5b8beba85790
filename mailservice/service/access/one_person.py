"""One person over time: every address that the directories gave them, as they were taken one after another. Start at `over_time`.

Nobody is taken for somebody else by a name alone: that two rows may be one person is told, for a person to look at.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailservice.cases.history.events import DirectoryTaken
from mailservice.directory import Directory, Office, Person
from mailservice.exports.naming import Named, mailbox
from mailservice.record import contents, ledger
from mailservice.record.database import Transaction
from mailservice.record.ledger import BOOK
from mailservice.settings.directory_file import kept_directory


@dataclass(frozen=True)
class Version:
    """Who was who from a moment on."""

    since: datetime
    directory: Directory


@dataclass(frozen=True)
class Card:
    """Somebody as a directory has them; `id` is theirs within their `agency`, and `was` the one that they had in another."""

    name: str
    addresses: tuple[str, ...]
    agency: str
    id: str = ""
    was: str = ""
    phone: str = ""
    role: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class OnePerson:
    """Somebody under all addresses, names and numbers that the directories gave them, and each row that they had, since when."""

    addresses: frozenset[str]
    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    rows: tuple[tuple[datetime, Card], ...] = ()
    perhaps: tuple[tuple[datetime, Card], ...] = ()


def versions(tx: Transaction, today: Directory, now: datetime) -> tuple[Version, ...]:
    """Return every directory that was taken, in order, and the one of today where it is another."""
    taken = [one for one in ledger.of_kinds(tx, BOOK, "DirectoryTaken") if isinstance(one, DirectoryTaken)]
    kept = ((one.at, contents.get(tx, one.digest)) for one in taken)
    found = [Version(at, kept_directory(data)) for at, data in kept if data is not None]
    if not found or found[-1].directory != today:
        found.append(Version(now, today))
    return tuple(found)


def over_time(addresses: Iterable[str], names: Iterable[str], found: Sequence[Version]) -> OnePerson:
    """Return one person as they were over time, by any address of theirs; of a name alone only who may be meant."""
    one, before = OnePerson(frozenset(map(mailbox, addresses))), None
    cards = [(version.since, card) for version in found for card in cards_of(version.directory)]
    while one != before:
        before = one
        for _, card in cards:
            if _is(one, card):
                one = _with(one, card)
    mine = [(since, card) for since, card in cards if _is(one, card)]
    known = Named(names=(*one.names, *names))
    others = [pair for pair in cards if pair not in mine and (known.is_called(pair[1].name) or pair[1].id in one.ids)]
    return replace(one, rows=tuple(_changes(mine)), perhaps=tuple(_changes(others)))


def cards_of(directory: Directory) -> Iterator[Card]:
    """Give everybody in a directory: of the agencies, beside them, and of the offices."""
    called = {agency.id: agency.name for agency in directory.agencies}
    people = (*directory.people, *directory.gone, *directory.officers, *directory.other_officers)
    names = {person.id: person.name for person in people}
    for person in people:
        yield _card(person, called.get(person.agency, person.agency), names)
    for office in directory.offices:
        yield from _office(office)


def _card(person: Person, agency: str, names: dict[str, str]) -> Card:
    told = {
        "Decides at stage": ", ".join(person.stages),
        "Brings a case at stage": ", ".join(person.hands_over),
        "Manager": names.get(person.manager, person.manager),
        "Deputy": names.get(person.deputy, person.deputy),
        "Secretary to": names.get(person.assistant_of, person.assistant_of),
        "First day": f"{person.since:%-d %B %Y}" if person.since else "",
        "Here until the day before": f"{person.left:%-d %B %Y}" if person.left else "",
    }
    return Card(
        person.name,
        (person.address, *person.aliases),
        agency or "an officer, beside the agencies",
        person.id,
        person.was,
        person.phone,
        person.role,
        tuple(f"{name}: {value}" for name, value in told.items() if value),
    )


def _office(office: Office) -> Iterator[Card]:
    yield Card("", (office.address,), office.name, phone=office.phone, role="The office's mailbox")
    yield from (Card("", (address,), office.name, role="Staff of the office") for address in office.staff)
    yield from (Card(one.name, (one.address,), office.name, phone=one.phone, role="Deputy") for one in office.deputies)
    if office.duty:
        one = office.duty
        yield Card(one.name, (one.address,), office.name, phone=one.phone, role="Duty contact")


def _is(one: OnePerson, card: Card) -> bool:
    """Tell whether a row is this person's: by an address, or by the same name under an id that they had, or moved on with."""
    by_address = any(mailbox(address) in one.addresses for address in card.addresses)
    same_name = Named(names=one.names).is_called(card.name)
    return by_address or bool(same_name and {card.id, card.was} & one.ids)


def _with(one: OnePerson, card: Card) -> OnePerson:
    return replace(
        one,
        addresses=one.addresses | {mailbox(address) for address in card.addresses},
        names=tuple(dict.fromkeys([*one.names, *([card.name] if card.name else [])])),
        phones=tuple(dict.fromkeys([*one.phones, *([card.phone] if card.phone else [])])),
        ids=one.ids | {name for name in (card.id, card.was) if name},
    )


def _changes(found: Iterable[tuple[datetime, Card]]) -> Iterator[tuple[datetime, Card]]:
    """Give each row once, as of when it first read so."""
    last: dict[tuple[str, str, str], Card] = {}
    for since, card in found:
        key = (card.agency, card.id, card.name if not card.id else "")
        if last.get(key) != card:
            last[key] = card
            yield since, card
