"""A link may also show the council's page of the whole programme."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No link that has been given away shows more than it did.
    op.add_column(
        "share", sa.Column("shows_council", sa.Boolean(), nullable=False, server_default=sa.false())
    )
