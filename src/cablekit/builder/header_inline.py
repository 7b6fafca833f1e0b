"""The inline languages of the header: date-time group, signals, addresses."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from cablekit import vocabulary
from cablekit.builder.text import full_year, shared
from cablekit.builder.words import inside
from cablekit.model import Addressee, Precedence, Span
from cablekit.tokens import Token

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


class MomentShape(NamedTuple):
    """Where the parts of a date-time group stand in its line.

    Attributes:
        precedence: One or two precedences.
        day_time: Day, hour and minute: six digits, perhaps with blanks between them.
        month: The month, from 1.
        year: The year, of two or four digits.
        hours_east: Hours by which the time of its zone is ahead of Z.
        signals: Operating signals.
    """

    precedence: tuple[Precedence, ...]
    day_time: slice
    month: int
    year: slice
    hours_east: int
    signals: tuple[slice, ...]

    def moment(self, line: str) -> dt.datetime | None:
        """Return the date and time in ``line``; ``None`` where that day does not exist."""
        when = line[self.day_time].replace(" ", "")
        year = full_year(line[self.year].replace(" ", ""))
        try:
            local = dt.datetime(
                year, self.month, int(when[:2]), int(when[2:4]), int(when[4:]), tzinfo=dt.UTC
            )
            return local - dt.timedelta(hours=self.hours_east) if self.hours_east else local
        except (ValueError, OverflowError):
            return None


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
            plad=shared(line[self.route : self.plad]),
            routing_indicator=shared(line[: self.route - 1]) if self.route else "",
            office=shared(line[self.office]),
            precedence=self.precedence,
            serial=line[self.serial],
            span=where,
        )


class HeaderInlineBuilder:
    """One method for every rule of these languages."""

    def date_time_group(self, children: list[Any]) -> MomentShape:
        """``LONG_DATE? precedence* DAY_TIME ZONE? MONTH DTG_YEAR signal*``."""
        tokens = [child for child in children if isinstance(child, Token)]
        parts = {token.type: token for token in tokens}
        zone = parts.get("ZONE", "").strip().upper()
        return MomentShape(
            tuple(child for child in children if isinstance(child, Precedence)),
            inside(parts["DAY_TIME"]),
            vocabulary.months()[parts["MONTH"].upper().replace(" ", "")],
            inside(parts["DTG_YEAR"]),
            _HOURS_EAST.get(zone, 0),
            tuple(inside(child) for child in tokens if child.type == "SIGNAL"),
        )

    def precedence(self, children: list[Token]) -> Precedence:
        """``PRECEDENCE_LETTER``."""
        return LETTERS_OF_PRECEDENCE[children[0].upper()]

    def signals(self, children: list[Token]) -> tuple[str, ...]:
        """``signal*``."""
        return tuple(map(str, children))

    def signal(self, children: list[Token]) -> Token:
        """``SIGNAL``."""
        return children[0]

    def addressee(self, children: list[Token]) -> AddressShape:
        """``ROUTING? PLAD OFFICE? ADDRESS_PRECEDENCE? ADDRESS_SERIAL?``."""
        parts = {token.type: token for token in children}
        office, serial = parts.get("OFFICE"), parts.get("ADDRESS_SERIAL")
        word = parts.get("ADDRESS_PRECEDENCE")
        return AddressShape(
            len(parts.get("ROUTING", "")),
            parts["PLAD"].end_pos or 0,
            inside(office, 2 + (office[0] == " "), 2) if office else _NOTHING,
            Precedence[word.strip().replace(" ", "_")] if word else None,
            inside(serial, 1, 0) if serial else _NOTHING,
        )
