"""What the documents say is true: their examples load, their links lead somewhere, their commands exist."""

import re
from datetime import date
from pathlib import Path

import pytest
import typer

from tracker import cli
from tracker.exchange.mspdi_causes import RULES
from tracker.exchange.roadmap_file import check_roadmap
from tracker.exchange.roadmap_format import LISTS, PROGRAMME

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_and_picture_is_there(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8"))
    missing = [
        target for target in targets if "://" not in target and not (document.parent / target).exists()
    ]
    assert missing == []


def test_the_example_roadmap_of_the_documentation_can_be_loaded(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "roadmap-files.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", text, flags=re.DOTALL)
    assert blocks
    for number, block in enumerate(blocks):
        path = tmp_path / f"example-{number}.toml"
        path.write_text(block, encoding="utf-8")
        assert check_roadmap(path, date(2026, 1, 5)) == ()


def test_the_documentation_names_every_field_of_a_roadmap_file() -> None:
    text = (ROOT / "docs" / "roadmap-files.md").read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", text))
    undocumented = {field.name for section in (PROGRAMME, *LISTS) for field in section} - words
    assert undocumented == set()


def test_every_command_that_the_readme_names_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    known = set(typer.main.get_group(cli.app).commands)
    assert set(re.findall(r"\bjalon ([a-z][a-z-]*)\b", text)) <= known


def test_every_rule_that_explains_a_difference_is_documented() -> None:
    text = (ROOT / "docs" / "mspdi.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE)) == set(RULES)
