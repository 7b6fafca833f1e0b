"""The inline languages: their trees become plain values, without positions in the source."""

from __future__ import annotations

from typing import Any, NamedTuple

from lark import Token

from cablekit import vocabulary
from cablekit.builder.header_inline import HeaderInlineBuilder
from cablekit.builder.inline_fields import FieldInlineBuilder
from cablekit.builder.inline_people import PeopleInlineBuilder
from cablekit.builder.text import full_year
from cablekit.builder.words import named
from cablekit.model import (
    Level,
    Marking,
    Mrn,
    Section,
)

_WORDS_OF_LEVEL = {
    "TOP_SECRET_WORD": (Level.TOP_SECRET, "TOPSECRET"),
    "SECRET_WORD": (Level.SECRET, "SECRET"),
    "CONFIDENTIAL_WORD": (Level.CONFIDENTIAL, "CONFIDENTIAL"),
    "UNCLASSIFIED_WORD": (Level.UNCLASSIFIED, "UNCLAS"),
    "LIMITED_OFFICIAL_USE_WORD": (Level.LOU, "LIMITEDOFFICIALUSE"),
    "RESTRICTED_WORD": (Level.RESTRICTED, "RESTRICTED"),
}
_WHOLE_UNCLASSIFIED = ("UNCLAS", "UNCLASSIFIED", "UNCLASEFTO", "UNCLASSIFIEDEFTO")


class ClassLine(NamedTuple):
    """What a class line says; ``damaged`` where its word is misspelt."""

    classification: Marking
    section: Section | None
    mrn: Mrn | None
    damaged: bool


class InlineBuilder(HeaderInlineBuilder, FieldInlineBuilder, PeopleInlineBuilder):
    """One method for every rule of the inline languages, with the rule's name."""

    # -- marking, class_line, mrn --------------------------------------------------------------

    def marking(self, children: list[Any]) -> Marking:
        """``OPEN? MARK_LEVEL caveat* ENTIRE_TEXT? CLOSE?``."""
        level = Level[vocabulary.levels()[named(children, "MARK_LEVEL").upper()]]
        return Marking(
            level=level,
            caveats=tuple(c for c in children if isinstance(c, str) and not isinstance(c, Token)),
            entire_text=bool(named(children, "ENTIRE_TEXT")),
        )

    def caveat(self, children: list[Token]) -> str:
        """``SLASHES? (RELEASABLE | CAVEAT)``."""
        written = " ".join(children[-1].upper().split()).strip(" ,")
        return vocabulary.caveats().get(written, written)

    def class_line(self, children: list[Any]) -> ClassLine:
        """``class_level CLASS_CAVEAT* section? mrn?``."""
        level, damaged = children[0]
        written = [c.strip("/ ").upper() for c in children if isinstance(c, Token)]
        caveats = tuple(vocabulary.caveats().get(c, c) for c in written)
        return ClassLine(
            Marking(level=level, caveats=caveats),
            next((c for c in children if isinstance(c, Section)), None),
            next((c for c in children if isinstance(c, Mrn)), None),
            damaged,
        )

    def class_level(self, children: list[Token]) -> tuple[Level, bool]:
        """One of the classification words, letter-spaced or not."""
        level, whole = _WORDS_OF_LEVEL[children[0].type]
        letters = "".join(children[0].upper().split())
        if whole == "UNCLAS":
            return level, letters not in _WHOLE_UNCLASSIFIED
        return level, letters != whole

    def section(self, children: list[Token]) -> Section:
        """``SECTION COUNT OF COUNT``."""
        return Section(number=int(children[1]), total=int(children[3]))

    def mrn(self, children: list[Token]) -> Mrn:
        """``YEAR? POST AIRGRAM? SERIAL``."""
        year = named(children, "YEAR")
        return Mrn(
            year=full_year(year) if year else None,
            post=named(children, "POST").upper(),
            series="A" if named(children, "AIRGRAM") else "",
            serial=int(named(children, "SERIAL")),
        )
