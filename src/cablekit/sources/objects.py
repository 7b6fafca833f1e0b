"""JSON derivatives: objects in an array, one a line, or in a list inside an outer object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import attrs

from cablekit.model import Availability, Metadata, Problem
from cablekit.sources import nara, values
from cablekit.sources.brackets import Objects
from cablekit.sources.draft import Draft, decode, problem
from cablekit.sources.stream import Stream

_NAME = re.compile(r"[^a-z]+")

#: What derivatives call a field, folded to its letters, first choice first.
_TEXT = ("body", "text", "content", "messagetext", "rawtext", "rawcontent")
_HEADER = ("header",)
_FIELDS = {
    "id": ("canonicalid", "referenceid", "reference", "documentnumber", "identifier", "mrn", "id"),
    "date": ("datetime", "date", "created", "draftdate"),
    "classification": ("classification", "originalclassification"),
    "origin": ("origin", "from", "sender"),
    "subject": ("subject", "title"),
    "tags": ("tags",),
    "references": ("references", "linkeddocuments"),
    "released": ("released",),
}
#: A text longer than this has more than one line.
_LINE = 250


def drafts(stream: Stream) -> Iterator[Draft]:
    """Return the cable of each object.

    Args:
        stream: The file.
    """
    objects = Objects(stream)
    for part in objects:
        text, odd = decode(part.data, stream.encoding, part.start)
        broken = Draft(text=text, availability=Availability.UNREADABLE, position=part.start)
        if part.fault:
            yield broken.failed("CK503", reason=part.fault)
            continue
        try:
            found: Any = json.loads(text)
        except (ValueError, RecursionError) as error:
            if not objects.unwrapped():
                yield broken.failed("CK503", reason=str(error) or type(error).__name__)
            continue
        if part.sure or _has_text(found):  # not what an outer object says behind its list
            for entry in _records(found):
                try:
                    yield _draft(entry, part.start, odd)
                except RecursionError:
                    yield broken.failed("CK503", reason="it is nested too deep")


def _fold(name: str) -> str:
    return _NAME.sub("", name.lower())


def _has_text(found: Any) -> bool:
    return isinstance(found, dict) and any(_fold(name) in _TEXT for name in found)


def _records(found: dict[str, Any]) -> list[Any]:
    """Return the entries of the lists that an outer object wraps; a record is its own."""
    if _has_text(found):
        return [found]
    lists = [entries for entries in found.values() if isinstance(entries, list)]
    wrapped = [entry for entries in lists if any(map(_has_text, entries)) for entry in entries]
    return wrapped or [found]


def _told(value: Any) -> str:
    """Return a value as written: a string as itself, a list with bars."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list):
        return " | ".join(map(_told, value))
    if isinstance(value, dict) and len(value) == 1:
        (only,) = value.values()  # as databases export it: {"$date": "..."}
        return _told(only) if isinstance(only, str | int) else json.dumps(value)
    return json.dumps(value)


def _draft(found: Any, offset: int, odd: tuple[Problem, ...]) -> Draft:
    if not isinstance(found, dict):
        told = Draft(text=_told(found), availability=Availability.UNREADABLE, position=offset)
        return told.failed("CK503", reason="it is no object")
    problems = [attrs.evolve(entry, span=None) for entry in odd]
    names: dict[str, str] = {}
    for name in found:
        names.setdefault(_fold(name), name)
    key = next(
        (names[name] for name in _TEXT if isinstance(found.get(names.get(name, "")), str)), ""
    )
    header = next((names[name] for name in _HEADER if name in names), "")
    text = _told(found.get(key))
    if header and _told(found[header]).strip():
        text = f"{_told(found[header])}\n\n{text}"
    fields = {name: _told(value) for name, value in found.items() if name not in (key, header)}
    metadata, more = _metadata(fields, names)
    locator = fields.get(names.get("locator", ""), "")
    availability, doubts = nara.availability(locator, text)
    problems += [*more, *doubts]
    draft = Draft(
        text=text,
        metadata=metadata,
        availability=availability,
        position=offset,
        problems=tuple(problems),
        day_slack=1,
    )
    if not key:
        return draft.failed("CK503", reason="no text; it is looked for in body, text and content")
    if len(text) > _LINE and "\n" not in text.strip():
        lost = problem("CK510")
        draft = attrs.evolve(draft, problems=(*draft.problems, lost))
    return draft


def _metadata(fields: dict[str, str], names: dict[str, str]) -> tuple[Metadata, list[Problem]]:
    def pick(what: str) -> str:
        told = (values.value(fields.get(names.get(name, ""))) for name in _FIELDS[what])
        return next(filter(None, told), "")

    return typed(fields, {what: pick(what) for what in _FIELDS})


def typed(fields: dict[str, str], told: dict[str, str]) -> tuple[Metadata, list[Problem]]:
    """Return the metadata of a record that is known by common names.

    Args:
        fields: Every field, as written.
        told: The values of the common fields; ``""`` where there is none.
    """
    problems: list[Problem] = []
    mrn, doubled = values.identifier(told["id"])
    if doubled and mrn:
        problems.append(problem("CK906", path="metadata.id", id=told["id"], mrn=mrn))
    date = values.moment(told["date"])
    released = values.moment(told["released"] or nara.stamped(fields))
    classification = values.marking(told["classification"])
    for name, known in (("date", date), ("classification", classification)):
        if known is None and told[name]:
            problems.append(problem("CK509", name=name, text=told[name]))
    year = (mrn and mrn.year) or (date and date.date.year) or None
    metadata = Metadata(
        id=told["id"],
        mrn=mrn,
        date=date.date if date else None,
        date_precision=date.precision if date else None,
        classification=classification,
        origin=told["origin"],
        subject=told["subject"],
        tags=values.tags(told["tags"]),
        references=values.references(told["references"], year),
        released=released.date.date() if released else None,
        fields=fields,
    )
    return metadata, problems
