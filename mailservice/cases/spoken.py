"""SPOKEN: the office enters what somebody said by telephone, by an interpreter or in sign language (rule 11.1).

Start at `enter`. Towards attention it acts at once; any other word is shown as entered, and acts when its speaker confirms
it by a reply, or another named person of their agency where the office says so.
"""

from collections.abc import Iterator
from dataclasses import replace

from mailservice.cases import carrying, meant
from mailservice.cases.history.commands import Said, Sender, Unclear
from mailservice.cases.history.events import Party, SpokenEntered
from mailservice.cases.history.words import WORDS
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn, once

HOW = (
    "Please write SPOKEN, the name of who spoke, a colon and their word: SPOKEN Sam Okoro: AGREE. Where they cannot write, name "
    "a colleague of theirs: SPOKEN Sam Okoro, confirmed by Joy Hart: AGREE."
)


def enter(turn: Turn, said: Said, by: Speaker) -> str:
    """Enter a spoken word for its speaker; it counts as theirs, never as the office's."""
    inner = said.spoken
    if not by.office:
        return kept(
            turn, said, by, f"SPOKEN is the {turn.terms.office}'s word alone; yours is kept, and nothing has moved."
        )
    if inner is None:
        return kept(turn, said, by, HOW)
    found = _named(turn, said.name)
    if len(found) != 1:
        which = "Nobody" if not found else "More than one person"
        return kept(turn, said, by, f"{which} of this case is called “{said.name}”. Nothing has moved. {HOW}")
    if WORDS[inner.verb].who != "anyone" and not deciders.is_raiser(turn.case, found[0]):
        return kept(turn, said, by, f"{inner.verb.value} cannot be entered for {turn.name(found[0])}; it is kept.")
    if WORDS[inner.verb].direction == "attention":
        return _at_once(turn, inner, by, found[0])
    return _to_confirm(turn, said, inner, by, found[0])


def _at_once(turn: Turn, inner: Said, by: Speaker, who: Party) -> str:
    turn.put(SpokenEntered(turn.at, by.party, who, inner.verb.value, inner.reason))
    return f"Entered for {turn.name(who)}. {carrying.perform(turn, inner, _as(by, who))}"


def _to_confirm(turn: Turn, said: Said, inner: Said, by: Speaker, who: Party) -> str:
    if turn.case.status == "halted":  # nothing is asked of anyone but the office (rule 12.6)
        return kept(turn, said, by, "The case stands still, so nobody is asked to confirm it. It is kept.")
    colleagues = [one for one in _named(turn, said.confirms) if one.agency == who.agency] if said.confirms else [who]
    if len(colleagues) != 1 or (said.confirms and deciders.same_person(colleagues[0], who)):
        only = f"Only another named person of {turn.agency(who.agency).name} can confirm it for them."
        return kept(turn, said, by, f"{only} Nothing has moved. {HOW}")
    asked = colleagues[0]
    turn.put(SpokenEntered(turn.at, by.party, who, inner.verb.value, inner.reason, asked))
    meant.put_spoken(turn, Unclear(said.line, inner.verb, "wish", inner), inner, _as(by, asked), who)
    return (
        f"Entered for {turn.name(who)}, and not confirmed: it does nothing until {turn.name(asked)} answers our letter "
        f"with yes. Every date stands."
    )


def _as(by: Speaker, who: Party) -> Speaker:
    """Return somebody as the speaker of what the office enters: their word is no office's, and no more than plausible."""
    sender = Sender(who.address, who.name, who.person, who.agency)
    return Speaker(replace(by.hear, sender=sender, answers="", replies_to="", message_id=""), who)


def _named(turn: Turn, name: str) -> list[Party]:
    """Return who takes part, or works for an agency of the case, by their full name or address."""
    wanted = " ".join(name.casefold().split())
    found = [one for one in _everybody(turn) if wanted in (one.name.casefold(), one.address.casefold())]
    return list(once(found)) if wanted else []


def _everybody(turn: Turn) -> Iterator[Party]:
    yield from turn.case.taking_part
    for one in turn.directory.people:
        if one.agency in turn.case.agencies:
            yield deciders.as_party(one)
