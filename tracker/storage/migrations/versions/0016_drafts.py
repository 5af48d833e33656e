"""What people have typed and not yet sent is kept for them, so that it survives a restart."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("held", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_answer_draft_account_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_answer_draft_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_draft")),
        sa.UniqueConstraint(
            "account_id", "programme_id", "item", name=op.f("uq_answer_draft_account_id_programme_id_item")
        ),
        sqlite_autoincrement=True,
    )
    for column in ("account_id", "programme_id"):
        op.create_index(op.f(f"ix_answer_draft_{column}"), "answer_draft", [column], unique=False)
