"""Values of metadata: from the words of a container to typed values, or nothing."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

import attrs

from cablekit import vocabulary
from cablekit.errors import CablekitError
from cablekit.model import DatePrecision, Marking, Mrn, Reference, ReferenceKind, Tag
from cablekit.parser import parse

_NULLS = frozenset(
    {"", "n/a", "na", "none", "null", "-- not assigned --", "-- n/a or blank --", "-- n/a --"}
)
_BATCH = re.compile(r"_[a-z]$")
_DOUBLED = re.compile(r"(\d\d)\1(?=[A-Z])")
_TIME = r"(?:[T ,]+(\d{1,2}):(\d\d)(?::\d\d(?:\.\d+)?)?[ ]?([AaPp][Mm])?)?"
_DATES = (
    re.compile(rf"(?P<y>\d{{4}})-(?P<m>\d\d?)-(?P<d>\d\d?){_TIME}"),
    re.compile(rf"(?P<m>\d\d?)/(?P<d>\d\d?)/(?P<y>\d{{4}}){_TIME}"),
    re.compile(rf"(?P<d>\d\d?)[- ](?P<m>[A-Za-z]{{3,9}})[- ,]+(?P<y>\d{{4}}){_TIME}"),
    re.compile(rf"(?P<y>\d{{4}}) (?P<m>[A-Za-z]{{3,9}}) (?P<d>\d\d?){_TIME}"),
    re.compile(rf"(?P<m>[A-Za-z]{{3,9}})\.? (?P<d>\d\d?), ?(?P<y>\d{{4}}){_TIME}"),
)
_ROOM = 200


class Moment(NamedTuple):
    """A date with what is known of its time."""

    date: dt.datetime
    precision: DatePrecision


def value(text: str | None) -> str:
    r"""Return ``text`` on one line; ``""`` for what archives write in place of nothing.

    Args:
        text: A value as the archive has it.

    >>> value("n/a"), value("-- Not Assigned --"), value("ACTION\n EUR")
    ('', '', 'ACTION EUR')
    """
    joined = " ".join((text or "").split())
    return "" if joined.casefold() in _NULLS else joined


def identifier(text: str) -> tuple[Mrn | None, bool]:
    """Return the MRN in an archive's identifier, and whether its year stood twice.

    Args:
        text: Such as ``"07ZENDA417"``, ``"1976ZENDA00417_b"`` or, damaged, ``"7575ZENDA12"``.

    >>> identifier("7575ZENDA1895")
    (Mrn(year=1975, post='ZENDA', series='', serial=1895), True)
    """
    text = _BATCH.sub("", text.strip())
    if not text or len(text) > _ROOM:
        return None, False
    match = _DOUBLED.match(text)
    # 1919 and 2020 are years.
    doubled = match is not None and match[1] not in ("19", "20")
    try:
        return Mrn.parse(text[2:] if doubled else text), doubled
    except CablekitError:
        return None, False


def marking(text: str) -> Marking | None:
    """Return a classification; ``None`` if ``text`` is none.

    Args:
        text: Such as ``"SECRET//NOFORN"``.

    >>> marking("SECRETARY") is None
    True
    """
    text = value(text)
    if not text or len(text) > _ROOM:
        return None
    try:
        return Marking.parse(text)
    except CablekitError:
        return None


def moment(text: str) -> Moment | None:
    """Return the date that ``text`` begins with, as UTC; ``None`` if it is none.

    Args:
        text: A date in any of the forms that archives write. Midnight is padding, not a time.

    >>> moment("4/3/2007 15:12").date.isoformat()
    '2007-04-03T15:12:00+00:00'
    >>> moment("01-Jan-1994 12:00:00 am").precision.name
    'DAY'
    """
    text = value(text[:_ROOM])
    for pattern in _DATES:
        match = pattern.match(text)
        if match is None:
            continue
        hour, minute, half = match.groups()[3:]
        clock = (int(hour) if hour else 0, int(minute) if minute else 0)
        if half:
            clock = (clock[0] % 12 + (12 if half.lower() == "pm" else 0), clock[1])
        month = match["m"]
        number = int(month) if month.isdigit() else vocabulary.months().get(month.upper(), 0)
        try:
            date = dt.datetime(int(match["y"]), number, int(match["d"]), *clock, tzinfo=dt.UTC)
        except ValueError:
            return None
        known = DatePrecision.DAY if clock == (0, 0) else DatePrecision.MINUTE
        return Moment(date, known)
    return None


def tags(text: str) -> tuple[Tag, ...]:
    """Return the TAGS of a list, each once.

    Args:
        text: Codes parted by blanks, commas or bars; each may have its title behind a dash.

    >>> [tag.code for tag in tags("PREL - External Relations | EAGR - Agriculture")]
    ['PREL', 'EAGR']
    """
    text = value(text)
    if "|" in text or " - " in text or "\u2013" in text:
        parts = [
            re.split(r"[ ]?(?:\u2013|- )", part.strip())[0].strip() for part in text.split("|")
        ]
        text = ", ".join(part for part in parts if part)
    if not text or len(text) > 20 * _ROOM:
        return ()
    found = parse(f"TAGS: {text}\n").tags
    return tuple({tag.code: attrs.evolve(tag, span=None) for tag in found}.values())


def identifiers(text: str) -> tuple[Reference, ...]:
    """Return the references of a list of archive identifiers.

    Args:
        text: Identifiers parted by bars.

    >>> [r.mrn.serial for r in identifiers("07ZENDA417|06STRELSAU88")]
    [417, 88]
    """
    found: list[Reference] = []
    for part in filter(None, (part.strip() for part in text.split("|"))):
        mrn, _ = identifier(part)
        kind = ReferenceKind.CABLE if mrn else ReferenceKind.OTHER
        found.append(Reference(kind=kind, mrn=mrn, text=part))
    return tuple(found)


def references(text: str, year: int | None) -> tuple[Reference, ...]:
    """Return the references of a list.

    Args:
        text: MRNs and other references, parted by semicolons or bars.
        year: The year of those that have none.

    >>> [str(r.mrn) for r in references("76 ZENDA 417; STATE 1234", 1977)]
    ['76ZENDA417', '77STATE1234']
    """
    text = value(text).replace("|", "; ")
    if not text or len(text) > 20 * _ROOM:
        return ()
    found = parse(f"REF: {text}\n", year=year).references
    return tuple(attrs.evolve(reference, span=None) for reference in found)
