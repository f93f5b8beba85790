"""A disagreement within one agency (rules, section 13): its sides are the two people, and nobody settles it for them.

At each stage the next manager up from the one disagreed with convenes. The sides keep their people through every stage;
the second side's id is the agency's with a mark, so that one agency can stand on both.
"""

from typing import Any

from mailservice.cases import letters, people
from mailservice.cases.commands import Said
from mailservice.cases.events import Party
from mailservice.cases.speaker import Speaker, kept
from mailservice.cases.turn import Turn

SCOPE = "within-agency"
REFER = "You may refer to social care yourself at any time, and you need nobody's agreement for it."


def other_side(named: Party) -> Party:
    """Return a colleague as the other side of a disagreement within their own agency."""
    return Party(named.address, named.name, named.person, named.agency + people.OTHER, named.role)


def refused(turn: Turn, said: Said, by: Speaker) -> str:
    """Say that the policy does not reach inside one agency; the office is told, and the mail is kept."""
    lines = [f"{letters.person(turn, by.party)['name']} disagrees with a colleague. This policy covers agencies alone."]
    letters.tell_office(turn, "Outside the policy's scope", lines, "Speak to them: their agency's own way holds.")
    ask = "This policy covers disagreements between agencies, so it goes your own agency's way."
    return kept(turn, said, by, f"{ask} Your email is kept, and the Business Office has been told. {REFER}")


def begun(turn: Turn, raiser: Party) -> None:
    """Tell the raiser how it runs within one agency, and that a referral needs nobody."""
    lines = [
        "It is settled only by you two: your line manager cannot agree, withdraw or name cover for you.",
        "If time runs out, it goes to the next manager above your colleague, who brings you both together.",
        REFER,
    ]
    letters.tell(turn, raiser, "This is within your own agency", lines, (raiser, ""))


def convenor(turn: Turn) -> Party | None:
    """Return the next manager up from the one disagreed with, one further at each stage; None where nobody is left."""
    responder = next((one for one in turn.case.responders if one.agency.endswith(people.OTHER)), None)
    person = turn.directory.person(responder.person) if responder else None
    line = turn.directory.line_above(person) if person else ()
    raiser = turn.case.raiser
    above = [one for one in line if raiser is None or not people.same_person(people.as_party(one), raiser)]
    climbed = len(dict.fromkeys(turn.case.path)) - 1
    return other_side(people.as_party(above[climbed - 1])) if 0 < climbed <= len(above) else None


def write(turn: Turn, facts: dict[str, Any]) -> None:
    """Ask the manager whose turn it is to bring the two together; where nobody is left, the office does."""
    to = convenor(turn)
    two = " and ".join(letters.person(turn, one)["name"] for one in people.practitioners(turn.case))
    if to is None:
        lines = [f"Nobody further up is known for {turn.agency(turn.case.agencies[0]).name}."]
        letters.tell_office(turn, "Nobody is left to convene", lines, f"Bring {two} together yourselves.")
        return
    asked = [
        f"Please bring {two} together. It is settled when both of them AGREE to the same words; nobody can for them.",
        *([f"{facts['by']} asked for this stage."] if facts.get("by") else []),
    ]
    letters.tell(turn, to, "Please bring two colleagues together", asked, (to, ""))
