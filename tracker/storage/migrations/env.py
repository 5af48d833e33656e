"""Alembic's entry point: runs the migrations on the connection the program hands over."""

from alembic import context

from tracker.storage.metadata import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    transactional_ddl=True,
)
# The caller has begun the transaction and commits it.
context.run_migrations()
