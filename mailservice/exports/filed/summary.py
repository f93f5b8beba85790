"""What the page for the child's file says, before it is laid out: start at `summary`. Text and PDF show the same one.

It is made for one side, of what `pack.sharing` finds that the side had, and of the letter that it comes with. People are told by
role and agency, and not by name; what letters cut (rule 16) is cut here too. Each thing has its room, and less of it where the
whole is more than a page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from mailservice.cases.history import events as e
from mailservice.cases.history.case import Task
from mailservice.cases.letters import cuts, phrases
from mailservice.cases.settling.agreement import said_of_what_stays_open
from mailservice.exports.pack.cuts import Cuts
from mailservice.exports.pack.dossier import Leg, through
from mailservice.exports.pack.kept import Kept, Message
from mailservice.exports.pack.sharing import had
from mailservice.exports.pack.standing import without_greeting
from mailservice.exports.pack.way import BRINGS, Way
from mailservice.exports.pack.work import Work, on_one_line, straight
from mailservice.mail.parse import parse

# Characters of people's words: for the issue of all sides together, what was agreed, each no, and each thing to do.
_ISSUE, _OUTCOME, _DISSENT, _ACTION = 1200, 850, 200, 150
_MOST_ROLES, _MOST_LEGS, _MOST_DISSENTS, _MOST_ACTIONS, _MOST_OPEN = 6, 9, 4, 7, 3
_MARK = " […]"

_ENDED: Final[Mapping[str, str]] = {
    "agreed": "{every} agreed",
    "decided": "A decision was made",
    "withdrawn": "Whoever raised it withdrew it",
    "overtaken": "{every} agreed that events had overtaken it",
    "not-agreed": "The agencies did not agree",
    "passed-on": "The {office} has passed it on; nothing more is asked of anyone",
    "moved": "The {person} has moved, and the receiving area has this",
}
_WORDS: Final[Mapping[str, str]] = {
    "agreed": "What was agreed",
    "decided": "What was decided",
    "withdrawn": "Why it was withdrawn",
    "overtaken": "What had overtaken it",
    "not-agreed": "What is on record instead of an agreement",
    "moved": "Where it went",
}
_NOTHING_OPEN: Final[Mapping[str, str]] = {
    "agreed": "These words name nothing that stays open.",
    "decided": "These words name nothing that stays open.",
    "overtaken": "These words name nothing that stays open.",
    "withdrawn": "The {disagreement} itself: it was not settled.",
    "not-agreed": "The {disagreement} itself: it was not settled.",
    "passed-on": "What is looked into now, the {office} knows.",
    "moved": "It goes on in the receiving area.",
}


_NO_DISSENT: Final[Mapping[str, str]] = {
    "not-agreed": "The agencies did not agree. Why, nobody wrote in words that this side was sent.",
}


@dataclass(frozen=True)
class Section:
    """A heading, and what stands under it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """One page. `ended` says how and when it ended, `replaces` which page it takes the place of; "" where it is the first."""

    partnership: str
    title: str
    reference: str
    ended: str
    replaces: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
    on: date


def summary(kept: Kept, order: e.LetterOrdered, letter: bytes, part: float = 1) -> Summary:
    """Return the page that comes with a letter, of the record as it stood when the letter was ordered.

    `letter` is its message without the page: its reader's side has that as well. Each thing has a `part` of its room.
    """
    place = next(number for number, one in enumerate(kept.history) if getattr(one, "letter", "") == order.letter)
    then = replace(kept, history=kept.history[: place + 1])
    share = had(then, order.to.agency)
    mine = Message(order.at, letter, "")
    share = replace(
        share,
        letters={**share.letters, order.letter: mine},
        read={**share.read, order.letter: parse(letter)},
    )
    return through(_Telling(Work(then, share, Cuts()), order, part).told(), straight)


@dataclass(frozen=True)
class _Telling:
    """The working paper of one page."""

    work: Work
    order: e.LetterOrdered
    part: float

    def _room(self, whole: int) -> int:
        """Return how much room there is for what has so much of it on a page that is not full."""
        return max(1, int(whole * self.part))

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.order.facts

    @cached_property
    def known(self) -> frozenset[str]:
        """The numbers and addresses of the office and of people at work that the letter itself shows."""
        people = [self.facts["office"], *(one for side in self.facts["sides"] for one in side["people"])]
        numbers = (cuts.digits(one["phone"]) for one in people if one.get("phone"))
        return frozenset((*numbers, *(one["address"].lower() for one in people)))

    @property
    def _within(self) -> bool:
        """Whether both sides are of one agency."""
        return any(one.endswith(e.OTHER) for one in self.work.end.agencies)

    @property
    def _every(self) -> str:
        return "Both sides" if self._within else "Every agency"

    def told(self) -> Summary:
        """Return all of it."""
        case, here = self.work.end, self.work.here
        person, office = self.facts["person"], self.facts["terms"]["office"]
        ending = self.facts["ending"]
        ended = _ENDED[ending].format(office=office, person=person["one"], every=self._every)
        on = here(self.order.at)
        return Summary(
            partnership=self.facts["partnership"],
            title=f"For the {person['whose']} file",
            reference=case.reference,
            ended=f"{ended}. Ended on {phrases.day(on)}.",
            replaces=self._replaces(),
            facts=tuple((name, fact) for name, fact in self._facts() if fact),
            sections=tuple(one for one in self._sections(ending) if one.lines),
            foot=tuple(self._foot(office)),
            on=on.date(),
        )

    def _facts(self) -> Iterator[tuple[str, str]]:
        person, case = self.facts["person"], self.work.end
        yield (
            phrases.capital(f"{person['whose']} {person['reference']}"),
            phrases.listed(self.facts["child_references"]),
        )
        yield "Agency", self.work.names.get(case.agencies[0], "") if self._within else ""
        raised = _role(case.raiser) if case.raiser else ""
        raised += f" ({self._side(case.raiser.agency)})" if case.raiser and not self._within else ""
        opened = f", on {phrases.day(self.work.here(case.opened_at))}" if case.opened_at else ""
        yield "Raised by", f"{raised}{opened}" if raised else ""
        again = [one for one in self.work.kept.history if isinstance(one, e.CaseReopened)]
        yield "Opened again", phrases.listed([phrases.day(self.work.here(one.at)) for one in again[-2:]])
        yield "Policy", self.facts["policy_title"]

    def _replaces(self) -> str:
        """Say which page this one takes the place of: that of an earlier end, to the same side."""
        sent = self.work.sent
        earlier = [
            one
            for one in self.work.kept.history
            if isinstance(one, e.LetterOrdered)
            and one.template == self.order.template
            and one.facts.get("for_file")
            and one.to.agency == self.order.to.agency
            and one.letter in sent
            and one.letter != self.order.letter
        ]
        if not earlier:
            return ""
        day = phrases.day(self.work.here(earlier[-1].at))
        return f"This takes the place of the page of {day}; what has happened since is in it."

    def _sections(self, ending: str) -> Iterator[Section]:
        yield Section("The issue, in each side’s own words", tuple(self._issues()))  # noqa: RUF001 - proper type
        yield Section("Who took part", tuple(self._people()))
        yield Section("The way it went", tuple(self._way()))
        if ending in _WORDS:
            yield Section(_WORDS[ending], tuple(self._outcome(ending)))
        yield Section("What is to be done, and by whom", tuple(self._actions()) or ("No action with a date.",))
        yield Section("What stays open", tuple(self._open(ending)))
        yield Section(
            "Dissent", tuple(self._dissents(ending)) or (_NO_DISSENT.get(ending, "None that this side was sent."),)
        )

    def _issues(self) -> Iterator[str]:
        """Give the issue as letters show it to this reader: whole or cut at a sentence, in equal room."""
        sides = dict(zip(self.work.end.agencies, self.facts["sides"], strict=True))
        room = _ISSUE // max(len(sides), 1)
        for side, shown in sides.items():
            whole, name = self._cut(without_greeting(shown["words"]), room), phrases.capital(self._side(side))
            words = phrases.cut(whole, self._room(room))
            if words and whole == self._cut(self.facts["text"], room):
                yield f"{name}: their words are those below."
            elif not words and shown.get("ask"):  # of what a side wrote before another joined that one is sent nothing
                yield f"{name}: their words were not sent to this side."
            elif not words:
                yield f"{name}: nothing of theirs was put to the other side."
            elif not self._has(side, whole, self.work.end.issues.get(side, "")):
                yield f"{name}: their words were not sent to this side."
            else:
                by = shown["by"]
                role = f", {by['role'].lower() if _is_plain(by['role']) else by['role']}" if by and by["role"] else ""
                yield f"{name}{role}: “{words}”"

    def _has(self, side: str, *words: str) -> bool:
        """Tell whether this side had some of these words: they are its own, or they stand in what was sent to it."""
        return side == self.order.to.agency or any(self.work.knows(one.removesuffix(_MARK)) for one in words if one)

    def _people(self) -> Iterator[str]:
        """Give, for each side, the roles of those who took part as far as this side knows of them, and where they came to it."""
        case = self.work.end
        two = (*((case.raiser,) if case.raiser else ()), *case.responders)
        for side in case.agencies:
            theirs = [one for one in case.parties if one.agency == side and self._has(side, one.name, one.address)]
            roles = list(dict.fromkeys(f"{_role(one)}{self._came(one, two)}" for one in theirs))
            most = self._room(_MOST_ROLES)
            more = len(roles) - most
            shown = [*roles[:most], *([f"{more} more"] if more > 0 else [])]
            name = phrases.capital(self._side(side))
            yield f"{name}: {phrases.listed(shown)}." if shown else f"{name}."

    def _came(self, who: e.Party, two: Sequence[e.Party]) -> str:
        if two and who.address.lower() == two[0].address.lower():
            return " (raised it)"
        for one in self.work.kept.history:
            mine = isinstance(one, e.LetterOrdered) and one.to.address.lower() == who.address.lower()
            if mine and isinstance(one, e.LetterOrdered) and one.template in BRINGS and one.stage:
                return f" (stage {one.stage})"
        return ""

    def _way(self) -> Iterator[str]:
        legs = [*Way(self.work).legs()]
        most = max(self._room(_MOST_LEGS), 2)
        half = most // 2
        left = legs if len(legs) <= most else [*legs[:half], *legs[-half:]]
        for number, leg in enumerate(left):
            if len(left) < len(legs) and number == half:
                yield f"({len(legs) - len(left)} more stages lie between; they are on the record.)"
            yield _when(self._title(leg), leg)

    def _title(self, leg: Leg) -> str:
        """Return a stage by its title too: that is the policy's, and known to everybody."""
        title = next((one.title for one in self.work.policy.stages if one.id == leg.stage), "")
        number = f"Stage {leg.stage}"
        return leg.title if not title or title in leg.title else leg.title.replace(number, f"{number}: {title}", 1)

    def _outcome(self, ending: str) -> Iterator[str]:
        by, others = self.facts["by"], self.facts["with_them"]
        said = self._cut(self.facts["text"], self._room(_OUTCOME))
        of = "" if not by or by["agency"] == self.facts["office"]["name"] else f" ({by['agency']})"
        who = f"{by['role'] or 'A colleague'}{of}" if by else ""
        how = {
            "agreed": f"Put by: {who}. Agreed to by {self._every.lower()}.",
            "overtaken": f"Put by: {who}. Agreed to by {self._every.lower()}.",
            "decided": f"Decided by: {who}{', with others who decide' if others else ''}.",
            "withdrawn": f"Withdrawn by: {who}.",
        }.get(ending, "")
        yield f"“{said}”" if said else "No words were written with it."
        if how and who:
            yield how

    def _actions(self) -> Iterator[str]:
        tasks = [one for one in self.work.end.actions.values() if one.kind == "agreed" and self._tells_of(one)]
        most = self._room(_MOST_ACTIONS)
        for one in tasks[:most]:
            became = {"done": " Done.", "not-done": " Not done.", "dropped": " No longer asked."}.get(one.state, "")
            yield f"{self._who(one.owner)}, by {phrases.day(one.on)}: “{self._cut(one.text, self._room(_ACTION))}”{became}"
        if len(tasks) > most:
            yield f"{phrases.counted_things(len(tasks) - most, 'more action')}: on the record."

    def _tells_of(self, task: Task) -> bool:
        """Tell whether this side was told of an action: what waits was agreed by all, and is in the letter of the end."""
        return task.state == "standing" or self._has("", task.text, self._cut(task.text, _ACTION))

    def _open(self, ending: str) -> Iterator[str]:
        settled = ending in ("agreed", "decided", "overtaken")
        said = (
            [self._cut(one, self._room(_DISSENT)) for one in said_of_what_stays_open(self.facts["text"])]
            if settled
            else []
        )
        if said:
            yield f"In the words above: “{' '.join(said[: self._room(_MOST_OPEN)])}”"
        else:
            yield _NOTHING_OPEN[ending].format(**self.facts["terms"])
        waits = sum(one.state == "standing" and one.kind == "agreed" for one in self.work.end.actions.values())
        if waits:
            asked = "its owner is asked on its day" if waits == 1 else "each owner is asked on the day"
            yield f"{phrases.counted_things(waits, 'action')} above: {asked}."

    def _dissents(self, ending: str) -> Iterator[str]:
        """Give every no and every objection that this side had, with whether its agency agreed to other words since."""
        found = [
            one for one in self.work.kept.history if isinstance(one, e.Dissented | e.Objected) and self._was_told(one)
        ]
        settled = ending in ("agreed", "overtaken")
        most = self._room(_MOST_DISSENTS)
        for one in found[-most:]:
            said = self._cut(one.text, self._room(_DISSENT))
            stays = isinstance(one, e.Objected) and one.dissent
            since = "" if stays or not settled or not one.by.agency else " Their agency agreed to other words since."
            words = f": “{said}”" if said else ", without a reason."
            yield f"{self._who(one.by)}, {phrases.day(self.work.here(one.at))}{words}{since}"
        if len(found) > most:
            yield f"{len(found) - most} earlier: on the record."

    def _was_told(self, one: e.Dissented | e.Objected) -> bool:
        told = [each["text"] for each in self.facts["dissent"]]
        as_letters = self._cut(one.text, _DISSENT).removesuffix(_MARK)
        had = self.work.had(one.text) or self.work.had(as_letters)
        short = self.work.was_told(one.at) and self.work.knows(one.text)
        return one.by.agency == self.order.to.agency or one.text in told or had or short

    def _foot(self, office: str) -> Iterator[str]:
        at, service, reference = self.facts["office"], self.facts["service"]["address"], self.work.end.reference
        reach = ", ".join(one for one in (at["name"], at["address"], at["phone"]) if one)
        yield (
            f"The record of it is kept by the {office}: {reach}. Who took part has what their side had of it, every email and "
            f"letter, by writing RECORD to {service}, with {reference} in the subject."
        )
        yield (
            f"Anybody who took part may have this opened again at any time: write REOPEN and why to {service}, with {reference} "
            "in the subject."
        )
        yield (
            "Made by the service from the record, of what this side wrote or was sent. Words are as people wrote them; where […] "
            "stands, more is on the record."
        )

    def _cut(self, words: str, room: int) -> str:
        return phrases.cut(on_one_line(cuts.cut(words, self.known)), room)

    def _who(self, one: e.Party) -> str:
        return f"{_role(one)} ({self._side(one.agency)})" if one.agency else one.role or "Somebody of no side"

    def _side(self, side: str) -> str:
        """Return what a side is called: its agency; within one agency, which of the two it is."""
        if not self._within:
            return self.work.names.get(side, "") or "an agency"
        return "the other side" if side.endswith(e.OTHER) else "the side that raised it"


def _role(one: e.Party) -> str:
    return one.role or "A colleague"


def _is_plain(role: str) -> bool:
    """Tell whether a role begins with a word that is no abbreviation: "Health visitor", and not "GP"."""
    return role[1:2].islower()


def _when(title: str, leg: Leg) -> str:
    begun, left = leg.entered, leg.left
    if begun is None:
        return title
    if left is None or left.date() == begun.date():
        return f"{title}: {phrases.day(begun)}"
    return f"{title}: {phrases.day(begun)} to {phrases.day(left)}"
