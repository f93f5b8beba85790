"""Cases beside one another (rule 1.4): a mail to an agency not in its case opens one, and NEW or JOIN says what it is.

JOIN brings the newer case's other agencies into the older one, where it goes on: that is no ending. Each of the two
decides its own half (`bring_together`), both in one transaction. Of a case that is only linked, the office alone hears.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from mailservice.cases.asking import reaching
from mailservice.cases.dates import deadlines
from mailservice.cases.dates import kinds as date_kinds
from mailservice.cases.history.case import Case, Proposal
from mailservice.cases.history.commands import Addressee, Hear, Said
from mailservice.cases.history.events import (
    UNTOLD,
    CaseJoined,
    CaseTakenIn,
    DeadlineMoved,
    DetailGiven,
    MailHeard,
    Party,
)
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import kinds, news, ordering, phrases
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn, once

JOIN = "join"
# About which letter NEW is offered, where a child's reference alone told the case of a mail.
ANOTHER = "another"
ONLY_ONE = (
    "It is the one open case of this {one} between your agencies. If you mean another {disagreement}, answer this very letter "
    "with NEW alone on a line, and below it what it is about."
)
HOW_TO_ADD = "To bring that agency in, write to them and copy us, in an email with no other word of ours."


def only_one(turn: Turn) -> str:
    """Say that a mail which names no case is on the one that its child reference tells, and how to open another."""
    return ONLY_ONE.format(one=turn.person.one, disagreement=turn.terms.disagreement)


def stands_beside(hear: Hear, case: Case) -> bool:
    """Tell whether a party's mail on a case addresses another agency's person, and says no word to this case."""
    completes = "agency" in case.missing or ("reference" in case.missing and bool(hear.child_references))
    party = hear.sender.agency in case.agencies and not deciders.is_within(case)
    spoken = any(said.verb not in (Verb.NEW, Verb.JOIN) for said in hear.said)
    return bool(not_in(hear, case)) and party and not completes and not spoken and hear.kind == "message"


def not_in(hear: Hear, case: Case) -> tuple[Addressee, ...]:
    """Return those in To who are of an agency that is neither in the case nor the sender's."""
    known = {*case.agencies, hear.sender.agency}
    return tuple(one for one in hear.to if one.agency and one.agency not in known)


def beside(hear: Hear, case: Case) -> Hear:
    """Return the mail as one that opens a case beside another, about the same child; NEW or JOIN is asked while that is open."""
    asked = case.reference if case.status == "open" else ""
    return replace(hear, beside=asked, child_references=hear.child_references or case.child_references)


def opens_another(hear: Hear, case: Case) -> bool:
    """Tell whether NEW says that a mail, put on this case by the child's reference alone, is a disagreement of its own."""
    answered = case.letters.get(hear.answers)
    offered = hear.by_child or (answered is not None and answered.about == ANOTHER)
    party = hear.sender.agency in case.agencies and not deciders.is_within(case)
    return offered and party and any(one.verb is Verb.NEW and not one.dry_run for one in hear.said)


def another(hear: Hear, case: Case) -> Hear:
    """Return the mail as one that opens another case of the same child, with the same people where it names nobody."""
    mine = hear.sender.agency
    there = [Addressee(one.address, one.name, one.person, one.agency) for one in deciders.practitioners(case)]
    to = hear.to if any(one.agency and one.agency != mine for one in hear.to) else tuple(there)
    return replace(hear, to=to, child_references=hear.child_references or case.child_references)


def tell_linked(turn: Turn, linked: tuple[str, ...]) -> None:
    """Tell the office, and nobody else, which cases are about the same child."""
    if linked:
        lines = [
            f"{turn.case.reference} and {', '.join(linked)} are about the same {turn.person.one}. Nobody else was told."
        ]
        ordering.tell_office(turn, f"Two cases of one {turn.person.one}", lines, "Look at them together.")


def new(turn: Turn, said: Said, by: Speaker) -> str:
    """Take NEW: it is a disagreement of its own."""
    if JOIN not in turn.case.missing:
        if by.hear.message_id == turn.case.root:
            return f"Done: this is {phrases.one(turn.terms.disagreement)} of its own, under its own reference."
        how = (
            f"For another {turn.terms.disagreement}, write to whoever you disagree with, give the {turn.person.theirs} "
            f"{turn.person.reference}, and copy us."
        )
        return kept(turn, said, by, f"This is a case of its own already, and nothing has moved. {how}")
    turn.put(DetailGiven(turn.at, "join", "NEW", by.party))
    if not turn.case.missing:
        deadlines.drop(turn, "what was missing was given", purposes=("provisional",))
    return f"Recorded: this is {phrases.one(turn.terms.disagreement)} of its own, and goes on under its own reference."


def join(turn: Turn, said: Said, by: Speaker) -> str:
    """JOIN: the newer of two cases goes on in the older, by somebody who takes part in both, or by the office."""
    wanted = said.reference or turn.case.beside
    other = by.hear.others.get(wanted)
    # The same answer to an unknown case and to one the writer has no part in: nobody learns here that a case exists.
    if other is None or not _may_know(other, by):
        ask = "Please write JOIN and the reference of a case in which you take part."
        unknown = f"We know no case {said.reference} in which you take part." if said.reference else ask
        return kept(turn, said, by, f"{unknown} Nothing has moved.")
    refusal = next(_refusals(turn, other, by), "")
    if refusal:
        return kept(turn, said, by, f"{refusal} Nothing has moved.")
    text = re.sub(rf"^\W*{re.escape(said.reference)}\W*", "", said.reason, flags=re.IGNORECASE)
    newer, older = _in_order(turn.case, other)
    bring_together(turn, other, by.party, text)
    joined = phrases.listed([turn.agency(one).name for one in newer.agencies if one not in older.agencies])
    brought = f" {joined} takes part there now, and has our letter." if joined else ""
    return (
        f"Done: {newer.reference} goes on in {older.reference}, at stage {older.stage}.{brought} This cannot be undone."
    )


def too_late(turn: Turn, said: Said, by: Speaker) -> str:
    """JOIN on a case that every agency has agreed in, or that has ended."""
    return kept(turn, said, by, f"{next(_not_now(turn.case))} Nothing has moved.")


def elsewhere(turn: Turn, said: Said, by: Speaker) -> str:
    """Any word on a case that goes on in another: kept, and the other is named."""
    where = f"This goes on in {turn.case.joined_to}. Please answer a letter of that case."
    return kept(turn, said, by, f"{where} Nothing has moved.")


def bring_together(turn: Turn, other: Case, by: Party, text: str) -> None:
    """Decide one case's half of a JOIN: the newer goes on in the older, and the older takes it in."""
    if _in_order(turn.case, other)[0] is turn.case:
        _go_on_in(turn, other, by, text)
    else:
        _take_in(turn, other, by, text)


def named(case: Case, hear: Hear) -> set[str]:
    """Return the references of the cases that a JOIN in this mail may mean."""
    confirms = hear.yes_to is not None and Verb.JOIN in hear.yes_to.verbs
    if not confirms and not any(said.verb is Verb.JOIN for said in hear.said):
        return set()
    written = {said.reference for said in hear.said} | {one.reference for one in case.to_confirm}
    return {one for one in (*written, case.beside, hear.beside) if one}


def _in_order(one: Case, other: Case) -> tuple[Case, Case]:
    """Return two cases, the newer first."""
    newer_first = sorted((one, other), key=lambda case: (case.opened_at or case.began_at, case.reference), reverse=True)
    return newer_first[0], newer_first[1]


def _may_know(case: Case, by: Speaker) -> bool:
    taking_part = (*case.parties, *deciders.practitioners(case))
    return by.office or any(deciders.same_person(one, by.party) for one in taking_part)


def _refusals(turn: Turn, other: Case, by: Speaker) -> Iterator[str]:
    """Give why two cases cannot be joined, or not by this person or not yet, in sentences."""
    if other.reference == turn.case.reference:
        yield "That is this very case."
    for case in (turn.case, other):
        yield from _not_now(case)
    newer, older = _in_order(turn.case, other)
    # What else a mail says would be said to a case that has gone on elsewhere; a NOTE is only kept.
    acting = (one.verb for one in by.hear.said if WORDS[one.verb].answered == "a sentence")
    if any(verb not in (Verb.JOIN, Verb.NOTE) for verb in acting):
        yield "JOIN acts alone: please send it in an email with no other word of ours."
    if _further(turn, newer, older):
        yield (
            f"{newer.reference} is further on than {older.reference}, or urgent, and joined it would go back. "
            f"To bring the other on, answer it with ESCALATE and why; then write JOIN again."
        )
    if not by.office:
        yield from _for_the_office(turn, newer, older, by)


def _not_now(case: Case) -> Iterator[str]:
    if case.lost is not None:
        yield f"The history of {case.reference} was lost, and it was given up: no other case goes on with it."
    elif case.status == "closed":
        yield f"{case.reference} has ended. To take it up again, answer one of its letters with REOPEN and why."
    if case.status == "joined":
        yield f"{case.reference} goes on in {case.joined_to} already."
    if case.status == "agreed":
        yield f"Every agency in {case.reference} has agreed, so no further one can join it."
    if case.withdrawn is not None:
        yield f"{case.reference} is being withdrawn. Whoever wants it to go on can answer it with KEEP."
    if UNTOLD in case.agencies:
        yield f"Whoever raised {case.reference} has not told yet for which agency they write."
    if deciders.is_within(case):
        yield f"{case.reference} is within one agency, and no other takes part in it."


def _further(turn: Turn, newer: Case, older: Case) -> bool:
    order = [stage.id for stage in turn.policy.stages]
    if newer.stage not in order or older.stage not in order or (newer.urgent and not older.urgent):
        return True
    return (order.index(newer.stage), newer.tier) > (order.index(older.stage), older.tier)


def _for_the_office(turn: Turn, newer: Case, older: Case, by: Speaker) -> Iterator[str]:
    """Give why it is for the office: nobody's disagreement is joined by another, and no child's told by a slip of a digit."""
    raiser, first = newer.raiser, older.raiser
    theirs = raiser is not None and first is not None and deciders.same_person(raiser, first)
    why = ""
    if not theirs and not deciders.is_raiser(newer, by.party):
        why = f"Only whoever raised {newer.reference}, or the {turn.terms.office}, can join it to another case."
    elif newer.child_references and older.child_references and not _same_child(newer, older):
        why = f"{newer.reference} and {older.reference} are about different {turn.person.several}."
    if why:
        name = turn.name(by.party)
        lines = [f"{name} asks that {newer.reference} goes on in {older.reference}. {why}"]
        other = older if newer.reference == turn.case.reference else newer
        do = f"To join them, answer this letter with JOIN {other.reference}."
        ordering.tell_office(turn, "Two cases to join?", lines, f"Speak to those concerned. {do}")
        yield f"{why} The {turn.terms.office} has been told that you ask; until then each runs on."


def _same_child(one: Case, other: Case) -> bool:
    return bool(_children(one) & _children(other))


def _children(case: Case) -> set[str]:
    return {_bare(reference) for reference in case.child_references}


def _bare(reference: str) -> str:
    return "".join(reference.split()).upper()


def _go_on_in(turn: Turn, older: Case, by: Party, text: str) -> None:
    deadlines.drop(turn, f"it goes on in {older.reference}")
    deadlines.drop(turn, f"it goes on in {older.reference}", purposes=date_kinds.LASTING)
    for one in turn.case.letters.values():
        told_later = one.template == "news" and one.leaves is not None  # it has happened, whatever goes on where
        if one.state == "ordered" and not told_later and not kinds.of(one.template).has("anyway"):
            turn.withhold(one.letter, f"the case goes on in {older.reference}")
    turn.put(CaseJoined(turn.at, older.reference, by, text))


def _take_in(turn: Turn, newer: Case, by: Party, text: str) -> None:
    agencies = tuple(one for one in newer.agencies if one not in turn.case.agencies)
    known, pending = _children(turn.case), turn.case.pending
    turn.put(
        CaseTakenIn(
            at=turn.at,
            reference=newer.reference,
            by=by,
            text=text,
            agencies=agencies,
            responders=tuple(one for one in deciders.practitioners(newer) if one.agency in agencies),
            parties=once((*deciders.practitioners(newer), *newer.parties)),
            child_references=tuple(one for one in newer.child_references if _bare(one) not in known),
            issues={agency: words for agency, words in newer.issues.items() if agency in agencies},
            contacts=tuple(one for one in newer.contacts if one.agency in agencies),
            authors={agency: wrote for agency, wrote in newer.authors.items() if agency in agencies},
            shared=True,
            among={one: newer.among.get(one, newer.agencies) for one in newer.agencies},
        )
    )
    for cover in newer.covers:
        if cover.until and cover.agency in agencies:
            turn.put(replace(cover, at=turn.at, stage=turn.case.stage, tier=turn.case.tier))
    if not turn.case.missing:
        deadlines.drop(turn, "what was missing was given", purposes=("provisional",))
    if pending is not None and turn.case.pending is None:
        deadlines.stand_again(turn, "met", deadlines.TALKS, after=turn.at)
    if agencies:
        names = phrases.listed([turn.agency(one).name for one in agencies])
        deadlines.count_from_sending(turn, turn.at, f"{names} joined on this day")
        reaching.watch(turn)
        _write_to(turn, agencies, newer, by, text)
    _tell_everybody(turn, newer, agencies, by, text, _again(turn, pending))


def _write_to(turn: Turn, agencies: tuple[str, ...], newer: Case, by: Party, text: str) -> None:
    """Write the present stage's letter to those who act for the new agencies; a convened stage only tells them."""
    both = turn.stage.sides == "both"
    for agency in agencies:
        found = deciders.deciders(turn.case, turn.policy, turn.directory, agency, turn.here) if both else ()
        for one in found:
            reason = _words(newer, one, by, text)[1]
            climbing.stage_letter(turn, one, "joined", {"by": turn.name(by), "reason": reason})
        if both and not found:
            climbing.ask_for_name(turn, agency, urgent=True)
    reaching.ask_for_closed_days(turn)


def _again(turn: Turn, pending: Proposal | None) -> list[str]:
    """Say that what two would have agreed to must be written again, for a third to read it (rule 16)."""
    if pending is None or turn.case.pending is not None:
        return []
    return [f"So what {turn.name(pending.by)} proposed must be written again, for every agency to read it."]


def _tell_everybody(turn: Turn, newer: Case, agencies: tuple[str, ...], by: Party, text: str, again: list[str]) -> None:
    """Tell every agency who has joined and why, in the words of whoever wants it, and the office with them."""
    names = phrases.listed([turn.agency(one).name for one in agencies])
    headline = "Another agency has joined this" if agencies else "Another case goes on in this one"
    lines = [f"{newer.reference} goes on in this case, {turn.case.reference}."]
    if agencies:
        lines += [f"{names} takes part here now. It is settled when every agency agrees to the same words.", *again]
    days = turn.rules.days
    for event in turn.events:
        if isinstance(event, DeadlineMoved):
            was, now = phrases.moment(days.local(event.was)), phrases.moment(days.local(event.due))
            lines.append(f"They have their full time, so the date of this stage is {now}. It was {was}.")
    raiser = (turn.case.raiser,) if turn.case.raiser else ()
    everyone = (*raiser, *deciders.practitioners(turn.case), *turn.everyone_present(), *newer.parties)
    # Whoever wrote JOIN on the other case has their answer there, and this case's letter with its dates from here.
    answered = any(isinstance(event, MailHeard) for event in turn.events)
    for one in once(everyone):
        if not (answered and deciders.same_person(one, by)) and not ordering.already_written(turn, one, "stage"):
            said = _words(newer, one, by, text)
            news.tell(turn, one, headline, [*lines, *([] if said[1] else [_whom_to_ask(turn, newer)])], said)
    ordering.tell_office(turn, headline, lines, "Nothing yet: everybody who takes part has been told.")


def _words(newer: Case, to: Party, by: Party, text: str) -> tuple[Party, str]:
    """Return whose words say why: those with JOIN, else what the newer case was raised with, to those who took part there."""
    raiser = newer.raiser
    if text or raiser is None or to.agency not in newer.agencies or not newer.may_read(to.agency, raiser.agency):
        return by, text
    return raiser, newer.issues.get(raiser.agency, "")


def _whom_to_ask(turn: Turn, newer: Case) -> str:
    name = turn.name(newer.raiser) if newer.raiser else ordering.office_party(turn).name
    return f"Please ask {name} for what was said before in {newer.reference}."
