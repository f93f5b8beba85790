"""Who decides together at the last stage, where the policy has several do it, and nobody alone (rule 11.5).

A decision has places: one of each agency, one of each role, or so many of a panel. A person fills one of them: nobody
binds for two. Only whom the directory names, and their cover there, sits in one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mailservice.cases.history.events import Party
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn, once
from mailservice.policy.model import Final

OTHER_SIDE = "the other agency"


@dataclass(frozen=True)
class Seat:
    """One place in a decision: of an agency or a role, by name, and whoever may fill it."""

    name: str
    people: tuple[Party, ...]

    def holds(self, who: Party) -> bool:
        """Tell whether somebody may fill it."""
        return any(deciders.same_human(who, one) for one in self.people)


def roles(final: Final) -> tuple[str, ...]:
    """Return the roles of officers that a last word belongs to; none where the sides' own people have it."""
    if not final.joint:
        return (final.authority,) if final.authority else ()
    return () if final.decided_by == "sides" else final.authorities


def here(turn: Turn) -> bool:
    """Tell whether the case stands where several decide it together."""
    final = turn.policy.final
    return final.joint and turn.case.stage == final.stage and not deciders.is_within(turn.case)


def seats(turn: Turn) -> tuple[Seat, ...]:
    """Return every place in the decision; of a panel, one for each role, of which the policy's number is enough."""
    final = turn.policy.final
    if not final.joint or deciders.is_within(turn.case):
        return ()
    if final.decided_by != "sides":
        return tuple(Seat(role, _holding(turn, role)) for role in final.authorities)
    found = tuple(Seat(turn.agency(one).name, _of_side(turn, one)) for one in turn.case.agencies)
    return found if len(found) > 1 else (*found, Seat(OTHER_SIDE, ()))


def members(turn: Turn) -> tuple[Party, ...]:
    """Return everybody who decides."""
    return once(one for seat in seats(turn) for one in seat.people)


def decides(turn: Turn, who: Party) -> bool:
    """Tell whether somebody is one of those who decide together."""
    return any(seat.holds(who) for seat in seats(turn))


def decided(turn: Turn, said: Sequence[Party]) -> bool:
    """Tell whether those who said so to the same words fill every place, each one; of a panel, enough of them."""
    found = seats(turn)
    if turn.policy.final.decided_by == "panel":
        return bool(found) and len(_humans(one for one in said if decides(turn, one))) >= turn.policy.final.quorum
    return bool(found) and _filled(found, _humans(said))


def left(turn: Turn, said: Sequence[Party]) -> tuple[Party, ...]:
    """Return whose word a decision still waits for, when those said so."""
    spoken = _humans(said)
    if turn.policy.final.decided_by == "panel":
        return _others(members(turn), spoken)
    empty = _empty(seats(turn), spoken)
    return _others(once(one for seat in empty for one in seat.people), spoken)


def waited_for(turn: Turn) -> tuple[Party, ...]:
    """Return whose word is waited for now: who has not said so to the decision that waits, or all, where none does."""
    put = next((one for one in reversed(turn.case.asked) if one.kind == "decision"), None)
    return left(turn, (put.by, *put.assents)) if put else members(turn)


def wanting(turn: Turn) -> list[str]:
    """Say for which places the directory names nobody, or only somebody who would fill two; empty where all can decide."""
    found, final = seats(turn), turn.policy.final
    nobody = [f"Nobody is named for: {seat.name}." for seat in found if not seat.people]
    if final.decided_by == "panel":
        short = len(_humans(members(turn))) < final.quorum
        return [*nobody, f"The policy wants {final.quorum} people to decide."] if short else []
    twice = [one for one in _humans(members(turn)) if _is_alone_in_two(found, one)]
    few = not (nobody or twice) and bool(found) and not _filled(found, _humans(members(turn)))
    told = [f"{turn.name(one)} is named for more than one place, and fills one." for one in twice]
    return [*nobody, *told, *(["Too few different people are named to decide together."] if few else [])]


def _is_alone_in_two(found: Iterable[Seat], who: Party) -> bool:
    alone = [seat for seat in found if seat.holds(who) and len(_humans(seat.people)) == 1]
    return len(alone) > 1


def _of_side(turn: Turn, agency: str) -> tuple[Party, ...]:
    """Return who decides for an agency at the last stage by the directory, and who of it stands in for them today."""
    stage = turn.policy.final.stage
    at = turn.here if turn.case.stage == stage else (stage, 1)
    found = deciders.deciding(turn.case, turn.policy, turn.directory, agency, at)
    cover = [one.to for one in deciders.covers(turn.case, agency, found, turn.today)] if here(turn) else []
    return once([*found, *(one for one in cover if one.person)])


def _holding(turn: Turn, role: str) -> tuple[Party, ...]:
    held = (deciders.as_party(one) for one in turn.directory.officers_for(role))
    return tuple(one for one in held if not deciders.took_side(turn.case, one))  # nobody judges their own case


def _filled(found: Sequence[Seat], people: Sequence[Party]) -> bool:
    if not found:
        return True
    first, rest = found[0], found[1:]
    return any(first.holds(one) and _filled(rest, _others(people, [one])) for one in people)


def _empty(found: Sequence[Seat], people: Sequence[Party]) -> list[Seat]:
    """Return the places that nobody fills yet: each person sits in the first that is theirs alone to fill."""
    spoken, empty = [*people], []
    for seat in sorted(found, key=lambda one: len(one.people)):
        mine = next((one for one in spoken if seat.holds(one)), None)
        if mine is None:
            empty.append(seat)
        else:
            spoken.remove(mine)
    return empty


def _humans(people: Iterable[Party]) -> list[Party]:
    kept: list[Party] = []
    for one in people:
        if not any(deciders.same_human(one, other) for other in kept):
            kept.append(one)
    return kept


def _others(people: Iterable[Party], but: Sequence[Party]) -> tuple[Party, ...]:
    return tuple(one for one in people if not any(deciders.same_human(one, other) for other in but))
