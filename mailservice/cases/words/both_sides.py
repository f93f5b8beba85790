"""What each word does: one small function a verb. Each returns the sentence that its author is answered with.

Towards attention nobody is refused; towards quiet a word binds only from somebody who decides for their side (rule 11).
"""

from datetime import timedelta

from mailservice.cases.asking import proposals
from mailservice.cases.dates import deadlines, duties, limits
from mailservice.cases.history.case import Proposal
from mailservice.cases.history.commands import Hear, Said
from mailservice.cases.history.events import Acknowledged, Assented, Escalated, Met, Objected, StageEntered, StepEntered
from mailservice.cases.ladder import climbing, facilitating, steps
from mailservice.cases.letters import news, ordering, to_tell
from mailservice.cases.letters.kept import binds, earlier, gone_on, kept, pass_on
from mailservice.cases.people import deciders, officers
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.settling import actions, agreement, deciding, reopening
from mailservice.cases.words import successor

_DAY = timedelta(days=1)
_LAST = "last stage: "
ALREADY_DONE = "Already done: the case had gone on to this stage before your word reached us. Nothing more has moved."
NONE_OR_SEVERAL = {
    False: "No proposal waits for this answer: there is none, or newer words have replaced it.",
    True: "More than one question waits for an answer. Please answer the letter that you mean; nothing has moved.",
}
BEGUN = "The policy's time counts from it; the other side is told."
NOTED = "Noted: you have read it and are dealing with it. No date has changed."
_NOTHING_MOVES = "Every other date stands."
_OPEN_ISSUES = (
    "Your words do not say what stays open. The policy wants that confirmed in writing, and who pursues it: if anything does,"
    " write RESOLVED again with it."
)
AGREED = {
    "open": "Recorded: the plan is agreed by every agency.",
    "agreed": "Recorded: every agency has agreed. The person who raised it is asked whether they object; then it ends.",
    "closed": "Recorded: every agency has agreed, the person who raised it among them. The case has ended.",
}


def received(turn: Turn, said: Said, by: Speaker) -> str:
    """RECEIVED: they have read it. Meets no clock but the policy's own for an acknowledgement (section 5)."""
    if by.hear.sender.proof != "proven":  # filed: a word that may be another's stops no chase (rule 10)
        return NOTED
    turn.put(Acknowledged(turn.at, by.party))
    raiser = turn.case.raiser
    if binds(turn, by) and deadlines.acknowledge(turn, by.party) and raiser is not None:
        news.tell_later(
            turn, raiser, f"{turn.name(by.party)} has acknowledged it", [_NOTHING_MOVES], (by.party, said.reason)
        )
    return NOTED


def met(turn: Turn, said: Said, by: Speaker) -> str:
    """MET: both sides have spoken. Meets the discussion's clock, unless the other side denies it."""
    if facilitating.is_theirs(turn, by):
        return facilitating.held(turn, said, by)
    if earlier(turn, by.hear):
        return gone_on(turn, said, by)
    turn.put(Met(turn.at, by.party, said.reason))
    facilitating.spoke(turn, by.party, said.reason)
    deadlines.acknowledge(turn, by.party)
    was_due = deadlines.meet(turn, deadlines.TALKS, by.party)
    begun = deadlines.begin_discussion(turn)
    limits.begin_discussion(turn)
    headline = f"{turn.name(by.party)} has told us that you have spoken"
    for one in turn.others_of(by.party.agency):
        lines = ["If that is not so, reply with DISAGREE and say why."]
        news.tell(turn, one, headline, lines, (by.party, said.reason))
    theirs = next((one for one in turn.case.standing if one.goal in deadlines.TALKS and one.side), None)
    if not was_due and theirs is not None:
        return f"Recorded: both sides have spoken. The date for it is for {duties.whose(turn, theirs)} to meet, and stands."
    return "Recorded: both sides have spoken. " + (
        "The other side is told." if was_due else BEGUN if begun else "No date was waiting for it."
    )


def plan(turn: Turn, said: Said, by: Speaker) -> str:
    """PLAN: proposes who does what by when; met when each other agency agrees."""
    return _propose(turn, said, by, "plan")


def resolved(turn: Turn, said: Said, by: Speaker) -> str:
    """Take RESOLVED as a proposal to settle it so; it closes nothing by itself."""
    return _propose(turn, said, by, "resolved")


def agree(turn: Turn, said: Said, by: Speaker) -> str:
    """AGREE: to exactly the words of the proposal, by somebody who binds another agency."""
    proposal = answered_proposal(turn, by)
    if proposal is None:
        return kept(turn, said, by, NONE_OR_SEVERAL[_waiting(turn, by) > 1])
    agrees = deciding.agree if proposal.kind == "decision" else _agree
    return agrees(turn, said, by, proposal)


def _agree(turn: Turn, said: Said, by: Speaker, proposal: Proposal) -> str:
    if proposal.by.agency == by.party.agency and proposal.kind != "overtaken":
        return "Your own agency made this proposal; it is the other side that is asked to agree."
    if not proposals.may_agree(turn, proposal, by.party, turn.rules.days.local(by.hear.at).date()):
        others = (one for one in (proposal.by, *proposal.assents) if one.agency != by.party.agency)
        for_two = any(deciders.same_human(by.party, one) for one in others)
        return _for_two(turn, said, by) if for_two else pass_on(turn, said, by)
    if any(one.agency == by.party.agency for one in proposal.assents):
        return "Your agency has agreed to this already; another agency is still asked."
    agreement.assent(turn, proposal, by.party, said.reason)
    if turn.case.proposals[proposal.id].state != "agreed":
        return "Recorded. Another agency is still asked."
    return AGREED[turn.case.status] if proposal.settles else "Recorded: every agency has agreed to this."


def _for_two(turn: Turn, said: Said, by: Speaker) -> str:
    """Keep the AGREE of whoever has given another agency's word already: nobody binds for two (rule 11.2)."""
    where = turn.agency(by.party.agency).name
    lines = [f"{turn.name(by.party)} agreed for {where} to words that they gave, or agreed to, for another agency."]
    ordering.tell_office(turn, "One person for two agencies", lines, f"Find somebody else who decides for {where}.")
    only = f"Nobody binds for two agencies: somebody else of {where} must agree. The {turn.terms.office} is told."
    return kept(turn, said, by, only)


def disagree(turn: Turn, said: Said, by: Speaker) -> str:
    """DISAGREE: the proposal returns to all; with none waiting, it denies that a discussion took place."""
    proposal = answered_proposal(turn, by)
    if proposal is None and _waiting(turn, by) > 1:
        return kept(turn, said, by, NONE_OR_SEVERAL[True])
    if proposal is None:
        return _deny_meeting(turn, said, by)
    if proposal.kind == "decision":
        return deciding.disagree(turn, said, by, proposal)
    own = deciders.same_person(proposal.by, by.party) if proposal.kind == "overtaken" else _is_own(proposal, by)
    if own or by.party.agency not in turn.case.agencies:
        return pass_on(turn, said, by)
    agreement.dissent(turn, proposal, by.party, said.reason)
    return "Recorded: the proposal goes back to everybody with your reason. Every date stands."


def object_(turn: Turn, said: Said, by: Speaker) -> str:
    """OBJECT: the raiser's own, while an agreement waits for their day; DISAGREE may also be to an action's new date."""
    if _answers_new_date(turn, by):
        return disagree(turn, said, by)
    if not successor.holds_rights(turn, by) and not agreement.stands_in(turn, by.party):
        return kept(turn, said, by, "OBJECT belongs to the person who raised it. You can write ESCALATE.")
    answered = turn.case.letters.get(by.hear.answers)
    agreed = turn.case.agreed
    if answered is not None and agreed is not None and answered.about not in ("", agreed.id):
        return kept(
            turn, said, by, "Already done: those words were stopped, and newer ones are agreed. Answer that letter."
        )
    return agreement.object_to(turn, by.party, said.reason)


def agree_settled(turn: Turn, said: Said, by: Speaker) -> str:
    """AGREE while the raiser has their day: theirs ends it now; the office holds their word while they are not reached.

    In answer to a letter about the new date of an action it is to that.
    """
    if _answers_new_date(turn, by):
        return agree(turn, said, by)
    agreed = turn.case.agreed
    if agreed is None or not (
        deciders.is_raiser(turn.case, by.party) or (by.office and agreement.unreached(turn, agreed))
    ):
        return settled(turn, said, by)
    answered = turn.case.letters.get(by.hear.answers)
    to_others = answered is not None and answered.about in turn.case.proposals and answered.about != agreed.id
    if to_others or by.hear.at < agreed.at:
        return kept(turn, said, by, "Newer words are agreed than those you answered. Please answer our newest letter.")
    turn.put(Assented(turn.at, agreed.id, by.party, said.reason))
    agreement.close(turn, "agreed", agreed.text, by=by.party, proposal=agreed)
    return "Recorded: nobody objects, so the case has ended."


def object_early(turn: Turn, said: Said, by: Speaker) -> str:
    """OBJECT while nothing is agreed: kept; the raiser's says that the cause is not settled, where that is asked."""
    asked = next((one for one in turn.case.asked if one.kind == "overtaken"), None)
    if asked is not None and deciders.is_raiser(turn.case, by.party):
        agreement.dissent(turn, asked, by.party, said.reason)
        return "Recorded: the cause is not settled, so the case goes on. Those who decide are told. Every date stands."
    return kept(turn, said, by, "Nothing is agreed yet, so there is nothing to stop; you will be asked before it ends.")


def escalate(turn: Turn, said: Said, by: Speaker) -> str:
    """ESCALATE: to the next step or stage, by anyone who took part, at any time (rule 6.4)."""
    if _belongs_to_earlier_stage(turn, by.hear):
        return kept(turn, said, by, ALREADY_DONE)
    if steps.ahead(turn) and climbing.by_way(turn, said.stage) is None:
        turn.put(Escalated(turn.at, by.party, said.reason, turn.case.stage, said.stage))
        steps.report(turn, "reported", turn.at, by.party, said.reason)
        names = " and ".join(turn.name(one) for one in turn.everyone_present())
        return f"Done: this is now with line managers, {names}." + tell_named(turn, said, by)
    onward = climbing.named_place(turn, said.stage) or climbing.next_place(turn, asked=True)
    if onward is None:
        _tell_of_last(turn, said, by)
        return kept(
            turn, said, by, f"This is the last stage, so there is no further one. The {turn.terms.office} is told."
        )
    turn.put(Escalated(turn.at, by.party, said.reason, onward[0], said.stage))
    climbing.climb(turn, onward, "escalated", turn.at, by=by.party, reason=said.reason)
    now = ordering.stage(turn, turn.stage, turn.case.tier)
    here = f"Done: the case is now at stage {now['id']}, {now['title']}."
    return here + tell_named(turn, said, by)


def _tell_of_last(turn: Turn, said: Said, by: Speaker) -> None:
    """Tell the office who asks for more than there is; of one person once a day, for a machine may ask again and again."""
    about = f"{_LAST}{by.party.address.lower()}"
    told = (one.at for one in turn.case.letters.values() if one.about == about)
    if turn.at - max(told, default=turn.at - _DAY) >= _DAY:
        action = "Speak to whoever convenes this stage."
        lines = [f"{turn.name(by.party)} wrote it.", said.reason]
        ordering.tell_office(turn, "ESCALATE at the last stage", lines, action, about=about)


def escalate_agreed(turn: Turn, said: Said, by: Speaker) -> str:
    """ESCALATE while an agreement waits: towards attention nobody is refused, so the agreement is stopped."""
    if _belongs_to_earlier_stage(turn, by.hear):
        return kept(turn, said, by, ALREADY_DONE)
    if climbing.next_place(turn, asked=True) is None:
        # There is no further stage, yet from the raiser it stops what they do not accept; a second OBJECT must be said.
        stops = successor.holds_rights(turn, by) and not turn.case.objections
        return object_(turn, said, by) if stops else escalate(turn, said, by)
    turn.put(Objected(turn.at, by.party, said.reason))
    to_tell.lapse(turn)
    deadlines.drop(turn, "somebody who took part escalated", purposes=("objection",))
    return "The agreement is stopped. " + escalate(turn, said, by)


def reopen(turn: Turn, said: Said, by: Speaker) -> str:
    """REOPEN (or an OBJECT or ESCALATE after the end): same reference, at the stage that settled it (rule 14)."""
    return reopening.reopen(turn, said, by)


def reopen_early(turn: Turn, said: Said, by: Speaker) -> str:
    """REOPEN on a case that is open."""
    return kept(turn, said, by, "The case is open. To take it to the next stage, write ESCALATE and why.")


def ended(turn: Turn, said: Said, by: Speaker) -> str:
    """Any other word on a case that has ended: kept; REOPEN is named."""
    return kept(turn, said, by, "This case has ended. To open it again, reply with REOPEN and why.")


def agree_ended(turn: Turn, said: Said, by: Speaker) -> str:
    """AGREE after the end: only to a new date for an action."""
    return agree(turn, said, by) if turn.case.asked else ended(turn, said, by)


def disagree_ended(turn: Turn, said: Said, by: Speaker) -> str:
    """DISAGREE after the end: to a new date for an action; to a decision it is kept as dissent beside it (rule 11.5)."""
    if turn.case.asked:
        return disagree(turn, said, by)
    if turn.case.ending != "decided" or by.office or by.party.agency not in turn.case.agencies:
        return ended(turn, said, by)
    turn.put(Objected(turn.at, by.party, said.reason, dissent=True))
    return "Kept as dissent beside the decision, for the office to see. To open the case again, write REOPEN and why."


def settled(turn: Turn, said: Said, by: Speaker) -> str:
    """Any word towards quiet while the raiser has their day: kept; nothing more is asked."""
    return kept(turn, said, by, "Every agency has already agreed; only the person who raised it is asked now.")


def _propose(turn: Turn, said: Said, by: Speaker, kind: str) -> str:
    # RESOLVED with its own words settles the whole case, whichever letter it answers, and waits for every AGREE (rule 6.2).
    if earlier(turn, by.hear) and not (kind == "resolved" and said.reason):
        return gone_on(turn, said, by)
    text = said.reason or (turn.case.agreed_plan.text if turn.case.agreed_plan else "")
    pending = turn.case.pending
    if not said.reason and pending is not None and pending.by.agency != by.party.agency:
        return kept(
            turn, said, by, "The other side has proposed words. To accept them, reply with AGREE; else write your own."
        )
    if not text and turn.policy.closing.plan_required:
        verb = said.verb.value
        ask = f"Please write after {verb} what was agreed: who does what, by when; what stays open, and who pursues it."
        return kept(turn, said, by, f"{ask} Or: no action, because … Nothing has moved.")
    if len(turn.case.agencies) < 2:  # noqa: PLR2004 - a disagreement has two sides
        return kept(turn, said, by, "We do not know yet which agency is on the other side, so nobody can agree.")
    plan = turn.case.agreed_plan
    to_do = said.actions or (plan.actions if plan is not None and not said.reason else ())
    agreement.propose(turn, "plan" if kind == "plan" else "resolved", by.party, text, to_do)
    asked = ", ".join(turn.name(one) for one in turn.others_of(by.party.agency))
    put = f"Your words are put to {asked or 'the other side'}, to answer with AGREE or DISAGREE. Every date stands."
    silent = _OPEN_ISSUES if kind == "resolved" and agreement.leaves_open_issues_unsaid(turn, text) else ""
    return " ".join(part for part in (put, actions.unnamed(turn, to_do), silent) if part)


def answered_proposal(turn: Turn, by: Speaker) -> Proposal | None:
    """Return the proposal that an AGREE or DISAGREE answers: that of the letter it replies to, or the only one."""
    asked = _asked(turn, by)
    answered = turn.case.letters.get(by.hear.answers)
    if by.hear.elsewhere is not None:
        return None  # words put in a case that goes on in this one since: nobody agrees to others by answering them
    if answered is not None and (answered.about in turn.case.proposals or answered.template in _PUT):
        return next((one for one in asked if one.id == answered.about), None)
    return asked[0] if len(asked) == 1 else None


# The letters that put words: an answer is to those alone, though they were taken back since.
_PUT = ("proposal", "new_date", "overtaken")


def _asked(turn: Turn, by: Speaker) -> list[Proposal]:
    """Return what waits for AGREE; a date asked for at a stage that is left waits no more."""
    stands = (
        one for one in turn.case.asked if one.kind != "new-date" or one.action or (one.stage, one.tier) == turn.here
    )
    return [one for one in stands if one.at <= by.hear.at]


def _waiting(turn: Turn, by: Speaker) -> int:
    answered = turn.case.letters.get(by.hear.answers)
    told = by.hear.elsewhere is not None or (answered is not None and answered.about in turn.case.proposals)
    return 0 if told else len(_asked(turn, by))


def _is_own(proposal: Proposal, by: Speaker) -> bool:
    return proposal.by.agency == by.party.agency


def _answers_new_date(turn: Turn, by: Speaker) -> bool:
    answered = turn.case.letters.get(by.hear.answers)
    return any(answered is not None and one.id == answered.about and bool(one.action) for one in turn.case.asked)


def _deny_meeting(turn: Turn, said: Said, by: Speaker) -> str:
    if not binds(turn, by) or not deadlines.stand_again(turn, "met", deadlines.TALKS, after=turn.at):
        return kept(turn, said, by, "There is no proposal waiting for an answer. Your words are on the record.")
    for other in turn.others_of(by.party.agency):
        headline = f"{turn.name(by.party)} does not agree that you have spoken"
        news.tell(turn, other, headline, ["The date for it stands as before."], (by.party, said.reason))
    return "Recorded: the date for the discussion stands again, as it was."


def _belongs_to_earlier_stage(turn: Turn, hear: Hear) -> bool:
    """Tell whether the case has come to this stage since the letter that is answered, or by this very mail (rule 3.2)."""
    return earlier(turn, hear) or _has_climbed(turn)


def _has_climbed(turn: Turn) -> bool:
    return any(
        (isinstance(event, StageEntered) and event.why in ("escalated", "objected"))
        or (isinstance(event, StepEntered) and event.why == "reported")
        for event in turn.events
    )


def tell_named(turn: Turn, said: Said, by: Speaker) -> str:
    """Tell those of a stage that was named, and could not be gone to at once, that they were asked for (rule 6.4)."""
    named = next((one for one in turn.policy.ladder if said.stage and climbing.means(said.stage, one)), None)
    if named is None or named.id == turn.case.stage:
        return ""
    headline = f"{turn.name(by.party)} asked for stage {named.id}"
    lines = [
        f"This policy goes one stage at a time, so the case is now at stage {turn.case.stage}. You need do nothing yet."
    ]
    here = turn.case.stage
    for agency in turn.case.agencies if named.sides == "both" else ():
        for one in deciders.deciders(turn.case, turn.policy, turn.directory, agency, (named.id, 1)):
            news.tell_later(turn, one, headline, lines, (by.party, said.reason), holds_while=here)
    if named.sides == "convened":
        ordering.tell_office(turn, headline, lines, ordering.NOTHING)
        for one in officers.convenors(turn, named):
            news.tell_later(turn, one, headline, lines, (by.party, said.reason), holds_while=here)
    return (
        f" You named stage {named.id}; this policy goes one stage at a time, and stage {named.id} is told of your wish."
    )
