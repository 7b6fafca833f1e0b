"""The dialects of docs/extending.md, held to what the page and the laws promise."""

from __future__ import annotations

import pickle
import re
import sys
import types
from pathlib import Path
from typing import Any

import attrs
import lark.lexer
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cablekit as ck
from cablekit.builder.drafts import Found
from cablekit.builder.text import flow, span
from cablekit.compiling import structure_lark

PAGE = Path(__file__).resolve().parent.parent / "docs" / "extending.md"
LEXERS = ("key", "contextual")


def definitions() -> types.ModuleType:
    """The page's own definitions as a module; the blocks with prompts are for Sybil."""
    blocks = re.findall(r"^```python\n(?!>>>)(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    assert blocks, "the page defines nothing"
    module = types.ModuleType("treaties_of_ruritania")
    sys.modules[module.__name__] = module
    exec("\n".join(blocks), module.__dict__)
    return module


page = definitions()
treaties, annexes = page.treaties, page.annexes
both = treaties | annexes
both_turned = annexes | treaties

CABLE = """\
R 031512Z APR 75
FM AMEMBASSY ZENDA
TO SECSTATE WASHDC

UNCLAS ZENDA 000417

E.O. 11652: N/A
TAGS: PREL, EAGR
SUBJECT: TURNIP
QUOTA
TREATY: 12/75
REF: STRELSAU 88

1. (U) Talks ended.

ANNEX A: Turnips
by weight.

2. (U) They begin again.

DOE
"""


@pytest.fixture(autouse=True)
def _no_collision_check(monkeypatch: pytest.MonkeyPatch):
    """Lark's own lexer looks for colliding terminals where interegular is installed: half a minute
    for each dialect, and what it finds is not what these tests are about."""
    monkeypatch.setattr(lark.lexer, "has_interegular", False)


def read(text: str, **options: Any) -> Any:
    """The cable; a type checker cannot know the fields of a dialect's class."""
    return ck.parse(text, **options)


def block_names(cable: ck.Cable) -> list[str]:
    return [type(block).__name__ for block in cable.body]


# ------------------------------------------------------------------------------------ fields ----


@pytest.mark.parametrize("lexer", LEXERS)
@pytest.mark.parametrize("dialect", [treaties, both, both_turned], ids=lambda d: d.name)
def test_the_new_key_ends_the_field_above_it(dialect: ck.Dialect, lexer: str):
    cable = read(CABLE, dialect=dialect, lexer=lexer)
    assert cable.subject == "TURNIP QUOTA"
    assert cable.treaty == page.Treaty(number=12, year=1975)
    assert cable.verbatim(cable.treaty) == "TREATY: 12/75"
    assert [str(ref.mrn) for ref in cable.references] == ["75STRELSAU88"]
    assert cable.signature == "DOE"


@pytest.mark.parametrize("lexer", LEXERS)
@pytest.mark.parametrize("above", ["E.O. 11652: N/A", "TAGS: PREL", "REF: STRELSAU 88", "SIPDIS"])
def test_it_ends_every_fill_of_the_preamble(above: str, lexer: str):
    text = f"UNCLAS ZENDA 000417\n\n{above}\nTREATY: 12/75\n\n1. (U) Talks ended.\n"
    cable = read(text, year=1975, dialect=treaties, lexer=lexer)
    assert cable.treaty == page.Treaty(number=12, year=1975)
    assert cable.paragraphs[0].text == "Talks ended."


@pytest.mark.parametrize("lexer", LEXERS)
def test_a_pattern_that_asks_for_unicode_folds_its_letters(lexer: str):
    """The page says so: others fold letters of ASCII only."""
    for pattern, found in [(r"(?u:état) ?:", True), (r"état ?:", False)]:
        grammar = page.TREATY_GRAMMAR.replace("TREATY ?:", pattern)
        dialect = attrs.evolve(treaties, grammar=grammar)
        text = "UNCLAS ZENDA 000417\n\nÉTAT: 12/75\n\n1. (U) Talks ended.\n"
        cable = read(text, year=1975, dialect=dialect, lexer=lexer)
        assert (cable.treaty == page.Treaty(number=12, year=1975)) is found


@pytest.mark.parametrize("lexer", LEXERS)
def test_a_key_of_ours_may_be_extended(lexer: str):
    """Also where a long line begins with it, which is no plain line then."""
    line = "WATCH OUT FOR THIS LONG LINE THAT GOES ON AND ON FOR MORE THAN FIFTY"
    grammar = "%extend MINIMIZE_NOTICE: AT_LINE_START /WATCH OUT[^\\n]*/ EOL"
    text = f"UNCLAS ZENDA 000417\n\n1. (U) Talks ended:\nfirst line of it\n{line}\nmore\n"
    cable = read(text, dialect=ck.Dialect(name="watchers", grammar=grammar), lexer=lexer)
    assert [notice.text for notice in cable.notices] == [line]


@pytest.mark.parametrize("lexer", LEXERS)
@pytest.mark.parametrize("written", ["FOO: x", "FOO:"])
def test_what_a_dialect_cannot_read_is_an_error_with_its_place(written: str, lexer: str):
    grammar = "%extend preamble_field: foo\nfoo: FOO ZED FIELD_FILL?\nFOO.2: ON_NEW_LINE /FOO ?:/\nZED: /z/"
    text = f"UNCLAS ZENDA 000417\n\n{written}"
    with pytest.raises(ck.CablekitError, match="begins at offset 25"):
        read(text, dialect=ck.Dialect(name="foo", grammar=grammar), lexer=lexer)


@pytest.mark.parametrize("lexer", LEXERS)
def test_the_new_key_is_prose_in_the_body(lexer: str):
    text = "UNCLAS ZENDA 000417\n\nSUBJECT: TURNIPS\n\n1. (U) We quote the\nTREATY: 12/75\n"
    cable = read(text, dialect=treaties, lexer=lexer)
    assert cable.treaty is None
    assert cable.paragraphs[0].text == "We quote the TREATY: 12/75"


@pytest.mark.parametrize("lexer", LEXERS)
def test_the_field_may_be_the_last_above_the_text(lexer: str):
    text = "UNCLAS ZENDA 000417\n\nTREATY: 12/75\n\nA few words.\n\n1. (U) Talks ended.\n"
    cable = read(text, dialect=treaties, lexer=lexer)
    assert cable.treaty == page.Treaty(number=12, year=1975)
    assert [p.text for p in cable.paragraphs] == ["A few words.", "Talks ended."]


@pytest.mark.parametrize("lexer", LEXERS)
def test_a_page_mark_in_the_field_is_taken_out(lexer: str):
    text = (
        "UNCLAS ZENDA 000417\n\nSUBJECT: TURNIPS\nTREATY:\n\n"
        "ZENDA 00000417  001.2 OF 002\n\n12/75\n\n1. (U) Talks ended.\n"
    )
    cable = read(text, dialect=treaties, lexer=lexer)
    assert cable.treaty == page.Treaty(number=12, year=1975)
    assert [mark.kind for mark in cable.page_marks] == [ck.PageMarkKind.PAGE]


@pytest.mark.parametrize("lexer", LEXERS)
def test_a_field_without_text_and_an_unreadable_one_are_kept(lexer: str):
    for written, kept in [("TREATY:", ""), ("TREATY: THE OLD ONE", "THE OLD ONE")]:
        text = CABLE.replace("TREATY: 12/75", written)
        cable = read(text, dialect=treaties, lexer=lexer)
        assert cable.treaty == page.Treaty(text=kept)
        assert "RZ201" in [problem.code for problem in cable.problems]
        assert cable.references


def test_a_field_that_stands_twice_is_a_page_mark():
    cable = read(CABLE.replace("REF:", "TREATY: 13/75\nREF:"), dialect=treaties)
    assert cable.treaty == page.Treaty(number=12, year=1975)
    assert [(m.kind.name, m.text) for m in cable.page_marks] == [("REPEATED_FIELD", "13/75")]
    assert [p.message for p in cable.problems if p.code == "CK209"] == [
        "treaty stands a second time; the first one was taken"
    ]


# ------------------------------------------------------------------------------------ blocks ----


@pytest.mark.parametrize("lexer", LEXERS)
@pytest.mark.parametrize("dialect", [annexes, both, both_turned], ids=lambda d: d.name)
def test_the_new_block(dialect: ck.Dialect, lexer: str):
    cable = read(CABLE, dialect=dialect, lexer=lexer)
    assert block_names(cable) == ["Paragraph", "Annex", "Paragraph"]
    annex = cable.body[1]
    assert annex == page.Annex(letter="A", text="Turnips by weight.")
    assert cable.verbatim(annex) == "ANNEX A: Turnips\nby weight."
    assert [p.number for p in cable.paragraphs] == [1, 2]


def test_a_block_may_become_what_one_of_ours_becomes():
    class Titles:
        def title(self, children):
            return page.Block("bare_heading", children)

    dialect = ck.Dialect(
        name="titles",
        grammar="%extend body_block: title\n"
        "title: TITLE_KEY (BODY_FILL | body_text)?\n"
        "TITLE_KEY.3: ON_NEW_LINE /<<[^\\n]{1,60}>>/ EOL\n",
        builder=Titles,
    )
    text = "UNCLAS ZENDA 000417\n\nSUBJECT: X\n\n1. One.\n\n<<Turnips>>\n\n2. Two.\n"
    cable = read(text, dialect=dialect)
    assert block_names(cable) == ["Paragraph", "Heading", "Paragraph"]


def test_a_block_that_nothing_makes_is_a_mistake_of_the_dialect():
    class Forgetful:
        def annex(self, children):
            return page.Block("annex", children)

    with pytest.raises(TypeError, match="annex"):
        read(CABLE, dialect=attrs.evolve(annexes, builder=Forgetful))


# ------------------------------------------------------------------- header, trailer, override --


class SealLines:
    def seal(self, children):
        return Found("seal", flow(children)[5:].strip(), span(children[0]))

    def copies(self, children):
        return Found("copies", flow(children)[7:].strip(), span(children[0]))


@attrs.frozen(slots=False, kw_only=True)
class SealedCable(ck.Cable):
    seal: str = ""
    copies: str = ""


sealed = ck.Dialect(
    name="seals",
    grammar=r"""
        %extend header_field: seal
        seal: SEAL HEADER_FILL?
        SEAL.2: ON_NEW_LINE /SEAL(?= )/
        %extend trailer: copies
        copies: COPIES
        COPIES.2: ON_NEW_LINE /COPIES: [^\n]+/ EOL
    """,
    builder=SealLines,
    cable=SealedCable,
)


@pytest.mark.parametrize("lexer", LEXERS)
@pytest.mark.parametrize("dialect", [sealed, sealed | both, both | sealed], ids=lambda d: d.name)
def test_header_fields_and_trailers(dialect: ck.Dialect, lexer: str):
    text = CABLE.replace("TO SECSTATE", "SEAL RED\nTO SECSTATE") + "\nNNNN\nCOPIES: TWO\n"
    text = text.replace("\n\nDOE\n", "")
    cable = read(text, dialect=dialect, lexer=lexer)
    assert (cable.seal, cable.copies) == ("RED", "TWO")
    assert cable.transmission.originator == "AMEMBASSY ZENDA"
    assert cable.transmission.action[0].plad == "SECSTATE WASHDC"


def test_a_rule_may_be_replaced():
    dialect = ck.Dialect(
        name="bare", grammar="%override body_block: ruled_heading | boxed_heading | participants\n"
    )
    text = "UNCLAS ZENDA 000417\n\nSUBJECT: X\n\n1. One.\n\nTurnips\n\n2. (U) Two.\n"
    assert block_names(read(text)) == ["Paragraph", "Heading", "Paragraph"]
    assert block_names(read(text, dialect=dialect)) == ["Paragraph", "Paragraph"]


# -------------------------------------------------------------------------------------- laws ----

KEYS = [
    "TREATY: 12/75",
    "TREATY:",
    "ANNEX A: ",
    "\n",
    "\n\n",
    "SUBJECT: X",
    "1. (U) ",
    "TO ",
    "REF: A",
]
TEXTS = st.lists(st.sampled_from(KEYS) | st.text(max_size=20), max_size=12).map("\n".join)


@given(TEXTS)
def test_any_text_parses_and_no_character_is_lost(text: str):
    tree = ck.parse_tree(text, dialect=both)
    assert "".join(str(token) for token in tree.scan_values(lambda _: True)) == text
    cable = read(text, dialect=both)
    for provenance in (False, True):
        d = ck.to_dict(cable, provenance=provenance)
        assert ck.from_dict(d, dialect=both) == cable


@given(TEXTS)
def test_both_lexers_read_the_same(text: str):
    assert read(text, dialect=both) == read(text, dialect=both, lexer="contextual")


@pytest.mark.parametrize("dialect", [None, treaties, annexes, both], ids=str)
def test_dicts_and_json(dialect: ck.Dialect | None):
    cable = read(CABLE, dialect=dialect)
    for provenance in (False, True):
        d = ck.to_dict(cable, provenance=provenance)
        again = ck.from_dict(d, dialect=dialect)
        assert (again, type(again)) == (cable, type(cable))
        assert ck.to_dict(again, provenance=provenance) == d
        assert ck.from_json(ck.to_json(cable, provenance=provenance), dialect=dialect) == cable
        assert ck.json_schema(dialect, provenance=provenance)["properties"]["subject"]


def test_a_cable_of_a_dialect_is_none_of_ours():
    cable = read(CABLE, dialect=treaties)
    with pytest.raises(ck.StructureError, match=r"^treaty: unknown key$"):
        ck.from_dict(ck.to_dict(cable))


@pytest.mark.parametrize("dialect", [treaties, annexes, both], ids=lambda d: d.name)
def test_what_is_written_reads_back_equal(dialect: ck.Dialect):
    cable = read(CABLE, dialect=dialect)
    assert read(ck.render(cable, dialect=dialect), dialect=dialect) == cable


def test_cables_of_a_class_of_your_own_can_be_pickled():
    cable = read(CABLE, dialect=treaties)
    again = pickle.loads(pickle.dumps(cable))
    assert (again, again.treaty.span) == (cable, cable.treaty.span)


def test_a_joined_class_has_the_fields_of_both():
    joined = treaties | sealed
    assert issubclass(joined.cable, page.TreatyCable)
    assert issubclass(joined.cable, SealedCable)
    assert (treaties | annexes).cable is page.TreatyCable
    assert (annexes | annexes).cable is None
    assert joined.name == "treaties+seals"


def test_our_own_reading_is_not_changed():
    read(CABLE, dialect=both)
    assert read(CABLE).subject == "TURNIP QUOTA TREATY: 12/75"
    assert type(read(CABLE)) is ck.Cable


def test_the_fills_end_before_the_keys_of_the_dialect():
    """What the page promises, seen in the terminals themselves."""
    lookaheads = {
        terminal.name: terminal.pattern.value
        for terminal in structure_lark(both, lexer="contextual").terminals
        if terminal.name.endswith("_FILL")
    }
    assert all("TREATY" in lookaheads[fill] for fill in ("SLUG_FILL", "FIELD_FILL"))
    assert "ANNEX" in lookaheads["BODY_FILL"]
    assert "TREATY" not in lookaheads["BODY_FILL"]
    assert "ANNEX" not in lookaheads["FIELD_FILL"]
