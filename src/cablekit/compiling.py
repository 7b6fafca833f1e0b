"""Lark's side: compiles the grammars, for tables and for the reference.

This module and :mod:`cablekit.making` import Lark; others do so only when a tree of Lark's is asked
for. Where shipped tables serve, neither is loaded, and a new process reads its first cable sooner.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from lark import Lark
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.lexer import ContextualLexer, Lexer, PatternRE, TerminalDef
from lark.parsers.lalr_analysis import Shift

from cablekit.errors import UnreadError
from cablekit.grammars import INLINE_STARTS, expand, inline_text, structure_text
from cablekit.making import rank, tables_of
from cablekit.tables import FILL, FLAGS, GLUED, Tables, alternation, head_of
from cablekit.tokens import Token

if TYPE_CHECKING:
    from cablekit.dialect import Dialect

_TERMINAL = re.compile(r"^([A-Z_]+)(?:\.[0-9]+)?:", re.MULTILINE)
#: What changes a rule or a terminal of ours; `%extend` of a rule adds to it, with new names.
_CHANGED = re.compile(r"%override\b|%extend\s+_*[A-Z]")
_PLAIN = re.compile(r"(?:\(\?P<plain>(.*)\)\|\(\?#whole\))?(.*)", re.DOTALL)


class ReferenceLexer(ContextualLexer):
    """Lark's contextual lexer without its search for overlapping terminals, which takes minutes."""

    def __init__(self, conf: Any, states: Any, always_accept: Any = ()) -> None:
        """Take what Lark gives its own."""
        conf = copy.copy(conf)
        conf.skip_validation = True
        # Lark has an order of its own within a priority, so that each terminal gets one.
        for place, terminal in enumerate(sorted(conf.terminals, key=rank, reverse=True)):
            terminal.priority = place
        super().__init__(conf, states, always_accept)

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Any]:
        """Yield Lark's tokens as ours."""
        for token in super().lex(lexer_state, parser_state):
            yield Token(token.type, str(token), token.start_pos or 0)


class NoLexer(Lexer):
    """Stands in for a lexer when Lark compiles a grammar that an engine will run."""

    def __init__(self, conf: Any) -> None:
        """Take nothing from ``conf``."""

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Any]:
        """Never called."""
        raise NotImplementedError


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
    if dialect is not None and _CHANGED.search(dialect.grammar):
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


_GRAMMARS = {"structure": structure_lark, "inline": inline_lark}


def tables(name: str, dialect: Dialect | None) -> Tables:
    """Return the tables of a grammar for the engine, made anew.

    Args:
        name: ``structure`` or ``inline``.
        dialect: What is joined to the grammar.
    """
    options = {"whole": False} if name == "structure" else {}
    return tables_of(_GRAMMARS[name](dialect, lexer=NoLexer, **options))


class Reference:
    """Lark's own lexer and loop, with our tokens and our error."""

    def __init__(self, lark: Lark) -> None:
        """Run ``lark``."""
        self._lark = lark

    def parse(self, text: str, start: str = "start") -> Any:
        """Return ``text`` read as ``start``.

        Raises:
            UnreadError: No accepted terminal matches at some place, or the text ends too early.
        """
        try:
            return self._lark.parse(text, start)
        except UnexpectedInput as error:
            place: Any = error.pos_in_stream
            ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
            raise UnreadError(len(text) if ended else place or 0) from None


def reference(name: str, dialect: Dialect | None, transformer: Any = None) -> Reference:
    """Return what Lark itself makes of a grammar, to compare the engine with.

    Args:
        name: ``structure`` or ``inline``.
        dialect: What is joined to the grammar.
        transformer: An object with one method a rule; without one there are trees.
    """
    plugins = {"ContextualLexer": ReferenceLexer}
    options: dict[str, Any] = {
        "transformer": transformer,
        "lexer": "contextual",
        "_plugins": plugins,
    }
    return Reference(_GRAMMARS[name](dialect, **options))
