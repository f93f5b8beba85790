"""Mails decided, with one letter each and without, beside Roundup and beside the limits: all take turns on chunks of 25 mails.

Kept, in its own transaction as collecting does it, is part of what is timed; the fetching from the mailbox is not, as it is not
for Roundup.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from rich.progress import Progress
from sqlalchemy import event
from sqlalchemy.engine import Engine

from mailservice.mail.grammar import reading
from mailservice.mail.parse import parse
from mailservice.mail.reply.pieces import own_words
from tests.bench import store
from tests.bench.mails import ONE_LETTER, Reply, reply
from tests.bench.plain import Reference, read_plainly
from tests.bench.race import Race, Work
from tests.bench.store import NOW, Store
from tests.bench.tracker import Tracker

CHUNK, TURNS = 25, 16


@dataclass(frozen=True)
class Field:
    """Who races: a record of few cases, one of many, one of many whose letters leave, and Roundup."""

    few: Store
    many: Store
    posting: Store
    roundup: Tracker


def understand(raw: bytes) -> object:
    """Read a mail as the service does: parse, own words, commands."""
    return reading.read(own_words(parse(raw)).for_quiet, today=NOW.date(), office=False)


def each(work: Callable[[bytes], object], raws: Sequence[bytes]) -> Work:
    """Return the work on every mail of a chunk."""
    return lambda: [work(raw) for raw in raws]


def receive(one: Store, raws: Sequence[bytes]) -> None:
    """Keep and decide mails, each in transactions of its own; ValueError where one is not decided."""
    if not all(one.service.receiving.receive(mail) for mail in store.arrive(one, raws, NOW)):
        raise ValueError("a mail of the benchmark was not decided")


def post(one: Store, raws: Sequence[bytes]) -> None:
    """Keep and decide mails, and send the letter that each ordered; ValueError where it is not one a mail."""
    receive(one, raws)
    if one.service.sending.work() != len(raws):
        raise ValueError("a mail of the benchmark did not order exactly one letter")


def race(entered: Field, folder: Path, port: int, progress: Progress) -> Race:
    """Have everybody take the same mails, but for the cases that they reply to."""
    reference, turns = Reference(folder / "reference.db", port), Race()
    issues = _issues(entered)
    # What is compiled and looked up once is not what is measured.
    warm = range(TURNS * CHUNK, (TURNS + 1) * CHUNK)
    for turn in progress.track(range(-1, TURNS), description=f"{TURNS * CHUNK} mails, in turns"):
        numbers = warm if turn < 0 else range(turn * CHUNK, (turn + 1) * CHUNK)
        kept = Race() if turn < 0 else turns
        raws = chunk(entered.many.replies, numbers)
        kept.run("stdlib", each(read_plainly, raws))
        kept.run("understand", each(understand, raws))
        kept.run("insert", each(reference.read_and_keep, raws))
        kept.run("few", partial(receive, entered.few, chunk(entered.few.replies, numbers)))
        kept.run("many", partial(receive, entered.many, raws))
        kept.run("limit", each(reference.answer, raws))
        kept.run("posted", partial(post, entered.posting, raws))
        kept.took("roundup", entered.roundup.take(chunk(issues, numbers)))
    return turns


def statements(one: Store) -> tuple[float, float]:
    """Return how many statements to the database a mail takes, and the letter that answers it."""
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    raws = chunk(one.replies, range((TURNS + 1) * CHUNK, (TURNS + 2) * CHUNK))
    waiting = store.arrive(one, raws, NOW)
    event.listen(Engine, "before_cursor_execute", hear)
    try:
        for mail in waiting:
            one.service.receiving.receive(mail)
        of_mails = len(said)
        sent = one.service.sending.work()
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    return of_mails / len(waiting), (len(said) - of_mails) / sent


def chunk(replies: Sequence[Reply], numbers: Sequence[int]) -> list[bytes]:
    """Return the mails of these numbers; each orders exactly one letter on a case to which nobody has replied yet."""
    return [
        reply(replies[-1 - number % len(replies)], number, NOW + timedelta(seconds=number), _text(number))
        for number in numbers
    ]


def _text(number: int) -> str:
    return ONE_LETTER[number % len(ONE_LETTER)]


def _issues(entered: Field) -> list[Reply]:
    """Lay an issue for each mail that there will be, and return what replies to them are like."""
    of = entered.many.replies[-(TURNS + 1) * CHUNK :]
    names = entered.roundup.issues([(one.sender, store.RAISERS[0]) for one in of])
    return [replace(one, reference=name) for one, name in zip(of, names, strict=True)]
