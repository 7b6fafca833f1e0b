"""Records as sheets to read."""

from __future__ import annotations

import attrs

from cablekit.cli import paint, sheet
from cablekit.cli.output import clean
from cablekit.cli.work import Work
from cablekit.model import DatePrecision, Metadata, Record

_TIMES = {
    DatePrecision.DAY: "%Y-%m-%d",
    DatePrecision.HOUR: "%Y-%m-%d %H UTC",
    DatePrecision.MINUTE: "%Y-%m-%d %H:%M UTC",
}


@attrs.frozen(kw_only=True)
class Sheets(Work):
    """Writes each record as a sheet.

    Attributes:
        color: Whether there may be colour.
    """

    color: bool = True

    def written(self, record: Record) -> str:
        """Return the sheet of ``record``; ``""`` if nothing of it could be read."""
        if record.cable is None:
            return "" if record.error else self._painted(_card(record))
        own = record.cable.problems
        others = tuple(problem for problem in record.problems if problem not in own)
        cable = attrs.evolve(record.cable, problems=(*own, *others))
        return self._painted(sheet.lines(cable, paint.width()))

    def between(self) -> str:
        """Return what stands between two sheets."""
        return self._painted([(), (("=" * paint.width(), "dim"),), ()])

    def _painted(self, lines: list[paint.Line]) -> str:
        return paint.painted(lines) if self.color and paint.wanted() else paint.plain(lines)


def _card(record: Record) -> list[paint.Line]:
    """Return what is known of a record without text."""
    told = record.metadata or Metadata()
    form = _TIMES[told.date_precision or DatePrecision.MINUTE]
    rows = (
        ("From", told.origin),
        ("Date", told.date.strftime(form) if told.date else ""),
        ("MRN", str(told.mrn or told.id)),
        (
            "Marking",
            told.classification.level.name.replace("_", " ") if told.classification else "",
        ),
        ("Subject", told.subject),
        ("Text", f"none: {record.availability.name.lower().replace('_', ' ')}"),
    )
    room = paint.width() - sheet.LABEL
    return [
        ((f"{label:<{sheet.LABEL}}", "cyan"), (clean(text)[:room], ""))
        for label, text in rows
        if text
    ]
