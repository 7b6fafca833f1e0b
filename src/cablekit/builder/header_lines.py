"""The lines of a header, and what parts the items of its lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import attrs

from cablekit.builder.header_inline import AddressReader
from cablekit.builder.text import flow, inked, place, span
from cablekit.builder.words import shape_of
from cablekit.model import Span
from cablekit.tokens import Token

#: A block of the header: its rule and its tokens.
Line: TypeAlias = tuple[str, list[Token]]

#: A line of a block in the text's normal form, where it begins and where it ends.
Row: TypeAlias = tuple[str, int, int]

#: What could not be read: text, place, problem, path.
Unread: TypeAlias = tuple[str, Span, str, str]


def extent(tokens: Sequence[Token]) -> Span:
    """Return the span from the first to the last token that holds more than blanks."""
    ink = tokens if tokens[0].strip() and tokens[-1].strip() else inked(tokens)
    return span(ink[0], ink[-1])


def rows_of(tokens: Sequence[Token]) -> list[Row]:
    """Return the lines of a text; what stands behind a key is the first of them, perhaps empty."""
    rows: list[Row] = []
    for token in tokens:
        start = token.start_pos
        normal = "  " not in token and "¶" not in token
        end = 0
        for text in map(str.strip, token.removesuffix("\n").split("\n")):
            # Only blanks stand before it.
            begin = token.index(text, end)
            end = begin + len(text)
            rows.append((text if normal else flow([text]), start + begin, start + end))
    return rows or [("", 0, 0)]


def listed(tokens: Sequence[Token]) -> tuple[list[Row], list[Row]]:
    """Return the lines of a list, and those from the first empty one on."""
    rows = rows_of(tokens)
    if not rows[0][0]:
        del rows[0]
    for end, row in enumerate(rows):
        if not row[0]:
            return rows[:end], rows[end:]
    return rows, []


def joined(rows: Sequence[Row]) -> list[Row]:
    """Return rows, each that ends in a comma joined to the one below it."""
    found: list[Row] = []
    for row in rows:
        if found and found[-1][0].endswith(","):
            above, start, _ = found.pop()
            found.append((f"{above} {row[0]}", start, row[2]))
        else:
            found.append(row)
    return found


def distribution(text: str) -> tuple[str, list[str], str]:
    """Return what offices get a message for, the offices with their copies, and the sum."""
    for gap, mark in ((" -", "-"), ("- ", "-"), ("/ ", "/")):
        text = text.replace(gap, mark)
    text, bracket, held = text.partition(" (")
    text, _, copies = text.partition(" /")
    role, *words = text.split()
    offices: list[str] = []
    for word in words:
        # Blanks stray into them, and a zero becomes a letter (observed).
        if offices and ("-" not in offices[-1] or word.strip("0123456789O") == ""):
            offices[-1] += word
        else:
            offices.append(word)
    for index, office in enumerate(offices):
        name, mark, number = office.rpartition("-")
        offices[index] = name + mark + number.replace("O", "0")
    return role, offices, (copies + bracket + held).replace(" ", "")


def cleared(rows: Sequence[Row]) -> Iterator[str]:
    """Yield those who cleared: one a line, or several with semicolons or commas between them."""
    for text, _, _ in joined(rows):
        for part in text.split(";"):
            entries = [entry.strip() for entry in part.split(",")]
            several = all(":" in entry for entry in entries)
            yield from entries if several else filter(None, [part.strip()])


def names(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the names of files, with semicolons or commas between them."""
    for text, _, _ in joined(rows):
        yield from filter(None, (name.strip() for name in text.replace(";", ", ").split(", ")))


def is_routed(row: Row) -> bool:
    """Tell whether a line begins with a routing indicator."""
    route, stroke, _ = row[0].partition("/")
    return bool(stroke) and route[:1] == "R" and 4 <= len(route) <= 8 and route.isalpha()


def names_office(row: Row) -> bool:
    """Tell whether a line is of an office and a name, such as ``S/S - MR. DOE``."""
    office, mark, name = row[0].replace(" - ", ":").partition(":")
    return bool(mark and name) and " " not in office.strip()


def parts(rows: Sequence[Row]) -> list[Row]:
    """Return the items of a list in which semicolons part them, on whatever lines they stand."""
    found: list[Row] = []
    begun = ""
    where = rows[0][1]
    for text, start, end in rows:
        *ended, last = text.split(";")
        for part in ended:
            if item := f"{begun} {part}".strip():
                found.append((" ".join(item.split()), where, end))
            begun, where = "", start
        begun = f"{begun} {last}".strip()
        where = where if begun else end
    if begun:
        found.append((" ".join(begun.split()), where, rows[-1][2]))
    return found


class AddressLists:
    """Collects the addresses of a header."""

    def __init__(self, read: AddressReader, lists: dict[str, list[Any]]) -> None:
        """Begin with no address.

        Args:
            read: Reads the shape of an address.
            lists: Where the addresses go: ``action``, ``info`` and ``exempted``.
        """
        self._read = read
        self._lists = lists
        self._list = "info"
        self._collective: tuple[list[Any], int] | None = None

    def take_plain(self, name: str, token: Token) -> bool:
        """Take a list if each line of it is an address in normal form, as nearly always."""
        text = token.strip()
        start = token.index(text)
        if start > 1 or "  " in text or " \n" in text or not text.isascii():
            return False
        shapes: list[Any] = [*map(self._read, shape_of(text).split("\n"))]
        if not all(shapes):
            return False
        self._list = name
        addresses = self._lists[name]
        start += token.start_pos
        for line, shape in zip(text.split("\n"), shapes, strict=True):
            end = start + len(line)
            if shape.collective:
                self._collective = (addresses, len(addresses))
            addresses.append(shape.address(line, place(start, end)))
            start = end + 1
        return True

    def take(self, name: str, rows: list[Row], key: str = "") -> Iterator[Unread]:
        """Take the lines of a list, and yield those that are no address."""
        self._list = name
        addresses = self._lists[name]
        if any(";" in row[0] for row in rows):
            rows = parts(rows)
        for index, (text, start, end) in enumerate(rows):
            where = place(start, end)
            shape = self._read(shape_of(text))
            if shape is None:
                whole = text if index else f"{key.strip()} {text}".strip()
                yield whole, where, "CK402", f"transmission.{name}"
                continue
            if shape.collective:
                self._collective = (addresses, len(addresses))
            addresses.append(shape.address(text, where))

    def exempt(self, rows: list[Row]) -> Iterator[Unread]:
        """Take posts exempted from the collective address above them, if there is one."""
        # An exempted post has no routing indicator: with one the list above goes on.
        end = next((i for i, row in enumerate(rows) if is_routed(row)), len(rows))
        exempted = [text for text, _, _ in rows[:end]]
        if self._collective:
            where, index = self._collective
            all_of_it = (*where[index].exempted, *exempted)
            where[index] = attrs.evolve(where[index], exempted=all_of_it)
        else:
            self._lists["exempted"] += exempted
        yield from self.take(self._list, rows[end:])


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
        return rule, [token]
    value = behind_label(token)
    start = token.start_pos
    end = len(token) - len(value)
    key = Token(token.type, token[:end], start)
    return rule, [key, value]


def behind_label(token: Token) -> Token:
    """Return what stands behind the colon of a label."""
    end = token.index(":") + 1
    return Token(token.type, token[end:], token.start_pos + end)
