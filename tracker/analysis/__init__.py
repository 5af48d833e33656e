"""What a programme means on a given day: pure functions from a snapshot and a date to facts."""
