"""What was written stays as it was written, or the record says so, with case, entry and date."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import make_url, text

from mailservice.errors import RecordBroken
from mailservice.record import beside, chain, contents, disposal, ledger, lookup, mails, outbox
from mailservice.record.beside import Beside, Cleared, Hashed
from mailservice.record.chain import Link
from mailservice.record.database import Database, Transaction
from mailservice.record.examining import Looked, every_case, examine
from mailservice.record.verify import lately, rebuild, require, verify
from tests.record.story import FRIDAY, MONDAY, NSCP, OFFICE, closed, letter, note, open_case, sent


@pytest.fixture
def lived(database: Database) -> Database:
    """Give a record in which two cases have lived, one of them closed."""
    with database.begin(NSCP) as tx:
        mail = mails.arrive(tx, "INBOX", 1, 1, internal_date=MONDAY, raw=b"I disagree.", message_id="<opening-1@x>")
        assert mail is not None
        first, second = open_case(tx), open_case(tx)
        mails.settle(tx, mail, "acted", case=first, folder="NSCP 2026-0001", at=MONDAY)
        lookup.connect(tx, first, ["<answered@health.example>"])
        outbox.rendered(tx, "stage-1", "<stage-1@partnership.example>", contents.keep(tx, b"Dear Sam", "letter"))
        ledger.append(tx, first, [sent("stage-1")], MONDAY)
        ledger.append(tx, first, closed(), FRIDAY)
        ledger.append(tx, second, [note("still open")], FRIDAY)
        ledger.append(tx, ledger.BOOK, [letter("digest", OFFICE)], FRIDAY)
    return database


@contextmanager
def unguarded(database: Database, partnership: str = NSCP) -> Iterator[Transaction]:
    """Open the record as somebody who owns the machine might: with the triggers out of the way."""
    with database.begin(partnership) as tx:
        triggers = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'" if database.sqlite else "SELECT 1 WHERE false"
        )
        for name in tx.connection.execute(text(triggers)).scalars().all():
            tx.connection.execute(text(f"DROP TRIGGER {name}"))
        if not database.sqlite:
            tx.connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield tx


def meddle(database: Database, *sentences: str) -> list[str]:
    """Change the record behind the service's back, and return what it says of itself."""
    with unguarded(database) as tx:
        for sentence in sentences:
            assert tx.connection.execute(text(sentence)).rowcount
    with database.read(NSCP) as tx:
        return [str(fault) for fault in verify(tx)]


def test_a_record_as_it_was_written_has_no_fault(lived: Database) -> None:
    with lived.read(NSCP) as tx:
        assert verify(tx) == []
        require(tx)


def test_whoever_waits_for_it_is_told_how_far_it_is(lived: Database) -> None:
    told: list[str] = []
    with lived.read(NSCP) as tx:
        verify(tx, lambda what, done, of: told.append(f"{what}, {done} of {of}"))
    assert list(dict.fromkeys(told)) == [
        "the register, 0 of 1",
        "the cases, 1 of 3",
        "the cases, 2 of 3",
        "the cases, 3 of 3",
        "the tables, 0 of 1",
        "the emails and letters, 0 of 3",
        "the emails and letters, 3 of 3",
    ]


def test_what_is_let_go_without_its_case_is_named_though_the_register_says_so(lived: Database) -> None:
    """A case goes whole, by the word of two, or stays: whoever can write here cannot have a part of it forgotten."""
    with lived.begin(NSCP) as tx:
        payloads = (
            tx.connection.execute(text("SELECT payload FROM ledger WHERE case_id = 1 ORDER BY number")).scalars().all()
        )
        disposal.let_go(tx, [payloads[2]], "25 years are over", "Business Office", FRIDAY)
        disposal.let_go(tx, [mails.get(tx, 1).digest], "25 years are over", "disposal of NSCP 2026-0001-E", FRIDAY)
    with lived.read(NSCP) as tx:
        assert [str(one) for one in verify(tx)] == [
            "case 1, entry 3, Mon 23 Nov 2026 10:00 UTC: its contents are gone, and the case was not disposed of",
            "case 1, Mon 23 Nov 2026 10:00 UTC: the bytes of mail 1 are gone, and went with no case",
        ]


def test_an_entry_that_was_changed_is_named(lived: Database) -> None:
    changed = "UPDATE ledger SET kind = 'Agreed' WHERE case_id = 1 AND number = 3"
    assert meddle(lived, changed) == ["case 1, entry 3, Mon 23 Nov 2026 10:00 UTC: the entry was changed"]


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ("UPDATE ledger SET kind = 'Agreed' WHERE case_id = 2 AND number = 2", "the entry was changed"),
        ("DELETE FROM ledger WHERE case_id = 2 AND kind = 'Noted'", "the end of the chain is not the one"),
        ("UPDATE chains SET length = 1 WHERE case_id = 2", "the end of the chain is not the one"),
        ("DELETE FROM chains WHERE case_id = 2", "the end of the chain is not the one"),
        ("UPDATE contents SET data = NULL WHERE kind = 'event'", "its contents went without a disposal"),
    ],
)
def test_what_was_changed_lately_is_seen_each_morning(lived: Database, change: str, seen: str) -> None:
    with lived.read(NSCP) as tx:
        assert lately(tx, MONDAY) == []
    assert meddle(lived, change)
    with lived.read(NSCP) as tx:
        assert any(seen in str(one) for one in lately(tx, MONDAY))


def test_a_changed_entry_whose_hash_was_made_to_fit_breaks_the_chain(lived: Database) -> None:
    with lived.read(NSCP) as tx:
        row = tx.connection.execute(text("SELECT * FROM ledger WHERE case_id = 1 AND number = 3")).one()
        forged = Link(NSCP, 1, 3, MONDAY, MONDAY, "Agreed", row.payload, row.previous).hash()
    changed = f"UPDATE ledger SET kind = 'Agreed', hash = '{forged}' WHERE case_id = 1 AND number = 3"  # noqa: S608 - ours
    assert meddle(lived, changed) == [
        "case 1, entry 4, Mon 23 Nov 2026 10:00 UTC: the chain to the entry before is broken"
    ]


def test_an_entry_that_cannot_even_be_read_is_named(lived: Database) -> None:
    unread = "UPDATE ledger SET kind = 'Nonsense'"
    changed = unread + (", at = 'yesterday'" if lived.sqlite else "") + " WHERE case_id = 1 AND number = 3"
    assert len(meddle(lived, changed)) == 1


def test_a_lost_entry_is_named(lived: Database) -> None:
    lost = "DELETE FROM ledger WHERE case_id = 1 AND number = 2"
    assert meddle(lived, lost) == ["case 1, entry 3, Mon 23 Nov 2026 10:00 UTC: the 1 entries before this one are lost"]


def test_a_lost_end_of_a_case_is_named(lived: Database) -> None:
    lost = "DELETE FROM ledger WHERE case_id = 2 AND number = 7"
    assert meddle(lived, lost) == ["case 2, entry 7, Mon 23 Nov 2026 10:00 UTC: the last 1 entries are lost, of 7"]


def test_a_lost_case_is_named(lived: Database) -> None:
    assert meddle(lived, "DELETE FROM ledger WHERE case_id = 2") == [
        "case 2, entry 1: the last 7 entries are lost, of 7"
    ]


def test_an_entry_put_in_by_another_hand_is_named(lived: Database) -> None:
    copy = (
        "INSERT INTO ledger SELECT partnership_id, case_id, 8, at, recorded_at, kind, payload, hash, hash FROM ledger"
    )
    faults = meddle(lived, f"{copy} WHERE case_id = 2 AND number = 7")
    assert faults == [
        "case 2, entry 8, Mon 23 Nov 2026 10:00 UTC: the entry was changed",
        "case 2, entry 8, Mon 23 Nov 2026 10:00 UTC: entries were added outside the service: it wrote 7",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE contents SET data = 'x' WHERE digest = {}", "its contents were changed"),
        ("UPDATE contents SET data = NULL WHERE digest = {}", "its contents went without a disposal"),
        ("DELETE FROM contents WHERE digest = {}", "its contents are lost"),
    ],
)
def test_altered_contents_of_an_entry_are_named(lived: Database, change: str, sentence: str) -> None:
    entry = "(SELECT payload FROM ledger WHERE case_id = 1 AND number = 4)"
    assert meddle(lived, change.format(entry)) == [f"case 1, entry 4, Mon 23 Nov 2026 10:00 UTC: {sentence}"]


def test_an_altered_mail_letter_or_policy_is_named(lived: Database) -> None:
    policy = contents.digest_of(b"[policy]")
    assert set(meddle(lived, "UPDATE contents SET data = 'other' WHERE kind IN ('mail', 'letter', 'policy')")) == {
        "case 1, Mon 23 Nov 2026 10:00 UTC: the bytes of mail 1 were changed",
        "case 1, Mon 23 Nov 2026 10:00 UTC: the bytes of letter stage-1 were changed",
        f"the bytes of a policy were changed: {policy}",
    }


def test_what_was_altered_is_named_by_a_look_beside_which_the_bytes_are_read_too(lived: Database) -> None:
    alone = meddle(lived, "UPDATE contents SET data = 'other' WHERE kind IN ('mail', 'letter', 'policy')")
    with lived.read(NSCP) as tx:
        assert [str(fault) for fault in verify(tx, beside=True)] == alone
    assert len(alone) == 3


@pytest.mark.parametrize(
    "sentence",
    [
        "UPDATE ledger SET kind = 'MailHeard' WHERE case_id = 0 AND number = 1",
        "UPDATE ledger SET kind = 'MailHeard' WHERE case_id = 1 AND number = 1",
        "UPDATE ledger SET kind = 'MailHeard' WHERE case_id = 2 AND number = 1",
        "UPDATE deadlines SET standing = NOT standing",
        "DELETE FROM threads",
    ],
)
def test_what_was_changed_in_any_case_is_named_by_a_look_beside_which_the_bytes_are_read_too(
    lived: Database, sentence: str
) -> None:
    alone = meddle(lived, sentence, "UPDATE mails SET folder = 'Elsewhere'")
    assert alone
    with lived.read(NSCP) as tx:
        assert sorted(str(fault) for fault in verify(tx, beside=True)) == sorted(alone)


def test_where_the_second_look_comes_to_nothing_the_first_does_it_all(
    lived: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = meddle(lived, "UPDATE contents SET data = 'other' WHERE kind = 'mail'")
    with lived.read(NSCP) as tx:
        monkeypatch.setattr(tx.connection.engine, "url", make_url("sqlite:////nowhere/record.db"))
        assert [str(fault) for fault in verify(tx, beside=True)] == alone
        monkeypatch.setattr(beside, "_COMMAND", (sys.executable, "-c", "print('not a word that anybody expects')"))
        assert [str(fault) for fault in verify(tx, beside=True)] == alone
    assert len(alone) == 1


def test_what_the_second_look_cleared_counts_as_far_as_the_case_stands_here(lived: Database) -> None:
    other = Beside()
    with lived.read(NSCP) as tx:
        for case in every_case(tx):
            other.take(Cleared(case, chain.end(tx, case), Looked([])))
        here = [other.look_at(tx, case) for case in every_case(tx)]
        assert here == [Looked([])] * len(here)
        number, head = chain.end(tx, 1)
        other.take(Cleared(1, (number - 1, head), Looked([])))
        assert other.look_at(tx, 1) is None, "it ended before that entry, or after one that is not there yet"
        other.take(Cleared(1, (number, "0" * 64), Looked([])))
        assert other.look_at(tx, 1) is None


def test_the_second_look_says_what_it_found_in_the_bytes_and_clears_every_case_that_is_well(lived: Database) -> None:
    meddle(
        lived,
        "UPDATE deadlines SET standing = NOT standing WHERE case_id = 1",
        "UPDATE contents SET data = 'other' WHERE kind = 'mail'",
    )
    with lived.read(NSCP) as tx:
        *_, whole = (one for one in beside.look(tx) if isinstance(one, Hashed))
        cleared = {one.case for one in beside.look(tx) if isinstance(one, Cleared)}
        assert [kind for _, kind in whole.altered or ()] == ["mail"]
        assert cleared == {case for case in every_case(tx) if not examine(tx, case).told(case)}
        assert {*every_case(tx)} - cleared == {1}


def test_a_lost_mail_letter_or_policy_is_named(lived: Database) -> None:
    policy = contents.digest_of(b"[policy]")
    assert meddle(lived, "DELETE FROM contents WHERE kind IN ('mail', 'letter', 'policy')") == [
        "case 1, Mon 23 Nov 2026 10:00 UTC: the bytes of mail 1 are lost",
        "case 1, Mon 23 Nov 2026 10:00 UTC: the bytes of letter stage-1 are lost",
        f"the bytes of a policy are lost: {policy}",
    ]


def test_a_mail_whose_bytes_alone_are_left_is_named(lived: Database) -> None:
    (fault,) = meddle(lived, "DELETE FROM mails")
    assert fault.startswith("case 1, ")
    assert fault.endswith(": when mail 1 arrived, and what became of it, is lost")


def test_whoever_asks_for_a_whole_record_is_told_that_it_is_broken(lived: Database) -> None:
    meddle(lived, "DELETE FROM ledger WHERE case_id = 2 AND number = 7")
    with lived.read(NSCP) as tx, pytest.raises(RecordBroken, match="case 2, entry 7"):
        require(tx)


def test_a_table_that_says_other_than_the_ledger_is_named_and_put_right(lived: Database) -> None:
    before = shown(lived)
    faults = meddle(
        lived,
        "UPDATE cases SET status = 'closed' WHERE case_id = 2",
        "UPDATE letters SET status = 'withheld' WHERE letter = 'stage-1'",
        "DELETE FROM deadlines WHERE case_id = 2",
        "INSERT INTO parties (partnership_id, case_id, address) VALUES (1, 2, 'nosy@elsewhere.example')",
        "INSERT INTO child_references (partnership_id, case_id, reference) VALUES (1, 9, 'lac1')",
    )
    assert set(faults) == {
        "case 1: the row stage-1 of the table letters was changed; a rebuild makes it anew",
        "case 2: a row of the table cases was changed; a rebuild makes it anew",
        "case 2: the row d2 of the table deadlines is missing; a rebuild makes it anew",
        "case 2: a row of the table parties is in no event; a rebuild makes it anew",
        "case 9: a row of the table child_references is in no event; a rebuild makes it anew",
    }
    with lived.begin(NSCP) as tx:
        assert rebuild(tx) == len(faults)
        assert verify(tx) == []
    assert shown(lived) == before


def test_the_tables_are_made_anew_from_nothing_but_the_ledger(lived: Database) -> None:
    tables = ("cases", "deadlines", "child_references", "parties")
    before = shown(lived)
    meddle(lived, *(f"DELETE FROM {table}" for table in tables))  # noqa: S608 - our own tables
    with lived.begin(NSCP) as tx:
        assert rebuild(tx) > 0
        assert rebuild(tx) == 0
    assert shown(lived) == before


def test_rebuilding_keeps_what_the_dispatch_knows_of_a_letter(lived: Database) -> None:
    with lived.read(NSCP) as tx:
        before = outbox.get(tx, "stage-1")
    meddle(lived, "UPDATE letters SET status = 'ordered', sent_at = NULL")
    with lived.begin(NSCP) as tx:
        rebuild(tx)
        assert outbox.get(tx, "stage-1") == before
        assert outbox.to_file(tx) == ["stage-1"]


def shown(database: Database) -> dict[str, list[str]]:
    """Return every row of every table that the ledger decides."""
    tables = ("cases", "deadlines", "letters", "child_references", "parties", "threads")
    with database.read(NSCP) as tx:
        return {
            table: sorted(str(row) for row in tx.connection.execute(text(f"SELECT * FROM {table}")))  # noqa: S608 - ours
            for table in tables
        }
