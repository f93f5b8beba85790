"""How a case is settled by its sides: a proposal, every other agency's AGREE, and the raiser's day to object.

Rules, sections 11 and 12.1. Silence never settles: each step here is somebody's word, but for the end of that day.
"""

import re
from datetime import datetime
from typing import Literal

from mailservice.cases.asking import proposals, reaching
from mailservice.cases.asking.questions import Question
from mailservice.cases.dates import deadlines, kinds, limits
from mailservice.cases.history.case import Case, Deadline, Ordered, Proposal
from mailservice.cases.history.events import (
    Action,
    Agreed,
    Assented,
    CaseClosed,
    DeadlineMet,
    Dissented,
    Ending,
    Objected,
    Party,
)
from mailservice.cases.history.words import Verb
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import news, ordering, phrases, tells, to_tell
from mailservice.cases.people import deciders, officers, together
from mailservice.cases.people.turn import Turn, once
from mailservice.cases.settling import actions, aftercare, for_file, leaving, new_date, owners, what_changed
from mailservice.policy import sayings

# How people say what stays open, or that nothing does.
_OPEN = re.compile(
    r"\b(?:open|outstanding|unresolved|pending|left over|remain(?:s|ing)?|still to|nothing (?:else|more|further|left)"
    r"|no (?:other|further|more) issues?|all (?:is|has been) (?:settled|resolved|agreed)|pursue[sd]?|follow(?:s|ed)? up"
    r"|no action)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?;]) +")
NOT_REACHED = "the person who raised it was not reached"


def propose(
    turn: Turn, kind: Literal["resolved", "plan"], by: Party, text: str, to_do: tuple[Action, ...] = ()
) -> None:
    """Put a proposal to every other agency, in these words; a new one takes the place of the one before."""
    proposal = proposals.put(turn, kind, by, text, actions=to_do)
    deadlines.meet(turn, (deadlines.ACKNOWLEDGEMENT, *deadlines.TALKS), by)
    deadlines.begin_discussion(turn)
    limits.begin_discussion(turn)
    _answer_objection(turn, by)
    for one in turn.others_of(by.agency):
        put_to(turn, one, proposal)


def said_of_what_stays_open(text: str) -> tuple[str, ...]:
    """Return the sentences of an agreement that say what stays open, or that nothing does."""
    sentences = (one for line in text.splitlines() for one in _SENTENCE.split(line.strip()))
    return tuple(one for one in sentences if one and _OPEN.search(one))


def leaves_open_issues_unsaid(turn: Turn, text: str) -> bool:
    """Tell whether the policy wants open issues confirmed in writing, and words to settle it say nothing of any."""
    return "written-confirmation" in turn.policy.closing.needs and _OPEN.search(text) is None


def assent(turn: Turn, proposal: Proposal, by: Party, text: str) -> None:
    """Record AGREE from one agency, and settle once every agency has agreed to the same text."""
    turn.put(Assented(turn.at, proposal.id, by, text))
    deadlines.acknowledge(turn, by)
    proposal = turn.case.proposals[proposal.id]
    if not proposals.agreed_by_all(turn, proposal):
        return
    if proposal.kind == "overtaken":
        close(turn, "overtaken", proposal.text, by=proposal.by, proposal=proposal)
    elif proposal.kind == "decision":
        close(turn, "decided", proposal.text, by=proposal.by, proposal=proposal, to_do=proposal.actions)
    elif proposal.kind == "leave":
        leaving.settle(turn, proposal)
    elif proposal.kind == "new-date":
        new_date.settle(turn, proposal)
    else:
        _settle(turn, proposal)


def dissent(turn: Turn, proposal: Proposal, by: Party, text: str) -> None:
    """Return a proposal to everybody; no clock has stopped."""
    turn.put(Dissented(turn.at, proposal.id, by, text))
    deadlines.acknowledge(turn, by)
    # Words that are denied met no clock: what they met stands again, and silence climbs (rules 5 and 11.2).
    if proposal.settles and (proposal.stage, proposal.tier) == turn.here:
        deadlines.stand_again(turn, "met", deadlines.TALKS, after=turn.at)
    facts = {
        "why": "You act in this case.",
        "by": ordering.person(turn, by),
        "text": text,
        "proposal_text": proposal.text,
        "words": ordering.words("RESOLVED", "ESCALATE", "STATUS"),
    }
    concerned = together.members(turn) if proposal.kind == "decision" else turn.everyone_present()
    if proposal.kind == "decision":
        facts["words"] = ordering.words("DECISION", "STATUS")
    for one in once([proposal.by, *concerned]):
        if not deciders.same_person(one, by):
            ordering.order(turn, "disagreed", one, facts)


def is_dissent(turn: Turn) -> bool:
    """Tell whether an OBJECT now only stands beside the agreement, which ends the case: the second, at the last stage."""
    again = turn.case.objections.get(turn.here, 0) > 0
    return again and climbing.next_place(turn, asked=False) is None


def object_to(turn: Turn, by: Party, text: str) -> str:
    """Stop an agreement on the raiser's word: the deciders answer in a day; a second at one tier climbs at once."""
    place = turn.here
    again = turn.case.objections.get(place, 0) > 0
    onward = climbing.next_place(turn, asked=False)
    overrun = _overrun(turn)
    agreed = turn.case.agreed
    proposal_text = agreed.text if agreed else ""
    if is_dissent(turn):
        turn.put(Objected(turn.at, by, text, dissent=True))
        close(turn, "agreed", proposal_text, proposal=agreed)
        return "This is the last stage: your words are kept as dissent beside the agreement, for the office to see."
    turn.put(Objected(turn.at, by, text))
    to_tell.lapse(turn)
    deadlines.drop(turn, "the raiser objected", purposes=("objection",))
    if overrun is not None:
        _tell_of_objection(turn, text, None)
        climbing.climb(turn, (overrun.stage, 1), "objected", turn.at, by=by, reason=text)
        return (
            f"The agreement is stopped. The policy's overall time is over, so the case is now at stage {overrun.stage}."
        )
    if again and onward is not None:
        _tell_of_objection(turn, text, None)
        climbing.climb(turn, onward, "objected", turn.at, by=by, reason=text)
        return "The agreement is stopped. It was your second at this stage, so the case goes to the next stage now."
    answer = deadlines.set_house(turn, "objection-answer")
    deadlines.stand_again(turn, "dropped", after=answer.due)
    _tell_of_objection(turn, text, answer)
    _objected_letters(turn, by, text, proposal_text)
    return "The agreement is stopped. Those who made it are asked for a new one, or to take it to the next stage."


def _tell_of_objection(turn: Turn, text: str, answer: Deadline | None) -> None:
    words = [f"“{text}”" if text else "No reason was written."]
    action = "See that those who made the agreement answer it." if answer else "See that the next stage takes it up."
    ordering.tell_office(turn, "The raiser objects", words, action, answer)


def close(
    turn: Turn,
    ending: Ending,
    text: str,
    *,
    by: Party | None = None,
    proposal: Proposal | None = None,
    to_do: tuple[Action, ...] = (),
    also: tuple[Party, ...] = (),
) -> None:
    """End the case by one of the endings (rules, section 12), and tell everyone who took part; `to_do` are its actions.

    `also` has the closing letter too. Who neither raised, decides nor does anything of it has two lines (rule 18).
    """
    deadlines.drop(turn, "the case has ended")
    deadlines.drop(turn, "the case has ended", purposes=("limit", "withdrawal"))
    took_part = turn.case.parties
    everyone = once([*took_part, *officers.convenors(turn), *also])
    raiser = (turn.case.raiser,) if turn.case.raiser else ()
    concerned = [*raiser, *turn.everyone_present(), *officers.convenors(turn), *also, *tells.readers(turn, "closed")]
    turn.put(CaseClosed(turn.at, ending, text, by, proposal.id if proposal else ""))
    if proposal is not None and proposal.settles:
        actions.begin(turn, proposal.actions, proposal.by)
    elif by is not None:
        actions.begin(turn, to_do, by)
    facts = {
        "ending": ending,
        "text": text,
        "by": ordering.person(turn, by or (proposal.by if proposal else ordering.office_party(turn))),
        "with_them": phrases.listed([turn.name(one) for one in _decided_with(proposal)]),
        "dissent": [{"by": ordering.person(turn, who), "text": said} for who, said in turn.case.dissents(proposal)],
        "actions": actions.promised(turn),
        "words": ordering.words("REOPEN"),
        "policy_asks": sayings.at_closing(turn.policy, turn.stage),
    }
    concerned += [one.owner for one in turn.case.to_do if one.kind not in ("form", "quote")]
    for one in everyone:
        acted = any(deciders.same_person(one, other) for other in took_part)
        why = "You took part in this case." if acted else "You are asked to know how this case ended."
        short = not any(deciders.same_person(one, other) for other in concerned)
        ordering.order(
            turn, "closed", one, {**facts, "why": why, "in_short": short, "for_file": for_file.is_reader(turn, one)}
        )
    if ending == "decided":  # every other ending the office reads of in its morning letter (rule 17)
        ordering.tell_office(turn, "A case has ended", [f"Ending: {ending}.", text], to_file(turn.case))
    aftercare.begin(turn, ending)
    what_changed.begin(turn, ending)
    if turn.case.rested is None:
        tells.tell(turn, "closed", text, by)


def _decided_with(proposal: Proposal | None) -> tuple[Party, ...]:
    return proposal.assents if proposal is not None and proposal.kind == "decision" else ()


def asked_raiser(turn: Turn, agreed: Proposal) -> list[Ordered]:
    """Return the letters that asked for the raiser's objection: to the raiser of today, or to whoever stands in for them."""
    readers = [*([turn.case.raiser] if turn.case.raiser else []), *_stand_ins(turn, agreed.id)]
    asked = (one for one in turn.case.letters.values() if (one.template, one.about) == (OBJECTION.letter, agreed.id))
    return [one for one in asked if not one.undone and any(deciders.same_person(one.to, who) for who in readers)]


def unreached(turn: Turn, agreed: Proposal) -> bool:
    """Tell whether nobody can have read that the raiser may object: it came back, they are away, or were never written to."""
    return not OBJECTION.reached(turn, agreed.id)


def stands_in(turn: Turn, who: Party) -> bool:
    """Tell whether somebody was asked in the raiser's place if there is an objection."""
    agreed = turn.case.agreed
    mine = (one for one in asked_raiser(turn, agreed) if deciders.same_person(one.to, who)) if agreed else ()
    return any(mine)


def unread(turn: Turn, letter: Ordered) -> None:
    """Give the raiser's day to whoever stands in, where their letter met an absence or came back (rule 12.1)."""
    agreed = turn.case.proposals.get(letter.about)
    asked = agreed is not None and any(one.letter == letter.letter for one in asked_raiser(turn, agreed))
    if agreed is None or not asked or agreed.kind != "resolved":
        return
    if turn.case.status == "agreed":
        OBJECTION.unread(turn, agreed.id, NOT_REACHED)
    elif turn.case.status == "closed" and turn.case.ending == "agreed" and agreed.state == "agreed":
        lines = ["The person who raised it was to have a day to object, and cannot have read our letter."]
        action = "Reach them today. If they object, reply with REOPEN and why."
        ordering.tell_office(turn, "It ended without the raiser's word", lines, action)


def ask_raiser(turn: Turn) -> None:
    """Give whoever holds the raiser's rights now their own day to object, where an agreement waits for it."""
    agreed, raiser = turn.case.agreed, turn.case.raiser
    if turn.case.status == "agreed" and agreed is not None and raiser is not None:
        day = OBJECTION.standing(turn, agreed.id)
        if day is not None:
            deadlines.full_time(turn, day, turn.at, NOT_REACHED)
            _ask_to_object(turn, agreed.id, raiser)


def _ask_to_object(turn: Turn, proposal: str, to: Party) -> None:
    agreed, day = turn.case.proposals[proposal], OBJECTION.standing(turn, proposal)
    name = turn.name(turn.case.raiser) if turn.case.raiser else "the person who raised this"
    why = f"You stand in for {name}, who raised this and cannot be reached."
    extra = {
        "why": "You raised this." if deciders.is_raiser(turn.case, to) else why,
        "you_may_object": True,
        "words": ordering.words(*OBJECTION.answers, "STATUS"),
    }
    until = day.due.isoformat() if day else ""
    ordering.order(turn, "agreed", to, {**_agreed_facts(turn, agreed, until), **extra}, about=agreed.id)


def _stand_ins(turn: Turn, proposal: str) -> list[Party]:
    """Return who stands in for the raiser, but for those who made this agreement themselves."""
    raiser, agreed = turn.case.raiser, turn.case.proposals[proposal]
    made = (agreed.by, *agreed.assents)
    found = reaching.stand_ins(turn, raiser) if raiser else ()
    return [
        one
        for one in found
        if not any(deciders.same_person(one, other) for other in (*made, *([raiser] if raiser else [])))
    ]


# Whether the raiser objects to what every agency has agreed: put to them, else to whoever stands in (rule 12.1).
OBJECTION = Question(
    letter="agreed",
    date="objection",
    answers=(Verb.OBJECT,),
    asked=lambda turn, proposal: asked_raiser(turn, turn.case.proposals[proposal]),
    readers=_stand_ins,
    write=_ask_to_object,
    nobody=lambda _turn, _proposal: None,  # the office is told when the day has come
)


def to_file(case: Case) -> str:
    """Return what the office does with the record of a case that has ended."""
    count = sum(one.kind not in ("form", "quote") for one in case.to_do)
    if not count:
        return "File the record; no agreed action is open."
    asked = "its owner is asked on its day" if count == 1 else "each owner is asked on its day"
    return f"File the record. {phrases.counted_things(count, 'agreed action')} {'is' if count == 1 else 'are'} open; {asked}."


def _answer_objection(turn: Turn, by: Party) -> None:
    """Take new words as the answer to an objection; where no clock runs beside it, the other side's answer is due next."""
    asked = [one for one in turn.case.standing if one.purpose == "objection-answer"]
    for one in asked:
        turn.put(DeadlineMet(turn.at, one.id, by))
    if asked and turn.date("clock") is None:
        deadlines.set_house(turn, "objection-answer")


def _settle(turn: Turn, proposal: Proposal) -> None:
    objection = proposal.kind == "resolved" and not _raiser_has_spoken(turn, proposal)
    turn.put(Agreed(turn.at, proposal.id, objection))
    if proposal.kind == "plan":
        for one in (proposal.by, *proposal.assents):
            deadlines.meet(turn, ("plan", *deadlines.TALKS), one)
        deadlines.drop(turn, "every agency has agreed to a plan", purposes=("objection-answer", *kinds.URGENT))
        _agreed_letters(turn, proposal, until="")
        tells.tell(turn, "agreed", proposal.text, proposal.by)
        return
    if not objection:
        # Whoever is to be told of the agreement has the closing letter, and no second one.
        close(turn, "agreed", proposal.text, proposal=proposal, also=tells.readers(turn, "agreed"))
        tells.tell(turn, "agreed", proposal.text, proposal.by)
        return
    deadlines.drop(turn, "every agency has agreed")
    day = deadlines.set_house(turn, "objection")
    _agreed_letters(turn, proposal, until=day.due.isoformat())
    tells.tell(turn, "agreed", proposal.text, proposal.by)
    _warn(turn)


def _overrun(turn: Turn) -> Deadline | None:
    """Return the overall limit that falls before the raiser's day is over, its stage still ahead (rule 12.1)."""
    day = turn.date("objection")
    return limits.within(turn, day.due) if day else None


def _warn(turn: Turn) -> None:
    """Warn the stage of an overall limit that falls within the raiser's day: an OBJECT would bring the case straight there."""
    overrun = _overrun(turn)
    if overrun is None:
        return
    stage = turn.policy.stage(overrun.stage)
    lines = [
        f"Every agency has agreed. If the person who raised it objects, the case comes straight to stage {stage.id}."
    ]
    lines.append("The policy's overall time ends before their day to object does.")
    ordering.tell_office(turn, "An agreement may be objected to", lines, "Be ready to arrange that stage.")
    for one in officers.convenors(turn, stage):
        news.tell(turn, one, "A case may come to you", lines, (one, ""))


def _raiser_has_spoken(turn: Turn, proposal: Proposal) -> bool:
    return any(deciders.is_raiser(turn.case, one) for one in (proposal.by, *proposal.assents))


def put_to(turn: Turn, to: Party, proposal: Proposal) -> None:
    """Ask one decider for their AGREE to these words, or once more: its words are in the letter."""
    further = ("ESCALATE",) if climbing.next_place(turn, asked=True) else ()
    facts: dict[str, object] = {
        "why": f"You decide for {turn.agency(to.agency).name} at this stage.",
        "by": ordering.person(turn, proposal.by),
        "kind": proposal.kind,
        "text": proposal.text,
        "open_unsaid": proposal.kind == "resolved" and leaves_open_issues_unsaid(turn, proposal.text),
        "words": ordering.words("AGREE", "DISAGREE", *further),
    }
    if turn.stage.sides == "convened":
        facts |= {"due": None, "dates": []}  # the dates of a convened stage are its convenor's, not this reader's
    ordering.order(turn, "proposal", to, facts, about=proposal.id)


def _agreed_facts(turn: Turn, proposal: Proposal, until: str) -> dict[str, object]:
    return {
        "by": ordering.person(turn, proposal.by),
        "kind": proposal.kind,
        "text": proposal.text,
        "agreed_by": ordering.names(turn, (proposal.by, *proposal.assents)),
        "objection_until": until or None,
        "actions": actions.promises(turn, proposal.actions, proposal.by) if until else [],
    }


def _agreed_letters(turn: Turn, proposal: Proposal, until: str) -> None:
    """Tell who must know now: the raiser, who has to do what was agreed, and its author; of a plan, all who act on it.

    Who agreed last reads it in their answer; the others have the closing letter, or hear of an objection (rule 18).
    """
    facts = _agreed_facts(turn, proposal, until)
    actions.tell_owners(turn, proposal.actions, proposal.by)
    raiser = (turn.case.raiser,) if turn.case.raiser else ()
    whole = once([*raiser, *(_owners(turn, proposal) if until else turn.everyone_present())])
    if until and not any(deciders.same_person(proposal.by, one) for one in whole):
        _tell_author(turn, proposal, until)
    last = proposal.assents[-1]
    for one in whole:
        if deciders.same_person(one, last) and not deciders.is_raiser(turn.case, one):
            continue
        may_object = bool(until) and deciders.is_raiser(turn.case, one)
        verbs = ("OBJECT", "STATUS") if may_object else ("STATUS",) if until else ("RESOLVED", "ESCALATE")
        why = "You raised this." if deciders.is_raiser(turn.case, one) else "You took part in this."
        extra = {"why": why, "you_may_object": may_object, "words": ordering.words(*verbs)}
        ordering.order(turn, "agreed", one, {**facts, **extra}, about=proposal.id)


def _owners(turn: Turn, proposal: Proposal) -> list[Party]:
    """Return who is named to do something of what was agreed; the agreed actions start now."""
    return [owners.named_in(one.text, turn) or proposal.by for one in proposal.actions]


def _tell_author(turn: Turn, proposal: Proposal, until: str) -> None:
    """Tell in short whose words were agreed: they would hear nothing before the raiser's day is over."""
    name = turn.name(turn.case.raiser) if turn.case.raiser else "the person who raised this"
    day = phrases.moment(turn.rules.days.local(datetime.fromisoformat(until)))
    lines = [f"{name} may object until {day}. You need do nothing; the closing letter comes when it has ended."]
    headline = "Every agency has agreed to your words"
    news.tell_later(turn, proposal.by, headline, lines, (proposal.by, ""), holds_while="agreed")


def _objected_letters(turn: Turn, by: Party, text: str, proposal_text: str) -> None:
    answer_by = turn.date("objection-answer")
    facts = {
        "why": "You decide for your agency at this stage.",
        "by": ordering.person(turn, by),
        "text": text,
        "proposal_text": proposal_text,
        "answer_by": ordering.date(turn, answer_by) if answer_by else None,
        "onward": climbing.next_place(turn, asked=False) is not None,
        "words": ordering.words("RESOLVED", "ESCALATE", "STATUS"),
    }
    for one in turn.everyone_present():
        if not deciders.same_person(one, by):
            ordering.order(turn, "objected", one, facts)
