"""Spans, severities and problems: what every other part of the model rests on."""

from __future__ import annotations

import enum
import functools
from typing import NamedTuple

import attrs


@functools.total_ordering
class OrderedEnum(enum.Enum):
    """An enumeration whose members compare in the order in which they are written."""

    def __lt__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        members = list(type(self))
        return members.index(self) < members.index(other)


class Position(NamedTuple):
    """A place in a text, as people count: the first character is line 1, column 1.

    Attributes:
        line: Line number, from 1; lines end at a line feed.
        column: Column in characters, from 1.
    """

    line: int
    column: int


@attrs.frozen(kw_only=True, weakref_slot=False)
class Span:
    """Where a node stands in the text that was parsed.

    Attributes:
        start: Offset of its first character in ``Cable.source``, from 0.
        end: Offset behind its last character; ``source[start:end]`` is the node as found.

    >>> Span(start=0, end=4)
    Span(start=0, end=4)
    """

    start: int
    end: int


class Severity(OrderedEnum):
    """How much a problem matters.

    Attributes:
        INFO: Unusual, but its meaning is clear.
        WARNING: Repaired or inferred.
        ERROR: Could not be read or placed; ``strict=True`` raises for the first of these.
    """

    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


@attrs.frozen(kw_only=True, weakref_slot=False)
class Problem:
    """Something in the text that a reader should know about.

    Attributes:
        code: Its entry in the registry of problem codes, such as ``"CK301"``.
        severity: Whether it was merely unusual, repaired, or not readable.
        message: One sentence in the user's words.
        span: Where it is in the source, or ``None`` where it has no place.
        path: The part of the cable it speaks of, such as ``"references[1].mrn.year"``.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    path: str = ""

    def position(self, source: str) -> Position | None:
        r"""Return the line and column of the problem in ``source``, both from 1.

        Args:
            source: The text that was parsed, ``Cable.source``.

        >>> Problem(code="CK301", severity=Severity.WARNING, message="", span=Span(start=3, end=4)
        ...         ).position("a\nbc")
        Position(line=2, column=2)
        """
        if self.span is None:
            return None
        start = self.span.start
        return Position(source.count("\n", 0, start) + 1, start - source.rfind("\n", 0, start))
