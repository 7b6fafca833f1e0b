"""Reading: from text to a cable, and the only place where the grammar's errors are caught."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from cablekit import syntax
from cablekit.builder import Builder, InlineBuilder
from cablekit.errors import CableSyntaxError, UnreadError
from cablekit.model import Cable, Marking, Mrn, Severity
from cablekit.tokens import Token

if TYPE_CHECKING:
    import lark

    from cablekit.builder.inline import MrnShape
    from cablekit.dialect import Dialect
    from cablekit.syntax import Parser

#: Every character that is a blank to the grammar: control characters but the line feed, and the
#: spaces of Unicode.
_BLANKS = "".join(
    char
    for char in map(chr, (*range(10), *range(11, 32), *range(127, 0x3001)))
    if char < "\xa1" or char.isspace()
)
_LATIN_INK = bytes(code for code in range(256) if chr(code) not in _BLANKS)
_WIDE_BLANKS = [char for char in _BLANKS if char > "\xff"]

_CACHED = frozenset(
    (
        *("class_line", "date_time_group", "executive_order", "marking"),
        *("participant", "passing", "people", "redactions", "signals"),
    )
)


class Reading:
    """The compiled grammars of a dialect, with its builder."""

    def __init__(self, dialect: Dialect | None, lexer: str) -> None:
        """Compile the grammars of ``dialect`` for the given ``lexer``."""
        mixins = dialect.builders if dialect else ()
        inline = type("InlineBuilder", (*mixins, InlineBuilder), {})()
        self._inline: Parser = syntax.compile_inline(dialect, transformer=inline, lexer=lexer)
        self._cached = functools.lru_cache(maxsize=4096)(self._read)
        builder = type("Builder", (*mixins, Builder), {})
        self._dialect, self._lexer = dialect, lexer
        self._cable = (dialect and dialect.cable) or Cable
        self.builder: Builder = builder(self.read, self._cable)
        self.structure: Parser = syntax.compile_structure(
            dialect, transformer=self.builder, lexer=lexer
        )

    def read(self, rule: str, text: str) -> Any:
        """Return ``text`` read in the inline language ``rule``; ``None`` if it is none.

        The rule ``cable`` stands for a whole cable, which stands in another one.
        """
        if rule in _CACHED:
            return self._cached(rule, text)
        if rule == "cable":
            return self._quoted().parse(text.rstrip()).finish("", None)
        return self._read(rule, text)

    @functools.cache  # noqa: B019 - readings are few and live on
    def _quoted(self) -> Parser:
        """Return the parser of cables inside cables, which looks for none inside them."""

        def read(rule: str, text: str) -> Any:
            return None if rule == "cable" else self.read(rule, text)

        builder: Builder = type(self.builder)(read, self._cable)
        return syntax.compile_structure(self._dialect, transformer=builder, lexer=self._lexer)

    def _read(self, rule: str, text: str) -> Any:
        try:
            return self._inline.parse(text, start=rule)
        except UnreadError:
            return None


@functools.lru_cache(maxsize=32)
def _reading(dialect: Dialect | None, lexer: str) -> Reading:
    return Reading(dialect, lexer)


@functools.lru_cache(maxsize=32)
def _tree_parser(dialect: Dialect | None, lexer: str) -> Parser:
    return syntax.compile_structure(dialect, lexer=lexer)


def parse(
    text: str,
    *,
    year: int | None = None,
    strict: bool = False,
    dialect: Dialect | None = None,
    lexer: str = "key",
) -> Cable:
    r"""Read one cable: heading and text, or either.

    Args:
        text: The cable, however damaged. Nothing of it is lost: see ``Cable.problems``.
        year: Year of the cable, for a text that does not give it (a partial extract).
        strict: Whether to raise for the first problem that is an error.
        dialect: An extension of the grammar.
        lexer: ``"key"``, or ``"contextual"`` for Lark's own lexer, slower and equal.

    Returns:
        The cable; ``source`` is ``text``.

    Raises:
        CableSyntaxError: Only if ``strict``.
        TypeError: ``text`` is no string.

    >>> parse("UNCLAS ZENDA 000417\n\nSUBJECT: TURNIP QUOTA\n\n1. (U) Talks ended.\n").subject
    'TURNIP QUOTA'
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"a cable is text, not {type(text).__name__}; decode bytes first")
    ink = _plain(text).rstrip()
    reading = _reading(dialect, lexer)
    if ink:
        draft: Any = reading.structure.parse(ink)
    else:
        draft = reading.builder.start([])
    cable: Cable = draft.finish(text, year)
    if strict:
        _raise_first_error(cable)
    return cable


def _raise_first_error(cable: Cable) -> None:
    for problem in cable.problems:
        if problem.severity is Severity.ERROR:
            start, end = (problem.span.start, problem.span.end) if problem.span else (0, 1)
            raise CableSyntaxError(problem.message, cable.source, start, end, problem)


def parse_tree(
    text: str, *, dialect: Dialect | None = None, lexer: str = "key"
) -> lark.Tree[lark.Token]:
    r"""Return the tree of a cable as the structural grammar sees it.

    Args:
        text: The cable.
        dialect: An extension of the grammar.
        lexer: ``"key"`` or ``"contextual"``.

    Returns:
        A Lark tree whose tokens, joined, are ``text``; blanks at its end are the last token.

    >>> [str(t) for t in parse_tree("FM AMEMBASSY ZENDA\n").scan_values(lambda t: True)]
    ['FM', ' AMEMBASSY ZENDA', '\n']
    """
    import lark  # noqa: PLC0415 - what parses to a cable does without it

    ink = _plain(text).rstrip()
    tree: Any = _tree_parser(dialect, lexer).parse(ink) if ink else lark.Tree("start", [])
    for branch in tree.iter_subtrees():
        branch.children = [
            _as_written(child, text) if isinstance(child, Token) else child
            for child in branch.children
        ]
    if len(ink) < len(text):
        tree.children.append(_as_written(Token("END_BLANKS", text[len(ink) :], len(ink)), text))
    found: lark.Tree[lark.Token] = tree
    return found


def _as_written(token: Token, text: str) -> lark.Token:
    """Return a token as Lark's, with the characters that stand in ``text`` at its place."""
    import lark  # noqa: PLC0415

    start, end = token.start_pos, token.end_pos
    return lark.Token(token.type, text[start:end], start, end_pos=end)


def _plain(text: str) -> str:
    """Return ``text`` with a space for each blank, so that no other blank need be thought of.

    One character becomes one, so that offsets stay as they are.
    """
    latin = text.encode("latin-1", "ignore")
    if not latin.translate(None, _LATIN_INK) and (
        len(latin) == len(text) or not any(map(text.__contains__, _WIDE_BLANKS))
    ):
        return text
    for blank in _BLANKS:
        if blank in text:
            text = text.replace(blank, " ")
    return text


def parse_marking(text: str) -> Marking:
    """Read a marking; :meth:`Marking.parse` calls this."""
    marking: Marking | None = _reading(None, "key").read("marking", _plain(text).strip())
    if marking is None:
        raise CableSyntaxError(
            f"{text!r} is no marking; write one such as (C), (S//NF) or (SBU)", text, 0, len(text)
        )
    return marking


def parse_mrn(text: str) -> Mrn:
    """Read an MRN; :meth:`Mrn.parse` calls this."""
    written = _plain(text).strip()
    shape: MrnShape | None = _reading(None, "key").read("mrn", written)
    if shape is None:
        raise CableSyntaxError(
            f"{text!r} is no message reference number; write one such as 06ZENDA417",
            text,
            0,
            len(text),
        )
    return shape.mrn(written)
