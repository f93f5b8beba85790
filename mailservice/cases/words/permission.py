"""Who may say what: one table, by word, role and place, held to the machine by tests (rules 6, 8, 10 to 13, 15).

Start at `ROWS`. A right says for every role what becomes of a word; somebody in several roles has the most of them. The
table is the outer limit: a word that is granted may still find nothing to do. `roles` tells who somebody is on a case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Literal, get_args

from mailservice.cases.history.rows import Row, column, whole
from mailservice.cases.history.words import WORDS, Verb

Cell = Literal["binds", "acts", "confirm", "advice", "kept", "unheard"]
# From the most to the least; the first two move a case, no other does.
CELLS: tuple[Cell, ...] = get_args(Cell)
MOVES: tuple[Cell, ...] = ("binds", "acts")

Place = Literal["first", "between", "convened", "last", "within", "agreed", "ended", "joined", "halted"]
PLACES: tuple[Place, ...] = get_args(Place)
OPEN: tuple[Place, ...] = ("first", "between", "convened", "last", "within")


class Role(StrEnum):
    """Whatever somebody can be on a case."""

    RAISER = "the raiser"
    WORKER = "the practitioner on the other side"
    DECIDER = "a decider at the present tier"
    ABOVE = "a decider above"
    COVER = "a decider's cover"
    EARLIER = "a manager of an earlier tier"
    LINE = "a line manager by the directory"
    ADDED = "a contact added beside a decider, or the raiser's professional"
    COLLEAGUE = "somebody of the agency who takes no part yet"
    SECRETARY = "a secretary (assistant_of)"
    DELEGATE = "a delegate (the header Sender)"
    SHARED = "a shared mailbox"
    UNSURE = "somebody whose side is not sure yet"
    FACILITATOR = "whoever brings both sides together"
    MEDIATOR = "a mediator"
    CONVENOR = "whoever convenes the stage"
    AUTHORITY = "whoever has the last word"
    OFFICER = "another officer of the board"
    OFFICE = "the office"
    STEAD = "who holds the raiser's rights in their stead"
    AREA = "the receiving area"
    LEFT = "who left, or is of an agency that left"
    OUTSIDE = "somebody of another agency"
    STRANGER = "a stranger"


R = Role
_BINDING = (R.DECIDER, R.ABOVE, R.COVER)
_BESIDE = (R.EARLIER, R.LINE, R.ADDED, R.COLLEAGUE)
_TWO = (R.RAISER, R.WORKER)
_SIDES = (*_TWO, *_BINDING, *_BESIDE)
_HANDS = (R.SECRETARY, R.SHARED)  # no one person's word: their quiet words are put to who can give them
_BOARD = (R.FACILITATOR, R.MEDIATOR, R.CONVENOR, R.AUTHORITY, R.OFFICER)
_OFFICE = (R.OFFICE, R.STEAD)
OUT = frozenset((R.AREA, R.LEFT, R.OUTSIDE, R.STRANGER))
HEARD = (*_SIDES, *_HANDS, R.DELEGATE, R.UNSURE, *_BOARD, *_OFFICE)


@dataclass(frozen=True, kw_only=True)
class Right(Row):
    """What becomes of a word, for each role once; IncompleteRow names a role that stands nowhere, or twice."""

    name: str
    says: str = column("who may use it, as the page of words and HELP say it")
    binds: tuple[Role, ...] = column("whose word binds their side")
    acts: tuple[Role, ...] = column("whose word does something, and binds nobody")
    confirm: tuple[Role, ...] = column("who is asked to confirm it first")
    advice: tuple[Role, ...] = column("whose word is put to who can give it, as advice")
    kept: tuple[Role, ...] = column("whose word is kept, and answered with a sentence")
    unheard: tuple[Role, ...] = column("who is not heard on the case")

    def __post_init__(self) -> None:
        """Hold the row to every role, each once."""
        super().__post_init__()
        written = [role for cell in CELLS for role in getattr(self, cell)]
        whole(f"the right '{self.name}' in cases/words/permission.py", written, Role, "the role in one of its columns")

    def of(self, role: Role) -> Cell:
        """Return what becomes of a word from this role."""
        return next(cell for cell in CELLS if role in getattr(self, cell))


def _right(name: str, says: str, **given: Iterable[Role]) -> Right:
    """Return a right in which whoever is not named is kept, and who is out of the case is not heard."""
    named = {cell: tuple(given.get(cell, ())) for cell in CELLS}
    told = {role for roles in named.values() for role in roles}
    named["kept"] += tuple(role for role in HEARD if role not in told)
    named["unheard"] += tuple(role for role in Role if role in OUT and role not in told)
    return Right(name=name, says=says, **named)


def _quiet(name: str, says: str, **given: Iterable[Role]) -> Right:
    """Return the right of a word towards quiet: a secretary's and a shared mailbox's is advice, a delegate's is confirmed."""
    advice = (*given.pop("advice", ()), *_HANDS)
    return _right(name, says, advice=advice, confirm=(R.DELEGATE,), **given)


_BINDS = "who decides for a side, their cover, or somebody above; of others it is advice"
# Towards attention nobody of a side is refused, whoever wrote it for them (rules 6.4, 8, 10 and 14).
CALL = _right("call", "anyone who takes part", acts=HEARD)
NOBODY = _right("nobody", "anyone who takes part: it is only kept", kept=())
KEPT_QUIET = _quiet("nobody, quietly", "nobody: it is kept")
EVERYBODY = _right(
    "everybody",
    "whoever had a letter of ours",
    acts=[role for role in Role if role not in (*_OFFICE, R.AREA)],
)
RECEIPT = _right("receipt", "anyone who takes part", acts=(*HEARD, R.AREA))
SETTLES = _quiet("settles", _BINDS, binds=_BINDING, advice=(*_TWO, *_BESIDE))
# What both sides do with whoever brings them together; nothing is decided by it (rule 5).
MEETS = _quiet("meets", _BINDS, binds=_BINDING, acts=(R.FACILITATOR,), advice=(*_TWO, *_BESIDE))
COURSE = _quiet("course", _BINDS, binds=_BINDING, acts=(R.FACILITATOR, R.AUTHORITY), advice=(*_TWO, *_BESIDE))
# Within one agency nobody settles it but the two; a manager and the raiser's professional advise (rule 13).
TWO_ALONE = _quiet("the two alone", "the two who disagree", binds=(*_TWO, R.DECIDER), advice=(R.CONVENOR, R.ADDED))
# To words they had themselves, those of an earlier tier may still agree (rule 6.1).
AGREES = _quiet("agrees", _BINDS, binds=(*_BINDING, *_TWO, R.EARLIER), advice=(R.LINE, R.ADDED, R.COLLEAGUE))
AGREES_LAST = _quiet(
    "agrees at the last",
    _BINDS,
    binds=(*_BINDING, *_TWO, R.EARLIER, R.AUTHORITY),
    advice=(R.LINE, R.ADDED, R.COLLEAGUE),
)
OWN_AGREE = _quiet("agrees with their own side", "nobody: it is the other side that agrees")
DENIES = _right("denies", "anyone of a side", acts=(*_SIDES, *_HANDS, R.DELEGATE, R.UNSURE))
DENIES_LAST = _right(
    "denies at the last", "anyone of a side", acts=(*_SIDES, *_HANDS, R.DELEGATE, R.UNSURE, R.AUTHORITY)
)
OWN_DENIES = _right("denies their own side", "nobody: it is advice", advice=(*_SIDES, *_HANDS, R.DELEGATE, R.UNSURE))
OBJECTS = _right("objects", "the raiser", acts=(R.RAISER, R.STEAD))
# Between agencies any party asks if events have settled it; whoever decides also says so for their own (rule 12.4).
ASKS = _quiet("asks", "anyone of a side", binds=_BINDING, acts=(*_TWO, *_BESIDE))
ASKS_WITHIN = _quiet("asks within", "anyone who takes part", binds=(*_TWO, R.DECIDER), acts=(R.CONVENOR, R.ADDED))
WITHDRAWS = _quiet("withdraws", "the raiser", acts=(R.RAISER,))
# By another agency it asks that this agency leaves, and is its decider's to ask (rule 11.2).
LEAVES = _quiet("withdraws or leaves", "the raiser; of three agencies, who decides for one", acts=(R.RAISER, *_BINDING))
CLOSES = _quiet("ends it for the raiser", "the raiser", acts=(R.RAISER, R.STEAD, *_BINDING))
COVERS = _quiet(
    "names cover",
    "who decides for a side, for themselves or it; the raiser for themselves; the office",
    acts=(*_BINDING, R.RAISER, R.OFFICE),
    advice=(R.WORKER, *_BESIDE),
)
COVERS_WITHIN = _quiet("names another to convene", "whoever brings the two together", acts=(R.CONVENOR,))
NAMES = _right(
    "names",
    "anyone who takes part",
    acts=[role for role in HEARD if role not in (R.OFFICER, R.DELEGATE)],
    confirm=(R.DELEGATE,),
)
NAMES_WITHIN = _right(
    "names within",
    "the raiser, a manager, or the office",
    acts=[role for role in HEARD if role not in (R.OFFICER, R.DELEGATE)],
    confirm=(R.DELEGATE,),
)
# After the end only who follows the raiser is named (rule 11.4).
SUCCEEDS = _quiet(
    "names who follows", "the raiser, their agency once they are gone, or the office", acts=(*_SIDES, R.OFFICE)
)
DOES = _quiet("has done", "the agency of whoever was to do it, or the raiser", acts=(*_SIDES, R.OFFICE))
SAW_DONE = _quiet("saw it done", "the raiser", acts=(R.RAISER, R.OFFICE))
TAKES_BACK = _quiet("takes back", "its author, until another side has acted", acts=(*_SIDES, *_BOARD, *_OFFICE))
JOINS = _quiet("joins", "who takes part in both, or the office", acts=(*_SIDES, *_BOARD, *_OFFICE))
CONVENES = _quiet(
    "convenes",
    "whoever convenes the stage or mediates, or the office",
    acts=(R.MEDIATOR, R.CONVENOR, R.AUTHORITY, R.OFFICE),
)
DECIDES = _quiet("decides", "whoever has the last word", acts=(R.AUTHORITY,))
# A record is shown to whoever took part, for their own side; by whoever writes in their name it is asked for once more.
HAS_RECORD = _right(
    "has the record",
    "whoever took part, as their side had it; the office",
    acts=(*_SIDES, R.STEAD, R.OFFICE),
    confirm=(R.DELEGATE,),
)
HAS_RECORD_WITHIN = _right(
    "has the record within",
    "the two who disagree, each their own; the office",
    acts=(*_TWO, R.DECIDER, R.STEAD, R.OFFICE),
    confirm=(R.DELEGATE,),
)
ONES_OWN = _right(
    "of one's own", "anyone of an agency, of the cases that they take part in; the office, of all", kept=()
)
OFFICE_ALONE = _quiet("the office alone", "the office", acts=(R.OFFICE,))
OF_HELD_MAIL = _quiet("of a held mail", "the office, in answer to our letter about it")
ON_NO_CASE = _quiet("on no case", "the office, in a mail of its own")
OF_EVERY_CASE = _quiet("of every case", "the office, of every case at once")
ENTERS = _right("enters", "the office", acts=(R.OFFICE,))


@dataclass(frozen=True, kw_only=True)
class May(Row):
    """Who may use one word, in each place where a case can stand."""

    name: Verb
    first: Right = column("at the first stage")
    between: Right = column("at a later stage between both sides")
    convened: Right = column("at a convened stage that is not the last")
    last: Right = column("at the last stage")
    within: Right = column("within one agency, at any stage")
    agreed: Right = column("while the raiser has their day")
    ended: Right = column("after the end")
    joined: Right = column("where the case goes on in another")
    halted: Right = column("where a death or grave harm was told")
    own: Right | None = (
        None  # to words, or of an action or a case, of their own side, where that differs while it is open
    )

    def at(self, place: Place, *, own: bool = False) -> Right:
        """Return the right that holds there."""
        right: Right = getattr(self, place)
        return self.own if own and self.own and place in OPEN else right


def _may(name: Verb, opened: Right, agreed: Right, ended: Right, **differs: Right) -> May:
    """Return the row of a word that is the same wherever its case is open, but for where it differs.

    On a case that goes on in another it is kept; on one that stands still too, and nobody is asked to confirm it (12.6).
    """
    opens: dict[str, Right] = dict.fromkeys(OPEN, opened)
    elsewhere = KEPT_QUIET if WORDS[name].direction == "quiet" else NOBODY
    places = {**opens, "agreed": agreed, "ended": ended, "joined": elsewhere, "halted": NOBODY}
    return May(name=name, **{**places, **differs})


def _same(name: Verb, right: Right, **differs: Right) -> May:
    return _may(name, right, right, right, **differs)


def _only_last(name: Verb, right: Right, **differs: Right) -> May:
    """Return the row of a word that belongs to the last stage."""
    return _may(name, KEPT_QUIET, KEPT_QUIET, KEPT_QUIET, last=right, **differs)


ROWS = (
    _same(Verb.RECEIVED, RECEIPT, halted=RECEIPT),
    _may(Verb.MET, MEETS, KEPT_QUIET, KEPT_QUIET, within=TWO_ALONE),
    _may(Verb.PLAN, SETTLES, KEPT_QUIET, KEPT_QUIET, within=TWO_ALONE),
    _may(Verb.RESOLVED, SETTLES, KEPT_QUIET, KEPT_QUIET, within=TWO_ALONE),
    _may(Verb.AGREE, AGREES, CLOSES, SETTLES, last=AGREES_LAST, within=TWO_ALONE, own=OWN_AGREE),
    _may(Verb.DISAGREE, DENIES, DENIES, DENIES, last=DENIES_LAST, own=OWN_DENIES),
    _may(Verb.OBJECT, OBJECTS, OBJECTS, CALL),
    _may(Verb.ESCALATE, CALL, CALL, CALL, last=NOBODY),
    _same(Verb.URGENT, CALL),
    _may(Verb.NEW_DATE, MEETS, SETTLES, SETTLES, last=COURSE, within=TWO_ALONE),
    _may(Verb.CONTACT, NAMES, NAMES, SUCCEEDS, within=NAMES_WITHIN),
    _may(Verb.COVER, COVERS, COVERS, KEPT_QUIET, within=COVERS_WITHIN),
    _may(Verb.TOPIC, CALL, NOBODY, NOBODY),
    _same(Verb.NOTE, NOBODY),
    _may(Verb.DONE, SAW_DONE, DOES, DOES, own=DOES, joined=DOES),
    _same(Verb.NOT_DONE, CALL, joined=CALL),
    _may(Verb.OVERTAKEN, ASKS, KEPT_QUIET, KEPT_QUIET, within=ASKS_WITHIN),
    _may(Verb.WITHDRAW, LEAVES, KEPT_QUIET, KEPT_QUIET, within=WITHDRAWS, own=WITHDRAWS),
    _may(Verb.KEEP, CALL, NOBODY, CALL),
    _may(Verb.REOPEN, NOBODY, OBJECTS, CALL),
    _may(Verb.NEW, CALL, CALL, NOBODY),
    _may(Verb.JOIN, JOINS, KEPT_QUIET, KEPT_QUIET, within=KEPT_QUIET),
    _same(Verb.GO_ON, CALL, halted=ENTERS),
    _same(Verb.STOP, CALL),
    _same(Verb.UNDO, TAKES_BACK),
    _same(Verb.STATUS, CALL, joined=CALL, halted=CALL),
    _same(Verb.POLICY, CALL, joined=CALL, halted=CALL),
    _same(Verb.HELP, CALL, joined=CALL, halted=CALL),
    _same(Verb.RECORD, HAS_RECORD, within=HAS_RECORD_WITHIN, halted=ENTERS),
    _same(Verb.CASES, ONES_OWN, joined=ONES_OWN, halted=ONES_OWN),
    _only_last(Verb.MEDIATION, CONVENES, convened=CONVENES),
    _only_last(Verb.PANEL, CONVENES, convened=CONVENES),
    _only_last(Verb.REPORT, CONVENES),
    _only_last(Verb.DECISION, DECIDES),
    _only_last(Verb.NOT_AGREED, OFFICE_ALONE),
    _may(Verb.ALLOW, OFFICE_ALONE, OFFICE_ALONE, KEPT_QUIET, halted=ENTERS),
    _same(Verb.WRONG_PERSON, EVERYBODY, joined=EVERYBODY, halted=EVERYBODY),
    _may(Verb.MOVED, OFFICE_ALONE, OFFICE_ALONE, KEPT_QUIET),
    _same(Verb.SPOKEN, ENTERS),
    _same(Verb.PASSED_ON, OFFICE_ALONE, halted=ENTERS),
    *(_same(verb, OF_HELD_MAIL) for verb in (Verb.RELEASE, Verb.REJECT, Verb.FILE, Verb.SPLIT)),
    *(_same(verb, ON_NO_CASE) for verb in (Verb.DIRECTORY, Verb.VERIFY, Verb.DUE, Verb.FIGURES)),
    *(_same(verb, OF_EVERY_CASE) for verb in (Verb.SUSPECT, Verb.CLEAR)),
    _same(Verb.CHECKED, OFFICE_ALONE),
    _same(Verb.ASSIGN, OFFICE_ALONE),
    _may(Verb.MOVE_TO, OFFICE_ALONE, KEPT_QUIET, KEPT_QUIET, last=KEPT_QUIET),
    _may(Verb.HOLD_UNTIL, OFFICE_ALONE, KEPT_QUIET, KEPT_QUIET),
    _same(Verb.PAUSE, OFFICE_ALONE),
    _same(Verb.RESUME, OFFICE_ALONE),
    *(_same(verb, OFFICE_ALONE, halted=ENTERS) for verb in (Verb.RETAIN_UNTIL, Verb.PRESERVE)),
    *(_same(verb, OFFICE_ALONE) for verb in (Verb.PRESERVE_ENDS, Verb.DISPOSE)),
)


def of_each_word(rows: Iterable[May]) -> Mapping[Verb, May]:
    """Return the rows by their word; IncompleteRow names a word that has none."""
    written = tuple(rows)
    whole("ROWS in cases/words/permission.py", (row.name for row in written), Verb, "a May(…), who may use the word")
    return {row.name: row for row in written}


PERMISSIONS = of_each_word(ROWS)


@cache  # asked for each word at each mail; of a table that never changes
def cell(verb: Verb, role: Role, place: Place, *, own: bool = False) -> Cell:
    """Return what becomes of a word from somebody in one role, in one place."""
    return PERMISSIONS[verb].at(place, own=own).of(role)


def most(verb: Verb, roles: Iterable[Role], place: Place, *, own: bool = False) -> Cell:
    """Return what becomes of a word from somebody in all these roles: the most that any of them has."""
    return min((cell(verb, role, place, own=own) for role in roles), key=CELLS.index)


def moves(verb: Verb, roles: Iterable[Role], place: Place) -> bool:
    """Tell whether a word may do something, to words of whichever side."""
    held = tuple(roles)
    return any(most(verb, held, place, own=own) in MOVES for own in (False, True))
