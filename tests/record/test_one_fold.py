"""One fold: what the tables show of a case is made from the case, whether they were written append by append or at once.

The histories are those of the rules' own tests: random people and words, a year of a partnership, every state and role.
"""

import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import Event, LetterSent
from mailservice.cases.history.words import Verb
from mailservice.record import deadlines, ledger, lookup, outbox
from mailservice.record.database import Database, Transaction
from mailservice.record.deadlines import Due
from mailservice.record.examining import examine
from mailservice.record.projections import SHOWN
from mailservice.simulator.year import Year
from tests.cases.test_properties import PEOPLE, History, Watched, histories
from tests.cases.test_words import STATES
from tests.cases.world import CHILD, RAISER, policy, said, sender
from tests.record.test_indexes import overheard

LATER = datetime(2040, 1, 2, tzinfo=UTC)
SHOWING = tuple(f"{verb} {table.name} " for table in SHOWN for verb in ("INSERT INTO", "UPDATE", "DELETE FROM"))
ONE = 1  # each case is the only one of its partnership

sizes = st.lists(st.integers(1, 9), min_size=1, max_size=5)
_names = itertools.count(1)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give one record for all of these cases."""
    made = Database(f"sqlite:///{tmp_path_factory.mktemp('record')}/record.sqlite")
    made.upgrade()
    yield made
    made.close()


def keep(record: Database, history: Sequence[Event], appends: Sequence[int]) -> str:
    """Append a history, so many events at a time, in two transactions; return the partnership it was kept for."""
    name = f"partnership {next(_names)}"
    lengths = itertools.cycle(appends)
    ahead = iter(history)
    batches = list(iter(lambda: list(itertools.islice(ahead, next(lengths))), []))
    half = len(batches) // 2
    for some in (batches[:half], batches[half:]):
        with record.begin(name) as tx:
            for batch in some:
                ledger.append(tx, ONE, batch, LATER)
    return name


def shows(tx: Transaction, case: Case, people: Sequence[str]) -> None:
    """Hold the tables to the case, and what is looked up in them."""
    assert examine(tx, ONE).told(ONE) == [], "written append by append it is not what the whole history adds up to"
    line = lookup.case(tx, ONE)
    assert (line.status, line.stage, line.tier, line.ending) == (case.status, case.stage, case.tier, case.ending or "")
    assert (line.reference, line.opened_at) == (case.reference, case.opened_at)
    assert (line.closed_at is not None) == (case.status == "closed")
    standing = sorted(case.standing, key=lambda one: (one.due, one.id))
    assert deadlines.standing(tx, ONE) == [Due(ONE, one.id, one.due) for one in standing]
    waiting = {one.letter for one in case.letters.values() if one.state == "ordered"}
    assert set(outbox.due(tx, LATER, 10_000)) == waiting
    for reference in case.child_references:
        assert lookup.open_cases_by_child(tx, reference) == (
            {ONE} if case.status in ("open", "agreed", "halted") else set()
        )
    for address in people:
        assert lookup.is_party(tx, ONE, address) == (case.party(address) is not None), address


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(histories, sizes)
def test_whatever_happens_the_tables_show_the_case(record: Database, history: History, appends: list[int]) -> None:
    world = Watched().live(history)
    with record.read(keep(record, world.events, appends)) as tx:
        shows(tx, world.case, [sender(who).address for who in PEOPLE])


@pytest.mark.parametrize("place", ["nscp", "sgcp"])
def test_the_tables_show_every_case_of_a_year(record: Database, place: str) -> None:
    year = Year(policy(place), seed=3, cases=4).play()
    for number, (reference, history) in enumerate(year.histories.items(), start=1):
        people = [one.address for one in year.directory.people]
        with record.read(keep(record, history, (number, 1, 4))) as tx:
            shows(tx, year.case(reference), people)


@pytest.mark.parametrize("state", STATES)
def test_whoever_writes_in_whatever_state_takes_part_in_the_tables_as_in_the_case(record: Database, state: str) -> None:
    begin, roles = STATES[state]
    world = begin().copy()
    people = [sender(who, world.place).address for who in roles.values()]
    with record.begin(f"partnership {next(_names)}") as tx:
        ledger.append(tx, ONE, world.events, LATER)
        for who in roles.values():
            ledger.append(tx, ONE, world.hear(who, said(Verb.ESCALATE, world.now, place=world.place)), LATER)
            take_part = [one for one in people if lookup.is_party(tx, ONE, one)]
            assert take_part == [one for one in people if world.case.party(one)], f"after {who} wrote"
        shows(tx, world.case, people)


def test_what_is_taken_back_the_tables_take_back(record: Database) -> None:
    """Somebody is named by mistake, and taken back before we wrote to them; the child's reference was given, and stays."""
    world = STATES["the reference is missing"][0]().copy()
    named = sender("t-byrne").address
    with record.begin(f"partnership {next(_names)}") as tx:
        ledger.append(tx, ONE, world.events, LATER)
        named_and_given = world.hear(RAISER, said(Verb.CONTACT, world.now), child_references=(CHILD,))
        ledger.append(tx, ONE, named_and_given, LATER)
        assert lookup.is_party(tx, ONE, named)
        assert lookup.open_cases_by_child(tx, CHILD) == {ONE}
        ledger.append(tx, ONE, world.hear(RAISER, said(Verb.UNDO, world.now)), LATER)
        assert not lookup.is_party(tx, ONE, named)
        assert lookup.open_cases_by_child(tx, CHILD) == {ONE}
        shows(tx, world.case, [named])


def test_an_append_writes_only_what_it_changed(record: Database) -> None:
    """One letter of a long case leaves: one row of `letters` is changed, and no other row that shows the case."""
    world = Watched().live((3, [(45, ("say", who, [Verb.ESCALATE, Verb.RESOLVED], "")) for who in PEOPLE]))
    letter = next(one.letter for one in world.case.letters.values() if one.state == "ordered")
    with record.begin(f"partnership {next(_names)}") as tx:
        ledger.append(tx, ONE, world.events, LATER)
        with overheard(tx) as heard:
            ledger.append(tx, ONE, [LetterSent(LATER, letter)], LATER)
        rows = [(statement, values) for statement, values in heard if statement.startswith(SHOWING)]
        assert [values for _, values in rows] == [("sent", "2040-01-02 00:00:00.000000", tx.partnership, ONE, letter)]
        assert rows[0][0].startswith("UPDATE letters SET status=?, sent_at=? ")
