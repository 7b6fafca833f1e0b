"""What the grammar's terminals match: pieces of the source that know their place."""

from __future__ import annotations

from typing import Any


class Token(str):
    """A piece of the source, with the name of its terminal.

    It is like Lark's own token, but for line and column, which nobody asks for: ``parse_tree``
    gives Lark's.

    Attributes:
        type: Name of the terminal.
        start_pos: Offset of its first character in the text that was parsed.

    >>> token = Token("EO", "E.O. 12958", 7)
    >>> token.type, token.start_pos, token.end_pos
    ('EO', 7, 17)
    """

    __slots__ = ("start_pos", "type")

    type: str
    start_pos: int
    #: Lark's loop asks for these.
    line = column = end_line = end_column = None

    def __new__(cls, type: str, value: str, start_pos: int = 0) -> Token:
        """Return ``value`` as a token of terminal ``type`` that begins at ``start_pos``."""
        token = str.__new__(cls, value)
        token.type, token.start_pos = type, start_pos
        return token

    @property
    def end_pos(self) -> int:
        """Offset behind its last character."""
        return self.start_pos + len(self)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as what it was made of."""
        return Token, (self.type, str(self), self.start_pos)


class UnreadError(Exception):
    """No accepted terminal matches at a place, or the text ends too early.

    Attributes:
        position: Offset of the place.
    """

    def __init__(self, position: int) -> None:
        """Say that nothing matches at ``position``."""
        self.position = position
        super().__init__(f"nothing that the grammar accepts begins at offset {position}")
