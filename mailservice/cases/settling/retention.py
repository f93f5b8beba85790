"""How long a case is kept, and what stands against disposing of it. Start at `kept` and `against`.

Nothing is ever due by itself but by a class that the policy or the settings name, or by a day that the office named for one
case: the child's 25th birthday, a court's order. Being due moves nothing: two of the office have to say so.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import HarmTold, LegalTold, Preserved
from mailservice.cases.letters import phrases
from mailservice.policy.model import Policy
from mailservice.policy.workdays import WorkingDays

# The class of every case whose policy names none.
EVERY_CASE = "every case"
# Our own dates, for which nobody owes anything of the case; one that is let go before is not asked about.
_OURS = ("second", "alarm", "what-changed")
_LEGAL: Mapping[str, str] = {
    "access": "a request for somebody's own records",
    "information": "a request under freedom of information",
    "court": "a court order, or proceedings",
    "coroner": "a coroner, or an inquest",
}


@dataclass(frozen=True)
class Kept:
    """What a case is kept by, in words, and from which day on it is due for review; None: never.

    `rule` is the same without a name, or a word of anybody's: it may stay for ever.
    """

    by: str
    due: date | None = None
    rule: str = ""


def years_of(policy: Policy, settings: Mapping[str, int]) -> tuple[str, int]:
    """Return a policy's class, and the years after the end: the settings' where they name it, 0 where nobody does."""
    name = policy.retention.name or EVERY_CASE
    return name, settings.get(name, policy.retention.years)


def kept(case: Case, policy: Policy, settings: Mapping[str, int], days: WorkingDays) -> Kept:
    """Return how long a case is kept that has ended; the later of its class and the office's day, unless two agreed to less."""
    name, years = years_of(policy, settings)
    named = case.retained
    if case.closed_at is None:
        return Kept("It has not ended.")
    by_class = _years_on(days.local(case.closed_at).date(), years) if years else None
    if named is not None and (named.shorter or by_class is None or named.until > by_class):
        rule = f"RETAIN UNTIL {phrases.day(named.until)}"
        return Kept(f"{rule}, by {_name(named.by)}: {_bare(named.text)}", named.until, rule)
    if by_class is None:
        return Kept(f"No time is set for the class “{name}”.")
    rule = f"{name}, {phrases.counted_things(years, 'year')} after its end"
    return Kept(rule, by_class, rule)


def against(
    case: Case,
    until: Kept,
    days: WorkingDays,
    today: date,
    linked: Collection[str] = (),
    person: str = "child",
    *,
    bare: bool = False,
) -> list[str]:
    """Return what stands against disposing of a case, in sentences; `linked` are the open cases of the same child.

    `bare`: without a name, or a word of anybody's.
    """
    return [*_goes_on(case, until, today), *keeping(case, days, bare=bare), *_others(linked, person)]


def _goes_on(case: Case, until: Kept, today: date) -> Iterator[str]:
    if case.status == "joined":
        yield f"It goes on in {case.joined_to}, and goes with that."
    elif case.status != "closed":
        yield "It has not ended."
    elif case.to_do or any(one.purpose not in _OURS for one in case.standing):
        yield "Something is still to come on it: an agreed action, after-care, or a date."
    elif until.due is None:
        yield f"{until.by} RETAIN UNTIL and a day sets one for this case; the settings, for all."
    elif today < until.due:
        yield f"It is kept until {phrases.day(until.due)} ({until.by})."


def keeping(case: Case, days: WorkingDays, *, bare: bool = False) -> list[str]:
    """Return what forbids that anything of a case goes, whatever its date."""
    return [_keeps(one, phrases.day(days.local(one.at).date()), bare=bare) for one in case.keeping]


def _keeps(one: Preserved | HarmTold | LegalTold, on: str, *, bare: bool) -> str:
    match one:
        case Preserved() if bare:
            return f"PRESERVE was written on {on}."
        case Preserved():
            return f"{_name(one.by)} wrote PRESERVE on {on}: “{_bare(one.text)}”."
        case HarmTold():
            return f"A death or grave harm was told on {on}."
        case LegalTold():
            return f"On {on} somebody told of {_LEGAL[one.kind]}."


def _others(linked: Collection[str], person: str) -> Iterator[str]:
    if linked:
        is_open = "which is open, is" if len(linked) == 1 else "which are open, are"
        yield f"{phrases.listed([*linked])}, {is_open} about the same {person}."


def _years_on(day: date, years: int) -> date:
    """Return the same day so many years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _name(who: object) -> str:
    return getattr(who, "name", "") or getattr(who, "address", "")


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(" .:")
