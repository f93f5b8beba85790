"""`mailservice record rebuild`: its tables made again from its own entries, or a lost record from the mailbox."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from mailservice.cases.letters import phrases
from mailservice.cli import screen
from mailservice.cli.options import Config, given
from mailservice.cli.record_verify import shown, through, with_mailbox
from mailservice.clock import WallClock
from mailservice.errors import Problem, RecordBroken, UserError
from mailservice.mail.seals import Seal
from mailservice.policy.load import load as load_policy
from mailservice.record import examining, inventory, remade, verify
from mailservice.record.database import Database
from mailservice.record.inventory import Inventory
from mailservice.record.ledger import BOOK
from mailservice.record.register import REGISTER
from mailservice.record.remade import Lacking
from mailservice.service.assembly import account_of
from mailservice.service.custody import alone
from mailservice.service.custody.handed_over import HandedOver, Line
from mailservice.service.custody.rebuilding import Rebuilding
from mailservice.service.custody.steps import Steps
from mailservice.service.kept import laid, record_of
from mailservice.settings.loading import TO_READ, Settings, load
from mailservice.transport.imap import Mailbox

FromMailbox = Annotated[bool, typer.Option("--from-mailbox", help="From the seals, and all else that lies there.")]
UpTo = Annotated[int | None, typer.Option("--up-to", metavar="N", help="As seal N has it, and not the newest.")]
Print = Annotated[
    str,
    typer.Option("--print", metavar="PRINT", help="The seal's print in a morning letter, if the signing key is lost."),
]
WithGaps = Annotated[
    bool, typer.Option("--with-gaps", help="Though entries of some cases are lost: those alone are given up.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask first.")]

_SATURDAY = 5
_OF_WHAT = "these are for --from-mailbox: without it the tables are made again from the record's own entries"
_NOT_THE_TABLES = (
    "What is named here is no table of which the record's own entries tell. What to do: keep this database as it is, and restore "
    "a backup beside it, or make it again with mailservice record rebuild --from-mailbox."
)
_ALL_WELL = "Everything in the record is as it was written. There is nothing to do."
_IS_ONE = (
    "there is a record already, and it stays as it is: rename its file, or name an empty database in [database] url; "
    "what its mailbox lacks: mailservice record refile"
)
_OTHERS = "this database holds another partnership's record: name an empty one in [database] url"
_NONE = "no seal of this record lies in the mailbox, so it cannot be made again from there: restore a backup"
_UNSIGNED = (
    "the seals in the mailbox were signed with a key that is not in the settings: put that key back under signing_key, below the "
    "new one. If it is lost, write --print with the seal's print as the newest morning letter has it"
)
_NOT_SO = "no seal with that number, or that print, lies in the mailbox"
_GAP = (
    "{what} is not in the mailbox as it was written, so that the record cannot be made again as seal {number} has it.{why} "
    "{until}"
)
_UNTIL = "As seal {number}, of {day}, has it, it can: add --up-to {number}; what came after that is received anew"
_BUT_FOR_CASES = (
    "As seal {number}, of {day}, has it, it can, but for some cases: add --up-to {number} --with-gaps; what came after that is "
    "received anew"
)
_NOT_AT_ALL = "Restore a backup"
# Why none goes on without this, as it does without a case.
_FOR_ALL = {
    BOOK: " Nothing of it can be left out: in it stands which mailbox may be taken, and what is paused, for every case.",
    REGISTER: " Nothing of it can be left out: in it stands what every table of the record is held to.",
}
_WITH_GAPS = "Or without what is lost of {cases}: add --with-gaps; the service then goes on with every other case"
_NEXT = """What is next:
  1. Start the service. It keeps what comes, and decides and sends nothing yet.
  2. mailservice record verify
  3. When the office knows of it: mailservice record adopt --reason "made again after …"
     What came after that seal is received anew then, and nothing goes out twice."""


def record_rebuild(
    config: Config = None,
    *,
    from_mailbox: FromMailbox = False,
    up_to: UpTo = None,
    print_: Print = "",
    with_gaps: WithGaps = False,
    yes: Yes = False,
) -> None:
    """Make the record's tables again from its own entries; or, from the mailbox, a lost record up to its newest seal.

    Nothing is sent. After the second the service starts quiet, and decides nothing until mailservice record adopt.
    """
    if not from_mailbox:
        if up_to is not None or print_ or with_gaps:
            raise UserError([Problem("mailservice record rebuild", "", _OF_WHAT)])
        _anew(given(config))
        return
    settings = with_mailbox(given(config))
    policy = load_policy(settings.service.policy, settings.service.overlay)
    zone = ZoneInfo(policy.calendar.timezone)
    _require_none(settings, policy.id)
    with closing(Mailbox(account_of(settings))) as mailbox:
        work = Rebuilding(mailbox, policy.id, settings.signing_keys)
        with shown() as tell:
            through(Steps(work.read()).step, lambda: tell("reading the mailbox", work.done, work.of))
        line = _line(work.handed, settings, zone, up_to, print_)
        gaps = _gaps(work.handed, line, settings, zone, with_gaps=with_gaps)
        names = work.handed.names(line)
        screen.show(introduced(line, gaps, zone))
        if not yes:
            typer.confirm("Make the record again as that seal has it? Nothing is sent", abort=True)
        with closing(laid(settings)) as record, alone.alone(settings.service.data):
            lacking = _made(record, work, line, zone)
            with record.read(policy.id) as tx:
                faults, holds = verify.verify(tx), inventory.take(tx)
    screen.show(_told(holds, lacking, [_named(names, one) for one in gaps], work, whole=not faults))
    screen.show(f"Not as it was written: {one}." for one in faults)
    typer.echo(_NEXT)
    if faults:
        raise typer.Exit(1)


def _anew(file: Path) -> None:
    """Make the tables again by the chains; RecordBroken where those are not as they were written themselves."""
    settings = load(file, os.environ, TO_READ)
    name = load_policy(settings.service.policy, settings.service.overlay).id
    with closing(record_of(settings, name)) as record, alone.alone(settings.service.data):
        with record.read(name) as tx:
            before = verify.verify(tx)
            broken = [
                str(fault)
                for case in (*examining.every_case(tx), REGISTER)
                for fault in examining.verify_chain(tx, case)
            ]
        if broken:
            raise RecordBroken("\n".join([*broken, _NOT_THE_TABLES]))
        if not before:
            typer.echo(_ALL_WELL)
            return
        with record.begin(name) as tx:
            remade.lay_anew(tx)
            after = verify.verify(tx)
    typer.echo(f"The tables are made again. Not as it was written before: {len(before)}; now: {len(after)}.")
    if after:
        screen.show(f"- {one}" for one in after)
        screen.show([_NOT_THE_TABLES])
        raise typer.Exit(1)


def _require_none(settings: Settings, partnership: str) -> None:
    """Raise UserError where there is a record: none is ever overwritten."""
    with closing(Database(settings.database_url)) as record:
        if not record.is_laid():
            return
        record.require_ours()
        if record.is_begun(partnership):
            raise UserError([Problem(settings.shown_database, "", _IS_ONE)])
        if [one for one in record.partnerships() if one != partnership]:
            raise UserError([Problem(settings.shown_database, "", _OTHERS)])


def _line(handed: HandedOver, settings: Settings, zone: ZoneInfo, up_to: int | None, print_: str) -> Line:
    """Return the seals to go by; UserError where there are none, or where one before them is lost."""
    line = handed.line(up_to, print_)
    if line is None:
        remedy = (_UNSIGNED if not print_ else _NOT_SO) if handed.unsigned else _NONE if up_to is None else _NOT_SO
        raise UserError([Problem(f"{settings.imap.user} at {settings.imap.host}", "", remedy)])
    if line.lost:
        what = f"What seal {line.lost[0]} says, and what went with it,"
        raise _refused(handed, line, settings, zone, what)
    return line


def _gaps(handed: HandedOver, line: Line, settings: Settings, zone: ZoneInfo, *, with_gaps: bool) -> dict[int, int]:
    """Return the cases of which the first so many entries are lost; UserError unless they may be left out."""
    gaps = dict(handed.lacking(line))
    names = (
        handed.names(line) if gaps else {}
    )  # one of which nothing tells the reference has no folder, and nobody finds it
    of_cases = {case: lost for case, lost in gaps.items() if case > BOOK and case in names}
    if gaps and (len(of_cases) < len(gaps) or not with_gaps):
        number, chain = len(gaps), next(iter(gaps))
        more = f", and of {number - 1} more," if number > 1 else ""
        what = f"Something of {_named(names, chain)}{more}"
        cases = of_cases if len(of_cases) == len(gaps) else {}
        raise _refused(handed, line, settings, zone, what, cases, _FOR_ALL.get(chain, ""))
    return gaps


def _refused(
    handed: HandedOver,
    line: Line,
    settings: Settings,
    zone: ZoneInfo,
    what: str,
    cases: Mapping[int, int] | None = None,
    why: str = "",
) -> UserError:
    whole, said = handed.whole_up_to(line), _UNTIL
    if whole is None and not cases:
        whole, said = handed.whole_up_to(line, but_for_cases=True), _BUT_FOR_CASES
    until = said.format(number=whole.number, day=_day(whole, zone)) if whole else _NOT_AT_ALL
    remedy = _GAP.format(what=what, number=line.last.number, why=why, until=until)
    if cases:
        names = handed.names(line)
        remedy += f". {_WITH_GAPS.format(cases=phrases.listed([_named(names, one) for one in cases]))}"
    return UserError([Problem(f"{settings.imap.user} at {settings.imap.host}", "", remedy)])


def introduced(line: Line, gaps: Mapping[int, int], zone: ZoneInfo) -> Iterator[str]:
    """Say by which seal the record is made again, and what to hold its print to."""
    last = line.last
    counts = [phrases.counted_things(last.counts[f"{one}s"], one) for one in ("case", "email", "letter")]
    at = phrases.moment(datetime.fromisoformat(last.at).astimezone(zone))
    yield f"The newest seal to go by is number {last.number}, of {at}: {phrases.listed(counts)}."
    in_letter = _in_a_letter(line, zone)
    day, said = _day(in_letter, zone), f"Its print is {last.print}."
    if in_letter == last:
        yield f"{said} The morning letter of {day} has the same, or this is not the record's seal."
    else:
        yield f"{said} It was made once a case was disposed of, and no morning letter has it: that of {day}"
        yield f"has the print of seal {in_letter.number}, {in_letter.print}, or these are not the record's seals."
    if gaps:
        yield f"Given up, since entries of them are lost: {phrases.counted_things(len(gaps), 'case')}."


def _in_a_letter(line: Line, zone: ZoneInfo) -> Seal:
    """Return the newest seal whose print a morning letter has: the first of a day from Monday to Friday."""
    days = [datetime.fromisoformat(one.at).astimezone(zone).date() for one in line.seals]
    first = [
        one
        for one, day, before in zip(line.seals, days, [None, *days[:-1]], strict=True)
        if day != before and day.weekday() < _SATURDAY
    ]
    return first[-1] if first else line.last


def _made(record: Database, work: Rebuilding, line: Line, zone: ZoneInfo) -> Lacking:
    """Lay the record in one transaction: all of it, or nothing."""
    now, sealed = (one.astimezone(zone) for one in (WallClock().now(), datetime.fromisoformat(line.last.at)))
    why = (
        f"it was made again from the mailbox at {phrases.moment(now)}, as seal {line.last.number} of "
        f"{phrases.moment(sealed)} has it"
    )
    with shown() as tell, record.begin(work.partnership) as tx:
        tell("laying the entries", 0, 1)
        through(Steps(work.lay(tx, line)).step, lambda: tell("emails and letters", work.done, work.of))
        tell("making the tables", 0, 1)
        return work.conclude(tx, why)


def _told(holds: Inventory, lacking: Lacking, gaps: Sequence[str], work: Rebuilding, *, whole: bool) -> Iterator[str]:
    """Say what was made again, and what could not be; `whole`: it verifies."""
    counted = [(holds.cases, "case"), (holds.mails, "email"), (holds.letters, "letter")]
    same = ", all as they were" if whole and not (gaps or lacking.mails or lacking.letters) else ""
    yield f"The record is made again: {phrases.listed([phrases.counted_things(*one) for one in counted])}{same}."
    for one in gaps:
        yield f"Given up, since its history is lost: {one}. Its emails and letters lie in its folder; no date of it is kept."
    if gaps:
        yield "Tell the office today: ring those whose case it is, and have it opened anew by an email of whoever raised it."
    if work.found.exchanged:
        what = phrases.counted_things(len(work.found.exchanged), "message")
        yield f"The mailbox has no longer the very bytes of {what}: what lies there under the same Message-ID stands for them."
        yield "Nothing proves that no word of it was changed; mailservice record verify goes on saying so."
    for lost, one in ((lacking.mails, "email"), (lacking.letters, "letter")):
        if lost:
            what = phrases.counted_things(len(lost), one)
            yield f"Lost are the words of {what}, which lie nowhere in the mailbox: what was decided on them stands."
    if lacking.messages:
        yield (
            f"By {phrases.counted_things(lacking.messages, 'Message-ID')} of older emails a reply no longer finds its case "
            "by itself: the case's reference in its subject does it."
        )


def _named(names: Mapping[int, str], case: int) -> str:
    books = {BOOK: "the office's own book", REGISTER: "the register"}
    return books.get(case) or names.get(case, f"case {case}")


def _day(seal: Seal, zone: ZoneInfo) -> str:
    return phrases.day(datetime.fromisoformat(seal.at).astimezone(zone).date())
