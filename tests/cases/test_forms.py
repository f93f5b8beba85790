"""The policy's forms, from the stage at which they begin to the last signature (rules 14 and 16)."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from mailservice.cases.history.case import Ordered, Task
from mailservice.cases.history.commands import Cell, Document, Hear, Said, Unclear
from mailservice.cases.history.copying import replace as as_it_stands
from mailservice.cases.history.events import (
    ActionDone,
    ConfirmationAsked,
    DocumentRefused,
    Event,
    FormBegun,
    FormFilled,
    LetterOrdered,
    MailHeard,
    Noted,
    Proposed,
)
from mailservice.cases.history.words import Verb
from mailservice.simulator.story import moment
from tests.cases.mornings import morning
from tests.cases.world import World, addressee, at, policy, sender

THEIRS = "We have assessed, and the threshold is not met."
OUTCOME = "Outcome or actions agreed, or that it is escalated"


def at_stage_3() -> World:
    """Return a case of South Gloucestershire's at stage 3, in which each side has written of the issue to the other."""
    world = at("sgcp")
    world.hear(world.responder, own_words=THEIRS, to=(addressee(world.raiser, "sgcp"),))
    world.wait("Wed 25 Nov 2026 17:00")
    assert world.case.stage == "3"
    return world


def settled() -> World:
    """Return one that both have settled at stage 3, and whose form has gone to those who sign it."""
    world = at_stage_3()
    world.now = moment("Thu 26 Nov 2026 10:00")
    world.say("w-grant", Verb.RESOLVED, "Weekly visits; nothing else is open.")
    world.say("j-holt", Verb.AGREE, "")
    world.wait("Mon 30 Nov 2026 09:00")
    assert world.case.status == "closed"
    return world


def letters(world: World, kind: str, who: str = "") -> list[Ordered]:
    found = [one for one in world.case.letters.values() if one.template == kind and one.state != "withheld"]
    return [one for one in found if who in ("", one.to.person)]


def ordered(world: World, letter: Ordered) -> LetterOrdered:
    return next(one for one in world.events if isinstance(one, LetterOrdered) and one.letter == letter.letter)


def field(world: World, letter: Ordered, identity: str) -> str:
    """Return what a form letter shows in a field."""
    shown = ordered(world, letter).facts["fields"]
    return str(next(one["text"] for one in shown if one["id"] == identity))


def reply(world: World, letter: Ordered, text: str, who: str = "", **more: object) -> tuple[Event, ...]:
    """Answer a letter directly, from its reader or from somebody else; every letter that follows leaves."""
    events = world.hear(
        who or letter.to.person, answers=letter.letter, replies_to=letter.letter, own_words=text, **more
    )
    world.send()
    return events


def yes(world: World, letter: Ordered, who: str = "", **more: object) -> tuple[Event, ...]:
    return reply(world, letter, "Yes", who, answer="yes", **more)


def answered(events: Iterable[Event]) -> str:
    """Return all that its writer is answered about their email."""
    found = [one.facts for one in events if isinstance(one, LetterOrdered)]
    lines = [line for one in found for line in (one.get("lines") or (one.get("did") or {}).get("lines") or ())]
    return " ".join(f"{line['line']} {line['result']}" for line in lines if isinstance(line, dict))


def form_tasks(world: World) -> list[Task]:
    return [one for one in world.case.actions.values() if one.kind == "form"]


def test_nobody_has_the_form_before_the_policy_says_and_then_both_managers_have_it_filled_in() -> None:
    world = at_stage_3()
    assert [one.kind for one in world.case.forms.values()] == ["monitoring"]
    assert letters(world, "form") == []
    world = settled()
    first, second = letters(world, "form")
    assert (first.to.person, second.to.person) == ("w-grant", "j-holt")
    assert field(world, first, "outcome") == "Weekly visits; nothing else is open."
    assert field(world, first, "stage_resolved") == "3"
    assert field(world, first, "days") == "4 working days"
    assert field(world, first, "child_name") == ""
    assert "Jon Holt, Service manager, Severnside Council: not signed yet" in field(world, first, "receiving")


def test_what_a_form_quotes_is_shown_to_its_author_before_another_side_sees_it_there() -> None:
    world = at_stage_3()
    mine, theirs = letters(world, "form_quote")
    assert (mine.to.person, theirs.to.person) == (world.raiser, world.responder)
    assert ordered(world, theirs).facts["text"] == THEIRS
    assert "NCT" not in ordered(world, theirs).facts["title"]
    yes(world, mine)
    events = reply(world, theirs, "Why there is a dispute: We assessed; the family has early help.")
    assert "The form quotes you in these words" in answered(events)
    world = world.copy()
    world.now = moment("Thu 26 Nov 2026 10:00")
    world.say("w-grant", Verb.RESOLVED, "Weekly visits; nothing else is open.")
    world.say("j-holt", Verb.AGREE, "")
    world.wait("Mon 30 Nov 2026 09:00")
    shown = field(world, letters(world, "form")[0], "reason")
    assert "Molly Reid, Elm Grove School, wrote on Monday 23 November 2026: “I do not agree.”" in shown
    assert "Severnside Council, wrote on Wednesday 25 November 2026: “We assessed; the family has early help.”" in shown
    assert THEIRS not in shown


def test_who_does_not_want_to_be_quoted_is_not_and_who_was_not_reached_neither() -> None:
    world = at_stage_3()
    mine, theirs = letters(world, "form_quote")
    reply(world, mine, "No", answer="no")
    world.bounce(theirs.letter)
    world.say("w-grant", Verb.RESOLVED, "Weekly visits; nothing else is open.")
    world.say("j-holt", Verb.AGREE, "")
    world.wait("Mon 30 Nov 2026 09:00")
    shown = field(world, letters(world, "form")[0], "reason")
    assert "I do not agree" not in shown
    assert THEIRS not in shown
    assert "Severnside Council: see the record, or ask them." in shown


def test_a_late_no_counts_until_the_form_has_gone_out() -> None:
    world = at_stage_3()
    _, theirs = letters(world, "form_quote")
    yes(world, theirs)
    world.now = moment("Thu 26 Nov 2026 10:00")
    assert "The form leaves your words out." in answered(reply(world, theirs, "No", answer="no"))
    assert world.case.quotes["severnside"].text == ""
    world = settled()
    _, theirs = letters(world, "form_quote")
    assert "The form has gone out with what it quotes of you." in answered(reply(world, theirs, "No", answer="no"))
    late = reply(world, theirs, "Why there is a dispute: we see it otherwise now.")
    assert "The form has gone out with what it quotes of you." in answered(late)
    assert world.case.quotes["severnside"].text == THEIRS


def test_words_put_in_somebodys_mouth_by_an_unproven_mail_are_not_quoted() -> None:
    world = at_stage_3()
    _, theirs = letters(world, "form_quote")
    posed = replace(sender(world.responder, "sgcp"), proof="plausible")
    number = next(world.mails)
    events = world.decide(
        Hear(
            at=world.now,
            mail=f"m{number}",
            message_id=f"<m{number}@people.example>",
            sender=posed,
            answers=theirs.letter,
            replies_to=theirs.letter,
            own_words="Why there is a dispute: I was wrong all along.",
        )
    )
    assert "We could not be sure that this came from you" in answered(events)
    assert world.case.quotes == {}


def test_a_form_goes_with_a_case_that_goes_on_and_a_new_one_begins() -> None:
    world = at_stage_3()
    world.wait("Mon 30 Nov 2026 09:00")
    assert world.case.stage == "4"
    first = letters(world, "form")[0]
    assert field(world, first, "outcome") == "Not settled at stage 3: it has gone on to stage 4."
    assert field(world, first, "stage_resolved") == ""
    assert [one.stage for one in world.case.forms.values()] == ["3", "4"]


def test_lines_that_come_back_are_read_shown_again_and_only_then_to_the_other_side() -> None:
    world = settled()
    mine, _ = letters(world, "form")
    events = reply(world, mine, "Thank you.\n\nHow well: it took too long.\nTwo weeks, in fact.\n\nRegards\nWanda")
    assert [one.fields[0].text for one in events if isinstance(one, FormFilled)] == [
        "it took too long.\nTwo weeks, in fact."
    ]
    assert "How well the policy worked and how to improve it: it took too long. Two weeks, in fact. Read." in " ".join(
        answered(events).split()
    )
    assert [one.to.person for one in events if isinstance(one, LetterOrdered)] == ["w-grant"]
    assert not any(isinstance(one, ActionDone) for one in events)
    events = yes(world, letters(world, "form", "w-grant")[-1])
    assert "Signed: Monitoring form. Jon Holt has yet to sign it." in answered(events)
    theirs = letters(world, "form", "j-holt")[-1]
    assert field(world, theirs, "feedback") == "it took too long.\nTwo weeks, in fact."
    assert "Wanda Grant, Chair of governors, Elm Grove School: signed by email on Monday 30 November 2026" in field(
        world, theirs, "initiating"
    )
    assert "Every side has signed it" in answered(yes(world, theirs))
    assert {one.state for one in form_tasks(world)} == {"done"}


def test_a_yes_to_a_form_that_has_changed_since_signs_nothing() -> None:
    world = settled()
    mine, theirs = letters(world, "form")
    world.now = moment("Mon 30 Nov 2026 11:00")
    reply(world, theirs, "Outcome: fortnightly visits")
    yes(world, letters(world, "form", "j-holt")[-1])
    world.now = moment("Mon 30 Nov 2026 12:00")
    assert "Nothing is signed: the form has changed since that letter" in answered(yes(world, mine))
    assert field(world, letters(world, "form", "w-grant")[-1], "outcome") == "fortnightly visits"
    yes(world, letters(world, "form", "w-grant")[-1])
    assert {one.state for one in form_tasks(world)} == {"done"}


def test_who_signed_before_the_form_changed_is_asked_again() -> None:
    world = settled()
    mine, theirs = letters(world, "form")
    yes(world, mine)
    world.now = moment("Mon 30 Nov 2026 11:00")
    reply(world, theirs, "Outcome: fortnightly visits")
    yes(world, letters(world, "form", "j-holt")[-1])
    assert [one.state for one in form_tasks(world) if one.owner.person == "w-grant"] == ["done", "standing"]
    assert "Wanda Grant, Chair of governors, Elm Grove School: not signed yet" in field(
        world, letters(world, "form", "w-grant")[-1], "initiating"
    )


def test_the_signed_form_goes_to_all_who_signed_it_and_to_the_officer_whom_the_policy_names() -> None:
    world = settled()
    mine, theirs = letters(world, "form")
    yes(world, mine)
    assert letters(world, "form_copy") == []
    events = yes(world, theirs)
    copies = letters(world, "form_copy")
    assert [one.to.name for one in copies] == ["Wanda Grant", "Jon Holt", "Leo Pike"]
    assert "Jon Holt, Service manager, Severnside Council: signed by email" in field(world, copies[0], "receiving")
    assert not any(one["asked"] for one in ordered(world, copies[2]).facts["fields"])
    assert [one.template for one in events if isinstance(one, LetterOrdered) and one.to.person == "j-holt"] == [
        "form_copy"
    ]


def test_a_form_that_every_side_has_signed_stays_as_it_is() -> None:
    world = settled()
    for one in letters(world, "form"):
        yes(world, one)
    events = reply(world, letters(world, "form")[0], "Outcome: fortnightly visits")
    assert "Every side has signed this form, so it stays as it is." in answered(events)
    assert not any(isinstance(one, FormFilled) for one in events)


def test_words_of_ours_in_a_field_do_nothing_and_what_calls_for_attention_is_asked_about() -> None:
    world = settled()
    mine, _ = letters(world, "form")
    text = "Outcome:\nRESOLVED: weekly visits\nESCALATE: or else\nREOPEN: it was not done"
    spoken = [
        Said(verb, "", f"{verb.value}: {rest}")
        for verb, rest in (
            (Verb.RESOLVED, "weekly visits"),
            (Verb.ESCALATE, "or else"),
            (Verb.REOPEN, "it was not done"),
        )
    ]
    events = world.hear(mine.to.person, *spoken, answers=mine.letter, replies_to=mine.letter, own_words=text)
    assert not any(isinstance(one, Proposed) for one in events)
    assert world.case.status == "closed"
    assert "This stands in a field of the form, so we did nothing by it" in answered(events)
    assert any(one.template == "question" for one in events if isinstance(one, LetterOrdered))


def test_the_words_that_people_know_sign_it_too_and_what_only_sounds_so_is_asked() -> None:
    world = settled()
    mine, theirs = letters(world, "form")
    events = world.hear("w-grant", Said(Verb.AGREE, "", "AGREE"), answers=mine.letter, replies_to=mine.letter)
    assert "Signed: Monitoring form." in answered(events)
    wish = Unclear("Looks right to me.", Verb.AGREE, "wish", Said(Verb.AGREE, "", "Looks right to me."))
    events = world.hear("j-holt", unclear=(wish,), answers=theirs.letter, replies_to=theirs.letter)
    (asked,) = [one.facts for one in events if isinstance(one, LetterOrdered)]
    assert (asked["verb"], asked["does"]) == ("DONE", "it is right as it stands here: you sign it")
    events = world.hear("j-holt", own_words="I confirm this is right.", answers=theirs.letter, replies_to=theirs.letter)
    assert [one.facts["verb"] for one in events if isinstance(one, LetterOrdered)] == ["DONE"]
    no = Said(Verb.DISAGREE, "we never agreed to visit", "DISAGREE: we never agreed to visit")
    events = world.hear("j-holt", no, answers=theirs.letter, replies_to=theirs.letter)
    assert "Recorded: you do not sign it." in answered(events)


def test_danger_in_a_field_alarms_as_anywhere_but_what_we_sent_them_does_not() -> None:
    world = settled()
    mine, _ = letters(world, "form")
    row = (Cell("Outcome"), Cell("He said that he will kill her tonight."))
    told = Document("form.docx", (row,), danger=("he will kill her tonight", "weekly visits; nothing else is open"))
    events = reply(world, mine, "Here it is.", documents=(told,))
    alarms = [one for one in world.to_office(list(events)) if one.facts["headline"] == "Words of danger"]
    assert len(alarms) == 1
    assert "he will kill her tonight" in str(alarms[0].facts)
    assert "weekly visits" not in str(alarms[0].facts["items"])


def test_the_childs_name_is_neither_asked_for_nor_kept() -> None:
    world = settled()
    mine, _ = letters(world, "form")
    shown = ordered(world, mine).facts["fields"][0]
    assert (shown["asked"], shown["note"]) == (
        False,
        "Leave this empty here. Write it by hand, on your own agency's copy.",
    )
    untouched = (Cell("Full name of the child"), Cell(shown["note"]))
    events = reply(world, mine, "Attached.", documents=(Document("form.docx", (untouched,)),))
    assert "We keep nothing of this" not in answered(events)
    row = (Cell("Full name of the child"), Cell("Jane Roe"))
    events = reply(world, mine, "Full name of the child: Jane Roe", documents=(Document("form.docx", (row,)),))
    assert "We keep nothing of this" in answered(events)
    assert not any(isinstance(one, FormFilled) for one in events)
    assert "Jane Roe" not in str([one.facts for one in events if isinstance(one, LetterOrdered)])


def test_a_document_that_comes_back_is_read_by_its_labels_or_its_tags() -> None:
    world = settled()
    mine, _ = letters(world, "form")
    rows = (
        (Cell("Ergebnis"), Cell("Weekly visits until Easter.", "outcome")),
        (Cell("Days taken to resolve"), Cell("9")),
    )
    events = reply(world, mine, "Please see attached.", documents=(Document("form.docx", rows),))
    filled = next(one for one in events if isinstance(one, FormFilled))
    assert (filled.document, filled.fields[0].text) == ("form.docx", "Weekly visits until Easter.")
    assert "Days taken to resolve This comes from our record, so it stays as it is." in answered(events)


def test_a_form_that_comes_back_as_it_went_is_not_taken_for_a_signature_and_its_sender_is_told() -> None:
    world = settled()
    mine, _ = letters(world, "form")
    rows = ((Cell("Weekly visits; nothing else is open.", "outcome"),),)
    events = reply(world, mine, "Attached.", documents=(Document("form.docx", rows),))
    assert "What you sent says what the form says already." in answered(events)
    assert not any(isinstance(one, FormFilled | ActionDone) for one in events)
    long = reply(world, mine, f"Outcome: {'visits ' * 2_000}")
    assert "Read, as far as a form has room; the rest stands in your email." in answered(long)


def test_what_stands_beside_a_label_that_we_do_not_know_is_counted_and_never_shown() -> None:
    world = settled()
    mine, _ = letters(world, "form")
    rows = ((Cell(OUTCOME), Cell("Weekly visits until Easter.")), (Cell("Name of young person"), Cell("Jane Roe")))
    events = reply(world, mine, "Our own copy.", documents=(Document("own copy.docx", rows),))
    assert "own copy.docx 1 answer in it belongs to no field that we know." in answered(events)
    assert "Jane Roe" not in str([one for one in events if not isinstance(one, MailHeard)])


def test_a_document_in_an_email_of_its_own_finds_its_form() -> None:
    world = settled()
    rows = (
        (Cell(OUTCOME), Cell("Weekly visits until Easter.")),
        (Cell("Why there is a dispute, with every agency's view"), Cell("See above.")),
    )
    events = world.hear("w-grant", own_words="The form.", documents=(Document("form.docx", rows),))
    assert len([one for one in events if isinstance(one, FormFilled)]) == 1


def test_the_minutes_of_a_meeting_are_no_form() -> None:
    world = settled()
    rows = ((Cell("Reason: to plan the visits"),), (Cell("Outcome: Weekly visits."),), (Cell("Feedback: none"),))
    events = world.hear("w-grant", own_words="The minutes.", documents=(Document("minutes.docx", rows),))
    assert not any(isinstance(one, FormFilled) for one in events)


def test_a_hostile_document_is_refused_kept_and_the_office_told_and_a_scan_is_only_asked_for_anew() -> None:
    world = settled()
    mine, _ = letters(world, "form")
    refused = Document("form.docm", refused="it has macros, which no form needs. Please answer", hostile=True)
    events = reply(world, mine, "Attached.", documents=(refused,))
    assert any(isinstance(one, DocumentRefused) and one.name == "form.docm" for one in events)
    assert "form.docm We did not read it: it has macros" in answered(events)
    assert [one.facts["headline"] for one in world.to_office(list(events))] == ["A document that we did not open"]
    scan = Document("scan.pdf", refused="it is a PDF or a scan: we cannot read what is written in it. Please answer")
    events = reply(world, mine, "Attached.", documents=(scan,))
    assert "scan.pdf We did not read it: it is a PDF" in answered(events)
    assert world.to_office(list(events)) == []
    assert form_tasks(world)[0].state == "standing"


def test_a_required_field_that_is_empty_is_asked_for_by_name_and_nothing_is_signed_without_it() -> None:
    world = settled()
    mine, _ = letters(world, "form")
    form = world.case.forms["f1"]
    world.case = replace(world.case, forms={"f1": replace(form, facts={})})
    events = yes(world, mine)
    assert f"Not signed yet: “{OUTCOME}” is still empty." in answered(events)
    world.wait("Mon 7 Dec 2026 18:00")
    assert ordered(world, letters(world, "form", "w-grant")[-1]).facts["missing"] == [OUTCOME]


def test_a_secretary_advises_and_a_stranger_to_the_form_fills_in_nothing() -> None:
    world = settled()
    mine, theirs = letters(world, "form")
    events = reply(world, mine, "Outcome: daily visits", who=world.raiser)
    assert "Wanda Grant fills this in and signs it. Your words were passed to them" in answered(events)
    assert any(isinstance(one, Noted) and one.advice for one in events)
    assert any(
        one.to.person == "w-grant" for one in events if isinstance(one, LetterOrdered) and one.template == "news"
    )
    assert not any(isinstance(one, FormFilled) for one in events)
    events = world.hear(world.raiser, Said(Verb.DONE), answers=mine.letter)
    assert "This is for Wanda Grant to sign" in answered(events)
    assert form_tasks(world)[0].state == "standing"
    assert theirs.state == "sent"


def test_an_unproven_yes_is_asked_for_once_more() -> None:
    world = settled()
    mine, _ = letters(world, "form")
    events = world.decide(
        Hear(
            at=world.now,
            mail="m99",
            message_id="<m99@people.example>",
            sender=replace(sender("w-grant", "sgcp"), proof="plausible"),
            answers=mine.letter,
            replies_to=mine.letter,
            own_words="Yes",
            answer="yes",
        )
    )
    assert any(isinstance(one, ConfirmationAsked) for one in events)
    assert form_tasks(world)[0].state == "standing"


def test_who_does_not_sign_says_why_the_office_hears_and_the_case_stays_as_it_is() -> None:
    world = settled()
    mine, _ = letters(world, "form")
    events = world.hear("w-grant", Said(Verb.NOT_DONE, "We never agreed to this."), answers=mine.letter)
    assert "Recorded: you do not sign it." in answered(events)
    assert [one.facts["headline"] for one in world.to_office(list(events))] == ["A form is not signed"]
    assert world.case.status == "closed"


def test_who_would_not_sign_at_first_may_yet() -> None:
    world = settled()
    mine, _ = letters(world, "form")
    world.hear("w-grant", Said(Verb.NOT_DONE, "We never agreed to this."), answers=mine.letter)
    assert "Signed: Monitoring form." in answered(yes(world, mine))
    assert "That is recorded already." in answered(yes(world, mine))


def test_a_yes_to_the_letter_of_before_is_not_told_that_it_is_recorded() -> None:
    world = settled()
    mine, theirs = letters(world, "form")
    yes(world, mine)
    world.now = moment("Mon 30 Nov 2026 11:00")
    reply(world, theirs, "Outcome: fortnightly visits")
    yes(world, letters(world, "form", "j-holt")[-1])
    assert "Nothing is signed: the form has changed since that letter" in answered(yes(world, mine))
    assert "Every side has signed it." in answered(yes(world, letters(world, "form", "w-grant")[-1]))


def test_a_done_that_answers_no_form_signs_none() -> None:
    world = settled()
    events = world.hear("w-grant", Said(Verb.DONE))
    assert not any(isinstance(one, ActionDone) for one in events)


def test_what_is_demanded_is_asked_for_every_five_working_days_and_the_case_is_not_finished_before() -> None:
    world = settled()
    world.wait("Fri 29 Jan 2027 12:00")
    assert len(letters(world, "form", "w-grant")) >= 8
    assert not world.case.finished
    for who in ("w-grant", "j-holt"):
        yes(world, letters(world, "form", who)[-1])
    world.hear(world.office, Said(Verb.DONE))
    assert world.case.finished


def test_what_is_only_offered_is_asked_for_twice_and_given_up() -> None:
    world = at("bscp")
    world.say("b-osei", Verb.RESOLVED, "Weekly visits; nothing else is open.")
    world.say("i-marsh", Verb.AGREE, "")
    world.wait("Fri 29 Jan 2027 12:00")
    assert world.case.status == "closed"
    asked = letters(world, "form")
    assert {one.to.person for one in asked} == {"b-osei", "i-marsh"}
    assert len(asked) == 4
    assert {one.state for one in form_tasks(world)} == {"not-done"}
    assert field(world, asked[0], "ref") == "BSCP 2026-0001-E"
    assert field(world, asked[0], "decision") == "Weekly visits; nothing else is open."


def test_a_form_whose_fields_nobody_has_published_says_so() -> None:
    whole = policy("rpd")
    bare = replace(whole.forms[0], field=whole.forms[0].field[:1], fields_known=False)
    world = at("rpd", replace(whole, forms=(bare,)))
    world.say("a1", Verb.ESCALATE, "no plan came")
    assert [one.stage for one in world.events if isinstance(one, FormBegun)] == ["2"]
    assert letters(world, "form") == []
    world.wait("Tue 8 Dec 2026 09:00")
    first = letters(world, "form")[0]
    facts = ordered(world, first).facts
    assert (facts["prescribed"], facts["known"], field(world, first, "ref")) == (True, False, "RPD 2026-0001-E")
    assert "Signed" in answered(yes(world, first))


def test_a_form_goes_out_when_its_stage_is_over_where_the_policy_does_not_say_when() -> None:
    world = at("rpd")
    world.say("a1", Verb.ESCALATE, "no plan came")
    assert letters(world, "form") == []
    world.wait("Tue 8 Dec 2026 09:00")
    assert world.case.stage != "2"
    assert field(world, letters(world, "form")[0], "outcome").startswith("Not settled at stage 2")


def test_a_withdrawn_case_asks_nobody_for_a_form() -> None:
    world = at("bscp")
    world.say(world.raiser, Verb.WITHDRAW, "We have spoken.")
    world.wait("Fri 4 Dec 2026 18:00")
    assert (world.case.ending, letters(world, "form")) == ("withdrawn", [])


def test_who_has_not_signed_stands_in_the_morning_letter_with_the_date() -> None:
    world = settled()
    lines = [one for one in morning(world)["waits"] if "form" in one]
    assert lines == [
        "SGCP 2026-0001-E: A form is not signed yet. Wanda Grant, by 5pm Fri 4 Dec.",
        "SGCP 2026-0001-E: A form is not signed yet. Jon Holt, by 5pm Fri 4 Dec.",
    ]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("3", "3"),
        ("Stage 4", "4"),
        ("☒ Stage 3 ☐ Stage 4", "3"),
        ("☐ 3 ☑ 4", "4"),
        ("[ ] 3 [x] 4", "4"),
        ("Étape : ☐ 3 ☒ 4", "4"),
        ("☒ 3 ☒ 4", ""),
        ("3 or 4", ""),
        ("neither", ""),
    ],
)
def test_a_choice_is_what_is_ticked_or_alone_named_and_else_is_asked_for(text: str, taken: str) -> None:
    whole = policy("sgcp")
    form = whole.forms[0]
    asked = tuple(replace(one, auto=False) if one.id == "stage_resolved" else one for one in form.field)
    world = settled()
    world.rules = replace(world.rules, policy=replace(whole, forms=(replace(form, field=asked),)))
    world.case = as_it_stands(world.case, forms={"f1": as_it_stands(world.case.forms["f1"], facts={})})
    events = reply(world, letters(world, "form")[0], f"Stage where it was resolved: {text}")
    filled = [field.text for one in events if isinstance(one, FormFilled) for field in one.fields]
    assert filled == ([taken] if taken else [])
    assert taken or "We could not tell which is meant: 3 or 4." in answered(events)
