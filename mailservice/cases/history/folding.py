"""What each event changes in a case: one row an event, in `_CHANGES`. Replaying a history gives the same case.

`after` is the only way a case changes. Nothing here decides.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import reduce
from typing import Any, Literal

from mailservice.cases.history import beginning, sides
from mailservice.cases.history import events as e
from mailservice.cases.history.case import Absent, Case, Deadline, Filled, Form, LastWords, Ordered, Proposal, Task
from mailservice.cases.history.copying import replace
from mailservice.cases.history.mails import unspaced
from mailservice.cases.history.rows import whole
from mailservice.cases.history.words import Verb, contradict

TIMES_KEPT = 3  # how often a mail's very words acted, as far back as is asked for: `words.again`
_DAY = timedelta(days=1)


def after(case: Case, event: e.Event) -> Case:
    """Return the case as it stands after the event."""
    return _CHANGES[type(event)](case, event)


def replay(history: Sequence[e.Event], start: Case | None = None) -> Case:
    """Return the case that a history adds up to."""
    return reduce(after, history, start or Case())


def _heard(case: Case, event: e.MailHeard) -> Case:
    case = replace(case, heard=(*case.heard, event.message_id))
    if event.outcome == "held":
        return case  # it waits for a person: until then it is nobody's word
    side = event.sender.agency
    first = event.message_id == case.root  # its issue came with the opening, without what it notes for the record alone
    words = event.own_words if event.shown is None else event.shown
    if sides.may_tell(case, event) and not (first and side in case.issues):
        case = sides.with_issue(case, event.sender, event.at, words)
    attached = case.attached
    if (
        event.attachments
        and side not in attached
        and (first or case.issues.get(side) == words)
        and sides.may_tell(case, event)
        and sides.names_files(event)
    ):
        attached = {**attached, side: (event.sender.name or event.sender.address, event.attachments)}
    parties = case.parties_with(event.sender) if side in case.agencies else case.parties
    human = event.kind == "message" and (side in case.agencies or not side)
    last_words = (
        {**case.last_words, side: event.at, event.sender.address.lower(): event.at} if human else case.last_words
    )
    before = replace(case, last=None, before=None) if event.outcome == "acted" and case.stage else None
    case = replace(case, attached=attached, parties=parties, last_words=last_words, before=before)
    return _wrote(case, event)


def _wrote(case: Case, event: e.MailHeard) -> Case:
    """Keep when somebody wrote last, and the time before; a machine's answer is nobody's word."""
    if event.kind != "message":
        return case
    who = event.sender.address.lower()
    came_from = (event.came_from or event.sender.address).lower()
    if event.proof == "proven" and came_from in case.dead:
        case = replace(case, dead={one: at for one, at in case.dead.items() if one != came_from})
    return replace(case, wrote={**case.wrote, who: (*case.wrote.get(who, ())[-1:], event.at)})


def _released(case: Case, event: e.HeldMailReleased) -> Case:
    """Keep who let go on what: an address and a confidential route."""
    return replace(case, released=(*case.released, *((event.by.address.lower(), route) for route in event.routes)))


def _stopped(case: Case, event: e.Stopped) -> Case:
    """Keep what nobody else has read as nobody's words; a case that rests has one side, until its raiser goes on."""
    asked = {one.id: replace(one, state="stopped") for one in case.asked if sides.is_of(event, one.by, one.at)}
    urgent = case.urgent
    if urgent and sides.is_of(event, urgent.by, urgent.at):
        urgent = replace(urgent, text="")
    stopped = replace(sides.without(case, event), proposals={**case.proposals, **asked}, urgent=urgent)
    if not event.opening:
        return stopped
    mine = tuple(one for one in case.agencies if one == event.by.agency)
    return replace(
        stopped,
        agencies=mine,
        responders=(),
        parties=tuple(one for one in case.parties if one.agency in mine),
        missing=tuple(dict.fromkeys((*case.missing, "agency"))),
        rested=replace(case, last=None, before=None),
        last=None,
    )


def _went_on(case: Case, _event: e.WentOn) -> Case:
    before = case.rested or case
    return replace(case, issues=before.issues, authors=before.authors, attached=before.attached)


def _entered(case: Case, event: e.StageEntered) -> Case:
    return replace(
        case,
        status="open",
        stage=event.stage,
        tier=event.tier,
        entered_at=event.at,
        counted_from=event.counted_from,
        path=(*case.path, (event.stage, event.tier)),
        last=None,
        conflicts=(),
        step="" if event.why in ("opened", "reopened") else case.step,
    )


def _step(case: Case, event: e.StepEntered) -> Case:
    return replace(case, step=event.step, step_from=event.counted_from)


def _urgent(case: Case, event: e.UrgentRaised) -> Case:
    since = case.urgent_since if case.urgent and case.urgent_since else event.at
    calls = (*(one for one in case.calls if _stays(one, event)), event)
    return replace(sides.said(case, event), urgent=event, urgent_since=since, calls=calls)


def _stays(earlier: e.UrgentRaised, new: e.UrgentRaised) -> bool:
    """Tell whether an URGENT is kept beside a newer one: not what the same person said anew, or what is a day old."""
    again = (earlier.by.address.lower(), unspaced(earlier.text)) == (new.by.address.lower(), unspaced(new.text))
    return not again and new.at - earlier.at < _DAY


def _deadline_set(case: Case, event: e.DeadlineSet) -> Case:
    new = Deadline(
        id=event.deadline,
        purpose=event.purpose,
        stage=event.stage,
        tier=event.tier,
        due=event.due,
        counted_from=event.counted_from,
        basis=event.basis,
        goal=event.goal,
        clock=event.clock,
        reading=event.reading,
        skipped=event.skipped,
        about=event.about,
        second=event.second,
        says=event.says,
        side=event.side,
    )
    return replace(case, deadlines={**case.deadlines, new.id: new})


def _deadline(case: Case, identity: str, **changes: Any) -> Case:
    changed = replace(case.deadlines[identity], **changes)
    return replace(case, deadlines={**case.deadlines, identity: changed})


def _deadline_moved(case: Case, event: e.DeadlineMoved) -> Case:
    names = ("counted_from", "skipped", "basis", "second", "says")
    changed = {name: value for name in names if (value := getattr(event, name)) is not None}
    return _deadline(case, event.deadline, due=event.due, **changed)


def _proposed(case: Case, event: e.Proposed) -> Case:
    new = Proposal(
        id=event.proposal,
        kind=event.kind,
        by=event.by,
        text=event.text,
        stage=event.stage,
        tier=event.tier,
        at=event.at,
        actions=event.actions,
        due=event.due,
        action=event.action,
    )
    case = _discussed(case, event.at) if new.settles else case
    older = {key: replace(p, state="stopped") if _replaced(p, new) else p for key, p in case.proposals.items()}
    # RESOLVED alone puts the words of a plan again, and they may be another side's.
    again = any(one.text == event.text for one in case.proposals.values())
    case = case if again else sides.with_issue(case, event.by, event.at, event.text)
    return sides.answered(replace(case, proposals={**older, new.id: new}), event, event.text)


def _discussed(case: Case, at: datetime) -> Case:
    return case if case.stage in case.discussed else replace(case, discussed={**case.discussed, case.stage: at})


def _replaced(old: Proposal, new: Proposal) -> bool:
    alike = old.settles and new.settles if new.settles else (old.kind, old.action) == (new.kind, new.action)
    return old.state == "standing" and alike


def _proposal(case: Case, identity: str, **changes: Any) -> Case:
    changed = replace(case.proposals[identity], **changes)
    return replace(case, proposals={**case.proposals, identity: changed})


def _assented(case: Case, event: e.Assented) -> Case:
    case = sides.answered(case, event, event.text)
    return _proposal(case, event.proposal, assents=(*case.proposals[event.proposal].assents, event.by))


def _dissented(case: Case, event: e.Dissented) -> Case:
    case = sides.said(case, event)
    denied = {"state": "denied", "dissent": (event.by, event.text)}
    return _proposal(case, event.proposal, **denied) if event.proposal else case


def _agreed(case: Case, event: e.Agreed) -> Case:
    case = replace(_proposal(case, event.proposal, state="agreed"), urgent=None)
    if case.proposals[event.proposal].kind == "plan":
        return case
    return replace(case, status="agreed", settled_at=case.here)


def _objected(case: Case, event: e.Objected) -> Case:
    place = case.here
    case = sides.said(case, event)
    case = replace(case, objections={**case.objections, place: case.objections.get(place, 0) + 1})
    if event.dissent or case.agreed is None:
        return case
    # Nobody tells of an agreement that is stopped.
    told = {key: one for key, one in case.actions.items() if one.tells_of == "agreed" and one.state == "standing"}
    actions = {**case.actions, **{key: replace(one, state="dropped") for key, one in told.items()}}
    stopped = _proposal(case, case.agreed.id, state="stopped")
    return replace(stopped, status="open", settled_at=None, actions=actions)


def _closed(case: Case, event: e.CaseClosed) -> Case:
    settled_at = case.settled_at or case.here
    # What was asked is answered by the end itself: an AGREE to old words moves nothing any more.
    asked = {one.id: replace(one, state="agreed" if one.id == event.proposal else "stopped") for one in case.asked}
    case = replace(case, status="closed", ending=event.ending, settled_at=settled_at, withdrawn=None, last=None)
    return replace(case, proposals={**case.proposals, **asked}, closed_at=event.at)


def _reopened(case: Case, event: e.CaseReopened) -> Case:
    case = replace(case, status="open", began_at=event.at, ending=None, settled_at=None, closed_at=None)
    case = replace(case, decided=None, discussed={})  # its clocks count from the reopening
    case = replace(case, reported=False, mediation_on=None, offered=None, objections={}, urgent=None, withdrawn=None)
    # What was to go is needed again; a day that a second let be sooner was of the ending before.
    case = replace(case, disposal=None, retained=case.retained if case.retained and not case.retained.shorter else None)
    if event.policy_digest:
        case = replace(case, policy_digest=event.policy_digest, overlay_digest=event.overlay_digest)
    closed = {key: replace(p, state="stopped") for key, p in case.proposals.items()}
    # What was agreed is still asked about; the after-care belongs to the next ending.
    actions = {key: replace(one, state="dropped") if _cares(one) else one for key, one in case.actions.items()}
    return replace(case, proposals=closed, actions=actions)


def _harm(case: Case, event: e.HarmTold) -> Case:
    status = "halted" if event.stands else case.status
    return replace(case, harm=event, status=status, last=None, before=None, keeping=(*case.keeping, event))


def _barred(case: Case, event: e.AddressBarred | e.AddressLet) -> Case:
    return replace(case, barred={**case.barred, event.address: event})


def _set_aside(case: Case, event: e.SetAside) -> Case:
    """Take away what somebody wrote towards quiet whose mailbox may be taken; an agreement that rested on it stands no more."""

    def theirs(by: e.Party | None, at: datetime | None = None) -> bool:
        return by is not None and any(_same(by, one) for one in event.who) and (at is None or at >= event.since)

    # Who was added by their word, and decides since for want of another, acts by it still.
    added = {one.address.lower() for one in case.contacts if theirs(one.by, one.at)} | {*event.let}

    def came(by: e.Party | None, at: datetime, address: str) -> bool:
        return theirs(by, at) or (address.lower() in added and at >= event.since)

    named = {*event.stopped, *event.unsaid}
    shaken = case.status == "agreed" and case.agreed is not None and case.agreed.id in named
    proposals = dict(case.proposals)
    for key in event.unsaid:
        kept = tuple(one for one in proposals[key].assents if not theirs(one))
        proposals[key] = replace(proposals[key], assents=kept, state="standing")
    for key in event.stopped:
        proposals[key] = replace(proposals[key], state="stopped")
    case = replace(
        case,
        proposals=proposals,
        contacts=tuple(one for one in case.contacts if not came(one.by, one.at, one.address)),
        covers=tuple(one for one in case.covers if not came(one.by, one.at, one.to.address)),
        said_left=tuple(one for one in case.said_left if not theirs(one.by, one.at)),
        seconds={key: one for key, one in case.seconds.items() if not theirs(one.by, one.at)},
        to_confirm=tuple(one for one in case.to_confirm if not theirs(one.by)),
        last=None,
        before=None,
    )
    if not shaken:
        return case
    actions = {
        key: replace(one, state="dropped") if one.tells_of == "agreed" and one.state == "standing" else one
        for key, one in case.actions.items()
    }
    return replace(case, status="open", settled_at=None, actions=actions)


def _same(one: e.Party, other: e.Party) -> bool:
    if one.person and other.person:
        return one.person == other.person
    return one.address.lower() == other.address.lower()


def _suspected(case: Case, event: e.Suspected | e.Cleared) -> Case:
    return replace(case, suspects={**case.suspects, event.address: event})


def _checked(case: Case, event: e.Checked) -> Case:
    left = {key: one for key, one in case.seconds.items() if key != event.request}
    return replace(case, seconds=left) if event.request else case


def _no_harm(case: Case, _event: e.HarmDenied) -> Case:
    stands = case.harm.stands if case.harm else ""
    keeping = tuple(one for one in case.keeping if not isinstance(one, e.HarmTold))
    return replace(case, harm=None, status=stands or case.status, keeping=keeping)


def _legal(case: Case, event: e.LegalTold) -> Case:
    return replace(case, legal=(*case.legal, event), keeping=(*case.keeping, event))


def _disposed(_case: Case, event: e.CaseDisposed) -> Case:
    """Return what is left: whatever else was known of the case is known no more."""
    return Case(
        status="disposed",
        reference=event.reference,
        opened_at=event.opened_at,
        closed_at=event.closed_at,
        ending=event.ending,
        policy=event.policy,
        opened_under=event.policy_digest,
        disposed=event,
    )


def _history_lost(_case: Case, event: e.HistoryLost) -> Case:
    """Return a case that the service goes on with no more: whatever else was known of it is lost."""
    return Case(
        status="closed",
        reference=event.reference,
        opened_at=event.opened_at,
        closed_at=event.at,
        ending="given-up",
        policy=event.policy,
        policy_digest=event.policy_digest,
        overlay_digest=event.overlay_digest,
        opened_under=event.policy_digest,
        lost=event,
    )


def _cares(task: Task) -> bool:
    return task.kind == "care" and task.state == "standing"


def _task(case: Case, event: e.ActionSet) -> Case:
    new = Task(event.action, event.text, event.on, event.owner, event.kind, tells_of=event.tells_of)
    return replace(case, actions={**case.actions, new.id: new})


def _task_state(case: Case, identity: str, state: Literal["done", "not-done", "standing"], **changes: Any) -> Case:
    changed = replace(case.actions[identity], state=state, **changes)
    return replace(case, actions={**case.actions, identity: changed})


def _form_begun(case: Case, event: e.FormBegun) -> Case:
    new = Form(event.form, event.kind, event.stage, event.tier, event.signatories)
    return replace(case, forms={**case.forms, new.id: new})


def _form(case: Case, identity: str, **changes: Any) -> Case:
    return replace(case, forms={**case.forms, identity: replace(case.forms[identity], **changes)})


def _form_filled(case: Case, event: e.FormFilled) -> Case:
    form = case.forms[event.form]
    new = {one.field: Filled(one.text, event.by, was=_shared(form, one.field)) for one in event.fields}
    changed = {**form.changed, event.by.agency: event.at}
    return _form(case, event.form, filled={**form.filled, **new}, changed=changed)


def _shared(form: Form, field: str) -> str:
    """Return what every side is shown in a field."""
    stands = form.filled.get(field)
    return "" if stands is None else stands.text if stands.seen else stands.was


def _signed(case: Case, event: e.ActionDone) -> Case:
    """Let every side see what its author has now seen in the form, and signed."""
    task = case.actions[event.action]
    form = case.forms.get(task.tells_of) if task.kind == "form" else None
    side = task.owner.agency
    if form is None or all(one.seen or one.by.agency != side for one in form.filled.values()):
        return case
    filled = {key: replace(one, seen=one.seen or one.by.agency == side) for key, one in form.filled.items()}
    changed = {**form.changed, **{who.agency: event.at for who in form.signatories if who.agency != side}}
    return _form(case, form.id, filled=filled, changed=changed)


def _by_field(written: Iterable[e.Written]) -> dict[str, str]:
    return {one.field: one.text for one in written}


def _answered(case: Case, event: e.ActionDone | e.ActionNotDone, state: Literal["done", "not-done"]) -> Case:
    return _task_state(case, event.action, state, answered_by=event.by, answered_at=event.at)


def _new_date(case: Case, event: e.NewDateAgreed) -> Case:
    case = _proposal(case, event.proposal, state="agreed")
    agreed = case.proposals[event.proposal]
    if agreed.action not in case.actions or agreed.due is None:
        return case
    return _task_state(case, agreed.action, "standing", on=agreed.due.date())


def _succeeded(case: Case, event: e.RaiserSucceeded) -> Case:
    return replace(case, raiser=event.to, parties=case.parties_with(event.to))


def _gone(case: Case, event: e.ColleagueLeft) -> Case:
    """Take somebody out of what they acted for; who follows them takes their place as the one who disagrees."""

    def theirs(one: e.Party) -> bool:
        same = one.person == event.who.person if one.person and event.who.person else False
        return (same or one.address.lower() == event.who.address.lower()) and one.agency == event.who.agency

    new = event.instead
    responders = tuple(new if new and theirs(one) else one for one in case.responders)
    parties = case.parties_with(new) if new else case.parties
    covers = tuple(one for one in case.covers if not theirs(one.to))
    return replace(case, left=(*case.left, event), responders=responders, parties=parties, covers=covers)


def _confirmation_asked(case: Case, event: e.ConfirmationAsked) -> Case:
    """Keep a word to be confirmed; an earlier one that says otherwise is void, for the newest letter counts (rule 10)."""
    left = (one for one in case.to_confirm if not _is_void(one, event))
    return replace(case, to_confirm=(*left, event))


def _is_void(earlier: e.ConfirmationAsked, new: e.ConfirmationAsked) -> bool:
    if earlier.by.address != new.by.address or earlier.letter == new.letter:
        return False
    same = (earlier.first_said, earlier.text) == (new.first_said, new.text)
    return not same and (earlier.verb == new.verb or contradict(Verb(earlier.verb), Verb(new.verb)))


def _confirmed(case: Case, event: e.Confirmed) -> Case:
    mine = [one for one in case.to_confirm if (one.by.address, one.verb) == (event.by.address, event.verb)]
    return replace(case, to_confirm=tuple(one for one in case.to_confirm if one not in mine))


def _word_asked(case: Case, event: e.WordAsked) -> Case:
    return replace(case, questions={**case.questions, event.letter: event})


def _word_answered(case: Case, event: e.WordAnswered) -> Case:
    return replace(case, questions={key: one for key, one in case.questions.items() if key != event.letter})


def _moved(case: Case, event: e.Moved) -> Case:
    who = event.by.address.lower()
    mine = case.acted.get(who, {})
    times = (*mine.get(event.words, ())[1 - TIMES_KEPT :], event.at)
    case = replace(case, acted={**case.acted, who: {**mine, event.words: times}})
    if case.before is None:
        return replace(case, last=None)
    last = case.last
    copy = last is not None and bool(event.words) and (last.by, last.words) == (event.by, event.words)
    before, since = (last.before, last.since) if last is not None and copy else (case.before, event.at)
    return replace(case, last=LastWords(event.by, event.verbs, before, event.words, since), before=None)


def _undone(case: Case, event: e.Undone) -> Case:
    last = case.last
    if last is None:
        return case
    case = sides.without(case, event, last.since)
    # What has left cannot be unwritten, nor what others gave: letters, dates and everybody's words stay, and the dates are
    # put right after.
    kept = {
        name: getattr(case, name)
        for name in (
            "deadlines",
            "letters",
            "parties",
            "issues",
            "authors",
            "attached",
            "among",
            "again",
            "last_words",
            "wrote",
            "dead",
            "released",
            "absent",
            "covers",
            "waiting",
            "heard",
            "acknowledged",
            "questions",
            "agencies",
            "responders",
            "child_references",
            "missing",
            "paused",
            "seconds",
            "ways",
            "told",
            "confirmed",
            "addressed",
            "decided",
            "left",
            "changed",
            "board",
            "barred",
            "legal",
            "said_left",
            "retained",
            "keeping",
            "disposal",
        )
    }
    before = last.before
    letters = {key: one if key in before.letters else _taken_back(one, event) for key, one in case.letters.items()}
    copies = {one: replace(before.proposals[one], state="stopped") for one in event.copies}
    return replace(before, **{**kept, "letters": letters, "proposals": {**before.proposals, **copies}})


def _taken_back(letter: Ordered, event: e.Undone) -> Ordered:
    return letter if letter.undone else replace(letter, undone=event)


_TOLD = ("headline", "paragraphs", "words_of", "attached", "holds_while")


def _ordered(case: Case, event: e.LetterOrdered) -> Case:
    place = (event.stage, event.tier)
    words = tuple(one["verb"] for one in event.facts.get("words", ()))
    new = Ordered(event.letter, event.template, event.to, *place, event.at, event.about, words=words)
    new = replace(new, replied=event.replied, leaves=event.leaves, news=tuple(event.facts.get("news", ())))
    if event.template == "news":
        new = replace(new, told={name: event.facts.get(name) for name in _TOLD})
    if event.facts.get("did"):
        lines = tuple((one["line"], one["result"]) for one in event.facts["did"]["lines"])
        new = replace(new, mail=event.answers, did=lines)
    # An answer makes nobody a party: whoever wrote is one already, or their mail may be forged.
    takes_part = event.to.agency in case.agencies and not event.replied
    parties = case.parties_with(event.to) if takes_part else case.parties
    return replace(case, letters={**case.letters, new.letter: new}, parties=parties)


def _letter(case: Case, identity: str, **changes: Any) -> Case:
    if identity not in case.letters:
        return case
    return replace(case, letters={**case.letters, identity: replace(case.letters[identity], **changes)})


def _bounced(case: Case, event: e.LetterBounced) -> Case:
    case = _letter(case, event.letter, state="bounced", fault=event.fault)
    letter = case.letters.get(event.letter)
    if letter is None or not letter.reader_unreached:
        return case
    return replace(case, dead={letter.to.address.lower(): event.at, **case.dead})


def _away(case: Case, event: e.ReaderAway) -> Case:
    if event.who is not None:
        one = Absent(event.at, event.until, event.who)
        return replace(case, absent={**case.absent, event.who.address.lower(): one})
    case = _letter(case, event.letter, away=True)
    letter = case.letters.get(event.letter)
    if letter is None:
        return case
    return replace(case, absent={**case.absent, letter.to.address.lower(): Absent(event.at, event.until)})


def _waiting(case: Case, address: str) -> tuple[e.AddressNamed, ...]:
    """Return what waits for the office's ALLOW, but for this address."""
    return tuple(one for one in case.waiting if one.address.lower() != address.lower())


_CHANGES: Mapping[type[e.Event], Callable[[Case, Any], Case]] = {
    e.CaseOpened: beginning.opened,
    e.DecisionDated: lambda case, event: replace(case, decided=event),
    e.DetailGiven: beginning.detail,
    e.BoardTold: beginning.board,
    e.CaseJoined: beginning.joined,
    e.CaseTakenIn: beginning.taken_in,
    e.MailHeard: _heard,
    e.HeldMailReleased: _released,
    e.Stopped: _stopped,
    e.WentOn: _went_on,
    e.StageEntered: _entered,
    e.StepEntered: _step,
    e.DeadlineSet: _deadline_set,
    e.DeadlineMoved: _deadline_moved,
    e.DeadlineMet: lambda case, event: _deadline(case, event.deadline, state="met"),
    e.DeadlineMissed: lambda case, event: _deadline(case, event.deadline, state="missed"),
    e.DeadlineDropped: lambda case, event: _deadline(case, event.deadline, state="dropped"),
    e.Acknowledged: lambda case, event: replace(case, acknowledged={**case.acknowledged, event.by.agency: event.at}),
    e.Met: lambda case, event: _discussed(sides.said(case, event), event.at),
    e.Proposed: _proposed,
    e.Assented: _assented,
    e.Dissented: _dissented,
    e.Agreed: _agreed,
    e.Objected: _objected,
    e.Escalated: sides.said,
    e.Facilitated: lambda case, event: replace(case, facilitated=(*case.facilitated, event)),
    e.ContactNamed: lambda case, event: replace(case, contacts=(*case.contacts, event)),
    e.Noted: lambda case, _event: case,
    e.MediationOffered: lambda case, event: replace(case, mediation_on=event.on, offered=event),
    e.CourseSet: lambda case, event: replace(case, mediation_on=event.on),
    e.TopicNamed: lambda case, event: replace(case, topics=tuple(dict.fromkeys((*case.topics, *event.topics)))),
    e.WayNamed: lambda case, event: replace(case, ways=tuple(dict.fromkeys((*case.ways, *event.ways)))),
    e.UrgentRaised: _urgent,
    e.UrgentEnded: lambda case, _event: replace(case, urgent=None),
    e.ReportMade: lambda case, _event: replace(case, reported=True),
    e.CaseClosed: _closed,
    e.CaseReopened: _reopened,
    e.NewDateAgreed: _new_date,
    e.AgencyLeft: beginning.left,
    e.Withdrawn: lambda case, event: replace(case, withdrawn=event),
    e.WithdrawalKept: lambda case, _event: replace(case, withdrawn=None),
    e.AddressBarred: _barred,
    e.AddressLet: _barred,
    e.LegalTold: _legal,
    e.RetainedUntil: lambda case, event: replace(case, retained=event),
    e.Preserved: lambda case, event: replace(case, keeping=(*case.keeping, event)),
    e.PreservingEnded: lambda case, _event: replace(case, keeping=()),
    e.DisposalOrdered: lambda case, event: replace(case, disposal=event),
    e.DisposalStopped: lambda case, _event: replace(case, disposal=None),
    e.CaseDisposed: _disposed,
    e.HistoryLost: _history_lost,
    e.DisposalCertified: lambda case, _event: case,
    e.ChangeTold: lambda case, _event: case,
    e.MoveTold: lambda case, event: replace(case, move=event),
    e.AreaNamed: lambda case, event: replace(case, area=event, area_received=None),
    e.AreaReceived: lambda case, event: replace(case, area_received=event),
    e.SpokenEntered: lambda case, _event: case,
    e.HarmTold: _harm,
    e.HarmDenied: _no_harm,
    e.ActionSet: _task,
    e.FormBegun: _form_begun,
    e.FormWanted: lambda case, event: _form(case, event.form, wanted=event.why, facts=_by_field(event.facts)),
    e.FormFilled: _form_filled,
    e.QuoteSettled: lambda case, event: replace(case, quotes={**case.quotes, event.agency: event}),
    e.DocumentRefused: lambda case, _event: case,
    e.ActionDone: lambda case, event: _answered(_signed(case, event), event, "done"),
    e.ActionNotDone: lambda case, event: _answered(case, event, "not-done"),
    e.RaiserSucceeded: _succeeded,
    e.AgencyTold: beginning.told,
    e.ColleagueLeft: _gone,
    e.SaidToHaveLeft: lambda case, event: replace(case, said_left=(*case.said_left, event)),
    e.AgencyChanged: lambda case, event: replace(case, changed=(*case.changed, event.agency)),
    e.AgencyConfirmed: lambda case, event: replace(case, confirmed=(*case.confirmed, event.who.address.lower())),
    e.ConfirmationAsked: _confirmation_asked,
    e.ConfirmationRefused: lambda case, event: replace(
        case, to_confirm=tuple(one for one in case.to_confirm if one.letter != event.letter)
    ),
    e.Confirmed: _confirmed,
    e.WordAsked: _word_asked,
    e.WordAnswered: _word_answered,
    e.Moved: _moved,
    e.Undone: _undone,
    e.LetterOrdered: _ordered,
    e.LetterSent: lambda case, event: _letter(
        case, event.letter, state="sent", sent_at=event.at, own_return=event.own_return
    ),
    e.LetterBounced: _bounced,
    e.LetterStalled: lambda case, event: _letter(case, event.letter, stalled=event.how),
    e.LetterWithheld: lambda case, event: _letter(case, event.letter, state="withheld"),
    e.ReaderAway: _away,
    e.CoverAsked: lambda case, event: replace(case, covers=(*case.covers, event), parties=case.parties_with(event.to)),
    e.AddressNamed: lambda case, event: replace(case, waiting=(*_waiting(case, event.address), event)),
    e.AddressAllowed: lambda case, event: replace(case, waiting=_waiting(case, event.address)),
    e.ConflictFound: lambda case, event: replace(case, conflicts=(*case.conflicts, event)),
    e.DirectoryTaken: lambda case, _event: case,
    e.DirectoryRefused: lambda case, _event: case,
    e.StartAccepted: lambda case, _event: case,
    e.RecordAdopted: lambda case, _event: case,
    e.MailboxMoved: lambda case, _event: case,
    e.ProofAsked: lambda case, _event: case,
    e.ProofGiven: lambda case, _event: case,
    e.OlderMailKept: lambda case, _event: case,
    e.ClockTrusted: lambda case, _event: case,
    e.AccessExported: lambda case, _event: case,
    e.RecordGiven: lambda case, _event: case,
    e.FiguresGiven: lambda case, _event: case,
    e.FiguresPublished: lambda case, _event: case,
    e.DirectoryAsked: lambda case, _event: case,
    e.DirectoryChosen: lambda case, _event: case,
    e.DrillBegun: lambda case, _event: case,
    e.DrillAnswered: lambda case, _event: case,
    e.DrillEnded: lambda case, _event: case,
    e.HeldMailDecided: lambda case, _event: case,
    e.HeldMailReturned: lambda case, _event: case,
    e.OutsiderKept: lambda case, _event: case,
    e.MailFiled: lambda case, event: replace(case, heard=(*case.heard, event.message_id)),
    e.MailTakenOff: lambda case, _event: case,
    e.Assigned: lambda case, event: replace(case, assigned=event.who),
    e.HeldUntil: lambda case, event: replace(case, rests=event),
    e.Paused: lambda case, event: replace(case, paused=event),
    e.Resumed: lambda case, _event: replace(case, paused=None, rests=None),
    e.SecondAsked: lambda case, event: replace(case, seconds={**case.seconds, event.request: event}),
    e.SecondGiven: lambda case, event: replace(
        case, seconds={key: one for key, one in case.seconds.items() if key != event.request}
    ),
    e.Suspected: _suspected,
    e.Cleared: _suspected,
    e.SetAside: _set_aside,
    e.Checked: _checked,
}
whole(
    "cases/history/folding.py",
    (kind.__name__ for kind in _CHANGES),
    e.KINDS,
    "in `_CHANGES` what the case is after it; `lambda case, _event: case` where it changes nothing",
)
