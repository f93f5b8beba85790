"""What comes of a policy when it is played: settled at each stage, silent to the end, urgent, decided, within one agency.

Start at `played`. A file may be whole in its words and still ask for what nobody could carry out; whoever writes it is told
the step, the date or the word, and what to write. Needs nothing but the policy: the people are invented (`trial`).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mailservice.cases.history.case import Case, Deadline
from mailservice.cases.history.events import LetterOrdered
from mailservice.policy.model import Goal, Policy, Stage
from mailservice.policy.never import ASKS_TO_MEET
from mailservice.simulator.trial import Answer, Trial, offered

Fault = tuple[str, str]  # the key, as a person would name it, and what to write

# The words that meet what a clock asks for (rule 5); what is not here asks for no word of its own.
MEETS: Final[Mapping[Goal, tuple[str, ...]]] = {
    "discussion": ("MET", "PLAN", "RESOLVED"),
    "manager-contact": ("MET", "PLAN", "RESOLVED"),
    "plan": ("PLAN", "RESOLVED"),
    "resolve-or-escalate": ("RESOLVED", "ESCALATE"),
    "offer-mediation": ("MEDIATION", "PANEL"),
    "choose-mediation-or-panel": ("MEDIATION", "PANEL"),
    "decision": ("DECISION", "MEDIATION", "PANEL", "NOT AGREED"),
    "report": ("REPORT",),
    "acknowledgement": ("RECEIVED", "MET", "PLAN", "RESOLVED"),
}
SETTLE: Final = ("AGREE", "RESOLVED")
DECIDE: Final = ("AGREE", "DECISION")
# A time that begins with what people do: until then they are asked, as where there is no number (section 7).
WAITS_FOR_A_WORD: Final = ("discussion", "meeting")
# Silence is played so long: twelve working weeks, longer than any ladder with numbers that we know.
SILENT_FOR: Final = timedelta(days=84)


@dataclass(frozen=True)
class Played:
    """What playing a policy showed: its faults, and what it comes to, in sentences for whoever wrote it."""

    faults: tuple[Fault, ...]
    told: tuple[str, ...]


def played(policy: Policy) -> Played:
    """Play a sound policy in each way a case can go; a partial one as far as it is known."""
    silent = Trial(policy).play(_long_silent)
    urgent = Trial(policy, urgent=True).play(lambda case: case.stage == policy.last_stage.id)
    faults = [
        *_settled(policy),
        *_silent(policy, silent),
        *_urgent(policy, urgent),
        *_ended(policy),
        *_within(policy),
    ]
    return Played(tuple(dict.fromkeys(faults)), (_silence_told(policy, silent), _urgency_told(policy, urgent)))


def _settled(policy: Policy) -> Iterator[Fault]:
    board = policy.boards[0].id if policy.boards else ""  # whose officers are asked, as in a case whose board is known
    for stage in policy.ladder:
        trial = Trial(policy, _writes(SETTLE), goes_to=stage.id, board=board).play(_is_closed)
        if trial.reached(stage.id) is None:
            yield f"stage {stage.id}", "no ESCALATE comes here: name it as the next of the stage before it"
        elif trial.case.status != "closed":
            yield (
                f"stage {stage.id}",
                "nobody could settle it here: write who decides for each side (roles), or who convenes",
            )
        yield from _words_for(policy, stage, trial)
        yield from _undated(trial)


def _words_for(policy: Policy, stage: Stage, trial: Trial) -> Iterator[Fault]:
    """Yield the clocks of a stage that ask for a word which nobody there is offered."""
    words_there = trial.offered(stage.id)
    for clock in stage.clock:
        words = MEETS.get(clock.goal, ())
        if words and clock.unit != "at-once" and trial.reached(stage.id) and not words_there & set(words):
            other = _other_goals(policy, stage, clock.goal, words_there)
            remedy = f"asks for what nobody is asked to write here ({', '.join(words)}): {other}"
            yield f"stage {stage.id}, clock {clock.id}, goal", remedy


def _other_goals(policy: Policy, stage: Stage, goal: Goal, words: Collection[str]) -> str:
    """Say which goals are possible at a stage, by the words that its people are offered, and why not more."""
    never = ("acknowledgement",) if stage.sides == "convened" else ASKS_TO_MEET
    goals = [one for one, met_by in MEETS.items() if {*words} & {*met_by} and one not in never]
    joint = stage == policy.last_stage and policy.final.joint
    why = f' (with decided_by = "{policy.final.decided_by}" no letter asks for more)' if joint else ""
    first = (
        "let it be the first clock of the stage, or "
        if goal in ASKS_TO_MEET and stage.sides == "convened" and not joint
        else ""
    )
    return f"{first}write a goal that is possible here, {' or '.join(goals) or 'referral or feedback'}{why}"


def _silent(policy: Policy, trial: Trial) -> Iterator[Fault]:
    yield from _undated(trial)
    yield from _untold(trial)
    here = policy.stage(trial.case.stage)
    begun = {one.clock for one in trial.case.deadlines.values() if one.stage == here.id}
    if here == policy.last_stage:
        return
    for clock in here.clock:
        if clock.when_missed == "climb" and clock.starts not in WAITS_FOR_A_WORD:
            why = "ends and the case stays here" if clock.id in begun else "never begins while nobody writes"
            yield (
                f"stage {here.id}, clock {clock.id}",
                f"{why}: silence would never go on; write another start, or on_missed",
            )


def _urgent(policy: Policy, trial: Trial) -> Iterator[Fault]:
    yield from _undated(trial)
    yield from _untold(trial)
    if trial.case.stage != policy.last_stage.id:
        yield (
            "urgent",
            f"an urgent case that nobody answers stays at stage {trial.case.stage}: look at its clocks and next",
        )


def _ended(policy: Policy) -> Iterator[Fault]:
    """Yield the endings of the last stage that nobody could write."""
    for ending, word, answer in (
        ("decided", "DECISION", _writes(DECIDE)),
        ("not-agreed", "NOT AGREED", _reports_then_ends),
    ):
        for board in [one.id for one in policy.boards] or [""] if ending in policy.final.ends_with else ():
            trial = Trial(policy, answer, goes_to=policy.final.stage, board=board).play(_is_closed)
            if trial.case.board != board:
                yield (
                    f"board {board}, title",
                    'a first mail that names it is not read as this board\'s: write it without a full stop or "not"',
                )
            elif trial.case.ending != ending:
                of_board = f" for board {board}" if board else ""
                remedy = f"has {ending!r}, and nobody at stage {policy.final.stage} can write {word}{of_board}"
                yield (
                    "final, ends_with",
                    f"{remedy}: name in authority an officer who has the last word, or take it out",
                )


def _within(policy: Policy) -> Iterator[Fault]:
    if "within-agency" not in policy.scope:
        return
    silent = Trial(policy, within=True).play(_long_silent)
    yield from _undated(silent)
    settled = Trial(policy, _writes(SETTLE), within=True).play(_is_closed)
    if settled.case.status != "closed":
        yield "policy, scope", 'two of one agency could not settle it: look at stage 1, or take "within-agency" out'


def _undated(trial: Trial) -> Iterator[Fault]:
    for _, stage in trial.undated[:1]:
        yield f"stage {stage}, clock", "an open case would stand here without a date: write a clock"


def _untold(trial: Trial) -> Iterator[Fault]:
    for one in trial.case.deadlines.values():
        if one.purpose in ("clock", "limit", "urgent") and one.state in ("missed", "met") and not trial.told(one):
            yield _key(one), "comes without anybody having been told of it: give it a start before it ends"


def _key(one: Deadline) -> str:
    return f"limit {one.clock}" if one.purpose == "limit" else f"stage {one.stage}, clock {one.clock}"


def _silence_told(policy: Policy, trial: Trial) -> str:
    last = policy.last_stage.id
    if trial.reached(last) is not None:
        return f"If nobody answers, it is at stage {last}, {_after(trial, last)} its opening."
    return (
        f"Look: if nobody answers, it stays at stage {trial.case.stage}. "
        "Both sides are asked again and again, and the office has it by name; only a person's word takes it on."
    )


def _urgency_told(policy: Policy, trial: Trial) -> str:
    reached = next((one.id for one in reversed(policy.ladder) if trial.reached(one.id)), policy.first_stage.id)
    return f"If it is urgent and nobody answers, it is at stage {reached}, {_after(trial, reached)} URGENT."


def _after(trial: Trial, stage: str) -> str:
    reached = trial.reached(stage) or trial.opened
    hours = round((reached - trial.opened) / timedelta(hours=1))
    if reached == trial.opened:
        return "at once, with"
    return f"{hours} hours after" if hours <= 2 * 24 else f"{hours / 24:.0f} days after"


def _writes(words: tuple[str, ...]) -> Answer:
    """Return people who write the first of these words that their letter offers."""

    def answer(_case: Case, letter: LetterOrdered) -> tuple[str, ...]:
        return tuple(one for one in words if one in offered(letter))[:1]

    return answer


def _reports_then_ends(_case: Case, _letter: LetterOrdered) -> tuple[str, ...]:
    return ("REPORT", "NOT AGREED")


def _is_closed(case: Case) -> bool:
    return case.status == "closed"


def _long_silent(case: Case) -> bool:
    began: datetime | None = case.began_at
    return began is not None and any(one.due > began + SILENT_FOR for one in case.standing[:1])
