"""What is written, to the letter: whole cables, single forms, refusals."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

import cablekit as ck
from cablekit.builder.drafts import Block as Draft
from cablekit.builder.drafts import Found, split, text_of
from cablekit.builder.text import flow, span
from cablekit.writer.difference import first_difference
from cablekit.writer.layout import Flow

UNMARKED = ck.Marking(level=ck.Level.UNCLASSIFIED)
CONFIDENTIAL = ck.Marking(level=ck.Level.CONFIDENTIAL)
PARAGRAPH = ck.Paragraph(number=1, marking=UNMARKED, text="Talks ended.")


def cable(**fields: Any) -> ck.Cable:
    """A short cable with other fields."""
    short: dict[str, Any] = {
        "completeness": ck.Completeness.NO_HEADER,
        "classification": UNMARKED,
        "mrn": ck.Mrn(year=2007, post="ZENDA", serial=417),
        "subject": "TURNIPS",
        "body": (PARAGRAPH,),
    }
    return ck.Cable(**{**short, **fields})


def body_of(*blocks: ck.Block, **fields: Any) -> str:
    """The text of a cable behind its subject."""
    return ck.render(cable(body=blocks, **fields)).partition("TURNIPS\n\n")[2]


def refusal(value: ck.Cable) -> str:
    with pytest.raises(ck.RenderError) as caught:
        ck.render(value)
    return str(caught.value)


# --- whole cables --------------------------------------------------------------------------------

FOUND = """\
VZCZCXRO4471
PP RUEHAB RUEHCD
DE RUEHZZ #0417/01 0931512
ZNY CCCCC ZZH
P 031512Z APR 07
FM AMEMBASSY ZENDA
TO RUEHC/SECSTATE WASHDC PRIORITY 2214
INFO RUCNMEM/EU MEMBER STATES COLLECTIVE

CONFIDENTIAL SECTION 1 OF 2 ZENDA 417

SIPDIS
SIPDIS

NOFORN
STATE FOR EUR/RUR AND INR (DOE)
NSC FOR ROE

E.O. 12958: DECL: 04/03/2017
TAGS: PREL, PGOV, EAGR, OVIP (ROE, JANE Q.)
SUBJ: (C) RURITANIA: MINISTER OFFERS TURNIP QUOTA
COMPROMISE

REF: A. STRELSAU 88 B. 06 ZENDA 1931 (NOTAL)

CLASSIFIED BY: DCM Jane Q. Roe for reasons
1.4 (b) and (d).

\N{PILCROW SIGN}1. (SBU) SUMMARY:   The Agriculture Minister told the Ambassador on \nApril 2 that a com-
promise was near.  END SUMMARY.

------------------
A Warm Reception
------------------

\N{PILCROW SIGN}2. (C/NF) The Minister said that the quota would rise. (COMMENT: He

ZENDA 00000417  002 OF 002

said the same in 2006.  END COMMENT.)

3. (U) Participants of the talks were these.

PARTICIPANTS:

United States:
-- Jane Roe, Adviser (note-taker)
-- John Doe

Minimize considered.
ROE
NNNN
"""

WRITTEN = """\
VZCZCXRO4471
PP RUEHAB RUEHCD
DE RUEHZZ #0417/01 0931512
ZNY CCCCC ZZH
P 031512Z APR 07
FM AMEMBASSY ZENDA
TO RUEHC/SECSTATE WASHDC PRIORITY 2214
INFO RUCNMEM/EU MEMBER STATES COLLECTIVE

C O N F I D E N T I A L SECTION 01 OF 02 ZENDA 000417

SIPDIS
NOFORN

STATE FOR EUR/RUR AND INR (DOE)

NSC FOR ROE

E.O. 12958: DECL: 04/03/2017
TAGS: PREL PGOV EAGR OVIP (ROE, JANE Q.)
SUBJECT: (C) RURITANIA: MINISTER OFFERS TURNIP QUOTA COMPROMISE

REF: A. STRELSAU 88
     B. 06 ZENDA 1931 (NOTAL)

Classified By: DCM Jane Q. Roe for reasons 1.4 (b) and (d).

1. (SBU) SUMMARY: The Agriculture Minister told the Ambassador on
April 2 that a com-promise was near. END SUMMARY.

A Warm Reception
----------------

2. (C//NF) The Minister said that the quota would rise. (COMMENT: He
said the same in 2006. END COMMENT.)

3. (U) Participants of the talks were these.

PARTICIPANTS:

United States:
Jane Roe, Adviser (Note-taker)
John Doe

Minimize considered.
ROE

NNNN
"""


def test_a_cable_as_the_handbook_sets_it():
    found = ck.parse(FOUND)
    assert ck.render(found) == WRITTEN
    assert ck.parse(WRITTEN) == found


def test_what_is_canonical_stays_as_it_is():
    assert ck.render(ck.parse(WRITTEN)) == WRITTEN


def test_a_cable_made_by_hand():
    made = cable(
        classification=ck.Marking(level=ck.Level.SECRET, caveats=("NOFORN",)),
        section=ck.Section(number=1, total=12),
        executive_order=ck.ExecutiveOrder(number="12065", declassify_on=dt.date(1985, 5, 31)),
        tags=(
            ck.Tag(code="PREL", kind=ck.TagKind.SUBJECT),
            ck.Tag(code="ROE, JANE", kind=ck.TagKind.PERSON),
        ),
        subject_marking=UNMARKED,
        references=(
            ck.Reference(mrn=ck.Mrn(year=2007, post="HENTZAU", serial=3), year_inferred=True),
            ck.Reference(mrn=ck.Mrn(year=1999, post="STATE", serial=41967), notes=("NOTAL",)),
        ),
        classified_by=ck.ClassificationAuthority(
            name="Jane Roe", title="DCM", section="1.4", reasons=("B", "D")
        ),
        signature="ROE",
    )
    assert (
        ck.render(made)
        == """\
S E C R E T//NOFORN SECTION 01 OF 12 ZENDA 000417

E.O. 12065: DECL: 05/31/1985
TAGS: PREL (ROE, JANE)
SUBJECT: (U) TURNIPS

REF: HENTZAU 3;
     99 STATE 41967 (NOTAL)

Classified By: Jane Roe, DCM for reasons 1.4 (b) and (d)

1. (U) Talks ended.
ROE
"""
    )


def test_nothing_is_written_as_nothing():
    assert ck.render(ck.Cable(completeness=ck.Completeness.NO_HEADER)) == ""


def test_a_year_that_the_text_does_not_say_is_the_readers_to_know():
    text = ck.render(cable())
    assert text == "UNCLAS ZENDA 000417\n\nSUBJECT: TURNIPS\n\n1. (U) Talks ended.\n"
    assert ck.parse(text, year=2007) == cable()
    assert ck.parse(text) != cable()


def test_notices_stand_in_their_places():
    extract = "This record is a partial extract of the original cable."
    made = cable(
        completeness=ck.Completeness.PARTIAL_EXTRACT,
        notices=(
            ck.Notice(kind=ck.NoticeKind.EXTRACT, text=extract),
            ck.Notice(kind=ck.NoticeKind.DATELINE, text="Friday, 01 February 2008, 13:41"),
            ck.Notice(kind=ck.NoticeKind.MINIMIZE, text="MINIMIZE CONSIDERED"),
            ck.Notice(kind=ck.NoticeKind.LOCATOR, text="2004ZENDA00417 - CONFIDENTIAL"),
            ck.Notice(kind=ck.NoticeKind.ENVELOPE, text="UNCLASSIFIED"),
        ),
        signature="ROE",
    )
    assert (
        ck.render(made)
        == f"""\
{extract}

Friday, 01 February 2008, 13:41

UNCLAS ZENDA 000417

SUBJECT: TURNIPS

1. (U) Talks ended.

MINIMIZE CONSIDERED
ROE

2004ZENDA00417 - CONFIDENTIAL

UNCLASSIFIED
"""
    )


def test_what_nobody_could_place_is_written_as_it_is():
    text = "1.  x\r\n   the\tfirst   line  \n\n  and  the last"
    rest = ck.parse(f"{ck.render(cable())}\n2004ZENDA00417 - CONFIDENTIAL\n{text}")
    if isinstance(rest.body[-1], ck.Unparsed):
        assert ck.render(rest).endswith(f"CONFIDENTIAL\n\n{rest.body[-1].text}\n")


# --- lines ---------------------------------------------------------------------------------------


def test_lines_are_not_longer_than_69_columns():
    lines = body_of(attrs.evolve(PARAGRAPH, text="Turnip quotas rose. " * 9 + "Again.")).split("\n")
    assert [len(line) for line in lines] == [66, 66, 59, 0]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("2. Harvest", "Turnips and quotas 2.\nHarvest"),
        ("SIPDIS", "Turnips and\nquotas SIPDIS"),
        ("----------", "Turnips and\nquotas ----------"),
        ("Participants:", "Turnips and\nquotas Participants:"),
        ("COMMENT: Harvest", "Turnips and quotas\nCOMMENT: Harvest"),  # only behind an empty line
    ],
)
def test_no_line_is_broken_before_a_word_that_would_read_as_a_key(words: str, lines: str):
    text = f"{'Turnips ' * 6}and quotas {words}"
    second = ck.Paragraph(number=2, marking=UNMARKED, text="Nothing.")
    assert body_of(attrs.evolve(PARAGRAPH, text=text), second) == (
        f"1. (U) Turnips Turnips Turnips Turnips Turnips {lines}\n\n2. (U) Nothing.\n"
    )


def test_no_line_ends_behind_a_hyphen_that_ends_a_word():
    text = f"{'Turnips ' * 6}and both mid- and long-term quotas -- as ever -"
    assert body_of(attrs.evolve(PARAGRAPH, text=text)) == (
        "1. (U) Turnips Turnips Turnips Turnips Turnips Turnips and both\n"
        "mid- and long-term quotas -- as ever -\n"
    )


def test_a_flow_breaks_where_it_may():
    flow = Flow("1.", "aaa bbb ccc ddd", width=9)
    assert str(flow) == "1. aaa\nbbb ccc\nddd"
    flow.forbid(2)
    assert str(flow) == "1. aaa\nbbb ccc\nddd"
    flow.forbid(1)
    assert str(flow) == "1. aaa bbb ccc\nddd"


# --- forms ---------------------------------------------------------------------------------------


def test_a_heading_has_a_rule_below_it():
    heading = ck.Heading(text="The Quota", marking=CONFIDENTIAL)
    assert body_of(heading, PARAGRAPH) == "(C) The Quota\n-------------\n\n1. (U) Talks ended.\n"


def test_a_heading_of_three_lines_has_a_rule_above_it_too():
    heading = ck.Heading(text="The Quota Question " * 7 + "Again")
    assert (
        body_of(heading, PARAGRAPH)
        == f"""\
{"-" * 68}
The Quota Question The Quota Question The Quota Question The Quota
Question The Quota Question The Quota Question The Quota Question
Again
{"-" * 68}

1. (U) Talks ended.
""".replace("-" * 68, "-" * 66)
    )


def test_a_heading_that_begins_like_a_lead_is_known_by_its_rule():
    heading = ck.Heading(text="COMMENT: What now with the turnips?")
    second = ck.Paragraph(number=2, marking=UNMARKED, text="Nothing.", role="COMMENT")
    rule = "-" * 35
    assert body_of(PARAGRAPH, heading, second) == (
        f"1. (U) Talks ended.\n\nCOMMENT: What now with the turnips?\n{rule}\n\n2. (U) Nothing.\n"
    )


def test_a_text_that_would_read_as_a_lead_has_a_line_of_its_own():
    block = attrs.evolve(PARAGRAPH, text="SUMMARY: Talks ended.")
    assert body_of(block) == "1. (U)\nSUMMARY: Talks ended.\n"


def test_a_text_without_number_stands_below_a_key():
    made = cable(subject="", body=(ck.Paragraph(text="Talks ended."),))
    assert ck.render(made) == "UNCLAS ZENDA 000417\n\nSUBJECT:\n\nTalks ended.\n"


def test_a_rule_parts_an_unnumbered_paragraph_from_a_numbered_one():
    more = ck.Paragraph(text="They begin again, as they always do.")
    assert body_of(PARAGRAPH, more) == (
        "1. (U) Talks ended.\n\n--------------------\n\nThey begin again, as they always do.\n"
    )


def test_a_number_out_of_count():
    first = ck.Paragraph(number=1, text="Talks ended.")
    ninth = ck.Paragraph(number=9, text="They begin again.")
    with pytest.raises(ck.RenderError):
        body_of(first, ninth)
    third = ck.Paragraph(number=3, text="They begin again.")
    assert body_of(first, third) == "1. Talks ended.\n\n3. They begin again.\n"
    # Among marked ones only a pilcrow tells it from a number in the text.
    said = "1. (U) Talks ended.\n\n\N{PILCROW SIGN}3. They begin again.\n"
    assert body_of(PARAGRAPH, third) == said


def test_the_wording_of_a_field_is_used_where_it_says_the_same():
    order = ck.ExecutiveOrder(number="12958", exemptions=("N/A",), text="12958 N/A")
    assert "\nE.O. 12958 N/A\n" in ck.render(cable(executive_order=order))
    order = attrs.evolve(order, exemptions=("X1",))
    assert "\nE.O. 12958: X1\n" in ck.render(cable(executive_order=order))
    ref = ck.Reference(mrn=ck.Mrn(year=2006, post="STATE", serial=7), text="STATE 000007 (06)")
    assert "\nREF: STATE 000007 (06)\n" in ck.render(cable(references=(ref,)))
    ref = attrs.evolve(ref, mrn=ck.Mrn(year=2005, post="STATE", serial=7))
    assert "\nREF: 05 STATE 7\n" in ck.render(cable(references=(ref,)))
    who = ck.ClassificationAuthority(name="Jane Roe", text="Jane Roe.")
    assert "\nClassified By: Jane Roe.\n" in ck.render(cable(classified_by=who))
    who = attrs.evolve(who, name="John Doe")
    assert "\nClassified By: John Doe\n" in ck.render(cable(classified_by=who))


def test_the_classifier_in_an_order_of_1978_is_written_once():
    text = "CONFIDENTIAL ZENDA 1120\n\nE.O. 12065: GDS 5/31/85 (ROE, JANE Q.) OR-M\nTAGS: PREL\n"
    written = ck.render(ck.parse(text))
    assert written.count("ROE") == 1


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"subject": "TURNIPS  AND QUOTAS"},
            "subject: the text would be read as 'TURNIPS AND QUOTAS', not 'TURNIPS  AND QUOTAS'",
        ),
        (
            {"body": (PARAGRAPH, ck.Paragraph(number=2, text="He\nleft."))},
            "body[1].text: the text would be read as 'He left.', not 'He\\nleft.'",
        ),
        (
            {"body": (attrs.evolve(PARAGRAPH, lead="TURNIPS"),)},
            "body[0].lead: the text would be read as '', not 'TURNIPS'",
        ),
        (
            {"body": (attrs.evolve(PARAGRAPH, role="SUMMARY"),)},
            "body[0].role: the text would be read as '', not 'SUMMARY'",
        ),
        (
            {"body": (PARAGRAPH, ck.Preformatted(text="A  1\nB  2"))},
            "body[0].text: the text would be read as 'Talks ended. A 1 B 2', not 'Talks ended.'",
        ),
        (
            {"completeness": ck.Completeness.FULL},
            "completeness: the text would be read as NO_HEADER, not FULL",
        ),
        (
            {"tags": (ck.Tag(code="PREL", kind=ck.TagKind.GEOGRAPHIC),)},
            "tags[0].kind: the text would be read as SUBJECT, not GEOGRAPHIC",
        ),
        (
            {"notices": (ck.Notice(kind=ck.NoticeKind.WEBSITE, text="Buy turnips."),)},
            "body[0].text: the text would be read as 'Talks ended. Buy turnips.', not 'Talks ended.'",
        ),
    ],
)  # fmt: skip
def test_a_cable_that_no_text_says_is_refused(fields: dict[str, Any], message: str):
    assert refusal(cable(**fields)) == message


def test_a_year_at_odds_with_the_header_is_written_as_prints_do():
    header = ck.parse("R 031512Z APR 75\nFM AMEMBASSY ZENDA").transmission
    made = cable(completeness=ck.Completeness.FULL, transmission=header)
    text = ck.render(made)
    assert text.startswith("MRN: 07 ZENDA 417\n")
    assert ck.parse(text) == made


@pytest.mark.parametrize(
    "number",
    [
        ck.Mrn(year=2007, post="NEW STRELSAU", serial=7),
        ck.Mrn(year=1973, post="ZENDA", series="A", serial=50),
        ck.Mrn(year=1974, post="", series="SECTO", serial=12),
        ck.Mrn(year=1955, post="ZENDA", serial=1),
        ck.Mrn(year=None, post="ZENDA", serial=1),
    ],
    ids=ck.Mrn.__str__,
)
def test_a_number_without_a_class_line_is_written_as_prints_do(number: ck.Mrn):
    made = cable(classification=None, mrn=number)
    assert ck.parse(ck.render(made)) == made


def test_of_long_texts_the_message_shows_what_differs():
    text = f"{'Turnips rose. ' * 9}And  fell. {'Turnips rose. ' * 9}".strip()
    assert refusal(cable(body=(attrs.evolve(PARAGRAPH, text=text),))) == (
        "body[0].text: the text would be read as '.... Turnips rose. And fell. Turnips rose. ...', "
        "not '.... Turnips rose. And  fell. Turnips rose....'"
    )


def test_unverified_text_is_not_read_again():
    text = ck.render(cable(subject="TURNIPS  AND QUOTAS"), verify=False)
    assert "\nSUBJECT: TURNIPS  AND QUOTAS\n" in text


def test_the_first_difference():
    assert first_difference(cable(), cable()) is None
    found = first_difference(cable(), cable(body=(PARAGRAPH, PARAGRAPH)))
    assert found is not None
    assert (found.path, found.wanted.name, found.got) == ("body[1]", "NOTHING", PARAGRAPH)
    assert found.message == "the text would be read as a Paragraph, not nothing"


# --- dialects ------------------------------------------------------------------------------------


@attrs.frozen(slots=False, kw_only=True)
class SealedCable(ck.Cable):
    """A cable with a seal, and a customs stamp in its header."""

    seal: str = ""
    stamp: str = attrs.field(default="", metadata={"section": "header"})


@attrs.frozen(kw_only=True)
class Annex:
    """A text below the paragraphs."""

    text: str
    span: ck.Span | None = attrs.field(default=None, eq=False)


class SealBuilder:
    """Reads and writes seals, stamps and annexes."""

    def seal(self, children: list[Any]) -> Found:
        fills, marks = split(text_of(children))
        fills = fills or [t for t in children[1:] if not isinstance(t, list)]
        return Found("seal", flow(fills), span(children[0]), (), marks)

    def annex(self, children: list[Any]) -> Draft:
        return Draft(
            "annex", children, lambda draft: Annex(text=flow(draft.pieces), span=span(draft.key))
        )

    def render_seal(self, value: str) -> str:
        return f"SEAL: {value}" if value else ""

    def render_annex(self, block: Annex) -> str:
        return f"ANNEX: {block.text}"


SEALS = ck.Dialect(
    name="seals",
    grammar=r"""
%extend preamble_field: seal
%extend body_block: annex

seal: SEAL (FIELD_FILL | field_text)?
annex: ANNEX (BODY_FILL | body_text)?

SEAL.2: ON_NEW_LINE /SEAL:/
ANNEX.2: ON_NEW_LINE /ANNEX:/
""",
    builder=SealBuilder,
    cable=SealedCable,
    blocks=(Annex,),
)


def sealed(**fields: Any) -> SealedCable:
    plain = {field.name: getattr(cable(), field.name) for field in attrs.fields(ck.Cable)}
    return SealedCable(**{**plain, **fields})


def test_a_dialect_writes_what_is_its_own():
    made = sealed(seal="green wax", body=(PARAGRAPH, Annex(text="Turnips by weight.")))
    assert (
        ck.render(made, dialect=SEALS)
        == """\
UNCLAS ZENDA 000417

SEAL: green wax
SUBJECT: TURNIPS

1. (U) Talks ended.

ANNEX: Turnips by weight.
"""
    )


def test_a_field_of_a_dialect_that_is_not_written_is_refused():
    with pytest.raises(ck.RenderError) as caught:
        ck.render(sealed(stamp="ROSENHOF"), dialect=SEALS)
    assert str(caught.value) == "stamp: the text would be read as '', not 'ROSENHOF'"


@pytest.mark.parametrize(
    "people",
    [
        # Words that say no position stand in parentheses, those with a comma inside do not.
        [("Jane Roe", "Adviser", ""), ("John Doe", "EUR/RUR", ""), ("Moe", "Turnip Board", "")],
        [("Fritz Moe", "Palace Staff (Acting)", ""), ("Jane Roe", "Turnip Board", "")],
        # The label of an agency below the label of a side would be one of its people.
        [("Jane Roe", "Adviser", "Ruritania"), ("John Doe", "DCM", "Department of State")],
    ],
)
def test_each_entry_of_a_list_is_written_as_it_reads(people: list[tuple[str, str, str]]):
    members = tuple(ck.Participant(name=n, title=t, delegation=d) for n, t, d in people)
    listed = ck.ParticipantList(title="Participants", participants=members)
    cable = ck.parse("UNCLAS ZENDA 000417\n\nSUBJECT: QUOTA\n\n1. Talks ended.\n")
    cable = attrs.evolve(cable, body=(*cable.body, listed))
    assert ck.parse(ck.render(cable)) == cable


def test_a_text_that_begins_like_the_title_of_a_list_is_broken():
    cable = ck.parse("UNCLAS ZENDA 000417\n\nSUBJECT: QUOTA\n\n1. Talks ended.\n")
    said = ck.Paragraph(number=1, text="Turnips Turnips Turnips Participants: Turnips.")
    table = ck.Preformatted(text="Turnips              0     0\nTurnips              0     0")
    cable = attrs.evolve(cable, body=(said, table))
    assert ck.parse(ck.render(cable)) == cable


@pytest.mark.parametrize(
    "line",
    [
        "Classified By: DCM Jane Roe for reasons 1.4 (b). Derived from: Turnip Guide of 2004",
        "CLASSIFIED BY: Roe. DERIVED FROM: Turnip Guide",
        "DERIVED FROM: Turnip Guide",
        "REF: ZENDA A-12",
    ],
)
def test_a_field_is_written_with_and_without_its_wording(line: str):
    cable = ck.parse(
        f"UNCLAS ZENDA 000417\n\nSUBJECT: QUOTA\n{line}\n\n1. Talks ended.\n", year=2007
    )
    assert ck.parse(ck.render(cable), year=2007) == cable
    authority = cable.classified_by and attrs.evolve(cable.classified_by, text="")
    refs = tuple(attrs.evolve(ref, text="") for ref in cable.references)
    bare = attrs.evolve(cable, classified_by=authority, references=refs)
    assert ck.parse(ck.render(bare), year=2007) == bare


@pytest.mark.parametrize(
    "text",
    [
        "SUBJECT: QUOTA\n\nROE\n",
        "1. Talks ended. END TALKS\n",
        "FM AMEMBASSY ZENDA\nCONFIDENT\n",
        "FM AMEMBASSY ZENDA\n____________________\n",
        "1. Participants:\n()\n2. Talks ended.\n",
    ],
)
def test_a_cut_cable_is_written(text: str):
    cable = ck.parse(text)
    assert ck.parse(ck.render(cable)) == cable


def test_a_signature_below_a_field_is_written_and_read():
    signed = cable(body=(), signature="ROE")
    assert ck.parse(ck.render(signed), year=2007) == signed


def test_no_line_of_an_item_begins_with_a_rule():
    said = "Turnips Turnips Turnips Turnips Turnips self--evident ROE Turnips ===== Turnips."
    items = tuple(
        ck.Item(label=f"({at})", text=text) for at, text in zip("ab", ("So.", said), strict=True)
    )
    short = cable(body=(ck.Paragraph(number=1, text="Talks ended.", items=items),))
    assert ck.parse(ck.render(short), year=2007) == short
