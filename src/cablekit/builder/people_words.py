"""The words of a line of participants, and its shape: one letter for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cablekit.builder.drafts import Reader
from cablekit.builder.words import title, trim
from cablekit.tokens import Token

#: The letter of each class of words; the marks stand for themselves.
_LETTERS = {
    "NOTE_WORD": "*",
    "JUNIOR": "j",
    "COMPOUND": "p",
    "RANK": "r",
    "STYLE": "R",
    "DIGNITY_WORD": "m",
    "JOIN": "&",
    "TITLE_LINK": "l",
    "SIDE_WORD": "L",
    "POSITION_WORD": "p",
    "TOPIC_WORD": "t",
    "DELEGATION_NAME": "d",
    "SLASHED_OFFICE": "p",
    "OFFICE_WORD": "a",
    "PARTICLE": "v",
    "NAME_WORD": "n",
    "OTHER_WORD": "i",
    "BREAK_DASH": "~",
    "HYPHEN": "-",
}
_MARKS = ",;:().-/"


class Found(NamedTuple):
    """Somebody in a shape: where the name and the parts of the title stand, in words.

    Attributes:
        name: First and behind the last word of the name.
        titles: The same of each part of the title.
        note_taker: Whether the shape says that they take notes.
    """

    name: tuple[int, int]
    titles: tuple[tuple[int, int], ...]
    note_taker: bool


class Classes(NamedTuple):
    """The words of a text: their letters, and where each begins and ends."""

    shape: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def classes(words: Sequence[Token]) -> Classes:
    """Return words by their classes."""
    starts = tuple(word.start_pos for word in words)
    ends = tuple(start + len(word.rstrip()) for start, word in zip(starts, words, strict=True))
    return Classes("".join(map(_letter, words)), starts, ends)


def _letter(word: Token) -> str:
    mark = word[0]
    return _LETTERS.get(word.type) or (mark if mark in _MARKS else "i")


class Words:
    """A line of a list as words.

    Args:
        text: The line, with the line ends of an entry that goes on.
        offset: Where the line begins in the list.
        read: Reads a text in an inline language.
    """

    def __init__(self, text: str, offset: int, read: Reader) -> None:
        """Take the line apart."""
        self._text, self._places = _squeezed(text)
        self._offset = offset
        found: Classes = read("people", self._text) or _NONE
        self.shape, self._starts, self._ends = found

    def text(self, begin: int, end: int) -> str:
        """Return the text of the words from ``begin`` to before ``end``."""
        return self._text[self._starts[begin] : self._ends[end - 1]] if begin < end else ""

    def name(self, begin: int, end: int) -> str:
        """Return a name without the punctuation around it."""
        name = trim(self.text(begin, end))
        # A stop belongs to what it shortens.
        return name + "." if self.shape[end - 1 : end] == "j" and self._stopped(end) else name

    def _stopped(self, end: int) -> bool:
        return self._text[self._ends[end - 1] - 1] == "."

    def title(self, begin: int, end: int) -> str:
        """Return a part of a title without the punctuation or parentheses around it."""
        shape = self.shape[begin:end]
        if shape[:1] == "(" and shape.find(")") == len(shape) - 1:
            begin, end = begin + 1, end - 1
        return title(self.text(begin, end))

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Return where the words stand in the list."""
        first, last = self._starts[begin], self._ends[end - 1] - 1
        return self._offset + self._places[first], self._offset + self._places[last] + 1


_NONE = Classes("", (), ())


def _squeezed(text: str) -> tuple[str, Sequence[int]]:
    """Return a text in its normal form, and where each of its characters stood."""
    if "\n" not in text and "  " not in text and "¶" not in text:
        return text, range(len(text))
    kept: list[str] = []
    places: list[int] = []
    blank = broken = False
    for place, letter in enumerate(text):
        if letter in " \n¶":
            blank = blank or letter != "¶"
            broken = broken or letter == "\n"
            continue
        # A line end is one blank or, behind a hyphen, nothing.
        if blank and kept and not (broken and kept[-1] == "-" and text[place - 1] != "¶"):
            kept.append(" ")
            places.append(place - 1)
        blank = broken = False
        kept.append(letter)
        places.append(place)
    return "".join(kept), places
