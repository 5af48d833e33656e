"""All that the council page says, in its order, before any dress: screen, HTML, paper or message."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tracker.analysis.facts import ItemState
from tracker.analysis.sharing_whole import Shown
from tracker.analysis.verdict import counted
from tracker.i18n import Text
from tracker.reports.council import against_approved
from tracker.reports.council_late import approved_plan, late_or_stopped
from tracker.reports.council_line import Figure, Group, Line, Record, Section, of_milestones
from tracker.reports.council_means import means
from tracker.reports.council_moved import moved
from tracker.reports.council_references import Reference, references_of
from tracker.reports.council_status import status_counts, status_lines
from tracker.reports.council_trend import Trend, changes_since, finished, trend
from tracker.reports.needs import needs
from tracker.reports.progress_curve import curve_marks, curve_sentence
from tracker.reports.provenance import provenance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.facts import ItemAnalysis
    from tracker.analysis.since import Since
    from tracker.reports.needs import Need
    from tracker.reports.progress_curve import CurveMark
    from tracker.reports.style import Status

NEEDS_TOLD = 5
COMMENTS_TOLD = 2
DATES_A_SERVICE = 3
SERVICES_SHOWN = 24


@dataclass(frozen=True)
class CouncilPage:
    """The finished content: sentences not yet said, every figure in them with its records; no language."""

    programme: str
    title: str
    city: str
    # The one that the programme's people write in: their own words on the page are in it.
    language: str
    as_of: date
    since: Since
    # By rule; None: cannot be computed, or nobody vouches for it.
    status: Status
    sections: tuple[Section, ...]
    # The same as their sentences, for a small drawing.
    counts: tuple[tuple[Status, int], ...]
    curve: tuple[CurveMark, ...]
    sources: tuple[str, ...]
    # What the figures are made of, by the number that stands beside them.
    references: tuple[Reference, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for section in self.sections for line in section.said)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every number and date of the page, in the order in which they are read."""
        return tuple(figure for line in self.lines for figure in line.figures)

    def number_of(self, line: Line) -> int | None:
        """Return the number of the reference of a line; None where it stands on no record."""
        return self._numbers.get(line.all_records)

    @cached_property
    def _numbers(self) -> dict[tuple[Record, ...], int]:
        return {reference.records: reference.number for reference in self.references}

    def section(self, name: str) -> Section:
        """Return one section of the page.

        Raises:
            KeyError: it has none of this name.
        """
        for section in self.sections:
            if section.name == name:
                return section
        raise KeyError(name)


def council_page(analysis: ProgrammeAnalysis, since: Since, shown: Shown | None = None) -> CouncilPage:
    """Return what the council reads of a programme as analysed, compared with an earlier day.

    Args:
        since: the programme as it was known at the last review held, or 30 days ago.
        shown: what a page that is shared leaves out; the analyses are of what it shows, see `shown_of`.
    """
    shown = shown or Shown()
    changes = changes_since(analysis, since)
    status = status_lines(analysis)
    programme = analysis.snapshot.programme
    marks = curve_marks(analysis)
    sections = (
        Section("status", Text("page.status.heading"), status),
        _comments_section(analysis, since),
        _trend_section(trend(analysis, since), marks, analysis),
        _needs_section(analysis),
        finished(analysis, changes, since),
        moved(analysis, changes, since),
        _dates_section(analysis),
        late_or_stopped(analysis),
        means(analysis, shown),
        _provenance_section(analysis),
    )
    said = tuple(section for section in sections if section.said)
    return CouncilPage(
        programme=programme.key,
        title=programme.title,
        city=programme.city,
        language=programme.languages[0] if programme.languages else "en",
        as_of=analysis.as_of,
        since=since,
        status=status[0].status,
        sections=said,
        counts=status_counts(analysis),
        curve=marks,
        sources=provenance(analysis).sources if shown.notes else (),
        references=references_of((line for section in said for line in section.said), analysis.snapshot),
    )


def _comments_section(analysis: ProgrammeAnalysis, since: Since) -> Section:
    """Return what the agent of record has signed since then, the latest first."""
    signed = [row for row in analysis.snapshot.signed_comments if since.day <= row.on <= analysis.as_of]
    lines = tuple(
        Line(
            Text("page.comment", {"text": row.text, "author": row.author, "on": row.on}),
            records=(Record("signed_comments", str(row.id)),),
        )
        for row in reversed(signed[-COMMENTS_TOLD:])
    )
    return Section("comments", Text("page.comments.heading"), lines)


def _trend_section(found: Trend, marks: tuple[CurveMark, ...], analysis: ProgrammeAnalysis) -> Section:
    lines = list(found.lines)
    curve = curve_sentence(marks, analysis.as_of)
    if curve is not None:
        lines.append(Line(curve, records=of_milestones(item.key for item in counted(analysis))))
    return Section("trend", Text("page.trend.heading"), tuple(lines))


def _needs_section(analysis: ProgrammeAnalysis) -> Section:
    found = needs(analysis)
    lines = tuple(_need(need) for need in found[:NEEDS_TOLD])
    rest = found[NEEDS_TOLD:]
    return Section(
        "needs",
        Text("page.needs.heading"),
        lines,
        left_out=Line(Text("page.needs.more", count=len(rest))) if rest else None,
        nothing=Line(Text("council.needs.none", {"date": analysis.as_of})),
    )


def _need(need: Need) -> Line:
    table = "scenarios" if need.kind == "proposal" else "initiatives" if need.is_initiative else "milestones"
    call = () if need.update is None else (Record("updates", str(need.update)),)
    records = (Record(table, need.item), *call)
    more = tuple(Line(text, need.item, records) for text in need.more)
    if not need.says_cost:
        form = "unknown" if need.is_initiative else "nothing"
        more = (*more, Line(Text(f"page.wait.{form}"), need.item, records))
    return Line(need.sentence, need.item, records, more=more)


def _dates_section(analysis: ProgrammeAnalysis) -> Section:
    """Return the next three dates of each service, the service whose date comes first at the head."""
    names = {service.key: service.name for service in analysis.snapshot.services}
    by_service: dict[str | None, list[ItemAnalysis]] = {}
    coming = [
        item
        for item in counted(analysis)
        if item.state is not ItemState.DONE and item.early_finish is not None
    ]
    coming.sort(key=lambda item: (item.early_finish, item.key))
    for item in coming:
        by_service.setdefault(item.service_key, []).append(item)
    groups = tuple(
        Group(
            names.get(key or "", Text("page.dates.no_service")),
            tuple(_date_line(analysis, item) for item in items[:DATES_A_SERVICE]),
        )
        for key, items in by_service.items()
    )
    left = len(groups) - SERVICES_SHOWN
    return Section(
        "dates",
        Text("page.dates.heading"),
        groups=groups[:SERVICES_SHOWN],
        left_out=Line(Text("page.dates.more", count=left)) if left > 0 else None,
        nothing=Line(Text("page.dates.none", {"day": analysis.as_of})),
    )


def _date_line(analysis: ProgrammeAnalysis, item: ItemAnalysis) -> Line:
    row = analysis.snapshot.milestones.by_id(item.id)
    values = {
        "title": item.title,
        "date": item.early_finish,
        "comparison": against_approved(item.approved_finish, item.variance_days),
    }
    form = "page.date.opening" if row.is_public_opening else "page.date"
    return Line(
        Text(form, values),
        item.key,
        of_milestones([item.key]),
        has_status=True,
        status=item.computed_status,
    )


def _provenance_section(analysis: ProgrammeAnalysis) -> Section:
    return Section("provenance", Text("page.provenance.heading"), tuple(_provenance_lines(analysis)))


def _provenance_lines(analysis: ProgrammeAnalysis) -> Iterator[Line]:
    plan = approved_plan(analysis)
    of_plan = () if plan is None else (Record("baselines", plan.key),)
    for place, sentence in enumerate(provenance(analysis).sentences):
        yield Line(sentence, records=of_plan if place == 1 else ())
