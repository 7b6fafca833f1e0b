"""Several people in a line: cutting the parts of its shape into entries."""

from __future__ import annotations

from collections.abc import Iterator

from cablekit.tokens import Token

#: A letter for each kind of part.
_KINDS = {"ROW_TITLE": "T", "ROW_NAME": "N", "ROW_COMMA": ",", "ROW_NOTE": "*"}
#: From this many words on, what stands between two titles are two names (observed).
_TWO_NAMES = 4
_BETWEEN_TITLES = ["ROW_TITLE", "ROW_NAME", "ROW_COMMA", "ROW_TITLE"]
_OF_OTHERS = ("lp", "lm", "l")
_OFFICE_BEHIND = ["ROW_COMMA", "ROW_TITLE", "ROW_NAME"]
#: Behind one of these, which belong to the name before them, a title is the next one's.
_ENDS = ("ROW_NAME", "ROW_NOTE", "ROW_ASIDE")
_RANKS = ("r", "R")


def kinds_of(parts: list[Token]) -> str:
    """Return a letter for each part: title, name, comma, note-taker, or anything else.

    Args:
        parts: The parts of a line's shape.
    """
    return "".join(_KINDS.get(part.type, "?") for part in parts)


def pieces(parts: list[Token]) -> Iterator[list[Token]]:
    """Cut the parts of a row into labels and entries.

    Semicolons, dashes and hyphens part entries. Without them commas do, if each stretch between
    two of them has a name; else a title behind a comma belongs to the name before it.

    Args:
        parts: The parts of a line's shape.

    Yields:
        The parts of a label, or of an entry.
    """
    stretch: list[Token] = []
    for part in parts:
        if part.type == "ROW_LABEL":
            yield from _entries(stretch)
            yield [part]
            stretch = []
        else:
            stretch.append(part)
    yield from _entries(stretch)


def _entries(stretch: list[Token]) -> Iterator[list[Token]]:
    for sentence in _cut(stretch, "ROW_STOP"):
        cut = _cut(sentence, "ROW_BREAK")
        if len(cut) > 1:
            yield from cut
        elif cut:
            yield from _people(cut[0])


def _cut(parts: list[Token], kind: str) -> list[list[Token]]:
    """Return the stretches between the parts of a kind, without empty ones."""
    stretches: list[list[Token]] = [[]]
    for part in parts:
        if part.type == kind:
            stretches.append([])
        else:
            stretches[-1].append(part)
    return [stretch for stretch in stretches if stretch]


def _people(piece: list[Token]) -> Iterator[list[Token]]:
    """Cut a stretch without semicolons into entries."""
    stretches = _cut(piece, "ROW_COMMA")
    kinds = ["".join(_KINDS.get(p.type, "") for p in s) for s in stretches]
    named = len(kinds) > 1 and not _shifted(kinds)
    if named and all(kind.count("N") == 1 for kind in kinds):
        yield from stretches
    else:
        yield from _run_together(piece, titled=named and all("N" in kind for kind in kinds))


def _shifted(kinds: list[str]) -> bool:
    """Tell whether each title stands behind a comma, before the next name."""
    return kinds[0] == "N" and any(kind.startswith("T") for kind in kinds[1:])


def _run_together(piece: list[Token], *, titled: bool) -> Iterator[list[Token]]:
    """Cut entries that nothing parts: a title begins one, or a name behind a title.

    Args:
        piece: The parts.
        titled: Whether a title behind a comma is that of the name behind it, not before it.
    """
    entry: list[Token] = []
    named = closed = False
    before = ""
    for part in _separate(piece):
        begins = False
        if part.type == "ROW_TITLE":
            begins = named and (before in _ENDS or (before == "ROW_COMMA" and titled))
        elif part.type == "ROW_NAME":
            ranked = part.startswith(_RANKS)
            begins = named and (closed or before == "ROW_COMMA" or ranked)
        if begins:
            yield entry
            entry, named, closed = [], False, False
        entry.append(part)
        closed = closed or (named and part.type in ("ROW_TITLE", "ROW_NOTE", "ROW_ASIDE"))
        named = named or part.type == "ROW_NAME"
        before = part.type
    if entry:
        yield entry


def _separate(piece: list[Token]) -> Iterator[Token]:
    """Yield the parts of a piece; a name too long for one person is halved.

    It stands behind one title and before a comma and another title, so that it holds the name
    that the first is of and the name that the second is of. One word behind "to President" is
    no person of the list. An office behind the comma is the titled person's before it.
    """
    for index, part in enumerate(piece):
        around = [p.type for p in piece[max(index - 1, 0) : index + 3]]
        size = len(part)
        start = part.start_pos
        before = piece[index - 1] if index else part
        if part.type == "ROW_NAME" and size == 1 and before[-2:] in _OF_OTHERS:
            yield Token("ROW_WORD", str(part), start)
        elif around == _OFFICE_BEHIND and part[:1] == "a" and size > 1 and index > 2:
            yield Token("ROW_ASIDE", part[:1], start)
            yield Token(part.type, part[1:], start + 1)
        elif around == _BETWEEN_TITLES and size >= _TWO_NAMES and size % 2 == 0:
            half = size // 2
            yield Token(part.type, part[:half], start)
            yield Token("ROW_COMMA", "", start + half)
            yield Token(part.type, part[half:], start + half)
        else:
            yield part
