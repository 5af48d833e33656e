"""What every record shares: its base class, its identity, its version and where its facts come from."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, StringConstraints
from sqlalchemy import DateTime, Dialect, Enum, MetaData, TypeDecorator
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel
from sqlmodel._compat import SQLModelConfig

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


# Constraints have names, so that a later migration can find them on both databases.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Record(SQLModel, registry=registry(metadata=MetaData(naming_convention=_NAMES))):
    """Base of all records; its own registry lets Streamlit re-import the models without a clash."""

    is_journalled: ClassVar[bool] = True
    # Columns of which the journal says that they changed, never what they hold.
    secrets: ClassVar[frozenset[str]] = frozenset()
    # Columns that the journal does not follow.
    unjournalled: ClassVar[frozenset[str]] = frozenset()


class Fields(SQLModel):
    """Base of the field declarations that a table and the commands on it share."""

    model_config = SQLModelConfig(
        extra="forbid", str_strip_whitespace=True, validate_default=True, allow_inf_nan=False
    )


class UtcInstant(TypeDecorator[datetime]):
    """An instant kept in UTC on every database; a naive datetime is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(choices: type[StrEnum]) -> Sequence[str]:
    return [choice.value for choice in choices]


def choice(choices: type[StrEnum], default: Any = ..., **more: Any) -> Any:
    """Declare a field that takes one value of a StrEnum, kept as its readable value with a check."""
    kept_as = Enum(
        choices,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=_values,
        name=f"is_{choices.__name__.lower()}",
    )
    return Field(default=default, sa_type=kept_as, **more)


def _is_plannable(value: date) -> date:
    if not EARLIEST <= value <= LATEST:
        raise ValueError("date_out_of_range")
    return value


# Of both sets: a terminal obeys those above 127 as well. A line break and a tab are text.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def _has_no_control_character(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError("control_character")
    return value


KEY_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
COUNTRY_PATTERN = r"^([A-Z]{2})?$"
Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN, max_length=60)]
PlanDate = Annotated[date, AfterValidator(_is_plannable)]
Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(_has_no_control_character)]
Title = Annotated[
    str, StringConstraints(min_length=1, max_length=200), AfterValidator(_has_no_control_character)
]
Paragraph = Annotated[str, StringConstraints(max_length=4000), AfterValidator(_has_no_control_character)]
Remark = Annotated[str, StringConstraints(max_length=1000), AfterValidator(_has_no_control_character)]


class Basis(StrEnum):
    """Whether a fact is vouched for by a source or is an assumption of the plan."""

    SOURCED = "sourced"
    ASSUMPTION = "assumption"


class Provenance(Fields):
    """Where the facts of a record come from; shown beside them."""

    basis: Basis = choice(Basis, Basis.ASSUMPTION)
    source: Line = ""


class Identified(Record):
    id: int | None = Field(default=None, primary_key=True)


class OfInstallation(Identified):
    """A record of the whole installation, whatever its programmes; journalled in a journal of its own."""


class InProgramme(Identified):
    """A record of one programme. Ids come from the database; keys are what people and files use."""

    programme_id: int = Field(foreign_key="programme.id", index=True)


class Versioned(InProgramme):
    """A record that people edit: its version grows with each change, and a stale form is refused."""

    version: int = Field(default=1)
