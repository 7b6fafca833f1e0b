"""The parts of an HTML page: the text of its ``pre`` elements, and the markup around them.

No parser of HTML sees a text: what looks like a tag in it may be the cable's (``<TITLE>``), and a
parser would drop it or all that is behind it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

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
#: What looks like a tag, and of that what is written as tags are.
ANY_TAG = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9]*+){_REST}|<[!?][^<>]*>")
TAG = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9]*+)(?={_BEHIND}){_REST}")
#: Elements that may stand in a text; what looks like any other tag there is text.
INSIDE = frozenset({
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


def plain(markup: str) -> str:
    r"""Return the text of a piece of markup: links, styles and remarks gone, their words kept.

    Args:
        markup: The markup.

    >>> plain("TAGS: <a href='/tag/PREL_0.html'>PREL</a>&#x000A;&lt;1&gt; <Roe><br>")
    'TAGS: PREL\n<1> <Roe>\n'
    """
    if "<!--" in markup:
        markup = _REMARK.sub("", markup)
    return unescape(TAG.sub(_words_of, markup))


def _words_of(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    if name not in INSIDE:
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
