"""STOP halts what has not left of its sender's last mail, and GO ON lets it go after all (rule 16).

An opening that is stopped before anybody else had a letter rests: no date runs and nobody else takes part, until its raiser
says GO ON, writes to the other side anew, or WITHDRAW. An urgent one never rests.
"""

from collections.abc import Sequence
from datetime import datetime

from mailservice.cases.dates import deadlines, haste
from mailservice.cases.dates import kinds as date_kinds
from mailservice.cases.history.case import Ordered
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import HeldMailReleased, Party, Stopped, WentOn
from mailservice.cases.history.sides import ASKED_TO_CLIMB
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import ordering, phrases, standing, waiting
from mailservice.cases.opening import first_mail
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn

_ALL_LEFT = "Every letter of your last email had left already, so nothing could be stopped."
_RESTS = (
    "The case rests: no date runs, and nobody but you and the {} knows of it. What you sent them yourself we "
    "cannot call back. GO ON sends our letters after all; to say it otherwise, write to them again with us in copy; WITHDRAW "
    "ends it."
)


def went_on(turn: Turn, said: Said, by: Speaker) -> str:
    """GO ON: what was held acts from its first receipt, and what rests begins anew; else there is nothing to let go."""
    del said
    if by.hear.released_at:
        turn.put(HeldMailReleased(turn.at, by.hear.mail, by.party, by.hear.routes))
        return "Done: your email went on, as if it had just come."
    rested = turn.case.rested
    if rested is None or not deciders.is_raiser(turn.case, by.party):
        return "Nothing of yours is held here. Nothing has moved."
    turn.put(WentOn(turn.at, by.party))
    return f"{first_mail.give_agency(turn, by.party, rested.responders)} Its dates count from now."


def stop(turn: Turn, said: Said, by: Speaker) -> str:
    """STOP by a sender halts every letter of their last mail that has not left yet, and what still waits of their first."""
    del said
    mine = [one for one in _of_last_mail(turn, by.party) if not deciders.same_person(one.to, by.party)]
    others = _others_wrote(turn, by.party)
    unsent = [one for one in mine if one.state == "ordered" and one.at not in others]
    left = phrases.listed(list(dict.fromkeys(turn.name(one.to) for one in mine if one.state == "sent")))
    may_end = turn.case.status == "open" and deciders.is_raiser(turn.case, by.party)
    ends = ": WITHDRAW ends what you raised." if may_end else "."
    had = f" {left} had a letter of it already{ends}" if left else ""
    if not unsent:
        return f"{_ALL_LEFT}{had}"
    for one in unsent:
        turn.withhold(one.letter, "its sender wrote STOP")
    readers = phrases.listed(list(dict.fromkeys(turn.name(one.to) for one in unsent)))
    stopped = f"Stopped: {readers} had no letter of that email."
    if _rests(turn, by.party):
        return f"{stopped} {_rest(turn, by.party)}"
    taken = _take_back(turn, by.party, min(one.at for one in unsent)) if not left else ""
    _write_again(turn, [one for one in mine if one.state == "ordered" and one.at in others])
    _tell_office(turn, by.party, readers)
    told = f"The case itself stands and its dates run on, so later letters still go. The {turn.terms.office} has been told."
    ends = " WITHDRAW ends it." if may_end and not left else ""
    return f"{stopped}{taken} {told}{had}{ends}"


def _of_last_mail(turn: Turn, who: Party) -> list[Ordered]:
    last = {*turn.case.wrote.get(who.address.lower(), ())[:-1]}
    if deciders.is_raiser(turn.case, who) and waiting.until(turn):
        last |= {one.at for one in turn.case.letters.values() if one.state == "ordered"}
    return [one for one in turn.case.letters.values() if one.at in last]


def _others_wrote(turn: Turn, by: Party) -> set[datetime]:
    """Return when others wrote: what their words brought is theirs, though it waits for the same five minutes."""
    own = by.address.lower()
    return {at for address, times in turn.case.wrote.items() if address != own for at in times}


def _write_again(turn: Turn, brought: Sequence[Ordered]) -> None:
    """Write the stage letters that another's words have brought anew: those that wait show what is stopped now."""
    asked = next((one for one in reversed(turn.case.answers) if one.did == ASKED_TO_CLIMB), None)
    facts = {"by": turn.name(asked.by), "reason": asked.text} if asked else {}
    for one in brought:
        if one.template == "stage" and standing.at_present(turn.case, one):
            turn.withhold(one.letter, "written again without what its sender stopped")
            climbing.stage_letter(turn, one.to, "escalated", facts)


def _rests(turn: Turn, by: Party) -> bool:
    """Tell whether the case rests: its raiser stops it, nobody else was ever written to, and nothing presses."""
    case, office = turn.case, turn.directory.office.address.lower()
    letters = [one for one in case.letters.values() if one.state != "withheld"]
    others = [one for one in letters if one.to.address.lower() != office and not deciders.same_person(one.to, by)]
    presses = case.urgent is not None or any(one.about.startswith(ordering.ABOUT_DANGER) for one in letters)
    return case.status == "open" and deciders.is_raiser(case, by) and not others and not presses


def _rest(turn: Turn, by: Party) -> str:
    """Let no date run and nobody else take part; the raiser's day to say what becomes of it begins, and the office's then."""
    for purposes in (None, date_kinds.LASTING):
        deadlines.drop(turn, "its sender wrote STOP before anybody else had a letter", purposes=purposes)
    turn.put(Stopped(turn.at, by, turn.case.opened_at or turn.at, opening=True))
    until = deadlines.set_house(turn, "provisional")
    day = phrases.moment(turn.rules.days.local(until.due))
    name = turn.name(by)
    lines = [f"{name} wrote STOP before anybody else had a letter. No date runs, and nobody else is written to."]
    action = f"Speak to {name} alone, unless they have written GO ON or WITHDRAW by then."
    ordering.tell_office(turn, "STOP: a case rests", lines, action, until)
    return f"{_RESTS.format(turn.terms.office)} If we have no word by {day}, the {turn.terms.office} asks you."


def _take_back(turn: Turn, by: Party, since: datetime) -> str:
    """Take words that nobody else has read for nobody's; what they proposed is put to nobody, and has met no clock."""
    asked = turn.case.asked
    turn.put(Stopped(turn.at, by, since))
    if turn.case.asked == asked:
        return ""
    deadlines.stand_again(turn, "met", deadlines.TALKS, after=turn.at)
    return " What you proposed is not put to anybody."


def _hours(turn: Turn) -> str:
    return "its hours" if turn.policy.urgent.hours else f"its {haste.TIER_HOURS} hours"


def _tell_office(turn: Turn, by: Party, readers: str) -> None:
    name = turn.name(by)
    lines = [
        f"{name} wrote STOP: our letters of their last email to {readers} did not leave. The case and its dates stand.",
        *([f"It is urgent, and stays so: {_hours(turn)} run on."] if turn.case.urgent else []),
    ]
    ordering.tell_office(turn, "STOP: letters were halted", lines, f"Speak to {name} about what is to happen.")
