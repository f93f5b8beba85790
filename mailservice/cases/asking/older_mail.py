"""Emails from before the first start: the office is told once how many lie there, and that nothing comes of them (rule 1.8)."""

from mailservice.cases.history.commands import NoteOlderMail
from mailservice.cases.history.events import OlderMailKept
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people.turn import Turn

_ANSWERED = "Whoever replies to one from now on writes a new email, which counts like any other."


def note(turn: Turn, command: NoteOlderMail) -> None:
    """Keep how many there are; none is no news."""
    turn.put(OlderMailKept(turn.at, command.count, command.before))
    if not command.count:
        return
    before = phrases.moment(turn.rules.days.local(command.before))
    many, lie = ("1 email", "lies") if command.count == 1 else (f"{command.count:,} emails", "lie")
    lines = [
        f"{many} from before {before} {lie} in the mailbox. What is so old opens and moves no case, and nobody is answered.",
        _ANSWERED,
    ]
    ordering.tell_office(turn, "Emails from before the start are left alone", lines, ordering.NOTHING)
