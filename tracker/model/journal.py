"""The journal: who changed what, when, from, to; written below every command, never by one."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, Enum, Index
from sqlmodel import Field

from tracker.model.base import InProgramme, OfInstallation, UtcInstant, choice

# The commands whose word stands for the file's: what was loaded, and its dates moved on to today.
LOADS, FOLLOWS_TODAY = "LoadProgramme", "FollowToday"
FROM_FILES = (LOADS, FOLLOWS_TODAY)


class Change(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class ReasonKind(StrEnum):
    """Why a date was moved: what the slip ledger adds up by."""

    SUPPLIER = "supplier"
    DECISION = "decision"
    PEOPLE = "people"
    MONEY = "money"
    LAW = "law"
    SCOPE = "scope"
    ESTIMATE = "estimate"
    OTHER = "other"


class JournalEntry(InProgramme, table=True):
    """One record's change within one command; entries of a command share its `command_id`."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("journal_by_record", "record_kind", "record_id"),)
    is_journalled: ClassVar[bool] = False

    at: datetime = Field(sa_type=UtcInstant, index=True)
    author: str
    # Of the person who acted, when they had one; two people may share a title.
    account_id: int | None = None
    command: str = Field(index=True)
    command_id: str = Field(index=True)
    # The command_id this one takes back, when it is an undo.
    undoes: str | None = None
    reason: str = ""
    # Without a check in the database: one more column of a frozen table can have none on SQLite.
    reason_kind: ReasonKind | None = Field(
        default=None,
        sa_type=Enum(
            ReasonKind,
            native_enum=False,
            create_constraint=False,
            length=40,
            values_callable=lambda kinds: [kind.value for kind in kinds],
        ),
    )
    revision: int
    record_kind: str
    record_id: int
    record_key: str = ""
    change: Change = choice(Change)
    # Whole row when added or removed, the changed fields when changed.
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class CommandClosed(InProgramme, table=True):
    """What a command came to that none of its entries tells: without it no past day is rebuilt exactly."""

    __tablename__ = "command_closed"
    is_journalled: ClassVar[bool] = False

    # Id of the command's last journal entry.
    last_entry: int = Field(index=True)
    # Of the programme, after the command.
    revision: int
    # The version that each record had before the command moved it, by table and id.
    versions: dict[str, dict[str, int]] = Field(sa_type=JSON)


class InstallationEntry(OfInstallation, table=True):
    """One record's change that concerns the installation: an account, a role, a setting."""

    __tablename__ = "installation_entry"
    is_journalled: ClassVar[bool] = False

    at: datetime = Field(sa_type=UtcInstant, index=True)
    author: str
    account_id: int | None = None
    command: str
    command_id: str = Field(index=True)
    reason: str = ""
    record_kind: str
    record_id: int
    change: Change = choice(Change)
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON)
