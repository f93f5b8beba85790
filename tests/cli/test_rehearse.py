"""`mailservice rehearse`: a coordinator sees her own people's year before she goes live, and the figures are those played."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from typer.testing import Result

from mailservice.cases.history.events import LetterBounced, LetterOrdered, LetterSent
from mailservice.exports.rehearsal import Rehearsal, figure, page, spread, whole
from mailservice.policy.load import load
from mailservice.settings.directory_file import load_directory
from mailservice.simulator.life import Absences, practitioners
from mailservice.simulator.rehearsing import Plan, rehearse
from mailservice.simulator.year import Year
from tests.cli import desk
from tests.cli.desk import ROOT, STORIES

DIRECTORY = STORIES / "directory.toml"
POLICY = load(ROOT / "policies" / "northamptonshire-nscp.toml")
PEOPLE = load_directory(DIRECTORY, POLICY.places)
START = date(2026, 8, 1)

Played = tuple[Rehearsal, tuple[Year, ...]]


@pytest.fixture(scope="module")
def played() -> Played:
    return rehearse(POLICY, PEOPLE, Plan(START, cases=6))


def typed(directory: Path, output: Path, *words: str) -> Result:
    started = ("--start", "2026-08-01", "--cases", "2", "--output", str(output))
    return desk.typed("rehearse", "nscp", "--directory", str(directory), *started, *words, NO_COLOR="1", COLUMNS="60")


def test_the_figures_are_those_of_the_histories(played: Played) -> None:
    report, (year,) = played
    left: Counter[str] = Counter()
    for history in year.histories.values():
        to = {one.letter: one.to.address.lower() for one in history if isinstance(one, LetterOrdered)}
        left.update(to[one.letter] for one in history if isinstance(one, LetterSent | LetterBounced))
    assert sum(left.values()) == sum(year.letters.values()) == sum(report.a_case)
    assert sum(one.letters for one in report.readers) == left.total()
    assert report.readers[0].letters == left[PEOPLE.office.address]
    for person in PEOPLE.people:
        row = next(one for one in report.readers if one.name == person.name)
        assert row.letters == sum(left[at.lower()] for at in (person.address, *person.aliases)), person.name
        assert sum(row.asked.get(one, 0) for one in report.asks) == row.letters
    assert sum(sum(ends.values()) for ends in report.ends.values()) == len(year.histories) == 6


def test_nobody_of_the_directory_is_without_a_row(played: Played) -> None:
    report, _ = played
    text = page(report)
    for person in PEOPLE.people:
        assert text.count(person.name.replace("'", "&#39;")) >= 2, person.name
    assert [one.name for one in report.readers if not one.listed] == [
        one.name for one in report.readers if one.agency == "Not in the directory"
    ]


def test_the_same_seed_gives_the_same_page_and_another_another(tmp_path: Path) -> None:
    first, second, other = (tmp_path / name for name in ("first", "second", "other"))
    assert typed(DIRECTORY, first).exit_code == 0
    assert typed(DIRECTORY, second).exit_code == 0
    assert typed(DIRECTORY, other, "--seed", "2").exit_code == 0
    pages = [(one / "rehearsal.html").read_text() for one in (first, second, other)]
    assert pages[0] == pages[1] != pages[2]


def test_several_years_are_averaged() -> None:
    report, years = rehearse(POLICY, PEOPLE, Plan(START, cases=2, years=2))
    assert len(report.a_case) == 4
    letters = sum(sum(year.letters.values()) for year in years)
    assert sum(one.letters for one in report.readers) == pytest.approx(letters / 2)


def test_the_page_stands_alone_and_keeps_a_name_as_text(tmp_path: Path) -> None:
    odd = tmp_path / "directory.toml"
    odd.write_text(DIRECTORY.read_text().replace("Joy Okafor", "<b>Joy</b> Okafor"), encoding="utf-8")
    assert typed(odd, tmp_path).exit_code == 0
    text = (tmp_path / "rehearsal.html").read_text()
    assert not re.search(r"<script|https?://|<link|<img|url\(|@import", text)
    assert "<b>Joy</b>" not in text
    assert "&lt;b&gt;Joy&lt;/b&gt; Okafor" in text


def test_a_gap_says_what_to_write_where(played: Played) -> None:
    gaps = {one.where: one for one in played[0].gaps}
    willowbrook = gaps['agency "Willowbrook Families Charity", stages 2, 3 and 4']
    assert willowbrook.must
    assert "[[agency.person]]" in willowbrook.write
    head = gaps['person "a-bright", stages']
    assert "Alice Bright decides at every stage" in head.write
    assert not head.must
    assert "deputy = " in gaps["person, deputy"].write
    assert "Joy Okafor" not in gaps["person, deputy"].write  # Tom Byrne stands in for her


def test_who_is_away_answers_once_back_and_the_calendar_shows_why(played: Played) -> None:
    report, (year,) = played
    school = next(one for one in report.days if one.on == date(2026, 8, 12))
    assert school.closed == ("Foxglove Academy: Summer holidays",)
    absences = Absences(PEOPLE, year.days, START)
    assert absences.back("a-bright", date(2026, 8, 12)) == date(2026, 9, 1)  # 31 August is a bank holiday
    assert absences.back("a-bright", date(2026, 9, 1)) is None
    for one in report.away:
        assert all(year.days.is_working(day) for day in one.days)


def test_those_who_disagree_first_are_the_lowest_that_an_agency_lists() -> None:
    first = [[one.id for one in people] for people in practitioners(PEOPLE, POLICY)]
    assert first == [["d-mensah"], ["s-whitlock"], ["l-park"], ["a-bright", "o-nwosu"], ["p-raman"]]


def test_an_agency_of_managers_alone_and_one_of_nobody_are_told(tmp_path: Path) -> None:
    text = DIRECTORY.read_text()
    nobody = text[: text.rindex("[[agency.person]]")]
    managers = re.sub(r'\[\[agency\.person\]\]\nid = "l-park".*?(?=\[\[)', "", nobody, flags=re.DOTALL)
    known = tmp_path / "directory.toml"
    known.write_text(managers, encoding="utf-8")
    told = typed(known, tmp_path)
    assert told.exit_code == 0, told.output
    assert 'before going live: agency "Willowbrook Families Charity": lists nobody' in told.stdout
    assert "Lists only managers, so its lowest (Graham Stone)" in (tmp_path / "rehearsal.html").read_text()


def test_one_agency_alone_cannot_disagree(tmp_path: Path) -> None:
    known = tmp_path / "directory.toml"
    known.write_text(DIRECTORY.read_text().partition('[[agency]]\nid = "rockingham"')[0], encoding="utf-8")
    told = typed(known, tmp_path)
    assert told.exit_code == 1
    assert "name people of two agencies" in told.stderr


def test_every_fault_of_a_directory_is_told_at_once(tmp_path: Path) -> None:
    wrong = (
        DIRECTORY.read_text()
        .replace('manager = "j-okafor"', 'manager = "x"')
        .replace('stages = ["4"]', 'stages = ["9"]')
    )
    known = tmp_path / "directory.toml"
    known.write_text(wrong, encoding="utf-8")
    told = typed(known, tmp_path)
    assert told.exit_code == 1
    assert "nobody in this agency has that id" in told.stderr
    assert told.stderr.count("the policy has no such stage") == 3


def test_a_partial_policy_is_rehearsed_with_what_it_lacks(tmp_path: Path) -> None:
    words = ("--directory", str(DIRECTORY), "--cases", "2", "--output", str(tmp_path), "--start", "2026-08-01")
    told = desk.typed("rehearse", "rpd", *words)
    assert told.exit_code == 0 or "the policy has no such stage" in told.stderr
    people = tmp_path / "rpd.toml"
    people.write_text(re.sub(r"^(stages|tier) = .*$", "", DIRECTORY.read_text(), flags=re.MULTILINE), encoding="utf-8")
    told = desk.typed("rehearse", "rpd", "--directory", str(people), *words[2:])
    assert told.exit_code == 0, told.output
    assert "does not run live yet" in told.stdout


def test_a_day_that_is_none_gets_a_sentence(tmp_path: Path) -> None:
    assert "write it as 2026-12-24" in typed(DIRECTORY, tmp_path, "--start", "soon").stderr


def test_a_figure_is_shown_as_people_write_it() -> None:
    assert [figure(one) for one in (0, 0.25, 3, 3.5, 12.6, 2058)] == ["", "0.2", "3", "3.5", "13", "2,058"]
    assert [whole(one) for one in (0, 0.3, 1.2)] == ["", "·", "1"]
    assert spread([]) == []
    assert spread([0, 3, 24], bars=5) == [
        ("0 to 4", 2),
        ("5 to 9", 0),
        ("10 to 14", 0),
        ("15 to 19", 0),
        ("20 to 24", 1),
    ]
