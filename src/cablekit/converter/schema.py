"""The JSON Schema of the dict shape, from the classes and their docstrings."""

from __future__ import annotations

import enum
import inspect
import re
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
)

_SCALARS = {str: "string", int: "integer", bool: "boolean"}


class SchemaMaker:
    """Makes the schema of one shape; a definition for every class and enumeration."""

    def __init__(self, shape: Shape) -> None:
        """Describe documents of ``shape``."""
        self._shape = shape
        self._defs: dict[str, Any] = {}
        self._names: dict[tuple[type, str | None], str] = {}

    def document(self) -> dict[str, Any]:
        """Return the schema of whole documents."""
        cable = self._object(self._shape.cable)
        version = {
            "const": SCHEMA_VERSION,
            "description": "The version of the shape of this document.",
        }
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self._shape.cable.__name__,
            **cable,
            "properties": {"schema_version": version, **cable["properties"]},
            "required": ["schema_version", *cable["required"]],
            "$defs": dict(sorted(self._defs.items())),
        }

    def _object(self, cls: type, tag: str | None = None) -> dict[str, Any]:
        docs = _attributes(cls)
        properties: dict[str, Any] = {"type": {"const": tag}} if tag else {}
        for field in self._shape.fields(cls):
            properties[field.name] = self._value(field.kind)
            if field.name in docs:
                # Beside $ref and anyOf a description is allowed since 2019-09.
                properties[field.name]["description"] = docs[field.name]
        return {
            "description": _summary(cls),
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }

    def _value(self, kind: Kind) -> dict[str, Any]:
        match kind:
            case Scalar(of):
                return {"type": _SCALARS[of]}
            case Date():
                return {
                    "type": "string",
                    "format": "date",
                    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
                }
            case DateTime():
                time = r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?Z$"
                return {
                    "type": "string",
                    "format": "date-time",
                    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}" + time,
                }
            case Choice(of):
                return self._define(of)
            case Node(cls):
                return self._define(cls)
            case OneOf(classes):
                refs = [self._define(cls, tag=cls.__name__) for cls in classes]
                return refs[0] if len(refs) == 1 else {"anyOf": refs}
            case Many(item):
                return {"type": "array", "items": self._value(item)}
            case Maybe(Scalar(of)):
                return {"type": [_SCALARS[of], "null"]}
            case Maybe(item):
                return {"anyOf": [self._value(item), {"type": "null"}]}

    def _define(self, cls: type, tag: str | None = None) -> dict[str, Any]:
        """Return a reference to the definition of ``cls``, which is made at the first one."""
        name = self._names.get((cls, tag))
        if name is None:
            # A dialect may have a class of the same name, or one with its tag here, not there.
            taken = sum(other.__name__ == cls.__name__ for other, _ in self._names)
            name = f"{cls.__name__}{taken + 1 if taken else ''}"
            self._names[cls, tag] = name  # known from here on: a class may contain itself
            self._defs[name] = (
                _enumeration(cls) if issubclass(cls, enum.Enum) else self._object(cls, tag)
            )
        return {"$ref": f"#/$defs/{name}"}


def _enumeration(cls: type[enum.Enum]) -> dict[str, Any]:
    docs = _attributes(cls)
    lines = [f"{name}: {docs[name]}" for name in cls.__members__ if name in docs]
    return {
        "description": "\n".join([_summary(cls), *lines]),
        "type": "string",
        "enum": list(cls.__members__),
    }


def _summary(cls: type) -> str:
    """Return the first line of the docstring of ``cls``; ``""`` if it has none."""
    return _plain((inspect.getdoc(cls) or "").partition("\n")[0])


def _attributes(cls: type) -> dict[str, str]:
    """Return what the docstrings of ``cls`` and its parents say of its attributes."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        _, _, section = inspect.cleandoc(base.__doc__ or "").partition("Attributes:\n")
        section = section.partition("\n\n")[0]
        for entry in re.findall(r"^ {4}(\w+): (.*(?:\n {5,}.*)*)", section, re.MULTILINE):
            found[entry[0]] = _plain(" ".join(entry[1].split()))
    return found


def _plain(text: str) -> str:
    return text.replace("``", "`")
