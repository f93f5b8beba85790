"""Two cases beside one another: NEW or JOIN is asked, and JOIN brings a further agency into the first of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from mailservice.cases.history.commands import Hear, Join, Said
from mailservice.cases.history.events import CaseClosed, CaseJoined, CaseTakenIn, ConfirmationAsked, Event, Proposed
from mailservice.cases.history.words import Verb
from mailservice.cases.opening import joining
from mailservice.simulator.story import moment
from tests.cases.world import CHILD, OFFICE, RAISER, RESPONDER, World, addressee, letters, said, sender, yes

POLICE = "l-park"
FIRST, SECOND = "NSCP 2026-0001-E", "NSCP 2026-0002-S"
TUESDAY = moment("Tue 24 Nov 2026 09:00")


@dataclass
class Pair:
    """A case of health and social care, and one beside it: health and the police, of the same child."""

    older: World
    newer: World

    def join(
        self, who: str = RAISER, *, reference: str = "", on: str = "newer", reason: str = "", **more: object
    ) -> tuple[Event, ...]:
        """Hear JOIN on one of the two, and decide the other's half as the service does; return what both did."""
        here, there = (self.newer, self.older) if on == "newer" else (self.older, self.newer)
        word = Said(Verb.JOIN, reference or reason, "JOIN", reference=reference)
        others = {} if more.pop("unknown", False) else {there.reference: there.case}
        events = here.hear(who, word, others=others, **more)
        for event in events:
            if isinstance(event, CaseJoined | CaseTakenIn):
                return events + there.decide(Join(here.now, here.case, event.by, event.text))
        return events


def pair() -> Pair:
    older = World().open()
    newer = World(reference=SECOND, now=moment("Mon 23 Nov 2026 11:00"))
    mail = {"to": (addressee(POLICE),), "own_words": "The police did not come.", "child_references": (CHILD,)}
    newer.hear(RAISER, beside=FIRST, linked=(FIRST,), **mail)
    newer.send()
    older.now = newer.now = TUESDAY
    return Pair(older, newer)


def answer(events: tuple[Event, ...]) -> str:
    """Return what the author of the word was answered."""
    return " ".join(
        line["result"] for one in letters(events) if one.template == "answer" for line in one.facts["lines"]
    )


def told(events: tuple[Event, ...], template: str) -> list[str]:
    return [one.to.address.partition("@")[0] for one in letters(events) if one.template == template]


def test_join_brings_the_police_into_the_first_case_and_the_second_goes_on_there() -> None:
    both = pair()
    events = both.join()
    assert (both.newer.case.status, both.newer.case.joined_to) == ("joined", FIRST)
    assert (both.newer.case.ending, both.newer.case.standing) == (None, ()), "no ending, and no date of its own"
    assert not any(isinstance(event, CaseClosed) for event in events)
    assert both.older.case.agencies == ("rockingham", "nene-valley", "shire-police")
    assert [one.person for one in both.older.case.responders] == [RESPONDER, POLICE]
    assert "goes on in NSCP 2026-0001-E" in answer(events)
    assert told(events, "stage") == ["louise.park"]
    assert told(events, "news") == ["sarah.whitlock", "daniel.mensah"]


def test_they_have_the_full_time_of_the_stage_from_the_day_they_join() -> None:
    both = pair()
    both.join()
    assert [f"{one.due:%a %d %H:%M}" for one in both.older.case.standing if one.purpose == "clock"] == ["Thu 26 17:00"]


def test_every_agency_reads_who_has_joined_and_those_who_had_it_why_in_the_words_of_whoever_raised_it() -> None:
    both = pair()
    events = both.join()
    (news,) = [one for one in letters(events) if one.to.person == RESPONDER]
    assert "Shire Police takes part here now" in " ".join(news.facts["paragraphs"])
    assert "ask Sarah Whitlock for what was said before in NSCP 2026-0002-S" in " ".join(news.facts["paragraphs"])
    assert news.facts["words_of"] is None
    (letter,) = [one for one in letters(events) if one.template == "stage"]
    assert (letter.facts["reason"], letter.facts["by"]) == ("The police did not come.", "Sarah Whitlock")
    both.older.hear(POLICE, own_words="We were not asked.", to=(addressee(RAISER), addressee(RESPONDER)))
    assert both.older.case.issues["shire-police"] == "We were not asked."


def test_what_the_police_had_written_in_the_second_case_stands_beside_the_other_sides_in_the_first() -> None:
    both = pair()
    both.newer.hear(POLICE, own_words="Nobody asked us.", to=(addressee(RAISER),))
    events = both.join()
    (letter,) = [one for one in letters(events) if one.template == "stage"]
    assert {one["agency"]: one["words"] for one in letter.facts["sides"]}["Shire Police"] == "Nobody asked us."


def test_a_word_alone_is_nobody_s_view_of_the_issue() -> None:
    both = pair()
    both.newer.hear(POLICE, said(Verb.RECEIVED, TUESDAY), own_words="RECEIVED")
    both.newer.hear(POLICE, own_words="Nobody asked us.", to=(addressee(RAISER),))
    assert both.newer.case.issues["shire-police"] == "Nobody asked us."


def test_join_may_be_written_on_the_first_case_too() -> None:
    both = pair()
    events = both.join(reference=SECOND, on="older")
    assert (both.older.case.status, both.newer.case.status) == ("open", "joined")
    assert told(events, "stage") == ["louise.park"]
    assert "sarah.whitlock" not in told(events, "news"), "she has her answer on this very case"


def test_the_office_may_join_two_cases_by_hand() -> None:
    both = pair()
    both.join(OFFICE)
    assert both.newer.case.status == "joined"


def test_a_proposal_that_waits_is_written_again_for_the_newcomers_and_other_questions_are_stopped() -> None:
    both = pair()
    both.older.say(RESPONDER, Verb.RESOLVED)
    both.older.say(RESPONDER, Verb.OVERTAKEN)
    events = both.join()
    (letter,) = [one for one in letters(events) if one.template == "stage"]
    assert letter.facts["pending"] is None
    assert both.older.case.asked == ()
    both.older.say(RESPONDER, Verb.RESOLVED)
    both.older.say(RAISER, Verb.AGREE)
    assert both.older.case.agreed is None, "the police have not agreed"
    both.older.say(POLICE, Verb.AGREE)
    assert both.older.case.status == "closed", "every agency has agreed, and the raiser among them"


def test_where_nobody_of_the_newcomers_is_known_at_this_stage_they_and_the_office_are_asked() -> None:
    both = pair()
    for _ in range(3):
        both.older.say(RAISER, Verb.ESCALATE)
    assert both.older.case.stage == "3"
    events = both.join()
    at_stage_3 = told(events, "stage")
    assert at_stage_3 or told(events, "next_manager")
    assert "louise.park" in [*at_stage_3, *told(events, "news"), *told(events, "next_manager")]


@pytest.mark.parametrize("who", [RAISER, POLICE])
def test_nobody_learns_from_a_refusal_that_a_case_exists(who: str) -> None:
    unknown, foreign = pair(), pair()
    for party in (RAISER, RESPONDER):
        address = sender(party).address
        others = tuple(one for one in foreign.older.case.parties if one.address != address)
        foreign.older.case = replace(foreign.older.case, parties=others, raiser=None, responders=())
    first = unknown.join(who, reference=FIRST, unknown=True)
    second = foreign.join(who, reference=FIRST)
    assert answer(first) == answer(second) == f"We know no case {FIRST} in which you take part. Nothing has moved."


def test_the_police_who_write_join_alone_do_not_read_which_case_the_other_is() -> None:
    events = pair().join(POLICE)
    assert "NSCP 2026-0001" not in answer(events)
    assert not any(isinstance(event, CaseJoined) for event in events)


def end_the_first(both: Pair) -> None:
    both.older.say(RESPONDER, Verb.RESOLVED)
    both.older.say(RAISER, Verb.AGREE)


def agree_in_the_first(both: Pair) -> None:
    both.older.wait("Thu 26 Nov 2026 09:00")
    both.older.say("m-dasgupta", Verb.RESOLVED)
    both.older.say("j-okafor", Verb.AGREE)
    both.newer.now = both.older.now


def take_the_second_on(both: Pair) -> None:
    both.newer.say(RAISER, Verb.ESCALATE)


def make_the_second_urgent(both: Pair) -> None:
    both.newer.say(RAISER, Verb.URGENT)


def withdraw_the_first(both: Pair) -> None:
    both.older.say(RAISER, Verb.WITHDRAW)


def name_another_child(both: Pair) -> None:
    both.newer.case = replace(both.newer.case, child_references=("NCT-111111",))


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        (end_the_first, "NSCP 2026-0001-E has ended. To take it up again, answer one of its letters with REOPEN"),
        (agree_in_the_first, "Every agency in NSCP 2026-0001-E has agreed"),
        (take_the_second_on, "NSCP 2026-0002-S is further on"),
        (make_the_second_urgent, "NSCP 2026-0002-S is further on than NSCP 2026-0001-E, or urgent"),
        (withdraw_the_first, "NSCP 2026-0001-E is being withdrawn"),
        (name_another_child, "are about different children. The Business Office has been told"),
    ],
)
def test_what_cannot_be_joined_is_said_in_a_sentence_and_both_run_on(
    before: Callable[[Pair], None], sentence: str
) -> None:
    both = pair()
    before(both)
    events = both.join()
    assert sentence in answer(events)
    assert both.newer.case.status == "open"
    assert both.newer.case.standing


def test_a_case_is_not_joined_to_itself() -> None:
    both = pair()
    both.older = both.newer
    assert "That is this very case." in answer(both.join(reference=SECOND))


def test_nobody_joins_away_the_disagreement_of_somebody_else() -> None:
    """Louise raised the second against Daniel, who takes part in both: it stays hers, and the office is asked."""
    both = pair()
    both.newer = World(reference=SECOND, now=moment("Mon 23 Nov 2026 12:00"))
    both.newer.hear(POLICE, to=(addressee(RESPONDER),), child_references=(CHILD,), own_words="No meeting was held.")
    both.newer.send()
    both.newer.now = TUESDAY
    events = both.join(RESPONDER, reference=FIRST)
    assert both.newer.case.standing
    assert "Only whoever raised NSCP 2026-0002-S, or the Business Office" in answer(events)
    [asked] = [one for one in letters(events) if one.template == "office"]
    assert asked.facts["action"] == (
        "Speak to those concerned. To join them, answer this letter with JOIN NSCP 2026-0001-E."
    )
    both.join(OFFICE, reference=FIRST)
    assert both.newer.case.status == "joined"
    assert both.older.case.raiser
    assert both.older.case.raiser.person == RAISER


def test_join_acts_alone_so_that_no_other_word_is_said_to_a_case_that_has_gone() -> None:
    both = pair()
    words = (Said(Verb.JOIN, line="JOIN"), said(Verb.URGENT, TUESDAY, "he is in danger"))
    events = both.newer.hear(RAISER, *words, others={FIRST: both.older.case})
    assert "JOIN acts alone" in answer(events)
    assert both.newer.case.urgent, "the other word acts as ever"


def test_join_in_another_s_name_is_asked_for_once_more_and_then_counts() -> None:
    both = pair()
    unproven = replace(sender(RAISER), proof="plausible")
    events = both.join(sender=unproven)
    assert both.newer.case.standing
    assert [event.verb for event in events if isinstance(event, ConfirmationAsked)] == ["JOIN"]
    both.newer.send()
    (asked,) = [one for one in letters(events) if one.template == "confirm"]
    both.join(sender=unproven, said=(), **yes(Verb.JOIN, asked.letter))
    assert both.newer.case.status == "joined"


def test_undo_does_not_part_what_was_joined() -> None:
    both = pair()
    both.older.say(RAISER, Verb.NOTE)
    both.join()
    events = both.older.hear(RAISER, Said(Verb.UNDO))
    assert "cannot be parted again by UNDO" in answer(events)
    assert "shire-police" in both.older.case.agencies


def test_agree_to_a_letter_of_the_second_case_agrees_to_nothing_in_the_first() -> None:
    both = pair()
    both.newer.say(RAISER, Verb.RESOLVED, "the police come on Monday")
    (asked,) = [one for one in both.newer.case.letters.values() if one.template == "proposal"]
    both.join()
    both.older.say(RESPONDER, Verb.RESOLVED, "nobody visits")
    events = both.older.hear(POLICE, Said(Verb.AGREE), answers=asked.letter, elsewhere=asked.at)
    assert "No proposal waits for this answer" in answer(events)
    assert [len(one.assents) for one in both.older.case.asked] == [0]


def test_a_word_on_the_second_case_itself_is_kept_and_names_the_first() -> None:
    both = pair()
    both.join()
    events = both.newer.hear(RAISER, said(Verb.PLAN, TUESDAY))
    assert "This goes on in NSCP 2026-0001-E" in answer(events)
    assert not any(isinstance(event, Proposed) for event in events)


def test_nobody_but_the_office_hears_of_a_case_that_is_only_linked() -> None:
    both = pair()
    for one in letters(both.newer.events):
        known = one.to.address == OFFICE or FIRST not in str(one.facts)
        assert known, f"{one.template} to {one.to.address}"


def test_a_mail_with_a_word_for_this_case_says_that_nobody_else_was_brought_in() -> None:
    world = World().open()
    events = world.hear(RAISER, said(Verb.NOTE, world.now), to=(addressee(POLICE),))
    assert "Louise Park takes no part in this case, and has had no letter" in answer(events)


def hear(**more: object) -> Hear:
    facts = {"at": TUESDAY, "mail": "m9", "message_id": "<m9@people.example>", "sender": sender(RAISER)}
    return Hear(**{**facts, "to": (addressee(POLICE),), **more})  # type: ignore[arg-type] # the tests' own facts


def test_a_mail_to_another_agency_stands_beside_its_case_with_the_child_s_reference() -> None:
    case = World().open().case
    assert joining.stands_beside(hear(), case)
    assert joining.beside(hear(), case).child_references == (CHILD,)
    assert joining.beside(hear(), case).beside == FIRST


@pytest.mark.parametrize(
    ("missing", "more", "stands"),
    [
        (("reference",), {}, True),
        (("reference",), {"child_references": ("NCT-7",)}, False),
        (("agency",), {}, False),
        (("join",), {}, True),
        ((), {"said": (Said(Verb.JOIN),)}, True),
        ((), {"said": (Said(Verb.ESCALATE),)}, False),
    ],
)
def test_what_completes_a_case_or_speaks_to_it_is_of_that_case(
    missing: tuple[str, ...], more: dict[str, object], *, stands: bool
) -> None:
    case = replace(World().open().case, missing=missing)
    assert joining.stands_beside(hear(**more), case) is stands


def test_beside_a_case_that_has_ended_a_new_one_opens_without_a_question() -> None:
    both = pair()
    end_the_first(both)
    assert joining.stands_beside(hear(), both.older.case)
    assert joining.beside(hear(), both.older.case).beside == ""


def test_a_missing_reference_may_be_those_of_two_siblings() -> None:
    world = World(now=TUESDAY)
    world.hear(RAISER, to=(addressee(RESPONDER),), own_words="I do not agree.")
    events = world.hear(RAISER, child_references=("NCT-1001", "NCT-1002"))
    assert world.case.child_references == ("NCT-1001", "NCT-1002")
    assert "NCT-1001, NCT-1002" in answer(events)
