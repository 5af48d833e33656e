"""Money and people of the programme, each in a line, with what is missing to say more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.analysis.facts import ItemState
from tracker.analysis.items import inherited
from tracker.analysis.verdict import counted
from tracker.i18n import Text
from tracker.reports.council_line import Line, Record, Section, of_milestones

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.sharing_whole import Shown


def means(analysis: ProgrammeAnalysis, shown: Shown) -> Section:
    """Return what the initiatives of the plan cost and who carries the open work."""
    lines = [*(_money(analysis) if shown.money else ()), *(_people(analysis) if shown.people else ())]
    return Section("means", Text("page.means.heading"), tuple(lines))


def _money(analysis: ProgrammeAnalysis) -> Iterator[Line]:
    snapshot = analysis.snapshot
    planned = [snapshot.initiatives.by_id(one.id) for one in analysis.initiatives if one.is_planned]
    if not planned:
        return
    records = tuple(Record("initiatives", row.key) for row in planned)
    costs = [row.cost for row in planned if row.cost is not None]
    values: dict[str, Any] = {"total": sum(costs), "currency": snapshot.programme.currency}
    if not costs:
        yield Line(Text("page.money.none", count=len(planned)), records=records)
    elif len(costs) < len(planned):
        values |= {"known": len(costs), "initiatives": len(planned)}
        yield Line(Text("page.money.partly", values, count=len(planned) - len(costs)), records=records)
    else:
        yield Line(Text("page.money.known", values, count=len(planned)), records=records)
    unfunded = [row for row in planned if not row.funding]
    if unfunded:
        lacking = tuple(Record("initiatives", row.key) for row in unfunded)
        said = Text("page.money.unfunded", {"initiatives": len(planned)}, count=len(unfunded))
        yield Line(said, records=lacking)


def _people(analysis: ProgrammeAnalysis) -> Iterator[Line]:
    snapshot = analysis.snapshot
    posts = list(snapshot.posts)
    if posts:
        vacant = [post for post in posts if post.is_vacant]
        records = tuple(Record("posts", post.key) for post in posts)
        yield Line(Text("page.people", {"vacant": len(vacant)}, count=len(posts)), records=records)
    owners = inherited(snapshot, "owner_id", snapshot.posts)
    orphans = [
        item.key
        for item in counted(analysis)
        if item.state is not ItemState.DONE and owners[snapshot.milestones.row_of_id[item.id]] < 0
    ]
    if orphans:
        yield Line(Text("page.people.nobody", count=len(orphans)), records=of_milestones(orphans))
    yield _overload(analysis)


def _overload(analysis: ProgrammeAnalysis) -> Line:
    workload, posts = analysis.workload, analysis.snapshot.posts
    if not workload.posts:
        return Line(Text("page.people.unknown"))
    over = dict.fromkeys(month.post for month in workload.overloads)
    known = tuple(Record("posts", posts[row].key) for row in workload.posts)
    said = Text("page.people.overloaded" if over else "page.people.enough", count=len(over) or len(known))
    return Line(said, records=tuple(Record("posts", posts[row].key) for row in over) or known)
