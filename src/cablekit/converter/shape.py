"""What a cable is as plain data: the kinds of value, and the fields of each class.

Reading, writing, error messages and the JSON Schema are all made from this one description,
so that they cannot disagree.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import types
import typing
from typing import Any, Protocol, TypeAlias

import attrs

from cablekit.model import Block, Cable, PageMark, Problem, Span

#: The version of the dict shape; it changes when a document of before would be read wrongly.
SCHEMA_VERSION = 1

#: The block classes of every cable, in the order of the model.
BLOCKS: tuple[type, ...] = typing.get_args(Block)

#: What speaks of a cable's place in its source, and not of the cable.
_PROVENANCE = (Span, Problem, PageMark)


class DialectLike(Protocol):
    """What the converter needs to know of a dialect."""

    @property
    def cable(self) -> type[Any] | None:
        """The class of its cables, ``None`` for ``Cable``."""
        raise NotImplementedError

    @property
    def blocks(self) -> tuple[type, ...]:
        """The block classes that it adds."""
        raise NotImplementedError


@attrs.frozen
class Scalar:
    """A string, integer or truth value, which stays what it is."""

    type: type

    def accepts(self, value: object) -> bool:
        """Return whether ``value`` is of the type; a ``bool`` is no ``int``."""
        return isinstance(value, self.type) and (self.type is bool or not isinstance(value, bool))


@attrs.frozen
class Date:
    """A day, as ``"2006-04-03"``."""


@attrs.frozen
class DateTime:
    """A moment in UTC, as ``"2006-04-03T15:12:00Z"``."""


@attrs.frozen
class Choice:
    """A member of an enumeration, by name."""

    enum: type[enum.Enum]


@attrs.frozen
class Node:
    """An instance of an attrs class, as a dict of its fields."""

    cls: type


@attrs.frozen
class OneOf:
    """An instance of one of several classes, as a dict whose ``type`` says of which."""

    classes: tuple[type, ...]


@attrs.frozen
class Many:
    """A tuple, as a list."""

    item: Kind


@attrs.frozen
class Maybe:
    """A value or ``None``."""

    item: Kind


#: How the value of a field is written.
Kind: TypeAlias = Scalar | Date | DateTime | Choice | Node | OneOf | Many | Maybe


@attrs.frozen
class Field:
    """A field of a class: a key of its dict."""

    attribute: attrs.Attribute[Any]
    kind: Kind
    provenance: bool

    @property
    def name(self) -> str:
        """The name of the field, which is its key."""
        return self.attribute.name


@attrs.frozen
class Shape:
    """Which classes a document is made of, and whether it has the provenance keys.

    Attributes:
        cable: The class of the cable, and of the cables quoted in it.
        blocks: The block classes that a dialect adds.
        provenance: Whether source, problems, page marks and spans are in it.
    """

    cable: type[Cable] = Cable
    blocks: tuple[type, ...] = ()
    provenance: bool = False

    @classmethod
    def of(cls, dialect: DialectLike | None, *, provenance: bool) -> Shape:
        """Return the shape of the documents of ``dialect``."""
        if dialect is None:
            return cls(provenance=provenance)
        return cls(dialect.cable or Cable, tuple(dialect.blocks), provenance)

    @property
    def all_blocks(self) -> tuple[type, ...]:
        """The block classes of every cable and those of the dialect."""
        return (*BLOCKS, *(block for block in self.blocks if block not in BLOCKS))

    def fields(self, cls: type) -> tuple[Field, ...]:
        """Return the fields of ``cls`` that are keys in this shape, in the order of the model."""
        return tuple(
            attrs.evolve(field, kind=self._known(field.kind))
            for field in fields(cls)
            if self.provenance or not field.provenance
        )

    def _known(self, kind: Kind) -> Kind:
        """Return ``kind`` with the dialect's classes in it."""
        match kind:
            case Many(item):
                return Many(self._known(item))
            case Maybe(item):
                return Maybe(self._known(item))
            case Node(cls) if cls is Cable:
                return Node(self.cable)
            case OneOf(classes) if set(classes) >= set(BLOCKS):
                return OneOf(self.all_blocks)
            case _:
                return kind


@functools.cache
def fields(cls: type) -> tuple[Field, ...]:
    """Return all fields of an attrs class, in the order of the model.

    Raises:
        TypeError: ``cls`` is no attrs class, or a field is of a type that has no plain form.
    """
    if not attrs.has(cls):
        raise TypeError(f"{cls.__name__} is no attrs class")
    try:
        hints = typing.get_type_hints(cls)
    except NameError:
        # The model names Cable where it cannot import it (a quotation may hold a cable).
        hints = typing.get_type_hints(cls, localns={"Cable": Cable})
    found = []
    for attribute in attrs.fields(cls):
        if not attribute.init:
            continue
        where = f"{cls.__name__}.{attribute.name}"
        kind = _kind(hints[attribute.name], where)
        is_source = attribute.name == "source" and issubclass(cls, Cable)
        found.append(Field(attribute, kind, is_source or _speaks_of_place(kind)))
    return tuple(found)


def _speaks_of_place(kind: Kind) -> bool:
    match kind:
        case Many(item) | Maybe(item):
            return _speaks_of_place(item)
        case Node(cls):
            return issubclass(cls, _PROVENANCE)
        case _:
            return False


def _kind(hint: Any, where: str) -> Kind:
    """Return how a value annotated with ``hint`` is written; ``where`` is named in errors."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        members = tuple(arg for arg in args if arg is not type(None))
        if len(members) == 1:
            item = _kind(members[0], where)
        elif all(attrs.has(member) for member in members):
            item = OneOf(members)
        else:
            raise TypeError(f"{where}: a union may only be of attrs classes, not {hint}")
        return item if len(members) == len(args) else Maybe(item)
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        return Many(_kind(args[0], where))
    if isinstance(hint, type):
        if hint in (str, int, bool):
            return Scalar(hint)
        if hint is dt.date:
            return Date()
        if hint is dt.datetime:
            return DateTime()
        if issubclass(hint, enum.Enum):
            return Choice(hint)
        if attrs.has(hint):
            return OneOf((hint,)) if hint in BLOCKS else Node(hint)
    raise TypeError(
        f"{where}: {hint} has no plain form; use str, int, bool, date, datetime, an enum, "
        "an attrs class, tuple[..., ...] of these, or one of these | None"
    )


def has_source(document: object) -> bool:
    """Return whether ``document`` is one with provenance."""
    return isinstance(document, dict) and "source" in document


def read_date(value: str) -> dt.date:
    """Return the day that ``value`` is, written as :class:`Date` says.

    Raises:
        ValueError: It is written in another way.

    >>> read_date("2006-04-03")
    datetime.date(2006, 4, 3)
    """
    day = dt.date.fromisoformat(value)
    if day.isoformat() != value:
        raise ValueError(value)
    return day


def read_datetime(value: str) -> dt.datetime:
    """Return the moment that ``value`` is, written as :class:`DateTime` says.

    Raises:
        ValueError: It is written in another way, or is no time in UTC.

    >>> read_datetime("2006-04-03T15:12:00Z").tzinfo
    datetime.timezone.utc
    """
    moment = dt.datetime.fromisoformat(value)
    if write_datetime(moment) != value:
        raise ValueError(value)
    return moment


def write_datetime(moment: dt.datetime) -> str:
    """Return ``moment`` in UTC as :class:`DateTime` says.

    Raises:
        ValueError: It has no time zone.

    >>> write_datetime(dt.datetime(2006, 4, 3, 15, 12, tzinfo=dt.UTC))
    '2006-04-03T15:12:00Z'
    """
    if moment.utcoffset() is None:
        raise ValueError("a date and time without a time zone")
    return moment.astimezone(dt.UTC).isoformat().removesuffix("+00:00") + "Z"
