"""When a form of the policy is begun and sent: `follow` looks, after every decision, at what has just happened.

A form that the policy demands is begun at each of its stages, and goes out when `send_when` says: once that stage has settled
the case, or has not and it goes on; both where that is empty. One that it only offers goes out once, when the case has ended.
"""

from typing import Literal

from mailservice.cases.forms import filled, quoting, signing
from mailservice.cases.history.case import Form
from mailservice.cases.history.events import CaseClosed, Ending, FormBegun, FormWanted, Party, StageEntered
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn
from mailservice.policy import model, sayings

# After a withdrawal, and where the case is another's to end, nobody is asked for a form.
_SENDS: frozenset[Ending] = frozenset(("agreed", "decided", "not-agreed", "overtaken"))


def follow(turn: Turn) -> None:
    """Begin what this decision has brought a case to, want what is to go out, and put to its signatories what may go now."""
    for event in tuple(turn.events):
        if isinstance(event, StageEntered) and event.tier == 1 and event.why != "opened":
            _gone_on(turn, event)
        if isinstance(event, StageEntered) and event.tier == 1:
            _entered(turn, event)
        elif isinstance(event, CaseClosed) and event.ending in _SENDS:
            _closed(turn, event)
    if turn.case.status in ("open", "agreed", "closed") and not quoting.waits(turn):
        for form in [*turn.case.forms.values()]:
            if form.wanted and not filled.tasks(turn, form):
                signing.ask(turn, form)


def _entered(turn: Turn, event: StageEntered) -> None:
    stage = turn.policy.stage(event.stage)
    for one in sayings.forms_at(turn.policy, stage):
        if one.prescribed and not _is_begun(turn, one, event.stage):
            _begin(turn, one)


def _gone_on(turn: Turn, event: StageEntered) -> None:
    """Send on the form of the stage before, where the policy has it go with the case."""
    for form in [*turn.case.forms.values()]:
        if not form.wanted and form.stage != event.stage and _goes_when(turn, form, "escalated"):
            outcome = f"Not settled at stage {form.stage}: it has gone on to stage {event.stage}."
            turn.put(FormWanted(turn.at, form.id, "escalated", filled.facts(turn, form, outcome)))


def _closed(turn: Turn, event: CaseClosed) -> None:
    stage = turn.stage
    for one in sayings.forms_at(turn.policy, stage):
        if not one.prescribed and not any(form.kind == one.id for form in turn.case.forms.values()):
            _begin(turn, one)
    for form in [*turn.case.forms.values()]:
        if not form.wanted and _goes_when(turn, form, "resolved"):
            facts = filled.facts(turn, form, filled.ended(event.ending, event.text))
            turn.put(FormWanted(turn.at, form.id, "resolved", facts))


def _goes_when(turn: Turn, form: Form, when: Literal["resolved", "escalated"]) -> bool:
    one = filled.declared(turn, form)
    return when in (one.send_when or (("resolved", "escalated") if one.prescribed else ("resolved",)))


def _is_begun(turn: Turn, one: model.Form, stage: str) -> bool:
    return any((form.kind, form.stage) == (one.id, stage) and not form.wanted for form in turn.case.forms.values())


def _begin(turn: Turn, one: model.Form) -> Form:
    identity = f"f{len(turn.case.forms) + 1}"
    turn.put(FormBegun(turn.at, identity, one.id, turn.case.stage, turn.case.tier, _signatories(turn)))
    form = turn.case.forms[identity]
    quoting.begin(turn, form)
    return form


def _signatories(turn: Turn) -> tuple[Party, ...]:
    """Return who signs for each side: the first who decides there now, else whoever disagrees for it."""
    found = (_signatory(turn, agency) for agency in turn.case.agencies)
    return tuple(one for one in found if one is not None)


def _signatory(turn: Turn, agency: str) -> Party | None:
    mine = (one for one in deciders.practitioners(turn.case) if one.agency == agency)
    return next(iter(turn.present(agency)), next(mine, None))
