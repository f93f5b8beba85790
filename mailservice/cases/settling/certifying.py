"""What the office reads of a case that was disposed of: the certificate, which names no child, and what came back of one.

Start at `certify`. The certificate is kept in the office's own book, and is all that tells of the disposal beside the last entry
of the case itself.
"""

from collections.abc import Iterator

from mailservice.cases.history.commands import NoteCameBack, NoteDisposed
from mailservice.cases.history.events import CaseDisposed, DisposalCertified
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people.turn import Turn, once
from mailservice.cases.told.telling import ENDINGS

ABOUT = "disposed"
HEADLINE = "Certificate of disposal: "
_ACTION = "Keep this letter. Have whoever holds one of those copies destroy it, and write on it when they say that it is done."


def headline(reference: str) -> str:
    """Return what a certificate is called: by this it is known again in a mailbox whose record was set back."""
    return f"{HEADLINE}{reference}"


def certify(turn: Turn, command: NoteDisposed) -> None:
    """Write the certificate to the office, and to the two who said that the case was to go."""
    first = command.cases[0]
    lines = [*_of_each(turn, command.cases), *_by_whom(turn, first), *command.went, *command.stays]
    office = turn.directory.office
    own = (one.address for one in once([first.by, first.confirmed_by]) if office.has_address(one.address))
    to = [one for one in own if one.lower() != office.address.lower()]
    for one in ("", *to):
        ordering.tell_office(turn, headline(first.reference), lines, _ACTION, about=ABOUT, to=one, undated=True)
    turn.put(DisposalCertified(turn.at, tuple(one.reference for one in command.cases)))


def _of_each(turn: Turn, cases: tuple[CaseDisposed, ...]) -> Iterator[str]:
    for one in cases:
        opened = phrases.day(turn.rules.days.local(one.opened_at).date())
        closed = f" It ended on {phrases.day(turn.rules.days.local(one.closed_at).date())}" if one.closed_at else ""
        ending = f": {ENDINGS[one.ending]}." if closed and one.ending else "." if closed else ""
        went = phrases.listed(
            [
                phrases.counted_things(one.emails, "email"),
                phrases.counted_things(one.letters, "letter"),
                f"the contents of {one.entries} entries of the record",
            ]
        )
        yield f"{one.reference}, opened on {opened}, is gone.{closed}{ending}"
        yield f"Gone for ever: {went}."


def _by_whom(turn: Turn, one: CaseDisposed) -> Iterator[str]:
    on = phrases.moment(turn.rules.days.local(one.at))
    asked = f"{turn.name(one.by)} asked for it and {turn.name(one.confirmed_by)} confirmed it"
    yield f"{asked}; done at {on}. Why: {one.text.strip(' .')}."
    yield f"It was kept by: {one.retention.rstrip('.')}."
    yield "Left in our record: the reference, when it was open, how it ended, and who had it disposed of, when and why."


def came_back(turn: Turn, command: NoteCameBack) -> None:
    """Tell the office that an email is back which was disposed of: nothing of it is read."""
    lines = [
        "An email that was disposed of has come into the mailbox again, every byte of it as it was. We read none of it.",
        "It lies in the folder Duplicates. Perhaps the mailbox was set back, or somebody kept a copy and sent it.",
    ]
    ordering.tell_office(
        turn,
        "An email is back that was disposed of",
        lines,
        f"Find out who put it there, and delete it. It is email {command.mail.removeprefix('m')}.",
        about=ABOUT,
    )
