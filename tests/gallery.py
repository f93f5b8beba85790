"""Every letter of every policy on one page, to look at: `python -m tests.gallery FILE.html` (`make letters`)."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from html import escape
from pathlib import Path

from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.letters.kinds import KINDS
from mailservice.mail.compose.templates import Templates, load_templates, read_folder
from mailservice.mail.compose.writing import Letter, compose
from mailservice.policy.load import load
from tests import adults
from tests.mail import abroad, sample_letters
from tests.mail.sample_letters import AWKWARD, order, under

ROOT = Path(__file__).parent.parent
POLICIES = tuple(sorted((ROOT / "policies").glob("*.toml")))


def letters() -> Iterator[tuple[str, str, Letter]]:
    """Give each letter with its policy and its name; the awkward ones last."""
    ours = read_folder(ROOT / "templates" / "email")
    templates = load_templates(ours)
    for rules in map(load, POLICIES):
        for name in KINDS:
            yield rules.title, name, written(order(name, **under(rules)), templates)
    board = adults.adults(POLICIES[0])
    for name in KINDS:
        facts = adults.said_otherwise(sample_letters.facts(name)) | under(board)
        yield f"An adults' board: {board.title}", name, written(order(name, **facts), templates)
    both = load_templates({**ours, **abroad.folder()}, (abroad.CODE, "en"))
    for name in ("stage", "proposal", "closed"):
        yield "In two languages, one of them nobody's", name, written(order(name), both)
    for name, odd in AWKWARD.items():
        yield "Awkward", name, written(order("stage", **odd), templates)


def written(ordered: LetterOrdered, templates: Templates) -> Letter:
    return compose(
        ordered,
        templates,
        message_id=f"<{ordered.letter}@nscp.example>",
        date=datetime(2026, 12, 23, 16, 31, tzinfo=UTC),
        root="<first@riverside-health.example>",
        sender_name="NSCP Escalations",
        sender_address="escalate@nscp.example",
        reply_to="",
    )


def page(shown: Iterator[tuple[str, str, Letter]]) -> str:
    """Return one page: each letter as on a telephone, as on a desk, and as plain text."""
    lines = ["<!DOCTYPE html><html lang='en-GB'><meta charset='utf-8'><title>Letters</title><style>", STYLE, "</style>"]
    last = ""
    for title, name, letter in shown:
        lines += [f"<h1>{escape(title)}</h1>"] if title != last else []
        last = title
        lines.append(f"<h2>{escape(name)}</h2><p>{escape(letter.subject)}</p><div>")
        lines += [_frame(name, letter, width) for width in (400, 700)]
        lines.append(f"<pre>{escape(part(letter, 'plain'))}</pre></div>")
    return "\n".join(lines)


def _frame(name: str, letter: Letter, width: int) -> str:
    inside = escape(part(letter, "html"))
    return f"<iframe loading='lazy' title='{escape(name)}' width='{width}' height='900' srcdoc='{inside}'></iframe>"


def part(letter: Letter, kind: str) -> str:
    """Return the text of one of a letter's two parts: "plain" or "html"."""
    body = message_from_bytes(letter.raw, policy=policy.default).get_body((kind,))
    if body is None:
        raise LookupError(kind)
    return str(body.get_content())


STYLE = """
body { font-family: Arial, sans-serif; margin: 1rem; } h1 { border-top: 3px solid; padding-top: 1rem; }
div { display: flex; gap: 1rem; align-items: flex-start; } iframe { border: 1px solid #999; flex: none; }
pre { margin: 0; height: 900px; overflow: auto; flex: none; }
"""

if __name__ == "__main__":
    out = Path(sys.argv[1])
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page(letters()), encoding="utf-8")
    print(f"every letter: {out}")  # noqa: T201 - the one line that tells where to look
