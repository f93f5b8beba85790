"""A taken mailbox: nothing quiet counts from it, nothing goes there, and what rests on its words is put to the others anew."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mailservice.cases.history import events as e
from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import NoteSuspect, Said, Sender, YesTo
from mailservice.cases.history.folding import replay
from mailservice.cases.history.words import Verb
from mailservice.cases.words import taken
from mailservice.simulator.story import moment
from tests.cases.test_climbing import at_stage
from tests.cases.world import OFFICE, RAISER, RESPONDER, World, answered, letters

JOY, JOY_AT = "j-okafor", "joy.okafor@nenevalley.example"
HEALTH = "m-dasgupta"
AMIRA, BEN = "amira.hill@nscp.example", "ben.lowe@nscp.example"
SINCE = moment("Mon 23 Nov 2026 00:00")


def status(world: World) -> str:
    return world.case.status


def suspect(world: World, mailbox: str = JOY_AT) -> tuple[e.Event, ...]:
    """Let the office have said that a mailbox is suspect: as `service.suspecting` does on every case."""
    world.who_is_who = world.who_is_who.suspecting({mailbox: SINCE})
    return world.decide(NoteSuspect(world.now, mailbox, SINCE, tuple(world.events)))


def settled_by_joy() -> World:
    """At stage 2 health proposes, and Joy's mailbox agrees: a day later the case has ended."""
    world = at_stage("nscp", "2")
    world.say(HEALTH, Verb.RESOLVED, "health visitor stays; nothing else is open")
    world.now += timedelta(hours=2)
    world.say(JOY, Verb.AGREE, "")
    return world


def ended_by_joy() -> World:
    world = settled_by_joy()
    world.wait_for("objection")
    world.sweep()
    world.send()
    assert status(world) == "closed"
    return world


def test_a_case_that_ended_by_its_agree_is_open_again_and_the_words_are_put_anew() -> None:
    world = ended_by_joy()
    events = suspect(world)
    assert any(isinstance(one, e.CaseReopened) for one in events)
    assert (world.case.status, world.case.here) == ("open", ("2", 1))
    pending = world.case.pending
    assert pending is not None
    assert pending.assents == ()
    readers = {one.to.address for one in letters(events)}
    assert JOY_AT not in readers
    assert OFFICE in readers
    assert "sarah.whitlock@rockinghamhealth.example" in readers


def test_each_other_side_s_decider_has_one_letter_that_says_so_in_plain_words() -> None:
    world = ended_by_joy()
    events = suspect(world)
    mine = [one for one in letters(events) if one.to.person == HEALTH]
    assert len(mine) == 1
    assert "Somebody else may have written as Joy" in mine[0].facts["reason"]


def test_an_agreement_that_waits_for_the_raiser_stands_no_more() -> None:
    world = settled_by_joy()
    assert status(world) == "agreed"
    events = suspect(world)
    assert status(world) == "open"
    assert world.case.pending is not None
    assert world.case.standing, "there is a next date"
    assert "cover" in {one.template for one in letters(events)}, "somebody else on that side is asked"
    assert world.case == replay(world.events, Case()), "a replay gives the same"


def test_what_it_proposed_is_stopped_and_whom_it_named_does_not_act() -> None:
    world = at_stage("nscp", "2")
    cover = Said(Verb.COVER, "Tom", "COVER", name="Tom Byrne", address="tom.byrne@nenevalley.example")
    world.hear(JOY, cover)
    world.say(JOY, Verb.RESOLVED, "all is settled; nothing else is open")
    assert world.case.pending is not None
    before = [one for one in world.case.covers if one.by is not None]
    suspect(world)
    assert before
    assert world.case.pending is None
    assert [one for one in world.case.covers if one.by is not None] == []


def test_its_withdrawal_is_kept_open() -> None:
    world = World().open()
    world.say(RAISER, Verb.WITHDRAW, "all well")
    suspect(world, "sarah.whitlock@rockinghamhealth.example")
    assert world.case.withdrawn is None
    assert status(world) == "open"


def test_the_taken_mailbox_tries_everything() -> None:
    world = at_stage("nscp", "2")
    world.say(HEALTH, Verb.RESOLVED, "health visitor stays; nothing else is open")
    suspect(world)
    world.send()
    question = next(one for one in reversed([*world.case.letters.values()]) if one.to.address == JOY_AT)
    since, before = len(world.events), world.case
    for verb in Verb:
        if verb in (Verb.URGENT, Verb.ESCALATE, Verb.DISAGREE, Verb.OBJECT, Verb.REOPEN, Verb.KEEP, Verb.NOT_DONE):
            continue
        said = Said(verb, "tom", f"{verb}", name="Tom Byrne", address="tom.byrne@nenevalley.example", when=SINCE.date())
        world.hear(JOY, said)
    world.hear(JOY, answers=question.letter, replies_to=question.letter, answer="yes")
    happened = {type(one) for one in world.events[since:]}
    assert happened <= {e.MailHeard, e.LetterOrdered, e.DeadlineSet}, happened
    assert {one.to.address for one in letters(world.events[since:])} == {OFFICE}
    assert world.case.proposals == before.proposals


def test_its_call_for_attention_acts_and_the_office_is_asked_to_ring() -> None:
    world = at_stage("nscp", "2")
    suspect(world)
    events = world.hear(
        JOY, Said(Verb.URGENT, "the child is in danger", "URGENT"), own_words="URGENT the child is in danger"
    )
    assert any(isinstance(one, e.UrgentRaised) for one in events)
    assert JOY_AT not in {one.to.address for one in letters(events)}
    told = list(world.to_office(events))
    shown = " ".join(str(one.facts) for one in told)
    assert "mailbox may be taken" in shown
    assert "Ring Joy" in shown


def test_who_has_another_address_is_written_to_there() -> None:
    world = at_stage("nscp", "2")
    other = "j.okafor@nenevalley-home.example"
    people = tuple(replace(one, aliases=(other,)) if one.id == JOY else one for one in world.who_is_who.people)
    world.who_is_who = replace(world.who_is_who, people=people)
    events = suspect(world)
    assert other in {one.to.address for one in letters(events)}
    assert JOY_AT not in {one.to.address for one in letters(events)}


def test_a_whole_domain_is_suspect_and_clear_ends_it() -> None:
    world = at_stage("nscp", "2")
    suspect(world, "@nenevalley.example")
    assert world.who_is_who.is_suspect("daniel.mensah@nenevalley.example")
    assert not world.who_is_who.is_suspect("x@students.nenevalley.example")
    assert not any("@nenevalley.example" in one.to.address for one in letters(world.sweep()))


def _office(who: str = OFFICE) -> Sender:
    return Sender(who, office=True, proof="proven")


def test_a_lone_coordinator_says_it_in_one_mail_with_the_call() -> None:
    world = ready_for_not_agreed()
    words = Said(Verb.NOT_AGREED, "each goes on; health watches", "NOT AGREED: each goes on")
    asked = answered(world.hear(OFFICE, words, sender=_office()))
    assert "answer this with one line: CHECKED: rang their name on their number at 14:10" in asked[0]
    assert status(world) == "open"
    call = Said(
        Verb.CHECKED,
        "rang Nadia Farooq on 01632 960111 at 14:10",
        "CHECKED: rang Nadia Farooq on 01632 960111 at 14:10",
    )
    later = world.copy()
    world.hear(OFFICE, words, call, sender=_office())
    [checked] = [one for one in world.events if isinstance(one, e.Checked)]
    assert (checked.name, checked.number, checked.when) == ("Nadia Farooq", "01632 960111", "14:10")
    assert status(world) == "closed"
    later.hear(OFFICE, call, sender=_office())
    assert status(later) == "closed", "the call may come in a later mail"


def test_a_call_without_a_number_or_a_time_confirms_nothing() -> None:
    world = ready_for_not_agreed()
    words = Said(Verb.NOT_AGREED, "each goes on; health watches", "NOT AGREED: each goes on")
    for text in ("rang Nadia", "rang Nadia on 01632 960111", "01632 960111 at 14:10", ""):
        world.hear(OFFICE, words, Said(Verb.CHECKED, text, f"CHECKED {text}"), sender=_office())
        assert status(world) == "open", text


def test_where_two_hold_the_office_a_call_counts_only_once_nobody_answered_in_time() -> None:
    world = ready_for_not_agreed()
    world.who_is_who = replace(world.who_is_who, office=replace(world.who_is_who.office, staff=(AMIRA, BEN)))
    words = Said(Verb.NOT_AGREED, "each goes on; health watches", "NOT AGREED: each goes on")
    call = Said(Verb.CHECKED, "rang Nadia on 01632 960111 at 14:10", "CHECKED")
    assert f"Asked of {BEN}" in answered(world.hear(OFFICE, words, call, sender=_office(AMIRA)))[0]
    assert status(world) == "open"
    late = world.copy()
    late.now += timedelta(days=5)
    late.hear(OFFICE, words, call, sender=_office(AMIRA))
    assert status(late) == "closed"
    [letter] = [one for one in letters(world.events) if one.about.startswith("second ")]
    world.hear(OFFICE, sender=_office(BEN), answers=letter.letter, replies_to=letter.letter, answer="yes")
    assert status(world) == "closed"


def ready_for_not_agreed() -> World:
    world = at_stage("nscp", "5")
    world.confirms = False
    world.hear(OFFICE, Said(Verb.REPORT, "mediation failed", "REPORT mediation failed"), sender=_office())
    return world


def asked_of_ben() -> tuple[World, e.LetterOrdered]:
    """Two hold the office; Amira asked for NOT AGREED, and Ben has the letter that asks him to confirm it."""
    world = ready_for_not_agreed()
    world.who_is_who = replace(world.who_is_who, office=replace(world.who_is_who.office, staff=(AMIRA, BEN)))
    events = world.hear(
        OFFICE, Said(Verb.NOT_AGREED, "each goes on", "NOT AGREED: each goes on"), sender=_office(AMIRA)
    )
    [letter] = [one for one in letters(events) if one.about.startswith("second ")]
    return world, letter


def test_a_second_of_whom_we_are_not_sure_says_yes_with_the_word_in_it() -> None:
    world, letter = asked_of_ben()
    unsure = replace(_office(BEN), proof="plausible")
    told = answered(world.hear(OFFICE, sender=unsure, answers=letter.letter, replies_to=letter.letter, answer="yes"))
    assert "answer with yes and the word in it: yes, NOT AGREED" in told[0]
    assert status(world) == "open"
    named = YesTo((Verb.NOT_AGREED,), "")
    world.hear(OFFICE, sender=unsure, answers=letter.letter, replies_to=letter.letter, yes_to=named)
    assert status(world) == "closed"


def test_a_yes_with_more_in_it_confirms_nothing() -> None:
    world, letter = asked_of_ben()
    more = YesTo((Verb.NOT_AGREED,), "if the chair agrees")
    world.hear(OFFICE, sender=_office(BEN), answers=letter.letter, replies_to=letter.letter, yes_to=more)
    assert status(world) == "open"


def test_where_no_second_answers_in_time_who_asked_hears_and_nothing_has_moved() -> None:
    world, letter = asked_of_ben()
    world.send()
    [until] = [one for one in world.case.standing if one.purpose == "second"]
    world.now = until.due + timedelta(minutes=1)
    told = [one for one in letters(world.sweep()) if one.to.address == AMIRA]
    assert [one.facts["headline"] for one in told] == ["NOT AGREED was not confirmed"]
    assert status(world) == "open"
    world.hear(OFFICE, sender=_office(BEN), answers=letter.letter, replies_to=letter.letter, answer="yes")
    assert status(world) == "open", "two working days are over"


def test_what_a_second_answered_is_not_asked_about_again() -> None:
    world, letter = asked_of_ben()
    world.send()
    world.hear(OFFICE, sender=_office(BEN), answers=letter.letter, replies_to=letter.letter, answer="no")
    assert [one for one in world.case.standing if one.purpose == "second"] == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([JOY, RESPONDER, RAISER, HEALTH]),
            st.sampled_from(
                [Verb.RESOLVED, Verb.AGREE, Verb.WITHDRAW, Verb.ESCALATE, Verb.MET, Verb.PLAN, Verb.COVER, Verb.URGENT]
            ),
            st.integers(0, 30),
        ),
        max_size=9,
    ),
    st.integers(0, 9),
    st.sampled_from(
        [JOY_AT, "daniel.mensah@nenevalley.example", "sarah.whitlock@rockinghamhealth.example", "@nenevalley.example"]
    ),
)
def test_after_it_no_quiet_event_is_theirs_and_no_letter_goes_there(
    steps: list[tuple[str, Verb, int]], when: int, mailbox: str
) -> None:
    world = at_stage("nscp", "2")
    begun = None
    for number, (who, verb, hours) in enumerate([*steps, (JOY, Verb.MET, 1)]):
        if number == min(when, len(steps)):
            suspect(world, mailbox)
            begun = len(world.events)
        world.now += timedelta(hours=hours)
        extra = {"name": "Tom Byrne", "address": "tom.byrne@nenevalley.example"} if verb is Verb.COVER else {}
        world.hear(who, Said(verb, "a joint visit; nothing else is open", f"{verb}: x", **extra))  # type: ignore[arg-type] # the tests' own facts
        world.sweep()
        world.send()
    assert begun is not None
    after = world.events[begun:]
    theirs = [one for one in after if isinstance(one, taken.QUIET) and _by(one, world)]
    assert theirs == []
    assert [one.to.address for one in letters(after) if world.who_is_who.is_suspect(one.to.address)] == []
    assert status(world) == "closed" or world.case.standing
    assert world.case == replay(world.events, Case())


def _by(event: e.Event, world: World) -> bool:
    by = getattr(event, "by", None)
    return isinstance(by, e.Party) and world.who_is_who.is_suspect(by.address)
