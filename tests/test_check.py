"""What a check of a whole cable finds beyond what reading it does."""

from __future__ import annotations

import pytest

import cablekit as ck

HEADER = "R 031512Z APR 07\nFM AMEMBASSY ZENDA\nTO SECSTATE WASHDC\n\n"
AGREES = HEADER + (
    "C O N F I D E N T I A L ZENDA 000417\n\nE.O. 12958: DECL: 04/03/2017\n"
    "SUBJECT: TURNIP QUOTA\n\nREF: 06 STRELSAU 88\n\n"
    "Classified By: DCM Jane Roe for reasons 1.4 (b) and (d).\n\n"
    "1. (C) Talks ended.\n\n2. (U) Minimize considered.\n"
)


def found(text: str) -> list[tuple[str, str]]:
    """Return code and path of what only the check finds."""
    cable = ck.parse(text)
    problems = ck.check(cable)
    assert problems[: len(cable.problems)] == cable.problems
    return [(p.code, p.path) for p in problems[len(cable.problems) :]]


def test_a_cable_whose_parts_agree():
    assert found(AGREES) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ("1. (C)", "1. (S//NF)", "CK951", "body[0].marking"),
        ("DECL: 04/03/2017", "N/A", "CK952", "executive_order"),
        (
            "Classified By: DCM Jane Roe for reasons 1.4 (b) and (d).\n\n",
            "",
            "CK953",
            "classified_by",
        ),
        ("06 STRELSAU", "08 STRELSAU", "CK955", "references[0].mrn.year"),
        ("04/03/2017", "04/03/1997", "CK956", "executive_order.declassify_on"),
    ],
)
def test_one_disagreement(old: str, new: str, code: str, path: str):
    assert old in AGREES
    assert found(AGREES.replace(old, new)) == [(code, path)]


def test_unclassified_needs_no_authority():
    text = AGREES.replace("C O N F I D E N T I A L", "UNCLAS").replace("(C)", "(U)")
    assert found(text) == [("CK952", "executive_order"), ("CK954", "classified_by")]


def test_old_orders_ask_for_no_authority():
    text = AGREES.replace("12958: DECL: 04/03/2017", "11652: GDS")
    text = text.replace("Classified By: DCM Jane Roe for reasons 1.4 (b) and (d).\n\n", "")
    assert found(text) == []


def test_message_and_place():
    cable = ck.parse(AGREES.replace("1. (C)", "1. (S)"))
    (problem,) = ck.check(cable)[len(cable.problems) :]
    assert problem.message == "a part is marked SECRET, but the cable is CONFIDENTIAL"
    assert problem.severity is ck.Severity.WARNING
    assert cable.verbatim(problem).startswith("1. (S) Talks")


def test_an_empty_cable_has_nothing_to_disagree():
    assert ck.check(ck.Cable()) == ()
