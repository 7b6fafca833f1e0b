"""The grammars themselves: no conflicts, shipped tables in step, fills that know their keys."""

from __future__ import annotations

import json
import re

import pytest
from lark import Lark

import cablekit as ck
from cablekit import syntax, tables, vocabulary
from cablekit.compiling import NoLexer, structure_lark
from cablekit.grammars import INLINE_STARTS, expand, inline_text, structure_text

GRAMMARS = {
    "structure": (structure_text, {}),
    "inline": (inline_text, {"start": list(INLINE_STARTS)}),
}


@pytest.mark.parametrize("name", GRAMMARS)
def test_the_grammar_has_no_conflicts(name: str):
    """Strict compilation raises for every conflict that LALR would settle silently."""
    text, options = GRAMMARS[name]
    lark = Lark(
        expand(text()),
        parser="lalr",
        lexer=NoLexer,
        strict=True,
        maybe_placeholders=False,
        **options,
    )
    assert lark.rules


@pytest.mark.parametrize("name", GRAMMARS)
def test_the_shipped_tables_are_those_of_the_grammar(name: str):
    shipped = json.loads(tables.SHIPPED.read_text(encoding="utf-8"))[name]
    made = json.loads(json.dumps(syntax.make_tables()[name]))
    assert shipped == made, "run `python -m cablekit.syntax` to make the tables anew"


def test_tables_of_another_text_are_not_used():
    assert tables.shipped("structure", "of another text") is None
    assert tables.shipped("nothing", "") is None


def test_every_vocabulary_of_a_grammar_exists():
    text = structure_text() + inline_text()
    names = set(re.findall(r"@([a-z_]+)@", text))
    assert names
    for name in names:
        assert vocabulary.words(name)
    assert not re.search(r"@[a-z_]+@", expand(text))


def test_an_alternation_tries_the_longer_word_first():
    pattern = expand("/(?:@leads@)/")[1:-1]
    for word in vocabulary.words("leads"):
        match = re.match(pattern, word)
        assert match
        assert match[0] == word


def test_names_keep_the_conventions():
    lark = structure_lark(lexer=NoLexer)
    for terminal in lark.terminals:
        assert re.fullmatch(r"[A-Z][A-Z_]*", terminal.name)
        assert terminal.priority in ({0} if terminal.name.endswith("_FILL") else {1, 2, 3, 4})
    for rule in lark.rules:
        assert re.fullmatch(r"_{0,2}[a-z][a-z_0-9]*", str(rule.origin.name))


@pytest.mark.parametrize(
    "key", ["TO ", "INFO ", "REF: ", "SUBJECT: ", "FM ", "TAGS: ", "E.O. 12958: "]
)
def test_keys_of_other_sections_are_prose_in_a_paragraph(key: str):
    text = f"UNCLAS ZENDA 000417\n\nSUBJECT: TURNIPS\n\n1. (U) One.\n{key}STRELSAU 12\nand more.\n"
    (paragraph,) = ck.parse(text).body
    assert isinstance(paragraph, ck.Paragraph)
    assert paragraph.text == f"One. {key}STRELSAU 12 and more."


def test_the_number_of_tokens_is_small():
    """A block is a key and a fill: the tokens of a cable are few."""
    body = "".join(f"{n}. (C) {'Talks went on. ' * 40}\n\n" for n in range(1, 21))
    text = f"UNCLAS ZENDA 000417\n\nSUBJECT: TURNIPS\n\n{body}ROE\n"
    kinds = [token.type for token in ck.parse_tree(text).scan_values(lambda _: True)]
    assert kinds.count("PARAGRAPH") == kinds.count("BODY_FILL") == 20
    assert len(kinds) == 45
