"""The written forms of the vocabularies, for the alternations of the grammars."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

import cablekit.vocabulary as of
from cablekit.vocabulary.files import rows


def _titles(*kinds: str) -> Mapping[str, object]:
    return {title: kind for title, kind in of.titles().items() if kind in kinds}


def _words(*kinds: str) -> Mapping[str, object]:
    return {word: kind for word, kind in of.title_words().items() if kind in kinds}


#: Kinds of titles that stand before a name as a part of it.
_FORMS = ("RANK", "STYLE")

_WORDS: Mapping[str, Callable[[], Mapping[str, object]]] = {
    "captions": of.captions,
    "caveats": of.caveats,
    "leads": of.leads,
    "levels": of.levels,
    "missions": of.missions,
    "months": of.months,
    "no_posts": lambda: {**of.no_posts(), **of.months()},
    "series": of.series,
    "quotations": lambda: {word: None for word, _ in rows("quotations")},
    "tag_phrases": lambda: {code: row for code, row in of.tags().items() if " " in code},
    "posts": lambda: {
        name: row for row in of.posts().values() for name in (row.name, *row.aliases)
    },
    # What stands before the last word of a post's name, which a page mark cuts off.
    "post_beginnings": lambda: {
        " ".join(name.split(" ")[:size]): None
        for name in of.posts()
        for size in range(1, name.count(" ") + 1)
    },
    "precedences": lambda: {row.word: row for row in of.precedences().values()},
    "exemptions": of.exemptions,
    "titles": of.titles,
    "dignities": lambda: _titles("DIGNITY"),
    "ranks": lambda: _titles("RANK"),
    "styles": lambda: _titles("STYLE"),
    # A rank or a style ends these positions, and so does not begin a name: CONSUL GENERAL.
    "compounds": lambda: {
        title: None
        for title in _titles("DIGNITY", "POSITION")
        if title.rpartition(" ")[0] and of.titles().get(title.rpartition(" ")[2]) in _FORMS
    },
    "offices": of.offices,
    "title_words": lambda: {
        **{w: None for t in _titles("DIGNITY", "POSITION") for w in t.replace(",", " ").split()},
        **_words("LINK"),
    },
    "title_starts": lambda: {
        title.partition(" ")[0].rstrip(","): None for title in _titles("DIGNITY", "POSITION")
    },
    # A word of a position is no topic: what goes on to a position is then read one way only.
    "title_topics": lambda: {
        word: None for word in _words("TOPIC") if word not in _WORDS["title_words"]()
    },
    "delegations": lambda: {
        **{
            row.name.split(" (")[0]: row
            for row in of.tags().values()
            if row.kind == "GEOGRAPHIC" and row.name
        },
        **of.delegations(),
    },
}


@functools.cache
def written_forms(name: str) -> tuple[str, ...]:
    """Return the written forms of a vocabulary for a grammar's alternation, longest first.

    Args:
        name: ``captions``, ``caveats``, ``compounds``, ``delegations``, ``dignities``,
            ``exemptions``, ``leads``, ``levels``, ``missions``, ``months``, ``no_posts``,
            ``offices``, ``post_beginnings``, ``posts``, ``precedences``,
            ``quotations``, ``ranks``, ``series``, ``styles``, ``tag_phrases``, ``title_starts``,
            ``title_topics``, ``title_words``, ``titles``.

    Raises:
        ValueError: There is no such list of words.

    >>> written_forms("precedences")[-2:]
    ('ROUTINE', 'FLASH')
    """
    if name not in _WORDS:
        msg = f"no list of words is named {name!r}; there are {', '.join(_WORDS)}"
        raise ValueError(msg)
    return tuple(sorted(_WORDS[name](), key=lambda word: (-len(word), word)))
