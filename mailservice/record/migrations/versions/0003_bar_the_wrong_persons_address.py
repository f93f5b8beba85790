"""Keep which addresses are the wrong person's, for every case to look at."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lay the table; its rows are made from the cases."""
    op.create_table(
        "barred",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_barred_partnership_id_partnerships")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "case_id", "address", name=op.f("pk_barred")),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
