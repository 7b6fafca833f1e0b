"""Where two cables differ, and how to say so."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any, NamedTuple

import attrs

#: Fields that no comparison looks at.
_NOT_COMPARED = ("span", "source", "problems", "page_marks", "redactions")
_ROOM = 40


class Difference(NamedTuple):
    """The first part in which two values differ."""

    path: str
    wanted: Any
    got: Any

    @property
    def message(self) -> str:
        """A sentence about it."""
        wanted, got = _show(self.wanted, self.got)
        return f"the text would be read as {got}, not {wanted}"


class _Nothing(enum.Enum):
    """What stands where one of two tuples has no more items."""

    NOTHING = "nothing"


def first_difference(wanted: Any, got: Any, path: str = "") -> Difference | None:
    """Return the first part in which ``got`` is not ``wanted``, or ``None``.

    Args:
        wanted: A cable or a part of one.
        got: What it is compared with.
        path: Where ``wanted`` stands in the cable.

    >>> from cablekit.model import Mrn
    >>> first_difference(Mrn(post="ZENDA", serial=1), Mrn(post="ZENDA", serial=2)).path
    'serial'
    """
    if wanted == got and type(wanted) is type(got):
        return None
    for inner, one, other in _parts(wanted, got):
        name = f"{path}{inner}" if inner.startswith("[") or not path else f"{path}.{inner}"
        found = first_difference(one, other, name)
        if found is not None:
            return found
    return Difference(path, wanted, got)


def _parts(wanted: Any, got: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield the parts of two values of one type with their names."""
    if type(wanted) is not type(got):
        return
    if isinstance(wanted, tuple):
        for index in range(max(len(wanted), len(got))):
            one = wanted[index] if index < len(wanted) else _Nothing.NOTHING
            other = got[index] if index < len(got) else _Nothing.NOTHING
            yield f"[{index}]", one, other
    elif attrs.has(type(wanted)):
        for field in attrs.fields(type(wanted)):
            if field.eq and field.name not in _NOT_COMPARED:
                yield field.name, getattr(wanted, field.name), getattr(got, field.name)


def _show(wanted: Any, got: Any) -> tuple[str, str]:
    """Return two different values in words; of long texts the part that differs."""
    if not (isinstance(wanted, str) and isinstance(got, str)):
        return _name(wanted), _name(got)
    same = 0
    while same < min(len(wanted), len(got)) and wanted[same] == got[same]:
        same += 1
    return _cut(wanted, same), _cut(got, same)


def _cut(text: str, at: int) -> str:
    start = max(0, at - _ROOM // 2)
    before = "..." if start else ""
    after = "..." if len(text) > start + _ROOM else ""
    return repr(f"{before}{text[start : start + _ROOM]}{after}")


def _name(value: Any) -> str:
    if value is None or value is _Nothing.NOTHING or value == ():
        return "nothing"
    if isinstance(value, enum.Enum):
        return value.name
    if attrs.has(type(value)):
        name = type(value).__name__
        return f"an {name}" if name[0] in "AEIOU" else f"a {name}"
    if isinstance(value, str):
        return _cut(value, 0)
    return repr(value)
