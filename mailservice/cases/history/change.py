"""What has changed since a case ended, as whoever raised it tells when they are asked, once (rule 14)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mailservice.cases.history.parties import Party

# Both letters that ask, to whoever raised it or to the office in their place, have this `about`.
ABOUT = "what-changed"

How = Literal["better", "same", "worse", "not-known", ""]
"""What can be counted of an answer; "" where it is in its writer's own words alone."""


@dataclass(frozen=True)
class ChangeTold:
    """Somebody answered what has changed, in answer to this letter of ours; another answer takes the place of none."""

    at: datetime
    by: Party
    letter: str
    how: How = ""
    text: str = ""
