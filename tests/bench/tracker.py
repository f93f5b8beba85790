"""Roundup beside us: its own interpreter, which runs `roundup_side.py`, talked to by pipes."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Tracker:
    """A tracker that runs, and the folder in which it finds the mails that it is to take."""

    process: "subprocess.Popen[str]"
    folder: Path

    def ask(self, asked: dict[str, Any]) -> Any:
        """Ask for something, and return the answer."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def issues(self, pairs: Sequence[tuple[str, str]]) -> list[str]:
        """Lay an issue for each sender and reader; return what the subjects of replies call them."""
        return [f"issue{number}" for number in self.ask({"issues": pairs})]

    def take(self, raws: Sequence[bytes]) -> float:
        """Have it take these mails; return the seconds that it took."""
        files = [self.folder / f"{number}.eml" for number in range(len(raws))]
        for file, raw in zip(files, raws, strict=True):
            file.write_bytes(raw)
        seconds: float = self.ask({"mails": [str(file) for file in files]})
        return seconds


@contextmanager
def tracker(python: str, folder: Path, port: int) -> Iterator[Tracker]:
    """Run a tracker with the interpreter that has Roundup; its letters go to the port."""
    folder.mkdir()
    script = Path(__file__).with_name("roundup_side.py")
    command = [python, "-I", str(script), str(folder / "tracker"), str(port)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Tracker(process, folder)
    finally:
        process.communicate()
