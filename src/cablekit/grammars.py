"""Finds the texts of the grammars, and puts the words of vocabularies into them.

The structural grammar (``grammar/cable.lark``) and the inline languages (the other files of
``grammar/``) are two Lark grammars. Each is joined as text with the text of a dialect, so that
every name stays bare.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cablekit import vocabulary

_VOCABULARY = re.compile(r"@([a-z_]+|[A-Z_]+)@")

#: The inline languages, each with a start symbol of its own.
INLINE_STARTS = (
    "addressee",
    "class_line",
    "classification_authority",
    "date_time_group",
    "executive_order",
    "marking",
    "mrn",
    "participants",
    "passing",
    "people",
    "participant",
    "redactions",
    "references",
    "signals",
    "tags",
)


def grammar_folder() -> Path:
    """Return the folder of grammar files: in the installed package, else beside ``src``.

    Raises:
        FileNotFoundError: There is none, so the installation is damaged.
    """
    package = Path(__file__).parent
    for folder in (package / "grammar", package.parent.parent / "grammar"):
        if (folder / "cable.lark").is_file():
            return folder
    raise FileNotFoundError(f"cablekit's grammar files are missing beside {package}")


@functools.cache
def structure_text() -> str:
    """Return the text of the structural grammar."""
    folder = grammar_folder()
    return "\n".join(
        (folder / name).read_text(encoding="utf-8") for name in ("cable.lark", "shared.lark")
    )


@functools.cache
def inline_text() -> str:
    """Return the text of the inline languages, joined."""
    files = sorted(p for p in grammar_folder().glob("*.lark") if p.name != "cable.lark")
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def expand(text: str, blank: str = " ") -> str:
    """Return a grammar's text with every ``@vocabulary@`` as an alternation of its words.

    One in capitals is read in any case: its first letters are given in both, so that Python leaves
    a branch at once there, as it does not where the case is ignored.

    Args:
        text: Text of a Lark grammar.
        blank: What a blank in a word stands for; a field may break its words over lines.

    Returns:
        The text that Lark reads; words are escaped and stand by their first letter, the longest
        first, because Python tries the branches of an alternation one after the other.
    """
    return _VOCABULARY.sub(lambda m: _branches(m[1], blank), text)


def _branches(name: str, blank: str) -> str:
    """Return words as a tree by their letters, a longer word before one that it begins with."""
    tree: dict[str, Any] = {}
    for word in vocabulary.words(name.lower()):
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    branches = f"(?i:{_branch(tree, _both_cases)})" if name.isupper() else _branch(tree)
    return branches.replace(" ", blank)


def _branch(node: dict[str, Any], first: Callable[[str], str] | None = None) -> str:
    parts = []
    for letter, below in node.items():
        if not letter:
            continue
        tail, text = below, (first or _escape)(letter)
        while len(tail) == 1 and "" not in tail:
            ((following, tail),) = tail.items()
            text += _escape(following)
        longer = {key: value for key, value in tail.items() if key}
        if longer:
            optional = "?" if "" in tail else ""
            text += f"(?:{_branch(longer)}){optional}"
        parts.append(text)
    return "|".join(parts)


def _both_cases(letter: str) -> str:
    return f"(?-i:[{letter.lower()}{letter.upper()}])" if letter.isalpha() else _escape(letter)


def _escape(letter: str) -> str:
    both = letter.lower() + letter.upper()
    if not letter.isascii() and both[0] != both[1:]:
        # A pattern that ignores the case does so for letters of ASCII.
        return f"[{both}]"
    return re.escape(letter).replace("/", r"\/").replace(r"\ ", " ")
