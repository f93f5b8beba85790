"""What a mail says by itself: who wrote to whom, which words of ours, which letter of ours it answers. Start at `read`.

Given bytes alone, and the desk; it looks nothing up, so that it can be done in a process of its own (`reader`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from mailservice.cases.history.commands import Hear, Kind, Sender, YesTo
from mailservice.cases.history.words import Verb
from mailservice.mail import danger
from mailservice.mail.documents import reading as documents
from mailservice.mail.grammar import (
    claimed,
    confirming,
    family,
    grave,
    left,
    legal,
    moved,
    reading,
    references,
    subjects,
)
from mailservice.mail.grammar.extras import names_of
from mailservice.mail.grammar.lines import within_reach
from mailservice.mail.parse import Mail, parse
from mailservice.mail.reply import pieces
from mailservice.mail.reply.division import Words
from mailservice.mail.trust import senders, signing
from mailservice.mail.trust.judging import judge
from mailservice.mail.trust.setup import Verdict
from mailservice.service.desk import Desk
from mailservice.service.sheets import Sheet, sheet_of

# The words of whoever arranges a stage, whom its case alone may know.
_ARRANGE = (Verb.MEDIATION, Verb.PANEL, Verb.REPORT)


@dataclass(frozen=True)
class Read:
    """What a mail says by itself, before anything is looked up; of `mail` only what is looked at afterwards is left.

    `sheet` is the directory's, where one hangs on a mail of the office.
    """

    mail: Mail
    hear: Hear
    sheet: Sheet | None = None


def read(desk: Desk, raw: bytes, identity: str, at: datetime, keys: Mapping[str, bytes] | None = None) -> Read:
    """Read a mail; `identity` is our id of it, `at` the mailbox's receipt. Pure: whatever takes long is done here.

    `keys` are the DNS texts that a check of its signatures needs, where they are checked here.
    """
    mail = parse(raw)
    hear = _heard(desk, mail, judge(raw, desk.trust, keys), identity, at)
    sheet = sheet_of(mail, desk.rules.policy.places) if _may_bring_sheet(hear) else None
    names = tuple(replace(one, content=b"") for one in mail.attachments)
    return Read(replace(mail, html="", headers={}, attachments=names), hear, sheet)


def _may_bring_sheet(hear: Hear) -> bool:
    """Tell whether what hangs on a mail may be the directory: nothing that a stranger, or a forger, sends is opened."""
    human = hear.kind in ("message", "unreadable") and hear.sender.office and hear.sender.proof != "failed"
    return human and bool(hear.answers or any(one.verb is Verb.DIRECTORY for one in hear.said))


def _heard(desk: Desk, mail: Mail, verdict: Verdict, identity: str, at: datetime) -> Hear:
    """Return who wrote what to whom, as far as the mail itself tells."""
    here = desk.rules.days.local(at)
    directory = desk.directory.on(here.date())
    sender = senders.identify(mail, directory, verdict)
    kind = _kind(desk, mail, sender)
    words = pieces.own_words(mail)
    human = kind == "message"
    arranges = sender.office or any(one.id == sender.person for one in directory.officers)
    new = not mail.in_reply_to and not subjects.is_reply(mail.subject)
    read, arranging = reading.Reading(), None
    if human:
        names = (mail.sender.name, mail.sender.address)
        read = pieces.hear(words, today=here.date(), office=arranges, subject=mail.subject, new=new, names=names)
        # Their words stand in the mail itself: a subject that says what it is about, "mediation", asks nothing of them.
        if any(one.understood in _ARRANGE for one in read.unclear) and not arranges:
            other = pieces.hear(words, today=here.date(), office=True, names=names)
            arranging = (other.said, other.unclear)
    # The subject of a reply is not its sender's own.
    fresh = f"{mail.subject}\n\n{words.for_attention}" if new else words.for_attention
    policy = desk.rules.policy
    read_of = within_reach(words.own)
    named = f"{mail.subject}\n{read_of}"
    day, bare = _decided(read_of, here.date(), first=new) if human else (None, False)
    brought = documents.documents(mail.attachments) if human and _may_bring_form(mail, sender, desk) else ()
    written = "\n\n".join(one.text for one in brought)
    files = tuple(one.filename for one in mail.attachments if one.filename)
    return Hear(
        at=here,
        mail=identity,
        message_id=mail.message_id,
        sender=sender,
        to=tuple(senders.addressee(one, directory) for one in mail.to),
        copied=tuple(senders.addressee(one, directory) for one in mail.cc),
        kind=kind,
        said=read.said,
        unclear=read.unclear,
        own_words=words.own,
        child_references=references.child_references(named, policy.reference.child) if human else (),
        case_reference=references.case_reference(f"{mail.subject}\n{mail.text}", policy.reference.prefix),
        answers=signing.letter_in(answered(mail), desk.signing_keys),
        replies_to="" if pieces.is_forward(mail.subject) else signing.letter_in(_directly(mail), desk.signing_keys),
        answer=read.answer,
        yes_to=_yes_to(words, mail) if human else None,
        to_us=read.to_us,
        subject=_named_in(mail) if human else "",
        claimed_start=claimed.claimed_start(read_of, here.date()) if human else None,
        decided_on=day,
        bare_day=bare,
        away_until=mail.absence.until if mail.absence else None,
        stand_in=mail.absence.deputy.address if mail.absence and mail.absence.deputy else "",
        danger=danger.phrases(fresh) if human else (),
        unread_language=human and not danger.reads(words.own),
        attachments=tuple(one.filename for one in mail.attachments if one.filename and one.is_file),
        arranging=arranging,
        family=human and not sender.known and family.speaks(words.own),
        grave=grave.grave(f"{fresh}\n\n{written}") if human else None,
        moved=moved.moved(fresh) if human else "",
        legal=legal.told(fresh, files, here.date(), written) if human else (),
        left=left.left(
            fresh, [one for one in directory.people if one.agency == sender.agency and one.id != sender.person]
        )
        if human and sender.agency
        else None,
        documents=brought,
    )


def _may_bring_form(mail: Mail, sender: Sender, desk: Desk) -> bool:
    """Tell whether what hangs on a mail may be a form that somebody sends back: a colleague's, on a case."""
    prefix = desk.rules.policy.reference.prefix
    on_case = bool(
        signing.letter_in(answered(mail), desk.signing_keys) or references.case_reference(mail.subject, prefix)
    )
    return sender.known and not sender.office and on_case


def _yes_to(words: Words, mail: Mail) -> YesTo | None:
    """Return the words that the mail says yes to: surely its sender's, with all that may be theirs beside."""
    names = names_of(mail.sender.name, mail.sender.address.split("@")[0])
    surely = confirming.yes_to(words.for_quiet, names)
    whole = confirming.yes_to(words.own, names)
    return whole if surely and whole and surely.verbs == whole.verbs else None


def _directly(mail: Mail) -> Iterable[str]:
    """Return where a direct answer names our letter: In-Reply-To, else, in a mail that our button opened, its reply address."""
    return (mail.in_reply_to,) if mail.in_reply_to else mail.recipients


def _decided(words: str, today: date, *, first: bool) -> tuple[date | None, bool]:
    """Return when the decision was made, as the mail says, and whether the day is all that it says."""
    told = claimed.decided_on(words, today, first=first)
    bare = None if told or first else claimed.bare_day(words, today)
    return told or bare, bare is not None


def _kind(desk: Desk, mail: Mail, sender: Sender) -> Kind:
    """Return what kind of mail it is: ours, and another service's, are no person's; without text or sender a person reads it."""
    if mail.sender.address.lower() == desk.address.lower() or desk.directory.is_neighbour(mail.sender.address):
        return "auto-reply"
    if mail.kind == "message" and not (sender.address or mail.sender.address):
        return "unclear"
    if mail.kind == "encrypted" and mail.auto_submitted:
        return "unclear"  # a machine may have written it, which is not answered
    return "unreadable" if mail.kind == "message" and mail.unreadable else mail.kind


def _named_in(mail: Mail) -> str:
    """Return the words beside the text in which a matter may be named: the subject, and the names of what hangs on it."""
    return " ".join([mail.subject, *_attached(mail)])


def _attached(mail: Mail) -> list[str]:
    return [one.filename for one in mail.attachments if one.filename]


def answered(mail: Mail) -> Iterable[str]:
    """Return where an answer names our letter: the token's address, then References and In-Reply-To, newest first."""
    return (*mail.recipients, mail.in_reply_to, *reversed(mail.references))
