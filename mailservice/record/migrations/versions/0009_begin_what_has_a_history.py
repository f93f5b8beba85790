"""Give its identity to a record with a history that has none: it was first started at 0005, before records were begun."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_BEGAN = sa.text(
    "SELECT partnership_id, MIN(recorded_at) AS began FROM ledger JOIN partnerships ON partnerships.id = partnership_id "
    "WHERE identity IS NULL GROUP BY partnership_id"
)
_BEGIN = sa.text("UPDATE partnerships SET identity = :identity, started_at = :began WHERE id = :id")


def upgrade() -> None:
    """Begin it, as of its first entry; without that it would be taken for one that is not there."""
    for row in op.get_bind().execute(_BEGAN).mappings().all():
        op.get_bind().execute(
            _BEGIN, {"identity": secrets.token_hex(16), "began": row["began"], "id": row["partnership_id"]}
        )
