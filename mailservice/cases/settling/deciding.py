"""A decision that several make together: the first DECISION is put to the others, and counts once all agree (rule 11.5).

It is a proposal like any other: no clock stops by it, and silence decides nothing.
"""

from typing import Any

from mailservice.cases.asking import proposals
from mailservice.cases.history.case import Proposal
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import Party
from mailservice.cases.ladder import last_word
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders, together
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.settling import agreement

DECIDED = (
    "Recorded: all who decide have agreed to the same words, so the case has ended. Everyone who took part is told."
)


def propose(turn: Turn, said: Said, by: Speaker) -> str:
    """Take a DECISION as the words of one of those who decide: the others are asked for the same."""
    before = [one for one in turn.case.asked if one.kind == "decision"]
    proposal = proposals.put(turn, "decision", by.party, said.reason, actions=said.actions)
    asked = proposals.readers(turn, proposal)
    for one in asked:
        _ask(turn, one, proposal)
    last_word.tell_office(turn)
    names = phrases.listed([turn.name(one) for one in asked]) or "nobody: the directory names nobody else"
    newer = " Your words stand in place of those before." if before else ""
    return (
        f"Recorded as yours. You decide together, so it counts once the others agree to the same words. Asked now: {names}."
        f" Until then nothing is decided, and every date stands.{newer}"
    )


def agree(turn: Turn, said: Said, by: Speaker, proposal: Proposal) -> str:
    """AGREE to a decision: by one of those who make it together, and who has not given their word to it yet."""
    if any(deciders.same_human(by.party, one) for one in (proposal.by, *proposal.assents)):
        return kept(turn, said, by, "Your word is in this already: somebody else has to agree. Nobody decides for two.")
    if not together.decides(turn, by.party):
        return _not_theirs(turn, said, by)
    agreement.assent(turn, proposal, by.party, said.reason)
    if turn.case.status == "closed":
        return DECIDED
    left = phrases.listed([turn.name(one) for one in proposals.readers(turn, turn.case.proposals[proposal.id])])
    return f"Recorded. Still asked: {left or 'nobody, for nobody else is named; the office is told'}."


def disagree(turn: Turn, said: Said, by: Speaker, proposal: Proposal) -> str:
    """DISAGREE to a decision: it goes back to all who make it, its author too; no clock has stopped."""
    if not together.decides(turn, by.party):
        return _not_theirs(turn, said, by)
    agreement.dissent(turn, proposal, by.party, said.reason)
    return "Recorded: it goes back to all who decide, with your reason. Nothing is decided, and every date stands."


def _not_theirs(turn: Turn, said: Said, by: Speaker) -> str:
    names = phrases.listed([turn.name(one) for one in together.members(turn)])
    return kept(turn, said, by, f"This decision is for {names} to make. Your words are kept; nothing has moved.")


def _ask(turn: Turn, to: Party, proposal: Proposal) -> None:
    facts: dict[str, Any] = {
        "why": "You are one of those who decide this together.",
        "by": ordering.person(turn, proposal.by),
        "kind": proposal.kind,
        "text": proposal.text,
        "open_unsaid": False,
        "words": ordering.words("AGREE", "DISAGREE"),
    }
    ordering.order(turn, "proposal", to, facts, about=proposal.id)
