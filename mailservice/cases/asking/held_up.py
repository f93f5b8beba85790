"""Letters that wait for the mail server: the office hears of them in one letter, and in one more when all have left (rule 17).

Start at `tell`. Whom to ring comes first, those in danger before all; then what an administrator must do.
"""

from mailservice.cases.history.commands import NoteHeldUp, Waiting
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people.turn import Turn

NOTHING_LEAVES, THEY_WAIT, THEY_LEFT = "No letter of ours leaves", "Letters of ours wait", "Our letters leave again"
HELD, OVER = "held", "over"
_MOST_SHOWN = 4


def tell(turn: Turn, command: NoteHeldUp) -> None:
    """Write to the office what waits, or that it is over; to its deputies and duty contact too where nothing leaves at all."""
    held = bool(command.waiting)
    headline, items, action = _waiting(turn, command) if held else _over(turn, command)
    office = turn.directory.office
    facts = {
        "why": "",
        "headline": headline,
        "items": items,
        "action": action,
        "owner": office.name if held else "",
        "by": ordering.office_day(turn).isoformat() if held else "",
        "others_see": f"Only the {turn.terms.office}, and who acts for it, get this letter.",
    }
    about = " ".join([HELD if held else OVER, *(one.letter for one in command.waiting)])
    also = [*office.staff, *(one.address for one in office.stand_ins)] if command.whole else []
    for address in dict.fromkeys([office.address, *also]):
        ordering.order(turn, "post", ordering.holder(turn, address), facts, about=about)


def _waiting(turn: Turn, command: NoteHeldUp) -> tuple[str, list[str], str]:
    ours = [one for one in command.waiting if not turn.directory.office.has_address(one.to.address)]
    ahead = sorted(ours, key=lambda one: (not one.alarm, one.due is None, one.due or one.since, one.since))
    rings = [*dict.fromkeys(_ring(turn, one) for one in ahead)]
    items = rings[:_MOST_SHOWN]
    items += [f"And {len(rings) - _MOST_SHOWN} more"] if len(rings) > _MOST_SHOWN else []
    items.append(
        f"Since {_moment(turn, command)} {_letters(command.letters)} could not leave. Nothing is lost; each is tried again."
    )
    if command.why:
        items.append(f"Our mail server said: {command.why}")
    items += ["Nothing is wrong with any reader's address."] if command.remedy else []
    action = "Ring those in the list. " if ahead else ""
    if command.remedy:
        action += f"For your IT, today: {phrases.sentence(command.remedy)}"
    elif not ahead:
        action = "Ask your IT today."
    return NOTHING_LEAVES if command.whole else THEY_WAIT, items, action.strip()


def _over(turn: Turn, command: NoteHeldUp) -> tuple[str, list[str], str]:
    until = phrases.moment(turn.at)
    lines = [
        f"From {_moment(turn, command)} until {until} {_letters(command.letters)} of ours waited for the mail server."
    ]
    lines += [
        "All have left, or say nothing that still holds.",
        "Whose date was near may have read them late: ring them if so.",
    ]
    return THEY_LEFT, lines, ""


def _ring(turn: Turn, one: Waiting) -> str:
    """Return whom to ring, the number first, of which case, and by when."""
    shown = ordering.person(turn, one.to)
    number = f"ring {shown['phone']}" if shown["phone"] else "ring (no number)"
    first = "first (urgent), " if one.alarm else ""
    of = f" ({one.reference})" if one.reference else f" ({one.subject})"
    due = f", before {phrases.moment(turn.rules.days.local(one.due))}" if one.due else ""
    return phrases.capital(f"{first}{number}: {shown['name']}, {shown['agency']}{of}{due}.")


def _letters(number: int) -> str:
    return "1 letter" if number == 1 else f"{number} letters"


def _moment(turn: Turn, command: NoteHeldUp) -> str:
    return phrases.moment(turn.rules.days.local(command.since))
