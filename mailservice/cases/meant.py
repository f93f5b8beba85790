"""Did you mean this word? What somebody may have meant is put to them as one question, and does nothing (rule 9.5).

Start at `ask`. A plain yes to the letter carries the word out (`answered`); there is one question for one word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailservice.cases import carrying
from mailservice.cases.dates import haste
from mailservice.cases.forms import words as of_forms
from mailservice.cases.history.commands import Said, Unclear
from mailservice.cases.history.events import Party, WordAnswered, WordAsked
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.words.both_sides import answered_proposal

ANSWER_DAYS = 2  # working days in which a yes counts (house)
Line = dict[str, str]
_CONTRADICTION = "Two of your words contradict each other, so neither was carried out. Please write the one you mean."

_INSIDE = (
    "We read only what stands above the mail that you answer, so nothing that you wrote inside it was carried out. Please write"
    " it on top. The office is asked to read the whole."
)


@dataclass(frozen=True)
class Asked:
    """What a mail's unclear words come to: one word to put to their author as a question, and lines about every other."""

    lines: tuple[Line, ...] = ()
    question: tuple[Unclear, Said] | None = None
    several: bool = False


def sort(turn: Turn, unclear: Sequence[Unclear], by: Speaker) -> Asked:
    """Return what becomes of each unclear word: a question where a yes would do something here, else a line that says why not."""
    lines: list[Line] = []
    words: list[tuple[Unclear, Said]] = []
    for one in unclear:
        said = _here(turn, one, by)
        if said is not None and _is_for_the_others(one, said) and told_others(turn, by):
            continue
        if said is None:
            lines.append({"line": one.line, "result": ask_back(one)})
            continue
        answer, does = _would(turn, said, by)
        if does and not any(said.verb is other.verb for _, other in words):
            words.append((one, said))
        elif not does:
            lines.append({"line": one.line, "result": f"Nothing has moved. {answer}"})
    return _one_question(words, lines)


def _is_for_the_others(one: Unclear, said: Said) -> bool:
    """Tell whether words to the other side ask us nothing: who writes there has read it, or wants what those have."""
    return said.verb is Verb.RECEIVED or (said.verb is Verb.RECORD and one.why == "wish")


def _would(turn: Turn, said: Said, by: Speaker) -> tuple[str, bool]:
    """Return what would answer a word, and whether it would do anything: HELP and STATUS are letters, and always come."""
    if WORDS[said.verb].answered != "a sentence":
        return "", WORDS[said.verb].answered == "a letter"
    return carrying.attempt(turn, said, _asking(said, by))


def _one_question(words: Sequence[tuple[Unclear, Said]], lines: Sequence[Line]) -> Asked:
    """Put the word that matters most as the one question, and say of the others how to answer with them."""
    ranked = sorted(words, key=lambda one: _RANK.index(one[1].verb) if one[1].verb in _RANK else len(_RANK))
    if not ranked:
        return Asked(tuple(lines))
    others = [one for one, said in ranked[1:] if said.verb is not Verb.RECEIVED]  # who writes so much has read it
    told = ({"line": one.line, "result": ask_back(one)} for one in others)
    # Beside a word towards attention others only wait; beside one that quietens a case they may be a reservation.
    several = bool(others) and WORDS[ranked[0][1].verb].direction != "attention"
    return Asked((*lines, *told), ranked[0], several)


# What is asked about first: what calls for attention, then what settles, then what is only kept.
_RANK = (
    *(Verb.URGENT, Verb.OBJECT, Verb.DISAGREE, Verb.ESCALATE, Verb.REOPEN, Verb.KEEP, Verb.NOT_DONE),
    *(Verb.AGREE, Verb.RESOLVED, Verb.PLAN, Verb.WITHDRAW, Verb.OVERTAKEN, Verb.NEW_DATE, Verb.DONE),
    *(Verb.CONTACT, Verb.COVER, Verb.MET),
)


def ask_back(unclear: Unclear) -> str:
    """Say what was understood of words that no yes can carry out."""
    if unclear.why == "contradiction":
        return _CONTRADICTION
    if unclear.why == "inside":
        return _INSIDE
    if unclear.understood is None:
        return "We cannot tell if this was meant as a word to us. Nothing has moved. If it was, answer with the word alone."
    word = WORDS[unclear.understood]
    after = f" and {word.after}" if word.after else ""
    if unclear.why == "again":
        before = "You wrote this before, word for word, and we acted on it then."
        return f"{before} If you mean {word.name} anew, answer with {word.name}{after}."
    if unclear.why == "conditional":
        asked = f"We read {word.name}, with a condition or a question. Nothing has moved."
        return f"{asked} If you mean it as it stands, answer with {word.name} alone."
    return f"Did you mean {word.name}? Nothing has moved. If you did, answer with {word.name}{after}."


def question(turn: Turn, asked: Asked, by: Speaker, lines: Sequence[Line]) -> None:
    """Put one question to whoever wrote, in a letter of its own; `lines` are what became of their other words."""
    if asked.question is None:
        return
    unclear, said = asked.question
    until = turn.rules.days.due_after(turn.at, ANSWER_DAYS).at
    word = WORDS[said.verb]
    ahead = next((one["what"] for one in ordering.shown_dates(turn, by.party)), "")
    does = of_forms.means(turn, by.hear, said.verb) or word.means or word.help
    facts = {
        "why": "You wrote to us.",
        "spoken_by": "",
        "line": unclear.line,
        "again": unclear.why == "again",
        "verb": word.name.value,
        "does": does,
        "exactly": _exactly(turn, said, by),
        "until": until.isoformat(),
        "lines": list(lines),
        "next": ahead,
        "words": [{"verb": word.name.value, "after": "", "means": does}],
    }
    letter = ordering.order(turn, "question", by.party, facts, answers=by.hear.message_id)
    _note(turn, letter, unclear, said, by, several=asked.several)
    _tell_office(turn, said.verb, by, until)


def put_spoken(turn: Turn, unclear: Unclear, said: Said, by: Speaker, speaker: Party) -> None:
    """Ask somebody to confirm what the office entered as spoken: by themself, or for a colleague who cannot write (rule 11.1)."""
    word = WORDS[said.verb]
    until = turn.rules.days.due_after(turn.at, ANSWER_DAYS).at
    facts = {
        "why": "",
        "spoken_by": turn.name(speaker),
        "line": said.reason or word.name.value,
        "again": False,
        "verb": word.name.value,
        "does": word.means or word.help,
        "exactly": _exactly(turn, said, by),
        "until": until.isoformat(),
        "lines": [],
        "next": "",
        "words": [{"verb": word.name.value, "after": "", "means": word.means or word.help}],
    }
    letter = ordering.order(turn, "question", by.party, facts)
    other = None if deciders.same_person(speaker, by.party) else speaker
    _note(turn, letter, unclear, said, by, several=False, speaker=other)


def _tell_office(turn: Turn, verb: Verb, by: Speaker, until: datetime) -> None:
    """Tell the office at once of what cannot wait for an answer: a child may be in danger, or the raiser's day may end."""
    shown = ordering.person(turn, by.party)
    line = f"{ordering.number(shown)}. We asked if they mean {verb.value}; nothing has moved."
    if verb is Verb.OBJECT:
        action = f"Ring {shown['name']} before their day ends."
        ordering.tell_office(turn, "The raiser may object", [line], action, turn.date("objection") or until)
    elif verb is Verb.URGENT:
        ordering.tell_office(turn, ordering.DANGER, [line], f"Ring {shown['name']} now.", haste.until(turn))


def told_others(turn: Turn, by: Speaker) -> bool:
    """Tell whether every other side was written to as well: a person of it stands in To or Cc; in a case that rests, of any."""
    others = {one for one in turn.case.agencies if one != by.party.agency}
    had = (Party(one.address, one.name, one.person, one.agency) for one in (*by.hear.to, *by.hear.copied) if one.agency)
    sides = {deciders.on_side(turn.case, one).agency for one in had} - {by.party.agency}
    return others <= sides and bool(others or (turn.case.rested and sides))


def settle(turn: Turn, said: Said, by: Speaker) -> None:
    """Take a word that its author now wrote themself as the answer to what we had asked them about it."""
    for one in standing(turn, by):
        if one.verb == said.verb.value:
            turn.put(WordAnswered(turn.at, by.party, one.letter, "newer"))


def standing(turn: Turn, by: Speaker) -> list[WordAsked]:
    """Return the questions that were put to this person and are not answered."""
    return [one for one in turn.case.questions.values() if deciders.same_person(one.to, by.party)]


def stood(turn: Turn, said: Verb, who: Party) -> str:
    """Return how the case stands, as far as a word depends on it: once this has changed it must be asked about anew.

    A word that quietens the case also depends on what the other sides have written since.
    """
    case = turn.case
    asked = ",".join(one.id for one in case.asked)
    marks = [case.status, case.stage, str(case.tier), case.step, asked, str(case.began_at)]
    marks += [str(case.urgent and case.urgent.at), str(case.withdrawn and case.withdrawn.at)]
    if WORDS[said].direction == "quiet":
        marks += [str(at) for agency, at in case.last_words.items() if agency in case.agencies and agency != who.agency]
    return "|".join(marks)


def _note(
    turn: Turn, letter: str, unclear: Unclear, said: Said, by: Speaker, *, several: bool, speaker: Party | None = None
) -> None:
    before = [one for one in standing(turn, by) if one.verb == said.verb.value and (one.stage, one.tier) == turn.here]
    settle(turn, said, by)
    turn.put(
        WordAsked(
            at=turn.at,
            letter=letter,
            to=by.party,
            verb=said.verb.value,
            line=unclear.line,
            until=turn.rules.days.due_after(turn.at, ANSWER_DAYS).at,
            said_at=by.hear.at,
            stage=turn.case.stage,
            tier=turn.case.tier,
            answers=_asking(said, by).hear.answers,
            reason=said.reason,
            when=said.when.isoformat() if said.when else "",
            name=said.name,
            address=said.address,
            named_stage=said.stage,
            reference=said.reference,
            actions=said.actions,
            times=max((one.times for one in before), default=0) + 1,
            stood=stood(turn, said.verb, by.party),
            several=several,
            speaker=speaker,
        )
    )


def _asking(said: Said, by: Speaker) -> Speaker:
    """Return who speaks: a wish for the next stage is for the stage after this one, whichever letter it happens to answer."""
    return Speaker(replace(by.hear, answers=""), by.party) if said.verb is Verb.ESCALATE else by


def _exactly(turn: Turn, said: Said, by: Speaker) -> str:
    """Return the words that a yes would put or agree to, so that nobody says yes to what they do not see."""
    if said.verb is not Verb.AGREE:
        return said.reason
    asked = answered_proposal(turn, by)
    if asked is None:
        return ""
    date = f"A new date: {phrases.moment(turn.rules.days.local(asked.due))}. " if asked.due else ""
    return f"{date}{asked.text}".strip()


def _here(turn: Turn, one: Unclear, by: Speaker) -> Said | None:
    """Return the word as it would have to be said where the case stands now; None where no yes can say it."""
    said = one.would
    if said is None:
        return None
    verb = _verb_here(turn, said.verb, by)
    if verb is Verb.RESOLVED and said.verb is Verb.AGREE and _is_nod(one.line):
        verb = Verb.RECEIVED
    moved = verb is not said.verb
    needs_words = verb is Verb.RESOLVED and not said.reason and (moved or not _waiting(turn, by))
    return replace(said, verb=verb, reason=one.line if needs_words else said.reason)


def _is_nod(line: str) -> bool:
    """Tell whether a line only nods: "ok \U0001f44c", "Lovely ta" settle nothing where nothing waits for a yes."""
    return {*_WORD.findall(line.lower())} <= _NODS


_WORD = re.compile(r"[^\W_]+")
_NODS = frozenset(
    {"ok", "okay", "k", "lovely", "great", "good", "perfect", "brilliant", "excellent", "super", "sure", "fab", "grand"}
    | {"gwych", "iawn", "right", "thanks", "thank", "you", "ta", "thx", "cheers", "diolch", "x"}
)


def _verb_here(turn: Turn, verb: Verb, by: Speaker) -> Verb:
    """Return the word that says here what somebody means: "agreed" where nothing waits for it is a word that it is settled."""
    if _is_about_action(turn, by):
        verb = _ACTION_MEANS.get(verb, verb)
    if turn.case.status == "closed":
        if verb is Verb.NOT_DONE and not turn.case.actions:
            return Verb.REOPEN
        return _CLOSED_MEANS.get(verb, verb)
    if (
        turn.case.status == "agreed"
        and verb in (Verb.DISAGREE, Verb.REOPEN)
        and deciders.is_raiser(turn.case, by.party)
    ):
        return Verb.OBJECT
    if turn.case.status != "open":
        return verb
    if verb in (Verb.OBJECT, Verb.DISAGREE):
        return Verb.DISAGREE if _waiting(turn, by) else Verb.ESCALATE
    settles = verb is Verb.AGREE and not _waiting(turn, by)
    settles = settles or (verb is Verb.WITHDRAW and not deciders.is_raiser(turn.case, by.party))
    return Verb.RESOLVED if settles else _OPEN_MEANS.get(verb, verb)


def _is_about_action(turn: Turn, by: Speaker) -> bool:
    """Tell whether somebody answers our letter about an action: "That's sorted now" says that it is done."""
    letter = turn.case.letters.get(by.hear.replies_to)
    return letter is not None and letter.template == "action_due"


_ACTION_MEANS = dict.fromkeys((Verb.AGREE, Verb.RESOLVED), Verb.DONE)
_OPEN_MEANS = {Verb.REOPEN: Verb.ESCALATE}
_CLOSED_MEANS = dict.fromkeys((Verb.ESCALATE, Verb.OBJECT, Verb.DISAGREE, Verb.KEEP), Verb.REOPEN)


def instead(turn: Turn, said: Said, by: Speaker) -> tuple[Unclear, ...]:
    """Return the word that somebody must have meant who called for attention by one that does nothing here."""
    if WORDS[said.verb].direction != "attention" or said.dry_run or carrying.attempt(turn, said, by)[1]:
        return ()
    verb = _verb_here(turn, Verb.OBJECT if said.verb is Verb.DISAGREE else said.verb, by)
    return () if verb is said.verb else (Unclear(said.line, verb, "wish", replace(said, verb=verb)),)


def _waiting(turn: Turn, by: Speaker) -> bool:
    """Tell whether words wait for this side's AGREE."""
    return any(one.by.agency != by.party.agency or one.kind in ("overtaken", "decision") for one in turn.case.asked)
