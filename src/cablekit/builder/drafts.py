"""What builder methods hand to each other before the cable is put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from cablekit.builder.report import problem
from cablekit.builder.text import digits, flow, span
from cablekit.model import Marking, PageMark, PageMarkKind, Problem, Span
from cablekit.tokens import Token

#: Reads a text in an inline language; ``None`` where it is no text of that language.
Reader: TypeAlias = Callable[[str, str], Any]

#: The text of a block: fills and, between them, the marks that interrupt it.
Text: TypeAlias = "Sequence[Token | PageMark]"


class Found(NamedTuple):
    """A value for a field of the cable, with what reading it brought up.

    Attributes:
        field: Name of the field of the Cable class.
        value: Its value; tuples of several blocks are joined, of other values the first holds.
        span: Where the block stands.
        problems: What a reader should know about it.
        marks: What interrupted it.
        text: The block as found, for one that is not taken.
    """

    field: str
    value: Any
    span: Span | None = None
    problems: tuple[Problem, ...] = ()
    marks: tuple[PageMark, ...] = ()
    text: str = ""


class Block:
    """A block of the body before it is decided what becomes of it."""

    __slots__ = (
        "counted",
        "key",
        "lead",
        "make",
        "marking",
        "marks",
        "number",
        "pieces",
        "problems",
        "rule",
        "text",
    )

    def __init__(
        self, rule: str, children: list[Any], make: Callable[[Block], Any] | None = None
    ) -> None:
        """Sort the children of ``rule``: key token, lead token, text.

        Args:
            rule: The rule; that of another block where this one becomes what that one does.
            children: Its children.
            make: Makes the block of the model; only for a rule that a dialect adds.
        """
        self.rule = rule
        self.key: Token = children[0]
        self.make = make
        self.number = ""
        self.counted: int | None = None
        self.marking: Marking | None = None
        self.lead: Token | None = None
        self.problems: list[Problem] = []
        self.marks: list[PageMark] = []
        rest = children[1:]
        if rest and isinstance(rest[0], Token) and rest[0].type == "LEAD":
            self.lead = rest.pop(0)
        self.text: list[Token | PageMark] = rest
        self.pieces: list[Token] = rest
        if rest and isinstance(rest[0], list):
            self.text = rest[0]
            self.pieces = [t for t in self.text if isinstance(t, Token)]
            self.marks = [m for m in self.text if isinstance(m, PageMark)]

    @property
    def set_off(self) -> bool:
        """Whether an empty line parts its key from the text before."""
        return "\n" in self.key[: len(self.key) - len(self.key.lstrip())]

    def absorb(self, other: Block) -> None:
        """Take the key and text of ``other`` back into this block's text."""
        taken = [other.key, *([other.lead] if other.lead else []), *other.text]
        if self.pieces is self.text:
            self.pieces = [*self.pieces]
        self.text += taken
        self.pieces += [t for t in taken if isinstance(t, Token)]
        self.marks += other.marks
        self.problems += other.problems

    @property
    def ends_at_joint(self) -> bool:
        """Whether the text stops at a page joint in the middle of a sentence."""
        if not self.text or isinstance(self.text[-1], Token):
            return False
        written = next((p.rstrip() for p in reversed(self.pieces) if not p.isspace()), "")
        return bool(written) and written[-1] not in ".!?:)\"'”"


def split(children: Sequence[Any]) -> tuple[list[Token], tuple[PageMark, ...]]:
    """Return the fills and the marks of a text."""
    fills = [child for child in children if isinstance(child, Token)]
    return fills, tuple(child for child in children if isinstance(child, PageMark))


def text_of(children: list[Any]) -> Sequence[Any]:
    """Return the text among the children of a block's rule: one fill, or fills and marks."""
    last = children[-1]
    if isinstance(last, list):
        return last
    return [last] if len(children) > 1 and last.type.endswith("_FILL") else []


_KINDS = {
    "PAGE_MARK": PageMarkKind.PAGE,
    "GLUED_PAGE_MARK": PageMarkKind.PAGE,
    "PAGE_HEAD": PageMarkKind.PAGE,
    "HEADER_PAGE": PageMarkKind.PAGE,
    "HEADER_CLASS": PageMarkKind.PAGE,
    "SECTION_HEAD": PageMarkKind.SECTION,
    "SECTION_JOINT": PageMarkKind.SECTION,
    "STAMP": PageMarkKind.STAMP,
    "PHANTOM_CAPTION": PageMarkKind.PHANTOM_CAPTION,
}


def page_mark(token: Token) -> PageMark:
    """Return the page mark of a token such as ``ZENDA 00000417  002 OF 003``."""
    text = flow([token])
    number = total = None
    words = text.upper().split()
    if "PAGE" not in words and len(words) > 2 and words[-2] == "OF":
        number, total = digits(words[-3]), digits(words[-1])
    elif "PAGE" in words[:-1] and "SECTION" not in words:
        # What stands behind the name of the post counts sections.
        number = words[words.index("PAGE") + 1]
    elif "OF" in words[1:-1]:
        at = max(i for i, word in enumerate(words[:-1]) if word == "OF")
        number, total = digits(words[at - 1]), digits(words[at + 1])
    return PageMark(
        kind=_KINDS[token.type],
        text=text,
        number=int(number) if number and number.isdigit() else None,
        total=int(total) if total else None,
        span=span(token),
    )


def repeated(found: Found, name: str) -> tuple[PageMark, Problem]:
    """Return the mark and the problem of a field that stands a second time."""
    mark = PageMark(kind=PageMarkKind.REPEATED_FIELD, text=found.text, span=found.span)
    return mark, problem("CK209", found.span, name, field=name)
