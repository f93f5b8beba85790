"""What the service could not do is kept as a person reads it."""

from mailservice.record import troubles
from mailservice.record.database import Database
from tests.record.story import FRIDAY, NSCP


def test_a_long_reason_stays_readable(database: Database) -> None:
    reason = "This record was set back: " + "it was made again from the mailbox, " * 7
    assert len(reason) > 250
    with database.begin(NSCP) as tx:
        troubles.note(tx, "record", "", FRIDAY, reason)
        (one,) = troubles.standing(tx)
    assert one.said == reason.strip()
