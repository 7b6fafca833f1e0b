"""The parts of an HTML page: the text of its ``pre`` elements, and the words around them.

No parser of HTML sees a text: what looks like a tag in it may be the cable's (``<TITLE>``), and a
parser would drop it or all that is behind it. The words around the texts are lxml's to read where
the extra ``cablekit[html]`` has brought it; without it a pattern tells their tags apart.
"""

from __future__ import annotations

import html
import importlib
import importlib.util
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from cablekit.errors import CablekitError

#: How deep elements may stand in one another. The parser looks for an end tag's element through
#: all that are open, so that without a limit the time would grow with the square of their number.
MAX_DEPTH = 500
#: Bytes handed over at once; between two chunks the parser stops for an error of ours.
_CHUNK = 1 << 14

# An attribute's value may hold a ">"; no tag here holds a "<", so that each is read once.
_REST = r"(?=[\s/>])(?:(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+|[^<>]*+)>"
_EDGE = re.compile(rf"<(?:(!--)|(head|script|style)(?=[\s/>])|(/?)pre{_REST})", re.IGNORECASE)
#: Behind what the content of an element that is not shown ends.
_ENDS = {
    name: re.compile(rf"</{name}(?=[\s/>])[^<>]*>", re.IGNORECASE)
    for name in ("head", "script", "style")
} | {"!--": re.compile("-->")}
#: A remark in a text ends in it, or it is none.
_REMARK = re.compile(r"<!--(?:(?!-->|<!--|</pre).)*+-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9]*+){_REST}|<[!?][^<>]*>")
#: Elements that may stand in a text; what looks like any other tag there is text.
_INSIDE = frozenset({
    "a", "abbr", "b", "big", "br", "center", "code", "div", "em", "font", "hr", "i", "img",
    "li", "nobr", "ol", "p", "pre", "small", "span", "strike", "strong", "sub", "sup", "table",
    "tbody", "td", "th", "thead", "tr", "tt", "u", "ul", "wbr",
})  # fmt: skip
_FIRST = re.compile(r"\A\r?\n")
_LONG_NUMBER = re.compile(r"&#(\d{9,})")


class Outline(NamedTuple):
    """The parts of a page.

    Attributes:
        around: The markup around the blocks, without remarks, scripts and the page's head.
        blocks: The text of each outermost ``pre`` element.
        cut: Whether the page ends inside the last block.
    """

    around: str
    blocks: list[str]
    cut: bool


class MarkupError(CablekitError):
    """Markup that its parser cannot read to the end; the message says why."""


def outline(page: str) -> Outline:
    """Return the parts of a page.

    Args:
        page: The whole page.

    >>> outline("<p>Origin<PRE class='x'>FM <b>AMEMBASSY</b> ZENDA &lt;</PRE><pre>UNCLAS <Roe>")
    Outline(around='<p>Origin<wbr>', blocks=['FM AMEMBASSY ZENDA <', 'UNCLAS <Roe>'], cut=True)
    """
    around, blocks, cut = _parted(page)
    # The first line end in the element is the markup's.
    return Outline(around, [_FIRST.sub("", plain(block)) for block in blocks], cut)


def words(markup: str) -> list[str]:
    r"""Return the words of markup from tag to tag, as lxml or a pattern sees it.

    Args:
        markup: Markup without the text of a cable, of which a parser drops what looks like a tag.

    >>> words("<p>Origin<br>Embassy <i>Zenda</i>")
    ['Origin', '\n', 'Embassy ', 'Zenda']
    """
    if importlib.util.find_spec("lxml"):
        try:
            return parsed(markup)
        except MarkupError:
            pass
    return scanned(markup)


def _parted(page: str) -> tuple[str, list[str], bool]:
    """Return what is around the blocks, the markup in them, and whether the last is cut off."""
    around: list[str] = []
    blocks: list[str] = []
    endless: set[str] = set()
    depth = at = start = behind = 0
    while match := _EDGE.search(page, behind):
        behind = match.end()
        hiding = (match[1] or match[2] or "").lower()
        if hiding and depth:
            remark = _REMARK.match(page, match.start())
            behind = remark.end() if remark else behind
        elif hiding and hiding not in endless:
            end = _ENDS[hiding].search(page, behind)
            if end is None:
                endless.add(hiding)
                continue
            around.append(page[at : match.start()])
            at = behind = end.end()
        elif hiding or page[behind - 2] == "/":
            continue
        elif not match[3]:
            if not depth:
                around.append(page[at : match.start()])
                start = behind
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                blocks.append(page[start : match.start()])
                at = behind
    if depth:
        blocks.append(page[start:])
    else:
        around.append(page[at:])
    return "<wbr>".join(around), blocks, depth > 0


def plain(markup: str) -> str:
    r"""Return the text of a piece of markup: links, styles and remarks gone, their words kept.

    Args:
        markup: The markup.

    >>> plain("TAGS: <a href='/tag/PREL_0.html'>PREL</a>&#x000A;&lt;1&gt; <Roe><br>")
    'TAGS: PREL\n<1> <Roe>\n'
    """
    if "<!--" in markup:
        markup = _REMARK.sub("", markup)
    return unescape(_TAG.sub(_words_of, markup))


def _words_of(tag: re.Match[str]) -> str:
    name = (tag[2] or "").lower()
    if name not in _INSIDE:
        return tag[0]
    return "\n" if name == "br" else ""


def unescape(text: str) -> str:
    """Return ``text`` with its character references replaced, however many digits they have.

    Args:
        text: Text of a page.

    >>> unescape("A &amp; B &#" + "0" * 5000 + "67;")
    'A & B C'
    """
    # Python refuses to read very long numbers; nine digits are more than any character has.
    return html.unescape(_LONG_NUMBER.sub(lambda m: f"&#{m[1].lstrip('0')[:9] or 0}", text))


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
    for tag in _TAG.finditer(markup):
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
