"""Who else hears of what, as the policy's own `[[tell]]` rows and `final.report` say: once each, in facts, without a demand."""

import re
from collections.abc import Iterator

from mailservice.cases.history.events import Party
from mailservice.cases.letters import ordering, to_tell
from mailservice.cases.people import deciders, officers
from mailservice.cases.people.turn import Turn, once
from mailservice.policy.model import Basis, Tell

_HEADLINES = {
    "entered": "This has come to stage {stage}",
    "agreed": "Agreed at stage {stage}",
    "closed": "This has ended",
    "mediation-ended": "The report of the last stage is recorded",
    "course": "A course has been set",
}
# What the policy's `final.report` is about, at the last stage.
_REPORTED = frozenset({"closed", "mediation-ended", "course"})
_STAGE = re.compile(r"stage (\w+) representative", re.IGNORECASE)


def tell(turn: Turn, event: str, text: str = "", by: Party | None = None) -> None:
    """Write to everyone whom the policy names for this event; whom we do not know, the office is asked to tell."""
    headline = _HEADLINES[event].format(stage=turn.case.stage)
    for who, basis, row in _asked(turn, event):
        found = once(_who(turn, who))
        for one in found:
            if not _told(turn, one):
                _letter(turn, one, basis, headline, (by, text))
        if row is not None and to_tell.is_for_a_person(turn, row, who):
            to_tell.ask(turn, row, who, headline)
        elif not found and not (event == "closed" and _is_asked(turn, who)):
            lines = [f"The policy asks that this is told to: {who}.", *_reporter(turn, who, row)]
            ordering.tell_office(turn, headline, lines, "Tell them.")


def readers(turn: Turn, event: str) -> tuple[Party, ...]:
    """Return everyone whom the policy names for this event and whom we know."""
    return once(one for who, _, _ in _asked(turn, event) for one in _who(turn, who))


def _asked(turn: Turn, event: str) -> list[tuple[str, Basis, Tell | None]]:
    """Return whom the policy's rows name for an event, and to whom the last stage is reported, with whose wish and row it is."""
    report = turn.policy.final.report
    last = turn.case.stage == turn.policy.final.stage and event in _REPORTED
    rows = [
        row for row in turn.policy.tells if row.event == event and turn.case.stage in (row.stages or [turn.case.stage])
    ]
    asked: list[tuple[str, Basis, Tell | None]] = [(report.to, "policy", None)] if report and last else []
    known = [_bare(who) for who, _, _ in asked]
    return asked + [(who, row.basis, row) for row in rows for who in row.who if _bare(who) not in known]


def _reporter(turn: Turn, who: str, row: Tell | None) -> list[str]:
    report = turn.policy.final.report
    if row is not None and row.by:
        return [f"The policy has it told by: {row.by}."]
    return [f"The policy has it reported by: {report.by}."] if report and who == report.to else []


def _is_asked(turn: Turn, who: str) -> bool:
    """Tell whether the after-care of this ending asks somebody to report to them: then nobody is asked a second time."""
    report = turn.policy.final.report
    return report is not None and who == report.to and any(one.kind == "care" for one in turn.case.to_do)


def _bare(who: str) -> str:
    return who.casefold().removeprefix("the ")


def _who(turn: Turn, who: str) -> Iterator[Party]:
    """Give the people that a policy's words for them mean, as far as the case and the directory know them."""
    named = who.casefold()
    yield from officers.holding(turn, who)
    representative = _STAGE.search(who)
    if representative:
        yield from _at(turn, representative[1])
    elif "practitioner" in named:
        yield from deciders.practitioners(turn.case)
    elif "second tier" in named:
        yield from _at(turn, turn.policy.ladder[1].id)
    elif "managers" in named:
        yield from turn.everyone_present()
    elif "parties" in named or "agencies" in named:
        yield from turn.case.parties


def _at(turn: Turn, stage: str) -> Iterator[Party]:
    for agency in turn.case.agencies:
        yield from deciders.deciders(turn.case, turn.policy, turn.directory, agency, (stage, 1))


def _letter(turn: Turn, to: Party, basis: Basis, headline: str, said: tuple[Party | None, str]) -> None:
    by, text = said
    facts = {
        "why": "The policy asks that you are told." if basis == "policy" else "We thought that you should know.",
        "headline": headline,
        "paragraphs": ["You need do nothing; this is for you to know."],
        "words_of": {"name": turn.name(by), "text": text} if by and text else None,
        "dated": False,
        "words": ordering.words("STATUS"),
    }
    ordering.order(turn, "news", to, facts)


def _told(turn: Turn, one: Party) -> bool:
    return any(draft.kind != "answer" and deciders.same_person(draft.to, one) for draft in turn.drafts)
