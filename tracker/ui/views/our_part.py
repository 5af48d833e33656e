"""The screen of a partner's account: what the city and the partner do together, and nothing else."""

from tracker.ui.components.our_part import show_our_part
from tracker.ui.session import reader

show_our_part(reader())
