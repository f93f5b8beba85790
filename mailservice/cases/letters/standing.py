"""Whether a letter still says what holds: what it is bound to, and whether it may leave at all.

Start at `still_true`. A letter that has not left yet and would mislead by now is decided again (`posted.reconsider`).
"""

from mailservice.cases.history.case import Case, Ordered
from mailservice.cases.letters import kinds, ordering
from mailservice.cases.people import deciders
from mailservice.directory import Directory


def still_true(case: Case, letter: Ordered, directory: Directory) -> bool:
    """Tell whether a letter that has not left yet still says what holds, to the person it should."""
    if directory.is_barred(letter.to.address) and letter.template != "wrong_person":
        return False
    if letter.to.person:
        person = directory.person(letter.to.person)
        if person is None or not person.has_address(letter.to.address):
            return False
    return holds(case, letter)


def holds(case: Case, letter: Ordered) -> bool:
    """Tell whether what a letter speaks of is not over yet, and its reader still acts for the agency it goes to (rule 11.1).

    While a case stands still, nobody is asked anything (rule 12.6).
    """
    still = case.status == "halted" and not kinds.of(letter.template).has("anyway")
    # What is written as if there were no case goes to whoever has left, too.
    if still or (letter.stage and deciders.has_left(case, letter.to)):
        return False
    match bound := kinds.of(letter.template).bound:
        case "stage":
            return case.status == "open" and at_present(case, letter) and not _overtaken(case, letter)
        case "question":
            return any(one.id == letter.about for one in case.asked)
        case "withdrawal":
            return case.withdrawn is not None
        case "action":
            # An UNDO takes back what brought one, and it is there no more.
            return letter.about in case.actions and case.actions[letter.about].state == "standing"
        case "end" | "nothing":
            return bound == "nothing" or case.status == "closed"


def _overtaken(case: Case, letter: Ordered) -> bool:
    """Tell whether a plain letter would come after the urgent one that its reader has, with a slower date."""
    since = case.urgent.at if case.urgent else None
    later = (one for one in case.letters.values() if one.template == letter.template and one.state != "withheld")
    mine = (one for one in later if one.to.address.lower() == letter.to.address.lower() and at_present(case, one))
    return since is not None and letter.at < since and any(one.at >= since for one in mine)


def unsent(case: Case) -> bool:
    """Tell whether a letter that begins the present stage has not left yet."""
    return any(one.state == "ordered" and begins_stage(case, one) for one in case.letters.values())


def begins_stage(case: Case, letter: Ordered) -> bool:
    """Tell whether this is a letter from whose sending the present stage counts its time (rule 3.3)."""
    begins = kinds.of(letter.template).has("begins") or letter.about == ordering.CONVENED
    return begins and at_present(case, letter)


def at_present(case: Case, letter: Ordered) -> bool:
    """Tell whether a letter was ordered at the place where the case stands now."""
    return (letter.stage, letter.tier) == case.here
