"""Who is who: the file was read anew, and what could not be taken the office hears; or a drill tries whom letters reach."""

from mailservice.cases import drill
from mailservice.cases.history.commands import AnswerDrill, BeginDrill, DirectoryWord, EndDrill, NoteDirectoryFile
from mailservice.cases.history.events import DirectoryRefused, DirectoryTaken, MailHeard, Outcome
from mailservice.cases.letters import ordering
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn

_MOST_TOLD = 40
_MEND = "Mend these, in the file or in its sheet. It is read again by itself as soon as it is saved."
_AS_BEFORE = "Until then everybody in it is asked as before: the last directory in order goes on, after a restart too."


def take(turn: Turn, command: NoteDirectoryFile | DirectoryWord | BeginDrill | AnswerDrill | EndDrill) -> None:
    """Take what became of the file, or what a drill asks or tells."""
    if isinstance(command, NoteDirectoryFile):
        _note_file(turn, command)
    elif isinstance(command, DirectoryWord):
        _by_mail(turn, command)
    else:
        drill.take(turn, command)


def _note_file(turn: Turn, command: NoteDirectoryFile) -> None:
    """Record what became of the file; the office is told of its faults, and then that it is mended."""
    if command.faults:
        turn.put(DirectoryRefused(turn.at, command.digest, command.faults))
        lines = [*command.faults[:_MOST_TOLD], _AS_BEFORE]
        if len(command.faults) > _MOST_TOLD:
            lines.insert(_MOST_TOLD, f"And {len(command.faults) - _MOST_TOLD} more of the like")
        ordering.tell_office(turn, "The directory has faults, and was not taken", lines, _MEND)
        return
    turn.put(DirectoryTaken(turn.at, command.digest, command.people, command.agencies))
    if command.mended:
        counted = f"It is taken as it stands now: {command.people} people of {command.agencies} agencies."
        ordering.tell_office(turn, "The directory is in order again", [counted], ordering.NOTHING)


def _by_mail(turn: Turn, command: DirectoryWord) -> None:
    """Put on record what the office wrote of the directory, and write to it: only at addresses that the directory has."""
    hear = command.hear
    by = deciders.party_of(hear.sender, turn.directory)
    outcome: Outcome = "acted" if command.happened else "filed"
    turn.put(MailHeard(turn.at, hear.mail, hear.message_id, by, hear.kind, hear.own_words, outcome))
    for event in command.happened:
        turn.put(event)
    for one in command.letters:
        items = list(one.items[:_MOST_TOLD])
        if len(one.items) > _MOST_TOLD:
            items.append(f"And {len(one.items) - _MOST_TOLD} more of the like")
        action = one.action or ordering.NOTHING
        ordering.tell_office(
            turn, one.headline, items, action, one.until, about=one.about, to=one.to, undated=one.until is None
        )
