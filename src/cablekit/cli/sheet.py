"""A cable as a sheet: what it says about itself, its outline, and its problems."""

from __future__ import annotations

import bisect
import itertools
import textwrap
from collections.abc import Iterable

from cablekit.cli import phrases
from cablekit.cli.output import clean
from cablekit.cli.paint import Line
from cablekit.model import (
    Block,
    Cable,
    Heading,
    Item,
    Marking,
    Paragraph,
    ParticipantList,
    Preformatted,
    Problem,
    Quotation,
    Severity,
    Transmission,
    Unparsed,
)

LABEL = 15  # columns for the names of the fields
_MIN_ROOM = 8
_LONGEST = 2000  # characters of one entry
_DEEPEST = 8  # quotations within quotations, items within items
_MOST = 12  # items of one list, lines of one table
_NOT_GIVEN = "not given"
_NAME, _TITLE, _MARK, _FAINT = "cyan", "bold", "magenta", "dim"
_SEVERITY = {Severity.INFO: "dim", Severity.WARNING: "yellow", Severity.ERROR: "bold red"}


def lines(cable: Cable, width: int) -> list[Line]:
    """Return the sheet of ``cable``, its lines at most ``width`` columns wide.

    Args:
        cable: The cable.
        width: The columns that a line may have, from 24.
    """
    sheet = _Sheet(width)
    sheet.head(cable)
    sheet.text(cable)
    sheet.people(cable)
    sheet.end(cable)
    sheet.problems(cable)
    return sheet.lines


class _Sheet:
    def __init__(self, width: int) -> None:
        self.lines: list[Line] = []
        self._width = width

    def head(self, cable: Cable) -> None:
        sent = cable.transmission or Transmission()
        mrn, marking = cable.mrn, cable.classification
        self._field("From", [sent.originator], needed=True)
        self._field("Post", [mrn.post if mrn else ""], needed=True)
        self._field("To", [a.plad for a in sent.action])
        gap = "; " if any("," in a.plad for a in sent.info) else ", "
        self._field("Info", [gap.join(a.plad for a in sent.info)])
        self._field("Date", [phrases.moment(cable.date)], needed=True)
        section = (
            f", section {cable.section.number} of {cable.section.total}" if cable.section else ""
        )
        self._field("MRN", [f"{mrn}{section}" if mrn else section[2:]], needed=True)
        self._field("Marking", [phrases.in_full(marking) if marking else ""], _MARK, needed=True)
        self._field("Captions", [", ".join(cable.captions)])
        self._field("For", [p.text for p in cable.passing_instructions])
        subject = f"{phrases.portion(cable.subject_marking)}{cable.subject}"
        self._field("Subject", [subject], _TITLE, needed=True)
        self._field("E.O.", [phrases.order(cable.executive_order)])
        self._columns("TAGS", [(tag.code, tag.name or "") for tag in cable.tags])
        self._columns("References", [(r.label, phrases.reference(r)) for r in cable.references])
        self._field("Classified by", [phrases.authority(cable.classified_by)])
        self._field("Drafted by", [sent.drafted_by])
        self._field("Cleared by", ["; ".join(sent.clearances)])
        self._field("Approved by", [sent.approved_by])
        self._field("Released by", [sent.released_by])
        self._field("Attachments", ["; ".join(sent.attachments)])

    def text(self, cable: Cable) -> None:
        if cable.body:
            self._section("Text")
            self._outline(cable.body, depth=1)

    def people(self, cable: Cable) -> None:
        if not cable.participants:
            return
        self._section("Participants")
        delegations = dict.fromkeys(person.delegation for person in cable.participants)
        for delegation in delegations:
            if delegation:
                self._wrap((("  ", ""),), delegation, _NAME)
            for person in cable.participants:
                if person.delegation == delegation:
                    title = f", {person.title}" if person.title else ""
                    notes = " (note-taker)" if person.note_taker else ""
                    self._wrap((("    ", ""),), f"{person.name}{title}{notes}", hang=2)

    def end(self, cable: Cable) -> None:
        before = len(self.lines)
        self._field("Meeting", [phrases.meeting(meeting) for meeting in cable.meetings])
        self._field("Redacted", [phrases.redacted(cable.paragraphs)])
        self._field("Signature", [cable.signature])
        self._field("Notices", [notice.text for notice in cable.notices])
        if len(self.lines) > before:
            self.lines.insert(before, ())

    def problems(self, cable: Cable) -> None:
        if not cable.problems:
            return
        self._section(f"Problems ({len(cable.problems)})")
        places = _places(cable)
        column = max(map(len, places))
        for place, problem in zip(places, cable.problems, strict=True):
            style = _SEVERITY[problem.severity]
            word = f"{problem.severity.name.lower():<7}"
            lead = f"  {place:>{column}}  {problem.code}  "
            self._wrap(((lead, ""), (word, style), ("  ", "")), problem.message)

    def _outline(self, blocks: Iterable[Block], depth: int) -> None:
        if depth > _DEEPEST:
            self._line("  " * depth, "[...]")
            return
        for block in blocks:
            match block:
                case Heading(text=text, marking=marking):
                    self._line("  " * depth, f"{phrases.portion(marking)}{text}", _TITLE)
                case Quotation(kind=kind, cable=None, body=body):
                    self._line("  " * (depth + 1), f"[{kind or 'TEXT'}]", _FAINT)
                    self._outline(body, depth + 1)
                case Quotation(kind=kind, cable=Cable() as cable):
                    name = f" {cable.mrn}" if cable.mrn else ""
                    subject = f": {cable.subject}" if cable.subject else ""
                    self._line("  " * (depth + 1), f"[cable{name}{subject}]", _FAINT)
                    self._outline(cable.body, depth + 1)
                case Paragraph():
                    self._paragraph(block, depth + 1)
                case ParticipantList(title=title, participants=people):
                    names = "1 name" if len(people) == 1 else f"{len(people)} names"
                    self._line("  " * (depth + 1), f"[{title}: {names}]", _FAINT)
                case Preformatted(text=text):
                    self._rows("  " * (depth + 2), text)
                case Unparsed(text=text):
                    self._line("  " * (depth + 1), f"[not placed] {text[:_LONGEST]}", _FAINT)
                case _:  # a block of a dialect
                    self._line("  " * (depth + 1), f"[{type(block).__name__}]", _FAINT)

    def _paragraph(self, block: Paragraph, depth: int) -> None:
        number = "" if block.number is None else f"{block.number}. "
        lead = f"{block.lead}: " if block.lead else ""
        text = f"{lead}{block.text[:_LONGEST]}"
        self._line(f"{'  ' * depth}{number}", text, marking=block.marking)
        self._items(block.items, depth + 1)

    def _items(self, items: tuple[Item, ...], depth: int) -> None:
        if items and depth > _DEEPEST:
            self._line("  " * depth, "[...]")
            return
        for item in items[:_MOST]:
            label = f"{item.label} " if item.label else ""
            self._line(f"{'  ' * depth}{clean(label)}", item.text[:_LONGEST], marking=item.marking)
            self._items(item.items, depth + 1)
        if len(items) > _MOST:
            self._line("  " * depth, f"[{len(items) - _MOST} more]", _FAINT)

    def _rows(self, indent: str, text: str) -> None:
        """Add the lines of a table as they are, cut where there is no room."""
        rows = text.split("\n")
        room = max(_MIN_ROOM, self._width - len(indent))
        for row in rows[:_MOST]:
            self.lines.append(((indent, ""), (clean(row[:_LONGEST])[:room].rstrip(), "")))
        if len(rows) > _MOST:
            self._line(indent, f"[{len(rows) - _MOST} more lines]", _FAINT)

    def _line(self, lead: str, text: str, style: str = "", marking: Marking | None = None) -> None:
        """Add one line: as much of ``text`` as there is room for."""
        mark = clean(phrases.portion(marking))
        lead = lead[: self._width // 2]
        room = max(_MIN_ROOM, self._width - len(lead) - len(mark))
        self.lines.append(((lead, ""), (mark, _MARK), (_first_words(text, room), style)))

    def _section(self, title: str) -> None:
        self.lines += [(), ((title, _NAME),)]

    def _field(
        self, label: str, entries: list[str], style: str = "", *, needed: bool = False
    ) -> None:
        entries = [entry for entry in entries if entry]
        if needed and not entries:
            entries, style = [_NOT_GIVEN], _FAINT
        for entry, name in zip(
            entries, itertools.chain([label], itertools.repeat("")), strict=False
        ):
            self._wrap(((f"{name:<{LABEL}}", _NAME),), entry, style)

    def _columns(self, label: str, rows: list[tuple[str, str]]) -> None:
        """Add a field with an entry a row: a short word, and what there is to say of it."""
        room = max(_MIN_ROOM, self._width - LABEL)
        rows = [(_first_words(word, room), text) for word, text in rows]
        column = min(max((len(word) for word, _ in rows), default=0), room // 3)
        for name, (word, text) in zip([label, *[""] * len(rows)], rows, strict=False):
            start = (f"{name:<{LABEL}}", _NAME)
            if not text or len(word) > column:
                self._wrap((start,), f"{word}  {text}".strip(), hang=2)
            else:
                gap = "  " if column else ""
                self._wrap((start, (f"{word:<{column}}{gap}", "")), text)

    def _wrap(self, lead: Line, text: str, style: str = "", hang: int = 0) -> None:
        """Add ``lead`` and ``text``, whose further lines stand below its first."""
        indent = sum(len(piece) for piece, _ in lead)
        if self._width - indent < _MIN_ROOM:  # a long lead in a narrow terminal
            self.lines.append(lead)
            lead, indent = ((" " * 4, ""),), 4
        cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
        first, *others = textwrap.wrap(
            clean(cut),
            self._width - indent,
            subsequent_indent=" " * hang,
            break_on_hyphens=False,
        ) or [""]
        self.lines.append((*lead, (first, style)))
        self.lines += [((" " * indent, ""), (other, style)) for other in others]


def _first_words(text: str, room: int) -> str:
    words = " ".join(clean(text[: _LONGEST + room]).split())
    if len(words) <= room:
        return words
    cut = words[: room - 3].rpartition(" ")[0]
    return f"{cut or words[: room - 4]} ..."


def _places(cable: Cable) -> list[str]:
    """Return line and column of each problem; ``-`` for one without a place."""
    ends = [i for i, c in enumerate(cable.source) if c == "\n"]
    return [_place(problem, ends) for problem in cable.problems]


def _place(problem: Problem, ends: list[int]) -> str:
    if problem.span is None:
        return "-"
    line = bisect.bisect_left(ends, problem.span.start)
    before = ends[line - 1] if line else -1
    return f"{line + 1}:{problem.span.start - before}"
