"""What a mail tells of a letter of ours: it came back, it is late, it was deleted unread, or we cannot tell.

Start at `Fates.note`.

The letter is found by its own return address, by the envelope id, or by our signature in the returned headers
(`mail.returning`). A bounce without any says nothing that is proven: then the office rings, and nobody is passed over. So it
is with one that a reader of the letter could have made up.
"""

from dataclasses import dataclass
from datetime import timedelta

from mailservice.cases.history.commands import NoteBounce, NoteStalled, NoteUnplaced
from mailservice.cases.history.letters import Fault, LetterOrdered, Stalled
from mailservice.clock import Clock
from mailservice.mail import refusals, returning
from mailservice.mail.parse import Mail
from mailservice.mail.trust.signing import Keys
from mailservice.record import found, outbox
from mailservice.record.database import Transaction
from mailservice.record.ledger import BOOK
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk

# For how long after it left a bounce that names only an address may be of a letter: servers give up after five days.
REACHES_BACK = timedelta(days=6)
ONCE_IN = timedelta(days=1)
_KIND, _UNPLACED = "post", "unplaced"
_LONGEST_WHY = 1_500


@dataclass
class Fates:
    """Notes what mails tell of letters, each in the transaction of its mail."""

    clock: Clock
    desk: Desk
    decisions: Decisions

    def note(self, tx: Transaction, mail: Mail) -> None:
        """Take what a mail tells of a letter; nothing for a mail that a person wrote."""
        how = tells(mail, self.desk.signing_keys)
        if not how:
            return
        named = returning.letter_of(mail, self.desk.signing_keys)
        letter = found.stands_for(tx, named)
        number = outbox.case_of(tx, letter) if letter else None
        if number is not None:
            self._of_letter(tx, mail, number, letter, how, sure=returning.is_sure(mail, named, self.desk.signing_keys))
        elif how in ("bounce", "delayed") and mail.bounce is not None:
            self._by_address(tx, mail.bounce.address, mail.bounce.why)

    def _of_letter(self, tx: Transaction, mail: Mail, number: int, letter: str, how: str, *, sure: bool) -> None:
        at, template = self.desk.rules.days.local(self.clock.now()), outbox.template(tx, letter)
        status, why = (mail.bounce.status, mail.bounce.why) if mail.bounce else ("", "")
        order = _order(tx, letter)
        if how == "bounce":
            files = _answer(mail).of_files
            command = NoteBounce(at, letter, status, why, template, fault_of(mail), order, sure, files)
            self.decisions.append(tx, number, command)
        else:
            self.decisions.append(tx, number, NoteStalled(at, letter, _STALLED[how], status, why, template, order))

    def _by_address(self, tx: Transaction, address: str, why: str) -> None:
        now = self.desk.rules.days.local(self.clock.now())
        found = outbox.last_to(tx, address, now - REACHES_BACK) if address else None
        if found is not None:
            letter, number = found
            facts = {"why": why, "template": outbox.template(tx, letter)}
            self.decisions.append(tx, number, NoteStalled(now, letter, "perhaps", **facts, order=_order(tx, letter)))
            return
        told = [one.order for one in outbox.newest_in_the_book(tx, _KIND) if one.order.about == _UNPLACED]
        if not any(now - one.at < ONCE_IN for one in told):
            self.decisions.append(tx, BOOK, NoteUnplaced(now, address, why))


_STALLED: dict[str, Stalled] = {"delayed": "delayed", "deleted": "deleted", "unclear": "unclear"}


def tells(mail: Mail, keys: Keys) -> str:
    """Return what a mail tells: bounce, delayed, deleted, unclear; '' where it tells nothing of a letter.

    Whatever else comes to a letter's return address is unclear: people answer to another address, and what one of them
    writes there all the same is heard, and told of no more (`came_back.stalled`).
    """
    if mail.kind in ("bounce", "delayed"):
        return mail.kind
    if mail.kind == "read-receipt":
        return "deleted" if mail.bounce is not None else ""
    unread = mail.kind in ("message", "unclear", "unreadable", "encrypted")
    return "unclear" if unread and returning.came_back_to(mail, keys) else ""


def fault_of(mail: Mail) -> Fault:
    """Tell whose fault a bounce is, by its status and the other server's words; where it quotes none, by its own."""
    found = _answer(mail).fault
    return "reader" if found == "later" else found


def _answer(mail: Mail) -> refusals.Answer:
    status, why = (mail.bounce.status, mail.bounce.why) if mail.bounce else ("", "")
    return refusals.whose("report", why or mail.text[:_LONGEST_WHY], status)


def _order(tx: Transaction, letter: str) -> LetterOrdered | None:
    try:
        return outbox.get(tx, letter).order
    except KeyError:
        return None  # its contents were disposed of: it is not written again
