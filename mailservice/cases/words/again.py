"""The same mail once more, under another Message-ID: sent again from Sent, or by somebody who caught a copy of it.

What acted once acts no second time for being repeated: its author is asked whether they mean it anew. Not so where they
answer a letter that left after the first, for words may be the same and their occasion another. URGENT is never asked about.
"""

from dataclasses import replace
from datetime import datetime

from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import Hear, Unclear
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.people.turn import Turn
from mailservice.cases.words import undo

# To say these twice does nothing twice.
_HARMLESS = (Verb.URGENT, Verb.RECEIVED, Verb.NOTE, Verb.UNDO, Verb.STOP)


def asked(turn: Turn, hear: Hear) -> Hear:
    """Return a mail whose words acted before, word for word, as one whose words are asked about; any other as it is."""
    if acted_before(turn.case, hear) is None:
        return hear
    doubted = [said for said in hear.said if WORDS[said.verb].answered == "a sentence" and said.verb not in _HARMLESS]
    unclear = (Unclear(one.line, one.verb, "again", one) for one in doubted if not one.dry_run)
    kept = tuple(said for said in hear.said if said not in doubted or said.dry_run)
    return replace(hear, said=kept, unclear=(*hear.unclear, *unclear))


def acted_before(case: Case, hear: Hear) -> datetime | None:
    """Return when the very words of a mail acted here, its author having had no letter since that it answers; else None."""
    if not hear.own_words.strip() or not hear.message_id:
        return None  # entered by hand, and no mail
    before = case.acted.get(hear.sender.address.lower(), {}).get(undo.as_said(hear))
    letter = case.letters.get(hear.replies_to or hear.answers)
    fresh = before is not None and letter is not None and letter.at >= before
    return None if fresh else before
