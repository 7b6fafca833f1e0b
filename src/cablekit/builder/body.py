"""The text of the cable: rules of the section ``body``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import attrs

from cablekit.builder import count
from cablekit.builder.blocks import (
    Tabled,
    count_problems,
    join,
    loose,
    opening_mark,
    opens_list,
    over,
    paragraph,
    unlabelled,
    without_tables,
)
from cablekit.builder.drafts import Block, Reader, page_mark
from cablekit.builder.ending import EndingBuilder
from cablekit.builder.people import goes_on, people
from cablekit.builder.quotes import closed, quoted, unclosed
from cablekit.builder.report import problem
from cablekit.builder.roles import HEADINGS
from cablekit.builder.roles import roles as roles_of
from cablekit.builder.text import digits, flow, inked, lines, span
from cablekit.model import Block as ModelBlock
from cablekit.model import (
    Heading,
    Marking,
    Notice,
    NoticeKind,
    PageMark,
    Paragraph,
    Preformatted,
    Problem,
)
from cablekit.tokens import Token

_RULE_CHARACTERS = "-=_* "
_MARKED = frozenset(("MARKED_START", "MARKED_BEGIN"))
_COUNTED = frozenset(("paragraph", "participants"))
_QUOTATIONS = frozenset(("quotation", "quotation_end"))


class Body(NamedTuple):
    """The finished body: blocks, notices, page marks, problems."""

    blocks: tuple[ModelBlock, ...]
    notices: tuple[Notice, ...]
    marks: tuple[PageMark, ...]
    problems: tuple[Problem, ...]


class BodyBuilder(EndingBuilder):
    """One method for every rule of the body; those of the ending are inherited."""

    _read: Reader
    _key: Callable[[str], tuple[str, Marking | None]]

    def body(self, children: list[Any]) -> Body:
        """``opening_block* paragraph block*``: decides the count, the joints and the roles."""
        drafts: list[Block] = []
        tabled = False
        for child in children:
            if type(child) is tuple:
                drafts += child
            else:
                drafts.append(child)
                tabled = tabled or type(child.text) is Tabled
        if tabled:
            drafts = [part for block in drafts for part in without_tables(block)]
        return self._finish(drafts)

    numbered_body = body

    # -- blocks --------------------------------------------------------------------------------

    def paragraph(self, children: list[Any]) -> Block:
        """``PARAGRAPH LEAD? body_text?``."""
        return Block("paragraph", children)

    def unnumbered(self, children: list[Any]) -> Block:
        """``(BODY_OPEN | MARKED_OPEN | MARKED_START) LEAD? open_text?``."""
        return Block("unnumbered", children)

    def lead_paragraph(self, children: list[Any]) -> Block:
        """``LEAD_PARAGRAPH body_text?``."""
        return Block("lead_paragraph", children)

    def ruled_heading(self, children: list[Any]) -> Block:
        """``RULED_HEADING body_text?``."""
        return Block("ruled_heading", children)

    def boxed_heading(self, children: list[Any]) -> Block:
        """``BOXED_HEADING body_text?``."""
        return Block("boxed_heading", children)

    def slashed_heading(self, children: list[Any]) -> Block:
        """``SLASHED_HEADING body_text?``."""
        return Block("slashed_heading", children)

    def bare_heading(self, children: list[Any]) -> Block:
        """``BARE_HEADING body_text?``."""
        return Block("bare_heading", children)

    def participants(self, children: list[Any]) -> Block:
        """``PARTICIPANTS list_text?``."""
        return Block("participants", children)

    def numbered_list(self, children: list[Any]) -> tuple[Block, Block]:
        """``PARAGRAPH GLUED_PARTICIPANTS list_text?``: a paragraph, and the list in it."""
        return Block("paragraph", children[:1]), Block("participants", children[1:])

    def quotation(self, children: list[Any]) -> Block:
        """``BEGIN_QUOTATION body_text?``."""
        return Block("quotation", children)

    def numbered_quotation(self, children: list[Any]) -> tuple[Block, Block]:
        """``PARAGRAPH GLUED_QUOTATION body_text?``: a paragraph, and the quotation in it."""
        return Block("paragraph", children[:1]), Block("quotation", children[1:])

    def marked_quotation(self, children: list[Any]) -> tuple[Block, Block]:
        """``MARKED_BEGIN GLUED_QUOTATION body_text?``: a portion mark, and the quotation."""
        return Block("unnumbered", children[:1]), Block("quotation", children[1:])

    def quotation_end(self, children: list[Any]) -> Block:
        """``END_QUOTATION body_text?``."""
        return Block("quotation_end", children)

    def rule(self, children: list[Any]) -> Block:
        """``RULE body_text?``: a rule that belongs to no heading."""
        return Block("rule", children)

    def website_notice(self, children: list[Any]) -> Block:
        """``WEBSITE_NOTICE body_text?``."""
        return Block("website_notice", children)

    def minimize_notice(self, children: list[Any]) -> Block:
        """``MINIMIZE_NOTICE body_text?``."""
        return Block("minimize_notice", children)

    def body_text(self, children: list[Any]) -> list[Any]:
        """The text of a block."""
        for child in children:
            if type(child) is not PageMark and child.type == "TABLE":
                return Tabled(children)
        return children

    open_text = list_text = body_text

    def table(self, children: list[Token]) -> Token:
        """``TABLE``, or above the first number ``OPEN_TABLE``."""
        children[0].type = "TABLE"
        return children[0]

    open_table = table

    def body_mark(self, children: list[Token]) -> PageMark:
        """A mark that interrupts the text."""
        return page_mark(children[0])

    open_mark = list_mark = body_mark

    # -- decisions -----------------------------------------------------------------------------

    def _finish(self, drafts: list[Block]) -> Body:
        """Decide what becomes of each block and make the final ones."""
        quotes: list[Body] = []
        if not _QUOTATIONS.isdisjoint([block.rule for block in drafts]):
            drafts = self._quotations(drafts, quotes)
        for block in drafts:
            if block.rule == "paragraph":
                block.number, block.marking = self._key(str(block.key))
            elif block.rule == "lead_paragraph" or block.key.type in _MARKED:
                block.marking = opening_mark(self._read, flow([block.key]))
        count.decide(drafts)
        kept: list[Block] = []
        for block in drafts:
            last = kept[-1] if kept else None
            if block.counted is None and block.number:
                where = span(block.key)
                if block.key.type != "GLUED_NUMBER":
                    words = {"found": flow([block.key])}
                    block.problems.append(problem("CK302", where, "body", **words))
                join(kept, block, last)
            elif block.rule == "bare_heading" and last is not None and self._goes_on(last, block):
                text = flow([block.key])
                block.problems.append(problem("CK305", span(block.key), "body", text=text))
                last.absorb(block)
            else:
                kept.append(block)
        body = self._blocks(kept)
        for quote in quotes:
            body = Body(
                body.blocks,
                body.notices + quote.notices,
                body.marks + quote.marks,
                body.problems + quote.problems,
            )
        return body

    def _quotations(self, drafts: list[Block], quotes: list[Body]) -> list[Block]:
        """Return the blocks with each quotation as one; what is inside it goes to ``quotes``."""

        def finish(inside: list[Block]) -> tuple[ModelBlock, ...]:
            body = self._finish(inside)
            quotes.append(body)
            return body.blocks

        ends = closed(drafts)
        found: list[Block] = []
        index = 0
        while index < len(drafts):
            block = drafts[index]
            if index in ends:
                end = drafts[ends[index]]
                inside = drafts[index + 1 : ends[index]]
                found += [quoted(self._read, block, inside, end, finish), end]
                index = ends[index]
            elif block.rule in _QUOTATIONS:
                unclosed(block)
                opening = block.set_off and not any(b.rule in _COUNTED for b in found)
                join(found, block, found[-1] if found and not opening else None)
            else:
                found.append(block)
            index += 1
        return found

    def _blocks(self, kept: list[Block]) -> Body:
        body: list[ModelBlock] = []
        notices: list[Notice] = []
        problems: list[Problem] = []
        page_marks: list[PageMark] = []
        roles = roles_of(kept)
        before = 0
        for index, block in enumerate(kept):
            problems += block.problems
            page_marks += block.marks
            role, rule, number = roles[index], block.rule, block.counted
            if rule == "unnumbered" and _is_empty(block):
                continue  # an empty line above a signature opens no paragraph
            if rule in ("paragraph", "unnumbered", "lead_paragraph"):
                if number is not None:
                    if number != before + 1 or number != int(block.number):
                        problems += count_problems(block, number, before)
                    before = number
                made = paragraph(block, number, role, self._read)
                body.append(made)
                if made.items and block.problems:
                    problems[len(problems) - len(block.problems) :] = unlabelled(block, made)
            elif rule in HEADINGS:
                body.append(self._heading(block))
                body += loose(block, role, self._read)
            elif rule == "participants":
                above = body[-1] if body else None
                if isinstance(above, Paragraph) and opens_list(kept[index - 1], block):
                    # The label is all that the numbered paragraph says.
                    said = flow([block.key.partition("\n")[0]])
                    body[-1] = attrs.evolve(above, text=said, span=over(kept[index - 1], block))
                body += people(self._read, block, problems)
            elif rule.endswith("_notice"):
                kind = NoticeKind[rule.removesuffix("_notice").upper()]
                text = flow(w.strip(_RULE_CHARACTERS) for w in block.key.split("\n"))
                notices.append(Notice(kind=kind, text=text, span=span(block.key)))
                body += loose(block, role, self._read)
            elif rule == "table":
                text = lines([block.key])
                body.append(Preformatted(text=text, span=span(block.key)))
                body += loose(block, role, self._read)
            elif rule in ("rule", "quotation_end"):
                body += loose(block, role, self._read)
            elif block.make is not None:
                body.append(block.make(block))
            else:
                raise TypeError(f"nothing makes a block of rule {block.rule}; give Block a make")
        return Body(tuple(body), tuple(notices), tuple(page_marks), tuple(problems))

    def _read_key(self, key: str) -> tuple[str, Marking | None]:
        """Return the number, as written, and the portion mark of a paragraph's key."""
        number = digits(key)
        rest = key[key.index(number) + len(number) :].lstrip(".,) \t") if number else key
        rest = rest.strip("¶ \t\r\n")
        value: Marking | None = self._read("marking", rest) if rest else None
        # The mark may stand before the number (observed).
        return number, value or opening_mark(self._read, key.strip("¶ \n"))

    def _goes_on(self, last: Block, title: Block) -> bool:
        """Tell whether what looks like a title goes on with a sentence, or with a list."""
        return last.ends_at_joint or goes_on(self._read, last, title.key)

    def _heading(self, block: Block) -> Heading:
        """Return the heading of a block: title lines without rules, slashes and mark."""
        titles = [line for line in block.key.split("\n") if line.strip(_RULE_CHARACTERS)]
        text = flow(titles)
        if block.rule == "slashed_heading":
            text = text.strip("/-=_* ")
        elif text[-1:] == "-" and "---" in text[-40:]:
            # A rule that stood below the title (observed).
            text = text.rstrip(_RULE_CHARACTERS)
        marking = opening_mark(self._read, text)
        if marking is not None:
            text = text[text.index(")") + 1 :].strip()
        return Heading(text=text, marking=marking, span=span(block.key))


def _is_empty(block: Block) -> bool:
    return block.lead is None and block.key.isspace() and not inked(block.pieces)
