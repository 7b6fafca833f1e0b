r"""Typed diplomatic cables: read them, take them to dict and JSON, write them back.

>>> import cablekit as ck
>>> cable = ck.parse("UNCLAS ZENDA 000417\n\nSUBJECT: TURNIP QUOTA\n\n1. (U) Talks ended.\n")
>>> cable.mrn.post, cable.paragraphs[0].text
('ZENDA', 'Talks ended.')
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from cablekit.errors import (
    CablekitError,
    CableSyntaxError,
    RenderError,
    SourceError,
    StructureError,
)
from cablekit.model import *  # noqa: F403
from cablekit.model import __all__ as _model_names

if TYPE_CHECKING:
    from cablekit.checking import check
    from cablekit.converter import (
        configure_converter,
        from_dict,
        from_json,
        json_schema,
        make_converter,
        to_dict,
        to_json,
    )
    from cablekit.dialect import Dialect
    from cablekit.parser import parse, parse_tree
    from cablekit.sources import join, read
    from cablekit.writer import render

__version__ = "0.1.0.dev0"

#: Where each function lives; its module is imported when the function is first asked for.
_LAZY = {
    "parse": "parser",
    "parse_tree": "parser",
    "Dialect": "dialect",
    "render": "writer",
    "check": "checking",
    "configure_converter": "converter",
    "from_dict": "converter",
    "from_json": "converter",
    "json_schema": "converter",
    "make_converter": "converter",
    "to_dict": "converter",
    "to_json": "converter",
    "join": "sources",
    "read": "sources",
}

__all__ = [  # noqa: PLE0604  # pyright: ignore[reportUnsupportedDunderAll]
    *_model_names,
    "CableSyntaxError",
    "CablekitError",
    "Dialect",
    "RenderError",
    "SourceError",
    "StructureError",
    "check",
    "configure_converter",
    "from_dict",
    "from_json",
    "join",
    "json_schema",
    "make_converter",
    "parse",
    "parse_tree",
    "read",
    "render",
    "to_dict",
    "to_json",
]


def __getattr__(name: str) -> Any:
    """Import the module of a function when it is first asked for."""
    if name not in _LAZY:
        raise AttributeError(f"module 'cablekit' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"cablekit.{_LAZY[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
