"""Cables as dicts and JSON, and back; the only part of cablekit that imports cattrs."""

from __future__ import annotations

from typing import Any

from cablekit.converter import jsontext
from cablekit.converter.hooks import configure_converter, make_converter
from cablekit.converter.read import reader
from cablekit.converter.schema import SchemaMaker
from cablekit.converter.shape import SCHEMA_VERSION, DialectLike, Shape, has_source
from cablekit.converter.write import writer
from cablekit.model import Cable

__all__ = [
    "SCHEMA_VERSION",
    "DialectLike",
    "configure_converter",
    "from_dict",
    "from_json",
    "json_schema",
    "make_converter",
    "to_dict",
    "to_json",
]


def to_dict(cable: Cable, *, provenance: bool = False) -> dict[str, Any]:
    """Return ``cable`` as a dict of strings, numbers, truth values, lists and dicts.

    ``schema_version`` comes first, then the fields in the order of the model; every key is
    present, ``None`` or ``[]`` where there is nothing. A cable of a dialect's class has the
    dialect's fields behind them.

    Args:
        cable: The cable.
        provenance: Whether source, problems, page marks and spans are in it too.

    Returns:
        A new dict; :func:`from_dict` makes an equal cable of it.

    Raises:
        StructureError: Something in the cable has no plain form, such as a time without a zone.

    >>> to_dict(Cable(subject="ROYAL WEDDING"))["subject"]
    'ROYAL WEDDING'
    """
    return writer(provenance=provenance).document(cable)


def from_dict(d: dict[str, Any], *, dialect: DialectLike | None = None) -> Cable:
    """Return the cable of a dict in the shape of :func:`to_dict`, with provenance or without.

    A dict with a ``source`` has the provenance keys everywhere, another has them nowhere.
    Nothing is converted on the way: ``"3"`` is no number, and a missing key is no default.

    Args:
        d: The dict.
        dialect: The dialect of the cable, if it was read with one.

    Returns:
        The cable, of the dialect's class if one is given.

    Raises:
        StructureError: ``d`` is no such dict; its ``path`` says where.
        TypeError: A class of the dialect has no plain form.

    >>> document = to_dict(Cable(subject="ROYAL WEDDING"))
    >>> from_dict(document).subject
    'ROYAL WEDDING'
    >>> from_dict({**document, "colour": "red"})
    Traceback (most recent call last):
        ...
    cablekit.errors.StructureError: colour: unknown key
    """
    return reader(Shape.of(dialect, provenance=has_source(d))).document(d)


def to_json(cable: Cable, *, provenance: bool = False, indent: int | None = None) -> str:
    """Return ``cable`` as JSON text, in the shape of :func:`to_dict`.

    Characters stand for themselves but for control characters and lone surrogates, which are
    escaped, so that the text can always be encoded as UTF-8.

    Args:
        cable: The cable.
        provenance: Whether source, problems, page marks and spans are in it too.
        indent: How many blanks each level is set in; ``None`` for one line.

    Returns:
        The text; :func:`from_json` makes an equal cable of it.

    Raises:
        StructureError: Something in the cable has no form in JSON.

    >>> to_json(Cable(subject="ROYAL WEDDING"))[:39]
    '{"schema_version": 1, "completeness": "'
    """
    return jsontext.dump(to_dict(cable, provenance=provenance), indent)


def from_json(text: str | bytes, *, dialect: DialectLike | None = None) -> Cable:
    """Return the cable of JSON text in the shape of :func:`to_dict`.

    Args:
        text: The text, or its UTF-8 bytes; a byte order mark is passed over.
        dialect: The dialect of the cable, if it was read with one.

    Returns:
        The cable, of the dialect's class if one is given.

    Raises:
        StructureError: ``text`` is no JSON (with line and column), or no cable (with the path).

    >>> from_json(to_json(Cable(subject="ROYAL WEDDING"))).subject
    'ROYAL WEDDING'
    """
    return from_dict(jsontext.load(text), dialect=dialect)


def json_schema(dialect: DialectLike | None = None, *, provenance: bool = False) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the documents that :func:`to_dict` makes.

    Args:
        dialect: The dialect whose fields and blocks are in it too.
        provenance: Whether it is the schema of documents with provenance; each of the two
            schemas describes one shape and refuses the other.

    Returns:
        A new dict.

    Raises:
        TypeError: A class of the dialect has no plain form.

    >>> json_schema()["properties"]["subject"]["description"]
    'The subject, joined from its lines.'
    """
    return SchemaMaker(Shape.of(dialect, provenance=provenance)).document()
