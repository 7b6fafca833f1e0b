"""Which numbered lines are paragraphs: the count of paragraphs decides.

A line that begins with a number may be a paragraph, a line that was wrapped before a number, or
an item of a list; and in text copied from a page the pilcrow before a number may have become
the digit 1. Only the neighbours tell (all observed).
"""

from __future__ import annotations

from typing import NamedTuple

from cablekit.builder.drafts import Block

#: How far a number without portion mark may run ahead of the count.
_GAP = 3
#: The share of marked paragraphs from which on an unmarked number is suspect.
_MARKED = 0.8
_ENDS = ".!?:)\"'”-_=*"


class Candidate(NamedTuple):
    """A block that begins with a number.

    Attributes:
        block: The block.
        number: The number as written.
        marked: Whether a portion mark follows it.
        pilcrow: Whether the publisher took it for a paragraph.
        after: The last character before it, ``""`` at the start of the text.
        set_off: Whether an empty line parts it from the text before.
    """

    block: Block
    number: int
    marked: bool
    pilcrow: bool
    after: str
    set_off: bool

    @property
    def glued(self) -> bool:
        """Whether it stands inside a line."""
        return self.block.key.type == "GLUED_NUMBER"

    @property
    def bracket(self) -> bool:
        """Whether a bracket alone closes it, as in ``2)``."""
        return not self.marked and self.block.key.rstrip()[-1:] == ")"


def candidates(blocks: list[Block]) -> list[Candidate]:
    """Return the blocks that begin with a number, in order."""
    found = []
    last = ""
    for block in blocks:
        if block.number:
            marked, pilcrow = block.marking is not None, "¶" in block.key
            number, set_off = int(block.number), block.set_off
            found.append(Candidate(block, number, marked, pilcrow, last, set_off))
        elif block.rule not in ("rule", "lead_paragraph", "unnumbered"):
            last = ""
        for piece in reversed(block.pieces):
            written = piece.rstrip()
            if written:
                last = written[-1]
                break
    return found


def decide(blocks: list[Block]) -> None:
    """Give every block that is a paragraph its number.

    Args:
        blocks: All blocks in order.
    """
    numbered = [block for block in blocks if block.number]
    for number, block in enumerate(numbered, 1):
        if block.marking is None or int(block.number) != number:
            _decide(candidates(blocks))
            return
    # Most cables mark each paragraph and skip none.
    for number, block in enumerate(numbered, 1):
        block.counted = number


def _decide(found: list[Candidate]) -> None:
    share = sum(c.marked for c in found) / len(found)
    # Where paragraphs have another form, a number with a bracket is the label of an item.
    if share < 1 and not all(c.bracket for c in found):
        found = [c for c in found if not c.bracket]
    previous = marked = 0
    listed: bool | None = None
    for index, candidate in enumerate(found):
        if marked and not candidate.marked:
            if listed is None:
                listed = _listed(found, index, marked)
            if listed:
                continue
        number = _reading(found, index, previous)
        if _accept(candidate, number, previous, share, found[index + 1 : index + 2]):
            candidate.block.counted = previous = number
            if candidate.marked:
                marked, listed = number, None


def _listed(found: list[Candidate], index: int, marked: int) -> bool:
    """Tell whether a number without mark begins a list inside a marked paragraph.

    The next marked paragraph continues the count of the marked one before the list.
    """
    if not found[index].after:
        return False
    later = (found[at] for at in range(index + 1, len(found)))
    following = next((other for other in later if other.marked), None)
    return following is not None and following.number == marked + 1


def _reading(found: list[Candidate], index: int, previous: int) -> int:
    """Return the number of a candidate, without a digit 1 that was a pilcrow.

    The written number must leave a gap, the shorter one must continue the count, and so must
    the shorter reading of the next number, if there is one.
    """
    candidate = found[index]
    written = str(candidate.number)
    if candidate.pilcrow or len(written) < 2 or written[0] != "1":
        return candidate.number
    shorter = int(written[1:])
    if candidate.number == previous + 1 or shorter != previous + 1 or written[1] == "0":
        return candidate.number
    later = (found[at] for at in range(index + 1, len(found)))
    following = next((c for c in later if c.marked or not candidate.marked), None)
    if following is None or str(following.number) in (f"1{shorter + 1}", str(shorter + 1)):
        return shorter
    return candidate.number


def _accept(
    candidate: Candidate, number: int, previous: int, share: float, rest: list[Candidate]
) -> bool:
    if candidate.marked:
        return number == previous + 1 or not candidate.glued
    if number == previous + 1 and candidate.block.lead is not None:
        return True
    sentence_ended = not candidate.after or candidate.after in _ENDS or candidate.set_off
    if rest and rest[0].marked and rest[0].number == candidate.number:
        return False
    if number == previous + 1:
        return sentence_ended or (candidate.pilcrow and share < _MARKED)
    if share >= _MARKED:
        return False
    if number == 1:
        return sentence_ended and any(n.number == 2 and _stands(n) for n in rest)
    if candidate.pilcrow:
        return sentence_ended and previous <= number <= previous + _GAP
    return not share and candidate.set_off and sentence_ended and _goes_on(number, previous, rest)


def _goes_on(number: int, previous: int, rest: list[Candidate]) -> bool:
    """Tell whether the count goes on behind a gap, in a text without marks and pilcrows.

    The next number continues it. A text may begin in the middle of the count.
    """
    if rest and not rest[0].set_off:
        return False
    following = rest[0].number if rest else None
    near = previous < number <= previous + _GAP or (previous == 0 and following is not None)
    return near and (following is None or number < following <= number + _GAP)


def _stands(candidate: Candidate) -> bool:
    """Tell whether a number stands as that of a paragraph does, and not as a list's."""
    ended = not candidate.after or candidate.after in _ENDS or candidate.set_off
    return ended or candidate.marked or candidate.pilcrow
