"""No letter's fate is silent: whatever becomes of a tier's letter, somebody who can act knows before the date that it carries.

The table says who knew, and after how long, of each fate by itself; the property holds it over any mixture of them.
"""

from datetime import datetime, timedelta
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailservice.cases.asking import reaching
from mailservice.cases.history.commands import NoteBounce, NoteSent, NoteStalled
from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.history.letters import Fault, Stalled
from mailservice.cases.history.words import Verb
from mailservice.cases.people.turn import Turn
from mailservice.policy.workdays import MORNING
from tests.cases.test_reaching import at_stage_2
from tests.cases.world import OFFICE, World, days, said

JOY, MINA = "j-okafor", "m-dasgupta"
# What becomes of the letter to Joy, who decides at stage 2; Mina, of the other side, has hers and writes RECEIVED.
TABLE = """
fate        | who knew                       | after
read        | Joy herself                    | 2h
bounced     | office, cover, colleagues      | 0h
refused     | office                         | 0h
cannot go   | office                         | 0h
delayed     | office                         | 0h
deleted     | office                         | 0h
perhaps     | office                         | 0h
unclear     | office                         | 0h
away        | office, cover                  | 0h
vanished    | cover                          | 31h
"""
FATES = [line.split("|")[0].strip() for line in TABLE.strip().splitlines()[1:]]


def meets(world: World, who: str, fate: str) -> list[Event]:
    """Let the newest stage letter to somebody meet its fate, and return what followed at once."""
    letter = next(
        one for one in reversed([*world.case.letters.values()]) if one.template == "stage" and one.to.person == who
    )
    if letter.state == "ordered":
        world.decide(NoteSent(world.now, letter.letter))
    if fate == "read":
        return [*world.hear(who, said(Verb.RECEIVED, world.now), answers=letter.letter)]
    if fate == "away":
        return [*world.hear(who, answers=letter.letter, kind="out-of-office")]
    faults: dict[str, Fault] = {"bounced": "reader", "refused": "us", "cannot go": "letter"}
    if fate in faults:
        return [*world.decide(NoteBounce(world.now, letter.letter, "", "so it says", "stage", faults[fate]))]
    how = next((one for one in get_args(Stalled) if one == fate), None)
    return [*world.decide(NoteStalled(world.now, letter.letter, how, why="so it says"))] if how else []


def who_knows(events: list[Event]) -> set[str]:
    """Return who is written to in such events that can act: the office, who stands in, or colleagues asked for a name."""
    found = set[str]()
    for one in events:
        if isinstance(one, LetterOrdered):
            if one.to.address == OFFICE and one.template == "office":
                found.add("office")
            elif one.template == "cover":
                found.add("cover")
            elif one.template == "next_manager":
                found.add("colleagues")
    return found


def rings(world: World, agency: str) -> bool:
    """Tell whether the office's morning letter comes now, and says whom to ring for an agency."""
    now = days().local(world.now)
    if now.time() != MORNING or not days().is_working(now.date()):
        return False
    turn = Turn(world.case, world.rules, world.who_is_who, world.now)
    return any(one == agency for one, _ in reaching.to_ring(turn))


def ends(world: World) -> datetime:
    return min(one.due for one in world.case.standing if one.purpose in ("clock", "check-in"))


def hours(begun: datetime, at: datetime) -> str:
    return f"{int((at - begun).total_seconds() // 3600)}h"


@pytest.mark.parametrize("fate", FATES)
def test_who_knew_when(fate: str) -> None:
    row = next(line for line in TABLE.strip().splitlines() if line.startswith(fate))
    _, knew, after = (one.strip() for one in row.split("|"))
    world = at_stage_2()
    world.send()
    world.say(MINA, Verb.RECEIVED)
    begun = world.now
    if fate == "read":
        world.now += timedelta(hours=2)
        meets(world, JOY, fate)
        assert (knew, after) == ("Joy herself", hours(begun, world.now))
        assert "nene-valley" not in reaching.unheard(Turn(world.case, world.rules, world.who_is_who, world.now))
        return
    known = who_knows(meets(world, JOY, fate))
    end = ends(world)
    while not known and world.now < end:
        world.now += timedelta(hours=1)
        known = who_knows(world.sweep())
    assert ", ".join(sorted(known, key=["office", "cover", "colleagues"].index)) == knew
    assert hours(begun, world.now) == after
    assert world.now < end, "before the date that the letter carries"


mixed = st.lists(
    st.tuples(st.sampled_from([JOY, MINA]), st.sampled_from(FATES), st.integers(0, 30)), min_size=1, max_size=6
)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(mixed)
def test_every_side_is_heard_or_somebody_knows_before_its_date(fates: list[tuple[str, str, int]]) -> None:
    world = at_stage_2()
    world.send()
    here, end = world.case.here, ends(world)
    known: dict[str, set[str]] = {one: set() for one in world.case.agencies}
    ahead = sorted(
        (world.now + timedelta(hours=after), number, who, fate) for number, (who, fate, after) in enumerate(fates)
    )
    while world.now < end - timedelta(hours=1):
        world.now += timedelta(hours=1)
        for one in [one for one in ahead if one[0] <= world.now]:
            ahead.remove(one)
            agency = next(person.agency for person in world.who_is_who.people if person.id == one[2])
            known[agency] |= who_knows(meets(world, one[2], one[3]))
        if world.case.here != here or world.case.status != "open":
            return  # a word of theirs moved it
        swept = who_knows(world.sweep())
        for agency, who_knew in known.items():
            who_knew.update(swept if agency in _unheard(world) else ())
            if rings(world, agency):
                who_knew.add("office")
        world.send()
    silent = [one for one in _unheard(world) if not known[one]]
    assert not silent, f"nobody knows of {silent}: {fates}"


def _unheard(world: World) -> tuple[str, ...]:
    return reaching.unheard(Turn(world.case, world.rules, world.who_is_who, world.now))
