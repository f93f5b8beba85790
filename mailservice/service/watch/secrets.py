"""Before what proves us to the token server ends, the office is told, 30, 14 and 3 days ahead. Start at `Secrets.work`.

Nobody else would tell it: a provider lets the day pass without a word, and from then on no email is read and no letter leaves.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from mailservice.clock import Clock
from mailservice.service.watch.troubles import Troubles
from mailservice.settings.loading import Settings
from mailservice.transport.tokens import ends

KIND = "secret"
# How many days ahead the office is told.
AHEAD = (30, 14, 3)
LastDays = Iterable[tuple[str, date | None]]


@dataclass
class Secrets:
    """Looks how long each secret still holds; `last_days` reads it anew, for it may have been exchanged."""

    clock: Clock
    troubles: Troubles
    last_days: Callable[[], LastDays] = tuple

    def work(self) -> int:
        """Note each secret that ends soon, anew as each number of days is passed; return how many were noted."""
        noted = 0
        for what, day in self.last_days():
            left = AHEAD[0] + 1 if day is None else (day - self.clock.now().date()).days
            passed = [step for step in AHEAD if left <= step]
            stands = self.troubles.standing(KIND, what)
            if day is None or not passed:
                self.troubles.over(KIND, what)
            elif stands is None or (day - stands.since.date()).days > passed[-1]:
                self.troubles.over(KIND, what)
                self.troubles.note(KIND, f"{what} holds until {day:%A %-d %B %Y}", what)
                noted += 1
        return noted


def last_days(settings: Settings) -> LastDays:
    """Give what proves us to a token server, with its last day; None where nobody wrote it down."""
    for oauth in dict.fromkeys(one for one in (settings.oauth, settings.smtp_oauth) if one is not None):
        if oauth.certificate_file is not None:
            until = ends(oauth.certificate_file)
            yield "the application's certificate", until and until.date()
        elif oauth.client_secret.get_secret_value():
            yield "the application's secret", oauth.secret_ends
