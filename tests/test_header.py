"""The transmission header: each shape as a pair of text and expected fields, and what holds for all."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.strategies import headers

import cablekit as ck

CORPUS = Path(__file__).parent / "corpus" / "header"
TEXTS = sorted(CORPUS.glob("*.txt"))
BODY = "\n\nUNCLAS ZENDA 000417\n\nSUBJECT: TURNIP QUOTA\n\n1. (U) Talks ended.\n"


def said(cable: ck.Cable) -> dict[str, Any]:
    """What the header says: its fields that are not empty, and the codes of its problems."""
    header = ck.to_dict(cable)["transmission"] or {}
    found = {name: value for name, value in header.items() if value not in (None, "", [])}
    for name in ("action", "info"):
        for address in found.get(name, ()):
            for key in [key for key, value in address.items() if value in (None, "", [])]:
                del address[key]
    found["marks"] = [m.text for m in cable.page_marks]
    found["problems"] = [p.code for p in cable.problems if p.code.startswith(("CK2", "CK4"))]
    return {name: value for name, value in found.items() if value}


def test_there_are_fixtures():
    assert len(TEXTS) >= 30
    assert {path.stem for path in TEXTS} == {path.stem for path in CORPUS.glob("*.json")}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_header_reads_as_expected(path: Path):
    cable = ck.parse(path.read_text(encoding="utf-8"), year=2007)
    assert said(cable) == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("end", ["\n", "\r\n", "  \n"], ids=["lf", "crlf", "blanks"])
def test_a_header_reads_back_equal(path: Path, end: str):
    text = path.read_text(encoding="utf-8").replace("\n", end)
    cable = ck.parse(text, year=2007)
    assert ck.parse(ck.render(cable), year=2007) == cable
    assert cable == ck.parse(text, year=2007, lexer="contextual")
    assert "".join(ck.parse_tree(text).scan_values(lambda _: True)) == text


@given(headers())
def test_a_header_made_by_hand_reads_back_equal(header: ck.Transmission):
    cable = ck.parse(BODY, year=2007)
    cable = ck.Cable(
        transmission=header,
        completeness=ck.Completeness.FULL,
        classification=cable.classification,
        mrn=ck.Mrn(year=header.date_time_group.year, post="ZENDA", serial=417),  # type: ignore[union-attr]
        subject=cable.subject,
        body=cable.body,
    )
    assert ck.parse(ck.render(cable)) == cable


#: Pieces of header lines, to be put together in any order.
PIECES = st.sampled_from(
    (
        "VZCZCXRO4471", "PP RUEHAB RUEHCD", "RUEHAB", "DE RUEHZZ #0417/01 0931512", "DE", "ZNY CCCCC ZZH",
        "ZDK", "(CCY AD", "R 031512Z APR 07", "R 321512Z APR 07", "FM", "FM AMEMBASSY ZENDA", "TO", "TO /",
        "INFO", "INFO TO FM", "INFO ORIGIN EUR-12", "ORIGIN EUR-12", "/020 W", "XMT AMCONSUL HENTZAU",
        "EU MEMBER STATES COLLECTIVE", "RUEHZZ/AMEMBASSY STRELSAU//POL// PRIORITY 0081", "FLASH", "12-13",
        "PAGE 01 ZENDA 00417", "PAGE 02", "44", "BT", "STATE GRNC", "CXZEN:", "INFO: AMB DCM",
        "CHARGE:", "DRAFTED BY EUR:DOE; ROE", "APPROVED BY", "CLEARED: A:B, C:D; E", "EUR:ROE, JR; A:B, C:D",
        "DESIRED DISTRIBUTION", "------------------EE9C66  240653Z /38", "lower case", "", "",
    )
)  # fmt: skip
SPACES = st.sampled_from(("\n", "\n", "\n", " ", "  ", "\n\n", "\n \n\n"))
JUMBLES = st.lists(st.tuples(PIECES, SPACES), max_size=14).map(
    lambda parts: "".join(piece + space for piece, space in parts)
)


@given(JUMBLES)
@example("DRAFTED BY EUR:DOE; ROE APPROVED BY PP RUEHAB RUEHCD\n")
@example("VZCZCXRO4471 VZCZCXRO4471\n")
@example("PP RUEHAB RUEHCD PAGE 01 ZENDA 00417\n")
@example("DRAFTED BY EUR:DOE; ROE\nPP RUEHAB RUEHCD PAGE 01 ZENDA 00417\n")
@example("VZCZCXRO4471\nPAGE 02 PAGE 01 ZENDA 00417\n")
def test_lines_in_any_order_read_back_equal(text: str):
    cable = ck.parse(text)
    assert ck.parse(ck.render(cable)) == cable
    assert cable == ck.parse(text, lexer="contextual") == ck.parse(text.replace("\n", "\r\n"))
    assert "".join(ck.parse_tree(text).scan_values(lambda _: True)) == text


# --- where things stand, and what problems say ----------------------------------------------------


def test_an_address_knows_its_place():
    text = (
        "R 031512Z APR 07\nFM AMEMBASSY ZENDA\nTO RUEHC/SECSTATE WASHDC  2214 \nINFO\nAMCONSUL HENTZAU"
        + BODY
    )
    cable = ck.parse(text)
    header = cable.transmission
    assert header is not None
    places = [cable.verbatim(address) for address in (*header.action, *header.info)]
    assert places == ["RUEHC/SECSTATE WASHDC  2214", "AMCONSUL HENTZAU"]
    assert cable.verbatim(header) == text[: text.index("\n\nUNCLAS")]


def test_addresses_that_differ_in_digits_are_told_apart():
    # Their shapes are read once.
    for serial in ("0081", "2214", "0298-0299"):
        header = ck.parse(f"TO AMEMBASSY ZENDA PRIORITY {serial}").transmission
        assert header is not None
        assert [a.serial for a in header.action] == [serial]


@pytest.mark.parametrize(
    ("zone", "hour", "day"),
    [("Z", 15, 3), ("", 15, 3), ("A", 14, 3), ("R", 20, 3), ("X", 2, 4), ("M", 3, 3)],
)
def test_time_zones(zone: str, hour: int, day: int):
    cable = ck.parse(f"R 031512{zone} APR 07\nFM AMEMBASSY ZENDA" + BODY)
    assert cable.date == dt.datetime(2007, 4, day, hour, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("R 321512Z APR 07", "CK401", "R 321512Z APR 07 is no date and time"),
        ("TO /", "CK402", "TO / is no address"),
        ("INFO AMEMBASSY STRELSAU\n*", "CK402", "* is no address"),
        ("TURNIPS", "CK405", "TURNIPS is no line of a header"),
        (
            "FM AMCONSUL HENTZAU",
            "CK209",
            "transmission.originator stands a second time; the first one was taken",
        ),
    ],
)
def test_problems_say_what_is_wrong(line: str, code: str, message: str):
    cable = ck.parse(f"FM AMEMBASSY ZENDA\n\nBT\n{line}" + BODY, year=2007)
    found = [(p.code, p.message) for p in cable.problems]
    assert (code, message) in found


@pytest.mark.parametrize("name", ["PP RUEHAB", "BT", "TO THE PALACE", "DE RUEHZZ", "CXZEN:"])
def test_no_key_stands_behind_another(name: str):
    header = ck.parse(f"DRAFTED BY: {name}\nAPPROVED BY: {name}\n").transmission
    assert header is not None
    assert (header.drafted_by, header.approved_by) == (name, name)


def test_a_routing_list_may_stand_behind_the_first_line():
    header = ck.parse("VZCZCXRO4471 PP RUEHAB\nDE RUEHZZ #0417/01 0931512\n").transmission
    assert header is not None
    assert (header.transmission_id, header.routing) == ("VZCZCXRO4471", ("RUEHAB",))


def test_a_line_below_a_repeated_field_is_said_once():
    cable = ck.parse("FM AMEMBASSY ZENDA\nFM AMCONSUL HENTZAU\nTURNIPS" + BODY, year=2007)
    assert cable.transmission is not None
    assert cable.transmission.text == "TURNIPS"
    assert [mark.text for mark in cable.page_marks] == ["FM AMCONSUL HENTZAU"]


def test_what_is_wrong_is_kept():
    cable = ck.parse(
        "R 321512Z APR 07\nFM AMEMBASSY ZENDA\nTO /\nINFO AMCONSUL HENTZAU\n*" + BODY, year=2007
    )
    header = cable.transmission
    assert header is not None
    assert header.text == "R 321512Z APR 07\n\nTO /\n\n*"
    assert [a.plad for a in header.info] == ["AMCONSUL HENTZAU"]
    assert ck.parse(ck.render(cable), year=2007) == cable


# --- what the class line does not say -------------------------------------------------------------

HEADER = "DE RUEHZZ #0417/01 0931512\nZNY CCCCC ZZH\nR 031512Z APR 07\nFM AMEMBASSY PARIS\nTO SECSTATE WASHDC\n\n"


def test_a_missing_class_line_is_inferred():
    cable = ck.parse(HEADER + "SUBJECT: TURNIP QUOTA\n\n1. (C) Talks ended.\n")
    assert str(cable.mrn) == "07PARIS417"
    assert cable.classification == ck.Marking(level=ck.Level.CONFIDENTIAL)
    assert [(p.code, p.severity.name, p.message) for p in cable.problems] == [
        ("CK403", "WARNING", "the message reference number was taken from the header: PARIS 417"),
        (
            "CK404",
            "WARNING",
            "the classification was taken from the letters CCCCC of the header: CONFIDENTIAL",
        ),
    ]
    assert ck.parse(ck.render(cable)) == cable


def test_a_redacted_post_is_inferred():
    cable = ck.parse(
        HEADER + "C O N F I D E N T I A L XXXXXXXXXXXX 010417\n\nSUBJECT: QUOTA\n\n1. (C) Talks.\n"
    )
    assert str(cable.mrn) == "07PARIS10417"
    assert [p.code for p in cable.problems] == ["CK403"]


def test_what_the_class_line_says_holds():
    cable = ck.parse(HEADER + "S E C R E T ZENDA 000001\n\nSUBJECT: QUOTA\n\n1. (S) Talks.\n")
    assert (str(cable.mrn), cable.classification) == ("07ZENDA1", ck.Marking(level=ck.Level.SECRET))
    assert cable.problems == ()


def test_keys_of_a_header_are_prose_in_a_paragraph():
    cable = ck.parse(
        HEADER
        + "UNCLAS ZENDA 000417\n\n1. (U) Sent\nTO the Palace\nINFO all.\nACTION EUR-12 at noon.\n"
    )
    assert [p.text for p in cable.paragraphs] == [
        "Sent TO the Palace INFO all. ACTION EUR-12 at noon."
    ]


@pytest.mark.parametrize("text", ["3012ZENDA5", "0000ZENDA5", "1876ZENDA5"])
def test_a_year_without_telegrams_of_this_kind_is_no_year(text: str):
    with pytest.raises(ck.CableSyntaxError, match="is no message reference number"):
        ck.Mrn.parse(text)
