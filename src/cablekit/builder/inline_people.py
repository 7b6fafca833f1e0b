"""The inline languages of lists of participants: the lines of a list, and its entries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from cablekit.builder.people_words import Classes, Found, classes
from cablekit.tokens import Token


class Line(NamedTuple):
    """A piece of a list of participants and where it begins in the list's text.

    Attributes:
        kind: ``"label"`` for a delegation, ``"item"`` or ``"entry"`` for one person, with a bullet
            or without, ``"row"`` for several.
        text: The piece, without its bullet.
        start: Its offset.
    """

    kind: str
    text: str
    start: int


_BULLETS = " -*•"


class PeopleInlineBuilder:
    """One method for every rule of a list of participants."""

    # -- participants --------------------------------------------------------------------------

    def participants(self, children: list[Any]) -> list[Line]:
        """``(delegation | entry | row | LIST_RULE | LIST_END)*``."""
        return [child for child in children if isinstance(child, Line)]

    def delegation(self, children: list[Token]) -> Line:
        """``DELEGATION``: a label."""
        return Line("label", str(children[0]), children[0].start_pos)

    def item(self, children: list[Token]) -> Line:
        """``BULLETED``: an entry behind a bullet."""
        token = children[0]
        bare = token.lstrip()
        text = bare[1:] if bare.startswith("o ") else bare.lstrip(_BULLETS)
        label, _, rest = text.partition(" ")
        if label.strip("().").isdigit() or (label[:1] == "(" and label[2:] == ")"):
            text = rest
        text = text.lstrip()
        return Line("item", text, token.end_pos - len(text))

    def entry(self, children: list[Token]) -> Line:
        """``ENTRY``."""
        return Line("entry", str(children[0]), children[0].start_pos)

    def row(self, children: list[Token]) -> Line:
        """``ROW | RUN_ON``: a line that holds several people, or one at length."""
        return Line("row", str(children[0]), children[0].start_pos)

    # -- participant: over the shape of an entry -----------------------------------------------

    def participant(self, children: list[Any]) -> Found | list[Token]:
        """``NOTE_TAKER_FIRST? somebody note_taker?``, or ``several``."""
        if isinstance(children[0], list):
            return children[0]
        found: Found = next(c for c in children if isinstance(c, Found))
        if len(children) == 1:
            return found
        later = children[-1].titles if isinstance(children[-1], _Later) else ()
        return found._replace(titles=(*found.titles, *later), note_taker=True)

    def several(self, children: list[Token]) -> list[Token]:
        """``SEVERAL (ROW_LABEL | ROW_TITLE | ROW_NAME ...)*``."""
        return children[1:]

    def note_taker(self, children: list[Token]) -> _Later:
        """``NOTE_TAKER FOLLOWING?``: the title may stand behind it."""
        return _Later(tuple(map(_place, children[1:])))

    def title_before(self, children: list[Token]) -> Found:
        """``(POSITION | POSITION_COMMA | DIGNITY) PERSON_NAME``."""
        return Found(_place(children[1]), (_place(children[0]),), False)

    def name_alone(self, children: list[Token]) -> Found:
        """``PERSON_NAME``."""
        return Found(_place(children[0]), (), False)

    def name_and_title(self, children: list[Token]) -> Found:
        """``DIGNITY? PERSON_NAME FOLLOWING``; a dignity before the name stays with it."""
        *names, following = children
        return Found(_over(names), (_place(following),), False)

    def titles_around(self, children: list[Token]) -> Found:
        """``POSITION PERSON_NAME FOLLOWING``, or what stands in parentheses."""
        first, name, *rest = children
        return _noted(_place(name), (first, *rest))

    def name_and_parenthesis(self, children: list[Token]) -> Found:
        """``DIGNITY? PERSON_NAME PARENTHESIS FOLLOWING?``."""
        names = [c for c in children if c.type in ("DIGNITY", "PERSON_NAME")]
        return _noted(_over(names), children[len(names) :])

    def designation(self, children: list[Token]) -> Found:
        """``POSITION``: somebody unnamed keeps the designation as name."""
        return Found(_place(children[0]), (), False)

    # -- people --------------------------------------------------------------------------------

    def people(self, children: list[Token]) -> Classes:
        """The words of a line, each of a class."""
        return classes(children)


class _Later(NamedTuple):
    """Where the parts of a title stand that come behind the note-taker's mark."""

    titles: tuple[tuple[int, int], ...]


def _place(part: Token) -> tuple[int, int]:
    return part.start_pos, part.end_pos


def _over(parts: list[Token]) -> tuple[int, int]:
    return parts[0].start_pos, parts[-1].end_pos


def _noted(name: tuple[int, int], parts: Iterable[Token]) -> Found:
    """Return somebody with a title; the parentheses may also say that they take notes."""
    titles, noted = [], False
    for part in parts:
        begin, end = _place(part)
        if part.type == "PARENTHESIS" and part[-2:] == "*)":
            noted = True
            begin, end = begin + 1, begin + len(part[:-2].rstrip(",/-&"))
        if begin < end:
            titles.append((begin, end))
    return Found(name, tuple(titles), noted)
