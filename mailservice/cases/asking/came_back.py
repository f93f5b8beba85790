"""A letter that did not arrive, or perhaps not: the office hears whom to ring, its number first (rules 15 and 17).

Start at `tell`, `stalled` and `unplaced`. What else follows of a letter that came back is for `posted`.
"""

from dataclasses import replace
from typing import Any

from mailservice.cases.history.case import Ordered
from mailservice.cases.history.commands import NoteBounce, NoteStalled, NoteUnplaced
from mailservice.cases.history.events import LetterOrdered, LetterStalled, Party
from mailservice.cases.history.letters import Stalled
from mailservice.cases.letters import kinds, ordering
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn

ARRIVED_NOT, REFUSED, CANNOT_GO = "A letter did not arrive", "A letter of ours was refused", "A letter cannot be sent"
DELAYED, DELETED, PERHAPS = "A letter is delayed", "A letter was deleted unread", "Perhaps a letter did not arrive"
UNPLACED = "A bounce of which we cannot tell the letter"
_HEADLINES: dict[Stalled, str] = {
    "delayed": DELAYED,
    "deleted": DELETED,
    "perhaps": PERHAPS,
    "unclear": PERHAPS,
}
_SAID: dict[Stalled, str] = {
    "delayed": "A mail server says that our letter is still on its way, and that it goes on trying.",
    "deleted": "Their mail program says that our letter was deleted and not read.",
    "perhaps": "A mail server says that some letter to them came back. Nothing proves which, so they still have ours.",
    "unclear": "Something came back for our letter that we cannot read. It lies in the folder of the case.",
}
# Of the office's own book: letters that somebody counts on. A stranger's is of nobody else's concern.
_COUNTED_ON = ("digest", "office", "post")


def tell(turn: Turn, command: NoteBounce, letter: Ordered, next_address: str = "", *, more: str = "") -> None:
    """Tell the office of a letter that came back: whom to ring first, then why, and whose fault it is."""
    match command.fault:
        case "reader":
            _tell_of_reader(turn, command, letter, next_address, more)
        case "us":
            lines = [ring(turn, letter.to), _which(turn, letter)]
            lines += ["Their address is good. Their mail server refuses mail from us.", f"It said: {command.why}"]
            action = f"{telephone(turn, letter.to)}, and read it to them. Then show your IT what their server said."
            ordering.tell_office(turn, REFUSED, lines, action)
        case "letter":
            lines = [ring(turn, letter.to), _which(turn, letter)]
            lines += ["Their address is good. The letter itself is refused.", f"The mail server said: {command.why}"]
            copied = letter.template == "record"  # nobody reads out a whole record
            does = "have IT write it out with mailservice case pack, for their side" if copied else "read it to them"
            action = f"{telephone(turn, letter.to)}, and {does}."
            ordering.tell_office(turn, CANNOT_GO, lines, action)


def _tell_of_reader(turn: Turn, command: NoteBounce, letter: Ordered, next_address: str, more: str) -> None:
    name = ordering.person(turn, letter.to)
    lines = [ring(turn, letter.to), f"Our letter to {name['name']} ({name['agency']}) did not arrive.", command.why]
    lines += [f"We have sent it to {next_address}, which the directory has for them too."] if next_address else []
    lines += (
        ["They raised this case. Until their agency names who follows them, their rights are the office's."]
        if more
        else []
    )
    action = telephone(turn, letter.to)
    ended = turn.case.status in ("closed", "joined")
    action += "." if ended else ", and reply with CONTACT, a name and an address."
    ordering.tell_office(turn, ARRIVED_NOT, lines, f"{action}{more}")


def stalled(turn: Turn, command: NoteStalled) -> Ordered | None:
    """Record what else is heard of a letter, and tell the office once; return the letter if it may be unread."""
    letter = turn.case.letters.get(command.letter)
    if letter is None:
        _stalled_in_book(turn, command)
        return None
    if letter.state != "sent" or letter.stalled == command.how:
        return None
    turn.put(LetterStalled(command.at, command.letter, command.how, command.status, command.why))
    if turn.directory.office.has_address(letter.to.address):
        next_of_office(turn, letter.to.address, command.why or _SAID[command.how], command.order)
        return None
    if deciders.wrote_since(turn.case, letter.to, letter.sent_at or letter.at):
        return None  # they have written since: it is no matter any more
    lines = [ring(turn, letter.to), _which(turn, letter), _SAID[command.how]]
    lines += [f"It said: {command.why}"] if command.why and command.how != "deleted" else []
    ordering.tell_office(
        turn, _HEADLINES[command.how], lines, f"{telephone(turn, letter.to)}, and ask if they have it."
    )
    return letter


def on_no_case(turn: Turn, command: NoteBounce) -> None:
    """Tell somebody where a letter of the office's own book comes back that a person counts on; of a stranger's, nobody."""
    if command.template in _COUNTED_ON:
        to = command.order.to.address if command.order else turn.directory.office.address
        next_of_office(turn, to, command.why, command.order)
    elif command.template == "in_confidence":
        lines = ["An email held in confidence did not reach the confidential reader.", command.why]
        ordering.tell_office(
            turn, "The confidential reader was not reached", lines, "Ring them today. Nobody has read it."
        )


def _stalled_in_book(turn: Turn, command: NoteStalled) -> None:
    why = command.why or _SAID[command.how]
    back = NoteBounce(command.at, command.letter, command.status, why, command.template, order=command.order)
    on_no_case(turn, back)


def next_of_office(turn: Turn, address: str, why: str, order: LetterOrdered | None = None) -> None:
    """Write to the next who can act where a letter to the office comes back: its people, its deputies, the duty contact.

    They read the letter itself, where we have it. Each is further down than the one before, so that none goes round in a ring.
    """
    office = turn.directory.office
    deputies, duty = [one.address for one in office.deputies], [office.duty.address] if office.duty else []
    steps = [[office.address], list(office.staff), deputies, duty]
    low = address.lower()
    at = next((number for number, step in enumerate(steps) if low in (one.lower() for one in step)), 0)
    for one in next((step for step in steps[at + 1 :] if step), []):
        lines = [f"Our letter to {address}, who acts for the {turn.terms.office}, did not arrive.", why]
        if at == 0:
            lines = [f"Our letter to the {turn.terms.office}'s mailbox did not arrive.", why]
        if order is not None and order.template in _COUNTED_ON:
            _again(turn, order, ordering.holder(turn, one), lines)
        if order is None or order.template != "office":
            ordering.tell_office(turn, "Our letter to the office came back", lines, "Ask your IT today.", to=one)


def _again(turn: Turn, order: LetterOrdered, to: Party, lines: list[str]) -> None:
    """Order the same letter to somebody else who acts for the office; one that asks something says why they have it."""
    facts: dict[str, Any] = {**order.facts, "you": {**order.facts["you"], "name": to.name}}
    if order.template == "office":
        facts |= {"items": [*facts["items"], *lines], "owner": to.name if facts["owner"] else ""}
    new = replace(order, at=turn.at, letter=turn.rules.new_id(), to=to, facts=facts)
    turn.put(replace(new, answers="", replied=False, leaves=None))


def unplaced(turn: Turn, command: NoteUnplaced) -> None:
    """Tell the office, once a day, of a bounce that names no letter of ours."""
    whom = f"It names {command.address}." if command.address else "It names nobody whom we wrote to."
    lines = ["A mail server says that a letter of ours did not arrive. We cannot tell which.", whom, command.why]
    facts = {
        "why": "",
        "headline": UNPLACED,
        "items": [one for one in lines if one],
        "action": "Read it in the mailbox, and ring whoever it names.",
        "owner": turn.directory.office.name,
        "by": ordering.office_day(turn).isoformat(),
        "others_see": f"Only the {turn.terms.office} gets this letter.",
    }
    ordering.order(turn, "post", ordering.office_party(turn), facts, about="unplaced")


def ring(turn: Turn, to: Party) -> str:
    """Return whom to ring, the number first."""
    shown = ordering.person(turn, to)
    who = f"{shown['name']}, {shown['agency']}"
    return f"Ring {shown['phone']}: {who}." if shown["phone"] else f"Ring {who}: the directory has no number."


def telephone(turn: Turn, to: Party) -> str:
    """Return the action that every such letter asks for, without its full stop."""
    phone = ordering.person(turn, to)["phone"]
    return f"Telephone them{' on ' + phone if phone else ''}"


def _which(turn: Turn, letter: Ordered) -> str:
    day = turn.rules.days.local(letter.at)
    subject = kinds.of(letter.template).told.replace("{theirs}", turn.person.theirs)
    return f"Our letter of {day.day} {day:%B}, {day:%H:%M}: {subject}."
