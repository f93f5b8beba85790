"""Whether the emails in the mailbox bear the date at which each came (INTERNALDATE): start at `judged`. Pure.

A server should keep it where a message is moved or copied (RFC 6851; RFC 3501, 6.4.7). Some do not, and a move to another
provider may give every message the date of the move. So where most have another date it is the server's doing, and where few
have, somebody's. Each stay in one mailbox is judged by itself. A letter of ours says itself when it was sent, and its Date is
held: of what is appended, a server may say when that was.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from mailservice.service.custody.findings import Item

# A server may round.
_ROUNDED = timedelta(minutes=1)
# So many have to differ before a server is said to keep no dates: of three messages two may be somebody's doing.
_SEVERAL = 3


class Dated(NamedTuple):
    """A copy of an item as it lies in the mailbox, and when it came by the mailbox."""

    item: Item
    folder: str
    uid: int
    says: datetime

    @property
    def differs(self) -> bool:
        """Whether the mailbox says another time than the record."""
        return not agree(self.item, self.says)


def agree(item: Item, says: datetime) -> bool:
    """Tell whether the mailbox says of an email that it came when it did."""
    return item.letter or abs(says - item.at) <= _ROUNDED


def judged(copies: Iterable[Dated]) -> tuple[list[Dated], int]:
    """Return the copies that bear another date where the server keeps dates, and how many do where it evidently does not."""
    stays = defaultdict[str, list[Dated]](list)
    for one in copies:
        stays[one.item.stay].append(one)
    differing, passed = list[Dated](), 0
    for some in stays.values():
        wrong = [one for one in some if one.differs]
        if len(wrong) < _SEVERAL or len(wrong) * 2 <= len(some):
            differing += wrong
        else:
            passed += len(wrong)
    return differing, passed
