"""What the service itself cannot do: what of each kind stands still and what goes on, who must do what, and what is said after.

Start at `tell`. A new trouble is a row of TROUBLES. Whoever reads it knows no server: the sentences are for the office, and the
one for IT can be handed on as it is. The reason, as a machine gave it, comes last.
"""

from dataclasses import dataclass
from datetime import timedelta

from mailservice.cases.history.commands import NoteTrouble
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people.turn import Turn


@dataclass(frozen=True)
class Kind:
    """One kind of trouble; `{about}` in a text is what it is about.

    `lies`: how long it stands before the office hears of it (in working hours where `by_day`), for most weather passes; None
    where only `mailservice status` tells of it. `tries`: how often it was tried before it counts. `wide`: the office's
    stand-ins hear of it too.
    """

    headline: str
    stands: str
    action: str
    over: str
    lies: timedelta | None = timedelta(minutes=15)
    by_day: bool = False
    tries: int = 1
    wide: bool = False


_NOW = timedelta()
TROUBLES = {
    "mailbox": Kind(
        "The mailbox cannot be read",
        "No email that was sent to us since then has been read, and no date of any case acts until it is. Letters still leave.",
        "Ask your IT to look at the mailbox's server now.",
        "The mailbox is read again",
        timedelta(hours=1),
        by_day=True,
        wide=True,
    ),
    "record": Kind(
        "The record cannot be written",
        "Nothing is read, decided or sent until it can be. Emails wait in the mailbox; none is lost.",
        "Ask your IT to look at the service's database now. Until then ring, and do not rely on a letter of ours.",
        "The record can be written again",
        wide=True,
    ),
    "machine": Kind(
        "The service's machine is short of room",
        "Part of its work waits until there is room. Nothing is lost.",
        "Ask your IT to look at the disk and the memory of the service's machine today.",
        "The service's machine has room again",
        wide=True,
    ),
    "broker": Kind(
        "The broker cannot be reached",
        "The service does all its work in one process meanwhile.",
        "Ask your IT to look at the broker.",
        "The broker answers again",
        lies=None,
    ),
    "case": Kind(
        "The dates of a case cannot act",
        "A date of {about} has come, and the service failed at it three times. No date of that case acts until this is mended; "
        "every other case goes on, and emails on that one still act.",
        "Keep the dates of {about} by hand. Ask your IT to report the fault to whoever supplies the service.",
        "The dates of a case act again",
        lies=_NOW,
        tries=3,
        wide=True,
    ),
    "mail": Kind(
        "An email could not be read",
        "It is held in the folder Held.",
        "Read it there, and ask your IT to report the fault to whoever supplies the service.",
        "An email could be read after all",
        lies=None,
    ),
    "letter": Kind(
        "A letter cannot be written",
        "A letter to {about} failed three times as it was written, so it has not left. Every other letter does.",
        "Ring {about}. Ask your IT to report the fault to whoever supplies the service.",
        "A letter could be written after all",
        lies=_NOW,
        tries=3,
    ),
    "duty": Kind(
        "A part of the service fails",
        "The part that is called “{about}” fails each time. The others go on.",
        "Ask your IT to report the fault to whoever supplies the service.",
        "A part of the service works again",
        lies=_NOW,
        tries=3,
        wide=True,
    ),
    "chain": Kind(
        "The record was changed",
        "What stands in the record is not what the service wrote there. Nothing is decided, and no letter leaves, until somebody "
        "has looked; emails are kept.",
        "Ask your IT to keep everything as it is, and to run: mailservice record verify. Then to restore a backup.",
        "The record is whole again",
        lies=_NOW,
        wide=True,
    ),
}


def tell(turn: Turn, command: NoteTrouble) -> None:
    """Write to the office what cannot be done, and once more when it can."""
    kind = TROUBLES[command.kind]
    since = phrases.moment(turn.rules.days.local(command.since))
    office = turn.directory.office
    if command.over:
        lines = [f"It could not from {since} until {phrases.moment(turn.rules.days.local(command.at))}."]
        headline, action = kind.over, ordering.NOTHING
    else:
        stands = kind.stands.format(about=command.about)
        lines = [f"Since {since}.", stands, f"The reason: {phrases.sentence(command.said)}" if command.said else ""]
        headline, action = kind.headline, kind.action.format(about=command.about)
    also = [*office.staff, *(one.address for one in office.stand_ins)] if kind.wide else []
    for address in dict.fromkeys(["", *also]):
        ordering.tell_office(turn, headline, lines, action, about=f"trouble {command.kind}", to=address)
