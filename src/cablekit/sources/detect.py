"""What sort of container a file is, by its first bytes."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias, get_args

#: What ``read(..., source=...)`` may name.
Source: TypeAlias = Literal["text", "cablegate", "csv", "json", "plusd", "nara", "foia"]
SOURCES: tuple[str, ...] = get_args(Source)

_BINARY = {
    b"%PDF-": "a PDF; take its text out first, for instance with pdftotext -layout",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"7z\xbc\xaf": "a 7z archive; unpack it first",
    b"Rar!": "a RAR archive; unpack it first",
    b"PK\x03\x04": "a zip archive inside another file; unpack it first",
    b"\x1f\x8b": "packed with gzip twice; unpack it first",
    b"BZh": "packed with bzip2; unpack it first",
    b"\xfd7zXZ": "packed with xz; unpack it first",
    b"\x28\xb5\x2f\xfd": "packed with zstd; unpack it first",
    b"SQLite format 3": "a database; export its rows as CSV first",
}
_TAR = slice(257, 262)
# Of a word that may stand in a text, a page has nothing behind it but attributes.
_HTML = re.compile(
    rb"<(?:!--|(?:\?xml|!DOCTYPE|html|head|body|table|div|code|pre)\b"
    rb"|(?:a|article|b|base|br|center|font|form|h[1-6r]|header|i|img|link|main|meta|nav|noscript|ol|p"
    rb"|script|section|small|span|strong|style|title|tt|ul)(?:\s*+/?>|\s++[a-z:-]{1,40}\s*+=))",
    re.IGNORECASE,
)
_JSON = re.compile(rb"(?:\[\s{0,200}){0,20}\{\s{0,200}[\"}]")
# A list without an object at its beginning; a text may begin with a bracket too.
_LIST = re.compile(
    rb"(?:\[\s{0,200}){1,20}(?:\][\s,\]]*+\Z|(?:-?[0-9.]{1,30}|true|false|null)\s{0,20},"
    rb"|\"(?:[^\"\\\n]++|\\.)*+(?:\"\s{0,200}(?:,|\][\s,\]]*+\Z)|\Z))"
)
#: A row that a date tells from a line of a text, its columns quoted or not.
DATED_ROW = (
    rb'"?[0-9]{1,12}"?,[ \t]*+"?\d{1,2}/\d{1,2}/\d{4}[ 0-9:]{0,9}"?,[ \t]*+"?[^",\\\n]{1,60}"?,'
)
#: The names of the columns: the first is known, or there are eight, and a date.
NAMES_ROW = (
    rb'"?(?i:id|identifier)"?,[ \t]*+"?[A-Za-z_ ]{1,40}"?,[^\n]{0,2000}(?:\n|\Z)'
    rb'|(?=[^\n]{0,400}(?i:date))(?:"?[A-Za-z_ ]{1,40}"?,[ \t]*+){7}"?[A-Za-z_ ]{1,40}"?[ \t\r]*+\n'
)
_TOLD = rb'"[^"\\\n]{0,80}",[ \t]*+'
_ROW = re.compile(_TOLD + _TOLD + _TOLD + rb"|" + DATED_ROW + rb"|" + NAMES_ROW)
_LATER_ROW = re.compile(rb"^" + DATED_ROW, re.MULTILINE)
_NARA = re.compile(rb"^[ \t\f]*Message (?:Text|Attributes)[ \t]*\r?$", re.MULTILINE)
_FOIA = re.compile(rb"U\.S\. Department of State[ \t]++Case No\.|Case No\.[^\n]{1,400}Doc No\.")
_CABLE = re.compile(
    rb"^[\f ]*(?:[ZOPRY](?: [ZOPRY])? \d{6} ?Z |FM [A-Z]|VZCZC|DE R[A-Z]{3}|PAGE 0?1 |NNN"
    rb"|E\.? ?O\.? ?\d|TAGS\b|SUBJ(?:ECT)?\b|REF\b|SIPDIS|SUMMARY|This record is a partial"
    rb"|UNCLAS|CONFIDENTIAL|SECRET|TOP SECRET|LIMITED OFF|RESTRICTED|(?:[A-Z] ){5}"
    rb"|(?:\xc2?\xb6)?1\.(?: ?\(| ))",
    re.MULTILINE | re.IGNORECASE,
)


def binary(head: bytes) -> str:
    r"""Return what a file is that has no text in it; ``""`` if it may have.

    Args:
        head: Its first bytes, after unpacking.

    >>> binary(b"\x89PNG...")
    'an image'
    """
    for magic, what in _BINARY.items():
        if head.startswith(magic):
            return what
    if head[_TAR] == b"ustar":
        return "a tar archive; unpack it first"
    return "no text" if head.count(0) > len(head) // 10 else ""


def detect(head: bytes) -> str:
    """Return the kind of container; ``"html"`` for a page and ``""`` for text without a sign.

    Args:
        head: The first bytes of the file, as UTF-8 or another encoding like ASCII.

    >>> detect(b'"1","4/3/2007 15:12","07ZENDA417","Embassy Zenda",')
    'csv'
    """
    head = head.lstrip()
    if _HTML.match(head):
        return "html"
    if _JSON.match(head) or _LIST.match(head):
        return "json"
    # A part of a large file may begin inside a row.
    if _ROW.match(head) or _LATER_ROW.search(head):
        return "csv"
    if _NARA.search(head):
        return "nara"
    if _FOIA.search(head):
        return "foia"
    return "text" if _CABLE.search(head) else ""
