"""What each side is held to have written, what it answered with our words, and what of it other sides may be shown (rule 16)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mailservice.cases.history import events as e
from mailservice.cases.history.case import Answered, Case, Proposal
from mailservice.cases.history.copying import replace

_Spoken = e.Met | e.Proposed | e.Assented | e.Dissented | e.Objected | e.Escalated | e.UrgentRaised
# How letters tell what a side said with a word.
_PROPOSED: Mapping[str, str] = {"resolved": "proposed how to settle it", "plan": "proposed a plan"}
ASKED_TO_CLIMB = "asked for the next stage"
_DID: Mapping[type, str] = {
    e.Met: "said that both sides have spoken",
    e.Assented: "agreed",
    e.Dissented: "disagreed",
    e.Objected: "objected",
    e.Escalated: ASKED_TO_CLIMB,
    e.UrgentRaised: "wrote that it is urgent",
}
# RECEIVED, or GO ON, alone is nobody's view of the issue.
_A_WORD_ALONE = 2


def names_files(event: e.MailHeard) -> bool:
    """Tell whether a mail's files may be named to other sides: beside a NOTE, only where it went to them as well (rule 16)."""
    return not event.papers and (event.shown is None or event.shared)


def may_tell(case: Case, event: e.MailHeard) -> bool:
    """Tell whether a mail may be shown to the other sides: it is the raiser's first, or its writer sent it to them (rule 16).

    An older record does not say whom a mail went to: it is shown to nobody.
    """
    return event.kind == "message" and (event.shared or event.message_id == case.root)


def with_issue(case: Case, by: e.Party, at: datetime, text: str) -> Case:
    """Keep a text as its side's own words, where it has none yet; within one agency only the two's own count."""
    two = [one.address.lower() for one in (*case.responders, *([case.raiser] if case.raiser else []))]
    one_agency = any(agency.endswith(e.OTHER) for agency in case.agencies)
    theirs = by.agency in case.agencies and (not one_agency or by.address.lower() in two)
    if not theirs or len(text.split()) <= _A_WORD_ALONE:
        return case
    if case.issues.get(by.agency):
        unread = not all(case.may_read(one, by.agency) for one in case.agencies)
        first = unread and by.agency not in case.again
        return replace(case, again={**case.again, by.agency: (text, by, at)}) if first else case
    authors = {**case.authors, by.agency: (by, at)}
    return replace(case, issues={**case.issues, by.agency: text}, authors=authors)


def said(case: Case, event: e.Met | e.Escalated | e.Dissented | e.Objected | e.UrgentRaised) -> Case:
    """Keep as its side's words what was put after a word of ours that every side is shown."""
    return answered(with_issue(case, event.by, event.at, event.text), event, event.text)


def answered(case: Case, event: _Spoken, text: str) -> Case:
    """Keep what somebody said for their side with a word, and how letters tell it."""
    did = _PROPOSED.get(event.kind, "") if isinstance(event, e.Proposed) else _DID[type(event)]
    new = Answered(event.at, event.by, did, text, case.agencies)
    return replace(case, answers=(*case.answers, new)) if did else case


def is_of(event: e.Stopped | e.Undone, by: e.Party, at: datetime, since: datetime | None = None) -> bool:
    """Tell whether words are those that were stopped or taken back: their author's, written since then."""
    since = since or (event.since if isinstance(event, e.Stopped) else event.at)
    return by.address.lower() == event.by.address.lower() and since <= at


def without(case: Case, event: e.Stopped | e.Undone, since: datetime | None = None) -> Case:
    """Take what somebody wrote since then for no side's words."""
    gone = {side for side, (by, at) in case.authors.items() if is_of(event, by, at, since)}
    return replace(
        case,
        issues={side: text for side, text in case.issues.items() if side not in gone},
        authors={side: wrote for side, wrote in case.authors.items() if side not in gone},
        attached={side: files for side, files in case.attached.items() if side not in gone},
        again={side: one for side, one in case.again.items() if not is_of(event, *one[1:], since)},
        answers=tuple(one for one in case.answers if not is_of(event, one.by, one.at, since)),
    )


def corrected(case: Case, event: e.AgencyTold) -> Case:
    """Put somebody who had told a wrong agency on the right side: who disagrees takes the side along, its other people leave it.

    What they agreed to for the wrong agency, while it still waits, is taken back; what they put is to be put again.
    """
    address, agency = event.who.address.lower(), event.who.agency
    mine = [
        one.address.lower() for one in (case.raiser, *case.responders) if one is not None and one.agency == event.was
    ]
    takes_side = mine == [address]

    def theirs(one: e.Party) -> bool:
        return one.address.lower() == address

    def side(one: str) -> str:
        return agency if takes_side and one == event.was else one

    def keyed(values: Mapping[str, Any]) -> dict[str, Any]:
        return {side(key): value for key, value in values.items()}

    def reconsidered(one: Proposal) -> Proposal:
        if one.state != "standing":
            return one
        stopped = replace(one, state="stopped") if theirs(one.by) else one
        return replace(stopped, assents=tuple(other for other in one.assents if not theirs(other)))

    def stays(one: str) -> bool:
        return not takes_side or one != event.was

    parties = (event.who if theirs(one) else one for one in case.parties)
    return replace(
        case,
        told={**case.told, address: event},
        confirmed=tuple(one for one in case.confirmed if one != address),
        raiser=event.who if case.raiser is not None and theirs(case.raiser) else case.raiser,
        responders=tuple(event.who if theirs(one) else one for one in case.responders),
        addressed=tuple(event.who if theirs(one) else one for one in case.addressed),
        agencies=tuple(dict.fromkeys(side(one) for one in case.agencies)),
        issues=keyed(case.issues),
        authors={key: (event.who if theirs(who) else who, at) for key, (who, at) in keyed(case.authors).items()},
        attached=keyed(case.attached),
        last_words=keyed(case.last_words),
        acknowledged=keyed(case.acknowledged),
        parties=tuple(one for one in parties if theirs(one) or stays(one.agency)),
        contacts=tuple(one for one in case.contacts if stays(one.agency)),
        covers=tuple(one for one in case.covers if stays(one.agency)),
        waiting=tuple(one for one in case.waiting if stays(one.agency)),
        proposals={key: reconsidered(one) for key, one in case.proposals.items()},
        last=None,
        before=None,
    )
