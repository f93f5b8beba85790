"""Which function a word leads to: (status, word) to function, without a hole. `diagram` draws it."""

from collections.abc import Callable, Mapping

from mailservice.cases.history.case import Status
from mailservice.cases.history.commands import Said
from mailservice.cases.history.words import Verb
from mailservice.cases.ladder import within
from mailservice.cases.opening import confidential, first_mail, joining
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.settling import actions, new_date, overtaken
from mailservice.cases.words import (
    allow,
    arranging,
    both_sides,
    contacts,
    cover,
    decision,
    noting,
    successor,
    undo,
    urgent,
    withdrawal,
)

Action = Callable[[Turn, Said, Speaker], str]

_QUIET = (Verb.PLAN, Verb.RESOLVED, Verb.MET)
_BY_A_PERSON = (
    Verb.COVER,
    Verb.GO_ON,
    Verb.STOP,
)


def _contact(turn: Turn, said: Said, by: Speaker) -> str:
    """Take CONTACT: who acts for an agency, or AS RAISER who follows the person who raised it."""
    if successor.is_meant(said):
        return successor.succeed(turn, said, by)
    if deciders.is_within(turn.case):
        return within.contact(turn, said, by)
    return contacts.contact(turn, said, by)


# What else is written is kept on the record, and its author is answered.
_ELSE: Mapping[Status, Action] = {
    "open": noting.note,
    "agreed": noting.note,
    "closed": both_sides.ended,
    "joined": joining.elsewhere,
}

TABLE: Mapping[tuple[str, Verb], Action] = {
    **{(status, verb): _ELSE[status] for status in _ELSE for verb in Verb if verb not in first_mail.QUESTIONS},
    ("open", Verb.RECEIVED): both_sides.received,
    ("open", Verb.MET): both_sides.met,
    ("open", Verb.PLAN): both_sides.plan,
    ("open", Verb.RESOLVED): both_sides.resolved,
    ("open", Verb.AGREE): both_sides.agree,
    ("open", Verb.DISAGREE): both_sides.disagree,
    ("open", Verb.OBJECT): both_sides.object_early,
    ("open", Verb.ESCALATE): both_sides.escalate,
    ("open", Verb.URGENT): urgent.urgent,
    ("open", Verb.CONTACT): _contact,
    ("open", Verb.NOTE): noting.note,
    ("open", Verb.TOPIC): noting.topic,
    ("open", Verb.MEDIATION): arranging.mediation,
    ("open", Verb.PANEL): arranging.mediation,
    ("open", Verb.REPORT): arranging.report,
    ("open", Verb.NOT_AGREED): arranging.not_agreed,
    ("open", Verb.DECISION): decision.decision,
    ("open", Verb.REOPEN): both_sides.reopen_early,
    ("agreed", Verb.RECEIVED): both_sides.received,
    ("agreed", Verb.OBJECT): both_sides.object_,
    ("agreed", Verb.DISAGREE): both_sides.object_,
    ("agreed", Verb.ESCALATE): both_sides.escalate_agreed,
    ("agreed", Verb.URGENT): urgent.urgent,
    ("agreed", Verb.AGREE): both_sides.agree_settled,
    ("agreed", Verb.REOPEN): both_sides.object_,
    ("agreed", Verb.CONTACT): _contact,
    ("agreed", Verb.NOTE): noting.note,
    ("closed", Verb.RECEIVED): both_sides.received,
    ("closed", Verb.REOPEN): both_sides.reopen,
    ("closed", Verb.OBJECT): both_sides.reopen,
    ("closed", Verb.ESCALATE): both_sides.reopen,
    ("closed", Verb.URGENT): urgent.urgent_closed,
    ("closed", Verb.NOTE): noting.note,
    **{("agreed", verb): both_sides.settled for verb in _QUIET},
    **{(status, verb): arranging.not_carried for status in ("open", "agreed", "closed") for verb in _BY_A_PERSON},
    ("open", Verb.NEW_DATE): decision.new_date,
    ("closed", Verb.NEW_DATE): new_date.for_action,
    ("agreed", Verb.NEW_DATE): new_date.beside,
    ("open", Verb.OVERTAKEN): overtaken.overtaken,
    ("agreed", Verb.OVERTAKEN): both_sides.settled,
    ("open", Verb.WITHDRAW): withdrawal.withdraw,
    ("agreed", Verb.WITHDRAW): withdrawal.withdraw_agreed,
    ("open", Verb.KEEP): withdrawal.keep,
    ("closed", Verb.KEEP): both_sides.reopen,
    ("closed", Verb.AGREE): both_sides.agree_ended,
    ("closed", Verb.DISAGREE): both_sides.disagree_ended,
    **{(status, Verb.DONE): actions.done for status in _ELSE},
    **{(status, Verb.NOT_DONE): actions.not_done for status in _ELSE},
    ("closed", Verb.CONTACT): successor.after_the_end,
    **{(status, Verb.UNDO): undo.undo for status in ("open", "agreed", "closed")},
    ("open", Verb.ALLOW): allow.allow,
    ("agreed", Verb.ALLOW): allow.allow,
    **{(status, Verb.NEW): joining.new for status in ("open", "agreed", "closed")},
    ("open", Verb.JOIN): joining.join,
    **{(status, Verb.JOIN): joining.too_late for status in ("agreed", "closed")},
    ("open", Verb.COVER): cover.cover,
    ("agreed", Verb.COVER): cover.cover,
    **{(status, Verb.GO_ON): confidential.went_on for status in ("open", "agreed", "closed")},
    **{(status, Verb.STOP): confidential.stop for status in ("open", "agreed", "closed")},
}


# Where a verb may bring the case; every other verb leaves its status as it is.
LEADS_TO: Mapping[Action, tuple[Status, ...]] = {
    both_sides.agree: ("agreed", "closed"),
    both_sides.agree_settled: ("closed",),
    both_sides.object_: ("open", "closed"),
    both_sides.escalate_agreed: ("open",),
    urgent.urgent: ("open",),
    both_sides.reopen: ("open",),
    urgent.urgent_closed: ("open",),
    decision.decision: ("closed",),
    arranging.not_agreed: ("closed",),
    undo.undo: ("open", "agreed", "closed"),
    joining.join: ("open", "joined"),
}


def diagram() -> str:
    """Return the table as a Mermaid state diagram: which word brings a case from where to where."""
    lines = ["stateDiagram-v2", "    [*] --> open: a mail with a child's reference or another agency"]
    for status in _ELSE:
        verbs: dict[str, list[str]] = {}
        for verb in (verb for at, verb in TABLE if at == status):
            for target in LEADS_TO.get(TABLE[status, verb], (status,)):
                verbs.setdefault(target, []).append(verb.value)
        lines += [f"    {status} --> {target}: {', '.join(named)}" for target, named in verbs.items()]
    lines += ["    open --> open: a date comes", "    open --> closed: nobody keeps what is withdrawn, for a day"]
    lines += ["    agreed --> closed: the raiser's day passes", "    closed --> open: an agreed action is not done"]
    lines += ["    closed --> [*]"]
    return "\n".join(lines) + "\n"
