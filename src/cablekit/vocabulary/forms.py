"""The written forms of the vocabularies, for the alternations of the grammars."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

import cablekit.vocabulary as of

_TITLE_LINKS = ("FOR", "OF", "AND", "THE", "TO", "AFFAIRS", "SECTION", "ACTING")
_HOME = ("U.S.", "US", "U.S.A.", "USA", "UNITED STATES", "EU", "UN", "NATO", "PRC", "UAE", "UK")

_WORDS: Mapping[str, Callable[[], Mapping[str, object]]] = {
    "captions": of.captions,
    "caveats": of.caveats,
    "leads": of.leads,
    "levels": of.levels,
    "months": of.months,
    "posts": lambda: {
        name: row for row in of.posts().values() for name in (row.name, *row.aliases)
    },
    "precedences": lambda: {row.word: row for row in of.precedences().values()},
    "exemptions": of.exemptions,
    "titles": of.titles,
    "positions": lambda: {title: kind for title, kind in of.titles().items() if kind == "POSITION"},
    "title_words": lambda: {
        word: None
        for title, kind in of.titles().items()
        if kind == "POSITION"
        for word in (*title.replace(",", " ").split(), *_TITLE_LINKS)
    },
    "delegations": lambda: {
        name: None
        for row in of.tags().values()
        if row.kind == "GEOGRAPHIC" and row.name
        for name in (row.name.split(" (")[0], *_HOME)
    },
}


@functools.cache
def written_forms(name: str) -> tuple[str, ...]:
    """Return the written forms of a vocabulary for a grammar's alternation, longest first.

    Args:
        name: ``captions``, ``caveats``, ``delegations``, ``exemptions``, ``leads``, ``levels``,
            ``months``, ``positions``, ``posts``, ``precedences``, ``title_words``, ``titles``.

    Raises:
        ValueError: There is no such list of words.

    >>> written_forms("precedences")[-2:]
    ('ROUTINE', 'FLASH')
    """
    if name not in _WORDS:
        msg = f"no list of words is named {name!r}; there are {', '.join(_WORDS)}"
        raise ValueError(msg)
    return tuple(sorted(_WORDS[name](), key=lambda word: (-len(word), word)))
