"""From blocks to the paragraphs, notices and problems that they become."""

from __future__ import annotations

import functools

from cablekit.builder.drafts import Block, Found, Reader
from cablekit.builder.items import LABELS, parted
from cablekit.builder.meeting import LONGEST, meeting
from cablekit.builder.report import problem
from cablekit.builder.roles import lead_of
from cablekit.builder.text import flow, inked, place, span
from cablekit.model import Block as ModelBlock
from cablekit.model import Item, Marking, Notice, NoticeKind, PageMark, Paragraph, Problem, Span
from cablekit.tokens import Token


def opens_list(before: Block, block: Block) -> bool:
    """Tell whether a list begins on the line of a paragraph that says nothing else."""
    same_line = before.key.end_pos == block.key.start_pos
    return before.rule == "paragraph" and not before.pieces and same_line


def over(before: Block, block: Block) -> Span:
    """Return the span from a paragraph's key to the end of the label behind it."""
    label = block.key.partition("\n")[0].rstrip()
    return Span(start=span(before.key).start, end=block.key.start_pos + len(label))


def join(kept: list[Block], block: Block, last: Block | None) -> None:
    """Join a numbered line that is no paragraph to the text before it."""
    if last is not None:
        last.absorb(block)
    else:
        block.rule = "unnumbered"
        block.pieces[:0] = [block.key, *([block.lead] if block.lead else [])]
        block.lead = None
        kept.append(block)


class Tabled(list["Token | PageMark"]):
    """The text of a block that has tables in it."""


def without_tables(block: Block) -> list[Block]:
    """Return a block with the tables in its text as blocks of their own, text behind them."""
    if type(block.text) is not Tabled:
        return [block]
    found, text = [block], block.text
    block.text, block.pieces, block.marks = [], [], []
    part: list[Token | PageMark] = []
    for piece in text:
        if isinstance(piece, Token) and piece.type == "TABLE":
            _say(found[-1], part)
            found.append(Block("table", [piece]))
            part = []
        else:
            part.append(piece)
    _say(found[-1], part)
    return found


def _say(block: Block, text: list[Token | PageMark]) -> None:
    """Give a block its text."""
    block.text = text
    block.pieces = [piece for piece in text if isinstance(piece, Token)]
    block.marks = [mark for mark in text if isinstance(mark, PageMark)]


def opening_mark(read: Reader, text: str) -> Marking | None:
    """Return the portion mark that opens ``text``."""
    if not text.startswith("("):
        return None
    value: Marking | None = read("marking", text[: text.find(")") + 1])
    return value


def _marked(read: Reader, text: str) -> tuple[Marking | None, str]:
    """Return the portion mark that opens a text, and what stands behind it."""
    marking = opening_mark(read, text)
    if marking is None:
        return None, text
    return marking, text[text.index(")") + 1 :].strip()


def paragraph(block: Block, number: int | None, role: str, read: Reader) -> Paragraph:
    """Return the paragraph of a block.

    Args:
        block: The block.
        number: Its number, if it has one.
        role: Its role.
        read: Reads a text in an inline language.
    """
    key, pieces, marking = block.key, block.pieces, block.marking
    if len(pieces) == 1 and block.rule == "paragraph" and block.lead is None:
        # Most paragraphs are a key and a fill.
        text = flow(pieces)
        return Paragraph(
            number=number,
            marking=marking,
            role=role,
            text=text,
            meeting=meeting(text) if len(text) <= LONGEST else None,
            redactions=_redactions(pieces, read),
            span=span(key, pieces[0] if text or not pieces[0].isspace() else None),
        )
    text, items = _said(pieces, read)
    if marking is None and (block.lead is not None or block.rule == "unnumbered"):
        # The mark may stand behind the lead, or before a text without number (observed).
        marking, text = _marked(read, text)
    ink = inked(pieces)
    end = ink[-1] if ink else block.lead
    if key.isspace() and (block.lead is not None or ink):
        key = block.lead if block.lead is not None else ink[0]
    return Paragraph(
        number=number,
        marking=marking,
        lead=lead_of(block) if block.lead is not None or block.rule != "paragraph" else "",
        role=role,
        text=text,
        items=items,
        meeting=meeting(text) if len(text) <= LONGEST and not items else None,
        redactions=_redactions(block.pieces, read),
        span=span(key, end),
    )


def unlabelled(block: Block, made: Paragraph) -> list[Problem]:
    """Return the problems of a block without those of numbers that are the labels of items."""
    labels = {item.span.start for item in made.items if item.span is not None}
    return [p for p in block.problems if p.span is None or p.span.start not in labels]


def _said(pieces: list[Token], read: Reader) -> tuple[str, tuple[Item, ...]]:
    """Return the text of a paragraph up to its items, and these."""
    items: tuple[Item, ...] = ()
    if len(pieces) > 1 and any(piece.type in LABELS for piece in pieces):
        pieces, items = parted(pieces, functools.partial(opening_mark, read))
    return flow(pieces), items


#: What a redaction begins and ends with.
_OPEN, _CLOSE = ("XXXXX", "xxxxx", "[", "]"), ("XXXXX", "xxxxx", "]")


def _redactions(pieces: list[Token], read: Reader) -> tuple[Span, ...]:
    """Return where something was taken out of a text."""
    found: list[Span] = []
    for piece in pieces:
        # A capital X and a bracket are rare, and a single character is found at once.
        if "]" in piece or ("X" in piece and "XXXXX" in piece) or "xxxxx" in piece:
            first = min(at for at in map(piece.find, _OPEN) if at >= 0)
            last = max(map(piece.rfind, _CLOSE))
            end = len(piece) - len(piece[last:].lstrip("Xx]"))
            start = piece.start_pos + first
            for token in read("redactions", piece[first:end]) or ():
                begin = start + token.start_pos
                found.append(place(begin, begin + len(token)))
    return tuple(found)


def loose(block: Block, role: str, read: Reader) -> list[ModelBlock]:
    """Return the text behind a heading, rule or notice as an unnumbered paragraph."""
    ink = inked(block.pieces)
    if not ink:
        return []
    text, items = _said(block.pieces, read)
    redactions = _redactions(block.pieces, read)
    where = span(ink[0], ink[-1])
    stated = meeting(text) if len(text) <= LONGEST and not items else None
    marking, text = _marked(read, text)
    return [
        Paragraph(
            marking=marking,
            text=text,
            role=role,
            items=items,
            meeting=stated,
            redactions=redactions,
            span=where,
        )
    ]


def notice(kind: NoticeKind, token: Token) -> Found:
    """Return a notice of the ending."""
    where = span(token)
    return Found("notices", (Notice(kind=kind, text=flow([token]), span=where),), where)


def count_problems(block: Block, number: int, before: int) -> list[Problem]:
    """Return what is to be said about the number of a paragraph."""
    if number != int(block.number):
        words = {"found": flow([block.key]), "number": number}
        return [problem("CK301", span(block.key), "body", **words)]
    if number > before + 1:
        last = f"paragraph {before}" if before else "no other"
        return [problem("CK303", span(block.key), "body", number=number, before=last)]
    if number <= before:
        return [problem("CK304", span(block.key), "body", number=number, before=before)]
    return []
