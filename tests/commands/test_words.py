"""Every command, record, field and choice has its words in each language, and so has every refusal."""

import importlib
import pkgutil
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from string import Formatter

import pytest

import tracker.model
import tracker.planning
from tracker.commands.labels import choice_label, command_label, field_label, kind_label
from tracker.commands.links import KINDS, LINKS
from tracker.commands.registry import all_commands, installation_commands
from tracker.i18n import LANGUAGES, catalogue_keys, translator
from tracker.model import errors
from tracker.model.base import OfInstallation, Record
from tracker.storage.metadata import METADATA
from tracker.storage.tables import table_of

# What either journal may tell of.
JOURNALLED = {
    **KINDS,
    **{str(table_of(kind).name): kind for kind in OfInstallation.__subclasses__() if kind.is_journalled},
}
COMMANDS = Path(tracker.commands.__file__ or "").parent


def choices() -> Iterator[type[StrEnum]]:
    """Return every choice that a record keeps, or that the model declares."""
    modules = [
        importlib.import_module(f"tracker.model.{m.name}")
        for m in pkgutil.iter_modules(tracker.model.__path__)
    ]
    found = {
        kind
        for module in [*modules, tracker.planning]
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
    }
    kept = {
        getattr(column.type, "enum_class", None) for table in METADATA.tables.values() for column in table.c
    }
    assert kept - {None} <= found
    return iter(sorted(found, key=lambda kind: kind.__name__))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_a_name(language: str) -> None:
    commands = [*all_commands(), *installation_commands()]
    names = {translator(language)(command_label(command)) for command in commands}
    assert len(names) == len(commands)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", JOURNALLED.values(), ids=JOURNALLED)
def test_every_field_of_every_record_has_a_label(language: str, kind: type[Record]) -> None:
    say = translator(language)
    table = table_of(kind)
    assert say(kind_label(table.name))
    for name in [*table.c.keys(), *LINKS.get(kind, {})]:
        assert say(field_label(table.name, name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_is_said_and_told_from_the_others(language: str) -> None:
    for kind in choices():
        said = [translator(language)(choice_label(value)) for value in kind]
        assert len(set(said)) == len(said), kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_its_sentence(language: str) -> None:
    keys = {error.key for error in vars(errors).values() if isinstance(error, type) and hasattr(error, "key")}
    assert keys <= catalogue_keys(language).keys()


def test_every_rule_that_a_command_names_has_a_sentence_and_every_sentence_a_rule() -> None:
    folders = (COMMANDS, Path(tracker.model.__file__ or "").parent)
    sources = "".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("*.py"))
    for key in (key for key in catalogue_keys("en") if key.startswith("rule.")):
        # Named by itself to `refuse`, or whole where `refuse` cannot be asked.
        assert any(f'"{name}"' in sources for name in (key, key.removeprefix("rule."))), key


def test_both_languages_ask_for_the_same_values() -> None:
    english, french = catalogue_keys("en"), catalogue_keys("fr")
    for key in english:
        if key.split(".")[0] in ("error", "rule", "validation"):
            # "One fault" needs no number.
            assert fields(english[key][0]) - {"count"} == fields(french[key][0]) - {"count"}, key


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
