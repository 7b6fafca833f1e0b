"""Date, time and place of a meeting, which a memorandum of conversation states first."""

from __future__ import annotations

from collections.abc import Mapping

from cablekit import vocabulary
from cablekit.model import Meeting

#: No statement of date, time and place is longer.
LONGEST = 240
_PARTS = ("DATE", "TIME", "PLACE")
_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_TRIM = " ,;-"


def meeting(text: str) -> Meeting | None:
    """Return what a short paragraph says about date, time and place, if it says nothing else.

    Args:
        text: Its text: ``DATE: April 3, 2007 TIME: 10:30 PLACE: Ministry``, or
            ``April 3, 2007; 10:30 a.m.; Ministry.``
    """
    opening, colon, _ = text[:24].partition(":")
    if colon and opening.upper() in (labels := vocabulary.meeting_labels()):
        return _labelled(text, labels)
    return _listed(text) if text.count(";") == len(_PARTS) - 1 else None


def _labelled(text: str, labels: Mapping[str, str]) -> Meeting | None:
    said: dict[str, str] = {}
    part = ""
    words: list[str] = []
    pending: list[str] = []
    for word in text.split(" "):
        pending.append(word)
        if not word.endswith(":"):
            continue
        for size in range(min(len(pending), 3), 0, -1):
            label = " ".join(pending[-size:]).rstrip(":").upper()
            if label in labels:
                words += pending[:-size]
                if part:
                    said[part] = " ".join(words)
                part, words = labels[label], []
                pending = []
                break
    said[part] = " ".join([*words, *pending])
    values = {part.lower(): _trimmed(value) for part, value in said.items()}
    return Meeting(**values) if all(values.values()) else None


def _trimmed(text: str) -> str:
    """Return a value without the stop behind it; ``a.m.`` keeps its own."""
    text = text.strip(_TRIM)
    return text if text[-4:].upper() in ("A.M.", "P.M.") else text.rstrip(".")


def _listed(text: str) -> Meeting | None:
    parts = [_trimmed(part) for part in text.split(";")]
    if not all(parts):
        return None
    day, hour, place = parts
    first = day.replace(",", " ").split(" ")[0].upper().rstrip(".")
    dated = first in vocabulary.months() or first in _DAYS or first[:1].isdigit()
    if not dated or not any(char.isdigit() for char in day) or not hour[:1].isdigit():
        return None
    return Meeting(date=day, time=hour, place=place)
