"""Keep what the mailbox has of us that a record does not know: letters that were sent, and where mails lay."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Lay the table of what was found in the mailbox."""
    op.create_table(
        "found",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("internal_date", _MOMENT, nullable=False),
        sa.Column("adopted_at", _MOMENT, nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("answers", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("taken_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_found_partnership_id_partnerships")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "message_id", name=op.f("pk_found")),
        if_not_exists=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_found_letter", "found", ["partnership_id", "letter"], if_not_exists=True)
