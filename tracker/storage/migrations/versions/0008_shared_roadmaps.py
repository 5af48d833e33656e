"""Links that show a part of the roadmap, their openings, and what partners propose through them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "fr", "en", name="is_sharelanguage", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("initiatives", sa.JSON(), nullable=False),
        sa.Column("shows_people", sa.Boolean(), nullable=False),
        sa.Column("shows_money", sa.Boolean(), nullable=False),
        sa.Column("shows_notes", sa.Boolean(), nullable=False),
        sa.Column("may_propose", sa.Boolean(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_share_made_by_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_share_partner_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_share_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_share_programme_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_share_programme_id"), "share", ["programme_id"], unique=False)
    op.create_index(op.f("ix_share_token_hash"), "share", ["token_hash"], unique=True)
    op.create_table(
        "share_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("share_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_share_visit_programme_id")),
        sa.ForeignKeyConstraint(["share_id"], ["share.id"], name=op.f("fk_share_visit_share_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_visit")),
        sa.UniqueConstraint("share_id", "on", name=op.f("uq_share_visit_share_id_on")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_share_visit_programme_id"), "share_visit", ["programme_id"], unique=False)
    op.create_index(op.f("ix_share_visit_share_id"), "share_visit", ["share_id"], unique=False)
    op.create_table(
        "partner_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "new_date",
                "done",
                name="is_proposalkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("share_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("seen_finish", sa.Date(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "refused",
                name="is_proposalstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_partner_proposal_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_partner_proposal_programme_id")
        ),
        sa.ForeignKeyConstraint(["share_id"], ["share.id"], name=op.f("fk_partner_proposal_share_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_proposal")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_partner_proposal_milestone_id"), "partner_proposal", ["milestone_id"], unique=False
    )
    op.create_index(
        op.f("ix_partner_proposal_programme_id"), "partner_proposal", ["programme_id"], unique=False
    )
    op.create_index(op.f("ix_partner_proposal_share_id"), "partner_proposal", ["share_id"], unique=False)
