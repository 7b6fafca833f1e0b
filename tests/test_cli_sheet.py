"""The sheet of ``cablekit show``: exact for cables made by hand, and safe for any."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablekit import (
    Addressee,
    Cable,
    ClassificationAuthority,
    ExecutiveOrder,
    Heading,
    Item,
    Level,
    Marking,
    Meeting,
    Mrn,
    Notice,
    NoticeKind,
    Paragraph,
    Participant,
    ParticipantList,
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
from cablekit.cli import paint, sheet
from cablekit.cli.output import clean

CONFIDENTIAL = Marking(level=Level.CONFIDENTIAL, caveats=("NOFORN",))
OPEN = Marking(level=Level.UNCLASSIFIED)

CABLE = Cable(
    transmission=Transmission(
        originator="AMEMBASSY ZENDA",
        date_time_group=dt.datetime(2007, 4, 3, 15, 12, tzinfo=dt.UTC),
        action=(Addressee(plad="SECSTATE WASHDC"),),
        info=(Addressee(plad="AMCONSUL STRELSAU"), Addressee(plad="NSC WASHDC")),
        drafted_by="ECON:MPOE",
        clearances=("POL:RMOE", "AGR:FCOE"),
        approved_by="DCM:JQROE",
        released_by="AMB:JDOE",
        attachments=("quota.pdf", "gates.pdf"),
    ),
    classification=CONFIDENTIAL,
    section=Section(number=1, total=2),
    mrn=Mrn(year=2007, post="ZENDA", serial=417),
    captions=("NOFORN", "SIPDIS"),
    executive_order=ExecutiveOrder(number="12958", declassify_on=dt.date(2017, 4, 3)),
    tags=(
        Tag(code="ETRD", kind=TagKind.SUBJECT),
        Tag(code="ROE, JANE Q.", kind=TagKind.PERSON),
        Tag(code="RZ", kind=TagKind.GEOGRAPHIC),
    ),
    subject="RURITANIA: MINISTER OFFERS TURNIP QUOTA COMPROMISE, WARNS OF HARVEST",
    subject_marking=OPEN,
    references=(
        Reference(label="A", mrn=Mrn(year=2007, post="STRELSAU", serial=88), year_inferred=True),
        Reference(label="B", kind=ReferenceKind.EMAIL, text="LOE-ROE EMAIL", notes=("NOTAL",)),
    ),
    classified_by=ClassificationAuthority(
        name="Jane Q. Roe", title="DCM", section="1.4", reasons=("B", "D"), derived_from="RSG 05-1"
    ),
    body=(
        Paragraph(
            number=1,
            marking=CONFIDENTIAL,
            lead="SUMMARY",
            text="Agriculture Minister Rudolf Loe told the Ambassador that the quota would rise.",
        ),
        ParticipantList(
            title="Participants",
            participants=(
                Participant(name="John Doe", title="Ambassador", delegation="United States"),
                Participant(name="Rudolf Loe", delegation="Ruritania"),
                Participant(
                    name="Mary Poe",
                    title="Economic Officer",
                    delegation="United States",
                    note_taker=True,
                ),
            ),
        ),
        Heading(text="A Warm Reception", marking=OPEN),
        Paragraph(
            number=12,
            marking=OPEN,
            text="Loe offered:",
            items=(
                Item(label="--", text="One gate.", items=(Item(label="a.", text="Open."),)),
                Item(label="--", marking=CONFIDENTIAL, text="Two gates."),
                Item(label=None, text="He meant it."),
            ),
        ),
        Paragraph(
            text="April 2, 2007; 10:00 a.m.; Zenda Castle.",
            meeting=Meeting(date="April 2, 2007", time="10:00 a.m.", place="Zenda Castle"),
        ),
        Paragraph(
            text="XXXXXXXXXXXX spoke to XXXXXXXXXXXX.",
            redactions=(Span(start=0, end=1), Span(start=2, end=3)),
        ),
        Preformatted(text="tons   40,000\nports       1"),
        Quotation(kind="TEXT", body=(Paragraph(text="The gate is open."),)),
        Quotation(
            kind="CABLE",
            cable=Cable(
                mrn=Mrn(year=2006, post="ZENDA", serial=9),
                subject="GATES",
                body=(Paragraph(number=1, text="Two gates."),),
            ),
        ),
        Unparsed(text="?? ??"),
    ),
    signature="DOE",
    notices=(Notice(kind=NoticeKind.MINIMIZE, text="MINIMIZE CONSIDERED."),),
    source="FM AMEMBASSY ZENDA\nTAGS: RZ\n",
    problems=(
        Problem(
            code="CK204",
            severity=Severity.INFO,
            message="RZ is in no list of TAGS",
            span=Span(start=25, end=27),
        ),
        Problem(code="CK205", severity=Severity.ERROR, message="the E.O. line cannot be read: ??"),
    ),
)

SHEET = """\
From           AMEMBASSY ZENDA
Post           ZENDA
To             SECSTATE WASHDC
Info           AMCONSUL STRELSAU, NSC WASHDC
Date           2007-04-03 15:12 UTC
MRN            07ZENDA417, section 1 of 2
Marking        CONFIDENTIAL//NOFORN
Captions       NOFORN, SIPDIS
Subject        (U) RURITANIA: MINISTER OFFERS TURNIP QUOTA COMPROMISE, WARNS OF
               HARVEST
E.O.           12958, declassify on 2017-04-03
TAGS           ETRD          Foreign trade
               ROE, JANE Q.
               RZ
References     A  07STRELSAU88 (year inferred)
               B  LOE-ROE EMAIL (email, NOTAL)
Classified by  Jane Q. Roe, DCM, reasons 1.4 (b), (d), derived from RSG 05-1
Drafted by     ECON:MPOE
Cleared by     POL:RMOE; AGR:FCOE
Approved by    DCM:JQROE
Released by    AMB:JDOE
Attachments    quota.pdf; gates.pdf

Text
    1. (C//NF) SUMMARY: Agriculture Minister Rudolf Loe told the Ambassador ...
    [Participants: 3 names]
  (U) A Warm Reception
    12. (U) Loe offered:
      -- One gate.
        a. Open.
      -- (C//NF) Two gates.
      He meant it.
    April 2, 2007; 10:00 a.m.; Zenda Castle.
    XXXXXXXXXXXX spoke to XXXXXXXXXXXX.
      tons   40,000
      ports       1
    [TEXT]
      The gate is open.
    [cable 06ZENDA9: GATES]
      1. Two gates.
    [not placed] ?? ??

Participants
  United States
    John Doe, Ambassador
    Mary Poe, Economic Officer (note-taker)
  Ruritania
    Rudolf Loe

Meeting        April 2, 2007, 10:00 a.m., Zenda Castle
Redacted       2 places in the text
Signature      DOE
Notices        MINIMIZE CONSIDERED.

Problems (2)
  2:7  CK204  info     RZ is in no list of TAGS
    -  CK205  error    the E.O. line cannot be read: ??
"""


def test_the_whole_sheet():
    assert paint.plain(sheet.lines(CABLE, 80)) == SHEET


def test_a_cable_that_says_nothing():
    assert paint.plain(sheet.lines(Cable(), 80)) == (
        "From           not given\n"
        "Post           not given\n"
        "Date           not given\n"
        "MRN            not given\n"
        "Marking        not given\n"
        "Subject        not given\n"
    )


@pytest.mark.parametrize("width", [24, 40, 60, 80, 120])
def test_lines_keep_to_the_width(width: int):
    long = Paragraph(text="gate " * 40 + "G" * 300)
    cable = attrs.evolve(CABLE, body=(*CABLE.body, long, Heading(text="G" * 300)))
    shown = paint.plain(sheet.lines(cable, width)).splitlines()
    assert max(map(len, shown)) <= width
    assert "From" in shown[0]


def test_wide_lines_take_more_words():
    assert "told the Ambassador that the quota would rise." in paint.plain(sheet.lines(CABLE, 120))


def test_painted_lines_say_the_same():
    pytest.importorskip("rich")
    from rich.text import Text

    painted = paint.painted(sheet.lines(CABLE, 80))
    assert "\x1b[36mFrom" in painted
    plain = "\n".join(line.rstrip() for line in Text.from_ansi(painted).plain.split("\n"))
    assert plain.rstrip("\n") == SHEET.rstrip("\n")


def test_markup_is_not_obeyed():
    pytest.importorskip("rich")
    lines = sheet.lines(Cable(subject="[red]GATE[/red] :smile:"), 80)
    assert "[red]GATE[/red] :smile:" in paint.painted(lines)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zenda", "Zenda"),
        ("Élan 東", "Élan 東"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\tb\r\x0b\u2028", "a b   "),
        ("caf\udce9", "caf\\xe9"),
        ("\x00\x7f\x9b", "\\x00\\x7f\\x9b"),
        ("\u202e\u200b\ud800", "\\u202e\\u200b\\ud800"),
    ],
)
def test_what_is_not_printable_is_made_visible(text: str, shown: str):
    assert clean(text) == shown


@given(st.text(st.characters(codec=None)), st.integers(24, 100))
def test_no_control_character_reaches_the_sheet(text: str, width: int):
    cable = Cable(
        transmission=Transmission(originator=text, action=(Addressee(plad=text),)),
        mrn=Mrn(post=text, serial=1),
        classification=Marking(level=Level.SECRET, caveats=(text,)),
        captions=(text,),
        executive_order=ExecutiveOrder(text=text),
        tags=(Tag(code=text, kind=TagKind.UNKNOWN), Tag(code="RZ", kind=TagKind.UNKNOWN)),
        subject=text,
        references=(Reference(label=text, text=text),),
        classified_by=ClassificationAuthority(text=text),
        body=(
            Heading(text=text),
            Paragraph(lead=text, text=text, marking=Marking(level=Level.SBU, caveats=(text,))),
            Paragraph(
                items=(Item(label=text, text=text, items=(Item(label=None, text=text),)),),
                meeting=Meeting(date=text),
            ),
            Quotation(kind=text, body=(Preformatted(text=text), Unparsed(text=text))),
            ParticipantList(title=text, participants=(Participant(name=text, delegation=text),)),
        ),
        signature=text,
        problems=(Problem(code="CK205", severity=Severity.ERROR, message=text),),
    )
    shown = paint.plain(sheet.lines(cable, width))
    assert all(line.isprintable() for line in shown.split("\n"))


def test_nested_quotations_end_somewhere():
    block = Quotation(kind="TEXT", body=(Paragraph(text="Deep."),))
    for _ in range(3000):
        block = Quotation(kind="TEXT", body=(block,))
    assert "[...]" in paint.plain(sheet.lines(Cable(body=(block,)), 80))


def test_long_lists_and_tables_are_cut():
    items = tuple(Item(label="--", text=f"Gate {n}.") for n in range(1, 31))
    table = Preformatted(text="\n".join(f"gate   {n}" for n in range(1, 31)))
    cable = Cable(body=(Paragraph(number=1, text="Gates:", items=items), table))
    shown = paint.plain(sheet.lines(cable, 80)).splitlines()
    assert shown[shown.index("Text") + 1 :] == [
        "    1. Gates:",
        *[f"      -- Gate {n}." for n in range(1, 13)],
        "      [18 more]",
        *[f"      gate   {n}" for n in range(1, 13)],
        "      [18 more lines]",
    ]


def test_nested_items_end_somewhere():
    item = Item(label="a.", text="Deep.")
    for _ in range(3000):
        item = Item(label="a.", text="", items=(item,))
    cable = Cable(body=(Paragraph(number=1, text="Gates:", items=(item,)),))
    assert paint.plain(sheet.lines(cable, 80)).endswith("[...]\n")


def test_a_derived_classification_without_a_name():
    shown = sheet.lines(Cable(classified_by=ClassificationAuthority(derived_from="RSG 05-1")), 80)
    assert "Classified by  derived from RSG 05-1\n" in paint.plain(shown)
