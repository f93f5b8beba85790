"""A mail that is held: the office has one short letter about it, the mail attached, and answers with a word (rule 17).

Start at `tell`. What its answer does is for `service.held` and `words.held_mail`. Nothing is told so of a mail that is held in
confidence.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from mailservice.cases.asking import unread
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import MailHeard, OutsiderKept, Party
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people.turn import Turn

ACTION = "Decide on it: answer this letter with one of the words below."
_FIRST_LINES, _FIRST_LETTERS = 4, 300
# What the words do to a held mail; on a case NEW and JOIN mean something else.
_MEAN = (
    ("RELEASE", "", "it is read as if it had just come, and counts from when it came"),
    (
        "REJECT",
        "why",
        "it goes on no case; a colleague whom we know hears so, without your reason; a stranger hears nothing",
    ),
    ("FILE", "a case’s reference", "it lies on that case, and nothing of it acts"),  # noqa: RUF001 - our letters' apostrophe
    ("JOIN", "a case’s reference", "it is read as written on that case"),  # noqa: RUF001 - the same
    ("NEW", "", "it opens a case"),
    ("SPLIT", "two references", "it lies on both cases, and nothing of it acts"),
    ("UNDO", "", "afterwards: you take your word back, as far as nothing was sent"),
)
# The others read it once more, and there is nothing to read.
_NOTHING_TO_READ = ("FILE", "REJECT", "SPLIT", "UNDO")
ON_NO_CASE = ("JOIN", "REJECT", "NEW")
_MOST_OUTSIDERS, _ASKED = 20, 120


def tell(  # noqa: PLR0913 - the facts of an office letter, each named at the call
    turn: Turn,
    hear: Hear,
    headline: str,
    lines: Iterable[str],
    action: str = ACTION,
    by: Deadline | datetime | None = None,
    *,
    about: str = "",
    first: Sequence[str] = ("RELEASE", "REJECT", "FILE"),
) -> None:
    """Tell the office of a mail that is held: why, from whom, what it asks, how it begins; its answer decides on it.

    `first` are the words that are the likeliest here.
    """
    if hear.in_confidence:
        ordering.tell_office(turn, headline, [*lines], "Ask whoever wrote it to write again.", by, about=about)
        return
    items = [*lines, *shown(turn, hear)]
    ordering.tell_office(turn, headline, items, action, by, about=about, words=_offered(first, hear), holds=hear.mail)


def _offered(first: Sequence[str], hear: Hear) -> list[dict[str, str]]:
    every = {verb: {"verb": verb, "after": after, "means": means} for verb, after, means in _MEAN}
    if hear.kind in unread.WHY:
        return [every[verb] for verb in _NOTHING_TO_READ]
    return [every[verb] for verb in dict.fromkeys((*first, *every))]


def shown(turn: Turn, hear: Hear) -> list[str]:
    """Return from whom a mail is, what it asks of us, and its first lines, as the office reads them."""
    asked = _asked(hear)
    begins = _begins(hear.own_words)
    return [
        f"From: {who(turn, hear)}",
        f"It asks: {asked}" if asked else "No word of ours is in it.",
        f"It begins: “{begins.removesuffix('.')}”" if begins else "",
        "The email is attached; where it is too large, it lies in the folder Held.",
    ]


def who(turn: Turn, hear: Hear) -> str:
    """Return who wrote, by name and address, and whether the directory knows them."""
    one = hear.sender
    name = f"{one.name}, {one.address}" if one.name else one.address or "nobody named"
    known = turn.agency(one.agency).name if one.agency else "in the directory" if one.known else "not in the directory"
    return f"{name} ({known})"


def _asked(hear: Hear) -> str:
    lines = [" ".join(one.line.split())[:_ASKED] for one in hear.said if one.line]
    perhaps = [f"perhaps {one.understood.value}" for one in hear.unclear if one.understood]
    return "; ".join(dict.fromkeys(lines or perhaps))


def _begins(words: str) -> str:
    lines = [" ".join(line.split()) for line in words[:4000].splitlines() if line.strip()][:_FIRST_LINES]
    text = " / ".join(lines)
    return text if len(text) <= _FIRST_LETTERS else f"{text[:_FIRST_LETTERS].rsplit(' ', 1)[0]} …"


def keep_for_the_morning(turn: Turn, hear: Hear, sender: Party) -> None:
    """Keep that a stranger wrote, for the morning letter: nobody need look at once."""
    turn.put(OutsiderKept(turn.at, hear.mail, sender, (_asked(hear) or _begins(hear.own_words))[:_ASKED]))


def of_strangers(found: Sequence[OutsiderKept], before: int) -> tuple[list[str], str]:
    """Return the morning's lines of strangers, one an address, and the mails that an answer may name.

    Of those told `before`, on whom nobody has decided, how many they are.
    """
    by_address: dict[str, list[OutsiderKept]] = {}
    for one in found:
        by_address.setdefault(one.who.address.lower(), []).append(one)
    every = list(by_address.values())
    lines = [_line(each) for each in every[:_MOST_OUTSIDERS]]
    left = sum(len(each) for each in every[_MOST_OUTSIDERS:])
    more = [f"And {phrases.counted_things(left, 'email')} more, in the folder Held."] if left else []
    more += [f"{phrases.counted_things(before, 'email')} of earlier days, in the folder Held."] if before else []
    named = [one.mail for each in every[:_MOST_OUTSIDERS] for one in each]
    return [*lines, *more], " ".join(named)


def undecided(turn: Turn, found: Sequence[MailHeard]) -> list[str]:
    """Return the morning's lines of mails on which nobody has decided, the oldest first."""
    lines = [_waits(turn, one) for one in found[:_MOST_OUTSIDERS]]
    left = len(found) - len(lines)
    return [*lines, *([f"And {phrases.counted_things(left, 'email')} more, in the folder Held."] if left else [])]


def _waits(turn: Turn, one: MailHeard) -> str:
    since = phrases.day(turn.rules.days.local(one.at).date(), year=False)
    number, begins = one.mail.removeprefix("m"), _begins(one.own_words)[:_ASKED].rstrip(".")
    said = f": “{begins}”" if begins else ""
    who = f"{turn.name(one.sender)}, {one.sender.address}" if one.sender.name else one.sender.address or "nobody named"
    return (
        f"Held since {since}, and nobody has decided on it: {number}, {who}{said}. Answer this letter with RELEASE, "
        f"REJECT or FILE, {number}, and what belongs to it."
    )


def _line(each: Sequence[OutsiderKept]) -> str:
    numbers = phrases.listed([one.mail.removeprefix("m") for one in each[:5]])
    last = each[-1]
    name = f"{last.who.name}, {last.who.address}" if last.who.name else last.who.address
    often = f", {phrases.counted_things(len(each), 'email')}" if len(each) > 1 else ""
    return f"{numbers}: {name}{often}: “{last.asked}”" if last.asked else f"{numbers}: {name}{often}"
