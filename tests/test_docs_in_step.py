"""The reference pages name what the code has, and nothing that it has not."""

from __future__ import annotations

import enum
import functools
import inspect
import re
from pathlib import Path
from typing import Any

import attrs
import pytest

import cablekit as ck
from cablekit import model, syntax, vocabulary
from cablekit.builder import Builder, InlineBuilder
from cablekit.compiling import NoLexer, inline_lark, structure_lark
from cablekit.grammars import INLINE_STARTS

DOCS = Path(__file__).resolve().parent.parent / "docs"
ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
FIRST_TEXT = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def parts(text: str, level: str) -> dict[str, str]:
    """The text under each heading of a level, up to the next heading of that level or above."""
    end = rf"(?=^#{{1,{len(level)}}} |\Z)"
    found = re.findall(rf"^{level} (.+?)\n(.*?){end}", text, re.MULTILINE | re.DOTALL)
    return dict(found)


# ---------------------------------------------------------------------------------- grammar ----


GRAMMARS = {
    "The message": (structure_lark, Builder),
    "The inline languages": (inline_lark, InlineBuilder),
}


@functools.cache
def rules_of(section: str) -> list[Any]:
    """The rules as Lark compiled them, without those that it generates for ``*`` and ``+``."""
    compiled = GRAMMARS[section][0](lexer=NoLexer)
    return [rule for rule in compiled.rules if not rule.origin.name.startswith("__")]


def is_inlined(rule: Any) -> bool:
    """Lark puts the children of ``?rule`` and ``_rule`` in its place."""
    return bool(rule.options.expand1) or rule.origin.name.startswith("_")


@pytest.mark.parametrize("section", GRAMMARS)
def test_every_rule_has_an_entry_and_every_entry_is_a_rule(section: str):
    names = {str(rule.origin.name) for rule in rules_of(section)}
    names |= {str(rule.alias) for rule in rules_of(section) if rule.alias}
    entries = ROW.findall(parts(page("grammar.md"), "##")[section])
    assert set(entries) == names
    assert len(entries) == len(names), "an entry stands twice"


@pytest.mark.parametrize("section", GRAMMARS)
def test_every_rule_has_a_builder_method_unless_it_is_inlined(section: str):
    """One with an alias is called by the alias, inlined or not."""
    builder = GRAMMARS[section][1]
    called = {
        str(rule.alias or rule.origin.name)
        for rule in rules_of(section)
        if rule.alias or not is_inlined(rule)
    }
    assert [name for name in sorted(called) if not callable(getattr(builder, name, None))] == []


@pytest.mark.parametrize("section", GRAMMARS)
def test_the_page_says_what_is_inlined(section: str):
    inlined = {str(rule.origin.name) for rule in rules_of(section) if is_inlined(rule)}
    text = parts(page("grammar.md"), "##")[section]
    marked = set(re.findall(r"^\| `(\w+)` \| \*inlined\*", text, re.MULTILINE))
    assert marked == inlined


EXAMPLE = re.compile(r"^\| `(\w+)` \| [^|]* \| `([^`]*)`", re.MULTILINE)


@pytest.mark.parametrize("start", INLINE_STARTS)
def test_the_example_of_an_inline_language_is_of_it(start: str):
    """A language and a rule inside another may have one name: the class line is a rule, too."""
    found = EXAMPLE.findall(parts(page("grammar.md"), "##")["The inline languages"])
    examples = [
        text.replace("⏎", "\n").replace(" ...", "") for rule, text in found if rule == start
    ]
    assert examples
    for example in examples:
        tree = syntax.compile_inline().parse(example, start)
        assert tree.data == start


# ------------------------------------------------------------------------------------ model ----

CLASSES = {
    name: cls
    for name in model.__all__
    if isinstance(cls := getattr(model, name), type)
    and (attrs.has(cls) or (issubclass(cls, enum.Enum) and len(cls)))
}


def names_in(cls: Any) -> list[str]:
    if issubclass(cls, enum.Enum):
        return list(cls.__members__)
    own = [name for name, value in vars(cls).items() if isinstance(value, property)]
    return [field.name for field in attrs.fields(cls)] + own


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_and_field_is_named(name: str):
    """In the order of the code; properties behind the fields."""
    assert ROW.findall(parts(page("model.md"), "###")[name]) == names_in(CLASSES[name])


def test_the_page_names_no_other_classes():
    assert set(parts(page("model.md"), "###")) == set(CLASSES)


# -------------------------------------------------------------------------------- functions ----

CODE = re.compile(r"`(?:ck\.)?(\w+)|^### (\w+)$", re.MULTILINE)
CALL = re.compile(r"^\| `(\w+)\((.*?)\)` \|", re.MULTILINE)


def test_every_public_name_is_in_the_pages():
    found = [pair for path in DOCS.glob("*.md") for pair in CODE.findall(page(path.name))]
    assert set(ck.__all__) - {name for pair in found for name in pair} == set()


def test_the_page_of_functions_has_their_arguments():
    calls = dict(CALL.findall(page("functions.md")))
    functions = {n for n in ck.__all__ if inspect.isfunction(getattr(ck, n))}
    assert set(calls) == functions | {"Dialect"}
    for name in functions:
        parts = []
        for argument in inspect.signature(getattr(ck, name)).parameters.values():
            if argument.kind is argument.KEYWORD_ONLY and "*" not in parts:
                parts.append("*")
            default = "" if argument.default is argument.empty else f"={argument.default!r}"
            parts.append(f"{argument.name}{default}".replace("'", '"'))
        assert calls[name] == ", ".join(parts)


def test_every_page_is_in_the_index():
    assert {path.name for path in DOCS.glob("*.md")} - set(
        re.findall(r"\]\((\w+\.md)\)", page("index.md"))
    ) == {"index.md"}


# ---------------------------------------------------------------------------------- modules ----

SOURCE = DOCS.parent / "src" / "cablekit"


def test_every_module_is_on_the_map():
    named = re.findall(r"`(?:\S+/)?(\w+\.py)`", page("architecture.md"))
    modules = [path.name for path in SOURCE.rglob("*.py") if not path.name.startswith("__")]
    assert sorted(set(named)) == sorted(set(modules) | {"__init__.py"})


# --------------------------------------------------------------------------------- problems ----

ENTRIES = parts(page("problems.md"), "###")


def test_every_problem_has_an_entry_with_its_severity():
    wanted = [f"{p.code} {p.severity}: {p.title}" for p in vocabulary.problems().values()]
    assert list(ENTRIES) == wanted


@pytest.mark.parametrize("heading", ENTRIES)
def test_the_example_of_a_problem_has_it(heading: str):
    example = FIRST_TEXT.search(ENTRIES[heading])
    if example is None:
        assert "No example" in ENTRIES[heading]
        return
    code = heading.split(maxsplit=1)[0]
    assert code in [problem.code for problem in ck.check(ck.parse(example[1]))]
