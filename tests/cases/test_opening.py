"""What opening a case keeps of its first mail (rules, section 1)."""

from datetime import date

from mailservice.cases.history.events import CaseOpened
from tests.cases.world import CHILD, OPENED, RAISER, RESPONDER, World, addressee, letters


def test_an_earlier_start_that_the_raiser_claims_is_kept_and_shown_and_moves_no_date() -> None:
    earlier = {"claimed_start": date(2026, 11, 13)}
    plain, world = World().open(), World()
    events = world.hear(
        RAISER, child_references=(CHILD,), to=(addressee(RESPONDER),), own_words="I do not agree.", **earlier
    )
    opened = next(event for event in events if isinstance(event, CaseOpened))
    assert opened.claimed_start == date(2026, 11, 13)
    receipt = next(one for one in letters(events) if one.template == "receipt")
    assert any("Friday 13 November 2026" in line for line in receipt.facts["read"])
    assert world.case.began_at == OPENED
    assert [one.due for one in world.case.standing] == [one.due for one in plain.case.standing]
