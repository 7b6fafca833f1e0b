"""The inline language of the E.O. line."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from typing import Any, NamedTuple

from cablekit import vocabulary
from cablekit.builder.text import flow, full_year
from cablekit.builder.words import inside, shape_of
from cablekit.tokens import Token

#: No cable is older.
_FIRST_YEAR = 1940
_NOTHING = slice(0, 0)


class DayShape(NamedTuple):
    """Where a day stands in an E.O. line.

    Attributes:
        whole: The day.
        readings: Its year, month and day, and in what other order they may stand; a month in
            words is its number.
    """

    whole: slice
    readings: tuple[tuple[slice, slice | int, slice], ...]

    def day(self, line: str) -> dt.date | str:
        """Return the day in ``line``, or its words where there is no such day."""
        for in_year, in_month, in_day in self.readings:
            year = full_year(line[in_year])
            if year >= _FIRST_YEAR:
                month = in_month if type(in_month) is int else int(line[in_month])
                try:
                    return dt.date(year, month, int(line[in_day]))
                except ValueError:
                    continue
        return line[self.whole]


class OrderShape(NamedTuple):
    """What an E.O. line says, but for its digits, and where these stand.

    Attributes:
        number: The number of the order.
        days: What happens on which day: ``declassify`` or ``downgrade``.
        event: The words in place of a day.
        exemptions: Codes in place of a day.
        classifier: The classifier, whom older orders name there.
    """

    number: slice
    days: tuple[tuple[str, DayShape], ...]
    event: slice
    exemptions: tuple[str, ...]
    classifier: str

    def days_in(self, line: str) -> dict[str, Any]:
        """Return the first day of each kind in ``line``; ``no_day`` are words that are none."""
        found: dict[str, Any] = {}
        for kind, shape in self.days:
            day = shape.day(line)
            found.setdefault("no_day" if isinstance(day, str) else kind, day)
        return found

    def event_in(self, line: str) -> str:
        """Return the event in ``line``."""
        return flow([line[self.event]]).rstrip(" .,;") if self.event.stop else ""


@functools.cache
def _digit_codes() -> frozenset[str]:
    """Return the letters of those exemptions that have a digit too, as the X of 25X1."""
    codes = [code for code in vocabulary.exemptions() if any(map(str.isdigit, code))]
    words = {"".join(filter(str.isalpha, code)) for code in codes}
    return frozenset(word for word in words if not any(o in word for o in words - {word}))


def order_shape(line: str) -> str:
    """Return the shape of an E.O. line; one that may have a code with digits is its own.

    >>> order_shape("12958: DECL: 04/03/2017"), order_shape("12958: X1")
    ('00000: DECL: 00/00/0000', '12958: X1')
    """
    return line if any(map(line.upper().__contains__, _digit_codes())) else shape_of(line)


class OrderInlineBuilder:
    """One method for every rule of the language."""

    def executive_order(self, children: list[Any]) -> OrderShape:
        """``order? (clause | AND_CODE)*``; the first of several clauses of a kind holds."""
        found: dict[str, Any] = {}
        days: list[tuple[str, DayShape]] = []
        codes: list[str] = []
        for kind, value in (child for child in children if not isinstance(child, Token)):
            if kind == "exemption":
                codes.append(value)
            elif isinstance(value, DayShape):
                days.append((kind, value))
            else:
                found.setdefault(kind, value)
        return OrderShape(
            found.get("order", _NOTHING),
            tuple(days),
            found.get("event", _NOTHING),
            tuple(codes),
            found.get("classifier", ""),
        )

    def order(self, children: list[Token]) -> tuple[str, slice]:
        """``ORDER_NUMBER``."""
        start = children[0].start_pos
        return "order", slice(start, start + len(children[0][:5].rstrip(":")))

    def declassify(self, children: list[Any]) -> tuple[str, DayShape]:
        """``DECL? day``."""
        return "declassify", children[-1]

    def downgrade(self, children: list[Any]) -> tuple[str, DayShape]:
        """``DNG DNG_LEVEL? day``."""
        return "downgrade", children[-1]

    def exemption(self, children: list[Token]) -> tuple[str, str]:
        """``DECL? EXEMPTION``."""
        return "exemption", _exemption(str(children[-1]))

    def event(self, children: list[Token]) -> tuple[str, slice]:
        """``DECL? EVENT``."""
        return "event", inside(children[-1])

    def classifier(self, children: list[Token]) -> tuple[str, str]:
        """``CLASSIFIER CAPACITY?`` of E.O. 12065."""
        return "classifier", flow([children[0]]).strip("()")

    def month_first(self, children: list[Token]) -> DayShape:
        """A day in U.S. order: month, day, year."""
        month, day, *rest = _runs(children[0])
        if not rest:
            # The mark between day and year is lost.
            day, rest = slice(day.start, day.stop - 4), [slice(day.stop - 4, day.stop)]
        return DayShape(inside(children[0]), ((rest[0], month, day),))

    def year_first(self, children: list[Token]) -> DayShape:
        """A day as year, month, day."""
        year, month, day = _runs(children[0])
        return DayShape(inside(children[0]), ((year, month, day),))

    def named_month(self, children: list[Token]) -> DayShape:
        """A day with its month in words."""
        day, year = _runs(children[0])
        return DayShape(inside(children[0]), ((year, _month(children[0]), day),))

    def day_first(self, children: list[Token]) -> DayShape:
        """A day before its month in words."""
        return self.named_month(children)

    def compact(self, children: list[Token]) -> DayShape:
        """A day of eight digits: month, day, year, or year, month, day."""
        whole = inside(children[0])
        a, b, c, d = (slice(at, at + 2) for at in range(whole.start, whole.stop, 2))
        late, early = slice(c.start, d.stop), slice(a.start, b.stop)
        return DayShape(whole, ((late, a, b), (early, c, d)))


def _exemption(text: str) -> str:
    """Return a code as the vocabulary writes it."""
    code = "".join(c for c in text.upper() if c not in " ()")
    if code in ("NA", "N.A.", "NONE", "NOTAPPLICABLE"):
        return "N/A"
    kind, digit = code[:-1], code[-1]
    if kind in ("XGDS", "RDS", "XDS"):
        return f"{kind}-{digit}" if digit.isdigit() else code
    return code.replace("X-", "X")


def _runs(token: Token) -> list[slice]:
    """Return where the runs of digits in a date stand."""
    runs: list[slice] = []
    at = token.start_pos
    for digit, run in itertools.groupby(token, lambda char: "0" <= char <= "9"):
        size = len([*run])
        if digit:
            runs.append(slice(at, at + size))
        at += size
    return runs


def _month(text: str) -> int:
    """Return the month that a date has in words; ``3RD APRIL`` has other letters too."""
    words = "".join(c if c.isalpha() else " " for c in text.upper()).split()
    months = vocabulary.months()
    return next(months[word] for word in words if word in months)
