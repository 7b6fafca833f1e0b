"""The header of a cable: who sent it to whom, when, and how fast."""

from __future__ import annotations

import datetime as dt

import attrs

from cablekit.model.base import OrderedEnum, Span


class Precedence(OrderedEnum):
    """How fast a message must be handled, slowest first.

    Source: 5 FAH-2 H-421; PRIORITY observed, no longer authorised by 2017.

    >>> Precedence.ROUTINE < Precedence.FLASH
    True
    """

    ROUTINE = "ROUTINE"
    PRIORITY = "PRIORITY"
    IMMEDIATE = "IMMEDIATE"
    NIACT_IMMEDIATE = "NIACT_IMMEDIATE"
    FLASH = "FLASH"
    NIACT_FLASH = "NIACT_FLASH"


@attrs.frozen(kw_only=True, weakref_slot=False)
class Addressee:
    """One address of a message.

    Attributes:
        plad: Plain-language address, such as ``"AMEMBASSY ZENDA"``.
        routing_indicator: Its relay address, such as ``"RUEHZZ"``; ``""`` where unwritten.
        office: Office or code between double slashes, without them.
        precedence: What is written behind the address; ``None`` where nothing is.
        serial: The addressee's own count, as written: ``"2214"``, ``"0298-0299"``.
        exempted: Posts that a collective address would include but for an XMT line.
        span: Where it stands in the source.

    Source: ACP 127 format lines 7 to 9; 5 FAH-2 H-231.
    """

    plad: str
    routing_indicator: str = ""
    office: str = ""
    precedence: Precedence | None = None
    serial: str = ""
    exempted: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Transmission:
    """The transmission header, ACP-127 format lines 1 to 9.

    Attributes:
        transmission_id: Format line 1, such as ``"VZCZCXRO4471"``.
        routing_precedence: Precedence whose prosign stands doubled in format line 2.
        routing: Routing indicators of format line 2.
        originating_station: Routing indicator of format line 3.
        station_serial: Number of format line 3, as written: ``"0417/01"``.
        filed: Julian day and time of filing of format line 3, as written: ``"0931512"``.
        operating_signals: Signals of format line 4 and of the date-time group's tail, each with
            what belongs to it: ``"ZNY CCCCC"``, ``"ZZH"``, ``"CTG RUEHZZ 0020"``.
        precedence: Precedences of the date-time group: action, then information.
        date_time_group: When the message was released (UTC); ``None`` where unknown.
        date_time_text: The line of the date-time group as found, with its precedences.
        originator: Plain-language address of the sender, without ``FM``.
        action: Action addressees (``TO``).
        info: Information addressees (``INFO``).
        exempted: Exempted addresses (``XMT``) that limit no single addressee.
        accounting: Group count of format line 10, such as ``"GRNC"``.
        distribution: Offices of the Department's or a post's own distribution, each with what
            it gets it for, and the number of its copies: ``"ACTION EUR-12"``, ``"INFO AMB"``.
        distribution_total: Sum of the copies, and its letter, as written: ``"020W"``.
        drafted_by: Drafter, with the office: ``"EUR/RUR:JQDOE"``.
        approved_by: Approver.
        clearances: Those who cleared the message.
        released_by: Who released it, where a print of the system in use since 2009 says so.
        attachments: Names of the files attached to it, of such a print.
        desired_distribution: What the drafter wrote below ``DESIRED DISTRIBUTION``.
        relay_counter: Unlabelled counter line above the date-time group: ``"099491"``.
        post_designator: First line of a post's own block above the header: ``"CXZEN"``.
        dissemination: Dissemination at the post; the dissemination rule of such a print.
        charge: Account that a post charges.
        text: Lines of the header that are not read into other fields, in the text's normal form.
        span: Where the header stands in the source.

    Source: 5 FAH-2 H-321, H-221; distribution and drafting observed.
    """

    transmission_id: str = ""
    routing_precedence: Precedence | None = None
    routing: tuple[str, ...] = ()
    originating_station: str = ""
    station_serial: str = ""
    filed: str = ""
    operating_signals: tuple[str, ...] = ()
    precedence: tuple[Precedence, ...] = ()
    date_time_group: dt.datetime | None = None
    date_time_text: str = attrs.field(default="", eq=False)
    originator: str = ""
    action: tuple[Addressee, ...] = ()
    info: tuple[Addressee, ...] = ()
    exempted: tuple[str, ...] = ()
    accounting: str = ""
    distribution: tuple[str, ...] = ()
    distribution_total: str = ""
    drafted_by: str = ""
    approved_by: str = ""
    clearances: tuple[str, ...] = ()
    released_by: str = ""
    attachments: tuple[str, ...] = ()
    desired_distribution: str = ""
    relay_counter: str = ""
    post_designator: str = ""
    dissemination: str = ""
    charge: str = ""
    text: str = ""
    span: Span | None = attrs.field(default=None, eq=False)
