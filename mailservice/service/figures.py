"""A board's report from the record: `publish` counts a time, once and for ever, and `files_of` gives what was published of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from mailservice.cases.history.events import FiguresPublished
from mailservice.cases.letters import phrases
from mailservice.cases.told.figures import NOT_KNOWN, Facts, facts
from mailservice.directory import Directory
from mailservice.errors import Problem, UserError
from mailservice.exports.figures import published
from mailservice.exports.figures.laying import files
from mailservice.exports.figures.page import standing
from mailservice.exports.figures.period import Period
from mailservice.policy.model import Policy
from mailservice.policy.workdays import WorkingDays
from mailservice.record import ledger, lookup, partnerships
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.service.kept import kept
from mailservice.settings.directory_file import kept_directory


@dataclass(frozen=True)
class Counting:
    """How cases are counted: by the policy and the agencies of today, and below which count they are few."""

    policy: Policy
    directory: Directory
    days: WorkingDays
    threshold: int


def publish(record: Database, by: Counting, of: Period, at: datetime) -> FiguresPublished:
    """Return what is told of a time: as published, or counted now and kept in the office's book; UserError where nothing is.

    Counting takes seconds, in which nobody is to be kept waiting; where something was published meanwhile, it is done again.
    """
    while True:
        with record.read(by.policy.id) as tx:
            before = so_far(tx)
            if found := published.told(before, of):
                return found
            if crossed := published.cut(before, of):
                raise UserError([Problem("--from, --to", "", published.refusal(crossed, of))])
            now, secret = by.days.local(at), partnerships.get(tx).identity
            new = published.publish(by.policy, told_by(tx, by), of, by.threshold, before, now, secret)
        with record.begin(by.policy.id) as tx:
            if so_far(tx) == before:
                ledger.append(tx, BOOK, new, at)
                return new[-1]


def so_far(tx: Transaction) -> list[FiguresPublished]:
    """Return all that was published, in order."""
    return [one for one in ledger.in_book(tx, (FiguresPublished,)) if isinstance(one, FiguresPublished)]


def files_of(told: FiguresPublished, by: Counting) -> Mapping[str, bytes]:
    """Return the files of what was published, by their names; every time the same, while the threshold is."""
    report = published.read(told)
    return files(report, standing(report, by.days.local(told.at).date(), by.threshold))


def told_by(tx: Transaction, by: Counting) -> Callable[[date], Sequence[Facts]]:
    """Return how the cases stood at the end of a day.

    An agency is of the type that it had on the last day counted, so that a later change of the directory changes no quarter;
    where none was kept by then, of that in today's.
    """
    histories = [ledger.events(tx, one.id) for one in lookup.cases_of(tx)]

    @cache
    def rows_at(day: date) -> Sequence[Facts]:
        until = datetime.combine(day + timedelta(1), time(), by.days.zone)
        taken = kept(tx, until)
        kind = kind_of(by.policy, kept_directory(taken) if taken else by.directory)
        told = (facts(one, by.policy, by.days, kind, until) for one in histories)
        return [one for one in told if one is not None]

    return rows_at


def kind_of(policy: Policy, directory: Directory) -> Callable[[str], str]:
    """Return how the type of an agency is called, by its id: the policy's label for it, else as the directory writes it."""
    labels = {one.id: one.label for one in policy.agency_types}

    def kind(agency: str) -> str:
        found = directory.agency(agency)
        if found is None or found.type == "default":
            return NOT_KNOWN
        return labels.get(found.type) or phrases.capital(found.type.replace("-", " "))

    return kind
