"""Published policies in files: two that show the keys which carry them, and each of twelve played through some of a year."""

from pathlib import Path

import pytest

from mailservice.errors import UserError
from mailservice.policy.diagram import diagram
from mailservice.policy.load import load, load_bytes
from mailservice.policy.sayings import besides, of_stages
from mailservice.simulator.soundness import played
from tests.policy.years import files, filled, lived

HERE = Path(__file__).parent / "published"
ADULTS = HERE / "adults-bcpsab.toml"
SEFTON = HERE / "sefton.toml"


def faults(file: Path, old: str, new: str) -> str:
    """Return what the check says of a file in which one thing stands otherwise."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(UserError) as said:
        load_bytes(text.replace(old, new, 1).encode(), "own.toml")
    return str(said.value)


def test_who_decides_together_is_shown_in_words_and_in_the_drawing() -> None:
    policy = load(ADULTS)
    said = "Director of adult services and equivalent, together: one person of every agency (binding)"
    assert f"Last word: {said}" in besides(policy)
    assert "one person of every agency" in " ".join(diagram(policy).split())


def test_a_sides_duty_and_a_time_to_tell_are_shown() -> None:
    policy = load(SEFTON)
    assert "the side it is raised with: talk to each other: 3 working days" in of_stages(policy)[0]
    told = next(line for line in besides(policy) if "at stage 1, this is told to" in line)
    assert told.endswith("raising agency, by letter, by the receiving agency's team manager, within 2 working days")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('decided_by = "sides"', 'decided_by = "all"', "final, authorities: write who decides together, by role"),
        ('decided_by = "sides"', 'decided_by = "panel"\nauthorities = ["A", "B"]', "final, quorum: "),
        ('decided_by = "sides"', 'decided_by = "all"\nauthorities = ["A", "B"]', "stage 4, sides: whoever decides"),
        ('decided_by = "sides"', "quorum = 2", "final, quorum: "),
        ('decided_by = "sides"', 'authorities = ["A", "B"]', "final, authorities: belongs to decided_by"),
        ('scope = ["between-agencies"]', 'scope = ["within-agency"]', "within one agency no two sides decide"),
        ('ends_with = ["agreed", "decided"]', 'ends_with = ["agreed"]', "belongs to an ending that is decided"),
        ('means = ["decision"]', 'means = ["course-of-action"]', "a course is set by one authority alone"),
        ("within = { amount = 1,", "within = { amount = 0,", "tell number 1, within, amount: is missing"),
        ('event = "closed"', 'event = "pertinent-issue"', "nothing happens from which it could be counted"),
        ('goal = "decision", amount = 1,', 'goal = "decision", side = "raising", amount = 1,', "clock decide, side: is for"),
        ('on_missed = "remind"', 'on_missed = "climb"', "would pass by"),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_out_is_told_with_what_to_write(old: str, new: str, says: str) -> None:
    assert says in faults(ADULTS, old, new)


def test_a_step_that_has_a_number_and_ends_in_silence_is_no_sound_policy() -> None:
    assert "a silent step stops the case" in faults(
        SEFTON, 'side = "responding", on_missed = "climb"', 'on_missed = "remind"'
    )


def test_a_convened_stage_has_no_facilitator_beside_its_convenor() -> None:
    assert "stage 3, facilitator" in faults(SEFTON, 'convenor = "LSCB', 'facilitator = "Adviser"\nconvenor = "LSCB')


@pytest.mark.parametrize("file", files(), ids=lambda one: one.stem)
def test_a_published_policy_is_sound_when_it_is_played(file: Path) -> None:
    assert not played(filled(file)).faults


@pytest.mark.parametrize("acting", ["officers", "the-office"])
@pytest.mark.parametrize("file", files(), ids=lambda one: one.stem)
def test_under_a_published_policy_every_open_case_has_an_owner_and_a_date(file: Path, acting: str) -> None:
    year = lived(filled(file), officers=acting == "officers", cases=3)
    assert len(year.year.histories) == 3
    assert not year.faults


def test_the_adults_board_speaks_of_adults_and_disputes() -> None:
    wording = load(ADULTS).wording
    assert (wording.person.one, wording.person.theirs, wording.terms.disagreement) == ("adult", "adult's", "dispute")


def test_a_route_of_24_hours_passes_six_steps_in_them() -> None:
    told = played(load(HERE / "wyorks.toml")).told
    assert "If it is urgent and nobody answers, it is at stage 6, 24 hours after URGENT." in told
