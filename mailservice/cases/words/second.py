"""What a second of the office has to confirm: PAUSE and MOVE TO, where two or more hold it (issue rules 9 and 10).

Start at `needed`. Each of the others has a letter; the first yes, in two working days, carries the word out, and a no drops it.
Who asked cannot confirm; from the mailbox that they share nobody is known for who they are.
"""

from dataclasses import replace

from mailservice.cases.history.commands import Hear, Said
from mailservice.cases.history.events import Party, SecondAsked, SecondGiven
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import news, ordering, phrases
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.directory import Office

CONFIRMED = (Verb.PAUSE, Verb.MOVE_TO)
DAYS = 2  # working days for a second's yes (rule 10)
ABOUT = "second "


def members(office: Office) -> tuple[str, ...]:
    """Return the own addresses of those who hold the office or stand in for it, each once, in small letters."""
    deputies = (one.address for one in office.deputies)
    return tuple(dict.fromkeys(one.lower() for one in (*office.staff, *deputies)))


def needed(turn: Turn, said: Said, by: Speaker) -> str:
    """Ask the others of the office, and return what answers the word; empty where nobody else has to confirm it."""
    office = members(turn.directory.office)
    if said.verb not in CONFIRMED or len(office) < 2 or by.hear.seconded:  # noqa: PLR2004 - a second one
        return ""
    own = by.party.address.lower()
    if own not in office:
        sentence = (
            f"{said.verb} needs to be asked from your own address, so that a second of the office can confirm it."
        )
        return kept(turn, said, by, f"{sentence} The office has: {phrases.listed(office)}. Nothing has moved.")
    others = [one for one in office if one != own]
    return ask(turn, said, by.party, others)


def ask(turn: Turn, said: Said, by: Party, others: list[str]) -> str:
    """Write to each of the others, once, and return what answers who asked."""
    until = turn.rules.days.due_after(turn.at, DAYS).at
    request = turn.rules.new_id()[:8]
    asked = SecondAsked(turn.at, request, by, said.verb.value, until, said.reason, said.stage, said.line)
    turn.put(asked)
    what = f"{said.verb} {said.reason}".strip()
    lines = [f"Asked for by {turn.name(by)}: “{what}”", "Nothing moves before one of you says yes."]
    action = "Answer this letter with YES or with NO."
    for one in others:
        ordering.tell_office(turn, f"Please confirm {said.verb}", lines, action, until, about=ABOUT + request, to=one)
    shown = phrases.moment(turn.rules.days.local(until))
    return f"Asked of {phrases.listed(others)}: it is done once one of them answers yes, by {shown}. Nothing has moved yet."


def asked_by(turn: Turn, hear: Hear) -> str:
    """Return the request that a mail answers; empty where it answers none."""
    letter = turn.case.letters.get(hear.replies_to or hear.answers)
    return letter.about.removeprefix(ABOUT) if letter and letter.about.startswith(ABOUT) else ""


def take(turn: Turn, hear: Hear, by: Speaker) -> tuple[tuple[Said, Speaker] | None, str]:
    """Return the word that a second's yes carries out, with who asked for it; else what answers them."""
    asked = turn.case.seconds.get(asked_by(turn, hear))
    refused = refusal(turn.directory.office, hear, by, asked)
    if asked is None or refused:
        return None, refused
    yes = says_yes(hear, asked)
    turn.put(SecondGiven(turn.at, asked.request, by.party, "yes" if yes else "no"))
    tell_who_asked(turn, asked, by.party, yes=yes)
    if not yes:
        return None, f"Recorded: no. {asked.verb} is not done, and {turn.name(asked.by)} is told."
    said = Said(Verb(asked.verb), asked.text, asked.line, stage=asked.stage)
    sure = replace(hear.sender, proof="proven", delegate="")
    return (said, Speaker(replace(hear, seconded=True, sender=sure), asked.by)), ""


def tell_who_asked(turn: Turn, asked: SecondAsked, by: Party, *, yes: bool) -> None:
    """Tell who asked what the second said."""
    lines = [f"Answered by {turn.name(by)}: {'yes, so it is done' if yes else 'no. Nothing has moved'}."]
    headline = f"{asked.verb} is {'' if yes else 'not '}confirmed"
    ordering.tell_office(turn, headline, lines, ordering.NOTHING, to=asked.by.address)


def says_yes(hear: Hear, asked: SecondAsked) -> bool:
    """Tell whether a second says yes, or writes the very word themself."""
    return hear.answer == "yes" or any(one.verb.value == asked.verb and not one.dry_run for one in hear.said)


def refusal(office: Office, hear: Hear, by: Speaker, asked: SecondAsked | None) -> str:
    """Return why an answer cannot count as a second's; empty where it can."""
    own = by.party.address.lower()
    if asked is None:
        return "This was answered already, or was asked of nobody. Nothing has moved."
    word = any(one.verb.value == asked.verb for one in hear.said)
    theirs = own == asked.by.address.lower() or deciders.same_person(by.party, asked.by)
    unsure = hear.sender.proof != "proven" and not word and hear.answer != "no"
    stands = (
        (theirs, "You asked for it yourself: somebody else of the office has to say yes."),
        (
            own not in members(office) or bool(hear.sender.delegate),
            "Only a second of the office, from their own address, can say yes to this.",
        ),
        (hear.at > asked.until, "The two working days for this are over. Please ask for it anew."),
        (unsure, f"To be sure that it is you, answer with yes and the word in it: yes, {asked.verb}."),
        (not (word or hear.answer in ("yes", "no")), "Please answer YES or NO, and nothing else on the line."),
    )
    refused = next((sentence for so, sentence in stands if so), "")
    return f"{refused} Nothing has moved." if refused else ""


def tell_all(turn: Turn, headline: str, lines: list[str], said: tuple[Party, str]) -> None:
    """Tell every side, and whoever raised it, what the office did."""
    raiser = (turn.case.raiser,) if turn.case.raiser else ()
    told: list[Party] = []
    for one in (*raiser, *turn.everyone_present()):
        if not any(deciders.same_person(one, other) for other in told):
            told.append(one)
            news.tell(turn, one, headline, lines, said)
