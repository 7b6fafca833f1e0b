"""Writing: from a cable to its canonical text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from cablekit.dialect import Dialect
from cablekit.errors import RenderError
from cablekit.model import Block, Cable, Mrn, Notice, NoticeKind
from cablekit.parser import parse, parse_tree
from cablekit.writer.difference import first_difference
from cablekit.writer.header import header_lines, number
from cablekit.writer.heading import notice_pieces, preamble_pieces
from cablekit.writer.layout import Piece, Written, line, write
from cablekit.writer.text import text_pieces

__all__ = ["render"]

#: How often the blocks that were misread are written in another form.
_ROUNDS = 8

#: What fields are tried below.
_HEADING = "UNCLAS ZENDA 000417"


def render(cable: Cable, *, dialect: Dialect | None = None, verify: bool = True) -> str:
    r"""Write a cable as the handbook sets it.

    The text is read again and compared with the cable, so that it never says anything else.
    Where it would, a block is first written in another form: a title between two rules, a
    paragraph right below a rule.

    Args:
        cable: The cable, read or made by hand.
        dialect: The dialect in which it is written. It writes what is its own with methods of
            its builder: ``render_<field>(value)`` returns the lines of a field of its Cable
            class, ``render_<class>(block)`` those of a block, with the name of the class in
            lower case. A field stands between TAGS and SUBJECT, or where its metadata
            ``{"section": "header"}`` or ``{"section": "ending"}`` says.
        verify: Whether to read the text again. Without it the text is canonical, but nobody has
            checked that it says what the cable says.

    Returns:
        The canonical text. ``parse`` makes an equal cable of it, if it is given
        ``year=cable.mrn.year`` where no date-time group says the year.

    Raises:
        RenderError: The text would be read as something else.

    >>> from cablekit.parser import parse
    >>> print(render(parse("SECRET ZENDA 417\nSUBJ: QUOTA\n\n1.(C/NF) Talks\nended.")), end="")
    S E C R E T ZENDA 000417
    <BLANKLINE>
    SUBJECT: QUOTA
    <BLANKLINE>
    1. (C//NF) Talks ended.
    """
    reader = _Reader(dialect, _year(cable))
    pieces = list(_pieces(cable, reader, dialect))
    written = write(pieces, reader.tokens)
    fault: RenderError | None = None
    for _ in range(_ROUNDS if verify else 0):
        again = reader.read(written.text)
        found = first_difference(cable, again)
        if found is None:
            return written.text
        fault = fault or RenderError(found.path, found.message)
        turned = [piece.turn() for piece in _misread(cable, again, pieces, written)]
        if not any(turned):
            raise fault
        written = write(pieces, reader.tokens)
    if fault is not None:
        raise fault
    return written.text


class _Reader:
    """Reads what was written, in the context of the cable."""

    def __init__(self, dialect: Dialect | None, year: int | None) -> None:
        self._dialect, self._year = dialect, year
        self._plain: Cable | None = None

    def read(self, text: str) -> Cable:
        return parse(text, year=self._year, dialect=self._dialect)

    def tokens(self, text: str) -> Iterable[int]:
        """Return the offsets at which the tokens of a text begin."""
        tree = parse_tree(text, dialect=self._dialect)
        return (token.start_pos or 0 for token in tree.scan_values(lambda _: True))

    def reads(self, lines: str, **values: Any) -> bool:
        """Tell whether lines of a heading read as values of fields, and as nothing else."""
        if values.keys() & {"references", "classified_by"} and "executive_order" not in values:
            text = f"{_HEADING}\n\nSUBJECT: X\n\n{lines}\n\n1. X.\n"
        else:
            text = f"{_HEADING}\n\n{lines}\n\nSUBJECT: X\n\n1. X.\n"
        if self._plain is None:
            self._plain = self.read(f"{_HEADING}\n\nSUBJECT: X\n\n1. X.\n")
        return self.read(text) == attrs.evolve(self._plain, **values)


def _pieces(cable: Cable, reader: _Reader, dialect: Dialect | None) -> Iterable[Piece]:
    """Yield everything that the text has, in its order."""
    hooks = _Hooks(dialect)
    above, below = _envelope(cable, reader)
    extract = notice_pieces(cable.notices, NoticeKind.EXTRACT)
    envelope = (line(notice.text) for notice in above)
    yield from (*envelope, *extract) if above == cable.notices[:1] else (*extract, *envelope)
    if cable.mrn is not None and _needs_number(cable, cable.mrn):
        yield line(f"MRN: {number(cable.mrn)}")
    if cable.transmission is not None:
        header = cable.transmission
        written = [*header_lines(header, reader.tokens, below=bool(above))]
        if header.text and not above and reader.read(written[0]).transmission != header:
            written = [*header_lines(header, reader.tokens, below=True)]
        yield from (line(text) for text in written if text)
    yield from hooks.pieces(cable, "header")
    yield from preamble_pieces(cable, below, reader.reads, hooks.pieces(cable, "preamble"))
    yield from text_pieces(
        cable, below, hooks.block, lambda quoted: _pieces(quoted, reader, dialect), reader.read
    )
    yield from hooks.pieces(cable, "ending")


def _envelope(cable: Cable, reader: _Reader) -> tuple[Sequence[Notice], Sequence[Notice]]:
    """Part the notice that stands above a header, or in its place, from the others."""
    first, last = cable.notices[:1], cable.notices[-1:]
    if first and first[0].kind is NoticeKind.ENVELOPE:
        text = f"{_HEADING}\n\nSUBJECT: X\n\n1. X.\n\n{first[0].text}\n"
        over_header = cable.transmission is not None or first[0].text.endswith("_" * 20)
        if over_header and reader.read(text).notices != first:
            return first, cable.notices[1:]
    if not last or last[0].kind is not NoticeKind.ENVELOPE or cable.transmission is not None:
        return (), cable.notices
    text = f"{_HEADING}\n\nSUBJECT: X\n\n1. X.\n\n{last[0].text}\n"
    if reader.read(text).notices == last:
        return (), cable.notices
    return last, cable.notices[:-1]


def _needs_number(cable: Cable, mrn: Mrn) -> bool:
    """Tell whether the number stands on no class line, or has another year than the header."""
    moment = cable.transmission.date_time_group if cable.transmission else None
    return cable.classification is None or (
        moment is not None and mrn.year not in (None, moment.year)
    )


def _misread(
    cable: Cable, again: Cable, pieces: Sequence[Piece], written: Written
) -> Iterable[Piece]:
    """Yield the blocks in whose place others were read."""
    places = [
        (start, piece)
        for start, piece in zip(written.starts, pieces, strict=True)
        if piece.block is not None
    ]
    found: list[list[Block]] = [[] for _ in places]
    at = 0
    for block in again.body:
        start = block.span.start if block.span else 0
        while at + 1 < len(places) and places[at + 1][0] <= start:
            at += 1
        if places:
            found[at].append(block)
    good: list[bool] = []
    for index, (_, piece) in enumerate(places):
        if index and places[index - 1][1].block == piece.block:
            # One of several pieces of a quotation, of which the first stands for the block.
            good.append(good[-1])
            found[index] = found[index] or found[index - 1]
        else:
            good.append(found[index] == [cable.body[piece.block or 0]])
    for index, (_, piece) in enumerate(places):
        # What the next block lost is what this one has too much.
        lost = index + 1 < len(places) and not found[index + 1] and found[index]
        if not good[index] and not (lost and _begins(lost[0], cable.body[piece.block or 0])):
            yield piece


def _begins(found: Block, wanted: Block) -> bool:
    """Tell whether a block that was read says what another does, and perhaps more."""
    said, text = getattr(found, "text", ""), getattr(wanted, "text", "")
    return type(found) is type(wanted) and said.startswith(text)


class _Hooks:
    """How a dialect writes what is its own."""

    def __init__(self, dialect: Dialect | None) -> None:
        self._builders = [builder() for builder in dialect.builders] if dialect else []

    def _write(self, name: str, value: Any) -> str:
        for builder in self._builders:
            hook = getattr(builder, f"render_{name}", None)
            if hook is not None:
                return str(hook(value))
        return ""

    def block(self, block: Block) -> str:
        return self._write(type(block).__name__.lower(), block)

    def pieces(self, cable: Cable, section: str) -> list[Piece]:
        """Return the fields of a section that the dialect's Cable class has beyond ours."""
        ours = {field.name for field in attrs.fields(Cable)}
        texts = [
            self._write(field.name, getattr(cable, field.name))
            for field in attrs.fields(type(cable))
            if field.name not in ours and field.metadata.get("section", "preamble") == section
        ]
        return [line(text) for text in texts if text]


def _year(cable: Cable) -> int | None:
    """Return the year that a reader needs to know, where the text does not say it."""
    if cable.mrn is not None and cable.mrn.year is not None:
        return cable.mrn.year
    cited = (ref.mrn.year for ref in cable.references if ref.mrn and ref.year_inferred)
    return next((year for year in cited if year is not None), None)
