"""The record, opened to look into it: start at `opened`. Needs no way into the mailbox, and no key to sign with."""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.history.folding import replay
from mailservice.cases.told.transcript import Transcript, transcript
from mailservice.cli.options import given
from mailservice.directory import Directory
from mailservice.errors import Problem, UserError
from mailservice.exports.pack.kept import Kept
from mailservice.mail.parse import parse
from mailservice.policy.load import load as load_policy
from mailservice.policy.model import Policy
from mailservice.record import contents, ledger, lookup, outbox
from mailservice.record.database import Transaction
from mailservice.record.lookup import Wanted
from mailservice.service import packing
from mailservice.service.kept import directory_of, kept_policy, record_of
from mailservice.settings.loading import TO_READ, load


@dataclass(frozen=True)
class Shelf:
    """The record at one moment, with today's policy and the agencies' names of today; `address` is the service's own."""

    tx: Transaction
    policy: Policy
    agencies: Mapping[str, str]
    address: str
    directory: Directory

    @property
    def zone(self) -> ZoneInfo:
        """The partnership's own time."""
        return ZoneInfo(self.policy.calendar.timezone)

    def number(self, reference: str) -> int:
        """Return the number of a case, by its reference, or by the child's where it has one case; UserError if there is none."""
        wanted = "".join(reference.upper().split())
        for line in lookup.cases_of(self.tx):
            whole = "".join(line.reference.split())
            if wanted in (whole, whole.rpartition("-")[0]):
                return line.id
        of_child = lookup.cases_of(self.tx, Wanted(child=reference))
        if len(of_child) == 1:
            return of_child[0].id
        remedy = "no such case; mailservice case list shows every reference"
        if of_child:
            remedy = f"that child has {len(of_child)} cases: name one of {', '.join(one.reference for one in of_child)}"
        raise UserError([Problem("record", "", remedy)])  # what was typed may be a child's reference, or a name

    def case(self, number: int) -> Case:
        """Return a case as it stands."""
        return ledger.replayed(self.tx, number)

    def policy_of(self, case: Case) -> Policy:
        """Return the version of the policy that a case goes by."""
        return kept_policy(self.tx, case)

    def kept(self, number: int) -> Kept:
        """Return all that the record holds on one case, and that a pack may hold."""
        return packing.kept(self.tx, number, self.agencies)

    def transcript(self, number: int) -> Transcript:
        """Return the record of one case, its letters as they were sent."""
        history = ledger.events(self.tx, number)
        ordered = [event.letter for event in history if isinstance(event, LetterOrdered)]
        letters = {letter: _text(self.tx, letter) for letter in ordered}
        return transcript(history, self.policy_of(replay(history)), self.agencies, letters)


@contextmanager
def opened(config: Path | None) -> Iterator[Shelf]:
    """Open the record that the settings name, for looking."""
    settings = load(given(config), os.environ, TO_READ)
    policy = load_policy(settings.service.policy, settings.service.overlay)
    with closing(record_of(settings, policy.id)) as record:
        # Whoever only looks is held up by no fault that somebody has just written.
        directory = directory_of(settings.service.directory, policy, record)
        with record.read(policy.id) as tx:
            agencies = {agency.id: agency.name for agency in directory.agencies}
            yield Shelf(tx, policy, agencies, settings.service.address, directory)


def _text(tx: Transaction, letter: str) -> str:
    rendered = outbox.get(tx, letter).rendered
    raw = contents.get(tx, rendered) if rendered else None
    return parse(raw).text if raw else ""
