"""The files that a run writes: none of them is one that it reads.

A file has many names: a path with or without ``./``, links, standard input. So files are told apart
by what the system knows them by.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from typing import TypeAlias

from cablekit.sources.files import walk

#: The device and the number by which the system knows a file.
Identity: TypeAlias = tuple[int, int]


def identity(file: str | int) -> Identity | None:
    """Return what the system knows a regular file by; ``None`` if it is none.

    Args:
        file: Its name, or its number where it is open.
    """
    try:
        told = os.stat(file)
    except (OSError, ValueError):
        return None
    return (told.st_dev, told.st_ino) if stat.S_ISREG(told.st_mode) else None


def written(errors: str | None) -> frozenset[Identity]:
    """Return the files that a run writes, once they are there.

    Args:
        errors: The file that errors go to.
    """
    found = {_opened("stdout"), _opened("stderr"), identity(errors) if errors else None}
    return frozenset(entry for entry in found if entry)


def clash(names: Iterable[str], errors: str | None) -> str:
    """Return why a run would spoil a file that it reads; ``""`` if it would not.

    Args:
        names: The files and folders to be read; ``"-"`` is standard input.
        errors: The file that errors go to.
    """
    names = list(names)
    target = identity(errors) if errors else None
    results = {_opened("stdout"), _opened("stderr")} - {None}
    for name in names:
        known = _opened("stdin") if name == "-" else identity(name)
        same = errors is not None and name != "-" and _path(name) == _path(errors)
        if same or (known and known == target):
            return f"--errors would overwrite {errors}, which is to be read"
        if known in results:
            return f"what is written goes to {name}, which is to be read"
    # Below a folder, a file of results is left out. One of errors would lose what it holds.
    for folder in names if target else ():
        if os.path.isdir(folder) and any(
            isinstance(entry, str) and identity(entry) == target for entry in walk(folder)
        ):
            return f"--errors would overwrite {errors}, which is to be read with {folder}"
    return ""


def _opened(name: str) -> Identity | None:
    try:
        return identity(getattr(sys, name).fileno())
    except (AttributeError, OSError, ValueError):  # closed, or a stand-in
        return None


def _path(name: str) -> str:
    try:
        return os.path.realpath(name)
    except (OSError, ValueError):
        return name
