"""What archives do to a text and what must make no difference to what is read of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.update_corpus import cables

import cablekit as ck

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "zenda.txt"
CABLES = {**cables("valid"), "example": EXAMPLE.read_text(encoding="utf-8")}
MARK = "\nZENDA 00000417  002 OF 003 \n\n\n"

#: Two lines of prose, so that what stands between them is inside a sentence.
SOFT_BREAK = re.compile(
    r"^(?!.*[0-9]{8})[A-Za-z0-9][^\n]{40,}[a-z,] *\n(?=[a-z][^\n]{20,}\n(?!-))", re.M
)


def with_page_marks(text: str) -> Iterator[str]:
    """Yield the text with a page mark at each soft line break."""
    for found in SOFT_BREAK.finditer(text):
        yield text[: found.end()] + MARK + text[found.end() :]


def with_more_empty_lines(text: str) -> Iterator[str]:
    """Yield the text with two empty lines for each."""
    yield re.sub(r"\n\n(?=[0-9]{1,2}\. )", "\n\n\n", text)


def with_other_blanks(text: str) -> Iterator[str]:
    """Yield the text with blanks of other kinds."""
    for blank in ("\t", "\xa0", "\u2003"):
        yield text.replace(" ", blank)


DISTURBANCES = [with_page_marks, with_more_empty_lines, with_other_blanks]


def test_there_are_soft_breaks_in_the_example():
    assert len([*with_page_marks(CABLES["example"])]) >= 10


@pytest.mark.parametrize("disturb", DISTURBANCES)
@pytest.mark.parametrize("stem", CABLES)
def test_a_disturbance_makes_no_difference(stem: str, disturb: Callable[[str], Iterator[str]]):
    cable = ck.parse(CABLES[stem])
    for text in disturb(CABLES[stem]):
        assert ck.parse(text) == cable
