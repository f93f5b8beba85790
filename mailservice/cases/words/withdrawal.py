"""How a case is withdrawn: by the raiser alone, told to all, and for a day anybody who takes part may keep it (rule 12.3)."""

from mailservice.cases.asking.questions import has_arrived
from mailservice.cases.dates import deadlines
from mailservice.cases.history.case import Deadline, Ordered
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import DeadlineMet, Party, WithdrawalKept, Withdrawn
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import news, ordering
from mailservice.cases.letters.kept import kept, not_theirs, pass_on
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn, once
from mailservice.cases.settling import agreement, leaving


def refused(turn: Turn, said: Said, by: Speaker) -> str:
    """Keep WITHDRAW of anybody but the raiser; of a third agency it is advice to who may ask that it leaves (rule 11.2)."""
    within = deciders.is_within(turn.case)
    another = leaving.is_another(turn, by) and not within
    if another and leaving.can_leave(turn):
        return pass_on(turn, said, by)
    name = turn.name(turn.case.raiser) if turn.case.raiser else "the person who raised it"
    only = f"Only {name} can withdraw this, and nobody on their behalf. Nothing has moved."
    only += f" {leaving.OF_TWO}" if another else ""
    return (not_theirs if within else kept)(turn, said, by, only)


def withdraw(turn: Turn, said: Said, by: Speaker) -> str:
    """WITHDRAW: the raiser's own, never by another on their behalf; nothing ends before the day to KEEP has passed.

    By another agency it asks that this agency leaves, where two or more would be left (rule 11.2).
    """
    if not deciders.is_raiser(turn.case, by.party):
        may_ask = leaving.is_another(turn, by) and leaving.can_leave(turn)
        return leaving.ask(turn, said, by) if may_ask else refused(turn, said, by)
    if turn.case.withdrawn is not None:
        return kept(turn, said, by, "You have withdrawn this already; it ends when the day to keep it open has passed.")
    turn.put(Withdrawn(turn.at, by.party, said.reason))
    _tell_all(turn, by.party, said.reason, deadlines.set_house(turn, "withdrawal"))
    if turn.case.rested:
        return (
            f"Recorded. It ends at the end of the next working day, and nobody but the {turn.terms.office} hears of it."
        )
    return (
        "Recorded, and everybody who takes part is told. It ends at the end of the next working day, unless somebody "
        "keeps it open. Until then every date stands. If this was not your own wish, reply with KEEP."
    )


def withdraw_agreed(turn: Turn, said: Said, by: Speaker) -> str:
    """WITHDRAW while an agreement waits for the raiser's day: the agreement itself ends it."""
    return kept(turn, said, by, "Every agency has agreed, so it ends by that agreement. To end it now, write AGREE.")


def keep(turn: Turn, said: Said, by: Speaker) -> str:
    """KEEP: any party, anybody of the raiser's own tier, or the office keeps it open; nobody is refused."""
    if not stop(turn, by.party, said.reason):
        return kept(turn, said, by, "Nobody has asked to withdraw this: it is open, and it stays open.")
    return "Recorded: it stays open, and every date stands. Everybody who was told of the withdrawal is told."


def stop(turn: Turn, by: Party, text: str) -> bool:
    """Stop a withdrawal, if one is on its way, and tell all; also for whoever writes ESCALATE, URGENT or OBJECT meanwhile."""
    if turn.case.withdrawn is None:
        return False
    turn.put(WithdrawalKept(turn.at, by, text))
    deadlines.drop(turn, "somebody keeps the case open", purposes=("withdrawal",))
    headline = f"{turn.name(by)} keeps this open"
    for one in _everybody(turn):
        if not deciders.same_person(one, by):
            lines = ["It is not withdrawn. Every date stands."]
            news.tell_later(turn, one, headline, lines, (by, text), holds_while="kept")
    return True


def day_over(turn: Turn, deadline: Deadline) -> None:
    """End the case as withdrawn when the day to keep it has passed, and a letter about it has reached somebody."""
    withdrawn = turn.case.withdrawn
    if turn.case.status != "open":
        deadlines.drop(turn, "every agency has agreed meanwhile", purposes=("withdrawal",))
        return
    if withdrawn is None:
        return
    told = [one for one in turn.case.letters.values() if one.template == "withdrawn" and one.at >= withdrawn.at]
    told = [one for one in told if not one.undone]
    if told and not any(has_arrived(turn, one) for one in told):
        _not_reached(turn, deadline, told)
        return
    turn.put(DeadlineMet(turn.at, deadline.id))
    agreement.close(turn, "withdrawn", withdrawn.text, by=withdrawn.by)


def _not_reached(turn: Turn, deadline: Deadline, told: list[Ordered]) -> None:
    """Wait while no letter has left; where all came back or met an absence, nobody could have kept it: a further day."""
    if any(one.state == "ordered" for one in told):
        return
    deadlines.full_time(turn, deadline, turn.at, "nobody who could keep it was reached")
    lines = ["It is being withdrawn, and nobody who could keep it open has read of it."]
    ordering.tell_office(
        turn, "Nobody could keep it open", lines, "Reach one of them today, or reply with KEEP and why."
    )


def _tell_all(turn: Turn, by: Party, text: str, until: Deadline) -> None:
    facts = {
        "by": ordering.person(turn, by),
        "text": text,
        "until": until.due.isoformat(),
        "words": ordering.words("KEEP", "STATUS"),
    }
    for one in _everybody(turn):
        if not deciders.same_person(one, by):
            why = f"You can keep this open for {turn.agency(one.agency).name}."
            ordering.order(turn, "withdrawn", one, {**facts, "why": why})
    name = turn.name(by)
    lines = [f"{name} wants to withdraw this; it ends on the next working day unless somebody keeps it open.", text]
    action = f"Speak to {name} alone, and ask if it is their own wish. To keep it open, reply with KEEP and why."
    ordering.tell_office(turn, "A case is being withdrawn", lines, action, until)


def _everybody(turn: Turn) -> tuple[Party, ...]:
    """Return who takes part, who decides now, and the raiser's own tier: colleagues there may keep it, so they hear of it.

    Of a case that rests nobody has heard.
    """
    if turn.case.rested:
        return ()
    return once([*turn.case.parties, *turn.everyone_present(), *_own_tier(turn)])


def _own_tier(turn: Turn) -> tuple[Party, ...]:
    agency = turn.case.raiser.agency if turn.case.raiser else ""
    places = {turn.here}
    onward = climbing.next_place(turn, asked=False)
    if turn.stage.id == turn.policy.first_stage.id and onward is not None:
        places.add(onward)
    held = (one for stage, tier in sorted(places) for one in turn.directory.at(agency, stage, tier))
    return tuple(deciders.as_party(one) for one in held)
