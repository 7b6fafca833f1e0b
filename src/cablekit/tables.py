"""The tables of a compiled grammar, as plain data.

Compiling a grammar takes Lark a quarter of a second, so the tables of our own grammar are
shipped as JSON beside the vocabularies. They carry a fingerprint of what they were made from;
tables of another grammar are not used, but made anew.
"""

from __future__ import annotations

import copy
import hashlib
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from lark import Lark, Token
from lark.lexer import ContextualLexer, Lexer, TerminalDef
from lark.parsers.lalr_analysis import Shift

#: Plain data: ``starts``, ``ends``, ``names``, ``rows``, ``rules``, ``terminals``, ``ignored``,
#: ``scanners`` and ``scans``.
Tables: TypeAlias = dict[str, Any]

#: The end of the name of a fill.
FILL = "_FILL"

#: The beginning of the name of a key that may stand inside a line.
GLUED = "GLUED_"

#: In place of the state that follows a rule: its value goes to the list before it.
GATHERED = -1_000_000

#: How all patterns are compiled: letters are those of ASCII, which Python folds and looks up much
#: faster. A pattern asks for those of Unicode as ``(?u:...)``.
FLAGS = re.ASCII

#: Where the tables of our own grammar are shipped.
SHIPPED = Path(__file__).parent / "data" / "tables.json"

#: What most keys begin with: the end of a line, up to four empty lines, the blanks of their line.
_LINE_START = "(?>(?<![^\n])| *+\n)"
#: Behind an empty line, at the start of any line, anywhere.
_HEADS = [
    _LINE_START + "(?: *+\n){1,4}+ *+",
    _LINE_START + "(?: *+\n){0,4}+ *+",
    "(?: *+\n){0,4}+ *+",
]
#: Behind the head, what only stands near the end of a text begins so.
_NEAR_END = "(?!(?s:.{3000}))"
#: The grammar puts this before a long end that several patterns have.
_SHARED = "(?#shared)"


class ReferenceLexer(ContextualLexer):
    """Lark's contextual lexer without its search for overlapping terminals, which takes minutes."""

    def __init__(self, conf: Any, states: Any, always_accept: Any = ()) -> None:
        """Take what Lark gives its own."""
        conf = copy.copy(conf)
        conf.skip_validation = True
        # Lark has an order of its own within a priority, so that each terminal gets one.
        for place, terminal in enumerate(sorted(conf.terminals, key=rank, reverse=True)):
            terminal.priority = place
        super().__init__(conf, states, always_accept)


class NoLexer(Lexer):
    """Stands in for a lexer when Lark compiles a grammar that an engine will run."""

    def __init__(self, conf: Any) -> None:
        """Take nothing from ``conf``."""

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Token]:
        """Never called."""
        raise NotImplementedError


class Rule(NamedTuple):
    """What the engine needs of a rule.

    Attributes:
        origin: Name of the rule in the tables.
        name: Name of what is made: the alias, or the origin.
        size: Number of symbols.
        passes: Whether it only passes its one child on.
        collects: Whether it adds an item to a list.
        expands: Whether a single child is passed on.
        include: Index of each child that is kept, and whether it is expanded; ``None`` for
            all as they are.
    """

    origin: str
    name: str
    size: int
    passes: bool
    collects: bool
    expands: bool
    include: list[tuple[int, bool]] | None


def tables_of(lark: Lark) -> Tables:
    """Return the tables of a grammar that Lark has compiled."""
    table = lark.parser.parser.parser.parse_table
    order = _walk(table)
    index = {state: number for number, state in enumerate(order)}
    rules: dict[Any, int] = {}
    states: list[dict[str, int]] = [
        {
            str(name): index[arg] if action is Shift else -1 - rules.setdefault(arg, len(rules))
            for name, (action, arg) in sorted(table.states[state].items())
        }
        for state in order
    ]
    made = [_rule(rule) for rule in rules]
    _shorten(states, made)
    _gather(states, made)
    names: dict[str, int] = {}
    rows = [
        [number for name, to in row.items() for number in (names.setdefault(name, len(names)), to)]
        for row in states
    ]
    terminals = {t.name: t.pattern.to_regexp() for t in sorted(lark.terminals, key=rank)}
    ignored = sorted(lark.ignore_tokens)
    scanners, scans = _scanners(states, terminals, frozenset(ignored))
    return {
        "starts": {str(name): index[state] for name, state in table.start_states.items()},
        "ends": {str(name): index[state] for name, state in table.end_states.items()},
        "names": list(names),
        "rows": rows,
        "rules": [list(rule) for rule in made],
        "terminals": [[name, pattern] for name, pattern in terminals.items()],
        "ignored": ignored,
        "scanners": scanners,
        "scans": scans,
    }


def _scanners(
    states: list[dict[str, int]], terminals: dict[str, str], ignored: frozenset[str]
) -> tuple[list[list[str]], list[list[Any]]]:
    """Return the sets of keys to compile, and for each state those that it needs and its fill.

    Many states accept what another one does and a few keys more. Compiling a set takes Python
    longer than reading a cable, so these share the larger part and have the rest for themselves.
    """
    scanned = {0} | {
        to for row in states for name, to in row.items() if name in terminals and to >= 0
    }
    numbers: dict[tuple[str, ...], int] = {}
    accepted = [[n for n in terminals if n in row or n in ignored] for row in states]
    keys = [tuple(n for n in names if not n.endswith(FILL)) for names in accepted]
    fills = [next((n for n in names if n.endswith(FILL)), "") for names in accepted]
    parts: dict[tuple[str, ...], list[int]] = {}
    for wanted in sorted({keys[s] for s in scanned}, key=lambda k: (len(k), k)):
        shared = _shared(wanted, numbers, terminals)
        rest = tuple(name for name in wanted if name not in shared)
        parts[wanted] = [numbers.setdefault(k, len(numbers)) for k in (shared, rest) if k]
    for wanted in keys:
        if wanted not in parts:
            parts[wanted] = [numbers.setdefault(wanted, len(numbers))] if wanted else []
    scans = [[fill, *parts[wanted]] for fill, wanted in zip(fills, keys, strict=True)]
    return [list(names) for names in numbers], scans


def set_off(patterns: Iterable[str]) -> bool:
    """Tell whether all patterns begin at a blank or at the start of a line."""
    return all(pattern.startswith((_LINE_START, " ", "(?= ")) for pattern in patterns)


def _shared(
    wanted: tuple[str, ...], numbers: dict[tuple[str, ...], int], terminals: dict[str, str]
) -> tuple[str, ...]:
    """Return the set among ``numbers`` that is most of ``wanted``, or none."""
    enough = 0.6 * sum(len(terminals[name]) for name in wanted)
    best: tuple[str, ...] = ()
    for names in numbers:
        size = sum(len(terminals[name]) for name in names)
        if size >= enough and set(names) < set(wanted):
            best, enough = names, size
    return best


def _shorten(states: list[dict[str, int]], rules: list[Rule]) -> None:
    """Go past each state that only passes a value on to the rule that it stands for.

    A third of all reductions are such. No text is scanned in these states: they follow a rule.
    """
    passing: dict[int, str] = {}
    for number, row in enumerate(states):
        actions = set(row.values())
        if len(actions) == 1 and (action := actions.pop()) < 0 and rules[-1 - action].passes:
            passing[number] = rules[-1 - action].origin
    origins = {rule.origin for rule in rules}
    for row in states:
        for name in origins & row.keys():
            while row[name] in passing:
                row[name] = row[passing[row[name]]]


def _gather(states: list[dict[str, int]], rules: list[Rule]) -> None:
    """Put ``GATHERED`` where a value only goes to the list below it, which is all that follows.

    The state of that list is the one that stays: it was reached by the list, and so is the next.
    """
    gathering: set[int] = set()
    for number, row in enumerate(states):
        actions = set(row.values())
        if len(actions) == 1 and (action := actions.pop()) < 0:
            rule = rules[-1 - action]
            if rule.collects and rule.include == [(0, True), (1, False)]:
                gathering.add(number)
    origins = {rule.origin for rule in rules}
    for row in states:
        for name in origins & row.keys():
            if row[name] in gathering:
                row[name] = GATHERED


def _walk(table: Any) -> list[int]:
    """Return the states in the order of a walk from the starts: Lark's own numbers vary."""
    order = [state for _, state in sorted(table.start_states.items())]
    seen = set(order)
    for state in order:
        for _, (action, arg) in sorted(table.states[state].items()):
            if action is Shift and arg not in seen:
                seen.add(arg)
                order.append(arg)
    return order


def _rule(rule: Any) -> Rule:
    symbols = rule.expansion
    include = [
        (index, not symbol.is_term and symbol.name.startswith("_"))
        for index, symbol in enumerate(symbols)
        if not (symbol.is_term and symbol.filter_out)
    ]
    plain = len(include) == len(symbols) and not any(expand for _, expand in include)
    expands = bool(rule.options.expand1) and not rule.alias
    return Rule(
        origin=str(rule.origin.name),
        name=str(rule.alias or rule.origin.name),
        size=len(symbols),
        passes=expands and plain and len(symbols) == 1,
        collects=symbols[:1] == [rule.origin] and include[:1] == [(0, True)],
        expands=expands,
        include=None if plain else include,
    )


def fingerprint(*texts: str) -> str:
    """Return what tells whether tables were made from these texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def shipped(name: str, made_from: str) -> Tables | None:
    """Return the shipped tables ``name``, or ``None`` if they were made from another text.

    Args:
        name: ``structure`` or ``inline``.
        made_from: Fingerprint of the grammar's text.
    """
    try:
        stored: Tables = json.loads(SHIPPED.read_text(encoding="utf-8"))[name]
    except (OSError, ValueError, KeyError):
        return None
    return stored if stored.get("made_from") == made_from else None


def rank(terminal: TerminalDef) -> tuple[int, int, int, int, str]:
    """Order terminals: by priority, and then those with the same head together.

    Lark's lexers have no heads, and else the same order; the reference lexer is given this one.
    """
    pattern = terminal.pattern
    head = head_of(pattern.to_regexp())
    place = _HEADS.index(head) if head in _HEADS else len(_HEADS)
    return (-terminal.priority, place, -pattern.max_width, -len(pattern.value), terminal.name)


def alternation(patterns: Sequence[tuple[str, str]]) -> str:
    """Join named patterns in their order; neighbours share one copy of their head and end.

    Args:
        patterns: Pairs of group name, ``""`` for none, and pattern.
    """
    parts = []
    for head, run in itertools.groupby(patterns, key=lambda p: head_of(p[1])):
        tails = [(name, pattern[len(head) :]) for name, pattern in run]
        joined = "|".join(
            _joined(list(same), end) for end, same in itertools.groupby(tails, key=_end_of)
        )
        parts.append(f"{head}(?:{joined})" if head else joined)
    return "|".join(parts)


def _joined(patterns: list[tuple[str, str]], end: str) -> str:
    """Join named patterns that have the same end."""
    if len(patterns) == 1:
        end = ""
    begin = _NEAR_END if all(p.startswith(_NEAR_END) for _, p in patterns) else ""
    cut = slice(len(begin), -len(_SHARED + end) if end else None)
    # An empty group behind the pattern costs less than a group around it.
    named = "|".join(f"(?:{p[cut]})(?P<{name}>)" if name else p[cut] for name, p in patterns)
    return f"{begin}(?:{named}){end}" if begin or end else named


def _end_of(pattern: tuple[str, str]) -> str:
    """Return the end that a named pattern shares with others, or ``""``."""
    return pattern[1].partition(_SHARED)[2]


def head_of(pattern: str) -> str:
    """Return the head that a pattern shares with most keys, or ``""``."""
    return next((head for head in _HEADS if pattern.startswith(head)), "")
