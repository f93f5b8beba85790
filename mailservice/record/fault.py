"""Something in the record that is not as it was written, in the words of whoever looks (`verify`)."""

from dataclasses import dataclass
from datetime import datetime

from mailservice.record.ledger import BOOK
from mailservice.record.register import REGISTER


@dataclass(frozen=True)
class Fault:
    """Something in the record is not as it was written; `number` is the entry in its case, `at` its time."""

    sentence: str
    case: int | None = None
    number: int | None = None
    at: datetime | None = None
    # The mail or letter of which the bytes alone are concerned: every other stands as it did.
    message: str = ""

    def __str__(self) -> str:
        """Where, when and what, in one line."""
        books = {None: "", BOOK: "the office's own book", REGISTER: "the register"}
        where = books.get(self.case, f"case {self.case}")
        entry = f", entry {self.number}" if self.number is not None else ""
        when = f", {self.at:%a %d %b %Y %H:%M} UTC" if self.at else ""
        return f"{where}{entry}{when}: {self.sentence}".removeprefix(": ").removeprefix(", ")
