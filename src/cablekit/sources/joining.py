"""``join``: sections of one message that came as telegrams of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

import attrs

from cablekit.model import Cable, Mrn, NoticeKind, PageMarkKind, Problem, Record
from cablekit.parser import parse
from cablekit.sources.draft import problem

if TYPE_CHECKING:
    from cablekit.dialect import Dialect

Part = TypeVar("Part", Record, Cable)

#: Marks of a page, which may stand above the class line and below the text.
_FURNITURE = (PageMarkKind.PAGE, PageMarkKind.STAMP)
#: Notices that stand in the text.
_TEXT = (NoticeKind.WEBSITE, NoticeKind.MINIMIZE)
_WORD = re.compile(r"\w")


def join(parts: Iterable[Part], *, dialect: Dialect | None = None) -> Part:
    r"""Put the sections of one message together.

    The heading is that of the first section. Of each other section the transmission header and
    the lines that repeat the heading are left out; its class line becomes a page mark, with the
    fields behind it that differ. The marks at the end of a section are left out but for the
    last. A sentence that runs over the joint is whole.

    Args:
        parts: Records, or cables, in any order; each is one section.
        dialect: An extension of the grammar.

    Returns:
        A record if ``parts`` are records, else a cable. Sections that are missing or stand twice
        are problems CK907 and CK908 of it.

    Raises:
        ValueError: No parts, parts without text, or parts of different messages.

    >>> first = "UNCLAS SECTION 01 OF 02 ZENDA 000417\n\nSUBJECT: TURNIPS\n\n1. (U) The talks\n"
    >>> other = "UNCLAS SECTION 02 OF 02 ZENDA 000417\n\nSUBJECT: TURNIPS\n\nhave ended.\n"
    >>> join([parse(other), parse(first)]).paragraphs[0].text
    'The talks have ended.'
    """
    return cast("Part", _join(list(parts), dialect))


def _join(given: Sequence[Record | Cable], dialect: Dialect | None) -> Record | Cable:
    if not given:
        raise ValueError("nothing to join")
    cables = [_cable(part) for part in given]
    numbers = [cable.section.number if cable.section else 1 for cable in cables]
    order = sorted(range(len(given)), key=lambda index: numbers[index])
    _one_message([cables[index] for index in order])
    chosen: dict[int, int] = {}
    problems: list[Problem] = []
    for index in order:
        number = numbers[index]
        if number not in chosen:
            chosen[number] = index
        elif cables[index].source != cables[chosen[number]].source:
            problems.append(problem("CK908", number=number))
    total = max((c.section.total for c in cables if c.section), default=1)
    problems += [
        problem("CK907", number=number, total=total)
        for number in range(1, total + 1)
        if number not in chosen
    ]
    sections = [cables[index] for index in chosen.values()]
    first = given[order[0]]
    whole = _joined(sections, dialect)
    if isinstance(first, Record):
        return attrs.evolve(
            first,
            cable=whole,
            text=whole.source,
            problems=(*first.problems, *problems),
            error=next(
                (part.error for part in given if isinstance(part, Record) and part.error), None
            ),
        )
    return attrs.evolve(whole, problems=(*whole.problems, *problems))


def _cable(part: Record | Cable) -> Cable:
    cable = part.cable if isinstance(part, Record) else part
    if cable is None or not cable.source:
        raise ValueError("a part without text cannot be joined; read it with parse=True")
    return cable


def _one_message(cables: list[Cable]) -> None:
    named: list[Mrn] = [cable.mrn for cable in cables if cable.mrn]
    for mrn in named[1:]:
        first = named[0]
        years = {first.year, mrn.year} - {None}
        same = (first.post, first.series, first.serial) == (mrn.post, mrn.series, mrn.serial)
        if not same or len(years) > 1:
            raise ValueError(f"parts of different messages: {first} and {mrn}")


def _joined(sections: list[Cable], dialect: Dialect | None) -> Cable:
    year = next((cable.mrn.year for cable in sections if cable.mrn and cable.mrn.year), None)
    known = _heading(sections[0])
    texts: list[str] = []
    for index, cable in enumerate(sections):
        start, end = _bounds(cable)
        text = cable.source[: end if index < len(sections) - 1 else None]
        texts.append(_without(known, text[start:]) if index else text)
    joined = "\n\n".join(text.rstrip() for text in texts)
    return parse(f"{joined}\n", year=year, dialect=dialect)


def _bounds(cable: Cable) -> tuple[int, int]:
    """Return where the class line of a section begins, and where its text ends.

    Without a SUBJECT the text of a further section looks like lines of its heading, so nothing is
    cut but its transmission header and the marks around it, which are surely no text.
    """
    marks = [mark.span for mark in cable.page_marks if mark.kind in _FURNITURE]
    notices = {notice.span for notice in cable.notices if notice.kind not in _TEXT}
    header = cable.transmission.span if cable.transmission else None
    spans = [span for span in (header, *marks, *notices) if span]
    text = cable.source
    start = 0
    for span in sorted(spans, key=lambda span: span.start):
        if text[start : span.start].strip():
            break
        start = max(start, span.end)
    end = at = len(text)
    for span in sorted(spans, key=lambda span: span.end, reverse=True):
        if span.start < start or text[span.end : at].strip():
            break
        at = min(at, span.start)
        if span in notices:  # a page mark alone is one of the text's
            end = at
    return len(text) - len(text[start:].lstrip()), end


def _heading(cable: Cable) -> set[str]:
    """Return the lines of a section's heading that have words, folded."""
    body = min((block.span.start for block in cable.body if block.span), default=None)
    lines = map(_fold, cable.source[_bounds(cable)[0] : body].split("\n"))
    return {line for line in lines if _WORD.search(line)}


def _without(known: set[str], text: str) -> str:
    """Return a section without the lines behind its class line that the first one has too."""
    first, *lines = text.split("\n")
    kept = 0
    for number, line in enumerate(map(_fold, lines), 1):
        if line in known:
            kept = number
        elif line:
            break
    return "\n".join([first, *([""] if kept else []), *lines[kept:]])


def _fold(line: str) -> str:
    return " ".join(line.split()).casefold()
