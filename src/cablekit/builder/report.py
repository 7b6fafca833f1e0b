"""Problems, made from the registry of problem codes."""

from __future__ import annotations

import functools
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
    severity, message = _entry(code)
    for name, value in words.items():
        if type(value) is not int:
            words[name] = _short(str(value))
    return Problem(
        code=code,
        severity=severity,
        message=message.format(**words),
        span=span,
        path=shared(path),
    )


@functools.cache
def _entry(code: str) -> tuple[Severity, str]:
    entry = vocabulary.problems()[code]
    return Severity[entry.severity], entry.message


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "..."
