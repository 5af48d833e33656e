"""All tables of the product, gathered once for the migrations and their test."""

from tracker.model import baseline, indicator, initiative, journal, milestone, organisation, programme, progress
from tracker.model.base import Record

SUBJECTS = (programme, organisation, initiative, milestone, progress, baseline, indicator, journal)
METADATA = Record.metadata
