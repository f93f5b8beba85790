"""Adults as well as children: an adults' board is written to about nobody's child, whatever happens in a case (rule 18)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.history.folding import after
from mailservice.cases.history.words import Verb
from mailservice.cases.told import sentences
from mailservice.directory import Directory
from mailservice.exports.pack import sharing
from mailservice.exports.pack.compiling import dossier
from mailservice.exports.pack.kept import Kept
from mailservice.exports.pack.page import page
from mailservice.policy.model import Policy
from mailservice.simulator.year import Year
from tests import adults
from tests.cases import world
from tests.cases.test_words import STATES
from tests.cases.world import said

FILES = sorted(adults.POLICIES.glob("*.toml"))


def told(history: Sequence[Event], policy: Policy, directory: Directory, case: Case | None = None) -> Iterator[str]:
    """Give what letters and the record say of a history, or of what followed on a case, in our words."""
    known, case = adults.names(directory), case or Case()
    agencies = {one.id: one.name for one in directory.agencies}
    for event in history:
        before, case = case, after(case, event)
        book = sentences.Book(before, case, policy, agencies, world.days().zone)
        line = sentences.tell(event, book)
        if line is not None:
            yield from (known.sub("", one) for one in (line.said, *line.notes))
        if isinstance(event, LetterOrdered):
            yield from adults.ours(event.facts, known)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_year_of_an_adults_board_speaks_of_adults(path: Path) -> None:
    policy = adults.adults(path)
    year = Year(policy, 1, cases=6).play()
    found = {
        line
        for one in year.histories.values()
        for line in told(one, policy, year.directory)
        if adults.NEVER.search(line)
    }
    assert not found
    spoken = " ".join(line for one in year.histories.values() for line in told(one, policy, year.directory))
    assert "adult" in spoken


@pytest.fixture
def adults_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every case of the tests be played under its policy as an adults' board has it."""
    monkeypatch.setattr(
        world, "policy", lambda place="nscp": adults.adults(world.ROOT / "policies" / f"{world.PLACES[place][0]}.toml")
    )


@pytest.mark.parametrize("state", STATES)
@pytest.mark.usefixtures("adults_everywhere")
def test_every_word_in_every_state_is_answered_of_an_adult(state: str) -> None:
    begin, roles = STATES[state]
    here = begin()
    found = {line for line in told(here.events, here.rules.policy, here.who_is_who) if adults.NEVER.search(line)}
    for who in (who for role, who in roles.items() if role in ("raiser", "responder", "office")):
        for verb in Verb:
            mine = here.copy()
            events = mine.hear(who, said(verb, mine.now, place=mine.place))
            lines = told(events, here.rules.policy, here.who_is_who, here.case)
            found |= {line for line in lines if adults.NEVER.search(line)}
    assert not found


def test_the_page_of_a_case_calls_the_number_by_the_policy_s_word() -> None:
    policy = adults.adults(FILES[0])
    year = Year(policy, 1, cases=1).play()
    kept = Kept(next(iter(year.histories.values())), policy, {})
    assert "Adult’s reference" in page(dossier(kept, sharing.whole(kept)))  # noqa: RUF001 - the apostrophe of our pages
