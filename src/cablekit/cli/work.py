"""From files to what is printed of each record; this runs in worker processes too."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import attrs

from cablekit.cli.output import shown_name
from cablekit.cli.own import Identity, identity
from cablekit.errors import CableSyntaxError, SourceError
from cablekit.model import Availability, Cable, Problem, Record, Severity
from cablekit.sources.draft import MAX_NAMED, Draft
from cablekit.sources.reading import Found, Reader, below

STRICT = 1
UNREADABLE = 3

# A file that could not be opened, and a text that brought its reader down.
_NOT_READ, _FAULT = "CK507", "CK512"
_ODD = "CK102"
_NOT_TEXT = re.compile("[\ud800-\udfff]")
_TEXTLESS = (Availability.WITHDRAWN, Availability.TEXT_UNAVAILABLE)


class File(NamedTuple):
    """A file that is still to be read.

    Attributes:
        name: The file, or ``"-"`` for standard input.
        alone: Whether the user named it, not a folder around it.
    """

    name: str
    alone: bool


#: What there is to do: a file to read, or a record that was found in one.
Unit: TypeAlias = File | Found


class Failure(NamedTuple):
    """Why a record is not whole, or was refused.

    Attributes:
        code: The code of the problem.
        message: What is wrong, on one line.
        excerpt: Further lines, that show the place.
        status: The exit status that it leads to.
    """

    code: str
    message: str
    excerpt: str = ""
    status: int = UNREADABLE


class Result(NamedTuple):
    """What is to be printed of a record.

    Attributes:
        source: The file, as messages call it.
        offset: Where the record begins in it.
        text: What goes to standard output; ``""`` for nothing.
        cable: Whether that is a cable.
        textless: Whether the record has no text.
        failure: What is wrong with it.
        odd: A message for each byte that is no character, the first few.
        unnamed: How many more there are.
    """

    source: str
    offset: int | None = None
    text: str = ""
    cable: bool = False
    textless: bool = False
    failure: Failure | None = None
    odd: tuple[str, ...] = ()
    unnamed: int = 0


def units(name: str, own: frozenset[Identity] = frozenset()) -> Iterator[Unit]:
    """Return the files that the user means by ``name``.

    Args:
        name: A file, a folder, or ``"-"``.
        own: Files that the run itself writes; below a folder they are left out.
    """
    if name == "-" or not os.path.isdir(name):
        yield File(name, alone=True)
        return
    try:
        for entry in below(name, lambda path: bool(own) and identity(path) in own):
            yield entry if isinstance(entry, Found) else File(entry, alone=False)
    except SourceError as error:
        yield _unread(error)


@attrs.frozen(kw_only=True)
class Work:
    """What is to be done with each record; a subclass says how a record is written.

    Attributes:
        source: The kind of container, where the user names it.
        year: The year of cables that do not give it.
        strict: Whether a problem of severity ERROR refuses a cable.
    """

    source: str | None = None
    year: int | None = None
    strict: bool = False

    def written(self, record: Record) -> str:
        """Return what is printed of ``record``; ``""`` for nothing."""
        raise NotImplementedError

    def found(self, unit: Unit) -> Iterator[Found]:
        """Return the records of ``unit``; what goes wrong is a record too."""
        if isinstance(unit, Found):
            yield unit
            return
        try:
            yield from Reader(self.source).file(unit.name, alone=unit.alone, pipes=unit.alone)
        except SourceError as error:
            yield _unread(error)
        except Exception as fault:  # one file must not stop a whole archive
            reason = f"{type(fault).__name__}: {fault}"
            yield Found(Draft().failed(_FAULT, reason=reason), unit.name)

    def results(self, unit: Unit) -> Iterator[Result]:
        """Return what is to be printed of each record of ``unit``."""
        for found in self.found(unit):
            yield self.result(found)

    def all_results(self, unit: Unit) -> list[Result]:
        """Return what :meth:`results` returns, at once."""
        return list(self.results(unit))

    def result(self, found: Found) -> Result:
        """Return what is to be printed of a record."""
        record = found.record(year=self.year)
        odd = tuple(problem for problem in record.problems if problem.code == _ODD)
        unnamed = len(_NOT_TEXT.findall(record.text)) - MAX_NAMED if len(odd) >= MAX_NAMED else 0
        result = Result(
            shown_name(record.source),
            record.offset,
            textless=record.cable is None and record.availability in _TEXTLESS,
            failure=_failure(record),
            odd=tuple(problem.message for problem in odd),
            unnamed=max(0, unnamed),
        )
        if self.strict and record.cable and (refusal := _refusal(record.cable)):
            return result._replace(failure=refusal)
        if odd and record.cable:
            problems = sorted((*record.cable.problems, *odd), key=_start)
            record = attrs.evolve(
                record, cable=attrs.evolve(record.cable, problems=tuple(problems))
            )
        try:
            text = self.written(record)
        except Exception as fault:  # such as characters that JSON has no form for
            return result._replace(failure=Failure(_FAULT, str(fault) or type(fault).__name__))
        return result._replace(text=text, cable=bool(text) and record.cable is not None)


def lost(unit: Unit, reason: str) -> list[Result]:
    """Return what stands for a unit that brought down the process that read it.

    Args:
        unit: The unit.
        reason: How the process ended.
    """
    failure = Failure(_FAULT, f"the process that read it has ended: {reason}")
    if isinstance(unit, File):
        return [Result(shown_name(unit.name), failure=failure)]
    offset = unit.draft.position if unit.exact else None
    return [Result(shown_name(unit.name), offset, failure=failure)]


def _unread(error: SourceError) -> Found:
    draft = Draft().failed(_NOT_READ, reason=error.message)
    return Found(attrs.evolve(draft, error=error.message), error.source)


def _failure(record: Record) -> Failure | None:
    if record.error is None:
        return None
    message = record.error.removeprefix(f"{record.source}: ")
    message = message.removeprefix(f"offset {record.offset}: ")
    codes = (p.code for p in reversed(record.problems) if message.endswith(p.message))
    code = next(codes, _NOT_READ)
    return Failure(code, message.replace("with source=", "with --source"))


def _refusal(cable: Cable) -> Failure | None:
    for problem in cable.problems:
        if problem.severity is Severity.ERROR:
            start, end = (problem.span.start, problem.span.end) if problem.span else (0, 1)
            error = CableSyntaxError(problem.message, cable.source, start, end, problem)
            message, _, excerpt = str(error).partition("\n")
            return Failure(problem.code, message, excerpt, STRICT)
    return None


def _start(problem: Problem) -> int:
    return problem.span.start if problem.span else -1
