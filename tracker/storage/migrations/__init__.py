"""The steps that brought the tables to their present shape, run by Alembic from code."""
