"""Addresses that calendar programs follow without signing in."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "programme",
                "service",
                "post",
                "partner",
                name="is_feedscope",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("of", sa.String(length=60), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "fr", "en", name="is_sharelanguage", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_calendar_feed_made_by_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_calendar_feed_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_calendar_feed_programme_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_calendar_feed_made_by_id"), "calendar_feed", ["made_by_id"], unique=False)
    op.create_index(op.f("ix_calendar_feed_programme_id"), "calendar_feed", ["programme_id"], unique=False)
    op.create_index(op.f("ix_calendar_feed_token_hash"), "calendar_feed", ["token_hash"], unique=True)
