"""What each word does: one small function a verb. Each returns the sentence that its author is answered with.

Towards attention nobody is refused; towards quiet a word binds only from somebody who decides for their side (rule 11).
"""

from datetime import UTC, date, datetime, time

from mailservice.cases import agreement, climbing, deadlines, letters, people
from mailservice.cases.case import Proposal
from mailservice.cases.commands import Hear, Said
from mailservice.cases.events import (
    Acknowledged,
    CaseReopened,
    ContactNamed,
    Escalated,
    MediationOffered,
    Met,
    Noted,
    Objected,
    Party,
    ReportMade,
)
from mailservice.cases.turn import Turn, once


class Speaker:
    """Who says the word, in which mail: what every verb needs besides the case."""

    def __init__(self, hear: Hear, party: Party) -> None:
        self.hear = hear
        self.party = party
        self.office = hear.sender.office


def received(turn: Turn, _said: Said, by: Speaker) -> str:
    """RECEIVED: they have read it. Meets no clock (section 5)."""
    turn.put(Acknowledged(turn.at, by.party))
    return "Noted: you have read it and are dealing with it. No date has changed."


def met(turn: Turn, said: Said, by: Speaker) -> str:
    """MET: both sides have spoken. Meets the discussion's clock, unless the other side denies it."""
    if not people.binds(turn.case, turn.policy, turn.directory, by.party):
        return _pass_on(turn, said, by)
    turn.put(Met(turn.at, by.party, said.reason))
    was_due = deadlines.meet(turn, ("discussion", "manager-contact"), by.party)
    headline = f"{letters.person(turn, by.party)['name']} has told us that you have spoken"
    for one in turn.others_of(by.party.agency):
        lines = ["If that is not so, reply with DISAGREE and say why."]
        letters.tell(turn, one, headline, lines, (by.party, said.reason))
    return "Recorded: both sides have spoken. " + (
        "The other side is told." if was_due else "No date was waiting for it."
    )


def plan(turn: Turn, said: Said, by: Speaker) -> str:
    """PLAN: proposes who does what by when; met when each other agency agrees."""
    return _propose(turn, said, by, "plan")


def resolved(turn: Turn, said: Said, by: Speaker) -> str:
    """Take RESOLVED as a proposal to settle it so; it closes nothing by itself."""
    return _propose(turn, said, by, "resolved")


def agree(turn: Turn, said: Said, by: Speaker) -> str:
    """AGREE: to exactly the words of the proposal, by somebody who binds another agency."""
    proposal = _meant(turn, by)
    if proposal is None:
        return _kept(
            turn, said, by, "No proposal waits for this answer: there is none, or newer words have replaced it."
        )
    if proposal.by.agency == by.party.agency:
        return "Your own agency made this proposal; it is the other side that is asked to agree."
    if not _may_agree(turn, proposal, by.party):
        return _pass_on(turn, said, by)
    agreement.assent(turn, proposal, by.party, said.reason)
    if turn.case.status == "agreed":
        return "Recorded: every agency has agreed. The person who raised it is asked whether they object; then it ends."
    if turn.case.status == "closed":
        return "Recorded: every agency has agreed, the person who raised it among them. The case has ended."
    agreed_now = turn.case.proposals[proposal.id].state == "agreed"
    return "Recorded: the plan is agreed by every agency." if agreed_now else "Recorded. Another agency is still asked."


def disagree(turn: Turn, said: Said, by: Speaker) -> str:
    """DISAGREE: the proposal returns to all; with none waiting, it denies that a discussion took place."""
    proposal = _meant(turn, by)
    if proposal is None:
        return _deny_meeting(turn, said, by)
    if proposal.by.agency == by.party.agency:
        return _pass_on(turn, said, by)
    agreement.dissent(turn, proposal, by.party, said.reason)
    return "Recorded: the proposal goes back to everybody with your reason. Every date stands."


def object_(turn: Turn, said: Said, by: Speaker) -> str:
    """OBJECT: the raiser's own, while an agreement waits for their day."""
    if not people.is_raiser(turn.case, by.party):
        return _kept(turn, said, by, "OBJECT belongs to the person who raised it. You can write ESCALATE or REOPEN.")
    return agreement.object_to(turn, by.party, said.reason)


def object_early(turn: Turn, said: Said, by: Speaker) -> str:
    """OBJECT while nothing is agreed: kept, and shown to those who decide."""
    return _kept(
        turn, said, by, "Nothing is agreed yet, so there is nothing to stop; you will be asked before it ends."
    )


def escalate(turn: Turn, said: Said, by: Speaker) -> str:
    """ESCALATE: to the next step or stage, by anyone who took part, at any time (rule 6.4)."""
    if _belongs_to_earlier_stage(turn, by.hear):
        return "Already done: the case had gone on to this stage before your word reached us. Nothing more has moved."
    onward = climbing.next_place(turn, asked=True)
    if onward is None:
        letters.tell_office(turn, "ESCALATE at the last stage", [said.reason], "Speak to whoever convenes this stage.")
        return _kept(turn, said, by, "This is the last stage, so there is no further one. The Business Office is told.")
    turn.put(Escalated(turn.at, by.party, said.reason, onward[0], said.stage))
    climbing.climb(turn, onward, "escalated", turn.at, by=by.party, reason=said.reason)
    here = f"Done: the case is now at stage {turn.case.stage}, {turn.stage.title}."
    named = f" You named stage {said.stage}; this policy goes one stage at a time." if _named_other(turn, said) else ""
    return here + named


def escalate_agreed(turn: Turn, said: Said, by: Speaker) -> str:
    """ESCALATE while an agreement waits: towards attention nobody is refused, so the agreement is stopped."""
    turn.put(Objected(turn.at, by.party, said.reason))
    deadlines.drop(turn, "somebody who took part escalated", purposes=("objection",))
    return "The agreement is stopped. " + escalate(turn, said, by)


def reopen(turn: Turn, said: Said, by: Speaker) -> str:
    """REOPEN (or an OBJECT or ESCALATE after the end): same reference, at the stage that settled it (rule 14)."""
    stage, tier = turn.case.settled_at or (turn.policy.first_stage.id, 1)
    turn.put(CaseReopened(turn.at, by.party, said.reason, stage, tier))
    climbing.enter(turn, (stage, tier), "reopened", turn.at, by=by.party)
    name = letters.person(turn, by.party)["name"]
    climbing.write_to_stage(turn, "reopened", {"by": name, "reason": said.reason})
    letters.tell_office(turn, "A case was opened again", [said.reason], "Nothing yet: the letters have gone out.")
    return f"The case is open again at stage {stage}, {turn.stage.title}; every date counts from today."


def contact(turn: Turn, said: Said, by: Speaker) -> str:
    """CONTACT: who acts for an agency. Used at once inside the agency's own domains; any other waits for the office."""
    if not said.address:
        return "Please write CONTACT, then the name, then the email address, on one line."
    agency = turn.directory.agency_of(said.address)
    if agency is None or agency.id not in turn.case.agencies:
        name = said.name or "Somebody"
        letters.tell_office(
            turn,
            "A contact to check",
            [f"{name} was named for this case, at an address outside both agencies."],
            "Check it.",
        )
        return _kept(
            turn, said, by, "That address is outside the agencies of this case, so the office checks it first."
        )
    place = _place_to_fill(turn, agency.id)
    turn.put(ContactNamed(turn.at, by.party, agency.id, place[0], place[1], said.name, said.address))
    if place == (turn.case.stage, turn.case.tier) and turn.stage.sides == "both":
        for one in people.deciders(turn.case, turn.policy, turn.directory, agency.id, place):
            climbing.stage_letter(turn, one, "climbed", {})
        return f"Thank you: we have written to {said.name or said.address} for {agency.name} at stage {place[0]}."
    return f"Thank you: {said.name or said.address} is noted for {agency.name} at stage {place[0]}."


def note(turn: Turn, said: Said, by: Speaker) -> str:
    """NOTE: kept, and nothing moves."""
    return _kept(turn, said, by, "Kept on the record. Nothing has moved and nobody else has been sent this.")


def mediation(turn: Turn, said: Said, by: Speaker) -> str:
    """MEDIATION with a date, by the office: meets the offer's clock and starts the report's."""
    if not by.office:
        return _kept(turn, said, by, "MEDIATION is the Business Office's word; the office is told of yours.")
    if said.when is None:
        return "Please write MEDIATION and the date, for example: MEDIATION Thu 28 Jan 2pm."
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
        return _kept(turn, said, by, "REPORT is the Business Office's word; your text is kept on the record.")
    turn.put(ReportMade(turn.at, by.party, said.reason))
    deadlines.meet(turn, ("report", "offer-mediation"), by.party)
    deadlines.drop(turn, "the report was recorded", purposes=("silence",))
    for one in _everyone(turn):
        letters.tell(turn, one, "The report of this stage is recorded", [], (by.party, said.reason))
    return "Recorded. The case stays open until both sides agree, or the office records NOT AGREED."


def not_agreed(turn: Turn, said: Said, by: Speaker) -> str:
    """NOT AGREED: by the office alone, after the last stage's work is recorded (section 12.5). Never called resolved."""
    if not by.office:
        return _kept(turn, said, by, "NOT AGREED is the Business Office's word alone, after the last stage.")
    if turn.stage.id != turn.policy.last_stage.id:
        return "NOT AGREED can be recorded at the last stage only; the case is still climbing."
    if not turn.case.reported:
        return "Please record the last stage's work first: write REPORT and what came of it."
    if not said.reason:
        return "Please write after NOT AGREED what each agency will do, who watches the child, and who is told."
    agreement.close(turn, "not-agreed", said.reason, by=by.party)
    return "Recorded: the case has ended without agreement. Everyone who took part is told."


def decision(turn: Turn, said: Said, by: Speaker) -> str:
    """DECISION, where the policy names nobody who decides: refused with the reason."""
    if "decided" not in turn.policy.final.ends_with:
        way = turn.policy.final.authority
        return _kept(turn, said, by, f"Under this policy nobody decides for the sides ({way}). Your words are kept.")
    return not_carried(turn, said, by)


def not_carried(turn: Turn, said: Said, by: Speaker) -> str:
    """Keep a word this service does not act on by itself, and bring it to the office the same minute."""
    name = letters.person(turn, by.party)["name"]
    lines = [f"{name} wrote {said.verb.value}.", said.reason]
    letters.tell_office(turn, f"{said.verb.value} needs a person", lines, "Speak to them, and record what you arrange.")
    return _kept(
        turn, said, by, "This word needs a person: the Business Office has been told, and your words are kept."
    )


def urgent(turn: Turn, said: Said, by: Speaker) -> str:
    """URGENT: never refused. The next stage is written to now, the office is alarmed, the sender has the numbers."""
    lines = [f"{letters.person(turn, by.party)['name']} wrote URGENT.", said.reason]
    phones = [f"{one['name']}, {one['agency']}: {one['phone'] or 'no number'}" for one in _numbers(turn)]
    letters.tell_office(turn, "URGENT", [*lines, *phones], "Telephone the people below now.")
    onward = climbing.next_place(turn, asked=True) if turn.case.status == "open" else None
    if onward is None:
        return "The Business Office is alarmed. If a child is in danger now, ring 999."
    turn.put(Escalated(turn.at, by.party, said.reason, onward[0], said.stage))
    climbing.climb(turn, onward, "escalated", turn.at, by=by.party, reason=f"URGENT {said.reason}".strip())
    return "The Business Office is alarmed, and the next stage has been written to. If a child is in danger, ring 999."


def urgent_closed(turn: Turn, said: Said, by: Speaker) -> str:
    """URGENT on a case that has ended is REOPEN and URGENT (rule 10)."""
    opened = reopen(turn, said, by)
    return f"{opened} {urgent(turn, said, by)}"


def ended(turn: Turn, said: Said, by: Speaker) -> str:
    """Any other word on a case that has ended: kept; REOPEN is named."""
    return _kept(turn, said, by, "This case has ended. To open it again, reply with REOPEN and why.")


def settled(turn: Turn, said: Said, by: Speaker) -> str:
    """Any word towards quiet while the raiser has their day: kept; nothing more is asked."""
    return _kept(turn, said, by, "Every agency has already agreed; only the person who raised it is asked now.")


def _propose(turn: Turn, said: Said, by: Speaker, kind: str) -> str:
    if not people.binds(turn.case, turn.policy, turn.directory, by.party):
        return _pass_on(turn, said, by)
    text = said.reason or (turn.case.agreed_plan.text if turn.case.agreed_plan else "")
    pending = turn.case.pending
    if not said.reason and pending is not None and pending.by.agency != by.party.agency:
        return "The other side has already proposed words. To accept them, reply with AGREE; else write your own after the word."
    if not text and turn.policy.closing.plan_required:
        verb = said.verb.value
        return f"Please write after {verb} what was agreed: who does what, by when. Or: no action, because … Nothing has moved."
    if len(turn.case.agencies) < 2:  # noqa: PLR2004 - a disagreement has two sides
        return _kept(turn, said, by, "We do not know yet which agency is on the other side, so nobody can agree.")
    agreement.propose(turn, "plan" if kind == "plan" else "resolved", by.party, text)
    asked = ", ".join(letters.person(turn, one)["name"] for one in turn.others_of(by.party.agency))
    return f"Your words are put to {asked or 'the other side'}, who are asked to reply with AGREE or DISAGREE. Every date stands."


def _meant(turn: Turn, by: Speaker) -> Proposal | None:
    """Return the proposal that an AGREE or DISAGREE answers: the words of the letter it replies to, or the pending one."""
    pending = turn.case.pending
    if pending is None or by.hear.at < pending.at:
        return None
    answered = turn.case.letters.get(by.hear.answers)
    if answered is not None and answered.about not in ("", pending.id):
        return None
    return pending


def _may_agree(turn: Turn, proposal: Proposal, who: Party) -> bool:
    # A proposal goes up with the case and may still be agreed by those who had it (rule 6.1).
    had_it = people.deciders(turn.case, turn.policy, turn.directory, who.agency, (proposal.stage, proposal.tier))
    different = not people.same_person(who, proposal.by)
    known = people.binds(turn.case, turn.policy, turn.directory, who)
    return different and (known or any(people.same_person(who, one) for one in had_it))


def _deny_meeting(turn: Turn, said: Said, by: Speaker) -> str:
    met_clocks = [d for d in turn.case.deadlines.values() if d.state == "met" and d.goal == "discussion"]
    here = [one for one in met_clocks if (one.stage, one.tier) == (turn.case.stage, turn.case.tier)]
    if not here or not people.binds(turn.case, turn.policy, turn.directory, by.party):
        return _kept(turn, said, by, "There is no proposal waiting for an answer. Your words are on the record.")
    for one in here:
        clock = next((clock for clock in turn.stage.clock if clock.id == one.clock), None)
        if clock is not None:
            deadlines.set_clock(turn, clock, one.counted_from)
    for other in turn.others_of(by.party.agency):
        headline = f"{letters.person(turn, by.party)['name']} does not agree that you have spoken"
        letters.tell(turn, other, headline, ["The date for it stands as before."], (by.party, said.reason))
    return "Recorded: the date for the discussion stands again, as it was."


def _pass_on(turn: Turn, said: Said, by: Speaker) -> str:
    deciders = turn.present(by.party.agency)
    turn.put(Noted(turn.at, by.party, said.verb.value, said.reason, advice=True))
    name = letters.person(turn, by.party)["name"]
    for one in deciders:
        lines = [f"At this stage the word is yours: {name} cannot give it for your agency."]
        letters.tell(turn, one, f"{name} advises {said.verb.value}", lines, (by.party, said.reason))
    to = ", ".join(letters.person(turn, one)["name"] for one in deciders) or "the Business Office"
    return f"At this stage {to} decides for your agency. Your words were passed on; nothing else has moved."


def _kept(turn: Turn, said: Said, by: Speaker, sentence: str) -> str:
    turn.put(Noted(turn.at, by.party, said.verb.value, said.reason))
    return sentence


def _belongs_to_earlier_stage(turn: Turn, hear: Hear) -> bool:
    answered = turn.case.letters.get(hear.answers)
    if answered is not None and answered.stage:
        return (answered.stage, answered.tier) in turn.case.path[:-1]
    return turn.case.entered_at is not None and hear.at < turn.case.entered_at


def _place_to_fill(turn: Turn, agency: str) -> climbing.Place:
    here = (turn.case.stage, turn.case.tier)
    if turn.stage.sides == "both" and not people.deciders(turn.case, turn.policy, turn.directory, agency, here):
        return here
    return climbing.next_place(turn, asked=True) or here


def _named_other(turn: Turn, said: Said) -> bool:
    return bool(said.stage) and said.stage not in (turn.case.stage, turn.stage.title)


def _everyone(turn: Turn) -> tuple[Party, ...]:
    raiser = (turn.case.raiser,) if turn.case.raiser else ()
    return once([*raiser, *turn.everyone_present()])


def _numbers(turn: Turn) -> list[dict[str, str]]:
    return letters.names(turn, turn.everyone_present())


def _moment(turn: Turn, when: date | datetime) -> datetime:
    if isinstance(when, datetime):
        return when if when.tzinfo else when.replace(tzinfo=turn.rules.days.zone)
    noon = datetime.combine(when, time(12), tzinfo=turn.rules.days.zone)
    return noon if noon.tzinfo else noon.replace(tzinfo=UTC)
