"""Every letter on one page, to look at: `python -m tests.gallery FILE.html` (`make letters`)."""

import sys
from datetime import UTC, datetime
from email import message_from_bytes, policy
from html import escape
from pathlib import Path

from mailservice.mail.compose import Letter, compose
from mailservice.mail.templates import FACTS, load_templates, read_folder
from tests.mail.sample_letters import AWKWARD, order

TEMPLATES = Path(__file__).parent.parent / "templates" / "email"


def letters() -> dict[str, Letter]:
    """Return every letter by its name, the awkward ones last."""
    templates = load_templates(read_folder(TEMPLATES))
    orders = {name: order(name) for name in FACTS} | {name: order("stage", **odd) for name, odd in AWKWARD.items()}
    return {
        name: compose(
            one,
            templates,
            message_id=f"<{one.letter}@nscp.example>",
            date=datetime(2026, 12, 23, 16, 31, tzinfo=UTC),
            root="<first@riverside-health.example>",
            sender_name="NSCP Escalations",
            sender_address="escalate@nscp.example",
            reply_to="",
        )
        for name, one in orders.items()
    }


def page(shown: dict[str, Letter]) -> str:
    """Return one page with every letter: its subject, its HTML in a frame, its text beside it."""
    return "".join(
        ["<!DOCTYPE html><html lang='en-GB'><meta charset='utf-8'><title>Letters</title><h1>Letters</h1>"]
        + [
            f"<h2>{escape(name)}</h2><p>{escape(one.subject)}</p><iframe title='{escape(name)}' width='420' height='900'"
            f" srcdoc='{escape(part(one, 'html'))}'></iframe>"
            f"<pre style='display:inline-block;vertical-align:top;margin:0 1em'>{escape(part(one, 'plain'))}</pre>"
            for name, one in shown.items()
        ]
    )


def part(letter: Letter, kind: str) -> str:
    """Return the text of one of a letter's two parts: "plain" or "html"."""
    body = message_from_bytes(letter.raw, policy=policy.default).get_body((kind,))
    if body is None:
        raise LookupError(kind)
    return str(body.get_content())


if __name__ == "__main__":
    out = Path(sys.argv[1])
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page(letters()), encoding="utf-8")
    print(f"every letter: {out}")  # noqa: T201 - the one line that tells where to look
