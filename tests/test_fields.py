"""Tables of hard cases for single fields: ``tests/corpus/fields/<field>.json``.

A case is a name, the lines to be read and the rows that must come of them; ``problems`` are the
codes of the problems of that field, if there are any. The lines stand in an otherwise fixed cable.
``python -m tests.update_corpus`` writes the rows anew.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.field_tables import FIELDS, cable_of, problems_of, rows_of, table

import cablekit as ck

CASES = [
    pytest.param(field, case, id=f"{field}-{case['name']}")
    for field in FIELDS
    for case in table(field)
]


@pytest.mark.parametrize(("field", "case"), CASES)
def test_a_field_says_what_its_table_says(field: str, case: dict[str, Any]):
    cable = ck.parse(cable_of(field, case["lines"]))
    assert rows_of(field, cable) == case["expected"]
    assert problems_of(field, cable) == case.get("problems", [])


@pytest.mark.parametrize(("field", "case"), CASES)
def test_a_field_is_written_and_read_again(field: str, case: dict[str, Any]):
    cable = ck.parse(cable_of(field, case["lines"]))
    try:
        text = ck.render(cable)
    except ck.RenderError:
        assert case.get("rendered") is False
    else:
        assert ck.parse(text) == cable


@pytest.mark.parametrize("field", FIELDS)
def test_a_table_has_enough_cases_and_no_name_twice(field: str):
    names = [case["name"] for case in table(field)]
    assert len(names) == len(set(names))
    assert len(names) >= FIELDS[field].fewest
