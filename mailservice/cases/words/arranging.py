"""The Business Office's own words, and a convenor's: MEDIATION, PANEL, REPORT, NOT AGREED; and words that need a person.

Each returns the sentence that its author is answered with.
"""

from datetime import datetime

from mailservice.cases.dates import deadlines, kinds
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import AddressNamed, MediationOffered, ReportMade
from mailservice.cases.history.words import Verb
from mailservice.cases.ladder import convening, mediators
from mailservice.cases.letters import news, ordering, tells
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders, officers
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.settling import agreement
from mailservice.cases.words import allow, second

_OFFERS = ("offer-mediation", "choose-mediation-or-panel")


def not_convening(turn: Turn, said: Said, by: Speaker) -> str:
    """Keep MEDIATION, PANEL or REPORT of somebody who neither convenes nor mediates, or that comes too early."""
    verb = said.verb.value
    if officers.convenes(turn, by):
        return kept(turn, said, by, f"{verb} belongs to the last stage; the case has not come there. It is kept.")
    whose = f"whoever convenes the stage or mediates, or of the {turn.terms.office}"
    return kept(turn, said, by, f"{verb} is the word of {whose}. Yours is kept; nothing has moved.")


def mediation(turn: Turn, said: Said, by: Speaker) -> str:
    """MEDIATION or PANEL with a date, by whoever convenes the stage: meets the clock of the offer or of the choice."""
    verb = said.verb.value
    panel = said.verb is Verb.PANEL
    if turn.stage.sides != "convened":
        return kept(turn, said, by, f"{verb} belongs to the last stage; the case has not come there.")
    if verb.lower() not in turn.policy.final.means:
        final = turn.policy.final
        return kept(turn, said, by, f"This policy has no {verb.lower()} ({final.authority}). Your words are kept.")
    if said.when is None:
        return _chosen(turn, said, by)
    on, all_day = turn.rules.days.moment(said.when), not isinstance(said.when, datetime)
    turn.put(MediationOffered(turn.at, by.party, on, said.reason, "panel" if panel else "mediation", all_day=all_day))
    deadlines.meet(turn, _OFFERS, by.party)
    deadlines.drop(turn, f"{verb.lower()} was offered", purposes=("silence", "check-in", *kinds.URGENT))
    deadlines.begin_from(turn, "mediation-ended", on)
    deadlines.begin_from(turn, "meeting", on)
    facts = {
        "on": mediators.day_of(turn),
        "text": said.reason,
        "by": ordering.person(turn, by.party),
        "panel": panel,
    }
    named = _named(turn, said, by)
    for one in convening.everybody(turn):
        if not ordering.already_written(turn, one, "mediator"):
            shown = {"why": "You act in this case.", "words": ordering.words("RESOLVED", "STATUS")}
            ordering.order(turn, "mediation", one, {**facts, **shown})
    return f"Recorded: both sides and the person who raised it are told of the date. {named}".rstrip()


def _named(turn: Turn, said: Said, by: Speaker) -> str:
    """Write to whoever mediates, where the words tell who that is; return what the author is answered with."""
    found = mediators.named(turn, said)
    if not found:
        return "" if officers.convenors(turn) else mediators.WHO.format(said.verb.value)
    for one in found:
        if turn.directory.is_private(one.address):
            return allow.private(turn, said, by)
        if any(deciders.same_person(one, other) for other in (*turn.case.parties, *turn.everyone_present())):
            return f"{turn.name(one)} acts for a side here. {mediators.WHO.format(said.verb.value)}"
        if not (one.agency or one.person):
            waits = AddressNamed(turn.at, "mediator", "", one.address, one.name, None, None, *turn.here, by.party)
            return allow.wait(turn, waits)
        mediators.appoint(turn, one, by.party)
    return mediators.written_to(turn, found, said.verb.value)


def _chosen(turn: Turn, said: Said, by: Speaker) -> str:
    """Take the bare choice, where the policy asks for one; its day is asked for in 5 working days (reading E2)."""
    verb = said.verb.value
    if not any(one.goal == "choose-mediation-or-panel" for one in turn.stage.clock):
        return kept(turn, said, by, f"Please write {verb} and the date, for example: {verb} Thu 28 Jan 2pm.")
    deadlines.meet(turn, _OFFERS, by.party)
    deadlines.drop(turn, "the choice was made", purposes=("silence", "check-in", *kinds.URGENT))
    for one in convening.everybody(turn):
        said_so, lines = f"{verb.capitalize()} is chosen", ["The day is still to come."]
        news.tell_later(turn, one, said_so, lines, (by.party, said.reason), holds_while="no day")
    return kept(turn, said, by, f"Recorded: {verb.lower()} is chosen. Please name its day with {verb} and the date.")


def report(turn: Turn, said: Said, by: Speaker) -> str:
    """REPORT, by the office or whoever mediated: the last stage's work is recorded."""
    if not said.reason:
        return kept(turn, said, by, "Please write after REPORT what came of it.")
    turn.put(ReportMade(turn.at, by.party, said.reason))
    deadlines.meet(turn, ("report", *_OFFERS), by.party)
    deadlines.drop(turn, "the report was recorded", purposes=("silence", "check-in"))
    for one in convening.everybody(turn):
        if not deciders.same_person(one, by.party):
            news.tell_later(turn, one, "The report of this stage is recorded", [], (by.party, said.reason))
    if not by.office:
        _tell_office(turn, said, by)
    tells.tell(turn, "mediation-ended", said.reason, by.party)
    ends = {"decided": ", or a DECISION comes", "not-agreed": ", or the office records NOT AGREED"}
    others = [words for ending, words in ends.items() if ending in turn.policy.final.ends_with]
    return f"Recorded. The case stays open until both sides agree{''.join(others)}."


def _tell_office(turn: Turn, said: Said, by: Speaker) -> None:
    ends = "not-agreed" in turn.policy.final.ends_with
    action = "If the two sides do not agree, reply with NOT AGREED and what each agency will do." if ends else ""
    lines = [f"{turn.name(by.party)} wrote:", said.reason]
    ordering.tell_office(turn, "The report of this stage is recorded", lines, action or ordering.NOTHING)


def not_agreed(turn: Turn, said: Said, by: Speaker) -> str:
    """NOT AGREED: by the office alone, after the last stage's work is recorded (section 12.5). Never called resolved."""
    if "not-agreed" not in turn.policy.final.ends_with:
        return kept(turn, said, by, "Under this policy the last stage ends by an agreement or a decision; it is kept.")
    if not turn.case.reported:
        return kept(turn, said, by, "Please record the last stage's work first: write REPORT and what came of it.")
    if not said.reason:
        ask = f"Please write after NOT AGREED what each agency will do, who watches the {turn.person.one}, and who is told."
        return kept(turn, said, by, ask)
    asked = second.confirmed_by_second(turn, said, by)
    if asked:
        return asked
    agreement.close(turn, "not-agreed", said.reason, by=by.party, to_do=said.actions)
    return "Recorded: the case has ended without agreement. Everyone who took part is told."


def not_carried(turn: Turn, said: Said, by: Speaker) -> str:
    """Keep a word this service does not act on by itself, and bring it to the office the same minute."""
    name = turn.name(by.party)
    lines = [f"{name} wrote {said.verb.value}.", said.reason]
    ordering.tell_office(
        turn, f"{said.verb.value} needs a person", lines, "Speak to them, and record what you arrange."
    )
    return kept(
        turn, said, by, f"This word needs a person: the {turn.terms.office} has been told, and your words are kept."
    )
