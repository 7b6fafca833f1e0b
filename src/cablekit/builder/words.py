"""Small helpers of the inline builders."""

from __future__ import annotations

import functools
from typing import Any

from cablekit.builder.text import flow
from cablekit.tokens import Token

#: A shape has a zero for every digit: what is read from the shape holds for all texts that have it.
_ZEROS = str.maketrans("123456789", "000000000")
#: A word of fewer letters with a stop is an abbreviation, such as ``Amb.``
_ABBREVIATED = 6
_ASCII_ZEROS = bytes.maketrans(b"123456789", b"000000000")


def shape_of(text: str) -> str:
    """Return ``text`` with a zero for each of its digits.

    >>> shape_of("ZENDA 000417")
    'ZENDA 000000'
    """
    if text.isascii():
        return text.encode().translate(_ASCII_ZEROS).decode()
    return text.translate(_ZEROS)


def trim(text: str) -> str:
    """Return text in its normal form without the punctuation around it."""
    return flow([text]).strip(" ,;:.-")


def named(children: list[Any], kind: str) -> str:
    """Return the text of the first token of a terminal among ``children``, or ``""``."""
    for child in children:
        if isinstance(child, Token) and child.type == kind:
            return " ".join(child.split())
    return ""


def inside(token: Token, before: int = 0, behind: int = 0) -> slice:
    """Return where a token stands but for its first and last characters."""
    return slice(token.start_pos + before, token.end_pos - behind)


def title(text: str) -> str:
    """Return a title without the punctuation around it; ``a.i.`` keeps its stop."""
    title = flow([text]).strip(" ,;:-")
    return title + "." if title.lower().endswith("a.i") else title


@functools.lru_cache(maxsize=2048)
def whole_title(text: str) -> str:
    """Return a title that ends a sentence or stands in parentheses without these marks.

    >>> [whole_title(text) for text in (", Ambassador.", "(DCM)", "AMB.", ", ...")]
    ['Ambassador', 'DCM', 'AMB.', '']
    """
    bare = title(text)
    if bare.startswith("(") and bare.endswith(")") and bare.count("(") == 1:
        bare = bare[1:-1]
    last = bare.rpartition(" ")[2]
    if last.endswith("..."):
        return bare[: -len(last)].rstrip(" ,") if last == "..." else bare
    short = last.count(".") == 1 and len(last) < _ABBREVIATED
    return bare if short or last.count(".") > 1 else bare.rstrip(" .")
