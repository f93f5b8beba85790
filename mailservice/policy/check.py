"""What must hold between the words of one policy: everything refers to something, and the ladder leads somewhere.

Start at `faults_of`: pairs of the key, as a person would name it, and what to write. Pure.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import time
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mailservice.policy.careless import careless
from mailservice.policy.keys import refused
from mailservice.policy.model import NUMBERED, Board, Clock, Limit, Measure, Person, Policy, Stage, Within
from mailservice.policy.never import never
from mailservice.policy.promises import belied, time_in, unkept
from mailservice.policy.roles import is_nobody, unheld

Fault = tuple[str, str]
ID: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
PREFIX: Final = re.compile(r"[A-Z]{2,8}")
MONTH: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-\d\d)?")
WORD: Final = re.compile(r"[^\W\d_]")
TWO: Final = 2
# From what a limit over the whole case can count.
OVERALL: Final = ("case-opened", "decision", "discussion")
# What one side can be asked to do by itself.
OF_A_SIDE: Final = ("discussion", "manager-contact", "plan", "referral", "resolve-or-escalate")
# Who decides alone is named by `authority`.
ALONE: Final = 1
MOST_WORDS: Final = 3  # "child or adult's" can still be read
# What a child's reference must never be taken for: our own reference, an NHS number, a date, a telephone number.
NEVER: Final = (
    "943 476 5919",
    "943-476-5919",
    "9434765919",
    "NHS-9434765919",
    "2026-11-23",
    "23-11-2026",
    "23/11/2026",
    "23-NOV-2026",
    "20261123",
    "01604 496123",
    "01604-496123",
    "020-7946-0123",
    "+44-7700-900123",
    "TEL-01604496123",
)


def faults_of(policy: Policy) -> list[Fault]:
    """Return every fault between the parts of a policy; empty when it is sound."""
    looks = (
        _names,
        _wording,
        _calendar,
        _reference,
        _ladder,
        _stages,
        _clocks,
        _limits,
        _urgent,
        _final,
        _forms,
        _duties,
        _routes,
        _gaps,
        _boards,
        _promises,
        _belied,
        careless,
        unheld,
        refused,
    )
    found = [fault for look in looks for fault in look(policy)]
    # Whether something ever comes is asked of a ladder that leads somewhere.
    return [*found, *never(policy)] if policy.stages and not [*_ladder(policy)] else found


def _names(policy: Policy) -> Iterator[Fault]:
    if not ID.fullmatch(policy.id):
        yield "policy, id", 'write a short name in small letters, such as "nscp"'
    if policy.review_due and not MONTH.fullmatch(policy.review_due):
        yield "policy, review_due", 'write a month such as "2024-12", or ""'
    for key, listed in _listed_by_id(policy).items():
        yield from _twice(key, listed)
    for stage in policy.stages:
        yield from _twice(f"stage {stage.id}, clock", (clock.id for clock in stage.clock))


def _listed_by_id(policy: Policy) -> dict[str, list[str]]:
    return {
        "stage": [one.id for one in policy.stages],
        "topic": [one.id for one in policy.topics],
        "agency_type": [one.id for one in policy.agency_types],
        "limit": [one.id for one in policy.limits],
        "route": [one.id for one in policy.routes],
        "exclusion": [one.id for one in policy.exclusions],
        "form": [one.id for one in policy.forms],
        "duty": [one.id for one in policy.duties],
        "reading": [one.id for one in policy.readings],
        "gap": [one.id for one in policy.open_gaps],
        "board": [one.id for one in policy.boards],
    }


def _twice(key: str, ids: Iterable[str]) -> Iterator[Fault]:
    for name, count in Counter(ids).items():
        if count > 1:
            yield f"{key} {name}", f"stands {count} times: give each its own id"


def _boards(policy: Policy) -> Iterator[Fault]:
    """Yield what would leave a raiser without an answer to the question for which board it is, or with two."""
    if len(policy.boards) == 1:
        yield f"board {policy.boards[0].id}", "one board needs no question: write two or more, or take it out"
    every = Counter(word for one in policy.boards for word in dict.fromkeys(_plain(name) for name in _names_of(one)))
    for board in policy.boards:
        if not ID.fullmatch(board.id):
            yield f"board {board.id}, id", 'write a short name in small letters, such as "adults"'
        if not board.title.strip():
            yield f"board {board.id}, title", 'write its name, such as "Nene Safeguarding Adults Board"'
        for key, named in (("title", (board.title,)), ("words", board.words), ("id", (board.id,))):
            if any(every[_plain(one)] > 1 for one in named):
                yield f"board {board.id}, {key}", "names another board too: write what names this one alone"
        if any(one is not board and _plain(board.title) in _plain(one.title) for one in policy.boards):
            yield f"board {board.id}, title", "stands inside another board's title: write the whole name of each"
        if any(not WORD.search(one) for one in board.words):
            yield f"board {board.id}, words", 'has one without a letter: write words such as "adult"'


def _names_of(board: Board) -> tuple[str, ...]:
    return (board.id, board.title, *board.words)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _wording(policy: Policy) -> Iterator[Fault]:
    for one in policy.wording.avoid:
        for key, ours in _our_words(policy):
            if one.word.casefold() in ours.casefold():
                yield key, f"has the word {one.word!r}, which avoid has people not say: write {one.use!r}"
    yield from ((f"wording, {key}", remedy) for key, remedy in _person(policy.wording.person))
    for board in policy.boards:
        if board.person is not None:
            yield from ((f"board {board.id}, {key}", remedy) for key, remedy in _person(board.person))
    for key, text in _own_sentences(policy):
        for one in policy.wording.avoid:
            if re.search(rf"\b{re.escape(one.word)}s?\b", text, re.IGNORECASE):
                yield key, f"has the word {one.word!r}, which avoid has people not say: write {one.use!r}"
    if "both-sides" not in policy.closing.needs:
        yield (
            "closing, needs",
            'an agreement always needs every side: write needs = ["both-sides"], with what else it needs',
        )


def _our_words(policy: Policy) -> Iterator[tuple[str, str]]:
    """Give each word that letters say of the process and of whom it is about, with its key."""
    wording = policy.wording
    yield "wording, call_it", wording.call_it
    people = {"wording": wording.person, **{f"board {one.id}": one.person for one in policy.boards if one.person}}
    for place, person in people.items():
        yield from ((f"{place}, person, {key}", word) for key, word in person.shown.items() if key != "a")
    yield from ((f"wording, terms, {key}", word) for key, word in wording.terms.shown.items())


def _person(person: Person) -> Iterator[Fault]:
    for key in ("one", "several", "reference"):
        if not getattr(person, key).strip():
            yield (
                f"person, {key}",
                'is empty: write a word, such as person = { one = "adult", several = "adults" }',
            )
    if not person.whose and (person.one.endswith("s") or len(person.one.split()) > MOST_WORDS):
        remedy = f'is missing, and "the {person.one}\'s file" reads badly: write whose = "person\'s", or the like'
        yield "person, whose", remedy


def _own_sentences(policy: Policy) -> Iterator[tuple[str, str]]:
    """Give what the file itself says of a case in letters; other ways may be called by their own names."""
    for stage in policy.stages:
        for key, texts in (("title", (stage.title,)), ("record", stage.record), ("support", stage.support)):
            yield from ((f"stage {stage.id}, {key}", text) for text in texts)
    yield from ((f"duty {one.id}, says", one.says) for one in policy.duties)


def _calendar(policy: Policy) -> Iterator[Fault]:
    try:
        ZoneInfo(policy.calendar.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        yield "calendar, timezone", 'there is no such zone: write "Europe/London"'
    try:
        ends = time.fromisoformat(policy.calendar.day_ends)
    except ValueError:
        ends = time.min
    if ends <= time(12) or ends.tzinfo is not None:
        yield "calendar, day_ends", 'write a time after noon, such as "17:00"'


def _reference(policy: Policy) -> Iterator[Fault]:
    reference = policy.reference
    if not PREFIX.fullmatch(reference.prefix):
        yield "reference, prefix", 'write two to eight capital letters, such as "NSCP"'
    try:
        found = reference.children(f"about {reference.example}, please")
    except re.error as failure:
        yield "reference, child", f"is no regular expression ({failure}): take over the pattern of another policy file"
        return
    if found != (reference.example.upper(),):
        yield "reference, example", f"the pattern reads {', '.join(found) or 'nothing'} in it: change one of the two"
    ours = (f"{reference.prefix} 2026-0042-K", f"{reference.prefix}-2026-0042-K", f"{reference.prefix}-20260042")
    others = [other for other in (*ours, *NEVER) if reference.children(other)]
    if others:
        yield "reference, child", f"also matches {', '.join(others)}, no child's reference: make it narrower"


def _ladder(policy: Policy) -> Iterator[Fault]:
    if not policy.stages:
        yield "stage", "write at least one [[stage]]"
        return
    known = {stage.id for stage in policy.stages}
    for stage in policy.stages:
        if stage.next and stage.next not in known:
            yield f"stage {stage.id}, next", f"there is no stage {stage.next!r}: write one of {_listed(known)}"
    yield from _walk(policy)


def _walk(policy: Policy) -> Iterator[Fault]:
    onward = {stage.id: stage.next for stage in policy.stages}
    seen: list[str] = []
    here = policy.stages[0].id
    while here in onward and here not in seen:
        seen.append(here)
        here = onward[here]
    if here in seen:
        yield f"stage {seen[-1]}, next", f"goes back to stage {here}: the last stage has no next"
    for name in onward:
        if name not in seen:
            yield f"stage {name}", f"cannot be reached from stage {seen[0]}: name it as the next of another stage"


def _stages(policy: Policy) -> Iterator[Fault]:
    kinds = {one.id for one in policy.agency_types}
    forms = {one.id for one in policy.forms}
    for stage in policy.stages:
        key = f"stage {stage.id}"
        if stage.sides == "convened" and not stage.convenor:
            yield f"{key}, convenor", "is missing: write who convenes this stage"
        if stage.sides == "both" and stage.known and not any(one.decides for one in stage.roles.values()):
            yield f"{key}, roles", 'is missing: write roles.default = ["…"], who acts for each side'
        yield from _urgent_convenor(policy, stage)
        if stage.facilitator and stage.sides == "convened":
            yield f"{key}, facilitator", "whoever convenes brings them together here: take it out, or write convenor"
        if stage.form and stage.form not in forms:
            yield f"{key}, form", f"there is no form {stage.form!r}: write a [[form]] with that id, or take it out"
        if not stage.known and policy.status == "ready":
            yield (
                f"{key}, known",
                'a ready policy knows every stage: fill it, or write status = "partial" and a [[gap]]',
            )
        for kind in (*stage.roles, *(stage.optional_tier.roles if stage.optional_tier else ())):
            if kinds and kind not in kinds | {"default"}:
                yield (
                    f"{key}, roles, {kind}",
                    f"there is no such agency type: write one of {_listed(kinds)}, or default",
                )


def _urgent_convenor(policy: Policy, stage: Stage) -> Iterator[Fault]:
    """Yield a convenor of urgent cases alone whom nothing would ever come to."""
    key = f"stage {stage.id}, urgent_convenor"
    if not stage.urgent_convenor:
        return
    if stage.sides != "convened":
        yield key, 'nobody convenes here: write sides = "convened" and convenor, or take it out'
    elif stage.urgent_convenor.casefold() == stage.convenor.casefold():
        yield key, "is the convenor of every case: take it out"
    elif policy.urgent.stages and stage.id not in policy.urgent.stages:
        yield key, f"no urgent case comes here: add {stage.id!r} to urgent, stages, or take it out"


def _clocks(policy: Policy) -> Iterator[Fault]:
    for stage in policy.stages:
        for clock in stage.clock:
            key = f"stage {stage.id}, clock {clock.id}"
            yield from ((f"{key}, {name}", remedy) for name, remedy in _clock(policy, stage, clock))
        yield from _steps(stage)


def _clock(policy: Policy, stage: Stage, clock: Clock) -> Iterator[Fault]:
    yield from _amount(clock)
    yield from _anchor(policy, stage, clock)
    yield from _second(clock, policy, stage)
    if clock.goal == "raise" and (
        stage != policy.stages[0] or clock.starts != "decision" or clock.unit not in NUMBERED
    ):
        yield "goal", '"raise" is a time before the opening: write it at the first stage, with starts = "decision"'
    if clock.unit == "judgement" and clock.check_in < 1:
        yield (
            "check_in",
            "is missing: a clock by judgement needs the working days to our check-in, such as check_in = 1",
        )
    if clock.unit != "judgement" and clock.check_in:
        yield "check_in", 'belongs to unit = "judgement" only: take it out'
    told = time_in(clock.same_as)
    if told is not None and clock.amount and _hours(*told) != _hours(clock.amount, clock.unit):
        yield (
            "same_as",
            f"is {clock.same_as!r}, and the clock has {clock.amount} {clock.unit}: write the same time twice",
        )
    if clock.reading and policy.reading(clock.reading) is None:
        yield "reading", f"there is no reading {clock.reading!r}: write a [[reading]] with that id, or take it out"
    yield from _acknowledged(stage, clock)
    if (
        clock.side != "both"
        and clock.goal != "acknowledgement"
        and (stage.sides == "convened" or clock.goal not in OF_A_SIDE)
    ):
        yield "side", f"is for {_listed(OF_A_SIDE)} where both sides meet: take it out, or change the goal"
    if clock.step and clock.step not in stage.steps:
        yield "step", f"there is no step {clock.step!r}: write one of {_listed(stage.steps)}"


def _acknowledged(stage: Stage, clock: Clock) -> Iterator[Fault]:
    """Yield an acknowledgement that nobody could give, or by no date."""
    if clock.goal != "acknowledgement":
        return
    if stage.sides == "convened":
        yield "goal", '"acknowledgement" is for the other side, where both sides meet: take the clock out'
    if clock.side == "raising":
        yield "side", "whoever raised it has nothing to acknowledge: take it out"
    if clock.unit == "judgement":
        yield "unit", 'an acknowledgement has a number, or comes "at-once": write one of them'
    if clock.on_missed == "climb":
        yield "on_missed", "a missing RECEIVED takes nothing up: take it out, and write a clock for what does"


def _amount(clock: Clock | Limit | Measure | Within) -> Iterator[Fault]:
    if clock.unit in NUMBERED and clock.amount < 1:
        yield "amount", f"is missing: write how many {clock.unit.replace('-', ' ')}, such as amount = {_usual(clock)}"
    if clock.unit in ("at-once", "judgement") and clock.amount:
        yield "amount", f'unit = "{clock.unit}" has no number: take the amount out, or change the unit'


def _hours(amount: int, unit: str) -> int:
    return amount if unit == "hours" else amount * 24


def _usual(clock: Clock | Limit | Measure | Within) -> int:
    return 24 if clock.unit == "hours" else 5


def _second(clock: Clock | Limit, policy: Policy, stage: Stage | None = None) -> Iterator[Fault]:
    limit = clock.no_later_than
    if limit is None:
        return
    if clock.unit not in NUMBERED or (isinstance(clock, Clock) and clock.goal == "raise"):
        yield "no_later_than", "stands beside a number: write it as this clock's own amount, unit and starts"
    yield from ((f"no_later_than, {name}", remedy) for name, remedy in _amount(limit))
    if stage is not None:
        yield from ((f"no_later_than, {name}", remedy) for name, remedy in _anchor(policy, stage, limit))
    elif limit.starts not in OVERALL:
        yield "no_later_than, starts", f"an overall limit counts from one of: {_listed(OVERALL)}"


def _anchor(policy: Policy, stage: Stage, clock: Clock | Measure) -> Iterator[Fault]:
    if clock.starts == "agreed" and isinstance(clock, Clock) and clock.goal != "feedback":
        yield (
            "starts",
            '"agreed" is when a case ends, so nothing can be due after it but goal = "feedback": write another start',
        )
    if clock.starts == "previous-stage-ended" and stage == policy.stages[0]:
        yield "starts", 'no stage comes before this one: write "case-opened"'
    if clock.starts == "reported" and not stage.steps:
        yield "starts", '"reported" is the end of a stage\'s first step: write steps = [ … ], or another start'
    if clock.starts in ("office-notified", "mediation-ended", "meeting") and stage.sides != "convened":
        yield "starts", f'"{clock.starts}" belongs to a convened stage: write "stage-entered"'


def _steps(stage: Stage) -> Iterator[Fault]:
    numbered = [clock for clock in stage.clock if clock.unit in NUMBERED and clock.goal != "raise"]
    # A step without a number is asked about; one that has a number, and climbs by nothing, would stop in silence.
    last = [clock for clock in numbered if clock.step in stage.steps[-1:]]
    climbs = any(not clock.step or (clock in last and clock.when_missed == "climb") for clock in numbered)
    for clock in numbered:
        if clock.step in stage.steps[:-1] and clock.when_missed == "climb":
            remedy = f'would pass by {stage.steps[-1]!r}, which comes after it: write on_missed = "remind"'
            yield f"stage {stage.id}, clock {clock.id}, on_missed", remedy
    if last and not climbs:
        remedy = "a step only reminds: write a clock without a step beside it, else a silent step stops the case"
        yield f"stage {stage.id}, clock", remedy
    if len(stage.steps) > TWO:
        yield f"stage {stage.id}, steps", "has more than two: write the third as a stage of its own"
    first = [clock for clock in stage.clock if clock.step in stage.steps[:1] and clock.unit != "at-once"]
    waits = [clock for clock in stage.clock if clock.starts == "reported"]
    if stage.steps and waits and not [clock for clock in first if clock not in waits]:
        remedy = (
            f"write a clock with a time for the step {stage.steps[0]!r}: its end is the report that another waits for"
        )
        yield f"stage {stage.id}, clock", remedy


def _limits(policy: Policy) -> Iterator[Fault]:
    known = {stage.id for stage in policy.stages}
    for limit in policy.limits:
        key = f"limit {limit.id}"
        yield from ((f"{key}, {name}", remedy) for name, remedy in _amount(limit))
        yield from ((f"{key}, {name}", remedy) for name, remedy in _second(limit, policy))
        if limit.unit not in NUMBERED:
            yield f"{key}, unit", 'an overall limit has a number: write "working-days", "calendar-days" or "hours"'
        if limit.stage not in known:
            yield f"{key}, stage", f"there is no stage {limit.stage!r}: write one of {_listed(known)}"
        if limit.reading and policy.reading(limit.reading) is None:
            yield f"{key}, reading", f"there is no reading {limit.reading!r}: write a [[reading]] with that id"


def _urgent(policy: Policy) -> Iterator[Fault]:
    urgent, known = policy.urgent, {stage.id: stage for stage in policy.stages}
    for name in urgent.may_start_at:
        if name not in known:
            yield "urgent, may_start_at", f"there is no stage {name!r}: write some of {_listed(known)}"
    if ("start-at" in urgent.mode) != bool(urgent.may_start_at):
        yield "urgent, may_start_at", '"start-at" in mode and the stages to start at go together: write both or neither'
    yield from _urgent_route(policy)
    for skip in urgent.skip_steps:
        name, _, step = skip.partition(":")
        if name not in known or step not in known[name].steps:
            yield "urgent, skip_steps", f'{skip!r} is no step: write "stage:step", such as "1:practitioners"'


def _urgent_route(policy: Policy) -> Iterator[Fault]:
    urgent, known = policy.urgent, [stage.id for stage in policy.stages]
    if urgent.hours < 0:
        yield "urgent, hours", "write how many real hours, such as hours = 24, or take it out"
    if urgent.hours_for == "whole-route" and not urgent.hours:
        yield "urgent, hours", 'is missing: hours_for = "whole-route" needs them, such as hours = 24'
    if urgent.hours_for == "whole-route" and len(known) == 1:
        yield "urgent, hours_for", 'one stage is no route: write "each-stage"'
    for name in urgent.stages:
        if name not in known:
            yield "urgent, stages", f"there is no stage {name!r}: write some of {_listed(known)}"
    last = [stage.id for stage in policy.stages if not stage.next]
    if urgent.stages and not {*last} & {*urgent.stages}:
        yield "urgent, stages", f"an urgent case must find its end: add the last stage, {_listed(last)}"
    for name in urgent.may_start_at:
        if urgent.stages and name in known and name not in urgent.stages:
            yield "urgent, may_start_at", f"stage {name!r} is none of urgent, stages: add it there, or take it out here"


def _final(policy: Policy) -> Iterator[Fault]:
    final = policy.final
    if policy.status == "partial" and not final.stage:
        return
    ends = [stage.id for stage in policy.stages if not stage.next]
    if final.stage not in ends:
        yield "final, stage", f"the last word belongs to the last stage: write {_listed(ends)}"
    if not final.authority:
        yield "final, authority", "is missing: write whose the last word is"
    yield from _no_officer(policy)
    yield from _together(policy)
    if not final.ends_with:
        yield (
            "final, ends_with",
            'is empty: write how a case can end at the last stage, such as ["agreed", "not-agreed"]',
        )


def _together(policy: Policy) -> Iterator[Fault]:
    final = policy.final
    roles = final.decided_by in ("all", "panel")
    if final.decided_by != "authority" and "decided" not in final.ends_with:
        yield "final, decided_by", 'belongs to an ending that is decided: add "decided" to ends_with, or take it out'
    if roles and len({*final.authorities}) <= ALONE:
        yield "final, authorities", 'write who decides together, by role: authorities = ["…", "…"]'
    if final.authorities and not roles:
        yield "final, authorities", 'belongs to decided_by = "all" or "panel": write one of them, or take it out'
    if final.decided_by == "panel" and final.quorum > len({*final.authorities}) > ALONE:
        many = len({*final.authorities})
        remedy = f"is {final.quorum}, and authorities names {many}: name as many roles, or write quorum = {many}"
        yield "final, quorum", remedy
    if (final.decided_by == "panel") != (final.quorum > ALONE):
        yield "final, quorum", 'decided_by = "panel" and how many of it decide go together, two or more: quorum = 3'
    if final.joint and {"course-of-action", "agreed-course-to-decision"} & {*final.means}:
        yield "final, means", "a course is set by one authority alone: take it out, or decided_by"
    yield from _where_together(policy)


def _where_together(policy: Policy) -> Iterator[Fault]:
    final = policy.final
    for last in (one for one in policy.stages if one.id == final.stage and final.joint):
        if final.decided_by == "sides" and last.sides == "convened":
            yield f"stage {last.id}, sides", 'the sides themselves decide here: write sides = "both" and their roles'
        if final.decided_by != "sides" and last.sides == "both":
            remedy = 'whoever decides stands beside the sides: write sides = "convened" and a convenor'
            yield f"stage {last.id}, sides", remedy
    if final.decided_by == "sides" and "within-agency" in policy.scope:
        yield "final, decided_by", 'within one agency no two sides decide: take "within-agency" out of the scope'


def _no_officer(policy: Policy) -> Iterator[Fault]:
    """Yield an authority that decides alone and is one of the two sides: no officer, and of neither."""
    final = policy.final
    if final.decided_by != "authority" or "decided" not in final.ends_with:
        return
    acting = {
        role for stage in policy.stages for one in stage.roles.values() for role in (*one.decides, *one.hands_over)
    }
    known = (role for role in sorted(acting) if not is_nobody(role))
    named = [role for role in known if re.search(rf"\b{re.escape(role)}s?\b", final.authority, re.IGNORECASE)]
    if named:
        remedy = 'of one side, who cannot decide for both: name somebody beside them, or write decided_by = "sides"'
        yield "final, authority", f"is {named[0]!r}, {remedy}"


def _forms(policy: Policy) -> Iterator[Fault]:
    known, forms = {stage.id for stage in policy.stages}, {one.id for one in policy.forms}
    for form in policy.forms:
        for name in form.stages:
            if name not in known:
                yield f"form {form.id}, stages", f"there is no stage {name!r}: write some of {_listed(known)}"
        for one in form.field:
            if one.kind == "choice" and not one.choices:
                yield f"form {form.id}, field {one.id}, choices", "is missing: write the choices"
        yield from _twice(f"form {form.id}, field", (one.id for one in form.field))
    for stage in policy.stages:
        named = policy.form(stage.form)
        if named and named.stages and stage.id not in named.stages:
            at = f"is for stage {_listed(named.stages)}: add {stage.id!r} to its stages, or take it out here"
            yield f"stage {stage.id}, form", f"the form {named.id!r} {at}"
    for key, name in (("record, form", policy.record.form), ("contacts, form", policy.contacts.form)):
        if name and name not in forms:
            yield key, f"there is no form {name!r}: write a [[form]] with that id, or take it out"


def _duties(policy: Policy) -> Iterator[Fault]:
    known = {stage.id for stage in policy.stages}
    for duty in policy.duties:
        for name in duty.stages:
            if name not in known:
                yield f"duty {duty.id}, stages", f"there is no stage {name!r}: write some of {_listed(known)}"
        if duty.stages and "opened" in duty.at and policy.stages and policy.stages[0].id not in duty.stages:
            remedy = f'a case opens at stage {policy.stages[0].id!r}: add it, or take "opened" out of at'
            yield f"duty {duty.id}, stages", remedy
        if not duty.at:
            yield f"duty {duty.id}, at", 'is empty, so nobody would read it: write at = ["stage"], or take it out'


def _routes(policy: Policy) -> Iterator[Fault]:
    known, topics = {stage.id for stage in policy.stages}, {topic.id for topic in policy.topics}
    for route in policy.routes:
        if route.at_stage and route.at_stage not in known:
            yield f"route {route.id}, at_stage", f"there is no stage {route.at_stage!r}: write one of {_listed(known)}"
        for name in route.topics:
            if name not in topics:
                yield f"route {route.id}, topics", f"there is no topic {name!r}: write some of {_listed(topics)}"
    for number, tell in enumerate(policy.tells, start=1):
        if tell.within is not None:
            yield from ((f"tell number {number}, within, {name}", remedy) for name, remedy in _amount(tell.within))
            if tell.event == "pertinent-issue":
                yield f"tell number {number}, within", "nothing happens from which it could be counted: take it out"
        for name in tell.stages:
            if name not in known:
                yield f"tell number {number}, stages", f"there is no stage {name!r}: write some of {_listed(known)}"


def _gaps(policy: Policy) -> Iterator[Fault]:
    if policy.status == "partial" and not policy.open_gaps:
        yield "gap", 'a partial policy says what is missing: write a [[gap]], or status = "ready"'
    if policy.status == "ready" and policy.open_gaps:
        yield "policy, status", 'the file lists gaps: write status = "partial", or take the gaps out'


def _promises(policy: Policy) -> Iterator[Fault]:
    for key, said in unkept(policy):
        remedy = f"promises {said!r}, and no number in the file keeps it: write the key that does, or take the time out"
        yield key, remedy


def _belied(policy: Policy) -> Iterator[Fault]:
    for key, said, kept in belied(policy):
        yield key, f"says {said!r}, and the clock has {kept}: write the same time twice"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none (there are none yet)"
