"""A year of cases under a policy that somebody published, watched as it goes: who is asked, by when, and who is written to.

`lived` plays it. `python -m tests.policy.years` prints the figures of `docs/policies-tried.md` (about four minutes).
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mailservice.cases.history.case import Case, Ordered
from mailservice.cases.history.events import OTHER, CaseClosed, Event, LetterOrdered
from mailservice.cases.people.deciders import practitioners, present
from mailservice.policy.load import load
from mailservice.policy.model import Policy
from mailservice.simulator.life import Life
from mailservice.simulator.trial import everybody
from mailservice.simulator.year import Year
from tests.cases.test_year import has_its_words, has_next_date

OURS = Path(__file__).parents[2] / "policies"
FOUND = Path(__file__).parent / "published"
# What a partial policy needs to be played at all: the stages that its page leaves out.
FILLED = {"resolution-of-disagreements-rpd.toml": OURS / "overlays" / "rpd-example.toml"}
# Our choice: one case in seven is urgent, and one in ten begins inside one agency.
LIFE = Life(urgent=0.15, within=0.1)


def files() -> list[Path]:
    """Return every file that holds a published policy: the five that come with the service, and those tried with its manual."""
    return [*sorted(OURS.glob("*.toml")), *sorted(FOUND.glob("*.toml"))]


def filled(file: Path) -> Policy:
    """Return a file's policy, with an office's answers where its page leaves whole stages out."""
    return load(file, FILLED.get(file.name))


@dataclass
class Lived:
    """A year under one policy. `faults` are what no year may have, in the moment it happened."""

    policy: Policy
    officers: bool
    cases: int
    seed: int
    faults: list[str] = field(default_factory=list)

    def play(self) -> "Lived":
        """Play the year, looking at a case after everything that happens in it."""
        given = everybody(self.policy) if self.officers else None
        self.year = Year(self.policy, self.seed, self.cases, on_event=self._hear, given=given, life=LIFE)
        self.year.play()
        return self

    @property
    def ended(self) -> Counter[str]:
        """How the cases ended; those that stand open at the last stage, or below it, each for themselves."""
        return Counter(self._end_of(self.year.case(one)) for one in self.year.histories)

    def _end_of(self, case: Case) -> str:
        if case.status == "closed":
            return case.ending or "closed"
        return "open, at the last stage" if case.stage == self.policy.final.stage else "open, below it"

    def _hear(self, reference: str, event: Event) -> None:
        case = self.year.case(reference)
        for fault in self._faults(case, event, self.year.histories[reference]):
            self.faults.append(f"{reference}, {event.at:%a %d %b %Y %H:%M}, {type(event).__name__}: {fault}")

    def _faults(self, case: Case, event: Event, history: list[Event]) -> Iterator[str]:
        if case.status not in ("closed", "joined"):
            if not has_next_date(case):
                yield "open, and no date stands"
            if not any(self._counts(case, one) for one in case.letters.values()):
                yield "open, and nobody has been asked whose reply counts"
        if isinstance(event, CaseClosed) and not has_its_words(event, history):
            yield f"ended {event.ending} without its words"
        if isinstance(event, LetterOrdered) and not self._may_read(case, event):
            yield f"{event.template} went to {event.to.address}, who has nothing to do with it"

    def _counts(self, case: Case, letter: Ordered) -> bool:
        """Tell whether a letter of this place is with the office, or asks somebody who acts here for a word."""
        to = letter.to.address
        if letter.state not in ("ordered", "sent") or (letter.stage, letter.tier) != case.here:
            return False
        if self._is_office(to):
            return True
        acting = [one for side in case.agencies for one in present(case, self.policy, self.year.directory, side)]
        talking = practitioners(case) if len(case.path) == 1 else ()
        return bool(letter.words) and (self._is_officer(to) or any(one.address == to for one in (*acting, *talking)))

    def _may_read(self, case: Case, letter: LetterOrdered) -> bool:
        """Tell whether somebody is of an agency of the case, stands beside them all, or was named to bring them together."""
        to = letter.to.address
        if self._is_office(to) or self._is_officer(to):
            return True
        named = any(one.address == to and not one.agency for one in case.contacts)
        return named or letter.to.agency.removesuffix(OTHER) in {one.removesuffix(OTHER) for one in case.agencies}

    def _is_office(self, address: str) -> bool:
        """Tell whether this is the office, or that of a board of its own."""
        return any(one.has_address(address) for one in self.year.directory.offices)

    def _is_officer(self, address: str) -> bool:
        return any(one.address == address for one in self.year.directory.officers)


def lived(policy: Policy, *, officers: bool, cases: int = 30, seed: int = 1) -> Lived:
    """Play a year: with every officer that the policy names in the directory, or with the office acting for them."""
    return Lived(policy, officers, cases, seed).play()


def _figures() -> None:
    for file in files():
        for officers in (True, False):
            one = lived(filled(file), officers=officers)
            ended = ", ".join(f"{name} {number}" for name, number in sorted(one.ended.items()))
            sys.stdout.write(f"{file.name}, officers {officers}: {ended}; faults: {len(one.faults)}\n")


if __name__ == "__main__":
    _figures()
