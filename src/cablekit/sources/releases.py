"""Text of documents that were released on request (FOIA): page heads, and a block of labels.

The text stays whole: a page head may hold the mark of what was taken out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from cablekit import vocabulary
from cablekit.model import DatePrecision, Metadata, Problem
from cablekit.sources import values
from cablekit.sources.draft import Draft, problem
from cablekit.sources.values import Moment

_HEAD = re.compile(
    r"Case No\.[ \t]*+(?P<case>[A-Z0-9-]{3,30})[ \t]++Doc No\.[ \t]*+(?P<doc>\w{3,20})"
    r"(?:[ \t]++Date:[ \t]*+(?P<date>[0-9/]{6,10}))?"
)
_REVIEW = re.compile(r"^[ \t]*(REVIEW AUTHORITY):[ \t]*(.{1,200})", re.MULTILINE)
_RELEASE = re.compile(r"\b(RELEASED?) (IN (?:FULL|PART)[ \tA-Z0-9.,()]{0,80})")
_LABEL = re.compile(
    r"^[ \t]*(MRN|Date/DTG|From|Action|To|E\.O\.|TAGS|Captions|Reference|Subject|Signature"
    r"|Drafted By|Cleared By|Approved By|Released By|Info|Attachments|Dissemination Rule"
    r"|Classification):[ \t]*(.{0,2000})",
    re.MULTILINE,
)
_GROUP = re.compile(r"\b(\d\d)(\d\d)(\d\d)Z ([A-Za-z]{3}) (\d\d)\b")


def drafts(text: str, position: int, odd: tuple[Problem, ...] = ()) -> Iterator[Draft]:
    """Return the cable of a document.

    Args:
        text: The document.
        position: Its offset in the file.
        odd: What was found when it was decoded.
    """
    fields: dict[str, str] = {}
    problems: list[Problem] = []
    head = _HEAD.search(text)
    if head:
        fields.update({"Case No.": head["case"], "Doc No.": head["doc"]})
        if head["date"]:
            fields["Date"] = head["date"]
    for match in (_RELEASE.search(text), _REVIEW.search(text)):
        if match:
            fields[match[1]] = match[2].strip()
    for match in _LABEL.finditer(text):
        fields.setdefault(match[1], match[2].strip())
    mrn, _ = values.identifier(fields.get("MRN", ""))
    if mrn is None and values.value(fields.get("MRN")):
        problems.append(problem("CK509", name="MRN", text=fields["MRN"]))
    date = _date(fields.get("Date/DTG", ""))
    released = values.moment(fields.get("Date", ""))
    metadata = Metadata(
        id=fields.get("Doc No.", ""),
        mrn=mrn,
        date=date.date if date else None,
        date_precision=date.precision if date else None,
        classification=values.marking(fields.get("Classification", "")),
        origin=values.value(fields.get("From")),
        subject=values.value(fields.get("Subject")),
        tags=values.tags(fields.get("TAGS", "")),
        references=values.references(fields.get("Reference", ""), mrn.year if mrn else None),
        released=released.date.date() if released else None,
        fields=fields,
    )
    yield Draft(text=text, metadata=metadata, position=position, problems=(*odd, *problems))


def _date(text: str) -> Moment | None:
    match = _GROUP.search(text[:200])
    if match is None:
        return values.moment(text)
    year = int(match[5]) + (1900 if int(match[5]) >= 60 else 2000)
    month = vocabulary.months().get(match[4].upper(), 0)
    try:
        date = dt.datetime(year, month, int(match[1]), int(match[2]), int(match[3]), tzinfo=dt.UTC)
    except ValueError:
        return None
    return Moment(date, DatePrecision.MINUTE)
