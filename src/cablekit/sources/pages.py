"""Cablegate pages: two ``<code><pre>`` blocks behind much navigation.

The text is the blocks without their links and anchors, unescaped once. Those of any other page are
read alike; it has no table of metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from cablekit.model import DatePrecision, Metadata, Problem
from cablekit.sources import values
from cablekit.sources.draft import Draft, problem
from cablekit.sources.markup import Outline, plain, unescape

_TAG_LINK = re.compile(
    r"<[Aa] (?i:href)=['\"]?[^'\"<>]{0,80}/tag/[^<>]{0,200}>([^<>]{1,80})</[Aa]>"
)
_TITLE_WORDS = "Viewing cable "
_TITLE = re.compile(rf"<[Hh]3>{_TITLE_WORDS}([^<,]{{1,80}})(?:,([^<]{{0,2000}}))?")
_TABLE = re.compile(r"<[Tt](?i:able class)=['\"]?cable\b")
_CELL = re.compile(r"<(t[hd])\b[^<>]*>(.{0,2000}?)</\1>", re.DOTALL | re.IGNORECASE)
_TABLE_ROOM = 8000
#: A block without a text, and what the mirror writes for a heading that it does not have.
_NOTHING = ("", "null")


def is_page(text: str) -> bool:
    """Return whether a page is of this kind.

    Args:
        text: The page, or the markup around its texts.
    """
    return bool(_title(text) or _TABLE.search(text))


def drafts(page: Outline, odd: tuple[Problem, ...] = ()) -> Iterator[Draft]:
    """Return the cable of a page.

    Args:
        page: The page.
        odd: What was found when it was decoded.
    """
    fields = _fields(page.around)
    links = [unescape(link) for block in page.blocks for link in _TAG_LINK.findall(block)]
    metadata, problems = _metadata(fields, links)
    texts = [text for text in page.texts if text.strip() not in _NOTHING]
    draft = Draft(metadata=metadata, problems=(*odd, *problems), some_tags=True)
    if not texts:
        yield draft.failed("CK502")
        return
    draft = attrs.evolve(draft, text="\n\n".join(texts))
    # A page of the mirror has two texts, the heading and the body.
    cut = page.cut or (len(texts) == 1 and bool(fields) and page.unended)
    yield draft.failed("CK511") if cut else draft


def _title(text: str) -> re.Match[str] | None:
    # Before it stand thousands of tags, among which the pattern looks far longer.
    at = text.find(_TITLE_WORDS)
    return _TITLE.search(text, max(0, at - 4)) if at >= 0 else None


def _fields(head: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    title = _title(head)
    table = _TABLE.search(head, title.end() if title else 0)
    if table:
        names: list[str] = []
        cells: list[str] = []
        for kind, cell in _CELL.findall(head, table.start(), table.start() + _TABLE_ROOM):
            (names if kind.lower() == "th" else cells).append(" ".join(plain(cell).split()))
        fields.update(zip(names, cells, strict=False))
    if title:
        fields.setdefault("Reference ID", unescape(title[1]).strip())
        fields["Subject"] = unescape(title[2] or "").strip()
    return fields


def _metadata(fields: dict[str, str], links: list[str]) -> tuple[Metadata, list[Problem]]:
    problems: list[Problem] = []
    name = fields.get("Reference ID", "")
    mrn, doubled = values.identifier(name)
    if doubled and mrn:
        problems.append(problem("CK906", path="metadata.id", id=name, mrn=mrn))
    created = values.moment(fields.get("Created", ""))
    released = values.moment(fields.get("Released", ""))
    classification = values.marking(fields.get("Classification", ""))
    for label, known in (
        ("Reference ID", mrn),
        ("Created", created),
        ("Released", released),
        ("Classification", classification),
    ):
        if known is None and values.value(fields.get(label)):
            problems.append(problem("CK509", name=label, text=fields[label]))
    metadata = Metadata(
        id=name,
        mrn=mrn,
        # The minutes of these pages are the hour on a twelve-hour clock.
        date=created.date.replace(minute=0) if created else None,
        date_precision=DatePrecision.HOUR if created else None,
        classification=classification,
        origin=fields.get("Origin", ""),
        subject=fields.get("Subject", ""),
        tags=values.tags(" | ".join(links)),
        released=released.date.date() if released else None,
        fields=fields,
    )
    return metadata, problems
