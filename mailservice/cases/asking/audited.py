"""What the morning letter says of the service itself: what it cannot do, or could not since the last one (rule 17).

Start at `amiss`: each line has a few words for the headline. Where there is none, `looked` says what was looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, groupby

from mailservice.cases.asking.limping import TROUBLES, Kind
from mailservice.cases.history.audit import Audit, Limp, Lot
from mailservice.cases.letters import phrases
from mailservice.cases.people.turn import Turn

_STATUS = "Ask your IT to run mailservice status, and to report what it says."
# How many words may stand before the office's own work; and how many of the rest are named.
_ROOM, _MOST = 120, 3
_LOOKED = "The record and the mailbox were looked through on"


@dataclass(frozen=True)
class Line:
    """One thing that is amiss: in a few words, and in a line; `over`: it is so no more; `asks`: the office is to act."""

    short: str
    said: str
    over: bool = False
    asks: bool = False


def amiss(turn: Turn, audit: Audit, read_through: datetime | None, ownerless: Sequence[str]) -> list[Line]:
    """Return what is amiss, what lasts first; `ownerless` are the open cases of which we know nobody who has the next move."""
    now = (*_unreadable(audit), *_lasts(turn, audit, read_through), *_lies(turn, audit), *_adrift(audit, ownerless))
    return [*now, *_looked_through(turn, audit), *_was(turn, audit.limps), *_missed(audit), *_late(turn, audit.late)]


def limps(lines: Sequence[Line]) -> str:
    """Return the shortest that can be said: whether it lasts."""
    return f"Our service {'limped' if all(one.over for one in lines) else 'limps'}"


def headline(lines: Sequence[Line]) -> str:
    """Return what the letter is headed by where something is amiss: never that nothing needs anybody."""
    more = f", and {phrases.counted_things(len(lines) - 1, 'more thing')}" if len(lines) > 1 else ""
    return f"{limps(lines)}: {lines[0].short}{more}"


def shown(lines: Sequence[Line]) -> list[str]:
    """Return the lines that stand first in the letter: in full as far as there is room, the rest in few words."""
    room = list(accumulate(len(one.said.split()) for one in lines))
    full = [one.said for one, words in zip(lines, room, strict=True) if words <= _ROOM] or [
        one.said for one in lines[:1]
    ]
    left = [one.short for one in lines[len(full) :]]
    few = [*left[:_MOST], *([f"{len(left) - _MOST} more"] if len(left) > _MOST else [])]
    rest = [f"Besides: {'; '.join(few)}. {_STATUS}"] if few else []
    calm = ["You need do nothing about it."] if lines and all(one.over and not one.asks for one in lines) else []
    return [*full, *rest, *calm]


def looked(turn: Turn, audit: Audit, lines: Sequence[Line]) -> list[str]:
    """Say at the letter's end that it was looked at and how far, and of what hindered nothing."""
    beside = [one for one in audit.limps if not TROUBLES[one.kind].hinders]
    told = [one.said for one in _was(turn, beside, hinders=False)]
    told += [f"{_since(turn, one)} {TROUBLES[one.kind].stands}" for one in beside if one.until is None]
    if audit.look is not None and not audit.look.changed:
        told.append(f"{_LOOKED} {_day(turn, audit.look.on)}: whole.")
    if lines:
        return ["What the service cannot do, or could not, stands at the top of this letter.", *told]
    cases = f"{_all(audit.open)} a next date and an owner. " if audit.open else ""
    rest = "No email, letter or date lies longer than it should, and the newest entries of the record are as they were written."
    return [f"We looked when this was written. {cases}{rest}", *told]


def _looked_through(turn: Turn, audit: Audit) -> Iterator[Line]:
    """Say what the last look through everything found, or that none has come to its end for too long."""
    look = audit.look
    if look is not None and look.changed:
        short = f"{phrases.counted_things(look.changed, 'thing')} {'is' if look.changed == 1 else 'are'} not as written"
        letter = f" You had a letter of it on {_day(turn, look.told)}." if look.told else ""
        asks = "Ask your IT whether it is put right. VERIFY, alone in an email to us, looks again."
        yield Line(short, f"{_LOOKED} {_day(turn, look.on)}: {short}.{letter} {asks}")
    if audit.unlooked is not None:
        since = _day(turn, audit.unlooked)
        short = f"nothing was looked through since {since}"
        said = f"No look through the record and the mailbox has come to its end since {since}: nobody knows if they are whole."
        yield Line(short, f"{said} Ask your IT to run mailservice record verify, and to report what it says.")


def _day(turn: Turn, at: datetime) -> str:
    return phrases.day(_here(turn, at).date(), year=False)


def _all(count: int) -> str:
    return {1: "The 1 open case has", 2: "Both open cases have"}.get(count, f"All {count} open cases have")


def _lasts(turn: Turn, audit: Audit, read_through: datetime | None) -> Iterator[Line]:
    standing = [one for one in audit.limps if one.until is None and TROUBLES[one.kind].hinders]
    if audit.changed and not any(one.kind == "chain" for one in standing):
        kind = TROUBLES["chain"]
        yield Line(_short(kind.headline), f"{kind.headline}. {kind.action}")
    for one in sorted(standing, key=lambda one: _RANK.index(one.kind) if one.kind in _RANK else len(_RANK)):
        kind = TROUBLES[one.kind]
        does = f"{kind.stands} {kind.action}".format(about=one.about)
        yield Line(_short(kind.headline), f"{_since(turn, one)} {does}")
    if audit.unread and not any(one.kind in ("mailbox", "unread") for one in standing):
        kind = TROUBLES["mailbox"]
        last = f"It was last read {phrases.moment(_here(turn, read_through))}" if read_through else "It never was"
        yield Line(_short(kind.headline), f"{kind.headline}. {last}. {kind.stands} {kind.action}")


def _lies(turn: Turn, audit: Audit) -> Iterator[Line]:
    lots: tuple[tuple[Lot, str, str, str], ...] = (
        (audit.unsettled, "email", "not decided on yet", "Nothing that waits is lost."),
        (audit.uncalled, "date", "came and did not act", "Look below at the cases whose date has passed."),
        (audit.unsent, "letter", "should have left and did not", "Ring where it cannot wait."),
        (audit.unfiled, "email or letter", "not put into the folders", "Nothing is lost; the folders lack them."),
    )
    for lot, thing, what, then in lots:
        if lot.count and lot.since:
            many = _counted(lot.count, thing)
            short = f"{many} {what}"
            yield Line(short, f"{short}, the oldest of {phrases.moment(_here(turn, lot.since))}. {then} {_STATUS}")


def _counted(count: int, thing: str) -> str:
    if thing == "email or letter":
        return f"{count} emails and letters are" if count > 1 else "1 email or letter is"
    return phrases.counted_things(count, thing)


def _unreadable(audit: Audit) -> Iterator[Line]:
    """Name the cases of which this letter says nothing, because the service fails at them."""
    if not audit.unreadable:
        return
    some, one = _named(audit.unreadable), len(audit.unreadable) == 1
    short = f"{phrases.counted_things(len(audit.unreadable), 'case')} cannot be read"
    its, them = ("its", "it") if one else ("their", "them")
    said = (
        f"The service cannot read {some}. This letter says nothing of {them}, and {its} dates may not act. Keep {its} dates by "
        "hand. Ask your IT to report the fault to whoever supplies the service."
    )
    yield Line(short, said)


def _named(those: Sequence[str]) -> str:
    return phrases.listed([*those[:5], *([f"{len(those) - 5} more"] if len(those) > 5 else [])])  # noqa: PLR2004 - a line


def _adrift(audit: Audit, ownerless: Sequence[str]) -> Iterator[Line]:
    for those, lacks in ((audit.dateless, "no next date"), (ownerless, "nobody who has the next move")):
        if those:
            has = "has" if len(those) == 1 else "have"
            yield Line(
                f"{phrases.counted_things(len(those), 'open case')} {has} {lacks}",
                _adrift_said(_named(those), has, lacks),
            )


def _adrift_said(those: str, has: str, lacks: str) -> str:
    return f"{those} {has} {lacks}: the service would leave it as it is. Please write to both sides. {_STATUS}"


def _was(turn: Turn, limps: Sequence[Limp], *, hinders: bool = True) -> Iterator[Line]:
    """Give what is over, what came again and again in one line."""
    ended = [one for one in limps if one.until is not None and TROUBLES[one.kind].hinders == hinders]
    for (kind, about), those in groupby(
        sorted(ended, key=lambda one: (one.kind != "down", one.kind, one.about)), _what
    ):
        every = [*those]
        row = TROUBLES[kind]
        was = row.was.format(about=about)
        first, last = every[0].since, max(one.until for one in every if one.until)
        often = f"{len(every)} times " if len(every) > 1 else ""
        short = f"{was.partition(';')[0]} until {phrases.short(_here(turn, last))}"
        said = phrases.sentence(f"{often}{phrases.between(_here(turn, first), _here(turn, last))} {was}")
        asks = row.action if kind == "down" else ""
        yield Line(short, f"{said} {asks}".strip(), over=True, asks=bool(asks))


def _missed(audit: Audit) -> Iterator[Line]:
    """Name the days whose morning letter never left: whoever waited for one heard nothing."""
    if audit.missed:
        days = phrases.listed([phrases.day(one, year=False) for one in audit.missed])
        letters = "letter" if len(audit.missed) == 1 else "letters"
        said = f"The morning {letters} of {days} did not leave. What happened since then is told below."
        yield Line(f"the morning {letters} of {days} did not leave", said, over=True)


def _late(turn: Turn, late: Lot) -> Iterator[Line]:
    """Give the letters that have left, and left late."""
    if late.count and late.since:
        short = f"{phrases.counted_things(late.count, 'letter')} left late"
        oldest = f"the oldest should have left at {phrases.moment(_here(turn, late.since))}"
        then = "Where somebody's date was near, ring them: they may have read it late."
        yield Line(short, f"{short}: {oldest}. {then}", over=True, asks=True)


def _what(one: Limp) -> tuple[str, str]:
    return one.kind, one.about


def _since(turn: Turn, one: Limp) -> str:
    kind: Kind = TROUBLES[one.kind]
    if kind.ahead:
        return f"{kind.headline}. {phrases.sentence(one.said)}"
    return f"{kind.headline}, since {phrases.moment(_here(turn, one.since))}."


def _short(headline: str) -> str:
    return headline[:1].lower() + headline[1:]


def _here(turn: Turn, at: datetime) -> datetime:
    return turn.rules.days.local(at)


# What presses most where several things last.
_RANK = ("chain", "record", "clock", "mailbox", "unread", "machine", "case", "letter", "duty")
