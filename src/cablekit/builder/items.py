"""Which labels at the start of a line begin an item, and how items nest.

A letter or dash at the start of a line may be an item's label, an initial, or a dash of the
sentence that the line break moved there. Only the text before it and the other labels of the
paragraph tell: letters go on from A, dashes follow the end of a sentence (all observed).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from cablekit.builder.text import flow, inked, span
from cablekit.model import Item, Marking
from cablekit.tokens import Token

_ENDS = ".!?:;)\"'”]"
#: Tokens that may be the label of an item: a number in brackets counts for no paragraph.
LABELS = ("ITEM_LABEL", "PARAGRAPH")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
#: Labels later in this list stand inside those before them.
_RANKS = (
    *("I.", "A.", "A)", "(A)", "1.", "1)", "(1)", "a.", "a)", "(a)", "i.", "i)", "(i)"),
    *("Q:", "---", "--", "-", "*", "•", "o"),
)


class Label(NamedTuple):
    """A candidate for the label of an item.

    Attributes:
        token: Its token, with the empty lines and blanks before it.
        text: The label as written.
        kind: Which sort of label it is, the first of its sort: ``"A."``, ``"(a)"``, ``"--"``.
        value: Its place in the alphabet or among Roman numbers; 0 for dashes.
        indent: How many blanks stand before it on its line.
        ready: Whether a sentence has ended before it, or an empty line stands there.
    """

    token: Token
    text: str
    kind: str
    value: int
    indent: int
    ready: bool


class _Node:
    """An item in the making."""

    def __init__(self, label: Label) -> None:
        self.label = label
        self.pieces: list[Token] = []
        self.below: list[_Node] = []


def parted(pieces: Sequence[Token], read: Any) -> tuple[list[Token], tuple[Item, ...]]:
    """Return the text of a paragraph before its first item, and its items.

    Args:
        pieces: The tokens of its text, labels among them.
        read: Reads the portion mark that opens a text.
    """
    accepted = _accepted(_labels(pieces))
    text: list[Token] = []
    nodes: list[_Node] = []
    for piece in pieces:
        label = accepted.get(id(piece))
        if label is not None:
            nodes.append(_Node(label))
        else:
            (nodes[-1].pieces if nodes else text).append(piece)
    text = _joined(text)
    if not nodes:
        return text, ()
    for node in nodes:
        node.pieces = _joined(node.pieces)
    rest = _behind_list(nodes[-1])
    tops = _nested(nodes)
    return text, (*(_item(node, read) for node in tops), *rest)


def _labels(pieces: Sequence[Token]) -> list[Label]:
    """Return the candidates in order."""
    found: list[Label] = []
    last = ""
    for piece in pieces:
        if piece.type == "ITEM_LABEL" or (piece.type == "PARAGRAPH" and piece.rstrip()[-1] in ")."):
            lines = piece.split("\n")
            text = lines[-1].strip("¶ ")
            kind, value = _kind(text)
            ready = not last or last in _ENDS or len(lines) > 2
            indent = len(lines[-1]) - len(lines[-1].lstrip())
            found.append(Label(piece, text, kind, value, indent, ready))
        else:
            written = piece.rstrip()
            last = written[-1] if written else last
    return found


def _kind(text: str) -> tuple[str, int]:
    bare = text.strip("().")
    if bare.isdigit():
        return text.replace(bare, "1"), int(bare) or -1
    if not bare.isalpha() or text == "o":
        return text, 0
    letter = "A" if bare.isupper() else "a"
    first = {"A": "I", "a": "i"}[letter] if len(bare) > 1 else letter
    value = _ROMAN.index(bare.lower()) + 1 if len(bare) > 1 and bare.lower() in _ROMAN else 0
    return text.replace(bare, first), value or ord(bare[0].upper()) - ord("A") + 1


def _accepted(labels: list[Label]) -> dict[int, Label]:
    """Return the labels that begin items, by the ``id`` of their tokens.

    A letter does in a run from A or a or i on, of two or more; a dash behind a sentence.
    """
    found: dict[int, Label] = {}
    dashes: set[str] = set()
    runs: dict[str, list[Label]] = {}
    for label in labels:
        if label.value:
            for kind, value in _readings(label):
                run = runs.get(kind)
                if run and value == len(run) + 1:
                    run.append(label._replace(kind=kind))
                    found |= {id(part.token): part for part in (run if value == 2 else run[-1:])}
                    break
            else:
                if label.ready:
                    starts = ((k, [label._replace(kind=k)]) for k, v in _readings(label) if v == 1)
                    runs |= starts
        elif label.ready or label.kind in dashes:
            found[id(label.token)] = label
            dashes.add(label.kind)
    return found


def _readings(label: Label) -> list[tuple[str, int]]:
    """Return what a letter may be: a Roman number, a letter of the alphabet."""
    bare = label.text.strip("().")
    if bare.lower() not in _ROMAN:
        return [(label.kind, label.value)]
    first = "I" if bare.isupper() else "i"
    roman = (label.text.replace(bare, first), _ROMAN.index(bare.lower()) + 1)
    return [roman, (label.kind, label.value)] if len(bare) == 1 else [roman]


def _joined(pieces: list[Token]) -> list[Token]:
    """Return pieces, each that is no label after all joined to the piece before it."""
    runs: list[list[Token]] = []
    end = -1
    for piece in pieces:
        if piece.start_pos == end:
            runs[-1].append(piece)
        else:
            runs.append([piece])
        end = piece.end_pos
    return [
        run[0] if len(run) == 1 else Token(run[0].type, "".join(run), run[0].start_pos)
        for run in runs
    ]


def _nested(nodes: Iterable[_Node]) -> list[_Node]:
    """Return the items of the first level, the others below them."""
    tops: list[_Node] = []
    stack: list[_Node] = []
    for node in nodes:
        while stack and not _inside(node.label, stack[-1].label):
            stack.pop()
        (stack[-1].below if stack else tops).append(node)
        stack.append(node)
    return tops


def _inside(label: Label, above: Label) -> bool:
    """Tell whether an item stands inside the one above it."""
    if label.kind == above.kind:
        return label.indent > above.indent and not label.value
    return label.indent > above.indent or (
        label.indent == above.indent and _rank(label) > _rank(above)
    )


def _rank(label: Label) -> int:
    kind = "Q:" if label.kind == "A:" else label.kind
    return _RANKS.index(kind) if kind in _RANKS else len(_RANKS)


def _behind_list(last: _Node) -> list[Item]:
    """Take from the last item what stands behind an empty line: the paragraph goes on."""
    if len(last.pieces) != 1:
        return []
    piece = last.pieces[0]
    at, end = 0, -1
    for line in piece.split("\n"):
        if line.strip():
            if end >= 0:
                break
        elif end < 0 and piece[:at].strip():
            end = at
        at += len(line) + 1
    if end < 0 or not piece[at:].strip() or piece[:end].rstrip()[-1] not in _ENDS:
        return []
    start = piece.start_pos
    rest = Token(piece.type, piece[at:], start + at)
    if rest.startswith(" "):
        return []
    last.pieces[0] = Token(piece.type, piece[:end], start)
    return [Item(text=flow([rest]), span=span(rest))]


def _item(node: _Node, read: Any) -> Item:
    """Return the item of a node, with the items below it."""
    text = flow(node.pieces)
    marking: Marking | None = read(text)
    if marking is not None:
        text = text[text.index(")") + 1 :].strip()
    ink = inked(node.pieces)
    return Item(
        label=node.label.text,
        marking=marking,
        text=text,
        items=tuple(_item(below, read) for below in node.below),
        span=span(node.label.token, ink[-1] if ink else None),
    )
