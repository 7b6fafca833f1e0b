"""Reading cables from the containers in which people hold them.

>>> from cablekit.sources import SOURCES
>>> SOURCES
('text', 'cablegate', 'csv', 'json', 'plusd', 'nara', 'foia')
"""

import importlib
from typing import TYPE_CHECKING, Any

from cablekit.sources.detect import SOURCES, Source

if TYPE_CHECKING:
    from cablekit.sources.joining import join
    from cablekit.sources.reading import read

__all__ = ["SOURCES", "Source", "join", "read"]

# These load the grammar; the names of the sources alone do not need it.
_LAZY = {"join": "joining", "read": "reading"}


def __getattr__(name: str) -> Any:
    """Import the module of a function when it is first asked for."""
    if name not in _LAZY:
        raise AttributeError(f"module 'cablekit.sources' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"cablekit.sources.{_LAZY[name]}"), name)
    globals()[name] = value
    return value
