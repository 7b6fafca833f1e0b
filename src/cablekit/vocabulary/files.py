"""The CSV files of the vocabularies."""

from __future__ import annotations

from collections.abc import Iterator


def rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of ``data/<name>.csv`` without its header."""
    import csv  # noqa: PLC0415 - importing cablekit must stay fast
    from pathlib import Path  # noqa: PLC0415

    path = Path(__file__).parent.parent / "data" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        next(reader)
        yield from reader


def split(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds several."""
    return tuple(cell.split("|")) if cell else ()
