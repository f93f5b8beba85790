"""What is about to go, by the word of two of the office, or has gone from the record and not yet from everywhere: start at `now`.

Nobody misses it, and nobody lays it back.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from mailservice.cases.history.events import DisposalCertified
from mailservice.mail.seals import Seal
from mailservice.record import holding, ledger, lookup, sealing
from mailservice.record.database import Transaction
from mailservice.record.given_up import given_up
from mailservice.record.holding import Holding
from mailservice.record.ledger import BOOK
from mailservice.service.folders import case_folder


@dataclass(frozen=True)
class Going:
    """The cases, Message-IDs without angle brackets, and what seals laid into the mailbox: the seal's number, and the chain."""

    cases: frozenset[int] = frozenset()
    messages: frozenset[str] = frozenset()
    seals: frozenset[tuple[int, int]] = frozenset()

    def has(self, case: int | None, message_id: str) -> bool:
        """Tell whether a mail or a letter goes."""
        return case in self.cases or message_id in self.messages


def now(tx: Transaction, gone: Collection[int] | None = None) -> Going:
    """Return what goes at this moment; `gone` are the cases that had at some time before, and every other has gone since."""
    ordered = lookup.of_status(tx, "disposing")
    went = uncertified(tx) if gone is None else [one for one in _gone(tx) if one not in gone]
    return Going(
        frozenset({*went, *(one for case in ordered for one in together(tx, case))}),
        frozenset(message for case in ordered for one in group(tx, case) for message in one.messages),
        frozenset([*((seal.number, chain) for seal, chain in anew(tx, went)), *lost(tx)]),
    )


def together(tx: Transaction, case: int) -> list[int]:
    """Return a case, and every case that goes on in it, and in those."""
    found, stands = [case], ledger.replayed(tx, case)
    numbers = [lookup.case_by_reference(tx, reference) for reference in stands.taken_in]
    if stands.lost is not None:  # which these were is lost here, and they tell it themselves
        joined = lookup.of_status(tx, "joined")
        numbers += [one for one in joined if ledger.replayed(tx, one).joined_to == stands.reference]
    for number in numbers:
        if number is not None and number != case:
            found += together(tx, number)
    return list(dict.fromkeys(found))


def group(tx: Transaction, case: int) -> list[Holding]:
    """Return what the record has of a case, and of each that goes on in it."""
    numbers = together(tx, case)
    references = {one: lookup.case(tx, one).reference for one in numbers}
    return [holding.of_case(tx, one, of, case_folder(of), numbers) for one, of in references.items()]


def uncertified(tx: Transaction, certified: Collection[int] = ()) -> list[int]:
    """Return the cases that have gone and of which nobody has a certificate yet, but for those that are known to have one."""
    gone = [one for one in _gone(tx) if one not in certified]
    told = {reference for one in _certificates(tx) for reference in one.references} if gone else set()
    return [one for one in gone if lookup.case(tx, one).reference not in told]


def anew(tx: Transaction, cases: Iterable[int]) -> Iterator[tuple[Seal, int]]:
    """Yield what the seals laid into the mailbox and is laid anew since cases went: of the office's book, and bare entries."""
    numbers = [*cases]
    left_out = {*lost(tx)}
    gone = {entry for case in numbers for entry in holding.gone_from_book(tx, lookup.case(tx, case).reference)}
    for seal in sealing.kept(tx) if numbers else ():
        first, last, _ = seal.chains.get(BOOK, (1, 0, ""))
        if any(first <= entry <= last for entry in gone):
            yield seal, BOOK
        yield from ((seal, case) for case in numbers if case in seal.chains and (seal.number, case) not in left_out)


def lost(tx: Transaction) -> Iterator[tuple[int, int]]:
    """Yield what seals laid into the mailbox of cases that were given up, and of which no entry is left: seal and chain."""
    losses = given_up(tx)
    for seal in sealing.kept(tx) if losses else ():
        yield from ((seal.number, case) for case, loss in losses.items() if _last(seal, case) <= loss.of.before)


def _last(seal: Seal, case: int) -> int:
    _, last, _ = seal.chains.get(case, (0, 0, ""))
    return last


def _gone(tx: Transaction) -> list[int]:
    return lookup.of_status(tx, "disposed")


def _certificates(tx: Transaction) -> Iterator[DisposalCertified]:
    yield from (one for one in ledger.in_book(tx, (DisposalCertified,)) if isinstance(one, DisposalCertified))
