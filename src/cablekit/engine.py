"""Runs the LALR tables that Lark compiles, without the cost of Lark's own loop.

Lark compiles the grammar; its contextual lexer and its parser loop remain the reference
(``lexer="contextual"``), and a test holds both to equal results. This loop makes the same moves,
but for rules that only pass a value on (:mod:`cablekit.tables`), with one compiled scanner a state
and no line counting.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from lark import Token, Tree, UnexpectedCharacters, UnexpectedToken

from cablekit.tables import FILL, Rule, Tables, alternation

#: What a reduction does: length, what makes the value, name of the rule.
Reduction: TypeAlias = tuple[int, Callable[[list[Any]], Any] | None, str]


class Leaf(Token):
    """A token that knows its offsets, and no line or column: nobody asks for them."""

    __slots__ = ()

    line = column = end_line = end_column = None
    value = property(str.__str__)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as a plain token."""
        return Token, (self.type, str(self), self.start_pos, None, None, None, None, self.end_pos)

    def __deepcopy__(self, memo: Any) -> Leaf:
        """Return the token itself: it is never changed."""
        return self


class Engine:
    """Tables ready to run, with what makes the values."""

    def __init__(self, tables: Tables, transformer: Any = None) -> None:
        """Prepare ``tables``; scanners are compiled when a text first needs them.

        Args:
            tables: The tables of a grammar.
            transformer: An object with one method a rule; without one there are trees.
        """
        self._starts, self._ends = tables["starts"], tables["ends"]
        reductions = [_reduction(Rule(*row), transformer) for row in tables["rules"]]
        names = tables["names"]
        self._actions: list[dict[str, Any]] = [
            {
                names[name]: action if action >= 0 else reductions[-1 - action]
                for name, action in zip(row[::2], row[1::2], strict=True)
            }
            for row in tables["rows"]
        ]
        self._terminals: dict[str, str] = dict(tables["terminals"])
        self._ignored = frozenset(tables["ignored"])
        self._entries: list[list[Any] | None] = [None] * len(self._actions)
        self._keys: dict[tuple[str, ...], Any] = {}
        self._fills: dict[str, Any] = {}

    def parse(self, text: str, start: str = "start") -> Any:
        """Return ``text`` read as ``start``: a tree, or what the transformer made of it.

        Raises:
            UnexpectedCharacters: No accepted terminal matches at some place.
            UnexpectedToken: The text ends too early.
        """
        actions, entries, ignored = self._actions, self._entries, self._ignored
        new, leaf = str.__new__, Leaf
        state, position, size = self._starts[start], 0, len(text)
        states: list[int] = [state]
        values: list[Any] = []
        while position < size:
            keys, fill, fill_name, row = entries[state] or self._entry(state)
            match = keys(text, position)
            if match is not None:
                kind = match.lastgroup
            else:
                match = (fill or self._fill(state))(text, position)
                if match is None:
                    raise _unexpected(text, position)
                kind = fill_name
            begin, position = position, match.end()
            if kind in ignored:
                continue
            token: Any = new(leaf, match.group())
            token.type, token.start_pos, token.end_pos = kind, begin, position
            action = row[kind]
            while type(action) is not int:
                length, make, origin = action
                if make is None:
                    states.pop()
                elif length:
                    children = values[-length:]
                    del values[-length:], states[-length:]
                    values.append(make(children))
                else:
                    values.append(make([]))
                state = actions[states[-1]][origin]
                states.append(state)
                action = actions[state][kind]
            state = action
            states.append(state)
            values.append(token)
        return self._end(states, values, self._ends[start])

    def _end(self, states: list[int], values: list[Any], end: int) -> Any:
        """Make the reductions at the end of the text and return the value of the whole."""
        actions = self._actions
        while states[-1] != end:
            action = actions[states[-1]].get("$END")
            if action is None:
                end_token = Token("$END", "")
                raise UnexpectedToken(end_token, set(actions[states[-1]]))  # type: ignore[no-untyped-call]
            length, make, origin = action
            if make is None:
                states.pop()
            else:
                children = values[len(values) - length :]
                del values[len(values) - length :], states[len(states) - length :]
                values.append(make(children))
            states.append(actions[states[-1]][origin])
        return values[-1]

    def _entry(self, state: int) -> list[Any]:
        """Return what ``state`` accepts: matchers of its keys and its fill, the fill, the row.

        The fill's matcher is ``None`` until a text first needs it.
        """
        row = self._actions[state]
        accepted = [n for n in self._terminals if n in row or n in self._ignored]
        keys = tuple(name for name in accepted if not name.endswith(FILL))
        if keys not in self._keys:
            pattern = alternation([(name, self._terminals[name]) for name in keys])
            self._keys[keys] = re.compile(pattern or "(?!)").match
        fill = next((name for name in accepted if name.endswith(FILL)), "")
        entry = [self._keys[keys], self._fills.get(fill), fill, row]
        self._entries[state] = entry
        return entry

    def _fill(self, state: int) -> Any:
        """Return the matcher of the fill that ``state`` accepts; none matches nothing."""
        entry = self._entries[state] or self._entry(state)
        name = entry[2]
        if name not in self._fills:
            self._fills[name] = re.compile(self._terminals.get(name, "(?!)")).match
        entry[1] = self._fills[name]
        return entry[1]


def _unexpected(text: str, position: int) -> UnexpectedCharacters:
    return UnexpectedCharacters(text, position, -1, -1)  # type: ignore[no-untyped-call]


def _reduction(rule: Rule, transformer: Any) -> Reduction:
    """Return what a reduction by ``rule`` does; one that only passes a value on makes none."""
    if rule.passes:
        return rule.size, None, rule.origin
    if rule.collects and rule.include is not None:
        rest = rule.include[1:]
        make = _collect if rest == [(1, False)] else _collecting(rest)
        return rule.size, make, rule.origin
    make = _list if rule.name.startswith("_") else _maker(rule.name, transformer)
    if rule.include is not None:
        make = _including(rule.include, make)
    if rule.expands:
        make = _single(make)
    return rule.size, make, rule.origin


def _maker(name: str, transformer: Any) -> Callable[[list[Any]], Any]:
    method: Callable[[list[Any]], Any] | None = getattr(transformer, name, None)
    return method if method is not None else lambda children: Tree(name, children)


def _list(children: list[Any]) -> list[Any]:
    """Make the value of a rule that is expanded where it stands."""
    return children


def _collect(children: list[Any]) -> list[Any]:
    """Add an item to the list before it: ``_items: _items item``."""
    items: list[Any] = children[0]
    items.append(children[1])
    return items


def _collecting(include: list[tuple[int, bool]]) -> Callable[[list[Any]], list[Any]]:
    """Add several items to the list before them: ``_items: _items item _more``."""

    def collect(children: list[Any]) -> list[Any]:
        items: list[Any] = children[0]
        for index, expand in include:
            if expand:
                items += children[index]
            else:
                items.append(children[index])
        return items

    return collect


def _including(
    include: list[tuple[int, bool]], make: Callable[[list[Any]], Any]
) -> Callable[[list[Any]], Any]:
    """Leave out tokens without a name, and expand the rules whose name begins with ``_``."""

    def included(children: list[Any]) -> Any:
        kept: list[Any] = []
        for index, expand in include:
            if expand:
                kept += children[index]
            else:
                kept.append(children[index])
        return make(kept)

    return included


def _single(make: Callable[[list[Any]], Any]) -> Callable[[list[Any]], Any]:
    """Pass a single child on, as a rule with a question mark does."""
    return lambda children: children[0] if len(children) == 1 else make(children)
