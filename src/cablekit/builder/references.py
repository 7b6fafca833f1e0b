"""From the items of the REF field to references: what an item is depends on those around it."""

from __future__ import annotations

import bisect
import functools
import itertools
from collections.abc import Sequence

from cablekit import vocabulary
from cablekit.builder.drafts import Reader
from cablekit.builder.inline_references import Cited, remark_of
from cablekit.builder.report import problem
from cablekit.builder.text import Joined, flow
from cablekit.model import Mrn, Problem, Reference, ReferenceKind
from cablekit.tokens import Token

_PILCROW = "\N{PILCROW SIGN}"


class Places(Joined):
    """A joined text that finds each place at once: a field may cite thousands of cables."""

    __slots__ = ("_starts",)

    def __init__(self, pieces: Sequence[Token]) -> None:
        """Join ``pieces``."""
        super().__init__(pieces)
        self._starts = [0, *itertools.accumulate(map(len, pieces))] if len(pieces) > 1 else [0]

    def at(self, offset: int, *, end: bool = False) -> int:
        """Return the source offset of the character at ``offset`` of the joined text."""
        find = bisect.bisect_left if end else bisect.bisect_right
        index = min(max(find(self._starts, offset) - 1, 0), len(self.pieces) - 1)
        inside = min(offset - self._starts[index], len(self.pieces[index]))
        return self.pieces[index].start_pos + inside


def references_in(
    read: Reader, joined: Joined, label: str
) -> tuple[tuple[Reference, ...], tuple[Problem, ...]] | None:
    """Return the references that a field's text cites, and what a reader should know of them.

    Args:
        read: Reads a text in an inline language.
        joined: The text.
        label: The label that stands in the key of the field.

    Returns:
        The references with their problems, or ``None`` if the text cannot be read.
    """
    text = joined.text
    items: list[Cited] | None = read("references", text)
    if items is None:
        return None
    problems: tuple[Problem, ...] = ()
    if stolen := _stolen_labels(text, items):
        bare = _without(text, stolen)
        again: list[Cited] | None = read("references", bare)
        if again is not None:
            problems = tuple(_dropped(item, joined) for item in stolen)
            items, text = again, bare
    if label and items and not items[0].label:
        items[0].label = label
    return tuple(_references(_settled(text, items), text, joined)), problems


def _stolen_labels(text: str, items: list[Cited]) -> list[Cited]:
    """Return the items whose label belongs to a line that only goes on with another (observed).

    The message software gave every line of the field a letter. So in a list of items that have a
    second label of their own, one with a single label goes on with the item before it; so does a
    lone year anywhere.
    """
    for item in items:
        if item.outer or not item.serials:
            break
    else:
        return []
    doubled = any(item.outer and item.outer != item.label for item in items)
    single = next((index for index, item in enumerate(items) if not item.outer), len(items))
    return [
        item
        for index, item in enumerate(items)
        if index and item.label and not item.outer
        if doubled or _goes_on(text, item, last=index == single)
    ]


def _goes_on(text: str, item: Cited, *, last: bool) -> bool:
    """Tell whether an item is the end of the one before it: a year, or nothing that is cited.

    Args:
        text: The text.
        item: The item.
        last: Whether all items before it have a second label.
    """
    if item.serials or item.kind is not ReferenceKind.OTHER:
        return False
    return last or _is_year(text[item.content : item.end])


def _without(text: str, items: list[Cited]) -> str:
    """Return the text with blanks for the labels of some items."""
    kept: list[str] = []
    at = 0
    for item in items:
        start = item.start - text.endswith(_PILCROW, 0, item.start)
        kept += text[at:start], " " * (item.content - start)
        at = item.content
    return "".join(kept) + text[at:]


def _dropped(item: Cited, joined: Joined) -> Problem:
    """Return the problem of a label that was dropped."""
    where = joined.span(item.start, item.content)
    return problem("CK216", where, "references", label=item.label)


def _is_year(text: str) -> bool:
    """Tell whether text is a year alone."""
    return len(text) == len("2007") and text[:2] in ("19", "20") and text.isdigit()


def _settled(text: str, items: list[Cited]) -> list[Cited]:
    """Return the items with what the one before says of them.

    An item without a label that is joined to one before it has that one's label. Words that
    follow a cable without any mark are a remark on it.
    """
    if all(item.label for item in items[1:]):
        return items
    settled: list[Cited] = []
    for item in items:
        before = settled[-1] if settled else None
        if before is None:
            settled.append(item)
            continue
        gap = text[before.end : item.start]
        loose = not item.serials and item.kind is ReferenceKind.OTHER
        if not item.label and loose and not gap.strip(" ") and _has_remarks(before):
            remark = remark_of(text[item.content : item.end])
            before.notes, before.end = (*before.notes, remark), item.end
            continue
        if not item.label and before.label and _same_label(gap, item):
            item.label = before.label
        settled.append(item)
    return settled


def _has_remarks(item: Cited) -> bool:
    """Tell whether words behind an item can be a remark on it."""
    return bool(item.serials)


def _same_label(gap: str, item: Cited) -> bool:
    """Tell whether an item stands under the label of the one before it."""
    if not item.serials and not item.joined:
        return False
    return ";" not in gap and _PILCROW not in gap and ("\n" not in gap or "," in gap)


def _references(items: list[Cited], text: str, joined: Joined) -> list[Reference]:
    """Return what the items cite: a message for each serial, or one document."""
    found: list[Reference] = []
    for item in items:
        label, kind, notes = item.label, item.kind, item.notes
        wording = flow([text[item.content : item.end]])
        place = joined.span(item.start, max(item.end, item.start))
        post, series = _parted(item.post)
        if kind is ReferenceKind.AIRGRAM:
            series = series or "A"
        for serial in item.serials:
            mrn = Mrn(year=item.year, post=post, series=series, serial=serial)
            found.append(
                Reference(label=label, kind=kind, mrn=mrn, text=wording, notes=notes, span=place)
            )
        if not item.serials:
            found.append(Reference(label=label, kind=kind, text=wording, notes=notes, span=place))
    return found


@functools.lru_cache(maxsize=4096)
def _parted(post: str) -> tuple[str, str]:
    """Return a post and its series.

    The telegrams of a journey have a series of their own, mostly without a post.
    """
    place, _, last = post.rpartition(" ")
    return (place, last) if last in vocabulary.series() else (post, "")
