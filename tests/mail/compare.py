"""Ours beside the libraries that find a reply in a mail, on the corpus or a folder: `python -m tests.mail.compare [FOLDER]`.

Each library gives its text to the same grammar, so that what is compared is only whose words it takes. Those that are not
installed are named, with how to install them. Talon is run by its rules, without its learnt model.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from mailservice.mail.grammar.dates import LOCAL
from mailservice.mail.grammar.reading import Reading, read
from mailservice.mail.parse import Mail, parse
from mailservice.mail.reply.pieces import hear, own_words

CORPUS = Path(__file__).parent / "corpus"
SOME_DAY = date(2026, 11, 20)
Reader = Callable[[Mail], tuple[str, list[str]]]


@dataclass
class Score:
    """What a library made of the corpus."""

    exact: int = 0
    forgiven: int = 0
    right: int = 0
    missed: int = 0
    wrong: int = 0
    failed: int = 0
    seconds: float = 0.0


def ours(mail: Mail) -> tuple[str, list[str]]:
    """Divide a mail as the service does: the record's words, and the commands in them, those towards attention late."""
    words = own_words(mail)
    return words.own, _verbs(hear(words, today=_day(mail), office=True))


def mail_parser_reply() -> Reader:
    """Give mail-parser-reply with every language it knows."""
    module = importlib.import_module("mailparser_reply")
    parser = module.EmailReplyParser(languages=["en", "de", "fr", "it", "es", "nl", "pl", "sv", "da", "cs"])
    return lambda mail: _read(mail, parser.parse_reply(text=mail.text))


def email_reply_parser() -> Reader:
    """Give email-reply-parser."""
    parser = importlib.import_module("email_reply_parser").EmailReplyParser
    return lambda mail: _read(mail, parser.parse_reply(mail.text))


def quotequail() -> Reader:
    """Give quotequail, which unwraps the plain text or, without one, the HTML's text."""
    unwrap = importlib.import_module("quotequail").unwrap

    def reply(mail: Mail) -> tuple[str, list[str]]:
        found = unwrap(mail.text) or {"text_top": mail.text}
        return _read(mail, "\n".join(str(found[key]) for key in ("text_top", "text_bottom") if found.get(key)))

    return reply


def talon() -> Reader:
    """Give talon by its rules; its signatures by machine learning want a model of their own."""
    quotations = importlib.import_module("talon.quotations")
    bruteforce = importlib.import_module("talon.signature.bruteforce")

    def reply(mail: Mail) -> tuple[str, list[str]]:
        return _read(mail, bruteforce.extract_signature(quotations.extract_from_plain(mail.text))[0])

    return reply


INSTALL = (
    "`make compare` installs them beside the environment; their versions are the group `compare` in pyproject.toml."
)
LIBRARIES: dict[str, Callable[[], Reader]] = {
    "mail-parser-reply": mail_parser_reply,
    "email-reply-parser": email_reply_parser,
    "quotequail": quotequail,
    "talon": talon,
}


def _read(mail: Mail, text: str | None) -> tuple[str, list[str]]:
    """Return a library's words, and the commands that our grammar reads in them."""
    return text or "", _verbs(read(text or "", today=_day(mail), office=True))


def _day(mail: Mail) -> date:
    return mail.date.astimezone(LOCAL).date() if mail.date else SOME_DAY


def _verbs(reading: Reading) -> list[str]:
    return [str(said.verb) for said in reading.said]


def score(reader: Reader, mails: list[tuple[Mail, dict[str, Any]]]) -> Score:
    """Run one library over the corpus."""
    total = Score()
    for mail, expected in mails:
        started = time.process_time()
        try:
            own, heard = reader(mail)
        except Exception:  # noqa: BLE001 - whatever another library raises is its result
            own, heard = "", list[str]()
            total.failed += 1
        total.seconds += time.process_time() - started
        total.exact += _same(own, expected["reply_text"])
        total.forgiven += _same(_forgiven(mail, own), expected["reply_text"])
        _judge(total, heard, _wanted(expected))
    return total


def _judge(total: Score, heard: list[Any], wanted: list[Any]) -> None:
    total.right += heard == wanted
    total.missed += sum(1 for one in wanted if one not in heard)
    total.wrong += sum(1 for one in heard if one not in wanted)


def _wanted(expected: dict[str, Any]) -> list[Any]:
    return [one["name"] for one in expected.get("commands", [])]


def _forgiven(mail: Mail, text: str) -> str:
    """Leave out what is signature, small print or banner: some libraries mean to keep it."""
    pieces = (piece for piece in own_words(mail).pieces if piece.kind in ("signature", "disclaimer", "banner"))
    extra = {line.strip() for piece in pieces for line in piece.text.splitlines()}
    return "\n".join(line for line in text.splitlines() if line.strip() not in extra)


def _same(left: str, right: str) -> bool:
    return " ".join(left.split()) == " ".join(right.split())


def pairs(folder: Path) -> list[tuple[Mail, dict[str, Any]]]:
    """Return the human mails of a folder whose own words and commands are known."""
    found = []
    for file in sorted(folder.glob("*.eml")):
        expected = json.loads(file.with_suffix(".json").read_text("utf-8"))
        if "reply_text" in expected and "commands" in expected:
            mail = parse(file.read_bytes())
            found += [(mail, expected)] if mail.kind == "message" else []
    return found


def main() -> int:
    """Print the table; fail if ours takes one word wrongly for a command."""
    mails = pairs(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)
    table = Table(title=f"{len(mails)} mails whose own words and commands are known")
    for head in (
        "",
        "exact own words",
        "but for signatures",
        "commands right",
        "missed",
        "wrongly taken",
        "failed",
        "ms a mail",
    ):
        table.add_column(head, justify="left" if not head else "right", no_wrap=not head)
    results = {"ours": score(ours, mails)}
    missing = []
    for name, load in LIBRARIES.items():
        try:
            results[name] = score(load(), mails)
        except Exception as fault:  # noqa: BLE001 - not installed, or not to be loaded: both are told
            missing.append(f"{name} does not load: {fault}")
    for name, one in results.items():
        each = one.seconds / len(mails) * 1000
        table.add_row(
            name, *map(str, (one.exact, one.forgiven, one.right, one.missed, one.wrong, one.failed)), f"{each:.2f}"
        )
    console = Console(width=120)
    console.print(table)
    for line in missing:
        console.print(line, highlight=False)
    if missing:
        console.print(INSTALL, highlight=False)
    return 1 if results["ours"].wrong else 0


if __name__ == "__main__":
    sys.exit(main())
