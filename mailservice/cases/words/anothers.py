"""An answer to a letter that was somebody else's: its token belongs to them, so nothing quiet of it acts (rules 2 and 10).

Start at `quiet`. A colleague of that side, and whoever stands in for it, may answer for each other; so may those of the board.
What calls for attention acts.
"""

from collections.abc import Sequence
from dataclasses import replace

from mailservice.cases.asking import held
from mailservice.cases.history.case import Ordered
from mailservice.cases.history.commands import Hear, Said
from mailservice.cases.history.events import Noted
from mailservice.cases.letters import ordering
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.words import proof

HEADLINE = "An answer to somebody else's letter"


def quiet(turn: Turn, by: Speaker) -> tuple[Said, ...]:
    """Return the words of a mail that do not act, because it answers the letter of somebody of another side."""
    if by.office or by.hear.first_at is not None or _letter(turn, by) is None:
        return ()
    return tuple(one for one in by.hear.said if not one.dry_run and proof.needs_proof(turn, one, by))


def take(turn: Turn, by: Speaker, words: Sequence[Said]) -> tuple[Hear, list[str]]:
    """Tell the office of such words; return the mail as it counts without them, and what to answer. All of them: it is held."""
    letter = _letter(turn, by)
    whose = turn.name(letter.to) if letter else ""
    verbs = " and ".join(dict.fromkeys(one.verb.value for one in words))
    left = tuple(one for one in by.hear.said if one not in words)
    lines = [
        f"{turn.name(by.party)} wrote {verbs} in answer to a letter that we wrote to {whose}. Nothing of it has moved."
    ]
    action = (
        f"Ask {whose} how they came to have it. {turn.name(by.party)} may say it in answer to a letter of their own."
    )
    if left:
        for one in words:
            turn.put(Noted(turn.at, by.party, one.verb.value, one.reason))
        ordering.tell_office(turn, HEADLINE, lines, action)
    else:
        held.tell(turn, by.hear, HEADLINE, lines, action)
    answer = (
        f"You answered a letter that we wrote to {whose}, so {verbs} is kept and has moved nothing. If you mean it, please "
        f"answer your own newest letter with it. The {turn.terms.office} is told."
    )
    return replace(by.hear, said=left), [answer]


def _letter(turn: Turn, by: Speaker) -> Ordered | None:
    """Return the letter that a mail answers directly, if its reader is of another side; None where it is the writer's too."""
    letter = turn.case.letters.get(by.hear.replies_to)
    if letter is None or deciders.same_human(letter.to, by.party):
        return None
    reader = deciders.on_side(turn.case, deciders.on_case(turn.case, letter.to))
    sides = turn.case.agencies
    ours = turn.directory.is_office(reader.address)
    of_board = not (ours or reader.agency in sides or by.party.agency in sides)
    same_side = bool(reader.agency) and reader.agency == by.party.agency and not ours
    return None if same_side or of_board else letter
