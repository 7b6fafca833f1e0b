"""Cables as dicts and JSON, and back."""

import copy
import datetime as dt
import enum
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import attrs
import cattrs
import pytest

from cablekit.converter import (
    configure_converter,
    from_dict,
    from_json,
    json_schema,
    make_converter,
    to_dict,
    to_json,
)
from cablekit.errors import CablekitError, StructureError
from cablekit.model import (
    Addressee,
    Block,
    Cable,
    ClassificationAuthority,
    Completeness,
    ExecutiveOrder,
    Heading,
    Item,
    Level,
    Marking,
    Meeting,
    Mrn,
    Notice,
    NoticeKind,
    PageMark,
    PageMarkKind,
    Paragraph,
    Participant,
    ParticipantList,
    PassingInstruction,
    Precedence,
    Preformatted,
    Problem,
    Quotation,
    Reference,
    ReferenceKind,
    Section,
    Severity,
    Span,
    Tag,
    TagKind,
    Transmission,
    Unparsed,
)
from cablekit.parser import parse


def at(start: int, end: int) -> Span:
    return Span(start=start, end=end)


QUOTED = Cable(
    completeness=Completeness.NO_HEADER,
    classification=Marking(level=Level.SBU),
    subject="CORONATION RITES",
    body=(Paragraph(number=1, text="Michael was not crowned.", span=at(710, 740)),),
    source="inner",
)

#: Every class and every field, each with another value than its default.
FULL = Cable(
    completeness=Completeness.PARTIAL_EXTRACT,
    transmission=Transmission(
        transmission_id="VZCZCXRO4471",
        routing_precedence=Precedence.ROUTINE,
        routing=("RUEHZZ", "RUEHZY"),
        originating_station="RUEHZN",
        station_serial="0417/01",
        filed="0931512",
        operating_signals=("ZNY CCCCC ZZH",),
        precedence=(Precedence.IMMEDIATE, Precedence.NIACT_FLASH),
        date_time_group=dt.datetime(2006, 4, 3, 15, 12, tzinfo=dt.UTC),
        date_time_text="O Z 031512Z APR 06",
        originator="AMEMBASSY ZENDA",
        action=(
            Addressee(
                plad="AMEMBASSY STRELSAU",
                routing_indicator="RUEHZS",
                office="POL/ECON",
                precedence=Precedence.PRIORITY,
                serial="0298-0299",
                exempted=("AMCONSUL HENTZAU",),
                span=at(20, 40),
            ),
        ),
        info=(Addressee(plad="RURITANIA COLLECTIVE"),),
        exempted=("AMCONSUL TARLENHEIM",),
        accounting="GRNC",
        distribution=("ACTION EUR-12", "INFO ISO-00"),
        distribution_total="012W",
        drafted_by="POL:RRASSENDYLL",
        approved_by="DCM:FTARLENHEIM",
        clearances=("ECON:SAPT",),
        released_by="DCM:FTARLENHEIM",
        attachments=("quota.pdf",),
        desired_distribution="EUR ONLY",
        relay_counter="004471",
        post_designator="CXZEN",
        dissemination="POL",
        charge="PROG",
        text="ZZ UNREAD",
        span=at(0, 90),
    ),
    classification=Marking(level=Level.SECRET, caveats=("NOFORN",), entire_text=True),
    section=Section(number=1, total=3),
    mrn=Mrn(year=1976, post="ZENDA", series="A", serial=50),
    captions=("SIPDIS", "EXDIS"),
    passing_instructions=(
        PassingInstruction(
            text="STATE PASS NSC FOR SAPT", by="STATE", to="NSC", attention="SAPT", span=at(91, 99)
        ),
    ),
    executive_order=ExecutiveOrder(
        number="12958",
        declassify_on=dt.date(2016, 4, 3),
        declassify_event="END OF REGENCY",
        exemptions=("X1",),
        downgrade_on=dt.date(2011, 4, 3),
        text="12958: DECL: 04/03/2016",
        span=at(100, 120),
    ),
    tags=(Tag(code="PREL", kind=TagKind.SUBJECT, span=at(121, 125)),),
    subject="REGENCY AND THE BLUE DUKE",
    subject_marking=Marking(level=Level.CONFIDENTIAL),
    references=(
        Reference(
            label="A",
            kind=ReferenceKind.AIRGRAM,
            mrn=Mrn(year=None, post="STRELSAU", serial=7),
            year_inferred=True,
            text="STRELSAU 7",
            notes=("NOTAL",),
            span=at(130, 140),
        ),
        Reference(kind=ReferenceKind.TELCON, text="Sapt-Rassendyll telcon"),
    ),
    classified_by=ClassificationAuthority(
        name="R. Rassendyll",
        title="Ambassador",
        section="1.4",
        reasons=("B", "D"),
        derived_from="RSG 05-1",
        text="Ambassador R. Rassendyll",
        span=at(150, 180),
    ),
    body=(
        Heading(text="Summary", marking=Marking(level=Level.UNCLASSIFIED), span=at(190, 197)),
        Paragraph(
            number=1,
            marking=Marking(level=Level.SECRET),
            lead="SUMMARY",
            role="SUMMARY",
            text="The regent met the Duke.",
            items=(
                Item(
                    label="a",
                    marking=Marking(level=Level.LOU),
                    text="On rites.",
                    items=(Item(label="-", text="Oil.", span=at(230, 235)),),
                    span=at(220, 240),
                ),
                Item(text="The list ends."),
            ),
            meeting=Meeting(date="April 3, 2007", time="10:30", place="Zenda"),
            redactions=(at(205, 208), at(210, 213)),
            span=at(200, 250),
        ),
        ParticipantList(
            title="Participants",
            participants=(
                Participant(
                    name="Fritz von Tarlenheim",
                    title="Chamberlain",
                    delegation="Ruritania",
                    note_taker=True,
                    span=at(260, 280),
                ),
            ),
            span=at(255, 290),
        ),
        Preformatted(text="Crowns   3\nSceptres 1", span=at(300, 320)),
        Quotation(
            kind="TALKING POINTS",
            body=(
                Heading(text="Points"),
                Quotation(kind="TEXT", body=(Paragraph(text="Inner."),)),
                Unparsed(text="??", reason="No block begins so."),
            ),
            span=at(330, 400),
        ),
        Quotation(kind="CABLE", cable=QUOTED, span=at(700, 750)),
        Unparsed(text="%%%\n%%", reason="No block begins so.", span=at(760, 766)),
    ),
    signature="RASSENDYLL",
    notices=(Notice(kind=NoticeKind.END_OF_MESSAGE, text="NNNN", span=at(770, 774)),),
    source="The text of the cable.\r\n",
    problems=(
        Problem(
            code="CK301",
            severity=Severity.WARNING,
            message="The paragraph has no number.",
            span=at(200, 201),
            path="body[1].number",
        ),
        Problem(code="CK901", severity=Severity.INFO, message="Nowhere."),
    ),
    page_marks=(
        PageMark(
            kind=PageMarkKind.PAGE, text="ZENDA 00417 002 OF 003", number=2, total=3, span=at(5, 9)
        ),
    ),
)

EMPTY = Cable()


class Metal(enum.Enum):
    GOLD = "Au"
    LEAD = "Pb"


@attrs.frozen(slots=False, kw_only=True)
class Seal:
    colour: str
    broken: bool = False
    span: Span | None = attrs.field(default=None, eq=False)


@attrs.frozen(slots=False, kw_only=True)
class Poem:
    verses: tuple[str, ...]
    seal: Seal | None = None
    span: Span | None = attrs.field(default=None, eq=False)


def _not_negative(_: object, __: object, value: int) -> None:
    if value < 0:
        raise ValueError("a rank is not negative")


@attrs.frozen(slots=False, kw_only=True)
class RoyalCable(Cable):
    """A cable of the court.

    Attributes:
        seals: The seals on the
            envelope.
    """

    seals: tuple[Seal, ...] = ()
    rank: int = attrs.field(default=0, validator=_not_negative)
    opened: dt.datetime | None = None
    preface: Paragraph | None = None
    oddments: tuple[Seal | Poem, ...] = ()
    metals: tuple[Metal, ...] = ()


class Dialect(NamedTuple):
    cable: type[Cable]
    blocks: tuple[type, ...] = ()


COURT = Dialect(RoyalCable, (Poem,))


#: The model's annotations cannot know the blocks of a dialect.
POEM: Any = Poem(verses=("O Ruritania",), seal=Seal(colour="blue", span=at(1, 2)), span=at(0, 9))

ROYAL = RoyalCable(
    subject="INVESTITURE",
    body=(
        POEM,
        Quotation(kind="TEXT", cable=RoyalCable(rank=1), body=(POEM,)),
    ),
    source="text",
    seals=(Seal(colour="red", broken=True, span=at(3, 4)),),
    rank=7,
    opened=dt.datetime(2006, 4, 3, 12, 0, 0, 250, tzinfo=dt.UTC),
    preface=Paragraph(text="By grace."),
    oddments=(Seal(colour="green"), Poem(verses=("x",))),
    metals=(Metal.GOLD, Metal.LEAD),
)


# Laws


@pytest.mark.parametrize("provenance", [False, True])
@pytest.mark.parametrize(
    ("cable", "dialect"),
    [(FULL, None), (EMPTY, None), (QUOTED, None), (ROYAL, COURT), (RoyalCable(), COURT)],
    ids=["full", "empty", "quoted", "dialect", "empty dialect"],
)
def test_round_trip(cable, dialect, provenance):
    d = to_dict(cable, provenance=provenance)
    before = copy.deepcopy(d)
    back = from_dict(d, dialect=dialect)
    assert back == cable
    assert type(back) is type(cable)
    assert to_dict(back, provenance=provenance) == d == before
    for indent in (None, 2):
        text = to_json(cable, provenance=provenance, indent=indent)
        assert json.loads(text) == d
        for form in (text, text.encode(), "\ufeff" + text):
            again = from_json(form, dialect=dialect)
            assert again == cable
            assert to_dict(again, provenance=provenance) == d
    if provenance:
        assert back.source == cable.source
        assert back.problems == cable.problems
        assert back.page_marks == cable.page_marks
        assert str(back) == str(cable)  # the spans too, which are not compared


def test_every_field_of_every_class_is_in_the_example():
    seen: dict[type, set[str]] = {}

    def look(value: Any) -> None:
        if isinstance(value, tuple):
            for item in value:
                look(item)
        elif attrs.has(type(value)):
            for field in attrs.fields(type(value)):
                inner = getattr(value, field.name)
                if inner not in (field.default, None):
                    seen.setdefault(type(value), set()).add(field.name)
                look(inner)

    look(FULL)
    nodes = (*FULL.body, FULL.transmission, FULL.executive_order, FULL.section, Item(), Span)
    assert {type(node) for node in nodes if attrs.has(type(node))} <= seen.keys()
    for cls, names in seen.items():
        assert names == {field.name for field in attrs.fields(cls)}, cls


# The shape


def test_plain_shape_in_full():
    cable = Cable(
        transmission=Transmission(
            date_time_group=dt.datetime(2006, 4, 3, 15, 12, tzinfo=dt.UTC),
            precedence=(Precedence.ROUTINE,),
        ),
        classification=Marking(level=Level.TOP_SECRET, caveats=("NOFORN",)),
        executive_order=ExecutiveOrder(declassify_on=dt.date(2016, 4, 3)),
        body=(Paragraph(number=3, text="So.", span=at(1, 2), redactions=(at(1, 2),)),),
        source="x",
    )
    d = to_dict(cable)
    assert d == {
        "schema_version": 1,
        "completeness": "FULL",
        "transmission": {
            "transmission_id": "",
            "routing_precedence": None,
            "routing": [],
            "originating_station": "",
            "station_serial": "",
            "filed": "",
            "operating_signals": [],
            "precedence": ["ROUTINE"],
            "date_time_group": "2006-04-03T15:12:00Z",
            "date_time_text": "",
            "originator": "",
            "action": [],
            "info": [],
            "exempted": [],
            "accounting": "",
            "distribution": [],
            "distribution_total": "",
            "drafted_by": "",
            "approved_by": "",
            "clearances": [],
            "released_by": "",
            "attachments": [],
            "desired_distribution": "",
            "relay_counter": "",
            "post_designator": "",
            "dissemination": "",
            "charge": "",
            "text": "",
        },
        "classification": {"level": "TOP_SECRET", "caveats": ["NOFORN"], "entire_text": False},
        "section": None,
        "mrn": None,
        "captions": [],
        "passing_instructions": [],
        "executive_order": {
            "number": "",
            "declassify_on": "2016-04-03",
            "declassify_event": "",
            "exemptions": [],
            "downgrade_on": None,
            "text": "",
        },
        "tags": [],
        "subject": "",
        "subject_marking": None,
        "references": [],
        "classified_by": None,
        "body": [
            {
                "type": "Paragraph",
                "number": 3,
                "marking": None,
                "lead": "",
                "role": "",
                "text": "So.",
                "items": [],
                "meeting": None,
            }
        ],
        "signature": "",
        "notices": [],
    }
    names = [field.name for field in attrs.fields(Cable)]
    assert list(d) == ["schema_version", *names[: names.index("source")]]
    assert next(iter(d["body"][0])) == "type"


def test_provenance_adds_source_problems_page_marks_and_spans():
    d = to_dict(FULL, provenance=True)
    assert list(d) == ["schema_version", *(field.name for field in attrs.fields(Cable))]
    assert d["source"] == "The text of the cable.\r\n"
    assert d["problems"] == [
        {
            "code": "CK301",
            "severity": "WARNING",
            "message": "The paragraph has no number.",
            "span": {"start": 200, "end": 201},
            "path": "body[1].number",
        },
        {"code": "CK901", "severity": "INFO", "message": "Nowhere.", "span": None, "path": ""},
    ]
    assert d["page_marks"][0]["kind"] == "PAGE"
    assert d["body"][1]["redactions"] == [{"start": 205, "end": 208}, {"start": 210, "end": 213}]
    assert d["body"][1]["items"][1]["span"] is None


def test_only_blocks_have_a_type_and_only_the_document_a_version():
    d = to_dict(FULL)
    assert [block["type"] for block in d["body"]] == [
        "Heading", "Paragraph", "ParticipantList", "Preformatted", "Quotation", "Quotation",
        "Unparsed",
    ]  # fmt: skip
    inner = [block["type"] for block in d["body"][4]["body"]]
    assert inner == ["Heading", "Quotation", "Unparsed"]
    assert "type" not in d["body"][1]["items"][0]
    quoted = d["body"][5]["cable"]
    assert list(quoted) == list(d)[1:]


def test_no_plain_dict_speaks_of_places():
    text = to_json(FULL)
    for key in ("span", "redactions", "source", "problems", "page_marks"):
        assert f'"{key}"' not in text


def test_a_time_in_another_zone_is_written_in_utc():
    zone = dt.timezone(dt.timedelta(hours=2))
    moment = dt.datetime(2006, 4, 3, 17, 12, tzinfo=zone)
    cable = Cable(transmission=Transmission(date_time_group=moment))
    d = to_dict(cable)
    assert d["transmission"]["date_time_group"] == "2006-04-03T15:12:00Z"
    assert from_dict(d) == cable


def test_results_share_nothing():
    first, second = to_dict(FULL), to_dict(FULL)
    first["body"][1]["items"].clear()
    first["captions"].append("NODIS")
    assert second == to_dict(FULL)


# What cannot be read


def changed(*path: Any, to: Any = ..., provenance: bool = False) -> dict[str, Any]:
    """Return FULL as a dict, with another value at a path; without that key if none is given."""
    d = to_dict(FULL, provenance=provenance)
    node: Any = d
    for step in path[:-1]:
        node = node[step]
    if to is ...:
        del node[path[-1]]
    else:
        node[path[-1]] = to
    return d


BLOCK_NAMES = "Paragraph, Heading, ParticipantList, Preformatted, Quotation, Unparsed"
DATE = "expected a date such as '2006-04-03', got "
TIME = "expected a date and time such as '2006-04-03T15:12:00Z', got "
DTG = ("transmission", "date_time_group")
DECL = ("executive_order", "declassify_on")


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "expected dict, got list"),
        (None, "expected dict, got null"),
        ("{}", "expected dict, got str"),
        ({}, "schema_version: missing key; this version of cablekit reads 1"),
        (
            changed("schema_version", to=2),
            "schema_version: the document has version 2; this version of cablekit reads 1",
        ),
        (changed("schema_version", to="1"), "schema_version: expected int, got str"),
        (changed("schema_version", to=True), "schema_version: expected int, got bool"),
        (changed("schema_version", to=1.0), "schema_version: expected int, got float"),
        (
            changed("schema_version", to=10**5000),
            "schema_version: the document has version a very large number; "
            "this version of cablekit reads 1",
        ),
        (changed("colour", to="red"), "colour: unknown key"),
        (changed("body", 0, "colour", to="red"), "body[0].colour: unknown key"),
        (changed("body", 1, "items", 0, "x y", to=1), "body[1].items[0]['x y']: unknown key"),
        (changed("mrn", 3, to=1), "mrn[3]: unknown key"),
        (changed("mrn", (1,), to=1), "mrn[tuple]: unknown key"),
        (changed("body", 5, "cable", "schema_version", to=1), "body[5].cable.schema_version: unknown key"),
        (
            changed("body", 0, "span", to=None),
            "body[0].span: unknown key; only a document with a source has it",
        ),
        (changed("problems", to=[]), "problems: unknown key; only a document with a source has it"),
        (changed("body", 0, "span", provenance=True), "body[0].span: missing key"),
        (changed("problems", provenance=True), "problems: missing key"),
        (changed("body", 0, "text"), "body[0].text: missing key"),
        (changed("body", 4, "body", 1, "body", 0, "lead"), "body[4].body[1].body[0].lead: missing key"),
        (changed("signature"), "signature: missing key"),
        (changed("body", 1, "number", to="1"), "body[1].number: expected int, got str"),
        (changed("body", 1, "number", to=True), "body[1].number: expected int, got bool"),
        (changed("body", 1, "number", to=1.0), "body[1].number: expected int, got float"),
        (changed("subject", to=None), "subject: expected str, got null"),
        (changed("subject", to=b"x"), "subject: expected str, got bytes"),
        (changed("captions", to=("SIPDIS",)), "captions: expected list, got tuple"),
        (changed("captions", to="SIPDIS"), "captions: expected list, got str"),
        (changed("captions", 1, to=5), "captions[1]: expected str, got int"),
        (changed("body", to={}), "body: expected list, got dict"),
        (changed("body", 0, to="text"), "body[0]: expected dict, got str"),
        (changed("mrn", to="06ZENDA417"), "mrn: expected dict, got str"),
        (changed("mrn", "serial", to=None), "mrn.serial: expected int, got null"),
        (
            changed("classification", "entire_text", to=1),
            "classification.entire_text: expected bool, got int",
        ),
        (
            changed("completeness", to="HALF"),
            "completeness: expected one of FULL, PARTIAL_EXTRACT, NO_HEADER, got 'HALF'",
        ),
        (changed("completeness", to=None), "completeness: expected str, got null"),
        (changed("completeness", to=[]), "completeness: expected str, got list"),
        (
            changed("tags", 0, "kind", to="subject"),
            "tags[0].kind: expected one of SUBJECT, GEOGRAPHIC, PROGRAM, ORGANIZATION, PERSON, "
            "UNKNOWN, got 'subject'",
        ),
        (changed("body", 0, "type"), "body[0].type: missing key"),
        (changed("body", 0, "type", to=3), "body[0].type: expected str, got int"),
        (
            changed("body", 0, "type", to="Poem"),
            f"body[0].type: expected one of {BLOCK_NAMES}, got 'Poem'",
        ),
        (
            changed("body", 4, "body", 0, "type", to="P" * 99),
            f"body[4].body[0].type: expected one of {BLOCK_NAMES}, got '{'P' * 46}...",
        ),
        (changed(*DECL, to="2016-13-03"), f"executive_order.declassify_on: {DATE}'2016-13-03'"),
        (changed(*DECL, to="20160403"), f"executive_order.declassify_on: {DATE}'20160403'"),
        (changed(*DECL, to=""), f"executive_order.declassify_on: {DATE}''"),
        (changed(*DECL, to=dt.date.min), "executive_order.declassify_on: expected str, got date"),
        (
            changed(*DTG, to="2006-04-03T15:12:00"),
            f"transmission.date_time_group: {TIME}'2006-04-03T15:12:00'",
        ),
        (
            changed(*DTG, to="2006-04-03T15:12:00+00:00"),
            f"transmission.date_time_group: {TIME}'2006-04-03T15:12:00+00:00'",
        ),
        (
            changed(*DTG, to="0001-01-01T00:00:00+05:00"),
            f"transmission.date_time_group: {TIME}'0001-01-01T00:00:00+05:00'",
        ),
        (changed(*DTG, to=1), "transmission.date_time_group: expected str, got int"),
        (
            changed("body", 1, "redactions", 0, to=[1, 2], provenance=True),
            "body[1].redactions[0]: expected dict, got list",
        ),
        (changed("source", to=None, provenance=True), "source: expected str, got null"),
    ],
)  # fmt: skip
def test_faults_are_named_with_their_place(document, message):
    with pytest.raises(StructureError) as caught:
        from_dict(document)
    assert str(caught.value) == message
    assert isinstance(caught.value, CablekitError | ValueError)
    path = caught.value.path
    assert message.startswith(f"{path}: " if path else "expected dict")


def test_the_first_fault_in_the_order_of_the_model_is_named():
    d = changed("signature", to=1)
    d["subject"] = 2
    with pytest.raises(StructureError, match=r"^subject: "):
        from_dict(dict(reversed(d.items())))


def test_a_misspelt_key_is_named_and_not_the_one_that_it_should_be():
    d = to_dict(EMPTY)
    d["subjekt"] = d.pop("subject")
    with pytest.raises(StructureError, match=r"^subjekt: unknown key$"):
        from_dict(d)


def test_subclasses_of_dict_are_read_but_give_no_defaults():
    import collections

    assert from_dict(collections.OrderedDict(to_dict(FULL))) == FULL
    d = collections.defaultdict(str, to_dict(EMPTY))
    assert from_dict(d) == EMPTY
    del d["subject"]
    with pytest.raises(StructureError, match=r"^subject: missing key$"):
        from_dict(d)
    d = collections.defaultdict(str, to_dict(EMPTY))
    d["subjekt"] = d.pop("subject")
    with pytest.raises(StructureError, match=r"^subjekt: unknown key$"):
        from_dict(d)


def deep(levels: int) -> dict[str, Any]:
    d = to_dict(EMPTY)
    node = d["body"]
    for _ in range(levels):
        node.append({"type": "Quotation", "kind": "TEXT", "body": [], "cable": None})
        node = node[0]["body"]
    return d


def test_deep_nesting_is_no_recursion_error():
    assert to_dict(from_dict(deep(50))) == deep(50)
    with pytest.raises(StructureError, match=r"^nested too deeply$"):
        from_dict(deep(5000))
    cable = EMPTY
    for _ in range(5000):
        cable = Cable(body=(Quotation(kind="TEXT", cable=cable),))
    with pytest.raises(StructureError, match=r"^nested too deeply$"):
        to_dict(cable)
    while cable.body:  # taken apart by hand, since the interpreter would do it recursively
        quotation = cable.body[0]
        assert isinstance(quotation, Quotation)
        cable = quotation.cable or EMPTY


# What cannot be written


@pytest.mark.parametrize(
    ("cable", "message"),
    [
        ("text", "expected Cable, got str"),
        (
            Cable(transmission=Transmission(date_time_group=dt.datetime(2006, 4, 3))),
            "transmission.date_time_group: cannot be written: a date and time without a time zone",
        ),
        (
            Cable(body=(Heading(text="x"), "text")),  # type: ignore[arg-type]
            "body[1]: cannot be written: an object of class str",
        ),
        (
            Cable(classification=Marking(level="SECRET")),  # type: ignore[arg-type]
            "classification.level: cannot be written: an object of class str",
        ),
        (
            Cable(captions=3),  # type: ignore[arg-type]
            "captions: cannot be written: an object of class int",
        ),
    ],
)
def test_what_has_no_plain_form_is_named(cable, message):
    with pytest.raises(StructureError) as caught:
        to_dict(cable)
    assert str(caught.value) == message


# JSON


@pytest.mark.parametrize(
    "text",
    [
        "\ud800", "a\udfffb", "\udc80x\ud800", "\0", "\x1f\x7f\x85", "\u2028\u2029",
        "\ufeff", "\uffff", "\U0010ffff", "Ölpreis ¶ 😀", '"\\', "\\ud800", "a\u0301", "</script>",
    ],
)  # fmt: skip
def test_odd_characters_survive(text):
    cable = Cable(subject=text, body=(Paragraph(text=f"{text} {text}"),), source=text)
    for provenance in (False, True):
        written = to_json(cable, provenance=provenance)
        assert from_json(written) == cable
        assert from_json(written.encode()) == cable
        assert to_dict(from_json(written), provenance=provenance) == to_dict(
            cable, provenance=provenance
        )


def test_characters_stand_for_themselves():
    assert '"subject": "Ölpreis ¶ \u2028"' in to_json(Cable(subject="Ölpreis ¶ \u2028"))
    assert r'"subject": "\ud800é"' in to_json(Cable(subject="\ud800é"))


def test_halves_of_one_character_are_refused():
    cable = Cable(body=(Heading(text="x"), Paragraph(text="\ud83d\ude00")))
    assert from_dict(to_dict(cable)) == cable
    with pytest.raises(StructureError) as caught:
        to_json(cable)
    assert str(caught.value) == (
        "body[1].text: JSON has no form for a high surrogate before a low one"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1, column 1: not JSON: Expecting value"),
        ('{"a": 1,\n "b" 2}', "line 2, column 6: not JSON: Expecting ':' delimiter"),
        ('{"a": 1} x', "line 1, column 10: not JSON: Extra data"),
        ('{"a": NaN}', "not JSON: NaN is no JSON number"),
        ("[-Infinity]", "not JSON: -Infinity is no JSON number"),
        ('{"a": 1, "b": 2, "b": 3}', "an object has the key 'b' twice"),
        (b"[\xff]", "not UTF-8: byte 1 is 0xff"),
        ('"\ufeff"'.encode("utf-16"), "not UTF-8: byte 0 is 0xff"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ("[]", "expected dict, got list"),
        (3, "expected str or bytes, got int"),
    ],
)
def test_what_is_no_json_is_said_with_its_place(text, message):
    with pytest.raises(StructureError) as caught:
        from_json(text)
    assert str(caught.value) == message
    assert caught.value.path == ""


def test_endless_numbers_are_refused():
    with pytest.raises(StructureError, match=r"^not JSON that can be read: "):
        from_json(to_json(EMPTY).replace("1", "1" * 5000, 1))
    with pytest.raises(StructureError, match=r"^cannot be written as JSON: "):
        to_json(Cable(mrn=Mrn(post="ZENDA", serial=10**5000)))


# Dialects


def test_a_dialects_fields_come_last_and_its_blocks_have_a_type():
    d = to_dict(ROYAL)
    assert list(d)[-6:] == ["seals", "rank", "opened", "preface", "oddments", "metals"]
    assert d["seals"] == [{"colour": "red", "broken": True}]
    assert d["metals"] == ["GOLD", "LEAD"]
    assert d["opened"] == "2006-04-03T12:00:00.000250Z"
    assert d["preface"]["type"] == "Paragraph"
    assert [one["type"] for one in d["oddments"]] == ["Seal", "Poem"]
    assert d["body"][0] == {
        "type": "Poem",
        "verses": ["O Ruritania"],
        "seal": {"colour": "blue", "broken": False},
    }
    assert d["body"][1]["body"][0]["type"] == "Poem"
    assert d["body"][1]["cable"]["rank"] == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rank": -1}, "a rank is not negative"),
        ({"rank": "1"}, "rank: expected int, got str"),
        ({"seals": [{"colour": "red"}]}, "seals[0].broken: missing key"),
        (
            {"body": [{"type": "Song"}]},
            f"body[0].type: expected one of {BLOCK_NAMES}, Poem, got 'Song'",
        ),
        (
            {"oddments": [{"type": "Song"}]},
            "oddments[0].type: expected one of Seal, Poem, got 'Song'",
        ),
    ],
)
def test_faults_in_a_dialects_fields(change, message):
    with pytest.raises(StructureError) as caught:
        from_dict({**to_dict(ROYAL), **change}, dialect=COURT)
    assert str(caught.value) == message


def test_reading_needs_the_dialect():
    with pytest.raises(StructureError, match=r"^seals: unknown key$"):
        from_dict(to_dict(ROYAL))
    with pytest.raises(StructureError, match=r"^seals: missing key$"):
        from_dict(to_dict(EMPTY), dialect=COURT)


def test_a_dialect_that_has_no_plain_form_is_refused():
    @attrs.frozen(slots=False, kw_only=True)
    class Weighed(Cable):
        weight: complex = 0

    heading = attrs.make_class("Heading", [])
    odd = attrs.make_class("Odd", {"type": attrs.field(type=str)})

    with pytest.raises(
        TypeError, match=r"^Weighed\.weight: <class 'complex'> has no plain form; use"
    ):
        from_dict({}, dialect=Dialect(Weighed))
    with pytest.raises(TypeError, match=r"^Odd\.type: no field may have this name$"):
        from_dict({}, dialect=Dialect(Cable, (odd,)))
    with pytest.raises(TypeError, match=r"^two classes of blocks are called Heading$"):
        from_dict({}, dialect=Dialect(Cable, (heading,)))


# A converter of one's own


@attrs.define
class Folder:
    name: str
    opened: dt.date
    cables: list[Cable]
    first: Cable | None
    blocks: list[Block]
    title: Block | None
    levels: dict[str, Level]
    numbers: tuple[Mrn, ...]


FOLDER = Folder(
    name="Blue Duke",
    opened=dt.date(2007, 1, 1),
    cables=[FULL, EMPTY],
    first=QUOTED,
    blocks=list(FULL.body),
    title=Heading(text="The Duke"),
    levels={"top": Level.SECRET},
    numbers=(Mrn(post="ZENDA", serial=1),),
)


@pytest.mark.parametrize("provenance", [False, True])
@pytest.mark.parametrize("detailed", [False, True])
def test_cables_in_a_users_classes(provenance, detailed):
    converter = cattrs.Converter(detailed_validation=detailed)
    converter.register_unstructure_hook(dt.date, lambda day: day.toordinal())
    converter.register_structure_hook(dt.date, lambda day, _: dt.date.fromordinal(day))
    configure_converter(converter, provenance=provenance)
    data = converter.unstructure(FOLDER)
    assert data["cables"][0] == to_dict(FULL, provenance=provenance)
    assert data["opened"] == FOLDER.opened.toordinal()
    assert data["levels"] == {"top": "SECRET"}
    assert data["title"]["type"] == "Heading"
    assert converter.structure(data, Folder) == FOLDER
    assert json.loads(json.dumps(data["first"])) == to_dict(QUOTED, provenance=provenance)


def test_a_users_converter_reads_both_shapes_and_names_faults():
    converter = make_converter()
    assert converter.structure(to_dict(FULL), Cable) == FULL
    full = converter.structure(to_dict(FULL, provenance=True), Cable)
    assert full.source == FULL.source
    paragraph = converter.structure(to_dict(FULL, provenance=True)["body"][1], Paragraph)
    assert paragraph.span == at(200, 250)
    with pytest.raises(StructureError, match=r"^body\[0\]\.text: missing key$"):
        converter.structure(changed("body", 0, "text"), Cable)
    with pytest.raises(StructureError, match=r"^type: expected one of Paragraph, got 'Heading'$"):
        converter.structure(to_dict(FULL)["body"][0], Paragraph)
    with pytest.raises(StructureError, match=r"^expected one of UNCLASSIFIED, SBU"):
        converter.structure("SECRET?", Level)
    bad = Marking(level=3)  # type: ignore[arg-type]
    with pytest.raises(StructureError, match=r"^level: cannot be written"):
        converter.unstructure(bad)


def test_a_users_converter_with_a_dialect():
    converter = make_converter(dialect=COURT, provenance=True)
    data = converter.unstructure(ROYAL)
    assert data == to_dict(ROYAL, provenance=True)
    assert converter.structure(data, RoyalCable) == ROYAL
    assert converter.structure(to_dict(FULL), Cable) == FULL
    assert converter.unstructure({"metal": Metal.LEAD}) == {"metal": "LEAD"}
    assert converter.structure({"metal": "LEAD"}, dict[str, Metal]) == {"metal": Metal.LEAD}
    poem = Poem(verses=("x",))
    assert converter.structure(converter.unstructure(poem), Poem) == poem
    # Without the dialect its cables are written, and read where the class is named.
    assert make_converter().unstructure(ROYAL) == to_dict(ROYAL)
    with pytest.raises(StructureError, match=f"expected one of {BLOCK_NAMES}, got 'Poem'$"):
        make_converter().structure(to_dict(ROYAL), RoyalCable)


def test_the_users_own_hooks_and_types_stay():
    converter = make_converter()
    assert converter.structure("3", int) == 3
    converter.register_unstructure_hook(Mrn, str)
    assert converter.unstructure(Mrn(year=2006, post="ZENDA", serial=3)) == "06ZENDA3"


# JSON Schema


def fits(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> bool:
    """Validate the part of JSON Schema that the schema makes use of."""
    if "$ref" in schema:
        return fits(root["$defs"][schema["$ref"].removeprefix("#/$defs/")], value, root)
    if "anyOf" in schema:
        return sum(fits(one, value, root) for one in schema["anyOf"]) == 1
    if "const" in schema:
        return value == schema["const"]
    types = {
        "string": str, "integer": int, "boolean": bool, "null": type(None), "array": list,
        "object": dict,
    }  # fmt: skip
    names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if type(value) not in [types[name] for name in names]:
        return False
    if isinstance(value, list):
        return all(fits(schema["items"], item, root) for item in value)
    if isinstance(value, dict):
        known = schema["properties"]
        return (
            schema["additionalProperties"] is False
            and value.keys() == known.keys() == set(schema["required"])
            and all(fits(known[key], item, root) for key, item in value.items())
        )
    if "pattern" in schema and value is not None and not re.search(schema["pattern"], value):
        return False
    return "enum" not in schema or value in schema["enum"]


KEYWORDS = {
    "$defs", "$ref", "$schema", "additionalProperties", "anyOf", "const", "description", "enum",
    "format", "items", "pattern", "properties", "required", "title", "type",
}  # fmt: skip


def schemas_in(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A schema and all schemas inside it."""
    yield schema
    inside = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
    for part in [
        *inside,
        *schema.get("anyOf", ()),
        *([schema["items"]] if "items" in schema else []),
    ]:
        yield from schemas_in(part)


@pytest.mark.parametrize("provenance", [False, True])
@pytest.mark.parametrize("dialect", [None, COURT], ids=["plain", "court"])
def test_a_schema_has_no_loose_ends(dialect, provenance):
    schema = json_schema(dialect, provenance=provenance)
    refs = set()
    for part in schemas_in(schema):
        assert set(part) <= KEYWORDS  # all that `fits` knows, and annotations
        refs |= {part["$ref"]} if "$ref" in part else set()
    named = {f"#/$defs/{name}" for name in schema["$defs"]}
    assert refs <= named


CORPUS = sorted((Path(__file__).parent / "corpus" / "valid").glob("*.txt"))


def test_the_corpus_has_cables():
    assert CORPUS


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_documents_of_the_corpus_fit_the_schema(path):
    cable = parse(path.read_bytes().decode("utf-8", "surrogateescape"))
    for provenance in (False, True):
        schema = json_schema(provenance=provenance)
        assert fits(schema, json.loads(to_json(cable, provenance=provenance)), schema)


@pytest.mark.parametrize("provenance", [False, True])
def test_documents_fit_their_schema(provenance):
    schema = json_schema(provenance=provenance)
    json.dumps(schema)
    for cable in (FULL, EMPTY):
        assert fits(schema, to_dict(cable, provenance=provenance), schema)
        assert not fits(schema, to_dict(cable, provenance=not provenance), schema)
    for wrong in ("4 April 2016", "2016-04-03T15:12:00Z", 3, True):
        document = to_dict(FULL, provenance=provenance)
        document["executive_order"]["declassify_on"] = wrong
        assert not fits(schema, document, schema)
    assert not fits(schema, to_dict(ROYAL, provenance=provenance), schema)
    royal = json_schema(COURT, provenance=provenance)
    assert fits(royal, to_dict(ROYAL, provenance=provenance), royal)


def test_the_schema_is_documented():
    schema = json_schema()
    assert list(schema)[:4] == ["$schema", "title", "description", "type"]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "Cable"
    assert schema["description"] == "A diplomatic cable (telegram)."
    assert schema["properties"]["schema_version"]["const"] == 1
    assert list(schema["properties"]) == schema["required"] == list(to_dict(EMPTY))
    assert schema["$defs"]["Paragraph"]["properties"]["type"] == {"const": "Paragraph"}
    assert schema["$defs"]["Paragraph"]["properties"]["number"] == {
        "type": ["integer", "null"],
        "description": "Its number, or `None` for an unnumbered one.",
    }
    assert schema["$defs"]["Completeness"]["enum"] == ["FULL", "PARTIAL_EXTRACT", "NO_HEADER"]
    assert (
        "NO_HEADER: The text without its transmission header."
        in (schema["$defs"]["Completeness"]["description"])
    )
    assert schema["$defs"]["ExecutiveOrder"]["properties"]["declassify_on"]["anyOf"] == [
        {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        {"type": "null"},
    ]
    undescribed = [
        f"{name}.{key}"
        for name, definition in schema["$defs"].items()
        for key, value in definition.get("properties", {}).items()
        if key != "type" and "description" not in value
    ]
    assert undescribed == []
    assert all(definition["description"] for definition in schema["$defs"].values())


def test_the_schema_of_a_dialect():
    schema = json_schema(COURT)
    assert schema["title"] == "RoyalCable"
    assert schema["properties"]["seals"]["description"] == "The seals on the envelope."
    assert schema["properties"]["subject"]["description"] == "The subject, joined from its lines."
    assert {"$ref": "#/$defs/Poem"} in schema["properties"]["body"]["items"]["anyOf"]
    assert "RoyalCable" in schema["$defs"]


# Threads


def test_threads_share_what_is_made():
    def work(_: int) -> None:
        cable_class = attrs.make_class(
            "Threaded", {"extra": attrs.field(default=1, type=int)}, bases=(Cable,), frozen=True,
            slots=False, kw_only=True,
        )  # fmt: skip
        for provenance in (False, True):
            for cable in (FULL, EMPTY, cable_class(subject="x")):
                d = to_dict(cable, provenance=provenance)
                if type(cable) is Cable:
                    assert from_dict(d) == cable
                    assert from_json(to_json(cable, provenance=provenance)) == cable
            assert from_dict(to_dict(ROYAL, provenance=provenance), dialect=COURT) == ROYAL
            with pytest.raises(StructureError, match=r"^body\[0\]\.text: missing key$"):
                from_dict(changed("body", 0, "text", provenance=provenance))

    from cablekit.converter.read import reader
    from cablekit.converter.write import writer

    reader.cache_clear()
    writer.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(40)))
