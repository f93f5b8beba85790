"""What a decision looks up twice is looked up once, and again as soon as anything was written: nobody decides on what was."""

from sqlalchemy import event

from mailservice.record import barred, ledger, lookup, outbox
from mailservice.record.database import Database, Transaction
from tests.record.story import FRIDAY, NSCP, VISITOR, closed, letter, open_case


def asked(tx: Transaction) -> list[str]:
    """Count the statements from here on."""
    said: list[str] = []
    event.listen(tx.connection, "before_cursor_execute", lambda _c, _cursor, statement, *_: said.append(statement))
    return said


def test_what_is_looked_up_twice_is_looked_up_once(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
    with database.begin(NSCP) as tx:
        said = asked(tx)
        assert {lookup.case(tx, case).status for _ in range(3)} == {"open"}
        assert len(said) == 1
        assert [tx.once(barred.addresses) for _ in range(3)] == [frozenset()] * 3
        assert len(said) == 2


def test_what_was_decided_meanwhile_is_seen(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        assert lookup.case(tx, case).status == "open"
        ledger.append(tx, case, closed(), FRIDAY)
        assert lookup.case(tx, case).status != "open"


def test_a_letter_that_is_ordered_after_somebody_asked_for_it_is_found(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        assert outbox.case_of(tx, "stage-9") is None
        assert outbox.template(tx, "stage-9") == ""
        ledger.append(tx, case, [letter("stage-9", VISITOR)], FRIDAY)
        assert outbox.case_of(tx, "stage-9") == case
        assert outbox.get(tx, "stage-9").status == "ordered"
        outbox.rendered(tx, "stage-9", "<stage-9@bench.example>", "a digest")
        assert outbox.get(tx, "stage-9").rendered == "a digest"


def test_a_number_that_was_given_out_is_not_given_out_again(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        with_one = lookup.case(tx, case)
        assert lookup.new_case(tx) == case + 1
        assert lookup.case(tx, case) == with_one
