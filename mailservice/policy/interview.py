"""The questions that make a first draft of a policy, one at a time, with the published text beside you. Start at `interview`.

Whatever it does not ask for is named in a gap, so that nobody takes the file for whole.

A generator: it gives a `Question`, is sent the answer, and returns the `Draft`. What nobody knows is answered "?", whatever is
asked, and becomes a gap of the file beside what stands there meanwhile. An answer that cannot be read raises
`UnclearAnswerError` with what to write. Pure.
"""

import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from mailservice.policy.promises import time_in
from mailservice.policy.skeleton import Draft, DraftStage, Span, nations

DONT_KNOW: Final = "?"
NOT_STATED: Final = "Not stated"
NOT_ASKED: Final = (
    "What nobody was asked: words to avoid, complaints, where it is recorded, who else is told, forms, other ways"
)
_MOST_STAGES: Final = 12
_ID: Final = re.compile(r"[a-z][a-z0-9]{1,7}")
_STARTS: Final[Mapping[str, Literal["case-opened", "stage-entered", "previous-stage-ended"]]] = {
    "opening": "case-opened",
    "stage": "stage-entered",
    "before": "previous-stage-ended",
}


class UnclearAnswerError(ValueError):
    """An answer cannot be read; its text says what to write."""


@dataclass(frozen=True)
class Question:
    """What is asked, what stands there if nothing is typed, and how an answer is read; `why` is said once below it.

    `meanwhile` stands in the file where nobody knows; without one, the default.
    """

    text: str
    read: Callable[[str], Any]
    default: str = ""
    why: str = ""
    meanwhile: str = ""

    @property
    def stands(self) -> str:
        """What is written until somebody knows the answer."""
        return self.meanwhile or self.default

    def or_unknown(self) -> "Question":
        """Return it so that "?" is an answer too, which reads as `DONT_KNOW`."""
        return replace(self, read=lambda said: DONT_KNOW if said.strip() == DONT_KNOW else self.read(said))


Interview = Generator[Question, Any, Draft]


def interview(identity: str = "", partnership: str = "") -> Interview:
    """Ask for a policy step by step; return its draft. What is known already stands there to be confirmed."""
    asked = _questions(identity, partnership)
    question, unknown = next(asked), []
    while True:
        answer = yield question.or_unknown()
        if answer == DONT_KNOW:
            unknown.append(f"{question.text}: not known; what stands in the file meanwhile: {question.stands}")
            answer = question.read(question.stands)
        try:
            question = asked.send(answer)
        except StopIteration as done:
            draft: Draft = done.value
            return replace(draft, missing=(*unknown, *draft.missing))


def _questions(identity: str, partnership: str) -> Interview:
    partnership = yield Question("The partnership's full name", _words, partnership, meanwhile="Our Partnership")
    short = yield Question(
        "A short name in small letters; it stands in every reference", _identity, identity, meanwhile="ours"
    )
    nation = yield Question(f"Whose bank holidays count ({', '.join(nations())})", _one_of(*nations()), nations()[0])
    draft = Draft(short, partnership, nation, stages=())
    title = yield Question("The policy's title", _words, draft.title)
    call_it = yield Question("What it calls a case, in the singular", _words, draft.call_it)
    person = yield Question("Whom it is about, in one word (child, adult, person)", _one_word, draft.person)
    within = yield Question("Does it also hold between people of one agency (yes, no)", _yes, "no")
    draft = replace(draft, title=title, call_it=call_it, person=person, within=within)
    draft = yield from _ladder(draft)
    draft = yield from _whole(draft)
    return (yield from _last_word(draft))


def _ladder(draft: Draft) -> Interview:
    count = yield Question("How many stages does it have, the partnership's own included", _count, meanwhile="3")
    for number in range(1, count + 1):
        draft = yield from _stage(draft, number, last=number == count)
    return draft


def _stage(draft: Draft, number: int, *, last: bool) -> Interview:
    at = f"Stage {number}"
    title = yield Question(f"{at}: its title", _words, meanwhile=at)
    meets = yield Question(
        f"{at}: do the agencies' own people meet, or does somebody else convene them (sides, convened)",
        _one_of("sides", "convened"),
        "convened" if last and number > 1 else "sides",
    )
    who = yield Question(
        f"{at}: who {'convenes it' if meets == 'convened' else 'acts for each side, with commas between'}",
        _roles,
        meanwhile=NOT_STATED,
    )
    span = yield Question(
        f'{at}: in what time, such as "5 working days" or "24 hours"; "none" where it gives no number',
        _span,
        meanwhile="none",
        why="Where it has no number people are asked how things stand, after a working day or two, and nothing climbs by itself.",
    )
    one = DraftStage(title, span=span, formal=False)
    one = replace(one, convenor=" and ".join(who)) if meets == "convened" else replace(one, who=who)
    if one.span.unit != "judgement" and number > 1:
        starts = yield Question(
            f"{at}: counted from the opening of the case, from the start of this stage, or from the end of the one before "
            "(opening, stage, before)",
            _one_of(*_STARTS),
            "stage",
        )
        one = replace(one, starts=_STARTS[starts])
    if one.span.unit != "judgement" and not last:
        goes = yield Question(
            f"{at}: when the time has passed in silence, does it go on by itself (yes, no)",
            _yes,
            "yes",
            why="Silence never settles a case. With no, people are asked, and a person's ESCALATE takes it on.",
        )
        one = replace(one, asks=not goes)
    formal = yield Question(f"{at}: does the policy call it formal (yes, no)", _yes, "no")
    return replace(draft, stages=(*draft.stages, replace(one, formal=formal)))


def _whole(draft: Draft) -> Interview:
    limit = yield Question(
        'All stages together: a time by which it is settled or at the last stage, such as "5 working days"; "none"',
        _span,
        "none",
    )
    urgent = yield Question(
        'What it says of urgent cases, in a sentence, or "nothing"',
        _words,
        "nothing",
        why="URGENT by anybody in a case is never refused. Without hours of the policy's own, each tier has 24 real hours.",
    )
    draft = replace(draft, urgent="" if urgent.casefold() == "nothing" else urgent)
    if draft.urgent and len(draft.stages) > 1:
        hours = yield Question(
            "Within how many hours from URGENT it has to be at the last stage; 0 for none", _hours, "0"
        )
        draft = replace(draft, urgent_hours=hours)
    return draft if limit.unit == "judgement" else replace(draft, limit=limit)


def _last_word(draft: Draft) -> Interview:
    draft = replace(draft, missing=(*draft.missing, NOT_ASKED))
    last = draft.stages[-1]
    if not last.convenor and not draft.within:
        together = yield Question(
            "Do those who act for the agencies at the last stage decide together, all of them (yes, no)", _yes, "yes"
        )
        if together:
            binding = yield from _binding()
            return replace(draft, authority=" and ".join(last.who), together=True, binding=binding)
    who = yield Question("Whose is the last word: the role, as the policy names it", _roles, meanwhile=NOT_STATED)
    decides = yield Question("May they decide, if the agencies cannot agree (yes, no)", _yes, "yes")
    binding = yield from _binding()
    return replace(draft, authority=" and ".join(who), decides=decides, binding=binding)


def _binding() -> Generator[Question, Any, Any]:
    known = ("yes", "no", "not-stated")
    return (yield Question(f"Does their word bind the agencies ({', '.join(known)})", _one_of(*known), "not-stated"))


def _words(answer: str) -> str:
    if not answer.strip():
        raise UnclearAnswerError("write a few words")
    return answer.strip()


def _identity(answer: str) -> str:
    name = answer.strip().casefold()
    if not _ID.fullmatch(name):
        raise UnclearAnswerError('write two to eight small letters, such as "nscp"')
    return name


def _one_of(*known: str) -> Callable[[str], str]:
    def read(answer: str) -> str:
        name = answer.strip().casefold().replace(" ", "-")
        if name not in known:
            raise UnclearAnswerError(f"write one of {', '.join(known)}")
        return name

    return read


def _yes(answer: str) -> bool:
    said = answer.strip().casefold()
    if said not in ("yes", "y", "no", "n"):
        raise UnclearAnswerError("write yes or no")
    return said.startswith("y")


def _one_word(answer: str) -> str:
    word = answer.strip().casefold()
    if not word.isalpha():
        raise UnclearAnswerError('write one word, such as "adult"; the manual says how to write several')
    return word


def _hours(answer: str) -> int:
    if not answer.strip().isdecimal():
        raise UnclearAnswerError("write a number of hours, such as 24, or 0")
    return int(answer)


def _count(answer: str) -> int:
    if not answer.strip().isdecimal() or not 1 <= int(answer) <= _MOST_STAGES:
        raise UnclearAnswerError(f"write a number from 1 to {_MOST_STAGES}")
    return int(answer)


def _roles(answer: str) -> tuple[str, ...]:
    found = tuple(one.strip() for one in answer.split(",") if one.strip())
    if not found:
        raise UnclearAnswerError('write a role, such as Team manager, or "?" if the policy does not say')
    return found


def _span(answer: str) -> Span:
    """Return a time; by judgement where the policy has none."""
    said = answer.strip().casefold()
    if said in ("none", "no", "no time"):
        return Span(2, "judgement")
    found = time_in(said)
    if found is None:
        raise UnclearAnswerError(
            'write a number and hours or working days, such as "5 working days"; "none", or "?" if it is not told'
        )
    return Span(*found)
