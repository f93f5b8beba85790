"""What the first screen of a pack tells: what stands now, each thing once. Start at `Standing.lines`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Final

from mailservice.cases.history import events as e
from mailservice.cases.history.case import Deadline, Proposal
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import phrases
from mailservice.cases.letters.ordering import ABOUT_DANGER
from mailservice.cases.told import telling
from mailservice.exports.pack.dossier import Entry
from mailservice.exports.pack.way import BRINGS, Way
from mailservice.exports.pack.work import Work, on_one_line
from mailservice.mail.grammar import reading

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
# Whose word a date waits for, where it is not for whoever has the stage.
_OF_THE_OFFICE: Final = frozenset({"alarm", "passed-on", "rest", "second"})
_OF_THE_RAISER: Final = frozenset({"objection", "provisional", "what-changed"})
REFUSED: Final = "Refused"
_SETTLING: Final = frozenset(
    one.value
    for one in (
        Verb.RESOLVED,
        Verb.AGREE,
        Verb.OVERTAKEN,
        Verb.WITHDRAW,
        Verb.DECISION,
        Verb.NOT_AGREED,
        Verb.MOVED,
        Verb.PASSED_ON,
    )
)
_SIGNED: Final = {
    "done": "has signed it",
    "not-done": "has not signed it",
    "standing": "is asked to sign it",
    "dropped": "",
}


@dataclass(frozen=True)
class Standing:
    """What the first screen tells; `entries` are what was written and what happened, as the pack numbers it."""

    work: Work
    way: Way
    entries: Sequence[Entry] = ()

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
        if refused := self._refused():
            yield REFUSED, (refused,)
        if filed := tuple(self._filed()):
            yield "On file", filed

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
                late = task.on < self.work.here(self._as_of).date()
                by = f"{'Overdue since' if late else 'By'} {phrases.day(task.on)}"
                yield f"{by}: {phrases.sentence(on_one_line(task.text))} To act: {self._named(task.owner)}."
        if self.work.end.pending is not None and self.work.had(self.work.end.pending.text):
            yield "A proposal waits for the answer of every other agency."
        dates = dict[str, list[str]]()  # by who must act
        for one in self.work.end.standing:
            if one.purpose not in _OF_AN_ACTION and self.work.tells(one):
                due, by = self.way.due(one), "Overdue since" if one.due < self._as_of else "By"
                dates.setdefault(self._owners(one), []).append(f"{by} {due.when}: {due.what} ({due.whose}).")
        for who, due_of in dates.items():
            yield " ".join([*due_of, *([f"To act: {who}."] if who else [])])
        if self.work.end.status == "halted" and self.work.whole:
            yield "Nothing is asked of anyone but the office: a death or grave harm was told."

    def _owners(self, one: Deadline) -> str:
        """Return who must act by a date, by name and role, as far as its reader knows them; "" where nobody is named."""
        case, office = self.work.end, f"the {self.work.policy.wording.terms.office}"
        if one.purpose in _OF_THE_OFFICE or (case.status == "halted"):
            return office if self.work.whole else ""
        if one.purpose in _OF_THE_RAISER:
            return self._named(case.raiser) if case.raiser else ""
        if one.purpose == "withdrawal":
            return "anybody who wants it to stay open"
        if one.about in case.actions:
            return self._named(case.actions[one.about].owner)
        own = case.raiser.agency if case.raiser else ""
        meant = [who for who in self._here() if not one.side or (who.agency == own) is (one.side == "raising")]
        return phrases.listed([*map(self._named, meant)]) or (office if self.work.whole else "")

    def _here(self) -> Iterator[e.Party]:
        """Give who has the stage at which the case stands: whoever had its letter; at the first, whoever raised it too."""
        case, seen = self.work.end, set[str]()
        began = [case.raiser] if case.raiser and case.path and case.here == case.path[0] else []
        orders = (it for it in case.letters.values() if it.template in BRINGS and (it.stage, it.tier or 1) == case.here)
        for who in (*began, *(it.to for it in orders if it.state == "sent")):
            if who.address.lower() not in seen and (self.work.whole or self.work.knows(who.name or who.address)):
                seen.add(who.address.lower())
                yield who

    def _named(self, one: e.Party) -> str:
        """Return somebody's name and agency, with their role where its reader has it."""
        who = self.work.who(one)
        role = one.role if one.role and one.agency and (self.work.whole or self.work.knows(one.role)) else ""
        name, bracket, agency = who.partition(" (")
        return f"{name}, {role}{bracket}{agency}" if role else who

    def _refused(self) -> str:
        """Say how many words that settle or end a case moved nothing; and of the newest whose, when and why."""
        found = [*self._not_acted_on()] if self.work.whole else []
        if not found:
            return ""
        at, verb, who, why = found[-1]
        words = (
            "1 word that settles or ends a case" if len(found) == 1 else f"{len(found)} words that settle or end a case"
        )
        newest = "" if len(found) == 1 else "The newest: "
        number = next((one.number for one in self.entries if one.kind == "mail" and one.at == at and one.number), 0)
        place = f" (no. {number})" if number else ""
        return (
            f"{words} moved nothing. {newest}{verb}, {who}, {phrases.short(self.work.here(at))}. {why}".strip() + place
        )

    def _not_acted_on(self) -> Iterator[tuple[datetime, str, str, str]]:
        """Give when each came, which word, of whom, and why it was not acted on; a secretary's or a worker's advice is none."""
        history = self.work.kept.history
        for place, one in enumerate(history):
            later = history[place + 1 :]
            if isinstance(one, e.Noted) and one.verb in _SETTLING and not one.advice:
                yield one.at, one.verb, self.work.who(one.by), self._answered(one.at)
            elif isinstance(one, e.ConfirmationAsked) and one.verb in _SETTLING:
                same = (it for it in later if isinstance(it, e.Confirmed) and it.verb == one.verb)
                denied = any(isinstance(it, e.ConfirmationRefused) and it.letter == one.letter for it in later)
                why = (
                    "They say that they did not write it."
                    if denied
                    else "It may be forged, and nobody has confirmed it."
                )
                if not any(it.by.address.lower() == one.by.address.lower() for it in same):
                    yield one.at, one.verb, f"in the name of {self.work.who(one.by)}", why
            elif isinstance(one, e.MailHeard) and one.outcome == "held" and one.kind == "message":
                asked = any(isinstance(it, e.ConfirmationAsked) and it.at == one.at for it in later)
                told = any(it.name_in_record == one.mail for it in self.entries)
                said = () if asked or not told else reading.read(one.own_words, today=one.at.date(), office=True).said
                for word in (it for it in said if it.verb.value in _SETTLING):
                    yield (
                        one.at,
                        word.verb.value,
                        f"in the name of {self.work.who(one.sender)}",
                        phrases.sentence(one.why),
                    )

    def _answered(self, at: datetime) -> str:
        """Return what the author of a word that was kept alone was told of it."""
        answers = (it for it in self.work.kept.history if isinstance(it, e.LetterOrdered) and it.at == at)
        lines = (
            line for it in answers if it.template == "answer" for line in it.facts.get("lines", ()) if line["line"]
        )
        return next((_first_sentences(line["result"]) for line in lines), "")

    def _filed(self) -> Iterator[str]:
        """Give to whom the page for the child's file went, and when; to a side, of its own people."""
        file, went = f"{self.work.policy.wording.person.shown['whose']} file", dict[str, list[str]]()
        for one in self.work.kept.history:
            if (
                not isinstance(one, e.LetterOrdered)
                or not one.facts.get("for_file")
                or one.letter not in self.work.sent
            ):
                continue
            if self.work.whole or one.letter in self.work.share.letters:
                left = phrases.short(self.work.here(self.work.sent[one.letter].at))
                went.setdefault(left, []).append(self._named(one.to))
        yield from (
            f"The page for the {file} was sent to {phrases.listed(those)}, {left}." for left, those in went.items()
        )

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
