"""The tables of a compiled grammar, as plain data.

Compiling a grammar takes Lark a quarter of a second, so the tables of our own grammar are
shipped as JSON beside the vocabularies. They carry a fingerprint of what they were made from;
tables of another grammar are not used, but made anew.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

#: Plain data: ``starts``, ``ends``, ``names``, ``rows``, ``rules``, ``terminals``, ``ignored``,
#: ``scanners`` and ``scans``.
Tables: TypeAlias = dict[str, Any]

#: The end of the name of a fill.
FILL = "_FILL"

#: The beginning of the name of a key that may stand inside a line.
GLUED = "GLUED_"

#: In place of the state that follows a rule: its value goes to the list before it.
GATHERED = -1_000_000

#: How all patterns are compiled: letters are those of ASCII, which Python folds and looks up much
#: faster. A pattern asks for those of Unicode as ``(?u:...)``.
FLAGS = re.ASCII

#: Where the tables of our own grammar are shipped.
SHIPPED = Path(__file__).parent / "data" / "tables.json"

#: What most keys begin with: the end of a line, up to four empty lines, the blanks of their line.
_LINE_START = "(?>(?<![^\n])| *+\n)"
#: Behind an empty line, at the start of any line, anywhere.
HEADS = [
    _LINE_START + "(?: *+\n){1,4}+ *+",
    _LINE_START + "(?: *+\n){0,4}+ *+",
    "(?: *+\n){0,4}+ *+",
]
#: Behind the head, what only stands near the end of a text begins so.
_NEAR_END = "(?!(?s:.{3000}))"
#: The grammar puts this before a long end that several patterns have.
_SHARED = "(?#shared)"


class Rule(NamedTuple):
    """What the engine needs of a rule.

    Attributes:
        origin: Name of the rule in the tables.
        name: Name of what is made: the alias, or the origin.
        size: Number of symbols.
        passes: Whether it only passes its one child on.
        collects: Whether it adds an item to a list.
        expands: Whether a single child is passed on.
        include: Index of each child that is kept, and whether it is expanded; ``None`` for
            all as they are.
    """

    origin: str
    name: str
    size: int
    passes: bool
    collects: bool
    expands: bool
    include: list[tuple[int, bool]] | None


def set_off(patterns: Iterable[str]) -> bool:
    """Tell whether all patterns begin at a blank or at the start of a line."""
    return all(pattern.startswith((_LINE_START, " ", "(?= ")) for pattern in patterns)


def fingerprint(*texts: str) -> str:
    """Return what tells whether tables were made from these texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def shipped(name: str, made_from: str) -> Tables | None:
    """Return the shipped tables ``name``, or ``None`` if they were made from another text.

    Args:
        name: ``structure`` or ``inline``.
        made_from: Fingerprint of the grammar's text.
    """
    stored = _stored().get(name, {})
    return stored if stored.get("made_from") == made_from else None


@functools.cache
def _stored() -> dict[str, Tables]:
    """Return all shipped tables, none if their file is damaged."""
    try:
        stored: dict[str, Tables] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stored


def alternation(patterns: Sequence[tuple[str, str]]) -> str:
    """Join named patterns in their order; neighbours share one copy of their head and end.

    Args:
        patterns: Pairs of group name, ``""`` for none, and pattern.
    """
    parts = []
    for head, run in itertools.groupby(patterns, key=lambda p: head_of(p[1])):
        tails = [(name, pattern[len(head) :]) for name, pattern in run]
        joined = "|".join(
            _joined(list(same), end) for end, same in itertools.groupby(tails, key=_end_of)
        )
        parts.append(f"{head}(?:{joined})" if head else joined)
    return "|".join(parts)


def _joined(patterns: list[tuple[str, str]], end: str) -> str:
    """Join named patterns that have the same end."""
    if len(patterns) == 1:
        end = ""
    begin = _NEAR_END if all(p.startswith(_NEAR_END) for _, p in patterns) else ""
    cut = slice(len(begin), -len(_SHARED + end) if end else None)
    # An empty group behind the pattern costs less than a group around it.
    named = "|".join(f"(?:{p[cut]})(?P<{name}>)" if name else p[cut] for name, p in patterns)
    return f"{begin}(?:{named}){end}" if begin or end else named


def _end_of(pattern: tuple[str, str]) -> str:
    """Return the end that a named pattern shares with others, or ``""``."""
    return pattern[1].partition(_SHARED)[2]


def head_of(pattern: str) -> str:
    """Return the head that a pattern shares with most keys, or ``""``."""
    return next((head for head in HEADS if pattern.startswith(head)), "")
