"""Plays a natural reply in a live case: the letter it answers has been sent, and its reader writes these words above it.

Start at `play`. What comes of it is named as its writer named what a careful colleague would do: "acted AGREE", "asked
ESCALATE", "office", "filed"; "silence" is what must not come of a mail to us alone.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from mailservice.cases.answered import take
from mailservice.cases.carrying import attempt
from mailservice.cases.history.commands import Hear, Said, Unclear
from mailservice.cases.history.events import Action, LetterOrdered
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.mail import danger
from mailservice.mail.reply import pieces
from mailservice.simulator.story import moment
from tests.cases.world import OFFICE, RAISER, World, addressee, letters, said, sender

MANAGER, OTHER_MANAGER = "j-okafor", "m-dasgupta"
HAPPY = "Happy with that, thanks."
HIGHER = "I'd like this to go to heads of service please."
PROPOSED = "Sam visits on Monday 4 January with Anna. Anna weighs the baby weekly."
_QUOTED = "\n\nOn Tue, 24 Nov 2026 at 09:10, NSCP <escalate@nscp.example> wrote:\n> Write your reply above this line\n>\n> {}\n"
_ASKS = re.compile(r"(?:Did you mean|We read) ([A-Z ]+?)[?,]")


@dataclass(frozen=True)
class Played:
    """What came of a reply: the outcomes by name, and the words of ours that answered it."""

    outcomes: frozenset[str]
    answered: tuple[str, ...]


def play(letter: str, text: str, *, others: bool = False) -> Played:
    """Let the reader of a letter write these words back; `others`: the other side has them too."""
    known, who, about = _case(letter)
    world = known.copy()
    hear = _heard(world, who, text, about, others=others)
    by = Speaker(hear, deciders.on_side(world.case, deciders.party_of(hear.sender, world.who_is_who)))
    turn = Turn(world.case, world.rules, world.who_is_who, world.now)
    spoken = [one.verb for one, speaker in take(turn, hear, by).spoken if _moves(turn, one, speaker)]
    status = world.case.status
    events = world.decide(hear)
    mine = [one for one in letters(events) if one.to.person == who]
    outcomes = {*_acted(spoken, status), *_asked(mine)}
    if hear.to_us or any(one.to.address == OFFICE for one in letters(events)):
        outcomes.add("office")
    asked = any(one.template != "prose" and [*_asked([one])] for one in mine)
    if not spoken and not asked:
        outcomes.add("filed" if mine or others else "silence")
    return Played(frozenset(outcomes), tuple(sorted({one.template for one in mine})))


def _moves(turn: Turn, said: Said, by: Speaker) -> bool:
    """Tell whether a word does anything here: one that lacks its words, or that nothing waits for, is only answered."""
    return not said.dry_run and (WORDS[said.verb].answered != "a sentence" or attempt(turn, said, by)[1])


def judge(outcomes: frozenset[str], best: list[str], never: list[str]) -> str:
    """Return "right", "wrong" where it acted as it never should, "silence", or "missed"."""
    if outcomes & {one for one in never if one.startswith("acted")}:
        return "wrong"
    if "silence" in outcomes:
        return "silence"
    return "right" if outcomes & {*best} else "missed"


def _heard(world: World, who: str, text: str, letter: LetterOrdered, *, others: bool) -> Hear:
    """Return the mail as the service reads it, from its text with our letter quoted below."""
    words = pieces.split(text + _QUOTED.format(letter.template), sender=sender(who, world.place).name)
    read = pieces.hear(words, today=world.now.date())
    return Hear(
        at=world.now,
        mail="m999",
        message_id="<m999@people.example>",
        sender=sender(who, world.place),
        to=(addressee(_opposite(world, who), world.place),) if others else (),
        said=read.said,
        unclear=read.unclear,
        answer=read.answer,
        to_us=read.to_us,
        own_words=words.own,
        answers=letter.letter,
        replies_to=letter.letter,
        danger=danger.phrases(words.for_attention),
    )


def _opposite(world: World, who: str) -> str:
    return (
        world.responder if sender(who, world.place).agency == sender(world.raiser, world.place).agency else world.raiser
    )


def _acted(spoken: list[Verb], status: str) -> Iterator[str]:
    for verb in spoken:
        yield f"acted {verb.value}"
        if status == "agreed" and verb in (Verb.DISAGREE, Verb.ESCALATE, Verb.REOPEN):
            yield "acted OBJECT"
        if status == "closed" and verb in (Verb.OBJECT, Verb.ESCALATE, Verb.KEEP, Verb.DISAGREE):
            yield "acted REOPEN"


def _asked(mine: list[LetterOrdered]) -> Iterator[str]:
    for one in mine:
        if one.template == "question":
            yield from ("asked", f"asked {one.facts['verb']}")
        for line in one.facts.get("lines", ()) if one.template in ("answer", "question") else ():
            result = line["result"]
            found = _ASKS.findall(result)
            yield from (f"asked {verb}" for verb in found)
            if found or "contradict" in result or "cannot tell" in result:
                yield "asked"
        if one.template == "prose" and one.facts["still_asked"]:
            yield from ("asked", *(f"asked {word['verb']}" for word in one.facts["words"]))


@cache
def _case(letter: str) -> tuple[World, str, LetterOrdered]:
    """Return a case in which this kind of letter has been sent, its reader, and the letter."""
    world, who = _CASES[letter]()
    world.send()
    kind = letter.split(maxsplit=1)[0]
    mine = [one for one in letters(world.events) if one.template == kind and one.to.person == who]
    return world, who, mine[-1]


def _opened() -> tuple[World, str]:
    return World().open(), RAISER


def _at_stage_2() -> tuple[World, str]:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    return world, OTHER_MANAGER


def _reminded() -> tuple[World, str]:
    world, _ = _at_stage_2()
    world.say(OTHER_MANAGER, Verb.RECEIVED)
    while not any(one.template == "reminder" and one.to.person == OTHER_MANAGER for one in letters(world.events)):
        world.now = world.case.standing[0].due
        world.sweep()
        world.send()
    return world, OTHER_MANAGER


def _checked() -> tuple[World, str]:
    world = World(place="bscp").open()
    world.wait("Wed 25 Nov 2026 09:00")
    return world, world.responder


def _proposed() -> tuple[World, str]:
    world, _ = _at_stage_2()
    world.say(MANAGER, Verb.RESOLVED, PROPOSED)
    return world, OTHER_MANAGER


def _agreed() -> tuple[World, str]:
    world, _ = _proposed()
    world.say(OTHER_MANAGER, Verb.AGREE, "")
    return world, RAISER


def _new_date() -> tuple[World, str]:
    world, _ = _at_stage_2()
    world.say(MANAGER, Verb.NEW_DATE, "we wait for a report")
    return world, OTHER_MANAGER


def _overtaken() -> tuple[World, str]:
    world, _ = _at_stage_2()
    world.say(MANAGER, Verb.OVERTAKEN, "the children went home to their mother")
    return world, OTHER_MANAGER


def _closed() -> tuple[World, str]:
    world, _ = _agreed()
    world.say(RAISER, Verb.AGREE, "")
    return world, OTHER_MANAGER


def _action_due() -> tuple[World, str]:
    world, _ = _at_stage_2()
    to_do = (Action("Mina Dasgupta weighs the baby", moment("Tue 01 Dec 2026 09:00").date()),)
    world.hear(
        OTHER_MANAGER,
        replace(said(Verb.RESOLVED, world.now, "Mina Dasgupta weighs the baby on 1 December"), actions=to_do),
    )
    world.send()
    world.say(MANAGER, Verb.AGREE, "")
    world.say(RAISER, Verb.AGREE, "")
    world.wait("Tue 01 Dec 2026 12:00")
    return world, OTHER_MANAGER


def _next_manager() -> tuple[World, str]:
    world, _ = _at_stage_2()
    world.bounce(
        next(one.letter for one in letters(world.events) if (one.template, one.to.person) == ("stage", MANAGER))
    )
    world.send()
    asked = [one for one in letters(world.events) if one.template == "next_manager"]
    return world, asked[-1].to.person


def _asked_about(verb: Verb, line: str, who: str, world: World) -> tuple[World, str]:
    answers = next((one.letter for one in reversed(letters(world.events)) if one.template == "proposal"), "")
    would = replace(said(verb, world.now, ""), line=line)
    world.hear(who, unclear=(Unclear(line, verb, "wish", would),), own_words=line, answers=answers)
    return world, who


_CASES: Mapping[str, Callable[[], tuple[World, str]]] = {
    "receipt": _opened,
    "stage": _at_stage_2,
    "reminder": _reminded,
    "check_in": _checked,
    "proposal": _proposed,
    "agreed": _agreed,
    "new_date": _new_date,
    "overtaken": _overtaken,
    "action_due": _action_due,
    "closed": _closed,
    "next_manager": _next_manager,
    "question ESCALATE": lambda: _asked_about(Verb.ESCALATE, HIGHER, OTHER_MANAGER, _at_stage_2()[0]),
    "question AGREE": lambda: _asked_about(Verb.AGREE, HAPPY, OTHER_MANAGER, _proposed()[0]),
}
