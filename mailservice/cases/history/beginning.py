"""What the beginning of a case changes in it: its first mail, what that lacked, who is on which side, two cases made one.

Rows of `folding`, which is the only way to them. Nothing here decides.
"""

from collections.abc import Mapping
from typing import Any

from mailservice.cases.history import events as e
from mailservice.cases.history import sides
from mailservice.cases.history.case import Case, LastWords
from mailservice.cases.history.copying import replace


def opened(case: Case, event: e.CaseOpened) -> Case:
    """Begin a case with its first mail: its raiser, the other agencies, the issue in the raiser's words."""
    return replace(
        case,
        status="open",
        reference=event.reference,
        policy_digest=event.policy_digest,
        overlay_digest=event.overlay_digest,
        beside=event.beside,
        opened_at=event.at,
        began_at=event.at,
        root=event.root,
        raiser=event.raiser,
        responders=event.responders,
        agencies=event.agencies,
        child_references=event.child_references,
        missing=event.missing,
        issues={event.raiser.agency: event.issue},
        authors={event.raiser.agency: (event.raiser, event.at)} if event.issue else {},
        parties=case.parties_with(event.raiser, *event.responders),
        policy=event.policy,
        opened_under=event.policy_digest,
        addressed=event.addressed,
        board=event.board,
    )


def board(case: Case, event: e.BoardTold) -> Case:
    """Put the case with another office, and what the one before was still to do."""
    mine = {
        key: replace(one, owner=event.office)
        for key, one in case.actions.items()
        if one.owner.address.lower() == event.before.address.lower() and one.state == "standing"
    }
    missing = tuple(what for what in case.missing if what != "board")
    return replace(case, board=event.board, missing=missing, actions={**case.actions, **mine})


def detail(case: Case, event: e.DetailGiven) -> Case:
    """Fill in what a provisional case lacked; one that rested goes on from now."""
    missing = tuple(what for what in case.missing if what != event.what)
    if event.what == "join":
        return replace(case, missing=missing)
    if event.what == "reference":
        return replace(case, missing=missing, child_references=(*case.child_references, event.value))
    began_at = event.at if case.rested else case.began_at
    return replace(
        case,
        missing=missing,
        began_at=began_at,
        rested=None,
        agencies=(*case.agencies, event.value) if event.value not in case.agencies else case.agencies,
        responders=(*case.responders, *event.responders),
        parties=case.parties_with(*event.responders),
        addressed=tuple(one for one in case.addressed if one.agency != event.value),
    )


def told(case: Case, event: e.AgencyTold) -> Case:
    """Put somebody, and all that they did here while their side had no name, on the side that they write for."""
    if event.was:
        return sides.corrected(case, event)
    address, agency = event.who.address.lower(), event.who.agency
    case = replace(case, told={**case.told, address: event})
    raiser = case.raiser
    if raiser is None or raiser.agency != e.UNTOLD or raiser.address.lower() != address:
        # Of whom the raiser addressed; a colleague of the raiser's own is on no other side.
        addressed = tuple(event.who if one.address.lower() == address else one for one in case.addressed)
        own = raiser.agency if raiser else ""
        return replace(case, addressed=tuple(one for one in addressed if one.agency != own))

    def named(one: e.Party) -> e.Party:
        if one.address.lower() == address:
            return event.who
        return replace(one, agency=agency) if one.agency == e.UNTOLD else one

    def keyed(values: Mapping[str, Any]) -> dict[str, Any]:
        return {agency if key == e.UNTOLD else key: value for key, value in values.items()}

    return replace(
        case,
        raiser=event.who,
        agencies=tuple(dict.fromkeys(agency if one == e.UNTOLD else one for one in case.agencies)),
        missing=tuple(what for what in case.missing if what != "sender"),
        issues=keyed(case.issues),
        authors={key: (named(who), at) for key, (who, at) in keyed(case.authors).items()},
        attached=keyed(case.attached),
        parties=tuple(named(one) for one in case.parties),
        answers=tuple(
            replace(one, by=named(one.by), among=tuple(agency if each == e.UNTOLD else each for each in one.among))
            for one in case.answers
        ),
        last_words=keyed(case.last_words),
        acknowledged=keyed(case.acknowledged),
        contacts=tuple(replace(one, agency=agency) if one.agency == e.UNTOLD else one for one in case.contacts),
        waiting=tuple(replace(one, agency=agency) if one.agency == e.UNTOLD else one for one in case.waiting),
        covers=tuple(replace(one, agency=agency) if one.agency == e.UNTOLD else one for one in case.covers),
        addressed=tuple(one for one in case.addressed if one.agency != agency),
        letters={key: replace(one, to=named(one.to)) for key, one in case.letters.items()},
        # What was done before stood on a side that is no more: it is not taken back.
        last=None,
        before=None,
    )


def left(case: Case, event: e.AgencyLeft) -> Case:
    """Take an agency out, with its people; what was put to it, or by it, is to be put again between those who stay."""
    asked = {one.id: replace(one, state="stopped") for one in case.asked}
    asked[event.proposal] = replace(case.proposals[event.proposal], state="agreed")
    return replace(
        case,
        agencies=tuple(one for one in case.agencies if one != event.agency),
        responders=tuple(one for one in case.responders if one.agency != event.agency),
        parties=tuple(one for one in case.parties if one.agency != event.agency),
        contacts=tuple(one for one in case.contacts if one.agency != event.agency),
        covers=tuple(one for one in case.covers if one.agency != event.agency),
        waiting=tuple(one for one in case.waiting if one.agency != event.agency),
        proposals={**case.proposals, **asked},
        # It agreed as it was then: nothing before is taken back over its head.
        last=None,
        before=None,
    )


def joined(case: Case, event: e.CaseJoined) -> Case:
    """End a newer case's own way: it goes on in another."""
    stopped = {one.id: replace(one, state="stopped") for one in case.asked}
    case = replace(case, status="joined", joined_to=event.into, missing=(), proposals={**case.proposals, **stopped})
    return replace(case, urgent=None, last=None, before=None)


def taken_in(case: Case, event: e.CaseTakenIn) -> Case:
    """Take in a newer case: its agencies, its people and what it may show."""
    given = {*(("agency",) if event.agencies else ()), *(("reference",) if event.child_references else ())}
    # Questions were about a case that is another now; an older record put what would settle it to the new agencies too.
    apart = bool(event.among and event.agencies)
    asked = {one.id: replace(one, state="stopped") for one in case.asked if apart or not one.settles}
    before = {side: case.among.get(side, case.agencies) for side in case.agencies} if event.agencies else case.among
    brought = {side: event.among.get(side, event.agencies) for side in event.agencies}
    return replace(
        case,
        taken_in=(*case.taken_in, event.reference),
        missing=tuple(what for what in case.missing if what not in given),
        agencies=(*case.agencies, *event.agencies),
        responders=(*case.responders, *event.responders),
        parties=case.parties_with(*event.parties),
        child_references=(*case.child_references, *event.child_references),
        issues={**(event.issues if event.shared else {}), **case.issues},
        authors={**(event.authors if event.shared else {}), **case.authors},
        among={**brought, **before},
        again={} if event.agencies else case.again,
        contacts=(*case.contacts, *event.contacts),
        proposals={**case.proposals, **asked},
        last=LastWords(event.by, ("JOIN",), replace(case, last=None, before=None)),
        before=None,
    )
