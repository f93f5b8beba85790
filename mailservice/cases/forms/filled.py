"""What a form says in each of its fields, to one reader: what people filled in, else what the correspondence tells.

Start at `lines`. A field for the name of a child stays empty; of people's words it quotes only what their author has seen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mailservice.cases.history.case import Form, Task
from mailservice.cases.history.events import Ending, Party, Written
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people.turn import Turn
from mailservice.cases.told import figures
from mailservice.policy import model

# By these ids a policy's field asks for what the record has: the issue, what came of it, and the facts of the case.
ISSUE, OUTCOME = ("reason", "summary"), ("outcome", "decision")
REFERENCE, STAGE, DAYS, DISCUSSED = "ref", "stage_resolved", "days", "discussed"
BY_HAND = "Leave this empty here. Write it by hand, on your own agency's copy."
_ASKED = ("text", "choice", "number", "contact")
_ENDED: Mapping[Ending, str] = {
    "not-agreed": "Not agreed. What is recorded instead: ",
    "decided": "Decided: ",
    "overtaken": "Overtaken by events: ",
}


@dataclass(frozen=True)
class Line:
    """One field of a form: what stands in it now. `asked`: its readers may fill it in; `note` is ours, and no part of it."""

    id: str
    label: str
    text: str
    asked: bool
    required: bool
    note: str = ""
    choices: tuple[str, ...] = ()


def declared(turn: Turn, form: Form) -> model.Form:
    """Return a form as the policy has it; one that the policy has no more keeps its name, and has no field."""
    return turn.policy.form(form.kind) or model.Form(form.kind, form.kind, prescribed=False, fields_known=False)


def lines(turn: Turn, form: Form, to: Party) -> tuple[Line, ...]:
    """Return every field of a form, as one reader is shown it."""
    return tuple(_line(turn, form, one, to) for one in declared(turn, form).field)


def missing(shown: tuple[Line, ...]) -> tuple[str, ...]:
    """Return the labels of what has to be filled in, and is empty."""
    return tuple(one.label for one in shown if one.required and one.asked and not one.text)


def facts(turn: Turn, form: Form, outcome: str) -> tuple[Written, ...]:
    """Return what our record fills in as of now: how it ended or went on, and what is counted."""
    began = turn.case.began_at
    taken = figures.working_days(turn.rules.days, began, turn.at) if began else 0
    settled = turn.case.status == "closed" and turn.case.ending in ("agreed", "decided")
    known = {
        **dict.fromkeys(OUTCOME, outcome),
        REFERENCE: turn.case.reference,
        STAGE: form.stage if settled else "",
        DAYS: phrases.counted_things(taken, "working day") if settled else "",
        DISCUSSED: "\n".join(_discussed(turn)),
    }
    return tuple(Written(one.id, known[one.id]) for one in declared(turn, form).field if known.get(one.id))


def ended(ending: Ending, text: str) -> str:
    """Return what a form says of how a case ended."""
    return f"{_ENDED.get(ending, '')}{text}"


def signed(turn: Turn, form: Form) -> Mapping[str, Task]:
    """Return the newest task of each side's signatory, by its agency."""
    return {one.owner.agency: one for one in tasks(turn, form)}


def tasks(turn: Turn, form: Form) -> list[Task]:
    """Return everybody who was asked to sign a form, in their order; who was asked again stands there twice."""
    return [one for one in turn.case.actions.values() if (one.kind, one.tells_of) == ("form", form.id)]


def _line(turn: Turn, form: Form, one: model.FormField, to: Party) -> Line:
    if one.kind == "identity":
        return Line(one.id, one.label, "", asked=False, required=False, note=BY_HAND)
    if one.kind == "signatory":
        return Line(one.id, one.label, _signature(turn, form, one), asked=False, required=False)
    asked = one.kind in _ASKED and not one.auto
    note = f"One of these: {phrases.either(one.choices)}." if asked and one.choices else ""
    text = written(form, one.id, to) or form.facts.get(one.id, "")
    if one.id in ISSUE and not text:
        text = "\n\n".join(_quoted(turn, to))
    return Line(one.id, one.label, text, asked, one.required, note, one.choices)


def written(form: Form, field: str, to: Party) -> str:
    """Return what somebody filled in, as far as a reader may see it: another side's words, once their author has."""
    stands = form.filled.get(field)
    if stands is None:
        return ""
    return stands.text if stands.seen or stands.by.agency == to.agency else stands.was


def _quoted(turn: Turn, to: Party) -> Iterator[str]:
    """Give the issue in each side's words, as far as its author has seen them, and its reader may (rule 16)."""
    for side in turn.case.agencies:
        words, agency = quote(turn, side), turn.agency(side).name
        if not words or not turn.case.may_read(to.agency, side):
            yield f"{agency}: see the record, or ask them."
            continue
        who, at = turn.case.authors.get(side, (None, None))
        if words != turn.case.issues.get(side):
            at = turn.case.quotes[side].at  # put otherwise for the form
        on = f" on {phrases.day(turn.rules.days.local(at).date())}" if at else ""
        yield f"{turn.name(who) if who else agency}, {agency}, wrote{on}: “{words}”" if who else f"{agency}: “{words}”"


def quote(turn: Turn, side: str) -> str:
    """Return which words of a side forms quote; none that their author has not been shown."""
    settled = turn.case.quotes.get(side)
    return settled.text if settled else ""


def _signature(turn: Turn, form: Form, one: model.FormField) -> str:
    """Return who signs for the side that a field names, with role and agency, and whether they have."""
    raiser = turn.case.raiser.agency if turn.case.raiser else ""
    initiates = "initiat" in f"{one.id} {one.label}".casefold()
    newest = signed(turn, form)
    mine = [who for who in form.signatories if (who.agency == raiser) == initiates]
    return "\n".join(_signs(turn, newest.get(who.agency), who) for who in mine)


def _signs(turn: Turn, task: Task | None, who: Party) -> str:
    shown = ordering.person(turn, task.owner if task else who)
    named = ", ".join(part for part in (shown["name"], shown["role"], shown["agency"]) if part)
    if task is None or task.state == "standing":
        return f"{named}: not signed yet"
    if task.state != "done":
        return f"{named}: not signed"
    on = phrases.day(turn.rules.days.local(task.answered_at).date()) if task.answered_at else ""
    by = (
        f" ({turn.name(task.answered_by)})"
        if task.answered_by and task.answered_by.address != task.owner.address
        else ""
    )
    return f"{named}: signed by email{by}" + (f" on {on}" if on else "")


def _discussed(turn: Turn) -> Iterator[str]:
    """Give what each side told us by a word that every side is shown: the day, who, and the word."""
    for one in turn.case.answers:
        if set(turn.case.agencies) <= {*one.among}:
            yield f"{phrases.day(turn.rules.days.local(one.at).date())}: {turn.name(one.by)}: {one.did}"
