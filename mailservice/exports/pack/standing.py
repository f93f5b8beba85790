"""What the first screen of a pack tells: what stands now, each thing once. Start at `Standing.lines`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Final

from mailservice.cases.history import events as e
from mailservice.cases.history.case import Proposal
from mailservice.cases.letters import phrases
from mailservice.cases.letters.ordering import ABOUT_DANGER
from mailservice.cases.told import telling
from mailservice.exports.pack.way import Way
from mailservice.exports.pack.work import Work, on_one_line

_ONE_LINE = 200
_GREETING = 4
# These stand with the action that they are about.
_OF_AN_ACTION: Final = ("action", "action-answer", "care", "telling", "form", "quote")
_AGREED: Final = ("resolved", "plan", "overtaken", "leave")
# What the words of an end are, where they are no agreement: nothing is called agreed that was not.
_RECORDED: Final[Mapping[e.Ending, str]] = {
    "decided": "Decided",
    "withdrawn": "Why it was withdrawn",
    "not-agreed": "Not agreed; what is recorded instead",
    "passed-on": "Passed on",
    "moved": "Where it went",
}
_SIGNED: Final = {
    "done": "has signed it",
    "not-done": "has not signed it",
    "standing": "is asked to sign it",
    "dropped": "",
}


@dataclass(frozen=True)
class Standing:
    """What the first screen tells."""

    work: Work
    way: Way

    def lines(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Give what the first screen tells: each thing once, and the emptiness of one said."""
        agreed, outstanding, ending = list(self._agreed()), list(self._outstanding()), self._ended()
        yield "The issue", tuple(self._issues()) or ("It stands in the emails and letters below.",)
        danger = tuple(self._danger())
        if danger:
            yield "Urgent, or in danger", danger
        if ending:
            yield ending
        if agreed or not ending:
            nothing = "Nothing has been agreed." if self.work.whole else "No agreement was sent to this side."
            yield "Agreed", tuple(agreed) or (nothing,)
        none = "Nothing is due." if self.work.end.status in ("closed", "joined") else "No date stands."
        reported = tuple(self._reported())
        if reported:
            yield "Reported", reported
        yield (
            "Outstanding",
            tuple(outstanding) or (none if self.work.whole else "No date that this side was sent stands.",),
        )
        if forms := tuple(self._forms()):
            yield "Forms", forms
        yield "Dissent", tuple(self._dissent()) or (self._no_dissent(),)

    def _issues(self) -> Iterator[str]:
        """Give the beginning of the issue in each side's own words, its raiser's first, as far as whoever reads it had them."""
        case, raiser = self.work.end, self.work.end.raiser
        first = [raiser.agency] if raiser else []
        authors = {**({raiser.agency: (raiser, None)} if raiser else {}), **case.authors}
        for side in dict.fromkeys([*first, *case.issues]):
            issue = case.issues.get(side, "")
            if not issue or side not in authors or not self.work.had(_first_sentences(issue).removesuffix(" […]")):
                continue
            author, _ = authors[side]
            yield f"“{_first_sentences(self.work.cuts.text(issue))}”, {self.work.who(author)}"

    def _danger(self) -> Iterator[str]:
        """Give who wrote URGENT, took that back, or wrote words of danger; and whether the office answered its alarm."""
        said = {e.UrgentRaised: "wrote URGENT", e.UrgentEnded: "said that it is no longer urgent"}
        told = set[datetime]()
        for one in self.work.kept.history:
            when = phrases.short(self.work.here(one.at))
            if isinstance(one, e.UrgentRaised | e.UrgentEnded) and self.work.had(one.text):
                text = f": “{on_one_line(one.text)}”" if one.text else "."
                alarmed = self._alarmed(one.at) if isinstance(one, e.UrgentRaised) else ""
                yield f"{self.work.who(one.by)} {said[type(one)]}, {when}{text}{alarmed}"
                told.add(one.at)
            elif isinstance(one, e.LetterOrdered) and _is_of_danger(one) and self.work.whole and one.at not in told:
                wrote, *more = one.facts["items"]
                phrased = takewhile(lambda line: line.startswith("“"), more)  # whom to telephone follows
                yield f"{wrote.rstrip('.')}, {when}: {' '.join(phrased)}.{self._alarmed(one.at)}"
                told.add(one.at)

    def _alarmed(self, at: datetime) -> str:
        """Say what became of the office's alarm of a moment, which asks it to telephone; "" for a side, which was not told."""
        history, office = self.work.kept.history, self.work.policy.wording.terms.office
        alarms = (one for one in self.work.end.deadlines.values() if one.purpose == "alarm")
        mine = {one.id for one in alarms if one.counted_from == at}
        letters = (one for one in history if isinstance(one, e.LetterOrdered) and one.template == "office")
        offices = {one.to.address.lower() for one in letters if one.at == at}
        if not offices or not self.work.whole:
            return ""
        answers = (
            one
            for one in history
            if (isinstance(one, e.DeadlineMet) and one.deadline in mine)
            or (isinstance(one, e.MailHeard) and one.at > at and one.sender.address.lower() in offices)
        )
        first = next(answers, None)
        asked = f" The {office} was alarmed at once, and asked to telephone"
        if first is None:
            return f"{asked}: no word of theirs on it is on record."
        return f"{asked}; a word of theirs came {phrases.short(self.work.here(first.at))}."

    def _reported(self) -> Iterator[str]:
        """Give what was recorded of the last stage's work, and of the course to a decision, as it was written."""
        for one in self.work.kept.history:
            if isinstance(one, e.ReportMade | e.CourseSet) and one.text and self.work.had(one.text):
                on = f", {phrases.short_day(self.work.here(one.at))}" if self.work.whole else ""
                yield f"“{on_one_line(one.text)}”, {self.work.who(one.by)}{on}."

    def _ended(self) -> tuple[str, tuple[str, ...]] | None:
        """Return what was recorded at an end that is no agreement, and what that is; None where there is none of it."""
        closed = self._closed
        if closed is None or closed.ending not in _RECORDED or not closed.text or not self.work.had(closed.text):
            return None
        put = self.work.end.proposals.get(closed.proposal)
        by = f", {self._with_assents(put)}" if put else f", {self.work.who(closed.by)}" if closed.by else ""
        return _RECORDED[closed.ending], (f"“{on_one_line(closed.text)}”{by}",)

    @property
    def _closed(self) -> e.CaseClosed | None:
        """How it ended, while that stands."""
        ends = (one for one in reversed(self.work.kept.history) if isinstance(one, e.CaseClosed | e.CaseReopened))
        last = next(ends, None)
        return last if isinstance(last, e.CaseClosed) else None

    def _agreed(self) -> Iterator[str]:
        case = self.work.end
        for one in case.proposals.values():
            if one.state == "agreed" and one.kind in _AGREED and self.work.had(one.text):
                on = f", {phrases.short_day(self.work.here(one.at))}" if self.work.whole else ""
                before = " It was opened again since." if case.began_at and one.at < case.began_at else ""
                yield f"“{on_one_line(one.text)}”, {self._with_assents(one)}{on}.{before}"
        done = {"done": "done", "not-done": "not done", "dropped": "no longer asked"}
        for task in self.work.end.actions.values():
            if task.kind == "agreed" and task.state in done and self.work.whole:
                yield f"{phrases.sentence(on_one_line(task.text))} By {phrases.day(task.on)}: {done[task.state]}."

    def _with_assents(self, put: Proposal) -> str:
        """Say whose words they are, and of all who agreed to them; a side is told of its own letters' words alone."""
        others = [self.work.who(one) for one in put.assents] if self.work.whole else []
        return self.work.who(put.by) + (f"; agreed to by {phrases.listed(others)}" if others else "")

    def _outstanding(self) -> Iterator[str]:
        for task in self.work.end.to_do:
            if task.kind != "quote" and self.work.had(task.text) and self.work.knows(phrases.day(task.on)):
                late = " That day has passed." if task.on < self.work.here(self._as_of).date() else ""
                by = f"By {phrases.day(task.on)}, {self.work.who(task.owner)}."
                yield f"{phrases.sentence(on_one_line(task.text))} {by}{late}"
        if self.work.end.pending is not None and self.work.had(self.work.end.pending.text):
            yield "A proposal waits for the answer of every other agency."
        for one in self.work.end.standing:
            if one.purpose not in _OF_AN_ACTION and self.work.tells(one):
                due = self.way.due(one)
                late = " This has passed." if one.due < self._as_of else ""
                yield f"By {due.when}: {due.what} ({due.whose}).{late}"
        if self.work.end.status == "halted" and self.work.whole:
            yield "Nothing is asked of anyone but the office: a death or grave harm was told."

    def _forms(self) -> Iterator[str]:
        """Give each form of the policy that was begun, and who has signed it; to a side, those that it was sent."""
        asked = self.work.end.actions.values()
        for form in self.work.end.forms.values():
            one = self.work.policy.form(form.kind)
            title = one.title if one else form.kind
            mine = {task.owner.agency: task for task in asked if (task.kind, task.tells_of) == ("form", form.id)}
            if not self.work.whole:
                if self.work.share.side in mine and self.work.knows(title):
                    yield f"{title}, of stage {form.stage}: sent to {self.work.who(mine[self.work.share.side].owner)}."
                continue
            states = [f"{self.work.who(task.owner)} {_SIGNED[task.state]}" for task in mine.values()]
            yield f"{title}, of stage {form.stage}: {phrases.listed(states) or 'begun, and not sent yet'}."

    @property
    def _as_of(self) -> datetime:
        return max(one.at for one in self.work.kept.history)

    def _dissent(self) -> Iterator[str]:
        """Give every no with a reason, and every objection: also what its agency agreed to in the end."""
        history = self.work.kept.history
        for place, one in enumerate(history):
            if not isinstance(one, e.Objected | e.Dissented) or not self.work.had(one.text):
                continue
            said = f": “{on_one_line(one.text)}”" if one.text else " did not agree, and gave no reason."
            on = f", {phrases.short_day(self.work.here(one.at))}" if self.work.whole else ""
            met = any(isinstance(it, e.Assented) and it.by.agency == one.by.agency for it in history[place + 1 :])
            since = " Their agency has agreed to other words since." if met and self.work.whole else ""
            yield f"{self.work.who(one.by)}{on}{said}{since}"

    def _no_dissent(self) -> str:
        closed = self._closed
        if closed is not None and closed.ending == "not-agreed" and self.work.whole:
            return "No side wrote why it did not agree."
        return "None is recorded."

    def status(self) -> str:
        """Return where the case stands; for one side, as far as it was told."""
        if self.work.whole:
            return telling.status(self.work.end, self.work.policy)
        told = ""
        for one in self.work.kept.history:
            if isinstance(one, e.StageEntered) and self.way.had(one):
                told = f"Open, at {self.way.title(one)[:1].lower()}{self.way.title(one)[1:]}, by the last letter"
            elif isinstance(one, e.CaseClosed) and self.work.was_told(one.at):
                told = f"Ended: {telling.ENDINGS[one.ending]}"
            elif isinstance(one, e.Agreed) and self.work.was_told(one.at):
                told = "Agreed by every agency"
            elif isinstance(one, e.CaseReopened) and self.work.was_told(one.at):
                told = "Opened again"
        return told or "No letter to you says where it stands"

    def facts(self) -> Iterator[tuple[str, str]]:
        """Give what the case is known by."""
        person, case = self.work.policy.wording.person.shown, self.work.end
        raiser = case.raiser
        opened = self.work.here(case.opened_at) if case.opened_at else None
        yield (
            "Raised by",
            self.work.who(raiser) if raiser and self.work.knows(raiser.name or raiser.address) else "",
        )
        yield "Opened", phrases.moment(opened) if opened and self.work.whole else ""
        yield "Ended", phrases.moment(self.work.here(case.closed_at)) if case.closed_at and self.work.whole else ""
        yield "Between", phrases.listed([self.work.called[one] for one in self.work.sides])
        reference = phrases.capital(f"{person['whose']} {person['reference']}")
        yield reference, phrases.listed([one for one in case.child_references if self.work.knows(one)])
        yield "Policy", self.work.policy.title
        if self.work.whole and case.topics:
            labels = [topic.label for one in case.topics if (topic := self.work.policy.topic(one))]
            yield "Topic", phrases.listed(labels or [*case.topics])


def _is_of_danger(letter: e.LetterOrdered) -> bool:
    """Tell whether a letter alarmed the office of words of danger."""
    return letter.about.startswith(ABOUT_DANGER)


def _first_sentences(text: str) -> str:
    """Return the first thing that was said, on one line: past a greeting, cut at a sentence."""
    return phrases.cut(without_greeting(text).partition("\n")[0], _ONE_LINE)


def without_greeting(text: str) -> str:
    """Return what was said, a paragraph a line, from the first that is more than a greeting."""
    blocks = [" ".join(one.split()) for one in text.split("\n\n") if one.strip()]
    first = next((number for number, one in enumerate(blocks) if len(one.split()) > _GREETING), 0)
    return "\n".join(blocks[first:])
