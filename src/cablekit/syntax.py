"""Finds, joins and compiles the grammars: text in, a Lark parser out.

The structural grammar (``grammar/cable.lark``) and the inline languages (the other files of
``grammar/``) are two Lark grammars. Each is joined as text with the text of a dialect, so that
every name stays bare.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from lark import Lark
from lark.lexer import PatternRE, TerminalDef
from lark.parsers.lalr_analysis import Shift

from cablekit import vocabulary
from cablekit.dialect import Dialect
from cablekit.engine import Engine
from cablekit.tables import (
    FILL,
    FLAGS,
    GLUED,
    SHIPPED,
    NoLexer,
    ReferenceLexer,
    Tables,
    alternation,
    fingerprint,
    head_of,
    rank,
    shipped,
    tables_of,
)

_TERMINAL = re.compile(r"^([A-Z_]+)(?:\.[0-9]+)?:", re.MULTILINE)
_PLAIN = re.compile(r"(?:\(\?P<plain>(.*)\)\|\(\?#whole\))?(.*)", re.DOTALL)
_VOCABULARY = re.compile(r"@([a-z_]+|[A-Z_]+)@")


def grammar_folder() -> Path:
    """Return the folder of grammar files: in the installed package, else beside ``src``.

    Raises:
        FileNotFoundError: There is none, so the installation is damaged.
    """
    package = Path(__file__).parent
    for folder in (package / "grammar", package.parent.parent / "grammar"):
        if (folder / "cable.lark").is_file():
            return folder
    raise FileNotFoundError(f"cablekit's grammar files are missing beside {package}")


def expand(text: str, blank: str = " ") -> str:
    """Return a grammar's text with every ``@vocabulary@`` as an alternation of its words.

    One in capitals is read in any case: its first letters are given in both, so that Python leaves
    a branch at once there, as it does not where the case is ignored.

    Args:
        text: Text of a Lark grammar.
        blank: What a blank in a word stands for; a field may break its words over lines.

    Returns:
        The text that Lark reads; words are escaped and stand by their first letter, the longest
        first, because Python tries the branches of an alternation one after the other.
    """
    return _VOCABULARY.sub(lambda m: _branches(m[1], blank), text)


def _branches(name: str, blank: str) -> str:
    """Return words as a tree by their letters, a longer word before one that it begins with."""
    tree: dict[str, Any] = {}
    for word in vocabulary.words(name.lower()):
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    branches = f"(?i:{_branch(tree, _both_cases)})" if name.isupper() else _branch(tree)
    return branches.replace(" ", blank)


def _branch(node: dict[str, Any], first: Callable[[str], str] | None = None) -> str:
    parts = []
    for letter, below in node.items():
        if not letter:
            continue
        tail, text = below, (first or _escape)(letter)
        while len(tail) == 1 and "" not in tail:
            ((following, tail),) = tail.items()
            text += _escape(following)
        longer = {key: value for key, value in tail.items() if key}
        if longer:
            optional = "?" if "" in tail else ""
            text += f"(?:{_branch(longer)}){optional}"
        parts.append(text)
    return "|".join(parts)


def _both_cases(letter: str) -> str:
    return f"(?-i:[{letter.lower()}{letter.upper()}])" if letter.isalpha() else _escape(letter)


def _escape(letter: str) -> str:
    both = letter.lower() + letter.upper()
    if not letter.isascii() and both[0] != both[1:]:
        # A pattern that ignores the case does so for letters of ASCII.
        return f"[{both}]"
    return re.escape(letter).replace("/", r"\/").replace(r"\ ", " ")


@functools.cache
def structure_text() -> str:
    """Return the text of the structural grammar."""
    folder = grammar_folder()
    return "\n".join(
        (folder / name).read_text(encoding="utf-8") for name in ("cable.lark", "shared.lark")
    )


@functools.cache
def inline_text() -> str:
    """Return the text of the inline languages, joined."""
    files = sorted(p for p in grammar_folder().glob("*.lark") if p.name != "cable.lark")
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def _finish_fills(
    lark: Lark, terminals: Mapping[str, TerminalDef], own_keys: frozenset[str], *, whole: bool
) -> None:
    """Give every fill its pattern.

    Args:
        lark: A grammar; its parse table says which keys may follow a fill.
        terminals: Its terminals by name.
        own_keys: Names of the keys that the fills' plain lines are known to begin with none of.
        whole: Whether the pattern takes the fill as a whole, with a lookahead for the keys that
            may follow it; else it takes a run of lines, behind which an engine looks for a key.
    """
    states = lark.parser.parser._parse_table.states
    for name in [name for name in terminals if name.endswith(FILL)]:
        after = {state[name][1] for state in states.values() if state.get(name, (0,))[0] is Shift}
        follow = {key for state in after for key in states[state]} & set(terminals)
        keys = sorted((terminals[key] for key in follow if not key.endswith(FILL)), key=rank)
        fill = terminals[name]
        own = fill.pattern.value
        if not keys:
            continue
        if not own_keys.issuperset(key.name for key in keys):
            # What holds for our keys need not hold for a dialect's: no shortcut.
            own = r"(?!)"
        lines = [key.pattern.to_regexp() for key in keys if not key.name.startswith(GLUED)]
        glued = "|".join(key.pattern.to_regexp() for key in keys if key.name.startswith(GLUED))
        fill.pattern = PatternRE(_fill_pattern(own, glued, lines if whole else None))


def _fill_pattern(own: str, glued: str, lines: list[str] | None) -> str:
    """Return the pattern of a fill: the rest of a line, and lines that begin with no key.

    Args:
        own: The fill's own pattern: what a plain line is, which begins with no key and is taken
            at once (its group ``plain``), and a line that hides no glued key. Any other line is
            taken word by word, up to a glued key, which ends the fill.
        glued: Pattern of the glued keys.
        lines: Patterns of the keys of a line; ``None`` to take plain lines only.
    """
    plain, whole = _PLAIN.fullmatch(own).groups()  # type: ignore[union-attr]
    word = rf"(?>[^ \n]+|(?!{glued})[^\n])" if glued else r"[^\n]"
    any_line = rf"(?:{whole}|{word}++\n?|\n)"
    if lines is None:
        return rf"{any_line}(?:(?<![^\n])(?:{plain})++)?+" if plain else any_line
    line = alternation([("", pattern) for pattern in sorted(lines, key=head_of)])
    further = (f"{plain}|" if plain else "") + (f"(?!{line})" if line else "") + any_line
    return rf"{any_line}(?:(?<![^\n])(?:{further}))*+"


class Parser(Protocol):
    """What runs a compiled grammar: an engine, or Lark itself."""

    def parse(self, text: str, start: str = ...) -> Any:
        """Return ``text`` read as ``start``."""


#: The inline languages, each with a start symbol of its own.
INLINE_STARTS = (
    "addressee",
    "class_line",
    "classification_authority",
    "date_time_group",
    "executive_order",
    "marking",
    "mrn",
    "participants",
    "passing",
    "people",
    "participant",
    "redactions",
    "references",
    "signals",
    "tags",
)


#: How Lark compiles our grammars.
_OPTIONS: dict[str, Any] = {
    "parser": "lalr",
    "maybe_placeholders": False,
    "g_regex_flags": FLAGS,
}


def structure_lark(dialect: Dialect | None = None, *, whole: bool = True, **options: Any) -> Lark:
    """Return Lark's own parser of whole cables.

    Args:
        dialect: Its grammar text is joined to the structural grammar.
        whole: Whether a fill's pattern takes all of it, as Lark's own lexers need it.
        options: Passed on to Lark.
    """
    text = expand(structure_text() + "\n" + (dialect.grammar if dialect else ""))
    lark = Lark(text, **_OPTIONS, **options)
    _finish_fills(lark, {t.name: t for t in lark.terminals}, _own_keys(dialect), whole=whole)
    return lark


def _own_keys(dialect: Dialect | None) -> frozenset[str]:
    """Return the names of the terminals that are as our grammar has them."""
    if dialect is not None and "%override" in dialect.grammar:
        return frozenset()
    return frozenset(_TERMINAL.findall(structure_text()))


def inline_lark(dialect: Dialect | None = None, **options: Any) -> Lark:
    """Return Lark's own parser of the inline languages; ``start`` chooses the language.

    Args:
        dialect: Its inline languages are joined to ours.
        options: Passed on to Lark.
    """
    text = expand(inline_text() + "\n" + (dialect.inline if dialect else ""), r"\s+")
    starts = [*INLINE_STARTS, *(dialect.starts if dialect else ())]
    return Lark(text, start=starts, **_OPTIONS, **options)


def compile_structure(
    dialect: Dialect | None = None, transformer: Any = None, lexer: str = "key"
) -> Parser:
    """Return the parser of whole cables.

    Args:
        dialect: Its grammar text is joined to the structural grammar.
        transformer: An object with one method a rule, called as rules are reduced; without
            one the parser gives trees.
        lexer: ``"key"`` for the engine, ``"contextual"`` for Lark's own lexer and loop.
    """
    if _is_key(lexer):
        return Engine(_tables("structure", dialect), transformer)
    plain = {"ContextualLexer": ReferenceLexer}
    return structure_lark(dialect, transformer=transformer, lexer="contextual", _plugins=plain)


def compile_inline(
    dialect: Dialect | None = None, transformer: Any = None, lexer: str = "key"
) -> Parser:
    """Return the parser of the inline languages.

    Args:
        dialect: Its inline languages are joined to ours.
        transformer: An object with one method a rule.
        lexer: ``"key"`` for the engine, ``"contextual"`` for Lark's own lexer and loop.
    """
    if _is_key(lexer):
        return Engine(_tables("inline", dialect), transformer)
    plain = {"ContextualLexer": ReferenceLexer}
    return inline_lark(dialect, transformer=transformer, lexer="contextual", _plugins=plain)


_TABLES = {
    "structure": (structure_text, functools.partial(structure_lark, whole=False, lexer=NoLexer)),
    "inline": (inline_text, functools.partial(inline_lark, lexer=NoLexer)),
}


def _tables(name: str, dialect: Dialect | None) -> Tables:
    """Return the tables of a grammar: those shipped, if they are of this text, or new ones."""
    text, compiled = _TABLES[name]
    own = dialect is None or not (dialect.grammar if name == "structure" else dialect.inline)
    stored = shipped(name, _made_from(text())) if own else None
    return stored or tables_of(compiled(dialect))


def _made_from(text: str) -> str:
    """Return the fingerprint of a grammar's text and of all vocabularies."""
    folder = SHIPPED.parent
    words = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.csv"))]
    return fingerprint(text, *words)


def make_tables() -> dict[str, Tables]:
    """Return the tables to be shipped, with the fingerprints of their grammars."""
    return {
        name: {"made_from": _made_from(text()), **tables_of(compiled(None))}
        for name, (text, compiled) in _TABLES.items()
    }


def _is_key(lexer: str) -> bool:
    if lexer not in ("key", "contextual"):
        raise ValueError(f"there is no lexer {lexer!r}; choose 'key' or 'contextual'")
    return lexer == "key"


if __name__ == "__main__":
    shipped_text = json.dumps(make_tables(), sort_keys=True, separators=(",", ":"))
    SHIPPED.write_text(shipped_text + "\n", encoding="utf-8")
