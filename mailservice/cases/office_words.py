"""The Business Office's own words: MEDIATION, REPORT, NOT AGREED, DECISION; and words that need a person.

Each returns the sentence that its author is answered with.
"""

from datetime import date, datetime, time

from mailservice.cases import agreement, deadlines, letters
from mailservice.cases.commands import Said
from mailservice.cases.events import MediationOffered, Party, ReportMade
from mailservice.cases.speaker import Speaker, kept
from mailservice.cases.turn import Turn, once


def mediation(turn: Turn, said: Said, by: Speaker) -> str:
    """MEDIATION with a date, by the office: meets the offer's clock and starts the report's."""
    if not by.office:
        return kept(turn, said, by, "MEDIATION is the Business Office's word; the office is told of yours.")
    if said.when is None:
        return kept(turn, said, by, "Please write MEDIATION and the date, for example: MEDIATION Thu 28 Jan 2pm.")
    if turn.stage.sides != "convened":
        return kept(turn, said, by, "Mediation belongs to the last stage; the case has not come there.")
    on = _moment(turn, said.when)
    turn.put(MediationOffered(turn.at, by.party, on, said.reason))
    deadlines.meet(turn, ("offer-mediation",), by.party)
    deadlines.drop(turn, "mediation was offered", purposes=("silence", "check-in"))
    for clock in turn.stage.clock:
        if clock.starts == "mediation-ended":
            deadlines.set_clock(turn, clock, on)
    facts = {"on": on.isoformat(), "text": said.reason, "by": letters.person(turn, by.party)}
    for one in _everyone(turn):
        shown = {"why": "You act in this case.", "words": letters.words("RESOLVED", "STATUS")}
        letters.order(turn, "mediation", one, {**facts, **shown})
    return "Recorded: both sides and the person who raised it are told of the date."


def report(turn: Turn, said: Said, by: Speaker) -> str:
    """REPORT, by the office: the last stage's work is recorded."""
    if not by.office:
        return kept(turn, said, by, "REPORT is the Business Office's word; your text is kept on the record.")
    if turn.stage.id != turn.policy.last_stage.id:
        return kept(turn, said, by, "A report belongs to the last stage; the case has not come there. It is kept.")
    if not said.reason:
        return kept(turn, said, by, "Please write after REPORT what came of it.")
    turn.put(ReportMade(turn.at, by.party, said.reason))
    deadlines.meet(turn, ("report", "offer-mediation"), by.party)
    deadlines.drop(turn, "the report was recorded", purposes=("silence", "check-in"))
    deadlines.ensure_next_date(turn)
    for one in _everyone(turn):
        letters.tell(turn, one, "The report of this stage is recorded", [], (by.party, said.reason))
    return "Recorded. The case stays open until both sides agree, or the office records NOT AGREED."


def not_agreed(turn: Turn, said: Said, by: Speaker) -> str:
    """NOT AGREED: by the office alone, after the last stage's work is recorded (section 12.5). Never called resolved."""
    if not by.office:
        return kept(turn, said, by, "NOT AGREED is the Business Office's word alone, after the last stage.")
    if turn.stage.id != turn.policy.last_stage.id:
        return kept(turn, said, by, "NOT AGREED can be recorded at the last stage only; the case is still climbing.")
    if not turn.case.reported:
        return kept(turn, said, by, "Please record the last stage's work first: write REPORT and what came of it.")
    if not said.reason:
        ask = "Please write after NOT AGREED what each agency will do, who watches the child, and who is told."
        return kept(turn, said, by, ask)
    agreement.close(turn, "not-agreed", said.reason, by=by.party)
    return "Recorded: the case has ended without agreement. Everyone who took part is told."


def decision(turn: Turn, said: Said, by: Speaker) -> str:
    """DECISION, where the policy names nobody who decides: refused with the reason."""
    if "decided" not in turn.policy.final.ends_with:
        way = turn.policy.final.authority
        return kept(turn, said, by, f"Under this policy nobody decides for the sides ({way}). Your words are kept.")
    return not_carried(turn, said, by)


def not_carried(turn: Turn, said: Said, by: Speaker) -> str:
    """Keep a word this service does not act on by itself, and bring it to the office the same minute."""
    name = letters.person(turn, by.party)["name"]
    lines = [f"{name} wrote {said.verb.value}.", said.reason]
    letters.tell_office(turn, f"{said.verb.value} needs a person", lines, "Speak to them, and record what you arrange.")
    return kept(turn, said, by, "This word needs a person: the Business Office has been told, and your words are kept.")


def _everyone(turn: Turn) -> tuple[Party, ...]:
    raiser = (turn.case.raiser,) if turn.case.raiser else ()
    return once([*raiser, *turn.everyone_present()])


def _moment(turn: Turn, when: date | datetime) -> datetime:
    if isinstance(when, datetime):
        return when if when.tzinfo else when.replace(tzinfo=turn.rules.days.zone)
    return datetime.combine(when, time(12), tzinfo=turn.rules.days.zone)
