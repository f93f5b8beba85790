"""How each event reads to a person: one row an event, in `_TOLD`. The record's own voice: plain, and blaming nobody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from mailservice.cases.dates import duties
from mailservice.cases.dates import kinds as date_kinds
from mailservice.cases.history import events as e
from mailservice.cases.history.case import Case
from mailservice.cases.history.rows import whole
from mailservice.cases.letters import kinds, phrases
from mailservice.cases.told import telling
from mailservice.policy.model import Policy

Kind = Literal["mail", "word", "stage", "date", "letter", "ending"]
ENTERED: Mapping[str, str] = {
    "opened": "",
    "climbed": "The time of the stage before ran out without an agreement; the case goes on by itself.",
    "escalated": "It was asked for.",
    "objected": "There was an objection to what had been agreed.",
    "reopened": "The case was opened again.",
    "limit": "The policy's overall time ran out; the case comes here whatever happened between.",
    "urgent": "It is urgent: {a} may be in danger.",
}


@dataclass(frozen=True)
class Told:
    """An event in words: who did it (nobody: the service), one sentence, their own words, and notes below."""

    kind: Kind
    said: str
    by: e.Party | None = None
    words: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Book:
    """What an event is told with: the case before and after it, the policy, and the names of the agencies."""

    before: Case
    case: Case
    policy: Policy
    names: Mapping[str, str]
    zone: ZoneInfo

    def who(self, one: e.Party | None) -> str:
        """Return somebody's name and agency."""
        return telling.who(one, self.names) if one else "The service"

    def moment(self, at: datetime) -> str:
        """Return a time in the partnership's zone, with its weekday."""
        return phrases.moment(phrases.local(at, self.zone))

    def here(self, at: datetime) -> datetime:
        """Return a time in the partnership's zone."""
        return phrases.local(at, self.zone)

    def stage(self, identity: str) -> str:
        """Return "stage 2, Manager to manager"."""
        title = next((one.title for one in self.policy.stages if one.id == identity), "")
        return f"stage {identity}" + (f", {title}" if title else "")


def tell(event: e.Event, book: Book) -> Told | None:
    """Return the event in words, or None for one that a reader is spared."""
    told: Told | None = _TOLD[type(event)](event, book)
    return told


_MISSING = {
    "join": "word NEW or JOIN",
    "sender": "agency of the person who raised it",
    "board": "word for which board it is",
}


def _opened(event: e.CaseOpened, book: Book) -> Told:
    others = [book.names.get(one, one) for one in event.agencies if one != event.raiser.agency]
    against = f" with {phrases.listed(others)}" if others else ""
    notes = [f"The {_reference(book)}: {phrases.listed(event.child_references)}."] if event.child_references else []
    notes += (
        [f"Provisional: the {phrases.listed([_MISSING.get(one, one) for one in event.missing])} was missing."]
        if event.missing
        else []
    )
    board = book.policy.board(event.board)
    if board is not None:
        notes.append(f"It is for {board.title}, as the email says.")
    if event.claimed_start:
        notes.append(f"They say that they first disagreed on {phrases.day(event.claimed_start)}; that moved no date.")
    said = f"{book.who(event.raiser)} raised {phrases.one(book.policy.wording.call_it)}{against}."
    return Told("word", said, event.raiser, event.issue, tuple(notes))


def _decided(event: e.DecisionDated, book: Book) -> Told:
    return Told("word", f"{book.who(event.by)} says that the decision was made on {phrases.day(event.on)}.", event.by)


def _board(event: e.BoardTold, book: Book) -> Told:
    moved = f" {event.office.name} keeps it from here." if event.office.address != event.before.address else ""
    return Told("word", f"{book.who(event.by)} told us that this is for {event.title}.{moved}", event.by)


def _detail(event: e.DetailGiven, book: Book) -> Told:
    terms = book.policy.wording.terms
    if event.what == "join":
        return Told(
            "word",
            f"{book.who(event.by)} said that this is {phrases.one(terms.disagreement)} of its own (NEW).",
            event.by,
        )
    given = f"the {_reference(book)}" if event.what == "reference" else "the other agency"
    value = event.value if event.what == "reference" else book.names.get(event.value, event.value)
    return Told("word", f"{book.who(event.by)} gave {given}: {value}.", event.by)


def _reference(book: Book) -> str:
    """Return what the number is called by which a person is known: "child's reference"."""
    person = book.policy.wording.person
    return f"{person.theirs} {person.reference}"


def _joined(event: e.CaseJoined, book: Book) -> Told:
    return Told("stage", f"{book.who(event.by)} joined this to {event.into}: it goes on there.", event.by, event.text)


def _taken_in(event: e.CaseTakenIn, book: Book) -> Told:
    names = phrases.listed([book.names.get(one, one) for one in event.agencies])
    joins = (f"{names} takes part in this case from here.",) if names else ()
    said = f"{book.who(event.by)} joined {event.reference} to this case; it goes on here."
    return Told("stage", said, event.by, event.text, joins)


def _mail(event: e.MailHeard, book: Book) -> Told:
    notes = (phrases.sentence(event.why),) if event.why else ()
    if event.kind == "reaction":
        said = f"{book.who(event.sender)} reacted to an email, with a thumb or the like. It counts for nothing; nothing moved."
        return Told("mail", said, event.sender, "", notes)
    if event.outcome == "automatic":
        return Told("mail", f"An automatic message came from {book.who(event.sender)}. Nothing moved.", None, "", notes)
    held = ("Held for a person to look at.",) if event.outcome == "held" else ()
    files = phrases.attached(event.sender.name or event.sender.address, event.attachments)
    by = f"{book.who(event.sender)} wrote."
    if event.delegate:
        by = f"An email was sent by {event.delegate} on behalf of {book.who(event.sender)}."
    return Told("mail", by, event.sender, event.own_words, (*held, *notes, *([files] if files else [])))


def _stopped(event: e.Stopped, book: Book) -> Told:
    halted = "before anybody else had a letter: no date runs" if event.opening else "before a letter of it had left"
    return Told("word", f"{book.who(event.by)} stopped their last email (STOP), {halted}.", event.by)


def _entered(event: e.StageEntered, book: Book) -> Told:
    why = f"{book.who(event.by)} asked for it." if event.why == "escalated" and event.by else ENTERED[event.why]
    why = why.format(a=book.policy.wording.person.a) if event.why == "urgent" else why
    late = ("One of our letters was late, so this stage has its full time.",) if event.ours else ()
    tier = f", tier {event.tier}" if event.tier > 1 else ""
    said = phrases.sentence(f"{book.stage(event.stage)}{tier} began")
    return Told("stage", f"{said} {why}".strip(), None, "", late)


def _set(event: e.DeadlineSet, book: Book) -> Told | None:
    one = book.case.deadlines[event.deadline]
    if date_kinds.of(one).quiet:
        return None
    said = f"A date was set: by {book.moment(one.due)}, {date_kinds.told_as(one)}."
    return Told("date", said, None, "", (telling.basis(one, book.policy, book.zone),))


def _moved(event: e.DeadlineMoved, book: Book) -> Told | None:
    one = book.case.deadlines[event.deadline]
    said = f"The date for {date_kinds.told_as(one)} moved from {book.moment(event.was)} to {book.moment(event.due)}."
    return None if date_kinds.of(one).quiet else Told("date", said, None, "", (phrases.sentence(event.why),))


def _met(event: e.DeadlineMet, book: Book) -> Told | None:
    one = book.case.deadlines[event.deadline]
    by = f" by {book.who(event.by)}" if event.by else ""
    said = f"In time{by}: {date_kinds.told_as(one)}, due by {book.moment(one.due)}."
    if date_kinds.of(one).came:
        said = f"The date came for {date_kinds.told_as(one)}. {date_kinds.of(one).came}"
    return None if date_kinds.of(one).quiet else Told("date", said)


def _missed(event: e.DeadlineMissed, book: Book) -> Told | None:
    one = book.case.deadlines[event.deadline]
    why = f"was down {phrases.between(*map(book.here, event.down))}" if event.down else "was late or down"
    ours = (f"The service itself {why}: this is nobody's fault.",) if event.ours else ()
    said = f"The time ran out, at {book.moment(one.due)}, for {date_kinds.told_as(one)}."
    names = phrases.listed([book.names.get(agency, agency) for agency in event.not_reached])
    reached = (f"Not reached in that time: {names}.",) if names else ()
    asked = phrases.listed([book.names.get(agency, agency) for agency in duties.agencies(book.case, one)])
    mine = (f"It was for {asked} to meet.",) if one.side else ()
    return None if date_kinds.of(one).quiet else Told("date", said, None, "", (*ours, *reached, *mine))


def _dropped(event: e.DeadlineDropped, book: Book) -> Told | None:
    one = book.case.deadlines[event.deadline]
    said = f"The date for {date_kinds.told_as(one)} ({book.moment(one.due)}) is no longer needed: {event.why}."
    return None if date_kinds.of(one).quiet else Told("date", said)


_PROPOSED: Mapping[e.ProposalKind, str] = {
    "plan": "proposed a plan (PLAN)",
    "resolved": "proposed how to settle it (RESOLVED)",
    "overtaken": "told us that events have overtaken it (OVERTAKEN); each agency is asked",
    "new-date": "asked for another date (NEW DATE)",
    "leave": "asked that their agency leaves (WITHDRAW); each other agency is asked",
    "decision": "put a decision (DECISION) to those who decide with them",
}


def _proposed(event: e.Proposed, book: Book) -> Told:
    said = _PROPOSED[event.kind] + (f": {book.moment(event.due)}" if event.due else "")
    notes = () if event.text else ("No words were written with it.",)
    return Told("word", f"{book.who(event.by)} {said}.", event.by, event.text, notes)


def _agreed(event: e.Agreed, _book: Book) -> Told:
    waits = ("The person who raised it has a day to object before it is closed.",) if event.objection else ()
    return Told("stage", "Every agency has agreed to the same words.", None, "", waits)


def _objected(event: e.Objected, book: Book) -> Told:
    beside = "decision" if book.case.ending == "decided" else "agreement"
    kept = (f"Kept as dissent beside the {beside}.",) if event.dissent else ("The agreement is stopped.",)
    wrote = "did not agree to it (DISAGREE)" if beside == "decision" else "objected (OBJECT)"
    return Told("word", f"{book.who(event.by)} {wrote}.", event.by, event.text, kept)


def _facilitated(event: e.Facilitated, book: Book) -> Told:
    who = book.who(event.by) if event.by else "the office"
    if event.what == "asked":
        return Told("letter", phrases.sentence(f"{who} is asked to bring both sides together, and decides nothing"))
    if event.on is not None:
        on = phrases.day(event.on.astimezone(book.zone)) if event.all_day else book.moment(event.on)
        return Told("word", phrases.sentence(f"{who} brings both sides together on {on}"), event.by, event.text)
    return Told("word", phrases.sentence(f"{who} wrote that both sides have met (MET)"), event.by, event.text)


def _escalated(event: e.Escalated, book: Book) -> Told:
    named = event.named and event.named != event.stage
    other = (f"They named stage {event.named}; the policy goes to {book.stage(event.stage)}.",) if named else ()
    return Told("word", f"{book.who(event.by)} asked for the next stage (ESCALATE).", event.by, event.text, other)


def _contact(event: e.ContactNamed, book: Book) -> Told:
    agency = book.names.get(event.agency, event.agency)
    at = f"{agency} at {book.stage(event.stage)}" if agency else book.stage(event.stage)
    at += ", with its line managers" if event.step else ""
    said = f"{book.who(event.by)} named {event.name or event.address} for {at}."
    return Told("word", said, event.by)


def _noted(event: e.Noted, book: Book) -> Told:
    fate = "passed to the person who decides for their agency" if event.advice else "kept on the record; nothing moved"
    return Told("word", f"{book.who(event.by)} wrote {event.verb}: {fate}.", event.by, event.text)


def _mediation(event: e.MediationOffered, book: Book) -> Told:
    means = "A panel" if event.means == "panel" else "Mediation"
    on = phrases.day(event.on.astimezone(book.zone)) if event.all_day else book.moment(event.on)
    return Told("word", f"{means} is set for {on}.", event.by, event.text)


def _step(event: e.StepEntered, book: Book) -> Told:
    why = "Nothing was settled in the time of the first step." if event.why == "due" else "It was reported to them."
    by = event.by if event.why != "due" else None
    return Told("stage", f"The second step of {book.stage(book.case.stage)} began. {why}", by)


def _course(event: e.CourseSet, book: Book) -> Told:
    said = f"{book.who(event.by)} set a course to a decision, by {book.moment(event.on)}."
    return Told("word", said, event.by, event.text)


def _topic(event: e.TopicNamed, book: Book) -> Told:
    labels = [topic.label for one in event.topics if (topic := book.policy.topic(one))]
    return Told("word", f"{book.who(event.by)} named the topic: {phrases.listed(labels or event.topics)}.", event.by)


def _way(event: e.WayNamed, book: Book) -> Told:
    named = [one.when for one in book.policy.routes if one.id in event.ways]
    also = phrases.listed([one[:1].lower() + one[1:] for one in named] or event.ways)
    return Told("mail", f"The words of {book.who(event.by)} name what the policy has another way for: {also}.")


def _closed(event: e.CaseClosed, book: Book) -> Told:
    said = f"The case ended: {telling.ENDINGS[event.ending]}."
    decision = book.case.proposals.get(event.proposal)
    if decision is None or decision.kind != "decision":
        return Told("ending", said, event.by, event.text)
    notes = [f"{book.who(decision.by)} decided it with {phrases.listed([book.who(one) for one in decision.assents])}."]
    notes += [f"{book.who(by)} did not agree: “{text}”" for by, text in book.case.dissents(decision)]
    return Told("ending", said, event.by, event.text, tuple(notes))


def _reopened(event: e.CaseReopened, book: Book) -> Told:
    before, now = _version(book.before), _version(book.case)
    newer = (f"It goes on under today's policy, {now}; before, it went by {before}.",) if before != now else ()
    by = f"{book.who(event.by)} opened the case again (REOPEN)." if event.by else "The case was opened again."
    return Told("word", by, event.by, event.text, newer)


def _version(case: Case) -> str:
    """Name the version of the policy that a case goes by, as its bytes are kept in the record."""
    overlay = f" with the office's answers {case.overlay_digest[:12]}" if case.overlay_digest else ""
    return f"version {case.policy_digest[:12]}{overlay}"


def _letter(event: e.LetterOrdered, book: Book) -> Told:
    about = event.facts.get("headline") or kinds.of(event.template).told.format(
        theirs=book.policy.wording.person.theirs
    )
    did = [kinds.of("answer").told] if event.facts.get("did") else []
    also = [*did, *(one["headline"] for one in event.facts.get("news", ()))]
    waits = f", to leave at {book.moment(event.leaves)}" if event.leaves and event.leaves > event.at else ""
    return Told(
        "letter", phrases.sentence(f"we wrote to {book.who(event.to)}{waits}: {'; and: '.join([about, *also])}")
    )


def _new_date(event: e.NewDateAgreed, book: Book) -> Told:
    agreed = book.case.proposals[event.proposal]
    to = f", {book.moment(agreed.due)}" if agreed.due else ""
    return Told("date", f"Every agency agreed to a new date{to}. The date before stays in the record.")


def _task(event: e.ActionSet, book: Book) -> Told:
    said = f"An action was agreed for {phrases.day(event.on)}; {book.who(event.owner)} is asked on that day."
    if event.kind == "care":
        said = f"{book.who(event.owner)} is asked for the after-care by {phrases.day(event.on)}."
    if event.kind == "form":
        return Told(
            "date", f"{book.who(event.owner)} is asked to sign a form by {phrases.day(event.on)}.", None, event.text
        )
    if event.kind == "quote":
        return Told(
            "date",
            f"{book.who(event.owner)} was shown what a form quotes of them, to answer by {phrases.day(event.on)}.",
        )
    if event.kind == "tell":
        said = f"{book.who(event.owner)} is asked to tell whom the policy wants told, by {phrases.day(event.on)}."
    return Told("date", said, None, event.text)


_TASKS = {"care": "after-care", "agreed": "an agreed action", "tell": "what was to be told", "form": "a form"}


def _done(event: e.ActionDone, book: Book) -> Told | None:
    task = book.before.actions.get(event.action)
    if task is not None and task.kind == "quote":
        return None  # what was settled is told
    said = (
        "signed a form (DONE)"
        if task is not None and task.kind == "form"
        else "told us that an agreed action is done (DONE)"
    )
    return Told("word", f"{book.who(event.by)} {said}.", event.by, event.text)


def _title(identity: str, book: Book) -> str:
    """Return what the policy calls a form, and its stage."""
    form = book.case.forms[identity]
    known = book.policy.form(form.kind)
    return f"{known.title if known else form.kind}, of stage {form.stage}"


def _form_begun(event: e.FormBegun, book: Book) -> Told:
    names = phrases.listed([book.who(one) for one in event.signatories])
    signs = f" {names} {'sign' if len(event.signatories) > 1 else 'signs'} it." if names else ""
    return Told("date", f"A form was begun: {_title(event.form, book)}.{signs}")


_WHEN = {
    "resolved": "as the case has ended",
    "escalated": "as the case has gone on",
}


def _form_wanted(event: e.FormWanted, book: Book) -> Told:
    return Told("date", f"It goes to whoever signs it, {_WHEN[event.why]}: {_title(event.form, book)}.")


def _form_filled(event: e.FormFilled, book: Book) -> Told:
    kind = book.policy.form(book.case.forms[event.form].kind)
    labels = {one.id: one.label for one in kind.field} if kind else {}
    words = "\n\n".join(f"{labels.get(one.field, one.field)}: {one.text}" for one in event.fields)
    how = f"in the document {event.document}" if event.document else "by email"
    return Told("word", f"{book.who(event.by)} filled in a form {how}: {_title(event.form, book)}.", event.by, words)


def _quote(event: e.QuoteSettled, book: Book) -> Told:
    side = book.names.get(event.agency, event.agency)
    if event.text:
        return Told("date", f"Forms quote the words of {side} so.", event.by, event.text)
    return Told("date", f"Forms leave the words of {side} out: their author asked for that, or was not reached.")


def _refused(event: e.DocumentRefused, book: Book) -> Told:
    return Told(
        "word",
        f"{book.who(event.by)} sent back a document that was not read: {event.name}.",
        event.by,
        "",
        (event.why,),
    )


def _not_done(event: e.ActionNotDone, book: Book) -> Told | None:
    task = book.before.actions.get(event.action)
    if task is not None and task.kind == "quote":
        return None  # what was settled is told
    what = _TASKS[task.kind if task is not None else "agreed"]
    silent = f"heard nothing of {what}" if event.reached else f"reached nobody about {what}"
    said = f"wrote that {what} is not done (NOT DONE)" if event.by else silent
    return Told("word", f"{book.who(event.by)} {said}.", event.by, event.text)


_LEGAL: Mapping[str, str] = {
    "access": "a request for somebody's own records",
    "information": "a request under freedom of information",
    "court": "a court order, or proceedings",
    "coroner": "a coroner, or an inquest",
}


def _legal(event: e.LegalTold, book: Book) -> Told:
    how = "reckoned by us" if event.reckoned else "as it was named"
    due = (f"Its legal date: {book.moment(event.due)}, {how}.",) if event.due else ("No legal date was named.",)
    return Told("word", f"{book.who(event.by)} told of {_LEGAL[event.kind]}.", event.by, event.text, due)


def _area(event: e.AreaNamed, book: Book) -> Told:
    whom = event.name or event.address
    return Told(
        "word", f"{book.who(event.by)} named {whom} in the receiving area; a letter went there (MOVED).", event.by
    )


def _spoken(event: e.SpokenEntered, book: Book) -> Told:
    said = f"{book.who(event.by)} entered {event.verb} as spoken by {book.who(event.who)} (SPOKEN)."
    waits = (f"Not confirmed: it does nothing until {book.who(event.confirms)} answers yes.",) if event.confirms else ()
    return Told("word", said, event.by, event.text, waits)


def _barred(event: e.AddressBarred, book: Book) -> Told:
    said = (
        f"{book.who(event.by)} had a letter that was not for them; nothing more goes to {event.address}, on any case."
    )
    return Told("word", said, event.by, event.text)


def _harm(event: e.HarmTold, book: Book) -> Told:
    stands = "Every date stands still, and nothing more is asked of anyone." if event.stands else "Every date runs on."
    sure = "told of a death or grave harm" if event.sure else "may have told of a death or grave harm"
    return Told("stage", f"{book.who(event.by)} {sure}.", event.by, event.text, (stands, "Nothing is disposed of."))


def _succeeded(event: e.RaiserSucceeded, book: Book) -> Told:
    said = f"{book.who(event.by)} named {book.who(event.to)} to hold every right of the person who raised this."
    return Told("word", said, event.by)


def _agency_left(event: e.AgencyLeft, book: Book) -> Told:
    agency = book.names.get(event.agency, event.agency)
    return Told("stage", f"{agency} left: every other agency had agreed to it. The case goes on between the others.")


def _agency_told(event: e.AgencyTold, book: Book) -> Told:
    name, agency = event.who.name or event.who.address, book.names.get(event.who.agency, event.who.agency)
    themself = event.by.address.lower() == event.who.address.lower()
    said = f"{name} told us that they write" if themself else f"{book.who(event.by)} told us that {name} writes"
    instead = f", not for {book.names.get(event.was, event.was)}" if event.was else ""
    return Told("word", f"{said} for {agency}{instead}.", event.by)


def _agency_confirmed(event: e.AgencyConfirmed, book: Book) -> Told:
    return Told("word", f"{book.who(event.by)} confirmed for whom {book.who(event.who)} writes.", event.by)


def _colleague_left(event: e.ColleagueLeft, book: Book) -> Told:
    follows = f" {book.who(event.instead)} follows them here." if event.instead else ""
    return Told("word", f"{book.who(event.who)} has left, as the directory says.{follows}")


def _said_to_have_left(event: e.SaidToHaveLeft, book: Book) -> Told:
    return Told("word", f"{book.who(event.by)} wrote that {book.who(event.who)} has left.", event.by, event.text)


def _agency_changed(event: e.AgencyChanged, book: Book) -> Told:
    before = book.names.get(event.agency, event.agency)
    one = " Sides of this case are one agency by now; both must still agree." if event.one_with else ""
    return Told("stage", f"{before} is {event.name} by now, as the directory says.{one}")


def _asked_again(event: e.ConfirmationAsked, book: Book) -> Told:
    said = f"{book.who(event.by)} wrote {event.verb}; we could not be sure of the sender, so we asked for it once more."
    return Told("word", said, event.by, event.text)


def _confirmed(event: e.Confirmed, book: Book) -> Told:
    return Told("word", f"{book.who(event.by)} confirmed {event.verb} by answering our letter.", event.by)


def _refused_to_confirm(event: e.ConfirmationRefused, book: Book) -> Told:
    office = book.policy.wording.terms.office
    said = f"{book.who(event.by)} says that they did not write {' or '.join(event.verbs)}; the {office} was told."
    return Told("word", said, event.by)


def _word_asked(event: e.WordAsked, book: Book) -> Told:
    said = f"{book.who(event.to)} may have meant {event.verb}; we asked, and nothing moved."
    return Told("word", said, event.to, event.line)


def _word_answered(event: e.WordAnswered, book: Book) -> Told | None:
    asked = book.before.questions.get(event.letter)
    if asked is None or event.answer == "newer":
        return None
    return Told("word", f"{book.who(event.by)} answered {event.answer} to our question about {asked.verb}.", event.by)


def _undone(event: e.Undone, book: Book) -> Told:
    said = f"{book.who(event.by)} took back {phrases.listed(event.verbs)} (UNDO); the case stands as before."
    return Told("word", said, event.by)


def _reader_away(event: e.ReaderAway, book: Book) -> Told | None:
    letter = book.case.letters.get(event.letter)
    until = f" until {phrases.day(event.until)}" if event.until else ""
    return Told("mail", f"{book.who(event.who or letter.to)} is away{until}, by an out-of-office.") if letter else None


def _cover(event: e.CoverAsked, book: Book) -> Told:
    for_whom = f" for {book.who(event.for_whom)}" if event.for_whom else ""
    until = f" until {phrases.day(event.until)}" if event.until else ""
    return Told("stage", f"{book.who(event.to)} is asked to stand in{for_whom}{until}.", event.by)


def _named(event: e.AddressNamed, book: Book) -> Told:
    by = book.who(event.by) if event.by else "An out-of-office"
    whom = f"{event.name}, {event.address}" if event.name else event.address
    waits = f"Nothing is sent there until the {book.policy.wording.terms.office} allows it."
    return Told("word", f"{by} named {whom}.", event.by, "", (waits,))


def _allowed(event: e.AddressAllowed, book: Book) -> Told:
    until = f" until {phrases.day(event.until)}" if event.until else ""
    return Told("word", f"{book.who(event.by)} allowed us to write to {event.address}{until} (ALLOW).", event.by)


def _conflict(event: e.ConflictFound, book: Book) -> Told:
    if event.kind == "both-sides":
        return Told("stage", f"{book.who(event.who)} acts for more than one side at {book.stage(event.stage)}.")
    said = f"{book.who(event.who)} took part for a side, and {book.stage(event.stage)} is theirs to act on."
    return Told("stage", said, None, "", (f"The office was asked to offer both sides: {event.instead}.",))


def _filed(event: e.MailFiled, book: Book) -> Told:
    said = f"{book.who(event.by)} put an email of {book.who(event.sender)} on this case, without acting on it (FILE)."
    why = (f"Why: {event.text}",) if event.text else ()
    return Told("mail", said, event.by, event.own_words, why)


def _assigned(event: e.Assigned, book: Book) -> Told:
    return Told("word", f"{book.who(event.by)} gave it to {book.who(event.who)} to see to.", event.by, event.text)


def _held_until(event: e.HeldUntil, book: Book) -> Told:
    until = book.moment(event.until)
    said = f"{book.who(event.by)} let it rest until {until}: nothing is asked, nothing climbs, and every date stands."
    return Told("word", said, event.by, event.text)


def _paused(event: e.Paused, book: Book) -> Told:
    until = book.moment(event.until)
    return Told("word", f"{book.who(event.by)} paused our own letters here until {until}.", event.by, event.text)


def _retained(event: e.RetainedUntil, book: Book) -> Told:
    sooner = ", and a second of the office agreed to the earlier day" if event.shorter else " at least"
    said = f"{book.who(event.by)} said that this is kept until {phrases.day(event.until)}{sooner}."
    return Told("word", said, event.by, event.text)


def _disposal_ordered(event: e.DisposalOrdered, book: Book) -> Told:
    said = f"{book.who(event.by)} asked that everything of this goes, and {book.who(event.confirmed_by)} confirmed it."
    return Told("ending", said, event.by, event.text, (f"It was kept by: {event.retention}.",))


def _history_lost(event: e.HistoryLost, _book: Book) -> Told:
    what = phrases.listed(
        [
            phrases.counted_things(event.entries, "entry"),
            *([phrases.counted_things(event.letters, "letter")] if event.letters else []),
        ]
    )
    said = "The history of this case was lost when the record was made again, and it was given up."
    return Told("ending", said, None, "", (f"Lost: {what}. What came up to then lies in its folder in the mailbox.",))


def _disposed(event: e.CaseDisposed, book: Book) -> Told:
    whole = (
        phrases.counted_things(event.emails, "email"),
        phrases.counted_things(event.letters, "letter"),
        f"the contents of {event.entries} entries",
    )
    ended = f"It ended on {phrases.day(book.here(event.closed_at).date())}" if event.closed_at else "It never ended"
    how = f": {telling.ENDINGS[event.ending]}" if event.ending else ""
    notes = (
        f"It was open from {phrases.day(book.here(event.opened_at).date())}. {ended}{how}.",
        f"Gone for ever: {phrases.listed(whole)}. It was kept by: {event.retention}.",
    )
    said = f"Disposed of: {book.who(event.by)} asked for it, and {book.who(event.confirmed_by)} confirmed it."
    return Told("ending", said, event.by, event.text, notes)


def _suspected(event: e.Suspected, book: Book) -> Told:
    since = book.moment(event.since)
    said = f"{book.who(event.by)} said that somebody else may write from {event.address}, since {since}."
    return Told("word", said, event.by, event.text)


def _set_aside(event: e.SetAside, book: Book) -> Told:
    names = ", ".join(dict.fromkeys(book.who(one) for one in event.who))
    since = book.moment(event.since)
    return Told("word", f"What {names} wrote towards an end since {since} counts no more: the mailbox may be taken.")


def _checked(event: e.Checked, book: Book) -> Told:
    said = f"{book.who(event.by)} rang {event.name} on {event.number} at {event.when} about {event.verb}, before it was done."
    return Told("word", said, event.by)


def _second_asked(event: e.SecondAsked, book: Book) -> Told:
    return Told(
        "word",
        f"{book.who(event.by)} asked for {event.verb}; a second of the office has to say yes.",
        event.by,
        event.text,
    )


def _as_had(side: str, book: Book) -> str:
    return f"as {book.names.get(side.removesuffix(e.OTHER), side)} had it" if side else "whole"


_CHANGED: Mapping[str, str] = {
    "better": "it is better",
    "same": "it is the same",
    "worse": "it is worse",
    "not-known": "they do not know",
    "": "in their own words alone",
}


def _changed(event: e.ChangeTold, book: Book) -> Told:
    said = f"{book.who(event.by)} answered what has changed since it ended: {_CHANGED[event.how]}."
    return Told("word", said, event.by, event.text)


def _not_as_written(changed: int) -> str:
    are = "thing is not as it was" if changed == 1 else "things are not as they were"
    return f"{changed} {are} written." if changed else "nothing was changed."


def _word(said: str) -> Callable[[Any, Book], Told]:
    """Tell a word that needs nothing but who wrote it."""
    return lambda event, book: Told("word", f"{book.who(event.by)} {said}.", event.by, getattr(event, "text", ""))


def _silent(_event: e.Event, _book: Book) -> None:
    """Say nothing: what became of a letter is told with the letter."""


_TOLD: Mapping[type[e.Event], Callable[[Any, Book], Told | None]] = {
    e.CaseOpened: _opened,
    e.DecisionDated: _decided,
    e.DetailGiven: _detail,
    e.BoardTold: _board,
    e.CaseJoined: _joined,
    e.CaseTakenIn: _taken_in,
    e.Stopped: _stopped,
    e.WentOn: _word("let it go on after all (GO ON)"),
    e.MailHeard: _mail,
    e.HeldMailReleased: _word("let their email go on, which had been held in confidence (GO ON)"),
    e.StageEntered: _entered,
    e.StepEntered: _step,
    e.DeadlineSet: _set,
    e.DeadlineMoved: _moved,
    e.DeadlineMet: _met,
    e.DeadlineMissed: _missed,
    e.DeadlineDropped: _dropped,
    e.Acknowledged: _word("has read it (RECEIVED)"),
    e.Met: _word("told us that both sides have spoken (MET)"),
    e.Proposed: _proposed,
    e.Assented: _word("agreed to these words (AGREE)"),
    e.Dissented: _word("did not agree (DISAGREE)"),
    e.Agreed: _agreed,
    e.Objected: _objected,
    e.Escalated: _escalated,
    e.Facilitated: _facilitated,
    e.ContactNamed: _contact,
    e.Noted: _noted,
    e.MediationOffered: _mediation,
    e.CourseSet: _course,
    e.TopicNamed: _topic,
    e.WayNamed: _way,
    e.UrgentRaised: _word("wrote URGENT"),
    e.UrgentEnded: _word("said that it is no longer urgent"),
    e.ReportMade: _word("recorded the report of this stage (REPORT)"),
    e.CaseClosed: _closed,
    e.CaseReopened: _reopened,
    e.NewDateAgreed: _new_date,
    e.Withdrawn: _word("withdrew it (WITHDRAW); for a working day anybody who takes part may keep it open"),
    e.WithdrawalKept: _word("kept it open (KEEP)"),
    e.AddressBarred: _barred,
    e.AddressLet: lambda event, book: Told(
        "word", f"{book.who(event.by)} let letters go to {event.address} again.", event.by
    ),
    e.LegalTold: _legal,
    e.MoveTold: _word("told that the family may have moved to another area; every date runs on"),
    e.AreaNamed: _area,
    e.AreaReceived: _word("wrote RECEIVED for the receiving area"),
    e.SpokenEntered: _spoken,
    e.HarmTold: _harm,
    e.HarmDenied: _word("said that nobody of this case has died or come to grave harm; it goes on (GO ON)"),
    e.ActionSet: _task,
    e.FormBegun: _form_begun,
    e.FormWanted: _form_wanted,
    e.FormFilled: _form_filled,
    e.QuoteSettled: _quote,
    e.DocumentRefused: _refused,
    e.ActionDone: _done,
    e.ActionNotDone: _not_done,
    e.RaiserSucceeded: _succeeded,
    e.AgencyLeft: _agency_left,
    e.AgencyTold: _agency_told,
    e.AgencyConfirmed: _agency_confirmed,
    e.ColleagueLeft: _colleague_left,
    e.SaidToHaveLeft: _said_to_have_left,
    e.AgencyChanged: _agency_changed,
    e.ConfirmationAsked: _asked_again,
    e.Confirmed: _confirmed,
    e.ConfirmationRefused: _refused_to_confirm,
    e.WordAsked: _word_asked,
    e.WordAnswered: _word_answered,
    e.Moved: _silent,
    e.Undone: _undone,
    e.LetterOrdered: _letter,
    e.LetterSent: _silent,
    e.LetterBounced: _silent,
    e.LetterStalled: _silent,
    e.LetterWithheld: _silent,
    e.ReaderAway: _reader_away,
    e.CoverAsked: _cover,
    e.ConflictFound: _conflict,
    e.HeldMailDecided: _silent,
    e.HeldMailReturned: _silent,
    e.OutsiderKept: _silent,
    e.MailFiled: _filed,
    e.MailTakenOff: _word("took an email off this case again that had been put here"),
    e.Assigned: _assigned,
    e.HeldUntil: _held_until,
    e.Paused: _paused,
    e.Resumed: _word("ended it before its time (RESUME)"),
    e.SecondAsked: _second_asked,
    e.SecondGiven: lambda event, book: Told("word", f"{book.who(event.by)} answered {event.answer}.", event.by),
    e.RetainedUntil: _retained,
    e.Preserved: _word("said that nothing of this may go, whatever its date (PRESERVE)"),
    e.PreservingEnded: _word("said that nothing has to be preserved here any more (PRESERVE ENDS)"),
    e.DisposalOrdered: _disposal_ordered,
    e.DisposalStopped: lambda event, _book: Told("ending", f"It was not disposed of. {event.why}"),
    e.CaseDisposed: _disposed,
    e.HistoryLost: _history_lost,
    e.DisposalCertified: lambda event, _book: Told(
        "word", f"The office has the certificate of the disposal of {phrases.listed(event.references)}."
    ),
    e.ChangeTold: _changed,
    e.Suspected: _suspected,
    e.Cleared: lambda event, book: Told(
        "word", f"{book.who(event.by)} cleared {event.address}: it is its owner's alone again.", event.by, event.text
    ),
    e.SetAside: _set_aside,
    e.Checked: _checked,
    e.AddressNamed: _named,
    e.AddressAllowed: _allowed,
    e.DirectoryTaken: lambda event, _book: Told(
        "word", f"The directory was taken: {event.people} people of {event.agencies} agencies."
    ),
    e.DirectoryRefused: lambda event, _book: Told(
        "word", "The directory had faults and was not taken.", notes=event.faults
    ),
    e.DirectoryAsked: lambda event, book: Told(
        "word", f"{book.who(event.by)} asked by mail for another directory.", event.by, notes=event.changes
    ),
    e.DirectoryChosen: lambda event, book: Told(
        "word", f"{book.who(event.by)} confirmed the other directory: it is written into its file.", event.by
    ),
    e.StartAccepted: lambda event, _book: Told(
        "word", f"The service first started for real cases, with the profile {event.profile}."
    ),
    e.RecordAdopted: lambda event, _book: Told(
        "word",
        f"The service was told to go on with this record. Of the mailbox it did not know {event.letters} letters of ours, which "
        f"it took over, and {event.mails} emails, which it received anew.",
        notes=(
            f"By {event.by}: {event.reason}",
            *((f"What stood against it: {event.against}",) if event.against else ()),
        ),
    ),
    e.ProofAsked: lambda event, book: Told(
        "word", f"{book.who(event.by)} asked whether everything still is as it was written.", event.by
    ),
    e.ProofGiven: lambda event, book: Told(
        "word",
        "The record and the mailbox were looked through"
        f"{f', as {book.who(event.by)} had asked' if event.by else ''}: {_not_as_written(event.changed)}",
    ),
    e.MailboxMoved: lambda event, _book: Told(
        "word",
        f"The mailbox was moved, from {event.before or 'one not named'} to {event.after}.",
        notes=(f"By {event.by}: {event.reason}",),
    ),
    e.OlderMailKept: lambda event, _book: Told(
        "word",
        f"{event.count:,} emails from before the service started "
        f"{'were put into' if event.later else 'lie in'} the INBOX, and stay there.",
    ),
    e.ClockTrusted: lambda event, book: Told(
        "word",
        f"{event.by} said that the machine's clock is right: {book.moment(event.ours)}, where the mailbox's said "
        f"{book.moment(event.theirs)}.",
        notes=(event.reason,),
    ),
    e.AccessExported: lambda event, _book: Told(
        "word",
        f"{event.by} wrote out what the record holds on one person, looked for by {phrases.listed(event.keys)}: "
        f"{phrases.counted_things(event.mails, 'email')}, {phrases.counted_things(event.letters, 'letter')}.",
        notes=(f"The list of its files has the SHA-256 {event.digest}.",),
    ),
    e.RecordGiven: lambda event, book: Told(
        "word",
        f"{book.who(event.to)} asked for the record of this, {_as_had(event.side, book)}, and is sent it.",
        event.to,
    ),
    e.FiguresGiven: lambda event, book: Told(
        "word",
        f"{book.who(event.to)} asked for the figures of {phrases.day(event.first)} to {phrases.day(event.last)}.",
        event.to,
    ),
    e.FiguresPublished: lambda event, _book: Told(
        "word",
        f"The figures of {phrases.day(event.first)} to {phrases.day(event.last)} were counted"
        f"{', added up from its quarters' if event.summed else ''}, and are told so from now on. "
        f"Counts below {event.threshold} are held back.",
    ),
    e.DrillBegun: lambda event, _book: Told(
        "word", f"A drill began: {len(event.asked)} people were asked for one word."
    ),
    e.DrillAnswered: lambda event, book: Told("word", f"{book.who(event.by)} answered the drill.", event.by),
    e.DrillEnded: lambda _event, _book: Told("word", "The drill ended, and the office was told what came of it."),
}
whole(
    "cases/told/sentences.py",
    (kind.__name__ for kind in _TOLD),
    e.KINDS,
    "in `_TOLD` how it reads to a person; `_silent` where a reader is spared it",
)
