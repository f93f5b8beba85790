"""COVER: who stands in while somebody is away (rule 15). Inside the agency's own domains at once.

Any other address waits for the office. Nobody who disagrees, nobody of the other side or of a lower tier stands in.
"""

from dataclasses import replace

from mailservice.cases.asking import reaching
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import AddressNamed, Party
from mailservice.cases.ladder import within
from mailservice.cases.letters.kept import binds, kept, pass_on
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.words import allow, unfit


def refused(turn: Turn, said: Said, by: Speaker) -> str:
    """Pass the COVER of somebody who does not decide on to who does; within one agency nobody stands in (rule 13)."""
    return (within.no_cover if deciders.is_within(turn.case) else pass_on)(turn, said, by)


def cover(turn: Turn, said: Said, by: Speaker) -> str:
    """COVER name address UNTIL date: by the person themself, somebody who decides for their side, or the office."""
    if deciders.is_within(turn.case):
        return within.no_cover(turn, said, by)
    if not said.address:
        ask = "Please write COVER, then the name, the email address, and UNTIL the date, on one line."
        return kept(turn, said, by, ask)
    return allow.private(turn, said, by) if turn.directory.is_private(said.address) else _named(turn, said, by)


def _named(turn: Turn, said: Said, by: Speaker) -> str:
    who = deciders.party_at(said.address, said.name, turn.directory)
    agency = _side(turn, by, who)
    if not agency:
        return kept(turn, said, by, "We could not tell for which agency of this case. Please write it with CONTACT.")
    refusal = unfit.refusal(turn, who, agency, turn.here, office=by.office)
    if refusal:
        return kept(turn, said, by, refusal)
    for_whom = _for_whom(turn, by, agency)
    named = AddressNamed(turn.at, "cover", agency, said.address, said.name, for_whom, said.day, *turn.here, by.party)
    if by.office or who.agency == agency:
        return allow.cover(turn, named, replace(who, agency=agency), by.party)
    return kept(turn, said, by, allow.wait(turn, named))


def _for_whom(turn: Turn, by: Speaker, agency: str) -> Party | None:
    """Return in whose place they stand: the speaker's own, else of somebody who is away, else of whoever decides.

    A raiser who does not decide names cover for themselves alone: nobody stands in for a decider at their word (rule 11.1).
    """
    if not by.office and not binds(turn, by):
        return by.party
    deciding = turn.present(agency)
    mine = next((one for one in deciding if deciders.same_person(one, by.party)), None)
    gone = next((one for one in deciding if reaching.is_away(turn, one)), None)
    return mine or gone or next(iter(deciding), None)


def _side(turn: Turn, by: Speaker, who: Party) -> str:
    """Return for which agency of the case somebody is to stand in; empty where that is not told."""
    own = next((one for one in (by.party.agency, who.agency) if one in turn.case.agencies), "")
    gone = [one for one in turn.case.agencies if any(reaching.is_away(turn, other) for other in turn.present(one))]
    return own or (gone[0] if len(gone) == 1 else "")
