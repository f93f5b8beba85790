"""What one side of a case had (rule 16): start at `had`. Found from what was really sent, never from what is to be left out.

A side had what its own people wrote to us, what the others wrote and sent to its people as well, and our letters to them. It is
taken from there, so that whatever nobody sent it is in no pack of its own, even where nobody thought of it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from mailservice.cases.history import events as e
from mailservice.cases.history.case import Case
from mailservice.cases.history.folding import after
from mailservice.cases.people import deciders
from mailservice.exports.pack.kept import Kept, Message
from mailservice.exports.pack.mbox import lean, said_of
from mailservice.mail.parse import Mail, parse

# Letters about what is held in confidence: they lie in no case's folder, and are in no pack wherever they lie.
_IN_CONFIDENCE = frozenset({"signpost", "in_confidence", "officer_told"})
# A copy of the record is told, and is no part of it: else each would hold the one before.
_COPIES = frozenset({"record"})
# Whoever writes one of these, every side is shown its words.
_SHOWN_TO_ALL = (
    *(e.Escalated, e.UrgentRaised, e.UrgentEnded, e.Proposed, e.Assented, e.Dissented, e.Objected),
    *(e.ActionDone, e.ActionNotDone, e.CaseReopened, e.Withdrawn),
)
# A returned letter was its reader's, whoever's side the return is counted to.
_WRITTEN = frozenset({"message", "reaction", "calendar", "encrypted", "auto-reply", "out-of-office"})
_WORDS = re.compile(r"\W+")


# Where an event names somebody who took part: who wrote, who was written to, who was there from the first.
_NAMING: Mapping[type[e.Event], tuple[str, ...]] = {
    e.CaseOpened: ("raiser", "responders"),
    e.MailHeard: ("sender",),
    e.LetterOrdered: ("to",),
    e.AgencyTold: ("who",),
    e.DetailGiven: ("responders",),
    e.CaseTakenIn: ("parties",),
}


_CHANGES_SIDES = (e.CaseOpened, e.DetailGiven, e.CaseTakenIn, e.AgencyTold, e.AgencyLeft)


@dataclass(frozen=True)
class Share:
    """The part of a case that is shown: the mails and letters of it, and whose it is ("" for the whole record).

    `own` are the mails that the side's own people wrote; `read` is each message as parsed. `reader` is who of the side has it
    without anybody having looked through it first; `parted` are the mails of colleagues of theirs, as far as they were given out.
    """

    side: str
    mails: Mapping[str, Message]
    letters: Mapping[str, Message]
    read: Mapping[str, Mail] = field(default_factory=dict, repr=False)
    own: frozenset[str] = frozenset()
    parted: frozenset[str] = frozenset()
    reader: e.Party | None = None

    @cached_property
    def _said(self) -> str:
        texts = (f"{one.subject} {one.text}" for one in self.read.values())
        return f" {' '.join(map(_plain, texts))} "

    def knows(self, text: str) -> bool:
        """Tell whether these words stand in what the side had; the whole record knows everything."""
        return not self.side or f" {_plain(text)} " in self._said


def sides(kept: Kept) -> tuple[str, ...]:
    """Return every side that ever was in the case, those that are in it now first; who only mediates is none."""
    case, ever = Case(), list[str]()
    for event in kept.history:
        case = after(case, event)
        ever += case.agencies if isinstance(event, _CHANGES_SIDES) else ()
    return tuple(one for one in dict.fromkeys([*case.agencies, *ever]) if one != e.UNTOLD)


def people(kept: Kept) -> dict[str, frozenset[str]]:
    """Return the addresses and the names of each side's people, in small letters."""
    return _of_each_side(kept, lambda one: (one.address.lower(), one.name.casefold()))


def _addresses(kept: Kept) -> dict[str, frozenset[str]]:
    """Return every known address, and no name: what somebody calls themself may be another's address, or ours."""
    of, others = _side_of(kept), dict[str, set[str]]()
    for event in (one for one in kept.history if isinstance(one, e.MailHeard) and one.came_from):
        others.setdefault(of(event.sender), set()).add(event.came_from.lower())
    named = _of_each_side(kept, lambda one: (one.address.lower(),))
    return {side: known | others.get(side, set()) for side, known in named.items()}


def _all_of(kept: Kept, who: e.Party) -> set[str]:
    """Return every address from which somebody wrote, as the record knows it."""
    heard = (one for one in kept.history if isinstance(one, e.MailHeard) and deciders.same_person(one.sender, who))
    return {address.lower() for one in heard for address in (one.sender.address, one.came_from) if address}


def _of_each_side(kept: Kept, values: Callable[[e.Party], tuple[str, ...]]) -> dict[str, frozenset[str]]:
    of = _side_of(kept)
    found: dict[str, set[str]] = {one: set() for one in sides(kept)}
    for one in _all_parties(kept):
        found.get(of(one), set()).update(value for value in values(one) if value)
    return {side: frozenset(known) for side, known in found.items()}


def _all_parties(kept: Kept) -> Iterator[e.Party]:
    return (one for event in kept.history for one in _parties(event))


def _since(kept: Kept) -> dict[tuple[str, str], datetime]:
    """Return when each address was first named for each side."""
    of, found = _side_of(kept), dict[tuple[str, str], datetime]()
    for event in kept.history:
        for one in _parties(event):
            found.setdefault((of(one), one.address.lower()), event.at)
    return found


def _side_of(kept: Kept) -> Callable[[e.Party], str]:
    """Return what tells somebody's side: as they told it last, where it was not known, or was another (rule 1.7).

    Who works for two keeps what they had for each: no word of theirs makes the one's the other's.
    """
    told, before = dict[str, str](), dict[str, set[str]]()
    for one in (one for one in kept.history if isinstance(one, e.AgencyTold)):
        address = one.who.address.lower()
        told[address] = one.who.agency
        before.setdefault(address, {"", e.UNTOLD}).update({one.was} if one.was else ())
    return lambda one: told[known] if one.agency in before.get(known := one.address.lower(), ()) else one.agency


def whole(kept: Kept) -> Share:
    """Return everything, for the office, the chair and whoever inspects."""
    return _share(Share("", dict(kept.mails), {one.letter: kept.letters[one.letter] for one in _orders(kept)}))


def had(kept: Kept, side: str, reader: e.Party | None = None) -> Share:
    """Return what one side had; for one of its people alone (`reader`), without what their colleagues wrote to us alone.

    Within one agency the sides are two people, and others stand beside them: a reader there has what was theirs, no colleague's.
    """
    of, everybody, nobodys = _side_of(kept), _addresses(kept), _nobodys(kept)
    theirs = everybody.get(side, frozenset()) - nobodys
    within = reader is not None and any(one.endswith(e.OTHER) for one in everybody)
    if within and reader is not None:
        theirs = frozenset(one.address.lower() for one in _all_parties(kept) if _is_for(reader, one)) - nobodys
    heard = {one.mail: one for one in kept.history if isinstance(one, e.MailHeard)}
    since = _since(kept)
    stopped = {one.message_id for one in _stopped(kept)}
    filed = {one.mail for one in kept.history if isinstance(one, e.MailFiled)}
    public = frozenset().union(*everybody.values()) - nobodys
    mails, own, parted, private = dict[str, Message](), set[str](), set[str](), set[str]()
    for name, message in kept.mails.items():
        event = heard.get(name)
        if event is None or name in filed or event.message_id in stopped or not _may_be_shown(event):
            continue
        if of(event.sender) == side and _is_for(reader, event.sender):
            own.add(name)
            mails[name] = message
        elif of(event.sender) == side and not within:
            if not _is_to_us_alone(message, public, _all_of(kept, event.sender)):
                own.add(name)
                mails[name] = _lean(message)
                continue
            private.add(event.message_id)
            if words := _given_out(kept, event):
                parted.add(name)
                mails[name] = replace(message, raw=said_of(message.raw, words))
        elif message.raw is not None:
            # Who works for both had it as its writer's colleague, where they were that by then.
            inside = {known for (whose, known), at in since.items() if whose == of(event.sender) and at < event.at}
            if _was_sent_to(parse(message.raw), theirs - inside, _all_of(kept, event.sender)):
                mails[name] = _lean(message)
    back = {one.letter for one in kept.history if isinstance(one, e.LetterBounced)}
    letters = {
        one.letter: kept.letters[one.letter]
        for one in _orders(kept)
        if of(one.to) == side and one.to.address.lower() not in nobodys and one.letter not in back
        if one.answers not in stopped and (one.answers not in private or _is_for(reader, one.to))
        if not within or _is_for(reader, one.to)
    }
    mine = own | parted
    return _share(Share(side, mails, letters, own=frozenset(mine), parted=frozenset(parted), reader=reader))


def _is_for(reader: e.Party | None, one: e.Party) -> bool:
    """Tell whether somebody's own emails and letters are the reader's; where nobody alone reads it, every one of a side."""
    return reader is None or deciders.same_person(reader, one)


def _is_to_us_alone(message: Message, everybody: frozenset[str], theirs: set[str]) -> bool:
    """Tell whether somebody sent an email to nobody else: what stands in it beside their word, no letter tells (rule 16)."""
    return message.raw is None or not _was_sent_to(parse(message.raw), everybody, theirs)


def _given_out(kept: Kept, heard: e.MailHeard) -> str:
    """Return what every side is shown of an email to us alone: the words that moved something, and nothing round them."""
    did = [one for one in kept.history if one.at == heard.at]
    if any(isinstance(one, e.CaseOpened) for one in did):
        return heard.own_words if heard.shown is None else heard.shown
    mine = (one for one in did if isinstance(one, _SHOWN_TO_ALL) and _is_by(one.by, heard.sender))
    return "\n\n".join(dict.fromkeys(one.text for one in mine if one.text))


def _is_by(one: e.Party | None, who: e.Party) -> bool:
    return one is not None and deciders.same_person(one, who)


def _lean(message: Message) -> Message:
    return message if message.raw is None else replace(message, raw=lean(message.raw))


def _nobodys(kept: Kept) -> frozenset[str]:
    """Return the addresses that are of no side: a wrong person's, to which it went in error, the office's, and our own."""
    last = {one.address.lower(): one for one in kept.history if isinstance(one, e.AddressBarred | e.AddressLet)}
    barred = (address for address, one in last.items() if isinstance(one, e.AddressBarred))
    facts = (one.facts for one in kept.history if isinstance(one, e.LetterOrdered))
    ours = (one[who]["address"].lower() for one in facts for who in ("service", "office") if who in one)
    return frozenset((*barred, *ours))


def _stopped(kept: Kept) -> Iterator[e.MailHeard]:
    """Give the mails that their writer stopped and never let go on: what was taken back goes to no colleague either."""
    for stop in (one for one in kept.history if isinstance(one, e.Stopped)):
        by = stop.by.address.lower()
        on = (one for one in kept.history if isinstance(one, e.WentOn) and one.by.address.lower() == by)
        if any(one.at >= stop.at for one in on):
            continue
        for one in kept.history:
            if isinstance(one, e.MailHeard) and one.sender.address.lower() == by and stop.since <= one.at <= stop.at:
                yield one


def _share(share: Share) -> Share:
    messages = (*share.mails.items(), *share.letters.items())
    return replace(share, read={name: parse(one.raw) for name, one in messages if one.raw is not None})


def _may_be_shown(event: e.MailHeard) -> bool:
    """Tell whether a mail may be in a side's pack: not one that may be forged, waits for a person, or brings a court's papers."""
    return event.kind in _WRITTEN and event.proof != "failed" and event.outcome != "held" and not event.papers


def _was_sent_to(mail: Mail, people: frozenset[str], theirs: set[str]) -> bool:
    """Tell whether a mail went to somebody of these but its author, whose own addresses (`theirs`) in copy are nobody else's."""
    writers = {one.address.lower() for one in mail.senders} | theirs
    return bool({one.address.lower() for one in (*mail.to, *mail.cc)} & people - writers)


def _orders(kept: Kept) -> Iterator[e.LetterOrdered]:
    """Give the letters of the case that left, but for those about what is held in confidence."""
    heard = {one.message_id for one in kept.history if isinstance(one, e.MailHeard) and one.mail in kept.mails}
    sent = {one.letter for one in kept.history if isinstance(one, e.LetterSent)}
    for one in kept.history:
        if not isinstance(one, e.LetterOrdered) or one.letter not in kept.letters or one.letter not in sent:
            continue
        if one.template not in _IN_CONFIDENCE | _COPIES and (
            not one.replied or not one.answers or one.answers in heard
        ):
            yield one


def _parties(event: e.Event) -> Iterable[e.Party]:
    """Give whoever an event names as somebody who took part."""
    named = (getattr(event, one, ()) for one in _NAMING.get(type(event), ()))
    return [one for value in named for one in (value if isinstance(value, tuple) else (value,))]


def _plain(text: str) -> str:
    return _WORDS.sub(" ", text.casefold()).strip()
