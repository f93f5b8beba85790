"""A year through the real service: cases of five agencies, whose people answer their letters as people do. `Lived.play` repeats.

Time is a virtual clock's; mails, decisions, dates, letters and their filing are the service's own. Nothing here checks.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from mailservice.mail.parse import Mail as ReadMail
from mailservice.policy.workdays import MORNING
from mailservice.simulator.life import practitioners
from mailservice.simulator.playing import Arrival, Simulator, desk_of
from mailservice.simulator.story import WHEN, ZONE, Mail, Story

STORIES = Path(__file__).parents[1] / "scenarios"
LEADS = {"nene-valley": "lead@nenevalley.example", "foxglove": "lead@foxgloveacademy.example"}
"""Who has an agency's own morning letter."""
_ANSWERS, _ANSWERS_CHANGE, _URGENT, _TOPIC = 0.75, 0.67, 0.1, 0.6
# How likely each word is, among those that a letter offers; most disagreements are settled where they began.
_LIKELY = {
    "RECEIVED": 3,
    "PLAN": 1,
    "RESOLVED": 12,
    "AGREE": 14,
    "DISAGREE": 1,
    "ESCALATE": 1,
    "OBJECT": 1,
    "MEDIATION": 8,
    "REPORT": 4,
    "NOT AGREED": 3,
    "DONE": 5,
    "NOT DONE": 1,
}
_ANSWERED = frozenset(
    ["stage", "climbed", "proposal", "agreed", "check_in", "convened", "mediation", "question", "what_changed"]
) | {"action_due", "cover", "objected"}
_SELDOM = {"OBJECT": 0.1}
_SAID = {
    "RESOLVED": "we meet the family together and write the plan",
    "PLAN": "we see the child at home together, by {day}",
    "MEDIATION": "{day} at 10am, in the partnership's room",
    "REPORT": "they met, and each saw what the other had seen",
    "NOT AGREED": "each keeps to what it thought; both are on record",
    "DONE": "it was done as it was agreed",
    "NOT DONE": "the family was away",
    "URGENT": "she may not be safe at home tonight",
}
_OTHERWISE = "we see this otherwise"


@dataclass
class Lived(Simulator):
    """A story whose people write back; `answered` has the letter that each reply is to."""

    answered: dict[Mail, ReadMail] = field(default_factory=dict)

    def _letter_to(self, mail: Mail) -> ReadMail:
        return self.answered[mail]


@dataclass
class Year:
    """So many cases, raised between two days; told to its last day. The same seed gives the same year."""

    folder: Path
    first: date
    last: date
    cases: int
    seed: int = 1
    tell: Callable[[date], None] = lambda _day: None

    def play(self) -> "Year":
        """Live through every day of it."""
        self._chance = random.Random(self.seed)  # noqa: S311 - chance for a rehearsal, no secret
        story = self.folder / "story"
        story.mkdir(parents=True)
        known = (STORIES / "directory.toml").read_text(encoding="utf-8")
        for agency, lead in LEADS.items():
            known = known.replace(f'id = "{agency}"', f'id = "{agency}"\nmornings = ["{lead}"]')
        (story / "directory.toml").write_text(known, encoding="utf-8")
        until = datetime.combine(self.last, MORNING, ZONE) + timedelta(hours=10)
        told = Story("A year", f"{until:{WHEN}}", (), proof="proven", mornings=True, folder=story)
        self.desk = desk_of(told)
        self.days = self.desk.rules.days
        self.topics = [one.label for one in self.desk.rules.policy.reasons]
        self._sides = practitioners(self.desk.directory, self.desk.rules.policy)
        opening = tuple(sorted((self._opening(number) for number in range(self.cases)), key=lambda one: one.when))
        self.lived = Lived(replace(told, mail=opening), self.folder / "played", on_letter=self._read)
        self.lived.play()
        return self

    @property
    def working_days(self) -> list[date]:
        """Every working day of it."""
        every = (self.first + timedelta(number) for number in range((self.last - self.first).days + 1))
        return [one for one in every if self.days.is_working(one)]

    def letters(self, template: str, to: str = "") -> list[Arrival]:
        """Return the letters of a kind, to everybody or to one address."""
        return [one for one in self.lived.arrivals if one.template == template and to in ("", one.recipient)]

    def _opening(self, number: int) -> Mail:
        first, second = (self._chance.choice(people) for people in self._chance.sample(self._sides, 2))
        # The first comes on the first day, before its letter: no morning of a year is without a case.
        within = 0 if not number else self._chance.randint(0, max((self.last - self.first).days - 20, 1))
        at = self._working_hour(datetime.combine(self.first + timedelta(within), MORNING, ZONE), 0, 9)
        at = at.replace(hour=7) if not number else at
        lines = ["I disagree with what was decided, and ask you to look at it again."]
        if self._chance.random() < _TOPIC:
            lines = [f"TOPIC: {self._chance.choice(self.topics)}", *lines]
        if self._chance.random() < _URGENT:
            lines = [f"URGENT: {_SAID['URGENT']}", *lines]
        subject = f"Our disagreement about NCT-{483000 + number}"
        return Mail(f"{at:{WHEN}}", first.address, "\n\n".join(lines), (second.address,), subject=subject)

    def _read(self, arrival: Arrival) -> None:
        """Let whoever has a letter answer it, or not; the day's letters answer nothing by themselves."""
        self.tell(arrival.at.astimezone(ZONE).date())
        order = arrival.order
        if order.template not in _ANSWERED:
            return
        words = "No" if order.template == "question" else self._words(order.facts)
        if words is None:
            return
        when = self._working_hour(arrival.at.astimezone(ZONE), 0.2, 6)
        day = self.days.add(when.date(), self._chance.randint(2, 6))
        said = words.replace("{day}", f"{day:%A} {day.day} {day:%B}")
        mail = Mail(
            f"{when:{WHEN}}",
            arrival.recipient,
            said,
            subject=f"RE: {arrival.mail.subject}",
            answers=order.template,
        )
        self.answer(mail, arrival.mail)

    def answer(self, mail: Mail, letter: ReadMail) -> None:
        """Let somebody write back to a letter."""
        self.lived.answered[mail] = letter
        self.lived.coming.append(mail)

    def _words(self, facts: Mapping[str, Any]) -> str | None:
        if choices := facts.get("choices"):
            told = f"{self._chance.choice(choices)['verb']}: as far as I can tell."
            return told if self._chance.random() < _ANSWERS_CHANGE else None
        verbs = [one["verb"] for one in facts.get("words", ()) if one["verb"] in _LIKELY]
        if not verbs or self._chance.random() > _ANSWERS:
            return None
        verb = self._chance.choices(verbs, [_LIKELY[one] for one in verbs])[0]
        if self._chance.random() > _SELDOM.get(verb, 1):
            return None
        if verb in ("RECEIVED", "AGREE"):
            return str(verb)
        return f"{verb}: {_SAID.get(verb, _OTHERWISE)}"

    def _working_hour(self, at: datetime, least: float, most: float) -> datetime:
        return self.days.working_hour_after(at, self._chance.uniform(least, most)).replace(second=0, microsecond=0)
