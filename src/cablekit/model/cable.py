"""The cable itself."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Protocol

import attrs

from cablekit.model.base import Problem, Span
from cablekit.model.body import (
    Block,
    Heading,
    Meeting,
    Notice,
    PageMark,
    Paragraph,
    Participant,
    ParticipantList,
)
from cablekit.model.identity import Marking, Mrn, Section
from cablekit.model.preamble import (
    ClassificationAuthority,
    ExecutiveOrder,
    PassingInstruction,
    Reference,
    Tag,
)
from cablekit.model.transmission import Transmission


class HasSpan(Protocol):
    """Anything that knows where it stands in the source."""

    @property
    def span(self) -> Span | None:
        """Where it stands."""


class Completeness(enum.Enum):
    """How much of the message the text holds.

    Attributes:
        FULL: Header and text.
        PARTIAL_EXTRACT: The archive says that it is an extract.
        NO_HEADER: The text without its transmission header.
    """

    FULL = "FULL"
    PARTIAL_EXTRACT = "PARTIAL_EXTRACT"
    NO_HEADER = "NO_HEADER"


@attrs.frozen(kw_only=True)
class Cable:
    """A diplomatic cable (telegram).

    Attributes:
        completeness: How much of the message the text holds.
        transmission: The transmission header, or ``None``.
        classification: Level and caveats of the class line.
        section: Which part of a long message this is.
        mrn: The message reference number.
        captions: Handling and distribution captions, each once, in order.
        passing_instructions: Who shall see the message or pass it on.
        executive_order: The E.O. line.
        tags: The TAGS, in order.
        subject: The subject, joined from its lines.
        subject_marking: The portion mark of the subject.
        references: The items of the REF field.
        classified_by: The classification authority.
        body: The text as blocks, in order.
        signature: The name under the text; ``""`` where there is none.
        notices: Lines about the message that are not part of its text.
        source: The text that was parsed (not compared, not in plain dicts).
        problems: What a reader should know about the reading, by position (likewise).
        page_marks: What was taken out of the text (likewise).

    Source: 5 FAH-1 H-246, 5 FAH-2 H-321 and what is observed in the archives.
    """

    completeness: Completeness = Completeness.FULL
    transmission: Transmission | None = None
    classification: Marking | None = None
    section: Section | None = None
    mrn: Mrn | None = None
    captions: tuple[str, ...] = ()
    passing_instructions: tuple[PassingInstruction, ...] = ()
    executive_order: ExecutiveOrder | None = None
    tags: tuple[Tag, ...] = ()
    subject: str = ""
    subject_marking: Marking | None = None
    references: tuple[Reference, ...] = ()
    classified_by: ClassificationAuthority | None = None
    body: tuple[Block, ...] = ()
    signature: str = ""
    notices: tuple[Notice, ...] = ()
    source: str = attrs.field(default="", eq=False, repr=False)
    problems: tuple[Problem, ...] = attrs.field(default=(), eq=False)
    page_marks: tuple[PageMark, ...] = attrs.field(default=(), eq=False)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the body, numbered or not, in order."""
        return tuple(block for block in self.body if isinstance(block, Paragraph))

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of the body, in order."""
        return tuple(block for block in self.body if isinstance(block, Heading))

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """Dates, times and places of meetings that the text states, in order."""
        return tuple(p.meeting for p in self.paragraphs if p.meeting is not None)

    @property
    def participants(self) -> tuple[Participant, ...]:
        """The people of all participant lists, in order."""
        lists = (block for block in self.body if isinstance(block, ParticipantList))
        return tuple(person for entry in lists for person in entry.participants)

    @property
    def summary_paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs that make up the summary."""
        return tuple(p for p in self.paragraphs if p.role == "SUMMARY")

    @property
    def summary(self) -> str:
        """The text of the summary, its paragraphs parted by a blank line; ``""`` if none."""
        return "\n\n".join(p.text for p in self.summary_paragraphs)

    @property
    def comments(self) -> tuple[str, ...]:
        """The texts of the paragraphs that comment, in order."""
        return tuple(p.text for p in self.paragraphs if p.role == "COMMENT")

    @property
    def date(self) -> dt.datetime | None:
        """When the message was released (UTC), from the date-time group, or ``None``."""
        return self.transmission.date_time_group if self.transmission else None

    def __getstate__(self) -> dict[str, object]:
        """Return all fields, also those of a subclass, which attrs' own method would leave out."""
        return {field.name: getattr(self, field.name) for field in attrs.fields(type(self))}

    def __setstate__(self, state: dict[str, object]) -> None:
        """Take the fields of a pickled cable."""
        for name, value in state.items():
            object.__setattr__(self, name, value)

    def verbatim(self, node: HasSpan) -> str:
        """Return the source text of ``node``, exactly as it was found.

        Args:
            node: Any part of this cable that was read from text.

        Returns:
            ``source[node.span]``; ``""`` for a node that was not read from text.
        """
        if node.span is None:
            return ""
        return self.source[node.span.start : node.span.end]
