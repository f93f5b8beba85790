"""The way of a mail and of a letter, as their rows tell it, on both databases."""

from dataclasses import replace
from datetime import timedelta

from mailservice.cases.history.events import LetterBounced
from mailservice.record import contents, ledger, mails, outbox, tracing
from mailservice.record.database import Database
from tests.record.story import FRIDAY, MONDAY, NSCP, OFFICE, VISITOR, heard, letter, note, open_case, sent

MINUTE = timedelta(minutes=1)
RAW = b"From: Hana <hana.visitor@health.example>\r\n\r\n" + b"x" * 100_000


def arrived(database: Database) -> int:
    """Have a mail come that opens case 1, and is answered by two letters, of which one leaves and one comes back."""
    with database.begin(NSCP) as tx:
        mail = mails.arrive(
            tx,
            "INBOX",
            1,
            1,
            internal_date=MONDAY,
            raw=RAW,
            message_id="<opening-1@health.example>",
            collected_at=MONDAY + MINUTE,
        )
        assert mail == 1
        case = open_case(tx)
        ledger.append(tx, case, [note("in the same minute")], MONDAY + MINUTE)
        ledger.append(
            tx, case, [replace(heard(1), mail="m1"), note("its own"), letter("answer-1", VISITOR)], MONDAY + MINUTE
        )
        ledger.append(tx, case, [replace(heard(1), mail="m2"), note("of the next mail")], MONDAY + MINUTE)
        mails.settle(tx, mail, "acted", case=case, folder="NSCP 2026-0001", at=MONDAY + MINUTE)
        outbox.rendered(tx, "stage-1", "<stage-1@partnership.example>", contents.keep(tx, b"Dear Sam", "letter"))
        ledger.append(tx, case, [sent("stage-1"), LetterBounced(FRIDAY, "stage-1", "5.1.1", "nobody")], FRIDAY)
        ledger.append(tx, ledger.BOOK, [letter("digest", OFFICE)], FRIDAY)
    return case


def test_a_mail_is_found_by_when_it_came_by_its_id_and_by_its_case(database: Database) -> None:
    case = arrived(database)
    with database.read(NSCP) as tx:
        (came,) = tracing.came(tx, MONDAY, MONDAY)
        assert (came.collected_at, came.settled_at, came.outcome) == (MONDAY + MINUTE, MONDAY + MINUTE, "acted")
        assert tracing.named(tx, "opening-1@health.example") == tracing.on_case(tx, case) == [came]
        assert tracing.came(tx, MONDAY + MINUTE, FRIDAY) == []
        assert tracing.newest(tx) == MONDAY
        assert tracing.head(tx, came.digest) == RAW[:65_536]


def test_what_was_decided_with_it_is_told_apart_from_what_was_not(database: Database) -> None:
    case = arrived(database)
    with database.read(NSCP) as tx:
        (came,) = tracing.came(tx, MONDAY, MONDAY)
        (decided,) = tracing.heard(tx, came, [case])
        assert [ledger.history(tx, case)[number - 1] for number in decided.numbers] == [
            replace(heard(1), mail="m1"),
            note("its own"),
            letter("answer-1", VISITOR),
        ]
        assert tracing.heard(tx, came, []) == [], "it is not in the office's own book"


def test_a_letter_is_found_by_reader_and_id_with_what_was_heard_of_it(database: Database) -> None:
    case = arrived(database)
    with database.read(NSCP) as tx:
        (went,) = tracing.letters_named(tx, "stage-1@partnership.example")
        assert (went.letter, went.case, went.status) == ("stage-1", case, "bounced")
        assert tracing.letters_to(tx, "SAM.worker@council.example", MONDAY, MONDAY) == [went]
        assert tracing.letters_to(tx, "sam.worker@council.example", FRIDAY + MINUTE, FRIDAY + MINUTE) == []
        assert [type(one) for one in tracing.fates(tx, went)] == [LetterBounced]
        assert [one.letter for one in tracing.letters_of(tx, ["receipt-1", "digest"])] == ["digest", "receipt-1"]
        assert [one.letter for _, one in tracing.orders(tx, case, MONDAY, FRIDAY)] == [
            "receipt-1",
            "stage-1",
            "answer-1",
        ]
        assert tracing.waits_for(tx) == ""
