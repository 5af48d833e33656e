"""The words of a roadmap file: each kind of table, its fields, and the field of the model each one fills."""

from __future__ import annotations

from tracker.exchange.roadmap_fields import FileField, Kind, Section
from tracker.model.content import (
    AbsenceContent,
    BaselineContent,
    BaselineDateContent,
    DecisionContent,
    DependencyContent,
    IndicatorContent,
    InitiativeContent,
    InitiativePartnerContent,
    MilestoneContent,
    PostContent,
    ReadingContent,
    UpdateContent,
    WorkCalendarContent,
    WorkNeedContent,
)
from tracker.model.decision import DecisionOptionFields
from tracker.model.foreign import ForeignElementFields
from tracker.model.organisation import PartnerFields, ServiceFields
from tracker.model.programme import CalendarExceptionFields, ProgrammeFields, StallRuleSettingFields
from tracker.model.work_calendar import WEEKDAYS, OtherHoursFields
from tracker.planning import ConstraintKind

FORMAT = 1
AS_PLANNED = "as planned"
MAX_BYTES = 10 * 1024 * 1024
_DATELESS = (ConstraintKind.AS_SOON_AS_POSSIBLE, ConstraintKind.AS_LATE_AS_POSSIBLE)
# A constraint is written as its name and its date; the one without a date as a flag.
CONSTRAINTS = tuple(kind.value for kind in ConstraintKind if kind not in _DATELESS)
AS_LATE_AS_POSSIBLE = ConstraintKind.AS_LATE_AS_POSSIBLE.value

_ID = FileField("id", attribute="key")
_TITLE = FileField("title")
_SERVICE = FileField("service", names="service")
_OWNER = FileField("owner", names="post")

PROGRAMME = Section(
    "programme",
    ProgrammeFields,
    (
        _TITLE,
        FileField("city"),
        FileField("country"),
        FileField("languages", Kind.TEXTS),
        FileField("description"),
        FileField("start", Kind.SPECIAL),
        FileField("status_date", Kind.DATE),
        FileField("time_zone"),
        FileField("currency"),
        FileField("working_week", Kind.TEXTS),
        FileField("holidays", attribute="holidays_country"),
    ),
)
CALENDAR = Section(
    "calendar",
    CalendarExceptionFields,
    (
        FileField("starts_on", Kind.DATE),
        FileField("ends_on", Kind.DATE),
        FileField("is_working", Kind.FLAG),
        FileField("name"),
    ),
    has_provenance=False,
)
WORK_CALENDAR = Section(
    "work_calendar",
    WorkCalendarContent,
    (
        _ID,
        _TITLE,
        FileField("is_default", Kind.FLAG),
        *(FileField(day) for day in WEEKDAYS),
        FileField("holidays", attribute="holidays_country"),
        FileField("other_hours", Kind.TABLES),
    ),
    has_provenance=False,
)
OTHER_HOURS = Section(
    "other_hours",
    OtherHoursFields,
    (
        FileField("starts_on", Kind.DATE),
        FileField("ends_on", Kind.DATE),
        FileField("hours"),
        FileField("name"),
    ),
    has_provenance=False,
)
STALL_RULE = Section(
    "stall_rule",
    StallRuleSettingFields,
    (FileField("rule"), FileField("is_on", Kind.FLAG), FileField("threshold", Kind.WHOLE)),
    has_provenance=False,
)
SERVICE = Section("service", ServiceFields, (_ID, FileField("name")))
POST = Section(
    "post",
    PostContent,
    (
        _ID,
        _TITLE,
        FileField("role"),
        _SERVICE,
        FileField("is_vacant", Kind.FLAG),
        FileField("people", Kind.NUMBER),
    ),
)
ABSENCE = Section(
    "absence",
    AbsenceContent,
    (
        FileField("post", names="post"),
        FileField("starts_on", Kind.DATE),
        FileField("ends_on", Kind.DATE),
        FileField("people", Kind.NUMBER),
        FileField("reason"),
    ),
    has_provenance=False,
)
NEED = Section(
    "need",
    WorkNeedContent,
    (
        FileField("milestone", names="milestone"),
        FileField("post", names="post"),
        FileField("people", Kind.NUMBER),
        FileField("days", Kind.NUMBER),
    ),
)
PARTNER = Section(
    "partner",
    PartnerFields,
    (_ID, FileField("name"), FileField("kind"), FileField("contribution"), FileField("website")),
)
INITIATIVE = Section(
    "initiative",
    InitiativeContent,
    (
        _ID,
        _TITLE,
        FileField("axis"),
        _SERVICE,
        FileField("also", Kind.TEXTS, names="service"),
        _OWNER,
        FileField("period"),
        FileField("status"),
        FileField("status_reason"),
        FileField("description"),
        FileField("why_it_matters"),
        FileField("cost", Kind.WHOLE),
        FileField("funding"),
        FileField("free_tool"),
        FileField("is_public", Kind.FLAG),
        FileField("partners", Kind.SPECIAL),
        FileField("after", Kind.SPECIAL),
        FileField("milestone", Kind.TABLES),
    ),
)
INITIATIVE_PARTNER = Section(
    "partners",
    InitiativePartnerContent,
    (FileField("id", attribute="partner", names="partner"), FileField("contribution")),
    has_provenance=False,
)
_MILESTONE_FIELDS = (
    _ID,
    _TITLE,
    FileField("nature"),
    FileField("description"),
    FileField("work", Kind.NUMBER, "work_days"),
    FileField("optimistic", Kind.NUMBER, "optimistic_days"),
    FileField("pessimistic", Kind.NUMBER, "pessimistic_days"),
    FileField("remaining", Kind.NUMBER, "remaining_days"),
    FileField("after", Kind.SPECIAL),
    *(FileField(name, Kind.DATE) for name in CONSTRAINTS),
    FileField(AS_LATE_AS_POSSIBLE, Kind.FLAG),
    FileField("deadline", Kind.DATE),
    FileField("actual_start", Kind.DATE),
    FileField("actual_finish", Kind.DATE),
    FileField("weight", Kind.NUMBER),
    FileField("is_public_opening", Kind.FLAG),
    FileField("is_public", Kind.FLAG),
    _SERVICE,
    _OWNER,
    FileField("partner", names="partner"),
    FileField("calendar", names="work_calendar"),
    FileField("awaited_from"),
    FileField("is_cancelled", Kind.FLAG),
    FileField("end_reason"),
)
_IN_INITIATIVE = FileField("initiative", names="initiative")
MILESTONE = Section("milestone", MilestoneContent, _MILESTONE_FIELDS)
PREREQUISITE = Section(
    "prerequisite", MilestoneContent, (*_MILESTONE_FIELDS[:2], _IN_INITIATIVE, *_MILESTONE_FIELDS[2:])
)
# What is asked, in the table of the decision that the plan waits for.
ASKED = Section(
    "asked",
    DecisionContent,
    (
        FileField("question"),
        FileField("asked_by", names="post"),
        FileField("asked_on", Kind.DATE),
        FileField("refused_on", Kind.DATE),
        FileField("effect"),
        FileField("why"),
        FileField("option", Kind.TABLES, "options"),
    ),
    has_provenance=False,
)
OPTION = Section(
    "option",
    DecisionOptionFields,
    (FileField("title"), FileField("meaning"), FileField("is_chosen", Kind.FLAG)),
    has_provenance=False,
)
DECISION_ITEM = Section("decision", MilestoneContent, PREREQUISITE.fields)
DECISION = Section("decision", MilestoneContent, (*PREREQUISITE.fields, *ASKED.fields))
_LINK_FIELDS = (FileField("kind"), FileField("lag", Kind.SPECIAL), FileField("reason"))
AFTER = Section(
    "after",
    DependencyContent,
    (FileField("id", attribute="predecessor", names="item"), *_LINK_FIELDS),
    has_provenance=False,
)
DEPENDENCY = Section(
    "dependency",
    DependencyContent,
    (FileField("predecessor", names="item"), FileField("successor", names="item"), *_LINK_FIELDS),
    has_provenance=False,
)
UPDATE = Section(
    "update",
    UpdateContent,
    (
        FileField("item", names="item"),
        FileField("on", Kind.DATE, "reported_on"),
        FileField("by", attribute="author"),
        FileField("status", attribute="declared_status"),
        FileField("progress", Kind.NUMBER, "progress_percent"),
        FileField("text"),
        FileField("blocked_by"),
        FileField("could_unblock"),
    ),
)
BASELINE = Section(
    "baseline",
    BaselineContent,
    (
        _ID,
        FileField("name"),
        FileField("approved_on", Kind.DATE),
        FileField("approved_by"),
        FileField("note"),
        FileField("dates", Kind.SPECIAL),
        # What is not listed stays as in an earlier baseline of the file.
        FileField("follows", Kind.SPECIAL),
        FileField("date", Kind.TABLES),
    ),
)
BASELINE_DATE = Section(
    "date",
    BaselineDateContent,
    (
        FileField("milestone", names="milestone"),
        FileField("start", Kind.DATE),
        FileField("finish", Kind.DATE),
        FileField("work", Kind.NUMBER, "work_days"),
    ),
    has_provenance=False,
)
INDICATOR = Section(
    "indicator",
    IndicatorContent,
    (
        _ID,
        _TITLE,
        FileField("unit"),
        FileField("trend"),
        FileField("initiative", names="initiative"),
        FileField("initial_value", Kind.NUMBER),
        FileField("initial_date", Kind.DATE),
        FileField("target_value", Kind.NUMBER),
        FileField("target_date", Kind.DATE),
        FileField("note"),
        FileField("reading", Kind.TABLES),
    ),
)
READING = Section(
    "reading",
    ReadingContent,
    (FileField("on", Kind.DATE, "read_on"), FileField("value", Kind.NUMBER), FileField("text")),
)

FOREIGN = Section(
    "foreign",
    ForeignElementFields,
    (
        FileField("format"),
        FileField("kind"),
        FileField("uid"),
        FileField("item"),
        FileField("position", Kind.WHOLE),
        FileField("content"),
    ),
    has_provenance=False,
)

# The lists of tables inside a table.
CHILDREN = ("milestone", "option", "date", "reading", "other_hours")
# The tables at the top of a file, in the order in which they are written.
LISTS = (
    CALENDAR,
    WORK_CALENDAR,
    STALL_RULE,
    SERVICE,
    POST,
    ABSENCE,
    PARTNER,
    DECISION,
    PREREQUISITE,
    INITIATIVE,
    DEPENDENCY,
    NEED,
    BASELINE,
    UPDATE,
    INDICATOR,
    FOREIGN,
)
