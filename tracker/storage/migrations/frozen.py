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
