"""A court, a coroner, a request under access laws: told to the office at once, with its legal date (rule 12).

Start at `tell`. The ladder goes on. Court papers are passed to nobody: `letters.court` leaves them out of every letter.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from mailservice.cases.dates import deadlines
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.commands import Hear, Legal
from mailservice.cases.history.events import DeadlineMet, LegalKind, LegalTold, Party
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn
from mailservice.policy.nations import Time
from mailservice.policy.workdays import Due

NAMES: Mapping[LegalKind, str] = {
    "access": "A request for somebody's own records (subject access)",
    "information": "A request under freedom of information",
    "court": "A court order, or proceedings",
    "coroner": "A coroner, or an inquest",
}
_PASSED = "What is said of a court, and court papers, we pass on to nobody; they are on the record."


def tell(turn: Turn, hear: Hear, by: Party) -> list[str]:
    """Tell the office of each that is new on this case; return what its writer is answered with.

    Of a mail that opens a case the receipt says what is left out of our letters, so that nothing more is answered.
    """
    if hear.sender.office:
        return []
    new = [one for one in hear.legal if not _known(turn, one)]
    for one in new:
        due, reckoned = _due(turn, one, hear.at)
        turn.put(LegalTold(turn.at, by, one.kind, one.phrase, due, reckoned))
        if due is not None and due > turn.at:
            deadlines.set_deadline(turn, "legal", Due(due), turn.at, about=one.kind)
    if not new:
        return []
    _tell_office(turn, hear, by, new)
    if hear.message_id == turn.case.root:
        return []
    said = [f"The {turn.terms.office} is told of it now, with its legal date. Every date of this case stands."]
    return [" ".join([*said, *([_PASSED] if any(one.kind == "court" for one in new) else [])])]


def at_opening(hear: Hear) -> list[str]:
    """Say in the receipt that the office is told."""
    return ["The office is told of the court or the request that you name."] if hear.legal else []


def outside(turn: Turn, hear: Hear) -> None:
    """Tell the office of a request, or of a court, in a mail on no case."""
    if hear.legal:
        _tell_office(turn, hear, deciders.party_of(hear.sender, turn.directory), list(hear.legal))


def _known(turn: Turn, one: Legal) -> bool:
    told = [event for event in turn.case.legal if event.kind == one.kind]
    return any(
        one.when is None or (event.due and not event.reckoned and _moment(turn, one) == event.due) for event in told
    )


def _moment(turn: Turn, one: Legal) -> datetime | None:
    return turn.rules.days.moment(one.when) if one.when else None


def _due(turn: Turn, one: Legal, received: datetime) -> tuple[datetime | None, bool]:
    """Return the legal date of a request, and whether we reckoned it: a court's is only ever as it was told.

    None where the nation's law is not known to us: the office is told to find it.
    """
    named, nation = _moment(turn, one), turn.policy.nation
    if named is not None and named > turn.at:
        return named, False
    time = {"access": nation.access, "information": nation.information}.get(one.kind)
    return (_end(turn, time, received), True) if time else (None, False)


def _end(turn: Turn, time: Time, received: datetime) -> datetime:
    """Return when a law's time ends: of months and weeks that end on a closed day, with the next working one."""
    days = turn.rules.days
    if time.unit == "working-days":
        return days.due_after(received, time.amount).at
    day = days.local(received).date()
    if time.unit == "weeks":
        day += timedelta(weeks=time.amount)
    for _ in range(time.amount if time.unit == "months" else 0):
        day = _month_on(day)
    return days.end_of(day if days.is_working(day) else days.next_working(day))


def _month_on(day: date) -> date:
    """Return the same day of the next month, or its last ."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)  # noqa: PLR2004 - December
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _tell_office(turn: Turn, hear: Hear, by: Party, found: list[Legal]) -> None:
    lines = [line for one in found for line in _lines(turn, hear, by, one)]
    files = [f"Attached: {phrases.listed(hear.attachments)}. Named to nobody else."] if hear.attachments else []
    action = (
        "Pass it to your legal or information team today. The stages of this case go on; stop nothing without advice."
    )
    headline = NAMES[found[0].kind] if len(found) == 1 else "A court, or a request under access laws"
    ordering.tell_office(turn, headline, [*lines, *files], action)


def _lines(turn: Turn, hear: Hear, by: Party, one: Legal) -> list[str]:
    due, reckoned = _due(turn, one, hear.at)
    date_of = "No date is named: find out by when it must be answered"
    if due is not None:
        how = (
            "reckoned by us from the day it came to us; it may have begun before"
            if reckoned
            else "as the mail names it"
        )
        date_of = f"Its legal date: {phrases.moment(turn.rules.days.local(due))}, {how}"
    return [f"{NAMES[one.kind]}: {turn.name(by)} wrote “{one.phrase.rstrip('.;')}”.", f"{date_of}."]


def come(turn: Turn, deadline: Deadline) -> None:
    """Tell the office that a legal date has come."""
    turn.put(DeadlineMet(turn.at, deadline.id))
    told = [event for event in turn.case.legal if event.kind == deadline.about]
    lines = [f"{NAMES[one.kind]}, told by {turn.name(one.by)}." for one in told[-1:]]
    ordering.tell_office(turn, "A legal date has come", lines, "See that it was answered.")
