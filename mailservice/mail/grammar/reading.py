"""Which words a mail says: read out of its own lines by what `cases.history.words` tells of each word (rule 9).

Start at `read`, which takes what `mail.reply` found safe to read: words towards quiet from what is surely the sender's (`early`),
words towards attention from all that they may have written (`late`). Pure; what a command does is for `cases.machine`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from mailservice.cases.history.commands import Answer, Said, ToUs, Unclear
from mailservice.cases.history.words import WORDS, Verb, contradict
from mailservice.clock import day_of
from mailservice.mail.grammar import answers, attention, extras, quiet, to_us, wishes, would
from mailservice.mail.grammar.lines import Line, Sentence, Spoken, spoken_at
from mailservice.mail.grammar.near import nearly
from mailservice.mail.grammar.text import ITS_OWN_TEXT, Text

LEAD = " \t\r\n\u00a0:.,;!?-\u2013\u2014\u2026*_"
# Wishes, and what is asked of us, are looked for in the first sentences of a mail and in its last, and in so many characters.
_FIRST, _LAST = (80, 10_000), (20, 3_000)
_ENOUGH = 50  # commands and questions of one mail; nobody writes more
# A line of a signature that names an office: every word but the smallest begins with a capital.
_TITLE = re.compile(
    r"[A-Z][\w'\u2019&.-]{1,30}(?:[ ,|/]{1,3}(?:[A-Z][\w'\u2019&.-]{1,30}|&|and|of|for|the|y|yr|a)){1,12}"
)
_WIDE = 100
# "Yes, agreed" and "Hello all, AGREE to this": what may stand before AGREE on its line.
_BEFORE_AGREE = re.compile(
    r"(?:yes[,.!]?|(?:hi|hello|hiya|dear|(?:good )?(?:morning|afternoon|evening)|bore da)"
    r"(?: (?:all|both|team|there|(?-i:[A-Z][a-z]{1,15}))){0,3}[,.!]?"
    r"|(?:(?:many )?thanks|thank you)(?: (?:all|both|team))?(?:[,.!]| ?[\u2013-])?) {1,3}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading:
    """What somebody said in a mail, in order, and what only looks like it.

    `answer` is what the whole of it says to one question, `to_us` what it says to the service itself.
    """

    said: tuple[Said, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    answer: Answer = ""
    to_us: ToUs = ""


@dataclass(frozen=True)
class _Heard:
    """A word of ours, where it and its reason stand in the text it was read from, and what becomes of it."""

    at: int
    ends: int
    became: Said | Unclear


@dataclass(frozen=True)
class Signed:
    """Who signs: the words of their name and address; and what more they wrote there, which may take back what stands above."""

    names: frozenset[str] = frozenset()
    more: str = ""


_NOBODY = Signed()


@dataclass(frozen=True)
class _Beside:
    """What a word towards quiet is held against: the own words, what stands below a signature, the sender's names."""

    own: Text
    signed: Text
    more: str
    names: frozenset[str]
    today: date
    office: bool


def read(
    own: str,
    *,
    today: date,
    office: bool = False,
    early: str | None = None,
    late: str | None = None,
    new: bool = False,
    signed: Signed = _NOBODY,
) -> Reading:
    """Read the words of one mail; `office` also hears the office's. Never guesses: asks.

    `early` and `late` are what may quieten a case and what may call for attention, where they are not `own`. `new`: it answers
    no mail; how a disagreement is told in plain words carries nothing up. `signed` tells who signs.
    """
    mine = Text(own)
    soon = mine if early is None or early == own else Text(early)
    all_of_it = mine if late is None or late == own else Text(late)
    beside = _Beside(
        mine, Text(f"{own}\n\n{signed.more}") if signed.more else mine, signed.more, signed.names, today, office
    )
    softly = _towards_quiet(soon, beside)
    if soon is not all_of_it:
        softly = [replace(one, at=all_of_it.text.find(one.became.line)) for one in softly]
    loudly = _towards_attention(all_of_it, today)
    if all_of_it is not mine:
        loudly = list(_as_own(loudly, _towards_attention(mine, today)))
    plainly = _in_plain_words(all_of_it, loudly, mine, today, new=new, office=office)
    heard = sorted((*softly, *loudly, *plainly), key=lambda one: one.at)
    said = tuple(dict.fromkeys(one.became for one in heard if isinstance(one.became, Said)))
    unclear = tuple(one.became for one in heard if isinstance(one.became, Unclear))
    said, unclear = _settled(_first_of_each(said), unclear)
    said, unclear = _listed(said, unclear)
    if soon is not mine:
        unclear += _doubtful(_towards_quiet(mine, beside), said)
    if all_of_it is not mine:
        unclear += _doubtful(_towards_quiet(all_of_it, beside), said)
    said, unclear = _against_asked(said, unclear)
    whole = answers.first_line(own) if said else answers.answer(own, signed.names)
    if not answers.is_bare(own, whole):
        wished = tuple(_wished(mine, _told(mine, said), today, said, unclear))
        said, unclear = _against_asked(said, unclear + (wished or _almost(mine.sentences, said, unclear, whole)))
    return Reading(said, _once(unclear, said), whole, to_us.to_us(_looked_at(mine.sentences)))


def _listed(said: tuple[Said, ...], unclear: tuple[Unclear, ...]) -> tuple[tuple[Said, ...], tuple[Unclear, ...]]:
    """Ask about several words towards quiet that stand bare below one another: it may be a list of words, and says none."""
    bare = [one for one in said if WORDS[one.verb].direction == "quiet" and not one.reason and not one.dry_run]
    if len(bare) < 2:  # noqa: PLR2004 - one word is no list
        return said, unclear
    asked = tuple(Unclear(one.line, one.verb, "near-miss", would=one) for one in bare)
    return tuple(one for one in said if one not in bare), (*unclear, *asked)


def _first_of_each(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """Leave a word in plain words out where the same word stands as a command."""
    kept: list[Said] = []
    for one in said:
        if not any(other.verb is one.verb and (one.reason in other.reason) and other is not one for other in kept):
            kept.append(one)
    return tuple(kept)


def _towards_attention(text: Text, today: date) -> list[_Heard]:
    """Return the words towards attention that stand as commands, and those that nearly do."""
    found: list[_Heard] = []
    for spoken in (row.spoken for row in text.rows if row.spoken and row.spoken.word.direction == "attention"):
        if len(found) == _ENOUGH:
            break
        became = _loud(spoken, text.reason(spoken).lstrip(LEAD), text, today)
        found += [_Heard(spoken.start, text.end_of(spoken), became)] if became else []
    return found


def _as_own(heard: list[_Heard], own: list[_Heard]) -> Iterator[_Heard]:
    """Yield the words that call for attention, each with its reason as the own words have it.

    One that stands only where it may be a signature's, or somebody else's, is asked about.
    """
    for one in heard:
        mine = next((other for other in own if other.became.line == one.became.line), None)
        if mine is not None:
            yield replace(one, became=mine.became)
        elif isinstance(one.became, Said):
            yield replace(one, became=Unclear(one.became.line, one.became.verb, "near-miss", would=one.became))
        else:
            yield one


def _loud(spoken: Spoken, reason: str, text: Text, today: date) -> Said | Unclear | None:
    verb = spoken.word.name
    if not attention.written(spoken):
        if not spoken.shouted or not spoken.begins or attention.is_a_thing(spoken):
            return None
        return would.asked(verb, reason, spoken.line, "near-miss", today)
    if not (spoken.begins or verb is Verb.URGENT):
        return would.asked(verb, reason, spoken.line, "near-miss", today) if spoken.shouted else None
    if attention.left_open(spoken, reason, taken_back=text.is_taken_back):
        return would.asked(verb, reason, spoken.line, "conditional", today)
    return would.complete(Said(verb, reason, spoken.line, dry_run=spoken.dry_run), today)


def _in_plain_words(
    text: Text, heard: list[_Heard], own: Text, today: date, *, new: bool, office: bool
) -> list[_Heard]:
    """Return the words towards attention that sentences say in plain words, outside the reasons of commands."""
    found: list[_Heard] = []
    surely = {one.text for one in own.sentences}
    reasons = [(one.at, one.ends) for one in heard if isinstance(one.became, Said)]
    for one in text.sentences:
        plain = attention.plain(one.text)
        if not plain or any(at <= one.start < ends for at, ends in reasons):
            continue
        if office and plain.verb is Verb.DISAGREE and one.text[:10].upper() == Verb.NOT_AGREED:
            continue  # in the office's mouth it is a word of its own
        is_open = plain.open or text.is_taken_back or new or one.text not in surely
        said = would.in_plain_words(plain.verb, plain.after, one.text, today)
        became = Unclear(one.text, plain.verb, "wish", would=said) if is_open else said
        found.append(_Heard(one.start, one.start + len(one.text), became))
    return found[:_ENOUGH]


def _towards_quiet(text: Text, beside: _Beside) -> list[_Heard]:
    """Return the other words: those that act, and those that are asked about; `beside` is searched for what takes them back."""
    found: list[_Heard] = []
    for row in text.rows:
        spoken = row.spoken or _agree_on(row, beside.names)
        if len(found) == _ENOUGH:
            break
        if spoken and spoken.word.direction == "attention":
            continue
        ends = text.end_of(spoken) if spoken else row.start + len(row.bare)
        became = _soft(spoken, text.reason(spoken).lstrip(LEAD), beside) if spoken else None
        if spoken and isinstance(became, Said) and _is_left_open(spoken, became, text, beside):
            became = would.asked(became.verb, became.reason, became.line, "near-miss", beside.today)
        if became is None and row.begins and not (spoken and spoken.next_word in spoken.word.another):
            became = _nearly(row.bare, beside.today)
        if became and not (isinstance(became, Unclear) and _says(found, became.understood)):
            found.append(_Heard(row.start, ends, became))
    return found


def _is_left_open(spoken: Spoken, said: Said, text: Text, beside: _Beside) -> bool:
    """Tell whether the place of a word towards quiet, or its marks, leave open that it is the sender's word of today."""
    if said.dry_run or spoken.word.direction == "aside":
        return False
    return quiet.is_no_text(spoken) or quiet.led_in(text.above(spoken.start), beside.names)


def _says(found: list[_Heard], verb: Verb | None) -> bool:
    return any(isinstance(one.became, Said) and one.became.verb is verb for one in found)


def _agree_on(row: Line, names: frozenset[str]) -> Spoken | None:
    """Return AGREE behind a yes or a greeting on its line, if nothing is added to it."""
    before = _BEFORE_AGREE.match(row.bare[:80])
    spoken = spoken_at(row.bare[before.end() :]) if before and row.begins else None
    if not before or not spoken or spoken.word.name is not Verb.AGREE or not quiet.written(spoken, names):
        return None
    at = row.start + before.end()
    return replace(spoken, start=row.start, after=at + spoken.after, line=row.bare)


def _soft(spoken: Spoken, reason: str, beside: _Beside) -> Said | Unclear | None:
    verb, line, today = spoken.word.name, spoken.line, beside.today
    if spoken.word.who == "the office" and not beside.office:
        plainly = verb is not Verb.NOT_AGREED and (spoken.shouted or not spoken.rest.strip(" .!"))
        return Unclear(line, verb, "near-miss") if plainly and spoken.begins else None
    if not quiet.written(spoken, beside.names):
        meant = spoken.begins and quiet.plainly_meant(spoken)
        return would.asked(verb, reason, line, "near-miss", today) if meant else None
    if not spoken.begins:
        return would.asked(verb, reason, line, "near-miss", today) if spoken.shouted else None
    if spoken.dry_run:
        return would.complete(Said(verb, reason, line, dry_run=True), today)
    if quiet.doubted(spoken, reason, beside.signed.beside):
        return would.asked(verb, reason, line, "conditional", today)
    return _meant(spoken, reason, beside)


def _meant(spoken: Spoken, reason: str, beside: _Beside) -> Said | Unclear:
    """Return a word that nothing takes back, if nothing else leaves it open either."""
    verb, line = spoken.word.name, spoken.line
    if verb is Verb.AGREE and not _is_alone(spoken, beside):
        return would.asked(verb, "", line, "near-miss", beside.today)
    said = would.complete(Said(verb, reason, line), beside.today)
    past = verb in (Verb.NEW_DATE, Verb.COVER) and said.when and day_of(said.when) < beside.today
    return Unclear(line, verb, "near-miss") if past or would.lacks(said) else said


def _is_alone(spoken: Spoken, beside: _Beside) -> bool:
    """Tell whether somebody who agrees wrote nothing else: what more there is may take it back in words nobody thought of."""
    below = (line for line in beside.more.splitlines() if not _TITLE.fullmatch(line.strip()[:_WIDE]))
    lines = (line.strip() for line in (*beside.own.around_agree.split("\n"), *below))
    rest = "\n".join(line for line in lines if line and line != spoken.line)
    return extras.adds_nothing(f"\n{rest}", of_agree=True, names=beside.names)


def _nearly(bare: str, today: date) -> Unclear | None:
    found = nearly(bare)
    if not found:
        return None
    return (
        would.asked(found.verb, found.after, bare, "near-miss", today)
        if found.verb
        else Unclear(bare, None, "near-miss")
    )


def _doubtful(found: list[_Heard], said: tuple[Said, ...]) -> tuple[Unclear, ...]:
    """Return what stands only where it is not sure whose words they are: it is asked about."""
    became = (one.became for one in found)
    words = (one if isinstance(one, Unclear) else Unclear(one.line, one.verb, "near-miss", would=one) for one in became)
    return tuple(one for one in words if one.understood not in {other.verb for other in said})


def _settled(said: tuple[Said, ...], unclear: tuple[Unclear, ...]) -> tuple[tuple[Said, ...], tuple[Unclear, ...]]:
    """Take out commands that contradict each other; URGENT is never refused, and stands against what would quieten."""
    verbs = {one.verb for one in said if not one.dry_run}
    against = {verb for verb in verbs if any(contradict(verb, other) for other in verbs)} - {Verb.URGENT}
    each_says_which = all(one.reason for one in said if one.verb in (Verb.DONE, Verb.NOT_DONE))
    against -= {Verb.DONE, Verb.NOT_DONE} if each_says_which else set()
    clash = tuple(
        Unclear(one.line, one.verb, "contradiction") for one in said if one.verb in against and not one.dry_run
    )
    kept = tuple(one for one in said if one.verb not in against or one.dry_run)
    return kept, (*unclear, *clash)


def _against_asked(
    said: tuple[Said, ...], unclear: tuple[Unclear, ...]
) -> tuple[tuple[Said, ...], tuple[Unclear, ...]]:
    """Ask about the words towards quiet that a word asked about contradicts: only one of the two can be meant."""
    asked = {one.understood for one in unclear if one.understood}
    doubted = tuple(
        one
        for one in said
        if WORDS[one.verb].direction == "quiet" and not one.dry_run and any(contradict(one.verb, it) for it in asked)
    )
    open_now = (Unclear(one.line, one.verb, "near-miss", would=one) for one in doubted)
    return tuple(one for one in said if one not in doubted), (*unclear, *open_now)


def _told(own: Text, said: tuple[Said, ...]) -> Iterator[Sentence]:
    """Yield the sentences that are no part of what a command says: a wish below RECEIVED is one all the same."""
    lines_said = {one.line for one in said}
    spans = []
    for spoken in own.begun:
        if spoken.line in lines_said:
            whole = spoken.word.direction == "attention" or spoken.word.name in ITS_OWN_TEXT
            ends = own.end_of(spoken)
            gap = own.text.find("\n\n", spoken.after, ends)
            spans.append((spoken.start, ends if whole or gap < 0 else gap))
    at = 0
    for one in _looked_at(own.sentences):
        while at < len(spans) and spans[at][1] <= one.start:
            at += 1
        if not (at < len(spans) and spans[at][0] <= one.start):
            yield one


def _looked_at(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Return the sentences at both ends of a mail in which plain words are looked for: all of what anybody writes."""
    first = _within(sentences, _FIRST)
    return first + _within(sentences[len(first) :][::-1], _LAST)[::-1]


def _within(sentences: tuple[Sentence, ...], most: tuple[int, int]) -> tuple[Sentence, ...]:
    count, characters = most
    sizes = accumulate(len(one.text) for one in sentences[:count])
    return sentences[: sum(1 for size in sizes if size <= characters)]


def _wished(
    own: Text, told: Iterator[Sentence], today: date, said: tuple[Said, ...], asked: tuple[Unclear, ...]
) -> Iterator[Unclear]:
    """Yield a question for each word wished for in plain words, if it is not said or asked already; one for what settles."""
    known = {one.verb for one in said} | {one.understood for one in asked}
    settling = known & set(wishes.SETTLING)
    found: dict[Verb, tuple[str, str]] = {}
    for one in told:
        for verb, after in wishes.found(one.text):
            found.setdefault(verb, (one.text, after))
    first = next((verb for verb in wishes.SETTLING if verb in found), None)
    for verb, (text, after) in found.items():
        if verb in known or (verb in wishes.SETTLING and (settling or verb is not first)):
            continue
        if verb is Verb.OBJECT and known & {Verb.ESCALATE, Verb.DISAGREE, Verb.REOPEN}:
            continue  # it is why they say so
        if (verb is Verb.RECEIVED and (known or len(found) > 1)) or (
            verb is Verb.CONTACT and Verb.COVER in (known | set(found))
        ):
            continue
        yield Unclear(text, verb, "wish", would=would.of_wish(verb, text, after, own.text, today))


def _almost(
    told: tuple[Sentence, ...], said: tuple[Said, ...], asked: tuple[Unclear, ...], answer: Answer
) -> tuple[Unclear, ...]:
    """Return the question about a yes with more words, where nothing else is asked."""
    if answer != "yes and more" or said or asked or not told:
        return ()
    return (Unclear(told[0].text, Verb.AGREE, "wish", would=Said(Verb.AGREE, line=told[0].text)),)


def _once(unclear: tuple[Unclear, ...], said: tuple[Said, ...]) -> tuple[Unclear, ...]:
    """Return one question for each verb; none about what was said."""
    spoken = {one.verb for one in said if not one.dry_run}
    kept: dict[tuple[Verb | None, str], Unclear] = {}
    for one in unclear:
        if one.understood not in spoken:
            kept.setdefault((one.understood, "" if one.understood else one.line), one)
    return tuple(kept.values())[:_ENOUGH]


def says_command(line: str) -> bool:
    """Tell whether a line begins with one of the words, however it is written: then it is nobody's name or address."""
    return spoken_at(line.strip()) is not None


def wants_a_person(line: str) -> bool:
    """Tell whether a line asks for a name and address, and the next lines give them."""
    spoken = spoken_at(line.strip())
    return spoken is not None and "@" not in line and WORDS[spoken.word.name].reads == "a person"
