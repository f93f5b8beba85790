"""What comes in: words people wrote, and what machines ask for. All imperative, all frozen, all carrying their time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from mailservice.cases.history.audit import WELL, Audit
from mailservice.cases.history.case import Case
from mailservice.cases.history.events import (
    UNTOLD,
    Action,
    CaseDisposed,
    DrillBegun,
    Event,
    HistoryLost,
    MailHeard,
    OutsiderKept,
    Party,
    ProofAsked,
    SecondAsked,
)
from mailservice.cases.history.legal import LegalKind
from mailservice.cases.history.letters import Fault, LetterOrdered, Stalled
from mailservice.cases.history.words import Verb
from mailservice.clock import day_of
from mailservice.policy.model import Policy


@dataclass(frozen=True)
class Said:
    """One command as somebody wrote it: the verb, what followed it verbatim, and what was read out of that.

    `line` is the sender's own line, for the transcript. `when` is in the partnership's local time, a date where only
    a date was written. `actions` are the lines of it that carry a date. `dry_run`: written as `?VERB`, asks what would happen.
    Of SPOKEN, `spoken` is the word that `name` said, and `confirms` who confirms it for them.
    """

    verb: Verb
    reason: str = ""
    line: str = ""
    when: date | datetime | None = None
    name: str = ""
    address: str = ""
    stage: str = ""
    reference: str = ""
    actions: tuple[Action, ...] = ()
    dry_run: bool = False
    spoken: "Said | None" = None
    confirms: str = ""

    @property
    def day(self) -> date | None:
        """The day of `when`, its hour left aside; `WorkingDays.moment` tells when it ends."""
        return None if self.when is None else day_of(self.when)


@dataclass(frozen=True)
class Unclear:
    """Words that look like a command and are not clear enough to act on: asked back, never guessed.

    `why`: "conditional" (but, if, a question or a reserve takes it back), "near-miss", "contradiction", "wish" (plain words),
    "subject" (it stands in the subject of a new mail), "inside" (its sender also wrote inside the mail that they answer),
    "again" (the same mail acted before).
    `would` is the word as a plain yes would say it; None: no yes can.
    """

    line: str
    understood: Verb | None
    why: Literal["conditional", "near-miss", "contradiction", "wish", "subject", "inside", "again"]
    would: Said | None = None


@dataclass(frozen=True)
class Went:
    """A letter that left for an address: of which case ("" for none), of which kind, and when."""

    reference: str
    template: str
    at: datetime
    address: str


@dataclass(frozen=True)
class Legal:
    """A sentence that tells of a court or of a request under access laws; `when` is the date it names, if it names one."""

    kind: LegalKind
    phrase: str
    when: date | datetime | None = None


@dataclass(frozen=True)
class Grave:
    """A sentence that tells of a death or grave harm; `sure` where it is plain that it happened, and to whom (rule 12.6)."""

    phrase: str
    sure: bool


@dataclass(frozen=True)
class Left:
    """A sentence that says that a colleague, by their id in the directory, has left (rule 15)."""

    person: str
    phrase: str


# `unknown`: the receiving service said nothing usable; it acts as plausible does (rule 10), and only its evidence differs.
Proof = Literal["proven", "plausible", "failed", "unknown"]
# What a mail says to one question: a plain yes or no (rule 9.5), or a yes with more words, which is no plain one.
Answer = Literal["", "yes", "no", "yes and more"]
# What a mail says to ourselves, beside its words: somebody must look at it (rule 9.5).
ToUs = Literal["", "question", "complaint", "not me"]


# Who hears that a sender opens too many cases: they and the office, they alone, or nobody, for both know.
Flood = Literal["", "to tell", "to tell the sender", "told"]


@dataclass(frozen=True)
class Cell:
    """The text of one cell, or of a paragraph outside of any table; `tag` is the field for which it was laid out, if one is."""

    text: str
    tag: str = ""


@dataclass(frozen=True)
class Document:
    """A document that hangs on a mail, as text: its rows, in their order. Or why it was not read, in a sentence.

    `hostile`: it holds what no form needs, and what could do harm. `danger` are the phrases of danger in it.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...] = ()
    refused: str = ""
    hostile: bool = False
    danger: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All that stands in it."""
        return "\n\n".join(one.text for row in self.rows for one in row if one.text)


@dataclass(frozen=True)
class YesTo:
    """A yes with words of ours in it, like "yes, RESOLVED" (rule 10); `rest` is what more stands there, if anything does."""

    verbs: tuple[Verb, ...]
    rest: str = ""


@dataclass(frozen=True)
class Sender:
    """Who wrote, as far as we know. `agency` and `person` are directory ids, empty where unknown.

    `delegate` is who really sent it, by name or address, where the header Sender names another (RFC 5322 section 3.6.2).
    `either` are the agencies between which their address does not tell; `agency` is then empty, or what they told the case.
    `other_office`: they hold the office of another board than this case's. `suspect`: somebody else may write from
    there. An empty address: nobody can be said to have written it (rule 10). `evidence` is why the proof is what it
    is, in sentences; `look_alike` what of the directory a stranger's name or address looks like, in a sentence.
    """

    address: str
    name: str = ""
    person: str = ""
    agency: str = ""
    office: bool = False
    proof: Proof = "plausible"
    delegate: str = ""
    either: tuple[str, ...] = ()
    other_office: bool = False
    evidence: tuple[str, ...] = ()
    look_alike: str = ""
    suspect: bool = False

    @property
    def known(self) -> bool:
        """Tell whether the sender belongs to an agency of the partnership, is its officer, or is the office."""
        return bool(self.agency or self.person or self.either) or self.office or self.other_office

    @property
    def own(self) -> tuple[str, ...]:
        """The agency that they write for, or each that it may be while they have not told it."""
        return (self.agency,) if self.agency and self.agency != UNTOLD else self.either


@dataclass(frozen=True)
class Addressee:
    """Somebody a mail was addressed to; `agency` and `person` are directory ids, empty where unknown.

    `either` are the agencies between which their address does not tell.
    """

    address: str
    name: str = ""
    person: str = ""
    agency: str = ""
    either: tuple[str, ...] = ()


Kind = Literal[
    "message",
    "auto-reply",
    "out-of-office",
    "bounce",
    "delayed",
    "read-receipt",
    "reaction",
    "calendar",
    "ticket-robot",
    "list",
    "encrypted",
    "unreadable",
    "unclear",
]


@dataclass(frozen=True)
class Hear:
    """Decide on one mail: all that a decision may use of it. `at` is the mailbox's receipt, never the sender's date.

    `mail` is our id of it; `answers` the letter of ours it replies to (its id), where that is proven. `heard_before`
    names the templates this address was already sent from the office's book today: a stranger is answered once.
    `answered_today` counts the direct answers that this case, or the book, ordered to this address in a day.
    `cases` counts the cases it might belong to where there is more than one: then it is asked about.
    `subject` is there to look for words in, and never shown. `released_at`: when its sender wrote GO ON; `holds` is
    the mail held in confidence that this one answers.
    `beside` is the case it is written on, where that case's agencies do not include whom it addresses; `linked` are the
    open cases of the same child.
    `by_child`: only a child's reference tells which case it is on. `elsewhere`: when the letter it answers was ordered,
    where that letter is of a case that goes on in this one. `others` are the cases that a JOIN in it names.
    `routes` are the confidential ones that the mail named which its sender now lets go on.
    `claimed_start`: the earlier day from which its writer says they disagreed. `decided_on`: when, by their words, the
    decision was made that they disagree with; `bare_day`: they wrote that day alone, as the answer to a question.
    `away_until` and `stand_in` are an out-of-office's day and the address it names.
    `answer` is what its words say to one question; `danger` the phrases of danger in all that its sender newly wrote.
    `to_us`: it asks or complains of the service itself. `replies_to` is the letter of ours that it answers directly, by
    In-Reply-To or the reply address: a yes is to that one alone. `unread_language`: it is in a language we do not read.
    `attachments` are the names of the files that hang on it. `arranging` are its words, and what is unclear, if its sender
    may arrange the stage: whether they may, only the case knows. `family`: a stranger writes as a parent, carer or young person.
    `went`: of who says that they are the wrong person, all that went to their address, on every case. `grave` tells of a death.
    `board`: the mail names two boards, and opens a case for each: this is the one for this board.
    `over`: of which number of cases its sender's mails have opened too many, in words; `flood`: who hears of that.
    `strangers_today` counts our answers to people of no agency within the day, whoever they are.
    `left`: a colleague of the sender's own agency has left, as they write.
    `in_confidence`: nobody could read it, and it may be meant in confidence: nothing of it is shown.
    `first_at`: when a mail that the office let go came first: its words count from then. `seconded`: a second of the office
    has confirmed the word. `opens`: the office says that it is a case. `yes_to`: its own words are a yes with our words in it.
    `officer`: whether the sender of a mail held in confidence is still to be asked if the designated officer was told, or
    answers that question. `unsent`: where it is read late, the letters of its case that have not left; `read_at`: when that is.
    `gone` is what is left of the case that it names, which was disposed of. `documents`: what hangs on an answer, as data.
    """

    at: datetime
    mail: str
    message_id: str
    sender: Sender
    to: tuple[Addressee, ...] = ()
    copied: tuple[Addressee, ...] = ()
    kind: Kind = "message"
    said: tuple[Said, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    own_words: str = ""
    child_references: tuple[str, ...] = ()
    case_reference: str = ""
    answers: str = ""
    heard_before: tuple[str, ...] = ()
    answered_today: int = 0
    cases: int = 0
    subject: str = ""
    released_at: datetime | None = None
    holds: str = ""
    away_until: date | None = None
    stand_in: str = ""
    beside: str = ""
    linked: tuple[str, ...] = ()
    by_child: bool = False
    elsewhere: datetime | None = None
    others: Mapping[str, Case] = field(default_factory=dict)
    claimed_start: date | None = None
    routes: tuple[str, ...] = ()
    answer: Answer = ""
    danger: tuple[str, ...] = ()
    to_us: ToUs = ""
    replies_to: str = ""
    unread_language: bool = False
    attachments: tuple[str, ...] = ()
    officer: Literal["", "to ask", "answers"] = ""
    arranging: tuple[tuple[Said, ...], tuple[Unclear, ...]] | None = None
    family: bool = False
    decided_on: date | None = None
    bare_day: bool = False
    grave: Grave | None = None
    went: tuple[Went, ...] = ()
    legal: tuple[Legal, ...] = ()
    unsent: tuple[LetterOrdered, ...] = ()
    read_at: datetime | None = None
    moved: str = ""
    board: str = ""
    over: str = ""
    strangers_today: int = 0
    flood: Flood = ""
    left: Left | None = None
    in_confidence: bool = False
    first_at: datetime | None = None
    opens: bool = False
    seconded: bool = False
    yes_to: YesTo | None = None
    gone: CaseDisposed | None = None
    lost: HistoryLost | None = None
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True)
class Join:
    """The other half of a JOIN: this case and `other` go on as one, in the older of them."""

    at: datetime
    other: Case
    by: Party
    text: str


@dataclass(frozen=True)
class CallTime:
    """The mailbox has been read past this deadline and it still stands.

    `down`: when the service could not act. `unsent`: the letters of the case that were ordered since and have not left.
    """

    at: datetime
    deadline: str
    down: tuple[datetime, datetime] | None = None
    unsent: tuple[LetterOrdered, ...] = ()


@dataclass(frozen=True)
class NoteSent:
    """The mail server took this letter; `own_return`: with a return address that is no other letter's."""

    at: datetime
    letter: str
    own_return: bool = False


@dataclass(frozen=True)
class NoteBounce:
    """This letter came back, or the mail server refused it for good; `template` is its kind, `order` the letter itself.

    `fault`: whose it is, by `mail.refusals`; only where it is the reader's does their address count as not reached.
    Not `sure`: its readers could have made it up, where the letter has a return address of its own. `of_files`: what is
    attached is of a type that a gateway there does not take.
    """

    at: datetime
    letter: str
    status: str = ""
    why: str = ""
    template: str = ""
    fault: Fault = "reader"
    order: LetterOrdered | None = None
    sure: bool = True
    of_files: bool = False


@dataclass(frozen=True)
class NoteStalled:
    """Something was heard of this letter that is neither its arrival nor its return; `template` is its kind, `order` itself."""

    at: datetime
    letter: str
    how: Stalled
    status: str = ""
    why: str = ""
    template: str = ""
    order: LetterOrdered | None = None


@dataclass(frozen=True)
class Waiting:
    """A letter that should have left by now: on which case, to whom, of which kind, since when, why, and by when it must.

    `alarm`: somebody may be in danger. `subject` is what it is about, for the office.
    """

    letter: str
    reference: str
    to: Party
    subject: str
    since: datetime
    why: str
    alarm: bool = False
    due: datetime | None = None


@dataclass(frozen=True)
class NoteHeldUp:
    """Letters of ours wait for the mail server, or have all left at last (`waiting` is empty then): the office is told.

    `whole`: the server takes no letter of ours at all. `remedy` is what an administrator must do, `letters` how many wait, or
    waited, `since` when.
    """

    at: datetime
    since: datetime
    letters: int
    waiting: tuple[Waiting, ...] = ()
    whole: bool = False
    why: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class NoteUnplaced:
    """A mail server says that some letter of ours did not arrive, and nothing tells which: a person must read it."""

    at: datetime
    address: str = ""
    why: str = ""


@dataclass(frozen=True)
class Reconsider:
    """This letter has not been sent yet, and the case has moved on or its reader has changed: decide again."""

    at: datetime
    letter: str


@dataclass(frozen=True)
class NoteOlderMail:
    """So many emails from before the first start lie in the INBOX, or were put there `later`: the office is told (rule 1.8)."""

    at: datetime
    count: int
    before: datetime
    uidvalidity: int = 0
    highest: int = 0
    later: bool = False


@dataclass(frozen=True)
class NoteTrouble:
    """The service cannot do something, since then, or (`over`) again can: the office is told.

    `kind` is a row of `cases.asking.limping`; `about` the reference of the case, the reader of the letter or the part that it is
    about; `said` the reason, in the words of whatever gave it.
    """

    at: datetime
    kind: str
    since: datetime
    about: str = ""
    said: str = ""
    over: bool = False


@dataclass(frozen=True)
class NoteFolders:
    """The daily count of the mailbox's folders: how much of each case was put back, and how much lies in another folder."""

    at: datetime
    rebuilt: tuple[tuple[str, int], ...] = ()
    moved: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class NoteProof:
    """A look through everything is over: how much was changed, what to tell, and what to do.

    `asked`: by whom; None for the weekly one, of which the office has a letter where there is anything to tell. The rest is
    kept: `ProofGiven`.
    """

    at: datetime
    asked: ProofAsked | None
    changed: int
    lines: tuple[str, ...]
    action: str = ""
    began: datetime | None = None
    found: tuple[str, ...] = ()
    looked_at: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class NoteClosedDays:
    """A day may have been closed since the dates of this case were set: look at each again (rule 4.6)."""

    at: datetime


@dataclass(frozen=True)
class NoteDirectory:
    """The directory may say something else of who is where than it did: look at this case again (rule 11.1)."""

    at: datetime


@dataclass(frozen=True)
class Signs:
    """What tells that letters reach somebody, by address in small letters: when they last wrote, and whose letter came back.

    `answered` have written since the drill began.
    """

    last: Mapping[str, datetime]
    answered: frozenset[str]
    bounced: frozenset[str]


@dataclass(frozen=True)
class NoteDirectoryFile:
    """The directory's file says something else: it was taken, or refused with these faults. `mended`: it was refused before."""

    at: datetime
    digest: str
    faults: tuple[str, ...] = ()
    people: int = 0
    agencies: int = 0
    mended: bool = False


@dataclass(frozen=True)
class BeginDrill:
    """Ask these people for one word, to see that letters reach them (`until`: what is answered by then is told)."""

    at: datetime
    until: datetime
    asked: tuple[Party, ...]


@dataclass(frozen=True)
class AnswerDrill:
    """A mail answers a letter (its id) of the drill, that went `to` somebody."""

    at: datetime
    hear: Hear
    letter: str
    to: Party


@dataclass(frozen=True)
class EndDrill:
    """The drill is over: tell the office what came of it, as `reachable` reckons it from these."""

    at: datetime
    drill: DrillBegun
    signs: Signs


@dataclass(frozen=True)
class CaseSoFar:
    """A case for the morning letter: its policy and history, of which the office had `seen` events the morning before."""

    policy: Policy
    history: tuple[Event, ...]
    seen: int


@dataclass(frozen=True)
class NoteMorning:
    """A working day has begun: the office is told of every open case, and of those that ended `since` its last letter.

    `read_through` is up to when the mailbox was read; None where it never was.
    `in_confidence` counts the mails held in confidence: nothing more of them is ever told (rule 16). `board`: it is for the
    office of that board, and for its cases alone. `strangers` are those who wrote since, and were told of to nobody yet.
    `undecided` are the mails that wait for the office's word, of strangers their number alone, `more`: each was told once.
    `lapsed` are the words on no case that no second person has confirmed in time since then. `audit` is what a look at the
    record found of the service itself. `seal` is the number of the record's newest seal, 0 before the first, and `seal_print` the
    beginning of its digest over all. `past_time` says in a line which ended cases are due for review.
    """

    at: datetime
    since: datetime
    cases: tuple[CaseSoFar, ...]
    read_through: datetime | None = None
    in_confidence: int = 0
    board: str = ""
    strangers: tuple[OutsiderKept, ...] = ()
    undecided: tuple[MailHeard, ...] = ()
    more: int = 0
    lapsed: tuple[SecondAsked, ...] = ()
    audit: Audit = WELL
    seal: int = 0
    seal_print: str = ""
    past_time: str = ""


@dataclass(frozen=True)
class FileMail:
    """Put a mail on this case without acting on it, for the office; or, `off`, take it off again."""

    at: datetime
    mail: str
    message_id: str
    sender: Party
    own_words: str
    by: Party
    text: str = ""
    off: bool = False


@dataclass(frozen=True)
class DisposeCase:
    """Let a case go that two of the office have said is to go: what is counted here goes, and nothing is left but one event.

    `linked` are the open cases of the same child, `against` what the record knows besides that stands against it.
    """

    at: datetime
    emails: int = 0
    letters: int = 0
    entries: int = 0
    linked: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoteDisposed:
    """A case, and those that went on in it, has been disposed of: the office has its certificate.

    `stays` is what is left elsewhere and has to be destroyed there, in sentences; `went` what went besides what is counted.
    """

    at: datetime
    cases: tuple[CaseDisposed, ...]
    went: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoteCameBack:
    """An email came of which every byte was disposed of: somebody has put it back into the mailbox."""

    at: datetime
    mail: str


@dataclass(frozen=True)
class NoteSuspect:
    """Somebody else may have written from a mailbox since then: look at this case, and at its history, again."""

    at: datetime
    address: str
    since: datetime
    history: tuple[Event, ...]


@dataclass(frozen=True)
class OfficeWord:
    """The office wrote to us of what is on no case, or on several: what came of it, and what answers it.

    `happened` goes into its own book; `holds` are the held mails that its answer is about; `confirm`: it is asked to say
    it once more, for it was not sure that the office wrote it. `told`: a colleague whose mail goes on no case hears so, as an
    answer to `answers`. `ask`: a second of the office is asked for this; `asked`: one has answered that.
    """

    at: datetime
    hear: Hear
    lines: tuple[tuple[str, str], ...]
    happened: tuple[Event, ...] = ()
    holds: str = ""
    confirm: bool = False
    told: Party | None = None
    answers: str = ""
    ask: Said | None = None
    asked: SecondAsked | None = None


@dataclass(frozen=True)
class NoteAgencyMorning:
    """A working day has begun: whom the directory names for an agency is told of the open cases in which it is a side."""

    at: datetime
    agency: str
    cases: tuple[CaseSoFar, ...]


@dataclass(frozen=True)
class ListCases:
    """Somebody asks for their open cases, or the office for all; `cases` are those that may be theirs.

    `sure`: it is surely they who ask; else they are asked to say it once more.
    """

    at: datetime
    hear: Hear
    cases: tuple[CaseSoFar, ...] = ()
    sure: bool = False


@dataclass(frozen=True)
class SendFigures:
    """The office asks for the figures of a time, from its first day to its last."""

    at: datetime
    hear: Hear
    first: date
    last: date


@dataclass(frozen=True)
class ToOffice:
    """One letter to one address of the office that the directory has; '' is its mailbox."""

    to: str
    headline: str
    items: tuple[str, ...]
    action: str = ""
    about: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class DirectoryWord:
    """The office wrote of the directory: what its book keeps of that, and the letters that tell it what came of it."""

    at: datetime
    hear: Hear
    letters: tuple[ToOffice, ...]
    happened: tuple[Event, ...] = ()


Command = (
    Hear
    | FileMail
    | OfficeWord
    | ListCases
    | NoteAgencyMorning
    | SendFigures
    | DirectoryWord
    | NoteSuspect
    | Join
    | CallTime
    | NoteSent
    | NoteBounce
    | NoteStalled
    | NoteHeldUp
    | NoteUnplaced
    | Reconsider
    | NoteTrouble
    | NoteOlderMail
    | NoteFolders
    | NoteProof
    | NoteClosedDays
    | DisposeCase
    | NoteDisposed
    | NoteCameBack
    | NoteDirectory
    | NoteMorning
    | NoteDirectoryFile
    | BeginDrill
    | AnswerDrill
    | EndDrill
)
