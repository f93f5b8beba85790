"""An agency leaves a case that others go on with: WITHDRAW by whoever decides for it, and every other's AGREE (rule 11.2).

The agency of the raiser withdraws the whole instead (rule 12.3), and of two agencies neither can leave.
"""

from mailservice.cases.asking import proposals
from mailservice.cases.history.case import Proposal
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import AgencyLeft, Party
from mailservice.cases.letters import news, ordering, phrases
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn, once

_FEWEST = 3  # agencies in a case that one of them can leave: it goes on between two or more
OF_TWO = (
    "A case has two agencies or more, so yours cannot leave this one. RESOLVED says how it can be settled, and OVERTAKEN asks"
    " if events have settled it."
)


def is_another(turn: Turn, by: Speaker) -> bool:
    """Tell whether somebody writes for an agency of the case that did not raise it."""
    raiser = turn.case.raiser
    return by.party.agency in turn.case.agencies and raiser is not None and by.party.agency != raiser.agency


def can_leave(turn: Turn) -> bool:
    """Tell whether enough agencies would be left."""
    return len(turn.case.agencies) >= _FEWEST and not deciders.is_within(turn.case)


def ask(turn: Turn, said: Said, by: Speaker) -> str:
    """Ask every other agency whether this one may leave; until each has agreed it takes part as before."""
    if not said.reason:
        why = "Please write after WITHDRAW why your agency need not take part any more. Nothing has moved."
        return kept(turn, said, by, why)
    proposal = proposals.put(turn, "leave", by.party, said.reason)
    asked = proposals.readers(turn, proposal)
    agency = turn.agency(by.party.agency).name
    for one in asked:
        _question(turn, one, proposal)
    _tell_raiser(turn, proposal, asked)
    names = phrases.listed([turn.name(one) for one in asked])
    return (
        f"Recorded: you ask that {agency} leaves this case. {names} are asked; it leaves only if each agrees. Until then every"
        " date stands, for you too."
    )


def settle(turn: Turn, proposal: Proposal) -> None:
    """Let the agency go: what was put while it took part is put again, and everybody who had a part is told."""
    agency = proposal.by.agency
    gone = turn.agency(agency).name
    theirs = [*turn.acting(agency), *(one for one in turn.case.parties if one.agency == agency)]
    turn.put(AgencyLeft(turn.at, proposal.id, agency, proposal.by))
    headline = f"{gone} has left this"
    lines = ["Every other agency agreed to it. The others go on, and every date stands."]
    lines += ["If you wait for an AGREE, put your words again: it is between fewer agencies now."]
    raiser = (turn.case.raiser,) if turn.case.raiser else ()
    for one in once([*raiser, *turn.everyone_present()]):
        news.tell(turn, one, headline, lines, (proposal.by, proposal.text))
    for one in once([proposal.by, *theirs]):
        _let_go(turn, one, headline)
    ordering.tell_office(turn, headline, ["Every other agency agreed.", f"“{proposal.text}”"], ordering.NOTHING)


def _let_go(turn: Turn, to: Party, headline: str) -> None:
    """Tell somebody of the agency, whichever stage asked them, that it is over for them; no word of theirs counts here now."""
    facts = {
        "why": "You acted in this case.",
        "headline": headline,
        "paragraphs": [
            "Every other agency agreed that yours leaves. You need do nothing more, and have no further letter of it."
        ],
        "words_of": None,
        "words": [],
        "due": None,
        "dates": [],
        "dated": False,
    }
    ordering.order(turn, "news", to, facts)


def _question(turn: Turn, to: Party, proposal: Proposal) -> None:
    facts = {
        "why": f"You decide for {turn.agency(to.agency).name} at this stage.",
        "by": ordering.person(turn, proposal.by),
        "kind": proposal.kind,
        "text": proposal.text,
        "open_unsaid": False,
        "words": ordering.words("AGREE", "DISAGREE"),
    }
    ordering.order(turn, "proposal", to, facts, about=proposal.id)


def _tell_raiser(turn: Turn, proposal: Proposal, asked: tuple[Party, ...]) -> None:
    raiser = turn.case.raiser
    if raiser is None or any(deciders.same_person(raiser, one) for one in asked):
        return
    lines = ["It leaves only if every other agency agrees, yours too. Every date stands."]
    headline = f"{turn.agency(proposal.by.agency).name} asks to leave this"
    news.tell(turn, raiser, headline, lines, (proposal.by, proposal.text))
