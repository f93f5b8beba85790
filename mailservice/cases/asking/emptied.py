"""What had gone from the folders of cases in the mailbox, as the daily count found it: the office is told, once."""

from mailservice.cases.history.commands import NoteFolders
from mailservice.cases.letters import ordering
from mailservice.cases.people.turn import Turn

HEADLINE = "Emails had gone from folders of the mailbox"
MOST_NAMED = 20
_BACK = (
    "one email or letter was gone. It is back, from our record, under its own date.",
    "{} emails and letters were gone. They are back, from our record, under their own dates.",
)
_LEFT = (
    "one email or letter lies in another folder. It was left there.",
    "{} emails and letters lie in another folder. They were left there.",
)


def tell(turn: Turn, command: NoteFolders) -> None:
    """Write to the office which folders were made whole from the record, and of which something lies in another folder."""
    lines = [
        *_named(command.rebuilt, _BACK),
        *_named(command.moved, _LEFT),
        "Nothing was received again, and no date moved.",
    ]
    action = "Tell whoever works in the mailbox not to delete or move what lies under Escalations or in Confidential."
    ordering.tell_office(turn, HEADLINE, lines, action, about="folders", undated=True)


def _named(found: tuple[tuple[str, int], ...], what: tuple[str, str]) -> list[str]:
    one, more = what
    lines = [f"{name}: {one if count == 1 else more.format(count)}" for name, count in found[:MOST_NAMED]]
    rest = len(found) - MOST_NAMED
    return [*lines, f"The same of {rest} further cases."] if rest > 0 else lines
