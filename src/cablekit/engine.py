"""Runs the LALR tables that Lark compiles, without the cost of Lark's own loop.

Lark compiles the grammar; its contextual lexer and its parser loop remain the reference
(``lexer="contextual"``), and a test holds both to equal results. This loop makes the same moves,
but for rules that only pass a value on (:mod:`cablekit.tables`), with one compiled scanner a state
and no line counting.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from cablekit.errors import UnreadError
from cablekit.reductions import reduction
from cablekit.tables import FLAGS, GATHERED, GLUED, Rule, Tables, alternation, set_off
from cablekit.tokens import Token

#: Matches a text at a position.
Match: TypeAlias = Callable[[str, int], Any]

#: What is known of a state: the matcher of its keys, the name and the matcher of its fill, its
#: row, the matcher of those keys that begin at the start of a line.
State: TypeAlias = list[Any]

#: What to do: for a reduction its length, what makes the value, name of the rule; for a shift
#: 0, ``None``, the state.
Action: TypeAlias = tuple[int, Callable[[list[Any]], Any] | None, Any]

#: For a terminal the action; for a rule the row of the next state, ``None`` for a value that goes
#: to the list below it.
Row: TypeAlias = dict[str, Any]


class Engine:
    """Tables ready to run, with what makes the values."""

    def __init__(self, tables: Tables, transformer: Any = None) -> None:
        """Prepare ``tables``; scanners are compiled when a text first needs them.

        Args:
            tables: The tables of a grammar.
            transformer: An object with one method a rule; without one there are trees.
        """
        self._scanners, self._scans = tables["scanners"], tables["scans"]
        self._terminals: dict[str, str] = dict(tables["terminals"])
        self._rank = {name: place for place, name in enumerate(self._terminals)}
        self._ignored = frozenset(tables["ignored"])
        self._compiled: dict[Any, Match] = {}
        self._rows: list[Row] = [{} for _ in tables["rows"]]
        reductions = [reduction(Rule(*row), transformer) for row in tables["rules"]]
        shift = functools.cache(lambda state: (0, None, self._state(state)))
        names = tables["names"]
        keys = [name in self._terminals for name in names]
        rows = self._rows
        for row, codes in zip(rows, tables["rows"], strict=True):
            for name, code in zip(codes[::2], codes[1::2], strict=True):
                if code >= 0:
                    row[names[name]] = shift(code) if keys[name] else rows[code]
                else:
                    row[names[name]] = reductions[-1 - code] if code > GATHERED else None
        self._starts = {name: self._state(state) for name, state in tables["starts"].items()}
        self._ends = {name: self._rows[state] for name, state in tables["ends"].items()}

    def parse(self, text: str, start: str = "start") -> Any:
        """Return ``text`` read as ``start``: a tree, or what the transformer made of it.

        Raises:
            UnreadError: No accepted terminal matches at some place, or the text ends too early.
        """
        new, token_class = str.__new__, Token
        keys, fill, run, row, _ = self._starts[start]
        rows: list[Row] = [row]
        values: list[Any] = []
        ahead: Any = None
        position, size = 0, len(text)
        while position < size:
            match: Any = ahead or keys(text, position)
            kind = fill if match is None else match.lastgroup
            action: Any = row.get(kind)
            if action is None:
                if match is None or kind not in self._ignored:
                    raise UnreadError(position)
                position = match.end()
                continue
            length, make, to = action
            while make is not None:
                if length == 1:
                    rows.pop()
                    value = make([values.pop()])
                elif length:
                    children = values[-length:]
                    del values[-length:], rows[-length:]
                    value = make(children)
                else:
                    value = make([])
                row = rows[-1]
                to = row[to]
                if to is None:
                    values[-1].append(value)
                else:
                    values.append(value)
                    rows.append(to)
                    row = to
                action = row.get(kind)
                if action is None:
                    raise UnreadError(position)
                length, make, to = action
            begin = position
            if match is None:
                position, ahead = self._fill(run, to, text, begin)
                token: Any = new(token_class, text[begin:position])
            else:
                position, ahead = match.end(), None
                token = new(token_class, match[0])
            token.type, token.start_pos = kind, begin
            values.append(token)
            keys, fill, run, row, _ = to
            rows.append(row)
        return self._end(rows, values, self._ends[start], size)

    def _fill(self, run: Match, state: State, text: str, position: int) -> tuple[int, Any]:
        """Return the end of a fill that begins at ``position``, and the match of the key there.

        Args:
            run: The matcher of the fill.
            state: The state behind it, whose keys end it.
            text: The text.
            position: Where it begins.
        """
        match = run(text, position)
        if match is None:
            raise UnreadError(position)
        keys, size = state[0], len(text)
        position = match.end()
        while position < size and text[position - 1] == "\n":
            key = keys(text, position)
            if key is not None and (
                not key.lastgroup.startswith(GLUED) or state[-1](text, position) is not None
            ):
                return position, key
            match = run(text, position)
            if match is None:
                break
            position = match.end()
        return position, None

    def _end(self, rows: list[Row], values: list[Any], end: Row, size: int) -> Any:
        """Make the reductions at the end of the text and return the value of the whole."""
        row = rows[-1]
        while row is not end:
            action = row.get("$END")
            if action is None:
                raise UnreadError(size)
            length, make, to = action
            children: list[Any] = []
            if length:
                children = values[-length:]
                del values[-length:], rows[-length:]
            value = make(children)
            row = rows[-1]
            to = row[to]
            if to is None:
                values[-1].append(value)
            else:
                values.append(value)
                rows.append(to)
                row = to
        return values[-1]

    def _state(self, number: int) -> State:
        """Return what is known of a state; its first use puts each compiled matcher in place."""
        fill, *parts = self._scans[number]
        state: State = []

        def keys(text: str, position: int) -> Any:
            match: Match = _nothing
            if parts:
                match = self._either(*parts) if len(parts) > 1 else self._scanner(parts[0])
            state[0] = match
            return match(text, position)

        def run(text: str, position: int) -> Any:
            state[2] = match = self._compiled.get(fill) or self._compile(fill, [fill])
            return match(text, position)

        def line(text: str, position: int) -> Any:
            """Match a key of a line, where a glued one begins too."""
            names = [n for part in parts for n in self._scanners[part]]
            whole = tuple(name for name in names if not name.startswith(GLUED))
            state[-1] = match = self._compiled.get(whole) or self._compile(whole, whole)
            return match(text, position)

        state += (keys, fill, run, self._rows[number], line)
        return state

    def _either(self, part: int, rest: int) -> Match:
        """Return the matcher of two sets of keys: of two matches, that of the first terminal."""
        keys, more, rank = self._scanner(part), self._scanner(rest), self._rank
        apart = set_off(self._terminals[name] for name in self._scanners[part])
        first = min(rank[name] for name in self._scanners[rest])

        def either(text: str, position: int) -> Any:
            if apart and position and text[position] not in " \n" and text[position - 1] != "\n":
                return more(text, position)
            one = keys(text, position)
            if one is not None and rank[one.lastgroup] < first:
                return one
            other = more(text, position)
            if one is None or other is None:
                return one or other
            return one if rank[one.lastgroup] < rank[other.lastgroup] else other

        return either

    def _scanner(self, part: int) -> Match:
        """Return the matcher of a set of keys, which is compiled when a text first needs it."""
        return self._compiled.get(part) or self._compile(part, self._scanners[part])

    def _compile(self, place: Any, names: Iterable[str]) -> Match:
        pattern = alternation([(name, self._terminals[name]) for name in names])
        match = self._compiled[place] = re.compile(pattern, FLAGS).match
        return match


def _nothing(_text: str, _position: int) -> None:
    """Match nothing: some states accept no key."""
