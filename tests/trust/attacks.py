"""Forged and honest mails go their whole way through the service: `python -m tests.trust.attacks` prints what came of each.

Each is a mail as a real provider delivers it, with a word of ours in it that would move an open case. Start at `played`.
"""

import json
import logging
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Literal

import structlog

from mailservice.cases.history.events import MailHeard
from mailservice.clock import VirtualClock
from mailservice.directory import Agency, Directory, Person
from mailservice.mail.parse import parse
from mailservice.mail.trust.setup import Setup
from mailservice.record import ledger, lookup
from mailservice.record.database import Database
from mailservice.record.ledger import BOOK
from mailservice.service.rounds import Service
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer, Sent
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post
from tests.service.crashing import DESK

Place = Literal["answer", "first"]

MAILS = Path(__file__).parent / "mails"
EXPECTED: dict[str, dict[str, str]] = json.loads((MAILS / "expected.json").read_text("utf-8"))
ATTACKS = tuple(name for name, row in EXPECTED.items() if row["attack"] != "honest")
HONEST = tuple(name for name, row in EXPECTED.items() if row["attack"] == "honest")
START = moment("Tue 24 Nov 2026 09:00")
WORKER = "Daniel Mensah <daniel.mensah@nenevalley.example>"
OFFICE = DESK.directory.office.address
DIRECTOR = "director@nscp.example"
OUTSIDE = "mallory@freepost.example"
# Who the mails are in the name of: each decides for an agency of their own, at every stage.
NAMES = {
    "sam.okoro@council.example": "Sam Okoro",
    "ruth.mensah@hospital.example": "Ruth Mensah",
    "ines.lindqvist@police.example": "Ines Lindqvist",
    "omar.bell@school.example": "Omar Bell",
}
ALSO = {"omar.bell@school.example": ("head@school.example",)}
TYPES = {"council": "local-authority", "hospital": "health-primary", "police": "police", "school": "school"}
QUIET = ("AGREE", "WITHDRAW It is settled.", "RESOLVED We visit weekly.", f"CONTACT Mal Lory {OUTSIDE}")
OF_THE_OFFICE = (f"ALLOW {OUTSIDE}", "HOLD UNTIL 27 November They asked for time.")
ISSUE = "We disagree that the referral was closed."
URGENT = "URGENT The child is not safe tonight."
# What is put on the record of any mail and moves nothing.
KEPT = {"MailHeard", "LetterOrdered", "ConfirmationAsked", "QuestionAsked", "LetterSent"}


@dataclass(frozen=True)
class Outcome:
    """What came of one mail: how sure it was, what moved, what strangers learnt, and who was written to in the same sweep."""

    name: str
    place: Place
    word: str
    author: str
    proof: str
    outcome: str
    acted: tuple[str, ...]
    leaked: tuple[str, ...]
    told: tuple[str, ...]
    letters: tuple[str, ...]


class World:
    """A service on which somebody's case is open, and the other side's proposal waits for their word."""

    def __init__(self, folder: Path, server: EmbeddedServer, clock: VirtualClock, victim: str) -> None:
        self.server, self.clock, self.victim, self.count = server, clock, victim, 0
        self.record = Database(f"sqlite:///{folder}/record.db")
        self.record.upgrade()
        self.mailbox = Mailbox(server.imap)
        self.desk = replace(DESK, directory=_directory())
        self.service = Service(self.record, Post(server.smtp), self.mailbox, clock, self.desk)
        raiser = victim if victim in NAMES else "sam.okoro@council.example"
        self.deliver(_mail(f"{NAMES[raiser]} <{raiser}>", WORKER, "We disagree that the referral was closed."))
        self.rest()
        self.deliver(_mail(WORKER, DESK.address, "RESOLVED We visit weekly.", answers="<opening@people.example>"))
        if victim == DIRECTOR:  # somebody waits for the office's ALLOW
            named = f"CONTACT Mal Lory {OUTSIDE}"
            self.deliver(_mail(WORKER, DESK.address, named, answers="<opening@people.example>", number=2))
        self.rest()
        self.letter = self._last_letter()

    def rest(self) -> None:
        """Let the time pass after which our letters leave."""
        self.clock.set(self.clock.now() + timedelta(minutes=30))
        one_round(self.service)

    def deliver(self, raw: bytes) -> list[Sent]:
        """Let a mail arrive and be dealt with; return the letters that leave in the same sweep."""
        self.clock.set(self.clock.now() + timedelta(minutes=1))
        before = len(self.server.outbox)
        self.server.deliver(raw, self.clock.now())
        one_round(self.service)
        return self.server.outbox[before:]

    def receive(self, name: str, place: Place, word: str, setup: Setup | None = None) -> Outcome:
        """Let one of the mails come, with this word in it, and say what came of it."""
        self.count += 1
        self.desk.trust = setup or _setup(EXPECTED[name]["profile"])
        raw = worded((MAILS / f"{name}.eml").read_bytes(), self.count, word, self.letter if place == "answer" else "")
        was = self._events()
        letters = self.deliver(raw)
        new = [one for case, events in self._events().items() for one in events[len(was.get(case, [])) :]]
        heard = [one for one in new if isinstance(one, MailHeard)]
        kinds = dict.fromkeys(type(one).__name__ for one in new)
        one = heard[0] if heard else None
        return Outcome(
            name,
            place,
            word,
            one.sender.address if one else "",
            one.proof if one else "",
            one.outcome if one else "",
            tuple(kind for kind in kinds if kind not in KEPT),
            self.leaks(letters),
            tuple(dict.fromkeys(letter.recipient for letter in letters)),
            tuple(f"{letter.recipient}: {parse(letter.raw).subject}\n{parse(letter.raw).text}" for letter in letters),
        )

    def _last_letter(self) -> str:
        mine = [one for one in self.server.outbox if one.recipient in (OFFICE, self.victim)]
        return parse((mine or self.server.outbox)[-1].raw).message_id

    def _events(self) -> dict[int, list[object]]:
        with self.record.read(DESK.partnership) as tx:
            cases = (BOOK, *(line.id for line in lookup.cases_of(tx)))
            return {case: [*ledger.events(tx, case)] for case in cases}

    def leaks(self, letters: Sequence[Sent]) -> tuple[str, ...]:
        """Return what letters say of a case to whom it is no matter of."""
        return tuple(dict.fromkeys(found for letter in letters for found in self._leak(letter)))

    def _leak(self, letter: Sent) -> list[str]:
        if letter.recipient in (*NAMES, OFFICE, DIRECTOR) or letter.recipient.endswith("@nenevalley.example"):
            return []
        mail = parse(letter.raw)
        text = f"{mail.subject}\n{mail.text}\n{mail.html}\n{mail.sender.name}"
        return [f"{letter.recipient}: {one}" for one in SECRETS if one.casefold() in text.casefold()]


SECRETS = (
    "NSCP-",
    "NSCP 2026",
    "NCT-",
    "a case",
    "the case",
    "Daniel",
    "Mensah",
    "Okoro",
    "Lindqvist",
    "Omar Bell",
    "November",
)


def _directory() -> Directory:
    """Return the stories' directory, and in it the people whom the mails name."""
    known = DESK.directory
    agencies = [Agency(one, one.title(), kind, (f"{one}.example",)) for one, kind in TYPES.items()]
    people = [
        Person(
            name.lower().replace(" ", "-"),
            name,
            address,
            _label(address),
            stages=STAGES,
            phone=PHONE,
            aliases=ALSO.get(address, ()),
        )
        for address, name in NAMES.items()
    ]
    office = replace(known.office, staff=(*known.office.staff, DIRECTOR))
    return replace(known, office=office, agencies=(*known.agencies, *agencies), people=(*known.people, *people))


PHONE = "01632 960 177"
STAGES = ("1", "2", "3", "4")


def _label(address: str) -> str:
    return address.partition("@")[2].partition(".")[0]


def _setup(profile: str) -> Setup:
    kind, _, identity = profile.partition(":")
    return Setup(kind, (identity,) if identity else (), own_domains=("nscp.example",))  # type: ignore[arg-type]  # from a file


def _mail(sender: str, to: str, text: str, answers: str = "", number: int = 1) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Cc"] = sender, to, DESK.address
    mail["Subject"] = "Re: NCT-483920" if answers else "NCT-483920"
    mail["Message-ID"] = f"<answer-{number}@people.example>" if answers else "<opening@people.example>"
    if answers:
        mail["In-Reply-To"] = answers
    mail.set_content(text)
    return mail.as_bytes().replace(b"\n", b"\r\n")


def worded(raw: bytes, number: int, word: str, answers: str) -> bytes:
    """Return a mail as its provider delivered it, with a word of ours in it: an answer to a letter, or a first mail."""
    head, _, body = raw.partition(b"\r\n\r\n")
    head = head.replace(b"\r\nMessage-ID: <", f"\r\nMessage-ID: <{number}.".encode(), 1)
    if answers:
        place = f"To: Escalations <{DESK.address}>\r\nIn-Reply-To: {answers}\r\nSubject: Re: "
    else:
        place = f"To: {WORKER}, {DESK.address}\r\nSubject: NCT-7000{number:02} "
    head = re.sub(rb"\r\nTo: [^\r]{0,200}", b"", head, count=1)
    head = head.replace(b"\r\nSubject: ", b"\r\n" + place.encode(), 1)
    if b"boundary=" in head:
        top, _, rest = body.partition(b"\r\n\r\n")
        return b"\r\n\r\n".join((head, top, word.encode() + b"\r\n\r\n" + rest))
    return b"\r\n\r\n".join((head, word.encode() + b"\r\n"))


def victim_of(name: str) -> str:
    """Return whom a mail is in the name of, or looks like."""
    head = (MAILS / f"{name}.eml").read_bytes()
    said = " ".join(one.decode("utf-8", "replace") for one in re.findall(rb"(?im)^from ?:[^\r]{0,300}", head))
    every = (*NAMES, DIRECTOR)
    first = EXPECTED[name].get("never") or EXPECTED[name].get("author", "")
    by_domain = [one for one in every if one.partition("@")[2] in said]
    return next((one for one in every if one == first or one in said), next(iter(by_domain), every[0]))


def word_of(name: str) -> str:
    """Return the quiet word that a mail brings: each in turn."""
    words = OF_THE_OFFICE if victim_of(name) == DIRECTOR else QUIET
    return words[list(EXPECTED).index(name) % len(words)]


@contextmanager
def world(victim: str) -> Iterator[World]:
    """Give a new world."""
    clock = VirtualClock(START)
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(clock, DESK.address) as server:
        made = World(Path(folder), server, clock, victim)
        try:
            yield made
        finally:
            made.mailbox.close()
            made.record.close()


def played(name: str) -> list[Outcome]:
    """Return what came of a mail that answers our letter and of one that begins, with a quiet word, then with URGENT."""
    with world(victim_of(name)) as made:
        came = [made.receive(name, "answer", word_of(name)), made.receive(name, "first", ISSUE)]
        if name in ATTACKS:
            came += [made.receive(name, "answer", URGENT), made.receive(name, "first", URGENT)]
        made.rest()
        return [*came[:-1], replace(came[-1], leaked=made.leaks(made.server.outbox))]


def main() -> None:
    """Print the table."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    names = sys.argv[1:] or [*ATTACKS, *HONEST]
    heads = ("mail", "attack", "place", "word", "verdict", "acted", "leaked", "told in the same sweep")
    sys.stdout.write(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n")
    for name in names:
        for one in played(name):
            cells = (name, EXPECTED[name]["attack"], one.place, one.word.split()[0], f"{one.proof} {one.outcome}")
            many = ("; ".join(each) or "none" for each in (one.acted, one.leaked, one.told))
            sys.stdout.write(f"| {' | '.join((*cells, *many))} |\n")


if __name__ == "__main__":
    main()
