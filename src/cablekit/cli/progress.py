"""One line on the terminal that says how far a long run is."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from cablekit.cli.output import clean

#: A run as short as this shows nothing.
_FIRST = 0.5
_BETWEEN = 0.1


def watched() -> bool:
    """Return whether there is someone to see progress, and nothing that it would mix with."""
    if os.environ.get("TERM") == "dumb":
        return False
    try:
        return sys.stderr.isatty() and not sys.stdout.isatty()
    except (AttributeError, ValueError):  # no such stream, or a closed one
        return False


class Progress:
    """The line; it is drawn now and then, and taken away before anything else is said."""

    def __init__(self) -> None:
        """Begin, with nothing shown."""
        self._begun = time.monotonic()
        self._next = self._begun + _FIRST
        self._line: _Plain | _Rich | None = None

    def show(self, text: Callable[[float], str]) -> None:
        """Show a line, if it is time to.

        Args:
            text: Returns the line, given the seconds since the beginning.
        """
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _BETWEEN
        if self._line is None:
            self._line = _Rich() if importlib.util.find_spec("rich") else _Plain()
        self._line.draw(clean(text(now - self._begun)))

    def clear(self) -> None:
        """Take the line away."""
        if self._line is not None:
            self._line.clear()


class _Plain:
    def __init__(self) -> None:
        self._width = 0

    def draw(self, text: str) -> None:
        try:
            columns = os.get_terminal_size(sys.stderr.fileno()).columns
        except (OSError, ValueError):
            columns = 0
        text = text[: (columns or 80) - 1]  # some terminals say that they have none
        _send(f"\r{text:<{self._width}}")
        self._width = len(text)

    def clear(self) -> None:
        if self._width:
            _send(f"\r{'':<{self._width}}\r")
            self._width = 0


class _Rich:
    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - an optional extra

        self._console = Console(stderr=True, highlight=False)
        self._live: Any = None

    def draw(self, text: str) -> None:
        from rich.live import Live  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        line = Text(text, style="cyan", no_wrap=True, overflow="ellipsis")
        with contextlib.suppress(OSError, ValueError):
            if self._live is None:
                self._live = Live(
                    line,
                    console=self._console,
                    transient=True,
                    auto_refresh=False,
                    redirect_stdout=False,
                    redirect_stderr=False,
                )
                self._live.start(refresh=True)
            else:
                self._live.update(line, refresh=True)

    def clear(self) -> None:
        if self._live is not None:
            with contextlib.suppress(OSError, ValueError):
                self._live.stop()
            self._live = None


def _send(text: str) -> None:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stderr.buffer.flush()
