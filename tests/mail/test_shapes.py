"""A mail of any shape is read in its time; the table of `shapes` shows how much of it each takes."""

import pytest

from tests.mail.shapes import SHAPES, everything, glimpsed, mail
from tests.timing import within

LARGE, MOST = (
    100_000,
    1.0,
)  # bytes, and seconds of a busy machine: what goes over a text again and again takes many more


@pytest.mark.parametrize("name", SHAPES)
def test_a_mail_of_this_shape_is_read_in_its_time_and_glimpsed_at_in_no_more(name: str) -> None:
    raw = mail(name, LARGE)
    everything(mail(name, 1_000))  # what is made once is not counted
    assert within(MOST, lambda: everything(raw))
    assert within(MOST, lambda: glimpsed(raw))
