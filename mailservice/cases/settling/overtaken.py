"""When events overtake a case: each agency is asked if the cause is settled, and every clock runs on (rule 12.4)."""

from mailservice.cases.asking import proposals
from mailservice.cases.history.case import Proposal
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import Assented, Party
from mailservice.cases.letters import news, ordering, phrases
from mailservice.cases.letters.kept import binds, kept
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.policy import sayings


def refused(turn: Turn, said: Said, by: Speaker) -> str:
    """Keep OVERTAKEN of the office, an officer, or a colleague of the two within one agency: none is a party (rule 12.4)."""
    return kept(turn, said, by, "OVERTAKEN is for those who take part: ask one of the sides to write it.")


def overtaken(turn: Turn, said: Said, by: Speaker) -> str:
    """OVERTAKEN: from any party; every agency's decider is asked, and it ends only on every AGREE."""
    if len(turn.case.agencies) < 2:  # noqa: PLR2004 - a disagreement has two sides
        return kept(turn, said, by, "We do not know yet which agency is on the other side, so nobody can agree.")
    proposal = proposals.put(turn, "overtaken", by.party, said.reason)
    if binds(turn, by):
        turn.put(Assented(turn.at, proposal.id, by.party, said.reason))
    asked = proposals.readers(turn, turn.case.proposals[proposal.id])
    for one in asked:
        _question(turn, one, proposal)
    _tell_raiser(turn, by.party, said.reason, asked)
    names = phrases.listed([turn.name(one) for one in asked])
    advice = f" {RECOMMENDED}" if continues(turn) else ""
    return f"Recorded. Asked if the cause is settled: {names}. It ends only if every agency agrees; every date stands.{advice}"


RECOMMENDED = "This partnership recommends that the process is finished even so, so that the cause is dealt with."


def continues(turn: Turn) -> bool:
    """Tell whether the policy recommends finishing: then to continue is the default answer."""
    return turn.policy.closing.overtaken_by_events == "ask-to-continue"


def _question(turn: Turn, to: Party, proposal: Proposal) -> None:
    finish = continues(turn)
    facts = {
        "why": f"You decide for {turn.agency(to.agency).name} at this stage.",
        "by": ordering.person(turn, proposal.by),
        "text": proposal.text,
        "recommended": RECOMMENDED if finish else "",
        "policy_asks": sayings.duties(turn.policy, "overtaken", turn.stage),
        "words": ordering.words("DISAGREE", "AGREE") if finish else ordering.words("AGREE", "DISAGREE", "ESCALATE"),
    }
    ordering.order(turn, "overtaken", to, facts, about=proposal.id)


def _tell_raiser(turn: Turn, by: Party, text: str, asked: tuple[Party, ...]) -> None:
    raiser = turn.case.raiser
    if raiser is None or any(deciders.same_person(raiser, one) for one in (by, *asked)):
        return
    lines = [
        "Each agency is asked if the cause is settled. Every date stands until each has agreed.",
        "If the cause is not settled, reply with OBJECT and why: then it goes on.",
    ]
    news.tell(turn, raiser, "Have events overtaken this?", lines, (by, text))
