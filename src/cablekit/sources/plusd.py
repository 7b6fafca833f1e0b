"""Pages of the Public Library of US Diplomacy: labels with values, then the text.

The layout has changed over the years, so labels are found by their words, wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cablekit.model import Problem
from cablekit.sources import nara
from cablekit.sources.around import prose, scanned, words
from cablekit.sources.draft import Draft
from cablekit.sources.markup import Outline
from cablekit.sources.objects import typed

LABELS = {
    name.casefold(): name
    for name in (
        "Date", "Canonical ID", "Original Classification", "Current Classification",
        "Handling Restrictions", "Executive Order", "Locator", "TAGS", "Concepts", "Enclosure",
        "Type", "Office Origin", "Office Action", "Archive Status", "From", "To", "Markings",
        "Character Count", "Subject", "References", "Linked documents", "Film Number",
        "Document Number", "Draft Date", "Content", "Raw content", "Raw source", "Print", "Share",
        "Show Headers", "Hide Headers",
    )
}  # fmt: skip
#: Labels that only steer the page.
_CONTROLS = frozenset(
    {"Content", "Raw content", "Raw source", "Print", "Share", "Show Headers", "Hide Headers"}
)
_TOGGLE = re.compile(r"(?:\A|>)\s*(?:show|hide)\s+headers\s*(?=<|\Z)", re.IGNORECASE)
_KEY_BLOCK = re.compile(r"[\s-]{0,40}BEGIN PGP")
_LISTS = frozenset({"TAGS", "References", "Linked documents"})


def is_page(text: str) -> bool:
    """Return whether a page is of this kind.

    Args:
        text: The whole page.
    """
    return "Canonical ID" in text or "Show Headers" in text


def drafts(page: Outline, odd: tuple[Problem, ...] = ()) -> Iterator[Draft]:
    """Return the cable of a page.

    Args:
        page: The page.
        odd: What was found when it was decoded.
    """
    blocks = [text for text in page.texts if text.strip() and not _KEY_BLOCK.match(text)]
    text = _joined(blocks) if blocks else _outside(page.around)
    fields = _fields(words(page.around)) or _fields(scanned(page.around))

    def pick(*names: str) -> str:
        told = (fields.get(name, "") for name in names)
        return next((value for value in told if value and not value.startswith("--")), "")

    metadata, problems = typed(
        fields,
        {
            "id": pick("Canonical ID", "Document Number"),
            "date": pick("Date", "Draft Date"),
            "classification": pick("Original Classification"),
            "origin": pick("From"),
            "subject": pick("Subject"),
            "tags": pick("TAGS"),
            "references": pick("References", "Linked documents"),
            "released": "",
        },
    )
    there, doubts = nara.availability(pick("Locator"), text)
    draft = Draft(
        text=text,
        metadata=metadata,
        availability=there,
        problems=(*odd, *problems, *doubts),
        day_slack=1,
    )
    if page.cut or (not blocks and page.unended):
        yield draft.failed("CK511")
    else:
        yield draft if text or fields else draft.failed("CK502")


def _joined(blocks: list[str]) -> str:
    """Return the text that stands in some blocks."""
    longest = max(range(len(blocks)), key=lambda i: len(blocks[i]))
    lines = {line.strip() for line in blocks[longest].split("\n")}
    # Some layouts show the text a second time, as it was in the archive.
    return "\n\n".join(
        text
        for i, text in enumerate(blocks)
        if i == longest or not lines.issuperset(map(str.strip, text.split("\n")))
    )


def _outside(markup: str) -> str:
    """Return the text that stands in no block: the last part of the page."""
    toggles = list(_TOGGLE.finditer(markup))
    return prose(markup[toggles[-1].end() :]).strip("\n") if toggles else ""


def _fields(strings: list[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    label = ""
    parts: list[str] = []
    for string in strings:
        said = " ".join(string.split())
        if not said:
            continue
        before, _, behind = said.partition(":")
        known = LABELS.get(before.strip().casefold(), "")
        if not known:
            parts.append(said)
            continue
        if label and parts:
            fields.setdefault(label, _value(label, parts))
        label = "" if known in _CONTROLS else known
        parts = [behind.strip()] if behind.strip() else []
    if label and parts:
        fields.setdefault(label, _value(label, parts))
    return fields


def _value(label: str, parts: list[str]) -> str:
    if label not in _LISTS:
        return " ".join(parts)
    # The entries of a list are links; a title may stand beside its code.
    joined = " | ".join(part.strip(" |,;") for part in parts)
    return joined.replace(" | - ", " - ").replace(" | \u2013 ", " \u2013 ")
