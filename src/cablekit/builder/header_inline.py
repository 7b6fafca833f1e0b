"""The inline languages of the header: date-time group, signals, addresses."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from lark import Token

from cablekit import vocabulary
from cablekit.builder.text import full_year
from cablekit.model import Addressee, Precedence, Span

#: The letters before a date-time group; State does not use Y [5 FAH-2 H-321; ACP 121].
LETTERS_OF_PRECEDENCE = {
    "Z": Precedence.FLASH,
    "Y": Precedence.FLASH,
    "O": Precedence.IMMEDIATE,
    "P": Precedence.PRIORITY,
    "R": Precedence.ROUTINE,
}
#: Hours by which the time of each zone is ahead of Z; J is no zone [ACP 121].
_HOURS_EAST = {
    **{letter: hours for hours, letter in enumerate("ABCDEFGHIKLM", 1)},
    **{letter: -hours for hours, letter in enumerate("NOPQRSTUVWXY", 1)},
}


_NOTHING = slice(0, 0)


class Moment(NamedTuple):
    """What a date-time group says; no date where its day does not exist."""

    precedence: tuple[Precedence, ...]
    date_time_group: dt.datetime | None
    signals: tuple[str, ...]


class AddressShape(NamedTuple):
    """Where the parts of an address stand in its line.

    Attributes:
        route: End of the routing indicator with its stroke, 0 where none is.
        plad: End of the plain-language address.
        office: The office between double strokes.
        precedence: The precedence.
        serial: The serial.
    """

    route: int
    plad: int
    office: slice
    precedence: Precedence | None
    serial: slice

    def address(self, line: str, where: Span) -> Addressee:
        """Return the address in ``line``, which stands at ``where``."""
        return Addressee(
            plad=line[self.route : self.plad],
            routing_indicator=line[: self.route - 1] if self.route else "",
            office=line[self.office],
            precedence=self.precedence,
            serial=line[self.serial],
            span=where,
        )


class HeaderInlineBuilder:
    """One method for every rule of these languages."""

    def date_time_group(self, children: list[Any]) -> Moment:
        """``precedence* DAY_TIME ZONE? MONTH DTG_YEAR signal*``."""
        precedence = tuple(c for c in children if isinstance(c, Precedence))
        signals = tuple(c for c in children if type(c) is str)
        when = _named(children, "DAY_TIME")
        month = vocabulary.months()[_named(children, "MONTH").upper()]
        year = full_year(_named(children, "DTG_YEAR"))
        day, hour, minute = int(when[:2]), int(when[2:4]), int(when[4:])
        hours = _HOURS_EAST.get(_named(children, "ZONE").upper(), 0)
        try:
            local = dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)
            return Moment(precedence, local - dt.timedelta(hours=hours), signals)
        except (ValueError, OverflowError):
            return Moment(precedence, None, signals)

    def precedence(self, children: list[Token]) -> Precedence:
        """``PRECEDENCE_LETTER``."""
        return LETTERS_OF_PRECEDENCE[children[0].upper()]

    def signals(self, children: list[str]) -> tuple[str, ...]:
        """``signal*``."""
        return tuple(children)

    def signal(self, children: list[Token]) -> str:
        """``SIGNAL``."""
        return str(children[0])

    def addressee(self, children: list[Token]) -> AddressShape:
        """``ROUTING? PLAD OFFICE? ADDRESS_PRECEDENCE? ADDRESS_SERIAL?``."""
        parts = {token.type: token for token in children}
        office, serial = parts.get("OFFICE"), parts.get("ADDRESS_SERIAL")
        word = parts.get("ADDRESS_PRECEDENCE")
        return AddressShape(
            len(parts.get("ROUTING", "")),
            parts["PLAD"].end_pos or 0,
            _inside(office, 2 + (office[0] == " "), 2) if office else _NOTHING,
            Precedence[word.strip().replace(" ", "_")] if word else None,
            _inside(serial, 1, 0) if serial else _NOTHING,
        )


def _inside(token: Token, before: int, behind: int) -> slice:
    """Return where a token stands but for its first and last characters."""
    return slice((token.start_pos or 0) + before, (token.end_pos or 0) - behind)


def _named(children: list[Any], kind: str) -> str:
    """Return the first token of a terminal among ``children`` without blanks, or ``""``."""
    for child in children:
        if isinstance(child, Token) and child.type == kind:
            return child.replace(" ", "")
    return ""
