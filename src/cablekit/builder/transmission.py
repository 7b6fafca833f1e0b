"""From the lines of a header to a transmission."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from cablekit.builder import header_lines
from cablekit.builder.drafts import Found, Reader, repeated
from cablekit.builder.header_inline import LETTERS_OF_PRECEDENCE, AddressShape, MomentShape
from cablekit.builder.header_lines import Line, Row, flow_of, rows_of
from cablekit.builder.report import problem
from cablekit.builder.text import flow, inked, shared, span
from cablekit.builder.words import shape_of
from cablekit.model import Mrn, PageMark, Problem, Span, Transmission
from cablekit.tokens import Token

#: The last words of an address that stands for several.
_COLLECTIVES = ("COLLECTIVE", "POSTS")


class HeaderDraft:
    """Collects what the blocks of a header say; ``take_<rule>`` reads the block of a rule."""

    def __init__(self, read: Reader) -> None:
        """Begin an empty header.

        Args:
            read: Reads a text in an inline language.
        """
        self._read = read
        self._values: dict[str, Any] = {}
        self._problems: list[Problem] = []
        self._marks: list[PageMark] = []
        self._lists: dict[str, list[Any]] = {
            name: []
            for name in (
                "action",
                "info",
                "exempted",
                "operating_signals",
                "distribution",
                "clearances",
                "attachments",
            )
        }
        self._unread: list[str] = []
        self.mrn: tuple[Mrn, Line] | None = None
        self._list = "info"
        self._collective: tuple[list[Any], int] | None = None

    def take(self, line: Line) -> None:
        """Take a block."""
        getattr(self, f"take_{line.rule}")(line)

    def found(self, tokens: list[Token], marks: tuple[PageMark, ...]) -> Found:
        """Return the transmission.

        Args:
            tokens: The tokens of all blocks.
            marks: What interrupted them.
        """
        ink = inked(tokens)
        where = span(ink[0], ink[-1])
        values: dict[str, Any] = {name: tuple(items) for name, items in self._lists.items()}
        values |= self._values
        header = Transmission(**values, text="\n\n".join(self._unread), span=where)
        return Found("transmission", header, where, tuple(self._problems), (*self._marks, *marks))

    # -- format lines 1 to 5 -------------------------------------------------------------------

    def take_transmission_id(self, line: Line) -> None:
        """Read format line 1."""
        self._set("transmission_id", flow_of(line), line)

    def take_routing(self, line: Line) -> None:
        """Read format line 2: a prosign has two letters, a routing indicator five or more."""
        words = flow_of(line).split()
        prosign = words.pop(0) if len(words[0]) == 2 else ""
        if self._set("routing", tuple(map(shared, words)), line) and prosign:
            self._values["routing_precedence"] = LETTERS_OF_PRECEDENCE[prosign[0]]

    def take_station(self, line: Line) -> None:
        """Read format line 3."""
        _, station, *rest = flow_of(line).split()
        if self._set("originating_station", shared(station), line):
            if rest and (rest[-1][-1] == "Z" or (len(rest[-1]) == 7 and rest[-1].isdigit())):
                self._values["filed"] = rest.pop()
            if rest:
                self._values["station_serial"] = rest[0].removeprefix("#")

    def take_signals(self, line: Line) -> None:
        """Read format line 4."""
        self._lists["operating_signals"] += map(shared, self._read("signals", flow_of(line)))

    def take_date_time_group(self, line: Line) -> None:
        """Read format line 5."""
        written = flow_of(line)
        shape: MomentShape | None = self._read("date_time_group", shape_of(written))
        moment = shape and shape.moment(written)
        if shape is None or moment is None:
            self._put_aside(written, span(line.tokens[0]), "CK401")
        elif self._set("date_time_group", moment, line):
            self._values["precedence"] = shape.precedence
            self._values["date_time_text"] = written
            self._lists["operating_signals"] += (written[signal] for signal in shape.signals)

    # -- format lines 6 to 11 ------------------------------------------------------------------

    def take_originator(self, line: Line) -> None:
        """Read format line 6."""
        rows, rest = self._listed(line)
        if rows:
            self._set("originator", shared(rows[0].text), line, rows[:1])
        self._put_rows_aside([*rows[1:], *rest])

    def take_action(self, line: Line) -> None:
        """Read format line 7 and the lines that continue it."""
        self._addressees("action", line)

    def take_info(self, line: Line) -> None:
        """Read format line 8 and the lines that continue it."""
        self._addressees("info", line)

    def take_exempted(self, line: Line) -> None:
        """Read format line 9: posts exempted from the collective address above it, if any."""
        names, rest = self._listed(line)
        # An exempted post has no routing indicator: with one the list above goes on.
        end = next((i for i, row in enumerate(names) if header_lines.is_routed(row)), len(names))
        exempted = [row.text for row in names[:end]]
        if self._collective:
            where, index = self._collective
            all_of_it = (*where[index].exempted, *exempted)
            where[index] = attrs.evolve(where[index], exempted=all_of_it)
        else:
            self._lists["exempted"] += exempted
        self._take_addresses(self._list, names[end:])
        self._put_rows_aside(rest)

    def take_accounting(self, line: Line) -> None:
        """Read format line 10."""
        self._set("accounting", flow_of(line), line)

    def take_separator(self, line: Line) -> None:
        """Pass over format line 11."""

    def _addressees(self, name: str, line: Line) -> None:
        rows, rest = self._listed(line)
        self._list = name
        self._take_addresses(name, rows, line.tokens[0].strip())
        self._put_rows_aside(rest)

    def _take_addresses(self, name: str, rows: Sequence[Row], key: str = "") -> None:
        addresses = self._lists[name]
        for index, row in enumerate(header_lines.parts(rows)):
            shape: AddressShape | None = self._read("addressee", shape_of(row.text))
            if shape is None:
                text = row.text if index else f"{key} {row.text}".strip()
                self._put_aside(text, row.span, "CK402", f"transmission.{name}")
                continue
            address = shape.address(row.text, row.span)
            if address.plad.endswith(_COLLECTIVES):
                self._collective = (addresses, len(addresses))
            addresses.append(address)

    # -- what the Department and posts add -----------------------------------------------------

    def take_distribution(self, line: Line) -> None:
        """Read offices and their copies; the sum begins with a stroke."""
        role, offices, total = header_lines.distribution(flow_of(line))
        self._lists["distribution"] += (f"{role} {office}" for office in offices)
        if total:
            self._set("distribution_total", total, line)

    def take_relay_counter(self, line: Line) -> None:
        """Read the counter line without its dashes."""
        if counter := flow_of(line).lstrip("- "):
            self._set("relay_counter", counter, line)

    def take_drafted(self, line: Line) -> None:
        """Read who drafted the message."""
        rows, rest = self._listed(line)
        if rows:
            drafter, _, approver = flow(row.text for row in rows).partition(" APPROVED BY ")
            self._set("drafted_by", drafter, line, rows)
            if approver:
                self._set("approved_by", approver.lstrip(": "), line, rows)
        self._put_rows_aside(rest)

    def take_approved(self, line: Line) -> None:
        """Read who approved the message, and below who cleared it."""
        rows, rest = self._listed(line)
        if rows:
            self._set("approved_by", rows[0].text, line, rows[:1])
        self._lists["clearances"] += header_lines.cleared(rows[1:])
        self._clear_below(rest)

    def take_cleared(self, line: Line) -> None:
        """Read who cleared the message."""
        rows, rest = self._listed(line)
        self._lists["clearances"] += header_lines.cleared(rows)
        self._clear_below(rest)

    def take_desired_distribution(self, line: Line) -> None:
        """Read the line below the title."""
        text = flow_of(line).partition("DISTRIBUTION")[2].lstrip(": ")
        self._set_if_any("desired_distribution", text, line)

    def take_post_designator(self, line: Line) -> None:
        """Read the first line of a post's own block."""
        self._set("post_designator", line.tokens[0].strip(" :\r\n\t"), line)

    def take_post_distribution(self, line: Line) -> None:
        """Read offices at the post."""
        role, _, offices = flow_of(line).partition(":")
        if not offices:
            self._put_key_aside(line)
        self._lists["distribution"] += (f"{role} {office}" for office in offices.split())

    def take_dissemination(self, line: Line) -> None:
        """Read the dissemination at the post."""
        self._set_if_any("dissemination", flow_of(line).partition(":")[2].strip(), line)

    def take_charge(self, line: Line) -> None:
        """Read the account."""
        self._set_if_any("charge", flow_of(line).partition(":")[2].strip(), line)

    def _clear_below(self, rows: Sequence[Row]) -> None:
        """Take lines below an empty one, if all of them are of an office and a name."""
        written = [row for row in rows if row.text]
        begun = self._lists["clearances"] or "approved_by" in self._values
        if begun and all(map(header_lines.names_office, written)):
            self._lists["clearances"] += header_lines.cleared(written)
        else:
            self._put_rows_aside(rows)

    # -- labels of a print ---------------------------------------------------------------------

    def take_mrn_field(self, line: Line) -> None:
        """Read the message reference number, which has its year."""
        written = flow_of(line).partition(":")[2].strip()
        shape = self._read("mrn", written)
        if shape is None or self.mrn is not None:
            self._put_aside(flow_of(line), span(line.tokens[0]), "CK405")
        else:
            self.mrn = shape.mrn(written), line

    def take_dated(self, line: Line) -> None:
        """Read the date and the date-time group."""
        value = header_lines.behind_label(line.tokens[0])
        if value.strip():
            self.take_date_time_group(Line("date_time_group", [value]))
        else:
            self._put_key_aside(line)

    def take_released(self, line: Line) -> None:
        """Read who released the message."""
        rows, rest = self._listed(line)
        if rows:
            self._set("released_by", flow(row.text for row in rows), line, rows)
        self._put_rows_aside(rest)

    def take_attachments(self, line: Line) -> None:
        """Read the names of what is attached."""
        rows, rest = self._listed(line)
        self._lists["attachments"] += header_lines.names(rows)
        self._put_rows_aside(rest)

    # -- what is not understood ----------------------------------------------------------------

    def take_header_text(self, line: Line) -> None:
        """Keep lines of no key."""
        self._put_rows_aside(rows_of(line.tokens))

    def _put_rows_aside(self, rows: Sequence[Row]) -> None:
        inky = [row for row in rows if row.text]
        if inky:
            where = Span(start=inky[0].start, end=inky[-1].end)
            text = "\n".join(row.text for row in rows).strip("\n")
            self._put_aside(text, where, "CK405")

    def _put_key_aside(self, line: Line) -> None:
        """Keep a key that nothing follows."""
        self._put_aside(flow(line.tokens[:1]), span(line.tokens[0]), "CK405")

    def _put_aside(
        self, text: str, where: Span, code: str, path: str = "transmission.text"
    ) -> None:
        self._unread.append(text)
        self._problems.append(problem(code, where, path, text=text))

    def _listed(self, line: Line) -> tuple[list[Row], list[Row]]:
        """Part the lines of a list from what follows it."""
        rows = rows_of(line.tokens[1:])
        first = 0 if rows[0].text else 1
        end = next((i for i in range(first, len(rows)) if not rows[i].text), len(rows))
        if first == end:
            self._put_key_aside(line)
        return rows[first:end], rows[end:]

    def _set_if_any(self, name: str, value: str, line: Line) -> None:
        if value:
            self._set(name, value, line)
        else:
            self._put_key_aside(line)

    def _set(self, name: str, value: Any, line: Line, rows: Sequence[Row] = ()) -> bool:
        """Set a field, or say that it stands a second time: its key, and the rows of its value."""
        if name not in self._values:
            self._values[name] = value
            return True
        where = span(line.tokens[0], line.tokens[-1])
        where = Span(start=where.start, end=rows[-1].end) if rows else where
        text = flow([line.tokens[0], *(row.text for row in rows)]) if rows else flow_of(line)
        mark, trouble = repeated(Found(name, value, where, text=text), f"transmission.{name}")
        self._marks.append(mark)
        self._problems.append(trouble)
        return False
