"""Who has two letters for what happened in one moment (rule 18), and which two may be."""

from collections.abc import Iterable

from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.letters import kinds, ordering
from mailservice.cases.words import proof

# Each is asked for by a word of its own, and answers that alone.
ASKED_FOR = {"status", "help", "policy_info"}
# A letter came back, or nobody is known: the people present are asked at once for a name.
AT_ONCE = {"next_manager"}

# A plain yes answers exactly one question (rule 9.5): it stands in no other letter, not beside a stage letter's words. So with
# what must be confirmed (rule 10).
QUESTIONS = {*kinds.ONE_QUESTION, "question"}


def twice(events: Iterable[Event], office: str) -> list[list[str]]:
    """Return the letters of whoever has two of one decision, but for the office and for what `_may` lets stand."""
    written = [one for one in events if isinstance(one, LetterOrdered)]
    alarmed = any(one.facts.get("headline") in ordering.ALARMS for one in written)
    mine: dict[str, list[LetterOrdered]] = {}
    for one in written:
        if one.to.address != office and one.about != proof.CONFIRM and not _may(one.template, alarmed=alarmed):
            mine.setdefault(one.to.address, []).append(one)
    return [[one.template for one in those] for those in mine.values() if len(those) > 1]


def _may(template: str, *, alarmed: bool) -> bool:
    """Tell whether a letter stands beside another: asked for, or the answer with the numbers to whoever called for help."""
    return template in ASKED_FOR | AT_ONCE | QUESTIONS or (alarmed and template in ("answer", "news"))
