"""Plain data to cables."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeAlias

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn_from_attrs, override

from cablekit.converter.faults import Faults
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
    read_date,
    read_datetime,
)
from cablekit.errors import StructureError
from cablekit.model import Cable

#: Reads a value; the second argument is cattrs' type, which is known beforehand.
_Read: TypeAlias = Callable[..., Any]

_CATTRS = cattrs.Converter()


class _MismatchError(Exception):
    """A value is not what its field wants; what and where is found out afterwards."""


class Reader:
    """Reads documents of one shape; fast where they are right, exact where they are wrong.

    The functions made here stop at the first fault without a word. :class:`Faults` then looks
    again to say what it is.
    """

    def __init__(self, shape: Shape) -> None:
        """Make the functions for all classes of ``shape``.

        Raises:
            TypeError: A dialect's classes cannot be told apart or have no plain form.
        """
        self._shape = shape
        self._nodes: dict[type, _Read | None] = {}
        self._by_tag: dict[tuple[type, ...], dict[str, _Read]] = {}
        self._cable = self._make(shape.cable, own="schema_version")
        self._faults = Faults(shape, self._node)

    def document(self, value: object) -> Cable:
        """Return the cable of a document.

        Raises:
            StructureError: ``value`` is no such document.
        """

        def read(document: Any) -> Cable:
            version = document["schema_version"]
            if version.__class__ is not int or version != SCHEMA_VERSION:
                raise _MismatchError
            cable: Cable = self._cable(document)
            return cable

        found: Cable = _guarded(read, self._faults.document, value)
        return found

    def value(self, kind: Kind, value: object) -> Any:
        """Return what ``value`` is as a ``kind``.

        Raises:
            StructureError: It is none.
        """

        def find(wrong: object) -> StructureError | None:
            return self._faults.find(kind, wrong, "")

        return _guarded(self._hook(kind), find, value)

    def _node(self, cls: type) -> _Read:
        """Return the function that reads a ``cls`` without a tag."""
        if cls not in self._nodes:
            self._nodes[cls] = None
            self._nodes[cls] = self._make(cls)
        made = self._nodes[cls]
        if made is not None:
            return made
        # A class that contains itself is asked for while its function is being made.
        nodes = self._nodes
        return lambda value, _=None: nodes[cls](value)  # type: ignore[misc]

    def _make(self, cls: type, own: str | None = None) -> _Read:
        """Make the function that reads a ``cls`` whose dict has the key ``own`` besides."""
        fields = self._shape.fields(cls)
        if any(field.name == own for field in fields):
            raise TypeError(f"{cls.__name__}.{own}: no field may have this name")
        keys = frozenset([field.name for field in fields] + ([own] if own else []))
        size = len(keys)
        hooks: dict[str, Any] = {
            field.name: override(struct_hook=self._hook(field.kind)) for field in fields
        }
        build: _Read = make_dict_structure_fn_from_attrs(
            # Without defaults every key is required, and passed on without a detour.
            [field.attribute.evolve(default=attrs.NOTHING, type=None) for field in fields],
            cls,
            _CATTRS,
            _cattrs_forbid_extra_keys=False,
            _cattrs_use_linecache=False,
            _cattrs_prefer_attrib_converters=False,
            _cattrs_detailed_validation=False,
            _cattrs_use_alias=False,
            **hooks,
        )

        def read(value: Any, _: object = None) -> Any:
            # Every key will be asked for, so that their number shows a key too many; but a
            # subclass such as defaultdict has an answer for every key.
            if value.__class__ is dict:
                if len(value) != size:
                    raise _MismatchError
            elif not isinstance(value, dict) or value.keys() != keys:
                raise _MismatchError
            return build(value, None)  # cattrs before 25 wants the type

        return read

    def _tags(self, classes: tuple[type, ...]) -> dict[str, _Read]:
        """Return the functions that read the classes of a union, by tag."""
        if classes not in self._by_tag:
            table: dict[str, _Read] = {}
            self._by_tag[classes] = table
            for cls in classes:
                if cls.__name__ in table:
                    raise TypeError(f"two classes of blocks are called {cls.__name__}")
                table[cls.__name__] = self._make(cls, own="type")
        return self._by_tag[classes]

    def _hook(self, kind: Kind) -> _Read:
        """Return the function that reads a value of ``kind``."""
        match kind:
            case Scalar(of):
                return _SCALARS[of]
            case Date():
                return lambda value, _=None: read_date(value)
            case DateTime():
                return lambda value, _=None: read_datetime(value)
            case Choice(of):
                members = dict(of.__members__)
                return lambda value, _=None: members[value]
            case Node(cls):
                return self._node(cls)
            case OneOf(classes):
                table = self._tags(classes)
                return lambda value, _=None: table[value["type"]](value)
            case Maybe(item):
                read = self._hook(item)
                return lambda value, _=None: None if value is None else read(value)
            case Many(item):
                return _many(self._hook(item))


def _read_str(value: object, _: object = None) -> str:
    if isinstance(value, str):
        return value
    raise _MismatchError


def _read_int(value: object, _: object = None) -> int:
    if isinstance(value, int) and value.__class__ is not bool:
        return value
    raise _MismatchError


def _read_bool(value: object, _: object = None) -> bool:
    if value is True or value is False:
        return value
    raise _MismatchError


_SCALARS: dict[type, _Read] = {str: _read_str, int: _read_int, bool: _read_bool}


def _many(read: _Read) -> _Read:
    def read_many(values: object, _: object = None) -> tuple[Any, ...]:
        if isinstance(values, list):
            return tuple([read(value) for value in values]) if values else ()
        raise _MismatchError

    return read_many


def _guarded(read: _Read, find: Callable[[object], StructureError | None], value: object) -> Any:
    try:
        return read(value)
    except RecursionError:
        raise StructureError("", "nested too deeply") from None
    except Exception as error:
        try:
            fault = find(value)
        except RecursionError:
            fault = StructureError("", "nested too deeply")
        raise (fault or StructureError("", f"cannot be read: {error}")) from None


@functools.cache
def reader(shape: Shape) -> Reader:
    """Return the reader of documents of ``shape``."""
    return Reader(shape)
