"""Cables to plain data."""

from __future__ import annotations

import datetime as dt
import functools
import operator
from collections.abc import Callable
from typing import Any, TypeAlias

import attrs
import cattrs
from cattrs.fns import identity
from cattrs.gen import make_dict_unstructure_fn_from_attrs, override

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
    write_datetime,
)
from cablekit.errors import StructureError
from cablekit.model import Cable

_Write: TypeAlias = Callable[[Any], dict[str, Any]]

_CATTRS = cattrs.Converter()


class Writer(dict[type, _Write]):
    """The functions that write a node without its tag, by class; made when first asked for.

    They go by the class of the value, not of the field, so that a dialect's classes need not
    be named. Two threads may make the same function twice; either will do.
    """

    def __init__(self, shape: Shape) -> None:
        """Write documents of ``shape``."""
        self.tagged = _Tagged(self)
        self._shape = shape

    def __missing__(self, cls: type) -> _Write:
        """Make the function for ``cls``."""
        found = self._shape.fields(cls)
        hooks: dict[str, Any] = {
            field.name: override(unstruct_hook=self.hook(field.kind)) for field in found
        }
        write: _Write = make_dict_unstructure_fn_from_attrs(
            [field.attribute for field in found],
            cls,
            _CATTRS,
            _cattrs_use_linecache=False,
            _cattrs_use_alias=False,
            **hooks,
        )
        self[cls] = write
        return write

    def hook(self, kind: Kind) -> Callable[[Any], Any]:
        """Return the function that writes a value of ``kind``."""
        match kind:
            case Many(Scalar()):
                return list
            case Many(Node()):
                return lambda values: [self[value.__class__](value) for value in values]
            case Many(item):
                write = self.hook(item)
                return lambda values: [write(value) for value in values]
            case Maybe(item):
                write = self.hook(item)
                if write is identity:
                    return write
                return lambda value: None if value is None else write(value)
            case Node():
                return lambda value: self[value.__class__](value)
            case OneOf():
                tagged = self.tagged
                return lambda value: tagged[value.__class__](value)
            case Choice():
                return operator.attrgetter("_name_")
            case Date():
                return dt.date.isoformat
            case DateTime():
                return write_datetime
            case Scalar():
                return identity

    def document(self, cable: object) -> dict[str, Any]:
        """Return ``cable`` as a document.

        Raises:
            StructureError: It is no cable, or something in it has no plain form.
        """
        if not isinstance(cable, Cable):
            raise StructureError("", f"expected Cable, got {type(cable).__name__}")
        return {"schema_version": SCHEMA_VERSION, **self.value(Node(Cable), cable)}

    def value(self, kind: Kind, value: object) -> Any:
        """Return the plain form of ``value``, which is a ``kind``.

        Raises:
            StructureError: Something in ``value`` has no plain form.
        """
        try:
            return self.hook(kind)(value)
        except RecursionError:
            raise StructureError("", "nested too deeply") from None
        except Exception as error:
            path, what = self._culprit(kind, value, "") or ("", str(error))
            raise StructureError(path, f"cannot be written: {what}") from None

    def _culprit(self, kind: Kind, value: Any, path: str) -> tuple[str, str] | None:
        """Return the path of the first value that cannot be written, and what it is."""
        match kind:
            case Maybe(item) if value is not None:
                return self._culprit(item, value, path)
            case Many(item) if isinstance(value, tuple | list):
                below = (self._culprit(item, v, f"{path}[{i}]") for i, v in enumerate(value))
                return next(filter(None, below), None)
            case Node() | OneOf() if attrs.has(type(value)):
                for field in self._shape.fields(type(value)):
                    at = f"{path}.{field.name}" if path else field.name
                    if found := self._culprit(field.kind, getattr(value, field.name), at):
                        return found
                return None
            case _:
                try:
                    self.hook(kind)(value)
                except ValueError as error:
                    return path, str(error)
                except Exception:
                    return path, f"an object of class {type(value).__name__}"
                return None


class _Tagged(dict[type, _Write]):
    """The functions that write a node with its ``type`` first."""

    def __init__(self, plain: Writer) -> None:
        self._plain = plain

    def __missing__(self, cls: type) -> _Write:
        write, tag = self._plain[cls], cls.__name__
        self[cls] = lambda node: {"type": tag, **write(node)}
        return self[cls]


@functools.cache
def writer(*, provenance: bool) -> Writer:
    """Return the writer of documents in the plain shape or with provenance."""
    return Writer(Shape(provenance=provenance))
