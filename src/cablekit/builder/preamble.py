"""The fields above the text: rules of the section ``preamble``."""

from __future__ import annotations

from typing import Any

from cablekit import vocabulary
from cablekit.builder.drafts import Found, Reader, page_mark, split, text_of
from cablekit.builder.inline import ClassLineShape
from cablekit.builder.inline_fields import Authority, Coded
from cablekit.builder.inline_order import OrderShape, order_shape
from cablekit.builder.references import Places, references_in
from cablekit.builder.report import problem
from cablekit.builder.slugs import handled, handling, notice_above, slug
from cablekit.builder.tags import tags_in, unread
from cablekit.builder.text import flow, inked, shared, span
from cablekit.builder.words import shape_of
from cablekit.model import (
    ClassificationAuthority,
    ExecutiveOrder,
    NoticeKind,
    PageMark,
    Problem,
    Reference,
    ReferenceKind,
    Span,
)
from cablekit.tokens import Token

#: What is longer, in characters, is rather a text than a reference (observed).
_LONGEST = 240


class PreambleBuilder:
    """One method for every rule of the preamble."""

    _read: Reader

    def preamble(self, children: list[Any]) -> list[Found]:
        """``preamble_opening preamble_item*``."""
        found: list[Found] = []
        for child in children:
            if isinstance(child, list):
                found += child
            else:
                found.append(child)
        return found

    # -- the free order of captions and passing lines ------------------------------------------

    def _behind(self, children: list[Any]) -> list[Found]:
        """Return what the lines behind a key say."""
        return slug(self._read, text_of(children), known=False)

    def dateline(self, children: list[Any]) -> list[Found]:
        """``DATELINE slug?``: the date line of a newspaper's copy."""
        return notice_above(self._read, NoticeKind.DATELINE, children)

    def release_stamp(self, children: list[Any]) -> list[Found]:
        """``RELEASE_STAMP slug?``."""
        return notice_above(self._read, NoticeKind.RELEASE, children)

    def class_line(self, children: list[Any]) -> list[Found]:
        """``CLASS_LINE slug?``."""
        token = children[0]
        where, text = span(token), flow([token])
        written = token.strip()
        head, _, last = written.rpartition(" ")
        if last.isdigit() and len(last) < 4 and head[-1:].isdigit():
            written = head + last  # a blank strayed into the serial (observed)
        line: ClassLineShape | None = self._read("class_line", shape_of(written))
        if line is None:
            return slug(self._read, [token, *text_of(children)], known=False)
        problems: tuple[Problem, ...] = ()
        if line.damaged:
            level = line.classification.level.name
            problems = (problem("CK202", where, "classification", found=text, level=level),)
        found = [Found("classification", line.classification, where, problems, (), text)]
        if line.section:
            found.append(Found("section", line.section_in(written), where))
        if line.mrn:
            found.append(Found("mrn", line.mrn.mrn(written), where))
        return found if len(children) == 1 else found + self._behind(children)

    def preamble_caption(self, children: list[Any]) -> list[Found]:
        """``CAPTION slug?``: written forms are kept, doubled captions count once."""
        caption = flow([children[0]]).lstrip(",;/- ").rstrip("./").upper()
        whole = caption.replace(" ", "")
        if whole != caption and whole in vocabulary.captions():
            caption = whole  # a blank strayed into it (observed)
        found = [Found("captions", (shared(caption),), span(children[0]))]
        return found if len(children) == 1 else found + self._behind(children)

    def captions_field(self, children: list[Any]) -> list[Found]:
        """``CAPTIONS_FIELD``: the captions of a print, with commas between them."""
        words = flow([children[0]]).partition(":")[2].replace(";", ",").split(",")
        captions = (" ".join(word.upper().split()) for word in words)
        known = tuple(shared(word) for word in captions if word not in ("", "NONE", "N/A"))
        found = [Found("captions", known, span(children[0]))]
        return found + self._behind(children)

    def corrected_copy(self, children: list[Any]) -> list[Found]:
        """``CORRECTED_COPY slug?``."""
        return slug(self._read, [children[0], *text_of(children)], known=True)

    def passing_line(self, children: list[Any]) -> list[Found]:
        """``(PASSING_LINE | PASS_LABEL) slug?``: it goes on to the next empty line."""
        words = [] if children[0].type == "PASS_LABEL" else children[:1]
        return slug(self._read, [*words, *text_of(children)], known=True)

    def slug(self, children: list[Any]) -> list[Any]:
        """Lines between captions that are no captions."""
        return children

    def slug_mark(self, children: list[Token]) -> PageMark:
        """A page mark between captions."""
        return _mark(children[0])

    # -- fields --------------------------------------------------------------------------------

    def field_text(self, children: list[Any]) -> list[Any]:
        """The text of a field."""
        return children

    def field_mark(self, children: list[Token]) -> PageMark:
        """A page mark inside a field."""
        return _mark(children[0])

    def executive_order(self, children: list[Any]) -> list[Found]:
        """``EO field_text?``."""
        where, text, _, marks, rest = _field(self._read, children)
        order: OrderShape | None = self._read("executive_order", order_shape(text))
        trouble: tuple[Problem, ...]
        if order is None:
            trouble = (problem("CK205", where, "executive_order", text=text),)
            value = ExecutiveOrder(declassify_event=text, text=text, span=where)
            return [Found("executive_order", value, where, trouble, marks, text), *rest]
        trouble = ()
        number, days = text[order.number], order.days_in(text)
        no_day = days.get("no_day", "")
        if number and number not in vocabulary.executive_orders():
            trouble = (problem("CK213", where, "executive_order.number", number=number),)
        if no_day:
            trouble += (problem("CK215", where, "executive_order", text=no_day),)
        value = ExecutiveOrder(
            number=number,
            declassify_on=days.get("declassify"),
            declassify_event=order.event_in(text) or no_day,
            exemptions=order.exemptions,
            downgrade_on=days.get("downgrade"),
            text=text,
            span=where,
        )
        found = [Found("executive_order", value, where, trouble, marks, text)]
        if order.classifier:
            authority = ClassificationAuthority(name=order.classifier, span=where)
            found.append(Found("classifier", authority, where))
        return found + rest

    def tags(self, children: list[Any]) -> list[Found]:
        """``TAGS field_text?``."""
        where, text, fills, marks, rest = _field(self._read, children)
        joined = Places(fills)
        coded: list[Coded] | None = self._read("tags", joined.text)
        if coded is None:
            trouble = (problem("CK206", where, "tags", text=text),)
            return [Found("tags", unread(joined), where, trouble, marks, text), *rest]
        tags, problems, strays = tags_in(coded, joined)
        return [Found("tags", tags, where, problems, marks + strays, text), *rest]

    def subject(self, children: list[Any]) -> list[Found]:
        """``SUBJECT PORTION? field_text?``."""
        where, subject, _, marks, rest = _field(self._read, children)
        marking = None
        if len(children) > 1 and isinstance(children[1], Token) and children[1].type == "PORTION":
            marking = self._read("marking", children[1].strip())
            subject = subject.lstrip(": -")
        elif subject.endswith(")"):
            # Some write the portion mark behind the subject (observed).
            title, _, mark = subject.rpartition(" (")
            marking = self._read("marking", f"({mark}") if title else None
            subject = subject if marking is None else title
        found = [Found("subject", subject, where, (), marks, subject)]
        if marking is not None:
            found.append(Found("subject_marking", marking, where))
        return found + rest

    def references(self, children: list[Any]) -> list[Found]:
        """``REF field_text?``; the years of cables are inferred when the cable is whole."""
        where, text, fills, marks, rest = _field(self._read, children, whole=True)
        joined = Places(fills)
        found = references_in(self._read, joined, digitless_label(children[0]))
        if found is None:
            trouble = (problem("CK207", where, "references", text=text),)
            value = Reference(kind=ReferenceKind.OTHER, text=text, span=where)
            return [Found("references", (value,), where, trouble, marks, text), *rest]
        refs, problems = found
        if len(joined.text) > _LONGEST:
            problems += tuple(_long(ref) for ref in refs if len(ref.text) > _LONGEST)
        return [Found("references", refs, where, problems, marks, text), *rest]

    def classified_by(self, children: list[Any]) -> list[Found]:
        """``CLASSIFIED_BY field_text?``."""
        where, text, _, marks, rest = _field(self._read, children, on="REASON")
        derived = "DERIVED" in children[0].upper()
        said = f"DERIVED FROM {text}" if derived else text
        authority: Authority | None = self._read("classification_authority", said)
        if authority is None:
            trouble = (problem("CK208", where, "classified_by", text=text),)
            value = ClassificationAuthority(text=text, span=where)
            return [Found("classified_by", value, where, trouble, marks, text), *rest]
        value = ClassificationAuthority(
            name=authority.name,
            title=authority.title,
            section=authority.section,
            reasons=authority.reasons,
            derived_from=authority.derived_from,
            text=text,
            span=where,
        )
        found = [Found("classified_by", value, where, (), marks, text), *rest]
        if children[0].type == "NUMBERED_CLASSIFIED_BY":
            found.append(Found("counted", 1, where))
        return found


def _mark(token: Token) -> PageMark:
    """Return a page mark; one in the line of a field is like one in a line of text."""
    glued = token.type == "GLUED_FIELD_MARK"
    return page_mark(Token("GLUED_PAGE_MARK", token, token.start_pos) if glued else token)


def digitless_label(key: Token) -> str:
    """Return the label that stands in the key itself (``REF A: ...``), or ``""``."""
    words = flow([key]).rstrip(": ").split()
    return words[1].strip("()").upper() if len(words) > 1 else ""


def _long(ref: Reference) -> Problem:
    """Return the problem of a reference that has a text's length."""
    return problem("CK217", ref.span, "references", text=ref.text)


def _field(
    read: Reader, children: list[Any], *, whole: bool = False, on: str = ""
) -> tuple[Span, str, list[Token], tuple[PageMark, ...], list[Found]]:
    """Return span, wording, fills and marks of a field, and what stands below it.

    A field ends at an empty line, but the list of references may go on behind one: ``whole``; so
    does a field behind which a line begins with the word ``on``.
    """
    last = children[-1]
    if type(last) is not list and last.type.endswith("_FILL"):
        # Most fields are one fill without an empty line in it.
        text = last.strip()
        if "\n" not in text and "  " not in text and "¶" not in text:
            return span(children[0], last if text else None), text, [last], (), []
        if whole or ("\n\n" not in text and "\n " not in text):
            return span(children[0], last), flow([text]), [last], (), []
    fills, marks = split(text_of(children))
    fills, lines = handled(fills)
    below: list[Token] = []
    if fills and not whole:
        fills, below = _cut(fills, on)
    rest = slug(read, below, known=False) if below else []
    rest += handling(read, lines)
    wrapped = tuple(
        problem("CK302", span(fill), "", found=fill.strip())
        for fill in fills
        if fill.type == "WRAPPED_NUMBER"
    )
    if wrapped:
        rest.append(Found("page_marks", (), None, wrapped))
    ink = inked(fills)
    return span(children[0], ink[-1] if ink else None), flow(fills), fills, marks, rest


def _cut(fills: list[Token], on: str) -> tuple[list[Token], list[Token]]:
    """Part the fills of a field at its first empty line below text."""
    for index, fill in enumerate(fills):
        offset, seen = 0, index > 0
        for line in fill.split("\n")[:-1]:
            if line.strip():
                seen = True
            elif seen and fill[offset:].strip() and not (on and _begins(fill[offset:], on)):
                start = fill.start_pos
                upper = Token(fill.type, fill[:offset], start)
                lower = Token(fill.type, fill[offset:], start + offset)
                return [*fills[:index], upper], [lower, *fills[index + 1 :]]
            offset += len(line) + 1
    return fills, []


def _begins(text: str, word: str) -> bool:
    """Tell whether text begins with a word, in capitals or not."""
    return text.lstrip()[: len(word)].upper() == word
