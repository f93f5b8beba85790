"""What becomes of words that move nothing: kept, or passed on as advice to whoever decides."""

from mailservice.cases.history.commands import Hear, Said
from mailservice.cases.history.events import Noted, Party
from mailservice.cases.letters import news, ordering
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn


def binds(turn: Turn, by: Speaker) -> bool:
    """Tell whether the word binds their side on the day it first came (rules 3.2 and 11.1)."""
    on = turn.rules.days.local(by.hear.at).date()
    return deciders.binds(turn.case, turn.policy, turn.directory, by.party, on)


def earlier(turn: Turn, hear: Hear) -> bool:
    """Tell whether the case has come to this stage since the letter that is answered, or since the word came (rule 3.2)."""
    answered = turn.case.letters.get(hear.answers)
    spoken_at = answered.at if answered is not None and answered.stage else hear.elsewhere or hear.at
    return spoken_at < max(turn.case.entered_at or spoken_at, turn.case.step_from or spoken_at)


def gone_on(turn: Turn, said: Said, by: Speaker) -> str:
    """Keep a word of an earlier stage: it moves nothing here, and its author reads how to say it of this stage."""
    verb, here = said.verb.value, turn.case.stage
    return kept(
        turn,
        said,
        by,
        f"The case has gone on to stage {here} since the letter that you answer, so nothing more has moved."
        f" If you mean it for stage {here}, answer our newest letter with {verb}.",
    )


def kept(turn: Turn, said: Said, by: Speaker, sentence: str) -> str:
    """Keep words that move nothing, and answer with a sentence that says why."""
    turn.put(Noted(turn.at, by.party, said.verb.value, said.reason))
    return sentence


def pass_on(turn: Turn, said: Said, by: Speaker) -> str:
    """Pass words that do not bind to whoever decides for that side, as advice (rule 11.1)."""
    if by.office or by.party.agency not in turn.case.agencies:
        return kept(turn, said, by, "Only the two sides can settle this; your words are kept, and nothing has moved.")
    if deciders.is_within(turn.case):
        return _within(turn, said, by)
    _advise(turn, said, by, turn.present(by.party.agency), "for your agency")
    to = _names(turn, turn.present(by.party.agency)) or "nobody we know of"
    return f"At this stage {to} decides for your agency. Your words were passed on; nothing else has moved."


def for_office(turn: Turn, said: Said, by: Speaker) -> str:
    """Keep a word of the office's that somebody else writes, or that it writes before the last stage."""
    word = said.verb.value
    if by.office:
        return kept(turn, said, by, f"{word} can be recorded at the last stage only; the case is still climbing.")
    return kept(
        turn, said, by, f"{word} is the {turn.terms.office}'s word alone; yours is kept, and nothing has moved."
    )


def not_theirs(turn: Turn, said: Said, by: Speaker, sentence: str) -> str:
    """Keep a word towards quiet that a colleague writes for one of the two; the office hears of it at once (rule 13)."""
    name = turn.name(by.party)
    lines = [f"{name} wrote {said.verb.value} for somebody else, within one agency. Nothing has moved."]
    ordering.tell_office(turn, "A word for one of the two", lines, "Speak to the person who raised this, alone.")
    return kept(turn, said, by, sentence)


def _within(turn: Turn, said: Said, by: Speaker) -> str:
    """Within one agency who acts beside the two advises: the raiser's own professional them, a manager both."""
    two = deciders.practitioners(turn.case)
    only = f"Within one agency only {' and '.join(turn.name(one) for one in two)} can settle this."
    if not any(deciders.same_person(by.party, one) for one in deciders.beside_the_two(turn.case, turn.directory)):
        return not_theirs(turn, said, by, f"{only} Your words are kept, and nothing has moved.")
    beside = any(deciders.same_person(by.party, one) for one in deciders.advocates(turn.case))
    advised = two[:1] if beside else two
    _advise(turn, said, by, advised, "for you")
    return f"{only} Your words were passed to {_names(turn, advised)} as advice; nothing else has moved."


def _advise(turn: Turn, said: Said, by: Speaker, to: tuple[Party, ...], for_whom: str) -> None:
    turn.put(Noted(turn.at, by.party, said.verb.value, said.reason, advice=True))
    name = turn.name(by.party)
    for one in to:
        headline = f"{name} advises {said.verb.value}"
        lines = [f"At this stage the word is yours: {name} cannot give it {for_whom}."]
        if not news.told_lately(turn, one, headline, said.reason):
            news.tell(turn, one, headline, lines, (by.party, said.reason))


def _names(turn: Turn, found: tuple[Party, ...]) -> str:
    return ", ".join(turn.name(one) for one in found)
