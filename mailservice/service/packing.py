"""A case's pack from the record: `files`, made of what `kept` gathers. It looks, and changes nothing.

What is held in confidence, and what is not decided yet, is left where it is: no pack holds it, nor says that there is any.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from mailservice.cases.history.events import Event, LetterOrdered, LetterSent, MailFiled, MailHeard, MailTakenOff, Party
from mailservice.cases.history.folding import replay
from mailservice.errors import Problem, UserError
from mailservice.exports.pack.kept import Kept, Message, Sealed
from mailservice.exports.pack.packing import pack
from mailservice.record import chain, contents, ledger, mails, outbox, sealing, tracing
from mailservice.record.database import Transaction
from mailservice.service import folders
from mailservice.service.kept import kept_policy

_GONE = "that case was disposed of, and nothing of it is left to write out; mailservice case list says when it ended"


def files(
    tx: Transaction, case: int, names: Mapping[str, str], side: str = "", reader: Party | None = None
) -> Mapping[str, bytes]:
    """Return the files of a case's pack by their names: of the whole record, or of what one side had (`sharing.had`)."""
    return pack(kept(tx, case, names), side, reader=reader).files


def kept(tx: Transaction, case: int, names: Mapping[str, str]) -> Kept:
    """Return a case as the record has it; `names` are the agencies' by their id. UserError where it was disposed of."""
    history = ledger.events(tx, case)
    stands = replay(history)
    if stands.status == "disposed":
        raise UserError([Problem("record", "", _GONE)])
    came = {name: mail for name in _mails(tx, case, history) if (mail := _mail(tx, name)) is not None}
    left = {one.letter: one.at for one in history if isinstance(one, LetterSent)}
    ordered = [one.letter for one in history if isinstance(one, LetterOrdered)]
    letters = {one: letter for one in ordered if (letter := _letter(tx, one, left.get(one))) is not None}
    length, head = chain.end(tx, case)
    return Kept(history, kept_policy(tx, stands), names, came, letters, length, head, _seal(tx, case))


def _mails(tx: Transaction, case: int, history: Sequence[Event]) -> list[str]:
    """Return the names of the mails of a case: one may be on two, and one that was put on it may be taken off again."""
    names = dict.fromkeys(f"m{one.id}" for one in tracing.on_case(tx, case))
    for event in history:
        if isinstance(event, MailHeard | MailFiled):
            names[event.mail] = None
        elif isinstance(event, MailTakenOff):
            names.pop(event.mail, None)
    return [*names]


def _mail(tx: Transaction, name: str) -> Message | None:
    """Return a mail as it came; None for one that is in confidence, not decided yet, a second delivery, or of no mailbox."""
    try:
        stored = mails.get(tx, int(name.removeprefix("m")))
    except (KeyError, ValueError):
        return None
    if stored.outcome in {None, "duplicate"} or stored.folder == folders.CONFIDENTIAL:
        return None
    return Message(stored.internal_date, contents.get(tx, stored.digest), stored.digest)


def _letter(tx: Transaction, letter: str, left: datetime | None) -> Message | None:
    """Return a letter as it left; None before that, and where its contents were let go."""
    try:
        rendered = outbox.get(tx, letter).rendered
    except KeyError:
        return None
    return Message(left, contents.get(tx, rendered), rendered) if left and rendered else None


def _seal(tx: Transaction, case: int) -> Sealed | None:
    """Return the newest seal that tells of a case; one that does not grow keeps the same, and so do the bytes of its pack."""
    seal = sealing.last(tx)
    while seal is not None and case not in seal.chains:
        seal = sealing.before(tx, seal)
    return Sealed(seal.number, seal.print, seal.chains[case][1], seal.at) if seal else None
