"""Lines of a sheet as text: plain, or in colour through rich where it is installed."""

from __future__ import annotations

import importlib.util
import io
import os
import shutil
import sys
from collections.abc import Iterable
from typing import TypeAlias

#: A line in pieces, each with the name of its style, ``""`` for none.
Line: TypeAlias = tuple[tuple[str, str], ...]

_MIN_WIDTH = 24


def width() -> int:
    """Return how many columns a line may have: those of the terminal, or 80."""
    return max(_MIN_WIDTH, shutil.get_terminal_size().columns)


def wanted() -> bool:
    """Return whether standard output is a terminal that is to have colour, and rich is there."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    try:
        return sys.stdout.isatty() and importlib.util.find_spec("rich") is not None
    except (AttributeError, ValueError):  # no standard output, or a closed one; no rich
        return False


def plain(lines: Iterable[Line]) -> str:
    r"""Return ``lines`` without their styles.

    Args:
        lines: The lines.

    >>> plain([(("MRN ", "bold"), ("07ZENDA417", ""))])
    'MRN 07ZENDA417\n'
    """
    return "".join(f"{_joined(line)}\n" for line in lines)


def painted(lines: Iterable[Line]) -> str:
    """Return ``lines`` with the terminal's codes for their styles.

    Args:
        lines: The lines; all that is not printable is out of them.
    """
    from rich.console import Console  # noqa: PLC0415 - an optional extra
    from rich.text import Text  # noqa: PLC0415

    lines = list(lines)
    real = Console()
    if real.legacy_windows:  # an old Windows console, which shows the codes
        return plain(lines)
    console = Console(
        file=io.StringIO(),
        force_terminal=True,
        color_system=real.color_system or "standard",  # type: ignore[arg-type]
        legacy_windows=False,
        highlight=False,
    )
    with console.capture() as captured:
        for line in lines:
            pieces = [(text, style) for text, style in line if text]
            console.print(Text.assemble(*pieces), soft_wrap=True)
    return captured.get()


def _joined(line: Line) -> str:
    return "".join(text for text, _ in line).rstrip()
