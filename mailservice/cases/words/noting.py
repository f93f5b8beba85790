"""Words that are noted and move nothing: NOTE, TOPIC, and a note TO somebody whom the policy names.

That is a stage's convenor, for another reason than the dispute, such as scrutiny of quality (reading B5 of Buckinghamshire's);
whom another way alerts; and who tells the agencies of issues. The case stays where it is, open or closed. A topic may bring
one more reader in.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import Party, TopicNamed
from mailservice.cases.ladder import convening
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import officers
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.policy.model import Policy, Topic


def note(turn: Turn, said: Said, by: Speaker) -> str:
    """NOTE: kept, and nothing moves; one to somebody whom the policy names for such is passed on."""
    passed_on = _refer(turn, said, by)
    if passed_on:
        return kept(turn, said, by, passed_on)
    return kept(turn, said, by, "Kept on the record. Nothing has moved and nobody else has been sent this.")


def topic(turn: Turn, said: Said, by: Speaker) -> str:
    """TOPIC, by its number, its id or words of its label; whoever the topic brings in is written to."""
    found = [one for number, one in enumerate(turn.policy.reasons, 1) if _means(said.reason, number, one)]
    if not found:
        listed = "; ".join(f"{number} {one.label}" for number, one in enumerate(turn.policy.reasons, 1))
        return kept(turn, said, by, f"Please write TOPIC and the number: {listed}. Your words are kept.")
    turn.put(TopicNamed(turn.at, by.party, tuple(one.id for one in found)))
    brings = [route.id for route in turn.policy.routes if any(one.id in route.topics for one in found)]
    convening.invite(turn, ways=brings)
    return f"Recorded as the topic: {'; '.join(one.label for one in found)}."


def _means(text: str, number: int, one: Topic) -> bool:
    line = text.partition("\n")[0].strip(" .").casefold()
    numbers = re.fullmatch(r"[\d, and&]+", line)
    if numbers:
        return str(number) in re.findall(r"\d+", line)
    return bool(line) and (one.id in re.split(r"[\s,;.:]+", line) or line in one.label.casefold())


@dataclass(frozen=True)
class _Referral:
    """To whom a note may go under the policy, in what words it begins, what allows it, and what follows."""

    role: str
    names: tuple[str, ...]
    lines: tuple[str, ...]


def _referrals(policy: Policy) -> Iterator[_Referral]:
    for stage in policy.stages:
        for convenor in stage.convenors if stage.also_enter_for else ():
            allowed = f"The policy allows it where {' or '.join(stage.also_enter_for)}."
            names = (convenor, convenor.rsplit(maxsplit=1)[-1])
            yield _Referral(convenor, names, (allowed, "The case is not opened again by it."))
    for route in policy.routes:
        if route.alerts:
            allowed = f"The policy has them told of this: {route.when[:1].lower()}{route.when[1:]}."
            yield _Referral(route.alerts, (route.alerts, route.alerts.partition(" for ")[0]), (allowed,))
    for row in policy.tells:
        if row.event == "pertinent-issue" and row.by:
            yield _Referral(row.by, (row.by,), (f"The policy has you tell {phrases.listed(row.who)} of such issues.",))


def _refer(turn: Turn, said: Said, by: Speaker) -> str:
    """Pass a note on to whom the policy names and it is addressed to, and tell the office; empty where it is to nobody."""
    to = next((one for one in _referrals(turn.policy) if _begins(said.reason, one.names)), None)
    if to is None:
        return ""
    found = _concerned(turn, officers.holding(turn, to.role))
    name = turn.name(by.party)
    headline = f"Referred to: {to.role}"
    for one in found:
        facts = {
            "why": f"You are: {to.role}.",
            "headline": headline,
            "paragraphs": list(to.lines),
            "words_of": {"name": name, "text": said.reason},
            "dated": False,
            "words": ordering.words("NOTE", "STATUS"),
        }
        ordering.order(turn, "news", one, facts)
    action = "See that it is answered." if found else f"Pass it on to: {to.role}."
    ordering.tell_office(turn, headline, [f"{name} wrote: {said.reason}", *to.lines], action)
    have = f"{phrases.listed([*(one.name for one in found), f'the {turn.terms.office}'])} have it now."
    who = have if found else f"We know nobody who holds that role, so the {turn.terms.office} is asked to pass it on."
    return f"Your note is passed on for: {to.role}. {who} The case stays as it is; nothing in it has moved."


def _concerned(turn: Turn, found: tuple[Party, ...]) -> list[Party]:
    """Leave out who holds a role for an agency that takes no part: each agency may have an officer of that name."""
    owners = [(one, turn.directory.agency_of(one.address)) for one in found]
    return [one for one, owner in owners if owner is None or owner.id in turn.case.agencies]


def _begins(text: str, names: Iterable[str]) -> bool:
    """Tell whether a note begins with to whom it goes."""
    listed = "|".join(re.escape(one) for one in names)
    return re.match(rf"(?:refer\s+)?to\s+(?:the\s+)?(?:{listed})\b", text, re.IGNORECASE) is not None
