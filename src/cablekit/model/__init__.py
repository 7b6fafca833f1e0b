"""The nouns of the field as immutable classes."""

from cablekit.model.base import OrderedEnum, Position, Problem, Severity, Span
from cablekit.model.body import (
    Block,
    Heading,
    Item,
    Notice,
    NoticeKind,
    PageMark,
    PageMarkKind,
    Paragraph,
    Participant,
    ParticipantList,
    Preformatted,
    Quotation,
    Unparsed,
)
from cablekit.model.cable import Cable, Completeness, HasSpan
from cablekit.model.identity import PORTION_LETTERS, Level, Marking, Mrn, Section
from cablekit.model.preamble import (
    ClassificationAuthority,
    ExecutiveOrder,
    PassingInstruction,
    Reference,
    ReferenceKind,
    Tag,
    TagKind,
)
from cablekit.model.record import Availability, DatePrecision, Metadata, Record
from cablekit.model.transmission import Addressee, Precedence, Transmission

__all__ = [
    "PORTION_LETTERS",
    "Addressee",
    "Availability",
    "Block",
    "Cable",
    "ClassificationAuthority",
    "Completeness",
    "DatePrecision",
    "ExecutiveOrder",
    "HasSpan",
    "Heading",
    "Item",
    "Level",
    "Marking",
    "Metadata",
    "Mrn",
    "Notice",
    "NoticeKind",
    "OrderedEnum",
    "PageMark",
    "PageMarkKind",
    "Paragraph",
    "Participant",
    "ParticipantList",
    "PassingInstruction",
    "Position",
    "Precedence",
    "Preformatted",
    "Problem",
    "Quotation",
    "Record",
    "Reference",
    "ReferenceKind",
    "Section",
    "Severity",
    "Span",
    "Tag",
    "TagKind",
    "Transmission",
    "Unparsed",
]
