"""From a grammar to what runs it: an engine with tables, or Lark itself."""

from __future__ import annotations

import functools
import json
from typing import Any, Protocol

from cablekit.dialect import Dialect
from cablekit.engine import Engine
from cablekit.grammars import inline_text, structure_text
from cablekit.tables import SHIPPED, Tables, fingerprint, shipped


class Parser(Protocol):
    """What runs a compiled grammar: an engine, or Lark itself."""

    def parse(self, text: str, start: str = ...) -> Any:
        """Return ``text`` read as ``start``."""


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
    parser: Parser = _compiling().reference("structure", dialect, transformer)
    return parser


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
    parser: Parser = _compiling().reference("inline", dialect, transformer)
    return parser


_TEXTS = {"structure": structure_text, "inline": inline_text}


def _compiling() -> Any:
    """Return the module that imports Lark, which a new process needs for no shipped grammar."""
    from cablekit import compiling  # noqa: PLC0415

    return compiling


def _tables(name: str, dialect: Dialect | None) -> Tables:
    """Return the tables of a grammar: those shipped, if they are of this text, or new ones."""
    own = dialect is None or not (dialect.grammar if name == "structure" else dialect.inline)
    stored = shipped(name, _made_from(_TEXTS[name]())) if own else None
    if stored is not None:
        return stored
    made: Tables = _compiling().tables(name, dialect)
    return made


def _made_from(text: str) -> str:
    """Return the fingerprint of a grammar's text and of all vocabularies."""
    return fingerprint(text, *_words())


@functools.cache
def _words() -> list[str]:
    """Return the texts of all vocabularies."""
    return [path.read_text(encoding="utf-8") for path in sorted(SHIPPED.parent.glob("*.csv"))]


def make_tables() -> dict[str, Tables]:
    """Return the tables to be shipped, with the fingerprints of their grammars."""
    tables = _compiling().tables
    return {
        name: {"made_from": _made_from(text()), **tables(name, None)}
        for name, text in _TEXTS.items()
    }


def _is_key(lexer: str) -> bool:
    if lexer not in ("key", "contextual"):
        raise ValueError(f"there is no lexer {lexer!r}; choose 'key' or 'contextual'")
    return lexer == "key"


if __name__ == "__main__":
    shipped_text = json.dumps(make_tables(), sort_keys=True, separators=(",", ":"))
    SHIPPED.write_text(shipped_text + "\n", encoding="utf-8")
