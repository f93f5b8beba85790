"""Officers: whoever the policy names beside the agencies' ladders, such as a chair. Until one is named, the office acts."""

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import Party
from mailservice.cases.people import deciders, together
from mailservice.cases.people.turn import Speaker, Turn, once
from mailservice.policy.model import Stage


def holding(turn: Turn, role: str) -> tuple[Party, ...]:
    """Return who holds a role that the policy names; empty until the directory names somebody."""
    return tuple(deciders.as_party(one) for one in turn.directory.officers_for(role)) if role else ()


def convenors(turn: Turn, stage: Stage | None = None) -> tuple[Party, ...]:
    """Return who convenes a stage (the present one, where none is given); at the final stage, whose last word it is.

    Nobody who took part for a side does: another holder of the role does it, else the office (`ladder.conflict` says so).
    """
    at = stage or turn.stage
    final = turn.policy.final
    # Where the sides' own people decide together, the policy itself has parties do it.
    return tuple(
        one
        for one in named_to_convene(turn, at)
        if final.decided_by == "sides" or not deciders.took_side(turn.case, one)
    )


def named_to_convene(turn: Turn, at: Stage) -> tuple[Party, ...]:
    """Return whom the directory, or the office, has for a stage, though they be a party of the case."""
    last = _last_word(turn) if at.id == turn.policy.final.stage else ()
    return once([*holding(turn, at.convenor), *last, *_allowed(turn, at)])


def _last_word(turn: Turn) -> tuple[Party, ...]:
    """Return the officers who have the last word; where the sides' own people have it, they are of the sides."""
    final = turn.policy.final
    if final.joint:
        return together.members(turn) if final.decided_by != "sides" else ()
    return holding(turn, final.authority)


def waited_for(turn: Turn) -> tuple[Party, ...]:
    """Return whose word the last stage waits for: a mediator's no longer, once their report is made.

    Of those who decide together, who has not said so yet to the decision that waits (rule 11.5).
    """
    if together.here(turn):
        return together.waited_for(turn)
    return tuple(one for one in convenors(turn) if not (turn.case.reported and is_allowed(turn.case, one)))


def is_allowed(case: Case, who: Party) -> bool:
    """Tell whether somebody was let convene a stage, or was named to mediate, whom the directory does not name for it."""
    return any(not one.agency and one.address.lower() == who.address.lower() for one in case.contacts)


def convenes(turn: Turn, by: Speaker) -> bool:
    """Tell whether somebody may arrange the present stage: its convenor, or the office."""
    return by.office or any(deciders.same_person(one, by.party) for one in convenors(turn))


def has_last_word(turn: Turn, by: Speaker) -> bool:
    """Tell whether somebody may decide at the final stage: the authority alone; until one is named, the office.

    Where several decide together, each of them; nobody stands in for one who is not named yet.
    """
    if turn.policy.final.joint:
        return together.decides(turn, by.party)
    found = authority(turn)
    return any(deciders.same_person(one, by.party) for one in found) if found else by.office


def authority(turn: Turn) -> tuple[Party, ...]:
    """Return who may decide at the final stage; empty until the directory names somebody."""
    # Nobody decides who was only allowed to be written to: that needs the directory (rules 11.5 and 15).
    if turn.policy.final.joint:
        return together.members(turn)
    held = holding(turn, turn.policy.final.authority)
    if held:  # whoever convenes beside them arranges, and does not decide; nor does who took part for a side
        return tuple(one for one in held if not deciders.took_side(turn.case, one))
    final = turn.policy.stage(turn.policy.final.stage)
    return tuple(one for one in convenors(turn, final) if one not in _allowed(turn, final))


def _allowed(turn: Turn, stage: Stage) -> list[Party]:
    named = [one for one in turn.case.contacts if not one.agency and one.stage == stage.id]
    return [Party(one.address, one.name, "", "", stage.convenor) for one in named]
