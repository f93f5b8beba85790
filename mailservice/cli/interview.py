"""Questions in a terminal, each asked until its answer can be used. Start at `Interview`.

Return alone takes what is shown in [ ]: what an earlier round was told, or what most people write.
"""

from collections.abc import Container, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import typer


class Interview:
    """Asks, with what an earlier settings file says as the answer to begin with; keeps the answers by (section, key)."""

    def __init__(self, earlier: Mapping[str, Any]) -> None:
        self._earlier = earlier
        self.answers: dict[tuple[str, str], Any] = {}

    def before(self, section: str, key: str) -> Any:
        """Return what the earlier file says of it; None if nothing."""
        content = self._earlier.get(section)
        found = content.get(key) if isinstance(content, dict) else None
        return found[0] if isinstance(found, list) and found else found

    def keep(self, section: str, key: str, value: Any) -> Any:
        """Keep what was not asked for."""
        self.answers[section, key] = value
        return value

    def word(self, section: str, key: str, text: str, usual: str | None = None) -> str:
        """Ask for words that can stand in a file as they are; keep and return them."""
        return str(self.keep(section, key, word(text, self.before(section, key) or usual)))

    def address(self, section: str, key: str, text: str) -> str:
        """Ask for a mail address."""
        return str(self.keep(section, key, address(text, self.before(section, key))))

    def line(self, section: str, key: str, text: str) -> None:
        """Ask for words that stand as a list of one."""
        self.keep(section, key, (word(text, self.before(section, key)),))

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
                self.keep(section, key, date.fromisoformat(word(text, self.before(section, key))))
            except ValueError:
                typer.echo("  a date, like 2027-05-01")
            else:
                return

    def file(self, section: str, key: str, text: str, *, needed: bool = True) -> None:
        """Ask for the path of a file that is there; without need, Return alone leaves it out."""
        while True:
            said = word(text, str(self.before(section, key) or "") or (None if needed else ""), empty=not needed)
            if said and not Path(said).expanduser().is_file():
                typer.echo(f"  there is no file {said} that could be read here")
                continue
            if said:
                self.keep(section, key, str(Path(said).expanduser().absolute()))
            return


def word(text: str, usual: Any = None, *, empty: bool = False) -> str:
    """Ask for words without quotation marks or backslashes, which can stand in a file as they are."""
    while True:
        said = str(typer.prompt(text, default=usual, show_default=bool(usual))).strip()
        if (said or empty) and not set('"\\') & {*said}:
            return said
        typer.echo("  without quotation marks or backslashes, please")


def address(text: str, usual: Any = None) -> str:
    """Ask for a mail address, and nothing beside it."""
    while True:
        said = word(text, usual)
        if said.count("@") == 1 and all(said.partition("@")[::2]) and not set(" <>") & {*said}:
            return said
        typer.echo("  an address alone, like office@nscp.example")


def mail_domain(text: str, taken: Container[str]) -> str:
    """Ask for a domain that is none of those taken."""
    while True:
        said = word(text).lower().rpartition("@")[2]
        if "." in said and " " not in said and said not in taken:
            return said
        typer.echo("  a domain of its own, like northfield.example")
