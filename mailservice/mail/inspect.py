"""What the service makes of one mail, as facts a program can read; the command line shows the same to people.

Start at `inspect`. Knows no case, no directory and no settings: what a command would do to a case is not said here.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from mailservice.cases.history.commands import Said, Unclear
from mailservice.cases.history.words import WORDS
from mailservice.mail import danger
from mailservice.mail.grammar import reading, subjects
from mailservice.mail.grammar.dates import LOCAL
from mailservice.mail.grammar.references import ANY_CHILD, case_reference, child_references
from mailservice.mail.mime.addresses import Address
from mailservice.mail.parse import Mail, parse
from mailservice.mail.reply.division import Words
from mailservice.mail.reply.pieces import hear, own_words

# As whom a mail is read: what a word does depends on who writes it.
Reader = Literal["party", "raiser", "office", "stranger"]
_MAY = {"party": ("anyone",), "raiser": ("anyone", "the raiser"), "stranger": ()}
_SOME_DAY = date(2000, 1, 3)  # for a mail without a date: a Monday on which nothing is due


@dataclass(frozen=True)
class Inspected:
    """A mail with all that was read in it."""

    mail: Mail
    words: Words
    heard: reading.Reading
    danger: tuple[str, ...] = ()
    reader: Reader = "party"

    @property
    def new(self) -> bool:
        """Whether it answers no other mail."""
        return not self.mail.in_reply_to and not subjects.is_reply(self.mail.subject)

    @property
    def opens(self) -> bool:
        """Whether it would open a case: a person's new mail, on a child, that names no case (rules, section 1)."""
        mine = self.mail.kind == "message" and self.reader != "stranger" and self.new
        elsewhere = any(WORDS[one.verb].in_first_mail in ("no", "beside") for one in self.heard.said)
        return mine and bool(self.child_reference) and not self.case_tag and not elsewhere

    @property
    def child_reference(self) -> str:
        """The first child reference: in the subject, in the sender's words, or anywhere."""
        for text in (self.mail.subject, self.words.own, self.mail.text):
            if found := child_references(text, ANY_CHILD):
                return found[0]
        return ""

    @property
    def case_tag(self) -> str:
        """The first case reference: in the subject, in the sender's words, or anywhere."""
        texts = (self.mail.subject, self.words.own, self.mail.text)
        return next((found for text in texts if (found := case_reference(text, ""))), "")


def look(raw: bytes, today: date | None = None, *, reader: Reader = "party") -> Inspected:
    """Read a mail as somebody's; dates in it are counted from its own date, or from `today` where it has none."""
    mail = parse(raw)
    seen = Inspected(mail, own_words(mail), reading.Reading(), reader=reader)
    if mail.kind != "message":  # nothing that a machine sent is a command, whatever words it holds
        return seen
    day = mail.date.astimezone(LOCAL).date() if mail.date else today or _SOME_DAY
    names = (mail.sender.name, mail.sender.address)
    found = hear(seen.words, today=day, office=reader == "office", subject=mail.subject, new=seen.new, names=names)
    found = reading.Reading() if reader == "stranger" else _as(reader, found)
    seen = replace(seen, heard=found, danger=danger.phrases(f"{mail.subject}\n{seen.words.for_attention}"))
    return replace(seen, heard=_told(found)) if seen.opens else seen


def _told(found: reading.Reading) -> reading.Reading:
    """Leave out what is prose in a first mail: "I disagree" is no slip for DISAGREE there."""
    return replace(found, unclear=tuple(one for one in found.unclear if one.why not in ("near-miss", "wish")))


def _as(reader: Reader, found: reading.Reading) -> reading.Reading:
    """Ask about the words that only somebody else may use; whether they are that person is for the case to know."""
    if reader == "office":
        return found
    mine = tuple(one for one in found.said if WORDS[one.verb].who in _MAY[reader])
    others = (one for one in found.said if one not in mine)
    asked = tuple(Unclear(one.line, one.verb, "near-miss", would=one) for one in others)
    return replace(found, said=mine, unclear=(*found.unclear, *asked))


def inspect(raw: bytes, path: str = "", *, reader: Reader = "party") -> dict[str, Any]:
    """Return what the service makes of a mail, under the keys that `mailservice inspect --json-lines` prints."""
    return facts(look(raw, reader=reader), path)


def facts(seen: Inspected, path: str = "") -> dict[str, Any]:
    """Return an inspected mail as plain values."""
    mail, said = seen.mail, seen.heard.said
    contradiction = any(one.why == "contradiction" for one in seen.heard.unclear)
    return {
        "path": path,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "from": _person(mail.sender),
        "to": [_person(one) for one in mail.to],
        "cc": [_person(one) for one in mail.cc],
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else None,
        "auto_submitted": mail.auto_submitted,
        "kind": mail.kind,
        "body_text": mail.text,
        "reply_text": seen.words.own,
        "attachments": [
            {"filename": one.filename, "content_type": one.content_type, "size": one.size} for one in mail.attachments
        ],
        "command": _command(said[0]) if said and not contradiction else None,
        "commands": [_command(one) for one in said],
        "asked": [_asked(one) for one in seen.heard.unclear],
        "danger": list(seen.danger),
        "opens": seen.opens,
        "child_reference": seen.child_reference,
        "case_tag": seen.case_tag,
        "defects": list(mail.defects),
    }


def _person(address: Address) -> dict[str, str]:
    return {"name": address.name, "address": address.address}


def _asked(unclear: Unclear) -> dict[str, str | None]:
    return {"name": str(unclear.understood) if unclear.understood else None, "text": unclear.line}


def _command(said: Said) -> dict[str, Any]:
    args: dict[str, Any] = {
        "reason": said.reason,
        "when": said.when.isoformat() if said.when else "",
        "name": said.name,
        "address": said.address,
        "stage": said.stage,
        "reference": said.reference,
        "dry_run": said.dry_run,
    }
    return {"name": str(said.verb), "args": {key: value for key, value in args.items() if value}}
