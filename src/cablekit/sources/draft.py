"""What a reader of a container hands on, and how it becomes a record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import attrs

from cablekit import vocabulary
from cablekit.model import (
    Availability,
    Cable,
    Completeness,
    Metadata,
    Problem,
    Record,
    Severity,
    Span,
)
from cablekit.parser import parse
from cablekit.sources.agree import disagreements

if TYPE_CHECKING:
    from cablekit.dialect import Dialect

#: Of so many bytes that are no characters each is named.
MAX_NAMED = 10

_NOT_TEXT = re.compile("[\ud800-\udfff]")
_EXTRACT = "partial extract of the original cable"


@attrs.frozen(kw_only=True)
class Draft:
    """A record before its text is parsed.

    Attributes:
        text: The text without the container's markup.
        metadata: What the container says.
        availability: What the container says of the text.
        position: Where the record begins, in bytes.
        problems: What is wrong with the container.
        error: Why the record is not whole.
        day_slack: By how many days the container's date may differ: a day of drafting does.
        some_tags: Whether the container is known to list some of the TAGS only.
    """

    text: str = ""
    metadata: Metadata | None = None
    availability: Availability = Availability.FULL
    position: int = 0
    problems: tuple[Problem, ...] = ()
    error: str | None = None
    day_slack: int = 0
    some_tags: bool = False

    def failed(self, code: str, **words: Any) -> Draft:
        """Return this draft with an error.

        Args:
            code: The code of the problem, whose message is the error.
            words: What the message names.
        """
        found = problem(code, **words)
        availability = self.availability if self.text else Availability.UNREADABLE
        return attrs.evolve(
            self,
            error=found.message,
            problems=(*self.problems, found),
            availability=availability,
        )


def problem(code: str, span: Span | None = None, path: str = "", **words: Any) -> Problem:
    """Return the problem ``code`` with its message filled in.

    Args:
        code: A code of ``data/problems.csv``.
        span: Where it is in the record's text.
        path: The part of the record it speaks of.
        words: What the message names; long texts are cut.
    """
    entry = vocabulary.problems()[code]
    shown = {name: short(str(value)) for name, value in words.items()}
    return Problem(
        code=code,
        severity=Severity[entry.severity],
        message=entry.message.format(**shown),
        span=span,
        path=path,
    )


def short(text: str, room: int = 160) -> str:
    """Return ``text`` on one line, cut to ``room`` characters.

    Args:
        text: Any text.
        room: How many characters there may be.
    """
    text = " ".join(text[: 4 * room].split())
    return text if len(text) <= room else text[: room - 3] + "..."


def decode(data: bytes, encoding: str, start: int = 0) -> tuple[str, tuple[Problem, ...]]:
    r"""Return ``data`` as text, and a problem for each byte that is no character.

    Args:
        data: The bytes.
        encoding: UTF-8 or an encoding of one byte a character.
        start: The offset of ``data`` in its file.

    Returns:
        The text, in which such a byte is kept as U+DC00 plus the byte, and the problems.

    >>> decode(b"caf\xe9", "utf-8")[1][0].message
    'the byte at offset 3 is no UTF-8; it was kept as it is'
    """
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        text = data.decode(encoding, "surrogateescape")
    problems: list[Problem] = []
    offset, before = start, 0
    for match in _NOT_TEXT.finditer(text):
        place = match.start()
        offset += len(text[before:place].encode(encoding, "surrogateescape"))
        before = place
        span = Span(start=place, end=place + 1)
        problems.append(problem("CK102", span, offset=offset, encoding=encoding.upper()))
        if len(problems) == MAX_NAMED:
            break
    return text, tuple(problems)


def decode_wide(
    data: bytes, start: int, *, odd: bool = False
) -> tuple[str, tuple[Problem, ...], int]:
    r"""Return text that was UTF-16 in its file, and a problem for each half character.

    Args:
        data: The text as UTF-8, in which half a surrogate pair stands as itself.
        start: The offset of the text in its file.
        odd: Whether the last character stands for an odd last byte.

    Returns:
        The text, the problems, and the offset behind the text.

    >>> text, problems, end = decode_wide("A\ud800".encode("utf-8", "surrogatepass"), 2)
    >>> problems[0].message, end
    ('the byte at offset 4 is no UTF-16; it was kept as it is', 6)
    """
    text = data.decode("utf-8", "surrogatepass")
    places = [match.start() for match in _NOT_TEXT.finditer(text)]
    if odd:
        places.append(len(text) - 1)
    problems: list[Problem] = []
    offset, before = start, 0
    for place in places[:MAX_NAMED]:
        offset += _width(text[before:place])
        before = place
        span = Span(start=place, end=place + 1)
        problems.append(problem("CK102", span, offset=offset, encoding="UTF-16"))
    return text, tuple(problems), offset + _width(text[before:]) - odd


def _width(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass"))


def finish(
    draft: Draft,
    name: str,
    *,
    exact: bool,
    dialect: Dialect | None,
    wanted: bool,
    year: int | None = None,
) -> Record:
    """Return ``draft`` as a record.

    Args:
        draft: What a reader found.
        name: The file that it is in.
        exact: Whether the draft's position is an offset in the file.
        dialect: An extension of the grammar.
        wanted: Whether the text is to be parsed.
        year: The year of the cable, where the container gives none.
    """
    there = draft.availability in (Availability.FULL, Availability.PARTIAL_EXTRACT)
    availability = draft.availability
    if there and not draft.text.strip():
        there, availability = False, Availability.TEXT_UNAVAILABLE
    elif there and _EXTRACT in draft.text[:400]:
        availability = Availability.PARTIAL_EXTRACT
    cable: Cable | None = None
    if there and wanted:
        try:
            cable = parse(draft.text, year=_year(draft.metadata) or year, dialect=dialect)
        except Exception as fault:  # one cable must not stop a whole archive
            draft = draft.failed("CK512", reason=f"{type(fault).__name__}: {fault}")
    problems = list(draft.problems)
    if cable is not None:
        if cable.completeness is Completeness.PARTIAL_EXTRACT:
            availability = Availability.PARTIAL_EXTRACT
        if draft.metadata is not None:
            slack, some = draft.day_slack, draft.some_tags
            problems += disagreements(draft.metadata, cable, day_slack=slack, some_tags=some)
    position = draft.position if exact or draft.position == 0 else None
    error = draft.error
    if error is not None:
        place = "" if position is None else f"offset {position}: "
        error = f"{name}: {place}{error}"
    return Record(
        cable=cable,
        metadata=draft.metadata,
        availability=availability,
        source=name,
        offset=position,
        problems=tuple(problems),
        error=error,
        text=draft.text,
    )


def _year(metadata: Metadata | None) -> int | None:
    if metadata is None:
        return None
    if metadata.mrn is not None and metadata.mrn.year is not None:
        return metadata.mrn.year
    return metadata.date.year if metadata.date else None
