"""When a review began to decide: what it decides is news at the next one."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added one by one: a table made anew would lose the triggers that freeze its rows.
    op.add_column("review_moment", sa.Column("opened_entry", sa.Integer(), nullable=True))
    op.add_column("review_moment", sa.Column("opened_on", sa.Date(), nullable=True))
