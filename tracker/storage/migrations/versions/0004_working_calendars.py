"""Named working calendars, and the calendar that a milestone follows."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def upgrade() -> None:
    op.create_table(
        "work_calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        *(sa.Column(day, sa.String(), nullable=False) for day in _WEEKDAYS),
        sa.Column("holidays_country", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_work_calendar_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_calendar")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_work_calendar_programme_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_work_calendar_programme_id"), "work_calendar", ["programme_id"], unique=False)
    op.create_table(
        "other_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("work_calendar_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name="other_hours_in_order"),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_other_hours_programme_id")),
        sa.ForeignKeyConstraint(
            ["work_calendar_id"], ["work_calendar.id"], name=op.f("fk_other_hours_work_calendar_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_hours")),
        sa.UniqueConstraint(
            "work_calendar_id",
            "starts_on",
            "name",
            name=op.f("uq_other_hours_work_calendar_id_starts_on_name"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_other_hours_programme_id"), "other_hours", ["programme_id"], unique=False)
    op.create_index(
        op.f("ix_other_hours_work_calendar_id"), "other_hours", ["work_calendar_id"], unique=False
    )
    with op.batch_alter_table("milestone") as batch:
        batch.add_column(sa.Column("calendar_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_milestone_calendar_id"), "work_calendar", ["calendar_id"], ["id"])
