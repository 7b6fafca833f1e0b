"""The inline languages of passing instructions and of redactions."""

from __future__ import annotations

from typing import Any, NamedTuple

from cablekit.builder.words import trim
from cablekit.tokens import Token


class Clause(NamedTuple):
    """One instruction and its offsets in the text.

    Attributes:
        by: Who is to act.
        to: To whom the message is to be passed.
        attention: For whose attention it is.
        start: Where the clause begins.
        end: Where it ends.
    """

    by: str
    to: str
    attention: str
    start: int
    end: int


class PassingInlineBuilder:
    """One method for every rule of these languages."""

    # -- redactions ----------------------------------------------------------------------------

    def redactions(self, children: list[Token]) -> list[Token]:
        """``(REDACTION | UNCUT)*``: what was taken out."""
        return [child for child in children if child.type == "REDACTION"]

    # -- passing -------------------------------------------------------------------------------

    def passing(self, children: list[Any]) -> list[Clause]:
        """``instruction (CLAUSE_END instruction)*``: none if one of them asks for nothing."""
        clauses = [child for child in children if isinstance(child, Clause) and child.end]
        return clauses if all(clause.to or clause.attention for clause in clauses) else []

    def instruction(self, children: list[tuple[str, Token, Token]]) -> Clause:
        """``actor? passed? wanted* sent?``."""
        if not children:
            return Clause("", "", "", 0, 0)
        said = {kind: trim(name) for kind, _, name in reversed(children)}
        start, end = children[0][1].start_pos, children[-1][2].end_pos
        if not said.keys() & {"to", "attention"}:
            said = {}
        return Clause(said.get("by", ""), said.get("to", ""), said.get("attention", ""), start, end)

    def actor(self, children: list[Token]) -> tuple[str, Token, Token]:
        """``PASSING_NAME``."""
        return "by", children[0], children[0]

    def passed(self, children: list[Token]) -> tuple[str, Token, Token]:
        """``PASS_TO PASSING_NAME``."""
        return "to", children[0], children[1]

    def wanted(self, children: list[Token]) -> tuple[str, Token, Token]:
        """``WANTED PASSING_NAME``."""
        return "attention", children[0], children[1]

    def sent(self, children: list[Token]) -> tuple[str, Token, Token]:
        """``SENT PASSING_NAME``: who speaks, which is left in the text."""
        return "from", children[0], children[1]
