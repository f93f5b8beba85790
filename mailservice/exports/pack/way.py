"""The way a case went: its stages, who had each and when, and every date of it. Start at `Way.legs`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mailservice.cases.dates import kinds as date_kinds
from mailservice.cases.history import events as e
from mailservice.cases.history.case import Deadline
from mailservice.cases.letters import phrases
from mailservice.cases.told import sentences, telling
from mailservice.exports.pack.dossier import Due, Leg
from mailservice.exports.pack.work import Work, on_one_line

# What brings a stage to its people: whoever had one of these had the stage.
BRINGS: Final = frozenset({"stage", "convened", "facilitator", "mediator", "cover"})
_WHOSE: Final[Mapping[str, str]] = {"policy": "the policy’s", "house": "ours", "agreed": "agreed by every agency"}  # noqa: RUF001 - proper type
_NEVER: Final = 9999
_OVER: Final = ("closed", "joined", "disposed")


@dataclass(frozen=True)
class Way:
    """The stages and dates of one case."""

    work: Work

    def legs(self) -> Iterator[Leg]:
        """Give each stage and tier: those that the case came to, in the order it did, and those it did not come to."""
        entered = [one for one in self.work.kept.history if isinstance(one, e.StageEntered)]
        told = [one for one in entered if self.work.whole or self.had(one)]
        ahead = [one for one in self.work.policy.ladder if all(it.stage != one.id for it in entered)]
        for place, event in enumerate(told):
            until = self._until(event)
            here = event is told[-1]
            over = self.work.end.status in _OVER and (self.work.whole or self._end_was_told())
            yield Leg(
                title=self.title(event),
                stage=event.stage,
                state="passed" if not here else "ended" if over else "now",
                entered=self.work.here(event.at),
                left=self._told_until(told, place, until),
                why=self._why(event),
                had=tuple(self._had(event, until)),
                dates=tuple(
                    self.due(one)
                    for one in self._dates()
                    if (one.stage, one.tier) == (event.stage, event.tier) and self._set_in(one, event, until)
                ),
                unread=tuple(dict.fromkeys(self._unread(event, until))) if self.work.whole else (),
            )
        if self.work.whole and self.work.end.status not in _OVER:
            yield from (Leg(title=f"Stage {one.id}: {one.title}", state="ahead") for one in ahead)

    def _why(self, event: e.StageEntered) -> str:
        """Say why the case came to a stage, with the words of whoever asked for it; a side is told by its letters alone."""
        if not self.work.whole or event.why == "opened":
            return ""
        asked = next(
            (one for one in self.work.kept.history if isinstance(one, e.Escalated) and one.at == event.at), None
        )
        if event.why == "escalated" and asked is not None:
            words = f": “{on_one_line(asked.text)}”" if asked.text else "."
            return f"{self.work.who(asked.by)} asked for it{words}"
        return sentences.ENTERED[event.why].format(a=self.work.policy.wording.person.a)

    def _until(self, event: e.StageEntered) -> datetime | None:
        """Return when a case left a stage: for the next, or because it ended, whatever was opened again later."""
        history = self.work.kept.history
        later = history[next(number for number, one in enumerate(history) if one is event) + 1 :]
        return next((one.at for one in later if isinstance(one, e.StageEntered | e.CaseClosed)), None)

    def _end_was_told(self) -> bool:
        """Tell whether whoever reads it had a letter of the moment in which the case ended."""
        return self.work.end.closed_at is not None and self.work.was_told(self.work.end.closed_at)

    def _told_until(self, told: Sequence[e.StageEntered], place: int, until: datetime | None) -> datetime | None:
        """Return when a stage ended, as far as whoever reads it was told: when their next began, or the end."""
        if until is None:
            return None
        ended = any(isinstance(one, e.CaseClosed) and one.at == until for one in self.work.kept.history)
        if not self.work.whole and place + 1 < len(told) and not ended:
            return self.work.here(told[place + 1].at)
        return self.work.here(until) if self.work.whole or self.work.was_told(until) else None

    def had(self, event: e.StageEntered) -> bool:
        """Tell whether whoever reads it had a letter of a stage while the case was there."""
        later = next(
            (
                one.at
                for one in self.work.kept.history
                if isinstance(one, e.StageEntered) and one.at >= event.at and one is not event
            ),
            None,
        )
        return any(
            isinstance(one, e.LetterOrdered)
            and one.letter in self.work.share.letters
            and (one.stage, one.tier or 1) == (event.stage, event.tier)
            and one.at >= event.at
            and (later is None or one.at <= later)
            for one in self.work.kept.history
        )

    def title(self, event: e.StageEntered) -> str:
        """Return the name of a stage, and of its tier."""
        title = next((one.title for one in self.work.policy.stages if one.id == event.stage), "")
        tier = f", tier {event.tier}" if event.tier > 1 else ""
        whole = f"Stage {event.stage}: {title}" if title else f"Stage {event.stage}"
        return (whole if self.work.knows(title) else f"Stage {event.stage}") + tier

    def _had(self, event: e.StageEntered, until: datetime | None) -> Iterator[str]:
        """Say who had the stage, when their letter left, and when they first wrote."""
        later = until or datetime(_NEVER, 12, 31, tzinfo=event.at.tzinfo)
        if (
            event.why == "opened"
            and self.work.end.raiser
            and self.work.knows(self.work.end.raiser.name or self.work.end.raiser.address)
        ):
            yield f"{self.work.who(self.work.end.raiser)} raised it, {phrases.short(self.work.here(event.at))}"
        seen = set[str]()
        for one in self.work.kept.history:
            mine = isinstance(one, e.LetterOrdered) and one.template in BRINGS
            if not mine or not isinstance(one, e.LetterOrdered) or not event.at <= one.at < later:
                continue
            if (one.stage, one.tier or 1) != (event.stage, event.tier) or one.to.address in seen:
                continue
            left = self.work.sent.get(one.letter)
            if left is None or (not self.work.whole and one.letter not in self.work.share.letters):
                continue
            seen.add(one.to.address)
            stands_in = f", standing in for {self._for_whom(one)}" if one.template == "cover" else ""
            yield f"{self.work.who(one.to)}{stands_in}, {phrases.short(self.work.here(left.at))}{self._wrote(one, later)}"

    def _for_whom(self, cover: e.LetterOrdered) -> str:
        """Return whom somebody stands in for, as their letter names them."""
        named = cover.facts.get("for_person") or {}
        name = named.get("name") or named.get("address") or "" if isinstance(named, dict) else str(named)
        return name if name and self.work.knows(name) else "a colleague"

    def _wrote(self, letter: e.LetterOrdered, until: datetime) -> str:
        first = next(
            (
                one
                for one in self.work.kept.history
                if isinstance(one, e.MailHeard)
                and one.kind == "message"
                and one.sender.address.lower() == letter.to.address.lower()
                and letter.at <= one.at <= until
                and (self.work.whole or one.mail in self.work.share.mails)
            ),
            None,
        )
        came_back = any(
            isinstance(one, e.LetterBounced) and one.letter == letter.letter for one in self.work.kept.history
        )
        if came_back:
            return "; it came back, unread"
        return (
            f"; wrote {phrases.short(self.work.here(first.at))}"
            if first
            else ""
            if not self.work.whole
            else _silence(until)
        )

    def _unread(self, event: e.StageEntered, until: datetime | None) -> Iterator[str]:
        later = until or datetime(_NEVER, 12, 31, tzinfo=event.at.tzinfo)
        for one in self.work.kept.history:
            if not isinstance(one, e.DeadlineMissed) or not event.at < one.at <= later:
                continue
            due = self.work.end.deadlines.get(one.deadline)
            if due is None or (due.stage, due.tier) != (event.stage, event.tier) or date_kinds.of(due).quiet:
                continue
            when = phrases.short(self.work.here(due.due))
            if one.not_reached and self.work.policy.stage(due.stage).sides == "convened":
                office = self.work.policy.wording.terms.office
                yield f"{when} passed without {date_kinds.told_as(due)}, which the {office} arranges at this stage"
            elif one.not_reached:
                names = phrases.listed([self.work.names.get(agency, agency) for agency in one.not_reached])
                why = "nobody asked there was known to have read our letter, so it is not called late"
                yield f"{when} passed without a word from those asked at {names}: {why}"
            if one.ours:
                yield f"{when} passed while the service itself was late or down: nobody’s fault"  # noqa: RUF001 - proper type

    def _dates(self) -> list[Deadline]:
        return sorted(filter(self.work.tells, self.work.end.deadlines.values()), key=lambda one: one.due)

    def due(self, one: Deadline) -> Due:
        """Return a date in words."""
        at = phrases.local(one.due, self.work.zone)
        counted = telling.basis(one, self.work.policy, self.work.zone)
        became = telling.became(one)
        return Due(
            at=at,
            when=phrases.moment(at),
            what=date_kinds.told_as(one),
            whose=_WHOSE.get(one.basis, f"the {one.basis}’s"),  # noqa: RUF001 - proper type
            became="" if not self.work.whole else became,
            counted=counted if self.work.knows(counted) else "",
            ours=one.basis == "house",
            stands=one.state == "standing",
        )

    def beside(self) -> Iterator[Due]:
        """Give every date that stands at no stage of the way, by its day."""
        shown = {one for leg in self.legs() for one in leg.dates}
        return (one for one in map(self.due, self._dates()) if one not in shown)

    @staticmethod
    def _set_in(one: Deadline, event: e.StageEntered, until: datetime | None) -> bool:
        return one.due >= event.at and (until is None or one.counted_from <= until)


def _silence(until: datetime) -> str:
    return "; no word yet" if until.year == _NEVER else "; no word by then"
