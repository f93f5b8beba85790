"""A proposal: words put to every other agency, to agree to; a DECISION, to the others who make it with its author.

RESOLVED, PLAN, NEW DATE, OVERTAKEN and leaving are put alike.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import count

from mailservice.cases.history.case import Proposal
from mailservice.cases.history.events import Action, Party, ProposalKind, Proposed
from mailservice.cases.people import deciders, together
from mailservice.cases.people.turn import Turn, once


def put(
    turn: Turn,
    kind: ProposalKind,
    by: Party,
    text: str,
    *,
    actions: tuple[Action, ...] = (),
    due: datetime | None = None,
    action: str = "",
) -> Proposal:
    """Put words to the other agencies, at the present place; of those that settle alike, new ones replace the old."""
    identity = _new_id(turn)
    place = turn.here
    turn.put(Proposed(turn.at, identity, kind, by, text, *place, actions, due, action))
    return turn.case.proposals[identity]


def _new_id(turn: Turn) -> str:
    """Return an id that no proposal ever had, not even one that was taken back: letters about it are still answered."""
    had = {*turn.case.proposals, *(one.about for one in turn.case.letters.values())}
    return next(new for number in count(len(turn.case.proposals) + 1) if (new := f"p{number}") not in had)


def agreed_by_all(turn: Turn, proposal: Proposal) -> bool:
    """Tell whether every agency has agreed to the same words (rule 11.2), or all who decide together (rule 11.5)."""
    if proposal.kind == "decision":
        return together.decided(turn, _said(proposal))
    return not left(turn, proposal)


def left(turn: Turn, proposal: Proposal) -> tuple[str, ...]:
    """Return the agencies whose AGREE is still waited for."""
    done = {*_own(proposal), *(one.agency for one in proposal.assents)}
    return tuple(one for one in turn.case.agencies if one not in done)


def readers(turn: Turn, proposal: Proposal) -> tuple[Party, ...]:
    """Return who decides now for the agencies whose AGREE is waited for; of a decision, who else decides with its author."""
    if proposal.kind == "decision":
        return together.left(turn, _said(proposal))
    return once(one for agency in left(turn, proposal) for one in turn.present(agency))


def may_agree(turn: Turn, proposal: Proposal, who: Party, on: date) -> bool:
    """Tell whether somebody's AGREE counts: it binds their side on a day, or they had these words before they went up.

    Those who decided at a tier that the words have passed may still agree to them (rule 6.1).
    """
    if any(deciders.same_human(who, one) for one in _said(proposal)):
        return False
    if proposal.kind == "decision":
        return together.decides(turn, who)
    if deciders.binds(turn.case, turn.policy, turn.directory, who, on):
        return True
    return any(deciders.same_person(who, one) for one in _had(turn, proposal, who.agency))


def asked_of(turn: Turn, who: Party) -> Proposal | None:
    """Return what would settle it and waits for the AGREE of this very reader, if anything does."""
    pending = turn.case.pending
    if pending is None or who.agency not in left(turn, pending):
        return None
    return pending if may_agree(turn, pending, who, turn.today) else None


def _had(turn: Turn, proposal: Proposal, agency: str) -> Iterator[Party]:
    """Give who decided for an agency where the words were put, and wherever the case has been since."""
    place = (proposal.stage, proposal.tier)
    path = [*reversed(turn.case.path)]
    since = path[: path.index(place) + 1] if place in path else [place]
    for at in since:
        yield from deciders.deciders(turn.case, turn.policy, turn.directory, agency, at)
    if turn.policy.first_stage.id in (stage for stage, _ in since):
        yield from (one for one in deciders.practitioners(turn.case) if one.agency == agency)


def _said(proposal: Proposal) -> tuple[Party, ...]:
    return (proposal.by, *proposal.assents)


def _own(proposal: Proposal) -> Iterable[str]:
    # Whoever asks if events have overtaken it may not decide for their agency, which is asked too.
    return () if proposal.kind == "overtaken" else (proposal.by.agency,)
