"""Letters written whole, for the tests of their layout and of their wording."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.letters.kinds import KINDS
from mailservice.mail.compose.templates import Templates, load_templates, read_folder
from mailservice.mail.compose.writing import Letter, compose
from tests.mail.sample_letters import ALARM, AWKWARD, order

TEMPLATES = Path(__file__).parents[2] / "templates" / "email"
TEXTS = read_folder(TEMPLATES)
READY = load_templates(TEXTS)
SKIP = "You can skip the rest"
ROOT = "<first@riverside-health.example>"
EVERY = [pytest.param(order(name), id=name) for name in KINDS]
EVERY += [pytest.param(order("stage", **odd), id=f"stage: {name}") for name, odd in AWKWARD.items()]
EVERY += [pytest.param(order("office", **ALARM), id="office: alarm")]
every_letter = pytest.mark.parametrize("ordered", EVERY)


def written(ordered: LetterOrdered, templates: Templates = READY, **changed: Any) -> Letter:
    envelope: dict[str, Any] = {
        "message_id": "<letter.abc@nscp.example>",
        "date": datetime(2026, 12, 23, 16, 31, tzinfo=UTC),
        "root": ROOT,
        "sender_name": "NSCP Escalations",
        "sender_address": "escalate@nscp.example",
        "reply_to": "",
    }
    return compose(ordered, templates, **{**envelope, **changed})


def mail(letter: Letter) -> EmailMessage:
    parsed = message_from_bytes(letter.raw, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def words_of(letter: Letter) -> EmailMessage:
    found = [one for one in mail(letter).walk() if one.get_content_type() == "multipart/alternative"]
    assert len(found) == 1
    assert isinstance(found[0], EmailMessage)
    return found[0]


def text(letter: Letter) -> str:
    return part(letter, "plain")


def html(letter: Letter) -> str:
    return part(letter, "html")


def part(letter: Letter, kind: str) -> str:
    body = mail(letter).get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def links(letter: Letter) -> list[str]:
    found: list[str] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(value or "" for name, value in attrs if tag == "a" and name == "href")

    Links().feed(html(letter))
    return found
