"""A mailbox was taken: what rests on its words since then is put to the others anew, and its side is asked elsewhere.

Start at `look_again`, for one case (rules 10 and 15). The events alone tell what it wrote, so that a replay gives the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailservice.cases.asking import proposals
from mailservice.cases.dates import deadlines
from mailservice.cases.history import events as e
from mailservice.cases.history.case import Proposal
from mailservice.cases.history.commands import NoteSuspect
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import news, ordering, phrases
from mailservice.cases.people import deciders, officers, suspects
from mailservice.cases.people.turn import Turn, once
from mailservice.cases.settling import agreement, reopening
from mailservice.cases.words import withdrawal, wrong_person

HEADLINE = "A mailbox that may be taken"
# What leads towards quiet, and carries who wrote it.
QUIET = (
    e.Met,
    e.Proposed,
    e.Assented,
    e.Withdrawn,
    e.ContactNamed,
    e.CoverAsked,
    e.AddressAllowed,
    e.MediationOffered,
    e.CourseSet,
    e.ReportMade,
    e.UrgentEnded,
    e.ActionDone,
    e.RaiserSucceeded,
    e.AgencyLeft,
    e.HeldUntil,
    e.Paused,
    e.CaseClosed,
    e.SecondAsked,
    e.SecondGiven,
    e.Checked,
    e.AddressLet,
    e.AgencyConfirmed,
    e.SaidToHaveLeft,
    e.CaseTakenIn,
    e.Undone,
)


def look_again(turn: Turn, command: NoteSuspect) -> None:
    """Look at one case from which somebody may be taken for another: open, or ended by their words."""
    if turn.case.status in ("joined", "book", "unopened"):
        return
    who = _who(turn, command)
    if not who:
        return
    acted = [one for one in _acting_before(turn) if _is_of(one, who)]
    _hold_back(turn, who)
    wrote = [event for event in command.history if _wrote(event, who, command)]
    ended = _ended_by(turn, wrote, command)
    _set_aside(turn, command, who, wrote)
    if ended:
        _put_anew(turn, command, who)
        for one in _acting_before(turn):  # the side itself was asked for a name as the case was opened
            if _is_of(one, who) and turn.directory.is_barred(one.address) and turn.stage.sides == "both":
                wrong_person.stand_in(turn, one)
    elif turn.case.status == "open":
        _go_on(turn, command, who, wrote)
        for one in acted:
            _reach(turn, one)
    _give_day(turn, command, who)
    convenes = _convening_before(turn, who)
    if wrote or acted or ended or convenes:
        _tell_office(turn, command, who, wrote, convenes=convenes)


def _who(turn: Turn, command: NoteSuspect) -> tuple[e.Party, ...]:
    """Return everybody of this case who writes from the mailbox, or has it beside another address."""
    wrote = [by for event in command.history if isinstance(by := getattr(event, "by", None), e.Party)]
    read = [one.to for one in turn.case.letters.values()]
    raiser = [turn.case.raiser] if turn.case.raiser else []
    found = (one for one in (*turn.case.taking_part, *raiser, *wrote, *read) if _has(turn, one, command.address))
    return tuple(dict.fromkeys(found))


def _has(turn: Turn, one: e.Party, mailbox: str) -> bool:
    person = turn.directory.person(one.person)
    own = (one.address, *((person.address, *person.aliases) if person else ()))
    return any(suspects.concerns(address, mailbox) for address in own)


def _is_of(one: e.Party, who: Sequence[e.Party]) -> bool:
    return any(deciders.same_person(one, other) for other in who)


def _acting_before(turn: Turn) -> tuple[e.Party, ...]:
    """Return who acted for each side while no mailbox was suspect."""
    trusting = replace(turn.directory, suspects={})
    sides = turn.case.agencies if turn.case.status in ("open", "agreed") and turn.case.stage else ()
    return once(
        one for agency in sides for one in deciders.acting(turn.case, turn.policy, trusting, agency, turn.today)
    )


def _hold_back(turn: Turn, who: Sequence[e.Party]) -> None:
    for letter in [*turn.case.letters.values()]:
        if letter.state == "ordered" and _is_of(letter.to, who) and turn.directory.is_suspect(letter.to.address):
            turn.withhold(letter.letter, "its reader's mailbox may be taken")


def _wrote(event: e.Event, who: Sequence[e.Party], command: NoteSuspect) -> bool:
    by = getattr(event, "by", None)
    return isinstance(event, QUIET) and event.at >= command.since and isinstance(by, e.Party) and _is_of(by, who)


def _theirs(turn: Turn, wrote: Sequence[e.Event]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the proposals that were theirs, and those of others that they agreed to, as far as each still counts."""
    counts = {one.id for one in turn.case.proposals.values() if one.state in ("standing", "agreed")}
    stopped = [event.proposal for event in wrote if isinstance(event, e.Proposed) and event.proposal in counts]
    unsaid = [event.proposal for event in wrote if isinstance(event, e.Assented) and event.proposal in counts]
    return tuple(dict.fromkeys(stopped)), tuple(one for one in dict.fromkeys(unsaid) if one not in stopped)


def _ended_by(turn: Turn, wrote: Sequence[e.Event], command: NoteSuspect) -> bool:
    """Tell whether a case that has ended rests on their words: one that settled it, or the very word that ended it."""
    closed = next((event for event in reversed(command.history) if isinstance(event, e.CaseClosed)), None)
    if turn.case.status != "closed" or closed is None:
        return False
    stopped, unsaid = _theirs(turn, wrote)
    confirmed = any(isinstance(one, e.SecondGiven | e.Checked) and one.at == closed.at for one in wrote)
    return closed in wrote or confirmed or (bool(closed.proposal) and closed.proposal in (*stopped, *unsaid))


def _set_aside(turn: Turn, command: NoteSuspect, who: tuple[e.Party, ...], wrote: Sequence[e.Event]) -> None:
    """Let what they wrote count no more; an agreement that rested on it is none, and its stage goes on."""
    stopped, unsaid = _theirs(turn, wrote)
    if not wrote:
        return
    agreed = turn.case.status == "agreed"
    office = ordering.office_party(turn)
    let = _let_in(command, wrote)
    turn.put(e.SetAside(turn.at, office, command.address, command.since, who, stopped, unsaid, let))
    if agreed and turn.case.status == "open":
        deadlines.drop(turn, "the agreement rested on a mailbox that may be taken", purposes=("objection",))
        deadlines.stand_again(turn, "dropped", after=turn.at)
    elif turn.case.status == "open" and (stopped or unsaid):
        deadlines.stand_again(turn, "met", deadlines.TALKS, after=turn.at)


def _let_in(command: NoteSuspect, wrote: Sequence[e.Event]) -> tuple[str, ...]:
    """Return the addresses that came in by their word: what they allowed, or confirmed as a second or by a call."""
    at = {one.at for one in wrote if isinstance(one, e.SecondGiven | e.Checked)}
    allowed = (one for one in command.history if isinstance(one, e.AddressAllowed) and (one in wrote or one.at in at))
    return tuple(dict.fromkeys(one.address.lower() for one in allowed))


def _give_day(turn: Turn, command: NoteSuspect, who: Sequence[e.Party]) -> None:
    """Give the raiser's day anew, at their other address, or to whoever stands in, where its letter lies there (rule 12.1)."""
    raiser = turn.case.raiser
    person = turn.directory.person(raiser.person) if raiser else None
    reachable = person is not None and not turn.directory.is_barred(person.address)
    if raiser and reachable and _is_of(raiser, who) and turn.case.status == "agreed":
        agreement.ask_raiser(turn)
        return
    closed = next((event for event in reversed(command.history) if isinstance(event, e.CaseClosed)), None)
    if turn.case.status == "closed" and (closed is None or closed.at < command.since):
        return
    for letter in [*turn.case.letters.values()]:
        mine = _is_of(letter.to, who) and suspects.concerns(letter.to.address, command.address)
        if mine and letter.state == "sent" and letter.template == agreement.OBJECTION.letter:
            agreement.unread(turn, letter)


def _convening_before(turn: Turn, who: Sequence[e.Party]) -> bool:
    """Tell whether they were to convene or decide at the present stage, where nobody else is asked for it now."""
    at_work = turn.case.status in ("open", "agreed") and turn.case.stage and turn.stage.sides != "both"
    return bool(at_work) and any(officers.was_asked(turn, one, turn.stage) for one in who)


def _put_anew(turn: Turn, command: NoteSuspect, who: Sequence[e.Party]) -> None:
    """Open a case again that ended by their words, and put the words that had settled it to every side anew."""
    closed = next(event for event in reversed(command.history) if isinstance(event, e.CaseClosed))
    before = turn.case.proposals.get(closed.proposal)
    text = f"{_since(turn, command, who)} The ending rested on it, so this is open again."
    if before is not None and before.kind in ("resolved", "plan", "overtaken"):
        office = ordering.office_party(turn)
        # Whoever put the words may be the one nobody is sure of: then the office puts them, and every side is asked.
        by = office if _is_of(before.by, who) else before.by
        reopening.again(
            turn,
            office,
            f"{text} What had settled it is put again, and waits for AGREE.",
            stands=(before, by),
            at_once=True,
        )
        return
    ask = f"If you know that it stands, say so to the {turn.terms.office}, and write it anew."
    reopening.again(turn, ordering.office_party(turn), f"{text} {ask}", at_once=True)


def _go_on(turn: Turn, command: NoteSuspect, who: Sequence[e.Party], wrote: Sequence[e.Event]) -> None:
    """Ask the sides again what waits, keep open what they withdrew, and tell those who were told of their words."""
    if turn.case.withdrawn is not None and _is_of(turn.case.withdrawn.by, who):
        withdrawal.stop(turn, ordering.office_party(turn), _since(turn, command, who))
    if not wrote:
        return
    for words in _unsaid(turn, wrote):
        for reader in proposals.readers(turn, words):
            if any(reader.agency == other.agency for other in who):
                agreement.put_to(turn, reader, words)
    raiser = [turn.case.raiser] if turn.case.raiser else []
    for one in once([*raiser, *turn.everyone_present()]):
        if not _is_of(one, who):
            lines = [_since(turn, command, who), "Please speak to them, and do not answer emails from there."]
            news.tell(turn, one, "Some words here count no more", lines, (ordering.office_party(turn), ""))


def _unsaid(turn: Turn, wrote: Sequence[e.Event]) -> Iterator[Proposal]:
    named = {event.proposal for event in wrote if isinstance(event, e.Assented)}
    return (one for one in turn.case.asked if one.id in named)


def _reach(turn: Turn, one: e.Party) -> None:
    """Write to their other address, where the directory has one that is not suspect; else ask that side as for a bounce."""
    here = [other for other in turn.present(one.agency) if deciders.same_person(other, one)]
    if turn.stage.sides != "both":
        return
    for other in here:
        climbing.stage_letter(turn, other, "named", {})
    if not here:
        wrong_person.ask_side(turn, one)


def _since(turn: Turn, command: NoteSuspect, who: Sequence[e.Party]) -> str:
    names = phrases.listed([turn.name(one) for one in once(who)])
    since = phrases.day(turn.rules.days.local(command.since).date())
    return (
        f"Somebody else may have written as {names} since {since}. What came from there since then towards an end counts for "
        "nothing."
    )


def _tell_office(
    turn: Turn, command: NoteSuspect, who: Sequence[e.Party], wrote: Sequence[e.Event], *, convenes: bool
) -> None:
    """Tell the office what the mailbox wrote on this case, with the hour, and whom to ring."""
    lines = [_since(turn, command, who)]
    lines += [f"{phrases.moment(turn.rules.days.local(one.at))}: {_what(one)}" for one in wrote]
    if any(deciders.is_raiser(turn.case, one) for one in who):
        lines.append("They raised this case. While nobody can write to them, their rights are the office's.")
    if convenes:
        others = phrases.listed([turn.name(one) for one in officers.convenors(turn)])
        instead = others or f"the {turn.terms.office}, until the directory names somebody else"
        lines.append(f"They were to convene stage {turn.case.stage}, or to decide. In their place: {instead}.")
    lines += [ordering.number(ordering.person(turn, one)) for one in once(who)]
    lines.append(
        "No letter goes to that mailbox. What it wrote that was done already, like DONE, is for you to look at."
    )
    action = f"Ring them. Once the mailbox is theirs alone again, reply with CLEAR {command.address}."
    ordering.tell_office(turn, HEADLINE, lines, action)


def _what(event: e.Event) -> str:
    return {
        "Proposed": "words to settle it",
        "Assented": "AGREE",
        "Withdrawn": "WITHDRAW",
        "ContactNamed": "CONTACT",
        "CoverAsked": "COVER",
        "Met": "MET",
        "AddressAllowed": "ALLOW",
        "CaseClosed": "the word that ended it",
        "ActionDone": "DONE",
        "ReportMade": "REPORT",
        "MediationOffered": "MEDIATION",
        "CourseSet": "NEW DATE",
        "UrgentEnded": "that it is no longer urgent",
        "RaiserSucceeded": "CONTACT … AS RAISER",
        "HeldUntil": "HOLD UNTIL",
        "Paused": "PAUSE",
        "SecondAsked": "a word that waited for a second: it is not done",
        "SecondGiven": "an answer to a word that waited for a second",
        "Checked": "CHECKED",
        "AddressLet": "ALLOW: letters go there again",
        "AgencyConfirmed": "for which agency somebody writes",
        "SaidToHaveLeft": "that a colleague has left",
        "CaseTakenIn": "JOIN",
        "Undone": "UNDO",
    }.get(type(event).__name__, "a word towards quiet")
