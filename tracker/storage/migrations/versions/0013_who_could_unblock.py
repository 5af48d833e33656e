"""An update says who could unblock an item, beside what blocks it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Of the updates there are, nobody has said.
    op.add_column(
        "progress_update", sa.Column("could_unblock", sa.String(), nullable=False, server_default="")
    )
