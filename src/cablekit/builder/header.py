"""The transmission header: rules of the section ``header``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cablekit.builder.drafts import Found, Reader, page_mark
from cablekit.builder.header_inline import AddressReader
from cablekit.builder.header_lines import Line, extent
from cablekit.builder.text import flow, lines, span
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
    _address: AddressReader

    def header(self, children: list[Any]) -> list[Found]:
        """``header_item+``: text above a header that has none of its keys is no header."""
        found: list[Found] = []
        marks: list[PageMark] = []
        blocks: list[Line] = []
        tokens: list[Token] = []
        behind_mark = False
        for child in children:
            if type(child) is tuple:
                rule, more = child
                tokens += more
                if behind_mark and rule == "header_text" and blocks and blocks[-1][0] in _LISTS:
                    rule, above = blocks.pop()
                    child = rule, above + more  # noqa: PLW2901
                blocks.append(child)
                behind_mark = False
                continue
            behind_mark = True
            for part in child if type(child) is list else [child]:
                if isinstance(part, PageMark):
                    marks.append(part)
                else:
                    found.append(part)
        if any(rule not in ("header_text", "separator") for rule, _ in blocks):
            draft = HeaderDraft(self._read, self._address)
            draft.take(blocks)
            if draft.mrn is None or len(blocks) > 1 or blocks[0][0] != "mrn_field":
                found.append(draft.found(tokens, tuple(marks)))
            elif marks:
                found.append(Found("page_marks", (), None, (), tuple(marks)))
            if draft.mrn is not None:
                number, tokens = draft.mrn
                found.append(Found("mrn", number, span(tokens[0]), text=flow(tokens)))
        elif any(map(str.strip, tokens)):
            found.append(Found("above", lines(tokens), extent(tokens), (), tuple(marks)))
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
        return "transmission_id", children

    def routing(self, children: list[Token]) -> Line:
        """``ROUTING_LIST``: format line 2."""
        return "routing", children

    def station(self, children: list[Token]) -> Line:
        """``DE``: format line 3."""
        return "station", children

    def signals(self, children: list[Token]) -> Line:
        """``SIGNALS``: format line 4."""
        return "signals", children

    def date_time_group(self, children: list[Token]) -> Line:
        """``DATE_TIME_GROUP``: format line 5."""
        return "date_time_group", children

    def originator(self, children: list[Token]) -> Line:
        """``FM HEADER_FILL?``: format line 6."""
        return "originator", children

    def action(self, children: list[Token]) -> Line:
        """``TO HEADER_FILL?``: format line 7 and the lines that continue it."""
        return "action", children

    def info(self, children: list[Token]) -> Line:
        """``INFO HEADER_FILL?``: format line 8 and the lines that continue it."""
        return "info", children

    def exempted(self, children: list[Token]) -> Line:
        """``XMT HEADER_FILL?``: format line 9 and the lines that continue it."""
        return "exempted", children

    def accounting(self, children: list[Token]) -> Line:
        """``ACCOUNTING``: format line 10."""
        return "accounting", children

    def separator(self, children: list[Token]) -> Line:
        """``SEPARATOR``: format line 11."""
        return "separator", children

    def distribution(self, children: list[Token]) -> Line:
        """``DISTRIBUTION``: the Department's own distribution."""
        return "distribution", children

    def relay_counter(self, children: list[Token]) -> Line:
        """``RELAY_COUNTER``: an unlabelled counter line."""
        return "relay_counter", children

    def drafted(self, children: list[Token]) -> Line:
        """``DRAFTED HEADER_FILL?``: who drafted the message."""
        return "drafted", children

    def approved(self, children: list[Token]) -> Line:
        """``APPROVED HEADER_FILL?``: who approved it, and below who cleared it."""
        return "approved", children

    def cleared(self, children: list[Token]) -> Line:
        """``CLEARED HEADER_FILL?``: who cleared it."""
        return "cleared", children

    def desired_distribution(self, children: list[Token]) -> Line:
        """``DESIRED_DISTRIBUTION``: a title and the line below it."""
        return "desired_distribution", children

    def post_designator(self, children: list[Token]) -> Line:
        """``POST_DESIGNATOR``: the first line of a post's own block."""
        return "post_designator", children

    def post_distribution(self, children: list[Token]) -> Line:
        """``POST_DISTRIBUTION``: offices at the post."""
        return "post_distribution", children

    def dissemination(self, children: list[Token]) -> Line:
        """``DISSEMINATION``: dissemination at the post."""
        return "dissemination", children

    def charge(self, children: list[Token]) -> Line:
        """``CHARGE``: the account that the post charges."""
        return "charge", children

    def mrn_field(self, children: list[Token]) -> Line:
        """``MRN_FIELD``: the message reference number of a print."""
        return "mrn_field", children

    def dated(self, children: list[Token]) -> Line:
        """``DATE_FIELD``: date and date-time group of a print."""
        return "dated", children

    def released(self, children: list[Token]) -> Line:
        """``RELEASED HEADER_FILL?``: who released the message."""
        return "released", children

    def attachments(self, children: list[Token]) -> Line:
        """``ATTACHMENTS HEADER_FILL?``: the names of what is attached."""
        return "attachments", children

    def header_text(self, children: list[Token]) -> Line:
        """``HEADER_FILL``: lines of no key."""
        return "header_text", children

    def header_mark(self, children: list[Token]) -> PageMark:
        """``PAGE_MARK | HEADER_PAGE | STAMP``."""
        return page_mark(children[0])

    def header_class(self, children: list[Token]) -> list[PageMark | Found]:
        """``HEADER_CLASS``: what stands above a header is the class line where none is below."""
        written, *controls = filter(None, map(str.strip, children[0].split("\n")))
        line: ClassLineShape | None = self._read("class_line", shape_of(written))
        mark = page_mark(children[0])
        if line is None:
            return [mark]
        return [mark, Found("above_header", (line, written, controls), span(children[0]))]

    def envelope(self, children: list[Token]) -> Found:
        """``ENVELOPE``: what an archive printed above the cable."""
        where = span(children[0])
        notice = Notice(kind=NoticeKind.ENVELOPE, text=flow(children), span=where)
        return Found("notices", (notice,), where)
