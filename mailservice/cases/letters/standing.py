"""Whether a letter still says what holds: what it is bound to, and whether it may leave at all.

Start at `still_true`. A letter that has not left yet and would mislead by now is decided again (`posted.reconsider`).
"""

from mailservice.cases.history.case import Case, Ordered
from mailservice.cases.letters import ordering
from mailservice.directory import Directory

# These speak of the present stage; once it has ended they would mislead.
BOUND_TO_STAGE = frozenset({"stage", "cover", "reminder", "check_in", "next_manager", "convened"})
QUESTIONS = frozenset({"proposal", "overtaken", "new_date"})


def still_true(case: Case, letter: Ordered, directory: Directory) -> bool:
    """Tell whether a letter that has not left yet still says what holds, to the person it should."""
    if letter.to.person:
        person = directory.person(letter.to.person)
        if person is None or not person.has_address(letter.to.address):
            return False
    if letter.template in BOUND_TO_STAGE:
        return case.status == "open" and at_present(case, letter)
    if letter.template in QUESTIONS:
        return any(one.id == letter.about for one in case.asked)
    if letter.template == "withdrawn":
        return case.withdrawn is not None
    if letter.template in ("action_due", "aftercare"):
        return case.actions[letter.about].state == "standing"
    return True


def unsent(case: Case) -> bool:
    """Tell whether a letter that begins the present stage has not left yet."""
    return any(one.state == "ordered" and begins_stage(case, one) for one in case.letters.values())


def begins_stage(case: Case, letter: Ordered) -> bool:
    """Tell whether this is a letter from whose sending the present stage counts its time (rule 3.3)."""
    begins = letter.template in ("stage", "convened") or letter.about == ordering.CONVENED
    return begins and at_present(case, letter)


def at_present(case: Case, letter: Ordered) -> bool:
    """Tell whether a letter was ordered at the place where the case stands now."""
    return (letter.stage, letter.tier) == (case.stage, case.tier)
