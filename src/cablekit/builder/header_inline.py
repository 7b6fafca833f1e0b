"""The inline languages of the header: date-time group, signals, addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

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

#: The last words of an address that stands for several.
_COLLECTIVES = ("COLLECTIVE", "POSTS")


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
        names: Plain-language address, routing indicator and office, if they have no digits: they
            are those of all lines of that shape.
        plad: The plain-language address.
        route: The routing indicator without its stroke.
        office: The office between double strokes.
        precedence: The precedence.
        serial: The serial.
        collective: Whether the address stands for several.
    """

    names: tuple[str, str, str] | None
    plad: slice
    route: slice
    office: slice
    precedence: Precedence | None
    serial: slice
    collective: bool

    def address(self, line: str, where: Span) -> Addressee:
        """Return the address in ``line``, which stands at ``where``."""
        plad, route, office = self.names or (
            shared(line[self.plad]),
            shared(line[self.route]),
            shared(line[self.office]),
        )
        return Addressee(
            plad=plad,
            routing_indicator=route,
            office=office,
            precedence=self.precedence,
            serial=line[self.serial],
            span=where,
        )


#: Reads the shape of an address; ``None`` where it is none.
AddressReader: TypeAlias = Callable[[str], AddressShape | None]


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
        line = "".join(children)
        office, serial = parts.get("OFFICE"), parts.get("ADDRESS_SERIAL")
        word = parts.get("ADDRESS_PRECEDENCE")
        route = parts.get("ROUTING", "")
        where = (
            inside(parts["PLAD"]),
            slice(0, len(route) - 1) if route else _NOTHING,
            inside(office, 2 + (office[0] == " "), 2) if office else _NOTHING,
        )
        plad, indicator, code = (shared(line[part]) for part in where)
        names = None if "0" in plad + indicator + code else (plad, indicator, code)
        return AddressShape(
            names,
            *where,
            Precedence[word.strip().replace(" ", "_")] if word else None,
            inside(serial, 1, 0) if serial else _NOTHING,
            plad.endswith(_COLLECTIVES),
        )
