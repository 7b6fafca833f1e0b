"""The parts of an HTML page: what stands inside ``pre`` elements and what outside.

lxml reads the page where the extra ``cablekit[html]`` has brought it. Without it the tags are told
apart by a pattern, which knows nothing of how elements stand in one another.
"""

from __future__ import annotations

import html
import importlib
import importlib.util
import re
from typing import Any, NamedTuple

from cablekit.errors import CablekitError

#: How deep elements may stand in one another. The parser looks for an end tag's element through
#: all that are open, so that without a limit the time would grow with the square of their number.
MAX_DEPTH = 500
#: Bytes handed over at once; between two chunks the parser stops for an error of ours.
_CHUNK = 1 << 14

_OPENING = re.compile(r"<pre[\s>/]", re.IGNORECASE)
_CLOSING = re.compile(r"</pre[\s>]", re.IGNORECASE)
_SIGN = re.compile(r"<(?:(/?)([A-Za-z][^\s/<>]*)|!(?!--|doctype)|(?!\A)\?)", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})\b[^<>]*>|<[!?][^<>]*>")
_HIDDEN = (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"), ("<head", "</head"))
#: What ``pre`` is called for lxml, which ends that element before a table, a list or a rule.
_BLOCK = "block-of-text"
_SILENT = frozenset({"script", "style", "title"})
#: Elements that may stand in a block; the pattern takes any other tag there for text.
_INSIDE = frozenset({
    "a", "abbr", "b", "big", "blockquote", "br", "center", "cite", "code", "del", "div",
    "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li",
    "mark", "nobr", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "tt", "u", "ul", "var",
    "wbr",
})  # fmt: skip
#: Characters that a parser of HTML drops or replaces, or that UTF-8 has not. They pass it as
#: characters of a private plane.
_DELICATE = (*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0xDC80, 0xDD00))
_PLANE = 0x100000
_AWAY = {code: _PLANE + code for code in _DELICATE}
_BACK = {_PLANE + code: code for code in _DELICATE}
_PRIVATE = re.compile(
    f"[{chr(_PLANE)}-{chr(_PLANE + _DELICATE[-1])}]" r"|&#(?:[xX]0*10[0-9A-Fa-f]{4}|0*1[01]\d{5})"
)


class Outline(NamedTuple):
    """The parts of a page.

    Attributes:
        strings: The words outside the blocks, from tag to tag.
        blocks: The text of each outermost ``pre`` element.
        cut: Whether the page ends inside the last block.
    """

    strings: list[str]
    blocks: list[str]
    cut: bool


class MarkupError(CablekitError):
    """A page that its parser cannot read to the end; the message says why."""


def installed() -> bool:
    """Return whether lxml is there.

    >>> isinstance(installed(), bool)
    True
    """
    return importlib.util.find_spec("lxml") is not None


def outline(page: str) -> Outline:
    """Return the parts of a page, as lxml or, where that is missing or gives up, a pattern sees it.

    Args:
        page: The whole page.

    >>> outline("<p>Origin<PRE class='x'>FM <b>AMEMBASSY</b> ZENDA &lt;</PRE>").blocks
    ['FM AMEMBASSY ZENDA <']
    """
    if installed():
        try:
            return parsed(page)
        except MarkupError:
            pass
    return scanned(page)


def parsed(page: str) -> Outline:
    """Return the parts of a page as lxml sees it; what is no element of HTML is text.

    Args:
        page: The whole page.

    Raises:
        MarkupError: The page's elements stand too deep in one another, it has characters that
            are needed to carry others past the parser, or the parser gave up.
    """
    if _PRIVATE.search(page):
        raise MarkupError("the page has characters of the private plane 16")
    etree = importlib.import_module("lxml.etree")
    known = importlib.import_module("lxml.html.defs").tags

    def sign(match: re.Match[str]) -> str:
        name = (match[2] or "").lower()
        if name == "pre":
            return f"<{match[1]}{_BLOCK}"
        # A colon is that of another vocabulary in the page, as word processors write them.
        html_own = name in known or name == "main" or ":" in name
        return match[0] if html_own else f"&lt;{match[0][1:]}"

    collected = _Collector()
    parser = etree.HTMLParser(
        target=collected, encoding="utf-8", no_network=True, huge_tree=True, recover=True
    )
    data = _SIGN.sub(sign, _lines(page)).translate(_AWAY).encode()
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
        parser.close()
    except etree.LxmlError as error:
        raise MarkupError(str(error)) from None
    strings, blocks = ([part.translate(_BACK) for part in parts] for parts in collected.parts)
    return Outline(strings, blocks, bool(blocks) and _is_cut(page))


class _Collector:
    """Collects what the parser tells; the names of the methods are lxml's."""

    def __init__(self) -> None:
        self.parts: tuple[list[str], list[str]] = ([], [])
        self._words: list[str] = []
        self._depth = self._inside = self._silent = 0

    def start(self, tag: str, _attributes: Any) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise MarkupError(f"elements stand more than {MAX_DEPTH} deep in one another")
        if not self._inside:
            self._flush()
        self._silent += tag in _SILENT
        if tag == _BLOCK:
            self._inside += 1
        elif tag == "br":
            self.data("\n")

    def end(self, tag: str) -> None:
        self._depth -= 1
        if not self._inside or (tag == _BLOCK and self._inside == 1):
            self._flush()
        self._silent -= tag in _SILENT
        self._inside -= tag == _BLOCK

    def data(self, data: str) -> None:
        if not self._silent:
            self._words.append(data)

    def close(self) -> None:
        self._flush()

    def _flush(self) -> None:
        words = "".join(self._words)
        self._words = []
        if self._inside:
            self.parts[1].append(_content(words))
        elif words:
            self.parts[0].append(words)


def scanned(page: str) -> Outline:
    """Return the parts of a page as a pattern for tags sees it.

    Args:
        page: The whole page.

    >>> scanned("<p>Origin<PRE class='x'>FM <b>AMEMBASSY</b> ZENDA &lt;</PRE>").strings
    ['', 'Origin', '']
    """
    strings: list[str] = []
    blocks: list[str] = []
    inside: list[str] = []
    depth = at = 0
    shown = _shown(_lines(page))
    for match in [*_TAG.finditer(shown), None]:
        name = (match[2] or "").lower() if match else ""
        if match and depth and name not in _INSIDE:
            continue
        words = html.unescape(shown[at : match.start() if match else len(shown)])
        (inside if depth else strings).append(words)
        if match is None:
            break
        at = match.end()
        if name == "br":
            (inside if depth else strings).append("\n")
        elif name == "pre" and not match[1]:
            depth += 1
        elif name == "pre" and depth:
            depth -= 1
            if depth == 0:
                blocks.append(_content("".join(inside)))
                inside = []
    if inside:
        blocks.append(_content("".join(inside)))
    return Outline(strings, blocks, bool(blocks) and _is_cut(page))


def _shown(page: str) -> str:
    """Return a page without comments, scripts, styles and its head."""
    for opening, closing in _HIDDEN:
        parts: list[str] = []
        at = 0
        while (start := page.find(opening, at)) >= 0:
            end = page.find(closing, start)
            if end < 0:
                break
            if opening == "<head" and page[start + 5 : start + 6] not in (">", " "):
                parts.append(page[at : start + 5])
                at = start + 5
                continue
            parts.append(page[at:start])
            at = end + len(closing)
        page = "".join([*parts, page[at:]]) if at else page
    return page


def _lines(page: str) -> str:
    """Return a page whose lines end as in HTML."""
    return page.replace("\r\n", "\n").replace("\r", "\n")


def _content(words: str) -> str:
    """Return the text of a block: the first line end in the element is the markup's."""
    return words.removeprefix("\n")


def _is_cut(page: str) -> bool:
    opened = [match.start() for match in _OPENING.finditer(page)]
    shut = [match.start() for match in _CLOSING.finditer(page)]
    return bool(opened) and (not shut or shut[-1] < opened[-1])
