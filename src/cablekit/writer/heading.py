"""The lines above the text: header, class line, captions and fields."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from cablekit.model import (
    Cable,
    ClassificationAuthority,
    ExecutiveOrder,
    Level,
    Marking,
    Mrn,
    Notice,
    NoticeKind,
    Paragraph,
    Reference,
    Section,
    Tag,
    TagKind,
    Unparsed,
)
from cablekit.writer.layout import WIDTH, Flow, Form, Piece, line

#: Classified words are letter-spaced, unclassified is cut [5 FAH-1 H-246.1].
_CLASS_WORDS = {
    Level.UNCLASSIFIED: "UNCLAS",
    Level.SBU: "SENSITIVE BUT UNCLASSIFIED",
    Level.LOU: "LIMITED OFFICIAL USE",
    Level.RESTRICTED: "R E S T R I C T E D",
    Level.CONFIDENTIAL: "C O N F I D E N T I A L",
    Level.SECRET: "S E C R E T",
    Level.TOP_SECRET: "T O P  S E C R E T",
}


_BELOW = (NoticeKind.END_OF_MESSAGE, NoticeKind.LOCATOR, NoticeKind.ENVELOPE)


class Reads(Protocol):
    """Tells whether lines read as values of fields, and as nothing else."""

    def __call__(self, lines: str, **values: Any) -> bool:
        """Tell it.

        Args:
            lines: Lines of a heading.
            values: What they have to be read as, by the names of the fields of Cable.
        """
        ...


def notice_pieces(notices: Sequence[Notice], kind: NoticeKind) -> Iterator[Piece]:
    """Yield the notices of a kind, each on a line of its own."""
    return (line(notice.text) for notice in notices if notice.kind is kind)


def _above_text(notices: Sequence[Notice]) -> Sequence[Notice]:
    """Return the notices up to the first of those that stand below the text."""
    return tuple(
        itertools.takewhile(
            lambda notice: notice.kind not in _BELOW and not is_release_foot(notice), notices
        )
    )


def is_release_foot(notice: Notice) -> bool:
    """Tell whether a stamp begins with the name of the reviewer, as those below a text do."""
    return notice.kind is NoticeKind.RELEASE and not notice.text.startswith("Declassified")


def preamble_pieces(
    cable: Cable, notices: Sequence[Notice], reads: Reads, own: Sequence[Piece]
) -> Iterator[Piece]:
    """Yield the class line, captions, passing instructions and fields.

    Args:
        cable: The cable.
        notices: Its notices but for one that stands above all of it.
        reads: Tells whether a field written in a certain way reads as its value.
        own: Fields of a dialect.
    """
    yield from notice_pieces(cable.notices, NoticeKind.DATELINE)
    opened = cable.classification is not None or bool(cable.captions)
    if opened:
        yield from _opening_pieces(cable, reads)
    yield from notice_pieces(_above_text(notices), NoticeKind.RELEASE)
    order, authority = cable.executive_order, cable.classified_by
    if order is not None:
        written, names_classifier = _order(order, authority, reads)
        authority = None if names_classifier else authority
        yield line(written)
    if cable.tags:
        codes = " ".join(map(_tag, cable.tags))
        yield Piece(Form(Flow("TAGS:", codes), "\n" if order else "\n\n"))
    if not opened:
        yield from (line(instruction.text) for instruction in cable.passing_instructions)
    yield from own
    closed = cable.subject or cable.subject_marking or cable.references or authority
    if cable.subject or cable.subject_marking or (not closed and _needs_key(cable)):
        head = f"SUBJECT: ({cable.subject_marking})" if cable.subject_marking else "SUBJECT:"
        above = order or cable.tags or own
        yield Piece(Form(Flow(head, cable.subject), "\n" if above else "\n\n"))
    if cable.references:
        yield line(_references(cable.references, reads))
    if authority is not None:
        yield line(_authority(authority, reads))


def _needs_key(cable: Cable) -> bool:
    """Tell whether the text begins with what is text only behind a field such as the subject."""
    first = cable.body[0] if cable.body else None
    numbered = isinstance(first, Paragraph) and first.number is not None
    return first is not None and not numbered and not isinstance(first, Unparsed)


def _opening_pieces(cable: Cable, reads: Reads) -> Iterator[Piece]:
    """Yield the class line, the captions and the passing instructions.

    An instruction that is none on a line of its own stands behind a caption or the class line.
    """
    lines: list[str] = []
    if cable.classification is not None:
        lines.append(class_line(cable.classification, cable.section, cable.mrn))
    lines += cable.captions
    known = [
        reads(instruction.text, passing_instructions=(instruction,))
        for instruction in cable.passing_instructions
    ]
    left = min(known.count(False), len(lines))
    above, carriers = lines[: len(lines) - left], lines[len(lines) - left :]
    for index, text in enumerate(above):
        yield line(text, "\n\n" if index < 2 else "\n")
    for instruction, alone in zip(cable.passing_instructions, known, strict=True):
        carrier = "" if alone or not carriers else f"{carriers.pop(0)} "
        yield line(f"{carrier}{instruction.text}")


def class_line(marking: Marking, section: Section | None, mrn: Mrn | None) -> str:
    """Return the class line: classification, section and MRN.

    >>> class_line(Marking(level=Level.SECRET), None, Mrn(post="ZENDA", serial=417))
    'S E C R E T ZENDA 000417'
    """
    word = _CLASS_WORDS[marking.level]
    parts = ["//".join([word, *marking.caveats])]
    if section is not None:
        parts.append(f"SECTION {section.number:02d} OF {section.total:02d}")
    if mrn is not None:
        gap = "" if mrn.post else " "
        parts.append(f"{mrn.post} {mrn.series}{gap}{mrn.serial:06d}".lstrip())
    return " ".join(parts)


def _order(
    value: ExecutiveOrder, classifier: ClassificationAuthority | None, reads: Reads
) -> tuple[str, bool]:
    """Return the E.O. line, and whether it names the classifier, as it did from 1978 to 1982."""
    number = f"E.O. {value.number}:" if value.number else "E.O.:"
    choices = [f"E.O. {value.text}"] if value.text else []
    choices.append(" ".join([number, ", ".join(_clauses(value))]).rstrip())
    for choice in choices:
        if classifier and reads(choice, executive_order=value, classified_by=classifier):
            return choice, True
        if reads(choice, executive_order=value):
            return choice, False
    return choices[-1], False


def _clauses(value: ExecutiveOrder) -> Iterator[str]:
    if value.downgrade_on:
        yield f"DNG: {value.downgrade_on:%m/%d/%Y}"
    if value.declassify_on:
        yield f"DECL: {value.declassify_on:%m/%d/%Y}"
    yield from value.exemptions
    if value.declassify_event:
        yield f"DECL: {value.declassify_event}"


def _tag(tag: Tag) -> str:
    return f"({tag.code})" if tag.kind is TagKind.PERSON else tag.code


def _references(values: tuple[Reference, ...], reads: Reads) -> str:
    """Return the REF field: labelled items one a line, others parted by semicolons."""
    found = [ref.text or _cited(ref) for ref in values]
    # Items that do not stand together stand each in a field of its own.
    for gap in ("\n     ", " ", "\nREF: "):
        lines = _reference_lines(values, found, gap)
        if reads(lines, references=values):
            return lines
    written = [
        text if reads(_reference_lines((ref,), [text], ""), references=(ref,)) else _cited(ref)
        for ref, text in zip(values, found, strict=True)
    ]
    return _reference_lines(values, written, "\n     ")


def _reference_lines(values: tuple[Reference, ...], texts: list[str], gap: str) -> str:
    """Return the items as one field, with ``gap`` before each but the first."""
    items = [
        f"{ref.label}. {text}" if ref.label else text
        for ref, text in zip(values, texts, strict=True)
    ]
    for index, ref in enumerate(values[1:]):
        if not ref.label:
            items[index] += ";"
    return "REF: " + gap.join(items)


def _cited(ref: Reference) -> str:
    """Return the fields of a reference as the field writes them."""
    if ref.mrn is None:
        return ref.text
    mrn = ref.mrn
    year = ""
    if not ref.year_inferred and mrn.year is not None:
        year = f"{mrn.year % 100:02d} " if 1960 <= mrn.year < 2060 else f"{mrn.year} "
    notes = "".join(f" {note}" if note.startswith("AND ") else f" ({note})" for note in ref.notes)
    series = f"{mrn.series}-" if mrn.series == "A" else f"{mrn.series} "
    return " ".join(f"{year}{mrn.post} {series}{mrn.serial}{notes}".split())


def _authority(value: ClassificationAuthority, reads: Reads) -> str:
    """Return the Classified By line."""
    reasons = " and ".join(f"({letter.lower()})" for letter in value.reasons)
    why = " ".join(word for word in (value.section, reasons) if word)
    why = f" for reason{'s' if len(value.reasons) > 1 else ''} {why}" if why else ""
    source = f"DERIVED FROM: {value.derived_from}" if value.derived_from else ""
    if source and not (value.name or value.title or why):
        lone = str(Flow("DERIVED FROM:", value.derived_from))
        if not value.text or reads(lone, classified_by=value):
            return lone
    choices = [
        value.text,
        *(
            ". ".join(filter(None, [who + why, source]))
            for who in (
                ", ".join(filter(None, (value.name, value.title))),
                " ".join(filter(None, (value.title, value.name))),
            )
        ),
    ]
    lines = [
        str(Flow("Classified By:", choice, width=width))
        for choice in choices[0 if value.text else 1 :]
        for width in (WIDTH, 0)
    ]
    return next((text for text in lines if reads(text, classified_by=value)), lines[0])
