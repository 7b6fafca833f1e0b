"""What the grammar's terminals match: pieces of the source that know their place."""

from __future__ import annotations

from typing import Any


class Token(str):
    """A piece of the source, with the name of its terminal.

    It has what Lark's token has but line and column, which nobody asks for, and compares as any
    string does. ``parse_tree`` gives Lark's.

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

    @property
    def value(self) -> str:
        """The piece as a string."""
        return str(self)

    def __repr__(self) -> str:
        return f"Token({self.type!r}, {str(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as what it was made of."""
        return Token, (self.type, str(self), self.start_pos)
