"""The lines between captions: passing instructions, notices, and lines of no known kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cablekit.builder.drafts import Found, Reader, split, text_of
from cablekit.builder.inline_passing import Clause
from cablekit.builder.report import problem
from cablekit.builder.text import Joined, flow, inked, span
from cablekit.model import Notice, NoticeKind, PassingInstruction
from cablekit.tokens import Token


def notice_above(read: Reader, kind: NoticeKind, children: list[Any]) -> list[Found]:
    """Return a notice that stands between captions, and the lines behind it."""
    where = span(children[0])
    notice = Notice(kind=kind, text=flow([children[0]]), span=where)
    return [Found("notices", (notice,), where), *slug(read, text_of(children), known=False)]


def slug(read: Reader, children: Sequence[Any], *, known: bool) -> list[Found]:
    """Return the passing instructions in lines between captions.

    A run of lines is one sentence, in which semicolons part instructions.

    Args:
        read: Reads a text in an inline language.
        children: Fills, and the marks that interrupt them.
        known: Whether the first run is an instruction; of others nothing says that they are.
    """
    if not children:
        return []
    fills, marks = split(children)
    found = [Found("page_marks", (), None, (), marks)] if marks else []
    if not inked(fills):
        return found
    joined = Joined(fills)
    for start, end in _runs(joined.text):
        where = joined.span(start, end)
        trouble = () if known else (problem("CK210", where, "passing_instructions"),)
        known = False
        values = _instructions(read, joined, start, end)
        found.append(Found("passing_instructions", values, where, trouble))
    return found


def handled(fills: list[Token]) -> tuple[list[Token], list[Token]]:
    """Part the fills of a field before the line that says how the message is to be handled."""
    for index, fill in enumerate(fills):
        if fill.type.endswith("HANDLING"):
            return fills[:index], fills[index:]
    return fills, []


_SBU = "SENSITIVE BUT UNCLASSIFIED"


def handling(read: Reader, fills: list[Token]) -> list[Found]:
    """Return what lines on the handling say: one of the caption alone is a caption."""
    if not fills:
        return []
    first = fills[0]
    if first.strip(" \n,;/-") != _SBU:
        return slug(read, fills, known=False)
    return [Found("captions", (_SBU,), span(first)), *slug(read, fills[1:], known=False)]


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the runs of lines with text begin and end."""
    bare = text.strip(" \n")
    if "\n" not in bare:
        at = text.index(bare)
        yield at, at + len(bare)
        return
    start = end = -1
    offset = 0
    for line in [*text.split("\n"), ""]:
        written = line.strip()
        if written:
            if start < 0:
                start = offset + line.index(written[0])
            end = offset + len(line.rstrip())
        elif start >= 0:
            yield start, end
            start = -1
        offset += len(line) + 1


def _instructions(
    read: Reader, joined: Joined, start: int, end: int
) -> tuple[PassingInstruction, ...]:
    raw = joined.text[start:end].replace("\n", " ").replace("\N{PILCROW SIGN}", " ")
    upper = raw.upper()
    clauses: list[Clause] | None = None
    if "FOR " in upper or "PASS " in upper:
        clauses = read("passing", raw)
    if not clauses:
        where = joined.span(start, end)
        return (PassingInstruction(text=flow([joined.text[start:end]]), span=where),)
    found: list[PassingInstruction] = []
    for by, to, attention, begin, stop in clauses:
        first, last = start + begin, start + stop
        text, where = flow([joined.text[first:last]]), joined.span(first, last)
        found.append(PassingInstruction(text=text, by=by, to=to, attention=attention, span=where))
    return tuple(found)
