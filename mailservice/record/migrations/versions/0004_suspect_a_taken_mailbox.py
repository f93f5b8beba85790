"""Keep which mailboxes may be taken, for every case to look at."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lay the table; its rows are made from the office's book."""
    op.create_table(
        "suspects",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_suspects_partnership_id_partnerships")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "case_id", "address", name=op.f("pk_suspects")),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
