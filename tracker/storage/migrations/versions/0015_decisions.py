"""Decisions as records beside their milestones, their options, and the stall rules that watch over them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

RULES = (
    "no_update",
    "overdue",
    "waiting",
    "ready_not_started",
    "date_moved",
    "progress_unchanged",
    "nothing_planned",
)


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_decision_programme_id")),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_decision_milestone_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["post.id"], name=op.f("fk_decision_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("milestone_id", name=op.f("uq_decision_milestone_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "decision_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_decision_option_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_decision_option_milestone_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_option")),
        sa.UniqueConstraint("milestone_id", "title", name=op.f("uq_decision_option_milestone_id_title")),
        sqlite_autoincrement=True,
    )
    for table in ("decision", "decision_option"):
        for column in ("programme_id", "milestone_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    rules = ", ".join(f"'{rule}'" for rule in (*RULES, "decision_late", "decision_refused"))
    with op.batch_alter_table("stall_rule_setting") as batch:
        batch.drop_constraint("is_stallrule", type_="check")
        batch.create_check_constraint("is_stallrule", f"rule IN ({rules})")
