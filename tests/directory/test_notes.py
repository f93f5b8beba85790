"""What `directory check` asks a coordinator to look at: slips and gaps that refuse nothing."""

from collections.abc import Sequence
from datetime import date

import pytest

from mailservice.directory import Agency, Directory, Office, Person, StandIn
from mailservice.files import ROOT
from mailservice.policy.load import load
from mailservice.settings.directory_notes import notes

POLICY = load(ROOT / "policies" / "northamptonshire-nscp.toml")
TODAY = date(2026, 11, 26)
OFFICE = Office("Office", "office@nscp.example", staff=("a@nscp.example", "b@nscp.example"))
TRUST = Agency("trust", "Northfield Trust", domains=("northfield.example",))


def said(people: Sequence[Person] = (), agencies: Sequence[Agency] = (TRUST,), office: Office = OFFICE) -> list[str]:
    directory = Directory(office, tuple(agencies), tuple(people))
    return [f"{where}: {what}" for where, what in notes(directory, POLICY, TODAY)]


def person(identity: str, agency: str = "trust", address: str = "", **more: object) -> Person:
    given: dict[str, object] = {"phone": "01632 960 121", "deputy": "somebody", **more}
    address = address or f"{identity}@northfield.example"
    return Person(identity, identity.title(), address, agency, **given)  # type: ignore[arg-type] # each test names a field of its own


def test_a_directory_in_order_says_nothing() -> None:
    assert said([person("joy", stages=("2",))]) == []


def test_somebody_who_decides_for_two_agencies_is_named() -> None:
    other = Agency("south", "Southfield", domains=("southfield.example",))
    twice = [person("joy", stages=("4",)), person("joy-s", "south", "joy@northfield.example", stages=("4",))]
    (line,) = said(twice, [TRUST, other])
    assert "decides for Northfield Trust and Southfield" in line


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("northfield.example", "northfeild.example", True),
        ("northfield.example", "north-field.example", True),
        ("northfield.example", "n0rthfield.example", True),
        ("mernham.example", "memham.example", True),
        ("north\u0435rn.example", "northern.example", True),
        ("northfield.example", "hv.northfield.example", False),
        ("northfield.example", "southwell.example", False),
        ("abc.example", "abd.example", False),
    ],
)
def test_domains_that_look_alike_are_named(one: str, other: str, alike: bool) -> None:  # noqa: FBT001 - a row of the table
    its = Agency("south", "Southfield", domains=(other,))
    assert bool(said(agencies=[Agency("trust", "Northfield Trust", domains=(one,)), its])) is alike


def test_a_stage_with_one_person_and_no_deputy_is_named_once_for_all_their_stages() -> None:
    (line,) = said([person("joy", stages=("2", "3"), deputy="")])
    assert "without a deputy: Joy at stage 2, 3." in line
    assert said([person("joy", stages=("2",), deputy=""), person("tom", stages=("2",), deputy="")]) == []


def test_who_decides_without_a_phone_is_named_and_who_only_raises_is_not() -> None:
    assert ["Joy: they decide, and have no phone" in one for one in said([person("joy", stages=("2",), phone="")])] == [
        True
    ]
    assert "have no phone" in said([person("joy", stages=("2",), phone="n/a")])[0]
    assert said([person("joy", phone="")]) == []


def test_a_number_that_lost_its_0_is_named() -> None:
    assert "lost the 0" in said([person("joy", phone="1632 960121")])[0]


def test_who_has_left_is_named_from_that_day_on() -> None:
    assert "Joy: they have left" in said([person("joy", left=TODAY)])[0]
    assert said([person("joy", left=date(2026, 11, 27))]) == []


def test_an_address_at_a_public_provider_is_named() -> None:
    home = Agency("trust", "Northfield Trust", domains=("gmail.com",))
    assert any("private one" in one for one in said([person("joy", address="joy@gmail.com")], [home]))


def test_a_school_without_holidays_and_an_office_of_one_are_named() -> None:
    school = Agency("fox", "Foxglove Academy", "school", ("foxglove.example",))
    assert "without the holidays" in said(agencies=[school])[0]
    assert said(agencies=[Agency("fox", "Foxglove", "school", ("fox.example",), {TODAY: "Holidays"})]) == []
    assert "one person alone" in said(office=Office("Office", "office@nscp.example", staff=("a@nscp.example",)))[0]
    covered = Office("Office", "office@nscp.example", deputies=(StandIn("Sam Reed", "sam@nscp.example"),))
    assert said(office=covered) == []
