"""What letters leave out of people's words, and what only looks so (rule 16).

`cuts.txt` was written before the patterns; a hash of each line splits it, and the half kept back bettered nothing.
"""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from mailservice.cases.letters import cuts
from tests.timing import within

LINES = [
    line
    for line in (Path(__file__).parent / "cuts.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
BUILT_ON = [one for one in LINES if sha256(one.encode()).digest()[0] % 2 == 0]
KEPT_BACK = [one for one in LINES if one not in BUILT_ON]
_MARKED = re.compile(r"\[\[([^:]{1,30}): ([^\]]{1,80})\]\]")


def right(line: str) -> bool:
    wanted = _MARKED.sub(lambda found: cuts.MARK.format(kind=found[1]), line)
    return cuts.cut(_MARKED.sub(r"\2", line)) == wanted


# What is cut otherwise than it should be, and known: a little too much of where somebody is; a date of birth that nothing names.
KNOWN = {
    "The family moved to [[whereabouts: a refuge in Leicester]] last week.",
    "Jade ([[date of birth: 01.02.20]]) missed her check.",
    "Daniel Mensah, 01632 960 121",
}


@pytest.mark.parametrize("line", BUILT_ON)
def test_the_half_it_was_built_on_is_cut_as_marked(line: str) -> None:
    assert right(line)


def test_the_half_kept_back_is_cut_as_marked_but_for_one() -> None:
    assert (len(KEPT_BACK), len({one for one in KEPT_BACK if not right(one)} - KNOWN)) == (38, 0)


def test_what_was_written_later_is_cut_as_marked_but_for_what_is_known() -> None:
    later = (Path(__file__).parent / "cuts_later.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert {one for one in later if not right(one)} == KNOWN & {*later}


def wrong_forms(*, built_on: bool) -> tuple[int, list[str]]:
    """Return how many lines one half of `cuts_forms.txt` has, and those that come out wrong."""
    lines = (Path(__file__).parent / "cuts_forms.txt").read_text(encoding="utf-8").splitlines()
    half = [one for one in lines if sha256(one.encode()).digest()[-1] % 2 == (not built_on) and not one.startswith("#")]
    rows = [one.split("\t") for one in half]
    return len(rows), [text for mark, text, piece in rows if (piece not in cuts.cut(text)) is not (mark == "cut")]


def test_each_form_of_the_half_it_was_built_on_comes_out_right() -> None:
    assert wrong_forms(built_on=True) == (15, [])


def test_so_does_the_half_kept_back_but_for_what_is_known() -> None:
    assert wrong_forms(built_on=False) == (25, [])


@pytest.mark.parametrize(
    "text", ["Seen on 01.02.2021 14:30.", "The plan of 03-05-2021 12 visits.", "Section 47, s47 1st visit."]
)
def test_a_day_is_no_telephone_number(text: str) -> None:
    assert cuts.cut(text) == text


@pytest.mark.parametrize(
    "line",
    [
        "She's now in [[whereabouts: Leicester]].",
        "Mum is currently in [[whereabouts: Leicester]] with the baby.",
        "They are back in [[whereabouts: Corby]].",
        "She's in [[whereabouts: Leicester]] now.",
        "Shes now in [[whereabouts: Leicester]]",
        "The children are now in [[whereabouts: Leicester]]",
        "She is staying at [[whereabouts: Travelodge Kettering]].",
        "Mum has been placed at [[whereabouts: Premier Inn Corby]] since Monday.",
        "They are staying in [[whereabouts: Holiday Inn]] for now.",
        "Mum is living at [[whereabouts: Abbey Hostel]].",
        "their postcode is [[address: nn15 6xy]]",
        "mum is at [[address: nn15 6xy]] now",
        "letters to [[address: Nn156xy]] please",
        "Mum's email is [[email address: kelly.b@hotmail.co.uk]].",
        "Write to dad at [[email address: D_Marsh+1@Gmail.com]], he answers.",
        "nan: [[email address: 07700900123@live.co.uk]]",
    ],
)
def test_where_a_family_is_now_and_how_it_writes_is_cut(line: str) -> None:
    assert right(line)


@pytest.mark.parametrize(
    "text",
    [
        "She is now in Reception.",
        "He is now in Year 7.",
        "She is in Reception now.",
        "Our clinic is in Leicester on Mondays.",
        "Ellie is back in Nursery this week.",
        "They are now in Foster care.",
        "Joy is now in Safeguarding.",
        "He is back in Court on Friday.",
        "The case is now in Stage 2.",
        "She is in June due a review.",
        "We had lunch at Travelodge Kettering.",
        "Section 47, s47 1st visit, p1 2pm, y9 3rd term, w1 2hr.",
        "Ask the team at duty@marlshire.example or joy.okafor@health.example.",
        "My own email is joy.okafor@gmail.com while ours is down.",
        "Email me on joy.okafor@gmail.com today.",
    ],
)
def test_what_is_no_familys_place_or_address_is_shown(text: str) -> None:
    assert cuts.cut(text) == text


def test_an_email_address_that_the_directory_knows_is_shown() -> None:
    text = "Ask Ann at Ann.Bee@gmail.com, not kelly@gmail.com."
    shown = cuts.cut(text, frozenset({"ann.bee@gmail.com"}))
    assert shown == f"Ask Ann at Ann.Bee@gmail.com, not {cuts.MARK.format(kind=cuts.EMAIL)}."


@pytest.mark.parametrize(
    "text", ["She lives near the school at 12 Elm Road.", "He is living opposite the nursery, 12 Elm Road."]
)
def test_a_home_near_an_office_is_a_home(text: str) -> None:
    assert "Elm" not in cuts.cut(text)


def test_a_number_that_the_directory_knows_is_shown_however_it_is_written() -> None:
    known = frozenset({cuts.digits("01632 960 121")})
    assert cuts.cut("Ring Joy Okafor on +44 (0)1632 960121.", known) == "Ring Joy Okafor on +44 (0)1632 960121."
    assert cuts.MARK.format(kind=cuts.PHONE) in cuts.cut("Ring the mother on 01632 960 122.", known)


def test_only_peoples_own_words_are_cut_in_a_letters_facts() -> None:
    facts = {
        "text": "She lives at 12 Elm Road.",
        "sides": [{"agency": "12 Elm Road School", "words": "Mum is at 12 Elm Road."}],
        "words": [{"verb": "AGREE", "after": "", "means": "at 12 Elm Road"}],
        "words_of": {"name": "Ann", "text": "12 Elm Road"},
        "office": {"phone": "01632 960 110"},
        "news": [{"headline": "12 Elm Road", "words_of": {"name": "Ann", "text": "dob 3/5/2021"}}],
    }
    address, born = cuts.MARK.format(kind=cuts.ADDRESS), cuts.MARK.format(kind=cuts.BIRTH)
    assert cuts.in_facts(facts) == {
        **facts,
        "text": f"She lives at {address}.",
        "sides": [{"agency": "12 Elm Road School", "words": f"Mum is at {address}."}],
        "words_of": {"name": "Ann", "text": address},
        "news": [{"headline": "12 Elm Road", "words_of": {"name": "Ann", "text": f"dob {born}"}}],
    }


@pytest.mark.parametrize(
    "text",
    [
        "12 Elm ",
        "she is staying with her ",
        "01632 960 ",
        "1 ",
        "dob ",
        "Flat 2, The ",
        "lives at The ",
        "Old Mill, ",
        "0.1-",
        "May ",
        "a.b-",
        "She is now in ",
        "staying at Travelodge ",
        "nn15 ",
    ],
)
def test_a_long_text_is_cut_in_its_time(text: str) -> None:
    assert within(2, lambda: cuts.cut(text * (200_000 // len(text))))
