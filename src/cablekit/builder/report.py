"""Problems, made from the registry of problem codes."""

from __future__ import annotations

from typing import Any

from cablekit import vocabulary
from cablekit.builder.text import shared
from cablekit.model import Problem, Severity, Span


def problem(code: str, span: Span | None = None, path: str = "", **words: Any) -> Problem:
    """Return the problem ``code`` with its message filled in.

    Args:
        code: A code of ``data/problems.csv``.
        span: Where it is.
        path: The part of the cable it speaks of.
        words: What the message names; long texts are cut to 60 characters.
    """
    entry = vocabulary.problems()[code]
    shown = {name: _short(str(value)) for name, value in words.items()}
    return Problem(
        code=code,
        severity=Severity[entry.severity],
        message=entry.message.format(**shown),
        span=span,
        path=shared(path),
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "..."
