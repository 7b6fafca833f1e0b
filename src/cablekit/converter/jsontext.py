"""Plain data to JSON text and back, to the letter."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from cablekit.errors import StructureError

_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def dump(document: dict[str, Any], indent: int | None) -> str:
    r"""Return ``document`` as JSON text that can be encoded as UTF-8.

    Args:
        document: The plain data.
        indent: How many blanks each level is set in; ``None`` for one line.

    Returns:
        The text; nothing but control characters and lone surrogates is escaped.

    Raises:
        StructureError: JSON has no form for something in it.

    >>> dump({"subject": "Ölpreis \ud800"}, None)
    '{"subject": "Ölpreis \\ud800"}'
    """
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent)
    except RecursionError:
        raise StructureError("", "nested too deeply") from None
    except (TypeError, ValueError) as error:
        raise StructureError("", f"cannot be written as JSON: {error}") from error
    try:
        text.encode()
    except UnicodeEncodeError:
        if _SURROGATE_PAIR.search(text):
            # Escaped, the two halves would be read as the one character that they stand for.
            raise StructureError(
                _path_of_pair(document, ""),
                "JSON has no form for a high surrogate before a low one",
            ) from None
        return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text


def load(text: object) -> Any:
    """Return the plain data of JSON text.

    Args:
        text: The text, or its UTF-8 bytes; a byte order mark is passed over.

    Returns:
        The data.

    Raises:
        StructureError: ``text`` is no JSON, or names a key twice in one object.

    >>> load('{"subject": ')
    Traceback (most recent call last):
        ...
    cablekit.errors.StructureError: line 1, column 13: not JSON: Expecting value
    """
    if isinstance(text, bytes):
        try:
            text = text.decode()
        except UnicodeDecodeError as error:
            raise StructureError(
                "", f"not UTF-8: byte {error.start} is 0x{text[error.start]:02x}"
            ) from None
    if not isinstance(text, str):
        raise StructureError("", f"expected str or bytes, got {type(text).__name__}")
    try:
        return json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_object,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        raise StructureError(
            "", f"line {error.lineno}, column {error.colno}: not JSON: {error.msg}"
        ) from None
    except StructureError:
        raise
    except RecursionError:
        raise StructureError("", "nested too deeply") from None
    except ValueError as error:  # an integer of thousands of digits
        raise StructureError("", f"not JSON that can be read: {error}") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for i, name in enumerate(names) if name in names[:i])
        raise StructureError("", f"an object has the key {twice!r} twice")
    return found


def _constant(name: str) -> NoReturn:
    raise StructureError("", f"not JSON: {name} is no JSON number")


def _path_of_pair(value: object, path: str) -> str:
    """Return the path of the first string with a surrogate pair; ``""`` if there is none."""
    if isinstance(value, str):
        return path if _SURROGATE_PAIR.search(value) else ""
    below: list[str] = []
    if isinstance(value, dict):
        below = [_path_of_pair(v, f"{path}.{key}" if path else key) for key, v in value.items()]
    elif isinstance(value, list):
        below = [_path_of_pair(v, f"{path}[{i}]") for i, v in enumerate(value)]
    return next(filter(None, below), "")
