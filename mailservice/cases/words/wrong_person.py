"""WRONG PERSON: nothing more goes to an address, on any case, until the office lets it again (rule 15).

Start at `bar`. The office has a list of all that went there, and the side is asked for the right person.
"""

from typing import Any

from mailservice.cases.asking import not_me, reaching
from mailservice.cases.history.commands import Hear, Said, Went
from mailservice.cases.history.events import AddressBarred, AddressLet, CoverAsked, Party
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import kinds, ordering, phrases
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.words import proof

HEADLINE = "A letter reached the wrong person"
_MOST = 40  # letters that are listed; what went before them is counted


def by_word(turn: Turn, said: Said, by: Speaker) -> str:
    """WRONG PERSON, by anyone who had a letter that was not for them; of somebody of the case it must be proven."""
    if not is_sure(by.hear):
        _tell_unsure(turn, by.hear, by.party)
        return proof.ask(turn, said, by)
    return bar(turn, by.hear, by.party) or kept(
        turn, said, by, "No letter of ours went to your address, so nothing had to be stopped. The office reads this."
    )


def says(hear: Hear) -> bool:
    """Tell whether a mail says in plain words that its writer is the wrong person."""
    return hear.kind == "message" and hear.to_us == "not me" and hear.sender.proof != "failed"


def is_sure(hear: Hear) -> bool:
    """Tell whether a known person surely wrote it: their letters stop by it. A stranger answers what only a reader can have."""
    return not hear.sender.known or (hear.sender.proof == "proven" and not hear.sender.delegate)


def _tell_unsure(turn: Turn, hear: Hear, by: Party) -> None:
    lines = [
        f"{ordering.number(ordering.person(turn, by))}.",
        f"In their name it says: “{hear.own_words.strip()}”",
        "We are not sure that they wrote it, so their letters go on, and they are asked.",
    ]
    ordering.tell_office(turn, "Perhaps a letter reached the wrong person", lines, "Ring them now, and ask.")


def _of_another(turn: Turn, hear: Hear, by: Party) -> str:
    """Stop nobody's letters on another's word: the office asks its reader. Return what answers, "" where it is their own."""
    answered = turn.case.letters.get(hear.answers)
    if answered is None or not hear.sender.known or deciders.same_human(answered.to, by):
        return ""
    whose = turn.name(answered.to)
    lines = [
        f"{turn.name(by)} ({by.address}) answered a letter that we wrote to {whose}, {answered.to.address}.",
        f"They wrote: “{hear.own_words.strip()}”",
        f"{whose} has our letters as before.",
    ]
    action = f"Ring {whose} now. If the address is not theirs, have them write WRONG PERSON from there, or correct the directory."
    ordering.tell_office(turn, "Perhaps a letter reached the wrong person", lines, action)
    return f"That letter was for {whose}, whose letters go on until they say so themselves. The {turn.terms.office} is told now."


def bar(turn: Turn, hear: Hear, by: Party) -> str:
    """Let nothing more go to the address that had our letters; return the sentence that answers, "" where none had."""
    if another := _of_another(turn, hear, by):
        return another
    addresses = _had(turn, hear, by)
    if not addresses:
        return ""
    done = f"Nothing more goes to your address. The {turn.terms.office} is told, and asks for the right person."
    if all(one in turn.directory.barred for one in addresses):
        return done
    acted = [one for agency in turn.case.agencies for one in turn.present(agency) if _at(one, addresses)]
    for address in addresses:
        turn.put(AddressBarred(turn.at, address, by, hear.own_words.strip()))
    turn.directory = turn.directory.without(addresses)
    _hold_back(turn, addresses)
    _tell_office(turn, hear, by, addresses)
    if turn.case.status == "open":
        for one in acted:
            ask_side(turn, one)
    last: dict[str, Any] = {
        "why": "",
        "how": not_me.HOW if by.agency in turn.case.agencies else "",
        "others_see": ordering.you_see(turn.terms),
        "words": [],
        "due": None,
        "dates": [],
    }
    ordering.order(turn, "wrong_person", by, last, answers=hear.message_id, outside=True)
    return done


def _had(turn: Turn, hear: Hear, by: Party) -> tuple[str, ...]:
    """Return the addresses that had our letters: the writer's own, and that of the letter they answer, if it is theirs too."""
    office = turn.directory.office
    answered = turn.case.letters.get(hear.answers)
    mine = {one.to.address.lower() for one in turn.case.letters.values() if deciders.same_person(one.to, by)}
    if answered is not None and _beside(answered.to, by, hear):
        mine.add(answered.to.address.lower())
    mine |= {one.address.lower() for one in hear.went if one.address.lower() == hear.sender.address.lower()}
    return tuple(sorted(one for one in mine if not office.has_address(one)))


def _beside(reader: Party, by: Party, hear: Hear) -> bool:
    """Tell whether whoever answers a letter may speak of it: its reader, or a stranger whom it reached."""
    return deciders.same_human(reader, by) or not hear.sender.known


def _at(one: Party, addresses: tuple[str, ...]) -> bool:
    return one.address.lower() in addresses


def _hold_back(turn: Turn, addresses: tuple[str, ...]) -> None:
    for letter in [*turn.case.letters.values()]:
        if letter.state == "ordered" and letter.to.address.lower() in addresses:
            turn.withhold(letter.letter, "its reader is the wrong person")


def _tell_office(turn: Turn, hear: Hear, by: Party, addresses: tuple[str, ...]) -> None:
    """Tell the office at once, with all that went there: on every case, each with its hour."""
    lines = [
        f"{turn.name(by)} ({by.address}) wrote: “{hear.own_words.strip().rstrip('.')}”"
        if hear.own_words.strip()
        else "",
        f"Nothing more goes to {phrases.listed(addresses)}, on any case.",
        *_list(turn, hear, addresses),
    ]
    closed = turn.case.status == "closed"
    find = "" if closed else " Find the right person: CONTACT, their name and their address."
    action = (
        f"Ask them to delete what they had, and see if a breach is to be reported.{find} To write there again, reply with "
        f"ALLOW {addresses[0]}."
    )
    ordering.tell_office(turn, HEADLINE, lines, action)


def _list(turn: Turn, hear: Hear, addresses: tuple[str, ...]) -> list[str]:
    """Return what went there, a line a letter: when, on which case, what; the newest are listed where there are many."""
    here = [
        Went(turn.case.reference, one.template, one.sent_at, one.to.address)
        for one in turn.case.letters.values()
        if one.sent_at is not None and one.to.address.lower() in addresses
    ]
    others = [one for one in hear.went if one.reference != turn.case.reference]
    went = sorted([*others, *here], key=lambda one: one.at)
    before = [f"{len(went) - _MOST} letters before these."] if len(went) > _MOST else []
    return [*before, *(_line(turn, one) for one in went[-_MOST:])]


def _line(turn: Turn, one: Went) -> str:
    at = turn.rules.days.local(one.at)
    what = kinds.KINDS[one.template].told if one.template in kinds.KINDS else one.template
    return f"{phrases.moment(at)}: {one.reference or 'on no case'}, {what} ({one.address})"


def ask_side(turn: Turn, gone: Party) -> None:
    """Ask whoever is left of that side for the right person; their deputy stands in now, at half the stage the next tier."""
    agency = gone.agency
    if turn.present(agency):
        climbing.ask_for_name(turn, agency, urgent=True)
    stand_in(turn, gone)


def stand_in(turn: Turn, gone: Party) -> None:
    """Write now to the deputy of somebody to whom nothing goes any more; where there is none, wait for the next tier."""
    agency = gone.agency
    deputy = next((one for one in reaching.stand_ins(turn, gone) if not reaching.is_away(turn, one)), None)
    if deputy is not None and not deciders.apart(turn.case) and not turn.directory.is_barred(deputy.address):
        turn.put(CoverAsked(turn.at, agency, deputy, None, *turn.here))
        reaching.cover_letter(turn, deputy, None, "empty")
    if turn.date("nudge") is None:
        reaching.watch(turn)


def let(turn: Turn, said: Said, by: Speaker) -> str:
    """ALLOW of an address that was barred, by the office: letters go there again."""
    turn.put(AddressLet(turn.at, said.address.lower(), by.party))
    turn.directory = turn.directory.with_again(said.address)
    return (
        f"Recorded: letters may go to {said.address} again, on every case. What it did not get meanwhile is not sent."
    )
