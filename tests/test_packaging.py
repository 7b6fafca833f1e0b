"""What is installed is what pyproject.toml promises."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata, resources
from pathlib import Path

import pytest

import cablekit

ROOT = Path(__file__).resolve().parent.parent
CORE = {"attrs", "cattrs", "lark"}

REQUIREMENT = re.compile(r"([A-Za-z0-9-]+)(?:\[[a-z,]+\])?>=[0-9.]+,<[0-9.]+")


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return found[0].lower()


@pytest.fixture(scope="module")
def pyproject():
    path = ROOT / "pyproject.toml"
    if not path.is_file():
        pytest.skip("not in a checkout")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_the_version_is_the_same_everywhere(pyproject):
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert pyproject["project"]["version"] == cablekit.__version__
    assert metadata.version("cablekit") == cablekit.__version__
    assert f"\nversion: {cablekit.__version__}\n" in citation


def test_the_core_needs_three_packages(pyproject):
    installed = metadata.requires("cablekit") or []
    assert {name_of(entry) for entry in installed if "extra ==" not in entry} == CORE
    assert {name_of(entry) for entry in pyproject["project"]["dependencies"]} == CORE


def test_every_requirement_is_bounded_on_both_sides(pyproject):
    groups = [
        pyproject["project"]["dependencies"],
        pyproject["project"]["optional-dependencies"]["html"],
        pyproject["project"]["optional-dependencies"]["rich"],
        *pyproject["dependency-groups"].values(),
    ]
    entries = [entry for group in groups for entry in group if isinstance(entry, str)]
    assert [entry for entry in entries if not REQUIREMENT.fullmatch(entry)] == []


def test_extras_and_command():
    extras = metadata.metadata("cablekit").get_all("Provides-Extra") or []
    assert set(extras) == {"html", "rich", "all"}
    (command,) = metadata.entry_points(group="console_scripts", name="cablekit")
    assert command.value == "cablekit.cli:main"
    assert callable(command.load())


def test_types_are_published():
    assert resources.files("cablekit").joinpath("py.typed").is_file()


def test_what_the_wheel_holds(pyproject):
    wheel = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["only-include"] == ["src/cablekit", "grammar"]
    assert wheel["sources"] == {"src": "", "grammar": "cablekit/grammar"}
    for folder in wheel["only-include"]:
        assert (ROOT / folder).is_dir()
    assert (ROOT / "grammar" / "cable.lark").is_file()
    assert list((ROOT / "src/cablekit/data").glob("*.csv")), "no vocabulary data"


def test_what_the_source_archive_holds(pyproject):
    listed = pyproject["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"]
    assert [entry for entry in listed if not (ROOT / entry).exists()] == []


def test_python_versions_agree(pyproject):
    project = pyproject["project"]
    versions = [
        entry.rsplit(" ", 1)[1]
        for entry in project["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", entry)
    ]
    assert project["requires-python"] == f">={versions[0]}"
    assert versions == sorted(versions, key=lambda version: int(version.split(".")[1]))
