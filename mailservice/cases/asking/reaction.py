"""Somebody reacted to a letter of ours with a thumb or a heart: it counts for nothing, and they are told so, once a letter."""

from mailservice.cases.history.case import Ordered
from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import Party
from mailservice.cases.history.words import WORDS
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people.turn import Turn

NOTHING = "A reaction counts for nothing here; nothing has moved."
_ABOUT = "reaction to"
# Offered in every letter, and no answer to what it asks.
_ANYWHERE = ("STATUS", "HELP")


def tell(turn: Turn, hear: Hear, to: Party) -> None:
    """Tell who reacted to a letter of this case that nothing has moved, and which words would; a second thumb, nothing."""
    letter = turn.case.letters.get(hear.answers)
    if hear.kind != "reaction" or letter is None or hear.sender.proof == "failed":
        return
    about = f"{_ABOUT} {letter.letter}"
    if not any(one.about == about for one in turn.case.letters.values()):
        _answer(turn, hear, to, f"{NOTHING} {_instead(letter)}", letter.words, about)


def tell_outside(turn: Turn, hear: Hear, to: Party) -> None:
    """Tell who reacted to a letter that is of no case, once a day: it may have been the question whether theirs goes on."""
    asked = hear.kind == "reaction" and hear.answers and hear.sender.known and hear.sender.proof != "failed"
    if asked and "answer" not in hear.heard_before:
        _answer(turn, hear, to, f"{NOTHING} Please answer that letter in words.", ("HELP",), "")


def _answer(turn: Turn, hear: Hear, to: Party, said: str, offered: tuple[str, ...], about: str) -> None:
    words = ordering.words(*(one for one in offered if one in WORDS and WORDS[one].means))
    facts = {"why": "You reacted to our letter.", "lines": [{"line": "", "result": said}], "next": "", "words": words}
    ordering.order(
        turn, "answer", to, {**facts, "others_see": ordering.you_see(turn.terms)}, answers=hear.message_id, about=about
    )


def _instead(letter: Ordered) -> str:
    words = [one for one in letter.words if one not in _ANYWHERE]
    if "AGREE" in words:
        others = [one for one in words if one != "AGREE"]
        return f"To agree, answer that letter with AGREE{f'; else with {phrases.either(others)}' if others else ''}."
    return (
        f"Please answer that letter with {phrases.either(words)}." if words else "Please answer that letter in words."
    )
