"""A board's report from the record: `report` gives its files. It looks, and changes nothing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache

from mailservice.cases.letters import phrases
from mailservice.cases.told.figures import NOT_KNOWN, Facts, facts
from mailservice.directory import Directory
from mailservice.exports.figures import tables
from mailservice.exports.figures.laying import files
from mailservice.exports.figures.period import Period
from mailservice.policy.model import Policy
from mailservice.policy.workdays import WorkingDays
from mailservice.record import ledger, lookup
from mailservice.record.database import Transaction
from mailservice.service.kept import kept
from mailservice.settings.directory_file import kept_directory


def report(
    tx: Transaction, policy: Policy, directory: Directory, days: WorkingDays, of: Period, threshold: int
) -> Mapping[str, bytes]:
    """Return the files of a period's report, by their names.

    An agency is of the type that it had on the last day counted, so that a later change of the directory changes no quarter that
    a board has read; where none was kept by then, of that in `directory`.
    """
    histories = [ledger.events(tx, one.id) for one in lookup.cases_of(tx)]

    @cache
    def rows_at(day: date) -> Sequence[Facts]:
        until = datetime.combine(day + timedelta(1), time(), days.zone)
        taken = kept(tx, until)
        kind = kind_of(policy, kept_directory(taken) if taken else directory)
        told = (facts(one, policy, days, kind, until) for one in histories)
        return [one for one in told if one is not None]

    return files(tables.report(policy, policy.partnership, rows_at, of, threshold))


def kind_of(policy: Policy, directory: Directory) -> Callable[[str], str]:
    """Return how the type of an agency is called, by its id: the policy's label for it, else as the directory writes it."""
    labels = {one.id: one.label for one in policy.agency_types}

    def kind(agency: str) -> str:
        found = directory.agency(agency)
        if found is None or found.type == "default":
            return NOT_KNOWN
        return labels.get(found.type) or phrases.capital(found.type.replace("-", " "))

    return kind
