"""The examples themselves are run by Sybil (conftest.py at the top); this keeps them there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXTS = [*PAGES, ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md"]

FENCE = re.compile(r"^ {0,3}```[ \t]*(\S*)", re.MULTILINE)
LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_are_pages():
    assert (ROOT / "README.md").is_file()
    assert len(PAGES) > 1, "docs/ has no page"


def test_the_readme_shows_code_that_runs():
    assert "python" in FENCE.findall((ROOT / "README.md").read_text(encoding="utf-8"))


def test_docstrings_show_examples():
    modules = sorted((ROOT / "src" / "cablekit").rglob("*.py"))
    with_examples = [path for path in modules if ">>> " in path.read_text(encoding="utf-8")]
    assert with_examples


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_python_blocks_are_spelled_so_that_they_run(page: Path):
    """Sybil runs ```` ```python ```` only: ``py``, ``pycon`` and ``Python`` would be passed over."""
    opened = FENCE.findall(page.read_text(encoding="utf-8"))
    assert {"py", "python3", "pycon", "Python", "doctest"} & set(opened) == set()


@pytest.mark.parametrize("page", TEXTS, ids=name_of)
def test_links_lead_to_files(page: Path):
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_public_names_have_docstrings():
    """Each public class and function of the package says what it is."""
    missing = [
        f"{path.name}:{node.lineno} {node.name}"
        for path in sorted((ROOT / "src" / "cablekit").rglob("*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert missing == []
