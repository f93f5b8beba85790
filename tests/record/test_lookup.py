"""A mail finds its case, a person their part in it, and the sweep the dates that have come."""

from dataclasses import replace
from datetime import timedelta

from mailservice.cases.history.events import (
    Agreed,
    CaseReopened,
    ContactNamed,
    DeadlineDropped,
    DeadlineMissed,
    DeadlineMoved,
    DetailGiven,
    Event,
    StageEntered,
)
from mailservice.record import deadlines, ledger, lookup, partnerships
from mailservice.record.database import Database
from mailservice.record.deadlines import Due
from mailservice.record.lookup import Wanted
from tests.record.story import (
    FRIDAY,
    MANAGER,
    MONDAY,
    NSCP,
    VISITOR,
    closed,
    deadline,
    letter,
    note,
    open_case,
    opened,
    proposed,
)


def test_numbers_have_no_gaps_and_begin_anew_each_year(database: Database) -> None:
    with database.begin(NSCP) as tx:
        assert [lookup.next_number(tx, 2026) for _ in range(3)] == [1, 2, 3]
        assert lookup.next_number(tx, 2027) == 1
    with database.begin("Elsewhere") as tx:
        assert lookup.next_number(tx, 2026) == 1


def test_a_case_is_found_by_its_reference(database: Database) -> None:
    with database.begin(NSCP) as tx:
        first, second = open_case(tx), open_case(tx)
        assert (first, second) == (1, 2)
        assert lookup.case_by_reference(tx, "NSCP 2026-0002") == second
        assert lookup.case_by_reference(tx, "NSCP 2026-0009") is None


def test_a_list_holds_the_cases_asked_for_alone(database: Database) -> None:
    with database.begin(NSCP) as tx:
        first, second, third = open_case(tx), open_case(tx), open_case(tx)
        ledger.append(tx, second, closed(second), FRIDAY)
        late = replace(opened(third, child="NCT 7")[0], at=FRIDAY)
        ledger.append(tx, third, [late, StageEntered(FRIDAY, "2", 1, "escalated", FRIDAY)], FRIDAY)

    def listed(wanted: Wanted) -> list[int]:
        with database.read(NSCP) as tx:
            return [line.id for line in lookup.cases_of(tx, wanted)]

    assert listed(Wanted()) == [first, second, third]
    assert listed(Wanted(open=True)) == [first, third]
    assert listed(Wanted(child="nct7")) == [third]
    assert listed(Wanted(stage="2")) == [third]
    assert listed(Wanted(since=FRIDAY)) == [third]
    assert listed(Wanted(before=FRIDAY)) == [first, second]
    assert listed(Wanted(before=FRIDAY, open=True)) == [first]


def test_a_case_is_found_by_the_mails_on_it_and_by_what_they_answered(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case, other = open_case(tx), open_case(tx)
        lookup.connect(tx, case, ["<shared@health.example>", "<shared@health.example>"])
        assert lookup.cases_of_messages(tx, ["<opening-1@health.example>"]) == {"<opening-1@health.example>": {case}}
        asked = ["shared@health.example", "<opening-2@health.example>"]
        assert set().union(*lookup.cases_of_messages(tx, asked).values()) == {case, other}
        assert lookup.cases_of_messages(tx, ["<nobody@health.example>", ""]) == {}


def test_a_message_id_too_long_for_an_index_finds_its_case_all_the_same(database: Database) -> None:
    endless = f"<{'a' * 20_000}\0@health.example>"
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        lookup.connect(tx, case, [endless])
        assert lookup.cases_of_messages(tx, [endless]) == {endless: {case}}


def test_the_offices_own_book_is_no_case(database: Database) -> None:
    with database.begin(NSCP) as tx:
        lookup.connect(tx, ledger.BOOK, ["<stranger@elsewhere.example>"])
        assert lookup.cases_of_messages(tx, ["<stranger@elsewhere.example>"]) == {}


def test_a_child_has_its_open_cases_however_its_reference_is_spaced(database: Database) -> None:
    with database.begin(NSCP) as tx:
        first, second = open_case(tx, "LAC 1234"), open_case(tx, "lac1234")
        assert lookup.open_cases_by_child(tx, "Lac 12 34") == {first, second}
        ledger.append(tx, first, closed(), FRIDAY)
        assert lookup.open_cases_by_child(tx, "LAC 1234") == {second}


def test_a_reference_given_later_is_the_cases_own(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        ledger.append(tx, case, [DetailGiven(MONDAY, "reference", "LAC 99", VISITOR)], MONDAY)
        assert lookup.open_cases_by_child(tx, "LAC 99") == {case}


def test_those_take_part_who_raised_were_asked_named_or_written_to_at_a_stage(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        assert lookup.is_party(tx, case, "hana.visitor@HEALTH.example")
        assert lookup.is_party(tx, case, "sam.worker@council.example")
        assert not lookup.is_party(tx, case, MANAGER.address)
        ledger.append(tx, case, [letter("answer", MANAGER, replied=True)], MONDAY)
        assert not lookup.is_party(tx, case, MANAGER.address), "somebody merely answered takes no part"
        ledger.append(tx, case, [letter("climbed", MANAGER)], MONDAY)
        assert lookup.is_party(tx, case, MANAGER.address)
        named = ContactNamed(MONDAY, VISITOR, "health", "2", 0, "Nia Nurse", "nia@health.example")
        ledger.append(tx, case, [named], MONDAY)
        assert lookup.is_party(tx, case, "nia@health.example")


def test_a_case_shows_where_it_stands(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        assert (lookup.case(tx, case).status, lookup.case(tx, case).stage) == ("open", "1")
        ledger.append(tx, case, closed()[:-1], FRIDAY)
        assert lookup.case(tx, case).status == "agreed"
        ledger.append(tx, case, closed()[-1:], FRIDAY)
        assert (lookup.case(tx, case).status, lookup.case(tx, case).ending) == ("closed", "agreed")
        assert lookup.counts(tx) == {"closed": 1}
        again = CaseReopened(FRIDAY, VISITOR, "It is not done.", "2", 1)
        ledger.append(tx, case, [again, StageEntered(FRIDAY, "2", 1, "reopened", FRIDAY)], FRIDAY)
        line = lookup.case(tx, case)
        assert (line.status, line.closed_at, line.stage, line.tier) == ("open", None, "2", 1)


def test_an_agreed_plan_leaves_the_case_open(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        ledger.append(tx, case, [proposed("plan"), Agreed(FRIDAY, "p1", objection=False)], FRIDAY)
        assert lookup.case(tx, case).status == "open"


def test_the_dates_that_have_come_are_those_of_open_cases_the_earliest_first(database: Database) -> None:
    with database.begin(NSCP) as tx:
        first, second, third = open_case(tx), open_case(tx), open_case(tx)
        ledger.append(tx, second, [deadline("early", FRIDAY - timedelta(hours=1))], MONDAY)
        ledger.append(tx, third, closed(3), FRIDAY)
        assert deadlines.due(tx, FRIDAY - timedelta(days=1)) == []
        early = Due(second, "early", FRIDAY - timedelta(hours=1))
        assert deadlines.due(tx, FRIDAY) == [early, Due(first, "d1", FRIDAY), Due(second, "d2", FRIDAY)]
        assert deadlines.due(tx, FRIDAY, limit=1) == [early]
        assert deadlines.standing(tx, third) == []


def test_a_date_moved_missed_or_dropped_is_no_longer_due(database: Database) -> None:
    later = FRIDAY + timedelta(days=3)
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        ledger.append(tx, case, [deadline("missed"), deadline("dropped")], MONDAY)
        ends: list[Event] = [DeadlineMissed(FRIDAY, "missed"), DeadlineDropped(FRIDAY, "dropped", "agreed")]
        ledger.append(tx, case, [DeadlineMoved(MONDAY, "d1", later, FRIDAY, "bank holiday"), *ends], FRIDAY)
        assert deadlines.due(tx, FRIDAY) == []
        assert deadlines.standing(tx, case) == [Due(case, "d1", later)]


def test_the_partnership_knows_how_far_its_mailbox_was_read(database: Database) -> None:
    with database.begin(NSCP) as tx:
        assert partnerships.get(tx).read_through is None
        partnerships.note_read_through(tx, FRIDAY)
        partnerships.note_uidvalidity(tx, 4_294_967_295)
        partnerships.note_heartbeat(tx, MONDAY)
    with database.read(NSCP) as tx:
        known = partnerships.get(tx)
    assert (known.read_through, known.uidvalidity, known.heartbeat_at) == (FRIDAY, 4_294_967_295, MONDAY)


def test_a_note_leaves_the_tables_as_they_were(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        before = lookup.case(tx, case)
        ledger.append(tx, case, [note("for the record")], FRIDAY)
        assert lookup.case(tx, case) == before
