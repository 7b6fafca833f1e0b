"""Imports go one way, the grammar decides the structure, and importing stays cheap."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "cablekit"

# A module may import its own package and those on a lower layer, nothing else of ours.
LAYERS = {
    "vocabulary": 0,
    "model": 1,
    "errors": 2,
    "tables": 1,
    "tokens": 1,
    "dialect": 1,
    "grammars": 1,
    "reductions": 2,
    "making": 2,
    "engine": 3,
    "compiling": 3,
    "syntax": 4,
    "builder": 5,
    "parser": 6,
    "converter": 7,
    "writer": 8,
    "checking": 9,
    "sources": 10,
    "__init__": 11,  # the public names; it loads them when they are first asked for
    "cli": 12,
    "__main__": 13,
}

# Stricter than its layer: what a module may import of ours.
ONLY = {
    "vocabulary": set[str](),
    "model": {"vocabulary"},
    "tables": set[str](),
    "tokens": set[str](),
    "grammars": {"vocabulary"},
    "reductions": {"tables"},
    "making": {"tables"},
    "engine": {"errors", "reductions", "tables", "tokens"},
    "compiling": {"dialect", "errors", "grammars", "making", "tables", "tokens"},
    "syntax": {"compiling", "dialect", "engine", "grammars", "tables"},
}

# The one exception: `Marking.parse` and `Mrn.parse` reach for the reader when they are called.
DEFERRED = {"model": {"parser"}}

# The grammar says where blocks begin, so these have no use for patterns of their own.
WITHOUT_PATTERNS = {"builder", "parser"}

# `import cablekit` leaves these for the moment they are needed.
NOT_ON_IMPORT = {"lark", "cattrs", "lxml", "rich", "regex", "interegular", "hypothesis"}

MAX_LINES = 320


class Import(NamedTuple):
    """One name imported by one statement."""

    name: str
    line: int
    deferred: bool


def imports(source: str, package: str) -> Iterator[Import]:
    """Every dotted name that ``source`` imports, also inside functions and TYPE_CHECKING."""
    tree = ast.parse(source)
    inside = {
        id(child)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")
            base = base[: len(base) - node.level + 1] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{origin}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            yield Import(name, node.lineno, id(node) in inside)


def layer_of(path: Path) -> str:
    """The name by which ``LAYERS`` knows the module at ``path``."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def target_of(name: str) -> str | None:
    """The layer that an imported name belongs to; ``None`` if it is not ours."""
    first, _, rest = name.partition(".")
    if first != "cablekit":
        return None
    inner = rest.split(".")[0]
    is_module = (PACKAGE / inner).is_dir() or (PACKAGE / f"{inner}.py").is_file()
    return inner if inner and is_module else "__init__"


def imports_of(path: Path) -> list[Import]:
    package = ".".join(["cablekit", *path.relative_to(PACKAGE).parent.parts])
    return list(imports(path.read_text(encoding="utf-8"), package))


def violations(path: Path) -> Iterator[str]:
    layer = layer_of(path)
    for name, line, deferred in imports_of(path):
        target = target_of(name)
        if target is None or target == layer:
            continue
        if deferred and target in DEFERRED.get(layer, ()):
            continue
        allowed = ONLY.get(layer)
        if allowed is not None and target not in allowed:
            yield f"{path.name}:{line} imports {name}; {layer} may import {sorted(allowed)} only"
        elif LAYERS[target] >= LAYERS[layer]:
            yield f"{path.name}:{line} imports {name}, which is not below {layer}"


MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_every_layer_of_the_design_exists():
    present = {layer_of(path) for path in MODULES}
    assert sorted(set(LAYERS) - present) == []


def test_every_module_has_a_layer():
    unknown = sorted({layer_of(path) for path in MODULES} - set(LAYERS))
    assert unknown == [], "say in LAYERS where these belong"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_only_point_upward(path: Path):
    assert list(violations(path)) == []


@pytest.mark.parametrize(
    "path", [path for path in MODULES if layer_of(path) in WITHOUT_PATTERNS], ids=name_of
)
def test_the_grammar_decides_where_blocks_begin(path: Path):
    found = {name.split(".")[0] for name, _, _ in imports_of(path)} & {"re", "regex"}
    assert found == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_stay_short(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def test_importing_loads_no_grammar_machinery():
    code = "import sys, cablekit; print(cablekit.__file__, *sys.modules, sep='\\n')"
    result = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    _, *loaded = result.stdout.splitlines()
    assert "cablekit" in loaded
    assert {name.split(".")[0] for name in loaded} & NOT_ON_IMPORT == set()


def test_parsing_loads_no_lark():
    """Shipped tables say what Lark made of the grammar; a new process reads sooner without it."""
    code = "import sys, cablekit; cablekit.parse('UNCLAS ZENDA 000417'); print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert "cablekit.engine" in result.stdout.split()
    assert {name.split(".")[0] for name in result.stdout.split()} & {"lark"} == set()


@pytest.mark.parametrize(
    ("source", "package", "expected"),
    [
        ("import re", "cablekit", [("re", False)]),
        ("from cablekit import parser", "cablekit", [("cablekit.parser", False)]),
        ("from . import parser", "cablekit", [("cablekit.parser", False)]),
        ("from ..parser import parse", "cablekit.model", [("cablekit.parser.parse", False)]),
        ("from .base import Span", "cablekit.model", [("cablekit.model.base.Span", False)]),
        ("def f():\n    import re", "cablekit", [("re", True)]),
        ("class C:\n    import re", "cablekit", [("re", False)]),
    ],
)
def test_the_walk_sees(source: str, package: str, expected: list[tuple[str, bool]]):
    assert [(name, deferred) for name, _, deferred in imports(source, package)] == expected
