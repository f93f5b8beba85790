"""The letters of a decision, finished: when the case stands still each has its facts filled in, and goes out.

Start at `finish`. What would mislead by then is not written; what one reader is told in the same moment is one letter.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mailservice.cases.dates import kinds as date_kinds
from mailservice.cases.history.case import Deadline, Ordered, book
from mailservice.cases.history.copying import replace
from mailservice.cases.history.events import (
    CaseClosed,
    CaseJoined,
    CaseReopened,
    DeadlineDropped,
    DeadlineMet,
    DeadlineMissed,
    LetterOrdered,
    LetterWithheld,
    MailHeard,
    Party,
)
from mailservice.cases.history.sides import names_files
from mailservice.cases.letters import cuts, kinds, news, ordering, phrases, standing, waiting
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Draft, Turn
from mailservice.errors import IncompleteRow


@dataclass(frozen=True)
class _Filled:
    """A draft with its own facts, as the case stands now; `attached`: what stood beside the words of news that waited."""

    draft: Draft
    own: Mapping[str, Any]
    attached: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.draft.kind


Foreseen = Callable[[Turn, Party], str]
"""What happens when the next date passes, as one reader is told it."""


def finish(turn: Turn, foresee: Foreseen) -> None:
    """Put every letter that this decision has drafted, and that still says what holds, with the facts of its end."""
    filled = [_Filled(one, one.facts(turn) if callable(one.facts) else one.facts) for one in _still_true(turn)]
    filled = [*_waited(turn, filled), *filled, *_overtaken(turn, filled)]
    for one in _one_for_the_office(turn, _one_each(turn, _one_of_a_stage(filled))):
        turn.put(waiting.leave(turn, _whole(turn, one, foresee), one.draft.waits))


def _waited(turn: Turn, filled: list[_Filled]) -> list[_Filled]:
    """Draft anew the news that waits: it goes with what its reader has now, or tells of the case as it has come to stand."""
    if any(isinstance(event, MailHeard) and event.outcome == "held" for event in turn.events):
        return []  # a mail in doubt moves nothing, not even a letter
    ended = any(isinstance(event, CaseClosed | CaseReopened | CaseJoined) for event in turn.events)
    found = _not_brought(turn)
    for one in news.waiting(turn.case):
        mine = any(_brings(other) and deciders.same_person(one.to, other.draft.to) for other in filled)
        told = news.items(one)
        stale = news.today(turn.case, told) != told
        if mine or ended or stale or not standing.at_present(turn.case, one):
            turn.withhold(one.letter, "its news comes with another letter")
            found.append(_again(turn, one))
    return found


def _not_brought(turn: Turn) -> list[_Filled]:
    """Draft anew what others' words had brought, and what was to come with a letter that STOP or UNDO holds back now."""
    by_mail = any(isinstance(event, MailHeard) for event in turn.events)
    if not by_mail or waiting.until(turn):
        return []
    held = [turn.case.letters[event.letter] for event in turn.events if isinstance(event, LetterWithheld)]
    return [_again(turn, one) for letter in held for one in news.brought_by(turn.case, letter)]


# What we did with an email whose answer, not sent yet, the case has overtaken.
_DID = {
    "prose": ("Your email", "Kept on the record; it moved nothing."),
    "status": ("STATUS", "This letter says where the case stands."),
}


def _overtaken(turn: Turn, filled: list[_Filled]) -> list[_Filled]:
    """Draft anew, for each reader whom this decision writes to, what was ordered after an outage and has not left yet.

    One letter says where the case stands now, and what we did with their emails (rules 3.3 and 18).
    """
    found: list[_Filled] = []
    done: set[str] = set()
    # Whoever called for help has the numbers in an answer that stands alone.
    if turn.case.urgent or any(one.about.startswith(ordering.ABOUT_DANGER) for one in turn.unsent):
        return found
    for first in (one for one in filled if kinds.of(one.kind).has("carries") and not one.draft.order.answers):
        theirs = first.draft.to.address.lower()
        mine = [one for one in turn.unsent if one.to.address.lower() == theirs and theirs not in done]
        done.add(theirs)
        found += [_asks_still(turn, one) for one in mine if one.template == "answer" and one.about]
        lines: list[Mapping[str, Any]] = []
        for one in mine:
            if (one.template in ("answer", *_DID) and not one.about) or (
                one.template == "proposal" and one.about == first.draft.order.about
            ):
                turn.withhold(one.letter, "the case has gone on, and one letter says where it stands now")
                lines += _did(turn, one)
        if lines:
            order = replace(first.draft.order, template="answer", answers=mine[-1].answers, about="")
            found.append(_Filled(Draft(order, {}), {"lines": lines, "next": ""}))
    return found


def _asks_still(turn: Turn, order: LetterOrdered) -> _Filled:
    """Draft an answer that asks something once more, with the date as it stands now."""
    turn.withhold(order.letter, "the case has gone on, and it is written again with the date of now")
    ahead = next((one["what"] for one in ordering.shown_dates(turn)), "")
    own = {**{name: order.facts[name] for name in ("why", "lines", "words")}, "next": ahead}
    ordering.order(turn, "answer", order.to, own, answers=order.answers, about=order.about)
    return _Filled(turn.drafts[-1], own)


def _did(turn: Turn, order: LetterOrdered) -> list[Mapping[str, Any]]:
    """Return what an answer that was not sent says we did with its reader's email."""
    if order.template not in _DID:
        return list(order.facts.get("lines", ()))
    line, result = _DID[order.template]
    reads = order.facts.get("to_office")
    more = f" The {turn.terms.office} reads your {reads} next working morning." if reads else ""
    return [{"line": line, "result": f"{result}{more}"}]


def _again(turn: Turn, letter: Ordered) -> _Filled:
    own = news.told_again(turn, letter.to, news.today(turn.case, news.items(letter)))
    ordering.order(turn, "news", letter.to, own, waits=letter.leaves)
    return _Filled(turn.drafts[-1], own, tuple(letter.told["attached"]))


def _still_true(turn: Turn) -> list[Draft]:
    holds = [one for one in turn.drafts if one.outside or standing.holds(turn.case, _as_ordered(one.order))]
    # Who is the wrong person has one last letter, that says so (rule 15).
    last = [one for one in holds if one.kind == "wrong_person" and not turn.directory.is_suspect(one.to.address)]
    return [_elsewhere(turn, one) for one in holds if one in last or _may_go(turn, one)]


def _may_go(turn: Turn, one: Draft) -> bool:
    return not turn.directory.is_barred(one.to.address) or _other_address(turn, one.to) != one.to.address


def _other_address(turn: Turn, to: Party) -> str:
    """Return where somebody is written to whose mailbox may be taken, or takes nothing: their other address, if they have one."""
    suspect = turn.directory.is_suspect(to.address)
    person = turn.directory.person(to.person) if suspect or to.address.lower() in turn.case.dead else None
    if person is None:
        return to.address
    left = deciders.live_address(turn.case, turn.directory, person)
    # A letter that comes back from an address that takes nothing is told of; one to a thief, never.
    return left or (person.address if suspect and not turn.directory.is_barred(person.address) else to.address)


def _elsewhere(turn: Turn, one: Draft) -> Draft:
    address = _other_address(turn, one.to)
    return (
        one
        if address == one.to.address
        else replace(one, order=replace(one.order, to=replace(one.to, address=address)))
    )


def _as_ordered(order: LetterOrdered) -> Ordered:
    return Ordered(order.letter, order.template, order.to, order.stage, order.tier, order.at, order.about)


def _one_of_a_stage(filled: list[_Filled]) -> list[_Filled]:
    """Leave each reader one stage letter: the newest that asks them to act for their own tier, else the newest as cover.

    Who acts for two agencies has one for each: none is chosen for them (rule 1.7).
    """
    newest: dict[tuple[str, str], _Filled] = {}
    for one in (one for one in filled if one.kind == "stage"):
        reader = (one.draft.to.address, one.draft.to.agency)
        before = newest.get(reader)
        if before is None or one.own["entered"] != "cover" or before.own["entered"] == "cover":
            newest[reader] = one
    return [one for one in filled if one.kind != "stage" or any(one is kept for kept in newest.values())]


def _one_each(turn: Turn, filled: list[_Filled]) -> list[_Filled]:
    """Fold news, and what we did with its reader's email, into a letter that the same moment brings them (rule 18)."""
    left: list[_Filled] = []
    fold = {"news": _carries, "answer": _answers} if not _alarms(filled) else {"news": _carries}
    office = ordering.office_party(turn).address
    # News comes late, so that it finds every letter that can carry it, and earlier news; the answer finds both.
    for one in sorted(filled, key=_last):
        can = fold.get(one.kind)
        at = next((number for number, other in enumerate(left) if can and can(other, one)), None)
        if at is None or one.draft.to.address == office:
            left.append(one)
        else:
            left[at] = (_with_news if one.kind == "news" else _with_answer)(left[at], one)
    order = [one.draft.order.letter for one in filled]
    return sorted(left, key=lambda one: order.index(one.draft.order.letter))


def _last(one: _Filled) -> int:
    return {"news": 2 if one.draft.waits else 1, "answer": 3}.get(one.kind, 0)


def _alarms(filled: list[_Filled]) -> bool:
    """Tell whether the office is alarmed: then who called for help has the numbers in an answer that stands alone."""
    return any(one.kind == "office" and one.own["headline"] in ordering.ALARMS for one in filled)


def _brings(one: _Filled) -> bool:
    """Tell whether a letter, or the answer that folds into news, can bring news that waits."""
    can = one.kind == "answer" and not one.draft.order.about
    return not (one.draft.alone or one.draft.outside) and (
        can or one.kind == "news" or kinds.of(one.kind).has("carries")
    )


def _carries(one: _Filled, news: _Filled) -> bool:
    """Tell whether a letter can tell the news as well, or is other news; an alarm hides in none, and hides nothing."""
    if news.draft.alone or one.draft.alone or one.draft.outside:
        return False
    can = one.kind == "news" or kinds.of(one.kind).has("carries")
    return can and deciders.same_person(one.draft.to, news.draft.to)


def _answers(one: _Filled, answer: _Filled) -> bool:
    """Tell whether a letter can say what we did with its reader's email: at the address they wrote from, if it asks nothing."""
    asks = bool(answer.draft.order.about) or answer.draft.outside
    here = one.draft.to.address.lower() == answer.draft.to.address.lower()
    return here and not asks and not one.draft.order.answers and _carries(one, answer)


def _with_news(one: _Filled, news: _Filled) -> _Filled:
    told = {name: news.own.get(name) for name in ("headline", "paragraphs", "words_of", "holds_while")}
    dated = {"dated": True} if news.own["dated"] else {}
    both = [each.draft.waits for each in (one, news) if each.draft.waits]
    draft = replace(one.draft, waits=min(both) if len(both) == 2 else None)  # noqa: PLR2004 - what is told at once waits for nothing
    own = {**one.own, **dated, "news": [*one.own.get("news", []), told, *news.own.get("news", [])]}
    return _Filled(draft, own, (*one.attached, *news.attached))


def _with_answer(one: _Filled, answer: _Filled) -> _Filled:
    """Let a letter be the answer too: it says what we did, and stands in the thread of the mail that it answers."""
    order = replace(one.draft.order, answers=answer.draft.order.answers, replied=True)
    did = {"lines": answer.own["lines"], "next": answer.own["next"]}
    return replace(one, draft=replace(one.draft, order=order, waits=None), own={**one.own, "did": did})


def _whole(turn: Turn, one: _Filled, foresee: Foreseen) -> LetterOrdered:
    """Return a letter with every fact it shows: those of the case as it stands, and its own."""
    shown = Turn(book(), turn.rules, turn.directory, turn.at) if one.draft.outside else turn
    kind = kinds.of(one.kind)
    ended = {"gone": _gone(turn)} if kind.has("lets_go") else {}
    told = {"attached": [*_attached(turn, one), *one.attached]} if kind.has("quotes") or one.own.get("news") else {}
    passes = {"passes": foresee(shown, one.draft.to)}
    facts = {**_common(shown, one.draft.to), **passes, **told, **ended, **one.own}
    if turn.case.status == "closed" and one.kind != "question":  # a question offers the one word that it asks about
        facts["words"] = ordering.after_the_end(facts["words"])
    facts = {"others_see": ordering.who_sees(facts["words"], turn.terms), **_cut(turn, one.draft.to, facts)}
    if not kind.shows <= facts.keys():
        left = ", ".join(sorted(kind.shows - facts.keys()))
        raise IncompleteRow(f"the letter {one.kind!r} was ordered without {left}: give it, or take it out of its row")
    return replace(one.draft.order, facts=facts)


def _cut(turn: Turn, to: Party, facts: dict[str, Any]) -> dict[str, Any]:
    """Leave out of people's words what tells where a family is, but where it is urgent, and of a court (rules 12 and 16)."""
    if turn.directory.office.has_address(to.address):
        return facts
    only = cuts.COURT if turn.case.urgent else ""
    return dict(cuts.in_facts(facts, ordering.own_numbers(turn), only))


def _attached(turn: Turn, one: _Filled) -> list[str]:
    """Say what its writer attached to the mail that this decision is on, to whoever is shown its words; once a letter."""
    heard = [event for event in turn.events if isinstance(event, MailHeard) and event.outcome == "acted"]
    mine = (event for event in heard if names_files(event) and not deciders.same_person(event.sender, one.draft.to))
    said = (phrases.attached(turn.name(event.sender), event.attachments) for event in mine)
    beside = (
        {side["attached"] for side in ordering.sides(turn, one.draft.to)}
        if one.kind in ("stage", "convened")
        else set()
    )
    return [sentence for sentence in said if sentence and sentence not in beside]


def _common(turn: Turn, to: Party) -> dict[str, Any]:
    """Return the facts that every letter shows, or may show, to this reader."""
    office = turn.directory.office
    policy, board = turn.policy, turn.policy.board(turn.case.board)
    on_case = bool(turn.case.stage)
    # A missing detail is asked of the raiser alone, in a letter that says its date.
    dates = ordering.shown_dates(turn, to)
    return {
        "reference": turn.case.reference,
        "call_it": policy.wording.call_it,
        "person": dict(turn.person.shown),
        "terms": dict(turn.terms.shown),
        "policy_title": policy.title,
        "partnership": board.title if board else policy.partnership,
        "you": {
            "name": to.name,
            "role": to.role,
            "agency": turn.agency(to.agency).name if to.agency else "",
            "side": "",
        },
        "why": "",
        "stage": ordering.stage(turn, turn.stage, turn.case.tier) if on_case else None,
        "due": dates[0] if dates else None,
        "dates": dates,
        "child_references": list(turn.case.child_references),
        "sides": ordering.sides(turn, to),
        "opposite": [ordering.person(turn, one) for one in turn.others_of(to.agency)] if to.agency else [],
        "words": [],
        "did": None,
        "news": [],
        "attached": [],
        "policy_asks": [],
        "office": {"name": office.name, "address": office.address, "phone": office.phone},
        "danger": [one for one in (*turn.rules.danger, ordering.office_closed(turn)) if one],
        "service": {"name": turn.rules.service_name, "address": turn.rules.service_address},
    }


def _gone(turn: Turn) -> list[dict[str, Any]]:
    """Return the dates of its stage that this decision has let go: whoever has one in the diary takes it out."""
    ended = (one.deadline for one in turn.events if isinstance(one, DeadlineDropped | DeadlineMet | DeadlineMissed))
    # Most readers hear of an agreement only when it has ended: the dates that it let go are taken out then.
    closed = turn.case.status == "closed"
    earlier = (
        one.id for one in turn.case.deadlines.values() if closed and one.state == "dropped" and _is_here(turn, one)
    )
    left = [turn.case.deadlines[identity] for identity in dict.fromkeys([*earlier, *(one for one in ended)])]
    return [
        {**ordering.date(turn, one), "stage": ordering.stage(turn, turn.policy.stage(one.stage), one.tier)}
        for one in left
        if date_kinds.of(one).shown and one.purpose != "limit" and one.stage
    ]


def _is_here(turn: Turn, one: Deadline) -> bool:
    return (one.stage, one.tier) == turn.here


def _one_for_the_office(turn: Turn, filled: list[_Filled]) -> list[_Filled]:
    """Fold what one decision tells the office into one letter: one happening, one letter; an alarm leads."""
    office = ordering.office_party(turn).address
    mine = [one for one in filled if one.draft.to.address == office]
    told = [one for one in mine if one.kind == "office"]
    convened = [one for one in mine if one.kind == "convened"]
    if not told or len(told) + len(convened) < 2:  # noqa: PLR2004 - one letter stays as it is
        return filled
    first = next((one for one in told if one.own["headline"] in ordering.ALARMS), told[0])
    rest = [one for one in (*told, *convened) if one is not first]
    whole = _bundle(turn, first, rest)
    return [whole if one is first else one for one in filled if not any(one is other for other in rest)]


def _bundle(turn: Turn, first: _Filled, rest: list[_Filled]) -> _Filled:
    offered = {word["verb"]: word for one in (first, *rest) for word in one.own["words"]}
    own = {**first.own, "also": [_also(turn, one) for one in rest], "words": [*offered.values()]}
    abouts = [one.draft.order.about for one in (first, *rest) if one.draft.order.about]
    convened = any(one.kind == "convened" for one in rest)
    about = ordering.CONVENED if convened else next(iter(abouts), "")
    holds = next((one.draft.order.holds for one in (first, *rest) if one.draft.order.holds), "")
    return _Filled(replace(first.draft, order=replace(first.draft.order, about=about, holds=holds)), own)


def _also(turn: Turn, one: _Filled) -> dict[str, Any]:
    if one.kind == "office":
        return {name: one.own[name] for name in ("headline", "items", "action", "by")}
    dates = ordering.shown_dates(turn)
    headline = f"Stage {ordering.stage(turn, turn.stage, turn.case.tier)['id']} is to be arranged"
    return {"headline": headline, "items": [], "action": one.own["action"], "by": dates[0]["due"] if dates else ""}
