"""Attacks on who acts, who is asked and who judges: nobody is acted for, replaced or passed by unheard (rules 10, 11 and 15)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailservice.cases.history import events as e
from mailservice.cases.history.commands import Left, NoteSuspect, Said, Sender
from mailservice.cases.history.words import Verb
from mailservice.directory import Person
from mailservice.simulator.story import moment
from tests.cases.test_climbing import at_stage
from tests.cases.world import OFFICE, RAISER, RESPONDER, World, answered, letters, said, sender, yes

JOY, HEALTH, TOM = "j-okafor", "m-dasgupta", "t-byrne"
JOY_AT, DANIEL_AT = "joy.okafor@nenevalley.example", "daniel.mensah@nenevalley.example"
RAISER_AT = "sarah.whitlock@rockinghamhealth.example"
AMIRA, BEN = "amira.hill@nscp.example", "ben.lowe@nscp.example"
SINCE = moment("Mon 23 Nov 2026 00:00")


def status(world: World) -> str:
    return world.case.status


def suspect(world: World, mailbox: str) -> tuple[e.Event, ...]:
    world.who_is_who = world.who_is_who.suspecting({mailbox: SINCE})
    return world.decide(NoteSuspect(world.now, mailbox, SINCE, tuple(world.events)))


def told(world: World, events: tuple[e.Event, ...]) -> str:
    return " ".join(str(one.facts) for one in world.to_office(events))


def letter_to(world: World, who: str, template: str = "stage") -> str:
    found = (one for one in reversed([*world.case.letters.values()]) if who in (one.to.person, one.to.address))
    return next(one.letter for one in found if one.template == template)


def office(who: str = OFFICE) -> Sender:
    return Sender(who, office=True, proof="proven")


def two_hold_the_office(world: World) -> World:
    world.who_is_who = replace(world.who_is_who, office=replace(world.who_is_who.office, staff=(AMIRA, BEN)))
    world.confirms = False
    return world


def named(verb: Verb, name: str, address: str, until: object = None) -> Said:
    return Said(verb, f"{name} {address}", f"{verb} {name} {address}", until, name, address)  # type: ignore[arg-type] # a day


# COVER


@pytest.mark.parametrize(
    ("name", "address", "why"),
    [
        ("Daniel Mensah", DANIEL_AT, "one of those who disagree"),
        ("Daniel Mensah", "d.mensah@nenevalley.example", "one of those who disagree"),
        ("Robin Lane", "daniel.mensah+robin@nenevalley.example", "one of those who disagree"),
        ("Mina Dasgupta", "mina.dasgupta@rockinghamhealth.example", "another side"),
        ("Sarah Whitlock", RAISER_AT, "one of those who disagree"),
    ],
)
def test_nobody_who_disagrees_and_nobody_of_the_other_side_stands_in(name: str, address: str, why: str) -> None:
    world = at_stage("nscp", "2")
    events = world.hear(JOY, named(Verb.COVER, name, address, moment("Fri 27 Nov 2026 17:00").date()))
    assert why in answered(events)[0]
    assert not [one for one in world.case.covers if one.by is not None]
    assert not world.case.waiting


def test_nobody_of_a_lower_tier_stands_in() -> None:
    world = at_stage("nscp", "3")
    events = world.hear("r-lindqvist", named(Verb.COVER, "Joy Okafor", JOY_AT, moment("Fri 27 Nov 2026 17:00").date()))
    assert "at an earlier stage" in answered(events)[0]
    assert not world.case.covers


def test_the_office_does_not_let_one_stand_in_who_disagrees_whom_an_out_of_office_named() -> None:
    world = at_stage("nscp", "2")
    facts = {"kind": "out-of-office", "answers": letter_to(world, JOY), "stand_in": DANIEL_AT}
    world.hear(JOY, away_until=moment("Mon 30 Nov 2026 09:00").date(), **facts)
    world.send()
    events = world.hear(OFFICE, Said(Verb.ALLOW, DANIEL_AT, "ALLOW", address=DANIEL_AT))
    assert "one of those who disagree" in " ".join(answered(events))
    assert not [one for one in world.case.covers if one.to.address == DANIEL_AT]


# CONTACT


@pytest.mark.parametrize("address", ["d.mensah@nenevalley.example", "daniel.mensah+stage2@nenevalley.example"])
def test_who_disagrees_does_not_name_himself_by_another_address(address: str) -> None:
    world = at_stage("nscp", "2")
    events = world.hear(RESPONDER, named(Verb.CONTACT, "Daniel Mensah", address))
    assert "one of those who disagree" in answered(events)[0]
    assert not world.case.contacts


def test_whom_the_other_side_named_never_decides_because_somebody_was_silent() -> None:
    world = at_stage("nscp", "2")
    world.wait("Tue 24 Nov 2026 17:30")
    friend = "robin.lane@nenevalley.example"
    world.hear(RAISER, named(Verb.CONTACT, "Robin Lane", friend))
    world.send()
    world.say(friend, Verb.RESOLVED, "a visit; nothing stays open")
    assert world.case.pending is None


# WRONG PERSON

WRONG = Said(Verb.WRONG_PERSON, "", "WRONG PERSON")


@pytest.mark.parametrize("proof", ["plausible", "unknown"])
def test_an_unproven_wrong_person_stops_nobodys_letters(proof: str) -> None:
    world = at_stage("nscp", "2")
    unsure = replace(sender(JOY), proof=proof)  # type: ignore[arg-type] # a proof
    events = world.hear(JOY, WRONG, sender=unsure, own_words="WRONG PERSON")
    assert JOY_AT not in world.who_is_who.barred
    assert "confirm" in {one.template for one in letters(events) if one.to.address == JOY_AT}
    assert "Joy Okafor" in told(world, events)


def test_an_unproven_not_me_in_plain_words_stops_nobodys_letters() -> None:
    world = at_stage("nscp", "2")
    unsure = replace(sender(JOY), proof="plausible")
    events = world.hear(JOY, sender=unsure, own_words="You have the wrong email address.", to_us="not me")
    assert JOY_AT not in world.who_is_who.barred
    assert told(world, events)


def test_a_colleague_does_not_stop_his_managers_letters() -> None:
    world = at_stage("nscp", "2")
    theirs = letter_to(world, JOY)
    events = world.hear(RESPONDER, WRONG, answers=theirs, replies_to=theirs, own_words="WRONG PERSON")
    assert JOY_AT not in world.who_is_who.barred
    assert "Joy Okafor" in told(world, events)


def test_who_confirms_that_they_are_the_wrong_person_has_no_more_letters() -> None:
    world = at_stage("nscp", "2")
    unsure = replace(sender(JOY), proof="plausible")
    events = world.hear(JOY, WRONG, sender=unsure, own_words="WRONG PERSON")
    world.send()
    [asked] = [one for one in letters(events) if one.template == "confirm"]
    world.hear(JOY, sender=unsure, **yes(Verb.WRONG_PERSON, asked.letter))
    assert JOY_AT in world.who_is_who.barred


# Another's token


def pending() -> World:
    """At stage 2 the school's manager has proposed, and health's is asked."""
    world = at_stage("nscp", "2")
    world.say(JOY, Verb.RESOLVED, "we visit on Monday; nothing stays open")
    return world


def test_a_quiet_word_in_answer_to_anothers_letter_is_held_and_the_office_told() -> None:
    world = at_stage("nscp", "2")
    theirs = letter_to(world, HEALTH)
    events = world.hear(JOY, said(Verb.RESOLVED, world.now), answers=theirs, replies_to=theirs)
    assert world.case.pending is None
    [heard] = [one for one in events if isinstance(one, e.MailHeard)]
    assert heard.outcome == "held"
    [letter] = [one for one in world.to_office(events) if one.holds]
    assert "Mina Dasgupta" in str(letter.facts)
    assert "RELEASE" in str(letter.facts["words"])
    assert "your own" in " ".join(answered(events))


def test_a_mail_that_the_office_lets_go_acts_though_it_answered_anothers_letter() -> None:
    world = at_stage("nscp", "2")
    theirs = letter_to(world, HEALTH)
    world.hear(JOY, said(Verb.RESOLVED, world.now), answers=theirs, replies_to=theirs, first_at=world.now)
    assert world.case.pending


def test_what_calls_for_attention_acts_whosever_letter_it_answers() -> None:
    world = at_stage("nscp", "2")
    theirs = letter_to(world, HEALTH)
    events = world.hear(
        JOY, said(Verb.ESCALATE, world.now), said(Verb.MET, world.now), answers=theirs, replies_to=theirs
    )
    assert world.case.stage == "3"
    assert not any(isinstance(one, e.Met) for one in events)
    assert "Mina Dasgupta" in told(world, events)


@pytest.mark.parametrize("who", [JOY, "r-lindqvist"])
def test_a_colleague_of_the_same_side_may_answer_a_letter_that_was_passed_to_them(who: str) -> None:
    world = at_stage("nscp", "2")
    theirs = letter_to(world, JOY)
    world.hear(who, said(Verb.RESOLVED, world.now), answers=theirs, replies_to=theirs)
    assert world.case.pending


def test_a_reply_to_all_in_a_thread_that_began_with_anothers_letter_is_ones_own() -> None:
    world = at_stage("nscp", "2")
    world.hear(JOY, said(Verb.RESOLVED, world.now), answers=letter_to(world, HEALTH))
    assert world.case.pending


def test_a_party_who_answers_the_offices_letter_quietens_nothing() -> None:
    world = at_stage("nscp", "2")
    [letter] = {
        one.letter
        for one in world.to_office(world.say(RESPONDER, Verb.WITHDRAW, ""))
        + world.to_office(world.say(RAISER, Verb.URGENT, "not safe"))
    }
    world.hear(JOY, said(Verb.RESOLVED, world.now), answers=letter, replies_to=letter)
    assert world.case.pending is None


# A taken mailbox


def at_one_address(world: World) -> World:
    """Let the raiser have no address beside the one that may be taken."""
    people = tuple(replace(one, aliases=()) if one.id == RAISER else one for one in world.who_is_who.people)
    world.who_is_who = replace(world.who_is_who, people=people)
    return world


def agreed_at_stage_2() -> World:
    world = at_stage("nscp", "2")
    world.say(HEALTH, Verb.RESOLVED, "health visitor stays; nothing else is open")
    world.say(JOY, Verb.AGREE, "")
    assert status(world) == "agreed"
    return world


def test_the_raiser_has_their_day_anew_at_their_other_address() -> None:
    world = agreed_at_stage_2()
    world.now += timedelta(hours=3)
    events = suspect(world, RAISER_AT)
    asked = {one.to.address for one in letters(events) if one.template == "agreed"}
    assert asked == {"s.whitlock@hv.rockinghamhealth.example"}


def test_the_raisers_day_does_not_run_out_in_a_taken_mailbox() -> None:
    world = at_one_address(agreed_at_stage_2())
    suspect(world, RAISER_AT)
    world.send()
    world.wait("Fri 27 Nov 2026 17:30")
    assert status(world) == "agreed"
    assert "object" in told(world, tuple(world.events)).lower()
    world.hear(OFFICE, Said(Verb.OBJECT, "the raiser rang", "OBJECT the raiser rang"), sender=office())
    assert status(world) == "open"


def test_a_case_that_closed_by_the_silence_of_a_taken_mailbox_is_told_to_the_office() -> None:
    world = at_stage("nscp", "2")
    world.say(HEALTH, Verb.RESOLVED, "health visitor stays; nothing else is open")
    world.say(JOY, Verb.AGREE, "")
    world.wait_for("objection")
    assert status(world) == "closed"
    assert "REOPEN" in told(world, suspect(world, RAISER_AT))


def test_the_office_holds_the_raisers_rights_while_their_mailbox_is_taken() -> None:
    world = at_one_address(at_stage("nscp", "2"))
    suspect(world, RAISER_AT)
    world.send()
    world.say(JOY, Verb.RESOLVED, "settled; nothing stays open")
    world.say(HEALTH, Verb.AGREE, "")
    world.hear(OFFICE, Said(Verb.OBJECT, "no", "OBJECT no"), sender=office())
    assert status(world) == "open"


def ready_for_not_agreed() -> World:
    world = at_stage("nscp", "5")
    world.hear(OFFICE, Said(Verb.REPORT, "mediation failed", "REPORT mediation failed"), sender=office())
    return two_hold_the_office(world)


def not_agreed(world: World, who: str) -> str:
    words = Said(Verb.NOT_AGREED, "each goes on", "NOT AGREED: each goes on")
    events = world.hear(OFFICE, words, sender=office(who))
    world.send()
    return next(one.letter for one in letters(events) if one.about.startswith("second "))


def test_what_a_taken_mailbox_asked_for_is_not_carried_out_by_a_second() -> None:
    world = ready_for_not_agreed()
    letter = not_agreed(world, AMIRA)
    suspect(world, AMIRA)
    world.hear(OFFICE, sender=office(BEN), answers=letter, replies_to=letter, answer="yes")
    assert status(world) == "open"


def test_an_ending_that_rests_on_the_yes_of_a_taken_mailbox_is_open_again() -> None:
    world = ready_for_not_agreed()
    letter = not_agreed(world, AMIRA)
    world.hear(OFFICE, sender=office(BEN), answers=letter, replies_to=letter, answer="yes")
    assert status(world) == "closed"
    suspect(world, BEN)
    assert status(world) == "open"


def test_whom_a_taken_mailbox_of_the_office_allowed_does_not_act() -> None:
    world = at_stage("nscp", "2")
    pat = "pat.quill@agencystaff.example"
    world.hear(JOY, named(Verb.COVER, "Pat Quill", pat, moment("Fri 27 Nov 2026 17:00").date()))
    call = Said(Verb.CHECKED, "rang Dr Lowe on 01632 960111 at 14:10", "CHECKED")
    world.hear(OFFICE, Said(Verb.ALLOW, pat, "ALLOW", address=pat), call, sender=office(AMIRA))
    assert [one.to.address for one in world.case.covers] == [pat]
    suspect(world, AMIRA)
    assert not world.case.covers


def test_who_left_by_the_word_of_a_taken_mailbox_has_not_left() -> None:
    world = at_stage("nscp", "2")
    world.hear(RESPONDER, own_words="Joy has left.", left=Left(JOY, "Joy has left"))
    assert world.case.said_left
    events = suspect(world, DANIEL_AT)
    assert not world.case.said_left
    assert "left" in told(world, events)


def test_urgent_taken_back_by_a_taken_mailbox_is_told_to_the_office() -> None:
    world = at_stage("nscp", "2")
    world.say(RAISER, Verb.URGENT, "the child is not safe")
    world.say(RAISER, Verb.UNDO, "")
    assert world.case.urgent is None
    assert "UNDO" in told(world, suspect(world, RAISER_AT))


def test_urgent_over_by_a_taken_mailbox_is_urgent_again_or_told() -> None:
    world = at_stage("nscp", "2")
    world.say(RAISER, Verb.URGENT, "the child is not safe")
    world.say(RAISER, Verb.URGENT, "over")
    assert world.case.urgent is None
    assert "no longer urgent" in told(world, suspect(world, RAISER_AT))


def test_a_stage_whose_convenor_has_a_taken_mailbox_goes_to_the_office() -> None:
    lead = Person("lead-2", "Owen Marsh", "owen.marsh@wardens.example", "", "One of the strategic leads")
    world = World().open()
    world.who_is_who = replace(world.who_is_who, officers=(lead,)).suspecting({lead.address: SINCE})
    while world.case.stage != "5":
        events = world.say(RAISER, Verb.ESCALATE)
    assert lead.address not in {one.to.address for one in letters(events)}
    assert "Owen Marsh has this letter too" not in told(world, events)


def test_when_the_convenors_mailbox_is_taken_the_office_convenes() -> None:
    lead = Person("lead-2", "Owen Marsh", "owen.marsh@wardens.example", "", "One of the strategic leads")
    world = World(who_is_who=replace(World().who_is_who, officers=(lead,))).open()
    while world.case.stage != "5":
        world.say(RAISER, Verb.ESCALATE)
    events = suspect(world, lead.address)
    assert "Owen Marsh" in told(world, events)


def test_a_plus_address_of_a_taken_mailbox_is_the_same_mailbox() -> None:
    world = at_stage("nscp", "2")
    suspect(world, JOY_AT)
    assert world.who_is_who.is_suspect("joy.okafor+x@nenevalley.example")


# A second


def test_a_call_does_not_carry_out_a_request_that_is_not_named_where_two_wait() -> None:
    world = at_stage("nscp", "5")
    world.confirms = False
    world.hear(OFFICE, Said(Verb.REPORT, "mediation failed", "REPORT mediation failed"), sender=office(AMIRA))
    pat = "pat.quill@agencystaff.example"
    world.hear("h-castell", named(Verb.CONTACT, "Pat Quill", pat))
    world.hear(OFFICE, Said(Verb.ALLOW, pat, "ALLOW", address=pat), sender=office(AMIRA))
    world.hear(OFFICE, Said(Verb.NOT_AGREED, "each goes on", "NOT AGREED: each goes on"), sender=office(AMIRA))
    call = Said(Verb.CHECKED, "rang Joy Okafor on 01632 960121 at 14:10", "CHECKED: rang Joy on 01632 960121 at 14:10")
    events = world.hear(OFFICE, call, sender=office(AMIRA))
    assert status(world) == "open"
    assert "ALLOW" in answered(events)[0]


def test_a_call_weeks_later_does_not_carry_out_what_was_asked_for_long_ago() -> None:
    world = at_stage("nscp", "5")
    world.confirms = False
    world.hear(OFFICE, Said(Verb.REPORT, "mediation failed", "REPORT mediation failed"), sender=office(AMIRA))
    world.hear(OFFICE, Said(Verb.NOT_AGREED, "each goes on", "NOT AGREED: each goes on"), sender=office(AMIRA))
    world.now += timedelta(days=21)
    call = Said(Verb.CHECKED, "rang Joy Okafor on 01632 960121 at 14:10", "CHECKED: rang Joy on 01632 960121 at 14:10")
    world.hear(OFFICE, call, sender=office(AMIRA))
    assert status(world) == "open"


def test_a_second_who_took_a_side_confirms_nothing() -> None:
    world = ready_for_not_agreed()
    world.who_is_who = replace(world.who_is_who, office=replace(world.who_is_who.office, staff=(AMIRA, JOY_AT)))
    letter = not_agreed(world, AMIRA)
    joy = replace(sender(JOY), office=True)
    world.hear(JOY, sender=joy, answers=letter, replies_to=letter, answer="yes")
    assert status(world) == "open"


# A judge with a side


def test_who_is_on_a_ladder_of_a_side_does_not_judge_though_the_case_passed_them_by() -> None:
    helen = Person("chair", "Helen Castell", "chair@nscp.example", "", "Chief constable")
    world = World(who_is_who=replace(World().who_is_who, officers=(helen,)))
    own = world.rules.policy
    final = replace(own.final, authority="Chief constable", ends_with=("agreed", "decided"))
    world.rules = replace(world.rules, policy=replace(own, final=final))
    world.confirms = False
    world.open()
    world.hear(RAISER, Said(Verb.URGENT, "not safe", "URGENT not safe"))
    while world.case.stage != "5":
        world.say(RAISER, Verb.ESCALATE)
    judge = Sender(helen.address, helen.name, helen.id, proof="proven")
    events = world.hear("", Said(Verb.DECISION, "the other side was right", "DECISION"), sender=judge)
    assert not any(isinstance(one, e.SecondAsked | e.CaseClosed) for one in events)


def test_who_is_on_a_ladder_of_a_side_does_not_judge_where_the_office_moved_the_case_past_them() -> None:
    helen = Person("chair", "Helen Castell", "chair@nscp.example", "", "Chief constable")
    world = World(who_is_who=replace(World().who_is_who, officers=(helen,)))
    own = world.rules.policy
    final = replace(own.final, authority="Chief constable", ends_with=("agreed", "decided"))
    world.rules = replace(world.rules, policy=replace(own, final=final))
    world.confirms = False
    world.open()
    world.hear(OFFICE, Said(Verb.MOVE_TO, "at once", "MOVE TO stage 5", stage="5"), sender=office())
    world.send()
    assert world.case.stage == "5"
    judge = Sender(helen.address, helen.name, helen.id, proof="proven")
    events = world.hear("", Said(Verb.DECISION, "the other side was right", "DECISION"), sender=judge)
    assert not any(isinstance(one, e.SecondAsked | e.CaseClosed) for one in events)
    assert "Helen Castell" in told(world, tuple(world.events))


def test_a_deputy_of_the_directory_who_disagrees_stands_in_for_nobody_above() -> None:
    world = World()
    people = tuple(replace(one, deputy=RESPONDER) if one.id == JOY else one for one in world.who_is_who.people)
    world.who_is_who = replace(world.who_is_who, people=people)
    world.open()
    world.say(RAISER, Verb.ESCALATE)
    world.wait("Wed 25 Nov 2026 16:00")
    assert not [one for one in world.case.covers if one.to.person == RESPONDER]
    world.say(RESPONDER, Verb.RESOLVED, "settled; nothing stays open")
    assert world.case.pending is None
