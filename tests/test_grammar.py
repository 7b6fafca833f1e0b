"""The grammars themselves: no conflicts, shipped tables in step, fills that know their keys."""

from __future__ import annotations

import json
import re

import pytest
from lark import Lark
from lark.parsers.lalr_analysis import Shift
from tests.update_corpus import cables

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
    names = set(re.findall(r"@([A-Za-z_]+)@", text))
    assert names
    for name in names:
        assert vocabulary.words(name.lower())
    assert not re.search(r"@[A-Za-z_]+@", expand(text))


def test_an_alternation_tries_the_longer_word_first():
    pattern = expand("/(?:@leads@)/")[1:-1]
    for word in vocabulary.words("leads"):
        match = re.match(pattern, word)
        assert match
        assert match[0] == word


def test_a_vocabulary_in_capitals_is_read_in_any_case():
    pattern = expand("/@LEADS@/")[1:-1]
    for word in vocabulary.words("leads"):
        for written in (word, word.lower(), word.title()):
            assert re.fullmatch(pattern, written)


def test_neighbours_share_their_head_and_their_end():
    """Whatever is shared, the first pattern that matches is the one that is named."""
    terminals = json.loads(tables.SHIPPED.read_text(encoding="utf-8"))["structure"]["terminals"]
    keys = [(name, pattern) for name, pattern in terminals if not name.endswith("_FILL")]
    joined = tables.alternation(keys)
    assert joined.count("CABLE ENDS") < sum(p.count("CABLE ENDS") for _, p in keys)
    shared = re.compile(joined, tables.FLAGS)
    apart = [(name, re.compile(pattern, tables.FLAGS)) for name, pattern in keys]
    for line in ("ROE\nNNNN", "CONFIDENTIAL\nNNNN", "BT\nNNNN", ">\n", "\n1. (C) ONE"):
        name, match = next((n, m) for n, p in apart if (m := p.match(line)))
        found = shared.match(line)
        assert found is not None
        assert (found.lastgroup, found[0]) == (name, match[0])


def test_the_tables_know_the_question_for_the_end():
    """The grammar writes it and the tables share it by its text: the two must be one."""
    assert f"\nNEAR_END: /{tables._NEAR_END}/\n" in structure_text()


# Long lines that begin like keys of a body.
LONG_KEYS = """\
PARTICIPANTS IN THE MEETING OF THE RURITANIAN TURNIP COMMISSION:
U.S. Participants in the meeting of the commission on turnips were:
Embassy of Ruritania participants at the meeting of the commission:
BEGIN TEXT OF THE NOTE ON TURNIPS FROM THE MINISTRY OF AGRICULTURE
End text of the note on turnips from the ministry of agriculture
S E C R E T SECTION 02 OF 03 ZENDA 00417, AND OF THE OTHER THREE
TOP SECRET SECTION 02 OF 03 ZENDA 00417 AND ALSO OF THE OTHER ONE
UNCLAS SECTION 02 OF 03 ZENDA 00417 AND ALSO OF THE OTHER SECTION
ZENDA 00000417  002 OF 003 AND BEHIND IT THE TEXT OF THE LAST PAGE
PAGE 02 ZENDA 00417 01 OF 02 121314Z AND BEHIND IT THE OTHER PAGE
Rudolf R. Rassendyll Declassified/Released US Department of State EO Systematic Review
Declassified/Released US Department of State EO Systematic Review 30 JUN 2009
RELEASED IN FULL, AS WAS ASKED FOR IN THE LETTER ON TURNIPS OF MAY
UNCLASSIFIED   U.S. Department of State   Case No. F-2009-00417   Doc No. C00417
VISIT ZENDA'S CLASSIFIED WEB SITE, WHICH HAS ALL CABLES ON TURNIPS
Please visit Zenda's Classified Website, with all cables on turnips
A. THE TURNIPS OF RURITANIA, WHICH ARE SOLD IN STRELSAU AND ZENDA
XIV. The turnips of Ruritania, which are sold in Strelsau and Zenda
SIGNATURE: RUDOLF RASSENDYLL, WHO SIGNED IT IN THE CASTLE OF ZENDA
DRAFTED BY: RUDOLF RASSENDYLL, WHO WROTE IT IN THE CASTLE OF ZENDA
THE TURNIPS OF RURITANIA, WHICH ARE SOLD IN STRELSAU AND IN ZENDA
-----------------------------------------------------------------
"""


@pytest.mark.parametrize("fill", ["BODY_FILL", "OPEN_FILL"])
def test_no_plain_line_begins_with_a_key(fill: str):
    """The engine takes plain lines at once: no key that may follow the fill matches there."""
    lark = Lark(expand(structure_text()), parser="lalr", lexer=NoLexer)
    patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in lark.terminals}
    states = lark.parser.parser._parse_table.states
    after = {state[fill][1] for state in states.values() if state.get(fill, (0,))[0] is Shift}
    names = {name for state in after for name in states[state] if name in patterns}
    names = {n for n in names if not n.startswith("GLUED_") and not n.endswith("_FILL")}
    keys = tables.alternation([(name, patterns[name]) for name in sorted(names)])
    key = re.compile(keys, tables.FLAGS)
    plain = re.compile(patterns[fill].partition("|(?#whole)")[0], tables.FLAGS)
    taken = 0
    for text in (*cables("valid").values(), LONG_KEYS):
        for written in (text, text.upper()):
            for start in re.finditer(r"^(?=[^ \n])", written, re.MULTILINE):
                if plain.match(written, start.start()):
                    taken += 1
                    assert not key.match(written, start.start())
    assert taken > 30


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
