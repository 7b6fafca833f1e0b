"""``read``: from a path to records, lazily."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import attrs

from cablekit.errors import SourceError
from cablekit.model import Record
from cablekit.sources import files, nara, objects, pages, plusd, releases, rows
from cablekit.sources.detect import SOURCES, Source, binary, detect
from cablekit.sources.draft import Draft, decode, decode_wide, finish
from cablekit.sources.files import Refused
from cablekit.sources.markup import outlines
from cablekit.sources.pieces import Archived, Cables, Cutter, Releases, pieces
from cablekit.sources.stream import MAX_RECORD, Stream, is_single_byte

if TYPE_CHECKING:
    from cablekit.dialect import Dialect

_NO_SIGN = "no sign of a cable in it; name its kind with source= to read it anyway"
_CHARSET = re.compile(rb"charset=['\"]?([A-Za-z0-9_-]{2,20})")
_MEGABYTES = MAX_RECORD >> 20


def read(
    path: str | os.PathLike[str],
    *,
    source: Source | None = None,
    dialect: Dialect | None = None,
    parse: bool = True,
    encoding: str | None = None,
) -> Iterator[Record]:
    """Read the cables of a file, folder or archive, one after another.

    Args:
        path: A file, plain or packed with gzip; a zip archive; a folder, which is read with
            all that is below it; or ``"-"`` for standard input.
        source: The kind of container, where its content does not show it: ``"text"``,
            ``"cablegate"`` (page), ``"csv"``, ``"json"``, ``"plusd"``, ``"nara"``, ``"foia"``.
        dialect: An extension of the grammar.
        parse: Whether to parse each text; without, ``Record.cable`` is ``None``.
        encoding: The encoding of the text; by default UTF-8 or what a byte order mark says.

    Returns:
        An iterator of records. What cannot be read in one of them is its ``error``.

    Raises:
        SourceError: There is nothing that can be read: no such file, an empty one, no text.
            What is inside the file shows only when the first record is asked for.
        ValueError: ``source`` is no kind of container.
        LookupError: ``encoding`` is no encoding.

    >>> from cablekit.sources import read
    >>> [record.mrn for record in read("tests/sources/two.txt")]  # doctest: +SKIP
    [Mrn(year=2007, post='ZENDA', series='', serial=417), ...]
    """
    if source is not None and source not in SOURCES:
        raise ValueError(f"{source!r} is no kind of source; choose one of {', '.join(SOURCES)}")
    if encoding is not None:
        codecs.lookup(encoding)
    name = os.fspath(path)
    if name != "-" and not os.path.exists(name):
        raise SourceError(name, "no such file or folder; check the name")
    reader = Reader(source, encoding)
    folder = name != "-" and os.path.isdir(name)
    found = reader.folder(name) if folder else reader.file(name)
    return (one.record(dialect=dialect, wanted=parse) for one in found)


@attrs.frozen
class Found:
    """A record as found in a file, its text not parsed yet; it can go to another process.

    Attributes:
        draft: What the reader of the container hands on.
        name: The file, and behind a ``!`` the member of an archive.
        exact: Whether the draft's position is an offset in the file.
    """

    draft: Draft
    name: str
    exact: bool = False

    def record(
        self, *, dialect: Dialect | None = None, wanted: bool = True, year: int | None = None
    ) -> Record:
        """Return the record, its text parsed if ``wanted``; see :func:`finish`."""
        return finish(
            self.draft, self.name, exact=self.exact, dialect=dialect, wanted=wanted, year=year
        )


def refused(name: str, reason: str) -> Found:
    """Return what stands for a file that is not read.

    Args:
        name: The file.
        reason: Why.
    """
    return Found(Draft().failed("CK507", reason=reason), name)


def below(folder: str, left_out: Callable[[str], bool] = lambda _: False) -> Iterator[str | Found]:
    """Return the files below a folder, and a record for each that cannot be read at all.

    Args:
        folder: The folder.
        left_out: Whether a file is not to be read.

    Raises:
        SourceError: There is no file.
    """
    empty = True
    for entry in files.walk(folder):
        if isinstance(entry, str) and left_out(entry):
            continue
        empty = False
        yield refused(entry.name, entry.reason) if isinstance(entry, Refused) else entry
    if empty:
        raise SourceError(folder, "no file in this folder, hidden ones left out")


@attrs.frozen
class Reader:
    """Finds the records of files.

    Attributes:
        source: The kind of container, where the user names it.
        encoding: The encoding, where the user names it.
    """

    source: str | None = None
    encoding: str | None = None

    def folder(self, name: str) -> Iterator[Found]:
        """Return the records of all files below a folder."""
        for entry in below(name):
            if isinstance(entry, Found):
                yield entry
                continue
            try:
                yield from self.file(entry, alone=False)
            except SourceError as error:
                yield refused(error.source, error.message)

    def file(self, name: str, *, alone: bool = True, pipes: bool = False) -> Iterator[Found]:
        """Return the records of one file.

        Args:
            name: The file, or ``"-"``.
            alone: Whether it was named by the user; of others, one that is no use is a record.
            pipes: Whether it may be a named pipe or a device.
        """
        empty = True
        for entry in files.streams(name, pipes=pipes):
            empty = False
            if isinstance(entry, Refused):
                yield refused(entry.name, entry.reason)
                continue
            single = alone and entry.single
            try:
                yield from self._stream(entry, alone=single)
            except SourceError as error:
                if single:
                    raise
                yield refused(entry.name, error.message)
        if empty:
            raise SourceError(name, "an archive without files")

    def _stream(self, stream: Stream, *, alone: bool) -> Iterator[Found]:
        stream.settle(self.encoding)
        head = stream.peek()
        if not head.strip():
            reason = stream.failure
            message = f"damaged: {reason}" if reason else "empty; there is no cable in it"
            raise SourceError(stream.name, message)
        if what := binary(head):
            raise SourceError(stream.name, what)
        kind = self.source or detect(head)
        if not kind and not alone:
            raise SourceError(stream.name, _NO_SIGN)
        last: Draft | None = None
        for draft in _drafts(stream, kind):
            if last is not None:
                yield Found(last, stream.name, stream.exact)
            last = draft
        if last is None:
            raise SourceError(stream.name, f"no record in it; it was read as {kind}")
        if stream.failure is not None and last.error is None:
            if kind in ("csv", "json"):
                yield Found(last, stream.name, stream.exact)
                last = Draft(position=stream.position)
            last = last.failed("CK506", reason=stream.failure)
        yield Found(last, stream.name, stream.exact)


def _drafts(stream: Stream, kind: str) -> Iterator[Draft]:
    if kind == "csv":
        return rows.drafts(stream)
    if kind == "json":
        return objects.drafts(stream)
    if kind in ("html", "cablegate", "plusd"):
        return _page(stream, kind)
    return _pieces(stream, kind)


def _page(stream: Stream, kind: str) -> Iterator[Draft]:
    data = stream.all()
    if data is None:
        yield Draft().failed("CK508", limit=_MEGABYTES)
        return
    encoding = stream.encoding
    charset = _CHARSET.search(data[:2048])
    if charset and encoding == "utf-8" and stream.exact:
        named = charset[1].decode("ascii")
        encoding = named if is_single_byte(named) and not _is_utf8(data) else encoding
    text, odd = decode(data, encoding)
    # Places in the page are no places in the text.
    odd = tuple(attrs.evolve(entry, span=None) for entry in odd)
    position, end = stream.position - len(data), 0
    for page in outlines(text):
        position += len(text[end : page.start].encode(encoding, "surrogateescape"))
        end = page.start
        other = kind == "html" and not pages.is_page(page.around) and plusd.is_page(page.page)
        found = (plusd if kind == "plusd" or other else pages).drafts(page, odd)
        yield from (attrs.evolve(draft, position=position) for draft in found)
        odd = ()


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _pieces(stream: Stream, kind: str) -> Iterator[Draft]:
    cutters: dict[str, type[Cutter]] = {"nara": Archived, "foia": Releases}
    wide, end = stream.recoded, stream.origin
    stream.exact = stream.exact or wide is not None
    for piece in pieces(stream, cutters.get(kind, Cables)()):
        start = end if wide else piece.start
        if not piece.whole:
            yield Draft(position=start).failed("CK508", limit=_MEGABYTES)
            if wide:  # how many bytes it had is not known
                wide, stream.exact = None, False
            continue
        if wide:
            last = piece.start + len(piece.data) == stream.position
            text, odd, end = decode_wide(piece.data, start, odd=wide.odd and last)
        else:
            text, odd = decode(piece.data, stream.encoding, start)
        if kind == "nara":
            yield from nara.drafts(text, start, odd)
        elif kind == "foia":
            yield from releases.drafts(text, start, odd)
        else:
            yield Draft(text=text, position=start, problems=odd)
