"""What an adopted record keeps of the mailbox, and whose record it is, on SQLite and on PostgreSQL."""

from datetime import timedelta

from mailservice.record import found, lookup, mails, partnerships
from mailservice.record.database import Database
from mailservice.record.found import Found
from tests.record.story import FRIDAY, NSCP, VISITOR

MINUTE = timedelta(minutes=1)
LETTER = Found(
    "<l1.sig@nscp.example>",
    "l1",
    "Other",
    FRIDAY,
    FRIDAY + MINUTE,
    VISITOR.address.upper(),
    "x",
    "receipt",
    "<m1@x.example>",
)
MAIL = Found("<m1@x.example>", "", "Escalations/2026/NSCP 2026-0043", FRIDAY, FRIDAY + MINUTE)


def test_a_found_letter_is_one_letter_of_the_record_at_most(database: Database) -> None:
    with database.begin(NSCP) as tx:
        found.keep(tx, LETTER)
        [one] = found.untaken(tx, FRIDAY, VISITOR.address)
        assert (one.letter, one.message_id, one.answers) == ("l1", "l1.sig@nscp.example", "m1@x.example")
        assert found.untaken(tx, FRIDAY, "nobody@x.example") == []
        assert found.untaken(tx, FRIDAY + 2 * MINUTE) == [], "it was found before that"
        assert (found.take(tx, one.message_id, "new"), found.take(tx, one.message_id, "newer")) == (True, False)
        assert (found.stands_for(tx, "l1"), found.stands_for(tx, "l2"), found.stands_for(tx, "")) == ("new", "l2", "")
        assert found.untaken(tx, FRIDAY) == []


def test_what_is_found_again_counts_from_then_unless_it_is_taken(database: Database) -> None:
    later = Found(
        **{**{name: getattr(LETTER, name) for name in Found.__dataclass_fields__}, "adopted_at": FRIDAY + 9 * MINUTE}
    )
    with database.begin(NSCP) as tx:
        found.keep(tx, LETTER)
        assert found.known(tx, [LETTER.message_id], FRIDAY + MINUTE) == {"l1.sig@nscp.example"}
        assert found.known(tx, [LETTER.message_id], FRIDAY) == set()
        found.keep(tx, later)
        assert [one.adopted_at for one in found.untaken(tx, FRIDAY + 5 * MINUTE)] == [FRIDAY + 9 * MINUTE]
        found.take(tx, LETTER.message_id, "new")
        found.keep(tx, LETTER)
        assert found.stands_for(tx, "l1") == "new"


def test_where_a_mail_lay_is_told_before_where_its_answers_lay(database: Database) -> None:
    with database.begin(NSCP) as tx:
        found.keep(tx, MAIL)
        found.keep(tx, LETTER)
        assert found.folders(tx, "<m1@x.example>") == [MAIL.folder, "Other"]
        assert found.folders(tx, "<m2@x.example>") == found.folders(tx, "") == []


def test_a_reserved_number_is_given_to_no_new_case(database: Database) -> None:
    with database.begin(NSCP) as tx:
        lookup.reserve(tx, 2026, 43)
        lookup.reserve(tx, 2026, 7)
        assert (lookup.next_number(tx, 2026), lookup.next_number(tx, 2027)) == (44, 1)
        lookup.reserve(tx, 2027, 1)
        assert lookup.next_number(tx, 2027) == 2


def test_a_record_is_begun_once_and_to_the_second(database: Database) -> None:
    assert not database.is_begun(NSCP)
    with database.begin(NSCP) as tx:
        assert partnerships.get(tx).identity == ""
        assert partnerships.begin(tx, "desk@host", "digest", FRIDAY + timedelta(milliseconds=300))
        assert not partnerships.begin(tx, "other@host", "other", FRIDAY + MINUTE)
        ours = partnerships.get(tx)
        partnerships.wait_for(tx, "a reason")
        assert partnerships.get(tx).waits_for == "a reason"
        partnerships.wait_for(tx, "")
        assert partnerships.get(tx).waits_for == ""
    assert (ours.mailbox, ours.signing_key, ours.started_at) == ("desk@host", "digest", FRIDAY)
    assert database.is_begun(NSCP)
    assert database.is_laid()


def test_after_a_move_the_same_numbers_are_of_other_mails_and_the_same_mail_is_known(database: Database) -> None:
    raws = [b"Message-ID: <a@x.example>\r\n\r\nfirst\r\n", b"Message-ID: <b@x.example>\r\n\r\nsecond\r\n"]
    with database.begin(NSCP) as tx:
        first = mails.arrive(tx, "INBOX", 1, 1, internal_date=FRIDAY, raw=raws[0], message_id="<a@x.example>")
        mails.move_mailbox(tx, "INBOX", "INBOX of desk@host")
        assert mails.known_uids(tx, "INBOX", 1, [1]) == set()
        second = mails.arrive(tx, "INBOX", 1, 1, internal_date=FRIDAY, raw=raws[1], message_id="<b@x.example>")
        again = mails.arrive(tx, "INBOX", 1, 2, internal_date=FRIDAY, raw=raws[0], message_id="<a@x.example>")
        assert (second is not None, again) == (True, None)
        assert first is not None
        assert (mails.get(tx, first).mailbox, mails.get(tx, first).uid) == ("INBOX", 2)
