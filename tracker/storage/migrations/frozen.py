"""Triggers that refuse to rewrite a table, whatever program tries."""

from alembic import op


def refuse_changes(table: str, *verbs: str) -> None:
    """Make the database itself refuse UPDATE or DELETE (or both) on a table."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in verbs:
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is never rewritten'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_is_frozen() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is never rewritten'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_is_frozen BEFORE {' OR '.join(verbs)} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_is_frozen()"
    )


# The command that moves an example says so inside its transaction; nothing but loading has ever happened
# to the programme, and its file counts its start back from today.
_IS_UNTOUCHED_EXAMPLE = (
    "EXISTS (SELECT 1 FROM moving_example WHERE programme_id = OLD.programme_id) "
    "AND EXISTS (SELECT 1 FROM programme WHERE id = OLD.programme_id AND months_before_today IS NOT NULL) "
    "AND NOT EXISTS (SELECT 1 FROM journal_entry WHERE programme_id = OLD.programme_id "
    "AND command NOT IN ('LoadProgramme', 'FollowToday'))"
)


def let_examples_follow_today(table: str) -> None:
    """Let a frozen table's dates move with today in an example that nobody has touched; else refuse on."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {table}_refuses_update")
        op.execute(
            f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} "
            f"WHEN NOT ({_IS_UNTOUCHED_EXAMPLE}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is never rewritten'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_is_frozen() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP = 'UPDATE' AND {_IS_UNTOUCHED_EXAMPLE} THEN RETURN NEW; END IF; "
        f"RAISE EXCEPTION '{table} is never rewritten'; END $$"
    )
