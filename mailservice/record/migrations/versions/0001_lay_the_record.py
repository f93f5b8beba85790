"""Lay the record: its tables, and the triggers that guard the ledger and its contents."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The only change that contents know: the bytes go, and who let them go, when and why is written in their place.
_DISPOSED = """
    OLD.data IS NOT NULL AND NEW.data IS NULL AND NEW.disposed_at IS NOT NULL
    AND NEW.disposed_by <> '' AND NEW.disposed_why <> '' AND NEW.partnership_id = OLD.partnership_id
    AND NEW.digest = OLD.digest AND NEW.kind = OLD.kind AND NEW.size = OLD.size
"""
_SQLITE = (
    """CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'a ledger row is never changed'); END""",
    """CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'a ledger row is never deleted'); END""",
    f"""CREATE TRIGGER contents_only_disposal BEFORE UPDATE ON contents WHEN NOT ({_DISPOSED})
    BEGIN SELECT RAISE(ABORT, 'contents are never changed, only disposed of'); END""",
    """CREATE TRIGGER contents_no_delete BEFORE DELETE ON contents
    BEGIN SELECT RAISE(ABORT, 'contents are never deleted, only disposed of'); END""",
)
_POSTGRESQL = (
    """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'a row of % is never changed, deleted or truncated', TG_TABLE_NAME; END $$""",
    """CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON ledger
    FOR EACH ROW EXECUTE FUNCTION refuse()""",
    """CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION refuse()""",
    f"""CREATE TRIGGER contents_only_disposal BEFORE UPDATE ON contents
    FOR EACH ROW WHEN (NOT ({_DISPOSED})) EXECUTE FUNCTION refuse()""",
    """CREATE TRIGGER contents_no_delete BEFORE DELETE ON contents
    FOR EACH ROW EXECUTE FUNCTION refuse()""",
    """CREATE TRIGGER contents_no_truncate BEFORE TRUNCATE ON contents
    FOR EACH STATEMENT EXECUTE FUNCTION refuse()""",
)


def upgrade() -> None:
    """Make the tables and their guards."""
    op.create_table(
        "partnerships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("read_through", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnerships")),
        sa.UniqueConstraint("name", name=op.f("uq_partnerships_name")),
    )
    op.create_table(
        "cases",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("policy_digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_cases_partnership_id_partnerships")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "case_id", name=op.f("pk_cases")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index("ix_cases_reference", ["partnership_id", "reference"], unique=False)

    op.create_table(
        "chains",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_chains_partnership_id_partnerships")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "case_id", name=op.f("pk_chains")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "child_references",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_child_references_partnership_id_partnerships")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "reference", "case_id", name=op.f("pk_child_references")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("child_references", schema=None) as batch_op:
        batch_op.create_index("ix_child_references_case", ["partnership_id", "case_id"], unique=False)

    op.create_table(
        "contents",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("disposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disposed_by", sa.String(), nullable=False),
        sa.Column("disposed_why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_contents_partnership_id_partnerships")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "digest", name=op.f("pk_contents")),
    )
    op.create_table(
        "counters",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_counters_partnership_id_partnerships")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "name", name=op.f("pk_counters")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deadlines",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.String(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_deadlines_partnership_id_partnerships")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "case_id", "deadline", name=op.f("pk_deadlines")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deadlines_due",
            ["partnership_id", "due"],
            unique=False,
            sqlite_where=sa.text("standing"),
            postgresql_where=sa.text("standing"),
        )

    op.create_table(
        "ledger",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_ledger_partnership_id_partnerships")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "case_id", "number", name=op.f("pk_ledger")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "letters",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("replied", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("rendered", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_letters_partnership_id_partnerships")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "letter", name=op.f("pk_letters")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(
            "ix_letters_address", ["partnership_id", "address", "case_id", "ordered_at"], unique=False
        )
        batch_op.create_index("ix_letters_case", ["partnership_id", "case_id"], unique=False)
        batch_op.create_index(
            "ix_letters_due",
            ["partnership_id", "ordered_at"],
            unique=False,
            sqlite_where=sa.text("status = 'ordered'"),
            postgresql_where=sa.text("status = 'ordered'"),
        )
        batch_op.create_index(
            "ix_letters_to_file",
            ["partnership_id", "sent_at"],
            unique=False,
            sqlite_where=sa.text("sent_at IS NOT NULL AND filed_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NOT NULL AND filed_at IS NULL"),
        )

    op.create_table(
        "mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("internal_date", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_mails_partnership_id_partnerships")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index("ix_mails_message", ["partnership_id", "message_id"], unique=False)
        batch_op.create_index(
            "ix_mails_to_file",
            ["partnership_id", "id"],
            unique=False,
            sqlite_where=sa.text("outcome IS NOT NULL AND filed_at IS NULL"),
            postgresql_where=sa.text("outcome IS NOT NULL AND filed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_mails_unsettled",
            ["partnership_id", "internal_date", "uid"],
            unique=False,
            sqlite_where=sa.text("outcome IS NULL"),
            postgresql_where=sa.text("outcome IS NULL"),
        )
        batch_op.create_index("uq_mails_identity", ["partnership_id", "mailbox", "uidvalidity", "uid"], unique=True)

    op.create_table(
        "parties",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_parties_partnership_id_partnerships")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "case_id", "address", name=op.f("pk_parties")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "threads",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_threads_partnership_id_partnerships")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "message_id", "case_id", name=op.f("pk_threads")),
        sqlite_with_rowid=False,
    )
    for statement in _SQLITE if op.get_context().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: the record is never taken down."""
    raise NotImplementedError("the first migration is not undone: it would delete the record")
