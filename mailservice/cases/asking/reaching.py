"""Who has been heard at a stage, and who is asked in the place of those who have not (rules, section 15).

RECEIVED is due at half the time, at most one working day; then cover, cover's cover, others of the tier and the office
with telephone numbers, each before the deadline. Any word of a person counts. The stage itself never changes here.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal

from mailservice.cases.asking.questions import can_be_asked
from mailservice.cases.dates import deadlines
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.events import OTHER, AddressNamed, ContactNamed, CoverAsked, DeadlineMet, Party
from mailservice.cases.letters import kinds, news, ordering, phrases
from mailservice.cases.people import deciders, officers
from mailservice.cases.people.turn import Turn, once
from mailservice.policy.workdays import Due

Unreached = Literal["unheard", "away", "bounced", "empty"]
ROUNDS = 3
RECEIVED_DAYS = 1
AWAY = "If you know who stands in, reply with COVER, their name, their address, and UNTIL the date."


def watch(turn: Turn) -> None:
    """Set when the present stage's people should have been heard: half the time, at most one working day (house)."""
    deadlines.drop(turn, "its date moved", purposes=("nudge",))
    if turn.case.status == "open" and turn.case.urgent is None:
        _set(turn, 1)


def begin(turn: Turn) -> None:
    """Write at once in the place of whoever is known to be away as a stage begins: no server tells it of them twice."""
    if turn.stage.sides != "both" or deciders.is_within(turn.case):
        return
    for agency in turn.case.agencies:
        found = deciders.deciders(turn.case, turn.policy, turn.directory, agency, turn.here)
        for one in deciders.covers(turn.case, agency, found, turn.today):
            if one.until and _free(turn, one.to):
                cover_letter(turn, one.to, one.for_whom, "named")
        gone = [one for one in found if is_away(turn, one)]
        if gone and len(gone) == len(found) and not any(_stand_in_here(turn, one) for one in gone):
            _in_place_of(turn, agency, gone)


def unheard(turn: Turn) -> tuple[str, ...]:
    """Return the agencies of which nobody who decides at the present stage has written a word since it began."""
    return tuple(one for one in turn.case.agencies if not _heard(turn, one))


def received(turn: Turn, deadline: Deadline) -> None:
    """Ask the next person in the place of whoever was not heard; where nobody is left, the office, with numbers."""
    turn.put(DeadlineMet(turn.at, deadline.id))
    if turn.case.status != "open" or turn.case.urgent is not None:
        return
    if turn.stage.sides == "convened":
        _chase_convenors(turn, int(deadline.about))
        return
    for agency in unheard(turn):
        promote(turn, agency)
        _ask_higher(turn, agency)
    number, *told = deadline.about.split()
    quiet = [one for one in unheard(turn) if one not in told]
    covered = [one for one in quiet if ask_cover(turn, one, _why(turn, one), deputies_only=_too_early(turn, one))]
    # Their next tier has the letter at half the stage; the office hears of them now.
    waiting = [one for one in quiet if one not in covered and _too_early(turn, one)]
    last = int(number) == ROUNDS
    left = quiet if last else [one for one in quiet if one not in covered]
    dates = [one for one in turn.case.standing if one.purpose in ("clock", "check-in") and _is_here(turn, one)]
    ahead = next((one for one in dates if one.due > turn.at), None)
    # The office reads in its morning letter whom to ring (`to_ring`), but where that comes too late.
    if left and ahead is not None and ordering.too_late_in_the_morning(turn, ahead.due):
        lines = [line for agency in left for line in _numbers(turn, agency)]
        ordering.tell_office(turn, "Not heard from yet", lines, "Telephone them before the date of this stage.", ahead)
    if (covered or waiting) and not last:
        _set(turn, int(number) + 1, *told, *(one for one in left if one not in waiting), at_half=bool(waiting))


def may_decide(turn: Turn, agency: str, place: deciders.Place, by: Party) -> bool:
    """Tell whether who is named decides at a place: the office or who decides there says so, or nobody there is reached."""
    if deciders.apart(turn.case) or turn.directory.office.has_address(by.address):
        return True
    found = deciders.deciders(turn.case, turn.policy, turn.directory, agency, place)
    gap = all(deciders.bounced(turn.case, one) or deciders.said_to_have_left(turn.case, one) for one in found)
    return gap or any(deciders.same_person(one, by) for one in found) or (place == turn.here and _silent(turn, agency))


def _silent(turn: Turn, agency: str) -> bool:
    """Tell whether nobody who decides for an agency has written in a working day since the stage began."""
    since = turn.case.entered_at or turn.at
    return turn.at >= turn.rules.days.due_after(since, RECEIVED_DAYS).at and agency in unheard(turn)


def promote(turn: Turn, agency: str) -> None:
    """Let whom CONTACT added decide where the directory's person bounced, left or is silent, until the office says else."""
    beside = deciders.added(turn.case, turn.directory, agency)
    office = ordering.office_party(turn)
    for one in beside:
        found = turn.present(agency)
        left = any(deciders.has_left(turn.case, other) for other in found)
        if found and not left and not may_decide(turn, agency, turn.here, one):
            continue
        turn.put(ContactNamed(turn.at, office, agency, *turn.here, one.name, one.address))
        name, where = turn.name(one), turn.agency(agency).name
        lines = [
            f"Whoever had it for {where} cannot be reached, so your word counts for {where} here until the office says else."
        ]
        news.tell(turn, one, f"You decide for {where} now", lines, (one, ""))
        action = "If somebody else decides, reply with CONTACT, their name and their address."
        ordering.tell_office(
            turn, "Who was added decides", [f"{name} decides for {where} at stage {turn.case.stage}."], action
        )


def _ask_higher(turn: Turn, agency: str) -> None:
    """Ask the next tier of a side for a name that nobody gave in a working day; once a stage (rule 15)."""
    about = f"name {agency} {turn.case.stage} {turn.case.tier}"
    if _why(turn, agency) != "empty" or any(one.about == about for one in turn.case.letters.values()):
        return
    name = turn.agency(agency).name
    facts = {
        "why": f"You act for {name} further on, and nobody there has told us who acts now.",
        "for_stage": ordering.stage(turn, turn.stage, turn.case.tier),
        "for_agency": name,
        "urgent": False,
        "closed": "",
        "words": ordering.words("CONTACT", "STATUS"),
    }
    for one in deciders.next_up(turn.case, turn.policy, turn.directory, agency):
        ordering.order(turn, "next_manager", one, facts, about=about)


def _chase_convenors(turn: Turn, number: int) -> None:
    """Have the office telephone whoever convenes the stage and has not written since it began; the office owns the rest."""
    silent = _silent_convenors(turn)
    due = _ends(turn)
    if silent and due is not None and ordering.too_late_in_the_morning(turn, due):
        lines = [f"No word has come from whoever convenes stage {turn.case.stage}."]
        lines += [_number(turn, one, "asked") for one in silent]
        ordering.tell_office(turn, "Not heard from yet", lines, "Telephone them today, before the date of this stage.")
    if silent and number == 1:
        _set(turn, number + 1)


def to_ring(turn: Turn) -> Iterator[tuple[str, list[str]]]:
    """Give each agency that is silent with nobody left to ask in its place, "" for a convenor; whom to ring, with numbers."""
    if turn.case.urgent is not None or not was_due(turn):
        return
    if turn.stage.sides == "convened":
        silent = _silent_convenors(turn)
        if silent:
            yield "", [_number(turn, one, "asked") for one in silent]
        return
    ahead = turn.date("nudge")
    given = ahead.about.split()[1:] if ahead else ()
    for agency in unheard(turn):
        if ahead is None or agency in given:
            _, *numbers = _numbers(turn, agency)
            yield agency, numbers


def was_due(turn: Turn) -> bool:
    """Tell whether the time for RECEIVED at the present place has come."""
    since = turn.case.entered_at
    here = (one for one in turn.case.deadlines.values() if _is_here(turn, one) and (not since or one.due > since))
    return any(one.purpose in ("nudge", "chase") and one.state == "met" for one in here)


def _silent_convenors(turn: Turn) -> list[Party]:
    if turn.case.offered is not None:
        return []  # its day is set, so whoever convenes has been heard
    since = turn.case.entered_at or turn.at
    return [one for one in officers.convenors(turn) if not deciders.wrote_since(turn.case, one, since)]


def returned(turn: Turn, who: Party) -> None:
    """Write to the next deputy where a letter came back; the next tier too, if no date is left that would bring it in."""
    agency = who.agency
    if not _is_present(turn, who):
        return
    covered = ask_cover(turn, agency, "bounced", deputies_only=True)
    ahead = turn.date("nudge") or turn.date("chase")
    if covered or ahead or _heard(turn, agency):
        return
    if _too_early(turn, agency):
        _set(turn, ROUNDS - 1, at_half=True)
    else:
        ask_cover(turn, agency, "bounced")


def ask_cover(turn: Turn, agency: str, why: Unreached, *, deputies_only: bool = False) -> bool:
    """Write to the next person who can stand in for an agency at this stage; False where nobody is left to ask."""
    if deciders.apart(turn.case):
        return False  # nobody stands in for either of the two (rule 13); the office telephones
    found = _deputies(turn, agency) if deputies_only else _candidates(turn, agency, why)
    to = next((one for one in found if _free(turn, one)), None)
    if to is None:
        return False
    now = turn.present(agency)
    theirs = (one for one in now if any(deciders.same_person(to, other) for other in stand_ins(turn, one)))
    for_whom = next(theirs, next(iter(now), None))
    turn.put(CoverAsked(turn.at, agency, to, for_whom, *turn.here))
    cover_letter(turn, to, for_whom, why)
    return True


def cover_letter(turn: Turn, to: Party, for_whom: Party | None, why: Unreached | Literal["named"]) -> None:
    """Write to somebody that they stand in for a colleague, what is asked, and by when."""
    facts = {
        "why": f"You stand in at {turn.agency(to.agency).name}.",
        "for_person": ordering.person(turn, for_whom) if for_whom else None,
        "unreached": why,
        "words": ordering.words("RECEIVED", "RESOLVED", "ESCALATE"),
    }
    ordering.order(turn, "cover", to, facts)


def away(turn: Turn, who: Party, until: date | None, named: str) -> None:
    """Tell the office who is away and whom their out-of-office names, and write to the deputy we know, if there is one.

    Whom it names has nothing until the office says ALLOW.
    """
    name = turn.name(who)
    asked = turn.case.status == "open" and who.agency in turn.case.agencies and _is_present(turn, who)
    covered = asked and ask_cover(turn, who.agency, "away", deputies_only=True)
    lines = [f"{name} is away{' until ' + phrases.day(until) if until else ''}."]
    if covered:
        to = turn.case.covers[-1].to
        lines.append(f"We wrote to {turn.name(to)}, who stands in for them in the directory.")
    elif asked:
        lines += ["Nobody is left here to stand in for them.", *_numbers(turn, who.agency)]
    action = AWAY
    if named and not any(one.to.address.lower() == named.lower() for one in turn.case.covers):
        lines.append(f"Their out-of-office names {named}. We have sent nothing there.")
        if turn.directory.is_private(named):
            lines.append("That is a private address, and we never write to a family.")
        elif asked:
            turn.put(AddressNamed(turn.at, "out-of-office", who.agency, named, "", who, until, *turn.here))
            action = f"If they are right, reply with ALLOW {named}. {AWAY}"
    ordering.tell_office(turn, "Somebody is away", lines, action)


def lacks(turn: Turn, agency: str) -> bool:
    """Tell whether nobody of an agency is known at the present place, or can be reached there."""
    return _why(turn, agency) in ("empty", "bounced")


def _stand_in_here(turn: Turn, who: Party) -> bool:
    """Tell whether somebody who was named for them has the letter of this stage already."""
    return any(not _free(turn, one) and not is_away(turn, one) for one in _named_for(turn, who))


def _in_place_of(turn: Turn, agency: str, gone: list[Party]) -> None:
    names = phrases.listed([turn.name(one) for one in gone])
    if not ask_cover(turn, agency, "away", deputies_only=True):
        lines = [f"{names} acts at stage {turn.case.stage}, and is away.", *_numbers(turn, agency)]
        ordering.tell_office(turn, "Somebody is away", lines, AWAY)


def before(turn: Turn, agency: str) -> tuple[Party, ...]:
    """Return who decided for an agency at the nearest place before the present one: who may know another address."""
    for at in reversed(turn.case.path[:-1]):
        found = deciders.deciders(turn.case, turn.policy, turn.directory, agency, at)
        if found:
            return found
    return ()


def ask_for_closed_days(turn: Turn, *, ahead: int = 0) -> None:
    """Ask an agency who reads this on its closed days, where they lie before a date; they move no date (rule 4.2)."""
    start = turn.rules.days.local(turn.at).date()
    due = [turn.rules.days.local(one.due).date() for one in turn.case.standing if one.purpose in ("clock", "check-in")]
    end = max([*due, turn.rules.days.add(start, ahead) if ahead else start])
    for agency in turn.case.agencies:
        closed = turn.agency(agency).closed
        days = _block(turn, sorted(on for on in closed if on >= start), end)
        if days and not _asked_before(turn, agency, days[-1].isoformat()):
            spoken = f"{phrases.day(days[0], year=False)} to {phrases.day(days[-1], year=False)}, {closed[days[0]]}"
            _ask_closed(turn, agency, spoken, days[-1].isoformat())


def _block(turn: Turn, days: list[date], end: date) -> list[date]:
    """Return the closed days up to the end, and those that follow them without a working day between."""
    found: list[date] = []
    for on in days:
        joins = bool(found) and turn.rules.days.next_working(found[-1] + timedelta(days=1)) >= on
        if on <= end or joins:
            found.append(on)
    return found


def _ask_closed(turn: Turn, agency: str, closed: str, about: str) -> None:
    facts = {
        "why": f"You act for {turn.agency(agency).name}.",
        "for_stage": ordering.stage(turn, turn.stage, turn.case.tier),
        "for_agency": turn.agency(agency).name,
        "urgent": False,
        "closed": closed,
        "words": ordering.words("COVER", "STATUS"),
    }
    for one in turn.present(agency):
        ordering.order(turn, "next_manager", one, facts, about=f"closed {agency} {about}")


def _asked_before(turn: Turn, agency: str, last: str) -> bool:
    begins = f"closed {agency} "
    asked = [one.about.removeprefix(begins) for one in turn.case.letters.values() if one.about.startswith(begins)]
    return any(one >= last for one in asked)


def _too_early(turn: Turn, agency: str) -> bool:
    """Tell whether a side without anybody to reach must wait for its next tier: until half the stage has passed."""
    due, begun = _ends(turn), turn.case.entered_at
    if due is None or begun is None or _why(turn, agency) not in ("empty", "bounced"):
        return False
    return turn.at < turn.rules.days.half_time(begun, due)


def _ends(turn: Turn) -> datetime | None:
    ends = [one.due for one in turn.case.standing if one.purpose in ("clock", "check-in") and _is_here(turn, one)]
    return min(ends, default=None)


def _set(turn: Turn, number: int, *told: str, at_half: bool = False) -> None:
    due = _ends(turn)
    if due is None:
        return
    days = turn.rules.days
    half = days.half_time(turn.case.entered_at or turn.at if at_half else turn.at, due)
    when = min(half, days.due_after(turn.at, RECEIVED_DAYS).at) if number == 1 else half
    if turn.at < when < due:
        about = " ".join([str(number), *told])
        deadlines.set_deadline(turn, "nudge", Due(when), turn.at, about=about)


def _is_here(turn: Turn, one: Deadline) -> bool:
    return (one.stage, one.tier) == turn.here


def _heard(turn: Turn, agency: str) -> bool:
    since = turn.case.entered_at
    if since is None or _why(turn, agency) in ("empty", "bounced"):
        return False
    said = turn.case.acknowledged.get(agency)
    return (said is not None and said >= since) or any(
        deciders.wrote_since(turn.case, one, since) for one in _asked(turn, agency)
    )


def _asked(turn: Turn, agency: str) -> tuple[Party, ...]:
    """Return whose word is waited for: who decides and who stands in; within one agency also who convenes."""
    convenors = deciders.convenors(turn.case, turn.directory) if agency.endswith(OTHER) else ()
    if convenors:
        return convenors
    return once([*turn.present(agency), *(one.to for one in _covers(turn, agency))])


def _why(turn: Turn, agency: str) -> Unreached:
    found = deciders.deciders(turn.case, turn.policy, turn.directory, agency, turn.here)
    if not found:
        return "empty"
    if all(deciders.bounced(turn.case, one) for one in found):
        return "bounced"
    if not all(is_away(turn, one) for one in found):
        return "unheard"
    instead = [*stand_ins(turn, *found)]
    return "bounced" if instead and all(deciders.bounced(turn.case, one) for one in instead) else "away"


def is_away(turn: Turn, who: Party) -> bool:
    """Tell whether somebody's out-of-office says that they are away now, and they have not written since."""
    return deciders.is_away(turn.case, who, turn.today)


def _covers(turn: Turn, agency: str) -> list[CoverAsked]:
    return deciders.covers(turn.case, agency, turn.present(agency), turn.today)


def _candidates(turn: Turn, agency: str, why: Unreached) -> Iterator[Party]:
    if why in ("empty", "bounced"):
        yield from _deputies(turn, agency)
        yield from deciders.next_up(turn.case, turn.policy, turn.directory, agency)
        return
    yield from _deputies(turn, agency)
    for person in turn.directory.at(agency, *turn.here):
        yield deciders.as_party(person)


def _deputies(turn: Turn, agency: str) -> Iterator[Party]:
    yield from stand_ins(turn, *turn.present(agency))


def stand_ins(turn: Turn, *who: Party) -> Iterator[Party]:
    """Give each one's cover, then the cover's cover; whoever was met before ends a circle."""
    ahead, seen = list(who), list[Party]()
    while ahead:
        one = ahead.pop(0)
        if any(deciders.same_person(one, other) for other in seen):
            continue
        seen.append(one)
        found = _stand_ins(turn, one)
        yield from found
        ahead.extend(found)


def _stand_ins(turn: Turn, who: Party) -> list[Party]:
    person = turn.directory.person(who.person)
    deputy = turn.directory.person(person.deputy) if person and person.deputy else None
    found = once([*_named_for(turn, who), *([deciders.as_party(deputy)] if deputy else [])])
    # Who disagrees stands in for nobody above them, though the directory has them as a deputy (rule 15).
    return [one for one in found if deciders.disagrees(turn.case, who) or not deciders.disagrees(turn.case, one)]


def _named_for(turn: Turn, who: Party) -> list[Party]:
    """Return who was named to stand in for somebody until a day still to come, the newest first."""
    dated = [one for one in reversed(turn.case.covers) if one.until and one.until >= turn.today]
    return [one.to for one in dated if one.for_whom and deciders.same_person(one.for_whom, who)]


def _free(turn: Turn, who: Party) -> bool:
    """Tell whether somebody has had no letter of this stage yet, is not away, and can be reached."""
    here = turn.here
    since = turn.case.entered_at or turn.at
    bring = (one for one in turn.case.letters.values() if kinds.of(one.template).has("brings"))
    had = [one for one in bring if (one.stage, one.tier) == here and one.at >= since and one.state != "withheld"]
    return can_be_asked(turn, who, had)


def _is_present(turn: Turn, who: Party) -> bool:
    asked = (*turn.present(who.agency), *(one.to for one in _covers(turn, who.agency)))
    return any(deciders.same_person(who, one) for one in asked)


def _numbers(turn: Turn, agency: str) -> list[str]:
    asked = _asked(turn, agency)
    above = once(deciders.next_up(turn.case, turn.policy, turn.directory, agency))
    lines = [f"Nobody at {turn.agency(agency).name} has written since stage {turn.case.stage} began."]
    return [
        *lines,
        *(_number(turn, one, "asked") for one in asked),
        *(_number(turn, one, "above them") for one in above),
    ]


def _number(turn: Turn, one: Party, how: str) -> str:
    shown = ordering.person(turn, one)
    return f"{shown['name']}, {how}: {shown['phone'] or 'no number in the directory'}"
