"""The inline languages of the preamble's fields: E.O., TAGS, REF and Classified By."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any, NamedTuple

from cablekit import vocabulary
from cablekit.builder.text import digits, flow, full_year, shared
from cablekit.builder.words import named, trim, whole_title
from cablekit.tokens import Token

#: A date of less than three parts has lost a mark; no cable is older than the first year.
_THREE_PARTS, _FIRST_YEAR = 3, 1940


class Order(NamedTuple):
    """What an E.O. line says, with the classifier whom older orders name there."""

    number: str
    declassify_on: dt.date | None
    event: str
    exemptions: tuple[str, ...]
    downgrade_on: dt.date | None
    classifier: str
    no_day: str = ""


class Authority(NamedTuple):
    """Who classified, and why."""

    name: str
    title: str
    section: str | None
    reasons: tuple[str, ...]
    derived_from: str = ""


class Coded(NamedTuple):
    """A TAG and its offsets in the field's text."""

    code: str
    person: bool
    start: int
    end: int


class FieldInlineBuilder:
    """One method for every rule of the fields' languages."""

    # -- executive_order -----------------------------------------------------------------------

    def executive_order(self, children: list[Any]) -> Order:
        """``order? (clause | AND_CODE)*``; the first of several clauses of a kind holds."""
        found: dict[str, Any] = {}
        codes: list[str] = []
        for kind, value in (child for child in children if not isinstance(child, Token)):
            if kind == "exemption":
                codes.append(value)
            else:
                found.setdefault(kind, value)
        return Order(
            found.get("order", ""),
            found.get("declassify"),
            found.get("event", found.get("no_day", "")),
            tuple(codes),
            found.get("downgrade"),
            found.get("classifier", ""),
            found.get("no_day", ""),
        )

    def order(self, children: list[Token]) -> tuple[str, str]:
        """``ORDER_NUMBER``."""
        return "order", children[0][:5].rstrip(":")

    def declassify(self, children: list[Any]) -> tuple[str, Any]:
        """``DECL? day``; words that are no date are an event."""
        day = children[-1]
        return ("declassify", day) if isinstance(day, dt.date) else ("no_day", day)

    def downgrade(self, children: list[Any]) -> tuple[str, Any]:
        """``DNG DNG_LEVEL? day``."""
        day = children[-1]
        return ("downgrade", day) if isinstance(day, dt.date) else ("no_day", day)

    def exemption(self, children: list[Token]) -> tuple[str, str]:
        """``DECL? EXEMPTION``."""
        return "exemption", _exemption(str(children[-1]))

    def event(self, children: list[Token]) -> tuple[str, str]:
        """``DECL? EVENT``."""
        return "event", flow([children[-1]]).rstrip(" .,;")

    def classifier(self, children: list[Token]) -> tuple[str, str]:
        """``CLASSIFIER CAPACITY?`` of E.O. 12065."""
        return "classifier", flow([children[0]]).strip("()")

    def month_first(self, children: list[Token]) -> dt.date | str:
        """A day in U.S. order: month, day, year."""
        parts = children[0].split("/")
        if len(parts) != _THREE_PARTS:
            parts = _runs(children[0])
        if len(parts) < _THREE_PARTS:
            # The mark between day and year is lost.
            parts[1:] = [parts[1][:-4], parts[1][-4:]]
        month, day, year = map(str.strip, parts)
        return _date(full_year(year), int(month), int(day), children[0])

    def year_first(self, children: list[Token]) -> dt.date | str:
        """A day as year, month, day."""
        year, month, day = _runs(children[0])
        return _date(int(year), int(month), int(day), children[0])

    def named_month(self, children: list[Token]) -> dt.date | str:
        """A day with its month in words."""
        day, year = _runs(children[0])
        return _date(full_year(year), _month(children[0]), int(day), children[0])

    def day_first(self, children: list[Token]) -> dt.date | str:
        """A day before its month in words."""
        day, year = _runs(children[0])
        return _date(full_year(year), _month(children[0]), int(day), children[0])

    def compact(self, children: list[Token]) -> dt.date | str:
        """A day of eight digits: month, day, year, or year, month, day."""
        text = str(children[0])
        day = _date(int(text[4:]), int(text[:2]), int(text[2:4]), text)
        if isinstance(day, dt.date):
            return day
        return _date(int(text[:4]), int(text[4:6]), int(text[6:]), text)

    # -- tags ----------------------------------------------------------------------------------

    def tags(self, children: list[Any]) -> list[Coded]:
        """``(tag | person | LINK | JOINER)*``; a caption that strayed among them has no code."""
        return [
            child if isinstance(child, Coded) else Coded("", False, child.start_pos, child.end_pos)
            for child in children
            if isinstance(child, Coded) or child.upper() == "SIPDIS"
        ]

    def tag(self, children: list[Token]) -> Coded:
        """``TAG_CODE``."""
        token = children[0]
        code = _code(str(token))
        start = token.start_pos or 0
        return Coded(code, False, start, start + len(code))

    def person(self, children: list[Token]) -> Coded:
        """``PERSON``; a known code in parentheses is no person."""
        token = children[0]
        code = token.strip("() ").upper()
        if vocabulary.tag(code) is not None:
            start = (token.start_pos or 0) + token.upper().index(code)
            return Coded(shared(code), False, start, start + len(code))
        return Coded(
            flow([token]).strip("() ").upper(), True, token.start_pos or 0, token.end_pos or 0
        )

    # -- classification_authority --------------------------------------------------------------

    def classification_authority(self, children: list[Any]) -> Authority:
        """``AGAIN* who? why? derived?``."""
        source = next((c[1] for c in children if c[0] == "derived"), "")
        name, title = next((c[1:] for c in children if c[0] == "who"), ("", ""))
        section, reasons = next((c[1:] for c in children if c[0] == "why"), (None, ()))
        return Authority(name, title, section, reasons, source)

    def derived(self, children: list[Token]) -> tuple[str, str]:
        """``DERIVED SOURCE REMAINDER?``: the classification of another document is taken over."""
        return "derived", flow([children[1]]).strip(" .")

    def title_first(self, children: list[Token]) -> tuple[str, str, str]:
        """``TITLE (NAME | NAMED)``."""
        return "who", trim(children[1]), whole_title(children[0])

    def office_between(self, children: list[Token]) -> tuple[str, str, str]:
        """``TITLE OFFICE_BETWEEN NAMED``."""
        return "who", trim(children[2]), _titles(children[0], children[1])

    def title_around(self, children: list[Token]) -> tuple[str, str, str]:
        """``TITLE NAME REST``."""
        return "who", trim(children[1]), _titles(children[0], children[2])

    def name_first(self, children: list[Token]) -> tuple[str, str, str]:
        """``NAME REST?``."""
        return "who", trim(children[0]), _titles(*children[1:])

    def title_only(self, children: list[Token]) -> tuple[str, str, str]:
        """``TITLE REST?``."""
        return "who", "", _titles(*children)

    def why(self, children: list[Any]) -> tuple[str, str | None, tuple[str, ...]]:
        """``REASON``, ``ORDER``, ``SECTION_NUMBER`` and ``letters`` in any order."""
        number = digits(named(children, "SECTION_NUMBER").strip("( 1.-"))
        letters = [child for child in children if type(child) is tuple]
        reasons = letters[0] if len(letters) == 1 else tuple(dict.fromkeys(sum(letters, ())))
        return "why", f"1.{number}" if number else None, reasons

    def letters(self, children: list[Token]) -> tuple[str, ...]:
        """``LETTERS``; the ``A N D`` between them is none of them, and a dash is a range."""
        return _letters(str(children[0]))


@functools.lru_cache(maxsize=1024)
def _letters(written: str) -> tuple[str, ...]:
    """Return the reason letters in a wording such as ``(b) and (d)`` or ``b-d``."""
    text = "".join(written.upper().split()).replace("AND", " ").replace("OR", " ")
    text = text.replace("THROUGH", "-")
    bare = "".join(c for c in text if c.isalpha() or c in "-,;/& ")
    found: list[str] = []
    for index, letter in enumerate(bare):
        if not "A" <= letter <= "H":
            continue
        if found and bare[index - 1] == "-":
            found += [chr(code) for code in range(ord(found[-1]) + 1, ord(letter))]
        found.append(letter)
    return tuple(dict.fromkeys(found))


def _titles(*parts: Token) -> str:
    """Return the parts of a title that stand around a name."""
    return ", ".join(filter(None, map(whole_title, parts)))


@functools.lru_cache(maxsize=4096)
def _code(text: str) -> str:
    """Return a TAG without what parts it from the next one."""
    return text.rstrip("./-&' \n,;¶").upper()


def _exemption(text: str) -> str:
    """Return a code as the vocabulary writes it."""
    code = "".join(c for c in text.upper() if c not in " ()")
    if code in ("NA", "N.A.", "NONE", "NOTAPPLICABLE"):
        return "N/A"
    kind, digit = code[:-1], code[-1]
    if kind in ("XGDS", "RDS", "XDS"):
        return f"{kind}-{digit}" if digit.isdigit() else code
    return code.replace("X-", "X")


def _runs(text: str) -> list[str]:
    """Return the runs of digits in a date."""
    return "".join(c if "0" <= c <= "9" else " " for c in text).split()


def _month(text: str) -> int:
    """Return the month that a date has in words; ``3RD APRIL`` has other letters too."""
    words = "".join(c if c.isalpha() else " " for c in text.upper()).split()
    months = vocabulary.months()
    return next(months[word] for word in words if word in months)


def _date(year: int, month: int, day: int, text: str) -> dt.date | str:
    if year < _FIRST_YEAR:
        return str(text)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return str(text)
