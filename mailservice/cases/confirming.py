"""Please confirm: the letter that asks for a word once more, and the yes that says it (rule 10). Start at `take`.

A yes counts in direct answer to that letter, from whom it was put to, with the word in it, in its time and once. What then
acts is the word as it first came, never a text of the mail that confirms it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from mailservice.cases.answered import Taken
from mailservice.cases.dates import haste
from mailservice.cases.history.case import Case, Ordered
from mailservice.cases.history.commands import Hear, Said
from mailservice.cases.history.events import ConfirmationAsked, ConfirmationRefused, Confirmed
from mailservice.cases.history.mails import unspaced
from mailservice.cases.history.words import WORDS, Verb, contradict
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.words import proof

Line = dict[str, str]
_ONCE_MORE = (
    "Thank you. To be sure that it is you, we need your yes with the word in it, and nothing else on the line. "
    "Nothing has moved yet."
)
_OVER = (
    "The two working days for this are over, so nothing has moved. If you still mean it, please write the word again."
)
_SPENT = "This letter was answered already, or a newer one took its place. Nothing more has moved."
_MOVED_ON = (
    "What you agreed to has changed since, so your yes was not carried out. Please answer our newest letter about it."
)
_OTHER_WORDS = "Your other words contradict it, so your yes was not carried out. Nothing of it has moved."
_ON_BEHALF = "This must be answered by {} personally. Nothing has moved."
_OVER_WORD = "over"  # of URGENT: the word alone would call for attention


def take(turn: Turn, hear: Hear, by: Speaker) -> Taken | None:
    """Take an answer to our letter that asked for a word once more; None where a mail answers no such letter, or says else."""
    letter = turn.case.letters.get(hear.replies_to)
    if letter is None or letter.about != proof.CONFIRM:
        return None
    if not deciders.same_person(letter.to, by.party) or hear.sender.delegate:
        says = hear.yes_to is not None or bool(hear.answer)
        return _rest(hear, by, _ON_BEHALF.format(turn.name(letter.to))) if says else None
    asked = _waiting(turn.case, letter)
    if asked and not hear.said and (hear.answer == "no" or hear.to_us == "not me"):
        return _refused(turn, by, asked)
    meant = _meant(hear, asked)
    return _confirmed(turn, hear, by, meant) if meant else _almost(turn, hear, by, asked)


def _almost(turn: Turn, hear: Hear, by: Speaker, asked: tuple[ConfirmationAsked, ...]) -> Taken | None:
    """Take what says yes in another way than it must, or too late: asked for again, in a letter that stands for the first."""
    bare = bool(asked) and _is_bare(hear, asked)
    if not (hear.yes_to or bare or (hear.answer and not hear.said)):
        return None
    late = bool(asked) and turn.at > _until(turn, asked[0], turn.case.letters[hear.replies_to])
    if not asked or late:
        return _rest(hear, by, _OVER if late else _SPENT)
    _ask_again(turn, asked)
    return _rest(hear, by, _ONCE_MORE, asked)


def write(turn: Turn, hear: Hear, asked: Sequence[ConfirmationAsked], lines: list[Line], ahead: str) -> None:
    """Write the letter that asks, to the address that is known of whom it is put to; `lines` are what became of other words."""
    to = asked[0].asked
    known = turn.directory.person(to.person) or turn.directory.person(hear.sender.person)
    if known is not None and known.has_address(to.address):
        to = replace(to, address=known.address)
    asks = {proof.unsure(one.verb) for one in asked}
    until = asked[0].until or proof.until(turn)
    facts = {
        "why": "",
        "came": turn.rules.days.local(asked[0].first_said).isoformat(),
        "from_address": hear.sender.address,
        "delegate": hear.sender.delegate,
        "asked": [_shown(turn, one) for one in asked],
        "say": _say(asked),
        "until": until.isoformat(),
        "lines": [one for one in lines if one["result"] not in asks],
        "next": ahead,
        "others_see": "Only you get this letter.",
    }
    ordering.order(turn, "confirm", to, facts, answers=hear.message_id, about=proof.CONFIRM, letter=asked[0].letter)


def _shown(turn: Turn, one: ConfirmationAsked) -> Line:
    """Return a word as the letter shows it: as it was written, and the words that an AGREE is to."""
    proposal = turn.case.proposals.get(one.proposal)
    line = one.line or one.verb
    text = one.text if one.text and unspaced(one.text) not in unspaced(line) else ""
    return {"verb": one.verb, "line": line, "text": text, "exactly": proposal.text if proposal else ""}


def _say(asked: Sequence[ConfirmationAsked]) -> str:
    """Return what to answer with: "yes, RESOLVED"."""
    verbs = (f"{one.verb} {_OVER_WORD}" if one.verb == Verb.URGENT.value and _ends(one) else one.verb for one in asked)
    return f"yes, {phrases.listed([*dict.fromkeys(verbs)])}"


def _ends(one: ConfirmationAsked) -> bool:
    return unspaced(one.text).casefold().startswith(_OVER_WORD)


def _waiting(case: Case, letter: Ordered) -> tuple[ConfirmationAsked, ...]:
    """Return what a letter asked for and is neither confirmed nor void; of an old record, by whom it went to."""
    mine = (one for one in case.to_confirm if deciders.same_person(one.asked, letter.to))
    return tuple(one for one in mine if one.letter == letter.letter or (not one.letter and one.at <= letter.at))


def _until(turn: Turn, one: ConfirmationAsked, letter: Ordered) -> datetime:
    return one.until or turn.rules.days.due_after(letter.at, proof.CONFIRM_DAYS).at


def _meant(hear: Hear, asked: tuple[ConfirmationAsked, ...]) -> tuple[ConfirmationAsked, ...]:
    """Return which of the words that were asked for a mail says yes to; of a proven one, the word alone will do."""
    yes = hear.yes_to
    if yes is not None:
        found = tuple(one for one in asked if Verb(one.verb) in yes.verbs)
        return found if found and any(_adds_nothing(yes.rest, one) for one in found) else ()
    if hear.sender.proof != "proven":
        return ()
    return tuple(one for one in asked if any(_says_again(said, one) for said in hear.said))


def _adds_nothing(rest: str, one: ConfirmationAsked) -> bool:
    """Tell whether what stands beside the yes is only the text that is kept, or the beginning of it."""
    wanted = _OVER_WORD if one.verb == Verb.URGENT.value and _ends(one) else ""
    bare = unspaced(rest).casefold().strip(" .,;:!")
    line = unspaced(one.line).casefold().partition(one.verb.casefold())[2].strip(" .,;:!")
    return bare.startswith(wanted) and (not bare or any(_begins(text, bare) for text in (one.text, line)))


def _begins(text: str, bare: str) -> bool:
    whole = unspaced(text).casefold().strip(" .,;:!")
    return whole == bare or whole.startswith((f"{bare} ", f"{bare}:", f"{bare},", f"{bare}."))


def _is_bare(hear: Hear, asked: Sequence[ConfirmationAsked]) -> bool:
    """Tell whether a mail says nothing but a word that was asked for, without a yes."""
    return bool(hear.said) and all(any(_says_again(said, one) for one in asked) for said in hear.said)


def _says_again(said: Said, one: ConfirmationAsked) -> bool:
    same = said.verb.value == one.verb and not said.dry_run
    return same and (not said.reason or unspaced(said.reason) == unspaced(one.text))


def _confirmed(turn: Turn, hear: Hear, by: Speaker, meant: tuple[ConfirmationAsked, ...]) -> Taken:
    letter = turn.case.letters[hear.replies_to]
    verbs = [Verb(one.verb) for one in meant]
    others = [said.verb for said in hear.said if said.verb not in verbs and not said.dry_run]
    against = any(contradict(one, other) for one in verbs for other in others)
    late = turn.at > _until(turn, meant[0], letter)
    if against or late:
        return _rest(hear, by, _OTHER_WORDS if against else _OVER, meant)
    spoken = [(_as_kept(one), proof.sure(by, one.by, one.first_said, one.answers)) for one in meant]
    if any(one.letter and _is_moved_on(turn, one, speaker) for one, (_, speaker) in zip(meant, spoken, strict=True)):
        return _rest(hear, by, _MOVED_ON, meant)
    rest = _rest(hear, by, "", meant)
    spent = tuple(Confirmed(turn.at, one.by, one.verb) for one in meant)
    return replace(rest, spoken=(*spoken, *rest.spoken), spent=spent)


def _is_moved_on(turn: Turn, one: ConfirmationAsked, speaker: Speaker) -> bool:
    """Tell whether an AGREE would now be to other words than those it was written to."""
    return proof.answered_text(turn, _as_kept(one), speaker)[0] != one.proposal


def _as_kept(one: ConfirmationAsked) -> Said:
    """Return the word as its author had written it first."""
    when = (datetime if "T" in one.when else date).fromisoformat(one.when) if one.when else None
    facts = {"reason": one.text, "when": when, "address": one.address, "stage": one.named_stage}
    said = Said(Verb(one.inner or one.verb), line=one.line, reference=one.reference, actions=one.actions, **facts)  # type: ignore[arg-type]  # each is of its own type
    if not one.inner:
        return replace(said, name=one.name)
    return Said(Verb(one.verb), line=one.line, name=one.name, confirms=one.confirms, spoken=said)


def _rest(hear: Hear, by: Speaker, sentence: str, spent: Sequence[ConfirmationAsked] = ()) -> Taken:
    """Return what else a mail says, the words that it says yes to left out; but none that calls for attention by itself."""
    named = {*(hear.yes_to.verbs if hear.yes_to else ()), *(Verb(one.verb) for one in spent)}
    gone = named if spent else {one for one in named if WORDS[one].direction != "attention"}
    gone |= {Verb.DISAGREE} if Verb.NOT_AGREED in gone else set()  # which it looks like
    left = tuple((said, by) for said in hear.said if said.verb not in gone)
    unclear = tuple(one for one in hear.unclear if one.understood is not None and one.understood not in gone)
    lines = ({"line": _line(hear), "result": sentence},) if sentence else ()
    return Taken(left, unclear, lines)


def _ask_again(turn: Turn, asked: Sequence[ConfirmationAsked]) -> None:
    """Ask once more for the same words: they count from when they first came, and their day stays."""
    letter = turn.rules.new_id()
    for one in asked:
        turn.put(replace(one, at=turn.at, letter=letter, said_at=one.first_said))


def _refused(turn: Turn, by: Speaker, asked: Sequence[ConfirmationAsked]) -> Taken:
    """Let what somebody says they never wrote be nobody's, and have the office ring them now."""
    verbs = tuple(dict.fromkeys(one.verb for one in asked))
    for letter in dict.fromkeys(one.letter for one in asked):
        turn.put(ConfirmationRefused(turn.at, by.party, letter, verbs))
    shown = ordering.person(turn, by.party)
    lines = [f"{shown['name']} says that they did not write {' or '.join(verbs)}. Nothing of it has moved."]
    action = f"Ring {shown['name']}{' on ' + shown['phone'] if shown['phone'] else ''}: somebody writes in their name."
    ordering.tell_office(turn, ordering.FORGED, lines, action, haste.until(turn))
    told = (
        f"Thank you. Nothing has moved. The {turn.terms.office} is told at once that somebody may write in your name."
    )
    return Taken((), (), ({"line": "", "result": told},))


def _line(hear: Hear) -> str:
    return next((line.strip() for line in hear.own_words.splitlines() if line.strip()), "")
