"""What the subcommands do."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING

from cablekit.cli import progress
from cablekit.cli.own import written
from cablekit.cli.report import Report
from cablekit.cli.work import File, Result, Unit, Work, lost, units

if TYPE_CHECKING:
    from cablekit.cli.arguments import Arguments

#: A chunk that goes to a worker process has at most so many units and, roughly, bytes.
_UNITS = 64
_BYTES = 1 << 18
#: A larger file is read here, and its records go to the workers one by one.
_SMALL = 1 << 20


def parse(arguments: Arguments) -> int:
    """Write each record as JSON; return the exit status.

    Args:
        arguments: What the user asked for.

    Raises:
        OutputError: Nobody takes the results.
    """
    from cablekit.cli.lines import Lines  # noqa: PLC0415 - `show` does without

    work = Lines(
        source=arguments.source,
        year=arguments.year,
        strict=arguments.strict,
        indent=arguments.indent,
        provenance=arguments.provenance,
        record=arguments.record,
    )
    watched = not arguments.quiet and progress.watched()
    with Report(arguments.errors, progress=watched) as report:
        jobs = _cores() if arguments.jobs == 0 else arguments.jobs
        todo = _units(arguments)
        results = _results(todo, work) if jobs == 1 else _parallel(todo, work, jobs, report.say)
        with contextlib.closing(results):
            for result in results:
                report.take(result)
        report.end(counts=not arguments.quiet)
        return report.status


def show(arguments: Arguments) -> int:
    """Write each record as a sheet; return the exit status.

    Args:
        arguments: What the user asked for.

    Raises:
        OutputError: Nobody takes the results.
    """
    from cablekit.cli.sheets import Sheets  # noqa: PLC0415 - `parse` does without

    work = Sheets(source=arguments.source, year=arguments.year, color=arguments.color)
    with Report(arguments.errors) as report:
        for result in _results(_units(arguments), work):
            between = work.between() if report.shown and result.text else ""
            report.take(result._replace(text=f"{between}{result.text}"))
        report.end(counts=report.records > 1 and not arguments.quiet)
        return report.status


def _units(arguments: Arguments) -> Iterator[Unit]:
    own = written(arguments.errors)
    for name in arguments.files:
        yield from units(name, own)


def _results(todo: Iterable[Unit], work: Work) -> Generator[Result]:
    for unit in todo:
        yield from work.results(unit)


def _parallel(
    todo: Iterable[Unit], work: Work, jobs: int, warn: Callable[[str], None]
) -> Generator[Result]:
    from cablekit.cli.workers import in_order  # noqa: PLC0415 - most runs do without

    yield from in_order(_chunks(todo, work), work.all_results, lost, jobs, warn)


def _chunks(todo: Iterable[Unit], work: Work) -> Iterator[list[Unit]]:
    chunk: list[Unit] = []
    size = 0
    for unit, length in _sized(todo, work):
        chunk.append(unit)
        size += length
        if len(chunk) >= _UNITS or size >= _BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _sized(todo: Iterable[Unit], work: Work) -> Iterator[tuple[Unit, int]]:
    for unit in todo:
        size = _small(unit.name) if isinstance(unit, File) else 0
        if size is not None:
            yield unit, size
            continue
        for found in work.found(unit):
            yield found, len(found.draft.text)


def _small(name: str) -> int | None:
    """Return the size of a file that a worker can read whole; ``None`` for another."""
    try:
        told = os.stat(name)
        if not stat.S_ISREG(told.st_mode) or told.st_size > _SMALL:
            return None
        with open(name, "rb") as file:
            packed = file.read(2) in (b"\x1f\x8b", b"PK")
    except (OSError, ValueError):
        return None  # whoever reads it will say why
    return None if packed else told.st_size


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
