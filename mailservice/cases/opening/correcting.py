"""A wrong answer to "which agency", corrected on its case: by the person, or by the office (rule 1.7).

What it changes is told: who disagrees takes their side along, and its managers; a word that still waits for others is taken back.
"""

import re
from dataclasses import replace

from mailservice.cases.history.commands import Hear, Said
from mailservice.cases.history.events import AgencyTold, Party
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import news, ordering
from mailservice.cases.opening import belonging
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.directory import Agency

# "No, I write for the hospital": a line that names an agency alone, as a signature may, corrects nothing.
_NO = r"^\W{0,3}(?:(?:no|sorry|actually)[ ,.:]{1,3}){0,3}"
_I_WRITE = re.compile(_NO + r"(?:i|we) (?:write|work|act|am writing|do write)\b", re.IGNORECASE)
_NOT_NOW = "This case is not open, so it stays as it was recorded. The office is told."


def by_themself(turn: Turn, hear: Hear) -> tuple[Hear, list[str]]:
    """Take "No, I write for the hospital"; return the mail as its sender stands now, and what to answer."""
    told = turn.case.told.get(hear.sender.address.lower())
    choices = turn.directory.agencies_of(hear.sender.address)
    if told is None or hear.kind != "message" or hear.sender.proof == "failed" or not choices[1:]:
        return hear, []
    said = "\n".join(line for line in hear.own_words.splitlines()[:12] if _I_WRITE.match(line))
    new = belonging.named_in(
        re.sub(r"^\W{0,3}(?:no|sorry|actually)[ ,.:]{0,3}(?:sorry,? )?", "", said, flags=re.IGNORECASE), choices
    )
    if new is None or new.id == told.who.agency:
        return hear, []
    answer = _correct(turn, told.who, new, told.who)
    # Its "no" answers no question, and is no word of ours.
    unclear = tuple(one for one in hear.unclear if not _I_WRITE.match(one.line))
    return replace(belonging.again_known(hear, turn), unclear=unclear, answer=""), [answer]


def by_office(turn: Turn, said: Said, by: Speaker) -> str:
    """Take CONTACT with a name, an address and an agency by name, from the office; empty where it corrects nothing."""
    told = turn.case.told.get(said.address.lower())
    if told is None or not by.office:
        return ""
    words = said.reason.casefold()
    named = [one for one in turn.directory.agencies_of(said.address) if one.name.casefold() in words]
    if len(named) != 1 or named[0].id == told.who.agency:
        return ""
    return _correct(turn, told.who, named[0], by.party)


def _correct(turn: Turn, who: Party, new: Agency, by: Party) -> str:
    name, before, was = turn.name(who), turn.agency(who.agency).name, who.agency
    disagree = [one for one in deciders.practitioners(turn.case) if one.agency == was]
    alone = [deciders.same_human(one, who) for one in disagree] == [True]
    if turn.case.status != "open" or (alone and new.id in turn.case.agencies):
        lines = [
            f"{name} is of {new.name}, not of {before}. Nothing has been changed: what was agreed, or who is on which side,"
        ]
        lines = [f"{lines[0]} depends on it."]
        ordering.tell_office(
            turn, "Who writes for which agency", lines, "Look at the case with both sides, and say what holds."
        )
        return (
            _NOT_NOW
            if turn.case.status != "open"
            else f"The {turn.terms.office} is told: it changes who is on which side."
        )
    old = [one for one in turn.acting(was) if not deciders.same_human(one, who)] if alone else []
    listed = next((one for one in turn.directory.people_at(who.address) if one.agency == new.id), None)
    party = deciders.as_party(listed) if listed else Party(who.address, who.name, "", new.id, who.role)
    turn.put(AgencyTold(turn.at, party, by, was))
    _tell(turn, party, new, before, old, by)
    return f"Corrected: {name} writes for {new.name} here, not for {before}. Whoever it concerns is told; no date has moved."


def _tell(turn: Turn, who: Party, new: Agency, before: str, old: list[Party], by: Party) -> None:
    lines = [f"{turn.name(who)} writes for {new.name} here, not for {before}. Every date stands."]
    lines += ["A proposal or an AGREE of theirs that waited is taken back, and must be sent again."]
    for one in turn.everyone_present():
        if not deciders.same_human(one, who) and not deciders.same_person(one, by):
            news.tell(turn, one, "An agency is another", lines, (one, ""))
    out = [*lines, f"{before} is no longer part of this. You need do nothing, and have no further letter."]
    for one in old:
        news.tell(turn, one, "An agency is another", out, (one, ""))
    if old and turn.stage.sides == "both":
        for one in turn.present(new.id):
            if not deciders.written_to(turn.case, one, turn.here):
                climbing.stage_letter(turn, one, "named", {})
    had = "; had letters for it: " + ", ".join(turn.name(one) for one in old) if old else ""
    ordering.tell_office(turn, "Who writes for which agency", [f"{lines[0][:-1]}{had}."], ordering.NOTHING)
