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
# Behind the name of an element stand attributes or nothing; else its name is a word of the text.
_BEHIND = (
    r"(?:\s++(?i:compact|noshade|nowrap)(?=[\s/>]))*+(?:\s*+/?>|\s++[A-Za-z:_][\w:.-]{0,39}\s*+=)"
)
_EDGE = re.compile(
    r"<(?=[!/HPShps])(?i:(!--)|(head|script|style)(?=[\s/>])"
    rf"|(html(?=[\s>])|h3>Viewing cable )|(/?)pre(?={_BEHIND}){_REST})"
)
#: What may stand before the element of a page.
_PROLOG = re.compile(r"(?:<(?:\?xml|!DOCTYPE)[^<>]*>\s*)+\Z", re.IGNORECASE)
_PROLOG_ROOM = 400
_BEGUN = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)
_ENDED = re.compile(r"</(?:html|body)[\s>]", re.IGNORECASE)
#: Behind what the content of an element that is not shown ends.
_ENDS = {
    name: re.compile(rf"</{name}(?=[\s/>])[^<>]*>", re.IGNORECASE)
    for name in ("head", "script", "style")
} | {"!--": re.compile("-->")}
#: A remark in a text ends in it, or it is none.
_REMARK = re.compile(r"<!--(?:(?!-->|<!--|</pre).)*+-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9]*+){_REST}|<[!?][^<>]*>")
_INNER_TAG = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9]*+)(?={_BEHIND}){_REST}")
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
        blocks: The markup in each outermost ``pre`` element.
        cut: Whether the page ends inside the last block.
        page: The whole page.
        start: Where it begins in its file.
    """

    around: str
    blocks: list[str]
    cut: bool
    page: str
    start: int = 0

    @property
    def texts(self) -> list[str]:
        """The text of each block."""
        # The first line end in the element is the markup's.
        return [_FIRST.sub("", plain(block)) for block in self.blocks]

    @property
    def unended(self) -> bool:
        """Whether the page has a beginning and no end."""
        return bool(_BEGUN.search(self.page)) and not _ENDED.search(self.page)


class MarkupError(CablekitError):
    """Markup that its parser cannot read to the end; the message says why."""


def outlines(text: str) -> list[Outline]:
    """Return the parts of each page of a file; most files have one.

    Args:
        text: The whole file.

    >>> (page,) = outlines("<p>Zenda<PRE class='x'>FM <b>AMEMBASSY</b> &lt;</PRE><pre>UNCLAS <Roe>")
    >>> page.around, page.texts, page.cut
    ('<p>Zenda<wbr>', ['FM AMEMBASSY <', 'UNCLAS <Roe>'], True)
    """
    found: list[Outline] = []
    around: list[str] = []
    blocks: list[str] = []
    at = page = following = border = 0
    inside = False
    for what, start, end in _edges(text):
        if what == "page":
            if blocks and not border:
                around.append(text[at:start])
                at, following, border = start, _beginning(text, start), len(around)
            continue
        if what == "end":
            blocks.append(text[at:start])
            inside = False
        elif what == "text":
            if border:  # behind it there is a text: so it is another page
                head = "<wbr>".join(around[:border])
                found.append(Outline(head, blocks, False, text[page:following], page))
                around, blocks, border, page = around[border:], [], 0, following
            around.append(text[at:start])
            inside = True
        else:
            around.append(text[at:start])
        at = end
    (blocks if inside else around).append(text[at:])
    found.append(Outline("<wbr>".join(around), blocks, inside, text[page:], page))
    return found


def _edges(text: str) -> Iterator[tuple[str, int, int]]:
    """Return what stands where: a ``text``, its ``end``, a ``page``, what is ``hidden``."""
    endless: set[str] = set()
    depth = behind = 0
    while match := _EDGE.search(text, behind):
        behind = match.end()
        hiding = (match[1] or match[2] or "").lower()
        if hiding and depth:
            remark = _REMARK.match(text, match.start())
            behind = remark.end() if remark else behind
        elif hiding and hiding not in endless:
            end = _ENDS[hiding].search(text, behind)
            if end is None:
                endless.add(hiding)
                continue
            behind = end.end()
            yield "hidden", match.start(), behind
        elif hiding or text[behind - 2] == "/":
            continue
        elif match[3]:
            if not depth:
                yield "page", match.start(), behind
        elif not match[4]:
            depth += 1
            if depth == 1:
                yield "text", match.start(), behind
        elif depth:
            depth -= 1
            if not depth:
                yield "end", match.start(), behind


def _beginning(text: str, start: int) -> int:
    """Return where the page begins whose element is at ``start``."""
    room = text[max(0, start - _PROLOG_ROOM) : start]
    prolog = _PROLOG.search(room)
    return start - len(room) + prolog.start() if prolog else start


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


def plain(markup: str) -> str:
    r"""Return the text of a piece of markup: links, styles and remarks gone, their words kept.

    Args:
        markup: The markup.

    >>> plain("TAGS: <a href='/tag/PREL_0.html'>PREL</a>&#x000A;&lt;1&gt; <Roe><br>")
    'TAGS: PREL\n<1> <Roe>\n'
    """
    if "<!--" in markup:
        markup = _REMARK.sub("", markup)
    return unescape(_INNER_TAG.sub(_words_of, markup))


def _words_of(tag: re.Match[str]) -> str:
    name = tag[2].lower()
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
