"""How alembic reaches the database: through the connection that `Database` hands it.

After a migration of a record that was in use, the tables that show its cases are made anew from the ledger: what they
show may be worked out in another way since; and a record from before there was a register is written into one.
"""

from alembic import context
from sqlalchemy import Connection, select

from mailservice.clock import WallClock
from mailservice.record.database import Transaction
from mailservice.record.tables import Row, partnerships
from mailservice.record.take_over import take_over
from mailservice.record.verify import rebuild


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Row.metadata, render_as_batch=True)
    before = context.get_context().get_current_revision()
    with context.begin_transaction():
        context.run_migrations()
    if before and before != context.get_context().get_current_revision():
        for number, name in connection.execute(select(partnerships.c.id, partnerships.c.name).with_for_update()):
            tx = Transaction(connection, number, name, WallClock().now())
            rebuild(tx)
            take_over(tx)


_migrate(context.config.attributes["connection"])
