"""A story told as a coordinator would check it: each mail in, each letter out with the dates it shows, how it ended.

Letters are told from what arrived, not from what was meant; only what an answer says is taken from its order.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from mailservice.cases.dates import kinds
from mailservice.cases.history.case import Case
from mailservice.cases.history.folding import replay
from mailservice.simulator.playing import Arrival, Simulator
from mailservice.simulator.story import WHEN, ZONE, Mail, first_line, read_story

HERE = Path(__file__).parent
_DATE = re.compile(
    r"(?<!from )(?<![\d.])((?:(?:noon|[\d.]+[ap]m) on )(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d+ \w+ \d{4})"
)

# The port of the story's mail server is another one each time.
_PORT = re.compile(r"\(port \d+\)")


# One line of a moment: the letters alike but for their reader, as kind, subject, dates shown and what they say.
Alike = tuple[str, str, tuple[str, ...], tuple[str, ...]]


@dataclass
class Telling:
    """One story as it was played, and the lines it is told in."""

    simulator: Simulator
    lines: list[str] = field(default_factory=list)
    _moment: str = ""
    _letters: dict[Alike, list[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The whole story."""
        self._tell_letters()
        cases = [line for reference, case in self.cases().items() for line in _standing(reference, case)]
        return "\n".join([self.simulator.story.title, *self.lines, *cases]) + "\n"

    def cases(self) -> dict[str, Case]:
        """Return each case as its history adds up, by its reference."""
        return {reference: replay(history) for reference, history in self.simulator.histories().items()}

    def hear(self, _at: datetime, mail: Mail) -> None:
        """Tell a mail by its writer and its first line."""
        self._turn_to(f"{mail.when:{WHEN}}")
        self._tell_letters()
        self.lines.append(f"  MAIL from {mail.sender}: {first_line(mail)}")

    def read(self, letter: Arrival) -> None:
        """Tell a letter by its reader, its subject and every date that stands in it; those of one moment alike, together."""
        self._turn_to(f"{letter.at.astimezone(ZONE):{WHEN}}")
        dates = tuple(dict.fromkeys(_DATE.findall(" ".join(letter.mail.text.split()))))
        facts = letter.order.facts
        says = [
            one["result"] if isinstance(one, dict) else one
            for one in (*facts.get("lines", ()), *facts.get("items", ()))
        ]
        says += [line for one in facts.get("also", ()) for line in (f"{one['headline']}:", *one["items"])]
        says += [f"also told: {one['headline']}" for one in facts.get("news", ())]
        alike = (letter.template, letter.mail.subject, dates, tuple(line for line in says if line.strip()))
        self._letters.setdefault(alike, []).append(letter.recipient)

    def _turn_to(self, moment: str) -> None:
        if moment != self._moment:
            self._tell_letters()
            self.lines += ["", moment]
            self._moment = moment

    def _tell_letters(self) -> None:
        for (template, subject, dates, says), readers in self._letters.items():
            shows = f" (shows {'; '.join(dates)})" if dates else ""
            self.lines.append(f"  {template} to {', '.join(readers)}: {subject}{shows}")
            self.lines += [f"    says: {_indented(_PORT.sub('(port …)', line))}" for line in says]
        self._letters.clear()


def play(story: Path, folder: Path) -> Telling:
    """Play the story of a folder, with everything it makes in another folder."""
    simulator = Simulator(read_story(story / "story.toml"), folder)
    telling = Telling(simulator)
    simulator.on_mail, simulator.on_letter = telling.hear, telling.read
    simulator.play()
    return telling


def stories() -> list[Path]:
    """Return the folder of every story."""
    return sorted(path.parent for path in HERE.glob("*/story.toml"))


def _standing(reference: str, case: Case) -> list[str]:
    ending = f", {case.ending}" if case.ending else ""
    lines = [f"{reference} is {case.status}{ending}, at stage {case.stage}, tier {case.tier}. Its dates:"]
    for one in sorted(case.deadlines.values(), key=lambda date: (date.due, int(date.id[1:]))):
        if not kinds.of(one).quiet:
            skipped = ", ".join(f"{skip.day:%a} {skip.day.day} {skip.day:%b}" for skip in one.skipped)
            without = f", without {skipped}" if skipped else ""
            due = one.due.astimezone(ZONE)
            lines.append(
                f"    {due:{WHEN}}  stage {one.stage}.{one.tier}: {kinds.told_as(one)} ({one.basis}): {one.state}{without}"
            )
    return ["", *lines]


def _indented(words: str) -> str:
    return "\n      ".join(line for line in words.splitlines() if line.strip())
