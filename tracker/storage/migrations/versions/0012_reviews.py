"""Reviews, their agenda, the moment at which one was held with what was shown, and signed comments."""

import sqlalchemy as sa
from alembic import op

from tracker.storage.migrations import frozen

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KINDS = ("council_sitting", "steering_committee", "other")
STATES = ("in_preparation", "held")
POINTS = ("decision", "disagreement", "new_stall", "slip", "opening", "other")


def upgrade() -> None:
    op.create_table(
        "review",
        *_of_programme("review"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", _choice("is_reviewkind", KINDS), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("state", _choice("is_reviewstate", STATES), nullable=False),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_review_programme_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "agenda_point",
        *_of_programme("agenda_point"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("is_agendakind", POINTS), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided", sa.String(length=60), nullable=False),
        _of_review("agenda_point"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "review_moment",
        *_of_programme("review_moment"),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("last_entry", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("held_by", sa.String(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        _of_review("review_moment"),
        sa.UniqueConstraint("review_id", name=op.f("uq_review_moment_review_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "kept_report",
        *_of_programme("kept_report"),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        _of_review("kept_report"),
        sa.UniqueConstraint("review_id", "name", name=op.f("uq_kept_report_review_id_name")),
        sa.CheckConstraint("length(sha256) = 64", name="is_sha256"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "signed_comment",
        *_of_programme("signed_comment"),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        _of_review("signed_comment"),
        sqlite_autoincrement=True,
    )
    for table in ("review", "agenda_point", "review_moment", "kept_report", "signed_comment"):
        op.create_index(op.f(f"ix_{table}_programme_id"), table, ["programme_id"], unique=False)
    for table in ("agenda_point", "kept_report", "signed_comment"):
        op.create_index(op.f(f"ix_{table}_review_id"), table, ["review_id"], unique=False)
    for table in ("review_moment", "kept_report", "signed_comment"):
        frozen.refuse_changes(table, "UPDATE", "DELETE")


def _of_programme(table: str) -> tuple[sa.Column[int] | sa.Constraint, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f(f"fk_{table}_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _of_review(table: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f(f"fk_{table}_review_id"))


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
