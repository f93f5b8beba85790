"""How a case is opened again: the same reference, today's people and policy, every clock from here (rule 14)."""

from mailservice.cases.asking import proposals
from mailservice.cases.dates import deadlines
from mailservice.cases.history.case import Proposal
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import CaseReopened, Party
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import news, ordering
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.settling import aftercare


def reopen(turn: Turn, said: Said, by: Speaker) -> str:
    """REOPEN (or an OBJECT or ESCALATE after the end), by anyone who took part, ever."""
    again(turn, by.party, said.reason)
    return f"The case is open again at stage {turn.case.stage}, {turn.stage.title}; every date counts from today."


def again(
    turn: Turn,
    by: Party | None,
    text: str,
    *,
    after: bool = False,
    stands: tuple[Proposal, Party] | None = None,
    at_once: bool = False,
) -> None:
    """Open the case at the stage that settled it, or the one after; a binding decision goes back to who made it.

    `stands` are words that are put to the sides anew, and by whom: their letters ask for AGREE to them. `at_once`: who else took
    part hears of it now, and not in the morning.
    """
    bound = turn.case.ending == "decided" and turn.policy.final.binding == "yes"
    place = _place(turn, after=after)
    today = turn.rules.newest or turn.policy
    known = {one.id for one in today.stages}
    place = place if place[0] in known else (today.first_stage.id, 1)
    deadlines.drop(turn, "the case is open again")
    aftercare.stop(turn, "the case is open again")
    deadlines.drop(turn, "the case is open again", purposes=("what-changed",))
    turn.put(CaseReopened(turn.at, by, text, *place, today.digest, today.overlay_digest))
    climbing.enter(turn, place, "reopened", turn.at, by=by)
    if stands is not None:
        words, whose = stands
        proposals.put(turn, words.kind, whose, words.text, actions=words.actions)
    name = turn.name(by) if by else "Nobody: an agreed action was not done"
    reason = f"{'Not carried out' if _says_undone(text) else 'New facts'}: {text}" if bound and by else text
    climbing.write_to_stage(turn, "reopened", {"by": name, "reason": reason, "ours": False})
    _tell_others(turn, by, text, at_once=at_once)


def _place(turn: Turn, *, after: bool) -> climbing.Place:
    if turn.case.ending == "decided" and turn.policy.final.binding == "yes":
        return turn.policy.final.stage, 1
    settled = turn.case.settled_at or (turn.policy.first_stage.id, 1)
    # The case still stands where it was settled, so what follows from here follows from there.
    return (climbing.next_place(turn, asked=False) or settled) if after else settled


def _says_undone(text: str) -> bool:
    return any(
        words in text.lower() for words in ("not carried out", "not done", "not been carried out", "not been done")
    )


def _tell_others(turn: Turn, by: Party | None, text: str, *, at_once: bool) -> None:
    for one in turn.case.parties:
        told = ordering.already_written(turn, one, "stage") or (by is not None and deciders.same_person(one, by))
        if not told:
            said = (by or ordering.office_party(turn), text)
            if at_once:
                news.tell(turn, one, "The case is open again", [], said)
            else:
                news.tell_later(turn, one, "The case is open again", [], said, holds_while="open")
