"""How long the work of a milestone takes at best and at worst."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("milestone") as batch:
        batch.add_column(sa.Column("optimistic_days", sa.Float(), nullable=True))
        batch.add_column(sa.Column("pessimistic_days", sa.Float(), nullable=True))
        batch.create_check_constraint(
            op.f("milestone_estimate_in_order"),
            "(optimistic_days IS NULL) = (pessimistic_days IS NULL) AND (optimistic_days IS NULL"
            " OR work_days > 0 AND optimistic_days <= work_days AND work_days <= pessimistic_days)",
        )
