"""Killed again and again with other faults beside, it loses no mail, decides none twice, and repeats only the same letter."""

import pytest

from tests.faults.chaos import batch


@pytest.mark.timeout(400)
def test_five_kills_lose_nothing_and_do_nothing_twice() -> None:
    found = batch("sqlite", seed=5, kills=5)
    assert (found.kills, found.well) == (5, True), str(found)
    assert found.mails > 0
    assert found.letters > 0
