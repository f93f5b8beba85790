"""The directory says something else than it did: a colleague left, or moved; an agency has another name, or is one with another.

Rules 1.7 and 11.1. From their day nothing goes to somebody in the name of the agency they left; what they said before holds.
Whom the directory has in their place has their letter, else their deputy, else their manager.
"""

from collections.abc import Iterator

from mailservice.cases.asking import reaching
from mailservice.cases.history.events import OTHER, AgencyChanged, ColleagueLeft, ContactNamed, Party
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import news, ordering, phrases
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn, once
from mailservice.directory import Person

_NEW_PLACE = (
    "You took part in this for {agency}, so your word does not bind the other side too. A colleague of yours must send it;"
    " the office is told."
)


def look_again(turn: Turn) -> None:
    """Take what the directory says of this case's people and agencies by now; each change is told once."""
    if turn.case.status not in ("open", "agreed"):
        return
    _agencies(turn)
    for person in turn.directory.gone:
        for who in _as_party(turn, person):
            _leave(turn, who, person)
    if turn.case.status == "open" and turn.stage.sides == "both":
        reaching.ask_for_closed_days(turn)  # a strike may have been announced since (rule 4.2)


def refused(turn: Turn, by: Speaker) -> str:
    """Return why a word towards quiet does not count from somebody who left one of the sides; empty where it does."""
    left = deciders.crossed_over(turn.case, by.party)
    if left is None or by.office:
        return ""
    lines = [f"{turn.name(by.party)} wrote a word that would settle this for {turn.agency(by.party.agency).name}."]
    lines += [f"They took part in it for {turn.agency(left.who.agency).name}. Nothing has moved."]
    offered = [one for one in turn.present(by.party.agency) if not deciders.same_person(one, by.party)]
    lines += [f"Offer instead: {ordering.number(ordering.person(turn, one))}." for one in offered]
    ordering.tell_office(
        turn, "Somebody who took part for the other side", lines, "Ask a colleague of theirs for the word."
    )
    return _NEW_PLACE.format(agency=turn.agency(left.who.agency).name)


def _as_party(turn: Turn, person: Person) -> Iterator[Party]:
    """Give who somebody was in this case, for the agency they left; nothing where that is known already."""
    acts = [Party(one.address, one.name, "", one.agency) for one in turn.case.contacts]
    raiser = [turn.case.raiser] if turn.case.raiser else []
    for one in once([*raiser, *turn.case.responders, *turn.case.parties, *acts]):
        mine = one.person == person.id if one.person else person.has_address(one.address)
        if mine and one.agency.removesuffix(OTHER) == person.agency and not deciders.has_left(turn.case, one):
            yield one


def _leave(turn: Turn, who: Party, person: Person) -> None:
    asked = _acts_here(turn, who)
    moved = turn.directory.moved(person)
    follower = _follower(turn, person)
    disagrees = any(deciders.same_person(one, who) for one in turn.case.responders)
    instead = follower if disagrees and not deciders.apart(turn.case) else None
    turn.put(ColleagueLeft(turn.at, who, instead, deciders.as_party(moved) if moved else None))
    lines = [
        f"{turn.name(who)} has left {turn.agency(who.agency).name}, as the directory says. What they wrote before holds."
    ]
    lines += [*_taken_up(turn, who, follower if asked else None, asked=asked), *_elsewhere(turn, moved)]
    action = ordering.NOTHING
    if asked and not turn.present(who.agency):
        action = (
            f"Find who acts for {turn.agency(who.agency).name}, and reply with CONTACT, their name and their address."
        )
    if deciders.is_raiser(turn.case, who):
        lines.append("They raised this case. Until their agency names who follows them, their rights are the office's.")
        action = "Ask their agency who follows them, and reply with CONTACT, a name, an address and AS RAISER."
        _ask_who_follows(turn, who, follower)
    ordering.tell_office(turn, "Somebody has left", lines, action)


def _acts_here(turn: Turn, who: Party) -> bool:
    """Tell whether somebody acts at the present place: they have its letter, or the two who disagree still hold it."""
    present = any(deciders.same_person(one, who) for one in turn.acting(who.agency))
    return turn.stage.sides == "both" and (present or deciders.written_to(turn.case, who, turn.here))


def _follower(turn: Turn, person: Person) -> Party | None:
    """Return who takes the place of somebody who left: their deputy, else their manager, as the directory has them."""
    found = (turn.directory.person(one) for one in (person.deputy, person.manager) if one)
    parties = (deciders.as_party(one) for one in found if one is not None and one.agency == person.agency)
    return next((one for one in parties if deciders.crossed_over(turn.case, one) is None), None)


def _taken_up(turn: Turn, who: Party, follower: Party | None, *, asked: bool) -> list[str]:
    """Write to whoever acts in their place by now; say who that is."""
    if not asked or turn.case.status != "open" or deciders.apart(turn.case):
        return []
    reaching.promote(turn, who.agency)
    if not turn.present(who.agency) and follower is not None:
        place = (follower.agency, *turn.here, follower.name, follower.address)
        turn.put(ContactNamed(turn.at, ordering.office_party(turn), *place))
    now = turn.present(who.agency)
    for one in now:
        if not deciders.written_to(turn.case, one, turn.here):
            climbing.stage_letter(turn, one, "left", {"by": turn.name(who)})
    if not now:
        return ["Nobody is known who acts in their place."]
    return [f"In their place: {ordering.number(ordering.person(turn, one))}." for one in now]


def _elsewhere(turn: Turn, moved: Person | None) -> list[str]:
    if moved is None or moved.agency not in turn.case.agencies:
        return []
    where = turn.agency(moved.agency).name
    lines = [
        f"They are at {where} now, the other side: their word does not bind it, and they have no letter of this for it."
    ]
    offered = [one for one in turn.present(moved.agency) if not deciders.same_person(one, deciders.as_party(moved))]
    return [*lines, *(f"For {where}, offer: {ordering.number(ordering.person(turn, one))}." for one in offered)]


def _ask_who_follows(turn: Turn, raiser: Party, follower: Party | None) -> None:
    name = turn.name(raiser)
    lines = [f"{name}, who raised this, has left. Every date stands, and the office holds their rights."]
    lines += ["Please reply with CONTACT, a colleague's name and address, and AS RAISER."]
    for one in once([*turn.acting(raiser.agency), *([follower] if follower else [])]):
        if not deciders.same_person(one, raiser):
            news.tell(turn, one, f"{name} has left", lines, (one, ""))


def _agencies(turn: Turn) -> None:
    """Tell the office, once, of an agency of this case that has another name by now, or is one with another side."""
    sides = [one for one in turn.case.agencies if not one.endswith(OTHER)]
    for side in sides:
        agency = turn.directory.agency(side)
        if agency is None or side not in agency.was or side in turn.case.changed:
            continue
        same = tuple(one for one in sides if one != side and turn.agency(one).was == agency.was)
        turn.put(AgencyChanged(turn.at, side, agency.name, same))
        for other in same:
            if other in agency.was:  # what is one agency by now is told once
                turn.put(AgencyChanged(turn.at, other, agency.name, (side,)))
        _tell_changed(turn, agency.name, agency.former_names, same)


def _tell_changed(turn: Turn, name: str, former: tuple[str, ...], same: tuple[str, ...]) -> None:
    before = f" ({phrases.listed([*former])} before)" if former else ""
    lines = [f"An agency of this case is {name} by now{before}. The case goes on; every date stands."]
    action = ordering.NOTHING
    if same:
        lines += [
            f"Both sides of this case are {name} now. Nothing ends or is agreed by that: two people still must agree."
        ]
        lines += ["Who took part stays on their side; anybody else there is asked for which side they write."]
        action = "Ask both sides if they want somebody outside to help, and see that nobody acts for both."
    ordering.tell_office(turn, "Two sides are one agency now" if same else "An agency has another name", lines, action)
