"""From pieces of the source to text in its normal form, with positions."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Any

from cablekit.model import Span
from cablekit.tokens import Token

_DIGITS = "0123456789"
#: All characters of ASCII but digits.
_NO_DIGITS = "".join(char for char in map(chr, range(128)) if char not in _DIGITS)


def flow(pieces: Iterable[str]) -> str:
    r"""Return pieces of text as one line in the text's normal form.

    Runs of blanks are one blank, a line end is one blank or, behind a hyphen, nothing; the
    publisher's pilcrow is dropped.

    >>> flow(["COM-\nPROMISE  WAS\n", "NEAR.\n"])
    'COM-PROMISE WAS NEAR.'
    """
    text = "\n".join(pieces)
    if "¶" in text:
        text = text.replace("¶", "")
    joined = text.strip()
    if "\n" in joined:
        # A pass over the whole text costs less than a step for each of its lines.
        if " \n" in joined:
            joined = "\n".join(map(str.rstrip, joined.split("\n")))
        if "-" in joined and "-\n" in joined:
            joined = _hyphenated(joined)
        else:
            joined = joined.replace("\n", " ")
    parts = joined.split("  ")
    return joined if len(parts) == 1 else " ".join(filter(None, map(str.lstrip, parts)))


def _hyphenated(text: str) -> str:
    """Join each line whose last word ends in a hyphen to the line below it."""
    joined: list[str] = []
    open_word = False
    for line in filter(None, map(str.strip, text.split("\n"))):
        if open_word:
            joined[-1] += line
        else:
            joined.append(line)
        open_word = line[-1] == "-" and line[-2:-1].isalnum()
    return " ".join(joined)


def lines(pieces: Iterable[str]) -> str:
    r"""Return pieces of text with their lines kept, right-stripped, empty ones at the ends gone.

    >>> lines(["\n  A  B \n", " C\n"])
    'A  B\n C'
    """
    text = "".join(pieces).replace("¶", "")
    kept = [line.rstrip() for line in text.split("\n")]
    while kept and not kept[-1]:
        kept.pop()
    while kept and not kept[0]:
        kept.pop(0)
    return "\n".join(kept).strip(" ")


#: Offsets are the same in cable after cable. Numbers that all of them share save each span more
#: than half of what it holds.
_OFFSETS = (*range(1 << 15),)


class _Place:
    """A span while it is made."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end


def place(start: int, end: int) -> Span:
    """Return a span, in half the time that its frozen class takes to set two attributes.

    A cable has a span for each of its parts, more than of anything else.

    Args:
        start: Offset of its first character.
        end: Offset behind its last character.
    """
    made: Any
    try:
        made = _Place(_OFFSETS[start], _OFFSETS[end])
    except IndexError:
        made = _Place(start, end)
    made.__class__ = Span
    return made  # type: ignore[no-any-return]


def span(first: Token, last: Token | None = None) -> Span:
    """Return the span from the first character of ``first`` to the last of ``last``.

    Blanks and empty lines around them are left out.
    """
    start: int = first.start_pos
    if last is None or last is first:
        written = first.strip()
        begin = start + (first.index(written) if written else len(first))
        return place(begin, begin + len(written))
    begin = start + len(first) - len(first.lstrip())
    end: int = last.start_pos
    return place(begin, end + len(last.rstrip()))


@functools.lru_cache(maxsize=8192)
def shared(text: str) -> str:
    """Return ``text``, the same object each time: names of posts and codes come again and again."""
    return text


def inked(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens that hold more than blanks."""
    if len(tokens) == 1:
        return [] if tokens[0].isspace() or not tokens[0] else [*tokens]
    return [token for token in tokens if not token.isspace() and token]


class Joined:
    """Pieces of the source joined to one string that knows where each character stands."""

    __slots__ = ("pieces", "text")

    def __init__(self, pieces: Sequence[Token]) -> None:
        """Join ``pieces``."""
        self.pieces = pieces
        self.text = pieces[0] if len(pieces) == 1 else "".join(pieces)

    def at(self, offset: int, *, end: bool = False) -> int:
        """Return the source offset of the character at ``offset`` of the joined text."""
        for piece in self.pieces:
            if offset < len(piece) or (end and offset == len(piece)):
                return piece.start_pos + offset
            offset -= len(piece)
        last = self.pieces[-1]
        return last.start_pos + len(last)

    def span(self, start: int, end: int) -> Span:
        """Return the source span of ``text[start:end]``."""
        if len(self.pieces) == 1:
            first = self.pieces[0].start_pos
            return place(first + start, first + end)
        return place(self.at(start), self.at(end, end=True))


def digits(text: str) -> str:
    """Return the first run of digits in ``text``, or ``""``."""
    rest = text.lstrip(_NO_DIGITS)
    if rest and rest[0] not in _DIGITS:
        rest = rest[next((at for at, char in enumerate(rest) if char in _DIGITS), len(rest)) :]
    return rest[: len(rest) - len(rest.lstrip(_DIGITS))]


def full_year(text: str) -> int:
    """Return the year of two or four digits; 60-99 are 19xx, 00-59 are 20xx (observed)."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (1900 if year >= 60 else 2000)
