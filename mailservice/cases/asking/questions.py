"""A question: put to somebody about one thing, by a date; whom it reached, and who is asked where it reached nobody.

It is folded from the letters that asked it, and nothing is kept beside them. Each noun that asks declares its `Question`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mailservice.cases.dates import deadlines
from mailservice.cases.history.case import Deadline, Ordered
from mailservice.cases.history.events import Party, Purpose
from mailservice.cases.history.words import Verb
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn


@dataclass(frozen=True)
class Question:
    """What is asked, about the thing with this id: an action, an agreement.

    `letter` asks it and `date` is its date; `answers` are the words that answer it. `asked` gives
    the letters that have asked it, `readers` who may be asked, in order; `write` writes to one, `nobody` where none is left.
    """

    letter: str
    date: Purpose
    answers: tuple[Verb, ...]
    asked: Callable[[Turn, str], list[Ordered]]
    readers: Callable[[Turn, str], Iterable[Party]]
    write: Callable[[Turn, str, Party], None]
    nobody: Callable[[Turn, str], None]

    def standing(self, turn: Turn, about: str) -> Deadline | None:
        """Return its date, while an answer is waited for."""
        return turn.date(self.date, about) or turn.date(self.date, "")

    def reached(self, turn: Turn, about: str) -> bool:
        """Tell whether somebody can have read it, or may still."""
        asked = self.asked(turn, about)
        return any(may_be_read(one) and not turn.directory.is_barred(one.to.address) for one in asked)

    def ask_next(self, turn: Turn, about: str) -> None:
        """Ask the first of its readers who has not been asked yet and can be reached."""
        asked = self.asked(turn, about)
        to = next((one for one in self.readers(turn, about) if can_be_asked(turn, one, asked)), None)
        if to is None:
            self.nobody(turn, about)
        else:
            self.write(turn, about, to)

    def unread(self, turn: Turn, about: str, why: str) -> None:
        """Ask the next reader where it has reached nobody, with the full time to answer; nothing once it is answered."""
        date = self.standing(turn, about)
        if date is None or self.reached(turn, about):
            return
        deadlines.full_time(turn, date, turn.at, why)
        self.ask_next(turn, about)


def may_be_read(letter: Ordered) -> bool:
    """Tell whether a letter is on its way or has arrived, and met no absence."""
    return letter.state in ("ordered", "sent") and not letter.away


def has_arrived(turn: Turn, letter: Ordered) -> bool:
    """Tell whether a letter has left, did not come back, met no absence, and nothing says that it is delayed or unread.

    One that lies in a mailbox that may be taken, or is the wrong person's, has not.
    """
    there = letter.state == "sent" and not turn.directory.is_barred(letter.to.address)
    return there and not letter.away and letter.stalled is None


def can_be_asked(turn: Turn, who: Party, asked: Iterable[Ordered]) -> bool:
    """Tell whether somebody had none of these letters, is not away, and can be reached."""
    had = any(deciders.same_person(one.to, who) for one in asked)
    away = deciders.is_away(turn.case, who, turn.today) or turn.directory.is_barred(who.address)
    return not had and not away and not deciders.bounced(turn.case, who)
