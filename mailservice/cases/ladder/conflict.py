"""Somebody on both sides, or a party who is to convene, join or decide: looked for wherever people change (rule 17, D6).

Nothing is stopped by it, for the dates of the child go on. It has an event of its own, and the office hears at once.
"""

from collections.abc import Iterable, Iterator

from mailservice.cases.history import events as e
from mailservice.cases.history.events import Conflict, ConflictFound, Party
from mailservice.cases.letters import ordering
from mailservice.cases.people import deciders, officers, together
from mailservice.cases.people.turn import Turn

# Whatever changes who acts: by these a stage comes to somebody, or somebody comes to a stage.
CHANGES = (
    *(e.StageEntered, e.StepEntered, e.ContactNamed, e.CoverAsked, e.RaiserSucceeded, e.DetailGiven, e.TopicNamed),
    *(e.CaseOpened, e.Undone, e.AgencyChanged),
)


def flag(turn: Turn) -> None:
    """Record who stands on both sides of the present stage, or took part and is to act on it, and tell the office once."""
    if turn.case.status not in ("open", "agreed") or not any(isinstance(event, CHANGES) for event in turn.events):
        return
    report = turn.policy.final.report
    instead = report.to if report else "somebody who is on neither side"
    judges = [one for one in _judges(turn) if _found(turn, one[0], "party", instead)]
    if judges:
        lines = [f"{turn.name(one)} {_how(turn, one)}, and stage {turn.case.stage} {role}." for one, role in judges]
        lines += _in_their_place(turn)
        ordering.tell_office(turn, "A party of the case is to act on it", lines, f"Offer both sides: {instead}.")
    both = [(one, line) for one, line in _on_both_ladders(turn) if _found(turn, one, "both-sides")]
    if both:
        lines = [line for _, line in both]
        ordering.tell_office(turn, "One person on both ladders", lines, "Ask both sides if they want a second reader.")


def _how(turn: Turn, one: Party) -> str:
    """Say how somebody is of a side."""
    return "took part for a side" if deciders.took_side(turn.case, one) else "decides for a side by the directory"


def _in_their_place(turn: Turn) -> list[str]:
    """Say who convenes or decides in the place of a party of the case."""
    found = ", ".join(turn.name(one) for one in officers.convenors(turn)) or f"the {turn.terms.office}"
    return [f"They do not convene it, nor decide. In their place: {found}."]


def _found(turn: Turn, who: Party, kind: Conflict, instead: str = "") -> bool:
    """Put a conflict into the record, once while the case stands where it is; tell whether it is new."""
    if any(one.kind == kind and deciders.same_person(one.who, who) for one in turn.case.conflicts):
        return False
    turn.put(ConflictFound(turn.at, who, kind, *turn.here, instead))
    return True


def _judges(turn: Turn) -> Iterator[tuple[Party, str]]:
    """Give each party who convenes, joins or has the last word at the present stage: by name, address or role."""
    final = turn.policy.final
    last = turn.case.stage == final.stage
    belongs = [one for one in (turn.convenor, *(together.roles(final) if last else ())) if one]
    sides = {*turn.case.agencies}
    for one in turn.case.parties:
        if one.agency not in sides and not deciders.is_raiser(turn.case, one):
            continue
        if _holds(one, belongs) or any(_is(one, other) for other in officers.named_to_convene(turn, turn.stage)):
            yield one, f"belongs to: {belongs[0] if belongs else final.authority}"
            continue
        joins = [role for role in turn.stage.always_includes if _joins(turn, one, role)]
        if joins:
            yield one, f"always includes: {joins[0]}"
    if turn.stage.sides == "convened" and final.decided_by != "sides":
        held = [
            *officers.named_to_convene(turn, turn.stage),
            *(officers.holding(turn, final.authority) if last else ()),
        ]
        for one in held:
            if not deciders.took_side(turn.case, one) and deciders.on_ladder(turn.case, one, turn.directory):
                yield one, f"belongs to: {belongs[0] if belongs else final.authority}"


def _joins(turn: Turn, one: Party, role: str) -> bool:
    # Other agencies have a "Head of service" too: here the whole role counts, or the very person.
    same = one.role.casefold() == role.casefold()
    return same or any(_is(one, other) for other in officers.holding(turn, role))


def _holds(one: Party, roles: Iterable[str]) -> bool:
    return bool(one.role) and any(role.casefold().startswith(one.role.casefold()) for role in roles)


def _on_both_ladders(turn: Turn) -> Iterator[tuple[Party, str]]:
    if deciders.is_within(turn.case):
        raiser = turn.directory.person(turn.case.raiser.person) if turn.case.raiser else None
        line = [deciders.as_party(one) for one in turn.directory.line_above(raiser)] if raiser else []
        beside = deciders.advocates(turn.case)
        found = () if beside else deciders.convenors(turn.case, turn.directory)
        for above in (one for one in found if any(deciders.same_person(one, other) for other in line)):
            yield above, f"{above.name} manages both of the two, and brings them together at stage {turn.case.stage}."
        return
    agencies = turn.case.agencies if turn.stage.sides == "both" else ()
    for number, agency in enumerate(agencies):
        for one in turn.acting(agency):
            others = (other for later in agencies[number + 1 :] for other in turn.acting(later))
            if any(deciders.same_human(one, other) for other in others):
                yield (
                    one,
                    f"{turn.name(one)} acts for more than one side at stage {turn.case.stage}.",
                )


def _is(one: Party, officer: Party) -> bool:
    return deciders.same_person(one, officer) or (bool(one.name) and one.name.casefold() == officer.name.casefold())
