"""The inline language of the REF field."""

from __future__ import annotations

import functools
from typing import Any, TypeAlias

import attrs

from cablekit import vocabulary
from cablekit.builder.text import digits, flow, full_year, shared
from cablekit.model import ReferenceKind
from cablekit.tokens import Token


@attrs.define(eq=False)
class Cited:
    """An item of the REF field and its offsets in the field's text, in the making.

    Attributes:
        label: The label by which the text cites it, or ``""``.
        kind: What is cited.
        year: The year, if it is written.
        post: The post of a cable.
        serials: The serials of cables of this post.
        notes: What is said of it.
        start: Where the item begins.
        content: Where it begins behind its labels.
        end: Where it ends.
        outer: The label before the label, or ``""``.
        joined: Whether a word such as ``AND`` joins it to the item before it.
    """

    label: str
    kind: ReferenceKind
    year: int | None
    post: str
    serials: tuple[int, ...]
    notes: tuple[str, ...]
    start: int
    content: int
    end: int
    outer: str = ""
    joined: bool = False


#: A year, a post, a serial, and what kind of message has it.
_Cable: TypeAlias = tuple[int | None, str, int, ReferenceKind]
#: Words that may stand behind the name of a post and are none of it.
_BEHIND_POST = ("OF", "NO", "AIRGRAM")
#: What parts a citation from what follows it.
_BETWEEN = " \n¶,;:."
#: What people write and say to each other.
_PERSONAL = (ReferenceKind.EMAIL, ReferenceKind.LETTER, ReferenceKind.TELCON, ReferenceKind.OTHER)


class ReferenceInlineBuilder:
    """One method for every rule of the language."""

    def references(self, children: list[Any]) -> list[Cited]:
        """``(reference | NONE)* label*``: labels that nothing follows are kept as they are."""
        cited: list[Cited] = []
        for child in children:
            if isinstance(child, Cited):
                cited.append(child)
            elif child.type == "LABEL":
                start, other = child.start_pos, ReferenceKind.OTHER
                end = start + len(child.rstrip())
                cited.append(Cited(_letter(child), other, None, "", (), (), start, end, end))
        return cited

    def reference(self, children: list[Any]) -> Cited:
        """``LINK_WORD? label* cited``; of two labels the inner one is the text's (observed)."""
        cited: Cited = children[-1]
        if len(children) == 1:
            return cited
        first = children[0]
        cited.start = first.start_pos
        cited.joined = first.type == "LINK_WORD"
        labels = children[cited.joined : -1]
        if not labels:
            return cited
        if len(labels) > 1 and cited.kind in _PERSONAL and _is_initial(*labels[-2:]):
            # ``A. J. Roe letter``: the second letter is somebody's.
            cited.content = labels.pop().start_pos
        cited.label = _letter(labels[-1])
        if len(labels) > 1:
            cited.outer = _letter(labels[-2])
        return cited

    def label(self, children: list[Token]) -> Token:
        """``LABEL``."""
        return children[0]

    def cable_reference(self, children: list[Any]) -> Cited:
        """``CITED further* (note | remark)*``."""
        written, start = children[0].rstrip(_BETWEEN), children[0].start_pos
        year, post, serial, kind = _plain_cable(written) or _cable(written)
        if len(children) == 1:
            end = start + len(written)
            return Cited("", kind, year, post, (serial,), (), start, start, end)
        serials = [int(digits(child)) for child in children if child.type == "FURTHER"]
        end = children[-1].end_pos
        notes = _notes(children)
        return Cited("", kind, year, post, (serial, *serials), notes, start, start, end)

    def further(self, children: list[Token]) -> Token:
        """``FURTHER``: the serial of another message of the same post."""
        return children[0]

    def note(self, children: list[Token]) -> Token:
        """``NOTE``."""
        return children[0]

    def remark(self, children: list[Token]) -> Token:
        """``REMARK``: a title, a date or other words behind a cable."""
        return children[0]

    def document(self, children: list[Token]) -> Cited:
        """``DOCUMENT``: anything cited that is no cable."""
        return _other(children, _kind(children[0]))

    def manual(self, children: list[Token]) -> Cited:
        """``MANUAL``: a paragraph of the Foreign Affairs Manual or a handbook."""
        return _other(children, "DOCUMENT")

    def airgram(self, children: list[Token]) -> Cited:
        """``AIRGRAM_NUMBER (note | remark)*``: an airgram whose post is not named."""
        return _other(children, "AIRGRAM")

    def message(self, children: list[Token]) -> Cited:
        """``MESSAGE (note | remark)*``: a message that is known by its date-time group."""
        return _other(children, "CABLE")


def _is_initial(before: Token, label: Token) -> bool:
    """Tell whether the last of several labels is the initial of a name."""
    if not label.rstrip().endswith(".") or label.startswith("("):
        return False
    return _letter(label) != _letter(before)


def _plain_cable(written: str) -> _Cable | None:
    """Return the cable of a citation such as ``06 ZENDA 1931``, as most are."""
    first, *name = written.split()
    serial = name.pop() if name else ""
    year = None
    if first.isdigit():
        year = full_year(first)
    else:
        name.insert(0, first)
    post = " ".join(name).upper()
    if not serial.isdigit() or not "".join(name).isalpha() or name[-1].upper() in _BEHIND_POST:
        return None
    return year, _post(post), int(serial), ReferenceKind.CABLE


def _cable(written: str) -> _Cable:
    """Return the cable or airgram of any citation."""
    words = _words(written)
    year = _year_behind(words)
    if year is not None:
        words = _words(" ".join(words))
    serial = words.pop().upper()
    airgram = serial.startswith("A-")
    if serial[2:3] == "-":
        # ``STRELSAU 09-1200``: the year stands before the serial.
        year, serial = full_year(serial[:2]), serial[3:]
    while words[1:] and words[-1].upper() in ("#", "NO", "NO.", "AIRGRAM"):
        airgram = airgram or words[-1].upper() == "AIRGRAM"
        words.pop()
    words[0] = words[0].lstrip("('\N{RIGHT SINGLE QUOTATION MARK}")
    first = digits(words[0])
    if first and words[0].startswith(first):
        year = full_year(first)
        words[0] = words[0][len(first) :].lstrip(")")
    post = _post(" ".join(filter(None, words)).upper())
    kind = ReferenceKind.AIRGRAM if airgram else ReferenceKind.CABLE
    return year, post, int(digits(serial)), kind


def _words(written: str) -> list[str]:
    """Return the words of a citation; a serial glued to its post is a word of its own."""
    words = written.replace("#", " # ").replace("(", " (").split()
    bare = words[-1].rstrip("0123456789")
    if bare and bare.rstrip("-")[-1:].isalpha() and bare.upper() != "A-":
        words[-1:] = [bare.rstrip("-"), words[-1][len(bare) :]]
    return words


def _year_behind(words: list[str]) -> int | None:
    """Take the year behind a serial out of the words: ``(08)``, ``2008``, ``OF 2008``."""
    if words[-1].startswith("("):
        return full_year(words.pop().strip("()'\N{RIGHT SINGLE QUOTATION MARK}"))
    if len(words) > 2 and words[-2].upper() == "OF":
        del words[-2]
    elif len(words) < 3 or not words[-2].upper().removeprefix("A-").isdigit():
        return None
    return full_year(words.pop())


@functools.lru_cache(maxsize=4096)
def _post(written: str) -> str:
    """Return the name of a post as the vocabulary has it, or without what stands before it."""
    known = vocabulary.post(written)
    if known is None:
        first, _, name = written.partition(" ")
        if name and first in vocabulary.missions():
            return _post(name)
        possessor = written.removesuffix("'S").removesuffix("\N{RIGHT SINGLE QUOTATION MARK}S")
        known = vocabulary.post(possessor)
        written = possessor
    return known.name if known else shared(written)


def _notes(children: list[Token]) -> tuple[str, ...]:
    """Return what is said of an item: notes in capitals, remarks as written."""
    notes: list[str] = []
    for child in children:
        if child.type == "NOTE":
            note = flow([child]).strip("() .").upper().replace("ET. AL", "ET AL")
            notes.append(shared("AND" + note[1:] if note.startswith("&") else note))
        elif child.type == "REMARK":
            notes.append(remark_of(child))
    return tuple(filter(None, notes))


def remark_of(text: str) -> str:
    """Return a remark without the marks that part it from what it is said of.

    >>> remark_of("-- TURNIP QUOTA"), remark_of("(TURNIPS (PART 2))")
    ('TURNIP QUOTA', 'TURNIPS (PART 2)')
    """
    bare = flow([text]).strip(" ,:").lstrip("- ")
    if bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1].strip()
    return bare


@functools.lru_cache(maxsize=1024)
def _kind(text: str) -> str:
    """Return the kind of a document from the words in it; a word may go on, as in E-MAILS."""
    words = vocabulary.document_words()
    padded = " " + "".join(c if c.isalnum() or c in "-." else " " for c in text.upper())
    parts = padded.replace("-", " -").replace(" -", "- ") if "-" in padded else padded
    return next((words[w] for w in words if f" {w}" in padded or f" {w}" in parts), "OTHER")


def _other(children: list[Token], kind: str) -> Cited:
    """Return what is cited without a post and a serial."""
    token, last = children[0], children[-1]
    start = token.start_pos
    end = last.start_pos + len(last.rstrip(" ,\n"))
    content = start + len(token.rstrip(" ,\n"))
    notes = _notes(children)
    return Cited("", ReferenceKind[kind], None, "", (), notes, start, start, max(end, content))


def _letter(label: Token) -> str:
    """Return the letter of a label such as ``A.``, ``(B)``, ``[C]`` or ``REF D:``."""
    return label.rstrip().strip("()[]. :-,;/").upper().removeprefix("REF").strip(" (")
