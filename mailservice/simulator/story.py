"""A story as its file tells it: who writes what and when, and when the service could not work. Read by `read_story`.

A story is a TOML file that a coordinator could read: times with their weekday ("Wed 23 Dec 2026 16:30"), which is
checked; mails written out, or as replies to the newest letter of a kind that their writer had.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, TypeAdapter, ValidationError

from mailservice.cases.history.commands import Proof
from mailservice.cases.people.turn import ConfidentialReader
from mailservice.errors import Problem, UserError

WHEN = "%a %d %b %Y %H:%M"
ZONE = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Mail:
    """A mail that somebody writes. `answers` names a letter's template: the writer replies to the newest they had.

    Or to the first, where `which` says so. `proof` is how
    sure the mailbox is who wrote it, if not as the story has it; `sent_by` sent it in the sender's name.
    A mail server writes about a letter that another, `of`, had.
    """

    at: str
    sender: str
    text: str
    to: tuple[str, ...] = ()
    copy: tuple[str, ...] = ()
    subject: str = ""
    answers: str = ""
    which: Literal["first", "newest"] = "newest"
    file: str = ""
    automatic: str = ""
    of: str = ""
    proof: Proof | Literal[""] = ""
    sent_by: str = ""

    @property
    def when(self) -> datetime:
        """When the mailbox receives it."""
        return moment(self.at)


@dataclass(frozen=True)
class Span:
    """A time during which something was so."""

    start: str
    end: str

    def holds(self, at: datetime) -> bool:
        """Tell whether the moment lies within it; its end does not."""
        return moment(self.start) <= at < moment(self.end)


@dataclass(frozen=True)
class DirectoryChange:
    """From when the service runs on another directory, as if it had been started again with it."""

    at: str
    file: str


@dataclass(frozen=True)
class Limping:
    """A time during which a trouble of a kind stands (`cases.asking.limping`); the service does nothing while the record is away.

    `about` is a case's reference, or what else of that kind it is about.
    """

    kind: str
    start: str
    end: str
    said: str = ""
    about: str = ""

    @property
    def span(self) -> Span:
        """From when until when."""
        return Span(self.start, self.end)


@dataclass(frozen=True)
class ClockOff:
    """A time during which the machine's clock is off by so many hours."""

    start: str
    end: str
    hours: float

    @property
    def span(self) -> Span:
        """From when until when."""
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Story:
    """One story: its people and policy, its mails, and until when it is told.

    `proof` is what the mailbox finds of every mail; where a story has none, everybody is taken at their word. `asleep`: nobody
    runs; `mailbox_down`, `post_down`: what serves mail, or takes ours, does not.
    """

    title: str
    until: str
    mail: tuple[Mail, ...]
    policy: str = "northamptonshire-nscp"
    directory: str = "directory.toml"
    overlay: str = ""
    proof: Proof | Literal[""] = ""
    mailbox_down: tuple[Span, ...] = ()
    mornings: bool = False
    asleep: tuple[Span, ...] = ()
    post_down: tuple[Span, ...] = ()
    trouble: tuple[Limping, ...] = ()
    clock_off: tuple[ClockOff, ...] = ()
    refuse: tuple[str, ...] = ()
    closed_days: tuple[tuple[str, str], ...] = ()
    reader: ConfidentialReader | None = None
    directory_change: tuple[DirectoryChange, ...] = ()
    folder: Path = Path()

    __pydantic_config__ = ConfigDict(extra="forbid")

    @property
    def other_spans(self) -> tuple[Span, ...]:
        """When a trouble stands, or the machine's clock is off."""
        return (*(one.span for one in self.trouble), *(one.span for one in self.clock_off))


def moment(text: str) -> datetime:
    """Return a time written as in a story, in the partnership's zone; ValueError if its weekday is not that date's."""
    when = datetime.strptime(text, WHEN).replace(tzinfo=ZONE)
    if f"{when:%a}" != text[:3]:
        raise ValueError(f"{text}: that day is a {when:%A}")
    return when


def first_line(mail: Mail) -> str:
    """Return what a reader recognises a mail by: its subject, or what it answers and its first line."""
    first = next((line for line in mail.text.splitlines() if line.strip()), mail.file)
    return mail.subject or f"answers {mail.answers}: {first}"


def read_story(path: Path) -> Story:
    """Return the story in a file; UserError tells what to write where it cannot be told."""
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        story = TypeAdapter(Story).validate_python({**raw, "folder": path.parent})
        _ = [moment(text) for text in _times(story)]
    except (OSError, UnicodeDecodeError) as fault:
        why = getattr(fault, "strerror", None) or "it is not written in UTF-8"
        raise UserError([Problem(str(path), "", f"cannot be read ({why}): give the path of a story file")]) from fault
    except tomllib.TOMLDecodeError as fault:
        remedy = f"is not TOML: {fault}; a comma, a quote or a bracket may be missing"
        raise UserError([Problem(str(path), "", remedy)]) from fault
    except ValidationError as fault:
        problems = [Problem(str(path), ".".join(map(str, one["loc"])), one["msg"]) for one in fault.errors()]
        raise UserError(problems) from fault
    except ValueError as fault:
        raise UserError([Problem(str(path), "at", f'write times like "Wed 23 Dec 2026 16:30": {fault}')]) from fault
    if not story.mail:
        raise UserError([Problem(str(path), "mail", "a story begins with a mail: write a table [[mail]]")])
    return story


def _times(story: Story) -> list[str]:
    spans = (*story.mailbox_down, *story.asleep, *story.post_down, *story.other_spans)
    days = [f"{day} 00:00" for day, _ in story.closed_days]
    return [
        story.until,
        *days,
        *(one.at for one in story.mail),
        *(one.at for one in story.directory_change),
        *(edge for one in spans for edge in (one.start, one.end)),
    ]
