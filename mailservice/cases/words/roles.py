"""Who somebody is on a case, for one word: every role they have in it (`permission.Role`), and where the case stands."""

from collections.abc import Iterator

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import Party
from mailservice.cases.history.words import Verb
from mailservice.cases.ladder import facilitating
from mailservice.cases.letters.kept import binds
from mailservice.cases.opening import belonging
from mailservice.cases.people import deciders, officers
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.settling import agreement, leaving, moving
from mailservice.cases.words import permission, proof, successor
from mailservice.cases.words.permission import OUT, Place, Role

_NOT_OPEN: dict[str, Place] = {"agreed": "agreed", "joined": "joined", "halted": "halted"}


def place_of(turn: Turn) -> Place:
    """Return where the case stands, as the table of permissions has it."""
    if turn.case.status != "open":
        return _NOT_OPEN.get(turn.case.status, "ended")
    if deciders.is_within(turn.case):
        return "within"
    if turn.case.stage in (turn.policy.last_stage.id, turn.policy.final.stage):
        return "last"
    if turn.stage.sides == "convened":
        return "convened"
    return "first" if turn.case.stage == turn.policy.first_stage.id else "between"


def may_use(turn: Turn, by: Speaker) -> frozenset[Verb]:
    """Return the words that do something from this person where the case stands, or bring them an answer."""
    place, held, hands = place_of(turn), frozenset(_roles(turn, by)), frozenset(_hands(turn, by))
    moving = (verb for verb in Verb if permission.moves(verb, _counting(turn, Said(verb), held, hands), place))
    may = frozenset((*moving, Verb.NOTE))
    leaves = deciders.is_raiser(turn.case, by.party) or leaving.can_leave(turn)
    return may if leaves else may - {Verb.WITHDRAW}  # of two agencies none can leave (rule 11.2)


def roles_of(turn: Turn, said: Said, by: Speaker) -> frozenset[Role]:
    """Return every role of somebody who writes a word; whose mail is no one person's word has no other towards quiet."""
    return _counting(turn, said, frozenset(_roles(turn, by)), frozenset(_hands(turn, by)))


def _counting(turn: Turn, said: Said, held: frozenset[Role], hands: frozenset[Role]) -> frozenset[Role]:
    if held & OUT:
        return held
    return hands if hands and proof.quietens(turn, said) else hands | held


def _hands(turn: Turn, by: Speaker) -> Iterator[Role]:
    """Give what keeps a word towards quiet from being somebody's own (rules 1.7, 10 and 11.1)."""
    if by.office:
        return
    if deciders.crossed_over(turn.case, by.party) or belonging.unconfirmed(turn, by):
        yield Role.UNSURE
    elif turn.directory.shared_by(by.party.address) is not None:
        yield Role.SHARED
    elif _assists(turn, by.party):
        yield Role.SECRETARY
    elif by.hear.sender.delegate:
        yield Role.DELEGATE


def _assists(turn: Turn, who: Party) -> bool:
    person = turn.directory.person(who.person)
    return person is not None and bool(person.assistant_of)


def _roles(turn: Turn, by: Speaker) -> Iterator[Role]:
    party = by.party
    if by.office:
        yield Role.OFFICE
    elif moving.is_area(turn, party):
        yield Role.AREA
    elif deciders.has_left(turn.case, party):
        yield Role.LEFT
    elif party.agency in turn.case.agencies:
        yield from _on_side(turn, by)
    elif not _of_board(turn, party):
        yield Role.OUTSIDE if by.hear.sender.known else Role.STRANGER
    if _in_stead(turn, by):
        yield Role.STEAD
    yield from _beside_sides(turn, by)


def _of_board(turn: Turn, who: Party) -> bool:
    return any(one.id == who.person for one in turn.directory.officers) or officers.is_allowed(turn.case, who)


def _on_side(turn: Turn, by: Speaker) -> Iterator[Role]:
    party = by.party
    yield Role.COLLEAGUE
    if deciders.is_raiser(turn.case, party):
        yield Role.RAISER
    elif any(deciders.same_person(party, one) for one in turn.case.responders):
        yield Role.WORKER
    if binds(turn, by):
        yield _binder(turn, by)
    if _decided_before(turn, party):
        yield Role.EARLIER
    if _above_workers(turn, party):
        yield Role.LINE
    if any(deciders.same_person(party, one) for one in _added(turn, party.agency)):
        yield Role.ADDED
    if any(deciders.same_person(party, one) for one in deciders.convenors(turn.case, turn.directory)):
        yield Role.CONVENOR


def _binder(turn: Turn, by: Speaker) -> Role:
    """Return as whom somebody binds their side."""
    side = by.party.agency
    above = deciders.over(turn.case, turn.policy, turn.directory, side)
    two = deciders.practitioners(turn.case) if deciders.is_within(turn.case) else ()
    now = (*turn.present(side), *above, *two)
    if any(deciders.same_person(by.party, one) for one in now):
        return Role.DECIDER
    on = turn.rules.days.local(by.hear.at).date()
    covers = (one.to for one in deciders.covers(turn.case, side, now, on))
    return Role.COVER if any(deciders.same_person(by.party, one) for one in covers) else Role.ABOVE


def _decided_before(turn: Turn, who: Party) -> bool:
    """Tell whether somebody decided for their side where the case has come past."""
    passed = (at for at in turn.case.path if at != turn.here)
    had = (one for at in passed for one in deciders.deciders(turn.case, turn.policy, turn.directory, who.agency, at))
    return any(deciders.same_person(who, one) for one in had)


def _above_workers(turn: Turn, who: Party) -> bool:
    workers = (turn.directory.person(one.person) for one in deciders.practitioners(turn.case))
    lines = (deciders.as_party(above) for one in workers if one for above in turn.directory.line_above(one))
    return any(deciders.same_person(who, one) for one in lines)


def _added(turn: Turn, agency: str) -> tuple[Party, ...]:
    return (*deciders.added(turn.case, turn.directory, agency), *deciders.advocates(turn.case))


def _in_stead(turn: Turn, by: Speaker) -> bool:
    """Tell whether the raiser's rights are somebody's in their stead: the office's, or whoever's day it is (11.4, 12.1)."""
    if by.office:
        agreed = turn.case.agreed
        return successor.gone(turn) or (agreed is not None and agreement.unreached(turn, agreed))
    return not deciders.is_raiser(turn.case, by.party) and agreement.stands_in(turn, by.party)


def _beside_sides(turn: Turn, by: Speaker) -> Iterator[Role]:
    """Give what somebody is beside the sides; the office is each of them while nobody is named for it."""
    if facilitating.is_theirs(turn, by):
        yield Role.FACILITATOR
    if "decided" in turn.policy.final.ends_with and officers.has_last_word(turn, by):
        yield Role.AUTHORITY
    if by.office:
        return
    if officers.is_allowed(turn.case, by.party):
        yield Role.MEDIATOR
    if any(deciders.same_person(one, by.party) for one in officers.convenors(turn)):
        yield Role.CONVENOR
    if _of_board(turn, by.party):
        yield Role.OFFICER
