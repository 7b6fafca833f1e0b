"""Records of the National Archives, 1973-79: a text, then a list of attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs

from cablekit.model import Availability, DatePrecision, Metadata, Problem
from cablekit.parser import parse
from cablekit.sources import values
from cablekit.sources.draft import Draft, problem

_REVIEWED = (
    "Action|Authority|Comment|Content Flags|Date|Event|Exemptions|History|Markings"
    "|Media Identifier|Referrals|Release Date|Release Event|Transfer Date|Withdrawn Fields"
)
_DISPOSED = (
    "Action|Approved on Date|Authority|Case Number|Comment|Date|Event|History|Reason|Remarks"
)
_PREVIOUS = "Channel Indicators|Classification|Handling Restrictions"
_KEYS = (
    "Automatic Decaptioning|Capture Date|Channel Indicators|Current Classification|Concepts"
    "|Control Number|Copy|Draft Date|Decaption (?:Date|Note)|Document (?:Number|Source|Unique ID)"
    f"|Disposition (?:{_DISPOSED})|Review (?:{_REVIEWED})|Previous (?:{_PREVIOUS})"
    "|Drafter|Enclosure|Executive Order|Errors|Film Number|Format|From|Handling Restrictions"
    "|Image Path|ISecure|Legacy Key|Line Count|Litigation (?:Code IDs|Codes|History)|Locator"
    "|Message ID|Office|Original (?:Previous )?(?:Classification|Handling Restrictions)|Page Count"
    "|Reference|Retention|SAS ID|Secure|Status|Subject|TAGS|To|Type|vdkvgwkey|Markings"
)
# Printouts set two columns side by side, so a key may also follow a gap.
_KEY = re.compile(rf"(?:^ ?|(?<=  )|(?<=\t))({_KEYS})[ \t]?:", re.MULTILINE)
_TEXT = re.compile(r"^[ \t\f]*Message Text[ \t\r]*(?:\n|\Z)", re.MULTILINE)
_ATTRIBUTES = re.compile(r"^[ \t\f]*Message Attributes[ \t\r]*(?:\n|\Z)", re.MULTILINE)
_NO_TEXT = re.compile(
    r"TEXT FOR THIS MRN IS UNAVAILABLE|ERROR READING TEXT INDEX|\A-* *N/A(?: OR BLANK)? *-*\Z",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(r"\bWITHDRAW(?:N|AL)\b", re.IGNORECASE)
_CARD = re.compile(r"\s*WITHDRAWAL (?:CARD|NOTICE|SHEET)\b", re.IGNORECASE)
_STAMPED = re.compile(r"\b\d{1,2} [A-Za-z]{3} \d{4}\b")
#: A notice in place of a text is no longer than this.
_NOTICE = 600
#: A date that stands for none.
_NO_DATE = "1960-01-01"


def attributes(text: str) -> dict[str, str]:
    r"""Return the attributes of a record; a value runs on to the next known key.

    Args:
        text: What stands below ``Message Attributes``.

    >>> attributes("Locator: TEXT ON-LINE\nSubject: TURNIP\n QUOTA\nTAGS:\nPREL, EAGR\n")
    {'Locator': 'TEXT ON-LINE', 'Subject': 'TURNIP\nQUOTA', 'TAGS': 'PREL, EAGR'}
    """
    fields: dict[str, list[str]] = {}
    found = list(_KEY.finditer(text))
    for match, following in zip(found, [*found[1:], None], strict=False):
        end = following.start() if following else len(text)
        lines = (line.strip() for line in text[match.end() : end].split("\n"))
        fields.setdefault(match[1], []).extend(line for line in lines if line)
    return {key: "\n".join(lines) for key, lines in fields.items()}


def stamped(fields: Mapping[str, str]) -> str:
    """Return the day in the stamp of a release that stands among the markings, or ``""``.

    Args:
        fields: The attributes of a record.

    >>> stamped({"Markings": "Declassified/Released EO Systematic Review 05 JUL 2006"})
    '05 JUL 2006'
    """
    markings = next((text for key, text in fields.items() if key.casefold() == "markings"), "")
    days = _STAMPED.findall(markings)
    return days[-1] if days else ""


def availability(locator: str, text: str) -> tuple[Availability, tuple[Problem, ...]]:
    """Return whether a record has its text, by its ``Locator`` and by what is there.

    Args:
        locator: The attribute; ``""`` where it is missing.
        text: What stands in the text's place.

    >>> availability("TEXT ON MICROFILM, ADS TEXT UNRETRIEVABLE", "")[0].name
    'TEXT_UNAVAILABLE'
    """
    ink = text.strip()
    told = values.value(locator)
    online = any(word in told.upper() for word in ("ON-LINE", "ONLINE"))
    if not ink or (len(ink) < _NOTICE and _NO_TEXT.search(ink)):
        problems = (problem("CK505", path="metadata.fields", locator=told, found="none"),)
        return Availability.TEXT_UNAVAILABLE, problems if online else ()
    if not online and len(ink) < _NOTICE and _WITHDRAWN.search(ink) and _is_card(ink):
        return Availability.WITHDRAWN, ()
    if told and not online:
        return Availability.FULL, (
            problem("CK505", path="metadata.fields", locator=told, found="a text"),
        )
    return Availability.FULL, ()


def _is_card(text: str) -> bool:
    """Return whether a text that speaks of withdrawal is no cable about one."""
    if _CARD.match(text):
        return True
    cable = parse(text)
    fields = (cable.mrn, cable.executive_order, cable.tags, cable.subject)
    return not any(fields) and all(entry.number is None for entry in cable.paragraphs)


def drafts(record: str, position: int, odd: tuple[Problem, ...] = ()) -> Iterator[Draft]:
    """Return the cable of a record.

    Args:
        record: The record.
        position: Its offset in the file.
        odd: What was found when it was decoded.
    """
    text_at, attributes_at = _TEXT.search(record), _ATTRIBUTES.search(record)
    first = min((m.start() for m in (text_at, attributes_at) if m), default=len(record))
    reversed_ = bool(text_at and attributes_at and attributes_at.start() < text_at.start())
    text = listed = ""
    if text_at:
        stop = attributes_at.start() if attributes_at and not reversed_ else len(record)
        text = record[text_at.end() : stop]
    if attributes_at:
        stop = text_at.start() if text_at and reversed_ else len(record)
        listed = record[attributes_at.end() : stop]
    fields = attributes(listed)
    head = record[:first].strip("\n\r\f \t")
    if not text_at and head:
        text, head = record[:first], ""
    metadata, problems = _metadata(fields)
    if head:
        metadata = attrs.evolve(metadata, fields={"Head": head, **metadata.fields})
    there, more = availability(fields.get("Locator", ""), text)
    if not text_at and not text.strip() and _WITHDRAWN.search(fields.get("Locator", "")):
        there = Availability.WITHDRAWN
    shift = record.find(text) if text else 0
    draft = Draft(
        text=text,
        metadata=metadata,
        availability=there,
        position=position,
        problems=(*_moved(odd, shift, len(text)), *problems, *more),
        # The date is that of drafting; a cable is sent within days.
        day_slack=14,
    )
    yield draft.failed("CK504") if reversed_ else draft


def _moved(odd: tuple[Problem, ...], shift: int, size: int) -> Iterator[Problem]:
    for found in odd:
        span = found.span
        if span is not None:
            start = span.start - shift
            inside = 0 <= start < size
            span = attrs.evolve(span, start=start, end=start + 1) if inside else None
        yield attrs.evolve(found, span=span)


def _metadata(fields: dict[str, str]) -> tuple[Metadata, list[Problem]]:
    problems: list[Problem] = []
    name = values.value(fields.get("Document Number"))
    mrn, _ = values.identifier(name)
    drafted = values.moment(fields.get("Draft Date", ""))
    if drafted and drafted.date.date().isoformat() == _NO_DATE:
        drafted = None
    classification = values.marking(fields.get("Original Classification", ""))
    for label, known in (
        ("Document Number", mrn),
        ("Draft Date", drafted),
        ("Original Classification", classification),
    ):
        if known is None and values.value(fields.get(label)) and "1960" not in fields[label]:
            problems.append(problem("CK509", name=label, text=fields[label]))
    year = (mrn and mrn.year) or (drafted and drafted.date.year) or None
    released = values.moment(stamped(fields))
    metadata = Metadata(
        id=name,
        mrn=mrn,
        date=drafted.date.replace(hour=0, minute=0) if drafted else None,
        date_precision=DatePrecision.DAY if drafted else None,
        classification=classification,
        origin=values.value(fields.get("From")),
        subject=values.value(fields.get("Subject")),
        tags=values.tags(fields.get("TAGS", "")),
        references=values.references(fields.get("Reference", ""), year),
        released=released.date.date() if released else None,
        fields=fields,
    )
    return metadata, problems
