"""What parts of a cable say, each in a phrase."""

from __future__ import annotations

import datetime as dt

from cablekit.model import (
    ClassificationAuthority,
    ExecutiveOrder,
    Marking,
    Meeting,
    Paragraph,
    Reference,
    ReferenceKind,
)


def moment(moment: dt.datetime | None) -> str:
    """Return ``moment`` in UTC, to the minute."""
    if moment is None:
        return ""
    return f"{moment.astimezone(dt.UTC).isoformat(sep=' ')[:16]} UTC"


def portion(marking: Marking | None) -> str:
    """Return ``marking`` as it stands before a text."""
    return f"({marking}) " if marking else ""


def in_full(marking: Marking) -> str:
    """Return ``marking`` with its level in full."""
    full = "//".join([marking.level.name.replace("_", " "), *marking.caveats])
    return f"{full} - ENTIRE TEXT" if marking.entire_text else full


def order(order: ExecutiveOrder | None) -> str:
    """Return what the E.O. line says."""
    if order is None:
        return ""
    parts = [
        order.number,
        *order.exemptions,
        f"declassify on {order.declassify_on}" if order.declassify_on else "",
        f"declassify: {order.declassify_event}" if order.declassify_event else "",
        f"downgrade on {order.downgrade_on}" if order.downgrade_on else "",
    ]
    return ", ".join(filter(None, parts)) or order.text


def reference(reference: Reference) -> str:
    """Return what is cited, and what is said of it."""
    notes = list(reference.notes)
    if reference.kind is not ReferenceKind.CABLE:
        notes.insert(0, reference.kind.name.lower())
    if reference.mrn is None:
        what = reference.text
    else:
        what = str(reference.mrn)
        if reference.year_inferred and reference.mrn.year is not None:
            notes.append("year inferred")
    return f"{what} ({', '.join(notes)})" if notes else what


def authority(authority: ClassificationAuthority | None) -> str:
    """Return who classified the cable, and why."""
    if authority is None:
        return ""
    reasons = ", ".join(f"({letter.lower()})" for letter in authority.reasons)
    why = " ".join(filter(None, [authority.section, reasons]))
    parts = [
        authority.name,
        authority.title,
        f"reasons {why}" if why else "",
        f"derived from {authority.derived_from}" if authority.derived_from else "",
    ]
    said = ", ".join(filter(None, parts))
    return said if authority.name else authority.text or said


def meeting(stated: Meeting) -> str:
    """Return when and where a meeting was."""
    return ", ".join(filter(None, [stated.date, stated.time, stated.place]))


def redacted(paragraphs: tuple[Paragraph, ...]) -> str:
    """Return in how many places of the paragraphs something was taken out."""
    places = sum(len(paragraph.redactions) for paragraph in paragraphs)
    return f"{places} place{'s' * (places > 1)} in the text" if places else ""
