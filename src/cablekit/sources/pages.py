"""Cablegate pages: two ``<code><pre>`` blocks behind much navigation.

The text is the blocks without their links and anchors, unescaped once. The mirror's pages are all
of one form, so that two strings find their blocks; :mod:`cablekit.sources.markup` looks for
those of any other page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from cablekit.model import DatePrecision, Metadata, Problem
from cablekit.sources import values
from cablekit.sources.draft import Draft, problem
from cablekit.sources.markup import outline, plain, unescape

_TAG_LINK = re.compile(r"<a href=['\"]?[^'\"<>]{0,80}/tag/[^<>]{0,200}>([^<>]{1,80})</a>")
_TITLE = re.compile(r"<h3>Viewing cable ([^<,]{1,80})(?:,([^<]{0,2000}))?")
_TABLE = re.compile(r"<table class=['\"]?cable\b")
_CELL = re.compile(r"<(t[hd])\b[^<>]*>(.{0,2000}?)</\1>", re.DOTALL)
_TABLE_ROOM = 8000
_OPENING = re.compile(r"<pre[\s>]", re.IGNORECASE)


def is_page(text: str) -> bool:
    """Return whether a page is of this kind.

    Args:
        text: The whole page.
    """
    return "<pre>" in text and bool(_TABLE.search(text) or _TITLE.search(text))


def blocks(page: str) -> tuple[list[str], bool]:
    """Return the inner markup of the text blocks, and whether the last one is cut off.

    Args:
        page: The whole page.

    >>> blocks("<code><pre>FM</pre></code> <code><pre>UNCLAS")
    (['FM', 'UNCLAS'], True)
    """
    opening, closing = "<code><pre>", "</pre></code>"
    if opening not in page:
        opening, closing = "<pre>", "</pre>"
    found: list[str] = []
    end = 0
    while (start := page.find(opening, end)) >= 0:
        start += len(opening)
        end = page.find(closing, start)
        if end < 0:
            return [*found, page[start:]], True
        found.append(page[start:end])
    return found, False


def drafts(page: str, encoding_problems: tuple[Problem, ...] = ()) -> Iterator[Draft]:
    """Return the cable of a page.

    Args:
        page: The whole page.
        encoding_problems: What was found when it was decoded.
    """
    marked, cut = blocks(page) if is_page(page) else ([], False)
    opening = _OPENING.search(page)
    fields = _fields(page[: opening.start()] if opening else page)
    links = [unescape(link) for block in marked for link in _TAG_LINK.findall(block)]
    metadata, problems = _metadata(fields, links)
    texts = [plain(block) for block in marked]
    if not marked:
        _, found, cut = outline(page)
        texts = [text for text in found if text.strip()]
    # Places in the page are no places in the text.
    odd = tuple(attrs.evolve(entry, span=None) for entry in encoding_problems)
    draft = Draft(metadata=metadata, problems=(*odd, *problems), some_tags=True)
    if not texts:
        yield draft.failed("CK502")
        return
    draft = attrs.evolve(draft, text="\n\n".join(texts))
    yield draft.failed("CK511") if cut else draft


def _fields(head: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    table = _TABLE.search(head)
    if table:
        names: list[str] = []
        cells: list[str] = []
        for kind, cell in _CELL.findall(head, table.start(), table.start() + _TABLE_ROOM):
            (names if kind == "th" else cells).append(" ".join(plain(cell).split()))
        fields.update(zip(names, cells, strict=False))
    title = _TITLE.search(head)
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
