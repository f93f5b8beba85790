"""Everybody else in a text, marked: `People.mark`. Nothing is left out here: a machine marks, and a person decides.

Marked are names, addresses and telephone numbers of people who are known by the directory or by a mail's headers, and what is
written as a name, a home or a number. Somebody whose name stands nowhere but in a sentence may be missed. Pure.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from mailservice.cases.letters import cuts
from mailservice.exports.naming import ADDRESS, Named, Word, known, mailbox, matches, reference, words

# "self" is who asks, and "maybe" perhaps, by an initial; "work" acts in their job; "other" is another person; "perhaps": it is
# written like one.
Kind = Literal["", "self", "maybe", "work", "other", "perhaps"]
_PHONE = re.compile(r"(?<![\w.+-])(?:(?:\+|00)44[ .-]?(?:\(0\)[ .-]?)?|\(?0)[1-9](?:[ ).-]{0,2}\d){8,9}(?!\w)")
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Cllr|Rev|Judge|Nurse|Sister|Auntie?|Uncle|Nan|PC|DC|DS|DI|Sgt)\.? "
    r"(?:[A-Z][\w'\u2019-]{1,30} ){0,2}[A-Z][\w'\u2019-]{1,30}"
)
_KIN = re.compile(
    r"\b(?:(?:step|foster|half|grand|great-grand)[- ]?)?(?:mother|mum|mam|mummy|father|dad|daddy|brother|sister|sibling|son"
    r"|daughter|twin|uncle|aunt|auntie|cousin|nan|nana|grandma|grandad|parent|carer|partner(?!\s+(?:agenc|organi))|boyfriend"
    r"|girlfriend|husband|wife"
    r"|neighbour|lodger)s?\b",
    re.IGNORECASE,
)
# Words in capitals that nothing knows: names of a family, above all. What begins a sentence is none, unless two stand together.
_CAPITALS = re.compile(
    r"(?<![\w@.-])[^\W\d_a-z][a-zà-öø-ÿ][\w'\u2019-]*+(?:[ ][^\W\d_a-z][a-zà-öø-ÿ][\w'\u2019-]*+){0,3}"
)
_GOES_ON = re.compile(r"(?:\w|[,;(]) $")
_GREETS = re.compile(r"^(?:dear|hi|hello|hey)\W", re.IGNORECASE)
_NO_NAME = frozenset(
    (
        *(
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "january",
            "february",
            "march",
            "april",
        ),
        *(
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
            "christmas",
            "easter",
            "stage",
            "tier",
        ),
        *(
            "business",
            "office",
            "trust",
            "health",
            "children",
            "childrens",
            "child",
            "council",
            "police",
            "school",
            "academy",
        ),
        *(
            "safeguarding",
            "partnership",
            "team",
            "service",
            "services",
            "social",
            "care",
            "early",
            "help",
            "protection",
            "plan",
        ),
        *(
            "dear",
            "hi",
            "hello",
            "hey",
            "kind",
            "best",
            "regards",
            "thanks",
            "many",
            "yours",
            "the",
            "this",
            "that",
            "we",
            "they",
        ),
        *(
            "he",
            "she",
            "it",
            "you",
            "if",
            "when",
            "please",
            "their",
            "her",
            "his",
            "our",
            "your",
            "my",
            "english",
            "welsh",
            "an",
        ),
        *(
            "community",
            "hospital",
            "primary",
            "nursery",
            "conference",
            "section",
            "county",
            "borough",
            "family",
            "court",
            "is",
        ),
    )
)
_SHORTEST = 3  # letters of a part of a name that is marked alone


@dataclass(frozen=True)
class Span:
    """A piece of a text: of whom it tells, if of anybody."""

    text: str
    kind: Kind = ""


@dataclass(frozen=True)
class Somebody:
    """A person other than the one who asks, as the directory and the mails know them; `work`: they act in their job."""

    name: str
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    work: bool = False
    what: str = ""


@dataclass(frozen=True)
class People:
    """Who asks, and everybody else who is known; `children` are references of other children, `places` names of agencies."""

    asks: Named
    others: tuple[Somebody, ...] = ()
    children: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def kind_of(self, address: str, name: str = "") -> Kind:
        """Return what somebody is who wrote, or is written to."""
        if self.asks.is_at(address) or (not address and self.asks.is_called(name)):
            return "self"
        return "work" if self._at.get(mailbox(address)) else "other"

    def mark(self, text: str, *, guess: bool = False) -> tuple[Span, ...]:
        """Return a text in pieces, each person in it apart; the pieces in order are the whole text.

        `guess`: it is what people wrote, in which a word in capitals may be a name that nothing knows.
        """
        covered = bytearray(len(text))
        taken: list[tuple[int, int, Kind]] = []
        for start, end, kind in (*self._found(text), *(self._guessed(text) if guess else ())):
            if start < end and not any(covered[start:end]):
                covered[start:end] = b"\1" * (end - start)
                taken.append((start, end, kind))
        pieces, at = [], 0
        for start, end, kind in sorted(taken):
            pieces += [Span(text[at:start]), Span(text[start:end], kind)]
            at = end
        return tuple(one for one in (*pieces, Span(text[at:])) if one.text)

    def _found(self, text: str) -> Iterator[tuple[int, int, Kind]]:
        """Give everybody in a text; what comes first has its place."""
        for found in ADDRESS.finditer(text):
            yield found.start(), found.end(), self.kind_of(found[0].strip("'."))
        for child in self.asks.children:
            yield from ((one.start(), one.end(), "self") for one in reference(child).finditer(text))
        for child in self.children:
            yield from ((one.start(), one.end(), "other") for one in reference(child).finditer(text))
        yield from ((start, end, "maybe") for start, end in self.asks.perhaps(text))
        yield from self._names(text, list(words(text)))
        for found in _PHONE.finditer(text):
            yield found.start(), found.end(), self._whose(cuts.digits(found[0]))
        for pattern in (_TITLED, _KIN):
            yield from ((one.start(), one.end(), "perhaps") for one in pattern.finditer(text))
        yield from ((start, end, "perhaps") for start, end in cuts.places(text))

    def _guessed(self, text: str) -> Iterator[tuple[int, int, Kind]]:
        known = {one.keys[-1] for place in self.places for one in words(place)} | _NO_NAME
        for found in _CAPITALS.finditer(text):
            greets = bool(_GREETS.match(found[0]))
            parts = [one for one in words(found[0]) if not known & set(one.keys)]
            if not parts or not (
                len(parts) > 1 or greets or _GOES_ON.search(text[max(0, found.start() - 2) : found.start()])
            ):
                continue
            yield found.start() + parts[0].start, found.start() + parts[-1].end, "perhaps"

    def _names(self, text: str, found: list[Word]) -> Iterator[tuple[int, int, Kind]]:
        for book, kind in self._books:
            for at, one in enumerate(found):
                for way in (way for key in one.keys for way in book.get(key, ())):
                    if matches(found, at, way):
                        yield one.start, _end(found[at + len(way) - 1], way[-1], text), kind
                        break
        for one in found:
            part = self._parts.get(one.keys[-1])
            if part and text[one.start].isupper():
                yield one.start, _end(one, one.keys[-1], text), part

    def _whose(self, digits: str) -> Kind:
        if digits in {cuts.digits(one) for one in self.phones}:
            return "self"
        return "work" if digits in self._numbers else "other"

    # Each is asked for with every text, and worked out once.

    @cached_property
    def _at(self) -> dict[str, bool]:
        return {mailbox(address): True for one in self.others if one.work for address in one.addresses}

    @cached_property
    def _numbers(self) -> frozenset[str]:
        return frozenset(cuts.digits(number) for one in self.others if one.work for number in one.phones)

    @cached_property
    def _books(self) -> tuple[tuple[dict[str, list[tuple[str, ...]]], Kind], ...]:
        work, other = ([one.name for one in self.others if one.work is job and one.name] for job in (True, False))
        return (known(self.asks.names), "self"), (known(other), "other"), (known(work), "work")

    @cached_property
    def _parts(self) -> dict[str, Kind]:
        """Return a name's parts, as people write them alone: Daniel, Mensah. Not those of who asks: a family shares them."""
        named: list[tuple[Iterable[str], Kind]] = [
            ((one.name for one in self.others if one.work), "work"),
            ((one.name for one in self.others if not one.work), "other"),
        ]
        return {
            one.keys[0]: kind
            for names, kind in named
            for name in names
            for one in words(name)
            if len(one.keys[0]) >= _SHORTEST
        }


def _end(word: Word, key: str, text: str) -> int:
    """Return where a name ends: before the 's of one that owns something."""
    owns = len(word.keys) > 1 and key == word.keys[-1]
    return word.end - 2 if owns and text[word.start : word.end].casefold().endswith("s") else word.end
