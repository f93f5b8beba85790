"""A case's pack from the record: `files`, made of what `kept` gathers. It looks, and changes nothing.

What is held in confidence, and what is not decided yet, is left where it is: no pack holds it, nor says that there is any.
"""

from collections.abc import Mapping
from datetime import datetime

from mailservice.cases.history.events import LetterOrdered, LetterSent
from mailservice.cases.history.folding import replay
from mailservice.exports.pack.kept import Kept, Message, Sealed
from mailservice.exports.pack.packing import pack
from mailservice.record import chain, contents, ledger, outbox, sealing, tracing
from mailservice.record.database import Transaction
from mailservice.service.kept import kept_policy
from mailservice.service.watch.tracing import private


def files(tx: Transaction, case: int, names: Mapping[str, str], side: str = "") -> Mapping[str, bytes]:
    """Return the files of a case's pack by their names: of the whole record, or of what one side had (`sharing.sides`)."""
    return pack(kept(tx, case, names), side).files


def kept(tx: Transaction, case: int, names: Mapping[str, str]) -> Kept:
    """Return a case as the record has it; `names` are the agencies' by their id."""
    history = ledger.events(tx, case)
    came = [one for one in tracing.on_case(tx, case) if one.outcome not in {None, "duplicate"} and not private(tx, one)]
    mails = {f"m{one.id}": Message(one.internal_date, contents.get(tx, one.digest), one.digest) for one in came}
    left = {one.letter: one.at for one in history if isinstance(one, LetterSent)}
    ordered = [one.letter for one in history if isinstance(one, LetterOrdered)]
    letters = {one: letter for one in ordered if (letter := _letter(tx, one, left.get(one))) is not None}
    length, head = chain.end(tx, case)
    policy = kept_policy(tx, replay(history))
    return Kept(history, policy, names, mails, letters, length, head, _seal(tx, case))


def _letter(tx: Transaction, letter: str, left: datetime | None) -> Message | None:
    """Return a letter as it left; None before that, and where its contents were let go."""
    try:
        rendered = outbox.get(tx, letter).rendered
    except KeyError:
        return None
    return Message(left, contents.get(tx, rendered), rendered) if left and rendered else None


def _seal(tx: Transaction, case: int) -> Sealed | None:
    """Return the newest seal that tells of a case; one that does not grow keeps the same, and so do the bytes of its pack."""
    seal = next((one for one in reversed(sealing.kept(tx)) if case in one.chains), None)
    return Sealed(seal.number, seal.print, seal.chains[case][1], seal.at) if seal else None
