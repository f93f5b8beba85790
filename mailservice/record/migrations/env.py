"""How alembic reaches the database: through the connection that `Database` hands it."""

from alembic import context

from mailservice.record.tables import Row

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Row.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
