"""The laws that hold for every text and every cable: nothing is lost, nothing is silently wrong."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import lark.lexer
import pytest
from benchmarks import generate
from hypothesis import example, given
from hypothesis import strategies as st
from lark import Token, Tree
from tests.strategies import any_cables, cable_texts, cables, grammar_texts

import cablekit as ck

BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0]+")
WORD = re.compile(r"[^\W_]+")
RULE_LINES = re.compile(r"^[ \t]*[-=_*]{3}[-=_* \t\r]*$", re.MULTILINE)
HOSTILE_SIZE = 600

hostile_texts = st.sampled_from(generate.HOSTILE).map(
    lambda kind: generate.hostile(kind, HOSTILE_SIZE)
)
texts = st.one_of(cable_texts(), grammar_texts(), hostile_texts, st.text())


def tokens(tree: Tree[Token]) -> Iterator[Token]:
    return (token for token in tree.scan_values(lambda value: isinstance(value, Token)))


def nodes(value: Any) -> Iterator[Any]:
    """Every node of the model inside a value that knows where it stands."""
    if isinstance(value, tuple):
        for item in value:
            yield from nodes(item)
    elif attrs.has(type(value)) and not isinstance(value, ck.Span | ck.Problem):
        if getattr(value, "span", None) is not None:
            yield value
        for field in attrs.fields(type(value)):
            if field.name != "page_marks":
                yield from nodes(getattr(value, field.name))


def leaves(value: Any) -> Iterator[str]:
    """Every string and number inside a dict."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif value is not None:
        yield str(value)


# --- law 1: the tokens are the text --------------------------------------------------------------


@given(texts)
@example("")
@example(" \r\n\x0b")
@example("1. x\nTO y\n")
def test_tokens_joined_are_the_text(text: str):
    assert "".join(tokens(ck.parse_tree(text))) == text


# --- law 2: everything is read, and no word is lost ----------------------------------------------


def covered(text: str, cable: ck.Cable) -> bytearray:
    """For each character, whether a node, a page mark or a key holds it.

    The subject is a plain string, so that the fills of its rule stand for it, and so is the
    signature, which may stand behind the last sentence.
    """
    held = bytearray(len(text))
    for node in (*nodes(cable), *nodes(cable.page_marks)):
        held[node.span.start : node.span.end] = b"\1" * (node.span.end - node.span.start)
    for signed in re.finditer(re.escape(cable.signature), text):
        held[signed.start() : signed.end()] = b"\1" * len(signed[0])
    tree = ck.parse_tree(text)
    keys = [token for token in tokens(tree) if not token.type.endswith("_FILL")]
    subject = [t for found in tree.find_data("subject") for t in tokens(found)]
    dropped = [problem.span for problem in cable.problems if problem.code == "CK216"]
    places = [(t.start_pos or 0, (t.start_pos or 0) + len(t)) for t in (*keys, *subject)]
    places += [(span.start, span.end) for span in dropped if span is not None]
    for start, end in [*places, *joiners(tree), *quoted_keys(text, cable)]:
        held[start:end] = b"\1" * (end - start)
    return held


QUOTED = """UNCLAS ZENDA 1630

SUBJECT: TURNIPS

1. THE MINISTER SAID:

QUOTE

CONFIDENTIAL HENTZAU 1637

E.O. 11652: GDS
TAGS: PINT, PFOR
SUBJ: HARVEST POLITICS

REF: 75 NEW STRELSAU 47599

THE CENTRAL BANK AGREED.

UNQUOTE

2. HE LEFT.
"""

#: Words that only join in the lists of TAGS and references, or say that there are none.
JOINER = re.compile(r"(?<![A-Z0-9])(?:AND|NONE|N/A|\((?:U|SBU)\))(?![A-Z0-9])", re.IGNORECASE)


def joiners(tree: Tree[Token]) -> Iterator[tuple[int, int]]:
    """Where words stand that are literals of the languages of TAGS, references and lists."""
    for rule in ("tags", "references", "participants", "numbered_list"):
        for field in tree.find_data(rule):
            for token in tokens(field):
                for word in JOINER.finditer(token):
                    yield (token.start_pos or 0) + word.start(), (token.start_pos or 0) + word.end()


def marks_behind(tree: Tree[Token], cable: ck.Cable) -> Iterator[tuple[int, int]]:
    """Where the portion mark stands that is behind a subject; elsewhere it is a key."""
    for field in tree.find_data("subject") if cable.subject_marking else ():
        for token in tokens(field):
            at = token.rfind("(")
            if token.type.endswith("_FILL") and at >= 0:
                yield (token.start_pos or 0) + at, (token.start_pos or 0) + len(token)


def marks_before(text: str, cable: ck.Cable) -> Iterator[tuple[int, int]]:
    """Where the portion mark stands that begins a paragraph without a number."""
    for block in nodes(cable.body):
        if isinstance(block, ck.Paragraph) and block.marking and block.span:
            mark = re.compile(r"\s*\([^()]*\)").match(text, block.span.start)
            if mark:
                yield mark.span()


def quoted_keys(text: str, cable: ck.Cable) -> Iterator[tuple[int, int]]:
    """Where the keys of complete cables stand that are quoted: the tree has them as text."""
    for block in nodes(cable.body):
        if isinstance(block, ck.Quotation) and block.cable is not None and block.span:
            start = text.index("\n", block.span.start) + 1
            for token in tokens(ck.parse_tree(text[start : block.span.end])):
                if not token.type.endswith("_FILL"):
                    place = start + (token.start_pos or 0)
                    yield place, place + len(token)


@given(texts)
@example("REF:REF:0\nSENSITIVE BUT UNCLASSIfIED A 0 SUBJ:REF:")
@example("REF: A.")
@example("¶0.PARTICIPANTS\nA0:")
@example("1. A\nAIGNATURE: CRAFTED BY:\nCRAFTED BY: ROE\nAttachments: ROE")
@example("1. A\nCRAFTED BY: ROE")
@example("TAGS: U SIPDIS")
@example("TAGS: (U) PREL AND\nREF: NONE")
@example("REF:A.A)NDA8B.")
@example("2. DOE\nCLEARED BY:DOE")
@example(QUOTED)
def test_every_character_is_held(text: str):
    held = covered(text, ck.parse(text))
    # The marks that part the items of a field (commas, stops, brackets) belong to none of them.
    lost = [m for m in WORD.finditer(text) if not all(held[m.start() : m.end()])]
    assert lost == []


@given(texts)
@example("REF: A.")
@example("¶0.PARTICIPANTS\nA0:")
@example("TAGS: U SIPDIS")
@example("DRAFTED E APPROVED BY E")
@example("REF:0\nLIMITED OFFICIAL USE A 0 SUBJ:RENTIRE TEXT)REF:00")
@example("SUBJ:0 (R ENTIRE TEXT)")
@example("SUBJ:0 (OUO)")
@example("REF:\n\n(OUO)")
@example("0.DELEGATION: AND")
@example(QUOTED)
def test_no_word_is_lost(text: str):
    cable = ck.parse(text)
    said = " ".join([*leaves(ck.to_dict(cable)), *(mark.text for mark in cable.page_marks)])
    have = {word.casefold() for word in WORD.findall(said)}
    squashed = "".join(WORD.findall(said)).casefold()
    keys = bytearray(len(text))
    tree = ck.parse_tree(text)
    for token in tokens(tree):
        if not token.type.endswith("_FILL"):
            start = token.start_pos or 0
            keys[start : start + len(token)] = b"\1" * len(token)
    for start, end in [
        *joiners(tree),
        *marks_behind(tree, cable),
        *marks_before(text, cable),
        *quoted_keys(text, cable),
    ]:
        keys[start:end] = b"\1" * (end - start)
    if cable.transmission and cable.transmission.approved_by:
        have |= {"approved", "by"}  # the key may stand behind who drafted it
    lost = {
        match[0]
        for match in WORD.finditer(text)
        if match[0].casefold() not in have
        and match[0].casefold() not in squashed
        and not keys[match.start()]
        and not is_said_otherwise(match.start(), cable)
    }
    assert lost == set()


def is_said_otherwise(at: int, cable: ck.Cable) -> bool:
    """Whether the word stands in a field that is read into numbers, dates and codes.

    Its wording is kept there in ``text``, or its parts are looked at by tests of their own.
    """
    read = (ck.ExecutiveOrder, ck.Reference, ck.ClassificationAuthority, ck.Tag, ck.Participant)
    spans = [node.span for node in nodes(cable) if isinstance(node, read)]
    return any(span.start <= at < span.end for span in spans if span is not None)


@given(texts)
@example("FM Z\nFM A\nD")
@example("TO\n2.\nsed\nInfo:q")
@example("2. N\nMinimize considered\nRo")
@example("APPROVED E\nSubject:\n\nApproved By:F")
@example("¶0.A\n===\nAA")
@example("0.R)BEGIN ANALYSIS--=")
def test_a_node_says_what_stands_at_its_span(text: str):
    cable = ck.parse(text)
    for node in nodes(cable):
        said = getattr(node, "text", "")
        start, end = node.span.start, node.span.end
        assert 0 <= start <= end <= len(text)
        found = list(text)
        for mark in nodes(cable.page_marks):
            if start <= mark.span.start and mark.span.end <= end:
                found[mark.span.start : mark.span.end] = [" "] * (mark.span.end - mark.span.start)
        source = "".join(found[start:end])
        parts = [said]
        # A rule inside a paragraph is no text.
        ruleless = squash(RULE_LINES.sub("", source))
        source = squash(source)
        if isinstance(node, ck.Transmission):
            # It keeps the lines that are not read into its fields, from wherever they stand.
            source, parts = squash(without_marks(text, cable)), said.split("\n")
        assert all(squash(part) in source or squash(part) in ruleless for part in parts), node


def without_marks(text: str, cable: ck.Cable) -> str:
    """A text with blanks for the page marks of its cable."""
    found = list(text)
    for mark in nodes(cable.page_marks):
        start, end = mark.span.start, mark.span.end
        found[start:end] = [" "] * (end - start)
    return "".join(found)


def squash(text: str) -> str:
    """A text without blanks and the publisher's pilcrow."""
    return "".join(BLANKS.sub("", text).replace("¶", "").split())


# --- law 3: dicts and JSON -----------------------------------------------------------------------


def assert_dict_round_trip(cable: ck.Cable) -> None:
    for provenance in (False, True):
        data = ck.to_dict(cable, provenance=provenance)
        again = ck.from_dict(data)
        assert again == cable
        assert ck.to_dict(again, provenance=provenance) == data
    assert ck.from_json(ck.to_json(cable)) == cable


@given(any_cables())
def test_any_cable_survives_the_dict(cable: ck.Cable):
    assert_dict_round_trip(cable)


@given(texts)
def test_what_was_read_survives_the_dict(text: str):
    assert_dict_round_trip(ck.parse(text))


# --- law 4: writing ------------------------------------------------------------------------------


def year_of(cable: ck.Cable) -> int | None:
    return cable.mrn.year if cable.mrn else None


@given(cables())
def test_a_cable_reads_back_equal(cable: ck.Cable):
    assert ck.parse(ck.render(cable), year=year_of(cable)) == cable


@given(texts)
@example("UNCLASSIFIED\nMRN:12T7")
def test_what_was_read_reads_back_equal_or_says_why_not(text: str):
    """Of real and of generated cables all read back; of arbitrary text the writer refuses some."""
    cable = ck.parse(text)
    try:
        written = ck.render(cable)
    except ck.RenderError as error:
        assert error.path  # noqa: PT017
    else:
        assert ck.parse(written, year=year_of(cable)) == cable


@given(any_cables())
def test_any_cable_reads_back_equal_or_says_why_not(cable: ck.Cable):
    text = refused = ""
    try:
        text = ck.render(cable)
    except ck.RenderError as error:
        refused = str(error).removeprefix(f"{error.path}: ")
    if refused:
        assert refused.startswith("the text would be read as ")
    else:
        years = {None, year_of(cable), *(r.mrn.year for r in cable.references if r.mrn)}
        assert cable in [ck.parse(text, year=year) for year in years]


@given(cables())
def test_no_line_is_broken_before_a_key(cable: ck.Cable):
    text = ck.render(cable)
    # A numbered line that had to be joined to a paragraph, a title in mid-sentence.
    assert {p.code for p in ck.parse(text).problems} & {"CK302", "CK305"} == set()
    for block in ck.parse(text, year=year_of(cable)).body:
        if isinstance(block, ck.Paragraph) and block.span is not None:
            inside = range(block.span.start + 1, block.span.end)
            begun = [t for t in tokens(ck.parse_tree(text)) if t.start_pos in inside]
            assert {t.type for t in begun} <= {
                "LEAD",
                "ITEM_LABEL",
                "BODY_FILL",
                "OPEN_FILL",
                "LIST_FILL",
            }


@given(cables())
def test_writing_is_stable(cable: ck.Cable):
    text = ck.render(cable)
    assert ck.render(ck.parse(text, year=year_of(cable))) == text


# --- law 5: lexers and line ends -----------------------------------------------------------------


@pytest.fixture(scope="module")
def _no_collision_check() -> Iterator[None]:
    """Lark's own lexer looks for colliding terminals where interegular is installed: minutes, for
    what a test of the grammar asks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lark.lexer, "has_interegular", False)
        yield


@pytest.mark.usefixtures("_no_collision_check")
@given(texts)
def test_both_lexers_give_equal_cables(text: str):
    fast, reference = ck.parse(text), ck.parse(text, lexer="contextual")
    assert fast == reference
    assert fast.problems == reference.problems
    assert list(nodes(fast)) == list(nodes(reference))


@given(texts.map(lambda text: text.replace("\r", "")))
@example("SUBJ:PARTICIPANTs\n0")
@example("¶0.PARTICIPANTs\n0")
@example("SUBJ 1.(RENTIRE TEXT)\n         \nACTION REQUEST:")
def test_line_ends_make_no_difference(text: str):
    assert ck.parse(text.replace("\n", "\r\n")) == ck.parse(text)


@given(texts.map(lambda text: text.replace("\r", "")), st.sampled_from((" ", "  ", "\t", " \t ")))
@example("0.\nVISIT 0CLASSIFIED WEBSITE_\n0", "\t")
@example("FOR\n0", " ")
@example("SUBJECT: A\n\nZENDA 00000417  002 OF 003\n\n\nWARM RECEPTION\n\n1. (C) x.", " ")
@example("0.\nLIMITED OFFICIAL USE SECTION 0 OF 0 A\n0", " ")
@example("UNCLASSIFIED\nFM\n0", " ")
@example("------099491\n____________________\nCL", " ")
@example("3. Participants\n\nDIS\nC", "  ")
@example("2\n\nINFO\nI-0", "  ")
@example(f"1. (C) {'Turnips rose. ' * 6}2. (C) So.\nx", "  ")
@example("SUBJ:\nLIMITED OFFICIAL USE SECTION 0 OF 0 A\nSTATE FOR\n0", " ")
@example("¶0.PARTICIPANTS\n\n\n\n0", " ")
@example(f"SUBJ:SUBJ:R/N{'0' * 60}\n)SUBJ:EO0", " ")
def test_trailing_blanks_make_no_difference(text: str, blanks: str):
    bare = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    assert ck.parse(bare.replace("\n", f"{blanks}\n")) == ck.parse(bare)


# --- law 6: time ---------------------------------------------------------------------------------


def seconds(text: str) -> float:
    start = time.process_time()
    ck.parse(text)
    return time.process_time() - start


@pytest.mark.timing
@pytest.mark.parametrize("kind", generate.HOSTILE)
def test_time_is_linear_on_hostile_texts(kind: str):
    assert_linear(generate.hostile(kind, 20_000), generate.hostile(kind, 80_000))


@pytest.mark.timing
def test_time_is_linear_on_cables():
    assert_linear(generate.cable(1, 20_000), generate.cable(1, 80_000))


def assert_linear(small: str, large: str) -> None:
    """Four times the text takes four times the time; quadratic would be sixteen."""
    ck.parse(small)
    limit = len(large) / len(small) * 3.5  # a busy machine needs room below sixteen
    for _ in range(3):
        quickest = max(min(seconds(small) for _ in range(3)), 0.005)
        if min(seconds(large) for _ in range(3)) <= limit * quickest:
            return
    pytest.fail(f"four times the text takes more than {limit:.1f} times the time")


#: Control characters and blanks: all of them are blanks.
CONTROLS = "".join(map(chr, (*range(33), *range(127, 161))))

# --- law 7: the grammar decides where blocks begin -----------------------------------------------

NAMED_BY: dict[str, type | tuple[type, ...]] = {
    # A numbered line that counts for nothing stays in the list that cannot be read.
    "paragraph": (ck.Paragraph, ck.Preformatted),
    "numbered_list": (ck.Paragraph, ck.ParticipantList, ck.Preformatted),
    # A mark without partner is text, perhaps of a list that cannot be read.
    "quotation": (ck.Quotation, ck.Paragraph, ck.Preformatted),
    "numbered_quotation": (ck.Paragraph, ck.Quotation),
    "quotation_end": (ck.Paragraph, ck.Preformatted),
    "unnumbered": ck.Paragraph,
    "lead_paragraph": ck.Paragraph,
    "ruled_heading": ck.Heading,
    "boxed_heading": ck.Heading,
    "slashed_heading": ck.Heading,
    "bare_heading": ck.Heading,
    "participants": ck.ParticipantList,
    # What stands below a heading, a rule or a notice, perhaps with the label of an item; a list
    # that cannot be read; what is left.
    "table": ck.Preformatted,
    "open_table": ck.Preformatted,
    "body_text": ck.Paragraph,
    "open_text": ck.Paragraph,
    "list_text": (ck.Paragraph, ck.Preformatted),
    "BODY_FILL": ck.Paragraph,
    "OPEN_FILL": ck.Paragraph,
    "LIST_FILL": (ck.Paragraph, ck.Preformatted),
    "ENDING_FILL": ck.Unparsed,
    "HEADER_FILL": ck.Unparsed,
}


@given(texts)
@example("SUBJ:PARTICIPANTS\n0")
@example("1)R)PARTICIPANTS\n¶0.PARTICIPANTS")
@example("SUBJ:\nPARTICIPANTS\n\n===\nQTE")
@example("¶0.DELEGATION:\nQTE\n<")
def test_a_block_begins_at_a_token_whose_rule_names_it(text: str):
    begun: dict[int, str] = {}
    for tree in ck.parse_tree(text).iter_subtrees():
        for token in tree.children:
            if isinstance(token, Token) and token.strip():
                at = (token.start_pos or 0) + len(token) - len(token.lstrip(CONTROLS))
                begun[at] = token.type if token.type.endswith("_FILL") else str(tree.data)
    for block in ck.parse(text).body:
        assert block.span is not None
        assert isinstance(block, NAMED_BY[begun[block.span.start]]), block


# --- the same on real cables, where they are at hand ---------------------------------------------

BLOCK = re.compile(r"<code><pre>(.*?)</pre></code>", re.DOTALL)
MARKUP = re.compile(r"</?(?:a|br|strong|em|b|i|u|p|span)\b[^>]*>", re.IGNORECASE)


@pytest.fixture(scope="session")
def real_texts(shared_corpus: Path) -> dict[str, str]:
    import html

    pages = {path.stem: path.read_text("utf-8") for path in shared_corpus.glob("dev/**/*.html")}
    found = {
        name: "\n\n".join(html.unescape(MARKUP.sub("", part)) for part in BLOCK.findall(page))
        for name, page in pages.items()
    }
    found |= {path.stem: path.read_text("utf-8") for path in shared_corpus.glob("*.txt")}
    assert len(found) > 100, "the folder of real cables is there but holds none"
    return found


def test_real_tokens_joined_are_the_text(real_texts: dict[str, str]):
    wrong = [n for n, t in real_texts.items() if "".join(tokens(ck.parse_tree(t))) != t]
    assert wrong == []


def test_real_cables_survive_the_dict(real_texts: dict[str, str]):
    for text in real_texts.values():
        assert_dict_round_trip(ck.parse(text))


def test_real_cables_read_back_equal(real_texts: dict[str, str]):
    wrong = []
    for name, text in real_texts.items():
        cable = ck.parse(text)
        try:
            again = ck.parse(ck.render(cable))
        except ck.RenderError as error:
            wrong.append(f"{name}: {error}")
        else:
            assert again == cable, name
    assert len(wrong) <= 0.03 * len(real_texts), "\n".join(wrong)
