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
_LINE = re.compile(rb"[^\n]*+\n|[^\n]++")
#: So many lines are looked back at.
_RECENT = 16
#: More lines than this are no lines any more.
_MANY = 1024
_STEP = 4096


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


class Held:
    """The record so far.

    Only its last lines are lines: millions of short ones would take many times their size.

    Attributes:
        start: Where it begins in the file.
        data: Its bytes but the last lines.
        lines: The last lines.
    """

    def __init__(self, start: int, data: bytes = b"") -> None:
        """Begin at the offset ``start``, with the lines in ``data``."""
        cut = len(data)
        for _ in range(_RECENT):
            cut = data.rfind(b"\n", 0, max(0, cut - 1)) + 1
        self.start = start
        self.data = bytearray(data[:cut])
        self.lines: list[bytes] = _LINE.findall(data[cut:])

    @property
    def end(self) -> int:
        """Where the next line begins."""
        return self.start + len(self.data) + sum(map(len, self.lines))

    def fold(self) -> None:
        """Keep the last few lines, and of the others the bytes."""
        self.data += b"".join(self.lines[:-_RECENT])
        del self.lines[:-_RECENT]

    def all(self) -> bytes:
        """Return all bytes."""
        return b"".join((self.data, *self.lines))

    def last(self, count: int) -> int:
        """Return where the last ``count`` lines begin."""
        return self.end - sum(map(len, self.lines[-count:]))

    def ink(self) -> bytes:
        """Return the last line that is not empty; ``b""`` if there is none."""
        for line in reversed(self.lines):
            if not line.isspace():
                return line
        end = len(self.data)
        while end > 0:
            room = self.data[max(0, end - _STEP) : end]
            if ink := room.rstrip():
                end += len(ink) - len(room)
                break
            end -= len(room)
        return bytes(self.data[self.data.rfind(b"\n", 0, end) + 1 : end])


class Cutter(Protocol):
    """Decides where a record begins."""

    def cut(self, held: Held, line: bytes) -> int | None:
        """Return where a record begins, now that ``line`` follows.

        Args:
            held: The lines of the record so far.
            line: The next one.

        Returns:
            The offset of one of ``held``, or its end where ``line`` is the first of the next
            record; ``None`` where the record goes on.
        """


def pieces(stream: Stream, cutter: Cutter) -> Iterator[Piece]:
    """Return the records of a file, one after another.

    Args:
        stream: The file.
        cutter: What says where a record begins.
    """
    held = Held(stream.position)
    lines = held.lines
    start, size, whole = held.start, 0, True
    for line in stream.lines():
        at = cutter.cut(held, line)
        if at is not None:
            data = held.all()
            at = max(0, at - held.start)
            if data[:at].strip() or not whole:
                yield Piece(start, data[:at] if whole else b"", whole)
                start, size, whole = held.start + at, len(data) - at, True
                held = Held(start, data[at:])
                lines = held.lines
        lines.append(line)
        size += len(line)
        if size > MAX_RECORD:
            held.fold()
            held.start += len(held.data)
            held.data.clear()
            size, whole = sum(map(len, lines)), False
        elif len(lines) > _MANY:
            held.fold()
    data = held.all()
    if data.strip() or not whole:
        yield Piece(start, data if whole else b"", whole)


class Cables:
    """Cables in plain text: cut behind an end mark, or before a whole transmission header.

    A cable may quote another, so its class line alone is no evidence.
    """

    def cut(self, held: Held, line: bytes) -> int | None:
        """Return where a cable begins; see :class:`Cutter`."""
        if _LINE_3.match(line) and len(held.lines) > 1 and _LINE_2.match(held.lines[-1]):
            # Lines 1 to 3 of a header stand together in a header only.
            return held.last(2) if _LINE_1.match(held.lines[-2]) else None
        return held.end if _START.match(line) and _END_MARK.match(held.ink()) else None


class Releases:
    """Documents of a release: the number in the head of each page changes."""

    def __init__(self) -> None:
        """Begin with no document."""
        self._number: bytes | None = None

    def cut(self, held: Held, line: bytes) -> int | None:
        """Return where a document begins; see :class:`Cutter`."""
        match = _FOIA_HEAD.search(line)
        if match is None or match[2] == self._number:
            return None
        first, self._number = self._number is None, match[2]
        return None if first else held.end


class Archived:
    """Records of the National Archives: a text, and behind it its attributes.

    Where attributes stand first, and others follow the text, the text is those others'.
    """

    def __init__(self) -> None:
        """Begin with neither."""
        self._text: int | None = None
        self._attributes: int | None = None

    def cut(self, held: Held, line: bytes) -> int | None:
        """Return where a record begins; see :class:`Cutter`."""
        mark = line.strip(b" \t\r\n\f")
        if mark == b"Message Text":
            if self._text is None:
                self._text = held.end
                return None
            self._text, self._attributes = held.end, None
            return self._head(held)
        if mark == b"Message Attributes":
            if self._attributes is None:
                self._attributes = held.end
                return None
            at = self._text
            if at is not None and at > self._attributes:
                self._attributes = held.end
                return at
            self._text, self._attributes = None, held.end
            return held.end
        return None

    def _head(self, held: Held) -> int:
        """Return where the page that the next text stands on begins."""
        for back in range(1, min(12, len(held.lines)) + 1):
            if held.lines[-back].startswith(b"\f"):
                return held.last(back)
        return held.end
