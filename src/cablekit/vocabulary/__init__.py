"""The controlled vocabularies of a cable, read from the CSV files in ``data/``.

Every vocabulary is open: a code that is not in it is no error here. Nothing is read before
it is asked for; each file is read once. Where a fact comes from stands in its row's ``source``.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from cablekit.vocabulary.entries import (
    CaptionEntry,
    ExemptionEntry,
    OrderEntry,
    PostEntry,
    PrecedenceEntry,
    ProblemEntry,
    SignalEntry,
    TagEntry,
)
from cablekit.vocabulary.files import rows, split
from cablekit.vocabulary.lists import (
    delegations as delegations,
)
from cablekit.vocabulary.lists import (
    document_words as document_words,
)
from cablekit.vocabulary.lists import (
    meeting_labels as meeting_labels,
)
from cablekit.vocabulary.lists import (
    missions as missions,
)
from cablekit.vocabulary.lists import (
    months as months,
)
from cablekit.vocabulary.lists import (
    no_posts as no_posts,
)
from cablekit.vocabulary.lists import (
    offices as offices,
)
from cablekit.vocabulary.lists import (
    series as series,
)
from cablekit.vocabulary.lists import (
    title_words as title_words,
)
from cablekit.vocabulary.lists import (
    titles as titles,
)


@functools.cache
def tags() -> Mapping[str, TagEntry]:
    """Return what is known of all TAGS, by code."""
    return {c: TagEntry(c, kind, name or None, *rest) for c, kind, name, *rest in rows("tags")}


@functools.cache
def _fields() -> dict[str, str]:
    return {letter: name for letter, name, _ in rows("tag_fields")}


def tag(code: str) -> TagEntry | None:
    """Return what is known of a TAG, or ``None`` (5 FAH-3 H-011.1; FIPS 10-4, not ISO 3166).

    Args:
        code: The code, in either case.

    >>> tag("kn").name
    'North Korea'
    """
    return tags().get(code.strip().upper())


def tag_kind(code: str) -> str:
    """Return the kind of a TAG: the vocabulary's, else what its shape says (observed).

    Args:
        code: The code, in either case; a person as ``"ROE, JANE Q."``.

    Returns:
        SUBJECT, GEOGRAPHIC, PROGRAM, ORGANIZATION, PERSON or UNKNOWN.

    >>> tag_kind("PREL"), tag_kind("KZZZ"), tag_kind("ROE, JANE Q.")
    ('SUBJECT', 'PROGRAM', 'PERSON')
    """
    code = code.strip().upper()
    if entry := tags().get(code):
        return entry.kind
    if "," in code:
        return "PERSON"
    if not code.isascii():
        return "UNKNOWN"
    size = len(code)
    if size == 2 and code.isalpha():
        return "GEOGRAPHIC"
    if size == 4 and code.isalnum():
        if code[0] == "K":
            return "PROGRAM"
        if code.isalpha() and code[0] in _fields():
            return "SUBJECT"
    bare = "".join(c for c in code if c not in " /-'&")
    return "ORGANIZATION" if 2 <= size <= 20 and bare.isalnum() else "UNKNOWN"


def tag_field(code: str) -> str | None:
    """Return the field of a subject TAG, ``None`` for any other (5 FAH-3 H-111).

    >>> tag_field("PREL")
    'Political affairs'
    """
    return _fields().get(code.strip()[:1].upper()) if tag_kind(code) == "SUBJECT" else None


@functools.cache
def levels() -> Mapping[str, str]:
    """Return the level of each written form (5 FAH-1 H-246.2, 5 FAH-2 H-222, 12 FAM 540).

    >>> levels()["OUO"]
    'SBU'
    """
    return MappingProxyType({form: level for form, level, *_ in rows("levels")})


@functools.cache
def caveats() -> Mapping[str, str]:
    """Return the caveat of each written form (5 FAH-1 H-246.2; observed).

    >>> caveats()["NF"]
    'NOFORN'
    """
    listed = rows("caveats")
    return MappingProxyType({form: code for code, forms, *_ in listed for form in split(forms)})


@functools.cache
def captions() -> Mapping[str, CaptionEntry]:
    """Return the captions under every spelling (5 FAH-2 H-251, H-252, H-442; observed).

    >>> captions()["O-I"].caption
    'OFFICIAL INFORMAL'
    """
    listed = [CaptionEntry(c, kind, split(a), *rest) for c, kind, a, *rest in rows("captions")]
    return MappingProxyType({form: row for row in listed for form in (row.caption, *row.aliases)})


@functools.cache
def signals() -> Mapping[str, SignalEntry]:
    """Return the operating signals and the procedural words of the text (ACP 131; observed).

    >>> signals()["ZNY"].meaning
    'keep on encrypted circuits'
    """
    return MappingProxyType({row[0]: SignalEntry(*row) for row in rows("signals")})


@functools.cache
def precedences() -> Mapping[str, PrecedenceEntry]:
    """Return the precedences under their word and their letter (5 FAH-2 H-321.2-1, H-421).

    >>> precedences()["O"].word
    'IMMEDIATE'
    """
    listed = [PrecedenceEntry(w, x, int(rank), *rest) for w, x, rank, *rest in rows("precedences")]
    return MappingProxyType({key: row for row in listed for key in (row.word, row.letter) if key})


@functools.cache
def executive_orders() -> Mapping[str, OrderEntry]:
    """Return the executive orders on classification by number (the orders themselves).

    >>> executive_orders()["12065"].start.isoformat()
    '1978-12-01'
    """
    day, entries = date.fromisoformat, {}
    for number, signed, start, end, *rest in rows("executive_orders"):
        last = day(end) if end else None
        entries[number] = OrderEntry(number, day(signed), day(start), last, *rest)
    return MappingProxyType(entries)


@functools.cache
def exemptions() -> Mapping[str, ExemptionEntry]:
    """Return the codes that stand in an E.O. line in place of a date (the orders themselves).

    >>> exemptions()["OADR"].order
    '12356'
    """
    return MappingProxyType({row[0]: ExemptionEntry(*row) for row in rows("exemptions")})


@functools.cache
def reasons() -> Mapping[str, str]:
    """Return the meaning of each reason letter (E.O. 12958 section 1.5, later 1.4).

    >>> reasons()["B"]
    'foreign government information'
    """
    return MappingProxyType({letter: meaning for letter, meaning, _ in rows("reasons")})


@functools.cache
def leads() -> Mapping[str, str]:
    """Return the role of each lead of a paragraph (5 FAH-1 H-246.3 for SUMMARY; observed).

    >>> leads()["SUMMARY AND COMMENT"]
    'SUMMARY'
    """
    return MappingProxyType({lead: role for lead, role, _ in rows("leads")})


@functools.cache
def posts() -> Mapping[str, PostEntry]:
    """Return the posts of 1966 to 2010 by their name in an MRN (ACP 117; general knowledge).

    >>> posts()["ABU DHABI"].plad
    'AMEMBASSY ABU DHABI'
    """
    listed = rows("posts")
    return MappingProxyType({n: PostEntry(n, p, split(a), *rest) for n, p, a, *rest in listed})


def _fold(name: str) -> str:
    return "".join(c for c in name.upper() if c.isalnum())


@functools.cache
def _post_names() -> dict[str, PostEntry]:
    names = {_fold(name): row for row in posts().values() for name in (row.name, row.plad)}
    for row in posts().values():
        before = row.plad.removesuffix(row.name)
        for alias in row.aliases:
            names.setdefault(_fold(alias), row)
            names.setdefault(_fold(before + alias), row)
    # Page heads cut a name to 6 characters, page marks to 10: a cut counts if it is one post's.
    cuts: dict[str, set[PostEntry]] = {}
    for row in posts().values():
        for size in (6, 10):
            cuts.setdefault(_fold(row.name[:size]), set()).add(row)
    return {cut: rows.pop() for cut, rows in cuts.items() if len(rows) == 1} | names


@functools.lru_cache(maxsize=4096)
def post(name: str) -> PostEntry | None:
    """Return the post of a name, another spelling, a PLAD or a name cut off, or ``None``.

    Args:
        name: The name; only its letters and digits count (ACP 117; cuts observed).

    >>> post("secstate washdc").name, post("TELAVIV").name, post("CAPE T").name
    ('STATE', 'TEL AVIV', 'CAPE TOWN')
    """
    return _post_names().get(_fold(name))


@functools.cache
def problems() -> Mapping[str, ProblemEntry]:
    """Return the problems that reading or checking can report, by code."""
    return MappingProxyType({row[0]: ProblemEntry(*row) for row in rows("problems")})


def words(name: str) -> tuple[str, ...]:
    """Return the written forms of a vocabulary for a grammar's alternation, longest first.

    Args:
        name: A name such as ``captions``, ``leads``, ``levels``, ``months`` or ``posts``.

    Raises:
        ValueError: There is no such list of words.

    >>> words("precedences")[-2:]
    ('ROUTINE', 'FLASH')
    """
    from cablekit.vocabulary.forms import written_forms  # noqa: PLC0415 - it needs the above

    return written_forms(name)
