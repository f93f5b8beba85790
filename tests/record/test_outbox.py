"""A letter ordered is claimed by one, rendered once, sent, and filed with its case."""

import threading
from datetime import timedelta

from mailservice.cases.history.events import Event, LetterBounced, LetterWithheld
from mailservice.record import contents, ledger, lookup, outbox
from mailservice.record.database import Database
from mailservice.record.verify import verify
from tests.record.story import MONDAY, NSCP, VISITOR, WORKER, letter, open_case, sent

NOW = MONDAY + timedelta(days=100)  # leases run on the real clock, whatever the story's


def test_letters_go_in_the_order_in_which_they_were_ordered(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        assert outbox.due(tx, NOW) == ["receipt-1", "stage-1"]
        one = outbox.get(tx, "stage-1")
        assert (one.order, one.case, one.tries, one.rendered) == (letter("stage-1", WORKER), case, 0, "")


def test_a_claimed_letter_is_nobody_elses_until_the_lease_runs_out(database: Database) -> None:
    with database.begin(NSCP) as tx:
        open_case(tx)
        assert outbox.claim(tx, "stage-1", NOW, 60)
        assert not outbox.claim(tx, "stage-1", NOW + timedelta(seconds=59), 60)
        assert outbox.due(tx, NOW) == ["receipt-1"]
        assert outbox.due(tx, NOW + timedelta(seconds=60)) == ["receipt-1", "stage-1"]
        assert outbox.claim(tx, "stage-1", NOW + timedelta(seconds=60), 60)
        assert outbox.get(tx, "stage-1").tries == 2


def test_a_slow_mail_server_is_asked_again_later(database: Database) -> None:
    with database.begin(NSCP) as tx:
        open_case(tx)
        outbox.postpone(tx, "receipt-1", NOW + timedelta(minutes=5), "451 try later")
        assert outbox.due(tx, NOW) == ["stage-1"]
        assert outbox.due(tx, NOW + timedelta(minutes=5)) == ["receipt-1", "stage-1"]
        assert outbox.get(tx, "receipt-1").why == "451 try later"


def test_a_letter_once_rendered_keeps_its_bytes_and_its_message_id_finds_the_case(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        digest = contents.keep(tx, b"Dear Sam", "letter")
        outbox.rendered(tx, "stage-1", "<stage-1@partnership.example>", digest)
        assert lookup.cases_of_messages(tx, [one := "<stage-1@partnership.example>"]) == {one: {case}}
        assert contents.get(tx, outbox.get(tx, "stage-1").rendered) == b"Dear Sam"


def test_a_sent_letter_is_filed_once(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        assert outbox.to_file(tx) == []
        ledger.append(tx, case, [sent("stage-1")], MONDAY)
        assert (outbox.due(tx, NOW), outbox.to_file(tx)) == (["receipt-1"], ["stage-1"])
        outbox.filed(tx, "stage-1", NOW)
        assert outbox.to_file(tx) == []
        assert outbox.get(tx, "stage-1").filed


def test_a_sent_letter_is_put_into_its_folder_by_one_alone(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        assert not outbox.claim_filing(tx, "stage-1", NOW, 60), "not sent yet"
        ledger.append(tx, case, [sent("stage-1")], MONDAY)
        assert outbox.claim_filing(tx, "stage-1", NOW, 60)
        assert not outbox.claim_filing(tx, "stage-1", NOW + timedelta(seconds=59), 60)
        assert outbox.claim_filing(tx, "stage-1", NOW + timedelta(seconds=60), 60)
        outbox.filed(tx, "stage-1", NOW)
        assert not outbox.claim_filing(tx, "stage-1", NOW + timedelta(days=1), 60)


def test_a_letter_withheld_or_refused_never_goes(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        gone: list[Event] = [
            LetterWithheld(MONDAY, "stage-1", "moved on"),
            LetterBounced(MONDAY, "receipt-1", "5.1.1", "unknown"),
        ]
        ledger.append(tx, case, gone, MONDAY)
        assert outbox.due(tx, NOW) == []
        assert not outbox.claim(tx, "stage-1", NOW, 60)
        assert outbox.to_file(tx) == []


def test_a_letter_on_no_case_goes_too(database: Database) -> None:
    with database.begin(NSCP) as tx:
        ledger.append(tx, ledger.BOOK, [letter("stranger", WORKER)], MONDAY)
        assert outbox.due(tx, NOW) == ["stranger"]
        assert outbox.get(tx, "stranger").case == ledger.BOOK


def test_a_letter_on_no_case_that_left_is_filed_though_it_comes_back(database: Database) -> None:
    """The office's own book is never replayed, and its letters are settled all the same."""
    settled: tuple[Event, ...] = (sent("stranger"), LetterBounced(MONDAY, "stranger", "5.1.1", "unknown"))
    with database.begin(NSCP) as tx:
        ledger.append(tx, ledger.BOOK, [letter("stranger", WORKER), letter("another", VISITOR)], MONDAY)
    for event in settled:
        with database.begin(NSCP) as tx:
            ledger.append(tx, ledger.BOOK, [event], MONDAY)
    with database.read(NSCP) as tx:
        assert (outbox.get(tx, "stranger").status, outbox.to_file(tx)) == ("bounced", ["stranger"])
        assert outbox.due(tx, NOW) == ["another"]
        assert verify(tx) == []


def test_what_a_stranger_was_sent_from_the_book_in_the_last_day_is_remembered(database: Database) -> None:
    with database.begin(NSCP) as tx:
        ledger.append(tx, ledger.BOOK, [letter("first", VISITOR, replied=True)], MONDAY)
        ledger.append(tx, open_case(tx), [letter("second", WORKER)], MONDAY)
        assert outbox.written_to(tx, VISITOR.address.upper(), MONDAY) == {"receipt"}
        assert outbox.written_to(tx, VISITOR.address, MONDAY + timedelta(seconds=1)) == set()
        assert outbox.written_to(tx, WORKER.address, MONDAY) == set()  # that one was on a case


def test_direct_answers_are_counted_and_notices_are_not(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        again = [letter(f"again-{number}", VISITOR, replied=True) for number in range(3)]
        ledger.append(tx, case, again, MONDAY)
        assert outbox.answers(tx, case, VISITOR.address.upper(), MONDAY) == 4
        assert outbox.answers(tx, case, VISITOR.address, MONDAY + timedelta(seconds=1)) == 0
        assert outbox.answers(tx, case, WORKER.address, MONDAY) == 0
        assert outbox.answers(tx, open_case(tx), VISITOR.address, MONDAY) == 1


def test_four_who_dispatch_at_once_claim_each_of_200_letters_once(database: Database) -> None:
    letters = [f"letter-{number}" for number in range(200)]
    with database.begin(NSCP) as tx:
        ledger.append(tx, open_case(tx), [letter(name, WORKER) for name in letters], MONDAY)
    claimed: list[str] = []

    def dispatch() -> None:
        for name in letters:
            with database.begin(NSCP) as tx:
                if outbox.claim(tx, name, NOW, 60):
                    claimed.append(name)

    threads = [threading.Thread(target=dispatch) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == sorted(letters)
