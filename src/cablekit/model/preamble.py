"""The fields between the class line and the text."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from cablekit import vocabulary
from cablekit.model.base import Span
from cablekit.model.identity import Mrn


@attrs.frozen(kw_only=True, weakref_slot=False)
class PassingInstruction:
    """A line that says who shall see the message or pass it on.

    Attributes:
        text: The instruction as written, in the text's normal form.
        by: Who is to act, such as ``"STATE"``.
        to: To whom it is to be passed.
        attention: For whose attention it is.
        span: Where it stands in the source.

    Source: 5 FAH-2 H-252; forms observed.
    """

    text: str
    by: str = ""
    to: str = ""
    attention: str = ""
    span: Span | None = attrs.field(default=None, eq=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ExecutiveOrder:
    """The E.O. line: under which order, and until when, the cable is classified.

    Attributes:
        number: The order as written, such as ``"12958"``.
        declassify_on: The day on which it is to be declassified, if a day is given.
        declassify_event: The event, or the words, that stand in place of a day.
        exemptions: Codes such as ``"GDS"``, ``"OADR"``, ``"X1"``, ``"N/A"``, in order.
        downgrade_on: The day on which it is to be downgraded (``DNG:``).
        text: The line as written, without its label (not compared).
        span: Where it stands in the source.

    Source: E.O. 11652, 12065, 12356, 12958, 13526; forms observed.
    """

    number: str = ""
    declassify_on: dt.date | None = None
    declassify_event: str = ""
    exemptions: tuple[str, ...] = ()
    downgrade_on: dt.date | None = None
    text: str = attrs.field(default="", eq=False)
    span: Span | None = attrs.field(default=None, eq=False)


class TagKind(enum.Enum):
    """What a TAG stands for (5 FAH-3 H-011)."""

    SUBJECT = "SUBJECT"
    GEOGRAPHIC = "GEOGRAPHIC"
    PROGRAM = "PROGRAM"
    ORGANIZATION = "ORGANIZATION"
    PERSON = "PERSON"
    UNKNOWN = "UNKNOWN"


@attrs.frozen(kw_only=True, weakref_slot=False)
class Tag:
    """One TAG (traffic analysis by geography and subject).

    Attributes:
        code: The code as written, upper case; a person as ``"ROE, JANE Q."``.
        kind: What it stands for.
        span: Where it stands in the source.

    Source: 5 FAH-3 H-011.1; country codes are FIPS 10, not ISO 3166.

    >>> Tag(code="IR", kind=TagKind.GEOGRAPHIC).name
    'Iran'
    """

    code: str
    kind: TagKind
    span: Span | None = attrs.field(default=None, eq=False)

    @property
    def name(self) -> str | None:
        """The title that the vocabulary has for the code, or ``None``."""
        entry = vocabulary.tag(self.code)
        return entry.name if entry else None

    @property
    def field(self) -> str | None:
        """The field of a subject TAG, such as ``"Political affairs"``, or ``None``."""
        return vocabulary.tag_field(self.code) if self.kind is TagKind.SUBJECT else None


class ReferenceKind(enum.Enum):
    """What a reference cites."""

    CABLE = "CABLE"
    AIRGRAM = "AIRGRAM"
    EMAIL = "EMAIL"
    TELCON = "TELCON"
    REPORT = "REPORT"
    LETTER = "LETTER"
    DOCUMENT = "DOCUMENT"
    OTHER = "OTHER"


@attrs.frozen(kw_only=True, eq=False)
class Reference:
    """One item of the REF field.

    Attributes:
        label: The letter by which the text cites it, or ``""``.
        kind: What sort of document it is.
        mrn: Its MRN where it is a cable or airgram; an unwritten year is the citing cable's.
        year_inferred: Whether that year was not written.
        text: The item as written, without its label; compared only where ``mrn`` is ``None``.
        notes: Remarks such as ``"NOTAL"`` and ``"AND PREVIOUS"``, and titles or dates behind it.
        span: Where it stands in the source.

    Source: 5 FAH-1 H-246.1; forms observed.
    """

    label: str = ""
    kind: ReferenceKind = ReferenceKind.CABLE
    mrn: Mrn | None = None
    year_inferred: bool = False
    text: str = ""
    notes: tuple[str, ...] = ()
    span: Span | None = None

    def _compared(self) -> tuple[object, ...]:
        text = self.text if self.mrn is None else ""
        return (self.label, self.kind, self.mrn, self.year_inferred, text, self.notes)

    def __eq__(self, other: object) -> bool:
        """Compare everything but the position and the wording of a cable's MRN."""
        if not isinstance(other, Reference) or other.__class__ is not self.__class__:
            return NotImplemented
        return self._compared() == other._compared()

    def __hash__(self) -> int:
        """Return a hash that agrees with the comparison."""
        return hash(self._compared())


@attrs.frozen(kw_only=True, weakref_slot=False)
class ClassificationAuthority:
    """Who classified the cable, and why.

    Attributes:
        name: The classifier's name.
        title: Position or office, before or after the name, as written.
        section: Section of the order that gives the reasons, ``"1.4"``; ``None`` if unwritten.
        reasons: Reason letters, upper case, in order: ``("B", "D")``.
        derived_from: The document whose classification is taken over, with what is said of it.
        text: The field as written, without its label (not compared).
        span: Where it stands in the source.

    Source: 5 FAH-1 H-246.3; E.O. 12958 section 1.4 (1.5 before 2003).
    """

    name: str = ""
    title: str = ""
    section: str | None = None
    reasons: tuple[str, ...] = ()
    derived_from: str = ""
    text: str = attrs.field(default="", eq=False)
    span: Span | None = attrs.field(default=None, eq=False)
