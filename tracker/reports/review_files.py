"""The files of a report that a review keeps on the day it is held: the same that can be made again later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.commands.kept_files import KeptFile, sha256_of
from tracker.i18n import LANGUAGES, translator
from tracker.reports.council_dress import DRESSES
from tracker.reports.council_page import council_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.since import Since
    from tracker.model.review import ReviewMoment


def review_files(analysis: ProgrammeAnalysis, since: Since) -> list[KeptFile]:
    """Return the council page of an analysis in every language and dress.

    They depend on nothing but the two arguments: made again from the journal they are equal, byte for byte.
    """
    return list(_files(analysis, since))


def replay_differences(analysis: ProgrammeAnalysis, since: Since, moment: ReviewMoment) -> list[str]:
    """Return the names of the kept files that are not what is made of the same moment today."""
    again = {file.name: sha256_of(file.content) for file in review_files(analysis, since)}
    return [file["name"] for file in moment.kept if again.get(file["name"]) != file["sha256"]]


def _files(analysis: ProgrammeAnalysis, since: Since) -> Iterator[KeptFile]:
    page = council_page(analysis, since)
    for language in LANGUAGES:
        t = translator(language)
        for name, dress in DRESSES.items():
            content = dress.write(page, t)
            yield KeptFile(name=f"council-{language}.{name}", media_type=dress.media_type, content=content)
