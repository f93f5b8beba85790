"""The one way in: `decide` takes a case and a command, and gives the events that follow. Pure.

One command goes through one door: a mail that is heard, a date that comes, a letter's fate, a morning, a closed day.
"""

from mailservice.cases import closures, departures, digest, heard, known, mine, onward, posted, timing
from mailservice.cases.asking import emptied, limping, older_mail, proven
from mailservice.cases.dates import deadlines
from mailservice.cases.forms import moments
from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import (
    AnswerDrill,
    BeginDrill,
    CallTime,
    Command,
    DirectoryWord,
    DisposeCase,
    EndDrill,
    FileMail,
    Hear,
    Join,
    ListCases,
    NoteAgencyMorning,
    NoteBounce,
    NoteCameBack,
    NoteClosedDays,
    NoteDirectory,
    NoteDirectoryFile,
    NoteDisposed,
    NoteFolders,
    NoteHeldUp,
    NoteMorning,
    NoteOlderMail,
    NoteProof,
    NoteSent,
    NoteStalled,
    NoteSuspect,
    NoteTrouble,
    NoteUnplaced,
    OfficeWord,
    Reconsider,
    SendFigures,
)
from mailservice.cases.history.events import Event
from mailservice.cases.ladder import conflict, facilitating
from mailservice.cases.letters import finishing
from mailservice.cases.opening import joining
from mailservice.cases.people import merged, suspects
from mailservice.cases.people.turn import Rules, Turn
from mailservice.cases.settling import certifying, disposing
from mailservice.cases.words import held_mail, taken
from mailservice.directory import Directory


def decide(
    case: Case, command: Command, rules: Rules, directory: Directory, *, reference: str = ""
) -> tuple[Event, ...]:
    """Return what follows from one command, in order; `reference` names the case that an opening mail opens."""
    today = directory.on(rules.days.local(command.at).date())
    if isinstance(command, Hear):
        command = suspects.seen(merged.as_here(command, case, today), today)
    seen = today.of_board(command.board) if isinstance(command, NoteMorning) else merged.seen_from(case, today)
    turn = Turn(case, rules, seen, command.at)
    _take(turn, command, reference)
    conflict.flag(turn)
    facilitating.begin(turn)
    moments.follow(turn)
    deadlines.ensure_next_date(turn)
    finishing.finish(turn, onward.foreseen())
    return tuple(turn.events)


def _take(turn: Turn, command: Command, reference: str) -> None:  # noqa: C901, PLR0912 - one line a door
    match command:
        case Hear():
            turn.unsent, turn.read_at = command.unsent, command.read_at
            heard.hear(turn, command, reference)
        case CallTime():
            timing.call_time(turn, command)
        case NoteSent() | NoteBounce() | NoteStalled() | NoteHeldUp() | NoteUnplaced() | Reconsider():
            posted.note(turn, command)
        case NoteMorning():
            digest.note_morning(turn, command)
        case NoteTrouble():
            limping.tell(turn, command)
        case NoteOlderMail():
            older_mail.note(turn, command)
        case NoteFolders():
            emptied.tell(turn, command)
        case DisposeCase():
            disposing.carry_out(turn, command)
        case NoteDisposed():
            certifying.certify(turn, command)
        case NoteCameBack():
            certifying.came_back(turn, command)
        case NoteProof():
            proven.tell(turn, command)
        case NoteClosedDays():
            closures.look_again(turn)
        case NoteDirectory():
            departures.look_again(turn)
        case NoteDirectoryFile() | DirectoryWord() | BeginDrill() | AnswerDrill() | EndDrill():
            known.take(turn, command)
        case FileMail() | OfficeWord():
            held_mail.take(turn, command)
        case NoteAgencyMorning():
            mine.note_agency(turn, command)
        case ListCases() | SendFigures():
            mine.take(turn, command)
        case NoteSuspect():
            taken.look_again(turn, command)
        case Join():
            joining.bring_together(turn, command.other, command.by, command.text)
