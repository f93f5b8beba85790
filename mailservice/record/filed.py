"""What lies in a folder of the mailbox by the record: mails that were moved there, and letters that were put beside them."""

from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from mailservice.clock import aware
from mailservice.record.database import Transaction
from mailservice.record.keys import message_key
from mailservice.record.ledger import BOOK
from mailservice.record.tables import contents, letters, mails

_mails = (
    select(mails.c.folder, mails.c.message_id, mails.c.internal_date, mails.c.digest, contents.c.size)
    .join(contents, (contents.c.partnership_id == mails.c.partnership_id) & (contents.c.digest == mails.c.digest))
    .where(
        mails.c.partnership_id == bindparam("partnership"),
        mails.c.folder.in_(bindparam("folders", expanding=True)),
        mails.c.filed_at.is_not(None),
        contents.c.data.is_not(None),
    )
    .order_by(mails.c.id)
)
_letters = (
    select(
        letters.c.letter,
        letters.c.case_id,
        letters.c.message_id,
        letters.c.filed_at,
        letters.c.rendered,
        contents.c.size,
    )
    .join(contents, (contents.c.partnership_id == letters.c.partnership_id) & (contents.c.digest == letters.c.rendered))
    .where(
        letters.c.partnership_id == bindparam("partnership"),
        letters.c.case_id.in_(bindparam("cases", expanding=True)),
        letters.c.filed_at.is_not(None),
        contents.c.data.is_not(None),
    )
    .order_by(letters.c.filed_at.desc())
    .limit(bindparam("most"))
)
_every_mail = (
    select(
        mails.c.id,
        mails.c.mailbox,
        mails.c.uidvalidity,
        mails.c.collected_at,
        mails.c.case_id,
        mails.c.folder,
        mails.c.message_id,
        mails.c.internal_date,
        mails.c.filed_at,
        mails.c.digest,
        contents.c.disposed_at,
    )
    .join(
        contents,
        (contents.c.partnership_id == mails.c.partnership_id) & (contents.c.digest == mails.c.digest),
        isouter=True,
    )
    .where(mails.c.partnership_id == bindparam("partnership"))
    .order_by(mails.c.id)
)
_every_letter = (
    select(
        letters.c.letter,
        letters.c.case_id,
        letters.c.message_id,
        letters.c.ordered_at,
        letters.c.sent_at,
        letters.c.filed_at,
        letters.c.rendered,
        contents.c.disposed_at,
    )
    .join(
        contents,
        (contents.c.partnership_id == letters.c.partnership_id) & (contents.c.digest == letters.c.rendered),
        isouter=True,
    )
    .where(letters.c.partnership_id == bindparam("partnership"), letters.c.message_id != "")
    .order_by(letters.c.sent_at, letters.c.letter)
)


@dataclass(frozen=True)
class Filed:
    """A mail or a letter as it was filed; `message_id` is its look-up key, `size` in octets, and `at` its INTERNALDATE."""

    message_id: str
    at: datetime
    digest: str
    size: int


def mails_in(tx: Transaction, folders: Collection[str]) -> dict[str, list[Filed]]:
    """Return the mails that were moved to each of these folders, but for those whose bytes were disposed of."""
    found: dict[str, list[Filed]] = {folder: [] for folder in folders}
    for row in tx.run(_mails, {"folders": list(folders)}):
        found[row.folder].append(Filed(row.message_id, aware(row.internal_date), row.digest, row.size))
    return found


def letters_of(tx: Transaction, cases: Collection[int], most: int) -> dict[int, list[Filed]]:
    """Return the letters of each of these cases that were filed, the newest of all, but for those disposed of."""
    found: dict[int, list[Filed]] = {case: [] for case in cases}
    for row in tx.run(_letters, {"cases": list(cases), "most": most}):
        found[row.case_id].append(Filed(message_key(row.message_id), aware(row.filed_at), row.rendered, row.size))
    return found


def newest_in_the_book(tx: Transaction, most: int) -> list[tuple[str, Filed]]:
    """Return the newest letters of the office's own book that were filed, each with its id."""
    rows = tx.run(_letters, {"cases": [BOOK], "most": most})
    return [
        (row.letter, Filed(message_key(row.message_id), aware(row.filed_at), row.rendered, row.size)) for row in rows
    ]


@dataclass(frozen=True)
class Known:
    """A message that the record knows: a mail (`name` its number) or a letter (its id), and whether it should lie in a folder.

    `folder` is a mail's own; `at` is its INTERNALDATE. `let_go`: its bytes were disposed of, so that it need not lie anywhere.
    `stay` names the mailbox into which it came: another after a move.
    """

    name: str
    letter: bool
    case: int | None
    folder: str
    message_id: str
    at: datetime
    digest: str
    filed: bool
    let_go: bool
    stay: str = ""


def everything(tx: Transaction) -> Iterator[Known]:
    """Yield every mail that came and every letter that was rendered, filed or not."""
    stays = list[tuple[datetime, str]]()
    for row in tx.run(_every_mail, {}):
        stay = f"{row.mailbox} {row.uidvalidity}"
        if not stays or stays[-1][1] != stay:
            stays.append((aware(row.collected_at or row.internal_date), stay))
        yield Known(
            f"m{row.id}",
            letter=False,
            case=row.case_id,
            folder=row.folder,
            message_id=row.message_id,
            at=aware(row.internal_date),
            digest=row.digest,
            filed=row.filed_at is not None,
            let_go=row.disposed_at is not None,
            stay=stay,
        )
    stays.sort()
    for row in tx.run(_every_letter, {}):
        at = aware(row.filed_at or row.sent_at or row.ordered_at)
        since = max(bisect_right(stays, (at, "\U0010ffff")) - 1, 0)
        yield Known(
            row.letter,
            letter=True,
            case=row.case_id,
            folder="",
            message_id=message_key(row.message_id),
            at=at,
            digest=row.rendered,
            filed=row.filed_at is not None,
            let_go=row.disposed_at is not None,
            stay=stays[since][1] if stays else "",
        )
