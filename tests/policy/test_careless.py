"""What a hasty hand writes into a file, and nobody could carry out: each is a fault with its place, none is called sound."""

import pytest

from mailservice.errors import UserError
from mailservice.policy.load import load_bytes
from mailservice.policy.skeleton import skeleton

SOUND = skeleton("example", "Example Partnership", "scotland")
PANEL = 'means = ["decision"]\ndecided_by = "all"\nauthorities = ["Chair", "chair"]'
ROUTE = '[[route]]\nid = "r"\nwhen = "w"\ngo_to = "g"\nconfidential = true\nwords = ["@"]\n\n[[gap]]'
TELL = '[[tell]]\nevent = "closed"\nwho = [@]\nbasis = "policy"\n\n[[gap]]'
LIMIT = (
    '[[limit]]\nid = "o"\ngoal = "referral"\nstage = "1"\namount = 5\nunit = "working-days"\nstarts = "case-opened"\n'
    'basis = "policy"\n\n[[gap]]'
)
SECOND = 'starts = "previous-stage-ended"\nno_later_than = { amount = 3, unit = "working-days", starts = "agreed" }'
STAGE, FIRST, LAST = 'title = "Manager to manager"', 'title = "Practitioner to practitioner"', 'title = "Partnership"'


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("\n[[gap]]", "\n" + TELL.replace("@", ""), "tell number 1, who"),
        ("\n[[gap]]", "\n" + TELL.replace("@", '" "'), "tell number 1, who"),
        ('call_it = "professional disagreement"', 'call_it = " "', "wording, call_it"),
        ("avoid = []", 'person = { one = "child\\nx", several = "children" }', "wording, person, one"),
        (STAGE, 'title = "Manager\\nBcc: x"', "stage 2, title"),
        ('authority = "Independent scrutineer"', 'authority = " "', "final, authority"),
        ('roles.default = ["Practitioner"]', 'roles.default = [""]', "stage 1, roles, default"),
        ("amount = 5", "amount = 1000000", "stage 2, clock stage, amount"),
        ("check_in = 1 ", "check_in = 1000 ", "stage 3, clock settle, check_in"),
        ('starts = "previous-stage-ended"', SECOND, "stage 2, clock stage, no_later_than, starts"),
        (FIRST, FIRST + "\noptional = true", "stage 1, optional"),
        (LAST, LAST + "\noptional = true", "stage 4, optional"),
        (LAST, LAST + "\nrepeats = true", "stage 4, repeats"),
        (FIRST, FIRST + '\nsteps = ["a", "a"]', "stage 1, steps"),
        (STAGE, STAGE + '\nif_conflicted = "toss a coin"', "stage 2, if_conflicted"),
        ('means = ["decision"]', PANEL, "final, authorities"),
        ("\n[[gap]]", "\n" + LIMIT, "limit o, stage"),
        ("\n[[gap]]", "\n" + ROUTE.replace("@", "*"), "route r, words"),
        ("\n[[gap]]", "\n" + ROUTE.replace("@", ""), "route r, words"),
        ("[A-Z]{2,6}-", "(?:[A-Z]{1,9}){2,6}-", "reference, child"),
        ("[A-Z]{2,6}-", "[A-Z]+-", "reference, child"),
        ('timezone = "Europe/London"', 'timezone = "Asia/Tokyo"', "calendar, timezone"),
    ],
)
def test_what_nobody_could_carry_out_is_a_fault(old: str, new: str, key: str) -> None:
    assert old in SOUND
    with pytest.raises(UserError) as told:
        load_bytes(SOUND.replace(old, new, 1).encode(), "ours.toml")
    assert key in {one.key for one in told.value.problems}


def test_a_pattern_that_reads_plain_words_is_none() -> None:
    start = SOUND.index("child = '")
    pattern = SOUND[start : SOUND.index("\n", start)]
    text = SOUND.replace(pattern, r"child = '\b[A-Z]{7,9}\b'").replace('"NCT-483920"', '"ABCDEFG"')
    with pytest.raises(UserError) as told:
        load_bytes(text.encode(), "ours.toml")
    assert "in a plain sentence" in " ".join(one.remedy for one in told.value.problems)


def test_a_mediation_that_is_never_held_starts_no_clock() -> None:
    judged = 'unit = "judgement"                    # no number: it asks, and never climbs by itself\ncheck_in = 2 '
    assert judged in SOUND
    text = SOUND.replace(judged, 'unit = "working-days"\namount = 3 #').replace("\n[[gap]]", "\n#[[gap]]")
    text = text[: text.index("#[[gap]]")].replace('status = "partial"', 'status = "ready"')
    head, tail = text.rsplit('starts = "stage-entered"', 1)
    with pytest.raises(UserError) as told:
        load_bytes(f'{head}starts = "mediation-ended"{tail}'.encode(), "ours.toml")
    assert [one.key for one in told.value.problems] == ["stage 4, clock decide, starts"]


READY = SOUND[: SOUND.index("\n[[gap]]")].replace('status = "partial"', 'status = "ready"')
PANEL_OF_TWO = 'means = ["decision"]\ndecided_by = "panel"\nauthorities = ["Chair", "Director of nursing"]\nquorum = 3'
END = 'ends_with = ["agreed", "decided", "not-agreed"]'
CONVENOR = 'convenor = "Independent scrutineer"'
FOOT = '[closing]\nneeds = ["both-sides"]\nbasis = "house"\n'
MEANS, MANAGERS = 'means = ["decision"]', 'roles.default = ["Line manager"]'
FACILITATED = FIRST + '\nfacilitator = "@"'


def beside(table: str) -> tuple[str, str]:
    return FOOT, f"{FOOT}\n{table}\n"


# What each word of a key waits for, in a policy under which it never comes.
NEVER = [
    (MEANS, PANEL_OF_TWO, "final, quorum"),
    (*beside('[[tell]]\nevent = "mediation-ended"\nwho = ["Chair"]\nbasis = "policy"'), "tell number 1, event"),
    (*beside('[[tell]]\nevent = "entered"\nstages = ["1"]\nwho = ["Chair"]\nbasis = "policy"'), "tell number 1, stages"),
    (*beside('[aftercare]\ndebrief = { when = "stage-7", basis = "policy" }'), "aftercare, debrief, when"),
    (*beside('[aftercare]\npolicy_feedback = { when = "form", basis = "policy" }'), "aftercare, policy_feedback, when"),
    (*beside('[[duty]]\nid = "d"\nsays = "Stay"\nat = []'), "duty d, at"),
    (
        *beside('[[route]]\nid = "r"\nwhen = "w"\ngo_to = "g"\nadds_participant = "Adviser"\nwords = ["x"]'),
        "route r, at_stage",
    ),
    (
        *beside('[[route]]\nid = "r"\nwhen = "w"\ngo_to = "g"\nadds_participant = "Adviser"\nat_stage = "2"'),
        "route r, words",
    ),
    (*beside('[[route]]\nid = "r"\nwhen = "w"\ngo_to = "g"\nat_end = true'), "route r, words"),
    (
        *beside(
            '[[form]]\nid = "f"\ntitle = "F"\nprescribed = true\nfields_known = false\nstages = ["4"]\nsend_when = ["escalated"]'
        ),
        "form f, send_when",
    ),
    (END, 'ends_with = ["agreed", "not-agreed"]', "final, means"),
    (MEANS, MEANS + '\npanel = { members = "three", hears = "all" }', "final, panel"),
    ('amount = 2\nunit = "working-days"', 'unit = "at-once"\non_missed = "ask"', "stage 1, clock stage, on_missed"),
    (STAGE, STAGE + '\nalso_enter_for = ["scrutiny"]', "stage 2, also_enter_for"),
    (CONVENOR, CONVENOR + '\nif_conflicted = "next-manager-up"', "stage 4, if_conflicted"),
    (CONVENOR, CONVENOR + '\noptional_tier = { id = "4B", title = "E", roles = { default = ["E"] } }', "stage 4, optional_tier"),
]  # fmt: skip

# Roles that nobody could ever hold, or not for every agency.
HELD = [
    ('authority = "Independent scrutineer"', 'authority = "TBC"', "final, authority"),
    ('authority = "Independent scrutineer"', 'authority = "???"', "final, authority"),
    (MANAGERS, 'roles.default = ["Not stated"]', "stage 2, roles, default"),
    (MANAGERS, 'roles.defualt = ["Line manager"]', "stage 2, roles, defualt"),
    (MANAGERS, 'roles.school = ["Head teacher"]', "stage 2, roles"),
    ('authority = "Independent scrutineer"', 'authority = "Vacant post"', "final, authority"),
    ('authority = "Independent scrutineer"', 'authority = "To be appointed"', "final, authority"),
    (MANAGERS, 'roles.default = ["vacant"]', "stage 2, roles, default"),
    (MANAGERS, 'roles.default = ["TBA"]', "stage 2, roles, default"),
    (FIRST, FACILITATED.replace("@", "Practitioner"), "stage 1, facilitator"),
    (FIRST, FACILITATED.replace("@", "Independent scrutineer"), "stage 1, facilitator"),
]


DUTY = '[[duty]]\nid = "d"\nsays = "@"'
CALLED = '[[route]]\nid = "r"\nwhen = "w"\ngo_to = "g"\nconfidential = true\nwords = ["@"]'
# A hasty hand's other slips.
HASTY = [
    (*beside(DUTY.replace("@", "Reply within an hour")), "duty d, says"),
    (*beside(DUTY.replace("@", "Reply within 30 minutes")), "duty d, says"),
    (*beside(DUTY.replace("@", "Report within a month")), "duty d, says"),
    (*beside(DUTY.replace("@", "")), "duty d, says"),
    (*beside(CALLED.replace("@", "the")), "route r, words"),
    (*beside(CALLED.replace("@", "e*")), "route r, words"),
    (*beside('[[topic]]\nid = "t"\nlabel = "X"\n[[topic]]\nid = "u"\nlabel = "x"'), "topic u, label"),
    ("avoid = []", 'avoid = [{ word = "dispute", use = "no dispute" }]', "wording, avoid"),
    ('scope = ["between-agencies"]', "scope = []", "policy, scope"),
    (MANAGERS, 'roles.default = ["Line manager", "line manager"]', "stage 2, roles, default"),
    ('authority = "Independent scrutineer"', 'authority = "Both sides"', "final, authority"),
]


@pytest.mark.parametrize(("old", "new", "key"), [*NEVER, *HELD, *HASTY])
def test_what_would_never_come_or_nobody_hold_is_a_fault_with_its_place(old: str, new: str, key: str) -> None:
    assert old in READY
    load_bytes(READY.encode(), "ours.toml")
    with pytest.raises(UserError) as told:
        load_bytes(READY.replace(old, new, 1).encode(), "ours.toml")
    assert {one.key for one in told.value.problems} == {key}


def test_a_quorum_that_too_few_roles_could_fill_says_which_number_to_write() -> None:
    with pytest.raises(UserError, match="is 3, and authorities names 2: name as many roles, or write quorum = 2"):
        load_bytes(READY.replace(MEANS, PANEL_OF_TWO).encode(), "ours.toml")


BY_PANEL = PANEL_OF_TWO.replace("quorum = 3", "quorum = 2")


def at_last(clock: str, final: str = MEANS) -> str:
    """Give the ready policy with one clock, in working days, at its last stage."""
    head, tail = READY.rsplit("[[stage.clock]]", 1)
    rest = tail[tail.index("\n[") :] if "\n[" in tail else ""
    one = f'[[stage.clock]]\nid = "decide"\n{clock}\nbasis = "policy"\n'
    return (head + one + rest).replace(MEANS, final)


FROM_MEETING = 'amount = 5\nunit = "working-days"\nstarts = "meeting"'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (at_last(f'goal = "decision"\n{FROM_MEETING}', BY_PANEL), 'decided_by = "panel" letters ask for DECISION'),
        (at_last(f'goal = "report"\n{FROM_MEETING}'), 'put a clock with goal = "choose-mediation-or-panel" first'),
        (
            at_last(
                'goal = "report"\namount = 5\nunit = "working-days"\nstarts = "stage-entered"\n'
                'no_later_than = { amount = 1, unit = "working-days", starts = "meeting" }'
            ),
            "or take no_later_than out",
        ),
        (
            at_last('goal = "offer-mediation"\namount = 5\nunit = "working-days"\nstarts = "stage-entered"', BY_PANEL),
            'letters ask for DECISION, AGREE and REPORT alone: write "decision" or "report"',
        ),
        (at_last('goal = "offer-mediation"\namount = 5\nunit = "working-days"\nstarts = "stage-entered"'), "add one"),
        (
            at_last(
                'goal = "offer-mediation"\namount = 5\nunit = "working-days"\nstarts = "stage-entered"',
                'means = ["panel"]',
            ),
            'write "choose-mediation-or-panel"',
        ),
    ],
)
def test_a_day_that_nobody_is_asked_to_give_starts_no_time(text: str, says: str) -> None:
    with pytest.raises(UserError) as told:
        load_bytes(text.encode(), "ours.toml")
    assert [one.key.startswith("stage 4, clock decide") for one in told.value.problems] == [True]
    assert says in told.value.problems[0].remedy


def test_a_day_that_the_letters_ask_for_starts_a_time() -> None:
    load_bytes(at_last(f'goal = "decision"\n{FROM_MEETING}').encode(), "ours.toml")  # NEW DATE, a course
    choose = 'goal = "choose-mediation-or-panel"\namount = 5\nunit = "working-days"\nstarts = "stage-entered"'
    second = f'\nbasis = "policy"\n[[stage.clock]]\nid = "report"\ngoal = "report"\n{FROM_MEETING}'
    load_bytes(at_last(choose + second, 'means = ["panel"]').encode(), "ours.toml")


def test_roles_of_every_listed_type_need_no_default() -> None:
    types = '[[agency_type]]\nid = "school"\nlabel = "School"\n[[agency_type]]\nid = "police"\nlabel = "Police"\n'
    both = 'roles.school = ["Head teacher"]\nroles.police = ["Inspector"]'
    load_bytes((READY.replace(MANAGERS, both) + types).encode(), "ours.toml")
    with pytest.raises(UserError, match="agencies of type police have nobody here"):
        load_bytes((READY.replace(MANAGERS, both.split("\n", maxsplit=1)[0]) + types).encode(), "ours.toml")


def test_a_default_that_is_nobody_is_called_so_whatever_the_agency_types_are_called() -> None:
    types = '[[agency_type]]\nid = "adults"\nlabel = "Adults"\n[[agency_type]]\nid = "police"\nlabel = "Police"\n'
    roles = 'roles.default = []\nroles.adults = ["Head of adult care"]'
    with pytest.raises(UserError) as told:
        load_bytes((READY.replace(MANAGERS, roles) + types).encode(), "ours.toml")
    (one,) = told.value.problems
    assert one.key == "stage 2, roles, default"
    assert "names nobody who decides, and agencies of type police have no roles of their own" in one.remedy


HARM = "The child may come to harm before the next working day"


def urgent_when(trigger: str) -> bytes:
    head, tail = READY.split("trigger = ", 1)
    return f'{head}hours = 72\ntrigger = "{trigger}"\n{tail.partition(chr(10))[2]}'.encode()


def test_what_makes_a_case_urgent_promises_nothing() -> None:
    assert load_bytes(urgent_when(HARM), "ours.toml").urgent.trigger == HARM
    with pytest.raises(UserError, match="promises 'next working day'"):
        load_bytes(urgent_when("Immediate risk: it is answered the next working day"), "ours.toml")
