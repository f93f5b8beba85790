"""What a letter tells of another part's timing is what happens."""

from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.mail.compose.templates import load_templates, read_folder
from tests.cases import states
from tests.cases.test_climbing import at_stage, at_the_last
from tests.cases.world import CHILD, ROOT, World, letters, said
from tests.gallery import part, written

READY = load_templates(read_folder(ROOT / "templates" / "email"))


def told(ordered: LetterOrdered) -> str:
    return " ".join(part(written(ordered, READY), "plain").split())


def verbs(ordered: LetterOrdered) -> list[str]:
    return [word["verb"] for word in ordered.facts["words"]]


def check_ins(world: World) -> list[LetterOrdered]:
    world.wait_for("check-in")
    return [one for one in letters(world.events) if one.template == "check_in"]


def test_a_check_in_by_judgement_offers_the_next_stage_and_a_new_date() -> None:
    for one in check_ins(at_stage("bscp", "2")):
        assert any(
            said in told(one) for said in ("agree a date, or ask for the next stage", "ask for the next stage today")
        )
        assert "The policy gives no time for this stage" not in told(one), "an overall time of it may run"


def test_a_check_in_at_the_last_stage_speaks_of_no_next_one() -> None:
    world = at_the_last("nscp")
    world.say(world.office, Verb.MEDIATION)
    world.say(world.office, Verb.REPORT, "Both sides were heard.")
    found = check_ins(world)
    assert found
    for one in found:
        assert verbs(one) == ["RESOLVED", "STATUS"]
        assert "next stage" not in told(one)


def test_who_raised_it_is_told_of_urgency_at_the_last_stage_what_comes_after_a_day() -> None:
    for world, then in ((at_the_last("nscp"), "alarmed again"), (at_stage("nscp", "2"), "the next stage")):
        events = world.say(world.responder, Verb.URGENT)
        (news,) = [one for one in letters(events) if one.to.person == world.raiser and one.template == "news"]
        assert then in told(news)


def test_urgent_says_that_both_sides_are_written_to_only_where_both_are_known() -> None:
    for world, sides in ((states.lacking_the_agency(), "your side and its"), (World().open(), "both sides and their")):
        events = world.hear(world.raiser, said(Verb.URGENT, world.now))
        (answer,) = [one for one in letters(events) if one.template == "answer"]
        assert f"{sides} next tier have a letter" in told(answer)


def test_who_must_still_name_the_other_side_is_not_told_that_no_time_is_lost() -> None:
    lacking = World()
    lacking.hear(lacking.raiser, child_references=(CHILD,), own_words="I do not agree.")
    before = [one.due for one in lacking.case.standing if one.purpose == "clock"]
    (asked,) = [one for one in letters(lacking.events) if one.template == "missing"]
    assert "full time from the day we write to it" in told(asked)
    assert before
