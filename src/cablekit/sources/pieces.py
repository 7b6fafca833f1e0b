"""Files of lines that hold one record or many: where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from cablekit.sources.stream import MAX_RECORD, Stream

#: What a cable may begin with, behind the end mark of the one before.
_START = re.compile(
    rb"[\f ]*(?:VZCZC|[ZOPRY]{2} R[A-Z]{3}|DE R[A-Z]{3}|FM [A-Z]"
    rb"|[ZOPRY](?: [ZOPRY])? \d{6} ?Z [A-Z]{3}"
    rb"|(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLAS|UNCLASSIFIED|RESTRICTED|LIMITED OFFICIAL USE)\b"
    rb"|(?:[A-Z] ){5}|PAGE 0?1 |This record is a partial extract|Declassified/Released)"
)
_END_MARK = re.compile(rb"[ \t\f]*NNN{1,2}(?:N[A-Z]{0,12})?[ \t]*\r?\n?$")
_LINE_1 = re.compile(rb"[\f ]*VZCZC[A-Z0-9]{3,20}[ \t]*\r?$", re.MULTILINE)
_LINE_2 = re.compile(rb"[ZOPRY]{2} R[A-Z]{3,6}\b")
_LINE_3 = re.compile(rb"DE R[A-Z]{3,6} #?\d")
_FOIA_HEAD = re.compile(rb"Case No\.[ \t]*+([A-Z0-9-]{3,30})[ \t]++Doc No\.[ \t]*+(\w{3,20})")


class Piece(NamedTuple):
    """A part of a file that holds one record.

    Attributes:
        start: Offset of its first byte.
        data: Its bytes, whole lines.
        whole: Whether that is all of it; ``False`` if there were too many bytes.
    """

    start: int
    data: bytes
    whole: bool


class Cutter(Protocol):
    """Decides where a record begins."""

    def cut(self, lines: list[bytes], line: bytes) -> int | None:
        """Return which of ``lines`` begins a record, now that ``line`` follows.

        Args:
            lines: The lines of the record so far.
            line: The next one.

        Returns:
            An index into ``lines``, or their number where ``line`` is the first of the
            next record; ``None`` where the record goes on.
        """


def pieces(stream: Stream, cutter: Cutter) -> Iterator[Piece]:
    """Return the records of a file, one after another.

    Args:
        stream: The file.
        cutter: What says where a record begins.
    """
    lines: list[bytes] = []
    start, size, whole = stream.position, 0, True
    for line in stream.lines():
        at = cutter.cut(lines, line)
        if at is not None:
            data = b"".join(lines[:at])
            if data.strip() or not whole:
                yield Piece(start, data if whole else b"", whole)
                whole = True
                start += size - sum(map(len, lines[at:]))
                lines = lines[at:]
                size = sum(map(len, lines))
        lines.append(line)
        size += len(line)
        if size > MAX_RECORD and (whole or len(lines) > 64):
            whole = False
            del lines[:-16]
    data = b"".join(lines)
    if data.strip() or not whole:
        yield Piece(start, data if whole else b"", whole)


class Cables:
    """Cables in plain text: cut behind an end mark, or before a whole transmission header.

    A cable may quote another, so its class line alone is no evidence.
    """

    def cut(self, lines: list[bytes], line: bytes) -> int | None:
        """Return where a cable begins; see :class:`Cutter`."""
        if _LINE_3.match(line) and len(lines) > 1 and _LINE_2.match(lines[-1]):
            # Lines 1 to 3 of a header stand together in a header only.
            return len(lines) - 2 if _LINE_1.match(lines[-2]) else None
        if _START.match(line):
            for before in reversed(lines):
                if before.strip():
                    return len(lines) if _END_MARK.match(before) else None
        return None


class Releases:
    """Documents of a release: the number in the head of each page changes."""

    def __init__(self) -> None:
        """Begin with no document."""
        self._number: bytes | None = None

    def cut(self, lines: list[bytes], line: bytes) -> int | None:
        """Return where a document begins; see :class:`Cutter`."""
        match = _FOIA_HEAD.search(line)
        if match is None or match[2] == self._number:
            return None
        first, self._number = self._number is None, match[2]
        return None if first else len(lines)


class Archived:
    """Records of the National Archives: a text, and behind it its attributes.

    Where attributes stand first, and others follow the text, the text is those others'.
    """

    def __init__(self) -> None:
        """Begin with neither."""
        self._text: int | None = None
        self._attributes: int | None = None

    def cut(self, lines: list[bytes], line: bytes) -> int | None:
        """Return where a record begins; see :class:`Cutter`."""
        mark = line.strip(b" \t\r\n\f")
        if mark == b"Message Text":
            if self._text is None:
                self._text = len(lines)
                return None
            at = self._head(lines)
            self._text, self._attributes = len(lines) - at, None
            return at
        if mark == b"Message Attributes":
            if self._attributes is None:
                self._attributes = len(lines)
                return None
            if self._text is not None and self._text > self._attributes:
                at = self._text
                self._text, self._attributes = 0, len(lines) - at
                return at
            self._text, self._attributes = None, 0
            return len(lines)
        return None

    def _head(self, lines: list[bytes]) -> int:
        """Return where the page that the next text stands on begins."""
        for back in range(1, min(12, len(lines)) + 1):
            if lines[-back].startswith(b"\f"):
                return len(lines) - back
        return len(lines)
