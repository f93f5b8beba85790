"""What differs by nation beside its bank holidays: whom to ring, what a service is called, how long access laws give.

Start at `of`. Where we do not know a nation's law there is no time here: the office is told to find it, and no date is made up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

# The id of the route for an allegation against somebody who works with those protected; a policy's own of that id goes first.
ALLEGATIONS: Final = "lado"


@dataclass(frozen=True)
class Time:
    """How long a law gives from the day of a request."""

    amount: int
    unit: Literal["months", "weeks", "working-days"]
    law: str


@dataclass(frozen=True)
class Nation:
    """One nation or island. `officer` is how whoever hears of an allegation is named in full, "" where a policy's word is all.

    `access` is for somebody's own records, `information` for anybody's question to a public body; None where we do not know.
    """

    emergency: str = "999"
    social_care: str = "social services"
    officer: str = ""
    officer_words: tuple[str, ...] = ("lado",)
    access: Time | None = None
    information: Time | None = None


_UK_GDPR: Final = Time(1, "months", "UK GDPR, article 12(3)")
_ACT_2000: Final = Time(20, "working-days", "Freedom of Information Act 2000, section 10")
NATIONS: Final[Mapping[str, Nation]] = {
    "england-and-wales": Nation(
        social_care="social care",
        officer="the local authority's designated officer (LADO)",
        access=_UK_GDPR,
        information=_ACT_2000,
    ),
    "scotland": Nation(
        social_care="social work",
        access=_UK_GDPR,
        information=Time(20, "working-days", "Freedom of Information (Scotland) Act 2002, section 10"),
    ),
    "northern-ireland": Nation(access=_UK_GDPR, information=_ACT_2000),
    # Its access to public information is by a code of the States, no law; the time for own records we have not read.
    "guernsey": Nation(),
    "jersey": Nation(
        access=Time(4, "weeks", "Data Protection (Jersey) Law 2018, article 27"),
        information=Time(20, "working-days", "Freedom of Information (Jersey) Law 2011"),
    ),
    "isle-of-man": Nation(
        access=Time(1, "months", "GDPR as applied in the Island, article 12(3)"),
        information=Time(20, "working-days", "Freedom of Information Act 2015, of Tynwald"),
    ),
}


def of(jurisdiction: str) -> Nation:
    """Return a nation by the name that a policy's calendar has for it; what holds anywhere for one that is not known."""
    return NATIONS.get(jurisdiction, Nation())
