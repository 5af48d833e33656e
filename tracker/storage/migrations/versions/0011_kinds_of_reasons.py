"""The journal keeps of which kind the reason for a change is."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A plain addition: a batch alter would make the table anew, without the triggers that guard it.
    op.add_column("journal_entry", sa.Column("reason_kind", sa.String(length=40), nullable=True))
