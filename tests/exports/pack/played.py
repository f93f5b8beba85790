"""A story that was played, its cases as a pack sees them, and every word of a pack in every form that it takes."""

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from pypdf import PdfReader

from mailservice.exports.pack.kept import Kept
from mailservice.exports.pack.mbox import messages_in
from mailservice.exports.pack.packing import DIGESTS, MBOX, PAGE, PAPER
from mailservice.record import lookup
from mailservice.record.database import Database
from mailservice.service import packing
from mailservice.simulator.playing import Simulator
from mailservice.simulator.story import Story, read_story

STORIES = Path(__file__).parents[2] / "scenarios"
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")


@dataclass
class Played:
    """A story, played in a folder of its own."""

    simulator: Simulator

    @classmethod
    def of(cls, story: Story, folder: Path) -> "Played":
        """Play a story."""
        return cls(Simulator(story, folder).play())

    @cached_property
    def cases(self) -> list[Kept]:
        """Return each case as a pack sees it."""
        desk = self.simulator.desk
        names = {one.id: one.name for one in desk.directory.agencies}
        record = Database(f"sqlite:///{self.simulator.folder / 'record.db'}")
        with closing(record), record.read(desk.partnership) as tx:
            return [packing.kept(tx, line.id, names) for line in lookup.cases_of(tx)]


def played(name: str, folder: Path) -> Played:
    """Play a story of the scenarios, by its name."""
    return Played.of(read_story(STORIES / name / "story.toml"), folder)


def told(text: str, folder: Path, **files: bytes) -> Played:
    """Play a story that is written out here, with the files that it names."""
    (folder / "story").mkdir(parents=True)
    for one in STORIES.glob("*.toml"):
        (folder / "story" / one.name).write_bytes(one.read_bytes())
    for name, data in files.items():
        (folder / "story" / name.replace("_eml", ".eml")).write_bytes(data)
    (folder / "story" / "story.toml").write_text(text, encoding="utf-8")
    return Played.of(read_story(folder / "story" / "story.toml"), folder / "played")


class _Everything(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_comment(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [f" {value} " for _, value in attrs if value] + ([" "] if tag not in {"b", "i", "span"} else [])


def html_text(page: str) -> str:
    """Return every text of a page: what is shown, what is folded, attributes and comments."""
    reader = _Everything()
    reader.feed(page)
    reader.close()
    return "".join(reader.found)


def shown_text(page: str) -> str:
    """Return what a page shows, folded or not, its title and styles apart."""
    body = page[page.index("<body>") :]
    return unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:span|strong|time)\b[^>]*>", "", body)))


def pdf_text(pdf: bytes) -> str:
    """Return the text of a PDF as another reader finds it, with what its marks and its metadata say."""
    reader = PdfReader(io.BytesIO(pdf))
    pages = "\n".join(one.extract_text() for one in reader.pages)
    return f"{pages}\n{dict(reader.metadata or {})}".replace("\u200b", "")


def mail_text(raw: bytes) -> str:
    """Return every header and every part of a message, decoded, and the bytes themselves."""
    message = message_from_bytes(raw, policy=policy.default)
    found = [raw.decode("utf-8", "replace")]
    for part in message.walk():
        assert isinstance(part, EmailMessage)
        found += [f"{name}: {value}" for name, value in part.items()]
        if not part.is_multipart():
            data = part.get_payload(decode=True)
            text = data.decode("utf-8", "replace") if isinstance(data, bytes) else ""
            found += [text, html_text(text) if part.get_content_subtype() == "html" else ""]
    return "\n".join(found)


def every_word(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the text of each file of a pack, on one line, without what lines and pages do to it."""
    texts = {
        PAGE: html_text(files[PAGE].decode()) + files[PAGE].decode(),
        PAPER: pdf_text(files[PAPER]),
        MBOX: "\n".join(map(mail_text, messages_in(files[MBOX]))),
        DIGESTS: files[DIGESTS].decode(),
    }
    return {name: plain(text) for name, text in texts.items()}


def plain(text: str) -> str:
    """Return a text as letters and figures alone, so that no line end, quote or hyphen hides a word of it."""
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold()))


def sentences(text: str) -> Iterator[str]:
    """Give the sentences of a text that are long enough to be somebody's own."""
    for one in _SENTENCE.split(text):
        if len(one.split()) >= 4:
            yield one
