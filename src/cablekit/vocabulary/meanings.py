"""What a word means: every vocabulary is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cablekit import vocabulary
from cablekit.vocabulary.files import rows, split

#: Sections of the orders that give the reasons.
_SECTIONS = ("1.3", "1.4", "1.5")


class Meaning(NamedTuple):
    """One meaning of a word.

    Attributes:
        word: The word as the vocabulary writes it.
        kind: What it is there: ``"subject TAG"``, ``"caption"``, ``"portion mark"``.
        meaning: What it says.
        source: Where that is from.
    """

    word: str
    kind: str
    meaning: str
    source: str


def meanings(word: str) -> tuple[Meaning, ...]:
    """Return the meanings of a word in all vocabularies, in a fixed order.

    Args:
        word: A TAG, caption, marking, precedence, signal, reason letter, E.O. number or code,
            post or problem code, in either case; parentheses and ``E.O.`` may stand around it.

    >>> [meaning.kind for meaning in meanings("prel")]
    ['subject TAG']
    >>> meanings("(c)")[0].meaning
    'CONFIDENTIAL'
    >>> meanings("1.4 (b)")[0].meaning
    'foreign government information'
    """
    written = " ".join(word.upper().strip(" ()").removeprefix("E.O.").removeprefix("EO").split())
    wanted = {written, " ".join(word.upper().strip(" ()").split())}
    letters = "".join(c for c in written if c not in " ()")
    if letters[:3] in _SECTIONS and len(letters) == len("1.4B"):
        wanted.add(letters[-1])
    return tuple(meaning for meaning in _all() if meaning.word.upper() in wanted)


def nearest(word: str, most: int = 5) -> tuple[str, ...]:
    """Return known words that look like one that is not known.

    Args:
        word: The word.
        most: How many at most.

    >>> nearest("PRELL", 1)
    ('PREL',)
    """
    import difflib  # noqa: PLC0415 - only for words that nobody knows

    known = sorted({meaning.word for meaning in _all()})
    return tuple(difflib.get_close_matches(word.upper().strip(" ()"), known, most))


def _all() -> Iterator[Meaning]:
    yield from _tags()
    for entry in {row.caption: row for row in vocabulary.captions().values()}.values():
        for form in (entry.caption, *entry.aliases):
            yield Meaning(form, f"caption ({entry.kind.lower()})", entry.meaning, entry.source)
    yield from _marks()
    for row in vocabulary.precedences().values():
        for form in filter(None, {row.word, row.letter}):
            text = f"{row.word}: {row.meaning}" if form != row.word else row.meaning
            yield Meaning(form, "precedence", text, row.source)
    for signal in vocabulary.signals().values():
        where = "of the header" if signal.kind == "OPERATING" else "of the text"
        yield Meaning(signal.code, f"procedural word {where}", signal.meaning, signal.source)
    for letter, meaning, source in rows("reasons"):
        yield Meaning(letter, "reason for classification", meaning, source)
    yield from _orders()
    for post in vocabulary.posts().values():
        country = vocabulary.tag(post.country) if post.country else None
        place = f", {country.name}" if country and country.name else ""
        for form in (post.name, *post.aliases):
            yield Meaning(form, "post", f"{post.plad}{place}", post.source)
    for problem in vocabulary.problems().values():
        said = f"{problem.severity}: {problem.title}. {problem.explanation}"
        yield Meaning(problem.code, "problem", said, "docs/problems.md")


def _tags() -> Iterator[Meaning]:
    for tag in vocabulary.tags().values():
        field = vocabulary.tag_field(tag.code)
        name = tag.name or "no title known"
        parts = filter(None, [f"{name} ({field})" if field else name, tag.era, tag.note])
        yield Meaning(tag.code, f"{tag.kind.lower()} TAG", "; ".join(parts), tag.source)


def _marks() -> Iterator[Meaning]:
    for code, level, _, source in rows("levels"):
        yield Meaning(code, "classification", level, source)
    for code, forms, meaning, source in rows("caveats"):
        for form in split(forms):
            text = meaning if form == code else f"{code}: {meaning}"
            yield Meaning(form, "caveat", text, source)


def _orders() -> Iterator[Meaning]:
    for order in vocabulary.executive_orders().values():
        end = order.end.isoformat() if order.end else "now"
        force = f"in force from {order.start.isoformat()} to {end}"
        yield Meaning(order.number, "executive order", f"{force}; {order.note}", order.source)
    for code in vocabulary.exemptions().values():
        where = f" (E.O. {code.order})" if code.order else ""
        yield Meaning(code.code, "declassification code", f"{code.meaning}{where}", code.source)
