"""Where the objects of a JSON file begin and end, in one pass and also in a damaged file.

The scan keeps its place between reads: in a string, or how deep among brackets. What cannot be JSON
shows where it stands, and the scan goes on at the next line that begins an object, or at the next
object of a list. Whether an object is sound is left to ``json``.
"""

from __future__ import annotations

import enum
import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

from cablekit.sources.stream import CHUNK, MAX_RECORD, Stream

#: No line end may stand in a string, so a string that is cut ends with its line.
_IN_STRING = re.compile(rb'[^"\\\r\n]*+(?:\\.[^"\\\r\n]*+)*+', re.DOTALL)
# The end of the buffer may cut a number, so what one goes on with may stand alone.
_GAP = re.compile(rb"(?:[ \t\r\n,:0-9.eE+-]++|true|false|null|NaN|Infinity)*+")
#: A literal that the end of the buffer cuts is shorter than this.
_LITERAL = 10
_MARK = re.compile(rb'["{}\]]')
_NEXT = re.compile(
    rb'[\r\n]([ \t]{0,200})(?=,?[ \t]{0,20}\{\s{0,200}")|\}[ \t]{0,20},[ \t]{0,20}(?=\{\s{0,200}")'
)
_OPENING = re.compile(rb'\{\s{0,200}"')
#: What the keys of a text look like; ``objects`` says how they are read.
_KEY = re.compile(
    rb'"(?:body|(?:raw[ _-]?|message[ _-]?)?text|(?:raw[ _-]?)?content)"[ \t\r\n]*:', re.IGNORECASE
)
#: What may stand before and behind objects: marks of lists, of records and of the encoding.
_BETWEEN = b" \t\r\n[]{},\x1e\xef\xbb\xbf"
#: A bracket may follow these, in an object and in a list.
_BEFORE = {b"{": b":", b"[": b"[,"}
_CLOSES = {b"}": b"{", b"]": b"["}
#: No record is deeper, nor does ``json`` read so deep everywhere.
_DEPTH = 1000
#: What could begin in the bytes at the end of the buffer is no longer.
_OVERLAP = 1024


class Part(NamedTuple):
    """An object, or what stands in place of one.

    Attributes:
        start: Its offset in the file.
        data: Its bytes; the first of them, where something is wrong.
        fault: What is wrong with it, or ``""``.
        sure: Whether it stands where records do.
    """

    start: int
    data: bytes
    fault: str = ""
    sure: bool = True


class _Place(enum.Enum):
    """Where the objects stand that are read now: free, in an outer object's list, or behind it."""

    FREE = 0
    LISTED = 1
    BEHIND = 2


class Objects:
    """Finds the outermost objects in a stream, holding no more than one record and a little.

    Of one that is damaged, or larger than a record, those in its list are found.
    """

    def __init__(self, stream: Stream) -> None:
        """Take the objects of ``stream``."""
        self._stream = stream
        self._buffer = b""
        self._base = self._first = stream.position
        self._start = self._at = 0
        self._ended = False
        self._place = _Place.FREE
        self._column: int | None = None
        self._lists: list[list[int]] = []
        self._again = 0

    def __iter__(self) -> Iterator[Part]:
        """Return each object, and what is none."""
        more = True
        while more:
            free = self._place is _Place.FREE
            offset, junk, more = self._outside()
            if free and junk:
                yield Part(offset, junk, "it is no object")
            if not more:
                return
            sure = self._place is not _Place.BEHIND
            fault = self._inside()
            offset = self._base + self._start
            if not fault:
                end = self._at
                yield Part(offset, self._buffer[self._start : end], sure=sure)
                self._start = self._at if self._at == end else self._start
            elif not self.unwrapped():
                yield Part(offset, self._skipped(), fault)

    def unwrapped(self) -> bool:
        """Step into the list of the last object, which is damaged or too large.

        Returns:
            Whether it has a list of records, which come next.
        """
        start = self._start
        for first, end in self._lists:
            place = first - self._base
            if _KEY.search(self._buffer, start, place):
                return False  # the object has a text itself
            stop = end - self._base if end else self._at
            if _KEY.search(self._buffer, place, stop) and self._repeated(place):
                self._start = self._at = place
                self._place = _Place.LISTED
                return True
            start = stop
        return False

    def _more(self) -> bool:
        """Take more bytes into the buffer, which begins anew at the start of what is read."""
        data = b"" if self._ended else self._stream.read(max(CHUNK, len(self._buffer) // 2))
        self._ended = not data
        if data:
            self._buffer = self._buffer[self._start :] + data
            self._base += self._start
            self._at -= self._start
            self._start = 0
        return bool(data)

    def _grown(self) -> bool:
        return len(self._buffer) - self._start <= MAX_RECORD and self._more()

    def _string(self) -> bool:
        """Go on to the end of a string; return whether it has one."""
        while True:
            match = _IN_STRING.match(self._buffer, self._at)
            self._at = match.end() if match else self._at
            mark = self._buffer[self._at : self._at + 1]
            if mark == b'"':
                self._at += 1
                return True
            if mark in (b"\r", b"\n") or not self._grown():
                return False

    def _outside(self) -> tuple[int, bytes, bool]:
        """Go on to the next object; return what else stands before it, and whether there is one."""
        offset, junk, mark = 0, b"", b""
        ends = False
        while not ends:
            match = _MARK.search(self._buffer, self._at)
            self._at = match.end() if match else len(self._buffer)
            mark = match[0] if match else b""
            if mark == b'"':
                self._string()
            elif mark in _CLOSES:
                self._left(mark)
            ends = mark == b"{" or (not match and not self._more())
            if ends or self._at - self._start > CHUNK:
                between = self._buffer[self._start : self._at - (mark == b"{")]
                if not junk:
                    junk = between.strip(_BETWEEN)[:CHUNK]
                    offset = self._base + self._start + between.find(junk)
                first = self._base + self._start == self._first
                self._column = _column(between, first=first)
                self._start += len(between)
        self._at = self._start
        return offset, junk, bool(mark)

    def _left(self, mark: bytes) -> None:
        """Leave the list or the outer object that ``mark`` closes."""
        if mark == b"}":
            self._place = _Place.FREE
        elif self._place is _Place.LISTED:
            self._place = _Place.BEHIND

    def _inside(self) -> str:
        """Go on to the end of the object; return what is wrong with it, or ``""``."""
        self._lists = []
        open_ = last = b""
        while True:
            match = _GAP.match(self._buffer, self._at)
            gap = match[0].rstrip() if match else b""
            last = gap[-1:] or last
            self._at = match.end() if match else self._at
            mark = self._buffer[self._at : self._at + 1]
            if mark == b'"':
                self._at += 1
                if not self._string():
                    return self._endless("a string in it does not end")
            elif mark in _BEFORE:
                if open_ and last not in _BEFORE[open_[-1:]]:
                    return f"a {mark.decode()} stands where none can"
                if len(open_) == _DEPTH:
                    return f"it is more than {_DEPTH} brackets deep"
                if open_ + mark == b"{[{" and last == b"[":
                    self._lists.append([self._base + self._at, 0])
                open_ += mark
                self._at += 1
            elif mark in _CLOSES:
                if open_[-1:] != _CLOSES[mark]:
                    return f"a {mark.decode()} stands where none can"
                open_ = open_[:-1]
                self._at += 1
                if open_ == b"{[" and mark == b"}" and self._lists and not self._lists[-1][1]:
                    self._lists[-1][1] = self._base + self._at
                if not open_:
                    return ""
            elif len(self._buffer) - self._at >= _LITERAL or not self._grown():
                return "it is no JSON" if mark else self._endless("it does not end")
            last = mark or last

    def _endless(self, reason: str) -> str:
        if len(self._buffer) - self._start > MAX_RECORD:
            return f"it does not end within {MAX_RECORD >> 20} MB"
        return self._stream.failure or reason

    def _repeated(self, place: int) -> bool:
        """Return whether the scan may begin again at ``place``, so that it stays linear."""
        self._again += self._at - place
        return self._again <= CHUNK + 8 * (self._base + self._at - self._first)

    def _skipped(self) -> bytes:
        """Step over a broken object; return the first bytes of it."""
        while len(self._buffer) - self._at < _OVERLAP and self._more():
            pass
        stop = self._at
        place: int | None
        if self._column is None and _OPENING.match(self._buffer, stop):
            place = self._following(self._start + 1, stop) or stop
        else:
            place = self._following(self._start + 1)
        if place is not None and place < stop and not self._repeated(place):
            place = self._following(stop)
        kept = self._buffer[self._start : self._start + CHUNK]
        if place is not None:
            kept = kept[: place - self._start]
        while place is None:
            self._start = max(self._start, len(self._buffer) - _OVERLAP)
            self._at = len(self._buffer)
            place = self._following(0) if self._more() else len(self._buffer)
        self._start = self._at = place
        return kept.rstrip(b" \t\r\n,")

    def _following(self, place: int, stop: int = sys.maxsize) -> int | None:
        """Return where the next object may begin, in a line of its own where this one does."""
        column = self._column
        for match in _NEXT.finditer(self._buffer, place, stop):
            if column is None or (match[1] is not None and len(match[1]) <= column):
                return match.end()
        return None


def _column(between: bytes, *, first: bool) -> int | None:
    """Return the column of an object that begins its line, or ``None``.

    Args:
        between: What stands between it and the object before.
        first: Whether that is the beginning of the file.
    """
    line = max(between.rfind(b"\n"), between.rfind(b"\r"))
    head = between[line + 1 :]
    return len(head) if (line >= 0 or first) and not head.strip(b" \t,") else None
