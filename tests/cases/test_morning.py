"""What the morning letter says of each case: whose move it is, since when a word is missing, and by when it is due."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from mailservice.cases.history.commands import Grave, Unclear
from mailservice.cases.history.events import Action, CaseOpened
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import phrases
from tests.cases.mornings import morning
from tests.cases.world import OFFICE, RAISER, RESPONDER, World, at, said

# The ladder of Northamptonshire's guide: the next stage is asked for four times until the Partnership has it.
TO_THE_PARTNERSHIP = 5


def renamed(world: World, reference: str) -> World:
    """Return the same case under another reference."""
    events = [replace(one, reference=reference) if isinstance(one, CaseOpened) else one for one in world.events]
    return World(world.now, events, world.case)


def test_a_side_not_heard_from_is_named_with_since_when_and_who_is_asked() -> None:
    world = World().open()
    assert morning(world)["waits"] == []
    world.wait("Tue 24 Nov 2026 13:31")
    assert morning(world)["waits"] == []
    assert morning(world)["needs"] == [
        (
            "NSCP 2026-0001-E (NCT-483920; Rockingham Community Health Trust and Nene Valley Children's Trust; stage 1):"
            " No word came from Nene Valley Children's Trust; please ring"
            " Daniel Mensah, asked: no number in the directory; Joy Okafor, above them: 01632 960 121."
            " NSCP Business Office, by 5pm Wed 25 Nov."
        )
    ]


def test_a_side_in_whose_place_a_colleague_is_asked_is_waited_for_by_them_first() -> None:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    world.wait("Tue 24 Nov 2026 17:00")
    shown = morning(world)
    assert any("No word from Rockingham Community Health Trust and Nene Valley" in one for one in shown["waits"])
    assert [one for one in shown["needs"] if "please ring" in one] == []
    world.wait("Fri 27 Nov 2026 16:00")
    assert [
        one for one in morning(world)["needs"] if "Nene Valley" in one and "please ring Joy Okafor, asked: 01632" in one
    ]


def test_a_word_of_theirs_ends_the_wait() -> None:
    world = World().open()
    world.say(RESPONDER, Verb.RECEIVED)
    world.wait("Tue 24 Nov 2026 13:31")
    assert morning(world)["waits"] == []


def test_a_check_in_unanswered_is_told_with_its_side_and_since_when() -> None:
    world = at("bscp")
    world.wait("Wed 25 Nov 2026 09:00")  # asked on Tuesday at 5pm
    assert morning(world)["waits"] == [
        (
            "BSCP 2026-0001-E: No answer to our check-in from Wye Valley Community Health since Tuesday 24 November."
            " Beatrice Osei, by 5pm Wed 25 Nov."
        )
    ]
    (need,) = morning(world)["needs"]
    assert "No word came from Chiltern Children's Services, though we asked 1 time; please ring Ivan Marsh" in need
    assert need.endswith("BSCP Business Office, by 5pm Wed 25 Nov.")


def test_the_third_check_in_without_a_word_is_the_offices_by_name() -> None:
    world = at("bscp")
    world.wait("Wed 25 Nov 2026 09:00")
    world.say("b-osei", Verb.NOTE, "We speak tomorrow.")
    world.wait("Fri 27 Nov 2026 09:00")
    shown = morning(world)
    assert shown["needs"] == [
        (
            "BSCP 2026-0001-E (NCT-483920; Wye Valley Community Health and Chiltern Children's Services; stage 0):"
            " No word came from Chiltern Children's Services, though we asked 3 times; please ring"
            " Ivan Marsh, asked: no number in the directory; Gail Tanner, above them: 01632 960 221."
            " BSCP Business Office, by 5pm Fri 27 Nov."
        )
    ]
    assert [one for one in shown["waits"] if "Chiltern" in one] == []


def test_a_stage_that_drifts_is_the_offices_to_ask_about() -> None:
    world = at("bscp")
    world.wait("Tue 1 Dec 2026 09:00")
    assert any("Stage 0 is open long; ask both sides" in one for one in morning(world)["needs"])


def test_a_new_date_merely_asked_for_is_told_and_who_must_answer() -> None:
    world = World().open()
    seen = len(world.events)
    world.say(RAISER, Verb.NEW_DATE)
    shown = morning(world, seen=seen)
    assert shown["waits"] == [
        (
            "NSCP 2026-0001-E: Sarah Whitlock asks for a new date, 5pm Tue 1 Dec; AGREE or DISAGREE is awaited."
            " Daniel Mensah, by 5pm Wed 25 Nov."
        )
    ]
    assert any("asked for another date (NEW DATE)" in one for one in shown["happened"])


def test_words_to_settle_it_wait_for_the_other_side() -> None:
    world = World().open()
    world.say(RESPONDER, Verb.RESOLVED)
    (line,) = morning(world)["waits"]
    assert "Daniel Mensah proposed how to settle it" in line
    assert line.endswith("Sarah Whitlock, by 5pm Wed 25 Nov.")


def test_a_withdrawal_asks_the_office_to_speak_to_its_author_alone() -> None:
    world = World().open()
    world.say(RAISER, Verb.WITHDRAW, "It is settled between us.")
    (need,) = morning(world)["needs"]
    assert "Sarah Whitlock withdraws it; ask them alone if that is their own wish" in need
    assert need.endswith("NSCP Business Office, by 5pm Tue 24 Nov.")


def test_a_letter_that_came_back_is_the_offices_to_mend_until_one_arrives() -> None:
    world = World().open()
    letter = next(one for one in world.case.letters.values() if one.to.person == RESPONDER)
    world.bounce(letter.letter)
    assert any("Our letter to Daniel Mensah came back" in one for one in morning(world)["needs"])


def test_an_action_of_an_ended_case_is_named_with_its_owner_and_then_as_not_done() -> None:
    world = World().open()
    visit = Action("a joint visit on Friday 27 November", date(2026, 11, 27))
    world.hear(RESPONDER, replace(said(Verb.RESOLVED, world.now), actions=(visit,)))
    world.say(RAISER, Verb.AGREE)
    assert world.case.status == "closed"
    seen = len(world.events)
    assert morning(world)["waits"] == [
        "NSCP 2026-0001-E: An agreed action falls due. Daniel Mensah, by 9am Fri 27 Nov."
    ]
    world.wait("Fri 27 Nov 2026 09:01")
    assert "we asked if it is done. Daniel Mensah, by 5pm Mon 30 Nov." in morning(world)["waits"][0]
    world.wait("Mon 30 Nov 2026 17:01")
    (need,) = morning(world, seen=seen)["needs"]
    assert "An agreed action of Daniel Mensah is not done" in need
    assert need.endswith("NSCP Business Office, by 5pm Tue 1 Dec.")


def test_a_new_address_in_use_is_shown_to_the_office() -> None:
    world = World().open()
    seen = len(world.events)
    named = said(Verb.CONTACT, world.now)
    world.hear(RESPONDER, replace(named, name="Una Frost", address="una.frost@nenevalley.example"))
    (line,) = morning(world, seen=seen)["happened"]
    assert (
        "named a new address for Nene Valley Children's Trust at stage 2: Una Frost una.frost@nenevalley.example"
        in line
    )
    assert "put it in the directory" in line


def test_an_address_to_allow_is_shown_until_another_is_found_for_the_place() -> None:
    world = World().open()
    away = replace(said(Verb.CONTACT, world.now), name="Pat Quill", address="pat.quill@agencystaff.example")
    world.hear(RESPONDER, away)
    (need,) = morning(world)["needs"]
    assert "Somebody at pat.quill@agencystaff.example was named, and waits; reply with ALLOW" in need
    world.wait("Mon 23 Nov 2026 14:00")
    here = replace(away, address="una.frost@rockinghamhealth.example")
    world.hear(RAISER, here)
    assert "pat.quill" in "".join(morning(world)["needs"]), "the other side has named somebody of its own"
    world.hear(OFFICE, replace(away, name="Una Frost", address="una.frost@nenevalley.example"))
    assert "pat.quill" not in "".join(morning(world)["needs"])


def test_two_things_are_missing_and_one_is() -> None:
    world = World()
    world.say(RAISER, Verb.URGENT)
    assert any("reference and the other agency are missing" in one for one in morning(world)["needs"])
    world.hear(RAISER, child_references=("NCT-483920",), own_words="NCT-483920")
    assert any("The other agency is missing" in one for one in morning(world)["needs"])


def test_an_address_is_never_written_with_a_capital() -> None:
    assert phrases.sentence("amira.hill@nscp.example is away") == "amira.hill@nscp.example is away."
    assert phrases.sentence("she is away") == "She is away."


def test_a_convened_stage_waits_for_the_office_until_its_day_is_set() -> None:
    world = World().open()
    while world.rules.policy.stage(world.case.stage).sides != "convened":
        world.say(RAISER, Verb.ESCALATE)
    assert world.case.stage == str(TO_THE_PARTNERSHIP)
    assert any("Stage 5 is convened; see that it is arranged" in one for one in morning(world)["needs"])
    world.say(OFFICE, Verb.MEDIATION)
    assert morning(world)["needs"] == []
    assert "stage 5" in morning(world)["stand"][0]["cases"][0]


def test_an_agreed_case_and_one_that_stands_still_name_their_stage_as_well() -> None:
    agreed = World().open()
    agreed.say(RAISER, Verb.ESCALATE)
    agreed.say("m-dasgupta", Verb.RESOLVED)
    agreed.say("j-okafor", Verb.AGREE)
    assert ": stage 2, agreed; the raiser may object, by " in morning(agreed)["stand"][0]["cases"][0]
    still = World().open()
    still.hear(RESPONDER, own_words="N died on Sunday.", grave=Grave("N died on Sunday.", sure=True))
    assert ": stage 1, stands still after a death or grave harm, by " in morning(still)["stand"][0]["cases"][0]


def test_what_presses_most_stands_first() -> None:
    quiet, convened, urgent = (World().open() for _ in range(3))
    while convened.rules.policy.stage(convened.case.stage).sides != "convened":
        convened.say(RAISER, Verb.ESCALATE)
    urgent.say(RAISER, Verb.URGENT)
    shown = morning(quiet, renamed(convened, "NSCP 2026-0002-A"), renamed(urgent, "NSCP 2026-0003-B"))
    assert [one.split(" (")[0] for one in shown["needs"]][:2] == ["NSCP 2026-0003-B", "NSCP 2026-0002-A"]
    assert shown["headline"] == "2 need you today"


def test_forty_open_cases_take_a_line_each_under_the_day_of_their_next_date() -> None:
    world = World().open()
    shown = morning(*(renamed(world, f"NSCP 2026-{number:04}-X") for number in range(40)))
    (day,) = shown["stand"]
    assert day["day"] == "Wednesday 25 November 2026"
    assert len(day["cases"]) == len(set(day["cases"])) == 40
    assert max(map(len, day["cases"])) < 220
    assert shown["needs"] == []
    assert datetime.fromisoformat(shown["read_through"]) == world.now - timedelta(minutes=2)


def _wish(world: World, who: str) -> None:
    would = replace(said(Verb.ESCALATE, world.now), reason="", line="Can this go further up?")
    world.hear(who, unclear=(Unclear(would.line, Verb.ESCALATE, "wish", would),), own_words=would.line)
    world.send()


def test_a_second_wish_stands_in_the_morning_letter_and_a_first_one_after_a_working_day() -> None:
    world = World().open()
    _wish(world, RAISER)
    assert morning(world)["needs"] == []
    later = world.copy()
    later.wait("Tue 24 Nov 2026 17:00")
    [need] = [one for one in morning(later)["needs"] if "please ring Dan" not in one]
    assert "may want ESCALATE and has not answered us, asked on Monday 23 November" in need
    _wish(world, RAISER)
    assert "asked 2 times" in morning(world)["needs"][0]


def test_the_office_is_not_told_to_ring_itself() -> None:
    world = World().open()
    _wish(world, OFFICE)
    world.wait("Tue 24 Nov 2026 17:00")
    [need] = [one for one in morning(world)["needs"] if "may want ESCALATE" in one]
    assert "asked on Monday 23 November; answer that letter with yes or no." in need


def test_a_question_or_a_complaint_to_us_stands_in_the_next_morning_letter_alone() -> None:
    world = World().open()
    seen = len(world.events)
    world.hear(RAISER, own_words="Why do I keep getting these?", to_us="question")
    world.hear(RESPONDER, own_words="This is the third time I have told you.", to_us="complaint")
    assert [one.split(": ")[1].split(";")[0] for one in morning(world, seen=seen)["needs"]] == [
        "Sarah Whitlock asks us something",
        "Daniel Mensah complains to us",
    ]
    assert morning(world, seen=len(world.events))["needs"] == []
