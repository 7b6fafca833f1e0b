"""What becomes of the symbols of a rule: the functions that a reduction calls.

They do what Lark does with the children of a rule: tokens without a name are left out, a rule whose
name begins with ``_`` is expanded, one with a question mark passes a single child on.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, TypeAlias

from cablekit.tables import Rule

#: What a reduction does: length, what makes the value, name of the rule.
Reduction: TypeAlias = tuple[int, Callable[[list[Any]], Any], str]


def reduction(rule: Rule, transformer: Any) -> Reduction:
    """Return what a reduction by ``rule`` does."""
    if rule.passes:
        return rule.size, operator.itemgetter(0), rule.origin
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
    if method is not None:
        return method
    from lark import Tree  # noqa: PLC0415 - where values are made, Lark is not needed

    return lambda children: Tree(name, children)


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
    if include == [(0, True)]:
        return lambda children: make(children[0])

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
