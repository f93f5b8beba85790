"""Questions in a terminal, each asked until its answer can be used. Start at `Interview`.

Return alone takes what is shown in [ ]: what an earlier round was told, or what most people write.
"""

import getpass
import os
import re
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import typer

_DOMAIN = r"[a-z0-9-]+(?:\.[a-z0-9-]+)+"


class Interview:
    """Asks, with what an earlier settings file says as the answer to begin with; keeps the answers by (section, key)."""

    def __init__(self, earlier: Mapping[str, Any]) -> None:
        self._earlier = {name: dict(content) for name, content in earlier.items() if isinstance(content, dict)}
        self.answers: dict[tuple[str, str], Any] = {}

    def before(self, section: str, key: str) -> Any:
        """Return what the earlier file says of it; None if nothing."""
        found = self._earlier.get(section, {}).get(key)
        return tuple(found) if isinstance(found, list) else found

    def _text(self, section: str, key: str) -> str | None:
        found = self.before(section, key)
        return str(found) if isinstance(found, str | int | date) else None

    def listed(self, section: str, key: str) -> tuple[str, ...]:
        """Return what the earlier file lists there; whatever else it says there is told by whoever reads the settings."""
        found = self.before(section, key)
        return found if isinstance(found, tuple) and all(isinstance(one, str) for one in found) else ()

    def keep(self, section: str, key: str, value: Any) -> Any:
        """Keep what was not asked for."""
        self.answers[section, key] = value
        return value

    def stay(self, section: str, key: str, value: Any) -> Any:
        """Keep what the earlier file says, and this where it says nothing."""
        earlier = self.before(section, key)
        return self.keep(section, key, value if earlier is None else earlier)

    def follow(self, section: str, key: str, leader: tuple[str, str]) -> None:
        """Keep what goes with another answer, unless the earlier file had them differ."""
        earlier = self.before(section, key)
        self.keep(section, key, self.answers[leader] if earlier in (None, self.before(*leader)) else earlier)

    def forget(self, section: str, *keys: str) -> None:
        """Take away what the earlier file says of these, or of the whole section; what is answered after goes before."""
        for key in keys or [*self._earlier.get(section, {})]:
            if self._earlier.get(section, {}).pop(key, None) is not None:
                self.answers[section, key] = None

    def word(self, section: str, key: str, text: str, usual: str | None = None) -> str:
        """Ask for words that can stand in a file as they are; keep and return them."""
        return str(self.keep(section, key, word(text, self._text(section, key) or usual)))

    def address(self, section: str, key: str, text: str) -> str:
        """Ask for a mail address."""
        return str(self.keep(section, key, address(text, self._text(section, key))))

    def lines(self, section: str, key: str, text: str) -> None:
        """Ask for words that stand as a list; one that was written by hand stays whole."""
        earlier = self.listed(section, key)
        said = word(text, shown := " / ".join(earlier) or None)
        self.keep(section, key, earlier if said == shown else (said,))

    def choice(self, text: str, known: tuple[str, ...], usual: str | None = None) -> str:
        """Ask for one of these; it is not kept."""
        while True:
            said = word(f"{text} ({', '.join(known)})", usual).lower()
            if said in known:
                return said
            typer.echo(f"  one of {', '.join(known)}")

    def day(self, section: str, key: str, text: str) -> None:
        """Ask for a date."""
        while True:
            try:
                self.keep(section, key, date.fromisoformat(word(text, self._text(section, key))))
            except ValueError:
                typer.echo("  a date, like 2027-05-01")
            else:
                return

    def file(self, section: str, key: str, text: str) -> None:
        """Ask for the path of a file that is there."""
        while not self._is_there(section, key, word(text, self._text(section, key))):
            pass

    def file_or_none(self, section: str, key: str, text: str, without: str) -> None:
        """Ask for the path of a file that is there, or that there is none."""
        while said := optional(text, self._text(section, key), without):
            if self._is_there(section, key, said):
                return
        self.forget(section, key)

    def _is_there(self, section: str, key: str, said: str) -> bool:
        if said == self.before(section, key):
            self.keep(section, key, said)  # as the settings see it: whoever reads them tells whether it is there
            return True
        file = Path(said).expanduser().absolute()
        is_there = os.path.isfile(file) and os.access(file, os.R_OK)  # noqa: PTH113 - Path.is_file raises where a folder is closed
        if is_there:
            self.keep(section, key, str(file))
        else:
            typer.echo(f"  there is no file {said} that the user {getpass.getuser()} may read")
        return is_there


def word(text: str, usual: Any = None, *, empty: bool = False) -> str:
    """Ask for words without quotation marks or backslashes, which can stand in a file as they are."""
    while True:
        said = " ".join(str(typer.prompt(text, default=usual, show_default=bool(usual))).split())
        if said == usual or ((said or empty) and said.isprintable() and not set('"\\') & {*said}):
            return said
        seen = said.isprintable()
        typer.echo(f"  {'without quotation marks or backslashes' if seen else 'anew, without arrow keys'}, please")


def optional(text: str, usual: str | None, without: str) -> str:
    """Ask for words, or none: what to type for none, and what it means then, stands behind the question."""
    said = word(f"{text} ({'-' if usual else 'Return'}: {without})", usual or "", empty=True)
    return "" if said == "-" else said


def address(text: str, usual: Any = None) -> str:
    """Ask for a mail address, and nothing beside it."""
    while True:
        said = word(text, usual).rstrip(".,;")
        if re.fullmatch(rf"[^@\s<>,;:()]+@{_DOMAIN}", said, re.ASCII | re.IGNORECASE) and said.isascii():
            return said
        typer.echo("  an address alone, like office@nscp.example")


def mail_domain(text: str, taken: Collection[str]) -> str:
    """Ask for a domain that is none of those taken, with hyphens for their dots."""
    while True:
        said = word(text).lower().rpartition("@")[2].rstrip(".")
        if re.fullmatch(_DOMAIN, said) and said.replace(".", "-") not in taken:
            return said
        typer.echo("  a domain of its own, like northfield.example")
