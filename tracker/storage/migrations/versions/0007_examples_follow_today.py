"""The dates of an example that nobody has touched may move with today, those of its approved plan too."""

from tracker.storage.migrations import frozen

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("baseline", "baseline_date", "progress_update"):
        frozen.let_examples_follow_today(table)
