"""A cable as an archive holds it: the text, and what the archive says about it."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping

import attrs

from cablekit.model.base import Problem
from cablekit.model.cable import Cable
from cablekit.model.identity import Marking, Mrn
from cablekit.model.preamble import Reference, Tag


class Availability(enum.Enum):
    """Whether the archive has the text of a cable.

    Attributes:
        FULL: The text is there.
        PARTIAL_EXTRACT: The archive says that its text is an extract.
        WITHDRAWN: The record is withheld; a card says why.
        TEXT_UNAVAILABLE: The archive has the record, but not the text: it is on microfilm or
            paper only, or was lost.
        UNREADABLE: The container is damaged here; ``Record.error`` says how.
    """

    FULL = "FULL"
    PARTIAL_EXTRACT = "PARTIAL_EXTRACT"
    WITHDRAWN = "WITHDRAWN"
    TEXT_UNAVAILABLE = "TEXT_UNAVAILABLE"
    UNREADABLE = "UNREADABLE"


class DatePrecision(enum.Enum):
    """How much of ``Metadata.date`` is known; the rest of it is zero."""

    DAY = "DAY"
    HOUR = "HOUR"
    MINUTE = "MINUTE"


class Fields(Mapping[str, str]):
    """An immutable mapping of strings, in order.

    >>> Fields({"Locator": "TEXT ON-LINE"})["Locator"]
    'TEXT ON-LINE'
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, str] | None = None) -> None:
        """Copy ``items``."""
        self._items = dict(items or {})

    def __getitem__(self, key: str) -> str:
        """Return the value of ``key``."""
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        """Return an iterator over the keys, in order."""
        return iter(self._items)

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self._items)

    def __hash__(self) -> int:
        """Return a hash that is the same in any order, as equality is."""
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        """Return the call that makes an equal mapping."""
        return f"Fields({self._items!r})"


@attrs.frozen(kw_only=True, weakref_slot=False)
class Metadata:
    """What an archive says about a cable, apart from the cable's own words.

    Attributes:
        id: The archive's identifier, as written.
        mrn: The message reference number that the identifier gives.
        date: When the message was sent or drafted (UTC), as far as ``date_precision`` goes.
        date_precision: How much of the date is known; ``None`` without a date.
        classification: The original classification.
        origin: The sender, as the archive names it: ``"Embassy Zenda"``.
        subject: The subject, as far as the archive has it.
        tags: The TAGS that the archive lists.
        references: The documents that the archive lists as references.
        released: The day on which the archive released the record.
        fields: Everything that the archive says, label by label, as written.

    Source: labels of the archives' own pages and records.

    >>> Metadata(id="07ZENDA417", fields={"Origin": "Embassy Zenda"}).fields["Origin"]
    'Embassy Zenda'
    """

    id: str = ""
    mrn: Mrn | None = None
    date: dt.datetime | None = None
    date_precision: DatePrecision | None = None
    classification: Marking | None = None
    origin: str = ""
    subject: str = ""
    tags: tuple[Tag, ...] = ()
    references: tuple[Reference, ...] = ()
    released: dt.date | None = None
    fields: Mapping[str, str] = attrs.field(factory=Fields, converter=Fields)


@attrs.frozen(kw_only=True)
class Record:
    """One cable as a source yields it.

    Attributes:
        cable: The cable; ``None`` where there is no text, or where it was not to be parsed.
        metadata: What the container says; ``None`` for plain text.
        availability: Whether the archive has the text.
        source: The file, and behind a ``!`` the member of an archive.
        offset: Where the record begins in the (unpacked) file, in bytes; ``None`` where the
            bytes had to be recoded.
        problems: What a reader should know about the container, and where container and text
            disagree; problems of the text alone are ``cable.problems``.
        error: Why the record is not whole, with its place; ``None`` where it is.
        text: The text without the container's markup, what ``parse`` was given or would be.

    >>> Record(metadata=Metadata(mrn=Mrn(year=2007, post="ZENDA", serial=417))).mrn.post
    'ZENDA'
    """

    cable: Cable | None = None
    metadata: Metadata | None = None
    availability: Availability = Availability.FULL
    source: str = ""
    offset: int | None = None
    problems: tuple[Problem, ...] = ()
    error: str | None = None
    text: str = attrs.field(default="", repr=False)

    @property
    def date(self) -> dt.datetime | None:
        """When the message was sent: by the text, else by the container."""
        own = self.cable.date if self.cable else None
        return own or (self.metadata.date if self.metadata else None)

    @property
    def mrn(self) -> Mrn | None:
        """The message reference number: the text's, else the container's."""
        own = self.cable.mrn if self.cable else None
        return own or (self.metadata.mrn if self.metadata else None)
