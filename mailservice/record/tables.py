"""The tables, as SQLModel classes, and as the Core tables that every statement of this room is built on.

Three kinds: kept for ever (ledger, chains, contents, mails), projections that can be rebuilt from the ledger (cases,
deadlines, letters, child references, parties, threads), and bookkeeping (partnerships, counters, troubles, found).
"""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, Index, MetaData, Table, text
from sqlmodel import Field, SQLModel

_CLUSTERED = {"sqlite_with_rowid": False}  # SQLite keeps the rows in the key's own tree: one write instead of two


class Row(SQLModel):
    """What every table shares: one metadata, whose constraints have predictable names for the migrations."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class PartnershipRow(Row, table=True):
    """A partnership: every deciding transaction takes this row first. `read_through`: its mailbox was read up to here.

    `identity` is the record's own, made once; `mailbox` and `signing_key` (a digest) are those that it was begun with;
    `started_at` is when: mail from before opens nothing. `waits_for` says why nothing is decided until a person says so.
    `round_at`: the service ran then.
    """

    __tablename__ = "partnerships"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    read_through: datetime | None = None
    uidvalidity: int | None = Field(default=None, sa_type=BigInteger)
    heartbeat_at: datetime | None = None
    identity: str | None = None
    mailbox: str | None = None
    signing_key: str | None = None
    started_at: datetime | None = None
    waits_for: str | None = None
    round_at: datetime | None = None


class CounterRow(Row, table=True):
    """The last number given out: of cases, and of references in a year."""

    __tablename__ = "counters"
    __table_args__ = _CLUSTERED
    partnership_id: int = Field(primary_key=True, foreign_key="partnerships.id")
    name: str = Field(primary_key=True)
    last: int


class LedgerRow(Row, table=True):
    """One event, for ever: its number in the case, its times, its kind, and the chain of digests."""

    __tablename__ = "ledger"
    __table_args__ = _CLUSTERED
    partnership_id: int = Field(primary_key=True, foreign_key="partnerships.id")
    case_id: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    at: datetime
    recorded_at: datetime
    kind: str
    payload: str
    previous: str
    hash: str


class ChainRow(Row, table=True):
    """The head of a case's chain: how many rows there are, and the last one's hash, so that a lost tail is noticed."""

    __tablename__ = "chains"
    __table_args__ = _CLUSTERED
    partnership_id: int = Field(primary_key=True, foreign_key="partnerships.id")
    case_id: int = Field(primary_key=True)
    length: int
    head: str


class ContentRow(Row, table=True):
    """Bytes under their SHA-256; without `data` it is a tombstone that says who let them go, when and why."""

    __tablename__ = "contents"
    partnership_id: int = Field(primary_key=True, foreign_key="partnerships.id")
    digest: str = Field(primary_key=True)
    kind: str
    size: int
    data: bytes | None = None
    disposed_at: datetime | None = None
    disposed_by: str = ""
    disposed_why: str = ""


class MailRow(Row, table=True):
    """A mail as it arrived, and what became of it. `message_id` is the look-up key of it (see `keys`)."""

    __tablename__ = "mails"
    __table_args__ = (
        Index("uq_mails_identity", "partnership_id", "mailbox", "uidvalidity", "uid", unique=True),
        Index("ix_mails_message", "partnership_id", "message_id"),
        Index(
            "ix_mails_unsettled",
            "partnership_id",
            "internal_date",
            "uid",
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
        Index(
            "ix_mails_to_file",
            "partnership_id",
            "id",
            sqlite_where=text("outcome IS NOT NULL AND filed_at IS NULL"),
            postgresql_where=text("outcome IS NOT NULL AND filed_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    partnership_id: int = Field(foreign_key="partnerships.id")
    mailbox: str
    uidvalidity: int = Field(sa_type=BigInteger)
    uid: int = Field(sa_type=BigInteger)
    internal_date: datetime
    message_id: str
    digest: str
    outcome: str | None = None
    folder: str = ""
    case_id: int | None = None
    settled_at: datetime | None = None
    filed_at: datetime | None = None
    attempts: int = 0
    why: str = ""
    collected_at: datetime | None = None


class CaseRow(Row, table=True):
    """Where a case stands (projection)."""

    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_reference", "partnership_id", "reference"), _CLUSTERED)
    partnership_id: int = Field(primary_key=True, foreign_key="partnerships.id")
    case_id: int = Field(primary_key=True)
    reference: str
    status: str
    opened_at: datetime
    closed_at: datetime | None = None
    ending: str = ""
    stage: str = ""
    tier: int = 0
    policy: str
    policy_digest: str


class DeadlineRow(Row, table=True):
    """A date that stands or stood (projection)."""

    __tablename__ = "deadlines"
    __table_args__ = (
        Index(
            "ix_deadlines_due",
            "partnership_id",
            "due",
            sqlite_where=text("standing"),
            postgresql_where=text("standing"),
        ),
        _CLUSTERED,
    )
    partnership_id: int = Field(primary_key=True, foreign_key="partnerships.id")
    case_id: int = Field(primary_key=True)
    deadline: str = Field(primary_key=True)
    due: datetime
    standing: bool


class LetterRow(Row, table=True):
    """A letter ordered, and what became of it (projection), with the dispatch's own notes on rendering and trying."""

    __tablename__ = "letters"
    __table_args__ = (
        Index(
            "ix_letters_due",
            "partnership_id",
            "ordered_at",
            sqlite_where=text("status = 'ordered'"),
            postgresql_where=text("status = 'ordered'"),
        ),
        Index(
            "ix_letters_to_file",
            "partnership_id",
            "sent_at",
            sqlite_where=text("sent_at IS NOT NULL AND filed_at IS NULL"),
            postgresql_where=text("sent_at IS NOT NULL AND filed_at IS NULL"),
        ),
        Index("ix_letters_case", "partnership_id", "case_id"),
        Index("ix_letters_address", "partnership_id", "address", "case_id", "ordered_at"),
    )
    partnership_id: int = Field(primary_key=True, foreign_key="partnerships.id")
    letter: str = Field(primary_key=True)
    case_id: int
    number: int
    payload: str
    ordered_at: datetime
    template: str
    address: str
    replied: bool
    status: str
    sent_at: datetime | None = None
    message_id: str = ""
    rendered: str = ""
    tries: int = 0
    not_before: datetime | None = None
    why: str = ""
    filed_at: datetime | None = None


class ChildRow(Row, table=True):
    """A child reference that a case carries (projection)."""

    __tablename__ = "child_references"
    __table_args__ = (Index("ix_child_references_case", "partnership_id", "case_id"), _CLUSTERED)
    partnership_id: int = Field(primary_key=True, foreign_key="partnerships.id")
    reference: str = Field(primary_key=True)
    case_id: int = Field(primary_key=True)


class PartyRow(Row, table=True):
    """Somebody who takes part in a case (projection)."""

    __tablename__ = "parties"
    __table_args__ = _CLUSTERED
    partnership_id: int = Field(primary_key=True, foreign_key="partnerships.id")
    case_id: int = Field(primary_key=True)
    address: str = Field(primary_key=True)


class BarredRow(Row, table=True):
    """An address that a case says is the wrong person's, or may have letters again (projection)."""

    __tablename__ = "barred"
    __table_args__ = _CLUSTERED
    partnership_id: int = Field(primary_key=True, foreign_key="partnerships.id")
    case_id: int = Field(primary_key=True)
    address: str = Field(primary_key=True)
    since: datetime
    stands: bool


class SuspectRow(Row, table=True):
    """An address, or a domain, from which somebody else may write, or that is cleared; by the office's book (projection)."""

    __tablename__ = "suspects"
    __table_args__ = _CLUSTERED
    partnership_id: int = Field(primary_key=True, foreign_key="partnerships.id")
    case_id: int = Field(primary_key=True)
    address: str = Field(primary_key=True)
    since: datetime
    stands: bool


class TroubleRow(Row, table=True):
    """Something that the service could not do, or again can: what, about which case, letter or part, and how often it was tried.

    `said` is the reason, without a word of anybody's mail; `told_at` when the office was told, `acknowledged_by` who saw it.
    """

    __tablename__ = "troubles"
    __table_args__ = (
        Index(
            "uq_troubles_standing",
            "partnership_id",
            "kind",
            "about",
            unique=True,
            sqlite_where=text("over_at IS NULL"),
            postgresql_where=text("over_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    partnership_id: int = Field(foreign_key="partnerships.id")
    kind: str
    about: str
    since: datetime
    last_at: datetime
    attempts: int
    said: str
    told_at: datetime | None = None
    over_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""


class FoundRow(Row, table=True):
    """What an adopted record did not know of the mailbox: a letter of ours that was sent (`letter` its id), or where a mail lay.

    `kind`, `answers` and `subject` tell a letter that is decided anew from another; `taken_by` is the one that it is by now.
    """

    __tablename__ = "found"
    __table_args__ = (Index("ix_found_letter", "partnership_id", "letter"), _CLUSTERED)
    partnership_id: int = Field(primary_key=True, foreign_key="partnerships.id")
    message_id: str = Field(primary_key=True)
    letter: str
    folder: str
    internal_date: datetime
    adopted_at: datetime
    address: str
    subject: str
    kind: str
    answers: str
    digest: str
    taken_by: str = ""


class ThreadRow(Row, table=True):
    """A Message-ID that belongs to a case: of its mails, of its letters, and of what its mails answered."""

    __tablename__ = "threads"
    __table_args__ = _CLUSTERED
    partnership_id: int = Field(primary_key=True, foreign_key="partnerships.id")
    message_id: str = Field(primary_key=True)
    case_id: int = Field(primary_key=True)


def _table(row: type[Row]) -> Table:
    return Row.metadata.tables[str(row.__tablename__)]


partnerships = _table(PartnershipRow)
counters = _table(CounterRow)
ledger = _table(LedgerRow)
chains = _table(ChainRow)
contents = _table(ContentRow)
mails = _table(MailRow)
cases = _table(CaseRow)
deadlines = _table(DeadlineRow)
letters = _table(LetterRow)
children = _table(ChildRow)
parties = _table(PartyRow)
barred = _table(BarredRow)
suspects = _table(SuspectRow)
troubles = _table(TroubleRow)
found = _table(FoundRow)
threads = _table(ThreadRow)

# How an entry finds its payload.
OF_ENTRY = (contents.c.partnership_id == ledger.c.partnership_id) & (contents.c.digest == ledger.c.payload)
