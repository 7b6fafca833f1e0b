"""The inline language of lists of participants."""

from __future__ import annotations

from typing import Any, NamedTuple

from lark import Token

from cablekit.builder.text import flow
from cablekit.builder.words import title, trim


class Person(NamedTuple):
    """An entry of a list of participants and its offsets in the list's text."""

    name: str
    title: str
    delegation: str
    note_taker: bool
    start: int
    end: int


class PeopleInlineBuilder:
    """One method for every rule of a list of participants."""

    # -- participants --------------------------------------------------------------------------

    def participants(self, children: list[Any]) -> list[Person]:
        """``(delegation | participant | LIST_RULE | LIST_END)*``."""
        people: list[Person] = []
        group: Person | None = None
        followed = True
        for child in children:
            if not isinstance(child, Person):
                continue
            if child.name:
                people.append(child._replace(delegation=group.delegation if group else ""))
                followed = True
            else:
                people += _nobody(group, followed)
                group, followed = child, False
        return people + _nobody(group, followed)

    def delegation(self, children: list[Token]) -> Person:
        """``DELEGATION``: a label, and nobody's name."""
        label = children[0]
        text = flow([label]).rstrip(": ")
        return Person("", "", text, False, label.start_pos or 0, label.end_pos or 0)

    def participant(self, children: list[Any]) -> Person:
        """``BULLET? person_entry NOTE_TAKER? LIST_END``."""
        name, title, start, end = next(c for c in children if isinstance(c, tuple))
        takers = [c for c in children if isinstance(c, Token) and c.type == "NOTE_TAKER"]
        if takers:
            end = takers[-1].end_pos or end
        return Person(name, title, "", bool(takers), start, end)

    def position_first(self, children: list[Token]) -> tuple[str, str, int, int]:
        """``POSITION PERSON_NAME``."""
        return _person(children, trim(children[1]), title(children[0]))

    def name_alone(self, children: list[Token]) -> tuple[str, str, int, int]:
        """``PERSON_NAME``."""
        return _person(children, trim(children[0]), "")

    def name_and_title(self, children: list[Token]) -> tuple[str, str, int, int]:
        """``POSITION? PERSON_NAME FOLLOWING``; a style before the name stays with it."""
        name = " ".join(trim(child) for child in children[:-1])
        return _person(children, name, title(children[-1]))

    def name_and_parenthesis(self, children: list[Token]) -> tuple[str, str, int, int]:
        """``POSITION? PERSON_NAME PARENTHESIS``."""
        name = " ".join(trim(child) for child in children[:-1])
        return _person(children, name, flow([children[-1]]).strip("() "))

    def position_alone(self, children: list[Token]) -> tuple[str, str, int, int]:
        """``POSITION``: somebody unnamed keeps the designation as name."""
        return _person(children, trim(children[0]), "")


def _nobody(group: Person | None, followed: bool) -> list[Person]:
    """Return the label of a delegation that nobody follows as an entry of its own."""
    if group is None or followed:
        return []
    return [group._replace(name=group.delegation, delegation="")]


def _person(children: list[Token], name: str, title: str) -> tuple[str, str, int, int]:
    return name, title, children[0].start_pos or 0, children[-1].end_pos or 0
