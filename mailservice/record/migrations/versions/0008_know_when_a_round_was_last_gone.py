"""Keep when the service last went round, so that a time in which nobody ran is known."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add to what is known of a partnership."""
    there = {one["name"] for one in sa.inspect(op.get_bind()).get_columns("partnerships")}
    if "round_at" not in there:
        op.add_column("partnerships", sa.Column("round_at", sa.DateTime(timezone=True), nullable=True))
