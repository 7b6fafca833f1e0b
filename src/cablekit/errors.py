"""What can go wrong, as exceptions that say where and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cablekit.model import Problem


class CablekitError(Exception):
    """The parent of every error that cablekit raises on purpose."""


class CableSyntaxError(CablekitError, ValueError):
    """A text that cannot be read as asked, with the place and a sentence about it.

    Attributes:
        message: What is wrong, in one sentence.
        line: Line of the place, from 1.
        column: Column of the place in characters, from 1.
        problem: The problem that strict reading stopped at, or ``None``.
    """

    def __init__(
        self,
        message: str,
        source: str = "",
        start: int = 0,
        end: int | None = None,
        problem: Problem | None = None,
    ) -> None:
        """Say ``message`` about ``source[start:end]``."""
        self.message = message
        self.line = source.count("\n", 0, start) + 1
        self.column = start - source.rfind("\n", 0, start)
        self.problem = problem
        first = start - self.column + 1
        last = source.find("\n", start)
        shown = source[first : len(source) if last < 0 else last]
        width = (start + 1 if end is None else end) - start
        super().__init__(
            f"line {self.line}, column {self.column}: {message}\n"
            + excerpt(shown, self.column - 1, width)
        )


class UnreadError(CablekitError, ValueError):
    """The grammar accepts nothing at a place: of a dialect, or of a text that is no cable's.

    Our own grammar reads every cable; for texts in the inline languages it is caught.

    Attributes:
        position: Offset of the place.
    """

    def __init__(self, position: int) -> None:
        """Say that nothing matches at ``position``."""
        self.position = position
        super().__init__(f"nothing that the grammar accepts begins at offset {position}")


class RenderError(CablekitError, ValueError):
    """A cable that cannot be written so that it reads back equal.

    Attributes:
        path: The part of the cable that would change, such as ``"body[2].text"``.
    """

    def __init__(self, path: str, message: str) -> None:
        """Say ``message`` about the part of the cable at ``path``."""
        self.path = path
        super().__init__(f"{path}: {message}" if path else message)


class SourceError(CablekitError, ValueError):
    """A file, folder or archive of which nothing can be read.

    Attributes:
        source: Its name.
        message: What is wrong, and what to do, in one sentence.
    """

    def __init__(self, source: str, message: str) -> None:
        """Say ``message`` about the file ``source``."""
        self.source = source
        self.message = message
        super().__init__(f"{source}: {message}")


class StructureError(CablekitError, ValueError):
    """A dict or JSON document that is no cable.

    Attributes:
        path: Where in the document the fault is, such as ``"body[0].number"``.
    """

    def __init__(self, path: str, message: str) -> None:
        """Say ``message`` about the value at ``path``."""
        self.path = path
        super().__init__(f"{path}: {message}" if path else message)


def excerpt(line: str, column: int, width: int, room: int = 72) -> str:
    """Return ``line`` cut to ``room`` characters, and a caret line below the place in it.

    Args:
        line: The line of text.
        column: Where the place begins in it, from 0.
        width: How many characters the place has.
        room: How many characters of the line are shown at the most.

    Returns:
        Two lines; the second holds the carets, ``~`` for the room that they span.

    >>> print(excerpt("TAGS: PREL", 6, 4))
        TAGS: PREL
              ~~~^
    """
    offset = max(0, column - room // 2)
    line = line.expandtabs(1).rstrip()
    shown = "".join(c if c.isprintable() else " " for c in line[offset : offset + room])
    width = max(1, min(width, len(shown) - (column - offset)))
    return f"    {shown}\n    {' ' * (column - offset)}{'~' * (width - 1)}^"
