"""Mails by somebody who had not seen the code: what was right at first sight stays right, and no word is wrongly taken."""

from pathlib import Path

from tests.mail.compare import ours, pairs, score


def test_what_was_read_well_at_first_sight_stays_so() -> None:
    found = score(ours, pairs(Path(__file__).parent / "fresh"))
    assert found.exact >= 91
    assert found.wrong == 0
