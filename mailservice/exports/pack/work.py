"""What every part of a dossier works with: `Work`. The case at its end, its policy and names, and what its reader may be told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from mailservice.cases.dates import kinds as date_kinds
from mailservice.cases.history import events as e
from mailservice.cases.history.case import Case, Deadline
from mailservice.cases.history.folding import replay
from mailservice.cases.letters import phrases
from mailservice.cases.told import telling
from mailservice.exports.pack.cuts import Cuts
from mailservice.exports.pack.kept import Kept
from mailservice.exports.pack.sharing import Share
from mailservice.policy.model import Policy

_FEW = 2
_UNSHOWN = dict.fromkeys(
    [*range(9), *range(11, 32), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)


@dataclass(frozen=True)
class Work:
    """One case, the share of it that is shown, and what is cut."""

    kept: Kept
    share: Share
    cuts: Cuts

    @cached_property
    def end(self) -> Case:
        """The case as it stands."""
        return replay(self.kept.history)

    @cached_property
    def policy(self) -> Policy:
        """Its policy, in the words of its board."""
        policy = self.kept.policy
        return replace(policy, wording=replace(policy.wording, person=policy.person_of(self.end.board)))

    @cached_property
    def zone(self) -> ZoneInfo:
        """The partnership's own time."""
        return ZoneInfo(self.policy.calendar.timezone)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The agencies' names."""
        return names_of(self.kept)

    @cached_property
    def called(self) -> Mapping[str, str]:
        """What each side is called."""
        return called(self.kept)

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """The sides that are told of, in their order."""
        mine = self.share.side
        return tuple(one for one in self.end.agencies if one == mine or self.knows(self.names[one]))

    @cached_property
    def sent(self) -> Mapping[str, e.LetterSent]:
        """When each letter left."""
        return {one.letter: one for one in self.kept.history if isinstance(one, e.LetterSent)}

    @cached_property
    def taken_off(self) -> frozenset[str]:
        """The emails that the office put on the case and took off again: they are another's."""
        return (
            frozenset(one.mail for one in self.kept.history if isinstance(one, e.MailTakenOff)) - self.kept.mails.keys()
        )

    @property
    def whole(self) -> bool:
        """Whether all of the record is shown, and not one side's share of it."""
        return not self.share.side

    def here(self, at: datetime) -> datetime:
        """Return a time in the partnership's zone."""
        return at.astimezone(self.zone)

    def number(self, one: e.Party | None) -> int:
        """Return which side somebody is on, counted from 1; 0 for none."""
        return self.sides.index(one.agency) + 1 if one and one.agency in self.sides else 0

    def knows(self, *texts: str) -> bool:
        """Tell whether its reader had all of this."""
        return all(map(self.share.knows, texts))

    def had(self, words: str) -> bool:
        """Tell whether its reader had somebody's words; a word or two stand everywhere, and prove nothing."""
        return self.whole or (len(words.split()) > _FEW and self.knows(words))

    def tells(self, one: Deadline) -> bool:
        """Tell whether a date is told: to one side only if letters list such dates, and it had this one."""
        kind, when = date_kinds.of(one), phrases.moment(phrases.local(one.due, self.zone))
        return not kind.quiet if self.whole else kind.shown and self.knows(when)

    def who(self, one: e.Party) -> str:
        """Return somebody's name and agency, as far as its reader had them."""
        if self.whole:
            return telling.who(one, self.names)
        name = next((known for known in (one.name, one.address) if known and self.knows(known)), "")
        agency = self.names.get(one.agency, "")
        side = agency if agency and (one.agency in self.sides or self.knows(agency)) else ""
        return f"{name} ({side})" if name and side else name or side or "Somebody who takes part"

    def was_told(self, at: datetime) -> bool:
        """Tell whether a letter of this moment is among what is shown."""
        orders = (one for one in self.kept.history if isinstance(one, e.LetterOrdered))
        return any(one.at == at and one.letter in self.share.letters for one in orders)


def names_of(kept: Kept) -> dict[str, str]:
    """Return the name of every agency by the id of its side."""
    sides = replay(kept.history).agencies
    names = {one: kept.names.get(one.removesuffix(e.OTHER), one) for one in sides}
    return {**kept.names, **names, e.UNTOLD: "Agency not told yet"}


def called(kept: Kept) -> dict[str, str]:
    """Return what each side is called: its agency, or within one agency whoever it began with, for both would be one name."""
    names, case = names_of(kept), replay(kept.history)
    if not any(one.endswith(e.OTHER) for one in case.agencies):
        return names
    began = [*([case.raiser] if case.raiser else []), *case.responders]
    who = {person.agency: person.name or person.address for person in reversed(began)}
    return {**names, **{one: f"the side of {who[one]} ({names[one]})" for one in case.agencies if one in who}}


def on_one_line(words: str) -> str:
    """Return words without their line ends."""
    return " ".join(words.split())


def straight(text: str) -> str:
    """Return a text without what no page shows, or what turns the letters after it round: it would read as other words."""
    return text.translate(_UNSHOWN)
