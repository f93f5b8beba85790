"""What a policy of two boards must say, and what its directory lacks for one of them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mailservice.errors import UserError
from mailservice.policy import sayings
from mailservice.policy.check import faults_of
from mailservice.policy.load import load
from mailservice.policy.model import Board, Policy
from mailservice.settings.directory_file import directory_warnings, load_directory
from mailservice.settings.last_word import who_decides
from mailservice.simulator.soundness import played

SCENARIOS = Path(__file__).parents[1] / "scenarios"
POLICY = load(SCENARIOS / "wold.toml")
DIRECTORY = (SCENARIOS / "two-boards.toml").read_text(encoding="utf-8")
CHILDREN, ADULTS = POLICY.boards


def faults(*boards: Board) -> list[str]:
    return [key for key, _ in faults_of(replace(POLICY, boards=boards))]


def test_two_boards_that_each_have_a_name_of_their_own_are_sound() -> None:
    assert faults(CHILDREN, ADULTS) == []


@pytest.mark.parametrize(
    ("boards", "key"),
    [
        ((CHILDREN,), "board children"),
        ((CHILDREN, replace(ADULTS, id="children")), "board children"),
        ((CHILDREN, replace(ADULTS, id="The adults")), "board The adults, id"),
        ((CHILDREN, replace(ADULTS, title=" ")), "board adults, title"),
        ((CHILDREN, replace(ADULTS, words=("Child",))), "board adults, words"),
        ((CHILDREN, replace(ADULTS, words=("-",))), "board adults, words"),
        ((CHILDREN, replace(ADULTS, title="West Wold Safeguarding Children Partnership")), "board children, title"),
    ],
)
def test_what_would_leave_the_question_without_one_answer_is_refused(boards: tuple[Board, ...], key: str) -> None:
    assert key in faults(*boards)


def test_policy_and_show_name_the_boards_and_the_words_for_each() -> None:
    assert any("Wold Safeguarding Adults Board (adults, adult and care home)" in one for one in sayings.besides(POLICY))


def test_each_board_decides_when_the_file_is_played() -> None:
    assert played(POLICY).faults == ()


def warned(tmp_path: Path, change: Callable[[str], str], policy: Policy = POLICY) -> list[str]:
    file = tmp_path / "directory.toml"
    file.write_text(change(DIRECTORY), encoding="utf-8")
    return [one.key for one in directory_warnings(load_directory(file, policy.places), policy)]


def test_a_whole_directory_of_two_boards_lacks_nothing(tmp_path: Path) -> None:
    assert warned(tmp_path, lambda text: text) == []


def test_a_role_that_one_board_has_nobody_for_is_named_with_the_board(tmp_path: Path) -> None:
    keys = warned(tmp_path, lambda text: text.replace('board = "adults"', 'board = "children"'))
    assert keys == ['officer "Independent chair", board "adults"']
    assert warned(tmp_path, lambda text: text.replace('board = "adults"', "")) == []  # theirs is each board's


def test_the_check_of_a_directory_lists_who_decides_and_who_only_convenes(tmp_path: Path) -> None:
    file = tmp_path / "directory.toml"
    file.write_text(DIRECTORY.replace('board = "adults"', 'board = "children"'), encoding="utf-8")
    known = load_directory(file, POLICY.places)
    last = POLICY.last_stage
    adults, named = ", Wold Safeguarding Adults Board", who_decides(known, POLICY)
    assert f"DECISION is for Independent chair{adults}: NOBODY" in named
    assert f"Stage {last.id} is convened by Independent chair{adults}: {known.of_board('adults').office.name}" in named
    remedies = [one.remedy for one in directory_warnings(known, POLICY)]
    assert any("or nobody decides in their place" in one for one in remedies)


def test_of_those_who_decide_together_each_is_listed_apart(tmp_path: Path) -> None:
    file = tmp_path / "directory.toml"
    file.write_text(DIRECTORY, encoding="utf-8")
    known, final = load_directory(file, POLICY.places), POLICY.final
    both = replace(
        POLICY, boards=(), final=replace(final, decided_by="all", authorities=("Independent chair", "Judge"))
    )
    assert "DECISION is for Judge, together: NOBODY" in who_decides(known, both)
    sides = who_decides(known, replace(both, final=replace(final, decided_by="sides")))
    assert [one for one in sides if one.startswith(f"DECISION is for {known.agencies[0].name}, together: ")]
    nobody = replace(both, final=replace(final, ends_with=("agreed",)))
    assert who_decides(known, nobody)[0] == "DECISION: nobody decides under this policy."


def test_an_office_without_deputies_or_duty_is_named(tmp_path: Path) -> None:
    lines = (line for line in DIRECTORY.splitlines() if "Ash Kerr" not in line)
    keys = warned(tmp_path, lambda _: "\n".join(lines))
    assert keys == ['board "adults", deputies']


def test_boards_that_have_no_office_of_their_own_share_the_first(tmp_path: Path) -> None:
    start, end = DIRECTORY.index("[[board]]"), DIRECTORY.index("[[officer]]")
    keys = warned(tmp_path, lambda text: text[:start] + text[end:])
    assert keys == ['board "children"', 'board "adults"']


def test_a_board_that_the_policy_does_not_know_is_named(tmp_path: Path) -> None:
    keys = warned(tmp_path, lambda text: text, replace(POLICY, boards=()))
    assert keys == ['board "adults"', 'officer "chair-children", board', 'officer "chair-adults", board']


def test_a_board_needs_a_name_and_an_address(tmp_path: Path) -> None:
    file = tmp_path / "directory.toml"
    file.write_text(DIRECTORY.replace('address = "office@woldsab.example"', ""), encoding="utf-8")
    with pytest.raises(UserError) as told:
        load_directory(file, POLICY.places)
    assert [one.key for one in told.value.problems] == ['board "Wold Adults Board Office", address']


def test_another_areas_service_is_known_and_barred(tmp_path: Path) -> None:
    file = tmp_path / "directory.toml"
    neighbour = '[[neighbour]]\nname = "Marlshire Partnership"\naddress = "Escalate@marlshire.example"\n'
    file.write_text(DIRECTORY + neighbour, encoding="utf-8")
    who = load_directory(file, POLICY.places)
    assert who.is_neighbour("escalate@marlshire.example")
    assert "escalate@marlshire.example" in who.barred


def test_a_title_that_a_mail_cannot_name_is_found_by_playing_it() -> None:
    policy = replace(POLICY, boards=(CHILDREN, replace(ADULTS, title="Not Only Adults Board", words=())))
    assert ("board adults, title") in dict(played(policy).faults)
