"""Runs the examples in README.md, docs/ and the docstrings of the package as tests."""

from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path

from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

ROOT = Path(__file__).parent
FLAGS = ELLIPSIS | NORMALIZE_WHITESPACE

prose = Sybil(
    name="prose",
    parsers=[PythonCodeBlockParser(doctest_optionflags=FLAGS), SkipParser()],
    path=str(ROOT),
    patterns=["README.md", "docs/**/*.md", "docs/*.md"],
)

docstrings = Sybil(
    name="docstrings",
    parsers=[DocTestParser(FLAGS)],
    path=str(ROOT),
    patterns=["src/cablekit/**/*.py", "src/cablekit/*.py"],
    document_types={".py": PythonDocStringDocument},
)

pytest_collect_file = (prose + docstrings).pytest()
