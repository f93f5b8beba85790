"""What a word does: its function in each status of its case, without a hole. `diagram` draws it.

A function returns the sentence that answers the word. What has no place in a status is kept on the record
(`noting.note`, `both_sides.ended`, `joining.elsewhere`), and its author is answered.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from mailservice.cases.history.case import Status
from mailservice.cases.history.commands import Said
from mailservice.cases.history.rows import Row, column, whole
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.ladder import within
from mailservice.cases.letters.kept import for_office, pass_on
from mailservice.cases.opening import joining, stopping
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.settling import actions, moving, new_date, overtaken, passing
from mailservice.cases.words import (
    allow,
    arranging,
    both_sides,
    contacts,
    cover,
    decision,
    noting,
    office,
    permission,
    record,
    retaining,
    roles,
    successor,
    telephone,
    undo,
    urgent,
    withdrawal,
    wrong_person,
)

Action = Callable[[Turn, Said, Speaker], str]

_STATUSES: tuple[Status, ...] = ("open", "agreed", "closed", "joined", "halted")


@dataclass(frozen=True, kw_only=True)
class Does(Row):
    """What one word does where its case is open, agreed, closed, or has gone on in another."""

    name: Verb
    open: Action = column("its function where the case is open")
    agreed: Action = column("its function where every decider has agreed, and the raiser may still object")
    closed: Action = column("its function where the case has ended; both_sides.ended only keeps the word")
    joined: Action = column("its function where the case goes on in another; joining.elsewhere says in which")
    # What answers it from whom `permission.ROWS` does not grant it; none where its own function answers everybody.
    refused: Action | None = None


def _contact(turn: Turn, said: Said, by: Speaker) -> str:
    """Take CONTACT: who acts for an agency, or AS RAISER who follows the person who raised it."""
    if successor.is_meant(said):
        return successor.succeed(turn, said, by)
    if deciders.is_within(turn.case):
        return within.contact(turn, said, by)
    return contacts.contact(turn, said, by)


def _go_on(turn: Turn, said: Said, by: Speaker) -> str:
    """Take GO ON: what was held acts; from the office, where a death may have been told, it says that this is not so."""
    if by.office and turn.case.harm is not None:
        return passing.not_so(turn, said, by)
    return stopping.went_on(turn, said, by)


ROWS = (
    Does(
        name=Verb.RECEIVED,
        open=both_sides.received,
        agreed=both_sides.received,
        closed=both_sides.received,
        joined=joining.elsewhere,
    ),
    Does(
        name=Verb.MET,
        open=both_sides.met,
        agreed=both_sides.settled,
        closed=both_sides.ended,
        joined=joining.elsewhere,
        refused=pass_on,
    ),
    Does(
        name=Verb.PLAN,
        open=both_sides.plan,
        agreed=both_sides.settled,
        closed=both_sides.ended,
        joined=joining.elsewhere,
        refused=pass_on,
    ),
    Does(
        name=Verb.RESOLVED,
        open=both_sides.resolved,
        agreed=both_sides.settled,
        closed=both_sides.ended,
        joined=joining.elsewhere,
        refused=pass_on,
    ),
    Does(
        name=Verb.AGREE,
        open=both_sides.agree,
        agreed=both_sides.agree_settled,
        closed=both_sides.agree_ended,
        joined=joining.elsewhere,
    ),
    Does(
        name=Verb.DISAGREE,
        open=both_sides.disagree,
        agreed=both_sides.object_,
        closed=both_sides.disagree_ended,
        joined=joining.elsewhere,
        refused=pass_on,
    ),
    Does(
        name=Verb.OBJECT,
        open=both_sides.object_early,
        agreed=both_sides.object_,
        closed=both_sides.reopen,
        joined=joining.elsewhere,
    ),
    Does(
        name=Verb.ESCALATE,
        open=both_sides.escalate,
        agreed=both_sides.escalate_agreed,
        closed=both_sides.reopen,
        joined=joining.elsewhere,
    ),
    Does(
        name=Verb.URGENT,
        open=urgent.urgent,
        agreed=urgent.urgent,
        closed=urgent.urgent_closed,
        joined=joining.elsewhere,
    ),
    Does(
        name=Verb.NEW_DATE,
        open=decision.new_date,
        agreed=new_date.beside,
        closed=new_date.for_action,
        joined=joining.elsewhere,
        refused=pass_on,
    ),
    Does(
        name=Verb.CONTACT,
        open=_contact,
        agreed=_contact,
        closed=successor.after_the_end,
        joined=joining.elsewhere,
        refused=contacts.refused,
    ),
    Does(
        name=Verb.COVER,
        open=cover.cover,
        agreed=cover.cover,
        closed=arranging.not_carried,
        joined=joining.elsewhere,
        refused=cover.refused,
    ),
    Does(name=Verb.TOPIC, open=noting.topic, agreed=noting.note, closed=both_sides.ended, joined=joining.elsewhere),
    Does(name=Verb.NOTE, open=noting.note, agreed=noting.note, closed=noting.note, joined=joining.elsewhere),
    Does(name=Verb.DONE, open=actions.done, agreed=actions.done, closed=actions.done, joined=actions.done),
    Does(
        name=Verb.NOT_DONE,
        open=actions.not_done,
        agreed=actions.not_done,
        closed=actions.not_done,
        joined=actions.not_done,
    ),
    Does(
        name=Verb.OVERTAKEN,
        open=overtaken.overtaken,
        agreed=both_sides.settled,
        closed=both_sides.ended,
        joined=joining.elsewhere,
        refused=overtaken.refused,
    ),
    Does(
        name=Verb.WITHDRAW,
        open=withdrawal.withdraw,
        agreed=withdrawal.withdraw_agreed,
        closed=both_sides.ended,
        joined=joining.elsewhere,
        refused=withdrawal.refused,
    ),
    Does(name=Verb.KEEP, open=withdrawal.keep, agreed=noting.note, closed=both_sides.reopen, joined=joining.elsewhere),
    Does(
        name=Verb.REOPEN,
        open=both_sides.reopen_early,
        agreed=both_sides.object_,
        closed=both_sides.reopen,
        joined=joining.elsewhere,
    ),
    Does(name=Verb.NEW, open=joining.new, agreed=joining.new, closed=joining.new, joined=joining.elsewhere),
    Does(name=Verb.JOIN, open=joining.join, agreed=joining.too_late, closed=joining.too_late, joined=joining.elsewhere),
    Does(
        name=Verb.GO_ON,
        open=_go_on,
        agreed=_go_on,
        closed=_go_on,
        joined=joining.elsewhere,
    ),
    Does(
        name=Verb.STOP,
        open=stopping.stop,
        agreed=stopping.stop,
        closed=stopping.stop,
        joined=joining.elsewhere,
    ),
    Does(name=Verb.UNDO, open=undo.undo, agreed=undo.undo, closed=undo.undo, joined=joining.elsewhere),
    Does(
        name=Verb.RECORD,
        open=record.record,
        agreed=record.record,
        closed=record.record,
        joined=joining.elsewhere,
    ),
    Does(name=Verb.CASES, open=record.cases, agreed=record.cases, closed=record.cases, joined=record.cases),
    Does(
        name=Verb.MEDIATION,
        open=arranging.mediation,
        agreed=noting.note,
        closed=both_sides.ended,
        joined=joining.elsewhere,
        refused=arranging.not_convening,
    ),
    Does(
        name=Verb.PANEL,
        open=arranging.mediation,
        agreed=noting.note,
        closed=both_sides.ended,
        joined=joining.elsewhere,
        refused=arranging.not_convening,
    ),
    Does(
        name=Verb.REPORT,
        open=arranging.report,
        agreed=noting.note,
        closed=both_sides.ended,
        joined=joining.elsewhere,
        refused=arranging.not_convening,
    ),
    Does(
        name=Verb.DECISION,
        open=decision.decision,
        agreed=noting.note,
        closed=both_sides.ended,
        joined=joining.elsewhere,
        refused=decision.refused,
    ),
    Does(
        name=Verb.NOT_AGREED,
        open=arranging.not_agreed,
        agreed=noting.note,
        closed=both_sides.ended,
        joined=joining.elsewhere,
        refused=for_office,
    ),
    Does(
        name=Verb.WRONG_PERSON,
        open=wrong_person.by_word,
        agreed=wrong_person.by_word,
        closed=wrong_person.by_word,
        joined=wrong_person.by_word,
    ),
    # The office enters a spoken word where it is heard (`cases.spoken`), for its speaker.
    Does(name=Verb.SPOKEN, open=noting.note, agreed=noting.note, closed=noting.note, joined=joining.elsewhere),
    Does(
        name=Verb.MOVED,
        open=moving.moved,
        agreed=moving.moved,
        closed=both_sides.ended,
        joined=joining.elsewhere,
        refused=for_office,
    ),
    Does(
        name=Verb.PASSED_ON,
        open=passing.passed_on,
        agreed=passing.passed_on,
        closed=passing.passed_on,
        joined=joining.elsewhere,
        refused=for_office,
    ),
    Does(
        name=Verb.ALLOW,
        open=allow.allow,
        agreed=allow.allow,
        closed=both_sides.ended,
        joined=joining.elsewhere,
        refused=for_office,
    ),
    *(
        Does(
            name=verb,
            open=office.of_held_mail,
            agreed=office.of_held_mail,
            closed=office.of_held_mail,
            joined=office.of_held_mail,
        )
        for verb in (Verb.RELEASE, Verb.REJECT, Verb.FILE, Verb.SPLIT)
    ),
    Does(name=Verb.ASSIGN, open=office.assign, agreed=office.assign, closed=office.assign, joined=joining.elsewhere),
    Does(name=Verb.MOVE_TO, open=office.move_to, agreed=noting.note, closed=both_sides.ended, joined=joining.elsewhere),
    Does(
        name=Verb.HOLD_UNTIL,
        open=office.hold_until,
        agreed=noting.note,
        closed=both_sides.ended,
        joined=joining.elsewhere,
    ),
    *(
        Does(
            name=verb,
            open=office.of_mailbox,
            agreed=office.of_mailbox,
            closed=office.of_mailbox,
            joined=office.of_mailbox,
        )
        for verb in (Verb.SUSPECT, Verb.CLEAR)
    ),
    Does(
        name=Verb.CHECKED,
        open=telephone.checked,
        agreed=telephone.checked,
        closed=telephone.checked,
        joined=joining.elsewhere,
    ),
    *(
        Does(name=verb, open=does, agreed=does, closed=does, joined=joining.elsewhere)
        for verb, does in (
            (Verb.RETAIN_UNTIL, retaining.retain_until),
            (Verb.PRESERVE, retaining.preserve),
            (Verb.PRESERVE_ENDS, retaining.preserve_ends),
            (Verb.DISPOSE, retaining.dispose),
        )
    ),
    Does(name=Verb.PAUSE, open=office.pause, agreed=office.pause, closed=office.pause, joined=joining.elsewhere),
    Does(name=Verb.RESUME, open=office.resume, agreed=office.resume, closed=office.resume, joined=joining.elsewhere),
    *(
        Does(
            name=verb,
            open=office.on_no_case,
            agreed=office.on_no_case,
            closed=office.on_no_case,
            joined=office.on_no_case,
        )
        for verb in (Verb.DIRECTORY, Verb.VERIFY, Verb.DUE, Verb.FIGURES)
    ),
)


# What a word does where a death or grave harm was told: the office's own act, what names somebody or is only kept still
# does so, a call for another child is heard, and every other word is kept (rule 12.6).
_HALTED: Mapping[Verb, Action] = {
    Verb.PASSED_ON: passing.passed_on,
    Verb.GO_ON: passing.not_so,
    Verb.URGENT: passing.urgent,
    Verb.NOTE: noting.note,
    Verb.RECORD: record.record,
    Verb.WRONG_PERSON: wrong_person.by_word,
    Verb.ALLOW: allow.allow,
    Verb.ASSIGN: office.assign,
    Verb.PAUSE: office.pause,
    Verb.RESUME: office.resume,
    Verb.CHECKED: telephone.checked,
    Verb.RECEIVED: both_sides.received,
    Verb.RETAIN_UNTIL: retaining.retain_until,
    Verb.PRESERVE: retaining.preserve,
}


def _in(status: Status, row: Does) -> Action:
    if status == "halted":
        return _HALTED.get(row.name, passing.held_still)
    done: Action = getattr(row, status)
    return done


def in_each_status(rows: Iterable[Does]) -> Mapping[tuple[str, Verb], Action]:
    """Return the function of each word in each status; IncompleteRow names a word that has none and needs one."""
    written = tuple(rows)
    acting = (word.name for word in WORDS.values() if word.answered == "a sentence")
    whole("ROWS in cases/words/table.py", (row.name for row in written), acting, "a Does(…), what the word does")
    return {(status, row.name): _in(status, row) for status in _STATUSES for row in written}


TABLE = in_each_status(ROWS)
_REFUSED = {row.name: row.refused for row in ROWS}


def refused(turn: Turn, said: Said, by: Speaker) -> Action | None:
    """Return what answers a word from somebody who may not use it here; None where its function takes it."""
    same = TABLE[turn.case.status, said.verb] is TABLE["open", said.verb]
    answers = _REFUSED[said.verb] if same else None
    if answers is None or permission.moves(said.verb, roles.roles_of(turn, said, by), roles.place_of(turn)):
        return None
    return answers


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
    moving.moved: ("open", "agreed", "closed"),
    passing.passed_on: ("halted", "closed"),
    passing.not_so: ("open", "agreed", "closed"),
    undo.undo: ("open", "agreed", "closed"),
    joining.join: ("open", "joined"),
}


def diagram() -> str:
    """Return the table as a Mermaid state diagram: which word brings a case from where to where."""
    lines = ["stateDiagram-v2", "    [*] --> open: a mail with a child's reference or another agency"]
    for status in _STATUSES:
        verbs: dict[str, list[str]] = {}
        for verb in (verb for at, verb in TABLE if at == status):
            for target in LEADS_TO.get(TABLE[status, verb], (status,)):
                verbs.setdefault(target, []).append(verb.value)
        lines += [f"    {status} --> {target}: {', '.join(named)}" for target, named in verbs.items()]
    lines += ["    open --> open: a date comes", "    open --> closed: nobody keeps what is withdrawn, for a day"]
    lines += ["    agreed --> closed: the raiser's day passes", "    closed --> open: an agreed action is not done"]
    lines += ["    closed --> [*]"]
    return "\n".join(lines) + "\n"
