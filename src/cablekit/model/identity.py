"""How a cable is named and marked: classification, MRN, section."""

from __future__ import annotations

import functools

import attrs

from cablekit.model.base import OrderedEnum


class Level(OrderedEnum):
    """A classification level or administrative control, lowest first.

    Source: E.O. 12958 and 13526 for the classified levels; 12 FAM 540 for SBU;
    5 FAH-2 H-222.

    >>> Level.SBU < Level.CONFIDENTIAL < Level.SECRET
    True
    """

    UNCLASSIFIED = "UNCLASSIFIED"
    SBU = "SBU"
    LOU = "LOU"
    RESTRICTED = "RESTRICTED"
    CONFIDENTIAL = "CONFIDENTIAL"
    SECRET = "SECRET"  # noqa: S105
    TOP_SECRET = "TOP_SECRET"  # noqa: S105


#: The letters of a portion mark for each level (5 FAH-1 H-246.2).
PORTION_LETTERS = {
    Level.UNCLASSIFIED: "U",
    Level.SBU: "SBU",
    Level.LOU: "LOU",
    Level.RESTRICTED: "R",
    Level.CONFIDENTIAL: "C",
    Level.SECRET: "S",
    Level.TOP_SECRET: "TS",
}


@attrs.frozen(kw_only=True, weakref_slot=False)
class Marking:
    """A classification or portion marking.

    Markings have no order of their own; compare their levels.

    Attributes:
        level: The classification level or administrative control.
        caveats: Control markings in the order written, in full: ``("NOFORN",)``,
            ``("REL TO USA, FVEY",)``.
        entire_text: Whether the mark says that it holds for the whole cable.

    Source: 5 FAH-1 H-246.2; E.O. 12958 section 1.6; written forms observed.

    >>> str(Marking(level=Level.SECRET, caveats=("NOFORN",)))
    'S//NF'
    """

    level: Level
    caveats: tuple[str, ...] = ()
    entire_text: bool = False

    @classmethod
    def parse(cls, text: str) -> Marking:
        """Read a marking such as ``"(S/NF)"`` or ``"(C - ENTIRE TEXT)"``.

        Args:
            text: The marking, with or without its parentheses.

        Returns:
            The marking.

        Raises:
            CableSyntaxError: ``text`` is no marking of the vocabulary.

        >>> Marking.parse("(S/NF)").caveats
        ('NOFORN',)
        """
        from cablekit import parser  # noqa: PLC0415 - reading belongs to the parser

        return parser.parse_marking(text)

    def __str__(self) -> str:
        """Return the portion mark in the current double-slash form, without parentheses."""
        short = [{"NOFORN": "NF", "ORCON": "OC", "PROPIN": "PR"}.get(c, c) for c in self.caveats]
        mark = "//".join([PORTION_LETTERS[self.level], *short])
        return f"{mark} - ENTIRE TEXT" if self.entire_text else mark


@functools.total_ordering
@attrs.frozen(kw_only=True, weakref_slot=False)
class Mrn:
    """A message reference number: the post, and its count of messages in a year.

    Attributes:
        year: Calendar year, four digits; ``None`` where the text does not give it.
        post: Originating post as the class line writes it: ``"PARIS"``, ``"ABU DHABI"``; ``""``
            for the series of a journey.
        series: ``""``, ``"A"`` for an airgram, or a trip series such as ``"SECTO"``.
        serial: The count, which restarts at 1 each year.

    Source: 5 FAH-2 H-321 (format line 3); forms observed in both archives.

    >>> str(Mrn(year=2006, post="ZENDA", serial=417))
    '06ZENDA417'
    >>> Mrn(post="ZENDA", serial=2) < Mrn(year=1975, post="ZENDA", serial=1)
    True
    """

    year: int | None = None
    post: str
    series: str = ""
    serial: int

    @classmethod
    def parse(cls, text: str) -> Mrn:
        """Read an MRN: ``06ZENDA417``, ``1976ZENDA00417``, ``ZENDA 000417``, ``73ZENDA-A50``.

        Args:
            text: The number in any of the forms in which archives write it.

        Returns:
            The MRN; a two-digit year 60-99 is 19xx, 00-59 is 20xx.

        Raises:
            CableSyntaxError: ``text`` is no MRN.

        >>> Mrn.parse("1976ZENDA00417").year
        1976
        """
        from cablekit import parser  # noqa: PLC0415 - reading belongs to the parser

        return parser.parse_mrn(text)

    def __str__(self) -> str:
        """Return the short archive form, such as ``06ZENDA417`` or ``73ZENDA-A50``."""
        year = "" if self.year is None else f"{self.year % 100:02d}"
        series = f"-{self.series}" if self.series and self.post else self.series
        return f"{year}{self.post.replace(' ', '')}{series}{self.serial}"

    def __lt__(self, other: object) -> bool:
        """Order by year (unknown first), post, series and serial."""
        if not isinstance(other, Mrn):
            return NotImplemented
        return self._order() < other._order()

    def _order(self) -> tuple[int, str, str, int]:
        return (self.year or 0, self.post, self.series, self.serial)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Section:
    """Which part of a long message this is.

    Attributes:
        number: This section, from 1.
        total: How many sections the message has.

    >>> Section(number=1, total=3)
    Section(number=1, total=3)
    """

    number: int
    total: int
