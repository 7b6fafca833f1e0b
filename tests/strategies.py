"""Hypothesis strategies: cables that can be written, cables of any kind, texts as people find them.

Everything here is invented. The cables of ``cables()`` hold words that a reader takes for keys
wherever they begin a line, so that the writer has to mind its line breaks.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import types
import typing
from collections.abc import Sequence
from typing import Any

import attrs
from benchmarks import generate
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark

import cablekit as ck
from cablekit import vocabulary
from cablekit.compiling import structure_lark

# --- words ---------------------------------------------------------------------------------------

_CAPITALS = ("Turnips", "Harvest", "Minister", "Quotas", "Growers", "Cabinet", "Strelsau")
_WORDS = (
    *_CAPITALS, "the", "quota", "rose", "talks", "said", "that", "mid-term", "self--evident",
    "Ambassador's", "(septel)", '"wholly', 'new"', "and/or", "USD", "4.5", "percent", "--", "-",
    "a", "I", "£12", "naïve", "1,000", "TURNIPS,", "COM-", "pre-",
)  # fmt: skip
#: What a reader takes for a key where it begins a line, and often where it does not.
_KEYS = (
    "TO", "INFO", "FM", "XMT", "1.", "2.", "17.", "2007.", "(C)", "(1)", "A.", "SUMMARY:", "COMMENT:",
    "SIPDIS", "NOFORN", "----------", "=====", "E.O.", "NNNN", "ROE", "UNCLAS", "PAGE", "//Quotas//",
    "SECRET", "Participants:", "MINIMIZE", "R", "P", "031512Z", "APR", "VISIT", "NOTE:", "XXXXXXXX",
)  # fmt: skip
_LINE_KEYS = (*_KEYS, "TAGS:", "SUBJECT:", "REF:", "Classified", "By:", "12958:", "DECL:")
_NAMES = ("Jane Roe", "John Doe", "Rosa Q. Poe", "Fritz Moe", "Ursula Zoe-Lind")
_OFFICES = ("Adviser", "Deputy Head of the Turnip Board", "Second Under Secretary")
_POSTS = ("ZENDA", "STRELSAU", "HENTZAU", "NEW STRELSAU", "HOFBAU")
_CAPTIONS = ("SIPDIS", "NOFORN", "SENSITIVE", "EXDIS", "NODIS", "LIMDIS", "STADIS")
_PASSING = (
    ck.PassingInstruction(
        text="STATE FOR EUR/RUR AND INR", by="STATE", attention="EUR/RUR AND INR"
    ),
    ck.PassingInstruction(text="NSC FOR ROE", by="NSC", attention="ROE"),
    ck.PassingInstruction(text="FOR THE SECRETARY FROM THE AMBASSADOR", attention="THE SECRETARY"),
    ck.PassingInstruction(text="TREASURY PASS TO CUSTOMS", by="TREASURY", to="CUSTOMS"),
)
#: What is said of a reference behind it.
_NOTES = (("NOTAL",), ("AND PREVIOUS",), ("NOTAL", "AND PREVIOUS"), ("DATED MAY 3",))
_LEVELS = (ck.Level.UNCLASSIFIED, ck.Level.CONFIDENTIAL, ck.Level.SECRET, ck.Level.TOP_SECRET)
_ROLES = ("SUMMARY", "COMMENT", "ACTION_REQUEST", "NOTE")


def prose(keys: Sequence[str] = _LINE_KEYS, longest: int = 40) -> st.SearchStrategy[str]:
    """A sentence that begins and ends with plain words."""
    opening = st.lists(st.sampled_from(_CAPITALS), min_size=3, max_size=4)
    middle = st.lists(st.sampled_from((*_WORDS, *keys)), max_size=longest)
    parts = st.tuples(opening, middle, st.sampled_from(_CAPITALS))
    return parts.map(lambda p: " ".join([*p[0], *p[1], f"{p[2]}."]))


def titles() -> st.SearchStrategy[str]:
    """A title of plain words."""
    words = st.lists(st.sampled_from((*_CAPITALS, "and", "the")), max_size=14)
    return st.tuples(st.sampled_from(_CAPITALS), words).map(lambda p: " ".join([p[0], *p[1]]))


# --- parts of a cable ----------------------------------------------------------------------------


def markings() -> st.SearchStrategy[ck.Marking]:
    """A portion mark."""
    caveats = st.sampled_from(((), (), ("NOFORN",), ("REL TO USA, FVEY",), ("NOFORN", "ORCON")))
    return st.builds(
        ck.Marking,
        level=st.sampled_from(list(ck.Level)),
        caveats=caveats,
        entire_text=st.booleans(),
    )


def mrns(year: int | None) -> st.SearchStrategy[ck.Mrn]:
    """A message reference number: of a post, or of a journey."""
    serials = st.integers(1, 999_999)
    posted = st.builds(ck.Mrn, year=st.just(year), post=st.sampled_from(_POSTS), serial=serials)
    journey = st.builds(
        ck.Mrn, year=st.just(year), post=st.just(""), series=st.just("SECTO"), serial=serials
    )
    return st.one_of(posted, posted, posted, journey)


def executive_orders() -> st.SearchStrategy[ck.ExecutiveOrder]:
    """An E.O. line: with a day, a code or an event."""
    numbers = st.sampled_from(("11652", "12356", "12958", "13526"))
    days = st.dates(dt.date(1970, 1, 1), dt.date(2050, 12, 31))
    events = st.sampled_from(("UPON CLOSURE OF THE EMBASSY", "AFTER THE HARVEST"))
    return st.one_of(
        st.builds(ck.ExecutiveOrder, number=numbers, declassify_on=days),
        st.builds(ck.ExecutiveOrder, number=numbers, declassify_event=events),
        st.builds(
            ck.ExecutiveOrder,
            number=numbers,
            exemptions=st.sampled_from((("N/A",), ("GDS",), ("OADR",), ("X1",))),
        ),
    )


def tags() -> st.SearchStrategy[ck.Tag]:
    """A TAG with the kind that its code has."""
    codes = st.sampled_from(("PREL", "EAGR", "KTRN", "RZ", "US", "OVIP", "UN", "ROE, JANE Q."))
    return codes.map(lambda code: ck.Tag(code=code, kind=ck.TagKind[vocabulary.tag_kind(code)]))


@st.composite
def references(draw: st.DrawFn, year: int | None) -> tuple[ck.Reference, ...]:
    """The items of a REF field: all of them labelled, or one without a label."""
    size = draw(st.integers(0, 5))
    found = []
    for index in range(size):
        label = "ABCDE"[index] if size > 1 else ""
        if draw(st.integers(0, 3)):
            written = draw(st.booleans())
            years = st.integers(1961, 2058) if written else st.just(year)
            mrn = attrs.evolve(
                draw(mrns(draw(years))), post=draw(st.sampled_from(_POSTS)), series=""
            )
            notes = draw(st.sampled_from(((), (), *_NOTES)))
            kind = ck.ReferenceKind.CABLE
            if not draw(st.integers(0, 4)):
                kind, mrn = ck.ReferenceKind.AIRGRAM, attrs.evolve(mrn, series="A")
            ref = ck.Reference(
                label=label, kind=kind, mrn=mrn, year_inferred=not written, notes=notes
            )
        else:
            text = draw(st.sampled_from(("ROE-DOE E-MAIL OF MAY 3", "LETTER OF THE GROWERS")))
            kind = ck.ReferenceKind.EMAIL if "MAIL" in text else ck.ReferenceKind.LETTER
            ref = ck.Reference(label=label, kind=kind, text=text)
        found.append(ref)
    return tuple(found)


def authorities() -> st.SearchStrategy[ck.ClassificationAuthority]:
    """Who classified and why, or the document whose classification is taken over."""
    derived = st.builds(
        ck.ClassificationAuthority,
        derived_from=st.sampled_from(("TURNIP GUIDE OF 2004", "Multiple Sources")),
    )
    own = st.builds(
        ck.ClassificationAuthority,
        name=st.sampled_from(_NAMES),
        title=st.sampled_from(("DCM", "Ambassador", "Political Counselor")),
        section=st.sampled_from(("1.4", "1.5")),
        reasons=st.sampled_from((("B",), ("B", "D"), ("A", "C", "E"))),
    )
    both = st.tuples(own, derived).map(
        lambda pair: attrs.evolve(pair[0], derived_from=pair[1].derived_from)
    )
    return st.one_of(own, own, derived, both)


@st.composite
def transmissions(draw: st.DrawFn, year: int) -> ck.Transmission:
    """A header as it is read from its lines, in which every address has a line of its own."""
    when = draw(st.datetimes(dt.datetime(year, 1, 1), dt.datetime(year, 12, 31)))
    lines = []
    if draw(st.booleans()):
        lines = ["VZCZCXRO4471", "PP RUEHAB RUEHCD", "DE RUEHZZ #0417/01 0931512", "ZNY CCCCC ZZH"]
    lines.append(f"{draw(st.sampled_from('ROPZ'))} {when.strftime('%d%H%MZ %b %y').upper()}")
    lines.append(f"FM AMEMBASSY {draw(st.sampled_from(_POSTS))}")
    lines.append(f"TO RUEHC/SECSTATE WASHDC {draw(st.sampled_from(('', 'PRIORITY ')))}2214")
    info = draw(st.lists(st.sampled_from(_POSTS), max_size=4, unique=True))
    lines += [f"{'' if at else 'INFO '}AMEMBASSY {post}" for at, post in enumerate(info)]
    header = ck.parse("\n".join(lines)).transmission
    assert header is not None
    return header


@st.composite
def addressees(draw: st.DrawFn) -> ck.Addressee:
    """An address with or without each of its parts."""
    collective = draw(st.booleans())
    names = ("EU MEMBER STATES COLLECTIVE", "ALL RURITANIAN POSTS")
    others = (
        "AMEMBASSY STRELSAU",
        "SECSTATE WASHDC",
        "DEPT OF TURNIPS WASHDC",
        "CDR 4 CORPS",
        "NSC",
    )
    return ck.Addressee(
        plad=draw(st.sampled_from(names if collective else others)),
        routing_indicator=draw(st.sampled_from(("", "RUEHZZ", "ZEN", "RHMFISS"))),
        office=draw(st.sampled_from(("", "POL", "J-3/J-5", "DHI-1B/CLM//DP"))),
        precedence=draw(st.one_of(st.none(), st.sampled_from(tuple(ck.Precedence)))),
        serial=draw(st.sampled_from(("", "0081", "0298-0299"))),
        exempted=draw(st.sampled_from(((), ("AMCONSUL HENTZAU",)))) if collective else (),
    )


@st.composite
def headers(draw: st.DrawFn) -> ck.Transmission:
    """A header with any of its fields."""

    def maybe(*values: str) -> str:
        return draw(st.sampled_from(("", *values)))

    speeds = st.sampled_from((ck.Precedence.ROUTINE, ck.Precedence.PRIORITY, ck.Precedence.FLASH))
    when = draw(st.datetimes(dt.datetime(1960, 1, 1), dt.datetime(2059, 12, 31)))
    routing = draw(st.sampled_from(((), ("RUEHWEB",), ("RUEHAB", "RUEHCD", "RUEHROV"))))
    station = maybe("RUEHZZ")
    offices = (
        "ORIGIN DS-00",
        "ACTION EUR-12",
        "INFO OCT-01",
        "INFO S/P-02",
        "INFO AMB",
        "ACTION POL",
    )
    distribution = tuple(draw(st.lists(st.sampled_from(offices), max_size=12)))
    copies = any(entry[-1].isdigit() for entry in distribution)
    signals = st.lists(
        st.sampled_from(("ZDK", "ZFF4", "CTG RUEHZZ 0020", "(CCY AD3230EB)")), max_size=2
    )
    return ck.Transmission(
        transmission_id=maybe("VZCZCXRO4471"),
        routing_precedence=draw(st.one_of(st.none(), speeds)) if routing else None,
        routing=routing,
        originating_station=station,
        station_serial=maybe("0417", "0417/01") if station else "",
        filed=maybe("0931512") if station else "",
        operating_signals=(
            *draw(st.sampled_from(((), ("ZNY CCCCC", "ZZH"), ("ZNR UUUUU",)))),
            *draw(signals),
        ),
        precedence=tuple(draw(st.lists(speeds, max_size=2))),
        date_time_group=when.replace(second=0, microsecond=0, tzinfo=dt.UTC),
        originator=maybe("AMEMBASSY ZENDA"),
        action=tuple(draw(st.lists(addressees(), max_size=3))),
        info=tuple(draw(st.lists(addressees(), max_size=3))),
        accounting=maybe("GRNC", "STATE GRNC"),
        distribution=distribution,
        distribution_total=maybe("020W") if copies else "",
        drafted_by=maybe("EUR/RUR:JQDOE"),
        approved_by=maybe("EUR:RROE"),
        clearances=draw(st.sampled_from(((), ("S/S-O:MMOE",), ("EUR - DOE", "INR:ROE, JR")))),
        released_by=draw(st.sampled_from(("", "DCM:Poe, Rosa"))),
        attachments=draw(st.sampled_from(((), ("quota.pdf", "growers of 2007.xls")))),
        desired_distribution=maybe("EUR AND INR ONLY"),
        relay_counter=maybe("099491", "EE9C66 240653Z /38"),
        post_designator=maybe("CXZEN"),
        dissemination=maybe("POL /1"),
        charge=maybe("PROG"),
    )


# --- the text ------------------------------------------------------------------------------------


def people() -> st.SearchStrategy[tuple[ck.Participant, ...]]:
    """Participants: those of no delegation, then those of one after the other."""
    person = st.builds(
        ck.Participant,
        name=st.sampled_from(_NAMES),
        title=st.sampled_from(("", *_OFFICES)),
        note_taker=st.booleans(),
    )
    groups = st.lists(st.lists(person, max_size=3), min_size=3, max_size=3)
    return groups.map(
        lambda parts: tuple(
            attrs.evolve(member, delegation=name)
            for name, members in zip(("", "United States", "Ruritania"), parts, strict=True)
            for member in members
        )
    )


def leads() -> st.SearchStrategy[str]:
    """A lead, or none."""
    return st.sampled_from(
        ("", "", "", "SUMMARY", "COMMENT", "ACTION REQUEST", "NOTE", "BACKGROUND")
    )


@st.composite
def items(draw: st.DrawFn) -> tuple[ck.Item, ...]:
    """None, or a few items: dashes, or letters from A or a on; some with dashes inside them."""
    size = draw(st.integers(0, 3))
    sort = draw(st.sampled_from(("--", "*", "A.", "(a)")))
    if size < 2 and sort not in ("--", "*"):
        return ()
    found = []
    for index in range(size):
        label = (
            sort
            if sort in ("--", "*")
            else sort.replace("A", "ABC"[index]).replace("a", "abc"[index])
        )
        mark = draw(st.one_of(st.none(), markings()))
        inner = draw(st.integers(0, 3)) == 0 and sort in ("A.", "(a)")
        below = (ck.Item(label="--", text=draw(prose())),) if inner else ()
        found.append(ck.Item(label=label, marking=mark, text=draw(prose()), items=below))
    return tuple(found)


def tables() -> st.SearchStrategy[ck.Preformatted]:
    """A table of a few rows."""
    cells = st.tuples(st.sampled_from(_CAPITALS), st.integers(0, 9999), st.integers(0, 99))
    rows = st.lists(cells.map(lambda c: f"{c[0]:14}{c[1]:8}{c[2]:6}"), min_size=2, max_size=5)
    return rows.map(lambda lines: ck.Preformatted(text="\n".join(lines)))


def meetings() -> st.SearchStrategy[ck.Paragraph]:
    """A paragraph that states date, time and place of a meeting."""
    days = st.sampled_from(("April 3, 2007", "APRIL 3, 1976"))
    hours, places = st.sampled_from(("10:30 a.m.", "1030")), st.sampled_from(_POSTS)
    stated = st.builds(ck.Meeting, date=days, time=hours, place=places)
    return stated.map(
        lambda m: ck.Paragraph(text=f"DATE: {m.date} TIME: {m.time} PLACE: {m.place}", meeting=m)
    )


@st.composite
def bodies(draw: st.DrawFn) -> tuple[ck.Block, ...]:
    """Blocks: unnumbered paragraphs, then numbered ones with headings and lists among them."""
    blocks: list[ck.Block] = [
        ck.Paragraph(lead=draw(leads()), text=draw(prose())) for _ in range(draw(st.integers(0, 2)))
    ]
    if not draw(st.integers(0, 4)):
        blocks.insert(0, draw(meetings()))
    marked = draw(st.booleans())
    for number in range(1, draw(st.integers(0, 5)) + 1):
        if not draw(st.integers(0, 2)):
            title = draw(st.one_of(titles(), st.sampled_from(("Summary", "COMMENT"))))
            mark = draw(st.one_of(st.none(), markings()))
            blocks.append(ck.Heading(text=title, marking=mark))
            if draw(st.booleans()):
                blocks.append(ck.Paragraph(text=draw(prose())))
        mark = draw(markings()) if marked else None
        lead, text = draw(leads()), draw(prose())
        below = draw(items()) if not draw(st.integers(0, 3)) else ()
        paragraph = ck.Paragraph(number=number, marking=mark, lead=lead, text=text, items=below)
        blocks.append(paragraph)
        if not draw(st.integers(0, 4)):
            title = draw(st.sampled_from(("Participants", "Meeting Participants")))
            blocks.append(ck.ParticipantList(title=title, participants=draw(people())))
        # A list of people takes the lines below it.
        if not draw(st.integers(0, 5)) and isinstance(blocks[-1], ck.Paragraph):
            blocks.append(draw(tables()))
        if not draw(st.integers(0, 5)):
            kind = draw(st.sampled_from(("TEXT", "QUOTE", "TALKING POINTS", "TEXT OF LETTER")))
            inner = [
                ck.Paragraph(number=at, text=draw(prose()))
                for at in range(1, draw(st.integers(0, 2)) + 1)
            ]
            blocks.append(ck.Quotation(kind=kind, body=tuple(inner)))
        if not draw(st.integers(0, 4)):
            blocks.append(ck.Paragraph(lead=draw(leads()), text=draw(prose())))
    return _with_roles(blocks)


def _with_roles(blocks: list[ck.Block]) -> tuple[ck.Block, ...]:
    """The blocks with the roles that leads and headings give where no end is marked."""
    found: list[ck.Block] = []
    role = ""
    for block in blocks:
        if isinstance(block, ck.Heading):
            role = _role(block.text)
        elif isinstance(block, ck.ParticipantList):
            role = ""
        elif isinstance(block, ck.Paragraph):
            own = _role(block.lead)
            block = attrs.evolve(block, role=own or role)
            role = "" if own else role
        found.append(block)
    return tuple(found)


def _role(words: str) -> str:
    role = vocabulary.leads().get(words.upper(), "")
    return role if role in _ROLES else ""


# --- whole cables --------------------------------------------------------------------------------


@st.composite
def cables(draw: st.DrawFn) -> ck.Cable:
    """A cable that can be written: every class and field that the reader fills."""
    header = draw(st.one_of(st.none(), st.integers(1970, 2010).flatmap(transmissions)))
    when = header.date_time_group if header else None
    year = when.year if when else None
    body = draw(bodies())
    numbered = any(getattr(block, "number", None) for block in body)
    notices: list[ck.Notice] = []
    if draw(st.integers(0, 5)) == 0:
        notices.append(ck.Notice(kind=ck.NoticeKind.EXTRACT, text=generate.EXTRACT))
    if numbered and draw(st.booleans()):
        notices.append(ck.Notice(kind=ck.NoticeKind.MINIMIZE, text="MINIMIZE CONSIDERED."))
    if numbered and draw(st.integers(0, 3)) == 0:
        notices.append(ck.Notice(kind=ck.NoticeKind.END_OF_MESSAGE, text="NNNN"))
    if notices and notices[0].kind is ck.NoticeKind.EXTRACT:
        completeness = ck.Completeness.PARTIAL_EXTRACT
    else:
        completeness = ck.Completeness.FULL if header else ck.Completeness.NO_HEADER
    # Without a signature, the last name of a list would be read as one.
    unsigned = () if isinstance(body[-1] if body else None, ck.ParticipantList) else ("",)
    signatures = st.sampled_from((*unsigned, "ROE", "DE LA ROE", "Zoe-Lind"))
    section = st.builds(ck.Section, number=st.integers(1, 9), total=st.integers(9, 12))
    return ck.Cable(
        completeness=completeness,
        transmission=header,
        classification=ck.Marking(level=draw(st.sampled_from(_LEVELS))),
        section=draw(st.one_of(st.none(), section)),
        mrn=draw(mrns(year)),
        captions=tuple(draw(st.lists(st.sampled_from(_CAPTIONS), max_size=3, unique=True))),
        passing_instructions=tuple(draw(st.lists(st.sampled_from(_PASSING), max_size=3))),
        executive_order=draw(st.one_of(st.none(), executive_orders())),
        tags=tuple(draw(st.lists(tags(), max_size=20))),
        subject=draw(prose(("TO", "INFO", "FM", "SIPDIS", "----------", "ROE", "A.", "2007."), 20)),
        subject_marking=draw(st.one_of(st.none(), markings())),
        references=draw(references(year)),
        classified_by=draw(st.one_of(st.none(), authorities())),
        body=body,
        signature=draw(signatures) if numbered else "",
        notices=tuple(notices),
    )


def any_cables() -> st.SearchStrategy[ck.Cable]:
    """Any cable that can be constructed, most of which no text says."""
    return _built(ck.Cable, 2)


def _built(cls: type, depth: int) -> st.SearchStrategy[Any]:
    """Objects of an attrs class with any values of the types that its fields declare."""
    names = {**vars(sys.modules[cls.__module__]), **vars(ck)}
    hints = typing.get_type_hints(cls, globalns=names)
    fields = {
        field.name: _values(hints[field.name], depth)
        for field in attrs.fields(cls)
        if field.name not in ("span", "source", "problems", "page_marks", "redactions")
    }
    return st.builds(cls, **fields)


def _values(hint: Any, depth: int) -> st.SearchStrategy[Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(_values(one, depth) for one in arguments))
    if origin is tuple:
        if depth <= 0:
            return st.just(())
        return st.lists(_values(arguments[0], depth), max_size=2).map(tuple)
    if attrs.has(hint):
        nested = hint in (ck.Cable, ck.Quotation, ck.Item)
        return (
            st.none()
            if nested and depth <= 0
            else st.deferred(lambda: _built(hint, depth - nested))
        )
    if hint is str:
        return st.one_of(
            st.sampled_from((*_WORDS, *_LINE_KEYS)), prose(longest=6), st.text(max_size=9)
        )
    simple: dict[Any, st.SearchStrategy[Any]] = {
        int: st.integers(-1, 10**9),
        bool: st.booleans(),
        type(None): st.none(),
        dt.date: st.dates(),
        dt.datetime: st.datetimes(timezones=st.just(dt.UTC)),
    }
    return simple[hint] if hint in simple else st.sampled_from(list(hint))


# --- texts ---------------------------------------------------------------------------------------

_PAGE_MARK = "\nZENDA 00000417  002 OF 003\n\n"


@st.composite
def cable_texts(draw: st.DrawFn) -> str:
    """A realistic text, with the damages that people find."""
    seed, size = draw(st.integers(0, 10_000)), draw(st.sampled_from((700, 1500, 4000)))
    text = generate.cable(seed, size, draw(st.sampled_from(generate.ERAS))).replace("\r\n", "\n")
    lines = text.split("\n")
    for damage in draw(st.lists(st.sampled_from(_DAMAGES), max_size=3)):
        damage(lines, draw(st.integers(0, len(lines) - 1)))
    newline = draw(st.sampled_from(("\n", "\n", "\r\n")))
    return newline.join(lines)


def _page_mark(lines: list[str], at: int) -> None:
    lines[at:at] = _PAGE_MARK.split("\n")


def _merge(lines: list[str], at: int) -> None:
    lines[at : at + 2] = [" ".join(lines[at : at + 2])]


def _lose_number(lines: list[str], at: int) -> None:
    lines[at] = re.sub(r"^¶?\d+\. *", "", lines[at])


def _trailing_blanks(lines: list[str], at: int) -> None:
    lines[:] = [line + " " * (index % 3) for index, line in enumerate(lines)]


def _lose_line(lines: list[str], at: int) -> None:
    lines[at] = ""


def _double_line(lines: list[str], at: int) -> None:
    lines.insert(at, lines[at])


def _key_line(lines: list[str], at: int) -> None:
    lines[at] = f"{_LINE_KEYS[at % len(_LINE_KEYS)]} {lines[at]}"


_DAMAGES = (
    _page_mark, _merge, _lose_number, _trailing_blanks, _lose_line, _double_line, _key_line,
)  # fmt: skip


def grammar_texts() -> st.SearchStrategy[str]:
    """A text made from the rules of the structural grammar itself.

    Two sorts of terminals are given, all others come from their own patterns: fills, which would
    be noise; and terminals that look at their neighbours (``FM(?= )``), which nothing can make
    alone: they are made from their patterns without the look-around.
    """
    lark = structure_lark()
    fills = st.lists(st.sampled_from((*_WORDS, *_LINE_KEYS)), max_size=8).map(
        lambda words: f"{' '.join(words)}\n"
    )
    explicit = {}
    for terminal in lark.terminals:
        pattern = terminal.pattern.to_regexp()
        if terminal.name.endswith("_FILL"):
            explicit[terminal.name] = fills
        elif re.search(r"\(\?<?[=!]", pattern):
            explicit[terminal.name] = st.from_regex(without_looking(pattern), fullmatch=True)
    return from_lark(lark, explicit=explicit)


def without_looking(pattern: str) -> str:
    """A pattern without its lookaheads and lookbehinds."""
    kept, index = [], 0
    while index < len(pattern):
        if re.match(r"\(\?<?[=!]", pattern[index:]):
            index = _closing(pattern, index) + 1
            continue
        width = 2 if pattern[index] == "\\" else _class_end(pattern, index) - index
        kept.append(pattern[index : index + width])
        index += width
    return "".join(kept)


def _class_end(pattern: str, index: int) -> int:
    """Where the character, or the class of characters, that begins here ends."""
    if pattern[index] != "[":
        return index + 1
    index += 1 if pattern[index + 1] != "^" else 2
    # A bracket that stands first closes nothing.
    index += pattern[index] == "]"
    while pattern[index] != "]":
        index += 2 if pattern[index] == "\\" else 1
    return index + 1


def _closing(pattern: str, index: int) -> int:
    """Where the group that begins here is closed."""
    depth = 0
    while True:
        if pattern[index] == "\\":
            index += 2
            continue
        depth += {"(": 1, ")": -1}.get(pattern[index], 0)
        if depth == 0:
            return index
        index = _class_end(pattern, index)
