"""What was given up as lost, and lies in the mailbox all the same: start at `NotLost.of`.

A case is given up where what the record needs of it is not in the mailbox when the record is made again. Where it is there,
somebody has put it back, and it can be had; or nothing was lost, and somebody has the record say so to hide what happened.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mailservice.record.database import Transaction
from mailservice.record.given_up import Loss, given_up, payloads
from mailservice.service.custody.handed_over import HandedOver
from mailservice.service.custody.sealed import chain_of
from mailservice.service.desk import Desk


@dataclass
class NotLost:
    """The cases that were given up, by their numbers, and what of them was read in the mailbox."""

    losses: Mapping[int, Loss]
    emptied: Mapping[int, frozenset[str]]
    handed: HandedOver = field(repr=False)

    @classmethod
    def of(cls, tx: Transaction, desk: Desk) -> "NotLost":
        """Begin a look."""
        losses = given_up(tx)
        emptied = {case: payloads(tx, case, loss.of.emptied) for case, loss in losses.items()}
        return cls(losses, emptied, HandedOver(tx.name, desk.signing_keys))

    def is_about(self, name: str) -> bool:
        """Tell whether something that was laid down under this name has entries of such a case."""
        return chain_of(name) in self.losses

    def cases(self) -> Iterator[int]:
        """Yield the cases of which something lies there: the last of the entries, or what one of them says."""
        for case, loss in self.losses.items():
            if self.handed.chain(case, (loss.of.before, loss.of.head)) or self.emptied[case] & self.handed.data.keys():
                yield case
