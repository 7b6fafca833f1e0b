"""Bytes of a file, bounded: what is packed is unpacked on the way, and never without limit."""

from __future__ import annotations

import codecs
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import attrs

try:
    from lzma import LZMAError
except ImportError:  # some builds of Python do without
    LZMAError = zlib.error  # type: ignore[assignment,misc]

#: So many bytes of one record are held at the most.
MAX_RECORD = 32 << 20
#: Unpacked data may be so many times as large as the packed; text stays far below.
MAX_RATIO = 200
#: Up to this size the ratio does not matter.
RATIO_FREE = 64 << 20

#: Encodings in which a character has two bytes or four.
WIDE = ("utf-16-le", "utf-16-be")

CHUNK = 1 << 20
HEAD = 1 << 16

_DAMAGE = (
    EOFError, OSError, zlib.error, LZMAError, zipfile.BadZipFile, RuntimeError, UnicodeError
)  # fmt: skip


class Raw(Protocol):
    """What can be read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, none at the end."""
        ...


@attrs.define
class Budget:
    """How much may still be unpacked from one archive.

    Attributes:
        name: The archive.
        packed: How many packed bytes there are, or have been read so far.
        unpacked: How many bytes have come out.
    """

    name: str
    packed: Callable[[], int]
    unpacked: int = 0

    def spend(self, size: int) -> None:
        """Count ``size`` unpacked bytes; raise ``OSError`` if that is beyond all measure."""
        self.unpacked += size
        if self.unpacked > RATIO_FREE and self.unpacked > MAX_RATIO * self.packed():
            raise OSError(
                f"it unpacks to more than {MAX_RATIO} times its size, which no text does; "
                "unpack it yourself if you trust it"
            )


class Counted:
    """Counts the bytes that are read from a file."""

    def __init__(self, raw: Raw) -> None:
        """Read from ``raw``."""
        self._raw = raw
        self.count = 0

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes."""
        data = self._raw.read(size)
        self.count += len(data)
        return data


class Packed(Protocol):
    """What unpacks."""

    def read1(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, of one step of unpacking."""
        ...


class Once:
    """Unpacks step by step, so that what came before a damage is not lost with it."""

    def __init__(self, packed: Packed, checksum: int | None = None) -> None:
        """Read from ``packed``, of which all bytes together have ``checksum``."""
        self._packed = packed
        self._told, self._found = checksum, 0

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, none at the end, where the checksum is compared."""
        data = self._packed.read1(size)
        if self._told is not None:
            self._found = zlib.crc32(data, self._found)
            if not data and self._found != self._told:
                raise zipfile.BadZipFile("the checksum is not that of the archive")
        return data


class Recoded:
    """Gives bytes of any encoding as UTF-8.

    Attributes:
        odd: Whether there was an odd last byte of UTF-16, given as the character of its number.
    """

    def __init__(self, raw: Raw, encoding: str) -> None:
        """Read ``raw``, which is in ``encoding``."""
        self.odd = False
        self._raw = raw
        self._wide = encoding if encoding in WIDE else ""
        self._decoder = codecs.getincrementaldecoder(encoding)(
            "surrogatepass" if self._wide else "strict"
        )

    def read(self, size: int, /) -> bytes:
        """Return some bytes, none at the end."""
        while data := self._raw.read(size):
            if text := self._decoder.decode(data):
                return text.encode("utf-8", "surrogatepass")
        return self._rest().encode("utf-8", "surrogatepass")

    def _rest(self) -> str:
        if not self._wide:
            return self._decoder.decode(b"", True)
        rest = self._decoder.getstate()[0]
        self._decoder.reset()
        whole = len(rest) - len(rest) % 2
        text = rest[:whole].decode(self._wide, "surrogatepass")
        if whole < len(rest):
            self.odd = True
            text += chr(rest[whole])
        return text


class Stream:
    """The bytes of one file, read once from the beginning to the end.

    Attributes:
        name: The file as messages call it.
        encoding: In which encoding its bytes are.
        failure: Why reading stopped before the end; ``None`` if it did not.
        exact: Whether offsets are those of the file.
        single: Whether it is a file of its own, not one of an archive.
        recoded: What makes UTF-8 of its UTF-16; ``None`` for other encodings.
        origin: The offset of the text in the file, behind the byte order mark.
    """

    def __init__(
        self, raw: Raw, name: str, budget: Budget | None = None, *, single: bool = True
    ) -> None:
        """Read from ``raw``, which unpacks within ``budget``."""
        self.name = name
        self.single = single
        self.encoding = "utf-8"
        self.failure: str | None = None
        self.exact = True
        self.recoded: Recoded | None = None
        self.origin = 0
        self.position = 0
        self._raw = raw
        self._budget = budget
        self._ahead = b""

    def peek(self, size: int = HEAD) -> bytes:
        """Return up to ``size`` bytes without taking them."""
        while len(self._ahead) < size and (more := self._take(size)):
            self._ahead += more
        return self._ahead[:size]

    def read(self, size: int = CHUNK) -> bytes:
        """Take up to ``size`` bytes; none at the end, or where the file is damaged."""
        if self._ahead:
            data, self._ahead = self._ahead[:size], self._ahead[size:]
        else:
            data = self._take(size)
        self.position += len(data)
        return data

    def all(self) -> bytes | None:
        """Take all bytes; ``None`` if they are more than one record may have."""
        parts: list[bytes] = []
        size = 0
        while data := self.read():
            size += len(data)
            if size > MAX_RECORD:
                return None
            parts.append(data)
        return b"".join(parts)

    def lines(self) -> Iterator[bytes]:
        r"""Take the lines, each with its ``\n``; one that is very long comes in pieces."""
        rest = b""
        while data := self.read():
            lines = (rest + data).split(b"\n")
            rest = lines.pop()
            for line in lines:
                yield line + b"\n"
            if len(rest) >= CHUNK:
                yield rest
                rest = b""
        if rest:
            yield rest

    def settle(self, encoding: str | None) -> None:
        """Find out the encoding, and step over a byte order mark.

        Args:
            encoding: The encoding, where the user knows it.
        """
        head = self.peek()
        marked = head.startswith(codecs.BOM_UTF8)
        encoding = encoding or (None if marked else guessed_wide(head)) or "utf-8"
        encoding = codecs.lookup(encoding).name.removesuffix("-sig")
        if encoding == "utf-16":
            encoding = WIDE[head.startswith(codecs.BOM_UTF16_BE)]
        if encoding == "utf-8" or is_single_byte(encoding):
            self.encoding = encoding
            if marked:
                self.read(3)
            return
        raw, budget = self._raw, self._budget
        inner = Stream(raw, self.name, budget)
        inner._ahead = self._ahead
        recoded = Recoded(_Checked(inner), encoding)
        self._raw = recoded
        self._ahead, self._budget, self.exact = b"", None, False
        self.recoded = recoded if encoding in WIDE else None
        if self.peek(3) == codecs.BOM_UTF8:  # a mark that the decoder left
            self.read(3)
            self.origin = 2

    def _take(self, size: int) -> bytes:
        if self.failure is not None:
            return b""
        try:
            data = self._raw.read(size)
            if self._budget:
                self._budget.spend(len(data))
        except _DAMAGE as error:
            self.failure = str(error) or type(error).__name__
            return b""
        return data


class _Checked:
    """A stream as something to read from: what stops it is raised."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        data = self._stream.read(size)
        if not data and self._stream.failure is not None:
            raise OSError(self._stream.failure)
        return data


def guessed_wide(head: bytes) -> str | None:
    """Return the two-byte encoding that ``head`` seems to be in, or ``None``.

    Args:
        head: The first bytes of a file.

    >>> guessed_wide("TAGS: PREL".encode("utf-16-be"))
    'utf-16-be'
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    half = len(head) // 2
    if half and head[1::2].count(0) > half * 0.6 and head[0::2].count(0) < half * 0.1:
        return "utf-16-le"
    if half and head[0::2].count(0) > half * 0.6 and head[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return None


def is_single_byte(encoding: str) -> bool:
    """Return whether each byte of ``encoding`` is a character, and the lower half is ASCII.

    Args:
        encoding: A name that Python knows.

    >>> is_single_byte("cp1252"), is_single_byte("utf-8-sig")
    (True, False)
    """
    data = bytes(range(256))
    try:
        if codecs.lookup(encoding).name.startswith("utf"):  # 256 signs for what is no character
            return False
        text = data.decode(encoding, "replace")
    except (UnicodeError, LookupError):
        return False
    return len(text) == len(data) and text[:128].encode() == data[:128]
