"""From a grammar that Lark has compiled to tables.

Compiling a grammar takes Lark a quarter of a second, so this is done once, for the tables that are
shipped, and again for the grammar of a dialect.
"""

from __future__ import annotations

from typing import Any

from lark import Lark
from lark.lexer import TerminalDef
from lark.parsers.lalr_analysis import Shift

from cablekit.tables import FILL, GATHERED, HEADS, Rule, Tables, head_of


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


def rank(terminal: TerminalDef) -> tuple[int, int, int, int, str]:
    """Order terminals: by priority, and then those with the same head together.

    Lark's lexers have no heads, and else the same order; the reference lexer is given this one.
    """
    pattern = terminal.pattern
    head = head_of(pattern.to_regexp())
    place = HEADS.index(head) if head in HEADS else len(HEADS)
    return (-terminal.priority, place, -pattern.max_width, -len(pattern.value), terminal.name)
