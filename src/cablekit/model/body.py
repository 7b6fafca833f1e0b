"""The text of a cable as blocks, and what stands between and behind them."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, TypeAlias

import attrs

from cablekit.model.base import Span
from cablekit.model.identity import Marking

if TYPE_CHECKING:
    from cablekit.model.cable import Cable


@attrs.frozen(kw_only=True, weakref_slot=False)
class Item:
    """A sub-paragraph or bullet.

    Attributes:
        label: Its letter, number or dash as written; ``None`` for text that goes on after
            the list.
        marking: Its portion mark, if it has one.
        text: What it says, in the text's normal form.
        items: Items nested below it.
        span: Where it stands in the source.

    Source: 5 FAH-1 H-246.2; forms observed.
    """

    label: str | None = None
    marking: Marking | None = None
    text: str = ""
    items: tuple[Item, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Meeting:
    """When and where a meeting was, as a memorandum of conversation states it.

    Attributes:
        date: The day as written; ``""`` if none is given.
        time: The hour as written.
        place: The place as written.

    Source: observed (``DATE:``, ``TIME:``, ``PLACE:``, or the three parted by semicolons).

    >>> Meeting(date="April 3, 2007", place="Ministry of Turnips").place
    'Ministry of Turnips'
    """

    date: str = ""
    time: str = ""
    place: str = ""


@attrs.frozen(kw_only=True, weakref_slot=False)
class Paragraph:
    """A paragraph of the text.

    Attributes:
        number: Its number, or ``None`` for an unnumbered one.
        marking: Its portion mark, if it has one.
        lead: The word that opens it, upper case, such as ``"SUMMARY"``; ``""`` if none.
        role: What it is for where a lead or a heading says so: ``"SUMMARY"``,
            ``"COMMENT"``, ``"ACTION_REQUEST"``, ``"NOTE"``; ``""`` otherwise.
        text: What it says, whole across page marks, without number, marking and lead.
        items: Its sub-paragraphs.
        meeting: Date, time and place of a meeting, where the text states them and nothing else.
        redactions: Where a name was taken out before publication (source offsets).
        span: From its first to its last character in the source.

    Source: 5 FAH-1 H-246.2 and H-246.3; forms observed.

    >>> Paragraph(number=1, text="Talks ended May 12.").number
    1
    """

    number: int | None = None
    marking: Marking | None = None
    lead: str = ""
    role: str = ""
    text: str = ""
    items: tuple[Item, ...] = ()
    meeting: Meeting | None = None
    redactions: tuple[Span, ...] = attrs.field(default=(), eq=False)
    span: Span | None = attrs.field(default=None, eq=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Preformatted:
    """A table or other text whose lines matter.

    Attributes:
        text: Its lines, without trailing blanks.
        span: Where it stands in the source.
    """

    text: str
    span: Span | None = attrs.field(default=None, eq=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Heading:
    """A title inside the text, without its rules.

    Attributes:
        text: The title; one that ran over two lines is joined.
        marking: Its portion mark, if it has one.
        span: Where the title stands in the source.

    Source: observed (ruled, boxed, bare and slashed headings).
    """

    text: str
    marking: Marking | None = None
    span: Span | None = attrs.field(default=None, eq=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Participant:
    """Somebody who took part in a meeting.

    Attributes:
        name: The name; who is unnamed keeps the designation as name.
        title: Position or office, before or after the name, as written.
        delegation: The side, as the list's own label names it: ``"U.S."`` of
            ``U.S. Participants:``.
        note_taker: Whether the list says that this is the note-taker.
        span: Where the entry stands in the source.

    Source: layouts observed.
    """

    name: str
    title: str = ""
    delegation: str = ""
    note_taker: bool = False
    span: Span | None = attrs.field(default=None, eq=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ParticipantList:
    """A list of the participants of a meeting.

    Attributes:
        title: The line that opens the list, such as ``"Participants"``.
        participants: The people, in order.
        span: Where the list stands in the source.
    """

    title: str
    participants: tuple[Participant, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Quotation:
    """A document quoted between begin and end marks.

    Attributes:
        kind: What the marks call it, such as ``"TEXT"`` or ``"TALKING POINTS"``.
        body: Its blocks.
        cable: The quoted cable, where it is a complete one.
        span: Where it stands in the source, marks included.
    """

    kind: str
    body: tuple[Block, ...] = ()
    cable: Cable | None = None
    span: Span | None = attrs.field(default=None, eq=False)


class NoticeKind(enum.Enum):
    """What a notice is.

    Attributes:
        EXTRACT: The archive says that the record is a part of the cable.
        WEBSITE: A post's advertisement of its web site.
        MINIMIZE: The sender has weighed the addressees' traffic-reduction condition.
        END_OF_MESSAGE: ``NNNN`` or another end mark.
        LOCATOR: The archive's own number for the record.
        RELEASE: A release or declassification stamp.
        DATELINE: The date that a newspaper's copy puts above the cable.
        ENVELOPE: Other lines of an archive's printout around the cable.
    """

    EXTRACT = "EXTRACT"
    WEBSITE = "WEBSITE"
    MINIMIZE = "MINIMIZE"
    END_OF_MESSAGE = "END_OF_MESSAGE"
    LOCATOR = "LOCATOR"
    RELEASE = "RELEASE"
    DATELINE = "DATELINE"
    ENVELOPE = "ENVELOPE"


@attrs.frozen(kw_only=True, weakref_slot=False)
class Notice:
    """A line that speaks about the message and is not part of its text.

    Attributes:
        kind: What it is.
        text: What it says, in the text's normal form.
        span: Where it stands in the source.
    """

    kind: NoticeKind
    text: str
    span: Span | None = attrs.field(default=None, eq=False)


class PageMarkKind(enum.Enum):
    """What sort of line was taken out of the text."""

    PAGE = "PAGE"
    SECTION = "SECTION"
    STAMP = "STAMP"
    REPEATED_FIELD = "REPEATED_FIELD"
    PHANTOM_CAPTION = "PHANTOM_CAPTION"


@attrs.frozen(kw_only=True, weakref_slot=False)
class PageMark:
    """A page or section mark, or another line that interrupts the text and is none of it.

    Attributes:
        kind: What sort of line it is.
        text: The line as written.
        number: The page or section it announces, if it does.
        total: How many there are, if it says so.
        span: Where it stands in the source.

    Source: observed (terminal page marks of the 2000s, page heads of 1973-2000).
    """

    kind: PageMarkKind
    text: str
    number: int | None = None
    total: int | None = None
    span: Span | None = attrs.field(default=None, eq=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Unparsed:
    """Text that the grammar could not place; kept, never dropped.

    Attributes:
        text: The lines, without trailing blanks.
        reason: Why they could not be placed, in a sentence.
        span: Where they stand in the source.
    """

    text: str
    reason: str = ""
    span: Span | None = attrs.field(default=None, eq=False)


#: What a cable's body is made of.
Block: TypeAlias = Paragraph | Heading | ParticipantList | Preformatted | Quotation | Unparsed
