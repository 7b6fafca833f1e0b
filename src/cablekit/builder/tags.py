"""From the codes of the TAGS field to TAGS."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from cablekit import vocabulary
from cablekit.builder.drafts import page_mark
from cablekit.builder.inline_fields import Coded
from cablekit.builder.report import problem
from cablekit.builder.text import Joined
from cablekit.model import PageMark, Problem, Tag, TagKind
from cablekit.tokens import Token
from cablekit.vocabulary.codes import nearest_tag, parts_of

#: More letters of TAGS are not run together.
_RUN_TOGETHER = 40


def tags_in(
    coded: Iterable[Coded], joined: Joined
) -> tuple[tuple[Tag, ...], tuple[Problem, ...], tuple[PageMark, ...]]:
    """Return TAGS, what a reader should know of them, and the captions that strayed among them.

    Args:
        coded: What was read.
        joined: The text of the field.
    """
    tags: list[Tag] = []
    problems: list[Problem] = []
    strays: list[PageMark] = []
    for written, person, start, end in coded:
        if not written:
            stray = Token("PHANTOM_CAPTION", joined.text[start:end], joined.at(start))
            strays.append(page_mark(stray))
            continue
        place = joined.span(start, end)
        if person:
            names = filter(None, map(str.strip, written.split(";")))
            tags += [Tag(code=name, kind=TagKind.PERSON, span=place) for name in names]
            continue
        code, kind, known = _entry(written)
        if known:
            tags.append(Tag(code=code, kind=kind, span=place))
            continue
        parts = parts_of(code) if len(code) <= _RUN_TOGETHER else ()
        path = f"tags[{len(tags)}]"
        if parts:
            problems.append(problem("CK212", place, path, found=code, tags=" ".join(parts)))
            tags += [Tag(code=part, kind=_entry(part)[1], span=place) for part in parts]
        else:
            near = nearest_tag(code)
            near = f"; {near} is near" if near else ""
            problems.append(problem("CK204", place, path, tag=code, near=near))
            tags.append(Tag(code=code, kind=kind, span=place))
    return tuple(tags), tuple(problems), tuple(strays)


def unread(joined: Joined) -> tuple[Tag, ...]:
    """Return the words of a text that is no list of TAGS."""
    words, end = list[Tag](), 0
    for word in joined.text.replace("¶", " ").split():
        start = joined.text.index(word, end)
        end = start + len(word)
        words.append(Tag(code=word.upper(), kind=TagKind.UNKNOWN, span=joined.span(start, end)))
    return tuple(words)


@functools.lru_cache(maxsize=4096)
def _entry(code: str) -> tuple[str, TagKind, bool]:
    """Return a TAG, the same object each time, its kind and whether the vocabulary has it."""
    return code, TagKind[vocabulary.tag_kind(code)], vocabulary.tag(code) is not None
