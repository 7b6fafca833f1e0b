"""Quotations: the blocks between a begin mark and its end mark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from cablekit.builder.drafts import Block, Reader
from cablekit.builder.report import problem
from cablekit.builder.text import flow, span
from cablekit.model import Block as ModelBlock
from cablekit.model import Cable, PageMark, PageMarkKind, Quotation, Span
from cablekit.tokens import Token

_DEEPEST = 8
_TRIM = " :.[]()\"'"


def closed(drafts: list[Block]) -> dict[int, int]:
    """Return the index of the end mark of each begin mark that has one.

    Marks inside so many quotations that nobody wrote them so count as having none.
    """
    found: dict[int, int] = {}
    open_marks: list[int] = []
    for index, block in enumerate(drafts):
        if block.rule == "quotation":
            open_marks.append(index)
        elif block.rule == "quotation_end" and open_marks:
            begin = open_marks.pop()
            if len(open_marks) < _DEEPEST:
                found[begin] = index
    return found


def kind_of(key: Token) -> str:
    """Return what a begin mark calls the quoted text: ``"TEXT OF LETTER"``, ``"QUOTE"``."""
    words = flow([key]).strip(_TRIM).upper()
    words = words.removeprefix("BEGIN ").removeprefix("OF ").strip()
    return "QUOTE" if words in ("QTE", "QUOTE") else words


def opened(mark: Block) -> list[Block]:
    """Return the text right behind a begin mark as a block of its own, if there is any."""
    if not any(piece.strip() for piece in mark.pieces):
        return []
    end = mark.key.end_pos
    block = Block("unnumbered", [Token("BODY_OPEN", "\n", end - 1)])
    block.text, block.pieces, block.marks = mark.text, mark.pieces, mark.marks
    return [block]


def quoted(
    read: Reader,
    mark: Block,
    inner: list[Block],
    end: Block,
    blocks: Callable[[list[Block]], tuple[ModelBlock, ...]],
) -> Block:
    """Return the quotation between two marks as a block.

    Args:
        read: Reads a text as a cable.
        mark: The begin mark, with the text right behind it.
        inner: The blocks up to the end mark.
        end: The end mark.
        blocks: Finishes the blocks of the quotation, if it is no complete cable.
    """
    where = Span(start=span(mark.key).start, end=span(end.key).end)
    cable = _cable(read, mark, inner, end)
    body = () if cable is not None else blocks([*opened(mark), *inner])
    quotation = Quotation(kind=kind_of(mark.key), body=body, cable=cable, span=where)
    made = Block("quotation", [mark.key], lambda _: quotation)
    if cable is not None:
        made.marks = [m for m in _marks(mark, inner) if m.kind is not PageMarkKind.PHANTOM_CAPTION]
    return made


def _marks(mark: Block, inner: list[Block]) -> list[PageMark]:
    """Return what interrupts a quotation."""
    return [*mark.marks, *(found for block in inner for found in block.marks)]


def _cable(read: Reader, mark: Block, inner: list[Block], end: Block) -> Cable | None:
    """Return the complete cable that a quotation is, if it begins with a class line."""
    # Above the first number an empty line behind the mark begins a block of its own.
    apart = inner[0].pieces if inner and inner[0].key.isspace() else []
    first = next((piece for piece in [*mark.pieces, *apart] if piece.strip()), None)
    if first is None:
        return None
    line = first.strip().partition("\n")[0].strip()
    shape = read("class_line", line.translate(_ZEROS)) if "  " not in line[:1] else None
    if shape is None or shape.mrn is None:
        return None
    pieces = [*mark.pieces]
    for block in inner:
        pieces += [block.key, *([block.lead] if block.lead else []), *block.pieces]
    start = first.start_pos
    last = max(piece.end_pos for piece in pieces)
    text = _between(pieces, _marks(mark, inner), start, last)
    cable: Cable | None = read("cable", text)
    return _shifted(cable, start) if cable is not None else None


_ZEROS = str.maketrans("123456789", "000000000")


def _between(pieces: list[Token], marks: list[PageMark], start: int, end: int) -> str:
    """Return the text from ``start`` to ``end``; what is no piece is blank."""
    letters = [" "] * (end - start)
    for piece in pieces:
        at = piece.start_pos - start
        if at >= 0:
            letters[at : at + len(piece)] = piece
    for mark in marks:
        if mark.span is None or not start <= mark.span.start < end:
            continue
        at = mark.span.start - start
        if mark.kind is PageMarkKind.PHANTOM_CAPTION:
            # It is the inner cable's own caption.
            letters[at : at + len(mark.text)] = mark.text
            at += len(mark.text)
        letters[at] = "\n"
    return "".join(letters)


def _shifted(node: Any, by: int) -> Any:
    """Return a part of a cable with all its spans moved."""
    if isinstance(node, Span):
        return Span(start=node.start + by, end=node.end + by)
    if isinstance(node, tuple):
        return tuple(_shifted(part, by) for part in node)
    if attrs.has(type(node)):
        names = [field.name for field in attrs.fields(type(node))]
        changed = {name: getattr(node, name) for name in names}
        return attrs.evolve(node, **{name: _shifted(value, by) for name, value in changed.items()})
    return node


def unclosed(block: Block) -> None:
    """Say that a mark has no partner; it is read as text."""
    where = span(block.key)
    block.problems.append(problem("CK309", where, "body", mark=flow([block.key])))
