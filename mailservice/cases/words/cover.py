"""COVER: who stands in while somebody is away (rule 15). Inside the agency's own domains at once.

Any other address waits for the office.
"""

from dataclasses import replace
from datetime import date, datetime

from mailservice.cases.asking import reaching
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import AddressNamed, CoverAsked, Party
from mailservice.cases.ladder import within
from mailservice.cases.letters import phrases
from mailservice.cases.letters.kept import binds, kept, pass_on
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.words import allow


def cover(turn: Turn, said: Said, by: Speaker) -> str:
    """COVER name address UNTIL date: by the person themself, somebody who decides for their side, or the office."""
    if deciders.is_within(turn.case):
        return within.no_cover(turn, said, by)
    if not said.address:
        ask = "Please write COVER, then the name, the email address, and UNTIL the date, on one line."
        return kept(turn, said, by, ask)
    return allow.private(turn, said, by) if turn.directory.is_private(said.address) else _named(turn, said, by)


def _named(turn: Turn, said: Said, by: Speaker) -> str:
    agency = _side(turn, said, by)
    if not agency:
        return kept(turn, said, by, "We could not tell for which agency of this case. Please write it with CONTACT.")
    if not by.office and not (deciders.is_raiser(turn.case, by.party) or binds(turn, by)):
        return pass_on(turn, said, by)
    owned = turn.directory.agency_of(said.address)
    if not by.office and (owned is None or owned.id != agency):
        for_whom = _for_whom(turn, by, agency)
        named = AddressNamed(
            turn.at, "cover", agency, said.address, said.name, for_whom, _until(said), *turn.here, by.party
        )
        return kept(turn, said, by, allow.wait(turn, named))
    return _name(turn, said, by, agency)


def _name(turn: Turn, said: Said, by: Speaker, agency: str) -> str:
    known = turn.directory.person_at(said.address)
    to = replace(deciders.as_party(known), agency=agency) if known else Party(said.address, said.name, "", agency)
    for_whom = _for_whom(turn, by, agency)
    until = _until(said)
    turn.put(CoverAsked(turn.at, agency, to, for_whom, *turn.here, until, by.party))
    reaching.cover_letter(turn, to, for_whom, "named")
    shown = phrases.day(until) if until else "the end of this stage"
    return f"{turn.name(to)} stands in until {shown}, and has a letter now. Every date stands."


def _for_whom(turn: Turn, by: Speaker, agency: str) -> Party | None:
    """Return in whose place they stand: the speaker's own, else of somebody who is away, else of whoever decides."""
    deciding = turn.present(agency)
    mine = next((one for one in deciding if deciders.same_person(one, by.party)), None)
    gone = next((one for one in deciding if reaching.is_away(turn, one)), None)
    return mine or gone or next(iter(deciding), None)


def _side(turn: Turn, said: Said, by: Speaker) -> str:
    if by.party.agency in turn.case.agencies:
        return by.party.agency
    owned = turn.directory.agency_of(said.address)
    if owned is not None and owned.id in turn.case.agencies:
        return owned.id
    gone = [one for one in turn.case.agencies if any(reaching.is_away(turn, who) for who in turn.present(one))]
    return gone[0] if len(gone) == 1 else ""


def _until(said: Said) -> date | None:
    return said.when.date() if isinstance(said.when, datetime) else said.when
