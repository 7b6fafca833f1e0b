"""``cables.csv``: eight quoted columns, quotes escaped with a backslash, no header row.

Copies may have one, blanks behind commas, and columns without quotes that need none.
A row may have many lines and megabytes, and rows may be broken. So the rows are found by scanning
bytes; behind a broken row the scan goes on at the next line that looks like the start of a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cablekit.model import Availability, Metadata, Problem
from cablekit.sources import values
from cablekit.sources.detect import DATED_ROW, NAMES_ROW
from cablekit.sources.draft import Draft, decode, problem
from cablekit.sources.stream import CHUNK, MAX_RECORD, Stream

COLUMNS: tuple[str, ...] = (
    "id",
    "date",
    "reference_id",
    "origin",
    "classification",
    "references",
    "header",
    "body",
)

# A quote inside a field is escaped, or doubled as other programs do it. The repeats are
# possessive: what they have taken is not tried again.
_FIELD = re.compile(rb'[ \t]*+(?:"((?:[^"\\]++|\\.|"")*+)"[ \t]*+|([^",\r\n]*+))', re.DOTALL)
_START = re.compile(
    rb'\n(?="[0-9]{1,12}",[ \t]{0,4}"[^"\\\n]{1,40}",[ \t]{0,4}"[^"\\\n]{1,60}",|'
    + DATED_ROW
    + rb")"
)
_HEADER = re.compile(NAMES_ROW)
_ESCAPE = re.compile(r'\\(["\\])|""')


class _Broken(NamedTuple):
    reason: str


class _Row(NamedTuple):
    start: int
    end: int
    cells: list[tuple[int, int]]


class Rows:
    """Finds the rows in a stream, holding no more than one row and a little."""

    def __init__(self, stream: Stream) -> None:
        """Take the rows of ``stream``."""
        self._stream = stream
        self._buffer = b""
        self._base = stream.position
        self._ended = False

    def _more(self) -> bool:
        if self._ended:
            return False
        # As much again as there is, so that a long row is scanned a few times only.
        data = self._stream.read(max(CHUNK, len(self._buffer)))
        self._ended = not data
        self._buffer += data
        return bool(data)

    def _drop(self, end: int) -> None:
        self._buffer = self._buffer[end:]
        self._base += end

    def __iter__(self) -> Iterator[tuple[int, bytes, list[tuple[int, int]] | str]]:
        """Return each row: its offset, its bytes, and its cells or why it is broken."""
        self._more()
        self._drop(len(self._buffer) - len(self._buffer.lstrip()))
        if match := _HEADER.match(self._buffer):
            self._drop(match.end())
        start = 0
        while True:
            start = self._behind_line_ends(start)
            row = self._row(start)
            if row is None:
                return
            if isinstance(row, _Row):
                data = self._buffer[row.start : row.end]
                yield self._base + row.start, data, row.cells
                start = row.end
                if start >= CHUNK:
                    self._drop(start)
                    start = 0
                continue
            self._drop(start)
            start = 0
            offset = self._base
            kept = self._skip()
            yield offset, kept, row.reason

    def _behind_line_ends(self, start: int) -> int:
        while True:
            while start < len(self._buffer) and self._buffer[start] in b" \t\r\n":
                start += 1
            if start < len(self._buffer) or not self._more():
                return start

    def _row(self, start: int) -> _Row | _Broken | None:
        """Return the row at ``start``; ``None`` at the end."""
        while True:
            found = self._scan(start)
            if found is not None:
                return found
            if len(self._buffer) - start > MAX_RECORD:
                return _Broken("a quoted field does not end")
            if not self._more():
                break
        if not self._buffer[start:].strip():
            return None
        last = self._scan(start)
        return last if last is not None else _Broken("a quoted field does not end")

    def _scan(self, start: int) -> _Row | _Broken | None:
        """Return the row at ``start``; ``None`` if the buffer may end inside it."""
        data = self._buffer
        size = len(data)
        at = start
        cells: list[tuple[int, int]] = []
        while True:
            match = _FIELD.match(data, at)
            if match is None or (match.end() == size and not self._ended):
                return None
            cells.append(match.span(1) if match[1] is not None else match.span(2))
            at = match.end()
            if at < size and data[at] == ord(","):
                at += 1
                continue
            if at < size and data[at] not in b"\r\n":
                blank = not data[match.start() : at].strip()
                if data[at] == ord('"') and blank and not self._ended:
                    return None  # the quoted field did not match: its end is not here yet
                return _Broken(f"column {len(cells)} is not quoted as it should be")
            if at == start and at == size:
                return None
            if len(cells) != len(COLUMNS):
                return _Broken(f"it has {len(cells)} columns, not {len(COLUMNS)}")
            return _Row(start, at, [(a - start, b - start) for a, b in cells])

    def _skip(self) -> bytes:
        """Step over a broken row; return the first bytes of it."""
        kept = b""
        while True:
            match = _START.search(self._buffer)
            # The start of a row may be cut by the end of the buffer.
            end = match.end() if match else max(0, len(self._buffer) - 256)
            kept += self._buffer[: min(end, CHUNK - len(kept))]
            self._drop(end)
            if match:
                return kept
            if not self._more():
                kept += self._buffer[: CHUNK - len(kept)]
                self._drop(len(self._buffer))
                return kept


def drafts(stream: Stream) -> Iterator[Draft]:
    """Return the cable of each row.

    Args:
        stream: The file.
    """
    for offset, data, cells in Rows(stream):
        if isinstance(cells, str):
            text, _ = decode(data, stream.encoding)
            draft = Draft(text=text, availability=Availability.UNREADABLE, position=offset)
            yield draft.failed("CK501", reason=stream.failure or cells)
            continue
        text, odd = decode(data, stream.encoding, offset)
        parts = _cells(data, cells, text, stream.encoding)
        yield _draft(parts, offset, tuple(odd))


def _cells(data: bytes, cells: list[tuple[int, int]], text: str, encoding: str) -> list[str]:
    if len(text) == len(data):
        found = [text[a:b] for a, b in cells]
    else:
        found = [data[a:b].decode(encoding, "surrogateescape") for a, b in cells]
    return [
        _ESCAPE.sub(_unescaped, cell) if "\\" in cell or '""' in cell else cell for cell in found
    ]


def _unescaped(match: re.Match[str]) -> str:
    return match[1] or '"'


def _draft(cells: list[str], offset: int, odd: tuple[Problem, ...]) -> Draft:
    fields = dict(zip(COLUMNS, cells, strict=True))
    # Places in the row are no places in the text.
    problems = list(map(_placeless, odd))
    header, body = fields.pop("header"), fields.pop("body")
    name = fields["reference_id"]
    mrn, doubled = values.identifier(name)
    if doubled and mrn:
        problems.append(problem("CK906", path="metadata.id", id=name, mrn=mrn))
    date = values.moment(fields["date"])
    classification = values.marking(fields["classification"])
    for label, known in (("reference_id", mrn), ("date", date), ("classification", classification)):
        if known is None and values.value(fields[label]):
            problems.append(problem("CK509", name=label, text=fields[label]))
    metadata = Metadata(
        id=name,
        mrn=mrn,
        date=date.date if date else None,
        date_precision=date.precision if date else None,
        classification=classification,
        origin=fields["origin"],
        references=values.identifiers(fields["references"]),
        fields=fields,
    )
    text = f"{header}\n\n{body}" if header.strip() else body
    return Draft(text=text, metadata=metadata, position=offset, problems=tuple(problems))


def _placeless(found: Problem) -> Problem:
    return Problem(code=found.code, severity=found.severity, message=found.message)
