"""A drill: people are asked for one word, so that the office knows whom our letters reach before a case needs them.

Nothing of any case is in it. Who does not answer is not asked again: the office hears of it, once, at the end.
"""

import re
from typing import Any

from mailservice.cases.history.commands import AnswerDrill, BeginDrill, EndDrill, Hear, Signs
from mailservice.cases.history.events import DrillAnswered, DrillBegun, DrillEnded, MailHeard
from mailservice.cases.letters import ordering
from mailservice.cases.people import deciders, reachable
from mailservice.cases.people.turn import Turn
from mailservice.directory import Directory, Person

WORD = "PRESENT"
# The word, with no more than thanks, a greeting or a name: what else they wrote, a person reads.
_ALONE = re.compile(
    r"(?:(?:hi|hello|dear|good (?:morning|afternoon))\b[^\n]{0,40}\n\s{0,9})?(?:i am |i'm |yes,? )?present\b[\s.!,-]{0,9}"
    r"(?:(?:many )?thanks?(?: you)?\b[\s.!,]{0,9})?(?:(?:kind |best )?(?:regards|wishes)\b[\s.!,]{0,9})?"
    r"(?:[^\W\d]{1,30}+[ .'-]{0,2}+){0,4}",
    re.IGNORECASE,
)
_LONGEST_ANSWER = 200


def take(turn: Turn, command: BeginDrill | AnswerDrill | EndDrill) -> None:
    """Begin a drill, take an answer to it, or end it."""
    match command:
        case BeginDrill():
            _begin(turn, command)
        case AnswerDrill():
            _answer(turn, command)
        case EndDrill():
            _end(turn, command)


def is_answer(hear: Hear) -> bool:
    """Tell whether a mail that answers a drill's letter is no more than that: a call, a danger or another matter is not."""
    else_said = hear.said or hear.unclear or hear.danger or hear.legal or hear.child_references or hear.unread_language
    matter = hear.grave or hear.moved or hear.holds or hear.attachments
    return hear.kind == "message" and hear.sender.proof != "failed" and not else_said and not matter


def report(directory: Directory, drill: DrillBegun, signs: Signs) -> dict[str, Any]:
    """Return what a drill has shown so far, as the letter and the command tell it."""
    every = list(reachable.tiers(directory))
    held = {one.address.lower(): one for tier in every for one in tier.people}
    asked = [held[one.address.lower()] for one in drill.asked if one.address.lower() in held]
    silent = [one for one in asked if not reachable.Tier("", (one,)).reached(signs)]
    back = [one for one in silent if reachable.bounced(one, signs)]
    return {
        "asked": len(asked),
        "answered": len(asked) - len(silent),
        "began": drill.at.date().isoformat(),
        "until": drill.until.isoformat(),
        "nobody": [_tier(tier, signs) for tier in every if not tier.reached(signs)],
        "one_deep": [_tier(tier, signs) for tier in every if len(tier.reached(signs)) == 1],
        "bounced": [_person(one, directory, signs) for one in back],
        "silent": [_person(one, directory, signs) for one in silent if one not in back],
    }


def _begin(turn: Turn, command: BeginDrill) -> None:
    turn.put(DrillBegun(turn.at, command.until, command.asked))
    for one in command.asked:
        facts = {"why": "", "until": command.until.isoformat(), "words": [], "others_see": ""}
        ordering.order(turn, "drill", one, facts)


def _answer(turn: Turn, command: AnswerDrill) -> None:
    """File the answer; what they wrote besides goes to the office, and so does an answer by somebody else."""
    hear = command.hear
    by = deciders.party_of(hear.sender, turn.directory)
    came = (turn.at, hear.mail, hear.message_id, by, hear.kind, hear.own_words)
    turn.put(MailHeard(*came, "filed", "an answer to the drill"))
    turn.put(DrillAnswered(turn.at, by, command.letter))
    lines = []
    if by.address.lower() != command.to.address.lower() and by.person != command.to.person:
        lines.append(f"{turn.name(by)} <{by.address}> answered the drill's letter to {turn.name(command.to)}.")
    own = hear.own_words.strip()
    if len(own) > _LONGEST_ANSWER or not _ALONE.fullmatch(own):
        lines.append(f"{turn.name(by)} wrote: {own}")
    if lines:
        ordering.tell_office(
            turn, "An answer to the drill", lines, "Read it, and see whether the directory still holds."
        )


def _end(turn: Turn, command: EndDrill) -> None:
    turn.put(DrillEnded(turn.at, command.drill.at))
    told = report(turn.directory, command.drill, command.signs)
    facts = {**told, "why": "", "words": [], "others_see": f"Only the {turn.terms.office} gets this letter."}
    ordering.order(turn, "drill_report", ordering.office_party(turn), facts)


def _tier(tier: reachable.Tier, signs: Signs) -> dict[str, str]:
    reached = tier.reached(signs)
    others = [one.name for one in tier.people if one not in reached]
    return {"place": tier.place, "who": ", ".join(one.name for one in reached), "others": ", ".join(others)}


def _person(one: Person, directory: Directory, signs: Signs) -> dict[str, str]:
    agency = directory.agency(one.agency)
    named = {"name": one.name, "role": one.role, "address": one.address, "phone": one.phone}
    return {**named, "agency": agency.name if agency else "", "last": reachable.last_sign(one, signs)}
