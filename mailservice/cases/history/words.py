"""The words people can use (rules, section 9): one row each, with all that a word is.

A new word is a member of `Verb` and its row in `ROWS`, then its functions in `words/table.py` and its line in the
README's list (`as_markdown`): what is still missing is asked for in a sentence, at import or by a test.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from mailservice.cases.history.rows import Row, column, whole


class Verb(StrEnum):
    """Every word a person can use, in the order in which they are listed."""

    RECEIVED = "RECEIVED"
    MET = "MET"
    PLAN = "PLAN"
    RESOLVED = "RESOLVED"
    AGREE = "AGREE"
    DISAGREE = "DISAGREE"
    OBJECT = "OBJECT"
    ESCALATE = "ESCALATE"
    URGENT = "URGENT"
    NEW_DATE = "NEW DATE"
    CONTACT = "CONTACT"
    COVER = "COVER"
    TOPIC = "TOPIC"
    NOTE = "NOTE"
    DONE = "DONE"
    NOT_DONE = "NOT DONE"
    OVERTAKEN = "OVERTAKEN"
    WITHDRAW = "WITHDRAW"
    KEEP = "KEEP"
    REOPEN = "REOPEN"
    NEW = "NEW"
    JOIN = "JOIN"
    GO_ON = "GO ON"
    STOP = "STOP"
    UNDO = "UNDO"
    STATUS = "STATUS"
    POLICY = "POLICY"
    HELP = "HELP"
    MEDIATION = "MEDIATION"
    PANEL = "PANEL"
    REPORT = "REPORT"
    DECISION = "DECISION"
    NOT_AGREED = "NOT AGREED"
    ALLOW = "ALLOW"


# What keeps a case going: nobody means it together with a word that would end the case.
_KEEPS_IT_GOING = (Verb.ESCALATE, Verb.DISAGREE, Verb.OBJECT, Verb.REOPEN, Verb.KEEP)


@dataclass(frozen=True, kw_only=True)
class Word(Row):
    """All that one word is: how it is shown, how it is read out of a mail, and what it means to a case."""

    name: Verb

    takes: str = column("what follows it, as HELP and the README show it")
    help: str = column("what it does, as HELP and the README say it to whoever might use it")
    after: str = column("what follows it, as a letter that offers it asks for it")
    means: str = column("what it does, as a letter that offers it says it; empty where no letter may offer it")

    synonyms: tuple[str, ...] = column("what else people write for it, in capitals")
    follows: Literal["nothing", "its text", "anything"] = column(
        'what may follow where it acts: "nothing" but thanks, a name and the like; "its text", behind a mark, or begun as such '
        'a text begins (mail/grammar/quiet.py); "anything", in capitals or behind a mark, but what takes it back'
    )
    another: tuple[str, ...] = column(
        "the words, in small letters, that right after it make it part of something else: URGENT care, OBJECT permanence"
    )
    reads: Literal[
        "nothing",
        "a stage",
        "a past day",
        "a date",
        "a date and a person",
        "a person",
        "an address",
        "actions",
        "a reference",
    ] = column("what `mail.grammar.arguments` reads out of what follows it")

    who: Literal["anyone", "the raiser", "the office", "the final authority"] = column(
        'who may use it: nobody else is heard with a word of "the office", its function sees to the others'
    )
    direction: Literal["attention", "quiet", "aside", "either"] = column(
        'where it leads (rules, section 10): "attention" acts unproven; "quiet" meets a date, ends the case or lets somebody '
        'bind, and must be proven; "aside" is only answered, kept or named; "either" goes against the word that it takes back'
    )
    contradicts: tuple[Verb, ...] = column("the words it contradicts in one mail; either row may say it of both")
    in_first_mail: Literal["may stand", "the issue", "beside", "no"] = column(
        'what it is in a mail on no case: with "may stand" one opens; "the issue" is what it is about, and needs no answer; '
        '"beside" may stand only where the case opens beside another; with "no" none opens, for it belongs to one not found'
    )
    answered: Literal["a sentence", "a letter", "nothing"] = column(
        'what answers it: "a sentence" of its function in words/table.py, "a letter" of its own in opening/first_mail.py, '
        'or "nothing": it is only filed, and a mail that says no more than such words opens no case'
    )
    ends_withdrawal: bool = column("whether a case that is being withdrawn goes on once somebody writes it")
    final: str = column("the sentence that answers UNDO where it cannot be taken back, else empty")

    @property
    def shown(self) -> str:
        """The word with what follows it, as HELP shows it."""
        return f"{self.name} {self.takes}".rstrip()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the word itself and what else people write for it."""
        return (str(self.name), *self.synonyms)


ROWS = (
    Word(
        name=Verb.RECEIVED,
        takes="",
        help="I have this and will see to it",
        after="",
        means="you have read this; no date changes",
        synonyms=(
            "RECIEVED",
            "ACK",
            "ACKNOWLEDGED",
            "CONFIRM RECEIPT",
            "DERBYNIWYD",
            "WEDI DERBYN",
            "WEDI'I DDERBYN",
            "RECEIPT ACKNOWLEDGED",
            "RECEIPT CONFIRMED",
        ),
        follows="its text",
        another=(),
        reads="nothing",
        who="anyone",
        direction="aside",
        contradicts=(),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.MET,
        takes="…",
        help="we have talked; what was said",
        after="",
        means="the two sides have spoken",
        synonyms=("WE MET", "WE HAVE MET", "WE'VE MET", "WEDI CWRDD", "WEDI CYFARFOD"),
        follows="its text",
        another=(
            "police",
            "office",
            "officer",
            "officers",
            "the",
            "a",
            "an",
            "mum",
            "dad",
            "family",
            "mother",
            "father",
            "gala",
            "every",
            "all",
            "any",
        ),
        reads="a past day",
        who="anyone",
        direction="quiet",
        contradicts=(),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.PLAN,
        takes="…",
        help="what we will do, for the others to agree",
        after="who does what, by when",
        means="you propose it; this stays open",
        synonyms=("OUR PLAN", "PROPOSED PLAN", "CYNLLUN"),
        follows="its text",
        another=(
            "a",
            "b",
            "c",
            "d",
            "meeting",
            "meetings",
            "document",
            "review",
            "is",
            "was",
            "attached",
            "number",
            "ahead",
        ),
        reads="actions",
        who="anyone",
        direction="quiet",
        contradicts=(),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.RESOLVED,
        takes="…",
        help="it is settled, and how; the others are asked",
        after="who does what by when, and what stays open, with whom",
        means="it ends once the other side agrees",
        synonyms=("RESOLVE", "DATRYSWYD", "WEDI'I DDATRYS", "WEDI EI DDATRYS"),
        follows="its text",
        another=(),
        reads="actions",
        who="anyone",
        direction="quiet",
        contradicts=(*_KEEPS_IT_GOING, Verb.URGENT, Verb.NOT_AGREED, Verb.WITHDRAW),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.AGREE,
        takes="",
        help="I agree to the text I was sent",
        after="",
        means="you agree to exactly these words",
        synonyms=("AGREED", "I AGREE", "WE AGREE", "CYTUNO", "CYTUNWYD", "CYTUNAF", "RWY'N CYTUNO", "DW I'N CYTUNO"),
        follows="nothing",
        another=(),
        reads="nothing",
        who="anyone",
        direction="quiet",
        contradicts=(*_KEEPS_IT_GOING, Verb.URGENT, Verb.WITHDRAW),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.DISAGREE,
        takes="why",
        help="I do not agree to it",
        after="why",
        means="it goes back to everybody; every date stands",
        synonyms=(
            "DISAGREED",
            "I DISAGREE",
            "WE DISAGREE",
            "DO NOT AGREE",
            "I DO NOT AGREE",
            "WE DO NOT AGREE",
            "DON'T AGREE",
            "DONT AGREE",
            "I DON'T AGREE",
            "WE DON'T AGREE",
            "ANGHYTUNO",
            "RWY'N ANGHYTUNO",
            "DDIM YN CYTUNO",
        ),
        follows="anything",
        another=("is", "was", "or", "and", "button", "means"),
        reads="nothing",
        who="anyone",
        direction="attention",
        contradicts=(),
        in_first_mail="the issue",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.OBJECT,
        takes="why",
        help="stop the closing; the deciders must answer",
        after="why",
        means="you do not accept this; it is stopped, and the managers are asked again",
        synonyms=("OBJECTION", "I OBJECT", "WE OBJECT", "GWRTHWYNEBU", "RWY'N GWRTHWYNEBU"),
        follows="anything",
        another=(
            "permanence",
            "lesson",
            "lessons",
            "relations",
            "recognition",
            "play",
            "is",
            "was",
            "or",
            "button",
            "means",
        ),
        reads="nothing",
        who="anyone",
        direction="attention",
        contradicts=(),
        in_first_mail="the issue",
        answered="a sentence",
        ends_withdrawal=True,
        final="",
    ),
    Word(
        name=Verb.ESCALATE,
        takes="[TO stage] why",
        help="go to the next stage, or the one named",
        after="why",
        means="it goes to the next stage now",
        synonyms=("ESCALATED", "ESCALATE NOW", "UWCHGYFEIRIO", "UWCHGYFEIRIWCH"),
        follows="anything",
        another=("is", "was", "or", "button", "means", "letter", "policy", "|"),
        reads="a stage",
        who="anyone",
        direction="attention",
        contradicts=(),
        in_first_mail="may stand",
        answered="a sentence",
        ends_withdrawal=True,
        final="",
    ),
    Word(
        name=Verb.URGENT,
        takes="…",
        help="it cannot wait: everyone is told at once",
        after="",
        means="",
        synonyms=("VERY URGENT", "URGENTLY", "BRYS", "AR FRYS", "MAE'N FRYS"),
        follows="anything",
        another=(
            "care",
            "treatment",
            "referral",
            "referrals",
            "response",
            "appointment",
            "appointments",
            "admission",
            "dental",
            "duty",
            "cases",
            "matters",
            "enquiries",
            "queries",
            "calls",
            "contact",
            "contacts",
            "requests",
        ),
        reads="a stage",
        who="anyone",
        direction="attention",
        contradicts=(),
        in_first_mail="may stand",
        answered="a sentence",
        ends_withdrawal=True,
        final="",
    ),
    Word(
        name=Verb.NEW_DATE,
        takes="date why",
        help="ask the others for another date",
        after="the date, and why",
        means="each agency is asked to agree",
        synonyms=("NEWDATE", "NEW DEADLINE", "EXTEND", "EXTEND TO", "DYDDIAD NEWYDD"),
        follows="its text",
        another=("of",),
        reads="a date",
        who="anyone",
        direction="quiet",
        contradicts=(Verb.ESCALATE, Verb.RESOLVED, Verb.WITHDRAW),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.CONTACT,
        takes="name address [AS RAISER]",
        help="whom to write to next, or who follows the raiser",
        after="name and email address",
        means="this is who acts for your agency there; add AS RAISER for who follows the person who raised it",
        synonyms=("CONTACTS", "NEXT MANAGER", "NEXT CONTACT", "CYSWLLT"),
        follows="its text",
        another=(
            "with",
            "arrangements",
            "centre",
            "center",
            "details",
            "order",
            "supervisor",
            "time",
            "sessions",
            "is",
            "was",
            "has",
            "visits",
            "between",
            "made",
            "note",
            "notes",
            "record",
            "plan",
            "number",
            "lens",
        ),
        reads="a person",
        who="anyone",
        direction="aside",
        contradicts=(),
        in_first_mail="may stand",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.COVER,
        takes="name address UNTIL date",
        help="who acts for me while I am away",
        after="name, email address, UNTIL the date",
        means="this is who stands in until then; no date moves",
        synonyms=("MY COVER", "COVERED BY", "DEPUTY"),
        follows="its text",
        another=("letter", "note", "sheet", "for", "is", "was", "story", "arrangements", "up"),
        reads="a person",
        who="anyone",
        direction="quiet",
        contradicts=(),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.TOPIC,
        takes="…",
        help="what it is about, for the report",
        after="",
        means="",
        synonyms=("TOPICS", "PWNC"),
        follows="its text",
        another=("for", "of", "is", "was"),
        reads="nothing",
        who="anyone",
        direction="aside",
        contradicts=(),
        in_first_mail="may stand",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.NOTE,
        takes="…",
        help="keep this on the record; nothing moves",
        after="what you want kept",
        means="it is kept on the record; nothing moves",
        synonyms=("NOTES", "FOR THE RECORD", "FILE NOTE", "NODYN"),
        follows="anything",
        another=(),
        reads="nothing",
        who="anyone",
        direction="aside",
        contradicts=(),
        in_first_mail="may stand",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.DONE,
        takes="",
        help="the action agreed is done",
        after="",
        means="it is done; the person who raised this is told of an action",
        synonyms=("COMPLETED", "ACTION DONE", "ALL DONE", "WEDI'I WNEUD", "WEDI EI WNEUD", "CWBLHAWYD"),
        follows="its text",
        another=("my", "the", "some", "half", "part", "one", "what", "as", "a", "all", "by", "deal", "in", "with"),
        reads="nothing",
        who="anyone",
        direction="quiet",
        contradicts=(),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.NOT_DONE,
        takes="why",
        help="it is not",
        after="why",
        means="the action is not done; everybody is told",
        synonyms=("NOT DONE YET", "NOT YET DONE", "NOT COMPLETED", "HEB EI WNEUD", "HEB EI WNEUD ETO"),
        follows="anything",
        another=("or", "and", "is", "was"),
        reads="nothing",
        who="anyone",
        direction="attention",
        contradicts=(Verb.DONE,),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.OVERTAKEN,
        takes="…",
        help="events have overtaken it; each agency is asked",
        after="what has changed",
        means="events have overtaken this; each agency is asked if the cause is settled",
        synonyms=("OVERTAKEN BY EVENTS",),
        follows="its text",
        another=(),
        reads="nothing",
        who="anyone",
        direction="quiet",
        contradicts=(*_KEEPS_IT_GOING, Verb.URGENT),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.WITHDRAW,
        takes="why",
        help="take it back; of three agencies or more, an agency that did not raise it asks to leave it",
        after="why",
        means="you take it back, if you raised it; for a working day anybody who takes part may keep it",
        synonyms=("WITHDRAWN", "I WITHDRAW", "TYNNU'N ÔL", "TYNNU'N OL"),
        follows="its text",
        another=("from", "consent", "him", "her", "them"),
        reads="nothing",
        who="the raiser",
        direction="quiet",
        contradicts=(*_KEEPS_IT_GOING, Verb.URGENT),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.KEEP,
        takes="why",
        help="do not let it be withdrawn",
        after="why",
        means="it is not withdrawn, and goes on",
        synonyms=("KEEP OPEN", "KEEP IT OPEN", "KEEP THIS OPEN"),
        follows="anything",
        another=(
            "me",
            "us",
            "an",
            "a",
            "calm",
            "up",
            "in",
            "on",
            "your",
            "you",
            "well",
            "him",
            "her",
            "them",
            "going",
            "everyone",
            "mum",
            "dad",
            "safe",
            "posted",
            "to",
            "all",
            "my",
        ),
        reads="nothing",
        who="anyone",
        direction="attention",
        contradicts=(),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.REOPEN,
        takes="why",
        help="take a closed case up again",
        after="why",
        means="the case is opened again, under the same reference",
        synonyms=("RE-OPEN", "REOPENED", "RE-OPENED", "AILAGOR", "AILAGORWCH"),
        follows="anything",
        another=("is", "was", "or", "of"),
        reads="nothing",
        who="anyone",
        direction="attention",
        contradicts=(),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=True,
        final="",
    ),
    Word(
        name=Verb.NEW,
        takes="",
        help="this is another matter: open a case",
        after="",
        means="it is a matter of its own",
        synonyms=("NEW CASE",),
        follows="nothing",
        another=(),
        reads="nothing",
        who="anyone",
        direction="aside",
        contradicts=(),
        in_first_mail="may stand",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.JOIN,
        takes="reference",
        help="add this agency to that case",
        after="",
        means="that agency takes part in the first case, and this goes on there; it cannot be undone",
        synonyms=("JOIN CASE",),
        follows="its text",
        another=("us", "the", "me", "in"),
        reads="a reference",
        who="anyone",
        direction="quiet",
        contradicts=(Verb.NEW,),
        in_first_mail="beside",
        answered="a sentence",
        ends_withdrawal=False,
        final="Cases that were joined cannot be parted again by UNDO. An agency leaves only with every other's AGREE: "
        "ask the office.",
    ),
    Word(
        name=Verb.GO_ON,
        takes="",
        help="send it, this is the right route",
        after="",
        means="we take your email up as if it had just come, and write to those it names",
        synonyms=("GO AHEAD",),
        follows="nothing",
        another=(),
        reads="nothing",
        who="anyone",
        direction="aside",
        contradicts=(),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.STOP,
        takes="",
        help="send nothing of my last mail",
        after="",
        means="nothing is sent to anybody",
        synonyms=(),
        follows="nothing",
        another=(),
        reads="nothing",
        who="anyone",
        direction="aside",
        contradicts=(Verb.GO_ON, Verb.NEW),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.UNDO,
        takes="",
        help="take back what I have just done",
        after="",
        means="you take back what you last did, if no other side has acted since",
        synonyms=("UNDO THAT", "UNDO IT"),
        follows="nothing",
        another=(),
        reads="nothing",
        who="anyone",
        direction="either",
        contradicts=(),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.STATUS,
        takes="",
        help="where the case stands",
        after="",
        means="we write back where the case stands",
        synonyms=("CASE STATUS", "STATWS"),
        follows="nothing",
        another=(),
        reads="nothing",
        who="anyone",
        direction="aside",
        contradicts=(),
        in_first_mail="may stand",
        answered="a letter",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.POLICY,
        takes="",
        help="the policy and its times",
        after="",
        means="",
        synonyms=("POLISI",),
        follows="nothing",
        another=(),
        reads="nothing",
        who="anyone",
        direction="aside",
        contradicts=(),
        in_first_mail="may stand",
        answered="a letter",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.HELP,
        takes="",
        help="these words",
        after="",
        means="we write back every word you can use",
        synonyms=("COMMANDS", "CYMORTH"),
        follows="nothing",
        another=(),
        reads="nothing",
        who="anyone",
        direction="aside",
        contradicts=(),
        in_first_mail="may stand",
        answered="a letter",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.MEDIATION,
        takes="date",
        help="mediation is offered",
        after="the date, and who mediates",
        means="mediation is offered then",
        synonyms=("MEDIATION OFFERED",),
        follows="its text",
        another=("is", "was", "room", "service"),
        reads="a date and a person",
        who="the office",
        direction="quiet",
        contradicts=(),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.PANEL,
        takes="date",
        help="a panel is convened",
        after="the date, and who sits on it",
        means="a panel meets then",
        synonyms=("PANEL CONVENED",),
        follows="its text",
        another=("is", "was", "meeting", "members"),
        reads="a date and a person",
        who="the office",
        direction="quiet",
        contradicts=(Verb.MEDIATION,),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.REPORT,
        takes="…",
        help="to whom it was reported",
        after="what came of the mediation",
        means="the report is recorded",
        synonyms=(),
        follows="its text",
        another=("is", "was", "attached", "writing", "writer"),
        reads="nothing",
        who="the office",
        direction="quiet",
        contradicts=(),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.DECISION,
        takes="…",
        help="what was decided, and why",
        after="what is decided and why, who does what by when",
        means="the case ends so",
        synonyms=("DECIDED", "OUR DECISION", "PENDERFYNIAD"),
        follows="its text",
        another=(
            "deferred",
            "pending",
            "postponed",
            "awaited",
            "making",
            "maker",
            "tree",
            "not",
            "on",
            "is",
            "was",
            "to",
        ),
        reads="actions",
        who="the final authority",
        direction="quiet",
        contradicts=(*_KEEPS_IT_GOING, Verb.NOT_AGREED),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="A decision cannot be taken back. REOPEN and why opens the case again.",
    ),
    Word(
        name=Verb.NOT_AGREED,
        takes="…",
        help="ended without agreement: who does what",
        after="what each agency will do, who keeps watch, who is told",
        means="the case ends without agreement",
        synonyms=("ENDED NOT AGREED",),
        follows="its text",
        another=(),
        reads="actions",
        who="the office",
        direction="quiet",
        contradicts=(),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
    Word(
        name=Verb.ALLOW,
        takes="address [UNTIL date]",
        help="somebody who was named may be written to",
        after="the address, and UNTIL the date if there is one",
        means="we may write to somebody who was named",
        synonyms=("ALLOWED",),
        follows="its text",
        another=("for", "me", "us", "him", "her", "them", "time"),
        reads="an address",
        who="the office",
        direction="quiet",
        contradicts=(),
        in_first_mail="no",
        answered="a sentence",
        ends_withdrawal=False,
        final="",
    ),
)


def of_each_verb(rows: Iterable[Word]) -> Mapping[str, Word]:
    """Return the rows by their verb, in the order of `Verb`; IncompleteRow names a verb that has none."""
    written = tuple(rows)
    whole("ROWS in cases/history/words.py", (row.name for row in written), Verb, "a Word(…)")
    return {row.name: row for row in sorted(written, key=lambda row: list(Verb).index(row.name))}


WORDS = of_each_verb(ROWS)


def contradict(one: Verb, other: Verb) -> bool:
    """Tell whether two words cannot both be meant in one mail."""
    return other in WORDS[one].contradicts or one in WORDS[other].contradicts


def for_help(first: Iterable[Verb] = ()) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Return the words that HELP names first, and every other; the office's own words are left out."""
    now = tuple(WORDS[verb] for verb in first)
    return now, tuple(word for word in WORDS.values() if word.who != "the office" and word not in now)


def as_markdown() -> str:
    """Return the whole list as the README has it."""
    lines = (f"| `{word.shown}` | {word.help} | {', '.join(word.synonyms)} | {word.who} |" for word in WORDS.values())
    return "\n".join(["| Write | What it does | Also read | Who |", "|---|---|---|---|", *lines])


def in_help(word: Word) -> str:
    """Return what a word does, and whose it is where not everybody may use it."""
    return word.help if word.who == "anyone" else f"{word.help} ({word.who} only)"
