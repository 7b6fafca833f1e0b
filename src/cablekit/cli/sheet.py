"""A cable as a sheet: what it says about itself, its outline, and its problems."""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
import textwrap
from collections.abc import Iterable

from cablekit.cli.output import clean
from cablekit.cli.paint import Line
from cablekit.model import (
    Block,
    Cable,
    ClassificationAuthority,
    ExecutiveOrder,
    Heading,
    Marking,
    Paragraph,
    ParticipantList,
    Preformatted,
    Problem,
    Quotation,
    Reference,
    ReferenceKind,
    Severity,
    Transmission,
    Unparsed,
)

LABEL = 15  # columns for the names of the fields
_MIN_ROOM = 8
_LONGEST = 2000  # characters of one entry
_DEEPEST = 8  # quotations within quotations
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
        self._field("Date", [_moment(cable.date)], needed=True)
        section = (
            f", section {cable.section.number} of {cable.section.total}" if cable.section else ""
        )
        self._field("MRN", [f"{mrn}{section}" if mrn else section[2:]], needed=True)
        self._field("Marking", [_in_full(marking) if marking else ""], _MARK, needed=True)
        self._field("Captions", [", ".join(cable.captions)])
        self._field("For", [p.text for p in cable.passing_instructions])
        subject = f"{_portion(cable.subject_marking)}{cable.subject}"
        self._field("Subject", [subject], _TITLE, needed=True)
        self._field("E.O.", [_order(cable.executive_order)])
        self._columns("TAGS", [(tag.code, tag.name or "") for tag in cable.tags])
        self._columns("References", [(r.label, _reference(r)) for r in cable.references])
        self._field("Classified by", [_authority(cable.classified_by)])
        self._field("Drafted by", [sent.drafted_by])
        self._field("Approved by", [sent.approved_by])
        self._field("Released by", [sent.released_by])

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
                    self._line("  " * depth, f"{_portion(marking)}{text}", _TITLE)
                case Quotation(kind=kind, cable=None, body=body):
                    self._line("  " * (depth + 1), f"[{kind or 'TEXT'}]", _FAINT)
                    self._outline(body, depth + 1)
                case Quotation(kind=kind, cable=Cable() as cable):
                    name = f" {cable.mrn}" if cable.mrn else ""
                    subject = f": {cable.subject}" if cable.subject else ""
                    self._line("  " * (depth + 1), f"[cable{name}{subject}]", _FAINT)
                    self._outline(cable.body, depth + 1)
                case Paragraph():
                    self._paragraph(block, "  " * (depth + 1))
                case ParticipantList(title=title, participants=people):
                    names = "1 name" if len(people) == 1 else f"{len(people)} names"
                    self._line("  " * (depth + 1), f"[{title}: {names}]", _FAINT)
                case Preformatted(text=text):
                    self._line("  " * (depth + 1), f"[lines] {text[:_LONGEST]}", _FAINT)
                case Unparsed(text=text):
                    self._line("  " * (depth + 1), f"[not placed] {text[:_LONGEST]}", _FAINT)
                case _:  # a block of a dialect
                    self._line("  " * (depth + 1), f"[{type(block).__name__}]", _FAINT)

    def _paragraph(self, block: Paragraph, indent: str) -> None:
        number = "" if block.number is None else f"{block.number}. "
        text = block.text or " ".join(f"{i.label or ''} {i.text}" for i in block.items[:3])
        lead = f"{block.lead}: " if block.lead else ""
        self._line(f"{indent}{number}", f"{lead}{text[:_LONGEST]}", marking=block.marking)

    def _line(self, lead: str, text: str, style: str = "", marking: Marking | None = None) -> None:
        """Add one line: as much of ``text`` as there is room for."""
        mark = clean(_portion(marking))
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


def _moment(moment: dt.datetime | None) -> str:
    if moment is None:
        return ""
    return f"{moment.astimezone(dt.UTC).isoformat(sep=' ')[:16]} UTC"


def _portion(marking: Marking | None) -> str:
    return f"({marking}) " if marking else ""


def _in_full(marking: Marking) -> str:
    full = "//".join([marking.level.name.replace("_", " "), *marking.caveats])
    return f"{full} - ENTIRE TEXT" if marking.entire_text else full


def _order(order: ExecutiveOrder | None) -> str:
    if order is None:
        return ""
    parts = [
        order.number,
        *order.exemptions,
        f"declassify on {order.declassify_on}" if order.declassify_on else "",
        f"declassify: {order.declassify_event}" if order.declassify_event else "",
        f"downgrade on {order.downgrade_on}" if order.downgrade_on else "",
    ]
    return ", ".join(filter(None, parts)) or order.text


def _reference(reference: Reference) -> str:
    notes = list(reference.notes)
    if reference.kind is not ReferenceKind.CABLE:
        notes.insert(0, reference.kind.name.lower())
    if reference.mrn is None:
        what = reference.text
    else:
        what = str(reference.mrn)
        if reference.year_inferred and reference.mrn.year is not None:
            notes.append("year inferred")
    return f"{what} ({', '.join(notes)})" if notes else what


def _authority(authority: ClassificationAuthority | None) -> str:
    if authority is None:
        return ""
    reasons = ", ".join(f"({letter.lower()})" for letter in authority.reasons)
    why = " ".join(filter(None, [authority.section, reasons]))
    parts = [authority.name, authority.title, f"reasons {why}" if why else ""]
    return ", ".join(filter(None, parts)) if authority.name else authority.text or parts[2]


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
