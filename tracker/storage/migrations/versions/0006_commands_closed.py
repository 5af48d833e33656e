"""What each command came to, beside the journal, so that a past day can be rebuilt exactly."""

import sqlalchemy as sa
from alembic import op

from tracker.storage.migrations import frozen

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "command_closed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("last_entry", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_command_closed_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_command_closed")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_command_closed_programme_id"), "command_closed", ["programme_id"], unique=False)
    op.create_index(op.f("ix_command_closed_last_entry"), "command_closed", ["last_entry"], unique=False)
    frozen.refuse_changes("command_closed", "UPDATE", "DELETE")
