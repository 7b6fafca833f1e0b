"""Records as lines of JSON."""

from __future__ import annotations

import re
from typing import Any

import attrs

from cablekit.cli.output import shown_name
from cablekit.cli.work import Work
from cablekit.converter import jsontext, make_converter, to_dict
from cablekit.model import Metadata, Problem, Record

# JSON lets these stand, but some terminals obey them. They occur inside strings only.
_UNESCAPED = re.compile("[\x7f-\x9f]")

_CONVERTER = make_converter()
_PROBLEMS = make_converter(provenance=True)


@attrs.frozen(kw_only=True)
class Lines(Work):
    """Writes each record as JSON.

    Attributes:
        indent: How many blanks each level is set in; ``None`` for one line.
        provenance: Whether the cable has source, problems, page marks and spans.
        record: Whether what the container says stands around the cable.
    """

    indent: int | None = None
    provenance: bool = False
    record: bool = False

    def written(self, record: Record) -> str:
        """Return ``record`` as JSON, its line ended; ``""`` if it has no place in the results."""
        whole = self.record and record.error is None
        if record.cable is None and not whole:
            return ""
        cable = to_dict(record.cable, provenance=self.provenance) if record.cable else None
        document = _around(record, cable) if self.record else cable
        text = jsontext.dump(document or {}, self.indent)
        return f"{_UNESCAPED.sub(_escape, text)}\n"


def plain(metadata: Metadata) -> dict[str, Any]:
    """Return ``metadata`` as plain data, spelled as in the dicts of cables.

    Args:
        metadata: What a container says.

    >>> plain(Metadata(id="07ZENDA417"))["id"]
    '07ZENDA417'
    """
    return {
        "id": metadata.id,
        "mrn": metadata.mrn and _CONVERTER.unstructure(metadata.mrn),
        "date": metadata.date and metadata.date.isoformat(),
        "date_precision": metadata.date_precision and metadata.date_precision.name,
        "classification": metadata.classification
        and _CONVERTER.unstructure(metadata.classification),
        "origin": metadata.origin,
        "subject": metadata.subject,
        "tags": [_CONVERTER.unstructure(tag) for tag in metadata.tags],
        "references": [_CONVERTER.unstructure(reference) for reference in metadata.references],
        "released": metadata.released and metadata.released.isoformat(),
        "fields": dict(metadata.fields),
    }


def _around(record: Record, cable: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "source": shown_name(record.source),
        "offset": record.offset,
        "availability": record.availability.name,
        "metadata": record.metadata and plain(record.metadata),
        "cable": cable,
        "problems": [_problem(problem) for problem in record.problems],
    }


def _problem(problem: Problem) -> Any:
    return _PROBLEMS.unstructure(problem)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
