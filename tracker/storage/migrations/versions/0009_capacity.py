"""How many people a post stands for, their absences, and what the work of a milestone needs of them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("post") as batch:
        batch.add_column(sa.Column("people", sa.Float(), nullable=True))
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Float(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name="absence_in_order"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_absence_post_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_absence_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint(
            "post_id", "starts_on", "reason", name=op.f("uq_absence_post_id_starts_on_reason")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_absence_programme_id"), "absence", ["programme_id"], unique=False)
    op.create_index(op.f("ix_absence_post_id"), "absence", ["post_id"], unique=False)
    op.create_table(
        "work_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "sourced", "assumption", name="is_basis", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("people", sa.Float(), nullable=True),
        sa.Column("days", sa.Float(), nullable=True),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_work_need_milestone_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_work_need_post_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_work_need_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_need")),
        sa.UniqueConstraint("milestone_id", "post_id", name=op.f("uq_work_need_milestone_id_post_id")),
        sqlite_autoincrement=True,
    )
    for column in ("programme_id", "milestone_id", "post_id"):
        op.create_index(op.f(f"ix_work_need_{column}"), "work_need", [column], unique=False)
