"""``cablekit explain``."""

from __future__ import annotations

import pytest

from cablekit.cli import main
from cablekit.vocabulary.meanings import meanings


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("PREL", "PREL  subject TAG: External political relations (Political affairs)"),
        ("gm", "GM  geographic TAG: Germany"),
        ("NODIS", "NODIS  caption (distribution): no distribution"),
        ("(s/nf)", "S/NF  marking: SECRET, NOFORN"),
        ("ZNY", "ZNY  procedural word of the header: keep on encrypted circuits"),
        ("A", "A  reason for classification: military plans"),
        ("E.O. 12958", "12958  executive order: in force from 1995-10-14 to 2010-06-26"),
        ("OADR", "OADR  declassification code: "),
        ("FLASH", "FLASH  precedence: "),
        ("Paris", "PARIS  post: AMEMBASSY PARIS"),
        ("ck301", "CK301  problem: WARNING: number repaired."),
    ],
)
def test_it_says_what_a_word_means(
    word: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", word]) == 0
    out, err = capsys.readouterr()
    assert any(line.startswith(said) for line in out.splitlines()), out
    assert err == ""


def test_each_meaning_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "C"]) == 0
    kinds = {line.partition(":")[0] for line in capsys.readouterr().out.splitlines()}
    assert kinds == {"C  classification", "C  reason for classification"}


def test_an_unknown_word_is_told_with_those_near_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "PRELL", "PREL"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("PREL  subject TAG")
    assert err.startswith("cablekit: PRELL is in no vocabulary; near are PREL")


def test_a_word_without_a_neighbour(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "\x1b\x1b"]) == 1
    assert capsys.readouterr().err == "cablekit: \\x1b\\x1b is in no vocabulary\n"


def test_the_empty_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", " "]) == 1
    assert capsys.readouterr().err == "cablekit: the empty word is in no vocabulary\n"


def test_words_are_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 2
    assert "WORD" in capsys.readouterr().err


def test_every_meaning_is_told() -> None:
    for word in ("KNNP", "EXDIS", "NF", "IMMEDIATE", "D", "X1", "CK902"):
        assert meanings(word), word
        for meaning in meanings(word):
            assert meaning.kind
            assert meaning.meaning
            assert meaning.source
