"""The transmission header: rules of the section ``header``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cablekit.builder.drafts import Found, Reader, page_mark
from cablekit.builder.header_lines import Line, flow_of
from cablekit.builder.text import flow, inked, lines, span
from cablekit.builder.transmission import HeaderDraft
from cablekit.builder.words import shape_of
from cablekit.model import Notice, NoticeKind, PageMark
from cablekit.tokens import Token

if TYPE_CHECKING:
    from cablekit.builder.inline import ClassLineShape

#: Rules whose lines go on behind a page mark.
_LISTS = ("action", "info", "exempted", "drafted", "approved", "cleared")


class HeaderBuilder:
    """One method for every rule of the header."""

    _read: Reader

    def header(self, children: list[Any]) -> list[Found]:
        """``header_item+``: text above a header that has none of its keys is no header."""
        found: list[Found] = []
        marks: list[PageMark] = []
        blocks: list[Line] = []
        behind_mark = False
        for child in children:
            if isinstance(child, Found):
                found.append(child)
            elif isinstance(child, PageMark):
                marks.append(child)
            elif type(child) is tuple:
                mark, more = child
                marks.append(mark)
                found += more
            elif (
                behind_mark and child.rule == "header_text" and blocks and blocks[-1].rule in _LISTS
            ):
                blocks[-1] = Line(blocks[-1].rule, blocks[-1].tokens + child.tokens)
            else:
                blocks.append(child)
            behind_mark = not isinstance(child, Line)
        tokens = [token for line in blocks for token in line.tokens]
        if any(line.rule not in ("header_text", "separator") for line in blocks):
            draft = HeaderDraft(self._read)
            for line in blocks:
                draft.take(line)
            if [line.rule for line in blocks] != ["mrn_field"] or draft.mrn is None:
                found.append(draft.found(tokens, tuple(marks)))
            elif marks:
                found.append(Found("page_marks", (), None, (), tuple(marks)))
            if draft.mrn is not None:
                number, line = draft.mrn
                found.append(Found("mrn", number, span(line.tokens[0]), text=flow_of(line)))
        elif ink := inked(tokens):
            found.append(Found("above", lines(tokens), span(ink[0], ink[-1]), (), tuple(marks)))
        elif marks:
            found.append(Found("page_marks", (), None, (), tuple(marks)))
        return found

    def extract_notice(self, children: list[Token]) -> Found:
        """``EXTRACT_NOTICE``."""
        where = span(children[0])
        notice = Notice(kind=NoticeKind.EXTRACT, text=flow(children), span=where)
        return Found("notices", (notice,), where)

    def transmission_id(self, children: list[Token]) -> Line:
        """``TRANSMISSION_ID``: format line 1."""
        return Line("transmission_id", children)

    def routing(self, children: list[Token]) -> Line:
        """``ROUTING_LIST``: format line 2."""
        return Line("routing", children)

    def station(self, children: list[Token]) -> Line:
        """``DE``: format line 3."""
        return Line("station", children)

    def signals(self, children: list[Token]) -> Line:
        """``SIGNALS``: format line 4."""
        return Line("signals", children)

    def date_time_group(self, children: list[Token]) -> Line:
        """``DATE_TIME_GROUP``: format line 5."""
        return Line("date_time_group", children)

    def originator(self, children: list[Token]) -> Line:
        """``FM HEADER_FILL?``: format line 6."""
        return Line("originator", children)

    def action(self, children: list[Token]) -> Line:
        """``TO HEADER_FILL?``: format line 7 and the lines that continue it."""
        return Line("action", children)

    def info(self, children: list[Token]) -> Line:
        """``INFO HEADER_FILL?``: format line 8 and the lines that continue it."""
        return Line("info", children)

    def exempted(self, children: list[Token]) -> Line:
        """``XMT HEADER_FILL?``: format line 9 and the lines that continue it."""
        return Line("exempted", children)

    def accounting(self, children: list[Token]) -> Line:
        """``ACCOUNTING``: format line 10."""
        return Line("accounting", children)

    def separator(self, children: list[Token]) -> Line:
        """``SEPARATOR``: format line 11."""
        return Line("separator", children)

    def distribution(self, children: list[Token]) -> Line:
        """``DISTRIBUTION``: the Department's own distribution."""
        return Line("distribution", children)

    def relay_counter(self, children: list[Token]) -> Line:
        """``RELAY_COUNTER``: an unlabelled counter line."""
        return Line("relay_counter", children)

    def drafted(self, children: list[Token]) -> Line:
        """``DRAFTED HEADER_FILL?``: who drafted the message."""
        return Line("drafted", children)

    def approved(self, children: list[Token]) -> Line:
        """``APPROVED HEADER_FILL?``: who approved it, and below who cleared it."""
        return Line("approved", children)

    def cleared(self, children: list[Token]) -> Line:
        """``CLEARED HEADER_FILL?``: who cleared it."""
        return Line("cleared", children)

    def desired_distribution(self, children: list[Token]) -> Line:
        """``DESIRED_DISTRIBUTION``: a title and the line below it."""
        return Line("desired_distribution", children)

    def post_designator(self, children: list[Token]) -> Line:
        """``POST_DESIGNATOR``: the first line of a post's own block."""
        return Line("post_designator", children)

    def post_distribution(self, children: list[Token]) -> Line:
        """``POST_DISTRIBUTION``: offices at the post."""
        return Line("post_distribution", children)

    def dissemination(self, children: list[Token]) -> Line:
        """``DISSEMINATION``: dissemination at the post."""
        return Line("dissemination", children)

    def charge(self, children: list[Token]) -> Line:
        """``CHARGE``: the account that the post charges."""
        return Line("charge", children)

    def mrn_field(self, children: list[Token]) -> Line:
        """``MRN_FIELD``: the message reference number of a print."""
        return Line("mrn_field", children)

    def dated(self, children: list[Token]) -> Line:
        """``DATE_FIELD``: date and date-time group of a print."""
        return Line("dated", children)

    def released(self, children: list[Token]) -> Line:
        """``RELEASED HEADER_FILL?``: who released the message."""
        return Line("released", children)

    def attachments(self, children: list[Token]) -> Line:
        """``ATTACHMENTS HEADER_FILL?``: the names of what is attached."""
        return Line("attachments", children)

    def header_text(self, children: list[Token]) -> Line:
        """``HEADER_FILL``: lines of no key."""
        return Line("header_text", children)

    def header_mark(self, children: list[Token]) -> PageMark:
        """``PAGE_MARK | HEADER_PAGE | STAMP``."""
        return page_mark(children[0])

    def header_class(self, children: list[Token]) -> tuple[PageMark, list[Found]]:
        """``HEADER_CLASS``: what stands above a header is the class line where none is below."""
        written = children[0].strip().partition("\n")[0].rstrip()
        line: ClassLineShape | None = self._read("class_line", shape_of(written))
        found = []
        if line is not None:
            found.append(Found("above_header", (line, written), span(children[0])))
        return page_mark(children[0]), found

    def envelope(self, children: list[Token]) -> Found:
        """``ENVELOPE``: what an archive printed above the cable."""
        where = span(children[0])
        notice = Notice(kind=NoticeKind.ENVELOPE, text=flow(children), span=where)
        return Found("notices", (notice,), where)
