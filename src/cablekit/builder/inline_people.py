"""The inline languages of lists of participants: the lines of a list, and its entries."""

from __future__ import annotations

from typing import Any, NamedTuple

from lark import Token

from cablekit.builder.text import flow
from cablekit.builder.words import title, trim


class Line(NamedTuple):
    """A piece of a list of participants and where it begins in the list's text.

    Attributes:
        kind: ``"label"`` for a delegation, ``"entry"`` for one person, ``"row"`` for several.
        text: The piece, without its bullet.
        start: Its offset.
    """

    kind: str
    text: str
    start: int


class Person(NamedTuple):
    """Somebody in a list: name, title, and whether they take notes."""

    name: str
    title: str
    note_taker: bool


_BULLETS = " -*•"


class PeopleInlineBuilder:
    """One method for every rule of a list of participants."""

    # -- participants --------------------------------------------------------------------------

    def participants(self, children: list[Any]) -> list[Line]:
        """``(delegation | entry | row | LIST_RULE | LIST_END)*``."""
        return [child for child in children if isinstance(child, Line)]

    def delegation(self, children: list[Token]) -> Line:
        """``DELEGATION``: a label."""
        return Line("label", str(children[0]), children[0].start_pos or 0)

    def entry(self, children: list[Token]) -> Line:
        """``BULLETED | ENTRY``."""
        token = children[0]
        text = str(token)
        if token.type == "BULLETED":
            bare = text.lstrip()
            text = bare[1:] if bare.startswith("o ") else bare.lstrip(_BULLETS)
            text = text[3:] if text[:1] == "(" and text[2:3] == ")" else text
            text = text.lstrip()
        return Line("entry", text, (token.end_pos or 0) - len(text))

    def row(self, children: list[Token]) -> Line:
        """``ROW``: a line that holds several people, or one at length."""
        return Line("row", str(children[0]), children[0].start_pos or 0)

    # -- participant ---------------------------------------------------------------------------

    def participant(self, children: list[Any]) -> Person:
        """``NOTE_TAKER_FIRST? somebody note_taker?``."""
        name, title = next(c for c in children if type(c) is tuple)
        takes_notes = False
        for child in children:
            if isinstance(child, list):
                takes_notes = True
                title = ", ".join(filter(None, (title, *child)))
            elif isinstance(child, Token):
                takes_notes = True
        return Person(name, title, takes_notes)

    def note_taker(self, children: list[Token]) -> list[str]:
        """``NOTE_TAKER FOLLOWING?``: the title may stand behind it."""
        return [title(child) for child in children[1:]]

    def title_before(self, children: list[Token]) -> tuple[str, str]:
        """``(POSITION | POSITION_COMMA | DIGNITY) PERSON_NAME``."""
        return trim(children[1]), title(children[0])

    def name_alone(self, children: list[Token]) -> tuple[str, str]:
        """``PERSON_NAME``."""
        return trim(children[0]), ""

    def name_and_title(self, children: list[Token]) -> tuple[str, str]:
        """``DIGNITY? PERSON_NAME FOLLOWING``; a dignity before the name stays with it."""
        return " ".join(trim(child) for child in children[:-1]), title(children[-1])

    def titles_around(self, children: list[Token]) -> tuple[str, str]:
        """``POSITION PERSON_NAME FOLLOWING``, or what stands in parentheses."""
        first, name, *rest = children
        return trim(name), ", ".join((title(first), *map(_bare, rest)))

    def name_and_parenthesis(self, children: list[Token]) -> tuple[str, str]:
        """``DIGNITY? PERSON_NAME PARENTHESIS FOLLOWING?``."""
        names = [c for c in children if c.type in ("DIGNITY", "PERSON_NAME")]
        rest = [c for c in children if c not in names]
        return " ".join(map(trim, names)), ", ".join(map(_bare, rest))

    def designation(self, children: list[Token]) -> tuple[str, str]:
        """``POSITION``: somebody unnamed keeps the designation as name."""
        return trim(children[0]), ""

    # -- people --------------------------------------------------------------------------------

    def people(self, children: list[Token]) -> list[Token]:
        """The parts of a line in which several people stand."""
        return children


def _bare(token: Token) -> str:
    """Return what follows a name, without the parentheses around it."""
    text = title(token)
    return flow([text[1:-1]]) if token.type == "PARENTHESIS" else text
