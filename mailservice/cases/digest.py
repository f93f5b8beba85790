"""The morning letter to the Business Office: who needs it today, who else is waited for, what happened, what is next.

Start at `note_morning`; what a case waits for is `of_office` and `of_others`. It is the heartbeat too: where it does not
come, the service has stopped (rules, section 17).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from mailservice.cases import listing
from mailservice.cases.asking import audited, held, legal, office_away, proposals, reaching
from mailservice.cases.dates import deadlines, kinds
from mailservice.cases.history import events as e
from mailservice.cases.history.case import Case, Deadline, Proposal, Task
from mailservice.cases.history.commands import CaseSoFar, NoteMorning
from mailservice.cases.history.folding import after, replay
from mailservice.cases.history.words import Verb
from mailservice.cases.ladder import judgement, silence
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.listing import Need
from mailservice.cases.people import deciders, merged, officers
from mailservice.cases.people.turn import Turn, once
from mailservice.cases.settling import aftercare, agreement, moving
from mailservice.cases.told import sentences, telling
from mailservice.cases.words import successor

# What the office reads of in the morning, whether or not it was told when it happened.
_TOLD = (
    e.CaseOpened,
    e.BoardTold,
    e.CaseJoined,
    e.CaseTakenIn,
    e.StageEntered,
    e.StepEntered,
    e.CoverAsked,
    e.Withdrawn,
    e.WithdrawalKept,
    e.UrgentRaised,
    e.UrgentEnded,
    e.AddressNamed,
    e.AddressAllowed,
    e.ConflictFound,
    e.NewDateAgreed,
    e.Agreed,
    e.LegalTold,
    e.MoveTold,
    e.AreaNamed,
    e.AreaReceived,
    e.SpokenEntered,
    e.AddressBarred,
    e.AddressLet,
    e.HarmTold,
    e.HarmDenied,
    e.Objected,
    e.CaseClosed,
    e.HistoryLost,
    e.CaseReopened,
    e.ActionDone,
    e.ActionNotDone,
    e.RecordGiven,
)


TEMPLATE = "digest"
_LONGEST_ANSWER = 600
UNPROVEN = "This is a trial: everybody is taken at their word here, so no real case may be run on it."
MISSING = {
    "agency": "the other agency",
    "sender": "the agency for which the person who raised it writes",
    "join": "the word whether it is {disagreement} of its own",
    "board": "the word for which board it is",
}
_ASKED = {
    "plan": "proposed a plan",
    "resolved": "proposed how to settle it",
    "overtaken": "says that events have overtaken it",
    "leave": "asks that their agency leaves",
    "decision": "has written a decision that others make with them",
}


@dataclass(frozen=True)
class _Line:
    """What one case says this morning; `about` is by what the office knows it, beside its reference."""

    name: str
    about: str
    stage: str
    office: tuple[Need, ...]
    others: tuple[Need, ...]
    happened: tuple[str, ...]
    next: Need | None
    since: datetime
    away: tuple[str, ...]
    owned: bool = True


def note_morning(turn: Turn, command: NoteMorning) -> None:
    """Write the one letter of a working morning; with nothing open it comes all the same.

    What the service could not do is its first line and heads it; that nothing needs anybody is said where it is known.
    """
    said = [_line(turn, one) for one in command.cases]
    ownerless = [one.name for one in said if not one.owned]
    amiss = audited.amiss(turn, command.audit, command.read_through, ownerless)
    waiting = held.undecided(turn, command.undecided)
    count = sum(bool(one.office) for one in said) + len(command.undecided) + len(command.lapsed)
    outside, holds = held.of_strangers(command.strangers, command.more)
    holds = " ".join([*holds.split(), *(one.mail for one in command.undecided)])
    facts = {
        **_heads(count, amiss),
        "limps": audited.shown(amiss),
        "away": [*_unproven(turn), *dict.fromkeys(line for one in said for line in one.away)],
        "needs": [
            *_listed(turn, ((_named(one, one.stage), need) for one in said for need in one.office)),
            *waiting,
            *_lapsed(turn, command),
        ],
        "waits": _listed(turn, ((one.name, need) for one in said for need in one.others)),
        "since": command.since.isoformat(),
        "happened": [f"{one.name}: {' '.join(one.happened)}" for one in said if one.happened],
        **listing.listed(turn, [listing.Open(_named(one), one.next, one.since) for one in said if one.next]),
        "read_through": command.read_through.isoformat() if command.read_through else "",
        "looked": [*audited.looked(turn, command.audit, amiss), *_sealed(command)],
        "in_confidence": _in_confidence(turn, command.in_confidence),
        "past_time": command.past_time,
        "outside": outside,
        "others_see": f"Only the {turn.terms.office} gets this letter.",
    }
    ordering.order(turn, TEMPLATE, ordering.office_party(turn), facts, holds=holds)


def _sealed(command: NoteMorning) -> list[str]:
    """Return the print of the newest seal: this letter is its third witness, beside the record and the mailbox."""
    if not command.seal:
        return []
    return [
        f"The record is sealed: number {command.seal}, {command.seal_print}. Keep this letter, and it proves the record later."
    ]


def is_over(order: e.LetterOrdered, today: date) -> bool:
    """Tell whether a morning letter is of a day that is over: it would say of today what was so then; the next says it all."""
    return order.template == TEMPLATE and order.at.date() < today


def _heads(count: int, amiss: Sequence[audited.Line]) -> dict[str, str]:
    """Return what heads the letter, and the few words that a telephone shows of it."""
    needs = f"{count} {'needs' if count == 1 else 'need'} you today" if count else ""
    if not amiss:
        return {"headline": needs or "Nothing needs you today", "short": needs or "Nothing needs you today"}
    return {
        "headline": ". ".join(one for one in (audited.headline(amiss), needs) if one),
        "short": "; ".join(one for one in (audited.limps(amiss), needs) if one),
    }


def _lapsed(turn: Turn, command: NoteMorning) -> Iterator[str]:
    for one in command.lapsed:
        said = f"{one.verb} {one.text}".strip()
        ends = "nobody confirmed it in time, and nothing has moved. Ask for it anew if it is meant."
        yield f"{said}, asked for by {turn.name(one.by)}: {ends}"


def _unproven(turn: Turn) -> list[str]:
    """Return the one line that says so, where nothing proves who writes."""
    return [UNPROVEN] if turn.rules.unproven else []


def _in_confidence(turn: Turn, count: int) -> str:
    """Return the one line of what is held in confidence: how many, and nothing else (rule 16)."""
    if not count:
        return ""
    emails = "1 email lies" if count == 1 else f"{count} emails lie"
    unread = "No confidential reader is named in the settings, so nobody reads what its sender does not answer."
    read = "The confidential reader has what its sender does not answer within a working day."
    lies = f"In confidence: {emails} in a folder of their own. Only whoever wrote them can let them go on."
    return f"{lies} {read if turn.rules.reader else unread}"


def _line(turn: Turn, so_far: CaseSoFar) -> _Line:
    case = replay(so_far.history)
    here = Turn(case, replace(turn.rules, policy=so_far.policy), merged.seen_from(case, turn.directory), turn.at)
    needs = (*_given_up(here, so_far), *of_office(here), *_since(here, so_far))
    return _Line(
        name=case.reference,
        about=listing.known_by(here),
        stage=f"stage {case.stage}" if case.stage and case.status in ("open", "agreed") else "",
        office=needs,
        others=tuple(of_others(here)),
        happened=tuple(dict.fromkeys(_happened(here, so_far))),
        next=listing.next_of(here, listing.next_date(here)) if case.status in ("open", "agreed", "halted") else None,
        since=listing.since(here),
        away=tuple(_of_office_away(here)),
        owned=case.status != "open" or bool(needs) or listing.owners(here) != listing.NOBODY,
    )


def _named(one: _Line, *more: str) -> str:
    known = "; ".join(each for each in (one.about, *more) if each)
    return f"{one.name} ({known})" if known else one.name


def _of_office_away(turn: Turn) -> Iterator[str]:
    """Say who of those who hold the office is away today, as their automatic answer to a letter of this case says."""
    for one in turn.case.absent.values():
        if one.who is not None and deciders.is_away(turn.case, one.who, turn.today):
            yield office_away.said(turn, one.who, one.until)


def _listed(turn: Turn, found: Iterable[tuple[str, Need]]) -> list[str]:
    """Return one line a need, the most pressing first: the case, what, whose, by when."""
    ordered = sorted(found, key=lambda one: (one[1].rank, (one[1].by or turn.at).timestamp(), one[0]))
    return [f"{name}: {phrases.sentence(need.what)} {need.owner}{_by(turn, need.by)}." for name, need in ordered]


def _by(turn: Turn, at: datetime | None) -> str:
    return f", by {phrases.short(phrases.local(at, turn.rules.days.zone))}" if at else ", today"


def _happened(turn: Turn, so_far: CaseSoFar) -> Iterator[str]:
    names = {one: turn.agency(one).name for one in turn.case.agencies}
    case = replay(so_far.history[: so_far.seen])
    for event in so_far.history[so_far.seen :]:
        before, case = case, after(case, event)
        if isinstance(event, e.ContactNamed):
            yield from _new_address(turn, event, names)
        elif isinstance(event, e.ChangeTold):
            words = phrases.cut(" ".join(event.text.split()), _LONGEST_ANSWER)
            yield f"{telling.who(event.by, names)} answered what has changed since it ended: “{words}”"
        elif _is_told(event, case):
            told = sentences.tell(event, sentences.Book(before, case, turn.policy, names, turn.rules.days.zone))
            yield from [told.said] if told else []


def _is_told(event: e.Event, case: Case) -> bool:
    """Tell whether an event is news; a stage that only opened with its case, or again, repeats what is told already."""
    if isinstance(event, e.RecordGiven):
        return bool(event.side)  # that the office itself asked, it knows
    if isinstance(event, e.Proposed):
        return event.kind in ("new-date", "overtaken", "leave") and case.status != "unopened"
    return isinstance(event, _TOLD) and not (isinstance(event, e.StageEntered) and event.why in ("opened", "reopened"))


def _new_address(turn: Turn, event: e.ContactNamed, names: dict[str, str]) -> Iterator[str]:
    """Show an address that somebody named, and that is in use although the directory has not got it (rule 15)."""
    if turn.directory.person_at(event.address) is None:
        by = telling.who(event.by, names)
        at = f"{names.get(event.agency, event.agency)} at stage {event.stage}"
        yield f"{by} named a new address for {at}: {event.name} {event.address}. It is in use; put it in the directory."


def of_office(turn: Turn) -> Iterator[Need]:
    """Give what the office itself has to see to."""
    looked_at = _LOOKED_AT.get(turn.case.status)
    found = (*_legal(turn), *(looked_at(turn) if looked_at else ()), *_unanswered(turn), *_dead(turn))
    for rank, what, one in found:
        ahead = one or listing.next_date(turn)
        yield Need(rank, what, turn.directory.office.name, ahead.due if ahead else None)


def of_others(turn: Turn) -> Iterator[Need]:
    """Give of whom else a word is waited for: not heard yet, a question unanswered, words that wait for AGREE, actions."""
    if turn.case.status == "halted":
        return
    yield from _open_actions(turn)
    if turn.case.status not in _LOOKED_AT:
        return
    yield from (
        _proposal(turn, one) for one in turn.case.asked if one.kind != "new-date" or one.action or _here(turn, one)
    )
    if turn.case.status == "open" and turn.stage.sides == "both":
        yield from _unheard(turn)


def _since(turn: Turn, so_far: CaseSoFar) -> Iterator[Need]:
    """Give what the office does on the morning after: file what has ended, answer what is asked of the service (rule 9.5)."""
    office = turn.directory.office.name
    for event in so_far.history[so_far.seen :]:
        if isinstance(event, e.CaseClosed) and turn.case.status == "closed":
            yield Need(
                5, f"{telling.ENDINGS[event.ending]}; it has ended. {agreement.to_file(turn.case)}", office, None
            )
        if (
            isinstance(event, e.ActionSet)
            and event.kind == "care"
            and turn.case.actions[event.action].state == "standing"
        ):
            yield from _care(turn, turn.case.actions[event.action])
        if isinstance(event, e.MailHeard) and event.to_us in ("question", "complaint"):
            does = "asks us something" if event.to_us == "question" else "complains to us"
            yield Need(3, f"{turn.name(event.sender)} {does}; please read it and answer", office, None)


def _care(turn: Turn, task: Task) -> Iterator[Need]:
    """Give the after-care that the office is asked for, on the morning after the end; then it is among what is waited for."""
    ahead = turn.date("care", task.id)
    if aftercare.is_of_office(turn, task) and ahead:
        text = "; ".join(line.removesuffix(".") for line in task.text.splitlines())
        asks = (
            f"after-care: {text}. Write to us with {turn.case.reference} in the subject, and DONE, or NOT DONE and why."
        )
        yield Need(6, asks, turn.directory.office.name, ahead.due)


_Found = Iterator[tuple[int, str, Deadline | None]]


def _given_up(turn: Turn, so_far: CaseSoFar) -> Iterator[Need]:
    """Give a case whose history is lost, each morning until somebody of the office has written on it what they did."""
    noted = any(isinstance(one, e.Noted) and one.verb == Verb.NOTE.value for one in so_far.history)
    if turn.case.lost is not None and not noted:
        day = phrases.day(turn.rules.days.local(turn.case.lost.at).date())
        what = (
            f"its history was lost and it was given up on {day}: no date of it is kept, and nothing moves by itself; ring both "
            f"sides, whose emails lie in its folder, have it opened anew, and then write NOTE on it and what you did"
        )
        yield Need(0, what, turn.directory.office.name, None)


def _open(turn: Turn) -> _Found:
    case = turn.case
    if case.harm is not None:
        what = "somebody may have told of a death or grave harm; PASSED ON stops everything, GO ON says it is not so"
        yield 0, what, turn.date("passed-on")
    if case.urgent:
        yield 0, "urgent; see that somebody acts, by telephone", turn.date("urgent")
    if moving.waits_for(turn):
        yield 2, moving.waits_for(turn), None
    for one in _to_allow(case):
        yield (
            1,
            f"Somebody at {one.address} was named, and waits; reply with ALLOW and the address, or find another",
            None,
        )
    yield from _silence(turn)
    yield from _to_ring(turn)
    if case.withdrawn:
        name = turn.name(case.withdrawn.by)
        yield 2, f"{name} withdraws it; ask them alone if that is their own wish", turn.date("withdrawal")
    if successor.gone(turn):
        yield 2, "the person who raised it cannot be reached; find out who follows them", None
    yield from _nobody_there(turn)
    yield from _stage(turn)
    if case.missing:
        missing = phrases.listed([_missing(turn, what) for what in case.missing])
        are = "is" if len(case.missing) == 1 else "are"
        yield 4, f"{missing} {are} missing; please ask the person who raised it", turn.date("provisional")


def _to_allow(case: Case) -> Iterator[e.AddressNamed]:
    """Give each address that waits for ALLOW, but where the office, or who named it, has found another for that place since."""
    for one in case.waiting:
        named: tuple[e.ContactNamed | e.CoverAsked, ...] = (
            *case.contacts,
            *(cover for cover in case.covers if cover.by),
        )
        since = (other for other in named if other.at > one.at and _place(other) == _place(one))
        if not any(other.by and (not other.by.agency or other.by == one.by) for other in since):
            yield one


def _place(one: e.AddressNamed | e.ContactNamed | e.CoverAsked) -> tuple[str, str, int]:
    return one.agency, one.stage, one.tier


def _missing(turn: Turn, what: str) -> str:
    """Say what a case still lacks, in the policy's words."""
    if what == "reference":
        return f"the {turn.person.shown['whose']} {turn.person.reference}"
    return MISSING[what].format(disagreement=phrases.one(turn.terms.disagreement))


def _silence(turn: Turn) -> _Found:
    """Give a last stage that is silent, each morning; on the authority's days, whom to tell where we know nobody (rule 6.6)."""
    ahead = turn.date("silence")
    if ahead is None:
        return
    days = int(ahead.about) - 1
    said = f"nothing is heard at the last stage since its date{f', {silence.length(days)} ago' if days else ''}"
    who = turn.convenor or turn.policy.final.authority
    tell = silence.authority_hears(days) and not officers.waited_for(turn)
    yield 1, f"{said}; please {f'tell {who}' if tell else 'speak to those who are asked to act'}", ahead


def _to_ring(turn: Turn) -> _Found:
    """Give of whom no word has come, though all who could stand in were asked: whom to ring, with numbers (rule 15)."""
    asked = judgement.unanswered(turn)
    for agency, numbers in reaching.to_ring(turn):
        who = turn.agency(agency).name if agency else f"whoever convenes stage {turn.case.stage}"
        times = asked.get(agency, 0)
        often = f", though we asked {phrases.counted_things(times, 'time')}" if times else ""
        yield 1, f"no word came from {who}{often}; please ring {'; '.join(numbers) or 'somebody there'}", None


_UNANSWERED_DAYS = 5  # working days for which an unanswered wish stands in the morning letter (house)


def _unanswered(turn: Turn) -> _Found:
    """Give the wishes that are not answered: asked about twice, or for a working day without a word (rule 9.5)."""
    for one in turn.case.questions.values():
        day_over = turn.rules.days.due_after(one.at, 1).at <= turn.at
        recent = turn.rules.days.due_after(one.at, _UNANSWERED_DAYS).at > turn.at
        if recent and (one.times > 1 or day_over):
            name = turn.name(one.to)
            times = (
                f"{one.times} times"
                if one.times > 1
                else f"on {phrases.day(turn.rules.days.local(one.at).date(), year=False)}"
            )
            ours = turn.directory.office.has_address(one.to.address)
            then = "answer that letter with yes or no" if ours else "please ring them"
            yield 2, f"{name} may want {one.verb} and has not answered us, asked {times}; {then}", None


def _nobody_there(turn: Turn) -> _Found:
    if turn.stage.sides == "convened":
        return
    found = {
        one: deciders.deciders(turn.case, turn.policy, turn.directory, one, turn.here) for one in turn.case.agencies
    }
    unknown = [turn.agency(one).name for one, those in found.items() if not those]
    if unknown:
        yield 2, f"nobody is known for {phrases.listed(unknown)} at stage {turn.case.stage}; please find a name", None
    lost = [one for those in found.values() for one in those if deciders.bounced(turn.case, one)]
    if lost:
        yield 2, f"our letter to {listing.names(turn, lost)} came back; please find another address", None


def _stage(turn: Turn) -> _Found:
    case = turn.case
    if turn.stage.sides == "convened":
        ahead = case.mediation_on is not None and case.mediation_on > turn.at
        if not ahead and turn.date("silence") is None:
            times = silence.rounds(turn)
            asked = f", and we have asked {phrases.counted_things(times, 'time')} where it stands" if times else ""
            yield 3, f"stage {case.stage} is convened; see that it is arranged{asked}", None
        return
    yield from _undated(turn)
    rung = {agency for agency, _ in reaching.to_ring(turn)}
    for agency, times in judgement.unanswered(turn).items():
        if times >= judgement.OFFICE_AFTER and agency not in rung:
            name = turn.agency(agency).name
            yield 3, f"no word came from {name}, though we asked {times} times; please speak to them", None
    if any(_here(turn, one) and one.purpose == "drift" and one.state == "met" for one in case.deadlines.values()):
        yield 4, f"stage {case.stage} is open long; ask both sides if it is to go to the next", None


def _undated(turn: Turn) -> _Found:
    """Give an open stage where no clock runs, and it was asked more than once where it stands."""
    times = silence.rounds(turn)
    if times >= silence.OFFICE_AFTER_ROUNDS and deadlines.judged(turn) is None:
        asked = phrases.counted_things(times, "time")
        yield 3, f"no date of the policy runs; we have asked {asked} where it stands; please speak to both sides", None


def _agreed(turn: Turn) -> _Found:
    agreed = turn.case.agreed
    if agreed and agreement.unreached(turn, agreed):
        yield (
            1,
            "agreed, but the person who raised it was not reached; please reach them; AGREE or ESCALATE answers it",
            turn.date("objection"),
        )


def _legal(turn: Turn) -> _Found:
    for one in turn.case.standing:
        if one.purpose == "legal":
            yield 1, f"{legal.NAMES[one.about]}: see that it is answered", one  # type: ignore[index] # a kind of its own


def _dead(turn: Turn) -> _Found:
    """Give each address that takes no letters and is still in use here, until the directory is mended (rule 15)."""
    for address, since in turn.case.dead.items():
        who = next((one.to for one in turn.case.letters.values() if one.to.address.lower() == address), None)
        person = turn.directory.person(who.person) if who is not None else None
        here = (*turn.everyone_present(), *([turn.case.raiser] if turn.case.raiser else []))
        named = any(one.address.lower() == address for one in here)
        if who is None or not (person.has_address(address) if person else named):
            continue
        day = phrases.day(turn.rules.days.local(since).date(), year=False)
        said = f"{turn.name(who)}'s address {address} takes no letters since {day}"
        if person is None:
            yield 1, f"{said}; please ring them, and reply with CONTACT, their name and another", None
            continue
        other = deciders.live_address(turn.case, turn.directory, person)
        phone = f" on {person.phone}" if person.phone else ""
        ahead = f"we write to {other} instead" if other else f"ring them{phone}"
        yield 3 if other else 1, f"{said}; {ahead}; please put the right one into the directory", None


def _halted(turn: Turn) -> _Found:
    what = "a death or grave harm was told; PASSED ON and the review ends it, GO ON if it is not so"
    yield 0, what, turn.date("passed-on")


def _ended(turn: Turn) -> _Found:
    for one in turn.case.standing:
        if one.purpose == "action-date":
            owner = turn.name(turn.case.actions[one.about].owner)
            yield 2, f"an agreed action of {owner} is not done; see if the agencies agree to a new date", one


def _open_actions(turn: Turn) -> Iterator[Need]:
    for one in turn.case.standing:
        task = turn.case.actions.get(one.about)
        if task is not None and kinds.of(one).to_do:
            yield Need(7, kinds.of(one).to_do, turn.name(task.owner), one.due)


def _proposal(turn: Turn, one: Proposal) -> Need:
    name = turn.name(one.by)
    asks = f"asks for a new date, {phrases.short(turn.rules.days.local(one.due))}" if one.due else _ASKED[one.kind]
    left = proposals.readers(turn, one)
    ahead = listing.next_date(turn)
    return Need(
        6, f"{name} {asks}; AGREE or DISAGREE is awaited", listing.names(turn, left), ahead.due if ahead else None
    )


def _unheard(turn: Turn) -> Iterator[Need]:
    """Give the sides of which no word has come, those of one day together: since when, and who is asked."""
    since: dict[tuple[str, date], list[str]] = {}
    for agency, how, at in _silences(turn):
        since.setdefault((how, turn.rules.days.local(at).date()), []).append(agency)
    ahead = listing.next_date(turn)
    for (how, day), agencies in since.items():
        sides = phrases.listed([turn.agency(one).name for one in agencies])
        asked = once(one for agency in agencies for one in turn.present(agency))
        what = f"no {how} {sides} since {phrases.day(day, year=False)}"
        yield Need(5, what, listing.names(turn, asked), ahead.due if ahead else None)


def _silences(turn: Turn) -> Iterator[tuple[str, str, datetime]]:
    times = judgement.unanswered(turn)
    rung = {agency for agency, _ in reaching.to_ring(turn)}
    quiet = reaching.unheard(turn) if reaching.was_due(turn) else ()
    for agency in (one for one in turn.case.agencies if one not in rung):
        asked = judgement.silent_since(turn, agency)
        if asked is not None and times[agency] < judgement.OFFICE_AFTER:
            yield agency, "answer to our check-in from", asked
        elif asked is None and agency in quiet and turn.case.entered_at:
            yield agency, "word from", turn.case.entered_at


def _here(turn: Turn, one: Deadline | Proposal) -> bool:
    return (one.stage, one.tier) == turn.here


_LOOKED_AT: Mapping[str, Callable[[Turn], _Found]] = {
    "open": _open,
    "agreed": _agreed,
    "closed": _ended,
    "halted": _halted,
}
