"""An alarm that nobody of the office answers in two working hours: its deputies hear of it, then the duty contact (rule 17).

It is answered by any mail of an office holder on that case, or by an answer to the letter that alarmed. After the duty contact
everybody hears of it again each working morning: no alarm ends in silence. On an urgent case what waits for a second person of
the office is an alarm too, which who asked for it cannot answer.
"""

from mailservice.cases.dates import deadlines
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import DeadlineDropped, DeadlineMet, DeadlineMissed, Party
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn
from mailservice.policy.workdays import Due

HEADLINE = "An alarm that nobody has answered"


def answered(turn: Turn, hear: Hear, by: Party) -> None:
    """Take a mail of somebody who holds the office, or an answer to what alarmed them: no alarm of this case waits any more."""
    letter = turn.case.letters.get(hear.answers)
    office = turn.directory.office
    theirs = letter is not None and letter.template == "office" and office.has_address(letter.to.address)
    if hear.sender.proof == "failed" or not (hear.sender.office or theirs):
        return
    for one in turn.case.standing:
        if one.purpose == "alarm" and not _waits_for_another(turn, one, by):
            turn.put(DeadlineMet(turn.at, one.id, by))


def to_confirm(verb: str) -> str:
    """Return the headline that asks for a second person for a word; on an urgent case that is an alarm."""
    return f"Please confirm {verb}"


def _waits_for_another(turn: Turn, alarm: Deadline, by: Party) -> bool:
    """Tell whether an alarm asks for a second person, and this is who asked for it: no mail of theirs answers it."""
    mine = (one for one in turn.case.seconds.values() if deciders.same_person(one.by, by))
    return any(alarm.about.partition(" ")[2] == to_confirm(one.verb) for one in mine)


def unanswered(turn: Turn, deadline: Deadline) -> None:
    """Tell the next who can act: the deputies, then the duty contact, then everybody once more."""
    if turn.case.status in ("closed", "joined"):
        turn.put(DeadlineDropped(turn.at, deadline.id, "the case has ended"))
        return
    turn.put(DeadlineMissed(turn.at, deadline.id))
    step, _, headline = deadline.about.partition(" ")
    office = turn.directory.office
    duty = (office.duty,) if office.duty else ()
    for one in {"1": office.deputies or duty, "2": duty}.get(step, office.stand_ins):
        _tell(turn, one.address, headline, deadline)
    if step == "3":
        _tell(turn, office.address, headline, deadline)
    if step == "1":
        ordering.watch_alarm(turn, headline, "2", deadline.counted_from)
    else:
        morning = turn.rules.days.next_working_morning(turn.at)
        deadlines.set_deadline(turn, "alarm", Due(morning), deadline.counted_from, about=f"3 {headline}")


def _tell(turn: Turn, address: str, headline: str, deadline: Deadline) -> None:
    office = turn.directory.office
    since = phrases.moment(turn.rules.days.local(deadline.counted_from))
    lines = [f"{office.name} had an alarm: {headline}. Nobody there has answered since {since}."]
    lines += (
        [f"{turn.name(turn.case.urgent.by)} wrote URGENT: {turn.person.a} may be in danger."]
        if turn.case.urgent
        else []
    )
    raiser = (turn.case.raiser,) if turn.case.raiser else ()
    above = (
        one for agency in turn.case.agencies for one in deciders.next_up(turn.case, turn.policy, turn.directory, agency)
    )
    lines += [ordering.number(ordering.person(turn, one)) for one in (*raiser, *turn.everyone_present(), *above)]
    action = "Ring them now, and answer this letter with any word: then nobody else is asked."
    ordering.tell_office(
        turn, HEADLINE, dict.fromkeys(lines), action, turn.rules.days.working_hour_after(turn.at, 1), to=address
    )
