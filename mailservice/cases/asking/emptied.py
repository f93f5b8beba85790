"""What had gone from the folders of cases in the mailbox, as the daily count found it: the office is told, once."""

from mailservice.cases.history.commands import NoteFolders
from mailservice.cases.letters import ordering
from mailservice.cases.people.turn import Turn

HEADLINE = "Emails had gone from folders of the mailbox"
MOST_NAMED = 20


def tell(turn: Turn, command: NoteFolders) -> None:
    """Write to the office which folders were made whole from the record, and of which something lies in another folder."""
    back = "gone, and put back from our record under its own date"
    lines = [
        *_named(command.rebuilt, back),
        *_named(command.moved, "in another folder, and left there"),
        "Nothing was received again, and no date moved.",
    ]
    action = "Tell whoever works in the mailbox not to delete or move what lies under Escalations or in Confidential."
    ordering.tell_office(turn, HEADLINE, lines, action, about="folders", undated=True)


def _named(found: tuple[tuple[str, int], ...], what: str) -> list[str]:
    lines = [f"{name}: {_counted(count)} {what}." for name, count in found[:MOST_NAMED]]
    rest = len(found) - MOST_NAMED
    return [*lines, f"The same of {rest} further cases."] if rest > 0 else lines


def _counted(count: int) -> str:
    return "one email or letter was" if count == 1 else f"of {count} emails and letters, each was"
