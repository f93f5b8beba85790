"""For which agency somebody acts whose address is that of two: asked, told, and confirmed; never guessed (rule 1.7).

Start at `known`. What they tell counts at once towards attention; towards quiet once somebody of that agency whom the
directory knows, or the office, names them by CONTACT.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import Addressee, Hear, Said
from mailservice.cases.history.events import UNTOLD, AgencyConfirmed, AgencyTold, Party
from mailservice.cases.letters import news, ordering
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.directory import Agency, Directory

_WORD = re.compile(r"[^\W_]+")
_ANSWER_LINES, _ANSWER_CHARACTERS, _FEW, _GREETING = 12, 120, 6, 3
# What may stand around an agency's name on its line: "I write for the school."
_AROUND = "i im am we are write work writing for from the a an my our agency is it its in at of"
# A question that nobody marked as one: "is it the school".
_ASKS = re.compile(r"^\W{0,5}(?:is|are|am)\b|\b(?:is (?:it|this|that)|am i|are (?:we|you))\b", re.IGNORECASE)
_GREETS = "hi hello hiya hey dear good morning afternoon thanks"
# What people call an agency, by the start of the policy's type for it.
_PLAIN = {
    "local-authority": "social care social services children's childrens council",
    "school": "school education",
    "education": "school education schools",
    "health": "health nhs",
    "police": "police",
}


def at_first(hear: Hear) -> Hear:
    """Return a mail that opens a case; who does not tell for whom they write has a side of its own, without a name."""
    unknown = hear.sender.either and not hear.sender.agency
    return replace(hear, sender=replace(hear.sender, agency=UNTOLD)) if unknown else hear


def known(hear: Hear, case: Case, directory: Directory) -> Hear:
    """Return a mail with the agency for which its sender acts on this case, as far as they told it or our letters did."""
    sender = hear.sender
    if sender.agency or not sender.either:
        return hear
    agency = _on_this_case(hear, case)
    person = next((one.id for one in directory.people_at(sender.address) if one.agency == agency), "")
    return replace(hear, sender=replace(sender, agency=agency, person=person or sender.person))


def _on_this_case(hear: Hear, case: Case) -> str:
    address = hear.sender.address.lower()
    told = case.told.get(address)
    if told is not None:
        return told.who.agency
    if case.raiser is not None and case.raiser.address.lower() == address:
        return case.raiser.agency
    letter = case.letters.get(hear.answers)
    sides = [letter.to] if letter is not None and not letter.replied else [*case.taking_part]
    mine = {one.agency for one in sides if one.address.lower() == address and one.agency in hear.sender.either}
    return mine.pop() if len(mine) == 1 else ""


def asks(case: Case, hear: Hear) -> bool:
    """Tell whether the sender of a mail must say for whom they act before anything of it counts here."""
    sender = hear.sender
    here = {*case.agencies, *(one.agency for one in case.addressed)}
    named = any(one.address.lower() == sender.address.lower() for one in case.addressed)
    return bool(sender.either) and not sender.agency and (named or bool(here & {*sender.either}))


def take(turn: Turn, hear: Hear) -> tuple[Hear, list[str]]:
    """Take what a mail tells of who acts for whom; return it as its sender stands now, and what to answer."""
    of_whom = _asked_about(turn.case, hear)
    if of_whom is None or hear.kind != "message" or hear.sender.proof == "failed":
        return hear, []
    choices = turn.directory.agencies_of(of_whom.address)
    told = choices[0] if len(choices) == 1 else named_in(hear.own_words, choices)
    own = of_whom.address.lower() == hear.sender.address.lower()
    if told is None:
        # Nothing is said of it to who writes a word of ours, or answers something else; only who must be known is asked on.
        return hear, [again(choices, "" if own else turn.name(of_whom))] if own and not hear.said else []
    who = _as_of(turn, of_whom, told)
    turn.put(AgencyTold(turn.at, who, who if own else deciders.party_of(hear.sender, turn.directory)))
    hear = again_known(hear, turn) if own else hear
    if len(choices) == 1:  # the directory says so by now
        turn.put(AgencyConfirmed(turn.at, who, ordering.office_party(turn)))
        return hear, []
    return hear, [_recorded(turn, who, told, own=own), *_next(turn, hear)]


def again_known(hear: Hear, turn: Turn) -> Hear:
    """Return a mail with the agency that its sender has told by now."""
    return known(replace(hear, sender=replace(hear.sender, agency="")), turn.case, turn.directory)


def _asked_about(case: Case, hear: Hear) -> Party | None:
    """Return of whom this mail may tell it: its sender first, then whoever the raiser addressed."""
    sender, address = hear.sender, hear.sender.address.lower()
    if sender.agency == UNTOLD:
        return case.raiser
    if asks(case, hear):
        return Party(sender.address, sender.name)
    raiser = case.raiser is not None and case.raiser.address.lower() == address
    return next((one for one in case.addressed if not one.agency), None) if raiser else None


def _next(turn: Turn, hear: Hear) -> list[str]:
    about = _asked_about(turn.case, hear)
    return [again(turn.directory.agencies_of(about.address), turn.name(about))] if about is not None else []


def _as_of(turn: Turn, one: Party, agency: Agency) -> Party:
    """Return somebody as the directory has them under an agency, else by their address alone."""
    listed = next((who for who in turn.directory.people_at(one.address) if who.agency == agency.id), None)
    return deciders.as_party(listed) if listed else Party(one.address, one.name, "", agency.id)


def _recorded(turn: Turn, who: Party, agency: Agency, *, own: bool) -> str:
    name = turn.name(who)
    if not own:
        raiser = turn.case.raiser
        if raiser is not None and raiser.agency == agency.id:
            return f"Recorded: {name} is of {agency.name}, as you are, so they are not on the other side."
        return f"Recorded: {name} is of {agency.name}."
    if agency.id not in turn.case.agencies and not any(one.address == who.address for one in turn.case.addressed):
        return f"Recorded: you write for {agency.name}."
    ask = _contact(who)
    lines = [
        f"{name} says that they write for {agency.name}, whose addresses are shared. What calls for attention counts."
    ]
    lines += ["Their words towards an end count once you, or somebody of that agency whom we know, confirm it."]
    ordering.tell_office(turn, "Who writes for which agency", lines, f"If it is so, answer this letter with {ask}.")
    return (
        f"Recorded: you write for {agency.name}. ESCALATE, URGENT and the like count at once. What would settle this counts"
        f" once a colleague whom we know there, or the {turn.terms.office}, answers on this case with {ask}."
    )


def _contact(who: Party) -> str:
    return f"CONTACT {who.name} {who.address}" if who.name else f"CONTACT {who.address}"


def again(choices: Sequence[Agency], about: str = "") -> str:
    """Say what to write, so that nobody is counted for an agency by guessing; of somebody else where `about` names them."""
    names = " or ".join(one.name for one in choices)
    whose = f"which agency {about} is of" if about else "for which agency you write"
    return f"We do not know {whose}. Please answer with one line, and no other word on it: {names}."


def named_in(own_words: str, choices: Sequence[Agency]) -> Agency | None:
    """Return the one agency that stands alone on a line, by its name, its short name or a plain word; else None.

    Another line as short that speaks of another agency leaves it open: "or schools".
    """
    lines = [line for line in own_words.splitlines() if line.strip()][:_ANSWER_LINES]
    found = {one.id: one for line in _whole(own_words) for one in [_on_line(line, choices)] if one is not None}
    if len(found) != 1:
        return None
    told = next(iter(found.values()))
    others = set[str]().union(*(_called(one) for one in choices if one is not told)) - _called(told)
    short = [words for line in lines if len(words := _words(line[:_ANSWER_CHARACTERS])) <= _FEW]
    return None if any(others & {*words} for words in short) else told


def _whole(text: str) -> list[str]:
    """Return the lines that no sentence runs into or out of: "he was seen by the", "school" is one that was wrapped."""
    lines = [line.strip() for line in text.splitlines()]
    around = zip(["", *lines], lines, [*lines[1:], ""], strict=False)
    whole = [one for before, one, after in around if one and _apart(before) and not after[:1].islower()]
    return whole[:_ANSWER_LINES]


def _apart(before: str) -> bool:
    """Tell whether a line ends what it says: it is empty, ends a sentence, or is a greeting, a name or the like."""
    words = _words(before)
    greets = len(words) <= _GREETING and (before[-1:] == "," or {*words[:1]} <= {*_GREETS.split()})
    return before[-1:] in ("", ".", "!", "?", ":", ";") or greets


def _on_line(line: str, choices: Sequence[Agency]) -> Agency | None:
    if len(line) > _ANSWER_CHARACTERS or "?" in line or _ASKS.search(line):
        return None
    said = {*_words(line)} - {*_AROUND.split()}
    fits = [one for one in choices if said and said <= _called(one)]
    exact = [one for one in fits if said == {*_words(one.name)} - {*_AROUND.split()}]
    found = exact or fits
    return found[0] if len(found) == 1 else None


def _called(agency: Agency) -> set[str]:
    plain = next((words for kind, words in _PLAIN.items() if agency.type.startswith(kind)), "")
    return {*_words(f"{agency.name} {agency.id} {plain}")}


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("\u2019", "'").replace("'", ""))


def addressed(turn: Turn, to: Iterable[Addressee], own: Sequence[str]) -> tuple[Party, ...]:
    """Return those in To who may be on the other side, and of whom nobody can say it yet."""
    found = []
    for one in to:
        unsure = one.either or (len(own) > 1 and one.agency in own)
        if unsure:
            person = turn.directory.person(one.person)
            found.append(deciders.as_party(person) if person else Party(one.address, one.name, "", one.agency))
    return tuple(found)


def asked(turn: Turn) -> list[str]:
    """Say to whoever raised the case to whom we have not written, and what we must know for it."""
    raiser = turn.case.raiser
    waits = [turn.name(one) for one in turn.case.addressed]
    if raiser is not None and raiser.agency == UNTOLD:
        return [f"We have not written to {' and '.join(waits)} yet: it may be your own agency."] if waits else []
    unsure = (one for one in turn.case.addressed if not one.agency)
    return [
        f"We have not written to {turn.name(one)} yet. {again(turn.directory.agencies_of(one.address), turn.name(one))}"
        for one in unsure
    ]


def unconfirmed(turn: Turn, by: Speaker) -> str:
    """Return why somebody's word towards quiet does not count yet; empty where it does."""
    if not by.hear.sender.either or by.office:
        return ""
    address = by.party.address.lower()
    if by.party.agency == UNTOLD:
        return again(turn.directory.agencies_of(by.party.address))
    if address not in turn.case.told or address in turn.case.confirmed:
        return ""
    where = turn.agency(by.party.agency).name
    return (
        f"We have only your own word yet that you write for {where}. This counts once a colleague whom we know there, or the"
        f" {turn.terms.office}, answers on this case with {_contact(by.party)}; then please send it again."
    )


def confirm(turn: Turn, said: Said, by: Speaker) -> str:
    """Take CONTACT as confirming for whom somebody writes: by a colleague of that agency whom we know, or the office."""
    told = turn.case.told.get(said.address.lower())
    if told is None or said.address.lower() in turn.case.confirmed:
        return ""
    colleague = bool(by.party.person) and by.party.agency == told.who.agency and not unconfirmed(turn, by)
    if not (by.office or colleague) or deciders.same_human(by.party, told.who):
        return ""
    turn.put(AgencyConfirmed(turn.at, told.who, by.party))
    name, where = turn.name(told.who), turn.agency(told.who.agency).name
    news.tell(
        turn, told.who, f"You write for {where}", ["It is confirmed: every word of yours counts now."], (by.party, "")
    )
    return f"Recorded: {name} writes for {where}, so every word of theirs counts now. To have them decide, send it once more."
