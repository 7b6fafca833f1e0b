"""TAGS that are misspelt or run together: what the vocabulary makes of them."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from cablekit import vocabulary

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@functools.lru_cache(maxsize=4096)
def parts_of(code: str) -> tuple[str, ...]:
    """Return the TAGS that are run together in ``code``, if every part is known (observed).

    Args:
        code: A code that is in no list of TAGS, upper case.

    Returns:
        The parts; empty unless there are two or more and all are known. A code of two letters
        is a part only behind one of four.

    >>> parts_of("PRELPGOV")
    ('PREL', 'PGOV')
    >>> parts_of("PREL/FR")
    ('PREL', 'FR')
    >>> parts_of("UNPROFOR")
    ()
    """
    known = vocabulary.tags()
    for mark in "/&.-":
        if mark in code:
            parts = tuple(filter(None, code.split(mark)))
            return parts if len(parts) > 1 and all(part in known for part in parts) else ()
    return tuple(_cut(code)) if len(code) > 5 and code.isalpha() else ()


def _cut(code: str) -> list[str]:
    known = vocabulary.tags()
    parts: list[str] = []
    while code:
        for size in (4, 2):
            entry = known.get(code[:size])
            if entry and (size == 4 or (parts and entry.kind == "GEOGRAPHIC")):
                parts.append(code[:size])
                code = code[size:]
                break
        else:
            return []
    return parts


@functools.lru_cache(maxsize=4096)
def nearest_tag(code: str) -> str:
    """Return the known TAG that is one slip of the hand away from ``code``, or ``""``.

    A slip is two letters exchanged, one lost, one wrong or one too many. Only subject and
    program TAGS, which have four letters, are looked for.

    >>> nearest_tag("PGVO"), nearest_tag("EARG"), nearest_tag("XQZW")
    ('PGOV', 'EAGR', '')
    """
    if not (code.isalpha() and 3 <= len(code) <= 5):
        return ""
    known = vocabulary.tags()
    for slip in _slips(code):
        entry = known.get(slip)
        if len(slip) == 4 and entry is not None and entry.kind in ("SUBJECT", "PROGRAM"):
            return slip
    return ""


def _slips(code: str) -> Iterator[str]:
    cuts = [(code[:at], code[at:]) for at in range(len(code) + 1)]
    yield from (a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1)
    yield from (a + b[1:] for a, b in cuts if b)
    yield from (a + letter + b for a, b in reversed(cuts) for letter in _LETTERS)
    yield from (a + letter + b[1:] for a, b in reversed(cuts) if b for letter in _LETTERS)
