"""The inline languages of TAGS and of the classification authority."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple, TypeAlias

from cablekit import vocabulary
from cablekit.builder.text import flow, shared
from cablekit.builder.words import trim, whole_title
from cablekit.tokens import Token


class Authority(NamedTuple):
    """Who classified, and why."""

    name: str
    title: str
    section: str | None
    reasons: tuple[str, ...]
    derived_from: str = ""


#: A TAG, whether it is a person, and its offsets in the field's text.
Coded: TypeAlias = tuple[str, bool, int, int]


class FieldInlineBuilder:
    """One method for every rule of the fields' languages."""

    # -- tags ----------------------------------------------------------------------------------

    def tags(self, children: list[Any]) -> list[Coded]:
        """``(tag | person | LINK | JOINER)*``; a caption that strayed among them has no code."""
        coded: list[Coded] = []
        for child in children:
            if not isinstance(child, Token):
                coded.append(child)
            elif child.upper() == "SIPDIS":
                coded.append(("", False, child.start_pos, child.end_pos))
        return coded

    def tag(self, children: list[Token]) -> Coded:
        """``TAG_CODE``."""
        token = children[0]
        code = _code(str(token))
        start = token.start_pos
        return code, False, start, start + len(code)

    def person(self, children: list[Token]) -> Coded:
        """``PERSON``; a known code in parentheses is no person."""
        token = children[0]
        start = token.start_pos
        code = token.strip("() ").upper()
        if vocabulary.tag(code) is not None:
            start += token.upper().index(code)
            return shared(code), False, start, start + len(code)
        return flow([token]).strip("() ").upper(), True, start, token.end_pos

    # -- classification_authority --------------------------------------------------------------

    def classification_authority(self, children: list[Any]) -> Authority:
        """``AGAIN* who? why? derived?``."""
        name = title = source = ""
        section, reasons = None, ()
        for child in children:
            kind = child[0]
            if kind == "who":
                _, name, title = child
            elif kind == "why":
                _, section, reasons = child
            elif kind == "derived":
                source = child[1]
        return Authority(name, title, section, reasons, source)

    def derived(self, children: list[Token]) -> tuple[str, str]:
        """``DERIVED SOURCE REMAINDER?``: the classification of another document is taken over."""
        return "derived", flow([children[1]]).strip(" .")

    def title_first(self, children: list[Token]) -> tuple[str, str, str]:
        """``TITLE (NAME | NAMED)``."""
        return "who", trim(children[1]), whole_title(str(children[0]))

    def office_between(self, children: list[Token]) -> tuple[str, str, str]:
        """``TITLE OFFICE_BETWEEN NAMED``."""
        return "who", trim(children[2]), _titles(children[0], children[1])

    def title_around(self, children: list[Token]) -> tuple[str, str, str]:
        """``TITLE NAME REST``."""
        return "who", trim(children[1]), _titles(children[0], children[2])

    def name_first(self, children: list[Token]) -> tuple[str, str, str]:
        """``NAME REST?``."""
        return "who", trim(children[0]), _titles(*children[1:])

    def title_only(self, children: list[Token]) -> tuple[str, str, str]:
        """``TITLE REST?``."""
        return "who", "", _titles(*children)

    def why(self, children: list[Any]) -> tuple[str, str | None, tuple[str, ...]]:
        """``REASON``, ``ORDER``, ``SECTION_NUMBER`` and ``letters`` in any order."""
        section: str | None = None
        letters: list[tuple[str, ...]] = []
        for child in children:
            if type(child) is tuple:
                letters.append(child)
            elif child.type == "SECTION_NUMBER":
                section = section or "1." + child.rstrip(" \n¶,;:.")[-1]
        reasons = letters[0] if len(letters) == 1 else tuple(dict.fromkeys(sum(letters, ())))
        return "why", section, reasons

    def letters(self, children: list[Token]) -> tuple[str, ...]:
        """``LETTERS``; the ``A N D`` between them is none of them, and a dash is a range."""
        return _letters(str(children[0]))


@functools.lru_cache(maxsize=1024)
def _letters(written: str) -> tuple[str, ...]:
    """Return the reason letters in a wording such as ``(b) and (d)`` or ``b-d``."""
    text = "".join(written.upper().split()).replace("AND", " ").replace("OR", " ")
    text = text.replace("THROUGH", "-")
    bare = "".join(c for c in text if c.isalpha() or c in "-,;/& ")
    found: list[str] = []
    for index, letter in enumerate(bare):
        if not "A" <= letter <= "H":
            continue
        if found and bare[index - 1] == "-":
            found += [chr(code) for code in range(ord(found[-1]) + 1, ord(letter))]
        found.append(letter)
    return tuple(dict.fromkeys(found))


def _titles(*parts: Token) -> str:
    """Return the parts of a title that stand around a name."""
    return ", ".join(filter(None, map(whole_title, map(str, parts))))


@functools.lru_cache(maxsize=4096)
def _code(text: str) -> str:
    """Return a TAG without what parts it from the next one."""
    return text.rstrip("./-&' \n,;¶").upper()
