"""How the service stands, as whoever runs it asks: what is wrong, what waits and why. Start at `look`.

It looks only; what it finds is in plain sentences, each with how much it presses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from mailservice.cases.asking.limping import TROUBLES
from mailservice.cases.history.events import ProofGiven
from mailservice.mail import refusals
from mailservice.record import looks, lookup, mails, outbox, partnerships, troubles
from mailservice.record.database import Transaction
from mailservice.record.lookup import Wanted
from mailservice.record.troubles import Trouble
from mailservice.service.watch.last_backup import LastBackup
from mailservice.service.watch.state import Process

SILENT, LATE, VERY_LATE = timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=1)
# What is a defect of ours: it stands out until somebody has seen it.
DEFECTS = ("case", "letter", "mail", "duty", "chain")
START = "start it with systemctl start mailservice, or with mailservice run"
# The kinds of letters that tell the office something.
TO_OFFICE = ("office", "post", "digest")
UNHEARD = (
    "Our last letter to the office came back, so nobody there hears of what is wrong: look at its addresses in the directory, "
    "and see with mailservice case list --open, and case show, what was to be told."
)


class Level(IntEnum):
    """How much a finding presses, as the checks of Nagios leave with it."""

    OK = 0
    WARNING = 1
    CRITICAL = 2


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be; `number` is a trouble's, by which it is acknowledged."""

    level: Level
    sentence: str
    number: int | None = None


@dataclass(frozen=True)
class Health:
    """How the service stands at a moment; times are in UTC. Where the record is away (not `known`), nothing can be counted."""

    at: datetime
    findings: tuple[Finding, ...]
    processes: tuple[Process, ...] = ()
    read_through: datetime | None = None
    mails: int = 0
    oldest_mail: datetime | None = None
    letters: int = 0
    oldest_letter: datetime | None = None
    why_letters: str = ""
    unfiled: int = 0
    held: int = 0
    open_cases: int = 0
    troubles: tuple[Trouble, ...] = ()
    known: bool = True
    last_backup: LastBackup | None = None
    looked_through: datetime | None = None
    not_as_written: int = 0

    @property
    def level(self) -> Level:
        """The most that any finding presses."""
        return max((one.level for one in self.findings), default=Level.OK)


def look(tx: Transaction, processes: Sequence[Process], now: datetime, *, blind: str = "") -> Health:
    """Return how the service stands, by its record and by what its processes said last, where they can say anything."""
    ours = partnerships.get(tx)
    count, oldest = mails.waiting(tx)
    letters = outbox.waiting(tx, now)
    why = "; ".join(refusals.plainly(one) for one in letters.why)
    standing = tuple(troubles.standing(tx))
    given = looks.given(tx, now)
    newest = given[-1] if given else None
    found = [
        *of_processes(processes, now, blind=blind),
        *_of_mailbox(ours.read_through, now),
        *([Finding(Level.CRITICAL, f"Mail is only collected: {ours.waits_for}")] if ours.waits_for else []),
        *_late("email", "be decided", count, oldest, now),
        *_late("letter", "leave", letters.count, letters.oldest, now, why),
        *([Finding(Level.CRITICAL, UNHEARD)] if outbox.newest_came_back(tx, TO_OFFICE) else []),
        *(_of_trouble(one, now) for one in standing),
        *_of_looks(newest, looks.missed(tx, given, now), now),
    ]
    return Health(
        at=now,
        findings=tuple(sorted(found, key=lambda one: -one.level)),
        processes=tuple(processes),
        read_through=ours.read_through,
        mails=count,
        oldest_mail=oldest,
        letters=letters.count,
        oldest_letter=letters.oldest,
        why_letters=why,
        unfiled=len(mails.to_file(tx)) + len(outbox.to_file(tx)),
        held=len(mails.held(tx, "")),
        open_cases=len(lookup.cases_of(tx, Wanted(open=True))),
        troubles=standing,
        looked_through=newest.on if newest else None,
        not_as_written=newest.changed if newest else 0,
    )


def without_record(processes: Sequence[Process], why: str, now: datetime, *, blind: str = "") -> Health:
    """Return how the service stands where its record is away."""
    found = (Finding(Level.CRITICAL, why), *of_processes(processes, now, blind=blind))
    return Health(now, found, tuple(processes), known=False)


def of_processes(processes: Sequence[Process], now: datetime, *, blind: str = "") -> Iterator[Finding]:
    """Give what is wrong with the processes: none runs, or one has said nothing for too long, or fails at something.

    `blind`: why they can write nothing (`state.hindrance`): that none said anything does not say then that none runs.
    """
    living = [one for one in processes if one.lives]
    if blind:
        yield Finding(Level.CRITICAL, blind)
    elif not any(one.role == "run" for one in living):
        ended = next((now - one.at for one in processes if one.role == "run" and one.is_started_again), None)
        yield _not_running(ended)
    running = [str(one.pid) for one in living if one.role == "run" and not one.waits_for]
    if len(running) > 1:
        yield Finding(
            Level.WARNING,
            f"The service runs {len(running)} times on this record: end all but one of {', '.join(running)}.",
        )
    for one in living:
        if one.waits_for:
            yield Finding(Level.CRITICAL, f"Process {one.pid} ({one.role}) has not begun: it waits. {one.waits_for}")
        silent = now - one.at
        if silent > SILENT:
            yield Finding(Level.CRITICAL, f"Process {one.pid} ({one.role}) has gone round last {_ago(silent)} ago.")
        for duty in one.duties:
            if duty.faults and duty.since:
                level = Level.CRITICAL if duty.kind == "duty" or now - duty.since > LATE else Level.WARNING
                yield Finding(
                    level, f"“{duty.name}” fails, {duty.faults} times in {_ago(now - duty.since)}: {duty.said}"
                )


def _not_running(ended: timedelta | None) -> Finding:
    """Say that the service does not run; `ended` is how long ago it did, where the process that watches it lives."""
    if ended is None:
        return Finding(Level.CRITICAL, f"The service does not run: {START}.")
    if ended <= SILENT:
        return Finding(Level.WARNING, "The service has ended, and is being started again. Its log says why it ended.")
    return Finding(Level.CRITICAL, f"The service ended {_ago(ended)} ago and does not come up again. Its log says why.")


def _of_mailbox(read_through: datetime | None, now: datetime) -> Iterator[Finding]:
    if read_through is None:
        yield Finding(Level.CRITICAL, "The mailbox has never been read.")
    elif now - read_through > LATE:
        yield Finding(
            Level.CRITICAL, f"The mailbox was read last {_ago(now - read_through)} ago; no date acts until it is."
        )


def _late(
    what: str, for_what: str, count: int, oldest: datetime | None, now: datetime, why: str = ""
) -> Iterator[Finding]:
    if oldest is None or now - oldest <= LATE:
        return
    level = Level.CRITICAL if now - oldest > VERY_LATE else Level.WARNING
    because = f": {why}" if why else ""
    wait = "waits" if count == 1 else "wait"
    yield Finding(
        level, f"{count} {what}{'s'[: count != 1]} {wait} to {for_what}, the oldest for {_ago(now - oldest)}{because}"
    )


def _of_trouble(one: Trouble, now: datetime) -> Finding:
    kind = TROUBLES[one.kind]
    seen = f"; seen by {one.acknowledged_by}" if one.acknowledged_by else ""
    about = f" ({one.kind} {one.about})" if one.about else ""
    defect = one.kind in DEFECTS and one.attempts >= kind.tries
    presses = (defect and not one.acknowledged_by) or (one.kind not in DEFECTS and now - one.since > LATE and kind.wide)
    if kind.ahead:
        return Finding(Level.WARNING, f"{kind.headline}: {one.said}{seen}", one.id)
    sentence = f"{kind.headline}{about}, for {_ago(now - one.since)}: {one.said}{seen}"
    return Finding(Level.CRITICAL if presses else Level.WARNING, sentence, one.id)


def _of_looks(newest: ProofGiven | None, missed: datetime | None, now: datetime) -> Iterator[Finding]:
    """Tell what the newest look through everything found, and that there was none for too long."""
    if newest is not None and newest.changed:
        things = (
            "1 thing was not as it was" if newest.changed == 1 else f"{newest.changed} things were not as they were"
        )
        then = "What is so still, and what to do, tells: mailservice record verify"
        looked = f"The record and the mailbox were looked through {_ago(now - newest.on)} ago"
        yield Finding(Level.WARNING, f"{looked}: {things} written. {then}")
    if missed is not None:
        sentence = f"No look through the record and the mailbox has come to its end for {_ago(now - missed)}."
        yield Finding(Level.WARNING, f"{sentence} What hinders it tells: mailservice record verify")


def _ago(span: timedelta) -> str:
    seconds = max(int(span.total_seconds()), 0)
    if seconds < 120:  # noqa: PLR2004 - two minutes
        return f"{seconds} seconds"
    if seconds < 7200:  # noqa: PLR2004 - two hours
        return f"{seconds // 60} minutes"
    return f"{seconds // 3600} hours" if seconds < 172_800 else f"{seconds // 86_400} days"  # noqa: PLR2004 - two days
