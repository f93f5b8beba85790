"""Who has the last word under a policy, by a directory, and who only brings people together: `who_decides`. Pure."""

from collections.abc import Iterable, Iterator

from mailservice.directory import Directory, Person
from mailservice.policy.model import Final, Policy

NOBODY = "NOBODY"


def roles(final: Final) -> tuple[str, ...]:
    """Return the roles of officers to whom a decision belongs; none where nobody decides, or the sides' own people."""
    if "decided" not in final.ends_with or final.decided_by == "sides":
        return ()
    return final.authorities if final.joint else (final.authority,)


def who_decides(directory: Directory, policy: Policy) -> list[str]:
    """Return a line for each who decides at the last stage, and for each who convenes or facilitates, of each board."""
    lines = [] if roles(policy.final) or policy.final.joint else ["DECISION: nobody decides under this policy."]
    for board, title in [(one.id, f", {one.title}") for one in policy.boards] or [("", "")]:
        here = directory.of_board(board)
        lines += [f"{what}{title}: {who}" for what, who in _lines(here, policy)]
    return lines


def _lines(directory: Directory, policy: Policy) -> Iterator[tuple[str, str]]:
    final = policy.final
    together = {"all": ", together", "panel": f", {final.quorum} of them together"}.get(final.decided_by, "")
    for role in roles(final):
        yield f"DECISION is for {role}{together}", _names(directory.officers_for(role))
    for agency in directory.agencies if final.joint and final.decided_by == "sides" else ():
        yield f"DECISION is for {agency.name}, together", _names(directory.at(agency.id, final.stage))
    for stage in policy.ladder:
        if stage.facilitator:
            found = directory.officers_for(stage.facilitator)
            yield f"Stage {stage.id} is facilitated by {stage.facilitator}", _names(found, directory.office.name)
        if stage.convenor:
            found = directory.officers_for(stage.convenor)
            yield f"Stage {stage.id} is convened by {stage.convenor}", _names(found, directory.office.name)


def _names(found: Iterable[Person], instead: str = NOBODY) -> str:
    return ", ".join(one.name for one in found) or instead
