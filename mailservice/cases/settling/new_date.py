"""NEW DATE: another date that each agency must agree to; the one before is never overwritten (rules, 11.3 and 14)."""

from datetime import datetime

from mailservice.cases.asking import proposals
from mailservice.cases.dates import deadlines
from mailservice.cases.history.case import Deadline, Proposal
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import DeadlineDropped, DeadlineSet, NewDateAgreed, Party
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import news, ordering, phrases
from mailservice.cases.letters.kept import binds, earlier, gone_on, kept, pass_on
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn, once
from mailservice.cases.settling import actions

MOST_DAYS = 5


def new_date(turn: Turn, said: Said, by: Speaker) -> str:
    """Take NEW DATE on an open case: from a decider, once a stage, at most five working days, for each agency to agree."""
    if not binds(turn, by):
        return pass_on(turn, said, by)
    if earlier(turn, by.hear):
        return gone_on(turn, said, by)
    if said.when is None:
        return kept(
            turn, said, by, "Please write NEW DATE, the date, and why: NEW DATE Thu 28 Jan, we wait for a report."
        )
    due = turn.rules.days.moment(said.when)
    refusal = _refusal(turn, due)
    if refusal:
        return kept(turn, said, by, f"{refusal} Nothing has moved.")
    return _ask(turn, by.party, said.reason, due)


def for_action(turn: Turn, said: Said, by: Speaker) -> str:
    """Take NEW DATE for an agreed action: each agency must agree; until then its old date stands."""
    task = actions.late(turn, by)
    if task is None:
        return kept(
            turn, said, by, "This case has ended, and no action waits for a new date. REOPEN and why opens it again."
        )
    if not binds(turn, by):
        return pass_on(turn, said, by)
    if said.when is None or turn.rules.days.moment(said.when) <= turn.at:
        return kept(turn, said, by, "Please write NEW DATE and a day to come. Nothing has moved.")
    return _ask(turn, by.party, said.reason, turn.rules.days.moment(said.when), action=task.id)


def beside(turn: Turn, said: Said, by: Speaker) -> str:
    """Take NEW DATE while an agreement waits for the raiser's day: only for an action agreed to before."""
    if actions.is_meant(turn, by) is not None:
        return for_action(turn, said, by)
    return kept(turn, said, by, "Every agency has already agreed; only the person who raised it is asked now.")


def settle(turn: Turn, proposal: Proposal) -> None:
    """Let the new date stand, once each agency has agreed; the next tier and the raiser are told."""
    turn.put(NewDateAgreed(turn.at, proposal.id))
    if proposal.due is None:
        return
    told = [*turn.case.parties, *turn.everyone_present()]
    if proposal.action:
        actions.put_off(turn, turn.case.actions[proposal.action])
    else:
        _move(turn, proposal.due)
        told = [*told, *_next_tier(turn)]
    asked = turn.everyone_present() if not proposal.action else ()
    day = phrases.moment(turn.rules.days.local(proposal.due))
    for one in once(told):
        lines = [f"The new date is {day}. The date before stays in the record."]
        dated = any(deciders.same_person(one, other) for other in asked)
        said = (proposal.by, proposal.text)
        news.tell(turn, one, "Every agency agreed to a new date", lines, said, dated=dated)


def _ask(turn: Turn, by: Party, text: str, due: datetime, action: str = "") -> str:
    proposal = proposals.put(turn, "new-date", by, text, due=due, action=action)
    facts = {
        "by": ordering.person(turn, by),
        "text": text,
        "asked_for": due.isoformat(),
        "action": turn.case.actions[action].text if action else "",
        "words": ordering.words("AGREE", "DISAGREE", "REOPEN" if turn.case.status == "closed" else "ESCALATE"),
    }
    others = turn.others_of(by.agency)
    for one in others:
        why = f"You decide for {turn.agency(one.agency).name}."
        ordering.order(turn, "new_date", one, {**facts, "why": why}, about=proposal.id)
    names = ", ".join(turn.name(one) for one in others) or "the other side"
    day = phrases.moment(turn.rules.days.local(due))
    return f"You ask for {day}. {names} must agree; until every agency has, the date that stands is the one before."


def _refusal(turn: Turn, due: datetime) -> str:
    days = turn.rules.days
    day = due.date()
    if any(
        one.kind == "new-date" and one.state == "agreed" and one.stage == turn.case.stage for one in _asked_before(turn)
    ):
        return "A stage has one new date, and this one had it. To take it further, write ESCALATE."
    if due <= turn.at or days.why_not(day):
        return f"{phrases.day(day)} is no working day to come ({days.why_not(day) or 'it has passed'})."
    standing = _standing(turn)
    start = max([turn.at, *(one.due for one in standing if one.purpose == "clock")])
    latest = days.due_after(start, MOST_DAYS).at
    if due > latest:
        return f"A new date is at most {MOST_DAYS} working days later: {phrases.moment(latest)}."
    if any(one.due >= due for one in standing):
        return f"The date that stands is as late: {phrases.moment(days.local(max(one.due for one in standing)))}."
    limit = turn.date("limit")
    if limit is not None and limit.due < due:
        return f"The policy's overall limit stands, and no new date moves it: {phrases.moment(days.local(limit.due))}."
    return ""


def _move(turn: Turn, due: datetime) -> None:
    old = [one for one in _standing(turn) if one.due < due]
    for one in old:
        turn.put(DeadlineDropped(turn.at, one.id, "every agency agreed to a new date"))
    clocks = [one for one in old if one.purpose == "clock"]
    for one in clocks or old[:1]:
        _set(turn, due, one)
    if not old:
        _set(turn, due, None)
    deadlines.remind(turn)


def _set(turn: Turn, due: datetime, old: Deadline | None) -> None:
    turn.put(
        DeadlineSet(
            at=turn.at,
            deadline=f"d{len(turn.case.deadlines) + 1}",
            purpose=old.purpose if old else "check-in",
            stage=turn.case.stage,
            tier=turn.case.tier,
            due=due,
            counted_from=turn.at,
            basis="agreed",
            goal=old.goal if old else "",
            clock=old.clock if old else "",
            side=old.side if old else "",
        )
    )


def _standing(turn: Turn) -> list[Deadline]:
    """Return the dates of this stage that a new one may take the place of: its clocks, else its check-in."""
    here = [one for one in turn.case.standing if (one.stage, one.tier) == turn.here]
    clocks = [one for one in here if one.purpose == "clock"]
    return clocks or [one for one in here if one.purpose == "check-in"]


def _asked_before(turn: Turn) -> list[Proposal]:
    return [one for one in turn.case.proposals.values() if not one.action]


def _next_tier(turn: Turn) -> list[Party]:
    onward = climbing.next_place(turn, asked=False)
    if onward is None or turn.policy.stage(onward[0]).sides == "convened":
        return []
    found = (deciders.deciders(turn.case, turn.policy, turn.directory, one, onward) for one in turn.case.agencies)
    return [one for those in found for one in those]
