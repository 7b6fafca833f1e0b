"""Small helpers of the inline builders."""

from __future__ import annotations

from typing import Any

from lark import Token

from cablekit.builder.text import flow


def trim(text: str) -> str:
    """Return text in its normal form without the punctuation around it."""
    return flow([text]).strip(" ,;:.-")


def named(children: list[Any], kind: str) -> str:
    """Return the text of the first token of a terminal among ``children``, or ``""``."""
    for child in children:
        if isinstance(child, Token) and child.type == kind:
            return " ".join(child.split())
    return ""


def title(text: str) -> str:
    """Return a title without the punctuation around it; ``a.i.`` keeps its stop."""
    title = flow([text]).strip(" ,;:-")
    return title + "." if title.lower().endswith("a.i") else title
