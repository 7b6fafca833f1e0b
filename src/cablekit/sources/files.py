"""Files, folders, archives and standard input, as streams."""

from __future__ import annotations

import copy
import gzip
import os
import stat
import sys
import zipfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import PureWindowsPath
from typing import BinaryIO, cast

import attrs

from cablekit.errors import SourceError
from cablekit.sources.stream import Budget, Counted, Once, Stream

_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: An archive with more members than this is not read.
MAX_MEMBERS = 1_000_000
#: Folders are followed to this depth.
MAX_DEPTH = 64


@attrs.frozen
class Refused:
    """A file that is not read.

    Attributes:
        name: The file.
        reason: Why.
    """

    name: str
    reason: str


def walk(folder: str, depth: int = 0) -> Iterator[str | Refused]:
    """Return the files below a folder, by name; hidden ones and links to folders left out.

    Args:
        folder: The folder.
        depth: How deep it stands below the one that was asked for.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield Refused(folder, error.strerror or str(error))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                if depth < MAX_DEPTH:
                    yield from walk(entry.path, depth + 1)
                else:
                    yield Refused(entry.path, f"more than {MAX_DEPTH} folders deep")
            elif entry.is_file():
                yield entry.path
            elif not entry.is_dir():
                yield Refused(entry.path, "no regular file")
        except OSError as error:
            yield Refused(entry.path, error.strerror or str(error))


def streams(path: str, *, pipes: bool = False) -> Iterator[Stream | Refused]:
    """Return the streams of one file: itself, unpacked, or the members of an archive.

    Args:
        path: The file, or ``"-"`` for standard input.
        pipes: Whether it may be a named pipe or a device.

    Raises:
        SourceError: It cannot be opened.
    """
    with ExitStack() as stack:
        if path == "-":
            yield from _opened(stack, _stdin(), "standard input", seekable=False)
            return
        try:
            # A named pipe would wait for a writer that may never come.
            regular = stat.S_ISREG(os.stat(path).st_mode)
            if not regular and not pipes:
                raise SourceError(path, "no regular file; read it through standard input")
            raw = stack.enter_context(open(path, "rb"))
        except OSError as error:
            raise SourceError(path, _reason(error)) from None
        except SourceError:
            raise
        except ValueError as error:  # a name that no file can have
            raise SourceError(path, f"cannot be read: {error}") from None
        yield from _opened(stack, raw, path, seekable=regular)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file; check the name"
    if isinstance(error, PermissionError):
        return "permission denied; make the file readable for yourself"
    return f"cannot be read: {error.strerror or error}"


def _stdin() -> BinaryIO:
    buffer = getattr(sys.stdin, "buffer", None)
    if buffer is None:
        raise SourceError("standard input", "closed or no bytes; name a file")
    return cast(BinaryIO, buffer)


def _opened(
    stack: ExitStack, raw: BinaryIO, name: str, *, seekable: bool
) -> Iterator[Stream | Refused]:
    plain = Stream(raw, name)
    head = plain.peek(4)
    if head[:2] == _GZIP:
        yield unpacked(plain, name, Budget(name, lambda: 1))
    elif head[:4] not in _ZIP:
        yield plain
    elif not seekable:
        yield Refused(name, "a zip archive has to be a file of its own; name the file")
    else:
        raw.seek(0)
        yield from _members(stack, raw, name)


def unpacked(plain: Stream, name: str, budget: Budget) -> Stream:
    """Return what is packed in a gzip stream.

    Args:
        plain: The packed bytes.
        name: The file.
        budget: The allowance of the archive around it; replaced for a file of its own.
    """
    counted = Counted(plain)
    budget = Budget(name, lambda: counted.count) if budget.name == name else budget
    raw = gzip.GzipFile(fileobj=cast(BinaryIO, counted), mode="rb")
    return Stream(Once(raw), name, budget, single=plain.single)


def _members(stack: ExitStack, raw: BinaryIO, name: str) -> Iterator[Stream | Refused]:
    size = os.fstat(raw.fileno()).st_size
    try:
        archive = stack.enter_context(zipfile.ZipFile(raw))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(name, f"a damaged zip archive: {error}") from None
    if len(members) > MAX_MEMBERS:
        raise SourceError(name, f"more than {MAX_MEMBERS} members; unpack it yourself")
    budget = Budget(name, lambda: size)
    for member in sorted(members, key=lambda entry: entry.filename):
        # Its rules see a root, a drive and both strokes.
        inside = PureWindowsPath(member.filename)
        full = f"{name}!{member.filename}"
        if member.filename.endswith("/") or any(
            p.startswith((".", "__MACOSX")) and p != ".." for p in inside.parts
        ):
            continue
        if inside.anchor or ".." in inside.parts:
            yield Refused(full, "the name leads out of the archive")
            continue
        with _member(archive, member) as opened:
            if isinstance(opened, str):
                yield Refused(full, opened)
                continue
            stream = Stream(Once(opened, member.CRC), full, budget, single=False)
            head = stream.peek(4)
            if head[:4] in _ZIP:
                yield Refused(full, "an archive inside an archive; unpack it first")
            else:
                yield unpacked(stream, full, budget) if head[:2] == _GZIP else stream


@contextmanager
def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo
) -> Generator[zipfile.ZipExtFile | str]:
    unchecked = copy.copy(member)
    del unchecked.CRC  # compared behind the last byte, where the text is not lost with it
    try:
        opened = archive.open(unchecked)
    except RuntimeError:
        yield "encrypted; unpack the archive first"
        return
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        yield f"damaged: {error}"
        return
    with opened:
        yield cast(zipfile.ZipExtFile, opened)
