"""Whose case it is, where one policy holds for two boards: asked of its raiser, told, and corrected; never guessed (rule 1.4).

Until it is told, the first office keeps the case and its clock runs. From then on the office and the officers are that
board's (`Directory.of_board`). Start at `take`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from mailservice.cases.dates import deadlines
from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import BoardTold, DeadlineDropped, Party
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import news, ordering, phrases
from mailservice.cases.opening import belonging
from mailservice.cases.people import deciders, together
from mailservice.cases.people.turn import Turn
from mailservice.directory import Agency
from mailservice.policy.model import Board, Policy

BOARD = "board"
# What may stand before the board on its line: "No, this is for the adults' board".
_THIS_IS = re.compile(
    r"^\W{0,3}(?:(?:no|sorry|actually)\b[ ,.:]{0,3}){0,3}(?:this|it|the case)(?: is|['\u2019]s| concerns| belongs)"
    r"(?: (?:about|for|to|under|with)){0,2}\s",
    re.IGNORECASE,
)
_NO = re.compile(r"^\W{0,3}(?:(?:no|sorry|actually)\b[ ,.:]{1,3}){1,3}", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?\n]{1,2000}[.!?]?")
# Behind it nothing is named: "this is not for adults".
_DENIES = re.compile(r"\b(?:not|never|neither|nor|no longer)\b|n['\u2019]t\b", re.IGNORECASE)
# An answer to the question which of them it is, that names them all.
_BOTH = re.compile(r"^\W{0,3}(?:(?:it|this) (?:is|concerns) )?(?:(?:for|about) )?(?:both|all|each|the two)\b")
_HELD = ("open", "agreed", "halted")


def named(hear: Hear, policy: Policy) -> str:
    """Return the one board that a mail names, by its id; "" where it names none, or two: then its raiser is asked."""
    if hear.board or len(policy.boards) == 1:
        return hear.board or policy.boards[0].id
    said = _said(f"{hear.subject}\n{hear.own_words}")
    by_title = [one for one in policy.boards if _says(said, one.title)]
    found = by_title or [one for one in policy.boards if any(_says(said, word) for word in one.words)]
    return found[0].id if len(found) == 1 else ""


def one_each(hear: Hear, policy: Policy) -> tuple[Hear, ...]:
    """Return a first mail once for each board that it names by its whole title: a case for each; else alone (rule 1.4)."""
    found = _titles(hear, policy)
    return tuple(replace(hear, board=one.id) for one in found) if len(found) > 1 else (hear,)


def _titles(hear: Hear, policy: Policy) -> list[Board]:
    """Return the boards whose whole titles a mail says."""
    said = _said(f"{hear.subject}\n{hear.own_words}")
    return [one for one in policy.boards if _says(said, one.title)]


def _said(text: str) -> str:
    """Return what of a text may name a board, on one line and without apostrophes: no question, and nothing denied."""
    sentences = (_DENIES.split(one, maxsplit=1)[0] for one in _SENTENCE.findall(text) if not one.endswith("?"))
    return " ".join(" ".join(sentences).split()).replace("\u2019", "'").replace("'", "").casefold()


def _says(said: str, words: str) -> bool:
    plain = " ".join(words.split()).replace("\u2019", "'").replace("'", "").casefold()
    return bool(plain) and re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", said) is not None


def choices(policy: Policy) -> list[str]:
    """Return how the boards are called when their raiser is asked which; nothing where the policy holds for one."""
    return [one.title for one in policy.boards]


def kept_under(turn: Turn) -> list[str]:
    """Say for which board a case is, and how to say that it is not; nothing where the policy holds for one."""
    mine = turn.policy.board(turn.case.board)
    return [f"This is for {mine.title}. {_if_not(turn)}"] if mine is not None else []


def _if_not(turn: Turn) -> str:
    other = next((one.title for one in turn.policy.boards if one.id != turn.case.board), "")
    return f'If it is not, answer: "No, this is for {other}".'


def take(turn: Turn, hear: Hear, by: Party) -> tuple[Hear, list[str]]:
    """Take what its raiser, or its office, says of whose case it is; return the mail without it, and what to answer."""
    may = hear.sender.office or deciders.is_raiser(turn.case, by)
    if not (turn.policy.boards[1:] and may and hear.kind == "message" and turn.case.status in _HELD):
        return hear, []
    waits = BOARD in turn.case.missing
    told = _answer(hear, turn.policy) if waits else _corrects(hear, turn.policy)
    if told is None or told.id == turn.case.board:
        return hear, [_again(turn, hear)] if waits and told is None and not (hear.sender.office or hear.said) else []
    _keep_under(turn, told, by)
    # Its "no" answers no question, and is no word of ours.
    unclear = tuple(one for one in hear.unclear if not _is_of_board(one.line))
    return replace(hear, unclear=unclear, answer=""), [f"Recorded: {_kept_by(turn, told)} {_if_not(turn)}"]


def _again(turn: Turn, hear: Hear) -> str:
    if _BOTH.search(_said(hear.own_words)) or len(_titles(hear, turn.policy)) > 1:
        return (
            "A case is for one board, whose office keeps it. Please answer with the one that keeps this: "
            f"{' or '.join(choices(turn.policy))}, on a line of its own. For the other, write a new email that names it, "
            "with us in copy: that opens a case of its own. If you cannot tell, write NOTE and why: the "
            f"{turn.terms.office} helps you, and the dates of this case run meanwhile."
        )
    return f"We do not know yet whose case this is. Please answer with one line: {' or '.join(choices(turn.policy))}."


def _is_of_board(line: str) -> bool:
    return _THIS_IS.match(line) is not None or _NO.match(line) is not None


def _answer(hear: Hear, policy: Policy) -> Board | None:
    """Return the board that stands alone on a line, or that a mail in plain words names alone."""
    lines = [_bare(line) for line in hear.own_words.splitlines()]
    return _on_a_line("\n".join(lines), policy) or policy.board(named(hear, policy))


def _corrects(hear: Hear, policy: Policy) -> Board | None:
    """Return the board of "No, this is for …"; one that stands alone on a line, as in a signature, corrects nothing."""
    lines = [_bare(line) for line in hear.own_words.splitlines()[:12] if _THIS_IS.match(line)]
    return _on_a_line("\n".join(lines), policy)


def _bare(line: str) -> str:
    """Return a line without what leads up to the board, and without the sentences after it."""
    named = _THIS_IS.match(line)
    return re.split(r"[.;!]", line[named.end() :], maxsplit=1)[0] if named else line


def _on_a_line(lines: str, policy: Policy) -> Board | None:
    found = belonging.named_in(lines, [_as_choice(one) for one in policy.boards])
    return policy.board(found.id) if found else None


def _as_choice(board: Board) -> Agency:
    """Return a board as `belonging` reads an answer: by its title, its id or a word of its own, one of it or many."""
    words = " ".join((board.title, *board.words)).split()
    return Agency(board.id, " ".join((*words, *(f"{one}s" for one in words), *(one.rstrip("s") for one in words))))


def _keep_under(turn: Turn, board: Board, by: Party) -> None:
    """Hand the case to a board's office and officers: who kept it is told, and who keeps it now has all that stands."""
    before, was = ordering.office_party(turn), turn.case.board
    there = turn.directory.of_board(board.id)
    now = Party(there.office.address, there.office.name, "", "", before.role)
    moves = before.address.lower() != now.address.lower()
    if moves:
        lines = [f"{turn.case.reference} is for {board.title}, as {turn.name(by)} says. {now.name} keeps it from here."]
        ordering.tell_office(turn, "A case is another office's", lines, ordering.NOTHING, outside=True)
    turn.put(BoardTold(turn.at, board.id, board.title, by, now, before, was))
    turn.directory = there
    if not turn.case.missing:
        deadlines.drop(turn, "what was missing was given", purposes=("provisional",))
    if moves:
        _hand_over(turn, board, by, before)
    if turn.stage.sides == "convened":
        climbing.convene_again(turn, f"This is for {board.title}.")
    elif together.here(turn):
        for one in together.members(turn):
            if not deciders.written_to(turn.case, one, turn.here):
                climbing.stage_letter(turn, one, "named", {"by": turn.name(by)})


def _hand_over(turn: Turn, board: Board, by: Party, before: Party) -> None:
    for headline in _alarms(turn):
        ordering.tell_office(turn, headline, [f"{before.name} was alarmed before; it is yours now."], "Ring them now.")
    lines = [f"{turn.case.reference} is for {board.title}, as {turn.name(by)} says. {before.name} had it until now."]
    lines += [one for one in (_stands(turn),) if one]
    ordering.tell_office(turn, "A case is yours", lines, "Look at it: from here on you keep it.")
    told = [f"{_kept_by(turn, board)} Every date stands."]
    for one in turn.everyone_present():
        if not deciders.same_person(one, by):
            news.tell_later(turn, one, "Another office keeps this", told, (one, ""))


def _alarms(turn: Turn) -> Iterator[str]:
    """Give each alarm that still waits for the office, and let go of its date: the next office has its own."""
    for one in turn.case.standing:
        if one.purpose == "alarm":
            turn.put(DeadlineDropped(turn.at, one.id, "another office keeps this now"))
            yield one.about.partition(" ")[2]
    if turn.case.urgent is not None:
        yield ordering.URGENT


def _stands(turn: Turn) -> str:
    ahead = ordering.next_shown(turn)
    due = (
        f" Next: {ordering.date(turn, ahead)['what']}, by {phrases.moment(turn.rules.days.local(ahead.due))}."
        if ahead
        else ""
    )
    raiser = turn.name(turn.case.raiser) if turn.case.raiser else "nobody"
    return f"It is at stage {turn.case.stage}; {raiser} raised it.{due}"


def _kept_by(turn: Turn, board: Board) -> str:
    office = turn.directory.office
    ring = f", {office.phone}" if office.phone else ""
    return f"this is for {board.title}, and {office.name}{ring}, keeps it."
