"""What happens when a date comes (rules, sections 3, 5, 6 and 12).

Each function takes the turn and what was called; a date that no longer stands, or has not come, changes nothing, so a
sweep that comes early, twice or a week late is harmless.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from mailservice.cases.asking import alarms, legal, reaching
from mailservice.cases.asking.questions import has_arrived
from mailservice.cases.dates import deadlines, duties, kinds, limits
from mailservice.cases.forms import quoting, signing
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.commands import CallTime
from mailservice.cases.history.events import DeadlineDropped, DeadlineMet, DeadlineMissed, Party, Purpose
from mailservice.cases.history.rows import whole
from mailservice.cases.ladder import climbing, convening, facilitating, judgement, silence, steps
from mailservice.cases.letters import news, ordering, standing, to_tell
from mailservice.cases.people import deciders, officers, together
from mailservice.cases.people.turn import Turn, once
from mailservice.cases.settling import actions, aftercare, agreement, passing, what_changed
from mailservice.cases.words import office, second, successor, urgent, withdrawal


def call_time(turn: Turn, command: CallTime) -> None:
    """Act on a date that has come: climb, remind, ask, close what everybody agreed to, or tell the office."""
    deadline = turn.case.deadlines.get(command.deadline)
    if deadline is None or deadline.state != "standing" or command.at < deadline.due:
        return
    if deadline.purpose in _RESTS and office.rests(turn.case, turn):
        return  # it stands, and is called as ours once the rest is over
    turn.down, turn.unsent = command.down, command.unsent
    _CALLS[deadline.purpose](turn, deadline)


def _clock(turn: Turn, deadline: Deadline) -> None:
    if turn.case.status != "open" or standing.unsent(turn.case):
        return
    clock = next((one for one in turn.policy.stage(deadline.stage).clock if one.id == deadline.clock), None)
    action = clock.when_ended(second=deadline.second) if clock else "ask"
    if action == "ask" and turn.case.urgent is not None:
        action = "climb"
    ours = _ours(turn, deadline)
    if action == "climb":
        _run_out(turn, deadline, ours=ours)
        return
    turn.put(DeadlineMissed(turn.at, deadline.id, ours, reaching.unheard(turn), _down(turn, ours=ours)))
    if action == "remind" and deadline.goal == deadlines.ACKNOWLEDGEMENT:
        _remind_present(turn, deadline)
    elif action == "remind":
        _step_ended(turn, deadline, ours=ours)
    elif turn.stage.sides == "convened" or together.here(turn):
        deadlines.begin_silence(turn)
        ordering.tell_office(
            turn, "A date has come", [_what(turn, deadline)], "Act on it today, and record what you did."
        )
    else:
        _ask_present(turn, 1)


def _step_ended(turn: Turn, deadline: Deadline, *, ours: bool) -> None:
    """Bring a step that fell due to line managers, or remind them; it never holds back its stage."""
    if steps.ahead(turn) and not _climbs_now(turn):
        steps.report(turn, "due", turn.at if ours else deadline.due)
    elif deadline.stage != turn.case.stage:
        if _climbs_now(turn):
            return  # the letters of the climb say more
        lines = [
            "The time for your contact has ended. You may still agree with the other side, and that would settle it."
        ]
        for agency in turn.case.agencies:
            for one in deciders.line_managers(turn.case, turn.policy, turn.directory, agency):
                if not _written_lately(turn, one, deadline):
                    news.tell_later(turn, one, "The time for your contact has ended", lines, (one, ""))
    elif all(one.due > turn.at for one in turn.case.standing if one.purpose == "clock"):
        _remind_present(turn, deadline)


def _climbs_now(turn: Turn) -> bool:
    """Tell whether a clock of the present stage has come too, and takes the case on."""
    climbs = {one.id for one in turn.stage.clock if one.when_missed == "climb" and not one.step}
    return any(one.purpose == "clock" and one.clock in climbs and one.due <= turn.at for one in turn.case.standing)


def _run_out(turn: Turn, deadline: Deadline, *, ours: bool) -> None:
    onward = climbing.next_place(turn, asked=False)
    if steps.ahead(turn):
        steps.report(turn, "due", deadline.due, passing=onward is not None)
    for one in turn.case.standing:
        if one.purpose == "clock" and one.due <= turn.at:
            turn.put(DeadlineMissed(turn.at, one.id, ours, reaching.unheard(turn), _down(turn, ours=ours)))
    if onward is not None:
        climbing.climb(turn, onward, "climbed", turn.at if ours else deadline.due, ours=ours)
        return
    deadlines.begin_silence(turn)


def _silence(turn: Turn, deadline: Deadline) -> None:
    """Tell the authority on its days that nothing is heard; the office reads of it every morning (rule 6.6)."""
    days = int(deadline.about)
    turn.put(DeadlineMet(turn.at, deadline.id))
    deadlines.set_house(turn, "silence", about=str(days + 1))
    lines = [f"Nothing has been heard at the last stage for {silence.length(days)} since its date."]
    put = next((one for one in turn.case.asked if one.kind == "decision"), None)
    if put is not None:
        lines += [f"The decision that {turn.name(put.by)} wrote waits for your AGREE or DISAGREE."]
    said = (put.by, put.text) if put else None
    # Whoever is waited for need not look for the letter that asked them weeks ago.
    is_theirs = turn.stage.sides == "convened" and put is None
    for one in officers.waited_for(turn) if silence.authority_hears(days) else ():
        offered = convening.words_for(turn, one) if is_theirs else ()
        news.tell(turn, one, "Nothing has been heard at your stage", lines, said or (one, ""), offered=offered)
    for one in silence.asked_again(turn) if silence.authority_hears(days) else ():
        if not _written_lately(turn, one, deadline):
            _ask_again(turn, one)


def _reminder(turn: Turn, deadline: Deadline) -> None:
    clock = turn.case.deadlines.get(deadline.about)
    if clock is None or clock.state != "standing" or clock.due <= turn.at:
        turn.put(DeadlineDropped(turn.at, deadline.id, "what it was to remind of has passed"))
        return
    turn.put(DeadlineMet(turn.at, deadline.id))
    _remind_present(turn, clock)


def _remind_present(turn: Turn, clock: Deadline) -> None:
    if turn.stage.sides == "convened" or together.here(turn):
        _remind_convenor(turn, clock)
        return
    pending = turn.case.pending
    done = {pending.by.agency, *(one.agency for one in pending.assents)} if pending else set()
    verbs = ("RECEIVED", "PLAN", "ESCALATE") if clock.goal == deadlines.ACKNOWLEDGEMENT else _verbs(turn)
    for one in turn.everyone_present():
        mine = duties.is_asked(turn.case, clock, one)
        if mine and one.agency not in done and not _written_lately(turn, one, clock) and not _reminded(turn, one):
            _remind(turn, one, verbs)


def _verbs(turn: Turn) -> tuple[str, ...]:
    further = ("ESCALATE",) if climbing.next_place(turn, asked=True) else ()
    return ("AGREE", "DISAGREE", *further) if turn.case.pending else ("PLAN", "RESOLVED", *further)


def _remind(turn: Turn, to: Party, verbs: tuple[str, ...]) -> None:
    facts = {"why": "You are asked for a word on this.", "done": [], "words": ordering.words(*verbs)}
    ordering.order(turn, "reminder", to, facts)


def _ask_again(turn: Turn, to: Party) -> None:
    """Put the words that wait for somebody to them once more; where none do, remind them of the case."""
    pending = turn.case.pending
    if pending is not None:
        agreement.put_to(turn, to, pending)
    else:
        _remind(turn, to, _verbs(turn))


def _remind_convenor(turn: Turn, clock: Deadline) -> None:
    date = [_what(turn, one) for one in turn.case.standing if one.purpose == "clock"]
    for one in officers.waited_for(turn) if together.here(turn) else officers.convenors(turn):
        if not _written_lately(turn, one, clock):
            news.tell(turn, one, "A date is near", date, (one, ""))


def _check_in(turn: Turn, deadline: Deadline) -> None:
    if turn.case.status != "open":
        turn.put(DeadlineDropped(turn.at, deadline.id, "nothing is left to ask"))
        return
    if deadline.about == deadlines.GIVEN:
        facilitating.ask_if_held(turn)
    if turn.case.urgent is not None and deadline.clock:
        _urgent(turn, deadline)
        return
    if deadlines.judged(turn) is not None and turn.stage.sides == "both" and not together.here(turn):
        judgement.check_in(turn, deadline)
        return
    turn.put(DeadlineMet(turn.at, deadline.id))
    if deadlines.judged(turn) is not None:
        _no_word_at_last(turn)
        return
    _ask_present(turn, silence.rounds(turn))
    _ask_convenor(turn)


def _ask_present(turn: Turn, rounds: int) -> None:
    further = climbing.next_place(turn, asked=True) is not None
    for one in once([*([turn.case.raiser] if turn.case.raiser else []), *turn.everyone_present()]):
        facts = {
            "why": "No date of the policy runs at present, so we ask.",
            "raiser_question": deciders.is_raiser(turn.case, one),
            "round": rounds,
            "words": ordering.words(*(("ESCALATE",) if further else ()), "RESOLVED", "STATUS"),
        }
        ordering.order(turn, "check_in", one, facts)


def _objection(turn: Turn, deadline: Deadline) -> None:
    agreed = turn.case.agreed
    if turn.case.status != "agreed" or agreed is None:
        turn.put(DeadlineDropped(turn.at, deadline.id, "there is nothing left to object to"))
        return
    told = agreement.asked_raiser(turn, agreed)
    if any(has_arrived(turn, one) for one in told):
        turn.put(DeadlineMet(turn.at, deadline.id))
        agreement.close(turn, "agreed", agreed.text, proposal=agreed)
    elif agreement.unreached(turn, agreed):
        deadlines.full_time(turn, deadline, turn.at, agreement.NOT_REACHED)
        if not told:
            agreement.ask_raiser(turn)
        about = f"not reached {agreed.id}"
        if not any(one.about == about for one in turn.case.letters.values()):  # after that, the morning letter says so
            action = "Reach them or whoever stands in for them today, and reply with AGREE, or with ESCALATE and why."
            lines = ["An agreement waits for their word."]
            ordering.tell_office(turn, "The raiser was not reached", lines, action, about=about)


def _objection_answer(turn: Turn, deadline: Deadline) -> None:
    ours = _ours(turn, deadline)
    turn.put(DeadlineMissed(turn.at, deadline.id, ours, down=_down(turn, ours=ours)))
    onward = climbing.next_place(turn, asked=False)
    if onward is not None:
        climbing.climb(turn, onward, "objected", turn.at if ours else deadline.due)
        return
    deadlines.begin_silence(turn)
    ordering.tell_office(
        turn, "No answer to an objection", ["This is the last stage."], "Speak to whoever convenes it."
    )


def _provisional(turn: Turn, deadline: Deadline) -> None:
    # The office reads in its morning letter what is still missing (rule 1.1).
    ours = _ours(turn, deadline)
    turn.put(DeadlineMissed(turn.at, deadline.id, ours, down=_down(turn, ours=ours)))


def _no_word_at_last(turn: Turn) -> None:
    """Report silence where the last word is somebody's, and the policy gives it no time (rule 6.6)."""
    deadlines.set_house(turn, "silence", about="1")
    _ask_convenor(turn)


def _ask_convenor(turn: Turn) -> None:
    """Ask whoever convenes the present stage what came of it; nobody where both sides act alone."""
    joint = together.here(turn)
    for one in officers.waited_for(turn) if joint else officers.convenors(turn):
        word = _ANY_OF_THEM if joint else _WORD[officers.decides(turn, one)]
        news.tell(turn, one, "Where does this stand?", [f"Please tell us where it stands: {word}."], (one, ""))


_ANY_OF_THEM = "your DECISION, or AGREE or DISAGREE to the one that was put to you"
_WORD = {True: "your DECISION, or NEW DATE and the course until then", False: "REPORT and what came of it"}


def _limit(turn: Turn, deadline: Deadline) -> None:
    """At an overall limit the case is resolved, or goes to the limit's stage, whatever happened between (rule 6.5)."""
    if turn.case.status != "open" or limits.reached(turn, deadline.stage):
        turn.put(DeadlineMet(turn.at, deadline.id))
        return
    ours = _ours(turn, deadline)
    turn.put(DeadlineMissed(turn.at, deadline.id, ours, reaching.unheard(turn), _down(turn, ours=ours)))
    climbing.climb(turn, (deadline.stage, 1), "limit", turn.at if ours else deadline.due, ours=ours)


def _urgent(turn: Turn, deadline: Deadline) -> None:
    if turn.case.urgent is not None and standing.unsent(turn.case):
        return
    if not urgent.ran_out(turn, deadline):
        turn.put(DeadlineDropped(turn.at, deadline.id, "it is no longer urgent"))


# What neither asks nor climbs while the office lets a case rest.
_RESTS: frozenset[Purpose] = frozenset(
    ("clock", "nudge", "reminder", "check-in", "silence", "hand-on", "drift", "provisional")
)

_CALLS: Mapping[Purpose, Callable[[Turn, Deadline], None]] = {
    "clock": _clock,
    "nudge": reaching.received,
    "reminder": _reminder,
    "check-in": _check_in,
    "objection": _objection,
    "objection-answer": _objection_answer,
    "provisional": _provisional,
    "silence": _silence,
    "limit": _limit,
    "withdrawal": withdrawal.day_over,
    "action": actions.ask,
    "action-answer": actions.unanswered,
    "action-date": actions.no_new_date,
    "care": aftercare.again,
    "telling": to_tell.again,
    "form": signing.again,
    "quote": quoting.day_over,
    "hand-on": steps.hand_on,
    "drift": judgement.drift,
    "urgent": _urgent,
    "chase": urgent.chase,
    "again": urgent.again,
    "alarm": alarms.unanswered,
    "passed-on": passing.ask_office,
    "legal": legal.come,
    "second": second.unconfirmed,
    "rest": lambda turn, deadline: turn.put(DeadlineMet(turn.at, deadline.id)),
    "what-changed": lambda turn, deadline: what_changed.ask(turn, deadline, gone=successor.gone(turn)),
}
whole("_CALLS in cases/timing.py", _CALLS, kinds.KINDS, "the function that is called when such a date comes")


def _ours(turn: Turn, deadline: Deadline) -> bool:
    # A clock that is acted on by the end of its own day is on time; a day later the lateness is ours (rule 3.3).
    return turn.rules.days.local(turn.at).date() > turn.rules.days.local(deadline.due).date()


def _down(turn: Turn, *, ours: bool) -> tuple[datetime, datetime] | None:
    """Return from when until when the service was down, of a date that is kept as ours for it (rule 3.3)."""
    return turn.down if ours else None


def _what(turn: Turn, deadline: Deadline) -> str:
    shown = ordering.date(turn, deadline)
    due = turn.rules.days.local(deadline.due)
    return f"Due on {due:%A} {due.day} {due:%B %Y}: {shown['what']}."


def _reminded(turn: Turn, to: Party) -> bool:
    """Tell whether somebody whose side has written RECEIVED was reminded since: one reminder is enough then (rule 4.7)."""
    said, since = turn.case.acknowledged.get(to.agency), turn.case.entered_at
    if said is None or (since is not None and said < since):
        return False
    had = (one for one in turn.case.letters.values() if one.template == "reminder" and one.at >= said)
    return any(deciders.same_person(one.to, to) for one in had)


def _written_lately(turn: Turn, to: Party, clock: Deadline) -> bool:
    """Tell whether somebody had a letter within a working day, or half the time of a shorter clock (rule 4.7)."""
    rest = deadlines.rest_before_reminder(turn, clock)
    mine = (one for one in turn.case.letters.values() if deciders.same_person(one.to, to) and one.state != "withheld")
    return any(turn.rules.days.working_hours_between(one.at, turn.at) < rest for one in mine)
