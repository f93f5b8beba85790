"""Why something waits, with until when, where a server is left alone for longer: because it asked so, or has refused us."""

from datetime import datetime, timedelta

from mailservice.cases.letters import phrases
from mailservice.policy.workdays import WorkingDays

# Longer reasons are cut, in characters; a shorter rest is over before anybody reads of it.
LONGEST, WORTH_SAYING = 240, timedelta(seconds=60)


def said(fault: Exception, now: datetime, days: WorkingDays) -> str:
    """Return a fault's sentence, and when the server is asked again."""
    words, rests = str(fault), timedelta(seconds=getattr(fault, "rests", 0.0))
    if rests < WORTH_SAYING:
        return words[:LONGEST]
    until = (now + rests + timedelta(seconds=59)).replace(second=0, microsecond=0)
    ending = f"; we ask again at {phrases.moment(days.local(until))}"
    return phrases.cut(words.rstrip("."), LONGEST - len(ending) - len(" […]")) + ending
