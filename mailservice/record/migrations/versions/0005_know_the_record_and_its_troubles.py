"""Give the record an identity of its own, and keep what the service could not do."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add to what is known of a partnership, and lay the table of troubles; a record with a history has its identity now."""
    there = {one["name"] for one in sa.inspect(op.get_bind()).get_columns("partnerships")}
    for name in ("identity", "mailbox", "signing_key", "started_at", "waits_for"):
        if name not in there:
            kind = _MOMENT if name == "started_at" else sa.String()
            op.add_column("partnerships", sa.Column(name, kind, nullable=True))
    begun = sa.text("SELECT partnership_id, MIN(recorded_at) AS began FROM ledger GROUP BY partnership_id")
    for row in op.get_bind().execute(begun).mappings().all():
        op.get_bind().execute(
            sa.text("UPDATE partnerships SET identity = :identity, started_at = :began WHERE id = :id"),
            {"identity": secrets.token_hex(16), "began": row["began"], "id": row["partnership_id"]},
        )
    op.create_table(
        "troubles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("told_at", _MOMENT, nullable=True),
        sa.Column("over_at", _MOMENT, nullable=True),
        sa.Column("acknowledged_at", _MOMENT, nullable=True),
        sa.Column("acknowledged_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnerships.id"], name=op.f("fk_troubles_partnership_id_partnerships")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_troubles")),
        if_not_exists=True,
    )
    op.create_index(
        "uq_troubles_standing",
        "troubles",
        ["partnership_id", "kind", "about"],
        unique=True,
        if_not_exists=True,
        sqlite_where=sa.text("over_at IS NULL"),
        postgresql_where=sa.text("over_at IS NULL"),
    )
