"""Random directories, as anybody may write one: names with every sign, lists, holidays, boards, leavers."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from mailservice.settings.tidying import tidy

STAGES = ("1", "2", "3a", "4; late", "5, then 6")
_DAYS = st.dates(date(2019, 1, 1), date(2031, 12, 31))
_SIGNS = st.text(st.characters(codec="utf-8"), max_size=12)
_STARTS = st.sampled_from(
    ["", "=", "+", "-", "@", '"', "\u201c", "'", "007", "1/2/2026", "_x0041_", "O\u2019Brien, ", "until "]
)
_WORDS = st.builds(lambda start, rest: tidy(start + rest), _STARTS, _SIGNS)
_NAMES = _WORDS.filter(bool)
_LISTS = st.lists(_NAMES, max_size=3)


@st.composite
def _closed(draw: st.DrawFn) -> dict[str, str]:
    first = draw(_DAYS)
    days = draw(st.sets(st.integers(0, 9), max_size=6))
    return {(first + timedelta(one)).isoformat(): draw(st.sampled_from(["", "Holidays", "=Closed"])) for one in days}


@st.composite
def _people(draw: st.DrawFn, agency: int) -> list[dict[str, Any]]:
    ids = [f"p{agency}-{number}" for number in range(draw(st.integers(0, 4)))]
    found = []
    for one in ids:
        others = ["", *(other for other in ids if other != one)]
        since = draw(st.none() | _DAYS)
        left = draw(st.none() | _DAYS)
        if since and left and left <= since:
            left = since + timedelta(1)
        person: dict[str, Any] = {
            "id": one,
            "name": draw(st.sampled_from(["Joy Okafor", "joy okafor", *ids]) | _NAMES),
            "address": f"{one}@a{agency}.example",
            "role": draw(_WORDS),
            "stages": draw(st.lists(st.sampled_from(STAGES), max_size=3)),
            "hands_over": draw(st.lists(st.sampled_from(STAGES), max_size=2)),
            "tier": draw(st.integers(1, 12)),
            "manager": draw(st.sampled_from(others)),
            "deputy": draw(st.sampled_from(others)),
            "assistant_of": draw(st.sampled_from(others)),
            "phone": draw(st.sampled_from(["", "01632 960 121", "01632960121", "+44 1632 960121", "4421"])),
            "aliases": [f"{one}.{number}@a{agency}.example" for number in range(draw(st.integers(0, 2)))],
            "was": draw(_WORDS),
        }
        person.update({key: day for key, day in (("since", since), ("left", left)) if day})
        found.append(person)
    return found


@st.composite
def _agencies(draw: st.DrawFn, number: int) -> dict[str, Any]:
    domain = f"a{number}.example"
    ended = [{"domain": f"old{number}.example", "until": draw(_DAYS)}] if draw(st.booleans()) else []
    return {
        "id": f"a{number}",
        "name": draw(st.sampled_from(["Northfield", "northfield", "The office", "Board adults", "a0", "a1"]) | _NAMES),
        "type": draw(st.sampled_from(["default", "school"])),
        "domains": [domain, *ended, *draw(st.sampled_from([[], ["more.example"]]))],
        "was": [f"a{number}-before", *([f"={number}; and {number}"] if draw(st.booleans()) else [])],
        "former_names": draw(_LISTS),
        "shared": [f"team@{domain}"] if draw(st.booleans()) else [],
        "mornings": [f"lead@{domain}"] if draw(st.booleans()) else [],
        "closed": draw(_closed()),
        "person": draw(_people(number)),
    }


@st.composite
def _offices(draw: st.DrawFn, name: str) -> dict[str, Any]:
    somebody = {"name": draw(_NAMES), "phone": draw(_NAMES)}
    office: dict[str, Any] = {
        "name": draw(_NAMES),
        "address": f"office@{name}.example",
        "phone": draw(_WORDS),
        "staff": [f"s{number}@{name}.example" for number in range(draw(st.integers(0, 2)))],
        "deputies": [{**somebody, "address": f"d{n}@{name}.example"} for n in range(draw(st.integers(0, 2)))],
        "closed": draw(_closed()),
    }
    return {**office, **({"duty": {**somebody, "address": f"duty@{name}.example"}} if draw(st.booleans()) else {})}


@st.composite
def directories(draw: st.DrawFn) -> dict[str, Any]:
    """Return what a directory's file may say, as TOML is read; nothing of it is a fault."""
    boards = draw(st.sets(st.sampled_from(["adults", "children", "=b"])))
    officers = range(draw(st.integers(0, 2)))
    return {
        "office": draw(_offices("nscp")),
        "board": [{"id": one, **draw(_offices(one.strip("=")))} for one in sorted(boards)],
        "agency": [draw(_agencies(number)) for number in range(draw(st.integers(1, 3)))],
        "officer": [
            {
                "id": f"o{number}",
                "name": draw(_NAMES),
                "address": f"o{number}@officers.example",
                "role": draw(_NAMES),
                "phone": draw(_WORDS),
                "board": draw(st.sampled_from(["", *boards])),
            }
            for number in officers
        ],
        "neighbour": [
            {"name": draw(_NAMES), "address": "service@marlshire.example", "office": draw(_WORDS)}
            for _ in range(draw(st.integers(0, 1)))
        ],
    }
