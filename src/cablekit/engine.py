"""Runs the LALR tables that Lark compiles, without the cost of Lark's own loop.

Lark compiles the grammar; its contextual lexer and its parser loop remain the reference
(``lexer="contextual"``), and a test holds both to equal results. This loop makes the same moves,
but for rules that only pass a value on (:mod:`cablekit.tables`), with one compiled scanner a state
and no line counting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from lark import Token, Tree, UnexpectedCharacters, UnexpectedToken

from cablekit.tables import GATHERED, GLUED, Rule, Tables, alternation, set_off

#: Matches a text at a position.
Match: TypeAlias = Callable[[str, int], Any]

#: What a state accepts: the matcher of its keys, its fill, its row of actions.
Entry: TypeAlias = tuple[Match, str, dict[str, Any]]

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
                names[name]: reductions[-1 - action] if GATHERED < action < 0 else action
                for name, action in zip(row[::2], row[1::2], strict=True)
            }
            for row in tables["rows"]
        ]
        self._terminals: dict[str, str] = dict(tables["terminals"])
        self._rank = {name: place for place, name in enumerate(self._terminals)}
        self._ignored = frozenset(tables["ignored"])
        self._scanners, self._scans = tables["scanners"], tables["scans"]
        self._entries: list[Entry | None] = [None] * len(self._actions)
        self._compiled: dict[Any, Match] = {}

    def parse(self, text: str, start: str = "start") -> Any:  # noqa: PLR0915 - one hot loop
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
        ahead: Any = None
        while position < size:
            keys, fill, row = entries[state] or self._entry(state)
            match: Any = ahead or keys(text, position)
            kind = fill if match is None else match.lastgroup
            action: Any = row.get(kind)
            if action is None:
                if match is None or kind not in ignored:
                    raise _unexpected(text, position)
                position = match.end()
                continue
            while type(action) is not int:
                length, make, origin = action
                if make is None:
                    states.pop()
                elif length == 1:
                    states.pop()
                    values[-1] = make([values[-1]])
                elif length:
                    children = values[-length:]
                    del values[-length:], states[-length:]
                    values.append(make(children))
                else:
                    values.append(make([]))
                before = states[-1]
                state = actions[before][origin]
                if state == GATHERED:
                    state = before
                    value = values.pop()
                    values[-1].append(value)
                else:
                    states.append(state)
                action = actions[state].get(kind)
                if action is None:
                    raise _unexpected(text, position)
            state = action
            states.append(state)
            begin = position
            if match is None:
                position, ahead = self._fill(fill, state, text, position)
                token: Any = new(leaf, text[begin:position])
            else:
                position, ahead = match.end(), None
                token = new(leaf, match.group())
            token.type, token.start_pos, token.end_pos = kind, begin, position
            values.append(token)
        return self._end(states, values, self._ends[start])

    def _fill(self, fill: str, state: int, text: str, position: int) -> tuple[int, Any]:
        """Return the end of a fill that begins at ``position``, and the match of the key there.

        Args:
            fill: Name of the fill.
            state: The state behind it, whose keys end it.
            text: The text.
            position: Where it begins.
        """
        run = self._compiled.get(fill) or self._compile(fill, [fill])
        keys, _, _ = self._entries[state] or self._entry(state)
        match = run(text, position)
        if match is None:
            raise _unexpected(text, position)
        position, size = match.end(), len(text)
        while position < size and text[position - 1] == "\n":
            key = keys(text, position)
            if key is not None and (
                not key.lastgroup.startswith(GLUED) or self._line(state, text, position)
            ):
                return position, key
            match = run(text, position)
            if match is None:
                break
            position = match.end()
        return position, None

    def _line(self, state: int, text: str, position: int) -> bool:
        """Tell whether a key of a line begins where a glued one does."""
        names = [n for part in self._scans[state][1:] for n in self._scanners[part]]
        whole = tuple(name for name in names if not name.startswith(GLUED))
        line = self._compiled.get(whole) or self._compile(whole, whole)
        return line(text, position) is not None

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
            state = actions[states[-1]][origin]
            if state == GATHERED:
                value = values.pop()
                values[-1].append(value)
            else:
                states.append(state)
        return values[-1]

    def _entry(self, state: int) -> Entry:
        """Return what ``state`` accepts: its keys, the name of its fill, its row."""
        fill, *parts = self._scans[state]
        keys = self._either(*parts) if len(parts) > 1 else _nothing
        if len(parts) == 1:
            keys = self._scanner(parts[0])
        entry = (keys, fill, self._actions[state])
        self._entries[state] = entry
        return entry

    def _either(self, part: int, rest: int) -> Match:
        """Return the matcher of two sets of keys: of two matches, that of the first terminal."""
        keys, more, rank = self._scanner(part), self._scanner(rest), self._rank
        apart = set_off(self._terminals[name] for name in self._scanners[part])

        def either(text: str, position: int) -> Any:
            other = more(text, position)
            if apart and position and text[position] not in " \n" and text[position - 1] != "\n":
                return other
            one = keys(text, position)
            if one is None or other is None:
                return one or other
            return min(one, other, key=lambda match: rank[match.lastgroup])

        return either

    def _scanner(self, part: int) -> Match:
        """Return the matcher of a set of keys, which is compiled when a text first needs it."""
        return self._compiled.get(part) or self._compile(part, self._scanners[part])

    def _compile(self, place: Any, names: Iterable[str]) -> Match:
        pattern = alternation([(name, self._terminals[name]) for name in names])
        match = self._compiled[place] = re.compile(pattern).match
        return match


def _nothing(_text: str, _position: int) -> None:
    """Match nothing: some states accept no key."""


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
