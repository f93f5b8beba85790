"""What the service itself cannot do: what of each kind stands still and what goes on, who must do what, and what is said after.

Start at `tell`. A new trouble is a row of TROUBLES. Whoever reads it knows no server: the sentences are for the office, and the
one for IT can be handed on as it is. The reason, as a machine gave it, comes last.
"""

from dataclasses import dataclass
from datetime import timedelta

from mailservice.cases.history.commands import NoteTrouble
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people.turn import Turn
from mailservice.directory import Office


@dataclass(frozen=True)
class Kind:
    """One kind of trouble; `{about}` in a text is what it is about.

    `lies`: how long it stands before the office hears of it (in working hours where `by_day`), for most weather passes; None
    where only `mailservice status` tells of it. `ahead`: it is still to come, and nothing is said when it is over. `tries`: how
    often it was tried before it counts. `wide`: the stand-ins, and every other office with its own, hear of it too. `was` is
    what the morning letter says of it when it is over, after from when until when; what `hinders` nothing stands at its end.
    """

    headline: str
    stands: str
    action: str
    over: str
    was: str
    lies: timedelta | None = timedelta(minutes=15)
    by_day: bool = False
    tries: int = 1
    wide: bool = False
    hinders: bool = True
    ahead: bool = False


_NOW = timedelta()
# A letter that tells of a trouble has an `about` that begins so.
TROUBLE = "trouble "
TROUBLES = {
    "mailbox": Kind(
        "The mailbox cannot be read",
        "No email that was sent to us since then has been read, and no date of any case acts until it is. Letters still leave.",
        "Ask your IT to run “mailservice doctor” now: it says what is wrong with the mailbox's server, and what to do.",
        "The mailbox is read again",
        lies=timedelta(hours=1),
        by_day=True,
        wide=True,
        was="the mailbox could not be read; emails of that time were read after it, and dates waited",
    ),
    "unread": Kind(
        "Some emails cannot be read",
        "The mailbox's server does not give them to us. Until it does no date of any case acts; every other email is read, and "
        "letters leave.",
        "Ask your IT to look at that server now. Ring the sender of any email in the INBOX that you cannot open.",
        "Every email can be read again",
        lies=timedelta(hours=1),
        by_day=True,
        wide=True,
        was="some emails could not be read; they were read after it, and dates waited",
    ),
    "record": Kind(
        "The record cannot be written",
        "Nothing is read, decided or sent until it can be. Emails wait in the mailbox; none is lost.",
        "Ask your IT to run “mailservice doctor” now: it says what is wrong with the service's database. Until then ring, and do "
        "not rely on a letter of ours.",
        "The record can be written again",
        wide=True,
        was="the record could not be written; emails waited in the mailbox, and letters and dates waited too",
    ),
    "machine": Kind(
        "The service's machine is short of room",
        "Part of its work waits until there is room. Nothing is lost.",
        "Ask your IT to run “mailservice status” today: it says whether the service's machine lacks disk, memory or handles.",
        "The service's machine has room again",
        wide=True,
        was="the service's machine was short of room; part of its work waited",
    ),
    "filing": Kind(
        "Emails cannot be filed",
        "In the mailbox {about}. Emails are received, decided and answered as always; but some stay in the INBOX, and some "
        "letters are not in the folder of their case.",
        "Ask your IT today to run “mailservice doctor”: it says whether the mailbox lacks room, a right, or what its server "
        "must offer.",
        "Emails are filed again",
        was="emails could not be filed; they were decided and answered as always",
    ),
    "moved": Kind(
        "Emails of a case lie in another folder",
        "Emails of {about} were moved to another folder of the mailbox.",
        "Move them back to its own folder.",
        "The emails of a case lie in its folder again",
        lies=None,
        was="emails of {about} lay in another folder of the mailbox",
    ),
    "broker": Kind(
        "The broker cannot be reached",
        "The service does all its work in one process meanwhile.",
        "Ask your IT to look at the broker.",
        "The broker answers again",
        lies=None,
        was="the broker could not be reached; nothing waited for it",
        hinders=False,
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
        was="the dates of {about} could not act",
    ),
    "mail": Kind(
        "An email could not be read",
        "It is held in the folder Held.",
        "Read it there, and ask your IT to report the fault to whoever supplies the service.",
        "An email could be read after all",
        lies=None,
        was="an email that could not be read was held",
    ),
    "letter": Kind(
        "A letter cannot be written",
        "A letter to {about} failed three times as it was written, so it has not left. Every other letter does.",
        "Ring {about}. Ask your IT to report the fault to whoever supplies the service.",
        "A letter could be written after all",
        lies=_NOW,
        tries=3,
        was="a letter to {about} could not be written",
    ),
    "duty": Kind(
        "A part of the service fails",
        "The part that is called “{about}” fails each time. The others go on.",
        "Ask your IT to report the fault to whoever supplies the service.",
        "A part of the service works again",
        lies=_NOW,
        tries=3,
        wide=True,
        was="a part of the service, called “{about}”, failed",
    ),
    "another record": Kind(
        "The service waits: this may not be its record",
        "No email is decided on, no date of any case acts, and no letter on a case leaves. Emails are kept.",
        "Hand this to your IT today: the reason says what to do. Until then ring, and keep your cases' dates by hand.",
        "The service goes on with its record",
        lies=_NOW,
        wide=True,
        was="the service waited until somebody said that its record is the right one; emails were kept, and no date acted",
    ),
    "chain": Kind(
        "The record was changed",
        "What stands in the record is not what the service wrote there. Nothing is decided, and no letter leaves, until somebody "
        "has looked; emails are kept.",
        "Ask your IT to keep everything as it is, and to run: mailservice record verify. Then to restore a backup.",
        "The record is whole again",
        lies=_NOW,
        wide=True,
        was="the record was not as the service had written it; nothing was decided",
    ),
    "down": Kind(
        "The service was down",
        "Emails waited in the mailbox, and no date acted.",
        "Ask your IT why it stopped, and why nobody started it before then.",
        "The service runs again",
        lies=None,
        was="the service was down; emails waited in the mailbox, and dates that came meanwhile acted after it",
    ),
    "secret": Kind(
        "The service's way into its mailbox ends soon",
        "From the day after on no email is read and no letter leaves, until there is a new one. Until then all goes on.",
        "Ask your IT today to make a new one, to put it where the settings name it, and to run: mailservice doctor",
        "The service's way into its mailbox was renewed",
        was="what lets the service into its mailbox was soon to end",
        lies=_NOW,
        ahead=True,
    ),
    "backup": Kind(
        "Backups are no longer made",
        "All else goes on. But if the service's disk fails now, part of the record since then is lost.",
        "Hand this to your IT today: “mailservice doctor” says, beside Backup, what to type; and “journalctl -u "
        "mailservice-backup” says why none was made at night.",
        "Backups are made again",
        was="no backup was made",
        lies=_NOW,
        ahead=True,
    ),
    "seal": Kind(
        "A seal of the record is lost",
        "Somebody took it out of the service's database, or changed it there. Every case goes on; but no new seal is made, and "
        "what is recorded from now on cannot be made again from the mailbox.",
        "Ask your IT today to keep everything as it is, and to run: mailservice record verify. Then to restore a backup.",
        "The seals of the record are whole again",
        was="a seal of the record was lost, and no new one was made",
        lies=_NOW,
    ),
    "clock": Kind(
        "We cannot be sure what day it is",
        "No date of any case acts, and no morning letter comes, until we are. Emails are read, and letters leave.",
        "Look at the reason above, which of the clocks is right. Where the service's machine is wrong, ask your IT to set its "
        "clock. Where it is right, ask them to run: mailservice clock trust",
        "We know again what day it is",
        lies=_NOW,
        wide=True,
        was="the clocks of the service and of the mailbox differed; no date acted",
    ),
}


def tell(turn: Turn, command: NoteTrouble) -> None:
    """Write to the office what cannot be done, and once more when it can; what presses is for the next working hour."""
    kind = TROUBLES[command.kind]
    headline, lines, action = _over(turn, command, kind) if command.over else _stands(turn, command, kind)
    by = turn.rules.days.working_hour_after(turn.at, 1) if kind.wide else None
    also = [one for office in turn.directory.offices for one in _of(office)] if kind.wide else []
    for address in dict.fromkeys(["", *(one for one in also if one != turn.directory.office.address)]):
        ordering.tell_office(turn, headline, lines, action, by, about=f"{TROUBLE}{command.kind}", to=address)


def _of(office: Office) -> tuple[str, ...]:
    return (office.address, *office.staff, *(one.address for one in office.stand_ins))


def _stands(turn: Turn, command: NoteTrouble, kind: Kind) -> tuple[str, list[str], str]:
    since = phrases.moment(turn.rules.days.local(command.since))
    reason = f"The reason: {phrases.sentence(command.said)}" if command.said else ""
    stands = kind.stands.format(about=command.about)
    lines = [phrases.sentence(command.said), stands] if kind.ahead else [f"Since {since}.", stands, reason]
    return kind.headline, lines, kind.action.format(about=command.about)


def _over(turn: Turn, command: NoteTrouble, kind: Kind) -> tuple[str, list[str], str]:
    since, until = (phrases.moment(turn.rules.days.local(one)) for one in (command.since, command.at))
    return kind.over, [f"From {since} until {until}: {kind.was.format(about=command.about)}."], ordering.NOTHING
