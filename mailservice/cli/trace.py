"""`mailservice trace`: what became of a mail, by its Message-ID, who wrote it, when, or its case. It only looks."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Annotated

import typer

from mailservice.cases.letters import phrases
from mailservice.cli import screen
from mailservice.cli.options import AsJson, Config, asked_for
from mailservice.cli.shelf import opened
from mailservice.clock import WallClock
from mailservice.errors import Problem, UserError
from mailservice.mail.grammar.dates import find_past
from mailservice.mail.mime.addresses import read_addresses
from mailservice.service.watch.tracing import Answer, Asked, Letter, Mail
from mailservice.service.watch.tracing import trace as traced

MessageId = Annotated[str, typer.Option("--message-id", metavar="ID", help="Its Message-ID, with or without < >.")]
Sender = Annotated[
    str, typer.Option("--from", metavar="WHO", help="Who wrote it: address, name, or @nhs.example for a whole domain.")
]
To = Annotated[str, typer.Option("--to", metavar="ADDRESS", help="To whom it, or a letter of ours, went.")]
Subject = Annotated[str, typer.Option("--subject", metavar="WORDS", help="Words of its subject.")]
At = Annotated[
    str, typer.Option("--at", metavar="TIME", help='When: "10:04" (today), "yesterday 10:04", "26 Nov" (all day).')
]
Within = Annotated[int, typer.Option("--within", min=1, help="So many minutes before and after that.")]
Of = Annotated[str, typer.Option("--reference", metavar="REF", help="The case that it is on.")]

_NONE = "mailservice trace"
_POINT = re.compile(r"\b(\d{1,2})\.(\d\d)\b(?!\.)")  # half past ten as many write it: 10.30
_OUTCOMES = {
    "acted": "acted on",
    "filed": "filed, without acting on it",
    "held": "held for a person",
    "automatic": "an automatic message",
    "duplicate": "set aside, as one that had come before",
}


def trace(  # noqa: PLR0913 - the options of one command
    *,
    message_id: MessageId = "",
    sender: Sender = "",
    to: To = "",
    subject: Subject = "",
    at: At = "",
    within: Within = 60,
    reference: Of = "",
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Tell what became of a mail: when it came, was read and decided, on which case, and which letters answered it.

    Or that no such mail came, and up to when the mailbox was read. Leaves with 1 if none is found. Where you write - after
    --from, --to, --subject or --reference you are asked for it, so that no name stands in the shell's history, or in sudo's log.
    """
    if not (message_id or sender or to or subject or at or reference):
        raise UserError([Problem(_NONE, "", 'say what you know of it, like: --from sarah@nhs.example --at "10:04"')])
    sender, to = asked_for(sender, "Who wrote it"), asked_for(to, "To whom it went")
    subject, reference = (
        asked_for(subject, "Words of its subject"),
        asked_for(reference, "The case, or the child's reference"),
    )
    with opened(config) as shelf:
        now = WallClock().now().astimezone(shelf.zone)
        since, until = times(at, now, timedelta(minutes=within)) if at else (None, None)
        case = shelf.number(reference) if reference else None
        asked = Asked(message_id, _who(sender), _who(to), subject.strip(), since, until, case)
        answer, address = traced(shelf.tx, shelf.policy, shelf.agencies, asked), shelf.address
    found = bool(answer.mails or answer.letters)
    if as_json:
        typer.echo(json.dumps(asdict(answer), indent=2, default=datetime.isoformat))
    else:
        screen.show(lines(answer, address))
    raise typer.Exit(0 if found else 1)


def lines(answer: Answer, address: str) -> Iterator[str]:
    """Give the answer as lines to read; `address` is ours."""
    for mail in answer.mails:
        yield from _way(mail)
        yield ""
    if answer.more:
        yield f"{answer.more} more came; give a nearer time, or who wrote it."
    for letter in answer.letters:
        yield f"Our letter to {letter.to}: {_letter(letter)}"
    if not (answer.mails or answer.letters):
        yield from _nothing(answer, address)
    yield from _standing(answer)


def _who(written: str) -> str:
    """Return the address that somebody wrote, without the name and the brackets it was copied with, or what else it is."""
    people = read_addresses(written) if "@" in written.strip()[1:] else ()
    return people[0].address if people else written.strip()


def times(written: str, now: datetime, around: timedelta) -> tuple[datetime, datetime]:
    """Return from when to when is meant: about a time, in the zone of `now`, or a whole day; an hour alone is today's."""
    at = _moment(_POINT.sub(r"\1:\2", written.strip()), now)
    if at is None:
        remedy = f'{written!r} is no time: write it as "10:04", for today, "yesterday 10:04" or "2026-11-26 10:04"'
        raise UserError([Problem(_NONE, "--at", remedy)])
    if not isinstance(at, datetime):
        midnight = datetime.combine(at, time(), now.tzinfo)
        return midnight, midnight + timedelta(days=1)
    if at - around > now and at.date() == now.date():
        remedy = f'{at:%H:%M on %A %-d %B} has not come yet: for the day before, write "yesterday {at:%H:%M}"'
        raise UserError([Problem(_NONE, "--at", remedy)])
    return at - around, at + around


def _moment(written: str, now: datetime) -> datetime | date | None:
    """Return the moment, or the day, as it is written: as machines do, or as people do."""
    with suppress(ValueError):
        return date.fromisoformat(written)
    with suppress(ValueError):
        exact = datetime.fromisoformat(written)
        return exact if exact.tzinfo else exact.replace(tzinfo=now.tzinfo)
    found = find_past(written, now.date())
    if found is None:
        hour = find_past(f"today {written}", now.date())
        found = hour if isinstance(hour, datetime) else None
    return found.replace(tzinfo=now.tzinfo) if isinstance(found, datetime) else found


def _way(mail: Mail) -> Iterator[str]:
    if mail.in_confidence:
        yield f"Mail {mail.number}: held in confidence. No more of it is told here."
        yield f"  came into the mailbox  {_when(mail.came)}"
        return
    subject = f", “{mail.subject}”" if mail.subject else ""
    unnamed = "nobody whom it names" if mail.decided else "somebody who is told once it is decided"
    yield f"Mail {mail.number}, from {mail.sender or unnamed}{subject}"
    yield f"  came into the mailbox  {_when(mail.came)}"
    yield f"  collected              {_when(mail.collected) if mail.collected else 'when is not on record'}"
    if mail.decided is None:
        yield "  decided                not yet"
    else:
        on = f", on {phrases.listed(mail.cases)}" if mail.cases else ", on no case"
        yield f"  decided                {_when(mail.decided)}: {_OUTCOMES.get(mail.outcome, mail.outcome)}{on}"
        filed = f"{_when(mail.filed)}, into the folder {mail.folder}" if mail.filed else "not yet"
        yield f"  filed                  {filed}"
    for line in mail.read:
        yield f"  {line}"
    for letter in mail.letters:
        yield f"  letter to {letter.to}: {_letter(letter)}"
    if mail.decided and not mail.letters:
        yield "  No letter answered it."


def _letter(letter: Letter) -> str:
    about = f"{letter.kind}, on {letter.case}" if letter.case else letter.kind
    if letter.left:
        became = f"left {_when(letter.left)}."
    elif letter.waits_until:
        became = (
            f"ordered {_when(letter.ordered)}; has not left, and leaves {_when(letter.waits_until)} at the earliest."
        )
    else:
        became = f"ordered {_when(letter.ordered)}; has not left."
    return f"{about}; {became} {letter.fate}".strip()


def _nothing(answer: Answer, address: str) -> Iterator[str]:
    between = f" between {_when(answer.since)} and {_when(answer.until)}" if answer.since and answer.until else ""
    if held := answer.in_confidence_then:
        are = "is" if held == 1 else "are"
        things = phrases.counted_things(held, "email")
        yield f"No such mail came{between}, unless it is among the {things} of that time that {are} held in confidence:"
        yield "of these no more is told."
    else:
        yield f"No such mail came{between}."
    read, until = answer.read_through, answer.until
    if read is None:
        yield "The mailbox has not been read yet."
    elif until is not None and read < until:
        yield f"But the mailbox has been read only up to {_when(read)}: what came after that is not collected yet."
    else:
        yield "It may still be on its way, or its sender's server may have kept it: they would have had a notice of that."
        yield f"Ask to which address it went: ours is {address}."
    if answer.near:
        yield "Near that time came, from there:"
        for mail in answer.near:
            yield f"  {_when(mail.came)}  mail {mail.number}, from {mail.sender}" + (
                f", “{mail.subject}”" if mail.subject else ""
            )


def _standing(answer: Answer) -> Iterator[str]:
    if answer.read_through:
        yield f"The mailbox has been read up to {_when(answer.read_through)}."
    held = phrases.counted_things(answer.held, "email")
    private = f"{answer.in_confidence} in confidence"
    then = f" ({answer.in_confidence_then} of that time)" if answer.since and answer.in_confidence else ""
    yield f"Held for a person: {held}; {private}{then}."
    yield from answer.stands


def _when(at: datetime) -> str:
    return f"{at:%a %d %b %Y %H:%M:%S}" if at.second else f"{at:%a %d %b %Y %H:%M}"
