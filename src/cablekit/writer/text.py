"""The text of a cable and what stands below it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from cablekit.model import (
    Block,
    Cable,
    Heading,
    Item,
    Marking,
    Notice,
    NoticeKind,
    Paragraph,
    ParticipantList,
    Preformatted,
    Quotation,
    Unparsed,
)
from cablekit.writer.heading import is_release_foot
from cablekit.writer.layout import WIDTH, Flow, Form, Piece, line
from cablekit.writer.people import Read, list_forms

#: Writes a block of a dialect; ``""`` for one that it does not know.
Hook = Callable[[Block], str]

_RULE = "-" * 20
#: What a text ends with right above its signature.
_ENDS = tuple(".!?:)\"'”")
_IN_TEXT = (NoticeKind.WEBSITE, NoticeKind.MINIMIZE)
_MARKS = {"QUOTE": ("QUOTE", "UNQUOTE")}
_TRAILERS = (NoticeKind.END_OF_MESSAGE, NoticeKind.LOCATOR, NoticeKind.ENVELOPE)


def text_pieces(
    cable: Cable,
    below: Sequence[Notice],
    hook: Hook,
    whole: Callable[[Cable], Iterable[Piece]],
    read: Read,
) -> Iterator[Piece]:
    """Yield the blocks of the body, its notices, the signature and the trailers.

    Args:
        cable: The cable.
        below: Its notices that do not stand above the text.
        hook: Writes the blocks of a dialect.
        whole: Writes a cable that is quoted.
        read: Reads a text.
    """
    size = len(cable.body)
    while size and isinstance(cable.body[size - 1], Unparsed):
        size -= 1
    yield from _block_pieces(cable.body[:size], hook, whole, read)
    yield from (line(notice.text) for notice in below if notice.kind in _IN_TEXT)
    if cable.signature:
        # Below the end of no sentence, and below a field, an empty line above tells it.
        said = getattr(cable.body[size - 1], "text", ".") if size else " "
        ended = (not said or said[-1] in _ENDS) and not cable.signature[0].islower()
        yield line(cable.signature, "\n" if ended else "\n\n")
    yield from (line(notice.text) for notice in _trailers(below))
    for index in range(size, len(cable.body)):
        yield Piece(*_forms(cable.body[index], False, hook, read), block=index)


def _trailers(notices: Sequence[Notice]) -> Iterator[Notice]:
    """Yield the notices below the text; the stamp of a release may stand there or above it."""
    begun = False
    for notice in notices:
        foot = notice.kind in _TRAILERS or is_release_foot(notice)
        begun = begun or foot
        if foot or (begun and notice.kind is NoticeKind.RELEASE):
            yield notice


def _block_pieces(
    blocks: Sequence[Block],
    hook: Hook,
    whole: Callable[[Cable], Iterable[Piece]],
    read: Read,
) -> Iterator[Piece]:
    opening = True
    before: Block | None = None
    for index, block in enumerate(blocks):
        opening = opening and not _counts(block)
        ruled = not opening and isinstance(block, Paragraph) and not isinstance(before, Heading)
        if isinstance(block, Quotation):
            begin, end = _MARKS.get(block.kind, (f"BEGIN {block.kind}:", f"END {block.kind}."))
            yield Piece(Form(begin), block=index)
            inside = _block_pieces(block.body, hook, whole, read)
            for piece in whole(block.cable) if block.cable else inside:
                piece.block = index
                yield piece
            yield line(end)
        elif isinstance(block, ParticipantList) and _titles(before, block):
            yield Piece(*list_forms(block, read, titled=True), block=index)
        else:
            yield Piece(*_forms(block, ruled, hook, read), block=index)
            if isinstance(block, Paragraph):
                yield from _items(block.items, "")
        before = block


def _titles(before: Block | None, block: ParticipantList) -> bool:
    """Tell whether a numbered paragraph is the title of the list below it."""
    if not isinstance(before, Paragraph) or before.number is None:
        return False
    return before.text.rstrip(": ") == block.title


def _counts(block: Block) -> bool:
    """Tell whether a block ends the part of the text in which empty lines part paragraphs."""
    numbered = isinstance(block, Paragraph) and block.number is not None
    return numbered or isinstance(block, ParticipantList | Quotation)


def _forms(
    block: Block, ruled: bool, hook: Hook, read: Read
) -> Sequence[Form | Callable[[], Form]]:
    """Return the ways to write a block; ``ruled`` if only a rule parts it from the one above."""
    match block:
        case Paragraph(number=None):
            return list(_unnumbered(block, ruled))
        case Paragraph():
            return list(_numbered(block))
        case Heading():
            return list(_heading(block))
        case ParticipantList():
            return list_forms(block, read, titled=False)
        case Preformatted() | Unparsed():
            return [Form(block.text), Form(block.text, "\n")]
        case _:
            return [Form(hook(block))]


def _numbered(block: Paragraph) -> Iterator[Form]:
    """Yield the ways to write a numbered paragraph.

    A text that would read as a lead begins on a line of its own. The pilcrow is no part of a
    cable, but what stands behind it is a paragraph wherever the count breaks off.
    """
    head = [f"{block.number}.", *_mark(block.marking)]
    lead = [f"{block.lead}:"] if block.lead else []
    for pilcrow in ("", "¶"):
        yield Form(Flow(pilcrow + " ".join([*head, *lead]), block.text))
        yield Form(Flow("\n".join([pilcrow + " ".join(head), *lead, ""]), block.text))
    first, _, rest = block.text.partition(" ")
    if rest:
        # What would read as the title of a list is broken behind its first word.
        yield Form(Flow(" ".join([*head, *lead, f"{first}\n"]), rest))


def _unnumbered(block: Paragraph, ruled: bool) -> Iterator[Form]:
    """Yield the ways to write a paragraph without a number: apart, or right below a rule."""
    lead = f"{block.lead}:" if block.lead else ""
    head = " ".join([*_mark(block.marking), lead]).strip()
    if block.lead:
        yield Form(Flow(head, block.text))
        yield Form(Flow(head, block.text, tail=f"\n\n{_RULE}"))
        yield Form(Flow(head, block.text), "\n")
        return
    apart, below = f"{_RULE}\n\n{head}", f"{_RULE}\n{head}"
    if not ruled:
        yield Form(Flow(head, block.text))
        yield Form(Flow(head, block.text), "\n")
        yield Form(Flow(head, block.text, tail=f"\n\n{_RULE}"))
    yield Form(Flow(apart, block.text))
    yield Form(Flow(below, block.text))
    yield Form(Flow(apart, block.text, tail=f"\n\n{_RULE}"))


def _items(items: Sequence[Item], indent: str) -> Iterator[Piece]:
    """Yield the items of a paragraph, those inside others set in."""
    for item in items:
        head = " ".join([*([item.label] if item.label else []), *_mark(item.marking)])
        yield Piece(
            Form(Flow(indent + head, item.text)),
            Form(Flow(indent + head, item.text), "\n"),
        )
        yield from _items(item.items, f"{indent}  ")


def _mark(marking: Marking | None) -> list[str]:
    return [f"({marking})"] if marking else []


def _heading(block: Heading) -> Iterator[Form]:
    """Yield the ways to write a heading: rule below, rules around, no rule, slashes."""
    text = " ".join([*_mark(block.marking), block.text])
    lines = str(Flow("", text)).split("\n")
    rule = "-" * max(3, min(max(map(len, lines)), WIDTH))
    boxed = "\n".join([rule, *lines, rule])
    if len(lines) < 3:
        yield Form("\n".join([*lines, rule]))
    yield Form(boxed)
    yield Form(text)
    yield Form(f"//{text}//")
