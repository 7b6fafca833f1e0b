"""The lines of a header, and what parts the items of its lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cablekit.builder.text import flow
from cablekit.model import Span
from cablekit.tokens import Token


class Line(NamedTuple):
    """A block of the header: its rule and its tokens."""

    rule: str
    tokens: list[Token]


class Row(NamedTuple):
    """A line of a block in the text's normal form, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(start=self.start, end=self.end)


def flow_of(line: Line) -> str:
    """Return a block as one line in the text's normal form."""
    return flow(line.tokens)


def rows_of(tokens: Sequence[Token]) -> list[Row]:
    """Return the lines of a text; what stands behind a key is the first of them, perhaps empty."""
    rows: list[Row] = []
    for token in tokens:
        start = token.start_pos or 0
        for raw in token.removesuffix("\n").split("\n"):
            text = raw.strip()
            ink = start + raw.index(text)
            end = ink + len(text)
            if "  " in text or "¶" in text:
                text = flow([raw])
            rows.append(Row(text, ink, end))
            start += len(raw) + 1
    return rows or [Row("", 0, 0)]


def joined(rows: Sequence[Row]) -> list[Row]:
    """Return rows, each that ends in a comma joined to the one below it."""
    found: list[Row] = []
    for row in rows:
        if found and found[-1].text.endswith(","):
            above = found.pop()
            found.append(Row(f"{above.text} {row.text}", above.start, row.end))
        else:
            found.append(row)
    return found


def distribution(text: str) -> tuple[str, list[str], str]:
    """Return what offices get a message for, the offices with their copies, and the sum."""
    for gap, mark in ((" -", "-"), ("- ", "-"), ("/ ", "/")):
        text = text.replace(gap, mark)
    text, bracket, held = text.partition(" (")
    text, _, copies = text.partition(" /")
    role, *offices = text.split()
    return role, offices, (copies + bracket + held).replace(" ", "")


def cleared(rows: Sequence[Row]) -> Iterator[str]:
    """Yield those who cleared: one a line, or several with semicolons or commas between them."""
    for row in joined(rows):
        for part in row.text.split(";"):
            entries = [entry.strip() for entry in part.split(",")]
            several = all(":" in entry for entry in entries)
            yield from entries if several else filter(None, [part.strip()])


def names(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the names of files, with semicolons or commas between them."""
    for row in joined(rows):
        yield from filter(None, (name.strip() for name in row.text.replace(";", ", ").split(", ")))


def is_routed(row: Row) -> bool:
    """Tell whether a line begins with a routing indicator."""
    route, stroke, _ = row.text.partition("/")
    return bool(stroke) and route[:1] == "R" and 4 <= len(route) <= 8 and route.isalpha()


def names_office(row: Row) -> bool:
    """Tell whether a line is of an office and a name, such as ``S/S - MR. DOE``."""
    office, mark, name = row.text.replace(" - ", ":").partition(":")
    return bool(mark and name) and " " not in office.strip()


def parts(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the items of a list in which semicolons part them, on whatever lines they stand."""
    if not any(";" in row.text for row in rows):
        return rows
    found: list[Row] = []
    begun = ""
    start = rows[0].start
    for row in rows:
        *ended, last = row.text.split(";")
        for text in ended:
            if item := f"{begun} {text}".strip():
                found.append(Row(" ".join(item.split()), start, row.end))
            begun, start = "", row.start
        begun = f"{begun} {last}".strip()
        start = start if begun else row.end
    if begun:
        found.append(Row(" ".join(begun.split()), start, rows[-1].end))
    return found


#: The rules of the labels below a text; the first word of a label, in capitals, tells them apart.
_RULES = {
    "DRAFTED": "drafted",
    "CLEARED": "cleared",
    "APPROVED": "approved",
    "RELEASED": "released",
    "INFO": "info",
    "ACTION": "action",
    "ATTACHMENT": "attachments",
    "ATTACHMENTS": "attachments",
    "DISSEMINATION": "dissemination",
}


def labelled_line(token: Token) -> Line:
    """Return a label below the text, and what stands behind it, as a block of the header."""
    rule = _RULES[token.partition(":")[0].split()[0].upper()]
    if rule == "dissemination":
        return Line(rule, [token])
    value = behind_label(token)
    start = token.start_pos or 0
    end = len(token) - len(value)
    key = Token(token.type, token[:end], start)
    return Line(rule, [key, value])


def behind_label(token: Token) -> Token:
    """Return what stands behind the colon of a label."""
    end = token.index(":") + 1
    return Token(token.type, token[end:], (token.start_pos or 0) + end)
