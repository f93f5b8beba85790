"""Somebody on both sides, or the judge of their own case: the office hears of it as a stage begins (rule 17, reading D6).

Nothing is stopped by it, for the dates of the child go on. The letter to the office is the record's own word for it.
"""

from collections.abc import Iterator

from mailservice.cases import letters, officers, people, within
from mailservice.cases.events import Party
from mailservice.cases.turn import Turn


def flag(turn: Turn) -> None:
    """Tell the office who stands on both sides of the present stage, or convenes or decides it and is a party."""
    judges = [*_judges(turn)]
    if judges:
        report = turn.policy.final.report
        instead = report.to if report else "somebody who is on neither side"
        letters.tell_office(turn, "A party of the case is to act on it", judges, f"Offer both sides: {instead}.")
    both = [*_on_both_ladders(turn)]
    if both:
        letters.tell_office(turn, "One person on both ladders", both, "Ask both sides if they want a second reader.")


def _judges(turn: Turn) -> Iterator[str]:
    """Give each party who convenes the present stage or has its last word: by name, by address, or by their role."""
    final = turn.policy.final
    last = turn.case.stage == final.stage
    roles = [one.casefold() for one in (turn.stage.convenor, final.authority if last else "") if one]
    named = officers.convenors(turn)
    sides = {*turn.case.agencies}
    for one in turn.case.parties:
        mine = one.agency in sides or people.is_raiser(turn.case, one)
        held = bool(one.role) and any(role.startswith(one.role.casefold()) for role in roles)
        if mine and (held or any(_is(one, other) for other in named)):
            name = letters.person(turn, one)["name"]
            yield f"{name} took part for a side, and stage {turn.case.stage} belongs to: {_whose(turn)}."


def _whose(turn: Turn) -> str:
    return turn.stage.convenor or turn.policy.final.authority


def _on_both_ladders(turn: Turn) -> Iterator[str]:
    if people.is_within(turn.case):
        above = within.convenor(turn)
        raiser = turn.directory.person(turn.case.raiser.person) if turn.case.raiser else None
        line = turn.directory.line_above(raiser) if raiser else ()
        if above is not None and any(people.same_person(above, people.as_party(one)) for one in line):
            yield f"{above.name} manages both of the two, and brings them together at stage {turn.case.stage}."
        return
    agencies = turn.case.agencies if turn.stage.sides == "both" else ()
    for number, agency in enumerate(agencies):
        for one in turn.present(agency):
            others = (other for later in agencies[number + 1 :] for other in turn.present(later))
            if any(people.same_person(one, other) for other in others):
                yield f"{letters.person(turn, one)['name']} acts for more than one side at stage {turn.case.stage}."


def _is(one: Party, officer: Party) -> bool:
    return people.same_person(one, officer) or (bool(one.name) and one.name.casefold() == officer.name.casefold())
