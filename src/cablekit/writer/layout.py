"""Pieces of a text to be written, and how running text is broken into lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

#: The longest line of a telegram form.
WIDTH = 69

#: How often line breaks are mended before what is left of them stays on one line.
_ROUNDS = 12


class Flow:
    """Running text behind a head, broken into lines at blanks.

    No line ends behind a hyphen that ends a word, because a reader joins it to the next one; nor
    before a word that :meth:`forbid` names.
    """

    __slots__ = ("_glued", "_words", "head", "tail", "width")

    def __init__(self, head: str, text: str, *, tail: str = "", width: int = WIDTH) -> None:
        """Take the words of ``text``, to stand behind ``head`` on its line.

        Args:
            head: What no line break may part, such as ``"1. (C) SUMMARY:"``.
            text: Words with one blank between them.
            tail: What stands below.
            width: The longest line wanted; 0 for one line.
        """
        self.head, self.tail, self.width = head, tail, width
        self._words = text.split(" ") if text else []
        self._glued = {i + 1 for i, word in enumerate(self._words) if _ends_in_hyphen(word)}
        # Above a line that begins like a rule a label would be a title.
        self._glued |= {i for i, word in enumerate(self._words) if i and _begins_a_rule(word)}

    def __str__(self) -> str:
        """Return the lines."""
        return self.lay_out()[0]

    def forbid(self, word: int) -> None:
        """Let no line begin with the word at this index."""
        self._glued.add(word)

    def lay_out(self) -> tuple[str, list[tuple[int, int]]]:
        """Return the lines, and for each line break its offset and the word behind it."""
        parts, breaks = [self.head], list[tuple[int, int]]()
        offset = len(self.head)
        column = offset - (self.head.rfind("\n") + 1)
        for start, end in self._units():
            unit = " ".join(self._words[start:end])
            gap = " " if column else ""
            if self.width and start and column + 1 + len(unit) > self.width:
                breaks.append((offset, start))
                gap, column = "\n", -1
            parts += (gap, unit)
            offset += len(gap) + len(unit)
            column += len(gap) + len(unit)
        return "".join([*parts, self.tail]), breaks

    def _units(self) -> Iterator[tuple[int, int]]:
        """Yield the runs of words that stand on one line, as slices."""
        start = 0
        for index in range(1, len(self._words) + 1):
            if index == len(self._words) or index not in self._glued:
                yield start, index
                start = index


def _begins_a_rule(word: str) -> bool:
    return len(word) > 2 and not word[:3].strip("-=_*")


def _ends_in_hyphen(word: str) -> bool:
    return word.endswith("-") and word[-2:-1].isalnum()


class Form(NamedTuple):
    """One way to write a piece: its lines, and what stands before it."""

    text: str | Flow
    gap: str = "\n\n"


class Piece:
    """A part of the cable's text, and the ways to write it, the canonical one first."""

    __slots__ = ("_chosen", "_forms", "block")

    def __init__(self, *forms: Form | Callable[[], Form], block: int | None = None) -> None:
        """Take the forms of the piece.

        Args:
            forms: Ways to write it, or what makes one that costs much.
            block: Which block of the body it is, if it is one.
        """
        self._forms, self._chosen, self.block = [*forms], 0, block

    @property
    def form(self) -> Form:
        """How it is written."""
        form = self._forms[self._chosen]
        if not isinstance(form, Form):
            form = self._forms[self._chosen] = form()
        return form

    def turn(self) -> bool:
        """Write it in its next form; tell whether there is another."""
        self._chosen = (self._chosen + 1) % len(self._forms)
        return len(self._forms) > 1


def line(text: str, gap: str = "\n\n") -> Piece:
    """Return a piece that has one form and stands as it is."""
    return Piece(Form(text, gap))


class Written(NamedTuple):
    """A text, and where each piece begins in it."""

    text: str
    starts: list[int]


def write(pieces: Sequence[Piece], tokens: Callable[[str], Iterable[int]]) -> Written:
    """Return the pieces as one text, none of whose line breaks begins a token.

    Args:
        pieces: What to write, in order.
        tokens: Gives the offsets at which the tokens of a text begin.
    """
    written, breaks = _join(pieces)
    for turn in range(_ROUNDS):
        begun = set(tokens(written.text)) if breaks else set[int]()
        keys = [at for at in breaks if at in begun or at + 1 in begun]
        if not keys:
            break
        for at in keys:
            flow, word = breaks[at]
            flow.forbid(word)
            if turn == _ROUNDS - 1:
                flow.width = 0
        written, breaks = _join(pieces)
    return written


def _join(pieces: Sequence[Piece]) -> tuple[Written, dict[int, tuple[Flow, int]]]:
    """Return the text, and by offset the flow and the word at each line break."""
    parts: list[str] = []
    starts: list[int] = []
    breaks: dict[int, tuple[Flow, int]] = {}
    offset = 0
    for piece in pieces:
        flow, gap = piece.form
        gap = gap if parts else ""
        offset += len(gap)
        starts.append(offset)
        text, found = (flow, []) if isinstance(flow, str) else flow.lay_out()
        if isinstance(flow, Flow):
            breaks |= {offset + at: (flow, word) for at, word in found}
        parts += (gap, text)
        offset += len(text)
    return Written("".join([*parts, "\n"] if parts else []), starts), breaks
