"""What a programme means on a given day: pure functions from a snapshot and a date to facts."""

from tracker.analysis.calendar import calendar_of
from tracker.analysis.facts import (
    Bottleneck,
    BottleneckGroup,
    ComputedStatus,
    CurvePoint,
    GroupBy,
    InitiativeAnalysis,
    ItemAnalysis,
    ItemState,
    Move,
    Progress,
    ServiceWait,
    Stall,
)
from tracker.analysis.items import Items
from tracker.analysis.loops import find_loop
from tracker.analysis.network import ProgrammeNetwork, network_of
from tracker.analysis.programme import ProgrammeAnalysis, analyse

__all__ = [
    "Bottleneck",
    "BottleneckGroup",
    "ComputedStatus",
    "CurvePoint",
    "GroupBy",
    "InitiativeAnalysis",
    "ItemAnalysis",
    "ItemState",
    "Items",
    "Move",
    "ProgrammeAnalysis",
    "ProgrammeNetwork",
    "Progress",
    "ServiceWait",
    "Stall",
    "analyse",
    "calendar_of",
    "find_loop",
    "network_of",
]
