"""The first tables, and the triggers that keep what must never be rewritten."""

import sqlalchemy as sa
from alembic import op

from tracker.storage.migrations.frozen import refuse_changes

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "sourced", "assumption", name="is_basis", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("status_date", sa.Date(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("working_week", sa.JSON(), nullable=False),
        sa.Column("holidays_country", sa.String(), nullable=False),
        sa.Column("months_before_today", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_programme_key"), "programme", ["key"], unique=True)
    op.create_table(
        "baseline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "sourced", "assumption", name="is_basis", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_baseline_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_baseline_programme_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_baseline_programme_id"), "baseline", ["programme_id"], unique=False)
    op.create_table(
        "calendar_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name="calendar_exception_in_order"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_calendar_exception_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_exception")),
        sa.UniqueConstraint(
            "programme_id",
            "starts_on",
            "name",
            name=op.f("uq_calendar_exception_programme_id_starts_on_name"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_calendar_exception_programme_id"), "calendar_exception", ["programme_id"], unique=False
    )
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("command_id", sa.String(), nullable=False),
        sa.Column("undoes", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("record_kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("record_key", sa.String(), nullable=False),
        sa.Column(
            "change",
            sa.Enum(
                "added",
                "changed",
                "removed",
                name="is_change",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_journal_entry_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_journal_entry_at"), "journal_entry", ["at"], unique=False)
    op.create_index(op.f("ix_journal_entry_command"), "journal_entry", ["command"], unique=False)
    op.create_index(op.f("ix_journal_entry_command_id"), "journal_entry", ["command_id"], unique=False)
    op.create_index(op.f("ix_journal_entry_programme_id"), "journal_entry", ["programme_id"], unique=False)
    op.create_index("journal_by_record", "journal_entry", ["record_kind", "record_id"], unique=False)
    op.create_table(
        "partner",
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
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "university",
                "incubator",
                "vendor",
                "consultant",
                "funder",
                "public_body",
                name="is_partnerkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("contribution", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_partner_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_partner_programme_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_partner_programme_id"), "partner", ["programme_id"], unique=False)
    op.create_table(
        "service",
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
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_service_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_service_programme_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_service_programme_id"), "service", ["programme_id"], unique=False)
    op.create_table(
        "stall_rule_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "rule",
            sa.Enum(
                "no_update",
                "overdue",
                "waiting",
                "ready_not_started",
                "date_moved",
                "progress_unchanged",
                "nothing_planned",
                name="is_stallrule",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_stall_rule_setting_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stall_rule_setting")),
        sa.UniqueConstraint("programme_id", "rule", name=op.f("uq_stall_rule_setting_programme_id_rule")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_stall_rule_setting_programme_id"), "stall_rule_setting", ["programme_id"], unique=False
    )
    op.create_table(
        "post",
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
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "sponsor",
                "technical_lead",
                "owner",
                "focal_point",
                name="is_postrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_vacant", sa.Boolean(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_post_programme_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_post_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_post_programme_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_post_programme_id"), "post", ["programme_id"], unique=False)
    op.create_table(
        "initiative",
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
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("axis", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("why_it_matters", sa.String(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("funding", sa.String(), nullable=False),
        sa.Column("free_tool", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "in_progress",
                "done",
                "blocked",
                "superseded",
                "cancelled",
                name="is_initiativestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("status_reason", sa.String(), nullable=False),
        sa.Column(
            "period",
            sa.Enum(
                "plan", "history", name="is_period", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["post.id"], name=op.f("fk_initiative_owner_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_initiative_programme_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_initiative_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_initiative_programme_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_initiative_programme_id"), "initiative", ["programme_id"], unique=False)
    op.create_index(op.f("ix_initiative_service_id"), "initiative", ["service_id"], unique=False)
    op.create_table(
        "indicator",
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
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column(
            "trend",
            sa.Enum(
                "higher_is_better",
                "lower_is_better",
                name="is_trend",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("initial_value", sa.Float(), nullable=True),
        sa.Column("initial_date", sa.Date(), nullable=True),
        sa.Column("target_value", sa.Float(), nullable=True),
        sa.Column("target_date", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_indicator_initiative_id")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_indicator_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_indicator_programme_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_indicator_initiative_id"), "indicator", ["initiative_id"], unique=False)
    op.create_index(op.f("ix_indicator_programme_id"), "indicator", ["programme_id"], unique=False)
    op.create_table(
        "initiative_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("contribution", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_initiative_partner_initiative_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_initiative_partner_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_initiative_partner_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_partner")),
        sa.UniqueConstraint(
            "initiative_id", "partner_id", name=op.f("uq_initiative_partner_initiative_id_partner_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_initiative_partner_initiative_id"), "initiative_partner", ["initiative_id"], unique=False
    )
    op.create_index(
        op.f("ix_initiative_partner_programme_id"), "initiative_partner", ["programme_id"], unique=False
    )
    op.create_table(
        "milestone",
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
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "milestone",
                "decision",
                "prerequisite",
                name="is_milestonekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "nature",
            sa.Enum(
                "contract",
                "network",
                "skill",
                "decision",
                "money",
                "software",
                "organisation",
                "law",
                "other",
                name="is_nature",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("awaited_from", sa.String(), nullable=False),
        sa.Column("work_days", sa.Float(), nullable=False),
        sa.Column("remaining_days", sa.Float(), nullable=True),
        sa.Column("actual_start", sa.Date(), nullable=True),
        sa.Column("actual_finish", sa.Date(), nullable=True),
        sa.Column(
            "constraint",
            sa.Enum(
                "as_soon_as_possible",
                "as_late_as_possible",
                "start_no_earlier_than",
                "start_no_later_than",
                "finish_no_earlier_than",
                "finish_no_later_than",
                "must_start_on",
                "must_finish_on",
                name="is_constraintkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("constraint_date", sa.Date(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("is_public_opening", sa.Boolean(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "actual_finish IS NULL OR actual_start IS NULL OR actual_finish >= actual_start",
            name="milestone_actuals_in_order",
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_milestone_initiative_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["post.id"], name=op.f("fk_milestone_owner_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_milestone_partner_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_milestone_programme_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_milestone_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_milestone_programme_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_milestone_initiative_id"), "milestone", ["initiative_id"], unique=False)
    op.create_index(op.f("ix_milestone_programme_id"), "milestone", ["programme_id"], unique=False)
    op.create_table(
        "participating_service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_participating_service_initiative_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_participating_service_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_participating_service_service_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participating_service")),
        sa.UniqueConstraint(
            "initiative_id", "service_id", name=op.f("uq_participating_service_initiative_id_service_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_participating_service_initiative_id"),
        "participating_service",
        ["initiative_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_participating_service_programme_id"), "participating_service", ["programme_id"], unique=False
    )
    op.create_table(
        "baseline_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("baseline_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("finish", sa.Date(), nullable=False),
        sa.Column("work_days", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["baseline_id"], ["baseline.id"], name=op.f("fk_baseline_date_baseline_id")),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_baseline_date_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_baseline_date_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline_date")),
        sa.UniqueConstraint(
            "baseline_id", "milestone_id", name=op.f("uq_baseline_date_baseline_id_milestone_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_baseline_date_baseline_id"), "baseline_date", ["baseline_id"], unique=False)
    op.create_index(op.f("ix_baseline_date_milestone_id"), "baseline_date", ["milestone_id"], unique=False)
    op.create_index(op.f("ix_baseline_date_programme_id"), "baseline_date", ["programme_id"], unique=False)
    op.create_table(
        "dependency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "FS",
                "SS",
                "FF",
                "SF",
                name="is_dependencykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("lag", sa.Float(), nullable=False),
        sa.Column(
            "lag_unit",
            sa.Enum(
                "working_days",
                "calendar_days",
                "percent",
                name="is_lagunit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("predecessor_id", sa.Integer(), nullable=True),
        sa.Column("predecessor_initiative_id", sa.Integer(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("successor_initiative_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(predecessor_id IS NULL) <> (predecessor_initiative_id IS NULL)",
            name="dependency_one_predecessor",
        ),
        sa.CheckConstraint(
            "(successor_id IS NULL) <> (successor_initiative_id IS NULL)", name="dependency_one_successor"
        ),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["milestone.id"], name=op.f("fk_dependency_predecessor_id")
        ),
        sa.ForeignKeyConstraint(
            ["predecessor_initiative_id"],
            ["initiative.id"],
            name=op.f("fk_dependency_predecessor_initiative_id"),
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_dependency_programme_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["milestone.id"], name=op.f("fk_dependency_successor_id")),
        sa.ForeignKeyConstraint(
            ["successor_initiative_id"], ["initiative.id"], name=op.f("fk_dependency_successor_initiative_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dependency")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_dependency_predecessor_id"), "dependency", ["predecessor_id"], unique=False)
    op.create_index(
        op.f("ix_dependency_predecessor_initiative_id"),
        "dependency",
        ["predecessor_initiative_id"],
        unique=False,
    )
    op.create_index(op.f("ix_dependency_programme_id"), "dependency", ["programme_id"], unique=False)
    op.create_index(op.f("ix_dependency_successor_id"), "dependency", ["successor_id"], unique=False)
    op.create_index(
        op.f("ix_dependency_successor_initiative_id"), "dependency", ["successor_initiative_id"], unique=False
    )
    op.create_table(
        "progress_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "sourced", "assumption", name="is_basis", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column(
            "declared_status",
            sa.Enum(
                "on_course",
                "attention",
                "support_needed",
                "compromised",
                "not_given",
                name="is_declaredstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("progress_percent", sa.Float(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("blocked_by", sa.String(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(milestone_id IS NULL) <> (initiative_id IS NULL)", name="progress_update_one_item"
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_progress_update_initiative_id")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_progress_update_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_progress_update_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_update")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_progress_update_initiative_id"), "progress_update", ["initiative_id"], unique=False
    )
    op.create_index(
        op.f("ix_progress_update_milestone_id"), "progress_update", ["milestone_id"], unique=False
    )
    op.create_index(
        op.f("ix_progress_update_programme_id"), "progress_update", ["programme_id"], unique=False
    )
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "sourced", "assumption", name="is_basis", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_reading_indicator_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_reading_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reading_indicator_id"), "reading", ["indicator_id"], unique=False)
    op.create_index(op.f("ix_reading_programme_id"), "reading", ["programme_id"], unique=False)

    refuse_changes("journal_entry", "UPDATE", "DELETE")
    refuse_changes("baseline", "UPDATE", "DELETE")
    refuse_changes("baseline_date", "UPDATE", "DELETE")
    refuse_changes("progress_update", "UPDATE")
