"""What is wrong with a document, and where: the slow second look after a failed reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cablekit.converter.shape import (
    SCHEMA_VERSION,
    Choice,
    Date,
    DateTime,
    Kind,
    Many,
    Maybe,
    Node,
    OneOf,
    Scalar,
    Shape,
    fields,
    read_date,
    read_datetime,
)
from cablekit.errors import StructureError


class Faults:
    """Finds the first fault of a document, in the order of the model."""

    def __init__(self, shape: Shape, read: Callable[[type], Callable[[Any], object]]) -> None:
        """Look at documents of ``shape``; ``read`` gives the function that reads a class."""
        self._shape = shape
        self._read = read

    def document(self, value: object) -> StructureError | None:
        """Return what is wrong with ``value`` as a whole document, if anything is."""
        if not isinstance(value, dict):
            return _expected("dict", value, "")
        key = "schema_version"
        if key not in value:
            return StructureError(
                key, f"missing key; this version of cablekit reads {SCHEMA_VERSION}"
            )
        version = value[key]
        if type(version) is not int:
            return _expected("int", version, key)
        if version != SCHEMA_VERSION:
            return StructureError(
                key,
                f"the document has version {_shown(version)}; "
                f"this version of cablekit reads {SCHEMA_VERSION}",
            )
        return self._node(self._shape.cable, value, "", own=key)

    def find(self, kind: Kind, value: object, path: str) -> StructureError | None:
        """Return what is wrong with ``value``, which stands at ``path``, if anything is."""
        match kind:
            case Maybe(item):
                return None if value is None else self.find(item, value, path)
            case Many(item):
                if not isinstance(value, list):
                    return _expected("list", value, path)
                below = (self.find(item, v, f"{path}[{i}]") for i, v in enumerate(value))
                return next(filter(None, below), None)
            case Scalar(of):
                return None if kind.accepts(value) else _expected(of.__name__, value, path)
            case Date():
                return _written(read_date, "a date such as '2006-04-03'", value, path)
            case DateTime():
                example = "a date and time such as '2006-04-03T15:12:00Z'"
                return _written(read_datetime, example, value, path)
            case Choice(of):
                return _choice(list(of.__members__), value, path)
            case Node(cls):
                return self._node(cls, value, path)
            case OneOf(classes):
                return self._tagged(classes, value, path)

    def _tagged(self, classes: tuple[type, ...], value: object, path: str) -> StructureError | None:
        if not isinstance(value, dict):
            return _expected("dict", value, path)
        at = _below(path, "type")
        if "type" not in value:
            return StructureError(at, "missing key")
        by_tag = {cls.__name__: cls for cls in classes}
        fault = _choice(list(by_tag), value["type"], at)
        return fault or self._node(by_tag[value["type"]], value, path, own="type")

    def _node(
        self, cls: type, value: object, path: str, own: str | None = None
    ) -> StructureError | None:
        if not isinstance(value, dict):
            return _expected("dict", value, path)
        known = {field.name: field.kind for field in self._shape.fields(cls)}
        # A misspelt key is both unknown and missing; that it is unknown says more.
        for key in value:
            if key not in known and key != own:
                lacking = any(key == field.name for field in fields(cls))
                hint = "; only a document with a source has it" if lacking else ""
                return StructureError(_below(path, key), f"unknown key{hint}")
        for key, kind in known.items():
            at = _below(path, key)
            if key not in value:
                return StructureError(at, "missing key")
            if fault := self.find(kind, value[key], at):
                return fault
        try:
            self._read(cls)({key: value[key] for key in known})
        except RecursionError:
            raise
        except Exception as error:  # a dialect's class may have validators of its own
            return StructureError(path, str(error) or type(error).__name__)
        return None


def _expected(what: str, value: object, path: str) -> StructureError:
    got = "null" if value is None else type(value).__name__
    return StructureError(path, f"expected {what}, got {got}")


def _choice(names: list[str], value: object, path: str) -> StructureError | None:
    if not isinstance(value, str):
        return _expected("str", value, path)
    if value in names:
        return None
    return StructureError(path, f"expected one of {', '.join(names)}, got {_shown(value)}")


def _written(
    read: Callable[[str], object], what: str, value: object, path: str
) -> StructureError | None:
    if not isinstance(value, str):
        return _expected("str", value, path)
    try:
        read(value)
    except (ValueError, OverflowError):
        return StructureError(path, f"expected {what}, got {_shown(value)}")
    return None


def _shown(value: str | int) -> str:
    """Return ``value`` as Python writes it, cut to a readable length."""
    if isinstance(value, int) and value.bit_length() > 64:
        return "a very large number"  # repr() of a huge one is an error
    shown = repr(value)
    return shown if len(shown) <= 50 else f"{shown[:47]}..."


def _below(path: str, key: object) -> str:
    if isinstance(key, str) and key.isidentifier():
        return f"{path}.{key}" if path else key
    shown = _shown(key) if isinstance(key, str | int) else type(key).__name__
    return f"{path}[{shown}]"
