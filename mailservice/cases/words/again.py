"""The same mail once more, under another Message-ID: sent again from Sent, or by somebody who caught a copy of it.

What acted once acts no second time for being repeated: its author is asked whether they mean it anew. Not so where they
answer a letter that left after the first, for words may be the same and their occasion another; but what leads to quiet is
asked about once it has acted three times within a day: two machines would agree and disagree for ever. URGENT is never asked.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import Hear, Said, Unclear
from mailservice.cases.history.folding import TIMES_KEPT
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.people.turn import Turn
from mailservice.cases.words import undo

_DAY = timedelta(days=1)
# To say these twice does nothing twice.
_HARMLESS = (Verb.URGENT, Verb.RECEIVED, Verb.NOTE, Verb.UNDO, Verb.STOP)


def asked(turn: Turn, hear: Hear) -> Hear:
    """Return a mail whose words acted before, word for word, as one whose words are asked about; any other as it is."""
    if acted_before(turn.case, hear) is None:
        return hear
    answers = _answers_newer(turn.case, hear)
    doubted = [said for said in hear.said if _is_doubted(said, answers_newer=answers)]
    unclear = (Unclear(one.line, one.verb, "again", one) for one in doubted if not one.dry_run)
    kept = tuple(said for said in hear.said if said not in doubted or said.dry_run)
    return replace(hear, said=kept, unclear=(*hear.unclear, *unclear))


def acted_before(case: Case, hear: Hear) -> datetime | None:
    """Return when the very words of a mail last acted here, where they may be a copy, or a machine's; else None.

    They are its author's anew where they answer a letter that left since, but within a day three times at most.
    """
    times = _times(case, hear)
    if not times:
        return None
    often = len(times) >= TIMES_KEPT and hear.at - times[0] < _DAY
    return times[-1] if often or not _answers_newer(case, hear) else None


def _is_doubted(said: Said, *, answers_newer: bool) -> bool:
    """Tell whether a word is asked about that may be a copy: of what answers a newer letter only what leads to quiet."""
    word = WORDS[said.verb]
    doubted = word.answered == "a sentence" and said.verb not in _HARMLESS
    return doubted and (word.direction == "quiet" or not answers_newer)


def _times(case: Case, hear: Hear) -> tuple[datetime, ...]:
    if not hear.own_words.strip() or not hear.message_id:
        return ()  # entered by hand, and no mail
    return case.acted.get(hear.sender.address.lower(), {}).get(undo.as_said(hear), ())


def _answers_newer(case: Case, hear: Hear) -> bool:
    """Tell whether a mail answers a letter of ours that was written since its words acted."""
    times = _times(case, hear)
    letter = case.letters.get(hear.replies_to or hear.answers)
    return bool(times) and letter is not None and letter.at >= times[-1]
