"""Keep when a mail was collected, beside when it came and when it was decided."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of mails that were collected before, nobody knows it."""
    there = {one["name"] for one in sa.inspect(op.get_bind()).get_columns("mails")}
    if "collected_at" not in there:
        op.add_column("mails", sa.Column("collected_at", sa.DateTime(timezone=True), nullable=True))
