"""What another tool's file says and the model has no place for."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "foreign_element",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("format", "kind", "uid", "item")),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_foreign_element_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_foreign_element")),
        sa.UniqueConstraint(
            "programme_id",
            "format",
            "kind",
            "uid",
            name=op.f("uq_foreign_element_programme_id_format_kind_uid"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_foreign_element_programme_id"), "foreign_element", ["programme_id"], unique=False
    )
