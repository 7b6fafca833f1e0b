"""What stands around the texts of a page: its words from tag to tag.

The labels there are lxml's to read where the extra ``cablekit[html]`` has brought it; without it a
pattern tells the tags apart. A text that is in no ``pre`` element is the pattern's.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Iterator
from typing import Any

from cablekit.errors import CablekitError
from cablekit.sources.markup import ANY_TAG, INSIDE, TAG, unescape

#: How deep elements may stand in one another. The parser looks for an end tag's element through
#: all that are open, so that without a limit the time would grow with the square of their number.
MAX_DEPTH = 500
#: Bytes handed over at once; between two chunks the parser stops for an error of ours.
_CHUNK = 1 << 14
_LINE_END = re.compile(r"\A[ \t]*\r?\n")
# What is left of a remark or a script without end, or begins an element in which nothing else does,
# would hide all that follows; and what is no tag would be dropped, or taken for one.
_STRAY = re.compile(
    r"<(?:(!--|/?(?i:iframe|noembed|noframes|noscript|plaintext|script|style|textarea|title|xmp)"
    r"(?=[\s/>])[^<>]*+>?)|(?![!?]|/?[A-Za-z][A-Za-z0-9]*+[\s/>]))"
)
#: Elements that begin a line.
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
    "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
#: Others that are no words of a text.
_INLINE = INSIDE | {
    "button",
    "iframe",
    "input",
    "label",
    "link",
    "meta",
    "noscript",
    "option",
    "select",
}


class MarkupError(CablekitError):
    """Markup that its parser cannot read to the end; the message says why."""


def prose(markup: str) -> str:
    r"""Return the text of markup that is in no ``pre`` element, with its lines.

    Args:
        markup: The markup.

    >>> prose("<div><p>TAGS: <b>PREL</b></p>\n<p>SUBJECT: &lt;1&gt; <SECRET><br>\n1. Roe</div>")
    'TAGS: PREL\nSUBJECT: <1> <SECRET>\n1. Roe\n'
    """
    parts: list[str] = []
    at, fresh = 0, True
    for tag in TAG.finditer(markup):
        name = tag[2].lower()
        if name not in _BLOCKS and name not in _INLINE:
            continue
        said = markup[at : tag.start()]
        block = name in _BLOCKS
        at = tag.end()
        # Between blocks, blanks and line ends are the markup's.
        if fresh:
            said = "" if block and not said.strip() else _LINE_END.sub("", said, count=1)
        if said:
            parts.append(unescape(said))
        begun = bool(parts) and not parts[-1].endswith("\n")
        if name == "br" or (block and begun):
            parts.append("\n")
        elif name in ("td", "th") and begun and not tag[1]:
            parts.append(" ")
        fresh = block or name == "br" or (fresh and not said)
    parts.append(unescape(_LINE_END.sub("", markup[at:], count=1) if fresh else markup[at:]))
    return "".join(parts)


def words(markup: str) -> list[str]:
    r"""Return the words of markup from tag to tag, as lxml or a pattern sees it.

    Args:
        markup: Markup without the text of a cable, of which a parser drops what looks like a tag.

    >>> words("<p>Origin<br>Embassy <i>Zenda</i>")
    ['Origin', '\n', 'Embassy ', 'Zenda']
    """
    markup = _STRAY.sub(_tamed, markup)
    if importlib.util.find_spec("lxml"):
        try:
            return parsed(markup)
        except MarkupError:
            pass
    return scanned(markup)


def _tamed(stray: re.Match[str]) -> str:
    return "<wbr>" if stray[1] else "&lt;"


def scanned(markup: str) -> list[str]:
    r"""Return the words of markup from tag to tag, as a pattern for tags sees it.

    Args:
        markup: The markup.

    >>> scanned("<p>Origin<br>Embassy <i>Zenda</i>")
    ['Origin', '\n', 'Embassy ', 'Zenda']
    """
    return [words for words in _between_tags(markup) if words]


def _between_tags(markup: str) -> Iterator[str]:
    at = 0
    for tag in ANY_TAG.finditer(markup):
        yield unescape(markup[at : tag.start()])
        at = tag.end()
        if tag[2] in ("br", "BR"):
            yield "\n"
    yield unescape(markup[at:])


def parsed(markup: str) -> list[str]:
    """Return the words of markup from tag to tag, as lxml sees it.

    Args:
        markup: The markup.

    Raises:
        MarkupError: The elements stand too deep in one another, there is a character that UTF-8
            has not, or the parser gave up.
    """
    etree = importlib.import_module("lxml.etree")
    collected = _Collector()
    parser = etree.HTMLParser(
        target=collected, encoding="utf-8", no_network=True, huge_tree=True, recover=True
    )
    try:
        data = markup.encode()
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
        parser.close()
    except (UnicodeEncodeError, etree.LxmlError) as error:
        raise MarkupError(str(error)) from None
    return collected.strings


class _Collector:
    """Collects what the parser tells; the names of the methods are lxml's."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._words: list[str] = []
        self._depth = 0

    def start(self, tag: str, _attributes: Any) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise MarkupError(f"elements stand more than {MAX_DEPTH} deep in one another")
        self.close()
        if tag == "br":
            self.strings.append("\n")

    def end(self, _tag: str) -> None:
        self._depth -= 1
        self.close()

    def data(self, data: str) -> None:
        self._words.append(data)

    def close(self) -> None:
        if self._words:
            self.strings.append("".join(self._words))
            self._words = []
