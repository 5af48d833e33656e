"""The dates of an example that nobody has touched may move with today, those of its approved plan too."""

import sqlalchemy as sa
from alembic import op

from tracker.storage.migrations import frozen

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "moving_example",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_moving_example_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moving_example")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_moving_example_programme_id"), "moving_example", ["programme_id"], unique=False)
    for table in ("baseline", "baseline_date", "progress_update"):
        frozen.let_examples_follow_today(table)
