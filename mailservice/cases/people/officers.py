"""Officers: whoever the policy names beside the agencies' ladders, such as a chair. Until one is named, the office acts."""

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import Party
from mailservice.cases.people import deciders, together
from mailservice.cases.people.turn import Speaker, Turn, once
from mailservice.policy.model import Stage


def holding(turn: Turn, role: str) -> tuple[Party, ...]:
    """Return who holds a role that the policy names and can be written to; empty until the directory names somebody."""
    found = turn.directory.officers_for(role) if role else ()
    return tuple(deciders.as_party(one) for one in found if not turn.directory.is_barred(one.address))


def convenors(turn: Turn, stage: Stage | None = None) -> tuple[Party, ...]:
    """Return who convenes a stage (the present one, where none is given); at the final stage, whose last word it is.

    Nobody who took part for a side does: another holder of the role does it, else the office (`ladder.conflict` says so).
    """
    at = stage or turn.stage
    final = turn.policy.final
    # Where the sides' own people decide together, the policy itself has parties do it.
    return tuple(one for one in named_to_convene(turn, at) if final.decided_by == "sides" or not of_a_side(turn, one))


def named_to_convene(turn: Turn, at: Stage) -> tuple[Party, ...]:
    """Return whom the directory, or the office, has for a stage, though they be a party of the case."""
    last = _last_word(turn) if at.id == turn.policy.final.stage else ()
    held = [one for role in _roles(turn, at) for one in holding(turn, role)]
    return once([*held, *last, *_allowed(turn, at)])


def _roles(turn: Turn, at: Stage) -> tuple[str, ...]:
    """Return which role convenes: another where it is urgent; once a case is settled, whichever had its letter."""
    if turn.case.status == "open" or not at.urgent_convenor:
        return (at.convened_by(urgent=turn.case.urgent is not None),)
    had = tuple(role for role in at.convenors if any(was_asked(turn, one, at) for one in holding(turn, role)))
    return had or (at.convened_by(urgent=turn.case.urgent is not None),)


def was_asked(turn: Turn, who: Party, at: Stage) -> bool:
    """Tell whether somebody had the letter that asks to convene a stage."""
    asked = (one for one in turn.case.letters.values() if one.template == "convened" and one.stage == at.id)
    return any(deciders.same_person(one.to, who) for one in asked)


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
    """Tell whether somebody may decide at the final stage: the authority alone, or of several together, each (rule 11.5).

    Nobody stands in for one who is not named yet: neither who convenes, nor the office.
    """
    if turn.policy.final.joint:
        return together.decides(turn, by.party)
    return decides(turn, by.party)


def decides(turn: Turn, who: Party) -> bool:
    """Tell whether somebody is one of those who may decide at the final stage; nobody does elsewhere, or where nobody decides."""
    can = "decided" in turn.policy.final.ends_with
    return can and any(deciders.same_person(one, who) for one in authority(turn))


def authority(turn: Turn) -> tuple[Party, ...]:
    """Return who may decide at the final stage; empty until the directory names somebody."""
    # Nobody decides who was only allowed to be written to: that needs the directory (rules 11.5 and 15).
    if turn.policy.final.joint:
        return together.members(turn)
    # Whoever convenes beside them arranges, and does not decide; nor does who took part for a side.
    held = holding(turn, turn.policy.final.authority)
    return tuple(one for one in held if not of_a_side(turn, one))


def of_a_side(turn: Turn, who: Party) -> bool:
    """Tell whether somebody took part for a side, or decides for one by the directory: they neither convene it nor judge it."""
    return deciders.took_side(turn.case, who) or deciders.on_ladder(turn.case, who, turn.directory)


def _allowed(turn: Turn, stage: Stage) -> list[Party]:
    named = [one for one in turn.case.contacts if not one.agency and one.stage == stage.id]
    role = stage.convened_by(urgent=turn.case.urgent is not None)
    return [Party(one.address, one.name, "", "", role) for one in named]
