"""What stands below the text: rules of the section ``ending``, and which name is the signature.

The last word of a text may be the signature, and what looks like one its last word.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from cablekit.builder.blocks import notice
from cablekit.builder.drafts import Found
from cablekit.builder.report import problem
from cablekit.builder.text import flow, lines, span
from cablekit.model import Block, Notice, NoticeKind, Paragraph, Span, Unparsed
from cablekit.tokens import Token

_ENDS = ".!?:;)\"'”\u2019]-_=*"
#: What a sentence ends with that a name stands behind on its line.
_STOPS = '.!?)"”'


class EndingBuilder:
    """One method for every rule of the ending."""

    def signature(self, children: list[Token]) -> Found:
        """``SIGNATURE``; a name that stands twice is one name."""
        text = flow(children)
        words = text.rstrip(" .").split() if text.endswith(" .") else text.split()
        half = len(words) // 2
        if half and words[:half] == words[half:]:
            words = words[:half]
        set_off = children[0].type == "SIGNATURE" and children[0].lstrip(" ").startswith("\n")
        name = " ".join(words)
        return Found("signature", name, span(children[0]), text="" if set_off else name)

    def end_of_message(self, children: list[Token]) -> Found:
        """``END_OF_MESSAGE``."""
        return notice(NoticeKind.END_OF_MESSAGE, children[0])

    def locator(self, children: list[Token]) -> Found:
        """``LOCATOR``."""
        return notice(NoticeKind.LOCATOR, children[0])

    def page_foot(self, children: list[Token]) -> Found:
        """``PAGE_FOOT``: the classification once more, below the text."""
        return notice(NoticeKind.ENVELOPE, children[0])

    def release_foot(self, children: list[Token]) -> Found:
        """``RELEASE_FOOT``: the stamp of a release, below the text."""
        return notice(NoticeKind.RELEASE, children[0])

    def website_foot(self, children: list[Token]) -> Found:
        """``WEBSITE_FOOT``: a post's web site, below the text."""
        return notice(NoticeKind.WEBSITE, children[0])

    def residue(self, children: list[Token]) -> Found:
        """``RESIDUE``: dots and angle brackets that copying left below the text."""
        return notice(NoticeKind.ENVELOPE, children[0])

    def ending_text(self, children: list[Token]) -> Found:
        """``ENDING_FILL``: what follows the end of the cable."""
        where = span(children[0])
        rest = Unparsed(text=lines(children), reason="follows the end of the cable", span=where)
        return Found("rest", rest, where, (problem("CK308", where),))


def behind_website(notices: tuple[Notice, ...]) -> tuple[tuple[Notice, ...], Found | None]:
    """Return notices, and the signature that stands on the line of the last one's address.

    Args:
        notices: The notices of the body.
    """
    last = notices[-1] if notices else None
    if last is None or last.kind is not NoticeKind.WEBSITE or last.span is None:
        return notices, None
    head, _, name = last.text.rpartition(" ")
    named = name.replace("-", "").isalpha() and name[0].isupper() and len(name) > 2
    if "http" not in head or not named or head[-1] in ":/_":
        return notices, None
    start, end = last.span.start, last.span.end
    shorter = attrs.evolve(last, text=head, span=Span(start=start, end=end - len(name) - 1))
    signed = Found("signature", name, Span(start=end - len(name), end=end))
    return (*notices[:-1], shorter), signed


def settle(
    body: tuple[Block, ...], notices: Sequence[Notice], ending: Sequence[Found]
) -> tuple[tuple[Block, ...], list[Found]]:
    """Return the blocks and the ending, after it is decided what the signature is.

    Args:
        body: The finished blocks.
        notices: The notices among them.
        ending: The values of the ending; the ``text`` of a signature is there where no empty
            line stands above it.
    """
    found = [*ending]
    last = body[-1] if body else None
    if not isinstance(last, Paragraph) or last.items or last.span is None or not last.text:
        return body, found
    for note in notices:
        if note.span is not None and note.span.end > last.span.end:
            return body, found
    signed = next((value for value in found if value.field == "signature"), None)
    if signed is None:
        name = _behind(last.text)
        if not name or not found:
            return body, found
        end = last.span.end
        said = last.text[: -len(name)].rstrip()
        where = Span(start=last.span.start, end=end - len(name) - 1)
        shorter = attrs.evolve(last, text=said, span=where)
        sign = Found("signature", name, Span(start=end - len(name), end=end))
        return (*body[:-1], shorter), [sign, *found]
    if signed.span is not None and _goes_on(last.text, signed):
        where = Span(start=last.span.start, end=signed.span.end)
        longer = attrs.evolve(last, text=f"{last.text} {signed.value}", span=where)
        return (*body[:-1], longer), [value for value in found if value is not signed]
    return body, found


#: What ends a quotation ends a sentence too.
_UNQUOTED = ("UNQUOTE", "UNQTE")
#: The groups of E.O. 10964 for downgrading are the last line of a text (to 1972).
_GROUPS = tuple(f" GP-{group}" for group in "1234")


def _goes_on(text: str, signed: Found) -> bool:
    """Tell whether what looks like a signature is the last word of a sentence."""
    name: str = signed.value
    if (
        text[-1] in _ENDS
        or text.endswith(_GROUPS)
        or text.upper().endswith(_UNQUOTED)
        or " END " in f" {text[-16:].upper()} "
        or "xxxxx" in name
    ):
        return False
    if name[:1].islower():
        return True
    return bool(signed.text) and " " not in name and (not name.isupper() or text.isupper())


def _behind(text: str) -> str:
    """Return the name in capitals that stands behind the last sentence of a text."""
    head, _, name = text.rpartition(" ")
    plain = name.replace("-", "").replace("'", "")
    good = len(name) > 2 and plain.isalpha() and name.isupper()
    return name if good and head[-1:] and head[-1] in _STOPS else ""
