"""Reviews: an agenda that proposes itself, a moment that is kept, and comments that are never rewritten."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.commands.conftest import LEAD, NOW, TODAY, City
from tracker.analysis import analyse
from tracker.analysis.released import released_by
from tracker.analysis.since import happened_since
from tracker.commands.baseline import ApproveBaseline
from tracker.commands.kept_files import KeptFile, kept_report
from tracker.commands.last_review import since_last_review
from tracker.commands.load_programme import LoadProgramme
from tracker.commands.milestone import EditMilestone, RecordActual, RescheduleMilestone
from tracker.commands.progress import ReportProgress
from tracker.commands.review import (
    AddAgendaPoint,
    DropReview,
    EditAgendaPoint,
    EditReview,
    OrderAgenda,
    PrepareReview,
    ProposeAgenda,
    RemoveAgendaPoint,
)
from tracker.commands.review_answer import AnswerInReview
from tracker.commands.review_closing import HoldReview
from tracker.commands.signed_comment import SignComment
from tracker.commands.undo import UndoLastChange
from tracker.exchange.content_of_snapshot import content_of
from tracker.exchange.roadmap_writer import write_roadmap
from tracker.i18n import translator
from tracker.model.errors import RuleError, StaleRecordError, UnknownRecordError
from tracker.model.progress import DeclaredStatus
from tracker.model.review import AgendaKind, ReviewState
from tracker.reports.review_agenda import AgendaLine, agenda_lines, points_of
from tracker.storage import Author

DAY = timedelta(days=1)
PAGE = b"<p>\xe9t\xe9</p>"


def prepare(city: City, key: str = "spring", at: Any = NOW, **more: Any) -> None:
    day = more.pop("day", at.date())
    city.do(PrepareReview(programme=city.key, key=key, title="Spring review", day=day, **more), at)


def agenda(city: City) -> list[Any]:
    return sorted(city.snapshot().agenda_points, key=lambda point: (point.position, point.id))


def hold(city: City, key: str = "spring", at: Any = NOW, kept: bytes = PAGE) -> Any:
    snapshot = city.snapshot()
    review = snapshot.reviews.by_key(key)
    assert review is not None
    file = KeptFile(name="council-fr.html", media_type="text/html", content=kept)
    return city.do(
        HoldReview(
            programme=city.key,
            key=key,
            version=review.version,
            seen_revision=snapshot.revision,
            seen_as_of=at.date(),
            kept=[file],
        ),
        at,
    )


def trouble(city: City) -> None:
    """Approve the plan; then a decision is awaited, an item is declared well that is late, and one opened."""
    there: dict[str, Any] = {"programme": city.key}
    decision = {"kind": "decision", "awaited_from": "City council"}
    city.do(EditMilestone(**there, key="M1", version=city.version("M1"), changes=decision))
    city.do(ApproveBaseline(**there, key="b1", name="First", approved_on=TODAY, approved_by="Council"))
    late = NOW + 40 * DAY
    city.do(
        RescheduleMilestone(**there, key="M3", version=city.version("M3"), changes={"work_days": 60}), late
    )
    city.do(
        ReportProgress(
            **there, item="M3", reported_on=late.date(), author="Owner",
            declared_status=DeclaredStatus.ON_COURSE, text="All well",
        ),
        late,
    )  # fmt: skip
    city.do(
        RecordActual(
            **there, key="M7", version=city.version("M7"),
            changes={"actual_start": TODAY, "actual_finish": late.date()},
        ),
        late,
    )  # fmt: skip


def test_the_agenda_proposes_itself_what_is_dearest_to_leave_first_and_the_good_news_last(city: City) -> None:
    trouble(city)
    prepare(city, at=NOW + 41 * DAY)
    points = agenda(city)
    assert [(point.kind, point.about) for point in points[:2]] == [
        (AgendaKind.DISAGREEMENT, "M3"),
        (AgendaKind.DECISION, "M1"),
    ]
    assert (points[-1].kind, points[-1].about) == (AgendaKind.OPENING, "M7")
    assert len({point.about for point in points}) == len(points)


def test_the_agenda_is_completed_with_what_is_new_and_what_was_removed_comes_back(city: City) -> None:
    trouble(city)
    prepare(city, at=NOW + 41 * DAY, proposes_agenda=False)
    assert agenda(city) == []
    city.do(AddAgendaPoint(programme="city", key="spring", title="The budget"), NOW + 41 * DAY)
    added = city.do(ProposeAgenda(programme="city", key="spring"), NOW + 41 * DAY).result
    assert added == len(agenda(city)) - 1 > 2
    assert agenda(city)[0].title == "The budget"
    assert city.do(ProposeAgenda(programme="city", key="spring"), NOW + 41 * DAY).result == 0


def test_points_are_ordered_worded_and_removed_and_each_of_it_is_undone(city: City) -> None:
    prepare(city, proposes_agenda=False)
    for title in ("One", "Two", "Three"):
        city.do(AddAgendaPoint(programme="city", key="spring", title=title))
    one, two, three = [point.id for point in agenda(city)]
    ordered = city.do(OrderAgenda(programme="city", key="spring", points=[three, one, two]))
    assert [point.title for point in agenda(city)] == ["Three", "One", "Two"]
    worded = city.do(
        EditAgendaPoint(programme="city", point=two, version=version(city, two), changes={"word": "Short"})
    )
    removed = city.do(RemoveAgendaPoint(programme="city", point=one, version=version(city, one)))
    assert [(point.title, point.word) for point in agenda(city)] == [("Three", ""), ("Two", "Short")]
    for done in (removed, worded, ordered):
        city.do(UndoLastChange(programme="city", command_id=done.command_id))
    assert [(point.title, point.word) for point in agenda(city)] == [("One", ""), ("Two", ""), ("Three", "")]


def version(city: City, point: int) -> int:
    return city.snapshot().agenda_points.by_id(point).version


def test_an_order_that_misses_a_point_is_refused(city: City) -> None:
    prepare(city, proposes_agenda=False)
    for title in ("One", "Two"):
        city.do(AddAgendaPoint(programme="city", key="spring", title=title))
    with pytest.raises(RuleError, match="agenda_has_changed"):
        city.do(OrderAgenda(programme="city", key="spring", points=[agenda(city)[0].id]))


def test_a_review_that_was_called_off_comes_back_with_its_agenda(city: City) -> None:
    prepare(city, proposes_agenda=False)
    city.do(AddAgendaPoint(programme="city", key="spring", title="One"))
    dropped = city.do(DropReview(programme="city", key="spring", version=1))
    assert (len(city.snapshot().reviews), len(city.snapshot().agenda_points)) == (0, 0)
    city.do(UndoLastChange(programme="city", command_id=dropped.command_id))
    assert [point.title for point in agenda(city)] == ["One"]


def test_a_held_review_keeps_the_moment_of_the_plan_and_its_files(city: City) -> None:
    prepare(city, proposes_agenda=False, present=["Mayor", "Director of IT"])
    before = city.snapshot()
    moment = hold(city).result
    city.do(RescheduleMilestone(programme="city", key="M1", version=1, changes={"work_days": 99}))
    known = city.database.known_at("city", moment.last_entry).snapshot
    for table in ("milestones", "reviews", "agenda_points", "review_moments"):
        assert list(getattr(known, table)) == list(getattr(before, table))
    assert known.revision == before.revision == moment.revision
    kept = kept_report(city.database, "city", "spring", "council-fr.html")
    assert (kept.content, moment.kept[0]["sha256"]) == (PAGE, kept.sha256)
    held = city.snapshot().reviews.by_key("spring")
    assert held is not None
    assert (held.state, held.present) == (ReviewState.HELD, ["Mayor", "Director of IT"])
    with pytest.raises(UnknownRecordError):
        kept_report(city.database, "city", "spring", "council-de.html")


def test_what_is_held_is_neither_changed_nor_held_again_nor_taken_back(city: City) -> None:
    prepare(city, proposes_agenda=False)
    point = city.do(AddAgendaPoint(programme="city", key="spring", title="One"))
    held = hold(city)
    number = agenda(city)[0].id
    there: dict[str, Any] = {"programme": "city"}
    for refused in (
        EditReview(**there, key="spring", version=2, changes={"title": "Other"}),
        DropReview(**there, key="spring", version=2),
        ProposeAgenda(**there, key="spring"),
        AddAgendaPoint(**there, key="spring", title="Two"),
        EditAgendaPoint(**there, point=number, version=1, changes={"outcome": "Yes"}),
        RemoveAgendaPoint(**there, point=number, version=1),
        OrderAgenda(**there, key="spring", points=[number]),
        HoldReview(
            **there, key="spring", version=2, seen_revision=city.snapshot().revision, seen_as_of=TODAY + DAY
        ),
        UndoLastChange(**there, command_id=point.command_id),
    ):
        with pytest.raises(RuleError, match="review_is_held"):
            city.do(refused)
    with pytest.raises(RuleError, match="not_undoable"):
        city.do(UndoLastChange(programme="city", command_id=held.command_id))


def test_a_review_is_not_closed_ahead_of_its_day_nor_on_a_plan_that_its_files_do_not_show(city: City) -> None:
    prepare(city, day=TODAY + DAY)
    with pytest.raises(RuleError, match="in_the_future"):
        hold(city)
    behind = HoldReview(
        programme="city",
        key="spring",
        version=1,
        seen_revision=city.snapshot().revision - 1,
        seen_as_of=TODAY + DAY,
    )
    with pytest.raises(RuleError, match="plan_moved_while_closing"):
        city.do(behind, NOW + DAY)
    city.do(EditReview(programme="city", key="spring", version=1, changes={"title": "Summer"}))
    stale = HoldReview(
        programme="city",
        key="spring",
        version=1,
        seen_revision=city.snapshot().revision,
        seen_as_of=TODAY + DAY,
    )
    with pytest.raises(StaleRecordError):
        city.do(stale, NOW + DAY)


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["review_moment", "kept_report", "signed_comment"])
def test_the_database_itself_keeps_what_was_kept(city: City, table: str, statement: str) -> None:
    prepare(city)
    city.do(SignComment(programme="city", review="spring", text="We are late, and know why."))
    hold(city)
    with pytest.raises(DBAPIError, match="never rewritten"), city.database.engine.begin() as connection:
        connection.execute(text(statement.format(table)))


def test_a_comment_is_signed_and_only_followed_by_another(city: City) -> None:
    revision = city.snapshot().revision
    signed = city.do(SignComment(programme="city", text="x" * 1000))
    city.do(SignComment(programme="city", text="A second one."), NOW + DAY)
    first, second = city.snapshot().signed_comments
    assert (first.author, first.on, first.revision) == (LEAD.name, TODAY, revision)
    assert (second.text, second.review_id) == ("A second one.", None)
    with pytest.raises(RuleError, match="not_undoable"):
        city.do(UndoLastChange(programme="city", command_id=signed.command_id))
    with pytest.raises(ValueError, match="at most 1000"):
        SignComment(programme="city", text="x" * 1001)


def test_a_decision_taken_in_a_review_sets_free_what_waited_for_it_and_is_undone_as_one(city: City) -> None:
    trouble(city)
    day = NOW + 41 * DAY
    prepare(city, at=day)
    point = next(point for point in agenda(city) if point.about == "M1")
    assert [found.waits_for for found in released_by(analyse(city.snapshot(), day.date()), "M1")] == [
        ("Fibre contract signed",)
    ]
    answer = AnswerInReview(
        programme="city",
        point=point.id,
        version=city.version("M1"),
        is_taken=True,
        effect="Signed as offered",
    )
    taken = city.do(answer, day)
    after = analyse(city.snapshot(), day.date())
    assert [(found.item, found.is_free) for found in released_by(after, "M1")] == [("M2", True)]
    line = next(line for line in lines_of(city, day) if line.point.about == "M1")
    said = [translator("en")(text) for text in line.answer]
    assert said == [
        "Taken on Apr 2, 2026.",
        "Effect: Signed as offered",
        "“Town-hall network live” can go on.",
    ]
    assert not line.is_answerable
    city.do(UndoLastChange(programme="city", command_id=taken.command_id), day)
    line = next(line for line in lines_of(city, day) if line.point.about == "M1")
    assert (line.answer, line.is_answerable, line.point.decided) == ((), True, "")


def test_a_refusal_says_why_and_is_told_at_the_next_review(city: City) -> None:
    trouble(city)
    day = NOW + 41 * DAY
    for key in ("before", "spring"):
        prepare(city, key=key, at=day)
        if key == "before":
            hold(city, key, at=day)
    point = next(point for point in agenda(city) if point.about == "M1" and point.review_id == 2)
    refusal: dict[str, Any] = {"programme": "city", "point": point.id, "is_taken": False}
    with pytest.raises(RuleError, match="refusal_says_why"):
        city.do(AnswerInReview(**refusal, version=city.version("M1")), day)
    city.do(AnswerInReview(**refusal, version=city.version("M1"), reason="Too dear"), day)
    analysis = analyse(city.snapshot(), day.date())
    happened = happened_since(analysis, since_last_review(city.database, analysis))
    assert (happened.refused, happened.decisions) == (("M1",), ())
    line = next(line for line in lines_of(city, day, "spring") if line.point.about == "M1")
    said = [translator("en")(text) for text in line.answer]
    assert said[:2] == ["Refused on Apr 2, 2026: what waits for it stays held.", "Why: Too dear"]
    assert "still waits for Fibre contract signed" in said[2]


def test_what_a_review_decided_is_news_at_the_next_one_and_what_came_before_is_not(city: City) -> None:
    trouble(city)
    day = NOW + 41 * DAY
    prepare(city, at=day)
    change = {"actual_start": TODAY, "actual_finish": day.date()}
    city.do(RecordActual(programme="city", key="M3", version=city.version("M3"), changes=change), day)
    point = next(point for point in agenda(city) if point.about == "M1")
    about: dict[str, Any] = {"programme": "city", "point": point.id, "version": city.version("M1")}
    taken_back = city.do(AnswerInReview(**about, is_taken=True), day)
    city.do(UndoLastChange(programme="city", command_id=taken_back.command_id), day)
    before = city.database.last_entry("city")
    about["version"] = city.version("M1")
    city.do(AnswerInReview(**about, is_taken=True), day + timedelta(minutes=5))
    moment = hold(city, at=day + timedelta(hours=1)).result
    assert (moment.opened_entry, moment.opened_on) == (before, day.date())
    assert moment.last_entry > before
    analysis = analyse(city.snapshot(), day.date() + 30 * DAY)
    happened = happened_since(analysis, since_last_review(city.database, analysis))
    assert [one.item for one in happened.finished] == [one.item for one in happened.decisions] == ["M1"]
    assert "M2" in happened.released


def lines_of(city: City, at: Any, key: str = "spring") -> tuple[AgendaLine, ...]:
    snapshot = city.snapshot()
    analysis = analyse(snapshot, at.date())
    review = snapshot.reviews.by_key(key)
    assert review is not None
    happened = happened_since(analysis, since_last_review(city.database, analysis))
    return agenda_lines(analysis, happened, points_of(snapshot, review))


def test_since_the_last_review_is_exact_to_the_moment(city: City) -> None:
    trouble(city)
    day = NOW + 41 * DAY
    prepare(city, at=day)
    hold(city, at=day)
    # After the review, on the same day: news for the next one.
    later = day + timedelta(minutes=5)
    change = {"actual_start": TODAY, "actual_finish": later.date()}
    city.do(RecordActual(programme="city", key="M1", version=city.version("M1"), changes=change), later)
    now = analyse(city.snapshot(), later.date() + 10 * DAY)
    since = since_last_review(city.database, now)
    assert (since.review, since.review_key, since.day) == ("Spring review", "spring", day.date())
    assert since.recorded_from is None
    happened = happened_since(now, since)
    assert [one.item for one in happened.decisions] == [one.item for one in happened.finished] == ["M1"]
    assert "M2" in happened.released
    assert happened.openings == ()


def test_without_any_review_the_last_30_days_are_told(city: City) -> None:
    trouble(city)
    now = analyse(city.snapshot(), TODAY + 45 * DAY)
    since = since_last_review(city.database, now)
    assert (since.review, since.day) == ("", TODAY + 15 * DAY)
    happened = happened_since(now, since)
    assert [one.item for one in happened.openings] == ["M7"]
    assert "M3" in [one.item for one in happened.slipped]
    assert (happened.finish_days or 0) > 5


def test_a_past_report_starts_at_the_review_before_it(city: City) -> None:
    for number, key in enumerate(("spring", "summer")):
        at = NOW + number * 60 * DAY
        prepare(city, key=key, at=at)
        hold(city, key=key, at=at)
    moments = list(city.snapshot().review_moments)
    known = city.database.known_at("city", moments[1].last_entry)
    then = analyse(known.snapshot, moments[1].as_of)
    since = since_last_review(city.database, then, last_entry=known.last_entry)
    assert since.review_key == "spring"
    assert since.before.snapshot.revision == moments[0].revision
    assert known.day == date(2026, 4, 21)


def test_a_file_neither_carries_reviews_nor_loses_them(city: City) -> None:
    prepare(city)
    city.do(SignComment(programme="city", review="spring", text="As it is."))
    hold(city)
    before = city.snapshot()
    content = content_of(before)
    assert "spring" not in write_roadmap(content)
    city.do(LoadProgramme(programme="city", content=content))
    after = city.snapshot()
    assert content_of(after) == content
    for table in ("reviews", "agenda_points", "review_moments", "signed_comments"):
        assert list(getattr(after, table)) == list(getattr(before, table))
    assert kept_report(city.database, "city", "spring", "council-fr.html").content == PAGE


def test_a_leader_prepares_nothing(city: City) -> None:
    leader = City(city.database, author=Author(name="mayor", role="leader"))
    with pytest.raises(Exception, match="not_allowed"):
        prepare(leader)
