"""A programme can have a public page; initiatives and milestones say whether they are on it."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nothing there is has been made public by anybody.
    for table, column in (
        ("programme", "is_published"),
        ("initiative", "is_public"),
        ("milestone", "is_public"),
    ):
        op.add_column(table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))
