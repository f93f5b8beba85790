"""HELP, STATUS and POLICY: answered to whoever asks, alone (rule 9.7). Nothing moves. RECORD and CASES ask too (`asks_alone`)."""

from collections.abc import Collection, Iterable, Iterator

from mailservice.cases.asking import proposals
from mailservice.cases.history.case import Proposal
from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import Party
from mailservice.cases.history.words import WORDS, Verb, Word, for_help, in_help
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn
from mailservice.cases.told import telling
from mailservice.policy import sayings

# Beside a word that only asks, so many words are a greeting, thanks and a name; more may be what somebody has to tell.
_MANNERS = 8
_TEMPLATES = {Verb.HELP: "help", Verb.STATUS: "status", Verb.POLICY: "policy_info"}


def asks_alone(hear: Hear, *verbs: Verb) -> bool:
    """Tell whether a mail asks for what these words bring, and says nothing besides."""
    rest = hear.own_words
    for said in hear.said:
        rest = rest.replace(said.line, " ", 1)
    asks = bool(hear.said) and all(one.verb in verbs and not one.dry_run for one in hear.said)
    told = hear.unclear or hear.danger or hear.legal or hear.grave or hear.left or hear.to_us or hear.attachments
    return asks and not told and len(rest.split()) <= _MANNERS


def answer(turn: Turn, hear: Hear, to: Party, may: Collection[Verb] | None = None) -> None:
    """Answer HELP, STATUS and POLICY to their sender alone; `may`: the words that do something for them here."""
    for verb in dict.fromkeys(said.verb for said in hear.said if WORDS[said.verb].answered == "a letter"):
        facts = {"why": "You asked.", **_told(turn, verb, to, may)}
        ordering.order(turn, _TEMPLATES[verb], to, facts, answers=hear.message_id)


def usable(turn: Turn, who: Party) -> tuple[Verb, ...]:
    """Return the words that somebody can use now, the likeliest first."""
    return tuple(dict.fromkeys(_usable(turn, who)))


def _usable(turn: Turn, who: Party) -> Iterator[Verb]:
    case = turn.case
    if case.status == "halted":
        return  # nothing more is asked of anyone (rule 12.6)
    if _waits_for(turn, who):
        yield from (Verb.AGREE, Verb.DISAGREE)
    if any(deciders.same_person(one.owner, who) for one in case.to_do):
        yield from (Verb.DONE, Verb.NOT_DONE)
    if case.status == "agreed" and deciders.is_raiser(case, who):
        yield Verb.OBJECT
    if case.withdrawn:
        yield Verb.KEEP
    if case.status == "closed" and case.lost is None:
        yield Verb.REOPEN
    if case.status == "open" and who.agency in case.agencies:
        yield from (Verb.RECEIVED, Verb.PLAN, Verb.RESOLVED, Verb.ESCALATE, Verb.URGENT, Verb.NEW_DATE)
        if deciders.is_raiser(case, who):
            yield Verb.WITHDRAW
    if deciders.took_part(case, who):
        yield Verb.RECORD


def _waits_for(turn: Turn, who: Party) -> tuple[Proposal, ...]:
    """Return the words that wait for this person's AGREE."""
    asked = ((one, proposals.readers(turn, one)) for one in turn.case.asked)
    return tuple(one for one, readers in asked if any(deciders.same_person(who, other) for other in readers))


def _told(turn: Turn, verb: Verb, to: Party, may: Collection[Verb] | None) -> dict[str, object]:
    if verb is Verb.HELP:
        first = [one for one in usable(turn, to) if may is None or one in may]
        now, others = for_help(first, may, office=turn.directory.is_office(to.address))
        return {"now": _forms(now), "forms": _forms(others)}
    if verb is Verb.POLICY:
        return {
            "stages": sayings.of_stages(turn.policy),
            "besides": sayings.besides(turn.policy),
            "elsewhere": sayings.elsewhere(turn.policy),
            "readings": [f"{one.about}: {one.choice}." for one in turn.policy.readings],
        }
    if not turn.case.stage and turn.case.lost is None:
        return {
            "lines": ["Please write the case reference, as in the subject of our letters."],
            "waiting": [],
            "history": [],
        }
    offered = [verb for verb in usable(turn, to) if WORDS[verb].means]
    return {
        "lines": _where_it_stands(turn),
        "waiting": [_waiting(turn, one) for one in turn.case.asked],
        "history": climbing.history(turn),
        "words": ordering.words(*offered[:3]),
    }


def _forms(words: Iterable[Word]) -> list[dict[str, str]]:
    return [{"verb": word.name, "arguments": word.takes, "means": in_help(word)} for word in words]


def _waiting(turn: Turn, one: Proposal) -> dict[str, object]:
    """Return words that wait: whose they are, in full, and whose AGREE is waited for."""
    date = f"A new date: {phrases.moment(turn.rules.days.local(one.due))}. " if one.due else ""
    return {
        "by": turn.name(one.by),
        "text": f"{date}{one.text}".strip(),
        "of": [turn.name(reader) for reader in proposals.readers(turn, one)],
    }


def _where_it_stands(turn: Turn) -> list[str]:
    if turn.case.status == "closed":
        again = " REOPEN opens it again." if turn.case.lost is None else ""
        return [f"{telling.status(turn.case, turn.policy)}.{again}", *_left(turn)]
    if turn.case.status == "joined":
        return [f"The case goes on in {turn.case.joined_to}."]
    if turn.case.status == "halted":
        return [
            f"We were told of a death or grave harm. The {turn.terms.office} has this; nothing more is asked of you."
        ]
    lines = [f"{one} goes on in this case, {turn.case.reference}." for one in turn.case.taken_in]
    lines.append(f"The case is at stage {turn.case.stage}, {turn.stage.title}.")
    if turn.case.status == "agreed":
        lines.append("Every agency has agreed; the person who raised it may still object.")
    return lines


def _left(turn: Turn) -> list[str]:
    return [f"Still open: {' '.join(one.text.splitlines())} ({turn.name(one.owner)})" for one in turn.case.to_do]
