"""The part of a record that a form changed: only known fields, each checked by its own declaration."""

from collections.abc import Collection, Mapping
from copy import copy
from typing import Annotated, Any, cast

from pydantic import BeforeValidator, GetCoreSchemaHandler, create_model
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from tracker.model.base import Fields


def _refuse(_value: Any) -> Any:
    raise PydanticCustomError("not_changed_here", "this field is not changed here")


class PartOf:
    """Annotates a dict of changes: any of a model's fields, but for those `without`, or `only` some.

    Errors are located as `("changes", field)`; fields that are not in the dict are left alone.
    """

    def __init__(
        self, fields: type[Fields], *, without: Collection[str] = (), only: Collection[str] | None = None
    ) -> None:
        self.fields = fields
        self.names = tuple(
            name for name in fields.model_fields if name not in without and (only is None or name in only)
        )

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        part = self._part()

        def changed(found: Fields) -> dict[str, Any]:
            return {name: getattr(found, name) for name in self.names if name in found.model_fields_set}

        return core_schema.no_info_after_validator_function(changed, part.__pydantic_core_schema__)

    def _part(self) -> type[Fields]:
        """Return the fields with nothing required and no default of their own."""
        declared: dict[str, Any] = {}
        for name, field in self.fields.model_fields.items():
            optional = copy(field)
            optional.default, optional.default_factory = None, None
            declared[name] = (field.annotation, optional)
            if name not in self.names:
                declared[name] = (Annotated[Any, BeforeValidator(_refuse)], None)
        part = create_model(f"PartOf{self.fields.__name__}", __base__=self.fields, **declared)
        # Else the absent fields' None would be checked as if somebody had entered it.
        part.model_config["validate_default"] = False
        part.model_rebuild(force=True)
        return cast("type[Fields]", part)


Changes = Mapping[str, Any]
