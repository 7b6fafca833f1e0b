"""From the lines of a header to a transmission."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cablekit.builder import header_lines
from cablekit.builder.drafts import Found, Reader, repeated
from cablekit.builder.header_inline import LETTERS_OF_PRECEDENCE, AddressReader, MomentShape
from cablekit.builder.header_lines import AddressLists, Line, Row, extent, rows_of
from cablekit.builder.report import problem
from cablekit.builder.text import flow, shared, span
from cablekit.builder.words import shape_of
from cablekit.model import Mrn, PageMark, Problem, Span, Transmission
from cablekit.tokens import Token


class HeaderDraft:
    """Collects what the blocks of a header say; ``take_<rule>`` reads the block of a rule."""

    def __init__(self, read: Reader, address: AddressReader) -> None:
        """Begin an empty header.

        Args:
            read: Reads a text in an inline language.
            address: Reads the shape of an address.
        """
        self._read = read
        self._values: dict[str, Any] = {}
        self._problems: list[Problem] = []
        self._marks: list[PageMark] = []
        self._lists: dict[str, list[Any]] = {
            "action": [],
            "info": [],
            "exempted": [],
            "operating_signals": [],
            "distribution": [],
            "clearances": [],
            "attachments": [],
        }
        self._unread: list[str] = []
        self.mrn: tuple[Mrn, list[Token]] | None = None
        self._addresses = AddressLists(address, self._lists)

    def take(self, blocks: Sequence[Line]) -> None:
        """Take all blocks."""
        for rule, tokens in blocks:
            _TAKERS[rule](self, tokens)

    def found(self, tokens: list[Token], marks: tuple[PageMark, ...]) -> Found:
        """Return the transmission.

        Args:
            tokens: The tokens of all blocks.
            marks: What interrupted them.
        """
        where = extent(tokens)
        values = self._values
        for name, items in self._lists.items():
            if items:
                values[name] = tuple(items)
        header = Transmission(**values, text="\n\n".join(self._unread), span=where)
        return Found("transmission", header, where, tuple(self._problems), (*self._marks, *marks))

    # -- format lines 1 to 5 -------------------------------------------------------------------

    def take_transmission_id(self, tokens: list[Token]) -> None:
        """Read format line 1."""
        self._set("transmission_id", flow(tokens), tokens)

    def take_routing(self, tokens: list[Token]) -> None:
        """Read format line 2: a prosign has two letters, a routing indicator five or more."""
        words = flow(tokens).split()
        prosign = words.pop(0) if len(words[0]) == 2 else ""
        if self._set("routing", tuple(map(shared, words)), tokens) and prosign:
            self._values["routing_precedence"] = LETTERS_OF_PRECEDENCE[prosign[0]]

    def take_station(self, tokens: list[Token]) -> None:
        """Read format line 3."""
        _, station, *rest = flow(tokens).split()
        if self._set("originating_station", shared(station), tokens):
            if rest and (rest[-1][-1] == "Z" or (len(rest[-1]) == 7 and rest[-1].isdigit())):
                self._values["filed"] = rest.pop()
            if rest:
                self._values["station_serial"] = rest[0].removeprefix("#")

    def take_signals(self, tokens: list[Token]) -> None:
        """Read format line 4."""
        self._lists["operating_signals"] += map(shared, self._read("signals", flow(tokens)))

    def take_date_time_group(self, tokens: list[Token]) -> None:
        """Read format line 5."""
        written = flow(tokens)
        shape: MomentShape | None = self._read("date_time_group", shape_of(written))
        moment = shape and shape.moment(written)
        if shape is None or moment is None:
            self._put_aside(written, span(tokens[0]), "CK401")
        elif self._set("date_time_group", moment, tokens):
            self._values["precedence"] = shape.precedence
            self._values["date_time_text"] = written
            self._lists["operating_signals"] += [written[signal] for signal in shape.signals]

    # -- format lines 6 to 11 ------------------------------------------------------------------

    def take_originator(self, tokens: list[Token]) -> None:
        """Read format line 6."""
        rows, rest = self._listed(tokens)
        if rows:
            self._set("originator", shared(rows[0][0]), tokens, rows[:1])
        self._put_rows_aside(rows[1:] + rest)

    def take_action(self, tokens: list[Token]) -> None:
        """Read format line 7 and the lines that continue it."""
        self._addressees("action", tokens)

    def take_info(self, tokens: list[Token]) -> None:
        """Read format line 8 and the lines that continue it."""
        self._addressees("info", tokens)

    def take_exempted(self, tokens: list[Token]) -> None:
        """Read format line 9: posts exempted from the collective address above it, if any."""
        rows, rest = self._listed(tokens)
        for unread in self._addresses.exempt(rows):
            self._put_aside(*unread)
        self._put_rows_aside(rest)

    def take_accounting(self, tokens: list[Token]) -> None:
        """Read format line 10."""
        self._set("accounting", flow(tokens), tokens)

    def take_separator(self, tokens: list[Token]) -> None:
        """Pass over format line 11."""

    def _addressees(self, name: str, tokens: list[Token]) -> None:
        if len(tokens) == 2 and self._addresses.take_plain(name, tokens[1]):
            return
        rows, rest = self._listed(tokens)
        for unread in self._addresses.take(name, rows, tokens[0]):
            self._put_aside(*unread)
        self._put_rows_aside(rest)

    # -- what the Department and posts add -----------------------------------------------------

    def take_distribution(self, tokens: list[Token]) -> None:
        """Read offices and their copies; the sum begins with a stroke."""
        role, offices, total = header_lines.distribution(flow(tokens))
        self._lists["distribution"] += [f"{role} {office}" for office in offices]
        if total:
            self._set("distribution_total", total, tokens)

    def take_relay_counter(self, tokens: list[Token]) -> None:
        """Read the counter line without its dashes."""
        if counter := flow(tokens).lstrip("- "):
            self._set("relay_counter", counter, tokens)

    def take_drafted(self, tokens: list[Token]) -> None:
        """Read who drafted the message."""
        rows, rest = self._listed(tokens)
        if rows:
            drafter, _, approver = flow(text for text, _, _ in rows).partition(" APPROVED BY ")
            self._set("drafted_by", drafter, tokens, rows)
            if approver:
                self._set("approved_by", approver.lstrip(": "), tokens, rows)
        self._put_rows_aside(rest)

    def take_approved(self, tokens: list[Token]) -> None:
        """Read who approved the message, and below who cleared it."""
        rows, rest = self._listed(tokens)
        if rows:
            self._set("approved_by", rows[0][0], tokens, rows[:1])
        self._lists["clearances"] += header_lines.cleared(rows[1:])
        self._clear_below(rest)

    def take_cleared(self, tokens: list[Token]) -> None:
        """Read who cleared the message."""
        rows, rest = self._listed(tokens)
        self._lists["clearances"] += header_lines.cleared(rows)
        self._clear_below(rest)

    def take_desired_distribution(self, tokens: list[Token]) -> None:
        """Read the line below the title."""
        text = flow(tokens).partition("DISTRIBUTION")[2].lstrip(": ")
        self._set_if_any("desired_distribution", text, tokens)

    def take_post_designator(self, tokens: list[Token]) -> None:
        """Read the first line of a post's own block."""
        self._set("post_designator", tokens[0].strip(" :\r\n\t"), tokens)

    def take_post_distribution(self, tokens: list[Token]) -> None:
        """Read offices at the post."""
        role, _, offices = flow(tokens).partition(":")
        if not offices:
            self._put_key_aside(tokens)
        self._lists["distribution"] += (f"{role} {office}" for office in offices.split())

    def take_dissemination(self, tokens: list[Token]) -> None:
        """Read the dissemination at the post."""
        self._set_if_any("dissemination", flow(tokens).partition(":")[2].strip(), tokens)

    def take_charge(self, tokens: list[Token]) -> None:
        """Read the account."""
        self._set_if_any("charge", flow(tokens).partition(":")[2].strip(), tokens)

    def _clear_below(self, rows: Sequence[Row]) -> None:
        """Take lines below an empty one, if all of them are of an office and a name."""
        written = [row for row in rows if row[0]]
        begun = self._lists["clearances"] or "approved_by" in self._values
        if begun and all(map(header_lines.names_office, written)):
            self._lists["clearances"] += header_lines.cleared(written)
        else:
            self._put_rows_aside(rows)

    # -- labels of a print ---------------------------------------------------------------------

    def take_mrn_field(self, tokens: list[Token]) -> None:
        """Read the message reference number, which has its year."""
        written = flow(tokens).partition(":")[2].strip()
        shape = self._read("mrn", written)
        if shape is None or self.mrn is not None:
            self._put_aside(flow(tokens), span(tokens[0]), "CK405")
        else:
            self.mrn = shape.mrn(written), tokens

    def take_dated(self, tokens: list[Token]) -> None:
        """Read the date and the date-time group."""
        value = header_lines.behind_label(tokens[0])
        if value.strip():
            self.take_date_time_group([value])
        else:
            self._put_key_aside(tokens)

    def take_released(self, tokens: list[Token]) -> None:
        """Read who released the message."""
        rows, rest = self._listed(tokens)
        if rows:
            self._set("released_by", flow(text for text, _, _ in rows), tokens, rows)
        self._put_rows_aside(rest)

    def take_attachments(self, tokens: list[Token]) -> None:
        """Read the names of what is attached."""
        rows, rest = self._listed(tokens)
        self._lists["attachments"] += header_lines.names(rows)
        self._put_rows_aside(rest)

    # -- what is not understood ----------------------------------------------------------------

    def take_header_text(self, tokens: list[Token]) -> None:
        """Keep lines of no key."""
        self._put_rows_aside(rows_of(tokens))

    def _put_rows_aside(self, rows: Sequence[Row]) -> None:
        inky = [row for row in rows if row[0]] if rows else []
        if inky:
            where = Span(start=inky[0][1], end=inky[-1][2])
            text = "\n".join([text for text, _, _ in rows]).strip("\n")
            self._put_aside(text, where, "CK405")

    def _put_key_aside(self, tokens: list[Token]) -> None:
        """Keep a key that nothing follows."""
        self._put_aside(flow(tokens[:1]), span(tokens[0]), "CK405")

    def _put_aside(
        self, text: str, where: Span, code: str, path: str = "transmission.text"
    ) -> None:
        self._unread.append(text)
        self._problems.append(problem(code, where, path, text=text))

    def _listed(self, tokens: list[Token]) -> tuple[list[Row], list[Row]]:
        """Part the lines of a list from what follows it."""
        rows, rest = header_lines.listed(tokens[1:])
        if not rows:
            self._put_key_aside(tokens)
        return rows, rest

    def _set_if_any(self, name: str, value: str, tokens: list[Token]) -> None:
        if value:
            self._set(name, value, tokens)
        else:
            self._put_key_aside(tokens)

    def _set(self, name: str, value: Any, tokens: list[Token], rows: Sequence[Row] = ()) -> bool:
        """Set a field, or say that it stands a second time: its key, and the rows of its value."""
        if name not in self._values:
            self._values[name] = value
            return True
        where = span(tokens[0], tokens[-1])
        where = Span(start=where.start, end=rows[-1][2]) if rows else where
        text = flow([tokens[0], *(row[0] for row in rows)]) if rows else flow(tokens)
        mark, trouble = repeated(Found(name, value, where, text=text), f"transmission.{name}")
        self._marks.append(mark)
        self._problems.append(trouble)
        return False


#: What reads the block of a rule.
_TAKERS = {
    name.removeprefix("take_"): method
    for name, method in vars(HeaderDraft).items()
    if name.startswith("take_")
}
