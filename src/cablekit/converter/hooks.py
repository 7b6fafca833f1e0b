"""Cables inside other people's classes: hooks for a converter of their own."""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Callable
from typing import Any

import cattrs

from cablekit.converter.read import Reader, reader
from cablekit.converter.shape import (
    Choice,
    DialectLike,
    Kind,
    Many,
    Maybe,
    Node,
    OneOf,
    Shape,
    has_source,
)
from cablekit.converter.write import writer
from cablekit.model import Cable


def configure_converter(
    converter: cattrs.Converter,
    *,
    provenance: bool = False,
    dialect: DialectLike | None = None,
) -> None:
    """Teach ``converter`` the classes of the model, so that yours may hold cables.

    A cable in your class is written exactly as :func:`to_dict` writes it, ``schema_version``
    included; other classes of the model may be used alone, blocks with their ``type``. Reading
    takes both shapes, and is as strict as :func:`from_dict`. Nothing is registered for
    types that are not cablekit's, such as ``str`` or ``date``.

    Args:
        converter: The converter to register hooks on.
        provenance: Whether source, problems, page marks and spans are written too.
        dialect: The dialect whose classes it is to know besides.

    Raises:
        TypeError: A class of the dialect has no plain form.

    >>> import attrs
    >>> @attrs.define
    ... class Pouch:
    ...     seal: str
    ...     cable: Cable
    >>> converter = cattrs.Converter()
    >>> configure_converter(converter)
    >>> data = converter.unstructure(Pouch("red", Cable(subject="ROYAL WEDDING")))
    >>> data["cable"]["subject"]
    'ROYAL WEDDING'
    >>> converter.structure(data, Pouch).cable.subject
    'ROYAL WEDDING'
    """
    plain, full = (Shape.of(dialect, provenance=full) for full in (False, True))
    kinds = _kinds(full)
    write = writer(provenance=provenance)

    def of(value: object) -> Reader:
        has_span = isinstance(value, dict) and "span" in value
        return reader(full if has_span or has_source(value) else plain)

    def known(hint: Any) -> bool:
        return isinstance(hint, type) and (hint in kinds or issubclass(hint, Cable))

    def write_hook(cls: type) -> Callable[[Any], Any]:
        if issubclass(cls, Cable):
            return write.document
        return lambda value: write.value(kinds[cls], value)

    def read_hook(cls: type) -> Callable[[Any, Any], Any]:
        if cls is plain.cable:
            return lambda value, _: of(value).document(value)
        if issubclass(cls, Cable):
            # One of another dialect, or a plain cable beside a dialect's.
            other, other_full = (Shape(cls, plain.blocks, full) for full in (False, True))
            return lambda value, _: reader(other_full if has_source(value) else other).document(
                value
            )
        return lambda value, _: of(value).value(kinds[cls], value)

    def is_block_union(hint: Any) -> bool:
        if typing.get_origin(hint) not in (typing.Union, types.UnionType):
            return False
        return set(typing.get_args(hint)) <= {*plain.all_blocks, type(None)}

    def union_hook(hint: Any) -> Callable[[Any, Any], Any]:
        members = tuple(cls for cls in typing.get_args(hint) if cls is not type(None))
        everything = set(members) >= set(Shape().all_blocks)
        union: Kind = OneOf(plain.all_blocks if everything else members)
        kind = Maybe(union) if type(None) in typing.get_args(hint) else union
        return lambda value, _: of(value).value(kind, value)

    # Predicates and not classes: registering a class makes cattrs resolve its annotations,
    # and the model names a class that is not in reach where it is written.
    for cls in kinds:
        if issubclass(cls, enum.Enum):  # cattrs before 25 asks its own hook for Enum first
            converter.register_unstructure_hook(cls, write_hook(cls))
            converter.register_structure_hook(cls, read_hook(cls))
    converter.register_unstructure_hook_factory(known, write_hook)
    converter.register_structure_hook_factory(known, read_hook)
    converter.register_structure_hook_factory(is_block_union, union_hook)


def make_converter(
    *, provenance: bool = False, dialect: DialectLike | None = None
) -> cattrs.Converter:
    """Return a new converter that knows the classes of the model.

    Args:
        provenance: Whether source, problems, page marks and spans are written too.
        dialect: The dialect whose classes it is to know besides.

    Returns:
        A ``cattrs.Converter`` that :func:`configure_converter` was called on.

    Raises:
        TypeError: A class of the dialect has no plain form.

    >>> make_converter().unstructure([Cable(subject="ROYAL WEDDING")])[0]["subject"]
    'ROYAL WEDDING'
    """
    converter = cattrs.Converter()
    configure_converter(converter, provenance=provenance, dialect=dialect)
    return converter


def _kinds(shape: Shape) -> dict[type, Kind]:
    """Return how each class that a document of ``shape`` may hold is written alone."""
    found: dict[type, Kind] = {}

    def add(kind: Kind) -> None:
        match kind:
            case Many(item) | Maybe(item):
                add(item)
            case Choice(cls):
                found[cls] = kind
            case Node(cls) if cls not in found:
                found[cls] = kind
                add_fields(cls)
            case OneOf(classes):
                for cls in classes:
                    if cls not in found:
                        found[cls] = OneOf((cls,))
                        add_fields(cls)
            case _:
                pass

    def add_fields(cls: type) -> None:
        for field in shape.fields(cls):
            add(field.kind)

    add(Node(shape.cable))
    return found
