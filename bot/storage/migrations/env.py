"""Run by Alembic: migrates on the connection that bot.storage.migrate hands over."""

from alembic import context

from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot change a column in place
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
