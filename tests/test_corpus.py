"""The invented cables of ``tests/corpus``: what must come of each, and the laws on each.

One cable, one stem: ``valid/x.txt`` is read, ``json/x.json`` is what it says, with the problems of
reading it beside it, and ``rendered/x.txt`` is how it is written again. ``invalid/x.txt`` is a text
that strict reading refuses, with the whole message. ``python -m tests.update_corpus`` rewrites them.
"""

from __future__ import annotations

from collections.abc import Iterator

import lark.lexer
import pytest
from lark import Token, Tree
from tests.update_corpus import CORPUS, SUFFIXES, cables, error, found, problems, read

import cablekit as ck

VALID = cables("valid")
INVALID = cables("invalid")
EXAMPLES = {**VALID, **{f"invalid_{stem}": text for stem, text in INVALID.items()}}

valid = pytest.mark.parametrize("stem", VALID)
every = pytest.mark.parametrize("stem", EXAMPLES)


@pytest.fixture(scope="module", autouse=True)
def _no_collision_check():
    """Lark's own lexer looks for colliding terminals where interegular is installed, half a minute
    long; that is another test's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lark.lexer, "has_interegular", False)
        yield


def tokens(tree: Tree[Token]) -> Iterator[Token]:
    return (token for token in tree.scan_values(lambda value: isinstance(value, Token)))


# --- the folders ---------------------------------------------------------------------------------


def test_there_are_cables():
    assert len(VALID) >= 24
    assert len(INVALID) >= 5


def test_every_cable_has_its_files_and_every_file_its_cable():
    wanted = {
        CORPUS / folder / f"{stem}{suffix}"
        for folder, suffixes in SUFFIXES.items()
        for suffix in suffixes
        for stem in (INVALID if folder == "invalid" else VALID)
    }
    assert found() == wanted
    here = [CORPUS / folder for folder in ("valid", *SUFFIXES)]
    files = [path for folder in here for path in folder.rglob("*") if path.is_file()]
    others = {path.relative_to(CORPUS).as_posix() for path in files}
    others -= {path.relative_to(CORPUS).as_posix() for path in wanted}
    assert others == {f"valid/{stem}.txt" for stem in VALID} | {
        f"invalid/{stem}.txt" for stem in INVALID
    }


# --- what must come of them ----------------------------------------------------------------------


@valid
def test_a_cable_says_what_its_json_says(stem: str):
    cable = ck.parse(VALID[stem])
    assert f"{ck.to_json(cable, indent=2)}\n" == read(CORPUS / "json" / f"{stem}.json")
    assert ck.from_json(read(CORPUS / "json" / f"{stem}.json")) == cable


@valid
def test_a_cable_has_these_problems(stem: str):
    assert problems(ck.parse(VALID[stem])) == read(CORPUS / "json" / f"{stem}.problems.txt")


@valid
def test_a_cable_is_written_so(stem: str):
    cable = ck.parse(VALID[stem])
    text = ck.render(cable)
    assert text == read(CORPUS / "rendered" / f"{stem}.txt")
    assert ck.parse(text) == cable
    assert ck.render(ck.parse(text)) == text


@pytest.mark.parametrize("stem", INVALID)
def test_strict_reading_refuses(stem: str):
    with pytest.raises(ck.CableSyntaxError) as caught:
        ck.parse(INVALID[stem], strict=True)
    assert f"{caught.value}\n" == read(CORPUS / "invalid" / f"{stem}.error.txt")
    assert error(INVALID[stem]) == f"{caught.value}\n"
    assert caught.value.problem in ck.parse(INVALID[stem]).problems


# --- the laws on each of them --------------------------------------------------------------------


@every
def test_tokens_joined_are_the_text(stem: str):
    assert "".join(tokens(ck.parse_tree(EXAMPLES[stem]))) == EXAMPLES[stem]


@every
def test_a_cable_survives_the_dict(stem: str):
    cable = ck.parse(EXAMPLES[stem])
    for provenance in (False, True):
        data = ck.to_dict(cable, provenance=provenance)
        assert ck.from_dict(data) == cable
        assert ck.to_dict(ck.from_dict(data), provenance=provenance) == data


@every
def test_both_lexers_give_equal_cables(stem: str):
    fast = ck.parse(EXAMPLES[stem])
    reference = ck.parse(EXAMPLES[stem], lexer="contextual")
    assert ck.to_dict(fast, provenance=True) == ck.to_dict(reference, provenance=True)


@every
@pytest.mark.parametrize("end", ["\n", "\r\n", " \n", " \t \r\n"])
def test_line_ends_and_trailing_blanks_make_no_difference(stem: str, end: str):
    lines = [line.rstrip(" \t\r") for line in EXAMPLES[stem].split("\n")]
    assert ck.parse(end.join(lines)) == ck.parse(EXAMPLES[stem])


@every
def test_a_paragraph_stands_where_its_span_says(stem: str):
    cable = ck.parse(EXAMPLES[stem])
    for paragraph in cable.paragraphs:
        found = cable.verbatim(paragraph)
        assert found == found.strip()
        if paragraph.number is not None:
            # A pilcrow may have become the digit 1.
            number = found.lstrip("¶( \t")
            assert number.startswith((str(paragraph.number), f"1{paragraph.number}")), found
        else:
            lead = paragraph.lead.split() or paragraph.text.split()
            said = found.partition(")")[2].strip() if paragraph.marking else found
            if not lead:
                assert paragraph.items or not said
                continue
            assert lead[0] in found.upper() if paragraph.lead else said.startswith(lead[0])
        last: ck.Paragraph | ck.Item = paragraph
        while last.items:
            last = last.items[-1]
        if last.text:
            assert found.split()[-1].endswith(last.text.split()[-1].rpartition("-")[2]), found
