"""Files in and out: roadmap files, and what other programs read."""
