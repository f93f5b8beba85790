"""What a sound file leaves to look at: a slip of the hand in a role, a time put otherwise in words, haste without a key."""

from pathlib import Path

import pytest

from mailservice.errors import UserError
from mailservice.policy.load import load, load_bytes
from mailservice.policy.looks import looks_of
from mailservice.policy.model import Policy
from mailservice.policy.skeleton import skeleton

SEEDS = sorted((Path(__file__).resolve().parents[2] / "policies").glob("*.toml"))
PUBLISHED = sorted((Path(__file__).parent / "published").glob("*.toml"))
SOUND = skeleton("example", "Example Partnership", "scotland")
AUTHORITY, CONVENOR = 'authority = "Independent scrutineer"', 'convenor = "Independent scrutineer"'
FIVE = 'amount = 5\nunit = "working-days"'
READ = 'basis = "policy"\nreading = "A1"'
READING = '\n[[reading]]\nid = "A1"\nabout = "@"\nchoice = "#"\nwhy = "It is the nearest"\n'
DUTY = '\n[[duty]]\nid = "answer"\nsays = "@"\n'


def with_reading(amount: str, about: str, choice: str) -> str:
    head, foot = SOUND.split(FIVE)
    return head + amount + foot.replace('basis = "policy"', READ, 1) + READING.replace("@", about).replace("#", choice)


def looks(text: str) -> dict[str, str]:
    return dict(looks_of(load_bytes(text.encode(), "ours.toml")))


@pytest.mark.parametrize("file", [*SEEDS, *PUBLISHED], ids=lambda file: file.stem)
def test_of_the_policies_that_people_compared_with_their_text_nothing_is_left_to_look_at(file: Path) -> None:
    assert looks_of(load(file)) == []


@pytest.mark.parametrize(
    ("old", "new", "key", "meant"),
    [
        (AUTHORITY, 'authority = "Independant scrutineer"', "final, authority", "Independent scrutineer"),
        (CONVENOR, 'convenor = "Indpeendent scrutineer"', "final, authority", "Indpeendent scrutineer"),
        ('["Senior manager"]', '["Senior manager", "Seinor manager"]', "stage 3, roles, default", "Senior manager"),
        ('["Senior manager"]', '["Head-teacher", "Headteacher"]', "stage 3, roles, default", "Head-teacher"),
    ],
)
def test_a_role_that_stands_near_another_is_asked_about(old: str, new: str, key: str, meant: str) -> None:
    assert f"did you mean {meant!r}?" in looks(SOUND.replace(old, new, 1))[key]


@pytest.mark.parametrize("pair", ["Head, Lead", "Line manager, Line managers", "Deputy chief nurse, Chief nurse"])
def test_two_roles_that_only_sound_alike_are_two(pair: str) -> None:
    roles = ", ".join(f'"{one}"' for one in pair.split(", "))
    assert looks(SOUND.replace('["Senior manager"]', f"[{roles}]", 1)) == {}


def test_a_role_that_stands_once_where_all_others_stand_twice_is_asked_about() -> None:
    roles = '["Practitioner", "Line manager", "Senior manager", "Headmaster"]'
    who = f'\n[[tell]]\nevent = "closed"\nbasis = "policy"\nwho = {roles}\n'
    assert "stands here alone" in looks(SOUND + who)["tell number 1, who"]


def test_who_mediates_and_then_decides_or_convenes_and_acts_for_a_side_is_asked_about() -> None:
    mediates = looks(SOUND.replace('means = ["decision"]', 'means = ["mediation", "decision"]'))
    assert "would mediate, and then decide" in mediates["final, authority"]
    convenes = looks(SOUND.replace(CONVENOR, 'convenor = "Senior manager"'))
    assert "acts for a side at stage 3" in convenes["stage 4, convenor"]


def test_working_days_where_the_reading_says_hours_are_refused_and_both_are_shown() -> None:
    with pytest.raises(UserError, match="clock stage: says '5 hours', and the clock has 5 working days"):
        load_bytes(with_reading(FIVE, "5 hours", "as the text has it").encode(), "ours.toml")


def test_another_number_in_a_reading_is_asked_about_and_its_own_is_not() -> None:
    other = looks(with_reading(FIVE, "within 48 hours", "2 working days"))
    assert other == {
        "stage 2, clock stage": "has 5 working days, and its reading speaks of 2 working days: is it the same?"
    }
    assert looks(with_reading(FIVE, "a week", "5 working days, not 7 days")) == {}


def test_48_working_days_are_asked_about() -> None:
    found = looks(SOUND.replace(FIVE, 'amount = 48\nunit = "working-days"'))
    assert found["stage 2, clock stage, unit"] == "48 working days are weeks: were they hours?"


def test_calendar_days_in_the_words_and_working_days_in_the_key_are_asked_about() -> None:
    found = looks(SOUND + DUTY.replace("@", "Answer within 5 calendar days"))
    assert found["duty answer, says"].startswith("says '5 calendar days', and what keeps it is written in working days")


@pytest.mark.parametrize(
    "said", ["immediately", "without delay", "without undue delay", "at once", "straight away", "promptly"]
)
def test_haste_that_no_key_carries_out_is_asked_about(said: str) -> None:
    assert "no key asks anybody for it" in looks(SOUND + DUTY.replace("@", f"Answer {said}"))["duty answer, says"]
    at_once = '\n[[tell]]\nevent = "closed"\nbasis = "policy"\nwho = ["Parents"]\nhow = "immediately"\n@'
    assert "tell number 1, how" in looks(SOUND + at_once.replace("@", ""))
    assert looks(SOUND + at_once.replace("@", 'how_soon = "at-once"\n')) == {}


@pytest.mark.parametrize("said", ["the next working day", "the following day", "the same day", "the same working day"])
def test_a_day_that_no_number_keeps_is_refused(said: str) -> None:
    with pytest.raises(UserError, match="duty answer, says: promises"):
        load_bytes((SOUND + DUTY.replace("@", f"Answer by {said}")).encode(), "ours.toml")
    kept = SOUND.replace(FIVE, 'amount = 4\nunit = "hours"')
    assert isinstance(load_bytes((kept + DUTY.replace("@", f"Answer by {said}")).encode(), "ours.toml"), Policy)


def test_a_file_that_calls_its_times_what_they_are_not_is_asked_about() -> None:
    assert 'is "judgement"' in looks(SOUND.replace('"limit"  ', '"judgement"'))["policy, timescales_are"]


ENDS = 'ends_with = ["agreed", "decided", "not-agreed"]'
CARE = '\n[aftercare]\ncase_review = { when = "@", basis = "policy" }\n'


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (SOUND.replace(ENDS, 'ends_with = ["decided"]'), "final, ends_with"),
        (SOUND.replace(ENDS, f'{ENDS}\nreport = {{ by = "Chair", to = "chair" }}'), "final, report"),
        (SOUND.replace(AUTHORITY, 'authority = "Business Office"'), "final, authority"),
        (SOUND.replace("check_in = 1 ", "check_in = 60 "), "stage 3, clock settle, check_in"),
        (SOUND.replace("Manager to manager", "Practitioner to practitioner", 1), "stage 2, title"),
        (SOUND + CARE.replace("@", "stage 3"), "aftercare, case_review, when"),
        (SOUND + CARE.replace("@", "unresovled"), "aftercare, case_review, when"),
    ],
)
def test_what_can_be_carried_out_and_is_seldom_meant_is_asked_about(text: str, key: str) -> None:
    assert key in looks(text)


def test_urgent_hours_that_are_no_quicker_than_the_ordinary_way_are_asked_about() -> None:
    slow = SOUND.replace("[urgent]", "[urgent]\nhours = 96", 1)
    assert "an ordinary stage has 48 hours" in looks(slow)["urgent, hours"]
    assert "urgent, hours" not in looks(slow.replace("hours = 96", "hours = 24"))
    limit = '\n[[limit]]\nid = "o"\ngoal = "referral"\nstage = "4"\namount = 4\nunit = "working-days"\n'
    whole = slow.replace("hours = 96", 'hours = 96\nhours_for = "whole-route"')
    assert "urgent, hours" in looks(whole + limit + 'starts = "case-opened"\nbasis = "policy"\n')
