"""Writing: UTF-8 whatever the locale, and nothing that steers a terminal."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import TextIO


class OutputError(Exception):
    """The results, or the errors, cannot be written.

    Attributes:
        pipe_closed: Whether that is because nobody reads them any more.
    """

    def __init__(self, error: Exception, name: str = "") -> None:
        """Say what ``error`` says, about the file ``name``."""
        number = error.errno if isinstance(error, OSError) else None
        # Windows reports a closed pipe as an invalid argument.
        closed = {errno.EPIPE, errno.EINVAL} if os.name == "nt" else {errno.EPIPE}
        self.pipe_closed = number in closed
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        what = shown_name(name) if name else "the results"
        super().__init__(f"{what} cannot be written: {reason}")


def write(text: str) -> None:
    """Write ``text`` to standard output, at once.

    Args:
        text: What to write, its lines ended.

    Raises:
        OutputError: It cannot be written.
    """
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison]
        raise OutputError(OSError(errno.EBADF, "standard output is closed"))
    try:
        _send(sys.stdout, text)
    except (OSError, ValueError) as error:
        raise OutputError(error) from None


def say(message: str, *, prefix: str = "cablekit: ") -> None:
    """Write ``message`` to standard error, cleaned, if there is one.

    Args:
        message: What to say, without the last line's end.
        prefix: What to put before it.
    """
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]
        return
    text = "\n".join(clean(line) for line in message.split("\n"))
    with contextlib.suppress(OSError, ValueError):
        _send(sys.stderr, f"{prefix}{text}\n")


def shown_name(name: str) -> str:
    """Return the name of a file as messages call it.

    Args:
        name: The name as Python has it.
    """
    try:  # in a locale without UTF-8, the name holds its bytes
        return os.fsencode(name).decode("utf-8", "surrogateescape")
    except UnicodeError:
        return name


def clean(text: str) -> str:
    r"""Return ``text`` with every character that is not printed as itself made visible.

    Args:
        text: A line of anything.

    Returns:
        The line: blanks of all kinds are spaces, a byte that could not be decoded is ``\xe9``,
        and control characters, invisible and undefined ones are written as in Python.

    >>> print(clean("a\x1b[31m\tb\udce9"))
    a\x1b[31m b\xe9
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _visible(c) for c in text)


def _visible(character: str) -> str:
    code = ord(character)
    if character.isspace():
        return " "
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return (
        character.encode("ascii", "backslashreplace").decode() if code > 0x7F else f"\\x{code:02x}"
    )


def _send(stream: TextIO, text: str) -> None:
    stream.flush()
    buffer = getattr(stream, "buffer", None)
    if buffer is None:  # a stand-in for the real stream
        stream.write(text)
    else:
        buffer.write(text.encode("utf-8", "backslashreplace"))
    stream.flush()


def silence_stdout() -> None:
    """Lead standard output away, so that its last flush, at exit, has nothing to complain about."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        target = sys.stdout.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, target)
        os.close(nowhere)
