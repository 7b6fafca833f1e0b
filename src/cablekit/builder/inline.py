"""The inline languages: their trees become plain values, without positions in the source."""

from __future__ import annotations

from typing import Any, NamedTuple

from cablekit import vocabulary
from cablekit.builder.header_inline import HeaderInlineBuilder
from cablekit.builder.inline_fields import FieldInlineBuilder
from cablekit.builder.inline_order import OrderInlineBuilder
from cablekit.builder.inline_passing import PassingInlineBuilder
from cablekit.builder.inline_people import PeopleInlineBuilder
from cablekit.builder.inline_references import ReferenceInlineBuilder
from cablekit.builder.text import full_year
from cablekit.builder.words import inside, named
from cablekit.model import (
    Level,
    Marking,
    Mrn,
    Section,
)
from cablekit.tokens import Token

_WORDS_OF_LEVEL = {
    "TOP_SECRET_WORD": (Level.TOP_SECRET, "TOPSECRET"),
    "SECRET_WORD": (Level.SECRET, "SECRET"),
    "CONFIDENTIAL_WORD": (Level.CONFIDENTIAL, "CONFIDENTIAL"),
    "UNCLASSIFIED_WORD": (Level.UNCLASSIFIED, "UNCLAS"),
    "LIMITED_OFFICIAL_USE_WORD": (Level.LOU, "LIMITEDOFFICIALUSE"),
    "SBU_WORD": (Level.SBU, "SENSITIVEBUTUNCLASSIFIED"),
    "RESTRICTED_WORD": (Level.RESTRICTED, "RESTRICTED"),
}
_WHOLE_UNCLASSIFIED = ("UNCLAS", "UNCLASSIFIED", "UNCLASEFTO", "UNCLASSIFIEDEFTO")


class MrnShape(NamedTuple):
    """Where the parts of a message reference number stand.

    Attributes:
        year: The year, of two or four digits; empty where none is.
        post: The post.
        series: ``"A"`` for an airgram, or the series of a journey.
        serial: The serial.
    """

    year: slice
    post: str
    series: str
    serial: slice

    def mrn(self, text: str) -> Mrn:
        """Return the number in ``text``."""
        year = text[self.year]
        return Mrn(
            year=full_year(year) if year else None,
            post=self.post,
            series=self.series,
            serial=int(text[self.serial]),
        )


class ClassLineShape(NamedTuple):
    """What a class line says, but for its digits, and where these stand.

    Attributes:
        classification: Level and caveats.
        section: Number of the section and of all sections.
        mrn: The message reference number.
        damaged: Whether the word of the level is misspelt.
    """

    classification: Marking
    section: tuple[slice, slice] | None
    mrn: MrnShape | None
    damaged: bool

    def section_in(self, text: str) -> Section | None:
        """Return the section that ``text`` names."""
        if self.section is None:
            return None
        number, total = self.section
        return Section(number=int(text[number]), total=int(text[total]))


class InlineBuilder(
    HeaderInlineBuilder,
    OrderInlineBuilder,
    FieldInlineBuilder,
    ReferenceInlineBuilder,
    PassingInlineBuilder,
    PeopleInlineBuilder,
):
    """One method for every rule of the inline languages, with the rule's name."""

    # -- marking, class_line, mrn --------------------------------------------------------------

    def marking(self, children: list[Any]) -> Marking:
        """``OPEN? MARK_LEVEL caveat* (CLOSE? ENTIRE_TEXT)? CLOSE?``."""
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

    def class_line(self, children: list[Any]) -> ClassLineShape:
        """``class_level CLASS_CAVEAT* (section CLASS_CAVEAT*)? mrn?``."""
        (level, damaged), *children = children
        written = [c.strip("/ ").upper() for c in children if isinstance(c, Token)]
        caveats = tuple(vocabulary.caveats().get(c, c) for c in written)
        return ClassLineShape(
            Marking(level=level, caveats=caveats),
            next((c for c in children if type(c) is tuple), None),
            next((c for c in children if isinstance(c, MrnShape)), None),
            damaged,
        )

    def class_level(self, children: list[Token]) -> tuple[Level, bool]:
        """One of the classification words, letter-spaced or not."""
        level, whole = _WORDS_OF_LEVEL[children[0].type]
        letters = "".join(children[0].upper().split())
        if whole == "UNCLAS":
            return level, letters not in _WHOLE_UNCLASSIFIED
        return level, letters != whole

    def section(self, children: list[Token]) -> tuple[slice, slice]:
        """``SECTION COUNT OF COUNT``."""
        return inside(children[1]), inside(children[3])

    def mrn(self, children: list[Token]) -> MrnShape:
        """``YEAR? (POST AIRGRAM? | SERIES) SERIAL``; a known post gets its own name."""
        post = named(children, "POST").upper()
        series = named(children, "SERIES").upper()
        known = vocabulary.post(post)
        return MrnShape(
            inside(children[0]) if children[0].type == "YEAR" else slice(0, 0),
            known.name if known else post,
            "A" if named(children, "AIRGRAM") else series,
            inside(children[-1]),
        )
