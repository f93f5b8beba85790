"""The last word of several (rule 11.5), one side's duty (rule 5), a time to tell (rule 14), and a conversation brought about."""

from dataclasses import replace

from mailservice.cases.history.commands import Sender
from mailservice.cases.history.events import DeadlineMissed, Event, Facilitated, Objected
from mailservice.cases.history.words import Verb
from mailservice.cases.told import sentences
from mailservice.directory import Directory, Person
from mailservice.policy.model import Clock, Policy, Tell, Within
from tests.cases.world import RAISER, RESPONDER, World, addressee, answered, at, directory, letters, policy, said

ROLES = ("Chair of the board", "Medical director", "Scrutineer")


def officer(identity: str, name: str, role: str, address: str = "") -> Person:
    return Person(identity, name, address or f"{identity}@partnership.example", "", role)


OFFICERS = (
    officer("o-chair", "Ola Chair", ROLES[0]),
    officer("o-doctor", "Dee Medic", ROLES[1]),
    officer("o-scrutineer", "Sol Reader", ROLES[2]),
    officer("o-adviser", "Ada Friend", "Safeguarding adviser"),
)


def decided_by(who: str, roles: tuple[str, ...] = ROLES[:2], quorum: int = 0) -> Policy:
    nscp = policy()
    final = replace(nscp.final, ends_with=("agreed", "decided"), decided_by=who, authorities=roles, quorum=quorum)  # type: ignore[arg-type] # the tests' own words
    stages = (
        *nscp.stages[:-1],
        replace(nscp.stages[-1], clock=(Clock("d", "decision", "working-days", "stage-entered", "policy", 2),)),
    )
    return replace(nscp, final=final, stages=stages)


def people(officers: tuple[Person, ...] = OFFICERS) -> Directory:
    return replace(directory(), officers=officers)


def at_the_last(own: Policy, who: Directory | None = None) -> World:
    """Return a case that has come to the last stage, under a policy of its own, with officers."""
    world = World(who_is_who=who or people())
    world.rules = replace(world.rules, policy=own)
    world.open()
    while world.case.stage != own.last_stage.id:
        word(world, RAISER, Verb.ESCALATE)
    return world


def word(world: World, who: str, verb: Verb, reason: str = "a joint visit on Monday") -> tuple[Event, ...]:
    """Hear one word of somebody, of a side or an officer; every letter that follows leaves."""
    found = world.who_is_who.person(who)
    assert found is not None
    sender = Sender(found.address, found.name, found.id, found.agency, proof="proven")
    events = world.hear(who, said(verb, world.now, reason), sender=sender)
    world.send()
    return events


def readers(events: tuple[Event, ...] | list[Event], kind: str) -> list[str]:
    return [one.to.name for one in letters(events) if one.template == kind]


def test_all_who_decide_together_are_written_to_with_each_other_and_the_word() -> None:
    world = at_the_last(decided_by("all"))
    convened = [one for one in letters(world.events) if one.template == "convened" and one.to.person]
    assert [one.to.name for one in convened] == ["Ola Chair", "Dee Medic"]
    assert "You decide this together: you and Dee Medic." in convened[0].facts["action"]
    assert convened[0].facts["words"][0]["verb"] == "DECISION"


def test_one_decision_is_put_to_the_other_and_ends_it_only_once_both_said_so() -> None:
    world = at_the_last(decided_by("all"))
    put = word(world, "o-chair", Verb.DECISION, "the plan stands, because it works")
    assert readers(put, "proposal") == ["Dee Medic"]
    assert world.case.status == "open"
    assert "counts once the others agree" in answered(put)[0]
    again = word(world, "o-chair", Verb.AGREE, "")
    assert world.case.status == "open"
    assert "somebody else has to agree" in answered(again)[0]
    done = word(world, "o-doctor", Verb.AGREE, "")
    assert (world.case.status, world.case.ending) == ("closed", "decided")
    closing = next(one for one in letters(done) if one.template == "closed" and not one.facts["in_short"])
    assert (closing.facts["by"]["name"], closing.facts["with_them"]) == ("Ola Chair", "Dee Medic")


def test_an_agree_of_a_side_makes_no_decision_of_officers() -> None:
    world = at_the_last(decided_by("all"))
    word(world, "o-chair", Verb.DECISION, "the plan stands, because it works")
    events = word(world, RESPONDER, Verb.AGREE, "")
    assert world.case.status == "open"
    assert "for Ola Chair and Dee Medic to make" in answered(events)[0]


def test_newer_words_replace_a_decision_that_waits_and_the_first_is_asked() -> None:
    world = at_the_last(decided_by("all"))
    word(world, "o-chair", Verb.DECISION, "the plan stands, because it works")
    newer = word(world, "o-doctor", Verb.DECISION, "a new plan by Friday, because it did not")
    assert readers(newer, "proposal") == ["Ola Chair"]
    word(world, "o-chair", Verb.AGREE, "")
    assert world.case.proposals[[*world.case.proposals][-1]].state == "agreed"
    assert world.case.ending == "decided"


def test_a_panel_decides_by_its_number_and_who_did_not_agree_stands_with_it() -> None:
    world = at_the_last(decided_by("panel", ROLES, 2))
    word(world, "o-chair", Verb.DECISION, "the plan stands, because it works")
    back = word(world, "o-scrutineer", Verb.DISAGREE, "it has failed twice")
    assert {*readers(back, "disagreed")} == {"Ola Chair", "Dee Medic"}
    assert world.case.status == "open"
    word(world, "o-chair", Verb.DECISION, "the plan stands for a month, because it works")
    done = word(world, "o-doctor", Verb.AGREE, "")
    assert world.case.ending == "decided"
    closing = next(one for one in letters(done) if one.template == "closed" and not one.facts["in_short"])
    assert [(one["by"]["name"], one["text"]) for one in closing.facts["dissent"]] == [
        ("Sol Reader", "it has failed twice")
    ]


def test_the_office_hears_at_once_for_whom_nobody_can_decide_and_nothing_is_decided_by_one() -> None:
    world = at_the_last(decided_by("all"), people(OFFICERS[:1]))
    told = [one for one in world.to_office(world.events) if "Nobody to decide" in str(one.facts)]
    assert "Nobody is named for: Medical director." in str(told[0].facts)
    word(world, "o-chair", Verb.DECISION, "the plan stands, because it works")
    assert world.case.status == "open"


def test_one_person_of_both_roles_fills_one_place_and_the_office_is_told() -> None:
    both = (OFFICERS[0], officer("o-two", "Ola Chair", ROLES[1], OFFICERS[0].address))
    world = at_the_last(decided_by("all"), people(both))
    assert any("is named for more than one place" in str(one.facts) for one in world.to_office(world.events))
    word(world, "o-chair", Verb.DECISION, "the plan stands, because it works")
    word(world, "o-two", Verb.AGREE, "")
    assert world.case.status == "open"


def test_silence_of_the_others_is_reported_to_those_alone_and_closes_nothing() -> None:
    world = at_the_last(decided_by("all"))
    word(world, "o-chair", Verb.DECISION, "the plan stands, because it works")
    before = len(world.events)
    world.wait("Wed 23 Dec 2026 17:30")
    reminded = [
        one
        for one in letters(world.events[before:])
        if one.facts.get("headline") == "Nothing has been heard at your stage"
    ]
    assert {one.to.name for one in reminded} == {"Dee Medic"}
    assert "waits for your AGREE or DISAGREE" in str(reminded[0].facts["paragraphs"])
    assert world.case.status == "open"
    assert world.case.standing


def with_first(**changes: object) -> Policy:
    nscp = policy()
    return replace(nscp, stages=(replace(nscp.stages[0], **changes), *nscp.stages[1:]))  # type: ignore[arg-type] # the tests' own facts


ASKED = Clock("speak", "discussion", "working-days", "case-opened", "policy", 3, side="responding")


def test_a_duty_of_one_side_is_asked_of_it_alone_and_met_by_its_word_alone() -> None:
    world = at("nscp", with_first(clock=(ASKED,)))
    stage = next(one for one in letters(world.events) if one.template == "stage")
    receipt = next(one for one in letters(world.events) if one.template == "receipt")
    assert stage.facts["due"]["what"].endswith(", for you to see to")
    assert "for you" not in receipt.facts["due"]["what"]
    assert receipt.facts["due"]["what"].endswith("to see to")
    heard = word(world, RAISER, Verb.MET)
    assert "and stands" in answered(heard)[0]
    assert [one.id for one in world.case.standing if one.purpose == "clock"] == ["d1"]
    word(world, RESPONDER, Verb.MET)
    assert world.case.deadlines["d1"].state == "met"


def test_a_missed_duty_of_one_side_is_told_with_whose_it_was() -> None:
    world = at("nscp", with_first(clock=(ASKED,)))
    world.wait("Fri 27 Nov 2026 10:00")
    assert world.case.stage == "2"
    reminded = {one.to.agency for one in letters(world.events) if one.template == "reminder"}
    assert RAISER not in reminded
    assert reminded <= {addressee(RESPONDER).agency}
    climbed = next(one for one in letters(world.events) if one.template == "climbed")
    assert climbed.facts["whose_miss"].startswith("That date was for ")
    missed = next(one for one in world.events if isinstance(one, DeadlineMissed))
    book = sentences.Book(world.case, world.case, policy(), {}, world.rules.days.zone)
    told = sentences.tell(missed, book)
    assert told is not None
    assert "to meet." in told.notes[-1]


def telling(who: str, by: str = "") -> Policy:
    row = Tell("entered", (who,), "policy", stages=("2",), by=by, within=Within(2, "working-days"))
    return replace(policy(), tells=(row,))


def test_who_is_to_tell_somebody_is_asked_with_the_policys_date_until_they_answer() -> None:
    world = at("nscp", telling("Chair of governors", "the receiving agency's manager"))
    word(world, RAISER, Verb.ESCALATE)
    (asked,) = [one for one in letters(world.events) if one.template == "telling"]
    assert asked.to.agency == addressee(RESPONDER).agency
    date = next(one for one in world.case.standing if one.purpose == "telling")
    assert (date.basis, f"{date.due:%a %d %b %H:%M}") == ("policy", "Wed 25 Nov 17:00")
    world.wait("Wed 25 Nov 2026 17:30")
    assert len([one for one in letters(world.events) if one.template == "telling"]) == 2
    world.hear(asked.to.person, said(Verb.DONE, world.now, ""), answers=asked.letter)
    assert not [one for one in world.case.standing if one.purpose == "telling"]
    assert world.case.status == "open"


def test_an_officer_has_our_letter_in_the_same_moment_and_nobody_is_asked() -> None:
    world = World(who_is_who=people())
    world.rules = replace(world.rules, policy=telling(ROLES[0], "both sides"))
    world.open()
    events = word(world, RAISER, Verb.ESCALATE)
    assert "Ola Chair" in readers(events, "news")
    assert not readers(world.events, "telling")


def test_where_nobody_is_named_to_tell_the_office_is_asked_with_the_date() -> None:
    world = at("nscp", telling("Chair of governors"))
    events = word(world, RAISER, Verb.ESCALATE)
    (told,) = [one for one in world.to_office(events) if "Tell Chair of governors" in str(one.facts)]
    assert [one["verb"] for one in told.facts["words"]][:2] == ["DONE", "NOT DONE"]
    assert "2026-11-25T17:00" in str(told.facts)


def with_facilitator(who: Directory | None = None) -> World:
    world = World(who_is_who=who or people())
    world.rules = replace(world.rules, policy=with_first(facilitator="Safeguarding adviser"))
    return world.open()


def test_a_facilitator_has_a_letter_gives_the_day_and_it_is_counted_apart() -> None:
    world = with_facilitator()
    assert readers(world.events, "facilitator") == ["Ada Friend"]
    asked = next(one for one in letters(world.events) if one.template == "facilitator")
    assert asked.leaves == next(one for one in letters(world.events) if one.template == "stage").leaves is not None
    stage = next(one for one in letters(world.events) if one.template == "stage")
    assert "Safeguarding adviser brings both sides together, and decides nothing" in stage.facts["policy_asks"]
    clocks = [one for one in world.case.standing if one.purpose == "clock"]
    dated = word(world, "o-adviser", Verb.NEW_DATE, "in the school")
    assert "Every date of the stage stands" in answered(dated)[0]
    assert any("brings you together on" in str(one.facts) for one in letters(dated))
    assert not world.case.conversation_held
    word(world, "o-adviser", Verb.MET, "they will visit together")
    assert world.case.conversation_held
    assert [one for one in world.case.standing if one.purpose == "clock"] == clocks
    word(world, RESPONDER, Verb.RESOLVED)
    word(world, RAISER, Verb.AGREE, "")
    assert world.case.conversation_settled
    assert [one.what for one in world.events if isinstance(one, Facilitated)] == ["asked", "dated", "held"]


def test_where_nobody_is_named_the_office_brings_them_together() -> None:
    world = with_facilitator(people(()))
    assert any("A conversation to bring about" in str(one.facts) for one in world.to_office(world.events))
    world.hear(world.office, said(Verb.MET, world.now))
    assert world.case.conversation_held
    assert not world.case.conversation_settled


def test_line_managers_without_a_number_are_asked_and_the_case_never_stands_still() -> None:
    talk = Clock(
        "talk", "discussion", "working-days", "case-opened", "policy", 1, step="practitioners", on_missed="remind"
    )
    world = at("nscp", with_first(steps=("practitioners", "line-managers"), clock=(talk,)))
    world.wait("Tue 24 Nov 2026 17:30")
    assert world.case.step == "line-managers"
    assert [one.to.person for one in letters(world.events) if one.template == "stage"][1:]
    assert [one.purpose for one in world.case.standing if one.purpose == "check-in"]
    world.wait("Fri 11 Dec 2026 17:30")
    assert world.case.status == "open"
    assert world.case.standing
    assert [one for one in letters(world.events) if one.template == "check_in"]


def test_a_side_that_does_not_agree_to_a_decision_is_kept_with_it_and_the_case_stays_closed() -> None:
    world = at_the_last(decided_by("all"))
    word(world, "o-chair", Verb.DECISION, "the plan stands, because it works")
    word(world, "o-doctor", Verb.AGREE, "")
    events = word(world, RESPONDER, Verb.DISAGREE, "the plan has failed twice")
    assert [one.text for one in events if isinstance(one, Objected) and one.dissent] == ["the plan has failed twice"]
    assert world.case.status == "closed"
    assert "REOPEN" in answered(events)[0]


def test_a_later_stage_counts_its_second_step_from_where_the_first_ended() -> None:
    steps = (
        Clock(
            "agree", "discussion", "working-days", "stage-entered", "policy", 2, step="discussion", on_missed="remind"
        ),
        Clock(
            "meet", "resolve-or-escalate", "working-days", "reported", "policy", 5, step="meeting", on_missed="climb"
        ),
    )
    nscp = policy()
    second = replace(nscp.stages[1], steps=("discussion", "meeting"), clock=steps)
    world = at("nscp", replace(nscp, stages=(nscp.stages[0], second, *nscp.stages[2:])))
    word(world, RAISER, Verb.ESCALATE)
    world.wait("Wed 25 Nov 2026 17:30")
    dates = {one.clock: f"{one.due:%a %d %b}" for one in world.case.standing if one.purpose == "clock"}
    assert dates == {"meet": "Wed 02 Dec"}
    world.wait("Wed 2 Dec 2026 17:30")
    assert world.case.stage == "3"
