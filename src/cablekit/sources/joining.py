"""``join``: sections of one message that came as telegrams of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

import attrs

from cablekit.model import Cable, Mrn, NoticeKind, Problem, Record
from cablekit.parser import parse
from cablekit.sources.draft import problem

if TYPE_CHECKING:
    from cablekit.dialect import Dialect

Part = TypeVar("Part", Record, Cable)

_SECTION_LINE = re.compile(
    r"^.{0,120}\bSECTION \d{1,2} OF \d{1,2}\b.*$", re.MULTILINE | re.IGNORECASE
)


def join(parts: Iterable[Part], *, dialect: Dialect | None = None) -> Part:
    r"""Put the sections of one message together.

    The heading is that of the first section. Of each other section the heading is left out but
    for its class line, which becomes a page mark; a sentence that runs over the joint is whole.

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
    texts: list[str] = []
    for index, cable in enumerate(sections):
        text = cable.source
        last = _end(cable) if index < len(sections) - 1 else len(text)
        if index == 0:
            texts.append(text[:last].rstrip())
            continue
        start = _start(cable)
        lines = [match[0].strip() for match in _SECTION_LINE.finditer(text, 0, start)]
        texts += [*lines[-1:], text[start:last].rstrip()]
    return parse("\n\n".join(texts) + "\n", year=year, dialect=dialect)


def _start(cable: Cable) -> int:
    """Return where the text of a section begins, behind its heading."""
    starts = [block.span.start for block in cable.body if block.span]
    return min(starts, default=0)


def _end(cable: Cable) -> int:
    """Return where a section ends, before its end mark."""
    body = max((block.span.end for block in cable.body if block.span), default=0)
    marks = [
        notice.span.start
        for notice in cable.notices
        if notice.kind is NoticeKind.END_OF_MESSAGE and notice.span and notice.span.start >= body
    ]
    return min(marks, default=len(cable.source))
