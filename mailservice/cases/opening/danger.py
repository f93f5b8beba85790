"""Words of danger without the command: the office is alarmed, and the sender has the numbers (rules, section 8)."""

from mailservice.cases.asking import held
from mailservice.cases.dates import haste
from mailservice.cases.history.commands import Hear
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import ordering
from mailservice.cases.people.turn import Turn


def speaks(hear: Hear) -> bool:
    """Tell whether a person's own words speak of danger now, and URGENT is not among their commands."""
    return hear.kind == "message" and bool(hear.danger) and not _is_urgent(hear)


def calls(hear: Hear) -> bool:
    """Tell whether a mail calls for help now: by the word URGENT, or by words of danger."""
    return _is_urgent(hear) or speaks(hear)


def outside(turn: Turn, hear: Hear, where: str = "We know no case that this belongs to.") -> None:
    """Alarm the office of a mail on no case that calls for help; its sender has the numbers in our answer (rule 17)."""
    lines = [f"{where} Nothing has moved.", *told(turn, hear)]
    action = "Read it now, ring them, and see that a case is opened."
    held.tell(turn, hear, ordering.NO_CASE, lines, action, haste.until(turn), first=held.ON_NO_CASE)


def told(turn: Turn, hear: Hear) -> list[str]:
    """Return what the office is told of a mail that calls for help: who wrote it, their number, and the phrases."""
    person = turn.directory.person(hear.sender.person)
    wrote = "URGENT" if _is_urgent(hear) else "words of danger"
    who = f"{hear.sender.name or hear.sender.address}: {(person.phone if person else '') or 'no number'}"
    return [f"Somebody wrote {wrote}.", *map(_quoted, hear.danger), who]


def alarm(turn: Turn, hear: Hear) -> str:
    """Alarm the office, and return what the sender is answered with; no date and no stage moves."""
    name = hear.sender.name or hear.sender.address
    doubted = hear.sender.proof == "failed"  # whoever wrote that silences nobody
    new = [one for one in hear.danger if doubted or not _alarmed_today(turn, one)]
    if new or _is_urgent(hear):
        people = ordering.names(turn, turn.everyone_present())
        wrote = "URGENT, in a mail that may not be theirs" if _is_urgent(hear) else "words of danger, without URGENT"
        shown = [f"{name} wrote {wrote}.", *map(_quoted, new)]
        action = f"Read the mail, and telephone {name} now."
        about = "" if doubted else f"{ordering.ABOUT_DANGER}{turn.today}: {'; '.join(new)}"
        ordering.tell_office(
            turn, ordering.DANGER, [*shown, *map(ordering.number, people)], action, haste.until(turn), about=about
        )
    numbers = ordering.numbers(turn)
    return f"{numbers} The {turn.terms.office} is alarmed. No stage has changed; to bring in both next tiers, write URGENT."


def _alarmed_today(turn: Turn, phrase: str) -> bool:
    """Tell whether the office was alarmed of this phrase on this case today: once is enough (rule 8)."""
    today = f"{ordering.ABOUT_DANGER}{turn.today}: "
    told = (one.about.removeprefix(today) for one in turn.case.letters.values() if one.about.startswith(today))
    said = [_bare(one) for words in told for one in words.split("; ")]
    return any(_bare(phrase) in one for one in said)  # more than was said before is news


def _bare(phrase: str) -> str:
    return " ".join(phrase.casefold().split())


def _quoted(phrase: str) -> str:
    return f"“{' '.join(phrase.split())}”"


def _is_urgent(hear: Hear) -> bool:
    return any(said.verb is Verb.URGENT and not said.dry_run for said in hear.said)
