"""Emails from before the first start: the office is told how many lie there, and that nothing comes of them (rule 1.8).

Once of what lay there; and of what somebody puts there later, or what is dated wrongly: nobody else reads it.
"""

from collections.abc import Iterator

from mailservice.cases.history.commands import NoteOlderMail
from mailservice.cases.history.events import OlderMailKept
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people.turn import Turn

_ANSWERED = "Whoever replies to one from now on writes a new email, which counts like any other."


def note(turn: Turn, command: NoteOlderMail) -> None:
    """Keep how many there are; none is no news."""
    numbered = (command.uidvalidity, command.highest, command.later)
    turn.put(OlderMailKept(turn.at, command.count, command.before, *numbered))
    if command.count and command.later:
        action = "Look at it in the INBOX today. Is it meant for us? Forward it to us: that is a new email, and counts."
        ordering.tell_office(
            turn, "An email is dated before the start, and is left alone", _put_there(turn, command), action
        )
    elif command.count:
        ordering.tell_office(
            turn, "Emails from before the start are left alone", _lay_there(turn, command), ordering.NOTHING
        )


def _lay_there(turn: Turn, command: NoteOlderMail) -> Iterator[str]:
    many, lie = ("1 email", "lies") if command.count == 1 else (f"{command.count:,} emails", "lie")
    yield (
        f"{many} from before {_start(turn, command)} {lie} in the mailbox. What is so old opens and moves no case, and nobody "
        "is answered."
    )
    yield _ANSWERED


def _put_there(turn: Turn, command: NoteOlderMail) -> Iterator[str]:
    came = "1 email has come" if command.count == 1 else f"{command.count:,} emails have come"
    yield f"{came} into the INBOX that the mailbox dates before {_start(turn, command)}, when the service began."
    yield "Somebody may have moved it there, or a server has dated it wrongly. Nothing comes of it, and nobody is answered."


def _start(turn: Turn, command: NoteOlderMail) -> str:
    return phrases.moment(turn.rules.days.local(command.before))
