"""What has changed for the child since a case ended: asked of whoever raised it, once, six weeks on (rule 14).

Start at `begin`, `ask` and `take`. Nobody is asked a second time, and no answer holds anything up. Every answer is kept as it is
written; what of it can be counted is one of few plain words at its beginning, and nothing is counted of any other.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from mailservice.cases.dates import deadlines
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.change import ABOUT, How
from mailservice.cases.history.commands import Hear, Said, Unclear
from mailservice.cases.history.events import ChangeTold, DeadlineDropped, DeadlineMet, Ending, Party
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.policy.workdays import Due

WEEKS = 6
ENDINGS: frozenset[Ending] = frozenset({"agreed", "decided", "withdrawn", "overtaken", "not-agreed"})
"""After which it is asked: not of a child who died or came to grave harm, nor of one whom another area has now."""

HEADLINE = "What has changed since?"
_WORSE, _MAY_BE = "Worse since it ended", "It may be worse since it ended"

_CHOICES: tuple[tuple[How, str], ...] = (
    ("better", r"better|gwell"),
    ("same", r"(?:(?:the|just the|about the|much the|all the) )?same|no change|unchanged|yr un fath"),
    ("worse", r"worse|gwaeth"),
    ("not-known", r"not known|unknown|(?:i )?(?:do not|don['\u2019]?t) know|ddim yn gwybod"),
)
# As a word of ours counts: alone on the line that begins the answer, or before a mark; a question is no answer.
_FIRST = {how: re.compile(rf"(?:{words})[ \t]*(?:[.,:;!\u2013-]|$)", re.IGNORECASE) for how, words in _CHOICES}
_ANYWHERE = {how: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for how, words in _CHOICES}
# What may take back a plain word before it: then nothing is counted, for of the two mistakes that one hurts nobody.
_TAKEN_BACK: Mapping[How, re.Pattern[str]] = {
    "better": re.compile(
        r"[.!,:;\n\u2013-]\s{0,3}(?:no|not|never|nope|hardly|dim)\b(?! (?:longer|more|new|further)\b)"
        r"|\b(?:says?|said|told|is(?: he| she| it)?|(?:are|is|was|has|have|does|do)(?: not|n['\u2019]t))\W{0,2}(?:[.!?;]|$)"
        r"|\b(?:but|though|although|however|except|if only|wish|hop(?:e|ed|ing|efully)|apparently|supposedly|on paper"
        r"|jok(?:e|ing)|actually|opposite|ond|not (?:seen|sure))\b|[?]",
        re.IGNORECASE,
    ),
    "same": re.compile(r"\b(?:but|though|although|however|except|actually|opposite|ond)\b|[?]", re.IGNORECASE),
}
# What tells that it may be worse, in whatever words, and what before it says that it is not so.
_HARM = re.compile(
    r"\b(?:(?<!better or )(?<!worse or )worse(?! or better)|worsen\w{0,3}|deteriorat\w{1,4}|declin\w{1,3}|downhill"
    r"|(?:gone|going|went) backwards|back to square one|hurt|harmed|bruis\w{1,3}|injur\w{1,4}|broken|hospital|a ?& ?e"
    r"|overdos\w{1,3}|self[- ]?harm\w{0,3}|(?:gone |went |goes )?missing|excluded|arrested|assault\w{0,3}|exploit\w{1,5}"
    r"|relaps\w{1,3}|crisis|stopped eating|gwaeth\w{0,4})\b",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"(?:\b(?:no|not|never|without|nor|less|fewer|nothing)\b|(?<!could)n['\u2019]t\b)[^.!?,;]{0,25}$", re.IGNORECASE
)
_NO_MORE_THAN_YES = re.compile(r"(?:yes|yep|yeah|no|nope|ie|na|ok|okay)?\W*", re.IGNORECASE)
_NEAR = 40
"""Characters before such a word in which it may be said not to be so."""
_MARKS = "*_> \t\u2022"


def begin(turn: Turn, ending: Ending) -> None:
    """Set the day on which it is asked: six weeks on, or the next working day; not where nobody else ever took part."""
    if ending in ENDINGS and turn.case.rested is None:
        due = turn.rules.days.due_calendar(turn.at, 7 * WEEKS)
        deadlines.set_deadline(turn, "what-changed", Due(turn.rules.days.morning_of(due.at), due.skipped), turn.at)


def ask(turn: Turn, deadline: Deadline, *, gone: bool) -> None:
    """Ask whoever holds the raiser's rights now; the office where they are `gone`; nobody once the case goes on, or is to go."""
    if turn.case.status != "closed" or turn.case.harm is not None or turn.case.disposal is not None:
        turn.put(DeadlineDropped(turn.at, deadline.id, "nobody is to be asked any more"))
        return
    turn.put(DeadlineMet(turn.at, deadline.id))
    raiser = turn.case.raiser
    if raiser is None or gone:
        _ask_office(turn)
        return
    facts = {
        "why": "You raised this.",
        "ended": _day(turn, turn.case.closed_at),
        "choices": _offered(turn),
        "due": None,
        "dates": [],
        "words": ordering.words("REOPEN"),
        "others_see": f"The {turn.terms.office} reads your answer, and it stays on the record. No other agency is shown it, "
        "but for what you write after REOPEN.",
    }
    ordering.order(turn, "what_changed", raiser, facts, about=ABOUT)


def _offered(turn: Turn) -> list[dict[str, str]]:
    """Return the plain words that begin an answer, as a letter offers them: no words of ours, for nothing moves by them."""
    return [
        {"verb": "BETTER", "after": "how", "means": f"it is better for the {turn.person.one}"},
        {"verb": "THE SAME", "after": "", "means": "nothing much has changed"},
        {"verb": "WORSE", "after": "how", "means": "we ask you then if this is to be opened again"},
        {"verb": "NOT KNOWN", "after": "", "means": "you cannot tell, or no longer know"},
    ]


def _ask_office(turn: Turn) -> None:
    lines = [
        f"This ended on {_day(turn, turn.case.closed_at)}, and whoever raised it cannot be asked what has changed since."
    ]
    action = (
        f"Ask at the agency that raised it what has changed for the {turn.person.one}. Reply to this with BETTER, THE SAME, "
        "WORSE or NOT KNOWN, and what they say."
    )
    ordering.tell_office(turn, HEADLINE, lines, action, about=ABOUT, undated=True)


def is_answer(turn: Turn, hear: Hear, by: Party) -> bool:
    """Tell whether a mail answers what was asked: in answer to that letter, of the raiser's side or the office, in words."""
    letter = turn.case.letters.get(hear.answers)
    raiser = turn.case.raiser
    mine = hear.sender.office or (raiser is not None and by.agency == raiser.agency)
    asked = letter is not None and letter.about == ABOUT
    return asked and mine and not _NO_MORE_THAN_YES.fullmatch(hear.own_words.strip())


def take(turn: Turn, hear: Hear, by: Speaker, unclear: list[Unclear]) -> tuple[list[str], list[Unclear]]:
    """Keep an answer, however late and however many there are; return what its writer is told, and what they are asked.

    What only may be a word of ours is asked about as in any mail, but towards quiet: "the plan is done" tells how it went. Who
    writes that it is worse is asked if it is to be opened again: nobody is to find the word for that by themselves.
    """
    if not is_answer(turn, hear, by.party):
        return [], unclear
    text = hear.own_words.strip()
    told = ChangeTold(turn.at, by.party, hear.answers, how(text), text)
    turn.put(told)
    closed = turn.case.status == "closed"
    worse = may_be_worse(text)
    if worse and closed and not by.office:
        _tell_office(turn, told)
    line = next(one.strip() for one in text.splitlines() if one.strip())
    calls = [one for one in unclear if one.understood is None or WORDS[one.understood].direction == "attention"]
    said = any(one.verb in (Verb.REOPEN, Verb.URGENT) for one in hear.said)
    if closed and worse and not (said or calls or by.office):
        calls = [Unclear(line, Verb.REOPEN, "wish", Said(Verb.REOPEN, "", line))]
    # Who is told that no other agency is shown their answer does not show it by a plain yes.
    calls = [replace(one, would=replace(one.would, reason="")) if one.would else one for one in calls]
    again = "" if not closed or calls else " If it has to be taken up again, reply with REOPEN and why."
    return [f"Thank you: your answer is on the record.{again}"], calls


def how(text: str) -> How:
    """Return what can be counted of an answer: the plain word that begins it, if no other of them stands in it."""
    first = next((one.strip(_MARKS) for one in text.splitlines() if one.strip(_MARKS)), "")
    begins = [one for one, words in _FIRST.items() if words.match(first)]
    named = [one for one, words in _ANYWHERE.items() if words.search(text)]
    if not begins or named != begins:
        return ""
    back = _TAKEN_BACK.get(begins[0])
    return "" if back and (back.search(text) or _tells_of_harm(text)) else begins[0]


def may_be_worse(text: str) -> bool:
    """Tell whether an answer says that it is worse, in a plain word or in others; by these nothing is counted."""
    return how(text) == "worse" or _tells_of_harm(text)


def _tells_of_harm(text: str) -> bool:
    return any(not _NOT_SO.search(text[max(0, one.start() - _NEAR) : one.start()]) for one in _HARM.finditer(text))


def _tell_office(turn: Turn, told: ChangeTold) -> None:
    """Tell the office at once that it is worse, or may be; every other answer stands in its morning letter."""
    shown = ordering.person(turn, told.by)
    lines = [f"{shown['name']} wrote: “{phrases.cut(' '.join(told.text.split()), _ROOM)}”", ordering.number(shown)]
    ordering.tell_office(
        turn, _WORSE if told.how == "worse" else _MAY_BE, lines, f"Ring {shown['name']}. {_ASKED_TO_REOPEN}"
    )


_ROOM = 1500
_ASKED_TO_REOPEN = "We have asked them if this is to be opened again; so may you: reply with REOPEN and why."


def _day(turn: Turn, at: datetime | None) -> str:
    return phrases.day(turn.rules.days.local(at or turn.at).date())
