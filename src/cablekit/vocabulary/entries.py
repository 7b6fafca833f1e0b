"""The rows of the vocabularies."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class TagEntry(NamedTuple):
    """A TAG; its name is ``None`` where no title is known, its era empty where open."""

    code: str
    kind: str
    name: str | None
    era: str
    note: str
    source: str


class CaptionEntry(NamedTuple):
    """A caption of fixed wording."""

    caption: str
    kind: str
    aliases: tuple[str, ...]
    meaning: str
    source: str


class SignalEntry(NamedTuple):
    """A procedural word of the header (kind OPERATING) or of the text (BODY)."""

    code: str
    kind: str
    meaning: str
    source: str


class PrecedenceEntry(NamedTuple):
    """A precedence; its letter is empty where there is none, its rank 0 for the lowest."""

    word: str
    letter: str
    rank: int
    meaning: str
    source: str


class OrderEntry(NamedTuple):
    """An executive order on classification, with its first and last day in force."""

    number: str
    signed: date
    start: date
    end: date | None
    note: str
    source: str


class ExemptionEntry(NamedTuple):
    """A declassification code of the E.O. line, with the number of its order."""

    code: str
    order: str
    meaning: str
    source: str


class PostEntry(NamedTuple):
    """A post: its name in an MRN, its PLAD, other names, and its country as a FIPS code."""

    name: str
    plad: str
    aliases: tuple[str, ...]
    country: str
    source: str


class ProblemEntry(NamedTuple):
    """A problem that reading or checking can report."""

    code: str
    severity: str
    title: str
    message: str
    explanation: str
